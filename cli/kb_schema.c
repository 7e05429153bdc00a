/* preceptor kb schema: JSON Schemas of what the program writes and reads. */
#include "command.h"
#include "locate.h"
#include "message.h"
#include "work.h"

#include <stdlib.h>

int run_kb_schema(const options *o, const char *const *words, size_t count) {
    const char *of = count > 0 ? words[0] : o->of;
    if (count > 0 && o->of != NULL) {
        message_error("'%s' and --of '%s' both name a schema", words[0], o->of);
        return EXIT_FAILED;
    }
    work w;
    output out;
    int result = EXIT_FAILED;
    char *manifest = locate_kb(o->kb);
    if (manifest != NULL && work_begin(&w, o)) {
        if (output_open(&out, o->output)) {
            preceptor_options settings = {.limits = o->limits};
            preceptor_view view = work_view(o, &out);
            preceptor_sink sink = output_sink(&out);
            preceptor_status status =
                preceptor_write_schema(manifest, &settings, of, &view, &sink, w.diagnostics);
            if (status != PRECEPTOR_NO_MEMORY && preceptor_diagnostics_errors(w.diagnostics) > 0) {
                output_discard(&out);
                work_show(&w);
            } else {
                result = work_finish(&out, status, EXIT_DONE);
            }
        }
        work_end(&w);
    }
    free(manifest);
    return result;
}
