/* Attributes that facts name as text: what a relation of role check asks to be looked at must be in the vocabulary. */
#include "compile/build.h"

static void report(pr_build *b, const pr_fact *fact, pr_text path) {
    const pr_rule *rule = &b->program->rules[fact->bodies[0].rule];
    pr_diag *diag = pr_error(b->diags, "unknown-attribute", pr_origin_whole(&rule->origin),
                             "'%.*s' asks for '%.*s', which is no attribute", PR_ARG(rule->id), PR_ARG(path));
    uint32_t count = b->program->vocabulary_count;
    pr_text *paths = pr_diag_names(diag, b->arena, count + 1u);
    for (uint32_t i = 0; paths != NULL && i < count; i++) {
        paths[i] = b->program->attributes[i].path;
    }
    pr_diag_suggest(b->diags, diag, path, paths, count);
}

bool pr_check_lookups(pr_build *b) {
    const pr_program *p = b->program;
    uint32_t number = p->roles[PR_ROLE_CHECK], errors = b->diags->errors;
    if (number == PR_NONE) {
        return true;
    }
    const pr_relation *relation = &p->relations[number];
    int slot = pr_shape_find(relation->shape, PR_TEXT("attribute"));
    pr_map told; /* an attribute is told once, however many entities ask for it */
    pr_map_init(&told, b->arena);
    for (uint32_t i = 0; slot >= 0 && i < relation->fact_count; i++) {
        const pr_fact *fact = &p->facts[relation->facts[i]];
        pr_value path = fact->constant ? fact->values[slot] : pr_null();
        uint32_t at = path.kind == PR_STRING ? pr_map_get(&p->attribute_numbers, pr_string_text(path)) : 0;
        if (path.kind == PR_STRING && (at == PR_MAP_NONE || at >= p->vocabulary_count)) {
            if (pr_map_get(&told, pr_string_text(path)) == PR_MAP_NONE) {
                report(b, fact, pr_string_text(path));
            }
            if (!pr_map_put(&told, pr_string_text(path), 0)) {
                b->failed = true;
            }
        }
    }
    return b->diags->errors == errors;
}
