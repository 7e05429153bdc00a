/* A printed proof can be replayed: with nothing known but the attributes that it names as its leaves the same
 * conclusion is drawn, and without any one of them it is not. PRECEPTOR_SEED=N repeats a run. */
#include "property/pair.h"

#include "doc/doc.h"

#ifndef PROFILES
#define PROFILES 60
#endif

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    pr_arena arena;
    pr_diags diags;
    pr_buf proof;
    uint64_t proofs, leaves, removed;
} run;

static bool add_to(void *context, const char *bytes, size_t count) {
    pr_buf_add(context, bytes, count);
    return true;
}

static void print_proof(run *r, const char *subject) {
    preceptor_sink sink = {add_to, &r->proof};
    preceptor_view view = {.format = PRECEPTOR_JSON};
    pr_buf_clear(&r->proof);
    assert_int_equal(preceptor_write_why(r->pair.sessions[MORE], subject, &view, &sink, r->pair.diagnostics),
                     PRECEPTOR_OK);
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

static void keep_only(const run *r, const sample *from, const bool *named, sample *out) {
    *out = *from;
    for (uint32_t i = 0; i < r->sampler.program->vocabulary_count; i++) {
        if (!named[i]) {
            out->scalars[i] = NULL;
        }
        if (!named[i] && r->sampler.list_of[i] != PR_NONE) {
            out->lists[r->sampler.list_of[i]].given = false;
        }
    }
}

static preceptor_verdict replay(run *r, const sample *from, const bool *named, uint32_t subject) {
    sample some;
    keep_only(r, from, named, &some);
    pair_evaluate(&r->pair, &r->sampler, LESS, &some);
    return preceptor_session_verdict(r->pair.sessions[LESS], subject);
}

static void report(run *r, const sample *from, const char *what, uint32_t subject, pr_text attribute) {
    pr_buf yaml;
    pr_buf_init(&yaml, NULL);
    sample_write(&r->sampler, from, true, &yaml);
    print_error("%s: %s, %.*s\n%.*s\n%.*s\n", what, preceptor_kb_subject_id(r->pair.kb, subject),
                PR_ARG(attribute), (int)yaml.length, yaml.at, (int)r->proof.length, r->proof.at);
    pr_buf_release(&yaml);
    fail();
}

static void check_proof(run *r, const sample *from, uint32_t subject) {
    preceptor_verdict verdict = preceptor_session_verdict(r->pair.sessions[MORE], subject);
    bool named[MOST_ATTRIBUTES] = {false};
    if (verdict == PRECEPTOR_UNDETERMINED) {
        return;
    }
    print_proof(r, preceptor_kb_subject_id(r->pair.kb, subject));
    find_leaves(r, read_proof(r), named);
    r->proofs++;
    if (replay(r, from, named, subject) != verdict) {
        report(r, from, "the leaves do not give the conclusion", subject, (pr_text){0});
    }
    for (uint32_t i = 0; i < r->sampler.program->vocabulary_count; i++) {
        if (!named[i] || sampler_settled(&r->sampler, i)) {
            continue;
        }
        r->leaves++;
        named[i] = false;
        if (replay(r, from, named, subject) == verdict) {
            report(r, from, "a leaf is of no use", subject, r->sampler.program->attributes[i].path);
        }
        named[i] = true;
        r->removed++;
    }
}

static void check_kb(const char *manifest) {
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    pr_arena_init(&r->arena, NULL, 0);
    pr_diags_init(&r->diags, NULL);
    pr_buf_init(&r->proof, NULL);
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    for (int i = 0; i < PROFILES; i++) {
        char as_of[16];
        sample full, partial;
        sampler_choose_day(&r->sampler, as_of);
        pair_set_day(&r->pair, as_of);
        sampler_draw(&r->sampler, NULL, &full);
        assert_true(pair_settle(&r->pair, &r->sampler, NULL, &full));
        (void)sampler_take(&r->sampler, &full, random_below(&r->random, 60), &partial);
        pair_evaluate(&r->pair, &r->sampler, MORE, &partial);
        for (uint32_t s = 0; s < kb->program.subject_count; s++) {
            check_proof(r, &partial, s);
        }
    }
    print_message("%llu proofs replayed, %llu leaves taken out\n", (unsigned long long)r->proofs,
                  (unsigned long long)r->leaves);
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    pr_buf_release(&r->proof);
    pr_diags_release(&r->diags);
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped), cmocka_unit_test(test_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
