/* JSON as `python -m json.tool` lays it out, with two spaces a level. */
#include "report/json_writer.h"

static void line(pr_jw *w) {
    pr_buf_char(w->out, '\n');
    for (unsigned i = 0; i < w->depth; i++) {
        pr_buf_string(w->out, "  ");
    }
}

static void begin(pr_jw *w, const char *name) {
    if (w->filled) {
        pr_buf_char(w->out, ',');
    }
    if (w->depth > 0) {
        line(w);
    }
    if (name != NULL) {
        pr_buf_printf(w->out, "\"%s\": ", name);
    }
    w->filled = true;
}

static void open_bracket(pr_jw *w, char bracket) {
    pr_buf_char(w->out, bracket);
    w->depth++;
    w->filled = false;
}

void pr_jw_open(pr_jw *w, const char *name, char bracket) {
    begin(w, name);
    open_bracket(w, bracket);
}

void pr_jw_open_named(pr_jw *w, pr_text name, char bracket) {
    begin(w, NULL);
    pr_json_string(name, w->out);
    pr_buf_string(w->out, ": ");
    open_bracket(w, bracket);
}

void pr_jw_close(pr_jw *w, char bracket) {
    w->depth--;
    if (w->filled) {
        line(w);
    }
    pr_buf_char(w->out, bracket);
    w->filled = true;
}

void pr_jw_text(pr_jw *w, const char *name, pr_text text) {
    begin(w, name);
    pr_json_string(text, w->out);
}

void pr_jw_named(pr_jw *w, pr_text name, pr_text text) {
    begin(w, NULL);
    pr_json_string(name, w->out);
    pr_buf_string(w->out, ": ");
    pr_json_string(text, w->out);
}

void pr_jw_raw(pr_jw *w, const char *name, pr_text json) {
    begin(w, name);
    pr_buf_text(w->out, json);
}

void pr_jw_null(pr_jw *w, const char *name) {
    begin(w, name);
    pr_buf_string(w->out, "null");
}

void pr_jw_text_or_null(pr_jw *w, const char *name, pr_text text) {
    if (text.length > 0) {
        pr_jw_text(w, name, text);
    } else {
        pr_jw_null(w, name);
    }
}

void pr_jw_bool(pr_jw *w, const char *name, bool value) {
    begin(w, name);
    pr_buf_string(w->out, value ? "true" : "false");
}

void pr_jw_number(pr_jw *w, const char *name, uint32_t value) {
    begin(w, name);
    pr_buf_printf(w->out, "%u", value);
}

void pr_jw_integer(pr_jw *w, const char *name, int64_t value) {
    begin(w, name);
    pr_buf_printf(w->out, "%lld", (long long)value);
}

void pr_jw_texts(pr_jw *w, const char *name, const pr_text *texts, uint32_t count) {
    pr_jw_open(w, name, '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_jw_text(w, NULL, texts[i]);
    }
    pr_jw_close(w, ']');
}

void pr_jw_date(pr_jw *w, const char *name, int64_t packed) {
    begin(w, name);
    pr_buf_char(w->out, '"');
    pr_temporal_print(pr_date(packed), w->out);
    pr_buf_char(w->out, '"');
}
