/* Values of a declared type, read from scalars of a document. */
#include "schema/expect.h"
#include "schema/suggest.h"

#include "base/limits.h"

static pr_text expects_number(const pr_schema *schema, pr_arena *arena) {
    pr_buf buf;
    pr_buf_init(&buf, arena->allocator);
    bool low = schema->low.kind == PR_NUMBER, high = schema->high.kind == PR_NUMBER;
    pr_buf_string(&buf, "a number");
    if (low && high) {
        pr_buf_string(&buf, " from ");
        pr_number_print(schema->low, &buf);
        pr_buf_string(&buf, " to ");
        pr_number_print(schema->high, &buf);
    } else if (low || high) {
        pr_buf_string(&buf, low ? " of at least " : " of at most ");
        pr_number_print(low ? schema->low : schema->high, &buf);
    }
    pr_text out = pr_text_copy(arena, pr_buf_view(&buf));
    arena->failed = arena->failed || buf.failed;
    pr_buf_release(&buf);
    return out;
}

/* A long list of values would bury what is wrong. */
static pr_text expects_enum(const pr_schema *schema, pr_arena *arena) {
    enum { MOST_LISTED = 20, EXAMPLES = 3 };
    uint32_t count = schema->value_count > MOST_LISTED ? EXAMPLES : schema->value_count;
    pr_buf buf;
    pr_buf_init(&buf, arena->allocator);
    if (count < schema->value_count) {
        pr_buf_printf(&buf, "one of %u values, such as ", schema->value_count);
    } else {
        pr_buf_string(&buf, count > 1 ? "one of " : "");
    }
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_string(&buf, i > 0 ? ", " : "");
        pr_buf_text(&buf, schema->values[i]);
    }
    pr_text out = pr_text_copy(arena, pr_buf_view(&buf));
    arena->failed = arena->failed || buf.failed;
    pr_buf_release(&buf);
    return out;
}

pr_text pr_schema_expects(const pr_schema *schema, pr_arena *arena) {
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN: return PR_TEXT("true or false");
    case PR_SCHEMA_NUMBER: return expects_number(schema, arena);
    case PR_SCHEMA_STRING: return PR_TEXT("text");
    case PR_SCHEMA_ENUM: return expects_enum(schema, arena);
    case PR_SCHEMA_DATE: return PR_TEXT("a date, such as 2027-01-31");
    case PR_SCHEMA_TIME: return PR_TEXT("a time, such as 14:30:00");
    case PR_SCHEMA_DURATION: return PR_TEXT("a duration, such as P4W or P1Y6M");
    case PR_SCHEMA_RECORD: return PR_TEXT("a mapping");
    case PR_SCHEMA_LIST:
    case PR_SCHEMA_ENTITY:
    case PR_SCHEMA_CONDITION:
    case PR_SCHEMA_BROKEN: break; /* nobody asks of these */
    }
    return PR_TEXT("a value");
}

/* Reports a scalar that is not what the type wants; shows its text, which for a list or mapping would say
 * nothing. */
static void report(const pr_schema *schema, const pr_doc_node *node, const char *code, pr_arena *arena,
                   pr_diags *diags) {
    pr_text expected = pr_schema_expects(schema, arena);
    if (node->kind == PR_DOC_LIST || node->kind == PR_DOC_MAP) {
        pr_text what = pr_text_format(arena, "%.*s", PR_ARG(expected));
        pr_expect_failed(node, what.at != NULL ? what.at : "another type", diags);
        return;
    }
    pr_shown_text found = pr_schema_shown(node->text);
    pr_diag *diag = NULL;
    if (node->kind == PR_DOC_NULL) {
        diag = pr_error(diags, code, pr_doc_span(node), "expected %.*s, found null", PR_ARG(expected));
    } else {
        diag = pr_error(diags, code, pr_doc_span(node), "expected %.*s, found %s'%.*s%s'", PR_ARG(expected),
                        node->kind == PR_DOC_STRING && schema->kind != PR_SCHEMA_ENUM ? "the text " : "",
                        PR_ARG(found.text), found.dots);
    }
    pr_schema_suggest(schema, node, diag, arena, diags);
}

static bool wrong_type(const pr_schema *schema, const pr_doc_node *node, pr_arena *arena, pr_diags *diags) {
    report(schema, node, "wrong-type", arena, diags);
    return false;
}

static bool wrong_value(const pr_schema *schema, const pr_doc_node *node, pr_arena *arena, pr_diags *diags) {
    report(schema, node, "wrong-value", arena, diags);
    return false;
}

/* From the first that is not 0 to the last that is not. */
static size_t count_digits(pr_text number) {
    size_t digits = 0, zeros = 0;
    for (size_t i = 0; i < number.length && number.at[i] != 'e' && number.at[i] != 'E'; i++) {
        char c = number.at[i];
        if (c < '0' || c > '9' || (digits == 0 && c == '0')) {
            continue;
        }
        zeros = c == '0' ? zeros + 1 : 0;
        digits++;
    }
    return digits - zeros;
}

/* YAML writes +5 and 5. where FEEL does not. */
static pr_value parse_number(pr_text text, pr_arena *arena) {
    if (text.length > 1 && text.at[0] == '+') {
        text = (pr_text){text.at + 1, text.length - 1};
    }
    if (text.length > 1 && text.at[text.length - 1] == '.') {
        text.length--;
    }
    return pr_number_parse(text, arena);
}

static bool is_near(pr_value v) {
    int64_t year;
    int month, day;
    switch (v.kind) {
    case PR_DATE: pr_date_unpack(v.number, &year, &month, &day); return year >= 1 && year <= PR_LIMIT_YEAR;
    case PR_MONTHS: return v.number <= PR_LIMIT_MONTHS && v.number >= -PR_LIMIT_MONTHS;
    case PR_DURATION: return v.number <= PR_LIMIT_SECONDS && v.number >= -PR_LIMIT_SECONDS;
    default: return true;
    }
}

/* What fits a word is far below. Without memory to tell, the arena's `failed` does. */
static bool is_beyond(pr_value v, pr_arena *arena) {
    if ((v.flags & PR_FLAG_BIG) == 0) {
        return false;
    }
    pr_value most = pr_number_parse(PR_TEXT(PR_LIMIT_NUMBER), arena), least = pr_number_negate(most, arena);
    return most.kind == PR_NUMBER && least.kind == PR_NUMBER &&
           (pr_number_compare(v, most) > 0 || pr_number_compare(v, least) < 0);
}

/* So near to 0 that arithmetic may take it for 0, or reading already did. */
static bool is_beneath(pr_value v, size_t digits, pr_arena *arena) {
    if ((v.flags & PR_FLAG_BIG) == 0) {
        return v.number == 0 && digits > 0;
    }
    pr_value size = pr_number_compare(v, pr_integer(0)) < 0 ? pr_number_negate(v, arena) : v;
    pr_value least = pr_number_parse(PR_TEXT(PR_LIMIT_FRACTION), arena);
    return size.kind == PR_NUMBER && least.kind == PR_NUMBER && pr_number_compare(size, least) < 0;
}

static bool read_number(const pr_schema *schema, const pr_doc_node *node, pr_value *out, pr_arena *arena,
                        pr_diags *diags) {
    if (node->kind != PR_DOC_NUMBER) {
        return wrong_type(schema, node, arena, diags);
    }
    pr_value value = parse_number(node->text, arena);
    const pr_shown_text found = pr_schema_shown(node->text);
    const size_t digits = count_digits(node->text);
    /* More digits than a number holds would be rounded, perhaps across a threshold. */
    if (value.kind != PR_NUMBER || digits > 34) {
        pr_error(diags, "out-of-range", pr_doc_span(node), "'%.*s%s' is no number of at most 34 digits",
                 PR_ARG(found.text), found.dots);
        return false;
    }
    if (is_beyond(value, arena)) {
        pr_error(diags, "out-of-range", pr_doc_span(node), "'%.*s%s' is beyond " PR_LIMIT_NUMBER,
                 PR_ARG(found.text), found.dots);
        return false;
    }
    if (is_beneath(value, digits, arena)) {
        pr_error(diags, "out-of-range", pr_doc_span(node), "'%.*s%s' is nearer to 0 than " PR_LIMIT_FRACTION,
                 PR_ARG(found.text), found.dots);
        return false;
    }
    bool low = schema->low.kind == PR_NUMBER && pr_number_compare(value, schema->low) < 0;
    bool high = schema->high.kind == PR_NUMBER && pr_number_compare(value, schema->high) > 0;
    if (low || high) {
        pr_text expected = pr_schema_expects(schema, arena);
        pr_error(diags, "out-of-range", pr_doc_span(node), "expected %.*s, found %.*s%s", PR_ARG(expected),
                 PR_ARG(found.text), found.dots);
        return false;
    }
    *out = value;
    return true;
}

/* A string or a value of an enum: exact values first, then what the patterns say. */
static bool read_text(const pr_schema *schema, const pr_doc_node *node, pr_normaliser *normalise, void *user,
                      pr_value *out, pr_arena *arena, pr_diags *diags) {
    bool is_enum = schema->kind == PR_SCHEMA_ENUM;
    bool scalar = node->kind == PR_DOC_NUMBER || node->kind == PR_DOC_BOOL;
    if (node->kind != PR_DOC_STRING && !(is_enum && scalar)) {
        return wrong_type(schema, node, arena, diags);
    }
    int two[2] = {0, 0};
    int value = (int)pr_schema_value(schema, node->text); /* none: -1 */
    if (value < 0 && normalise != NULL && (is_enum || schema->match_count > 0)) {
        value = normalise(user, schema, node->text, two);
    }
    if (value == -3) {
        return false;
    }
    if (value <= -2) {
        pr_shown_text found = pr_schema_shown(node->text);
        pr_error(diags, "ambiguous-value", pr_doc_span(node), "'%.*s%s' may mean '%.*s' or '%.*s'",
                 PR_ARG(found.text), found.dots, PR_ARG(schema->values[two[0]]),
                 PR_ARG(schema->values[two[1]]));
        return false;
    }
    if (value < 0 && is_enum) {
        return wrong_value(schema, node, arena, diags);
    }
    pr_text text = value >= 0 ? schema->values[value] : node->text;
    *out = pr_string(text);
    return true;
}

/* P4W, which ISO 8601 knows and FEEL does not. */
static bool parse_weeks(pr_text text, pr_value *out) {
    bool negative = text.length > 0 && text.at[0] == '-';
    size_t i = negative ? 1 : 0;
    if (text.length < i + 3 || text.at[i] != 'P' || text.at[text.length - 1] != 'W' || text.length > i + 9) {
        return false;
    }
    int64_t weeks = 0;
    for (i++; i + 1 < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        weeks = weeks * 10 + (text.at[i] - '0');
    }
    *out = pr_duration((negative ? -weeks : weeks) * 7 * 86400, 0);
    return true;
}

static bool read_temporal(const pr_schema *schema, const pr_doc_node *node, pr_value *out, pr_arena *arena,
                          pr_diags *diags) {
    if (node->kind != PR_DOC_STRING) {
        return wrong_type(schema, node, arena, diags);
    }
    pr_text text = pr_text_trim(node->text);
    pr_value value = pr_null();
    bool good = false;
    if (schema->kind == PR_SCHEMA_DATE) {
        value = pr_date_parse(text);
        good = value.kind == PR_DATE;
    } else if (schema->kind == PR_SCHEMA_TIME) {
        value = pr_time_parse(text, arena);
        good = value.kind == PR_TIME;
    } else {
        good = parse_weeks(text, &value);
        value = good ? value : pr_duration_parse(text);
        good = value.kind == PR_MONTHS || value.kind == PR_DURATION;
    }
    if (!good) {
        return wrong_value(schema, node, arena, diags);
    }
    if (!is_near(value)) {
        pr_shown_text found = pr_schema_shown(node->text);
        pr_error(diags, "out-of-range", pr_doc_span(node), "'%.*s%s' is %s", PR_ARG(found.text), found.dots,
                 schema->kind == PR_SCHEMA_DATE ? "no day of the years 0001 to 9999"
                                                : "longer than 10,000 years");
        return false;
    }
    *out = value;
    return true;
}

bool pr_schema_scalar(const pr_schema *schema, const pr_doc_node *node, pr_normaliser *normalise, void *user,
                      pr_value *out, pr_arena *arena, pr_diags *diags) {
    *out = pr_null();
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN:
        if (node->kind != PR_DOC_BOOL) {
            return wrong_type(schema, node, arena, diags);
        }
        *out = pr_boolean(node->boolean);
        return true;
    case PR_SCHEMA_NUMBER: return read_number(schema, node, out, arena, diags);
    case PR_SCHEMA_STRING:
    case PR_SCHEMA_ENUM: return read_text(schema, node, normalise, user, out, arena, diags);
    case PR_SCHEMA_DATE:
    case PR_SCHEMA_TIME:
    case PR_SCHEMA_DURATION: return read_temporal(schema, node, out, arena, diags);
    case PR_SCHEMA_BROKEN: return true;
    case PR_SCHEMA_LIST:
    case PR_SCHEMA_RECORD:
    case PR_SCHEMA_ENTITY:
    case PR_SCHEMA_CONDITION: break;
    }
    return wrong_type(schema, node, arena, diags);
}

static bool constant_list(const pr_schema *schema, const pr_doc_node *node, pr_value *out, pr_arena *arena,
                          pr_diags *diags) {
    if (!pr_expect_list(node, "a list", diags)) {
        return false;
    }
    pr_value *items = PR_NEW_ARRAY(arena, pr_value, node->count);
    if (items == NULL) {
        diags->failed = true;
        return false;
    }
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        good &= pr_schema_scalar(schema->element, &node->items[i], NULL, NULL, &items[i], arena, diags);
    }
    const pr_list *list = pr_list_make(items, node->count, arena);
    if (list == NULL) {
        diags->failed = true;
        return false;
    }
    *out = pr_list_value(list);
    return good;
}

bool pr_schema_constant(const pr_schema *schema, bool nullable, const pr_doc_node *node, pr_value *out,
                        pr_arena *arena, pr_diags *diags) {
    *out = pr_null();
    if (node->kind == PR_DOC_NULL && nullable) {
        return true;
    }
    bool flat_list =
        schema->kind == PR_SCHEMA_LIST && (node->count == 0 || schema->element->kind <= PR_SCHEMA_DURATION ||
                                           schema->element->kind == PR_SCHEMA_BROKEN);
    if (flat_list) {
        return constant_list(schema, node, out, arena, diags);
    }
    if (schema->kind == PR_SCHEMA_CONDITION && node->kind == PR_DOC_BOOL) {
        *out = pr_boolean(node->boolean);
        return true;
    }
    if (schema->kind <= PR_SCHEMA_DURATION || schema->kind == PR_SCHEMA_BROKEN) {
        return pr_schema_scalar(schema, node, NULL, NULL, out, arena, diags);
    }
    pr_error(diags, "wrong-type", pr_doc_span(node),
             "only null, a plain value or a list of plain values can stand here");
    return false;
}
