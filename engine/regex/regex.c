/* Compiling and matching through PCRE2.
 *
 * A pattern is compiled once, and by the JIT when it is used often; matching then calls the JIT's code
 * directly. The JIT honours the match limit (it counts at other places than the interpreter) and has its own
 * stack, whose end is a limit too; depth and heap limits are the interpreter's. All text is UTF-8 by promise,
 * so PCRE2 does not check it again. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include "base/limits.h"
#include "regex/translate.h"

#include <pcre2.h>
#include <stdio.h>
#include <time.h>

#define JIT_STACK_FIRST ((size_t)32 * 1024)
#define JIT_STACK_LARGEST ((size_t)1024 * 1024)
/* Below, the cube of the length is less than a second. */
#define LONG_TEXT 2048
#define STEP_PLACES 31
/* Making machine code of a pattern costs as much as trying it on some dozens of short texts. */
#define TEXTS_BEFORE_JIT 24

struct pr_regex {
    const preceptor_allocator *allocator;
    pcre2_code *code;
    bool jit;
    uint32_t texts; /* that it was tried on, before the JIT */
    bool anchored;  /* matches at the start of a text or not at all */
    uint32_t groups;
};

struct pr_regex_scratch {
    const preceptor_allocator *allocator;
    pcre2_general_context *general;
    pcre2_match_context *match;
    pcre2_match_data *data;
    pcre2_jit_stack *stack; /* NULL where PCRE2 has no JIT */
    pr_buf replaced;        /* where replace writes, kept for its memory */
    uint32_t match_limit;   /* the one that `match` has now */
    pr_regex_limits limits;
};

/* PCRE2 keeps the pointer it is given as long as the object lives: the address of a field of ours. */
static void *take_memory(PCRE2_SIZE size, void *user) {
    const preceptor_allocator *const *allocator = user;
    return pr_heap_alloc(*allocator, size);
}

static void give_back(void *at, void *user) {
    const preceptor_allocator *const *allocator = user;
    pr_heap_free(*allocator, at);
}

static bool fail(pr_regex_error *error, size_t offset, const char *message) {
    error->offset = offset;
    error->no_memory = false;
    snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

static bool fail_memory(pr_regex_error *error) {
    (void)fail(error, 0, "out of memory");
    error->no_memory = true;
    return false;
}

static bool read_flags(pr_text letters, pr_regex_flags *flags, pr_regex_error *error) {
    *flags = (pr_regex_flags){0};
    for (size_t i = 0; i < letters.length; i++) {
        switch (letters.at[i]) {
        case 's': flags->dot_all = true; break;
        case 'm': flags->multiline = true; break;
        case 'i': flags->ignore_case = true; break;
        case 'x': flags->extended = true; break;
        default: return fail(error, 0, "the flags of a pattern are s, m, i and x");
        }
    }
    return true;
}

static uint32_t options_of(pr_regex_flags flags) {
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY |
                       PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
    options |= flags.dot_all ? PCRE2_DOTALL : 0;
    options |= flags.multiline ? PCRE2_MULTILINE : 0;
    return options | (flags.ignore_case ? PCRE2_CASELESS : 0);
}

static bool compile_code(pr_regex *regex, const pr_regex_translation *translation, pr_regex_flags flags,
                         pr_regex_error *error) {
    pcre2_general_context *general = pcre2_general_context_create(take_memory, give_back, &regex->allocator);
    pcre2_compile_context *context = general != NULL ? pcre2_compile_context_create(general) : NULL;
    if (context == NULL) {
        pcre2_general_context_free(general);
        return fail_memory(error);
    }
    pcre2_set_newline(context, flags.multiline ? PCRE2_NEWLINE_LF : PCRE2_NEWLINE_ANYCRLF);
    int code = 0;
    PCRE2_SIZE offset = 0;
    PCRE2_SPTR pattern = translation->out.length > 0 ? (PCRE2_SPTR)translation->out.at : (PCRE2_SPTR) "";
    regex->code = pcre2_compile(pattern, translation->out.length, options_of(flags), &code, &offset, context);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    if (regex->code == NULL) {
        error->offset = pr_regex_translation_origin(translation, offset);
        pcre2_get_error_message(code, (PCRE2_UCHAR *)error->message, sizeof error->message);
        error->no_memory = false;
        return code == PCRE2_ERROR_HEAP_FAILED ? fail_memory(error) : false;
    }
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
    uint32_t options = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_ALLOPTIONS, &options);
    regex->anchored = (options & PCRE2_ANCHORED) != 0;
    return true;
}

static bool compile(pr_regex *regex, pr_text pattern, pr_text letters, pr_regex_error *error) {
    pr_regex_flags flags;
    if (!read_flags(letters, &flags, error)) {
        return false;
    }
    if (pattern.length > PR_LIMIT_REGEX_SIZE) {
        return fail(error, PR_LIMIT_REGEX_SIZE, "the pattern is too long");
    }
    size_t valid = pr_utf8_valid(pattern);
    if (valid < pattern.length) {
        return fail(error, valid, "the pattern is not UTF-8");
    }
    pr_regex_translation translation;
    pr_regex_translation_init(&translation, regex->allocator);
    bool ok = pr_regex_translate(pattern, flags, &translation, error);
    if (translation.out.failed || translation.marks.failed) {
        ok = fail_memory(error);
    }
    ok = ok && compile_code(regex, &translation, flags, error);
    pr_regex_translation_release(&translation);
    return ok;
}

pr_regex *pr_regex_compile(pr_text pattern, pr_text flags, const preceptor_allocator *allocator,
                           pr_regex_error *error) {
    pr_regex_error ignored = {0};
    error = error != NULL ? error : &ignored;
    *error = (pr_regex_error){0};
    pr_regex *regex = pr_heap_alloc(allocator, sizeof *regex);
    if (regex == NULL) {
        (void)fail_memory(error);
        return NULL;
    }
    *regex = (pr_regex){.allocator = allocator};
    if (!compile(regex, pattern, flags, error)) {
        pr_regex_free(regex);
        return NULL;
    }
    return regex;
}

void pr_regex_free(pr_regex *regex) {
    if (regex != NULL) {
        pcre2_code_free(regex->code);
        pr_heap_free(regex->allocator, regex);
    }
}

static void set_match_limit(pr_regex_scratch *scratch, uint32_t limit) {
    if (scratch->match_limit != limit) {
        scratch->match_limit = limit;
        pcre2_set_match_limit(scratch->match, limit);
    }
}

/* `what`, which goes with the usual limit, for another one. */
static uint64_t in_proportion(uint64_t what, uint32_t limit, uint32_t usual) {
    uint64_t scaled = what * limit / usual;
    return scaled > 0 ? scaled : 1;
}

static size_t jit_stack_for(uint32_t depth) {
    size_t size = (size_t)in_proportion(JIT_STACK_LARGEST, depth, PR_LIMIT_REGEX_DEPTH);
    return size > JIT_STACK_FIRST ? size : JIT_STACK_FIRST;
}

pr_regex_scratch *pr_regex_scratch_new(pr_regex_limits limits, const preceptor_allocator *allocator) {
    pr_regex_scratch *scratch = pr_heap_alloc(allocator, sizeof *scratch);
    if (scratch == NULL) {
        return NULL;
    }
    limits.match = limits.match > 0 ? limits.match : PR_LIMIT_REGEX_MATCH;
    limits.depth = limits.depth > 0 ? limits.depth : PR_LIMIT_REGEX_DEPTH;
    *scratch = (pr_regex_scratch){.allocator = allocator, .limits = limits};
    pr_buf_init(&scratch->replaced, allocator);
    scratch->replaced.cap = PR_LIMIT_TEXT;
    scratch->general = pcre2_general_context_create(take_memory, give_back, &scratch->allocator);
    if (scratch->general != NULL) {
        scratch->match = pcre2_match_context_create(scratch->general);
        scratch->data = pcre2_match_data_create(1, scratch->general);
        scratch->stack =
            pcre2_jit_stack_create(JIT_STACK_FIRST, jit_stack_for(limits.depth), scratch->general);
    }
    uint32_t has_jit = 0;
    (void)pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
    if (scratch->match == NULL || scratch->data == NULL || (has_jit != 0 && scratch->stack == NULL)) {
        pr_regex_scratch_free(scratch);
        return NULL;
    }
    set_match_limit(scratch, limits.match);
    pcre2_set_depth_limit(scratch->match, limits.depth);
    uint64_t heap = in_proportion(PR_LIMIT_REGEX_HEAP_KIB, limits.depth, PR_LIMIT_REGEX_DEPTH);
    pcre2_set_heap_limit(scratch->match, heap < UINT32_MAX ? (uint32_t)heap : UINT32_MAX);
    if (scratch->stack != NULL) {
        pcre2_jit_stack_assign(scratch->match, NULL, scratch->stack);
    }
    return scratch;
}

void pr_regex_scratch_free(pr_regex_scratch *scratch) {
    if (scratch == NULL) {
        return;
    }
    pr_buf_release(&scratch->replaced);
    pcre2_jit_stack_free(scratch->stack);
    pcre2_match_data_free(scratch->data);
    pcre2_match_context_free(scratch->match);
    pcre2_general_context_free(scratch->general);
    pr_heap_free(scratch->allocator, scratch);
}

static pr_regex_result result_of(int code) {
    switch (code) {
    case PCRE2_ERROR_NOMATCH: return PR_REGEX_NO;
    case PCRE2_ERROR_MATCHLIMIT: return PR_REGEX_LIMIT;
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT: return PR_REGEX_DEEP;
    case PCRE2_ERROR_NOMEMORY: return PR_REGEX_NO_MEMORY;
    default: return code >= 0 ? PR_REGEX_YES : PR_REGEX_FAILED;
    }
}

/* PCRE2 counts anew from each place where it tries to match, so a limit on the whole has to be shared out
 * among them. */
static uint32_t limit_for(const pr_regex *regex, size_t length, uint32_t match) {
    const size_t places = PR_LIMIT_REGEX_TOTAL / PR_LIMIT_REGEX_MATCH;
    uint64_t total = in_proportion(PR_LIMIT_REGEX_TOTAL, match, PR_LIMIT_REGEX_MATCH);
    return regex->anchored || length < places ? match : (uint32_t)(total / (length + 1));
}

static int match_once(pr_regex *regex, pr_text text, size_t from, pr_regex_scratch *scratch) {
    PCRE2_SPTR subject = text.length > 0 ? (PCRE2_SPTR)text.at : (PCRE2_SPTR) "";
    if (regex->texts <= TEXTS_BEFORE_JIT && regex->texts++ == TEXTS_BEFORE_JIT) {
        regex->jit = pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) == 0;
    }
    if (regex->jit) {
        return pcre2_jit_match(regex->code, subject, text.length, from, 0, scratch->data, scratch->match);
    }
    return pcre2_match(regex->code, subject, text.length, from, PCRE2_NO_UTF_CHECK, scratch->data,
                       scratch->match);
}

static int64_t now_in_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A long text: a few places to match from at a time, with a look at the clock in between. */
static int match_in_steps(pr_regex *regex, pr_text text, size_t from, pr_regex_scratch *scratch) {
    int code = PCRE2_ERROR_NOMATCH;
    int64_t start = now_in_milliseconds();
    int64_t most =
        (int64_t)in_proportion(PR_LIMIT_REGEX_MILLISECONDS, scratch->limits.match, PR_LIMIT_REGEX_MATCH);
    while (code == PCRE2_ERROR_NOMATCH && from <= text.length) {
        size_t last = from + STEP_PLACES;
        pcre2_set_offset_limit(scratch->match, last);
        code = match_once(regex, text, from, scratch);
        from = last + 1;
        while (from < text.length && ((unsigned char)text.at[from] & 0xc0) == 0x80) {
            from++;
        }
        if (code == PCRE2_ERROR_NOMATCH && now_in_milliseconds() - start > most) {
            code = PCRE2_ERROR_MATCHLIMIT;
        }
    }
    pcre2_set_offset_limit(scratch->match, PCRE2_UNSET);
    return code;
}

const char *pr_regex_limit_text(pr_regex_result result) {
    _Static_assert(PR_LIMIT_REGEX_TEXT == (size_t)128 * 1024, "as the message says");
    switch (result) {
    case PR_REGEX_LIMIT: return "the pattern runs away on this text: the limit 'pattern-match' may be raised";
    case PR_REGEX_DEEP:
        return "the pattern goes too deep on this text: the limit 'pattern-depth' may be raised";
    case PR_REGEX_LONG: return "the text has more than 128 KiB, and patterns look at no longer one";
    default: return NULL;
    }
}

/* Leaves the places in the scratch's match data. */
static pr_regex_result match(pr_regex *regex, pr_text text, size_t from, pr_regex_scratch *scratch) {
    if (from > text.length) {
        return PR_REGEX_NO;
    }
    if (text.length > PR_LIMIT_REGEX_TEXT) {
        return PR_REGEX_LONG;
    }
    size_t rest = text.length - from;
    set_match_limit(scratch, limit_for(regex, rest, scratch->limits.match));
    bool once = regex->anchored || rest < LONG_TEXT;
    return result_of(once ? match_once(regex, text, from, scratch)
                          : match_in_steps(regex, text, from, scratch));
}

pr_regex_result pr_regex_search(pr_regex *regex, pr_text text, size_t from, pr_regex_scratch *scratch,
                                size_t *start, size_t *end) {
    pr_regex_result result = match(regex, text, from, scratch);
    if (result == PR_REGEX_YES) {
        const PCRE2_SIZE *places = pcre2_get_ovector_pointer(scratch->data);
        if (start != NULL) {
            *start = places[0];
        }
        if (end != NULL) {
            *end = places[1];
        }
    }
    return result;
}

/* Room for the places of all groups. */
static bool make_room(pr_regex_scratch *scratch, uint32_t groups) {
    if (pcre2_get_ovector_count(scratch->data) > groups) {
        return true;
    }
    pcre2_match_data *larger = pcre2_match_data_create(groups + 1, scratch->general);
    if (larger == NULL) {
        return false;
    }
    pcre2_match_data_free(scratch->data);
    scratch->data = larger;
    return true;
}

/* $N takes as many digits as make the number of a group; a group that does not exist, or took no part, is
 * empty. */
static void add_group(pr_regex *regex, pr_text replacement, size_t *at, pr_text text,
                      const PCRE2_SIZE *places, pr_buf *out) {
    uint32_t group = (uint32_t)(replacement.at[*at] - '0');
    for (++*at; *at < replacement.length && replacement.at[*at] >= '0' && replacement.at[*at] <= '9'; ++*at) {
        uint32_t longer = group * 10 + (uint32_t)(replacement.at[*at] - '0');
        if (longer > regex->groups) {
            break;
        }
        group = longer;
    }
    const size_t *place = places + (size_t)group * 2;
    if (group <= regex->groups && place[0] != PCRE2_UNSET) {
        pr_buf_add(out, text.at + place[0], place[1] - place[0]);
    }
}

static void add_replacement(pr_regex *regex, pr_text replacement, pr_text text, const PCRE2_SIZE *places,
                            pr_buf *out) {
    size_t at = 0;
    while (at < replacement.length) {
        char c = replacement.at[at++];
        if (c == '$') {
            add_group(regex, replacement, &at, text, places, out);
        } else {
            pr_buf_char(out, c == '\\' ? replacement.at[at++] : c);
        }
    }
}

/* Behind $ stands a digit, behind \ a $ or a \. */
static bool is_replacement(pr_text text) {
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i], behind = i + 1 < text.length ? text.at[i + 1] : '\0';
        if ((c == '$' && (behind < '0' || behind > '9')) || (c == '\\' && behind != '$' && behind != '\\')) {
            return false;
        }
        i += c == '\\';
    }
    return true;
}

/* Past an empty match: its text takes the character behind it along. */
static size_t next_character(pr_text text, size_t at) {
    size_t behind = at;
    pr_utf8_next(text, &behind);
    return behind;
}

static pr_regex_result replace_all(pr_regex *regex, pr_text text, pr_text replacement,
                                   pr_regex_scratch *scratch, pr_buf *out) {
    size_t from = 0, copied = 0;
    while (from <= text.length) {
        pr_regex_result result = match(regex, text, from, scratch);
        if (result == PR_REGEX_NO) {
            break;
        }
        if (result != PR_REGEX_YES) {
            return result;
        }
        const PCRE2_SIZE *places = pcre2_get_ovector_pointer(scratch->data);
        size_t start = places[0] > copied ? places[0] : copied, end = places[1] > start ? places[1] : start;
        pr_buf_add(out, text.at + copied, start - copied);
        add_replacement(regex, replacement, text, places, out);
        copied = end;
        from = end > start ? end : end < text.length ? next_character(text, end) : end + 1;
    }
    if (copied < text.length) {
        pr_buf_add(out, text.at + copied, text.length - copied);
    }
    return out->failed ? PR_REGEX_NO_MEMORY : PR_REGEX_YES;
}

pr_regex_result pr_regex_replace(pr_regex *regex, pr_text text, pr_text replacement,
                                 pr_regex_scratch *scratch, pr_arena *arena, pr_text *out) {
    if (!is_replacement(replacement)) {
        return PR_REGEX_BAD_REPLACEMENT;
    }
    if (!make_room(scratch, regex->groups)) {
        return PR_REGEX_NO_MEMORY;
    }
    pr_regex_result empty = match(regex, (pr_text){0}, 0, scratch);
    if (empty != PR_REGEX_NO) {
        return empty == PR_REGEX_YES ? PR_REGEX_MATCHES_EMPTY : empty;
    }
    pr_buf_clear(&scratch->replaced);
    pr_regex_result result = replace_all(regex, text, replacement, scratch, &scratch->replaced);
    if (result == PR_REGEX_YES) {
        *out = pr_text_copy(arena, pr_buf_view(&scratch->replaced));
        result = out->at != NULL ? PR_REGEX_YES : PR_REGEX_NO_MEMORY;
    }
    return result;
}
