#include "audit/ticket.h"

#include "value/value.h"

#define SCHEMA "preceptor.shard/1"
#define CSV_BEGIN "#shard,\""

typedef struct text_field {
    const char *name;
    size_t offset; /* in pr_ticket */
} text_field;

typedef struct number_field {
    const char *name;
    size_t offset;
} number_field;

static const text_field texts[] = {
    {"kb", offsetof(pr_ticket, kb)},           {"version", offsetof(pr_ticket, version)},
    {"digest", offsetof(pr_ticket, digest)},   {"as_of", offsetof(pr_ticket, as_of)},
    {"options", offsetof(pr_ticket, options)},
};
static const number_field numbers[] = {
    {"shard", offsetof(pr_ticket, shard)},       {"of", offsetof(pr_ticket, of)},
    {"size", offsetof(pr_ticket, size)},         {"bytes", offsetof(pr_ticket, bytes)},
    {"before", offsetof(pr_ticket, before)},     {"check", offsetof(pr_ticket, check)},
    {"checked", offsetof(pr_ticket, checked)},   {"records", offsetof(pr_ticket, records)},
    {"rejected", offsetof(pr_ticket, rejected)}, {"rows", offsetof(pr_ticket, rows)},
    {"head", offsetof(pr_ticket, head)},
};
enum { TEXTS = sizeof texts / sizeof texts[0], NUMBERS = sizeof numbers / sizeof numbers[0] };

static const pr_text *text_in(const pr_ticket *t, size_t i) {
    return (const pr_text *)(const void *)((const char *)t + texts[i].offset);
}

static const uint64_t *number_in(const pr_ticket *t, size_t i) {
    return (const uint64_t *)(const void *)((const char *)t + numbers[i].offset);
}

void pr_ticket_write(const pr_ticket *t, pr_buf *out) {
    pr_buf_string(out, "{\"schema\": \"" SCHEMA "\"");
    for (size_t i = 0; i < NUMBERS; i++) {
        pr_buf_printf(out, ", \"%s\": %llu", numbers[i].name, (unsigned long long)*number_in(t, i));
    }
    for (size_t i = 0; i < TEXTS; i++) {
        pr_buf_printf(out, ", \"%s\": ", texts[i].name);
        pr_json_string(*text_in(t, i), out);
    }
    pr_buf_char(out, '}');
}

bool pr_ticket_read(const pr_doc_node *node, pr_ticket *out) {
    const pr_doc_node *schema = pr_doc_get(node, "schema");
    bool good = schema != NULL && schema->kind == PR_DOC_STRING && pr_text_is(schema->text, SCHEMA);
    *out = (pr_ticket){0};
    for (size_t i = 0; good && i < NUMBERS; i++) {
        const pr_doc_node *value = pr_doc_get(node, numbers[i].name);
        uint64_t number = 0;
        good = value != NULL && value->kind == PR_DOC_NUMBER && value->text.length < 20;
        for (size_t k = 0; good && k < value->text.length; k++) {
            good = value->text.at[k] >= '0' && value->text.at[k] <= '9';
            number = number * 10 + (uint64_t)(value->text.at[k] - '0');
        }
        memcpy((char *)out + numbers[i].offset, &number, sizeof number);
    }
    for (size_t i = 0; good && i < TEXTS; i++) {
        const pr_doc_node *value = pr_doc_get(node, texts[i].name);
        good = value != NULL && value->kind == PR_DOC_STRING;
        if (good) {
            memcpy((char *)out + texts[i].offset, &value->text, sizeof value->text);
        }
    }
    return good && out->shard >= 1 && out->shard <= out->of;
}

void pr_ticket_write_line(const pr_ticket *t, bool csv, pr_buf *out) {
    size_t start = out->length + strlen(CSV_BEGIN);
    if (!csv) {
        pr_ticket_write(t, out);
        pr_buf_char(out, '\n');
        return;
    }
    pr_buf_string(out, CSV_BEGIN);
    pr_ticket_write(t, out);
    size_t from = out->length, end = from;
    for (size_t i = start; !out->failed && i < from; i++) {
        end += out->at[i] == '"';
    }
    /* Quotes are doubled in place, from the back. */
    size_t to = end;
    if (pr_buf_room(out, end - from + 2) == NULL) {
        return;
    }
    while (from > start && to > from) {
        out->at[--to] = out->at[--from];
        if (out->at[from] == '"') {
            out->at[--to] = '"';
        }
    }
    out->length = end;
    pr_buf_string(out, "\"\n");
}

pr_text pr_ticket_of_line(pr_text line, pr_arena *arena) {
    size_t begin = strlen(CSV_BEGIN);
    if (pr_text_starts(line, PR_TEXT("{\"schema\": \"" SCHEMA "\""))) {
        return line;
    }
    if (!pr_text_starts(line, PR_TEXT(CSV_BEGIN)) || line.length < begin + 1) {
        return (pr_text){0};
    }
    char *at = pr_arena_alloc(arena, line.length, 1);
    size_t length = 0;
    for (size_t i = begin; at != NULL && i + 1 < line.length; i++) {
        at[length++] = line.at[i];
        i += line.at[i] == '"' && line.at[i + 1] == '"';
    }
    return (pr_text){at, at != NULL ? length : 0};
}
