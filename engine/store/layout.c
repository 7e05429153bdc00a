#include "store/layout.h"

#include "base/map.h"
#include "base/vec.h"

preceptor_status pr_layout_read(pr_store *s, int64_t audit, pr_arena *arena, pr_layout *out) {
    sqlite3_stmt *all = pr_db_prepare(
        s,
        "SELECT p.id, r.id, l.requirement IS NULL, l.place FROM layout l LEFT JOIN programs p USING(program)"
        " LEFT JOIN requirements r USING(requirement) WHERE l.audit = ?1 ORDER BY l.place");
    PR_VEC(pr_layout_program) programs = {0};
    PR_VEC(pr_text) requirements = {0};
    if (all == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(all, 1, audit);
    int result;
    bool ok = true, whole = true;
    pr_map seen;
    pr_map_init(&seen, arena);
    while (ok && whole && (result = sqlite3_step(all)) == SQLITE_ROW) {
        pr_text program = pr_db_text(all, 0, arena), requirement = pr_db_text(all, 1, arena);
        bool verdict = sqlite3_column_int(all, 2) != 0;
        whole = sqlite3_column_int64(all, 3) == (int64_t)requirements.count + 1 &&
                (verdict ? program.length > 0 && pr_map_get(&seen, program) == PR_MAP_NONE
                         : requirement.length > 0 && programs.count > 0);
        if (verdict) {
            ok = PR_PUSH(arena, &programs, ((pr_layout_program){program, requirements.count, 0})) &&
                 pr_map_put(&seen, program, programs.count);
        } else if (whole) {
            programs.items[programs.count - 1].count++;
        }
        ok = ok && PR_PUSH(arena, &requirements, requirement);
    }
    preceptor_status status = !ok || arena->failed ? PRECEPTOR_NO_MEMORY
                              : !whole ? pr_db_refuse(s, "it is damaged: what its rows tell is not whole")
                              : result == SQLITE_DONE ? PRECEPTOR_OK
                                                      : pr_db_fail(s, "read");
    (void)sqlite3_finalize(all);
    *out = (pr_layout){.programs = programs.items,
                       .program_count = programs.count,
                       .place_count = requirements.count,
                       .requirements = requirements.items};
    return status;
}

/* Goes through all places in order: the program's number, and that of the requirement, 0 for the verdict. */
typedef struct walk {
    const pr_store *store;
    const pr_store_audit *audit;
    uint32_t program, requirement; /* the next ones, as the audit counts them */
    int64_t place, numbers[2];
} walk;

static bool next_place(walk *w) {
    const pr_store_audit *a = w->audit;
    uint32_t end = w->program < a->program_count ? a->firsts[w->program] : a->requirement_count;
    w->place++;
    if (w->program > 0 && w->requirement < end) {
        w->numbers[1] = w->store->requirements[w->requirement++];
        return true;
    }
    if (w->program == a->program_count) {
        return false;
    }
    w->numbers[0] = w->store->programs[w->program++];
    w->numbers[1] = 0;
    return true;
}

static preceptor_status compare(pr_store *s, const pr_store_audit *audit, bool *none, bool *fits) {
    sqlite3_stmt *all =
        pr_db_prepare(s, "SELECT program, requirement FROM layout WHERE audit = ?1 ORDER BY place");
    if (all == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(all, 1, s->audit);
    walk w = {.store = s, .audit = audit};
    int result;
    *none = *fits = true;
    while ((result = sqlite3_step(all)) == SQLITE_ROW) {
        *none = false;
        *fits = *fits && next_place(&w) && sqlite3_column_int64(all, 0) == w.numbers[0] &&
                sqlite3_column_int64(all, 1) == w.numbers[1];
    }
    *fits = *none || (*fits && !next_place(&w));
    preceptor_status status = result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(all);
    return status;
}

preceptor_status pr_layout_begin(pr_store *s, const pr_store_audit *audit, bool *fits) {
    bool none = false;
    preceptor_status status = compare(s, audit, &none, fits);
    sqlite3_stmt *add = status == PRECEPTOR_OK && none
                            ? pr_db_prepare(s, "INSERT INTO layout VALUES(?, ?, ?, nullif(?, 0))")
                            : NULL;
    if (add == NULL) {
        return status == PRECEPTOR_OK && none ? s->failed : status;
    }
    (void)sqlite3_bind_int64(add, 1, s->audit);
    for (walk w = {.store = s, .audit = audit}; status == PRECEPTOR_OK && next_place(&w);) {
        (void)sqlite3_bind_int64(add, 2, w.place);
        (void)sqlite3_bind_int64(add, 3, w.numbers[0]);
        (void)sqlite3_bind_int64(add, 4, w.numbers[1]);
        status = pr_db_step(s, add);
    }
    (void)sqlite3_finalize(add);
    return status;
}

preceptor_status pr_applicants_open(pr_applicants *a, pr_store *store, int64_t audit, size_t places,
                                    bool by_id) {
    *a = (pr_applicants){.store = store,
                         .places = places,
                         .by_id = by_id,
                         .rows = pr_db_prepare(
                             store, by_id ? "SELECT input, line, id, outcome FROM applicants WHERE audit = ?1"
                                            " AND id IS NOT NULL ORDER BY id, input, line"
                                          : "SELECT input, line, id, outcome FROM applicants WHERE audit = ?1"
                                            " ORDER BY input, line")};
    pr_buf_init(&a->held, store->allocator);
    if (a->rows == NULL) {
        return store->failed;
    }
    (void)sqlite3_bind_int64(a->rows, 1, audit);
    return PRECEPTOR_OK;
}

void pr_applicants_close(pr_applicants *a) {
    (void)sqlite3_finalize(a->rows);
    pr_buf_release(&a->held);
}

/* A statement that is stepped past its end would begin again. */
static preceptor_status step(pr_applicants *a) {
    int result = a->ended ? SQLITE_DONE : sqlite3_step(a->rows);
    a->ended = result != SQLITE_ROW;
    return result == SQLITE_ROW    ? PRECEPTOR_OK
           : result == SQLITE_DONE ? PRECEPTOR_NOT_FOUND
                                   : pr_db_fail(a->store, "read");
}

static pr_text column(const pr_applicants *a, int at) {
    const char *text = sqlite3_column_blob(a->rows, at);
    return (pr_text){text, (size_t)sqlite3_column_bytes(a->rows, at)};
}

static preceptor_status take(pr_applicants *a) {
    a->input = sqlite3_column_int64(a->rows, 0);
    a->line = sqlite3_column_int64(a->rows, 1);
    a->id = column(a, 2);
    a->outcome = column(a, 3);
    if (a->outcome.length != 0 && a->outcome.length != a->places) {
        (void)pr_db_refuse(a->store, "it is damaged: a row is not as long as others");
        return PRECEPTOR_IO;
    }
    return PRECEPTOR_OK;
}

/* The texts of the row at hand outlive the next. */
static preceptor_status hold(pr_applicants *a) {
    pr_buf_clear(&a->held);
    pr_buf_text(&a->held, a->id);
    pr_buf_text(&a->held, a->outcome);
    if (a->held.failed) {
        return PRECEPTOR_NO_MEMORY;
    }
    a->id.at = a->held.at;
    a->outcome.at = a->held.at + a->id.length;
    return PRECEPTOR_OK;
}

/* The next whose id no other one has: it takes a look at the row behind. */
static preceptor_status next_by_id(pr_applicants *a) {
    for (;;) {
        preceptor_status status = a->ahead ? PRECEPTOR_OK : step(a);
        status = status == PRECEPTOR_OK ? take(a) : status;
        status = status == PRECEPTOR_OK ? hold(a) : status;
        if (status != PRECEPTOR_OK) {
            return status;
        }
        bool alone = true;
        while ((status = step(a)) == PRECEPTOR_OK && pr_text_equal(column(a, 2), a->id)) {
            alone = false;
        }
        a->ahead = status == PRECEPTOR_OK;
        if (alone || status != PRECEPTOR_OK) {
            return alone && status == PRECEPTOR_NOT_FOUND ? PRECEPTOR_OK : status;
        }
    }
}

preceptor_status pr_applicants_next(pr_applicants *a) {
    if (a->by_id) {
        return next_by_id(a);
    }
    preceptor_status status = step(a);
    return status == PRECEPTOR_OK ? take(a) : status;
}
