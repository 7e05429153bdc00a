/* The tables, and how stores of earlier versions get those they lack. An applicant is known by the audit, the input and
 * the line: that is the order in which they are written, and the same however often the audit was interrupted or shared
 * out. */
#include "store/db.h"

static const char audits[] =
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

/* Version 2. What happened in which order is one list: days are those that were asked for. `per` is what a capacity
 * says beside its number. TEMP: for a store of version 1 that is only read. */
#define WAIVERS_AND_HISTORY(TEMP) \
    "CREATE " TEMP "TABLE events(event INTEGER PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL," \
    " UNIQUE(kind, number));" \
    "INSERT INTO events(kind, number) SELECT 'audit', audit FROM audits ORDER BY audit;" \
    "CREATE " TEMP \
    "TABLE capacities(audit INTEGER NOT NULL, program INTEGER NOT NULL, places INTEGER NOT NULL," \
    " per TEXT NOT NULL, PRIMARY KEY(audit, program)) WITHOUT ROWID;" \
    "CREATE " TEMP "TABLE waivers(waiver INTEGER PRIMARY KEY AUTOINCREMENT, applicant TEXT NOT NULL," \
    " subject TEXT NOT NULL, requirement TEXT NOT NULL, granted_by TEXT NOT NULL, reason TEXT NOT NULL," \
    " begins TEXT NOT NULL, until TEXT NOT NULL, granted TEXT NOT NULL," \
    " revoked TEXT, revoked_by TEXT, revoked_reason TEXT);" \
    "CREATE " TEMP "TABLE answers(answer INTEGER PRIMARY KEY, applicant TEXT NOT NULL, as_of TEXT NOT NULL," \
    " kb TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL);" \
    "CREATE " TEMP "TABLE answer_verdicts(answer INTEGER NOT NULL, program INTEGER NOT NULL," \
    " verdict INTEGER NOT NULL, PRIMARY KEY(answer, program)) WITHOUT ROWID;" \
    "CREATE " TEMP "TABLE answer_unmet(answer INTEGER NOT NULL, requirement INTEGER NOT NULL," \
    " standing INTEGER NOT NULL, waiver INTEGER, PRIMARY KEY(answer, requirement)) WITHOUT ROWID;"

static const char waivers_and_history[] =
    WAIVERS_AND_HISTORY("") "CREATE INDEX waivers_by_applicant ON waivers(applicant);"
                            "CREATE INDEX answers_by_applicant ON answers(applicant);"
                            "PRAGMA user_version = 2;";
static const char as_if_migrated[] = WAIVERS_AND_HISTORY("TEMP ");

/* Version 3: what each requirement of an audit rested on, and, where the requirement is '', the program itself. Who
 * reads an earlier one does without. */
static const char grounds[] =
    "CREATE TABLE grounds(audit INTEGER NOT NULL, program INTEGER NOT NULL, requirement TEXT NOT NULL,"
    " rule TEXT NOT NULL, sources TEXT NOT NULL, PRIMARY KEY(audit, program, requirement)) WITHOUT ROWID;"
    "PRAGMA user_version = 3;";

/* From each version to the next. */
static const char *const steps[PR_STORE_VERSION] = {audits, waivers_and_history, grounds};

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
    } else if (status == PRECEPTOR_OK && s->writing) {
        for (int64_t v = count == 0 ? 0 : version; status == PRECEPTOR_OK && v < PR_STORE_VERSION; v++) {
            status = pr_db_run(s, steps[v]);
        }
    } else if (status == PRECEPTOR_OK && version < 2) {
        status = pr_db_run(s, as_if_migrated);
    }
    if (s->writing && status == PRECEPTOR_OK) {
        return pr_db_run(s, "COMMIT");
    }
    if (s->writing && sqlite3_get_autocommit(s->db) == 0) {
        (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}
