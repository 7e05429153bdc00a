#include "property/pair.h"

static bool write_out(void *context, const char *bytes, size_t count) {
    (void)context;
    fprintf(stderr, "%.*s", (int)count, bytes);
    return true;
}

static void show(preceptor_diagnostics *diagnostics) {
    preceptor_sink sink = {.write = write_out};
    (void)preceptor_diagnostics_write(diagnostics, false, &sink);
}

preceptor_kb *load_kb(const char *manifest) {
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    preceptor_kb *kb = NULL;
    preceptor_status status = preceptor_kb_load(manifest, NULL, diagnostics, &kb);
    show(diagnostics);
    assert_int_equal(status, PRECEPTOR_OK);
    preceptor_diagnostics_free(diagnostics);
    return kb;
}

void pair_init(pair *p, preceptor_kb *kb) {
    assert_true(preceptor_kb_subjects(kb) <= MOST_SUBJECTS);
    *p = (pair){.kb = kb, .diagnostics = preceptor_diagnostics_new(NULL)};
    assert_non_null(p->diagnostics);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(preceptor_session_new(kb, &p->sessions[i]), PRECEPTOR_OK);
        assert_int_equal(preceptor_profile_new(kb, &p->profiles[i]), PRECEPTOR_OK);
    }
    pr_buf_init(&p->json, NULL);
    pr_buf_init(&p->why, NULL);
}

void pair_release(pair *p) {
    for (int i = 0; i < 2; i++) {
        preceptor_session_free(p->sessions[i]);
        preceptor_profile_free(p->profiles[i]);
    }
    preceptor_diagnostics_free(p->diagnostics);
    pr_buf_release(&p->json);
    pr_buf_release(&p->why);
}

void pair_set_day(pair *p, const char *as_of) {
    snprintf(p->as_of, sizeof p->as_of, "%s", as_of);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(preceptor_session_set_as_of(p->sessions[i], as_of), PRECEPTOR_OK);
    }
}

static void read_sample(pair *p, const sampler *s, side which, const sample *from) {
    pr_buf_clear(&p->json);
    sample_write(s, from, false, &p->json);
    preceptor_diagnostics_clear(p->diagnostics);
    preceptor_status status = preceptor_profile_read(p->profiles[which], "random", p->json.at, p->json.length,
                                                     true, false, p->diagnostics);
    if (status != PRECEPTOR_OK) {
        show(p->diagnostics);
        fprintf(stderr, "%.*s\n", (int)p->json.length, p->json.at);
    }
    assert_int_equal(status, PRECEPTOR_OK);
}

static void evaluate_quickly(pair *p, side which) {
    preceptor_session *session = p->sessions[which];
    assert_int_equal(preceptor_evaluate(session, p->profiles[which], PRECEPTOR_VERDICTS), PRECEPTOR_OK);
    for (size_t i = 0; i < preceptor_kb_subjects(p->kb); i++) {
        p->quick[which][i] = preceptor_session_verdict(session, i);
    }
}

static void evaluate_all(pair *p, side which) {
    assert_int_equal(preceptor_evaluate(p->sessions[which], p->profiles[which], PRECEPTOR_REASONS),
                     PRECEPTOR_OK);
}

void pair_evaluate(pair *p, const sampler *s, side which, const sample *from) {
    read_sample(p, s, which, from);
    evaluate_quickly(p, which);
    evaluate_all(p, which);
}

static bool beyond(pr_value v, pr_value low, pr_value high) {
    return (low.kind == v.kind && pr_value_order(v, low) == PR_LESS) ||
           (high.kind == v.kind && pr_value_order(v, high) == PR_GREATER);
}

typedef enum settled { SETTLED, MOVED, STUCK } settled;

static settled settle_one(pair *p, sampler *s, uint32_t attribute, const sample *known, sample *of) {
    pr_vm *vm = &p->sessions[MORE]->vm;
    const pr_attribute *a = &s->program->attributes[attribute];
    pr_value low = a->expected_low != PR_NONE ? pr_vm_value(vm, a->expected_low) : pr_null();
    pr_value high = a->expected_high != PR_NONE ? pr_vm_value(vm, a->expected_high) : pr_null();
    const char **at = &of->scalars[attribute];
    if (*at != NULL && !beyond(p->profiles[MORE]->profile.values[attribute], low, high)) {
        return SETTLED;
    }
    if (known != NULL && known->scalars[attribute] != NULL) {
        return STUCK;
    }
    *at = sampler_between(s, attribute, low, high);
    return *at == NULL ? STUCK : MOVED;
}

bool pair_settle(pair *p, sampler *s, const sample *known, sample *of) {
    for (int round = 0; round < 20; round++) {
        settled worst = SETTLED;
        read_sample(p, s, MORE, of);
        evaluate_quickly(p, MORE);
        for (uint32_t i = 0; i < s->program->vocabulary_count && worst != STUCK; i++) {
            const pr_attribute *a = &s->program->attributes[i];
            if (a->expected_low != PR_NONE || a->expected_high != PR_NONE) {
                settled one = settle_one(p, s, i, known, of);
                worst = one > worst ? one : worst;
            }
        }
        if (worst == SETTLED) {
            evaluate_all(p, MORE);
        }
        if (worst != MOVED) {
            return worst == SETTLED;
        }
    }
    return false;
}

bool pair_draw(pair *p, sampler *s, sample *full) {
    char as_of[16];
    sampler_choose_day(s, as_of);
    pair_set_day(p, as_of);
    sampler_draw(s, NULL, full);
    return pair_settle(p, s, NULL, full);
}

static const char *const truths[] = {"false", "true", "open", "null"};

static void name_slots(pair *p, const pr_relation *r, const pr_value *slots) {
    pr_buf_printf(&p->why, "  %.*s(", PR_ARG(r->name));
    for (uint32_t i = 0; i < r->slot_count; i++) {
        pr_buf_string(&p->why, i > 0 ? ", " : "");
        pr_value_print_literal(slots[i], &p->why);
    }
    pr_buf_string(&p->why, ")");
}

enum { MOST_SLOTS = 32 };

/* The slots of a numbered fact, as the side sees them. */
static void fact_slots(pr_vm *vm, const pr_fact *fact, pr_value slots[MOST_SLOTS]) {
    uint32_t count = vm->program->relations[fact->relation].slot_count;
    assert_true(count <= MOST_SLOTS);
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = fact->constant              ? fact->values[i]
                   : fact->slots[i] == PR_NONE ? pr_null()
                                               : pr_vm_value(vm, fact->slots[i]);
    }
}

static bool facts_differ(pair *p) {
    pr_vm *more = &p->sessions[MORE]->vm, *less = &p->sessions[LESS]->vm;
    bool differ = false;
    for (uint32_t i = 0; i < more->program->fact_count; i++) {
        pr_truth have = pr_vm_state(less, i), then = pr_vm_state(more, i);
        if (have != PR_UNDECIDED && have != then && !(p->lax && then == PR_UNDECIDED)) {
            const pr_fact *fact = &more->program->facts[i];
            pr_value slots[MOST_SLOTS];
            fact_slots(more, fact, slots);
            name_slots(p, &more->program->relations[fact->relation], slots);
            pr_buf_printf(&p->why, " is %s with less known, then %s\n", truths[have], truths[then]);
            differ = true;
        }
    }
    return differ;
}

/* The i-th tuple of a relation: its numbered facts come first. */
static pr_truth tuple_at(pr_vm *vm, uint32_t relation, uint32_t i, const pr_value **have,
                         pr_value slots[MOST_SLOTS]) {
    const pr_relation *r = &vm->program->relations[relation];
    if (i >= r->fact_count) {
        const pr_tuple *tuple = vm->facts.tables[relation].tuples.items[i - r->fact_count];
        *have = tuple->slots;
        return (pr_truth)tuple->state;
    }
    const pr_fact *fact = &vm->program->facts[r->facts[i]];
    pr_truth state = pr_vm_state(vm, r->facts[i]);
    if (fact->constant) {
        *have = fact->values;
    } else if (state != PR_FALSE) {
        fact_slots(vm, fact, slots);
        *have = slots;
    }
    return state;
}

static bool is_shown(const pr_program *p, pr_node_id slot) {
    return slot != PR_NONE && p->nodes[slot].op == PR_OP_TEMPLATE && p->nodes[slot].data != PR_TEMPLATE_READ;
}

/* Text for people says "not known" where something is not; nothing rests on it. */
static bool is_for_people(const pr_program *p, const pr_relation *r, uint32_t slot) {
    for (uint32_t i = 0; i < r->fact_count; i++) {
        const pr_fact *fact = &p->facts[r->facts[i]];
        if (!fact->constant && is_shown(p, fact->slots[slot])) {
            return true;
        }
    }
    for (uint32_t i = 0; i < r->loop_count; i++) {
        if (is_shown(p, p->loops[r->loops[i]].slots[slot])) {
            return true;
        }
    }
    return false;
}

/* Of the tuples of a side: could one be this one (PR_UNDECIDED), or is it there for certain (PR_TRUE)? */
static pr_truth has_tuple(pr_vm *vm, uint32_t relation, const pr_value *wanted) {
    const pr_relation *r = &vm->program->relations[relation];
    const pr_table *table = &vm->facts.tables[relation];
    pr_truth best = table->open ? PR_UNDECIDED : PR_FALSE;
    for (uint32_t i = 0; i < r->fact_count + table->tuples.count && best != PR_TRUE; i++) {
        pr_value slots[MOST_SLOTS];
        const pr_value *have = slots;
        pr_truth state = tuple_at(vm, relation, i, &have, slots);
        for (uint32_t k = 0; k < r->slot_count && state != PR_FALSE; k++) {
            pr_truth t = is_for_people(vm->program, r, k) ? PR_TRUE : pr_value_equal(have[k], wanted[k]);
            state = t == PR_TRUE ? state : t == PR_UNDECIDED ? PR_UNDECIDED : PR_FALSE;
        }
        best = state == PR_FALSE ? best : state;
    }
    return best;
}

/* Every certain tuple of `from` must be possible in the other, and certain there where that is the one that
 * knows more. */
static bool tuples_differ(pair *p, side from, uint32_t relation) {
    pr_vm *vm = &p->sessions[from]->vm, *other = &p->sessions[1 - from]->vm;
    const pr_relation *r = &vm->program->relations[relation];
    const pr_table *table = &vm->facts.tables[relation];
    bool differ = false;
    for (uint32_t i = 0; i < r->fact_count + table->tuples.count; i++) {
        pr_value slots[MOST_SLOTS];
        const pr_value *have = slots;
        pr_truth state = tuple_at(vm, relation, i, &have, slots);
        /* Constant facts were compared by number. */
        bool known = state == PR_TRUE && (i >= r->fact_count || !vm->program->facts[r->facts[i]].constant);
        for (uint32_t k = 0; k < r->slot_count && known; k++) {
            known = !pr_value_has_unknown(have[k]);
        }
        pr_truth there = known ? has_tuple(other, relation, have) : PR_TRUE;
        if (there == PR_FALSE || (there == PR_UNDECIDED && from == LESS && !p->lax)) {
            name_slots(p, r, have);
            pr_buf_printf(&p->why, " is a tuple with %s known, and %s with %s\n",
                          from == LESS ? "less" : "more", truths[there], from == LESS ? "more" : "less");
            differ = true;
        }
    }
    return differ;
}

static void say_verdicts(pair *p, size_t subject, const char *how, preceptor_verdict one,
                         preceptor_verdict other) {
    pr_buf_printf(&p->why, "  %s: %s %s, %s\n", preceptor_kb_subject_id(p->kb, subject),
                  preceptor_verdict_text(one), how, preceptor_verdict_text(other));
}

static bool verdicts_differ(pair *p) {
    bool differ = false;
    for (size_t i = 0; i < preceptor_kb_subjects(p->kb); i++) {
        preceptor_verdict less = preceptor_session_verdict(p->sessions[LESS], i);
        preceptor_verdict more = preceptor_session_verdict(p->sessions[MORE], i);
        bool open = p->lax && more == PRECEPTOR_UNDETERMINED;
        if (less != PRECEPTOR_UNDETERMINED && less != more && !open) {
            say_verdicts(p, i, "with less known, then", less, more);
            differ = true;
        }
        if (p->quick[LESS][i] != less || p->quick[MORE][i] != more) {
            bool of_less = p->quick[LESS][i] != less;
            say_verdicts(p, i, "when only verdicts are asked for, with reasons",
                         p->quick[of_less ? LESS : MORE][i], of_less ? less : more);
            differ = true;
        }
    }
    return differ;
}

/* Of a relation that the knowledge base does not have, the condition that would say it. */
static pr_truth truth_of(pr_vm *vm, uint32_t fact, pr_node_id condition) {
    return fact != PR_NONE        ? pr_vm_state(vm, fact)
           : condition != PR_NONE ? pr_vm_holds(vm, condition)
                                  : PR_FALSE;
}

/* The status that is shown is the first that fits (design, section 5): one that comes earlier may come to
 * fit while it is open. "Met" stands before "waived", "not applicable" before both. */
static bool may_become(pr_vm *less, const pr_requirement *r, pr_status from, pr_status to) {
    bool applies_open = truth_of(less, r->applies, r->applies_when) == PR_UNDECIDED;
    switch (from) {
    case PR_OPEN: return true;
    case PR_MET: return to == PR_MET || (to == PR_NOT_APPLICABLE && applies_open);
    case PR_WAIVED:
        return to == PR_WAIVED || (to == PR_NOT_APPLICABLE && applies_open) ||
               (to == PR_MET && truth_of(less, r->met, r->requires) == PR_UNDECIDED);
    case PR_UNMET:
        return to == PR_UNMET || (to == PR_WAIVED && truth_of(less, r->waived, PR_NONE) == PR_UNDECIDED);
    default: return to == from;
    }
}

static bool has_open(pr_vm *vm, const pr_requirement *r) {
    return truth_of(vm, r->applies, r->applies_when) == PR_UNDECIDED ||
           truth_of(vm, r->met, r->requires) == PR_UNDECIDED ||
           truth_of(vm, r->waived, PR_NONE) == PR_UNDECIDED;
}

static bool statuses_differ(pair *p) {
    pr_vm *more = &p->sessions[MORE]->vm, *less = &p->sessions[LESS]->vm;
    bool differ = false;
    for (uint32_t i = 0; i < more->program->subject_count; i++) {
        const pr_subject *subject = &more->program->subjects[i];
        for (uint32_t k = 0; k < subject->requirement_count; k++) {
            const pr_requirement *r = &subject->requirements[k];
            pr_status from = pr_advise_status(less, r), to = pr_advise_status(more, r);
            if (!may_become(less, r, from, to) && !(p->lax && has_open(more, r))) {
                pr_buf_printf(&p->why, "  %s/%.*s: %s with less known, then %s\n", subject->id, PR_ARG(r->id),
                              pr_status_name(from), pr_status_name(to));
                differ = true;
            }
        }
    }
    return differ;
}

bool pair_differs(pair *p) {
    pr_buf_clear(&p->why);
    bool differ = verdicts_differ(p);
    differ = statuses_differ(p) || differ;
    differ = facts_differ(p) || differ;
    for (uint32_t r = 0; r < p->kb->program.relation_count; r++) {
        const pr_relation *relation = &p->kb->program.relations[r];
        /* A pure relation's tuples are its facts, and those were compared. */
        if (!relation->pure) {
            differ = tuples_differ(p, LESS, r) || differ;
            differ = tuples_differ(p, MORE, r) || differ;
        }
    }
    return differ;
}

static bool still_differ(pair *p, const sampler *s, const sample *more, const sample *less) {
    pair_evaluate(p, s, MORE, more);
    pair_evaluate(p, s, LESS, less);
    return pair_differs(p);
}

typedef struct shrinking {
    pair *p;
    const sampler *s;
    sample *more, *less;
    bool changed;
} shrinking;

/* Keeps a change of both samples if they still differ, else goes back. */
static void try_samples(shrinking *k, const sample *more, const sample *less) {
    /* Padding that differs costs another try, no more. */
    /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
    bool same = memcmp(more, k->more, sizeof *more) == 0 && memcmp(less, k->less, sizeof *less) == 0;
    if (!same && still_differ(k->p, k->s, more, less)) {
        *k->more = *more;
        *k->less = *less;
        k->changed = true;
    }
}

static void shrink_record(shrinking *k, uint32_t list, uint32_t record, uint32_t width) {
    sample more = *k->more, less = *k->less;
    sample_list *of_less = &less.lists[list];
    for (uint32_t i = record; i + 1 < more.lists[list].count; i++) {
        memcpy(more.lists[list].cells[i], more.lists[list].cells[i + 1], sizeof more.lists[list].cells[i]);
        memcpy(of_less->cells[i], of_less->cells[i + 1], sizeof of_less->cells[i]);
    }
    more.lists[list].count--;
    of_less->count -= of_less->given ? 1 : 0;
    try_samples(k, &more, &less);
    for (uint32_t f = 0; f < width && record < k->more->lists[list].count; f++) {
        less = *k->less;
        less.lists[list].cells[record][f] = k->more->lists[list].cells[record][f];
        if (less.lists[list].given) {
            try_samples(k, k->more, &less);
        }
        more = *k->more;
        less = *k->less;
        more.lists[list].cells[record][f] = less.lists[list].cells[record][f] = NULL;
        if (width > 1) {
            try_samples(k, &more, &less);
        }
    }
}

static void shrink_attribute(shrinking *k, uint32_t attribute) {
    uint32_t list = k->s->list_of[attribute];
    sample more = *k->more, less = *k->less;
    if (list == PR_NONE) {
        more.scalars[attribute] = less.scalars[attribute] = NULL;
        try_samples(k, &more, &less);
        less = *k->less;
        less.scalars[attribute] = k->more->scalars[attribute];
        try_samples(k, k->more, &less);
        return;
    }
    memset(&more.lists[list], 0, sizeof more.lists[list]);
    memset(&less.lists[list], 0, sizeof less.lists[list]);
    try_samples(k, &more, &less);
    less = *k->less;
    less.lists[list] = k->more->lists[list];
    try_samples(k, k->more, &less);
    for (uint32_t i = k->more->lists[list].count; i > 0; i--) {
        shrink_record(k, list, i - 1, sampler_fields(k->s, attribute));
    }
}

void pair_shrink(pair *p, const sampler *s, sample *more, sample *less) {
    shrinking k = {p, s, more, less, true};
    for (int round = 0; round < 10 && k.changed; round++) {
        k.changed = false;
        for (uint32_t i = 0; i < s->program->vocabulary_count; i++) {
            shrink_attribute(&k, i);
        }
    }
    assert_true(still_differ(p, s, more, less));
}

static void print_sample(pair *p, const sampler *s, const sample *from) {
    pr_buf_clear(&p->json);
    sample_write(s, from, true, &p->json);
    fprintf(stderr, "%.*s", (int)p->json.length, p->json.at);
}

void pair_print(pair *p, const sampler *s, const sample *more, const sample *less) {
    fprintf(stderr, "as of %s:\n%.*s--- with less known\n", p->as_of, (int)p->why.length, p->why.at);
    print_sample(p, s, less);
    fprintf(stderr, "--- with more known\n");
    print_sample(p, s, more);
}

void pair_count(const pair *p, side which, certainty *count) {
    const pr_vm *vm = &p->sessions[which]->vm;
    for (size_t i = 0; i < preceptor_kb_subjects(p->kb); i++) {
        count->certain_verdicts += preceptor_session_verdict(p->sessions[which], i) != PRECEPTOR_UNDETERMINED;
        count->verdicts++;
    }
    for (uint32_t i = 0; i < vm->program->fact_count; i++) {
        count->certain_facts += pr_vm_state(vm, i) != PR_UNDECIDED;
        count->facts++;
    }
}

unsigned percent(uint64_t part, uint64_t whole) { return whole == 0 ? 100 : (unsigned)(part * 100 / whole); }
