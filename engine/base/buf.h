/* A growing byte buffer with a sticky error: append freely, look at `failed` once at the end. */
#ifndef PR_BASE_BUF_H
#define PR_BASE_BUF_H

#include "base/text.h"

typedef struct pr_buf {
    const preceptor_allocator *allocator; /* borrowed; NULL is the C library's */
    char *at;
    size_t length;
    size_t capacity;
    size_t cap;  /* the most bytes it may hold; 0: no cap */
    bool failed; /* out of memory, or the cap was reached; the content is then incomplete */
    bool capped; /* it was the cap */
} pr_buf;

void pr_buf_init(pr_buf *buf, const preceptor_allocator *allocator);
void pr_buf_release(pr_buf *buf);
/* Empties it, keeps its memory. */
void pr_buf_clear(pr_buf *buf);
/* Empties it for the next of several texts: that one of them failed stays, for whoever looks behind the last. */
void pr_buf_again(pr_buf *buf);
/* Where `more` bytes can be written behind what is there; `length` is the writer's to set. NULL where they fail. */
char *pr_buf_room(pr_buf *buf, size_t more);
void pr_buf_add_slowly(pr_buf *buf, const char *at, size_t length);
static inline void pr_buf_add(pr_buf *buf, const char *at, size_t length) {
    if (!buf->failed && buf->cap == 0 && length > 0 && length < buf->capacity - buf->length) {
        memcpy(buf->at + buf->length, at, length);
        buf->length += length;
    } else {
        pr_buf_add_slowly(buf, at, length);
    }
}
static inline void pr_buf_text(pr_buf *buf, pr_text text) { pr_buf_add(buf, text.at, text.length); }
static inline void pr_buf_string(pr_buf *buf, const char *cstring) {
    pr_buf_add(buf, cstring, strlen(cstring));
}
static inline void pr_buf_char(pr_buf *buf, char c) { pr_buf_add(buf, &c, 1); }
/* In decimal digits. */
void pr_buf_number(pr_buf *buf, uint64_t number);
void pr_buf_printf(pr_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline pr_text pr_buf_view(const pr_buf *buf) {
    return (pr_text){.at = buf->at, .length = buf->length};
}

#endif
