/* Asking a store: what each table is, is said in SQL. */
#include "store/grid.h"
#include "base/vec.h"
#include "store/inputs.h"
#include "store/layout.h"

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
     .sql = NULL},
    {.title = "Rejected records",
     .columns = {"why", "records", "first line", "such as"},
     .most = 40,
     .places = {[2] = true},
     .sql = "SELECT error, count(*), min(" PR_SQL_PLACE "), message FROM applicants"
            " WHERE audit = ?1 AND error IS NOT NULL GROUP BY error ORDER BY 2 DESC, 1 LIMIT 41"},
    {.title = "Ids that occur more than once",
     .columns = {"id", "records", "first line", "last line"},
     .most = 40,
     .places = {[2] = true, [3] = true},
     .sql =
         "SELECT id, count(*), min(" PR_SQL_PLACE "), max(" PR_SQL_PLACE ") FROM applicants"
         " WHERE audit = ?1 AND id IS NOT NULL GROUP BY id HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 41"},
};

/* `inputs` may be NULL where no column is a place. */
static pr_text cell_of(pr_grid *g, sqlite3_stmt *statement, uint32_t column, const pr_input_names *inputs,
                       pr_arena *arena) {
    bool whole = sqlite3_column_type(statement, (int)column) == SQLITE_INTEGER;
    if (inputs == NULL || !g->places[column] || !whole) {
        g->numbers[column] |= whole;
        return pr_db_text(statement, (int)column, arena);
    }
    int64_t place = sqlite3_column_int64(statement, (int)column);
    g->numbers[column] |= !inputs->many;
    return pr_input_place(inputs, pr_place_input(place), pr_place_line(place), arena);
}

static preceptor_status fill(pr_store *s, pr_grid *g, int64_t audit, const pr_input_names *inputs,
                             pr_arena *arena) {
    sqlite3_stmt *statement = pr_db_prepare(s, g->sql);
    PR_VEC(pr_text) cells = {0};
    if (statement == NULL) {
        return s->failed;
    }
    if (sqlite3_bind_parameter_count(statement) > 0) {
        (void)sqlite3_bind_int64(statement, 1, audit);
    }
    int result;
    g->column_count = (uint32_t)sqlite3_column_count(statement);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && g->row_count < g->most) {
        for (uint32_t i = 0; i < g->column_count; i++) {
            pr_text cell = cell_of(g, statement, i, inputs, arena);
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

preceptor_status pr_db_ask(pr_store *s, const char *sql, int64_t audit, pr_arena *arena, pr_text *out) {
    pr_grid g = {.sql = sql, .most = 1};
    preceptor_status status = fill(s, &g, audit, NULL, arena);
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

/* The one requirement that is missing, where all else is known; 0: there is none such. Gives a place. */
static uint32_t missing_alone(pr_text outcome, const pr_layout_program *p) {
    uint32_t found = 0;
    for (uint32_t at = p->first + 1; at <= p->first + p->count; at++) {
        if (outcome.at[at] == '2' || (outcome.at[at] == '1' && found != 0)) {
            return 0;
        }
        found = outcome.at[at] == '1' ? at : found;
    }
    return found;
}

typedef PR_VEC(pr_text) texts;

static bool add_near_misses(pr_grid *g, const pr_layout *layout, const pr_applicants *a,
                            const pr_input_names *inputs, texts *cells, pr_arena *arena) {
    bool ok = true;
    for (uint32_t i = 0; ok && !g->cut && i < layout->program_count; i++) {
        uint32_t place = a->outcome.length > 0 ? missing_alone(a->outcome, &layout->programs[i]) : 0;
        if (place != 0 && g->row_count == g->most) {
            g->cut = true;
        } else if (place != 0) {
            const pr_text line = pr_input_place(inputs, a->input, a->line, arena);
            const pr_text row[] = {layout->programs[i].id, pr_text_copy(arena, a->id), line,
                                   layout->requirements[place]};
            for (size_t c = 0; ok && c < sizeof row / sizeof row[0]; c++) {
                ok = PR_PUSH(arena, cells, row[c]);
            }
            g->row_count++;
        }
    }
    return ok;
}

static preceptor_status find_near_misses(pr_store *s, pr_grid *g, int64_t audit, const pr_input_names *inputs,
                                         pr_arena *arena) {
    pr_layout layout;
    pr_applicants a;
    texts cells = {0};
    g->column_count = 4;
    g->numbers[2] = !inputs->many;
    preceptor_status status = pr_layout_read(s, audit, arena, &layout);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    status = pr_applicants_open(&a, s, audit, layout.place_count, false);
    while (status == PRECEPTOR_OK && !g->cut) {
        status = pr_applicants_next(&a);
        if (status == PRECEPTOR_OK && !add_near_misses(g, &layout, &a, inputs, &cells, arena)) {
            status = PRECEPTOR_NO_MEMORY;
        }
    }
    pr_applicants_close(&a);
    g->cells = cells.items;
    return status == PRECEPTOR_NOT_FOUND ? PRECEPTOR_OK : status;
}

/* Why there is no such audit, and what can be done. */
static preceptor_status refuse_audit(pr_store *s, pr_arena *arena, int64_t asked) {
    static const char unfinished[] = "SELECT audit FROM audits WHERE NOT finished AND (?1 = 0 OR audit = ?1)"
                                     " ORDER BY audit DESC LIMIT 1",
                      list[] =
                          "SELECT group_concat(audit, ', ') FROM (SELECT audit FROM audits WHERE finished"
                          " ORDER BY audit DESC LIMIT 10)";
    pr_text found;
    preceptor_status status = pr_db_ask(s, unfinished, asked, arena, &found);
    if (status == PRECEPTOR_OK) {
        return pr_db_refuse(s,
                            "its audit %.*s is not finished: the command that began it goes on with --resume",
                            PR_ARG(found));
    }
    status = status == PRECEPTOR_NOT_FOUND ? pr_db_ask(s, list, 0, arena, &found) : status;
    if (status != PRECEPTOR_OK) {
        return status;
    }
    return found.length > 0 ? pr_db_refuse(s, "it has no audit %lld; those that are whole: %.*s",
                                           (long long)asked, PR_ARG(found))
                            : pr_db_refuse(s, "it has no audit yet: 'audit --store' makes one");
}

preceptor_status pr_db_find_audit(pr_store *s, pr_arena *arena, int64_t *number) {
    pr_text text;
    preceptor_status status = pr_db_ask(s,
                                        "SELECT audit FROM audits WHERE finished AND (?1 = 0 OR audit = ?1)"
                                        " ORDER BY audit DESC LIMIT 1",
                                        *number, arena, &text);
    if (status == PRECEPTOR_NOT_FOUND) {
        return refuse_audit(s, arena, *number);
    }
    *number = pr_db_number(text);
    return status;
}

preceptor_status pr_store_report(pr_store *s, int64_t number, pr_arena *arena, pr_grids *out) {
    enum { COUNT = sizeof report / sizeof report[0] };
    preceptor_status status = pr_db_find_audit(s, arena, &number);
    if (status == PRECEPTOR_OK) {
        status = pr_store_head(s, number, arena, &out->head);
    }
    pr_input_names inputs = {0};
    if (status == PRECEPTOR_OK) {
        status = pr_store_inputs(s, number, arena, &inputs);
    }
    out->items = PR_NEW_ARRAY(arena, pr_grid, COUNT);
    out->count = out->items != NULL ? COUNT : 0;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < out->count; i++) {
        pr_grid *g = &out->items[i];
        *g = report[i];
        status = g->sql != NULL ? fill(s, g, number, &inputs, arena)
                                : find_near_misses(s, g, number, &inputs, arena);
    }
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

preceptor_status pr_store_head(pr_store *s, int64_t audit, pr_arena *arena, pr_text *out) {
    return pr_db_ask(s,
                     "SELECT kb || ' ' || version || ' as of ' || as_of || ', audit ' || audit || ': ' ||"
                     " records || ' records, ' || rejected || ' rejected' FROM audits WHERE audit = ?1",
                     audit, arena, out);
}

preceptor_status pr_store_summary(pr_store *s, int64_t *number, pr_arena *arena, pr_text *out) {
    preceptor_status status = pr_db_find_audit(s, arena, number);
    return status == PRECEPTOR_OK
               ? pr_db_ask(s, "SELECT summary FROM audits WHERE audit = ?1", *number, arena, out)
               : status;
}
