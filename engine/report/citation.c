/* Sources, taken apart. */
#include "report/citation.h"

static pr_text text_of(pr_value v) { return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0}; }

uint32_t pr_citation_count(pr_value sources) { return sources.kind == PR_LIST ? sources.list->count : 0; }

pr_citation pr_citation_at(pr_value sources, uint32_t index) {
    pr_value item = sources.list->items[index];
    if (item.kind != PR_CONTEXT) {
        return (pr_citation){.document = text_of(item)};
    }
    return (pr_citation){.document = text_of(pr_context_get(item.context, PR_TEXT("doc"), NULL)),
                         .section = text_of(pr_context_get(item.context, PR_TEXT("at"), NULL))};
}
