/* A plain audit: NDJSON in, NDJSON out, one thread, one line at a time. */
#include "api/api.h"
#include "api/frequent.h"
#include "api/lines.h"
#include "base/limits.h"

#include <stdlib.h>

enum { WRITE_SIZE = 1 << 18 };

/* What one subject's verdicts and requirements added up to. */
typedef struct tally {
    uint64_t verdicts[3];
    uint64_t *blocked, *sole; /* by requirement */
} tally;

typedef struct audit {
    const preceptor_kb *kb;
    const preceptor_sink *rows;
    const preceptor_audit_options *options;
    preceptor_audit_counts *counts;
    preceptor_profile *profile;
    preceptor_session *session;
    preceptor_diagnostics *diagnostics;
    pr_arena arena; /* the tallies */
    pr_frequent warnings;
    tally *tallies;    /* by subject */
    uint64_t *missing; /* by attribute; NULL: no summary is wanted */
    uint64_t *seen;    /* by attribute: the record that added to it last */
    pr_lines lines;
    pr_buf out;
    preceptor_status status;
} audit;

static bool is_blank(pr_text line) { return pr_text_trim(line).length == 0; }

static void flush(audit *a, size_t least) {
    if ((a->out.length >= least || a->out.failed) && a->status == PRECEPTOR_OK) {
        a->status = pr_api_write(&a->out, a->rows);
        pr_buf_clear(&a->out);
    }
}

static void begin_row(audit *a) {
    pr_buf_printf(&a->out, "{\"line\": %llu, \"id\": ", (unsigned long long)a->lines.number);
    if (a->profile->profile.id.length > 0) {
        pr_json_string(a->profile->profile.id, &a->out);
    } else {
        pr_buf_string(&a->out, "null");
    }
}

static void write_error(audit *a, const char *code, pr_text message, uint32_t column) {
    a->counts->rejected++;
    pr_buf_printf(&a->out, "{\"line\": %llu, \"id\": ", (unsigned long long)a->lines.number);
    pr_text id = a->profile->profile.id;
    if (id.length > 0) {
        pr_json_string(id, &a->out);
    } else {
        pr_buf_string(&a->out, "null");
    }
    pr_buf_printf(&a->out, ", \"error\": {\"code\": \"%s\", \"message\": ", code);
    pr_json_string(message, &a->out);
    if (column > 0) {
        pr_buf_printf(&a->out, ", \"column\": %u", column);
    } else {
        pr_buf_string(&a->out, ", \"column\": null");
    }
    pr_buf_string(&a->out, "}}\n");
}

static void write_rejected(audit *a) {
    const pr_diags *diags = &a->diagnostics->diags;
    const pr_diag *first = NULL;
    for (uint32_t i = 0; i < diags->list.count && first == NULL; i++) {
        first = diags->list.items[i].severity == PR_ERROR ? &diags->list.items[i] : NULL;
    }
    if (first == NULL) {
        write_error(a, "invalid", PR_TEXT("the record could not be read"), 0);
        return;
    }
    uint32_t column =
        first->span.source != NULL ? pr_source_place(first->span.source, first->span.start).column : 0;
    write_error(a, first->code, first->message, column);
}

/* The place is the knowledge base's, no column of the record. */
static void write_conflict(audit *a) {
    const pr_diags *diags = &a->diagnostics->diags;
    preceptor_diagnostics_clear(a->diagnostics);
    preceptor_session_explain(a->session, a->diagnostics);
    write_error(a, "key-conflict",
                diags->list.count > 0 ? diags->list.items[0].message
                                      : pr_text_of(preceptor_status_text(PRECEPTOR_CONFLICT)),
                0);
}

static void write_requirements(audit *a, const char *name, pr_status status) {
    const pr_program *p = &a->kb->program;
    const pr_vm *vm = &a->session->vm;
    pr_buf_printf(&a->out, ", \"%s\": {", name);
    bool any = false;
    for (uint32_t s = 0; s < p->subject_count; s++) {
        bool open = false;
        for (uint32_t r = 0; r < p->subjects[s].requirement_count; r++) {
            const pr_requirement *requirement = &p->subjects[s].requirements[r];
            if (!requirement->required || pr_advise_status(vm, requirement) != status) {
                continue;
            }
            if (!open) {
                pr_buf_string(&a->out, any ? ", " : "");
                pr_json_string(p->subjects[s].entity->id, &a->out);
            }
            pr_buf_string(&a->out, open ? ", " : ": [");
            pr_json_string(requirement->id, &a->out);
            open = any = true;
        }
        pr_buf_string(&a->out, open ? "]" : "");
    }
    pr_buf_char(&a->out, '}');
}

static pr_text recommendation_id(pr_vm *vm, const pr_relation *relation, const pr_value *slots) {
    (void)vm;
    int at = pr_shape_find(relation->shape, PR_TEXT("id"));
    return at >= 0 && slots[at].kind == PR_STRING ? pr_string_text(slots[at]) : (pr_text){0};
}

static int by_text(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

/* The certain ones, each id once. */
static void write_recommendations(audit *a) {
    pr_vm *vm = &a->session->vm;
    uint32_t number = vm->program->roles[PR_ROLE_RECOMMENDATION], count = 0;
    pr_buf_string(&a->out, ", \"recommendations\": [");
    if (number != PR_NONE) {
        const pr_relation *relation = &vm->program->relations[number];
        const pr_table *table = &vm->facts.tables[number];
        pr_text *ids = PR_NEW_ARRAY(&vm->arena, pr_text, relation->fact_count + table->tuples.count + 1u);
        int slot = pr_shape_find(relation->shape, PR_TEXT("id"));
        for (uint32_t i = 0; ids != NULL && slot >= 0 && i < relation->fact_count; i++) {
            const pr_fact *fact = &vm->program->facts[relation->facts[i]];
            if (vm->facts.states[relation->facts[i]] == PR_TRUE) {
                pr_value id = fact->constant ? fact->values[slot] : pr_vm_value(vm, fact->slots[slot]);
                ids[count++] = id.kind == PR_STRING ? pr_string_text(id) : (pr_text){0};
            }
        }
        for (uint32_t i = 0; ids != NULL && i < table->tuples.count; i++) {
            if (table->tuples.items[i]->state == PR_TRUE) {
                ids[count++] = recommendation_id(vm, relation, table->tuples.items[i]->slots);
            }
        }
        if (ids == NULL) {
            a->status = PRECEPTOR_NO_MEMORY;
        }
        if (count > 1) {
            qsort(ids, count, sizeof *ids, by_text);
        }
        bool any = false;
        for (uint32_t i = 0; i < count; i++) {
            if (ids[i].length > 0 && (i == 0 || !pr_text_equal(ids[i], ids[i - 1]))) {
                pr_buf_string(&a->out, any ? ", " : "");
                pr_json_string(ids[i], &a->out);
                any = true;
            }
        }
    }
    pr_buf_char(&a->out, ']');
}

static void write_row(audit *a) {
    const pr_program *p = &a->kb->program;
    begin_row(a);
    pr_buf_string(&a->out, ", \"verdicts\": {");
    for (uint32_t s = 0; s < p->subject_count; s++) {
        pr_verdict v = pr_advise_verdict(&a->session->vm, &p->subjects[s]);
        pr_buf_string(&a->out, s > 0 ? ", " : "");
        pr_json_string(p->subjects[s].entity->id, &a->out);
        pr_buf_printf(&a->out, ": \"%s\"", pr_verdict_name(v));
        a->tallies[s].verdicts[v]++;
    }
    pr_buf_char(&a->out, '}');
    write_requirements(a, "unmet", PR_UNMET);
    write_requirements(a, "unknown", PR_OPEN);
    write_recommendations(a);
    pr_buf_string(&a->out, "}\n");
}

static void add_blockers(audit *a, uint32_t s) {
    const pr_subject *subject = &a->kb->program.subjects[s];
    uint32_t failing = 0, last = 0;
    for (uint32_t r = 0; r < subject->requirement_count; r++) {
        const pr_requirement *requirement = &subject->requirements[r];
        if (requirement->required && pr_advise_status(&a->session->vm, requirement) == PR_UNMET) {
            a->tallies[s].blocked[r]++;
            failing++;
            last = r;
        }
    }
    bool in_force =
        subject->in_force == PR_NONE || a->session->vm.facts.states[subject->in_force] != PR_FALSE;
    if (failing == 1 && in_force) {
        a->tallies[s].sole[last]++;
    }
}

/* An attribute counts once per applicant, whatever record of a list lacks it. */
static void add_missing(audit *a, uint32_t s) {
    const pr_subject *subject = &a->kb->program.subjects[s];
    pr_vm *vm = &a->session->vm;
    if (subject->verdict == PR_NONE || vm->facts.states[subject->verdict] != PR_UNDECIDED) {
        return;
    }
    pr_need *needs;
    uint32_t count = pr_needs_list(pr_vm_fact_needs(vm, subject->verdict), &needs, &vm->arena);
    if (vm->arena.failed && a->status == PRECEPTOR_OK) {
        a->status = vm->arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (needs[i].attribute < a->kb->program.attribute_count &&
            a->seen[needs[i].attribute] != a->counts->records) {
            a->seen[needs[i].attribute] = a->counts->records;
            a->missing[needs[i].attribute]++;
        }
    }
}

static void count_warnings(audit *a) {
    const pr_diags *diags = &a->diagnostics->diags;
    a->counts->warnings += diags->warnings;
    for (uint32_t i = 0; diags->warnings > 0 && i < diags->list.count; i++) {
        const pr_diag *diag = &diags->list.items[i];
        if (diag->severity == PR_WARNING && !pr_frequent_add(&a->warnings, diag->message)) {
            a->status = PRECEPTOR_NO_MEMORY;
        }
    }
}

/* A character is not cut in two. */
static void tell_frequent(audit *a) {
    pr_frequent_sort(&a->warnings);
    for (uint32_t i = 0; i < a->warnings.items.count && i < PRECEPTOR_FREQUENT_WARNINGS; i++) {
        const pr_frequent_text *from = &a->warnings.items.items[i];
        preceptor_frequent_warning *to = &a->counts->frequent[a->counts->frequent_count++];
        size_t length = from->text.length;
        if (length >= sizeof to->text) {
            length = sizeof to->text - 1;
            while (length > 0 && ((unsigned char)from->text.at[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        memcpy(to->text, from->text.at, length);
        to->text[length] = '\0';
        to->count = from->count;
    }
}

static void audit_record(audit *a, pr_text line) {
    a->counts->records++;
    preceptor_diagnostics_clear(a->diagnostics);
    preceptor_status status = preceptor_profile_read(a->profile, "pool", line.at, line.length, true,
                                                     !a->options->strict, a->diagnostics);
    count_warnings(a);
    if (status == PRECEPTOR_OK) {
        /* A summary tells what is missing. */
        status = preceptor_evaluate(a->session, a->profile,
                                    a->missing != NULL ? PRECEPTOR_REASONS : PRECEPTOR_FACTS);
    }
    if (status == PRECEPTOR_OK && !pr_infer_keys(&a->session->vm, NULL)) {
        status = PRECEPTOR_CONFLICT;
    }
    switch (status) {
    case PRECEPTOR_OK: write_row(a); break;
    case PRECEPTOR_CONFLICT: write_conflict(a); return;
    case PRECEPTOR_INVALID: write_rejected(a); return;
    case PRECEPTOR_LIMIT: write_error(a, "limit", pr_text_of(preceptor_session_limit(a->session)), 0); return;
    default: a->status = status; return;
    }
    for (uint32_t s = 0; s < a->kb->program.subject_count; s++) {
        add_blockers(a, s);
        if (a->missing != NULL) {
            add_missing(a, s);
        }
    }
}

typedef struct blocker {
    pr_text subject, requirement;
    uint64_t applicants, sole;
} blocker;

static int by_applicants(const void *a, const void *b) {
    const blocker *x = a, *y = b;
    if (x->applicants != y->applicants) {
        return x->applicants > y->applicants ? -1 : 1;
    }
    int order = pr_text_compare(x->subject, y->subject);
    return order != 0 ? order : pr_text_compare(x->requirement, y->requirement);
}

static void write_blockers(audit *a, pr_buf *out) {
    const pr_program *p = &a->kb->program;
    PR_VEC(blocker) all = {0};
    for (uint32_t s = 0; s < p->subject_count; s++) {
        for (uint32_t r = 0; r < p->subjects[s].requirement_count; r++) {
            blocker b = {p->subjects[s].entity->id, p->subjects[s].requirements[r].id,
                         a->tallies[s].blocked[r], a->tallies[s].sole[r]};
            if (b.applicants > 0 && !PR_PUSH(&a->arena, &all, b)) {
                a->status = PRECEPTOR_NO_MEMORY;
            }
        }
    }
    if (all.count > 1) {
        qsort(all.items, all.count, sizeof *all.items, by_applicants);
    }
    for (uint32_t i = 0; i < all.count; i++) {
        pr_buf_string(out, i > 0 ? ",\n    {\"program\": " : "\n    {\"program\": ");
        pr_json_string(all.items[i].subject, out);
        pr_buf_string(out, ", \"requirement\": ");
        pr_json_string(all.items[i].requirement, out);
        pr_buf_printf(out, ", \"applicants\": %llu, \"sole\": %llu}",
                      (unsigned long long)all.items[i].applicants, (unsigned long long)all.items[i].sole);
    }
}

static void write_missing(audit *a, pr_buf *out) {
    const pr_program *p = &a->kb->program;
    PR_VEC(blocker) all = {0};
    for (uint32_t i = 0; i < p->attribute_count; i++) {
        blocker b = {.subject = p->attributes[i].path, .applicants = a->missing[i]};
        if (b.applicants > 0 && !PR_PUSH(&a->arena, &all, b)) {
            a->status = PRECEPTOR_NO_MEMORY;
        }
    }
    if (all.count > 1) {
        qsort(all.items, all.count, sizeof *all.items, by_applicants);
    }
    for (uint32_t i = 0; i < all.count; i++) {
        pr_buf_string(out, i > 0 ? ",\n    {\"attribute\": " : "\n    {\"attribute\": ");
        pr_json_string(all.items[i].subject, out);
        pr_buf_printf(out, ", \"applicants\": %llu}", (unsigned long long)all.items[i].applicants);
    }
}

static void write_summary(audit *a, const preceptor_sink *sink) {
    const pr_program *p = &a->kb->program;
    pr_buf *out = &a->out;
    pr_buf_clear(out);
    pr_buf_printf(out,
                  "{\"schema\": \"preceptor.summary/1\",\n  \"applicants\": %llu,\n  \"rejected\": %llu,\n  "
                  "\"verdicts\": {",
                  (unsigned long long)a->counts->records, (unsigned long long)a->counts->rejected);
    for (uint32_t s = 0; s < p->subject_count; s++) {
        pr_buf_string(out, s > 0 ? ",\n    " : "\n    ");
        pr_json_string(p->subjects[s].entity->id, out);
        pr_buf_printf(out, ": {\"eligible\": %llu, \"ineligible\": %llu, \"undetermined\": %llu}",
                      (unsigned long long)a->tallies[s].verdicts[PR_ELIGIBLE],
                      (unsigned long long)a->tallies[s].verdicts[PR_INELIGIBLE],
                      (unsigned long long)a->tallies[s].verdicts[PR_UNDETERMINED]);
    }
    pr_buf_string(out, "},\n  \"blockers\": [");
    write_blockers(a, out);
    pr_buf_string(out, "],\n  \"missing\": [");
    write_missing(a, out);
    pr_buf_string(out, "]}\n");
    if (a->status == PRECEPTOR_OK) {
        a->status = pr_api_write(out, sink);
    }
}

static bool make_tallies(audit *a, bool summary) {
    const pr_program *p = &a->kb->program;
    a->tallies = PR_NEW_ARRAY(&a->arena, tally, p->subject_count + 1u);
    bool ok = a->tallies != NULL;
    for (uint32_t s = 0; ok && s < p->subject_count; s++) {
        a->tallies[s].blocked = PR_NEW_ARRAY(&a->arena, uint64_t, p->subjects[s].requirement_count + 1u);
        a->tallies[s].sole = PR_NEW_ARRAY(&a->arena, uint64_t, p->subjects[s].requirement_count + 1u);
        ok = a->tallies[s].blocked != NULL && a->tallies[s].sole != NULL;
    }
    if (ok && summary) {
        a->missing = PR_NEW_ARRAY(&a->arena, uint64_t, p->attribute_count + 1u);
        a->seen = PR_NEW_ARRAY(&a->arena, uint64_t, p->attribute_count + 1u);
        ok = a->missing != NULL && a->seen != NULL;
    }
    return ok;
}

static void run(audit *a) {
    pr_text line;
    for (pr_line n; a->status == PRECEPTOR_OK && (n = pr_lines_next(&a->lines, &line)) != PR_LINE_END;) {
        if (n == PR_LINE_FAILED) {
            a->status = a->lines.status;
            return;
        }
        if (n == PR_LINE_TOO_LONG) {
            a->counts->records++;
            (void)pr_profile_reset(&a->profile->profile);
            write_error(a, "limit", PR_TEXT("the record is longer than a file may be"), 0);
        } else if (!is_blank(line)) {
            audit_record(a, line);
        }
        flush(a, WRITE_SIZE);
    }
    flush(a, 1);
}

preceptor_status preceptor_audit(const preceptor_kb *kb, const preceptor_reader *reader,
                                 const preceptor_audit_options *options, const preceptor_sink *rows,
                                 const preceptor_sink *summary, preceptor_audit_counts *counts) {
    audit a = {.kb = kb, .rows = rows, .options = options, .counts = counts};
    *counts = (preceptor_audit_counts){0};
    a.lines = (pr_lines){.reader = reader,
                         .allocator = kb->allocator,
                         .limit = kb->limits.file_size > 0 ? kb->limits.file_size : PR_LIMIT_FILE_SIZE};
    pr_buf_init(&a.out, kb->allocator);
    pr_arena_init(&a.arena, kb->allocator, 0);
    pr_frequent_init(&a.warnings, &a.arena);
    a.diagnostics = preceptor_diagnostics_new(kb->allocator);
    a.status = a.diagnostics != NULL ? preceptor_profile_new(kb, &a.profile) : PRECEPTOR_NO_MEMORY;
    if (a.status == PRECEPTOR_OK) {
        a.status = preceptor_session_new(kb, &a.session);
    }
    if (a.status == PRECEPTOR_OK) {
        a.status = preceptor_session_set_as_of(a.session, options->as_of);
    }
    if (a.status == PRECEPTOR_OK && !make_tallies(&a, summary != NULL)) {
        a.status = PRECEPTOR_NO_MEMORY;
    }
    if (a.status == PRECEPTOR_OK) {
        run(&a);
    }
    tell_frequent(&a);
    if (a.status == PRECEPTOR_OK && summary != NULL) {
        write_summary(&a, summary);
    }
    pr_lines_release(&a.lines);
    pr_arena_release(&a.arena);
    pr_buf_release(&a.out);
    preceptor_session_free(a.session);
    preceptor_profile_free(a.profile);
    preceptor_diagnostics_free(a.diagnostics);
    return a.status;
}
