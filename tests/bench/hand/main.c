/* The hand-written audit.
 *
 *   bench-hand POOL ROWS [--jobs=N]      rows as NDJSON
 *   bench-hand POOL --store STORE        three rows or so of an applicant, on one program, into SQLite
 *   bench-hand --same STORE STORE        are the rows of two stores the same?
 *
 * Workers take turns at reading a block and at writing its rows, and share nothing else. */
#include "bench/bench.h"
#include "bench/hand/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, SLACK = 64, MOST_JOBS = 16, STORED = PROGRAM_EXCELLENCE_GRANT };

typedef struct work {
    int pool, rows;
    hand_store *store;
    pthread_mutex_t lock;
    pthread_cond_t written;
    uint64_t read_count, written_count; /* blocks */
    uint64_t line;                      /* of the next block */
    char carry[BLOCK];                  /* what a block had of the next one's first line */
    size_t carried;
    bool at_end;
} work;

typedef struct block {
    char bytes[2 * BLOCK + SLACK];
    char *rows;
    size_t length, row_size, number;
    uint64_t line;
} block;

static uint64_t count_lines(const char *at, size_t length) {
    uint64_t count = 0;
    for (const char *end = at + length; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        count++;
    }
    return count;
}

static bool take(work *w, block *b) {
    (void)pthread_mutex_lock(&w->lock);
    memcpy(b->bytes, w->carry, w->carried);
    b->length = w->carried;
    while (!w->at_end && b->length < BLOCK) {
        ssize_t got = read(w->pool, b->bytes + b->length, BLOCK);
        if (got < 0) {
            bench_fail("the pool cannot be read");
        }
        w->at_end = got == 0;
        b->length += (size_t)got;
    }
    size_t whole = b->length;
    while (whole > 0 && b->bytes[whole - 1] != '\n') {
        whole--;
    }
    w->carried = b->length - whole;
    if (w->carried > BLOCK || (w->at_end && w->carried > 0)) {
        bench_fail("a line of the pool is too long, or not ended");
    }
    memcpy(w->carry, b->bytes + whole, w->carried);
    b->length = whole;
    b->line = w->line;
    w->line += count_lines(b->bytes, whole);
    b->number = w->read_count++;
    (void)pthread_mutex_unlock(&w->lock);
    return whole > 0;
}

static void write_all(int to, const char *at, size_t length) {
    while (length > 0) {
        ssize_t put = write(to, at, length);
        if (put < 0) {
            bench_fail("the rows cannot be written");
        }
        at += put;
        length -= (size_t)put;
    }
}

static void give(work *w, const block *b, size_t length) {
    (void)pthread_mutex_lock(&w->lock);
    while (w->written_count != b->number) {
        (void)pthread_cond_wait(&w->written, &w->lock);
    }
    (void)pthread_mutex_unlock(&w->lock);
    write_all(w->rows, b->rows, length);
    (void)pthread_mutex_lock(&w->lock);
    w->written_count++;
    (void)pthread_cond_broadcast(&w->written);
    (void)pthread_mutex_unlock(&w->lock);
}

static void make_room(block *b, size_t length) {
    if (b->row_size < length) {
        b->row_size = 2 * length;
        b->rows = realloc(b->rows, b->row_size);
        if (b->rows == NULL) {
            bench_fail("out of memory");
        }
    }
}

static size_t audit(work *w, hand_reader *reader, block *b) {
    applicant a;
    outcome o;
    size_t written = 0;
    uint64_t line = b->line;
    for (const char *at = b->bytes, *end = at + b->length; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!hand_read(reader, at, (size_t)(stop - at), &a)) {
            bench_fail("line %llu is none of this pool", (unsigned long long)line);
        }
        hand_judge(&a, &o);
        if (w->store != NULL) {
            hand_store_add(w->store, line, &a, &o);
        } else {
            make_room(b, written + HAND_ROW + a.id_length);
            written = (size_t)(hand_row(line, &a, &o, b->rows + written) - b->rows);
        }
        at = stop + 1;
    }
    return written;
}

static void *run(void *user) {
    work *w = user;
    block *b = bench_alloc(sizeof *b);
    hand_patterns *patterns = hand_patterns_new();
    hand_reader *reader = hand_reader_new(patterns);
    while (take(w, b)) {
        if (w->store != NULL) {
            hand_store_begin(w->store);
            (void)audit(w, reader, b);
            hand_store_commit(w->store);
        } else {
            give(w, b, audit(w, reader, b));
        }
    }
    hand_reader_free(reader);
    hand_patterns_free(patterns);
    free(b->rows);
    free(b);
    return NULL;
}

int main(int count, char **arguments) {
    if (count < 3) {
        bench_fail("usage: bench-hand POOL ROWS [--jobs=N], POOL --store STORE, or --same STORE STORE");
    }
    if (count == 4 && strcmp(arguments[1], "--same") == 0) {
        return hand_store_same(arguments[2], arguments[3]) ? 0 : 1;
    }
    work *w = bench_alloc(sizeof *w);
    w->line = 1;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->written, NULL);
    w->pool = open(arguments[1], O_RDONLY);
    bool stores = count == 4 && strcmp(arguments[2], "--store") == 0;
    w->rows = stores ? -1 : open(arguments[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (w->pool < 0 || (!stores && w->rows < 0)) {
        bench_fail("%s or %s cannot be opened", arguments[1], arguments[2]);
    }
    w->store = stores ? hand_store_open(arguments[3], STORED) : NULL;
    uint64_t jobs = stores ? 1 : bench_option(count, arguments, "jobs", 1);
    pthread_t threads[MOST_JOBS];
    uint64_t more = 0;
    for (; more + 1 < jobs && more < MOST_JOBS; more++) {
        if (pthread_create(&threads[more], NULL, run, w) != 0) {
            bench_fail("no thread");
        }
    }
    (void)run(w);
    for (uint64_t i = 0; i < more; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    if (stores) {
        hand_store_close(w->store);
    } else if (close(w->rows) != 0) {
        bench_fail("%s cannot be written", arguments[2]);
    }
    free(w);
}
