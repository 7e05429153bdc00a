/* What an expression looks at: attributes, parameters, facts, and members of what a loop's variable stands for. */
#include "advise/parts.h"
#include "explain/parts.h"
#include "feel/builtin.h"

/* How many waivers of the list are on record. */
static uint32_t on_record(const pr_program *p, uint32_t attribute, pr_value list) {
    uint32_t count = 0;
    for (uint32_t i = 0; attribute == p->waivers.attribute && list.kind == PR_LIST && i < list.list->count;
         i++) {
        const pr_value *item = &list.list->items[i];
        count += item->kind == PR_CONTEXT && item->context->values[p->waivers.record].kind == PR_NUMBER;
    }
    return count;
}

static bool add_attribute(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_attribute *a = &x->vm->program->attributes[number];
    pr_value said = x->vm->attributes[number], v = pr_vm_attribute(x->vm, number);
    bool given = (said.kind != PR_UNKNOWN || (said.flags & PR_FLAG_LEAF) == 0) &&
                 (x->said == NULL || x->said->given[number]);
    bool known = v.kind != PR_UNKNOWN && !(v.kind == PR_LIST && v.list->open);
    pr_proof *p = pr_proof_new(x, PR_PROOF_ATTRIBUTE, known ? PR_TRUE : PR_UNDECIDED);
    if (p == NULL) {
        return false;
    }
    p->attribute = a->path;
    p->number = number;
    p->given = given;
    p->found = pr_advise_say_value(x->vm, v);
    p->claim = given || !known
                   ? pr_text_format(&x->vm->arena, "%.*s is %.*s", PR_ARG(a->path), PR_ARG(p->found))
                   : pr_text_format(&x->vm->arena, "%.*s is not given, which counts as %.*s", PR_ARG(a->path),
                                    PR_ARG(p->found));
    uint32_t recorded = on_record(x->vm->program, number, v);
    if (recorded > 0) {
        p->claim = pr_text_format(&x->vm->arena, "%.*s, %u of them on record", PR_ARG(p->claim), recorded);
    }
    if (given && x->said != NULL && x->said->places[number].source != NULL) {
        p->at = pr_origin_whole(&x->said->places[number]);
    }
    /* What stands for an attribute that is not given may rest on others. */
    pr_proofs parts = {0};
    const pr_node_id stands[] = {a->absent, a->expected_low, a->expected_high};
    for (size_t i = 0; !given && i < sizeof stands / sizeof stands[0]; i++) {
        if (stands[i] != PR_NONE && !pr_explain_inputs(x, stands[i], &parts)) {
            return false;
        }
    }
    pr_proof_rests_on(p, &parts, given ? 1 : 0);
    return pr_proofs_add(x, out, p);
}

static bool add_parameter(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_parameter *parameter = &x->vm->program->parameters[number];
    pr_value v = x->vm->parameters[number];
    pr_proof *p = pr_proof_new(x, PR_PROOF_PARAMETER, v.kind != PR_UNKNOWN ? PR_TRUE : PR_UNDECIDED);
    if (p == NULL) {
        return false;
    }
    p->found = pr_advise_say_value(x->vm, v);
    p->weight = 0;
    p->claim = v.kind == PR_UNKNOWN
                   ? pr_text_format(&x->vm->arena, "%.*s has no value on this day", PR_ARG(parameter->name))
                   : pr_text_format(&x->vm->arena, "%.*s is %.*s on this day", PR_ARG(parameter->name),
                                    PR_ARG(p->found));
    for (uint32_t i = 0; i < parameter->period_count; i++) {
        const pr_parameter_period *period = &parameter->periods[i];
        if (period->from <= x->vm->as_of && x->vm->as_of <= period->until) {
            p->sources = period->sources;
        }
    }
    return pr_proofs_add(x, out, p);
}

static bool add_facts(pr_explainer *x, const uint32_t *facts, uint32_t count, pr_proofs *out) {
    for (uint32_t i = 0; i < count; i++) {
        if (!pr_proofs_add(x, out, pr_explain_fact(x, facts[i]))) {
            return false;
        }
    }
    return true;
}

bool pr_explain_loop(pr_explainer *x, const pr_loop *loop, pr_proofs *out) {
    const pr_loop *outer = x->loop;
    bool ok = true;
    x->loop = NULL;
    for (uint32_t i = 0; ok && i <= loop->level_count; i++) {
        ok = (i == loop->level_count || pr_explain_inputs(x, loop->sources[i], out)) &&
             (loop->tests[i] == PR_NONE || pr_explain_inputs(x, loop->tests[i], out));
    }
    x->loop = outer;
    return ok && pr_explain_asked_of_cases(x, loop, out);
}

static bool add_relation(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_relation *relation = &x->vm->program->relations[number];
    const pr_table *table = &x->vm->facts.tables[number];
    if (x->relations[number] != 0) {
        return true;
    }
    x->relations[number] = 1;
    bool ok = add_facts(x, relation->facts, relation->fact_count, out);
    for (uint32_t i = 0; ok && i < table->tuples.count; i++) {
        ok = pr_proofs_add(x, out, pr_explain_tuple(x, number, table->tuples.items[i]));
    }
    for (uint32_t l = 0; ok && l < relation->loop_count; l++) {
        ok = pr_explain_loop(x, &x->vm->program->loops[relation->loops[l]], out);
    }
    x->relations[number] = 0;
    return ok;
}

/* The loop's variable that a path starts from, by level; PR_NONE: it starts from something else. What is closed has
 * locals of its own. */
static uint32_t variable_of(const pr_explainer *x, const pr_node *path) {
    const pr_program *p = x->vm->program;
    const pr_node *of = path->op == PR_OP_PATH ? pr_node_at(p, pr_node_args(p, path)[0]) : path;
    bool own = x->loop != NULL && path->op == PR_OP_PATH && (path->flags & PR_NODE_CLOSED) == 0 &&
               of->op == PR_OP_LOCAL && of->data < x->loop->level_count;
    return own ? of->data : PR_NONE;
}

pr_text pr_explain_member(pr_explainer *x, pr_node_id id) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    uint32_t level = variable_of(x, n);
    if (level == PR_NONE) {
        return (pr_text){0};
    }
    pr_text of = pr_explain_record(x, x->loop->sources[level], x->vm->locals[level]);
    of = of.length > 0 ? of : p->rules[x->loop->rule].variables[x->loop->variables[level]];
    return pr_text_format(&x->vm->arena, "%.*s.%.*s", PR_ARG(of), PR_ARG(p->names[n->data]));
}

/* Of a fact nothing is said: it is proved by itself. */
static bool add_member(pr_explainer *x, pr_node_id id, uint32_t level, pr_proofs *out) {
    if (pr_node_at(x->vm->program, x->loop->sources[level])->op == PR_OP_RELATION) {
        return true;
    }
    pr_value v = pr_vm_value(x->vm, id);
    pr_proof *p = pr_proof_new(x, PR_PROOF_RECORD, v.kind != PR_UNKNOWN ? PR_TRUE : PR_UNDECIDED);
    if (p == NULL) {
        return false;
    }
    p->weight = 0;
    p->attribute = pr_explain_member(x, id);
    p->found = pr_advise_say_value(x->vm, v);
    p->claim = pr_text_format(&x->vm->arena, "%.*s is %.*s", PR_ARG(p->attribute), PR_ARG(p->found));
    p->at = pr_explain_member_place(x, x->loop->sources[level], x->vm->locals[level],
                                    x->vm->program->names[pr_node_at(x->vm->program, id)->data]);
    return pr_proofs_add(x, out, p);
}

/* The fact that settles a `some` or `every` over a relation: one that fits, or that does not. NULL: it takes all. */
static const pr_proof *settling_fact(pr_explainer *x, pr_node_id id) {
    pr_vm *vm = x->vm;
    const pr_node *n = pr_node_at(vm->program, id);
    bool quantified = n->op == PR_OP_SOME || n->op == PR_OP_EVERY;
    const pr_node *of = quantified ? pr_node_at(vm->program, pr_node_args(vm->program, n)[0]) : NULL;
    pr_truth telling = n->op == PR_OP_SOME ? PR_TRUE : PR_FALSE;
    if (of == NULL || of->op != PR_OP_RELATION || pr_vm_truth(vm, id) != telling) {
        return NULL;
    }
    pr_value facts = pr_vm_value(vm, pr_node_args(vm->program, n)[0]);
    for (uint32_t i = 0; facts.kind == PR_LIST && i < facts.list->count; i++) {
        pr_value item = facts.list->items[i];
        if (!pr_list_maybe(facts.list, i) && pr_explain_passes(x, n, item) == telling) {
            return pr_explain_item(x, of->data, item);
        }
    }
    return NULL;
}

static bool inputs_at(pr_explainer *x, uint32_t walk, pr_node_id id, bool bound, pr_proofs *out,
                      uint32_t depth);

/* A condition that a path asks for, by the item whose it is: "requires of age: years >= 3". */
static bool add_condition(pr_explainer *x, uint32_t walk, pr_text name, const pr_context *of,
                          pr_value condition, pr_proofs *out, uint32_t depth) {
    const pr_node_id node = x->vm->program->conditions[condition.number];
    pr_proof *proof = pr_proof_new(x, PR_PROOF_CONDITION, pr_vm_holds(x->vm, node));
    pr_proofs parts = {0};
    const pr_words told = x->told;
    if (proof == NULL || pr_node_at(x->vm->program, node)->op == PR_OP_CONSTANT) {
        return proof != NULL;
    }
    x->told = pr_advise_words_of(condition);
    bool ok = inputs_at(x, walk, node, true, &parts, depth + 1);
    pr_text id = pr_advise_field(of, "id");
    proof->claim = pr_text_format(&x->vm->arena, "%.*s%s%.*s: %.*s", PR_ARG(name),
                                  id.length > 0 ? " of " : "", PR_ARG(id), PR_ARG(pr_explain_text(x, node)));
    proof->at = pr_explain_place(x, node);
    x->told = told;
    pr_proof_rests_on(proof, &parts, 1);
    return ok && pr_proofs_add(x, out, proof);
}

/* A field of an item, or null. */
static pr_value field_of(pr_value item, pr_text name) {
    const pr_context *fields = item.kind == PR_CONTEXT  ? item.context
                               : item.kind == PR_ENTITY ? item.entity->fields
                                                        : NULL;
    return fields != NULL ? pr_context_get(fields, name, NULL) : pr_null();
}

/* And whose words it has. */
static pr_node_id find_asked(pr_explainer *x, pr_node_id path, pr_words *words) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, path);
    if (n->op != PR_OP_PATH || (n->flags & PR_NODE_ASKS) == 0) {
        return PR_NONE;
    }
    pr_value v = field_of(pr_vm_value(x->vm, pr_node_args(p, n)[0]), p->names[n->data]);
    *words = v.kind == PR_CONDITION ? pr_advise_words_of(v) : x->told;
    return v.kind == PR_CONDITION ? p->conditions[v.number] : PR_NONE;
}

pr_node_id pr_explain_begin_asked(pr_explainer *x, pr_node_id path, pr_telling *outer) {
    pr_words words;
    const pr_node_id asked = find_asked(x, path, &words);
    if (asked != PR_NONE) {
        *outer = pr_explain_begin(x, NULL, x->loop);
        x->told = words;
    }
    return asked;
}

/* What the conditions look at that a path asks for. */
static bool add_asked(pr_explainer *x, uint32_t walk, pr_node_id path, pr_value of, pr_proofs *out,
                      uint32_t depth) {
    const pr_program *p = x->vm->program;
    pr_text name = p->names[pr_node_at(p, path)->data];
    for (uint32_t i = 0; of.kind == PR_LIST && i < of.list->count; i++) {
        if (!add_asked(x, walk, path, of.list->items[i], out, depth)) {
            return false;
        }
    }
    pr_value v = field_of(of, name);
    const pr_context *fields = of.kind == PR_ENTITY ? of.entity->fields : of.context;
    return v.kind != PR_CONDITION || !pr_explain_is_new(x, walk, p->conditions[v.number]) ||
           add_condition(x, walk, name, fields, v, out, depth);
}

typedef PR_VEC(pr_node_id) node_list;

/* The paths below a node that ask for conditions of what a local stands for. */
static bool find_asking(pr_explainer *x, uint32_t walk, pr_node_id id, uint32_t local, node_list *found,
                        uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if ((n->flags & PR_NODE_ASKS) == 0 || depth == PR_LIMIT_PROOF_DEPTH || !pr_explain_is_new(x, walk, id)) {
        return true;
    }
    if (n->op == PR_OP_PATH && pr_node_at(p, args[0])->op == PR_OP_LOCAL &&
        pr_node_at(p, args[0])->data == local) {
        return PR_PUSH(&x->vm->arena, found, id);
    }
    for (uint32_t i = 0; i < n->count; i++) {
        if (args[i] != PR_NONE && !find_asking(x, walk, args[i], local, found, depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool add_all_asked(pr_explainer *x, uint32_t walk, const pr_node *n, pr_proofs *out, uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node_id *args = pr_node_args(p, n);
    node_list asking = {0};
    if (n->op != PR_OP_PATH && !(pr_explain_binds(n, 1) && n->count == 2)) {
        return true;
    }
    pr_value of = pr_vm_value(x->vm, args[0]);
    if (n->op == PR_OP_PATH) {
        return add_asked(x, walk, (pr_node_id)(n - p->nodes), of, out, depth);
    }
    if (!find_asking(x, pr_explain_begin_walk(x), args[1], n->extra, &asking, 0)) {
        return false;
    }
    for (uint32_t i = 0; i < asking.count; i++) {
        if (!add_asked(x, walk, asking.items[i], of, out, depth)) {
            return false;
        }
    }
    return true;
}

/* `all` and `any` of conditions: each of them, since one that is not known leaves it open. */
static bool add_all_or_any(pr_explainer *x, const pr_node *n, pr_proofs *out) {
    const pr_program *p = x->vm->program;
    const pr_node *list = pr_node_at(p, pr_node_args(p, n)[0]);
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t others = 0;
        if (!pr_explain_gather(x, pr_node_args(p, list)[i], out, &others)) {
            return false;
        }
    }
    return true;
}

static bool is_all_or_any(const pr_program *p, const pr_node *n) {
    bool joins =
        n->op == PR_OP_BUILTIN && n->count == 1 && (n->data == PR_BUILTIN_ALL || n->data == PR_BUILTIN_ANY);
    const pr_node *list = joins ? pr_node_at(p, pr_node_args(p, n)[0]) : NULL;
    bool conditions = list != NULL && list->op == PR_OP_LIST;
    for (uint32_t i = 0; conditions && i < list->count; i++) {
        conditions = (pr_node_at(p, pr_node_args(p, list)[i])->flags & PR_NODE_BOOLEAN) != 0;
    }
    return conditions;
}

/* It is told wherever it is looked at; one that rests on others only once. */
static bool is_plain_attribute(const pr_program *p, pr_node_id id) {
    const pr_node *n = pr_node_at(p, id);
    const pr_attribute *a = n->op == PR_OP_ATTRIBUTE ? &p->attributes[n->data] : NULL;
    return a != NULL && a->absent == PR_NONE && a->expected_low == PR_NONE && a->expected_high == PR_NONE;
}

/* `bound`: all its locals have their values, so it can be evaluated. */
static bool inputs_at(pr_explainer *x, uint32_t walk, pr_node_id id, bool bound, pr_proofs *out,
                      uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    uint32_t level = variable_of(x, n);
    pr_words words;
    if (level != PR_NONE) {
        return bound && find_asked(x, id, &words) != PR_NONE ? add_all_asked(x, walk, n, out, depth)
                                                             : add_member(x, id, level, out);
    }
    switch ((pr_op)n->op) {
    case PR_OP_ATTRIBUTE: return add_attribute(x, n->data, out);
    case PR_OP_PARAMETER: return add_parameter(x, n->data, out);
    case PR_OP_FACT: return pr_proofs_add(x, out, pr_explain_fact(x, n->data));
    case PR_OP_TUPLE:
        if (bound) {
            return pr_explain_test(x, n, false, out);
        }
        /* Which tuple it asks for depends on a variable that nobody holds here. */
        if (!add_relation(x, n->data, out)) {
            return false;
        }
        break;
    case PR_OP_RELATION: return add_relation(x, n->data, out);
    case PR_OP_SUBSET: return add_facts(x, p->subsets[n->data].facts, p->subsets[n->data].fact_count, out);
    default: break;
    }
    if (depth >= PR_LIMIT_PROOF_DEPTH && n->count > 0) {
        return pr_explain_say_more(x, PR_TEXT("it looks at more, too deep in it to be told"), out);
    }
    if (bound && (n->flags & PR_NODE_ASKS) != 0 && !add_all_asked(x, walk, n, out, depth)) {
        return false;
    }
    if (bound && is_all_or_any(p, n)) {
        return add_all_or_any(x, n, out);
    }
    const pr_proof *settling = bound ? settling_fact(x, id) : NULL;
    if (settling != NULL && !pr_proofs_add(x, out, settling)) {
        return false;
    }
    for (uint32_t i = settling != NULL ? 1 : 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg == PR_NONE || (!pr_explain_is_new(x, walk, arg) && !is_plain_attribute(p, arg))) {
            continue;
        }
        bool free = (pr_node_at(p, arg)->flags & PR_NODE_CLOSED) == 0;
        if (!inputs_at(x, walk, arg, !free || (bound && !pr_explain_binds(n, i)), out, depth + 1)) {
            return false;
        }
    }
    return true;
}

bool pr_explain_inputs(pr_explainer *x, pr_node_id node, pr_proofs *out) {
    bool free = (pr_node_at(x->vm->program, node)->flags & PR_NODE_CLOSED) == 0;
    return inputs_at(x, pr_explain_begin_walk(x), node, !free || x->loop != NULL, out, 0);
}
