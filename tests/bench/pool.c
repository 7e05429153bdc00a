/* Profiles made from a seed. */
#include "bench/pool.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct maker {
    const pr_program *program;
    bench_random random;
    pr_buf *out;
    uint32_t percent;
    size_t record;
} maker;

/* What people write for a value; each fits every type of the shipped knowledge base that has the value. */
static const struct {
    const char *value, *text;
} spoken[] = {
    {"ir", "Interventional Radiology"},
    {"dr", "Radiology"},
    {"icu", "MICU"},
    {"completed", "Done"},
    {"in-progress", "In progress"},
    {"pass", "Passed"},
    {"resident", "Chief resident"},
    {"sub-internship", "Sub-I"},
    {"observership", "Shadowing"},
    {"medicine", "Internal medicine"},
};

static const char *in_words(pr_text value) {
    for (size_t i = 0; i < sizeof spoken / sizeof spoken[0]; i++) {
        if (pr_text_is(value, spoken[i].value)) {
            return spoken[i].text;
        }
    }
    return NULL;
}

static void put_named(maker *m, const pr_schema *schema) {
    pr_text value = schema->values[bench_below(&m->random, schema->value_count)];
    const char *words = schema->match_count > 0 && bench_chance(&m->random, 25) ? in_words(value) : NULL;
    pr_json_string(words != NULL ? pr_text_of(words) : value, m->out);
}

/* The collection whose ids stand behind a path: `goals.programs`, or `waivers[].program`. */
static const pr_collection *collection_of(const maker *m, pr_text path) {
    size_t start = path.length;
    while (start > 0 && path.at[start - 1] != '.') {
        start--;
    }
    pr_text last = {path.at + start, path.length - start};
    for (uint32_t i = 0; i < m->program->collection_count; i++) {
        const pr_collection *c = &m->program->collections[i];
        if (c->entity_count > 0 && pr_text_starts(c->name, last) && c->name.length - last.length <= 1) {
            return c;
        }
    }
    return NULL;
}

static void put_text(maker *m, pr_text path) {
    const pr_collection *c = collection_of(m, path);
    if (c != NULL) {
        pr_json_string(c->entities[bench_below(&m->random, c->entity_count)]->id, m->out);
    } else if (pr_text_is(path, "id")) {
        pr_buf_printf(m->out, "\"s-%06zu\"", m->record);
    } else {
        pr_buf_printf(m->out, "\"%.*s %u\"", PR_ARG(path), bench_below(&m->random, 50));
    }
}

static void put_number(maker *m, const pr_schema *schema) {
    int64_t low = 0, high = 0;
    if (!pr_number_integer(schema->low, &low)) {
        low = 0;
    }
    if (!pr_number_integer(schema->high, &high)) {
        high = low + 12;
    }
    pr_buf_printf(m->out, "%lld", (long long)low + bench_below(&m->random, (uint32_t)(high - low) + 1u));
}

static void put_scalar(maker *m, pr_text path, const pr_schema *schema) {
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN: pr_buf_string(m->out, bench_chance(&m->random, 70) ? "true" : "false"); break;
    case PR_SCHEMA_NUMBER: put_number(m, schema); break;
    case PR_SCHEMA_DATE:
        pr_buf_printf(m->out, "\"%u-%02u-%02u\"", 2024 + bench_below(&m->random, 6),
                      1 + bench_below(&m->random, 12), 1 + bench_below(&m->random, 28));
        break;
    case PR_SCHEMA_DURATION: pr_buf_printf(m->out, "\"P%uW\"", 1 + bench_below(&m->random, 12)); break;
    default:
        if (schema->value_count > 0) {
            put_named(m, schema);
        } else {
            put_text(m, path);
        }
    }
}

static void put_value(maker *m, const pr_attribute *attribute);

static void put_record(maker *m, const pr_attribute *list) {
    const pr_schema *element = list->schema->element;
    bool any = false;
    pr_buf_char(m->out, '{');
    for (uint32_t i = 0; i < element->field_count; i++) {
        const pr_waiver_list *w = &m->program->waivers;
        bool on_record =
            w->attribute != PR_NONE && list == &m->program->attributes[w->attribute] && (int)i == w->record;
        if (!bench_chance(&m->random, m->percent) || on_record) {
            continue;
        }
        pr_buf_string(m->out, any ? ", " : "");
        pr_json_string(element->shape->names[i], m->out);
        pr_buf_string(m->out, ": ");
        put_value(m, &m->program->attributes[list->first_field + i]);
        any = true;
    }
    pr_buf_char(m->out, '}');
}

/* Most lists are short, as in a person's record. */
static void put_list(maker *m, const pr_attribute *list) {
    uint32_t count = bench_chance(&m->random, 20) ? bench_below(&m->random, 7) : bench_below(&m->random, 3);
    pr_buf_char(m->out, '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_string(m->out, i > 0 ? ", " : "");
        if (list->schema->element->kind == PR_SCHEMA_RECORD) {
            put_record(m, list);
        } else {
            put_scalar(m, list->path, list->schema->element);
        }
    }
    pr_buf_char(m->out, ']');
}

static void put_value(maker *m, const pr_attribute *attribute) {
    if (attribute->field->nullable && bench_chance(&m->random, 20)) {
        pr_buf_string(m->out, "null");
    } else if (attribute->schema->kind == PR_SCHEMA_LIST) {
        put_list(m, attribute);
    } else {
        put_scalar(m, attribute->path, attribute->schema);
    }
}

static size_t depth_of(pr_text path) {
    size_t depth = 0;
    for (size_t i = 0; i < path.length; i++) {
        depth += path.at[i] == '.';
    }
    return depth;
}

/* How many leading groups two paths share. */
static size_t shared_groups(pr_text a, pr_text b) {
    size_t shared = 0;
    for (size_t i = 0; i < a.length && i < b.length && a.at[i] == b.at[i]; i++) {
        shared += a.at[i] == '.';
    }
    return shared;
}

/* The part of a path behind its first `groups` groups; paths come in their order, so a group is opened once. */
static void put_path(maker *m, pr_text before, pr_text path, bool first) {
    size_t shared = shared_groups(before, path), open = first ? 0 : depth_of(before);
    for (; open > shared; open--) {
        pr_buf_char(m->out, '}');
    }
    pr_buf_string(m->out, first ? "" : ", ");
    size_t start = 0, group = 0;
    for (size_t i = 0; i <= path.length; i++) {
        if (i < path.length && path.at[i] != '.') {
            continue;
        }
        if (group++ >= shared) {
            pr_json_string((pr_text){path.at + start, i - start}, m->out);
            pr_buf_string(m->out, i < path.length ? ": {" : ": ");
        }
        start = i + 1;
    }
}

static bool is_wanted(maker *m, const pr_attribute *a) {
    if (pr_text_is(a->path, "id")) {
        return true;
    }
    /* What has a meaning when it is absent is seldom given. */
    return bench_chance(&m->random, a->absent != PR_NONE ? m->percent / 4 : m->percent);
}

static void put_profile(maker *m) {
    pr_text before = {0};
    bool first = true;
    pr_buf_char(m->out, '{');
    for (uint32_t i = 0; i < m->program->vocabulary_count; i++) {
        const pr_attribute *a = &m->program->attributes[i];
        if (is_wanted(m, a)) {
            put_path(m, before, a->path, first);
            put_value(m, a);
            before = a->path;
            first = false;
        }
    }
    for (size_t open = depth_of(before) + 1; open > 0; open--) {
        pr_buf_char(m->out, '}');
    }
    pr_buf_char(m->out, '\n');
}

void pool_make(pool *out, const preceptor_kb *kb, uint64_t seed, size_t count, uint32_t percent) {
    static const uint32_t mixture[] = {5, 30, 60, 85, 100};
    *out = (pool){.count = count};
    pr_buf_init(&out->bytes, NULL);
    out->starts = bench_alloc((count + 1) * sizeof *out->starts);
    maker m = {.program = &kb->program, .random = {seed}, .out = &out->bytes};
    for (size_t i = 0; i < count; i++) {
        out->starts[i] = out->bytes.length;
        m.percent = percent > 0 ? percent : mixture[i % (sizeof mixture / sizeof mixture[0])];
        m.record = i;
        put_profile(&m);
    }
    out->starts[count] = out->bytes.length;
    if (out->bytes.failed) {
        bench_fail("out of memory");
    }
}

void pool_free(pool *made) {
    pr_buf_release(&made->bytes);
    free(made->starts);
}

static bool to_stderr(void *context, const char *bytes, size_t count) {
    (void)context;
    return fwrite(bytes, 1, count, stderr) == count;
}

static const preceptor_sink complaints = {.write = to_stderr};

preceptor_kb *pool_load_kb(const char *manifest) {
    preceptor_kb *kb;
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    if (preceptor_kb_load(manifest, NULL, diagnostics, &kb) != PRECEPTOR_OK) {
        (void)preceptor_diagnostics_write(diagnostics, false, &complaints);
        bench_fail("%s cannot be loaded", manifest);
    }
    preceptor_diagnostics_free(diagnostics);
    return kb;
}

void pool_read(preceptor_profile *profile, pr_text line, preceptor_diagnostics *diagnostics) {
    preceptor_diagnostics_clear(diagnostics);
    if (preceptor_profile_read(profile, "pool", line.at, line.length, true, false, diagnostics) !=
        PRECEPTOR_OK) {
        (void)preceptor_diagnostics_write(diagnostics, false, &complaints);
        bench_fail("a generated profile was rejected: %.*s", PR_ARG(line));
    }
}
