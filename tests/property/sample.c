#include "property/sample.h"

static const char *keep(sampler *s, pr_text text) {
    uint32_t known = pr_map_get(&s->texts, text);
    if (known != PR_MAP_NONE) {
        return s->texts.entries[known].key.at;
    }
    pr_text copy = pr_text_copy(&s->arena, text);
    assert_non_null(copy.at);
    assert_true(pr_map_put(&s->texts, copy, s->texts.count));
    return copy.at;
}

static const char *keep_string(sampler *s, const char *text) { return keep(s, pr_text_of(text)); }

static const char *keep_quoted(sampler *s, pr_text text) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_json_string(text, &out);
    const char *kept = keep(s, pr_buf_view(&out));
    pr_buf_release(&out);
    return kept;
}

static const char *keep_day(sampler *s, int64_t days) {
    int64_t year;
    int month, day;
    char text[32];
    pr_date_unpack(pr_date_from_days(days), &year, &month, &day);
    snprintf(text, sizeof text, "\"%04lld-%02d-%02d\"", (long long)year, month, day);
    return keep_string(s, text);
}

static const char *keep_number(sampler *s, double number) {
    char text[32];
    snprintf(text, sizeof text, "%.10g", number);
    return keep_string(s, text);
}

static double number_of(pr_value v) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_number_print(v, &out);
    pr_buf_char(&out, '\0');
    double number = strtod(out.at, NULL);
    pr_buf_release(&out);
    return number;
}

/* Short and without blanks: an id or a value, no sentence. */
static bool is_word(pr_text text) {
    return text.length > 0 && text.length <= 40 && memchr(text.at, ' ', text.length) == NULL;
}

static void learn(sampler *s, pr_value v) {
    if (v.kind == PR_STRING && is_word(pr_string_text(v))) {
        assert_true(PR_PUSH(&s->arena, &s->words, keep_quoted(s, pr_string_text(v))));
    } else if (v.kind == PR_NUMBER) {
        assert_true(PR_PUSH(&s->arena, &s->numbers, number_of(v)));
    } else if (v.kind == PR_DATE) {
        assert_true(PR_PUSH(&s->arena, &s->days, pr_date_to_days(v.number)));
    } else if (v.kind == PR_LIST) {
        for (uint32_t i = 0; i < v.list->count; i++) {
            learn(s, v.list->items[i]);
        }
    }
}

static void learn_program(sampler *s) {
    const pr_program *p = s->program;
    for (uint32_t i = 0; i < p->constant_count; i++) {
        learn(s, p->constants[i]);
    }
    for (uint32_t i = 0; i < p->parameter_count; i++) {
        for (uint32_t k = 0; k < p->parameters[i].period_count; k++) {
            learn(s, p->parameters[i].periods[k].value);
        }
    }
    for (uint32_t i = 0; i < p->subject_count; i++) {
        learn(s, pr_string(p->subjects[i].entity->id));
    }
    assert_true(PR_PUSH(&s->arena, &s->numbers, 0.0));
    assert_true(PR_PUSH(&s->arena, &s->words, keep_string(s, "\"something-else\"")));
}

void sampler_init(sampler *s, const pr_program *program, random_numbers *random) {
    *s = (sampler){.program = program, .random = random, .keenness = 50};
    pr_arena_init(&s->arena, NULL, 0);
    pr_map_init(&s->texts, &s->arena);
    assert_true(program->vocabulary_count <= MOST_ATTRIBUTES);
    uint32_t lists = 0;
    for (uint32_t i = 0; i < program->vocabulary_count; i++) {
        bool list = program->attributes[i].schema->kind == PR_SCHEMA_LIST;
        s->list_of[i] = list ? lists++ : PR_NONE;
        assert_true(!list || sampler_fields(s, i) <= MOST_FIELDS);
    }
    assert_true(lists <= MOST_LISTS);
    learn_program(s);
}

void sampler_release(sampler *s) { pr_arena_release(&s->arena); }

static int64_t between_days(sampler *s, int64_t from, int64_t to) {
    return from + (int64_t)random_below(s->random, (uint32_t)(to - from + 1));
}

void sampler_choose_day(sampler *s, char as_of[16]) {
    int64_t day = between_days(s, 17532, 22645); /* 2018 to 2031 */
    if (s->days.count > 0 && random_below(s->random, 4) == 0) {
        day = s->days.items[random_below(s->random, s->days.count)] + between_days(s, 0, 2) - 1;
    }
    const char *text = keep_day(s, day);
    snprintf(as_of, 16, "%.10s", text + 1);
    s->as_of = day;
}

void sampler_set_day(sampler *s, const char *as_of) {
    pr_value v = pr_date_parse(pr_text_of(as_of));
    assert_int_equal(v.kind, PR_DATE);
    s->as_of = pr_date_to_days(v.number);
}

static bool is_record(const pr_attribute *a) { return a->schema->element->kind == PR_SCHEMA_RECORD; }

uint32_t sampler_fields(const sampler *s, uint32_t attribute) {
    const pr_attribute *a = &s->program->attributes[attribute];
    return is_record(a) ? a->schema->element->field_count : 1;
}

bool sampler_settled(const sampler *s, uint32_t attribute) {
    const pr_attribute *a = &s->program->attributes[attribute];
    return a->field->has_absent || a->absent != PR_NONE;
}

static bool is_expected(const pr_attribute *a) {
    return a->expected_low != PR_NONE || a->expected_high != PR_NONE;
}

static const char *draw_number(sampler *s, const pr_schema *schema) {
    double low = schema->low.kind == PR_NUMBER ? number_of(schema->low) : -20;
    double high = schema->high.kind == PR_NUMBER ? number_of(schema->high) : low + 800;
    double number = s->numbers.items[random_below(s->random, s->numbers.count)];
    switch (random_below(s->random, 8)) {
    case 0: number = low; break;
    case 1: number = low + random_below(s->random, (uint32_t)(high - low) + 1); break;
    case 2: number = random_below(s->random, 15); break;
    case 3: number += 1; break;
    case 4: number -= 1; break;
    case 5: number += 0.5; break;
    default: break;
    }
    return keep_number(s, number < low ? low : number > high ? high : number);
}

static int64_t draw_day(sampler *s) {
    int64_t base = s->as_of;
    if (s->days.count > 0 && random_below(s->random, 8) == 0) {
        base = s->days.items[random_below(s->random, s->days.count)];
    }
    static const int64_t reach[] = {0, 1, 2, 40, 120, 800, 2500};
    int64_t far = reach[random_below(s->random, COUNT_OF(reach))];
    return base + between_days(s, -far, far);
}

static const char *draw_date(sampler *s) { return keep_day(s, draw_day(s)); }

static bool is_mentioned(const sampler *s, const char *quoted) {
    for (uint32_t i = 0; i < s->words.count; i++) {
        if (s->words.items[i] == quoted) {
            return true;
        }
    }
    return false;
}

static const char *draw_value(sampler *s, const pr_schema *schema) {
    const char *value = NULL;
    for (uint32_t tries = 0; tries < 20; tries++) {
        value = keep_quoted(s, schema->values[random_below(s->random, schema->value_count)]);
        if (random_below(s->random, 100) >= s->keenness || is_mentioned(s, value)) {
            break;
        }
    }
    return value;
}

static const char *draw_word(sampler *s) {
    const pr_program *p = s->program;
    if (p->subject_count > 0 && random_below(s->random, 3) == 0) {
        return keep_quoted(s, p->subjects[random_below(s->random, p->subject_count)].entity->id);
    }
    return s->words.items[random_below(s->random, s->words.count)];
}

static const char *draw_duration(sampler *s) {
    char text[32];
    snprintf(text, sizeof text, random_below(s->random, 4) == 0 ? "\"P%uM\"" : "\"P%uD\"",
             random_below(s->random, 90));
    return keep_string(s, text);
}

static const char *draw_scalar(sampler *s, const pr_attribute *a, const pr_schema *schema) {
    if (a->field->nullable && schema == a->schema && random_below(s->random, 8) == 0) {
        return keep_string(s, "null");
    }
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN:
        return keep_string(s, random_below(s->random, 100) < (s->keenness + 50) / 2 ? "true" : "false");
    case PR_SCHEMA_NUMBER: return draw_number(s, schema);
    case PR_SCHEMA_DATE: return draw_date(s);
    case PR_SCHEMA_DURATION: return draw_duration(s);
    case PR_SCHEMA_ENUM: return draw_value(s, schema);
    default: return schema->value_count > 0 ? draw_value(s, schema) : draw_word(s);
    }
}

/* A waiver of anything at all hits a requirement too rarely: where a record has both fields, they name one. */
static void aim_at_requirement(sampler *s, uint32_t attribute, const char **cells) {
    const pr_program *p = s->program;
    const pr_shape *shape = p->attributes[attribute].schema->element->shape;
    int subject_at = pr_shape_find(shape, PR_TEXT("program"));
    int requirement_at = pr_shape_find(shape, PR_TEXT("requirement"));
    if (subject_at < 0 || requirement_at < 0 || p->subject_count == 0 || random_below(s->random, 8) == 0) {
        return;
    }
    bool waivable = false;
    for (uint32_t tries = 0; tries < 60 && !waivable; tries++) {
        const pr_subject *subject = &p->subjects[random_below(s->random, p->subject_count)];
        if (subject->requirement_count == 0) {
            continue;
        }
        const pr_requirement *r = &subject->requirements[random_below(s->random, subject->requirement_count)];
        cells[subject_at] = keep_quoted(s, subject->entity->id);
        cells[requirement_at] = keep_quoted(s, r->id);
        waivable = pr_context_get(r->fields, PR_TEXT("waivable"), NULL).kind != PR_NULL || tries % 8 == 7;
    }
}

static void draw_record(sampler *s, uint32_t attribute, bool settled_only, const char **cells) {
    const pr_attribute *a = &s->program->attributes[attribute];
    if (!is_record(a)) {
        cells[0] = cells[0] != NULL ? cells[0] : draw_scalar(s, a, a->schema->element);
        return;
    }
    bool fresh = true;
    for (uint32_t i = 0; i < a->schema->element->field_count; i++) {
        uint32_t field = a->first_field + i;
        fresh = fresh && cells[i] == NULL;
        bool absent = sampler_settled(s, field) && (settled_only || random_below(s->random, 10) == 0);
        const pr_attribute *f = &s->program->attributes[field];
        /* Which waivers are on record a store says, and no profile. */
        const pr_waiver_list *w = &s->program->waivers;
        absent = absent || (attribute == w->attribute && (int)f->position == w->record);
        if (cells[i] == NULL && !absent) {
            cells[i] = draw_scalar(s, f, f->schema);
        }
    }
    if (fresh) {
        aim_at_requirement(s, attribute, cells);
    }
}

static void draw_list(sampler *s, uint32_t attribute, bool known, sample_list *list) {
    bool had = list->given;
    if (!list->given) {
        list->given = true;
        list->count = random_below(s->random, MOST_DRAWN_RECORDS + 1);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        draw_record(s, attribute, had && known, list->cells[i]);
    }
}

void sampler_draw(sampler *s, const sample *known, sample *out) {
    static const uint32_t keenness[] = {0, 50, 90, 97};
    s->keenness = keenness[random_below(s->random, COUNT_OF(keenness))];
    if (known != NULL) {
        *out = *known;
    } else {
        memset(out, 0, sizeof *out);
    }
    for (uint32_t i = 0; i < s->program->vocabulary_count; i++) {
        const pr_attribute *a = &s->program->attributes[i];
        bool given = s->list_of[i] != PR_NONE ? out->lists[s->list_of[i]].given : out->scalars[i] != NULL;
        bool absent = !given && sampler_settled(s, i) && (known != NULL || random_below(s->random, 2) == 0);
        if (absent || is_expected(a)) {
            continue;
        }
        if (s->list_of[i] != PR_NONE) {
            draw_list(s, i, known != NULL, &out->lists[s->list_of[i]]);
        } else if (!given) {
            out->scalars[i] = draw_scalar(s, a, a->schema);
        }
    }
}

const char *sampler_between(sampler *s, uint32_t attribute, pr_value low, pr_value high) {
    const pr_schema *schema = s->program->attributes[attribute].schema;
    if (schema->kind == PR_SCHEMA_DATE) {
        int64_t least = low.kind == PR_DATE ? pr_date_to_days(low.number) : INT64_MIN;
        int64_t most = high.kind == PR_DATE ? pr_date_to_days(high.number) : INT64_MAX;
        int64_t day = draw_day(s);
        static const uint32_t reach[] = {1, 3, 200, 2000};
        int64_t inward = random_below(s->random, reach[random_below(s->random, COUNT_OF(reach))]);
        day = day < least ? least + inward : day > most ? most - inward : day;
        return day >= least && day <= most ? keep_day(s, day) : least <= most ? keep_day(s, least) : NULL;
    }
    if (schema->kind != PR_SCHEMA_NUMBER) {
        return draw_scalar(s, &s->program->attributes[attribute], schema);
    }
    pr_schema narrow = *schema;
    if (low.kind == PR_NUMBER && (narrow.low.kind != PR_NUMBER || pr_number_compare(low, narrow.low) > 0)) {
        narrow.low = low;
    }
    if (high.kind == PR_NUMBER &&
        (narrow.high.kind != PR_NUMBER || pr_number_compare(high, narrow.high) < 0)) {
        narrow.high = high;
    }
    bool empty = narrow.low.kind == PR_NUMBER && narrow.high.kind == PR_NUMBER &&
                 pr_number_compare(narrow.low, narrow.high) > 0;
    return empty ? NULL : draw_number(s, &narrow);
}

typedef struct taking {
    sampler *s;
    uint32_t share, had, gone;
} taking;

static bool take_one(taking *t, uint32_t weight, bool settled) {
    t->had += weight;
    if (settled || random_below(t->s->random, 100) >= t->share) {
        return false;
    }
    t->gone += weight;
    return true;
}

static void take_from_list(taking *t, uint32_t attribute, sample_list *list) {
    const pr_attribute *a = &t->s->program->attributes[attribute];
    uint32_t width = sampler_fields(t->s, attribute);
    bool settled = sampler_settled(t->s, attribute);
    if (!list->given) {
        return;
    }
    /* As often as not a list stays, however little else does: else nothing would be seen of records that
     * lack fields. */
    bool spared = random_below(t->s->random, 2) == 0;
    if (take_one(t, list->count * width + 1, settled || spared)) {
        memset(list, 0, sizeof *list);
        return;
    }
    for (uint32_t i = 0; i < list->count && is_record(a) && !settled; i++) {
        for (uint32_t k = 0; k < width; k++) {
            bool given = list->cells[i][k] != NULL;
            if (given && take_one(t, 0, sampler_settled(t->s, a->first_field + k))) {
                list->cells[i][k] = NULL;
                t->gone++;
            }
        }
    }
}

uint32_t sampler_take(sampler *s, const sample *full, uint32_t share, sample *out) {
    taking t = {s, share, 0, 0};
    *out = *full;
    for (uint32_t i = 0; i < s->program->vocabulary_count; i++) {
        if (s->list_of[i] != PR_NONE) {
            take_from_list(&t, i, &out->lists[s->list_of[i]]);
        } else if (out->scalars[i] != NULL && take_one(&t, 1, sampler_settled(s, i))) {
            out->scalars[i] = NULL;
        }
    }
    return t.had > 0 ? t.gone * 100 / t.had : 0;
}

static const char *copy_scalar(sampler *s, pr_value v) {
    switch (v.kind) {
    case PR_NULL: return keep_string(s, "null");
    case PR_BOOLEAN: return keep_string(s, v.number != 0 ? "true" : "false");
    case PR_NUMBER: return keep_number(s, number_of(v));
    case PR_STRING: return keep_quoted(s, pr_string_text(v));
    case PR_DATE: return keep_day(s, pr_date_to_days(v.number));
    default: return NULL;
    }
}

static void copy_list(sampler *s, uint32_t attribute, const pr_list *from, sample_list *out) {
    uint32_t width = sampler_fields(s, attribute);
    out->given = true;
    out->count = from->count < MOST_RECORDS ? from->count : MOST_RECORDS;
    for (uint32_t i = 0; i < out->count; i++) {
        for (uint32_t k = 0; k < width; k++) {
            const pr_value *item = &from->items[i];
            pr_value cell = item->kind == PR_CONTEXT ? item->context->values[k] : *item;
            bool settled = item->kind == PR_CONTEXT && cell.kind == PR_NULL;
            out->cells[i][k] = settled ? NULL : copy_scalar(s, cell);
        }
    }
}

void sampler_copy(sampler *s, const pr_profile *profile, sample *out) {
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < s->program->vocabulary_count; i++) {
        pr_value v = profile->values[i];
        if (profile->given[i] && s->list_of[i] != PR_NONE && v.kind == PR_LIST) {
            copy_list(s, i, v.list, &out->lists[s->list_of[i]]);
        } else if (profile->given[i]) {
            out->scalars[i] = copy_scalar(s, v);
        }
    }
}

static void write_record(const sampler *s, uint32_t attribute, const char *const *cells, pr_buf *out) {
    const pr_attribute *a = &s->program->attributes[attribute];
    if (!is_record(a)) {
        pr_buf_string(out, cells[0]);
        return;
    }
    const char *between = "{\"";
    for (uint32_t k = 0; k < a->schema->element->field_count; k++) {
        if (cells[k] != NULL) {
            pr_buf_string(out, between);
            pr_buf_text(out, s->program->attributes[a->first_field + k].field->name);
            pr_buf_string(out, "\": ");
            pr_buf_string(out, cells[k]);
            between = ", \"";
        }
    }
    pr_buf_string(out, between[0] == '{' ? "{}" : "}");
}

static void write_list(const sampler *s, uint32_t attribute, const sample_list *list, bool yaml,
                       pr_buf *out) {
    pr_buf_char(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        pr_buf_string(out, i == 0                                                  ? ""
                           : yaml && is_record(&s->program->attributes[attribute]) ? ",\n    "
                                                                                   : ", ");
        write_record(s, attribute, list->cells[i], out);
    }
    pr_buf_char(out, ']');
}

void sample_write(const sampler *s, const sample *from, bool yaml, pr_buf *out) {
    const char *between = yaml ? "" : "{";
    for (uint32_t i = 0; i < s->program->vocabulary_count; i++) {
        const sample_list *list = s->list_of[i] != PR_NONE ? &from->lists[s->list_of[i]] : NULL;
        if (list != NULL ? !list->given : from->scalars[i] == NULL) {
            continue;
        }
        pr_buf_string(out, between);
        pr_buf_string(out, yaml ? "" : "\"");
        pr_buf_text(out, s->program->attributes[i].path);
        pr_buf_string(out, yaml ? ": " : "\": ");
        if (list != NULL) {
            write_list(s, i, list, yaml, out);
        } else {
            pr_buf_string(out, from->scalars[i]);
        }
        between = yaml ? "\n" : ", ";
    }
    pr_buf_string(out, yaml ? (between[0] == '\0' ? "{}\n" : "\n") : between[0] == '{' ? "{}" : "}");
}
