/* simdjson's first stage: where the tokens of a JSON text are. The one door between C and C++.
 *
 * The stage checks UTF-8 and that strings are closed and free of control characters, with the best
 * instructions the machine has, and writes the offset of each bracket, colon, comma, and of each first
 * byte of a string or other scalar. What the tokens mean, and where each ends, is json.c's: so every value
 * has its place, errors have theirs, and numbers keep their text. (simdjson's on-demand interface stands
 * on the same stage, but is compiled for the plainest machine, and has no place for most of its errors.) */
#ifndef PR_DOC_JSON_SIMDJSON_H
#define PR_DOC_JSON_SIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pr_json_stage pr_json_stage;

typedef enum pr_json_result {
    PR_JSON_DONE,
    PR_JSON_NO_MEMORY,
    PR_JSON_EMPTY,   /* no token at all */
    PR_JSON_REFUSED, /* not UTF-8, an open string, a control character in a string */
} pr_json_result;

/* From the C++ heap. NULL when out of memory. */
pr_json_stage *pr_json_stage_new(void);
void pr_json_stage_free(pr_json_stage *stage);
/* `bytes` can be read for PR_DOC_JSON_SLACK bytes past `length`. The offsets live until the next run;
 * after the last one stands `length`. Asks for memory only when `length` is the largest so far. */
pr_json_result pr_json_stage_run(pr_json_stage *stage, const char *bytes, size_t length,
                                 const uint32_t **offsets, uint32_t *count);

#ifdef __cplusplus
}
#endif

#endif
