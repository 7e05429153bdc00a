/* What the readers of YAML and JSON share. */
#include "doc/reader.h"

#include "base/limits.h"

pr_doc_limits pr_doc_limits_of(const pr_doc_limits *limits) {
    pr_doc_limits out = limits != NULL ? *limits : (pr_doc_limits){0};
    out.depth = out.depth > 0 ? out.depth : PR_LIMIT_DOC_DEPTH;
    out.depth = out.depth < PR_LIMIT_DOC_DEPTH_MOST ? out.depth : PR_LIMIT_DOC_DEPTH_MOST;
    out.nodes = out.nodes > 0 ? out.nodes : PR_LIMIT_DOC_NODES;
    out.list_length = out.list_length > 0 ? out.list_length : PR_LIMIT_LIST_LENGTH;
    return out;
}

pr_span pr_span_of_character(const pr_source *source, size_t at) {
    size_t end = at;
    if (at < source->bytes.length) {
        (void)pr_utf8_next(source->bytes, &end);
    }
    return (pr_span){source, (uint32_t)at, (uint32_t)end};
}

static bool other_encoding(const pr_source *source, pr_diags *diags) {
    pr_text bytes = source->bytes;
    if (!pr_text_starts(bytes, PR_TEXT("\xFF\xFE")) && !pr_text_starts(bytes, PR_TEXT("\xFE\xFF"))) {
        return false;
    }
    pr_diag *diag =
        pr_error(diags, "invalid-utf8", ((pr_span){source, 0, 2}), "the file is UTF-16, not UTF-8");
    pr_diag_hint(diags, diag, "save it again as UTF-8");
    return true;
}

/* The first of each line, but not of a whole book in another encoding: other files have errors, too. */
static void report_bytes(const pr_source *source, size_t at, pr_diags *diags) {
    enum { SHOWN = 20 };
    pr_text bytes = source->bytes;
    for (int shown = 0; at < bytes.length && shown < SHOWN; shown++) {
        pr_diag *diag = pr_error(diags, "invalid-utf8", pr_span_of_character(source, at),
                                 "the byte 0x%02X is not valid UTF-8", (unsigned char)bytes.at[at]);
        pr_diag_hint(diags, diag, "save the file as UTF-8");
        const char *end = memchr(bytes.at + at, '\n', bytes.length - at);
        at = end != NULL ? (size_t)(end - bytes.at) : bytes.length;
        at += pr_utf8_valid((pr_text){bytes.at + at, bytes.length - at});
    }
}

bool pr_reader_accepts(const pr_source *source, pr_diags *diags, size_t *start) {
    pr_text bytes = source->bytes;
    if (bytes.length >= UINT32_MAX) {
        pr_error(diags, "file-size", ((pr_span){source, 0, 0}), "the file is larger than 4 GiB");
        return false;
    }
    if (other_encoding(source, diags)) {
        return false;
    }
    *start = pr_utf8_mark(bytes);
    if (bytes.length == *start) {
        pr_error(diags, "empty-file", ((pr_span){source, 0, 0}), "the file is empty");
        return false;
    }
    size_t valid = pr_utf8_valid(bytes);
    const char *nul = memchr(bytes.at, '\0', valid);
    if (nul != NULL) {
        pr_error(diags, "nul-byte", pr_span_of_character(source, (size_t)(nul - bytes.at)),
                 "a NUL byte (0x00) stands here; the file is not text");
    } else {
        report_bytes(source, valid, diags);
    }
    return nul == NULL && valid == bytes.length;
}

static void report_duplicate(pr_diags *diags, const pr_doc_node *key, const pr_doc_node *first) {
    pr_diag *diag = pr_error(diags, "duplicate-key", pr_doc_span(key), "the key '%.*s' is given twice",
                             PR_ARG(key->text));
    pr_diag_note(diags, diag, pr_doc_span(first), "first here");
}

/* Few keys are compared each with each: that is faster than a map, and asks for no memory. */
enum { FEW_KEYS = 24 };

/* Keys of one length often begin alike, so their last bytes are looked at first. */
static bool same_key(pr_text a, pr_text b) {
    return a.length == b.length &&
           (a.length == 0 || (a.at[a.length - 1] == b.at[b.length - 1] && memcmp(a.at, b.at, a.length) == 0));
}

static uint32_t find_key(const pr_doc_pair *pairs, uint32_t count, pr_text key) {
    for (uint32_t i = 0; i < count; i++) {
        if (same_key(pairs[i].key.text, key)) {
            return i;
        }
    }
    return PR_MAP_NONE;
}

static void keep(pr_doc_pair *pairs, uint32_t *kept, uint32_t i) {
    if (*kept != i) {
        pairs[*kept] = pairs[i];
    }
    ++*kept;
}

static uint32_t few_unique(const pr_key_check *check, pr_doc_pair *pairs, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = find_key(pairs, kept, pairs[i].key.text);
        if (first != PR_MAP_NONE) {
            report_duplicate(check->diags, &pairs[i].key, &pairs[first].key);
        } else {
            keep(pairs, &kept, i);
        }
    }
    return kept;
}

uint32_t pr_keys_unique(const pr_key_check *check, pr_doc_pair *pairs, uint32_t count) {
    if (count <= FEW_KEYS) {
        return few_unique(check, pairs, count);
    }
    pr_arena_mark mark = pr_arena_save(check->scratch);
    pr_map map;
    pr_map_init(&map, check->scratch);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = pr_map_get(&map, pairs[i].key.text);
        if (first != PR_MAP_NONE) {
            report_duplicate(check->diags, &pairs[i].key, &pairs[first].key);
            continue;
        }
        if (!pr_map_put(&map, pairs[i].key.text, kept)) {
            check->diags->failed = true;
        }
        keep(pairs, &kept, i);
    }
    pr_arena_rewind(check->scratch, mark);
    return kept;
}

void pr_report_depth(pr_diags *diags, pr_span span, size_t limit) {
    pr_diag *diag =
        pr_error(diags, "too-deep", span, "lists and mappings are nested more than %zu deep", limit);
    if (limit < PR_LIMIT_DOC_DEPTH_MOST) {
        pr_diag_hint(diags, diag, "the limit 'depth' may be raised");
    }
}

void pr_report_nodes(pr_diags *diags, pr_span span, size_t limit) {
    pr_diag *diag =
        pr_error(diags, "too-large", span,
                 "the document has more than %zu values, aliases counted as what they stand for", limit);
    pr_diag_hint(diags, diag, "the limit 'nodes' may be raised");
}

void pr_report_list(pr_diags *diags, pr_span span, size_t limit) {
    pr_diag *diag = pr_error(diags, "list-too-long", span, "the list has more than %zu items", limit);
    pr_diag_hint(diags, diag, "the limit 'list-length' may be raised");
}
