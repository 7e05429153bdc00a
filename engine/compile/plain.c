/* Loops over the records of one list of the profile: laid out by which fields of these their tuples have
 * (infer/plain.c). */
#include "compile/build.h"

static bool set_slot(const pr_program *p, pr_node_id id, const pr_shape *shape, pr_plain_slot *out) {
    *out = (pr_plain_slot){.place = PR_NO_PLACE, .value = pr_null()};
    if (id == PR_NONE) {
        return true;
    }
    const pr_node *n = pr_node_at(p, id);
    const pr_node *of = n->op == PR_OP_PATH ? pr_node_at(p, p->args[n->first]) : NULL;
    const int place =
        of != NULL && of->op == PR_OP_LOCAL && of->data == 0 ? pr_shape_find(shape, p->names[n->data]) : -1;
    if (place >= 0) {
        out->place = (uint16_t)place;
        return true;
    }
    out->value = n->op == PR_OP_CONSTANT ? p->constants[n->data] : pr_null();
    return n->op == PR_OP_CONSTANT && !pr_is_error(out->value);
}

static bool lay_out(pr_build *b, uint32_t number, pr_plain_loop *out) {
    const pr_program *p = b->program;
    const pr_loop *loop = &p->loops[number];
    const pr_relation *relation = &p->relations[loop->relation];
    const pr_node *source = pr_node_at(p, loop->sources[0]);
    const bool given = loop->level_count == 1 && source->op == PR_OP_ATTRIBUTE;
    out->attribute = PR_NONE;
    out->shape = given ? pr_records_shape(&p->attributes[source->data]) : NULL;
    if (out->shape == NULL || relation->may_conflict) {
        return true;
    }
    pr_plain_slot *slots = PR_NEW_ARRAY(b->arena, pr_plain_slot, relation->slot_count + 1u);
    bool plain = slots != NULL;
    for (uint32_t i = 0; plain && i < relation->slot_count; i++) {
        plain = set_slot(p, loop->slots[i], out->shape, &slots[i]);
    }
    out->slots = slots;
    out->scan = p->scans_of_loop[number] != NULL ? p->scans_of_loop[number][0] : 0;
    out->attribute = plain ? source->data : PR_NONE;
    return slots != NULL;
}

bool pr_make_plain_loops(pr_build *b) {
    pr_plain_loop *loops = PR_NEW_ARRAY(b->arena, pr_plain_loop, b->program->loop_count + 1u);
    bool ok = loops != NULL;
    for (uint32_t i = 0; ok && i < b->program->loop_count; i++) {
        ok = lay_out(b, i, &loops[i]);
    }
    b->program->plain_loops = loops;
    b->failed = b->failed || !ok;
    return ok;
}
