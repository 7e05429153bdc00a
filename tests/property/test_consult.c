/* A standing never guesses: what is certain of a case that leaves things out is the same when they are known. What only
 * the knowledge base's words settle is tested by golden cases. PRECEPTOR_SEED=N repeats a run. */
#include "advise/consult.h"
#include "api/api.h"
#include "property/random.h"

#include <stdio.h>

enum { CASES = 200, MOST_ENTITIES = 64, MOST_GROUNDS = 64, TEXT = 32768 };

typedef struct run {
    random_numbers random;
    preceptor_diagnostics *diagnostics;
    preceptor_kb *kb;
    preceptor_profile *document;
    preceptor_session *session;
    const pr_schema *findings;
} run;

/* How a finding, or another attribute, is told. */
enum { UNSAID, PRESENT, ABSENT };

typedef struct situation {
    uint8_t findings[512];
    int numbers[16]; /* by row of `lines`; -1: not given */
} situation;

/* An attribute, the group that it stands in, and the values that a draw chooses from: numbers, or one of two words. */
static const struct line {
    const char *group, *name;
    int low, high;
    const char *words[2];
} lines[] = {
    {"", "pregnant", 0, 1, {"false", "true"}},
    {"labs", "inr", 0, 6, {NULL}},
    {"labs", "platelets", 5, 120, {NULL}},
    {"labs", "bilirubin", 0, 6, {NULL}},
    {"labs", "egfr", 10, 120, {NULL}},
    {"labs", "fibrinogen", 50, 200, {NULL}},
    {"", "child_pugh_score", 5, 12, {NULL}},
    {"", "ecog", 0, 4, {NULL}},
    {"", "hemodynamics", 0, 1, {"stable", "unstable"}},
    {"", "lung_shunt_percent", 0, 40, {NULL}},
    {"anticoagulation", "current", 0, 1, {"false", "true"}},
    {"anticoagulation", "contraindicated", 0, 1, {"false", "true"}},
    {"", "allergies", 0, 1, {"[]", "[contrast]"}},
};
enum { LINES = sizeof lines / sizeof lines[0] };

static void draw(run *r, situation *s) {
    uint32_t density = 1 + random_below(&r->random, 60);
    for (uint32_t i = 0; i < r->findings->value_count; i++) {
        s->findings[i] = random_below(&r->random, 100) < density ? PRESENT : ABSENT;
    }
    for (uint32_t i = 0; i < LINES; i++) {
        s->numbers[i] =
            lines[i].low + (int)random_below(&r->random, (uint32_t)(lines[i].high - lines[i].low + 1));
    }
}

static void take_away(run *r, const situation *full, situation *s) {
    uint32_t share = 1 + random_below(&r->random, 99);
    *s = *full;
    for (uint32_t i = 0; i < r->findings->value_count; i++) {
        s->findings[i] = random_below(&r->random, 100) < share ? UNSAID : s->findings[i];
    }
    for (uint32_t i = 0; i < LINES; i++) {
        s->numbers[i] = random_below(&r->random, 100) < share ? -1 : s->numbers[i];
    }
}

static void add_list(const run *r, const situation *s, const char *name, uint8_t state, char *out) {
    sprintf(out + strlen(out), "%s: [", name);
    for (uint32_t i = 0, n = 0; i < r->findings->value_count; i++) {
        if (s->findings[i] == state) {
            sprintf(out + strlen(out), "%s%.*s", n++ > 0 ? ", " : "", PR_ARG(r->findings->values[i]));
        }
    }
    strcat(out, "]\n");
}

static void write_case(const run *r, const situation *s, char *out) {
    const char *group = "";
    strcpy(out, "id: random\n");
    add_list(r, s, "conditions", PRESENT, out);
    add_list(r, s, "absent_conditions", ABSENT, out);
    for (uint32_t i = 0; i < LINES; i++) {
        const struct line *l = &lines[i];
        if (s->numbers[i] < 0) {
            continue;
        }
        if (strcmp(group, l->group) != 0 && l->group[0] != '\0') {
            sprintf(out + strlen(out), "%s:\n", l->group);
        }
        group = l->group;
        sprintf(out + strlen(out), "%s%s: ", l->group[0] != '\0' ? "  " : "", l->name);
        if (l->words[0] != NULL) {
            sprintf(out + strlen(out), "%s\n", l->words[s->numbers[i]]);
        } else {
            sprintf(out + strlen(out), "%d\n", s->numbers[i]);
        }
    }
}

typedef struct outcome {
    char standing[MOST_ENTITIES][32];
    uint8_t status[MOST_ENTITIES][MOST_GROUNDS];
    uint32_t count, grounds[MOST_ENTITIES];
} outcome;

static void evaluate(run *r, const char *text, outcome *out) {
    assert_int_equal(
        preceptor_profile_read(r->document, "case.yaml", text, strlen(text), false, false, r->diagnostics),
        PRECEPTOR_OK);
    assert_int_equal(preceptor_evaluate(r->session, r->document, PRECEPTOR_REASONS), PRECEPTOR_OK);
    pr_advice_context context = {0};
    const pr_consult *c = pr_advise_consult(&r->session->vm, &context);
    assert_non_null(c);
    assert_true(c->count > 0 && c->count <= MOST_ENTITIES);
    memset(out, 0, sizeof *out);
    out->count = c->count;
    for (uint32_t i = 0; i < c->count; i++) {
        const pr_consulted *item = &c->items[i];
        uint32_t at = item->entity->index;
        snprintf(out->standing[at], sizeof out->standing[at], "%.*s", PR_ARG(item->standing));
        for (uint32_t g = 0; g < item->grounds_count; g++) {
            for (uint32_t k = 0; k < item->grounds[g].count; k++) {
                assert_true(out->grounds[at] < MOST_GROUNDS);
                out->status[at][out->grounds[at]++] = (uint8_t)item->grounds[g].items[k].status;
            }
        }
    }
}

/* `words` has a blank around each. */
static bool is_among(const char *word, const char *words) {
    char whole[40];
    snprintf(whole, sizeof whole, " %s ", word);
    return strstr(words, whole) != NULL;
}

/* What may become of a standing when more is known. */
static bool may_become(const char *before, const char *after) {
    static const char *const open[][2] = {
        {"argued-against", " argued-against contraindicated "},
        {"indicated-pending", " indicated-pending indicated argued-against contraindicated "},
        {"undetermined",
         " undetermined not-indicated indicated-pending indicated argued-against contraindicated "},
    };
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        if (strcmp(before, open[i][0]) == 0) {
            return is_among(after, open[i][1]);
        }
    }
    return strcmp(before, after) == 0;
}

static void test_standings_never_guess(void **state) {
    run *r = *state;
    char full_text[TEXT], partial_text[TEXT];
    uint32_t certain = 0, all = 0;
    for (uint32_t n = 0; n < CASES; n++) {
        situation full, partial;
        outcome known, guessed;
        draw(r, &full);
        take_away(r, &full, &partial);
        write_case(r, &full, full_text);
        write_case(r, &partial, partial_text);
        evaluate(r, full_text, &known);
        evaluate(r, partial_text, &guessed);
        for (uint32_t i = 0; i < known.count; i++) {
            bool good = may_become(guessed.standing[i], known.standing[i]);
            all++;
            certain += strcmp(guessed.standing[i], known.standing[i]) == 0;
            for (uint32_t k = 0; k < known.grounds[i]; k++) {
                good = good &&
                       (guessed.status[i][k] == PR_UNDECIDED || guessed.status[i][k] == known.status[i][k]);
            }
            if (!good) {
                print_error("entity %u: %s became %s\n--- less\n%s--- more\n%s", i, guessed.standing[i],
                            known.standing[i], partial_text, full_text);
            }
            assert_true(good);
        }
    }
    print_message("%u standings, %u the same with less known\n", all, certain);
    assert_true(certain > all / 20);
}

static int set_up(void **state) {
    static run r;
    preceptor_options options = {.document = "case"};
    r.random = random_start();
    r.diagnostics = preceptor_diagnostics_new(NULL);
    assert_int_equal(preceptor_kb_load(PRECEPTOR_TOP "/kb/kb.yaml", &options, r.diagnostics, &r.kb),
                     PRECEPTOR_OK);
    assert_int_equal(preceptor_profile_new(r.kb, &r.document), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(r.kb, &r.session), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_set_as_of(r.session, "2026-11-22"), PRECEPTOR_OK);
    uint32_t at = pr_map_get(&r.kb->program.attribute_numbers, PR_TEXT("conditions"));
    r.findings = r.kb->program.attributes[at].schema->element;
    assert_true(r.findings->value_count < 512);
    *state = &r;
    return 0;
}

static int tear_down(void **state) {
    run *r = *state;
    preceptor_session_free(r->session);
    preceptor_profile_free(r->document);
    preceptor_kb_free(r->kb);
    preceptor_diagnostics_free(r->diagnostics);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_standings_never_guess, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
