/* Numbers from text and to text. */
#include "value/number.h"

typedef struct reader {
    const char *at, *end;
} reader;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits that are kept: four more than a decimal holds, so that one rounding at the end is right. */
enum { KEPT_DIGITS = 38 };

/* Reads digits into the coefficient. Behind the point each moves the exponent. `more` is set when a digit
 * other than 0 no longer fits. False when there is no digit. */
static bool read_digits(reader *in, bool behind_point, pr_parts *parts, int *kept, bool *more) {
    const char *first = in->at;
    for (; in->at < in->end && is_digit(*in->at); in->at++) {
        unsigned digit = (unsigned)(*in->at - '0');
        if (*kept == KEPT_DIGITS) {
            *more = *more || digit != 0;
            parts->exponent += !behind_point;
            continue;
        }
        parts->coefficient = parts->coefficient * 10 + digit;
        *kept += parts->coefficient != 0;
        parts->exponent -= behind_point;
    }
    return in->at > first;
}

static bool read_exponent(reader *in, int64_t *exponent) {
    if (in->at == in->end || (*in->at != 'e' && *in->at != 'E')) {
        return true;
    }
    in->at++;
    bool negative = in->at < in->end && *in->at == '-';
    if (in->at < in->end && (*in->at == '-' || *in->at == '+')) {
        in->at++;
    }
    const char *first = in->at;
    int64_t value = 0;
    for (; in->at < in->end && is_digit(*in->at); in->at++) {
        /* Past this any number is zero or too large, whatever digits a file of the permitted size holds. */
        value = value < INT64_C(1000000000000) ? value * 10 + (*in->at - '0') : value;
    }
    *exponent += negative ? -value : value;
    return in->at > first;
}

/* Up to 18 digits with or without a point, as nearly all numbers are written. False for all else. */
static bool parse_plain(pr_text text, pr_value *out) {
    bool negative = text.at[0] == '-';
    size_t i = negative, point = text.length;
    uint64_t digits = 0; /* 19 of them fit */
    if (text.length - i > 19 || i == text.length) {
        return false;
    }
    for (; i < text.length; i++) {
        if (is_digit(text.at[i])) {
            digits = digits * 10 + (uint64_t)(text.at[i] - '0');
        } else if (text.at[i] == '.' && point == text.length) {
            point = i;
        } else {
            return false;
        }
    }
    /* A digit at the end, or there was only a point, or one at the end; and 19 digits are one too many. */
    if (text.at[text.length - 1] == '.' || (point == text.length && text.length - negative > 18)) {
        return false;
    }
    int64_t value = (int64_t)digits;
    int exponent = point < text.length ? -(int)(text.length - point - 1) : 0;
    for (; exponent < 0 && value % 10 == 0; exponent++) {
        value /= 10;
    }
    *out = (pr_value){.kind = PR_NUMBER, .exponent = (int8_t)exponent, .number = negative ? -value : value};
    return true;
}

pr_value pr_number_parse(pr_text text, pr_arena *arena) {
    static const char failure[] = "this is not a number";
    if (text.length == 0) {
        return pr_error_null(failure);
    }
    pr_value plain;
    if (parse_plain(text, &plain)) {
        return plain;
    }
    reader in = {text.at, text.at + text.length};
    pr_parts parts = {0};
    int kept = 0;
    bool more = false;
    if (*in.at == '-') {
        parts.negative = true;
        in.at++;
    }
    bool whole = read_digits(&in, false, &parts, &kept, &more);
    if (in.at < in.end && *in.at == '.') {
        in.at++;
        whole = read_digits(&in, true, &parts, &kept, &more);
    }
    if (!whole || !read_exponent(&in, &parts.exponent) || in.at != in.end) {
        return pr_error_null(failure);
    }
    if (parts.coefficient == 0) {
        return pr_integer(0);
    }
    if (parts.exponent > PR_DECIMAL_LARGEST_EXPONENT + PR_DECIMAL_DIGITS) {
        return pr_error_null(pr_number_overflow);
    }
    return pr_number_of_parts(parts, more, arena);
}

static void add_zeros(pr_buf *out, int64_t count) {
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    while (count > 0) {
        int64_t some = count < 64 ? count : 64;
        pr_buf_add(out, zeros, (size_t)some);
        count -= some;
    }
}

void pr_number_print(pr_value a, pr_buf *out) {
    pr_parts parts = pr_number_parts(a);
    char digits[40];
    char *end = digits + sizeof digits, *first = end;
    do {
        *--first = (char)('0' + (int)(parts.coefficient % 10));
        parts.coefficient /= 10;
    } while (parts.coefficient != 0);
    int64_t count = end - first;
    if (parts.negative) {
        pr_buf_char(out, '-');
    }
    if (parts.exponent >= 0) {
        pr_buf_add(out, first, (size_t)count);
        add_zeros(out, parts.exponent);
        return;
    }
    int64_t before = count + parts.exponent;
    if (before > 0) {
        pr_buf_add(out, first, (size_t)before);
        pr_buf_char(out, '.');
        pr_buf_add(out, first + before, (size_t)(count - before));
        return;
    }
    pr_buf_add(out, "0.", 2);
    add_zeros(out, -before);
    pr_buf_add(out, first, (size_t)count);
}
