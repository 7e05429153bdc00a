/* Conditions on the records of a list that compare fields with values at hand: `r.kind = "paid" and r.weeks >= 4`.
 * What they compare is laid out as keys, so that going through a list need not walk the graph for each record. */
#include "compile/build.h"

#include "feel/builtin.h"

typedef struct layout {
    pr_build *build;
    pr_program *program;
    PR_VEC(pr_scan_key) keys;
    PR_VEC(pr_scan) scans;
    pr_map columns;        /* what equal keys have in common, as bytes -> their number */
    uint32_t local;        /* in which the records stand that are looked at */
    const pr_shape *shape; /* theirs, where they are of a list of the profile; NULL: not known */
    uint32_t attribute;    /* that list */
} layout;

bool pr_find_at_hand(const pr_program *p, pr_node_id id, pr_at_hand *out) {
    const pr_node *n = pr_node_at(p, id);
    *out = (pr_at_hand){PR_NONE, PR_NONE, pr_null()};
    if (n->op == PR_OP_CONSTANT) {
        out->value = p->constants[n->data];
        return !pr_is_error(out->value);
    }
    if (n->op == PR_OP_ATTRIBUTE) {
        out->attribute = n->data;
    } else {
        out->node = id;
    }
    return (n->flags & PR_NODE_CLOSED) != 0;
}

/* The place of a field: conditions on other lists share the node, which only guesses it. */
static int place_of(const layout *l, const pr_node *n) {
    return l->shape != NULL ? pr_shape_find(l->shape, l->program->names[n->data]) : (int)n->extra - 1;
}

/* Is it a field of the record? */
static bool is_field(const layout *l, const pr_node *n) {
    if (n->op != PR_OP_PATH) {
        return false;
    }
    const pr_node *of = pr_node_at(l->program, l->program->args[n->first]);
    return of->op == PR_OP_LOCAL && of->data == l->local && place_of(l, n) >= 0;
}

/* What stays the same while the records are gone through: a variable around the iteration, or its member, too. */
static bool find_operand(const layout *l, pr_node_id id, pr_at_hand *out) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node *of = n->op == PR_OP_PATH ? pr_node_at(p, p->args[n->first]) : n;
    bool outer = of->op == PR_OP_LOCAL && of->data != l->local;
    return pr_find_at_hand(p, id, out) || outer;
}

uint8_t pr_turned_op(uint8_t op) {
    switch ((pr_op)op) {
    case PR_OP_LESS: return PR_OP_GREATER;
    case PR_OP_LESS_EQUAL: return PR_OP_GREATER_EQUAL;
    case PR_OP_GREATER: return PR_OP_LESS;
    case PR_OP_GREATER_EQUAL: return PR_OP_LESS_EQUAL;
    default: return op;
    }
}

/* What a key says of a list of the profile rests on these numbers, equal for equal keys. `with` is the node of the
 * value at hand, or stands for the other field: equal closed expressions are one node. */
static bool set_column(layout *l, pr_scan_key *key, uint32_t with) {
    const uint32_t test = key->test != NULL ? key->test->function : 0;
    const uint32_t same[] = {l->attribute, key->place, key->op, with, test};
    const pr_text bytes = {(const char *)same, sizeof same};
    key->column = pr_map_get(&l->columns, bytes);
    if (key->column != PR_MAP_NONE) {
        return true;
    }
    key->column = l->columns.count;
    return pr_map_put(&l->columns, pr_text_copy(&l->build->drafting, bytes), key->column);
}

/* What rests on facts may change within an evaluation. */
static bool keeps_still(const pr_program *p, pr_node_id with) {
    const uint8_t flags = with != PR_NONE ? p->nodes[with].flags : PR_NODE_CLOSED;
    return (flags & (PR_NODE_CLOSED | PR_NODE_FACTS)) == PR_NODE_CLOSED;
}

/* `paid > due`: of records of which it is known where both stand. */
static bool find_other(const layout *l, pr_node_id with, uint16_t *place) {
    const pr_node *n = with != PR_NONE ? pr_node_at(l->program, with) : NULL;
    *place = PR_NO_PLACE;
    if (n != NULL && l->shape != NULL && is_field(l, n)) {
        *place = (uint16_t)place_of(l, n);
    }
    return *place != PR_NO_PLACE;
}

/* Of `r.weeks >= 4` and `r.weeks < 4` one is made the negation of the other, so that they have a column in common. */
static uint8_t positive(uint8_t op, bool *negated) {
    bool turns = op == PR_OP_NOT_EQUAL || op == PR_OP_GREATER || op == PR_OP_GREATER_EQUAL;
    *negated = *negated != turns;
    return op == PR_OP_NOT_EQUAL       ? PR_OP_EQUAL
           : op == PR_OP_GREATER       ? PR_OP_LESS_EQUAL
           : op == PR_OP_GREATER_EQUAL ? PR_OP_LESS
                                       : op;
}

static bool add_key(layout *l, uint8_t op, bool negated, pr_node_id field, pr_node_id with) {
    const pr_node *n = pr_node_at(l->program, field);
    op = positive(op, &negated);
    pr_scan_key key = {.op = op,
                       .negated = negated,
                       .name = n->data,
                       .column = PR_NONE,
                       .with = {PR_NONE, PR_NONE, pr_null()}};
    if (!is_field(l, n)) {
        return false;
    }
    bool other = find_other(l, with, &key.other);
    if (!other && with != PR_NONE && !find_operand(l, with, &key.with)) {
        return false;
    }
    key.place = (uint16_t)place_of(l, n);
    key.text = op == PR_OP_EQUAL && !other && key.with.value.kind == PR_STRING;
    if (l->shape != NULL && (other || keeps_still(l->program, with)) &&
        !set_column(l, &key, other ? PR_NONE - 1u - key.other : with)) {
        return false;
    }
    return PR_PUSH(l->build->arena, &l->keys, key);
}

/* A text of the records is tested. */
static bool add_test(layout *l, pr_node_id id, bool negated) {
    pr_scan_key key = {.op = PR_OP_BUILTIN,
                       .negated = negated,
                       .other = PR_NO_PLACE,
                       .column = PR_NONE,
                       .with = {PR_NONE, PR_NONE, pr_null()}};
    const pr_node_id text = pr_find_text_test(l->build, id, &key.test);
    const pr_node *n = text != PR_NONE ? pr_node_at(l->program, text) : NULL;
    if (n == NULL || !is_field(l, n)) {
        return false;
    }
    key.name = n->data;
    key.place = (uint16_t)place_of(l, n);
    key.costly = key.test->function == PR_BUILTIN_MATCHES;
    const pr_node *call = pr_node_at(l->program, id);
    const pr_node_id with =
        call->count == 2 ? pr_node_args(l->program, call)[1] : id; /* that with flags is its own */
    return (l->shape == NULL || set_column(l, &key, with)) && PR_PUSH(l->build->arena, &l->keys, key);
}

/* A condition that is one comparison. */
static bool add_comparison(layout *l, pr_node_id id, bool negated) {
    const pr_node *n = pr_node_at(l->program, id);
    const pr_node_id *args = pr_node_args(l->program, n);
    if (n->op == PR_OP_IN) {
        return add_key(l, n->op, negated, args[0], args[1]);
    }
    if (n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) {
        return add_key(l, n->op, negated, args[0], args[1]) ||
               add_key(l, pr_turned_op(n->op), negated, args[1], args[0]);
    }
    return n->op == PR_OP_BUILTIN ? add_test(l, id, negated) : add_key(l, PR_OP_PATH, negated, id, PR_NONE);
}

/* Adds the keys of comparisons joined by `or`, which a negation makes of those joined by `and`. */
static bool add_alternatives(layout *l, pr_node_id id, bool negated) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if (n->op == PR_OP_NOT || n->op == PR_OP_CONDITION) {
        return add_alternatives(l, args[0], n->op == PR_OP_NOT ? !negated : negated);
    }
    if (n->op == PR_OP_BETWEEN && negated) {
        return add_key(l, PR_OP_GREATER_EQUAL, true, args[0], args[1]) &&
               add_key(l, PR_OP_LESS_EQUAL, true, args[0], args[2]);
    }
    bool ok = true;
    if (n->op == (negated ? PR_OP_AND : PR_OP_OR)) {
        for (uint32_t i = 0; i < n->count && ok; i++) {
            ok = add_alternatives(l, args[i], negated);
        }
        return ok;
    }
    return add_comparison(l, id, negated);
}

/* Adds the keys of a condition: comparisons joined by `and`, each of which may be some joined by `or`. Where there is
 * more to it, those before that stand, and it is false. (Null of a key is left to the evaluator, so that it is no
 * matter here whether it is made false before a negation.) */
static bool add_keys(layout *l, pr_node_id id, bool negated) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    const uint32_t first = l->keys.count;
    if (n->op == PR_OP_NOT || n->op == PR_OP_CONDITION) {
        return add_keys(l, args[0], n->op == PR_OP_NOT ? !negated : negated);
    }
    bool ok = true;
    if (n->op == (negated ? PR_OP_OR : PR_OP_AND)) {
        for (uint32_t i = 0; i < n->count && ok; i++) {
            ok = add_keys(l, args[i], negated);
        }
        return ok;
    }
    const bool both = n->op == PR_OP_BETWEEN && !negated;
    ok = both ? add_key(l, PR_OP_GREATER_EQUAL, false, args[0], args[1]) &&
                    add_key(l, PR_OP_LESS_EQUAL, false, args[0], args[2])
              : add_alternatives(l, id, negated);
    l->keys.count = ok ? l->keys.count : first;
    for (uint32_t i = first; !both && i + 1 < l->keys.count; i++) {
        l->keys.items[i].or_next = true;
    }
    return ok;
}

/* Lays out a condition on the records of a list, which stand in `local`. Gives its number, from 1; 0: it has no
 * keys. */
static uint32_t lay_out(layout *l, pr_node_id list, uint32_t local, pr_node_id condition) {
    const pr_node *source = pr_node_at(l->program, list);
    const bool given = source->op == PR_OP_ATTRIBUTE;
    pr_scan scan = {.first = l->keys.count};
    l->local = local;
    l->attribute = source->data;
    l->shape = given ? pr_records_shape(&l->program->attributes[source->data]) : NULL;
    scan.shape = l->shape;
    scan.complete = add_keys(l, condition, false);
    scan.count = l->keys.count - scan.first;
    bool any = scan.count > 0 && PR_PUSH(l->build->arena, &l->scans, scan);
    return any ? l->scans.count : 0;
}

/* What a loop tests of the records of lists of the profile. */
static const uint32_t *lay_out_loop(layout *l, const pr_loop *loop) {
    uint32_t *scans = PR_NEW_ARRAY(l->build->arena, uint32_t, loop->level_count + 1u);
    bool any = false;
    for (uint32_t i = 0; scans != NULL && i < loop->level_count; i++) {
        bool given = pr_node_at(l->program, loop->sources[i])->op == PR_OP_ATTRIBUTE;
        bool tested = loop->tests[i + 1] != PR_NONE;
        scans[i] = given && tested ? lay_out(l, loop->sources[i], i, loop->tests[i + 1]) : 0;
        any = any || scans[i] != 0;
    }
    return any ? scans : NULL;
}

bool pr_make_scans(pr_build *b) {
    pr_program *p = b->program;
    layout l = {.build = b, .program = p};
    uint32_t *scan_of = PR_NEW_ARRAY(b->arena, uint32_t, p->node_count + 1u);
    const uint32_t **scans_of_loop = PR_NEW_ARRAY(b->arena, const uint32_t *, p->loop_count + 1u);
    bool ok = scan_of != NULL && scans_of_loop != NULL;
    pr_map_init(&l.columns, &b->drafting);
    for (pr_node_id i = 0; ok && i < p->node_count; i++) {
        const pr_node *n = &p->nodes[i];
        if (n->op == PR_OP_FILTER || n->op == PR_OP_SOME || n->op == PR_OP_EVERY) {
            scan_of[i] = lay_out(&l, p->args[n->first], n->extra, p->args[n->first + 1]);
        }
    }
    for (uint32_t i = 0; ok && i < p->loop_count; i++) {
        scans_of_loop[i] = lay_out_loop(&l, &p->loops[i]);
    }
    p->scan_of = scan_of;
    p->scans_of_loop = scans_of_loop;
    p->scans = l.scans.items;
    static const pr_scan_key no_key;
    p->scan_keys = l.keys.items != NULL ? l.keys.items : &no_key;
    p->column_count = l.columns.count;
    b->failed = b->failed || !ok || b->arena->failed;
    return !b->failed;
}
