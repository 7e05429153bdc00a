/* YAML into a document: libyaml's events, put together on a stack.
 *
 * Values wait on one stack until the list or mapping around them ends; then they are copied into the arena
 * side by side. Aliases copy the node and share what is under it; what they stand for counts against the
 * limits, so that ten lines cannot grow into a billion values. libyaml's own memory comes from the heap. */
#include "doc/yaml.h"

#include "base/map.h"

/* A value that waits, or the value of an anchor. */
typedef struct waiting {
    pr_doc_node node;
    size_t size;         /* nodes in it, aliases expanded */
    size_t height;       /* 0 for scalars */
    uint32_t start, end; /* as written: of an alias not those of its node */
} waiting;

typedef struct frame {
    uint32_t first; /* its first value on the stack */
    uint32_t start;
    uint32_t anchor; /* index + 1, or 0 */
    bool map, flow;
    size_t size, height;
} frame;

typedef struct anchor {
    pr_text name;
    bool open; /* the value has not ended */
    waiting value;
} anchor;

typedef struct reader {
    yaml_parser_t parser;
    const pr_source *source;
    pr_doc_limits limits;
    pr_arena *arena, scratch;
    pr_diags *diags;
    pr_yaml_marks marks;
    pr_yaml_last last;
    PR_VEC(waiting) values;
    PR_VEC(frame) frames;
    PR_VEC(anchor) anchors;
    pr_map latest; /* by name, the last of its anchors */
    size_t nodes;
    size_t stopped; /* where a syntax error is told */
    pr_doc_node *root;
    bool stop; /* read no further */
    bool lost; /* what was read is of no use */
} reader;

static void give_up(reader *r) { r->stop = r->lost = true; }

static void no_memory(reader *r) {
    r->diags->failed = true;
    give_up(r);
}

size_t pr_yaml_byte(pr_yaml_marks *marks, size_t index) {
    if (marks->ascii) {
        return index < marks->bytes.length ? index : marks->bytes.length;
    }
    if (marks->index < index) {
        size_t ahead = index - marks->index;
        marks->at = pr_utf8_skip(marks->bytes, marks->at, &ahead);
        marks->index = index - ahead;
    }
    for (; marks->index > index; marks->index--) {
        do {
            marks->at--;
        } while (((unsigned char)marks->bytes.at[marks->at] & 0xC0) == 0x80);
    }
    return marks->at;
}

static uint32_t byte_of(reader *r, yaml_mark_t mark) { return (uint32_t)pr_yaml_byte(&r->marks, mark.index); }

static pr_span span_of(const reader *r, uint32_t start, uint32_t end) {
    return (pr_span){r->source, start, end};
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static void report_tag(reader *r, size_t start, size_t end) {
    pr_text tag = {r->source->bytes.at + start, end - start};
    pr_diag *diag = pr_error(r->diags, "tag", span_of(r, (uint32_t)start, (uint32_t)end),
                             "tags like '%.*s' are not used here", PR_ARG(tag));
    bool names_text = pr_text_is(tag, "!!str");
    pr_diag_hint(r->diags, diag,
                 names_text ? "put the value in quotes to make it text"
                            : "leave it out, or put the value in quotes when it begins with '!'");
}

/* libyaml counts anchors and tags to the value; here the value begins after them. Reports tags. */
static uint32_t after_properties(reader *r, uint32_t start, size_t end) {
    const char *at = r->source->bytes.at;
    size_t i = start;
    while (i < end && (at[i] == '&' || at[i] == '!')) {
        size_t property = i;
        while (i < end && !is_space(at[i])) {
            i++;
        }
        if (at[property] == '!') {
            report_tag(r, property, i);
        }
        while (i < end && (is_space(at[i]) || at[i] == '#')) {
            bool comment = at[i] == '#';
            i++;
            while (comment && i < end && at[i] != '\n') {
                i++;
            }
        }
    }
    return (uint32_t)i;
}

/* Puts a value on the stack, within the limits. */
static void add(reader *r, waiting value) {
    r->nodes += value.size;
    frame *around = r->frames.count > 0 ? &r->frames.items[r->frames.count - 1] : NULL;
    if (r->nodes > r->limits.nodes) {
        pr_report_nodes(r->diags, pr_span_of_character(r->source, value.start), r->limits.nodes);
        give_up(r);
        return;
    }
    if (around != NULL && !around->map && r->values.count - around->first >= r->limits.list_length) {
        pr_report_list(r->diags, pr_span_of_character(r->source, value.start), r->limits.list_length);
        give_up(r);
        return;
    }
    if (around != NULL) {
        around->size += value.size;
        around->height = around->height > value.height + 1 ? around->height : value.height + 1;
    }
    if (!PR_PUSH(&r->scratch, &r->values, value)) {
        no_memory(r);
    }
}

/* Remembers an anchor whose value is still to come. Gives its index + 1, 0 when the event has none. */
static uint32_t open_anchor(reader *r, const yaml_char_t *name) {
    if (name == NULL) {
        return 0;
    }
    pr_text copy = pr_text_copy(&r->scratch, pr_text_of((const char *)name));
    if (copy.at == NULL || !pr_map_put(&r->latest, copy, r->anchors.count) ||
        !PR_PUSH(&r->scratch, &r->anchors, (anchor){.name = copy, .open = true})) {
        no_memory(r);
        return 0;
    }
    return r->anchors.count;
}

static void close_anchor(reader *r, uint32_t index, waiting value) {
    if (index > 0) {
        r->anchors.items[index - 1].value = value;
        r->anchors.items[index - 1].open = false;
    }
}

/* By how much a block scalar's lines are indented: what its first line with text has more in the file than
 * decoded. The header's own number does not tell, it counts from the parent's indent. */
static uint16_t block_indent(pr_text raw, pr_text decoded) {
    size_t at = 0, line = 0, text = 0, before = 0;
    while (at < raw.length && raw.at[at] != '\n' && raw.at[at] != '\r') {
        at++;
    }
    for (; at < raw.length && (raw.at[at] == ' ' || raw.at[at] == '\n' || raw.at[at] == '\r'); at++) {
        line = raw.at[at] == ' ' ? line : at + 1;
    }
    while (text < decoded.length && (decoded.at[text] == ' ' || decoded.at[text] == '\n')) {
        before = decoded.at[text] == ' ' ? before + 1 : 0;
        text++;
    }
    size_t indent = at < raw.length && at - line > before ? at - line - before : 0;
    return (uint16_t)(indent < UINT16_MAX ? indent : UINT16_MAX);
}

static pr_style style_of(yaml_scalar_style_t style, pr_text raw, pr_text decoded) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return PR_STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return PR_STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE: return PR_STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return PR_STYLE_FOLDED;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE: break;
    }
    return pr_text_equal(raw, decoded) ? PR_STYLE_EXACT : PR_STYLE_PLAIN;
}

/* libyaml lets a block scalar end where the next thing begins. */
static uint32_t trimmed_end(const reader *r, uint32_t start, uint32_t end) {
    while (end > start && is_space(r->source->bytes.at[end - 1])) {
        end--;
    }
    return end;
}

/* "- a" with a "- b" under it that is indented too far is the one text "a - b": right in YAML, and never
 * meant. */
static void warn_of_swallowed_items(reader *r, uint32_t start, uint32_t end) {
    const char *at = r->source->bytes.at;
    bool fresh = false; /* nothing but blanks since the line began, which is not the first */
    for (uint32_t i = start; i + 1 < end; i++) {
        if (fresh && at[i] == '-' && at[i + 1] == ' ') {
            pr_diag *diag = pr_warn(r->diags, "swallowed-item", span_of(r, i, i + 1),
                                    "this is no list item, it goes on with the text above");
            pr_diag_hint(r->diags, diag, "is its '-' under the '-' of the item above?");
            return;
        }
        fresh = at[i] == '\n' || at[i] == '\r' || (fresh && at[i] == ' ');
    }
}

static void on_scalar(reader *r, const yaml_event_t *event) {
    /* In this order: going back to a mark is slower. */
    uint32_t first = byte_of(r, event->start_mark), end = byte_of(r, event->end_mark);
    uint32_t start = after_properties(r, first, end);
    uint32_t index = open_anchor(r, event->data.scalar.anchor);
    yaml_scalar_style_t style = event->data.scalar.style;
    pr_text decoded = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    end = block ? trimmed_end(r, start, end) : end;
    pr_text raw = {r->source->bytes.at + start, end - start};
    waiting value = {.size = 1, .start = start, .end = end};
    value.node.kind = PR_DOC_STRING;
    value.node.origin = (pr_origin){r->source, start, end, (uint8_t)style_of(style, raw, decoded),
                                    block ? block_indent(raw, decoded) : 0};
    /* What stands in the file as it is need not be copied. */
    value.node.text = value.node.origin.style == PR_STYLE_EXACT ? raw : pr_text_copy(r->arena, decoded);
    if (value.node.text.at == NULL) {
        no_memory(r);
        return;
    }
    if (style == YAML_PLAIN_SCALAR_STYLE) {
        pr_doc_plain(&value.node);
    }
    if (value.node.origin.style == PR_STYLE_PLAIN) {
        warn_of_swallowed_items(r, start, end);
    }
    r->last = (pr_yaml_last){start, end, style != YAML_PLAIN_SCALAR_STYLE && !block};
    close_anchor(r, index, value);
    add(r, value);
}

static const anchor *find_anchor(const reader *r, pr_text name) {
    uint32_t number = pr_map_get(&r->latest, name);
    return number != PR_MAP_NONE ? &r->anchors.items[number] : NULL;
}

static void report_alias(reader *r, pr_text name, pr_span span) {
    pr_diag *diag = pr_error(r->diags, "undefined-alias", span, "no anchor '&%.*s' stands above this alias",
                             PR_ARG(name));
    pr_diag_hint(r->diags, diag, "put the value in quotes when it only begins with '*'");
    pr_text *names = pr_diag_names(diag, &r->scratch, r->anchors.count);
    for (uint32_t i = 0; names != NULL && i < r->anchors.count; i++) {
        names[i] = r->anchors.items[i].name;
    }
    pr_diag_suggest(r->diags, diag, name, names, r->anchors.count);
}

static void on_alias(reader *r, const yaml_event_t *event) {
    pr_text name = pr_text_of((const char *)event->data.alias.anchor);
    uint32_t start = byte_of(r, event->start_mark), end = byte_of(r, event->end_mark);
    const anchor *found = find_anchor(r, name);
    waiting value = {.size = 1, .start = start, .end = end};
    value.node.origin = (pr_origin){r->source, start, end, PR_STYLE_EXACT, 0};
    value.node.text = (pr_text){r->source->bytes.at + start, 0};
    if (found == NULL) {
        report_alias(r, name, span_of(r, start, end));
    } else if (found->open) {
        pr_error(r->diags, "recursive-alias", span_of(r, start, end),
                 "the alias '*%.*s' stands inside the value that it stands for", PR_ARG(name));
    } else if (r->frames.count + found->value.height > r->limits.depth) {
        pr_report_depth(r->diags, span_of(r, start, end), r->limits.depth);
        give_up(r);
        return;
    } else {
        value = found->value;
        value.start = start;
        value.end = end;
    }
    add(r, value);
}

static void on_start(reader *r, const yaml_event_t *event, bool map) {
    bool flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                    : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    uint32_t start = after_properties(r, byte_of(r, event->start_mark), r->source->bytes.length);
    if (r->frames.count >= r->limits.depth) {
        pr_report_depth(r->diags, pr_span_of_character(r->source, start), r->limits.depth);
        give_up(r);
        return;
    }
    const yaml_char_t *name = map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    frame opened = {
        .first = r->values.count, .start = start, .map = map, .flow = flow, .size = 1, .height = 1};
    opened.anchor = open_anchor(r, name);
    if (!PR_PUSH(&r->scratch, &r->frames, opened)) {
        no_memory(r);
    }
}

/* Whether a value can be a key here; if not, says why. */
static bool accept_key(reader *r, const pr_doc_node *key) {
    if (key->kind == PR_DOC_LIST || key->kind == PR_DOC_MAP) {
        pr_diag *diag =
            pr_error(r->diags, "key-kind", pr_doc_span(key), "a key is text, not %s", pr_doc_kind_name(key));
        pr_diag_hint(r->diags, diag, "put text that begins with '%c' in quotes",
                     key->kind == PR_DOC_MAP ? '{' : '[');
        return false;
    }
    if (key->plain && key->text.length == 0) {
        pr_error(r->diags, "key-missing", pr_doc_span(key), "the key is missing");
        return false;
    }
    if (key->plain && pr_text_is(key->text, "<<")) {
        pr_diag *diag =
            pr_error(r->diags, "merge-key", pr_doc_span(key), "merge keys (<<) are not used here");
        pr_diag_hint(r->diags, diag, "write the keys out; aliases may stand for their values");
        return false;
    }
    return true;
}

static void copy_pairs(reader *r, const frame *closed, pr_doc_node *node) {
    uint32_t given = (r->values.count - closed->first) / 2, accepted = 0;
    pr_doc_pair *pairs = PR_NEW_ARRAY(r->arena, pr_doc_pair, given);
    if (pairs == NULL) {
        no_memory(r);
        return;
    }
    const waiting *values = given > 0 ? r->values.items + closed->first : NULL;
    for (uint32_t i = 0; i < given; i++) {
        const waiting *pair = values + (size_t)i * 2;
        if (accept_key(r, &pair[0].node)) {
            pairs[accepted++] = (pr_doc_pair){pair[0].node, pair[1].node};
        }
    }
    pr_key_check check = {&r->scratch, r->diags};
    node->count = pr_keys_unique(&check, pairs, accepted);
    node->pairs = pairs;
}

static void copy_items(reader *r, const frame *closed, pr_doc_node *node) {
    uint32_t count = r->values.count - closed->first;
    pr_doc_node *items = PR_NEW_ARRAY(r->arena, pr_doc_node, count);
    if (items == NULL) {
        no_memory(r);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = r->values.items[closed->first + i].node;
    }
    node->count = count;
    node->items = items;
}

static void on_end(reader *r, const yaml_event_t *event) {
    frame closed = r->frames.items[--r->frames.count];
    uint32_t end = byte_of(r, event->end_mark);
    bool bracket = closed.flow && end > closed.start &&
                   (r->source->bytes.at[end - 1] == ']' || r->source->bytes.at[end - 1] == '}');
    if (!bracket) {
        /* A block, or a pair in a list [a: b], ends with its last value. */
        end = r->values.count > closed.first ? r->values.items[r->values.count - 1].end : closed.start;
    }
    /* `&a: 1`: the properties are those of the first key. */
    if (r->values.count > closed.first && r->values.items[closed.first].start < closed.start) {
        closed.start = r->values.items[closed.first].start;
    }
    waiting value = {.size = closed.size, .height = closed.height, .start = closed.start, .end = end};
    value.node.kind = closed.map ? PR_DOC_MAP : PR_DOC_LIST;
    value.node.origin = (pr_origin){r->source, closed.start, end, PR_STYLE_EXACT, 0};
    if (closed.map) {
        copy_pairs(r, &closed, &value.node);
    } else {
        copy_items(r, &closed, &value.node);
    }
    r->values.count = closed.first;
    close_anchor(r, closed.anchor, value);
    /* Its nodes were counted one by one. */
    r->nodes -= closed.size - 1;
    add(r, value);
}

static void on_document_start(reader *r, const yaml_event_t *event) {
    if (r->root == NULL) {
        return;
    }
    pr_diag *diag = pr_error(r->diags, "several-documents",
                             span_of(r, byte_of(r, event->start_mark), byte_of(r, event->end_mark)),
                             "a second document begins here; a file holds one");
    pr_diag_hint(r->diags, diag, "take the '---' out, or make two files");
    r->stop = true;
}

static void on_document_end(reader *r) {
    r->root = PR_NEW(r->arena, pr_doc_node);
    if (r->root == NULL) {
        no_memory(r);
        return;
    }
    *r->root = r->values.items[0].node;
    r->values.count = 0;
}

static void on_event(reader *r, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT: break;
    case YAML_STREAM_END_EVENT: r->stop = true; break;
    case YAML_DOCUMENT_START_EVENT: on_document_start(r, event); break;
    case YAML_DOCUMENT_END_EVENT: on_document_end(r); break;
    case YAML_ALIAS_EVENT: on_alias(r, event); break;
    case YAML_SCALAR_EVENT: on_scalar(r, event); break;
    case YAML_SEQUENCE_START_EVENT: on_start(r, event, false); break;
    case YAML_MAPPING_START_EVENT: on_start(r, event, true); break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: on_end(r, event); break;
    }
}

/* The errors in the keys of mappings that a syntax error leaves unfinished. */
static void check_open_maps(reader *r) {
    while (r->frames.count > 0) {
        const frame *open = &r->frames.items[--r->frames.count];
        pr_doc_node ignored;
        if (open->map) {
            copy_pairs(r, open, &ignored);
        }
        r->values.count = open->first;
    }
}

static void read_events(reader *r) {
    while (!r->stop) {
        yaml_event_t event;
        if (yaml_parser_parse(&r->parser, &event) != 0) {
            on_event(r, &event);
            yaml_event_delete(&event);
        } else if (r->parser.error == YAML_MEMORY_ERROR) {
            no_memory(r);
        } else {
            uint32_t before = r->diags->list.count;
            pr_yaml_explain(&r->parser, r->source, &r->marks, r->last, r->diags);
            if (r->diags->list.count > before) {
                r->stopped = r->diags->list.items[before].span.start;
            }
            check_open_maps(r);
            give_up(r);
        }
    }
    if (r->root == NULL && !r->lost) {
        pr_error(r->diags, "empty-file", span_of(r, 0, 0), "the file holds nothing but blanks and comments");
    }
}

/* `stopped`: where a syntax error is told, SIZE_MAX where there is none. */
static const pr_doc_node *read_source(const pr_source *source, const pr_doc_limits *limits, pr_arena *arena,
                                      pr_diags *diags, size_t *stopped) {
    reader r = {.source = source,
                .limits = pr_doc_limits_of(limits),
                .arena = arena,
                .diags = diags,
                .stopped = SIZE_MAX};
    *stopped = SIZE_MAX;
    if (!pr_reader_accepts(source, diags, &r.marks.at)) {
        return NULL;
    }
    r.marks.bytes = source->bytes;
    r.marks.ascii = pr_utf8_count(source->bytes) == source->bytes.length;
    if (yaml_parser_initialize(&r.parser) == 0) {
        diags->failed = true;
        return NULL;
    }
    pr_arena_init(&r.scratch, arena->allocator, 0);
    pr_map_init(&r.latest, &r.scratch);
    /* The BOM is left out: libyaml would count it as a character, or not. */
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)source->bytes.at + r.marks.at,
                                 source->bytes.length - r.marks.at);
    read_events(&r);
    yaml_parser_delete(&r.parser);
    pr_arena_release(&r.scratch);
    *stopped = r.stopped;
    return r.lost ? NULL : r.root;
}

const pr_doc_node *pr_yaml_read_piece(const pr_source *source, const pr_doc_limits *limits, pr_arena *arena,
                                      pr_diags *diags) {
    size_t stopped;
    return read_source(source, limits, arena, diags, &stopped);
}

const pr_doc_node *pr_yaml_read(const pr_source *source, const pr_doc_limits *limits, pr_arena *arena,
                                pr_diags *diags) {
    size_t stopped;
    const pr_doc_node *root = read_source(source, limits, arena, diags, &stopped);
    if (stopped != SIZE_MAX && !diags->failed) {
        pr_yaml_read_rest(source, stopped, limits, arena->allocator, diags);
    }
    return root;
}
