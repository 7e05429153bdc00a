/* What an expression answers while parts of its context are unknown holds whatever they turn out to be.
 *
 * Random expressions over the whole grammar are evaluated in a context of which parts are unknown, then in the same
 * context with random values put in. Every part of the first answer that is known must be the same in the second; an
 * unknown with a type or with bounds must have become a value of that type within the bounds; of an uncertain list the
 * items that are certain must be there. PRECEPTOR_EXPRESSIONS=N sets how many expressions. */
#include "api/feel.h"
#include "property/random_feel.h"

#ifndef EXPRESSIONS
#define EXPRESSIONS 40000
#endif
enum { COMPLETIONS = 4, MOST_DEPTH = 30 };

typedef struct run {
    random_numbers random;
    pr_diags diags;
    pr_feel_run less, more;
    pr_arena texts;
    const char *expression;
    pr_feel_source source;
    pr_value partial; /* the context of the first answer */
    pr_value full;
    bool strict;
    uint64_t expressions, determined, partly, wrong, limits;
} run;

static uint32_t pick(run *r, uint32_t bound) { return random_below(&r->random, bound); }

/* ---- contexts */

static pr_value random_number(run *r) {
    static const char *const numbers[] = {"0", "1", "2", "3", "5", "10", "-1", "-4", "0.5", "2.5", "1e20"};
    return pr_number_parse(pr_text_of(numbers[pick(r, COUNT_OF(numbers))]), &r->texts);
}

static pr_value random_of(run *r, feel_sort sort, int depth, bool unknowns);

static pr_value make_list(run *r, feel_sort item, int depth, bool unknowns) {
    uint32_t count = pick(r, 4);
    pr_value *items = PR_NEW_ARRAY(&r->texts, pr_value, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = random_of(r, item, depth + 1, unknowns);
    }
    return pr_list_value(pr_list_make(items, count, &r->texts));
}

static pr_value make_context(run *r, int depth, bool unknowns) {
    static const pr_text names[] = {{"x", 1}, {"y", 1}};
    pr_value *values = PR_NEW_ARRAY(&r->texts, pr_value, 2);
    values[0] = random_of(r, FEEL_NUMBER, depth + 1, unknowns);
    values[1] = random_of(r, FEEL_TEXT, depth + 1, unknowns);
    return pr_context_value(pr_context_make(names, values, 2, &r->texts));
}

static pr_value parsed(run *r, const char *const *texts, uint32_t count) {
    return pr_temporal_parse(pr_text_of(texts[pick(r, count)]), &r->texts);
}

static pr_value random_known(run *r, feel_sort sort, int depth, bool unknowns) {
    static const char *const texts[] = {"", "a", "ab", "abc", "x", "y", "1.5", "2026-02-28", "Éa"};
    static const char *const dates[] = {"2026-01-31", "2026-02-28", "2028-02-29", "1999-12-31", "2027-01-01"};
    static const char *const moments[] = {"2026-01-31T10:00:00", "2026-02-28T12:00:00Z",
                                          "2026-07-01T00:00:00@Europe/Paris", "10:00:00", "23:59:59+02:00"};
    static const char *const spans[] = {"P1D", "-PT36H", "PT0S", "PT1H30M", "P400D"};
    static const char *const months[] = {"P1Y", "-P5M", "P0M", "P18M"};
    switch (sort) {
    case FEEL_NUMBER: return random_number(r);
    case FEEL_TEXT: return pr_string(pr_text_of(texts[pick(r, COUNT_OF(texts))]));
    case FEEL_BOOLEAN: return pr_boolean(pick(r, 2) == 0);
    case FEEL_DATE: return parsed(r, dates, COUNT_OF(dates));
    case FEEL_MOMENT: return parsed(r, moments, COUNT_OF(moments));
    case FEEL_SPAN: return parsed(r, spans, COUNT_OF(spans));
    case FEEL_MONTHS: return parsed(r, months, COUNT_OF(months));
    case FEEL_NUMBERS: return make_list(r, FEEL_NUMBER, depth, unknowns);
    case FEEL_RECORDS: return make_list(r, FEEL_CONTEXT, depth, unknowns);
    case FEEL_CONTEXT: return make_context(r, depth, unknowns);
    default: return pr_null();
    }
}

static bool has_bounds(feel_sort sort) {
    return sort == FEEL_NUMBER || sort == FEEL_DATE || sort == FEEL_SPAN || sort == FEEL_MONTHS;
}

/* Something that is not known: with a type and bounds, or one that may be anything, null too. */
static pr_value random_unknown(run *r, feel_sort sort) {
    const pr_needs *needs = pr_needs_leaf(pick(r, 5), 0, &r->texts);
    static const uint8_t kinds[] = {
        [FEEL_NUMBER] = PR_NUMBER, [FEEL_TEXT] = PR_STRING,   [FEEL_BOOLEAN] = PR_BOOLEAN,
        [FEEL_DATE] = PR_DATE,     [FEEL_SPAN] = PR_DURATION, [FEEL_MONTHS] = PR_MONTHS};
    bool typed = sort < COUNT_OF(kinds) && kinds[sort] != PR_NULL && pick(r, 3) != 0;
    if (!typed) {
        return pr_unknown_of(needs, &r->texts);
    }
    pr_value low = pr_null(), high = pr_null();
    if (has_bounds(sort)) {
        low = pick(r, 2) == 0 ? random_known(r, sort, 0, false) : low;
        high = pick(r, 2) == 0 ? random_known(r, sort, 0, false) : high;
        if (low.kind != PR_NULL && high.kind != PR_NULL && pr_value_order(low, high) == PR_GREATER) {
            pr_value swapped = low;
            low = high;
            high = swapped;
        }
    }
    return pr_unknown_bounded(needs, low, false, high, false, (pr_kind)kinds[sort], &r->texts);
}

static pr_value random_of(run *r, feel_sort sort, int depth, bool unknowns) {
    if (unknowns && pick(r, depth == 0 ? 3 : 4) == 0) {
        return random_unknown(r, sort);
    }
    return pick(r, 15) == 0 ? pr_null() : random_known(r, sort, depth, unknowns);
}

/* A value of a kind within the bounds. */
static pr_value within(run *r, const pr_unknown *u) {
    static const feel_sort sorts[] = {
        [PR_BOOLEAN] = FEEL_BOOLEAN, [PR_NUMBER] = FEEL_NUMBER, [PR_STRING] = FEEL_TEXT,
        [PR_DATE] = FEEL_DATE,       [PR_MONTHS] = FEEL_MONTHS, [PR_DURATION] = FEEL_SPAN};
    for (uint32_t tries = 0; tries < 40; tries++) {
        pr_value v = random_known(r, sorts[u->type], 0, false);
        bool low = u->low.kind == PR_NULL || pr_value_order(v, u->low) != PR_LESS;
        bool high = u->high.kind == PR_NULL || pr_value_order(v, u->high) != PR_GREATER;
        if (low && high) {
            return v;
        }
    }
    return u->low.kind != PR_NULL ? u->low : u->high;
}

/* The value with something put in for every unknown. */
static pr_value completed(run *r, pr_value v, feel_sort sort) {
    if (v.kind == PR_UNKNOWN && v.unknown->type != PR_NULL) {
        return within(r, v.unknown);
    }
    if (v.kind == PR_UNKNOWN) {
        feel_sort put = pick(r, 3) == 0 ? (feel_sort)pick(r, FEEL_RANGE) : sort;
        return pick(r, 6) == 0 ? pr_null() : random_known(r, put, 0, false);
    }
    if (v.kind == PR_LIST) {
        pr_value *items = PR_NEW_ARRAY(&r->texts, pr_value, v.list->count + 1);
        for (uint32_t i = 0; i < v.list->count; i++) {
            items[i] = completed(r, v.list->items[i], sort == FEEL_NUMBERS ? FEEL_NUMBER : FEEL_CONTEXT);
        }
        return pr_list_value(pr_list_make(items, v.list->count, &r->texts));
    }
    if (v.kind == PR_CONTEXT) {
        pr_value *values = PR_NEW_ARRAY(&r->texts, pr_value, v.context->shape->count + 1);
        for (uint32_t i = 0; i < v.context->shape->count; i++) {
            values[i] = completed(r, v.context->values[i], i == 0 ? FEEL_NUMBER : FEEL_TEXT);
        }
        return pr_context_value(
            pr_context_make(v.context->shape->names, values, v.context->shape->count, &r->texts));
    }
    return v;
}

static pr_value draw_context(run *r) {
    pr_text *names = PR_NEW_ARRAY(&r->texts, pr_text, FEEL_VARIABLES);
    pr_value *values = PR_NEW_ARRAY(&r->texts, pr_value, FEEL_VARIABLES);
    for (uint32_t i = 0; i < FEEL_VARIABLES; i++) {
        names[i] = pr_text_of(feel_variables[i].name);
        values[i] = random_of(r, feel_variables[i].sort, 0, true);
    }
    return pr_context_value(pr_context_make(names, values, FEEL_VARIABLES, &r->texts));
}

static pr_value complete_context(run *r, pr_value partial) {
    pr_value *values = PR_NEW_ARRAY(&r->texts, pr_value, FEEL_VARIABLES);
    for (uint32_t i = 0; i < FEEL_VARIABLES; i++) {
        values[i] = completed(r, partial.context->values[i], feel_variables[i].sort);
    }
    return pr_context_value(
        pr_context_make(partial.context->shape->names, values, FEEL_VARIABLES, &r->texts));
}

/* ---- what holds */

static bool holds(pr_value answer, pr_value later, int depth);

static bool within_bounds(const pr_unknown *u, pr_value v) {
    if (u->type == PR_NULL) {
        return true;
    }
    if (v.kind != u->type) {
        return v.kind == PR_UNKNOWN;
    }
    pr_order low = u->low.kind != PR_NULL ? pr_value_order(v, u->low) : PR_GREATER;
    pr_order high = u->high.kind != PR_NULL ? pr_value_order(v, u->high) : PR_LESS;
    return low != PR_LESS && (low != PR_EQUAL || !u->low_open) && high != PR_GREATER &&
           (high != PR_EQUAL || !u->high_open);
}

/* Are the items from `i` on those of `later` from `k` on, where some may be missing? Of an open list others may stand
 * anywhere. */
static bool items_hold(const pr_list *answer, uint32_t i, const pr_list *later, uint32_t k, int depth) {
    if (i == answer->count) {
        return answer->open || k == later->count;
    }
    bool maybe = answer->maybe != NULL && answer->maybe[i] != 0;
    if (maybe && items_hold(answer, i + 1, later, k, depth)) {
        return true;
    }
    for (; k < later->count; k++) {
        if (holds(answer->items[i], later->items[k], depth) &&
            items_hold(answer, i + 1, later, k + 1, depth)) {
            return true;
        }
        if (!answer->open) {
            break;
        }
    }
    return false;
}

static bool contexts_hold(const pr_context *answer, const pr_context *later, int depth) {
    for (uint32_t i = 0; i < answer->shape->count; i++) {
        bool found;
        pr_value v = pr_context_get(later, answer->shape->names[i], &found);
        if (!found || !holds(answer->values[i], v, depth)) {
            return false;
        }
    }
    return answer->shape->count == later->shape->count;
}

static bool holds(pr_value answer, pr_value later, int depth) {
    if (depth > MOST_DEPTH) {
        return true;
    }
    if (answer.kind == PR_UNKNOWN) {
        return within_bounds(answer.unknown, later);
    }
    if (answer.kind != later.kind) {
        return false;
    }
    switch (answer.kind) {
    case PR_NULL:
    case PR_FUNCTION: return true;
    case PR_LIST: return items_hold(answer.list, 0, later.list, 0, depth + 1);
    case PR_CONTEXT: return contexts_hold(answer.context, later.context, depth + 1);
    case PR_RANGE:
        return answer.range->low_closed == later.range->low_closed &&
               answer.range->high_closed == later.range->high_closed &&
               holds(answer.range->low, later.range->low, depth + 1) &&
               holds(answer.range->high, later.range->high, depth + 1);
    default: return pr_value_same(answer, later);
    }
}

/* ---- runs */

static void need_name(void *user, pr_need need, pr_buf *out) {
    (void)user;
    pr_buf_printf(out, "%u", need.attribute);
}

static void show(const char *title, pr_value v) {
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_value_json(v, need_name, NULL, &text);
    pr_buf_string(&text, "   as ");
    pr_value_print_literal(v, &text);
    print_error("%s %.*s\n", title, PR_ARG(pr_buf_view(&text)));
    pr_buf_release(&text);
}

typedef struct later_answer {
    run *run;
    pr_value answer; /* the first one */
    bool holds, limited;
} later_answer;

static void take_later(void *user, pr_feel_run *more, const pr_feel_result *result) {
    (void)more;
    later_answer *l = user;
    l->limited = result->status != PRECEPTOR_OK;
    l->holds = l->limited || holds(l->answer, result->value, 0);
    if (!l->holds && l->run->wrong < 5) {
        print_error("\n%s\n", l->run->expression);
        show("  context", l->run->partial);
        show("  filled ", l->run->full);
        show("  answer ", l->answer);
        show("  later  ", result->value);
    }
}

static void take_first(void *user, pr_feel_run *less, const pr_feel_result *result) {
    (void)less;
    run *r = user;
    if (result->status != PRECEPTOR_OK) {
        r->limits++;
        return;
    }
    r->expressions++;
    bool known = !pr_value_has_unknown(result->value);
    r->determined += known;
    r->partly += !known && result->value.kind != PR_UNKNOWN;
    for (uint32_t i = 0; i < COMPLETIONS; i++) {
        later_answer l = {.run = r, .answer = result->value};
        pr_feel_run_reset(&r->more);
        r->full = complete_context(r, r->partial);
        assert_int_equal(pr_feel_evaluate(&r->more, &r->source, r->full, take_later, &l), PRECEPTOR_OK);
        if (!l.holds) {
            r->wrong++;
            return;
        }
    }
}

static void check_expression(run *r) {
    pr_arena_reset(&r->texts);
    pr_feel_run_reset(&r->less);
    pr_diags_clear(&r->diags);
    r->expression = random_feel(&r->random, &r->texts);
    pr_source *text = pr_source_of(PR_TEXT("expression"), pr_text_of(r->expression), &r->texts);
    r->source = (pr_feel_source){
        .text = text->bytes,
        .origin = {.source = text, .end = (uint32_t)text->bytes.length, .style = PR_STYLE_EXACT}};
    r->partial = draw_context(r);
    r->strict = pick(r, 3) == 0;
    r->less.strict = r->more.strict = r->strict;
    preceptor_status status = pr_feel_evaluate(&r->less, &r->source, r->partial, take_first, r);
    if (status == PRECEPTOR_INVALID) {
        print_error("does not parse: %s\n", r->expression);
    }
    assert_int_not_equal(status, PRECEPTOR_INVALID);
}

static void answers_hold(void **state) {
    (void)state;
    uint64_t expressions = random_wanted("PRECEPTOR_EXPRESSIONS", EXPRESSIONS);
    run r = {.random = random_start()};
    pr_diags_init(&r.diags, NULL);
    pr_arena_init(&r.texts, NULL, 0);
    pr_feel_run_init(&r.less, NULL, &r.diags);
    pr_feel_run_init(&r.more, NULL, &r.diags);
    r.less.as_of = r.more.as_of = pr_date_pack(2026, 6, 15);
    while (r.expressions < expressions) {
        check_expression(&r);
    }
    print_message(
        "%llu expressions, each with %d completions: %llu %% determined, %llu %% in part; %llu wrong\n",
        (unsigned long long)r.expressions, COMPLETIONS,
        (unsigned long long)(r.determined * 100 / r.expressions),
        (unsigned long long)(r.partly * 100 / r.expressions), (unsigned long long)r.wrong);
    pr_feel_run_release(&r.less);
    pr_feel_run_release(&r.more);
    pr_arena_release(&r.texts);
    pr_diags_release(&r.diags);
    assert_int_equal(r.wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
