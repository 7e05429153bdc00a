/* Random scalars of every YAML style: each decoded character maps to bytes of the file that decode to it,
 * in order. PRECEPTOR_SEED=N repeats a run. */
#include "property/random.h"

#include "doc/doc.h"

enum { ROUNDS = 40000 };

/* What scalars are made of; '\n' is followed by the indent of the scalar's lines. */
static const char *const common[] = {
    "a",
    "b",
    "c",
    "x1",
    "'",
    "\"",
    "#",
    ":",
    "-",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\n \n",
    "\n  ",
    "\xC3\xA9",
    "\xE2\x82\xAC",
    "\xF0\x9F\x98\x80",
    "(",
    "=",
    "\n# x",
    " \n",
};
static const char *const escapes[] = {
    "\\n", "\\t",  "\\\"", "\\\\", "\\/", "\\x41", "\\xe9", "\\u20AC", "\\U0001F600",
    "\\ ", "\\\n", "\\0",  "\\N",  "\\_", "\\L",   "\\e",   "\n\\ ",   "  \\\n\n",
};
static const char *const headers[] = {"", "-", "+", " # note", "2", "2-", "+3", "- # note"};

static void add_part(pr_buf *out, const char *part, const char *line_end) {
    for (; *part != '\0'; part++) {
        if (*part == '\n') {
            pr_buf_string(out, line_end);
            pr_buf_string(out, "   ");
        } else {
            pr_buf_char(out, *part);
        }
    }
}

/* "k:" or a list item, a scalar in some style, and something after it. */
static void make_file(random_numbers *random, pr_buf *out) {
    static const char openings[] = "\0'\"|>";
    const char *line_end = random_below(random, 4) == 0 ? "\r\n" : "\n";
    char opening = openings[random_below(random, 5)];
    bool block = opening == '|' || opening == '>';
    pr_buf_string(out, random_below(random, 8) == 0 ? "\xEF\xBB\xBF" : "");
    pr_buf_string(out, random_below(random, 2) == 0 ? "k: " : "\xC3\xA9:\n - - ");
    if (opening != '\0') {
        pr_buf_char(out, opening);
    }
    if (block) {
        pr_buf_string(out, headers[random_below(random, COUNT_OF(headers))]);
        add_part(out, "\n", line_end);
    }
    for (uint32_t i = random_below(random, 14); i > 0; i--) {
        bool escape = opening == '"' && random_below(random, 2) == 0;
        const char *part = escape ? escapes[random_below(random, COUNT_OF(escapes))]
                                  : common[random_below(random, COUNT_OF(common))];
        if (opening == '\'' && *part == '\'') {
            part = "''";
        }
        if (opening != '"' || *part != '"') {
            add_part(out, part, line_end);
        }
    }
    if (!block && opening != '\0') {
        pr_buf_char(out, opening);
    }
    pr_buf_string(out, line_end);
    pr_buf_string(out, random_below(random, 2) == 0 ? "" : "# the end\n");
}

static bool is_line_end(pr_text raw) {
    return pr_text_is(raw, "\n") || pr_text_is(raw, "\r\n") || pr_text_is(raw, "\r");
}

/* The character that an escape stands for. */
static uint32_t unescape(pr_text raw) {
    static const char from[] = "nt\"\\/ 0e", to[] = "\n\t\"\\/ \0\x1b";
    char c = raw.at[1];
    if (c == 'x' || c == 'u' || c == 'U') {
        char digits[16] = "";
        memcpy(digits, raw.at + 2, raw.length - 2);
        return (uint32_t)strtoul(digits, NULL, 16);
    }
    if (c == 'N' || c == '_' || c == 'L') {
        return c == 'N' ? 0x85 : c == '_' ? 0xA0 : 0x2028;
    }
    const char *found = strchr(from, c);
    return found != NULL ? (unsigned char)to[found - from] : 0xFFFD;
}

static bool stands_for(pr_text raw, pr_text decoded, uint32_t c, uint8_t style) {
    if (pr_text_equal(raw, decoded)) {
        return true;
    }
    if (style == PR_STYLE_DOUBLE && raw.length >= 2 && raw.at[0] == '\\') {
        return unescape(raw) == c;
    }
    if (c == '\n') {
        return is_line_end(raw);
    }
    if (c == ' ') {
        /* A fold: blanks, then one line end. */
        while (raw.length > 0 && (raw.at[0] == ' ' || raw.at[0] == '\t')) {
            raw.at++;
            raw.length--;
        }
        return is_line_end(raw);
    }
    return c == '\'' && style == PR_STYLE_SINGLE && pr_text_is(raw, "''");
}

static void complain(pr_text file, const pr_doc_node *node, size_t at, pr_span span) {
    print_error("file: [%.*s]\ntext: [%.*s]\nbyte %zu of the text maps to bytes %u to %u\n", PR_ARG(file),
                PR_ARG(node->text), at, span.start, span.end);
    fail();
}

static void check_scalar(pr_text file, const pr_doc_node *node) {
    uint32_t reached = node->origin.start;
    bool block = node->origin.style == PR_STYLE_LITERAL || node->origin.style == PR_STYLE_FOLDED;
    pr_text text = node->text;
    /* What ends a block scalar is past its end. */
    while (block && text.length > 0 &&
           (text.at[text.length - 1] == '\n' || text.at[text.length - 1] == ' ' ||
            text.at[text.length - 1] == '\t')) {
        text.length--;
    }
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = pr_utf8_next(node->text, &at);
        pr_span span = pr_origin_span(&node->origin, start, at);
        pr_text raw = {file.at + span.start, span.end - span.start};
        bool inside = span.start >= reached && span.end <= node->origin.end && span.start < span.end;
        if (!inside ||
            !stands_for(raw, (pr_text){node->text.at + start, at - start}, c, node->origin.style)) {
            complain(file, node, start, span);
        }
        reached = span.end;
    }
    pr_span past = pr_origin_span(&node->origin, node->text.length, node->text.length + 3);
    if (past.start < reached || past.end > node->origin.end) {
        complain(file, node, node->text.length, past);
    }
}

static const pr_doc_node *scalar_in(const pr_doc_node *root) {
    const pr_doc_node *node = root->kind == PR_DOC_MAP && root->count == 1 ? &root->pairs[0].value : NULL;
    while (node != NULL && node->kind == PR_DOC_LIST) {
        node = node->count == 1 ? &node->items[0] : NULL;
    }
    return node != NULL && node->kind != PR_DOC_MAP ? node : NULL;
}

static void characters_map_to_their_bytes(void **state) {
    (void)state;
    random_numbers random = random_start();
    fixture f;
    fixture_init(&f, NULL);
    size_t checked[PR_STYLE_FOLDED + 1] = {0};
    for (int i = 0; i < ROUNDS; i++) {
        pr_buf_clear(&f.out);
        pr_diags_clear(&f.diags);
        pr_arena_reset(&f.arena);
        make_file(&random, &f.out);
        pr_source source = source_of("f", f.out.at, f.out.length);
        const pr_doc_node *root = pr_doc_read(&source, PR_DOC_YAML, NULL, &f.arena, &f.diags);
        assert_int_equal(root == NULL && f.diags.errors == 0, 0);
        const pr_doc_node *node = root != NULL ? scalar_in(root) : NULL;
        if (node != NULL) {
            check_scalar(source.bytes, node);
            checked[node->origin.style]++;
        }
    }
    for (unsigned style = 0; style <= PR_STYLE_FOLDED; style++) {
        print_message("style %u: %zu scalars\n", style, checked[style]);
        assert_true(checked[style] > 100);
    }
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters_map_to_their_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
