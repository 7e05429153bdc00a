/* Facts as seen by conditions: a relation as a test and as a list of records. */
#include "vm/vm.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/sort.h"

static pr_truth both(pr_truth a, pr_truth b) {
    if (a == PR_FALSE || b == PR_FALSE) {
        return PR_FALSE;
    }
    return a == PR_TRUE && b == PR_TRUE ? PR_TRUE : PR_UNDECIDED;
}

static pr_value slot_of_fact(pr_vm *vm, const pr_fact *fact, uint32_t slot) {
    if (fact->constant) {
        return fact->values[slot];
    }
    return fact->slots[slot] == PR_NONE ? pr_null() : pr_vm_value(vm, fact->slots[slot]);
}

bool pr_vm_is_vague(pr_vm *vm, pr_node_id id) {
    const pr_node *node = id != PR_NONE ? pr_node_at(vm->program, id) : NULL;
    for (uint32_t i = 0; node != NULL && node->op == PR_OP_TEMPLATE && i < node->count; i++) {
        if (pr_value_has_unknown(pr_vm_value(vm, pr_node_args(vm->program, node)[i]))) {
            return true;
        }
    }
    return false;
}

const pr_value *pr_vm_fact_slots(pr_vm *vm, const pr_fact *fact) {
    if (fact->constant) {
        return fact->values;
    }
    uint32_t count = vm->program->relations[fact->relation].slot_count;
    pr_value *slots = pr_arena_alloc(&vm->arena, sizeof *slots * (count + 1u), _Alignof(pr_value));
    for (uint32_t s = 0; slots != NULL && s < count; s++) {
        slots[s] = slot_of_fact(vm, fact, s);
    }
    return slots;
}

static pr_truth slot_matches(pr_vm *vm, pr_value have, pr_value want) {
    const char *reason = NULL;
    pr_truth t = pr_vm_compare(vm, PR_OP_EQUAL, have, want, &reason);
    return t == PR_NEITHER ? PR_FALSE : t;
}

void pr_vm_wanted(pr_vm *vm, const pr_node *node, pr_value *out) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    for (uint32_t i = 0; i < node->count; i++) {
        out[i] = args[i] != PR_NONE ? pr_vm_fetch(vm, args[i]) : (pr_value){.kind = PR_WANTED_ANY};
    }
}

/* Text with a gap in it may turn out to be any that begins as it does. */
static pr_truth vague_fits(const pr_program *p, const pr_node *template, pr_value wanted) {
    const pr_node *first = pr_node_at(p, pr_node_args(p, template)[0]);
    pr_value begins = first->op == PR_OP_CONSTANT ? p->constants[first->data] : pr_null();
    if (wanted.kind == PR_UNKNOWN) {
        return PR_UNDECIDED;
    }
    bool could = wanted.kind == PR_STRING &&
                 (begins.kind != PR_STRING || pr_text_starts(pr_string_text(wanted), pr_string_text(begins)));
    return could ? PR_UNDECIDED : PR_FALSE;
}

static pr_truth slot_fits(pr_vm *vm, const pr_fact *fact, uint32_t slot, pr_value wanted) {
    return !fact->constant && pr_vm_is_vague(vm, fact->slots[slot])
               ? vague_fits(vm->program, pr_node_at(vm->program, fact->slots[slot]), wanted)
               : slot_matches(vm, slot_of_fact(vm, fact, slot), wanted);
}

/* Of a numbered fact `slots` is NULL: only those are evaluated that something is asked of. */
static pr_truth fits(pr_vm *vm, const pr_fact *fact, const pr_value *slots, const pr_value *wanted,
                     uint32_t count) {
    pr_truth t = PR_TRUE;
    for (uint32_t i = 0; i < count && t != PR_FALSE; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): a test has a value for each slot */
        if (wanted[i].kind != PR_WANTED_ANY) {
            t = both(t, slots != NULL ? slot_matches(vm, slots[i], wanted[i])
                                      : slot_fits(vm, fact, i, wanted[i]));
        }
    }
    return t;
}

bool pr_vm_next_candidate(pr_vm *vm, pr_candidates *c) {
    const pr_relation *relation = &vm->program->relations[c->relation];
    const pr_table *table = &vm->facts.tables[c->relation];
    while (c->next < relation->fact_count) {
        c->fact = relation->facts[c->next++];
        c->tuple = NULL;
        c->state = pr_vm_state(vm, c->fact);
        if (c->state == PR_FALSE && !c->absent) {
            continue;
        }
        c->fits = fits(vm, &vm->program->facts[c->fact], NULL, c->wanted, relation->slot_count);
        if (c->fits != PR_FALSE) {
            return true;
        }
    }
    while (!c->numbered && c->next - relation->fact_count < table->tuples.count) {
        c->fact = PR_NONE;
        c->tuple = table->tuples.items[c->next++ - relation->fact_count];
        c->state = (pr_truth)c->tuple->state;
        c->fits = fits(vm, NULL, c->tuple->slots, c->wanted, relation->slot_count);
        if (c->fits != PR_FALSE) {
            return true;
        }
    }
    return false;
}

uint64_t pr_vm_slots_hash(const pr_value *slots, uint32_t count) {
    uint64_t hash = pr_hash_seed();
    for (uint32_t i = 0; i < count; i++) {
        hash = pr_value_hash(slots[i], hash);
    }
    return hash;
}

/* An unknown slot may be anything. */
static bool is_found_by_hash(const pr_table *table, const pr_value *wanted, uint32_t count) {
    bool known = table->tuples.count >= PR_FEW_TUPLES && table->partial_count == 0;
    for (uint32_t i = 0; known && i < count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): a test has a value for each slot */
        known = wanted[i].kind != PR_WANTED_ANY && !pr_value_has_unknown(wanted[i]);
    }
    return known;
}

/* Tuples that are equal have one hash; there may be several, such as times of two zones. */
static pr_truth state_by_hash(pr_vm *vm, const pr_table *table, const pr_value *wanted, uint32_t count) {
    const uint32_t mask = table->slot_count - 1;
    const uint64_t hash = pr_vm_slots_hash(wanted, count);
    pr_truth best = PR_FALSE;
    for (uint32_t at = (uint32_t)hash & mask; table->slots[at] != 0 && best != PR_TRUE;
         at = (at + 1) & mask) {
        const pr_tuple *t = table->tuples.items[table->slots[at] - 1];
        const pr_truth same = t->hash == hash ? fits(vm, NULL, t->slots, wanted, count) : PR_FALSE;
        best = same != PR_FALSE ? both((pr_truth)t->state, same) : best;
    }
    return best;
}

pr_truth pr_vm_tuple_state(pr_vm *vm, uint32_t relation, const pr_value *wanted) {
    const pr_table *table = &vm->facts.tables[relation];
    const uint32_t count = vm->program->relations[relation].slot_count;
    pr_candidates c = {.relation = relation, .wanted = wanted};
    pr_truth best = table->open ? PR_UNDECIDED : PR_FALSE;
    if (is_found_by_hash(table, wanted, count)) {
        pr_truth state = state_by_hash(vm, table, wanted, count);
        if (state == PR_TRUE) {
            return state;
        }
        best = state == PR_UNDECIDED ? state : best;
        c.numbered = true;
    }
    while (pr_vm_next_candidate(vm, &c)) {
        best = both(c.state, c.fits);
        if (best == PR_TRUE) {
            break;
        }
    }
    return best;
}

pr_truth pr_vm_tuple(pr_vm *vm, const pr_node *node) {
    pr_value wanted[PR_LIMIT_SLOTS];
    pr_vm_wanted(vm, node, wanted);
    return pr_vm_tuple_state(vm, node->data, wanted);
}

/* What would tell whether a candidate is the tuple asked for. */
static const pr_needs *match_needs(pr_vm *vm, const pr_value *have, const pr_value *wanted, uint32_t count) {
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; have != NULL && i < count; i++) {
        if (wanted[i].kind != PR_WANTED_ANY && slot_matches(vm, have[i], wanted[i]) == PR_UNDECIDED) {
            needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, have[i]));
            needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, wanted[i]));
        }
    }
    return needs;
}

const pr_needs *pr_vm_tuple_state_needs(pr_vm *vm, uint32_t relation, const pr_value *wanted) {
    const pr_table *table = &vm->facts.tables[relation];
    const pr_needs *needs = table->open ? table->needs : NULL;
    uint32_t count = vm->program->relations[relation].slot_count;
    pr_candidates c = {.relation = relation, .wanted = wanted};
    while (pr_vm_next_candidate(vm, &c)) {
        if (c.state == PR_UNDECIDED) {
            needs = pr_vm_join(vm, needs, c.tuple != NULL ? c.tuple->needs : pr_vm_fact_needs(vm, c.fact));
        }
        if (c.fits == PR_UNDECIDED) {
            needs = pr_vm_join(vm, needs, match_needs(vm, pr_vm_candidate_slots(vm, &c), wanted, count));
        }
    }
    return needs;
}

const pr_value *pr_vm_candidate_slots(pr_vm *vm, const pr_candidates *c) {
    return c->tuple != NULL ? c->tuple->slots : pr_vm_fact_slots(vm, &vm->program->facts[c->fact]);
}

const pr_needs *pr_vm_tuple_needs(pr_vm *vm, const pr_node *node) {
    pr_value wanted[PR_LIMIT_SLOTS];
    pr_vm_wanted(vm, node, wanted);
    return pr_vm_tuple_state_needs(vm, node->data, wanted);
}

const pr_needs *pr_vm_fact_needs(pr_vm *vm, uint32_t number) {
    if (!vm->want_needs) {
        return NULL;
    }
    /* A fact on its way to its own needs (recursion) adds nothing to them. */
    if (vm->fact_marks[number] != 0) {
        return vm->fact_marks[number] == 2 ? vm->fact_needs[number] : NULL;
    }
    vm->fact_marks[number] = 1;
    const pr_fact *fact = &vm->program->facts[number];
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        if (pr_vm_truth(vm, fact->bodies[i].node) == PR_UNDECIDED) {
            needs = pr_vm_join(vm, needs, pr_vm_needs(vm, fact->bodies[i].node));
        }
    }
    vm->fact_needs[number] = needs;
    vm->fact_marks[number] = 2;
    return needs;
}

/* A tuple on its way into a list. */
typedef struct row {
    const pr_value *slots;
    pr_truth state;
    bool partial;
    uint32_t slot_count, found; /* `found`: which one it was, where slots that are not known look alike */
    const pr_needs *needs;
} row;

static int slots_order(const row *a, const row *b) {
    int order = 0;
    for (uint32_t i = 0; i < a->slot_count && order == 0; i++) {
        order = pr_value_sort_order(a->slots[i], b->slots[i]);
    }
    return order;
}

static int row_order(const row *a, const row *b) {
    int order = slots_order(a, b);
    if (order != 0) {
        return order;
    }
    return a->found < b->found ? -1 : a->found > b->found;
}

static int by_slots(const void *a, const void *b) { return row_order(a, b); }

/* Facts come sorted, and mostly there is nothing else. False where no two rows may be equal. */
static bool sort_rows(row *rows, uint32_t count) {
    bool alike = false;
    for (uint32_t i = 1; i < count; i++) {
        int order = slots_order(&rows[i - 1], &rows[i]);
        if (order > 0) {
            pr_sort(rows, count, sizeof *rows, by_slots);
            return true;
        }
        alike = alike || order == 0;
    }
    return alike;
}

static bool same_row(const row *a, const row *b, uint32_t slots) {
    for (uint32_t i = 0; i < slots; i++) {
        if (!pr_value_same(a->slots[i], b->slots[i])) {
            return false;
        }
    }
    return true;
}

/* Equal rows become one, which holds if either does. */
static uint32_t merge_rows(row *rows, uint32_t count, uint32_t slots, pr_arena *arena) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        row *last = kept > 0 ? &rows[kept - 1] : NULL;
        if (last != NULL && !rows[i].partial && !last->partial && same_row(last, &rows[i], slots)) {
            last->needs = pr_needs_join(last->needs, rows[i].needs, arena);
            last->state = last->state == PR_TRUE ? PR_TRUE : rows[i].state;
        } else {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

static uint32_t collect_rows(pr_vm *vm, uint32_t number, uint32_t after, uint32_t until, row *rows) {
    const pr_relation *relation = &vm->program->relations[number];
    const pr_table *table = &vm->facts.tables[number];
    uint32_t count = 0;
    for (uint32_t i = 0; i < relation->fact_count && after == 0; i++) {
        uint32_t f = relation->facts[i];
        const pr_fact *fact = &vm->program->facts[f];
        if (pr_vm_state(vm, f) == PR_FALSE) {
            continue;
        }
        row r = {.state = pr_vm_state(vm, f), .slots = pr_vm_fact_slots(vm, fact)};
        if (r.slots == NULL) {
            return count;
        }
        for (uint32_t s = 0; s < relation->slot_count && !fact->constant; s++) {
            r.partial = r.partial || pr_value_has_unknown(r.slots[s]);
        }
        r.needs = r.state == PR_UNDECIDED ? pr_vm_fact_needs(vm, f) : NULL;
        rows[count++] = r;
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *t = table->tuples.items[i];
        if (t->stamp <= after || t->stamp > until) {
            continue;
        }
        rows[count++] =
            (row){.slots = t->slots, .state = (pr_truth)t->state, .partial = t->partial, .needs = t->needs};
    }
    return count;
}

/* Could two rows prove to be one tuple? */
static bool may_be_same(const row *a, const row *b, uint32_t slots) {
    for (uint32_t i = 0; i < slots; i++) {
        pr_truth t = pr_value_equal(a->slots[i], b->slots[i]);
        if (t == PR_FALSE || t == PR_NEITHER) {
            return false;
        }
    }
    return true;
}

/* Marks what may not be an item of its own: rows that only may hold, and rows that may equal one that counts already. A
 * tuple with an unknown slot counts where it certainly differs from all that do. */
static void mark_maybe(const row *rows, uint32_t count, uint32_t slots, uint8_t *maybe) {
    for (uint32_t i = 0; i < count; i++) {
        maybe[i] = rows[i].state != PR_TRUE || rows[i].partial;
    }
    for (uint32_t i = 0; i < count; i++) {
        bool own = rows[i].state == PR_TRUE && rows[i].partial;
        for (uint32_t k = 0; k < count && own; k++) {
            own = maybe[k] != 0 || !may_be_same(&rows[i], &rows[k], slots);
        }
        maybe[i] = own ? 0 : maybe[i];
    }
}

/* Says which of the rows in a list may not be items of their own, and what would tell. */
static bool add_doubt(pr_vm *vm, const row *rows, uint32_t slots, pr_list *list) {
    uint8_t *maybe = PR_NEW_ARRAY(&vm->arena, uint8_t, list->count + 1u);
    const pr_needs **because = PR_NEW_ARRAY(&vm->arena, const pr_needs *, list->count + 1u);
    if (maybe == NULL || because == NULL) {
        return false;
    }
    bool any = false;
    mark_maybe(rows, list->count, slots, maybe);
    for (uint32_t i = 0; i < list->count; i++) {
        because[i] = rows[i].needs;
        if (rows[i].partial) {
            because[i] = pr_vm_join(vm, because[i], pr_vm_needs_of(vm, list->items[i]));
        }
        any = any || maybe[i] != 0;
    }
    list->uncertain = list->uncertain || any;
    list->maybe = any ? maybe : NULL;
    list->because = any ? because : NULL;
    return true;
}

pr_value pr_vm_relation_between(pr_vm *vm, uint32_t number, uint32_t after, uint32_t until) {
    const pr_relation *relation = &vm->program->relations[number];
    const pr_table *table = &vm->facts.tables[number];
    pr_arena *arena = &vm->arena;
    uint32_t most = relation->fact_count + table->tuples.count;
    row *rows = pr_arena_alloc(arena, sizeof *rows * (most + 1u), _Alignof(row));
    pr_list *list = PR_NEW(arena, pr_list);
    if (rows == NULL || list == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    uint32_t count = collect_rows(vm, number, after, until, rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[i].slot_count = relation->slot_count;
        rows[i].found = i;
    }
    if (sort_rows(rows, count)) {
        count = merge_rows(rows, count, relation->slot_count, arena);
    }
    pr_value *items = pr_arena_alloc(arena, sizeof *items * (count + 1u), _Alignof(pr_value));
    pr_context *records = pr_arena_alloc(arena, sizeof *records * (count + 1u), _Alignof(pr_context));
    if (items == NULL || records == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    bool settled = true;
    for (uint32_t i = 0; i < count; i++) {
        records[i] = (pr_context){.shape = relation->shape, .values = rows[i].slots};
        items[i] = pr_context_value(&records[i]);
        settled = settled && rows[i].state == PR_TRUE && !rows[i].partial;
    }
    *list = (pr_list){.count = count,
                      .open = table->open,
                      .uncertain = table->open,
                      .items = items,
                      .rest = table->open ? pr_vm_unknown(vm, table->needs) : pr_null(),
                      .needs = table->needs};
    return settled || add_doubt(vm, rows, relation->slot_count, list) ? pr_list_value(list)
                                                                      : pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
}

pr_value pr_vm_relation(pr_vm *vm, uint32_t number) {
    pr_value list;
    if (pr_vm_list_tuples(vm, number, &list)) {
        return list;
    }
    return pr_vm_relation_between(vm, number, 0, UINT32_MAX);
}

/* Constant tuples of a pure relation: different from each other, in order, and never open. */
pr_value pr_vm_subset(pr_vm *vm, const pr_subset *subset) {
    const pr_shape *shape = vm->program->relations[subset->relation].shape;
    pr_arena *arena = &vm->arena;
    pr_list *list = PR_NEW(arena, pr_list);
    pr_value *items = PR_NEW_ARRAY(arena, pr_value, subset->fact_count + 1u);
    uint8_t *maybe = PR_NEW_ARRAY(arena, uint8_t, subset->fact_count + 1u);
    const pr_needs **because = PR_NEW_ARRAY(arena, const pr_needs *, subset->fact_count + 1u);
    pr_context *records = PR_NEW_ARRAY(arena, pr_context, subset->fact_count + 1u);
    if (list == NULL || items == NULL || maybe == NULL || because == NULL || records == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    uint32_t count = 0;
    bool uncertain = false;
    for (uint32_t i = 0; i < subset->fact_count; i++) {
        uint32_t number = subset->facts[i];
        pr_truth state = pr_vm_state(vm, number);
        if (state == PR_FALSE) {
            continue;
        }
        records[count] = (pr_context){.shape = shape, .values = vm->program->facts[number].values};
        items[count] = pr_context_value(&records[count]);
        maybe[count] = state == PR_UNDECIDED;
        because[count] = state == PR_UNDECIDED ? pr_vm_fact_needs(vm, number) : NULL;
        uncertain = uncertain || state == PR_UNDECIDED;
        count++;
    }
    *list = (pr_list){.count = count,
                      .uncertain = uncertain,
                      .items = items,
                      .maybe = uncertain ? maybe : NULL,
                      .because = uncertain ? because : NULL,
                      .rest = pr_null()};
    return pr_list_value(list);
}

void pr_vm_count_facts(const pr_vm *vm, const pr_subset *subset, uint32_t *certain, uint32_t *possible) {
    *certain = *possible = 0;
    for (uint32_t i = 0; i < subset->fact_count; i++) {
        pr_truth state = pr_vm_state(vm, subset->facts[i]);
        *certain += state == PR_TRUE;
        *possible += state == PR_UNDECIDED;
    }
}
