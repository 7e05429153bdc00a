/* Calls of built-in functions: the table of how each computes, what is done with unknown arguments, and what is said of
 * those that do not fit. */
#include "vm/builtins.h"

static const char misfit[] = "an argument is not of the type that the function takes";

pr_value pr_builtin_misfit(void) { return pr_error_null(misfit); }

static bool is_misfit(pr_value v) { return pr_is_error(v) && v.reason == misfit; }

/* What makes a call unknown before its function is asked. */
typedef enum guard {
    STRICT, /* an unknown anywhere in an argument */
    FIRST,  /* the first argument, as a whole */
    SINGLE, /* the only argument, as a whole: it may be null, or no list */
    WHOLE,  /* any argument, as a whole */
    FREE,   /* nothing */
} guard;

static const struct {
    pr_builtin_fn *apply;
    guard guard;
} functions[PR_BUILTIN_COUNT_OF] = {
    [PR_BUILTIN_STRING] = {pr_builtin_string, STRICT},
    [PR_BUILTIN_NUMBER] = {pr_builtin_number, STRICT},
    [PR_BUILTIN_DATE] = {pr_builtin_date, STRICT},
    [PR_BUILTIN_TIME] = {pr_builtin_time, STRICT},
    [PR_BUILTIN_DATE_AND_TIME] = {pr_builtin_date_and_time, STRICT},
    [PR_BUILTIN_DURATION] = {pr_builtin_duration, STRICT},
    [PR_BUILTIN_YEARS_AND_MONTHS_DURATION] = {pr_builtin_months_between, STRICT},
    [PR_BUILTIN_NOT] = {pr_builtin_not, STRICT},
    [PR_BUILTIN_SUBSTRING] = {pr_builtin_substring, STRICT},
    [PR_BUILTIN_STRING_LENGTH] = {pr_builtin_string_length, STRICT},
    [PR_BUILTIN_UPPER_CASE] = {pr_builtin_case, STRICT},
    [PR_BUILTIN_LOWER_CASE] = {pr_builtin_case, STRICT},
    [PR_BUILTIN_SUBSTRING_BEFORE] = {pr_builtin_substring_beside, STRICT},
    [PR_BUILTIN_SUBSTRING_AFTER] = {pr_builtin_substring_beside, STRICT},
    [PR_BUILTIN_CONTAINS] = {pr_builtin_contains, STRICT},
    [PR_BUILTIN_STARTS_WITH] = {pr_builtin_contains, STRICT},
    [PR_BUILTIN_ENDS_WITH] = {pr_builtin_contains, STRICT},
    [PR_BUILTIN_MATCHES] = {pr_builtin_matches, STRICT},
    [PR_BUILTIN_REPLACE] = {pr_builtin_replace, STRICT},
    [PR_BUILTIN_SPLIT] = {pr_builtin_split, STRICT},
    [PR_BUILTIN_STRING_JOIN] = {pr_builtin_string_join, STRICT},
    [PR_BUILTIN_LIST_CONTAINS] = {pr_builtin_list_contains, FIRST},
    [PR_BUILTIN_LIST_REPLACE] = {pr_builtin_list_replace, FREE},
    [PR_BUILTIN_COUNT] = {pr_builtin_count, FIRST},
    [PR_BUILTIN_MIN] = {pr_builtin_extreme, SINGLE},
    [PR_BUILTIN_MAX] = {pr_builtin_extreme, SINGLE},
    [PR_BUILTIN_SUM] = {pr_builtin_sum, SINGLE},
    [PR_BUILTIN_MEAN] = {pr_builtin_mean, SINGLE},
    [PR_BUILTIN_ALL] = {pr_builtin_quantify, SINGLE},
    [PR_BUILTIN_ANY] = {pr_builtin_quantify, SINGLE},
    [PR_BUILTIN_SUBLIST] = {pr_builtin_sublist, WHOLE},
    [PR_BUILTIN_APPEND] = {pr_builtin_append, FIRST},
    [PR_BUILTIN_CONCATENATE] = {pr_builtin_concatenate, WHOLE},
    [PR_BUILTIN_INSERT_BEFORE] = {pr_builtin_insert_before, FREE},
    [PR_BUILTIN_REMOVE] = {pr_builtin_remove, WHOLE},
    [PR_BUILTIN_REVERSE] = {pr_builtin_reverse, WHOLE},
    [PR_BUILTIN_INDEX_OF] = {pr_builtin_index_of, STRICT},
    [PR_BUILTIN_UNION] = {pr_builtin_union, STRICT},
    [PR_BUILTIN_DISTINCT_VALUES] = {pr_builtin_union, STRICT},
    [PR_BUILTIN_FLATTEN] = {pr_builtin_flatten, WHOLE},
    [PR_BUILTIN_PRODUCT] = {pr_builtin_product, STRICT},
    [PR_BUILTIN_MEDIAN] = {pr_builtin_median, STRICT},
    [PR_BUILTIN_STDDEV] = {pr_builtin_stddev, STRICT},
    [PR_BUILTIN_MODE] = {pr_builtin_mode, STRICT},
    [PR_BUILTIN_DECIMAL] = {pr_builtin_round, FREE},
    [PR_BUILTIN_FLOOR] = {pr_builtin_round, FREE},
    [PR_BUILTIN_CEILING] = {pr_builtin_round, FREE},
    [PR_BUILTIN_ROUND_UP] = {pr_builtin_round, FREE},
    [PR_BUILTIN_ROUND_DOWN] = {pr_builtin_round, FREE},
    [PR_BUILTIN_ROUND_HALF_UP] = {pr_builtin_round, FREE},
    [PR_BUILTIN_ROUND_HALF_DOWN] = {pr_builtin_round, FREE},
    [PR_BUILTIN_ABS] = {pr_builtin_abs, FREE},
    [PR_BUILTIN_MODULO] = {pr_builtin_modulo, STRICT},
    [PR_BUILTIN_SQRT] = {pr_builtin_of_number, STRICT},
    [PR_BUILTIN_LOG] = {pr_builtin_of_number, STRICT},
    [PR_BUILTIN_EXP] = {pr_builtin_of_number, STRICT},
    [PR_BUILTIN_ODD] = {pr_builtin_parity, STRICT},
    [PR_BUILTIN_EVEN] = {pr_builtin_parity, STRICT},
    [PR_BUILTIN_IS] = {pr_builtin_is, STRICT},
    [PR_BUILTIN_TODAY] = {pr_builtin_today, STRICT},
    [PR_BUILTIN_NOW] = {pr_builtin_today, STRICT},
    [PR_BUILTIN_DAY_OF_YEAR] = {pr_builtin_calendar, STRICT},
    [PR_BUILTIN_DAY_OF_WEEK] = {pr_builtin_calendar, STRICT},
    [PR_BUILTIN_MONTH_OF_YEAR] = {pr_builtin_calendar, STRICT},
    [PR_BUILTIN_WEEK_OF_YEAR] = {pr_builtin_calendar, STRICT},
    [PR_BUILTIN_SORT] = {pr_builtin_sort, WHOLE},
    [PR_BUILTIN_GET_VALUE] = {pr_builtin_get_value, WHOLE},
    [PR_BUILTIN_GET_ENTRIES] = {pr_builtin_get_entries, WHOLE},
    [PR_BUILTIN_CONTEXT] = {pr_builtin_context, WHOLE},
    [PR_BUILTIN_CONTEXT_PUT] = {pr_builtin_context_put, FREE},
    [PR_BUILTIN_CONTEXT_MERGE] = {pr_builtin_context_merge, WHOLE},
    [PR_BUILTIN_RANGE] = {pr_builtin_range, STRICT},
    [PR_BUILTIN_BEFORE] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_AFTER] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_MEETS] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_MET_BY] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_OVERLAPS] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_OVERLAPS_BEFORE] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_OVERLAPS_AFTER] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_FINISHES] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_FINISHED_BY] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_INCLUDES] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_DURING] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_STARTS] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_STARTED_BY] = {pr_builtin_relate, FREE},
    [PR_BUILTIN_COINCIDES] = {pr_builtin_relate, FREE},
};

pr_value pr_builtin_unknown(const pr_call *c) {
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < c->count; i++) {
        needs = pr_vm_join(c->vm, needs, pr_vm_needs_of(c->vm, c->args[i]));
    }
    return pr_vm_unknown(c->vm, needs);
}

bool pr_builtin_whole(const pr_call *c, pr_value number, int64_t *out) {
    pr_value whole = pr_number_round(number, 0, PR_ROUND_DOWN, &c->vm->arena);
    return pr_number_integer(whole, out);
}

pr_value *pr_builtin_items(const pr_call *c, size_t count) {
    return pr_arena_alloc(&c->vm->arena, sizeof(pr_value) * (count + 1), _Alignof(pr_value));
}

pr_value pr_builtin_list(const pr_call *c, const pr_value *items, uint32_t count) {
    const pr_list *list = pr_list_make(items, count, &c->vm->arena);
    return list != NULL ? pr_list_value(list) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

bool pr_builtin_values(const pr_call *c, pr_list *list) {
    if (c->count == 1) {
        return pr_vm_as_list(c->vm, c->args[0], list);
    }
    *list = (pr_list){.count = c->count, .items = c->args};
    return c->count > 0;
}

bool pr_builtin_all_known(const pr_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == PR_UNKNOWN) {
            return false;
        }
    }
    return !list->uncertain;
}

const pr_needs *pr_builtin_list_needs(pr_vm *vm, const pr_list *list) {
    pr_list *copy = pr_arena_alloc(&vm->arena, sizeof *copy, _Alignof(pr_list));
    if (copy == NULL) {
        return NULL;
    }
    *copy = *list;
    return pr_vm_needs_of(vm, pr_list_value(copy));
}

static bool stops(const pr_call *c) {
    const guard by = functions[c->builtin].guard;
    if (by == FREE || c->count == 0) {
        return false;
    }
    if (by == FIRST || by == SINGLE) {
        return c->args[0].kind == PR_UNKNOWN && (by == FIRST || c->count == 1);
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (by == STRICT ? pr_value_has_unknown(c->args[i]) : c->args[i].kind == PR_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static bool fits_choice(pr_value v, const pr_builtin_choice *choice) {
    static const uint8_t types[] = {
        [PR_NUMBER] = PR_TYPE_NUMBER,     [PR_STRING] = PR_TYPE_STRING, [PR_DATE] = PR_TYPE_DATE,
        [PR_TIME] = PR_TYPE_TIME,         [PR_MONTHS] = PR_TYPE_MONTHS, [PR_DATE_TIME] = PR_TYPE_DATE_TIME,
        [PR_DURATION] = PR_TYPE_DURATION,
    };
    return v.kind < sizeof types && (choice->types & 1u << types[v.kind]) != 0;
}

/* Does a value fit the word of a signature? */
static bool fits_word(pr_value v, pr_text word) {
    static const struct {
        const char *word;
        uint8_t kind;
    } kinds[] = {
        {"boolean", PR_BOOLEAN},   {"number", PR_NUMBER},      {"string", PR_STRING}, {"date", PR_DATE},
        {"time", PR_TIME},         {"dateTime", PR_DATE_TIME}, {"months", PR_MONTHS}, {"range", PR_RANGE},
        {"function", PR_FUNCTION}, {"duration", PR_DURATION},  {"list", PR_LIST},
    };
    const pr_builtin_choice *choice = pr_builtin_choice_of(word);
    if (choice != NULL) {
        return fits_choice(v, choice);
    }
    if (pr_text_is(word, "context")) {
        return v.kind == PR_CONTEXT || v.kind == PR_ENTITY;
    }
    if (pr_text_is(word, "duration") && v.kind == PR_MONTHS) {
        return true;
    }
    if (pr_text_is(word, "string") && v.kind == PR_ENTITY) {
        return true;
    }
    if (pr_text_starts(word, PR_TEXT("list of "))) {
        return v.kind != PR_NULL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (pr_text_is(word, kinds[i].word)) {
            return v.kind == kinds[i].kind || (kinds[i].kind == PR_LIST && v.kind != PR_NULL);
        }
    }
    return true;
}

static bool takes_lists(pr_text word) {
    return pr_text_starts(word, PR_TEXT("list")) || pr_text_is(word, "any") || pr_text_is(word, "element") ||
           pr_text_is(word, "comparable");
}

static uint32_t parameter_of(const pr_signature *s, uint32_t i) { return i < s->count ? i : s->count - 1; }

static bool arity_fits(const pr_signature *s, uint32_t count) {
    return count >= s->required && (count <= s->count || s->repeated);
}

/* An entity stands for its id, and a list of one item for the item (DMN 1.5, 10.3.2.9.4), where the signature takes no
 * list. False where nothing changes. */
static bool convert(const pr_call *c, const pr_signature *s, pr_value *args) {
    bool changed = false;
    for (uint32_t i = 0; i < c->count; i++) {
        pr_text word = s->types[parameter_of(s, i)];
        args[i] = c->args[i];
        if (args[i].kind == PR_LIST && args[i].list->count == 1 && !args[i].list->uncertain &&
            !takes_lists(word)) {
            args[i] = args[i].list->items[0];
            changed = true;
        }
        if (args[i].kind == PR_ENTITY && pr_text_is(word, "string")) {
            args[i] = pr_string(args[i].entity->id);
            changed = true;
        }
    }
    return changed;
}

/* Only entities and lists stand for something else. */
static bool may_convert(const pr_call *c) {
    bool any = false;
    for (uint32_t i = 0; i < c->count; i++) {
        any = any || c->args[i].kind == PR_ENTITY || c->args[i].kind == PR_LIST;
    }
    return any;
}

static pr_value retry(const pr_call *c) {
    pr_signature s;
    if (!may_convert(c)) {
        return pr_builtin_misfit();
    }
    for (uint32_t n = 0; pr_builtin_signature(c->builtin, n, &s); n++) {
        pr_value *args = pr_builtin_items(c, c->count);
        if (args == NULL || !arity_fits(&s, c->count) || !convert(c, &s, args)) {
            continue;
        }
        pr_call again = *c;
        again.args = args;
        pr_value v = stops(&again) ? pr_builtin_unknown(&again) : functions[c->builtin].apply(&again);
        if (!is_misfit(v)) {
            return v;
        }
    }
    return pr_builtin_misfit();
}

/* How a message names what a word of a signature takes. */
static const char *said(const pr_call *c, pr_text word) {
    const pr_builtin_choice *choice = pr_builtin_choice_of(word);
    if (choice != NULL) {
        return choice->said;
    }
    pr_text name = pr_text_is(word, "dateTime") ? PR_TEXT("date and time") : word;
    pr_text text = pr_text_format(&c->vm->arena, "a %.*s", PR_ARG(name));
    return text.at != NULL ? text.at : "what it takes";
}

/* Which argument does not fit, and why. */
static const char *reason_of(const pr_call *c) {
    pr_signature s;
    const char *name = pr_builtin_name(c->builtin);
    for (uint32_t n = 0; pr_builtin_signature(c->builtin, n, &s); n++) {
        for (uint32_t i = 0; arity_fits(&s, c->count) && i < c->count; i++) {
            uint32_t p = parameter_of(&s, i);
            pr_value v = c->args[i];
            if (fits_word(v, s.types[p]) && v.kind != PR_NULL) {
                continue;
            }
            pr_text text = v.kind == PR_NULL
                               ? pr_text_format(&c->vm->arena, "the argument '%.*s' of %s is null",
                                                PR_ARG(s.names[p]), name)
                               : pr_text_format(&c->vm->arena, "the argument '%.*s' of %s is a %s, not %s",
                                                PR_ARG(s.names[p]), name, pr_kind_name((pr_kind)v.kind),
                                                said(c, s.types[p]));
            return text.at != NULL ? text.at : misfit;
        }
    }
    pr_text text = pr_text_format(&c->vm->arena, "%s does not take %s of this type", name,
                                  c->count == 1 ? "an argument" : "arguments");
    return text.at != NULL ? text.at : misfit;
}

/* Is the argument null where no signature takes null? Then nothing that the others may turn out to be helps. */
static bool is_null_for_good(const pr_call *c, uint32_t i) {
    pr_signature s;
    if (c->args[i].kind != PR_NULL || pr_is_error(c->args[i])) {
        return false;
    }
    for (uint32_t n = 0; pr_builtin_signature(c->builtin, n, &s); n++) {
        if (arity_fits(&s, c->count) && fits_word(c->args[i], s.types[parameter_of(&s, i)])) {
            return false;
        }
    }
    return true;
}

/* In strict mode a null is known to be none, and makes the result null. An uncertain list may be of one item, which
 * would stand for itself. */
static pr_value explain_misfit(const pr_call *c) {
    for (uint32_t i = 0; c->vm->strict && i < c->count; i++) {
        if (is_null_for_good(c, i)) {
            return pr_null();
        }
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->args[i].kind == PR_LIST && c->args[i].list->uncertain) {
            return pr_builtin_unknown(c);
        }
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (pr_is_error(c->args[i])) {
            return c->args[i];
        }
        if (c->args[i].kind == PR_NULL && c->vm->strict) {
            return pr_null();
        }
    }
    return pr_builtin_fail(c, reason_of(c));
}

/* Names choose a signature, so what they name must be of its types even where another signature takes it. */
static bool fits_named(const pr_call *c, uint32_t signature) {
    pr_signature s;
    if (!pr_builtin_signature(c->builtin, signature, &s)) {
        return true;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        pr_text word = s.types[parameter_of(&s, i)];
        pr_value v = c->args[i];
        bool item = v.kind == PR_LIST && v.list->count == 1 && !takes_lists(word);
        if (v.kind != PR_UNKNOWN && v.kind != PR_NULL && !fits_word(item ? v.list->items[0] : v, word)) {
            return false;
        }
    }
    return true;
}

static pr_value apply(const pr_call *c, uint32_t signature);

pr_value pr_vm_apply(pr_vm *vm, pr_node_id id, uint32_t builtin, const pr_value *args, uint32_t count) {
    pr_call call = {vm, id, (pr_builtin)builtin, args, count};
    return apply(&call, UINT32_MAX);
}

/* `signature`: the one that the names of arguments chose; UINT32_MAX: none did. */
static pr_value apply(const pr_call *c, uint32_t signature) {
    if (stops(c)) {
        return pr_builtin_unknown(c);
    }
    if (signature != UINT32_MAX && !fits_named(c, signature)) {
        return explain_misfit(c);
    }
    pr_vm *vm = c->vm;
    pr_value v = functions[c->builtin].apply(c);
    if (is_misfit(v)) {
        v = retry(c);
        v = is_misfit(v) ? explain_misfit(c) : v;
    }
    return vm->arena.failed ? pr_vm_stop(vm, PRECEPTOR_NO_MEMORY) : v;
}

pr_value pr_vm_builtin(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value folded;
    if (pr_vm_total(vm, node, &folded) || pr_vm_fold(vm, node, &folded)) {
        return vm->arena.failed ? pr_vm_stop(vm, PRECEPTOR_NO_MEMORY) : folded;
    }
    /* A result may point into the arguments, so they live as long as the evaluation. */
    pr_value *values = pr_arena_alloc(&vm->arena, sizeof *values * (node->count + 1u), _Alignof(pr_value));
    if (values == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        values[i] = pr_vm_fetch(vm, args[i]);
    }
    pr_call call = {vm, id, (pr_builtin)node->data, values, node->count};
    return apply(&call, node->extra > 0 ? node->extra - 1u : UINT32_MAX);
}
