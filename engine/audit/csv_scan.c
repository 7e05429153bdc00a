/* Where records and cells of CSV begin and end. */
#include "audit/csv.h"

#include "base/limits.h"

static bool is_blank(char c) { return c == ' ' || c == '\r'; }

/* Behind a quote that may close a cell: does the cell end there? `*more`: the bytes end before it is clear. */
static bool closes(pr_text bytes, size_t at, char delimiter, bool *more) {
    while (at < bytes.length && is_blank(bytes.at[at])) {
        at++;
    }
    *more = at == bytes.length;
    return *more || bytes.at[at] == delimiter || bytes.at[at] == '\n';
}

typedef struct scan {
    pr_text bytes;
    char delimiter;
    bool at_end;
    size_t at;
    size_t line_end; /* of the first line, once it was passed inside of quotes */
    uint32_t lines;
} scan;

/* From behind the opening quote to behind the closing one. False: there is none, or not yet where `*more`. */
static bool skip_quoted(scan *s, bool *more) {
    *more = false;
    while (s->at < s->bytes.length) {
        char c = s->bytes.at[s->at++];
        if (c == '\n') {
            s->line_end = s->line_end == 0 ? s->at : s->line_end;
            if (++s->lines > PR_LIMIT_CSV_LINES) {
                return false;
            }
        } else if (c == '"' && s->at < s->bytes.length && s->bytes.at[s->at] == '"') {
            s->at++;
        } else if (c == '"') {
            bool closed = closes(s->bytes, s->at, s->delimiter, more);
            *more = *more && !s->at_end;
            return closed && !*more;
        }
    }
    *more = !s->at_end;
    return false;
}

static size_t line_end(pr_text bytes, size_t at, bool at_end) {
    const char *newline = at < bytes.length ? memchr(bytes.at + at, '\n', bytes.length - at) : NULL;
    return newline != NULL ? (size_t)(newline - bytes.at) + 1 : at_end ? bytes.length : 0;
}

size_t pr_csv_end(pr_text bytes, size_t start, char delimiter, bool at_end) {
    scan s = {.bytes = bytes, .delimiter = delimiter, .at_end = at_end, .at = start};
    bool fresh = true, more;
    while (s.at < bytes.length) {
        char c = bytes.at[s.at++];
        if (c == '\n') {
            return s.at;
        }
        if (c == '"' && fresh && !skip_quoted(&s, &more)) {
            return more ? 0 : s.line_end > 0 ? s.line_end : line_end(bytes, s.at, at_end);
        }
        fresh = c == delimiter || (fresh && c == ' ');
    }
    return at_end ? bytes.length : 0;
}

char pr_csv_delimiter(pr_text header) {
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < header.length; i++) {
        quoted ^= header.at[i] == '"';
        for (size_t k = 0; k < 3 && !quoted; k++) {
            counts[k] += header.at[i] == candidates[k];
        }
    }
    for (size_t k = 1; k < 3; k++) {
        best = counts[k] > counts[best] ? k : best;
    }
    return candidates[best];
}

size_t pr_csv_next(pr_text record, char delimiter, size_t at) {
    bool quoted = false;
    for (; at < record.length; at++) {
        quoted ^= record.at[at] == '"';
        if (!quoted && record.at[at] == delimiter) {
            return at + 1;
        }
    }
    return at;
}

size_t pr_csv_offset(pr_text record, char delimiter, uint32_t cell) {
    size_t at = 0;
    for (; at < record.length && cell > 0; cell--) {
        at = pr_csv_next(record, delimiter, at);
    }
    return at;
}
