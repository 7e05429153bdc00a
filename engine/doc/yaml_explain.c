/* libyaml's errors in plain words, with the place a person should look at.
 *
 * libyaml says where it noticed, which is often a line after the mistake, and in terms of its tokens. Each
 * row below knows one of its messages; where the text around the place tells more, a function looks at it.
 * A message that no row knows is passed on as it is. */
#include "doc/yaml.h"

typedef struct trouble {
    const pr_source *source;
    pr_text bytes;
    size_t at;      /* where libyaml noticed */
    size_t context; /* where the thing begins that it was reading; SIZE_MAX when it does not say */
    pr_yaml_last last;
    pr_diags *diags;
    const char *message, *hint; /* of the row */
} trouble;

#define CODE "invalid-yaml"

static pr_span here(const trouble *t, size_t start, size_t end) {
    return (pr_span){t->source, (uint32_t)start, (uint32_t)end};
}

static pr_span character(const trouble *t, size_t at) { return pr_span_of_character(t->source, at); }

static char byte_at(const trouble *t, size_t at) { return at < t->bytes.length ? t->bytes.at[at] : '\n'; }

static bool is_break(char c) { return c == '\n' || c == '\r'; }

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static size_t line_start(const trouble *t, size_t at) {
    while (at > 0 && !is_break(t->bytes.at[at - 1])) {
        at--;
    }
    return at;
}

static size_t line_end(const trouble *t, size_t at) {
    while (at < t->bytes.length && !is_break(t->bytes.at[at])) {
        at++;
    }
    return at;
}

static size_t skip_blanks(const trouble *t, size_t at) {
    while (at < t->bytes.length && is_blank(t->bytes.at[at])) {
        at++;
    }
    return at;
}

/* The last byte before `at` that is no blank, on the same line; SIZE_MAX when there is none. */
static size_t before(const trouble *t, size_t at) {
    while (at > 0 && is_blank(t->bytes.at[at - 1])) {
        at--;
    }
    return at > 0 && !is_break(t->bytes.at[at - 1]) ? at - 1 : SIZE_MAX;
}

/* The start of the last line above that of `at` that says something; SIZE_MAX when there is none. */
static size_t line_above(const trouble *t, size_t at) {
    size_t start = line_start(t, at);
    while (start > 0) {
        start = line_start(t, start - 1);
        size_t text = skip_blanks(t, start);
        if (!is_break(byte_at(t, text)) && byte_at(t, text) != '#') {
            return start;
        }
    }
    return SIZE_MAX;
}

/* The first ':' in [start, end) that is followed by a blank or line end when `spaced`, by something else
 * when not. */
static size_t find_colon(const trouble *t, size_t start, size_t end, bool spaced) {
    for (size_t i = start; i < end; i++) {
        char following = byte_at(t, i + 1);
        if (t->bytes.at[i] == ':' && (is_blank(following) || is_break(following)) == spaced) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void say(const trouble *t, pr_span span, const char *message, const char *hint) {
    pr_diag *diag = pr_error(t->diags, CODE, span, "%s", message);
    if (hint != NULL) {
        pr_diag_hint(t->diags, diag, "%s", hint);
    }
}

/* Row handlers: at the place where libyaml noticed, or where the thing begins that it was reading. */
static void at_place(const trouble *t) { say(t, character(t, t->at), t->message, t->hint); }

static void at_context(const trouble *t) {
    say(t, character(t, t->context != SIZE_MAX ? t->context : t->at), t->message, t->hint);
}

static void at_tabs(const trouble *t) {
    size_t end = t->at;
    while (byte_at(t, end) == '\t') {
        end++;
    }
    say(t, here(t, t->at, end), t->message, t->hint);
}

static void cannot_start(const trouble *t) {
    char c = byte_at(t, t->at);
    if (c == '\t') {
        trouble tab = *t;
        tab.message = "a tab stands in the indentation";
        tab.hint = "YAML is indented with spaces";
        at_tabs(&tab);
        return;
    }
    pr_diag *diag = pr_error(t->diags, CODE, character(t, t->at), "a value cannot begin with '%c'", c);
    pr_diag_hint(t->diags, diag, "put the value in quotes");
}

static void missing_space(const trouble *t, size_t colon) {
    say(t, here(t, colon, colon + 1), "there is no space after this ':'",
        "a key is followed by ': ' and its value");
}

/* Where the value begins that holds a colon too many: behind the first colon of the line, or, where that stands in a
 * call, "- f(a: 1)", behind the dashes. */
static size_t value_before(const trouble *t, size_t first) {
    size_t start = skip_blanks(t, line_start(t, first));
    if (memchr(t->bytes.at + start, '(', first - start) == NULL) {
        return skip_blanks(t, first + 1);
    }
    while (byte_at(t, start) == '-' && is_blank(byte_at(t, start + 1))) {
        start = skip_blanks(t, start + 1);
    }
    return start;
}

/* "KEY: A: B": the second colon. The hint shows the value in quotes where that is short and simple. */
static void colon_in_value(const trouble *t, size_t first) {
    pr_diag *diag =
        pr_error(t->diags, CODE, character(t, t->at), "a value with ': ' in it must be put in quotes");
    size_t value = value_before(t, first), end = line_end(t, value);
    while (end > value && is_blank(t->bytes.at[end - 1])) {
        end--;
    }
    pr_text text = {t->bytes.at + value, end - value};
    bool simple = text.length <= 60 && memchr(text.at, '"', text.length) == NULL &&
                  memchr(text.at, '\\', text.length) == NULL && memchr(text.at, '#', text.length) == NULL;
    if (simple) {
        pr_diag_hint(t->diags, diag, "write \"%.*s\"", PR_ARG(text));
    } else {
        pr_diag_hint(t->diags, diag, "or end the line with >- and write the value under it, indented");
    }
}

/* A ':' where libyaml expects no key. */
static void colon_misplaced(const trouble *t) {
    size_t start = line_start(t, t->at), first = find_colon(t, start, t->at, true);
    if (first != SIZE_MAX) {
        colon_in_value(t, first);
        return;
    }
    size_t above = line_above(t, t->at);
    size_t above_end = above != SIZE_MAX ? line_end(t, above) : 0;
    if (above == SIZE_MAX) {
        say(t, character(t, t->at), "a ':' cannot stand here", "put text that holds ': ' in quotes");
        return;
    }
    size_t tight = find_colon(t, above, above_end, false), spaced = find_colon(t, above, above_end, true);
    size_t text = skip_blanks(t, start);
    if (spaced != SIZE_MAX) {
        say(t, here(t, text, t->at), "a key cannot stand here",
            "is it indented further than the keys it belongs to?");
    } else if (tight != SIZE_MAX) {
        missing_space(t, tight);
    } else {
        say(t, here(t, skip_blanks(t, above), above_end), "there is no ': ' in this line, but keys follow it",
            "a key is followed by ': ' and its value");
    }
}

/* A line that should be a key and has no ':' that ends one. */
static void no_colon(const trouble *t) {
    size_t start = t->context != SIZE_MAX ? t->context : t->at, end = line_end(t, start);
    size_t tight = find_colon(t, start, end, false);
    if (tight != SIZE_MAX) {
        missing_space(t, tight);
        return;
    }
    while (end > start && is_blank(t->bytes.at[end - 1])) {
        end--;
    }
    say(t, here(t, start, end), "there is no ': ' in this line",
        "text that goes on from the line above must be indented");
}

static void item_misplaced(const trouble *t) {
    bool same_line = before(t, t->at) != SIZE_MAX;
    say(t, character(t, t->at), "a list item cannot begin here",
        same_line ? "begin the list on a line of its own, or put text that begins with '- ' in quotes"
                  : "is its '-' under the '-' of the item above?");
}

static void unknown_escape(const trouble *t) {
    size_t end = t->at + 1;
    if (end < t->bytes.length) {
        (void)pr_utf8_next(t->bytes, &end);
    }
    pr_diag *diag = pr_error(t->diags, CODE, here(t, t->at, end), "'%.*s' is no escape in double quotes",
                             (int)(end - t->at), t->bytes.at + t->at);
    pr_diag_hint(t->diags, diag, "in single quotes a backslash stands for itself");
}

/* An indicator that someone meant as text. */
static void indicator(const trouble *t) {
    size_t at = t->context != SIZE_MAX ? t->context : t->at;
    pr_diag *diag = pr_error(t->diags, CODE, character(t, at),
                             "a value that begins with '%c' must be put in quotes", byte_at(t, at));
    if (t->hint != NULL) {
        pr_diag_hint(t->diags, diag, "%s", t->hint);
    }
}

/* Text after something that had ended: after quotes and brackets it is told why it ended. */
static bool after_end(const trouble *t) {
    size_t previous = before(t, t->at);
    char c = previous != SIZE_MAX ? t->bytes.at[previous] : '\n';
    if (t->last.quoted && t->last.end == previous + 1) {
        pr_diag *diag = pr_error(t->diags, CODE, character(t, t->at), "text goes on after the closing quote");
        bool several_lines = line_end(t, t->last.start) < t->last.end;
        pr_diag_note(t->diags, diag, character(t, t->last.start),
                     several_lines ? "the quote opens here, on another line: is its end missing?"
                                   : "the quote opens here");
        if (!several_lines) {
            pr_diag_hint(t->diags, diag, "put the whole value in %s quotes", c == '"' ? "single" : "double");
        }
        return true;
    }
    if (c == ']' || c == '}') {
        pr_diag *diag =
            pr_error(t->diags, CODE, character(t, t->at), "text goes on after the closing '%c'", c);
        pr_diag_hint(t->diags, diag, "put text that begins with '%c' in quotes", c == ']' ? '[' : '{');
        return true;
    }
    return false;
}

static void no_key(const trouble *t) {
    if (after_end(t)) {
        return;
    }
    if (byte_at(t, t->at) == '-' && is_blank(byte_at(t, t->at + 1))) {
        say(t, character(t, t->at), "a list item cannot stand among the keys of a mapping",
            "is the key missing that the list belongs to?");
        return;
    }
    pr_diag *diag =
        pr_error(t->diags, CODE, character(t, t->at), "a key of the mapping above is expected here");
    pr_diag_hint(t->diags, diag, "its keys are all indented alike");
    if (t->context != SIZE_MAX) {
        pr_diag_note(t->diags, diag, character(t, t->context), "the mapping begins here");
    }
}

static void no_item(const trouble *t) {
    if (after_end(t)) {
        return;
    }
    pr_diag *diag = pr_error(t->diags, CODE, character(t, t->at),
                             "a list item, which begins with '- ', is expected here");
    pr_diag_hint(t->diags, diag, "or the indentation of this line is wrong");
    if (t->context != SIZE_MAX) {
        pr_diag_note(t->diags, diag, character(t, t->context), "the list begins here");
    }
}

/* Does a comment begin behind the bracket, on its line? What it was to end with may stand in there. */
static bool has_comment(const trouble *t) {
    for (size_t i = t->context + 1; i < t->bytes.length && !is_break(t->bytes.at[i]); i++) {
        if (t->bytes.at[i] == '#' && is_blank(t->bytes.at[i - 1])) {
            return true;
        }
    }
    return false;
}

/* Does an expression, "= ...", stand between the bracket and here? Its quotes, brackets and commas are YAML's. */
static bool in_expression(const trouble *t) {
    for (size_t i = t->at; i > t->context + 1; i--) {
        char c = t->bytes.at[i - 1], earlier = t->bytes.at[i - 2];
        if (c == '=' && i < t->bytes.length && is_blank(t->bytes.at[i]) &&
            (earlier == ' ' || earlier == '{' || earlier == '[')) {
            size_t before = i - 2;
            while (before > t->context && is_blank(t->bytes.at[before])) {
                before--;
            }
            return strchr(":,{[", t->bytes.at[before]) != NULL;
        }
        if (is_break(c)) {
            return false;
        }
    }
    return false;
}

/* [ or { that goes on without a comma, or has no end. */
static void no_bracket(const trouble *t) {
    char open = byte_at(t, t->context), closing = open == '[' ? ']' : '}';
    size_t rest = t->at;
    while (rest < t->bytes.length && (is_blank(t->bytes.at[rest]) || is_break(t->bytes.at[rest]))) {
        rest++;
    }
    /* On a later line, what looks like a key says that the bracket should have ended before it. */
    bool later = t->context < line_start(t, t->at),
         key = byte_at(t, t->at) == ':' || before(t, t->at) == SIZE_MAX;
    if (rest == t->bytes.length || (later && key)) {
        pr_diag *diag = pr_error(t->diags, CODE, character(t, t->context), "this '%c' is never closed", open);
        if (has_comment(t)) {
            pr_diag_hint(t->diags, diag, "a '#' after a space begins a comment: put such a text in quotes");
        } else {
            pr_diag_hint(t->diags, diag, "put text that begins with '%c' in quotes", open);
        }
        return;
    }
    pr_diag *diag =
        pr_error(t->diags, CODE, character(t, t->at), "a ',' or '%c' is missing before this", closing);
    pr_diag_note(t->diags, diag, character(t, t->context), "the '%c' is here", open);
    char c = byte_at(t, t->at);
    if (in_expression(t)) {
        pr_diag_hint(t->diags, diag,
                     "between brackets an expression is put in quotes: '= count(jobs[kind = \"a\"])'");
    } else if (c == '[' || c == '{') {
        pr_diag_hint(t->diags, diag, "between brackets a text with '%c' in it is put in quotes", c);
    }
}

static void no_value(const trouble *t) {
    char c = byte_at(t, t->at);
    if (c == ',' || c == ']' || c == '}') {
        pr_diag *diag = pr_error(t->diags, CODE, character(t, t->at), "a value is expected before '%c'", c);
        pr_diag_hint(t->diags, diag, "put text that begins with '%c' in quotes", c);
        return;
    }
    at_place(t);
}

static void no_document(const trouble *t) {
    if (!after_end(t)) {
        at_place(t);
    }
}

typedef struct row {
    const char *problem, *context; /* libyaml's; a NULL context is any */
    void (*explain)(const trouble *t);
    const char *message, *hint;
} row;

static const row rows[] = {
    {"found character that cannot start any token", NULL, cannot_start, NULL, NULL},
    {"found a tab character that violates indentation", NULL, at_tabs, "a tab stands in the indentation",
     "YAML is indented with spaces"},
    {"found a tab character where an indentation space is expected", NULL, at_tabs,
     "a tab stands in the indentation", "YAML is indented with spaces"},
    {"mapping values are not allowed in this context", NULL, colon_misplaced, NULL, NULL},
    {"could not find expected ':'", NULL, no_colon, NULL, NULL},
    {"block sequence entries are not allowed in this context", NULL, item_misplaced, NULL, NULL},
    {"mapping keys are not allowed in this context", NULL, at_place,
     "a value that begins with '? ' must be put in quotes", NULL},
    {"found unexpected end of stream", "while scanning a quoted scalar", at_context,
     "this quote is never closed", NULL},
    {"found unexpected document indicator", "while scanning a quoted scalar", at_context,
     "this quote is never closed", NULL},
    {"found unknown escape character", NULL, unknown_escape, NULL, NULL},
    {"did not find expected hexdecimal number", NULL, at_place,
     "\\x, \\u and \\U are followed by 2, 4 and 8 hexadecimal digits",
     "in single quotes a backslash stands for itself"},
    {"found invalid Unicode character escape code", NULL, at_place, "this escape is no character of Unicode",
     "a character outside the basic plane is written \\U and 8 digits"},
    {NULL, "while scanning an anchor", indicator, NULL, NULL},
    {NULL, "while scanning an alias", indicator, NULL, NULL},
    {NULL, "while scanning a tag", indicator, NULL, NULL},
    {"found undefined tag handle", NULL, indicator, NULL, NULL},
    {NULL, "while parsing a tag", indicator, NULL, NULL},
    {NULL, "while scanning a directive", at_context,
     "a line that begins with '%' is none of YAML's directives", "comments begin with '#'"},
    {"found incompatible YAML document", NULL, at_place, "this version of YAML is not known",
     "leave the line out"},
    {NULL, "while scanning a block scalar", indicator, NULL, "or begin the text on the next line"},
    {"did not find expected key", NULL, no_key, NULL, NULL},
    {"did not find expected '-' indicator", NULL, no_item, NULL, NULL},
    {"did not find expected ',' or ']'", NULL, no_bracket, NULL, NULL},
    {"did not find expected ',' or '}'", NULL, no_bracket, NULL, NULL},
    {"did not find expected node content", NULL, no_value, "a value is expected here", NULL},
    {"did not find expected <document start>", NULL, no_document, "this does not belong to what stands above",
     "the first line of the file sets the indentation of its keys"},
};

static bool fits(const row *candidate, const char *problem, const char *context) {
    return (candidate->problem == NULL || strcmp(candidate->problem, problem) == 0) &&
           (candidate->context == NULL || (context != NULL && strcmp(candidate->context, context) == 0));
}

static void explain_character(const yaml_parser_t *parser, const pr_source *source, size_t start,
                              pr_diags *diags) {
    pr_span span = pr_span_of_character(source, start + parser->problem_offset);
    pr_error(diags, "control-character", span, "the character U+%04X is not allowed in YAML",
             (unsigned)parser->problem_value);
}

void pr_yaml_explain(const yaml_parser_t *parser, const pr_source *source, pr_yaml_marks *marks,
                     pr_yaml_last last, pr_diags *diags) {
    if (parser->error == YAML_READER_ERROR) {
        explain_character(parser, source, pr_yaml_byte(marks, 0), diags);
        return;
    }
    const char *problem = parser->problem != NULL ? parser->problem : "";
    trouble t = {.source = source, .bytes = source->bytes, .last = last, .diags = diags, .context = SIZE_MAX};
    t.at = pr_yaml_byte(marks, parser->problem_mark.index);
    if (parser->context != NULL) {
        t.context = pr_yaml_byte(marks, parser->context_mark.index);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (fits(&rows[i], problem, parser->context)) {
            t.message = rows[i].message;
            t.hint = rows[i].hint;
            rows[i].explain(&t);
            return;
        }
    }
    pr_error(diags, CODE, character(&t, t.at), "this is not valid YAML: %s", problem);
}
