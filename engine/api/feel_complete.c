/* For whoever types expressions line by line: is one finished, and which names continue what was typed? */
#include "api/feel.h"
#include "base/sort.h"
#include "feel/builtin.h"
#include "feel/lexer.h"

bool preceptor_feel_is_open(const char *expression, size_t length) {
    pr_text text = {expression, length};
    unsigned open = 0;
    for (pr_token t = pr_token_at(text, 0); t.kind != PR_TOKEN_END; t = pr_token_at(text, t.end)) {
        bool opens =
            t.kind == PR_TOKEN_OPEN || t.kind == PR_TOKEN_OPEN_BRACKET || t.kind == PR_TOKEN_OPEN_BRACE;
        bool closes =
            t.kind == PR_TOKEN_CLOSE || t.kind == PR_TOKEN_CLOSE_BRACKET || t.kind == PR_TOKEN_CLOSE_BRACE;
        if (t.kind == PR_TOKEN_OPEN_COMMENT) {
            return true;
        }
        if (t.kind == PR_TOKEN_OPEN_STRING || t.end <= t.start) {
            return false; /* more lines would not mend it */
        }
        open += opens;
        open -= closes && open > 0;
    }
    return open > 0;
}

typedef struct name {
    pr_text text;
    bool function;
} name;

typedef struct names {
    PR_VEC(name) list;
    pr_arena *arena;
} names;

static unsigned points_in(pr_text text) {
    unsigned points = 0;
    for (size_t i = 0; i < text.length; i++) {
        points += text.at[i] == '.';
    }
    return points;
}

/* A name that a terminal would obey is not offered. */
static bool is_harmless(pr_text text) {
    pr_buf shown;
    pr_buf_init(&shown, NULL);
    pr_buf_harmless(&shown, text, false);
    bool same = pr_text_equal(pr_buf_view(&shown), text);
    pr_buf_release(&shown);
    return same;
}

static bool add(names *all, pr_text text, bool function) {
    if (!is_harmless(text)) {
        return true;
    }
    for (uint32_t i = 0; i < all->list.count; i++) {
        if (pr_text_equal(all->list.items[i].text, text)) {
            return true;
        }
    }
    return PR_PUSH(all->arena, &all->list, ((name){text, function}));
}

/* The members of a value, and with `points` left to go theirs. Records of a list have the list's path. */
static void add_members(names *all, pr_value v, pr_text path, unsigned points) {
    if (v.kind == PR_LIST && v.list->count > 0) {
        add_members(all, v.list->items[0], path, points);
        return;
    }
    for (uint32_t i = 0; v.kind == PR_CONTEXT && i < v.context->shape->count; i++) {
        pr_text member = v.context->shape->names[i];
        if (path.length > 0) {
            member = pr_text_format(all->arena, "%.*s.%.*s", PR_ARG(path), PR_ARG(member));
        }
        if (points == 0) {
            (void)add(all, member, false);
        } else {
            add_members(all, v.context->values[i], member, points - 1);
        }
    }
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(((const name *)a)->text, ((const name *)b)->text);
}

static bool is_in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || ((unsigned char)c & 0x80) != 0;
}

/* Does any name begin with what was typed from here on? */
static bool fits(const names *all, pr_text typed) {
    for (uint32_t i = 0; i < all->list.count; i++) {
        if (pr_text_starts(all->list.items[i].text, typed)) {
            return true;
        }
    }
    return false;
}

static void collect(names *all, pr_value context, pr_text typed) {
    unsigned points = points_in(typed);
    all->list.count = 0;
    add_members(all, context, PR_TEXT(""), points);
    for (int i = 0; points == 0 && i < PR_BUILTIN_COUNT_OF; i++) {
        (void)add(all, pr_text_of(pr_builtin_name((pr_builtin)i)), true);
    }
}

/* The longest end of the text, from the beginning of a word on, that begins a name: names may have spaces. */
static bool find_start(names *all, pr_value context, pr_text text, size_t *start) {
    enum { MOST_BYTES = 256 };
    size_t from = text.length > MOST_BYTES ? text.length - MOST_BYTES : 0;
    for (size_t i = from; i <= text.length; i++) {
        bool begins = (i == 0 || !is_in_name(text.at[i - 1])) && (i == text.length || is_in_name(text.at[i]));
        pr_text typed = {text.at + i, text.length - i};
        if (!begins) {
            continue;
        }
        collect(all, context, typed);
        if (fits(all, typed)) {
            *start = i;
            return true;
        }
    }
    return false;
}

static pr_value read_names(pr_feel_run *run, pr_text context, bool json, preceptor_status *status) {
    pr_doc_limits limits = {0};
    char *copy = pr_arena_alloc(&run->arena, context.length + PR_DOC_JSON_SLACK, 1);
    if (copy == NULL) {
        *status = PRECEPTOR_NO_MEMORY;
        return pr_null();
    }
    memcpy(copy, context.at, context.length);
    memset(copy + context.length, 0, PR_DOC_JSON_SLACK);
    const pr_source *source = pr_source_of(PR_TEXT("context"), (pr_text){copy, context.length}, &run->arena);
    const pr_doc_node *root = source != NULL ? pr_doc_read(source, json ? PR_DOC_JSON : PR_DOC_YAML, &limits,
                                                           &run->arena, run->diags)
                                             : NULL;
    *status = root == NULL ? PRECEPTOR_INVALID : PRECEPTOR_OK;
    return root != NULL ? pr_feel_context(run, root) : pr_null();
}

static void hand_over(names *all, size_t start, pr_text typed, preceptor_feel_name_taker *take, void *user) {
    pr_sort(all->list.items, all->list.count, sizeof(name), by_text);
    for (uint32_t i = 0; i < all->list.count; i++) {
        name n = all->list.items[i];
        if (pr_text_starts(n.text, typed) && !take(user, n.text.at, n.text.length, start, n.function)) {
            return;
        }
    }
}

preceptor_status preceptor_feel_complete(const char *text, size_t length, const char *context, size_t count,
                                         bool context_json, preceptor_feel_name_taker *take, void *user) {
    pr_diags diags;
    pr_diags_init(&diags, NULL);
    pr_feel_run run;
    pr_feel_run_init(&run, NULL, &diags);
    preceptor_status status = PRECEPTOR_OK;
    pr_value value = pr_null();
    if (context != NULL) {
        value = read_names(&run, (pr_text){context, count}, context_json, &status);
    }
    names all = {.arena = &run.arena};
    size_t start = 0;
    if (status == PRECEPTOR_OK && find_start(&all, value, (pr_text){text, length}, &start)) {
        hand_over(&all, start, (pr_text){text + start, length - start}, take, user);
    }
    status = run.arena.failed ? PRECEPTOR_NO_MEMORY : status;
    pr_feel_run_release(&run);
    pr_diags_release(&diags);
    return status;
}
