/* Verdicts, and the advice as a whole. */
#include "advise/parts.h"

#include "base/sort.h"

pr_text pr_advise_field(const pr_context *context, const char *name) {
    pr_value v = pr_advise_value(context, name);
    return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
}

pr_value pr_advise_value(const pr_context *context, const char *name) {
    return context != NULL ? pr_context_get(context, pr_text_of(name), NULL) : pr_null();
}

pr_verdict pr_advise_verdict(const pr_vm *vm, const pr_subject *subject) {
    if (subject->verdict == PR_NONE || vm->status != PRECEPTOR_OK) {
        return PR_UNDETERMINED;
    }
    switch (pr_vm_state(vm, subject->verdict)) {
    case PR_TRUE: return PR_ELIGIBLE;
    case PR_FALSE: return PR_INELIGIBLE;
    default: return PR_UNDETERMINED;
    }
}

const char *pr_verdict_name(pr_verdict verdict) {
    static const char *const names[] = {"eligible", "ineligible", "undetermined"};
    return names[verdict];
}

pr_text pr_advise_need_path(pr_vm *vm, pr_need need) {
    const pr_program *p = vm->program;
    if (need.attribute >= PR_NEED_PARAMETER) {
        return pr_text_format(&vm->arena, "parameter:%.*s",
                              PR_ARG(p->parameters[need.attribute - PR_NEED_PARAMETER].name));
    }
    const pr_attribute *a = &p->attributes[need.attribute];
    if (a->field->open && need.record > 0) {
        return pr_text_format(&vm->arena, "%.*s.%.*s", PR_ARG(a->path),
                              PR_ARG(a->schema->element->values[need.record - 1]));
    }
    if (a->parent == PR_NONE || need.record == 0) {
        return a->path;
    }
    return pr_text_format(&vm->arena, "%.*s[%u].%.*s", PR_ARG(p->attributes[a->parent].path), need.record,
                          PR_ARG(a->field->name));
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

const pr_text *pr_advise_needs(pr_vm *vm, const pr_needs *needs, uint32_t *count) {
    pr_need *list;
    *count = pr_needs_list(needs, &list, &vm->arena);
    pr_text *paths = PR_NEW_ARRAY(&vm->arena, pr_text, *count + 1u);
    for (uint32_t i = 0; paths != NULL && i < *count; i++) {
        paths[i] = pr_advise_need_path(vm, list[i]);
    }
    if (paths == NULL) {
        *count = 0;
        return NULL;
    }
    pr_sort(paths, *count, sizeof *paths, by_text);
    return paths;
}

static pr_text day_in_words(pr_vm *vm, int64_t day) { return pr_advise_say_value(vm, pr_date(day)); }

pr_text pr_advise_say_closed(pr_vm *vm, const pr_entity *entity) {
    pr_value period = pr_advise_value(entity->fields, "in_force");
    pr_value from = period.kind == PR_CONTEXT ? pr_advise_value(period.context, "from") : pr_null();
    pr_value until = period.kind == PR_CONTEXT ? pr_advise_value(period.context, "until") : pr_null();
    if (until.kind == PR_DATE && until.number < vm->as_of) {
        return pr_text_format(&vm->arena, "closed after %.*s", PR_ARG(day_in_words(vm, until.number)));
    }
    if (from.kind == PR_DATE && from.number > vm->as_of) {
        return pr_text_format(&vm->arena, "not in force before %.*s", PR_ARG(day_in_words(vm, from.number)));
    }
    return PR_TEXT("not in force");
}

/* The texts of the required requirements of a status, joined; gives how many. */
static uint32_t join_texts(pr_vm *vm, const pr_advice_verdict *v, pr_status status, pr_text *said) {
    pr_text *texts = PR_NEW_ARRAY(&vm->arena, pr_text, v->requirement_count + 1u);
    uint32_t count = 0;
    for (uint32_t i = 0; texts != NULL && i < v->requirement_count; i++) {
        const pr_advice_requirement *r = &v->requirements[i];
        if (r->status == status && r->requirement->required) {
            texts[count++] = r->text;
        }
    }
    *said = pr_texts_join(&vm->arena, texts, count, PR_TEXT("; "));
    return count;
}

static uint32_t count_required(const pr_advice_verdict *v) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->requirement_count; i++) {
        const pr_advice_requirement *r = &v->requirements[i];
        count += r->requirement->required && r->status != PR_NOT_APPLICABLE;
    }
    return count;
}

/* What the rule says that concluded a fact; empty where it says nothing. */
static pr_text rule_says(pr_vm *vm, uint32_t number) {
    const pr_fact *fact = &vm->program->facts[number];
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        if (body->because != PR_NONE && pr_vm_holds(vm, body->node) == PR_TRUE) {
            pr_value said = pr_vm_value(vm, body->because);
            return said.kind == PR_STRING ? pr_string_text(said) : (pr_text){0};
        }
    }
    return (pr_text){0};
}

static pr_text say_eligible(pr_vm *vm, const pr_advice_verdict *v) {
    pr_text waived, other;
    if (join_texts(vm, v, PR_UNMET, &other) > 0 || join_texts(vm, v, PR_OPEN, &other) > 0) {
        pr_text said = rule_says(vm, v->subject->verdict);
        return said.length > 0 ? said : PR_TEXT("a rule concludes it, whatever is required");
    }
    uint32_t waivers = join_texts(vm, v, PR_WAIVED, &waived), required = count_required(v);
    if (waivers > 0) {
        return pr_text_format(&vm->arena, "what is required holds, with a waiver for: %.*s", PR_ARG(waived));
    }
    return required == 0   ? PR_TEXT("nothing that is encoded stands against it")
           : required == 1 ? PR_TEXT("the one thing required holds")
           : required == 2 ? PR_TEXT("both things required hold")
                           : pr_text_format(&vm->arena, "all %u things required hold", required);
}

static pr_text say_verdict(pr_vm *vm, const pr_advice_verdict *v) {
    pr_text said;
    uint32_t count;
    switch (v->verdict) {
    case PR_ELIGIBLE: return say_eligible(vm, v);
    case PR_INELIGIBLE:
        if (v->subject->in_force != PR_NONE && pr_vm_state(vm, v->subject->in_force) == PR_FALSE) {
            return pr_advise_say_closed(vm, v->subject->entity);
        }
        count = join_texts(vm, v, PR_UNMET, &said);
        return count > 0 ? pr_text_format(&vm->arena, "not met: %.*s", PR_ARG(said))
                         : PR_TEXT("the rules conclude that it is not");
    default:
        if (v->subject->verdict == PR_NONE) {
            return PR_TEXT("no rule speaks of it");
        }
        count = join_texts(vm, v, PR_OPEN, &said);
        return count > 0 ? pr_text_format(&vm->arena, "not known: %.*s", PR_ARG(said))
                         : PR_TEXT("what it rests on is not known");
    }
}

const pr_text *pr_advise_texts(pr_vm *vm, pr_value list, uint32_t *count) {
    uint32_t all = list.kind == PR_LIST ? list.list->count : 0;
    pr_text *texts = PR_NEW_ARRAY(&vm->arena, pr_text, all + 1u);
    for (uint32_t i = 0; texts != NULL && i < all; i++) {
        pr_value item = list.list->items[i];
        texts[i] = item.kind == PR_STRING ? pr_string_text(item) : (pr_text){0};
    }
    *count = texts != NULL ? all : 0;
    return texts;
}

static bool fill_verdict(pr_vm *vm, pr_rests *rests, const pr_subject *subject, pr_advice_verdict *out) {
    const pr_entity *e = subject->entity;
    *out = (pr_advice_verdict){.subject = subject,
                               .id = e->id,
                               .collection = vm->program->collections[e->collection].name,
                               .name = e->name,
                               .verdict = pr_advise_verdict(vm, subject),
                               .sources = pr_advise_value(e->fields, "sources")};
    if (!pr_advise_requirements(vm, subject, out) || !pr_advise_caveats(rests, out)) {
        return false;
    }
    out->not_encoded =
        pr_advise_texts(vm, pr_advise_value(e->fields, "not_encoded"), &out->not_encoded_count);
    if (out->verdict == PR_UNDETERMINED && subject->verdict != PR_NONE) {
        out->needs = pr_advise_needs(vm, pr_vm_fact_needs(vm, subject->verdict), &out->need_count);
    }
    out->because = say_verdict(vm, out);
    return true;
}

pr_text pr_advise_because(pr_vm *vm, const pr_subject *subject) {
    pr_advice_verdict v = {.subject = subject, .verdict = pr_advise_verdict(vm, subject)};
    return pr_advise_requirements(vm, subject, &v) ? say_verdict(vm, &v) : (pr_text){0};
}

/* Marks the verdicts that the knowledge base says this profile asks for first. */
static void mark_first(pr_vm *vm, pr_advice_verdict *verdicts, uint32_t count) {
    pr_row *rows;
    uint32_t n = pr_advise_rows(vm, PR_ROLE_FOCUS, &rows);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t v = 0; rows[i].state == PR_TRUE && v < count; v++) {
            pr_value slot = rows[i].slots[0];
            pr_text id = slot.kind == PR_ENTITY   ? slot.entity->id
                         : slot.kind == PR_STRING ? pr_string_text(slot)
                                                  : (pr_text){0};
            verdicts[v].first = verdicts[v].first || pr_text_equal(verdicts[v].id, id);
        }
    }
}

const pr_advice *pr_advise(pr_vm *vm, const pr_advice_context *context) {
    const pr_program *p = vm->program;
    pr_advice *a = PR_NEW(&vm->arena, pr_advice);
    pr_advice_verdict *verdicts = PR_NEW_ARRAY(&vm->arena, pr_advice_verdict, p->subject_count + 1u);
    pr_rests *rests = pr_rests_new(vm);
    if (a == NULL || verdicts == NULL || rests == NULL) {
        return NULL;
    }
    *a = (pr_advice){.program = p,
                     .digest = context->digest,
                     .as_of = vm->as_of,
                     .profile_id = context->profile_id,
                     .profile_name = context->profile_name};
    for (uint32_t i = 0; i < p->subject_count; i++) {
        if (!fill_verdict(vm, rests, &p->subjects[i], &verdicts[i])) {
            return NULL;
        }
    }
    mark_first(vm, verdicts, p->subject_count);
    bool cut = false;
    if (context->later != NULL && !pr_advise_dates(context->later, vm, verdicts, p->subject_count, &cut)) {
        return NULL;
    }
    a->verdicts = verdicts;
    a->verdict_count = p->subject_count;
    bool ok = pr_advise_pathways(vm, a) && pr_advise_recommendations(vm, a) && pr_advise_questions(vm, a) &&
              pr_advise_warn(vm, cut, &a->warnings, &a->warning_count);
    return ok && !vm->arena.failed && vm->status == PRECEPTOR_OK ? a : NULL;
}
