#include "audit/block.h"

bool pr_block_init(pr_block *block, const pr_plan *plan, pr_arena *arena) {
    *block = (pr_block){0};
    pr_buf_init(&block->bytes, plan->allocator);
    pr_buf_init(&block->name, plan->allocator);
    pr_buf_init(&block->rows, plan->allocator);
    pr_buf_init(&block->packed, plan->allocator);
    pr_buf_init(&block->ids, plan->allocator);
    pr_arena_init(&block->arena, plan->allocator, 0);
    pr_frequent_init(&block->warnings, &block->arena);
    return pr_tally_make(&block->tally, plan, arena);
}

void pr_block_release(pr_block *block) {
    pr_buf_release(&block->bytes);
    pr_buf_release(&block->name);
    pr_buf_release(&block->rows);
    pr_buf_release(&block->packed);
    pr_buf_release(&block->ids);
    pr_arena_release(&block->arena);
}

static void shrink(pr_buf *buf) {
    enum { KEPT = 8 * PR_BLOCK_SIZE };
    if (buf->capacity > KEPT) {
        const preceptor_allocator *allocator = buf->allocator;
        pr_buf_release(buf);
        pr_buf_init(buf, allocator);
    }
    pr_buf_clear(buf);
}

void pr_block_clear(pr_block *block) {
    shrink(&block->bytes);
    shrink(&block->rows);
    shrink(&block->packed);
    shrink(&block->ids);
    pr_buf_clear(&block->name);
    pr_arena_reset(&block->arena);
    pr_frequent_init(&block->warnings, &block->arena);
    pr_tally_clear(&block->tally);
    block->length = 0;
    block->first_line = block->lines = 0;
    block->too_long = false;
    block->status = PRECEPTOR_OK;
}
