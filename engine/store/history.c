#include "store/history.h"

#include "base/map.h"
#include "base/vec.h"
#include "store/db.h"

static preceptor_status add_answer(pr_store *s, const pr_store_answer *a, int64_t *number) {
    sqlite3_stmt *add =
        pr_db_prepare(s, "INSERT INTO answers(applicant, as_of, kb, version, digest) VALUES(?, ?, ?, ?, ?)");
    if (add == NULL) {
        return s->failed;
    }
    const pr_text texts[] = {a->applicant, pr_text_of(a->of->as_of), pr_text_of(a->of->kb),
                             pr_text_of(a->of->version), pr_text_of(a->of->digest)};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++) {
        pr_db_bind_text(add, i + 1, texts[i]);
    }
    preceptor_status status = pr_db_step(s, add);
    *number = sqlite3_last_insert_rowid(s->db);
    (void)sqlite3_finalize(add);
    return status == PRECEPTOR_OK ? pr_db_note_event(s, "answer", *number) : status;
}

static preceptor_status add_standings(pr_store *s, const pr_store_answer *a, int64_t number) {
    sqlite3_stmt *verdict = pr_db_prepare(s, "INSERT INTO answer_verdicts VALUES(?, ?, ?)");
    sqlite3_stmt *unmet = pr_db_prepare(s, "INSERT INTO answer_unmet VALUES(?, ?, ?, nullif(?, 0))");
    preceptor_status status = verdict != NULL && unmet != NULL ? PRECEPTOR_OK : s->failed;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < a->of->program_count; i++) {
        (void)sqlite3_bind_int64(verdict, 1, number);
        (void)sqlite3_bind_int64(verdict, 2, s->programs[i]);
        (void)sqlite3_bind_int(verdict, 3, a->verdicts[i]);
        status = pr_db_step(s, verdict);
    }
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < a->of->requirement_count; i++) {
        if (a->standings[i] < PR_PAST_STANDINGS) {
            (void)sqlite3_bind_int64(unmet, 1, number);
            (void)sqlite3_bind_int64(unmet, 2, s->requirements[i]);
            (void)sqlite3_bind_int(unmet, 3, a->standings[i]);
            (void)sqlite3_bind_int64(unmet, 4, a->waivers[i]);
            status = pr_db_step(s, unmet);
        }
    }
    (void)sqlite3_finalize(verdict);
    (void)sqlite3_finalize(unmet);
    return status;
}

preceptor_status pr_store_record(pr_store *s, const pr_store_answer *a) {
    int64_t number = 0;
    preceptor_status status = pr_db_begin(s);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    status = pr_db_number_names(s, a->of);
    status = status == PRECEPTOR_OK ? add_answer(s, a, &number) : status;
    return pr_db_end(s, status == PRECEPTOR_OK ? add_standings(s, a, number) : status);
}

/* Everything, in order. Numbers of kinds are those of pr_past_kind. */
static const char events[] =
    "SELECT 0, u.audit, u.as_of AS day, u.kb, u.version, i.name, a.error, a.message, a.line, a.input, e.event"
    " FROM audits u CROSS JOIN applicants a ON a.audit = u.audit AND a.id = ?1"
    " LEFT JOIN inputs i USING(audit, input) LEFT JOIN events e ON e.kind = 'audit' AND e.number = u.audit"
    " UNION ALL SELECT 1, answer, as_of, kb, version, NULL, NULL, NULL, 0, 0, event FROM answers"
    " LEFT JOIN events e ON e.kind = 'answer' AND e.number = answer WHERE applicant = ?1"
    " UNION ALL SELECT 2, waiver, granted, NULL, NULL, NULL, NULL, NULL, 0, 0, event FROM waivers"
    " LEFT JOIN events e ON e.kind = 'waiver' AND e.number = waiver WHERE applicant = ?1"
    " UNION ALL SELECT 3, waiver, revoked, NULL, NULL, NULL, NULL, NULL, 0, 0, event FROM waivers"
    " LEFT JOIN events e ON e.kind = 'revoked' AND e.number = waiver"
    " WHERE applicant = ?1 AND revoked IS NOT NULL ORDER BY day, event, 10, 9";

/* ?1: the audit or answer; ?2, ?3: the input and line in it. */
#define LISTED(table, key, standing) \
    "(SELECT group_concat(id, char(10)) FROM (SELECT r.id FROM " table \
    " u JOIN requirements r USING(requirement)" \
    " WHERE " key " AND r.program = p.program AND " standing " ORDER BY r.id))"
#define IN_AUDIT "u.audit = ?1 AND u.input = ?2 AND u.line = ?3"
#define IN_ANSWER "u.answer = ?1"
#define WAIVED_IN_AUDIT /* as PR_OUTCOME_WAIVED */ \
    "(SELECT group_concat(id, char(10)) FROM (SELECT r.id FROM applicants u JOIN layout l USING(audit)" \
    " JOIN requirements r USING(requirement)" \
    " WHERE " IN_AUDIT \
    " AND r.program = p.program AND substr(u.outcome, l.place, 1) = x'2d' ORDER BY r.id))"
static const char *const verdicts[] = {
    [PR_PAST_AUDIT] = "SELECT p.id, v.verdict, " LISTED("unmet", IN_AUDIT, "u.unknown = 0") ", " LISTED(
        "unmet", IN_AUDIT,
        "u.unknown = 1") ", " WAIVED_IN_AUDIT " FROM verdicts v JOIN programs p USING(program)"
                         " WHERE v.audit = ?1 AND v.input = ?2 AND v.line = ?3 ORDER BY p.id",
    [PR_PAST_ANSWER] =
        "SELECT p.id, v.verdict, " LISTED("answer_unmet", IN_ANSWER, "u.standing = 0") ", " LISTED(
            "answer_unmet", IN_ANSWER,
            "u.standing = 1") ", " LISTED("answer_unmet", IN_ANSWER,
                                          "u.standing = 2") " FROM answer_verdicts v"
                                                            " JOIN programs p USING(program)"
                                                            " WHERE v.answer = ?1 ORDER BY p.id",
};

/* What was told last of each program. */
typedef struct past {
    pr_arena *arena;
    pr_map programs;
    PR_VEC(pr_past_verdict) last;
} past;

/* What is waived is compared with when it was told of last; what an audit says nothing of may be as it was. */
static bool compare(past *p, pr_past_verdict *v) {
    uint32_t at = pr_map_get(&p->programs, v->program);
    v->before = -1;
    v->changed = true;
    if (at == PR_MAP_NONE) {
        return PR_PUSH(p->arena, &p->last, *v) && pr_map_put(&p->programs, v->program, p->last.count - 1);
    }
    pr_past_verdict *last = &p->last.items[at], now = *v;
    v->before = last->verdict;
    v->changed = last->verdict != v->verdict;
    for (int i = 0; i < (v->waived_told && last->waived_told ? PR_PAST_STANDINGS : PR_PAST_WAIVED); i++) {
        v->changed |= !pr_text_equal(last->lists[i], v->lists[i]);
    }
    if (!v->waived_told && !v->changed) {
        now.waived_told = last->waived_told;
        now.lists[PR_PAST_WAIVED] = last->lists[PR_PAST_WAIVED];
    }
    *last = now;
    return true;
}

static preceptor_status read_verdicts(pr_store *s, past *p, sqlite3_stmt *const ask[2], int64_t input,
                                      pr_past_event *e) {
    if (e->kind > PR_PAST_ANSWER) {
        return PRECEPTOR_OK;
    }
    sqlite3_stmt *statement = ask[e->kind];
    PR_VEC(pr_past_verdict) found = {0};
    (void)sqlite3_bind_int64(statement, 1, e->number);
    if (e->kind == PR_PAST_AUDIT) {
        (void)sqlite3_bind_int64(statement, 2, input);
        (void)sqlite3_bind_int64(statement, 3, e->line);
    }
    int result;
    bool ok = true;
    while (ok && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        pr_past_verdict v = {.program = pr_db_text(statement, 0, p->arena),
                             .verdict = (uint8_t)sqlite3_column_int(statement, 1)};
        for (int i = 0; i < PR_PAST_STANDINGS; i++) {
            v.lists[i] = pr_db_text(statement, i + 2, p->arena);
        }
        v.waived_told = e->kind == PR_PAST_ANSWER || v.lists[PR_PAST_WAIVED].length > 0;
        ok = compare(p, &v) && PR_PUSH(p->arena, &found, v);
    }
    (void)sqlite3_reset(statement);
    e->verdicts = found.items;
    e->verdict_count = found.count;
    return !ok || p->arena->failed ? PRECEPTOR_NO_MEMORY
           : result == SQLITE_DONE ? PRECEPTOR_OK
                                   : pr_db_fail(s, "read");
}

static void find_waiver(const pr_store_waiver *waivers, uint32_t count, pr_past_event *e) {
    for (uint32_t i = 0; e->kind >= PR_PAST_WAIVER && i < count; i++) {
        e->waiver = waivers[i].number == e->number ? waivers[i] : e->waiver;
    }
}

static preceptor_status read_events(pr_store *s, pr_text applicant, past *p, sqlite3_stmt *all,
                                    sqlite3_stmt *const ask[2], const pr_past_event **out, uint32_t *count) {
    const pr_store_waiver *waivers;
    uint32_t waiver_count;
    PR_VEC(pr_past_event) found = {0};
    preceptor_status status = pr_store_waivers(s, applicant, true, p->arena, &waivers, &waiver_count);
    pr_db_bind_text(all, 1, applicant);
    int result = SQLITE_DONE;
    while (status == PRECEPTOR_OK && (result = sqlite3_step(all)) == SQLITE_ROW) {
        pr_past_event e = {.kind = (pr_past_kind)sqlite3_column_int(all, 0),
                           .number = sqlite3_column_int64(all, 1),
                           .line = sqlite3_column_int64(all, 8)};
        pr_text *const texts[] = {&e.day, &e.kb, &e.version, &e.input, &e.error, &e.message};
        for (int i = 0; i < 6; i++) {
            *texts[i] = pr_db_text(all, i + 2, p->arena);
        }
        find_waiver(waivers, waiver_count, &e);
        status = read_verdicts(s, p, ask, sqlite3_column_int64(all, 9), &e);
        if (status == PRECEPTOR_OK && !PR_PUSH(p->arena, &found, e)) {
            status = PRECEPTOR_NO_MEMORY;
        }
    }
    *out = found.items;
    *count = found.count;
    return status != PRECEPTOR_OK || result == SQLITE_DONE ? status : pr_db_fail(s, "read");
}

preceptor_status pr_store_history(pr_store *s, pr_text applicant, pr_arena *arena, const pr_past_event **out,
                                  uint32_t *count) {
    past p = {.arena = arena};
    pr_map_init(&p.programs, arena);
    sqlite3_stmt *all = pr_db_prepare(s, events);
    sqlite3_stmt *const ask[2] = {pr_db_prepare(s, verdicts[0]), pr_db_prepare(s, verdicts[1])};
    preceptor_status status = all != NULL && ask[0] != NULL && ask[1] != NULL
                                  ? read_events(s, applicant, &p, all, ask, out, count)
                                  : s->failed;
    (void)sqlite3_finalize(all);
    (void)sqlite3_finalize(ask[0]);
    (void)sqlite3_finalize(ask[1]);
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}
