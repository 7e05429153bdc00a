/* Scalars of JSON straight into values: what is written as nearly all people write it at once, by its bytes, and the
 * rest by way of a node, as read.c has it. */
#include "profile/direct.h"

#include "value/number.h"

/* Like pr_direct_scalar, of a form. */
typedef uint32_t reader(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out);

static int number_of(const pr_schema *schema, pr_value value) {
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (schema->values[i].at == value.text) {
            return (int)i;
        }
    }
    return -1;
}

static uint32_t __attribute__((noinline))
read_seldom(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    pr_doc_node node;
    const uint32_t token = (uint32_t)(next - d->tokens->offsets), attribute = reading->attribute;
    if (!pr_doc_json_scalar(d->tokens, token, d->json->document, d->reader.diags, &node) ||
        !(attribute != PR_NONE ? pr_profile_value(&d->reader, attribute, &node, out)
                               : pr_profile_scalar(&d->reader, reading->schema, &node, out))) {
        return 0;
    }
    if (node.kind == PR_DOC_STRING && out->kind == PR_STRING && reading->form == PR_FORM_WORD) {
        pr_matcher_remember(d->reader.matcher, reading->schema, node.text, number_of(reading->schema, *out));
    }
    return pr_direct_length(d->bytes, next);
}

/* Does the token, no string, end here? */
static inline bool ends(const char *at, const char *end) {
    return at == end || *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';
}

static uint32_t read_truth(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    const char *at = d->bytes + next[0], *end = d->bytes + next[1];
    if (memcmp(at, "true", 4) == 0 && ends(at + 4, end)) {
        *out = pr_boolean(true);
        return 4;
    }
    if (memcmp(at, "fals", 4) == 0 && at[4] == 'e' && ends(at + 5, end)) {
        *out = pr_boolean(false);
        return 5;
    }
    return read_seldom(d, next, reading, out);
}

static inline bool is_digit(const char *at, const char *end) {
    return at < end && (unsigned)(*at - '0') <= 9;
}

/* Is a coefficient with digits behind the point within the bounds? A bound that overflows is beyond all of them. */
static bool __attribute__((noinline)) fits(const pr_reading *reading, int64_t n, int behind) {
    const int64_t one = (int64_t)pr_power_of_ten(behind);
    int64_t low, high;
    bool above = __builtin_mul_overflow(reading->low, one, &low) ? reading->low < 0 : low <= n;
    bool below = __builtin_mul_overflow(reading->high, one, &high) ? reading->high > 0 : n <= high;
    return above && below;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)? of so few digits that they fit a word. */
static inline uint32_t number_at(const char *start, const char *behind_it, const pr_reading *reading,
                                 pr_value *out) {
    enum { LONGEST = 18 };
    const char *end = behind_it - start > LONGEST ? start + LONGEST : behind_it;
    const char *first = start + (*start == '-'), *at = first;
    int64_t n = 0;
    int behind = 0;
    for (; is_digit(at, end); at++) {
        n = n * 10 + (*at - '0');
    }
    if (at == first || (*first == '0' && at > first + 1)) {
        return 0;
    }
    if (*at == '.') {
        const char *point = at++;
        for (; is_digit(at, end); at++) {
            n = n * 10 + (*at - '0');
        }
        behind = (int)(at - point) - 1;
        if (behind == 0) {
            return 0;
        }
        for (; behind > 0 && n % 10 == 0; behind--) {
            n /= 10;
        }
    }
    n = *start == '-' ? -n : n;
    *out = (pr_value){.kind = PR_NUMBER, .exponent = (int8_t)-behind, .number = n};
    bool good = behind == 0 ? reading->low <= n && n <= reading->high : fits(reading, n, behind);
    return good && ends(at, behind_it) ? (uint32_t)(at - start) : 0;
}

/* Within bounds that are no words? */
static bool __attribute__((noinline)) is_within(const pr_schema *schema, pr_value n) {
    return (schema->low.kind != PR_NUMBER || pr_number_compare(n, schema->low) >= 0) &&
           (schema->high.kind != PR_NUMBER || pr_number_compare(n, schema->high) <= 0);
}

static uint32_t read_number(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    uint32_t length = number_at(d->bytes + next[0], d->bytes + next[1], reading, out);
    bool good = length > 0 && (!reading->compares || is_within(reading->schema, *out));
    return good ? length : read_seldom(d, next, reading, out);
}

/* Text without escapes? */
static inline bool is_plain(const pr_direct *d, const char *at, uint32_t length) {
    return *at == '"' && (!d->tokens->escapes || memchr(at, '\\', length) == NULL);
}

static bool keep(const pr_direct *d, const char *at, uint32_t length, pr_value *out) {
    pr_text text = {at + 1, length - 2};
    if (d->json->borrows) {
        *out = pr_string((pr_text){d->tokens->source->bytes.at + (text.at - d->bytes), text.length});
        return true;
    }
    text = pr_text_copy(&d->reader.profile->arena, text);
    *out = pr_string(text);
    return text.at != NULL;
}

static uint32_t read_text(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    const char *at = d->bytes + *next;
    const uint32_t length = pr_direct_length(d->bytes, next);
    return is_plain(d, at, length) && keep(d, at, length, out) ? length : read_seldom(d, next, reading, out);
}

/* What the text became when it was met before; the first time it is read like all that is seldom. */
static uint32_t __attribute__((noinline))
recall_word(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    const char *at = d->bytes + *next;
    const uint32_t length = pr_direct_length(d->bytes, next);
    const pr_schema *schema = reading->schema;
    int value = is_plain(d, at, length)
                    ? pr_matcher_recall(d->reader.matcher, schema, (pr_text){at + 1, length - 2})
                    : -2;
    if (value >= 0) {
        *out = pr_string(schema->values[value]);
        return length;
    }
    bool kept = value == -1 && schema->kind == PR_SCHEMA_STRING && keep(d, at, length, out);
    return kept ? length : read_seldom(d, next, reading, out);
}

/* A declared value, at once where no blanks stand behind it. */
static uint32_t read_word(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    const char *at = d->bytes + next[0];
    const uint32_t length = next[1] - next[0];
    const pr_key *word = *at == '"' && at[length - 1] == '"'
                             ? pr_key_word(&d->reader.matcher->keys, reading->words, at, length)
                             : NULL;
    if (word == NULL) {
        return recall_word(d, next, reading, out);
    }
    *out = word->value;
    return length;
}

/* The form in which all days of the years 1 to 9999 can be written. */
static uint32_t read_date(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    enum { LENGTH = 10 };
    const char *at = d->bytes + *next;
    const uint32_t length = pr_direct_length(d->bytes, next);
    if (length == LENGTH + 2 && *at == '"') {
        *out = pr_date_parse((pr_text){at + 1, LENGTH});
        if (out->kind == PR_DATE && out->number >= pr_date_pack(1, 1, 1)) {
            return length;
        }
    }
    return read_seldom(d, next, reading, out);
}

uint32_t pr_direct_scalar(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out) {
    static reader *const readers[] = {
        [PR_FORM_OTHER] = read_seldom, [PR_FORM_TRUTH] = read_truth,   [PR_FORM_NUMBER] = read_number,
        [PR_FORM_TEXT] = read_text,    [PR_FORM_WORD] = read_word,     [PR_FORM_DATE] = read_date,
        [PR_FORM_LIST] = read_seldom,  [PR_FORM_RECORDS] = read_seldom};
    return readers[reading->form](d, next, reading, out);
}
