#include "audit/cut.h"

void pr_cutter_init(pr_cutter *c, const pr_plan *plan, const preceptor_inputs *inputs, pr_diags *diags,
                    pr_arena *kept) {
    *c = (pr_cutter){.plan = plan, .inputs = inputs, .diags = diags, .kept = kept};
    pr_buf_init(&c->carry, plan->allocator);
}

static void close_input(pr_cutter *c) {
    if (c->open) {
        pr_stream_end(&c->stream);
    }
    c->open = false;
}

void pr_cutter_release(pr_cutter *c) {
    close_input(c);
    pr_buf_release(&c->carry);
}

static bool fail(pr_cutter *c, preceptor_status status) {
    c->status = status;
    return false;
}

static bool open_input(pr_cutter *c) {
    preceptor_status status = c->inputs->next(c->inputs->context, &c->input);
    if (status != PRECEPTOR_OK) {
        return fail(c, status == PRECEPTOR_NOT_FOUND ? PRECEPTOR_OK : status);
    }
    pr_stream_begin(&c->stream, &c->input.reader, c->plan->allocator);
    pr_buf_clear(&c->carry);
    c->open = c->fresh = true;
    c->at_end = false;
    c->csv = NULL;
    c->number++;
    c->read = 0;
    c->line = 1;
    return c->plan->options->shards == 0 || pr_share_begin(c);
}

static bool damaged(pr_cutter *c) {
    pr_source *source = pr_source_of(pr_text_of(c->input.name), PR_TEXT(""), c->kept);
    if (c->stream.status == PRECEPTOR_INVALID && source != NULL) {
        pr_error(c->diags, "damaged", ((pr_span){source, 0, 0}), "%s", c->stream.wrong);
    }
    return fail(c, c->stream.status);
}

/* Reads on until the block holds `target` bytes, or the input ends. */
static bool fill(pr_cutter *c, pr_buf *bytes, size_t target) {
    while (bytes->length < target && !c->at_end) {
        char *room = pr_buf_room(bytes, target - bytes->length + PR_DOC_JSON_SLACK);
        if (room == NULL) {
            return fail(c, PRECEPTOR_NO_MEMORY);
        }
        size_t got = pr_stream_read(&c->stream, room, target - bytes->length);
        if (c->stream.status != PRECEPTOR_OK) {
            return damaged(c);
        }
        c->at_end = got == 0;
        bytes->length += got;
        c->read += got;
    }
    return true;
}

static uint64_t count_newlines(pr_text text) {
    uint64_t count = 0;
    const char *at = text.at, *end = at + text.length;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

/* One past the last line end, looking from the back; 0: there is none behind `from`. */
static size_t last_line_end(const pr_buf *bytes, size_t from) {
    size_t at = bytes->length;
    while (at > from && bytes->at[at - 1] != '\n') {
        at--;
    }
    return at > from ? at : 0;
}

/* The same of records of CSV, which have to be passed one by one. */
static size_t last_record_end(const pr_cutter *c, const pr_buf *bytes) {
    const pr_text text = pr_buf_view(bytes);
    size_t last = 0;
    for (size_t end; last < text.length; last = end) {
        end = pr_csv_end(text, last, c->csv != NULL ? c->csv->delimiter : ',', c->at_end);
        if (end == 0) {
            break;
        }
    }
    return last;
}

/* Reads the header at the beginning of the first block. */
static bool read_header(pr_cutter *c, const pr_block *block, size_t *end) {
    pr_text text = {block->bytes.at, block->length};
    uint32_t errors = c->diags->errors;
    *end = pr_csv_end(text, 0, ',', true);
    c->csv = pr_csv_header(c->plan, c->input.name, pr_text_trim((pr_text){text.at, *end}), c->diags, c->kept);
    return c->csv != NULL || fail(c, c->diags->errors > errors ? PRECEPTOR_INVALID : PRECEPTOR_NO_MEMORY);
}

/* Takes off what is no record of the block: a header, and what lies before a share. */
static void drop(pr_cutter *c, pr_block *block, size_t count) {
    pr_buf *bytes = &block->bytes;
    if (count == 0) {
        return;
    }
    uint64_t lines = count_newlines((pr_text){bytes->at, count});
    memmove(bytes->at, bytes->at + count, block->length - count);
    bytes->length = block->length -= count;
    block->first_line += lines;
    c->line += lines;
    block->lines -= lines;
}

/* Passes over the rest of a line that is longer than allowed; what follows it is carried on. */
static bool skip_line(pr_cutter *c, pr_block *block) {
    block->too_long = true;
    block->lines = 1;
    for (;;) {
        pr_buf_clear(&block->bytes);
        if (!fill(c, &block->bytes, PR_BLOCK_SIZE)) {
            return false;
        }
        const char *newline =
            block->bytes.length > 0 ? memchr(block->bytes.at, '\n', block->bytes.length) : NULL;
        if (newline != NULL) {
            size_t taken = (size_t)(newline - block->bytes.at) + 1;
            pr_buf_add(&c->carry, block->bytes.at + taken, block->bytes.length - taken);
            break;
        }
        if (c->at_end) {
            break;
        }
    }
    pr_buf_clear(&block->bytes);
    return !c->carry.failed || fail(c, PRECEPTOR_NO_MEMORY);
}

static bool cut_lines(pr_cutter *c, pr_block *block) {
    pr_buf *bytes = &block->bytes;
    size_t target = PR_BLOCK_SIZE, searched = 0, cut = 0;
    pr_buf_add(bytes, c->carry.at, c->carry.length);
    pr_buf_clear(&c->carry);
    for (; cut == 0; target *= 2) {
        if (bytes->failed || !fill(c, bytes, target)) {
            return fail(c, c->status != PRECEPTOR_OK ? c->status : PRECEPTOR_NO_MEMORY);
        }
        cut = c->at_end                              ? bytes->length
              : c->input.form == PRECEPTOR_INPUT_CSV ? last_record_end(c, bytes)
                                                     : last_line_end(bytes, searched);
        if (c->at_end) {
            break;
        }
        searched = bytes->length;
        if (cut == 0 && bytes->length > c->plan->longest) {
            return skip_line(c, block);
        }
    }
    block->length = cut;
    block->lines = count_newlines((pr_text){bytes->at, cut});
    pr_buf_add(&c->carry, bytes->at + cut, bytes->length - cut);
    return !c->carry.failed || fail(c, PRECEPTOR_NO_MEMORY);
}

/* All of the input is one record. */
static bool cut_whole(pr_cutter *c, pr_block *block) {
    if (c->at_end) {
        return true;
    }
    size_t target = c->plan->longest < PR_BLOCK_SIZE ? c->plan->longest + 1 : PR_BLOCK_SIZE;
    for (; !c->at_end && block->bytes.length <= c->plan->longest; target *= 2) {
        if (!fill(c, &block->bytes, target)) {
            return false;
        }
    }
    c->at_end = true;
    block->too_long = block->bytes.length > c->plan->longest;
    block->length = block->too_long ? 0 : block->bytes.length;
    block->lines = 1;
    return true;
}

static bool is_whole(const pr_block *block) {
    return block->form == PRECEPTOR_INPUT_YAML || block->form == PRECEPTOR_INPUT_JSON;
}

/* The first of an input's bytes: do they say that it is something else, or what the columns are? */
static bool look_at_first(pr_cutter *c, const pr_block *block, size_t *head) {
    if (block->form == PRECEPTOR_INPUT_NDJSON &&
        !pr_sniff(c->input.name, (pr_text){block->bytes.at, block->length}, c->diags, c->kept)) {
        return fail(c, c->kept->failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID);
    }
    return block->form != PRECEPTOR_INPUT_CSV || block->length == 0 || read_header(c, block, head);
}

/* Whatever of the block is no record to be audited is taken off, the rest counted. */
static bool trim(pr_cutter *c, pr_block *block, uint64_t start) {
    size_t head = 0, from = 0;
    bool too_long = block->too_long;
    if (c->fresh && !look_at_first(c, block, &head)) {
        return false;
    }
    if (c->plan->options->shards > 0) {
        if (!pr_share_cut(c, block, start, head, &from)) {
            return false;
        }
        block->lines = too_long ? 1 : count_newlines((pr_text){block->bytes.at, block->length});
    }
    if (c->plan->checks) {
        pr_text counted = {block->bytes.at + from, block->length - from};
        c->check = pr_stream_check(c->check, counted);
        c->checked += counted.length;
    }
    block->check = c->check;
    c->total += block->offset - start - from;
    block->total = c->total;
    drop(c, block, from > head ? from : head);
    return true;
}

static bool cut_some(pr_cutter *c, pr_block *block) {
    pr_block_clear(block);
    uint64_t start = c->read - c->carry.length;
    pr_buf_string(&block->name, c->input.name);
    pr_buf_char(&block->name, '\0');
    block->form = c->input.form;
    block->first_line = c->line;
    if (!(is_whole(block) ? cut_whole(c, block) : cut_lines(c, block))) {
        return false;
    }
    block->input = c->number;
    block->offset = c->read - c->carry.length;
    /* The parser may look at what stands behind the last record. */
    if (!trim(c, block, start)) {
        return false;
    }
    char *behind = pr_buf_room(&block->bytes, PR_DOC_JSON_SLACK);
    if (behind == NULL || block->name.failed) {
        return fail(c, PRECEPTOR_NO_MEMORY);
    }
    memset(behind, 0, PR_DOC_JSON_SLACK);
    block->csv = c->csv;
    return true;
}

/* Was it done before? False in `*same`: the input is another one, which has no block that ends there with these bytes
 * before it. */
static bool is_done(pr_cutter *c, const pr_block *block, bool *same) {
    const pr_cut_from *from = &c->from;
    bool before = block->input < from->input || (block->input == from->input && block->offset < from->offset);
    bool last = block->input == from->input && block->offset == from->offset;
    c->reached |= last && block->check == from->check;
    *same = before || c->reached;
    return before || last;
}

static bool another_input(pr_cutter *c) {
    pr_source *source = pr_source_of(PR_TEXT("the pool"), PR_TEXT(""), c->kept);
    if (source != NULL) {
        pr_diag *diag = pr_error(c->diags, "another-pool", ((pr_span){source, 0, 0}),
                                 "it is not what the interrupted audit was of, or has changed");
        pr_diag_hint(c->diags, diag, "begin anew without --resume");
    }
    close_input(c);
    return fail(c, PRECEPTOR_INVALID);
}

bool pr_cut(pr_cutter *c, pr_block *block) {
    for (;;) {
        if (!c->open && !open_input(c)) {
            bool ended = c->status == PRECEPTOR_OK;
            close_input(c);
            return ended && c->from.input > 0 && !c->reached ? another_input(c) : false;
        }
        if (!cut_some(c, block)) {
            close_input(c);
            return false;
        }
        bool whole = is_whole(block);
        bool first = c->fresh, more = !c->at_end || c->carry.length > 0;
        c->fresh = false;
        c->line += block->lines;
        if (block->length > 0 || block->too_long || (first && whole)) {
            bool same, done = is_done(c, block, &same);
            if (c->from.input > 0 && !same) {
                return another_input(c);
            }
            if (!done) {
                return true;
            }
            continue;
        }
        if (!more || whole) {
            close_input(c);
        }
    }
}
