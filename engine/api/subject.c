/* Finding a subject by id, name or alias. */
#include "api/conclusion.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool same_name(pr_text a, pr_text b) {
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (lower(a.at[i]) != lower(b.at[i])) {
            return false;
        }
    }
    return true;
}

static pr_value aliases_of(const pr_entity *entity) {
    return pr_context_get(entity->fields, PR_TEXT("aliases"), NULL);
}

/* An alias is a name in another form: plain text. */
static bool is_called(const pr_entity *entity, pr_text text) {
    if (same_name(entity->id, text) || same_name(entity->name, text)) {
        return true;
    }
    pr_value aliases = aliases_of(entity);
    for (uint32_t i = 0; aliases.kind == PR_LIST && i < aliases.list->count; i++) {
        const pr_value *alias = &aliases.list->items[i];
        if (alias->kind == PR_STRING && same_name(pr_string_text(*alias), text)) {
            return true;
        }
    }
    return false;
}

/* The subjects that the text names: an id by itself, else all of that name or alias. */
size_t pr_api_find_subjects(const pr_program *p, pr_text text, size_t *first, size_t *second) {
    size_t count = 0;
    for (size_t i = 0; i < p->subject_count; i++) {
        if (pr_text_equal(p->subjects[i].entity->id, text)) {
            *first = i;
            return 1;
        }
    }
    for (size_t i = 0; i < p->subject_count; i++) {
        if (is_called(p->subjects[i].entity, text)) {
            *(count == 0 ? first : second) = i;
            count++;
        }
    }
    return count;
}

static bool contains(pr_text text, pr_text part) {
    for (size_t i = 0; part.length > 0 && i + part.length <= text.length; i++) {
        if (same_name((pr_text){text.at + i, part.length}, part)) {
            return true;
        }
    }
    return false;
}

/* How many words of the text, of three letters or more, stand in the id or the name. */
static uint32_t words_in(const pr_entity *entity, pr_text text) {
    uint32_t count = 0;
    for (size_t i = 0, end; i < text.length; i = end + 1) {
        for (end = i; end < text.length && strchr(" -_/,", text.at[end]) == NULL; end++) {
        }
        pr_text word = {text.at + i, end - i};
        count += word.length > 2 && (contains(entity->id, word) || contains(entity->name, word));
    }
    return count;
}

/* Those that share most words with the text, at most ten. */
static void list_some(const pr_program *p, pr_text text, pr_diag *diag, preceptor_diagnostics *d) {
    enum { MOST_LISTED = 10 };
    uint32_t most = 0, fitting = 0, listed = 0;
    for (uint32_t i = 0; i < p->subject_count; i++) {
        uint32_t words = words_in(p->subjects[i].entity, text);
        fitting = words > most ? 1 : fitting + (words == most);
        most = words > most ? words : most;
    }
    pr_text all = {0};
    for (uint32_t i = 0; i < p->subject_count && listed < MOST_LISTED; i++) {
        if (words_in(p->subjects[i].entity, text) == most) {
            all = pr_text_format(&d->sources, "%.*s%s%.*s", PR_ARG(all), listed > 0 ? ", " : "",
                                 PR_ARG(p->subjects[i].entity->id));
            listed++;
        }
    }
    pr_text more =
        fitting > listed ? pr_text_format(&d->sources, " and %u more", fitting - listed) : (pr_text){0};
    if (most > 0) {
        pr_diag_hint(&d->diags, diag, "did you mean %s%.*s%.*s?", fitting > 1 ? "one of " : "", PR_ARG(all),
                     PR_ARG(more));
    } else {
        pr_diag_hint(&d->diags, diag, "there are: %.*s%.*s", PR_ARG(all), PR_ARG(more));
    }
}

static void suggest(const pr_program *p, pr_text text, pr_diag *diag, preceptor_diagnostics *d) {
    pr_text *names = PR_NEW_ARRAY(&d->sources, pr_text, (size_t)p->subject_count * 2 + 1);
    size_t count = 0;
    for (uint32_t i = 0; names != NULL && i < p->subject_count; i++) {
        names[count++] = p->subjects[i].entity->id;
        names[count++] = p->subjects[i].entity->name;
    }
    int at = names != NULL ? pr_text_nearest(text, names, count) : -1;
    if (at >= 0) {
        const pr_entity *e = p->subjects[at / 2].entity;
        pr_diag_hint(&d->diags, diag, "did you mean '%.*s' (%.*s)?", PR_ARG(e->id), PR_ARG(e->name));
        return;
    }
    list_some(p, text, diag, d);
}

preceptor_status preceptor_kb_find_subject(const preceptor_kb *kb, const char *cstring,
                                           preceptor_diagnostics *d, size_t *subject) {
    const pr_program *p = &kb->program;
    pr_text text = pr_text_trim(pr_text_of(cstring));
    size_t first = 0, second = 0;
    size_t count = pr_api_find_subjects(p, text, &first, &second);
    if (count == 1) {
        *subject = first;
        return PRECEPTOR_OK;
    }
    pr_span nowhere = {0};
    if (count == 0) {
        pr_diag *diag = pr_error(&d->diags, "unknown-subject", nowhere, "there is no '%.*s'", PR_ARG(text));
        suggest(p, text, diag, d);
    } else {
        pr_diag *diag =
            pr_error(&d->diags, "ambiguous-subject", nowhere, "'%.*s' names more than one", PR_ARG(text));
        pr_diag_hint(&d->diags, diag, "say '%.*s' or '%.*s'", PR_ARG(p->subjects[first].entity->id),
                     PR_ARG(p->subjects[second].entity->id));
    }
    return pr_api_outcome(d, true) == PRECEPTOR_OK ? PRECEPTOR_NOT_FOUND : PRECEPTOR_NO_MEMORY;
}
