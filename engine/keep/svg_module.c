/* Graphviz, as a module of its own. Only its own layout and SVG writer: the plugins for pictures and fonts of this
 * machine are not looked for, so that the same graph looks the same everywhere. */
#include <gvc.h>
#include <stdlib.h>
#include <string.h>

extern gvplugin_library_t gvplugin_core_LTX_library, gvplugin_dot_layout_LTX_library;

char *pr_svg_layout(const char *dot, size_t *length);

static int say_nothing(char *text) {
    (void)text;
    return 0;
}

static char *render(GVC_t *gvc, Agraph_t *graph, size_t *length) {
    char *data = NULL, *copy = NULL;
    unsigned size = 0;
    if (gvLayout(gvc, graph, "dot") != 0) {
        return NULL;
    }
    if (gvRenderData(gvc, graph, "svg", &data, &size) == 0 && (copy = malloc(size + 1u)) != NULL) {
        memcpy(copy, data, size);
        *length = size;
    }
    gvFreeRenderData(data);
    (void)gvFreeLayout(gvc, graph);
    return copy;
}

/* The SVG of a graph in DOT, to be freed; NULL where it cannot be laid out. */
__attribute__((visibility("default"))) char *pr_svg_layout(const char *dot, size_t *length) {
    const lt_symlist_t plugins[] = {{"gvplugin_core_LTX_library", &gvplugin_core_LTX_library},
                                    {"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library},
                                    {NULL, NULL}};
    char *out = NULL;
    (void)agseterrf(say_nothing);
    GVC_t *gvc = gvContextPlugins(plugins, 0);
    Agraph_t *graph = gvc != NULL ? agmemread(dot) : NULL;
    if (graph != NULL) {
        out = render(gvc, graph, length);
        (void)agclose(graph);
    }
    if (gvc != NULL) {
        (void)gvFreeContext(gvc);
    }
    return out;
}
