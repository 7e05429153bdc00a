/* A printed proof can be replayed: with nothing known but the attributes that it names as its leaves the same
 * conclusion is drawn, and without any one of them it is not. That goes for verdicts, requirements, recommendations,
 * and facts of any relation, those that loops and recursion found included. PRECEPTOR_SEED=N repeats a run. */
#include "property/pair.h"

#include "api/conclusion.h"
#include "doc/doc.h"
#include "explain/parts.h"

#ifndef PROFILES
#define PROFILES 60
#endif

/* Conclusions that are drawn for each profile beside the verdicts. */
enum { MOST_GOALS = 4000, GOALS = 12 };

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    pr_arena arena;
    pr_diags diags;
    pr_buf proof;
    uint64_t proofs, leaves;
    pr_arena texts; /* of the goals of one profile */
    pr_text goals[MOST_GOALS];
    uint32_t goal_count;
} run;

static bool add_to(void *context, const char *bytes, size_t count) {
    pr_buf_add(context, bytes, count);
    return true;
}

static void print_proof(run *r, const char *conclusion) {
    preceptor_sink sink = {add_to, &r->proof};
    preceptor_view view = {.format = PRECEPTOR_JSON};
    pr_buf_clear(&r->proof);
    preceptor_diagnostics_clear(r->pair.diagnostics);
    preceptor_status status =
        preceptor_write_why(r->pair.sessions[MORE], conclusion, &view, &sink, r->pair.diagnostics);
    if (status != PRECEPTOR_OK) {
        print_error("%s: %s\n", conclusion, preceptor_status_text(status));
        fail();
    }
}

static pr_text text_at(const pr_doc_node *node, const char *key) {
    const pr_doc_node *value = pr_doc_get(node, key);
    assert_non_null(value);
    return value->kind == PR_DOC_STRING ? value->text : (pr_text){0};
}

/* Marks the attributes that the profile gives and the proof names. */
static void find_leaves(run *r, const pr_doc_node *node, bool *named) {
    if (pr_text_is(text_at(node, "kind"), "attribute") && pr_doc_get(node, "at")->kind == PR_DOC_MAP) {
        uint32_t number = pr_map_get(&r->sampler.program->attribute_numbers, text_at(node, "attribute"));
        assert_true(number < MOST_ATTRIBUTES);
        named[number] = true;
    }
    const pr_doc_node *from = pr_doc_get(node, "from");
    for (uint32_t i = 0; i < from->count; i++) {
        find_leaves(r, &from->items[i], named);
    }
}

static const pr_doc_node *read_proof(run *r) {
    pr_arena_reset(&r->arena);
    pr_source *source = pr_source_of(PR_TEXT("proof"), pr_buf_view(&r->proof), &r->arena);
    assert_non_null(source);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_JSON, NULL, &r->arena, &r->diags);
    assert_non_null(root);
    return root;
}

/* `settled`: what counts as something else where it is not given stays as well. */
static void keep_only(const run *r, const sample *from, const bool *named, bool settled, sample *out) {
    *out = *from;
    for (uint32_t i = 0; i < r->sampler.program->vocabulary_count; i++) {
        if (named[i] || (settled && sampler_settled(&r->sampler, i))) {
            continue;
        }
        out->scalars[i] = NULL;
        if (r->sampler.list_of[i] != PR_NONE) {
            out->lists[r->sampler.list_of[i]].given = false;
        }
    }
}

/* A fact by what it prints, where a slot is not known and it cannot be asked for. */
static pr_truth state_of_print(pr_vm *vm, pr_text fact) {
    pr_explainer x;
    assert_true(pr_explainer_init(&x, vm, vm, NULL, false));
    for (uint32_t i = 0; i < vm->program->relation_count; i++) {
        const pr_relation *relation = &vm->program->relations[i];
        const pr_table *table = &vm->facts.tables[i];
        for (uint32_t f = 0; f < relation->fact_count; f++) {
            const pr_value *slots = pr_vm_fact_slots(vm, &vm->program->facts[relation->facts[f]]);
            if (pr_text_equal(pr_explain_fact_text(&x, i, slots), fact)) {
                return pr_vm_state(vm, relation->facts[f]);
            }
        }
        for (uint32_t t = 0; t < table->tuples.count; t++) {
            if (pr_text_equal(pr_explain_fact_text(&x, i, table->tuples.items[t]->slots), fact)) {
                return (pr_truth)table->tuples.items[t]->state;
            }
        }
    }
    return PR_NEITHER;
}

/* `absent`: it does not hold, and what stands for any value in it is no value that is not known. */
static pr_truth state_of(run *r, side which, pr_text fact, bool absent) {
    pr_conclusion c;
    preceptor_session *session = r->pair.sessions[which];
    const char *text = pr_text_copy(&r->texts, fact).at;
    if (strstr(text, ", _") != NULL || strstr(text, "(_") != NULL) {
        const pr_truth found = state_of_print(&session->vm, fact);
        if (found != PR_NEITHER || !absent) {
            return found != PR_NEITHER ? found : PR_UNDECIDED;
        }
    }
    preceptor_diagnostics_clear(r->pair.diagnostics);
    if (pr_api_find_conclusion(session, text, r->pair.diagnostics, &c) != PRECEPTOR_OK) {
        print_error("cannot be asked for: %s\n", text);
        fail();
    }
    return pr_vm_tuple_state(&session->vm, c.relation, c.slots);
}

static pr_truth replay(run *r, const sample *from, const bool *named, bool settled, pr_text fact,
                       bool absent) {
    sample some;
    keep_only(r, from, named, settled, &some);
    pair_evaluate(&r->pair, &r->sampler, LESS, &some);
    return state_of(r, LESS, fact, absent);
}

static void report(run *r, const sample *from, const char *what, pr_text goal, pr_text attribute) {
    pr_buf yaml;
    pr_buf_init(&yaml, NULL);
    sample_write(&r->sampler, from, true, &yaml);
    print_error("%s: %.*s, %.*s, as of %s\n%.*s\n%.*s\n", what, PR_ARG(goal), PR_ARG(attribute),
                r->pair.as_of, (int)yaml.length, yaml.at, (int)r->proof.length, r->proof.at);
    pr_buf_release(&yaml);
    fail();
}

static pr_truth status_of(const pr_doc_node *proof) {
    pr_text status = text_at(proof, "status");
    return pr_text_is(status, "holds") ? PR_TRUE : pr_text_is(status, "unknown") ? PR_UNDECIDED : PR_FALSE;
}

static void check_proof(run *r, const sample *from, pr_text goal) {
    bool named[MOST_ATTRIBUTES] = {false};
    print_proof(r, goal.at);
    const pr_doc_node *proof = read_proof(r);
    pr_truth state = status_of(proof);
    pr_text fact = pr_text_copy(&r->texts, text_at(proof, "fact"));
    /* Of any fact one that is there is proved, which is asked for by itself. */
    bool any = strstr(goal.at, "(_") != NULL;
    if (state == PR_UNDECIDED || (any && state == PR_TRUE)) {
        return;
    }
    find_leaves(r, proof, named);
    r->proofs++;
    if (replay(r, from, named, false, fact, state == PR_FALSE) != state) {
        report(r, from, "the leaves do not give the conclusion", goal, fact);
    }
    for (uint32_t i = 0; i < r->sampler.program->vocabulary_count; i++) {
        if (!named[i] || sampler_settled(&r->sampler, i)) {
            continue;
        }
        r->leaves++;
        named[i] = false;
        if (replay(r, from, named, true, fact, state == PR_FALSE) == state) {
            report(r, from, "a leaf is of no use", goal, r->sampler.program->attributes[i].path);
        }
        named[i] = true;
    }
}

static void add_goal(run *r, pr_text goal) {
    if (r->goal_count < MOST_GOALS && goal.length > 0) {
        r->goals[r->goal_count++] = pr_text_copy(&r->texts, goal);
    }
}

/* Requirements by ENTITY/REQUIREMENT. */
static void add_requirements(run *r) {
    const pr_program *p = r->sampler.program;
    for (uint32_t s = 0; s < p->subject_count && p->roles[PR_ROLE_MET] != PR_NONE; s++) {
        for (uint32_t i = 0; i < p->subjects[s].requirement_count; i++) {
            add_goal(r, pr_text_format(&r->texts, "%.*s/%.*s", PR_ARG(p->subjects[s].entity->id),
                                       PR_ARG(p->subjects[s].requirements[i].id)));
        }
    }
}

/* Any fact of it: of many a profile there is none. */
static pr_text any_of(run *r, const pr_relation *relation) {
    pr_text said = pr_text_format(&r->texts, "%.*s(", PR_ARG(relation->name));
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        said = pr_text_format(&r->texts, "%.*s%s_", PR_ARG(said), i > 0 ? ", " : "");
    }
    return pr_text_format(&r->texts, "%.*s)", PR_ARG(said));
}

/* Recommendations by their ids, and all that can be asked for as relation(slots). Twice what loops found, and what has
 * slots that only the run knows. */
static void add_facts(run *r) {
    pr_vm *vm = &r->pair.sessions[MORE]->vm;
    const pr_program *p = vm->program;
    pr_explainer x;
    assert_true(pr_explainer_init(&x, vm, vm, NULL, false));
    for (uint32_t i = 0; i < p->relation_count; i++) {
        const pr_relation *relation = &p->relations[i];
        const pr_table *table = &vm->facts.tables[i];
        int id = i == p->roles[PR_ROLE_RECOMMENDATION] ? pr_shape_find(relation->shape, PR_TEXT("id")) : -1;
        for (uint32_t f = 0; f < relation->fact_count + table->tuples.count; f++) {
            bool numbered = f < relation->fact_count;
            const pr_fact *fact = numbered ? &p->facts[relation->facts[f]] : NULL;
            const pr_value *slots =
                numbered ? pr_vm_fact_slots(vm, fact) : table->tuples.items[f - relation->fact_count]->slots;
            bool open = false, run_time = !numbered || !fact->constant;
            for (uint32_t s = 0; s < relation->slot_count; s++) {
                open = open || pr_value_has_unknown(slots[s]);
            }
            if (id >= 0 && slots[id].kind == PR_STRING) {
                add_goal(r, pr_string_text(slots[id]));
            }
            for (int times = open ? 0 : run_time ? 8 : 1; times > 0; times--) {
                add_goal(r, pr_explain_fact_text(&x, i, slots));
            }
        }
        for (int times = relation->loop_count > 0 ? 4 : 0; times > 0; times--) {
            add_goal(r, any_of(r, relation));
        }
    }
}

static void check_goals(run *r, const sample *from) {
    pr_arena_reset(&r->texts);
    r->goal_count = 0;
    add_requirements(r);
    add_facts(r);
    pr_text chosen[GOALS];
    for (uint32_t i = 0; i < GOALS; i++) {
        chosen[i] = r->goals[random_below(&r->random, r->goal_count)];
    }
    for (uint32_t i = 0; i < GOALS; i++) {
        check_proof(r, from, chosen[i]);
    }
    for (uint32_t s = 0; s < r->sampler.program->subject_count; s++) {
        check_proof(r, from, pr_text_of(preceptor_kb_subject_id(r->pair.kb, s)));
    }
}

static void check_kb(const char *manifest) {
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    pr_arena_init(&r->arena, NULL, 0);
    pr_arena_init(&r->texts, NULL, 0);
    pr_diags_init(&r->diags, NULL);
    pr_buf_init(&r->proof, NULL);
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    for (int i = 0; i < PROFILES; i++) {
        sample full, partial;
        assert_true(pair_draw(&r->pair, &r->sampler, &full));
        (void)sampler_take(&r->sampler, &full, random_below(&r->random, 60), &partial);
        pair_evaluate(&r->pair, &r->sampler, MORE, &partial);
        check_goals(r, &partial);
    }
    print_message("%llu proofs replayed, %llu leaves taken out\n", (unsigned long long)r->proofs,
                  (unsigned long long)r->leaves);
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    pr_buf_release(&r->proof);
    pr_diags_release(&r->diags);
    pr_arena_release(&r->texts);
    pr_arena_release(&r->arena);
    free(r);
}

static void test_shipped(void **state) {
    (void)state;
    check_kb(PRECEPTOR_TOP "/kb/kb.yaml");
}

static void test_other(void **state) {
    (void)state;
    check_kb(PRECEPTOR_TOP "/tests/knowledge/kb.yaml");
}

static void test_lists(void **state) {
    (void)state;
    check_kb(PRECEPTOR_TOP "/tests/property/lists/kb.yaml");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped), cmocka_unit_test(test_other),
                                       cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
