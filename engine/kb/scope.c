/* What FEEL sees by name shares one scope: no two things in it may have the same name. */
#include "kb/load.h"

#include "feel/builtin.h"

#include <stdlib.h>

typedef struct scope_name {
    pr_text name;
    const char *what;
    pr_origin origin; /* no source: built in */
    uint32_t order;
} scope_name;

typedef struct scope_names {
    scope_name *items;
    uint32_t count, capacity;
} scope_names;

static bool add(pr_loader *loader, scope_names *names, pr_text name, const char *what, pr_origin origin) {
    return PR_PUSH(loader->arena, names, (scope_name){name, what, origin, names->count}) ||
           pr_kb_no_memory(loader);
}

/* Attributes of one group share its name: exams.step1 and exams.step2 are one name. */
static bool add_attributes(pr_loader *loader, scope_names *names) {
    pr_text last = {0};
    for (uint32_t i = 0; i < loader->kb->attributes.count; i++) {
        const pr_field *field = &loader->kb->attributes.items[i];
        const char *point = field->name.length > 0 ? memchr(field->name.at, '.', field->name.length) : NULL;
        pr_text first = {field->name.at,
                         point != NULL ? (size_t)(point - field->name.at) : field->name.length};
        if (!pr_text_equal(first, last) && !add(loader, names, first, "an attribute", field->origin)) {
            return false;
        }
        last = first;
    }
    return true;
}

static bool collect(pr_loader *loader, scope_names *names) {
    const pr_kb *kb = loader->kb;
    bool good = true;
    for (uint32_t i = 0; i < kb->collections.count && good; i++) {
        good = add(loader, names, kb->collections.items[i].name, "a collection",
                   kb->collections.items[i].origin);
    }
    good = good && add_attributes(loader, names);
    for (uint32_t i = 0; i < kb->relations.count && good; i++) {
        good = add(loader, names, kb->relations.items[i].name, "a relation", kb->relations.items[i].origin);
    }
    for (uint32_t i = 0; i < kb->parameters.count && good; i++) {
        good =
            add(loader, names, kb->parameters.items[i].name, "a parameter", kb->parameters.items[i].origin);
    }
    for (uint32_t i = 0; i < kb->functions.count && good; i++) {
        good = add(loader, names, kb->functions.items[i].name, "a function", kb->functions.items[i].origin);
    }
    for (uint32_t i = 0; i < kb->derived.count && good; i++) {
        good =
            add(loader, names, kb->derived.items[i].name, "a derived attribute", kb->derived.items[i].origin);
    }
    return good;
}

static int compare_names(const void *a, const void *b) {
    const scope_name *x = a, *y = b;
    int order = pr_text_compare(x->name, y->name);
    return order != 0 ? order : (x->order < y->order ? -1 : x->order > y->order);
}

/* A function of the language would be hidden by it, or would hide it the day it is added. */
static void check_builtin_name(pr_loader *loader, const scope_name *name) {
    pr_text known;
    for (uint32_t i = 0; pr_builtin_known_name(i, &known); i++) {
        if (pr_text_equal(known, name->name)) {
            pr_error(loader->diags, "duplicate-name", pr_origin_whole(&name->origin),
                     "the name '%.*s' of %s is that of a function of FEEL", PR_ARG(name->name), name->what);
        }
    }
}

bool pr_kb_check_names(pr_loader *loader) {
    scope_names names = {0};
    if (!collect(loader, &names)) {
        return false;
    }
    if (names.count > 0) {
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    }
    for (uint32_t i = 0; i < names.count; i++) {
        check_builtin_name(loader, &names.items[i]);
    }
    for (uint32_t i = 1; i < names.count; i++) {
        const scope_name *first = &names.items[i - 1], *second = &names.items[i];
        if (!pr_text_equal(first->name, second->name)) {
            continue;
        }
        bool builtin = first->origin.source == NULL;
        pr_diag *diag =
            pr_error(loader->diags, "duplicate-name", pr_origin_whole(&second->origin),
                     "the name '%.*s' of %s is already that of %s%s%.*s%s", PR_ARG(second->name),
                     second->what, builtin ? "the built-in collection" : first->what, builtin ? " '" : "",
                     PR_ARG(builtin ? first->name : PR_TEXT("")), builtin ? "'" : "");
        if (first->origin.source != NULL) {
            pr_diag_note(loader->diags, diag, pr_origin_whole(&first->origin), "first here");
        }
    }
    return true;
}
