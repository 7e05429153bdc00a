/* Whether bytes are JSON (RFC 8259, as UTF-8, a BOM allowed): a second opinion, as plain as can be. */
#ifndef TESTS_PROPERTY_JSON_CHECK_H
#define TESTS_PROPERTY_JSON_CHECK_H

#include "base/text.h"

typedef struct json_check {
    pr_text text;
    size_t at;
} json_check;

static inline int check_peek(const json_check *c) {
    return c->at < c->text.length ? (unsigned char)c->text.at[c->at] : -1;
}

static inline void check_blanks(json_check *c) {
    for (int b = check_peek(c); b == ' ' || b == '\t' || b == '\n' || b == '\r'; b = check_peek(c)) {
        c->at++;
    }
}

static inline bool check_take(json_check *c, char expected) {
    if (check_peek(c) != (unsigned char)expected) {
        return false;
    }
    c->at++;
    return true;
}

static inline int check_hex4(json_check *c) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int b = check_peek(c), digit = b >= '0' && b <= '9'   ? b - '0'
                                       : b >= 'a' && b <= 'f' ? b - 'a' + 10
                                       : b >= 'A' && b <= 'F' ? b - 'A' + 10
                                                              : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
        c->at++;
    }
    return value;
}

static inline bool check_escape(json_check *c) {
    int b = check_peek(c);
    if (b < 0) {
        return false;
    }
    c->at++;
    if (b != 'u') {
        return b != 0 && strchr("\"\\/bfnrt", b) != NULL;
    }
    int first = check_hex4(c);
    if (first < 0xD800 || first > 0xDFFF) {
        return first >= 0;
    }
    if (first > 0xDBFF || !check_take(c, '\\') || !check_take(c, 'u')) {
        return false;
    }
    int second = check_hex4(c);
    return second >= 0xDC00 && second <= 0xDFFF;
}

static inline bool check_string(json_check *c) {
    if (!check_take(c, '"')) {
        return false;
    }
    for (int b = check_peek(c); b >= 0x20; b = check_peek(c)) {
        c->at++;
        if (b == '"') {
            return true;
        }
        if (b == '\\' && !check_escape(c)) {
            return false;
        }
    }
    return false;
}

static inline size_t check_digits(json_check *c) {
    size_t start = c->at;
    for (int b = check_peek(c); b >= '0' && b <= '9'; b = check_peek(c)) {
        c->at++;
    }
    return c->at - start;
}

static inline bool check_number(json_check *c) {
    (void)check_take(c, '-');
    bool zero = check_peek(c) == '0';
    size_t whole = check_digits(c);
    if (whole == 0 || (zero && whole > 1) || (check_take(c, '.') && check_digits(c) == 0)) {
        return false;
    }
    if (check_take(c, 'e') || check_take(c, 'E')) {
        (void)(check_take(c, '+') || check_take(c, '-'));
        return check_digits(c) > 0;
    }
    return true;
}

static inline bool check_word(json_check *c, const char *word) {
    for (; *word != '\0'; word++) {
        if (!check_take(c, *word)) {
            return false;
        }
    }
    return true;
}

static inline bool check_value(json_check *c);

static inline bool check_members(json_check *c, char closing) {
    check_blanks(c);
    if (check_take(c, closing)) {
        return true;
    }
    do {
        check_blanks(c);
        if (closing == '}') {
            bool key = check_string(c);
            check_blanks(c);
            if (!key || !check_take(c, ':')) {
                return false;
            }
        }
        if (!check_value(c)) {
            return false;
        }
    } while (check_take(c, ','));
    return check_take(c, closing);
}

/* With the blanks around it. */
static inline bool check_value(json_check *c) {
    check_blanks(c);
    bool valid;
    switch (check_peek(c)) {
    case '{':
        c->at++;
        valid = check_members(c, '}');
        break;
    case '[':
        c->at++;
        valid = check_members(c, ']');
        break;
    case '"': valid = check_string(c); break;
    case 't': valid = check_word(c, "true"); break;
    case 'f': valid = check_word(c, "false"); break;
    case 'n': valid = check_word(c, "null"); break;
    default: valid = check_number(c);
    }
    check_blanks(c);
    return valid;
}

static inline bool json_is_valid(pr_text text) {
    json_check c = {text, pr_text_starts(text, PR_TEXT("\xEF\xBB\xBF")) ? 3 : 0};
    return pr_utf8_valid(text) == text.length && check_value(&c) && c.at == text.length;
}

#endif
