/* preceptor.shard/1: what the outputs of one share say of themselves, so that nothing but all shares of one audit is
 * ever joined. It is the last line of rows, and stands in a summary. */
#ifndef PR_AUDIT_TICKET_H
#define PR_AUDIT_TICKET_H

#include "doc/doc.h"

typedef struct pr_ticket {
    uint64_t shard, of; /* from 1 */
    pr_text kb, version, digest, as_of;
    pr_text options; /* all else that changes what is written */
    uint64_t size;   /* of the input */
    uint64_t bytes;  /* of the share */
    /* CRC-32 of what lies before the share, and of the share itself; the latter of so many bytes. */
    uint64_t before, check, checked;
    uint64_t records, rejected;
    uint64_t rows, head; /* bytes of rows before this line; of them what comes before the first row */
} pr_ticket;

/* One object in one line, without its end. */
void pr_ticket_write(const pr_ticket *ticket, pr_buf *out);
/* The texts are borrowed. False where it is no such object. */
bool pr_ticket_read(const pr_doc_node *node, pr_ticket *out);
/* The last line of rows: in CSV the object is a cell behind "#shard". */
void pr_ticket_write_line(const pr_ticket *ticket, bool csv, pr_buf *out);
/* The object in such a line, without quotes, in `arena`; empty where it is none. */
pr_text pr_ticket_of_line(pr_text line, pr_arena *arena);

/* An output, and what it says. */
typedef struct pr_shard {
    const char *path;
    size_t number; /* in the order in which they were given */
    pr_ticket ticket;
} pr_shard;

/* Sorts them, and says what is wrong with the first that does not belong: another knowledge base, day, pool or other
 * options; one that is there twice or not at all. `*whole`: CRC-32 of the pool. */
bool pr_shards_fit(pr_shard *shards, size_t count, pr_diags *diags, pr_arena *kept, uint32_t *whole);

#endif
