/* Reading the records of a block, one after the other. A record that cannot be read, or evaluated, is rejected by
 * itself. */
#include "audit/desk.h"

#include "store/ids.h"

preceptor_status pr_desk_open(pr_desk *d, const pr_plan *plan) {
    const pr_program *p = plan->program;
    *d = (pr_desk){.plan = plan, .format = pr_row_format_of(plan->options->rows)};
    pr_profile_init(&d->profile, p, plan->allocator);
    pr_arena_init(&d->document, plan->allocator, 0);
    pr_arena_init(&d->arena, plan->allocator, 0);
    pr_diags_init(&d->diags, plan->allocator);
    pr_buf_init(&d->scratch, plan->allocator);
    preceptor_status status = pr_vm_init(&d->vm, p, plan->allocator, false);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    d->vm.step_limit = plan->steps > 0 ? plan->steps : d->vm.step_limit;
    pr_vm_set_as_of(&d->vm, plan->as_of);
    d->matcher = pr_matcher_new(p, plan->allocator);
    d->parser = pr_doc_json_parser_new(plan->allocator);
    d->verdicts = PR_NEW_ARRAY(&d->arena, uint8_t, p->subject_count + 1u);
    d->unmet = PR_NEW_ARRAY(&d->arena, uint32_t, plan->requirement_count + 1u);
    d->unknown = PR_NEW_ARRAY(&d->arena, uint32_t, plan->requirement_count + 1u);
    d->waived = PR_NEW_ARRAY(&d->arena, uint32_t, plan->requirement_count + 1u);
    d->seen = PR_NEW_ARRAY(&d->arena, uint64_t, p->attribute_count + 1u);
    d->missing = PR_NEW_ARRAY(&d->arena, uint32_t, p->attribute_count + 1u);
    d->outcome = PR_NEW_ARRAY(&d->arena, char, (size_t)p->subject_count + plan->requirement_count + 1u);
    if (plan->options->explain) {
        d->because = PR_NEW_ARRAY(&d->arena, pr_text, plan->requirement_count + 1u);
    }
    bool made = d->matcher != NULL && d->parser != NULL && !d->arena.failed && pr_profile_reset(&d->profile);
    return made ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}

void pr_desk_close(pr_desk *d) {
    pr_vm_release(&d->vm);
    pr_profile_release(&d->profile);
    pr_matcher_free(d->matcher);
    pr_doc_json_parser_free(d->parser);
    pr_csv_reader_free(d->csv);
    pr_arena_release(&d->document);
    pr_arena_release(&d->arena);
    pr_diags_release(&d->diags);
    pr_buf_release(&d->scratch);
}

static void count_warning(pr_desk *d, const pr_diag *diag, uint64_t line) {
    pr_text text = diag->message;
    if (diag->hint.length > 0) {
        pr_buf_clear(&d->scratch);
        pr_buf_printf(&d->scratch, "%.*s: %.*s", PR_ARG(diag->message), PR_ARG(diag->hint));
        text = pr_buf_view(&d->scratch);
    }
    if (d->scratch.failed ||
        !pr_frequent_add(&d->block->warnings, (pr_frequent_text){text, 1, d->block->input, line})) {
        d->block->status = PRECEPTOR_NO_MEMORY;
    }
}

static void count_reading_warnings(pr_desk *d, uint64_t line) {
    const pr_diags *diags = &d->diags;
    d->block->tally.warnings += diags->warnings;
    for (uint32_t i = 0; diags->warnings > 0 && i < diags->list.count; i++) {
        if (diags->list.items[i].severity == PR_WARNING) {
            count_warning(d, &diags->list.items[i], line);
        }
    }
}

static void count_claims(pr_desk *d, uint64_t line) {
    const pr_text passed =
        PR_TEXT("a waiver that the profile claims is not counted: --waivers any counts it");
    if (d->claims > 0) {
        d->block->tally.warnings++;
        if (!pr_frequent_add(&d->block->warnings, (pr_frequent_text){passed, 1, d->block->input, line})) {
            d->block->status = PRECEPTOR_NO_MEMORY;
        }
    }
}

/* A record is one line: a carriage return in it is a blank of JSON, and ends none. */
static pr_place place_in_line(pr_text line, size_t offset) {
    const size_t start = pr_utf8_mark(line), end = offset < line.length ? offset : line.length;
    const size_t before = end > start ? pr_utf8_count((pr_text){line.at + start, end - start}) : 0;
    return (pr_place){1, (uint32_t)before + 1};
}

/* Of CSV the place is a cell's. */
static pr_place place_of(const pr_desk *d, const pr_span *span) {
    if (span->source == NULL) {
        return (pr_place){0};
    }
    if (d->block->form == PRECEPTOR_INPUT_NDJSON) {
        return place_in_line(span->source->bytes, span->start);
    }
    bool cell = d->block->form == PRECEPTOR_INPUT_CSV;
    size_t offset =
        cell ? pr_csv_offset(span->source->bytes, d->block->csv->delimiter, span->start) : span->start;
    return pr_source_place(span->source, (uint32_t)offset);
}

static bool is_several_lines(const pr_desk *d, pr_place place) {
    return d->block->form == PRECEPTOR_INPUT_YAML || d->block->form == PRECEPTOR_INPUT_JSON ||
           (d->block->form == PRECEPTOR_INPUT_CSV && place.line > 1);
}

/* The first error is what the record is rejected for. */
static pr_rejection rejection_of(const pr_desk *d) {
    const pr_diags *diags = &d->diags;
    for (uint32_t i = 0; i < diags->list.count; i++) {
        const pr_diag *diag = &diags->list.items[i];
        if (diag->severity != PR_ERROR) {
            continue;
        }
        pr_place place = place_of(d, &diag->span);
        return (pr_rejection){
            .code = diag->code,
            .message = diag->message,
            .line = is_several_lines(d, place) ? place.line : 0,
            .column = place.column,
        };
    }
    return (pr_rejection){.code = "invalid", .message = PR_TEXT("the record could not be read")};
}

static const pr_doc_node *read_csv(pr_desk *d, const pr_source *source) {
    if (d->csv == NULL) {
        d->csv = pr_csv_reader_new(d->plan);
    }
    if (d->csv == NULL) {
        d->diags.failed = true;
        return NULL;
    }
    return pr_csv_read(d->csv, d->block->csv, source, &d->document, &d->diags);
}

static bool read_profile(pr_desk *d, const pr_source *source) {
    const pr_doc_limits *limits = &d->plan->limits;
    pr_unknown_keys keys = d->plan->options->strict ? PR_UNKNOWN_KEYS_ERROR : PR_UNKNOWN_KEYS_WARN;
    if (d->block->form == PRECEPTOR_INPUT_YAML || d->block->form == PRECEPTOR_INPUT_CSV) {
        const pr_doc_node *root = d->block->form == PRECEPTOR_INPUT_CSV
                                      ? read_csv(d, source)
                                      : pr_doc_read(source, PR_DOC_YAML, limits, &d->document, &d->diags);
        return root != NULL && pr_profile_read(&d->profile, root, d->matcher, keys, &d->diags);
    }
    const pr_profile_json json = {source, PR_DOC_JSON_SLACK, d->parser, limits, &d->document, true};
    return pr_profile_read_json(&d->profile, &json, d->matcher, keys, &d->diags);
}

static preceptor_status read_record(pr_desk *d, const pr_source *source) {
    pr_arena_reset(&d->document);
    pr_diags_clear(&d->diags);
    d->claims = 0;
    if (!pr_profile_reset(&d->profile)) {
        return PRECEPTOR_NO_MEMORY;
    }
    bool good = read_profile(d, source);
    if (good && !d->plan->counts_claims) {
        d->claims = pr_profile_claims(&d->profile) - pr_profile_claims_past(&d->profile, d->plan->as_of);
    }
    good = good && pr_waiver_book_apply(&d->plan->waivers, &d->profile, d->plan->counts_claims);
    if (d->document.failed || d->profile.arena.failed || d->diags.failed) {
        return d->profile.arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    return good && d->diags.errors == 0 ? PRECEPTOR_OK : PRECEPTOR_INVALID;
}

/* As store/layout.h tells. */
static void pack(pr_desk *d, const pr_result *result) {
    const pr_plan *plan = d->plan;
    memset(d->outcome, '0', plan->place_count);
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        d->outcome[plan->verdict_places[i]] += (char)result->verdicts[plan->subjects[i]];
    }
    for (uint32_t i = 0; i < result->unmet_count; i++) {
        d->outcome[plan->places[result->unmet[i]]] = '1';
    }
    for (uint32_t i = 0; i < result->unknown_count; i++) {
        d->outcome[plan->places[result->unknown[i]]] = '2';
    }
    for (uint32_t i = 0; i < d->waived_count; i++) {
        d->outcome[plan->places[d->waived[i]]] = PR_OUTCOME_WAIVED;
    }
    pr_pack(&(pr_packed){.line = result->line, .id = result->id, .outcome = {d->outcome, plan->place_count}},
            &d->block->packed);
}

/* Is this row among those that --only asks for? */
static bool is_wanted(const pr_desk *d) {
    const pr_plan *plan = d->plan;
    unsigned has = 0;
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        has |= 1u << d->verdicts[plan->subjects[i]];
    }
    return plan->options->only == 0 || (plan->options->only & has) != 0;
}

static void write(pr_desk *d, const pr_result *result) {
    if (!is_wanted(d)) {
        return;
    }
    if (d->plan->writes) {
        d->format->row(d->plan, result, &d->block->rows);
    }
    if (d->plan->packs) {
        pack(d, result);
    }
}

static void reject(pr_desk *d, const pr_result *result, const pr_rejection *why) {
    d->block->tally.rejected++;
    if (d->plan->options->only != 0 && (d->plan->options->only & PRECEPTOR_ONLY_REJECTED) == 0) {
        return;
    }
    if (d->plan->packs) {
        pr_pack(&(pr_packed){.line = result->line,
                             .id = result->id,
                             .rejected = true,
                             .code = pr_text_of(why->code),
                             .message = why->message,
                             .error_line = why->line,
                             .column = why->column},
                &d->block->packed);
    }
    if (d->plan->writes) {
        d->format->rejected(d->plan, result, why, &d->block->rows);
    }
}

static void audit_record(pr_desk *d, pr_text bytes, uint64_t line) {
    pr_block *block = d->block;
    const pr_source source = {.name = PR_TEXT("pool"), .bytes = bytes};
    pr_result result = {.line = line, .input = block->name.at, .scratch = &d->scratch};
    pr_rejection why = {.code = "limit", .message = PR_TEXT("the record takes more memory than allowed")};
    preceptor_status status = read_record(d, &source);
    result.id = d->profile.id;
    if (status == PRECEPTOR_OK && d->plan->program->where != PR_NONE) {
        bool chosen;
        status = pr_desk_choose(d, &chosen, &why);
        if (status == PRECEPTOR_OK && !chosen) {
            return;
        }
    }
    block->tally.records++;
    if (d->plan->options->check_ids && result.id.length > 0) {
        pr_ids_pack(result.id, line, &block->ids);
    }
    count_reading_warnings(d, line);
    count_claims(d, line);
    if (status == PRECEPTOR_INVALID) {
        why = rejection_of(d);
    } else if (status == PRECEPTOR_OK) {
        status = pr_desk_judge(d, &result, &why);
    }
    switch (status) {
    case PRECEPTOR_OK: write(d, &result); break;
    case PRECEPTOR_INVALID:
    case PRECEPTOR_CONFLICT:
    case PRECEPTOR_LIMIT: reject(d, &result, &why); break;
    default: block->status = status; break;
    }
    if (block->rows.failed || block->packed.failed || block->ids.failed) {
        block->status = PRECEPTOR_NO_MEMORY;
    }
}

static void reject_too_long(pr_desk *d, uint64_t line) {
    const pr_rejection why = {.code = "limit", .message = PR_TEXT("the record is longer than a file may be")};
    const pr_result result = {.line = line, .input = d->block->name.at, .scratch = &d->scratch};
    d->block->tally.records++;
    reject(d, &result, &why);
}

static void audit_lines(pr_desk *d) {
    pr_text rest = {d->block->bytes.at, d->block->length};
    uint64_t line = d->block->first_line;
    while (rest.length > 0 && d->block->status == PRECEPTOR_OK) {
        const char *newline = memchr(rest.at, '\n', rest.length);
        size_t length = newline != NULL ? (size_t)(newline - rest.at) : rest.length;
        pr_text record = {rest.at, length};
        if (length > d->plan->longest) {
            reject_too_long(d, line);
        } else if (pr_text_trim(record).length > 0) {
            audit_record(d, record, line);
        }
        size_t taken = newline != NULL ? length + 1 : length;
        rest = (pr_text){rest.at + taken, rest.length - taken};
        line++;
    }
}

static void audit_csv(pr_desk *d) {
    const pr_text bytes = {d->block->bytes.at, d->block->length};
    uint64_t line = d->block->first_line;
    size_t at = 0;
    while (at < bytes.length && d->block->status == PRECEPTOR_OK) {
        size_t end = pr_csv_end(bytes, at, d->block->csv->delimiter, true);
        pr_text record = {bytes.at + at, end - at};
        while (record.length > 0 && strchr("\r\n", record.at[record.length - 1]) != NULL) {
            record.length--;
        }
        if (record.length > d->plan->longest) {
            reject_too_long(d, line);
        } else if (pr_text_trim(record).length > 0) {
            audit_record(d, record, line);
        }
        for (; at < end; at++) {
            line += bytes.at[at] == '\n';
        }
    }
}

void pr_desk_work(pr_desk *d, pr_block *block) {
    d->block = block;
    if (block->too_long) {
        reject_too_long(d, block->first_line);
        return;
    }
    switch (block->form) {
    case PRECEPTOR_INPUT_NDJSON: audit_lines(d); break;
    case PRECEPTOR_INPUT_YAML:
    case PRECEPTOR_INPUT_JSON:
        audit_record(d, (pr_text){block->bytes.at, block->length}, block->first_line);
        break;
    case PRECEPTOR_INPUT_CSV: audit_csv(d); break;
    }
}
