/* Which outcomes the cases of a test have seen: of every rule, requirement and other condition true, false and unknown,
 * as far as they are possible. */
#ifndef PR_KEEP_COVERAGE_H
#define PR_KEEP_COVERAGE_H

#include "infer/infer.h"
#include "report/report.h"

enum { PR_SEEN_TRUE = 1, PR_SEEN_FALSE = 2, PR_SEEN_UNKNOWN = 4 };

typedef struct pr_covered {
    const char *what; /* "rule", "requirement", "condition"; NULL: a table, of which the rows count */
    pr_text name;     /* RULE; RULE, row 2; SUBJECT/REQUIREMENT; COLLECTION:ID.FIELD */
    uint32_t rule;    /* or PR_NONE */
    pr_span place;    /* of a rule: one that several kinds of documents share is one */
    pr_node_id node;  /* or PR_NONE */
    uint8_t possible, seen;
} pr_covered;

typedef struct pr_coverage {
    const pr_program *program;
    pr_arena *arena;
    PR_VEC(pr_covered) items; /* rules first, by number; behind them what was joined */
    uint8_t *unknowns;        /* by node: may it be unknown? 0: nobody looked */
    uint8_t *facts;           /* the same by fact */
} pr_coverage;

/* What there is to see, and what can be shown to be impossible: an outcome of what is settled when the knowledge base
 * is loaded, and unknown of what rests on nothing that may be missing. False without memory. */
bool pr_coverage_init(pr_coverage *coverage, const pr_program *program, pr_arena *arena);
/* Adds what the machine's last evaluation, of all facts and their supports, shows. */
void pr_coverage_note(pr_coverage *coverage, pr_vm *vm);
/* Adds what `other`, of another kind of document, saw: nothing can be noted after it. False without memory. */
bool pr_coverage_join(pr_coverage *coverage, const pr_coverage *other);
typedef struct pr_coverage_counts {
    uint32_t seen, possible, impossible;
} pr_coverage_counts;
pr_coverage_counts pr_coverage_count(const pr_coverage *coverage);
/* Lines that begin with "# ": the counts, what was not seen, and with `all` what is impossible. */
void pr_coverage_write(const pr_coverage *coverage, bool all, pr_buf *out);

#endif
