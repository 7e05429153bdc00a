#include "audit/tally.h"

#include "base/sort.h"
#include "value/value.h"

bool pr_tally_make(pr_tally *t, const pr_plan *plan, pr_arena *arena) {
    size_t subjects = plan->program->subject_count, requirements = plan->requirement_count;
    *t = (pr_tally){.count = 3 * subjects + 2 * requirements + plan->program->attribute_count};
    t->all = PR_NEW_ARRAY(arena, uint64_t, t->count + 1);
    if (t->all == NULL) {
        return false;
    }
    t->verdicts = t->all;
    t->blocked = t->verdicts + 3 * subjects;
    t->sole = t->blocked + requirements;
    t->missing = t->sole + requirements;
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

/* A line of one of the two lists. */
typedef struct entry {
    pr_text name, requirement; /* a subject and its requirement, or an attribute */
    uint64_t applicants, sole;
} entry;

typedef PR_VEC(entry) entries;

static int by_applicants(const void *a, const void *b) {
    const entry *x = a, *y = b;
    if (x->applicants != y->applicants) {
        return x->applicants > y->applicants ? -1 : 1;
    }
    int order = pr_text_compare(x->name, y->name);
    return order != 0 ? order : pr_text_compare(x->requirement, y->requirement);
}

static void sort(entries *list) {
    if (list->count > 1) {
        pr_sort(list->items, list->count, sizeof *list->items, by_applicants);
    }
}

static bool write_blockers(const pr_plan *plan, const pr_tally *t, pr_arena *scratch, pr_buf *out) {
    entries list = {0};
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            uint32_t number = plan->first[plan->subjects[i]] + r;
            entry e = {subject->entity->id, subject->requirements[r].id, t->blocked[number], t->sole[number]};
            if (e.applicants > 0 && !PR_PUSH(scratch, &list, e)) {
                return false;
            }
        }
    }
    sort(&list);
    for (uint32_t i = 0; i < list.count; i++) {
        pr_buf_string(out, i > 0 ? ",\n    {\"program\": " : "\n    {\"program\": ");
        pr_json_string(list.items[i].name, out);
        pr_buf_string(out, ", \"requirement\": ");
        pr_json_string(list.items[i].requirement, out);
        pr_buf_printf(out, ", \"applicants\": %llu, \"sole\": %llu}",
                      (unsigned long long)list.items[i].applicants, (unsigned long long)list.items[i].sole);
    }
    return true;
}

static bool write_missing(const pr_plan *plan, const pr_tally *t, pr_arena *scratch, pr_buf *out) {
    const pr_program *p = plan->program;
    entries list = {0};
    for (uint32_t i = 0; i < p->attribute_count; i++) {
        entry e = {.name = p->attributes[i].path, .applicants = t->missing[i]};
        if (e.applicants > 0 && !PR_PUSH(scratch, &list, e)) {
            return false;
        }
    }
    sort(&list);
    for (uint32_t i = 0; i < list.count; i++) {
        pr_buf_string(out, i > 0 ? ",\n    {\"attribute\": " : "\n    {\"attribute\": ");
        pr_json_string(list.items[i].name, out);
        pr_buf_printf(out, ", \"applicants\": %llu}", (unsigned long long)list.items[i].applicants);
    }
    return true;
}

bool pr_summary_write(const pr_plan *plan, const pr_tally *t, pr_arena *scratch, pr_buf *out) {
    pr_buf_printf(out,
                  "{\"schema\": \"preceptor.summary/1\",\n  \"applicants\": %llu,\n  \"rejected\": %llu,\n  "
                  "\"verdicts\": {",
                  (unsigned long long)t->records, (unsigned long long)t->rejected);
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const uint64_t *verdicts = t->verdicts + 3 * (size_t)plan->subjects[i];
        pr_buf_string(out, i > 0 ? ",\n    " : "\n    ");
        pr_buf_text(out, plan->subject_names[plan->subjects[i]]);
        pr_buf_printf(out, ": {\"eligible\": %llu, \"ineligible\": %llu, \"undetermined\": %llu}",
                      (unsigned long long)verdicts[0], (unsigned long long)verdicts[1],
                      (unsigned long long)verdicts[2]);
    }
    pr_buf_string(out, "},\n  \"blockers\": [");
    bool ok = write_blockers(plan, t, scratch, out);
    pr_buf_string(out, "],\n  \"missing\": [");
    ok = write_missing(plan, t, scratch, out) && ok;
    pr_buf_string(out, "]}\n");
    return ok && !out->failed;
}
