#include "property/random_table.h"

static const char *const letters[] = {"a", "b", "c"};
static const char *const words[] = {"x", "y", "z"};
static const int rank_of_word[] = {1, 0, 2}; /* y before x before z */
static const int things[THINGS_HERE] = {2, 6, 9};
static const int most[INPUTS] = {12, 2, 1}, least[INPUTS] = {0, NULL_HERE, 0};

static int value_of(random_numbers *random, int input) {
    return input == N ? (int)random_below(random, 7) * 2 : (int)random_below(random, input == E ? 3 : 2);
}

static void make_cell(table_cell *c, int input, random_numbers *random) {
    *c = (table_cell){.values = {value_of(random, input), value_of(random, input)},
                      .two = random_below(random, 3) == 0,
                      .low_closed = random_below(random, 2) == 0,
                      .high_closed = random_below(random, 2) == 0,
                      .op = (int)random_below(random, 4)};
    static const cell_kind of_numbers[] = {CELL_ANY,     CELL_ANY,    CELL_IS,      CELL_IS_NOT,
                                           CELL_RANGE,   CELL_RANGE,  CELL_COMPARE, CELL_COMPARE,
                                           CELL_COMPARE, CELL_OBSCURE};
    static const cell_kind of_letters[] = {CELL_ANY,    CELL_ANY,  CELL_IS,
                                           CELL_IS_NOT, CELL_NULL, CELL_NOT_NULL};
    static const cell_kind of_flags[] = {CELL_ANY, CELL_ANY, CELL_IS};
    c->kind = input == N   ? of_numbers[random_below(random, COUNT_OF(of_numbers))]
              : input == E ? of_letters[random_below(random, COUNT_OF(of_letters))]
                           : of_flags[random_below(random, COUNT_OF(of_flags))];
    if (c->kind == CELL_RANGE && c->values[0] >= c->values[1]) {
        c->values[0] = c->values[1] / 4 * 2; /* whole */
        c->values[1] = c->values[1] + 2;
    }
}

static void make_row(table_row *row, random_numbers *random) {
    for (int i = 0; i < INPUTS; i++) {
        make_cell(&row->cells[i], i, random);
    }
    row->number = (int)random_below(random, 4) - (random_below(random, 4) == 0 ? 1 : 0);
    row->text = (int)random_below(random, 3);
}

static bool tolerates(const random_table *t, const table_row *row) {
    random_table tried = *t;
    tried.rows[tried.row_count++] = *row;
    return !table_clashes(&tried);
}

void random_table_make(random_table *t, random_numbers *random) {
    uint32_t rows = 1 + random_below(random, MOST_ROWS);
    *t = (random_table){.hit = (policy)random_below(random, COUNT + 1),
                        .over = (range_kind)random_below(random, 3),
                        .drawn = random_below(random, 2) == 0,
                        .has_default = random_below(random, 3) == 0};
    bool alone = t->hit <= ANY, clean = random_below(random, 5) > 0;
    for (uint32_t tries = 0; t->row_count < rows && tries < 40; tries++) {
        table_row row;
        make_row(&row, random);
        if (!alone || !clean || tolerates(t, &row)) {
            t->rows[t->row_count++] = row;
        }
    }
    make_row(&t->otherwise, random);
}

static void write_number(int halves, pr_buf *out) {
    pr_buf_printf(out, halves % 2 == 0 ? "%d" : "%d.5", halves / 2);
}

static void write_value(int input, int value, pr_buf *out) {
    if (value == NULL_HERE) {
        pr_buf_string(out, "null");
    } else if (input == N) {
        write_number(value, out);
    } else if (input == E) {
        pr_buf_printf(out, "\"%s\"", letters[value]);
    } else {
        pr_buf_string(out, value != 0 ? "true" : "false");
    }
}

static void write_cell(const table_cell *c, int input, pr_buf *out) {
    static const char *const ops[] = {"<", "<=", ">", ">="};
    bool two = c->two && (c->kind == CELL_IS || c->kind == CELL_IS_NOT);
    switch (c->kind) {
    case CELL_ANY: pr_buf_char(out, '-'); return;
    case CELL_NULL: pr_buf_string(out, "null"); return;
    case CELL_NOT_NULL: pr_buf_string(out, "not(null)"); return;
    case CELL_RANGE:
        pr_buf_char(out, c->low_closed ? '[' : '(');
        write_number(c->values[0], out);
        pr_buf_string(out, "..");
        write_number(c->values[1], out);
        pr_buf_char(out, c->high_closed ? ']' : ')');
        return;
    case CELL_COMPARE:
        if (c->two) { /* the same the other way about */
            static const char *const mirrored[] = {">", ">=", "<", "<="};
            write_number(c->values[0], out);
            pr_buf_printf(out, " %s ?", mirrored[c->op]);
            return;
        }
        pr_buf_printf(out, "%s ", ops[c->op]);
        write_number(c->values[0], out);
        return;
    case CELL_OBSCURE:
        pr_buf_printf(out, "? + 1 %s ", ops[c->op]);
        write_number(c->values[0] + 2, out);
        return;
    case CELL_IS:
    case CELL_IS_NOT: break;
    }
    pr_buf_string(out, c->kind == CELL_IS_NOT ? "not(" : "");
    write_value(input, c->values[0], out);
    if (two) {
        pr_buf_string(out, ", ");
        write_value(input, c->values[1], out);
    }
    pr_buf_string(out, c->kind == CELL_IS_NOT ? ")" : "");
}

static void write_output(const random_table *t, const table_row *row, pr_buf *out) {
    const char *quote = t->drawn ? "" : "'";
    const char *between = t->drawn ? " | " : ", ";
    if (row->number < 0) {
        pr_buf_printf(out, "%s= if f then 2 else 1%s", quote, quote);
    } else {
        pr_buf_printf(out, "%d", row->number);
    }
    if (t->hit < SUM) {
        pr_buf_printf(out, "%s%s", between, words[row->text]);
    }
}

static void write_row(const random_table *t, const table_row *row, pr_buf *out) {
    pr_buf_string(out, t->drawn ? "        | " : "        - [");
    for (int i = 0; i < INPUTS; i++) {
        pr_buf_string(out, t->drawn ? "" : "'");
        write_cell(&row->cells[i], i, out);
        pr_buf_string(out, t->drawn ? " | " : "', ");
    }
    write_output(t, row, out);
    pr_buf_string(out, t->drawn ? " |\n" : "]\n");
}

static const char head[] = "vocabulary:\n"
                           "  n: {type: number, min: 0, max: 6, ask: A?}\n"
                           "  e: {type: enum, values: [a, b, c], nullable: true, ask: A?}\n"
                           "  f: {type: boolean, ask: A?}\n"
                           "  l: {type: list, ask: A?, of: {n: {type: number, min: 0, max: 6}, "
                           "e: {type: enum, values: [a, b, c], nullable: true}}}\n"
                           "collections: {things: {fields: {n: {type: number, min: 0, max: 6}}}}\n"
                           "things: [{id: t0, n: 1}, {id: t1, n: 3}, {id: t2, n: 4.5}]\n"
                           "relations: {out: {slots: {x: string, a: number, b: string, p: number}}}\n";

void random_table_write(const random_table *t, pr_buf *out) {
    static const char *const policies[] = {"U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"};
    static const char *const ranges[] = {"", "    for: {t: things}\n", "    for: {r: l}\n"};
    static const char *const inputs[] = {"n, e, f", "t.n, e, f", "r.n, r.e, f"};
    pr_buf_printf(out, "%srules:\n  - rule: r\n%s    table:\n      hit: %s\n      inputs: [%s]\n", head,
                  ranges[t->over], policies[t->hit], inputs[t->over]);
    pr_buf_string(out, t->hit >= SUM ? "      outputs: [a]\n"
                                     : "      outputs: [a, {name: b, values: [y, x, z]}]\n");
    pr_buf_printf(out, "      rows:%s\n", t->drawn ? " |" : "");
    for (uint32_t r = 0; r < t->row_count; r++) {
        write_row(t, &t->rows[r], out);
    }
    if (t->has_default) {
        random_table listed = *t;
        listed.drawn = false;
        pr_buf_string(out, "      default: [");
        write_output(&listed, &t->otherwise, out);
        pr_buf_string(out, "]\n");
    }
    pr_buf_printf(out, "    then: {out: {x: %s, %sp: '= %s'}}\n", t->over == OVER_THINGS ? "= t.id" : "all",
                  t->hit >= SUM ? "b: all, " : "", t->hit < RULE_ORDER || t->hit >= SUM ? "0" : "place");
}

void situation_write(const situation *s, pr_buf *out) {
    static const char *const names[] = {"n", "e", "f"};
    pr_buf_string(out, "{");
    const char *between = "";
    for (int i = 0; i < INPUTS; i++) {
        if (s->values[i] != UNKNOWN_HERE) {
            pr_buf_printf(out, "%s%s: ", between, names[i]);
            write_value(i, s->values[i], out);
            between = ", ";
        }
    }
    if (s->record_count >= 0) {
        pr_buf_printf(out, "%sl: [", between);
        for (int r = 0; r < s->record_count; r++) {
            const char *inner = "";
            pr_buf_string(out, r > 0 ? ", {" : "{");
            for (int i = 0; i < 2; i++) {
                if (s->records[r][i] != UNKNOWN_HERE) {
                    pr_buf_printf(out, "%s%s: ", inner, names[i]);
                    write_value(i, s->records[r][i], out);
                    inner = ", ";
                }
            }
            pr_buf_char(out, '}');
        }
        pr_buf_char(out, ']');
    }
    pr_buf_string(out, "}");
}

bool table_instance(const random_table *t, const situation *s, uint32_t number, int inputs[INPUTS]) {
    memcpy(inputs, s->values, INPUTS * sizeof *inputs);
    if (t->over == OVER_THINGS && number < THINGS_HERE) {
        inputs[N] = things[number];
        return true;
    }
    if (t->over == OVER_RECORDS && (int)number < s->record_count) {
        inputs[N] = s->records[number][0];
        inputs[E] = s->records[number][1];
        return true;
    }
    return t->over == OVER_NOTHING && number == 0;
}

static bool cell_holds(const table_cell *c, int value) {
    bool same = value == c->values[0] || (c->two && value == c->values[1]);
    switch (c->kind) {
    case CELL_ANY: return true;
    case CELL_IS: return same;
    case CELL_IS_NOT: return !same;
    case CELL_NULL: return value == NULL_HERE;
    case CELL_NOT_NULL: return value != NULL_HERE;
    case CELL_RANGE:
        return (value > c->values[0] || (c->low_closed && value == c->values[0])) &&
               (value < c->values[1] || (c->high_closed && value == c->values[1]));
    case CELL_COMPARE:
    case CELL_OBSCURE: break;
    }
    int limit = c->values[0];
    return c->op == 0   ? value < limit
           : c->op == 1 ? value <= limit
           : c->op == 2 ? value > limit
                        : value >= limit;
}

bool row_holds(const table_row *row, const int inputs[INPUTS]) {
    for (int i = 0; i < INPUTS; i++) {
        if (!cell_holds(&row->cells[i], inputs[i])) {
            return false;
        }
    }
    return true;
}

static int number_of(const table_row *row, const int inputs[INPUTS]) {
    return row->number >= 0 ? row->number : inputs[F] != 0 ? 2 : 1;
}

static bool same_outputs(const random_table *t, const table_row *x, const table_row *y,
                         const int inputs[INPUTS]) {
    return number_of(x, inputs) == number_of(y, inputs) && (t->hit >= SUM || x->text == y->text);
}

bool rows_clash(const random_table *t, uint32_t x, uint32_t y, const int inputs[INPUTS]) {
    return t->hit <= ANY && row_holds(&t->rows[x], inputs) && row_holds(&t->rows[y], inputs) &&
           (t->hit == UNIQUE || !same_outputs(t, &t->rows[x], &t->rows[y], inputs));
}

typedef struct lines {
    char items[64][48];
    uint32_t count;
} lines;

static void add_fact(const random_table *t, uint32_t instance, int number, int text, int place, lines *to) {
    char x[8] = "all";
    assert_true(to->count < COUNT_OF(to->items));
    if (t->over == OVER_THINGS) {
        snprintf(x, sizeof x, "t%u", instance);
    }
    snprintf(to->items[to->count++], sizeof to->items[0], "out(%s, %d, %s, %d)", x, number,
             t->hit >= SUM ? "all" : words[text], place);
}

/* Where a row stands by the order of its text. */
static int rank_of(const random_table *t, uint32_t row) {
    int rank = 1;
    for (uint32_t r = 0; r < t->row_count; r++) {
        int mine = rank_of_word[t->rows[row].text], other = rank_of_word[t->rows[r].text];
        rank += other < mine || (other == mine && r < row);
    }
    return rank;
}

static void add_joined(const random_table *t, uint32_t instance, const int inputs[INPUTS],
                       const uint32_t *hits, uint32_t count, lines *to) {
    int all = t->hit == COUNT ? (int)count : 0;
    for (uint32_t i = 0; i < count && t->hit != COUNT; i++) {
        int n = number_of(&t->rows[hits[i]], inputs);
        all = i == 0 ? n : t->hit == SUM ? all + n : (t->hit == MIN) == (n < all) ? n : all;
    }
    add_fact(t, instance, all, 0, 0, to);
}

static bool add_instance(const random_table *t, uint32_t instance, const int inputs[INPUTS], lines *to) {
    uint32_t hits[MOST_ROWS], count = 0, best = 0;
    for (uint32_t r = 0; r < t->row_count; r++) {
        if (row_holds(&t->rows[r], inputs)) {
            hits[count++] = r;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        best = t->hit == PRIORITY && rank_of(t, hits[i]) < rank_of(t, hits[best]) ? i : best;
        for (uint32_t k = 0; k < i; k++) {
            if (rows_clash(t, hits[k], hits[i], inputs)) {
                return false;
            }
        }
    }
    if (count == 0 && t->has_default) {
        int place = t->hit < RULE_ORDER || t->hit >= SUM ? 0 : (int)t->row_count + 1;
        add_fact(t, instance, number_of(&t->otherwise, inputs), t->otherwise.text, place, to);
    } else if (t->hit >= SUM && (count > 0 || t->hit == COUNT)) {
        add_joined(t, instance, inputs, hits, count, to);
    } else if (t->hit == FIRST || t->hit == PRIORITY) {
        if (count > 0) {
            const table_row *row = &t->rows[hits[best]];
            add_fact(t, instance, number_of(row, inputs), row->text, 0, to);
        }
    } else {
        for (uint32_t i = 0; i < count; i++) {
            int place = t->hit < RULE_ORDER      ? 0
                        : t->hit == OUTPUT_ORDER ? rank_of(t, hits[i])
                                                 : (int)hits[i] + 1;
            add_fact(t, instance, number_of(&t->rows[hits[i]], inputs), t->rows[hits[i]].text, place, to);
        }
    }
    return true;
}

static int compare_lines(const void *a, const void *b) { return strcmp(a, b); }

bool table_facts(const random_table *t, const situation *s, pr_buf *out) {
    lines all = {0};
    int inputs[INPUTS];
    bool clear = true;
    for (uint32_t i = 0; table_instance(t, s, i, inputs); i++) {
        clear = add_instance(t, i, inputs, &all) && clear;
    }
    qsort(all.items, all.count, sizeof all.items[0], compare_lines);
    pr_buf_clear(out);
    for (uint32_t i = 0; i < all.count; i++) {
        if (i == 0 || strcmp(all.items[i - 1], all.items[i]) != 0) {
            pr_buf_printf(out, "%s%s", out->length > 0 ? "\n" : "", all.items[i]);
        }
    }
    return clear;
}

/* Every class of inputs is on this grid: cells mention whole numbers. */
static bool next_input(int inputs[INPUTS]) {
    for (int i = 0; i < INPUTS; i++) {
        if (inputs[i]++ < most[i]) {
            return true;
        }
        inputs[i] = least[i];
    }
    return false;
}

/* Outputs that are not written out are taken to agree when they are written alike, and else to be known by the run. */
static bool surely_clash(const random_table *t, uint32_t x, uint32_t y, const int inputs[INPUTS]) {
    const table_row *a = &t->rows[x], *b = &t->rows[y];
    bool formula = (a->number < 0) != (b->number < 0);
    if (t->hit == ANY && formula && a->text == b->text) {
        return false;
    }
    return rows_clash(t, x, y, inputs);
}

bool table_clashes(const random_table *t) {
    int inputs[INPUTS] = {0, NULL_HERE, 0};
    do {
        for (uint32_t y = 0; y < t->row_count; y++) {
            for (uint32_t x = 0; x < y; x++) {
                if (surely_clash(t, x, y, inputs)) {
                    return true;
                }
            }
        }
    } while (next_input(inputs));
    return false;
}

bool table_has_gap(const random_table *t) {
    int inputs[INPUTS] = {0, NULL_HERE, 0};
    do {
        bool covered = false;
        for (uint32_t r = 0; r < t->row_count && !covered; r++) {
            covered = row_holds(&t->rows[r], inputs);
        }
        if (!covered) {
            return true;
        }
    } while (next_input(inputs));
    return false;
}

bool table_is_obscure(const random_table *t) {
    for (uint32_t r = 0; r < t->row_count; r++) {
        if (t->rows[r].cells[N].kind == CELL_OBSCURE) {
            return true;
        }
    }
    return false;
}
