/* Relations: typed slots, a key, and what the engine shows of them. */
#include "kb/load.h"

#include "base/limits.h"

/* What stands in the slots of a relation that plays a role: by position where no names are given. */
typedef struct role_rule {
    const char *role;
    uint32_t positions; /* how many slots, of which the first is an entity and the second text; 0: by name */
    const char *needs;  /* for messages */
    pr_text slots[5];   /* by name */
    uint8_t kinds[5];   /* of those: a pr_schema_kind and 1; 0: any */
    uint32_t slot_count;
    bool of_entity; /* the first slot is an entity: what the others are told of */
    bool shared;    /* several relations may play the role */
} role_rule;

static const role_rule role_rules[] = {
    {.role = "verdict", .positions = 1, .needs = "one slot, the subject"},
    {.role = "in-force", .positions = 1, .needs = "one slot, the subject"},
    {.role = "focus", .positions = 1, .needs = "one slot, the subject"},
    {.role = "requirement-applies",
     .positions = 2,
     .needs = "two slots, the subject and the requirement's id"},
    {.role = "requirement-met", .positions = 2, .needs = "two slots, the subject and the requirement's id"},
    {.role = "requirement-waived",
     .positions = 2,
     .needs = "two slots, the subject and the requirement's id"},
    {.role = "requirement-blocks",
     .positions = 2,
     .needs = "two slots, the subject and the requirement's id"},
    {.role = "recommendation",
     .needs = "the slots id, topic, phase, priority and text",
     .slots = {PR_KEY("id"), PR_KEY("topic"), PR_KEY("phase"), PR_KEY("priority"), PR_KEY("text")},
     .slot_count = 5},
    {.role = "waiver",
     .needs = "the slots subject, requirement, by, reason and until",
     .slots = {PR_KEY("subject"), PR_KEY("requirement"), PR_KEY("by"), PR_KEY("reason"), PR_KEY("until")},
     .slot_count = 5},
    {.role = "stage-done", .positions = 1, .needs = "one slot, the stage"},
    {.role = "stage-current", .positions = 1, .needs = "one slot, the stage"},
    {.role = "stage-end",
     .needs = "the slots stage and on",
     .slots = {PR_KEY("stage"), PR_KEY("on")},
     .slot_count = 2},
    {.role = "pathway-verdict", .positions = 1, .needs = "one slot, the pathway"},
    {.role = "pathway-focus", .positions = 1, .needs = "one slot, the pathway"},
    {.role = "pathway-blocks",
     .needs = "the slots pathway, stage and requirement",
     .slots = {PR_KEY("pathway"), PR_KEY("stage"), PR_KEY("requirement")},
     .slot_count = 3},
    {.role = "warning", .needs = "the slot text", .slots = {PR_KEY("text")}, .slot_count = 1},
    {.role = "standing", .needs = "two slots, an entity and an enum", .of_entity = true},
    {.role = "ground",
     .needs = "an entity as its first slot, and the slots id and text",
     .slots = {PR_KEY("id"), PR_KEY("text")},
     .slot_count = 2,
     .of_entity = true,
     .shared = true},
    {.role = "note",
     .needs = "an entity as its first slot, and the slot text",
     .slots = {PR_KEY("text")},
     .slot_count = 1,
     .of_entity = true,
     .shared = true},
    {.role = "check",
     .needs = "an entity as its first slot, and the slots attribute and text",
     .slots = {PR_KEY("attribute"), PR_KEY("text")},
     .slot_count = 2,
     .of_entity = true},
    {.role = "part",
     .needs = "the slots part, an enum, order and text",
     .slots = {PR_KEY("part"), PR_KEY("order"), PR_KEY("text")},
     .slot_count = 3},
    {.role = "merit",
     .needs = "an entity as its first slot, and the slots criterion, an entity, share, a number, and text",
     .slots = {PR_KEY("criterion"), PR_KEY("share"), PR_KEY("text")},
     .kinds = {PR_SCHEMA_ENTITY + 1, PR_SCHEMA_NUMBER + 1, PR_SCHEMA_STRING + 1},
     .slot_count = 3,
     .of_entity = true},
    {.role = "shortcoming",
     .needs = "an entity as its first slot, and the slots criterion, an entity, and text",
     .slots = {PR_KEY("criterion"), PR_KEY("text")},
     .kinds = {PR_SCHEMA_ENTITY + 1, PR_SCHEMA_STRING + 1},
     .slot_count = 2,
     .of_entity = true},
    {.role = "start",
     .needs = "the slot on, a date",
     .slots = {PR_KEY("on")},
     .kinds = {PR_SCHEMA_DATE + 1},
     .slot_count = 1},
};
enum { ROLES = sizeof role_rules / sizeof role_rules[0] };

static uint32_t find_slot(const pr_kb_relation *relation, pr_text name) {
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        if (pr_text_equal(relation->slots[i].name, name)) {
            return i;
        }
    }
    return PR_NONE32;
}

static bool fits_role(const pr_kb_relation *relation, const role_rule *rule) {
    if (rule->positions > 0 && relation->slot_count != rule->positions) {
        return false;
    }
    for (uint32_t i = 0; i < rule->positions; i++) {
        uint8_t kind = relation->slots[i].schema->kind;
        if (kind != (i == 0 ? PR_SCHEMA_ENTITY : PR_SCHEMA_STRING) && kind != PR_SCHEMA_BROKEN) {
            return false;
        }
    }
    for (uint32_t i = 0; i < rule->slot_count; i++) {
        uint32_t slot = find_slot(relation, rule->slots[i]);
        uint8_t kind = slot != PR_NONE32 ? (uint8_t)relation->slots[slot].schema->kind : 0;
        if (slot == PR_NONE32 ||
            (rule->kinds[i] != 0 && kind + 1 != rule->kinds[i] && kind != PR_SCHEMA_BROKEN)) {
            return false;
        }
    }
    return !rule->of_entity ||
           (relation->slot_count > 0 && relation->slots[0].schema->kind == PR_SCHEMA_ENTITY);
}

/* Standings and parts are shown in the order in which an enum names them. */
static bool has_order(const pr_kb_relation *relation, const char *role) {
    bool standing = strcmp(role, "standing") == 0;
    if (!standing && strcmp(role, "part") != 0) {
        return true;
    }
    uint32_t slot = standing ? 1 : find_slot(relation, PR_TEXT("part"));
    return slot < relation->slot_count && (!standing || relation->slot_count == 2) &&
           relation->slots[slot].schema->kind == PR_SCHEMA_ENUM;
}

static void read_role(pr_loader *loader, const pr_doc_node *node, pr_kb_relation *out) {
    pr_text role;
    if (!pr_expect_text(node, "text, a role", &role, loader->diags)) {
        return;
    }
    pr_text names[ROLES];
    for (size_t i = 0; i < ROLES; i++) {
        names[i] = pr_text_of(role_rules[i].role);
        if (!pr_text_equal(names[i], role)) {
            continue;
        }
        out->shows = role;
        out->shows_origin = node->origin;
        /* A slot's type may stand in a file that could not be read. */
        if (out->slots != NULL && !loader->lacks[PR_SECTION_TYPES] &&
            !loader->lacks[PR_SECTION_COLLECTIONS] &&
            (!fits_role(out, &role_rules[i]) || !has_order(out, role_rules[i].role))) {
            pr_error(loader->diags, "wrong-slots", pr_doc_span(node), "a relation that shows '%s' has %s",
                     role_rules[i].role, role_rules[i].needs);
        }
        return;
    }
    pr_diag *diag =
        pr_error(loader->diags, "wrong-value", pr_doc_span(node), "there is no role '%.*s'", PR_ARG(role));
    pr_diag_suggest(loader->diags, diag, role, names, ROLES);
}

static bool read_slots(pr_loader *loader, const pr_doc_node *map, pr_kb_relation *out) {
    uint32_t count = 0;
    const pr_field *fields =
        pr_fields_read_in(map, PR_FIELDS_SLOT, false, &loader->scope, &count, loader->arena, loader->diags);
    if (count > PR_LIMIT_SLOTS) {
        pr_error(loader->diags, "limit", pr_origin_whole(&fields[PR_LIMIT_SLOTS].origin),
                 "a relation has more than %d slots", PR_LIMIT_SLOTS);
    }
    pr_kb_slot *slots = PR_NEW_ARRAY(loader->arena, pr_kb_slot, count);
    if (slots == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = (pr_kb_slot){fields[i].name, fields[i].schema, fields[i].optional};
        if (fields[i].schema->kind == PR_SCHEMA_CONDITION) {
            pr_error(loader->diags, "wrong-type", pr_origin_whole(&fields[i].origin),
                     "a slot is no condition; 'boolean' is the type of what one gives");
        }
    }
    out->slots = slots;
    out->slot_count = count;
    return true;
}

static void suggest_slot(pr_loader *loader, pr_diag *diag, const pr_kb_relation *relation, pr_text name) {
    pr_text *names = pr_diag_names(diag, loader->arena, relation->slot_count);
    for (uint32_t i = 0; names != NULL && i < relation->slot_count; i++) {
        names[i] = relation->slots[i].name;
    }
    pr_diag_suggest(loader->diags, diag, name, names, relation->slot_count);
}

static bool read_key(pr_loader *loader, const pr_doc_node *list, pr_kb_relation *out) {
    if (!pr_expect_list(list, "a list of slots", loader->diags)) {
        return true;
    }
    if (list->count == 0) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(list), "the key is empty");
    }
    uint32_t *key = PR_NEW_ARRAY(loader->arena, uint32_t, list->count);
    if (key == NULL) {
        return pr_kb_no_memory(loader);
    }
    out->keyed = true;
    out->key_count = 0;
    out->key = key;
    for (uint32_t i = 0; i < list->count; i++) {
        pr_text name;
        if (!pr_expect_text(&list->items[i], "text, a slot", &name, loader->diags)) {
            continue;
        }
        uint32_t slot = find_slot(out, name);
        if (slot == PR_NONE32) {
            pr_diag *diag = pr_error(loader->diags, "unknown-slot", pr_doc_span(&list->items[i]),
                                     "'%.*s' has no slot '%.*s'", PR_ARG(out->name), PR_ARG(name));
            suggest_slot(loader, diag, out, name);
        } else {
            key[out->key_count++] = slot;
        }
    }
    return true;
}

/* Without a key, facts are equal when all slots are. */
static bool whole_key(pr_loader *loader, pr_kb_relation *out) {
    uint32_t *key = PR_NEW_ARRAY(loader->arena, uint32_t, out->slot_count);
    if (key == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < out->slot_count; i++) {
        key[i] = i;
    }
    out->key = key;
    out->key_count = out->slot_count;
    return true;
}

static bool read_relation(pr_loader *loader, const pr_doc_node *map, pr_kb_relation *out) {
    static const pr_text keys[] = {PR_KEY("slots"), PR_KEY("key"), PR_KEY("shows"), PR_KEY("text")};
    if (!pr_expect_map(map, "a mapping, a relation", loader->diags)) {
        return true;
    }
    (void)pr_expect_keys(map, "a relation", keys, sizeof keys / sizeof keys[0], loader->diags);
    const pr_doc_node *slots = pr_expect_key(map, "a relation", "slots", loader->diags);
    const pr_doc_node *key = pr_doc_get(map, "key"), *shows = pr_doc_get(map, "shows"),
                      *text = pr_doc_get(map, "text");
    if (slots != NULL && !read_slots(loader, slots, out)) {
        return false;
    }
    if (text != NULL) {
        out->text.origin = text->origin;
        (void)pr_expect_text(text, "text", &out->text.text, loader->diags);
    }
    if (shows != NULL) {
        read_role(loader, shows, out);
    }
    return key != NULL ? read_key(loader, key, out) : whole_key(loader, out);
}

static bool is_shared(pr_text role) {
    for (size_t i = 0; i < ROLES; i++) {
        if (pr_text_is(role, role_rules[i].role)) {
            return role_rules[i].shared;
        }
    }
    return false;
}

/* The engine shows one relation for each role, but for those that several may share. */
static void check_single_roles(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->kb->relations.count; i++) {
        const pr_kb_relation *relation = &loader->kb->relations.items[i];
        for (uint32_t k = 0; k < i && relation->shows.length > 0 && !is_shared(relation->shows); k++) {
            const pr_kb_relation *other = &loader->kb->relations.items[k];
            if (pr_text_equal(other->shows, relation->shows)) {
                pr_diag *diag =
                    pr_error(loader->diags, "duplicate-role", pr_origin_whole(&relation->shows_origin),
                             "two relations show '%.*s'", PR_ARG(relation->shows));
                pr_diag_note(loader->diags, diag, pr_origin_whole(&other->shows_origin), "first here");
            }
        }
    }
}

bool pr_kb_read_relations(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_RELATIONS, "relation", &pairs)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        const pr_doc_pair *pair = pairs.items[i];
        pr_kb_relation relation = {.name = pair->key.text, .origin = pair->key.origin};
        (void)pr_schema_name(relation.name, false, pr_doc_span(&pair->key), loader->arena, loader->diags);
        if (!read_relation(loader, &pair->value, &relation)) {
            return false;
        }
        if (!PR_PUSH(loader->arena, &loader->kb->relations, relation)) {
            return pr_kb_no_memory(loader);
        }
    }
    check_single_roles(loader);
    return true;
}
