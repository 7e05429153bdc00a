#include "audit/tally.h"

bool pr_tally_make(pr_tally *t, const pr_plan *plan, pr_arena *arena) {
    size_t subjects = plan->program->subject_count, requirements = plan->requirement_count;
    *t = (pr_tally){.count = 3 * subjects + 2 * requirements + plan->program->attribute_count + 2};
    t->all = PR_NEW_ARRAY(arena, uint64_t, t->count + 1);
    if (t->all == NULL) {
        return false;
    }
    t->verdicts = t->all;
    t->blocked = t->verdicts + 3 * subjects;
    t->sole = t->blocked + requirements;
    t->missing = t->sole + requirements;
    t->passed = t->missing + plan->program->attribute_count;
    return true;
}

void pr_tally_clear(pr_tally *t) {
    t->records = t->rejected = t->warnings = 0;
    memset(t->all, 0, t->count * sizeof *t->all);
}

void pr_tally_add(pr_tally *t, const pr_tally *other) {
    t->records += other->records;
    t->rejected += other->rejected;
    t->warnings += other->warnings;
    for (size_t i = 0; i < t->count; i++) {
        t->all[i] += other->all[i];
    }
}
