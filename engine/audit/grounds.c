/* What each requirement rests on, and each program: the rules that may say so, and where that is written. */
#include "audit/audit.h"

/* The rules that may say a fact, each once. */
static void write_rules(const pr_program *p, uint32_t fact, pr_buf *out) {
    uint32_t last = PR_NONE;
    for (uint32_t i = 0; fact != PR_NONE && i < p->facts[fact].body_count; i++) {
        uint32_t rule = p->facts[fact].bodies[i].rule;
        if (rule != last) {
            pr_buf_string(out, out->length > 0 ? ", " : "");
            pr_buf_text(out, p->rules[rule].id);
        }
        last = rule;
    }
}

static pr_value member_of(const pr_context *context, const char *name) {
    int at = context != NULL ? pr_shape_find(context->shape, pr_text_of(name)) : -1;
    return at >= 0 ? context->values[at] : pr_null();
}

/* "DOC#place; ..." */
static void write_sources(pr_value sources, pr_buf *out) {
    for (uint32_t i = 0; sources.kind == PR_LIST && i < sources.list->count; i++) {
        if (sources.list->items[i].kind != PR_CONTEXT) {
            continue;
        }
        const pr_context *source = sources.list->items[i].context;
        pr_value doc = member_of(source, "doc"), at = member_of(source, "at");
        pr_buf_string(out, out->length > 0 ? "; " : "");
        pr_buf_text(out, doc.kind == PR_ENTITY   ? doc.entity->id
                         : doc.kind == PR_STRING ? pr_string_text(doc)
                                                 : (pr_text){0});
        if (at.kind == PR_STRING) {
            pr_buf_char(out, '#');
            pr_buf_text(out, pr_string_text(at));
        }
    }
}

/* What stands in the buffer, which is then empty. */
static const char *take(pr_arena *arena, pr_buf *out) {
    const char *text = out->failed ? NULL : pr_text_copy(arena, pr_buf_view(out)).at;
    arena->failed |= out->failed;
    pr_buf_clear(out);
    return text != NULL ? text : "";
}

static pr_store_grounds grounds_of(const pr_program *p, pr_arena *arena, const uint32_t *facts, size_t count,
                                   const pr_context *fields, pr_buf *scratch) {
    pr_store_grounds grounds;
    for (size_t i = 0; i < count; i++) {
        write_rules(p, facts[i], scratch);
    }
    grounds.rule = take(arena, scratch);
    write_sources(member_of(fields, "sources"), scratch);
    grounds.sources = take(arena, scratch);
    return grounds;
}

bool pr_plan_grounds(const pr_plan *plan, pr_arena *arena, pr_store_audit *out) {
    const pr_program *p = plan->program;
    pr_store_grounds *programs = PR_NEW_ARRAY(arena, pr_store_grounds, plan->subject_count + 1u);
    pr_store_grounds *requirements = PR_NEW_ARRAY(arena, pr_store_grounds, plan->requirement_count + 1u);
    uint32_t number = 0;
    pr_buf scratch;
    pr_buf_init(&scratch, plan->allocator);
    for (uint32_t i = 0; !arena->failed && i < plan->subject_count; i++) {
        const pr_subject *s = pr_plan_subject(plan, i);
        const uint32_t facts[] = {s->verdict, s->in_force};
        programs[i] = grounds_of(p, arena, facts, 2, s->entity->fields, &scratch);
        for (uint32_t r = 0; r < s->requirement_count; r++) {
            requirements[number++] =
                grounds_of(p, arena, &s->requirements[r].met, 1, s->requirements[r].fields, &scratch);
        }
    }
    out->program_grounds = programs;
    out->requirement_grounds = requirements;
    bool ok = !arena->failed && !scratch.failed;
    pr_buf_release(&scratch);
    return ok;
}
