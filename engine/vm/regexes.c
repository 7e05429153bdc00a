/* Patterns compiled on first use, and kept as long as the machine. */
#include "vm/vm.h"

#include "base/limits.h"
#include "base/map.h"

typedef struct kept {
    pr_text key; /* pattern, NUL, flags */
    size_t pattern_length;
    pr_regex *regex; /* NULL: does not compile */
} kept;

/* Most patterns are constants, so where one lies tells which it is, nearly always. */
enum { PLACES = 64 };

struct pr_regex_cache {
    const preceptor_allocator *allocator;
    pr_arena arena;
    pr_map numbers; /* key -> number in compiled */
    PR_VEC(kept) compiled;
    uint32_t places[PLACES]; /* by where a pattern lies: its number from 1; 0: nothing yet */
    pr_regex_scratch *scratch;
};

static pr_regex_cache *cache_new(pr_regex_limits limits, const preceptor_allocator *allocator) {
    pr_regex_cache *cache = pr_heap_alloc(allocator, sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    *cache = (pr_regex_cache){.allocator = allocator};
    pr_arena_init(&cache->arena, allocator, 0);
    pr_map_init(&cache->numbers, &cache->arena);
    cache->scratch = pr_regex_scratch_new(limits, allocator);
    if (cache->scratch == NULL) {
        pr_regex_cache_free(cache);
        return NULL;
    }
    return cache;
}

static void forget(pr_regex_cache *cache) {
    for (uint32_t i = 0; i < cache->compiled.count; i++) {
        pr_regex_free(cache->compiled.items[i].regex);
    }
    pr_arena_reset(&cache->arena);
    pr_map_init(&cache->numbers, &cache->arena);
    cache->compiled.items = NULL;
    cache->compiled.count = cache->compiled.capacity = 0;
    memset(cache->places, 0, sizeof cache->places);
}

void pr_regex_cache_free(pr_regex_cache *cache) {
    if (cache == NULL) {
        return;
    }
    forget(cache);
    pr_regex_scratch_free(cache->scratch);
    pr_arena_release(&cache->arena);
    pr_heap_free(cache->allocator, cache);
}

static bool is_kept(const kept *k, pr_text pattern, pr_text flags) {
    return k->pattern_length == pattern.length && k->key.length == pattern.length + 1 + flags.length &&
           pr_text_equal((pr_text){k->key.at, pattern.length}, pattern) &&
           pr_text_equal((pr_text){k->key.at + pattern.length + 1, flags.length}, flags);
}

/* Its number among those that are kept, compiled if it is new; PR_NONE when out of memory. */
static uint32_t number_of(pr_vm *vm, pr_text pattern, pr_text flags) {
    pr_regex_cache *cache = vm->regexes;
    char key_bytes[512];
    pr_text key = {key_bytes, pattern.length + 1 + flags.length};
    if (key.length > sizeof key_bytes) {
        key = pr_text_format(&vm->arena, "%.*s%c%.*s", PR_ARG(pattern), 0, PR_ARG(flags));
        if (key.at == NULL) {
            (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
            return PR_NONE;
        }
    } else {
        if (pattern.length > 0) {
            memcpy(key_bytes, pattern.at, pattern.length);
        }
        key_bytes[pattern.length] = '\0';
        if (flags.length > 0) {
            memcpy(key_bytes + pattern.length + 1, flags.at, flags.length);
        }
    }
    uint32_t known = pr_map_get(&cache->numbers, key);
    if (known != PR_MAP_NONE) {
        return known;
    }
    if (cache->compiled.count >= PR_LIMIT_REGEX_KEPT) {
        forget(cache);
    }
    pr_regex_error error = {0};
    kept added = {pr_text_copy(&cache->arena, key), pattern.length, NULL};
    added.regex = pr_regex_compile(pattern, flags, vm->allocator, &error);
    bool no_memory = added.key.at == NULL || (added.regex == NULL && error.no_memory);
    known = cache->compiled.count;
    if (no_memory || !PR_PUSH(&cache->arena, &cache->compiled, added)) {
        pr_regex_free(added.regex);
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return PR_NONE;
    }
    if (!pr_map_put(&cache->numbers, added.key, known)) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return PR_NONE;
    }
    return known;
}

static pr_regex *compiled(pr_vm *vm, pr_text pattern, pr_text flags, const char **reason) {
    pr_regex_cache *cache = vm->regexes;
    uint32_t *place = &cache->places[((uintptr_t)pattern.at ^ (uintptr_t)pattern.at >> 6) % PLACES];
    if (*place == 0 || !is_kept(&cache->compiled.items[*place - 1], pattern, flags)) {
        uint32_t number = number_of(vm, pattern, flags);
        if (number == PR_NONE) {
            return NULL;
        }
        *place = number + 1;
    }
    pr_regex *regex = cache->compiled.items[*place - 1].regex;
    if (regex == NULL) {
        *reason = "the pattern is not a regular expression, or has an unknown flag";
    }
    return regex;
}

/* The compiled pattern; NULL after a failure. */
static pr_regex *ready(pr_vm *vm, pr_text pattern, pr_text flags, const char **reason) {
    *reason = "out of memory";
    if (vm->regexes == NULL) {
        vm->regexes = cache_new(vm->program->patterns, vm->allocator);
    }
    if (vm->regexes == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return NULL;
    }
    return compiled(vm, pattern, flags, reason);
}

static pr_matched matched(pr_vm *vm, pr_regex_result result, const char **reason) {
    switch (result) {
    case PR_REGEX_YES: return PR_MATCHED_YES;
    case PR_REGEX_NO: return PR_MATCHED_NO;
    case PR_REGEX_LIMIT:
    case PR_REGEX_DEEP:
    case PR_REGEX_LONG: *reason = pr_regex_limit_text(result); break;
    case PR_REGEX_NO_MEMORY: (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY); break;
    case PR_REGEX_MATCHES_EMPTY: *reason = "the pattern matches the empty text"; break;
    case PR_REGEX_BAD_REPLACEMENT:
        *reason = "in a replacement $ stands before a digit, and \\ before $ or \\";
        break;
    default: *reason = "the text could not be matched, or what comes of it is too long"; break;
    }
    return PR_MATCHED_ERROR;
}

pr_matched pr_vm_matches(pr_vm *vm, pr_text text, pr_text pattern, pr_text flags, const char **reason) {
    pr_regex *regex = ready(vm, pattern, flags, reason);
    return regex == NULL
               ? PR_MATCHED_ERROR
               : matched(vm, pr_regex_search(regex, text, 0, vm->regexes->scratch, NULL, NULL), reason);
}

pr_matched pr_vm_find(pr_vm *vm, pr_text text, size_t from, pr_text pattern, size_t *start, size_t *end,
                      const char **reason) {
    pr_regex *regex = ready(vm, pattern, (pr_text){"", 0}, reason);
    return regex == NULL
               ? PR_MATCHED_ERROR
               : matched(vm, pr_regex_search(regex, text, from, vm->regexes->scratch, start, end), reason);
}

bool pr_vm_replace(pr_vm *vm, pr_text text, pr_text pattern, pr_text replacement, pr_text flags, pr_text *out,
                   const char **reason) {
    pr_regex *regex = ready(vm, pattern, flags, reason);
    return regex != NULL &&
           matched(vm, pr_regex_replace(regex, text, replacement, vm->regexes->scratch, &vm->arena, out),
                   reason) == PR_MATCHED_YES;
}

pr_value pr_vm_letter_case(pr_vm *vm, pr_value text, bool upper) {
    pr_text out;
    return pr_regex_letter_case(pr_string_text(text), upper, &vm->arena, &out)
               ? pr_string(out)
               : pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
}
