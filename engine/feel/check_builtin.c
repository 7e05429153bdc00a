/* Calls of built-ins, by the signatures of their table. */
#include "feel/checker.h"

typedef struct type_word {
    const char *word;
    const pr_type *type;
} type_word;

static const pr_type any_range = {.kind = PR_TYPE_RANGE}, any_function = {.kind = PR_TYPE_FUNCTION};
static const pr_type any_context = {.kind = PR_TYPE_CONTEXT, .open_fields = true};
static const pr_type any_list = {.kind = PR_TYPE_LIST, .element = &pr_type_any};

static const type_word type_words[] = {
    {"any", &pr_type_any},         {"null", &pr_type_null},
    {"boolean", &pr_type_boolean}, {"number", &pr_type_number},
    {"string", &pr_type_string},   {"date", &pr_type_date},
    {"time", &pr_type_time},       {"dateTime", &pr_type_date_time},
    {"months", &pr_type_months},   {"duration", &pr_type_any_duration},
    {"list", &any_list},           {"range", &any_range},
    {"function", &any_function},   {"context", &any_context},
    {"comparable", &pr_type_any},
};

/* The type that a word of a signature stands for; `element` is that of the first list argument. */
static const pr_type *type_of_word(pr_checker *c, pr_text word, const pr_type *element) {
    if (pr_text_starts(word, PR_TEXT("list of "))) {
        pr_text inner = {word.at + 8, word.length - 8};
        return pr_check_made(c, pr_type_list(type_of_word(c, inner, element), c->arena));
    }
    if (pr_text_is(word, "element")) {
        return element;
    }
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++) {
        if (pr_text_is(word, type_words[i].word)) {
            return type_words[i].type;
        }
    }
    return &pr_type_any;
}

static bool argument_fits(pr_checker *c, const pr_type *type, pr_text word, const pr_type *element) {
    if (pr_text_is(word, "comparable")) {
        return pr_check_has_order(type) || type->kind == PR_TYPE_NULL;
    }
    const pr_builtin_choice *choice = pr_builtin_choice_of(word);
    if (choice != NULL) {
        return type->kind == PR_TYPE_ANY || (choice->types & 1u << type->kind) != 0;
    }
    if (pr_text_is(word, "context") && type->kind == PR_TYPE_ENTITY) {
        return true;
    }
    return pr_type_compatible(type, type_of_word(c, word, element));
}

/* A call beside one signature: which parameter each argument is for. */
typedef struct fitting {
    pr_signature signature;
    pr_ast *call;
    const pr_type *element;
} fitting;

/* The parameter of argument `i` (from 0), or UINT32_MAX. */
static uint32_t parameter_of(const fitting *f, uint32_t i) {
    if (!f->call->named) {
        bool last = f->signature.repeated && i >= f->signature.count;
        return i < f->signature.count ? i : last ? f->signature.count - 1 : UINT32_MAX;
    }
    for (uint32_t p = 0; p < f->signature.count; p++) {
        if (pr_text_equal(f->signature.names[p], f->call->names[i])) {
            return p;
        }
    }
    return UINT32_MAX;
}

static bool is_given(const fitting *f, uint32_t parameter) {
    for (uint32_t i = 0; i + 1 < f->call->count; i++) {
        if (parameter_of(f, i) == parameter) {
            return true;
        }
    }
    return false;
}

/* Does the call give each parameter that is needed, and none that does not exist? */
static bool arity_fits(const fitting *f) {
    for (uint32_t i = 0; i + 1 < f->call->count; i++) {
        if (parameter_of(f, i) == UINT32_MAX) {
            return false;
        }
    }
    for (uint32_t p = 0; p < f->signature.required; p++) {
        if (!is_given(f, p)) {
            return false;
        }
    }
    return true;
}

static const pr_type *first_element(const fitting *f) {
    for (uint32_t i = 1; i < f->call->count; i++) {
        const pr_type *type = f->call->items[i]->type;
        if (type->kind == PR_TYPE_LIST) {
            return type->element != NULL ? type->element : &pr_type_any;
        }
    }
    return &pr_type_any;
}

static bool types_fit(pr_checker *c, const fitting *f) {
    for (uint32_t i = 0; i + 1 < f->call->count; i++) {
        pr_text word = f->signature.types[parameter_of(f, i)];
        /* What belongs to the list's elements is compared with them later, literal by literal. */
        bool element = pr_text_is(word, "element");
        if (!element && !argument_fits(c, f->call->items[i + 1]->type, word, f->element)) {
            return false;
        }
    }
    return true;
}

/* How it is called, for hints: date(from) or date(year, month, day). */
static pr_text forms(pr_checker *c, pr_builtin builtin) {
    pr_text text = {"", 0};
    pr_signature s;
    for (uint32_t n = 0; pr_builtin_signature(builtin, n, &s); n++) {
        text = pr_text_format(c->arena, "%.*s%s%s(", PR_ARG(text), n > 0 ? " or " : "",
                              pr_builtin_name(builtin));
        for (uint32_t p = 0; p < s.count; p++) {
            bool optional = p >= s.required, repeated = s.repeated && p + 1 == s.count;
            text = pr_text_format(c->arena, "%.*s%s%s%.*s%s%s", PR_ARG(text), p > 0 ? ", " : "",
                                  optional ? "[" : "", PR_ARG(s.names[p]), repeated ? ", ..." : "",
                                  optional ? "]" : "");
        }
        text = pr_text_format(c->arena, "%.*s)", PR_ARG(text));
    }
    return text;
}

static void fail_name(pr_checker *c, const pr_ast *call, pr_builtin builtin, uint32_t i) {
    pr_candidates names = {0};
    pr_signature s;
    for (uint32_t n = 0; pr_builtin_signature(builtin, n, &s); n++) {
        for (uint32_t p = 0; p < s.count; p++) {
            pr_check_add_candidate(c, &names, s.names[p]);
        }
    }
    pr_ast_range at = call->name_ranges[i];
    pr_diag *diag = pr_check_error_at(c, at.start, at.end, "wrong-arguments", "%s has no argument '%.*s'",
                                      pr_builtin_name(builtin), PR_ARG(call->names[i]));
    if (pr_text_nearest(call->names[i], names.list.items, names.list.count) >= 0) {
        pr_diag_suggest(c->diags, diag, call->names[i], names.list.items, names.list.count);
    } else {
        pr_text form = forms(c, builtin);
        pr_diag_hint(c->diags, diag, "%.*s", PR_ARG(form));
    }
}

/* Is a name of the call in none of the signatures? */
static bool name_is_unknown(const pr_ast *call, pr_builtin builtin, uint32_t i) {
    pr_signature s;
    for (uint32_t n = 0; pr_builtin_signature(builtin, n, &s); n++) {
        for (uint32_t p = 0; p < s.count; p++) {
            if (pr_text_equal(s.names[p], call->names[i])) {
                return false;
            }
        }
    }
    return true;
}

/* No signature takes so many arguments, or those names. */
static void fail_arity(pr_checker *c, const pr_ast *call, pr_builtin builtin) {
    for (uint32_t i = 0; call->named && i < call->name_count; i++) {
        if (name_is_unknown(call, builtin, i)) {
            fail_name(c, call, builtin, i);
            return;
        }
    }
    uint32_t given = call->count - 1;
    pr_diag *diag =
        pr_check_error(c, call, "wrong-arguments", "%s cannot be called with %s%u argument%s",
                       pr_builtin_name(builtin), call->named ? "these " : "", given, given == 1 ? "" : "s");
    pr_text form = forms(c, builtin);
    pr_diag_hint(c->diags, diag, "%.*s", PR_ARG(form));
}

/* Reports each argument that does not fit the signature. */
static void check_types(pr_checker *c, const fitting *f, pr_builtin builtin) {
    for (uint32_t i = 0; i + 1 < f->call->count; i++) {
        uint32_t parameter = parameter_of(f, i);
        pr_text word = f->signature.types[parameter], name = f->signature.names[parameter];
        pr_ast *argument = f->call->items[i + 1];
        pr_text what =
            pr_text_format(c->arena, "the argument '%.*s' of %s", PR_ARG(name), pr_builtin_name(builtin));
        if (what.at == NULL) {
            c->failed = true;
        } else if (pr_text_is(word, "comparable") && !argument_fits(c, argument->type, word, f->element)) {
            pr_text found = pr_check_type_name(c, argument->type);
            pr_check_error(c, argument, "wrong-type", "%s must have an order, %.*s has none", what.at,
                           PR_ARG(found));
        } else if (pr_builtin_choice_of(word) != NULL &&
                   !argument_fits(c, argument->type, word, f->element)) {
            pr_text found = pr_check_type_name(c, argument->type);
            pr_check_error(c, argument, "wrong-type", "%s must be %s, not %.*s", what.at,
                           pr_builtin_choice_of(word)->said, PR_ARG(found));
        } else if (!argument_fits(c, argument->type, word, f->element) || pr_text_is(word, "element")) {
            pr_check_against(c, argument, type_of_word(c, word, f->element), what.at);
            if (pr_text_is(word, "element") && f->call->items[1]->kind == PR_AST_LIST) {
                const pr_type *values = pr_check_made(c, pr_type_list(argument->type, c->arena));
                (void)pr_check_enum(c, f->call->items[1], values);
            }
        }
    }
}

static const pr_type *result_type(pr_checker *c, const fitting *f) {
    bool as_argument =
        pr_text_is(f->signature.result, "comparable") || pr_text_is(f->signature.result, "magnitude");
    if (as_argument) {
        const pr_type *type = f->call->count > 1 ? f->call->items[1]->type : &pr_type_any;
        return argument_fits(c, type, f->signature.result, f->element) ? type : &pr_type_any;
    }
    return type_of_word(c, f->signature.result, f->element);
}

const pr_type *pr_check_builtin(pr_checker *c, pr_ast *call, pr_builtin builtin) {
    fitting f = {.call = call}, nearest = {0};
    f.element = first_element(&f);
    for (uint32_t n = 0; pr_builtin_signature(builtin, n, &f.signature); n++) {
        if (!arity_fits(&f)) {
            continue;
        }
        if (types_fit(c, &f)) {
            check_types(c, &f, builtin);
            pr_check_together(c, call, builtin, &f.signature);
            const pr_type *known = pr_check_result_of(builtin);
            return known != NULL ? known : result_type(c, &f);
        }
        if (nearest.call == NULL) {
            nearest = f;
        }
    }
    if (nearest.call == NULL) {
        fail_arity(c, call, builtin);
        return &pr_type_any;
    }
    check_types(c, &nearest, builtin);
    return result_type(c, &nearest);
}
