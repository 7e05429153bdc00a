/* What the tuples of a relation say, in words: templates over its slots. */
#include "compile/build.h"

static pr_typed_name *slots_of(pr_build *b, const pr_kb_relation *relation) {
    pr_typed_name *slots = PR_NEW_ARRAY(b->arena, pr_typed_name, relation->slot_count + 1u);
    for (uint32_t s = 0; slots != NULL && s < relation->slot_count; s++) {
        slots[s] = (pr_typed_name){relation->slots[s].name, relation->slots[s].schema->type};
    }
    b->failed = b->failed || slots == NULL;
    return slots;
}

/* By relation; NULL after errors. */
pr_ast **pr_check_claims(pr_build *b) {
    pr_ast **claims = PR_NEW_ARRAY(b->arena, pr_ast *, b->kb->relations.count + 1u);
    bool good = claims != NULL;
    for (uint32_t r = 0; claims != NULL && r < b->kb->relations.count && !b->failed; r++) {
        const pr_kb_relation *relation = &b->kb->relations.items[r];
        pr_typed_name *slots = relation->text.text.length > 0 ? slots_of(b, relation) : NULL;
        if (slots != NULL) {
            claims[r] = pr_scope_check_template(b, &relation->text, slots, relation->slot_count);
            good = good && claims[r] != NULL;
        }
    }
    return good && !b->failed ? claims : NULL;
}

bool pr_lower_claims(pr_build *b, pr_ast *const *claims) {
    for (uint32_t r = 0; r < b->kb->relations.count; r++) {
        const pr_kb_relation *relation = &b->kb->relations.items[r];
        pr_env *slots = PR_NEW_ARRAY(b->arena, pr_env, relation->slot_count + 1u);
        if (claims[r] == NULL) {
            continue;
        }
        for (uint32_t s = 0; slots != NULL && s < relation->slot_count; s++) {
            slots[s] = (pr_env){.outer = s > 0 ? &slots[s - 1] : NULL,
                                .name = relation->slots[s].name,
                                .node = pr_graph_node(&b->graph, PR_OP_LOCAL, 0, 0, s, NULL, 0)};
        }
        const pr_env *env =
            slots != NULL && relation->slot_count > 0 ? &slots[relation->slot_count - 1] : NULL;
        pr_lower l = pr_build_lower(b, &relation->text);
        b->relations[r].claim =
            slots != NULL ? pr_lower_template(&l, claims[r], env, relation->slot_count, false) : PR_NONE;
    }
    return !b->graph.failed;
}
