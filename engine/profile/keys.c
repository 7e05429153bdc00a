/* The keys that profiles have, by where they stand, and the values that text may have, by type: one step from a text to
 * what it means, however many there are. */
#include "profile/matcher.h"

pr_key *pr_key_find(const pr_keys *keys, uint32_t parent, const char *at, uint32_t length) {
    const pr_text text = {at + 1, length - 2};
    for (uint32_t slot = pr_key_slot(keys, parent, at, length); keys->slots[slot] != 0;
         slot = (slot + 1) & keys->mask) {
        pr_key *key = &keys->items[keys->slots[slot]];
        if (key->parent == parent && pr_text_equal(key->text, text)) {
            return key;
        }
    }
    return NULL;
}

static uint64_t word_at(const char *at, uint32_t offset) {
    uint64_t word;
    memcpy(&word, at + offset, sizeof word);
    return word;
}

/* Behind the text eight bytes can be read. One that is too long is never met, nor is one of length 0. */
static pr_expected expected_of(const char *at, uint32_t length) {
    enum { WORD = sizeof(uint64_t) };
    const uint32_t tail = length > WORD ? length - WORD : 0, middle = tail < WORD ? tail : WORD;
    pr_expected e = {.at_middle = middle, .at_tail = tail, .mask = UINT64_MAX};
    if (length == 0 || length > PR_EXPECTED_LENGTH) {
        return (pr_expected){.head = 1, .mask = UINT64_MAX};
    }
    if (length < WORD) {
        char mask[WORD] = {0};
        memset(mask, 0xff, length);
        e.mask = word_at(mask, 0);
    }
    e.head = word_at(at, 0);
    e.middle = word_at(at, middle);
    e.tail = word_at(at, tail);
    return e;
}

/* Takes over `made`, a key or, without a colon, a value. False when out of memory. */
static bool add(pr_matcher *matcher, const pr_key *made, bool colon) {
    pr_keys *keys = &matcher->keys;
    const uint32_t length = (uint32_t)made->text.length + 2;
    const pr_arena_mark mark = pr_arena_save(&matcher->arena);
    char *quoted = PR_NEW_ARRAY(&matcher->arena, char, length + 1 + sizeof(uint64_t));
    if (quoted == NULL) {
        return false;
    }
    memcpy(quoted + 1, made->text.at, made->text.length);
    quoted[0] = quoted[length - 1] = '"';
    quoted[length] = ':';
    pr_key *key = &keys->items[keys->count];
    *key = *made;
    key->expected = expected_of(quoted, length + colon);
    key->then = key->inside = keys->items;
    uint32_t slot = pr_key_slot(keys, made->parent, quoted, length);
    while (keys->slots[slot] != 0) {
        slot = (slot + 1) & keys->mask;
    }
    keys->slots[slot] = keys->count++;
    pr_arena_rewind(&matcher->arena, mark);
    return true;
}

/* In every group above it: `exams.one.status` may stand as that, as `one.status` in `exams`, and as `status`. */
static bool add_path(pr_matcher *matcher, const pr_path *path) {
    const pr_reading *reading = path->attribute != PR_NONE ? &matcher->keys.readings[path->attribute] : NULL;
    pr_text rest = path->whole;
    uint32_t parent = 0, deep = 1;
    for (;; deep++) {
        const uint32_t number = (uint32_t)(path - matcher->paths);
        const pr_key key = {.parent = parent, .text = rest, .reading = reading, .group = number};
        if (!add(matcher, &key, true)) {
            return false;
        }
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
    return true;
}

/* What no profile may say is no key. */
static bool add_fields(pr_matcher *matcher, uint32_t attribute, const pr_shape *shape) {
    const pr_waiver_list *w = &matcher->program->waivers;
    uint32_t first = matcher->program->attributes[attribute].first_field;
    bool good = true;
    for (uint32_t i = 0; good && i < shape->count; i++) {
        if (attribute != w->attribute || (int)i != w->record) {
            const pr_key key = {.parent = pr_key_record(matcher, attribute),
                                .text = shape->names[i],
                                .reading = &matcher->keys.readings[first + i]};
            good = add(matcher, &key, true);
        }
    }
    return good;
}

static bool is_plain(pr_text value) {
    return value.length == 0 ||
           (value.length <= PR_EXPECTED_LENGTH - 2 && memchr(value.at, '"', value.length) == NULL &&
            memchr(value.at, '\\', value.length) == NULL);
}

/* Without what is long, or JSON would have to escape. */
static bool add_words(pr_matcher *matcher, uint32_t parent, const pr_schema *schema) {
    bool good = true;
    for (uint32_t i = 0; good && i < schema->value_count; i++) {
        const pr_key word = {
            .parent = parent, .text = schema->values[i], .value = pr_string(schema->values[i])};
        good = !is_plain(word.text) || add(matcher, &word, false);
    }
    return good;
}

static uint32_t count_keys(const pr_matcher *matcher) {
    const pr_program *program = matcher->program;
    uint32_t count = program->attribute_count + 1;
    for (uint32_t i = 1; i < matcher->path_count; i++) {
        pr_text whole = matcher->paths[i].whole;
        count++;
        for (size_t k = 0; k < whole.length; k++) {
            count += whole.at[k] == '.';
        }
    }
    return count;
}

static bool make_table(pr_matcher *matcher, uint32_t most) {
    pr_keys *keys = &matcher->keys;
    uint32_t bits = 6;
    while (1u << bits < 4 * (uint64_t)most && bits < 30) {
        bits++;
    }
    keys->mask = (1u << bits) - 1;
    keys->shift = 64 - bits;
    keys->items = PR_NEW_ARRAY(&matcher->arena, pr_key, most);
    keys->slots = keys->items != NULL ? PR_NEW_ARRAY(&matcher->arena, uint32_t, keys->mask + 1u) : NULL;
    if (keys->slots == NULL) {
        return false;
    }
    keys->items[0] = (pr_key){.expected = expected_of(NULL, 0), .then = keys->items, .inside = keys->items};
    keys->count = 1;
    return true;
}

static bool add_all(pr_matcher *matcher, uint32_t readings) {
    bool good = true;
    for (uint32_t i = 1; good && i < matcher->path_count; i++) {
        good = add_path(matcher, &matcher->paths[i]);
    }
    for (uint32_t i = 0; good && i < matcher->program->vocabulary_count; i++) {
        const pr_shape *shape = pr_records_shape(&matcher->program->attributes[i]);
        good = shape == NULL || add_fields(matcher, i, shape);
    }
    uint32_t next = pr_key_words(matcher);
    for (uint32_t i = 0; good && i < readings; i++) {
        const pr_reading *reading = &matcher->keys.readings[i];
        if (reading->form == PR_FORM_WORD && reading->words == next) {
            good = add_words(matcher, next++, reading->schema);
        }
    }
    return good;
}

bool pr_keys_make(pr_matcher *matcher) {
    pr_keys *keys = &matcher->keys;
    if (keys->ready) {
        return true;
    }
    uint32_t words = 0, readings = 0;
    keys->readings = pr_readings_make(matcher, &readings, &words);
    keys->ready = keys->readings != NULL && make_table(matcher, count_keys(matcher) + words) &&
                  add_all(matcher, readings);
    return keys->ready;
}
