/* Marking what moves with the day, and trying turns on later days. */
#include "vm/watch.h"

#include "feel/builtin.h"

typedef struct marker {
    const pr_program *p;
    uint8_t *marks;
    const bool *moving_relations;
} marker;

static bool moves(const marker *m, pr_node_id id) {
    return id != PR_NONE && (m->marks[id] & PR_WATCH_MOVES) != 0;
}

static bool any_moves(const marker *m, const pr_node *n) {
    for (uint32_t i = 0; i < n->count; i++) {
        if (moves(m, pr_node_args(m->p, n)[i])) {
            return true;
        }
    }
    return false;
}

/* One argument moves, steadily, and the other does not move. */
static bool one_steady(const marker *m, const pr_node *n) {
    if (n->count != 2) {
        return false;
    }
    const pr_node_id *args = pr_node_args(m->p, n);
    unsigned a = m->marks[args[0]] & (PR_WATCH_MOVES | PR_WATCH_STEADY);
    unsigned b = m->marks[args[1]] & (PR_WATCH_MOVES | PR_WATCH_STEADY);
    const unsigned steady = PR_WATCH_MOVES | PR_WATCH_STEADY;
    return (a == steady && b == 0) || (b == steady && a == 0);
}

/* Parts of dates and durations that never go back while time goes on. */
static bool is_steady_part(pr_text name) {
    return pr_text_is(name, "year") || pr_text_is(name, "years") || pr_text_is(name, "days");
}

/* Has a date plus or minus a length, a difference of dates, or a part of it a direction? */
static bool is_steady(const marker *m, const pr_node *n) {
    switch ((pr_op)n->op) {
    case PR_OP_TODAY: return true;
    case PR_OP_ADD:
    case PR_OP_SUBTRACT: return one_steady(m, n);
    case PR_OP_BUILTIN: return n->data == PR_BUILTIN_YEARS_AND_MONTHS_DURATION && one_steady(m, n);
    case PR_OP_PATH:
        return (m->marks[pr_node_args(m->p, n)[0]] & PR_WATCH_STEADY) != 0 &&
               is_steady_part(m->p->names[n->data]);
    default: return false;
    }
}

static uint8_t value_marks(const marker *m, const pr_node *n, bool moving) {
    return !moving ? 0 : (uint8_t)(PR_WATCH_MOVES | (is_steady(m, n) ? PR_WATCH_STEADY : 0));
}

static uint8_t turn_marks(const marker *m, const pr_node *n) {
    if (!any_moves(m, n)) {
        return 0;
    }
    bool order = n->op >= PR_OP_LESS && n->op <= PR_OP_GREATER_EQUAL;
    return (uint8_t)(PR_WATCH_TURNS | (order && one_steady(m, n) ? PR_WATCH_STEADY : 0));
}

/* Conditions within a node see the day for themselves: only what reaches the node as a value makes it move. */
static uint8_t marks_of(const marker *m, const pr_node *n) {
    const pr_node_id *args = pr_node_args(m->p, n);
    switch ((pr_op)n->op) {
    case PR_OP_TODAY:
    case PR_OP_NOW: return value_marks(m, n, true);
    case PR_OP_RELATION: return value_marks(m, n, m->moving_relations[n->data]);
    case PR_OP_SUBSET: return value_marks(m, n, m->moving_relations[m->p->subsets[n->data].relation]);
    case PR_OP_AND:
    case PR_OP_OR:
    case PR_OP_NOT:
    case PR_OP_CONDITION:
    case PR_OP_FACT: return 0;
    case PR_OP_IF: return value_marks(m, n, moves(m, args[1]) || moves(m, args[2]));
    case PR_OP_FILTER: {
        /* A predicate that is no condition is a place in the list. */
        bool placed = (m->p->nodes[args[1]].flags & PR_NODE_BOOLEAN) == 0 && moves(m, args[1]);
        return value_marks(m, n, moves(m, args[0]) || placed);
    }
    case PR_OP_SOME:
    case PR_OP_EVERY: return moves(m, args[0]) ? PR_WATCH_TURNS : 0;
    case PR_OP_TUPLE:
    case PR_OP_EQUAL:
    case PR_OP_NOT_EQUAL:
    case PR_OP_LESS:
    case PR_OP_LESS_EQUAL:
    case PR_OP_GREATER:
    case PR_OP_GREATER_EQUAL:
    case PR_OP_BETWEEN:
    case PR_OP_IN: return turn_marks(m, n);
    default: return value_marks(m, n, any_moves(m, n));
    }
}

/* `today` and `now` as function values are called from where nothing is known of them. */
static bool is_hidden(const pr_program *p) {
    for (uint32_t i = 0; i < p->constant_count; i++) {
        const pr_value *v = &p->constants[i];
        const pr_function *f = v->kind == PR_FUNCTION ? v->function : NULL;
        if (f != NULL && f->node == PR_NONE &&
            (f->builtin == PR_BUILTIN_TODAY || f->builtin == PR_BUILTIN_NOW)) {
            return true;
        }
    }
    return false;
}

static bool slots_move(const marker *m, const pr_node_id *slots, uint32_t count) {
    for (uint32_t s = 0; slots != NULL && s < count; s++) {
        if (moves(m, slots[s])) {
            return true;
        }
    }
    return false;
}

/* Slots of facts that conditions read, lists that loops go through, and what is expected of attributes: there no turn
 * sees the day. */
static bool escapes(const marker *m) {
    const pr_program *p = m->p;
    for (uint32_t i = 0; i < p->fact_count; i++) {
        const pr_relation *r = &p->relations[p->facts[i].relation];
        if (r->read && !p->facts[i].constant && slots_move(m, p->facts[i].slots, r->slot_count)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < p->loop_count; i++) {
        const pr_relation *r = &p->relations[p->loops[i].relation];
        if (slots_move(m, p->loops[i].sources, p->loops[i].level_count) ||
            (r->read && slots_move(m, p->loops[i].slots, r->slot_count))) {
            return true;
        }
    }
    for (uint32_t i = 0; i < p->vocabulary_count; i++) {
        if (moves(m, p->attributes[i].expected_low) || moves(m, p->attributes[i].expected_high)) {
            return true;
        }
    }
    return is_hidden(p);
}

const uint8_t *pr_watch_marks(const pr_program *p, pr_arena *arena, bool *daily) {
    uint8_t *marks = PR_NEW_ARRAY(arena, uint8_t, p->node_count + 1u);
    bool *relations = PR_NEW_ARRAY(arena, bool, p->relation_count + 1u);
    const marker m = {.p = p, .marks = marks, .moving_relations = relations};
    if (marks == NULL || relations == NULL) {
        return NULL;
    }
    for (pr_node_id i = 0; i < p->node_count; i++) {
        marks[i] = marks_of(&m, &p->nodes[i]);
    }
    *daily = escapes(&m);
    return marks;
}

/* The truth of a node on another day, with the same locals; nothing of it is kept. */
static pr_truth truth_on(pr_vm *vm, pr_node_id id, int64_t day) {
    const int64_t as_of = vm->as_of;
    uint8_t *kept = vm->kept;
    pr_watch *watch = vm->watch;
    const uint32_t complaints = vm->complaints.count;
    vm->as_of = pr_date_from_days(day);
    vm->kept = NULL;
    vm->watch = NULL;
    pr_truth t = pr_vm_truth(vm, id);
    vm->as_of = as_of;
    vm->kept = kept;
    vm->watch = watch;
    vm->complaints.count = complaints;
    return t;
}

void pr_vm_watched(pr_vm *vm, pr_node_id id, pr_truth found) {
    pr_watch *w = vm->watch;
    const uint8_t marks = w->marks[id];
    int64_t same = pr_date_to_days(vm->as_of);
    if ((marks & (PR_WATCH_MOVES | PR_WATCH_TURNS)) == 0 || w->until <= same) {
        return;
    }
    if ((marks & PR_WATCH_TURNS) == 0 || (marks & PR_WATCH_STEADY) == 0) {
        while (same < w->until && vm->status == PRECEPTOR_OK && truth_on(vm, id, same + 1) == found) {
            same++;
        }
        w->until = same;
        return;
    }
    if (truth_on(vm, id, w->until) == found) {
        return;
    }
    for (int64_t other = w->until; other - same > 1 && vm->status == PRECEPTOR_OK;) {
        int64_t middle = same + (other - same) / 2;
        if (truth_on(vm, id, middle) == found) {
            same = middle;
        } else {
            other = middle;
        }
    }
    w->until = same;
}
