/* What those who keep a knowledge base ask of it. */
#include "keep/keep.h"
#include "keep/clips.h"

#include "api/api.h"
#include "base/limits.h"
#include "keep/drawing.h"

#include <stdlib.h>

/* One question about the knowledge base, from its arena and buffer to what was written. */
typedef struct asking {
    const preceptor_kb *kb;
    const preceptor_view *view;
    preceptor_diagnostics *diagnostics;
    pr_arena arena;
    pr_buf out;
    char digest[72];
    pr_program program; /* what there is, of all kinds of documents that were added */
} asking;

void preceptor_kb_add(preceptor_kb *kb, preceptor_kb *other) {
    other->also = kb->also;
    kb->also = other;
}

static void join(asking *a) {
    enum { MOST = PRECEPTOR_MOST_DOCUMENTS + 1 };
    const pr_program *programs[MOST];
    uint32_t count = 0;
    for (const preceptor_kb *kb = a->kb; kb != NULL && count < MOST; kb = kb->also) {
        if (kb->usable) {
            programs[count++] = &kb->program;
        }
    }
    pr_keep_join(programs, count, &a->arena, &a->program);
}

/* The one of those added that an entity is of. */
static const preceptor_kb *owner_of(const asking *a, const pr_entity *entity) {
    const preceptor_kb *kb = a->kb;
    while (kb->also != NULL && !(kb->usable && pr_keep_has(&kb->program, entity))) {
        kb = kb->also;
    }
    return kb;
}

static bool begin(asking *a, const preceptor_kb *kb, const preceptor_view *view, preceptor_diagnostics *d) {
    *a = (asking){.kb = kb, .view = view, .diagnostics = d};
    pr_arena_init(&a->arena, kb->allocator, 0);
    pr_buf_init(&a->out, kb->allocator);
    if (kb->usable && view->format == PRECEPTOR_JSON) {
        pr_kb_digest(kb->read, a->digest);
    }
    if (kb->usable) {
        join(a);
    }
    return kb->usable;
}

static preceptor_status end(asking *a, preceptor_status status, const preceptor_sink *sink) {
    if (a->arena.failed) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK) {
        status = pr_api_write(&a->out, sink);
    }
    pr_buf_release(&a->out);
    pr_arena_release(&a->arena);
    return status;
}

/* NOT_FOUND, after it was told with the nearest of what there is, or else with where to look. */
static preceptor_status not_found(asking *a, const char *what, pr_text word, const pr_text *names,
                                  uint32_t count, const char *command) {
    pr_diags *diags = &a->diagnostics->diags;
    pr_diag *diag =
        pr_error(diags, "unknown-name", (pr_span){0}, "there is no %s '%.*s'", what, PR_ARG(word));
    if (pr_text_nearest(word, names, count) >= 0) {
        pr_diag_suggest(diags, diag, word, names, count);
    } else {
        pr_diag_hint(diags, diag, "'preceptor %s", command);
    }
    return pr_api_outcome(a->diagnostics, true) == PRECEPTOR_OK ? PRECEPTOR_NOT_FOUND : PRECEPTOR_NO_MEMORY;
}

preceptor_status preceptor_kb_write_conflicts(const preceptor_kb *kb, const char *which,
                                              const preceptor_view *view, const preceptor_sink *sink,
                                              preceptor_diagnostics *diagnostics) {
    asking a;
    pr_conflicts found = {0};
    pr_text word = pr_text_trim(pr_text_of(which));
    preceptor_status status = begin(&a, kb, view, diagnostics) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && pr_keep_find_conflicts(&a.program, word, &a.arena, &found)) {
        pr_text *names = NULL;
        uint32_t count = 0;
        bool words = pr_keep_conflict_words(&a.program, &a.arena, &names, &count);
        if (words && found.count == 0 && !pr_keep_is_conflict_kind(word)) {
            status =
                not_found(&a, "conflict or kind of conflict", word, names, count, "kb conflicts' lists them");
        } else if (view->format == PRECEPTOR_JSON) {
            pr_keep_conflicts_json(&a.program, pr_text_of(a.digest), &found, &a.out);
        } else {
            pr_view text = pr_api_view(a.view);
            pr_keep_conflicts_text(&found, &text, &a.out);
        }
    }
    return end(&a, status, sink);
}

/* What stands in the knowledge base under a name. */
static preceptor_status write_items(asking *a, const pr_keep_items *items, bool collections) {
    if (a->view->format == PRECEPTOR_JSON) {
        pr_keep_list_json(&a->program, pr_text_of(a->digest), items, &a->out);
    } else {
        pr_view view = pr_api_view(a->view);
        pr_keep_list_text(items, collections, &view, &a->out);
    }
    return PRECEPTOR_OK;
}

/* The names of what is listed. */
static pr_text *names_of(const pr_keep_items *items, pr_arena *arena) {
    pr_text *names = PR_NEW_ARRAY(arena, pr_text, items->count + 1u);
    for (uint32_t i = 0; names != NULL && i < items->count; i++) {
        names[i] = items->items[i].id;
    }
    return names;
}

preceptor_status preceptor_kb_write_list(const preceptor_kb *kb, const char *collection,
                                         const preceptor_view *view, const preceptor_sink *sink,
                                         preceptor_diagnostics *diagnostics) {
    asking a;
    pr_keep_items items, all;
    pr_text name = pr_text_trim(pr_text_of(collection));
    preceptor_status status = begin(&a, kb, view, diagnostics) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && pr_keep_list(&a.program, name, &a.arena, &items) &&
        pr_keep_list(&a.program, (pr_text){0}, &a.arena, &all)) {
        pr_text *names = names_of(&all, &a.arena);
        bool known = name.length == 0 || pr_text_is(name, "verdicts");
        for (uint32_t i = 0; names != NULL && i < all.count; i++) {
            known = known || pr_text_equal(names[i], name);
        }
        status = known ? write_items(&a, &items, false)
                       : not_found(&a, "collection", name, names, all.count, "kb list' lists them");
    }
    return end(&a, status, sink);
}

preceptor_status preceptor_kb_write_search(const preceptor_kb *kb, const char *words,
                                           const preceptor_view *view, const preceptor_sink *sink,
                                           size_t *found) {
    asking a;
    pr_keep_items items = {0};
    preceptor_status status = begin(&a, kb, view, NULL) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK) {
        status = pr_keep_search(&a.program, pr_text_of(words), &a.arena, &items);
    }
    if (status == PRECEPTOR_OK) {
        status = write_items(&a, &items, true);
    }
    *found = items.count;
    return end(&a, status, sink);
}

/* Several have the id, or the name: each is told how to be named by itself. */
static preceptor_status ambiguous(asking *a, pr_text word, const pr_keep_items *items) {
    pr_diags *diags = &a->diagnostics->diags;
    pr_diag *diag =
        pr_error(diags, "ambiguous-name", (pr_span){0}, "'%.*s' names more than one", PR_ARG(word));
    pr_text all = {0};
    for (uint32_t i = 0; i < items->count && i < 5; i++) {
        all = pr_text_format(&a->arena, "%.*s%s%.*s:%.*s", PR_ARG(all), i > 0 ? ", " : "",
                             PR_ARG(items->items[i].collection), PR_ARG(items->items[i].id));
    }
    pr_diag_hint(diags, diag, "say one of %.*s", PR_ARG(all));
    return pr_api_outcome(a->diagnostics, true) == PRECEPTOR_OK ? PRECEPTOR_NOT_FOUND : PRECEPTOR_NO_MEMORY;
}

static preceptor_status nothing(asking *a, pr_text word) {
    const pr_program *p = &a->program;
    pr_keep_items all = {0}, some;
    bool ok = true;
    for (uint32_t i = 0; ok && i < p->collection_count; i++) {
        ok = pr_keep_list(p, p->collections[i].name, &a->arena, &some);
        for (uint32_t k = 0; ok && k < some.count; k++) {
            ok = PR_PUSH(&a->arena, &all, some.items[k]);
        }
    }
    pr_text *names = names_of(&all, &a->arena);
    return names != NULL ? not_found(a, "entity", word, names, all.count,
                                     "kb search WORDS' looks for what names and texts say")
                         : PRECEPTOR_NO_MEMORY;
}

preceptor_status preceptor_kb_write_entity(const preceptor_kb *kb, const char *name,
                                           const preceptor_view *view, const preceptor_sink *sink,
                                           preceptor_diagnostics *diagnostics) {
    asking a;
    pr_keep_items items;
    pr_text word = pr_text_trim(pr_text_of(name));
    preceptor_status status = begin(&a, kb, view, diagnostics) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && pr_keep_find(&a.program, word, &a.arena, &items)) {
        if (items.count != 1) {
            status = items.count == 0 ? nothing(&a, word) : ambiguous(&a, word, &items);
        } else if (view->format == PRECEPTOR_JSON) {
            const preceptor_kb *owner = owner_of(&a, items.items[0].entity);
            pr_keep_show_json(&owner->program, owner->read, pr_text_of(a.digest), items.items[0].entity,
                              &a.out);
        } else {
            pr_view text = pr_api_view(a.view);
            const preceptor_kb *owner = owner_of(&a, items.items[0].entity);
            pr_keep_items named_by = {0};
            if (pr_keep_named_by(&a.program, items.items[0].collection, items.items[0].id, &a.arena,
                                 &named_by)) {
                pr_keep_show_text(&owner->program, owner->read, items.items[0].entity, &named_by, &text,
                                  &a.out);
            }
        }
    }
    return end(&a, status, sink);
}

/* Laid out, into the buffer. */
static preceptor_status write_svg(asking *a, const pr_drawing *d) {
    pr_diags *diags = &a->diagnostics->diags;
    char *svg = NULL;
    size_t length = 0;
    const char *why = NULL;
    if (d->nodes.count > PR_LIMIT_LAID_OUT || d->edges.count > PR_LIMIT_LAID_OUT) {
        pr_diag *diag =
            pr_error(diags, "limit", (pr_span){0}, "%u nodes and %u edges are too much to lay out",
                     d->nodes.count, d->edges.count);
        pr_diag_hint(diags, diag, "ask for less, such as one relation, or write them with --format dot");
        return diags->failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_LIMIT;
    }
    pr_drawing_dot(d, &a->out);
    if (a->out.failed || !pr_svg_of(pr_buf_view(&a->out), &svg, &length, &why)) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_buf_clear(&a->out);
    if (svg != NULL) {
        pr_buf_add(&a->out, svg, length);
        free(svg);
        return PRECEPTOR_OK;
    }
    pr_diag *diag = pr_error(diags, "no-layout", (pr_span){0}, "%s", why);
    pr_diag_hint(diags, diag, "--format dot writes the graph for other programs to lay out");
    return diags->failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_LIMIT;
}

/* Of each kind of document the rules that a word names. False where there are none. */
static bool draw_rules(const asking *a, pr_text word, pr_drawing *d) {
    bool found = false;
    for (const preceptor_kb *kb = a->kb; kb != NULL; kb = kb->also) {
        found = (kb->usable && pr_draw_rules(&kb->program, kb->read, word, d)) || found;
    }
    return found;
}

/* What can be drawn: a word of its own, an entity, a rule or a relation. */
static preceptor_status draw(asking *a, pr_text word, pr_drawing *d) {
    pr_keep_items items;
    d->relations_only = pr_text_is(word, "rules");
    if (pr_text_is(word, "pathways")) {
        pr_draw_pathways(&a->kb->program, d);
        return PRECEPTOR_OK;
    }
    if (d->relations_only) {
        (void)draw_rules(a, (pr_text){0}, d);
        return PRECEPTOR_OK;
    }
    if (!pr_keep_find(&a->program, word, &a->arena, &items)) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (items.count == 1) {
        const preceptor_kb *owner = owner_of(a, items.items[0].entity);
        pr_draw_entity(&owner->program, owner->read, items.items[0].entity, d);
        return PRECEPTOR_OK;
    }
    if (items.count > 1) {
        return ambiguous(a, word, &items);
    }
    return word.length > 0 && draw_rules(a, word, d) ? PRECEPTOR_OK : nothing(a, word);
}

preceptor_status preceptor_kb_write_graph(const preceptor_kb *kb, const char *what,
                                          const preceptor_view *view, const preceptor_sink *sink,
                                          preceptor_diagnostics *diagnostics) {
    asking a;
    pr_drawing d;
    pr_text word = pr_text_trim(pr_text_of(what));
    preceptor_status status = begin(&a, kb, view, diagnostics) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    pr_drawing_init(&d, word, &a.arena);
    if (status == PRECEPTOR_OK) {
        status = draw(&a, word, &d);
    }
    if (status == PRECEPTOR_OK && !a.arena.failed && view->format == PRECEPTOR_SVG) {
        status = write_svg(&a, &d);
    } else if (status == PRECEPTOR_OK) {
        pr_drawing_dot(&d, &a.out);
    }
    return end(&a, status, sink);
}

preceptor_status preceptor_kb_write_clips(const preceptor_kb *kb, const preceptor_sink *sink) {
    asking a;
    const preceptor_view view = {0};
    if (!pr_api_serves(kb, 0)) {
        return PRECEPTOR_USAGE;
    }
    preceptor_status status = begin(&a, kb, &view, NULL) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && !pr_keep_clips(&kb->program, &a.arena, &a.out)) {
        status = PRECEPTOR_NO_MEMORY;
    }
    return end(&a, status, sink);
}

preceptor_status preceptor_write_clips_facts(preceptor_session *s, const preceptor_sink *sink,
                                             uint32_t *unknown) {
    asking a;
    const preceptor_view view = {0};
    *unknown = 0;
    bool usable = begin(&a, s->kb, &view, NULL) && s->evaluated;
    preceptor_status status = usable ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && !pr_keep_clips_facts(&s->vm, &a.arena, &a.out, unknown)) {
        status = PRECEPTOR_NO_MEMORY;
    }
    return end(&a, status, sink);
}
