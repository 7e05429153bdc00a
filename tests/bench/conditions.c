/* Typical conditions, in the words of the shipped rules: read, then compiled once and evaluated again and again, known
 * and unknown. */
#include "bench/expressions.h"
#include "bench/pool.h"

#include <stdio.h>

#define AS_OF "2026-11-21"

enum { TIMES = 20000, MOST_CONDITIONS = 64 };

static const char known[] =
    "{\"id\": \"s-1\", \"score\": 251, \"year\": 3, \"stage\": \"residency\", \"start\": \"2027-01-04\","
    "\"title\": \"Division of Interventional Radiology\", \"rotations\": ["
    "{\"field\": \"medicine\", \"status\": \"completed\", \"weeks\": 8},"
    "{\"field\": \"ir\", \"status\": \"completed\", \"weeks\": 4},"
    "{\"field\": \"dr\", \"status\": \"completed\", \"weeks\": 4},"
    "{\"field\": \"ir\", \"status\": \"completed\", \"weeks\": 2},"
    "{\"field\": \"other\", \"status\": \"in-progress\", \"weeks\": 4},"
    "{\"field\": \"surgery\", \"status\": \"completed\", \"weeks\": 6}]}";

/* Half of what the conditions look at, of one record too. */
static const char partly[] = "{\"id\": \"s-2\", \"year\": 3, \"start\": \"2027-01-04\", \"rotations\": ["
                             "{\"field\": \"ir\", \"status\": \"completed\"},"
                             "{\"status\": \"completed\", \"weeks\": 4},"
                             "{\"field\": \"dr\", \"weeks\": 4},"
                             "{\"field\": \"ir\", \"status\": \"completed\", \"weeks\": 2},"
                             "{\"field\": \"other\"},"
                             "{\"status\": \"completed\", \"weeks\": 6}]}";

typedef struct subject {
    pr_text id;
    pr_node_id node;
} subject;

static uint32_t find_conditions(const pr_program *p, subject *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->collection_count; i++) {
        const pr_collection *c = &p->collections[i];
        for (uint32_t k = 0; pr_text_is(c->name, "conditions") && k < c->entity_count; k++) {
            const pr_context *fields = c->entities[k]->fields;
            int at = pr_shape_find(fields->shape, PR_TEXT("holds"));
            if (at >= 0 && fields->values[at].kind == PR_CONDITION && count < MOST_CONDITIONS) {
                out[count++] = (subject){c->entities[k]->id, p->conditions[fields->values[at].number]};
            }
        }
    }
    return count;
}

/* Every round forgets the last one's values, which takes about as long as a simple condition: that is measured too, and
 * taken off. */
static double run(pr_vm *vm, const pr_value *values, pr_node_id node, pr_truth *result) {
    double start = bench_cpu();
    for (uint32_t i = 0; i < TIMES; i++) {
        pr_vm_begin(vm, values);
        if (node != PR_NONE) {
            *result = pr_vm_truth(vm, node);
        }
    }
    return bench_cpu() - start;
}

static const char *in_words(pr_truth t) {
    return t == PR_TRUE ? "holds" : t == PR_FALSE ? "does not hold" : t == PR_UNDECIDED ? "unknown" : "null";
}

static void measure(preceptor_session *session, const preceptor_profile *profile, const subject *s,
                    uint64_t runs) {
    bench_samples samples = {0};
    pr_truth result = PR_NEITHER;
    for (uint64_t i = 0; i < runs; i++) {
        double empty = run(&session->vm, profile->profile.values, PR_NONE, &result);
        bench_add(&samples, run(&session->vm, profile->profile.values, s->node, &result) - empty);
    }
    char what[64];
    snprintf(what, sizeof what, "%.*s", (int)s->id.length - 2, s->id.at + 2);
    bench_row(what, &samples, 1e3 / TIMES, "ns", "%s", in_words(result));
}

int main(int count, char **arguments) {
    const uint64_t runs = bench_option(count, arguments, "runs", 9);
    bench_parsing(runs);
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/tests/bench/kb/kb.yaml");
    preceptor_session *session;
    preceptor_profile *profile;
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    if (preceptor_session_new(kb, &session) != PRECEPTOR_OK ||
        preceptor_profile_new(kb, &profile) != PRECEPTOR_OK ||
        preceptor_session_set_as_of(session, AS_OF) != PRECEPTOR_OK) {
        bench_fail("out of memory");
    }
    subject subjects[MOST_CONDITIONS];
    uint32_t found = find_conditions(&kb->program, subjects);
    const struct {
        const char *what, *json;
        size_t length;
    } profiles[] = {{"everything known, six records", known, sizeof known - 1},
                    {"partly known, six records", partly, sizeof partly - 1}};
    for (size_t p = 0; p < sizeof profiles / sizeof profiles[0]; p++) {
        pool_read(profile, (pr_text){profiles[p].json, profiles[p].length}, diagnostics);
        bench_title("One condition: %s", profiles[p].what);
        for (uint32_t i = 0; i < found; i++) {
            measure(session, profile, &subjects[i], runs);
        }
    }
    bench_numbers(runs);
    preceptor_diagnostics_free(diagnostics);
    preceptor_profile_free(profile);
    preceptor_session_free(session);
    preceptor_kb_free(kb);
}
