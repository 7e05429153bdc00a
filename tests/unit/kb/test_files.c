/* The manifest and the files that it names. */
#include "unit/kb/folder.h"

#define HEAD "name: test\nversion: \"1\"\neffective: 2026-01-01\nlanguage: 1\n"

static const struct {
    const char *manifest, *expected;
} cases[] = {
    {"[a]\n", "error wrong-type 1:1-1:4 expected a mapping, the manifest of a knowledge base, found a list"},
    {HEAD, "error missing-key 1:1-1:5 a manifest needs 'files'"},
    {HEAD "files: a.yaml\n", "error wrong-type 5:8-5:14 expected a list of files, found text; hint: a list "
                             "of one is written [a.yaml]"},
    {HEAD "files: []\n", "error no-file 5:8-5:10 the list of files is empty"},
    {HEAD "files: [5, '']\n",
     "error wrong-type 5:9-5:10 expected text, a file or a pattern of files, found a number; hint: write it "
     "in quotes: \"5\"\n"
     "error wrong-value 5:12-5:14 expected text, a file or a pattern of files, found empty text"},
    {HEAD "files: [x.yaml, 'y/*.yaml']\n", "error no-file 5:9-5:15 'x.yaml' matches no file\n"
                                           "error no-file 5:17-5:27 'y/*.yaml' matches no file"},
    {HEAD "files: [/etc/passwd]\n", "error outside-file 5:9-5:20 this leads out of the knowledge base: its "
                                    "files stand in the manifest's folder, or under ../rules/"},
    {HEAD "files: [../a.yaml]\n", "error outside-file 5:9-5:18 this leads out of the knowledge base: its "
                                  "files stand in the manifest's folder, or under ../rules/"},
    {HEAD "files: [../rules/../a.yaml]\n",
     "error outside-file 5:9-5:27 this leads out of the knowledge base: its files stand in the manifest's "
     "folder, or under ../rules/"},
    {HEAD "files: [a/../../b.yaml]\n", "error outside-file 5:9-5:23 this leads out of the knowledge base: "
                                       "its files stand in the manifest's folder, or under ../rules/"},
    {HEAD "files: [out.yaml]\n",
     "error outside-file 5:9-5:17 'out.yaml' is a link that leads out of the knowledge base"},
    {HEAD "files: [away/*.yaml]\n",
     "error outside-file 5:9-5:20 'away/o.yaml' is a link that leads out of the knowledge base"},
    {HEAD "files: [dangling.yaml]\n", "error unreadable-file 5:9-5:22 'dangling.yaml' leads to no file"},
    {HEAD "files: [pipe.yaml]\n",
     "error unreadable-file 5:9-5:18 'pipe.yaml' is a pipe, a socket or a device"},
    {HEAD "files: [folder.yaml]\n", "error folder 1:1-1:1 it is a folder, not a file"},
    {HEAD "files: [bad.yaml]\n", "error invalid-yaml 2:1-2:1 a value is expected here"},
    {HEAD "files: [a.yaml]\nnmae: x\nstale_after: 2 years\nnotice: [x]\n",
     "error unknown-key 6:1-6:5 unknown key 'nmae' in a manifest; hint: did you mean 'name'?\n"
     "error wrong-value 7:14-7:21 expected a duration, such as P4W or P1Y6M, found the text '2 years'; hint: "
     "write P2Y\n"
     "error wrong-type 8:9-8:12 expected text, a notice, found a list"},
    {"files: [a.yaml]\nname: 5\nversion: [1]\neffective: soon\nlanguage: 2\n",
     "error wrong-type 2:7-2:8 expected text, the name, found a number; hint: write it in quotes: \"5\"\n"
     "error wrong-type 3:10-3:13 expected text, the version, found a list\n"
     "error wrong-value 4:12-4:16 expected a date, such as 2027-01-31, found the text 'soon'\n"
     "error wrong-value 5:11-5:12 this program reads language 1 of knowledge bases, not 2"},
    {"files: [a.yaml]\nname: test\nversion: 2026.10\neffective: 2026-01-01\nlanguage: one\n",
     "error wrong-type 5:11-5:14 expected a number, found the text 'one'"},
    /* Fine: a file named twice, the manifest itself, links that stay inside, files in the folder `rules`. */
    {HEAD "files: [a.yaml, './a.yaml', '*.yml', ../rules/r.yaml]\n", ""},
    {HEAD "files: [inside.yaml, kb.yaml]\n", ""},
};

static void make_files(const folder *f) {
    char from[512], to[512];
    folder_write(f, "kb/a.yaml", "derived: {a: 1}\n");
    folder_write(f, "kb/b.yml", "derived: {b: 1}\n");
    folder_write(f, "kb/bad.yaml", "a: [\n");
    folder_path(f, "kb/pipe.yaml", to, sizeof to);
    assert_int_equal(mkfifo(to, 0600), 0);
    folder_write(f, "kb/folder.yaml/x", "");
    folder_write(f, "rules/r.yaml", "derived: {r: 1}\n");
    folder_write(f, "other/o.yaml", "derived: {o: 1}\n");
    folder_path(f, "other/o.yaml", from, sizeof from);
    folder_path(f, "kb/out.yaml", to, sizeof to);
    assert_int_equal(symlink(from, to), 0);
    folder_path(f, "kb/dangling.yaml", to, sizeof to);
    assert_int_equal(symlink("nowhere", to), 0);
    folder_path(f, "kb/away", to, sizeof to);
    assert_int_equal(symlink("../other", to), 0);
    folder_path(f, "kb/inside.yaml", to, sizeof to);
    assert_int_equal(symlink("../rules/r.yaml", to), 0);
}

static void reports_manifests(void **state) {
    (void)state;
    folder f;
    folder_make(&f);
    make_files(&f);
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture x;
        pr_kb kb;
        fixture_init(&x, NULL);
        folder_write(&f, "kb/kb.yaml", cases[i].manifest);
        bool good = folder_read(&f, &x, &kb);
        pr_text summary = summary_of(&x);
        if (good != (summary.length == 0) || !pr_text_is(summary, cases[i].expected)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].manifest,
                        cases[i].expected, PR_ARG(summary));
            wrong++;
        }
        fixture_release(&x);
    }
    folder_remove(&f);
    assert_int_equal(wrong, 0);
}

static void reports_a_missing_manifest(void **state) {
    (void)state;
    fixture x;
    pr_kb kb;
    fixture_init(&x, NULL);
    assert_false(pr_kb_read("/nonexistent/kb.yaml", NULL, 0, &x.arena, &x.diags, &kb));
    assert_text(summary_of(&x), "error no-such-file 1:1-1:1 there is no such file");
    fixture_release(&x);
}

static void has_source(fixture *x, const pr_kb *kb, const char *derived, const char *name) {
    (void)x;
    for (uint32_t i = 0; i < kb->derived.count; i++) {
        if (pr_text_is(kb->derived.items[i].name, derived)) {
            assert_text(kb->derived.items[i].origin.source->name, name);
            return;
        }
    }
    fail_msg("there is no '%s'", derived);
}

/* Files that are worth a second thread, some of them with errors; as one thread reads them. */
static void reads_the_same_with_two_threads(void **state) {
    (void)state;
    enum { FILES = 24, LINES = 400 };
    folder f;
    fixture one, two;
    pr_kb kb;
    test_heap heap = {0};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", HEAD "files: ['part-*.yaml']\n");
    for (int i = 0; i < FILES; i++) {
        pr_buf text;
        char name[32];
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, "derived:\n");
        for (int line = 0; line < LINES; line++) {
            bool again = i % 5 == 0 && line == LINES / 2;
            pr_buf_printf(&text, "  d%d_%d: 1 + %d\n", i, again ? line - 1 : line, line);
        }
        pr_buf_string(&text, i % 7 == 3 ? "  - [\n" : "");
        pr_buf_char(&text, '\0');
        snprintf(name, sizeof name, "kb/part-%d.yaml", i);
        folder_write(&f, name, text.at);
        pr_buf_release(&text);
    }
    fixture_init(&one, &allocator);
    fixture_init(&two, NULL);
    assert_false(folder_read(&f, &one, &kb));
    assert_int_equal(kb.file_count, FILES + 1);
    assert_false(folder_read(&f, &two, &kb));
    assert_int_equal(kb.file_count, FILES + 1);
    assert_int_equal(one.diags.errors, 8);
    pr_text summary = pr_text_copy(&one.arena, summary_of(&one)), other = summary_of(&two);
    assert_int_equal(summary.length, other.length);
    assert_memory_equal(summary.at, other.at, other.length);
    fixture_release(&one);
    fixture_release(&two);
    folder_remove(&f);
}

/* A person types kb/kb.yaml and reads rules/r.yaml, not kb/../rules/r.yaml. */
static void names_files_as_a_person_would(void **state) {
    (void)state;
    static const struct {
        const char *from, *manifest, *a, *r;
    } places[] = {
        {"", "kb/kb.yaml", "kb/a.yaml", "rules/r.yaml"},
        {"", "./kb/kb.yaml", "./kb/a.yaml", "./rules/r.yaml"},
        {"kb", "kb.yaml", "a.yaml", "../rules/r.yaml"},
        {"kb", "./kb.yaml", "a.yaml", "../rules/r.yaml"},
        {"rules", "../kb/kb.yaml", "../kb/a.yaml", "../rules/r.yaml"},
    };
    folder f;
    char home[512];
    assert_non_null(getcwd(home, sizeof home));
    folder_make(&f);
    make_files(&f);
    folder_write(&f, "kb/kb.yaml", HEAD "files: [a.yaml, ../rules/*.yaml]\n");
    char digest[72] = "";
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        fixture x;
        pr_kb kb;
        char from[512];
        fixture_init(&x, NULL);
        folder_path(&f, places[i].from, from, sizeof from);
        assert_int_equal(chdir(from), 0);
        assert_true(pr_kb_read(places[i].manifest, NULL, 0, &x.arena, &x.diags, &kb));
        has_source(&x, &kb, "a", places[i].a);
        has_source(&x, &kb, "r", places[i].r);
        assert_int_equal(kb.file_count, 3);
        /* Nor does the digest depend on where it was read from. */
        char again[72];
        pr_kb_digest(&kb, again);
        assert_true(i == 0 || strcmp(digest, again) == 0);
        memcpy(digest, again, sizeof digest);
        fixture_release(&x);
        assert_int_equal(chdir(home), 0);
    }
    folder_remove(&f);
}

static void digest_of(const folder *f, char out[72]) {
    fixture x;
    pr_kb kb;
    fixture_init(&x, NULL);
    assert_true(folder_read(f, &x, &kb));
    pr_kb_digest(&kb, out);
    fixture_release(&x);
}

static void digests_names_and_bytes(void **state) {
    (void)state;
    folder f;
    char one[72], two[72], three[72];
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml",
                 "name: test\nversion: '1'\neffective: 2026-01-01\nlanguage: 1\nfiles: ['?.yaml']\n");
    folder_write(&f, "kb/a.yaml", "derived: {a: 1}\n");
    digest_of(&f, one);
    /* printf 'a.yaml\0%d\0' and the bytes of each file in order of names, through sha256sum. */
    assert_string_equal(one, "sha256:e0e3457f7f36e77bc48ddc773d84b1f73d5628cadb1c0681ee42fecba669fc51");
    folder_write(&f, "kb/a.yaml", "derived: {a: 2}\n");
    digest_of(&f, two);
    folder_write(&f, "kb/a.yaml", "derived: {a: 1}\n");
    char from[512], to[512];
    folder_path(&f, "kb/a.yaml", from, sizeof from);
    folder_path(&f, "kb/b.yaml", to, sizeof to);
    assert_int_equal(rename(from, to), 0);
    digest_of(&f, three);
    assert_string_not_equal(one, two);
    assert_string_not_equal(one, three);
    folder_remove(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_manifests),
        cmocka_unit_test(reports_a_missing_manifest),
        cmocka_unit_test(reads_the_same_with_two_threads),
        cmocka_unit_test(names_files_as_a_person_would),
        cmocka_unit_test(digests_names_and_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
