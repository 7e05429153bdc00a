/* The rules, compiled in by hand: what kb/ says, in the order in which it follows. Truths are joined as bits, so that
 * nothing branches. */
#include "bench/hand/hand.h"

static void find_has(const applicant *a, truth *has) {
    has[HAS_GPA_ANY] = at_least(a->school_gpa, 2);
    has[HAS_GPA_FAIR] = at_least(a->school_gpa, 2.5);
    has[HAS_GPA_GOOD] = at_least(a->school_gpa, 3);
    has[HAS_GPA_VERY_GOOD] = at_least(a->school_gpa, 3.5);
    has[HAS_GPA_TOP] = at_least(a->school_gpa, 3.75);
    has[HAS_ENGLISH_BASIC] = at_least(a->tests_language_score, 60);
    has[HAS_ENGLISH_WORKING] = at_least(a->tests_language_score, 80);
    has[HAS_ENGLISH_GOOD] = at_least(a->tests_language_score, 95);
    has[HAS_ENGLISH_FLUENT] = at_least(a->tests_language_score, 110);
    has[HAS_MATHS_BASIC] = at_least(a->tests_maths_score, 400);
    has[HAS_MATHS_WORKING] = at_least(a->tests_maths_score, 520);
    has[HAS_MATHS_GOOD] = at_least(a->tests_maths_score, 620);
    has[HAS_WRITING_BASIC] = at_least(a->tests_writing_score, 4);
    has[HAS_WRITING_GOOD] = at_least(a->tests_writing_score, 5.5);
    has[HAS_WRITING_TOP] = at_least(a->tests_writing_score, 7.5);
    has[HAS_ENGLISH_RECENT] =
        at_least(a->tests_language_taken_on, 20241121) & at_least(a->tests_language_score, 60);
    has[HAS_ADULT] = a->adult;
    has[HAS_SENIOR] = at_most(a->born, 19961121);
    has[HAS_ENROLLED] = a->enrolled;
    has[HAS_GRADUATES_SOON] = at_most(a->school_graduation, 20271121) & is(a->school_status, SCHOOL_STUDENT);
    has[HAS_MASTER] = is(a->school_degree, DEGREE_MASTER);
    has[HAS_DOCTOR] = is(a->school_degree, DEGREE_DOCTORATE);
    has[HAS_DEGREE] = a->has_degree | (is(a->school_status, SCHOOL_GRADUATE) & at_least(a->school_year, 5));
    has[HAS_LATE_YEAR] = at_least(a->school_year, 4) & is(a->school_status, SCHOOL_STUDENT);
    has[HAS_BIOLOGY_BEGUN] = counts(a->courses_done[FIELD_BIOLOGY], 1);
    has[HAS_CHEMISTRY_BEGUN] = counts(a->courses_done[FIELD_CHEMISTRY], 1);
    has[HAS_PHYSICS_BEGUN] = counts(a->courses_done[FIELD_PHYSICS], 1);
    has[HAS_MATHEMATICS_BEGUN] = counts(a->courses_done[FIELD_MATHEMATICS], 1);
    has[HAS_COMPUTING_BEGUN] = counts(a->courses_done[FIELD_COMPUTING], 1);
    has[HAS_HISTORY_BEGUN] = counts(a->courses_done[FIELD_HISTORY], 1);
    has[HAS_BIOLOGY_ADVANCED] = counts(a->courses_advanced[FIELD_BIOLOGY], 1);
    has[HAS_CHEMISTRY_ADVANCED] = counts(a->courses_advanced[FIELD_CHEMISTRY], 1);
    has[HAS_BIOLOGY_CREDITS] = sums(a->credits[FIELD_BIOLOGY], 6);
    has[HAS_CHEMISTRY_CREDITS] = sums(a->credits[FIELD_CHEMISTRY], 6);
    has[HAS_PHYSICS_CREDITS] = sums(a->credits[FIELD_PHYSICS], 8);
    has[HAS_MATHEMATICS_CREDITS] = sums(a->credits[FIELD_MATHEMATICS], 8);
    has[HAS_COMPUTING_CREDITS] = sums(a->credits[FIELD_COMPUTING], 6);
    has[HAS_HISTORY_CREDITS] = sums(a->credits[FIELD_HISTORY], 4);
    has[HAS_BIOLOGY_MAJOR] =
        sums(a->credits[FIELD_BIOLOGY], 12) & counts(a->courses_advanced[FIELD_BIOLOGY], 1);
    has[HAS_COMPUTING_MAJOR] =
        sums(a->credits[FIELD_COMPUTING], 12) & counts(a->courses_advanced[FIELD_COMPUTING], 1);
    has[HAS_BROAD] =
        counts(a->courses_done[FIELD_MATHEMATICS], 1) & counts(a->courses_done[FIELD_HISTORY], 1);
    has[HAS_MANY_CREDITS] = sums(a->completed_credits, 20);
    has[HAS_MOST_CREDITS] = sums(a->completed_credits, 32);
    has[HAS_ADVANCED] = counts(a->advanced_courses, 2);
    has[HAS_EXCELLENT] = counts(a->grades[GRADE_EXCELLENT], 2);
    has[HAS_EXCELLENT_ONCE] = counts(a->grades[GRADE_EXCELLENT], 1);
    has[HAS_NO_FAILURE] = a->none_failed;
    has[HAS_FAILED_ONCE] = counts(a->grades[GRADE_FAILED], 1);
    has[HAS_ADVANCED_CREDITS] = sums(a->good_advanced, 10);
    has[HAS_LABORATORY_SEEN] = counts(a->jobs_in[WORK_LABORATORY], 1);
    has[HAS_TEACHING_SEEN] = counts(a->jobs_in[WORK_TEACHING], 1);
    has[HAS_OFFICE_SEEN] = counts(a->jobs_in[WORK_OFFICE], 1);
    has[HAS_FIELD_WORK_SEEN] = counts(a->jobs_in[WORK_FIELD_WORK], 1);
    has[HAS_CARE_SEEN] = counts(a->jobs_in[WORK_CARE], 1);
    has[HAS_LABORATORY_EXPERIENCED] = sums(a->weeks_in[WORK_LABORATORY], 12);
    has[HAS_CARE_EXPERIENCED] = sums(a->weeks_in[WORK_CARE], 16);
    has[HAS_INTERNSHIP_WEEKS] = sums(a->weeks_as[JOB_INTERNSHIP], 10);
    has[HAS_VOLUNTARY_WEEKS] = sums(a->weeks_as[JOB_VOLUNTARY], 8);
    has[HAS_PAID_WEEKS] = sums(a->weeks_as[JOB_PAID], 26);
    has[HAS_LONG_INTERNSHIP] = a->long_internship;
    has[HAS_WORKER] = sums(a->working_weeks, 20);
    has[HAS_LONG_WORKER] = sums(a->working_weeks, 52);
    has[HAS_INTERN] = counts(a->internships, 1);
    has[HAS_TWICE_INTERN] = counts(a->internships, 2);
    has[HAS_LETTER_PROFESSOR] = counts(a->letters_from[ROLE_PROFESSOR], 1);
    has[HAS_LETTER_SUPERVISOR] = counts(a->letters_from[ROLE_SUPERVISOR], 1);
    has[HAS_LETTER_EMPLOYER] = counts(a->letters_from[ROLE_EMPLOYER], 1);
    has[HAS_LETTERS_TWO] = counts(a->letters_received, 2);
    has[HAS_LETTERS_STRONG] = counts(a->strong_letters, 1) | counts(a->letters_from[ROLE_PROFESSOR], 2);
    has[HAS_LETTERS_OPEN] = counts(a->letters_open, 1);
    has[HAS_THESIS] = counts(a->projects_done[PROJECT_THESIS], 1);
    has[HAS_PUBLISHED] = counts(a->publications, 1);
    has[HAS_PUBLISHED_TWICE] = counts(a->publications, 2);
    has[HAS_SOFTWARE] = counts(a->projects_done[PROJECT_SOFTWARE], 1) |
                        (counts(a->courses_done[FIELD_COMPUTING], 2) & counts(a->grades[GRADE_EXCELLENT], 1));
    has[HAS_PROJECTS_UNDER_WAY] = a->project_running;
    has[HAS_ON_CLIMATE] = a->on_climate;
    has[HAS_PAPERS] = a->papers_complete;
    has[HAS_VACCINATED] = a->papers_vaccinated;
    has[HAS_CHECKED] = a->papers_background_check;
    has[HAS_FIRST_AID] = a->papers_first_aid;
    has[HAS_CAN_PAY] = at_least(a->available, 6000);
    has[HAS_CAN_PAY_ALL] = at_least(a->available, 15000);
    has[HAS_IN_DEBT] = a->funds_loan & no(at_least(a->funds_savings, 1000));
    has[HAS_MOTIVATED] = a->motivated;
    has[HAS_PLANS_RESEARCH] = a->plans_research;
    has[HAS_EARLY_START] = no(a->starts_late);
}

static void find_ready(const applicant *a, const truth *has, range has_count, truth *ready) {
    ready[READY_STUDY_BIOLOGY] = has[HAS_BIOLOGY_CREDITS] & no(a->weak[FIELD_BIOLOGY]);
    ready[READY_TEACH_BIOLOGY] = has[HAS_BIOLOGY_BEGUN] &
                                 (has[HAS_LABORATORY_SEEN] | has[HAS_LETTERS_STRONG]) &
                                 no(a->weak[FIELD_BIOLOGY]);
    ready[READY_STUDY_CHEMISTRY] = has[HAS_CHEMISTRY_CREDITS] & no(a->weak[FIELD_CHEMISTRY]);
    ready[READY_TEACH_CHEMISTRY] = has[HAS_CHEMISTRY_BEGUN] &
                                   (has[HAS_LABORATORY_EXPERIENCED] | has[HAS_LETTERS_STRONG]) &
                                   no(a->weak[FIELD_CHEMISTRY]);
    ready[READY_STUDY_PHYSICS] = has[HAS_PHYSICS_CREDITS] & no(a->weak[FIELD_PHYSICS]);
    ready[READY_TEACH_PHYSICS] = has[HAS_PHYSICS_BEGUN] & (has[HAS_MATHS_WORKING] | has[HAS_LETTERS_STRONG]) &
                                 no(a->weak[FIELD_PHYSICS]);
    ready[READY_STUDY_MATHEMATICS] = has[HAS_MATHEMATICS_CREDITS] & no(a->weak[FIELD_MATHEMATICS]);
    ready[READY_TEACH_MATHEMATICS] = has[HAS_MATHEMATICS_BEGUN] &
                                     (has[HAS_MATHS_GOOD] | has[HAS_LETTERS_STRONG]) &
                                     no(a->weak[FIELD_MATHEMATICS]);
    ready[READY_STUDY_COMPUTING] = has[HAS_COMPUTING_CREDITS] & no(a->weak[FIELD_COMPUTING]);
    ready[READY_TEACH_COMPUTING] = has[HAS_COMPUTING_BEGUN] & (has[HAS_SOFTWARE] | has[HAS_LETTERS_STRONG]) &
                                   no(a->weak[FIELD_COMPUTING]);
    ready[READY_STUDY_HISTORY] = has[HAS_HISTORY_CREDITS] & no(a->weak[FIELD_HISTORY]);
    ready[READY_TEACH_HISTORY] = has[HAS_HISTORY_BEGUN] & (has[HAS_WRITING_GOOD] | has[HAS_LETTERS_STRONG]) &
                                 no(a->weak[FIELD_HISTORY]);
    ready[READY_LABORATORY] = (has[HAS_LABORATORY_SEEN] &
                               (has[HAS_CHEMISTRY_BEGUN] | has[HAS_BIOLOGY_BEGUN]) & has[HAS_FIRST_AID]) |
                              (has[HAS_LABORATORY_EXPERIENCED] & no(has[HAS_FAILED_ONCE]));
    ready[READY_CLASSROOM] = (has[HAS_TEACHING_SEEN] & has[HAS_CHECKED] & has[HAS_ENGLISH_WORKING]) |
                             (a->served[WORK_TEACHING] & has[HAS_ADULT]);
    ready[READY_OFFICE] = has[HAS_OFFICE_SEEN] & has[HAS_WRITING_BASIC];
    ready[READY_FIELD] = has[HAS_FIELD_WORK_SEEN] & has[HAS_VACCINATED] & has[HAS_FIRST_AID];
    ready[READY_CARE] = has[HAS_CARE_EXPERIENCED] & has[HAS_VACCINATED] & has[HAS_CHECKED];
    ready[READY_ABROAD] = has[HAS_ENGLISH_WORKING] & has[HAS_PAPERS] & has[HAS_ADULT];
    ready[READY_ABROAD_CHEAPLY] =
        has[HAS_ENGLISH_BASIC] & has[HAS_PAPERS] & no(has[HAS_IN_DEBT]) & no(has[HAS_CAN_PAY_ALL]);
    ready[READY_ABROAD_ALONE] =
        has[HAS_ENGLISH_FLUENT] & has[HAS_CAN_PAY_ALL] & (has[HAS_ADULT] | has[HAS_SENIOR]);
    ready[READY_RESEARCH] = (has[HAS_THESIS] & has[HAS_LETTER_PROFESSOR] & no(has[HAS_FAILED_ONCE])) |
                            (has[HAS_PUBLISHED] & has[HAS_LETTERS_TWO]);
    ready[READY_RESEARCH_EARLY] =
        has[HAS_LATE_YEAR] & has[HAS_GPA_GOOD] & has[HAS_PROJECTS_UNDER_WAY] & no(has[HAS_THESIS]);
    ready[READY_PUBLISHING] = has[HAS_PUBLISHED_TWICE] & (has[HAS_WRITING_GOOD] | has[HAS_ENGLISH_GOOD]);
    ready[READY_DATA] = has[HAS_COMPUTING_CREDITS] & has[HAS_MATHS_WORKING] & no(has[HAS_IN_DEBT]);
    ready[READY_CLIMATE] = has[HAS_ON_CLIMATE] &
                           (has[HAS_PHYSICS_BEGUN] | has[HAS_BIOLOGY_ADVANCED] | has[HAS_CHEMISTRY_ADVANCED]);
    ready[READY_LEADERSHIP] = (has[HAS_WORKER] & has[HAS_LETTER_SUPERVISOR] & no(has[HAS_LETTERS_OPEN])) |
                              (has[HAS_LONG_WORKER] & has[HAS_LETTER_EMPLOYER]);
    ready[READY_INTERVIEWS] = has[HAS_ENGLISH_GOOD] & (has[HAS_MOTIVATED] | has[HAS_PLANS_RESEARCH]);
    ready[READY_HONOURS] = has[HAS_GPA_VERY_GOOD] & has[HAS_EXCELLENT] & no(has[HAS_FAILED_ONCE]);
    ready[READY_HONOURS_SOON] =
        has[HAS_GPA_GOOD] & has[HAS_EXCELLENT_ONCE] & no(has[HAS_EXCELLENT]) & no(has[HAS_FAILED_ONCE]);
    ready[READY_FUNDING] = (no(has[HAS_CAN_PAY]) | has[HAS_IN_DEBT]) & has[HAS_GPA_GOOD];
    ready[READY_SELF_FUNDING] = has[HAS_CAN_PAY_ALL] & no(has[HAS_IN_DEBT]);
    ready[READY_CREDITS] = (has[HAS_MANY_CREDITS] & no(counts(a->weak_count, 2))) | has[HAS_MOST_CREDITS];
    ready[READY_DEPTH] = has[HAS_ADVANCED] & has[HAS_ADVANCED_CREDITS];
    ready[READY_BREADTH] = has[HAS_BROAD] & has[HAS_MANY_CREDITS] & no(has[HAS_BIOLOGY_MAJOR]);
    ready[READY_DOCTORAL_SCHOOL] = has[HAS_MASTER] & has[HAS_GPA_GOOD] & has[HAS_THESIS];
    ready[READY_MASTER_SCHOOL] = has[HAS_DEGREE] & no(has[HAS_DOCTOR]) & has[HAS_GPA_FAIR];
    ready[READY_FIRST_DEGREE] = has[HAS_ENROLLED] & no(has[HAS_DEGREE]);
    ready[READY_PRACTICE] = has[HAS_INTERN] & (has[HAS_INTERNSHIP_WEEKS] | has[HAS_LONG_INTERNSHIP]);
    ready[READY_VOLUNTARY] = has[HAS_VOLUNTARY_WEEKS] & no(has[HAS_PAID_WEEKS]);
    ready[READY_COMMUNITY] =
        has[HAS_VOLUNTARY_WEEKS] & (has[HAS_CARE_SEEN] | has[HAS_FIELD_WORK_SEEN] | has[HAS_TEACHING_SEEN]);
    ready[READY_START] = has[HAS_EARLY_START] & has[HAS_PAPERS] & no(has[HAS_LETTERS_OPEN]);
    ready[READY_REFERENCES] = has[HAS_LETTERS_TWO] & has[HAS_LETTERS_STRONG];
    ready[READY_STRONG_PROFILE] = counts(has_count, 30);
    ready[READY_OUTSTANDING_PROFILE] = counts(has_count, 42) & no(counts(a->weak_count, 1));
    ready[READY_LANGUAGE_AGAIN] = has[HAS_ENGLISH_BASIC] & no(has[HAS_ENGLISH_RECENT]);
    ready[READY_GRADUATION] = has[HAS_GRADUATES_SOON] & has[HAS_GPA_ANY] & no(has[HAS_FAILED_ONCE]);
}

static void find_paths(const truth *ready, range ready_count, truth *path) {
    path[PATH_NATURAL_SCIENCES] =
        (ready[READY_STUDY_BIOLOGY] | ready[READY_STUDY_CHEMISTRY]) & ready[READY_LABORATORY];
    path[PATH_EXACT_SCIENCES] =
        (ready[READY_STUDY_PHYSICS] & ready[READY_STUDY_MATHEMATICS]) |
        ((ready[READY_TEACH_PHYSICS] | ready[READY_TEACH_MATHEMATICS]) & ready[READY_HONOURS]);
    path[PATH_INFORMATICS] =
        ready[READY_STUDY_COMPUTING] & (ready[READY_DATA] | ready[READY_TEACH_COMPUTING]);
    path[PATH_HUMANITIES] = (ready[READY_STUDY_HISTORY] & no(ready[READY_DATA])) |
                            (ready[READY_TEACH_HISTORY] & ready[READY_INTERVIEWS]);
    path[PATH_LIFE_SCIENCES] =
        ready[READY_STUDY_BIOLOGY] & ready[READY_TEACH_CHEMISTRY] & no(ready[READY_OFFICE]);
    path[PATH_EARTH] =
        (ready[READY_CLIMATE] & ready[READY_FIELD]) |
        (ready[READY_CLIMATE] & (ready[READY_DATA] | ready[READY_LABORATORY]) & no(ready[READY_FIELD]));
    path[PATH_ACADEMIC] = ((ready[READY_RESEARCH] | ready[READY_RESEARCH_EARLY]) & ready[READY_CREDITS]) |
                          (ready[READY_PUBLISHING] & ready[READY_DEPTH]);
    path[PATH_PROFESSIONAL] =
        ready[READY_PRACTICE] & (ready[READY_OFFICE] | ready[READY_LEADERSHIP]) & no(ready[READY_RESEARCH]);
    path[PATH_TEACHING] = ready[READY_CLASSROOM] & counts(ready_count, 8);
    path[PATH_CARING] = ready[READY_CARE] & (ready[READY_COMMUNITY] | ready[READY_VOLUNTARY]);
    path[PATH_OUTREACH] =
        (ready[READY_ABROAD] & ready[READY_INTERVIEWS] & no(ready[READY_LANGUAGE_AGAIN])) |
        ((ready[READY_ABROAD_ALONE] | ready[READY_ABROAD_CHEAPLY]) & ready[READY_COMMUNITY]);
    path[PATH_EXCELLENCE] =
        (ready[READY_HONOURS] & ready[READY_REFERENCES] & (ready[READY_DEPTH] | ready[READY_BREADTH])) |
        ready[READY_OUTSTANDING_PROFILE];
    path[PATH_PROMISING] =
        (ready[READY_HONOURS_SOON] | ready[READY_STRONG_PROFILE]) & no(ready[READY_HONOURS]);
    path[PATH_NEEDS_FUNDING] = ready[READY_FUNDING] & no(ready[READY_SELF_FUNDING]);
    path[PATH_FIRST_STEPS] = ready[READY_FIRST_DEGREE] & no(ready[READY_CREDITS]) & no(ready[READY_PRACTICE]);
    path[PATH_NEXT_DEGREE] =
        (ready[READY_DOCTORAL_SCHOOL] | ready[READY_MASTER_SCHOOL]) & ready[READY_REFERENCES];
    path[PATH_SOON] = ready[READY_START] & (ready[READY_GRADUATION] | ready[READY_MASTER_SCHOOL]);
    path[PATH_VERSATILE] = counts(ready_count, 14) & no(ready[READY_FUNDING]);
}

static void find_requirements(const applicant *a, const truth *has, const truth *ready, const truth *path,
                              outcome *o) {
    o->met[ALPINE_FIELD_SCHOOL_FIELD] = ready[READY_FIELD];
    o->met[ALPINE_FIELD_SCHOOL_LANGUAGE] = has[HAS_ENGLISH_WORKING];
    o->met[ALPINE_FIELD_SCHOOL_INSURANCE] = a->papers_insurance;
    o->met[ARCHIVE_FELLOWSHIP_HUMANITIES] = path[PATH_HUMANITIES];
    o->met[ARCHIVE_FELLOWSHIP_WRITING] = at_least(a->tests_writing_score, 6);
    o->met[ARCHIVE_FELLOWSHIP_LETTERS] = counts(a->letters_from[ROLE_PROFESSOR], 1);
    o->met[CARE_YEAR_ADULT] = a->adult;
    o->met[CARE_YEAR_CARE] = ready[READY_CARE] | path[PATH_CARING];
    o->met[CARE_YEAR_CHECK] = a->papers_background_check;
    o->met[CLIMATE_SUMMER_SUBJECT] = path[PATH_EARTH] | ready[READY_DATA];
    o->met[CLIMATE_SUMMER_CREDITS] = sums(a->completed_credits, 12);
    o->met[CLIMATE_SUMMER_PAPERS] = a->papers_complete;
    o->met[COMPUTING_EXCHANGE_INFORMATICS] = path[PATH_INFORMATICS];
    o->met[COMPUTING_EXCHANGE_ABROAD] = ready[READY_ABROAD] | ready[READY_ABROAD_CHEAPLY];
    o->met[COMPUTING_EXCHANGE_MATHS] = at_least(a->tests_maths_score, 560);
    o->met[DOCTORAL_SCHOOL_DEGREE] = is(a->school_degree, DEGREE_MASTER) & at_least(a->school_gpa, 3);
    o->met[DOCTORAL_SCHOOL_ACADEMIC] = path[PATH_ACADEMIC];
    o->met[DOCTORAL_SCHOOL_LETTERS] = counts(a->letters_received, 2);
    o->met[EXCELLENCE_GRANT_EXCELLENCE] = path[PATH_EXCELLENCE];
    o->met[EXCELLENCE_GRANT_STANDING] = a->enrolled;
    o->met[EXCELLENCE_GRANT_NEED] = ready[READY_FUNDING];
    o->met[FIRST_YEAR_BURSARY_BEGIN] = path[PATH_FIRST_STEPS];
    o->met[FIRST_YEAR_BURSARY_YEAR] = no(at_least(a->school_year, 3));
    o->met[FIRST_YEAR_BURSARY_FUNDS] = no(at_least(a->available, 12000));
    o->met[LABORATORY_INTERNSHIP_LABORATORY] = ready[READY_LABORATORY];
    o->met[LABORATORY_INTERNSHIP_SAFETY] = a->papers_first_aid;
    o->met[LABORATORY_INTERNSHIP_SCIENCE] =
        path[PATH_NATURAL_SCIENCES] | path[PATH_LIFE_SCIENCES] | path[PATH_EXACT_SCIENCES];
    o->met[LABORATORY_INTERNSHIP_WEEKS] = sums(a->working_weeks, 8);
    o->met[TEACHING_ASSISTANTSHIP_TEACHING] = path[PATH_TEACHING] | ready[READY_CLASSROOM];
    o->met[TEACHING_ASSISTANTSHIP_ENGLISH] = at_least(a->tests_language_score, 90);
    o->met[TEACHING_ASSISTANTSHIP_NO_FAILURE] = a->none_failed;
    o->met[TRAVEL_GRANT_OUTREACH] = path[PATH_OUTREACH] | path[PATH_SOON];
    o->met[TRAVEL_GRANT_FUNDING] = path[PATH_NEEDS_FUNDING];
    o->met[TRAVEL_GRANT_DATE] = no(a->starts_late);
    o->met[VISITING_SCHOLARS_VERSATILE] =
        path[PATH_VERSATILE] | path[PATH_PROMISING] | path[PATH_NEXT_DEGREE];
    o->met[VISITING_SCHOLARS_PUBLISHED] = counts(a->publications, 1);
    o->met[VISITING_SCHOLARS_PROFESSIONAL] = no(path[PATH_PROFESSIONAL]);
    memset(o->applies, TRUE, sizeof o->applies);
    o->applies[CLIMATE_SUMMER_PAPERS] = no(a->funds_loan);
    o->applies[EXCELLENCE_GRANT_STANDING] = is(a->school_status, SCHOOL_STUDENT);
}

/* Verdicts, and what the goals lack. */
static void find_verdicts(const applicant *a, outcome *o) {
    for (int p = 0; p < PROGRAM_MOST; p++) {
        o->eligible[p] = TRUE;
        for (int r = programs[p].first; r < programs[p].first + programs[p].count; r++) {
            truth blocks = requirements[r].required ? o->applies[r] & no(o->met[r]) : FALSE;
            o->eligible[p] &= no(blocks);
            o->lacks[r] = a->goals[p] & blocks;
        }
    }
}

static truth one_lacks(const truth *lacks, int program) {
    range count = count_truths(lacks + programs[program].first, (size_t)programs[program].count);
    return at_least(count, 1) & no(at_least(count, 2));
}

/* Advice on what the goals lack. */
static void find_remedies(const applicant *a, outcome *o) {
    o->advice[ADVICE_MEND_ALPINE_FIELD_SCHOOL_FIELD] = o->lacks[ALPINE_FIELD_SCHOOL_FIELD];
    o->advice[ADVICE_MEND_ALPINE_FIELD_SCHOOL_INSURANCE] = o->lacks[ALPINE_FIELD_SCHOOL_INSURANCE];
    o->advice[ADVICE_MEND_ALPINE_FIELD_SCHOOL_LANGUAGE] = o->lacks[ALPINE_FIELD_SCHOOL_LANGUAGE];
    o->advice[ADVICE_MEND_ARCHIVE_FELLOWSHIP_HUMANITIES] = o->lacks[ARCHIVE_FELLOWSHIP_HUMANITIES];
    o->advice[ADVICE_MEND_ARCHIVE_FELLOWSHIP_WRITING] = o->lacks[ARCHIVE_FELLOWSHIP_WRITING];
    o->advice[ADVICE_MEND_CARE_YEAR_ADULT] = o->lacks[CARE_YEAR_ADULT];
    o->advice[ADVICE_MEND_CARE_YEAR_CARE] = o->lacks[CARE_YEAR_CARE];
    o->advice[ADVICE_MEND_CARE_YEAR_CHECK] = o->lacks[CARE_YEAR_CHECK];
    o->advice[ADVICE_MEND_CLIMATE_SUMMER_CREDITS] = o->lacks[CLIMATE_SUMMER_CREDITS];
    o->advice[ADVICE_MEND_CLIMATE_SUMMER_PAPERS] = o->lacks[CLIMATE_SUMMER_PAPERS];
    o->advice[ADVICE_MEND_CLIMATE_SUMMER_SUBJECT] = o->lacks[CLIMATE_SUMMER_SUBJECT];
    o->advice[ADVICE_MEND_COMPUTING_EXCHANGE_ABROAD] = o->lacks[COMPUTING_EXCHANGE_ABROAD];
    o->advice[ADVICE_MEND_COMPUTING_EXCHANGE_INFORMATICS] = o->lacks[COMPUTING_EXCHANGE_INFORMATICS];
    o->advice[ADVICE_MEND_COMPUTING_EXCHANGE_MATHS] = o->lacks[COMPUTING_EXCHANGE_MATHS];
    o->advice[ADVICE_MEND_DOCTORAL_SCHOOL_ACADEMIC] = o->lacks[DOCTORAL_SCHOOL_ACADEMIC];
    o->advice[ADVICE_MEND_DOCTORAL_SCHOOL_DEGREE] = o->lacks[DOCTORAL_SCHOOL_DEGREE];
    o->advice[ADVICE_MEND_DOCTORAL_SCHOOL_LETTERS] = o->lacks[DOCTORAL_SCHOOL_LETTERS];
    o->advice[ADVICE_MEND_EXCELLENCE_GRANT_EXCELLENCE] = o->lacks[EXCELLENCE_GRANT_EXCELLENCE];
    o->advice[ADVICE_MEND_EXCELLENCE_GRANT_STANDING] = o->lacks[EXCELLENCE_GRANT_STANDING];
    o->advice[ADVICE_MEND_FIRST_YEAR_BURSARY_BEGIN] = o->lacks[FIRST_YEAR_BURSARY_BEGIN];
    o->advice[ADVICE_MEND_FIRST_YEAR_BURSARY_FUNDS] = o->lacks[FIRST_YEAR_BURSARY_FUNDS];
    o->advice[ADVICE_MEND_FIRST_YEAR_BURSARY_YEAR] = o->lacks[FIRST_YEAR_BURSARY_YEAR];
    o->advice[ADVICE_MEND_LABORATORY_INTERNSHIP_LABORATORY] = o->lacks[LABORATORY_INTERNSHIP_LABORATORY];
    o->advice[ADVICE_MEND_LABORATORY_INTERNSHIP_SAFETY] = o->lacks[LABORATORY_INTERNSHIP_SAFETY];
    o->advice[ADVICE_MEND_LABORATORY_INTERNSHIP_SCIENCE] = o->lacks[LABORATORY_INTERNSHIP_SCIENCE];
    o->advice[ADVICE_MEND_TEACHING_ASSISTANTSHIP_ENGLISH] = o->lacks[TEACHING_ASSISTANTSHIP_ENGLISH];
    o->advice[ADVICE_MEND_TEACHING_ASSISTANTSHIP_NO_FAILURE] = o->lacks[TEACHING_ASSISTANTSHIP_NO_FAILURE];
    o->advice[ADVICE_MEND_TEACHING_ASSISTANTSHIP_TEACHING] = o->lacks[TEACHING_ASSISTANTSHIP_TEACHING];
    o->advice[ADVICE_MEND_TRAVEL_GRANT_DATE] = o->lacks[TRAVEL_GRANT_DATE];
    o->advice[ADVICE_MEND_TRAVEL_GRANT_FUNDING] = o->lacks[TRAVEL_GRANT_FUNDING];
    o->advice[ADVICE_MEND_TRAVEL_GRANT_OUTREACH] = o->lacks[TRAVEL_GRANT_OUTREACH];
    o->advice[ADVICE_MEND_VISITING_SCHOLARS_PROFESSIONAL] = o->lacks[VISITING_SCHOLARS_PROFESSIONAL];
    o->advice[ADVICE_MEND_VISITING_SCHOLARS_PUBLISHED] = o->lacks[VISITING_SCHOLARS_PUBLISHED];
    o->advice[ADVICE_MEND_VISITING_SCHOLARS_VERSATILE] = o->lacks[VISITING_SCHOLARS_VERSATILE];
    o->advice[ADVICE_NEARLY_ALPINE_FIELD_SCHOOL] =
        a->goals[PROGRAM_ALPINE_FIELD_SCHOOL] & one_lacks(o->lacks, PROGRAM_ALPINE_FIELD_SCHOOL);
    o->advice[ADVICE_NEARLY_ARCHIVE_FELLOWSHIP] =
        a->goals[PROGRAM_ARCHIVE_FELLOWSHIP] & one_lacks(o->lacks, PROGRAM_ARCHIVE_FELLOWSHIP);
    o->advice[ADVICE_NEARLY_CARE_YEAR] = a->goals[PROGRAM_CARE_YEAR] & one_lacks(o->lacks, PROGRAM_CARE_YEAR);
    o->advice[ADVICE_NEARLY_CLIMATE_SUMMER] =
        a->goals[PROGRAM_CLIMATE_SUMMER] & one_lacks(o->lacks, PROGRAM_CLIMATE_SUMMER);
    o->advice[ADVICE_NEARLY_COMPUTING_EXCHANGE] =
        a->goals[PROGRAM_COMPUTING_EXCHANGE] & one_lacks(o->lacks, PROGRAM_COMPUTING_EXCHANGE);
    o->advice[ADVICE_NEARLY_DOCTORAL_SCHOOL] =
        a->goals[PROGRAM_DOCTORAL_SCHOOL] & one_lacks(o->lacks, PROGRAM_DOCTORAL_SCHOOL);
    o->advice[ADVICE_NEARLY_EXCELLENCE_GRANT] =
        a->goals[PROGRAM_EXCELLENCE_GRANT] & one_lacks(o->lacks, PROGRAM_EXCELLENCE_GRANT);
    o->advice[ADVICE_NEARLY_FIRST_YEAR_BURSARY] =
        a->goals[PROGRAM_FIRST_YEAR_BURSARY] & one_lacks(o->lacks, PROGRAM_FIRST_YEAR_BURSARY);
    o->advice[ADVICE_NEARLY_LABORATORY_INTERNSHIP] =
        a->goals[PROGRAM_LABORATORY_INTERNSHIP] & one_lacks(o->lacks, PROGRAM_LABORATORY_INTERNSHIP);
    o->advice[ADVICE_NEARLY_TEACHING_ASSISTANTSHIP] =
        a->goals[PROGRAM_TEACHING_ASSISTANTSHIP] & one_lacks(o->lacks, PROGRAM_TEACHING_ASSISTANTSHIP);
    o->advice[ADVICE_NEARLY_TRAVEL_GRANT] =
        a->goals[PROGRAM_TRAVEL_GRANT] & one_lacks(o->lacks, PROGRAM_TRAVEL_GRANT);
    o->advice[ADVICE_NEARLY_VISITING_SCHOLARS] =
        a->goals[PROGRAM_VISITING_SCHOLARS] & one_lacks(o->lacks, PROGRAM_VISITING_SCHOLARS);
}

static void find_advice(const applicant *a, const truth *has, const truth *ready, const truth *path,
                        range ready_count, outcome *o) {
    const truth *eligible = o->eligible;
    const range lacks_count = count_truths(o->lacks, REQUIREMENT_MOST);
    o->advice[ADVICE_APPLY_FOR_FUNDING] = path[PATH_NEEDS_FUNDING] & no(eligible[PROGRAM_EXCELLENCE_GRANT]);
    o->advice[ADVICE_APPLY_FOR_TRAVEL] = eligible[PROGRAM_TRAVEL_GRANT] & no(a->goals[PROGRAM_TRAVEL_GRANT]);
    o->advice[ADVICE_ASK_FOR_LETTERS] = no(has[HAS_LETTERS_TWO]) & no(has[HAS_LETTERS_OPEN]);
    o->advice[ADVICE_CELEBRATE] = eligible[PROGRAM_EXCELLENCE_GRANT] & a->goals[PROGRAM_EXCELLENCE_GRANT];
    o->advice[ADVICE_CHASE_LETTERS] = has[HAS_LETTERS_OPEN] & no(eligible[PROGRAM_DOCTORAL_SCHOOL]);
    o->advice[ADVICE_CHOOSE_A_THESIS] =
        has[HAS_LATE_YEAR] & no(has[HAS_THESIS]) & no(has[HAS_PROJECTS_UNDER_WAY]);
    o->advice[ADVICE_COMPLETE_PAPERS] = no(has[HAS_PAPERS]) & counts(ready_count, 10);
    o->advice[ADVICE_GET_INSURED] =
        no(a->papers_insurance) & (a->goals[PROGRAM_TRAVEL_GRANT] | a->goals[PROGRAM_ALPINE_FIELD_SCHOOL]);
    o->advice[ADVICE_GET_VACCINATED] =
        no(has[HAS_VACCINATED]) & (has[HAS_CARE_SEEN] | a->goals[PROGRAM_CARE_YEAR]);
    o->advice[ADVICE_KEEP_GOING] = path[PATH_FIRST_STEPS] & no(has[HAS_FAILED_ONCE]) & has[HAS_MOTIVATED];
    o->advice[ADVICE_LEARN_FIRST_AID] =
        no(has[HAS_FIRST_AID]) & (a->goals[PROGRAM_LABORATORY_INTERNSHIP] |
                                  a->goals[PROGRAM_ALPINE_FIELD_SCHOOL] | has[HAS_LABORATORY_SEEN]);
    o->advice[ADVICE_LOOK_FOR_AN_INTERNSHIP] = no(has[HAS_INTERN]) & ready[READY_CREDITS];
    o->advice[ADVICE_PRACTISE_MATHS] =
        no(has[HAS_MATHS_WORKING]) & (a->goals[PROGRAM_COMPUTING_EXCHANGE] | ready[READY_STUDY_PHYSICS]);
    o->advice[ADVICE_PREPARE_THE_INTERVIEW] =
        (eligible[PROGRAM_VISITING_SCHOLARS] | eligible[PROGRAM_EXCELLENCE_GRANT] |
         eligible[PROGRAM_DOCTORAL_SCHOOL]) &
        no(ready[READY_INTERVIEWS]);
    o->advice[ADVICE_PUBLISH] = ready[READY_RESEARCH] & no(has[HAS_PUBLISHED]);
    o->advice[ADVICE_PUBLISH_AGAIN] =
        has[HAS_PUBLISHED] & no(has[HAS_PUBLISHED_TWICE]) & no(eligible[PROGRAM_VISITING_SCHOLARS]);
    o->advice[ADVICE_REPEAT_COURSES] =
        counts(a->weak_count, 1) & no(eligible[PROGRAM_TEACHING_ASSISTANTSHIP]);
    o->advice[ADVICE_REST_A_TERM] = counts(a->weak_count, 2) & has[HAS_WORKER];
    o->advice[ADVICE_SAVE_MONEY] = has[HAS_IN_DEBT] & no(has[HAS_WORKER]);
    o->advice[ADVICE_TAKE_LANGUAGE_TEST] =
        no(has[HAS_ENGLISH_RECENT]) &
        (a->goals[PROGRAM_COMPUTING_EXCHANGE] | a->goals[PROGRAM_ALPINE_FIELD_SCHOOL]);
    o->advice[ADVICE_TALK_TO_AN_ADVISOR] = counts(lacks_count, 4);
    o->advice[ADVICE_THINK_OF_A_DOCTORATE] =
        eligible[PROGRAM_DOCTORAL_SCHOOL] & no(a->goals[PROGRAM_DOCTORAL_SCHOOL]);
    o->advice[ADVICE_THINK_OF_CARE] = eligible[PROGRAM_CARE_YEAR] & no(a->goals[PROGRAM_CARE_YEAR]);
    o->advice[ADVICE_THINK_OF_RESEARCH] = path[PATH_ACADEMIC] & no(a->goals[PROGRAM_DOCTORAL_SCHOOL]);
    o->advice[ADVICE_TRY_TEACHING] =
        ready[READY_REFERENCES] & no(has[HAS_TEACHING_SEEN]) & no(path[PATH_PROFESSIONAL]);
    o->advice[ADVICE_WIDEN_THE_GOALS] =
        counts(lacks_count, 1) & no(path[PATH_VERSATILE]) & no(path[PATH_PROMISING]);
    o->advice[ADVICE_WORK_IN_A_LABORATORY] =
        (path[PATH_NATURAL_SCIENCES] | ready[READY_STUDY_CHEMISTRY]) & no(has[HAS_LABORATORY_EXPERIENCED]);
}

void hand_judge(const applicant *a, outcome *o) {
    truth has[HAS_MOST], ready[READY_MOST], path[PATH_MOST];
    find_has(a, has);
    find_ready(a, has, count_truths(has, HAS_MOST), ready);
    range ready_count = count_truths(ready, READY_MOST);
    find_paths(ready, ready_count, path);
    find_requirements(a, has, ready, path, o);
    find_verdicts(a, o);
    find_remedies(a, o);
    find_advice(a, has, ready, path, ready_count, o);
}
