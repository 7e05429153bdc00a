/* Workers. The blocks stand in a ring: this thread fills them and delivers them, workers take them in between. Two for
 * each worker keep everyone busy, and bound the memory. */
#include "audit/audit.h"
#include "audit/desk.h"

#include <pthread.h>

/* The evaluator recurses as deep as its limits allow: what a main thread usually has, and more. */
#define STACK_SIZE ((size_t)16 * 1024 * 1024)

enum { MOST_WORKERS = 256, SPARE_BLOCKS = 2 };

typedef struct crew crew;

typedef struct worker {
    crew *of;
    pr_desk desk;
    preceptor_status status; /* of opening the desk */
    pthread_t thread;
} worker;

struct crew {
    const pr_plan *plan;
    pr_arena arena; /* the ring and the workers */
    pr_block *blocks;
    bool *done; /* by block */
    unsigned block_count, worker_count;
    worker *workers;
    pthread_mutex_t lock;
    pthread_cond_t filled, finished;
    /* Blocks since the beginning, modulo the ring: delivered <= taken <= filled. Under the lock. */
    uint64_t delivered_count, taken_count, filled_count;
    bool closing;
};

static pr_block *block_at(const crew *c, uint64_t number) { return &c->blocks[number % c->block_count]; }

/* The next block to work on; NULL: there will be none. */
static pr_block *take(crew *c, uint64_t *number) {
    (void)pthread_mutex_lock(&c->lock);
    while (c->taken_count == c->filled_count && !c->closing) {
        (void)pthread_cond_wait(&c->filled, &c->lock);
    }
    pr_block *block = NULL;
    if (c->taken_count < c->filled_count && !c->closing) {
        *number = c->taken_count++;
        block = block_at(c, *number);
    }
    (void)pthread_mutex_unlock(&c->lock);
    return block;
}

static void *work(void *user) {
    worker *w = user;
    pr_block *block;
    for (uint64_t number; (block = take(w->of, &number)) != NULL;) {
        pr_desk_work(&w->desk, block);
        (void)pthread_mutex_lock(&w->of->lock);
        w->of->done[number % w->of->block_count] = true;
        (void)pthread_cond_signal(&w->of->finished);
        (void)pthread_mutex_unlock(&w->of->lock);
    }
    return NULL;
}

static preceptor_status make_ring(crew *c, unsigned blocks) {
    c->blocks = PR_NEW_ARRAY(&c->arena, pr_block, blocks);
    c->done = PR_NEW_ARRAY(&c->arena, bool, blocks);
    if (c->blocks == NULL || c->done == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    for (; c->block_count < blocks; c->block_count++) {
        if (!pr_block_init(&c->blocks[c->block_count], c->plan, &c->arena)) {
            pr_block_release(&c->blocks[c->block_count]);
            return PRECEPTOR_NO_MEMORY;
        }
    }
    return PRECEPTOR_OK;
}

/* Starts as many as can be: fewer are slower and as good. */
static preceptor_status start(crew *c, unsigned workers) {
    pthread_attr_t attributes;
    c->workers = PR_NEW_ARRAY(&c->arena, worker, workers);
    if (c->workers == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (pthread_attr_init(&attributes) != 0) {
        return PRECEPTOR_OK;
    }
    (void)pthread_attr_setstacksize(&attributes, STACK_SIZE);
    for (; c->worker_count < workers; c->worker_count++) {
        worker *w = &c->workers[c->worker_count];
        w->of = c;
        w->status = pr_desk_open(&w->desk, c->plan);
        if (w->status != PRECEPTOR_OK || pthread_create(&w->thread, &attributes, work, w) != 0) {
            pr_desk_close(&w->desk);
            break;
        }
    }
    (void)pthread_attr_destroy(&attributes);
    return PRECEPTOR_OK;
}

static void finish(crew *c) {
    (void)pthread_mutex_lock(&c->lock);
    c->closing = true;
    (void)pthread_cond_broadcast(&c->filled);
    (void)pthread_mutex_unlock(&c->lock);
    for (unsigned i = 0; i < c->worker_count; i++) {
        (void)pthread_join(c->workers[i].thread, NULL);
        pr_desk_close(&c->workers[i].desk);
    }
}

static preceptor_status deliver(pr_block *block, const pr_delivery *to) {
    return block->status != PRECEPTOR_OK ? block->status : to->deliver(to->context, block);
}

static void hand_on(crew *c) {
    (void)pthread_mutex_lock(&c->lock);
    c->done[c->filled_count % c->block_count] = false;
    c->filled_count++;
    (void)pthread_cond_signal(&c->filled);
    (void)pthread_mutex_unlock(&c->lock);
}

/* The oldest block, once it is done. */
static pr_block *await(crew *c) {
    (void)pthread_mutex_lock(&c->lock);
    while (!c->done[c->delivered_count % c->block_count]) {
        (void)pthread_cond_wait(&c->finished, &c->lock);
    }
    (void)pthread_mutex_unlock(&c->lock);
    return block_at(c, c->delivered_count);
}

/* `first` is in the ring already, filled. */
static preceptor_status run_together(crew *c, pr_cutter *cutter, const pr_delivery *to) {
    bool more = true;
    hand_on(c);
    for (;;) {
        while (more && c->filled_count - c->delivered_count < c->block_count) {
            more = pr_cut(cutter, block_at(c, c->filled_count));
            if (more) {
                hand_on(c);
            }
        }
        if (c->delivered_count == c->filled_count) {
            return cutter->status;
        }
        preceptor_status status = deliver(await(c), to);
        if (status != PRECEPTOR_OK) {
            return status;
        }
        c->delivered_count++;
    }
}

/* Begins with the block that is filled. */
static preceptor_status run_alone(const pr_plan *plan, pr_cutter *cutter, pr_block *block,
                                  const pr_delivery *to) {
    pr_desk desk;
    preceptor_status status = pr_desk_open(&desk, plan);
    while (status == PRECEPTOR_OK) {
        pr_desk_work(&desk, block);
        status = deliver(block, to);
        if (status == PRECEPTOR_OK && !pr_cut(cutter, block)) {
            status = cutter->status;
            break;
        }
    }
    pr_desk_close(&desk);
    return status;
}

static preceptor_status run(crew *c, pr_cutter *cutter, unsigned workers, const pr_delivery *to) {
    preceptor_status status = make_ring(c, 1);
    if (status != PRECEPTOR_OK || !pr_cut(cutter, &c->blocks[0])) {
        return status != PRECEPTOR_OK ? status : cutter->status;
    }
    /* What fits into one block is not worth a thread. */
    if (workers < 2 || (cutter->at_end && cutter->carry.length == 0 && !cutter->inputs->many)) {
        return run_alone(c->plan, cutter, &c->blocks[0], to);
    }
    pr_block first = c->blocks[0];
    c->block_count = 0;
    status = make_ring(c, workers * 2 + SPARE_BLOCKS);
    if (c->block_count == 0) {
        pr_block_release(&first);
        return status;
    }
    pr_block_release(&c->blocks[0]);
    c->blocks[0] = first;
    pr_frequent_init(&c->blocks[0].warnings,
                     &c->blocks[0].arena); /* that is elsewhere now; there are none yet */
    if (status == PRECEPTOR_OK) {
        status = start(c, workers);
    }
    if (status != PRECEPTOR_OK || c->worker_count == 0) {
        return status != PRECEPTOR_OK ? status : run_alone(c->plan, cutter, &c->blocks[0], to);
    }
    status = run_together(c, cutter, to);
    finish(c);
    return status;
}

preceptor_status pr_crew_run(const pr_plan *plan, pr_cutter *cutter, unsigned workers,
                             const pr_delivery *to) {
    crew c = {.plan = plan};
    pr_arena_init(&c.arena, plan->allocator, 0);
    preceptor_status status = PRECEPTOR_NO_MEMORY;
    if (pthread_mutex_init(&c.lock, NULL) == 0) {
        (void)pthread_cond_init(&c.filled, NULL);
        (void)pthread_cond_init(&c.finished, NULL);
        status = run(&c, cutter, workers < MOST_WORKERS ? workers : MOST_WORKERS, to);
        (void)pthread_cond_destroy(&c.filled);
        (void)pthread_cond_destroy(&c.finished);
        (void)pthread_mutex_destroy(&c.lock);
    }
    for (unsigned i = 0; i < c.block_count; i++) {
        pr_block_release(&c.blocks[i]);
    }
    pr_arena_release(&c.arena);
    return status;
}
