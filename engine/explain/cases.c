/* The cases of a rule over lists that come nearest to a conclusion it did not draw: what its variables stand for, and
 * what of its conditions does not hold of that. */
#include "explain/parts.h"

#include <stdlib.h>

/* What the variables stand for, where all slots are as they are wanted. */
typedef struct candidate {
    pr_value *locals;
    uint32_t failing; /* of the rule's tests how many do not hold */
    uint32_t number;  /* in the order of the lists */
} candidate;

typedef struct search {
    pr_explainer *x;
    const pr_loop *loop;
    const pr_value *wanted;
    PR_VEC(candidate) found;
    bool cut; /* there are more than were looked at */
} search;

static bool fits(const search *s) {
    pr_vm *vm = s->x->vm;
    for (uint32_t i = 0; i < vm->program->relations[s->loop->relation].slot_count; i++) {
        pr_value v = s->loop->slots[i] != PR_NONE ? pr_vm_value(vm, s->loop->slots[i]) : pr_null();
        if (s->wanted[i].kind != PR_WANTED_ANY && pr_value_equal(v, s->wanted[i]) != PR_TRUE) {
            return false;
        }
    }
    return true;
}

static bool keep(search *s, uint32_t failing) {
    pr_arena *arena = &s->x->vm->arena;
    const size_t levels = s->loop->level_count;
    const candidate found = {PR_NEW_ARRAY(arena, pr_value, levels + 1u), failing, s->found.count};
    if (found.locals == NULL || !PR_PUSH(arena, &s->found, found)) {
        return false;
    }
    memcpy(found.locals, s->x->vm->locals, levels * sizeof *found.locals);
    return true;
}

/* Goes through all that the variables from `level` on can stand for. False when out of memory. */
static bool look(search *s, uint32_t level, uint32_t failing) {
    pr_vm *vm = s->x->vm;
    pr_list list;
    const pr_node_id test = s->loop->tests[level];
    failing += test != PR_NONE && pr_vm_holds(vm, test) != PR_TRUE;
    if (level == s->loop->level_count) {
        return failing == 0 || !fits(s) || keep(s, failing);
    }
    if (!pr_vm_as_list(vm, pr_vm_value(vm, s->loop->sources[level]), &list)) {
        return vm->status == PRECEPTOR_OK;
    }
    for (uint32_t i = 0; i < list.count; i++) {
        if (s->x->visits_left == 0) {
            s->cut = true;
            return true;
        }
        s->x->visits_left--;
        vm->locals[level] = list.items[i];
        if (!look(s, level + 1, failing)) {
            return false;
        }
    }
    return true;
}

static int by_failing(const void *a, const void *b) {
    const candidate *p = a, *q = b;
    return p->failing != q->failing ? (p->failing < q->failing ? -1 : 1) : p->number < q->number ? -1 : 1;
}

static pr_proof *case_of(pr_explainer *x, const pr_loop *loop, const candidate *c) {
    pr_proof *out = pr_proof_new(x, PR_PROOF_RULE, PR_FALSE);
    pr_proofs parts = {0};
    memcpy(x->vm->locals, c->locals, loop->level_count * sizeof *c->locals);
    bool ok = out != NULL;
    for (uint32_t i = 0; ok && i <= loop->level_count; i++) {
        ok = loop->tests[i] == PR_NONE || pr_explain_lacking(x, loop->tests[i], &parts);
    }
    if (!ok) {
        return NULL;
    }
    pr_explain_say_rule(x, loop->rule, loop->bindings, loop, c->locals, out);
    out->claim = pr_text_format(&x->vm->arena, "the rule %.*s could say so", PR_ARG(out->rule));
    pr_explain_put_gaps(out, &parts, false);
    return out;
}

/* Those that fail in the fewest tests are told in full, to see which of them are nearest. */
enum { RANKED = 200 };

/* The nearest of those that were found, and how many more there are. */
static bool tell(search *s, pr_proofs *out) {
    pr_explainer *x = s->x;
    pr_proofs cases = {0};
    if (s->found.count > 0) {
        qsort(s->found.items, s->found.count, sizeof *s->found.items, by_failing);
    }
    for (uint32_t i = 0; i < s->found.count && i < RANKED; i++) {
        const pr_proof *one = case_of(x, s->loop, &s->found.items[i]);
        if (one == NULL || !PR_PUSH(&x->vm->arena, &cases, one)) {
            return false;
        }
    }
    if (cases.count > 0) {
        qsort(cases.items, cases.count, sizeof *cases.items, pr_explain_by_nearness);
    }
    for (uint32_t i = 0; i < cases.count && i < PR_LIMIT_PROOF_CASES; i++) {
        if (!PR_PUSH(&x->vm->arena, out, cases.items[i])) {
            return false;
        }
    }
    pr_text rule = x->vm->program->rules[s->loop->rule].id;
    if (s->cut) {
        return pr_explain_say_more(
            x, pr_text_format(&x->vm->arena, "the rule %.*s has more cases than are looked at", PR_ARG(rule)),
            out);
    }
    if (s->found.count <= PR_LIMIT_PROOF_CASES) {
        return true;
    }
    const uint32_t more = s->found.count - PR_LIMIT_PROOF_CASES;
    return pr_explain_say_more(x,
                               pr_text_format(&x->vm->arena, "%u more case%s of the rule %.*s", more,
                                              more == 1 ? "" : "s", PR_ARG(rule)),
                               out);
}

/* What is told, and in which frame, before a loop's variables are bound one after the other. */
typedef struct entered {
    pr_telling telling;
    pr_value *locals;
} entered;

static bool enter(pr_explainer *x, const pr_loop *loop, entered *before) {
    pr_vm *vm = x->vm;
    pr_value *own = PR_NEW_ARRAY(&vm->arena, pr_value, (size_t)vm->frame_size + loop->level_count + 1u);
    if (own == NULL) {
        return false;
    }
    *before = (entered){pr_explain_begin(x, NULL, loop), vm->locals};
    vm->locals = own;
    pr_explain_begin_rule(x, loop->rule, loop->bindings);
    return true;
}

static void leave(pr_explainer *x, const entered *before) {
    x->vm->locals = before->locals;
    pr_explain_end(x, before->telling);
}

bool pr_explain_cases(pr_explainer *x, const pr_loop *loop, const pr_value *wanted, pr_proofs *out) {
    search s = {.x = x, .loop = loop, .wanted = wanted};
    entered before;
    if (!enter(x, loop, &before)) {
        return false;
    }
    bool ok = look(&s, 0, 0) && (s.found.count == 0 || tell(&s, out));
    leave(x, &before);
    return ok;
}

/* The slot of a relation's fact that a slot of the rule's takes over: w.club of a variable w; -1: it is no such. */
static int slot_taken(const pr_program *p, const pr_loop *loop, uint32_t level, pr_node_id slot) {
    const pr_node *n = slot != PR_NONE ? pr_node_at(p, slot) : NULL;
    const pr_node *of = n != NULL && n->op == PR_OP_PATH ? pr_node_at(p, pr_node_args(p, n)[0]) : NULL;
    bool own = of != NULL && of->op == PR_OP_LOCAL && of->data == level;
    return own ? pr_shape_find(p->relations[pr_node_at(p, loop->sources[level])->data].shape,
                               p->names[n->data])
               : -1;
}

bool pr_explain_sources(pr_explainer *x, const pr_loop *loop, const pr_value *wanted, pr_proofs *out) {
    const pr_program *p = x->vm->program;
    bool ok = true;
    for (uint32_t level = 0; ok && level < loop->level_count; level++) {
        const pr_node *source = pr_node_at(p, loop->sources[level]);
        const pr_relation *of = source->op == PR_OP_RELATION ? &p->relations[source->data] : NULL;
        pr_value *sought = of != NULL ? PR_NEW_ARRAY(&x->vm->arena, pr_value, of->slot_count + 1u) : NULL;
        bool told = false;
        for (uint32_t s = 0; sought != NULL && s < of->slot_count; s++) {
            sought[s].kind = PR_WANTED_ANY;
        }
        for (uint32_t s = 0; sought != NULL && s < p->relations[loop->relation].slot_count; s++) {
            int at = slot_taken(p, loop, level, loop->slots[s]);
            if (at >= 0 && wanted[s].kind != PR_WANTED_ANY) {
                sought[at] = wanted[s];
                told = true;
            }
        }
        ok = of == NULL || sought != NULL;
        if (ok && told && pr_vm_tuple_state(x->vm, source->data, sought) == PR_FALSE) {
            ok = pr_proofs_add(x, out, pr_explain_absent(x, source->data, sought, true));
        }
    }
    return ok;
}

/* False when out of memory. */
static bool ask(search *s, uint32_t level, uint32_t *visits, pr_proofs *out) {
    pr_vm *vm = s->x->vm;
    pr_list list;
    const pr_node_id test = s->loop->tests[level];
    pr_proofs asked = {0};
    bool asks = test != PR_NONE && (pr_node_at(vm->program, test)->flags & PR_NODE_ASKS) != 0;
    bool ok = !asks || pr_explain_inputs(s->x, test, &asked);
    for (uint32_t i = 0; ok && i < asked.count; i++) {
        ok = asked.items[i]->kind == PR_PROOF_RECORD || pr_proofs_add(s->x, out, asked.items[i]);
    }
    bool ends = level == s->loop->level_count || (test != PR_NONE && pr_vm_holds(vm, test) == PR_FALSE);
    if (!ok || ends || !pr_vm_as_list(vm, pr_vm_value(vm, s->loop->sources[level]), &list)) {
        return ok && vm->status == PRECEPTOR_OK;
    }
    for (uint32_t i = 0; ok && i < list.count && *visits < PR_LIMIT_CASE_VISITS; i++, ++*visits) {
        vm->locals[level] = list.items[i];
        ok = ask(s, level + 1, visits, out);
    }
    return ok;
}

bool pr_explain_asked_of_cases(pr_explainer *x, const pr_loop *loop, pr_proofs *out) {
    pr_vm *vm = x->vm;
    bool asks = false;
    for (uint32_t i = 0; i <= loop->level_count; i++) {
        asks = asks || (loop->tests[i] != PR_NONE &&
                        (pr_node_at(vm->program, loop->tests[i])->flags & PR_NODE_ASKS) != 0);
    }
    if (!asks) {
        return true;
    }
    search s = {.x = x, .loop = loop};
    uint32_t visits = 0;
    entered before;
    if (!enter(x, loop, &before)) {
        return false;
    }
    bool ok = ask(&s, 0, &visits, out);
    leave(x, &before);
    if (ok && visits >= PR_LIMIT_CASE_VISITS) {
        ok = pr_explain_say_more(x, PR_TEXT("there are more cases than are looked at"), out);
    }
    return ok;
}
