#include "keep/clips.h"

#include <stdio.h>

/* CLIPS fires rules of a higher salience first: what others negate is derived before them. */
enum { TOP_SALIENCE = 10000, SALIENCE_STEP = 2 };

typedef struct clips {
    const pr_program *p;
    pr_arena *arena;
    pr_buf *out;     /* NULL: only finds the conditions */
    uint32_t *level; /* by fact: how many negations lie below it */
    bool *asked;     /* by node: it is a condition that is given */
    uint32_t *named; /* by node, twice, as it is and negated: the number of its alternatives, from 1 */
    uint32_t alternatives;
    bool failed;
} clips;

/* ---- Levels: a fact is above all that it negates */
static bool is_conjunction(const pr_node *n) {
    return n->op == PR_OP_AND || n->op == PR_OP_OR || n->op == PR_OP_NOT || n->op == PR_OP_CONDITION;
}

static bool is_inner(const pr_node *n) { return (n->flags & PR_NODE_FACTS) != 0 && is_conjunction(n); }

static uint32_t level_of(const clips *c, pr_node_id id, bool negated) {
    const pr_node *n = pr_node_at(c->p, id);
    if (n->op == PR_OP_FACT) {
        return c->level[n->data] + (negated ? 1 : 0);
    }
    if (!is_inner(n)) {
        return 0;
    }
    /* What a condition makes of null is told after all that is in it. */
    bool below = n->op == PR_OP_NOT ? !negated : negated;
    uint32_t most = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t level = level_of(c, pr_node_args(c->p, n)[i], below);
        most = level > most ? level : most;
    }
    return most;
}

static bool raise_levels(clips *c) {
    bool again = false;
    for (uint32_t f = 0; f < c->p->fact_count; f++) {
        for (uint32_t b = 0; b < c->p->facts[f].body_count; b++) {
            pr_node_id node = c->p->facts[f].bodies[b].node;
            uint32_t level = node != PR_NONE ? level_of(c, node, false) : 0;
            again |= level > c->level[f];
            c->level[f] = level > c->level[f] ? level : c->level[f];
        }
    }
    return again;
}

/* ---- Names */
static void write_quoted(pr_text text, pr_buf *out) {
    pr_buf_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char ch = text.at[i];
        pr_buf_string(out, ch == '"' || ch == '\\' ? "\\" : "");
        pr_buf_char(out, ch == '\n' || ch == '\r' ? ' ' : ch);
    }
    pr_buf_char(out, '"');
}

static void write_fact(const clips *c, uint32_t number, pr_buf *out) {
    const pr_fact *f = &c->p->facts[number];
    const pr_relation *r = &c->p->relations[f->relation];
    pr_buf_string(out, "(fact ");
    write_quoted(r->name, out);
    if (!f->constant) {
        pr_buf_printf(out, " \"#%u\"", number);
    }
    for (uint32_t i = 0; f->constant && i < r->slot_count; i++) {
        pr_value v = f->values[i];
        pr_buf_char(out, ' ');
        if (v.kind == PR_ENTITY || v.kind == PR_STRING) {
            write_quoted(v.kind == PR_ENTITY ? v.entity->id : pr_string_text(v), out);
            continue;
        }
        pr_buf text;
        pr_buf_init(&text, c->arena->allocator);
        pr_value_print(v, &text);
        write_quoted(pr_buf_view(&text), out);
        out->failed |= text.failed;
        pr_buf_release(&text);
    }
    pr_buf_char(out, ')');
}

static void write_rule(clips *c, uint32_t level, const pr_buf *tests, const char *then) {
    if (c->out != NULL) {
        long salience = TOP_SALIENCE - (long)SALIENCE_STEP * (long)level;
        pr_buf_printf(c->out, " (declare (salience %ld))", salience);
        pr_buf_text(c->out, pr_buf_view(tests));
        pr_buf_printf(c->out, " => (assert %s))\n", then);
    }
}

/* ---- Conditions */
static void write_test(clips *c, pr_node_id id, bool negated, pr_buf *out);

/* Any of the arguments: a fact of its own, by a rule for each. */
static void write_any(clips *c, pr_node_id id, bool negated, pr_buf *out) {
    const pr_node *n = pr_node_at(c->p, id);
    uint32_t *named = &c->named[2 * (size_t)id + negated], number = *named;
    char name[32];
    (void)snprintf(name, sizeof name, "(any %u)", number > 0 ? number : c->alternatives + 1);
    if (number > 0) {
        pr_buf_printf(out, " %s", name);
        return;
    }
    *named = number = ++c->alternatives;
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(c->p, n)[i];
        pr_buf tests;
        pr_buf_init(&tests, c->arena->allocator);
        write_test(c, arg, negated, &tests);
        if (c->out != NULL) {
            pr_buf_printf(c->out, "(defrule any-%u-%u", number, i);
        }
        write_rule(c, level_of(c, arg, negated), &tests, name);
        c->failed |= tests.failed;
        pr_buf_release(&tests);
    }
    pr_buf_printf(out, " %s", name);
}

static void write_test(clips *c, pr_node_id id, bool negated, pr_buf *out) {
    const pr_node *n = pr_node_at(c->p, id);
    const pr_node_id *args = pr_node_args(c->p, n);
    if (n->op == PR_OP_FACT) {
        pr_buf_string(out, negated ? " (not " : " ");
        write_fact(c, n->data, out);
        pr_buf_string(out, negated ? ")" : "");
    } else if (!is_inner(n)) {
        c->asked[id] = true;
        pr_buf_printf(out, negated ? " (fails %u)" : " (holds %u)", id);
    } else if (n->op == PR_OP_NOT || n->op == PR_OP_CONDITION) {
        write_test(c, args[0], n->op == PR_OP_NOT ? !negated : negated, out);
    } else if ((n->op == PR_OP_AND) != negated) {
        for (uint32_t i = 0; i < n->count; i++) {
            write_test(c, args[i], negated, out);
        }
    } else {
        write_any(c, id, negated, out);
    }
}

static void write_body(clips *c, uint32_t fact, uint32_t number) {
    const pr_body *body = &c->p->facts[fact].bodies[number];
    pr_buf tests, then;
    pr_buf_init(&tests, c->arena->allocator);
    pr_buf_init(&then, c->arena->allocator);
    if (body->node != PR_NONE) {
        write_test(c, body->node, false, &tests);
    }
    write_fact(c, fact, &then);
    pr_buf_char(&then, '\0');
    if (c->out != NULL) {
        pr_buf_printf(c->out, "(defrule fact-%u-%u ", fact, number);
        write_quoted(c->p->rules[body->rule].id, c->out);
    }
    if (!then.failed) {
        write_rule(c, c->level[fact], &tests, then.at);
    }
    c->failed |= tests.failed || then.failed;
    pr_buf_release(&tests);
    pr_buf_release(&then);
}

static bool walk(clips *c) {
    c->level = PR_NEW_ARRAY(c->arena, uint32_t, c->p->fact_count + 1u);
    c->asked = PR_NEW_ARRAY(c->arena, bool, c->p->node_count + 1u);
    c->named = PR_NEW_ARRAY(c->arena, uint32_t, 2u * (size_t)c->p->node_count + 1u);
    if (c->level == NULL || c->asked == NULL || c->named == NULL) {
        return false;
    }
    while (raise_levels(c)) {
    }
    for (uint32_t f = 0; f < c->p->fact_count; f++) {
        for (uint32_t b = 0; b < c->p->facts[f].body_count; b++) {
            write_body(c, f, b);
        }
    }
    return !c->failed && (c->out == NULL || !c->out->failed);
}

bool pr_keep_clips(const pr_program *p, pr_arena *arena, pr_buf *out) {
    clips c = {.p = p, .arena = arena, .out = out};
    pr_buf_printf(out, "; The rules of %.*s %.*s, expanded over the knowledge base, for CLIPS.\n",
                  PR_ARG(p->name), PR_ARG(p->version));
    pr_buf_string(
        out,
        "; (holds N), (fails N): a condition on the profile, or on lists of facts that only a run knows;\n"
        "; 'kb export --clips --facts PROFILE' says which. Rules for records of the profile are not here.\n"
        "; clips -f2 with (load RULES) (load FACTS) (reset) (run) (facts) derives the facts.\n");
    return walk(&c);
}

bool pr_keep_clips_facts(pr_vm *vm, pr_arena *arena, pr_buf *out, uint32_t *unknown) {
    clips c = {.p = vm->program, .arena = arena};
    *unknown = 0;
    if (!walk(&c)) {
        return false;
    }
    pr_buf_string(out, "(deffacts conditions\n");
    for (pr_node_id id = 0; id < c.p->node_count; id++) {
        pr_truth t = c.asked[id] ? pr_vm_truth(vm, id) : PR_UNDECIDED;
        if (c.asked[id] && (t == PR_TRUE || t == PR_FALSE)) {
            pr_buf_printf(out, "  (%s %u)\n", t == PR_TRUE ? "holds" : "fails", id);
        }
        *unknown += c.asked[id] && t == PR_UNDECIDED;
    }
    pr_buf_string(out, ")\n; What this engine derives:\n");
    for (uint32_t f = 0; f < c.p->fact_count; f++) {
        if (pr_vm_state(vm, f) == PR_TRUE && c.p->facts[f].body_count > 0) {
            pr_buf_string(out, "; ");
            write_fact(&c, f, out);
            pr_buf_char(out, '\n');
        }
        *unknown += pr_vm_state(vm, f) == PR_UNDECIDED;
    }
    return !out->failed && !vm->arena.failed;
}
