/* Values as text, for people and as FEEL. */
#include "base/limits.h"
#include "diag/diag.h"
#include "value/value.h"

const char *pr_kind_name(pr_kind kind) {
    static const char *const names[] = {
        [PR_NULL] = "null",
        [PR_BOOLEAN] = "boolean",
        [PR_NUMBER] = "number",
        [PR_STRING] = "string",
        [PR_DATE] = "date",
        [PR_TIME] = "time",
        [PR_DATE_TIME] = "date and time",
        [PR_MONTHS] = "years and months duration",
        [PR_DURATION] = "days and time duration",
        [PR_LIST] = "list",
        [PR_CONTEXT] = "context",
        [PR_RANGE] = "range",
        [PR_FUNCTION] = "function",
        [PR_ENTITY] = "entity",
        [PR_CONDITION] = "condition",
        [PR_UNKNOWN] = "unknown",
    };
    return names[kind];
}

typedef struct printer {
    pr_buf *out;
    bool literal; /* as an expression that gives the value */
} printer;

/* One character inside quotes. What cannot be seen, or does something to a terminal, is written so that FEEL reads
 * it again where the value is to be read again. */
static void print_character(printer *p, pr_text character, uint32_t c) {
    switch (c) {
    case '"': pr_buf_string(p->out, "\\\""); return;
    case '\\': pr_buf_string(p->out, "\\\\"); return;
    case '\n': pr_buf_string(p->out, "\\n"); return;
    case '\r': pr_buf_string(p->out, "\\r"); return;
    case '\t': pr_buf_string(p->out, "\\t"); return;
    default: break;
    }
    if (c < 0x20 || c == 0x7f || (p->literal && pr_harmful(c))) {
        pr_buf_printf(p->out, c < 0x10000 ? "\\u%04x" : "\\U%06x", (unsigned)c);
    } else {
        pr_buf_text(p->out, character);
    }
}

static void print_quoted(printer *p, pr_text text) {
    pr_buf_char(p->out, '"');
    for (size_t i = 0; i < text.length;) {
        size_t start = i;
        uint32_t c = pr_utf8_next(text, &i);
        print_character(p, (pr_text){text.at + start, i - start}, c);
    }
    pr_buf_char(p->out, '"');
}

/* Letters of FEEL's names, as far as they are not easily taken for something else. */
static bool is_letter(uint32_t c) {
    bool ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    bool western = c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7;
    bool other = (c >= 0x37F && c <= 0x167F) || (c >= 0x3041 && c <= 0xD7FF);
    return ascii || western || (other && !pr_harmful(c));
}

/* Does FEEL read it as this name without quotes? */
static bool is_plain_name(pr_text name) {
    bool after_blank = true;
    for (size_t i = 0; i < name.length;) {
        bool first = i == 0;
        uint32_t c = pr_utf8_next(name, &i);
        bool blank = c == ' ', digit = c >= '0' && c <= '9';
        if (!is_letter(c) && !(digit && !first) && !(blank && !after_blank && i < name.length)) {
            return false;
        }
        after_blank = blank;
    }
    return name.length > 0;
}

static void print_at(printer *p, pr_value a, int depth);

static void print_list(printer *p, const pr_list *list, int depth) {
    pr_buf_char(p->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        pr_buf_string(p->out, i > 0 ? ", " : "");
        pr_buf_string(p->out, list->maybe != NULL && list->maybe[i] ? "perhaps " : "");
        print_at(p, list->items[i], depth);
    }
    if (list->open) {
        pr_buf_string(p->out, list->count > 0 ? ", ..." : "...");
    }
    pr_buf_char(p->out, ']');
}

static void print_context(printer *p, const pr_context *context, int depth) {
    pr_buf_char(p->out, '{');
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_text name = context->shape->names[i];
        pr_buf_string(p->out, i > 0 ? ", " : "");
        if (is_plain_name(name)) {
            pr_buf_text(p->out, name);
        } else {
            print_quoted(p, name);
        }
        pr_buf_string(p->out, ": ");
        print_at(p, context->values[i], depth);
    }
    pr_buf_char(p->out, '}');
}

static void print_comparison(printer *p, const pr_range *range, int depth) {
    bool below = range->low.kind == PR_NULL;
    const char *sign = below ? (range->high_closed ? "<= " : "< ") : (range->low_closed ? ">= " : "> ");
    if (range->form == PR_RANGE_EQUAL || range->form == PR_RANGE_NOT_EQUAL) {
        sign = range->form == PR_RANGE_EQUAL ? "= " : "!= ";
    }
    pr_buf_char(p->out, '(');
    pr_buf_string(p->out, sign);
    print_at(p, below ? range->high : range->low, depth);
    pr_buf_char(p->out, ')');
}

static void print_range(printer *p, const pr_range *range, int depth) {
    if (range->form != PR_RANGE_INTERVAL) {
        print_comparison(p, range, depth);
        return;
    }
    pr_buf_char(p->out, range->low_closed ? '[' : '(');
    print_at(p, range->low, depth);
    pr_buf_string(p->out, "..");
    print_at(p, range->high, depth);
    pr_buf_char(p->out, range->high_closed ? ']' : ')');
}

static void print_temporal(printer *p, pr_value a) {
    if (!p->literal) {
        pr_temporal_print(a, p->out);
        return;
    }
    bool is_duration = a.kind == PR_MONTHS || a.kind == PR_DURATION;
    pr_buf_string(p->out, is_duration ? "duration" : pr_kind_name((pr_kind)a.kind));
    pr_buf_string(p->out, "(\"");
    pr_temporal_print(a, p->out);
    pr_buf_string(p->out, "\")");
}

static void print_text(printer *p, pr_text text, int depth) {
    if (depth == 0 && !p->literal) {
        pr_buf_text(p->out, text);
    } else {
        print_quoted(p, text);
    }
}

static void print_at(printer *p, pr_value a, int depth) {
    if (p->out->failed) {
        return; /* shared parts are printed each time: nothing else ends this soon */
    }
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        pr_buf_string(p->out, "...");
        return;
    }
    switch (a.kind) {
    case PR_BOOLEAN: pr_buf_string(p->out, a.number != 0 ? "true" : "false"); break;
    case PR_NUMBER: pr_number_print(a, p->out); break;
    case PR_STRING: print_text(p, pr_string_text(a), depth); break;
    case PR_ENTITY: print_text(p, a.entity->id, depth); break;
    case PR_DATE:
    case PR_TIME:
    case PR_DATE_TIME:
    case PR_MONTHS:
    case PR_DURATION: print_temporal(p, a); break;
    case PR_LIST: print_list(p, a.list, depth + 1); break;
    case PR_CONTEXT: print_context(p, a.context, depth + 1); break;
    case PR_RANGE: print_range(p, a.range, depth + 1); break;
    case PR_UNKNOWN: pr_buf_string(p->out, "not known"); break;
    default: pr_buf_string(p->out, pr_kind_name((pr_kind)a.kind)); break;
    }
}

void pr_value_print(pr_value a, pr_buf *out) {
    printer p = {out, false};
    print_at(&p, a, 0);
}

void pr_value_print_literal(pr_value a, pr_buf *out) {
    printer p = {out, true};
    print_at(&p, a, 0);
}
