/* Outcomes: what is possible is found once, what was seen case by case. */
#include "keep/coverage.h"

enum { ALL = PR_SEEN_TRUE | PR_SEEN_FALSE | PR_SEEN_UNKNOWN, NO = 1, YES = 2 };

static bool may_be_unknown(pr_coverage *c, pr_node_id id);

static bool fact_may(pr_coverage *c, uint32_t number) {
    if (c->facts[number] == 0) {
        const pr_fact *fact = &c->program->facts[number];
        c->facts[number] = NO;
        for (uint32_t i = 0; i < fact->body_count; i++) {
            if (may_be_unknown(c, fact->bodies[i].node)) {
                c->facts[number] = YES;
            }
        }
    }
    return c->facts[number] == YES;
}

static bool has_gap(const pr_parameter *p) {
    return p->period_count == 0 || p->periods[0].from != INT64_MIN ||
           p->periods[p->period_count - 1].until != INT64_MAX;
}

/* Of an attribute that has a settled meaning where it is not given; its records may lack fields all the same. */
static bool attribute_may(const pr_program *p, uint32_t number) {
    bool may = !p->attributes[number].field->has_absent;
    for (uint32_t i = p->vocabulary_count; !may && i < p->attribute_count; i++) {
        may = p->attributes[i].parent == number && attribute_may(p, i);
    }
    return may;
}

static bool node_may(pr_coverage *c, const pr_node *n) {
    const pr_program *p = c->program;
    switch ((pr_op)n->op) {
    case PR_OP_ATTRIBUTE: return attribute_may(p, n->data);
    case PR_OP_PARAMETER: return has_gap(&p->parameters[n->data]);
    case PR_OP_FACT: return fact_may(c, n->data);
    /* As far as the list is known that it is taken from, which stands beside it. */
    case PR_OP_LOCAL: return false;
    case PR_OP_TUPLE:
    case PR_OP_RELATION:
    case PR_OP_SUBSET: return true;
    default: break;
    }
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && may_be_unknown(c, arg)) {
            return true;
        }
    }
    return false;
}

static bool may_be_unknown(pr_coverage *c, pr_node_id id) {
    if (c->unknowns[id] == 0) {
        c->unknowns[id] = NO;
        c->unknowns[id] = node_may(c, pr_node_at(c->program, id)) ? YES : NO;
    }
    return c->unknowns[id] == YES;
}

/* Of a parameter by itself, the values of its periods. */
static uint8_t possible_parameter(const pr_parameter *p) {
    uint8_t possible = has_gap(p) ? PR_SEEN_UNKNOWN : 0;
    for (uint32_t i = 0; i < p->period_count; i++) {
        possible |= pr_is_true(p->periods[i].value) ? PR_SEEN_TRUE : PR_SEEN_FALSE;
    }
    return possible;
}

/* Of a list that is never known to be complete nobody knows that nothing in it fits, or that everything does. */
static bool is_open(const pr_program *p, pr_node_id id) {
    const pr_node *n = pr_node_at(p, id);
    return n->op == PR_OP_ATTRIBUTE && p->attributes[n->data].field->open;
}

static uint8_t impossible_of_open(const pr_program *p, const pr_node *n) {
    const pr_node_id *args = pr_node_args(p, n);
    switch ((pr_op)n->op) {
    case PR_OP_SOME: return is_open(p, args[0]) ? PR_SEEN_FALSE : 0;
    case PR_OP_EVERY: return is_open(p, args[0]) ? PR_SEEN_TRUE : 0;
    case PR_OP_IN: return n->count == 2 && is_open(p, args[1]) ? PR_SEEN_FALSE : 0;
    default: return 0;
    }
}

static uint8_t possible_of(pr_coverage *c, pr_node_id id) {
    const pr_node *n = pr_node_at(c->program, id);
    if (n->op == PR_OP_CONDITION) {
        n = pr_node_at(c->program, pr_node_args(c->program, n)[0]);
    }
    if (n->op == PR_OP_PARAMETER) {
        return possible_parameter(&c->program->parameters[n->data]);
    }
    if (n->op == PR_OP_CONSTANT) {
        return pr_is_true(c->program->constants[n->data]) ? PR_SEEN_TRUE : PR_SEEN_FALSE;
    }
    uint8_t possible = PR_SEEN_TRUE | PR_SEEN_FALSE | (may_be_unknown(c, id) ? PR_SEEN_UNKNOWN : 0);
    return possible & (uint8_t)~impossible_of_open(c->program, n);
}

static uint8_t possible_loop(pr_coverage *c, const pr_loop *loop) {
    bool may = false;
    for (uint32_t i = 0; i <= loop->level_count; i++) {
        may = may || (loop->tests[i] != PR_NONE && may_be_unknown(c, loop->tests[i])) ||
              (i < loop->level_count && may_be_unknown(c, loop->sources[i]));
    }
    bool open = loop->level_count > 0 && is_open(c->program, loop->sources[0]);
    return (uint8_t)(PR_SEEN_TRUE | (open ? 0 : PR_SEEN_FALSE) | (may ? PR_SEEN_UNKNOWN : 0));
}

/* A decision table has no outcome beside those of its rows. */
static bool is_table(const pr_program *p, uint32_t rule) {
    for (uint32_t i = p->rule_count; rule < p->rule_count && i < p->rule_count + p->row_count; i++) {
        if (pr_text_equal(p->rules[i].id, p->rules[rule].id)) {
            return true;
        }
    }
    return false;
}

static bool add_rules(pr_coverage *c) {
    const pr_program *p = c->program;
    bool ok = true;
    for (uint32_t i = 0; ok && i < p->rule_count + p->row_count; i++) {
        const pr_rule *rule = &p->rules[i];
        pr_text name = rule->id;
        if (rule->part.length > 0) {
            name = pr_text_format(c->arena, "%.*s, %.*s", PR_ARG(rule->id), PR_ARG(rule->part));
        }
        ok = PR_PUSH(c->arena, &c->items,
                     (pr_covered){.what = is_table(p, i) ? NULL : "rule",
                                  .name = name,
                                  .rule = i,
                                  .place = pr_origin_whole(&rule->origin),
                                  .node = PR_NONE});
    }
    for (uint32_t i = 0; ok && i < p->fact_count; i++) {
        for (uint32_t b = 0; b < p->facts[i].body_count; b++) {
            const pr_body *body = &p->facts[i].bodies[b];
            c->items.items[body->rule].possible |= possible_of(c, body->node);
        }
    }
    for (uint32_t i = 0; ok && i < p->loop_count; i++) {
        c->items.items[p->loops[i].rule].possible |= possible_loop(c, &p->loops[i]);
    }
    return ok;
}

/* A record of the built-in type `requirement`, or one of the knowledge base's own. */
static const char *what_of(const pr_schema *owner, pr_text field) {
    const pr_field *found = pr_schema_field(owner, field);
    bool list = found != NULL && found->schema->kind == PR_SCHEMA_LIST;
    return list && pr_text_is(found->schema->element->label, "requirement") ? "requirement" : "condition";
}

/* Conditions in the fields of an entity, and in the records of its lists, which are named by their ids. `owner` is NULL
 * inside those. */
static bool add_conditions(pr_coverage *c, const char *what, pr_text name, const pr_schema *owner,
                           const pr_context *fields) {
    bool ok = true;
    for (uint32_t f = 0; ok && f < fields->shape->count; f++) {
        pr_value v = fields->values[f];
        if (v.kind == PR_CONDITION && c->program->conditions[v.number] != PR_NONE) {
            pr_node_id node = c->program->conditions[v.number];
            pr_text full =
                pr_text_format(c->arena, "%.*s.%.*s", PR_ARG(name), PR_ARG(fields->shape->names[f]));
            ok = PR_PUSH(c->arena, &c->items,
                         (pr_covered){.what = what,
                                      .name = full,
                                      .rule = PR_NONE,
                                      .node = node,
                                      .possible = possible_of(c, node)});
        }
        for (uint32_t i = 0; ok && v.kind == PR_LIST && i < v.list->count; i++) {
            const pr_context *item = v.list->items[i].kind == PR_CONTEXT ? v.list->items[i].context : NULL;
            pr_value id = item != NULL ? pr_context_get(item, PR_TEXT("id"), NULL) : pr_null();
            if (id.kind == PR_STRING) {
                pr_text inner =
                    pr_text_format(c->arena, "%.*s/%.*s", PR_ARG(name), PR_ARG(pr_string_text(id)));
                ok = add_conditions(c, owner != NULL ? what_of(owner, fields->shape->names[f]) : what, inner,
                                    NULL, item);
            }
        }
    }
    return ok;
}

bool pr_coverage_init(pr_coverage *c, const pr_program *p, pr_arena *arena) {
    *c = (pr_coverage){.program = p, .arena = arena};
    c->unknowns = PR_NEW_ARRAY(arena, uint8_t, p->node_count + 1u);
    c->facts = PR_NEW_ARRAY(arena, uint8_t, p->fact_count + 1u);
    bool ok = c->unknowns != NULL && c->facts != NULL && add_rules(c);
    for (uint32_t i = 0; ok && i < p->collection_count; i++) {
        for (uint32_t e = 0; ok && e < p->collections[i].entity_count; e++) {
            const pr_entity *entity = p->collections[i].entities[e];
            pr_text name =
                pr_text_format(arena, "%.*s:%.*s", PR_ARG(p->collections[i].name), PR_ARG(entity->id));
            ok = add_conditions(c, "condition", name, p->collections[i].schema, entity->fields);
        }
    }
    return ok && !arena->failed;
}

static uint8_t seen_as(pr_truth truth) {
    return truth == PR_TRUE ? PR_SEEN_TRUE : truth == PR_UNDECIDED ? PR_SEEN_UNKNOWN : PR_SEEN_FALSE;
}

/* A rule that iterates the profile was true of what it found, and false where it found nothing; where nobody knows how
 * long the list is, it is not known. */
static void note_loops(pr_coverage *c, pr_vm *vm) {
    const pr_program *p = c->program;
    for (uint32_t i = 0; i < p->loop_count; i++) {
        const pr_loop *loop = &p->loops[i];
        pr_value list = loop->level_count > 0 ? pr_vm_value(vm, loop->sources[0]) : pr_null();
        bool open = list.kind == PR_UNKNOWN || (list.kind == PR_LIST && list.list->open);
        uint8_t seen = open ? PR_SEEN_UNKNOWN : 0;
        for (uint32_t t = 0; t < vm->facts.tables[loop->relation].tuples.count; t++) {
            const pr_tuple *tuple = vm->facts.tables[loop->relation].tuples.items[t];
            for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
                seen |= s->loop == i ? seen_as((pr_truth)s->state) : 0;
            }
        }
        c->items.items[loop->rule].seen |= seen != 0 ? seen : PR_SEEN_FALSE;
    }
}

void pr_coverage_note(pr_coverage *c, pr_vm *vm) {
    const pr_program *p = c->program;
    for (uint32_t i = 0; i < p->fact_count; i++) {
        for (uint32_t b = 0; b < p->facts[i].body_count; b++) {
            const pr_body *body = &p->facts[i].bodies[b];
            c->items.items[body->rule].seen |= seen_as(pr_vm_holds(vm, body->node));
        }
    }
    note_loops(c, vm);
    for (uint32_t i = p->rule_count + p->row_count; i < c->items.count; i++) {
        c->items.items[i].seen |= seen_as(pr_vm_holds(vm, c->items.items[i].node));
    }
}

static bool is_same(const pr_covered *a, const pr_covered *b) {
    const pr_source *x = a->place.source, *y = b->place.source;
    return pr_text_equal(a->name, b->name) && (a->rule == PR_NONE) == (b->rule == PR_NONE) &&
           a->place.start == b->place.start && (x == NULL) == (y == NULL) &&
           (x == NULL || pr_text_equal(x->name, y->name));
}

bool pr_coverage_join(pr_coverage *c, const pr_coverage *other) {
    uint32_t own = c->items.count;
    for (uint32_t i = 0; i < other->items.count; i++) {
        const pr_covered *item = &other->items.items[i];
        uint32_t at = 0;
        while (at < own && !is_same(&c->items.items[at], item)) {
            at++;
        }
        if (at < own) {
            c->items.items[at].possible |= item->possible;
            c->items.items[at].seen |= item->seen;
        } else if (!PR_PUSH(c->arena, &c->items, *item)) {
            return false;
        }
    }
    return true;
}

static uint32_t count_bits(unsigned bits) { return (bits & 1u) + ((bits >> 1) & 1u) + ((bits >> 2) & 1u); }

pr_coverage_counts pr_coverage_count(const pr_coverage *c) {
    pr_coverage_counts counts = {0};
    for (uint32_t i = 0; i < c->items.count; i++) {
        const pr_covered *item = &c->items.items[i];
        if (item->what == NULL) {
            continue;
        }
        uint8_t possible = item->possible | item->seen;
        counts.seen += count_bits(item->seen);
        counts.possible += count_bits(possible);
        counts.impossible += count_bits(ALL & ~(unsigned)possible);
    }
    return counts;
}

static void write_outcomes(const char *lead, const pr_covered *item, unsigned bits, pr_buf *out) {
    static const char *const names[] = {"true", "false", "unknown"};
    bool first = true;
    for (unsigned i = 0; i < 3 && item->what != NULL; i++) {
        if ((bits & (1u << i)) != 0) {
            pr_buf_printf(out, "%s%s%s", first ? "# " : ", ", first ? lead : "", names[i]);
            first = false;
        }
    }
    if (!first) {
        pr_buf_printf(out, ": %s ", item->what);
        pr_buf_harmless(out, item->name, false);
        pr_buf_char(out, '\n');
    }
}

void pr_coverage_write(const pr_coverage *c, bool all, pr_buf *out) {
    pr_coverage_counts counts = pr_coverage_count(c);
    uint32_t permille =
        counts.possible > 0 ? (uint32_t)((uint64_t)counts.seen * 1000 / counts.possible) : 1000;
    pr_buf_printf(out, "# coverage: %u of %u outcomes seen (%u.%u %%), %u impossible%s\n", counts.seen,
                  counts.possible, permille / 10, permille % 10, counts.impossible,
                  all || counts.impossible == 0 ? "" : "; --all lists them");
    for (uint32_t i = 0; i < c->items.count; i++) {
        const pr_covered *item = &c->items.items[i];
        write_outcomes("never ", item, (unsigned)item->possible & ~(unsigned)item->seen, out);
    }
    for (uint32_t i = 0; all && i < c->items.count; i++) {
        const pr_covered *item = &c->items.items[i];
        write_outcomes("impossible ", item, ALL & ~(unsigned)(item->possible | item->seen), out);
    }
}
