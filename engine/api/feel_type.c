/* The type of a value, as FEEL names it: what `instance of` would hold for. */
#include "api/feel.h"
#include "base/limits.h"

static void write_at(pr_value v, pr_buf *out, unsigned depth);

/* Two types of one spelling are one type. */
static bool same_as_first(pr_buf *first, pr_value v, unsigned depth) {
    pr_buf other;
    pr_buf_init(&other, first->allocator);
    other.cap = PR_LIMIT_PRINTED;
    write_at(v, &other, depth);
    bool same = pr_text_equal(pr_buf_view(first), pr_buf_view(&other));
    first->failed = first->failed || other.failed;
    pr_buf_release(&other);
    return same;
}

static void write_list(const pr_list *list, pr_buf *out, unsigned depth) {
    if (list->count == 0) {
        pr_buf_string(out, "list");
        return;
    }
    pr_buf first;
    pr_buf_init(&first, out->allocator);
    first.cap = PR_LIMIT_PRINTED;
    write_at(list->items[0], &first, depth);
    bool same = true;
    for (uint32_t i = 1; same && i < list->count; i++) {
        same = same_as_first(&first, list->items[i], depth);
    }
    pr_buf_string(out, "list<");
    pr_buf_text(out, same ? pr_buf_view(&first) : PR_TEXT("Any"));
    pr_buf_char(out, '>');
    out->failed = out->failed || first.failed;
    pr_buf_release(&first);
}

static void write_context(const pr_context *context, pr_buf *out, unsigned depth) {
    pr_buf_string(out, "context");
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_buf_string(out, i == 0 ? "<" : ", ");
        pr_buf_harmless(out, context->shape->names[i], false);
        pr_buf_string(out, ": ");
        write_at(context->values[i], out, depth);
    }
    pr_buf_string(out, context->shape->count > 0 ? ">" : "");
}

static void write_unknown(pr_value v, pr_buf *out) {
    bool typed = (v.flags & PR_FLAG_LEAF) == 0 && v.unknown->type != PR_NULL;
    pr_buf_printf(out, typed ? "unknown (%s)" : "unknown",
                  typed ? pr_kind_name((pr_kind)v.unknown->type) : "");
}

static void write_at(pr_value v, pr_buf *out, unsigned depth) {
    if (depth > PR_LIMIT_VALUE_DEPTH || out->failed) {
        pr_buf_string(out, "...");
        return;
    }
    switch (v.kind) {
    case PR_NULL: pr_buf_string(out, "Null"); break;
    case PR_LIST: write_list(v.list, out, depth + 1); break;
    case PR_CONTEXT: write_context(v.context, out, depth + 1); break;
    case PR_RANGE:
        pr_buf_string(out, "range<");
        write_at(v.range->low.kind != PR_NULL ? v.range->low : v.range->high, out, depth + 1);
        pr_buf_char(out, '>');
        break;
    case PR_UNKNOWN: write_unknown(v, out); break;
    default: pr_buf_string(out, pr_kind_name((pr_kind)v.kind)); break;
    }
}

void pr_feel_write_type(pr_value value, pr_buf *out) { write_at(value, out, 0); }
