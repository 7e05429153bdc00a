/* Writes indented JSON into a buffer. Names come from code and are written as they are; everything else is escaped. */
#ifndef PR_REPORT_JSON_WRITER_H
#define PR_REPORT_JSON_WRITER_H

#include "value/value.h"

typedef struct pr_jw {
    pr_buf *out;
    unsigned depth;
    bool filled; /* the innermost object or list has a member already */
} pr_jw;

/* `name` is NULL for an item of a list, and for the outermost value. `bracket` is '{' or '['. */
void pr_jw_open(pr_jw *w, const char *name, char bracket);
/* The same under a name that is somebody's text. */
void pr_jw_open_named(pr_jw *w, pr_text name, char bracket);
void pr_jw_close(pr_jw *w, char bracket);
void pr_jw_text(pr_jw *w, const char *name, pr_text text);
/* A member whose name is somebody's text. */
void pr_jw_named(pr_jw *w, pr_text name, pr_text text);
/* Empty text is null. */
void pr_jw_text_or_null(pr_jw *w, const char *name, pr_text text);
void pr_jw_bool(pr_jw *w, const char *name, bool value);
void pr_jw_number(pr_jw *w, const char *name, uint32_t value);
void pr_jw_integer(pr_jw *w, const char *name, int64_t value);
/* JSON that is written as it is. */
void pr_jw_raw(pr_jw *w, const char *name, pr_text json);
void pr_jw_null(pr_jw *w, const char *name);
void pr_jw_texts(pr_jw *w, const char *name, const pr_text *texts, uint32_t count);
/* "YYYY-MM-DD" */
void pr_jw_date(pr_jw *w, const char *name, int64_t packed);

#endif
