/* What the run may ask of conditions that only the run finds: by a filter or a path over records of the knowledge base,
 * where lowering could not put the condition in its place. */
#include "compile/build.h"

#include "feel/builtin.h"

bool pr_node_asks(const pr_program *p, const pr_node *node, pr_text field) {
    if ((node->flags & PR_NODE_ASKS) == 0) {
        return false;
    }
    switch ((pr_op)node->op) {
    case PR_OP_PATH:
    case PR_OP_MEMBER: return pr_text_equal(p->names[node->data], field);
    case PR_OP_BUILTIN: return pr_builtin_reads_members(node->data);
    default: return false;
    }
}

/* The fields of which some condition looks at facts, beside those that are known already. */
static bool find_fields(pr_build *b, pr_map *fields) {
    uint32_t known = fields->count;
    for (uint32_t i = 0; i < b->kb->conditions.count && !b->failed; i++) {
        const pr_node *node = pr_node_at(b->program, b->program->conditions[i]);
        if ((node->flags & PR_NODE_FACTS) != 0) {
            b->failed = !pr_map_put(fields, b->kb->conditions.items[i].field, i);
        }
    }
    return fields->count > known && !b->failed;
}

static bool asks_some(const pr_program *p, const pr_node *node, const pr_map *fields) {
    for (uint32_t i = 0; i < fields->count; i++) {
        if (pr_node_asks(p, node, fields->entries[i].key)) {
            return true;
        }
    }
    return false;
}

static void mark_nodes(pr_build *b, const pr_map *fields) {
    for (pr_node_id id = 0; id < b->graph.nodes.count; id++) {
        pr_node *node = &b->graph.nodes.items[id];
        const pr_node_id *args = pr_node_args(b->program, node);
        for (uint32_t i = 0; i < node->count; i++) {
            node->flags |= args[i] != PR_NONE
                               ? pr_node_at(b->program, args[i])->flags & (PR_NODE_FACTS | PR_NODE_ASKS)
                               : 0;
        }
        node->flags |= asks_some(b->program, node, fields) ? PR_NODE_FACTS : 0;
    }
}

void pr_mark_asked(pr_build *b) {
    pr_map fields;
    pr_map_init(&fields, &b->drafting);
    /* A condition that looks at no facts itself may ask one that does. */
    do {
        mark_nodes(b, &fields);
    } while (find_fields(b, &fields));
}
