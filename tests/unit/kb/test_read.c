/* A knowledge base without errors: what it becomes, and that no order of files or keys shows in it. */
#include "unit/kb/folder.h"

#include "base/limits.h"

static const char whole[] =
    "types:\n"
    "  level: {type: enum, values: [low, high], match: {high: ['^hi$'], low: '^lo$'}}\n"
    "  field: {type: string, match: {physics: [phys], biology: [bio, life]}}\n"
    "  levels: {type: list, of: level}\n"
    "vocabulary:\n"
    "  exam.score: {type: number, unit: points, min: 1, max: 300, nullable: true, ask: Score?}\n"
    "  exam.level: {type: level, absent: low}\n"
    "  day:\n"
    "    type: date\n"
    "    absent: = today()\n"
    "    expected: {min: = today(), max: =null}\n"
    "  courses:\n"
    "    type: list\n"
    "    of: {weeks: {type: number, min: 0}, kind: level, by: {type: string, nullable: true, absent: null}}\n"
    "derived:\n"
    "  passed: {value: exam.score > limit, text: exam passed}\n"
    "  always: true\n"
    "functions:\n"
    "  twice: {params: {y: number, x: any, l: {type: list, of: level}}, value: 2 * x}\n"
    "parameters:\n"
    "  limit:\n"
    "    text: least score\n"
    "    unit: points\n"
    "    values:\n"
    "      - {from: 2021-01-01, value: 210, sources: [guide#Scores]}\n"
    "      - {until: 2020-12-31, value: 200}\n"
    "collections:\n"
    "  schools:\n"
    "    role: subject\n"
    "    fields:\n"
    "      size: {type: number, default: 1}\n"
    "      mate: {type: entity(schools), optional: true}\n"
    "      asks: {type: list, of: requirement, default: []}\n"
    "      open: {type: condition, default: true}\n"
    "      box: {type: record, fields: {b: string, a: {type: number, optional: true}}, optional: true}\n"
    "  acts: {role: action}\n"
    "schools:\n"
    "  - id: north\n"
    "    name: North School\n"
    "    mate: south\n"
    "    open: false\n"
    "    box: {b: x}\n"
    "    in_force: {from: 2020-01-01}\n"
    "    asks:\n"
    "      - id: pass\n"
    "        text: Exam passed\n"
    "        requires: passed and this.size > 0\n"
    "        remedy: learn\n"
    "        waivable: {by: the head}\n"
    "        sources: [guide, {doc: guide, at: Rules}, 'guide # More rules ']\n"
    "  - {id: south, mate: north, aliases: [S]}\n"
    "acts: [{id: learn, text: Learn.}]\n"
    "sources: [{id: guide, title: The guide, checked: 2026-01-01, confidence: high}]\n"
    "relations:\n"
    "  eligible: {slots: {school: entity(schools)}, shows: verdict}\n"
    "  advise:\n"
    "    slots:\n"
    "      text: string\n"
    "      who: entity\n"
    "      due: {type: date, optional: true}\n"
    "      worth: {type: number, optional: true, min: 0}\n"
    "      at: {type: level, optional: true}\n"
    "    key: [who]\n"
    "rules:\n"
    "  - rule: second\n"
    "    for: {s: schools, r: s.asks}\n"
    "    when:\n"
    "      - r.requires\n"
    "      - any: [passed, {not: always}]\n"
    "        all: [always]\n"
    "    then:\n"
    "      eligible: {school: = s}\n"
    "      advise: {who: '=s', text: 'Go to {s.name}.'}\n"
    "    because: '{s.name} is open.'\n"
    "    sources: [guide]\n"
    "  - {rule: first, when: always, then: {advise: {text: '5', who: learn, due: = today(), worth: 5, at: "
    "~}}}\n";

typedef struct kb_test {
    folder f;
    fixture x;
    pr_kb kb;
} kb_test;

static void read_kb(kb_test *t, const char *const *contents, size_t count) {
    folder_make(&t->f);
    fixture_init(&t->x, NULL);
    folder_write(&t->f, "kb/kb.yaml",
                 "name: test\nversion: 2026.10\neffective: 2026-01-01\nlanguage: 1\nstale_after: P2Y\n"
                 "notice: Mind the gap.\nfiles: [\"?.yaml\"]\n");
    for (size_t i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "kb/%c.yaml", (char)('a' + i));
        folder_write(&t->f, name, contents[i]);
    }
    if (!folder_read(&t->f, &t->x, &t->kb)) {
        fail_msg("%.*s", PR_ARG(summary_of(&t->x)));
    }
}

static void release(kb_test *t) {
    fixture_release(&t->x);
    folder_remove(&t->f);
}

static int setup(void **state) {
    kb_test *t = calloc(1, sizeof *t);
    const char *content = whole;
    read_kb(t, &content, 1);
    *state = t;
    return 0;
}

static int teardown(void **state) {
    release(*state);
    free(*state);
    return 0;
}

static void assert_json(kb_test *t, pr_value value, const char *expected) {
    pr_buf_clear(&t->x.out);
    pr_value_json(value, NULL, NULL, &t->x.out);
    assert_text(pr_buf_view(&t->x.out), expected);
}

static void reads_the_manifest(void **state) {
    kb_test *t = *state;
    assert_text(t->kb.name, "test");
    assert_text(t->kb.version, "2026.10");
    assert_text(t->kb.notice, "Mind the gap.");
    assert_json(t, t->kb.effective, "{\"@date\": \"2026-01-01\"}");
    assert_json(t, t->kb.stale_after, "{\"@duration\": \"P2Y\"}");
    assert_int_equal(t->kb.file_count, 2);
}

static void reads_attributes(void **state) {
    kb_test *t = *state;
    static const char *const names[] = {"courses", "day", "exam.level", "exam.score"};
    assert_int_equal(t->kb.attributes.count, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_text(t->kb.attributes.items[i].name, names[i]);
    }
    const pr_field *courses = &t->kb.attributes.items[0], *day = &t->kb.attributes.items[1];
    const pr_field *level = &t->kb.attributes.items[2], *score = &t->kb.attributes.items[3];
    assert_true(score->nullable && score->type->nullable && !score->schema->type->nullable);
    assert_text(score->schema->unit, "points");
    assert_text(score->ask, "Score?");
    assert_json(t, score->schema->high, "300");
    assert_json(t, level->absent, "\"low\"");
    assert_text(level->schema->label, "level");
    assert_int_equal(level->schema->match_count, 2);
    assert_text(level->schema->matches[0].pattern, "^lo$");
    assert_int_equal(level->schema->matches[1].value, 1);
    assert_true(day->has_absent);
    assert_text(day->absent_expression.text, "  today()");
    assert_text(day->expected_high.text, " null");
    assert_int_equal(day->expected_low.text.length, strlen("= today()"));
    const pr_schema *record = courses->schema->element;
    assert_int_equal(record->kind, PR_SCHEMA_RECORD);
    assert_text(record->fields[0].name, "by");
    assert_text(record->fields[1].name, "kind");
    assert_text(record->shape->names[2], "weeks");
    assert_true(record->fields[0].has_absent && record->fields[0].type->nullable);
    assert_ptr_equal(record->fields[1].schema, level->schema);
    assert_int_equal(courses->schema->type->kind, PR_TYPE_LIST);
    assert_int_equal(courses->schema->type->element->kind, PR_TYPE_CONTEXT);
}

static void reads_declarations(void **state) {
    kb_test *t = *state;
    assert_int_equal(t->kb.derived.count, 2);
    assert_text(t->kb.derived.items[0].name, "always");
    assert_text(t->kb.derived.items[0].value.text, "true");
    assert_text(t->kb.derived.items[1].text, "exam passed");
    const pr_kb_function *twice = &t->kb.functions.items[0];
    assert_int_equal(twice->parameter_count, 3);
    assert_text(twice->parameters[0], "y");
    assert_null(twice->types[1]);
    assert_int_equal(twice->types[2]->kind, PR_SCHEMA_LIST);
    const pr_kb_parameter *limit = &t->kb.parameters.items[0];
    assert_int_equal(limit->period_count, 2);
    assert_int_equal(limit->periods[0].from, INT64_MIN);
    assert_int_equal(limit->periods[0].until, pr_date_pack(2020, 12, 31));
    assert_int_equal(limit->periods[1].until, INT64_MAX);
    assert_json(t, limit->periods[1].sources, "[{\"doc\": \"guide\", \"at\": \"Scores\"}]");
    assert_json(t, limit->periods[0].sources, "null");
    assert_json(t, limit->periods[0].value, "200");
}

static void reads_entities(void **state) {
    kb_test *t = *state;
    assert_int_equal(t->kb.collections.count, 3);
    const pr_kb_collection *schools = &t->kb.collections.items[1];
    assert_text(t->kb.collections.items[0].name, "acts");
    assert_text(schools->role, "subject");
    assert_text(t->kb.collections.items[2].role, "source");
    const pr_entity *north = &schools->entities[0]->entity, *south = &schools->entities[1]->entity;
    assert_text(north->name, "North School");
    assert_text(south->name, "south");
    assert_text(t->kb.collections.items[2].entities[0]->entity.name, "The guide");
    assert_int_equal(pr_map_get(&schools->ids, PR_TEXT("south")), 1);
    assert_ptr_equal(pr_context_get(south->fields, PR_TEXT("mate"), NULL).entity, north);
    assert_ptr_equal(north->fields->shape, schools->schema->shape);
    static const char *const fields[] = {"id",      "name",     "aliases",     "text",    "detail",
                                         "sources", "in_force", "not_encoded", "caveats", "asks",
                                         "box",     "mate",     "open",        "size"};
    assert_int_equal(schools->schema->field_count, COUNT_OF(fields));
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        assert_text(schools->schema->shape->names[i], fields[i]);
    }
    assert_json(t, pr_context_get(north->fields, PR_TEXT("box"), NULL), "{\"a\": null, \"b\": \"x\"}");
    assert_json(t, pr_context_get(north->fields, PR_TEXT("in_force"), NULL),
                "{\"from\": {\"@date\": \"2020-01-01\"}, \"until\": null}");
    assert_json(t, pr_context_get(south->fields, PR_TEXT("asks"), NULL), "[]");
    assert_json(t, pr_context_get(south->fields, PR_TEXT("box"), NULL), "null");
    assert_json(t, pr_context_get(south->fields, PR_TEXT("size"), NULL), "1");
    assert_json(t, pr_context_get(south->fields, PR_TEXT("aliases"), NULL), "[\"S\"]");
}

static void types_entities(void **state) {
    kb_test *t = *state;
    const pr_kb_collection *schools = &t->kb.collections.items[1];
    const pr_type *type = schools->schema->type, *mate = pr_type_field(type, PR_TEXT("mate"));
    assert_int_equal(type->kind, PR_TYPE_ENTITY);
    assert_int_equal(type->collection, 1);
    /* The nullable form of a type that contains itself has its fields too. */
    assert_true(mate->nullable);
    assert_int_equal(pr_type_field(mate, PR_TEXT("open"))->kind, PR_TYPE_BOOLEAN);
    assert_int_equal(pr_type_field(pr_type_field(mate, PR_TEXT("mate")), PR_TEXT("size"))->kind,
                     PR_TYPE_NUMBER);
    const pr_type *asks = pr_type_field(type, PR_TEXT("asks"))->element;
    assert_int_equal(pr_type_field(asks, PR_TEXT("remedy"))->collection, 0);
    assert_false(pr_type_field(asks, PR_TEXT("strength"))->nullable);
    assert_true(pr_type_field(asks, PR_TEXT("waivable"))->nullable);
}

static void reads_conditions(void **state) {
    kb_test *t = *state;
    const pr_entity *north = &t->kb.collections.items[1].entities[0]->entity;
    pr_value asks = pr_context_get(north->fields, PR_TEXT("asks"), NULL);
    const pr_context *ask = asks.list->items[0].context;
    pr_value requires_ = pr_context_get(ask, PR_TEXT("requires"), NULL);
    pr_value applies = pr_context_get(ask, PR_TEXT("applies"), NULL);
    pr_value open = pr_context_get(north->fields, PR_TEXT("open"), NULL);
    assert_int_equal(requires_.kind, PR_CONDITION);
    const pr_kb_condition *conditions = t->kb.conditions.items;
    assert_text(conditions[requires_.number].source.text, "passed and this.size > 0");
    assert_ptr_equal(conditions[requires_.number].entity, north);
    assert_false(conditions[requires_.number].constant);
    assert_true(conditions[applies.number].constant && conditions[applies.number].value);
    assert_int_equal(conditions[applies.number].source.text.length, 0);
    assert_true(conditions[open.number].constant && !conditions[open.number].value);
    assert_int_equal(t->kb.conditions.count, 4);
    assert_json(t, pr_context_get(ask, PR_TEXT("sources"), NULL),
                "[{\"doc\": \"guide\", \"at\": null}, {\"doc\": \"guide\", \"at\": \"Rules\"}, {\"doc\": "
                "\"guide\", \"at\": \"More rules\"}]");
    assert_json(t, pr_context_get(ask, PR_TEXT("remedy"), NULL), "\"learn\"");
    assert_json(t, pr_context_get(ask, PR_TEXT("strength"), NULL), "\"required\"");
}

static void reads_rules(void **state) {
    kb_test *t = *state;
    const pr_kb_relation *advise = &t->kb.relations.items[0], *eligible = &t->kb.relations.items[1];
    assert_text(advise->slots[0].name, "text");
    assert_true(advise->slots[2].optional && advise->keyed);
    assert_int_equal(advise->key[0], 1);
    assert_false(eligible->keyed);
    assert_int_equal(eligible->key_count, 1);
    assert_text(eligible->shows, "verdict");
    assert_int_equal(t->kb.rules.count, 2);
    const pr_kb_rule *first = &t->kb.rules.items[0], *second = &t->kb.rules.items[1];
    assert_text(first->id, "first");
    assert_int_equal(first->when.kind, PR_WHEN_ALL);
    assert_text(first->when.items[0].source.text, "always");
    const pr_kb_assignment *slots = first->heads[0].assignments;
    assert_true(slots[0].is_template && slots[1].is_value && !slots[2].is_value && slots[3].is_value &&
                slots[4].is_value);
    assert_text(slots[0].source.text, "5");
    assert_json(t, slots[1].value, "\"learn\"");
    assert_json(t, slots[3].value, "5");
    assert_json(t, slots[4].value, "null");
    assert_text(slots[2].source.text, "  today()");
    assert_int_equal(second->binding_count, 2);
    assert_text(second->bindings[1].source.text, "s.asks");
    assert_int_equal(second->when.count, 2);
    const pr_kb_when *mixed = &second->when.items[1];
    assert_int_equal(mixed->kind, PR_WHEN_ALL);
    assert_int_equal(mixed->items[0].kind, PR_WHEN_ALL);
    assert_int_equal(mixed->items[1].kind, PR_WHEN_ANY);
    assert_int_equal(mixed->items[1].items[1].kind, PR_WHEN_ALL);
    assert_int_equal(mixed->items[1].items[1].items[0].kind, PR_WHEN_NOT);
    assert_int_equal(second->head_count, 2);
    assert_int_equal(second->heads[0].relation, 0);
    assert_true(second->heads[0].assignments[0].is_template);
    assert_text(second->heads[0].assignments[0].source.text, "Go to {s.name}.");
    assert_int_equal(second->heads[0].assignments[2].source.text.length, 0);
    assert_text(second->because.text, "{s.name} is open.");
    assert_json(t, second->sources, "[{\"doc\": \"guide\", \"at\": null}]");
}

/* All that an order could show in. */
static pr_text dump(kb_test *t) {
    pr_buf *out = &t->x.out;
    pr_buf_clear(out);
    for (uint32_t i = 0; i < t->kb.attributes.count; i++) {
        const pr_field *field = &t->kb.attributes.items[i];
        pr_buf_printf(out, "%.*s\n", PR_ARG(field->name));
        const pr_schema *element = field->schema->element;
        for (uint32_t k = 0; element != NULL && k < element->field_count; k++) {
            pr_buf_printf(out, "  %.*s\n", PR_ARG(element->fields[k].name));
        }
    }
    for (uint32_t i = 0; i < t->kb.collections.count; i++) {
        for (uint32_t k = 0; k < t->kb.collections.items[i].entity_count; k++) {
            const pr_entity *entity = &t->kb.collections.items[i].entities[k]->entity;
            pr_value_json(pr_context_value(entity->fields), NULL, NULL, out);
            pr_buf_char(out, '\n');
        }
    }
    for (uint32_t i = 0; i < t->kb.conditions.count; i++) {
        pr_buf_printf(out, "%.*s\n", PR_ARG(t->kb.conditions.items[i].source.text));
    }
    for (uint32_t i = 0; i < t->kb.rules.count; i++) {
        pr_buf_printf(out, "%.*s %u\n", PR_ARG(t->kb.rules.items[i].id),
                      t->kb.rules.items[i].heads[0].relation);
    }
    return pr_buf_view(out);
}

static void orders_do_not_show(void **state) {
    static const char one[] =
        "collections:\n  c: {fields: {b: {type: condition, optional: true}, a: {type: number, "
        "default: 0}}}\n  d: {}\n"
        "c: [{id: x, a: 1, b: p.a = 1}, {id: y, b: p.b = 2}]\n";
    static const char two[] =
        "d: [{id: z}]\nc: [{id: w, b: true}]\nvocabulary: {p.b: number, p.a: number, l: {type: "
        "list, of: {n: string, m: string}}}\n";
    static const char three[] =
        "relations: {s: {slots: {a: string}}, r: {slots: {a: string}}}\n"
        "rules: [{rule: k, then: {s: {a: x}, r: {a: y}}}, {rule: j, then: {s: {a: x}}}]\n";
    static const char four[] =
        "rules: [{then: {s: {a: x}}, rule: j}, {then: {r: {a: y}, s: {a: x}}, rule: k}]\n"
        "vocabulary: {l: {of: {m: string, n: string}, type: list}, p.a: number}\n"
        "d: [{id: z}]\n";
    static const char five[] = "c: [{b: p.b = 2, id: y}, {id: w, b: true}, {b: p.a = 1, a: 1, id: x}]\n"
                               "relations: {r: {slots: {a: string}}}\n"
                               "vocabulary: {p.b: number}\n";
    static const char six[] =
        "relations: {s: {slots: {a: string}}}\n"
        "collections: {d: {}, c: {fields: {a: {default: 0, type: number}, b: {optional: true, "
        "type: condition}}}}\n";
    (void)state;
    const char *const straight[] = {one, two, three}, *const turned[] = {four, five, six};
    kb_test a = {0}, b = {0};
    read_kb(&a, straight, 3);
    read_kb(&b, turned, 3);
    pr_text x = dump(&a), y = dump(&b);
    if (!pr_text_equal(x, y)) {
        fail_msg("[%.*s]\n[%.*s]", PR_ARG(x), PR_ARG(y));
    }
    release(&a);
    release(&b);
}

/* Fails each request for memory in turn: an error each time, and nothing leaks. */
static void survives_want_of_memory(void **state) {
    (void)state;
    folder f;
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", MANIFEST);
    folder_write(&f, "kb/a.yaml", whole);
    bool failed = true;
    for (size_t i = 1; failed; i++) {
        test_heap heap = {.fail_at = i};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        fixture x;
        pr_kb kb;
        fixture_init(&x, &allocator);
        bool good = folder_read(&f, &x, &kb);
        failed = heap.asked >= i;
        assert_true(good != failed);
        assert_true(!failed || x.diags.failed || x.diags.errors > 0);
        fixture_release(&x);
        assert_int_equal(heap.live, 0);
    }
    folder_remove(&f);
}

/* The same at any point inside of a block: an arena that may not grow past a cap. */
static void survives_a_full_arena(void **state) {
    (void)state;
    folder f;
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", MANIFEST);
    folder_write(&f, "kb/a.yaml", whole);
    bool failed = true;
    for (size_t cap = 64; failed; cap += 331) {
        fixture x;
        pr_kb kb;
        fixture_init(&x, NULL);
        pr_arena_init(&x.arena, NULL, cap);
        bool good = folder_read(&f, &x, &kb);
        failed = x.arena.failed;
        assert_true(good != failed);
        assert_true(!failed || x.diags.failed || x.diags.errors > 0);
        fixture_release(&x);
    }
    folder_remove(&f);
}

#define KINDS \
    "name: test\nversion: \"1\"\neffective: 2026-01-01\nlanguage: 1\nfiles: [shared.yaml]\n" \
    "documents:\n  profile: {files: [person.yaml]}\n  case: {notice: For learning., files: [case.yaml]}\n"

/* Of each kind of document what all share and what is its own, and no more. */
static void reads_one_kind_of_document(void **state) {
    (void)state;
    static const struct {
        const char *document, *attribute, *notice;
        uint32_t errors;
    } rows[] = {{NULL, "age", "", 0},
                {"profile", "age", "", 0},
                {"case", "tags", "For learning.", 0},
                {"pool", "", "", 1}};
    folder f;
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", KINDS);
    folder_write(&f, "kb/shared.yaml",
                 "collections:\n  things: {fields: {size: {type: number, optional: true}}}\n"
                 "things:\n  - {id: a, name: One}\n");
    folder_write(&f, "kb/person.yaml", "vocabulary:\n  age: number\n");
    folder_write(&f, "kb/case.yaml",
                 "vocabulary:\n  tags: {type: list, of: string, open: true}\n"
                 "things:\n  - {more: a, size: 3}\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture x;
        pr_kb kb;
        char path[512];
        fixture_init(&x, NULL);
        folder_path(&f, "kb/kb.yaml", path, sizeof path);
        assert_int_equal(pr_kb_read_for(path, rows[i].document, NULL, 0, &x.arena, &x.diags, &kb),
                         rows[i].errors == 0);
        assert_int_equal(x.diags.errors, rows[i].errors);
        assert_int_equal(kb.document_count, 2);
        if (rows[i].errors == 0) {
            assert_int_equal(kb.attributes.count, 1);
            assert_true(pr_text_is(kb.attributes.items[0].name, rows[i].attribute));
            assert_true(pr_text_is(kb.notice, rows[i].notice));
            bool is_case = i == 2;
            assert_true(kb.attributes.items[0].open == is_case);
            for (uint32_t c = 0; c < kb.collections.count; c++) {
                const pr_kb_collection *things = &kb.collections.items[c];
                if (pr_text_is(things->name, "things")) {
                    pr_value size = pr_context_get(things->entities[0]->entity.fields, PR_TEXT("size"), NULL);
                    assert_int_equal(size.kind, is_case ? PR_NUMBER : PR_NULL);
                }
            }
        }
        fixture_release(&x);
    }
    folder_remove(&f);
}

/* What is told of nobody, or twice. */
static void more_needs_an_entity(void **state) {
    (void)state;
    folder f;
    fixture x;
    pr_kb kb;
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", MANIFEST);
    folder_write(&f, "kb/a.yaml",
                 "collections:\n  things: {fields: {size: {type: number, optional: true}}}\n"
                 "things:\n  - {id: alpha, size: 1}\n  - {more: alpha, size: 2}\n  - {more: alpa, size: 3}\n"
                 "vocabulary:\n  n: {type: number, open: true}\n");
    fixture_init(&x, NULL);
    assert_false(folder_read(&f, &x, &kb));
    assert_int_equal(x.diags.errors, 3);
    fixture_release(&x);
    folder_remove(&f);
}

static void counts_kinds_of_documents(void **state) {
    (void)state;
    for (unsigned past = 0; past < 2; past++) {
        folder f;
        fixture x;
        pr_kb kb;
        char path[512], manifest[2048];
        size_t length = (size_t)snprintf(manifest, sizeof manifest, "%s",
                                         "name: many\nversion: a\neffective: 2026-01-01\nlanguage: 1\n"
                                         "files: [a.yaml]\ndocuments:\n");
        for (unsigned i = 0; i < PR_LIMIT_DOCUMENTS + past; i++) {
            length += (size_t)snprintf(manifest + length, sizeof manifest - length,
                                       "  %s%u: {files: [a.yaml]}\n", "kind", i);
        }
        folder_make(&f);
        folder_write(&f, "kb.yaml", manifest);
        folder_write(&f, "a.yaml", "vocabulary:\n  age: number\n");
        fixture_init(&x, NULL);
        folder_path(&f, "kb.yaml", path, sizeof path);
        assert_int_equal(pr_kb_read_for(path, "kind0", NULL, 0, &x.arena, &x.diags, &kb), past == 0);
        assert_int_equal(x.diags.errors, past);
        if (past > 0) {
            assert_string_equal(x.diags.list.items[0].code, "limit");
        }
        fixture_release(&x);
        folder_remove(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_the_manifest, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_declarations, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_entities, setup, teardown),
        cmocka_unit_test(reads_one_kind_of_document),
        cmocka_unit_test(counts_kinds_of_documents),
        cmocka_unit_test(more_needs_an_entity),
        cmocka_unit_test_setup_teardown(types_entities, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_conditions, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_rules, setup, teardown),
        cmocka_unit_test(orders_do_not_show),
        cmocka_unit_test(survives_want_of_memory),
        cmocka_unit_test(survives_a_full_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
