#include "fuzz/fuzz.h"

#include "property/json_check.h"

#include "diag/diag.h"
#include "explain/parts.h"

#include <unistd.h>

_Noreturn void fuzz_fail(const char *file, int line, const char *condition, pr_text text) {
    fprintf(stderr, "%s:%d: does not hold: %s\n%.*s\n", file, line, condition, PR_ARG(text));
    abort();
}

static bool add_to_buf(void *context, const char *bytes, size_t count) {
    pr_buf_add(context, bytes, count);
    return true;
}

preceptor_sink fuzz_sink(pr_buf *out) { return (preceptor_sink){add_to_buf, out}; }

static ptrdiff_t read_rest(void *context, char *buffer, size_t size) {
    pr_text *rest = context;
    size_t count = rest->length < size ? rest->length : size;
    if (count > 0) {
        memcpy(buffer, rest->at, count);
    }
    *rest = (pr_text){rest->at + count, rest->length - count};
    return (ptrdiff_t)count;
}

preceptor_reader fuzz_reader(pr_text *rest) { return (preceptor_reader){read_rest, rest}; }

bool fuzz_cut(const uint8_t *data, size_t size, pr_text *head, pr_text *rest) {
    const char *at = (const char *)data, *end = size > 0 ? memchr(data, '\n', size) : NULL;
    if (end == NULL || end == at) {
        return false;
    }
    *head = (pr_text){at, (size_t)(end - at)};
    *rest = (pr_text){end + 1, size - head->length - 1};
    return true;
}

void fuzz_make_file(char path[FUZZ_PATH], const char *name) {
    const char *in = getenv("TMPDIR");
    snprintf(path, FUZZ_PATH, "%s/preceptor-%s-XXXXXX", in != NULL ? in : "/tmp", name);
    int file = mkstemp(path);
    FUZZ_CHECK(file >= 0);
    (void)close(file);
}

void fuzz_write_file(const char *path, pr_text text) {
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file != NULL);
    FUZZ_CHECK(fwrite(text.at, 1, text.length, file) == text.length);
    FUZZ_CHECK(fclose(file) == 0);
}

void fuzz_check_text(pr_text text) {
    FUZZ_CHECK_TEXT(pr_utf8_valid(text) == text.length, text);
    for (size_t i = 0; i < text.length;) {
        uint32_t c = pr_utf8_next(text, &i);
        FUZZ_CHECK_TEXT(c == '\n' || c == '\t' || !pr_harmful(c), text);
    }
}

void fuzz_check_json(pr_text text) { FUZZ_CHECK_TEXT(json_is_valid(text), text); }

static void check_span(pr_span span) {
    if (span.source != NULL) {
        FUZZ_CHECK(span.start <= span.end);
        FUZZ_CHECK(span.end <= span.source->bytes.length);
    }
}

void fuzz_check_diagnostics(preceptor_diagnostics *d) {
    for (uint32_t i = 0; i < d->diags.list.count; i++) {
        const pr_diag *diag = &d->diags.list.items[i];
        FUZZ_CHECK(diag->code != NULL && diag->message.length > 0);
        check_span(diag->span);
        for (const pr_note *note = diag->notes; note != NULL; note = note->next) {
            check_span(note->span);
        }
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    FUZZ_CHECK(preceptor_diagnostics_write(d, false, &sink) == PRECEPTOR_OK);
    fuzz_check_text(pr_buf_view(&out));
    pr_buf_release(&out);
}

/* Each is looked for from the scalar's start on. */
enum { MOST_OFFSETS = 40 };

static void check_origin(const pr_doc_node *node, const pr_source *source) {
    const pr_origin *origin = &node->origin;
    FUZZ_CHECK(origin->source == source);
    check_span(pr_doc_span(node));
    size_t last = origin->start;
    for (size_t i = 0; node->kind < PR_DOC_LIST && i <= node->text.length && i < MOST_OFFSETS; i++) {
        pr_span span = pr_origin_span(origin, i, i + 1);
        FUZZ_CHECK(span.start >= last && span.start <= span.end && span.end <= origin->end);
        last = span.start;
    }
}

void fuzz_check_tree(const pr_doc_node *node, const pr_source *source) {
    check_origin(node, source);
    for (uint32_t i = 0; node->kind == PR_DOC_LIST && i < node->count; i++) {
        fuzz_check_tree(&node->items[i], source);
    }
    for (uint32_t i = 0; node->kind == PR_DOC_MAP && i < node->count; i++) {
        check_origin(&node->pairs[i].key, source);
        fuzz_check_tree(&node->pairs[i].value, source);
    }
}

static bool same_place(const pr_origin *a, const pr_origin *b) {
    return a->start == b->start && a->end == b->end && a->style == b->style && a->indent == b->indent;
}

bool fuzz_same_tree(const pr_doc_node *a, const pr_doc_node *b, bool places) {
    bool same = a->kind == b->kind && (!places || same_place(&a->origin, &b->origin));
    if (!same || a->kind < PR_DOC_LIST) {
        return same && a->boolean == b->boolean && pr_text_equal(a->text, b->text);
    }
    same = a->count == b->count;
    for (uint32_t i = 0; same && a->kind == PR_DOC_LIST && i < a->count; i++) {
        same = fuzz_same_tree(&a->items[i], &b->items[i], places);
    }
    for (uint32_t i = 0; same && a->kind == PR_DOC_MAP && i < a->count; i++) {
        same = pr_text_equal(a->pairs[i].key.text, b->pairs[i].key.text) &&
               fuzz_same_tree(&a->pairs[i].value, &b->pairs[i].value, places);
    }
    return same;
}

void fuzz_write_tree(const pr_doc_node *node, pr_buf *out) {
    switch ((pr_doc_kind)node->kind) {
    case PR_DOC_STRING: pr_json_string(node->text, out); return;
    case PR_DOC_LIST:
    case PR_DOC_MAP: break;
    default: pr_buf_text(out, node->text); return;
    }
    bool list = node->kind == PR_DOC_LIST;
    pr_buf_char(out, list ? '[' : '{');
    for (uint32_t i = 0; i < node->count; i++) {
        pr_buf_string(out, i > 0 ? "," : "");
        if (!list) {
            pr_json_string(node->pairs[i].key.text, out);
            pr_buf_char(out, ':');
        }
        fuzz_write_tree(list ? &node->items[i] : &node->pairs[i].value, out);
    }
    pr_buf_char(out, list ? ']' : '}');
}

typedef preceptor_status write_function(preceptor_session *, size_t, const preceptor_view *,
                                        const preceptor_sink *);

static preceptor_status write_check(preceptor_session *session, size_t subject, const preceptor_view *view,
                                    const preceptor_sink *sink) {
    (void)subject;
    return preceptor_write_check(session, view, sink);
}

static void report(preceptor_session *session, write_function *write, size_t subject,
                   const preceptor_view *view) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    preceptor_status status = write(session, subject, view, &sink);
    bool none = write == preceptor_write_eligible && subject >= preceptor_kb_subjects(session->kb);
    FUZZ_CHECK(none ? status == PRECEPTOR_NOT_FOUND : status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT);
    if (status == PRECEPTOR_OK) {
        (view->format == PRECEPTOR_JSON ? fuzz_check_json : fuzz_check_text)(pr_buf_view(&out));
    }
    pr_buf_release(&out);
}

static void explain(preceptor_session *session, pr_text conclusion, size_t way) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(diagnostics != NULL);
    preceptor_view view = {.format = way % 2 == 0 ? PRECEPTOR_TEXT : PRECEPTOR_JSON,
                           .all = way % 8 == 0,
                           .depth = (unsigned)(way % 5)};
    char text[1024];
    snprintf(text, sizeof text, "%.*s", PR_ARG(conclusion));
    preceptor_status status = (way / 2 % 2 == 0 ? preceptor_write_why : preceptor_write_why_not)(
        session, text, &view, &sink, diagnostics);
    bool told = preceptor_diagnostics_errors(diagnostics) > 0;
    FUZZ_CHECK_TEXT(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT || told, conclusion);
    FUZZ_CHECK_TEXT(status != PRECEPTOR_NO_MEMORY && (status != PRECEPTOR_OK || !told), conclusion);
    fuzz_check_diagnostics(diagnostics);
    if (status == PRECEPTOR_OK) {
        (view.format == PRECEPTOR_JSON ? fuzz_check_json : fuzz_check_text)(pr_buf_view(&out));
    }
    preceptor_diagnostics_free(diagnostics);
    pr_buf_release(&out);
}

/* A fact of some relation, as it is printed. */
static pr_text some_fact(preceptor_session *session, size_t which) {
    pr_vm *vm = &session->vm;
    const pr_program *p = vm->program;
    pr_explainer x;
    if (p->relation_count == 0 || !pr_explainer_init(&x, vm, vm, NULL, false)) {
        return (pr_text){0};
    }
    uint32_t number = (uint32_t)(which % p->relation_count);
    const pr_relation *relation = &p->relations[number];
    const pr_table *table = &vm->facts.tables[number];
    if (table->tuples.count > 0) {
        return pr_explain_fact_text(&x, number, table->tuples.items[which % table->tuples.count]->slots);
    }
    const pr_fact *fact =
        relation->fact_count > 0 ? &p->facts[relation->facts[which % relation->fact_count]] : NULL;
    return fact != NULL ? pr_explain_fact_text(&x, number, pr_vm_fact_slots(vm, fact)) : (pr_text){0};
}

/* Any fact of some relation: mostly there are several, or none. */
static pr_text any_fact(preceptor_session *session, size_t which) {
    const pr_program *p = session->vm.program;
    pr_arena *arena = &session->vm.arena;
    if (p->relation_count == 0) {
        return (pr_text){0};
    }
    const pr_relation *relation = &p->relations[which % p->relation_count];
    pr_text said = pr_text_format(arena, "%.*s(", PR_ARG(relation->name));
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        said = pr_text_format(arena, "%.*s%s_", PR_ARG(said), i > 0 ? ", " : "");
    }
    return pr_text_format(arena, "%.*s)", PR_ARG(said));
}

/* Lines of JSON. */
static void trace(preceptor_session *session, size_t way) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    preceptor_view view = {.format = way % 2 == 0 ? PRECEPTOR_TEXT : PRECEPTOR_JSON};
    preceptor_status status = preceptor_write_trace(session, &view, &sink);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT);
    if (status == PRECEPTOR_OK && view.format == PRECEPTOR_TEXT) {
        fuzz_check_text(pr_buf_view(&out));
    }
    for (size_t at = 0; status == PRECEPTOR_OK && view.format == PRECEPTOR_JSON && at < out.length;) {
        const char *end = memchr(out.at + at, '\n', out.length - at);
        FUZZ_CHECK(end != NULL);
        fuzz_check_json((pr_text){out.at + at, (size_t)(end - out.at) - at});
        at = (size_t)(end - out.at) + 1;
    }
    pr_buf_release(&out);
}

static void explain_some(preceptor_session *session, size_t subject, pr_text asked) {
    const pr_program *p = session->vm.program;
    size_t turn = subject + asked.length;
    const pr_subject *s = p->subject_count > 0 ? &p->subjects[turn % p->subject_count] : NULL;
    pr_text conclusion = asked;
    switch (turn % 5) {
    case 0: conclusion = s != NULL ? s->entity->id : asked; break;
    case 1:
        if (s != NULL && s->requirement_count > 0) {
            const pr_requirement *r = &s->requirements[turn % s->requirement_count];
            conclusion =
                pr_text_format(&session->vm.arena, "%.*s/%.*s", PR_ARG(s->entity->id), PR_ARG(r->id));
        }
        break;
    case 2: conclusion = some_fact(session, turn); break;
    case 3: conclusion = any_fact(session, turn / 5); break;
    default: break;
    }
    explain(session, conclusion, turn / 5);
    if (turn % 8 == 0) {
        trace(session, turn / 8);
    }
}

enum { MOST_SUBJECTS = 64 };

void fuzz_report(preceptor_session *session, const preceptor_profile *profile, size_t subject,
                 pr_text asked) {
    static const preceptor_depth depths[] = {PRECEPTOR_VERDICTS, PRECEPTOR_FACTS, PRECEPTOR_REASONS};
    size_t count = preceptor_kb_subjects(session->kb);
    count = count < MOST_SUBJECTS ? count : MOST_SUBJECTS;
    preceptor_verdict first[MOST_SUBJECTS] = {PRECEPTOR_ELIGIBLE};
    bool compare = false;
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        preceptor_status status = preceptor_evaluate(session, profile, depths[i]);
        FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT);
        if (status != PRECEPTOR_OK) {
            return;
        }
        for (size_t s = 0; s < count; s++) {
            preceptor_verdict verdict = preceptor_session_verdict(session, s);
            FUZZ_CHECK_TEXT(!compare || verdict == first[s],
                            pr_text_of(preceptor_kb_subject_id(session->kb, s)));
            first[s] = verdict;
        }
        compare = true;
    }
    /* Each report looks at many days to come: two of the four are enough for one input. */
    bool even = subject % 2 == 0;
    report(session, even ? write_check : preceptor_write_eligible, subject,
           &(preceptor_view){.format = PRECEPTOR_TEXT, .all = subject % 4 == 0});
    report(session, even ? preceptor_write_eligible : write_check, subject,
           &(preceptor_view){.format = PRECEPTOR_JSON});
    explain_some(session, subject, asked);
}
