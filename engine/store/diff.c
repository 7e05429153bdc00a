/* What is another between two audits: each table in SQL. */
#include "store/db.h"
#include "store/grid.h"

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
     .sql = "SELECT id, was, became, count(*)"
            " FROM changed GROUP BY id, f, t ORDER BY 1, f, t LIMIT 1001"},
    {.title = "Because of",
     .columns = {"program", "requirement", "applicants", "rule", "source"},
     .most = 100,
     .sql =
         "SELECT b.program, iif(b.requirement = '', 'none of its own', b.requirement), b.applicants, w.rule,"
         " w.sources FROM because b LEFT JOIN why w USING(program, requirement)"
         " ORDER BY 3 DESC, 1, 2 LIMIT 101"},
    {.title = "Who changed",
     .columns = {"id", "line", "program", "before", "after", "because of"},
     .most = 100,
     .sql = "SELECT who, l, c.id, was, became,"
            " coalesce((SELECT group_concat(requirement, ', ') FROM reasons r WHERE r.i = c.i AND r.l = c.l"
            " AND r.program = c.id), 'no requirement of its own')"
            " FROM changed c ORDER BY c.i, c.l, c.id LIMIT 101"},
    {.title = "The same verdict for another reason",
     .columns = {"program", "requirement", "applicants", "rule", "source"},
     .most = 1000,
     .sql = "SELECT r.program, r.requirement, r.applicants, w.rule, w.sources FROM otherwise r"
            " LEFT JOIN why w USING(program, requirement) ORDER BY 3 DESC, 1, 2 LIMIT 1001"},
};

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
    "CREATE TEMP TABLE changed AS SELECT both.who, both.i, both.l, p.id, v.verdict AS f, w.verdict AS t,"
    " (SELECT name FROM main.verdict_names n WHERE n.verdict = v.verdict) AS was,"
    " (SELECT name FROM main.verdict_names n WHERE n.verdict = w.verdict) AS became"
    " FROM both CROSS JOIN main.verdicts v ON v.audit = %lld AND v.input = both.i AND v.line = both.l"
    " CROSS JOIN main.programs p ON p.program = v.program CROSS JOIN other.programs q ON q.id = p.id"
    " CROSS JOIN other.verdicts w ON w.audit = %lld AND w.input = both.oi AND w.line = both.ol"
    " AND w.program = q.program WHERE v.verdict <> w.verdict;"
    "CREATE TEMP VIEW before AS SELECT both.i, both.l, p.id AS program, r.id AS requirement, u.unknown"
    " FROM both CROSS JOIN main.unmet u ON u.audit = %lld AND u.input = both.i AND u.line = both.l"
    " JOIN main.requirements r USING(requirement) JOIN main.programs p USING(program);"
    "CREATE TEMP VIEW after AS SELECT both.i, both.l, p.id AS program, r.id AS requirement, u.unknown"
    " FROM both CROSS JOIN other.unmet u ON u.audit = %lld AND u.input = both.oi AND u.line = both.ol"
    " JOIN other.requirements r USING(requirement) JOIN other.programs p USING(program);"
    "CREATE TEMP TABLE reasons AS SELECT i, l, program, requirement FROM"
    " (SELECT * FROM before EXCEPT SELECT * FROM after)"
    " UNION SELECT i, l, program, requirement FROM (SELECT * FROM after EXCEPT SELECT * FROM before);"
    "CREATE INDEX temp.reasons_by_who ON reasons(i, l, program);"
    "CREATE INDEX temp.changed_by_who ON changed(i, l, id);"
    /* What verdicts that are others come from; one without a requirement of its own from the program. */
    "CREATE TEMP TABLE because AS SELECT program, requirement, count(*) AS applicants FROM"
    " (SELECT r.program, r.requirement FROM changed c JOIN reasons r ON r.i = c.i AND r.l = c.l AND "
    "r.program = c.id"
    " UNION ALL SELECT c.id, '' FROM changed c WHERE NOT EXISTS"
    " (SELECT 1 FROM reasons r WHERE r.i = c.i AND r.l = c.l AND r.program = c.id)) GROUP BY 1, 2;"
    "CREATE TEMP TABLE otherwise AS SELECT program, requirement, count(*) AS applicants FROM reasons r"
    " WHERE NOT EXISTS (SELECT 1 FROM changed c WHERE c.i = r.i AND c.l = r.l AND c.id = r.program) GROUP BY "
    "1, 2;";

/* What requirements rest on, by name; where both say it and differ, both. */
static const char grounds_of[] =
    "INSERT INTO temp.said SELECT p.id, g.requirement, g.rule, g.sources, %d FROM %s.grounds g"
    " JOIN %s.programs p USING(program) WHERE g.audit = %lld";
static const char why[] =
    "CREATE TEMP TABLE why AS SELECT program, requirement,"
    " iif(min(rule) = max(rule), max(rule), max(iif(after, '', rule)) || ' -> ' || max(iif(after, rule, "
    "''))) AS rule,"
    " iif(min(sources) = max(sources), max(sources), max(iif(after, '', sources)) || ' -> ' ||"
    " max(iif(after, sources, ''))) AS sources FROM said GROUP BY 1, 2;"
    "CREATE UNIQUE INDEX temp.why_by_name ON why(program, requirement)";

/* Stores of version 1 do not say. */
static preceptor_status take_grounds(pr_store *s, const char *of, int64_t audit, int after, pr_arena *arena) {
    char sql[512];
    pr_text text;
    (void)sqlite3_snprintf((int)sizeof sql, sql,
                           "SELECT count(*) FROM %s.sqlite_schema WHERE name = 'grounds'", of);
    preceptor_status status = pr_db_ask(s, sql, 0, 0, arena, &text);
    if (status != PRECEPTOR_OK || pr_db_number(text) == 0) {
        return status;
    }
    (void)sqlite3_snprintf((int)sizeof sql, sql, grounds_of, after, of, of, (long long)audit);
    return pr_db_run(s, sql);
}

static preceptor_status make_why(pr_store *s, int64_t a, int64_t b, pr_arena *arena) {
    preceptor_status status = pr_db_run(
        s, "CREATE TEMP TABLE said(program TEXT, requirement TEXT, rule TEXT, sources TEXT, after INTEGER)");
    status = status == PRECEPTOR_OK ? take_grounds(s, "main", a, 0, arena) : status;
    status = status == PRECEPTOR_OK ? take_grounds(s, "other", b, 1, arena) : status;
    return status == PRECEPTOR_OK ? pr_db_run(s, why) : status;
}

/* Lists of preceptor.diff/1: a view of objects for each. */
static const char json_lists[] =
    "CREATE TEMP VIEW json_changed AS SELECT json_object('program', id, 'before', was, 'after', became,"
    " 'applicants', count(*)) AS o FROM changed GROUP BY id, f, t ORDER BY id, f, t;"
    "CREATE TEMP VIEW json_because AS SELECT json_object('program', b.program, 'requirement',"
    " nullif(b.requirement, ''), 'rule', w.rule, 'sources', w.sources, 'applicants', b.applicants) AS o"
    " FROM because b LEFT JOIN why w USING(program, requirement) ORDER BY b.applicants DESC, 1;"
    "CREATE TEMP VIEW json_who AS SELECT json_object('id', who, 'line', l, 'program', c.id, 'before', was,"
    " 'after', became, 'because', (SELECT json_group_array(requirement) FROM (SELECT requirement"
    " FROM reasons r WHERE r.i = c.i AND r.l = c.l AND r.program = c.id ORDER BY 1))) AS o"
    " FROM changed c ORDER BY c.i, c.l, c.id;"
    "CREATE TEMP VIEW json_otherwise AS SELECT json_object('program', r.program, 'requirement', "
    "r.requirement,"
    " 'rule', w.rule, 'sources', w.sources, 'applicants', r.applicants) AS o"
    " FROM otherwise r LEFT JOIN why w USING(program, requirement) ORDER BY r.applicants DESC, 1";

#define AUDIT_OF(store, number) \
    " (SELECT json_object('kb', json_object('name', kb, 'version', version, 'digest', digest)," \
    " 'as_of', as_of, 'audit', audit, 'records', records, 'rejected', rejected)" \
    " FROM " store ".audits WHERE audit = " number ")"
/* preceptor.diff/1 */
static const char as_json[] = "SELECT json_object('schema', 'preceptor.diff/1', 'before'," AUDIT_OF(
    "main", "?1") ","
                  " 'after'," AUDIT_OF(
                      "other",
                      "?2") ","
                            " 'applicants', json_object('both', (SELECT count(*) FROM both), 'only_before',"
                            " (SELECT count(*) FROM main.applicants WHERE audit = ?1) - (SELECT count(*) "
                            "FROM both), 'only_after',"
                            " (SELECT count(*) FROM other.applicants WHERE audit = ?2) - (SELECT count(*) "
                            "FROM both)),"
                            " 'changed', (SELECT json_group_array(json(o)) FROM json_changed),"
                            " 'because', (SELECT json_group_array(json(o)) FROM json_because),"
                            " 'who', (SELECT json_group_array(json(o)) FROM json_who),"
                            " 'same_verdict', (SELECT json_group_array(json(o)) FROM json_otherwise))";

static preceptor_status run_formatted(pr_store *s, const char *format, int64_t a, int64_t b) {
    char *sql = sqlite3_mprintf(format, (long long)a, (long long)b, (long long)a, (long long)b);
    preceptor_status status = sql != NULL ? pr_db_run(s, sql) : PRECEPTOR_NO_MEMORY;
    sqlite3_free(sql);
    return status;
}

static preceptor_status compare(pr_store *s, int64_t a, int64_t b, pr_arena *arena, pr_grids *out,
                                pr_text *json, uint64_t *changed) {
    pr_text text;
    preceptor_status status =
        pr_db_ask(s, "SELECT " PR_DB_HEAD("main", "?1") " || char(10) || " PR_DB_HEAD("other", "?2"), a, b,
                  arena, &out->head);
    if (status == PRECEPTOR_OK) {
        status = pr_db_ask(s,
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
        status = pr_db_ask(s, "SELECT count(*) FROM changed", 0, 0, arena, &text);
        *changed = (uint64_t)pr_db_number(text);
    }
    if (status == PRECEPTOR_OK) {
        status = make_why(s, a, b, arena);
    }
    if (status == PRECEPTOR_OK && json != NULL) {
        status = pr_db_run(s, json_lists);
    }
    if (status == PRECEPTOR_OK && json != NULL) {
        return pr_db_ask(s, as_json, a, b, arena, json);
    }
    return status == PRECEPTOR_OK
               ? pr_db_fill(s, difference, sizeof difference / sizeof difference[0], a, b, arena, out)
               : status;
}

preceptor_status pr_store_diff(pr_store *s, int64_t a, const char *other, int64_t b, pr_arena *arena,
                               pr_grids *out, pr_text *json, uint64_t *changed) {
    preceptor_status status = pr_db_attach(s, other, "ATTACH ?1 AS other");
    if (status == PRECEPTOR_OK) {
        status = pr_db_find_audit(s, PR_DB_WHOLE("main"), arena, &a);
    }
    if (status == PRECEPTOR_OK) {
        status = pr_db_find_audit(s, PR_DB_WHOLE("other"), arena, &b);
    }
    return status == PRECEPTOR_OK ? compare(s, a, b, arena, out, json, changed) : status;
}
