/* Rows to JSON Schema. */
#include "keep/contract.h"

static const struct {
    const pr_contract_row *rows;
    const size_t *count;
} tables[] = {{pr_contract_answers, &pr_contract_answer_count},
              {pr_contract_work, &pr_contract_work_count},
              {pr_contract_files, &pr_contract_file_count}};

/* The rows of an object; false where there is none of that name. */
static bool find(pr_text name, const pr_contract_row **rows, size_t *count) {
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        const pr_contract_row *all = tables[t].rows;
        for (size_t i = 0, end; i < *tables[t].count; i = end) {
            for (end = i + 1; end < *tables[t].count && all[end].object == NULL; end++) {
            }
            if (pr_text_is(name, all[i].object)) {
                *rows = &all[i];
                *count = end - i;
                return true;
            }
        }
    }
    return false;
}

void pr_contract_describe(pr_contract_writing *j, pr_text meaning) {
    if (meaning.length > 0) {
        pr_jw_text(&j->w, "description", meaning);
    }
}

void pr_contract_refer(pr_contract_writing *j, pr_contract_object object) {
    uint32_t at = 0;
    while (at < j->objects.count && !pr_text_equal(j->objects.items[at].name, object.name)) {
        at++;
    }
    if (at == j->objects.count && !PR_PUSH(j->arena, &j->objects, object)) {
        return;
    }
    pr_jw_text(&j->w, "$ref", pr_text_format(j->arena, "#/$defs/%.*s", PR_ARG(object.name)));
}

static bool is(pr_text type, const char *word) { return pr_text_is(type, word); }

/* Where `what` stands outside all brackets; the length where it does not. */
static size_t outside(pr_text type, const char *what) {
    size_t length = strlen(what), depth = 0;
    for (size_t i = 0; i < type.length; i++) {
        depth += type.at[i] == '[' || type.at[i] == '{';
        depth -= (type.at[i] == ']' || type.at[i] == '}') && depth > 0;
        if (depth == 0 && i + length <= type.length && memcmp(type.at + i, what, length) == 0) {
            return i;
        }
    }
    return type.length;
}

static pr_text from(pr_text text, size_t start) {
    return start < text.length ? (pr_text){text.at + start, text.length - start} : (pr_text){0};
}

static void write_type(pr_contract_writing *j, pr_text type);

static void write_item(pr_contract_writing *j, const char *name, pr_text type) {
    pr_jw_open(&j->w, name, '{');
    write_type(j, type);
    pr_jw_close(&j->w, '}');
}

static void write_words(pr_contract_writing *j, pr_text words, bool nullable) {
    pr_jw_open(&j->w, "enum", '[');
    while (words.length > 0) {
        size_t end = outside(words, "|");
        pr_jw_text(&j->w, NULL, (pr_text){words.at, end});
        words = from(words, end + 1);
    }
    if (nullable) {
        pr_jw_null(&j->w, NULL);
    }
    pr_jw_close(&j->w, ']');
}

/* Types that JSON Schema has words for. */
static const struct {
    const char *name, *type, *format, *pattern;
} plain[] = {
    {"text", "string", NULL, NULL},
    {"date", "string", "date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {"duration", "string", NULL, "^-?P([0-9]+[YMWD])*(T([0-9.]+[HMS])+)?$"},
    {"count", "integer", NULL, NULL},
    {"number", "number", NULL, NULL},
    {"boolean", "boolean", NULL, NULL},
    {"null", "null", NULL, NULL},
};

static bool write_plain(pr_contract_writing *j, pr_text type, bool nullable) {
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (!is(type, plain[i].name)) {
            continue;
        }
        if (nullable) {
            const pr_text both[] = {pr_text_of(plain[i].type), PR_TEXT("null")};
            pr_jw_texts(&j->w, "type", both, 2);
        } else {
            pr_jw_text(&j->w, "type", pr_text_of(plain[i].type));
        }
        if (plain[i].format != NULL) {
            pr_jw_text(&j->w, "format", pr_text_of(plain[i].format));
        }
        if (plain[i].pattern != NULL) {
            pr_jw_text(&j->w, "pattern", pr_text_of(plain[i].pattern));
        }
        if (is(type, "count")) {
            pr_jw_number(&j->w, "minimum", 0);
        }
        return true;
    }
    return false;
}

static void write_any_of(pr_contract_writing *j, pr_text type, bool nullable) {
    static const char between[] = " or ";
    pr_jw_open(&j->w, "anyOf", '[');
    while (type.length > 0) {
        size_t end = outside(type, between);
        write_item(j, NULL, (pr_text){type.at, end});
        type = from(type, end + sizeof between - 1);
    }
    if (nullable) {
        write_item(j, NULL, PR_TEXT("null"));
    }
    pr_jw_close(&j->w, ']');
}

/* The relation, among all kinds of documents, that plays a part, from `*at` on. */
static const pr_kb_relation *next_relation(const pr_contract_writing *j, const char *role, uint32_t *at) {
    for (; *at < j->kb->relations.count; (*at)++) {
        if (is(j->kb->relations.items[*at].shows, role)) {
            return &j->kb->relations.items[(*at)++];
        }
    }
    return NULL;
}

static void write_standings(pr_contract_writing *j) {
    uint32_t at = 0;
    const pr_kb_relation *r = next_relation(j, "standing", &at);
    pr_jw_open(&j->w, "enum", '[');
    for (uint32_t i = 0; r != NULL && r->slot_count == 2 && i < r->slots[1].schema->value_count; i++) {
        pr_jw_text(&j->w, NULL, r->slots[1].schema->values[i]);
    }
    pr_jw_null(&j->w, NULL);
    pr_jw_close(&j->w, ']');
}

/* Documents of all kinds, each under its name, as a test has them. */
static void write_documents(pr_contract_writing *j) {
    for (uint32_t i = 0; i < j->kbs->count; i++) {
        if (j->kbs->items[i]->attributes.count > 0) {
            pr_jw_open_named(&j->w, j->kbs->items[i]->document, '{');
            pr_contract_profile(j, j->kbs->items[i]);
            pr_jw_close(&j->w, '}');
        }
    }
}

/* Does a kind of document before this one have a collection of the name? */
static bool seen_before(const pr_contract_writing *j, uint32_t kind, pr_text name) {
    for (uint32_t i = 0; i < kind; i++) {
        for (uint32_t k = 0; k < j->kbs->items[i]->collections.count; k++) {
            if (pr_text_equal(j->kbs->items[i]->collections.items[k].name, name)) {
                return true;
            }
        }
    }
    return false;
}

/* Entities as `kb show` prints them, of all kinds of documents. */
static void write_entities(pr_contract_writing *j) {
    pr_jw_open(&j->w, "anyOf", '[');
    for (uint32_t kind = 0; kind < j->kbs->count; kind++) {
        for (uint32_t i = 0; i < j->kbs->items[kind]->collections.count; i++) {
            const pr_kb_collection *c = &j->kbs->items[kind]->collections.items[i];
            if (seen_before(j, kind, c->name)) {
                continue;
            }
            pr_text name = pr_text_format(j->arena, "shown.%.*s", PR_ARG(c->name));
            pr_contract_object object = {.name = name, .record = c->schema, .side = PR_CONTRACT_SHOWN};
            pr_jw_open(&j->w, NULL, '{');
            pr_contract_refer(j, object);
            pr_jw_close(&j->w, '}');
        }
    }
    pr_jw_close(&j->w, ']');
}

static const pr_schema *record_labelled(const pr_contract_writing *j, const char *field) {
    const pr_kb_collection *first = j->kb->collections.count > 0 ? &j->kb->collections.items[0] : NULL;
    const pr_field *found = first != NULL ? pr_schema_field(first->schema, pr_text_of(field)) : NULL;
    return found != NULL ? found->schema->element : NULL;
}

static void write_settled(pr_contract_writing *j, pr_text name) {
    const pr_schema *record = is(name, "$source")   ? record_labelled(j, "sources")
                              : is(name, "$caveat") ? record_labelled(j, "caveats")
                                                    : NULL;
    if (record != NULL) {
        pr_contract_declared(j, record, NULL, PR_CONTRACT_TYPED);
    } else if (is(name, "$standings")) {
        write_standings(j);
    } else if (is(name, "$entities")) {
        write_entities(j);
    } else if (is(name, "$profile")) {
        pr_contract_profile(j, j->kb);
    }
}

/* Of a reference or a choice, where a list of types would not do. */
static void write_nullable(pr_contract_writing *j, pr_text type) {
    if (outside(type, " or ") < type.length || !write_plain(j, type, true)) {
        write_any_of(j, type, true);
    }
}

static void write_type(pr_contract_writing *j, pr_text type) {
    char last = type.length > 0 ? type.at[type.length - 1] : '\0';
    pr_text inner = {type.at + 1, type.length > 2 ? type.length - 2 : 0};
    pr_text base = last == '?' ? (pr_text){type.at, type.length - 1} : type;
    if (is(type, "any")) {
        return;
    }
    if (outside(type, " or ") == type.length && outside(type, "|") < type.length) {
        write_words(j, base, last == '?');
    } else if (last == '?') {
        write_nullable(j, base);
    } else if (outside(type, " or ") < type.length) {
        write_any_of(j, type, false);
    } else if (type.at[0] == '[') {
        pr_jw_text(&j->w, "type", PR_TEXT("array"));
        write_item(j, "items", inner);
    } else if (type.at[0] == '{') {
        pr_jw_text(&j->w, "type", PR_TEXT("object"));
        write_item(j, "additionalProperties", inner);
    } else if (type.at[0] == '=') {
        pr_jw_text(&j->w, "const", from(type, 1));
    } else if (type.at[0] == '$') {
        write_settled(j, type);
    } else if (!write_plain(j, type, false)) {
        pr_contract_refer(j, (pr_contract_object){.name = type});
    }
}

static void write_named(pr_contract_writing *j, pr_text name, pr_text type, const char *meaning) {
    pr_jw_open_named(&j->w, name, '{');
    pr_contract_describe(j, meaning != NULL ? pr_text_of(meaning) : (pr_text){0});
    write_type(j, type);
    pr_jw_close(&j->w, '}');
}

/* What members a row stands for: one, or those that the knowledge base settles. `required`: only the names of those
 * that are always there. */
static void write_member(pr_contract_writing *j, pr_text name, pr_text type, const char *meaning,
                         bool optional, bool required) {
    if (!required) {
        write_named(j, name, type, meaning);
    } else if (!optional) {
        pr_jw_text(&j->w, NULL, name);
    }
}

static void write_slots(pr_contract_writing *j) {
    uint32_t at = 0;
    pr_text seen[64];
    uint32_t count = 0;
    for (const pr_kb_relation *r; (r = next_relation(j, "ground", &at)) != NULL;) {
        for (uint32_t s = 1; s < r->slot_count; s++) {
            pr_text name = r->slots[s].name;
            bool new = !is(name, "id") && !is(name, "text") && count < sizeof seen / sizeof seen[0];
            for (uint32_t i = 0; new &&i < count; i++) {
                new = !pr_text_equal(seen[i], name);
            }
            if (new) {
                seen[count++] = name;
                write_named(j, name, PR_TEXT("text"), NULL);
            }
        }
    }
}

static void write_collections(pr_contract_writing *j) {
    for (uint32_t k = 0; k < j->kbs->count; k++) {
        for (uint32_t i = 0; i < j->kbs->items[k]->collections.count; i++) {
            const pr_kb_collection *c = &j->kbs->items[k]->collections.items[i];
            bool told = false;
            for (uint32_t before = 0; before < k && !told; before++) {
                const pr_kb *other = j->kbs->items[before];
                for (uint32_t n = 0; n < other->collections.count; n++) {
                    told = told || pr_text_equal(other->collections.items[n].name, c->name);
                }
            }
            if (!told) {
                pr_jw_open_named(&j->w, c->name, '{');
                pr_jw_text(&j->w, "type", PR_TEXT("array"));
                pr_jw_open(&j->w, "items", '{');
                pr_text name = pr_text_format(j->arena, "entity.%.*s", PR_ARG(c->name));
                pr_contract_refer(
                    j, (pr_contract_object){.name = name, .record = c->schema, .side = PR_CONTRACT_TYPED});
                pr_jw_close(&j->w, '}');
                pr_jw_close(&j->w, '}');
            }
        }
    }
}

static void write_settled_members(pr_contract_writing *j, pr_text which, bool required) {
    uint32_t at = 0;
    if (is(which, "@slots") && !required) {
        write_slots(j);
    } else if (is(which, "@collections") && !required) {
        write_collections(j);
    } else if (is(which, "@documents") && !required) {
        write_documents(j);
    } else if (is(which, "@grounds") || is(which, "@notes")) {
        bool grounds = is(which, "@grounds");
        for (const pr_kb_relation *r; (r = next_relation(j, grounds ? "ground" : "note", &at)) != NULL;) {
            write_member(j, r->name, grounds ? PR_TEXT("[ground]") : PR_TEXT("[text]"), NULL, false,
                         required);
        }
    } else if (is(which, "@subjects")) {
        const pr_kb_relation *r = next_relation(j, "standing", &at);
        pr_text name = r != NULL && r->slot_count > 0 ? r->slots[0].schema->collection : (pr_text){0};
        write_member(j, name.length > 0 ? name : PR_TEXT("subjects"), PR_TEXT("[standing]"), NULL, false,
                     required);
    }
}

static void write_members(pr_contract_writing *j, const pr_contract_row *rows, size_t count, bool required) {
    for (size_t i = 0; i < count; i++) {
        pr_text name = pr_text_of(rows[i].member);
        const pr_contract_row *others;
        size_t other_count;
        bool optional = name.at[name.length - 1] == '?';
        if (is(name, "+")) {
            if (find(pr_text_of(rows[i].type), &others, &other_count)) {
                write_members(j, others, other_count, required);
            }
        } else if (name.at[0] == '@') {
            write_settled_members(j, name, required);
        } else if (!is(name, "*")) {
            name.length -= optional;
            write_member(j, name, pr_text_of(rows[i].type), rows[i].meaning, optional, required);
        }
    }
}

static void write_object(pr_contract_writing *j, const pr_contract_row *rows, size_t count) {
    if (strcmp(rows[0].member, "|") == 0) {
        pr_contract_describe(j, rows[0].meaning != NULL ? pr_text_of(rows[0].meaning) : (pr_text){0});
        write_type(j, pr_text_of(rows[0].type));
        return;
    }
    bool open = strcmp(rows[count - 1].member, "*") == 0;
    pr_jw_text(&j->w, "type", PR_TEXT("object"));
    pr_jw_open(&j->w, "properties", '{');
    write_members(j, rows, count, false);
    pr_jw_close(&j->w, '}');
    pr_jw_open(&j->w, "required", '[');
    write_members(j, rows, count, true);
    pr_jw_close(&j->w, ']');
    pr_jw_bool(&j->w, "additionalProperties", open);
}

static void write_definition(pr_contract_writing *j, const pr_contract_object *object) {
    const pr_contract_row *rows;
    size_t count;
    pr_jw_open_named(&j->w, object->name, '{');
    if (object->attribute != NULL) {
        pr_contract_attribute(j, object->attribute);
    } else if (object->record != NULL) {
        pr_contract_record(j, object->record, object->side);
    } else if (find(object->name, &rows, &count)) {
        write_object(j, rows, count);
    }
    pr_jw_close(&j->w, '}');
}

void pr_contract_write(const pr_contract_kbs *kbs, const pr_contract_item *item, pr_arena *arena,
                       pr_buf *out) {
    pr_contract_writing j = {
        .w = {.out = out}, .kbs = kbs, .kb = item->kb != NULL ? item->kb : kbs->items[0], .arena = arena};
    pr_jw_open(&j.w, NULL, '{');
    pr_jw_text(&j.w, "$schema", PR_TEXT("https://json-schema.org/draft/2020-12/schema"));
    pr_jw_text(&j.w, "title", item->of);
    pr_jw_text(&j.w, "description", item->about);
    write_type(&j, item->type);
    pr_jw_open(&j.w, "$defs", '{');
    for (uint32_t i = 0; i < j.objects.count; i++) {
        pr_contract_object object = j.objects.items[i];
        write_definition(&j, &object);
    }
    pr_jw_close(&j.w, '}');
    pr_jw_close(&j.w, '}');
    pr_buf_char(out, '\n');
}
