/* JSON straight into a profile's values, as long as nothing about it is unusual: no document is made, no key looked at
 * more than once. Whatever is not known here (a wrong value, an error of JSON, a limit, an unknown key if it is more
 * than warned of) ends the reading without a word, and the record is read once more in the ordinary way, which has all
 * the words. So this file decides nothing: what it accepts is what read.c makes of it. tests/property/test_direct.c
 * compares. */
#include "profile/direct.h"

/* All that read give the place behind what they read, or NULL. */
static const uint32_t *read_list(pr_direct *d, const uint32_t *next, pr_key *key, pr_value *out);
static const uint32_t *read_group(pr_direct *d, const uint32_t *next, pr_key *group);

/* A key of which nobody knew that it comes, before its colon. */
static pr_key *__attribute__((noinline))
looked_up(pr_direct *d, const uint32_t *next, uint32_t parent, pr_key **guess) {
    if (d->bytes[next[0]] != '"' || d->bytes[next[1]] != ':') {
        return NULL;
    }
    const uint32_t length = pr_direct_length(d->bytes, next);
    pr_key *key = pr_key_find(&d->reader.matcher->keys, parent, d->bytes + *next, length);
    if (key != NULL) {
        *guess = key;
    }
    return key;
}

/* Mappings mostly have their keys in the order of the one before, and some of them lack some. */
static inline pr_key *take_key(pr_direct *d, const uint32_t *next, uint32_t parent, pr_key **guess) {
    enum { TRIES = 3 };
    const char *at = d->bytes + *next;
    pr_key *key = *guess;
    for (int i = 0; i < TRIES; i++, key = key->then) {
        if (pr_is_expected(key, at)) {
            return key;
        }
    }
    return looked_up(d, next, parent, guess);
}

/* Gives also where the value ends. */
static inline const uint32_t *read_value(pr_direct *d, const uint32_t *next, pr_key *key, pr_value *out,
                                         uint32_t *end) {
    const pr_reading *reading = key->reading;
    if (reading->form >= PR_FORM_LIST && d->bytes[*next] == '[') {
        next = read_list(d, next + 1, key, out);
        *end = next != NULL ? next[-1] + 1 : 0;
        return next;
    }
    const uint32_t length = pr_direct_scalar(d, next, reading, out);
    *end = *next + length;
    return length > 0 ? next + 1 : NULL;
}

/* A member of the profile itself. */
static inline const uint32_t *read_attribute(pr_direct *d, const uint32_t *next, pr_key *key) {
    const uint32_t attribute = key->reading->attribute, start = *next;
    uint32_t end;
    pr_value *value = &d->values[attribute];
    next = d->given[attribute] ? NULL : read_value(d, next, key, value, &end);
    if (next == NULL) {
        return NULL;
    }
    const pr_style style = d->bytes[start] == '"' ? PR_STYLE_DOUBLE : PR_STYLE_EXACT;
    d->given[attribute] = true;
    d->places[attribute] = (pr_origin){d->tokens->source, start, end, (uint8_t)style, 0};
    if (key->reading->named) {
        const pr_origin place = d->places[attribute];
        pr_profile_give(&d->reader, attribute, &place, *value);
    }
    return next;
}

/* From behind the bracket of a group, or, where values go to `fields`, of a list's record. A key may stand in a mapping
 * once. */
static inline const uint32_t *read_members(pr_direct *d, const uint32_t *next, pr_key *self, uint32_t parent,
                                           pr_value *fields, uint32_t first) {
    const uint64_t serial = ++d->reader.matcher->keys.serial;
    pr_key **guess = &self->inside;
    if (d->bytes[*next] == '}') {
        return next + 1;
    }
    for (;;) {
        pr_key *key = take_key(d, next, parent, guess);
        uint32_t end;
        if (key == NULL) {
            next = pr_direct_pass(d, next, parent, serial);
        } else if (key->seen == serial) {
            return NULL;
        } else {
            key->seen = serial;
            guess = &key->then;
            next += 2;
            if (fields != NULL) {
                next = read_value(d, next, key, &fields[key->reading->attribute - first], &end);
            } else {
                next = key->reading != NULL ? read_attribute(d, next, key) : read_group(d, next, key);
            }
        }
        if (next == NULL) {
            return NULL;
        }
        const char mark = d->bytes[*next++];
        if (mark != ',') {
            return mark == '}' ? next : NULL;
        }
    }
}

static const uint32_t *read_group(pr_direct *d, const uint32_t *next, pr_key *group) {
    return d->bytes[*next] == '{' ? read_members(d, next + 1, group, group->group, NULL, 0) : NULL;
}

/* A record and its values are one piece. */
typedef struct record {
    pr_context context;
    pr_value values[];
} record;

static const uint32_t *read_record(pr_direct *d, const uint32_t *next, pr_key *list, uint32_t number,
                                   pr_value *out) {
    pr_profile *profile = d->reader.profile;
    const uint32_t attribute = list->reading->attribute;
    const uint32_t first = profile->program->attributes[attribute].first_field;
    const pr_shape *shape = list->reading->schema->element->shape;
    const size_t size = sizeof(record) + shape->count * sizeof(pr_value);
    record *made = pr_arena_alloc(&profile->arena, size, _Alignof(record));
    if (made == NULL || d->bytes[*next] != '{') {
        return NULL;
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        made->values[i] = profile->blank[first + i];
        made->values[i].extra = made->values[i].kind == PR_UNKNOWN ? number : made->values[i].extra;
    }
    made->context = (pr_context){.shape = shape, .values = made->values};
    *out = pr_context_value(&made->context);
    const uint32_t parent = pr_key_record(d->reader.matcher, attribute);
    return read_members(d, next + 1, list, parent, made->values, first);
}

static const uint32_t *read_item(pr_direct *d, const uint32_t *next, const pr_reading *item, pr_value *out) {
    return pr_direct_scalar(d, next, item, out) > 0 ? next + 1 : NULL;
}

/* From behind the bracket. Items go to the matcher's stack first, since nobody knows how many there will be. */
static const uint32_t *read_items(pr_direct *d, const uint32_t *next, pr_key *list, uint32_t *count) {
    pr_matcher *matcher = d->reader.matcher;
    const pr_reading *item = list->reading->item;
    if (d->bytes[*next] == ']') {
        return next + 1;
    }
    for (;;) {
        pr_value value;
        next =
            item != NULL ? read_item(d, next, item, &value) : read_record(d, next, list, *count + 1, &value);
        if (next == NULL || *count >= d->tokens->limits.list_length ||
            !PR_PUSH(&matcher->arena, &matcher->items, value)) {
            return NULL;
        }
        ++*count;
        const char mark = d->bytes[*next++];
        if (mark != ',') {
            return mark == ']' ? next : NULL;
        }
    }
}

static const uint32_t *read_list(pr_direct *d, const uint32_t *next, pr_key *key, pr_value *out) {
    pr_profile_reader *r = &d->reader;
    uint32_t first = r->matcher->items.count, count = 0;
    next = read_items(d, next, key, &count);
    if (next == NULL) {
        return NULL;
    }
    pr_value *items = pr_arena_alloc(&r->profile->arena, count * sizeof *items, _Alignof(pr_value));
    pr_list *list = pr_arena_alloc(&r->profile->arena, sizeof *list, _Alignof(pr_list));
    if (items == NULL || list == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(items, r->matcher->items.items + first, count * sizeof *items);
    }
    r->matcher->items.count = first;
    *list = (pr_list){.count = count, .items = items};
    *out = pr_list_value(list);
    return !key->reading->open || pr_profile_leave_open(r, key->reading->attribute, list) ? next : NULL;
}

/* Behind a bracket that closes the text nothing is looked at, so that who reads a scalar or a key finds the next token
 * without asking whether there is one. */
static bool is_closed(const pr_doc_json_tokens *tokens) {
    const uint32_t *behind = tokens->offsets + tokens->count;
    return tokens->bytes[behind[-1]] == '}' && (unsigned char)tokens->bytes[*behind] <= ' ';
}

bool pr_profile_read_direct(pr_profile *profile, const pr_profile_json *json,
                            const pr_doc_json_tokens *tokens, pr_matcher *matcher, pr_unknown_keys keys,
                            pr_diags *diags) {
    if (!pr_keys_make(matcher) || tokens->count > tokens->limits.nodes ||
        tokens->limits.depth < pr_direct_depth(matcher) || !is_closed(tokens)) {
        return false;
    }
    pr_direct d = {.reader = {profile, matcher, keys, &matcher->quiet, true},
                   .tokens = tokens,
                   .bytes = tokens->bytes,
                   .values = profile->values,
                   .given = profile->given,
                   .places = profile->places,
                   .json = json,
                   .passes = keys == PR_UNKNOWN_KEYS_WARN};
    matcher->items.count = matcher->passed.count = 0;
    bool good = read_group(&d, tokens->offsets, matcher->keys.items) == tokens->offsets + tokens->count &&
                !profile->arena.failed;
    if (matcher->quiet.list.count > 0 || matcher->quiet.failed) {
        pr_diags_clear(&matcher->quiet);
    }
    if (good && matcher->passed.count > 0) {
        pr_direct_warn(&d, diags);
    }
    return good;
}
