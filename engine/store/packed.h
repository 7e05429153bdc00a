/* Applicants as workers hand them over to the one who writes: packed behind each other. */
#ifndef PR_STORE_PACKED_H
#define PR_STORE_PACKED_H

#include "base/buf.h"

/* In an outcome, of a requirement that only a waiver settles. It sorts before '0', so that who asks the view `unmet` in
 * SQL is not told of it. What earlier programs wrote has '0' there. */
enum { PR_OUTCOME_WAIVED = '-' };

typedef struct pr_packed {
    uint64_t line;
    pr_text id;
    bool rejected;
    pr_text code, message; /* where rejected */
    uint32_t error_line, column;
    pr_text outcome; /* otherwise; as store/layout.h tells */
} pr_packed;

typedef struct pr_packed_rows {
    const char *at, *end;
} pr_packed_rows;

void pr_pack(const pr_packed *row, pr_buf *out);
/* Takes the first one off. False: there is none. */
bool pr_unpack(pr_packed_rows *rows, pr_packed *out);

#endif
