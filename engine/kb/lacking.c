/* What a file that cannot be read may have declared: what refers to it is no error then, and everything else is told in
 * the same run. The sections are read off the lines that begin where the first one does; where that is not how the
 * file is written, it may have been anything. */
#include "kb/load.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* The next line, without what ends it. False at the end. */
static bool next_line(pr_text *rest, pr_text *line) {
    if (rest->length == 0) {
        return false;
    }
    const char *end = memchr(rest->at, '\n', rest->length);
    size_t length = end != NULL ? (size_t)(end - rest->at) : rest->length;
    *line = (pr_text){rest->at, length};
    size_t taken = length + (end != NULL);
    *rest = (pr_text){rest->at + taken, rest->length - taken};
    return true;
}

static size_t indentation(pr_text line) {
    size_t width = 0;
    while (width < line.length && line.at[width] == ' ') {
        width++;
    }
    return width;
}

/* Does the line say nothing of sections: blank, a comment, a mark of YAML, an item of the section above? */
static bool says_nothing(pr_text line) {
    return line.length == 0 || line.at[0] == '#' || line.at[0] == '%' || line.at[0] == '-' ||
           pr_text_starts(line, PR_TEXT("..."));
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* NAME: or "NAME": at the beginning of a line. */
static bool key_of(pr_text line, pr_text *out) {
    char quote = line.at[0] == '"' || line.at[0] == '\'' ? line.at[0] : '\0';
    size_t start = quote != '\0', end = start;
    while (end < line.length && is_letter(line.at[end])) {
        end++;
    }
    *out = (pr_text){line.at + start, end - start};
    end += quote != '\0' && end < line.length && line.at[end] == quote;
    while (end < line.length && is_blank(line.at[end])) {
        end++;
    }
    return out->length > 0 && end < line.length && line.at[end] == ':';
}

static bool find_sections(pr_loader *loader, pr_text text) {
    pr_text line, key;
    size_t outermost = SIZE_MAX;
    text.at += pr_utf8_mark(text);
    text.length -= pr_utf8_mark(text);
    while (next_line(&text, &line)) {
        size_t width = indentation(line);
        line = pr_text_trim(line);
        if (width > outermost || says_nothing(line)) {
            continue;
        }
        if (!key_of(line, &key)) {
            return false;
        }
        outermost = width;
        loader->lacks[pr_kb_section_of(key)] = true;
    }
    return outermost != SIZE_MAX;
}

void pr_kb_lose(pr_loader *loader, const pr_source *source) {
    bool known = source != NULL && find_sections(loader, source->bytes);
    for (uint32_t i = 0; i <= PR_SECTION_COUNT_OF; i++) {
        loader->lacks[i] = loader->lacks[i] || !known;
        loader->kb->lacks_names |=
            loader->lacks[i] && i != PR_SECTION_TYPES && i != PR_SECTION_RULES && i != PR_SECTION_COUNT_OF;
    }
    loader->kb->lacks_entities |= loader->lacks[PR_SECTION_COUNT_OF] || loader->lacks[PR_SECTION_COLLECTIONS];
}
