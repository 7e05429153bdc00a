/* Lists: what a knowledge base holds, and what was found in it. */
#include "keep/parts.h"
#include "store/search.h"

enum { INDENT = 2 };

static bool add(pr_keep_items *out, pr_arena *arena, pr_keep_item item) { return PR_PUSH(arena, out, item); }

static bool add_collections(const pr_program *p, pr_arena *arena, pr_keep_items *out) {
    static const char *const others[] = {"attributes", "parameters", "relations", "rules"};
    const uint32_t counts[] = {p->vocabulary_count, p->parameter_count, p->relation_count, p->rule_count};
    bool ok = true;
    for (uint32_t i = 0; ok && i < p->collection_count; i++) {
        pr_text said = pr_text_format(arena, "%u", p->collections[i].entity_count);
        ok = add(out, arena, (pr_keep_item){p->collections[i].name, said, PR_TEXT("collections"), NULL});
    }
    for (uint32_t i = 0; ok && i < sizeof others / sizeof others[0]; i++) {
        pr_text said = pr_text_format(arena, "%u", counts[i]);
        ok = add(out, arena, (pr_keep_item){pr_text_of(others[i]), said, PR_TEXT("collections"), NULL});
    }
    return ok;
}

static bool add_entities(const pr_collection *c, pr_arena *arena, pr_keep_items *out) {
    bool ok = true;
    for (uint32_t i = 0; ok && i < c->entity_count; i++) {
        const pr_entity *e = c->entities[i];
        ok = add(out, arena, (pr_keep_item){e->id, e->name, c->name, e});
    }
    return ok;
}

/* What is no entity: name, and what is said of it. */
static bool add_declared(const pr_program *p, pr_text word, bool all, pr_arena *arena, pr_keep_items *out) {
    bool ok = true;
    for (uint32_t i = 0; ok && (all || pr_text_is(word, "attributes")) && i < p->vocabulary_count; i++) {
        const pr_attribute *a = &p->attributes[i];
        ok = add(out, arena, (pr_keep_item){a->path, a->field->ask, PR_TEXT("attributes"), NULL});
    }
    for (uint32_t i = 0; ok && (all || pr_text_is(word, "parameters")) && i < p->parameter_count; i++) {
        const pr_parameter *x = &p->parameters[i];
        ok = add(out, arena, (pr_keep_item){x->name, x->text, PR_TEXT("parameters"), NULL});
    }
    for (uint32_t i = 0; ok && pr_text_is(word, "relations") && i < p->relation_count; i++) {
        ok = add(out, arena, (pr_keep_item){p->relations[i].name, (pr_text){0}, word, NULL});
    }
    for (uint32_t i = 0; ok && (all || pr_text_is(word, "rules")) && i < p->rule_count; i++) {
        ok = add(out, arena, (pr_keep_item){p->rules[i].id, (pr_text){0}, PR_TEXT("rules"), NULL});
    }
    return ok;
}

bool pr_keep_list(const pr_program *program, pr_text collection, pr_arena *arena, pr_keep_items *out) {
    *out = (pr_keep_items){0};
    if (collection.length == 0) {
        return add_collections(program, arena, out);
    }
    for (uint32_t i = 0; i < program->collection_count; i++) {
        if (pr_text_equal(program->collections[i].name, collection)) {
            return add_entities(&program->collections[i], arena, out);
        }
    }
    for (uint32_t i = 0; pr_text_is(collection, "verdicts") && i < program->collection_count; i++) {
        if (pr_text_is(program->collections[i].role, "subject") &&
            !add_entities(&program->collections[i], arena, out)) {
            return false;
        }
    }
    return add_declared(program, collection, false, arena, out);
}

/* All texts in a value, but for those of sources, which would find everything that cites a document. */
static void write_texts(pr_buf *out, pr_value value) {
    if (value.kind == PR_STRING) {
        pr_buf_text(out, pr_string_text(value));
        pr_buf_char(out, '\n');
    }
    for (uint32_t i = 0; value.kind == PR_LIST && i < value.list->count; i++) {
        write_texts(out, value.list->items[i]);
    }
    for (uint32_t i = 0; value.kind == PR_CONTEXT && i < value.context->shape->count; i++) {
        if (!pr_text_is(value.context->shape->names[i], "sources")) {
            write_texts(out, value.context->values[i]);
        }
    }
}

static pr_text kept(pr_buf *texts, pr_arena *arena) {
    pr_text copy = pr_text_copy(arena, pr_buf_view(texts));
    arena->failed |= texts->failed;
    pr_buf_clear(texts);
    return copy;
}

preceptor_status pr_keep_search(const pr_program *program, pr_text words, pr_arena *arena,
                                pr_keep_items *out) {
    pr_keep_items all = {0};
    *out = (pr_keep_items){0};
    bool ok = add_declared(program, (pr_text){0}, true, arena, &all);
    for (uint32_t i = 0; ok && i < program->collection_count; i++) {
        ok = add_entities(&program->collections[i], arena, &all);
    }
    pr_search_row *rows = PR_NEW_ARRAY(arena, pr_search_row, all.count + 1u);
    if (!ok || rows == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_buf texts;
    pr_buf_init(&texts, arena->allocator);
    for (uint32_t i = 0; i < all.count; i++) {
        const pr_entity *e = all.items[i].entity;
        rows[i] = (pr_search_row){.id = all.items[i].id, .name = all.items[i].name};
        if (e != NULL) {
            write_texts(&texts, pr_keep_value(e->fields, "aliases"));
            rows[i].aliases = kept(&texts, arena);
            write_texts(&texts, pr_context_value(e->fields));
            rows[i].text = kept(&texts, arena);
        }
    }
    ok = !texts.failed && !arena->failed;
    pr_buf_release(&texts);
    uint32_t *hits = NULL, count = 0;
    preceptor_status status =
        ok ? pr_search(rows, all.count, words, arena, &hits, &count) : PRECEPTOR_NO_MEMORY;
    for (uint32_t i = 0; status == PRECEPTOR_OK && all.items != NULL && i < count; i++) {
        status = add(out, arena, all.items[hits[i]]) ? status : PRECEPTOR_NO_MEMORY;
    }
    return status;
}

static unsigned widest(const pr_keep_items *items, bool collections) {
    enum { MOST = 44 };
    unsigned most = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        unsigned columns = pr_page_columns(collections ? items->items[i].collection : items->items[i].id);
        most = columns > most ? columns : most;
    }
    return most > MOST ? MOST : most;
}

void pr_keep_list_text(const pr_keep_items *items, bool collections, const pr_view *view, pr_buf *out) {
    pr_page page;
    unsigned first = collections ? widest(items, true) + INDENT : 0;
    unsigned second = first + widest(items, false) + INDENT;
    pr_page_init(&page, view, out);
    for (uint32_t i = 0; i < items->count; i++) {
        const pr_keep_item *item = &items->items[i];
        pr_page_begin(&page, 0, second);
        if (collections) {
            pr_page_text(&page, item->collection);
            pr_page_tab(&page, first);
        }
        pr_page_ink(&page, PR_INK_BOLD);
        pr_page_text(&page, item->id);
        pr_page_ink(&page, PR_INK_PLAIN);
        if (item->name.length > 0 && !pr_text_equal(item->name, item->id)) {
            pr_page_tab(&page, second);
            pr_page_text(&page, item->name);
        }
        pr_page_end(&page);
    }
    pr_page_release(&page);
}

void pr_keep_list_json(const pr_program *program, pr_text digest, const pr_keep_items *items, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_keep_write_head(&w, program, digest, "preceptor.kb.list/1");
    pr_jw_open(&w, "items", '[');
    for (uint32_t i = 0; i < items->count; i++) {
        pr_jw_open(&w, NULL, '{');
        pr_jw_text(&w, "id", items->items[i].id);
        pr_jw_text(&w, "name", items->items[i].name.length > 0 ? items->items[i].name : items->items[i].id);
        pr_jw_text(&w, "collection", items->items[i].collection);
        pr_jw_close(&w, '}');
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
