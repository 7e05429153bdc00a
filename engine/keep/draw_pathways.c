/* Pathways and their stages, with how long each takes. */
#include "advise/term.h"
#include "keep/drawing.h"
#include "keep/parts.h"

static void write_range(pr_term_range range, pr_buf *out) {
    pr_term_say(range.least, out);
    if (pr_term_compare(range.least, range.most) != 0) {
        pr_buf_string(out, " to ");
        pr_term_say(range.most, out);
    }
}

/* How long a stage takes; `ends` false where nobody can say. */
static pr_term_range length_of(const pr_entity *stage) {
    pr_term_range range = {0};
    pr_value shortest = pr_keep_value(stage->fields, "duration"),
             longest = pr_keep_value(stage->fields, "longest");
    range.ends = pr_term_of(shortest, &range.least);
    if (!pr_term_of(longest, &range.most)) {
        range.most = range.least;
    }
    return range;
}

static bool is_counted(const pr_entity *stage) {
    pr_value counted = pr_keep_value(stage->fields, "counted");
    return counted.kind != PR_BOOLEAN || pr_is_true(counted);
}

static pr_text kept(pr_buf *text, pr_arena *arena) {
    pr_text copy = pr_text_copy(arena, pr_buf_view(text));
    arena->failed = arena->failed || text->failed;
    pr_buf_release(text);
    return copy;
}

static pr_text stage_label(const pr_entity *stage, pr_arena *arena) {
    pr_term_range length = length_of(stage);
    pr_buf text;
    pr_buf_init(&text, arena->allocator);
    pr_buf_text(&text, stage->name);
    if (length.ends) {
        pr_buf_char(&text, '\n');
        write_range(length, &text);
    }
    pr_buf_string(&text, is_counted(stage) ? "" : "\nnot counted");
    return kept(&text, arena);
}

/* The last day of a pathway that has closed; null where it has none. */
static pr_value last_day(const pr_entity *pathway) {
    pr_value in_force = pr_keep_value(pathway->fields, "in_force");
    return in_force.kind == PR_CONTEXT ? pr_keep_value(in_force.context, "until") : pr_null();
}

static pr_text pathway_label(const pr_entity *pathway, pr_value stages, pr_arena *arena) {
    pr_term_range all = {.ends = true};
    pr_buf text;
    pr_buf_init(&text, arena->allocator);
    pr_buf_text(&text, pathway->name);
    for (uint32_t i = 0; stages.kind == PR_LIST && i < stages.list->count; i++) {
        const pr_entity *stage = stages.list->items[i].entity;
        all = is_counted(stage) ? pr_term_range_add(all, length_of(stage)) : all;
    }
    if (all.ends) {
        pr_buf_char(&text, '\n');
        write_range(all, &text);
    }
    pr_value until = last_day(pathway);
    if (until.kind == PR_DATE) {
        pr_buf_string(&text, "\nuntil ");
        pr_temporal_print(until, &text);
    }
    return kept(&text, arena);
}

void pr_draw_pathways(const pr_program *program, pr_drawing *d) {
    const pr_collection *pathways = pr_keep_collection(program, "pathway");
    for (uint32_t i = 0; pathways != NULL && i < pathways->entity_count; i++) {
        const pr_entity *pathway = pathways->entities[i];
        pr_value stages = pr_keep_value(pathway->fields, "stages");
        bool closed = last_day(pathway).kind == PR_DATE, made;
        uint32_t before = pr_drawing_entity(d, PR_DRAWN_ENTITY, program, pathway, NULL);
        if (d->arena->failed) {
            return;
        }
        d->nodes.items[before].label = pathway_label(pathway, stages, d->arena);
        d->nodes.items[before].faint = closed;
        for (uint32_t k = 0; stages.kind == PR_LIST && k < stages.list->count; k++) {
            const pr_entity *stage = stages.list->items[k].entity;
            uint32_t at = pr_drawing_entity(d, PR_DRAWN_REQUIREMENT, program, stage, &made);
            if (made) {
                d->nodes.items[at].label = stage_label(stage, d->arena);
            }
            pr_drawing_edge(d, (pr_drawn_edge){.from = before, .to = at, .color = i + 1, .faint = closed});
            before = at;
        }
    }
}
