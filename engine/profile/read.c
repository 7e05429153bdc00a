/* A document along the tree of paths. */
#include "profile/matcher.h"

#include "base/limits.h"
#include "schema/expect.h"

void pr_profile_init(pr_profile *profile, const pr_program *program, const preceptor_allocator *allocator) {
    *profile = (pr_profile){.program = program};
    pr_arena_init(&profile->arena, allocator, PR_LIMIT_EVALUATION_MEMORY);
}

void pr_profile_release(pr_profile *profile) {
    const pr_program *program = profile->program;
    const preceptor_allocator *allocator = profile->arena.allocator;
    pr_arena_release(&profile->arena);
    pr_profile_init(profile, program, allocator);
}

pr_value pr_profile_blank(const pr_program *program, uint32_t attribute, uint32_t record) {
    const pr_field *field = program->attributes[attribute].field;
    if (field->has_absent && field->absent_expression.text.length == 0) {
        return field->absent;
    }
    return pr_value_leaf(attribute, record);
}

static bool make_arrays(pr_profile *profile) {
    const pr_program *program = profile->program;
    uint32_t count = program->attribute_count;
    pr_arena_reset(&profile->arena);
    profile->values = PR_NEW_ARRAY(&profile->arena, pr_value, count);
    profile->given = PR_NEW_ARRAY(&profile->arena, bool, count);
    profile->places = PR_NEW_ARRAY(&profile->arena, pr_origin, count);
    pr_value *blank = PR_NEW_ARRAY(&profile->arena, pr_value, count);
    if (profile->values == NULL || profile->given == NULL || profile->places == NULL || blank == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        blank[i] = pr_profile_blank(program, i, 0);
    }
    profile->blank = blank;
    profile->mark = pr_arena_save(&profile->arena);
    return true;
}

bool pr_profile_reset(pr_profile *profile) {
    if (profile->blank == NULL && !make_arrays(profile)) {
        return false;
    }
    uint32_t count = profile->program->vocabulary_count;
    pr_arena_rewind(&profile->arena, profile->mark);
    profile->arena.failed = profile->arena.capped = false;
    if (count > 0) {
        memcpy(profile->values, profile->blank, count * sizeof *profile->values);
        memset(profile->given, 0, count * sizeof *profile->given);
    }
    profile->id = profile->name = (pr_text){0};
    profile->assigned.items = NULL;
    profile->assigned.count = profile->assigned.capacity = 0;
    return true;
}

static bool no_memory(pr_profile_reader *reader) {
    reader->diags->failed = true;
    return false;
}

void pr_profile_unknown_key(pr_profile_reader *reader, const pr_path *from, const pr_doc_node *key) {
    pr_severity severity = reader->keys == PR_UNKNOWN_KEYS_ERROR ? PR_ERROR : PR_WARNING;
    const char *point = from->whole.length > 0 ? "." : "";
    pr_text path =
        pr_text_format(&reader->profile->arena, "%.*s%s%.*s", PR_ARG(from->whole), point, PR_ARG(key->text));
    pr_diag *diag = pr_diag_add(reader->diags, severity, "unknown-key", pr_doc_span(key),
                                "unknown attribute '%.*s'", PR_ARG(path));
    pr_path_suggest(reader->matcher, diag, path, reader->diags);
    reader->good &= severity == PR_WARNING;
}

void pr_profile_unknown_field(pr_profile_reader *reader, const pr_attribute *list, const pr_doc_node *key) {
    pr_severity severity = reader->keys == PR_UNKNOWN_KEYS_ERROR ? PR_ERROR : PR_WARNING;
    const pr_shape *shape = list->schema->element->shape;
    pr_diag *diag =
        pr_diag_add(reader->diags, severity, "unknown-key", pr_doc_span(key),
                    "unknown key '%.*s' in a record of '%.*s'", PR_ARG(key->text), PR_ARG(list->path));
    pr_expect_suggest(reader->diags, diag, key->text, shape->names, shape->count);
    reader->good &= severity == PR_WARNING;
}

/* Whether a waiver is on record is not for the profile to say. */
static bool is_record_number(const pr_profile_reader *reader, uint32_t attribute, int position) {
    const pr_waiver_list *w = &reader->profile->program->waivers;
    return attribute == w->attribute && position == w->record;
}

static bool refuse_record_number(pr_profile_reader *reader, const pr_doc_node *key) {
    pr_diag *diag = pr_error(reader->diags, "claimed-record", pr_doc_span(key),
                             "a profile cannot say that a waiver is on record");
    pr_diag_hint(reader->diags, diag, "leave '%.*s' out; 'preceptor waive' puts a waiver on record",
                 PR_ARG(key->text));
    return false;
}

/* A record that leaves fields out knows that much less. */
static bool read_record(pr_profile_reader *reader, uint32_t attribute, uint32_t number,
                        const pr_doc_node *node, pr_value *out) {
    const pr_attribute *list = &reader->profile->program->attributes[attribute];
    const pr_shape *shape = list->schema->element->shape;
    if (!pr_expect_map(node, "a mapping, a record of the list", reader->diags)) {
        return false;
    }
    pr_value *values = PR_NEW_ARRAY(&reader->profile->arena, pr_value, shape->count);
    pr_context *context = PR_NEW(&reader->profile->arena, pr_context);
    if (values == NULL || context == NULL) {
        return no_memory(reader);
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        values[i] = pr_profile_blank(reader->profile->program, list->first_field + i, number);
    }
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        int position = pr_shape_find(shape, node->pairs[i].key.text);
        if (position < 0) {
            pr_profile_unknown_field(reader, list, &node->pairs[i].key);
        } else if (is_record_number(reader, attribute, position)) {
            good = refuse_record_number(reader, &node->pairs[i].key);
        } else {
            good &= pr_profile_value(reader, list->first_field + (uint32_t)position, &node->pairs[i].value,
                                     &values[position]);
        }
    }
    *context = (pr_context){.shape = shape, .values = values};
    *out = pr_context_value(context);
    return good;
}

/* Text that is not one of the declared values belongs to the document: the profile outlives that. */
static bool keep_text(pr_profile_reader *reader, const pr_doc_node *node, pr_value *value) {
    if (value->kind != PR_STRING || value->text != node->text.at) {
        return true;
    }
    pr_text kept = pr_text_copy(&reader->profile->arena, pr_string_text(*value));
    *value = pr_string(kept);
    return kept.at != NULL || no_memory(reader);
}

bool pr_profile_scalar(pr_profile_reader *reader, const pr_schema *schema, const pr_doc_node *node,
                       pr_value *out) {
    reader->matcher->diags = reader->diags;
    reader->matcher->node = node;
    return pr_schema_scalar(schema, node, pr_matcher_normalise, reader->matcher, out, &reader->profile->arena,
                            reader->diags) &&
           keep_text(reader, node, out);
}

bool pr_profile_leave_open(pr_profile_reader *reader, uint32_t attribute, pr_list *list) {
    pr_arena *arena = &reader->profile->arena;
    list->open = list->uncertain = true;
    list->needs = pr_needs_leaf(attribute, 0, arena);
    list->rest = pr_unknown_of(list->needs, arena);
    return !arena->failed || no_memory(reader);
}

static bool read_list(pr_profile_reader *reader, uint32_t attribute, const pr_doc_node *node, pr_value *out) {
    const pr_schema *element = reader->profile->program->attributes[attribute].schema->element;
    if (!pr_expect_list(node, "a list", reader->diags)) {
        return false;
    }
    pr_value *items = PR_NEW_ARRAY(&reader->profile->arena, pr_value, node->count);
    pr_list *list = PR_NEW(&reader->profile->arena, pr_list);
    if (items == NULL || list == NULL) {
        return no_memory(reader);
    }
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        good &= element->kind == PR_SCHEMA_RECORD
                    ? read_record(reader, attribute, i + 1, &node->items[i], &items[i])
                    : pr_profile_scalar(reader, element, &node->items[i], &items[i]);
    }
    *list = (pr_list){.count = node->count, .items = items};
    *out = pr_list_value(list);
    return good && (!reader->profile->program->attributes[attribute].field->open ||
                    pr_profile_leave_open(reader, attribute, list));
}

bool pr_profile_value(pr_profile_reader *reader, uint32_t attribute, const pr_doc_node *node, pr_value *out) {
    const pr_attribute *about = &reader->profile->program->attributes[attribute];
    pr_value value = pr_null();
    bool good = true;
    if (node->kind == PR_DOC_NULL) {
        good = about->field->nullable;
        if (!good) {
            pr_diag *diag = pr_error(reader->diags, "null-value", pr_doc_span(node), "'%.*s' cannot be null",
                                     PR_ARG(about->path));
            bool set = pr_text_is(node->origin.source->name, "--set");
            pr_diag_hint(reader->diags, diag,
                         set ? "write '%.*s=' to make it unknown" : "leave it out when it is not known",
                         PR_ARG(about->path));
        }
    } else if (about->schema->kind == PR_SCHEMA_LIST) {
        good = read_list(reader, attribute, node, &value);
    } else if (attribute == reader->matcher->id && node->kind == PR_DOC_NUMBER &&
               about->schema->kind == PR_SCHEMA_STRING) {
        value = pr_string(node->text);
        good = keep_text(reader, node, &value);
    } else {
        good = pr_profile_scalar(reader, about->schema, node, &value);
    }
    if (good) {
        *out = value;
    }
    reader->good &= good;
    return good;
}

void pr_profile_give(pr_profile_reader *reader, uint32_t attribute, const pr_origin *origin, pr_value value) {
    pr_profile *profile = reader->profile;
    profile->values[attribute] = value;
    profile->given[attribute] = true;
    profile->places[attribute] = *origin;
    if (value.kind == PR_STRING && attribute == reader->matcher->id) {
        profile->id = pr_string_text(value);
    } else if (value.kind == PR_STRING && attribute == reader->matcher->name) {
        profile->name = pr_string_text(value);
    }
}

static void read_attribute(pr_profile_reader *reader, uint32_t attribute, const pr_doc_pair *pair) {
    pr_profile *profile = reader->profile;
    const pr_origin *before = &profile->places[attribute];
    if (profile->given[attribute] && before->source == pair->key.origin.source) {
        pr_diag *diag =
            pr_error(reader->diags, "duplicate-key", pr_doc_span(&pair->key), "'%.*s' is given twice",
                     PR_ARG(profile->program->attributes[attribute].path));
        pr_diag_note(reader->diags, diag, pr_origin_whole(before), "first here");
        reader->good = false;
        return;
    }
    pr_value value;
    if (pr_profile_value(reader, attribute, &pair->value, &value)) {
        pr_profile_give(reader, attribute, &pair->value.origin, value);
    }
}

static void read_group(pr_profile_reader *reader, const pr_path *group, const pr_doc_node *map) {
    for (uint32_t i = 0; i < map->count; i++) {
        const pr_doc_pair *pair = &map->pairs[i];
        const pr_path *path = pr_path_find(reader->matcher, group, pair->key.text);
        if (path == NULL) {
            pr_profile_unknown_key(reader, group, &pair->key);
        } else if (path->attribute != PR_NONE) {
            read_attribute(reader, path->attribute, pair);
        } else if (pr_expect_map(&pair->value, "a mapping, a group of attributes", reader->diags)) {
            read_group(reader, path, &pair->value);
        } else {
            reader->good = false;
        }
    }
}

bool pr_profile_read(pr_profile *profile, const pr_doc_node *root, pr_matcher *matcher, pr_unknown_keys keys,
                     pr_diags *diags) {
    pr_profile_reader reader = {profile, matcher, keys, diags, true};
    if (root == NULL || !pr_expect_map(root, "a mapping, a profile", diags)) {
        return false;
    }
    read_group(&reader, matcher->paths, root);
    if (profile->arena.failed) {
        return no_memory(&reader);
    }
    return reader.good && !diags->failed;
}

bool pr_profile_read_json(pr_profile *profile, const pr_profile_json *json, pr_matcher *matcher,
                          pr_unknown_keys keys, pr_diags *diags) {
    pr_doc_json_tokens tokens;
    if (pr_doc_json_find_tokens(json->parser, json->source, json->slack, json->limits, &tokens) &&
        pr_profile_read_direct(profile, json, &tokens, matcher, keys, diags)) {
        return true;
    }
    if (!pr_profile_reset(profile)) {
        diags->failed = true;
        return false;
    }
    const pr_doc_node *root =
        pr_doc_json_read(json->parser, json->source, json->slack, json->limits, json->document, diags);
    return root != NULL && pr_profile_read(profile, root, matcher, keys, diags);
}
