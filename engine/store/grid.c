/* Asking a store: what each table is, is said in SQL. */
#include "store/grid.h"
#include "base/vec.h"
#include "store/db.h"

static const pr_grid report[] = {
    {.title = "Verdicts",
     .columns = {"program", "eligible", "ineligible", "undetermined", "name"},
     .chart = true,
     .most = 100000,
     .sql = "SELECT j.key, j.value->>'eligible', j.value->>'ineligible', j.value->>'undetermined', p.name"
            " FROM audits a, json_each(a.summary, '$.verdicts') j LEFT JOIN programs p ON p.id = j.key"
            " WHERE a.audit = ?1"},
    {.title = "What stands in the way",
     .none = "Nothing that is required is known to be missing.",
     .columns = {"program", "requirement", "applicants", "this alone"},
     .most = 40,
     .sql = "SELECT j.value->>'program', j.value->>'requirement', j.value->>'applicants', j.value->>'sole'"
            " FROM audits a, json_each(a.summary, '$.blockers') j WHERE a.audit = ?1 LIMIT 41"},
    {.title = "What stands in the way alone",
     .columns = {"program", "requirement", "this alone", "applicants"},
     .most = 20,
     .sql = "SELECT j.value->>'program', j.value->>'requirement', j.value->>'sole', j.value->>'applicants'"
            " FROM audits a, json_each(a.summary, '$.blockers') j WHERE a.audit = ?1 AND j.value->>'sole' > 0"
            " ORDER BY 3 DESC, 1, 2 LIMIT 21"},
    {.title = "What is not known, and would help to decide",
     .none = "No verdict waits for an answer.",
     .columns = {"field", "applicants"},
     .most = 40,
     .sql = "SELECT j.value->>'attribute', j.value->>'applicants'"
            " FROM audits a, json_each(a.summary, '$.missing') j WHERE a.audit = ?1 LIMIT 41"},
    {.title = "Nearly there: one requirement is missing, and all else is known",
     .columns = {"program", "id", "line", "requirement"},
     .most = 40,
     .sql =
         "SELECT p.id, a.id, u.line, max(r.id) FROM unmet u JOIN requirements r USING(requirement)"
         " JOIN programs p USING(program) JOIN applicants a USING(audit, input, line)"
         " WHERE u.audit = ?1 GROUP BY u.input, u.line, r.program HAVING count(*) = 1 AND max(u.unknown) = 0"
         " LIMIT 41"},
    {.title = "Rejected records",
     .columns = {"why", "records", "first line", "such as"},
     .most = 40,
     .sql =
         "SELECT error, count(*), min(line), message FROM applicants WHERE audit = ?1 AND error IS NOT NULL"
         " GROUP BY error ORDER BY 2 DESC, 1 LIMIT 41"},
    {.title = "Ids that occur more than once",
     .columns = {"id", "records", "first line", "last line"},
     .most = 40,
     .sql = "SELECT id, count(*), min(line), max(line) FROM applicants WHERE audit = ?1 AND id IS NOT NULL"
            " GROUP BY id HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 41"},
};

/* `both` is a temporary table of who is in both audits. */
static const pr_grid difference[] = {
    {.title = "Applicants",
     .columns = {"in both", "only before", "only after"},
     .most = 1,
     .sql = "SELECT (SELECT count(*) FROM both),"
            " (SELECT count(*) FROM main.applicants WHERE audit = ?1) - (SELECT count(*) FROM both),"
            " (SELECT count(*) FROM other.applicants WHERE audit = ?2) - (SELECT count(*) FROM both)"},
    {.title = "Changed verdicts",
     .none = "No verdict is another.",
     .columns = {"program", "before", "after", "applicants"},
     .most = 1000,
     .sql = "SELECT id, (SELECT name FROM main.verdict_names WHERE verdict = f),"
            " (SELECT name FROM main.verdict_names WHERE verdict = t), count(*)"
            " FROM changed GROUP BY id, f, t ORDER BY 1, f, t LIMIT 1001"},
    {.title = "Because of",
     .columns = {"program", "requirement", "applicants for whom it stands otherwise"},
     .most = 100,
     .sql = "SELECT program, requirement, count(*) FROM reasons WHERE (i, l, program) IN"
            " (SELECT i, l, id FROM changed) GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 101"},
    {.title = "Who changed",
     .columns = {"id", "line", "program", "before", "after", "because of"},
     .most = 100,
     .sql = "SELECT who, l, c.id, (SELECT name FROM main.verdict_names WHERE verdict = f),"
            " (SELECT name FROM main.verdict_names WHERE verdict = t),"
            " coalesce((SELECT group_concat(requirement, ', ') FROM reasons r WHERE r.i = c.i AND r.l = c.l"
            " AND r.program = c.id), 'no requirement of its own')"
            " FROM changed c ORDER BY c.i, c.l, c.id LIMIT 101"},
    {.title = "The same verdict for another reason",
     .columns = {"program", "applicants"},
     .most = 1000,
     .sql = "SELECT program, count(DISTINCT i || ' ' || l) FROM reasons WHERE (i, l, program) NOT IN"
            " (SELECT i, l, id FROM changed) GROUP BY 1 ORDER BY 1"},
};

static preceptor_status fill(pr_store *s, pr_grid *g, int64_t a, int64_t b, pr_arena *arena) {
    sqlite3_stmt *statement = pr_db_prepare(s, g->sql);
    PR_VEC(pr_text) cells = {0};
    if (statement == NULL) {
        return PRECEPTOR_IO;
    }
    (void)sqlite3_bind_int64(statement, 1, a);
    if (sqlite3_bind_parameter_count(statement) > 1) {
        (void)sqlite3_bind_int64(statement, 2, b);
    }
    int result;
    g->column_count = (uint32_t)sqlite3_column_count(statement);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && g->row_count < g->most) {
        for (uint32_t i = 0; i < g->column_count; i++) {
            g->numbers[i] |= sqlite3_column_type(statement, (int)i) == SQLITE_INTEGER;
            pr_text cell = pr_db_text(statement, (int)i, arena);
            if (!PR_PUSH(arena, &cells, cell)) {
                break;
            }
        }
        g->row_count++;
    }
    g->cut = result == SQLITE_ROW;
    g->cells = cells.items;
    preceptor_status status =
        result == SQLITE_ROW || result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(statement);
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

static preceptor_status fill_all(pr_store *s, const pr_grid *from, uint32_t count, int64_t a, int64_t b,
                                 pr_arena *arena, pr_grids *out) {
    out->items = PR_NEW_ARRAY(arena, pr_grid, count);
    out->count = count;
    preceptor_status status = out->items != NULL ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        out->items[i] = from[i];
        status = fill(s, &out->items[i], a, b, arena);
    }
    return status;
}

/* One text, of one audit or two. NOT_FOUND: no row. */
static preceptor_status ask(pr_store *s, const char *sql, int64_t a, int64_t b, pr_arena *arena,
                            pr_text *out) {
    pr_grid g = {.sql = sql, .most = 1};
    preceptor_status status = fill(s, &g, a, b, arena);
    *out = status == PRECEPTOR_OK && g.row_count > 0 && g.cells != NULL ? g.cells[0] : (pr_text){0};
    return status == PRECEPTOR_OK && g.row_count == 0 ? PRECEPTOR_NOT_FOUND : status;
}

/* The text of a number is short. */
static int64_t number_in(pr_text text) {
    int64_t number = 0;
    for (size_t i = 0; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

static preceptor_status find_audit(pr_store *s, const char *sql, pr_arena *arena, int64_t *number) {
    pr_text text;
    preceptor_status status = ask(s, sql, *number, 0, arena, &text);
    if (status == PRECEPTOR_NOT_FOUND) {
        (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong, "it has no such audit that is whole");
        return PRECEPTOR_INVALID;
    }
    *number = number_in(text);
    return status;
}

#define WHOLE(of) \
    "SELECT audit FROM " of ".audits WHERE finished AND (?1 = 0 OR audit = ?1) ORDER BY audit DESC LIMIT 1"
#define HEAD(of, audit) \
    "(SELECT kb || ' ' || version || ' as of ' || as_of || ', audit ' || audit || ': ' || records || " \
    "' records, ' || rejected || ' rejected' FROM " of ".audits WHERE audit = " audit ")"

preceptor_status pr_store_report(pr_store *s, int64_t number, pr_arena *arena, pr_grids *out) {
    preceptor_status status = find_audit(s, WHOLE("main"), arena, &number);
    if (status == PRECEPTOR_OK) {
        status = ask(s, "SELECT " HEAD("main", "?1"), number, 0, arena, &out->head);
    }
    return status == PRECEPTOR_OK
               ? fill_all(s, report, sizeof report / sizeof report[0], number, 0, arena, out)
               : status;
}

preceptor_status pr_store_summary(pr_store *s, int64_t *number, pr_arena *arena, pr_text *out) {
    preceptor_status status = find_audit(s, WHOLE("main"), arena, number);
    return status == PRECEPTOR_OK
               ? ask(s, "SELECT summary FROM audits WHERE audit = ?1", *number, 0, arena, out)
               : status;
}

/* Tables of who is in both, whose verdict is another, and for whom what is another; ids go from store to store by
 * name. Of an id that occurs twice nobody can tell who is who: it is left out. */
static const char same_pool[] =
    "CREATE TEMP TABLE both AS SELECT a.id AS who, a.input AS i, a.line AS l, b.input AS oi, b.line AS ol"
    " FROM main.applicants a JOIN other.applicants b ON a.input = b.input AND a.line = b.line"
    " WHERE a.audit = %lld AND b.audit = %lld;";
static const char by_id[] =
    "CREATE TEMP TABLE both AS SELECT a.id AS who, min(a.input) AS i, min(a.line) AS l, min(b.input) AS oi,"
    " min(b.line) AS ol FROM main.applicants a JOIN other.applicants b ON a.id = b.id"
    " WHERE a.audit = %lld AND b.audit = %lld GROUP BY a.id HAVING count(*) = 1;";
static const char tables[] =
    "CREATE TEMP TABLE changed AS SELECT both.who, both.i, both.l, p.id, v.verdict AS f, w.verdict AS t"
    " FROM both JOIN main.verdicts v ON v.audit = %lld AND v.input = both.i AND v.line = both.l"
    " JOIN main.programs p ON p.program = v.program JOIN other.programs q ON q.id = p.id"
    " JOIN other.verdicts w ON w.audit = %lld AND w.input = both.oi AND w.line = both.ol AND w.program = "
    "q.program"
    " WHERE v.verdict <> w.verdict;"
    "CREATE TEMP VIEW before AS SELECT both.i, both.l, p.id AS program, r.id AS requirement, u.unknown"
    " FROM both JOIN main.unmet u ON u.audit = %lld AND u.input = both.i AND u.line = both.l"
    " JOIN main.requirements r USING(requirement) JOIN main.programs p USING(program);"
    "CREATE TEMP VIEW after AS SELECT both.i, both.l, p.id AS program, r.id AS requirement, u.unknown"
    " FROM both JOIN other.unmet u ON u.audit = %lld AND u.input = both.oi AND u.line = both.ol"
    " JOIN other.requirements r USING(requirement) JOIN other.programs p USING(program);"
    "CREATE TEMP TABLE reasons AS SELECT i, l, program, requirement FROM"
    " (SELECT * FROM before EXCEPT SELECT * FROM after)"
    " UNION SELECT i, l, program, requirement FROM (SELECT * FROM after EXCEPT SELECT * FROM before);"
    "CREATE INDEX temp.reasons_by_who ON reasons(i, l, program);";

static preceptor_status run_formatted(pr_store *s, const char *format, int64_t a, int64_t b) {
    char *sql = sqlite3_mprintf(format, (long long)a, (long long)b, (long long)a, (long long)b);
    preceptor_status status = sql != NULL ? pr_db_run(s, sql) : PRECEPTOR_NO_MEMORY;
    sqlite3_free(sql);
    return status;
}

static preceptor_status compare(pr_store *s, int64_t a, int64_t b, pr_arena *arena, pr_grids *out,
                                uint64_t *changed) {
    pr_text text;
    preceptor_status status =
        ask(s, "SELECT " HEAD("main", "?1") " || char(10) || " HEAD("other", "?2"), a, b, arena, &out->head);
    if (status == PRECEPTOR_OK) {
        status = ask(s,
                     "SELECT 1 FROM main.audits x, other.audits y WHERE x.audit = ?1 AND y.audit = ?2"
                     " AND x.pool_check = y.pool_check AND x.pool_bytes = y.pool_bytes",
                     a, b, arena, &text);
    }
    if (status == PRECEPTOR_OK || status == PRECEPTOR_NOT_FOUND) {
        status = run_formatted(s, status == PRECEPTOR_OK ? same_pool : by_id, a, b);
    }
    if (status == PRECEPTOR_OK) {
        status = run_formatted(s, tables, a, b);
    }
    if (status == PRECEPTOR_OK) {
        status = ask(s, "SELECT count(*) FROM changed", 0, 0, arena, &text);
        *changed = (uint64_t)number_in(text);
    }
    return status == PRECEPTOR_OK
               ? fill_all(s, difference, sizeof difference / sizeof difference[0], a, b, arena, out)
               : status;
}

preceptor_status pr_store_diff(pr_store *s, int64_t a, const char *other, int64_t b, pr_arena *arena,
                               pr_grids *out, uint64_t *changed) {
    preceptor_status status = pr_db_attach(s, other, "ATTACH ?1 AS other");
    if (status == PRECEPTOR_OK) {
        status = find_audit(s, WHOLE("main"), arena, &a);
    }
    if (status == PRECEPTOR_OK) {
        status = find_audit(s, WHOLE("other"), arena, &b);
    }
    return status == PRECEPTOR_OK ? compare(s, a, b, arena, out, changed) : status;
}
