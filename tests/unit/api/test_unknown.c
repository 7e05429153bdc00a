/* Unknown is not lazy: what little a profile says settles a verdict where it can, and no more than that. Each case is
 * settled by the table of programs: who may apply, and what is asked for. */
#include "unit/support.h"

#define TODAY "2026-11-21"

typedef struct verdict_case {
    const char *why;
    const char *profile; /* YAML */
    const char *as_of;
    const char *subject;
    preceptor_verdict expected;
} verdict_case;

#define R5_IR "kind: residency-block, resident_year: R5, block: ir"
#define R4(block, months) \
    "{kind: residency-block, resident_year: R4, status: completed, block: " block ", months: " months "}"
#define AWAY_ASKS \
    "medical_school: {status: enrolled, year: 4, good_standing: true}\n" \
    "clerkships.third_year.status: completed\n" \
    "compliance: {immunizations: true, health_insurance: true, malpractice_insurance: true, " \
    "hipaa_training: true}\n"
#define LICENSED "training.ir_residency.status: completed\ncertification: {core_exam: pass, license: true}\n"
#define WAIVER \
    "waivers: [{program: nih-ir-elective, requirement: third-year-clerkships, by: coordinator, reason: " \
    "agreed,\n" \
    "           on: 2026-11-01, until: 2026-11-21}]\n"

static const verdict_case cases[] = {
    {"120 procedures are fewer than 500, whatever the rotations", "training.esir.procedures: 120", TODAY,
     "esir-complete", PRECEPTOR_INELIGIBLE},
    {"11 IR rotations are 11 with the IR-related ones, which cannot be negative",
     "training.esir: {ir_rotations: 11, icu_rotations: 1, procedures: 501}", TODAY, "esir-complete",
     PRECEPTOR_ELIGIBLE},
    {"10 are not, unless one IR-related rotation is found",
     "training.esir: {ir_rotations: 10, icu_rotations: 1, procedures: 501}", TODAY, "esir-complete",
     PRECEPTOR_UNDETERMINED},
    {"7 IR rotations are fewer than 8, however many are related", "training.esir: {ir_rotations: 7}", TODAY,
     "esir-complete", PRECEPTOR_INELIGIBLE},
    {"who has not fulfilled ESIR does not enter in the second year", "training.esir.procedures: 120", TODAY,
     "independent-ir-residency-advanced", PRECEPTOR_INELIGIBLE},

    {"the fellowship is closed to everyone", "{}", TODAY, "ir-fellowship", PRECEPTOR_INELIGIBLE},
    {"it was open on its last day", "training.dr_residency.status: completed", "2020-06-30", "ir-fellowship",
     PRECEPTOR_ELIGIBLE},
    {"it was closed on the next", "training.dr_residency.status: completed", "2020-07-01", "ir-fellowship",
     PRECEPTOR_INELIGIBLE},
    {"the independent residency had not begun",
     "training.dr_residency: {status: completed, accredited: true}", "2020-06-30", "independent-ir-residency",
     PRECEPTOR_INELIGIBLE},
    {"nobody knows anything of an empty profile", "{}", TODAY, "nih-ir-elective", PRECEPTOR_UNDETERMINED},
    {"a block that nobody knows anything of may make a year", "{}", TODAY, "duke-r5", PRECEPTOR_UNDETERMINED},

    {"a date that has passed says that it is done, without a status",
     "clerkships.third_year.completed_on: 2026-11-21", TODAY, "nih-ir-elective", PRECEPTOR_ELIGIBLE},
    {"a status says that it is done, without a date", "clerkships.third_year.status: completed", TODAY,
     "nih-ir-elective", PRECEPTOR_ELIGIBLE},
    {"not done today, by the status of today", "clerkships.third_year.status: in-progress", TODAY,
     "nih-ir-elective", PRECEPTOR_INELIGIBLE},
    {"the status of the summer does not tell about today",
     "recorded_on: 2026-06-01\nclerkships.third_year.status: in-progress", TODAY, "nih-ir-elective",
     PRECEPTOR_UNDETERMINED},
    {"it does where the date lies ahead",
     "recorded_on: 2026-06-01\nclerkships.third_year: {status: in-progress, completed_on: 2026-11-22}", TODAY,
     "nih-ir-elective", PRECEPTOR_INELIGIBLE},
    {"a date ahead without a status: it may be done early", "clerkships.third_year.completed_on: 2026-11-22",
     TODAY, "nih-ir-elective", PRECEPTOR_UNDETERMINED},
    {"a waiver stands for what is not known", WAIVER, TODAY, "nih-ir-elective", PRECEPTOR_ELIGIBLE},
    {"not on the day after its last", WAIVER, "2026-11-22", "nih-ir-elective", PRECEPTOR_UNDETERMINED},

    {"a categorical position includes the clinical year",
     "medical_school.status: graduated\ngoals.position: categorical", TODAY, "integrated-ir-residency",
     PRECEPTOR_ELIGIBLE},
    {"an advanced one, which is meant where nothing is said, does not",
     "medical_school.status: graduated\ntraining.preliminary.status: none", TODAY, "integrated-ir-residency",
     PRECEPTOR_INELIGIBLE},
    {"whether it was done is not known", "medical_school.status: graduated", TODAY, "dr-residency",
     PRECEPTOR_UNDETERMINED},
    {"no degree, no residency, whatever the position", "medical_school.status: none", TODAY,
     "duke-ir-residency", PRECEPTOR_INELIGIBLE},
    {"who has graduated is not enrolled", "medical_school.status: graduated", TODAY, "home-ir-sub-internship",
     PRECEPTOR_INELIGIBLE},
    {"one thing that is asked for and is not there is enough", "compliance.hipaa_training: false", TODAY,
     "away-ir-rotation", PRECEPTOR_INELIGIBLE},
    {"what hosts may ask for never counts, known or not", AWAY_ASKS, TODAY, "away-ir-rotation",
     PRECEPTOR_ELIGIBLE},
    {"even where it is known not to be there", AWAY_ASKS "compliance.bls: false\nrotations: []", TODAY,
     "away-ir-rotation", PRECEPTOR_ELIGIBLE},
    {"the third year is not the final one", "medical_school.year: 3", TODAY, "away-ir-rotation",
     PRECEPTOR_INELIGIBLE},

    {"a letter that may be received as well takes nothing away",
     "education: {bachelor.status: completed, mcat: 472}\nletters: [{}, {status: received}]", TODAY,
     "medical-school", PRECEPTOR_ELIGIBLE},
    {"letters that are not received are none", "letters: [{status: planned}, {status: promised}]", TODAY,
     "medical-school", PRECEPTOR_INELIGIBLE},
    {"one that nobody knows anything of may be",
     "education: {bachelor.status: completed, mcat: 472}\nletters: [{status: planned}, {specialty: ir}]",
     TODAY, "medical-school", PRECEPTOR_UNDETERMINED},
    {"null says that the test was not taken", "education.mcat: null", TODAY, "medical-school",
     PRECEPTOR_INELIGIBLE},

    {"a list that is given is complete", "rotations: []", TODAY, "duke-r5", PRECEPTOR_INELIGIBLE},
    {"12 months are 12, whatever another block was",
     "rotations: [{}, {" R5_IR ", status: completed, months: 12}]", TODAY, "duke-r5", PRECEPTOR_ELIGIBLE},
    {"a block that may count, of a length that nobody knows",
     "rotations: [{" R5_IR ", status: completed, months: 11}, {" R5_IR "}]", TODAY, "duke-r5",
     PRECEPTOR_UNDETERMINED},
    {"a planned block does not count, however long",
     "rotations: [{" R5_IR ", status: completed, months: 11}, {" R5_IR ", status: planned}]", TODAY,
     "duke-r5", PRECEPTOR_INELIGIBLE},
    {"a block of another year does not count",
     "rotations: [{" R5_IR ", status: completed, months: 11}, {resident_year: R4, months: 6}]", TODAY,
     "duke-r5", PRECEPTOR_INELIGIBLE},
    {"half a month is not enough, even if it counts",
     "rotations: [{" R5_IR ", status: completed, months: 11}, {months: 0.5}]", TODAY, "duke-r5",
     PRECEPTOR_INELIGIBLE},
    {"an elective may stand for one month of IR in R4",
     "rotations: [" R4("ir", "4") "," R4("elective", "1") "," R4("dr", "4") "," R4("icu", "1") "," R4(
         "surgical-oncology", "1") "," R4("research", "1") ", {}]",
     TODAY, "duke-r4", PRECEPTOR_ELIGIBLE},
    {"two may not", "rotations: [" R4("ir", "3") "," R4("elective", "2") ", {block: elective}]", TODAY,
     "duke-r4", PRECEPTOR_INELIGIBLE},

    {"ESIR is entered during the diagnostic residency, not after it",
     "training.dr_residency.status: completed", TODAY, "esir", PRECEPTOR_INELIGIBLE},
    {"a residency that is not accredited does not lead on", "training.dr_residency.accredited: false", TODAY,
     "independent-ir-residency", PRECEPTOR_INELIGIBLE},
    {"36 months are what is asked for", "training.months_of_dr: 36", TODAY, "abr-core-exam",
     PRECEPTOR_ELIGIBLE},
    {"a day less is not", "training.months_of_dr: 35.97", TODAY, "abr-core-exam", PRECEPTOR_INELIGIBLE},
    {"the rules hold until the end of 2028", LICENSED, "2028-12-31", "abr-certifying-exam",
     PRECEPTOR_ELIGIBLE},
    {"those of 2029 are not known here", LICENSED, "2029-01-01", "abr-certifying-exam",
     PRECEPTOR_UNDETERMINED},
    {"nor whether they ask for a license", "certification.license: false", "2029-01-01",
     "abr-certifying-exam", PRECEPTOR_UNDETERMINED},
};

typedef struct engine {
    preceptor_diagnostics *diagnostics;
    preceptor_kb *kb;
    preceptor_session *session;
    preceptor_profile *profile;
} engine;

static int open_engine(void **state) {
    static engine e;
    e.diagnostics = preceptor_diagnostics_new(NULL);
    bool ok = preceptor_kb_load(PRECEPTOR_TOP "/kb/kb.yaml", NULL, e.diagnostics, &e.kb) == PRECEPTOR_OK &&
              preceptor_session_new(e.kb, &e.session) == PRECEPTOR_OK &&
              preceptor_profile_new(e.kb, &e.profile) == PRECEPTOR_OK;
    *state = &e;
    return ok ? 0 : -1;
}

static int close_engine(void **state) {
    engine *e = *state;
    preceptor_profile_free(e->profile);
    preceptor_session_free(e->session);
    preceptor_kb_free(e->kb);
    preceptor_diagnostics_free(e->diagnostics);
    return 0;
}

static void evaluate(engine *e, const char *profile, const char *as_of) {
    assert_int_equal(
        preceptor_profile_read(e->profile, "case", profile, strlen(profile), false, false, e->diagnostics),
        PRECEPTOR_OK);
    assert_int_equal(preceptor_session_set_as_of(e->session, as_of), PRECEPTOR_OK);
    assert_int_equal(preceptor_evaluate(e->session, e->profile, PRECEPTOR_VERDICTS), PRECEPTOR_OK);
}

static void test_cases(void **state) {
    engine *e = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t subject = 0;
        evaluate(e, cases[i].profile, cases[i].as_of);
        assert_int_equal(preceptor_kb_find_subject(e->kb, cases[i].subject, e->diagnostics, &subject),
                         PRECEPTOR_OK);
        preceptor_verdict verdict = preceptor_session_verdict(e->session, subject);
        if (verdict != cases[i].expected) {
            print_error("%s: %s, expected %s: %s\n%s\n", cases[i].subject, preceptor_verdict_text(verdict),
                        preceptor_verdict_text(cases[i].expected), cases[i].why, cases[i].profile);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* Of a profile that says nothing only this is certain: no one enters what is closed. */
static void test_empty(void **state) {
    engine *e = *state;
    evaluate(e, "{}", TODAY);
    for (size_t i = 0; i < preceptor_kb_subjects(e->kb); i++) {
        bool closed = strcmp(preceptor_kb_subject_id(e->kb, i), "ir-fellowship") == 0;
        assert_int_equal(preceptor_session_verdict(e->session, i),
                         closed ? PRECEPTOR_INELIGIBLE : PRECEPTOR_UNDETERMINED);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
