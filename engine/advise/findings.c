/* What a condition looked at: the parts that decided it, down to attributes, parameters and computed values. */
#include "advise/parts.h"

#include "base/limits.h"

/* Of an expression that is longer its parts are told instead. */
enum { MOST_TEXT = 72 };

typedef struct search {
    pr_vm *vm;
    const pr_words *words;
    pr_finding *found;
    uint32_t count;
    uint32_t visits;
    bool more; /* there is more than what was found */
} search;

static void add(search *s, pr_text what, pr_value value) {
    for (uint32_t i = 0; i < s->count; i++) {
        if (pr_text_equal(s->found[i].what, what)) {
            return;
        }
    }
    /* Of a list that is not given nothing is known, not even that it has no items. */
    if (value.kind == PR_LIST && value.list->open && value.list->count == 0) {
        value = pr_unknown_of(value.list->needs, &s->vm->arena);
    }
    if (what.length == 0) {
        return;
    }
    if (s->count == PR_LIMIT_FINDINGS) {
        s->more = true;
        return;
    }
    s->found[s->count++] = (pr_finding){.what = what, .value = value};
}

/* The text of a node's expression, where it is short and on one line. */
static pr_text text_of(const search *s, pr_node_id id) {
    const pr_node_origin *o = pr_advise_origin(s->vm->program, s->words, id);
    if (o->source == NULL || o->end <= o->start || o->end - o->start > MOST_TEXT ||
        o->end > o->source->text.length) {
        return (pr_text){0};
    }
    pr_text text = {o->source->text.at + o->start, o->end - o->start};
    return memchr(text.at, '\n', text.length) == NULL ? text : (pr_text){0};
}

/* Parts are shared, so there may be no end of them. */
static bool ends_here(search *s) {
    s->more = s->more || s->visits >= PR_LIMIT_FINDING_VISITS;
    return s->visits++ >= PR_LIMIT_FINDING_VISITS;
}

static void operands(search *s, pr_node_id id);

/* "eligible(x)": a conclusion that a condition rests on. */
static void add_fact(search *s, uint32_t number) {
    const pr_fact *fact = &s->vm->program->facts[number];
    const pr_relation *relation = &s->vm->program->relations[fact->relation];
    pr_buf *out = &s->vm->print;
    pr_buf_clear(out);
    pr_buf_text(out, relation->name);
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        pr_buf_string(out, i == 0 ? "(" : ", ");
        pr_value_print(fact->values[i], out);
    }
    pr_buf_string(out, relation->slot_count > 0 ? ")" : "");
    pr_truth state = pr_vm_state(s->vm, number);
    pr_value value = state == PR_UNDECIDED ? pr_vm_unknown(s->vm, NULL) : pr_boolean(state == PR_TRUE);
    add(s, pr_vm_printed(s->vm), value);
}

static void operand(search *s, pr_node_id id) {
    if (ends_here(s)) {
        return;
    }
    const pr_program *p = s->vm->program;
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT:
    case PR_OP_LOCAL:
    case PR_OP_TODAY:
    case PR_OP_NOW:
    case PR_OP_LIST: return;
    case PR_OP_ATTRIBUTE: add(s, p->attributes[n->data].path, pr_vm_attribute(s->vm, n->data)); return;
    case PR_OP_PARAMETER: add(s, p->parameters[n->data].name, s->vm->parameters[n->data]); return;
    default: break;
    }
    pr_text text = (n->flags & PR_NODE_CLOSED) != 0 ? text_of(s, id) : (pr_text){0};
    if (text.length > 0) {
        pr_value v = pr_vm_value(s->vm, id);
        if (v.kind != PR_LIST && v.kind != PR_CONTEXT) {
            add(s, text, v);
            return;
        }
    }
    operands(s, id);
}

static void operands(search *s, pr_node_id id) {
    const pr_node *n = pr_node_at(s->vm->program, id);
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(s->vm->program, n)[i];
        if (arg != PR_NONE) {
            operand(s, arg);
        }
    }
}

/* The parts of `and` and `or` that made the answer: of a true `or` the true ones, of a false `and` the false ones. */
static void decisive(search *s, pr_node_id id) {
    if (ends_here(s)) {
        return;
    }
    const pr_node *n = pr_node_at(s->vm->program, id);
    const pr_node_id *args = pr_node_args(s->vm->program, n);
    switch ((pr_op)n->op) {
    case PR_OP_AND:
    case PR_OP_OR: {
        pr_truth whole = pr_vm_holds(s->vm, id);
        for (uint32_t i = 0; i < n->count; i++) {
            if (pr_vm_holds(s->vm, args[i]) == whole) {
                decisive(s, args[i]);
            }
        }
        return;
    }
    case PR_OP_NOT:
    case PR_OP_CONDITION: decisive(s, args[0]); return;
    case PR_OP_ATTRIBUTE:
    case PR_OP_PARAMETER: operand(s, id); return;
    case PR_OP_FACT: add_fact(s, n->data); return;
    default: operands(s, id);
    }
}

const pr_finding *pr_advise_findings(pr_vm *vm, pr_node_id node, const pr_words *words, uint32_t *count) {
    search s = {
        .vm = vm, .words = words, .found = PR_NEW_ARRAY(&vm->arena, pr_finding, PR_LIMIT_FINDINGS + 1u)};
    *count = 0;
    if (s.found == NULL || node == PR_NONE) {
        return NULL;
    }
    decisive(&s, node);
    if (s.more) {
        s.found[s.count++] = (pr_finding){.value = pr_null()};
    }
    *count = s.count;
    return s.found;
}

static pr_text print(pr_vm *vm, pr_value v) {
    pr_buf_clear(&vm->print);
    pr_value_print(v, &vm->print);
    return pr_vm_printed(vm);
}

/* What is certain of a value that is not known: its bounds. */
static pr_text say_unknown(pr_vm *vm, pr_value v) {
    pr_bounds b;
    pr_vm_bounds(vm, v, &b);
    pr_arena *arena = &vm->arena;
    bool low = b.low.kind != PR_NULL, high = b.high.kind != PR_NULL, date = b.type == PR_DATE;
    if (b.type == PR_NULL || (!low && !high)) {
        return PR_TEXT("not known");
    }
    if (low && high) {
        return pr_text_format(arena, "between %.*s and %.*s", PR_ARG(print(vm, b.low)),
                              PR_ARG(print(vm, b.high)));
    }
    pr_text end = print(vm, low ? b.low : b.high);
    const char *before = date          ? ""
                         : low         ? (b.low_open ? "more than " : "at least ")
                         : b.high_open ? "less than "
                                       : "at most ";
    const char *after = !date ? "" : low ? " or later" : " or earlier";
    return pr_text_format(arena, "%s%.*s%s", before, PR_ARG(end), after);
}

pr_text pr_advise_say_value(pr_vm *vm, pr_value v) {
    if (v.kind == PR_UNKNOWN) {
        return say_unknown(vm, v);
    }
    if (v.kind == PR_LIST && v.list->uncertain && v.list->count == 0) {
        return PR_TEXT("not known");
    }
    if (v.kind == PR_LIST) {
        return v.list->count == 0 ? PR_TEXT("an empty list")
                                  : pr_text_format(&vm->arena, "a list of %u%s", v.list->count,
                                                   v.list->open ? " or more" : "");
    }
    if (v.kind == PR_NULL) {
        return PR_TEXT("known to be none");
    }
    if (v.kind == PR_BOOLEAN) {
        return v.number != 0 ? PR_TEXT("true") : PR_TEXT("false");
    }
    return print(vm, v);
}

pr_text pr_advise_say(pr_vm *vm, const pr_finding *findings, uint32_t count) {
    pr_text said = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (findings[i].what.length == 0) {
            return pr_text_format(&vm->arena, "%.*s%s", PR_ARG(said),
                                  i > 0 ? "; and more" : "too much to tell");
        }
        pr_text value = pr_advise_say_value(vm, findings[i].value);
        said = pr_text_format(&vm->arena, "%.*s%s%.*s is %.*s", PR_ARG(said), i > 0 ? "; " : "",
                              PR_ARG(findings[i].what), PR_ARG(value));
    }
    return said;
}
