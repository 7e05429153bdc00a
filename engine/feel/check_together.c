/* What the arguments of a built-in must have in common, beyond what each of them must be. */
#include "feel/checker.h"

static const pr_type *element_of(const pr_type *type) {
    return type->element != NULL ? type->element : &pr_type_any;
}

static void report_unlike(pr_checker *c, const pr_ast *at, const pr_type *found, const pr_type *before) {
    pr_text x = pr_check_type_name(c, found), y = pr_check_type_name(c, before);
    pr_check_error(c, at, "wrong-type", "this is %.*s, before it stands %.*s: they cannot be compared",
                   PR_ARG(x), PR_ARG(y));
}

static void report_mixed(pr_checker *c, const pr_ast *at, const pr_type *found, const pr_type *before) {
    pr_text x = pr_check_type_name(c, found), y = pr_check_type_name(c, before);
    pr_check_error(c, at, "mixed-list",
                   "a list has items of one type: this is %.*s, the list's items are %.*s", PR_ARG(x),
                   PR_ARG(y));
}

/* Points, and the ends of ranges, of one type. */
static void check_comparable(pr_checker *c, const pr_ast *call) {
    const pr_type *first = NULL;
    for (uint32_t i = 1; i < call->count; i++) {
        const pr_type *type = call->items[i]->type;
        type = type->kind == PR_TYPE_RANGE ? element_of(type) : type;
        if (first == NULL) {
            first = type;
        } else if (!pr_type_compatible(first, type) &&
                   (first->kind != PR_TYPE_STRING || type->kind != PR_TYPE_STRING)) {
            report_unlike(c, call->items[i], type, first);
            return;
        }
    }
}

/* Items that are put into a list, from the argument `from` on. */
static void check_items(pr_checker *c, const pr_ast *call, uint32_t from, bool lists) {
    const pr_type *list = call->items[1]->type;
    if (call->named || list->kind != PR_TYPE_LIST) {
        return;
    }
    for (uint32_t i = from; i < call->count; i++) {
        const pr_type *type = call->items[i]->type;
        type = lists && type->kind == PR_TYPE_LIST ? element_of(type) : type;
        if (!lists && pr_check_enum(c, call->items[i], element_of(list))) {
            continue;
        }
        if (!pr_check_same_sort(element_of(list), type)) {
            report_mixed(c, call->items[i], type, element_of(list));
        }
    }
}

/* A key that is written out, of a context whose entries are known. */
static void check_key(pr_checker *c, const pr_ast *call) {
    const pr_ast *key = call->count > 2 ? call->items[2] : NULL;
    const pr_type *of = call->items[1]->type;
    bool known = key != NULL && !call->named && key->kind == PR_AST_STRING && of->kind == PR_TYPE_CONTEXT &&
                 !of->open_fields;
    if (known && pr_type_field(of, pr_string_text(key->value)) == NULL) {
        pr_text name = pr_string_text(key->value);
        pr_diag *diag =
            pr_check_error(c, key, "unknown-field", "there is no field '%.*s' in it", PR_ARG(name));
        pr_diag_suggest(c->diags, diag, name, of->names, of->count);
    }
}

/* A function that is called with two items and says yes or no. */
static void check_pair_function(pr_checker *c, const pr_ast *argument) {
    const pr_type *type = argument->type;
    if (type->kind != PR_TYPE_FUNCTION || type->element == NULL) {
        return;
    }
    if (type->count != 2) {
        pr_check_error(c, argument, "wrong-arguments", "this function is called with two items, and takes %u",
                       type->count);
    } else if (!pr_type_compatible(type->element, &pr_type_boolean)) {
        pr_text found = pr_check_type_name(c, type->element);
        pr_check_error(c, argument, "wrong-type", "this function must give true or false, not %.*s",
                       PR_ARG(found));
    }
}

static void check_sort(pr_checker *c, const pr_ast *call) {
    const pr_type *list = call->items[1]->type;
    if (call->count > 2) {
        check_pair_function(c, call->items[call->named ? 1 : 2]);
        check_pair_function(c, call->items[call->named ? 2 : 1]);
    } else if (list->kind == PR_TYPE_LIST && !pr_check_has_order(element_of(list))) {
        pr_text found = pr_check_type_name(c, element_of(list));
        pr_diag *diag =
            pr_check_error(c, call, "wrong-type", "the items are %.*s and have no order", PR_ARG(found));
        pr_diag_hint(c->diags, diag, "sort(list, function(x, y) x.NAME < y.NAME)");
    }
}

/* A literal null where a value is needed. */
static void check_nulls(pr_checker *c, const pr_ast *call, pr_builtin builtin, const pr_signature *s) {
    for (uint32_t i = 1; !call->named && i < call->count; i++) {
        uint32_t p = i - 1 < s->count ? i - 1 : s->count - 1;
        bool free = pr_text_is(s->types[p], "any") || pr_text_is(s->types[p], "element") ||
                    pr_text_is(s->types[p], "boolean");
        if (call->items[i]->kind == PR_AST_NULL && p < s->required && !free) {
            pr_check_error(c, call->items[i], "wrong-type", "the argument '%.*s' of %s must not be null",
                           PR_ARG(s->names[p]), pr_builtin_name(builtin));
        }
    }
}

void pr_check_together(pr_checker *c, const pr_ast *call, pr_builtin builtin, const pr_signature *s) {
    check_nulls(c, call, builtin, s);
    if (call->count < 2) {
        return;
    }
    switch (builtin) {
    case PR_BUILTIN_APPEND: check_items(c, call, 2, false); break;
    case PR_BUILTIN_INSERT_BEFORE: check_items(c, call, 3, false); break;
    case PR_BUILTIN_CONCATENATE:
    case PR_BUILTIN_UNION: check_items(c, call, 2, true); break;
    case PR_BUILTIN_LIST_REPLACE:
        check_items(c, call, 3, false);
        check_pair_function(c, call->items[call->count > 2 ? 2 : 1]);
        break;
    case PR_BUILTIN_SORT: check_sort(c, call); break;
    case PR_BUILTIN_GET_VALUE: check_key(c, call); break;
    case PR_BUILTIN_MIN:
    case PR_BUILTIN_MAX:
        if (call->count > 2) {
            check_comparable(c, call);
        }
        break;
    default:
        if (builtin >= PR_BUILTIN_BEFORE || builtin == PR_BUILTIN_IS) {
            check_comparable(c, call);
        }
    }
}

const pr_type *pr_check_result_of(pr_builtin builtin) {
#define NAME(s) \
    { s, sizeof(s) - 1 }
    static const pr_text days[] = {NAME("Monday"), NAME("Tuesday"),  NAME("Wednesday"), NAME("Thursday"),
                                   NAME("Friday"), NAME("Saturday"), NAME("Sunday")};
    static const pr_text months[] = {NAME("January"),   NAME("February"), NAME("March"),    NAME("April"),
                                     NAME("May"),       NAME("June"),     NAME("July"),     NAME("August"),
                                     NAME("September"), NAME("October"),  NAME("November"), NAME("December")};
#undef NAME
    static const pr_type day = {
        .kind = PR_TYPE_STRING, .values = days, .value_count = 7, .label = {"the days of the week", 20}};
    static const pr_type month = {
        .kind = PR_TYPE_STRING, .values = months, .value_count = 12, .label = {"the months", 10}};
    return builtin == PR_BUILTIN_DAY_OF_WEEK ? &day : builtin == PR_BUILTIN_MONTH_OF_YEAR ? &month : NULL;
}
