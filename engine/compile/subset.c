/* Filters over the facts of a pure relation whose predicate looks at nothing but the tuple: which facts pass
 * is known when all facts are, so the run need not ask. `count(lacks[program.id = subject.id])` becomes a
  * count over three facts. */
#include "compile/build.h"

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

/* The facts that pass; false where that is not certain of all. */
static bool find_passing(pr_build *b, const pr_node *filter, const pr_relation *relation, pr_subset *out) {
    uint32_t *facts = PR_NEW_ARRAY(b->arena, uint32_t, relation->fact_count + 1u);
    if (facts == NULL) {
        b->failed = true;
        return false;
    }
    out->facts = facts;
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        const pr_fact *fact = &b->program->facts[relation->facts[i]];
        pr_truth t = fact->constant ? ask(b, filter, fact) : PR_UNDECIDED;
        if (t == PR_UNDECIDED) {
            return false;
        }
        if (t == PR_TRUE) {
            facts[out->fact_count++] = relation->facts[i];
        }
    }
    return true;
}

bool pr_make_subsets(pr_build *b) {
    pr_program *p = b->program;
    PR_VEC(pr_subset) all = {0};
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
        if (find_passing(b, n, &p->relations[source->data], &subset)) {
            *n = (pr_node){.op = PR_OP_SUBSET, .flags = n->flags | PR_NODE_CLOSED, .data = all.count};
            b->failed = !PR_PUSH(b->arena, &all, subset);
        }
    }
    p->subsets = all.items;
    return !b->failed;
}
