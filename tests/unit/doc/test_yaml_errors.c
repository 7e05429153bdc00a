/* Every diagnostic of the reader of YAML, with its place. */
#include "unit/support.h"

#include "doc/doc.h"

typedef struct bad_input {
    const char *name;
    pr_text input;
    bool kept; /* whether there is a document all the same */
    const char *expected;
} bad_input;

#define INPUT(literal) \
    { literal, sizeof(literal) - 1 }

static const bad_input bad_inputs[] = {
    {"nothing", INPUT(""), false, "error empty-file 1:1-1:1 the file is empty"},
    {"a BOM and nothing", INPUT("\xEF\xBB\xBF"), false, "error empty-file 1:1-1:1 the file is empty"},
    {"comments only",
     INPUT("# nothing\n"
           "\n"),
     false, "error empty-file 1:1-1:1 the file holds nothing but blanks and comments"},
    {"Latin-1",
     INPUT("a: 1\n"
           "b: caf\xE9\n"),
     false,
     "error invalid-utf8 2:7-2:8 the byte 0xE9 is not valid UTF-8; hint: save the file as "
     "UTF-8"},
    {"UTF-16",
     INPUT("\xFF\xFE"
           "a\x00:\x00 \x00"
           "1\x00"),
     false, "error invalid-utf8 1:1-1:3 the file is UTF-16, not UTF-8; hint: save it again as UTF-8"},
    {"a NUL byte",
     INPUT("a: 1\n"
           "b: x\x00y\n"),
     false, "error nul-byte 2:5-2:6 a NUL byte (0x00) stands here; the file is not text"},
    {"a control character", INPUT("a: \x1B[0m\n"), false,
     "error control-character 1:4-1:5 the character U+001B is not allowed in YAML"},
    {"a duplicate key",
     INPUT("a: 1\n"
           "b: 2\n"
           "a: 3\n"),
     true, "error duplicate-key 3:1-3:2 the key 'a' is given twice; note 1:1-1:2 first here"},
    {"a duplicate key in other clothes",
     INPUT("a: 1\n"
           "'a': 2\n"
           "\"\\x61\": 3\n"),
     true,
     "error duplicate-key 2:1-2:4 the key 'a' is given twice; note 1:1-1:2 first here\n"
     "error duplicate-key 3:1-3:7 the key 'a' is given twice; note 1:1-1:2 first here"},
    {"duplicate keys among many",
     INPUT("{k0: 0, k1: 0, k2: 0, k3: 0, k4: 0, k5: 0, k6: 0, k7: 0, k8: 0, k9: 0, k10: 0, k11: 0, "
           "k12: 0, k13: 0, k14: 0, k15: 0, k16: 0, k17: 0, k18: 0, k19: 0, k20: 0, k21: 0, k22: 0, "
           "k23: 0, k24: 0, k25: 0, k26: 0, k27: 0, k28: 0, k29: 0, k7: 1}\n"),
     true, "error duplicate-key 1:232-1:234 the key 'k7' is given twice; note 1:51-1:53 first here"},
    {"duplicates at each level",
     INPUT("a: {b: 1, b: 2}\n"
           "c:\n"
           "  - d: 1\n"
           "    d: 2\n"),
     true,
     "error duplicate-key 1:11-1:12 the key 'b' is given twice; note 1:5-1:6 first here\n"
     "error duplicate-key 4:5-4:6 the key 'd' is given twice; note 3:5-3:6 first here"},
    {"a merge key",
     INPUT("a: &a {x: 1}\n"
           "b:\n"
           "  <<: *a\n"),
     true,
     "error merge-key 3:3-3:5 merge keys (<<) are not used here; hint: write the keys out; "
     "aliases may stand for their values"},
    {"a quoted merge key is a key", INPUT("'<<': 1\n"), true, ""},
    {"a list as key", INPUT("[1, 2]: a\n"), true,
     "error key-kind 1:1-1:7 a key is text, not a list; hint: put text that begins with '[' "
     "in quotes"},
    {"a mapping as key", INPUT("{a}: b\n"), true,
     "error key-kind 1:1-1:4 a key is text, not a mapping; hint: put text that begins with "
     "'{' in quotes"},
    {"no key",
     INPUT("? \n"
           ": 1\n"),
     true, "error key-missing 1:2-1:2 the key is missing"},
    {"no key in brackets", INPUT("{: 1}\n"), false, "error invalid-yaml 1:2-1:3 a value is expected here"},
    {"tags",
     INPUT("a: !!str 5\n"
           "b: !foo [1]\n"
           "c: ! x\n"
           "d: &x !y z\n"),
     true,
     "error tag 1:4-1:9 tags like '!!str' are not used here; hint: put the value in quotes to "
     "make it text\n"
     "error tag 2:4-2:8 tags like '!foo' are not used here; hint: leave it out, or put the "
     "value in quotes when it begins with '!'\n"
     "error tag 3:4-3:5 tags like '!' are not used here; hint: leave it out, or put the value "
     "in quotes when it begins with '!'\n"
     "error tag 4:7-4:9 tags like '!y' are not used here; hint: leave it out, or put the "
     "value in quotes when it begins with '!'"},
    {"an alias to nothing",
     INPUT("a: &one 1\n"
           "b: *on\n"
           "c: *bold\n"),
     true,
     "error undefined-alias 2:4-2:7 no anchor '&on' stands above this alias; hint: did you "
     "mean 'one'?\n"
     "error undefined-alias 3:4-3:9 no anchor '&bold' stands above this alias; hint: put the "
     "value in quotes when it only begins with '*'"},
    {"an alias to what contains it", INPUT("a: &r [*r]\n"), true,
     "error recursive-alias 1:8-1:10 the alias '*r' stands inside the value that it stands for"},
    {"an alias that was meant as text", INPUT("a: *bold* x\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '*' must be put in quotes"},
    {"two documents",
     INPUT("a: 1\n"
           "---\n"
           "b: 2\n"),
     true,
     "error several-documents 2:1-2:4 a second document begins here; a file holds one; hint: "
     "take the '---' out, or make two files"},
    {"a tab in the indentation",
     INPUT("a:\n"
           "\tb: 1\n"),
     false,
     "error invalid-yaml 2:1-2:2 a tab stands in the indentation; hint: YAML is indented with "
     "spaces"},
    {"a tab in the indentation after text",
     INPUT("a:\n"
           "  b: 1\n"
           "\t\tc: 2\n"),
     false,
     "error invalid-yaml 3:1-3:3 a tab stands in the indentation; hint: YAML is indented with "
     "spaces"},
    {"a tab in the indentation of a block",
     INPUT("a: |\n"
           "\tb\n"),
     false,
     "error invalid-yaml 2:1-2:2 a tab stands in the indentation; hint: YAML is indented with "
     "spaces"},
    {"no space after a colon, followed by keys",
     INPUT("x:\n"
           "  a:1\n"
           "  b: 2\n"),
     false,
     "error invalid-yaml 2:4-2:5 there is no space after this ':'; hint: a key is followed by "
     "': ' and its value"},
    {"no space after a colon, among keys",
     INPUT("a: 1\n"
           "b:2\n"
           "c: 3\n"),
     false,
     "error invalid-yaml 2:2-2:3 there is no space after this ':'; hint: a key is followed by "
     "': ' and its value"},
    {"no space after the last colon",
     INPUT("a: 1\n"
           "b:2\n"),
     false,
     "error invalid-yaml 2:2-2:3 there is no space after this ':'; hint: a key is followed by "
     "': ' and its value"},
    {"a colon in a value", INPUT("name: Title: Subtitle\n"), false,
     "error invalid-yaml 1:12-1:13 a value with ': ' in it must be put in quotes; hint: write "
     "\"Title: Subtitle\""},
    {"a colon in a value of a list", INPUT("- a: b: c\n"), false,
     "error invalid-yaml 1:7-1:8 a value with ': ' in it must be put in quotes; hint: write "
     "\"b: c\""},
    {"a colon in a value with quotes", INPUT("name: Title: \"Sub\"\n"), false,
     "error invalid-yaml 1:12-1:13 a value with ': ' in it must be put in quotes; hint: or end the line "
     "with >- and write the value under it, indented"},
    {"a colon in a call", INPUT("- f(a: 1, b: 2)\n"), false,
     "error invalid-yaml 1:12-1:13 a value with ': ' in it must be put in quotes; hint: write "
     "\"f(a: 1, b: 2)\""},
    {"a line without colon",
     INPUT("name Foo\n"
           "kind: bar\n"),
     false,
     "error invalid-yaml 1:1-1:9 there is no ': ' in this line, but keys follow it; hint: a "
     "key is followed by ': ' and its value"},
    {"a line without colon among keys",
     INPUT("a: 1\n"
           "name Foo\n"
           "kind: bar\n"),
     false,
     "error invalid-yaml 2:1-2:9 there is no ': ' in this line; hint: text that goes on from "
     "the line above must be indented"},
    {"a single quote that stays open",
     INPUT("a: 'open\n"
           "b: 2\n"),
     false, "error invalid-yaml 1:4-1:5 this quote is never closed"},
    {"a double quote that stays open",
     INPUT("a: \"open\n"
           "b: 2\n"
           "---\n"),
     false,
     "error invalid-yaml 1:4-1:5 this quote is never closed\n"
     "error several-documents 3:1-3:4 a second document begins here; a file holds one; hint: take the '---' "
     "out, or "
     "make two files"},
    {"an error in each of several keys and items, and none in what lies between",
     INPUT("a: b: c\n"
           "b:\n"
           "  - x: [1\n"
           "  - x: *far\n"
           "  - {x: 1, x: 2}\n"
           "  - x: |\n"
           "     - a: b: c\n"
           "c: |\n"
           "  - a: b: c\n"
           "well-known: 'x' y\n"),
     false,
     "error invalid-yaml 1:5-1:6 a value with ': ' in it must be put in quotes; hint: write \"b: c\"\n"
     "error invalid-yaml 3:8-3:9 this '[' is never closed; hint: put text that begins with '[' in quotes\n"
     "error duplicate-key 5:12-5:13 the key 'x' is given twice; note 5:6-5:7 first here\n"
     "error invalid-yaml 10:17-10:18 text goes on after the closing quote; hint: put the whole value in "
     "double quotes; "
     "note 10:13-10:14 the quote opens here"},
    {"a quote that closes late",
     INPUT("name: \"abc\n"
           "other: \"def\"\n"
           "x: 1\n"),
     false,
     "error invalid-yaml 2:9-2:10 text goes on after the closing quote; note 1:7-1:8 the "
     "quote opens here, on another line: is its end missing?"},
    {"text after quotes", INPUT("a: 'x' y\n"), false,
     "error invalid-yaml 1:8-1:9 text goes on after the closing quote; hint: put the whole "
     "value in double quotes; note 1:4-1:5 the quote opens here"},
    {"an expression that begins with a quote", INPUT("when: \"x\" in list\n"), false,
     "error invalid-yaml 1:11-1:12 text goes on after the closing quote; hint: put the whole "
     "value in single quotes; note 1:7-1:8 the quote opens here"},
    {"a key indented too far",
     INPUT("a: 1\n"
           "  b: 2\n"),
     false,
     "error invalid-yaml 2:3-2:4 a key cannot stand here; hint: is it indented further than "
     "the keys it belongs to?"},
    {"a key indented in between",
     INPUT("a:\n"
           "    b: 1\n"
           "   c: 2\n"),
     false,
     "error invalid-yaml 3:4-3:5 a key of the mapping above is expected here; hint: its keys "
     "are all indented alike; note 1:1-1:2 the mapping begins here"},
    {"a key indented too little",
     INPUT("  a: 1\n"
           "b: 2\n"),
     false,
     "error invalid-yaml 2:1-2:2 this does not belong to what stands above; hint: the first "
     "line of the file sets the indentation of its keys"},
    {"a list on the line of its key", INPUT("a: - b\n"), false,
     "error invalid-yaml 1:4-1:5 a list item cannot begin here; hint: begin the list on a "
     "line of its own, or put text that begins with '- ' in quotes"},
    {"a list item among keys",
     INPUT("a: 1\n"
           "- b\n"),
     false,
     "error invalid-yaml 2:1-2:2 a list item cannot stand among the keys of a mapping; hint: "
     "is the key missing that the list belongs to?"},
    {"a key among list items",
     INPUT("a:\n"
           "  - b\n"
           "  c: 1\n"),
     false,
     "error invalid-yaml 3:3-3:4 a list item, which begins with '- ', is expected here; hint: "
     "or the indentation of this line is wrong; note 2:3-2:4 the list begins here"},
    {"a list item indented too far",
     INPUT("a:\n"
           "  - b\n"
           "   - c\n"),
     true,
     "warning swallowed-item 3:4-3:5 this is no list item, it goes on with the text above; "
     "hint: is its '-' under the '-' of the item above?"},
    {"an escape that is none", INPUT("a: \"\\d+\"\n"), false,
     "error invalid-yaml 1:5-1:7 '\\d' is no escape in double quotes; hint: in single quotes a "
     "backslash stands for itself"},
    {"an escape cut short", INPUT("a: \"\\u12\"\n"), false,
     "error invalid-yaml 1:7-1:8 \\x, \\u and \\U are followed by 2, 4 and 8 hexadecimal digits; "
     "hint: in single quotes a backslash stands for itself"},
    {"a surrogate", INPUT("a: \"\\ud83d\\ude00\"\n"), false,
     "error invalid-yaml 1:7-1:8 this escape is no character of Unicode; hint: a character "
     "outside the basic plane is written \\U and 8 digits"},
    {"a list that stays open",
     INPUT("a: [1, 2\n"
           "b: 3\n"),
     false,
     "error invalid-yaml 1:4-1:5 this '[' is never closed; hint: put text that begins with "
     "'[' in quotes"},
    {"a list that stays open to the end", INPUT("a: [1, 2"), false,
     "error invalid-yaml 1:4-1:5 this '[' is never closed; hint: put text that begins with "
     "'[' in quotes"},
    {"a mapping that stays open", INPUT("a: {x: 1\n"), false,
     "error invalid-yaml 1:4-1:5 this '{' is never closed; hint: put text that begins with "
     "'{' in quotes"},
    {"no comma", INPUT("a: {x: 1 y: 2}\n"), false,
     "error invalid-yaml 1:11-1:12 a ',' or '}' is missing before this; note 1:4-1:5 the '{' "
     "is here"},
    {"two commas", INPUT("a: [1, , 2]\n"), false,
     "error invalid-yaml 1:8-1:9 a value is expected before ','; hint: put text that begins "
     "with ',' in quotes"},
    {"a closing bracket alone", INPUT("a: ]\n"), false,
     "error invalid-yaml 1:4-1:5 a value is expected before ']'; hint: put text that begins "
     "with ']' in quotes"},
    {"a template without quotes", INPUT("a: {name} performs\n"), false,
     "error invalid-yaml 1:11-1:12 text goes on after the closing '}'; hint: put text that "
     "begins with '{' in quotes"},
    {"a list item with brackets in front", INPUT("- [x] done\n"), false,
     "error invalid-yaml 1:7-1:8 text goes on after the closing ']'; hint: put text that "
     "begins with '[' in quotes"},
    {"an at sign", INPUT("a: @x\n"), false,
     "error invalid-yaml 1:4-1:5 a value cannot begin with '@'; hint: put the value in quotes"},
    {"a percent sign",
     INPUT("a: 1\n"
           "b: %x\n"),
     false, "error invalid-yaml 2:4-2:5 a value cannot begin with '%'; hint: put the value in quotes"},
    {"a directive",
     INPUT("%foo\n"
           "a: 1\n"),
     false,
     "error invalid-yaml 1:1-1:2 a line that begins with '%' is none of YAML's directives; "
     "hint: comments begin with '#'"},
    {"a backquote", INPUT("a: `x`\n"), false,
     "error invalid-yaml 1:4-1:5 a value cannot begin with '`'; hint: put the value in quotes"},
    {"an exclamation mark", INPUT("a: !! x\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '!' must be put in quotes"},
    {"an unknown tag handle", INPUT("a: !x!y z\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '!' must be put in quotes"},
    {"a greater-than sign", INPUT("a: > 5\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '>' must be put in quotes; hint: or "
     "begin the text on the next line"},
    {"a bar", INPUT("a: |x\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '|' must be put in quotes; hint: or "
     "begin the text on the next line"},
    {"a question mark", INPUT("a: ? b\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '? ' must be put in quotes"},
    {"an ampersand", INPUT("a: & b\n"), false,
     "error invalid-yaml 1:4-1:5 a value that begins with '&' must be put in quotes"},
    {"CRLF",
     INPUT("a: 1\r\n"
           "b: x: y\r\n"),
     false,
     "error invalid-yaml 2:5-2:6 a value with ': ' in it must be put in quotes; hint: write "
     "\"x: y\""},
    {"a BOM, and characters of several bytes",
     INPUT("\xEF\xBB\xBF"
           "a: 1\n"
           "\xC3\xA9\xE2\x82\xAC: x: y\n"),
     false,
     "error invalid-yaml 2:6-2:7 a value with ': ' in it must be put in quotes; hint: write "
     "\"x: y\""},
    {"errors before a syntax error",
     INPUT("a: 1\n"
           "a: 2\n"
           "b: {c: 1, c: 2}\n"
           "d: @x\n"),
     false,
     "error duplicate-key 2:1-2:2 the key 'a' is given twice; note 1:1-1:2 first here\n"
     "error duplicate-key 3:11-3:12 the key 'c' is given twice; note 3:5-3:6 first here\n"
     "error invalid-yaml 4:4-4:5 a value cannot begin with '@'; hint: put the value in quotes"},
    {"nested too deep",
     INPUT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
           "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
     false,
     "error too-deep 1:65-1:66 lists and mappings are nested more than 64 deep; hint: the limit 'depth' may "
     "be raised"},
    {"nested too deep by an alias",
     INPUT("a: &a [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"
           "b: [[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]\n"),
     false,
     "error too-deep 2:28-2:30 lists and mappings are nested more than 64 deep; hint: the limit 'depth' may "
     "be raised"},
    {"a version of YAML",
     INPUT("%YAML 3.0\n"
           "---\n"
           "a: 1\n"),
     false, "error invalid-yaml 1:1-1:2 this version of YAML is not known; hint: leave the line out"},
};

static void says_what_is_wrong_and_where(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_inputs); i++) {
        fixture f;
        fixture_init(&f, NULL);
        /* A copy with nothing after it, so that a byte too far is noticed. */
        char *bytes = malloc(bad_inputs[i].input.length > 0 ? bad_inputs[i].input.length : 1);
        memcpy(bytes, bad_inputs[i].input.at, bad_inputs[i].input.length);
        pr_source source = source_of("f", bytes, bad_inputs[i].input.length);
        const pr_doc_node *root = pr_doc_read(&source, PR_DOC_YAML, NULL, &f.arena, &f.diags);
        if ((root != NULL) != bad_inputs[i].kept) {
            fail_msg("%s: %s", bad_inputs[i].name, root != NULL ? "a document" : "no document");
        }
        assert_text(summary_of(&f), bad_inputs[i].expected);
        fixture_release(&f);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(says_what_is_wrong_and_where)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
