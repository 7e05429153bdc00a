/* The list of diagnostics: adding, counting, sorting.
 *
 * The list has room for its limit from the start, so a diagnostic that was handed out stays where it is.
 * Past the limit only errors get in, in the place of the last warning or note: what stops a person is
 * never hidden by what does not. */
#include "diag/diag.h"

#include "base/limits.h"

void pr_diags_init(pr_diags *diags, const preceptor_allocator *allocator) {
    *diags = (pr_diags){.failed = false};
    pr_arena_init(&diags->arena, allocator, 0);
}

void pr_diags_release(pr_diags *diags) {
    const preceptor_allocator *allocator = diags->arena.allocator;
    pr_arena_release(&diags->arena);
    pr_diags_init(diags, allocator);
}

void pr_diags_clear(pr_diags *diags) {
    pr_arena_reset(&diags->arena);
    diags->list.items = NULL;
    diags->list.count = diags->list.capacity = 0;
    diags->errors = diags->warnings = 0;
    diags->failed = false;
}

/* Nobody counts notes. */
static void count(pr_diags *diags, pr_severity severity, int change) {
    if (severity == PR_ERROR) {
        diags->errors += (uint32_t)change;
    } else if (severity == PR_WARNING) {
        diags->warnings += (uint32_t)change;
    }
}

/* Where the next diagnostic goes, or NULL when it is only counted. */
static pr_diag *room_for(pr_diags *diags, pr_severity severity) {
    if (diags->list.capacity == 0) {
        diags->list.items = PR_NEW_ARRAY(&diags->arena, pr_diag, PR_LIMIT_DIAGS);
        if (diags->list.items == NULL) {
            diags->failed = true;
            return NULL;
        }
        diags->list.capacity = PR_LIMIT_DIAGS;
    }
    if (diags->list.count < diags->list.capacity) {
        return &diags->list.items[diags->list.count++];
    }
    for (uint32_t i = diags->list.count; severity == PR_ERROR && i > 0; i--) {
        if (diags->list.items[i - 1].severity != PR_ERROR) {
            return &diags->list.items[i - 1];
        }
    }
    return NULL;
}

/* Where the piece ends that begins at `at`: a quoted name, or else a word. */
static size_t piece_end(pr_text text, size_t at) {
    bool quoted = text.at[at] == '\'';
    for (size_t i = at + 1; i < text.length; i++) {
        char next = i + 1 < text.length ? text.at[i + 1] : ' ';
        if (quoted && text.at[i] == '\'' && next != '\0' && strchr(" ,.;:?)", next) != NULL) {
            return i + 1;
        }
        if (!quoted && text.at[i] == ' ') {
            return i;
        }
    }
    return text.length;
}

static bool inside_character(pr_text text, size_t at) {
    return at < text.length && ((unsigned char)text.at[at] & 0xC0) == 0x80;
}

/* Names come from files and may be endless: the ends of each are kept. In place. */
static pr_text shorten(char *bytes, size_t length) {
    enum { LONGEST = 84, KEPT = 39 };
    pr_text text = {bytes, length};
    size_t written = 0;
    for (size_t i = 0; i < length;) {
        size_t end = piece_end(text, i);
        if (end - i > LONGEST) {
            size_t head = i + KEPT, tail = end - KEPT;
            while (inside_character(text, head)) {
                head--;
            }
            while (inside_character(text, tail)) {
                tail++;
            }
            memmove(bytes + written, bytes + i, head - i);
            written += head - i;
            memcpy(bytes + written, "...", 3);
            written += 3;
            i = tail;
        }
        end += end < length ? 1 : 0; /* what is behind it, too: a blank or a comma */
        memmove(bytes + written, bytes + i, end - i);
        written += end - i;
        i = end;
    }
    return (pr_text){bytes, written};
}

/* Like pr_text_vformat, but a failure is remembered, and names are not endless. */
static pr_text format_into(pr_diags *diags, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
static pr_text format_into(pr_diags *diags, const char *format, va_list arguments) {
    pr_text text = pr_text_vformat(&diags->arena, format, arguments);
    if (text.at == NULL) {
        diags->failed = true;
        return text;
    }
    /* Nobody else has seen the arena's bytes yet. */
    return shorten((char *)(uintptr_t)text.at, text.length);
}

pr_diag *pr_diag_add(pr_diags *diags, pr_severity severity, const char *code, pr_span span,
                     const char *format, ...) {
    count(diags, severity, 1);
    pr_diag *diag = room_for(diags, severity);
    if (diag == NULL) {
        return NULL;
    }
    va_list arguments;
    va_start(arguments, format);
    *diag = (pr_diag){
        .severity = severity, .code = code, .span = span, .message = format_into(diags, format, arguments)};
    va_end(arguments);
    return diag;
}

void pr_diag_hint(pr_diags *diags, pr_diag *diag, const char *format, ...) {
    if (diag == NULL) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diag->hint = format_into(diags, format, arguments);
    va_end(arguments);
}

void pr_diag_note(pr_diags *diags, pr_diag *diag, pr_span span, const char *format, ...) {
    if (diag == NULL) {
        return;
    }
    pr_note *note = PR_NEW(&diags->arena, pr_note);
    if (note == NULL) {
        diags->failed = true;
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    note->span = span;
    note->message = format_into(diags, format, arguments);
    va_end(arguments);
    pr_note **last = &diag->notes;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = note;
}

void pr_diag_suggest(pr_diags *diags, pr_diag *diag, pr_text name, const pr_text *candidates, size_t count) {
    int nearest = diag != NULL ? pr_text_nearest(name, candidates, count) : -1;
    if (nearest >= 0) {
        pr_diag_hint(diags, diag, "did you mean '%.*s'?", PR_ARG(candidates[nearest]));
    }
}

static int compare_numbers(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

/* What stands in no file comes first. */
static int compare_sources(const pr_source *a, const pr_source *b) {
    if (a == b) {
        return 0;
    }
    if (a == NULL || b == NULL) {
        return a == NULL ? -1 : 1;
    }
    return pr_text_compare(a->name, b->name);
}

static int compare(const pr_diag *a, const pr_diag *b) {
    int order = compare_sources(a->span.source, b->span.source);
    order = order != 0 ? order : compare_numbers(a->span.start, b->span.start);
    order = order != 0 ? order : compare_numbers(a->span.end, b->span.end);
    order = order != 0 ? order : strcmp(a->code, b->code);
    return order != 0 ? order : pr_text_compare(a->message, b->message);
}

static bool same_span(pr_span a, pr_span b) {
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

static bool same(const pr_diag *a, const pr_diag *b) {
    if (a->severity != b->severity || strcmp(a->code, b->code) != 0 || !same_span(a->span, b->span) ||
        !pr_text_equal(a->message, b->message) || !pr_text_equal(a->hint, b->hint)) {
        return false;
    }
    const pr_note *left = a->notes, *right = b->notes;
    while (left != NULL && right != NULL) {
        if (!same_span(left->span, right->span) || !pr_text_equal(left->message, right->message)) {
            return false;
        }
        left = left->next;
        right = right->next;
    }
    return left == right;
}

/* Where an alias stands for nothing there is no value, and whatever else is said of it only follows from that. */
static bool follows(const pr_diags *diags, const pr_diag *diag) {
    for (uint32_t i = 0; i < diags->list.count; i++) {
        const pr_diag *other = &diags->list.items[i];
        bool alias =
            strcmp(other->code, "undefined-alias") == 0 || strcmp(other->code, "recursive-alias") == 0;
        if (alias && strcmp(diag->code, other->code) != 0 && same_span(other->span, diag->span)) {
            return true;
        }
    }
    return false;
}

static void drop_what_follows(pr_diags *diags) {
    uint32_t kept = 0, all = diags->list.count;
    bool gone[PR_LIMIT_DIAGS];
    for (uint32_t i = 0; i < all; i++) {
        gone[i] = follows(diags, &diags->list.items[i]);
    }
    for (uint32_t i = 0; i < all; i++) {
        if (gone[i]) {
            count(diags, diags->list.items[i].severity, -1);
        } else {
            diags->list.items[kept++] = diags->list.items[i];
        }
    }
    diags->list.count = kept;
}

static void drop_repetitions(pr_diags *diags) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < diags->list.count; i++) {
        const pr_diag *diag = &diags->list.items[i];
        /* What is equal in place and message stands together, perhaps not side by side. */
        bool seen = false;
        for (uint32_t j = kept; !seen && j > 0 && compare(&diags->list.items[j - 1], diag) == 0; j--) {
            seen = same(&diags->list.items[j - 1], diag);
        }
        if (seen) {
            count(diags, diag->severity, -1);
        } else {
            diags->list.items[kept++] = *diag;
        }
    }
    diags->list.count = kept;
}

void pr_diags_sort(pr_diags *diags) {
    /* By insertion: stable, and there are at most PR_LIMIT_DIAGS. */
    for (uint32_t i = 1; i < diags->list.count; i++) {
        pr_diag moving = diags->list.items[i];
        uint32_t j = i;
        for (; j > 0 && compare(&diags->list.items[j - 1], &moving) > 0; j--) {
            diags->list.items[j] = diags->list.items[j - 1];
        }
        diags->list.items[j] = moving;
    }
    drop_repetitions(diags);
    drop_what_follows(diags);
}

bool pr_source_is_utf8(const pr_source *source, pr_diags *diags) {
    size_t valid = pr_utf8_valid(source->bytes);
    if (valid == source->bytes.length) {
        return true;
    }
    pr_span span = {source, (uint32_t)valid, (uint32_t)valid + 1};
    (void)pr_error(diags, "invalid-utf8", span, "byte 0x%02X is not valid UTF-8",
                   (unsigned)(unsigned char)source->bytes.at[valid]);
    return false;
}
