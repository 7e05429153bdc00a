#include "property/random_feel.h"

const feel_variable feel_variables[FEEL_VARIABLES] = {
    {"n", FEEL_NUMBER},  {"m", FEEL_NUMBER},  {"k", FEEL_NUMBER},  {"s", FEEL_TEXT},    {"t", FEEL_TEXT},
    {"b", FEEL_BOOLEAN}, {"c", FEEL_BOOLEAN}, {"d", FEEL_DATE},    {"u", FEEL_MOMENT},  {"p", FEEL_SPAN},
    {"q", FEEL_MONTHS},  {"l", FEEL_NUMBERS}, {"r", FEEL_RECORDS}, {"g", FEEL_CONTEXT},
};

/* Forms of expressions by sort: a letter stands for an expression of a sort, all else for itself. `#` is the variable
 * that the form binds, of which the parts in {} may speak as a number, and those in <> as a record. */
typedef struct form {
    feel_sort sort;
    const char *text;
} form;

/* N number, T text, B boolean, D date, U moment, S span, M months, L numbers, R records, C context, G range, A any. */
static const char letters[] = "NTBDUSMLRCG";

static const form forms[] = {
    {FEEL_NUMBER, "0"},
    {FEEL_NUMBER, "1"},
    {FEEL_NUMBER, "2.5"},
    {FEEL_NUMBER, "-3"},
    {FEEL_NUMBER, "(N + N)"},
    {FEEL_NUMBER, "(N - N)"},
    {FEEL_NUMBER, "(N * N)"},
    {FEEL_NUMBER, "(N / N)"},
    {FEEL_NUMBER, "(N ** 2)"},
    {FEEL_NUMBER, "-(N)"},
    {FEEL_NUMBER, "(if B then N else N)"},
    {FEEL_NUMBER, "count(L)"},
    {FEEL_NUMBER, "count(R)"},
    {FEEL_NUMBER, "sum(L)"},
    {FEEL_NUMBER, "sum(N, N)"},
    {FEEL_NUMBER, "min(L)"},
    {FEEL_NUMBER, "max(N, N, N)"},
    {FEEL_NUMBER, "mean(L)"},
    {FEEL_NUMBER, "mean(N, N)"},
    {FEEL_NUMBER, "median(L)"},
    {FEEL_NUMBER, "product(L)"},
    {FEEL_NUMBER, "stddev(L)"},
    {FEEL_NUMBER, "abs(N)"},
    {FEEL_NUMBER, "floor(N)"},
    {FEEL_NUMBER, "ceiling(N, 1)"},
    {FEEL_NUMBER, "round up(N, 0)"},
    {FEEL_NUMBER, "round down(N, 0)"},
    {FEEL_NUMBER, "round half up(N, 1)"},
    {FEEL_NUMBER, "log(N)"},
    {FEEL_NUMBER, "exp(N)"},
    {FEEL_NUMBER, "round half down(N, N)"},
    {FEEL_NUMBER, "decimal(n: N, scale: 1)"},
    {FEEL_NUMBER, "modulo(N, N)"},
    {FEEL_NUMBER, "sqrt(N)"},
    {FEEL_NUMBER, "string length(T)"},
    {FEEL_NUMBER, "L[N]"},
    {FEEL_NUMBER, "L[1]"},
    {FEEL_NUMBER, "L[-1]"},
    {FEEL_NUMBER, "R[1].x"},
    {FEEL_NUMBER, "C.x"},
    {FEEL_NUMBER, "D.year"},
    {FEEL_NUMBER, "D.weekday"},
    {FEEL_NUMBER, "S.days"},
    {FEEL_NUMBER, "M.years"},
    {FEEL_NUMBER, "(S / S)"},
    {FEEL_NUMBER, "day of year(D)"},
    {FEEL_NUMBER, "week of year(D)"},
    {FEEL_NUMBER, "number(T)"},
    {FEEL_NUMBER, "get value(C, T)"},
    {FEEL_NUMBER, "get value(C, \"x\")"},
    {FEEL_NUMBER, "(function(#) {N})(N)"},
    {FEEL_NUMBER, "(function(#: number) {N})(#: N)"},
    {FEEL_NUMBER, "{a: N, b: a + N}.b"},
    {FEEL_NUMBER, "G.start"},
    {FEEL_NUMBER, "null"},
    {FEEL_NUMBER, "A"},
    {FEEL_NUMBER, "R[<B>].x"},
    {FEEL_NUMBER, "sum(R[<B>].x)"},
    {FEEL_NUMBER, "count(R[<B>])"},
    {FEEL_NUMBER, "sum(append(L, N))"},
    {FEEL_NUMBER, "max(L[item > N])"},
    {FEEL_NUMBER, "index of(L, N)[1]"},
    {FEEL_TEXT, "\"\""},
    {FEEL_TEXT, "\"ab\""},
    {FEEL_TEXT, "\"x\""},
    {FEEL_TEXT, "\"1.5\""},
    {FEEL_TEXT, "(T + T)"},
    {FEEL_TEXT, "string(A)"},
    {FEEL_TEXT, "substring(T, N)"},
    {FEEL_TEXT, "substring(T, 1, N)"},
    {FEEL_TEXT, "upper case(T)"},
    {FEEL_TEXT, "lower case(T)"},
    {FEEL_TEXT, "substring before(T, T)"},
    {FEEL_TEXT, "substring after(T, \"a\")"},
    {FEEL_TEXT, "replace(T, \"[a-m]\", T)"},
    {FEEL_TEXT, "string join([T, T], T)"},
    {FEEL_TEXT, "split(T, \"b\")[1]"},
    {FEEL_TEXT, "day of week(D)"},
    {FEEL_TEXT, "month of year(D)"},
    {FEEL_TEXT, "(if B then T else T)"},
    {FEEL_TEXT, "C.y"},
    {FEEL_TEXT, "R[N].y"},
    {FEEL_TEXT, "null"},
    {FEEL_TEXT, "A"},
    {FEEL_TEXT, "get entries(C)[1].key"},
    {FEEL_TEXT, "string join(R.y)"},
    {FEEL_BOOLEAN, "true"},
    {FEEL_BOOLEAN, "false"},
    {FEEL_BOOLEAN, "null"},
    {FEEL_BOOLEAN, "(N = N)"},
    {FEEL_BOOLEAN, "(N != N)"},
    {FEEL_BOOLEAN, "(N < N)"},
    {FEEL_BOOLEAN, "(N >= N)"},
    {FEEL_BOOLEAN, "(T = T)"},
    {FEEL_BOOLEAN, "(A = A)"},
    {FEEL_BOOLEAN, "(A != null)"},
    {FEEL_BOOLEAN, "(T < T)"},
    {FEEL_BOOLEAN, "(D <= D)"},
    {FEEL_BOOLEAN, "(U > U)"},
    {FEEL_BOOLEAN, "(S < S)"},
    {FEEL_BOOLEAN, "(M = M)"},
    {FEEL_BOOLEAN, "(B and B)"},
    {FEEL_BOOLEAN, "(B or B)"},
    {FEEL_BOOLEAN, "(B and B and B)"},
    {FEEL_BOOLEAN, "not(B)"},
    {FEEL_BOOLEAN, "(N between N and N)"},
    {FEEL_BOOLEAN, "(D between D and D)"},
    {FEEL_BOOLEAN, "(N in G)"},
    {FEEL_BOOLEAN, "(N in [N..N))"},
    {FEEL_BOOLEAN, "(N in (< N))"},
    {FEEL_BOOLEAN, "(N in (N, > N))"},
    {FEEL_BOOLEAN, "(N in L)"},
    {FEEL_BOOLEAN, "(A in [A, A])"},
    {FEEL_BOOLEAN, "(T in [T, T])"},
    {FEEL_BOOLEAN, "(some # in L satisfies {B})"},
    {FEEL_BOOLEAN, "(every # in L satisfies {B})"},
    {FEEL_BOOLEAN, "(some # in R satisfies <B>)"},
    {FEEL_BOOLEAN, "(every # in R satisfies <B>)"},
    {FEEL_BOOLEAN, "(some # in L satisfies # > N)"},
    {FEEL_BOOLEAN, "(every # in R satisfies #.x > N)"},
    {FEEL_BOOLEAN, "(some # in 1..3 satisfies {B})"},
    {FEEL_BOOLEAN, "(A instance of number)"},
    {FEEL_BOOLEAN, "(A instance of string)"},
    {FEEL_BOOLEAN, "(L instance of list<number>)"},
    {FEEL_BOOLEAN, "(C instance of context<x: number>)"},
    {FEEL_BOOLEAN, "(A instance of Any)"},
    {FEEL_BOOLEAN, "contains(T, T)"},
    {FEEL_BOOLEAN, "starts with(T, T)"},
    {FEEL_BOOLEAN, "ends with(T, T)"},
    {FEEL_BOOLEAN, "matches(T, \"^a\")"},
    {FEEL_BOOLEAN, "list contains(L, N)"},
    {FEEL_BOOLEAN, "list contains(L, A)"},
    {FEEL_BOOLEAN, "all([B, B])"},
    {FEEL_BOOLEAN, "any(B, B, B)"},
    {FEEL_BOOLEAN, "any(for # in L return {B})"},
    {FEEL_BOOLEAN, "all(for # in R return <B>)"},
    {FEEL_BOOLEAN, "is(A, A)"},
    {FEEL_BOOLEAN, "is(N, N)"},
    {FEEL_BOOLEAN, "odd(N)"},
    {FEEL_BOOLEAN, "even(N)"},
    {FEEL_BOOLEAN, "before(N, N)"},
    {FEEL_BOOLEAN, "before(N, G)"},
    {FEEL_BOOLEAN, "after(G, N)"},
    {FEEL_BOOLEAN, "meets(G, G)"},
    {FEEL_BOOLEAN, "met by(G, G)"},
    {FEEL_BOOLEAN, "overlaps after(G, G)"},
    {FEEL_BOOLEAN, "finished by(G, N)"},
    {FEEL_BOOLEAN, "started by(G, G)"},
    {FEEL_BOOLEAN, "(N in (? > N, ? = N))"},
    {FEEL_BOOLEAN, "overlaps(G, G)"},
    {FEEL_BOOLEAN, "overlaps before(G, G)"},
    {FEEL_BOOLEAN, "finishes(N, G)"},
    {FEEL_BOOLEAN, "includes(G, N)"},
    {FEEL_BOOLEAN, "during(G, G)"},
    {FEEL_BOOLEAN, "starts(G, G)"},
    {FEEL_BOOLEAN, "coincides(N, N)"},
    {FEEL_BOOLEAN, "coincides(G, G)"},
    {FEEL_BOOLEAN, "before(D, D)"},
    {FEEL_BOOLEAN, "(if B then B else B)"},
    {FEEL_BOOLEAN, "A"},
    {FEEL_BOOLEAN, "(L = L)"},
    {FEEL_BOOLEAN, "(C = C)"},
    {FEEL_BOOLEAN, "(R = R)"},
    {FEEL_BOOLEAN, "(G = G)"},
    {FEEL_DATE, "@\"2026-02-28\""},
    {FEEL_DATE, "date(\"2027-01-31\")"},
    {FEEL_DATE, "(D + S)"},
    {FEEL_DATE, "(D - M)"},
    {FEEL_DATE, "(M + D)"},
    {FEEL_DATE, "date(N, N, N)"},
    {FEEL_DATE, "date(D.year, 3, 31)"},
    {FEEL_DATE, "date(U)"},
    {FEEL_DATE, "(if B then D else D)"},
    {FEEL_DATE, "today()"},
    {FEEL_DATE, "min(D, D)"},
    {FEEL_DATE, "null"},
    {FEEL_DATE, "date(T)"},
    {FEEL_MOMENT, "@\"2026-02-28T12:00:00Z\""},
    {FEEL_MOMENT, "date and time(D, time(\"10:00:00+01:00\"))"},
    {FEEL_MOMENT, "(U + S)"},
    {FEEL_MOMENT, "time(N, 0, 0)"},
    {FEEL_MOMENT, "now()"},
    {FEEL_MOMENT, "(U - M)"},
    {FEEL_SPAN, "@\"P1D\""},
    {FEEL_SPAN, "duration(\"-PT36H\")"},
    {FEEL_SPAN, "(D - D)"},
    {FEEL_SPAN, "(S + S)"},
    {FEEL_SPAN, "(S - S)"},
    {FEEL_SPAN, "(S * N)"},
    {FEEL_SPAN, "-(S)"},
    {FEEL_SPAN, "abs(S)"},
    {FEEL_SPAN, "(S / N)"},
    {FEEL_SPAN, "(U - U)"},
    {FEEL_SPAN, "max(S, S)"},
    {FEEL_SPAN, "null"},
    {FEEL_MONTHS, "@\"P1Y\""},
    {FEEL_MONTHS, "@\"-P5M\""},
    {FEEL_MONTHS, "(M + M)"},
    {FEEL_MONTHS, "(N * M)"},
    {FEEL_MONTHS, "years and months duration(D, D)"},
    {FEEL_MONTHS, "-(M)"},
    {FEEL_MONTHS, "abs(M)"},
    {FEEL_NUMBERS, "[]"},
    {FEEL_NUMBERS, "[N]"},
    {FEEL_NUMBERS, "[N, N]"},
    {FEEL_NUMBERS, "[N, N, N]"},
    {FEEL_NUMBERS, "L[item > N]"},
    {FEEL_NUMBERS, "L[B]"},
    {FEEL_NUMBERS, "L[A]"},
    {FEEL_NUMBERS, "R.x"},
    {FEEL_NUMBERS, "(for # in L return {N})"},
    {FEEL_NUMBERS, "(for # in R return <N>)"},
    {FEEL_NUMBERS, "(for # in R return #.x)"},
    {FEEL_NUMBERS, "(for # in 1..3 return {N})"},
    {FEEL_NUMBERS, "(for # in [0..2] return {N})"},
    {FEEL_NUMBERS, "(for # in N..2 return {N})"},
    {FEEL_NUMBERS, "(for # in L return # + count(partial))"},
    {FEEL_NUMBERS, "append(L, N)"},
    {FEEL_NUMBERS, "(for # in L, z in L return # + z)"},
    {FEEL_NUMBERS, "concatenate(L, L)"},
    {FEEL_NUMBERS, "insert before(L, N, N)"},
    {FEEL_NUMBERS, "insert before(L, 1, N)"},
    {FEEL_NUMBERS, "remove(L, 1)"},
    {FEEL_NUMBERS, "reverse(L)"},
    {FEEL_NUMBERS, "sublist(L, N)"},
    {FEEL_NUMBERS, "sublist(L, 1, 2)"},
    {FEEL_NUMBERS, "union(L, L)"},
    {FEEL_NUMBERS, "distinct values(L)"},
    {FEEL_NUMBERS, "flatten([L, N])"},
    {FEEL_NUMBERS, "sort(L, function(v, w) v < w)"},
    {FEEL_NUMBERS, "sort(L, function(v, w) B)"},
    {FEEL_NUMBERS, "mode(L)"},
    {FEEL_NUMBERS, "list replace(L, N, N)"},
    {FEEL_NUMBERS, "list replace(L, 1, N)"},
    {FEEL_NUMBERS, "list replace(L, function(v, w) v > w, N)"},
    {FEEL_NUMBERS, "index of(L, N)"},
    {FEEL_NUMBERS, "(if B then L else L)"},
    {FEEL_NUMBERS, "A"},
    {FEEL_NUMBERS, "null"},
    {FEEL_RECORDS, "[C]"},
    {FEEL_RECORDS, "[C, C]"},
    {FEEL_RECORDS, "R[x > N]"},
    {FEEL_RECORDS, "R[y = T]"},
    {FEEL_RECORDS, "R[<B>]"},
    {FEEL_RECORDS, "R[B]"},
    {FEEL_RECORDS, "append(R, C)"},
    {FEEL_RECORDS, "concatenate(R, R)"},
    {FEEL_RECORDS, "reverse(R)"},
    {FEEL_RECORDS, "remove(R, N)"},
    {FEEL_RECORDS, "sort(R, function(v, w) v.x < w.x)"},
    {FEEL_RECORDS, "(for # in L return {x: #, y: T})"},
    {FEEL_RECORDS, "(if B then R else R)"},
    {FEEL_RECORDS, "flatten([R, C])"},
    {FEEL_CONTEXT, "{x: N, y: T}"},
    {FEEL_CONTEXT, "{x: N}"},
    {FEEL_CONTEXT, "context put(C, T, N)"},
    {FEEL_CONTEXT, "context put(C, \"x\", N)"},
    {FEEL_CONTEXT, "context merge([C, C])"},
    {FEEL_CONTEXT, "context(get entries(C))"},
    {FEEL_CONTEXT, "context([{key: \"x\", value: N}])"},
    {FEEL_CONTEXT, "R[1]"},
    {FEEL_CONTEXT, "R[N]"},
    {FEEL_CONTEXT, "(if B then C else C)"},
    {FEEL_RANGE, "[N..N]"},
    {FEEL_RANGE, "(N..N]"},
    {FEEL_RANGE, "[0..5)"},
    {FEEL_RANGE, "(> N)"},
    {FEEL_RANGE, "(<= N)"},
    {FEEL_RANGE, "[1..1]"},
    {FEEL_RANGE, "range(\"[1..4]\")"},
};
enum { FORMS = sizeof forms / sizeof *forms, DEPTH = 5, BOUND = 4 };

typedef struct generator {
    random_numbers *random;
    pr_arena *arena;
    bool number[BOUND], record[BOUND]; /* of the variables that forms around bind: what may be said of them */
    uint32_t bound;
    bool item; /* inside the filter of records: x and y are names */
} generator;

static const char *expression(generator *g, feel_sort sort, int depth);

static bool is_simple(const char *text) {
    for (; *text != '\0'; text++) {
        if (strchr(letters, *text) != NULL || *text == '#' || *text == 'A') {
            return false;
        }
    }
    return true;
}

static const char *variable(generator *g, feel_sort sort) {
    if (sort == FEEL_NUMBER && g->bound > 0 && random_below(g->random, 2) == 0) {
        uint32_t i = random_below(g->random, g->bound);
        if (g->number[i] || g->record[i]) {
            return pr_text_format(g->arena, g->record[i] ? "v%u.x" : "v%u", i).at;
        }
    }
    if (g->item && random_below(g->random, 2) == 0 && (sort == FEEL_NUMBER || sort == FEEL_TEXT)) {
        return sort == FEEL_NUMBER ? "x" : "y";
    }
    for (uint32_t tries = 0; tries < 40; tries++) {
        const feel_variable *v = &feel_variables[random_below(g->random, FEEL_VARIABLES)];
        if (v->sort == sort) {
            return v->name;
        }
    }
    return NULL;
}

static feel_sort sort_of(generator *g, char letter) {
    const char *at = strchr(letters, letter);
    bool other = letter == 'A' || random_below(g->random, 60) == 0;
    return other ? (feel_sort)random_below(g->random, FEEL_SORTS) : (feel_sort)(at - letters);
}

/* Is there a sort's letter, and no letter of a name, at `at`? */
static bool is_letter(const char *text, const char *at) {
    bool inside =
        at > text && ((at[-1] >= 'a' && at[-1] <= 'z') || at[-1] == '"' || (at[-1] >= '0' && at[-1] <= '9'));
    bool followed =
        (at[1] >= 'a' && at[1] <= 'z') || (at[1] >= '0' && at[1] <= '9') || (at[1] >= 'A' && at[1] <= 'Z');
    return (*at == 'A' || (*at != '\0' && strchr(letters, *at) != NULL)) && !inside && !followed;
}

static const char *fill(generator *g, const char *text, int depth) {
    const bool binds = strchr(text, '#') != NULL && g->bound < BOUND;
    const uint32_t name = g->bound;
    const bool outer_item = g->item;
    pr_text out = {"", 0};
    if (strchr(text, '#') != NULL && !binds) {
        return "null";
    }
    bool quoted = false;
    for (const char *at = text; *at != '\0'; at++) {
        const char *part = NULL;
        quoted = quoted != (*at == '"');
        bool record = *at == '<' && is_letter(at, at + 1) && at[2] == '>';
        bool number = *at == '{' && is_letter(at, at + 1) && at[2] == '}';
        if (binds && (record || number) && strchr(text, '#') != NULL) {
            g->number[name] = number;
            g->record[name] = record;
            g->bound = name + 1;
            part = expression(g, sort_of(g, at[1]), depth - 1);
            g->bound = name;
            at += 2;
        } else if (record) {
            g->item = true;
            part = expression(g, sort_of(g, at[1]), depth - 1);
            g->item = outer_item;
            at += 2;
        } else if (*at == '#') {
            part = pr_text_format(g->arena, "v%u", name).at;
        } else if (!quoted && is_letter(text, at)) {
            part = expression(g, sort_of(g, *at), depth - 1);
        }
        out = part != NULL ? pr_text_format(g->arena, "%.*s%s", PR_ARG(out), part)
                           : pr_text_format(g->arena, "%.*s%c", PR_ARG(out), *at);
    }
    return out.at;
}

static const char *expression(generator *g, feel_sort sort, int depth) {
    bool simple = depth <= 0;
    if (simple || random_below(g->random, 3) == 0) {
        const char *name = random_below(g->random, 4) != 0 ? variable(g, sort) : NULL;
        if (name != NULL) {
            return name;
        }
    }
    for (uint32_t tries = 0; tries < 4000; tries++) {
        const form *f = &forms[random_below(g->random, FORMS)];
        if (f->sort == sort && (!simple || is_simple(f->text))) {
            return fill(g, f->text, depth);
        }
    }
    return "null";
}

const char *random_feel(random_numbers *random, pr_arena *arena) {
    generator g = {.random = random, .arena = arena};
    feel_sort sort =
        random_below(random, 3) == 0 ? FEEL_BOOLEAN : (feel_sort)random_below(random, FEEL_SORTS);
    return expression(&g, sort, 1 + (int)random_below(random, DEPTH));
}
