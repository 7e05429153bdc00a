/* Strings, numbers and names of JSON, and what is wrong with those that are none. */
#include "doc/json.h"

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void bad_escape(const pr_json_token *token, size_t at, size_t length, const char *message) {
    uint32_t start = token->start + (uint32_t)at, end = start + (uint32_t)length;
    end = end < token->end ? end : token->end - 1;
    pr_error(token->diags, PR_JSON_CODE, ((pr_span){token->source, start, end}), "%s", message);
}

/* The four digits after \u at `at`, or -1. */
static int32_t four_digits(pr_text text, size_t at) {
    int32_t value = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = i < text.length ? hex_digit(text.at[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* Decodes \u, or two of them that make one character. Gives how many bytes of the token were used, 0 when
 * it is wrong. */
static size_t unicode_escape(const pr_json_token *token, size_t at, char **out) {
    pr_text text = pr_json_text(token);
    int32_t first = four_digits(text, at);
    if (first < 0) {
        bad_escape(token, at, 2, "\\u is followed by 4 hexadecimal digits");
        return 0;
    }
    bool high = first >= 0xD800 && first <= 0xDBFF, low = first >= 0xDC00 && first <= 0xDFFF;
    bool pair = high && at + 12 <= text.length && text.at[at + 6] == '\\' && text.at[at + 7] == 'u';
    int32_t second = pair ? four_digits(text, at + 6) : -1;
    if (low || (high && (second < 0xDC00 || second > 0xDFFF))) {
        bad_escape(token, at, 6,
                   "this escape is half of a pair that makes one character; the other half is missing");
        return 0;
    }
    int32_t c = high ? 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00) : first;
    *out += pr_utf8_put(*out, (uint32_t)c);
    return high ? 12 : 6;
}

static char simple_escape(char c) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *found = c != '\0' ? strchr(from, c) : NULL;
    return found != NULL ? to[found - from] : '\0';
}

static size_t escape(const pr_json_token *token, size_t at, char **out) {
    pr_text text = pr_json_text(token);
    char c = text.at[at + 1];
    if (c == 'u') {
        return unicode_escape(token, at, out);
    }
    char meant = simple_escape(c);
    if (meant == '\0') {
        size_t end = at + 1;
        (void)pr_utf8_next(text, &end);
        bad_escape(token, at, end - at, "this is no escape of JSON; a backslash is written \\\\");
        return 0;
    }
    *(*out)++ = meant;
    return 2;
}

static bool read_escapes(const pr_json_token *token, pr_arena *arena, pr_text *out) {
    pr_text text = pr_json_text(token);
    size_t last = text.length - 1;
    /* No escape is shorter than what it stands for. */
    char *decoded = pr_arena_alloc(arena, text.length, 1), *end = decoded;
    if (decoded == NULL) {
        token->diags->failed = true;
        return false;
    }
    for (size_t i = 1; i < last;) {
        if (text.at[i] != '\\') {
            *end++ = text.at[i++];
            continue;
        }
        size_t used = escape(token, i, &end);
        if (used == 0) {
            return false;
        }
        i += used;
    }
    *out = (pr_text){decoded, (size_t)(end - decoded)};
    return true;
}

bool pr_json_quoted(const pr_json_token *token, bool escapes, pr_arena *arena, pr_doc_node *node) {
    pr_text text = pr_json_text(token);
    *node = (pr_doc_node){.kind = PR_DOC_STRING,
                          .text = {text.at + 1, text.length - 2},
                          .origin = {token->source, token->start, token->end, PR_STYLE_DOUBLE, 0}};
    return !escapes || memchr(text.at, '\\', text.length) == NULL || read_escapes(token, arena, &node->text);
}

static size_t digits(pr_text text, size_t at) {
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9') {
        at++;
    }
    return at;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool is_number(pr_text text) {
    size_t whole = text.length > 0 && text.at[0] == '-' ? 1 : 0, at = digits(text, whole);
    if (at == whole || (text.at[whole] == '0' && at > whole + 1)) {
        return false;
    }
    if (at < text.length && text.at[at] == '.') {
        size_t fraction = at + 1;
        at = digits(text, fraction);
        if (at == fraction) {
            return false;
        }
    }
    if (at < text.length && (text.at[at] | 0x20) == 'e') {
        size_t exponent = at + 1;
        exponent += exponent < text.length && (text.at[exponent] == '+' || text.at[exponent] == '-');
        at = digits(text, exponent);
        return at > exponent && at == text.length;
    }
    return at == text.length;
}

static const char *literal_hint(pr_text text) {
    char c = text.at[0], after_sign = text.length > 1 && (c == '-' || c == '+') ? text.at[1] : c;
    if (c == '/' || c == '#') {
        return "JSON has no comments";
    }
    if ((after_sign >= '0' && after_sign <= '9') || after_sign == '.') {
        return "a number has no '+' and no zeros before it, and digits on both sides of its point";
    }
    if (after_sign == 'N' || after_sign == 'I') {
        return "JSON has true, false, null and decimal numbers; other words are put in double quotes";
    }
    return "text is put in double quotes; true, false and null are written in small letters";
}

static void report_literal(const pr_json_token *token, pr_text text) {
    size_t start;
    if (memchr(text.at, '\0', text.length) != NULL &&
        !pr_reader_accepts(token->source, token->diags, &start)) {
        return;
    }
    pr_span span = {token->source, token->start, token->end};
    if (text.at[0] == '\'') {
        pr_error(token->diags, PR_JSON_CODE, span, "text is put in double quotes in JSON");
        return;
    }
    pr_text shown = {text.at, text.length < 40 ? text.length : 40};
    shown.length = pr_utf8_valid(shown);
    pr_diag *diag = pr_error(token->diags, PR_JSON_CODE, ((pr_span){token->source, token->start, token->end}),
                             "'%.*s%s' is no value of JSON", PR_ARG(shown), text.length > 40 ? "..." : "");
    pr_diag_hint(token->diags, diag, "%s", literal_hint(text));
}

bool pr_json_literal(const pr_json_token *token, pr_doc_node *node) {
    pr_text text = pr_json_text(token);
    *node = (pr_doc_node){
        .plain = true, .text = text, .origin = {token->source, token->start, token->end, PR_STYLE_EXACT, 0}};
    if (is_number(text)) {
        node->kind = PR_DOC_NUMBER;
    } else if (pr_text_is(text, "true") || pr_text_is(text, "false")) {
        node->kind = PR_DOC_BOOL;
        node->boolean = text.at[0] == 't';
    } else if (pr_text_is(text, "null")) {
        node->kind = PR_DOC_NULL;
    } else {
        report_literal(token, text);
        return false;
    }
    return true;
}

void pr_json_explain_refusal(const pr_source *source, size_t start, pr_diags *diags) {
    if (!pr_reader_accepts(source, diags, &start)) {
        return;
    }
    pr_text bytes = source->bytes;
    bool inside = false;
    size_t opening = 0;
    for (size_t i = start; i < bytes.length; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c == '"') {
            inside = !inside;
            opening = i;
        } else if (inside && c == '\\') {
            i++;
        } else if (inside && (c == '\n' || c == '\r')) {
            break;
        } else if (inside && c < 0x20) {
            pr_error(diags, PR_JSON_CODE, pr_span_of_character(source, i),
                     "a control character in text is written as an escape, here \\u%04x", c);
            return;
        }
    }
    pr_diag *diag =
        pr_error(diags, PR_JSON_CODE, pr_span_of_character(source, opening), "this quote is never closed");
    pr_diag_hint(diags, diag, "text ends on the line on which it begins; a line end in it is written \\n");
}
