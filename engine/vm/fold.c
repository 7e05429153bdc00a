/* count(...) and sum(...) of a list that was filtered, reduced to a member or appended to, item by item, without making
 * the lists in between. What is not as usual is left to the functions over whole lists. */
#include "vm/scan.h"

#include "feel/builtin.h"

typedef struct stage {
    pr_node_id id;
    const pr_node *node; /* PR_OP_FILTER or PR_OP_PATH */
} stage;

enum { MOST_STAGES = 4 };

typedef struct fold {
    pr_vm *vm;
    stage stages[MOST_STAGES]; /* the innermost last */
    uint32_t stage_count;
    const pr_node *appended; /* the call of append around them, or NULL */
    const stage *filter;     /* the one filter among them, or NULL */
    pr_scanner *scanner;     /* the filter's */
    pr_node_id base;
    /* What was seen. */
    uint32_t certain, possible;
    const pr_needs *needs;
    pr_value low, high;
    bool low_open, high_open, exact;
} fold;

static bool is_kept(const pr_vm *vm, pr_node_id id) {
    return vm->kept != NULL && vm->kept[id] == PR_KEPT_VALUE;
}

/* Finds the stages below an argument. False where there is nothing to save. */
static bool find_stages(fold *f, pr_node_id id) {
    const pr_program *p = f->vm->program;
    for (;; id = p->args[p->nodes[id].first]) {
        const pr_node *n = &p->nodes[id];
        f->base = id;
        if (is_kept(f->vm, id)) {
            break;
        }
        if (n->op == PR_OP_BUILTIN && n->data == PR_BUILTIN_APPEND && n->count > 0 && f->stage_count == 0 &&
            f->appended == NULL) {
            f->appended = n;
            continue;
        }
        bool filters = n->op == PR_OP_FILTER && f->filter == NULL &&
                       (p->nodes[p->args[n->first + 1]].flags & PR_NODE_BOOLEAN) != 0;
        if ((!filters && n->op != PR_OP_PATH) || f->stage_count == MOST_STAGES) {
            break;
        }
        stage *next = &f->stages[f->stage_count++];
        *next = (stage){id, n};
        f->filter = filters ? next : f->filter;
    }
    return f->stage_count > 0 || f->appended != NULL;
}

/* Sends an item through the stages. PR_FALSE: it is not in the list; PR_UNDECIDED: it may be. */
static pr_truth pass(fold *f, pr_value *item, const pr_needs **because) {
    pr_vm *vm = f->vm;
    pr_truth there = PR_TRUE;
    for (uint32_t i = f->stage_count; i-- > 0;) {
        const pr_node *n = f->stages[i].node;
        if (n->op == PR_OP_PATH) {
            *item = pr_vm_path(vm, f->stages[i].id, *item, vm->program->names[n->data], n->extra);
            continue;
        }
        pr_truth t = pr_scan_test(f->scanner, *item);
        if (t == PR_FALSE || t == PR_NEITHER) {
            return PR_FALSE;
        }
        if (t == PR_UNDECIDED) {
            there = PR_UNDECIDED;
            *because = pr_vm_join(vm, *because, pr_vm_needs(vm, f->scanner->predicate));
        }
    }
    return there;
}

pr_value pr_vm_add_end(pr_vm *vm, pr_value end, pr_value item, bool maybe, int sign) {
    if (end.kind == PR_NULL || item.kind == PR_NULL) {
        return pr_null();
    }
    if (maybe && pr_number_compare(item, pr_integer(0)) * sign <= 0) {
        return end;
    }
    return pr_number_add(end, item, &vm->arena);
}

/* False where it takes more than numbers to tell the sum. */
static bool add_item(fold *f, pr_value item, bool maybe) {
    pr_vm *vm = f->vm;
    if (item.kind == PR_NUMBER && !maybe && f->exact) {
        f->low = f->high = pr_number_add(f->low, item, &vm->arena);
        return f->low.kind == PR_NUMBER;
    }
    pr_bounds b;
    pr_vm_bounds(vm, item, &b);
    if (b.type != PR_NUMBER) {
        return false;
    }
    f->exact = false;
    f->low = pr_vm_add_end(vm, f->low, b.low, maybe, -1);
    f->high = pr_vm_add_end(vm, f->high, b.high, maybe, 1);
    f->low_open = f->low_open || (b.low_open && !maybe);
    f->high_open = f->high_open || (b.high_open && !maybe);
    if (item.kind == PR_UNKNOWN) {
        f->needs = pr_vm_join(vm, f->needs, pr_vm_needs_of(vm, item));
    }
    return true;
}

static bool take(fold *f, pr_value item, bool maybe, const pr_needs *because, bool sums) {
    *(maybe ? &f->possible : &f->certain) += 1;
    if (maybe) {
        f->needs = pr_vm_join(f->vm, f->needs, because);
    }
    return !sums || add_item(f, item, maybe);
}

/* What items that nobody has seen could add. */
static bool take_rest(fold *f, const pr_list *list, bool sums, bool *open) {
    pr_value item = list->rest;
    const pr_needs *because = NULL;
    *open = pass(f, &item, &because) != PR_FALSE;
    if (!*open) {
        return true;
    }
    f->needs = pr_vm_join(f->vm, list->needs, f->needs);
    if (!sums) {
        return true;
    }
    pr_bounds b;
    pr_vm_bounds(f->vm, item, &b);
    bool no_less = b.low.kind == PR_NUMBER && pr_number_compare(b.low, pr_integer(0)) >= 0;
    bool no_more = b.high.kind == PR_NUMBER && pr_number_compare(b.high, pr_integer(0)) <= 0;
    f->low = no_less ? f->low : pr_null();
    f->high = no_more ? f->high : pr_null();
    f->exact = false;
    return b.type == PR_NUMBER;
}

static bool take_list(fold *f, const pr_list *list, bool sums, bool *open) {
    for (uint32_t i = 0; i < list->count && pr_vm_step(f->vm); i++) {
        pr_value item = list->items[i];
        const pr_needs *because = pr_list_because(list, i);
        pr_truth there = pass(f, &item, &because);
        bool maybe = there == PR_UNDECIDED || pr_list_maybe(list, i);
        if (there != PR_FALSE && !take(f, item, maybe, because, sums)) {
            return false;
        }
    }
    return !list->open || take_rest(f, list, sums, open);
}

static bool take_appended(fold *f, bool sums) {
    for (uint32_t i = 1; f->appended != NULL && i < f->appended->count; i++) {
        pr_value item = pr_vm_value(f->vm, pr_node_args(f->vm->program, f->appended)[i]);
        if (!take(f, item, false, NULL, sums)) {
            return false;
        }
    }
    return true;
}

static bool finish(const fold *f, bool sums, bool open, pr_value *out) {
    pr_arena *arena = &f->vm->arena;
    if (!sums) {
        pr_value most = open ? pr_null() : pr_integer((int64_t)f->certain + f->possible);
        *out = !open && f->possible == 0 ? most
                                         : pr_unknown_bounded(f->needs, pr_integer(f->certain), false, most,
                                                              false, PR_NUMBER, arena);
        return true;
    }
    if (f->certain == 0) {
        return false; /* the sum may be the null of an empty list */
    }
    *out = f->exact
               ? f->low
               : pr_unknown_bounded(f->needs, f->low, f->low_open, f->high, f->high_open, PR_NUMBER, arena);
    return true;
}

/* count(...) of constant tuples, which differ from each other. False where it is something else. */
static bool fold_facts(fold *f, pr_node_id id, pr_value *out) {
    pr_subset listed;
    if (!pr_listed_facts(f->vm->program, id, &listed)) {
        return false;
    }
    pr_vm_count_facts(f->vm, &listed, &f->certain, &f->possible);
    for (uint32_t i = 0; f->possible > 0 && f->vm->want_needs && i < listed.fact_count; i++) {
        if (pr_vm_state(f->vm, listed.facts[i]) == PR_UNDECIDED) {
            f->needs = pr_vm_join(f->vm, f->needs, pr_vm_fact_needs(f->vm, listed.facts[i]));
        }
    }
    return finish(f, false, false, out);
}

bool pr_vm_fold(pr_vm *vm, const pr_node *node, pr_value *out) {
    bool sums = node->data == PR_BUILTIN_SUM, open = false;
    if ((!sums && node->data != PR_BUILTIN_COUNT) || node->count != 1) {
        return false;
    }
    pr_node_id of = pr_node_args(vm->program, node)[0];
    fold f = {.vm = vm, .low = pr_integer(0), .high = pr_integer(0), .exact = true};
    if (!sums && fold_facts(&f, of, out)) {
        return true;
    }
    if (!find_stages(&f, of)) {
        return false;
    }
    pr_value base = pr_vm_value(vm, f.base);
    if (base.kind != PR_LIST) {
        return false;
    }
    uint32_t complaints = vm->complaints.count;
    pr_scanner scanner;
    if (f.filter != NULL) {
        pr_scan_begin(vm, f.filter->id, &scanner);
        f.scanner = &scanner;
    }
    pr_value *outer = f.filter != NULL ? pr_vm_enter_frame(vm, f.filter->node) : NULL;
    bool done = take_list(&f, base.list, sums, &open);
    if (f.filter != NULL) {
        pr_vm_leave_frame(vm, f.filter->node, outer);
    }
    done = done && take_appended(&f, sums) && finish(&f, sums, open, out);
    vm->complaints.count = done ? vm->complaints.count : complaints; /* they will come again */
    return done;
}
