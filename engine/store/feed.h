/* A block's applicants as a table of SQLite: packed_rows(?), with a pr_packed_rows bound to it by pr_feed_bind. So one
 * statement adds them all, and SQLite keeps its place at the end of the table from row to row. */
#ifndef PR_STORE_FEED_H
#define PR_STORE_FEED_H

#include "store/db.h"

/* Its columns are those of the table of applicants behind the audit and the input. */
preceptor_status pr_feed_open(pr_store *store);
/* `rows` is borrowed until something else is bound. */
void pr_feed_bind(sqlite3_stmt *statement, int at, const pr_packed_rows *rows);

#endif
