/* Audits, for the public header. */
#include "api/api.h"

#include "audit/audit.h"
#include "audit/summary.h"

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

static void copy_cut(pr_text from, char *to, size_t size) {
    pr_text cut = pr_utf8_cut(from, size - 1);
    if (cut.length > 0) {
        memcpy(to, cut.at, cut.length);
    }
    to[cut.length] = '\0';
}

static void tell_counts(pr_audit *a, preceptor_audit_counts *counts) {
    counts->records = a->tally.records;
    counts->rejected = a->tally.rejected;
    counts->warnings = a->tally.warnings;
    counts->passed = a->tally.passed != NULL ? a->tally.passed[0] : 0;
    counts->passed_unknown = a->tally.passed != NULL ? a->tally.passed[1] : 0;
    pr_frequent_sort(&a->warnings);
    for (uint32_t i = 0; i < a->warnings.items.count && i < PRECEPTOR_FREQUENT_WARNINGS; i++) {
        const pr_frequent_text *from = &a->warnings.items.items[i];
        preceptor_frequent_warning *to = &counts->frequent[counts->frequent_count++];
        copy_cut(from->text, to->text, sizeof to->text);
        to->count = from->count;
        to->input = from->input;
        to->line = from->line;
    }
}

static preceptor_status finish(pr_audit *a, const preceptor_sink *sink) {
    pr_buf out, shard;
    pr_summary summary;
    pr_buf_init(&out, a->plan->allocator);
    pr_buf_init(&shard, a->plan->allocator);
    pr_summary_init(&summary, &a->arena);
    bool made = pr_summary_count(&summary, a->plan, &a->tally);
    if (a->plan->options->shards > 0) {
        pr_ticket_write(&a->ticket, &shard);
    }
    pr_summary_write(&summary, pr_buf_view(&shard), &out);
    preceptor_status status = made && !shard.failed && !out.failed ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
    if (status == PRECEPTOR_OK && sink != NULL) {
        status = pr_api_write(&out, sink);
    }
    pr_buf_char(&out, '\0');
    if (status == PRECEPTOR_OK && a->store != NULL) {
        status = out.failed ? PRECEPTOR_NO_MEMORY : pr_store_finish(a->store, out.at);
    }
    pr_buf_release(&shard);
    pr_buf_release(&out);
    return status;
}

/* All that changes what is written, but the knowledge base and the day: as options, since people see it where shards
 * differ. */
static void write_settings(const pr_plan *plan, pr_text where, bool rows, pr_buf *out) {
    static const char *const outcomes[] = {"eligible", "ineligible", "undetermined", "rejected"};
    const preceptor_audit_options *o = plan->options;
    const char *before = " --programs ";
    pr_buf_string(out, !rows ? "no rows" : o->rows == PRECEPTOR_ROWS_CSV ? "CSV" : "NDJSON");
    pr_buf_string(out, o->strict ? " --strict" : "");
    pr_buf_string(out, o->explain ? " --explain" : "");
    const struct {
        const char *name;
        size_t limit;
    } limits[] = {{"file-size", plan->longest},
                  {"steps", plan->steps},
                  {"depth", plan->limits.depth},
                  {"nodes", plan->limits.nodes},
                  {"list-length", plan->limits.list_length}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].limit > 0) {
            pr_buf_printf(out, " --limit %s=%zu", limits[i].name, limits[i].limit);
        }
    }
    for (unsigned i = 0; i < 4; i++) {
        if ((o->only & 1u << i) != 0) {
            pr_buf_printf(out, " --only %s", outcomes[i]);
        }
    }
    if (plan->map != NULL) {
        pr_buf_printf(out, " --map (%08x)", pr_stream_check(0, plan->map->origin.source->bytes));
    }
    for (uint32_t s = 0; o->subjects != NULL && s < plan->program->subject_count; s++) {
        if (o->subjects[s]) {
            pr_buf_printf(out, "%s%s", before, plan->program->subjects[s].id);
            before = ",";
        }
    }
    pr_buf_string(out, plan->counts_claims ? " --waivers any" : "");
    if (plan->waivers.count > 0) {
        pr_buf_printf(out, " and waivers on record (%016llx)",
                      (unsigned long long)pr_waiver_book_check(&plan->waivers));
    }
    if (where.length > 0) {
        pr_buf_string(out, " --where ");
        pr_buf_text(out, where);
    }
}

/* Those that were granted by now: what is granted while the audit runs counts in the next. */
static preceptor_status read_waivers(pr_plan *plan, preceptor_store *store, pr_arena *arena) {
    pr_granted *granted;
    pr_text *owners;
    uint32_t count = 0;
    if (store == NULL || store->journal || plan->program->waivers.attribute == PR_NONE) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = pr_api_granted(store, (pr_text){0}, arena, &owners, &granted, &count);
    if (status == PRECEPTOR_OK && !pr_waiver_book_make(&plan->waivers, owners, granted, count, arena)) {
        status = PRECEPTOR_NO_MEMORY;
    }
    return status;
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
    uint32_t errors = d->diags.errors;
    const pr_source *source = pr_source_read(plan->options->map, plan->longest, &d->sources, &d->diags);
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, &plan->limits, &d->sources, &d->diags) : NULL;
    if (d->sources.failed) {
        return PRECEPTOR_NO_MEMORY;
    }
    plan->map = root;
    bool good = root != NULL && check_map(root, &d->diags);
    return pr_api_outcome(d, good && d->diags.errors == errors);
}

/* What says which audit it is: texts that `a` borrows. */
typedef struct description {
    char digest[72];
    pr_buf day, options, settings;
} description;

static preceptor_status describe(const preceptor_kb *kb, pr_audit *a, description *out) {
    const preceptor_audit_options *o = a->plan->options;
    pr_buf_init(&out->day, kb->allocator);
    pr_buf_init(&out->options, kb->allocator);
    pr_buf_init(&out->settings, kb->allocator);
    if (!a->plan->checks) {
        return PRECEPTOR_OK;
    }
    pr_kb_digest(kb->read, out->digest);
    pr_temporal_print(pr_date(a->plan->as_of), &out->day);
    write_settings(a->plan, kb->where, a->rows != NULL, &out->options);
    pr_buf_text(&out->settings, pr_buf_view(&out->options));
    if (o->shards > 0) {
        pr_buf_printf(&out->settings, " shard=%u/%u", o->shard, o->shards);
    }
    pr_buf_char(&out->settings, '\0');
    a->digest = out->digest;
    a->day = pr_buf_view(&out->day);
    a->options = pr_buf_view(&out->options);
    a->settings = out->settings.at;
    return out->day.failed || out->options.failed || out->settings.failed ? PRECEPTOR_NO_MEMORY
                                                                          : PRECEPTOR_OK;
}

static preceptor_status tell_ids_failed(const pr_audit *a, preceptor_diagnostics *d) {
    pr_source *source = pr_source_of(PR_TEXT("the ids"), PR_TEXT(""), &d->sources);
    if (source == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_diag *diag = pr_error(&d->diags, "ids", ((pr_span){source, 0, 0}), "their temporary file: %s",
                             pr_ids_wrong(a->ids));
    pr_diag_hint(&d->diags, diag, "$TMPDIR names the folder for it");
    return d->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
}

static preceptor_status open_ids(pr_audit *a, preceptor_diagnostics *d) {
    preceptor_status status = pr_ids_open(a->plan->allocator, &a->ids);
    return status == PRECEPTOR_IO ? tell_ids_failed(a, d) : status;
}

static preceptor_status tell_repeated(pr_audit *a, preceptor_audit_counts *counts) {
    enum { MOST = PRECEPTOR_FREQUENT_WARNINGS };
    pr_repeated found[MOST];
    uint32_t count = 0;
    preceptor_status status =
        a->ids != NULL ? pr_ids_repeated(a->ids, &a->arena, found, MOST, &count, &counts->repeated)
                       : pr_store_repeated(a->store, &a->arena, found, MOST, &count, &counts->repeated);
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        preceptor_repeated_id *to = &counts->repeated_ids[counts->repeated_count++];
        copy_cut(found[i].id, to->id, sizeof to->id);
        to->records = found[i].records;
        to->first_input = found[i].first.input;
        to->first_line = found[i].first.line;
        to->last_input = found[i].last.input;
        to->last_line = found[i].last.line;
    }
    return status;
}

preceptor_status preceptor_audit(const preceptor_kb *kb, const preceptor_inputs *inputs,
                                 const preceptor_audit_options *options, preceptor_diagnostics *diagnostics,
                                 const preceptor_sink *rows, const preceptor_sink *summary,
                                 preceptor_audit_counts *counts) {
    *counts = (preceptor_audit_counts){0};
    if (!pr_api_serves(kb, PRECEPTOR_USE_AUDIT) ||
        (options->shards > 0 && (options->shard < 1 || options->shard > options->shards))) {
        return PRECEPTOR_USAGE;
    }
    pr_plan plan = {.program = &kb->program,
                    .allocator = kb->allocator,
                    .options = options,
                    .limits = pr_api_doc_limits(&kb->limits),
                    .steps = kb->limits.steps,
                    .longest = kb->limits.file_size,
                    .named = inputs->many,
                    .writes = rows != NULL,
                    .counts_claims = options->any_waivers,
                    .counts_missing = summary != NULL};
    if (!pr_api_day(options->as_of, &plan.as_of)) {
        return PRECEPTOR_INVALID;
    }
    preceptor_status status = read_map(&plan, diagnostics);
    if (status == PRECEPTOR_OK) {
        status = read_waivers(&plan, options->store, &diagnostics->sources);
        if (status == PRECEPTOR_IO) {
            status = pr_api_store_failed(options->store, status, diagnostics);
        }
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    plan.checks = options->store != NULL || options->shards > 0;
    plan.packs = options->store != NULL && !options->store->journal;
    plan.counts_missing = plan.counts_missing || options->store != NULL;
    pr_audit a = {.plan = &plan,
                  .store = options->store != NULL ? options->store->store : NULL,
                  .keeps_rows = plan.packs,
                  .resume = options->resume,
                  .inputs = inputs,
                  .rows = rows,
                  .diags = &diagnostics->diags,
                  .kept = &diagnostics->sources};
    description of = {0};
    status = describe(kb, &a, &of);
    if (status == PRECEPTOR_OK && options->check_ids && (!plan.packs || options->only != 0)) {
        status = open_ids(&a, diagnostics);
    }
    status = status == PRECEPTOR_OK ? pr_audit_run(&a) : status;
    tell_counts(&a, counts);
    if (status == PRECEPTOR_OK && (summary != NULL || options->store != NULL)) {
        status = finish(&a, summary);
    }
    if (status == PRECEPTOR_OK && options->check_ids) {
        status = tell_repeated(&a, counts);
    }
    if (status == PRECEPTOR_IO && a.ids != NULL && pr_ids_wrong(a.ids)[0] != '\0') {
        status = tell_ids_failed(&a, diagnostics);
    } else if (status == PRECEPTOR_IO && options->store != NULL) {
        status = pr_api_store_failed(options->store, status, diagnostics);
    }
    pr_ids_close(a.ids);
    pr_audit_release(&a);
    pr_buf_release(&of.day);
    pr_buf_release(&of.options);
    pr_buf_release(&of.settings);
    return status;
}
