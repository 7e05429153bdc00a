/* Removing a person. What is deleted is overwritten, the file written anew, and the log of changes taken away. */
#include "store/db.h"
#include "store/history.h"

/* By the index, which has ids by audit. */
#define THEIRS "audit IN (SELECT audit FROM audits) AND id = ?1"
/* ?1: the id. Those that count come first. */
static const char *const counted[] = {
    ("SELECT count(*) FROM applicants WHERE " THEIRS),
    "SELECT count(*) FROM answers WHERE applicant = ?1",
    "SELECT count(*) FROM waivers WHERE applicant = ?1",
};
static const char *const removals[] = {
    /* A file of one person's profile may be named after that person. */
    "UPDATE inputs SET name = '(forgotten)' WHERE (audit, input) IN (SELECT audit, input FROM applicants "
    "WHERE " THEIRS ")"
    " AND NOT EXISTS (SELECT 1 FROM applicants a WHERE a.audit = inputs.audit AND a.input = inputs.input"
    " AND a.id IS NOT ?1)",
    ("DELETE FROM applicants WHERE " THEIRS),
    "DELETE FROM events WHERE kind = 'answer' AND number IN (SELECT answer FROM answers WHERE applicant = "
    "?1)",
    "DELETE FROM events WHERE kind IN ('waiver', 'revoked') AND number IN"
    " (SELECT waiver FROM waivers WHERE applicant = ?1)",
    "DELETE FROM answer_unmet WHERE answer IN (SELECT answer FROM answers WHERE applicant = ?1)",
    "DELETE FROM answer_verdicts WHERE answer IN (SELECT answer FROM answers WHERE applicant = ?1)",
    "DELETE FROM answers WHERE applicant = ?1",
    "DELETE FROM waivers WHERE applicant = ?1",
};
/* Texts that belong to nobody, or to others, may quote an id. */
static const char elsewhere[] =
    "SELECT (SELECT count(*) FROM audits WHERE instr(settings, ?1) > 0) + (SELECT count(*) FROM inputs WHERE"
    " instr(name, ?1) > 0) + (SELECT count(*) FROM applicants WHERE error IS NOT NULL AND instr(message, ?1) "
    "> 0)"
    " + (SELECT count(*) FROM waivers WHERE instr(reason || granted_by || coalesce(revoked_by, '')"
    " || coalesce(revoked_reason, ''), ?1) > 0)";

static preceptor_status ask(pr_store *s, const char *sql, pr_text applicant, uint64_t *out) {
    sqlite3_stmt *statement = pr_db_prepare(s, sql);
    if (statement == NULL) {
        return s->failed;
    }
    pr_db_bind_text(statement, 1, applicant);
    int result = sqlite3_step(statement);
    *out = result == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
    preceptor_status status = result == SQLITE_ROW ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(statement);
    return status;
}

static preceptor_status count(pr_store *s, pr_text applicant, pr_forgotten *out) {
    uint64_t *const counts[] = {&out->records, &out->answers, &out->waivers};
    preceptor_status status = PRECEPTOR_OK;
    for (size_t i = 0; status == PRECEPTOR_OK && i < sizeof counts / sizeof counts[0]; i++) {
        status = ask(s, counted[i], applicant, counts[i]);
    }
    return status;
}

static preceptor_status remove_all(pr_store *s, pr_text applicant, pr_forgotten *out) {
    uint64_t left = 0;
    preceptor_status status = count(s, applicant, out);
    for (size_t i = 0; status == PRECEPTOR_OK && i < sizeof removals / sizeof removals[0]; i++) {
        sqlite3_stmt *statement = pr_db_prepare(s, removals[i]);
        if (statement == NULL) {
            return s->failed;
        }
        pr_db_bind_text(statement, 1, applicant);
        status = pr_db_step(s, statement);
        (void)sqlite3_finalize(statement);
    }
    if (status == PRECEPTOR_OK) {
        status = ask(s, elsewhere, applicant, &left);
    }
    out->elsewhere = left > 0;
    return status;
}

/* The one mode in which there is no log beside the file; gives what mode there is. */
static preceptor_status take_log_away(pr_store *s) {
    sqlite3_stmt *mode = pr_db_prepare(s, "PRAGMA journal_mode = DELETE");
    if (mode == NULL) {
        return s->failed;
    }
    int result = sqlite3_step(mode);
    const char *now = result == SQLITE_ROW ? (const char *)sqlite3_column_text(mode, 0) : NULL;
    bool gone = now != NULL && strcmp(now, "delete") == 0;
    (void)sqlite3_finalize(mode);
    if (gone) {
        return PRECEPTOR_OK;
    }
    (void)pr_db_refuse(s,
                       "what was removed can still be read from its log while another process has it open: "
                       "do it again when that has ended");
    return PRECEPTOR_IO;
}

preceptor_status pr_store_forget(pr_store *s, pr_text applicant, bool counts_only, pr_forgotten *out) {
    *out = (pr_forgotten){0};
    if (counts_only) {
        return count(s, applicant, out);
    }
    preceptor_status status = pr_db_run(s, "PRAGMA secure_delete = ON");
    status = status == PRECEPTOR_OK ? pr_db_begin(s) : status;
    if (status == PRECEPTOR_OK) {
        status = pr_db_end(s, remove_all(s, applicant, out));
    }
    status = status == PRECEPTOR_OK ? take_log_away(s) : status;
    return status == PRECEPTOR_OK ? pr_db_run(s, "VACUUM") : status;
}
