/* The seven patterns, compiled by PCRE2 with its JIT and called without checks. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "bench/hand/hand.h"

#include <pcre2.h>
#include <stdlib.h>

enum { BACHELOR, MASTER, DOCTORATE, LABORATORY, TEACHING, CLIMATE, MOTIVATED, PATTERNS };

static const char *const texts[PATTERNS] = {
    [BACHELOR] = "^b(achelor\\b|\\.? ?(sc|a|eng)\\b)",
    [MASTER] = "^m(aster\\b|\\.? ?(sc|a|eng)\\b)",
    [DOCTORATE] = "\\b(ph\\.? ?d|dr\\. ?rer|doctor of)\\b",
    [LABORATORY] = "\\blab(oratory|\\.)? (work|assist\\w*|technic\\w*)|\\bbench\\b",
    [TEACHING] = "\\b(tutor|teach|lectur)(s|ing|er)?\\b",
    [CLIMATE] = "climat(e|ic)|glaci(er|al)",
    [MOTIVATED] = "passion(ate)?|fascinat\\w+",
};

struct hand_patterns {
    pcre2_code *codes[PATTERNS];
    pcre2_match_data *data;
    pcre2_match_context *context;
};

hand_patterns *hand_patterns_new(void) {
    hand_patterns *p = calloc(1, sizeof *p);
    if (p == NULL) {
        abort();
    }
    for (int i = 0; i < PATTERNS; i++) {
        int error;
        size_t offset;
        p->codes[i] = pcre2_compile((PCRE2_SPTR)texts[i], PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_CASELESS,
                                    &error, &offset, NULL);
        if (p->codes[i] == NULL || pcre2_jit_compile(p->codes[i], PCRE2_JIT_COMPLETE) != 0) {
            abort();
        }
    }
    p->data = pcre2_match_data_create(1, NULL);
    p->context = pcre2_match_context_create(NULL);
    return p;
}

void hand_patterns_free(hand_patterns *p) {
    for (int i = 0; i < PATTERNS; i++) {
        pcre2_code_free(p->codes[i]);
    }
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->context);
    free(p);
}

static bool fits(hand_patterns *p, int pattern, text t) {
    return pcre2_jit_match(p->codes[pattern], (PCRE2_SPTR)t.at, t.length, 0, 0, p->data, p->context) >= 0;
}

/* The one that fits of `count` patterns, whose values follow each other from `value` on; 0 for none or two. */
static uint8_t one_of(hand_patterns *p, int pattern, int count, uint8_t value, text t) {
    uint8_t found = 0;
    for (int i = 0; i < count; i++) {
        if (fits(p, pattern + i, t)) {
            if (found != 0) {
                return 0;
            }
            found = (uint8_t)(value + i);
        }
    }
    return found;
}

uint8_t hand_degree(hand_patterns *p, text words) { return one_of(p, BACHELOR, 3, DEGREE_BACHELOR, words); }

uint8_t hand_work(hand_patterns *p, text words) { return one_of(p, LABORATORY, 2, WORK_LABORATORY, words); }

bool hand_on_climate(hand_patterns *p, text title) { return fits(p, CLIMATE, title); }

bool hand_motivated(hand_patterns *p, text statement) { return fits(p, MOTIVATED, statement); }
