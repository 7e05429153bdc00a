/* Counts and sums over the records of lists. A list that is absent may have any number of records. */
#include "bench/hand/hand.h"

static const range any = {0, HUGE_VAL};
static const total any_total = {{0, HUGE_VAL}, 0, 1};

static void count(range *to, truth t) {
    to->low += t & 1;
    to->high += t >> 1;
}

static void sum(total *to, truth t, range amount) {
    if (t == TRUE) {
        to->certain++;
        to->sum.low += amount.low;
        to->sum.high += amount.high;
    } else if (t == UNKNOWN) {
        to->possible++;
        to->sum.high += amount.high;
    }
}

#define SET(array, value) \
    for (size_t i_ = 0; i_ < sizeof(array) / sizeof *(array); i_++) { \
        (array)[i_] = value; \
    }

static void set_courses(applicant *a, range r, total t, truth w) {
    SET(a->courses_done, r)
    SET(a->courses_advanced, r)
    SET(a->grades, r)
    SET(a->credits, t)
    a->completed_credits = a->good_advanced = t;
    a->advanced_courses = r;
    memset(a->weak, w, sizeof a->weak);
    a->weak_count = r;
    a->none_failed = no(w);
}

static void set_jobs(applicant *a, range r, total t, truth w) {
    SET(a->jobs_in, r)
    SET(a->weeks_in, t)
    SET(a->weeks_as, t)
    a->working_weeks = t;
    a->internships = r;
    memset(a->served, w, sizeof a->served);
    a->long_internship = w;
}

static void set_references(applicant *a, range r) {
    SET(a->letters_from, r)
    a->strong_letters = a->letters_received = a->letters_open = r;
}

static void set_projects(applicant *a, range r, truth w) {
    SET(a->projects_done, r)
    a->publications = r;
    a->project_running = a->on_climate = w;
}

void hand_begin(applicant *a) {
    const range unknown = {-HUGE_VAL, HUGE_VAL};
    a->id_length = 0;
    a->born = a->school_graduation = a->tests_language_taken_on = a->goals_start = unknown;
    a->school_gpa = (range){0, 4};
    a->school_year = (range){1, 6};
    a->tests_language_score = (range){0, 120};
    a->tests_maths_score = (range){200, 800};
    a->tests_writing_score = (range){0, 9};
    a->funds_savings = a->funds_income = any;
    a->school_status = a->school_degree = 0;
    a->school_good_standing = a->funds_loan = UNKNOWN;
    a->papers_insurance = a->papers_passport = a->papers_vaccinated = a->papers_background_check = UNKNOWN;
    a->papers_first_aid = a->papers_data_protection = UNKNOWN;
    a->motivated = a->plans_research = UNKNOWN;
    memset(a->goals, UNKNOWN, sizeof a->goals);
    set_courses(a, any, any_total, UNKNOWN);
    set_jobs(a, any, any_total, UNKNOWN);
    set_references(a, any);
    set_projects(a, any, UNKNOWN);
}

static const range none = {0, 0};
static const total no_total = {{0, 0}, 0, 0};

void hand_begin_courses(applicant *a) { set_courses(a, none, no_total, FALSE); }
void hand_begin_jobs(applicant *a) { set_jobs(a, none, no_total, FALSE); }
void hand_begin_references(applicant *a) { set_references(a, none); }
void hand_begin_projects(applicant *a) { set_projects(a, none, FALSE); }

void hand_add_course(applicant *a, uint8_t field, uint8_t level, uint8_t grade, uint8_t status,
                     range credits) {
    truth completed = is(status, STATUS_COMPLETED), advanced = is(level, LEVEL_ADVANCED),
          failed = is(grade, GRADE_FAILED);
    count(&a->courses_done[field], completed);
    sum(&a->credits[field], completed, credits);
    sum(&a->completed_credits, completed, credits);
    count(&a->courses_advanced[field], advanced);
    count(&a->advanced_courses, advanced & completed);
    if (grade != 0) {
        a->grades[grade].low++;
        a->grades[grade].high++;
    } else {
        for (int g = GRADE_EXCELLENT; g < GRADE_MOST; g++) {
            a->grades[g].high++;
        }
    }
    sum(&a->good_advanced, advanced & (is(grade, GRADE_EXCELLENT) | is(grade, GRADE_GOOD)), credits);
    a->weak[field] |= failed;
    a->none_failed &= no(failed);
}

void hand_add_job(applicant *a, uint8_t field, uint8_t kind, uint8_t status, range weeks) {
    truth completed = is(status, STATUS_COMPLETED), internship = is(kind, JOB_INTERNSHIP);
    count(&a->jobs_in[field], TRUE);
    sum(&a->weeks_in[field], completed, weeks);
    sum(&a->weeks_as[kind], TRUE, weeks);
    sum(&a->working_weeks, completed, weeks);
    count(&a->internships, internship);
    a->served[field] |= at_least(weeks, 26) & completed;
    a->long_internship |= internship & at_least(weeks, 12) & completed;
}

void hand_add_reference(applicant *a, uint8_t role, uint8_t strength, uint8_t status) {
    truth received = is(status, LETTER_RECEIVED);
    count(&a->letters_from[role], received);
    count(&a->letters_received, received);
    count(&a->strong_letters, is(strength, STRENGTH_STRONG) & received);
    count(&a->letters_open, is(status, LETTER_PLANNED) | is(status, LETTER_REQUESTED));
}

void hand_add_project(applicant *a, uint8_t kind, uint8_t status, truth on_climate) {
    truth completed = is(status, STATUS_COMPLETED);
    count(&a->projects_done[kind], completed);
    count(&a->publications, is(kind, PROJECT_PUBLICATION) & completed);
    a->project_running |= is(status, STATUS_RUNNING);
    a->on_climate |= on_climate;
}

void hand_end(applicant *a) {
    if (a->weak_count.high == 0) {
        a->weak_count = count_truths(a->weak + 1, FIELD_MOST - 1);
    }
    a->adult = at_most(a->born, 20081121);
    a->enrolled = is(a->school_status, SCHOOL_STUDENT) & a->school_good_standing;
    a->has_degree = is(a->school_degree, DEGREE_BACHELOR) | is(a->school_degree, DEGREE_MASTER) |
                    is(a->school_degree, DEGREE_DOCTORATE);
    a->papers_complete = a->papers_insurance & a->papers_passport & a->papers_data_protection;
    a->available =
        (range){a->funds_savings.low + a->funds_income.low, a->funds_savings.high + a->funds_income.high};
    a->starts_late = at_least(a->goals_start, 20270901);
}
