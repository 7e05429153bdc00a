/* Pathways: what the rules conclude of stages, and what is counted from it. */
#include "advise/course.h"
#include "advise/parts.h"

typedef struct rows {
    const pr_row *all;
    uint32_t count;
} rows;

/* All that the rules say of pathways, looked up once. */
typedef struct facts {
    pr_vm *vm;
    rows done, current, end, open, goal, blocks;
} facts;

static rows rows_of(pr_vm *vm, pr_role role) {
    pr_row *all;
    uint32_t count = pr_advise_rows(vm, role, &all);
    return (rows){all, count};
}

const char *pr_stage_status_name(pr_stage_status status) {
    static const char *const names[] = {"done", "current", "to-come", "unknown"};
    return names[status];
}

static bool is_entity(pr_value v, const pr_entity *entity) {
    return v.kind == PR_ENTITY && v.entity == entity;
}

/* The row of an entity in the first slot; NULL: it does not hold. */
static const pr_row *row_of(const rows *of, const pr_entity *entity) {
    for (uint32_t i = 0; i < of->count; i++) {
        if (is_entity(of->all[i].slots[0], entity)) {
            return &of->all[i];
        }
    }
    return NULL;
}

static pr_truth state_of(const pr_row *row) { return row != NULL ? row->state : PR_FALSE; }

static const pr_needs *needs_of(pr_vm *vm, const pr_row *row) {
    return row != NULL && row->state == PR_UNDECIDED ? pr_advise_row_needs(vm, row) : NULL;
}

/* When a stage ends that is under way: the date that the rules tell, as far as it is known. */
static pr_value end_of(const facts *f, const pr_entity *stage) {
    for (uint32_t i = 0; i < f->end.count; i++) {
        const pr_row *row = &f->end.all[i];
        if (row->state == PR_TRUE &&
            is_entity(pr_advise_slot(f->vm, PR_ROLE_STAGE_END, row, "stage"), stage)) {
            return pr_advise_slot(f->vm, PR_ROLE_STAGE_END, row, "on");
        }
    }
    return pr_null();
}

static pr_day_range days_of(pr_vm *vm, pr_value date) {
    pr_bounds b;
    pr_vm_bounds(vm, date, &b);
    pr_day_range days = {0};
    if (b.type == PR_DATE) {
        days.begins = b.low.kind == PR_DATE;
        days.earliest = days.begins ? b.low.number : 0;
        days.ends = b.high.kind == PR_DATE;
        days.latest = days.ends ? b.high.number : 0;
    }
    return days;
}

/* A length that is not told has no end. */
static pr_term_range duration_of(const pr_context *fields) {
    pr_term_range range = {0};
    pr_term longest;
    range.ends = pr_term_of(pr_advise_value(fields, "duration"), &range.least);
    range.most = range.least;
    if (pr_term_of(pr_advise_value(fields, "longest"), &longest) &&
        pr_term_compare(longest, range.least) > 0) {
        range.most = longest;
        range.ends = true;
    }
    return range;
}

static void begins_of(const pr_context *fields, pr_course_stage *out) {
    pr_value begins = pr_advise_value(fields, "begins");
    int64_t month = 0, day = 0;
    if (begins.kind == PR_CONTEXT && pr_number_integer(pr_advise_value(begins.context, "month"), &month) &&
        pr_number_integer(pr_advise_value(begins.context, "day"), &day) && pr_course_day_exists(month, day)) {
        out->month = (int)month;
        out->day = (int)day;
    }
}

static pr_stage_status status_of(const pr_course_stage *c) {
    if (c->may_be_done + c->may_be_current + c->may_come != 1) {
        return PR_STAGE_OPEN;
    }
    return c->may_be_done ? PR_STAGE_DONE : c->may_be_current ? PR_STAGE_CURRENT : PR_STAGE_TO_COME;
}

static pr_course_stage course_of(const facts *f, const pr_entity *stage) {
    pr_truth done = state_of(row_of(&f->done, stage)), current = state_of(row_of(&f->current, stage));
    pr_value counted = pr_advise_value(stage->fields, "counted");
    pr_course_stage c = {.may_be_done = done != PR_FALSE,
                         .may_be_current = done != PR_TRUE && current != PR_FALSE,
                         .may_come = done != PR_TRUE && current != PR_TRUE,
                         .counted = counted.kind != PR_BOOLEAN || counted.number != 0,
                         .duration = duration_of(stage->fields)};
    begins_of(stage->fields, &c);
    if (c.may_be_current) {
        c.end = days_of(f->vm, end_of(f, stage));
    }
    return c;
}

static pr_text action_text(pr_value remedy) {
    if (remedy.kind != PR_ENTITY) {
        return (pr_text){0};
    }
    pr_text text = pr_advise_field(remedy.entity->fields, "text");
    return text.length > 0 ? text : remedy.entity->name;
}

/* The requirement of an id among those of a stage; NULL where a rule names one that it has not. */
static const pr_context *requirement_of(const pr_entity *stage, pr_text id) {
    pr_value list = pr_advise_value(stage->fields, "requirements");
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        pr_value item = list.list->items[i];
        if (item.kind == PR_CONTEXT && pr_text_equal(pr_advise_field(item.context, "id"), id)) {
            return item.context;
        }
    }
    return NULL;
}

static pr_text say_obstacle(pr_vm *vm, const pr_context *fields, const pr_obstacle *o) {
    if (!o->certain) {
        pr_text paths = pr_advise_say_paths(vm, o->needs, o->need_count);
        return paths.length > 0 ? pr_text_format(&vm->arena, "not known: %.*s", PR_ARG(paths))
                                : PR_TEXT("the condition could not be evaluated");
    }
    pr_value requires = pr_advise_value(fields, "requires");
    if (requires.kind != PR_CONDITION) {
        return PR_TEXT("it does not hold");
    }
    uint32_t count;
    pr_words words = pr_advise_words_of(requires);
    const pr_finding *found =
        pr_advise_findings(vm, vm->program->conditions[requires.number], &words, &count);
    pr_text said = pr_advise_say(vm, found, count);
    return said.length > 0 ? said : PR_TEXT("it does not hold");
}

static bool fill_obstacles(const facts *f, const pr_entity *pathway, const pr_entity *stage,
                           pr_advice_stage *out) {
    pr_vm *vm = f->vm;
    pr_obstacle *all = PR_NEW_ARRAY(&vm->arena, pr_obstacle, f->blocks.count + 1u);
    for (uint32_t i = 0; all != NULL && i < f->blocks.count; i++) {
        const pr_row *row = &f->blocks.all[i];
        pr_value id = pr_advise_slot(vm, PR_ROLE_PATHWAY_BLOCKS, row, "requirement");
        if (!is_entity(pr_advise_slot(vm, PR_ROLE_PATHWAY_BLOCKS, row, "pathway"), pathway) ||
            !is_entity(pr_advise_slot(vm, PR_ROLE_PATHWAY_BLOCKS, row, "stage"), stage) ||
            id.kind != PR_STRING) {
            continue;
        }
        const pr_context *fields = requirement_of(stage, pr_string_text(id));
        pr_value remedy = pr_advise_value(fields, "remedy");
        pr_obstacle *o = &all[out->obstacle_count++];
        *o = (pr_obstacle){.requirement = pr_string_text(id),
                           .text = fields != NULL ? pr_advise_field(fields, "text") : pr_string_text(id),
                           .certain = row->state == PR_TRUE,
                           .remedy = remedy.kind == PR_ENTITY ? remedy.entity->id : (pr_text){0},
                           .remedy_text = action_text(remedy),
                           .sources = pr_advise_value(fields, "sources")};
        o->needs = pr_advise_needs(vm, needs_of(vm, row), &o->need_count);
        o->because = say_obstacle(vm, fields, o);
    }
    out->obstacles = all;
    return all != NULL;
}

static bool fill_stage(const facts *f, const pr_entity *pathway, const pr_entity *stage, pr_course *course,
                       pr_advice_stage *out) {
    pr_vm *vm = f->vm;
    pr_course_stage c = course_of(f, stage);
    pr_course_stage_add(course, &c);
    *out = (pr_advice_stage){.id = stage->id,
                             .name = stage->name,
                             .status = status_of(&c),
                             .counted = c.counted,
                             .duration = c.duration,
                             .left = c.left,
                             .starts = c.starts,
                             .slow = c.slow,
                             .sources = pr_advise_value(stage->fields, "sources")};
    const pr_needs *needs = NULL;
    if (out->status == PR_STAGE_OPEN) {
        needs =
            pr_vm_join(vm, needs_of(vm, row_of(&f->done, stage)), needs_of(vm, row_of(&f->current, stage)));
    }
    if (out->status != PR_STAGE_DONE && out->status != PR_STAGE_OPEN) {
        out->ends = c.over;
    }
    if (out->status == PR_STAGE_CURRENT) {
        needs = pr_vm_needs_of(vm, end_of(f, stage));
    }
    out->needs = pr_advise_needs(vm, needs, &out->need_count);
    return fill_obstacles(f, pathway, stage, out);
}

/* Does it exist on the day? */
static bool is_closed(const pr_vm *vm, const pr_entity *entity) {
    pr_value period = pr_advise_value(entity->fields, "in_force");
    pr_value from = period.kind == PR_CONTEXT ? pr_advise_value(period.context, "from") : pr_null();
    pr_value until = period.kind == PR_CONTEXT ? pr_advise_value(period.context, "until") : pr_null();
    return (until.kind == PR_DATE && until.number < vm->as_of) ||
           (from.kind == PR_DATE && from.number > vm->as_of);
}

/* The texts of what stands in the way, or may. */
static pr_text join_obstacles(pr_vm *vm, const pr_advice_pathway *p, bool certain) {
    PR_VEC(pr_text) texts = {0};
    for (uint32_t s = 0; s < p->stage_count; s++) {
        for (uint32_t o = 0; o < p->stages[s].obstacle_count; o++) {
            const pr_obstacle *one = &p->stages[s].obstacles[o];
            if (one->certain == certain && !PR_PUSH(&vm->arena, &texts, one->text)) {
                return (pr_text){0};
            }
        }
    }
    return pr_texts_join(&vm->arena, texts.items, texts.count, PR_TEXT("; "));
}

static pr_text say_pathway(pr_vm *vm, const pr_advice_pathway *p) {
    if (p->done) {
        return PR_TEXT("all of its stages are done");
    }
    if (p->closed) {
        return pr_advise_say_closed(vm, p->entity);
    }
    if (p->open == PR_TRUE) {
        return PR_TEXT("nothing that is encoded stands in the way");
    }
    pr_text said = join_obstacles(vm, p, p->open == PR_FALSE);
    if (said.length == 0) {
        return p->open == PR_FALSE ? PR_TEXT("the rules conclude that it is not open")
                                   : PR_TEXT("what it rests on is not known");
    }
    return pr_text_format(&vm->arena, "%s: %.*s", p->open == PR_FALSE ? "not met" : "not known",
                          PR_ARG(said));
}

/* What there is to know of a pathway and its stages. */
static bool fill_limits(pr_vm *vm, const pr_entity *entity, pr_value stages, pr_advice_pathway *out) {
    uint32_t most = 1 + (stages.kind == PR_LIST ? stages.list->count : 0), count = 0;
    const pr_entity **all = PR_NEW_ARRAY(&vm->arena, const pr_entity *, most);
    PR_VEC(pr_text) left_out = {0};
    if (all == NULL) {
        return false;
    }
    all[count++] = entity;
    for (uint32_t i = 0; i + 1 < most; i++) {
        if (stages.list->items[i].kind == PR_ENTITY) {
            all[count++] = stages.list->items[i].entity;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t text_count;
        const pr_text *texts =
            pr_advise_texts(vm, pr_advise_value(all[i]->fields, "not_encoded"), &text_count);
        for (uint32_t t = 0; t < text_count; t++) {
            bool told = false;
            for (uint32_t k = 0; k < left_out.count && !told; k++) {
                told = pr_text_equal(left_out.items[k], texts[t]);
            }
            if (!told && !PR_PUSH(&vm->arena, &left_out, texts[t])) {
                return false;
            }
        }
    }
    out->not_encoded = left_out.items;
    out->not_encoded_count = left_out.count;
    return pr_advise_entity_caveats(vm, all, count, &out->caveats, &out->caveat_count);
}

static bool fill_pathway(const facts *f, const pr_entity *entity, pr_advice_pathway *out) {
    pr_vm *vm = f->vm;
    pr_value list = pr_advise_value(entity->fields, "stages");
    uint32_t count = list.kind == PR_LIST ? list.list->count : 0;
    pr_advice_stage *stages = PR_NEW_ARRAY(&vm->arena, pr_advice_stage, count + 1u);
    if (stages == NULL) {
        return false;
    }
    *out = (pr_advice_pathway){.entity = entity,
                               .id = entity->id,
                               .name = entity->name,
                               .open = state_of(row_of(&f->open, entity)),
                               .goal = state_of(row_of(&f->goal, entity)) == PR_TRUE,
                               .done = count > 0,
                               .stages = stages,
                               .sources = pr_advise_value(entity->fields, "sources")};
    pr_course course = pr_course_begin(vm->as_of);
    bool may_be_done = true;
    for (uint32_t i = 0; i < count; i++) {
        pr_value item = list.list->items[i];
        pr_advice_stage *stage = &stages[out->stage_count++];
        if (!fill_stage(f, entity, item.entity, &course, stage)) {
            return false;
        }
        out->done = out->done && stage->status == PR_STAGE_DONE;
        may_be_done = may_be_done && (stage->status == PR_STAGE_DONE || stage->status == PR_STAGE_OPEN);
        out->stage = stage->status == PR_STAGE_CURRENT ? stage->id : out->stage;
    }
    out->closed = !may_be_done && is_closed(vm, entity);
    out->left = course.left;
    out->completes = course.over;
    if (out->done || out->closed) {
        out->completes = (pr_day_range){0};
    }
    out->because = say_pathway(vm, out);
    return fill_limits(vm, entity, list, out);
}

bool pr_advise_pathways(pr_vm *vm, pr_advice *advice) {
    const pr_program *p = vm->program;
    const facts f = {.vm = vm,
                     .done = rows_of(vm, PR_ROLE_STAGE_DONE),
                     .current = rows_of(vm, PR_ROLE_STAGE_CURRENT),
                     .end = rows_of(vm, PR_ROLE_STAGE_END),
                     .open = rows_of(vm, PR_ROLE_PATHWAY_VERDICT),
                     .goal = rows_of(vm, PR_ROLE_PATHWAY_FOCUS),
                     .blocks = rows_of(vm, PR_ROLE_PATHWAY_BLOCKS)};
    PR_VEC(pr_advice_pathway) all = {0};
    for (uint32_t c = 0; c < p->collection_count; c++) {
        const pr_collection *collection = &p->collections[c];
        for (uint32_t e = 0; pr_text_is(collection->role, "pathway") && e < collection->entity_count; e++) {
            pr_advice_pathway pathway;
            if (!fill_pathway(&f, collection->entities[e], &pathway) || !PR_PUSH(&vm->arena, &all, pathway)) {
                return false;
            }
        }
    }
    advice->pathways = all.items;
    advice->pathway_count = all.count;
    return true;
}
