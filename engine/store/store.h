/* The store: one SQLite file with audits, a row for each applicant, and views with one for each verdict and
 * requirement not met.
 *
 * A store belongs to one thread. Writing is in WAL mode, a transaction for each block, so that whatever was confirmed
 * outlives the process. What goes wrong is told in words by pr_store_wrong. */
#ifndef PR_STORE_STORE_H
#define PR_STORE_STORE_H

#include "store/packed.h"

/* The layout of the tables; stores of a lower version are brought up to it, of a higher one refused. */
enum { PR_STORE_VERSION = 4 };

typedef struct pr_store pr_store;

/* CHANGE writes to one that must be there. */
typedef enum pr_store_mode { PR_STORE_READ, PR_STORE_CHANGE, PR_STORE_WRITE } pr_store_mode;

/* With WRITE a store that is not there is made, for its owner alone. One of an earlier version is brought up to this
 * one, unless it is only read. NULL only when out of memory; otherwise close it
 * in any case. IO: it cannot be opened, or is no store. */
preceptor_status pr_store_open(const char *path, pr_store_mode mode, const preceptor_allocator *allocator,
                               pr_store **out);
void pr_store_close(pr_store *store);
/* Of the last call that failed; lives until the next. */
const char *pr_store_wrong(const pr_store *store);
/* What went wrong is that the file is none of SQLite's. */
bool pr_store_foreign(const pr_store *store);

/* ---- Writing an audit */
/* What a requirement rests on, or a program: the rules that say so, and where that is written. NUL-terminated. */
typedef struct pr_store_grounds {
    const char *rule, *sources;
} pr_store_grounds;

/* What an audit is of; one that is resumed must be of the same. NUL-terminated. */
typedef struct pr_store_audit {
    const char *as_of, *kb, *version, *digest;
    const char *settings; /* all that changes what is written, in any form */
    bool rows;            /* applicants are kept; else only how far it came */
    uint32_t program_count;
    const char *const *programs, *const *names; /* ids, and names for people */
    const uint32_t *firsts;                     /* by program: the number of its first requirement below */
    uint32_t requirement_count;
    const char *const *requirements;
    const pr_store_grounds *program_grounds, *requirement_grounds; /* by program, by requirement */
    const int64_t *places;   /* by program: how many it takes; -1: that is not said. NULL: of none */
    const char *const *pers; /* by program: what is said beside that number: "per month" */
} pr_store_audit;

/* How far an audit came: what is confirmed with each block. */
typedef struct pr_store_position {
    uint64_t input;  /* from 1; 0: nothing yet */
    uint64_t offset; /* of its decompressed bytes */
    uint32_t check;  /* CRC-32 of all bytes so far */
    uint64_t bytes;  /* how many they are */
    uint64_t rows;   /* bytes written elsewhere */
    uint64_t records, rejected, warnings;
    const uint64_t *tally; /* borrowed */
    size_t tally_count;
} pr_store_position;

/* Begins an audit; with `resume` goes on with the last one of the same, and tells how far it was
 * (all 0: there is none, or from the beginning). `position->tally` is where `tally_count` numbers go. */
preceptor_status pr_store_begin(pr_store *store, const pr_store_audit *audit, bool resume,
                                pr_store_position *position, uint64_t *tally);
/* A block's applicants, of the input at `position`, whose name is `input`. */
preceptor_status pr_store_add(pr_store *store, const char *input, const pr_packed_rows *rows,
                              const pr_store_position *position);
/* ---- Shards */
/* One shard: a store, and an audit in it. */
typedef struct pr_store_part {
    const char *path;
    int64_t audit;
    pr_text
        told; /* made by pr_store_join: what a person must know of its waivers, a line each; lives as the store */
} pr_store_part;
/* What an audit says of itself: its summary, and its number where `*number` is 0. */
preceptor_status pr_store_summary(pr_store *store, int64_t *number, pr_arena *arena, pr_text *out);
/* Puts the audits of these stores behind each other, as one run would have written them, and takes over waivers and
 * recorded answers of all; the store is new. */
preceptor_status pr_store_join(pr_store *store, pr_store_part *parts, size_t count, const char *settings,
                               const char *summary, const pr_store_position *whole);

/* The audit is whole. */
preceptor_status pr_store_finish(pr_store *store, const char *summary);

#endif
