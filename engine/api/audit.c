/* Audits, for the public header. */
#include "api/api.h"

#include "audit/audit.h"

static preceptor_status next_once(void *context, preceptor_input *out) {
    preceptor_input *input = context;
    if (input->name == NULL) {
        return PRECEPTOR_NOT_FOUND;
    }
    *out = *input;
    input->name = NULL;
    return PRECEPTOR_OK;
}

preceptor_inputs preceptor_one_input(preceptor_input *input) {
    return (preceptor_inputs){.next = next_once, .context = input};
}

/* A character is not cut in two. */
static void copy_cut(pr_text from, char *to, size_t size) {
    size_t length = from.length;
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)from.at[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    if (length > 0) {
        memcpy(to, from.at, length);
    }
    to[length] = '\0';
}

static void tell_counts(pr_audit *a, preceptor_audit_counts *counts) {
    counts->records = a->tally.records;
    counts->rejected = a->tally.rejected;
    counts->warnings = a->tally.warnings;
    pr_frequent_sort(&a->warnings);
    for (uint32_t i = 0; i < a->warnings.items.count && i < PRECEPTOR_FREQUENT_WARNINGS; i++) {
        const pr_frequent_text *from = &a->warnings.items.items[i];
        preceptor_frequent_warning *to = &counts->frequent[counts->frequent_count++];
        copy_cut(from->text, to->text, sizeof to->text);
        to->count = from->count;
        to->line = from->line;
    }
}

static preceptor_status finish(pr_audit *a, const preceptor_sink *sink) {
    pr_buf out;
    pr_buf_init(&out, a->plan->allocator);
    bool made = pr_summary_write(a->plan, &a->tally, &a->arena, &out);
    preceptor_status status = made ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    if (made && sink != NULL) {
        status = pr_api_write(&out, sink);
    }
    pr_buf_char(&out, '\0');
    if (status == PRECEPTOR_OK && a->store != NULL) {
        status = pr_store_finish(a->store, out.at);
    }
    pr_buf_release(&out);
    return status;
}

/* All that changes what is written, but the knowledge base and the day. */
static bool write_settings(const pr_plan *plan, const preceptor_sink *rows, pr_buf *out) {
    const preceptor_audit_options *o = plan->options;
    pr_buf_printf(out, "strict=%d explain=%d rows=%d missing=%d longest=%zu steps=%zu depth=%zu list=%zu",
                  o->strict, o->explain, rows != NULL ? 1 + (int)o->rows : 0, plan->counts_missing,
                  plan->longest, plan->steps, plan->limits.depth, plan->limits.list_length);
    for (uint32_t s = 0; o->subjects != NULL && s < plan->program->subject_count; s++) {
        if (o->subjects[s]) {
            pr_buf_printf(out, " %s", plan->program->subjects[s].id);
        }
    }
    pr_buf_char(out, '\0');
    return !out->failed;
}

static bool check_map(const pr_doc_node *map, pr_diags *diags) {
    bool good = map->kind == PR_DOC_MAP;
    if (!good) {
        pr_diag *diag = pr_error(diags, "wrong-type", pr_doc_span(map), "expected a mapping, found %s",
                                 pr_doc_kind_name(map));
        pr_diag_hint(diags, diag, "it goes from the names of columns to paths of attributes");
    }
    for (uint32_t i = 0; map->kind == PR_DOC_MAP && i < map->count; i++) {
        const pr_doc_node *value = &map->pairs[i].value;
        if (value->kind != PR_DOC_STRING && value->kind != PR_DOC_NULL) {
            pr_error(diags, "wrong-type", pr_doc_span(value),
                     "expected the path of an attribute, or null for a column to pass over, found %s",
                     pr_doc_kind_name(value));
            good = false;
        }
    }
    return good;
}

static preceptor_status read_map(pr_plan *plan, preceptor_diagnostics *d) {
    if (plan->options->map == NULL) {
        return PRECEPTOR_OK;
    }
    const pr_source *source = pr_source_read(plan->options->map, plan->longest, &d->sources, &d->diags);
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, &plan->limits, &d->sources, &d->diags) : NULL;
    if (d->sources.failed) {
        return PRECEPTOR_NO_MEMORY;
    }
    plan->map = root;
    return pr_api_outcome(d, root != NULL && check_map(root, &d->diags));
}

preceptor_status preceptor_audit(const preceptor_kb *kb, const preceptor_inputs *inputs,
                                 const preceptor_audit_options *options, preceptor_diagnostics *diagnostics,
                                 const preceptor_sink *rows, const preceptor_sink *summary,
                                 preceptor_audit_counts *counts) {
    *counts = (preceptor_audit_counts){0};
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    pr_plan plan = {.program = &kb->program,
                    .allocator = kb->allocator,
                    .options = options,
                    .limits = pr_api_doc_limits(&kb->limits),
                    .steps = kb->limits.steps,
                    .longest = kb->limits.file_size,
                    .named = inputs->many,
                    .counts_missing = summary != NULL};
    if (!pr_api_day(options->as_of, &plan.as_of)) {
        return PRECEPTOR_INVALID;
    }
    preceptor_status status = read_map(&plan, diagnostics);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    char digest[72] = "";
    pr_buf settings;
    pr_buf_init(&settings, kb->allocator);
    if (options->store != NULL) {
        pr_kb_digest(kb->read, digest);
        plan.checks = true;
        plan.packs = !options->store->journal;
        plan.counts_missing = true;
        if (!write_settings(&plan, rows, &settings)) {
            pr_buf_release(&settings);
            return PRECEPTOR_NO_MEMORY;
        }
    }
    pr_audit a = {.plan = &plan,
                  .store = options->store != NULL ? options->store->store : NULL,
                  .keeps_rows = plan.packs,
                  .resume = options->resume,
                  .digest = digest,
                  .settings = settings.at,
                  .inputs = inputs,
                  .rows = rows,
                  .diags = &diagnostics->diags,
                  .kept = &diagnostics->sources};
    status = pr_audit_run(&a);
    tell_counts(&a, counts);
    if (status == PRECEPTOR_OK && (summary != NULL || options->store != NULL)) {
        status = finish(&a, summary);
    }
    if (status == PRECEPTOR_IO && options->store != NULL) {
        status = pr_api_store_failed(options->store, status, diagnostics);
    }
    pr_audit_release(&a);
    pr_buf_release(&settings);
    return status;
}
