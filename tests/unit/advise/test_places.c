/* Places in a ranking of ranges: what is certain of them, who may trade, and what is asked to settle them. */
#include "unit/support.h"

#include "advise/shortlist.h"

enum { MOST = 4 };

typedef struct one {
    const char *id;
    pr_verdict then;
    int64_t least, most;
    const char *asks; /* an attribute that would settle it; NULL: nothing would */
} one;

/* What is expected, in order: "ID BEST-WORST TRADE TRADE; ...", and behind a bar what is asked: "ATTRIBUTE ID ID; " */
typedef struct row {
    const char *name;
    one items[MOST];
    const char *wanted;
} row;

static const row rows[] = {
    {"nobody", {{0}}, "|"},
    {"one that may not fit: there is nothing to settle", {{"a", PR_UNDETERMINED, 1, 2, "x"}}, "a 1-1; |"},
    {"more points come first",
     {{"a", PR_ELIGIBLE, 1, 1, NULL}, {"b", PR_ELIGIBLE, 3, 3, NULL}, {"c", PR_ELIGIBLE, 2, 2, NULL}},
     "b 1-1; c 2-2; a 3-3; |"},
    {"equal points are an equal place, by id",
     {{"b", PR_ELIGIBLE, 2, 2, NULL}, {"a", PR_ELIGIBLE, 2, 2, NULL}, {"c", PR_ELIGIBLE, 1, 1, NULL}},
     "a 1-1; b 1-1; c 3-3; |"},
    {"ranges that do not touch are settled, and nobody is asked",
     {{"a", PR_ELIGIBLE, 5, 6, "x"}, {"b", PR_ELIGIBLE, 1, 4, "y"}},
     "a 1-1; b 2-2; |"},
    {"ranges that overlap may trade",
     {{"a", PR_ELIGIBLE, 3, 6, "x"}, {"b", PR_ELIGIBLE, 1, 4, "y"}},
     "a 1-2 b; b 1-2 a; |x a; y b; "},
    {"who can only draw level leaves a place open, and is asked",
     {{"a", PR_ELIGIBLE, 5, 5, NULL}, {"b", PR_ELIGIBLE, 5, 9, "y"}},
     "b 1-1; a 1-2; |y b; "},
    {"who cannot pass the one above is asked all the same: they may share its place",
     {{"a", PR_ELIGIBLE, 5, 5, NULL}, {"b", PR_ELIGIBLE, 2, 5, "y"}},
     "a 1-1; b 1-2; |y b; "},
    {"what does not fit has no place and asks nothing",
     {{"a", PR_INELIGIBLE, 9, 9, "x"}, {"b", PR_ELIGIBLE, 1, 1, NULL}},
     "b 1-1; a 0-0; |"},
    {"one that may not fit may leave its place to those behind",
     {{"a", PR_UNDETERMINED, 9, 9, "x"}, {"b", PR_ELIGIBLE, 1, 1, NULL}},
     "a 1-1; b 1-2; |x a; "},
    {"what decides most is asked first",
     {{"a", PR_ELIGIBLE, 0, 9, "y"}, {"b", PR_ELIGIBLE, 0, 8, "y"}, {"c", PR_ELIGIBLE, 0, 7, "x"}},
     "a 1-3 b c; b 1-3 a c; c 1-3 a b; |y a b; x c; "},
};

static void print_places(const pr_shortlist *list, pr_buf *out) {
    for (uint32_t i = 0; i < list->place_count; i++) {
        const pr_ranked *p = &list->places[i];
        pr_buf_printf(out, "%.*s %u-%u", PR_ARG(p->verdict->id), p->best, p->worst);
        for (uint32_t t = 0; t < p->trade_count; t++) {
            pr_buf_printf(out, " %.*s", PR_ARG(p->trades[t]));
        }
        pr_buf_string(out, "; ");
    }
    pr_buf_char(out, '|');
    for (uint32_t i = 0; i < list->question_count; i++) {
        const pr_question *q = &list->questions[i];
        pr_buf_printf(out, "%.*s", PR_ARG(q->attribute));
        for (uint32_t d = 0; d < q->decide_count; d++) {
            pr_buf_printf(out, " %.*s", PR_ARG(q->decides[d]));
        }
        pr_buf_string(out, "; ");
    }
    pr_buf_char(out, '\0');
}

static void check(const row *r) {
    pr_vm vm = {0};
    pr_arena_init(&vm.arena, NULL, 0);
    pr_advice_verdict verdicts[MOST] = {{0}};
    pr_question questions[MOST];
    pr_ranked places[MOST] = {{0}};
    uint32_t count = 0;
    for (; count < MOST && r->items[count].id != NULL; count++) {
        const one *item = &r->items[count];
        verdicts[count].id = pr_text_of(item->id);
        questions[count] = (pr_question){.attribute = pr_text_of(item->asks != NULL ? item->asks : "")};
        places[count] = (pr_ranked){.verdict = &verdicts[count],
                                    .then = item->then,
                                    .score = {item->least, item->most},
                                    .questions = &questions[count],
                                    .question_count = item->asks != NULL};
    }
    pr_shortlist list = {0};
    assert_true(pr_advise_places(&vm, places, count, &list));
    pr_buf found;
    pr_buf_init(&found, NULL);
    print_places(&list, &found);
    if (strcmp(found.at, r->wanted) != 0) {
        fail_msg("%s: found %s", r->name, found.at);
    }
    pr_buf_release(&found);
    pr_arena_release(&vm.arena);
}

static void test_places(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(&rows[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
