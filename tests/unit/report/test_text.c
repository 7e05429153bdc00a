/* What a person reads. */
#include "unit/report/sample.h"

enum { WHOLE = -1 };

/* The report on one verdict, or the whole one. */
static void assert_report(sample *s, const pr_view *view, int verdict, const char *expected) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    if (verdict == WHOLE) {
        pr_report_check_text(&s->advice, view, &out);
    } else {
        pr_report_eligible_text(&s->advice, (uint32_t)verdict, view, &out);
    }
    assert_false(out.failed);
    assert_text(pr_buf_view(&out), expected);
    pr_buf_release(&out);
}

static void expect_report(const pr_view *view, int verdict, const char *expected) {
    sample s;
    sample_init(&s);
    assert_report(&s, view, verdict, expected);
    sample_release(&s);
}

/* Only what is called for first is told; the rest is counted. */
static void test_check(void **state) {
    (void)state;
    expect_report(&(pr_view){0}, WHOLE,
                  "driving 1, as of 2026-11-21, for Ada (p-1)\n"
                  "\n"
                  "Eligible\n"
                  "  moped: A \\x1b[31mlicence of a kind\n"
                  "    what is required holds\n"
                  "    source: road-law\n"
                  "    waived: Eighteen years old\n"
                  "      claimed in the profile: waived by office\n"
                  "      source: road-law, \"Section 3\"\n"
                  "    not judged here: Whether the examiner likes you.\n"
                  "    dispute: Two laws differ.\n"
                  "    1 note; --all shows it\n"
                  "\n"
                  "Undetermined\n"
                  "  truck: A \\x1b[31mlicence of a kind\n"
                  "    not known: Lessons taken\n"
                  "      missing: lessons.night\n"
                  "    answers that would decide it:\n"
                  "      lessons.night: How many hours by night?\n"
                  "    not judged here: Whether the examiner likes you.\n"
                  "    dispute: Two laws differ.\n"
                  "    1 note; --all shows it\n"
                  "\n"
                  "1 more: 1 ineligible; --all shows it\n"
                  "\n"
                  "Recommendations\n"
                  "  before\n"
                  "    high  by 2027-01-02: Drive.\n"
                  "            You have driven little.\n"
                  "            source: handbook, \"2. \"Practice\"\"\n"
                  "    low   Drive at night.\n"
                  "  --all shows every reason\n"
                  "  1 more may apply: whether it does is not known; --all shows it\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
}

static void test_all(void **state) {
    (void)state;
    expect_report(&(pr_view){.all = true}, WHOLE,
                  "driving 1, as of 2026-11-21, for Ada (p-1)\n"
                  "\n"
                  "Eligible\n"
                  "  moped: A \\x1b[31mlicence of a kind\n"
                  "    what is required holds\n"
                  "    source: road-law\n"
                  "    waived: Eighteen years old\n"
                  "      claimed in the profile: waived by office\n"
                  "      source: road-law, \"Section 3\"\n"
                  "    holds: Lessons taken\n"
                  "      lessons.night is 3\n"
                  "    does not apply (preferred): First aid\n"
                  "      kind is moped\n"
                  "    not judged here: Whether the examiner likes you.\n"
                  "    dispute: Two laws differ.\n"
                  "      source: old-law\n"
                  "    note: Bring the paper.\n"
                  "\n"
                  "Undetermined\n"
                  "  truck: A \\x1b[31mlicence of a kind\n"
                  "    holds: Lessons taken\n"
                  "      lessons.night is 3\n"
                  "    not known: Lessons taken\n"
                  "      missing: lessons.night\n"
                  "      known: lessons.hours is 3\n"
                  "    does not apply (preferred): First aid\n"
                  "      kind is moped\n"
                  "    answers that would decide it:\n"
                  "      lessons.night: How many hours by night?\n"
                  "    not judged here: Whether the examiner likes you.\n"
                  "    dispute: Two laws differ.\n"
                  "      source: old-law\n"
                  "    note: Bring the paper.\n"
                  "\n"
                  "Ineligible\n"
                  "  car: A \\x1b[31mlicence of a kind\n"
                  "    does not hold: Eighteen years old\n"
                  "      birth is 2009-05-01\n"
                  "      not yet; by your own dates from 2027-05-01\n"
                  "      next: Wait until you are old enough.\n"
                  "      may be waived by: office\n"
                  "      source: road-law, \"Section 3\"\n"
                  "    not known: Lessons taken\n"
                  "      missing: lessons.night\n"
                  "      known: lessons.hours is 3\n"
                  "    does not apply (preferred): First aid\n"
                  "      kind is moped\n"
                  "    not judged here: Whether the examiner likes you.\n"
                  "    dispute: Two laws differ.\n"
                  "      source: old-law\n"
                  "    note: Bring the paper.\n"
                  "\n"
                  "Recommendations\n"
                  "  before\n"
                  "    high     by 2027-01-02: Drive.\n"
                  "               You have driven little.\n"
                  "               source: handbook, \"2. \"Practice\"\"\n"
                  "    low      Drive at night.\n"
                  "               You have driven little.\n"
                  "               source: handbook, \"2. \"Practice\"\"\n"
                  "    perhaps  Drive at night.\n"
                  "               applies or not, depending on: lessons.night\n"
                  "               if it does: You have driven little.\n"
                  "               source: handbook, \"2. \"Practice\"\"\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
}

/* The end of the report, from the recommendations on. */
static void assert_recommendations(sample *s, const char *expected) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_report_check_text(&s->advice, &(pr_view){0}, &out);
    pr_buf_char(&out, '\0');
    const char *found = strstr(out.at, "Recommendations\n");
    assert_non_null(found);
    assert_memory_equal(found, expected, strlen(expected));
    pr_buf_release(&out);
}

static void set_priorities(sample *s, const uint32_t orders[3]) {
    static const char *const names[] = {"now", "soon", "later", "some day"};
    for (int i = 0; i < 3; i++) {
        s->recommendations[i].certain = true;
        s->recommendations[i].priority_order = orders[i];
        s->recommendations[i].priority = pr_text_of(names[orders[i]]);
    }
}

/* What matters most has its reasons, the next only its line, the rest is counted; whatever they are called. */
static void test_priorities(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    set_priorities(&s, (const uint32_t[3]){1, 2, 3});
    assert_recommendations(&s, "Recommendations\n"
                               "  before\n"
                               "    soon   by 2027-01-02: Drive.\n"
                               "             You have driven little.\n"
                               "             source: handbook, \"2. \"Practice\"\"\n"
                               "    later  Drive at night.\n"
                               "  1 more of some day priority; --all shows it, and every reason\n"
                               "\n");
    set_priorities(&s, (const uint32_t[3]){1, 3, 1});
    s.recommendations[2].phase = PR_TEXT("after");
    assert_recommendations(&s, "Recommendations\n"
                               "  before\n"
                               "    soon      by 2027-01-02: Drive.\n"
                               "                You have driven little.\n"
                               "                source: handbook, \"2. \"Practice\"\"\n"
                               "    some day  Drive at night.\n"
                               "  after\n"
                               "    soon      Drive at night.\n"
                               "                You have driven little.\n"
                               "                source: handbook, \"2. \"Practice\"\"\n"
                               "  --all shows every reason\n"
                               "\n");
    sample_release(&s);
}

/* Equal reasons, one behind the other, are given once. */
static void test_equal_reasons(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    set_priorities(&s, (const uint32_t[3]){0, 0, 0});
    s.recommendations[2].phase = PR_TEXT("after");
    assert_recommendations(&s, "Recommendations\n"
                               "  before\n"
                               "    now  by 2027-01-02: Drive.\n"
                               "    now  Drive at night.\n"
                               "           these 2: You have driven little.\n"
                               "           source: handbook, \"2. \"Practice\"\"\n"
                               "  after\n"
                               "    now  Drive at night.\n"
                               "           You have driven little.\n"
                               "           source: handbook, \"2. \"Practice\"\"\n"
                               "\n");
    sample_release(&s);
}

/* Where nothing is certain, what may apply is not "more". */
static void test_nothing_certain(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    for (int i = 0; i < 3; i++) {
        s.recommendations[i].certain = false;
    }
    assert_recommendations(&s, "Recommendations\n"
                               "  No rule is certain to recommend anything for this profile.\n"
                               "  3 may apply: whether they do is not known; --all shows them\n"
                               "\n");
    sample_release(&s);
}

/* A reason that only repeats the status is not told. */
static void test_bare_reason(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    s.requirements[0][0].because = PR_TEXT("it does not hold");
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_report_eligible_text(&s.advice, 0, &(pr_view){0}, &out);
    pr_buf_char(&out, '\0');
    assert_non_null(strstr(out.at, "  does not hold: Eighteen years old\n    not yet; "));
    pr_buf_release(&out);
    sample_release(&s);
}

/* A document is not cited beside a place in it. */
static void test_sources(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    pr_value whole = s.verdicts[0].sources.list->items[0];
    pr_value place = s.requirements[0][0].sources.list->items[0];
    pr_value other = s.caveats[0].sources.list->items[0];
    pr_value items[] = {whole, place, other};
    s.requirements[0][0].sources = pr_list_value(pr_list_make(items, 3, &s.arena));
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_report_eligible_text(&s.advice, 0, &(pr_view){0}, &out);
    pr_buf_char(&out, '\0');
    assert_non_null(strstr(out.at, "\n    sources: road-law, \"Section 3\"; old-law\n"));
    pr_buf_release(&out);
    sample_release(&s);
}

/* Goals and stage single nothing out: an overview, and what to answer first. */
static void test_overview(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    for (int i = 0; i < 3; i++) {
        s.verdicts[i].first = false;
    }
    assert_report(&s, &(pr_view){0}, WHOLE,
                  "driving 1, as of 2026-11-21, for Ada (p-1)\n"
                  "\n"
                  "Eligible\n"
                  "  moped  A \\x1b[31mlicence of a kind\n"
                  "\n"
                  "Undetermined\n"
                  "  truck  A \\x1b[31mlicence of a kind\n"
                  "\n"
                  "Ineligible\n"
                  "  car    A \\x1b[31mlicence of a kind\n"
                  "\n"
                  "The profile singles none of them out; --all shows the reasons.\n"
                  "\n"
                  "Answers that would decide most\n"
                  "  lessons.night: How many hours by night?\n"
                  "\n"
                  "Recommendations\n"
                  "  before\n"
                  "    high  by 2027-01-02: Drive.\n"
                  "            You have driven little.\n"
                  "            source: handbook, \"2. \"Practice\"\"\n"
                  "    low   Drive at night.\n"
                  "  --all shows every reason\n"
                  "  1 more may apply: whether it does is not known; --all shows it\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
    sample_release(&s);
}

static void test_eligible(void **state) {
    (void)state;
    expect_report(&(pr_view){0}, 0,
                  "no: not met: Eighteen years old\n"
                  "car: A \\x1b[31mlicence of a kind\n"
                  "as of 2026-11-21, by driving 1\n"
                  "source: road-law\n"
                  "\n"
                  "Requirements\n"
                  "  does not hold: Eighteen years old\n"
                  "    birth is 2009-05-01\n"
                  "    not yet; by your own dates from 2027-05-01\n"
                  "    next: Wait until you are old enough.\n"
                  "    may be waived by: office\n"
                  "    source: road-law, \"Section 3\"\n"
                  "  not known: Lessons taken\n"
                  "    missing: lessons.night\n"
                  "    known: lessons.hours is 3\n"
                  "  does not apply (preferred): First aid\n"
                  "    kind is moped\n"
                  "\n"
                  "not judged here: Whether the examiner likes you.\n"
                  "dispute: Two laws differ.\n"
                  "  source: old-law\n"
                  "note: Bring the paper.\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
    expect_report(&(pr_view){0}, 1,
                  "yes: what is required holds\n"
                  "moped: A \\x1b[31mlicence of a kind\n"
                  "as of 2026-11-21, by driving 1\n"
                  "source: road-law\n"
                  "\n"
                  "Requirements\n"
                  "  waived: Eighteen years old\n"
                  "    claimed in the profile: waived by office\n"
                  "    source: road-law, \"Section 3\"\n"
                  "  holds: Lessons taken\n"
                  "    lessons.night is 3\n"
                  "  does not apply (preferred): First aid\n"
                  "    kind is moped\n"
                  "\n"
                  "not judged here: Whether the examiner likes you.\n"
                  "dispute: Two laws differ.\n"
                  "  source: old-law\n"
                  "note: Bring the paper.\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
    expect_report(&(pr_view){0}, 2,
                  "not determined: not known: Lessons taken\n"
                  "truck: A \\x1b[31mlicence of a kind\n"
                  "as of 2026-11-21, by driving 1\n"
                  "source: road-law\n"
                  "\n"
                  "Requirements\n"
                  "  holds: Lessons taken\n"
                  "    lessons.night is 3\n"
                  "  not known: Lessons taken\n"
                  "    missing: lessons.night\n"
                  "    known: lessons.hours is 3\n"
                  "  does not apply (preferred): First aid\n"
                  "    kind is moped\n"
                  "\n"
                  "not judged here: Whether the examiner likes you.\n"
                  "dispute: Two laws differ.\n"
                  "  source: old-law\n"
                  "note: Bring the paper.\n"
                  "\n"
                  "answers that would decide it:\n"
                  "  lessons.night: How many hours by night?\n"
                  "\n"
                  "Warnings\n"
                  "  A waiver has ended.\n"
                  "\n"
                  "Ask the office.\n");
}

/* Colour is never all that tells: the words are those of the plain text. */
static void test_colors_only_add(void **state) {
    (void)state;
    sample s;
    pr_buf plain, colored;
    sample_init(&s);
    pr_buf_init(&plain, NULL);
    pr_buf_init(&colored, NULL);
    pr_report_check_text(&s.advice, &(pr_view){.all = true}, &plain);
    pr_report_check_text(&s.advice, &(pr_view){.all = true, .color = true}, &colored);
    size_t kept = 0;
    for (size_t i = 0; i < colored.length; i++) {
        if (colored.at[i] == '\x1b') {
            while (colored.at[i] != 'm') {
                i++;
            }
        } else {
            colored.at[kept++] = colored.at[i];
        }
    }
    assert_true(kept < colored.length);
    assert_true(pr_text_equal((pr_text){colored.at, kept}, pr_buf_view(&plain)));
    pr_buf_release(&plain);
    pr_buf_release(&colored);
    sample_release(&s);
}

static void test_nothing_to_say(void **state) {
    (void)state;
    pr_program program = {.name = PR_TEXT("k"), .version = PR_TEXT("1")};
    pr_advice advice = {.program = &program, .as_of = pr_date_pack(2026, 11, 21)};
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_report_check_text(&advice, &(pr_view){0}, &out);
    assert_text(pr_buf_view(&out), "k 1, as of 2026-11-21\n\n"
                                   "There is nothing here to be eligible for: no rule speaks of any.\n\n"
                                   "Recommendations\n"
                                   "  No rule is certain to recommend anything for this profile.\n");
    pr_buf_release(&out);
}

static void test_memory(void **state) {
    (void)state;
    sample s;
    sample_init(&s);
    bool failed = true;
    for (size_t fail_at = 1; failed; fail_at++) {
        test_heap heap = {.fail_at = fail_at};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        pr_buf out;
        pr_buf_init(&out, &allocator);
        pr_report_check_text(&s.advice, &(pr_view){.all = true}, &out);
        failed = out.failed;
        pr_buf_release(&out);
        assert_int_equal(heap.live, 0);
        assert_true(failed || fail_at > 2);
    }
    sample_release(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),           cmocka_unit_test(test_all),
        cmocka_unit_test(test_overview),        cmocka_unit_test(test_eligible),
        cmocka_unit_test(test_colors_only_add), cmocka_unit_test(test_nothing_to_say),
        cmocka_unit_test(test_memory),          cmocka_unit_test(test_priorities),
        cmocka_unit_test(test_equal_reasons),   cmocka_unit_test(test_nothing_certain),
        cmocka_unit_test(test_bare_reason),     cmocka_unit_test(test_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
