#include "store/ids.h"

#include "store/db.h"
#include "store/inputs.h"

struct pr_ids {
    pr_store *file;
    sqlite3_stmt *add;
};

preceptor_status pr_ids_open(const preceptor_allocator *allocator, pr_ids **out) {
    pr_ids *ids = *out = pr_heap_zalloc(allocator, sizeof *ids);
    pr_store *s = ids != NULL ? ids->file = pr_heap_zalloc(allocator, sizeof *s) : NULL;
    if (s == NULL) {
        pr_heap_free(allocator, ids);
        *out = NULL;
        return PRECEPTOR_NO_MEMORY;
    }
    s->allocator = allocator;
    s->writing = true;
    pr_arena_init(&s->arena, allocator, 0);
    /* Without a name it is a file that SQLite deletes. What goes wrong while it is written is the end of it. */
    if (sqlite3_open_v2("", &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        return pr_db_fail(s, "made");
    }
    preceptor_status status =
        pr_db_run(s, "PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                     "CREATE TABLE applicants(id TEXT, input INTEGER, line INTEGER); BEGIN");
    ids->add = status == PRECEPTOR_OK ? pr_db_prepare(s, "INSERT INTO applicants VALUES(?, ?, ?)") : NULL;
    return ids->add != NULL ? PRECEPTOR_OK : s->failed;
}

void pr_ids_close(pr_ids *ids) {
    if (ids != NULL) {
        const preceptor_allocator *allocator = ids->file->allocator;
        (void)sqlite3_finalize(ids->add);
        ids->file->writing = false;
        pr_store_close(ids->file);
        pr_heap_free(allocator, ids);
    }
}

const char *pr_ids_wrong(const pr_ids *ids) { return pr_store_wrong(ids->file); }

void pr_ids_pack(pr_text id, uint64_t line, pr_buf *out) {
    pr_buf_add(out, (const char *)&line, sizeof line);
    pr_buf_add(out, (const char *)&id.length, sizeof id.length);
    pr_buf_text(out, id);
}

preceptor_status pr_ids_add(pr_ids *ids, uint64_t input, pr_text packed) {
    preceptor_status status = PRECEPTOR_OK;
    while (status == PRECEPTOR_OK && packed.length > 0) {
        uint64_t line;
        size_t length;
        memcpy(&line, packed.at, sizeof line);
        memcpy(&length, packed.at + sizeof line, sizeof length);
        const char *id = packed.at + sizeof line + sizeof length;
        (void)sqlite3_bind_text64(ids->add, 1, id, length, SQLITE_STATIC, SQLITE_UTF8);
        (void)sqlite3_bind_int64(ids->add, 2, (sqlite3_int64)input);
        (void)sqlite3_bind_int64(ids->add, 3, (sqlite3_int64)line);
        status = pr_db_step(ids->file, ids->add);
        size_t taken = (size_t)(id - packed.at) + length;
        packed = (pr_text){packed.at + taken, packed.length - taken};
    }
    return status;
}

/* `all`: how many rows are wanted of those that it gives; counts them all. */
static preceptor_status find_repeated(pr_store *s, const char *sql, pr_arena *arena, pr_repeated *out,
                                      uint32_t most, uint32_t *count, uint64_t *total) {
    *count = 0;
    *total = 0;
    sqlite3_stmt *find = pr_db_prepare(s, sql);
    if (find == NULL) {
        return s->failed;
    }
    if (sqlite3_bind_parameter_count(find) > 0) {
        (void)sqlite3_bind_int64(find, 1, s->audit);
    }
    int result;
    while ((result = sqlite3_step(find)) == SQLITE_ROW) {
        ++*total;
        if (*count < most) {
            int64_t first = sqlite3_column_int64(find, 2), last = sqlite3_column_int64(find, 3);
            out[(*count)++] =
                (pr_repeated){.id = pr_db_text(find, 0, arena),
                              .records = (uint64_t)sqlite3_column_int64(find, 1),
                              .first = {(uint64_t)pr_place_input(first), (uint64_t)pr_place_line(first)},
                              .last = {(uint64_t)pr_place_input(last), (uint64_t)pr_place_line(last)}};
        }
    }
    preceptor_status status = result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(find);
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

#define REPEATED(condition) \
    "SELECT id, count(*), min(" PR_SQL_PLACE "), max(" PR_SQL_PLACE ") FROM applicants WHERE " condition \
    " GROUP BY id HAVING count(*) > 1 ORDER BY 2 DESC, 1"

preceptor_status pr_ids_repeated(pr_ids *ids, pr_arena *arena, pr_repeated *out, uint32_t most,
                                 uint32_t *count, uint64_t *total) {
    return find_repeated(ids->file, REPEATED("1"), arena, out, most, count, total);
}

preceptor_status pr_store_repeated(pr_store *store, pr_arena *arena, pr_repeated *out, uint32_t most,
                                   uint32_t *count, uint64_t *total) {
    return find_repeated(store, REPEATED("audit = ?1 AND id IS NOT NULL"), arena, out, most, count, total);
}
