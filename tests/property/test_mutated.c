/* A pool in which every second record was spoiled: each spoiled one is rejected by itself or read as what it has
 * become, and every good one between gives the row that it gives in a pool of good ones. With one thread and with
 * several. PRECEPTOR_SEED=N repeats a run. */
#include "bench/pool.h"
#include "unit/support.h"

#include "property/random.h"

#ifndef RECORDS
#define RECORDS 10000
#endif

typedef struct bytes {
    const char *at;
    size_t left;
} bytes;

static ptrdiff_t read_bytes(void *context, char *buffer, size_t size) {
    bytes *b = context;
    size_t count = size < b->left ? size : b->left;
    memcpy(buffer, b->at, count);
    b->at += count;
    b->left -= count;
    return (ptrdiff_t)count;
}

static bool keep(void *context, const char *at, size_t count) {
    pr_buf_add(context, at, count);
    return true;
}

static preceptor_audit_counts audit(const preceptor_kb *kb, pr_text lines, unsigned jobs, pr_buf *rows) {
    bytes b = {lines.at, lines.length};
    preceptor_input input = {.name = "pool", .reader = {.read = read_bytes, .context = &b}};
    const preceptor_inputs inputs = preceptor_one_input(&input);
    const preceptor_audit_options options = {.as_of = "2026-11-21", .jobs = jobs};
    const preceptor_sink sink = {.write = keep, .context = rows};
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    preceptor_audit_counts counts;
    assert_int_equal(preceptor_audit(kb, &inputs, &options, diagnostics, &sink, NULL, &counts), PRECEPTOR_OK);
    preceptor_diagnostics_free(diagnostics);
    return counts;
}

static void add_many(pr_buf *out, const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pr_buf_string(out, text);
    }
}

static void put_between(pr_text head, pr_text middle, pr_text tail, pr_buf *out) {
    pr_buf_text(out, head);
    pr_buf_text(out, middle);
    pr_buf_text(out, tail);
}

/* Never a line end: that would make two records of one. */
static void spoil(random_numbers *random, pr_text line, pr_buf *out) {
    static const char signs[] = "{}[],:\"\\0-e";
    size_t at = line.length > 0 ? random_below(random, (uint32_t)line.length) : 0;
    pr_text head = {line.at, at}, tail = {line.at + at, line.length - at};
    switch (random_below(random, 11)) {
    case 0: pr_buf_text(out, head.length > 0 ? head : PR_TEXT("{")); break;
    case 1: pr_buf_string(out, "{\"exams\": [3, \"four\"], \"id\": {}}"); break;
    case 2:
        pr_buf_string(
            out, "{\"education\": {\"gpa\": 1e999}, \"rotations\": [{\"weeks\": -99999999999999999999}]}");
        break;
    case 3: add_many(out, "[", 5000); break;
    case 4: put_between(head, PR_TEXT("\xff\xfe\xc0"), tail, out); break;
    case 5: put_between(head, PR_TEXT("\0"), tail, out); break;
    case 6:
        pr_buf_string(out, "{\"citizenship\": \"");
        add_many(out, "0123456789", random_below(random, 500) == 0 ? 1024 * 1024 : 100);
        pr_buf_string(out, "\"}");
        break;
    case 7: put_between(head, (pr_text){signs + random_below(random, 11), 1}, tail, out); break;
    case 8: pr_buf_text(out, tail.length > 0 ? tail : PR_TEXT("}")); break;
    case 9: put_between(line, PR_TEXT(" "), line, out); break;
    default: pr_buf_string(out, "{\"id\": \"\\ud800\", \"waivers\": [{\"on\": \"2026-02-30\"}]}"); break;
    }
}

/* The rest of a row, behind its line's number. */
static pr_text without_number(pr_text *rows) {
    const char *newline = memchr(rows->at, '\n', rows->length);
    assert_non_null(newline);
    pr_text row = {rows->at, (size_t)(newline - rows->at)};
    *rows = (pr_text){newline + 1, rows->length - row.length - 1};
    const char *comma = memchr(row.at, ',', row.length);
    assert_non_null(comma);
    return (pr_text){comma, row.length - (size_t)(comma - row.at)};
}

static void test_neighbours(void **state) {
    (void)state;
    random_numbers random = random_start();
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pool good;
    pr_buf mixed, good_rows, rows, again;
    pool_make(&good, kb, random_below(&random, 1000000) + 1, RECORDS, 0);
    pr_buf_init(&mixed, NULL);
    pr_buf_init(&good_rows, NULL);
    pr_buf_init(&rows, NULL);
    pr_buf_init(&again, NULL);
    for (size_t i = 0; i < good.count; i++) {
        spoil(&random, pool_line(&good, i), &mixed);
        pr_buf_char(&mixed, '\n');
        pr_buf_text(&mixed, pool_line(&good, i));
        pr_buf_char(&mixed, '\n');
    }
    preceptor_audit_counts of_good = audit(kb, pr_buf_view(&good.bytes), 1, &good_rows);
    preceptor_audit_counts of_mixed = audit(kb, pr_buf_view(&mixed), 1, &rows);
    (void)audit(kb, pr_buf_view(&mixed), 3, &again);
    assert_int_equal(of_good.rejected, 0);
    assert_int_equal(of_mixed.records, 2 * good.count);
    assert_true(of_mixed.rejected > good.count / 2 && of_mixed.rejected <= good.count);
    assert_int_equal(rows.length, again.length);
    assert_memory_equal(rows.at, again.at, rows.length);
    pr_text left = pr_buf_view(&rows), expected = pr_buf_view(&good_rows);
    for (size_t i = 0; i < good.count; i++) {
        (void)without_number(&left);
        pr_text a = without_number(&left), b = without_number(&expected);
        assert_int_equal(a.length, b.length);
        assert_memory_equal(a.at, b.at, a.length);
    }
    printf("%llu of %zu spoiled records rejected\n", (unsigned long long)of_mixed.rejected, good.count);
    pr_buf_release(&mixed);
    pr_buf_release(&good_rows);
    pr_buf_release(&rows);
    pr_buf_release(&again);
    pool_free(&good);
    preceptor_kb_free(kb);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_neighbours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
