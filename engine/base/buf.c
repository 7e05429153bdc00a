/* A growing byte buffer with a sticky error. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

void pr_buf_init(pr_buf *buf, const preceptor_allocator *allocator) {
    *buf = (pr_buf){.allocator = allocator};
}

void pr_buf_release(pr_buf *buf) {
    pr_heap_free(buf->allocator, buf->at);
    size_t cap = buf->cap;
    pr_buf_init(buf, buf->allocator);
    buf->cap = cap;
}

void pr_buf_clear(pr_buf *buf) {
    buf->length = 0;
    buf->failed = buf->capped = false;
}

void pr_buf_again(pr_buf *buf) { buf->length = 0; }

static bool reserve(pr_buf *buf, size_t more) {
    bool over = buf->cap > 0 && (buf->length > buf->cap || more > buf->cap - buf->length);
    buf->capped = buf->capped || (over && !buf->failed);
    if (buf->failed || over || more > SIZE_MAX / 4 || buf->length > SIZE_MAX / 4) {
        buf->failed = true;
        return false;
    }
    if (buf->capacity - buf->length > more) {
        return true;
    }
    size_t capacity = buf->capacity < 256 ? 256 : buf->capacity;
    while (capacity - buf->length <= more) {
        capacity *= 2;
    }
    char *grown = pr_heap_alloc(buf->allocator, capacity);
    if (grown == NULL) {
        buf->failed = true;
        return false;
    }
    if (buf->length > 0) {
        memcpy(grown, buf->at, buf->length);
    }
    pr_heap_free(buf->allocator, buf->at);
    buf->at = grown;
    buf->capacity = capacity;
    return true;
}

char *pr_buf_room(pr_buf *buf, size_t more) { return reserve(buf, more) ? buf->at + buf->length : NULL; }

void pr_buf_add_slowly(pr_buf *buf, const char *at, size_t length) {
    if (length > 0 && reserve(buf, length)) {
        memcpy(buf->at + buf->length, at, length);
        buf->length += length;
    }
}

void pr_buf_number(pr_buf *buf, uint64_t number) {
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    pr_buf_add(buf, digits + first, sizeof digits - first);
}

void pr_buf_printf(pr_buf *buf, const char *format, ...) {
    char first[256]; /* as in pr_text_vformat */
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t length =
        (size_t)vsnprintf(first, sizeof first, format, arguments); /* SIZE_MAX, too much: an error */
    va_end(arguments);
    if (length < sizeof first) {
        pr_buf_add(buf, first, length);
    } else if (reserve(buf, length)) {
        vsnprintf(buf->at + buf->length, buf->capacity - buf->length, format, again);
        buf->length += length;
    }
    va_end(again);
}
