/* Do these outputs of shards make a whole? */
#include "audit/stream.h"
#include "audit/ticket.h"
#include "base/sort.h"

#include <stdarg.h>
#include <stdio.h>

static int by_shard(const void *a, const void *b) {
    const pr_shard *x = a, *y = b;
    return x->ticket.shard < y->ticket.shard ? -1 : x->ticket.shard > y->ticket.shard;
}

static bool say(const pr_shard *s, pr_diags *diags, pr_arena *kept, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static bool say(const pr_shard *s, pr_diags *diags, pr_arena *kept, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    pr_source *source = pr_source_of(pr_text_of(s->path), PR_TEXT(""), kept);
    if (source == NULL) {
        diags->failed = true;
    } else {
        (void)pr_error(diags, "shard", ((pr_span){source, 0, 0}), "%s", text);
    }
    return false;
}

/* Is it of the same audit as the first one? */
static bool is_same(const pr_shard *s, const pr_shard *first, pr_diags *diags, pr_arena *kept) {
    const pr_ticket *a = &first->ticket, *b = &s->ticket;
    if (a->of != b->of) {
        return say(s, diags, kept, "this is one of %llu shards, and '%s' is one of %llu",
                   (unsigned long long)b->of, first->path, (unsigned long long)a->of);
    }
    if (!pr_text_equal(a->digest, b->digest)) {
        return say(s, diags, kept, "this was judged by another knowledge base than '%s'", first->path);
    }
    if (!pr_text_equal(a->as_of, b->as_of)) {
        return say(s, diags, kept, "this is as of %.*s, and '%s' as of %.*s", PR_ARG(b->as_of), first->path,
                   PR_ARG(a->as_of));
    }
    if (!pr_text_equal(a->options, b->options)) {
        return say(s, diags, kept, "this was written as %.*s, and '%s' as %.*s", PR_ARG(b->options),
                   first->path, PR_ARG(a->options));
    }
    return a->size == b->size ||
           say(s, diags, kept, "this is of another pool than '%s': of %llu bytes, not %llu", first->path,
               (unsigned long long)b->size, (unsigned long long)a->size);
}

bool pr_shards_fit(pr_shard *shards, size_t count, pr_diags *diags, pr_arena *kept, uint32_t *whole) {
    uint64_t bytes = 0;
    uint32_t check = 0;
    bool good = count > 0;
    for (size_t i = 1; i < count; i++) {
        good = is_same(&shards[i], &shards[0], diags, kept) && good;
    }
    if (!good) {
        return false;
    }
    pr_sort(shards, count, sizeof *shards, by_shard);
    for (size_t i = 0; good && i < count; i++) {
        const pr_ticket *t = &shards[i].ticket;
        if (i > 0 && t->shard == shards[i - 1].ticket.shard) {
            good = say(&shards[i], diags, kept, "this is shard %llu of %llu, and so is '%s'",
                       (unsigned long long)t->shard, (unsigned long long)t->of, shards[i - 1].path);
        } else if (t->shard != i + 1) {
            good = say(&shards[i], diags, kept, "this is shard %llu of %llu, and shard %zu is missing",
                       (unsigned long long)t->shard, (unsigned long long)t->of, i + 1);
        } else if (t->before != check) {
            good = say(&shards[i], diags, kept,
                       "this is of another pool than the shards before it, or the pool changed in between");
        }
        check = pr_stream_check_join(check, (uint32_t)t->check, t->checked);
        bytes += t->bytes;
    }
    *whole = check;
    const pr_shard *last = &shards[count - 1];
    if (good && last->ticket.shard != last->ticket.of) {
        good = say(last, diags, kept, "this is shard %llu of %llu, and the next one is missing",
                   (unsigned long long)last->ticket.shard, (unsigned long long)last->ticket.of);
    }
    return good && (bytes == last->ticket.size ||
                    say(last, diags, kept,
                        "the shards hold %llu bytes of a pool of %llu: it changed while it "
                        "was read",
                        (unsigned long long)bytes, (unsigned long long)last->ticket.size));
}
