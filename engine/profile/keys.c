/* The keys that profiles have, by where they stand: one step from a key to what it means, however many there are. */
#include "profile/matcher.h"

static uint32_t slot_of(const pr_keys *keys, uint32_t parent, const uint64_t ends[2]) {
    uint64_t hash = (ends[0] ^ (ends[1] << 3 | ends[1] >> 61) ^ parent) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(hash >> keys->shift);
}

/* A key of the same ends and length. Few keys are so long that these do not tell. */
static bool __attribute__((noinline)) is_same(const pr_key *key, pr_text text) {
    return memcmp(key->text.at, text.at, text.length) == 0;
}

pr_key *pr_key_find(const pr_keys *keys, uint32_t parent, pr_text text) {
    uint64_t ends[2];
    pr_text_ends_padded(text, ends);
    for (uint32_t at = slot_of(keys, parent, ends); keys->slots[at] != 0; at = (at + 1) & keys->mask) {
        pr_key *key = &keys->items[keys->slots[at] - 1];
        if (key->ends[0] == ends[0] && key->ends[1] == ends[1] && key->parent == parent &&
            key->text.length == text.length && (text.length <= sizeof ends || is_same(key, text))) {
            return key;
        }
    }
    return NULL;
}

static void add(pr_keys *keys, uint32_t parent, pr_text text, uint32_t attribute, uint32_t group) {
    pr_key *key = &keys->items[keys->count++];
    *key = (pr_key){.text = text, .parent = parent, .attribute = attribute, .group = group};
    pr_text_ends(text, key->ends);
    uint32_t at = slot_of(keys, parent, key->ends);
    while (keys->slots[at] != 0) {
        at = (at + 1) & keys->mask;
    }
    keys->slots[at] = keys->count;
}

/* In every group above it: `exams.one.status` may stand as that, as `one.status` in `exams`, and as `status`. */
static void add_path(pr_matcher *matcher, const pr_path *path) {
    pr_text rest = path->whole;
    uint32_t parent = 0, deep = 1;
    for (;; deep++) {
        add(&matcher->keys, parent, rest, path->attribute, (uint32_t)(path - matcher->paths));
        const char *point = memchr(rest.at, '.', rest.length);
        if (point == NULL) {
            break;
        }
        size_t length = (size_t)(point - rest.at);
        parent = (uint32_t)(pr_path_find(matcher, &matcher->paths[parent], (pr_text){rest.at, length}) -
                            matcher->paths);
        rest = (pr_text){point + 1, rest.length - length - 1};
    }
    matcher->keys.deepest = deep > matcher->keys.deepest ? deep : matcher->keys.deepest;
}

/* What no profile may say is no key. */
static void add_fields(pr_matcher *matcher, uint32_t attribute, const pr_shape *shape) {
    const pr_waiver_list *w = &matcher->program->waivers;
    uint32_t first = matcher->program->attributes[attribute].first_field;
    for (uint32_t i = 0; i < shape->count; i++) {
        if (attribute != w->attribute || (int)i != w->record) {
            add(&matcher->keys, pr_key_record(matcher, attribute), shape->names[i], first + i, PR_NONE);
        }
    }
}

static uint32_t count_keys(const pr_matcher *matcher) {
    const pr_program *program = matcher->program;
    uint32_t count = program->attribute_count;
    for (uint32_t i = 1; i < matcher->path_count; i++) {
        pr_text whole = matcher->paths[i].whole;
        count++;
        for (size_t k = 0; k < whole.length; k++) {
            count += whole.at[k] == '.';
        }
    }
    return count;
}

bool pr_keys_make(pr_matcher *matcher) {
    pr_keys *keys = &matcher->keys;
    if (keys->slots != NULL) {
        return true;
    }
    uint32_t most = count_keys(matcher), bits = 6;
    while (1u << bits < 4 * (uint64_t)most && bits < 30) {
        bits++;
    }
    const uint32_t size = 1u << bits;
    keys->items = PR_NEW_ARRAY(&matcher->arena, pr_key, most);
    keys->mask = size - 1;
    keys->shift = 64 - bits;
    keys->slots = keys->items != NULL ? PR_NEW_ARRAY(&matcher->arena, uint32_t, size) : NULL;
    if (keys->slots == NULL) {
        return false;
    }
    for (uint32_t i = 1; i < matcher->path_count; i++) {
        add_path(matcher, &matcher->paths[i]);
    }
    for (uint32_t i = 0; i < matcher->program->vocabulary_count; i++) {
        const pr_shape *shape = pr_records_shape(&matcher->program->attributes[i]);
        if (shape != NULL) {
            add_fields(matcher, i, shape);
        }
    }
    return true;
}
