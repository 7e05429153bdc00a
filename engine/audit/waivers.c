#include "audit/waivers.h"

#include "base/sort.h"

typedef struct entry {
    pr_text owner;
    const pr_granted *granted;
} entry;

static int by_owner(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = pr_text_compare(x->owner, y->owner);
    return order != 0 ? order : x->granted->number < y->granted->number ? -1 : 1;
}

bool pr_waiver_book_make(pr_waiver_book *book, const pr_text *owners, const pr_granted *granted,
                         uint32_t count, pr_arena *arena) {
    entry *entries = PR_NEW_ARRAY(arena, entry, count + 1u);
    pr_text *whose = PR_NEW_ARRAY(arena, pr_text, count + 1u);
    pr_granted *sorted = PR_NEW_ARRAY(arena, pr_granted, count + 1u);
    if (entries == NULL || whose == NULL || sorted == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        entries[i] = (entry){owners[i], &granted[i]};
    }
    if (count > 1) {
        pr_sort(entries, count, sizeof *entries, by_owner);
    }
    *book = (pr_waiver_book){.whose = whose, .granted = sorted, .count = count};
    pr_map_init(&book->owners, arena);
    for (uint32_t i = 0; i < count; i++) {
        whose[i] = entries[i].owner;
        sorted[i] = *entries[i].granted;
        bool first = i == 0 || !pr_text_equal(whose[i], whose[i - 1]);
        if (first && !pr_map_put(&book->owners, whose[i], i)) {
            return false;
        }
    }
    return true;
}

bool pr_waiver_book_apply(const pr_waiver_book *book, pr_profile *profile, bool claims) {
    uint32_t first =
        book->count > 0 && profile->id.length > 0 ? pr_map_get(&book->owners, profile->id) : PR_MAP_NONE;
    uint32_t end = first;
    while (first != PR_MAP_NONE && end < book->count && pr_text_equal(book->whose[end], profile->id)) {
        end++;
    }
    return first == PR_MAP_NONE
               ? claims || pr_profile_claims(profile) == 0 || pr_profile_add_waivers(profile, NULL, 0, false)
               : pr_profile_add_waivers(profile, &book->granted[first], end - first, claims);
}

uint64_t pr_waiver_book_check(const pr_waiver_book *book) {
    uint64_t sum = book->count;
    for (uint32_t i = 0; i < book->count; i++) {
        const pr_granted *g = &book->granted[i];
        const int64_t numbers[] = {g->on, g->until, g->number};
        const pr_text parts[] = {book->whose[i], g->subject, g->requirement,
                                 g->by,          g->reason,  {(const char *)numbers, sizeof numbers}};
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            sum = pr_text_checksum(parts[k], sum);
        }
    }
    return sum;
}
