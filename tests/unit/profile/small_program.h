/* A program that is nothing but a vocabulary, numbered as the compiler numbers it. */
#ifndef TESTS_UNIT_PROFILE_SMALL_PROGRAM_H
#define TESTS_UNIT_PROFILE_SMALL_PROGRAM_H

#include "unit/support.h"

#include "profile/profile.h"

static inline int compare_fields_by_name(const void *a, const void *b) {
    return pr_text_compare(((const pr_field *)a)->name, ((const pr_field *)b)->name);
}

static inline const pr_schema *record_of(const pr_field *field) {
    const pr_schema *schema = field->schema;
    bool records = schema->kind == PR_SCHEMA_LIST && schema->element->kind == PR_SCHEMA_RECORD;
    return records ? schema->element : NULL;
}

static inline uint32_t add_record_fields(pr_program *program, pr_attribute *attributes, uint32_t list,
                                         uint32_t at) {
    const pr_schema *record = record_of(attributes[list].field);
    attributes[list].first_field = at;
    for (uint32_t k = 0; record != NULL && k < record->field_count; k++) {
        const pr_field *field = &record->fields[k];
        pr_text path = pr_text_format(&program->arena, "%.*s[].%.*s", PR_ARG(attributes[list].path),
                                      PR_ARG(field->name));
        attributes[at++] = (pr_attribute){
            .path = path, .field = field, .schema = field->schema, .parent = list, .position = k};
    }
    return at;
}

/* `vocabulary` is the section's content. */
static inline void small_program_make(pr_program *program, const char *vocabulary) {
    *program =
        (pr_program){.name = PR_TEXT("small"), .version = PR_TEXT("1"), .waivers = {.attribute = PR_NONE}};
    pr_arena_init(&program->arena, NULL, 0);
    fixture x;
    fixture_init(&x, NULL);
    const pr_source *source = pr_source_of(PR_TEXT("vocabulary"), pr_text_of(vocabulary), &program->arena);
    const pr_doc_node *map = pr_doc_read(source, PR_DOC_YAML, NULL, &program->arena, &x.diags);
    uint32_t count = 0, total = 0;
    pr_schema_scope scope = {0};
    const pr_field *read =
        pr_fields_read_in(map, PR_FIELDS_ATTRIBUTE, true, &scope, &count, &program->arena, &x.diags);
    if (x.diags.errors > 0) {
        fail_msg("%.*s", PR_ARG(summary_of(&x)));
    }
    pr_field *fields = PR_NEW_ARRAY(&program->arena, pr_field, count);
    memcpy(fields, read, count * sizeof *fields);
    qsort(fields, count, sizeof *fields, compare_fields_by_name);
    total = count;
    for (uint32_t i = 0; i < count; i++) {
        total += record_of(&fields[i]) != NULL ? record_of(&fields[i])->field_count : 0;
    }
    pr_attribute *attributes = PR_NEW_ARRAY(&program->arena, pr_attribute, total);
    uint32_t at = count;
    for (uint32_t i = 0; i < count; i++) {
        attributes[i] = (pr_attribute){
            .path = fields[i].name, .field = &fields[i], .schema = fields[i].schema, .parent = PR_NONE};
        at = add_record_fields(program, attributes, i, at);
    }
    program->attributes = attributes;
    program->attribute_count = total;
    program->vocabulary_count = count;
    fixture_release(&x);
}

static inline void small_program_release(pr_program *program) { pr_arena_release(&program->arena); }

/* The vocabulary of most tests. */
#define SMALL_VOCABULARY \
    "id: string\n" \
    "name: {type: string, ask: Your name?}\n" \
    "exams.one.status: {type: enum, values: [not-taken, pass, fail], match: {pass: '^passed$', fail: " \
    "[fail, flunk]," \
    " not-taken: [^no, flunk]}, ask: One taken?}\n" \
    "exams.two_ck.status: {type: enum, values: [pass, fail]}\n" \
    "exams.two_ck.score: {type: number, unit: points, min: 1, max: 300, nullable: true}\n" \
    "day: {type: date, absent: = today()}\n" \
    "wants: {type: enum, values: [little, much], absent: much}\n" \
    "field: {type: string, match: {physics: [phys], biology: [bio, life]}}\n" \
    "topics: {type: list, of: string, absent: []}\n" \
    "courses:\n" \
    "  type: list\n" \
    "  ask: Which courses?\n" \
    "  of:\n" \
    "    weeks: {type: number, min: 0, unit: weeks}\n" \
    "    kind: {type: enum, values: [lab, lecture], ask: 'Which kind?'}\n" \
    "    tags: {type: list, of: string}\n" \
    "    by: {type: string, nullable: true, absent: null}\n"

/* A leaf as PATH or LIST[N].FIELD. */
static inline void write_leaf(void *user, pr_need need, pr_buf *out) {
    const pr_program *program = user;
    const pr_attribute *attribute = &program->attributes[need.attribute];
    if (attribute->parent == PR_NONE) {
        pr_buf_text(out, attribute->path);
    } else {
        pr_buf_printf(out, "%.*s[%u].%.*s", PR_ARG(program->attributes[attribute->parent].path), need.record,
                      PR_ARG(attribute->field->name));
    }
}

/* All that is given, and what is not but has a meaning: "path = JSON" lines. */
static inline pr_text known(const pr_profile *profile, pr_buf *out) {
    pr_program *program = (pr_program *)(uintptr_t)profile->program;
    pr_buf_clear(out);
    for (uint32_t i = 0; i < program->vocabulary_count; i++) {
        pr_value value = profile->values[i];
        if (value.kind == PR_UNKNOWN) {
            assert_true((value.flags & PR_FLAG_LEAF) != 0 && value.number == i && value.extra == 0);
            assert_false(profile->given[i]);
            continue;
        }
        pr_buf_printf(out, "%s%.*s %s ", out->length > 0 ? "\n" : "", PR_ARG(program->attributes[i].path),
                      profile->given[i] ? "=" : "~");
        pr_value_json(value, write_leaf, program, out);
    }
    return pr_buf_view(out);
}

#endif
