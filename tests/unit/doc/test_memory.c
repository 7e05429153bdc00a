/* Memory: every failing request is survived and told, and a warm JSON parser asks for none. */
#include "unit/doc/outline.h"

/* Long enough to need many blocks: memory runs out in the middle of anything. */
static void make_texts(pr_buf *yaml, pr_buf *json) {
    for (int i = 0; i < 2000; i++) {
        pr_buf_printf(yaml, "- &anchor-of-item-%d [1, 'it''s', \"\\x41\", {b: c}]\n- *anchor-of-item-%d\n", i,
                      i);
        pr_buf_printf(json, "%s{\"a\": [1, \"x\\u00e9\", {\"b\": null}], \"c\": true}", i == 0 ? "[" : ",");
    }
    pr_buf_string(yaml, "- {f: 1, f: 2}\n");
    pr_buf_string(json, ", {\"f\": 1, \"f\": 2}]");
}

/* False when a request failed. */
static bool read_with(test_heap *heap, pr_text text, pr_doc_format format) {
    preceptor_allocator allocator = HEAP_ALLOCATOR(heap);
    fixture f;
    fixture_init(&f, &allocator);
    pr_source source = source_of("f", text.at, text.length);
    const pr_doc_node *root = read_text(&f, &source, format);
    bool failed = f.diags.failed;
    assert_true(root != NULL || failed);
    assert_int_equal(heap->fail_at != 0 && heap->asked >= heap->fail_at, failed);
    fixture_release(&f);
    assert_int_equal(heap->live, 0);
    return !failed;
}

static void says_when_memory_runs_out(void **state) {
    (void)state;
    pr_buf yaml, json;
    pr_buf_init(&yaml, NULL);
    pr_buf_init(&json, NULL);
    make_texts(&yaml, &json);
    for (size_t fail_at = 1;; fail_at++) {
        test_heap one = {.fail_at = fail_at}, other = {.fail_at = fail_at};
        bool done = read_with(&one, pr_buf_view(&yaml), PR_DOC_YAML);
        done = read_with(&other, pr_buf_view(&json), PR_DOC_JSON) && done;
        if (done) {
            assert_true(fail_at > 10);
            break;
        }
    }
    pr_buf_release(&yaml);
    pr_buf_release(&json);
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
/* Counts every request of the process, simdjson's too. */
void *__libc_malloc(size_t size);
static size_t requests;
void *malloc(size_t size) {
    requests++;
    return __libc_malloc(size);
}
static size_t all_requests(void) { return requests; }
#else
static size_t all_requests(void) { return 0; }
#endif

static void make_record(pr_buf *out, int i) {
    pr_buf_clear(out);
    pr_buf_printf(out, "{\"id\": \"s-%d\", \"list\": [", i);
    for (int j = 0; j < 40; j++) {
        pr_buf_printf(out, "%s{\"weeks\": %d, \"name\": \"\\u00e9t\\u00e9 %d\"}", j > 0 ? ", " : "",
                      (i * j) % 9, j);
    }
    pr_buf_string(out, "]");
    for (int j = 0; j < 60; j++) {
        pr_buf_printf(out, ", \"key%d\": %s", j, (i + j) % 2 == 0 ? "true" : "null");
    }
    pr_buf_string(out, "}");
}

/* With slack after the record, and without, where it is copied. */
static void a_warm_parser_asks_for_nothing(void **state) {
    (void)state;
    test_heap heap = {0};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    fixture f;
    fixture_init(&f, &allocator);
    pr_doc_json_parser *parser = pr_doc_json_parser_new(&allocator);
    assert_non_null(parser);
    size_t asked = 0, all = 0;
    for (int i = 0; i < 1000; i++) {
        make_record(&f.out, i);
        size_t length = f.out.length;
        for (int j = 0; j < PR_DOC_JSON_SLACK; j++) {
            pr_buf_char(&f.out, '"');
        }
        pr_source source = source_of("f", f.out.at, length);
        size_t slack = i % 2 == 0 ? PR_DOC_JSON_SLACK : 0;
        pr_arena_reset(&f.arena);
        if (i == 10) {
            asked = heap.asked;
            all = all_requests();
        }
        const pr_doc_node *root = pr_doc_json_read(parser, &source, slack, NULL, &f.arena, &f.diags);
        assert_non_null(root);
        assert_int_equal(root->count, 62);
        const pr_doc_node *list = pr_doc_get(root, "list");
        assert_int_equal(list->count, 40);
        /* Borrowed from the record, not from the copy. */
        assert_ptr_equal(pr_doc_get(root, "id")->text.at,
                         f.out.at + pr_doc_get(root, "id")->origin.start + 1);
        assert_text(pr_doc_get(&list->items[7], "name")->text, "\xC3\xA9t\xC3\xA9 7");
    }
    assert_int_equal(heap.asked, asked);
    assert_int_equal(all_requests(), all);
    assert_int_equal(f.diags.errors, 0);
    pr_doc_json_parser_free(parser);
    fixture_release(&f);
    assert_int_equal(heap.live, 0);
}

/* After an error the parser reads on with the next record. */
static void a_parser_outlives_errors(void **state) {
    (void)state;
    static const char *const records[] = {"{\"a\": [1, {\"b\": ", "[1, 2]", "{\"a\": nul}", "\"x", "{}"};
    static const bool good[] = {false, true, false, false, true};
    fixture f;
    fixture_init(&f, NULL);
    pr_doc_json_parser *parser = pr_doc_json_parser_new(NULL);
    for (size_t i = 0; i < COUNT_OF(records); i++) {
        pr_source source = source_of("f", records[i], strlen(records[i]));
        pr_diags_clear(&f.diags);
        const pr_doc_node *root = pr_doc_json_read(parser, &source, 0, NULL, &f.arena, &f.diags);
        assert_int_equal(root != NULL, good[i]);
        assert_int_equal(f.diags.errors, !good[i]);
    }
    pr_doc_json_parser_free(parser);
    pr_doc_json_parser_free(NULL);
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_when_memory_runs_out),
        cmocka_unit_test(a_warm_parser_asks_for_nothing),
        cmocka_unit_test(a_parser_outlives_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
