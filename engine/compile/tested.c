/* Tests of facts that no rule concludes. A mistyped id in met(program, "...") is text like any other, so it is looked
 * for among what the rules assert. Only a relation whose tuples are all constant can tell, and only text that stands in
 * the test itself is held against its author: what a variable brings along may be pruned rightly. */
#include "compile/build.h"

#include "base/sort.h"

/* What all lowered forms of one test ask for alike. */
typedef struct request {
    const pr_tested *test;
    const pr_kb_relation *relation;
    uint32_t number;   /* of the relation */
    pr_node_id *slots; /* by slot a constant; PR_NONE: any, or only the run knows */
} request;

static const pr_node *node_of(const pr_build *b, const pr_tested *t) {
    return &b->graph.nodes.items[t->node];
}

static uint32_t relation_of(const pr_build *b, const pr_tested *t) {
    const pr_node *node = node_of(b, t);
    return node->op == PR_OP_FACT ? b->drafts.items[node->data].relation : node->data;
}

static pr_node_id slot_of(const pr_build *b, const pr_tested *t, uint32_t slot) {
    const pr_node *node = node_of(b, t);
    if (node->op == PR_OP_FACT) {
        return b->drafts.items[node->data].slots[slot];
    }
    pr_node_id asked = b->graph.args.items[node->first + slot];
    bool constant = asked != PR_NONE && b->graph.nodes.items[asked].op == PR_OP_CONSTANT;
    return constant ? asked : PR_NONE;
}

/* Is the draft a fact that some rule asserts, and agrees with the slots asked for, but for one? */
static bool agrees(const pr_draft *d, const pr_node_id *slots, uint32_t count, uint32_t but) {
    for (uint32_t i = 0; i < count; i++) {
        if (i != but && slots[i] != PR_NONE && d->slots[i] != slots[i]) {
            return false;
        }
    }
    return d->bodies.count > 0;
}

static bool is_concluded(const pr_build *b, const pr_tested *t) {
    const pr_node *node = node_of(b, t);
    if (node->op == PR_OP_FACT) {
        return b->drafts.items[node->data].bodies.count > 0;
    }
    for (uint32_t d = 0; d < b->drafts.count; d++) {
        bool same = b->drafts.items[d].relation == node->data;
        for (uint32_t s = 0; s < node->count && same; s++) {
            pr_node_id asked = slot_of(b, t, s);
            same = asked == PR_NONE || asked == b->drafts.items[d].slots[s];
        }
        if (same && b->drafts.items[d].bodies.count > 0) {
            return true;
        }
    }
    return false;
}

static bool make_request(pr_build *b, const pr_tested *tests, uint32_t count, request *out) {
    uint32_t number = relation_of(b, tests);
    *out = (request){.test = tests, .relation = &b->kb->relations.items[number], .number = number};
    out->slots = PR_NEW_ARRAY(b->arena, pr_node_id, out->relation->slot_count + 1u);
    for (uint32_t s = 0; out->slots != NULL && s < out->relation->slot_count; s++) {
        out->slots[s] = slot_of(b, tests, s);
        for (uint32_t i = 1; i < count; i++) {
            out->slots[s] = slot_of(b, &tests[i], s) == out->slots[s] ? out->slots[s] : PR_NONE;
        }
    }
    return out->slots != NULL;
}

/* Does a relation, in slots of the same names, speak of what is asked for? Then the words are right. */
static bool is_spoken_of(const pr_build *b, const request *r) {
    for (uint32_t d = 0; d < b->drafts.count; d++) {
        const pr_draft *draft = &b->drafts.items[d];
        const pr_kb_relation *other = &b->kb->relations.items[draft->relation];
        bool same = draft->bodies.count > 0;
        for (uint32_t s = 0; s < r->relation->slot_count && same; s++) {
            uint32_t at = 0;
            while (at < other->slot_count &&
                   !pr_text_equal(other->slots[at].name, r->relation->slots[s].name)) {
                at++;
            }
            same = r->slots[s] == PR_NONE || (at < other->slot_count && draft->slots[at] == r->slots[s]);
        }
        if (same) {
            return true;
        }
    }
    return false;
}

static pr_text printed(const pr_build *b, const request *r) {
    pr_buf buf;
    pr_buf_init(&buf, b->arena->allocator);
    pr_buf_printf(&buf, "%.*s(", PR_ARG(r->relation->name));
    for (uint32_t i = 0; i < r->relation->slot_count; i++) {
        pr_value value;
        pr_buf_string(&buf, i > 0 ? ", " : "");
        if (pr_graph_value(&b->graph, r->slots[i], &value)) {
            pr_value_print_literal(value, &buf);
        } else {
            pr_buf_char(&buf, '_');
        }
    }
    pr_buf_char(&buf, ')');
    pr_text text = pr_text_copy(b->arena, pr_buf_view(&buf));
    pr_buf_release(&buf);
    return text;
}

/* The values that rules conclude in a slot's place. */
static void suggest(pr_build *b, pr_diag *diag, const request *r, uint32_t slot, pr_text written) {
    pr_text *values = pr_diag_names(diag, b->arena, b->drafts.count + 1u);
    uint32_t count = 0;
    for (uint32_t d = 0; values != NULL && d < b->drafts.count; d++) {
        const pr_draft *draft = &b->drafts.items[d];
        if (draft->relation == r->number && agrees(draft, r->slots, r->relation->slot_count, slot) &&
            draft->values[slot].kind == PR_STRING) {
            values[count++] = pr_string_text(draft->values[slot]);
        }
    }
    b->failed = b->failed || (diag != NULL && values == NULL);
    if (values != NULL) {
        pr_diag_suggest(b->diags, diag, written, values, count);
    }
}

static void report(pr_build *b, const request *r) {
    const pr_ast *call = r->test->tree;
    pr_severity severity = is_spoken_of(b, r) ? PR_WARNING : PR_ERROR;
    for (uint32_t i = 0; i + 1 < call->count; i++) {
        const pr_ast *argument = call->items[i + 1];
        int slot = pr_build_slot_of_argument(r->relation, call, i);
        if (slot >= 0 && pr_build_is_plain_text(r->relation, (uint32_t)slot, argument)) {
            pr_diag *diag =
                pr_diag_add(b->diags, severity, "never-concluded", pr_feel_span(r->test->source, argument),
                            "no rule concludes %.*s", PR_ARG(printed(b, r)));
            suggest(b, diag, r, (uint32_t)slot, pr_string_text(argument->value));
            return;
        }
    }
}

static int compare(const void *a, const void *b) {
    const pr_tested *x = a, *y = b;
    if (x->tree != y->tree) {
        return (uintptr_t)x->tree < (uintptr_t)y->tree ? -1 : 1;
    }
    return x->node < y->node ? -1 : x->node > y->node;
}

bool pr_check_tests(pr_build *b) {
    uint32_t errors = b->diags->errors;
    pr_sort(b->tested.items, b->tested.count, sizeof(pr_tested), compare);
    for (uint32_t i = 0, end; i < b->tested.count; i = end) {
        const pr_tested *tests = &b->tested.items[i];
        bool concluded = false;
        for (end = i; end < b->tested.count && b->tested.items[end].tree == tests->tree; end++) {
            concluded = concluded || is_concluded(b, &b->tested.items[end]);
        }
        request r;
        if (!concluded && !make_request(b, tests, end - i, &r)) {
            b->failed = true;
        } else if (!concluded) {
            report(b, &r);
        }
    }
    return b->diags->errors == errors;
}
