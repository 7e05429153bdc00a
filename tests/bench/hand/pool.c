/* The pool: profiles of about 1.3 KB from a seed, one a line, to standard output.
 *
 *   bench-hand-pool RECORDS [--seed=N] [--gaps=PERCENT]
 *
 * --gaps: in how many records something is left out, from a field to a whole list. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct maker {
    bench_random random;
    bool gaps; /* in this record */
    bool any;  /* a member stands before in the innermost object */
} maker;

static uint32_t below(maker *m, uint32_t bound) { return bench_below(&m->random, bound); }
static bool chance(maker *m, uint32_t percent) { return bench_chance(&m->random, percent); }

#define ONE_OF(m, array) (array)[below(m, (uint32_t)(sizeof(array) / sizeof *(array)))]

/* What is left out is decided whether or not it may be, so that gaps do not change the rest. */
static bool key(maker *m, const char *name, uint32_t left_out) {
    bool out = chance(m, left_out);
    if (out && m->gaps) {
        return false;
    }
    printf(m->any ? ", \"%s\": " : "\"%s\": ", name);
    m->any = true;
    return true;
}

static void open(maker *m, char bracket) {
    putchar(bracket);
    m->any = false;
}

static void close(maker *m, char bracket) {
    putchar(bracket);
    m->any = true;
}

enum { SELDOM = 8 };

static void put_text(maker *m, const char *name, const char *value, uint32_t left_out) {
    if (key(m, name, left_out)) {
        printf("\"%s\"", value);
    }
}

static void put_halves(maker *m, const char *name, uint32_t halves, uint32_t left_out) {
    if (key(m, name, left_out)) {
        printf(halves % 2 != 0 ? "%u.5" : "%u", halves / 2);
    }
}

static void put_number(maker *m, const char *name, uint32_t number) {
    put_halves(m, name, 2 * number, SELDOM);
}

static void put_flag(maker *m, const char *name, uint32_t percent) {
    bool yes = chance(m, percent);
    if (key(m, name, SELDOM)) {
        fputs(yes ? "true" : "false", stdout);
    }
}

static void put_day(maker *m, const char *name, uint32_t first, uint32_t years) {
    uint32_t year = first + below(m, years), month = 1 + below(m, 12), day = 1 + below(m, 28);
    if (key(m, name, SELDOM)) {
        printf("\"%u-%02u-%02u\"", year, month, day);
    }
}

static const char *const fields[] = {"biology",   "chemistry", "physics", "mathematics",
                                     "computing", "computing", "history", "chemistry"};
static const char *const programs[] = {
    "alpine-field-school",   "archive-fellowship",     "care-year",        "climate-summer",
    "computing-exchange",    "doctoral-school",        "excellence-grant", "first-year-bursary",
    "laboratory-internship", "teaching-assistantship", "travel-grant",     "visiting-scholars",
};
static const char *const towns[] = {"Aalborg", "Bergen",   "Cork",      "Delft",  "Evora",  "Freiburg",
                                    "Ghent",   "Helsinki", "Innsbruck", "Kosice", "Leiden", "Malmo"};
static const char *const people[] = {"Ada",  "Bruno", "Chiara", "Dag",  "Edith", "Femi",
                                     "Gita", "Hugo",  "Ines",   "Jiri", "Kemal", "Lucia"};
static const char *const families[] = {"Andersen", "Bauer",  "Costa",  "Dubois", "Eriksen",  "Fischer",
                                       "Garcia",   "Horvat", "Ivanov", "Jansen", "Kowalska", "Lindqvist"};
static const char *const subjects[] = {
    "lichens", "peat",     "glaciers", "climate records", "enzymes", "tides",
    "moths",   "alloys",   "archives", "climatic shifts", "optics",  "dialects",
    "soils",   "proteins", "graphs",   "glacial lakes",   "rivers",  "maps"};

static void put_degree(maker *m) {
    static const char *const values[] = {"none", "none", "bachelor", "bachelor", "master", "doctorate"};
    static const char *const words[] = {"B.Sc. in ", "Bachelor of Arts, ",  "BA ",
                                        "M.Sc. in ", "Master of Science, ", "MA ",
                                        "Ph.D. in ", "Dr. rer. nat., "};
    const char *value = ONE_OF(m, values), *form = ONE_OF(m, words), *subject = ONE_OF(m, subjects);
    bool spoken = chance(m, 30);
    if (!key(m, "degree", SELDOM)) {
        return;
    }
    if (spoken) {
        printf("\"%s%s\"", form, subject);
    } else {
        printf("\"%s\"", value);
    }
}

static void put_school(maker *m) {
    static const char *const statuses[] = {"student", "student", "student", "graduate", "pupil"};
    if (!key(m, "school", 0)) {
        return;
    }
    open(m, '{');
    if (key(m, "name", SELDOM)) {
        printf("\"University of %s, Faculty %u\"", ONE_OF(m, towns), 1 + below(m, 9));
    }
    put_text(m, "status", ONE_OF(m, statuses), SELDOM);
    put_degree(m);
    uint32_t gpa = 180 + below(m, 221);
    if (key(m, "gpa", SELDOM)) {
        printf("%u.%02u", gpa / 100, gpa % 100);
    }
    put_number(m, "year", 1 + below(m, 6));
    put_day(m, "graduation", 2025, 4);
    put_flag(m, "good_standing", 85);
    close(m, '}');
}

static void put_tests(maker *m) {
    if (!key(m, "tests", SELDOM)) {
        return;
    }
    open(m, '{');
    (void)key(m, "language", 0);
    open(m, '{');
    put_number(m, "score", 50 + below(m, 71));
    put_day(m, "taken_on", 2023, 4);
    close(m, '}');
    (void)key(m, "maths", 0);
    open(m, '{');
    put_number(m, "score", 350 + below(m, 451));
    close(m, '}');
    (void)key(m, "writing", 0);
    open(m, '{');
    put_halves(m, "score", 6 + below(m, 13), SELDOM);
    close(m, '}');
    close(m, '}');
}

static void begin_record(maker *m, uint32_t i) {
    fputs(i > 0 ? ", " : "", stdout);
    open(m, '{');
}

static void put_courses(maker *m) {
    static const char *const grades[] = {"excellent", "excellent", "good", "good",
                                         "good",      "fair",      "fair", "failed"};
    static const char *const statuses[] = {"completed", "completed", "completed", "running", "planned"};
    if (!key(m, "courses", SELDOM)) {
        return;
    }
    putchar('[');
    for (uint32_t i = 0, count = 1 + below(m, 4); i < count; i++) {
        begin_record(m, i);
        if (key(m, "title", SELDOM)) {
            printf("\"%s %u\"", ONE_OF(m, subjects), 1 + below(m, 4));
        }
        put_text(m, "field", ONE_OF(m, fields), 0);
        put_text(m, "level", chance(m, 40) ? "advanced" : "basic", 0);
        put_halves(m, "credits", 4 + below(m, 17), SELDOM);
        put_text(m, "grade", ONE_OF(m, grades), SELDOM);
        put_text(m, "status", ONE_OF(m, statuses), SELDOM);
        close(m, '}');
    }
    putchar(']');
    m->any = true;
}

static void put_work(maker *m) {
    static const char *const values[] = {"laboratory", "teaching", "office", "field-work", "care"};
    static const char *const words[] = {
        "Lab assistant, ", "laboratory work on ", "bench work: ", "tutor for ", "teaching ", "lecturer, "};
    const char *value = ONE_OF(m, values), *form = ONE_OF(m, words), *subject = ONE_OF(m, subjects);
    bool spoken = chance(m, 25);
    (void)key(m, "field", 0);
    if (spoken) {
        printf("\"%s%s\"", form, subject);
    } else {
        printf("\"%s\"", value);
    }
}

static void put_jobs(maker *m) {
    static const char *const kinds[] = {"paid", "paid", "voluntary", "internship"};
    static const char *const statuses[] = {"completed", "completed", "running", "planned"};
    if (!key(m, "jobs", SELDOM)) {
        return;
    }
    putchar('[');
    for (uint32_t i = 0, count = below(m, 3); i < count; i++) {
        begin_record(m, i);
        if (key(m, "employer", SELDOM)) {
            printf("\"%s & %s, %s\"", ONE_OF(m, families), ONE_OF(m, families), ONE_OF(m, towns));
        }
        put_work(m);
        put_text(m, "kind", ONE_OF(m, kinds), 0);
        put_number(m, "weeks", 2 + below(m, 40));
        put_text(m, "status", ONE_OF(m, statuses), SELDOM);
        close(m, '}');
    }
    putchar(']');
    m->any = true;
}

static void put_references(maker *m) {
    static const char *const roles[] = {"professor", "professor", "supervisor", "employer", "other"};
    static const char *const statuses[] = {"received", "received", "requested", "planned"};
    if (!key(m, "references", SELDOM)) {
        return;
    }
    putchar('[');
    for (uint32_t i = 0, count = below(m, 4); i < count; i++) {
        begin_record(m, i);
        put_text(m, "role", ONE_OF(m, roles), 0);
        put_text(m, "strength", chance(m, 50) ? "strong" : "average", SELDOM);
        put_text(m, "status", ONE_OF(m, statuses), SELDOM);
        close(m, '}');
    }
    putchar(']');
    m->any = true;
}

static void put_projects(maker *m) {
    static const char *const kinds[] = {"thesis", "publication", "poster", "software"};
    static const char *const statuses[] = {"completed", "completed", "running", "planned"};
    if (!key(m, "projects", SELDOM)) {
        return;
    }
    putchar('[');
    for (uint32_t i = 0, count = below(m, 3); i < count; i++) {
        begin_record(m, i);
        if (key(m, "title", SELDOM)) {
            printf("\"On %s and %s near %s\"", ONE_OF(m, subjects), ONE_OF(m, subjects), ONE_OF(m, towns));
        }
        put_text(m, "kind", ONE_OF(m, kinds), 0);
        put_text(m, "status", ONE_OF(m, statuses), SELDOM);
        close(m, '}');
    }
    putchar(']');
    m->any = true;
}

static void put_papers(maker *m) {
    if (!key(m, "papers", SELDOM)) {
        return;
    }
    open(m, '{');
    put_flag(m, "insurance", 85);
    put_flag(m, "passport", 90);
    put_flag(m, "vaccinated", 75);
    put_flag(m, "background_check", 70);
    put_flag(m, "first_aid", 60);
    put_flag(m, "data_protection", 80);
    close(m, '}');
}

static void put_funds(maker *m) {
    if (!key(m, "funds", SELDOM)) {
        return;
    }
    open(m, '{');
    put_number(m, "savings", 50 * below(m, 200));
    put_number(m, "income", 100 * below(m, 120));
    put_flag(m, "loan", 30);
    close(m, '}');
}

static void put_goals(maker *m) {
    if (!key(m, "goals", 0)) {
        return;
    }
    open(m, '{');
    if (key(m, "programs", SELDOM)) {
        putchar('[');
        for (uint32_t i = 0, count = 1 + below(m, 3); i < count; i++) {
            printf(i > 0 ? ", \"%s\"" : "\"%s\"", ONE_OF(m, programs));
        }
        putchar(']');
    }
    put_day(m, "start", 2027, 1);
    close(m, '}');
}

static void put_statement(maker *m) {
    static const char *const openings[] = {"For years I have wanted to work on", "My fascination began with",
                                           "Nothing has taught me more than",
                                           "I apply because I know little of", "I am passionate about"};
    static const char *const middles[] = {
        "and I hope to join a research group", "which my school does not teach",
        "and I would like to see it done well", "as my teachers will tell you", "whatever it takes"};
    if (key(m, "statement", SELDOM)) {
        printf("\"%s %s %s, near %s or elsewhere.\"", ONE_OF(m, openings), ONE_OF(m, subjects),
               ONE_OF(m, middles), ONE_OF(m, towns));
    }
}

static void put_applicant(maker *m, uint64_t number, uint32_t gaps) {
    m->gaps = chance(m, gaps);
    open(m, '{');
    (void)key(m, "id", 0);
    printf("\"a-%07llu\"", (unsigned long long)number);
    if (key(m, "name", SELDOM)) {
        printf("\"%s %s\"", ONE_OF(m, people), ONE_OF(m, families));
    }
    put_day(m, "born", 1990, 20);
    put_text(m, "country", ONE_OF(m, towns), SELDOM);
    put_school(m);
    put_tests(m);
    put_courses(m);
    put_jobs(m);
    put_references(m);
    put_projects(m);
    put_papers(m);
    put_funds(m);
    put_goals(m);
    put_statement(m);
    close(m, '}');
    putchar('\n');
}

int main(int count, char **arguments) {
    if (count < 2) {
        bench_fail("usage: bench-hand-pool RECORDS [--seed=N] [--gaps=PERCENT]");
    }
    maker m = {.random = {bench_option(count, arguments, "seed", 5)}};
    const uint32_t gaps = (uint32_t)bench_option(count, arguments, "gaps", 10);
    for (uint64_t i = 0, records = strtoull(arguments[1], NULL, 10); i < records; i++) {
        put_applicant(&m, i + 1, gaps);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        bench_fail("the pool cannot be written");
    }
}
