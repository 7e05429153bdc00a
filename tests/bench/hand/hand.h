/* The program that the audit is measured against: it does what the knowledge base in kb/ says, with all of it compiled
 * in by hand. It knows no other pool than that of pool.c, which gives records of lists their `field`, `kind` and
 * `role`; it does not check what it does not look at. */
#ifndef TESTS_BENCH_HAND_H
#define TESTS_BENCH_HAND_H

#include "bench/hand/names.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Two bits: certain, possible. So `and` is &, `or` is |. */
typedef uint8_t truth;
enum { FALSE = 0, UNKNOWN = 2, TRUE = 3 };

/* A number, or what is certain of one. */
typedef struct range {
    double low, high;
} range;

/* Of no records a sum is null, and what compares with it does not hold; where there may be some it is not known. */
typedef struct total {
    range sum;
    uint32_t certain, possible;
} total;

enum { SCHOOL_PUPIL = 1, SCHOOL_STUDENT, SCHOOL_GRADUATE };
enum { DEGREE_NONE = 1, DEGREE_BACHELOR, DEGREE_MASTER, DEGREE_DOCTORATE };
enum {
    FIELD_BIOLOGY = 1,
    FIELD_CHEMISTRY,
    FIELD_PHYSICS,
    FIELD_MATHEMATICS,
    FIELD_COMPUTING,
    FIELD_HISTORY,
    FIELD_MOST
};
enum { LEVEL_BASIC = 1, LEVEL_ADVANCED };
enum { GRADE_EXCELLENT = 1, GRADE_GOOD, GRADE_FAIR, GRADE_FAILED, GRADE_MOST };
enum { STATUS_PLANNED = 1, STATUS_RUNNING, STATUS_COMPLETED };
enum { WORK_LABORATORY = 1, WORK_TEACHING, WORK_OFFICE, WORK_FIELD_WORK, WORK_CARE, WORK_MOST };
enum { JOB_PAID = 1, JOB_VOLUNTARY, JOB_INTERNSHIP, JOB_MOST };
enum { ROLE_PROFESSOR = 1, ROLE_SUPERVISOR, ROLE_EMPLOYER, ROLE_OTHER, ROLE_MOST };
enum { STRENGTH_STRONG = 1, STRENGTH_AVERAGE };
enum { LETTER_PLANNED = 1, LETTER_REQUESTED, LETTER_RECEIVED };
enum { PROJECT_THESIS = 1, PROJECT_PUBLICATION, PROJECT_POSTER, PROJECT_SOFTWARE, PROJECT_MOST };

/* What the rules look at. Enumerated values are 0 where they are not known; days are numbers, 20261121. */
typedef struct applicant {
    const char *id;
    size_t id_length;
    range born, school_gpa, school_year, school_graduation;
    range tests_language_score, tests_language_taken_on, tests_maths_score, tests_writing_score;
    range funds_savings, funds_income, goals_start;
    uint8_t school_status, school_degree;
    truth school_good_standing, funds_loan;
    truth papers_insurance, papers_passport, papers_vaccinated, papers_background_check, papers_first_aid,
        papers_data_protection;
    truth motivated, plans_research;
    truth goals[PROGRAM_MOST];
    /* Of the lists. */
    range courses_done[FIELD_MOST], courses_advanced[FIELD_MOST], grades[GRADE_MOST];
    total credits[FIELD_MOST], completed_credits, good_advanced;
    range advanced_courses;
    truth weak[FIELD_MOST], none_failed;
    range jobs_in[WORK_MOST], internships;
    total weeks_in[WORK_MOST], weeks_as[JOB_MOST], working_weeks;
    truth served[WORK_MOST], long_internship;
    range letters_from[ROLE_MOST], strong_letters, letters_received, letters_open;
    range projects_done[PROJECT_MOST], publications;
    truth project_running, on_climate;
    /* Found of the rest. */
    truth adult, enrolled, has_degree, papers_complete, starts_late;
    range available, weak_count;
} applicant;

typedef struct outcome {
    truth met[REQUIREMENT_MOST], applies[REQUIREMENT_MOST], lacks[REQUIREMENT_MOST];
    truth eligible[PROGRAM_MOST];
    truth advice[ADVICE_MOST];
} outcome;

typedef struct hand_program {
    const char *id, *name;
    int first, count; /* requirements */
} hand_program;

typedef struct hand_requirement {
    const char *id;
    bool required;
} hand_requirement;

extern const hand_program programs[PROGRAM_MOST];
extern const hand_requirement requirements[REQUIREMENT_MOST];
extern const char *const advice_names[ADVICE_MOST];

static inline truth no(truth t) { return (truth)((~t >> 1 & 1) | (~t << 1 & 2)); }
static inline truth at_least(range r, double least) {
    return (truth)((r.low >= least) | (r.high >= least) << 1);
}
static inline truth at_most(range r, double most) { return (truth)((r.high <= most) | (r.low <= most) << 1); }
static inline truth counts(range r, double least) { return at_least(r, least); }
static inline truth sums(total t, double least) {
    return t.certain > 0 ? at_least(t.sum, least) : (truth)((t.possible > 0) << 1);
}
static inline truth is(uint8_t value, uint8_t wanted) {
    return (truth)((value == wanted) | ((value == wanted) | (value == 0)) << 1);
}
static inline range count_truths(const truth *truths, size_t count) {
    unsigned certain = 0, possible = 0;
    for (size_t i = 0; i < count; i++) {
        certain += truths[i] & 1u;
        possible += truths[i] >> 1;
    }
    range r = {(double)certain, (double)possible};
    return r;
}

#ifdef __cplusplus
extern "C" {
#endif

/* Text that stands in the record, without escapes. */
typedef struct text {
    const char *at;
    size_t length;
} text;

/* patterns.c: the seven patterns, and what they are for. A set for each thread. */
typedef struct hand_patterns hand_patterns;
hand_patterns *hand_patterns_new(void);
void hand_patterns_free(hand_patterns *p);
/* 0: the text is none of the values. */
uint8_t hand_degree(hand_patterns *p, text words);
uint8_t hand_work(hand_patterns *p, text words);
bool hand_on_climate(hand_patterns *p, text title);
bool hand_motivated(hand_patterns *p, text statement);

/* read.cpp */
typedef struct hand_reader hand_reader;
hand_reader *hand_reader_new(hand_patterns *patterns);
void hand_reader_free(hand_reader *reader);
/* A line, behind which 64 bytes more can be read. False: it is none of this pool. */
bool hand_read(hand_reader *reader, const char *at, size_t length, applicant *out);

/* gather.c: what is counted over the records of lists. */
void hand_begin(applicant *a);
void hand_begin_courses(applicant *a);
void hand_add_course(applicant *a, uint8_t field, uint8_t level, uint8_t grade, uint8_t status,
                     range credits);
void hand_begin_jobs(applicant *a);
void hand_add_job(applicant *a, uint8_t field, uint8_t kind, uint8_t status, range weeks);
void hand_begin_references(applicant *a);
void hand_add_reference(applicant *a, uint8_t role, uint8_t strength, uint8_t status);
void hand_begin_projects(applicant *a);
void hand_add_project(applicant *a, uint8_t kind, uint8_t status, truth on_climate);
void hand_end(applicant *a);

/* rules.c */
void hand_judge(const applicant *a, outcome *out);

/* row.c: the row of a record, in at most HAND_ROW bytes and six times the id; gives its end. */
enum { HAND_ROW = 8192 };
char *hand_row(uint64_t line, const applicant *a, const outcome *o, char *to);

#ifdef __cplusplus
}
#endif

#endif
