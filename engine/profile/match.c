/* From free text to declared values: exact first, then without regard to case and to what joins words, then by
 * patterns. */
#include "profile/matcher.h"

static bool has_patterns(const pr_matcher *matcher, const pr_schema *schema) {
    for (uint32_t i = 0; i < matcher->pattern_count; i++) {
        if (matcher->patterns[i].schema == schema) {
            return true;
        }
    }
    return false;
}

static bool add_patterns(pr_matcher *matcher, const pr_schema *schema) {
    if (schema->match_count == 0 || has_patterns(matcher, schema)) {
        return true;
    }
    pr_patterns patterns = {.schema = schema,
                            .compiled = PR_NEW_ARRAY(&matcher->arena, pr_regex *, schema->match_count),
                            .bad = PR_NEW_ARRAY(&matcher->arena, bool, schema->match_count)};
    if (patterns.compiled == NULL || patterns.bad == NULL) {
        return false;
    }
    matcher->patterns[matcher->pattern_count++] = patterns;
    return true;
}

/* The types that texts of the vocabulary can have; a list's is its element's. */
static bool collect_patterns(pr_matcher *matcher) {
    const pr_program *program = matcher->program;
    matcher->patterns = PR_NEW_ARRAY(&matcher->arena, pr_patterns, program->attribute_count);
    if (matcher->patterns == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->attribute_count; i++) {
        const pr_schema *schema = program->attributes[i].schema;
        if (!add_patterns(matcher, schema->kind == PR_SCHEMA_LIST ? schema->element : schema)) {
            return false;
        }
    }
    return true;
}

pr_matcher *pr_matcher_new(const pr_program *program, const preceptor_allocator *allocator) {
    pr_matcher *matcher = pr_heap_alloc(allocator, sizeof *matcher);
    if (matcher == NULL) {
        return NULL;
    }
    *matcher = (pr_matcher){.program = program, .allocator = allocator};
    pr_arena_init(&matcher->arena, allocator, 0);
    pr_diags_init(&matcher->quiet, allocator);
    if (!pr_paths_make(matcher) || !collect_patterns(matcher)) {
        pr_matcher_free(matcher);
        return NULL;
    }
    return matcher;
}

void pr_matcher_free(pr_matcher *matcher) {
    if (matcher == NULL) {
        return;
    }
    for (uint32_t i = 0; i < matcher->pattern_count; i++) {
        for (uint32_t k = 0; k < matcher->patterns[i].schema->match_count; k++) {
            pr_regex_free(matcher->patterns[i].compiled[k]);
        }
    }
    pr_regex_scratch_free(matcher->scratch);
    pr_heap_free(matcher->allocator, matcher->cache);
    pr_arena_release(&matcher->arena);
    pr_diags_release(&matcher->quiet);
    pr_heap_free(matcher->allocator, matcher);
}

static void report_pattern(const pr_match *match, const pr_regex_error *error, pr_diags *diags) {
    size_t end = error->offset < match->pattern.length ? error->offset + 1 : match->pattern.length;
    size_t start = error->offset < match->pattern.length ? error->offset : 0;
    pr_error(diags, "bad-pattern", pr_origin_span(&match->origin, start, end),
             "this pattern cannot be used: %s", error->message);
}

static pr_regex *compiled(pr_matcher *matcher, pr_patterns *patterns, uint32_t i, pr_diags *diags) {
    if (patterns->compiled[i] != NULL || patterns->bad[i]) {
        return patterns->compiled[i];
    }
    pr_regex_error error = {0};
    const pr_match *match = &patterns->schema->matches[i];
    patterns->compiled[i] = pr_regex_compile(match->pattern, PR_TEXT("i"), matcher->allocator, &error);
    if (patterns->compiled[i] == NULL && error.no_memory) {
        diags->failed = true;
    } else if (patterns->compiled[i] == NULL) {
        patterns->bad[i] = diags != &matcher->quiet; /* once told, no more */
        report_pattern(match, &error, diags);
    }
    return patterns->compiled[i];
}

bool pr_matcher_check(pr_matcher *matcher, pr_diags *diags) {
    bool good = true;
    for (uint32_t i = 0; i < matcher->pattern_count; i++) {
        pr_patterns *patterns = &matcher->patterns[i];
        for (uint32_t k = 0; k < patterns->schema->match_count; k++) {
            patterns->bad[k] = false;
            good &= compiled(matcher, patterns, k, diags) != NULL;
        }
    }
    return good;
}

static int fail(pr_matcher *matcher, const char *what) {
    pr_error(matcher->diags, "pattern-limit", pr_doc_span(matcher->node), "%s", what);
    return -3;
}

/* The value whose patterns match, -1, or -2 for two of them. */
static int match_patterns(pr_matcher *matcher, pr_patterns *patterns, pr_text text, int *two) {
    int found = -1;
    for (uint32_t i = 0; i < patterns->schema->match_count; i++) {
        int value = (int)patterns->schema->matches[i].value;
        if (value == found) {
            continue;
        }
        pr_regex *regex = compiled(matcher, patterns, i, matcher->diags);
        if (regex == NULL) {
            return matcher->diags->failed ? -3 : fail(matcher, "the patterns of this value cannot be used");
        }
        pr_regex_result result = pr_regex_search(regex, text, 0, matcher->scratch, NULL, NULL);
        if (result == PR_REGEX_NO) {
            continue;
        }
        if (result == PR_REGEX_NO_MEMORY) {
            matcher->diags->failed = true;
            return -3;
        }
        if (pr_regex_limit_text(result) != NULL) {
            pr_error(matcher->diags, "pattern-limit", pr_doc_span(matcher->node),
                     "this text could not be matched against the known values: %s",
                     pr_regex_limit_text(result));
            return -3;
        }
        if (result != PR_REGEX_YES) {
            return fail(matcher, "this text could not be matched against the known values");
        }
        if (found >= 0) {
            two[0] = found;
            two[1] = value;
            return -2;
        }
        found = value;
    }
    return found;
}

/* Pools repeat themselves: nearly all texts of a record were in those before it. The cache is of a fixed size,
 * so that a pool of ever new texts does not grow it. */
static pr_cached *cache_set(const pr_matcher *matcher, const pr_schema *schema, const uint64_t ends[2]) {
    uint64_t hash = (ends[0] ^ (uint64_t)(uintptr_t)schema) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 32 ^ ends[1]) * 0xbf58476d1ce4e5b9u;
    return matcher->cache + (hash >> 32 & (PR_CACHE_SETS - 1)) * PR_CACHE_WAYS;
}

static pr_cached *find_cached(const pr_matcher *matcher, const pr_schema *schema, pr_text text,
                              const uint64_t ends[2]) {
    if (matcher->cache == NULL || text.length > PR_CACHED_LENGTH) {
        return NULL;
    }
    pr_cached *set = cache_set(matcher, schema, ends);
    for (size_t i = 0; i < PR_CACHE_WAYS; i++) {
        if (set[i].ends[0] == ends[0] && set[i].ends[1] == ends[1] && set[i].schema == schema &&
            set[i].length == text.length &&
            (text.length <= 2 * sizeof *ends || memcmp(set[i].text, text.at, text.length) == 0)) {
            return &set[i];
        }
    }
    return NULL;
}

static const pr_cached *cached_of(const pr_matcher *matcher, const pr_schema *schema, pr_text text) {
    uint64_t ends[2];
    pr_text_ends(text, ends);
    return find_cached(matcher, schema, text, ends);
}

static void remember(pr_matcher *matcher, const pr_schema *schema, pr_text text, int value, const int *two) {
    if (text.length > PR_CACHED_LENGTH) {
        return;
    }
    pr_cached made = {
        .schema = schema, .value = value, .two = {two[0], two[1]}, .length = (uint32_t)text.length};
    pr_text_ends(text, made.ends);
    memcpy(made.text, text.at, text.length);
    pr_cached *set = cache_set(matcher, schema, made.ends);
    size_t at = 0;
    while (at < PR_CACHE_WAYS && set[at].schema != NULL) {
        at++;
    }
    set[at < PR_CACHE_WAYS ? at : matcher->turn++ % PR_CACHE_WAYS] = made;
}

static bool make_ready(pr_matcher *matcher) {
    if (matcher->scratch == NULL) {
        matcher->scratch = pr_regex_scratch_new(matcher->program->patterns, matcher->allocator);
    }
    if (matcher->cache == NULL) {
        size_t size = sizeof(pr_cached) * PR_CACHE_SETS * PR_CACHE_WAYS;
        matcher->cache = pr_heap_zalloc(matcher->allocator, size);
    }
    return matcher->scratch != NULL && matcher->cache != NULL;
}

static pr_patterns *patterns_of(pr_matcher *matcher, const pr_schema *schema) {
    for (uint32_t i = 0; i < matcher->pattern_count; i++) {
        if (matcher->patterns[i].schema == schema) {
            return &matcher->patterns[i];
        }
    }
    return NULL;
}

int pr_matcher_normalise(void *user, const pr_schema *schema, pr_text text, int *two) {
    pr_matcher *matcher = user;
    text = pr_text_trim(text);
    int value = (int)pr_schema_value_like(schema, text); /* none: -1 */
    if (value >= 0 || schema->match_count == 0) {
        return value;
    }
    if (!make_ready(matcher)) {
        matcher->diags->failed = true;
        return -3;
    }
    const pr_cached *cached = cached_of(matcher, schema, text);
    if (cached != NULL) {
        two[0] = cached->two[0];
        two[1] = cached->two[1];
        return cached->value;
    }
    pr_patterns *patterns = patterns_of(matcher, schema);
    value = patterns != NULL ? match_patterns(matcher, patterns, text, two) : -1;
    if (value != -3) {
        remember(matcher, schema, text, value, two);
    }
    return value;
}

int pr_matcher_recall(const pr_matcher *matcher, const pr_schema *schema, pr_text text) {
    uint64_t ends[2];
    pr_text_ends_padded(text, ends);
    const pr_cached *cached = find_cached(matcher, schema, text, ends);
    return cached != NULL ? cached->value : -2;
}

/* What pr_matcher_normalise keeps fits: a text that it was asked for is no value itself, nor one but for blanks at
 * its ends. */
void pr_matcher_remember(pr_matcher *matcher, const pr_schema *schema, pr_text text, int value) {
    if (cached_of(matcher, schema, text) == NULL && make_ready(matcher)) {
        remember(matcher, schema, text, value, (const int[2]){0, 0});
    }
}
