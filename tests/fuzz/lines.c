/* Changes documents line by line, so that most of what comes out still parses and the changes meet what lies behind
 * the parser. Linked with libFuzzer alone. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

/* Bytes [start, end) of the document. */
typedef struct part {
    size_t start, end;
} part;

static uint32_t draw(uint32_t *random, uint32_t below) {
    *random = *random * 1664525u + 1013904223u;
    return below > 0 ? (*random >> 8) % below : 0;
}

/* The line, its newline included, that a byte drawn at random is in: long lines are likelier. */
static part any_line(const uint8_t *data, size_t size, uint32_t *random) {
    size_t at = draw(random, (uint32_t)size), end = at;
    while (at > 0 && data[at - 1] != '\n') {
        at--;
    }
    while (end < size && data[end] != '\n') {
        end++;
    }
    return (part){at, end < size ? end + 1 : size};
}

/* What stands behind the key, or the dash; the whole line without its newline where it has neither. */
static part value_of(const uint8_t *data, part line) {
    line.end -= line.end > line.start && data[line.end - 1] == '\n';
    for (size_t i = line.start; i + 1 < line.end; i++) {
        if ((data[i] == ':' || data[i] == '-') && data[i + 1] == ' ') {
            return (part){i + 2, line.end};
        }
    }
    return line;
}

/* Puts other bytes, which are no part of the document, in the place of a part. */
static size_t replace(uint8_t *data, size_t size, size_t max_size, part old, const uint8_t *with,
                      size_t count) {
    size_t left = size - (old.end - old.start);
    if (left + count > max_size) {
        return size;
    }
    memmove(data + old.start + count, data + old.end, size - old.end);
    if (count > 0) {
        memcpy(data + old.start, with, count);
    }
    return left + count;
}

enum { MOST = 512, KINDS = 6 };

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    uint32_t random = seed;
    uint32_t kind = draw(&random, KINDS);
    if (kind == 0 || size == 0) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    part to = any_line(data, size, &random), from = any_line(data, size, &random);
    uint8_t bytes[MOST];
    switch (kind) {
    case 1: from.end = from.start; break; /* the line goes */
    case 2: to.start = to.end; break;     /* a line is said again */
    case 3:                               /* a value stands in another's place */
        to = value_of(data, to);
        from = value_of(data, from);
        break;
    default: /* bytes of one value change */ from = to = value_of(data, to); break;
    }
    size_t count = from.end - from.start < MOST ? from.end - from.start : MOST;
    memcpy(bytes, data + from.start, count);
    if (kind > 3) {
        count = LLVMFuzzerMutate(bytes, count, MOST);
    }
    return replace(data, size, max_size, to, bytes, count);
}
