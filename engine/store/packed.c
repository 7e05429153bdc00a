#include "store/packed.h"

typedef struct head {
    uint64_t line;
    size_t id, code, message;
    uint32_t error_line, column, verdicts, unmet, unknown;
    bool rejected;
} head;

void pr_pack(const pr_packed *r, pr_buf *out) {
    const head h = {.line = r->line,
                    .id = r->id.length,
                    .code = r->code.length,
                    .message = r->message.length,
                    .error_line = r->error_line,
                    .column = r->column,
                    .verdicts = r->verdict_count,
                    .unmet = r->unmet_count,
                    .unknown = r->unknown_count,
                    .rejected = r->rejected};
    pr_buf_add(out, (const char *)&h, sizeof h);
    pr_buf_text(out, r->id);
    pr_buf_text(out, r->code);
    pr_buf_text(out, r->message);
    pr_buf_add(out, (const char *)r->verdicts, r->verdict_count);
    pr_buf_add(out, (const char *)r->unmet, r->unmet_count * sizeof *r->unmet);
    pr_buf_add(out, (const char *)r->unknown, r->unknown_count * sizeof *r->unknown);
}

static pr_text take(pr_packed_rows *rows, size_t length) {
    pr_text text = {rows->at, length};
    rows->at += length;
    return text;
}

/* The bytes have no alignment. */
static const uint32_t *take_numbers(pr_packed_rows *rows, uint32_t count, uint32_t *to) {
    if (count > 0) {
        memcpy(to, rows->at, count * sizeof *to);
    }
    rows->at += count * sizeof *to;
    return to;
}

bool pr_unpack(pr_packed_rows *rows, uint32_t *scratch, pr_packed *out) {
    head h;
    if (rows->at >= rows->end) {
        return false;
    }
    memcpy(&h, rows->at, sizeof h);
    rows->at += sizeof h;
    *out = (pr_packed){.line = h.line,
                       .rejected = h.rejected,
                       .error_line = h.error_line,
                       .column = h.column,
                       .verdict_count = h.verdicts,
                       .unmet_count = h.unmet,
                       .unknown_count = h.unknown};
    out->id = take(rows, h.id);
    out->code = take(rows, h.code);
    out->message = take(rows, h.message);
    out->verdicts = (const uint8_t *)take(rows, h.verdicts).at;
    out->unmet = take_numbers(rows, h.unmet, scratch);
    out->unknown = take_numbers(rows, h.unknown, scratch + h.unmet);
    return true;
}
