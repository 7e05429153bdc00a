/* Every diagnostic of the reader of JSON, with its place. */
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
    {"blanks only",
     INPUT(" \n"
           " "),
     false, "error empty-file 1:1-1:2 the file is blank"},
    {"a BOM and nothing", INPUT("\xEF\xBB\xBF"), false, "error empty-file 1:1-1:1 the file is empty"},
    {"Latin-1", INPUT("[\"caf\xE9\"]"), false,
     "error invalid-utf8 1:6-1:7 the byte 0xE9 is not valid UTF-8; hint: save the file as "
     "UTF-8"},
    {"a NUL byte", INPUT("[1\x00]"), false,
     "error nul-byte 1:3-1:4 a NUL byte (0x00) stands here; the file is not text"},
    {"a NUL byte in text", INPUT("[\"a\x00\"]"), false,
     "error nul-byte 1:4-1:5 a NUL byte (0x00) stands here; the file is not text"},
    {"UTF-16", INPUT("\xFF\xFE[\x00]\x00"), false,
     "error invalid-utf8 1:1-1:3 the file is UTF-16, not UTF-8; hint: save it again as UTF-8"},
    {"a control character in text", INPUT("[\"a\tb\"]"), false,
     "error invalid-json 1:4-1:5 a control character in text is written as an escape, here "
     "\\u0009"},
    {"a line end in text",
     INPUT("{\"a\": \"x\n"
           "\"}"),
     false,
     "error invalid-json 1:7-1:8 this quote is never closed; hint: text ends on the line on "
     "which it begins; a line end in it is written \\n"},
    {"a quote that stays open", INPUT("{\"a\": \"x"), false,
     "error invalid-json 1:7-1:8 this quote is never closed; hint: text ends on the line on "
     "which it begins; a line end in it is written \\n"},
    {"an escape before the end", INPUT("[\"a\\\"]"), false,
     "error invalid-json 1:2-1:3 this quote is never closed; hint: text ends on the line on "
     "which it begins; a line end in it is written \\n"},
    {"an escape that is none", INPUT("{\"a\": \"\\q\"}"), false,
     "error invalid-json 1:8-1:10 this is no escape of JSON; a backslash is written \\\\"},
    {"an escape cut short", INPUT("[\"\\u12\"]"), false,
     "error invalid-json 1:3-1:5 \\u is followed by 4 hexadecimal digits"},
    {"half a character", INPUT("[\"\\ud800\"]"), false,
     "error invalid-json 1:3-1:9 this escape is half of a pair that makes one character; the "
     "other half is missing"},
    {"two first halves", INPUT("[\"\\ud800\\ud800\"]"), false,
     "error invalid-json 1:3-1:9 this escape is half of a pair that makes one character; the "
     "other half is missing"},
    {"a second half", INPUT("[\"x\\udc00\"]"), false,
     "error invalid-json 1:4-1:10 this escape is half of a pair that makes one character; the "
     "other half is missing"},
    {"a comma before the end of a mapping", INPUT("{\"a\": 1,}"), false,
     "error invalid-json 1:8-1:9 a ',' must not stand before '}'"},
    {"a comma before the end of a list", INPUT("[1,]"), false,
     "error invalid-json 1:3-1:4 a ',' must not stand before ']'"},
    {"a comma first", INPUT("[,1]"), false, "error invalid-json 1:2-1:3 a value is expected before this"},
    {"two commas", INPUT("{\"a\":1,,\"b\":2}"), false,
     "error invalid-json 1:8-1:9 a key in double quotes is expected here"},
    {"no colon", INPUT("{\"a\" 1}"), false,
     "error invalid-json 1:6-1:7 a ':' is missing between the key and this"},
    {"no value", INPUT("{\"a\":}"), false, "error invalid-json 1:6-1:7 a value is expected before this"},
    {"no key", INPUT("{1: 2}"), false, "error invalid-json 1:2-1:3 a key in double quotes is expected here"},
    {"single quotes", INPUT("{'a': 1}"), false,
     "error invalid-json 1:2-1:3 a key in double quotes is expected here"},
    {"single quotes around text", INPUT("['a']"), false,
     "error invalid-json 1:2-1:5 text is put in double quotes in JSON"},
    {"no comma", INPUT("[1 2]"), false,
     "error invalid-json 1:4-1:5 a ',' or ']' is missing before this; note 1:1-1:2 the '[' is "
     "here"},
    {"no comma between members", INPUT("{\"a\": 1 \"b\": 2}"), false,
     "error invalid-json 1:9-1:10 a ',' or '}' is missing before this; note 1:1-1:2 the '{' "
     "is here"},
    {"a list that stays open",
     INPUT("[1,\n"
           "2"),
     false, "error invalid-json 1:1-1:2 this '[' is never closed"},
    {"a list that stays open after a comma", INPUT("[1,"), false,
     "error invalid-json 1:1-1:2 this '[' is never closed"},
    {"a mapping that stays open", INPUT("{\"a\": {\"b\": 1}"), false,
     "error invalid-json 1:1-1:2 this '{' is never closed"},
    {"a mapping that stays open after a key", INPUT("{\"a\""), false,
     "error invalid-json 1:1-1:2 this '{' is never closed"},
    {"the other bracket", INPUT("{\"a\":[1}"), false,
     "error invalid-json 1:8-1:9 '}' stands where ']' is expected; note 1:6-1:7 the '[' is "
     "here"},
    {"a second value", INPUT("[1]]"), false,
     "error invalid-json 1:4-1:5 the text goes on after its end: it holds one value"},
    {"a second document", INPUT("{} {}"), false,
     "error invalid-json 1:4-1:5 the text goes on after its end: it holds one value"},
    {"a number with a zero before it", INPUT("{\"a\": 01}"), false,
     "error invalid-json 1:7-1:9 '01' is no value of JSON; hint: a number has no '+' and no "
     "zeros before it, and digits on both sides of its point"},
    {"a number with a plus", INPUT("[+1]"), false,
     "error invalid-json 1:2-1:4 '+1' is no value of JSON; hint: a number has no '+' and no "
     "zeros before it, and digits on both sides of its point"},
    {"a number that begins with its point", INPUT("[.5]"), false,
     "error invalid-json 1:2-1:4 '.5' is no value of JSON; hint: a number has no '+' and no "
     "zeros before it, and digits on both sides of its point"},
    {"a number that ends with its point", INPUT("[5.]"), false,
     "error invalid-json 1:2-1:4 '5.' is no value of JSON; hint: a number has no '+' and no "
     "zeros before it, and digits on both sides of its point"},
    {"an exponent without digits", INPUT("[1e]"), false,
     "error invalid-json 1:2-1:4 '1e' is no value of JSON; hint: a number has no '+' and no "
     "zeros before it, and digits on both sides of its point"},
    {"not a number", INPUT("{\"a\": NaN}"), false,
     "error invalid-json 1:7-1:10 'NaN' is no value of JSON; hint: JSON has true, false, null "
     "and decimal numbers; other words are put in double quotes"},
    {"infinity", INPUT("[-Infinity]"), false,
     "error invalid-json 1:2-1:11 '-Infinity' is no value of JSON; hint: JSON has true, "
     "false, null and decimal numbers; other words are put in double quotes"},
    {"a comment",
     INPUT("// x\n"
           "{}"),
     false, "error invalid-json 1:1-1:3 '//' is no value of JSON; hint: JSON has no comments"},
    {"True", INPUT("[True]"), false,
     "error invalid-json 1:2-1:6 'True' is no value of JSON; hint: text is put in double "
     "quotes; true, false and null are written in small letters"},
    {"text without quotes", INPUT("[yes please]"), false,
     "error invalid-json 1:2-1:5 'yes' is no value of JSON; hint: text is put in double "
     "quotes; true, false and null are written in small letters"},
    {"long text without quotes", INPUT("[xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]"),
     false,
     "error invalid-json 1:2-1:62 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' is no value "
     "of JSON; hint: text is put in double quotes; true, false and null are written in small "
     "letters"},
    {"text after text", INPUT("[\"a\"b]"), false,
     "error invalid-json 1:5-1:6 a ',' or ']' is missing before this; note 1:1-1:2 the '[' is "
     "here"},
    {"a duplicate key", INPUT("{\"a\":1,\"b\":2,\"a\":3}"), true,
     "error duplicate-key 1:14-1:17 the key 'a' is given twice; note 1:2-1:5 first here"},
    {"a duplicate key in other clothes", INPUT("{\"a\":1,\"\\u0061\":2}"), true,
     "error duplicate-key 1:8-1:16 the key 'a' is given twice; note 1:2-1:5 first here"},
    {"a BOM, and characters of several bytes", INPUT("\xEF\xBB\xBF{\"\xC3\xA9\":x}"), false,
     "error invalid-json 1:6-1:7 'x' is no value of JSON; hint: text is put in double quotes; "
     "true, false and null are written in small letters"},
    {"nested too deep",
     INPUT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
           "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
     false,
     "error too-deep 1:65-1:66 lists and mappings are nested more than 64 deep; hint: the limit 'depth' may "
     "be raised"},
    {"CRLF",
     INPUT("{\r\n"
           "\"a\": 1,\r\n"
           "\"b\" 2}"),
     false, "error invalid-json 3:5-3:6 a ':' is missing between the key and this"},
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
        const pr_doc_node *root = pr_doc_read(&source, PR_DOC_JSON, NULL, &f.arena, &f.diags);
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
