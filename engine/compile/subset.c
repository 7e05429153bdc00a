/* Filters over the facts of a pure relation whose predicate looks at nothing but the tuple: which facts pass
 * is known when all facts are, so the run need not ask. `count(lacks[program.id = subject.id])` becomes a
  * count over three facts. */
#include "compile/build.h"

#include <stdlib.h>

/* A predicate that is a number takes the item at a position. */
static bool is_condition(const pr_program *p, pr_node_id id) {
    return (pr_node_at(p, id)->flags & PR_NODE_BOOLEAN) != 0;
}

/* Does the predicate's answer depend on the tuple alone? `local` is where the tuple stands. */
static bool looks_at_tuple_only(const pr_program *p, pr_node_id id, uint32_t local) {
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return true;
    case PR_OP_LOCAL: return n->data == local;
    case PR_OP_PATH:
    case PR_OP_AND:
    case PR_OP_OR:
    case PR_OP_NOT:
    case PR_OP_EQUAL:
    case PR_OP_NOT_EQUAL:
    case PR_OP_LESS:
    case PR_OP_LESS_EQUAL:
    case PR_OP_GREATER:
    case PR_OP_GREATER_EQUAL:
    case PR_OP_IN:
        for (uint32_t i = 0; i < n->count; i++) {
            if (!looks_at_tuple_only(p, p->args[n->first + i], local)) {
                return false;
            }
        }
        return true;
    default: return false;
    }
}

static pr_truth ask(pr_build *b, const pr_node *filter, const pr_fact *fact) {
    pr_vm *vm = &b->graph.folder;
    const pr_relation *relation = &b->program->relations[fact->relation];
    pr_context tuple = {.shape = relation->shape, .values = fact->values};
    pr_arena_reset(&vm->arena);
    vm->status = PRECEPTOR_OK;
    vm->steps = vm->depth = 0;
    vm->complaints.items = NULL;
    vm->complaints.count = vm->complaints.capacity = 0;
    vm->locals[filter->extra] = pr_context_value(&tuple);
    pr_truth t = pr_vm_truth(vm, b->program->args[filter->first + 1]);
    return vm->status == PRECEPTOR_OK && vm->complaints.count == 0 ? t : PR_UNDECIDED;
}

/* The facts of a relation in the order of what stands in one slot, for filters that ask for one text there. */
typedef struct entry {
    pr_text key;
    uint32_t position; /* among the relation's facts */
} entry;

typedef struct slot_index {
    uint32_t relation, slot;
    const entry *entries; /* one for each fact; NULL: a slot that holds other things than text and entities */
} slot_index;

typedef PR_VEC(slot_index) slot_indexes;

static int by_key(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = pr_text_compare(x->key, y->key);
    return order != 0 ? order : x->position < y->position ? -1 : 1;
}

static bool key_of(pr_value v, pr_text *key) {
    if (v.kind != PR_STRING && v.kind != PR_ENTITY) {
        return false;
    }
    *key = v.kind == PR_STRING ? pr_string_text(v) : v.entity->id;
    return true;
}

static const entry *make_index(pr_build *b, const pr_relation *relation, uint32_t slot) {
    entry *entries = PR_NEW_ARRAY(b->arena, entry, relation->fact_count + 1u);
    b->failed = b->failed || entries == NULL;
    for (uint32_t i = 0; i < relation->fact_count && entries != NULL; i++) {
        const pr_fact *fact = &b->program->facts[relation->facts[i]];
        entries[i].position = i;
        if (!fact->constant || !key_of(fact->values[slot], &entries[i].key)) {
            return NULL;
        }
    }
    if (entries != NULL) {
        qsort(entries, relation->fact_count, sizeof *entries, by_key);
    }
    return entries;
}

static const entry *index_of(pr_build *b, slot_indexes *all, uint32_t relation, uint32_t slot) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->items[i].relation == relation && all->items[i].slot == slot) {
            return all->items[i].entries;
        }
    }
    const entry *entries = make_index(b, &b->program->relations[relation], slot);
    b->failed = !PR_PUSH(b->arena, all, ((slot_index){relation, slot, entries})) || b->failed;
    return entries;
}

/* The slot that a path from the tuple names: `item.slot` or `item.slot.id`. */
static bool slot_of_path(const pr_program *p, pr_node_id id, const pr_relation *r, uint32_t local,
                         uint32_t *slot) {
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_PATH && pr_text_is(p->names[n->data], "id") &&
        pr_node_at(p, pr_node_args(p, n)[0])->op == PR_OP_PATH) {
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    if (n->op != PR_OP_PATH) {
        return false;
    }
    const pr_node *of = pr_node_at(p, pr_node_args(p, n)[0]);
    int found = pr_shape_find(r->shape, p->names[n->data]);
    *slot = (uint32_t)found;
    return of->op == PR_OP_LOCAL && of->data == local && found >= 0;
}

/* Does a part of the predicate ask for one text in one slot? */
static bool wanted_key(const pr_program *p, pr_node_id id, const pr_relation *r, uint32_t local,
                       uint32_t *slot, pr_text *key) {
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if (n->op == PR_OP_EQUAL) {
        for (uint32_t i = 0; i < 2; i++) {
            const pr_node *constant = pr_node_at(p, args[i]);
            if (constant->op == PR_OP_CONSTANT && key_of(p->constants[constant->data], key) &&
                slot_of_path(p, args[1 - i], r, local, slot)) {
                return true;
            }
        }
    }
    for (uint32_t i = 0; n->op == PR_OP_AND && i < n->count; i++) {
        if (wanted_key(p, args[i], r, local, slot, key)) {
            return true;
        }
    }
    return false;
}

/* The facts that may pass: those between `first` and `end` of `entries`, or all where that is NULL. */
typedef struct candidates {
    const entry *entries;
    uint32_t first, end;
} candidates;

static uint32_t first_not_below(const entry *entries, uint32_t count, pr_text key) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (pr_text_compare(entries[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static candidates find_candidates(pr_build *b, slot_indexes *indexes, const pr_node *filter,
                                  uint32_t relation) {
    const pr_relation *r = &b->program->relations[relation];
    candidates c = {.end = r->fact_count};
    uint32_t slot;
    pr_text key;
    if (!wanted_key(b->program, b->program->args[filter->first + 1], r, filter->extra, &slot, &key)) {
        return c;
    }
    c.entries = index_of(b, indexes, relation, slot);
    if (c.entries != NULL) {
        c.first = c.end = first_not_below(c.entries, r->fact_count, key);
        while (c.end < r->fact_count && pr_text_equal(c.entries[c.end].key, key)) {
            c.end++;
        }
    }
    return c;
}

/* The facts that pass; false where that is not certain of all. */
static bool find_passing(pr_build *b, slot_indexes *indexes, const pr_node *filter, pr_subset *out) {
    const pr_relation *relation = &b->program->relations[out->relation];
    candidates c = find_candidates(b, indexes, filter, out->relation);
    uint32_t *facts = PR_NEW_ARRAY(b->arena, uint32_t, c.end - c.first + 1u);
    if (facts == NULL || b->failed) {
        b->failed = true;
        return false;
    }
    out->facts = facts;
    for (uint32_t i = c.first; i < c.end; i++) {
        uint32_t number = relation->facts[c.entries != NULL ? c.entries[i].position : i];
        const pr_fact *fact = &b->program->facts[number];
        pr_truth t = fact->constant ? ask(b, filter, fact) : PR_UNDECIDED;
        if (t == PR_UNDECIDED) {
            return false;
        }
        if (t == PR_TRUE) {
            facts[out->fact_count++] = number;
        }
    }
    return true;
}

bool pr_make_subsets(pr_build *b) {
    pr_program *p = b->program;
    PR_VEC(pr_subset) all = {0};
    slot_indexes indexes = {0};
    pr_graph_finish(&b->graph, &b->graph.view);
    for (pr_node_id id = 0; id < p->node_count && !b->failed; id++) {
        pr_node *n = &b->graph.nodes.items[id];
        const pr_node *source = n->op == PR_OP_FILTER ? pr_node_at(p, p->args[n->first]) : NULL;
        if (source == NULL || source->op != PR_OP_RELATION || !p->relations[source->data].pure ||
            !is_condition(p, p->args[n->first + 1]) ||
            !looks_at_tuple_only(p, p->args[n->first + 1], n->extra)) {
            continue;
        }
        pr_subset subset = {.relation = source->data};
        if (find_passing(b, &indexes, n, &subset)) {
            *n = (pr_node){.op = PR_OP_SUBSET, .flags = n->flags | PR_NODE_CLOSED, .data = all.count};
            b->failed = !PR_PUSH(b->arena, &all, subset);
        }
    }
    p->subsets = all.items;
    return !b->failed;
}
