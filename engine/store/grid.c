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
    {.title = "Places, and who could take them",
     .columns = {"program", "places", "for each", "eligible", "undetermined"},
     .most = 1000,
     .sql = "SELECT p.id, c.places, c.per, j.value->>'eligible', j.value->>'undetermined' FROM capacities c"
            " JOIN programs p USING(program) JOIN audits a USING(audit)"
            " JOIN json_each(a.summary, '$.verdicts') j ON j.key = p.id WHERE c.audit = ?1 ORDER BY p.id"},
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

preceptor_status pr_db_fill(pr_store *s, const pr_grid *from, uint32_t count, int64_t a, int64_t b,
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
preceptor_status pr_db_ask(pr_store *s, const char *sql, int64_t a, int64_t b, pr_arena *arena,
                           pr_text *out) {
    pr_grid g = {.sql = sql, .most = 1};
    preceptor_status status = fill(s, &g, a, b, arena);
    *out = status == PRECEPTOR_OK && g.row_count > 0 && g.cells != NULL ? g.cells[0] : (pr_text){0};
    return status == PRECEPTOR_OK && g.row_count == 0 ? PRECEPTOR_NOT_FOUND : status;
}

/* The text of a number is short. */
int64_t pr_db_number(pr_text text) {
    int64_t number = 0;
    for (size_t i = 0; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

preceptor_status pr_db_find_audit(pr_store *s, const char *sql, pr_arena *arena, int64_t *number) {
    pr_text text;
    preceptor_status status = pr_db_ask(s, sql, *number, 0, arena, &text);
    if (status == PRECEPTOR_NOT_FOUND) {
        (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong, "it has no such audit that is whole");
        return PRECEPTOR_INVALID;
    }
    *number = pr_db_number(text);
    return status;
}

preceptor_status pr_store_report(pr_store *s, int64_t number, pr_arena *arena, pr_grids *out) {
    preceptor_status status = pr_db_find_audit(s, PR_DB_WHOLE("main"), arena, &number);
    if (status == PRECEPTOR_OK) {
        status = pr_db_ask(s, "SELECT " PR_DB_HEAD("main", "?1"), number, 0, arena, &out->head);
    }
    return status == PRECEPTOR_OK
               ? pr_db_fill(s, report, sizeof report / sizeof report[0], number, 0, arena, out)
               : status;
}

preceptor_status pr_store_summary(pr_store *s, int64_t *number, pr_arena *arena, pr_text *out) {
    preceptor_status status = pr_db_find_audit(s, PR_DB_WHOLE("main"), arena, number);
    return status == PRECEPTOR_OK
               ? pr_db_ask(s, "SELECT summary FROM audits WHERE audit = ?1", *number, 0, arena, out)
               : status;
}
