#include "store/inputs.h"

#include "store/db.h"

static preceptor_status name_all(pr_store *s, sqlite3_stmt *statement, pr_arena *arena, pr_input_names *out) {
    int result;
    int64_t named = 0;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t number = sqlite3_column_int64(statement, 0);
        if (number >= 0 && number < out->count) {
            out->items[number] = pr_db_text(statement, 1, arena);
            named++;
        }
    }
    out->many = named > 1;
    return result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
}

preceptor_status pr_store_inputs(pr_store *s, int64_t audit, pr_arena *arena, pr_input_names *out) {
    pr_text last;
    *out = (pr_input_names){0};
    preceptor_status status =
        pr_db_ask(s, "SELECT coalesce(max(input), 0) FROM inputs WHERE audit = ?1", audit, arena, &last);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    out->count = pr_db_number(last) + 1;
    sqlite3_stmt *statement = pr_db_prepare(s, "SELECT input, name FROM inputs WHERE audit = ?1");
    if (statement == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(statement, 1, audit);
    out->items = PR_NEW_ARRAY(arena, pr_text, (size_t)out->count);
    status = out->items != NULL ? name_all(s, statement, arena, out) : PRECEPTOR_NO_MEMORY;
    (void)sqlite3_finalize(statement);
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

pr_text pr_input_place(const pr_input_names *names, int64_t input, int64_t line, pr_arena *arena) {
    if (!names->many || input < 0 || input >= names->count) {
        return pr_text_format(arena, "%lld", (long long)line);
    }
    return pr_text_format(arena, "%.*s:%lld", PR_ARG(names->items[input]), (long long)line);
}
