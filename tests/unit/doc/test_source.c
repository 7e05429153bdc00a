/* Reading files. Runs in the folder of the build; what it makes it removes. */
#include "unit/support.h"

#include "doc/doc.h"

#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "test-source.tmp"

static void write_file(size_t length) {
    FILE *file = fopen(FILE_NAME, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < length; i++) {
        assert_int_not_equal(fputc('a' + (int)(i % 26), file), EOF);
    }
    assert_int_equal(fclose(file), 0);
}

static void reads_up_to_the_limit(void **state) {
    (void)state;
    static const struct {
        size_t length, limit;
        bool fits;
    } cases[] = {{0, 0, true},       {1, 0, true},        {100000, 0, true},
                 {1024, 1024, true}, {1025, 1024, false}, {5000, 1024, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture f;
        fixture_init(&f, NULL);
        write_file(cases[i].length);
        pr_source *source = pr_source_read(FILE_NAME, cases[i].limit, &f.arena, &f.diags);
        assert_int_equal(source != NULL, cases[i].fits);
        if (source != NULL) {
            assert_text(source->name, FILE_NAME);
            assert_int_equal(source->bytes.length, cases[i].length);
            for (size_t j = 0; j < cases[i].length; j++) {
                assert_int_equal(source->bytes.at[j], 'a' + (int)(j % 26));
            }
        } else {
            pr_diags_render(&f.diags, false, &f.out);
            assert_text(
                pr_buf_view(&f.out), FILE_NAME
                ": error: the file is larger than 1 KiB\n   hint: the limit 'file-size' may be raised\n");
        }
        fixture_release(&f);
    }
    (void)remove(FILE_NAME);
}

static void says_why_a_file_cannot_be_read(void **state) {
    (void)state;
    write_file(1);
    assert_int_equal(chmod(FILE_NAME, 0), 0);
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {"no/such/file.yaml", "no/such/file.yaml: error: there is no such file\n"},
        {"", ": error: there is no such file\n"},
        {"/", "/: error: it is a folder, not a file\n"},
        {FILE_NAME "/x", FILE_NAME "/x: error: there is no such file\n"},
        {FILE_NAME, FILE_NAME ": error: there is no permission to read it\n"},
    };
    /* Root may read everything. */
    size_t count = geteuid() == 0 ? COUNT_OF(cases) - 1 : COUNT_OF(cases);
    for (size_t i = 0; i < count; i++) {
        fixture f;
        fixture_init(&f, NULL);
        assert_null(pr_source_read(cases[i].path, 0, &f.arena, &f.diags));
        pr_diags_render(&f.diags, false, &f.out);
        assert_text(pr_buf_view(&f.out), cases[i].expected);
        fixture_release(&f);
    }
    (void)remove(FILE_NAME);
}

/* A pipe has no size, so the content grows as it comes. */
static void reads_standard_input(void **state) {
    (void)state;
    enum { LENGTH = 300000 };
    write_file(LENGTH);
    int kept = dup(STDIN_FILENO);
    /* NOLINTNEXTLINE(cert-env33-c): a pipe is what is tested, and nothing in the command comes from outside */
    FILE *pipe = popen("cat " FILE_NAME, "r");
    assert_non_null(pipe);
    assert_int_not_equal(dup2(fileno(pipe), STDIN_FILENO), -1);
    fixture f;
    fixture_init(&f, NULL);
    pr_source *source = pr_source_read("-", 0, &f.arena, &f.diags);
    assert_non_null(source);
    assert_text(source->name, "<stdin>");
    assert_int_equal(source->bytes.length, LENGTH);
    for (size_t j = 0; j < LENGTH; j++) {
        assert_int_equal(source->bytes.at[j], 'a' + (int)(j % 26));
    }
    fixture_release(&f);
    (void)pclose(pipe);
    (void)dup2(kept, STDIN_FILENO);
    (void)close(kept);
    (void)remove(FILE_NAME);
}

static void a_text_becomes_a_source(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    char bytes[] = "a: 1";
    const pr_source *source = pr_source_of(PR_TEXT("--set"), pr_text_of(bytes), &f.arena);
    bytes[0] = 'X';
    assert_text(source->name, "--set");
    assert_text(source->bytes, "a: 1");
    fixture_release(&f);
}

/* Places are numbers of 32 bits. */
static void refuses_what_has_no_places(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    const pr_source source = {.name = PR_TEXT("large"), .bytes = {"", UINT32_MAX}};
    assert_null(pr_doc_read(&source, PR_DOC_YAML, &(pr_doc_limits){0}, &f.arena, &f.diags));
    assert_int_equal(f.diags.errors, 1);
    assert_text(f.diags.list.items[0].message, "the file is larger than 4 GiB");
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_up_to_the_limit),      cmocka_unit_test(says_why_a_file_cannot_be_read),
        cmocka_unit_test(reads_standard_input),       cmocka_unit_test(a_text_becomes_a_source),
        cmocka_unit_test(refuses_what_has_no_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
