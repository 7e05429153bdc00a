/* JSON into a document: a walk over the tokens that simdjson's first stage found.
 *
 * The stacks are the parser's and stay warm; a record allocates only in the caller's arena. An error ends
 * the walk: after a missing quote or comma nothing that follows can be trusted. */
#include "doc/json.h"

typedef pr_json_frame frame;

pr_doc_json_parser *pr_doc_json_parser_new(const preceptor_allocator *allocator) {
    pr_doc_json_parser *parser = pr_heap_alloc(allocator, sizeof *parser);
    if (parser == NULL) {
        return NULL;
    }
    *parser = (pr_doc_json_parser){.allocator = allocator, .stage = pr_json_stage_new()};
    pr_arena_init(&parser->memory, allocator, 0);
    if (parser->stage == NULL) {
        pr_doc_json_parser_free(parser);
        return NULL;
    }
    return parser;
}

void pr_doc_json_parser_free(pr_doc_json_parser *parser) {
    if (parser == NULL) {
        return;
    }
    pr_json_stage_free(parser->stage);
    pr_heap_free(parser->allocator, parser->copy);
    pr_arena_release(&parser->memory);
    pr_heap_free(parser->allocator, parser);
}

typedef struct walk {
    pr_doc_json_parser *parser;
    const pr_source *source;
    pr_doc_limits limits;
    pr_arena *arena;
    pr_diags *diags;
    uint32_t base;           /* the first byte after a BOM */
    const uint32_t *offsets; /* of tokens, from `base` */
    uint32_t count, next;
    size_t nodes;
    bool escapes; /* there is a backslash somewhere; most records have none */
} walk;

static uint32_t token_start(const walk *w) { return w->base + w->offsets[w->next]; }

/* The first byte of the next token, '\0' at the end of the text. */
static char peek(const walk *w) { return w->next < w->count ? w->source->bytes.at[token_start(w)] : '\0'; }

static bool at_end(const walk *w) { return w->next >= w->count; }

/* Takes the next token, a scalar. */
static pr_json_token take_scalar(walk *w) {
    uint32_t start = token_start(w);
    w->next++;
    uint32_t end = at_end(w) ? (uint32_t)w->source->bytes.length : token_start(w);
    return (pr_json_token){w->source, w->diags, start, pr_doc_json_end(w->source->bytes.at, start, end)};
}

static pr_span next_span(const walk *w) {
    return pr_span_of_character(w->source, at_end(w) ? w->source->bytes.length : token_start(w));
}

static pr_span byte_span(const walk *w, uint32_t at) { return (pr_span){w->source, at, at + 1}; }

static bool no_memory(walk *w) {
    w->diags->failed = true;
    return false;
}

static frame *top(const walk *w) {
    return w->parser->frames.count > 0 ? &w->parser->frames.items[w->parser->frames.count - 1] : NULL;
}

/* "{ is never closed" at the end of the text, else the given sentence about the next token. */
static bool expected(walk *w, const char *message) {
    const frame *around = top(w);
    if (!at_end(w)) {
        pr_error(w->diags, PR_JSON_CODE, next_span(w), "%s", message);
    } else if (around != NULL) {
        pr_error(w->diags, PR_JSON_CODE, byte_span(w, around->start), "this '%c' is never closed",
                 around->map ? '{' : '[');
    }
    return false;
}

/* A bracket, comma or colon where a value or key is expected. */
static bool no_value(walk *w, const char *what) {
    char c = peek(w);
    if (!at_end(w) && (c == '}' || c == ']') && w->next > 0) {
        uint32_t previous = w->base + w->offsets[w->next - 1];
        if (w->source->bytes.at[previous] == ',') {
            pr_error(w->diags, PR_JSON_CODE, byte_span(w, previous), "a ',' must not stand before '%c'", c);
            return false;
        }
    }
    return expected(w, what);
}

static bool grow_values(walk *w) {
    pr_doc_node *grown = pr_vec_room(&w->parser->memory, w->parser->values.items, w->parser->values.count,
                                     &w->parser->values.capacity, sizeof *grown, _Alignof(pr_doc_node));
    if (grown == NULL) {
        return no_memory(w);
    }
    w->parser->values.items = grown;
    return true;
}

/* Where the next value goes: it is written once, in its place on the stack. NULL past a limit or without
 * memory. */
static pr_doc_node *next_value(walk *w, uint32_t start) {
    const frame *around = top(w);
    uint32_t before = around != NULL ? w->parser->values.count - around->first : 0;
    if (++w->nodes > w->limits.nodes) {
        pr_report_nodes(w->diags, byte_span(w, start), w->limits.nodes);
        return NULL;
    }
    if (around != NULL && !around->map && before >= w->limits.list_length) {
        pr_report_list(w->diags, byte_span(w, start), w->limits.list_length);
        return NULL;
    }
    if (w->parser->values.count == w->parser->values.capacity && !grow_values(w)) {
        return NULL;
    }
    return &w->parser->values.items[w->parser->values.count++];
}

static bool open_frame(walk *w, bool map) {
    if (w->parser->frames.count >= w->limits.depth) {
        pr_report_depth(w->diags, next_span(w), w->limits.depth);
        return false;
    }
    frame opened = {.first = w->parser->values.count, .start = token_start(w), .map = map, .fresh = true};
    w->next++;
    return PR_PUSH(&w->parser->memory, &w->parser->frames, opened) || no_memory(w);
}

static bool read_string(walk *w) {
    pr_json_token token = take_scalar(w);
    pr_doc_node *node = next_value(w, token.start);
    return node != NULL && pr_json_quoted(&token, w->escapes, w->arena, node);
}

static bool read_literal(walk *w) {
    pr_json_token token = take_scalar(w);
    pr_doc_node *node = next_value(w, token.start);
    return node != NULL && pr_json_literal(&token, node);
}

static bool read_value(walk *w) {
    switch (peek(w)) {
    case '{': return open_frame(w, true);
    case '[': return open_frame(w, false);
    case '"': return read_string(w);
    case '}':
    case ']':
    case ',':
    case ':': return no_value(w, "a value is expected before this");
    default: return at_end(w) ? expected(w, "") : read_literal(w);
    }
}

static bool read_member(walk *w) {
    if (peek(w) != '"') {
        return no_value(w, "a key in double quotes is expected here");
    }
    if (!read_string(w)) {
        return false;
    }
    if (peek(w) != ':') {
        return expected(w, "a ':' is missing between the key and this");
    }
    w->next++;
    return read_value(w);
}

static bool close_map(walk *w, const frame *closed, pr_doc_node *node) {
    uint32_t count = (w->parser->values.count - closed->first) / 2;
    const pr_doc_node *values = count > 0 ? w->parser->values.items + closed->first : NULL;
    pr_doc_pair *pairs = pr_arena_alloc(w->arena, count * sizeof *pairs, _Alignof(pr_doc_pair));
    if (pairs == NULL) {
        return no_memory(w);
    }
    for (uint32_t i = 0; i < count; i++) {
        pairs[i] = (pr_doc_pair){values[2 * (size_t)i], values[2 * (size_t)i + 1]};
    }
    pr_key_check check = {&w->parser->memory, w->diags};
    node->count = pr_keys_unique(&check, pairs, count);
    node->pairs = pairs;
    return true;
}

static bool close_list(walk *w, const frame *closed, pr_doc_node *node) {
    uint32_t count = w->parser->values.count - closed->first;
    pr_doc_node *items = pr_arena_alloc(w->arena, count * sizeof *items, _Alignof(pr_doc_node));
    if (items == NULL) {
        return no_memory(w);
    }
    if (count > 0) {
        memcpy(items, w->parser->values.items + closed->first, count * sizeof *items);
    }
    node->count = count;
    node->items = items;
    return true;
}

static bool close_frame(walk *w) {
    frame closed = *top(w);
    pr_doc_node node = {.kind = closed.map ? PR_DOC_MAP : PR_DOC_LIST};
    node.origin = (pr_origin){w->source, closed.start, token_start(w) + 1, PR_STYLE_EXACT, 0};
    w->next++;
    if (!(closed.map ? close_map(w, &closed, &node) : close_list(w, &closed, &node))) {
        return false;
    }
    w->parser->values.count = closed.first;
    w->parser->frames.count--;
    pr_doc_node *place = next_value(w, closed.start);
    if (place != NULL) {
        *place = node;
    }
    return place != NULL;
}

static bool no_comma(walk *w, const frame *around, char closing) {
    if (at_end(w)) {
        return expected(w, "");
    }
    char c = peek(w);
    pr_diag *diag =
        c == '}' || c == ']'
            ? pr_error(w->diags, PR_JSON_CODE, next_span(w), "'%c' stands where '%c' is expected", c, closing)
            : pr_error(w->diags, PR_JSON_CODE, next_span(w), "a ',' or '%c' is missing before this", closing);
    pr_diag_note(w->diags, diag, byte_span(w, around->start), "the '%c' is here", around->map ? '{' : '[');
    return false;
}

/* Reads on in the innermost list or mapping: to its end, or to the end or beginning of its next value. */
static bool step(walk *w) {
    frame *around = top(w);
    char c = peek(w), closing = around->map ? '}' : ']';
    if (c == closing) {
        return close_frame(w);
    }
    if (!around->fresh) {
        if (c != ',') {
            return no_comma(w, around, closing);
        }
        w->next++;
    }
    around->fresh = false;
    return around->map ? read_member(w) : read_value(w);
}

static bool read_whole(walk *w) {
    w->parser->values.count = w->parser->frames.count = 0;
    bool going = read_value(w);
    while (going && w->parser->frames.count > 0) {
        going = step(w);
    }
    return going;
}

static bool read_all(walk *w) {
    bool going = read_whole(w);
    if (going && !at_end(w)) {
        pr_error(w->diags, PR_JSON_CODE, next_span(w), "the text goes on after its end: it holds one value");
        return false;
    }
    return going;
}

/* Runs the first stage. */
static bool find_tokens(walk *w, pr_text text, size_t slack) {
    const char *bytes;
    switch (pr_json_run_stage(w->parser, text, slack, &bytes, &w->offsets, &w->count)) {
    case PR_JSON_DONE: return true;
    case PR_JSON_NO_MEMORY: return no_memory(w);
    case PR_JSON_EMPTY:
        pr_error(w->diags, "empty-file", byte_span(w, w->base), "the file is blank");
        return false;
    case PR_JSON_REFUSED: break;
    }
    pr_json_explain_refusal(w->source, w->base, w->diags);
    return false;
}

const pr_doc_node *pr_doc_json_read(pr_doc_json_parser *parser, const pr_source *source, size_t slack,
                                    const pr_doc_limits *limits, pr_arena *arena, pr_diags *diags) {
    walk w = {.parser = parser,
              .source = source,
              .limits = pr_doc_limits_of(limits),
              .arena = arena,
              .diags = diags};
    pr_text bytes = source->bytes;
    w.base = (uint32_t)pr_utf8_mark(bytes);
    if (bytes.length == w.base || bytes.length >= UINT32_MAX) {
        size_t start;
        (void)pr_reader_accepts(source, diags, &start);
        return NULL;
    }
    w.escapes = memchr(bytes.at, '\\', bytes.length) != NULL;
    if (!find_tokens(&w, (pr_text){bytes.at + w.base, bytes.length - w.base}, slack) || !read_all(&w)) {
        return NULL;
    }
    pr_doc_node *root = pr_arena_alloc(arena, sizeof *root, _Alignof(pr_doc_node));
    if (root == NULL) {
        diags->failed = true;
        return NULL;
    }
    *root = parser->values.items[0];
    return root;
}

bool pr_doc_json_pass(pr_doc_json_parser *parser, const pr_doc_json_tokens *tokens, size_t depth,
                      uint32_t *token, pr_arena *arena, pr_diags *diags) {
    walk w = {.parser = parser,
              .source = tokens->source,
              .limits = tokens->limits,
              .arena = arena,
              .diags = diags,
              .offsets = tokens->offsets,
              .count = tokens->count,
              .next = *token,
              .escapes = tokens->escapes};
    w.limits.depth = depth;
    bool good = read_whole(&w);
    *token = w.next;
    return good;
}
