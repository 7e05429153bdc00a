/* SipHash-1-3 (Aumasson and Bernstein), as hash tables of other languages have it, keyed by one word. */
#include "base/hash.h"

#include <sys/auxv.h>

uint64_t pr_hash_seed(void) {
    /* Sixteen bytes that the kernel draws for each program that it starts: nothing to ask for, nothing to fail. */
    const void *drawn =
        (const void *)getauxval(AT_RANDOM); /* NOLINT(performance-no-int-to-ptr): as it is given */
    uint64_t words[2] = {0, 0};
    if (drawn != NULL) {
        memcpy(words, drawn, sizeof words);
    }
    return words[0] ^ words[1];
}

typedef struct sip {
    uint64_t a, b, c, d;
} sip;

static inline uint64_t turned(uint64_t word, int bits) { return word << bits | word >> (64 - bits); }

static inline void round_of(sip *s) {
    s->a += s->b;
    s->c += s->d;
    s->b = turned(s->b, 13) ^ s->a;
    s->d = turned(s->d, 16) ^ s->c;
    s->a = turned(s->a, 32) + s->d;
    s->c += s->b;
    s->d = turned(s->d, 21) ^ s->a;
    s->b = turned(s->b, 17) ^ s->c;
    s->c = turned(s->c, 32);
}

static inline void take(sip *s, uint64_t word) {
    s->d ^= word;
    round_of(s);
    s->a ^= word;
}

uint64_t pr_hash_text(pr_text a, uint64_t seed) {
    const uint64_t more = turned(seed, 29) * UINT64_C(0x9e3779b97f4a7c15);
    sip s = {seed ^ UINT64_C(0x736f6d6570736575), more ^ UINT64_C(0x646f72616e646f6d),
             seed ^ UINT64_C(0x6c7967656e657261), more ^ UINT64_C(0x7465646279746573)};
    uint64_t word;
    size_t i = 0;
    for (; a.length - i >= sizeof word; i += sizeof word) {
        memcpy(&word, a.at + i, sizeof word);
        take(&s, word);
    }
    word = 0;
    if (i < a.length) {
        memcpy(&word, a.at + i, a.length - i);
    }
    take(&s, word | (uint64_t)a.length << 56);
    s.c ^= 0xff;
    round_of(&s);
    round_of(&s);
    round_of(&s);
    return s.a ^ s.b ^ s.c ^ s.d;
}
