/* A case as JSON: design, section 7. Members of lists are called as the knowledge base calls its relations, whose names
 * are names of FEEL. */
#include "report/consult.h"
#include "report/head.h"

const char *pr_ground_status_name(pr_truth status) {
    return status == PR_TRUE ? "present" : status == PR_UNDECIDED ? "unknown" : "absent";
}

/* A name that is no literal of C, with its end. */
static const char *name_of(pr_buf *buffer, pr_text name) {
    pr_buf_again(buffer);
    pr_buf_text(buffer, name);
    pr_buf_char(buffer, '\0');
    return buffer->failed ? "" : pr_buf_view(buffer).at;
}

static void write_ground(pr_jw *w, const pr_ground *g, pr_buf *names) {
    pr_jw_open(w, NULL, '{');
    /* The order of the contract: the status comes third. */
    bool text_first = g->slot_count == 0;
    pr_jw_text(w, "id", g->id);
    if (text_first) {
        pr_jw_text(w, "text", g->text);
    }
    for (uint32_t i = 0; i < g->slot_count; i++) {
        pr_jw_text(w, name_of(names, g->slots[i].name), g->slots[i].text);
    }
    pr_jw_text(w, "status", pr_text_of(pr_ground_status_name(g->status)));
    if (!text_first) {
        pr_jw_text(w, "text", g->text);
    }
    pr_report_write_sources(w, g->sources);
    pr_jw_close(w, '}');
}

static void write_lookups(pr_jw *w, const char *name, const pr_lookup *items, uint32_t count) {
    pr_jw_open(w, name, '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "attribute", items[i].attribute);
        pr_jw_text_or_null(w, "text", items[i].text);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

static void write_not_encoded(pr_jw *w, pr_value list) {
    pr_jw_open(w, "not_encoded", '[');
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        if (list.list->items[i].kind == PR_STRING) {
            pr_jw_text(w, NULL, pr_string_text(list.list->items[i]));
        }
    }
    pr_jw_close(w, ']');
}

static void write_item(pr_jw *w, const pr_consulted *c, pr_buf *names) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", c->entity->id);
    pr_jw_text(w, "name", c->entity->name);
    pr_jw_text_or_null(w, "standing", c->standing);
    for (uint32_t i = 0; i < c->grounds_count; i++) {
        pr_jw_open(w, name_of(names, c->grounds[i].name), '[');
        for (uint32_t k = 0; k < c->grounds[i].count; k++) {
            write_ground(w, &c->grounds[i].items[k], names);
        }
        pr_jw_close(w, ']');
    }
    write_lookups(w, "check", c->check, c->check_count);
    for (uint32_t i = 0; i < c->notes_count; i++) {
        pr_jw_texts(w, name_of(names, c->notes[i].name), c->notes[i].items, c->notes[i].count);
    }
    write_not_encoded(w, c->not_encoded);
    pr_report_write_caveats(w, c->caveats, c->caveat_count);
    pr_jw_close(w, '}');
}

static void write_parts(pr_jw *w, const pr_consult *c) {
    pr_jw_open(w, "presentation", '[');
    for (uint32_t i = 0; i < c->part_count; i++) {
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "part", c->parts[i].name);
        pr_jw_text_or_null(w, "text", c->parts[i].text);
        write_lookups(w, "missing", c->parts[i].missing, c->parts[i].missing_count);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

void pr_report_consult_json(const pr_consult *c, const pr_view *view, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_buf names, collection;
    pr_buf_init(&names, out->allocator);
    pr_buf_init(&collection, out->allocator);
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, &c->head, "preceptor.consult/1");
    pr_jw_text_or_null(&w, "notice", c->head.program->notice);
    pr_jw_open(&w, c->collection.length > 0 ? name_of(&collection, c->collection) : "subjects", '[');
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->items[i].first || view->all) {
            write_item(&w, &c->items[i], &names);
        }
    }
    pr_jw_close(&w, ']');
    write_parts(&w, c);
    pr_report_write_warnings(&w, &c->head);
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
    out->failed = out->failed || names.failed || collection.failed;
    pr_buf_release(&names);
    pr_buf_release(&collection);
}
