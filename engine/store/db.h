/* What the files of the store share. */
#ifndef PR_STORE_DB_H
#define PR_STORE_DB_H

#include "store/store.h"

#include <sqlite3.h>

typedef enum pr_store_statement {
    PR_ADD_APPLICANT,
    PR_ADD_VERDICT,
    PR_ADD_UNMET,
    PR_ADD_INPUT,
    PR_SET_POSITION,
    PR_STATEMENT_COUNT
} pr_store_statement;

struct pr_store {
    const preceptor_allocator *allocator;
    sqlite3 *db;
    pr_arena arena; /* what the audit that is written needs */
    char wrong[512];
    bool writing;
    /* Of the audit that is written. */
    int64_t audit;
    bool rows;
    uint64_t input;                         /* whose name is there */
    const int64_t *programs, *requirements; /* their numbers in the store */
    uint32_t *scratch;
    sqlite3_stmt *statements[PR_STATEMENT_COUNT];
};

/* Says what went wrong of the last call to SQLite; gives a status that is not OK. */
preceptor_status pr_db_fail(pr_store *store, const char *doing);
preceptor_status pr_db_run(pr_store *store, const char *sql);
/* NULL after a failure. */
sqlite3_stmt *pr_db_prepare(pr_store *store, const char *sql);
/* Runs a statement that gives no rows, and makes it ready for the next time. */
preceptor_status pr_db_step(pr_store *store, sqlite3_stmt *statement);
/* Ends what was begun with BEGIN, in one way or the other. */
preceptor_status pr_db_end(pr_store *store, preceptor_status status);
/* `sql`: ATTACH ?1 AS some name. */
preceptor_status pr_db_attach(pr_store *store, const char *path, const char *sql);
/* schema.c */
preceptor_status pr_db_make_tables(pr_store *store);

#endif
