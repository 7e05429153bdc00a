/* The rewriting that translate.h describes: one pass over the pattern, piece by piece. */
#include "regex/translate.h"

#include "base/limits.h"

#include <stdio.h>

/* Insides of classes. NameStartChar and NameChar of XML 1.0. */
#define NAME_START \
    ":A-Z_a-z\\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{2ff}\\x{370}-\\x{37d}\\x{37f}-\\x{1fff}\\x{200c}\\x{" \
    "200d}" \
    "\\x{2070}-\\x{218f}\\x{2c00}-\\x{2fef}\\x{3001}-\\x{d7ff}\\x{f900}-\\x{fdcf}\\x{fdf0}-\\x{fffd}" \
    "\\x{10000}-\\x{effff}"
#define NAME_MORE "\\-.0-9\\x{b7}\\x{300}-\\x{36f}\\x{203f}-\\x{2040}"
#define SPACE " \\t\\n\\r"
#define NOT_SPACE "\\x{0}-\\x{8}\\x{b}\\x{c}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}"
#define WORD "\\p{L}\\p{M}\\p{N}\\p{S}"
#define NOT_WORD "\\p{P}\\p{Z}\\p{C}"

typedef struct class_escape {
    char letter;
    bool complement; /* `inside` is what the class does not hold; it can then not stand in a class */
    const char *inside;
} class_escape;

static const class_escape class_escapes[] = {
    {'s', false, SPACE},
    {'S', false, NOT_SPACE},
    {'w', false, WORD},
    {'W', false, NOT_WORD},
    {'i', false, NAME_START},
    {'I', true, NAME_START},
    {'c', false, NAME_START NAME_MORE},
    {'C', true, NAME_START NAME_MORE},
};

/* Nested classes: each level of subtraction is a level of recursion. */

/* A group takes a byte at least. */
enum { LARGEST_GROUP_COUNT = PR_LIMIT_REGEX_SIZE + 1 };

typedef struct translator {
    pr_text pattern;
    size_t at;
    pr_regex_flags flags;
    pr_regex_translation *to;
    pr_regex_error *error;
    uint32_t groups;                    /* opened so far */
    uint32_t open_count;                /* parentheses open here */
    uint16_t open[LARGEST_GROUP_COUNT]; /* their group numbers, 0 for one that captures nothing */
    bool closed[LARGEST_GROUP_COUNT];   /* by group number */
} translator;

void pr_regex_translation_init(pr_regex_translation *translation, const preceptor_allocator *allocator) {
    pr_buf_init(&translation->out, allocator);
    pr_buf_init(&translation->marks, allocator);
}

void pr_regex_translation_release(pr_regex_translation *translation) {
    pr_buf_release(&translation->out);
    pr_buf_release(&translation->marks);
}

size_t pr_regex_translation_origin(const pr_regex_translation *translation, size_t out) {
    size_t origin = 0;
    for (size_t at = 0; at + sizeof(pr_regex_mark) <= translation->marks.length;
         at += sizeof(pr_regex_mark)) {
        pr_regex_mark known;
        memcpy(&known, translation->marks.at + at, sizeof known);
        if (known.out > out) {
            break;
        }
        origin = known.pattern;
    }
    return origin;
}

static bool fail(translator *t, size_t at, const char *message) {
    t->error->offset = at;
    snprintf(t->error->message, sizeof t->error->message, "%s", message);
    return false;
}

static bool at_end(const translator *t) { return t->at >= t->pattern.length; }
static char peek(const translator *t) { return t->pattern.at[t->at]; }
static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool looks_at(const translator *t, const char *text) {
    return pr_text_starts((pr_text){t->pattern.at + t->at, t->pattern.length - t->at}, pr_text_of(text));
}

static void skip_space(translator *t) {
    while (t->flags.extended && !at_end(t) && is_space(peek(t))) {
        t->at++;
    }
}

static void mark(translator *t) {
    pr_regex_mark mark = {t->to->out.length, t->at};
    pr_buf_add(&t->to->marks, (const char *)&mark, sizeof mark);
}

static void emit(translator *t, const char *text) { pr_buf_string(&t->to->out, text); }

static void copy(translator *t) { pr_buf_char(&t->to->out, t->pattern.at[t->at++]); }

/* From a `{` to its `}`, without white space where that goes. False when it is not closed. */
static bool copy_braces(translator *t) {
    size_t start = t->at;
    while (!at_end(t)) {
        skip_space(t);
        if (at_end(t)) {
            break;
        }
        bool last = peek(t) == '}';
        copy(t);
        if (last) {
            return true;
        }
    }
    return fail(t, start, "this { is not closed");
}

/* The inside of a class that holds a block, or all but it. */
static void emit_block(translator *t, uint32_t first, uint32_t last, bool complement) {
    pr_buf *out = &t->to->out;
    if (!complement) {
        pr_buf_printf(out, "\\x{%x}-\\x{%x}", first, last);
        return;
    }
    if (first > 0) {
        pr_buf_printf(out, "\\x{0}-\\x{%x}", first - 1);
    }
    if (last < 0x10ffff) {
        pr_buf_printf(out, "\\x{%x}-\\x{10ffff}", last + 1);
    }
}

/* \p{...}: `at` is behind the letter. */
static bool property(translator *t, bool complement, bool in_class) {
    skip_space(t);
    size_t start = t->at;
    if (at_end(t) || peek(t) != '{') {
        emit(t, complement ? "\\P" : "\\p");
        return true;
    }
    char name[64];
    size_t length = 0;
    for (t->at++; !at_end(t) && peek(t) != '}'; t->at++) {
        if (t->flags.extended && is_space(peek(t))) {
            continue;
        }
        if (length + 1 >= sizeof name) {
            return fail(t, start, "there is no property of this name");
        }
        name[length++] = peek(t);
    }
    if (at_end(t)) {
        return fail(t, start, "this { is not closed");
    }
    t->at++;
    name[length] = '\0';
    if (length < 3 || name[0] != 'I' || name[1] != 's') {
        pr_buf_printf(&t->to->out, "\\%c{%s}", complement ? 'P' : 'p', name);
        return true;
    }
    uint32_t first, last;
    if (!pr_regex_block((pr_text){name + 2, length - 2}, &first, &last)) {
        return fail(t, start, "there is no block of this name");
    }
    emit(t, in_class ? "" : "[");
    emit_block(t, first, last, complement);
    emit(t, in_class ? "" : "]");
    return true;
}

static const class_escape *find_class_escape(char letter) {
    for (size_t i = 0; i < sizeof class_escapes / sizeof *class_escapes; i++) {
        if (class_escapes[i].letter == letter) {
            return &class_escapes[i];
        }
    }
    return NULL;
}

/* An escape in a class: `at` is on the backslash. `many` says that it stands for a set, which cannot begin a
 * span. */
static bool class_item_escape(translator *t, bool *many) {
    size_t start = t->at++;
    if (at_end(t)) {
        return fail(t, start, "nothing follows this backslash");
    }
    char c = peek(t);
    if (is_digit(c)) {
        return fail(t, start, "a class cannot hold a reference to a group");
    }
    *many = c == 'd' || c == 'D' || c == 'p' || c == 'P';
    const class_escape *set = find_class_escape(c);
    if (set != NULL) {
        *many = true;
        t->at++;
        if (set->complement) {
            return fail(t, start, "\\I and \\C are not supported inside a class");
        }
        emit(t, set->inside);
        return true;
    }
    if (c == 'p' || c == 'P') {
        t->at++;
        return property(t, c == 'P', true);
    }
    emit(t, "\\");
    copy(t);
    return true;
}

static bool class_items(translator *t, size_t start, bool *subtracts);

/* A class: `at` is on its [. With a subtraction, it is a look-ahead at what is taken away, then the class.
 * That comes last in the pattern and first in the translation, so the two are put in place once both are
 * written. */
static bool class_expression(translator *t, int depth) {
    size_t start = t->at;
    if (depth >= PR_LIMIT_REGEX_CLASS_DEPTH) {
        return fail(t, start, "classes are nested too deep");
    }
    pr_regex_translation *whole = t->to, first, second;
    pr_regex_translation_init(&first, whole->out.allocator);
    pr_regex_translation_init(&second, whole->out.allocator);
    bool subtracts = false;
    t->to = &first;
    bool ok = class_items(t, start, &subtracts);
    t->to = &second;
    ok = ok && (!subtracts || class_expression(t, depth + 1));
    t->to = whole;
    if (ok && subtracts) {
        ok = (!at_end(t) && peek(t) == ']') || fail(t, start, "a subtraction is the last thing in its class");
        t->at++;
        emit(t, "(?:(?!");
        pr_buf_text(&whole->out, pr_buf_view(&second.out));
        emit(t, ")");
    }
    pr_buf_text(&whole->out, pr_buf_view(&first.out));
    emit(t, subtracts ? ")" : "");
    whole->out.failed = whole->out.failed || first.out.failed || second.out.failed;
    pr_regex_translation_release(&first);
    pr_regex_translation_release(&second);
    return ok;
}

/* [:alpha:] and the like, which PCRE2 has. */
static bool is_posix_class(const translator *t, size_t at) {
    pr_text rest = {t->pattern.at + at, t->pattern.length - at};
    if (!pr_text_starts(rest, PR_TEXT("[:"))) {
        return false;
    }
    size_t i = 2;
    while (i < rest.length && (is_letter(rest.at[i]) || rest.at[i] == '^')) {
        i++;
    }
    return i + 1 < rest.length && rest.at[i] == ':' && rest.at[i + 1] == ']';
}

static void copy_posix_class(translator *t) {
    while (!looks_at(t, ":]")) {
        copy(t);
    }
    copy(t);
    copy(t);
}

/* A byte of a class that is neither escape nor subtraction. `after_set` says that a set stands before it. */
static void class_byte(translator *t, bool after_set) {
    char c = peek(t);
    if (is_posix_class(t, t->at)) {
        copy_posix_class(t);
        return;
    }
    /* Alone, [ means itself in PCRE2; and - behind a set would begin a span with the set's last character. */
    if (c == '[' || (c == '-' && after_set)) {
        emit(t, "\\");
    }
    copy(t);
}

/* `-[` begins a subtraction, unless it is - before [:alpha:]. */
static bool is_subtraction(const translator *t) { return looks_at(t, "-[") && !is_posix_class(t, t->at + 1); }

/* From [ up to and with ], or up to the [ of a subtraction. */
static bool class_items(translator *t, size_t start, bool *subtracts) {
    copy(t);
    if (!at_end(t) && peek(t) == '^') {
        copy(t);
    }
    bool after_set = false;
    size_t first = t->at;
    while (!at_end(t)) {
        char c = peek(t);
        if (c == ']' && t->at != first) {
            copy(t);
            return true;
        }
        if (t->at != first && is_subtraction(t)) {
            t->at++;
            emit(t, "]");
            *subtracts = true;
            return true;
        }
        if (c == '\\') {
            if (!class_item_escape(t, &after_set)) {
                return false;
            }
            continue;
        }
        class_byte(t, after_set);
        after_set = false;
    }
    return fail(t, start, "this [ is not closed");
}

/* \1 and on: the longest number of a group that is closed here. */
static bool back_reference(translator *t, size_t start) {
    uint32_t group = 0;
    while (!at_end(t) && is_digit(peek(t))) {
        uint32_t longer = group * 10 + (uint32_t)(peek(t) - '0');
        if (longer > t->groups || longer == 0) {
            break;
        }
        group = longer;
        t->at++;
    }
    if (group == 0 || !t->closed[group]) {
        return fail(t, start, "this refers to a group that does not exist here");
    }
    pr_buf_printf(&t->to->out, "\\g{%u}", group);
    return true;
}

/* Outside classes: `at` is on the backslash. */
static bool escape(translator *t) {
    size_t start = t->at++;
    skip_space(t);
    if (at_end(t)) {
        return fail(t, start, "nothing follows this backslash");
    }
    char c = peek(t);
    if (is_digit(c)) {
        return back_reference(t, start);
    }
    if (c == 'Q' || c == 'E' || c == 'G') {
        return fail(t, start, "\\Q, \\E and \\G are not supported");
    }
    const class_escape *set = find_class_escape(c);
    if (set != NULL) {
        t->at++;
        pr_buf_printf(&t->to->out, "[%s%s]", set->complement ? "^" : "", set->inside);
        return true;
    }
    if (c == 'p' || c == 'P') {
        t->at++;
        return property(t, c == 'P', false);
    }
    emit(t, "\\");
    copy(t);
    return !is_letter(c) || at_end(t) || peek(t) != '{' || copy_braces(t);
}

static bool open_group(translator *t) {
    if (looks_at(t, "(*")) {
        return fail(t, t->at, "a * has nothing to repeat here");
    }
    bool captures = true;
    if (looks_at(t, "(?")) {
        bool look_behind = looks_at(t, "(?<=") || looks_at(t, "(?<!");
        captures = looks_at(t, "(?P<") || looks_at(t, "(?'") || (looks_at(t, "(?<") && !look_behind);
    }
    t->groups += captures;
    if (captures) {
        t->closed[t->groups] = false;
    }
    t->open[t->open_count++] = captures ? (uint16_t)t->groups : 0;
    copy(t);
    return true;
}

static void close_group(translator *t) {
    if (t->open_count > 0) {
        t->closed[t->open[--t->open_count]] = true;
    }
    copy(t);
}

/* {n}, {n,} or {n,m} */
static bool quantifier(translator *t) {
    size_t start = t->at;
    size_t written = t->to->out.length;
    if (!copy_braces(t)) {
        return false;
    }
    if (t->to->out.failed) {
        return true;
    }
    const char *at = t->to->out.at + written + 1, *end = t->to->out.at + t->to->out.length - 1, *first = at;
    while (at < end && is_digit(*at)) {
        at++;
    }
    bool any = at > first;
    if (at < end && *at == ',') {
        at++;
        while (at < end && is_digit(*at)) {
            at++;
        }
    }
    return (any && at == end) || fail(t, start, "a { that is not part of {n}, {n,} or {n,m} is written \\{");
}

static bool piece(translator *t) {
    mark(t);
    switch (peek(t)) {
    case '\\': return escape(t);
    case '[': return class_expression(t, 0);
    case '{': return quantifier(t);
    case '(': return open_group(t);
    case ')': close_group(t); return true;
    case '.':
        /* PCRE2's line ends are \n alone where ^ and $ look for them; its point would take \r. */
        if (t->flags.multiline && !t->flags.dot_all) {
            emit(t, "[^\\n\\r]");
            t->at++;
            return true;
        }
        copy(t);
        return true;
    default: copy(t); return true;
    }
}

bool pr_regex_translate(pr_text pattern, pr_regex_flags flags, pr_regex_translation *translation,
                        pr_regex_error *error) {
    translator t;
    /* The arrays are filled as groups are met, and a pattern has few. */
    memset(&t, 0, offsetof(translator, open));
    t.closed[0] = false;
    t.pattern = pattern;
    t.flags = flags;
    t.to = translation;
    t.error = error;
    for (;;) {
        skip_space(&t);
        if (at_end(&t)) {
            mark(&t);
            return true;
        }
        if (!piece(&t)) {
            return false;
        }
    }
}
