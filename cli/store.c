#include "store.h"

#include "message.h"

#include <stdlib.h>
#include <unistd.h>

const char *store_path(const options *o) {
    const char *named = o->store != NULL ? o->store : getenv("PRECEPTOR_STORE");
    return named != NULL && named[0] != '\0' ? named : NULL;
}

bool store_open(work *w, store_use use) {
    const char *path = store_path(w->options);
    if (path == NULL) {
        message_error("it is not said which store: --store FILE, or PRECEPTOR_STORE=FILE");
        return false;
    }
    bool there = access(path, F_OK) == 0;
    if (use != STORE_MAKE && !there) {
        message_error("there is no store '%s'", path);
        message_hint("'preceptor waive' and 'preceptor audit --store' make one");
        return false;
    }
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status =
        use == STORE_MAKE
            ? preceptor_store_open(w->kb, path, false, w->diagnostics, &w->store)
            : preceptor_store_open_existing(path, use == STORE_CHANGE, w->diagnostics, &w->store);
    if (status == PRECEPTOR_OK && !there && !w->options->quiet) {
        message_note("%s is new", path);
    }
    return work_went_well(w, status, "cannot open the store");
}

bool store_take_waivers(work *w) {
    bool takes = w->document == NULL && store_path(w->options) != NULL;
    bool new = takes && w->options->record &&access(store_path(w->options), F_OK) != 0;
    if (!takes || new) {
        return true;
    }
    if (!store_open(w, STORE_READ)) {
        return false;
    }
    preceptor_status status = preceptor_profile_take_waivers(w->profile, w->store, w->diagnostics);
    preceptor_store_close(w->store);
    w->store = NULL;
    return work_went_well(w, status, "cannot read the waivers on record");
}

bool store_record(work *w) {
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_record(w->session, NULL, w->diagnostics);
    if (!work_went_well(w, status, "cannot record the answer") || !store_open(w, STORE_MAKE)) {
        return false;
    }
    status = preceptor_record(w->session, w->store, w->diagnostics);
    preceptor_store_close(w->store);
    w->store = NULL;
    return work_went_well(w, status, "cannot record the answer");
}
