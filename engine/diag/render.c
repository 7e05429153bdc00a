/* Diagnostics as a person reads them: place, sentence, the line with what is meant underlined, hint,
 * notes. */
#include "diag/diag.h"
#include "diag/lines.h"

/* Characters of a line that are shown, and of those how many before the place. */
enum { WINDOW = 100, BEFORE = 50 };

#define GUTTER "%5u |"
#define EMPTY_GUTTER "      |"
#define RESET "\x1b[0m"
#define BOLD "\x1b[1m"
#define GREEN "\x1b[1;32m"

static const struct {
    const char *word, *color;
} severities[] = {
    [PR_ERROR] = {"error", "\x1b[1;31m"},
    [PR_WARNING] = {"warning", "\x1b[1;35m"},
    [PR_NOTE] = {"note", "\x1b[1;36m"},
};

typedef struct painter {
    pr_buf *out;
    bool color;
} painter;

static void paint(painter *pen, const char *color) {
    if (pen->color) {
        pr_buf_string(pen->out, color);
    }
}

/* Moves by `characters`, backwards when negative, within [least, most]. */
static size_t step(pr_text bytes, size_t at, int characters, size_t least, size_t most) {
    for (; characters < 0 && at > least; characters++) {
        do {
            at--;
        } while (at > least && ((unsigned char)bytes.at[at] & 0xC0) == 0x80);
    }
    for (; characters > 0 && at < most; characters--) {
        (void)pr_utf8_next(bytes, &at);
    }
    return at < most ? at : most;
}

/* The part of a line that is shown: bytes [start, end), and what of it is underlined. */
typedef struct excerpt {
    size_t start, end, mark, mark_end;
    bool cut_before, cut_after;
} excerpt;

static excerpt choose(pr_text bytes, pr_line line, pr_span span) {
    excerpt part = {.start = line.start, .end = line.end};
    part.mark = span.start < line.start ? line.start : span.start < line.end ? span.start : line.end;
    if (step(bytes, line.start, WINDOW, line.start, line.end) < line.end) {
        part.start = step(bytes, part.mark, -BEFORE, line.start, line.end);
        part.end = step(bytes, part.start, WINDOW, line.start, line.end);
        part.start = part.end == line.end ? step(bytes, line.end, -WINDOW, line.start, line.end) : part.start;
    }
    part.cut_before = part.start > line.start;
    part.cut_after = part.end < line.end;
    part.mark_end = span.end < part.end ? span.end : part.end;
    return part;
}

static void draw_line(painter *pen, pr_text bytes, const excerpt *part) {
    if (part->start == part->end) {
        return;
    }
    pr_buf_string(pen->out, part->cut_before ? " ..." : " ");
    pr_buf_harmless(pen->out, (pr_text){bytes.at + part->start, part->end - part->start}, true);
    pr_buf_string(pen->out, part->cut_after ? "..." : "");
}

static void draw_mark(painter *pen, pr_text bytes, const excerpt *part) {
    pr_buf_string(pen->out, part->cut_before ? "    " : " ");
    size_t at = part->start;
    while (at < part->mark) {
        uint32_t c = pr_utf8_next(bytes, &at);
        for (unsigned i = c == '\t' ? 1 : pr_columns(c); i > 0; i--) {
            pr_buf_char(pen->out, c == '\t' ? '\t' : ' ');
        }
    }
    pr_buf_char(pen->out, '^');
    /* The caret stands for the first column of the first character. */
    for (unsigned drawn = 1; at < part->mark_end; drawn = 0) {
        uint32_t c = pr_utf8_next(bytes, &at);
        if (c == '\t') {
            /* As wide as the terminal makes it, where something follows to be underlined. */
            pr_buf_string(pen->out, at < part->mark_end ? "\t" : "");
            continue;
        }
        for (unsigned i = pr_columns(c); i > drawn; i--) {
            pr_buf_char(pen->out, '~');
        }
    }
}

static void write_excerpt(painter *pen, pr_span span, const char *color) {
    pr_text bytes = span.source->bytes;
    pr_line line = pr_line_at(bytes, span.start);
    excerpt part = choose(bytes, line, span);
    pr_buf_printf(pen->out, GUTTER, line.number);
    draw_line(pen, bytes, &part);
    pr_buf_string(pen->out, "\n" EMPTY_GUTTER);
    paint(pen, color);
    draw_mark(pen, bytes, &part);
    paint(pen, RESET);
    pr_buf_char(pen->out, '\n');
}

static void write_entry(painter *pen, pr_severity severity, pr_span span, pr_text message) {
    bool has_line = span.source != NULL && span.source->bytes.length > 0;
    paint(pen, BOLD);
    if (span.source != NULL) {
        pr_buf_harmless(pen->out, span.source->name, false);
        pr_buf_char(pen->out, ':');
    }
    if (has_line) {
        pr_place place = pr_source_place(span.source, span.start);
        pr_buf_printf(pen->out, "%u:%u:", place.line, place.column);
    }
    pr_buf_string(pen->out, span.source != NULL ? " " : "");
    paint(pen, severities[severity].color);
    pr_buf_printf(pen->out, "%s:", severities[severity].word);
    paint(pen, RESET);
    pr_buf_char(pen->out, ' ');
    pr_buf_harmless(pen->out, message, false);
    pr_buf_char(pen->out, '\n');
    if (has_line) {
        write_excerpt(pen, span, severities[severity].color);
    }
}

static void write_diag(painter *pen, const pr_diag *diag) {
    write_entry(pen, diag->severity, diag->span, diag->message);
    if (diag->hint.length > 0) {
        pr_buf_string(pen->out, "   ");
        paint(pen, GREEN);
        pr_buf_string(pen->out, "hint:");
        paint(pen, RESET);
        pr_buf_char(pen->out, ' ');
        pr_buf_harmless(pen->out, diag->hint, false);
        pr_buf_char(pen->out, '\n');
    }
    for (const pr_note *note = diag->notes; note != NULL; note = note->next) {
        write_entry(pen, PR_NOTE, note->span, note->message);
    }
}

static void write_rest(pr_buf *out, uint32_t errors, uint32_t warnings) {
    if (errors + warnings == 0) {
        return;
    }
    pr_buf_string(out, "and ");
    if (errors > 0) {
        pr_buf_printf(out, "%u more error%s", errors, errors > 1 ? "s" : "");
    }
    if (warnings > 0) {
        const char *joint = errors > 0 ? " and " : "";
        pr_buf_printf(out, "%s%u more warning%s", joint, warnings, warnings > 1 ? "s" : "");
    }
    pr_buf_char(out, '\n');
}

void pr_diags_render(const pr_diags *diags, bool color, pr_buf *out) {
    painter pen = {.out = out, .color = color};
    uint32_t errors = diags->errors, warnings = diags->warnings;
    for (uint32_t i = 0; i < diags->list.count; i++) {
        const pr_diag *diag = &diags->list.items[i];
        errors -= diag->severity == PR_ERROR;
        warnings -= diag->severity == PR_WARNING;
        write_diag(&pen, diag);
    }
    write_rest(out, errors, warnings);
}
