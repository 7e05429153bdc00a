/* The table of built-ins, and reading its signatures. */
#include "feel/builtin.h"

typedef struct builtin_row {
    pr_text name;
    const char *signatures, *help;
} builtin_row;

static const builtin_row rows[] = {
#define BUILTIN_ROW(id, feel_name, sigs, text) {{feel_name, sizeof(feel_name) - 1}, sigs, text},
    PR_BUILTIN_MAP(BUILTIN_ROW)
#undef BUILTIN_ROW
};

int pr_builtin_find(pr_text name) {
    for (int i = 0; i < PR_BUILTIN_COUNT_OF; i++) {
        if (pr_text_equal(rows[i].name, name)) {
            return i;
        }
    }
    return -1;
}

const char *pr_builtin_name(pr_builtin builtin) { return rows[builtin].name.at; }
const char *pr_builtin_help(pr_builtin builtin) { return rows[builtin].help; }
const char *pr_builtin_signatures(pr_builtin builtin) { return rows[builtin].signatures; }

bool pr_builtin_known_name(uint32_t i, pr_text *name) {
    if (i >= (uint32_t)PR_BUILTIN_COUNT_OF) {
        return false;
    }
    *name = rows[i].name;
    return true;
}

bool pr_builtin_next_name(uint32_t *i, char first, pr_text *name) {
    while (*i < (uint32_t)PR_BUILTIN_COUNT_OF && rows[*i].name.at[0] != first) {
        ++*i;
    }
    return pr_builtin_known_name((*i)++, name);
}

/* The text up to `mark`, which goes past it; all of it when there is no mark. */
static pr_text cut_at(pr_text *from, const char *mark) {
    size_t length = strlen(mark);
    for (size_t i = 0; i + length <= from->length; i++) {
        if (from->at[i] == mark[0] && memcmp(from->at + i, mark, length) == 0) {
            pr_text before = {from->at, i};
            *from = (pr_text){from->at + i + length, from->length - i - length};
            return before;
        }
    }
    pr_text all = *from;
    *from = (pr_text){from->at + from->length, 0};
    return all;
}

static bool drop_end(pr_text *text, const char *end) {
    size_t length = strlen(end);
    if (text->length < length || memcmp(text->at + text->length - length, end, length) != 0) {
        return false;
    }
    text->length -= length;
    return true;
}

bool pr_builtin_signature(pr_builtin builtin, uint32_t n, pr_signature *out) {
    pr_text rest = pr_text_of(rows[builtin].signatures), signature;
    do {
        if (rest.length == 0) {
            return false;
        }
        signature = cut_at(&rest, " | ");
    } while (n-- > 0);
    *out = (pr_signature){0};
    (void)cut_at(&signature, "(");
    pr_text parameters = cut_at(&signature, ") -> ");
    out->result = pr_text_trim(signature);
    while (parameters.length > 0 && out->count < PR_BUILTIN_PARAMETERS) {
        pr_text type = cut_at(&parameters, ", "), name = cut_at(&type, ":");
        bool optional = drop_end(&name, "?");
        out->repeated = drop_end(&name, "...");
        out->required += !optional;
        out->names[out->count] = name;
        out->types[out->count++] = pr_text_trim(type);
    }
    return true;
}

bool pr_builtin_takes(pr_builtin builtin, uint32_t count) {
    pr_signature s;
    for (uint32_t n = 0; pr_builtin_signature(builtin, n, &s); n++) {
        if (count >= s.required && (count <= s.count || s.repeated)) {
            return true;
        }
    }
    return false;
}

const pr_builtin_choice *pr_builtin_choice_of(pr_text word) {
    enum {
        DAY = 1u << PR_TYPE_DATE | 1u << PR_TYPE_DATE_TIME,
        MAGNITUDE =
            1u << PR_TYPE_NUMBER | 1u << PR_TYPE_MONTHS | 1u << PR_TYPE_DURATION | 1u << PR_TYPE_ANY_DURATION,
    };
    static const pr_builtin_choice choices[] = {
        {"day", "a date, or a date and time", DAY},
        {"source", "a text, a date or a time", DAY | 1u << PR_TYPE_TIME | 1u << PR_TYPE_STRING},
        {"magnitude", "a number or a duration", MAGNITUDE},
    };
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (pr_text_is(word, choices[i].word)) {
            return &choices[i];
        }
    }
    return NULL;
}
