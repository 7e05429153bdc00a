/* Conflicts: what each statement says and where, which is in force and why, and what rests on it. */
#include "base/sort.h"
#include "keep/parts.h"

enum { INDENT = 2 };

static const char *const kinds[] = {"dispute", "internal", "outdated"};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static uint32_t kind_order(const pr_entity *conflict) {
    pr_text kind = pr_keep_text(conflict->fields, "kind");
    uint32_t order = 0;
    while (order < KINDS && !pr_text_is(kind, kinds[order])) {
        order++;
    }
    return order;
}

static int by_kind(const void *a, const void *b) {
    const pr_entity *const *x = a, *const *y = b;
    uint32_t first = kind_order(*x), second = kind_order(*y);
    return first != second ? (first < second ? -1 : 1) : pr_text_compare((*x)->id, (*y)->id);
}

bool pr_keep_find_conflicts(const pr_program *program, pr_text word, pr_arena *arena, pr_conflicts *out) {
    const pr_collection *c = pr_keep_collection(program, "conflict");
    uint32_t all = c != NULL ? c->entity_count : 0, count = 0;
    const pr_entity **items = PR_NEW_ARRAY(arena, const pr_entity *, all + 1u);
    for (uint32_t i = 0; items != NULL && i < all; i++) {
        const pr_entity *e = c->entities[i];
        if (word.length == 0 || pr_keep_is_called(e, word) ||
            pr_keep_same_word(pr_keep_text(e->fields, "kind"), word)) {
            items[count++] = e;
        }
    }
    if (count > 1) {
        pr_sort(items, count, sizeof(const pr_entity *), by_kind);
    }
    *out = (pr_conflicts){items, count};
    return items != NULL;
}

bool pr_keep_is_conflict_kind(pr_text word) {
    bool is = word.length == 0;
    for (uint32_t i = 0; !is && i < KINDS; i++) {
        is = pr_keep_same_word(word, pr_text_of(kinds[i]));
    }
    return is;
}

bool pr_keep_conflict_words(const pr_program *program, pr_arena *arena, pr_text **out, uint32_t *count) {
    const pr_collection *c = pr_keep_collection(program, "conflict");
    PR_VEC(pr_text) words = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < KINDS; i++) {
        ok = PR_PUSH(arena, &words, pr_text_of(kinds[i]));
    }
    for (uint32_t i = 0; ok && c != NULL && i < c->entity_count; i++) {
        ok = PR_PUSH(arena, &words, c->entities[i]->id);
    }
    *out = words.items;
    *count = words.count;
    return ok;
}

static bool is_in_force(const pr_context *statement) {
    return pr_is_true(pr_keep_value(statement, "in_force"));
}

/* The aliases behind the id, in parentheses. */
static void write_aliases(pr_page *page, pr_value aliases) {
    for (uint32_t i = 0; aliases.kind == PR_LIST && i < aliases.list->count; i++) {
        pr_page_string(page, i == 0 ? " (" : ", ");
        pr_page_text(page, pr_string_text(aliases.list->items[i]));
        pr_page_string(page, i + 1 == aliases.list->count ? ")" : "");
    }
}

static void write_statement(pr_page *page, const pr_context *statement) {
    bool holds = is_in_force(statement);
    pr_page_begin(page, INDENT, 2 * INDENT);
    pr_page_string(page, "- ");
    if (holds) {
        pr_page_inked(page, PR_INK_GOOD, "in force: ");
    }
    pr_page_text(page, pr_keep_text(statement, "text"));
    pr_page_end(page);
    pr_text_sources(page, pr_keep_value(statement, "sources"), 2 * INDENT);
}

static void write_affected(pr_page *page, pr_value affects) {
    if (affects.kind != PR_LIST || affects.list->count == 0) {
        return;
    }
    pr_page_begin(page, INDENT, 2 * INDENT);
    pr_page_string(page, "rests on it: ");
    for (uint32_t i = 0; i < affects.list->count; i++) {
        pr_page_string(page, i > 0 ? ", " : "");
        pr_page_text(page, pr_string_text(affects.list->items[i]));
    }
    pr_page_end(page);
}

static void write_conflict(pr_page *page, const pr_entity *e) {
    const pr_context *fields = e->fields;
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, pr_keep_text(fields, "kind"));
    pr_page_string(page, " ");
    pr_page_text(page, e->id);
    pr_page_ink(page, PR_INK_PLAIN);
    write_aliases(page, pr_keep_value(fields, "aliases"));
    pr_page_string(page, pr_text_equal(e->id, e->name) ? "" : ": ");
    pr_page_text(page, !pr_text_equal(e->id, e->name) ? e->name : (pr_text){0});
    pr_page_end(page);
    pr_text_labelled(page, "", pr_keep_text(fields, "text"), INDENT);
    pr_value statements = pr_keep_value(fields, "statements");
    for (uint32_t i = 0; statements.kind == PR_LIST && i < statements.list->count; i++) {
        write_statement(page, statements.list->items[i].context);
    }
    pr_text_labelled(page, "because: ", pr_keep_text(fields, "because"), INDENT);
    pr_text_labelled(page, "", pr_keep_text(fields, "detail"), INDENT);
    write_affected(page, pr_keep_value(fields, "affects"));
}

static void write_total(pr_page *page, const pr_conflicts *conflicts) {
    uint32_t counts[KINDS + 1] = {0};
    for (uint32_t i = 0; i < conflicts->count; i++) {
        counts[kind_order(conflicts->items[i])]++;
    }
    pr_page_begin(page, 0, INDENT);
    pr_page_count(page, conflicts->count);
    pr_page_string(page, conflicts->count == 1 ? " conflict" : " conflicts");
    for (uint32_t i = 0; i < KINDS; i++) {
        pr_page_string(page, i == 0 ? ": " : ", ");
        pr_page_count(page, counts[i]);
        pr_page_string(page, " ");
        pr_page_string(page, kinds[i]);
    }
    pr_page_end(page);
}

void pr_keep_conflicts_text(const pr_conflicts *conflicts, const pr_view *view, pr_buf *out) {
    pr_page page;
    pr_page_init(&page, view, out);
    for (uint32_t i = 0; i < conflicts->count; i++) {
        write_conflict(&page, conflicts->items[i]);
        pr_page_blank(&page);
    }
    write_total(&page, conflicts);
    pr_page_release(&page);
}

static void write_list(pr_jw *w, const char *name, pr_value list) {
    pr_jw_open(w, name, '[');
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        pr_jw_text(w, NULL, pr_string_text(list.list->items[i]));
    }
    pr_jw_close(w, ']');
}

static void write_conflict_json(pr_jw *w, const pr_entity *e) {
    const pr_context *fields = e->fields;
    pr_value statements = pr_keep_value(fields, "statements");
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", e->id);
    pr_jw_text(w, "kind", pr_keep_text(fields, "kind"));
    pr_jw_text(w, "name", e->name);
    write_list(w, "aliases", pr_keep_value(fields, "aliases"));
    pr_jw_text(w, "text", pr_keep_text(fields, "text"));
    pr_jw_open(w, "statements", '[');
    for (uint32_t i = 0; statements.kind == PR_LIST && i < statements.list->count; i++) {
        const pr_context *statement = statements.list->items[i].context;
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "text", pr_keep_text(statement, "text"));
        pr_jw_bool(w, "in_force", is_in_force(statement));
        pr_report_write_sources(w, pr_keep_value(statement, "sources"));
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
    pr_jw_text(w, "because", pr_keep_text(fields, "because"));
    write_list(w, "affects", pr_keep_value(fields, "affects"));
    pr_jw_close(w, '}');
}

void pr_keep_conflicts_json(const pr_program *program, pr_text digest, const pr_conflicts *conflicts,
                            pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_keep_write_head(&w, program, digest, "preceptor.kb.conflicts/1");
    pr_jw_open(&w, "conflicts", '[');
    for (uint32_t i = 0; i < conflicts->count; i++) {
        write_conflict_json(&w, conflicts->items[i]);
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
