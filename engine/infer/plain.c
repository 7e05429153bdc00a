#include "infer/plain.h"

#include "base/limits.h"
#include "infer/table.h"
#include "vm/scan.h"

/* A list that tells all, and how to go on from there. */
typedef struct plain {
    pr_vm *vm;
    const pr_loop *loop;
    const pr_plain_loop *plan;
    pr_found found;
    const pr_list *list;
} plain;

static bool begin(plain *r, uint32_t number) {
    const pr_program *p = r->vm->program;
    if (p->plain_loops == NULL || r->vm->want_needs || !pr_vm_is_quick(r->vm) ||
        p->plain_loops[number].attribute == PR_NONE) {
        return false;
    }
    r->loop = &p->loops[number];
    r->plan = &p->plain_loops[number];
    r->found = (pr_found){r->loop->relation, number, PR_TRUE};
    const pr_value *v = &r->vm->attributes[r->plan->attribute];
    r->list = v->kind == PR_LIST ? v->list : NULL;
    return r->list != NULL && !r->list->uncertain && r->list->count <= PR_COLUMN_RECORDS &&
           r->vm->step_limit - r->vm->steps > r->list->count;
}

/* What the record has to be tested for beyond its keys. */
static pr_truth test(const plain *r, pr_value record) {
    r->vm->locals[0] = record;
    return pr_vm_holds(r->vm, r->loop->tests[1]);
}

static bool assert_tuple(const plain *r, pr_value record) {
    const uint32_t count = r->vm->program->relations[r->found.relation].slot_count;
    pr_value slots[PR_LIMIT_SLOTS];
    if (record.kind != PR_CONTEXT || record.context->shape != r->plan->shape) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const pr_plain_slot *slot = &r->plan->slots[i];
        slots[i] = slot->place != PR_NO_PLACE ? record.context->values[slot->place] : slot->value;
        if (slots[i].kind >= PR_LIST && pr_value_has_unknown(slots[i])) {
            return false;
        }
    }
    bool added;
    pr_tuple *tuple = pr_table_keep(r->vm, &r->found, slots, &added);
    if (tuple == NULL) {
        (void)pr_vm_stop(r->vm, PRECEPTOR_NO_MEMORY);
    } else if (tuple->state != PR_TRUE) {
        tuple->state = PR_TRUE;
        tuple->needs = NULL;
    }
    return true;
}

static bool go_through(const plain *r, pr_plain_stop *stop) {
    pr_passing which = pr_scan_all(r->list);
    if (r->plan->scan != 0) {
        pr_scan_narrow(r->vm, &r->vm->program->scans[r->plan->scan - 1], r->list, &which);
    } else if (r->loop->tests[1] != PR_NONE) {
        which.certain = 0;
    }
    for (uint64_t left = which.possible; left != 0; left &= left - 1) {
        const uint32_t i = (uint32_t)__builtin_ctzll(left);
        const pr_value record = r->list->items[i];
        const pr_truth t = (which.certain >> i & 1) != 0 ? PR_TRUE : test(r, record);
        if (t == PR_UNDECIDED || (t == PR_TRUE && !assert_tuple(r, record))) {
            *stop = (pr_plain_stop){i, t};
            return false;
        }
    }
    return true;
}

bool pr_infer_plain_loop(pr_vm *vm, uint32_t number, pr_plain_stop *stop) {
    plain r = {.vm = vm};
    *stop = (pr_plain_stop){0, PR_FALSE};
    if (!begin(&r, number)) {
        return false;
    }
    const pr_truth before = r.loop->tests[0] != PR_NONE ? pr_vm_holds(vm, r.loop->tests[0]) : PR_TRUE;
    if (before == PR_FALSE) {
        return true;
    }
    if (before == PR_UNDECIDED || !go_through(&r, stop)) {
        return false;
    }
    vm->steps += r.list->count;
    return true;
}
