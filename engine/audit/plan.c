#include "audit/plan.h"

#include "audit/row.h"
#include "base/limits.h"
#include "value/value.h"

static bool make_texts(pr_plan *plan) {
    pr_row_texts *t = &plan->texts;
    t->verdicts = PR_NEW_ARRAY(&plan->arena, pr_text, 3 * ((size_t)plan->subject_count + 1u));
    t->subjects = PR_NEW_ARRAY(&plan->arena, pr_text, plan->program->subject_count + 1u);
    t->requirements = PR_NEW_ARRAY(&plan->arena, pr_text, plan->requirement_count + 1u);
    if (t->verdicts == NULL || t->subjects == NULL || t->requirements == NULL) {
        return false;
    }
    pr_buf scratch;
    pr_buf_init(&scratch, plan->allocator);
    bool made = pr_row_format_of(plan->options->rows)->prepare(plan, &scratch);
    pr_buf_release(&scratch);
    return made;
}

pr_text pr_row_keep(pr_plan *plan, const pr_buf *scratch) {
    char *kept = scratch->failed ? NULL : PR_NEW_ARRAY(&plan->arena, char, scratch->length + PR_ROW_SLACK);
    if (kept != NULL && scratch->length > 0) {
        memcpy(kept, scratch->at, scratch->length);
    }
    return (pr_text){kept, scratch->length};
}

static void add_asked(const pr_program *p, const pr_requirement *r, uint32_t number, pr_asked *out) {
    *out = (pr_asked){.requirement = r,
                      .number = number,
                      .met = r->met != PR_NONE ? p->fact_literals[r->met] : PR_LITERAL_FALSE,
                      .applies = r->applies != PR_NONE ? p->fact_literals[r->applies] : PR_LITERAL_TRUE};
}

static bool list_asked(pr_plan *plan) {
    const pr_program *p = plan->program;
    pr_asked *asked = PR_NEW_ARRAY(&plan->arena, pr_asked, plan->requirement_count + 1u);
    for (uint32_t i = 0; asked != NULL && i < plan->subject_count; i++) {
        const uint32_t s = plan->subjects[i];
        const pr_subject *subject = &p->subjects[s];
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            if (subject->requirements[r].required) {
                add_asked(p, &subject->requirements[r], plan->first[s] + r, &asked[plan->asked_count++]);
            }
        }
    }
    plan->asked = asked;
    return asked != NULL;
}

static bool number_requirements(pr_plan *plan) {
    uint32_t *subjects = PR_NEW_ARRAY(&plan->arena, uint32_t, plan->requirement_count + 1u);
    uint32_t *places = PR_NEW_ARRAY(&plan->arena, uint32_t, plan->requirement_count + 1u);
    uint32_t *verdicts = PR_NEW_ARRAY(&plan->arena, uint32_t, plan->subject_count + 1u);
    if (subjects == NULL || places == NULL || verdicts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        uint32_t s = plan->subjects[i];
        verdicts[i] = plan->place_count++;
        for (uint32_t r = 0; r < plan->program->subjects[s].requirement_count; r++) {
            subjects[plan->first[s] + r] = s;
            places[plan->first[s] + r] = plan->place_count++;
        }
    }
    plan->subject_of = subjects;
    plan->places = places;
    plan->verdict_places = verdicts;
    return true;
}

bool pr_plan_make(pr_plan *plan) {
    const pr_program *p = plan->program;
    pr_arena_init(&plan->arena, plan->allocator, 0);
    plan->longest = plan->longest > 0 ? plan->longest : PR_LIMIT_FILE_SIZE;
    uint32_t *first = PR_NEW_ARRAY(&plan->arena, uint32_t, p->subject_count + 1u);
    uint32_t *shown = PR_NEW_ARRAY(&plan->arena, uint32_t, p->subject_count + 1u);
    if (first == NULL || shown == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < p->subject_count; s++) {
        first[s] = plan->requirement_count;
        plan->requirement_count += p->subjects[s].requirement_count;
        const bool *wanted = plan->options->subjects;
        if (wanted == NULL || wanted[s]) {
            shown[plan->subject_count++] = s;
        }
    }
    plan->first = first;
    plan->subjects = shown;
    return number_requirements(plan) && list_asked(plan) && (!plan->writes || make_texts(plan)) &&
           pr_recommended_make(p, &plan->recommended, &plan->arena);
}

void pr_plan_release(pr_plan *plan) { pr_arena_release(&plan->arena); }
