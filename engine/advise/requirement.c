/* A subject's requirements: status, reason, remedy, waiver. */
#include "advise/parts.h"

/* What the rules say; where no relation has that role, what the condition itself comes to. */
static pr_truth truth_of(pr_vm *vm, uint32_t fact, pr_node_id condition) {
    return fact == PR_NONE ? pr_vm_holds(vm, condition) : pr_vm_state(vm, fact);
}

pr_status pr_advise_status(pr_vm *vm, const pr_requirement *r) {
    pr_truth applies = truth_of(vm, r->applies, r->applies_when), met = truth_of(vm, r->met, r->requires);
    if (applies == PR_FALSE) {
        return PR_NOT_APPLICABLE;
    }
    if (met == PR_TRUE) {
        return PR_MET;
    }
    if (r->waived != PR_NONE && pr_vm_state(vm, r->waived) == PR_TRUE) {
        return PR_WAIVED;
    }
    return met == PR_FALSE && applies == PR_TRUE ? PR_UNMET : PR_OPEN;
}

const char *pr_status_name(pr_status status) {
    static const char *const names[] = {"met", "unmet", "unknown", "waived", "not-applicable"};
    return names[status];
}

static pr_text row_text(const pr_vm *vm, const pr_row *row, const char *slot) {
    pr_value v = pr_advise_slot(vm, PR_ROLE_WAIVER, row, slot);
    return v.kind == PR_ENTITY ? v.entity->id : v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
}

/* Of several waivers that count one on record is shown, else the one that lasts longest; the order of records must not
 * decide. */
static bool goes_before(const pr_waiver *a, const pr_waiver *b) {
    if ((a->number > 0) != (b->number > 0)) {
        return a->number > 0;
    }
    if (a->until != b->until) {
        return a->until > b->until;
    }
    int by = pr_text_compare(a->by, b->by);
    return by != 0 ? by < 0 : pr_text_compare(a->reason, b->reason) < 0;
}

/* Who waived it, as far as the rules say so. */
const pr_waiver *pr_advise_waiver(pr_vm *vm, pr_text subject, pr_text requirement) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_WAIVER, &rows);
    pr_waiver *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (rows[i].state != PR_TRUE || !pr_text_equal(row_text(vm, &rows[i], "subject"), subject) ||
            !pr_text_equal(row_text(vm, &rows[i], "requirement"), requirement)) {
            continue;
        }
        pr_value until = pr_advise_slot(vm, PR_ROLE_WAIVER, &rows[i], "until");
        pr_waiver w = {.by = row_text(vm, &rows[i], "by"),
                       .reason = row_text(vm, &rows[i], "reason"),
                       .until = until.kind == PR_DATE ? until.number : vm->as_of};
        (void)pr_number_integer(pr_advise_slot(vm, PR_ROLE_WAIVER, &rows[i], "record"), &w.number);
        best = best != NULL ? best : PR_NEW(&vm->arena, pr_waiver);
        if (best != NULL && (best->until == 0 || goes_before(&w, best))) {
            *best = w;
        }
    }
    return best;
}

static pr_text remedy_text(const pr_vm *vm, pr_text id) {
    for (uint32_t c = 0; c < vm->program->collection_count; c++) {
        const pr_collection *collection = &vm->program->collections[c];
        uint32_t at = pr_text_is(collection->role, "action") ? pr_map_get(&collection->ids, id) : PR_MAP_NONE;
        if (at != PR_MAP_NONE) {
            pr_text text = pr_advise_field(collection->entities[at]->fields, "text");
            return text.length > 0 ? text : collection->entities[at]->name;
        }
    }
    return (pr_text){0};
}

pr_text pr_advise_say_paths(pr_vm *vm, const pr_text *paths, uint32_t count) {
    pr_text said = {0};
    for (uint32_t i = 0; i < count && i < 4; i++) {
        said = pr_text_format(&vm->arena, "%.*s%s%.*s", PR_ARG(said), i > 0 ? ", " : "", PR_ARG(paths[i]));
    }
    return count > 4 ? pr_text_format(&vm->arena, "%.*s and %u more", PR_ARG(said), count - 4) : said;
}

pr_text pr_advise_say_waiver(pr_vm *vm, const pr_waiver *w) {
    if (w == NULL) {
        return PR_TEXT("waived");
    }
    pr_text until = pr_advise_say_value(vm, pr_date(w->until));
    pr_text by = w->by.length > 0 ? w->by : PR_TEXT("someone not named");
    return pr_text_format(&vm->arena, "waived by %.*s until %.*s%s%.*s", PR_ARG(by), PR_ARG(until),
                          w->reason.length > 0 ? ": " : "", PR_ARG(w->reason));
}

pr_text pr_advise_say_standing(pr_arena *arena, const pr_waiver *w) {
    return w == NULL || w->number == 0
               ? PR_TEXT("claimed in the profile")
               : pr_text_format(arena, "on record as waiver %lld", (long long)w->number);
}

static pr_node_id applies_node(const pr_vm *vm, const pr_requirement *r) {
    const pr_fact *fact = r->applies != PR_NONE ? &vm->program->facts[r->applies] : NULL;
    return fact == NULL ? r->applies_when : fact->body_count > 0 ? fact->bodies[0].node : PR_NONE;
}

static void say_because(pr_vm *vm, pr_advice_requirement *out) {
    const pr_requirement *r = out->requirement;
    pr_text found = pr_advise_say(vm, out->findings, out->finding_count);
    switch (out->status) {
    case PR_WAIVED: out->because = pr_advise_say_waiver(vm, out->waiver); break;
    case PR_OPEN:
        out->because = out->need_count > 0
                           ? pr_text_format(&vm->arena, "not known: %.*s",
                                            PR_ARG(pr_advise_say_paths(vm, out->needs, out->need_count)))
                           : PR_TEXT("the condition could not be evaluated");
        break;
    case PR_NOT_APPLICABLE: {
        uint32_t count;
        pr_words words = pr_advise_words_of(pr_advise_value(r->fields, "applies"));
        const pr_finding *why = pr_advise_findings(vm, applies_node(vm, r), &words, &count);
        pr_text said = pr_advise_say(vm, why, count);
        out->because = said.length > 0 ? pr_text_format(&vm->arena, "does not apply: %.*s", PR_ARG(said))
                                       : PR_TEXT("does not apply");
        break;
    }
    default:
        out->because = found.length > 0        ? found
                       : out->status == PR_MET ? PR_TEXT("it holds")
                                               : PR_TEXT("it does not hold");
    }
}

/* The needs of all that is undecided of a requirement. */
static const pr_needs *needs_of(pr_vm *vm, const pr_requirement *r) {
    const pr_needs *needs = NULL;
    const uint32_t facts[] = {r->applies, r->met, r->waived};
    const pr_node_id conditions[] = {r->applies_when, r->requires, PR_NONE};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        if (facts[i] != PR_NONE && pr_vm_state(vm, facts[i]) == PR_UNDECIDED) {
            needs = pr_needs_join(needs, pr_vm_fact_needs(vm, facts[i]), &vm->arena);
        } else if (facts[i] == PR_NONE && conditions[i] != PR_NONE &&
                   pr_vm_holds(vm, conditions[i]) == PR_UNDECIDED) {
            needs = pr_needs_join(needs, pr_vm_needs(vm, conditions[i]), &vm->arena);
        }
    }
    return needs;
}

static void fill(pr_vm *vm, const pr_subject *subject, const pr_requirement *r, pr_advice_requirement *out) {
    const pr_context *fields = r->fields;
    *out = (pr_advice_requirement){.requirement = r,
                                   .status = pr_advise_status(vm, r),
                                   .text = pr_advise_field(fields, "text"),
                                   .detail = pr_advise_field(fields, "detail"),
                                   .remedy = pr_advise_field(fields, "remedy"),
                                   .sources = pr_advise_value(fields, "sources")};
    pr_value remedy = pr_advise_value(fields, "remedy");
    if (remedy.kind == PR_ENTITY) {
        out->remedy = remedy.entity->id;
    }
    pr_value waivable = pr_advise_value(fields, "waivable");
    out->waivable = waivable.kind == PR_CONTEXT;
    out->waivable_by = out->waivable ? pr_advise_field(waivable.context, "by") : (pr_text){0};
    out->remedy_text = remedy_text(vm, out->remedy);
    pr_words words = pr_advise_words_of(pr_advise_value(fields, "requires"));
    out->findings = pr_advise_findings(vm, r->requires, &words, &out->finding_count);
    if (out->status == PR_OPEN) {
        out->needs = pr_advise_needs(vm, needs_of(vm, r), &out->need_count);
    }
    if (out->status == PR_WAIVED) {
        out->waiver = pr_advise_waiver(vm, subject->entity->id, r->id);
    }
    say_because(vm, out);
}

bool pr_advise_requirements(pr_vm *vm, const pr_subject *subject, pr_advice_verdict *out) {
    pr_advice_requirement *all =
        PR_NEW_ARRAY(&vm->arena, pr_advice_requirement, subject->requirement_count + 1u);
    for (uint32_t i = 0; all != NULL && i < subject->requirement_count; i++) {
        fill(vm, subject, &subject->requirements[i], &all[i]);
    }
    out->requirements = all;
    out->requirement_count = subject->requirement_count;
    return all != NULL;
}
