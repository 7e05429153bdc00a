/* Loops: nested iteration over lists of the run, in three values. */
#include "infer/loop.h"

#include "base/limits.h"
#include "infer/join.h"
#include "infer/plain.h"
#include "infer/table.h"
#include "vm/scan.h"

typedef struct run {
    pr_vm *vm;
    const pr_loop *loop;
    uint32_t number; /* of the loop */
    pr_record record;
    bool recursive, changed;
    const pr_list **given; /* NULL, or by level what to go through instead of all, or NULL */
    pr_join *joins;        /* as pr_join_first has them */
    pr_plain_stop stop;    /* of the first level */
} run;

static pr_truth both(pr_truth a, pr_truth b) {
    if (a == PR_FALSE || b == PR_FALSE) {
        return PR_FALSE;
    }
    return a == PR_TRUE && b == PR_TRUE ? PR_TRUE : PR_UNDECIDED;
}

static void open_relation(run *r, const pr_needs *needs) {
    pr_table *table = &r->vm->facts.tables[r->loop->relation];
    if (!table->open) {
        table->open = true;
        r->changed = true;
    }
    table->needs = pr_vm_join(r->vm, table->needs, needs);
}

static pr_value *kept_locals(run *r) {
    uint32_t count = r->loop->level_count;
    pr_value *kept = pr_arena_alloc(&r->vm->arena, sizeof *kept * (count + 1u), _Alignof(pr_value));
    if (kept == NULL) {
        (void)pr_vm_stop(r->vm, PRECEPTOR_NO_MEMORY);
        return NULL;
    }
    memcpy(kept, r->vm->locals, sizeof *kept * count);
    return kept;
}

static void add_support(run *r, pr_tuple *tuple, pr_truth state) {
    if (r->record != PR_RECORD_SUPPORTS) {
        return;
    }
    for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
        bool same = s->loop == r->number && s->state == state;
        for (uint32_t k = 0; k < r->loop->level_count && same; k++) {
            same = pr_value_identical(s->locals[k], r->vm->locals[k]);
        }
        if (same) {
            return;
        }
    }
    const pr_value *locals = kept_locals(r);
    pr_support *support = PR_NEW(&r->vm->arena, pr_support);
    if (support == NULL || locals == NULL) {
        (void)pr_vm_stop(r->vm, PRECEPTOR_NO_MEMORY);
        return;
    }
    *support =
        (pr_support){.next = tuple->supports, .loop = r->number, .state = (uint8_t)state, .locals = locals};
    tuple->supports = support;
}

/* The values of a tuple's slots. Is any of them not known, and does any text have a gap that matters? */
static void find_slots(run *r, const pr_relation *relation, pr_value *slots, bool *partial, bool *vague) {
    pr_vm *vm = r->vm;
    *partial = *vague = false;
    for (uint32_t s = 0; s < relation->slot_count; s++) {
        const pr_node_id node = r->loop->slots[s];
        slots[s] = node == PR_NONE ? pr_null() : pr_vm_fetch(vm, node);
        if (slots[s].kind >= PR_LIST && pr_value_has_unknown(slots[s])) {
            *partial = true;
            open_relation(r, pr_vm_needs_of(vm, slots[s]));
        }
        *vague = *vague || (relation->may_conflict && pr_vm_is_vague(vm, node));
    }
}

static void assert_tuple(run *r, pr_truth state, const pr_needs *needs) {
    pr_vm *vm = r->vm;
    const pr_relation *relation = &vm->program->relations[r->loop->relation];
    pr_value slots[PR_LIMIT_SLOTS];
    bool partial, vague;
    find_slots(r, relation, slots, &partial, &vague);
    if (partial && r->recursive) {
        return;
    }
    const pr_found found = {r->loop->relation, r->number, state};
    bool added = partial;
    pr_tuple *tuple =
        partial ? pr_table_keep_partial(vm, &found, slots) : pr_table_keep(vm, &found, slots, &added);
    if (tuple == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return;
    }
    r->changed = r->changed || added;
    tuple->vague = tuple->vague || vague;
    if (tuple->state != PR_TRUE && state == PR_TRUE) {
        tuple->state = PR_TRUE;
        tuple->stamp = vm->facts.clock;
        r->changed = true;
    }
    if (r->recursive && tuple->state == PR_TRUE && tuple->turn == 0 && r->record == PR_RECORD_SUPPORTS) {
        tuple->turn = ++vm->facts.turn;
    }
    needs = tuple->state == PR_TRUE ? NULL : pr_vm_join(vm, tuple->needs, needs);
    tuple->stamp = needs != tuple->needs ? vm->facts.clock : tuple->stamp;
    tuple->needs = needs;
    add_support(r, tuple, state);
}

static void run_level(run *r, uint32_t level, pr_truth state, const pr_needs *needs, bool beyond);
static void run_tested(run *r, uint32_t level, pr_truth t, const pr_needs *needs, bool beyond);

/* What is tested once `level` variables are bound. `scanner` is that of the last one, or NULL. */
static pr_truth test(run *r, uint32_t level, pr_scanner *scanner, const pr_needs **needs) {
    pr_node_id node = r->loop->tests[level];
    if (node == PR_NONE) {
        return PR_TRUE;
    }
    pr_truth t = scanner != NULL && scanner->keys != NULL
                     ? pr_scan_test(scanner, r->vm->locals[scanner->local])
                     : pr_vm_holds(r->vm, node);
    t = t == PR_NEITHER ? PR_FALSE : t;
    if (t == PR_UNDECIDED) {
        *needs = pr_vm_join(r->vm, *needs, pr_vm_needs(r->vm, node));
    }
    return t;
}

/* Of a list of the profile: which of its records may pass what is tested next. False where each is to be tested. */
static bool begin_scan(const run *r, uint32_t level, const pr_list *list, pr_scanner *scanner,
                       pr_passing *left) {
    const pr_program *p = r->vm->program;
    const uint32_t *scans = p->scan_of != NULL ? p->scans_of_loop[r->number] : NULL;
    const uint32_t number = scans != NULL ? scans[level] : 0;
    pr_scan_begin_with(r->vm, number, r->loop->tests[level + 1], level, scanner);
    if (scanner->keys == NULL || list->count > PR_COLUMN_RECORDS) {
        return false;
    }
    pr_scan_narrow(r->vm, &p->scans[number - 1], list, left);
    return true;
}

/* `beyond`: a variable stands for items that nobody has seen; what it leads to is no tuple but makes the
 * relation open. */
static void run_list(run *r, uint32_t level, const pr_list *list, pr_truth state, const pr_needs *needs,
                     bool beyond) {
    pr_passing left;
    pr_scanner scanner;
    const bool narrow = begin_scan(r, level, list, &scanner, &left);
    uint32_t next = level == 0 ? r->stop.record + 1 : 1;
    const pr_join *join = !narrow && list->count >= PR_JOIN_FROM
                              ? pr_join_first(r->vm, r->loop, level, list, &r->joins, &next)
                              : NULL;
    for (; next != 0 && next <= list->count && pr_vm_step(r->vm);
         next = join != NULL ? join->nexts[next - 1] : next + 1) {
        const uint32_t i = next - 1;
        if (narrow && (left.possible >> i & 1) == 0) {
            continue;
        }
        bool maybe = list->maybe != NULL && list->maybe[i] != 0;
        const pr_needs *why = needs;
        if (maybe && list->because != NULL) {
            why = pr_vm_join(r->vm, why, list->because[i]);
        }
        r->vm->locals[level] = list->items[i];
        const bool passes = narrow && (left.certain >> i & 1) != 0;
        const bool tested = level == 0 && i == r->stop.record && r->stop.tested != PR_FALSE;
        pr_truth t = passes ? PR_TRUE : tested ? r->stop.tested : test(r, level + 1, &scanner, &why);
        run_tested(r, level + 1, both(maybe ? both(state, PR_UNDECIDED) : state, t), why, beyond);
    }
    if (list->open) {
        r->vm->locals[level] = list->rest;
        run_level(r, level + 1, PR_UNDECIDED, pr_vm_join(r->vm, needs, list->needs), true);
    }
}

static void run_level(run *r, uint32_t level, pr_truth state, const pr_needs *needs, bool beyond) {
    pr_truth t = test(r, level, NULL, &needs);
    run_tested(r, level, both(state, t), needs, beyond);
}

/* The levels from `level` on, what is tested before them having come to `t`. */
static void run_tested(run *r, uint32_t level, pr_truth t, const pr_needs *needs, bool beyond) {
    if (t == PR_FALSE || r->vm->status != PRECEPTOR_OK) {
        return;
    }
    if (level == r->loop->level_count) {
        if (beyond) {
            open_relation(r, needs);
        } else {
            assert_tuple(r, t, needs);
        }
        return;
    }
    if (r->given != NULL && r->given[level] != NULL) {
        run_list(r, level, r->given[level], t, needs, beyond);
        return;
    }
    pr_list list;
    if (pr_vm_as_list(r->vm, pr_vm_value(r->vm, r->loop->sources[level]), &list)) {
        run_list(r, level, &list, t, needs, beyond);
    }
}

static bool looks_at_facts(const pr_program *p, pr_node_id node) {
    return node != PR_NONE && (p->nodes[node].flags & PR_NODE_FACTS) != 0;
}

/* The relation whose facts a level goes through, or PR_NONE. */
static uint32_t relation_of(const run *r, uint32_t level) {
    const pr_node *source = pr_node_at(r->vm->program, r->loop->sources[level]);
    return source->op == PR_OP_RELATION ? source->data : PR_NONE;
}

/* Whether all that can change from round to round is the lists of facts that it goes through. */
static bool grows_by_lists(const run *r) {
    const pr_program *p = r->vm->program;
    const pr_loop *loop = r->loop;
    bool only = true;
    for (uint32_t i = 0; i <= loop->level_count; i++) {
        only = only && !looks_at_facts(p, loop->tests[i]);
        only = only && (i == loop->level_count || relation_of(r, i) != PR_NONE ||
                        !looks_at_facts(p, loop->sources[i]));
    }
    for (uint32_t i = 0; i < p->relations[loop->relation].slot_count; i++) {
        only = only && !looks_at_facts(p, loop->slots[i]);
    }
    return only;
}

static const pr_list *part_of(run *r, uint32_t level, uint32_t after, uint32_t until) {
    pr_value part = pr_vm_relation_between(r->vm, relation_of(r, level), after, until);
    return part.kind == PR_LIST ? part.list : NULL;
}

/* Sets what each level goes through, facts new since `after` at one of them. False when there are none. */
static bool give(run *r, uint32_t fresh, uint32_t after, uint32_t until) {
    if (relation_of(r, fresh) != PR_NONE) {
        r->given[fresh] = part_of(r, fresh, after, until);
    }
    if (after > 0 && (r->given[fresh] == NULL || (r->given[fresh]->count == 0 && !r->given[fresh]->open))) {
        return false;
    }
    for (uint32_t i = 0; i < r->loop->level_count; i++) {
        if (i != fresh && relation_of(r, i) != PR_NONE) {
            r->given[i] = part_of(r, i, 0, i < fresh ? after : until);
        }
    }
    return true;
}

/* A loop of a recursive stratum, in one of its rounds: goes only through combinations with a fact that is new since its
 * last one (semi-naive evaluation). Before the level of the new fact stand old ones, behind it old and new ones, so no
 * combination comes twice. A numbered fact that changed has no stamp of its own: then all are new. */
static void run_what_is_new(run *r) {
    pr_facts *facts = &r->vm->facts;
    const uint32_t levels = r->loop->level_count, until = facts->clock++;
    uint32_t after = facts->seen[r->number];
    facts->seen[r->number] = until;
    for (uint32_t i = 0; i < levels; i++) {
        uint32_t relation = relation_of(r, i);
        after = relation != PR_NONE && facts->tables[relation].stamp > after ? 0 : after;
    }
    r->given = PR_NEW_ARRAY(&r->vm->arena, const pr_list *, levels + 1u);
    if (r->given == NULL) {
        (void)pr_vm_stop(r->vm, PRECEPTOR_NO_MEMORY);
        return;
    }
    for (uint32_t fresh = 0; fresh < levels && r->vm->status == PRECEPTOR_OK; fresh++) {
        if (!give(r, fresh, after, until)) {
            continue;
        }
        run_level(r, 0, PR_TRUE, NULL, false);
        if (after == 0) {
            break;
        }
    }
}

bool pr_infer_loops(pr_vm *vm, uint32_t relation, bool recursive, pr_record record) {
    const pr_relation *rel = &vm->program->relations[relation];
    bool changed = false;
    for (uint32_t i = 0; i < rel->loop_count; i++) {
        pr_plain_stop stop = {0};
        if (!recursive && record != PR_RECORD_SUPPORTS && pr_infer_plain_loop(vm, rel->loops[i], &stop)) {
            continue;
        }
        run r = {.vm = vm,
                 .loop = &vm->program->loops[rel->loops[i]],
                 .number = rel->loops[i],
                 .record = record,
                 .recursive = recursive,
                 .stop = stop};
        if (recursive && grows_by_lists(&r)) {
            run_what_is_new(&r);
        } else {
            run_level(&r, 0, PR_TRUE, NULL, false);
        }
        changed = changed || r.changed;
    }
    return changed;
}
