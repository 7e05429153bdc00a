/* Questions that would decide verdicts, and warnings. */
#include "advise/parts.h"

#include "base/limits.h"
#include "base/sort.h"

typedef struct asking {
    pr_question question;
    PR_VEC(pr_text) decides;
} asking;

/* What to ask a person for a need; parameters are nobody's to answer. */
static pr_text ask_for(const pr_program *p, pr_need need) {
    const pr_attribute *a = &p->attributes[need.attribute];
    if (a->field->ask.length == 0 && a->parent != PR_NONE) {
        a = &p->attributes[a->parent];
    }
    return a->field->ask;
}

static int by_worth(const void *a, const void *b) {
    const pr_question *x = a, *y = b;
    if (x->first != y->first) {
        return x->first ? -1 : 1;
    }
    if (x->decide_count != y->decide_count) {
        return x->decide_count > y->decide_count ? -1 : 1;
    }
    return pr_text_compare(x->attribute, y->attribute);
}

typedef struct collection {
    PR_VEC(asking) all;
    pr_map paths;
} collection;

static bool add_need(pr_vm *vm, collection *c, pr_need need, pr_text decides, bool first) {
    if (need.attribute >= PR_NEED_PARAMETER) {
        return true;
    }
    pr_text path = pr_advise_need_path(vm, need);
    uint32_t at = pr_map_get(&c->paths, path);
    if (at == PR_MAP_NONE) {
        at = c->all.count;
        asking fresh = {.question = {.attribute = path, .ask = ask_for(vm->program, need)}};
        if (!PR_PUSH(&vm->arena, &c->all, fresh) || !pr_map_put(&c->paths, path, at)) {
            return false;
        }
    }
    asking *q = &c->all.items[at];
    q->question.first = q->question.first || first;
    return PR_PUSH(&vm->arena, &q->decides, decides);
}

static bool add_needs(pr_vm *vm, collection *c, const pr_needs *needs, pr_text decides, bool first) {
    pr_need *list;
    uint32_t count = pr_needs_list(needs, &list, &vm->arena);
    for (uint32_t n = 0; n < count; n++) {
        if (!add_need(vm, c, list[n], decides, first)) {
            return false;
        }
    }
    return true;
}

static const pr_question *finish(pr_vm *vm, collection *c, uint32_t *count) {
    pr_question *out = PR_NEW_ARRAY(&vm->arena, pr_question, c->all.count + 1u);
    for (uint32_t i = 0; out != NULL && i < c->all.count; i++) {
        out[i] = c->all.items[i].question;
        out[i].decides = c->all.items[i].decides.items;
        out[i].decide_count = c->all.items[i].decides.count;
    }
    *count = out != NULL ? c->all.count : 0;
    if (*count > 1) {
        pr_sort(out, *count, sizeof *out, by_worth);
    }
    return out;
}

const pr_question *pr_advise_ask(pr_vm *vm, const pr_needs *needs, pr_text decides, uint32_t *count) {
    collection c = {0};
    pr_map_init(&c.paths, &vm->arena);
    *count = 0;
    return add_needs(vm, &c, needs, decides, true) ? finish(vm, &c, count) : NULL;
}

bool pr_advise_questions(pr_vm *vm, pr_advice *advice) {
    collection c = {0};
    pr_map_init(&c.paths, &vm->arena);
    for (uint32_t i = 0; i < advice->verdict_count; i++) {
        const pr_advice_verdict *v = &advice->verdicts[i];
        if (v->verdict != PR_UNDETERMINED || v->subject->verdict == PR_NONE) {
            continue;
        }
        if (!add_needs(vm, &c, pr_vm_fact_needs(vm, v->subject->verdict), v->id, v->first)) {
            return false;
        }
    }
    advice->questions = finish(vm, &c, &advice->question_count);
    return advice->questions != NULL;
}

typedef PR_VEC(pr_advice_warning) warnings;

static bool add_warning(pr_vm *vm, warnings *all, pr_text text, pr_value sources) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (pr_text_equal(all->items[i].text, text)) {
            return true;
        }
    }
    return PR_PUSH(&vm->arena, all, (pr_advice_warning){.text = text, .sources = sources});
}

/* Given values that the vocabulary does not expect beside the others: the profile contradicts itself. */
static bool add_contradictions(pr_vm *vm, warnings *all) {
    const pr_program *p = vm->program;
    for (uint32_t i = 0; i < p->vocabulary_count; i++) {
        const pr_attribute *a = &p->attributes[i];
        if (a->expected_low == PR_NONE && a->expected_high == PR_NONE) {
            continue;
        }
        pr_value v = pr_vm_attribute(vm, i);
        pr_value low = a->expected_low != PR_NONE ? pr_vm_value(vm, a->expected_low) : pr_null();
        pr_value high = a->expected_high != PR_NONE ? pr_vm_value(vm, a->expected_high) : pr_null();
        bool below = low.kind == v.kind && pr_value_order(v, low) == PR_LESS;
        bool above = high.kind == v.kind && pr_value_order(v, high) == PR_GREATER;
        if (v.kind == PR_UNKNOWN || v.kind == PR_NULL || (!below && !above)) {
            continue;
        }
        bool day = v.kind == PR_DATE;
        pr_text text = pr_text_format(
            &vm->arena, "%.*s is %.*s; by the rest of the profile it would be %.*s or %s", PR_ARG(a->path),
            PR_ARG(pr_advise_say_value(vm, v)), PR_ARG(pr_advise_say_value(vm, below ? low : high)),
            below ? (day ? "later" : "more") : (day ? "earlier" : "less"));
        if (!add_warning(vm, all, text, pr_null())) {
            return false;
        }
    }
    return true;
}

static bool add_complaints(pr_vm *vm, warnings *all) {
    for (uint32_t i = 0; i < vm->complaints.count; i++) {
        const pr_complaint *c = &vm->complaints.items[i];
        const pr_node_origin *o = &vm->program->origins[c->node];
        pr_text where = o->source != NULL && o->end <= o->source->text.length
                            ? (pr_text){o->source->text.at + o->start, o->end - o->start}
                            : PR_TEXT("an expression");
        pr_text text = pr_text_format(&vm->arena, "a condition could not be evaluated: %s, in '%.*s'",
                                      c->reason, PR_ARG(where));
        if (!add_warning(vm, all, text, pr_null())) {
            return false;
        }
        all->items[all->count - 1].failed = true;
    }
    return true;
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(((const pr_advice_warning *)a)->text, ((const pr_advice_warning *)b)->text);
}

/* One sentence, so that nobody takes a "not yet" that is missing for a "never". */
static bool add_cut_dates(pr_vm *vm, warnings *all) {
    pr_text text = pr_text_format(&vm->arena,
                                  "the profile gives more than %d dates to come: that a requirement is met "
                                  "for a while after the nearest of them is not told",
                                  PR_LIMIT_DAYS);
    return add_warning(vm, all, text, pr_null());
}

bool pr_advise_warn(pr_vm *vm, bool dates_cut, const pr_advice_warning **out, uint32_t *out_count) {
    warnings all = {0};
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_WARNING, &rows);
    for (uint32_t i = 0; i < count; i++) {
        pr_value text = pr_advise_slot(vm, PR_ROLE_WARNING, &rows[i], "text");
        if (rows[i].state == PR_TRUE && text.kind == PR_STRING &&
            !add_warning(vm, &all, pr_string_text(text), pr_null())) {
            return false;
        }
    }
    if (!add_contradictions(vm, &all) || !add_complaints(vm, &all) ||
        (dates_cut && !add_cut_dates(vm, &all))) {
        return false;
    }
    if (all.count > 1) {
        pr_sort(all.items, all.count, sizeof *all.items, by_text);
    }
    *out = all.items;
    *out_count = all.count;
    return true;
}
