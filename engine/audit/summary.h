/* preceptor.summary/1: counts that add up, so that what shards counted joins into what one run would have. */
#ifndef PR_AUDIT_SUMMARY_H
#define PR_AUDIT_SUMMARY_H

#include "audit/tally.h"
#include "base/vec.h"

typedef struct pr_summary_verdicts {
    pr_text name; /* of a subject */
    uint64_t counts[3];
} pr_summary_verdicts;

/* A line of one of the two lists. */
typedef struct pr_summary_entry {
    pr_text name, requirement; /* a subject and its requirement, or an attribute */
    uint64_t applicants, sole;
} pr_summary_entry;

typedef PR_VEC(pr_summary_entry) pr_summary_entries;

typedef struct pr_summary {
    pr_arena *arena; /* of the lists; the texts are borrowed */
    uint64_t records, rejected;
    PR_VEC(pr_summary_verdicts) verdicts;
    pr_summary_entries blockers, missing;
    pr_map numbers; /* by name, and name and requirement: places in the lists */
} pr_summary;

void pr_summary_init(pr_summary *summary, pr_arena *arena);
/* Each adds to what is there. False when out of memory; the second one also where it is no such summary. */
bool pr_summary_count(pr_summary *summary, const pr_plan *plan, const pr_tally *tally);
bool pr_summary_join(pr_summary *summary, const pr_doc_node *root);
/* `shard`: an object, as JSON, where it is of a share; else empty. Sorts the lists. */
void pr_summary_write(pr_summary *summary, pr_text shard, pr_buf *out);

#endif
