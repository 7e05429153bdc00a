/* Keys of JSON that nothing has, where a warning is all that they bring: what they say is read over. */
#include "profile/direct.h"

/* Records of more are read the ordinary way. */
enum { MOST_PASSED = 64 };

/* NULL: the parent is a group. */
static const pr_attribute *list_of(const pr_matcher *matcher, uint32_t parent) {
    return parent >= matcher->path_count ? &matcher->program->attributes[parent - matcher->path_count] : NULL;
}

static pr_text key_at(const pr_direct *d, const uint32_t *next) {
    return (pr_text){d->bytes + *next + 1, pr_direct_length(d->bytes, next) - 2};
}

/* In the same mapping. */
static bool was_passed(const pr_direct *d, pr_text key, uint64_t serial) {
    const pr_matcher *matcher = d->reader.matcher;
    for (uint32_t i = 0; i < matcher->passed.count; i++) {
        const pr_passed_key *passed = &matcher->passed.items[i];
        if (passed->serial == serial && pr_text_equal(key, key_at(d, d->tokens->offsets + passed->token))) {
            return true;
        }
    }
    return false;
}

/* With an escape it may be a known one, and a field that no profile may say is none. */
static bool is_unknown(const pr_direct *d, pr_text key, uint32_t parent) {
    const pr_attribute *list = list_of(d->reader.matcher, parent);
    return (!d->tokens->escapes || memchr(key.at, '\\', key.length) == NULL) &&
           (list == NULL || pr_shape_find(list->schema->element->shape, key) < 0);
}

const uint32_t *pr_direct_pass(pr_direct *d, const uint32_t *next, uint32_t parent, uint64_t serial) {
    pr_matcher *matcher = d->reader.matcher;
    if (!d->passes || matcher->passed.count >= MOST_PASSED || d->bytes[next[0]] != '"' ||
        d->bytes[next[1]] != ':') {
        return NULL;
    }
    uint32_t token = (uint32_t)(next - d->tokens->offsets);
    const pr_passed_key passed = {token, parent, serial};
    const pr_text key = key_at(d, next);
    token += 2;
    bool good =
        is_unknown(d, key, parent) && !was_passed(d, key, serial) &&
        pr_doc_json_pass(d->json->parser, d->tokens, d->tokens->limits.depth - pr_direct_depth(matcher),
                         &token, d->json->document, d->reader.diags) &&
        d->reader.diags->errors == 0 && PR_PUSH(&matcher->arena, &matcher->passed, passed);
    return good ? d->tokens->offsets + token : NULL;
}

void pr_direct_warn(pr_direct *d, pr_diags *diags) {
    const pr_matcher *matcher = d->reader.matcher;
    d->reader.diags = diags;
    for (uint32_t i = 0; i < matcher->passed.count; i++) {
        const pr_passed_key *passed = &matcher->passed.items[i];
        const pr_attribute *list = list_of(matcher, passed->parent);
        pr_doc_node key;
        if (!pr_doc_json_scalar(d->tokens, passed->token, d->json->document, diags, &key)) {
            return;
        }
        if (list != NULL) {
            pr_profile_unknown_field(&d->reader, list, &key);
        } else {
            pr_profile_unknown_key(&d->reader, &matcher->paths[passed->parent], &key);
        }
    }
}
