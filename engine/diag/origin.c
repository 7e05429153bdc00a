/* From an offset in a decoded scalar to bytes of its file.
 *
 * The scalar is decoded again, but only as lengths: each piece of the file that stands for one or more
 * decoded bytes (a character, an escape, a line end that became a space) is met in order, and the search
 * ends at the pieces that hold the offsets asked for. The rules of folding are YAML 1.2's as libyaml
 * applies them. */
#include "diag/lines.h"

typedef struct search {
    pr_text bytes; /* the file, up to the scalar's end: past the header or opening quote only `at` moves */
    size_t at;
    size_t decoded; /* bytes decoded so far */
    size_t from, to;
    uint32_t start, end; /* what was found */
    bool started, done;
} search;

/* Bytes [start, end) of the file stand for the next `length` decoded bytes. */
static void piece(search *s, size_t start, size_t end, size_t length) {
    if (s->done || length == 0) {
        return;
    }
    if (!s->started && s->from < s->decoded + length) {
        s->started = true;
        s->start = s->end = (uint32_t)start;
    }
    if (s->started && s->to > s->decoded) {
        s->end = (uint32_t)end;
    }
    s->decoded += length;
    s->done = s->started && s->to <= s->decoded;
}

/* One character that stands for itself. */
static void character(search *s) {
    size_t start = s->at;
    (void)pr_utf8_next(s->bytes, &s->at);
    piece(s, start, s->at, s->at - start);
}

static bool more(const search *s) { return !s->done && s->at < s->bytes.length; }

static bool is_blank(const search *s, size_t at) { return s->bytes.at[at] == ' ' || s->bytes.at[at] == '\t'; }

/* YAML's line ends: those of files, and next line, line and paragraph separator. Gives the length, 0 for
 * none; `decoded` is what it stands for when it is kept. */
static size_t break_at(const search *s, size_t at, size_t *decoded) {
    pr_text rest = {s->bytes.at + at, s->bytes.length - at};
    *decoded = 1;
    if (at >= s->bytes.length) {
        return 0;
    }
    if (pr_text_starts(rest, PR_TEXT("\xC2\x85"))) {
        return 2;
    }
    if (pr_text_starts(rest, PR_TEXT("\xE2\x80\xA8")) || pr_text_starts(rest, PR_TEXT("\xE2\x80\xA9"))) {
        *decoded = 3;
        return 3;
    }
    return pr_line_break(s->bytes, at);
}

/* Blanks and line ends inside a quoted or plain scalar. `escaped`: a backslash took the first line end
 * away. Blanks alone are kept; with one line end they become a space; each further line end is kept. */
static void fold(search *s, bool escaped) {
    size_t start = s->at, line_end = start, decoded;
    while (line_end < s->bytes.length && is_blank(s, line_end)) {
        line_end++;
    }
    size_t length = break_at(s, line_end, &decoded);
    if (length == 0 && !escaped) {
        while (more(s) && is_blank(s, s->at)) {
            character(s);
        }
        return;
    }
    bool space = !escaped && decoded == 1;
    size_t next_line = line_end + length;
    s->at = escaped ? start : next_line;
    if (!escaped && !space) {
        piece(s, line_end, next_line, decoded);
    }
    while (s->at < s->bytes.length && !s->done) {
        length = break_at(s, s->at, &decoded);
        if (length > 0) {
            piece(s, s->at, s->at + length, decoded);
            space = false;
        } else if (!is_blank(s, s->at)) {
            break;
        }
        s->at += length > 0 ? length : 1;
    }
    if (space) {
        piece(s, start, next_line, 1);
    }
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint32_t hex(const search *s, size_t at, size_t digits) {
    uint32_t value = 0;
    for (size_t i = at; i < at + digits && i < s->bytes.length && hex_value(s->bytes.at[i]) >= 0; i++) {
        value = value << 4 | (uint32_t)hex_value(s->bytes.at[i]);
    }
    return value;
}

static size_t utf8_length(uint32_t c) {
    char out[4];
    return pr_utf8_put(out, c);
}

/* \xNN, \uNNNN, \UNNNNNNNN, and JSON's two \u that make one character. */
static void numeric_escape(search *s, size_t digits) {
    size_t start = s->at, end = start + 2 + digits;
    uint32_t c = hex(s, start + 2, digits);
    bool high = digits == 4 && c >= 0xD800 && c <= 0xDBFF;
    if (high && end + 6 <= s->bytes.length && s->bytes.at[end] == '\\' && s->bytes.at[end + 1] == 'u') {
        c = 0x10000;
        end += 6;
    }
    s->at = end < s->bytes.length ? end : s->bytes.length;
    piece(s, start, s->at, utf8_length(c));
}

static void escape(search *s) {
    size_t start = s->at, decoded;
    size_t length = break_at(s, start + 1, &decoded);
    if (length > 0) {
        s->at += 1 + length;
        fold(s, true);
        return;
    }
    char c = start + 1 < s->bytes.length ? s->bytes.at[start + 1] : '\\';
    if (c == 'x' || c == 'u' || c == 'U') {
        numeric_escape(s, c == 'x' ? 2 : c == 'u' ? 4 : 8);
        return;
    }
    s->at = start + 2 < s->bytes.length ? start + 2 : s->bytes.length;
    piece(s, start, s->at, c == 'N' || c == '_' ? 2 : c == 'L' || c == 'P' ? 3 : 1);
}

static void search_flow(search *s, pr_style style) {
    while (more(s)) {
        size_t ignored;
        char c = s->bytes.at[s->at];
        if (is_blank(s, s->at) || break_at(s, s->at, &ignored) > 0) {
            fold(s, false);
        } else if (style == PR_STYLE_DOUBLE && c == '\\') {
            escape(s);
        } else if (style == PR_STYLE_SINGLE && c == '\'' && s->at + 1 < s->bytes.length) {
            piece(s, s->at, s->at + 2, 1);
            s->at += 2;
        } else {
            character(s);
        }
    }
}

/* To the first byte of the line after the block header, which may end in a comment. */
static void skip_header(search *s) {
    size_t decoded, length = 0;
    while (s->at < s->bytes.length && (length = break_at(s, s->at, &decoded)) == 0) {
        s->at++;
    }
    s->at += length;
}

static size_t indent_at(const search *s, size_t at, size_t most) {
    size_t spaces = 0;
    while (spaces < most && at + spaces < s->bytes.length && s->bytes.at[at + spaces] == ' ') {
        spaces++;
    }
    return spaces;
}

/* The indent of the first line that is not empty. */
static size_t first_indent(const search *s) {
    size_t decoded;
    for (size_t at = s->at; at < s->bytes.length;) {
        size_t spaces = indent_at(s, at, SIZE_MAX), length = break_at(s, at + spaces, &decoded);
        if (length == 0) {
            return spaces;
        }
        at += spaces + length;
    }
    return 0;
}

/* Empty lines from `at` on. Their line ends are kept: counted when `emit` is not set, else met as pieces. */
static size_t empty_lines(search *s, size_t at, size_t indent, bool emit, size_t *count) {
    *count = 0;
    while (at < s->bytes.length) {
        size_t decoded, spaces = indent_at(s, at, indent), length = break_at(s, at + spaces, &decoded);
        if (length == 0) {
            break;
        }
        if (emit) {
            piece(s, at + spaces, at + spaces + length, decoded);
        }
        ++*count;
        at += spaces + length;
    }
    return at;
}

/* The end of a line that is not empty, and the empty lines after it. */
static void block_break(search *s, bool folded, bool blank_line, size_t indent) {
    size_t decoded, count, start = s->at, length = break_at(s, start, &decoded);
    size_t next = empty_lines(s, start + length, indent, false, &count);
    size_t text = next + indent_at(s, next, indent);
    bool joins = folded && decoded == 1 && !blank_line && text < s->bytes.length && !is_blank(s, text);
    if (!joins) {
        piece(s, start, start + length, decoded);
    } else if (count == 0) {
        piece(s, start, start + length, 1);
    }
    s->at = empty_lines(s, start + length, indent, true, &count);
}

static void search_block(search *s, bool folded, size_t indent) {
    size_t count, decoded;
    skip_header(s);
    indent = indent > 0 ? indent : first_indent(s);
    s->at = empty_lines(s, s->at, indent, true, &count);
    while (more(s)) {
        s->at += indent_at(s, s->at, indent);
        bool blank_line = s->at < s->bytes.length && is_blank(s, s->at);
        while (more(s) && break_at(s, s->at, &decoded) == 0) {
            character(s);
        }
        if (more(s)) {
            block_break(s, folded, blank_line, indent);
        }
    }
}

static pr_span span_exact(const pr_origin *origin, size_t from, size_t to) {
    size_t length = origin->end - origin->start;
    from = from < length ? from : length;
    to = to < length ? to : length;
    return (pr_span){origin->source, origin->start + (uint32_t)from, origin->start + (uint32_t)to};
}

pr_span pr_origin_span(const pr_origin *origin, size_t from, size_t to) {
    to = to < from ? from : to;
    if (origin->source == NULL || origin->style == PR_STYLE_EXACT) {
        return span_exact(origin, from, to);
    }
    pr_text bytes = origin->source->bytes;
    bytes.length = origin->end < bytes.length ? origin->end : bytes.length;
    search s = {.bytes = bytes, .at = origin->start, .from = from, .to = to};
    bool block = origin->style == PR_STYLE_LITERAL || origin->style == PR_STYLE_FOLDED;
    if (block) {
        search_block(&s, origin->style == PR_STYLE_FOLDED, origin->indent);
    } else {
        if (origin->style != PR_STYLE_PLAIN && bytes.length > s.at + 1) {
            s.at++;
            s.bytes.length--;
        }
        search_flow(&s, (pr_style)origin->style);
    }
    uint32_t last = (uint32_t)(s.bytes.length > s.at ? s.bytes.length : s.at);
    if (!s.started) {
        return (pr_span){origin->source, last, last};
    }
    return (pr_span){origin->source, s.start, s.done ? s.end : last};
}
