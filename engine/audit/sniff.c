/* What people take for a pool: a profile in YAML, JSON over several lines, one JSON list. Told once, not line by
 * line. */
#include "audit/cut.h"

static pr_text next_line(pr_text *rest) {
    for (;;) {
        const char *newline = rest->length > 0 ? memchr(rest->at, '\n', rest->length) : NULL;
        size_t length = newline != NULL ? (size_t)(newline - rest->at) : rest->length;
        pr_text line = pr_text_trim((pr_text){rest->at, length});
        *rest = (pr_text){rest->at + length, rest->length - length};
        if (newline != NULL) {
            *rest = (pr_text){rest->at + 1, rest->length - 1};
        }
        if (line.length > 0 || newline == NULL) {
            return line;
        }
    }
}

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* "---", "# ...", "key:" or "key: value". */
static bool is_yaml(pr_text line) {
    size_t at = 0;
    while (at < line.length && is_name(line.at[at])) {
        at++;
    }
    bool key =
        at > 0 && at < line.length && line.at[at] == ':' && (at + 1 == line.length || line.at[at + 1] == ' ');
    return key || pr_text_is(line, "---") || (line.length > 0 && line.at[0] == '#');
}

static bool say(const char *name, const char *what, const char *hint, pr_diags *diags, pr_arena *kept) {
    const pr_source *source = pr_source_of(pr_text_of(name), PR_TEXT(""), kept);
    if (source != NULL) {
        pr_diag *diag = pr_error(diags, "no-pool", ((pr_span){source, 0, 0}), "%s", what);
        pr_diag_hint(diags, diag, "%s", hint);
    }
    return false;
}

bool pr_sniff(const char *name, pr_text bytes, pr_diags *diags, pr_arena *kept) {
    size_t mark = pr_utf8_mark(bytes);
    pr_text rest = {bytes.at + mark, bytes.length - mark};
    pr_text first = next_line(&rest), second = next_line(&rest);
    char after = second.length > 0 ? second.at[0] : '\0';
    if (pr_text_is(first, "{") && after == '"') {
        return say(name, "this is JSON over several lines; a pool has one profile a line",
                   "'jq -c . FILE' puts a profile on one line; a folder of .json files is a pool too", diags,
                   kept);
    }
    bool list = first.length > 0 && first.at[0] == '[';
    if (list && (first.length > 1 ? first.at[1] == '{' : after == '{')) {
        return say(name, "this is one JSON list; a pool has one profile a line",
                   "'jq -c .[] FILE' writes one profile a line", diags, kept);
    }
    if (is_yaml(first) && (second.length == 0 || is_yaml(second) || after == '-')) {
        return say(name, "this is YAML; a pool has one profile a line, as JSON",
                   "for one profile 'preceptor check FILE'; a folder of .yaml files is a pool too", diags,
                   kept);
    }
    return true;
}
