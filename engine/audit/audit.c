#include "audit/audit.h"

#include "audit/row.h"

static preceptor_status write_rows(const pr_audit *a, const pr_buf *rows) {
    bool written = rows->length == 0 || a->rows->write(a->rows->context, rows->at, rows->length);
    return rows->failed ? PRECEPTOR_NO_MEMORY : written ? PRECEPTOR_OK : PRECEPTOR_IO;
}

static preceptor_status deliver(void *context, pr_block *block) {
    pr_audit *a = context;
    const preceptor_audit_options *options = a->plan->options;
    preceptor_status status = write_rows(a, &block->rows);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    pr_tally_add(&a->tally, &block->tally);
    if (!pr_frequent_join(&a->warnings, &block->warnings)) {
        return PRECEPTOR_NO_MEMORY;
    }
    bool go_on = options->proceed == NULL ||
                 options->proceed(options->proceed_context, a->tally.records, a->tally.rejected);
    return go_on ? PRECEPTOR_OK : PRECEPTOR_STOPPED;
}

static preceptor_status write_head(pr_audit *a) {
    pr_buf head;
    pr_buf_init(&head, a->plan->allocator);
    pr_row_format_of(a->plan->options->rows)->head(a->plan, &head);
    preceptor_status status = write_rows(a, &head);
    pr_buf_release(&head);
    return status;
}

preceptor_status pr_audit_run(pr_audit *a) {
    pr_arena_init(&a->arena, a->plan->allocator, 0);
    pr_frequent_init(&a->warnings, &a->arena);
    if (!pr_plan_make(a->plan) || !pr_tally_make(&a->tally, a->plan, &a->arena)) {
        return PRECEPTOR_NO_MEMORY;
    }
    preceptor_status status = write_head(a);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    pr_cutter cutter;
    pr_cutter_init(&cutter, a->plan, a->inputs, a->diags, a->kept);
    const pr_delivery delivery = {.deliver = deliver, .context = a};
    status = pr_crew_run(a->plan, &cutter, a->plan->options->jobs, &delivery);
    pr_cutter_release(&cutter);
    return status;
}

void pr_audit_release(pr_audit *a) {
    pr_plan_release(a->plan);
    pr_arena_release(&a->arena);
}
