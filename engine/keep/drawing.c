/* Graphs as DOT. */
#include "keep/drawing.h"

#include "diag/diag.h"

enum { LINE = 34 }; /* columns after which a label goes on in the next line */

/* How each kind of node is drawn. */
static const struct {
    const char *shape, *style, *fill;
} looks[PR_DRAWN_KIND_COUNT] = {
    [PR_DRAWN_ENTITY] = {"box", "filled,rounded,bold", "#dce9f7"},
    [PR_DRAWN_REQUIREMENT] = {"box", "filled", "#ffffff"},
    [PR_DRAWN_ATTRIBUTE] = {"ellipse", "filled", "#f2f2f2"},
    [PR_DRAWN_DERIVED] = {"box", "filled,rounded", "#f5efdc"},
    [PR_DRAWN_PARAMETER] = {"hexagon", "filled", "#e7f4e4"},
    [PR_DRAWN_RELATION] = {"box", "filled,rounded,bold", "#dce9f7"},
    [PR_DRAWN_RULE] = {"cds", "filled", "#ffffff"},
};

/* Far apart also for those who see few colours. */
static const char *const colors[] = {"#555555", "#0072b2", "#d55e00", "#009e73",
                                     "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
enum { COLORS = sizeof colors / sizeof colors[0] };

void pr_drawing_init(pr_drawing *d, pr_text title, pr_arena *arena) {
    *d = (pr_drawing){.arena = arena, .title = title};
    pr_map_init(&d->keys, arena);
}

uint32_t pr_drawing_node(pr_drawing *d, pr_drawn_kind kind, pr_text key, bool *made) {
    pr_text whole = pr_text_format(d->arena, "%d %.*s", (int)kind, PR_ARG(key));
    uint32_t at = pr_map_get(&d->keys, whole);
    bool fresh = at == PR_MAP_NONE &&
                 PR_PUSH(d->arena, &d->nodes, (pr_drawn_node){.key = key, .kind = kind}) &&
                 pr_map_put(&d->keys, whole, d->nodes.count - 1);
    if (made != NULL) {
        *made = fresh;
    }
    return at != PR_MAP_NONE ? at : fresh ? d->nodes.count - 1 : 0;
}

uint32_t pr_drawing_entity(pr_drawing *d, pr_drawn_kind kind, const pr_program *program,
                           const pr_entity *entity, bool *made) {
    pr_text collection = program->collections[entity->collection].name;
    pr_text key = pr_text_format(d->arena, "%.*s:%.*s", PR_ARG(collection), PR_ARG(entity->id));
    return pr_drawing_node(d, kind, key, made);
}

void pr_drawing_edge(pr_drawing *d, pr_drawn_edge edge) {
    pr_text key = pr_text_format(d->arena, "edge %u %u %u", edge.from, edge.to, edge.color);
    if (pr_map_get(&d->keys, key) == PR_MAP_NONE && pr_map_put(&d->keys, key, d->edges.count)) {
        (void)PR_PUSH(d->arena, &d->edges, edge);
    }
}

/* Text between quotes: DOT reads backslashes and quotes there, and Graphviz references to characters. XML has no place
 * for two characters that UTF-8 has. */
static void write_quoted(pr_text text, bool label, pr_buf *out) {
    pr_buf plain;
    pr_buf_init(&plain, out->allocator);
    pr_buf_char(out, '"');
    unsigned columns = 0;
    for (size_t start = 0, i = 0; i <= text.length; i++) {
        bool end = i == text.length, line = !end && text.at[i] == '\n';
        if (!end && !line && (text.at[i] != ' ' || !label || columns < LINE)) {
            columns++;
            continue;
        }
        pr_buf_again(&plain);
        pr_buf_harmless(&plain, (pr_text){text.at + start, i - start}, false);
        pr_text safe = pr_buf_view(&plain);
        for (size_t k = 0; k < safe.length; k++) {
            bool none = k + 2 < safe.length && memcmp(safe.at + k, "\xEF\xBF", 2) == 0 &&
                        ((unsigned char)safe.at[k + 2] & 0xBE) == 0xBE;
            if (none) {
                pr_buf_string(out, "\xEF\xBF\xBD");
                k += 2;
            } else if (safe.at[k] == '"' || safe.at[k] == '\\') {
                pr_buf_char(out, '\\');
                pr_buf_char(out, safe.at[k]);
            } else if (safe.at[k] == '&') {
                pr_buf_string(out, "&amp;");
            } else {
                pr_buf_char(out, safe.at[k]);
            }
        }
        pr_buf_string(out, end ? "" : "\\n");
        start = i + 1;
        columns = 0;
    }
    pr_buf_char(out, '"');
    out->failed = out->failed || plain.failed;
    pr_buf_release(&plain);
}

static void write_node(const pr_drawn_node *n, uint32_t number, pr_buf *out) {
    pr_buf_printf(out, "  n%u [shape=%s, style=\"%s%s\", fillcolor=\"%s\", label=", number,
                  looks[n->kind].shape, looks[n->kind].style, n->faint ? ",dashed" : "", looks[n->kind].fill);
    write_quoted(n->label.length > 0 ? n->label : n->key, true, out);
    pr_buf_string(out, ", tooltip=");
    write_quoted(n->key, false, out);
    pr_buf_string(out, "];\n");
}

static void write_edge(const pr_drawn_edge *e, pr_buf *out) {
    pr_buf_printf(out, "  n%u -> n%u", e->from, e->to);
    if (e->color > 0 || e->faint) {
        pr_buf_printf(out, " [color=\"%s\"%s]", colors[e->color > 0 ? 1 + (e->color - 1) % (COLORS - 1) : 0],
                      e->faint ? ", style=dashed" : "");
    }
    pr_buf_string(out, ";\n");
}

void pr_drawing_dot(const pr_drawing *d, pr_buf *out) {
    pr_buf_string(out, "digraph ");
    write_quoted(d->title, false, out);
    pr_buf_printf(out,
                  " {\n  rankdir=LR;\n  node [fontname=\"Helvetica\", fontsize=11, color=\"#333333\"];\n"
                  "  edge [color=\"%s\"];\n",
                  colors[0]);
    for (uint32_t i = 0; i < d->nodes.count; i++) {
        write_node(&d->nodes.items[i], i, out);
    }
    for (uint32_t i = 0; i < d->edges.count; i++) {
        write_edge(&d->edges.items[i], out);
    }
    pr_buf_string(out, "}\n");
}
