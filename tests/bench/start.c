/* Start to answer of one `check`, against libyaml's own time for the same files, and where the time goes.
 *
 *   bench-start LIBYAML [PROGRAM]     LIBYAML: the program of libyaml.c; PROGRAM: preceptor, or this one stands in
 *   bench-start --once                does what `preceptor check` does, once, and prints the answer
 */
#include "bench/files.h"
#include "bench/libyaml.h"
#include "bench/pool.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANIFEST PRECEPTOR_TOP "/kb/kb.yaml"
#define PROFILE PRECEPTOR_TOP "/kb/examples/ms3.yaml"
#define AS_OF "2026-11-21"

/* POSIX has no header for it. */
extern char **environ;

/* The steps of a check inside one process, in microseconds. */
typedef struct steps {
    bench_samples reading, compiling, profile, evaluating, writing, releasing, all, libyaml;
} steps;

static bool to_file(void *context, const char *bytes, size_t count) {
    return fwrite(bytes, 1, count, context) == count;
}

static bool to_nowhere(void *context, const char *bytes, size_t count) {
    (void)bytes;
    *(size_t *)context += count;
    return true;
}

/* One check. The times are those of the thread, so that what runs beside it counts less. */
static void check(const preceptor_sink *sink, steps *out) {
    preceptor_session *session;
    preceptor_profile *profile;
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    double start = bench_cpu();
    preceptor_kb *kb = pool_load_kb(MANIFEST);
    double loaded = bench_cpu();
    if (preceptor_profile_new(kb, &profile) != PRECEPTOR_OK ||
        preceptor_profile_read_file(profile, PROFILE, diagnostics) != PRECEPTOR_OK) {
        bench_fail("%s cannot be read", PROFILE);
    }
    double read = bench_cpu();
    if (preceptor_session_new(kb, &session) != PRECEPTOR_OK ||
        preceptor_session_set_as_of(session, AS_OF) != PRECEPTOR_OK ||
        preceptor_evaluate(session, profile, PRECEPTOR_REASONS) != PRECEPTOR_OK) {
        bench_fail("an evaluation failed");
    }
    double evaluated = bench_cpu();
    preceptor_view view = {.format = PRECEPTOR_TEXT};
    if (preceptor_write_check(session, &view, sink) != PRECEPTOR_OK) {
        bench_fail("an answer could not be written");
    }
    double written = bench_cpu();
    preceptor_load_times times = preceptor_kb_load_times(kb);
    preceptor_session_free(session);
    preceptor_profile_free(profile);
    preceptor_diagnostics_free(diagnostics);
    preceptor_kb_free(kb);
    double released = bench_cpu();
    if (out != NULL) {
        /* Loading is timed inside by the wall clock; its parts share what the thread's clock says of the whole. */
        double sum = (double)(times.reading + times.compiling);
        bench_add(&out->reading, (loaded - start) * (double)times.reading / sum);
        bench_add(&out->compiling, (loaded - start) * (double)times.compiling / sum);
        bench_add(&out->profile, read - loaded);
        bench_add(&out->evaluating, evaluated - read);
        bench_add(&out->writing, written - evaluated);
        bench_add(&out->releasing, released - written);
        bench_add(&out->all, written - start);
    }
}

static double parse_all(const files *list) {
    double start = bench_cpu();
    for (size_t i = 0; i < list->count; i++) {
        if (!libyaml_parse(list->sources[i]->bytes.at, list->sources[i]->bytes.length)) {
            bench_fail("libyaml cannot read %.*s", PR_ARG(list->sources[i]->name));
        }
    }
    return bench_cpu() - start;
}

static double run_process(char *const *arguments) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status = 0;
    double start = bench_wall();
    if (posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) != child) {
        bench_fail("%s cannot be started", arguments[0]);
    }
    double end = bench_wall();
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        bench_fail("%s failed", arguments[0]);
    }
    return end - start;
}

static void print_step(const char *what, const bench_samples *samples, const bench_samples *all) {
    bench_row(what, samples, 1e-3, "ms", "%4.0f %%", 100 * bench_median(samples) / bench_median(all));
}

static void print_steps(const steps *s, size_t kilobytes) {
    bench_title("The same inside one process (processor time), %zu KB of YAML", kilobytes);
    print_step("reading the knowledge base", &s->reading, &s->all);
    print_step("compiling it", &s->compiling, &s->all);
    print_step("reading the profile", &s->profile, &s->all);
    print_step("evaluating, first session included", &s->evaluating, &s->all);
    print_step("writing the answer", &s->writing, &s->all);
    print_step("all of these", &s->all, &s->all);
    print_step("giving back the memory, not counted above", &s->releasing, &s->all);
    bench_row("libyaml alone", &s->libyaml, 1e-3, "ms", "reading is %.2f times that, all %.2f times",
              bench_median(&s->reading) / bench_median(&s->libyaml),
              bench_median(&s->all) / bench_median(&s->libyaml));
}

static void print_budget(const char *which, const char *by, double check_time, double libyaml) {
    double budget = 1.5 * libyaml + 5000;
    char title[64];
    (void)snprintf(title, sizeof title, "budget by %s, %s", by, which);
    printf("  %-44s %12.3f %12s %-12s%.0f %% used; check is %.2f times libyaml\n", title, budget / 1000, "",
           "ms", 100 * check_time / budget, check_time / libyaml);
}

static void print_budgets(const char *which, const bench_samples *checks, const bench_samples *yamls) {
    print_budget(which, "medians", bench_median(checks), bench_median(yamls));
    print_budget(which, "minima", bench_minimum(checks), bench_minimum(yamls));
}

/* The words of a command line, which posix_spawn wants writable. */
static char *word(files *list, pr_text text) {
    char *copy = pr_arena_alloc(&list->arena, text.length + 1, 1);
    if (copy == NULL) {
        bench_fail("out of memory");
    }
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return copy;
}

typedef struct yaml_process {
    char *arguments[FILES_MOST + 2];
    bench_samples times;
} yaml_process;

static yaml_process *new_yaml_process(char *libyaml, files *list) {
    yaml_process *process = bench_alloc(sizeof *process);
    process->arguments[0] = libyaml;
    for (size_t i = 0; i < list->count; i++) {
        process->arguments[i + 1] = word(list, list->sources[i]->name);
    }
    return process;
}

/* `read`: what the check reads; `all`: what the knowledge base has. */
static void measure_processes(char *program, char *libyaml, files *read, files *all, uint64_t runs) {
    static char check_word[] = "check", profile[] = PROFILE, as_of[] = "--as-of=" AS_OF, once[] = "--once";
    char *check_arguments[] = {program, check_word, profile, as_of, NULL};
    char *stand_in[] = {program, once, NULL};
    const char *name = strrchr(program, '/');
    bool is_stand_in = strcmp(name != NULL ? name + 1 : program, "bench-start") == 0;
    yaml_process *some = new_yaml_process(libyaml, read), *every = new_yaml_process(libyaml, all);
    bench_samples checks = {0};
    /* In turns, so that a busy moment of the machine meets all. */
    for (uint64_t i = 0; i < runs + 2; i++) {
        double yaml = run_process(some->arguments),
               check_time = run_process(is_stand_in ? stand_in : check_arguments),
               whole = run_process(every->arguments);
        if (i >= 2) {
            bench_add(&some->times, yaml);
            bench_add(&checks, check_time);
            bench_add(&every->times, whole);
        }
    }
    bench_title("Start to answer of `preceptor check ms3.yaml`%s, wall time of the process",
                is_stand_in ? " (a stand-in: the program is not built)" : "");
    bench_row("libyaml, the files that check reads", &some->times, 1e-3, "ms", "%zu files, %zu bytes",
              read->count, read->bytes);
    bench_row("libyaml, all files of the knowledge base", &every->times, 1e-3, "ms", "%zu files, %zu bytes",
              all->count, all->bytes);
    bench_row("preceptor check", &checks, 1e-3, "ms", NULL);
    printf("  budget: 1.5 x libyaml + 5 ms\n");
    print_budgets("files read", &checks, &some->times);
    print_budgets("all files", &checks, &every->times);
    free(some);
    free(every);
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "--once") == 0) {
        preceptor_sink out = {.write = to_file, .context = stdout};
        check(&out, NULL);
        return 0;
    }
    if (count < 2) {
        bench_fail("usage: bench-start LIBYAML [PROGRAM] [--runs=N]");
    }
    const uint64_t runs = bench_option(count, arguments, "runs", 25);
    files *list = bench_alloc(sizeof *list), *all = bench_alloc(sizeof *all);
    files_list(list, MANIFEST);
    files_add(list, PROFILE);
    files_list_all(all, MANIFEST);
    files_add(all, PROFILE);
    bool has_program = count > 2 && arguments[2][0] != '-';
    measure_processes(arguments[has_program ? 2 : 0], arguments[1], list, all, runs);
    size_t written = 0;
    preceptor_sink nowhere = {.write = to_nowhere, .context = &written};
    steps *s = bench_alloc(sizeof *s);
    check(&nowhere, NULL);
    for (uint64_t i = 0; i < runs; i++) {
        check(&nowhere, s);
        bench_add(&s->libyaml, parse_all(list));
    }
    print_steps(s, list->bytes / 1000);
    files_free(all);
    free(all);
    files_free(list);
    free(list);
    free(s);
}
