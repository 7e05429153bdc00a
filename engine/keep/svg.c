/* The layout of a graph, by a module that is opened when someone asks for it: Graphviz has many libraries of its own,
 * and a program that answers one question should not wait for them. */
#include "keep/drawing.h"

#include <dlfcn.h>
#include <stdlib.h>

#define MODULE "libpreceptor-svg.so"

typedef char *svg_of(const char *dot, size_t *length);

bool pr_svg_of(pr_text dot, char **out, size_t *length, const char **why) {
    *out = NULL;
    /* dlopen puts the folder of the program, or of the shared library, in place of $ORIGIN: installed, then built. The
     * module is not closed again: its libraries keep what they need to the end of the process. */
    static const char *const places[] = {"$ORIGIN/" PRECEPTOR_MODULES "/" MODULE, "$ORIGIN/preceptor/" MODULE,
                                         "$ORIGIN/../engine/" MODULE, "$ORIGIN/" MODULE};
    void *module = NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places && module == NULL; i++) {
        module = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
    }
    void *found = module != NULL ? dlsym(module, "pr_svg_layout") : NULL;
    if (found == NULL) {
        *why = "the module that lays out graphs, " MODULE ", or Graphviz is not installed";
        return true;
    }
    char *text = malloc(dot.length + 1);
    if (text == NULL) {
        return false;
    }
    memcpy(text, dot.at, dot.length);
    text[dot.length] = '\0';
    /* ISO C has no way from an object pointer to a function; POSIX promises that the bytes are the same. */
    svg_of *layout;
    memcpy(&layout, &found, sizeof layout);
    *out = layout(text, length);
    *why = "Graphviz could not lay it out";
    free(text);
    return true;
}
