/* Hash joins of a loop's levels. */
#include "infer/join.h"

#include "base/hash.h"

/* A variable below the level, or a field of one. */
static bool is_known_before(const pr_program *p, const pr_node *n, uint32_t level) {
    const pr_node *of = n->op == PR_OP_PATH ? pr_node_at(p, pr_node_args(p, n)[0]) : n;
    return of->op == PR_OP_LOCAL && of->data < level;
}

static bool is_field(const pr_program *p, const pr_node *n, uint32_t level) {
    const pr_node *of = n->op == PR_OP_PATH ? pr_node_at(p, pr_node_args(p, n)[0]) : n;
    return n->op == PR_OP_PATH && of->op == PR_OP_LOCAL && of->data == level;
}

/* What the condition asks first: where that is false, nothing else of it is evaluated. */
static void look(const pr_program *p, const pr_loop *loop, uint32_t level, pr_join *join) {
    join->looked = true;
    join->with = PR_NONE;
    pr_node_id test = loop->tests[level + 1];
    /* A list that rests on no variable is the same each time. */
    if (test == PR_NONE || (p->nodes[loop->sources[level]].flags & PR_NODE_CLOSED) == 0) {
        return;
    }
    const pr_node *n = pr_node_at(p, test);
    n = n->op == PR_OP_AND ? pr_node_at(p, pr_node_args(p, n)[0]) : n;
    if (n->op != PR_OP_EQUAL) {
        return;
    }
    const pr_node_id *args = pr_node_args(p, n);
    for (int i = 0; i < 2; i++) {
        const pr_node *field = pr_node_at(p, args[i]);
        if (is_field(p, field, level) && is_known_before(p, pr_node_at(p, args[1 - i]), level)) {
            join->field = p->names[field->data];
            join->with = args[1 - i];
            return;
        }
    }
}

static bool is_plain(uint8_t kind) {
    return kind == PR_STRING || kind == PR_NUMBER || kind == PR_DATE || kind == PR_BOOLEAN;
}

/* Values of one of these kinds are equal or not, and comparing them says no more. */
static pr_value field_of(const pr_join *join, pr_value item) {
    bool found = item.kind == PR_CONTEXT;
    pr_value v = found ? pr_context_get(item.context, join->field, &found) : pr_null();
    return found && is_plain(v.kind) ? v : pr_null();
}

static void make(pr_vm *vm, const pr_list *list, pr_join *join) {
    uint32_t slots = PR_JOIN_FROM;
    while (slots < list->count) {
        slots *= 2;
    }
    join->kind = field_of(join, list->items[0]).kind;
    join->mask = slots - 1;
    join->nexts = PR_NEW_ARRAY(&vm->arena, uint32_t, list->count);
    join->firsts = PR_NEW_ARRAY(&vm->arena, uint32_t, slots);
    if (join->nexts == NULL || join->firsts == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        join->kind = PR_NULL;
        return;
    }
    const uint64_t seed = pr_hash_seed();
    for (uint32_t i = list->count; i > 0 && join->kind != PR_NULL; i--) {
        pr_value v = field_of(join, list->items[i - 1]);
        uint32_t *first = &join->firsts[pr_value_hash(v, seed) & join->mask];
        join->kind = v.kind == join->kind ? join->kind : PR_NULL;
        join->nexts[i - 1] = *first;
        *first = i;
    }
}

const pr_join *pr_join_first(pr_vm *vm, const pr_loop *loop, uint32_t level, const pr_list *list,
                             pr_join **joins, uint32_t *first) {
    if (vm->watch != NULL) {
        return NULL; /* who watches wants to be told of every comparison */
    }
    if (*joins == NULL) {
        *joins = PR_NEW_ARRAY(&vm->arena, pr_join, loop->level_count);
        if (*joins == NULL) {
            (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
            return NULL;
        }
    }
    pr_join *join = &(*joins)[level];
    if (!join->looked) {
        look(vm->program, loop, level, join);
    }
    if (join->with == PR_NONE) {
        return NULL;
    }
    if (join->items != list->items) {
        join->items = list->items; /* seen for the first time: making it would take as long */
        join->firsts = NULL;
        return NULL;
    }
    if (join->firsts == NULL) {
        make(vm, list, join);
    }
    pr_value with = join->kind != PR_NULL ? pr_vm_value(vm, join->with) : pr_null();
    if (with.kind == PR_NULL || with.kind != join->kind) {
        return NULL;
    }
    *first = join->firsts[pr_value_hash(with, pr_hash_seed()) & join->mask];
    return join;
}
