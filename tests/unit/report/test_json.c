/* The JSON contract, member by member: design, section 7. */
#include "unit/report/sample.h"

#include "report/json_writer.h"

/* Two spaces a level, without the braces: what is compared is easier to read. */
static void assert_part(pr_buf *out, const char *part) {
    if (strstr(out->at, part) == NULL) {
        print_error("expected: [%s]\nin: [%s]\n", part, out->at);
        fail();
    }
}

static void write(sample *s, pr_buf *out, bool check) {
    sample_init(s);
    pr_buf_init(out, NULL);
    if (check) {
        pr_report_check_json(&s->advice, out);
    } else {
        pr_report_eligible_json(&s->advice, 2, out);
    }
    assert_false(out->failed);
    assert_int_equal(out->at[out->length - 1], '\n');
    pr_buf_char(out, '\0');
}

static const char head[] =
    "  \"kb\": {\n    \"name\": \"driving\",\n    \"version\": \"1\",\n    \"digest\": \"sha256:00\"\n  },\n"
    "  \"as_of\": \"2026-11-21\",\n  \"profile\": {\n    \"id\": \"p-1\"\n  },\n";

static void test_check(void **state) {
    (void)state;
    sample s;
    pr_buf out;
    write(&s, &out, true);
    assert_part(&out, "{\n  \"schema\": \"preceptor.check/1\",\n");
    assert_part(&out, head);
    assert_part(&out,
                "  \"verdicts\": [\n    {\n      \"id\": \"car\",\n      \"collection\": \"licences\",\n"
                "      \"name\": \"A \\u001b[31mlicence\\nof a kind\",\n      \"verdict\": \"ineligible\",\n"
                "      \"because\": \"not met: Eighteen years old\",\n      \"requirements\": [\n");
    assert_part(
        &out, "        {\n          \"id\": \"age\",\n          \"status\": \"unmet\",\n"
              "          \"strength\": \"required\",\n          \"text\": \"Eighteen years old\",\n"
              "          \"because\": \"birth is 2009-05-01\",\n          \"needs\": [],\n"
              "          \"remedy\": \"wait\",\n          \"waivable\": true,\n          \"waiver\": null,\n"
              "          \"sources\": [\n            {\n              \"doc\": \"road-law\",\n"
              "              \"at\": \"Section 3\"\n            }\n          ]\n        },\n");
    assert_part(
        &out,
        "          \"needs\": [\n            \"lessons.night\"\n          ],\n          \"remedy\": null,\n");
    assert_part(&out, "          \"waiver\": {\n            \"by\": \"office\",\n            \"reason\": \"a "
                      "\\\"war\\\"\",\n"
                      "            \"until\": \"2027-03-31\",\n            \"standing\": \"claimed\",\n"
                      "            \"number\": null\n          },\n");
    assert_part(&out, "      \"not_encoded\": [\n        \"Whether the examiner likes you.\"\n      ],\n"
                      "      \"caveats\": [\n        {\n          \"kind\": \"dispute\",\n"
                      "          \"text\": \"Two laws differ.\",\n          \"sources\": [\n            {\n"
                      "              \"doc\": \"old-law\",\n              \"at\": null\n");
    assert_part(
        &out,
        "  \"pathways\": [],\n  \"recommendations\": [\n    {\n      \"id\": \"day\",\n      \"rules\": [\n"
        "        \"practise\"\n      ],\n      \"topic\": null,\n      \"phase\": \"before\",\n"
        "      \"priority\": \"high\",\n      \"due\": \"2027-01-02\",\n      \"certain\": true,\n"
        "      \"needs\": [],\n      \"text\": \"Drive.\",\n      \"because\": [\n");
    assert_part(&out, "  \"warnings\": [\n    {\n      \"text\": \"A waiver has ended.\",\n      "
                      "\"sources\": []\n    }\n  ],\n"
                      "  \"questions\": [\n    {\n      \"attribute\": \"lessons.night\",\n"
                      "      \"ask\": \"How many hours by night?\",\n      \"decides\": [\n        "
                      "\"truck\"\n      ]\n    }\n"
                      "  ]\n}\n");
    pr_buf_release(&out);
    sample_release(&s);
}

static void test_eligible(void **state) {
    (void)state;
    sample s;
    pr_buf out;
    write(&s, &out, false);
    assert_part(&out, "{\n  \"schema\": \"preceptor.eligible/1\",\n");
    assert_part(&out, head);
    assert_part(&out, "  \"id\": \"truck\",\n  \"collection\": \"licences\",\n");
    assert_part(&out, "  \"verdict\": \"undetermined\",\n  \"because\": \"not known: Lessons taken\",\n  "
                      "\"requirements\": [\n");
    assert_part(&out, "  \"questions\": [\n    {\n      \"attribute\": \"lessons.night\",\n");
    assert_null(strstr(out.at, "recommendations"));
    pr_buf_release(&out);
    sample_release(&s);
}

static void test_no_person_is_named(void **state) {
    (void)state;
    for (int check = 0; check < 2; check++) {
        sample s;
        pr_buf out;
        write(&s, &out, check == 1);
        assert_null(strstr(out.at, "Ada"));
        pr_buf_release(&out);
        sample_release(&s);
    }
}

static void test_nothing_is_null(void **state) {
    (void)state;
    pr_program program = {.name = PR_TEXT("k"), .version = PR_TEXT("1")};
    pr_advice advice = {.program = &program, .as_of = pr_date_pack(1, 1, 1), .digest = PR_TEXT("d")};
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_report_check_json(&advice, &out);
    assert_text(pr_buf_view(&out),
                "{\n  \"schema\": \"preceptor.check/1\",\n  \"kb\": {\n    \"name\": \"k\",\n    "
                "\"version\": \"1\",\n"
                "    \"digest\": \"d\"\n  },\n  \"as_of\": \"0001-01-01\",\n  \"profile\": {\n    \"id\": "
                "null\n  },\n"
                "  \"verdicts\": [],\n  \"pathways\": [],\n  \"recommendations\": [],\n  \"warnings\": [],\n"
                "  \"questions\": []\n}\n");
    pr_buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_eligible),
        cmocka_unit_test(test_no_person_is_named),
        cmocka_unit_test(test_nothing_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
