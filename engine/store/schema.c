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
 * says beside its number. */
static const char waivers_and_history[] =
    "CREATE TABLE events(event INTEGER PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL,"
    " UNIQUE(kind, number));"
    "INSERT INTO events(kind, number) SELECT 'audit', audit FROM audits ORDER BY audit;"
    "CREATE TABLE capacities(audit INTEGER NOT NULL, program INTEGER NOT NULL, places INTEGER NOT NULL,"
    " per TEXT NOT NULL, PRIMARY KEY(audit, program)) WITHOUT ROWID;"
    "CREATE TABLE waivers(waiver INTEGER PRIMARY KEY AUTOINCREMENT, applicant TEXT NOT NULL,"
    " subject TEXT NOT NULL, requirement TEXT NOT NULL, granted_by TEXT NOT NULL, reason TEXT NOT NULL,"
    " begins TEXT NOT NULL, until TEXT NOT NULL, granted TEXT NOT NULL,"
    " revoked TEXT, revoked_by TEXT, revoked_reason TEXT);"
    "CREATE TABLE answers(answer INTEGER PRIMARY KEY, applicant TEXT NOT NULL, as_of TEXT NOT NULL,"
    " kb TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL);"
    "CREATE TABLE answer_verdicts(answer INTEGER NOT NULL, program INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, PRIMARY KEY(answer, program)) WITHOUT ROWID;"
    "CREATE TABLE answer_unmet(answer INTEGER NOT NULL, requirement INTEGER NOT NULL,"
    " standing INTEGER NOT NULL, waiver INTEGER, PRIMARY KEY(answer, requirement)) WITHOUT ROWID;"
    "CREATE INDEX waivers_by_applicant ON waivers(applicant);"
    "CREATE INDEX answers_by_applicant ON answers(applicant);"
    "PRAGMA user_version = 2;";

/* Version 3: what each requirement of an audit rested on, and, where the requirement is '', the program itself. Who
 * reads an earlier one does without. */
static const char grounds[] =
    "CREATE TABLE grounds(audit INTEGER NOT NULL, program INTEGER NOT NULL, requirement TEXT NOT NULL,"
    " rule TEXT NOT NULL, sources TEXT NOT NULL, PRIMARY KEY(audit, program, requirement)) WITHOUT ROWID;"
    "PRAGMA user_version = 3;";

/* Version 4: what became of an applicant is one text of digits in its row (store/layout.h), not a row for each verdict
 * and each requirement that is not met; those are views, for whoever asks in SQL. */
static const char outcomes[] =
    "CREATE TABLE layout(audit INTEGER NOT NULL, place INTEGER NOT NULL, program INTEGER NOT NULL,"
    " requirement INTEGER, PRIMARY KEY(audit, place)) WITHOUT ROWID;"
    "CREATE TEMP TABLE judged AS SELECT DISTINCT a.audit, v.program FROM main.audits a JOIN main.verdicts v"
    " ON v.audit = a.audit AND (v.input, v.line) = (SELECT f.input, f.line FROM main.verdicts f"
    " WHERE f.audit = a.audit ORDER BY f.input, f.line LIMIT 1);"
    "INSERT INTO main.layout SELECT audit, row_number() OVER (PARTITION BY audit ORDER BY program, "
    "requirement),"
    " program, requirement FROM (SELECT audit, program, NULL AS requirement FROM judged"
    " UNION ALL SELECT audit, program, requirement FROM judged JOIN main.requirements USING(program));"
    "DROP TABLE temp.judged;"
    "CREATE TABLE outcomes(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL, id TEXT,"
    " outcome BLOB, error TEXT, message TEXT, error_line INTEGER, error_column INTEGER,"
    " PRIMARY KEY(audit, input, line)) WITHOUT ROWID;"
    "INSERT INTO outcomes SELECT a.audit, a.input, a.line, a.id, iif(a.error IS NULL,"
    " (SELECT CAST(group_concat(digit, '') AS BLOB) FROM (SELECT coalesce(v.verdict, u.unknown + 1, 0) AS "
    "digit"
    " FROM layout l LEFT JOIN verdicts v ON l.requirement IS NULL AND v.audit = a.audit AND v.input = a.input"
    " AND v.line = a.line AND v.program = l.program LEFT JOIN unmet u ON u.audit = a.audit"
    " AND u.input = a.input AND u.line = a.line AND u.requirement = l.requirement"
    " WHERE l.audit = a.audit ORDER BY l.place)), NULL), a.error, a.message, a.error_line, a.error_column"
    " FROM applicants a ORDER BY a.audit, a.input, a.line;"
    "DROP TABLE applicants;"
    "DROP TABLE verdicts;"
    "DROP TABLE unmet;"
    "ALTER TABLE outcomes RENAME TO applicants;"
    "CREATE INDEX rejected_applicants ON applicants(audit, error) WHERE error IS NOT NULL;"
    "CREATE VIEW verdicts AS SELECT a.audit, a.input, a.line, l.program,"
    " CAST(substr(a.outcome, l.place, 1) AS INTEGER) AS verdict FROM applicants a JOIN layout l USING(audit)"
    " WHERE a.outcome IS NOT NULL AND l.requirement IS NULL;"
    "CREATE VIEW unmet AS SELECT a.audit, a.input, a.line, l.requirement,"
    " CAST(substr(a.outcome, l.place, 1) AS INTEGER) - 1 AS unknown FROM applicants a JOIN layout l "
    "USING(audit)"
    " WHERE l.requirement IS NOT NULL AND substr(a.outcome, l.place, 1) > x'30';"
    "PRAGMA user_version = 4;";

/* From each version to the next. */
static const char *const steps[PR_STORE_VERSION] = {audits, waivers_and_history, grounds, outcomes};

enum { APPLICATION = 1347571761 };

static preceptor_status ask(pr_store *s, const char *sql, int64_t *out) {
    sqlite3_stmt *statement = pr_db_prepare(s, sql);
    if (statement == NULL) {
        return s->failed;
    }
    int result = sqlite3_step(statement);
    *out = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    preceptor_status status = result == SQLITE_ROW ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(statement);
    return status;
}

static bool stands_in_steps(const char *format, const char *what) {
    char *text = sqlite3_mprintf(format, what);
    bool found = text == NULL;
    for (int v = 0; v < PR_STORE_VERSION && !found; v++) {
        found = strstr(steps[v], text) != NULL;
    }
    sqlite3_free(text);
    return found;
}

/* A view of one of our names that is not ours would be run by whoever reads it, and may never end. */
static preceptor_status look_at_views(pr_store *s) {
    sqlite3_stmt *views = pr_db_prepare(
        s, "SELECT lower(name), sql FROM sqlite_schema WHERE type = 'view' AND sql IS NOT NULL");
    int result = views != NULL ? sqlite3_step(views) : SQLITE_DONE;
    preceptor_status status = views != NULL ? PRECEPTOR_OK : s->failed;
    for (; result == SQLITE_ROW && status == PRECEPTOR_OK; result = sqlite3_step(views)) {
        const char *name = (const char *)sqlite3_column_text(views, 0);
        const char *sql = (const char *)sqlite3_column_text(views, 1);
        if (name == NULL || sql == NULL) {
            status = PRECEPTOR_NO_MEMORY;
        } else if (!stands_in_steps("%s;", sql) &&
                   (stands_in_steps("VIEW %s AS ", name) || stands_in_steps("TABLE %s(", name))) {
            status = pr_db_refuse(s, "it is damaged: its view '%s' is not what this program made", name);
        }
    }
    status = status == PRECEPTOR_OK && result != SQLITE_DONE ? pr_db_fail(s, "read") : status;
    (void)sqlite3_finalize(views);
    return status;
}

/* Refuses what is no store, or of a later version. `*version`: 0 where nothing is there yet. */
static preceptor_status look_at(pr_store *s, int64_t *version) {
    int64_t application = 0, count = 0;
    preceptor_status status = ask(s, "PRAGMA application_id", &application);
    if (status == PRECEPTOR_OK) {
        status = ask(s, "PRAGMA user_version", version);
    }
    if (status == PRECEPTOR_OK) {
        status = ask(s, "SELECT count(*) FROM sqlite_schema", &count);
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    if (count > 0 ? application != APPLICATION : !s->writing) {
        return pr_db_refuse(s, "it is no store of audits");
    }
    *version = count > 0 ? *version : 0;
    return *version <= PR_STORE_VERSION
               ? look_at_views(s)
               : pr_db_refuse(s, "a newer version of this program wrote it (%lld, and this one knows %d)",
                              (long long)*version, PR_STORE_VERSION);
}

static preceptor_status bring_up(pr_store *s, int64_t version) {
    preceptor_status status = PRECEPTOR_OK;
    for (int64_t v = version; status == PRECEPTOR_OK && v < PR_STORE_VERSION; v++) {
        status = pr_db_run(s, steps[v]);
    }
    return status;
}

/* One that is only read is not changed: from here on a copy is read, in a file that SQLite deletes. */
static preceptor_status copy(pr_store *s) {
    sqlite3 *to = NULL;
    int result =
        sqlite3_open_v2("", &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *backup = result == SQLITE_OK ? sqlite3_backup_init(to, "main", s->db, "main") : NULL;
    if (backup != NULL) {
        pr_db_distrust(to);
        (void)sqlite3_backup_step(backup, -1);
        (void)sqlite3_backup_finish(backup);
    }
    (void)sqlite3_close(s->db);
    s->db = to;
    return backup != NULL && sqlite3_errcode(to) == SQLITE_OK ? PRECEPTOR_OK : pr_db_fail(s, "read");
}

preceptor_status pr_db_make_tables(pr_store *s) {
    int64_t version = 0;
    preceptor_status status = s->writing ? pr_db_begin(s) : PRECEPTOR_OK;
    if (status != PRECEPTOR_OK) {
        return status;
    }
    status = look_at(s, &version);
    if (s->writing) {
        return pr_db_end(s, status == PRECEPTOR_OK ? bring_up(s, version) : status);
    }
    if (status == PRECEPTOR_OK && version < PR_STORE_VERSION) {
        status = copy(s);
        return status == PRECEPTOR_OK ? bring_up(s, version) : status;
    }
    return status;
}
