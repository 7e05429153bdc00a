#include "store/waivers.h"

#include "base/vec.h"
#include "store/db.h"

static preceptor_status grant(pr_store *s, const pr_store_waiver *w, int64_t *number) {
    sqlite3_stmt *add = pr_db_prepare(
        s, "INSERT INTO waivers(applicant, subject, requirement, granted_by, reason, begins, until, granted)"
           " VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    if (add == NULL) {
        return s->failed;
    }
    const pr_text texts[] = {w->applicant, w->subject, w->requirement, w->by,
                             w->reason,    w->on,      w->until,       w->granted};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++) {
        pr_db_bind_text(add, i + 1, texts[i]);
    }
    preceptor_status status = pr_db_step(s, add);
    (void)sqlite3_finalize(add);
    *number = sqlite3_last_insert_rowid(s->db);
    return status == PRECEPTOR_OK ? pr_db_note_event(s, "waiver", *number) : status;
}

preceptor_status pr_store_grant(pr_store *s, const pr_store_waiver *w, int64_t *number) {
    preceptor_status status = pr_db_begin(s);
    return status == PRECEPTOR_OK ? pr_db_end(s, grant(s, w, number)) : status;
}

#define COLUMNS \
    "SELECT waiver, applicant, subject, requirement, granted_by, reason, begins, until, granted, revoked," \
    " revoked_by, revoked_reason FROM waivers"

static void read_waiver(sqlite3_stmt *from, pr_arena *arena, pr_store_waiver *out) {
    pr_text *const texts[] = {&out->applicant, &out->subject,    &out->requirement,   &out->by,
                              &out->reason,    &out->on,         &out->until,         &out->granted,
                              &out->revoked,   &out->revoked_by, &out->revoked_reason};
    out->number = sqlite3_column_int64(from, 0);
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++) {
        *texts[i] = pr_db_text(from, i + 1, arena);
    }
}

static preceptor_status find(pr_store *s, int64_t number, pr_arena *arena, pr_store_waiver *out) {
    sqlite3_stmt *one = pr_db_prepare(s, COLUMNS " WHERE waiver = ?");
    if (one == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(one, 1, number);
    int result = sqlite3_step(one);
    preceptor_status status = PRECEPTOR_OK;
    if (result == SQLITE_ROW) {
        read_waiver(one, arena, out);
    } else if (result == SQLITE_DONE) {
        status = pr_db_refuse(s, "it has no waiver %lld", (long long)number);
    } else {
        status = pr_db_fail(s, "read");
    }
    (void)sqlite3_finalize(one);
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

static preceptor_status revoke(pr_store *s, int64_t number, pr_text day, pr_text by, pr_text reason,
                               pr_arena *arena, pr_store_waiver *out) {
    preceptor_status status = find(s, number, arena, out);
    if (status == PRECEPTOR_OK && out->revoked.length > 0) {
        return pr_db_refuse(s, "waiver %lld was revoked on %.*s", (long long)number, PR_ARG(out->revoked));
    }
    sqlite3_stmt *set =
        status == PRECEPTOR_OK
            ? pr_db_prepare(s, "UPDATE waivers SET revoked = ?, revoked_by = ?, revoked_reason = ?"
                               " WHERE waiver = ?")
            : NULL;
    if (set == NULL) {
        return status == PRECEPTOR_OK ? s->failed : status;
    }
    pr_db_bind_text(set, 1, day);
    pr_db_bind_text(set, 2, by);
    pr_db_bind_text(set, 3, reason);
    (void)sqlite3_bind_int64(set, 4, number);
    status = pr_db_step(s, set);
    (void)sqlite3_finalize(set);
    out->revoked = day;
    out->revoked_by = by;
    out->revoked_reason = reason;
    return status == PRECEPTOR_OK ? pr_db_note_event(s, "revoked", number) : status;
}

preceptor_status pr_store_revoke(pr_store *s, int64_t number, pr_text day, pr_text by, pr_text reason,
                                 pr_arena *arena, pr_store_waiver *out) {
    preceptor_status status = pr_db_begin(s);
    return status == PRECEPTOR_OK ? pr_db_end(s, revoke(s, number, day, by, reason, arena, out)) : status;
}

preceptor_status pr_store_waivers(pr_store *s, pr_text applicant, bool revoked, pr_arena *arena,
                                  const pr_store_waiver **out, uint32_t *count) {
    sqlite3_stmt *all = pr_db_prepare(
        s, COLUMNS " WHERE (?1 IS NULL OR applicant = ?1) AND (?2 OR revoked IS NULL) ORDER BY waiver");
    PR_VEC(pr_store_waiver) found = {0};
    if (all == NULL) {
        return s->failed;
    }
    pr_db_bind_text(all, 1, applicant);
    (void)sqlite3_bind_int(all, 2, revoked);
    int result;
    while ((result = sqlite3_step(all)) == SQLITE_ROW) {
        pr_store_waiver waiver;
        read_waiver(all, arena, &waiver);
        if (!PR_PUSH(arena, &found, waiver)) {
            break;
        }
    }
    preceptor_status status = result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(all);
    *out = found.items;
    *count = found.count;
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}
