/* What else is wrong in a file in which libyaml stopped at a syntax error. The lines behind it are cut where something
 * new begins, at a key of the outermost mapping or at an item of the list below one, and each piece is read by
 * itself. */
#include "doc/yaml.h"

/* Of a file so broken that there are more, whoever mends it begins at the top. */
enum { MOST_PIECES = 10000 };

typedef struct rest {
    const pr_source *source;
    const pr_doc_limits *limits;
    pr_arena arena;         /* reset for each piece */
    pr_diags *diags, found; /* all, and those of one piece */
    size_t outermost;       /* indentation of the keys; SIZE_MAX before the first one */
    size_t items; /* of the items below the last key; SIZE_MAX where its value is no list of lines */
    bool expects; /* the last key stands alone in its line: the next line tells */
    uint32_t pieces;
} rest;

static bool ends_name(char c) { return c == ' ' || c == '\r' || c == '\n'; }

/* Where `NAME:` at the beginning of a line ends; 0 where none stands there. */
static size_t key_end(pr_text line) {
    size_t end = 0;
    while (end < line.length && line.at[end] != ':' && line.at[end] != ' ' &&
           !(end == 0 && line.at[end] == '-') && strchr("\"'{}[]#&*!|>%@`,\t", line.at[end]) == NULL) {
        end++;
    }
    bool key = end > 0 && end < line.length && line.at[end] == ':' &&
               (end + 1 == line.length || ends_name(line.at[end + 1]));
    return key ? end + 1 : 0;
}

static bool says_something(pr_text line) { return line.length > 0 && line.at[0] != '#'; }

/* Does something new begin with this line, of which the blanks around it are taken off? */
static bool begins(rest *r, size_t indentation, pr_text line) {
    if (!says_something(line)) {
        return false;
    }
    bool first = r->expects, item = line.at[0] == '-' && (line.length == 1 || line.at[1] == ' ');
    r->expects = false;
    size_t end = indentation == r->outermost || r->outermost == SIZE_MAX ? key_end(line) : 0;
    if (end > 0) {
        r->outermost = indentation;
        r->items = SIZE_MAX;
        r->expects = !says_something(pr_text_trim((pr_text){line.at + end, line.length - end}));
        return true;
    }
    if (first && item) {
        r->items = indentation;
    }
    return item && indentation == r->items;
}

static pr_span moved(const rest *r, pr_span span, size_t by) {
    return (pr_span){r->source, span.start + (uint32_t)by, span.end + (uint32_t)by};
}

/* False once no more are kept. An anchor may stand in another piece. */
static bool take_over(rest *r, size_t start) {
    bool more = true;
    for (uint32_t i = 0; more && i < r->found.list.count; i++) {
        const pr_diag *diag = &r->found.list.items[i];
        if (strcmp(diag->code, "undefined-alias") == 0 || strcmp(diag->code, "empty-file") == 0) {
            continue;
        }
        pr_diag *copy = pr_diag_add(r->diags, diag->severity, diag->code, moved(r, diag->span, start), "%.*s",
                                    PR_ARG(diag->message));
        if (diag->hint.length > 0) {
            pr_diag_hint(r->diags, copy, "%.*s", PR_ARG(diag->hint));
        }
        for (const pr_note *note = diag->notes; note != NULL; note = note->next) {
            pr_diag_note(r->diags, copy, moved(r, note->span, start), "%.*s", PR_ARG(note->message));
        }
        more = copy != NULL;
    }
    return more;
}

static bool read_piece(rest *r, size_t start, size_t end) {
    pr_source piece = {r->source->name, {r->source->bytes.at + start, end - start}};
    pr_arena_reset(&r->arena);
    pr_diags_clear(&r->found);
    (void)pr_yaml_read_piece(&piece, r->limits, &r->arena, &r->found);
    bool more = take_over(r, start);
    r->diags->failed |= r->found.failed || r->arena.failed;
    return more && !r->diags->failed && ++r->pieces < MOST_PIECES;
}

static void read_pieces(rest *r, size_t from) {
    pr_text bytes = r->source->bytes;
    size_t piece = SIZE_MAX;
    bool more = true;
    for (size_t at = pr_utf8_mark(bytes), next; more && at < bytes.length; at = next) {
        const char *end = memchr(bytes.at + at, '\n', bytes.length - at);
        next = end != NULL ? (size_t)(end - bytes.at) + 1 : bytes.length;
        size_t text = at;
        while (text < next && bytes.at[text] == ' ') {
            text++;
        }
        if (!begins(r, text - at, pr_text_trim((pr_text){bytes.at + text, next - text}))) {
            continue;
        }
        more = piece == SIZE_MAX || read_piece(r, piece, at);
        piece = at > from ? at : SIZE_MAX;
    }
    if (more && piece != SIZE_MAX) {
        (void)read_piece(r, piece, bytes.length);
    }
}

void pr_yaml_read_rest(const pr_source *source, size_t from, const pr_doc_limits *limits,
                       const preceptor_allocator *allocator, pr_diags *diags) {
    rest r = {.source = source, .limits = limits, .diags = diags, .outermost = SIZE_MAX, .items = SIZE_MAX};
    pr_arena_init(&r.arena, allocator, 0);
    pr_diags_init(&r.found, allocator);
    read_pieces(&r, from);
    pr_diags_release(&r.found);
    pr_arena_release(&r.arena);
}
