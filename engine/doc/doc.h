/* Documents: YAML and JSON as one tree in which every key and scalar knows its place. */
#ifndef PR_DOC_DOC_H
#define PR_DOC_DOC_H

#include "diag/diag.h"

typedef enum pr_doc_kind {
    PR_DOC_NULL,
    PR_DOC_BOOL,
    PR_DOC_NUMBER, /* `text` is the number as written */
    PR_DOC_STRING,
    PR_DOC_LIST,
    PR_DOC_MAP,
} pr_doc_kind;

typedef struct pr_doc_node pr_doc_node;
typedef struct pr_doc_pair pr_doc_pair;

/* One value. Plain YAML scalars are typed by YAML 1.2's core schema (null ~ true false, decimal numbers;
 * hexadecimal, octal, .inf and .nan stay strings; so do yes, no, on, off); quoted ones are strings. +1,
 * .5, 5. and 007 are numbers of YAML, not of JSON. */
struct pr_doc_node {
    uint8_t kind; /* pr_doc_kind */
    bool boolean;
    bool plain;       /* a YAML plain scalar or a JSON literal: its type was read off its text */
    uint32_t count;   /* of items or pairs */
    pr_text text;     /* decoded text of every scalar, also of null, booleans and numbers */
    pr_origin origin; /* where it stands; for lists and maps from the first to the last byte */
    union {
        const pr_doc_node *items;
        const pr_doc_pair *pairs; /* in the order of the file, keys unique */
    };
};

struct pr_doc_pair {
    pr_doc_node key; /* a scalar; `text` is the key */
    pr_doc_node value;
};

typedef enum pr_doc_format { PR_DOC_YAML, PR_DOC_JSON } pr_doc_format;

/* What may be raised; zeros mean the defaults of base/limits.h. */
typedef struct pr_doc_limits {
    size_t depth, nodes, list_length;
} pr_doc_limits;

/* Reads a whole source into `arena`. Every error goes to `diags`, as many as can be found: behind a syntax
 * error of YAML what begins anew (keys of the outermost mapping, items of a list below one) is read for its
 * errors alone; everything else (duplicate keys, keys that are no scalars, tags, aliases to nothing) is
 * reported and the reading goes on. Gives NULL where a syntax error, a limit, or an empty file leaves nothing to go
 * on with; an empty file is an error ("the file is empty"). A BOM is accepted; NUL bytes and invalid UTF-8 are
 * errors: the first NUL, of other bytes the first in each of the first lines that have any. */
const pr_doc_node *pr_doc_read(const pr_source *source, pr_doc_format format, const pr_doc_limits *limits,
                               pr_arena *arena, pr_diags *diags);

/* Reads JSON again and again and asks the heap for nothing once it has seen the largest record. For one
 * thread. */
typedef struct pr_doc_json_parser pr_doc_json_parser;
/* NULL when out of memory. */
pr_doc_json_parser *pr_doc_json_parser_new(const preceptor_allocator *allocator);
void pr_doc_json_parser_free(pr_doc_json_parser *parser);
/* How many bytes past a record the parser may look at; what they are does not matter. */
#define PR_DOC_JSON_SLACK 64
/* Like pr_doc_read. `slack`: how many bytes after the source's last one can be read; when it is less than
 * PR_DOC_JSON_SLACK the record is copied first. Texts without escapes are borrowed from the source, never
 * from the copy. */
const pr_doc_node *pr_doc_json_read(pr_doc_json_parser *parser, const pr_source *source, size_t slack,
                                    const pr_doc_limits *limits, pr_arena *arena, pr_diags *diags);

/* The tokens of a JSON text, for a reader that needs no document: where each bracket, colon and comma stands, and the
 * first byte of each string or other scalar. Behind the last offset stands the text's length. */
typedef struct pr_doc_json_tokens {
    const pr_source *source;
    const char *bytes; /* the source's, or a copy: PR_DOC_JSON_SLACK bytes past their end can be read */
    const uint32_t *offsets;
    uint32_t count;
    bool escapes;         /* there is a backslash somewhere */
    pr_doc_limits limits; /* with the defaults filled in */
} pr_doc_json_tokens;
/* The first step of pr_doc_json_read. False where there are none; what is wrong is pr_doc_json_read's to say. They live
 * until the parser's next text. The brackets need not fit each other. */
bool pr_doc_json_find_tokens(pr_doc_json_parser *parser, const pr_source *source, size_t slack,
                             const pr_doc_limits *limits, pr_doc_json_tokens *out);
/* Where a scalar ends: before the blanks that stand before the next token, which is at `next`. */
static inline uint32_t pr_doc_json_end(const char *bytes, uint32_t start, uint32_t next) {
    while (next > start + 1 && (bytes[next - 1] == ' ' || bytes[next - 1] == '\n' ||
                                bytes[next - 1] == '\t' || bytes[next - 1] == '\r')) {
        next--;
    }
    return next;
}
/* The scalar that begins with a token (no bracket, colon or comma), as pr_doc_json_read would make it. */
bool pr_doc_json_scalar(const pr_doc_json_tokens *tokens, uint32_t token, pr_arena *arena, pr_diags *diags,
                        pr_doc_node *out);

/* Reads over the value that begins with a token, to see that pr_doc_json_read would take it; `depth`: how deep lists
 * and mappings in it may nest. Moves to the token behind it. False where it could not be read to its end; as there, an
 * error may be reported all the same. */
bool pr_doc_json_pass(pr_doc_json_parser *parser, const pr_doc_json_tokens *tokens, size_t depth,
                      uint32_t *token, pr_arena *arena, pr_diags *diags);

/* Sets kind, boolean and plain of a scalar as a plain one of YAML, by its text. */
void pr_doc_plain(pr_doc_node *node);
/* The value of a key, or NULL. `map` may be NULL or no map. */
const pr_doc_node *pr_doc_get(const pr_doc_node *map, const char *key);
const pr_doc_pair *pr_doc_pair_of(const pr_doc_node *map, pr_text key);
/* "a list", "a mapping", "text", "a number", "true or false", "null": for messages. */
const char *pr_doc_kind_name(const pr_doc_node *node);
static inline pr_span pr_doc_span(const pr_doc_node *node) { return pr_origin_whole(&node->origin); }

/* Reads a file into `arena`, its name as given. "-" is standard input, called "<stdin>". An error (no such
 * file, a folder, no permission, too large) is reported under the file's name and gives NULL. `size_limit`
 * 0 means the default. */
pr_source *pr_source_read(const char *path, size_t size_limit, pr_arena *arena, pr_diags *diags);
/* Text that is not in a file (a --set value, an expression on the command line) as a source. */
pr_source *pr_source_of(pr_text name, pr_text bytes, pr_arena *arena);

#endif
