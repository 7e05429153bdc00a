/* Proofs as objects: lists of them, weights, marks. */
#include "explain/parts.h"

enum { MANY = 32 };

/* Facts are made once, and of a rule only what is below it tells which case of it is meant. */
static bool is_itself(const pr_proof *proof) {
    return proof->kind == PR_PROOF_FACT ||
           (proof->kind == PR_PROOF_RULE && (proof->rule.length == 0 || proof->binding_count > 0));
}

/* The same words may be said of different things, as those of a function are: then what was looked at differs, or what
 * was asked for. */
static bool is_same(const pr_proof *a, const pr_proof *b) {
    if (a == b) {
        return true;
    }
    bool same = a->kind == b->kind && !is_itself(a) && a->status == b->status && a->count == b->count &&
                a->at.source == b->at.source && a->at.start == b->at.start &&
                pr_text_equal(a->claim, b->claim) && pr_text_equal(a->found, b->found) &&
                pr_text_equal(a->asked, b->asked);
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = is_same(a->from[i], b->from[i]);
    }
    return same;
}

static pr_text key_of(const pr_proof *proof) {
    return is_itself(proof) ? (pr_text){(const char *)&proof->serial, sizeof proof->serial} : proof->claim;
}

/* Looks through a few; where they are many, under the key. */
static bool is_there(pr_explainer *x, pr_proofs *all, const pr_proof *proof) {
    if (all->count < MANY) {
        for (uint32_t i = 0; i < all->count; i++) {
            if (is_same(all->items[i], proof)) {
                return true;
            }
        }
        return false;
    }
    if (all->many.arena == NULL) {
        pr_map_init(&all->many, &x->vm->arena);
        for (uint32_t i = 0; i < all->count; i++) {
            (void)pr_map_put(&all->many, key_of(all->items[i]), i);
        }
    }
    uint32_t at = pr_map_get(&all->many, key_of(proof));
    return at != PR_MAP_NONE && is_same(all->items[at], proof);
}

/* What is not known because a proof does without it may be known to the profile: it is not said of it. */
static bool is_set_aside(const pr_explainer *x, const pr_proof *proof) {
    bool told = proof->kind == PR_PROOF_ATTRIBUTE && x->said != NULL && !x->said->given[proof->number];
    return x->words != x->vm && proof->status == PR_UNDECIDED && !told;
}

/* What is known below it may matter. */
static bool add_parts(pr_explainer *x, pr_proofs *all, const pr_proof *proof) {
    for (uint32_t i = 0; i < proof->count; i++) {
        if (!pr_proofs_add(x, all, proof->from[i])) {
            return false;
        }
    }
    return true;
}

bool pr_proofs_add(pr_explainer *x, pr_proofs *all, const pr_proof *proof) {
    if (proof == NULL) {
        return false;
    }
    if (is_set_aside(x, proof)) {
        return add_parts(x, all, proof);
    }
    return is_there(x, all, proof) ||
           ((all->count < MANY || pr_map_put(&all->many, key_of(proof), all->count)) &&
            PR_PUSH(&x->vm->arena, all, proof));
}

bool pr_proofs_add_all(pr_explainer *x, pr_proofs *all, const pr_proofs *more) {
    for (uint32_t i = 0; i < more->count; i++) {
        if (!pr_proofs_add(x, all, more->items[i])) {
            return false;
        }
    }
    return true;
}

static uint32_t capped(uint64_t weight) { return weight < UINT32_MAX ? (uint32_t)weight : UINT32_MAX; }

uint32_t pr_proofs_weight(const pr_proofs *parts) {
    uint64_t weight = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        weight += parts->items[i]->circular ? UINT32_MAX : parts->items[i]->weight;
    }
    return capped(weight);
}

pr_proof *pr_proof_new(pr_explainer *x, pr_proof_kind kind, pr_truth status) {
    pr_proof *p = PR_NEW(&x->vm->arena, pr_proof);
    if (p != NULL) {
        *p = (pr_proof){.serial = x->serials++,
                        .kind = (uint8_t)kind,
                        .status = (uint8_t)status,
                        .sources = pr_null(),
                        .weight = 1};
    }
    return p;
}

void pr_proof_rests_on(pr_proof *proof, const pr_proofs *parts, uint32_t own_weight) {
    uint64_t weight = own_weight;
    for (uint32_t i = 0; i < parts->count; i++) {
        weight += parts->items[i]->weight;
    }
    proof->from = parts->items;
    proof->count = parts->count;
    proof->weight = capped(weight);
}

const pr_proof *pr_proofs_as_one(pr_explainer *x, const pr_proofs *parts, pr_truth status,
                                 const char *heading) {
    if (parts->count == 1) {
        return parts->items[0];
    }
    pr_proof *one = pr_proof_new(x, PR_PROOF_RULE, status);
    if (one != NULL) {
        one->claim = pr_text_of(heading);
        pr_proof_rests_on(one, parts, 1);
    }
    return one;
}

bool pr_proof_mark(pr_proof_marks *marks, const pr_proof *proof, pr_arena *arena) {
    uint32_t byte = proof->serial / 8;
    if (byte >= marks->size) {
        uint32_t size = (byte + 1) * 2;
        uint8_t *bits = PR_NEW_ARRAY(arena, uint8_t, size);
        if (bits == NULL) {
            return true;
        }
        if (marks->size > 0) {
            memcpy(bits, marks->bits, marks->size);
        }
        *marks = (pr_proof_marks){bits, size};
    }
    uint8_t bit = (uint8_t)(1u << proof->serial % 8);
    bool fresh = (marks->bits[byte] & bit) == 0;
    marks->bits[byte] = (uint8_t)(marks->bits[byte] | bit);
    return fresh;
}

/* Nodes and the case in which they are taken apart, as bytes of a key. */
typedef struct apart_key {
    pr_node_id node;
    uint32_t turn;
    bool wanted, gaps;
} apart_key;

const pr_apart *pr_explain_known_apart(const pr_explainer *x, pr_node_id node, bool wanted, bool gaps) {
    apart_key key;
    memset(&key, 0, sizeof key);
    key.node = node;
    key.turn = x->turn;
    key.wanted = wanted;
    key.gaps = gaps;
    uint32_t at = pr_map_get(&x->apart, (pr_text){(const char *)&key, sizeof key});
    return at != PR_MAP_NONE ? &x->aparts.items[at] : NULL;
}

bool pr_explain_keep_apart(pr_explainer *x, pr_node_id node, bool wanted, bool gaps, const pr_apart *apart) {
    apart_key *key = PR_NEW(&x->vm->arena, apart_key);
    if (key == NULL || !PR_PUSH(&x->vm->arena, &x->aparts, *apart)) {
        return false;
    }
    key->node = node;
    key->turn = x->turn;
    key->wanted = wanted;
    key->gaps = gaps;
    return pr_map_put(&x->apart, (pr_text){(const char *)key, sizeof *key}, x->aparts.count - 1);
}
