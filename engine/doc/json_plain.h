/* The first stage of reading JSON in plain C: finds what json_simdjson.h finds, byte by byte. For programs that should
 * start without waiting for simdjson's libraries, see json_lazy.c. */
#ifndef PR_DOC_JSON_PLAIN_H
#define PR_DOC_JSON_PLAIN_H

#include "base/text.h"
#include "doc/json_simdjson.h"

/* Offsets of the last run. Starts zeroed. */
typedef struct pr_json_plain {
    uint32_t *offsets; /* malloc'd */
    size_t capacity;
} pr_json_plain;

void pr_json_plain_release(pr_json_plain *plain);
/* As pr_json_stage_run; needs no slack behind `length`, which is below UINT32_MAX. */
pr_json_result pr_json_plain_run(pr_json_plain *plain, const char *bytes, size_t length,
                                 const uint32_t **offsets, uint32_t *count);

#endif
