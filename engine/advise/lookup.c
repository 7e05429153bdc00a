/* What a case does not say yet, and is asked for. */
#include "advise/consult_parts.h"

typedef PR_VEC(pr_lookup) lookups;

static bool is_listed(const lookups *all, pr_text attribute) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (pr_text_equal(all->items[i].attribute, attribute)) {
            return true;
        }
    }
    return false;
}

/* What the entity's relation of checks says of an attribute; empty where it says nothing. */
static pr_text named_text(pr_vm *vm, const pr_entity *entity, pr_text path) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_CHECK, &rows);
    for (uint32_t i = 0; i < count; i++) {
        pr_value attribute = pr_advise_slot(vm, PR_ROLE_CHECK, &rows[i], "attribute");
        pr_value text = pr_advise_slot(vm, PR_ROLE_CHECK, &rows[i], "text");
        if (rows[i].state == PR_TRUE && rows[i].slots[0].kind == PR_ENTITY &&
            rows[i].slots[0].entity == entity && text.kind == PR_STRING && attribute.kind == PR_STRING &&
            pr_text_equal(pr_string_text(attribute), path)) {
            return pr_string_text(text);
        }
    }
    return (pr_text){0};
}

/* What the first ground says that asks for a value which an open list may have; empty where none does. */
static pr_text ground_text(pr_need need, const pr_consulted *about) {
    for (uint32_t g = 0; g < about->grounds_count; g++) {
        for (uint32_t i = 0; i < about->grounds[g].count; i++) {
            const pr_ground *ground = &about->grounds[g].items[i];
            for (uint32_t n = 0; n < ground->need_count; n++) {
                if (ground->needs[n].attribute == need.attribute && ground->needs[n].record == need.record) {
                    return ground->text;
                }
            }
        }
    }
    return (pr_text){0};
}

static pr_text say_need(pr_vm *vm, pr_need need, pr_text path, const pr_consulted *about) {
    if (need.attribute >= PR_NEED_PARAMETER) {
        return (pr_text){0};
    }
    const pr_attribute *a = &vm->program->attributes[need.attribute];
    bool member = a->field->open && need.record > 0;
    pr_text text = about == NULL ? ((pr_text){0})
                   : member      ? ground_text(need, about)
                                 : named_text(vm, about->entity, path);
    return text.length > 0 ? text : a->field->ask;
}

static bool add_needs(pr_vm *vm, lookups *all, const pr_needs *needs, const pr_consulted *about) {
    pr_need *list;
    uint32_t count = pr_needs_list(needs, &list, &vm->arena);
    for (uint32_t i = 0; i < count; i++) {
        pr_text path = pr_advise_need_path(vm, list[i]);
        if (!is_listed(all, path) &&
            !PR_PUSH(&vm->arena, all, ((pr_lookup){path, say_need(vm, list[i], path, about)}))) {
            return false;
        }
    }
    return true;
}

/* What a relation asks to be looked at, as far as the case does not say it. */
static bool add_named(pr_vm *vm, lookups *all, const pr_entity *entity) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_CHECK, &rows);
    for (uint32_t i = 0; i < count; i++) {
        pr_value path = pr_advise_slot(vm, PR_ROLE_CHECK, &rows[i], "attribute");
        if (rows[i].state != PR_TRUE || rows[i].slots[0].kind != PR_ENTITY ||
            rows[i].slots[0].entity != entity || path.kind != PR_STRING) {
            continue;
        }
        pr_text name = pr_string_text(path);
        uint32_t number = pr_map_get(&vm->program->attribute_numbers, name);
        bool known = number == PR_MAP_NONE || number >= vm->program->vocabulary_count ||
                     pr_vm_attribute(vm, number).kind != PR_UNKNOWN;
        if (!known && !is_listed(all, name) &&
            !PR_PUSH(&vm->arena, all, ((pr_lookup){name, named_text(vm, entity, name)}))) {
            return false;
        }
    }
    return true;
}

bool pr_consult_checks(pr_vm *vm, const pr_needs *needs, pr_consulted *out) {
    lookups all = {0};
    if (!add_needs(vm, &all, needs, out) || (out->first && !add_named(vm, &all, out->entity))) {
        return false;
    }
    out->check = all.items;
    out->check_count = all.count;
    return true;
}

/* A piece of a part, as a rule concluded it. */
typedef struct piece {
    uint32_t part;
    int64_t order;
    pr_text text;
    bool certain;
    const pr_needs *needs; /* of one that is not */
} piece;

/* A text in which something is not known is missing, however certain it is that it is to be said. */
static const pr_needs *needs_of_text(pr_vm *vm, uint32_t fact, int slot) {
    pr_node_id id = fact != PR_NONE && !vm->program->facts[fact].constant
                        ? vm->program->facts[fact].slots[slot]
                        : PR_NONE;
    const pr_needs *needs = NULL;
    if (id == PR_NONE || pr_node_at(vm->program, id)->op != PR_OP_TEMPLATE) {
        return NULL;
    }
    const pr_node *node = pr_node_at(vm->program, id);
    for (uint32_t i = 0; i < node->count; i++) {
        pr_value v = pr_vm_value(vm, pr_node_args(vm->program, node)[i]);
        needs =
            v.kind == PR_UNKNOWN ? pr_needs_join(needs, pr_value_needs(v, &vm->arena), &vm->arena) : needs;
    }
    return needs;
}

/* Does a relation that says so ask for what is not known? */
static bool is_asked(const pr_vm *vm, const pr_row *row) {
    pr_value asked = pr_advise_slot(vm, PR_ROLE_PART, row, "asked");
    return asked.kind != PR_BOOLEAN || pr_is_true(asked);
}

static uint32_t number_of_part(const pr_schema *schema, pr_value v) {
    return v.kind == PR_STRING ? pr_schema_value(schema, pr_string_text(v)) : PR_MAP_NONE;
}

static uint32_t find_pieces(pr_vm *vm, const pr_schema *parts, piece **out) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_PART, &rows), kept = 0;
    piece *all = PR_NEW_ARRAY(&vm->arena, piece, count + 1u);
    const pr_relation *relation = &vm->program->relations[vm->program->roles[PR_ROLE_PART]];
    int text_slot = pr_shape_find(relation->shape, PR_TEXT("text"));
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        pr_value order = pr_advise_slot(vm, PR_ROLE_PART, &rows[i], "order");
        pr_value text = pr_advise_slot(vm, PR_ROLE_PART, &rows[i], "text");
        piece p = {.part = number_of_part(parts, pr_advise_slot(vm, PR_ROLE_PART, &rows[i], "part")),
                   .text = text.kind == PR_STRING ? pr_string_text(text) : (pr_text){0},
                   .certain = rows[i].state == PR_TRUE};
        (void)pr_number_integer(order, &p.order);
        if (p.certain) {
            p.needs = needs_of_text(vm, rows[i].fact, text_slot);
            p.certain = p.needs == NULL;
        } else {
            p.needs = rows[i].fact != PR_NONE ? pr_vm_fact_needs(vm, rows[i].fact) : rows[i].tuple->needs;
        }
        p.needs = is_asked(vm, &rows[i]) ? p.needs : NULL;
        all[kept++] = p;
    }
    *out = all;
    return kept;
}

/* The text without a comma or semicolon that it begins with, for where nothing stands before it. */
static pr_text without_joint(pr_text text) {
    while (text.length > 0 && strchr(",; ", text.at[0]) != NULL) {
        text = (pr_text){text.at + 1, text.length - 1};
    }
    return text;
}

/* Pieces of one order stand beside each other, as a list; those of another follow after a blank, or after the joint
 * that they begin with. */
static void append(pr_vm *vm, pr_part *out, pr_text text, bool listed) {
    pr_text bare = without_joint(text);
    bool own = bare.length < text.length && !listed;
    const char *joint = out->text.length == 0 ? "" : listed ? ", " : own ? "" : " ";
    out->text = pr_text_format(&vm->arena, "%.*s%s%.*s", PR_ARG(out->text), joint,
                               PR_ARG(out->text.length > 0 && own ? text : bare));
}

static bool fill_part(pr_vm *vm, const piece *pieces, uint32_t count, uint32_t number, pr_part *out) {
    lookups missing = {0};
    const pr_needs *needs = NULL;
    int64_t order = INT64_MIN, next;
    for (bool more = true; more; order = next) {
        more = false;
        next = INT64_MAX;
        for (uint32_t i = 0; i < count; i++) {
            if (pieces[i].part == number && pieces[i].order > order && pieces[i].order <= next) {
                next = pieces[i].order;
                more = true;
            }
        }
        bool begun = false;
        for (uint32_t i = 0; more && i < count; i++) {
            if (pieces[i].part != number || pieces[i].order != next) {
                continue;
            }
            if (pieces[i].certain && pieces[i].text.length > 0) {
                append(vm, out, pieces[i].text, begun);
                begun = true;
            }
            needs = pr_needs_join(needs, pieces[i].needs, &vm->arena);
        }
    }
    bool ok = add_needs(vm, &missing, needs, NULL);
    out->missing = missing.items;
    out->missing_count = missing.count;
    return ok;
}

bool pr_consult_present(pr_vm *vm, pr_consult *out) {
    uint32_t number = vm->program->roles[PR_ROLE_PART];
    if (number == PR_NONE) {
        return true;
    }
    const pr_relation *relation = &vm->program->relations[number];
    int at = pr_shape_find(relation->shape, PR_TEXT("part"));
    const pr_schema *parts = relation->slots[at].schema;
    pr_part *all = PR_NEW_ARRAY(&vm->arena, pr_part, parts->value_count + 1u);
    piece *pieces;
    uint32_t count = find_pieces(vm, parts, &pieces);
    if (all == NULL || pieces == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < parts->value_count; i++) {
        all[i] = (pr_part){.name = parts->values[i]};
        if (!fill_part(vm, pieces, count, i, &all[i])) {
            return false;
        }
    }
    out->parts = all;
    out->part_count = parts->value_count;
    return true;
}
