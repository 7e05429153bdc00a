/* Opening, closing, and what went wrong. */
#include "store/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MILLISECONDS = 2000 };

preceptor_status pr_db_fail(pr_store *s, const char *doing) {
    int code = s->db != NULL ? sqlite3_errcode(s->db) & 0xFF : SQLITE_NOMEM;
    const char *why;
    switch (code) {
    case SQLITE_NOMEM: return s->failed = PRECEPTOR_NO_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: why = "another process is writing to it"; break;
    case SQLITE_FULL: why = "the disk is full"; break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: why = "there is no permission to write it"; break;
    case SQLITE_NOTADB:
        s->foreign = true;
        why = "it is no store, or damaged";
        break;
    case SQLITE_CORRUPT: why = "it is damaged"; break;
    default: why = sqlite3_errmsg(s->db); break;
    }
    (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong, "it cannot be %s: %s", doing, why);
    return s->failed = PRECEPTOR_IO;
}

preceptor_status pr_db_run(pr_store *s, const char *sql) {
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? PRECEPTOR_OK
               : pr_db_fail(s, s->writing ? "written" : "read");
}

sqlite3_stmt *pr_db_prepare(pr_store *s, const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        (void)pr_db_fail(s, "read");
        return NULL;
    }
    return statement;
}

preceptor_status pr_db_step(pr_store *s, sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    preceptor_status status = result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "written");
    (void)sqlite3_reset(statement);
    return status;
}

preceptor_status pr_db_end(pr_store *s, preceptor_status status) {
    if (status == PRECEPTOR_OK) {
        status = pr_db_run(s, "COMMIT");
    }
    if (status != PRECEPTOR_OK && sqlite3_get_autocommit(s->db) == 0) {
        (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

preceptor_status pr_db_attach(pr_store *s, const char *path, const char *sql) {
    sqlite3_stmt *statement = pr_db_prepare(s, sql);
    if (statement == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    preceptor_status status = sqlite3_step(statement) == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(statement);
    return status;
}

pr_text pr_db_text(sqlite3_stmt *statement, int column, pr_arena *arena) {
    bool null = sqlite3_column_type(statement, column) == SQLITE_NULL;
    const char *at = (const char *)sqlite3_column_text(statement, column);
    arena->failed |= at == NULL && !null; /* SQLite had no memory for it */
    return at != NULL ? pr_text_copy(arena, (pr_text){at, (size_t)sqlite3_column_bytes(statement, column)})
                      : (pr_text){0};
}

preceptor_status pr_db_refuse(pr_store *s, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(s->wrong, sizeof s->wrong, format, arguments);
    va_end(arguments);
    return PRECEPTOR_INVALID;
}

const char *pr_store_wrong(const pr_store *s) { return s->wrong; }

bool pr_store_foreign(const pr_store *s) { return s->foreign; }

static preceptor_status say_errno(pr_store *s, const char *doing) {
    char text[128] = "";
    if (strerror_r(errno, text, sizeof text) != 0) {
        text[0] = '\0';
    }
    (void)sqlite3_snprintf((int)sizeof s->wrong, s->wrong, "it cannot be %s: %s", doing, text);
    return PRECEPTOR_IO;
}

/* SQLite would make it for everybody to read. */
static preceptor_status make_file(pr_store *s, const char *path) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        (void)close(file);
        return PRECEPTOR_OK;
    }
    return errno == EEXIST ? PRECEPTOR_OK : say_errno(s, "made");
}

/* A store may come from a stranger: what it holds is data, and nothing in it is run. (Of views see schema.c.) */
void pr_db_distrust(sqlite3 *db) {
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

static preceptor_status open_db(pr_store *s, const char *path, bool make) {
    struct stat found;
    if (make) {
        preceptor_status status = make_file(s, path);
        if (status != PRECEPTOR_OK) {
            return status;
        }
    } else if (stat(path, &found) != 0) {
        return say_errno(s, s->writing ? "opened" : "read");
    }
    /* Who only reads must be able to undo what a killed writer left half done, where the file can be written. */
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        return pr_db_fail(s, "opened");
    }
    (void)sqlite3_busy_timeout(s->db, WAIT_MILLISECONDS);
    pr_db_distrust(s->db);
    preceptor_status status = s->writing ? PRECEPTOR_OK : pr_db_run(s, "PRAGMA query_only = ON");
    status = status == PRECEPTOR_OK ? pr_db_make_tables(s) : status;
    status = status == PRECEPTOR_OK && s->writing ? pr_feed_open(s) : status;
    if (status == PRECEPTOR_OK && s->writing) {
        status = pr_db_run(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    }
    return status;
}

preceptor_status pr_store_open(const char *path, pr_store_mode mode, const preceptor_allocator *allocator,
                               pr_store **out) {
    pr_store *s = *out = pr_heap_zalloc(allocator, sizeof *s);
    if (s == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    s->allocator = allocator;
    s->writing = mode != PR_STORE_READ;
    pr_arena_init(&s->arena, allocator, 0);
    return open_db(s, path, mode == PR_STORE_WRITE);
}

void pr_store_close(pr_store *s) {
    if (s == NULL) {
        return;
    }
    for (int i = 0; i < PR_STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(s->statements[i]);
    }
    if (s->writing && s->db != NULL) {
        /* A store that nobody writes is one file. */
        (void)sqlite3_exec(s->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    (void)sqlite3_close(s->db);
    pr_arena_release(&s->arena);
    pr_heap_free(s->allocator, s);
}
