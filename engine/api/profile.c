/* Profiles from files, bytes and assignments. */
#include "api/api.h"

preceptor_status preceptor_profile_new(const preceptor_kb *kb, preceptor_profile **out) {
    *out = NULL;
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    preceptor_profile *p = pr_heap_alloc(kb->allocator, sizeof *p);
    if (p == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    *p = (preceptor_profile){.kb = kb};
    pr_profile_init(&p->profile, &kb->program, kb->allocator);
    pr_arena_init(&p->document, kb->allocator, 0);
    p->matcher = pr_matcher_new(&kb->program, kb->allocator);
    p->parser = pr_doc_json_parser_new(kb->allocator);
    if (p->matcher == NULL || p->parser == NULL || !pr_profile_reset(&p->profile)) {
        preceptor_profile_free(p);
        return PRECEPTOR_NO_MEMORY;
    }
    *out = p;
    return PRECEPTOR_OK;
}

void preceptor_profile_free(preceptor_profile *p) {
    if (p != NULL) {
        pr_profile_release(&p->profile);
        pr_matcher_free(p->matcher);
        pr_doc_json_parser_free(p->parser);
        pr_arena_release(&p->document);
        pr_heap_free(p->kb->allocator, p);
    }
}

static preceptor_status read_source(preceptor_profile *p, const pr_source *source, bool json, size_t slack,
                                    bool lenient, preceptor_diagnostics *d) {
    pr_doc_limits limits = pr_api_doc_limits(&p->kb->limits);
    uint32_t errors = d->diags.errors;
    p->json = json ? source : NULL;
    p->root = NULL;
    if (!pr_profile_reset(&p->profile)) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (source == NULL) {
        return pr_api_outcome(d, false);
    }
    pr_unknown_keys keys = lenient ? PR_UNKNOWN_KEYS_WARN : PR_UNKNOWN_KEYS_ERROR;
    bool ok = false;
    if (json) {
        const pr_profile_json from = {source, slack, p->parser, &limits, &p->document, false};
        ok = pr_profile_read_json(&p->profile, &from, p->matcher, keys, &d->diags);
    } else {
        const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, &limits, &p->document, &d->diags);
        p->root = root;
        ok = root != NULL && pr_profile_read(&p->profile, root, p->matcher, keys, &d->diags);
    }
    bool whole = !p->document.failed && !p->profile.arena.failed;
    return whole ? pr_api_outcome(d, ok && d->diags.errors == errors) : PRECEPTOR_NO_MEMORY;
}

static bool named_json(pr_text path) {
    return path.length >= 5 && pr_text_equal((pr_text){path.at + path.length - 5, 5}, PR_TEXT(".json"));
}

preceptor_status preceptor_profile_read_file(preceptor_profile *p, const char *path,
                                             preceptor_diagnostics *d) {
    pr_arena_reset(&p->document);
    uint32_t errors = d->diags.errors;
    const pr_source *source = pr_source_read(path, p->kb->limits.file_size, &p->document, &d->diags);
    bool unreadable = source == NULL && d->diags.errors > errors;
    preceptor_status status = read_source(p, source, named_json(pr_text_of(path)), 0, false, d);
    return unreadable && status == PRECEPTOR_INVALID ? PRECEPTOR_IO : status;
}

preceptor_status preceptor_profile_read(preceptor_profile *p, const char *name, const char *bytes,
                                        size_t count, bool json, bool lenient, preceptor_diagnostics *d) {
    enum { SLACK = 64 }; /* what the JSON parser may look at behind the end */
    pr_arena_reset(&p->document);
    char *copy = pr_arena_alloc(&p->document, count + SLACK, 1);
    if (copy == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (count > 0) {
        memcpy(copy, bytes, count);
    }
    memset(copy + count, 0, SLACK);
    const pr_source *source = pr_source_of(pr_text_of(name), (pr_text){copy, count}, &p->document);
    return source == NULL ? PRECEPTOR_NO_MEMORY : read_source(p, source, json, SLACK, lenient, d);
}

preceptor_status preceptor_profile_set(preceptor_profile *p, const char *assignment,
                                       preceptor_diagnostics *d) {
    p->profile.arena.failed = false;
    bool good = pr_profile_set(&p->profile, pr_text_of(assignment), p->matcher, &d->diags);
    return p->profile.arena.failed ? PRECEPTOR_NO_MEMORY : pr_api_outcome(d, good);
}
