#include "property/shuffled.h"

#include "doc/doc.h"

#include <glob.h>

enum { MOST_ENTRIES = 4096, FILES = 9 };

/* One entity, rule, attribute, parameter: an item of a section's list, or a pair of its mapping. */
typedef struct entry {
    pr_text section;
    const pr_doc_node *item; /* NULL: a pair */
    const pr_doc_pair *pair;
    uint32_t file; /* of those that are written */
} entry;

typedef struct copying {
    random_numbers *random;
    pr_arena arena;
    pr_diags diags;
    entry entries[MOST_ENTRIES];
    uint32_t count;
} copying;

static const pr_doc_node *read_file(copying *c, const char *path) {
    const pr_source *source = pr_source_read(path, 0, &c->arena, &c->diags);
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, NULL, &c->arena, &c->diags) : NULL;
    assert_non_null(root);
    assert_int_equal(c->diags.errors, 0);
    return root;
}

static void take_entries(copying *c, const pr_doc_node *root) {
    assert_int_equal(root->kind, PR_DOC_MAP);
    for (uint32_t s = 0; s < root->count; s++) {
        const pr_doc_node *section = &root->pairs[s].value;
        assert_true(section->kind == PR_DOC_MAP || section->kind == PR_DOC_LIST);
        for (uint32_t i = 0; i < section->count; i++) {
            bool list = section->kind == PR_DOC_LIST;
            assert_true(c->count < MOST_ENTRIES);
            c->entries[c->count++] = (entry){.section = root->pairs[s].key.text,
                                             .item = list ? &section->items[i] : NULL,
                                             .pair = list ? NULL : &section->pairs[i],
                                             .file = random_below(c->random, FILES)};
        }
    }
}

static void take_files(copying *c, const char *folder_of_manifest, const pr_doc_node *patterns) {
    for (uint32_t i = 0; i < patterns->count; i++) {
        char pattern[1024];
        glob_t found;
        snprintf(pattern, sizeof pattern, "%s/%.*s", folder_of_manifest, PR_ARG(patterns->items[i].text));
        assert_int_equal(glob(pattern, 0, NULL, &found), 0);
        for (size_t k = 0; k < found.gl_pathc; k++) {
            take_entries(c, read_file(c, found.gl_pathv[k]));
        }
        globfree(&found);
    }
}

static void shuffle(random_numbers *random, uint32_t *order, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = random_below(random, i), held = order[i - 1];
        order[i - 1] = order[other];
        order[other] = held;
    }
}

/* What stands in order because it says so: variables rest on those before them, and slots and parameters are told by
 * their places where they are used. */
static bool is_ordered(pr_text key) {
    return pr_text_is(key, "for") || pr_text_is(key, "slots") || pr_text_is(key, "params");
}

static bool may_stand_plain(pr_text text) {
    if (text.length == 0 || !((text.at[0] | 32) >= 'a' && (text.at[0] | 32) <= 'z')) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c != '_' && c != '-') {
            return false;
        }
    }
    return true;
}

static void write_scalar(copying *c, const pr_doc_node *node, pr_buf *out) {
    switch (node->kind) {
    case PR_DOC_NULL: pr_buf_string(out, random_below(c->random, 2) == 0 ? "null" : "~"); break;
    case PR_DOC_BOOL:
    case PR_DOC_NUMBER: pr_buf_text(out, node->text); break;
    default:
        if (node->plain && may_stand_plain(node->text) && random_below(c->random, 2) == 0) {
            pr_buf_text(out, node->text);
        } else {
            pr_json_string(node->text, out);
        }
    }
}

/* Up to the next bar that stands in no text. */
static pr_text cut_cell(pr_text line, size_t *at) {
    bool quoted = false;
    size_t from = *at;
    for (; *at < line.length && (quoted || line.at[*at] != '|'); ++*at) {
        quoted = quoted != (line.at[*at] == '"');
    }
    return pr_text_trim((pr_text){line.at + from, (*at)++ - from});
}

static bool is_whole_number(pr_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
    }
    return text.length > 0;
}

/* One line of a drawn table as a list: tests, then behind `||` what they give, of which quotes only keep the text. */
static void write_row(pr_text line, pr_buf *out) {
    bool outputs = false;
    pr_buf_string(out, "[");
    for (size_t at = 1; at < line.length;) {
        pr_text cell = cut_cell(line, &at);
        pr_buf_string(out, outputs || out->at[out->length - 1] != '[' ? ", " : "");
        if (outputs && cell.length > 1 && cell.at[0] == '"') {
            pr_json_string((pr_text){cell.at + 1, cell.length - 2}, out);
        } else if (outputs && is_whole_number(cell)) {
            pr_buf_text(out, cell);
        } else {
            pr_json_string(cell, out);
        }
        if (at < line.length && line.at[at] == '|') {
            outputs = true;
            at++;
        }
    }
    pr_buf_string(out, "]");
}

/* Rows drawn under a block sign, which cannot stand inside braces, as the list that they are short for. */
static void write_drawn_rows(pr_text text, pr_buf *out) {
    bool first = true;
    pr_buf_string(out, "[");
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        while (at < text.length && text.at[at] != '\n') {
            at++;
        }
        pr_text line = pr_text_trim((pr_text){text.at + from, at++ - from});
        if (line.length > 1 && line.at[0] == '|' && line.at[1] != '-') {
            pr_buf_string(out, first ? "" : ", ");
            write_row(line, out);
            first = false;
        }
    }
    pr_buf_string(out, "]");
}

static void write_node(copying *c, const pr_doc_node *node, pr_text key, pr_buf *out) {
    if (node->kind == PR_DOC_STRING && pr_text_is(key, "rows")) {
        write_drawn_rows(node->text, out);
        return;
    }
    if (node->kind != PR_DOC_LIST && node->kind != PR_DOC_MAP) {
        write_scalar(c, node, out);
        return;
    }
    uint32_t *order = PR_NEW_ARRAY(&c->arena, uint32_t, node->count + 1u);
    assert_non_null(order);
    bool list = node->kind == PR_DOC_LIST;
    shuffle(c->random, order, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        /* Conditions are a conjunction, and keys have no order; of other lists it is part of what they say. */
        uint32_t at = (list ? pr_text_is(key, "when") : !is_ordered(key)) ? order[i] : i;
        pr_buf_string(out, i == 0 ? list ? "[" : "{" : ",\n    ");
        if (list) {
            write_node(c, &node->items[at], (pr_text){0}, out);
        } else {
            pr_json_string(node->pairs[at].key.text, out);
            pr_buf_string(out, ": ");
            write_node(c, &node->pairs[at].value, node->pairs[at].key.text, out);
        }
    }
    pr_buf_string(out, node->count == 0 ? list ? "[]" : "{}" : list ? "]" : "}");
}

/* All entries of a section that go into one file, in the order given. */
static void write_section(copying *c, const uint32_t *order, uint32_t first, bool *written, pr_buf *out) {
    const entry *head = &c->entries[order[first]];
    pr_buf_printf(out, "%.*s:\n", PR_ARG(head->section));
    for (uint32_t i = first; i < c->count; i++) {
        const entry *e = &c->entries[order[i]];
        if (e->file != head->file || !pr_text_equal(e->section, head->section)) {
            continue;
        }
        written[order[i]] = true;
        if (e->item != NULL) {
            pr_buf_string(out, "  - ");
            write_node(c, e->item, (pr_text){0}, out);
        } else {
            pr_buf_string(out, "  ");
            write_scalar(c, &e->pair->key, out);
            pr_buf_string(out, ": ");
            write_node(c, &e->pair->value, e->pair->key.text, out);
        }
        pr_buf_char(out, '\n');
    }
}

static void write_files(copying *c, const folder *to, char names[FILES][64]) {
    uint32_t *order = PR_NEW_ARRAY(&c->arena, uint32_t, c->count + 1u);
    bool *written = PR_NEW_ARRAY(&c->arena, bool, c->count + 1u);
    assert_true(order != NULL && written != NULL);
    shuffle(c->random, order, c->count);
    for (uint32_t f = 0; f < FILES; f++) {
        pr_buf out;
        char path[128];
        pr_buf_init(&out, NULL);
        for (uint32_t i = 0; i < c->count; i++) {
            if (c->entries[order[i]].file == f && !written[order[i]]) {
                write_section(c, order, i, written, &out);
            }
        }
        pr_buf_char(&out, '\0');
        snprintf(path, sizeof path, "kb/%.63s", names[f]);
        folder_write(to, path, out.at);
        pr_buf_release(&out);
    }
}

static void write_manifest(copying *c, const pr_doc_node *from, const folder *to, char names[FILES][64]) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    for (uint32_t i = 0; i < from->count; i++) {
        pr_text key = from->pairs[i].key.text;
        if (pr_text_is(key, "documents")) {
            continue;
        }
        pr_buf_printf(&out, "%.*s: ", PR_ARG(key));
        if (!pr_text_is(key, "files")) {
            write_node(c, &from->pairs[i].value, key, &out);
            pr_buf_char(&out, '\n');
            continue;
        }
        uint32_t order[FILES];
        shuffle(c->random, order, FILES);
        pr_buf_string(&out, "[\"part-*/*.yaml\"");
        for (uint32_t k = 0; k < FILES; k++) {
            pr_buf_printf(&out, ", \"%s\"", names[order[k]]);
        }
        pr_buf_string(&out, "]\n");
    }
    pr_buf_char(&out, '\0');
    folder_write(to, "kb/kb.yaml", out.at);
    pr_buf_release(&out);
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

/* The node as text in which what may be shuffled is sorted. */
static pr_text sorted_text(copying *c, const pr_doc_node *node, pr_text key) {
    if (pr_text_is(key, "rows")) {
        return PR_TEXT(
            "rows, drawn or listed"); /* what they come to mean is compared by those who call for the copy */
    }
    static const char *const kinds[] = {"null", "bool", "number", "string"};
    if (node->kind != PR_DOC_LIST && node->kind != PR_DOC_MAP) {
        pr_text text = node->kind == PR_DOC_NULL ? PR_TEXT("") : node->text;
        return pr_text_format(&c->arena, "%s<%.*s>", kinds[node->kind], PR_ARG(text));
    }
    bool list = node->kind == PR_DOC_LIST;
    pr_text *parts = PR_NEW_ARRAY(&c->arena, pr_text, node->count + 1u);
    assert_non_null(parts);
    for (uint32_t i = 0; i < node->count; i++) {
        const pr_doc_node *value = list ? &node->items[i] : &node->pairs[i].value;
        pr_text name = !list ? node->pairs[i].key.text : (pr_text){0}, text = sorted_text(c, value, name);
        parts[i] = pr_text_format(&c->arena, "%.*s=%.*s", PR_ARG(name), PR_ARG(text));
    }
    if (list ? pr_text_is(key, "when") : !is_ordered(key)) {
        qsort(parts, node->count, sizeof *parts, by_text);
    }
    pr_buf all;
    pr_buf_init(&all, NULL);
    for (uint32_t i = 0; i < node->count; i++) {
        pr_buf_text(&all, parts[i]);
        pr_buf_string(&all, list ? "; " : ", ");
    }
    pr_text text =
        pr_text_format(&c->arena, list ? "[%.*s]" : "{%.*s}", (int)all.length, all.at != NULL ? all.at : "");
    pr_buf_release(&all);
    return text;
}

static pr_text *sorted_entries(copying *c) {
    pr_text *texts = PR_NEW_ARRAY(&c->arena, pr_text, c->count + 1u);
    assert_non_null(texts);
    for (uint32_t i = 0; i < c->count; i++) {
        const entry *e = &c->entries[i];
        pr_text key = e->pair != NULL ? e->pair->key.text : (pr_text){0};
        pr_text text = sorted_text(c, e->pair != NULL ? &e->pair->value : e->item, key);
        texts[i] =
            pr_text_format(&c->arena, "%.*s: %.*s %.*s", PR_ARG(e->section), PR_ARG(key), PR_ARG(text));
    }
    qsort(texts, c->count, sizeof *texts, by_text);
    return texts;
}

/* What was written reads as what was there, types of plain scalars included. */
static void check_copy(copying *c, const folder *to, char names[FILES][64]) {
    const pr_text *before = sorted_entries(c);
    uint32_t count = c->count;
    c->count = 0;
    for (uint32_t f = 0; f < FILES; f++) {
        char path[512], name[128];
        snprintf(name, sizeof name, "kb/%.63s", names[f]);
        folder_path(to, name, path, sizeof path);
        take_entries(c, read_file(c, path));
    }
    assert_int_equal(c->count, count);
    const pr_text *after = sorted_entries(c);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(before[i].length, after[i].length);
        assert_memory_equal(before[i].at, after[i].at, before[i].length);
    }
}

void shuffled_copy(const char *manifest, random_numbers *random, const folder *to) {
    copying *c = calloc(1, sizeof *c);
    assert_non_null(c);
    c->random = random;
    pr_arena_init(&c->arena, NULL, 0);
    pr_diags_init(&c->diags, NULL);
    const pr_doc_node *root = read_file(c, manifest);
    const pr_doc_node *patterns = pr_doc_get(root, "files");
    assert_non_null(patterns);
    char from[512];
    snprintf(from, sizeof from, "%.*s", (int)(strrchr(manifest, '/') - manifest), manifest);
    take_files(c, from, patterns);
    /* Of several kinds of documents, profiles: the copy knows no other. */
    const pr_doc_node *own = pr_doc_get(pr_doc_get(pr_doc_get(root, "documents"), "profile"), "files");
    if (own != NULL) {
        take_files(c, from, own);
    }
    char names[FILES][64];
    for (uint32_t f = 0; f < FILES; f++) {
        uint32_t number = random_below(random, 1000000);
        snprintf(names[f], sizeof names[f], f % 2 == 0 ? "part-%u/%u%u.yaml" : "%u%u-%u.yaml", number % 3,
                 number, f);
    }
    write_files(c, to, names);
    write_manifest(c, root, to, names);
    check_copy(c, to, names);
    pr_diags_release(&c->diags);
    pr_arena_release(&c->arena);
    free(c);
}
