/* Rows of a decision table that overlap, rows that never apply, and inputs that no row covers, each shown by an
 * example. */
#include "compile/table.h"

#include "base/limits.h"

typedef uint64_t word;

typedef struct search {
    pr_build *build;
    const pr_kb_table *kb;
    const pr_checked_table *table;
    const pr_case_column *columns;
    pr_arena *arena;
    uint32_t rows, inputs, words;
    uint32_t *full_from; /* by row */
    uint32_t *chosen;    /* by input: the class of the case at hand */
    uint32_t within;     /* only cases that this row lets through; PR_NONE: all */
    uint32_t steps, uncovered;
    bool unclear, too_large; /* something rests on a cell that nobody can judge; the search was given up */
    pr_text examples[3];
    bool failed;
} search;

enum { EXAMPLES = 3 };
#define ANY_CLASS UINT32_MAX

static uint8_t cell(const search *s, uint32_t row, uint32_t input, uint32_t class) {
    return s->columns[input].cells[(size_t)row * s->columns[input].count + class];
}

/* Of an input whose class is ANY_CLASS every value will do. */
static void print_case(const search *s, const uint32_t *classes, pr_buf *out) {
    const char *between = "";
    for (uint32_t k = 0; k < s->inputs; k++) {
        const pr_case_column *c = &s->columns[k];
        if (c->whole || classes[k] == ANY_CLASS) {
            continue;
        }
        pr_buf_printf(out, "%s%.*s = ", between, PR_ARG(c->name));
        pr_value v = c->samples[classes[k]];
        pr_value_print_literal(v.kind == PR_ENTITY ? pr_string(v.entity->id) : v, out);
        between = ", ";
    }
    pr_buf_string(out, between[0] == '\0' ? "any input" : "");
}

static pr_text say_case(search *s, const uint32_t *classes) {
    pr_buf buf;
    pr_buf_init(&buf, s->arena->allocator);
    print_case(s, classes, &buf);
    pr_text text = pr_text_copy(s->arena, pr_buf_view(&buf));
    s->failed = s->failed || buf.failed;
    pr_buf_release(&buf);
    return text;
}

/* Do two rows let a case through that both are certain to? Gives whether there is none, and an example where there
 * is. */
typedef enum overlap { APART, OVERLAP, MAYBE } overlap;
static overlap compare_rows(const search *s, uint32_t x, uint32_t y, uint32_t *classes) {
    overlap found = OVERLAP;
    for (uint32_t k = 0; k < s->inputs; k++) {
        bool may = false, must = false, all = true;
        classes[k] = 0;
        for (uint32_t i = 0; i < s->columns[k].count; i++) {
            uint8_t a = cell(s, x, k, i), b = cell(s, y, k, i);
            may = may || (a != 0 && b != 0);
            all = all && a == 1 && b == 1;
            classes[k] = !must && a == 1 && b == 1 ? i : classes[k];
            must = must || (a == 1 && b == 1);
        }
        classes[k] = all ? ANY_CLASS : classes[k];
        if (!may) {
            return APART;
        }
        found = must ? found : MAYBE;
    }
    return found;
}

/* -1: they say different things; 1: the same; 0: only the run knows. */
static int same_outputs(const pr_kb_table *kb, uint32_t x, uint32_t y) {
    int same = 1;
    for (uint32_t o = 0; o < kb->output_count; o++) {
        const pr_kb_assignment *a = &kb->rows[x].outputs[o], *b = &kb->rows[y].outputs[o];
        pr_value v, w;
        if (pr_kb_cell_constant(a, &v) && pr_kb_cell_constant(b, &w)) {
            if (!pr_value_same(v, w)) {
                return -1;
            }
        } else if (a->is_template != b->is_template || !pr_text_equal(a->source.text, b->source.text)) {
            same = 0;
        }
    }
    return same;
}

static void report_overlap(search *s, uint32_t x, uint32_t y, const uint32_t *classes) {
    bool any = s->kb->hit == PR_HIT_ANY;
    pr_text text = say_case(s, classes);
    pr_diag *diag = pr_error(s->build->diags, "table-overlap", pr_origin_whole(&s->kb->rows[y].origin),
                             "rows %u and %u both cover %.*s%s", x + 1, y + 1, PR_ARG(text),
                             any ? ", and say different things" : "");
    pr_diag_note(s->build->diags, diag, pr_origin_whole(&s->kb->rows[x].origin), "row %u", x + 1);
    if (any) {
        pr_diag_hint(s->build->diags, diag, "'hit: first' lets the upper row win");
    } else if (same_outputs(s->kb, x, y) > 0) {
        pr_diag_hint(s->build->diags, diag, "they say the same: 'hit: any' lets such rows overlap");
    } else {
        pr_diag_hint(s->build->diags, diag,
                     "of a table with the hit policy unique one row applies; 'hit: first' lets the upper row "
                     "win, 'hit: collect' takes both");
    }
}

static bool find_overlaps(search *s) {
    bool good = true;
    uint32_t reported = 0;
    enum { SHOWN = 5 };
    for (uint32_t y = 1; y < s->rows; y++) {
        for (uint32_t x = 0; x < y; x++) {
            overlap found = compare_rows(s, x, y, s->chosen);
            s->table->apart[x * s->rows + y] = s->table->apart[y * s->rows + x] = found == APART;
            int same = s->kb->hit == PR_HIT_ANY ? same_outputs(s->kb, x, y) : -1;
            s->unclear = s->unclear || (found == MAYBE && same < 0);
            if (found == OVERLAP && same < 0) {
                good = false;
                if (reported++ < SHOWN) {
                    report_overlap(s, x, y, s->chosen);
                }
            }
        }
    }
    return good;
}

static bool is_empty(const word *rows, uint32_t words) {
    word any = 0;
    for (uint32_t i = 0; i < words; i++) {
        any |= rows[i];
    }
    return any == 0;
}

/* From which input on each row lets everything through; UINT32_MAX: it has a cell that is not clear. */
static bool find_full(search *s) {
    s->full_from = PR_NEW_ARRAY(s->arena, uint32_t, s->rows + 1u);
    for (uint32_t r = 0; s->full_from != NULL && r < s->rows; r++) {
        uint32_t from = s->inputs;
        bool full = true;
        for (uint32_t k = s->inputs; k > 0; k--) {
            for (uint32_t i = 0; i < s->columns[k - 1].count && full; i++) {
                full = cell(s, r, k - 1, i) == 1;
            }
            from = full ? k - 1 : from;
            from = s->columns[k - 1].unclear[r] ? UINT32_MAX : from;
            if (from == UINT32_MAX) {
                break;
            }
        }
        s->full_from[r] = from;
    }
    return s->full_from != NULL;
}

static bool covers_rest(const search *s, const word *alive, uint32_t input) {
    for (uint32_t r = 0; r < s->rows; r++) {
        if ((alive[r / 64] >> (r % 64) & 1) != 0 && s->full_from[r] <= input) {
            return true;
        }
    }
    return false;
}

static void found_uncovered(search *s, uint32_t from) {
    uint32_t *classes = PR_NEW_ARRAY(s->arena, uint32_t, s->inputs + 1u);
    if (classes == NULL) {
        s->failed = true;
        return;
    }
    for (uint32_t k = 0; k < s->inputs; k++) {
        classes[k] = k < from ? s->chosen[k] : ANY_CLASS;
    }
    if (s->uncovered < EXAMPLES && s->within == PR_NONE) {
        s->examples[s->uncovered] = say_case(s, classes);
    }
    s->uncovered++;
}

/* Goes through the classes input by input, those that leave the same rows once, until no row is left, or one that
 * covers all the rest. `alive` are the rows that let the case through so far. */
static void find_uncovered(search *s, const word *alive, uint32_t input) {
    if (s->failed || s->too_large || covers_rest(s, alive, input)) {
        return;
    }
    if (is_empty(alive, s->words)) {
        found_uncovered(s, input);
        return;
    }
    if (input == s->inputs) {
        s->unclear = true; /* of the rows left nobody knows whether they apply */
        return;
    }
    uint32_t count = s->columns[input].count;
    word *left = PR_NEW_ARRAY(s->arena, word, (size_t)count * s->words + 1u);
    if (left == NULL) {
        s->failed = true;
        return;
    }
    for (uint32_t i = 0; i < count && !s->too_large; i++) {
        word *mine = left + (size_t)i * s->words;
        bool seen = s->within != PR_NONE && cell(s, s->within, input, i) == 0;
        s->too_large = (s->steps += s->rows + 1) > PR_LIMIT_TABLE_STEPS;
        for (uint32_t r = 0; r < s->rows; r++) {
            if ((alive[r / 64] >> (r % 64) & 1) != 0 && cell(s, r, input, i) != 0) {
                mine[r / 64] |= (word)1 << (r % 64);
            }
        }
        bool barred = seen;
        for (uint32_t k = 0; k < i && !seen; k++) {
            bool counted = s->within == PR_NONE || cell(s, s->within, input, k) != 0;
            seen = counted && memcmp(left + (size_t)k * s->words, mine, s->words * sizeof *mine) == 0;
        }
        if (!barred && !seen) {
            s->chosen[input] = i;
            find_uncovered(s, mine, input + 1);
        }
    }
}

static void start(search *s, word *alive, uint32_t within) {
    memset(alive, 0, s->words * sizeof *alive);
    s->within = within;
    s->uncovered = 0;
}

/* Is a case that no row covers a mistake? Not where the table says that it is none, nor where several rows may apply
 * and so none may. */
static bool wants_cover(const pr_kb_table *kb) {
    return !kb->has_default &&
           (kb->cover == PR_COVER_ALL || (kb->cover == PR_COVER_UNSAID && kb->hit <= PR_HIT_FIRST));
}

static void report_uncovered(search *s) {
    bool all = s->kb->cover == PR_COVER_ALL;
    pr_diag *diag =
        pr_diag_add(s->build->diags, all ? PR_ERROR : PR_WARNING, "table-gap",
                    pr_origin_whole(&s->kb->origin), "no row covers %.*s", PR_ARG(s->examples[0]));
    for (uint32_t i = 1; i < EXAMPLES && i < s->uncovered; i++) {
        pr_diag_note(s->build->diags, diag, pr_origin_whole(&s->kb->origin), "nor %.*s",
                     PR_ARG(s->examples[i]));
    }
    if (s->uncovered > EXAMPLES) {
        pr_diag_note(s->build->diags, diag, pr_origin_whole(&s->kb->origin), "nor %u cases more%s",
                     s->uncovered - EXAMPLES, s->too_large ? " at least" : "");
    }
    pr_diag_hint(
        s->build->diags, diag,
        all ? "add a row or a 'default'"
            : "add a row or a 'default', or say 'complete: false' where nothing is to be said of such");
}

static bool find_gaps(search *s, word *alive) {
    start(s, alive, PR_NONE);
    for (uint32_t r = 0; r < s->rows; r++) {
        alive[r / 64] |= (word)1 << (r % 64);
    }
    find_uncovered(s, alive, 0);
    if (s->uncovered > 0) {
        report_uncovered(s);
    }
    return s->uncovered == 0 || s->kb->cover != PR_COVER_ALL;
}

/* A cell that no value passes. */
static bool find_empty_cell(search *s, uint32_t row) {
    for (uint32_t k = 0; k < s->inputs; k++) {
        bool passes = false;
        for (uint32_t i = 0; i < s->columns[k].count && !passes; i++) {
            passes = cell(s, row, k, i) != 0;
        }
        if (!passes) {
            (void)pr_warn(s->build->diags, "table-row", pr_origin_whole(&s->kb->rows[row].tests[k].origin),
                          "row %u never applies: no value of %.*s passes this", row + 1,
                          PR_ARG(s->columns[k].name));
            return true;
        }
    }
    return false;
}

/* Under first and priority rows that come before may leave nothing to a row. */
static void find_idle_rows(search *s, word *alive) {
    bool ranked = s->kb->hit == PR_HIT_FIRST || s->kb->hit == PR_HIT_PRIORITY;
    s->steps = 0; /* for all rows together: where they are used up, a row that never applies may go untold */
    for (uint32_t r = 0; r < s->rows && !s->failed; r++) {
        if (find_empty_cell(s, r) || !ranked || s->steps > PR_LIMIT_TABLE_STEPS) {
            continue;
        }
        bool unclear = s->unclear, too_large = s->too_large;
        start(s, alive, r);
        for (uint32_t k = 0; k < s->rows; k++) {
            bool clear = s->table->ranks[k] < s->table->ranks[r];
            for (uint32_t i = 0; i < s->inputs && clear; i++) {
                clear = !s->columns[i].unclear[k];
            }
            alive[k / 64] |= (word)clear << (k % 64);
        }
        s->too_large = false;
        find_uncovered(s, alive, 0);
        if (s->uncovered == 0 && !s->too_large && !s->failed) {
            (void)pr_warn(s->build->diags, "table-row", pr_origin_whole(&s->kb->rows[r].origin),
                          "row %u never applies: rows that come before it cover all its cases", r + 1);
        }
        s->unclear = unclear;
        s->too_large = too_large;
    }
}

/* The first cell that nobody can judge. */
static pr_span unclear_cell(const search *s) {
    for (uint32_t r = 0; r < s->rows; r++) {
        for (uint32_t k = 0; k < s->inputs; k++) {
            if (s->columns[k].unclear[r]) {
                return pr_origin_whole(&s->kb->rows[r].tests[k].origin);
            }
        }
    }
    return pr_origin_whole(&s->kb->origin);
}

static void note_limits(search *s) {
    if (s->too_large) {
        (void)pr_diag_add(s->build->diags, PR_NOTE, "table-not-analysed", pr_origin_whole(&s->kb->origin),
                          "not analysed to the end: the table has too many cases to look at each");
    } else if (s->unclear && !s->build->kb->lacks_names) {
        /* Where names are lacking, a file that cannot be read may tell what the cell compares with. */
        pr_diag *diag = pr_diag_add(
            s->build->diags, PR_NOTE, "table-not-analysed", unclear_cell(s),
            "not analysed: whether rows overlap or cases are missing rests on cells such as this one");
        pr_diag_hint(s->build->diags, diag,
                     "what an input passes is only found out where cells compare it with values written out");
    }
}

static bool check_cases(search *s) {
    bool alone = s->kb->hit == PR_HIT_UNIQUE || s->kb->hit == PR_HIT_ANY, good = true;
    word *alive = PR_NEW_ARRAY(s->arena, word, s->words + 1u);
    s->chosen = PR_NEW_ARRAY(s->arena, uint32_t, s->inputs + 1u);
    if (alive == NULL || s->chosen == NULL || !find_full(s)) {
        s->failed = true;
        return false;
    }
    if (alone) {
        good = find_overlaps(s);
    }
    if (wants_cover(s->kb)) {
        good = find_gaps(s, alive) && good;
    }
    find_idle_rows(s, alive);
    note_limits(s);
    return good;
}

bool pr_check_table_cases(pr_build *b, const pr_checked_rule *rule, pr_checked_table *table) {
    const pr_kb_table *kb = table->table;
    pr_arena arena;
    pr_arena_init(&arena, b->arena->allocator, 0);
    search s = {.build = b,
                .kb = kb,
                .table = table,
                .arena = &arena,
                .rows = kb->row_count - (kb->has_default ? 1 : 0),
                .inputs = kb->input_count};
    s.words = s.rows / 64 + 1;
    pr_case_column *columns = PR_NEW_ARRAY(&arena, pr_case_column, kb->input_count + 1u);
    table->apart = PR_NEW_ARRAY(b->arena, bool, (size_t)s.rows *s.rows + 1u);
    s.columns = columns;
    bool good = columns != NULL && table->apart != NULL && pr_table_cases(b, rule, table, &arena, columns);
    s.failed = !good;
    good = good && check_cases(&s);
    b->failed = b->failed || s.failed || arena.failed;
    pr_arena_release(&arena);
    return good;
}
