/* Sets of needs: joined by making a node over two, so a join costs the same however large they are. The graph
 * is walked only when someone wants to see the leaves. */
#include "value/value.h"

#include "base/sort.h"

const pr_needs *pr_needs_leaf(uint32_t attribute, uint32_t record, pr_arena *arena) {
    pr_needs *leaf = PR_NEW(arena, pr_needs);
    if (leaf != NULL) {
        leaf->attribute = attribute;
        leaf->record = record;
    }
    return leaf;
}

static bool is_leaf(const pr_needs *needs) { return needs->left == NULL; }

/* One look inside, no more: enough for the common case that a join is made again. */
static bool holds(const pr_needs *set, const pr_needs *part) {
    if (set == part) {
        return true;
    }
    if (is_leaf(set)) {
        return is_leaf(part) && set->attribute == part->attribute && set->record == part->record;
    }
    return set->left == part || set->right == part;
}

const pr_needs *pr_needs_join(const pr_needs *a, const pr_needs *b, pr_arena *arena) {
    if (a == NULL || b == NULL) {
        return a != NULL ? a : b;
    }
    if (holds(a, b)) {
        return a;
    }
    if (holds(b, a)) {
        return b;
    }
    pr_needs *both = PR_NEW(arena, pr_needs);
    if (both == NULL) {
        return a;
    }
    both->left = a;
    both->right = b;
    return both;
}

/* The nodes met so far, by address, and those still to visit. */
typedef struct walk {
    pr_arena *arena;
    const pr_needs **met; /* open addressing; `size` is a power of two */
    uint32_t size, met_count;
    const pr_needs **waiting;
    uint32_t waiting_count, waiting_capacity;
    pr_need *leaves;
    uint32_t leaf_count, leaf_capacity;
} walk;

static uint32_t place_of(const walk *w, const pr_needs *node) {
    uint64_t bits = (uint64_t)(uintptr_t)node * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t at = (uint32_t)(bits >> 32) & (w->size - 1);
    while (w->met[at] != NULL && w->met[at] != node) {
        at = (at + 1) & (w->size - 1);
    }
    return at;
}

static bool grow_met(walk *w) {
    const pr_needs **old = w->met;
    uint32_t old_size = w->size;
    w->size = old_size == 0 ? 64 : old_size * 2;
    w->met = PR_NEW_ARRAY(w->arena, const pr_needs *, w->size);
    if (w->met == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < old_size; i++) {
        if (old[i] != NULL) {
            w->met[place_of(w, old[i])] = old[i];
        }
    }
    return true;
}

/* Room for one more, doubling; the old array stays in the arena. */
static void *grown(pr_arena *arena, const void *items, uint32_t count, uint32_t *capacity, size_t size) {
    uint32_t wanted = *capacity == 0 ? 32 : *capacity * 2;
    void *larger = pr_arena_array(arena, wanted, size, _Alignof(max_align_t));
    if (larger != NULL) {
        if (count > 0) {
            memcpy(larger, items, count * size);
        }
        *capacity = wanted;
    }
    return larger;
}

static bool visit(walk *w, const pr_needs *node) {
    if (w->met_count * 2 >= w->size && !grow_met(w)) {
        return false;
    }
    uint32_t at = place_of(w, node);
    if (w->met[at] != NULL) {
        return true;
    }
    w->met[at] = node;
    w->met_count++;
    if (w->waiting_count == w->waiting_capacity) {
        w->waiting = grown(w->arena, w->waiting, w->waiting_count, &w->waiting_capacity, sizeof *w->waiting);
        if (w->waiting == NULL) {
            return false;
        }
    }
    w->waiting[w->waiting_count++] = node;
    return true;
}

static bool add_leaf(walk *w, const pr_needs *leaf) {
    if (w->leaf_count == w->leaf_capacity) {
        w->leaves = grown(w->arena, w->leaves, w->leaf_count, &w->leaf_capacity, sizeof *w->leaves);
        if (w->leaves == NULL) {
            return false;
        }
    }
    w->leaves[w->leaf_count++] = (pr_need){leaf->attribute, leaf->record};
    return true;
}

static int compare_needs(const void *a, const void *b) {
    const pr_need *x = a, *y = b;
    if (x->attribute != y->attribute) {
        return x->attribute < y->attribute ? -1 : 1;
    }
    return x->record < y->record ? -1 : x->record > y->record;
}

uint32_t pr_needs_list(const pr_needs *needs, pr_need **out, pr_arena *arena) {
    walk w = {.arena = arena};
    *out = NULL;
    if (needs == NULL || !visit(&w, needs)) {
        return 0;
    }
    while (w.waiting_count > 0) {
        const pr_needs *node = w.waiting[--w.waiting_count];
        bool ok = is_leaf(node) ? add_leaf(&w, node) : visit(&w, node->right) && visit(&w, node->left);
        if (!ok) {
            return 0;
        }
    }
    pr_sort(w.leaves, w.leaf_count, sizeof *w.leaves, compare_needs);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w.leaf_count; i++) {
        if (kept == 0 || compare_needs(&w.leaves[kept - 1], &w.leaves[i]) != 0) {
            w.leaves[kept++] = w.leaves[i];
        }
    }
    *out = w.leaves;
    return kept;
}
