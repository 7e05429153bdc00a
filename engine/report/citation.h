/* Sources as result models carry them: a list of contexts {doc, at}, or null. */
#ifndef PR_REPORT_CITATION_H
#define PR_REPORT_CITATION_H

#include "value/value.h"

typedef struct pr_citation {
    pr_text document, section; /* the section may be empty */
} pr_citation;

uint32_t pr_citation_count(pr_value sources);
pr_citation pr_citation_at(pr_value sources, uint32_t index);

#endif
