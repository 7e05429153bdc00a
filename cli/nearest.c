/* Edit distance, in which two letters that changed places count once. */
#include "nearest.h"

#include <stdint.h>
#include <string.h>

/* No command or option is longer. */
enum { MOST_LETTERS = 32 };

nearest nearest_begin(const char *word) { return (nearest){.word = word, .distance = SIZE_MAX}; }

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t distance_of(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t rows[3][MOST_LETTERS + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b_length; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], before[j - 2] + 1);
            }
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b_length];
}

void nearest_offer(nearest *n, const char *candidate) {
    size_t word_length = strlen(n->word), length = strlen(candidate);
    if (word_length > MOST_LETTERS || length > MOST_LETTERS) {
        return;
    }
    size_t distance = distance_of(n->word, word_length, candidate, length);
    /* A third of the letters may be wrong, and of a short word one. */
    size_t allowed = length / 3 > 1 ? length / 3 : 1;
    if (distance <= allowed && distance < n->distance) {
        n->best = candidate;
        n->distance = distance;
    }
}
