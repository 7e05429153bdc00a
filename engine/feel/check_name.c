/* Names: what they are in the scope, and what an unknown one might have been meant to be. */
#include "feel/checker.h"

/* The type that a frame gives a name, or NULL. */
static const pr_type *frame_lookup(const pr_frame *frame, pr_text name) {
    if (!frame->item) {
        return pr_text_equal(frame->name, name) ? frame->type : NULL;
    }
    bool has_fields = frame->type->kind == PR_TYPE_CONTEXT || frame->type->kind == PR_TYPE_ENTITY;
    const pr_type *field = has_fields ? pr_type_field(frame->type, name) : NULL;
    /* A field called item hides the item itself. */
    return field == NULL && pr_text_is(name, "item") ? frame->type : field;
}

const pr_type *pr_check_lookup(pr_checker *c, pr_text name) {
    for (const pr_frame *frame = c->frames; frame != NULL; frame = frame->outer) {
        const pr_type *type = frame_lookup(frame, name);
        if (type != NULL) {
            return type;
        }
    }
    return c->scope->lookup(c->scope->user, name);
}

bool pr_check_is_open(const pr_checker *c) {
    for (const pr_frame *frame = c->frames; frame != NULL; frame = frame->outer) {
        if (frame->item && (frame->type->kind == PR_TYPE_ANY || frame->type->open_fields)) {
            return true;
        }
    }
    return false;
}

void pr_check_add_candidate(pr_checker *c, pr_candidates *to, pr_text name) {
    if (!PR_PUSH(c->arena, &to->list, name)) {
        c->failed = true;
    }
}

void pr_check_scope_names(pr_checker *c, pr_candidates *to) {
    for (const pr_frame *frame = c->frames; frame != NULL; frame = frame->outer) {
        if (frame->item) {
            pr_check_add_candidate(c, to, PR_TEXT("item"));
            for (uint32_t i = 0; i < frame->type->count; i++) {
                pr_check_add_candidate(c, to, frame->type->names[i]);
            }
        } else {
            pr_check_add_candidate(c, to, frame->name);
        }
    }
    const pr_text *names;
    uint32_t count = c->scope->names != NULL ? c->scope->names(c->scope->user, &names) : 0;
    for (uint32_t i = 0; i < count; i++) {
        pr_check_add_candidate(c, to, names[i]);
    }
}

/* true, false and null in capitals. */
static const char *literal_in_capitals(pr_text name) {
    static const char *const literals[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        size_t length = strlen(literals[i]), same = 0;
        while (name.length == length && same < length && (name.at[same] | 0x20) == literals[i][same]) {
            same++;
        }
        if (same == length) {
            return literals[i];
        }
    }
    return NULL;
}

static bool is_word(char at) {
    return (at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z') || (at >= '0' && at <= '9') || at == '_' ||
           at == '-';
}

/* The word around a name, with its hyphens, if some attribute may have it for a value: text without its quotes. */
static bool lacks_quotes(pr_checker *c, const pr_ast *node, pr_text *word) {
    pr_text text = c->source->text;
    uint32_t start = node->name_start, end = node->name_end;
    while (start > 0 && is_word(text.at[start - 1])) {
        start--;
    }
    while (end < text.length && is_word(text.at[end])) {
        end++;
    }
    *word = (pr_text){text.at + start, end - start};
    return c->scope->is_value != NULL && c->scope->is_value(c->scope->user, *word);
}

const pr_type *pr_check_name(pr_checker *c, const pr_ast *node) {
    const pr_type *type = pr_check_lookup(c, node->text);
    if (type != NULL) {
        return type;
    }
    if (pr_builtin_find(node->text) >= 0) {
        static const pr_type function = {.kind = PR_TYPE_FUNCTION};
        return &function;
    }
    if (pr_check_is_open(c)) {
        return &pr_type_any;
    }
    pr_diag *diag = pr_check_error_at(c, node->name_start, node->name_end, "unknown-name",
                                      "there is no name '%.*s'", PR_ARG(node->text));
    if (diag == NULL) {
        return &pr_type_any; /* past what is shown: to look for names each time would take for ever */
    }
    const char *literal = literal_in_capitals(node->text);
    if (literal != NULL) {
        pr_diag_hint(c->diags, diag, "did you mean '%s'?", literal);
        return &pr_type_any;
    }
    pr_text word;
    if (lacks_quotes(c, node, &word)) {
        pr_diag_hint(c->diags, diag, PR_FEEL_QUOTES_HINT, PR_ARG(word));
        return &pr_type_any;
    }
    pr_candidates candidates = {0};
    pr_check_scope_names(c, &candidates);
    pr_diag_suggest(c->diags, diag, node->text, candidates.list.items, candidates.list.count);
    return &pr_type_any;
}
