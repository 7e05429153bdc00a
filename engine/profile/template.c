/* A profile to fill in, made from the vocabulary. Every line begins with one # that can be taken away. */
#include "profile/matcher.h"

#include <stdlib.h>

typedef struct template_writer {
    const pr_program *program;
    pr_matcher *matcher;
    pr_arena arena;
    pr_buf *out;
} template_writer;

enum { INDENT = 2 };

static void begin(template_writer *w, uint32_t indent) {
    pr_buf_char(w->out, '#');
    for (uint32_t i = 0; i < indent; i++) {
        pr_buf_char(w->out, ' ');
    }
}

static void comment(template_writer *w, uint32_t indent, pr_text text) {
    begin(w, indent);
    pr_buf_string(w->out, "# ");
    for (size_t i = 0, start = 0; i <= text.length; i++) {
        /* On one line, and harmless where somebody looks at it. */
        if (i == text.length || text.at[i] == '\n' || text.at[i] == '\r') {
            pr_buf_harmless(w->out, (pr_text){text.at + start, i - start}, false);
            pr_buf_char(w->out, i == text.length ? '\n' : ' ');
            start = i + 1;
        }
    }
}

/* Is the text what YAML would read it as, without quotes? */
static bool is_plain(pr_text text) {
    static const char *const others[] = {"true", "false", "null",  "True", "False",
                                         "Null", "TRUE",  "FALSE", "NULL"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (pr_text_is(text, others[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || (strchr("0123456789-_", c) == NULL || c == '\0'))) {
            return false;
        }
    }
    return text.length > 0;
}

static void plain_or_quoted(template_writer *w, pr_text text) {
    if (is_plain(text)) {
        pr_buf_text(w->out, text);
    } else {
        pr_json_string(text, w->out);
    }
}

static void example_number(template_writer *w, const pr_schema *schema) {
    if (schema->low.kind == PR_NUMBER) {
        pr_number_print(schema->low, w->out);
    } else if (schema->high.kind == PR_NUMBER) {
        pr_number_print(schema->high, w->out);
    } else {
        pr_buf_char(w->out, '1');
    }
}

static void example(template_writer *w, const pr_schema *schema) {
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN: pr_buf_string(w->out, "true"); break;
    case PR_SCHEMA_NUMBER: example_number(w, schema); break;
    case PR_SCHEMA_STRING:
    case PR_SCHEMA_ENUM:
        plain_or_quoted(w, schema->value_count > 0 ? schema->values[0] : PR_TEXT("text"));
        break;
    case PR_SCHEMA_DATE: pr_buf_string(w->out, "2027-01-31"); break;
    case PR_SCHEMA_TIME: pr_buf_string(w->out, "\"14:30:00\""); break;
    case PR_SCHEMA_DURATION: pr_buf_string(w->out, "P4W"); break;
    case PR_SCHEMA_LIST:
        pr_buf_char(w->out, '[');
        example(w, schema->element);
        pr_buf_char(w->out, ']');
        break;
    case PR_SCHEMA_RECORD:
    case PR_SCHEMA_ENTITY:
    case PR_SCHEMA_CONDITION:
    case PR_SCHEMA_BROKEN: break;
    }
}

/* "a number of at least 0, in weeks, or null" */
static void expects(template_writer *w, uint32_t indent, const pr_field *field, const pr_schema *schema) {
    bool list = schema->kind == PR_SCHEMA_LIST;
    bool records = list && schema->element->kind == PR_SCHEMA_RECORD;
    pr_text what = pr_schema_expects(list ? schema->element : schema, &w->arena);
    pr_text values =
        records ? PR_TEXT("a list of records; [] when there are none")
                : pr_text_format(&w->arena, "%s%.*s%s%.*s%s",
                                 field->open ? "a list of what is known, which need not be all; each item is "
                                 : list      ? "a list; each item is "
                                             : "",
                                 PR_ARG(what), schema->unit.length > 0 ? ", in " : "", PR_ARG(schema->unit),
                                 field->nullable ? ", or null for none" : "");
    pr_buf line;
    pr_buf_init(&line, w->arena.allocator);
    pr_buf_text(&line, values);
    if (field->has_absent && field->absent_expression.text.length == 0 && field->absent.kind != PR_NULL) {
        pr_buf_string(&line, "; left out, it is ");
        pr_value_print(field->absent, &line);
    }
    comment(w, indent, pr_buf_view(&line));
    w->out->failed |= line.failed;
    pr_buf_release(&line);
}

static void explain(template_writer *w, uint32_t indent, const pr_field *field, const pr_schema *schema) {
    if (field->ask.length > 0) {
        comment(w, indent, field->ask);
    }
    expects(w, indent, field, schema);
}

static int compare_places(const void *a, const void *b) {
    const pr_field *x = *(const pr_field *const *)a, *y = *(const pr_field *const *)b;
    return x->origin.start < y->origin.start ? -1 : x->origin.start > y->origin.start;
}

/* One record with all its fields, in the order in which the vocabulary has them: that is how people think of
 * them. */
static void write_record(template_writer *w, uint32_t indent, const pr_schema *record) {
    const pr_field **fields = PR_NEW_ARRAY(&w->arena, const pr_field *, record->field_count);
    uint32_t count = 0;
    if (fields == NULL) {
        w->out->failed = true;
        return;
    }
    for (uint32_t i = 0; i < record->field_count; i++) {
        /* Which waiver is on record no profile can say. */
        if (!pr_text_is(record->fields[i].role, "record")) {
            fields[count++] = &record->fields[i];
        }
    }
    qsort(fields, count, sizeof *fields, compare_places);
    for (uint32_t i = 0; i < count; i++) {
        explain(w, indent + INDENT, fields[i], fields[i]->schema);
        begin(w, indent);
        pr_buf_string(w->out, i == 0 ? "- " : "  ");
        pr_buf_text(w->out, fields[i]->name);
        pr_buf_string(w->out, ": ");
        example(w, fields[i]->schema);
        pr_buf_char(w->out, '\n');
    }
}

static void write_attribute(template_writer *w, uint32_t indent, const pr_path *path) {
    const pr_attribute *attribute = &w->program->attributes[path->attribute];
    const pr_schema *schema = attribute->schema;
    explain(w, indent, attribute->field, schema);
    begin(w, indent);
    pr_buf_text(w->out, path->segment);
    pr_buf_char(w->out, ':');
    if (schema->kind == PR_SCHEMA_LIST && schema->element->kind == PR_SCHEMA_RECORD) {
        pr_buf_char(w->out, '\n');
        write_record(w, indent + INDENT, schema->element);
        return;
    }
    pr_buf_char(w->out, ' ');
    example(w, schema);
    pr_buf_char(w->out, '\n');
}

static void write_path(template_writer *w, uint32_t indent, const pr_path *path) {
    if (path->attribute != PR_NONE) {
        write_attribute(w, indent, path);
        return;
    }
    begin(w, indent);
    pr_buf_text(w->out, path->segment);
    pr_buf_string(w->out, ":\n");
    for (uint32_t i = 0; i < path->count; i++) {
        write_path(w, indent + INDENT, &w->matcher->paths[path->first + i]);
    }
}

static bool has_id(const pr_matcher *matcher) {
    return matcher->id != PR_NONE &&
           matcher->program->attributes[matcher->id].schema->kind == PR_SCHEMA_STRING;
}

static void write_all(template_writer *w) {
    const pr_path *root = &w->matcher->paths[0];
    pr_buf_string(w->out, "# A ");
    pr_buf_harmless(w->out, w->program->document.length > 0 ? w->program->document : PR_TEXT("profile"),
                    false);
    pr_buf_string(w->out, " for ");
    pr_buf_harmless(w->out, w->program->name, false);
    pr_buf_char(w->out, ' ');
    pr_buf_harmless(w->out, w->program->version, false);
    pr_buf_string(w->out, ".\n");
    pr_buf_string(w->out,
                  "# Take the first # of a line away to say what it says; what you leave out is not known.\n"
                  "# A list that you give is complete; its records may leave fields out.\n\n");
    if (has_id(w->matcher)) {
        pr_buf_string(w->out, "id: my-");
        pr_buf_harmless(w->out, w->program->document.length > 0 ? w->program->document : PR_TEXT("profile"),
                        false);
        pr_buf_char(w->out, '\n');
    } else {
        pr_buf_string(w->out, "{} # take this away too\n");
    }
    for (uint32_t i = 0; i < root->count; i++) {
        const pr_path *path = &w->matcher->paths[root->first + i];
        if (path->attribute == PR_NONE || path->attribute != w->matcher->id || !has_id(w->matcher)) {
            pr_buf_char(w->out, '\n');
            write_path(w, 0, path);
        }
    }
}

bool pr_profile_template(const pr_program *program, pr_buf *out) {
    template_writer w = {.program = program, .out = out};
    w.matcher = pr_matcher_new(program, out->allocator);
    if (w.matcher == NULL) {
        return false;
    }
    pr_arena_init(&w.arena, out->allocator, 0);
    write_all(&w);
    bool good = !out->failed && !w.arena.failed;
    pr_arena_release(&w.arena);
    pr_matcher_free(w.matcher);
    return good;
}
