/* A row as the audit writes it: design, section 7. */
#include "bench/hand/hand.h"

static char *put(char *to, const char *at, size_t length) {
    memcpy(to, at, length);
    return to + length;
}

#define PUT(to, text) put(to, text, sizeof(text) - 1)

static char *put_name(char *to, const char *name) {
    *to++ = '"';
    to = put(to, name, strlen(name));
    *to++ = '"';
    return to;
}

static char *put_number(char *to, uint64_t number) {
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        *to++ = digits[--count];
    }
    return to;
}

static bool is_unmet(const outcome *o, int r) {
    return requirements[r].required && o->applies[r] == TRUE && o->met[r] == FALSE;
}

static bool is_unknown(const outcome *o, int r) {
    return requirements[r].required && o->applies[r] != FALSE && o->met[r] != TRUE && !is_unmet(o, r);
}

static char *put_requirements(char *to, const outcome *o, bool (*wanted)(const outcome *, int)) {
    bool any = false;
    for (int p = 0; p < PROGRAM_MOST; p++) {
        bool open = false;
        for (int r = programs[p].first; r < programs[p].first + programs[p].count; r++) {
            if (!wanted(o, r)) {
                continue;
            }
            if (open) {
                to = PUT(to, ", ");
            } else {
                to = any ? PUT(to, ", ") : to;
                to = put_name(to, programs[p].id);
                to = PUT(to, ": [");
            }
            to = put_name(to, requirements[r].id);
            open = any = true;
        }
        if (open) {
            *to++ = ']';
        }
    }
    return to;
}

char *hand_row(uint64_t line, const applicant *a, const outcome *o, char *to) {
    to = PUT(to, "{\"line\": ");
    to = put_number(to, line);
    to = PUT(to, ", \"id\": \"");
    to = put(to, a->id, a->id_length);
    to = PUT(to, "\", \"verdicts\": {");
    for (int p = 0; p < PROGRAM_MOST; p++) {
        to = p > 0 ? PUT(to, ", ") : to;
        to = put_name(to, programs[p].id);
        to = o->eligible[p] == TRUE    ? PUT(to, ": \"eligible\"")
             : o->eligible[p] == FALSE ? PUT(to, ": \"ineligible\"")
                                       : PUT(to, ": \"undetermined\"");
    }
    to = PUT(to, "}, \"unmet\": {");
    to = put_requirements(to, o, is_unmet);
    to = PUT(to, "}, \"unknown\": {");
    to = put_requirements(to, o, is_unknown);
    to = PUT(to, "}, \"recommendations\": [");
    bool any = false;
    for (int i = 0; i < ADVICE_MOST; i++) {
        if (o->advice[i] == TRUE) {
            to = any ? PUT(to, ", ") : to;
            to = put_name(to, advice_names[i]);
            any = true;
        }
    }
    return PUT(to, "]}\n");
}
