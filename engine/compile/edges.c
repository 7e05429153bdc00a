/* What the facts and loops of a program rest on, by the nodes of their rules. */
#include "base/limits.h"
#include "compile/units.h"

/* How a unit rests on another: an answer that only grows with it, or one that may shrink. */
typedef enum polarity { GROWS = 1, SHRINKS = 2, EITHER = 3 } polarity;

/* Lists within lists, each looked into for itself: past this many of one fact any of their conditions count. */
enum { MOST_TURNS = 10000 };

/* A node that may ask for any condition of a name. */
typedef struct later {
    const pr_node *node;
    polarity p;
} later;

typedef struct walk {
    pr_build *build;
    const pr_program *program;
    pr_edge_list *edges;
    uint32_t current, rule; /* whose edges are being found */
    uint32_t *stamps[4];    /* by polarity: by node, the turn in which it was met last */
    uint32_t turns;         /* so far */
    uint32_t turn;          /* of a fact or a loop; several loops of a relation share a unit */
    uint32_t turn_inside;   /* of nodes with locals: of the body that is being looked into */
    pr_node_id *bound;      /* by local: the constant whose items it goes through; PR_NONE: something else */
    bool *open;             /* by node: what is below it is being looked at */
    bool *told;             /* by condition: that it rests on itself */
    uint32_t asking;        /* conditions that are being looked at, each asked for by the one before */
    PR_VEC(later) later;    /* of this turn */
} walk;

static void add_edge(walk *w, uint32_t to, polarity p) {
    pr_edge_list *edges = &w->edges[w->current];
    pr_edge e = {.to = to, .rule = w->rule, .negative = p != GROWS};
    for (uint32_t i = edges->count; i > 0 && i + 8 > edges->count; i--) {
        if (edges->items[i - 1].to == to && edges->items[i - 1].negative == e.negative) {
            return;
        }
    }
    w->build->failed = !PR_PUSH(&w->build->drafting, edges, e) || w->build->failed;
}

static polarity flip(polarity p) { return p == GROWS ? SHRINKS : p == SHRINKS ? GROWS : EITHER; }

static void rest_on(walk *w, pr_node_id id, polarity p);

/* A test rests on the tuples that could match it. */
static void rest_on_tuple(walk *w, const pr_node *node, polarity p) {
    const pr_relation *r = &w->program->relations[node->data];
    const pr_node_id *args = pr_node_args(w->program, node);
    for (uint32_t i = 0; i < r->fact_count; i++) {
        const pr_fact *fact = &w->program->facts[r->facts[i]];
        bool could = true;
        for (uint32_t s = 0; s < node->count && could; s++) {
            pr_value wanted;
            if (args[s] != PR_NONE && fact->constant && pr_graph_value(&w->build->graph, args[s], &wanted)) {
                could = pr_value_equal(fact->values[s], wanted) == PR_TRUE;
            }
        }
        if (could) {
            add_edge(w, r->facts[i], p);
        }
    }
    if (r->loop_count > 0) {
        add_edge(w, pr_loops_unit(w->program, node->data), p);
    }
    for (uint32_t s = 0; s < node->count; s++) {
        if (args[s] != PR_NONE) {
            rest_on(w, args[s], EITHER);
        }
    }
}

static void rest_on_args(walk *w, const pr_node *node, polarity first, polarity others) {
    const pr_node_id *args = pr_node_args(w->program, node);
    for (uint32_t i = 0; i < node->count; i++) {
        rest_on(w, args[i], i == 0 ? first : others);
    }
}

/* The constant that a list is part of, or that a local goes through; PR_NONE where only the run knows. */
static pr_node_id constant_below(const walk *w, pr_node_id id) {
    const pr_node *n = pr_node_at(w->program, id);
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return id;
    case PR_OP_FILTER: return constant_below(w, pr_node_args(w->program, n)[0]);
    case PR_OP_LOCAL: return w->bound[n->data];
    default: return PR_NONE;
    }
}

static void ask(walk *w, uint32_t number, polarity p) {
    if (w->asking == PR_LIMIT_DEFINITIONS) {
        pr_build_say_too_deep(w->build, number);
        return;
    }
    w->asking++;
    rest_on(w, w->program->conditions[number], p);
    w->asking--;
}

static void ask_those_of(walk *w, const pr_node *node, pr_value v, polarity p) {
    for (uint32_t i = 0; v.kind == PR_LIST && i < v.list->count; i++) {
        ask_those_of(w, node, v.list->items[i], p);
    }
    const pr_context *fields = v.kind == PR_CONTEXT  ? v.context
                               : v.kind == PR_ENTITY ? v.entity->fields
                                                     : NULL;
    for (uint32_t i = 0; fields != NULL && i < fields->shape->count; i++) {
        if (fields->values[i].kind == PR_CONDITION &&
            pr_node_asks(w->program, node, fields->shape->names[i])) {
            ask(w, (uint32_t)fields->values[i].number, p);
        }
    }
}

/* A condition that the run finds among what entities hold: of those in a list that is known, or any of that name. */
static void rest_on_asked(walk *w, const pr_node *node, polarity p) {
    if ((node->flags & PR_NODE_ASKS) == 0) {
        return;
    }
    pr_value v;
    pr_node_id known =
        node->op != PR_OP_BUILTIN ? constant_below(w, pr_node_args(w->program, node)[0]) : PR_NONE;
    if (pr_graph_value(&w->build->graph, known, &v)) {
        ask_those_of(w, node, v, p);
    } else {
        later l = {node, p};
        w->build->failed = !PR_PUSH(&w->build->drafting, &w->later, l) || w->build->failed;
    }
}

/* That one of them asks itself is not known: they are looked at one by one, not one below the other. */
static void ask_later(walk *w) {
    const pr_kb *kb = w->build->kb;
    for (uint32_t l = 0; l < w->later.count; l++) {
        for (uint32_t i = 0; i < kb->conditions.count; i++) {
            if (pr_node_asks(w->program, w->later.items[l].node, kb->conditions.items[i].field)) {
                rest_on(w, w->program->conditions[i], w->later.items[l].p);
            }
        }
    }
    w->later.count = 0;
}

static void report_circle(walk *w, pr_node_id id) {
    const pr_build *b = w->build;
    uint32_t number = 0;
    while (number < b->kb->conditions.count && w->program->conditions[number] != id) {
        number++;
    }
    if (number == b->kb->conditions.count || w->told[number]) {
        return;
    }
    w->told[number] = true;
    pr_diag *diag = pr_build_say_circle(w->build, number);
    pr_diag_hint(b->diags, diag, "it is among those that it asks for; leave it out of the list, by its id");
}

/* The body of an iteration asks the conditions of the list at hand: it is looked into for each such list anew. */
static void rest_on_body(walk *w, const pr_node *node, polarity p) {
    const pr_node_id *args = pr_node_args(w->program, node);
    const uint32_t outer = w->turn_inside;
    const bool asks = (pr_node_at(w->program, args[1])->flags & PR_NODE_ASKS) != 0;
    if (asks && w->turns - w->turn < MOST_TURNS) {
        w->bound[node->extra] = constant_below(w, args[0]);
        w->turn_inside = ++w->turns;
    }
    rest_on(w, args[1], p);
    w->bound[node->extra] = PR_NONE;
    w->turn_inside = outer;
}

static void rest_on_parts(walk *w, const pr_node *node, polarity p) {
    switch ((pr_op)node->op) {
    case PR_OP_FACT: add_edge(w, node->data, p); break;
    case PR_OP_RELATION: add_edge(w, pr_whole_unit(w->program, node->data), p); break;
    case PR_OP_SUBSET: {
        const pr_subset *subset = &w->program->subsets[node->data];
        for (uint32_t i = 0; i < subset->fact_count; i++) {
            add_edge(w, subset->facts[i], p);
        }
        break;
    }
    case PR_OP_TUPLE: rest_on_tuple(w, node, p); break;
    case PR_OP_NOT: rest_on_args(w, node, flip(p), flip(p)); break;
    case PR_OP_AND:
    case PR_OP_OR:
    case PR_OP_CONDITION: rest_on_args(w, node, p, p); break;
    case PR_OP_PATH:
        rest_on_args(w, node, p, p);
        rest_on_asked(w, node, p);
        break;
    case PR_OP_FILTER: {
        /* The item at a position is another one when the list grows. */
        bool condition =
            (pr_node_at(w->program, pr_node_args(w->program, node)[1])->flags & PR_NODE_BOOLEAN) != 0;
        rest_on(w, pr_node_args(w->program, node)[0], condition ? p : EITHER);
        rest_on_body(w, node, condition ? p : EITHER);
        break;
    }
    case PR_OP_IF: rest_on_args(w, node, EITHER, p); break;
    case PR_OP_SOME:
    case PR_OP_EVERY:
        rest_on(w, pr_node_args(w->program, node)[0], node->op == PR_OP_SOME ? p : flip(p));
        rest_on_body(w, node, p);
        break;
    case PR_OP_IN: rest_on_args(w, node, EITHER, p); break;
    case PR_OP_FOR:
    case PR_OP_FOR_FLAT:
        rest_on(w, pr_node_args(w->program, node)[0], p);
        rest_on_body(w, node, EITHER);
        break;
    default:
        rest_on_args(w, node, EITHER, EITHER);
        rest_on_asked(w, node, EITHER);
        break;
    }
}

static void rest_on(walk *w, pr_node_id id, polarity p) {
    const pr_node *node = pr_node_at(w->program, id);
    const uint32_t turn = (node->flags & PR_NODE_CLOSED) != 0 ? w->turn : w->turn_inside;
    if ((node->flags & (PR_NODE_FACTS | PR_NODE_ASKS)) == 0) {
        return;
    }
    if (w->open[id]) {
        report_circle(w, id);
        return;
    }
    if (w->stamps[p][id] == turn) {
        return;
    }
    w->stamps[p][id] = turn;
    w->open[id] = true;
    rest_on_parts(w, node, p);
    w->open[id] = false;
}

static void find_edges_of_fact(walk *w, uint32_t number) {
    const pr_fact *fact = &w->program->facts[number];
    w->current = number;
    w->turn = w->turn_inside = ++w->turns;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        w->rule = fact->bodies[i].rule;
        rest_on(w, fact->bodies[i].node, GROWS);
        ask_later(w);
    }
    for (uint32_t s = 0; !fact->constant && s < w->program->relations[fact->relation].slot_count; s++) {
        rest_on(w, fact->slots[s], EITHER);
    }
    ask_later(w);
}

static void find_edges_of_loop(walk *w, const pr_loop *loop) {
    w->current = pr_loops_unit(w->program, loop->relation);
    w->rule = loop->rule;
    w->turn = w->turn_inside = ++w->turns;
    for (uint32_t i = 0; i <= loop->level_count; i++) {
        if (i < loop->level_count) {
            rest_on(w, loop->sources[i], GROWS);
        }
        if (loop->tests[i] != PR_NONE) {
            rest_on(w, loop->tests[i], GROWS);
        }
    }
    for (uint32_t s = 0; s < w->program->relations[loop->relation].slot_count; s++) {
        if (loop->slots[s] != PR_NONE) {
            rest_on(w, loop->slots[s], EITHER);
        }
    }
    ask_later(w);
}

static void find_edges_of_whole(walk *w, uint32_t number) {
    const pr_relation *relation = &w->program->relations[number];
    w->current = pr_whole_unit(w->program, number);
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        add_edge(w, relation->facts[i], GROWS);
    }
    if (relation->loop_count > 0) {
        add_edge(w, pr_loops_unit(w->program, number), GROWS);
    }
}

static bool begin(walk *w) {
    pr_arena *arena = &w->build->drafting;
    w->edges = PR_NEW_ARRAY(arena, pr_edge_list, pr_unit_count(w->program) + 1u);
    w->bound = PR_NEW_ARRAY(arena, pr_node_id, w->program->frame_size + 1u);
    for (uint32_t i = 0; w->bound != NULL && i <= w->program->frame_size; i++) {
        w->bound[i] = PR_NONE;
    }
    w->open = PR_NEW_ARRAY(arena, bool, w->program->node_count + 1u);
    w->told = PR_NEW_ARRAY(arena, bool, w->build->kb->conditions.count + 1u);
    bool ok = w->edges != NULL && w->bound != NULL && w->open != NULL && w->told != NULL;
    for (int p = GROWS; p <= EITHER; p++) {
        w->stamps[p] = PR_NEW_ARRAY(arena, uint32_t, w->program->node_count + 1u);
        ok = ok && w->stamps[p] != NULL;
    }
    return ok;
}

const pr_edge_list *pr_find_edges(pr_build *b) {
    walk w = {.build = b, .program = b->program};
    const pr_program *p = b->program;
    if (!begin(&w)) {
        b->failed = true;
        return NULL;
    }
    for (uint32_t f = 0; f < p->fact_count; f++) {
        find_edges_of_fact(&w, f);
    }
    for (uint32_t l = 0; l < p->loop_count; l++) {
        find_edges_of_loop(&w, &p->loops[l]);
    }
    for (uint32_t r = 0; r < p->relation_count; r++) {
        find_edges_of_whole(&w, r);
    }
    return b->failed || b->diags->errors > 0 ? NULL : w.edges;
}
