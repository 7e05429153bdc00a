/* The values of expressions that conditions compare, found before those are asked, each in a few instructions; kept as
 * if they had been evaluated. What is not plain (something unknown, null, or of another kind, what goes wrong) is left
 * to whoever asks for it; the evaluator comes to the same. */
#include "vm/scan.h"

/* Null stands for what is left, here and below. */
static pr_value left(void) { return pr_null(); }

static bool is_words(pr_value a, pr_value b) { return pr_number_is_word(a) && pr_number_is_word(b); }

static pr_value add(pr_vm *vm, pr_value a, pr_value b) {
    int64_t sum;
    return is_words(a, b) && !__builtin_add_overflow(a.number, b.number, &sum)
               ? pr_integer(sum)
               : pr_number_add(a, b, &vm->arena);
}

static pr_value of_numbers(pr_vm *vm, pr_measure_kind kind, pr_value a, pr_value b) {
    int64_t words;
    switch (kind) {
    case PR_MEASURE_ADD: return add(vm, a, b);
    case PR_MEASURE_SUBTRACT:
        return is_words(a, b) && !__builtin_sub_overflow(a.number, b.number, &words)
                   ? pr_integer(words)
                   : pr_number_subtract(a, b, &vm->arena);
    default:
        return is_words(a, b) && !__builtin_mul_overflow(a.number, b.number, &words)
                   ? pr_integer(words)
                   : pr_number_multiply(a, b, &vm->arena);
    }
}

static pr_value of_two(pr_vm *vm, const pr_measure *measure) {
    const pr_value *a = pr_vm_measured(vm, &measure->a), *b = pr_vm_measured(vm, &measure->b);
    if (a == NULL || b == NULL) {
        return left();
    }
    if (a->kind == PR_NUMBER && b->kind == PR_NUMBER) {
        return of_numbers(vm, (pr_measure_kind)measure->kind, *a, *b);
    }
    if (a->kind != PR_DATE || (b->kind != PR_MONTHS && b->kind != PR_DURATION)) {
        return left();
    }
    return measure->kind == PR_MEASURE_ADD        ? pr_temporal_add(*a, *b, &vm->arena)
           : measure->kind == PR_MEASURE_SUBTRACT ? pr_temporal_subtract(*a, *b, &vm->arena)
                                                  : left();
}

static pr_value length_of(pr_vm *vm, const pr_measure *measure) {
    const pr_value *text = pr_vm_measured(vm, &measure->a);
    return text != NULL && text->kind == PR_STRING ? pr_integer((int64_t)pr_utf8_count(pr_string_text(*text)))
                                                   : left();
}

/* False where more is joined than numbers or, of the least and greatest, days. */
static bool join(pr_vm *vm, pr_measure_kind kind, pr_value v, pr_value *io) {
    if (io->kind == PR_NULL) {
        *io = v;
        return v.kind == PR_NUMBER || (v.kind == PR_DATE && kind >= PR_MEASURE_LEAST);
    }
    if (v.kind != io->kind) {
        return false;
    }
    if (kind == PR_MEASURE_SUM || kind == PR_MEASURE_MEAN) {
        *io = add(vm, *io, v);
        return io->kind == PR_NUMBER;
    }
    const bool alike = v.exponent == io->exponent && ((v.flags | io->flags) & PR_FLAG_BIG) == 0;
    const int order = alike ? (int)pr_order_of(v.number, io->number) : pr_number_compare(v, *io);
    *io = (kind == PR_MEASURE_LEAST ? order < 0 : order > 0) ? v : *io;
    return true;
}

/* The field of a record; null where it is not as the records of the list are. */
static inline pr_value field_of(const pr_measure *measure, const pr_list *list, uint64_t records) {
    const pr_value *item = &list->items[__builtin_ctzll(records)];
    return item->kind == PR_CONTEXT && item->context->shape == measure->of.shape
               ? item->context->values[measure->place]
               : pr_null();
}

static pr_value distinct(const pr_measure *measure, const pr_list *list, uint64_t records) {
    pr_value found[PR_COLUMN_RECORDS];
    uint32_t count = 0;
    for (uint64_t rest = records; rest != 0; rest &= rest - 1) {
        const pr_value v = field_of(measure, list, rest);
        uint32_t i = 0;
        if (v.kind != PR_STRING) {
            return left();
        }
        while (i < count && !pr_string_same(found[i], v)) {
            i++;
        }
        found[i] = v;
        count += i == count;
    }
    return pr_integer(count);
}

/* The sum of nothing is null, and so are the mean, the least and the greatest. */
static pr_value aggregate(pr_vm *vm, const pr_measure *measure, const pr_list *list, uint64_t records,
                          bool *is_null) {
    const pr_measure_kind kind = (pr_measure_kind)measure->kind;
    pr_value total = pr_null();
    int64_t count = 0;
    for (uint64_t rest = records; rest != 0; rest &= rest - 1) {
        if (!join(vm, kind, field_of(measure, list, rest), &total)) {
            return left();
        }
        count++;
    }
    if (measure->b.attribute != PR_NONE || measure->b.node != PR_NONE || measure->b.value.kind != PR_NULL) {
        const pr_value *appended = pr_vm_measured(vm, &measure->b);
        if (appended == NULL || !join(vm, kind, *appended, &total)) {
            return left();
        }
        count++;
    }
    *is_null = count == 0;
    return count > 0 && kind == PR_MEASURE_MEAN ? pr_number_divide(total, pr_integer(count), &vm->arena)
                                                : total;
}

static pr_value of_records(pr_vm *vm, const pr_measure *measure, bool *is_null) {
    const pr_value *v = &vm->attributes[measure->of.attribute];
    if (v->kind != PR_LIST || v->list->uncertain || v->list->count > PR_COLUMN_RECORDS) {
        return left();
    }
    const pr_scan_key *keys = vm->program->scan_keys + measure->of.first;
    pr_passing which;
    if (!pr_scan_choose(vm, keys, measure->of.count, measure->of.shape, v->list, &which) ||
        which.certain != which.possible) {
        return left();
    }
    switch ((pr_measure_kind)measure->kind) {
    case PR_MEASURE_COUNT: return pr_integer(__builtin_popcountll(which.certain));
    case PR_MEASURE_DISTINCT: return distinct(measure, v->list, which.certain);
    default: return aggregate(vm, measure, v->list, which.certain, is_null);
    }
}

static pr_value find(pr_vm *vm, const pr_measure *measure, bool *is_null) {
    switch ((pr_measure_kind)measure->kind) {
    case PR_MEASURE_ADD:
    case PR_MEASURE_SUBTRACT:
    case PR_MEASURE_MULTIPLY: return of_two(vm, measure);
    case PR_MEASURE_LENGTH: return length_of(vm, measure);
    default: return of_records(vm, measure, is_null);
    }
}

static void find_one(pr_vm *vm, const pr_measure *measure) {
    bool is_null = false;
    const pr_value v = find(vm, measure, &is_null);
    if (v.kind != PR_NULL || is_null) {
        vm->values[measure->node] = v;
        vm->kept[measure->node] = PR_KEPT_VALUE;
    }
}

const pr_value *pr_vm_measured(pr_vm *vm, const pr_at_hand *with) {
    const pr_value *v = pr_vm_comparand(vm, with);
    if (v != NULL || with->attribute != PR_NONE || vm->program->measure_of[with->node] == 0) {
        return v;
    }
    find_one(vm, &vm->program->measures[vm->program->measure_of[with->node] - 1]);
    return vm->kept[with->node] == PR_KEPT_VALUE ? &vm->values[with->node] : NULL;
}

/* A function of its own, so that it does not crowd the registers of the loop over probes. */
__attribute__((noinline)) void pr_vm_find_measures(pr_vm *vm) {
    const pr_measure *measure = vm->program->measures;
    for (const pr_measure *end = measure + vm->program->early_count; measure < end; measure++) {
        if (vm->kept[measure->node] != PR_KEPT_VALUE) {
            find_one(vm, measure);
        }
    }
}
