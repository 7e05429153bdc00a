/* FTS5 does the ranking and the folding of letters; what it is asked is only words, each quoted, so that nothing a
 * person types is an operator. */
#include "store/search.h"

#include "base/buf.h"
#include "base/vec.h"

#include <sqlite3.h>

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* "word"* "other"*: all of them, as beginnings of words. */
static void write_question(pr_buf *out, pr_text words) {
    for (size_t i = 0; i < words.length;) {
        size_t end = i;
        while (end < words.length && !is_blank(words.at[end])) {
            end++;
        }
        if (end > i) {
            pr_buf_string(out, out->length > 0 ? " \"" : "\"");
            for (size_t k = i; k < end; k++) {
                pr_buf_string(out, words.at[k] == '"' ? "\"" : "");
                pr_buf_char(out, words.at[k]);
            }
            pr_buf_string(out, "\"*");
        }
        i = end + 1;
    }
    pr_buf_char(out, '\0');
}

static int bind(sqlite3_stmt *statement, int at, pr_text text) {
    return sqlite3_bind_text64(statement, at, text.at != NULL ? text.at : "", text.length, SQLITE_STATIC,
                               SQLITE_UTF8);
}

static int fill(sqlite3 *db, const pr_search_row *rows, uint32_t count) {
    sqlite3_stmt *insert = NULL;
    int status = sqlite3_exec(db,
                              "CREATE VIRTUAL TABLE words USING fts5(id, name, aliases, text, "
                              "tokenize='porter unicode61 remove_diacritics 2')",
                              NULL, NULL, NULL);
    if (status == SQLITE_OK) {
        status = sqlite3_prepare_v2(
            db, "INSERT INTO words(rowid, id, name, aliases, text) VALUES (?,?,?,?,?)", -1, &insert, NULL);
    }
    for (uint32_t i = 0; status == SQLITE_OK && i < count; i++) {
        (void)sqlite3_bind_int64(insert, 1, i);
        (void)bind(insert, 2, rows[i].id);
        (void)bind(insert, 3, rows[i].name);
        (void)bind(insert, 4, rows[i].aliases);
        (void)bind(insert, 5, rows[i].text);
        status = sqlite3_step(insert) == SQLITE_DONE ? sqlite3_reset(insert) : sqlite3_errcode(db);
    }
    (void)sqlite3_finalize(insert);
    return status;
}

typedef PR_VEC(uint32_t) numbers;

static int ask(sqlite3 *db, const char *question, pr_arena *arena, numbers *out) {
    sqlite3_stmt *select = NULL;
    int status = sqlite3_prepare_v2(
        db, "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 8, 8, 6, 1), rowid", -1,
        &select, NULL);
    if (status == SQLITE_OK) {
        status = sqlite3_bind_text(select, 1, question, -1, SQLITE_STATIC);
    }
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(select);
        if (status == SQLITE_ROW && !PR_PUSH(arena, out, (uint32_t)sqlite3_column_int64(select, 0))) {
            status = SQLITE_NOMEM;
        }
    }
    (void)sqlite3_finalize(select);
    return status == SQLITE_DONE ? SQLITE_OK : status;
}

preceptor_status pr_search(const pr_search_row *rows, uint32_t count, pr_text words, pr_arena *arena,
                           uint32_t **hits, uint32_t *hit_count) {
    sqlite3 *db = NULL;
    numbers found = {0};
    pr_buf question;
    pr_buf_init(&question, arena->allocator);
    write_question(&question, words);
    if (question.failed || question.length <= 1) {
        preceptor_status none = question.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
        pr_buf_release(&question);
        return none;
    }
    int status = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    status = status == SQLITE_OK ? fill(db, rows, count) : status;
    status = status == SQLITE_OK ? ask(db, question.at, arena, &found) : status;
    (void)sqlite3_close(db);
    pr_buf_release(&question);
    *hits = found.items;
    *hit_count = found.count;
    return status == SQLITE_OK      ? PRECEPTOR_OK
           : status == SQLITE_NOMEM ? PRECEPTOR_NO_MEMORY
                                    : PRECEPTOR_INVALID;
}
