/* range("[1..10)"): a range whose ends are literals. */
#include "feel/lexer.h"
#include "vm/builtins.h"

typedef struct reader {
    const pr_call *call;
    pr_text text;
    pr_token token;
} reader;

static void next(reader *r) { r->token = pr_token_at(r->text, r->token.end); }

static bool take(reader *r, pr_token_kind kind) {
    if (r->token.kind != kind) {
        return false;
    }
    next(r);
    return true;
}

static bool take_text(reader *r, pr_text *out) {
    if (r->token.kind != PR_TOKEN_STRING) {
        return false;
    }
    pr_text quoted = {r->text.at + r->token.start, r->token.end - r->token.start};
    *out = pr_string_unquote(quoted, &r->call->vm->arena);
    next(r);
    return out->at != NULL;
}

/* A constructor of a time or a duration with a text: date("2027-01-31"). */
static bool take_constructor(reader *r, pr_value *out) {
    static const pr_builtin constructors[] = {PR_BUILTIN_DATE, PR_BUILTIN_TIME, PR_BUILTIN_DATE_AND_TIME,
                                              PR_BUILTIN_DURATION};
    uint32_t start = r->token.start, end = start;
    while (r->token.kind == PR_TOKEN_NAME) {
        end = r->token.end;
        next(r);
    }
    pr_text name = {r->text.at + start, end - start}, text;
    if (!take(r, PR_TOKEN_OPEN) || !take_text(r, &text) || !take(r, PR_TOKEN_CLOSE)) {
        return false;
    }
    for (size_t i = 0; i < sizeof constructors / sizeof *constructors; i++) {
        if (pr_text_is(name, pr_builtin_name(constructors[i]))) {
            pr_value argument = pr_string(text);
            *out = pr_vm_apply(r->call->vm, r->call->id, constructors[i], &argument, 1);
            return out->kind != PR_NULL;
        }
    }
    return false;
}

static bool take_end(reader *r, pr_value *out) {
    pr_arena *arena = &r->call->vm->arena;
    pr_text text;
    *out = pr_null();
    if (r->token.kind == PR_TOKEN_NAME) {
        return r->token.word == PR_WORD_NULL ? (next(r), true) : take_constructor(r, out);
    }
    if (r->token.kind == PR_TOKEN_STRING) {
        bool taken = take_text(r, &text);
        *out = pr_string(text);
        return taken;
    }
    if (take(r, PR_TOKEN_AT)) {
        if (!take_text(r, &text)) {
            return false;
        }
        *out = pr_temporal_parse(text, arena);
        return out->kind != PR_NULL;
    }
    bool negative = take(r, PR_TOKEN_MINUS);
    if (r->token.kind != PR_TOKEN_NUMBER) {
        return false;
    }
    pr_value number =
        pr_number_parse((pr_text){r->text.at + r->token.start, r->token.end - r->token.start}, arena);
    *out = negative && number.kind == PR_NUMBER ? pr_number_negate(number, arena) : number;
    next(r);
    return out->kind == PR_NUMBER;
}

/* Ends that have no order, or are the wrong way round, make no range. */
static bool is_range(const pr_range *range) {
    if (range->low.kind == PR_NULL || range->high.kind == PR_NULL) {
        return range->low.kind != range->high.kind;
    }
    pr_order order = pr_value_order(range->low, range->high);
    return order == PR_LESS || order == PR_EQUAL;
}

pr_value pr_builtin_range(const pr_call *c) {
    pr_range range = {0};
    if (!pr_builtin_is_text(c, 0)) {
        return pr_builtin_misfit();
    }
    reader r = {.call = c, .text = pr_string_text(c->args[0])};
    next(&r);
    range.low_closed = r.token.kind == PR_TOKEN_OPEN_BRACKET;
    bool read =
        (take(&r, PR_TOKEN_OPEN_BRACKET) || take(&r, PR_TOKEN_OPEN) || take(&r, PR_TOKEN_CLOSE_BRACKET)) &&
        take_end(&r, &range.low) && take(&r, PR_TOKEN_DOTS) && take_end(&r, &range.high);
    range.high_closed = r.token.kind == PR_TOKEN_CLOSE_BRACKET;
    read = read &&
           (take(&r, PR_TOKEN_CLOSE_BRACKET) || take(&r, PR_TOKEN_CLOSE) || take(&r, PR_TOKEN_OPEN_BRACKET));
    if (!read || r.token.kind != PR_TOKEN_END || !is_range(&range)) {
        return pr_builtin_fail(c, "the text is no range of literals, such as [1..10)");
    }
    pr_range *copy = PR_NEW(&c->vm->arena, pr_range);
    if (copy == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    *copy = range;
    return (pr_value){.kind = PR_RANGE, .range = copy};
}
