#include "audit/audit.h"

#include "audit/row.h"

static preceptor_status write_rows(const pr_audit *a, const pr_buf *rows) {
    bool written =
        a->rows == NULL || rows->length == 0 || a->rows->write(a->rows->context, rows->at, rows->length);
    return rows->failed ? PRECEPTOR_NO_MEMORY : written ? PRECEPTOR_OK : PRECEPTOR_IO;
}

static preceptor_status keep_block(pr_audit *a, const pr_block *block) {
    a->position.rows += a->rows != NULL ? block->rows.length : 0;
    if (a->store == NULL) {
        return PRECEPTOR_OK;
    }
    a->position.input = block->input;
    a->position.offset = block->offset;
    a->position.check = block->check;
    a->position.bytes = block->total;
    a->position.records = a->tally.records;
    a->position.rejected = a->tally.rejected;
    a->position.warnings = a->tally.warnings;
    const pr_packed_rows rows = {block->packed.at, block->packed.at + block->packed.length};
    return pr_store_add(a->store, block->name.at, &rows, &a->position);
}

static preceptor_status deliver(void *context, pr_block *block) {
    pr_audit *a = context;
    const preceptor_audit_options *options = a->plan->options;
    preceptor_status status = write_rows(a, &block->rows);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    pr_tally_add(&a->tally, &block->tally);
    status = keep_block(a, block);
    if (status == PRECEPTOR_OK && a->ids != NULL) {
        status = pr_ids_add(a->ids, block->input, pr_buf_view(&block->ids));
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    if (!pr_frequent_join(&a->warnings, &block->warnings)) {
        return PRECEPTOR_NO_MEMORY;
    }
    bool go_on = options->proceed == NULL ||
                 options->proceed(options->proceed_context, a->tally.records, a->tally.rejected);
    return go_on ? PRECEPTOR_OK : PRECEPTOR_STOPPED;
}

/* `begun`: it was written before. */
static preceptor_status write_head(pr_audit *a, bool begun) {
    pr_buf head;
    pr_buf_init(&head, a->plan->allocator);
    pr_row_format_of(a->plan->options->rows)->head(a->plan, &head);
    a->head = a->rows != NULL ? head.length : 0;
    preceptor_status status = begun ? PRECEPTOR_OK : write_rows(a, &head);
    a->position.rows += begun ? 0 : a->head;
    pr_buf_release(&head);
    return status;
}

/* What the share says of itself, at the end of its rows. */
static preceptor_status write_ticket(pr_audit *a, const pr_cutter *cutter) {
    const pr_program *p = a->plan->program;
    const preceptor_audit_options *options = a->plan->options;
    a->ticket = (pr_ticket){.shard = options->shard,
                            .of = options->shards,
                            .kb = p->name,
                            .version = p->version,
                            .digest = pr_text_of(a->digest),
                            .as_of = a->day,
                            .options = a->options,
                            .size = cutter->input.size,
                            .bytes = cutter->total,
                            .before = cutter->before,
                            .check = cutter->check,
                            .checked = cutter->checked,
                            .records = a->tally.records,
                            .rejected = a->tally.rejected,
                            .rows = a->position.rows,
                            .head = a->head};
    pr_buf line;
    pr_buf_init(&line, a->plan->allocator);
    pr_ticket_write_line(&a->ticket, options->rows == PRECEPTOR_ROWS_CSV, &line);
    preceptor_status status = write_rows(a, &line);
    pr_buf_release(&line);
    return status;
}

preceptor_status pr_audit_run(pr_audit *a) {
    pr_arena_init(&a->arena, a->plan->allocator, 0);
    pr_frequent_init(&a->warnings, &a->arena);
    if (!pr_plan_make(a->plan) || !pr_tally_make(&a->tally, a->plan, &a->arena)) {
        return PRECEPTOR_NO_MEMORY;
    }
    preceptor_status status = pr_audit_keep(a);
    const preceptor_audit_options *options = a->plan->options;
    if (status == PRECEPTOR_OK && a->store != NULL && options->resumed != NULL &&
        !options->resumed(options->proceed_context, a->position.rows, a->position.records)) {
        status = PRECEPTOR_IO;
    }
    if (status == PRECEPTOR_OK) {
        status = write_head(a, a->position.rows > 0);
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    pr_cutter cutter;
    pr_cutter_init(&cutter, a->plan, a->inputs, a->diags, a->kept);
    cutter.from = (pr_cut_from){a->position.input, a->position.offset, a->position.check};
    const pr_delivery delivery = {.deliver = deliver, .context = a};
    status = pr_crew_run(a->plan, &cutter, options->jobs, &delivery);
    if (status == PRECEPTOR_OK && options->shards > 0) {
        status = write_ticket(a, &cutter);
    }
    pr_cutter_release(&cutter);
    return status;
}

void pr_audit_release(pr_audit *a) {
    pr_plan_release(a->plan);
    pr_arena_release(&a->arena);
}
