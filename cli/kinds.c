#include "kinds.h"

#include <string.h>

/* False after it said what is wrong. */
static bool verify(work *w) {
    preceptor_status status = preceptor_kb_verify(w->kb, w->diagnostics);
    if (status == PRECEPTOR_NO_MEMORY) {
        w->ran_out = true;
        return work_failed(status, "cannot check the knowledge base");
    }
    work_show(w);
    return status == PRECEPTOR_OK;
}

/* What the manifest has for other documents than profiles. */
static bool load_others(kinds *all, const char *manifest, bool verified) {
    bool good = true;
    for (size_t i = 0; preceptor_kb_document(all->first.kb, i) != NULL; i++) {
        const char *kind = preceptor_kb_document(all->first.kb, i);
        if (strcmp(kind, "profile") == 0) {
            continue;
        }
        work *w = &all->others[all->other_count++];
        if (!work_begin(w, all->first.options)) {
            return false;
        }
        w->document = kind;
        bool loaded = work_load_kb(w, manifest) && (!verified || verify(w));
        if (w->ran_out) {
            return false;
        }
        good = loaded && good;
    }
    return good;
}

static bool load(kinds *all, const options *o, const char *manifest, bool verified) {
    all->other_count = 0;
    if (!work_begin(&all->first, o) || !work_load_kb(&all->first, manifest)) {
        return false;
    }
    bool good = !verified || verify(&all->first);
    return !all->first.ran_out && load_others(all, manifest, verified) && good;
}

bool kinds_load(kinds *all, const options *o, const char *manifest) { return load(all, o, manifest, false); }

bool kinds_verify(kinds *all, const options *o, const char *manifest) { return load(all, o, manifest, true); }

void kinds_join(kinds *all) {
    for (size_t i = all->other_count; i > 0; i--) {
        preceptor_kb_add(all->first.kb, all->others[i - 1].kb);
    }
    preceptor_diagnostics_clear(all->first.diagnostics);
}

void kinds_end(kinds *all) {
    for (size_t i = 0; i < all->other_count; i++) {
        work_end(&all->others[i]);
    }
    work_end(&all->first);
}
