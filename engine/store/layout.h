/* What became of an applicant is a text of digits in its row: for each program the verdict, and behind it for each
 * of its requirements '1' where it is not met, '2' where that is not known, '-' where it is waived, else '0'. Which
 * place is whose is the same for all of an audit, and told once. So a row is one row however many programs there
 * are, and nothing has to be looked up to compare two. */
#ifndef PR_STORE_LAYOUT_H
#define PR_STORE_LAYOUT_H

#include "store/db.h"

typedef struct pr_layout_program {
    pr_text id;
    uint32_t first, count; /* the place of its verdict, from 0, and how many requirements follow */
} pr_layout_program;

typedef struct pr_layout {
    pr_layout_program *programs; /* in the order of places */
    uint32_t program_count, place_count;
    pr_text *requirements; /* by place; empty where a verdict stands */
} pr_layout;

/* Of an audit; in `arena`. Without places where it has no rows. */
preceptor_status pr_layout_read(pr_store *store, int64_t audit, pr_arena *arena, pr_layout *out);
/* Those of the audit that is begun, whose names are numbered: they are written where there are none. False in `*fits`:
 * there are others, and rows of both do not go together. */
preceptor_status pr_layout_begin(pr_store *store, const pr_store_audit *audit, bool *fits);

/* Applicants of an audit, one after the other. */
typedef struct pr_applicants {
    pr_store *store;
    sqlite3_stmt *rows;
    size_t places;
    bool by_id, ahead, ended; /* ahead: the statement is at the row behind the one at hand */
    pr_buf held;              /* texts of the one at hand, where that is so */
    /* The one at hand; the texts live until the next. */
    int64_t input, line;
    pr_text id, outcome; /* without an outcome: it was rejected */
} pr_applicants;

/* In the order of the pool. With `by_id` in that of ids, and only those whose id no other one has. Close it in any
 * case. */
preceptor_status pr_applicants_open(pr_applicants *a, pr_store *store, int64_t audit, size_t places,
                                    bool by_id);
void pr_applicants_close(pr_applicants *a);
/* NOT_FOUND: there are no more. */
preceptor_status pr_applicants_next(pr_applicants *a);

#endif
