/* Values as JSON. What JSON has no form for stands as an object of one name that begins with @. */
#include "base/limits.h"
#include "diag/diag.h"
#include "value/value.h"

/* U+FFFD */
static const char replacement[] = "\xef\xbf\xbd";

static void json_escape(uint32_t c, pr_buf *out) {
    switch (c) {
    case '"': pr_buf_string(out, "\\\""); break;
    case '\\': pr_buf_string(out, "\\\\"); break;
    case '\n': pr_buf_string(out, "\\n"); break;
    case '\r': pr_buf_string(out, "\\r"); break;
    case '\t': pr_buf_string(out, "\\t"); break;
    default:
        if (c < 0x10000) {
            pr_buf_printf(out, "\\u%04x", (unsigned)c);
        } else {
            unsigned rest = (unsigned)c - 0x10000;
            pr_buf_printf(out, "\\u%04x\\u%04x", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
        }
    }
}

/* JSON asks for the first ones; the others would be obeyed, or hidden, by the terminal that shows it. */
static bool needs_escape(uint32_t c) {
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7F && pr_harmful(c));
}

/* Valid UTF-8, in runs between escapes. */
static void json_run(pr_text text, pr_buf *out) {
    size_t first = 0;
    for (size_t i = 0; i < text.length;) {
        size_t start = i;
        uint32_t c = (unsigned char)text.at[i];
        if (c < 0x80) {
            i++;
        } else {
            c = pr_utf8_next(text, &i);
        }
        if (needs_escape(c)) {
            pr_buf_add(out, text.at + first, start - first);
            json_escape(c, out);
            first = i;
        }
    }
    if (text.length > first) {
        pr_buf_add(out, text.at + first, text.length - first);
    }
}

void pr_json_string(pr_text text, pr_buf *out) {
    char *room = text.length > 0 && pr_text_is_plain(text) ? pr_buf_room(out, text.length + 2) : NULL;
    if (room != NULL) {
        room[0] = '"';
        memcpy(room + 1, text.at, text.length);
        room[text.length + 1] = '"';
        out->length += text.length + 2;
        return;
    }
    pr_buf_char(out, '"');
    while (text.length > 0) {
        size_t valid = pr_utf8_valid(text);
        json_run((pr_text){text.at, valid}, out);
        if (valid == text.length) {
            break;
        }
        pr_buf_string(out, replacement);
        text = (pr_text){text.at + valid + 1, text.length - valid - 1};
    }
    pr_buf_char(out, '"');
}

void pr_json_harmless(pr_text text, pr_buf *out) {
    size_t first = 0;
    for (size_t i = 0; i < text.length;) {
        size_t start = i;
        uint32_t c = pr_utf8_next(text, &i);
        if (c >= 0x7F && pr_harmful(c)) {
            pr_buf_add(out, text.at + first, start - first);
            json_escape(c, out);
            first = i;
        }
    }
    if (text.length > first) {
        pr_buf_add(out, text.at + first, text.length - first);
    }
}

typedef struct writer {
    pr_buf *out;
    pr_need_writer *need_name;
    void *user;
} writer;

static void json_at(writer *w, pr_value a, int depth);

static void json_needs(writer *w, pr_value a) {
    pr_arena arena;
    pr_arena_init(&arena, w->out->allocator, 0);
    pr_need *list;
    uint32_t count = pr_needs_list(pr_value_needs(a, &arena), &list, &arena);
    pr_buf path;
    pr_buf_init(&path, w->out->allocator);
    pr_buf_string(w->out, "\"needs\": [");
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_string(w->out, i > 0 ? ", " : "");
        pr_buf_again(&path);
        w->need_name(w->user, list[i], &path);
        pr_json_string(pr_buf_view(&path), w->out);
    }
    pr_buf_string(w->out, "], ");
    w->out->failed = w->out->failed || path.failed || arena.failed;
    pr_buf_release(&path);
    pr_arena_release(&arena);
}

static void json_unknown(writer *w, pr_value a, int depth) {
    static const pr_unknown unbounded = {0};
    bool bounded = a.kind == PR_UNKNOWN && (a.flags & PR_FLAG_LEAF) == 0;
    const pr_unknown *bounds = bounded ? a.unknown : &unbounded;
    pr_buf_string(w->out, "{\"@unknown\": {");
    if (w->need_name != NULL) {
        json_needs(w, a);
    }
    pr_buf_string(w->out, "\"min\": ");
    json_at(w, bounds->low, depth);
    pr_buf_string(w->out, ", \"max\": ");
    json_at(w, bounds->high, depth);
    pr_buf_string(w->out, bounds->low_open ? ", \"above_min\": true" : "");
    pr_buf_string(w->out, bounds->high_open ? ", \"below_max\": true" : "");
    pr_buf_string(w->out, "}}");
}

static void json_list(writer *w, const pr_list *list, int depth) {
    pr_buf_char(w->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        pr_buf_string(w->out, i > 0 ? ", " : "");
        json_at(w, list->items[i], depth);
    }
    pr_buf_char(w->out, ']');
}

static void json_context(writer *w, const pr_context *context, int depth) {
    pr_buf_char(w->out, '{');
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_buf_string(w->out, i > 0 ? ", " : "");
        pr_json_string(context->shape->names[i], w->out);
        pr_buf_string(w->out, ": ");
        json_at(w, context->values[i], depth);
    }
    pr_buf_char(w->out, '}');
}

/* {"@date": "2027-01-31"}; the text is what `print` makes of the value. */
static void json_marked(writer *w, const char *mark, pr_value a, void (*print)(pr_value, pr_buf *)) {
    pr_buf text;
    pr_buf_init(&text, w->out->allocator);
    print(a, &text);
    pr_buf_printf(w->out, "{\"%s\": ", mark);
    pr_json_string(pr_buf_view(&text), w->out);
    pr_buf_char(w->out, '}');
    w->out->failed = w->out->failed || text.failed;
    pr_buf_release(&text);
}

static void json_at(writer *w, pr_value a, int depth) {
    if (w->out->failed) {
        return;
    }
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        pr_buf_string(w->out, "null");
        return;
    }
    switch (a.kind) {
    case PR_BOOLEAN: pr_buf_string(w->out, a.number != 0 ? "true" : "false"); break;
    case PR_NUMBER: pr_number_print(a, w->out); break;
    case PR_STRING: pr_json_string(pr_string_text(a), w->out); break;
    case PR_ENTITY: pr_json_string(a.entity->id, w->out); break;
    case PR_DATE: json_marked(w, "@date", a, pr_temporal_print); break;
    case PR_TIME: json_marked(w, "@time", a, pr_temporal_print); break;
    case PR_DATE_TIME: json_marked(w, "@dateTime", a, pr_temporal_print); break;
    case PR_MONTHS:
    case PR_DURATION: json_marked(w, "@duration", a, pr_temporal_print); break;
    case PR_RANGE: json_marked(w, "@range", a, pr_value_print_literal); break;
    case PR_LIST:
        /* JSON has no list of which a part is uncertain. */
        if (a.list->uncertain) {
            json_unknown(w, a, depth + 1);
        } else {
            json_list(w, a.list, depth + 1);
        }
        break;
    case PR_CONTEXT: json_context(w, a.context, depth + 1); break;
    case PR_UNKNOWN: json_unknown(w, a, depth + 1); break;
    default: pr_buf_string(w->out, "null"); break;
    }
}

void pr_value_json(pr_value a, pr_need_writer *need_name, void *user, pr_buf *out) {
    writer w = {out, need_name, user};
    json_at(&w, a, 0);
}
