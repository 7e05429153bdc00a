#include "unit/report/sample.h"

/* One source; it outlives this call with the sample. */
static pr_value source(sample *s, const char *document, const char *section) {
    pr_text *names = PR_NEW_ARRAY(&s->arena, pr_text, 2);
    pr_value *values = PR_NEW_ARRAY(&s->arena, pr_value, 2);
    pr_value *item = PR_NEW(&s->arena, pr_value);
    assert_non_null(values);
    assert_non_null(item);
    assert_non_null(names);
    names[0] = PR_TEXT("doc");
    names[1] = PR_TEXT("at");
    values[0] = pr_string(pr_text_of(document));
    values[1] = section != NULL ? pr_string(pr_text_of(section)) : pr_null();
    *item = pr_context_value(pr_context_make(names, values, 2, &s->arena));
    return pr_list_value(pr_list_make(item, 1, &s->arena));
}

static void fill_requirements(sample *s) {
    s->age = (pr_requirement){.id = PR_TEXT("age"), .required = true};
    s->lessons = (pr_requirement){.id = PR_TEXT("lessons"), .required = true};
    s->course = (pr_requirement){.id = PR_TEXT("course"), .required = false};
    s->waiver = (pr_waiver){
        .by = PR_TEXT("office"), .reason = PR_TEXT("a \"war\""), .until = pr_date_pack(2027, 3, 31)};
    s->finding = (pr_finding){.what = PR_TEXT("lessons.hours"), .value = pr_integer(3)};
    s->needs[0] = PR_TEXT("lessons.night");
    pr_advice_requirement age = {.requirement = &s->age,
                                 .status = PR_UNMET,
                                 .text = PR_TEXT("Eighteen years old"),
                                 .because = PR_TEXT("birth is 2009-05-01"),
                                 .remedy = PR_TEXT("wait"),
                                 .remedy_text = PR_TEXT("Wait until you are old enough."),
                                 .waivable = true,
                                 .waivable_by = PR_TEXT("office"),
                                 .sources = source(s, "road-law", "Section 3"),
                                 .only_date = true,
                                 .from = pr_date_pack(2027, 5, 1)};
    pr_advice_requirement lessons = {.requirement = &s->lessons,
                                     .status = PR_OPEN,
                                     .text = PR_TEXT("Lessons taken"),
                                     .because = PR_TEXT("not known: lessons.night"),
                                     .findings = &s->finding,
                                     .finding_count = 1,
                                     .needs = s->needs,
                                     .need_count = 1,
                                     .sources = pr_null()};
    pr_advice_requirement course = {.requirement = &s->course,
                                    .status = PR_NOT_APPLICABLE,
                                    .text = PR_TEXT("First aid"),
                                    .because = PR_TEXT("does not apply: kind is moped"),
                                    .sources = pr_null()};
    pr_advice_requirement waived = age, met = lessons;
    waived.status = PR_WAIVED;
    waived.waiver = &s->waiver;
    waived.because = PR_TEXT("waived by office");
    met.status = PR_MET;
    met.because = PR_TEXT("lessons.night is 3");
    met.need_count = 0;
    const pr_advice_requirement all[3][3] = {
        {age, lessons, course}, {waived, met, course}, {met, lessons, course}};
    memcpy(s->requirements, all, sizeof all);
}

static void fill_verdicts(sample *s) {
    const pr_text ids[] = {PR_TEXT("car"), PR_TEXT("moped"), PR_TEXT("truck")};
    static const pr_verdict verdicts[] = {PR_INELIGIBLE, PR_ELIGIBLE, PR_UNDETERMINED};
    const pr_text because[] = {PR_TEXT("not met: Eighteen years old"), PR_TEXT("what is required holds"),
                               PR_TEXT("not known: Lessons taken")};
    s->not_encoded[0] = PR_TEXT("Whether the examiner likes you.");
    s->caveats[0] = (pr_caveat){PR_TEXT("dispute"), PR_TEXT("Two laws differ."), source(s, "old-law", NULL)};
    s->caveats[1] = (pr_caveat){PR_TEXT("note"), PR_TEXT("Bring the paper."), pr_null()};
    for (uint32_t i = 0; i < 3; i++) {
        s->verdicts[i] = (pr_advice_verdict){.id = ids[i],
                                             .collection = PR_TEXT("licences"),
                                             .name = PR_TEXT("A \x1b[31mlicence\nof a kind"),
                                             .verdict = verdicts[i],
                                             .because = because[i],
                                             .requirements = s->requirements[i],
                                             .requirement_count = 3,
                                             .not_encoded = s->not_encoded,
                                             .not_encoded_count = 1,
                                             .caveats = s->caveats,
                                             .caveat_count = 2,
                                             .sources = source(s, "road-law", NULL),
                                             .first = i != 0};
    }
    s->verdicts[2].needs = s->needs;
    s->verdicts[2].need_count = 1;
}

static void fill_rest(sample *s) {
    s->rules[0] = PR_TEXT("practise");
    s->because[0] = PR_TEXT("You have driven little.");
    for (uint32_t i = 0; i < 3; i++) {
        s->recommendations[i] =
            (pr_recommendation){.id = i == 0 ? PR_TEXT("day") : PR_TEXT("night"),
                                .rules = s->rules,
                                .rule_count = 1,
                                .phase = PR_TEXT("before"),
                                .priority = i == 0 ? PR_TEXT("high") : PR_TEXT("low"),
                                .text = i == 0 ? PR_TEXT("Drive.") : PR_TEXT("Drive at night."),
                                .due = i == 0 ? pr_date(pr_date_pack(2027, 1, 2)) : pr_null(),
                                .certain = i < 2,
                                .needs = s->needs,
                                .need_count = i < 2 ? 0 : 1,
                                .because = s->because,
                                .because_count = 1,
                                .priority_order = i == 0 ? 0 : 2,
                                .sources = source(s, "handbook", "2. \"Practice\"")};
    }
    s->decides[0] = PR_TEXT("truck");
    s->questions[0] =
        (pr_question){PR_TEXT("lessons.night"), PR_TEXT("How many hours by night?"), s->decides, 1, true};
    s->warnings[0] = (pr_advice_warning){.text = PR_TEXT("A waiver has ended."), .sources = pr_null()};
}

void sample_init(sample *s) {
    *s = (sample){0};
    pr_arena_init(&s->arena, NULL, 0);
    s->program.name = PR_TEXT("driving");
    s->program.version = PR_TEXT("1");
    s->program.notice = PR_TEXT("Ask the office.");
    fill_requirements(s);
    fill_verdicts(s);
    fill_rest(s);
    s->advice = (pr_advice){.program = &s->program,
                            .as_of = pr_date_pack(2026, 11, 21),
                            .profile_id = PR_TEXT("p-1"),
                            .profile_name = PR_TEXT("Ada"),
                            .digest = PR_TEXT("sha256:00"),
                            .verdicts = s->verdicts,
                            .verdict_count = 3,
                            .recommendations = s->recommendations,
                            .recommendation_count = 3,
                            .questions = s->questions,
                            .question_count = 1,
                            .warnings = s->warnings,
                            .warning_count = 1};
}

void sample_release(sample *s) { pr_arena_release(&s->arena); }
