/* From what a person types to a conclusion: ENTITY, ENTITY/REQUIREMENT, the id of a recommendation, or a fact as
 * relation(slot, ...). */
#include "api/conclusion.h"

#include "advise/parts.h"
#include "feel/ast.h"
#include "feel/builtin.h"

typedef struct search {
    preceptor_session *session;
    const pr_program *program;
    preceptor_diagnostics *diagnostics;
    pr_arena *arena; /* of the evaluation */
    pr_text text;
    pr_conclusion *out;
} search;

static preceptor_status unknown(search *s, pr_diag **diag, const char *code, const char *what) {
    *diag = pr_error(&s->diagnostics->diags, code, (pr_span){0}, "%s '%.*s'", what, PR_ARG(s->text));
    return s->diagnostics->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_NOT_FOUND;
}

static bool one_fact(search *s, uint32_t fact) {
    uint32_t *facts = fact != PR_NONE ? PR_NEW_ARRAY(s->arena, uint32_t, 1) : NULL;
    if (facts == NULL) {
        return false;
    }
    facts[0] = fact;
    s->out->facts = facts;
    s->out->fact_count = 1;
    s->out->relation = s->program->facts[fact].relation;
    return true;
}

/* "joins(member, club)": how a fact of the relation is written. */
static pr_text form_of(search *s, const pr_relation *relation) {
    pr_text form = relation->name;
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        form = pr_text_format(s->arena, "%.*s%s%.*s", PR_ARG(form), i == 0 ? "(" : ", ",
                              PR_ARG(relation->slots[i].name));
    }
    return pr_text_format(s->arena, "%.*s%s", PR_ARG(form), relation->slot_count == 0 ? "()" : ")");
}

/* A knowledge base need not have rules that judge its subjects: a requirement can be asked for all the same, and what
 * its rules do say. */
static preceptor_status unjudged(search *s) {
    pr_diag *diag;
    const pr_subject *subject = s->out->subject;
    preceptor_status status = unknown(s, &diag, "no-verdict", "no rule gives a verdict on");
    pr_text one = {0}, fact = {0};
    if (subject->requirement_count > 0) {
        one = pr_text_format(s->arena, "one of its requirements, %.*s/%.*s", PR_ARG(subject->entity->id),
                             PR_ARG(subject->requirements[0].id));
    }
    if (s->program->relation_count > 0) {
        fact =
            pr_text_format(s->arena, "a fact, such as %.*s", PR_ARG(form_of(s, &s->program->relations[0])));
    }
    if (one.length + fact.length > 0) {
        pr_diag_hint(&s->diagnostics->diags, diag, "ask for %.*s%s%.*s", PR_ARG(one),
                     one.length > 0 && fact.length > 0 ? ", or " : "", PR_ARG(fact));
    }
    return status;
}

/* The fact that says most of a requirement as it stands, of those that the knowledge base has rules for. */
static uint32_t telling_fact(pr_vm *vm, const pr_requirement *r) {
    uint32_t first = r->blocks;
    switch (pr_advise_status(vm, r)) {
    case PR_MET: first = r->met; break;
    case PR_WAIVED: first = r->waived; break;
    case PR_NOT_APPLICABLE: first = r->applies; break;
    default: break;
    }
    return first != PR_NONE ? first : r->blocks != PR_NONE ? r->blocks : r->met;
}

static preceptor_status find_requirement(search *s, const pr_subject *subject, pr_text id) {
    pr_text *ids = PR_NEW_ARRAY(s->arena, pr_text, subject->requirement_count + 1u);
    if (ids == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < subject->requirement_count; i++) {
        const pr_requirement *r = &subject->requirements[i];
        ids[i] = r->id;
        if (pr_text_equal(r->id, id)) {
            s->out->requirement = r;
            s->out->subject = subject;
            s->out->text = pr_text_format(s->arena, "%.*s/%.*s", PR_ARG(subject->entity->id), PR_ARG(r->id));
            uint32_t fact = telling_fact(&s->session->vm, r);
            return fact == PR_NONE || one_fact(s, fact) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
        }
    }
    pr_diag *diag = pr_error(&s->diagnostics->diags, "unknown-requirement", (pr_span){0},
                             "'%.*s' has no requirement '%.*s'", PR_ARG(subject->entity->id), PR_ARG(id));
    pr_text_nearest(id, ids, subject->requirement_count) >= 0
        ? pr_diag_suggest(&s->diagnostics->diags, diag, id, ids, subject->requirement_count)
        : pr_diag_hint(&s->diagnostics->diags, diag, "preceptor eligible '%.*s' PROFILE lists them",
                       PR_ARG(subject->entity->id));
    return PRECEPTOR_NOT_FOUND;
}

/* The id that a rule writes out, of the slots that it fills; empty: it makes one in the run. */
static pr_text written_id(const pr_program *p, const pr_node_id *slots, int at) {
    const pr_node *slot = slots[at] != PR_NONE ? pr_node_at(p, slots[at]) : NULL;
    pr_value id = slot != NULL && slot->op == PR_OP_CONSTANT ? p->constants[slot->data] : pr_null();
    return id.kind == PR_STRING ? pr_string_text(id) : (pr_text){0};
}

/* May there be tuples that nobody has seen, of any id? One that is open for another slot says which ids there are. */
static bool any_id(const search *s, int at) {
    const pr_table *table = &s->session->vm.facts.tables[s->out->relation];
    bool any = table->open && table->partial_count == 0;
    for (uint32_t i = 0; i < table->tuples.count && !any; i++) {
        any = pr_value_has_unknown(table->tuples.items[i]->slots[at]);
    }
    return any;
}

/* Could a rule over lists recommend it? `open`: by an id that it makes of what a list says, where that is not known. */
static bool could_be_found(const search *s, const pr_relation *r, int at, bool open) {
    bool found = open && any_id(s, at);
    for (uint32_t i = 0; i < r->loop_count && !found; i++) {
        found = pr_text_equal(written_id(s->program, s->program->loops[r->loops[i]].slots, at), s->text);
    }
    return found;
}

static void add_if_same(search *s, uint32_t fact, const pr_tuple *tuple, pr_value id, uint32_t *facts) {
    if (id.kind != PR_STRING || !pr_text_equal(pr_string_text(id), s->text)) {
        return;
    }
    if (tuple != NULL) {
        s->out->tuples[s->out->tuple_count++] = tuple;
    } else {
        facts[s->out->fact_count++] = fact;
    }
}

/* All that recommends what has this id, and the id as the one slot that is wanted. `open` as above. */
static bool find_recommendation(search *s, bool open) {
    uint32_t number = s->program->roles[PR_ROLE_RECOMMENDATION];
    const pr_relation *r = number != PR_NONE ? &s->program->relations[number] : NULL;
    const pr_table *table = r != NULL ? &s->session->vm.facts.tables[number] : NULL;
    int at = r != NULL && s->text.length > 0 ? pr_shape_find(r->shape, PR_TEXT("id")) : -1;
    uint32_t *facts = at >= 0 ? PR_NEW_ARRAY(s->arena, uint32_t, r->fact_count + 1u) : NULL;
    pr_value *slots = at >= 0 ? PR_NEW_ARRAY(s->arena, pr_value, r->slot_count + 1u) : NULL;
    s->out->tuples = at >= 0 ? PR_NEW_ARRAY(s->arena, const pr_tuple *, table->tuples.count + 1u) : NULL;
    if (facts == NULL || slots == NULL || s->out->tuples == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < r->fact_count; i++) {
        const pr_fact *fact = &s->program->facts[r->facts[i]];
        pr_value id = fact->constant ? fact->values[at] : pr_vm_value(&s->session->vm, fact->slots[at]);
        add_if_same(s, r->facts[i], NULL, id, facts);
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        add_if_same(s, PR_NONE, table->tuples.items[i], table->tuples.items[i]->slots[at], facts);
    }
    for (uint32_t i = 0; i < r->slot_count; i++) {
        slots[i] = (int)i == at ? pr_string(s->text) : (pr_value){.kind = PR_WANTED_ANY};
    }
    s->out->facts = facts;
    s->out->relation = number;
    s->out->slots = slots;
    return s->out->fact_count + s->out->tuple_count > 0 || could_be_found(s, r, at, open);
}

static bool literal(search *s, const pr_ast *tree, pr_value *out);

/* date("2027-05-31"), as facts are printed. */
static bool literal_call(search *s, const pr_ast *tree, pr_value *out) {
    pr_value args[3];
    uint32_t count = tree->count - 1u;
    int builtin = tree->items[0]->kind == PR_AST_NAME ? pr_builtin_find(tree->items[0]->text) : -1;
    bool plain = builtin == PR_BUILTIN_DATE || builtin == PR_BUILTIN_TIME || builtin == PR_BUILTIN_DURATION ||
                 builtin == PR_BUILTIN_DATE_AND_TIME;
    if (!plain || tree->named || count == 0 || count > sizeof args / sizeof args[0]) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!literal(s, tree->items[i + 1], &args[i])) {
            return false;
        }
    }
    *out = pr_vm_apply(&s->session->vm, 0, (uint32_t)builtin, args, count);
    return !pr_is_error(*out) && out->kind != PR_UNKNOWN;
}

static bool literal_list(search *s, const pr_ast *tree, pr_value *out) {
    pr_value *items = PR_NEW_ARRAY(s->arena, pr_value, tree->count + 1u);
    for (uint32_t i = 0; items != NULL && i < tree->count; i++) {
        if (!literal(s, tree->items[i], &items[i])) {
            return false;
        }
    }
    const pr_list *list = items != NULL ? pr_list_make(items, tree->count, s->arena) : NULL;
    *out = list != NULL ? pr_list_value(list) : pr_null();
    return list != NULL;
}

static bool literal(search *s, const pr_ast *tree, pr_value *out) {
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_NULL: *out = pr_null(); return true;
    case PR_AST_BOOLEAN:
    case PR_AST_NUMBER:
    case PR_AST_STRING:
    case PR_AST_AT: *out = tree->value; return !pr_is_error(*out);
    case PR_AST_CALL: return literal_call(s, tree, out);
    case PR_AST_LIST: return literal_list(s, tree, out);
    case PR_AST_NEGATE:
        if (!literal(s, tree->items[0], out) || out->kind != PR_NUMBER) {
            return false;
        }
        *out = pr_number_negate(*out, s->arena);
        return true;
    default: return false;
    }
}

static preceptor_status unknown_entity(search *s, const pr_schema *schema, pr_text id) {
    pr_diag *diag =
        pr_error(&s->diagnostics->diags, "unknown-entity", (pr_span){0}, "there is no '%.*s'", PR_ARG(id));
    if (schema->collection_index == PR_ANY_COLLECTION) {
        return PRECEPTOR_NOT_FOUND;
    }
    const pr_collection *c = &s->program->collections[schema->collection_index];
    pr_text *ids = PR_NEW_ARRAY(s->arena, pr_text, c->entity_count + 1u);
    for (uint32_t i = 0; ids != NULL && i < c->entity_count; i++) {
        ids[i] = c->entities[i]->id;
    }
    pr_diag_suggest(&s->diagnostics->diags, diag, id, ids, c->entity_count);
    return PRECEPTOR_NOT_FOUND;
}

static preceptor_status misfit(search *s, const pr_slot *slot, pr_value value) {
    pr_buf *print = &s->session->vm.print;
    pr_buf_clear(print);
    pr_value_print_literal(value, print);
    pr_text found = pr_vm_printed(&s->session->vm);
    pr_diag *diag = pr_error(&s->diagnostics->diags, "wrong-fact", (pr_span){0},
                             "the slot '%.*s' is of type %.*s, found %.*s", PR_ARG(slot->name),
                             PR_ARG(pr_type_name(slot->schema->type, s->arena)), PR_ARG(found));
    if (slot->schema->kind == PR_SCHEMA_DATE && value.kind == PR_STRING) {
        pr_diag_hint(&s->diagnostics->diags, diag, "write it as date(%.*s)", PR_ARG(found));
    } else if (slot->schema->kind == PR_SCHEMA_ENUM && value.kind == PR_STRING) {
        pr_diag_suggest(&s->diagnostics->diags, diag, pr_string_text(value), slot->schema->values,
                        slot->schema->value_count);
    }
    return PRECEPTOR_NOT_FOUND;
}

/* A value that the slot can have; null stands for one that is left out. */
static preceptor_status fit_value(search *s, const pr_slot *slot, pr_value value) {
    const pr_schema *schema = slot->schema;
    pr_truth fits = PR_TRUE;
    const bool one = schema->kind != PR_SCHEMA_ENUM || value.kind != PR_STRING ||
                     pr_schema_value(schema, pr_string_text(value)) != PR_MAP_NONE;
    bool tested = value.kind != PR_NULL && schema->type != NULL &&
                  pr_vm_instance_of(&s->session->vm, value, schema->type, &fits);
    return one && (!tested || fits != PR_FALSE) ? PRECEPTOR_OK : misfit(s, slot, value);
}

/* Text for an entity becomes the entity. */
static preceptor_status fit_slot(search *s, const pr_slot *slot, pr_value *value) {
    if (slot->schema->kind != PR_SCHEMA_ENTITY || value->kind != PR_STRING) {
        return fit_value(s, slot, *value);
    }
    pr_text id = pr_string_text(*value);
    uint32_t any = slot->schema->collection_index;
    for (uint32_t c = 0; c < s->program->collection_count; c++) {
        const pr_collection *collection = &s->program->collections[c];
        uint32_t at = any == PR_ANY_COLLECTION || any == c ? pr_map_get(&collection->ids, id) : PR_MAP_NONE;
        if (at != PR_MAP_NONE) {
            *value = pr_entity_value(collection->entities[at]);
            return PRECEPTOR_OK;
        }
    }
    return unknown_entity(s, slot->schema, id);
}

/* The fact or tuple that certainly has these slots, one that holds first. Without any the slots say what is meant. */
static preceptor_status find_tuple(search *s, uint32_t relation, const pr_value *slots) {
    pr_candidates c = {.relation = relation, .wanted = slots, .absent = true};
    uint32_t fact = PR_NONE;
    bool holds = false;
    s->out->relation = relation;
    s->out->slots = slots;
    while (!holds && pr_vm_next_candidate(&s->session->vm, &c)) {
        if (c.fits == PR_TRUE) {
            holds = c.state == PR_TRUE;
            fact = c.fact;
            s->out->tuple = c.tuple;
        }
    }
    return fact == PR_NONE || one_fact(s, fact) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}

static preceptor_status bad_arguments(search *s, const pr_relation *r) {
    pr_text slots = {0};
    for (uint32_t i = 0; i < r->slot_count; i++) {
        slots = pr_text_format(s->arena, "%.*s%s%.*s", PR_ARG(slots), i > 0 ? ", " : "",
                               PR_ARG(r->slots[i].name));
    }
    pr_diag *diag = pr_error(&s->diagnostics->diags, "wrong-fact", (pr_span){0},
                             "'%.*s' is no fact: each slot of '%.*s' takes one value, or _ for any",
                             PR_ARG(s->text), PR_ARG(r->name));
    pr_diag_hint(&s->diagnostics->diags, diag, "write it as %.*s(%.*s), text in quotes", PR_ARG(r->name),
                 PR_ARG(slots));
    return PRECEPTOR_NOT_FOUND;
}

static preceptor_status find_relation(search *s, pr_text name, uint32_t *out) {
    pr_text *names = PR_NEW_ARRAY(s->arena, pr_text, s->program->relation_count + 1u);
    for (uint32_t i = 0; names != NULL && i < s->program->relation_count; i++) {
        names[i] = s->program->relations[i].name;
        if (pr_text_equal(names[i], name)) {
            *out = i;
            return PRECEPTOR_OK;
        }
    }
    pr_diag *diag = pr_error(&s->diagnostics->diags, "unknown-relation", (pr_span){0},
                             "there is no relation '%.*s'", PR_ARG(name));
    pr_diag_suggest(&s->diagnostics->diags, diag, name, names, s->program->relation_count);
    return PRECEPTOR_NOT_FOUND;
}

static preceptor_status find_fact(search *s) {
    static const pr_feel_names none = {0};
    pr_source *source = PR_NEW(s->arena, pr_source);
    pr_feel_source *feel = PR_NEW(s->arena, pr_feel_source);
    if (source == NULL || feel == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    *source = (pr_source){.name = PR_TEXT("conclusion"), .bytes = s->text};
    *feel = (pr_feel_source){s->text, {source, 0, (uint32_t)s->text.length, PR_STYLE_EXACT, 0}};
    const pr_ast *tree = pr_feel_parse(feel, &none, s->arena, &s->diagnostics->diags);
    uint32_t relation;
    if (tree == NULL || s->diagnostics->diags.failed) {
        return s->diagnostics->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_NOT_FOUND;
    }
    if (tree->kind != PR_AST_CALL || tree->items[0]->kind != PR_AST_NAME) {
        pr_diag *diag;
        preceptor_status status = unknown(s, &diag, "wrong-fact", "this is no fact:");
        pr_diag_hint(&s->diagnostics->diags, diag, "write it as RELATION(SLOT, ...), text in quotes");
        return status;
    }
    preceptor_status status = find_relation(s, tree->items[0]->text, &relation);
    const pr_relation *r = status == PRECEPTOR_OK ? &s->program->relations[relation] : NULL;
    pr_value *slots = r != NULL ? PR_NEW_ARRAY(s->arena, pr_value, r->slot_count + 1u) : NULL;
    if (status != PRECEPTOR_OK || slots == NULL) {
        return status;
    }
    if (tree->count != r->slot_count + 1u) {
        return bad_arguments(s, r);
    }
    for (uint32_t i = 0; i < r->slot_count; i++) {
        slots[i].kind = PR_WANTED_ANY;
    }
    for (uint32_t i = 0; i < r->slot_count; i++) {
        const pr_ast *said = tree->items[i + 1];
        if (!tree->named && said->kind == PR_AST_NAME && pr_text_is(said->text, "_")) {
            continue;
        }
        int slot = tree->named ? pr_shape_find(r->shape, tree->names[i]) : (int)i;
        if (slot < 0 || slots[slot].kind != PR_WANTED_ANY || !literal(s, tree->items[i + 1], &slots[slot])) {
            return bad_arguments(s, r);
        }
        status = fit_slot(s, &r->slots[slot], &slots[slot]);
        if (status != PRECEPTOR_OK) {
            return status;
        }
    }
    return find_tuple(s, relation, slots);
}

typedef PR_VEC(pr_text) texts;

/* All that could have been meant: subjects, their requirements, recommendations. */
static texts names_of(search *s) {
    texts all = {0};
    const pr_program *p = s->program;
    uint32_t number = p->roles[PR_ROLE_RECOMMENDATION];
    const pr_relation *r = NULL;
    int at = -1;
    if (number != PR_NONE) {
        r = &p->relations[number];
        at = pr_shape_find(r->shape, PR_TEXT("id"));
    }
    bool ok = true;
    for (uint32_t i = 0; ok && i < p->subject_count; i++) {
        ok = PR_PUSH(s->arena, &all, p->subjects[i].entity->id) &&
             PR_PUSH(s->arena, &all, p->subjects[i].entity->name);
    }
    for (uint32_t i = 0; ok && at >= 0 && i < r->fact_count; i++) {
        const pr_fact *fact = &p->facts[r->facts[i]];
        pr_value id = fact->constant ? fact->values[at] : pr_string(written_id(p, fact->slots, at));
        ok = id.kind != PR_STRING || pr_string_text(id).length == 0 ||
             PR_PUSH(s->arena, &all, pr_string_text(id));
    }
    for (uint32_t i = 0; ok && at >= 0 && i < r->loop_count; i++) {
        pr_text id = written_id(p, p->loops[r->loops[i]].slots, at);
        ok = id.length == 0 || PR_PUSH(s->arena, &all, id);
    }
    const pr_table *table = at >= 0 ? &s->session->vm.facts.tables[number] : NULL;
    for (uint32_t i = 0; ok && table != NULL && i < table->tuples.count; i++) {
        pr_value id = table->tuples.items[i]->slots[at];
        ok = id.kind != PR_STRING || PR_PUSH(s->arena, &all, pr_string_text(id));
    }
    return all;
}

static preceptor_status suggest(search *s, const texts *all) {
    pr_diag *diag;
    const pr_program *p = s->program;
    preceptor_status status =
        unknown(s, &diag, "unknown-conclusion", "there is nothing to conclude of the name");
    if (pr_text_nearest(s->text, all->items, all->count) >= 0) {
        pr_diag_suggest(&s->diagnostics->diags, diag, s->text, all->items, all->count);
    } else {
        pr_diag_hint(
            &s->diagnostics->diags, diag,
            "name one that has a verdict, ONE/REQUIREMENT, the id of a recommendation, or a fact such as "
            "%.*s(\"...\")",
            PR_ARG(p->relation_count > 0 ? p->relations[0].name : PR_TEXT("relation")));
    }
    return status;
}

/* An entity that no verdict is given for. */
static bool is_other_entity(search *s, pr_text *collection) {
    for (uint32_t c = 0; c < s->program->collection_count; c++) {
        if (pr_map_get(&s->program->collections[c].ids, s->text) != PR_MAP_NONE) {
            *collection = s->program->collections[c].name;
            return true;
        }
    }
    return false;
}

static const char *last_slash(pr_text text) {
    for (size_t i = text.length; i > 0; i--) {
        if (text.at[i - 1] == '/') {
            return text.at + i - 1;
        }
    }
    return NULL;
}

/* ENTITY/REQUIREMENT, where there is no such entity, but one of a name like it. */
static bool suggest_entity(search *s, pr_text entity) {
    const pr_program *p = s->program;
    pr_text *ids = PR_NEW_ARRAY(s->arena, pr_text, p->subject_count + 1u);
    for (uint32_t i = 0; ids != NULL && i < p->subject_count; i++) {
        ids[i] = p->subjects[i].entity->id;
    }
    if (ids == NULL || pr_text_nearest(entity, ids, p->subject_count) < 0) {
        return false;
    }
    pr_diag *diag = pr_error(&s->diagnostics->diags, "unknown-conclusion", (pr_span){0},
                             "there is no '%.*s' to have requirements", PR_ARG(entity));
    pr_diag_suggest(&s->diagnostics->diags, diag, entity, ids, p->subject_count);
    return true;
}

static preceptor_status find(preceptor_session *session, const char *text, preceptor_diagnostics *d,
                             pr_conclusion *out) {
    *out = (pr_conclusion){.text = pr_text_trim(pr_text_of(text)), .relation = PR_NONE};
    search s = {.session = session,
                .program = &session->kb->program,
                .diagnostics = d,
                .arena = &session->vm.arena,
                .text = out->text,
                .out = out};
    size_t first = 0, second = 0;
    const char *slash = last_slash(s.text);
    size_t subjects = pr_api_find_subjects(s.program, s.text, &first, &second);
    if (subjects == 1) {
        uint32_t verdict = s.program->subjects[first].verdict;
        out->subject = &s.program->subjects[first];
        out->text = out->subject->entity->id;
        if (verdict == PR_NONE) {
            return unjudged(&s);
        }
        return one_fact(&s, verdict) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    }
    if (subjects > 1) {
        return preceptor_kb_find_subject(session->kb, text, d, &first);
    }
    if (memchr(s.text.at, '(', s.text.length) != NULL) {
        return find_fact(&s);
    }
    pr_text entity = {s.text.at, slash != NULL ? (size_t)(slash - s.text.at) : 0};
    if (slash != NULL) {
        pr_text id = {slash + 1, s.text.length - entity.length - 1};
        if (pr_api_find_subjects(s.program, pr_text_trim(entity), &first, &second) == 1) {
            return find_requirement(&s, &s.program->subjects[first], pr_text_trim(id));
        }
    }
    if (find_recommendation(&s, false)) {
        return PRECEPTOR_OK;
    }
    pr_diag *diag;
    pr_text collection;
    if (is_other_entity(&s, &collection)) {
        preceptor_status status = unknown(&s, &diag, "no-verdict", "no rule gives a verdict on");
        pr_diag_hint(&d->diags, diag, "it is one of %.*s: ask for a fact about it", PR_ARG(collection));
        return status;
    }
    if (slash != NULL && suggest_entity(&s, pr_text_trim(entity))) {
        return PRECEPTOR_NOT_FOUND;
    }
    const texts names = names_of(&s);
    const bool mistyped = pr_text_nearest(s.text, names.items, names.count) >= 0;
    return !mistyped && find_recommendation(&s, true) ? PRECEPTOR_OK : suggest(&s, &names);
}

preceptor_status pr_api_find_conclusion(preceptor_session *session, const char *text,
                                        preceptor_diagnostics *d, pr_conclusion *out) {
    preceptor_status status = find(session, text, d, out);
    /* What was not found for want of memory may be there all the same. */
    return session->vm.arena.failed || d->diags.failed ? PRECEPTOR_NO_MEMORY : status;
}
