/* Conditions that take no more than a look at an attribute's value are answered all at once, before the gates are
 * swept: asking for each when a junction needs it costs more than the answer. What is not plain is left to whoever asks
 * for it; the evaluator comes to the same. */
#include "vm/scan.h"

enum { LEFT = 0 }; /* no truth has this bit */

static inline uint8_t of_order(uint8_t holds, pr_order order) {
    return (uint8_t)(PR_KEPT_FALSE << (holds >> (order + 1) & 1));
}

/* Of a count between two: an equality may hold in the middle while it holds at neither end. */
static uint8_t of_range(uint8_t holds, int64_t low, int64_t high, int64_t with) {
    uint8_t at_low = of_order(holds, pr_order_of(low, with)),
            at_high = of_order(holds, pr_order_of(high, with));
    bool equality = ((holds & PR_HOLDS(PR_LESS)) != 0) == ((holds & PR_HOLDS(PR_GREATER)) != 0);
    bool inside = equality && low < with && with < high;
    return at_low == at_high && !inside ? at_low : PR_KEPT_UNDECIDED;
}

static inline uint8_t of_counts(uint8_t holds, uint32_t certain, uint32_t possible, const pr_value *with) {
    return with == NULL || !pr_number_is_word(*with) ? LEFT
           : possible == 0                           ? of_order(holds, pr_order_of(certain, with->number))
                           : of_range(holds, certain, (int64_t)certain + possible, with->number);
}

/* How many hold, and in the upper half how many may. */
static uint64_t count_states(const pr_vm *vm, const pr_counted *counted) {
    static const uint64_t adds[PR_NOT_ASKED + 1] = {
        [PR_KEPT_TRUE] = 1, [PR_KEPT_UNDECIDED] = (uint64_t)1 << 32};
    const uint8_t *const known = vm->literals;
    uint64_t both = 0;
    for (uint32_t i = 0; i < counted->count; i++) {
        both += adds[known[counted->literals[i]]];
    }
    return both;
}

uint8_t pr_vm_count(pr_vm *vm, const pr_fact_count *count) {
    uint64_t *both = &vm->counts[count->counted];
    pr_value with = pr_vm_at_hand(vm, &count->with);
    if (*both == PR_NOT_COUNTED) {
        *both = count_states(vm, &vm->program->counted[count->counted]);
    }
    return of_counts(count->holds, (uint32_t)*both, (uint32_t)(*both >> 32), &with);
}

static inline uint8_t compare(uint8_t holds, const pr_value *v, const pr_value *with) {
    if (with == NULL || with->kind != v->kind) {
        return LEFT;
    }
    bool alike = v->exponent == with->exponent && ((v->flags | with->flags) & PR_FLAG_BIG) == 0;
    return of_order(holds,
                    alike ? pr_order_of(v->number, with->number) : (pr_order)pr_number_compare(*v, *with));
}

/* Of any two values. What is null equals nothing else, and has no order with it. */
static inline uint8_t of_two(uint8_t holds, const pr_value *v, const pr_value *with) {
    const bool unequal = holds == (PR_HOLDS(PR_LESS) | PR_HOLDS(PR_GREATER));
    if (v == NULL || with == NULL) {
        return LEFT;
    }
    switch ((pr_kind)with->kind) {
    case PR_NUMBER:
    case PR_DATE:
    case PR_MONTHS:
        return v->kind != PR_NULL || pr_is_error(*v) ? compare(holds, v, with) : pr_kept_bool(unequal);
    case PR_STRING:
        return v->kind == PR_STRING && (unequal || holds == PR_HOLDS(PR_EQUAL))
                   ? of_order(holds, pr_string_same(*v, *with) ? PR_EQUAL : PR_LESS)
                   : LEFT;
    default: return LEFT;
    }
}

static inline pr_at_hand compared_by(const pr_probe *probe) {
    return (pr_at_hand){probe->attribute, probe->node, pr_null()};
}

static uint8_t between(const pr_vm *vm, const pr_probe *probe, const pr_value *v) {
    uint8_t low = compare(PR_HOLDS(PR_EQUAL) | PR_HOLDS(PR_GREATER), v, pr_vm_settled(vm, &probe->with));
    uint8_t high = compare(PR_HOLDS(PR_EQUAL) | PR_HOLDS(PR_LESS), v, pr_vm_settled(vm, &probe->until));
    return low == LEFT || high == LEFT ? LEFT : pr_kept_and[low | high];
}

static uint8_t among(pr_value v, const pr_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (pr_string_same(v, list->items[i])) {
            return PR_KEPT_TRUE;
        }
    }
    return PR_KEPT_FALSE;
}

static uint8_t has(const pr_list *list, pr_value text) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != PR_STRING) {
            return LEFT;
        }
        if (pr_string_same(text, list->items[i])) {
            return PR_KEPT_TRUE;
        }
    }
    return PR_KEPT_FALSE;
}

static inline uint8_t of_test(pr_truth t) { return (uint8_t)(t == PR_NEITHER ? LEFT : PR_KEPT(t)); }

static inline __attribute__((always_inline)) uint8_t of_value(pr_vm *vm, const pr_probe *probe,
                                                              const pr_value *v) {
    switch ((pr_probe_kind)probe->kind) {
    case PR_PROBE_ORDER: return compare(probe->holds, v, pr_vm_settled(vm, &probe->with));
    case PR_PROBE_BETWEEN: return between(vm, probe, v);
    case PR_PROBE_TEXT:
        return of_order(probe->holds, pr_string_same(*v, probe->with.value) ? PR_EQUAL : PR_LESS);
    case PR_PROBE_TEST: return of_test(pr_vm_test_text(vm, probe->test, *v));
    case PR_PROBE_TRUE: return pr_kept_bool(v->number != 0);
    default: return among(*v, probe->with.value.list);
    }
}

/* Most lists are short. */
static inline uint32_t count_bits(uint64_t bits) {
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static inline uint8_t of_records(pr_vm *vm, const pr_probe *probe, pr_passing which, uint64_t all) {
    switch ((pr_probe_kind)probe->kind) {
    case PR_PROBE_COUNT:
        return of_counts(probe->holds, count_bits(which.certain), count_bits(which.possible & ~which.certain),
                         pr_vm_settled(vm, &probe->with));
    case PR_PROBE_SOME:
        return which.certain != 0 ? PR_KEPT_TRUE : which.possible != 0 ? PR_KEPT_UNDECIDED : PR_KEPT_FALSE;
    default:
        return which.possible != all  ? PR_KEPT_FALSE
               : which.certain != all ? PR_KEPT_UNDECIDED
                                      : PR_KEPT_TRUE;
    }
}

/* Of a list whose columns are there. */
static inline uint8_t of_list(pr_vm *vm, const pr_probe *probe, const pr_list *list, uint64_t all) {
    pr_passing which;
    if (probe->kind == PR_PROBE_HAS) {
        return has(list, probe->with.value);
    }
    return pr_scan_select(vm, probe->first, probe->count, all, &which) ? of_records(vm, probe, which, all)
                                                                       : LEFT;
}

static bool is_plain(pr_value v) {
    return v.kind == PR_LIST && !v.list->uncertain && v.list->count <= PR_COLUMN_RECORDS;
}

uint8_t pr_vm_answer(pr_vm *vm, const pr_probe *probe) {
    pr_passing which;
    if (probe->expected == PR_NULL) {
        const pr_at_hand of = compared_by(probe);
        return of_two(probe->holds, pr_vm_measured(vm, &of), pr_vm_measured(vm, &probe->with));
    }
    const pr_value v =
        probe->attribute != PR_NONE ? pr_vm_attribute(vm, probe->attribute) : pr_vm_fetch(vm, probe->node);
    if (v.kind != probe->expected) {
        return LEFT;
    }
    if (probe->kind == PR_PROBE_TEST) {
        return of_value(vm, probe, &v);
    }
    const pr_shape *shape = pr_records_shape(&vm->program->attributes[probe->attribute]);
    return is_plain(v) && pr_scan_choose(vm, vm->program->scan_keys + probe->first, probe->count, shape,
                                         v.list, &which)
               ? of_records(vm, probe, which, pr_scan_all(v.list).certain)
               : LEFT;
}

static inline void set(uint8_t *literals, const pr_probe *probe, uint8_t bits) {
    if (bits != LEFT) {
        pr_gate_set(literals, probe->gate, bits);
    }
}

static inline bool is_absent(const pr_value *v) {
    return v->kind == PR_UNKNOWN && (v->flags & PR_FLAG_LEAF) != 0;
}

/* What it came to for another profile that does not give the attribute. */
static inline uint8_t when_absent(const pr_vm *vm, const pr_probe *probe) {
    return probe->alone ? vm->when_absent[probe->gate] : LEFT;
}

static __attribute__((noinline)) void look_at_list(pr_vm *vm, const pr_probed_list *listing,
                                                   const pr_list *list) {
    const pr_program *p = vm->program;
    const uint32_t *key = p->listed_keys + listing->first_key;
    for (const uint32_t *end = key + listing->key_count; key < end; key++) {
        pr_scan_prepare(vm, &p->scan_keys[*key], listing->shape, list, UINT64_MAX);
    }
    const uint64_t all = pr_scan_all(list).certain;
    const pr_probe *probe = p->probes + listing->first_probe;
    uint8_t *const literals =
        vm->literals; /* writing truths changes nothing else, which the compiler cannot know */
    for (const pr_probe *end = probe + listing->probe_count; probe < end; probe++) {
        set(literals, probe, of_list(vm, probe, list, all));
    }
}

static void look_at_absent(pr_vm *vm, const pr_probed_list *listing) {
    const pr_probe *probe = vm->program->probes + listing->first_probe;
    for (const pr_probe *end = probe + listing->probe_count; probe < end; probe++) {
        set(vm->literals, probe, when_absent(vm, probe));
    }
}

__attribute__((noinline)) void pr_vm_probe(pr_vm *vm) {
    if (!pr_vm_is_quick(vm)) {
        return;
    }
    const pr_probe *probe = vm->program->probes;
    const pr_value *const attributes = vm->attributes;
    uint8_t *const literals = vm->literals;
    for (const pr_probe *end = probe + vm->program->single_count; probe < end; probe++) {
        const pr_value *v = &attributes[probe->attribute];
        if (v->kind == probe->expected) {
            set(literals, probe, of_value(vm, probe, v));
        } else if (is_absent(v)) {
            set(literals, probe, when_absent(vm, probe));
        }
    }
    pr_vm_find_measures(vm);
    for (const pr_probe *end = probe + vm->program->pair_count; probe < end; probe++) {
        const pr_at_hand of = compared_by(probe);
        set(literals, probe,
            of_two(probe->holds, pr_vm_comparand(vm, &of), pr_vm_comparand(vm, &probe->with)));
    }
    const pr_probed_list *listing = vm->program->listings;
    for (const pr_probed_list *end = listing + vm->program->listing_count; listing < end; listing++) {
        const pr_value *v = &attributes[listing->attribute];
        if (is_plain(*v)) {
            look_at_list(vm, listing, v->list);
        } else if (is_absent(v)) {
            look_at_absent(vm, listing);
        }
    }
}
