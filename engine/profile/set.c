/* One assignment from a command line: PATH=VALUE. */
#include "profile/matcher.h"

/* What a path names. */
typedef struct target {
    uint32_t attribute;     /* of the vocabulary */
    uint32_t record, field; /* a record from 1 and its field's attribute; 0 and PR_NONE: the whole */
    uint32_t position;      /* of the field in the record's shape */
} target;

typedef struct setter {
    pr_profile_reader reader;
    const pr_source *source; /* the whole assignment */
    pr_text path, value;     /* parts of it */
} setter;

static pr_span place(const setter *s, pr_text part) {
    uint32_t start = (uint32_t)(part.at - s->source->bytes.at);
    return (pr_span){s->source, start, start + (uint32_t)part.length};
}

static bool unknown(setter *s, pr_text path) {
    pr_diag *diag =
        pr_error(s->reader.diags, "unknown-key", place(s, path), "unknown attribute '%.*s'", PR_ARG(path));
    pr_path_suggest(s->reader.matcher, diag, path, s->reader.diags);
    return false;
}

static bool find_attribute(setter *s, pr_text name, uint32_t *out) {
    const pr_matcher *matcher = s->reader.matcher;
    const pr_path *path = pr_path_find(matcher, matcher->paths, name);
    if (path == NULL) {
        return unknown(s, name);
    }
    if (path->attribute == PR_NONE) {
        pr_diag *diag = pr_error(s->reader.diags, "wrong-type", place(s, name),
                                 "'%.*s' is a group of attributes", PR_ARG(name));
        while (path->attribute == PR_NONE) {
            path = &matcher->paths[path->first];
        }
        pr_diag_hint(s->reader.diags, diag, "name one of them, such as '%.*s'", PR_ARG(path->whole));
        return false;
    }
    *out = path->attribute;
    return true;
}

static bool parse_index(pr_text digits, uint32_t *out) {
    uint32_t index = 0;
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || index > 10000000) {
            return false;
        }
        index = index * 10 + (uint32_t)(digits.at[i] - '0');
    }
    *out = index;
    return index > 0;
}

static bool find_field(setter *s, pr_text name, target *out) {
    const pr_attribute *list = &s->reader.profile->program->attributes[out->attribute];
    const pr_shape *shape = list->schema->element->shape;
    int position = pr_shape_find(shape, name);
    if (position < 0) {
        pr_diag *diag =
            pr_error(s->reader.diags, "unknown-key", place(s, name),
                     "unknown key '%.*s' in a record of '%.*s'", PR_ARG(name), PR_ARG(list->path));
        pr_diag_suggest(s->reader.diags, diag, name, shape->names, shape->count);
        return false;
    }
    out->position = (uint32_t)position;
    out->field = list->first_field + out->position;
    return true;
}

static bool check_record(setter *s, pr_text index, const target *t) {
    const pr_profile *profile = s->reader.profile;
    pr_text path = profile->program->attributes[t->attribute].path;
    pr_value list = profile->values[t->attribute];
    if (list.kind != PR_LIST) {
        pr_error(s->reader.diags, "no-record", place(s, index), "'%.*s' is not known, so it has no record %u",
                 PR_ARG(path), t->record);
        return false;
    }
    if (t->record > list.list->count) {
        pr_error(s->reader.diags, "no-record", place(s, index),
                 "'%.*s' has %u record%s, none with the number %u", PR_ARG(path), list.list->count,
                 list.list->count == 1 ? "" : "s", t->record);
        return false;
    }
    return true;
}

/* LIST[N].FIELD */
static bool find_record_field(setter *s, const char *bracket, target *out) {
    pr_text path = s->path;
    size_t at = (size_t)(bracket - path.at);
    if (!find_attribute(s, (pr_text){path.at, at}, &out->attribute)) {
        return false;
    }
    const pr_schema *schema = s->reader.profile->program->attributes[out->attribute].schema;
    if (schema->kind != PR_SCHEMA_LIST || schema->element->kind != PR_SCHEMA_RECORD) {
        pr_error(s->reader.diags, "wrong-type", place(s, path), "'%.*s' is no list of records", (int)at,
                 path.at);
        return false;
    }
    const char *close = memchr(bracket, ']', path.length - at);
    size_t after = close != NULL ? (size_t)(close - path.at) + 1 : path.length;
    pr_text index = {bracket + 1, close != NULL ? after - at - 2 : 0};
    if (!parse_index(index, &out->record) || after + 1 >= path.length || path.at[after] != '.') {
        pr_error(s->reader.diags, "bad-path", place(s, path), "a record's field is named as '%.*s[1].%.*s'",
                 (int)at, path.at, PR_ARG(schema->element->shape->names[0]));
        return false;
    }
    pr_text field = {path.at + after + 1, path.length - after - 1};
    return find_field(s, field, out) && check_record(s, index, out);
}

static bool find_target(setter *s, target *out) {
    *out = (target){.field = PR_NONE};
    const char *bracket = s->path.length > 0 ? memchr(s->path.at, '[', s->path.length) : NULL;
    return bracket != NULL ? find_record_field(s, bracket, out) : find_attribute(s, s->path, &out->attribute);
}

/* The value stands in its document where it stands in the assignment, behind blanks, so that places are the same. Once
 * that is read, its source shows the whole assignment. */
static const pr_doc_node *read_document(setter *s) {
    pr_arena *arena = &s->reader.profile->arena;
    pr_text whole = s->source->bytes;
    uint32_t start = place(s, s->value).start;
    char *blanked = pr_arena_alloc(arena, whole.length, 1);
    pr_source *source = PR_NEW(arena, pr_source);
    if (blanked == NULL || source == NULL) {
        s->reader.diags->failed = true;
        return NULL;
    }
    memset(blanked, ' ', start);
    memcpy(blanked + start, whole.at + start, whole.length - start);
    *source = (pr_source){s->source->name, {blanked, whole.length}};
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, arena, s->reader.diags);
    source->bytes = whole;
    s->reader.diags->failed |= arena->failed;
    return root;
}

/* The list again, with one field of one record replaced: lists and records are immutable. */
static bool replace_field(setter *s, const target *t, pr_value value) {
    pr_profile *profile = s->reader.profile;
    const pr_list *old = profile->values[t->attribute].list;
    const pr_context *record = old->items[t->record - 1].context;
    uint32_t width = record->shape->count;
    pr_value *items = PR_NEW_ARRAY(&profile->arena, pr_value, old->count);
    pr_value *values = PR_NEW_ARRAY(&profile->arena, pr_value, width);
    pr_context *context = PR_NEW(&profile->arena, pr_context);
    pr_list *list = PR_NEW(&profile->arena, pr_list);
    if (items == NULL || values == NULL || context == NULL || list == NULL) {
        s->reader.diags->failed = true;
        return false;
    }
    memcpy(items, old->items, old->count * sizeof *items);
    memcpy(values, record->values, width * sizeof *values);
    values[t->position] = value;
    *context = (pr_context){.shape = record->shape, .values = values};
    items[t->record - 1] = pr_context_value(context);
    *list = (pr_list){.count = old->count, .items = items};
    profile->values[t->attribute] = pr_list_value(list);
    return true;
}

/* What is asked for later is where it was said. */
static bool note(setter *s, const target *t, const pr_doc_node *value) {
    pr_profile *profile = s->reader.profile;
    const pr_assigned assigned = {t->attribute, t->field != PR_NONE ? t->record : 0, t->position, value};
    return PR_PUSH(&profile->arena, &profile->assigned, assigned);
}

static bool unset(setter *s, const target *t) {
    pr_profile *profile = s->reader.profile;
    if (t->field != PR_NONE) {
        return replace_field(s, t, pr_profile_blank(profile->program, t->field, t->record));
    }
    profile->values[t->attribute] = profile->blank[t->attribute];
    profile->given[t->attribute] = false;
    if (t->attribute == s->reader.matcher->id) {
        profile->id = (pr_text){0};
    } else if (t->attribute == s->reader.matcher->name) {
        profile->name = (pr_text){0};
    }
    return true;
}

static bool assign(setter *s, const target *t) {
    pr_value value;
    const uint32_t attribute = t->field != PR_NONE ? t->field : t->attribute;
    const pr_doc_node *node = read_document(s);
    if (node == NULL || !pr_profile_value(&s->reader, attribute, node, &value) || !note(s, t, node)) {
        return false;
    }
    if (t->field != PR_NONE) {
        return replace_field(s, t, value);
    }
    pr_profile_give(&s->reader, t->attribute, &node->origin, value);
    return s->reader.good;
}

bool pr_profile_set(pr_profile *profile, pr_text assignment, pr_matcher *matcher, pr_diags *diags) {
    setter s = {.reader = {profile, matcher, PR_UNKNOWN_KEYS_ERROR, diags, true}};
    target t;
    s.source = pr_source_of(PR_TEXT("--set"), assignment, &profile->arena);
    if (s.source == NULL) {
        diags->failed = true;
        return false;
    }
    pr_text bytes = s.source->bytes;
    const char *sign = bytes.length > 0 ? memchr(bytes.at, '=', bytes.length) : NULL;
    if (sign == NULL || pr_text_trim((pr_text){bytes.at, (size_t)(sign - bytes.at)}).length == 0) {
        pr_error(diags, "bad-assignment", ((pr_span){s.source, 0, (uint32_t)bytes.length}),
                 "expected PATH=VALUE, found '%.*s'", PR_ARG(bytes));
        return false;
    }
    size_t length = (size_t)(sign - bytes.at);
    s.path = pr_text_trim((pr_text){bytes.at, length});
    s.value = pr_text_trim((pr_text){sign + 1, bytes.length - length - 1});
    if (!find_target(&s, &t)) {
        return false;
    }
    return s.value.length == 0 ? note(&s, &t, NULL) && unset(&s, &t) : assign(&s, &t);
}
