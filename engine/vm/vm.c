/* Setting up and resetting an evaluation; attributes and parameters. */
#include "vm/vm.h"

#include "base/limits.h"

_Static_assert(PR_LIMIT_EVALUATION_DEPTH == 4000, "as PR_VM_DEPTH_LIMIT says");
_Static_assert(PR_LIMIT_EVALUATION_MEMORY == (size_t)512 * 1024 * 1024, "as PR_VM_MEMORY_LIMIT says");

/* While a program is made its largest frame is not known yet; expressions nest less deeply than this. */
#define PR_FOLDING_FRAME (PR_LIMIT_FEEL_DEPTH * 2)

static pr_arena *kept_arena(pr_vm *vm);

/* The vm's own tables live in one block; the arena is for what an evaluation makes. */
static bool make_tables(pr_vm *vm) {
    const pr_program *p = vm->program;
    vm->kept = pr_heap_alloc(vm->allocator, p->node_count + 1u);
    vm->values = pr_heap_alloc(vm->allocator, (p->node_count + 1u) * sizeof *vm->values);
    vm->facts.turns = pr_heap_alloc(vm->allocator, (p->fact_count + 1u) * sizeof *vm->facts.turns);
    vm->fact_marks = pr_heap_alloc(vm->allocator, p->fact_count + 1u);
    vm->fact_needs = pr_heap_alloc(vm->allocator, (p->fact_count + 1u) * sizeof *vm->fact_needs);
    vm->facts.tables = pr_heap_alloc(vm->allocator, (p->relation_count + 1u) * sizeof *vm->facts.tables);
    vm->facts.seen = pr_heap_alloc(vm->allocator, (p->loop_count + 1u) * sizeof *vm->facts.seen);
    vm->parameters = pr_heap_alloc(vm->allocator, (p->parameter_count + 1u) * sizeof *vm->parameters);
    vm->unknowns =
        pr_heap_alloc(vm->allocator, (p->vocabulary_count + p->parameter_count + 1u) * sizeof *vm->unknowns);
    vm->literals = pr_heap_alloc(vm->allocator, 2 * (size_t)p->gate_count + 2u);
    vm->counts = pr_heap_alloc(vm->allocator, (p->counted_count + 1u) * sizeof *vm->counts);
    vm->when_absent = pr_heap_alloc(vm->allocator, p->gate_count + 1u);
    vm->columns = pr_heap_alloc(vm->allocator, (p->column_count + 1u) * sizeof *vm->columns);
    vm->columns_known = pr_heap_alloc(vm->allocator, p->column_count + 1u);
    vm->stand_ins = pr_heap_alloc(vm->allocator, (p->vocabulary_count + 1u) * sizeof *vm->stand_ins);
    vm->frames = pr_heap_alloc(vm->allocator, (size_t)vm->frame_size * PR_VM_FRAMES * sizeof *vm->frames);
    vm->locals = vm->frames;
    return vm->kept != NULL && vm->values != NULL && vm->facts.turns != NULL && vm->fact_marks != NULL &&
           vm->fact_needs != NULL && vm->facts.tables != NULL && vm->facts.seen != NULL &&
           vm->parameters != NULL && vm->unknowns != NULL && vm->literals != NULL && vm->counts != NULL &&
           vm->when_absent != NULL && vm->columns != NULL && vm->columns_known != NULL &&
           vm->stand_ins != NULL && vm->locals != NULL;
}

/* What stands for an attribute that is not given: an unknown with its declared bounds, or an open list whose
 * records have fields with theirs. Made once; it lives in an arena of its own. */
static pr_value unknown_scalar(const pr_attribute *a, uint32_t number, uint32_t need, pr_arena *arena) {
    const pr_needs *needs = pr_needs_leaf(need, 0, arena);
    (void)number;
    return pr_unknown_bounded(needs, a->low, false, a->high, false, (pr_kind)a->unknown_kind, arena);
}

static pr_value unknown_list(const pr_program *p, uint32_t number, pr_arena *arena) {
    const pr_attribute *a = &p->attributes[number];
    const pr_schema *element = a->schema->element;
    const pr_needs *needs = pr_needs_leaf(number, 0, arena);
    pr_list *list = PR_NEW(arena, pr_list);
    if (list == NULL) {
        return pr_null();
    }
    *list = (pr_list){.open = true, .uncertain = true, .needs = needs, .rest = pr_unknown_of(needs, arena)};
    if (element->kind == PR_SCHEMA_RECORD) {
        pr_value *fields = PR_NEW_ARRAY(arena, pr_value, element->field_count + 1u);
        pr_context *record = PR_NEW(arena, pr_context);
        if (fields == NULL || record == NULL) {
            return pr_null();
        }
        for (uint32_t i = 0; i < element->field_count; i++) {
            fields[i] = unknown_scalar(&p->attributes[a->first_field + i], a->first_field + i, number, arena);
        }
        *record = (pr_context){.shape = element->shape, .values = fields};
        list->rest = pr_context_value(record);
    }
    return pr_list_value(list);
}

/* What stands for attributes that are not given, and a profile of nothing else. */
static bool make_stand_ins(pr_vm *vm) {
    const pr_program *p = vm->program;
    pr_value *nothing = PR_NEW_ARRAY(kept_arena(vm), pr_value, p->vocabulary_count + 1u);
    uint32_t *later = PR_NEW_ARRAY(kept_arena(vm), uint32_t, p->vocabulary_count + 1u);
    if (nothing == NULL || later == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->vocabulary_count; i++) {
        const pr_attribute *a = &p->attributes[i];
        nothing[i] = pr_value_leaf(i, 0);
        vm->stand_ins[i] = vm->unknowns[i];
        if (a->absent != PR_NONE || a->expected_low != PR_NONE || a->expected_high != PR_NONE) {
            later[vm->later_count++] = i;
        }
    }
    vm->nothing = nothing;
    vm->later = later;
    return true;
}

static bool make_unknowns(pr_vm *vm) {
    const pr_program *p = vm->program;
    pr_arena *arena = kept_arena(vm);
    for (uint32_t i = 0; i < p->vocabulary_count; i++) {
        const pr_attribute *a = &p->attributes[i];
        vm->unknowns[i] = a->schema->kind == PR_SCHEMA_LIST && !a->field->nullable
                              ? unknown_list(p, i, arena)
                              : unknown_scalar(a, i, i, arena);
    }
    for (uint32_t i = 0; i < p->parameter_count; i++) {
        const pr_needs *needs = pr_needs_leaf(PR_NEED_PARAMETER + i, 0, arena);
        vm->unknowns[p->vocabulary_count + i] = pr_unknown_of(needs, arena);
    }
    return !arena->failed;
}

/* The evaluation's arena begins with what is kept; pr_vm_begin rewinds to behind it. */
typedef struct kept {
    pr_arena arena;
} kept;

static pr_arena *kept_arena(pr_vm *vm) { return &((kept *)vm->keeper)->arena; }

/* Before its first period and after its last one a parameter is unknown. */
static pr_value parameter_value(const pr_parameter *parameter, pr_value unknown, int64_t day) {
    for (uint32_t i = 0; i < parameter->period_count; i++) {
        if (parameter->periods[i].from <= day && day <= parameter->periods[i].until) {
            return parameter->periods[i].value;
        }
    }
    return unknown;
}

static void set_day(pr_vm *vm, int64_t packed_date) {
    vm->as_of = packed_date;
    vm->today = pr_date(packed_date);
    memset(vm->when_absent, 0, vm->program->gate_count);
    pr_arena_reset(&vm->fixed_arena);
    vm->fixed.items = NULL;
    vm->fixed.count = vm->fixed.capacity = 0;
    for (uint32_t i = 0; i < vm->program->parameter_count; i++) {
        pr_value unknown = vm->unknowns[vm->program->vocabulary_count + i];
        vm->parameters[i] = parameter_value(&vm->program->parameters[i], unknown, packed_date);
    }
}

void pr_vm_set_as_of(pr_vm *vm, int64_t packed_date) {
    if (packed_date != vm->as_of) {
        set_day(vm, packed_date);
    }
}

preceptor_status pr_vm_init(pr_vm *vm, const pr_program *program, const preceptor_allocator *allocator,
                            bool folding) {
    *vm = (pr_vm){.program = program,
                  .allocator = allocator,
                  .strict = true,
                  .want_needs = true,
                  .step_limit = PR_LIMIT_STEPS,
                  .depth_limit = PR_LIMIT_EVALUATION_DEPTH};
    pr_arena_init(&vm->arena, allocator, PR_LIMIT_EVALUATION_MEMORY);
    pr_arena_init(&vm->fixed_arena, allocator, PR_LIMIT_EVALUATION_MEMORY);
    pr_buf_init(&vm->print, allocator);
    vm->frame_size = folding ? PR_FOLDING_FRAME : program->frame_size + 1u;
    kept *keeper = pr_heap_alloc(allocator, sizeof *keeper);
    vm->keeper = keeper;
    if (keeper == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_arena_init(&keeper->arena, allocator, 0);
    if (folding) {
        vm->frames = pr_heap_alloc(allocator, (size_t)PR_FOLDING_FRAME * PR_VM_FRAMES * sizeof *vm->frames);
        vm->locals = vm->frames;
        return vm->locals != NULL ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    }
    if (!make_tables(vm) || !make_unknowns(vm) || !make_stand_ins(vm)) {
        return PRECEPTOR_NO_MEMORY;
    }
    set_day(vm, 0);
    pr_vm_begin(vm, NULL);
    return PRECEPTOR_OK;
}

void pr_vm_release(pr_vm *vm) {
    pr_heap_free(vm->allocator, vm->kept);
    pr_heap_free(vm->allocator, vm->values);
    pr_heap_free(vm->allocator, vm->facts.turns);
    pr_heap_free(vm->allocator, vm->fact_marks);
    pr_heap_free(vm->allocator, vm->fact_needs);
    pr_heap_free(vm->allocator, vm->facts.tables);
    pr_heap_free(vm->allocator, vm->facts.seen);
    pr_heap_free(vm->allocator, vm->parameters);
    pr_heap_free(vm->allocator, vm->unknowns);
    pr_heap_free(vm->allocator, vm->stand_ins);
    pr_heap_free(vm->allocator, vm->literals);
    pr_heap_free(vm->allocator, vm->counts);
    pr_heap_free(vm->allocator, vm->when_absent);
    pr_heap_free(vm->allocator, vm->columns);
    pr_heap_free(vm->allocator, vm->columns_known);
    pr_heap_free(vm->allocator, vm->frames);
    pr_regex_cache_free(vm->regexes);
    pr_buf_release(&vm->print);
    if (vm->keeper != NULL) {
        pr_arena_release(kept_arena(vm));
        pr_heap_free(vm->allocator, vm->keeper);
    }
    pr_arena_release(&vm->fixed_arena);
    pr_arena_release(&vm->arena);
    *vm = (pr_vm){0};
}

void pr_vm_begin(pr_vm *vm, const pr_value *attributes) {
    const pr_program *p = vm->program;
    pr_arena_reset(&vm->arena);
    vm->attributes = attributes != NULL ? attributes : vm->nothing;
    vm->status = PRECEPTOR_OK;
    vm->limit = NULL;
    vm->steps = 0;
    vm->depth = 0;
    vm->locals = vm->frames;
    vm->frame_depth = 0;
    vm->node_needs = NULL;
    vm->complaints.items = NULL;
    vm->complaints.count = vm->complaints.capacity = 0;
    for (uint32_t i = 0; i < vm->later_count; i++) {
        vm->stand_ins[vm->later[i]].kind = PR_LATER;
    }
    memset(vm->kept, 0, p->node_count);
    for (uint32_t i = 0; i < vm->fixed.count && vm->watch == NULL; i++) {
        vm->kept[vm->fixed.items[i].node] = PR_KEPT_VALUE;
        vm->values[vm->fixed.items[i].node] = vm->fixed.items[i].value;
    }
    memset(vm->literals, PR_NOT_ASKED, 2 * (size_t)p->gate_count);
    memset(vm->counts, 0xFF, p->counted_count * sizeof *vm->counts);
    memset(vm->columns_known, 0, p->column_count);
    vm->literals[PR_LITERAL_FALSE] = PR_KEPT(PR_FALSE);
    vm->literals[PR_LITERAL_TRUE] = PR_KEPT(PR_TRUE);
    if (vm->want_needs) {
        memset(vm->fact_marks, 0, p->fact_count);
        memset(vm->facts.turns, 0, p->fact_count * sizeof *vm->facts.turns);
        vm->facts.turn = 0;
    }
    memset(vm->facts.tables, 0, p->relation_count * sizeof *vm->facts.tables);
    memset(vm->facts.seen, 0, p->loop_count * sizeof *vm->facts.seen);
    vm->facts.clock = 1;
}

/* The bounds that the vocabulary expects of an unknown beyond the declared ones: `expected`. */
static pr_value with_expected(pr_vm *vm, uint32_t number, const pr_attribute *a) {
    pr_bounds b;
    pr_vm_bounds(vm, vm->unknowns[number], &b);
    pr_value low = a->expected_low != PR_NONE ? pr_vm_value(vm, a->expected_low) : pr_null();
    pr_value high = a->expected_high != PR_NONE ? pr_vm_value(vm, a->expected_high) : pr_null();
    if (low.kind != PR_NULL && low.kind != PR_UNKNOWN &&
        (b.low.kind == PR_NULL || pr_value_order(low, b.low) == PR_GREATER)) {
        b.low = low;
    }
    if (high.kind != PR_NULL && high.kind != PR_UNKNOWN &&
        (b.high.kind == PR_NULL || pr_value_order(high, b.high) == PR_LESS)) {
        b.high = high;
    }
    /* What would settle the bounds may settle the question too. */
    const pr_needs *needs = pr_vm_needs_of(vm, vm->unknowns[number]);
    needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, low));
    needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, high));
    return pr_unknown_bounded(needs, b.low, b.low_open, b.high, b.high_open, (pr_kind)b.type, &vm->arena);
}

pr_value pr_vm_stand_in(pr_vm *vm, uint32_t number) {
    const pr_attribute *a = &vm->program->attributes[number];
    /* One that rests on itself is unknown where it does. */
    vm->stand_ins[number] = vm->unknowns[number];
    vm->stand_ins[number] = a->absent != PR_NONE ? pr_vm_value(vm, a->absent) : with_expected(vm, number, a);
    return vm->stand_ins[number];
}

pr_text pr_vm_printed(pr_vm *vm) {
    vm->arena.failed = vm->arena.failed || (vm->print.failed && !vm->print.capped);
    return pr_text_copy(&vm->arena, pr_buf_view(&vm->print));
}
