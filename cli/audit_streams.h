/* What an audit reads and writes: its pools, rows, summary and store, and how all of it ends. */
#ifndef CLI_AUDIT_STREAMS_H
#define CLI_AUDIT_STREAMS_H

#include "pool.h"
#include "progress.h"
#include "work.h"

typedef struct audit_streams {
    pool pool;
    output rows, summary;
    bool has_rows, has_summary;
    preceptor_store *store;
    char *journal; /* a store that only tells how far the rows came; NULL: none */
    progress progress;
    uint64_t resumed; /* records that an earlier run did */
    bool failed;      /* a message was said */
} audit_streams;

/* Do the options fit together? False after a message. */
bool audit_options_fit(const options *o);
/* False after a message. */
bool audit_streams_open(audit_streams *s, work *w);
/* Puts everything in place, or nothing; where the audit can be gone on with, what there is stays. False after a
 * message. */
bool audit_streams_close(audit_streams *s, work *w, preceptor_status status);
/* For preceptor_audit_options: where the rows go on. */
bool audit_streams_resumed(void *streams, uint64_t row_bytes, uint64_t records);
/* Has somebody asked to stop, who knows that it can be gone on with? */
bool audit_streams_stopped(void);

#endif
