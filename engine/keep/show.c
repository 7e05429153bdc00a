/* One entity, with all that was written of it. */
#include "keep/parts.h"

enum { INDENT = 2 };

bool pr_keep_find(const pr_program *program, pr_text word, pr_arena *arena, pr_keep_items *out) {
    *out = (pr_keep_items){0};
    const char *colon = word.length > 0 ? memchr(word.at, ':', word.length) : NULL;
    pr_text collection = colon != NULL ? (pr_text){word.at, (size_t)(colon - word.at)} : (pr_text){0};
    pr_text id = colon != NULL ? (pr_text){colon + 1, word.length - collection.length - 1} : word;
    /* An id by itself comes before names and aliases. */
    for (int pass = 0; pass < 2 && out->count == 0; pass++) {
        for (uint32_t c = 0; c < program->collection_count; c++) {
            const pr_collection *from = &program->collections[c];
            bool asked = colon == NULL || pr_text_equal(from->name, collection);
            for (uint32_t i = 0; asked && i < from->entity_count; i++) {
                const pr_entity *e = from->entities[i];
                bool is = pass == 0 ? pr_text_equal(e->id, id) : pr_keep_is_called(e, id);
                if (is && !PR_PUSH(arena, out, (pr_keep_item){e->id, e->name, from->name, e})) {
                    return false;
                }
            }
        }
    }
    return true;
}

static bool is_plain(pr_value v) { return v.kind != PR_LIST && v.kind != PR_CONTEXT; }

bool pr_keep_is_empty(pr_value v) { return v.kind == PR_NULL || (v.kind == PR_LIST && v.list->count == 0); }

static void print(const pr_kb *kb, pr_value value, pr_buf *out) {
    if (value.kind == PR_CONDITION) {
        const pr_kb_condition *c = &kb->conditions.items[value.number];
        pr_buf_text(out, c->source.text.length > 0 ? c->source.text
                         : c->value                ? PR_TEXT("true")
                                                   : PR_TEXT("false"));
    } else if (value.kind == PR_ENTITY) {
        pr_buf_text(out, value.entity->id);
    } else {
        pr_value_print(value, out);
    }
}

static void write_plain(pr_page *page, const pr_kb *kb, pr_value value) {
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    print(kb, value, &text);
    pr_page_text(page, pr_buf_view(&text));
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
}

static void write_fields(pr_page *page, const pr_kb *kb, const pr_context *context, unsigned indent,
                         bool item);

static bool all_plain(const pr_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (!is_plain(list->items[i])) {
            return false;
        }
    }
    return true;
}

static void write_list(pr_page *page, const pr_kb *kb, const pr_list *list, unsigned indent) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == PR_CONTEXT) {
            write_fields(page, kb, list->items[i].context, indent, true);
        } else {
            pr_page_begin(page, indent, indent + INDENT);
            pr_page_string(page, "- ");
            write_plain(page, kb, list->items[i]);
            pr_page_end(page);
        }
    }
}

/* Short lists go on one line, texts with words in them get a line each. */
static bool is_short(const pr_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == PR_STRING &&
            memchr(list->items[i].text, ' ', list->items[i].extra) != NULL && list->items[i].extra > 40) {
            return false;
        }
    }
    return all_plain(list);
}

static void write_field(pr_page *page, const pr_kb *kb, pr_text name, pr_value value, unsigned indent,
                        const char *lead) {
    if (pr_text_is(name, "sources")) {
        pr_text_sources(page, value, indent + (lead[0] != '\0' ? INDENT : 0));
        return;
    }
    pr_page_begin(page, indent, indent + 2 * INDENT);
    pr_page_string(page, lead);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, name);
    pr_page_string(page, ": ");
    pr_page_ink(page, PR_INK_PLAIN);
    unsigned inner = indent + (lead[0] != '\0' ? 2 * INDENT : INDENT);
    if (is_plain(value)) {
        write_plain(page, kb, value);
        pr_page_end(page);
    } else if (value.kind == PR_CONTEXT) {
        pr_page_end(page);
        write_fields(page, kb, value.context, inner, false);
    } else if (is_short(value.list)) {
        for (uint32_t i = 0; i < value.list->count; i++) {
            pr_page_string(page, i > 0 ? ", " : "");
            write_plain(page, kb, value.list->items[i]);
        }
        pr_page_end(page);
    } else {
        pr_page_end(page);
        write_list(page, kb, value.list, inner);
    }
}

static void write_fields(pr_page *page, const pr_kb *kb, const pr_context *context, unsigned indent,
                         bool item) {
    const char *lead = item ? "- " : "";
    for (uint32_t i = 0; i < context->shape->count; i++) {
        if (!pr_keep_is_empty(context->values[i])) {
            bool first = lead[0] != '\0';
            unsigned at = item && !first ? indent + INDENT : indent;
            write_field(page, kb, context->shape->names[i], context->values[i], at, lead);
            lead = "";
        }
    }
}

static pr_origin origin_of(const pr_program *program, const pr_entity *e) {
    return program->collections[e->collection].origins[e->index];
}

/* Sources are named by very many. */
enum { NAMED_BY = 12 };

static void write_named_by(pr_page *page, const pr_keep_items *items, bool all) {
    uint32_t shown = all || items->count <= NAMED_BY ? items->count : NAMED_BY;
    if (items->count == 0) {
        return;
    }
    pr_page_begin(page, 0, 2 * INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_string(page, "named by");
    pr_page_ink(page, PR_INK_PLAIN);
    for (uint32_t i = 0; i < shown; i++) {
        pr_page_string(page, i > 0 ? ", " : ": ");
        pr_page_text(page, items->items[i].collection);
        pr_page_string(page, ":");
        pr_page_text(page, items->items[i].id);
    }
    if (shown < items->count) {
        pr_page_string(page, " and ");
        pr_page_count(page, items->count - shown);
        pr_page_string(page, " more; --all shows them");
    }
    pr_page_end(page);
}

void pr_keep_show_text(const pr_program *program, const pr_kb *kb, const pr_entity *e,
                       const pr_keep_items *named_by, const pr_view *view, pr_buf *out) {
    pr_page page;
    pr_origin origin = origin_of(program, e);
    pr_page_init(&page, view, out);
    pr_page_begin_long(&page, 0);
    pr_page_text(&page, program->collections[e->collection].name);
    if (origin.source != NULL) {
        pr_place place = pr_source_place(origin.source, origin.start);
        pr_page_string(&page, ", ");
        pr_page_text(&page, origin.source->name);
        pr_page_string(&page, ":");
        pr_page_count(&page, place.line);
        pr_page_string(&page, ":");
        pr_page_count(&page, place.column);
    }
    pr_page_end(&page);
    write_fields(&page, kb, e->fields, 0, false);
    write_named_by(&page, named_by, view->all);
    pr_page_release(&page);
}

static void write_json(pr_jw *w, const pr_kb *kb, const char *name, pr_value value);

static void write_members(pr_jw *w, const pr_kb *kb, const pr_context *context) {
    char name[128];
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_text from = context->shape->names[i];
        size_t length = from.length < sizeof name ? from.length : sizeof name - 1;
        memcpy(name, from.at, length);
        name[length] = '\0';
        write_json(w, kb, name, context->values[i]);
    }
}

static void write_json(pr_jw *w, const pr_kb *kb, const char *name, pr_value value) {
    switch ((pr_kind)value.kind) {
    case PR_NULL: pr_jw_null(w, name); return;
    case PR_BOOLEAN: pr_jw_bool(w, name, pr_is_true(value)); return;
    case PR_LIST:
        pr_jw_open(w, name, '[');
        for (uint32_t i = 0; i < value.list->count; i++) {
            write_json(w, kb, NULL, value.list->items[i]);
        }
        pr_jw_close(w, ']');
        return;
    case PR_CONTEXT:
        pr_jw_open(w, name, '{');
        write_members(w, kb, value.context);
        pr_jw_close(w, '}');
        return;
    default: break;
    }
    pr_buf text;
    pr_buf_init(&text, w->out->allocator);
    print(kb, value, &text);
    if (value.kind == PR_NUMBER) {
        pr_jw_raw(w, name, pr_buf_view(&text));
    } else {
        pr_jw_text(w, name, pr_buf_view(&text));
    }
    w->out->failed = w->out->failed || text.failed;
    pr_buf_release(&text);
}

void pr_keep_show_json(const pr_program *program, const pr_kb *kb, pr_text digest, const pr_entity *e,
                       pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_keep_write_head(&w, program, digest, "preceptor.kb.show/1");
    pr_jw_text(&w, "collection", program->collections[e->collection].name);
    write_members(&w, kb, e->fields);
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
