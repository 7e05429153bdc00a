/* Forward chaining over ordered units. */
#include "infer/infer.h"

#include "infer/loop.h"

/* The state that the bodies give a fact. Whatever settles it ends the search; supports are the same nodes again. */
static pr_truth fact_state(pr_vm *vm, const pr_fact *fact) {
    pr_truth best = PR_FALSE;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        pr_truth t = pr_vm_holds(vm, fact->bodies[i].node);
        if (t == PR_TRUE) {
            return PR_TRUE;
        }
        best = t == PR_UNDECIDED ? t : best;
    }
    return best;
}

/* Returns whether anything changed. */
static bool run_unit(pr_vm *vm, const pr_unit *unit, bool recursive, pr_record record) {
    if (unit->fact == PR_NONE) {
        return pr_infer_loops(vm, unit->relation, recursive, record);
    }
    const pr_fact *fact = &vm->program->facts[unit->fact];
    const pr_truth state = fact_state(vm, fact);
    const bool changed = pr_vm_state(vm, unit->fact) != state;
    pr_vm_set_state(vm, unit->fact, state);
    if (changed && state == PR_TRUE && record == PR_RECORD_SUPPORTS) {
        vm->facts.turns[unit->fact] = ++vm->facts.turn;
    }
    if (changed) {
        vm->facts.tables[fact->relation].stamp = vm->facts.clock;
    }
    if (changed && !fact->constant && vm->program->relations[fact->relation].read) {
        pr_vm_open_by_slots(vm, fact);
    }
    return changed;
}

static void run_recursive(pr_vm *vm, const pr_stratum *stratum, pr_record record) {
    bool changed = true;
    while (changed && pr_vm_step(vm)) {
        changed = false;
        for (uint32_t i = 0; i < stratum->count; i++) {
            changed = run_unit(vm, &vm->program->units[stratum->first + i], true, record) || changed;
        }
        for (uint32_t i = 0; i < stratum->again_count; i++) {
            vm->kept[stratum->again[i]] = 0;
        }
    }
}

static void run_segments(pr_vm *vm, const pr_stratum *stratum, pr_record record) {
    for (uint32_t i = 0; i < stratum->segment_count && vm->status == PRECEPTOR_OK; i++) {
        const pr_segment *segment = &vm->program->segments[stratum->first_segment + i];
        pr_vm_sweep(vm, segment);
        if (segment->loops != PR_NONE) {
            (void)pr_infer_loops(vm, segment->loops, false, record);
            pr_vm_answer_tests(vm, segment->loops);
        }
    }
}

static void run_strata(pr_vm *vm, pr_record record) {
    const pr_program *p = vm->program;
    for (uint32_t s = 0; s < p->stratum_count && vm->status == PRECEPTOR_OK; s++) {
        const pr_stratum *stratum = &p->strata[s];
        if (stratum->recursive) {
            run_recursive(vm, stratum, record);
            continue;
        }
        run_segments(vm, stratum, record);
    }
}

void pr_infer(pr_vm *vm, pr_record record) {
    const pr_program *p = vm->program;
    if (record == PR_RECORD_VERDICTS && p->verdicts != NULL) {
        pr_vm_ask(vm, p->verdicts, p->verdict_count);
    } else {
        pr_vm_probe(vm);
        run_strata(vm, record);
    }
    if (vm->arena.failed && vm->status == PRECEPTOR_OK) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
}
