/* Recommendations: tuples of equal id become one, reasons joined, the highest priority first. */
#include "advise/parts.h"

#include "base/sort.h"

/* Priorities and phases are ordered as their enum declares them; of plain text, these words have an order. */
static const char *const common_order[] = {"critical", "urgent", "high", "medium", "normal", "low"};

static uint32_t order_of(const pr_vm *vm, const char *slot, pr_text value) {
    const pr_relation *r = &vm->program->relations[vm->program->roles[PR_ROLE_RECOMMENDATION]];
    int at = pr_shape_find(r->shape, pr_text_of(slot));
    const pr_schema *schema = at >= 0 ? r->slots[at].schema : NULL;
    const uint32_t declared = schema != NULL ? pr_schema_value(schema, value) : PR_MAP_NONE;
    if (declared != PR_MAP_NONE) {
        return declared;
    }
    for (uint32_t i = 0; i < sizeof common_order / sizeof common_order[0]; i++) {
        if (pr_text_is(value, common_order[i])) {
            return i;
        }
    }
    return UINT32_MAX;
}

typedef PR_VEC(pr_text) texts;

typedef struct merged {
    pr_recommendation r;
    texts rules, because;
    pr_caveats caveats;
    const pr_needs *needs;
} merged;

static bool add_text(pr_vm *vm, texts *all, pr_text text) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (pr_text_equal(all->items[i], text)) {
            return true;
        }
    }
    return text.length == 0 || PR_PUSH(&vm->arena, all, text);
}

/* A recommendation rests on its topic and on what its rule was applied to, but for subjects and what they require:
 * what is to be said of those stands beside their verdicts. */
static bool add_caveats(pr_vm *vm, merged *m, const pr_value *from) {
    bool rests = from->kind == PR_ENTITY &&
                 !pr_text_is(vm->program->collections[from->entity->collection].role, "subject");
    return !rests || pr_advise_add_caveats(vm, &m->caveats, pr_advise_value(from->entity->fields, "caveats"));
}

typedef struct reasons {
    pr_vm *vm;
    merged *of;
} reasons;

/* The sources of a reason are those of its rule and of the entities that the rule was applied to. */
static bool add_reason(void *context, uint32_t rule, pr_node_id because, const pr_value *bindings) {
    pr_vm *vm = ((reasons *)context)->vm;
    merged *m = ((reasons *)context)->of;
    bool ok = add_text(vm, &m->rules, vm->program->rules[rule].id);
    pr_value said = because != PR_NONE ? pr_vm_value(vm, because) : pr_null();
    ok = ok && add_text(vm, &m->because, said.kind == PR_STRING ? pr_string_text(said) : (pr_text){0});
    m->r.sources = pr_advise_rule_sources(vm, m->r.sources, rule, bindings);
    for (uint32_t i = 0; i < vm->program->rules[rule].variable_count; i++) {
        ok = ok && add_caveats(vm, m, &bindings[i]);
    }
    return ok;
}

static pr_text slot_text(const pr_vm *vm, const pr_row *row, const char *slot) {
    pr_value v = pr_advise_slot(vm, PR_ROLE_RECOMMENDATION, row, slot);
    if (v.kind == PR_ENTITY) {
        return v.entity->id;
    }
    return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
}

static void fill(pr_vm *vm, pr_recommendation *r, const pr_row *row) {
    r->id = slot_text(vm, row, "id");
    r->topic = slot_text(vm, row, "topic");
    r->phase = slot_text(vm, row, "phase");
    r->priority = slot_text(vm, row, "priority");
    r->text = slot_text(vm, row, "text");
    r->detail = slot_text(vm, row, "detail");
    r->due = pr_advise_slot(vm, PR_ROLE_RECOMMENDATION, row, "due");
    if (r->due.kind != PR_DATE) {
        r->due = pr_null();
    }
    r->phase_order = order_of(vm, "phase", r->phase);
    r->priority_order = order_of(vm, "priority", r->priority);
}

/* What is certain comes before what may be, then the higher priority; of equals, so that the order of records does not
 * matter, the text that comes first. */
static bool is_better(const pr_recommendation *a, const pr_recommendation *b) {
    if (a->certain != b->certain) {
        return a->certain;
    }
    if (a->priority_order != b->priority_order) {
        return a->priority_order < b->priority_order;
    }
    return pr_text_compare(a->text, b->text) < 0;
}

static bool merge_row(pr_vm *vm, merged *m, const pr_row *row, bool fresh) {
    pr_recommendation next = {0};
    fill(vm, &next, row);
    pr_value id = pr_advise_slot(vm, PR_ROLE_RECOMMENDATION, row, "id");
    next.certain = row->state == PR_TRUE && id.kind != PR_UNKNOWN;
    next.sources = fresh ? pr_null() : m->r.sources;
    if (fresh) {
        *m = (merged){.r = next};
    } else if (is_better(&next, &m->r)) {
        m->r = next;
    }
    if (row->state != PR_TRUE) {
        m->needs = pr_needs_join(m->needs, pr_advise_row_needs(vm, row), &vm->arena);
    }
    m->needs = pr_needs_join(m->needs, pr_vm_needs_of(vm, id), &vm->arena);
    pr_value topic = pr_advise_slot(vm, PR_ROLE_RECOMMENDATION, row, "topic");
    return pr_advise_reasons(vm, row, add_reason, &(reasons){vm, m}) && add_caveats(vm, m, &topic);
}

static int by_rank(const void *a, const void *b) {
    const pr_recommendation *x = a, *y = b;
    if (x->phase_order != y->phase_order) {
        return x->phase_order < y->phase_order ? -1 : 1;
    }
    int phase = pr_text_compare(x->phase, y->phase);
    if (phase != 0) {
        return phase;
    }
    if (x->priority_order != y->priority_order) {
        return x->priority_order < y->priority_order ? -1 : 1;
    }
    int64_t due = x->due.kind == PR_DATE ? x->due.number : INT64_MAX;
    int64_t other = y->due.kind == PR_DATE ? y->due.number : INT64_MAX;
    if (due != other) {
        return due < other ? -1 : 1;
    }
    if (x->certain != y->certain) {
        return x->certain ? -1 : 1;
    }
    return pr_text_compare(x->id, y->id);
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

static pr_recommendation finished(pr_vm *vm, merged *m) {
    if (m->rules.count > 1) {
        pr_sort(m->rules.items, m->rules.count, sizeof(pr_text), by_text);
    }
    if (m->because.count > 1) {
        pr_sort(m->because.items, m->because.count, sizeof(pr_text), by_text);
    }
    m->r.rules = m->rules.items;
    m->r.rule_count = m->rules.count;
    m->r.because = m->because.items;
    m->r.because_count = m->because.count;
    m->r.caveats = m->caveats.items;
    m->r.caveat_count = m->caveats.count;
    if (!m->r.certain) {
        m->r.needs = pr_advise_needs(vm, m->needs, &m->r.need_count);
    }
    return m->r;
}

bool pr_advise_recommendations(pr_vm *vm, pr_advice *advice) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(vm, PR_ROLE_RECOMMENDATION, &rows), kept = 0;
    merged *all = PR_NEW_ARRAY(&vm->arena, merged, count + 1u);
    pr_recommendation *out = PR_NEW_ARRAY(&vm->arena, pr_recommendation, count + 1u);
    pr_map ids;
    pr_map_init(&ids, &vm->arena);
    if (all == NULL || out == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        pr_text id = slot_text(vm, &rows[i], "id");
        /* Which one it is may not be known: then it is none of the others. */
        uint32_t at = id.length > 0 ? pr_map_get(&ids, id) : PR_MAP_NONE;
        bool fresh = at == PR_MAP_NONE;
        if (fresh) {
            at = kept++;
            if (id.length > 0 && !pr_map_put(&ids, id, at)) {
                return false;
            }
        }
        if (!merge_row(vm, &all[at], &rows[i], fresh)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < kept; i++) {
        out[i] = finished(vm, &all[i]);
    }
    pr_sort(out, kept, sizeof *out, by_rank);
    advice->recommendations = out;
    advice->recommendation_count = kept;
    return true;
}
