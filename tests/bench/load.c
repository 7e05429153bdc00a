/* How loading and evaluating grow with the number of programs: the shipped knowledge base with generated programs
 * beside its own, whose conditions are few that many share, or differ from program to program.
 *
 *   bench-load FOLDER     an empty folder to write the knowledge bases into
 */
#include "bench/files.h"
#include "bench/pool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MANIFEST PRECEPTOR_TOP "/kb/kb.yaml"
#define AS_OF "2026-11-21"

enum { PROGRAMS_A_FILE = 16, PROFILES = 200, MOST_PATH = 4096 };

/* Makes the folders on the way to a file. */
static void make_folders(char *path) {
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST) {
            bench_fail("%s cannot be made", path);
        }
        *at = '/';
    }
}

static void join(const char *folder, pr_text relative, char out[MOST_PATH]) {
    if (snprintf(out, MOST_PATH, "%s/%.*s", folder, PR_ARG(relative)) >= MOST_PATH) {
        bench_fail("the path of a file is too long");
    }
}

static void write_file(const char *folder, pr_text relative, pr_text bytes) {
    char path[MOST_PATH];
    join(folder, relative, path);
    make_folders(path);
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes.at, 1, bytes.length, out) != bytes.length || fclose(out) != 0) {
        bench_fail("%s cannot be written", path);
    }
}

/* Conditions of the kinds that programs ask for, %u to be filled in. */
static const char *const conditions[] = {
    "third_year_done",
    "enrolled",
    "degree_done",
    "exams.step1.status = \"pass\"",
    "exams.step2_ck.score >= %u",
    "ir_weeks >= %u",
    "medical_school.good_standing and medical_school.year >= %u",
    "count(rotations[specialty = \"surgery\" and weeks >= %u]) >= 1",
    "sum(rotations[specialty = \"ir\" and kind = \"residency-block\"].months) >= %u",
    "some r in rotations satisfies r.specialty = \"icu\" and r.months >= %u and r.status = \"completed\"",
    "every c in clerkships.core satisfies c.grade in [\"honors\", \"high-pass\", \"pass\"]",
    "ir_letters_sure >= %u and ir_projects >= 1",
    "training.esir.procedures >= %u or training.stage in [\"fellowship\", \"practice\"]",
    "goals.start >= today() + duration(\"P%uD\")",
    "compliance.immunizations and compliance.bls and compliance.hipaa_training",
    "not(training.dr_residency.status = \"none\") and training.months_of_dr >= %u",
};
enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };

/* clang-format off */
static const char *const kinds[] = {"school", "elective", "sub-internship", "residency", "curriculum", "track"};
static const char *const remedies[] = {"take-mcat", "complete-core-clerkships", "enroll-in-medical-school",
                                       "obtain-health-insurance"};
/* clang-format on */

static void put_requirement(pr_buf *out, bench_random *random, uint32_t number, uint32_t differs) {
    const char *condition = conditions[bench_below(random, CONDITIONS)];
    pr_buf_printf(out, "      - id: r%u\n        text: Requirement %u of the program\n        requires: '",
                  number, number);
    /* Few thresholds: programs share conditions, as real ones do. Or such as no other program asks for. */
    uint32_t threshold = 1 + bench_below(random, 12);
    const char *gap = strstr(condition, "%u");
    if (gap != NULL) {
        pr_buf_add(out, condition, (size_t)(gap - condition));
        pr_buf_printf(out, "%u", differs > 0 ? differs : threshold);
        pr_buf_string(out, gap + 2);
    } else {
        pr_buf_string(out, condition);
    }
    pr_buf_printf(out, "'\n        strength: %s\n", bench_chance(random, 80) ? "required" : "preferred");
    if (bench_chance(random, 20)) {
        pr_buf_string(out, "        waivable: {by: rotation coordinator}\n");
    }
    if (bench_chance(random, 50)) {
        pr_buf_printf(out, "        remedy: %s\n", remedies[bench_below(random, 4)]);
    }
    pr_buf_string(out, "        sources: [\"nih-cc-ir-elective#Selection of Applicants\"]\n");
}

static void put_program(pr_buf *out, bench_random *random, uint32_t number, bool differs) {
    pr_buf_printf(
        out,
        "  - id: program-%u\n    name: Program number %u\n    aliases: [P%u]\n    institution: University "
        "%u\n"
        "    kind: %s\n    duration: P%uW\n    stages: [medical-school]\n"
        "    text: A generated program, as long in words as a real one is on average.\n"
        "    sources: [{doc: ir-rotation-guide, at: Timing and Choice of Rotations}]\n    requirements:\n",
        number, number, number, bench_below(random, 40), kinds[bench_below(random, 6)],
        1 + bench_below(random, 12));
    uint32_t count = 1 + bench_below(random, 5);
    for (uint32_t i = 1; i <= count; i++) {
        put_requirement(out, random, i, differs ? number : 0);
    }
    pr_buf_string(out, "    not_encoded:\n      - What the program decides by itself.\n");
}

static void write_programs(const char *folder, uint64_t seed, uint32_t first, uint32_t count, bool differ) {
    bench_random random = {seed};
    pr_buf out;
    pr_buf_init(&out, NULL);
    for (uint32_t i = first; i < count; i += PROGRAMS_A_FILE) {
        char name[64];
        int length = snprintf(name, sizeof name, "programs/generated-%05u.yaml", i);
        pr_buf_clear(&out);
        pr_buf_string(&out, "programs:\n");
        for (uint32_t k = i; k < i + PROGRAMS_A_FILE && k < count; k++) {
            put_program(&out, &random, k, differ);
        }
        write_file(folder, (pr_text){name, (size_t)length}, pr_buf_view(&out));
    }
    if (out.failed) {
        bench_fail("out of memory");
    }
    pr_buf_release(&out);
}

/* `count` programs with the `shipped_count` that are there. */
static void write_kb(const char *folder, uint64_t seed, uint32_t shipped_count, uint32_t count, bool differ) {
    files *shipped = bench_alloc(sizeof *shipped);
    files_list(shipped, MANIFEST);
    for (size_t i = 0; i < shipped->count; i++) {
        write_file(folder, shipped->relative[i], shipped->sources[i]->bytes);
    }
    write_programs(folder, seed, shipped_count, count, differ);
    files_free(shipped);
    free(shipped);
}

typedef struct figures {
    bench_samples loading, reading, compiling, evaluating;
    uint32_t nodes, facts;
    size_t bytes;
} figures;

static void evaluate(const preceptor_kb *kb, preceptor_profile **profiles, bench_samples *samples,
                     uint64_t runs) {
    preceptor_session *session;
    if (preceptor_session_new(kb, &session) != PRECEPTOR_OK ||
        preceptor_session_set_as_of(session, AS_OF) != PRECEPTOR_OK) {
        bench_fail("no session");
    }
    for (uint64_t r = 0; r <= runs; r++) {
        double start = bench_cpu();
        for (size_t i = 0; i < PROFILES; i++) {
            if (preceptor_evaluate(session, profiles[i], PRECEPTOR_VERDICTS) != PRECEPTOR_OK) {
                bench_fail("an evaluation failed");
            }
        }
        if (r > 0) {
            bench_add(samples, bench_cpu() - start);
        }
    }
    preceptor_session_free(session);
}

static void evaluate_pool(const preceptor_kb *kb, uint64_t seed, bench_samples *samples, uint64_t runs) {
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    preceptor_profile *profiles[PROFILES];
    pool p;
    pool_make(&p, kb, seed, PROFILES, 0);
    for (size_t i = 0; i < PROFILES; i++) {
        if (preceptor_profile_new(kb, &profiles[i]) != PRECEPTOR_OK) {
            bench_fail("out of memory");
        }
        pool_read(profiles[i], pool_line(&p, i), diagnostics);
    }
    evaluate(kb, profiles, samples, runs);
    for (size_t i = 0; i < PROFILES; i++) {
        preceptor_profile_free(profiles[i]);
    }
    pool_free(&p);
    preceptor_diagnostics_free(diagnostics);
}

static void measure(const char *folder, uint64_t seed, uint64_t runs, figures *out) {
    char manifest[MOST_PATH];
    join(folder, PR_TEXT("kb.yaml"), manifest);
    for (uint64_t i = 0; i <= runs; i++) {
        double start = bench_cpu();
        preceptor_kb *kb = pool_load_kb(manifest);
        double end = bench_cpu();
        preceptor_load_times times = preceptor_kb_load_times(kb);
        if (i > 0) {
            bench_add(&out->loading, end - start);
            bench_add(&out->reading, (double)times.reading);
            bench_add(&out->compiling, (double)times.compiling);
        }
        if (i == runs) {
            out->nodes = kb->program.node_count;
            out->facts = kb->program.fact_count;
            out->bytes = kb->program.byte_count;
            evaluate_pool(kb, seed, &out->evaluating, runs);
        }
        preceptor_kb_free(kb);
    }
}

static double ratio(const bench_samples *larger, const bench_samples *smaller) {
    return bench_minimum(larger) / bench_minimum(smaller);
}

static void row(const char *what, const bench_samples *samples, double scale, const char *unit,
                const bench_samples *tenth, const char *aim) {
    if (tenth != NULL) {
        bench_row(what, samples, scale, unit, "%.1f times that of a tenth%s", ratio(samples, tenth), aim);
    } else {
        bench_row(what, samples, scale, unit, NULL);
    }
}

static void print(uint32_t programs, const figures *f, const figures *tenth) {
    char what[64];
    printf("  %u programs: %zu KB, %u facts, %u nodes\n", programs, f->bytes / 1000, f->facts, f->nodes);
    snprintf(what, sizeof what, "  loading %u", programs);
    row(what, &f->loading, 1e-3, "ms", tenth != NULL ? &tenth->loading : NULL, " (aim: 12)");
    row("    reading", &f->reading, 1e-3, "ms", tenth != NULL ? &tenth->reading : NULL, "");
    row("    compiling", &f->compiling, 1e-3, "ms", tenth != NULL ? &tenth->compiling : NULL, "");
    row("  evaluating a profile, verdicts", &f->evaluating, 1.0 / PROFILES, "us",
        tenth != NULL ? &tenth->evaluating : NULL, "");
}

static uint32_t count_shipped(void) {
    preceptor_kb *kb = pool_load_kb(MANIFEST);
    uint32_t count = (uint32_t)preceptor_kb_subjects(kb);
    preceptor_kb_free(kb);
    return count;
}

enum { STEPS = 3, SMALLEST = 100 };

int main(int count, char **arguments) {
    if (count < 2) {
        bench_fail("usage: bench-load FOLDER [--runs=N] [--seed=N] [--most=N]");
    }
    const uint64_t runs = bench_option(count, arguments, "runs", 5),
                   seed = bench_option(count, arguments, "seed", 3);
    const uint32_t most = (uint32_t)bench_option(count, arguments, "most", 10000), shipped = count_shipped();
    figures all[2][STEPS] = {0};
    for (int differ = 0; differ < 2; differ++) {
        bench_title("Loading, by the number of programs, whose conditions %s",
                    differ ? "differ" : "are few that many share");
        uint32_t step = 0;
        for (uint32_t programs = SMALLEST; programs <= most && step < STEPS; programs *= 10, step++) {
            char folder[MOST_PATH], name[32];
            int length = snprintf(name, sizeof name, "%u-%d/kb", programs, differ);
            join(arguments[1], (pr_text){name, (size_t)length}, folder);
            write_kb(folder, seed, shipped, programs, differ != 0);
            measure(folder, seed, step < 2 ? runs : 2, &all[differ][step]);
            print(programs, &all[differ][step], step > 0 ? &all[differ][step - 1] : NULL);
            if (differ) {
                const figures *with = &all[1][step], *without = &all[0][step];
                printf("  %-44s %.1f times the time for %.1f times the nodes of those that share\n",
                       "    evaluating", ratio(&with->evaluating, &without->evaluating),
                       (double)with->nodes / without->nodes);
            }
        }
    }
}
