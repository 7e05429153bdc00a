/* What the readers of YAML and JSON share, for the files of doc/ alone. */
#ifndef PR_DOC_READER_H
#define PR_DOC_READER_H

#include "base/map.h"
#include "doc/doc.h"

const pr_doc_node *pr_yaml_read(const pr_source *source, const pr_doc_limits *limits, pr_arena *arena,
                                pr_diags *diags);

/* The limits with the defaults filled in. */
pr_doc_limits pr_doc_limits_of(const pr_doc_limits *limits);

/* What both refuse, with their messages: empty files, files of other encodings, NUL bytes, files past what
 * a span can point at. False when the source is none to go on with. `start` is the first byte after a BOM. */
bool pr_reader_accepts(const pr_source *source, pr_diags *diags, size_t *start);

/* Finds keys that are given twice in one map. */
typedef struct pr_key_check {
    pr_arena *scratch; /* grows by the largest maps only */
    pr_diags *diags;
} pr_key_check;

/* Moves pairs whose keys are new to the front, reports the others, gives how many are left. */
uint32_t pr_keys_unique(const pr_key_check *check, pr_doc_pair *pairs, uint32_t count);

/* Errors that both report, so that they are told in the same words. */
void pr_report_depth(pr_diags *diags, pr_span span, size_t limit);
void pr_report_nodes(pr_diags *diags, pr_span span, size_t limit);
void pr_report_list(pr_diags *diags, pr_span span, size_t limit);

/* Of one character, of nothing at the end of the file. */
pr_span pr_span_of_character(const pr_source *source, size_t at);

#endif
