/* What of a knowledge base names no source: for those who keep it, who alone can mend that. */
#include "api/api.h"

static bool cites(const pr_context *fields) {
    bool found;
    pr_value sources = pr_context_get(fields, PR_TEXT("sources"), &found);
    return found && sources.kind == PR_LIST && sources.list->count > 0;
}

/* One warning for a collection: where one entity names none, often none does. */
static void check_collection(const pr_collection *collection, pr_diags *diags) {
    uint32_t first = 0, count = 0;
    for (uint32_t i = collection->entity_count; i > 0; i--) {
        if (!cites(collection->entities[i - 1]->fields)) {
            first = i - 1;
            count++;
        }
    }
    if (count == 0) {
        return;
    }
    pr_span place = pr_origin_whole(&collection->origins[first]);
    pr_text id = collection->entities[first]->id, name = collection->name;
    pr_diag *diag =
        count == 1 ? pr_warn(diags, "no-source", place, "'%.*s' names no source", PR_ARG(id))
                   : pr_warn(diags, "no-source", place, "'%.*s' names no source, nor do %u more of '%.*s'",
                             PR_ARG(id), count - 1, PR_ARG(name));
    pr_diag_hint(diags, diag, "sources: [SOURCE-ID#section heading]");
}

static void check_subject(const pr_subject *subject, const pr_origin *place, pr_diags *diags) {
    for (uint32_t i = 0; i < subject->requirement_count; i++) {
        const pr_requirement *r = &subject->requirements[i];
        if (!cites(r->fields)) {
            pr_warn(diags, "no-source", pr_origin_whole(place), "the requirement '%.*s' names no source",
                    PR_ARG(r->id));
        }
    }
}

void pr_api_warn_of_uncited(const pr_program *p, pr_diags *diags) {
    for (uint32_t c = 0; c < p->collection_count; c++) {
        /* A conflict's statements have theirs; what a criterion weighs is its keeper's own judgement. */
        pr_text role = p->collections[c].role;
        if (c != p->sources && !pr_text_is(role, "conflict") && !pr_text_is(role, "criterion")) {
            check_collection(&p->collections[c], diags);
        }
    }
    for (uint32_t s = 0; s < p->subject_count; s++) {
        const pr_entity *entity = p->subjects[s].entity;
        check_subject(&p->subjects[s], &p->collections[entity->collection].origins[entity->index], diags);
    }
}
