/* What the files that read YAML share. */
#ifndef PR_DOC_YAML_H
#define PR_DOC_YAML_H

#include "doc/reader.h"

#include <yaml.h>

/* From libyaml's marks to bytes. A mark counts characters from the first one after a BOM; marks come
 * nearly in order, so the last one is kept and the way to the next is short. */
typedef struct pr_yaml_marks {
    pr_text bytes;
    size_t index; /* characters */
    size_t at;    /* bytes */
    bool ascii;   /* all of them: characters are bytes */
} pr_yaml_marks;

size_t pr_yaml_byte(pr_yaml_marks *marks, size_t index);

/* The last scalar that was read; a quote that was closed too late is told by it. */
typedef struct pr_yaml_last {
    size_t start, end;
    bool quoted;
} pr_yaml_last;

/* Reports the error that stopped libyaml, in plain words. */
void pr_yaml_explain(const yaml_parser_t *parser, const pr_source *source, pr_yaml_marks *marks,
                     pr_yaml_last last, pr_diags *diags);

/* Reports what is wrong behind byte `from` of a source that has a syntax error there. */
void pr_yaml_read_rest(const pr_source *source, size_t from, const pr_doc_limits *limits,
                       const preceptor_allocator *allocator, pr_diags *diags);
/* Reads a part of a file, up to its first syntax error. */
const pr_doc_node *pr_yaml_read_piece(const pr_source *source, const pr_doc_limits *limits, pr_arena *arena,
                                      pr_diags *diags);

#endif
