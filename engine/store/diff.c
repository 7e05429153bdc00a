/* Two audits side by side. Both are read in the same order and once, so that what it takes grows with the applicants
 * and not with who changed. */
#include "store/diff.h"

#include "base/map.h"
#include "base/sort.h"
#include "store/grid.h"
#include "store/layout.h"
#include "store/packed.h"

#include <stdlib.h>

/* ---- What is compared */
typedef struct sides {
    pr_layout layouts[PR_SIDES];
    pr_arena *arena;
} sides;

static int by_requirement(const void *a, const void *b) {
    return pr_text_compare(((const pr_diff_requirement *)a)->id, ((const pr_diff_requirement *)b)->id);
}

static int by_program(const void *a, const void *b) {
    return pr_text_compare(((const pr_diff_program *)a)->id, ((const pr_diff_program *)b)->id);
}

/* Requirements of a program, of both sides, each once. `of`: its programs; NULL where it is not. */
static bool join_requirements(const sides *s, const pr_layout_program *const of[PR_SIDES],
                              pr_diff_program *out) {
    uint32_t most =
        (of[PR_BEFORE] != NULL ? of[PR_BEFORE]->count : 0) + (of[PR_AFTER] != NULL ? of[PR_AFTER]->count : 0);
    pr_map numbers;
    pr_map_init(&numbers, s->arena);
    out->requirements = PR_NEW_ARRAY(s->arena, pr_diff_requirement, most + 1u);
    for (int side = 0; !s->arena->failed && side < PR_SIDES; side++) {
        for (uint32_t i = 0; of[side] != NULL && i < of[side]->count; i++) {
            uint32_t place = of[side]->first + 1 + i;
            pr_text id = s->layouts[side].requirements[place];
            uint32_t at = pr_map_get(&numbers, id);
            if (at == PR_MAP_NONE) {
                at = out->count++;
                out->requirements[at] = (pr_diff_requirement){.id = id, .places = {UINT32_MAX, UINT32_MAX}};
                (void)pr_map_put(&numbers, id, at);
            }
            out->requirements[at].places[side] = place;
        }
    }
    if (!s->arena->failed && out->count > 1) {
        pr_sort(out->requirements, out->count, sizeof *out->requirements, by_requirement);
    }
    return !s->arena->failed;
}

static bool join_programs(const sides *s, pr_difference *d) {
    const pr_layout *l = s->layouts;
    pr_map numbers;
    pr_map_init(&numbers, s->arena);
    d->programs =
        PR_NEW_ARRAY(s->arena, pr_diff_program, l[PR_BEFORE].program_count + l[PR_AFTER].program_count + 1u);
    for (uint32_t i = 0; !s->arena->failed && i < l[PR_AFTER].program_count; i++) {
        (void)pr_map_put(&numbers, l[PR_AFTER].programs[i].id, i);
    }
    for (uint32_t i = 0; !s->arena->failed && i < l[PR_BEFORE].program_count; i++) {
        const pr_layout_program *before = &l[PR_BEFORE].programs[i];
        uint32_t at = pr_map_get(&numbers, before->id);
        const pr_layout_program *const of[] = {before, at != PR_MAP_NONE ? &l[PR_AFTER].programs[at] : NULL};
        pr_diff_program *p = &d->programs[d->program_count++];
        *p = (pr_diff_program){.id = before->id,
                               .places = {before->first, of[1] != NULL ? of[1]->first : UINT32_MAX}};
        (void)(join_requirements(s, of, p) && pr_map_put(&numbers, before->id, UINT32_MAX - 1));
    }
    for (uint32_t i = 0; !s->arena->failed && i < l[PR_AFTER].program_count; i++) {
        const pr_layout_program *const of[] = {NULL, &l[PR_AFTER].programs[i]};
        if (pr_map_get(&numbers, of[1]->id) == i) {
            pr_diff_program *p = &d->programs[d->program_count++];
            *p = (pr_diff_program){.id = of[1]->id, .places = {UINT32_MAX, of[1]->first}};
            (void)join_requirements(s, of, p);
        }
    }
    if (!s->arena->failed && d->program_count > 1) {
        pr_sort(d->programs, d->program_count, sizeof *d->programs, by_program);
    }
    return !s->arena->failed;
}

/* ---- What it rests on */
static pr_diff_requirement *find_requirement(const pr_diff_program *p, pr_text id) {
    const pr_diff_requirement key = {.id = id};
    return p->count > 0 ? bsearch(&key, p->requirements, p->count, sizeof key, by_requirement) : NULL;
}

static pr_diff_program *find_program(const pr_difference *d, pr_text id) {
    const pr_diff_program key = {.id = id};
    return d->program_count > 0 ? bsearch(&key, d->programs, d->program_count, sizeof key, by_program) : NULL;
}

/* `to` is empty, without an address, until a side says it. */
static void say(pr_text *to, pr_text text, pr_arena *arena) {
    if (to->at == NULL) {
        *to = text;
    } else if (!pr_text_equal(*to, text)) {
        *to = pr_text_format(arena, "%.*s -> %.*s", PR_ARG(*to), PR_ARG(text));
    }
}

/* What versions 1 and 2 wrote does not say. */
static preceptor_status take_grounds(pr_difference *d, int side, pr_arena *arena) {
    pr_store *s = d->sides[side].store;
    sqlite3_stmt *all = pr_db_prepare(s, "SELECT p.id, g.requirement, g.rule, g.sources FROM grounds g"
                                         " JOIN programs p USING(program) WHERE g.audit = ?1");
    if (all == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(all, 1, d->sides[side].audit);
    int result;
    while ((result = sqlite3_step(all)) == SQLITE_ROW) {
        pr_text requirement = pr_db_text(all, 1, arena);
        pr_diff_program *p = find_program(d, pr_db_text(all, 0, arena));
        pr_diff_requirement *r =
            p != NULL && requirement.length > 0 ? find_requirement(p, requirement) : NULL;
        if (p == NULL || (r == NULL && requirement.length > 0)) {
            continue;
        }
        say(r != NULL ? &r->rule : &p->rule, pr_db_text(all, 2, arena), arena);
        say(r != NULL ? &r->sources : &p->sources, pr_db_text(all, 3, arena), arena);
    }
    (void)sqlite3_finalize(all);
    return arena->failed ? PRECEPTOR_NO_MEMORY : result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
}

/* ---- Who is who */
typedef struct pairs {
    pr_applicants rows[PR_SIDES];
    preceptor_status status[PR_SIDES]; /* of the row at hand; NOT_FOUND: there are no more */
    bool by_id;
} pairs;

static void step(pairs *p, int side) { p->status[side] = pr_applicants_next(&p->rows[side]); }

static preceptor_status open_pairs(pairs *p, const pr_difference *d) {
    preceptor_status status = PRECEPTOR_OK;
    *p = (pairs){.by_id = d->by_id};
    for (int side = 0; status == PRECEPTOR_OK && side < PR_SIDES; side++) {
        const pr_diff_side *of = &d->sides[side];
        status = pr_applicants_open(&p->rows[side], of->store, of->audit, of->places, d->by_id);
        if (status == PRECEPTOR_OK) {
            step(p, side);
        }
    }
    return status;
}

static void close_pairs(pairs *p) {
    for (int side = 0; side < PR_SIDES; side++) {
        pr_applicants_close(&p->rows[side]);
    }
}

static int order_of(const pairs *p) {
    const pr_applicants *a = &p->rows[PR_BEFORE], *b = &p->rows[PR_AFTER];
    if (p->by_id) {
        return pr_text_compare(a->id, b->id);
    }
    return a->input != b->input ? (a->input < b->input ? -1 : 1)
           : a->line != b->line ? (a->line < b->line ? -1 : 1)
                                : 0;
}

/* Goes on to the next who is in both. False: there are no more, or something went wrong. */
static bool find_pair(pairs *p) {
    const preceptor_status *status = p->status;
    while (status[PR_BEFORE] == PRECEPTOR_OK && status[PR_AFTER] == PRECEPTOR_OK) {
        int order = order_of(p);
        if (order == 0) {
            return true;
        }
        step(p, order < 0 ? PR_BEFORE : PR_AFTER);
    }
    return false;
}

static preceptor_status outcome_of(const pairs *p) {
    for (int side = 0; side < PR_SIDES; side++) {
        if (p->status[side] != PRECEPTOR_OK && p->status[side] != PRECEPTOR_NOT_FOUND) {
            return p->status[side];
        }
    }
    return PRECEPTOR_OK;
}

/* ---- Comparing two */
static char digit_at(pr_text outcome, uint32_t place) {
    return place != UINT32_MAX ? outcome.at[place] : '0';
}

static bool is_met(char digit) { return digit == '0' || digit == PR_OUTCOME_WAIVED; }

pr_diff_way pr_diff_differs(const pr_text outcomes[PR_SIDES], const pr_diff_requirement *r) {
    char before = digit_at(outcomes[PR_BEFORE], r->places[PR_BEFORE]),
         after = digit_at(outcomes[PR_AFTER], r->places[PR_AFTER]);
    return before == after || (is_met(before) && is_met(after)) ? PR_DIFF_SAME
           : after == PR_OUTCOME_WAIVED                         ? PR_DIFF_WAIVED
           : before == PR_OUTCOME_WAIVED                        ? PR_DIFF_WAIVED_BEFORE
                                                                : PR_DIFF_FOUND;
}

static bool is_in_both(const pr_diff_program *p) {
    return p->places[PR_BEFORE] != UINT32_MAX && p->places[PR_AFTER] != UINT32_MAX;
}

/* A digit that is no verdict is none of ours: a file may be damaged. */
static uint8_t verdict_of(pr_text outcome, uint32_t place) {
    return (uint8_t)((outcome.at[place] - '0') & 3) % 3;
}

static void count_program(pr_diff_program *p, const pr_text outcomes[PR_SIDES], pr_difference *d) {
    uint8_t before = verdict_of(outcomes[PR_BEFORE], p->places[PR_BEFORE]),
            after = verdict_of(outcomes[PR_AFTER], p->places[PR_AFTER]);
    bool bare = true;
    for (uint32_t i = 0; i < p->count; i++) {
        pr_diff_requirement *r = &p->requirements[i];
        pr_diff_way way = pr_diff_differs(outcomes, r);
        bare = bare && way == PR_DIFF_SAME;
        (before != after ? r->changed : r->otherwise)[way]++;
    }
    p->verdicts[before][after]++;
    p->bare += before != after && bare;
    d->changed += before != after;
}

/* Most are the same: without looking closer, where both have the same places. */
static bool is_same(const pr_difference *d, const pr_text outcomes[PR_SIDES]) {
    return d->same_places &&
           memcmp(outcomes[PR_BEFORE].at, outcomes[PR_AFTER].at, outcomes[PR_BEFORE].length) == 0;
}

static void count_pair(pr_difference *d, const pairs *p) {
    const pr_text outcomes[] = {p->rows[PR_BEFORE].outcome, p->rows[PR_AFTER].outcome};
    bool rejected[] = {outcomes[PR_BEFORE].length == 0, outcomes[PR_AFTER].length == 0};
    d->both++;
    for (int side = 0; side < PR_SIDES; side++) {
        d->sides[side].only_rejected += rejected[side] && !rejected[1 - side];
    }
    if (rejected[PR_BEFORE] || rejected[PR_AFTER] || is_same(d, outcomes)) {
        return;
    }
    for (uint32_t i = 0; i < d->program_count; i++) {
        if (is_in_both(&d->programs[i])) {
            count_program(&d->programs[i], outcomes, d);
        }
    }
}

static preceptor_status count_all(pr_difference *d) {
    pairs p;
    preceptor_status status = open_pairs(&p, d);
    while (status == PRECEPTOR_OK && find_pair(&p)) {
        count_pair(d, &p);
        step(&p, PR_BEFORE);
        step(&p, PR_AFTER);
    }
    status = status == PRECEPTOR_OK ? outcome_of(&p) : status;
    close_pairs(&p);
    return status;
}

/* ---- One by one */
static bool tell_pair(const pr_difference *d, const pairs *p, bool (*tell)(void *, const pr_diff_change *),
                      void *user) {
    pr_diff_change c = {.id = p->rows[PR_BEFORE].id,
                        .input = p->rows[PR_BEFORE].input,
                        .line = p->rows[PR_BEFORE].line,
                        .outcomes = {p->rows[PR_BEFORE].outcome, p->rows[PR_AFTER].outcome}};
    bool go_on = true;
    if (c.outcomes[PR_BEFORE].length == 0 || c.outcomes[PR_AFTER].length == 0 || is_same(d, c.outcomes)) {
        return true;
    }
    for (uint32_t i = 0; go_on && i < d->program_count; i++) {
        c.program = &d->programs[i];
        if (!is_in_both(c.program)) {
            continue;
        }
        for (int side = 0; side < PR_SIDES; side++) {
            c.verdicts[side] = verdict_of(c.outcomes[side], c.program->places[side]);
        }
        go_on = c.verdicts[PR_BEFORE] == c.verdicts[PR_AFTER] || tell(user, &c);
    }
    return go_on;
}

preceptor_status pr_store_diff_each(const pr_difference *d,
                                    bool (*tell)(void *user, const pr_diff_change *change), void *user) {
    pairs p;
    preceptor_status status = open_pairs(&p, d);
    bool go_on = d->changed > 0;
    while (go_on && status == PRECEPTOR_OK && find_pair(&p)) {
        go_on = tell_pair(d, &p, tell, user);
        step(&p, PR_BEFORE);
        step(&p, PR_AFTER);
    }
    status = status == PRECEPTOR_OK ? outcome_of(&p) : status;
    close_pairs(&p);
    return status;
}

/* ---- Both audits */
static preceptor_status read_side(pr_diff_side *side, pr_arena *arena, uint64_t *rows, pr_text *pool) {
    pr_store *s = side->store;
    preceptor_status status = pr_db_find_audit(s, arena, &side->audit);
    status = status == PRECEPTOR_OK ? pr_store_head(s, side->audit, arena, &side->head) : status;
    sqlite3_stmt *one =
        status == PRECEPTOR_OK
            ? pr_db_prepare(s, "SELECT kb, version, digest, as_of, pool_check || ' ' || pool_bytes,"
                               " records, rejected,"
                               " (SELECT count(*) FROM applicants a WHERE a.audit = ?1)"
                               " FROM audits WHERE audit = ?1")
            : NULL;
    if (one == NULL) {
        return status != PRECEPTOR_OK ? status : s->failed;
    }
    (void)sqlite3_bind_int64(one, 1, side->audit);
    if (sqlite3_step(one) == SQLITE_ROW) {
        pr_text *const texts[] = {&side->kb, &side->version, &side->digest, &side->as_of, pool};
        uint64_t *const numbers[] = {&side->records, &side->rejected, rows};
        for (int i = 0; i < 5; i++) {
            *texts[i] = pr_db_text(one, i, arena);
        }
        for (int i = 0; i < 3; i++) {
            *numbers[i] = (uint64_t)sqlite3_column_int64(one, i + 5);
        }
    } else {
        status = pr_db_fail(s, "read");
    }
    (void)sqlite3_finalize(one);
    status = status == PRECEPTOR_OK ? pr_store_inputs(s, side->audit, arena, &side->inputs) : status;
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

static bool have_same_places(const pr_layout *a, const pr_layout *b) {
    bool same = a->place_count == b->place_count && a->program_count == b->program_count;
    for (uint32_t i = 0; same && i < a->program_count; i++) {
        same = a->programs[i].first == b->programs[i].first &&
               pr_text_equal(a->programs[i].id, b->programs[i].id);
    }
    return same && pr_texts_equal(a->requirements, a->place_count, b->requirements, b->place_count);
}

static preceptor_status compare(pr_difference *d, pr_arena *arena, const uint64_t rows[PR_SIDES]) {
    sides s = {.arena = arena};
    preceptor_status status = PRECEPTOR_OK;
    for (int side = 0; status == PRECEPTOR_OK && side < PR_SIDES; side++) {
        status = pr_layout_read(d->sides[side].store, d->sides[side].audit, arena, &s.layouts[side]);
        d->sides[side].places = s.layouts[side].place_count;
    }
    if (status == PRECEPTOR_OK) {
        d->same_places = have_same_places(&s.layouts[PR_BEFORE], &s.layouts[PR_AFTER]);
        status = join_programs(&s, d) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    }
    for (int side = 0; status == PRECEPTOR_OK && side < PR_SIDES; side++) {
        status = take_grounds(d, side, arena);
    }
    status = status == PRECEPTOR_OK ? count_all(d) : status;
    for (int side = 0; side < PR_SIDES; side++) {
        d->sides[side].only = rows[side] - d->both;
    }
    return status;
}

preceptor_status pr_store_diff(pr_difference *d, pr_arena *arena) {
    pr_text pools[PR_SIDES] = {0};
    uint64_t rows[PR_SIDES] = {0};
    preceptor_status status = PRECEPTOR_OK;
    for (int side = 0; status == PRECEPTOR_OK && side < PR_SIDES; side++) {
        status = read_side(&d->sides[side], arena, &rows[side], &pools[side]);
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    d->by_id = !pr_text_equal(pools[PR_BEFORE], pools[PR_AFTER]);
    return compare(d, arena, rows);
}
