#include "store/packed.h"

typedef struct head {
    uint64_t line;
    size_t id, outcome, code, message;
    uint32_t error_line, column;
    bool rejected;
} head;

void pr_pack(const pr_packed *r, pr_buf *out) {
    const head h = {.line = r->line,
                    .id = r->id.length,
                    .outcome = r->outcome.length,
                    .code = r->code.length,
                    .message = r->message.length,
                    .error_line = r->error_line,
                    .column = r->column,
                    .rejected = r->rejected};
    pr_buf_add(out, (const char *)&h, sizeof h);
    pr_buf_text(out, r->id);
    pr_buf_text(out, r->outcome);
    pr_buf_text(out, r->code);
    pr_buf_text(out, r->message);
}

static pr_text take(pr_packed_rows *rows, size_t length) {
    pr_text text = {rows->at, length};
    rows->at += length;
    return text;
}

bool pr_unpack(pr_packed_rows *rows, pr_packed *out) {
    head h;
    if (rows->at >= rows->end) {
        return false;
    }
    memcpy(&h, rows->at, sizeof h);
    rows->at += sizeof h;
    *out =
        (pr_packed){.line = h.line, .rejected = h.rejected, .error_line = h.error_line, .column = h.column};
    out->id = take(rows, h.id);
    out->outcome = take(rows, h.outcome);
    out->code = take(rows, h.code);
    out->message = take(rows, h.message);
    return true;
}
