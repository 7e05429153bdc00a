/* Hash-consing and folding of nodes. */
#include "compile/graph.h"

#include "base/hash.h"
#include "feel/builtin.h"

bool pr_graph_init(pr_graph *g, pr_arena *arena, const preceptor_allocator *allocator) {
    *g = (pr_graph){.arena = arena, .seed = pr_hash_seed(), .fold = true};
    pr_map_init(&g->name_numbers, arena);
    pr_map_init(&g->places, arena);
    pr_map_init(&g->asked, arena);
    return pr_vm_init(&g->folder, &g->view, allocator, true) == PRECEPTOR_OK;
}

void pr_graph_release(pr_graph *g) { pr_vm_release(&g->folder); }

static uint64_t mix(uint64_t hash, uint64_t more) {
    hash ^= more + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xbf58476d1ce4e5b9u;
}

static uint64_t node_hash(const pr_graph *g, const pr_node *n, const pr_node_id *args) {
    uint64_t hash = mix(g->seed ^ n->op, (uint64_t)n->extra << 32 | n->data);
    for (uint32_t i = 0; i < n->count; i++) {
        hash = mix(hash, args[i]);
    }
    return hash ^ hash >> 29;
}

static bool same_node(const pr_graph *g, pr_node_id id, const pr_node *n, const pr_node_id *args) {
    const pr_node *have = &g->nodes.items[id];
    return have->op == n->op && have->extra == n->extra && have->data == n->data && have->count == n->count &&
           (n->count == 0 || memcmp(g->args.items + have->first, args, n->count * sizeof *args) == 0);
}

/* The slot of an equal node, or the free one where it would go. */
static uint32_t find(const pr_graph *g, const pr_node *n, const pr_node_id *args) {
    uint32_t mask = g->node_slot_count - 1;
    uint32_t slot = (uint32_t)node_hash(g, n, args) & mask;
    while (g->node_slots[slot] != 0 && !same_node(g, g->node_slots[slot] - 1, n, args)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool grow_nodes(pr_graph *g) {
    uint32_t count = g->node_slot_count == 0 ? 1024 : g->node_slot_count * 2;
    uint32_t *slots = PR_NEW_ARRAY(g->arena, uint32_t, count);
    if (slots == NULL) {
        return false;
    }
    uint32_t *old = g->node_slots, old_count = g->node_slot_count;
    g->node_slots = slots;
    g->node_slot_count = count;
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i] != 0) {
            const pr_node *n = &g->nodes.items[old[i] - 1];
            slots[find(g, n, g->args.items + n->first)] = old[i];
        }
    }
    return true;
}

static void refresh_view(pr_graph *g) { pr_graph_finish(g, &g->view); }

/* What is kept by node stays one for one, whatever is asked for after a failure. */
static void keep_nodes(pr_graph *g, uint32_t nodes, uint32_t args) {
    g->args.count = args;
    g->nodes.count = g->origins.count = g->makers.count = g->free.count = nodes;
}

static pr_node_id add(pr_graph *g, pr_node n, const pr_node_id *args, pr_locals free) {
    const uint32_t number = g->nodes.count;
    n.first = g->args.count;
    bool ok = true;
    for (uint32_t i = 0; i < n.count && ok; i++) {
        ok = PR_PUSH(g->arena, &g->args, args[i]);
    }
    ok = ok && PR_PUSH(g->arena, &g->nodes, n);
    ok = ok && PR_PUSH(g->arena, &g->origins, g->origin);
    ok = ok && PR_PUSH(g->arena, &g->makers, g->scope);
    ok = ok && PR_PUSH(g->arena, &g->free, free);
    if (!ok) {
        g->failed = true;
        keep_nodes(g, number, n.first);
        return PR_NONE;
    }
    return number;
}

static void drop_last(pr_graph *g) {
    uint32_t last = g->nodes.count - 1;
    keep_nodes(g, last, g->nodes.items[last].first);
}

static bool constant_equal(pr_value a, pr_value b) {
    if (a.kind != b.kind || a.flags != b.flags) {
        return false;
    }
    switch (a.kind) {
    case PR_NULL: return a.reason == b.reason;
    case PR_CONDITION:
    case PR_BOOLEAN: return a.number == b.number;
    case PR_STRING: return pr_text_equal(pr_string_text(a), pr_string_text(b));
    case PR_NUMBER:
    case PR_DATE:
    case PR_MONTHS:
    case PR_DURATION: return pr_value_same(a, b);
    default: return a.list == b.list; /* entities are one each; of large values one by identity is enough */
    }
}

/* A multiplication leaves the low bits of a pointer as even as they were. */
static uint64_t spread(uint64_t hash) { return hash ^ hash >> 29; }

static uint64_t constant_hash(pr_value v, uint64_t seed) {
    switch (v.kind) {
    case PR_STRING: return pr_hash_text(pr_string_text(v), seed);
    case PR_NUMBER:
    case PR_DATE:
    case PR_MONTHS:
    case PR_DURATION: return spread(mix(pr_value_hash(v, seed), v.kind));
    default: return spread(mix(seed ^ (uint64_t)v.number, v.kind));
    }
}

static bool grow_constants(pr_graph *g) {
    uint32_t count = g->constant_slot_count == 0 ? 256 : g->constant_slot_count * 2;
    pr_constant_slot *slots = PR_NEW_ARRAY(g->arena, pr_constant_slot, count);
    if (slots == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < g->constant_slot_count; i++) {
        pr_constant_slot s = g->constant_slots[i];
        if (s.number == 0) {
            continue;
        }
        uint32_t slot = s.hash & (count - 1);
        while (slots[slot].number != 0) {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = s;
    }
    g->constant_slots = slots;
    g->constant_slot_count = count;
    return true;
}

/* The number of a constant, one for equal values. */
static uint32_t constant_number(pr_graph *g, pr_value v) {
    if ((g->constants.count + 1) * 2 > g->constant_slot_count && !grow_constants(g)) {
        return PR_NONE;
    }
    const uint32_t mask = g->constant_slot_count - 1, hash = (uint32_t)constant_hash(v, g->seed);
    uint32_t slot = hash & mask;
    for (; g->constant_slots[slot].number != 0; slot = (slot + 1) & mask) {
        uint32_t number = g->constant_slots[slot].number - 1;
        if (g->constant_slots[slot].hash == hash && constant_equal(g->constants.items[number], v)) {
            return number;
        }
    }
    if (!PR_PUSH(g->arena, &g->constant_nodes, PR_NONE)) {
        return PR_NONE;
    }
    if (!PR_PUSH(g->arena, &g->constants, v)) {
        g->constant_nodes.count--; /* more is asked for after a failure: they stay one for one */
        return PR_NONE;
    }
    g->constant_slots[slot] = (pr_constant_slot){hash, g->constants.count};
    return g->constants.count - 1;
}

pr_node_id pr_graph_constant(pr_graph *g, pr_value v) {
    if (v.kind == PR_CONTEXT && v.context->shape == NULL) {
        v = pr_null();
    }
    uint32_t number = constant_number(g, v);
    if (number == PR_NONE) {
        g->failed = true;
        return PR_NONE;
    }
    if (g->constant_nodes.items[number] == PR_NONE) {
        uint8_t flags = v.kind == PR_BOOLEAN ? PR_NODE_BOOLEAN : 0;
        g->constant_nodes.items[number] = pr_graph_node(g, PR_OP_CONSTANT, flags, 0, number, NULL, 0);
    }
    return g->constant_nodes.items[number];
}

static size_t slot_of(const void *at, size_t slots) {
    return ((uintptr_t)at >> 4 ^ (uintptr_t)at >> 13) & (slots - 1);
}

pr_node_id pr_graph_constant_at(pr_graph *g, const pr_value *value) {
    pr_field_slot *slot = &g->fields[slot_of(value, PR_GRAPH_FIELDS)];
    if (slot->value != value) {
        *slot = (pr_field_slot){value, pr_graph_constant(g, *value)};
    }
    return slot->node;
}

const pr_value *pr_graph_member(pr_graph *g, const pr_context *context, pr_text name) {
    pr_member_slot *slot = &g->members[slot_of(name.at, PR_GRAPH_MEMBERS)];
    if (slot->shape != context->shape || slot->name != name.at || slot->length != name.length) {
        int place = pr_shape_find(context->shape, name);
        if (place < 0) {
            return NULL;
        }
        *slot = (pr_member_slot){context->shape, name.at, name.length, (uint32_t)place};
    }
    return &context->values[slot->place];
}

bool pr_graph_value(const pr_graph *g, pr_node_id id, pr_value *out) {
    if (id == PR_NONE || g->nodes.items[id].op != PR_OP_CONSTANT) {
        return false;
    }
    *out = g->constants.items[g->nodes.items[id].data];
    return true;
}

static bool is_boolean(const pr_graph *g, pr_node_id id, bool wanted) {
    pr_value v;
    return pr_graph_value(g, id, &v) && v.kind == PR_BOOLEAN && (v.number != 0) == wanted;
}

bool pr_graph_is_true(const pr_graph *g, pr_node_id id) { return is_boolean(g, id, true); }
bool pr_graph_is_false(const pr_graph *g, pr_node_id id) { return is_boolean(g, id, false); }

static bool depends_on_run(pr_op op) {
    return op == PR_OP_ATTRIBUTE || op == PR_OP_PARAMETER || op == PR_OP_TODAY || op == PR_OP_NOW ||
           op == PR_OP_LOCAL || op == PR_OP_FACT || op == PR_OP_TUPLE || op == PR_OP_RELATION ||
           op == PR_OP_CONSTANT || op == PR_OP_FUNCTION;
}

static bool makes_facts(pr_op op) { return op == PR_OP_FACT || op == PR_OP_TUPLE || op == PR_OP_RELATION; }

static bool is_iteration(pr_op op) { return op >= PR_OP_FILTER && op <= PR_OP_EVERY; }

static bool is_truth(pr_op op) {
    return (op >= PR_OP_AND && op <= PR_OP_CONDITION) || (op >= PR_OP_EQUAL && op <= PR_OP_GREATER_EQUAL) ||
           op == PR_OP_BETWEEN || op == PR_OP_IN || op == PR_OP_SOME || op == PR_OP_EVERY ||
           op == PR_OP_FACT || op == PR_OP_TUPLE;
}

static pr_locals local_bit(uint32_t n) { return (pr_locals)1 << (n < 63 ? n : 63); }

static pr_locals free_locals(const pr_graph *g, const pr_node *n, const pr_node_id *args) {
    if (n->op == PR_OP_LOCAL) {
        return local_bit(n->data);
    }
    pr_locals free = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        if (args[i] == PR_NONE) {
            continue;
        }
        pr_locals of = g->free.items[args[i]];
        if (is_iteration((pr_op)n->op) && i == 1 && n->extra < 62) {
            of &= ~(local_bit(n->extra) | local_bit(n->extra + 1u));
        }
        if (n->op == PR_OP_FUNCTION && n->extra < 62) {
            of &= local_bit(n->extra) - 1;
        }
        free |= of;
    }
    return free;
}

/* A copy of a folded value that outlives the folding machine's arena. */
static pr_value lasting(pr_graph *g, pr_value v);

static pr_value lasting_list(pr_graph *g, const pr_list *list) {
    pr_list *copy = PR_NEW(g->arena, pr_list);
    pr_value *items = PR_NEW_ARRAY(g->arena, pr_value, list->count + 1u);
    if (copy == NULL || items == NULL) {
        g->failed = true;
        return pr_null();
    }
    for (uint32_t i = 0; i < list->count; i++) {
        items[i] = lasting(g, list->items[i]);
    }
    *copy = (pr_list){.count = list->count, .items = items, .rest = pr_null()};
    return pr_list_value(copy);
}

static pr_value lasting_context(pr_graph *g, const pr_context *context) {
    pr_context *copy = PR_NEW(g->arena, pr_context);
    pr_value *values = PR_NEW_ARRAY(g->arena, pr_value, context->shape->count + 1u);
    uint32_t shape = pr_graph_shape(g, context->shape->names, context->shape->count);
    if (copy == NULL || values == NULL || shape == PR_NONE) {
        g->failed = true;
        return pr_null();
    }
    for (uint32_t i = 0; i < context->shape->count; i++) {
        values[i] = lasting(g, context->values[i]);
    }
    *copy = (pr_context){.shape = g->shapes.items[shape], .values = values};
    return pr_context_value(copy);
}

static pr_value lasting(pr_graph *g, pr_value v) {
    switch (v.kind) {
    case PR_NUMBER:
        if ((v.flags & PR_FLAG_BIG) != 0) {
            void *copy = pr_arena_alloc(g->arena, 16, 16);
            if (copy != NULL) {
                memcpy(copy, v.decimal, 16);
            }
            g->failed = g->failed || copy == NULL;
            v.decimal = copy;
        }
        return v;
    case PR_STRING:
        return (v.flags & PR_FLAG_INTERNED) != 0 ? v : pr_string(pr_text_copy(g->arena, pr_string_text(v)));
    case PR_TIME:
    case PR_DATE_TIME: {
        pr_date_time *copy = PR_NEW(g->arena, pr_date_time);
        if (copy == NULL) {
            g->failed = true;
            return pr_null();
        }
        *copy = *v.moment;
        copy->zone = pr_text_copy(g->arena, v.moment->zone);
        v.moment = copy;
        return v;
    }
    case PR_LIST: return lasting_list(g, v.list);
    case PR_CONTEXT: return lasting_context(g, v.context);
    case PR_RANGE: {
        pr_range *copy = PR_NEW(g->arena, pr_range);
        if (copy == NULL) {
            g->failed = true;
            return pr_null();
        }
        *copy = *v.range;
        copy->low = lasting(g, v.range->low);
        copy->high = lasting(g, v.range->high);
        v.range = copy;
        return v;
    }
    default: return v;
    }
}

/* A value that is a field of something constant needs no copy. */
static bool borrows(pr_op op, pr_value v) {
    return op == PR_OP_PATH && (v.kind == PR_LIST || v.kind == PR_CONTEXT || v.kind == PR_STRING ||
                                v.kind == PR_NUMBER || v.kind == PR_ENTITY);
}

/* The value of a node all of whose arguments are constants; false where it must stay for the run. */
static bool fold(pr_graph *g, pr_node n, const pr_node_id *args, pr_value *out) {
    for (uint32_t i = 0; i < n.count; i++) {
        bool body = is_iteration((pr_op)n.op) && i == 1;
        if (args[i] == PR_NONE || (!body && g->nodes.items[args[i]].op != PR_OP_CONSTANT)) {
            return false;
        }
        if (body && g->nodes.items[args[i]].op != PR_OP_CONSTANT) {
            return false;
        }
    }
    pr_node_id id = add(g, n, args, 0);
    if (id == PR_NONE) {
        return false;
    }
    refresh_view(g);
    pr_arena_reset(&g->folder.arena);
    g->folder.status = PRECEPTOR_OK;
    g->folder.steps = g->folder.depth = 0;
    g->folder.complaints.items = NULL;
    g->folder.complaints.count = g->folder.complaints.capacity = 0;
    g->folder.strict = true;
    pr_value v = pr_vm_value(&g->folder, id);
    /* A constant that was not computed for want of memory is none, and what looks for constants would say so. */
    g->failed = g->failed || g->folder.arena.failed || g->folder.status == PRECEPTOR_NO_MEMORY;
    bool clean = g->folder.status == PRECEPTOR_OK && g->folder.complaints.count == 0;
    bool ok = clean && v.kind != PR_UNKNOWN && v.kind != PR_FUNCTION && v.kind != PR_CONDITION &&
              !(v.kind == PR_LIST && v.list->uncertain);
    bool path_of_list = n.op == PR_OP_PATH && v.kind == PR_LIST && pr_value_has_unknown(v);
    drop_last(g);
    if (!ok || path_of_list) {
        return false;
    }
    *out = borrows((pr_op)n.op, v) && n.op == PR_OP_PATH &&
                   g->constants.items[g->nodes.items[args[0]].data].kind != PR_LIST
               ? v
               : lasting(g, v);
    return !g->failed;
}

/* Whether two texts that are known are the same: most of what rules compare before the run. */
static bool texts_known(const pr_graph *g, const pr_node_id *args, pr_value *same) {
    pr_value a, b;
    bool known = pr_graph_value(g, args[0], &a) && pr_graph_value(g, args[1], &b) && a.kind == PR_STRING &&
                 b.kind == PR_STRING;
    *same = pr_boolean(known && pr_text_equal(pr_string_text(a), pr_string_text(b)));
    return known;
}

/* `and` and `or` without what settles nothing, nested ones joined, each part once. Gives PR_NONE where a
 * node remains to be made of *count parts. */
static pr_node_id simplify_junction(pr_graph *g, pr_op op, const pr_node_id *args, uint32_t count,
                                    pr_node_id *parts, uint32_t *kept) {
    *kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (is_boolean(g, args[i], op == PR_OP_OR)) {
            return args[i];
        }
        bool seen = is_boolean(g, args[i], op == PR_OP_AND);
        for (uint32_t k = 0; k < *kept && !seen; k++) {
            seen = parts[k] == args[i];
        }
        if (!seen) {
            parts[(*kept)++] = args[i];
        }
    }
    if (*kept == 0) {
        return pr_graph_constant(g, pr_boolean(op == PR_OP_AND));
    }
    return *kept == 1 && (g->nodes.items[parts[0]].flags & PR_NODE_BOOLEAN) != 0 ? parts[0] : PR_NONE;
}

static bool sure(const pr_graph *g, pr_node_id id) {
    return id == PR_NONE || (g->nodes.items[id].flags & PR_NODE_SURE) != 0;
}

static bool is_truth_value(const pr_graph *g, pr_node_id id) {
    return (g->nodes.items[id].flags & PR_NODE_BOOLEAN) != 0;
}

/* Null comes from null operands and from empty lists; an error is unknown instead. */
static bool never_null(const pr_graph *g, const pr_node *n, const pr_node_id *args) {
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT:
        return g->constants.items[n->data].kind != PR_NULL &&
               g->constants.items[n->data].kind != PR_CONDITION &&
               g->constants.items[n->data].kind != PR_UNKNOWN;
    case PR_OP_CONDITION:
    case PR_OP_FACT:
    case PR_OP_TUPLE:
    case PR_OP_RELATION:
    case PR_OP_EQUAL:
    case PR_OP_NOT_EQUAL:
    case PR_OP_PARAMETER:
    case PR_OP_TODAY:
    case PR_OP_NOW:
    case PR_OP_TEMPLATE:
    case PR_OP_LIST: return true;
    case PR_OP_ATTRIBUTE: return (n->flags & PR_NODE_SURE) != 0;
    case PR_OP_IN: {
        pr_op set = (pr_op)g->nodes.items[args[1]].op;
        return (set == PR_OP_CONSTANT || set == PR_OP_ATTRIBUTE || set == PR_OP_LIST) && sure(g, args[0]) &&
               sure(g, args[1]);
    }
    /* Of anything but a boolean they make null. */
    case PR_OP_AND:
    case PR_OP_OR:
    case PR_OP_NOT:
        for (uint32_t i = 0; i < n->count; i++) {
            if (!sure(g, args[i]) || !is_truth_value(g, args[i])) {
                return false;
            }
        }
        return true;
    case PR_OP_SOME:
    case PR_OP_EVERY: return sure(g, args[0]) && sure(g, args[1]) && is_truth_value(g, args[1]);
    case PR_OP_LESS:
    case PR_OP_LESS_EQUAL:
    case PR_OP_GREATER:
    case PR_OP_GREATER_EQUAL:
    case PR_OP_BETWEEN:
    case PR_OP_ADD:
    case PR_OP_SUBTRACT:
    case PR_OP_MULTIPLY:
    case PR_OP_DIVIDE:
    case PR_OP_NEGATE:
        for (uint32_t i = 0; i < n->count; i++) {
            if (!sure(g, args[i])) {
                return false;
            }
        }
        return true;
    case PR_OP_FILTER: return sure(g, args[0]) && is_truth_value(g, args[1]);
    case PR_OP_IF: return sure(g, args[1]) && sure(g, args[2]);
    case PR_OP_BUILTIN: return n->data == PR_BUILTIN_COUNT && sure(g, args[0]);
    default: return false;
    }
}

bool pr_graph_is_plain(pr_value v) {
    bool plain = v.kind <= PR_DURATION || v.kind == PR_RANGE || v.kind == PR_LIST;
    for (uint32_t i = 0; v.kind == PR_LIST && plain && i < v.list->count; i++) {
        plain = v.list->items[i].kind != PR_LIST && pr_graph_is_plain(v.list->items[i]);
    }
    return plain;
}

static bool is_fixed(const pr_graph *g, const pr_node *n, const pr_node_id *args) {
    bool leaf = n->op == PR_OP_PARAMETER || n->op == PR_OP_TODAY || n->op == PR_OP_NOW;
    bool joins = (n->op >= PR_OP_ADD && n->op <= PR_OP_NEGATE) || n->op == PR_OP_BUILTIN ||
                 n->op == PR_OP_LIST || n->op == PR_OP_RANGE || n->op == PR_OP_PATH;
    for (uint32_t i = 0; joins && i < n->count; i++) {
        const pr_node *of = &g->nodes.items[args[i]];
        joins = of->op == PR_OP_CONSTANT ? pr_graph_is_plain(g->constants.items[of->data])
                                         : (of->flags & PR_NODE_FIXED) != 0;
    }
    return leaf || joins;
}

static pr_node_id intern(pr_graph *g, pr_node n, const pr_node_id *args) {
    if ((g->nodes.count + 1) * 2 > g->node_slot_count && !grow_nodes(g)) {
        g->failed = true;
        return PR_NONE;
    }
    uint32_t slot = find(g, &n, args);
    if (g->node_slots[slot] != 0) {
        pr_node_id known = g->node_slots[slot] - 1;
        g->nodes.items[known].flags |= n.flags & PR_NODE_ASKS;
        return known;
    }
    pr_locals free = free_locals(g, &n, args);
    n.flags |= free == 0 ? PR_NODE_CLOSED : 0;
    n.flags |= makes_facts((pr_op)n.op) ? PR_NODE_FACTS : 0;
    n.flags |= is_fixed(g, &n, args) ? PR_NODE_FIXED : 0;
    n.flags = (uint8_t)(never_null(g, &n, args) ? n.flags | PR_NODE_SURE : n.flags & ~PR_NODE_SURE);
    for (uint32_t i = 0; i < n.count; i++) {
        n.flags |= args[i] != PR_NONE ? g->nodes.items[args[i]].flags & PR_NODE_FACTS : 0;
    }
    if (n.op == PR_OP_LOCAL && n.data + 2 > g->frame_size) {
        g->frame_size = n.data + 2;
    }
    if ((is_iteration((pr_op)n.op) || n.op == PR_OP_FUNCTION) && n.extra + 3u > g->frame_size) {
        g->frame_size = n.extra + 3u;
    }
    pr_node_id id = add(g, n, args, free);
    if (id != PR_NONE) {
        g->node_slots[slot] = id + 1;
    }
    return id;
}

pr_node_id pr_graph_node(pr_graph *g, pr_op op, uint8_t flags, uint16_t extra, uint32_t data,
                         const pr_node_id *args, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (args[i] == PR_NONE && op != PR_OP_TUPLE) {
            return PR_NONE;
        }
    }
    pr_node n = {.op = (uint8_t)op, .flags = flags, .extra = extra, .data = data, .count = count};
    if (op == PR_OP_FILTER) {
        n.data = (g->free.items[args[1]] & local_bit(extra)) == 0;
    }
    if (is_truth(op)) {
        n.flags |= PR_NODE_BOOLEAN;
    }
    if (g->failed) {
        return PR_NONE;
    }
    if (g->fold && (op == PR_OP_AND || op == PR_OP_OR)) {
        pr_node_id *parts = PR_NEW_ARRAY(g->arena, pr_node_id, count + 1u);
        if (parts == NULL) {
            g->failed = true;
            return PR_NONE;
        }
        pr_node_id simple = simplify_junction(g, op, args, count, parts, &n.count);
        if (simple != PR_NONE || g->failed) {
            return simple;
        }
        return intern(g, n, parts);
    }
    if (g->fold && op == PR_OP_CONDITION) {
        const uint8_t wanted = PR_NODE_SURE | PR_NODE_BOOLEAN;
        if ((g->nodes.items[args[0]].flags & wanted) == wanted) {
            return args[0];
        }
    }
    pr_value v;
    if (g->fold && (op == PR_OP_EQUAL || op == PR_OP_NOT_EQUAL) && texts_known(g, args, &v)) {
        return pr_graph_constant(g, pr_boolean((v.number != 0) == (op == PR_OP_EQUAL)));
    }
    if (g->fold && !depends_on_run(op) && fold(g, n, args, &v)) {
        return pr_graph_constant(g, v);
    }
    return intern(g, n, args);
}

/* Only while its maker lowers the expression that made it; a definition's own words give way to its name. */
static bool may_rename(const pr_graph *g, pr_node_id node, pr_graph_mark mark) {
    uint32_t maker = g->makers.items[node];
    return node >= mark.nodes && (maker == g->scope || pr_is_definition_scope(maker));
}

static uint32_t place_of(const pr_graph *g, const pr_node_place *place) {
    return pr_map_get(&g->places, (pr_text){(const char *)place, sizeof *place});
}

bool pr_graph_is_placed(const pr_graph *g, pr_node_id node, pr_graph_mark mark) {
    if (node == PR_NONE || node >= mark.nodes) {
        return false;
    }
    const pr_node_place place = {g->scope, node};
    uint32_t at = place_of(g, &place);
    return g->makers.items[node] == g->scope || (at != PR_MAP_NONE && at < mark.places);
}

void pr_graph_place(pr_graph *g, pr_node_id node, pr_node_origin origin, pr_graph_mark mark) {
    pr_op op = node != PR_NONE ? (pr_op)g->nodes.items[node].op : PR_OP_CONSTANT;
    bool worded = op > PR_OP_RELATION || op == PR_OP_ATTRIBUTE || op == PR_OP_PARAMETER;
    if (!worded) {
        return;
    }
    if (may_rename(g, node, mark)) {
        g->origins.items[node] = origin;
        return;
    }
    if (g->scope == 0 || g->makers.items[node] == g->scope) {
        return;
    }
    const pr_node_place place = {g->scope, node};
    uint32_t at = place_of(g, &place);
    if (at != PR_MAP_NONE) {
        if (at >= mark.places) {
            g->place_origins.items[at] = origin;
        }
        return;
    }
    pr_node_place *key = PR_NEW(g->arena, pr_node_place);
    if (key == NULL || !PR_PUSH(g->arena, &g->place_origins, origin)) {
        g->failed = true;
        return;
    }
    *key = place;
    if (!pr_map_put(&g->places, (pr_text){(const char *)key, sizeof *key}, g->place_origins.count - 1)) {
        g->failed = true;
    }
}

static void put_asked(pr_graph *g, pr_node_place asked, uint32_t value) {
    pr_node_place *key = PR_NEW(g->arena, pr_node_place);
    if (key == NULL) {
        g->failed = true;
        return;
    }
    *key = asked;
    if (!pr_map_put(&g->asked, (pr_text){(const char *)key, sizeof *key}, value)) {
        g->failed = true;
    }
}

void pr_graph_ask(pr_graph *g, uint32_t condition) {
    const pr_node_place asked = {g->scope, condition}, last = {g->scope, PR_NONE};
    if (g->scope == 0 ||
        pr_map_get(&g->asked, (pr_text){(const char *)&asked, sizeof asked}) != PR_MAP_NONE) {
        return;
    }
    const uint32_t before = pr_map_get(&g->asked, (pr_text){(const char *)&last, sizeof last});
    put_asked(g, asked, before != PR_MAP_NONE ? before : 0);
    put_asked(g, last, condition + 1);
}

pr_node_id pr_graph_as_slot(pr_graph *g, pr_node_id node) {
    if (node == PR_NONE || g->nodes.items[node].op != PR_OP_TEMPLATE) {
        return node;
    }
    pr_node n = g->nodes.items[node];
    pr_node_id *args = PR_NEW_ARRAY(g->arena, pr_node_id, n.count + 1u);
    if (args == NULL) {
        g->failed = true;
        return PR_NONE;
    }
    memcpy(args, g->args.items + n.first, n.count * sizeof *args);
    return pr_graph_node(g, PR_OP_TEMPLATE, 0, 0, PR_TEMPLATE_SLOT, args, n.count);
}

uint32_t pr_graph_name(pr_graph *g, pr_text name) {
    uint32_t number = pr_map_get(&g->name_numbers, name);
    if (number == PR_MAP_NONE) {
        number = g->names.count;
        if (!PR_PUSH(g->arena, &g->names, name) || !pr_map_put(&g->name_numbers, name, number)) {
            g->failed = true;
            return PR_NONE;
        }
    }
    return number;
}

uint32_t pr_graph_shape(pr_graph *g, const pr_text *names, uint32_t count) {
    for (uint32_t i = 0; i < g->shapes.count; i++) {
        const pr_shape *have = g->shapes.items[i];
        bool same = have->count == count;
        for (uint32_t k = 0; k < count && same; k++) {
            same = pr_text_equal(have->names[k], names[k]);
        }
        if (same) {
            return i;
        }
    }
    pr_value *none = PR_NEW_ARRAY(g->arena, pr_value, count + 1u);
    const pr_context *context = none != NULL ? pr_context_make(names, none, count, g->arena) : NULL;
    if (context == NULL || !PR_PUSH(g->arena, &g->shapes, context->shape)) {
        g->failed = true;
        return PR_NONE;
    }
    return g->shapes.count - 1;
}

void pr_graph_finish(const pr_graph *g, pr_program *p) {
    p->nodes = g->nodes.items;
    p->origins = g->origins.items;
    p->makers = g->makers.items;
    p->places = g->places;
    p->asked = g->asked;
    p->place_origins = g->place_origins.items;
    p->node_count = g->nodes.count;
    p->args = g->args.items;
    p->arg_count = g->args.count;
    p->constants = g->constants.items;
    p->constant_count = g->constants.count;
    p->names = g->names.items;
    p->shapes = g->shapes.items;
    p->types = g->types.items;
    p->functions = g->functions.items;
    p->function_types = g->function_types.items;
    p->frame_size = g->frame_size;
}
