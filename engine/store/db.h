/* What the files of the store share. */
#ifndef PR_STORE_DB_H
#define PR_STORE_DB_H

#include "store/store.h"

#include <sqlite3.h>

typedef enum pr_store_statement {
    PR_ADD_APPLICANTS,
    PR_ADD_INPUT,
    PR_SET_POSITION,
    PR_STATEMENT_COUNT
} pr_store_statement;

struct pr_store {
    const preceptor_allocator *allocator;
    sqlite3 *db;
    pr_arena arena; /* what the audit that is written needs */
    char wrong[512];
    preceptor_status failed; /* of the last call to SQLite that failed */
    bool writing;
    bool foreign; /* it is no database */
    /* Of the audit that is written. */
    int64_t audit;
    bool rows;
    uint64_t input;                         /* whose name is there */
    const int64_t *programs, *requirements; /* their numbers in the store */
    sqlite3_stmt *statements[PR_STATEMENT_COUNT];
};

/* Says what went wrong of the last call to SQLite; gives a status that is not OK. */
preceptor_status pr_db_fail(pr_store *store, const char *doing);
/* What a file holds is data: nothing in it is run. */
void pr_db_distrust(sqlite3 *db);
preceptor_status pr_db_run(pr_store *store, const char *sql);
/* NULL after a failure, whose status is in `failed`. */
sqlite3_stmt *pr_db_prepare(pr_store *store, const char *sql);
/* Runs a statement that gives no rows, and makes it ready for the next time. */
preceptor_status pr_db_step(pr_store *store, sqlite3_stmt *statement);
/* `sql`: ATTACH ?1 AS some name. */
preceptor_status pr_db_attach(pr_store *store, const char *path, const char *sql);
/* Borrowed until the statement is stepped; empty text is null. */
void pr_db_bind_text(sqlite3_stmt *statement, int at, pr_text text);
/* A column's text, in the arena; null is empty. */
pr_text pr_db_text(sqlite3_stmt *statement, int column, pr_arena *arena);
/* A transaction: what came between is confirmed where `status` is OK, else undone. Gives the status of all of it. */
preceptor_status pr_db_begin(pr_store *store);
preceptor_status pr_db_end(pr_store *store, preceptor_status status);
/* write.c: the numbers of an audit's programs and requirements, into `programs` and `requirements` of the store. */
preceptor_status pr_db_number_names(pr_store *store, const pr_store_audit *audit);
/* Says in which order something happened: kinds are audit, answer, waiver, revoked. */
preceptor_status pr_db_note_event(pr_store *store, const char *kind, int64_t number);
/* "it ...", for pr_store_wrong; gives INVALID. */
preceptor_status pr_db_refuse(pr_store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* grid.c: one text that SQL gives of an audit, ?1. NOT_FOUND: no row. */
preceptor_status pr_db_ask(pr_store *store, const char *sql, int64_t audit, pr_arena *arena, pr_text *out);
int64_t pr_db_number(pr_text text);
/* The number of an audit that is whole: `*number`, or the last where that is 0. INVALID: there is none. */
preceptor_status pr_db_find_audit(pr_store *store, pr_arena *arena, int64_t *number);
/* schema.c */
preceptor_status pr_db_make_tables(pr_store *store);

#endif
