/* How the values of each attribute are written in JSON, looked up once for all records. */
#include "profile/matcher.h"

/* Types of more values than this are left to what remembers texts: a table of them would cost whoever reads one profile
 * more than it saves. */
enum { MOST_WORDS = 256 };

/* A bound; none is as good as one that no number reaches. */
static int64_t word_of(pr_value bound, int64_t none) {
    return pr_number_is_word(bound) ? bound.number : none;
}

static bool is_word(pr_value bound) { return bound.kind != PR_NUMBER || pr_number_is_word(bound); }

static pr_form form_of(const pr_schema *schema) {
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN: return PR_FORM_TRUTH;
    case PR_SCHEMA_NUMBER: return PR_FORM_NUMBER;
    case PR_SCHEMA_STRING:
        return schema->value_count > 0 || schema->match_count > 0 ? PR_FORM_WORD : PR_FORM_TEXT;
    case PR_SCHEMA_ENUM: return PR_FORM_WORD;
    case PR_SCHEMA_DATE: return PR_FORM_DATE;
    case PR_SCHEMA_LIST: return schema->element->kind == PR_SCHEMA_RECORD ? PR_FORM_RECORDS : PR_FORM_LIST;
    default: return PR_FORM_OTHER;
    }
}

typedef struct maker {
    const pr_matcher *matcher;
    pr_reading *readings;
    uint32_t count;  /* of readings */
    uint32_t *types; /* the first reading of each type with values, in the order of `words` */
    uint32_t type_count;
    uint32_t words; /* of all types */
} maker;

/* Types are shared by attributes, and so are their values. */
static uint32_t words_of(maker *m, const pr_schema *schema) {
    const uint32_t first = pr_key_words(m->matcher);
    if (schema->value_count > MOST_WORDS) {
        return PR_NONE;
    }
    for (uint32_t i = 0; i < m->type_count; i++) {
        if (m->readings[m->types[i]].schema == schema) {
            return first + i;
        }
    }
    m->words += schema->value_count;
    m->types[m->type_count] = m->count;
    return first + m->type_count++;
}

static pr_reading *add(maker *m, const pr_schema *schema, uint32_t attribute) {
    pr_form form = form_of(schema);
    uint32_t words = form == PR_FORM_WORD ? words_of(m, schema) : PR_NONE;
    pr_reading *reading = &m->readings[m->count++];
    *reading = (pr_reading){.form = (uint8_t)form,
                            .attribute = attribute,
                            .words = words,
                            .schema = schema,
                            .low = word_of(schema->low, INT64_MIN),
                            .high = word_of(schema->high, INT64_MAX),
                            .compares = !is_word(schema->low) || !is_word(schema->high),
                            .named = attribute != PR_NONE &&
                                     (attribute == m->matcher->id || attribute == m->matcher->name)};
    return reading;
}

pr_reading *pr_readings_make(pr_matcher *matcher, uint32_t *count, uint32_t *words) {
    const pr_program *program = matcher->program;
    const size_t most = 2 * (size_t)program->attribute_count + 1;
    maker m = {.matcher = matcher, .types = PR_NEW_ARRAY(&matcher->arena, uint32_t, most)};
    m.readings = PR_NEW_ARRAY(&matcher->arena, pr_reading, most);
    if (m.readings == NULL || m.types == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < program->attribute_count; i++) {
        add(&m, program->attributes[i].schema, i)->open = program->attributes[i].field->open;
    }
    for (uint32_t i = 0; i < program->attribute_count; i++) {
        if (m.readings[i].form == PR_FORM_LIST) {
            m.readings[i].item = add(&m, m.readings[i].schema->element, PR_NONE);
        }
    }
    *count = m.count;
    *words = m.words;
    return m.readings;
}
