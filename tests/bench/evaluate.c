/* Evaluating profiles that were read before, one thread, verdicts only. */
#include "bench/pool.h"

#include <stdio.h>
#include <stdlib.h>

#define AS_OF "2026-11-21"

enum { PROFILES = 1000 };

typedef struct readied {
    preceptor_profile **profiles;
    size_t bytes;
} readied;

static readied read_all(const preceptor_kb *kb, const pool *p) {
    readied out = {.profiles = bench_alloc(p->count * sizeof *out.profiles), .bytes = p->bytes.length};
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    for (size_t i = 0; i < p->count; i++) {
        if (preceptor_profile_new(kb, &out.profiles[i]) != PRECEPTOR_OK) {
            bench_fail("out of memory");
        }
        pool_read(out.profiles[i], pool_line(p, i), diagnostics);
    }
    preceptor_diagnostics_free(diagnostics);
    return out;
}

static void evaluate_all(preceptor_session *session, const readied *r, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (preceptor_evaluate(session, r->profiles[i], PRECEPTOR_VERDICTS) != PRECEPTOR_OK) {
            bench_fail("an evaluation failed");
        }
    }
}

/* What was looked at: gates and closed nodes that have a value after the evaluation, and verdicts by kind. */
static void print_work(preceptor_session *session, const preceptor_kb *kb, const readied *r, size_t count) {
    const pr_program *p = &kb->program;
    uint64_t nodes = 0, gates = 0, verdicts[3] = {0};
    for (size_t i = 0; i < count; i++) {
        (void)preceptor_evaluate(session, r->profiles[i], PRECEPTOR_VERDICTS);
        for (uint32_t n = 0; n < p->node_count; n++) {
            nodes += session->vm.kept[n] != 0;
        }
        for (uint32_t g = 0; g < p->gate_count; g++) {
            gates += session->vm.literals[2 * (size_t)g] != PR_NOT_ASKED;
        }
        for (size_t s = 0; s < p->subject_count; s++) {
            verdicts[preceptor_session_verdict(session, s)]++;
        }
    }
    double profiles = (double)count, all = profiles * p->subject_count;
    printf(
        "    a profile: %.0f of %u gates, %.0f of %u nodes; verdicts: %.0f %% eligible, %.0f %% ineligible, "
        "%.0f %% undetermined\n",
        (double)gates / profiles, p->gate_count, (double)nodes / profiles, p->node_count,
        (double)verdicts[0] * 100 / all, (double)verdicts[1] * 100 / all, (double)verdicts[2] * 100 / all);
}

static void measure(const preceptor_kb *kb, preceptor_session *session, uint64_t seed, uint64_t runs,
                    uint32_t percent) {
    pool p;
    pool_make(&p, kb, seed, PROFILES, percent);
    readied r = read_all(kb, &p);
    evaluate_all(session, &r, p.count);
    bench_samples samples = {0};
    for (uint64_t i = 0; i < runs; i++) {
        double start = bench_cpu();
        evaluate_all(session, &r, p.count);
        bench_add(&samples, bench_cpu() - start);
    }
    char what[64];
    if (percent > 0) {
        snprintf(what, sizeof what, "%u %% of the attributes given", percent);
    } else {
        snprintf(what, sizeof what, "a mixture of all");
    }
    bench_rate(what, &samples, (double)p.count, "profiles/s",
               "%.0f %% of 200,000 a second; %zu bytes of JSON a profile",
               (double)p.count * 1e6 / bench_median(&samples) / 2000, p.bytes.length / p.count);
    bench_row("", &samples, 1e3 / (double)p.count, "ns/profile", NULL);
    print_work(session, kb, &r, p.count);
    for (size_t i = 0; i < p.count; i++) {
        preceptor_profile_free(r.profiles[i]);
    }
    free(r.profiles);
    pool_free(&p);
}

int main(int count, char **arguments) {
    const uint64_t runs = bench_option(count, arguments, "runs", 15),
                   seed = bench_option(count, arguments, "seed", 1);
    const uint64_t only = bench_option(count, arguments, "percent", UINT64_MAX);
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    preceptor_session *session;
    if (preceptor_session_new(kb, &session) != PRECEPTOR_OK ||
        preceptor_session_set_as_of(session, AS_OF) != PRECEPTOR_OK) {
        bench_fail("no session");
    }
    bench_title("Evaluating alone: %d generated profiles, %zu subjects, %u facts", PROFILES,
                preceptor_kb_subjects(kb), kb->program.fact_count);
    static const uint32_t percents[] = {5, 30, 60, 85, 100, 0};
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++) {
        if (only == UINT64_MAX || only == percents[i]) {
            measure(kb, session, seed, runs, percents[i]);
        }
    }
    preceptor_session_free(session);
    preceptor_kb_free(kb);
}
