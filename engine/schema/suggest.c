/* What would mend a scalar that is no value of its type. */
#include "schema/suggest.h"

enum { SHOWN_LENGTH = 60 };

pr_shown_text pr_schema_shown(pr_text text) {
    return (pr_shown_text){pr_utf8_cut(text, SHOWN_LENGTH), text.length > SHOWN_LENGTH ? "..." : ""};
}

static bool is_day(pr_text text) {
    for (size_t i = 0; i < text.length; i++) {
        bool hyphen = i == 4 || i == 7;
        if (hyphen ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
    }
    return text.length == 10;
}

/* 1/31/2027, 31.1.2027: the numbers of month, day and year; which of the first two is the month is for the hint. */
static bool is_common_date(pr_text text, unsigned out[3]) {
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        for (out[part] = 0; at < text.length && at - start < 4 && text.at[at] >= '0' && text.at[at] <= '9';
             at++) {
            out[part] = out[part] * 10 + (unsigned)(text.at[at] - '0');
        }
        bool sign = at < text.length && (text.at[at] == '/' || text.at[at] == '.');
        if (at == start || (part < 2 ? !sign || at - start > 2 : at != text.length || at - start != 4)) {
            return false;
        }
        at++;
    }
    return out[0] > 0 && out[1] > 0 && out[0] <= 31 && out[1] <= 31 && (out[0] <= 12 || out[1] <= 12);
}

/* With a point the day comes first; with a slash it may be either. */
static void suggest_date(const unsigned d[3], bool slash, pr_diag *diag, pr_diags *diags) {
    if (d[0] > 12 || (!slash && d[1] <= 12)) {
        pr_diag_hint(diags, diag, "write %04u-%02u-%02u", d[2], d[1], d[0]);
    } else if (d[1] > 12 || d[0] == d[1]) {
        pr_diag_hint(diags, diag, "write %04u-%02u-%02u", d[2], d[0], d[1]);
    } else {
        pr_diag_hint(diags, diag, "write %04u-%02u-%02u, or %04u-%02u-%02u where the day comes first", d[2],
                     d[0], d[1], d[2], d[1], d[0]);
    }
}

/* "2 weeks" as P2W; gives nothing for what is no number and a unit. */
static void suggest_duration(pr_text text, pr_diag *diag, pr_diags *diags) {
    static const struct {
        const char *name, *before;
        char unit;
    } units[] = {{"day", "P", 'D'},  {"week", "P", 'W'},  {"month", "P", 'M'},
                 {"year", "P", 'Y'}, {"hour", "PT", 'H'}, {"minute", "PT", 'M'}};
    size_t digits = 0;
    while (digits < text.length && digits < 6 && text.at[digits] >= '0' && text.at[digits] <= '9') {
        digits++;
    }
    pr_text number = {text.at, digits},
            unit = pr_text_trim((pr_text){text.at + digits, text.length - digits});
    unit.length -= unit.length > 1 && unit.at[unit.length - 1] == 's';
    for (size_t i = 0; digits > 0 && i < sizeof units / sizeof units[0]; i++) {
        if (pr_text_is(unit, units[i].name)) {
            pr_diag_hint(diags, diag, "write %s%.*s%c", units[i].before, PR_ARG(number), units[i].unit);
        }
    }
}

/* What YAML 1.1 took for a truth and 1.2 does not. */
static const char *truth_meant(pr_text text) {
    static const char *const yes[] = {"yes", "Yes", "YES", "y", "on"}, *const no[] = {"no", "No", "NO", "n",
                                                                                      "off"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (pr_text_is(text, yes[i])) {
            return "true";
        }
        if (pr_text_is(text, no[i])) {
            return "false";
        }
    }
    return NULL;
}

/* Of values such as recurrent-ascites someone may know one word alone. Shorter ones are near to too much. */
enum { WORD_AT_LEAST = 5, VALUES_NAMED = 4 };

static pr_text word_of(pr_text value, size_t start) {
    size_t end = start;
    while (end < value.length && value.at[end] != '-') {
        end++;
    }
    return (pr_text){value.at + start, end - start};
}

static bool has_word(pr_text value, pr_text word) {
    for (size_t start = 0; start < value.length; start += word_of(value, start).length + 1) {
        if (pr_text_equal(word_of(value, start), word)) {
            return true;
        }
    }
    return false;
}

/* The word of any value that is nearest to the text; empty where none is near. */
static pr_text nearest_word(const pr_schema *schema, pr_text text, pr_arena *arena) {
    PR_VEC(pr_text) words = {0};
    for (uint32_t i = 0; i < schema->value_count; i++) {
        pr_text value = schema->values[i], word;
        for (size_t start = 0; start < value.length; start += word.length + 1) {
            word = word_of(value, start);
            if (word.length >= WORD_AT_LEAST && !PR_PUSH(arena, &words, word)) {
                return (pr_text){0};
            }
        }
    }
    int nearest = words.count > 0 ? pr_text_nearest(text, words.items, words.count) : -1;
    return nearest >= 0 ? words.items[nearest] : (pr_text){0};
}

static void suggest_values(const pr_schema *schema, pr_text text, pr_diag *diag, pr_arena *arena,
                           pr_diags *diags) {
    if (pr_text_nearest(text, schema->values, schema->value_count) >= 0) {
        pr_diag_suggest(diags, diag, text, schema->values, schema->value_count);
        return;
    }
    pr_text word = nearest_word(schema, text, arena), all = {0};
    uint32_t named = 0;
    for (uint32_t i = 0; word.length > 0 && i < schema->value_count && named < VALUES_NAMED; i++) {
        if (has_word(schema->values[i], word)) {
            all = pr_text_format(arena, "%.*s%s%.*s", PR_ARG(all), named > 0 ? ", " : "",
                                 PR_ARG(schema->values[i]));
            named++;
        }
    }
    if (named > 0 && all.at != NULL) {
        pr_diag_hint(diags, diag, "did you mean %s%.*s?", named > 1 ? "one of " : "", PR_ARG(all));
    }
}

void pr_schema_suggest(const pr_schema *schema, const pr_doc_node *node, pr_diag *diag, pr_arena *arena,
                       pr_diags *diags) {
    const char *truth = schema->kind == PR_SCHEMA_BOOLEAN ? truth_meant(node->text) : NULL;
    bool quoted = node->kind == PR_DOC_STRING && !node->plain;
    unsigned date[3];
    if (diag == NULL) {
        return;
    }
    if (schema->kind == PR_SCHEMA_ENUM) {
        suggest_values(schema, node->text, diag, arena, diags);
    } else if (schema->kind == PR_SCHEMA_STRING && node->plain && node->kind != PR_DOC_NULL) {
        pr_shown_text found = pr_schema_shown(node->text);
        pr_diag_hint(diags, diag, "write it in quotes: \"%.*s%s\"", PR_ARG(found.text), found.dots);
    } else if (truth != NULL) {
        pr_diag_hint(diags, diag, "did you mean %s?", truth);
    } else if (schema->kind == PR_SCHEMA_NUMBER && quoted &&
               pr_number_parse(node->text, arena).kind == PR_NUMBER) {
        pr_diag_hint(diags, diag, "write it without quotes");
    } else if (schema->kind == PR_SCHEMA_DATE && is_day(node->text)) {
        pr_diag_hint(diags, diag, "there is no such day");
    } else if (schema->kind == PR_SCHEMA_DATE && is_common_date(node->text, date)) {
        suggest_date(date, memchr(node->text.at, '/', node->text.length) != NULL, diag, diags);
    } else if (schema->kind == PR_SCHEMA_DURATION && node->kind == PR_DOC_STRING) {
        suggest_duration(node->text, diag, diags);
    }
}
