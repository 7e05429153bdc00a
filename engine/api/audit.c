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

static preceptor_status write_summary(pr_audit *a, const preceptor_sink *sink) {
    pr_buf out;
    pr_buf_init(&out, a->plan->allocator);
    bool made = pr_summary_write(a->plan, &a->tally, &a->arena, &out);
    preceptor_status status = made ? pr_api_write(&out, sink) : PRECEPTOR_NO_MEMORY;
    pr_buf_release(&out);
    return status;
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
    pr_audit a = {.plan = &plan,
                  .inputs = inputs,
                  .rows = rows,
                  .diags = &diagnostics->diags,
                  .kept = &diagnostics->sources};
    preceptor_status status = pr_audit_run(&a);
    tell_counts(&a, counts);
    if (status == PRECEPTOR_OK && summary != NULL) {
        status = write_summary(&a, summary);
    }
    pr_audit_release(&a);
    return status;
}
