/* JSON straight into a profile's values, as long as nothing about it is unusual: no document is made, no key looked at
 * more than once. Whatever is not known here (an unknown key, a wrong value, an error of JSON, a limit) ends the
 * reading without a word, and the record is read once more in the ordinary way, which has all the words. So this file
 * decides nothing: what it accepts is what read.c makes of it. tests/property/test_direct.c compares. */
#include "profile/matcher.h"

typedef struct direct {
    pr_profile_reader reader; /* for what is seldom; reports to nobody */
    const pr_doc_json_tokens *tokens;
    const char *bytes;    /* the tokens' */
    const uint32_t *next; /* the next token's offset; behind the last one is that of a blank */
    uint32_t end;         /* of the value that was read last */
    pr_arena *scratch;
} direct;

static bool read_value(direct *d, uint32_t attribute, pr_value *out);

static inline bool take(direct *d, char c) {
    bool there = d->bytes[*d->next] == c;
    d->next += there;
    return there;
}

/* The next token, a scalar; there must be one. */
static inline pr_text next_scalar(const direct *d) {
    uint32_t start = d->next[0], end = d->next[1];
    if ((unsigned char)d->bytes[end - 1] <= ' ') {
        end = pr_doc_json_end(d->bytes, start, end);
    }
    return (pr_text){d->bytes + start, end - start};
}

/* A key and its colon. NULL also where the mapping had it before; `serial` is the mapping's. */
static inline const pr_key *take_key(direct *d, uint32_t parent, uint64_t serial) {
    if (d->bytes[d->next[0]] != '"' || d->bytes[d->next[1]] != ':') {
        return NULL;
    }
    pr_text quoted = next_scalar(d);
    const pr_text text = {quoted.at + 1, quoted.length - 2};
    pr_key *key = pr_key_find(&d->reader.matcher->keys, parent, text);
    if (key == NULL || key->seen == serial) {
        return NULL;
    }
    key->seen = serial;
    d->next += 2;
    return key;
}

/* As pr_number_compare, which numbers without a point need not be asked for. */
static inline bool is_less(pr_value a, pr_value b) {
    bool words = pr_number_is_word(a) && pr_number_is_word(b);
    return words ? a.number < b.number : pr_number_compare(a, b) < 0;
}

/* Numbers that fit a word. JSON's are FEEL's, but for zeros and points in front. */
static bool read_number(const direct *d, const pr_schema *schema, pr_text text, pr_value *out) {
    enum { LONGEST = 18 };
    size_t first = text.at[0] == '-';
    bool plain = text.length <= LONGEST && text.length > first && (unsigned)(text.at[first] - '0') <= 9 &&
                 (text.at[first] != '0' || text.length == first + 1 || text.at[first + 1] == '.');
    *out = plain ? pr_number_parse(text, &d->reader.profile->arena) : pr_null();
    return out->kind == PR_NUMBER && out->flags == 0 &&
           (schema->low.kind != PR_NUMBER || !is_less(*out, schema->low)) &&
           (schema->high.kind != PR_NUMBER || !is_less(schema->high, *out));
}

static bool read_truth(pr_text text, pr_value *out) {
    bool yes = text.length == 4 && memcmp(text.at, "true", 4) == 0;
    *out = pr_boolean(yes);
    return yes || (text.length == 5 && memcmp(text.at, "false", 5) == 0);
}

static bool keep(const direct *d, pr_text text, pr_value *out) {
    pr_text kept = pr_text_copy(&d->reader.profile->arena, text);
    *out = pr_string(kept);
    return kept.at != NULL;
}

static bool has_values(const pr_schema *schema) {
    return schema->kind == PR_SCHEMA_ENUM || schema->value_count > 0 || schema->match_count > 0;
}

/* What it became when it was met before; the first time it is read like all that is seldom. */
static bool read_text(const direct *d, const pr_schema *schema, pr_text text, pr_value *out) {
    if (!has_values(schema)) {
        return keep(d, text, out);
    }
    int value = pr_matcher_recall(d->reader.matcher, schema, text);
    if (value >= 0) {
        *out = pr_string(schema->values[value]);
        return true;
    }
    return value == -1 && schema->kind == PR_SCHEMA_STRING && keep(d, text, out);
}

/* The form in which all days of the years 1 to 9999 can be written. */
static bool read_date(pr_text text, pr_value *out) {
    *out = text.length == 10 ? pr_date_parse(text) : pr_null();
    return out->kind == PR_DATE && out->number >= pr_date_pack(1, 1, 1);
}

static inline bool read_often(const direct *d, const pr_schema *schema, pr_text text, pr_value *out) {
    if (schema->kind == PR_SCHEMA_BOOLEAN || schema->kind == PR_SCHEMA_NUMBER) {
        return schema->kind == PR_SCHEMA_BOOLEAN ? read_truth(text, out) : read_number(d, schema, text, out);
    }
    if (*text.at != '"' || (d->tokens->escapes && memchr(text.at, '\\', text.length) != NULL)) {
        return false;
    }
    text = (pr_text){text.at + 1, text.length - 2};
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_STRING:
    case PR_SCHEMA_ENUM: return read_text(d, schema, text, out);
    case PR_SCHEMA_DATE: return read_date(text, out);
    default: return false;
    }
}

static int number_of(const pr_schema *schema, pr_value value) {
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (schema->values[i].at == value.text) {
            return (int)i;
        }
    }
    return -1;
}

/* `attribute` PR_NONE: an item of a list. */
static bool __attribute__((noinline))
read_seldom(direct *d, const pr_schema *schema, uint32_t attribute, pr_value *out) {
    pr_doc_node node;
    uint32_t token = (uint32_t)(d->next - d->tokens->offsets);
    if (!pr_doc_json_scalar(d->tokens, token, d->scratch, d->reader.diags, &node) ||
        !(attribute != PR_NONE ? pr_profile_value(&d->reader, attribute, &node, out)
                               : pr_profile_scalar(&d->reader, schema, &node, out))) {
        return false;
    }
    if (node.kind == PR_DOC_STRING && out->kind == PR_STRING && has_values(schema)) {
        pr_matcher_remember(d->reader.matcher, schema, node.text, number_of(schema, *out));
    }
    return true;
}

static inline bool read_scalar(direct *d, const pr_schema *schema, uint32_t attribute, pr_value *out) {
    if ((unsigned char)d->bytes[*d->next] <= ' ') {
        return false;
    }
    pr_text text = next_scalar(d);
    if (!read_often(d, schema, text, out) && !read_seldom(d, schema, attribute, out)) {
        return false;
    }
    d->next++;
    d->end = (uint32_t)(text.at - d->bytes + (ptrdiff_t)text.length);
    return true;
}

static bool read_record(direct *d, uint32_t attribute, uint32_t number, pr_value *out) {
    pr_profile *profile = d->reader.profile;
    const pr_attribute *list = &profile->program->attributes[attribute];
    const pr_shape *shape = list->schema->element->shape;
    pr_value *values = pr_arena_alloc(&profile->arena, shape->count * sizeof *values, _Alignof(pr_value));
    pr_context *context = PR_NEW(&profile->arena, pr_context);
    if (values == NULL || context == NULL || !take(d, '{')) {
        return false;
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        values[i] = profile->blank[list->first_field + i];
        values[i].extra = values[i].kind == PR_UNKNOWN ? number : values[i].extra;
    }
    const uint64_t serial = ++d->reader.matcher->keys.serial;
    bool more = !take(d, '}');
    while (more) {
        const pr_key *key = take_key(d, pr_key_record(d->reader.matcher, attribute), serial);
        if (key == NULL || !read_value(d, key->attribute, &values[key->attribute - list->first_field])) {
            return false;
        }
        more = take(d, ',');
        if (!more && !take(d, '}')) {
            return false;
        }
    }
    *context = (pr_context){.shape = shape, .values = values};
    *out = pr_context_value(context);
    return true;
}

/* Items go to the matcher's stack first, since nobody knows how many there will be. */
static bool read_items(direct *d, uint32_t attribute, uint32_t *count) {
    pr_matcher *matcher = d->reader.matcher;
    const pr_schema *element = d->reader.profile->program->attributes[attribute].schema->element;
    bool more = !take(d, ']');
    while (more) {
        pr_value item;
        bool read = element->kind == PR_SCHEMA_RECORD ? read_record(d, attribute, *count + 1, &item)
                                                      : read_scalar(d, element, PR_NONE, &item);
        if (!read || *count >= d->tokens->limits.list_length ||
            !PR_PUSH(&matcher->arena, &matcher->items, item)) {
            return false;
        }
        ++*count;
        more = take(d, ',');
        if (!more && !take(d, ']')) {
            return false;
        }
    }
    return true;
}

static bool read_list(direct *d, uint32_t attribute, pr_value *out) {
    pr_profile_reader *r = &d->reader;
    uint32_t first = r->matcher->items.count, count = 0;
    if (!read_items(d, attribute, &count)) {
        return false;
    }
    pr_value *items = pr_arena_alloc(&r->profile->arena, count * sizeof *items, _Alignof(pr_value));
    pr_list *list = PR_NEW(&r->profile->arena, pr_list);
    if (items == NULL || list == NULL) {
        return false;
    }
    if (count > 0) {
        memcpy(items, r->matcher->items.items + first, count * sizeof *items);
    }
    r->matcher->items.count = first;
    d->end = d->next[-1] + 1;
    *list = (pr_list){.count = count, .items = items};
    *out = pr_list_value(list);
    return !r->profile->program->attributes[attribute].field->open ||
           pr_profile_leave_open(r, attribute, list);
}

static bool read_value(direct *d, uint32_t attribute, pr_value *out) {
    const pr_schema *schema = d->reader.profile->program->attributes[attribute].schema;
    return schema->kind == PR_SCHEMA_LIST && take(d, '[') ? read_list(d, attribute, out)
                                                          : read_scalar(d, schema, attribute, out);
}

static inline bool read_attribute(direct *d, uint32_t attribute) {
    pr_profile *profile = d->reader.profile;
    uint32_t start = *d->next;
    pr_value value;
    if (profile->given[attribute] || !read_value(d, attribute, &value)) {
        return false;
    }
    pr_style style = d->bytes[start] == '"' ? PR_STYLE_DOUBLE : PR_STYLE_EXACT;
    pr_profile_give(&d->reader, attribute, &(pr_origin){d->tokens->source, start, d->end, (uint8_t)style, 0},
                    value);
    return true;
}

static bool read_group(direct *d, uint32_t group) {
    const uint64_t serial = ++d->reader.matcher->keys.serial;
    if (!take(d, '{')) {
        return false;
    }
    bool more = !take(d, '}');
    while (more) {
        const pr_key *key = take_key(d, group, serial);
        if (key == NULL ||
            !(key->attribute != PR_NONE ? read_attribute(d, key->attribute) : read_group(d, key->group))) {
            return false;
        }
        more = take(d, ',');
        if (!more && !take(d, '}')) {
            return false;
        }
    }
    return true;
}

bool pr_profile_read_direct(pr_profile *profile, const pr_doc_json_tokens *tokens, pr_arena *scratch,
                            pr_matcher *matcher) {
    enum { DEEPER = 3 }; /* a list in a record of a list */
    const uint32_t *behind = tokens->offsets + tokens->count;
    if (!pr_keys_make(matcher) || tokens->count > tokens->limits.nodes ||
        tokens->limits.depth < matcher->keys.deepest + DEEPER ||
        (unsigned char)tokens->bytes[*behind] > ' ') {
        return false;
    }
    direct d = {.reader = {profile, matcher, PR_UNKNOWN_KEYS_ERROR, &matcher->quiet, true},
                .tokens = tokens,
                .bytes = tokens->bytes,
                .next = tokens->offsets,
                .scratch = scratch};
    matcher->items.count = 0;
    bool good = read_group(&d, 0) && d.next == behind && !profile->arena.failed;
    if (matcher->quiet.list.count > 0 || matcher->quiet.failed) {
        pr_diags_clear(&matcher->quiet);
    }
    return good;
}
