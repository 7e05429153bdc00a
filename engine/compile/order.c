/* The order of evaluation: units that rest on each other form a stratum together; one that rests on itself
 * through negation or counting is an error. */
#include "compile/units.h"

#include <stdlib.h>

typedef struct unit_state {
    uint32_t index, low; /* Tarjan; 0: not visited */
    uint32_t component;
    bool on_stack;
} unit_state;

typedef struct order {
    pr_build *build;
    pr_program *program;
    const pr_edge_list *edges; /* by unit */
    unit_state *units;
    uint32_t unit_count;
    PR_VEC(uint32_t) stack;
    PR_VEC(pr_unit) ordered;
    PR_VEC(pr_stratum) strata;
    uint32_t next_index, component_count;
    bool ok;
} order;

static bool has_work(const order *o, uint32_t unit) {
    return unit < o->program->fact_count
               ? o->program->facts[unit].body_count > 0
               : !pr_is_whole(o->program, unit) &&
                     o->program->relations[pr_unit_relation(o->program, unit)].loop_count > 0;
}

static pr_text unit_name(order *o, uint32_t unit) {
    if (unit >= o->program->fact_count) {
        return o->program->relations[pr_unit_relation(o->program, unit)].name;
    }
    const pr_fact *fact = &o->program->facts[unit];
    const pr_relation *r = &o->program->relations[fact->relation];
    pr_buf buf;
    pr_buf_init(&buf, o->build->arena->allocator);
    pr_buf_text(&buf, r->name);
    pr_buf_char(&buf, '(');
    for (uint32_t s = 0; s < r->slot_count; s++) {
        pr_buf_string(&buf, s > 0 ? ", " : "");
        pr_value v;
        if (pr_graph_value(&o->build->graph, fact->slots[s], &v)) {
            pr_value_print(v, &buf);
        } else {
            pr_buf_char(&buf, '_');
        }
    }
    pr_buf_char(&buf, ')');
    pr_text name = pr_text_copy(o->build->arena, pr_buf_view(&buf));
    o->build->arena->failed = o->build->arena->failed || buf.failed;
    pr_buf_release(&buf);
    return name;
}

/* The facts and loops of the shortest way from one unit to another inside their component, the last first. */
static uint32_t find_way(order *o, uint32_t from, uint32_t to, uint32_t *way) {
    uint32_t *before = PR_NEW_ARRAY(o->build->arena, uint32_t, o->unit_count + 1u);
    uint32_t *queue = PR_NEW_ARRAY(o->build->arena, uint32_t, o->unit_count + 1u);
    uint32_t head = 0, tail = 0;
    if (before == NULL || queue == NULL) {
        return 0;
    }
    queue[tail++] = from;
    before[from] = from + 1;
    while (head < tail && before[to] == 0) {
        uint32_t at = queue[head++];
        for (uint32_t i = 0; i < o->edges[at].count; i++) {
            uint32_t next = o->edges[at].items[i].to;
            if (o->units[next].component == o->units[from].component && before[next] == 0) {
                before[next] = at + 1;
                queue[tail++] = next;
            }
        }
    }
    uint32_t length = 0;
    for (uint32_t at = to; before[to] != 0; at = before[at] - 1) {
        if (!pr_is_whole(o->program, at)) {
            way[length++] = at;
        }
        if (at == from) {
            break;
        }
    }
    return length;
}

/* The rule by which one unit rests on another. */
static const pr_rule *rule_between(const order *o, uint32_t from, uint32_t to) {
    const pr_edge_list *edges = &o->edges[from];
    uint32_t i = 0, whole = pr_whole_unit(o->program, pr_unit_relation(o->program, to));
    while (edges->items[i].to != to && edges->items[i].to != whole) {
        i++;
    }
    return &o->program->rules[edges->items[i].rule];
}

static void report_cycle(order *o, uint32_t unit, const pr_edge *negative) {
    const pr_rule *rule = &o->program->rules[negative->rule];
    uint32_t *way = PR_NEW_ARRAY(o->build->arena, uint32_t, o->unit_count + 1u);
    uint32_t length = way != NULL ? find_way(o, negative->to, unit, way) : 0;
    const uint32_t negated = length > 0 ? way[length - 1] : negative->to;
    pr_text text = unit_name(o, unit);
    text = pr_text_format(o->build->arena, "%.*s rests on not, or a count, of %.*s", PR_ARG(text),
                          PR_ARG(unit_name(o, negated)));
    for (uint32_t i = length > 1 ? length - 1 : 0; i > 0; i--) {
        text = pr_text_format(o->build->arena, "%.*s, which rests on %.*s", PR_ARG(text),
                              PR_ARG(unit_name(o, way[i - 1])));
    }
    pr_diag *d = pr_error(o->build->diags, "negation-cycle", pr_origin_whole(&rule->origin),
                          "a conclusion rests on its own negation: %.*s", PR_ARG(text));
    for (uint32_t i = length > 1 ? length - 1 : 0; i > 0; i--) {
        const pr_rule *by = rule_between(o, way[i], way[i - 1]);
        pr_diag_note(o->build->diags, d, pr_origin_whole(&by->origin), "by this rule %.*s rests on %.*s",
                     PR_ARG(unit_name(o, way[i])), PR_ARG(unit_name(o, way[i - 1])));
    }
    pr_diag_hint(o->build->diags, d,
                 "break the cycle: facts that are negated or counted must be concluded without it");
    o->ok = false;
}

/* Nodes that rest on a unit of the component: their values are forgotten between rounds. */
static void find_again(order *o, pr_stratum *stratum, uint32_t component) {
    const pr_program *p = o->program;
    bool *rests = PR_NEW_ARRAY(&o->build->drafting, bool, p->node_count + 1u);
    pr_node_id *again = PR_NEW_ARRAY(o->build->arena, pr_node_id, p->node_count + 1u);
    if (rests == NULL || again == NULL) {
        o->build->failed = true;
        o->ok = false;
        return;
    }
    for (pr_node_id id = 0; id < p->node_count; id++) {
        const pr_node *n = &p->nodes[id];
        if ((n->flags & PR_NODE_FACTS) == 0) {
            continue;
        }
        bool mine = n->op == PR_OP_FACT && o->units[n->data].component == component;
        if (n->op == PR_OP_TUPLE || n->op == PR_OP_RELATION) {
            const pr_relation *r = &p->relations[n->data];
            mine = r->loop_count > 0 && o->units[pr_loops_unit(o->program, n->data)].component == component;
            for (uint32_t i = 0; i < r->fact_count && !mine; i++) {
                mine = o->units[r->facts[i]].component == component;
            }
        }
        if (n->op == PR_OP_SUBSET) {
            const pr_subset *subset = &p->subsets[n->data];
            for (uint32_t i = 0; i < subset->fact_count && !mine; i++) {
                mine = o->units[subset->facts[i]].component == component;
            }
        }
        /* The conditions that it may ask come after it: they count as resting on the component. */
        mine = mine || (n->flags & PR_NODE_ASKS) != 0;
        for (uint32_t i = 0; i < n->count && !mine; i++) {
            pr_node_id arg = p->args[n->first + i];
            mine = arg != PR_NONE && rests[arg];
        }
        rests[id] = mine;
        if (mine && (n->flags & PR_NODE_CLOSED) != 0) {
            again[stratum->again_count++] = id;
        }
    }
    stratum->again = again;
}

static void check_component(order *o, const uint32_t *members, uint32_t count) {
    for (uint32_t m = 0; m < count; m++) {
        const pr_edge_list *edges = &o->edges[members[m]];
        const uint32_t component = o->units[members[m]].component;
        for (uint32_t i = 0; i < edges->count; i++) {
            if (edges->items[i].negative && o->units[edges->items[i].to].component == component) {
                report_cycle(o, members[m], &edges->items[i]);
                return;
            }
        }
    }
}

static bool rests_on_itself(const order *o, uint32_t unit) {
    const pr_edge_list *edges = &o->edges[unit];
    for (uint32_t i = 0; i < edges->count; i++) {
        if (edges->items[i].to == unit) {
            return true;
        }
    }
    return false;
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* A finished component: its units follow those they rest on. */
static void finish_component(order *o, uint32_t root) {
    uint32_t first = o->stack.count;
    uint32_t component = ++o->component_count;
    do {
        first--;
        o->units[o->stack.items[first]].component = component;
        o->units[o->stack.items[first]].on_stack = false;
    } while (o->stack.items[first] != root);
    uint32_t count = o->stack.count - first;
    uint32_t *members = o->stack.items + first;
    bool recursive = count > 1 || rests_on_itself(o, root);
    qsort(members, count, sizeof *members, by_number);
    if (recursive) {
        check_component(o, members, count);
    }
    pr_stratum stratum = {.first = o->ordered.count, .recursive = recursive};
    for (uint32_t m = 0; m < count; m++) {
        if (!has_work(o, members[m])) {
            continue;
        }
        bool fact = members[m] < o->program->fact_count;
        pr_unit unit = {.fact = fact ? members[m] : PR_NONE,
                        .relation = fact ? PR_NONE : members[m] - o->program->fact_count};
        o->ok = PR_PUSH(o->build->arena, &o->ordered, unit) && o->ok;
        stratum.count++;
    }
    o->stack.count = first;
    if (recursive && o->ok) {
        find_again(o, &stratum, component);
    }
    uint32_t strata = o->strata.count;
    if (!recursive && strata > 0 && !o->strata.items[strata - 1].recursive) {
        o->strata.items[strata - 1].count += stratum.count;
    } else if (stratum.count > 0) {
        o->ok = PR_PUSH(o->build->arena, &o->strata, stratum) && o->ok;
    }
}

/* Tarjan's algorithm with a stack of its own: chains of facts may be long. */
typedef struct visit {
    uint32_t unit, edge;
} visit;

static void visit_from(order *o, uint32_t start, visit *path) {
    uint32_t depth = 0;
    path[depth++] = (visit){.unit = start};
    while (depth > 0) {
        visit *v = &path[depth - 1];
        unit_state *u = &o->units[v->unit];
        if (v->edge == 0 && u->index == 0) {
            u->index = u->low = ++o->next_index;
            u->on_stack = true;
            o->ok = PR_PUSH(o->build->arena, &o->stack, v->unit) && o->ok;
        }
        if (!o->ok) {
            return;
        }
        if (v->edge < o->edges[v->unit].count) {
            uint32_t to = o->edges[v->unit].items[v->edge++].to;
            if (o->units[to].index == 0) {
                path[depth++] = (visit){.unit = to};
            } else if (o->units[to].on_stack && o->units[to].index < u->low) {
                u->low = o->units[to].index;
            }
            continue;
        }
        if (u->low == u->index) {
            finish_component(o, v->unit);
        }
        depth--;
        if (depth > 0 && u->low < o->units[path[depth - 1].unit].low) {
            o->units[path[depth - 1].unit].low = u->low;
        }
    }
}

/* Recursion through loops must end: a slot may only pass on what is there already. */
static bool passes_on(const pr_program *p, pr_node_id id) {
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT:
    case PR_OP_LOCAL: return true;
    case PR_OP_PATH: return passes_on(p, pr_node_args(p, n)[0]);
    default: return (n->flags & PR_NODE_CLOSED) != 0 && (n->flags & PR_NODE_FACTS) == 0;
    }
}

static void report_new_value(order *o, const pr_loop *loop, uint32_t slot) {
    const pr_kb_rule *rule = pr_build_rule(o->build, loop->rule, NULL);
    const pr_relation *relation = &o->program->relations[loop->relation];
    pr_span place = pr_build_slot_place(o->build, loop->rule, loop->relation, slot);
    pr_diag *d = pr_error(
        o->build->diags, "recursive-value", place,
        "the rule '%.*s' rests on facts of '%.*s' that it asserts itself, so it may not compute new values",
        PR_ARG(rule->id), PR_ARG(relation->name));
    pr_diag_hint(o->build->diags, d, "it would never end; a slot may only pass on what is there already");
}

static void check_recursive_loops(order *o) {
    for (uint32_t s = 0; s < o->strata.count; s++) {
        const pr_stratum *stratum = &o->strata.items[s];
        for (uint32_t i = 0; stratum->recursive && i < stratum->count; i++) {
            const pr_unit *unit = &o->ordered.items[stratum->first + i];
            const pr_relation *r = unit->relation != PR_NONE ? &o->program->relations[unit->relation] : NULL;
            for (uint32_t l = 0; r != NULL && l < r->loop_count; l++) {
                const pr_loop *loop = &o->program->loops[r->loops[l]];
                for (uint32_t k = 0; k < r->slot_count; k++) {
                    if (loop->slots[k] != PR_NONE && !passes_on(o->program, loop->slots[k])) {
                        report_new_value(o, loop, k);
                        o->ok = false;
                    }
                }
            }
        }
    }
}

/* Relations that conditions look at otherwise than fact by fact. */
static void mark_read(order *o) {
    for (pr_node_id id = 0; id < o->program->node_count; id++) {
        const pr_node *n = pr_node_at(o->program, id);
        if (n->op == PR_OP_TUPLE || n->op == PR_OP_RELATION) {
            o->build->relations[n->data].read = true;
        }
    }
}

/* What a slot says matters where conditions read it, and where it is the id by which the answer names something. */
static bool is_read(const pr_build *b, uint32_t relation, uint32_t slot) {
    const pr_program *p = b->program;
    bool named = relation == p->roles[PR_ROLE_RECOMMENDATION];
    return p->relations[relation].read ||
           (named && pr_text_is(b->kb->relations.items[relation].slots[slot].name, "id"));
}

/* Text with a gap in it would be a guess there. */
static void read_slots(pr_build *b, uint32_t relation, const pr_node_id *slots) {
    for (uint32_t s = 0; slots != NULL && s < b->program->relations[relation].slot_count; s++) {
        pr_node *n = slots[s] != PR_NONE ? &b->graph.nodes.items[slots[s]] : NULL;
        if (n != NULL && n->op == PR_OP_TEMPLATE && n->data == PR_TEMPLATE_SLOT && is_read(b, relation, s)) {
            n->data = PR_TEMPLATE_READ;
        }
    }
}

static void read_templates(pr_build *b) {
    const pr_program *p = b->program;
    for (uint32_t f = 0; f < p->fact_count; f++) {
        if (!p->facts[f].constant) {
            read_slots(b, p->facts[f].relation, p->facts[f].slots);
        }
    }
    for (uint32_t l = 0; l < p->loop_count; l++) {
        read_slots(b, p->loops[l].relation, p->loops[l].slots);
    }
}

bool pr_order_units(pr_build *b) {
    order o = {.build = b, .program = b->program, .unit_count = pr_unit_count(b->program), .ok = true};
    o.edges = pr_find_edges(b);
    o.units = PR_NEW_ARRAY(&b->drafting, unit_state, o.unit_count + 1u);
    visit *path = PR_NEW_ARRAY(&b->drafting, visit, o.unit_count + 1u);
    if (o.edges == NULL || o.units == NULL || path == NULL) {
        b->failed = b->failed || o.units == NULL || path == NULL;
        return false;
    }
    for (uint32_t u = 0; u < o.unit_count && o.ok; u++) {
        if (o.units[u].index == 0) {
            visit_from(&o, u, path);
        }
    }
    if (o.ok) {
        check_recursive_loops(&o);
    }
    if (o.ok) {
        mark_read(&o);
        read_templates(b);
    }
    b->program->units = o.ordered.items;
    b->program->unit_count = o.ordered.count;
    b->program->strata = b->strata = o.strata.items;
    b->program->stratum_count = o.strata.count;
    return o.ok;
}
