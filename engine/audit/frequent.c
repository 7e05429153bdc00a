#include "audit/frequent.h"

#include "base/limits.h"
#include "base/sort.h"

void pr_frequent_init(pr_frequent *f, pr_arena *arena) {
    *f = (pr_frequent){.arena = arena};
    pr_map_init(&f->numbers, arena);
}

bool pr_frequent_add(pr_frequent *f, pr_frequent_text item) {
    uint32_t at = pr_map_get(&f->numbers, item.text);
    if (at != PR_MAP_NONE) {
        f->items.items[at].count += item.count;
        return true;
    }
    if (f->items.count >= PR_LIMIT_FREQUENT) {
        return true;
    }
    item.text = pr_text_copy(f->arena, item.text);
    return item.text.at != NULL && pr_map_put(&f->numbers, item.text, f->items.count) &&
           PR_PUSH(f->arena, &f->items, item);
}

bool pr_frequent_join(pr_frequent *f, const pr_frequent *other) {
    bool ok = true;
    for (uint32_t i = 0; ok && i < other->items.count; i++) {
        ok = pr_frequent_add(f, other->items.items[i]);
    }
    return ok;
}

static int compare(const void *a, const void *b) {
    const pr_frequent_text *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return pr_text_compare(x->text, y->text);
}

void pr_frequent_sort(pr_frequent *f) {
    if (f->items.count > 1) {
        pr_sort(f->items.items, f->items.count, sizeof *f->items.items, compare);
    }
}
