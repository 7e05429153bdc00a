#include "store/feed.h"

/* What a pointer is of: only who knows it can hand one over, or take it. */
static const char kind[] = "packed rows";

enum { LINE, ID, OUTCOME, ERROR, MESSAGE, ERROR_LINE, ERROR_COLUMN, ROWS };

typedef struct cursor {
    sqlite3_vtab_cursor base;
    pr_packed_rows rest;
    pr_packed row;
    bool ended;
} cursor;

static int connect(sqlite3 *db, void *user, int count, const char *const *arguments, sqlite3_vtab **out,
                   char **wrong) {
    (void)user;
    (void)count;
    (void)arguments;
    (void)wrong;
    int result =
        sqlite3_declare_vtab(db, "CREATE TABLE packed_rows(line INTEGER, id TEXT, outcome BLOB, error TEXT,"
                                 " message TEXT, error_line INTEGER, error_column INTEGER, rows HIDDEN)");
    if (result != SQLITE_OK) {
        return result;
    }
    /* Nothing that a store holds may ask for it. */
    (void)sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    *out = sqlite3_malloc(sizeof **out);
    if (*out == NULL) {
        return SQLITE_NOMEM;
    }
    **out = (sqlite3_vtab){0};
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

/* There is one way: from the first to the last of what is bound. */
static int plan(sqlite3_vtab *table, sqlite3_index_info *info) {
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn == ROWS && info->aConstraint[i].usable &&
            info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->aConstraintUsage[i].omit = 1;
            return SQLITE_OK;
        }
    }
    return SQLITE_CONSTRAINT;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out) {
    (void)table;
    cursor *c = sqlite3_malloc(sizeof *c);
    if (c == NULL) {
        return SQLITE_NOMEM;
    }
    *c = (cursor){.ended = true};
    *out = &c->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
    sqlite3_free(base);
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base) {
    cursor *c = (cursor *)base;
    c->ended = !pr_unpack(&c->rest, &c->row);
    return SQLITE_OK;
}

static int begin(sqlite3_vtab_cursor *base, int number, const char *name, int count, sqlite3_value **values) {
    (void)number;
    (void)name;
    const pr_packed_rows *rows = count > 0 ? sqlite3_value_pointer(values[0], kind) : NULL;
    ((cursor *)base)->rest = rows != NULL ? *rows : (pr_packed_rows){0};
    return next(base);
}

static int ended(sqlite3_vtab_cursor *base) { return ((cursor *)base)->ended; }

/* NULL where there is none. */
static void give_text(sqlite3_context *to, pr_text text) {
    if (text.length > 0) {
        sqlite3_result_text64(to, text.at, text.length, SQLITE_STATIC, SQLITE_UTF8);
    }
}

static int give(sqlite3_vtab_cursor *base, sqlite3_context *to, int column) {
    const pr_packed *row = &((cursor *)base)->row;
    switch (column) {
    case LINE: sqlite3_result_int64(to, (sqlite3_int64)row->line); break;
    case ID: give_text(to, row->id); break;
    case OUTCOME:
        if (!row->rejected) {
            sqlite3_result_blob64(to, row->outcome.at, row->outcome.length, SQLITE_STATIC);
        }
        break;
    case ERROR: give_text(to, row->code); break;
    case MESSAGE: give_text(to, row->message); break;
    case ERROR_LINE: sqlite3_result_int64(to, row->error_line); break;
    default: sqlite3_result_int64(to, row->column); break; /* ERROR_COLUMN */
    }
    return SQLITE_OK;
}

static int number(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
    *out = (sqlite3_int64)((cursor *)base)->row.line;
    return SQLITE_OK;
}

preceptor_status pr_feed_open(pr_store *s) {
    static const sqlite3_module module = {.xConnect = connect,
                                          .xDisconnect = disconnect,
                                          .xBestIndex = plan,
                                          .xOpen = open_cursor,
                                          .xClose = close_cursor,
                                          .xFilter = begin,
                                          .xNext = next,
                                          .xEof = ended,
                                          .xColumn = give,
                                          .xRowid = number};
    return sqlite3_create_module_v2(s->db, "packed_rows", &module, NULL, NULL) == SQLITE_OK
               ? PRECEPTOR_OK
               : pr_db_fail(s, "written");
}

void pr_feed_bind(sqlite3_stmt *statement, int at, const pr_packed_rows *rows) {
    /* SQLite's pointers are not const; nothing is written through it. */
    (void)sqlite3_bind_pointer(statement, at, (void *)(uintptr_t)rows, kind, NULL);
}
