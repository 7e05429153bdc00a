/* preceptor feel --functions: the table of built-ins, for people and programs. */
#include "api/api.h"
#include "feel/builtin.h"

static void write_text(pr_builtin f, pr_buf *out) {
    pr_text rest = pr_text_of(pr_builtin_signatures(f));
    while (rest.length > 0) {
        size_t end = 0;
        while (end < rest.length &&
               !(rest.at[end] == ' ' && end + 1 < rest.length && rest.at[end + 1] == '|')) {
            end++;
        }
        pr_buf_printf(out, "%s%.*s\n", pr_builtin_name(f), (int)end, rest.at);
        size_t next = end + 3 < rest.length ? end + 3 : rest.length;
        rest = (pr_text){rest.at + next, rest.length - next};
    }
    pr_buf_printf(out, "    %s\n", pr_builtin_help(f));
}

static void write_json(pr_builtin f, pr_buf *out) {
    pr_buf_string(out, f == 0 ? "\n  {\"name\": " : ",\n  {\"name\": ");
    pr_json_string(pr_text_of(pr_builtin_name(f)), out);
    pr_buf_string(out, ", \"signatures\": [");
    pr_signature s;
    for (uint32_t n = 0; pr_builtin_signature(f, n, &s); n++) {
        pr_buf_string(out, n > 0 ? ", {\"parameters\": [" : "{\"parameters\": [");
        for (uint32_t i = 0; i < s.count; i++) {
            pr_buf_string(out, i > 0 ? ", {\"name\": " : "{\"name\": ");
            pr_json_string(s.names[i], out);
            pr_buf_string(out, ", \"type\": ");
            pr_json_string(s.types[i], out);
            pr_buf_printf(out, ", \"optional\": %s, \"repeated\": %s}", i >= s.required ? "true" : "false",
                          s.repeated && i + 1 == s.count ? "true" : "false");
        }
        pr_buf_string(out, "], \"result\": ");
        pr_json_string(s.result, out);
        pr_buf_char(out, '}');
    }
    pr_buf_string(out, "], \"help\": ");
    pr_json_string(pr_text_of(pr_builtin_help(f)), out);
    pr_buf_char(out, '}');
}

preceptor_status preceptor_feel_function(const char *name, const preceptor_sink *sink) {
    int found = pr_builtin_find(pr_text_of(name));
    if (found < 0) {
        return PRECEPTOR_NOT_FOUND;
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    write_text((pr_builtin)found, &out);
    preceptor_status status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}

preceptor_status preceptor_feel_functions(preceptor_format format, const preceptor_sink *sink) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_buf_string(&out, format == PRECEPTOR_JSON
                            ? "{\"schema\": \"preceptor.feel.functions/1\", \"functions\": ["
                            : "");
    for (int i = 0; i < PR_BUILTIN_COUNT_OF; i++) {
        if (format == PRECEPTOR_JSON) {
            write_json((pr_builtin)i, &out);
        } else {
            write_text((pr_builtin)i, &out);
        }
    }
    pr_buf_string(&out, format == PRECEPTOR_JSON ? "]}\n" : "");
    preceptor_status status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}
