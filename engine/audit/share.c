/* One share of an input: the records that begin in its part of the bytes. What lies before is read all the same, since
 * only that tells where records of CSV begin, how many lines there are, and whether all shares are of one input. */
#include "audit/cut.h"

/* Where the first record begins that does not begin before byte `limit` of the input. `head`: where the records of the
 * block begin. */
static size_t first_from(const pr_cutter *c, const pr_block *block, uint64_t start, size_t head,
                         uint64_t limit) {
    pr_text text = {block->bytes.at, block->length};
    if (start + head >= limit) {
        return head;
    }
    if (limit >= start + text.length) {
        return text.length;
    }
    if (c->csv == NULL) {
        size_t from = (size_t)(limit - start) - 1;
        const char *newline = memchr(text.at + from, '\n', text.length - from);
        return newline != NULL ? (size_t)(newline - text.at) + 1 : text.length;
    }
    size_t at = head;
    while (at < text.length && start + at < limit) {
        at = pr_csv_end(text, at, c->csv->delimiter, true);
    }
    return at;
}

static bool refuse(pr_cutter *c, const char *message, const char *hint) {
    pr_source *source = pr_source_of(pr_text_of(c->input.name), PR_TEXT(""), c->kept);
    if (source != NULL) {
        pr_diag *diag = pr_error(c->diags, "no-shares", ((pr_span){source, 0, 0}), "%s", message);
        pr_diag_hint(c->diags, diag, "%s", hint);
    }
    c->status = source != NULL ? PRECEPTOR_INVALID : PRECEPTOR_NO_MEMORY;
    return false;
}

bool pr_share_begin(pr_cutter *c) {
    const preceptor_audit_options *o = c->plan->options;
    if (c->plan->named || c->number > 1) {
        return refuse(c, "this is one of several inputs, and --shard takes a share of one file",
                      "audit the files one by one: each is a share already");
    }
    if (c->input.form != PRECEPTOR_INPUT_NDJSON && c->input.form != PRECEPTOR_INPUT_CSV) {
        return refuse(c, "this is one profile, and --shard takes a share of a pool",
                      "a pool is a file of JSON lines or CSV");
    }
    if (c->input.size == 0) {
        return refuse(c, "its size is not known, and --shard takes a share of a file's bytes",
                      "write it to a file first, which is not empty");
    }
    /* Without a product that is larger than a number may be. */
    uint64_t size = c->input.size, part = size / o->shards, rest = size % o->shards;
    c->low = part * (o->shard - 1) + rest * (o->shard - 1) / o->shards;
    c->high = o->shard == o->shards ? UINT64_MAX : part * o->shard + rest * o->shard / o->shards;
    return true;
}

bool pr_share_cut(pr_cutter *c, pr_block *block, uint64_t start, size_t head, size_t *from) {
    if (c->stream.gzip != NULL || c->stream.zstd != NULL) {
        return refuse(c, "this is compressed, and --shard takes a share of a file's bytes",
                      "decompress it first; or audit it whole, with -j");
    }
    bool first = c->low == 0;
    if (block->too_long) {
        *from = 0;
        block->too_long = start >= c->low && start < c->high;
        block->offset = block->too_long ? block->offset : start;
        if (start >= c->high) {
            c->at_end = true;
            pr_buf_clear(&c->carry);
        }
        return true;
    }
    size_t begin = first ? 0 : first_from(c, block, start, head, c->low);
    size_t end = first_from(c, block, start, head, c->high);
    c->before = pr_stream_check(c->before, (pr_text){block->bytes.at, begin});
    if (end < block->length) {
        block->length = end;
        block->offset = start + end;
        c->at_end = true;
        pr_buf_clear(&c->carry);
    }
    *from = begin;
    return true;
}
