/* The tables. An applicant is known by the audit, the input and the line: that is the order in which they are written,
 * and the same however often the audit was interrupted or shared out. */
#include "store/db.h"

static const char tables[] =
    "CREATE TABLE audits(audit INTEGER PRIMARY KEY, as_of TEXT NOT NULL, kb TEXT NOT NULL, version TEXT NOT "
    "NULL,"
    " digest TEXT NOT NULL, settings TEXT NOT NULL, finished INTEGER NOT NULL DEFAULT 0,"
    " input INTEGER NOT NULL DEFAULT 0, offset INTEGER NOT NULL DEFAULT 0, pool_check INTEGER NOT NULL "
    "DEFAULT 0,"
    " pool_bytes INTEGER NOT NULL DEFAULT 0, row_bytes INTEGER NOT NULL DEFAULT 0,"
    " records INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,"
    " warnings INTEGER NOT NULL DEFAULT 0, tally BLOB, summary TEXT);"
    "CREATE TABLE inputs(audit INTEGER NOT NULL, input INTEGER NOT NULL, name TEXT NOT NULL,"
    " PRIMARY KEY(audit, input)) WITHOUT ROWID;"
    "CREATE TABLE programs(program INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);"
    "CREATE TABLE requirements(requirement INTEGER PRIMARY KEY, program INTEGER NOT NULL, id TEXT NOT NULL,"
    " UNIQUE(program, id));"
    "CREATE TABLE applicants(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL, id TEXT,"
    " error TEXT, message TEXT, error_line INTEGER, error_column INTEGER,"
    " PRIMARY KEY(audit, input, line)) WITHOUT ROWID;"
    "CREATE TABLE verdicts(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " program INTEGER NOT NULL, verdict INTEGER NOT NULL,"
    " PRIMARY KEY(audit, input, line, program)) WITHOUT ROWID;"
    "CREATE TABLE unmet(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " requirement INTEGER NOT NULL, unknown INTEGER NOT NULL,"
    " PRIMARY KEY(audit, input, line, requirement)) WITHOUT ROWID;"
    "CREATE TABLE verdict_names(verdict INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "INSERT INTO verdict_names VALUES(0, 'eligible'), (1, 'ineligible'), (2, 'undetermined');"
    /* PRP1 */
    "PRAGMA application_id = 1347571761;"
    "PRAGMA user_version = 1;";

enum { APPLICATION = 1347571761 };

static preceptor_status ask(pr_store *s, const char *sql, int64_t *out) {
    sqlite3_stmt *statement = pr_db_prepare(s, sql);
    if (statement == NULL) {
        return PRECEPTOR_IO;
    }
    int result = sqlite3_step(statement);
    *out = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    preceptor_status status = result == SQLITE_ROW ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(statement);
    return status;
}

preceptor_status pr_db_make_tables(pr_store *s) {
    int64_t application = 0, version = 0, count = 0;
    preceptor_status status = s->writing ? pr_db_run(s, "BEGIN IMMEDIATE") : PRECEPTOR_OK;
    if (status == PRECEPTOR_OK) {
        status = ask(s, "PRAGMA application_id", &application);
    }
    if (status == PRECEPTOR_OK) {
        status = ask(s, "PRAGMA user_version", &version);
    }
    if (status == PRECEPTOR_OK) {
        status = ask(s, "SELECT count(*) FROM sqlite_schema", &count);
    }
    if (status == PRECEPTOR_OK && (count > 0 ? application != APPLICATION : !s->writing)) {
        (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong, "it is no store of audits");
        status = PRECEPTOR_INVALID;
    } else if (status == PRECEPTOR_OK && version > PR_STORE_VERSION) {
        (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong,
                               "a newer version of this program wrote it (%lld, and this one knows %d)",
                               (long long)version, PR_STORE_VERSION);
        status = PRECEPTOR_INVALID;
    } else if (status == PRECEPTOR_OK && count == 0) {
        status = pr_db_run(s, tables);
    }
    if (s->writing && status == PRECEPTOR_OK) {
        return pr_db_run(s, "COMMIT");
    }
    if (s->writing && sqlite3_get_autocommit(s->db) == 0) {
        (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}
