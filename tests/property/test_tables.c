/* Decision tables against a direct reading of DMN: the facts of full profiles are the same; what is said of a profile
 * that leaves things out holds whatever is put in; and overlapping rows and missing cases are found exactly where there
 * are some. PRECEPTOR_SEED=N repeats a run, PRECEPTOR_TABLES=N makes more or fewer. */
#include "property/random_table.h"
#include "unit/world.h"

#ifndef TABLES
#define TABLES 1500
#endif

enum { PROFILES_OF_EACH = 6 };

typedef struct run {
    random_numbers random;
    random_table table;
    world world;
    pr_buf text, profile, found, expected;
    uint64_t profiles, clashes, overlaps, gaps, completions, certain, possible;
} run;

static void complain(run *r, const char *what, pr_text found, pr_text expected) {
    fprintf(stderr, "%s\nprofile: %.*s\nfound:\n%.*s\nexpected:\n%.*s\n%s\n", r->text.at,
            PR_ARG(pr_buf_view(&r->profile)), PR_ARG(found), PR_ARG(expected), what);
    fail();
}

static bool has_diag(const run *r, const char *code) {
    for (uint32_t i = 0; i < r->world.x.diags.list.count; i++) {
        if (strcmp(r->world.x.diags.list.items[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* What is said of the table itself. Where a cell is obscure something may be left unsaid, and that is said. */
static bool check_static(run *r, bool loaded) {
    bool clashes = table_clashes(&r->table), single = r->table.hit <= FIRST && !r->table.has_default;
    bool gap = single && table_has_gap(&r->table), obscure = table_is_obscure(&r->table);
    bool overlap_said = has_diag(r, "table-overlap"), gap_said = has_diag(r, "table-gap");
    pr_text said = loaded ? (pr_text){"", 0} : summary_of(&r->world.x);
    if ((overlap_said && !clashes) || (clashes && !overlap_said && !obscure) || loaded == overlap_said) {
        complain(r, "overlapping rows", said, clashes ? PR_TEXT("some") : PR_TEXT("none"));
    }
    if ((gap_said && !gap) || (gap && !gap_said && !obscure)) {
        complain(r, "missing cases", said, gap ? PR_TEXT("some") : PR_TEXT("none"));
    }
    bool unsaid = (clashes && !overlap_said) || (gap && !gap_said);
    if (unsaid && !has_diag(r, "table-not-analysed")) {
        complain(r, "not analysed", said, PR_TEXT("a note"));
    }
    r->overlaps += overlap_said;
    r->gaps += gap_said;
    return loaded;
}

static int draw(run *r, int input, uint32_t unknown) {
    if (random_below(&r->random, 100) < unknown) {
        return UNKNOWN_HERE;
    }
    return input == N   ? (int)random_below(&r->random, 13)
           : input == E ? (int)random_below(&r->random, 4) - 1
                        : (int)random_below(&r->random, 2);
}

static void draw_situation(run *r, situation *s, uint32_t unknown) {
    for (int i = 0; i < INPUTS; i++) {
        s->values[i] = draw(r, i, unknown);
    }
    s->record_count = (int)random_below(&r->random, unknown > 0 ? 3 : 4);
    for (int i = 0; i < s->record_count; i++) {
        s->records[i][0] = draw(r, N, unknown);
        s->records[i][1] = draw(r, E, unknown);
    }
}

static bool next_line(pr_text *rest, pr_text *line) {
    const char *end = rest->length > 0 ? memchr(rest->at, '\n', rest->length) : NULL;
    *line = (pr_text){rest->at, end != NULL ? (size_t)(end - rest->at) : rest->length};
    *rest = end != NULL ? (pr_text){end + 1, rest->length - line->length - 1} : (pr_text){0};
    return line->length > 0;
}

/* The facts found, each once: one that is written out may prove equal to one that was computed. */
static pr_text evaluate(run *r, const situation *s) {
    pr_buf_clear(&r->profile);
    situation_write(s, &r->profile);
    pr_buf_char(&r->profile, '\0');
    world_evaluate(&r->world, r->profile.at, "2026-06-15");
    pr_text rest = world_facts(&r->world, "out"), line, last = {0};
    pr_buf_clear(&r->found);
    while (next_line(&rest, &line)) {
        if (!pr_text_equal(line, last)) {
            pr_buf_printf(&r->found, "%s%.*s", r->found.length > 0 ? "\n" : "", PR_ARG(line));
        }
        last = line;
    }
    return pr_buf_view(&r->found);
}

static void check_full(run *r) {
    situation s;
    draw_situation(r, &s, 0);
    pr_text found = evaluate(r, &s);
    r->profiles++;
    if (!table_facts(&r->table, &s, &r->expected)) {
        r->clashes++;
        pr_text said = world_complaints(&r->world);
        /* Another record may show the same facts. */
        bool open = memchr(found.at, '?', found.length) != NULL || r->table.over == OVER_RECORDS;
        if (said.length == 0 || !open) {
            complain(r, "rows that must not hold together", found, PR_TEXT("open, with a warning"));
        }
        return;
    }
    if (!pr_text_equal(found, pr_buf_view(&r->expected))) {
        complain(r, "facts of a full profile", found, pr_buf_view(&r->expected));
    }
}

/* Is the fact among the lines? `_` in a line is any slot; `certain`: the line must be. */
static bool fits(pr_text line, pr_text fact, bool *certain) {
    size_t a = 0, b = 0;
    while (b < fact.length && a < line.length) {
        if (line.at[a] == '_') {
            a++;
            while (b < fact.length && fact.at[b] != ',' && fact.at[b] != ')') {
                b++;
            }
        } else if (line.at[a++] != fact.at[b++]) {
            return false;
        }
    }
    *certain = a == line.length;
    return b == fact.length && (a == line.length || line.at[a] == '?');
}

/* Every fact that may hold is among those found; each that is certain holds. */
static void check_against(run *r, pr_text found, bool open, pr_text facts) {
    pr_text rest = facts, line, others, other;
    bool certain;
    while (next_line(&rest, &line)) {
        bool there = open;
        for (others = found; !there && next_line(&others, &other);) {
            there = fits(other, line, &certain);
        }
        if (!there) {
            complain(r, "a fact that a completion has was ruled out", found, facts);
        }
    }
    for (rest = found; next_line(&rest, &line);) {
        bool sure = line.at[line.length - 1] == ')', there = !sure;
        r->certain += sure;
        r->possible += !sure;
        for (others = facts; !there && next_line(&others, &other);) {
            there = fits(line, other, &certain);
        }
        if (!there) {
            complain(r, "a certain fact does not hold in a completion", found, facts);
        }
    }
}

/* All values that are not known, one after the other. */
static uint32_t holes(situation *s, int *at[], int input[]) {
    uint32_t count = 0;
    for (int i = 0; i < INPUTS; i++) {
        if (s->values[i] == UNKNOWN_HERE) {
            at[count] = &s->values[i];
            input[count++] = i;
        }
    }
    for (int r = 0; r < s->record_count; r++) {
        for (int i = 0; i < 2; i++) {
            if (s->records[r][i] == UNKNOWN_HERE) {
                at[count] = &s->records[r][i];
                input[count++] = i;
            }
        }
    }
    return count;
}

static void check_partial(run *r) {
    enum { MOST_HOLES = INPUTS + 2 * MOST_RECORDS_HERE, TRIES = 60 };
    situation s;
    int *at[MOST_HOLES], input[MOST_HOLES];
    draw_situation(r, &s, 40);
    pr_text seen = evaluate(r, &s);
    pr_text rest = seen, line;
    bool open = false;
    while (next_line(&rest, &line)) {
        open = open || pr_text_starts(line, PR_TEXT("more?"));
    }
    uint32_t count = holes(&s, at, input);
    r->profiles++;
    for (uint32_t i = 0; i < TRIES; i++) {
        for (uint32_t k = 0; k < count; k++) {
            *at[k] = draw(r, input[k], 0);
        }
        if (table_facts(&r->table, &s, &r->expected)) {
            check_against(r, seen, open, pr_buf_view(&r->expected));
            r->completions++;
        }
    }
}

static void check_table(run *r) {
    random_table_make(&r->table, &r->random);
    pr_buf_clear(&r->text);
    random_table_write(&r->table, &r->text);
    pr_buf_char(&r->text, '\0');
    bool loaded = world_make(&r->world, r->text.at, NULL);
    if (!check_static(r, loaded)) {
        world_release(&r->world);
        return;
    }
    world_release(&r->world);
    world_load(&r->world, r->text.at);
    for (uint32_t i = 0; i < PROFILES_OF_EACH; i++) {
        (i % 2 == 0 ? check_full : check_partial)(r);
    }
    world_release(&r->world);
}

static void test_tables(void **state) {
    (void)state;
    uint64_t tables = random_wanted("PRECEPTOR_TABLES", TABLES);
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    pr_buf_init(&r->text, NULL);
    pr_buf_init(&r->profile, NULL);
    pr_buf_init(&r->found, NULL);
    pr_buf_init(&r->expected, NULL);
    for (uint64_t i = 0; i < tables; i++) {
        check_table(r);
    }
    print_message(
        "%llu tables, %llu with overlapping rows, %llu with missing cases; %llu profiles, %llu where rows "
        "clash; %llu completions, %llu facts certain and %llu possible\n",
        (unsigned long long)tables, (unsigned long long)r->overlaps, (unsigned long long)r->gaps,
        (unsigned long long)r->profiles, (unsigned long long)r->clashes, (unsigned long long)r->completions,
        (unsigned long long)r->certain, (unsigned long long)r->possible);
    pr_buf_release(&r->text);
    pr_buf_release(&r->profile);
    pr_buf_release(&r->found);
    pr_buf_release(&r->expected);
    free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
