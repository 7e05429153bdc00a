/* Profiles as JSON: reading them, reading and evaluating, and a whole audit from memory to nowhere. One thread. */
#include "bench/pool.h"

#include <stdio.h>
#include <stdlib.h>

#define AS_OF "2026-11-21"

/* Half of what the hand-written program of the design does a second, which reads and evaluates 200 rules. */
#define AIM 127500.0

typedef struct desk {
    preceptor_profile *profile;
    preceptor_session *session;
    preceptor_diagnostics *diagnostics;
} desk;

static void open_desk(desk *d, const preceptor_kb *kb) {
    d->diagnostics = preceptor_diagnostics_new(NULL);
    if (d->diagnostics == NULL || preceptor_profile_new(kb, &d->profile) != PRECEPTOR_OK ||
        preceptor_session_new(kb, &d->session) != PRECEPTOR_OK ||
        preceptor_session_set_as_of(d->session, AS_OF) != PRECEPTOR_OK) {
        bench_fail("out of memory");
    }
}

static void close_desk(desk *d) {
    preceptor_session_free(d->session);
    preceptor_profile_free(d->profile);
    preceptor_diagnostics_free(d->diagnostics);
}

/* How long all records take; each is read into the one profile, as in an audit, and then evaluated where `depth` is not
 * NULL. */
static double go_through(desk *d, const pool *p, const preceptor_depth *depth) {
    double start = bench_cpu();
    for (size_t i = 0; i < p->count; i++) {
        pool_read(d->profile, pool_line(p, i), d->diagnostics);
        if (depth != NULL && preceptor_evaluate(d->session, d->profile, *depth) != PRECEPTOR_OK) {
            bench_fail("an evaluation failed");
        }
    }
    return bench_cpu() - start;
}

typedef struct memory {
    const char *at;
    size_t left;
} memory;

static ptrdiff_t from_memory(void *context, char *buffer, size_t size) {
    memory *m = context;
    size_t count = size < m->left ? size : m->left;
    memcpy(buffer, m->at, count);
    m->at += count;
    m->left -= count;
    return (ptrdiff_t)count;
}

static bool to_nowhere(void *context, const char *bytes, size_t count) {
    (void)bytes;
    *(size_t *)context += count;
    return true;
}

static double audit(const preceptor_kb *kb, const pool *p, bool with_summary, size_t *written) {
    memory m = {p->bytes.at, p->bytes.length};
    preceptor_input input = {.name = "pool", .reader = {.read = from_memory, .context = &m}};
    preceptor_inputs inputs = preceptor_one_input(&input);
    preceptor_audit_options options = {.as_of = AS_OF};
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    size_t summary_bytes = 0;
    *written = 0;
    preceptor_sink rows = {.write = to_nowhere, .context = written};
    preceptor_sink summary = {.write = to_nowhere, .context = &summary_bytes};
    preceptor_audit_counts counts;
    double start = bench_cpu();
    preceptor_status status =
        preceptor_audit(kb, &inputs, &options, diagnostics, &rows, with_summary ? &summary : NULL, &counts);
    double end = bench_cpu();
    preceptor_diagnostics_free(diagnostics);
    if (status != PRECEPTOR_OK || counts.records != p->count || counts.rejected != 0) {
        bench_fail("the audit went wrong: %llu of %zu records rejected", (unsigned long long)counts.rejected,
                   p->count);
    }
    return end - start;
}

static void measure(const preceptor_kb *kb, const pool *p, uint64_t runs) {
    const preceptor_depth verdicts = PRECEPTOR_VERDICTS, reasons = PRECEPTOR_REASONS;
    bench_samples reading = {0}, with_verdicts = {0}, with_reasons = {0}, evaluating = {0}, rows = {0},
                  summary = {0};
    size_t written = 0;
    desk d;
    open_desk(&d, kb);
    (void)go_through(&d, p, &verdicts);
    for (uint64_t i = 0; i < runs; i++) {
        double read = go_through(&d, p, NULL), both = go_through(&d, p, &verdicts);
        bench_add(&reading, read);
        bench_add(&with_verdicts, both);
        bench_add(&with_reasons, go_through(&d, p, &reasons));
        bench_add(&evaluating, both - read);
        bench_add(&rows, audit(kb, p, false, &written));
        bench_add(&summary, audit(kb, p, true, &written));
    }
    close_desk(&d);
    const double count = (double)p->count, megabytes = (double)p->bytes.length;
    bench_rate("reading JSON", &reading, count, "profiles/s", "%.0f MB/s",
               megabytes / bench_median(&reading));
    bench_rate("reading and evaluating, verdicts", &with_verdicts, count, "profiles/s", NULL);
    bench_rate("evaluating alone (the difference)", &evaluating, count, "profiles/s",
               "%.0f %% of 200,000 a second; %.0f %% of reading and evaluating",
               count * 1e6 / bench_median(&evaluating) / 2000,
               100 * bench_median(&evaluating) / bench_median(&with_verdicts));
    bench_rate("reading and evaluating, reasons", &with_reasons, count, "profiles/s", NULL);
    bench_rate("audit, rows", &rows, count, "profiles/s",
               "%.0f %% of half the hand-written program's; %.2f times reading; %zu bytes a row",
               100 * count * 1e6 / bench_median(&rows) / AIM, bench_median(&rows) / bench_median(&reading),
               written / p->count);
    bench_rate("audit, rows and summary", &summary, count, "profiles/s", "%.2f times the audit without",
               bench_median(&summary) / bench_median(&rows));
}

int main(int count, char **arguments) {
    const uint64_t runs = bench_option(count, arguments, "runs", 5),
                   seed = bench_option(count, arguments, "seed", 2);
    const size_t records = (size_t)bench_option(count, arguments, "records", 20000);
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pool p;
    pool_make(&p, kb, seed, records, 0);
    bench_title("A pool of %zu lines in memory, %zu bytes each, from nearly nothing to everything", p.count,
                p.bytes.length / p.count);
    measure(kb, &p, runs);
    pool_free(&p);
    preceptor_kb_free(kb);
}
