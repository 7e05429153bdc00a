/* Facts of one key are one to whoever reads the answers, so what they say beside the key must be the same.
 * What only the run computes is compared there (infer/keys.c). */
#include "compile/build.h"

#include <stdlib.h>

typedef struct keyed {
    const pr_node_id *slots;
    const pr_kb_relation *relation;
    uint32_t draft;
} keyed;

static int compare_keyed(const void *a, const void *b) {
    const keyed *x = a, *y = b;
    for (uint32_t i = 0; i < x->relation->key_count; i++) {
        uint32_t slot = x->relation->key[i];
        if (x->slots[slot] != y->slots[slot]) {
            return x->slots[slot] < y->slots[slot] ? -1 : 1;
        }
    }
    return x->draft < y->draft ? -1 : x->draft > y->draft;
}

static bool same_key(const keyed *x, const keyed *y) {
    for (uint32_t i = 0; i < x->relation->key_count; i++) {
        uint32_t slot = x->relation->key[i];
        if (x->slots[slot] != y->slots[slot]) {
            return false;
        }
    }
    return true;
}

static bool is_in_key(const pr_kb_relation *relation, uint32_t slot) {
    for (uint32_t i = 0; i < relation->key_count; i++) {
        if (relation->key[i] == slot) {
            return true;
        }
    }
    return false;
}

/* Of recommendations the highest priority is shown. */
static bool may_differ(const pr_kb_relation *relation, uint32_t slot) {
    return is_in_key(relation, slot) || (pr_text_is(relation->shows, "recommendation") &&
                                         pr_text_is(relation->slots[slot].name, "priority"));
}

static pr_span place_of(const pr_build *b, const pr_draft *draft, uint32_t slot) {
    return pr_build_slot_place(b, draft->bodies.items[0].rule, draft->relation, slot);
}

static pr_text printed(pr_build *b, pr_value value) {
    enum { LONGEST = 40 };
    pr_buf buf;
    pr_buf_init(&buf, b->arena->allocator);
    pr_value_print_literal(value, &buf);
    pr_text whole = pr_buf_view(&buf), cut = pr_utf8_cut(whole, LONGEST);
    pr_text text = pr_text_format(b->arena, "%.*s%s", PR_ARG(cut), cut.length < whole.length ? "..." : "");
    b->arena->failed = b->arena->failed || buf.failed;
    pr_buf_release(&buf);
    return text;
}

static void report(pr_build *b, const keyed *first, const keyed *second, uint32_t slot) {
    const pr_kb_relation *relation = first->relation;
    const pr_draft *one = &b->drafts.items[first->draft], *two = &b->drafts.items[second->draft];
    pr_text key = {0};
    for (uint32_t i = 0; i < relation->key_count; i++) {
        pr_text part = printed(b, one->values[relation->key[i]]);
        key = pr_text_format(b->arena, "%.*s%s%.*s", PR_ARG(key), i > 0 ? ", " : "", PR_ARG(part));
    }
    pr_diag *diag = pr_error(b->diags, "key-conflict", place_of(b, two, slot),
                             "two facts of '%.*s' have the key %.*s and differ in '%.*s': %.*s and %.*s",
                             PR_ARG(relation->name), PR_ARG(key), PR_ARG(relation->slots[slot].name),
                             PR_ARG(printed(b, one->values[slot])), PR_ARG(printed(b, two->values[slot])));
    pr_diag_note(b->diags, diag, place_of(b, one, slot), "the first is asserted here");
    pr_diag_hint(b->diags, diag,
                 "facts of one key are shown as one: make them equal, or give them different keys");
}

static void compare(pr_build *b, const keyed *first, const keyed *second) {
    const pr_draft *one = &b->drafts.items[first->draft], *two = &b->drafts.items[second->draft];
    for (uint32_t s = 0; s < first->relation->slot_count; s++) {
        pr_value x, y;
        if (one->slots[s] == two->slots[s] || may_differ(first->relation, s)) {
            continue;
        }
        if (pr_graph_value(&b->graph, one->slots[s], &x) && pr_graph_value(&b->graph, two->slots[s], &y)) {
            report(b, first, second, s);
            return;
        }
        b->relations[one->relation].may_conflict = true;
    }
}

static bool has_constant_key(const pr_build *b, const pr_draft *draft, const pr_kb_relation *relation) {
    for (uint32_t i = 0; i < relation->key_count; i++) {
        pr_value value;
        if (!pr_graph_value(&b->graph, draft->slots[relation->key[i]], &value)) {
            return false;
        }
    }
    return true;
}

static bool says_more(const pr_kb_relation *relation) {
    for (uint32_t s = 0; s < relation->slot_count; s++) {
        if (!may_differ(relation, s)) {
            return true;
        }
    }
    return false;
}

static bool has_loops(const pr_build *b, uint32_t relation) {
    for (uint32_t i = 0; i < b->loops.count; i++) {
        if (b->loops.items[i].relation == relation) {
            return true;
        }
    }
    return false;
}

static bool check_relation(pr_build *b, uint32_t number, keyed *all) {
    const pr_kb_relation *relation = &b->kb->relations.items[number];
    uint32_t errors = b->diags->errors, count = 0;
    if (!relation->keyed || !says_more(relation)) {
        return true;
    }
    bool later = has_loops(b, number);
    for (uint32_t d = 0; d < b->drafts.count; d++) {
        const pr_draft *draft = &b->drafts.items[d];
        if (draft->relation != number || draft->bodies.count == 0) {
            continue;
        }
        if (has_constant_key(b, draft, relation)) {
            all[count++] = (keyed){draft->slots, relation, d};
        } else {
            later = true;
        }
    }
    b->relations[number].may_conflict = later;
    if (count > 0) {
        qsort(all, count, sizeof *all, compare_keyed);
    }
    uint32_t first = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (same_key(&all[first], &all[i])) {
            compare(b, &all[first], &all[i]);
        } else {
            first = i;
        }
    }
    return b->diags->errors == errors;
}

bool pr_check_keys(pr_build *b) {
    keyed *all = PR_NEW_ARRAY(b->arena, keyed, b->drafts.count + 1u);
    bool ok = all != NULL;
    b->failed = b->failed || !ok;
    for (uint32_t r = 0; all != NULL && r < b->kb->relations.count; r++) {
        ok = check_relation(b, r, all) && ok;
    }
    return ok;
}
