/* The attributes that a condition of the circuit rests on. Where none of them is given, the condition comes to the same
 * for every profile of a day, so that the run need find it only once. */
#include "compile/build.h"

/* A condition that rests on more than this is seldom one of which nothing is given. */
enum { MOST_INPUTS = 8, MOST_NODES = 400 };

typedef struct gathering {
    const pr_program *program;
    uint32_t *seen; /* by node: the last turn that came by */
    uint32_t turn, visited;
    uint32_t inputs[MOST_INPUTS], count;
} gathering;

static bool gather(gathering *g, pr_node_id id);

/* What stands for an attribute that is not given may rest on others. */
static bool gather_attribute(gathering *g, uint32_t number) {
    const pr_attribute *a = &g->program->attributes[number];
    for (uint32_t i = 0; i < g->count; i++) {
        if (g->inputs[i] == number) {
            return true;
        }
    }
    if (g->count == MOST_INPUTS) {
        return false;
    }
    g->inputs[g->count++] = number;
    return gather(g, a->absent) && gather(g, a->expected_low) && gather(g, a->expected_high);
}

/* False where it rests on too much, or on what is no attribute. */
static bool gather(gathering *g, pr_node_id id) {
    if (id == PR_NONE || g->seen[id] == g->turn) {
        return true;
    }
    g->seen[id] = g->turn;
    const pr_node *n = pr_node_at(g->program, id);
    if (++g->visited > MOST_NODES || (n->flags & PR_NODE_FACTS) != 0 || n->op == PR_OP_MEMBER) {
        return false;
    }
    if (n->op == PR_OP_CONSTANT) {
        return pr_graph_is_plain(g->program->constants[n->data]);
    }
    if (n->op == PR_OP_ATTRIBUTE) {
        return gather_attribute(g, n->data);
    }
    for (uint32_t i = 0; i < n->count; i++) {
        if (!gather(g, pr_node_args(g->program, n)[i])) {
            return false;
        }
    }
    return true;
}

bool pr_find_inputs(pr_build *b, pr_gate *gates, uint32_t count) {
    gathering g = {.program = b->program,
                   .seen = PR_NEW_ARRAY(&b->drafting, uint32_t, b->program->node_count + 1u)};
    PR_VEC(uint32_t) all = {0};
    bool ok = g.seen != NULL;
    for (uint32_t i = 0; i < count && ok; i++) {
        if (!pr_gate_is_condition(&gates[i])) {
            continue;
        }
        g.turn++;
        g.count = g.visited = 0;
        bool few = gather(&g, gates[i].node);
        gates[i].inputs = few ? (uint16_t)g.count : 0;
        gates[i].count = all.count;
        for (uint32_t k = 0; k < gates[i].inputs && ok; k++) {
            ok = PR_PUSH(b->arena, &all, g.inputs[k]);
        }
    }
    static const uint32_t none;
    b->program->inputs = all.items != NULL ? all.items : &none;
    return ok;
}
