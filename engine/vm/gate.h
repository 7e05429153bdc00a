/* The truths of gates, for the vm's own files. A gate's two literals lie beside one another. */
#ifndef PR_VM_GATE_H
#define PR_VM_GATE_H

#include "vm/vm.h"

enum {
    PR_KEPT_FALSE = PR_KEPT(PR_FALSE),
    PR_KEPT_TRUE = PR_KEPT(PR_TRUE),
    PR_KEPT_UNDECIDED = PR_KEPT(PR_UNDECIDED),
    PR_KEPT_NULL = PR_KEPT(PR_NEITHER)
};

typedef struct pr_gate_pair {
    uint8_t is, is_not;
} pr_gate_pair;

static inline uint8_t pr_kept_bool(bool b) { return b ? PR_KEPT_TRUE : PR_KEPT_FALSE; }
/* The literals of a gate, by the bits of its truth. */
static const pr_gate_pair pr_gate_pairs[16] = {[PR_KEPT_FALSE] = {PR_KEPT_FALSE, PR_KEPT_TRUE},
                                               [PR_KEPT_TRUE] = {PR_KEPT_TRUE, PR_KEPT_FALSE},
                                               [PR_KEPT_UNDECIDED] = {PR_KEPT_UNDECIDED, PR_KEPT_UNDECIDED},
                                               [PR_KEPT_NULL] = {PR_KEPT_NULL, PR_KEPT_NULL}};

static inline void pr_gate_set(uint8_t *literals, uint32_t gate, uint8_t bits) {
    memcpy(literals + 2 * (size_t)gate, &pr_gate_pairs[bits], sizeof *pr_gate_pairs);
}

/* May conditions be answered in quick ways? Who watches wants to be told of every comparison, and who is not strict why
 * one gave null. */
static inline bool pr_vm_is_quick(const pr_vm *vm) { return vm->watch == NULL && vm->strict; }

/* The value of what is no attribute; NULL where it is not known by now: what nobody asked for yet may go wrong, and
 * then whoever asks is to say so. */
static inline const pr_value *pr_vm_settled(const pr_vm *vm, const pr_at_hand *with) {
    if (with->node == PR_NONE) {
        return &with->value;
    }
    const pr_node *node = pr_node_at(vm->program, with->node);
    return node->op == PR_OP_PARAMETER             ? &vm->parameters[node->data]
           : node->op == PR_OP_TODAY               ? &vm->today
           : vm->kept[with->node] == PR_KEPT_VALUE ? &vm->values[with->node]
                                                   : NULL;
}
/* The same of an attribute, too. */
static inline const pr_value *pr_vm_comparand(const pr_vm *vm, const pr_at_hand *with) {
    if (with->attribute == PR_NONE) {
        return pr_vm_settled(vm, with);
    }
    const pr_value *v = &vm->attributes[with->attribute];
    return v->kind < PR_CONDITION ? v : NULL;
}

/* measure.c: finds the values of measures, which their nodes keep. What is not plain is left to whoever asks. */
void pr_vm_find_measures(pr_vm *vm);
/* As pr_vm_comparand, of a measure that was not found yet, too. */
const pr_value *pr_vm_measured(pr_vm *vm, const pr_at_hand *with);

/* probe.c: the kept bits of a condition that is answered when someone asks; 0 where it takes the evaluator. */
uint8_t pr_vm_answer(pr_vm *vm, const pr_probe *probe);

/* probe.c: the kept bits of a count of facts; 0 where it takes the evaluator. */
uint8_t pr_vm_count(pr_vm *vm, const pr_fact_count *count);

#endif
