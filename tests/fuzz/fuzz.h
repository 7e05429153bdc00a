/* What the fuzz targets share: invariants that end the process, and sinks that keep what was written. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "api/api.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition) \
    ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition, (pr_text){0}))
/* The same, and shows the text that it is about. */
#define FUZZ_CHECK_TEXT(condition, text) \
    ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition, (text)))
_Noreturn void fuzz_fail(const char *file, int line, const char *condition, pr_text text);

/* Every place lies inside its source, and what is shown of it is harmless on a terminal. */
void fuzz_check_diagnostics(preceptor_diagnostics *d);
/* Places lie inside the source, those of a list's or mapping's parts in order where no alias is among them. */
void fuzz_check_tree(const pr_doc_node *node, const pr_source *source);
/* Values, keys and, where `places`, where they stand. */
bool fuzz_same_tree(const pr_doc_node *a, const pr_doc_node *b, bool places);
/* As JSON. */
void fuzz_write_tree(const pr_doc_node *node, pr_buf *out);

/* Appends to the pr_buf that is its context. */
preceptor_sink fuzz_sink(pr_buf *out);
/* Gives what is left of the text, which moves on. */
preceptor_reader fuzz_reader(pr_text *rest);
/* The first line of an input, and what is behind it. False where it has no first line, or an empty one. */
bool fuzz_cut(const uint8_t *data, size_t size, pr_text *head, pr_text *rest);
/* An empty file of its own, and what stands in a file from now on. */
enum { FUZZ_PATH = 512 };
void fuzz_make_file(char path[FUZZ_PATH], const char *name);
void fuzz_write_file(const char *path, pr_text text);
/* What a person sees in a terminal: UTF-8, and nothing that a terminal obeys. */
void fuzz_check_text(pr_text text);
/* One JSON document. */
void fuzz_check_json(pr_text text);

/* Evaluates the profile at all depths, which must agree, and writes one report as text and the other as JSON; which of
 * them, and about whom, is told by `subject`, which may be one too many. Then it proves what was concluded: a verdict,
 * a requirement, a fact, and what `asked` may name; which of them, which way and how, is told by `subject`, too. */
void fuzz_report(preceptor_session *session, const preceptor_profile *profile, size_t subject, pr_text asked);

#endif
