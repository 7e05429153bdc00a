/* Writing an audit: the names once, then block after block. */
#include "store/feed.h"
#include "store/layout.h"

static const char *const texts[PR_STATEMENT_COUNT] = {
    [PR_ADD_APPLICANTS] =
        "INSERT INTO applicants SELECT ?1, ?2, line, id, outcome, error, message, error_line,"
        " error_column FROM packed_rows(?3)",
    [PR_ADD_INPUT] = "INSERT OR IGNORE INTO inputs VALUES(?, ?, ?)",
    [PR_SET_POSITION] =
        ("UPDATE audits SET input = ?2, offset = ?3, pool_check = ?4, pool_bytes = ?5, row_bytes = ?6,"
         " records = ?7, rejected = ?8, warnings = ?9, tally = ?10 WHERE audit = ?1"),
};

void pr_db_bind_text(sqlite3_stmt *statement, int at, pr_text text) {
    if (text.length > 0) {
        (void)sqlite3_bind_text64(statement, at, text.at, text.length, SQLITE_STATIC, SQLITE_UTF8);
    } else {
        (void)sqlite3_bind_null(statement, at);
    }
}

static void bind_cstring(sqlite3_stmt *statement, int at, const char *text) {
    (void)sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static void bind(sqlite3_stmt *statement, int at, uint64_t number) {
    (void)sqlite3_bind_int64(statement, at, (sqlite3_int64)number);
}

/* The number that a name has in the store; it is added where it is new. */
static preceptor_status number_of(pr_store *s, sqlite3_stmt *add, sqlite3_stmt *find, int64_t *out) {
    preceptor_status status = pr_db_step(s, add);
    if (status == PRECEPTOR_OK && sqlite3_step(find) == SQLITE_ROW) {
        *out = sqlite3_column_int64(find, 0);
    } else if (status == PRECEPTOR_OK) {
        status = pr_db_fail(s, "read");
    }
    (void)sqlite3_reset(find);
    return status;
}

static preceptor_status number_programs(pr_store *s, const pr_store_audit *a, int64_t *out) {
    sqlite3_stmt *add = pr_db_prepare(
        s, "INSERT INTO programs(id, name) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name");
    sqlite3_stmt *find = pr_db_prepare(s, "SELECT program FROM programs WHERE id = ?");
    preceptor_status status = add != NULL && find != NULL ? PRECEPTOR_OK : s->failed;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < a->program_count; i++) {
        bind_cstring(add, 1, a->programs[i]);
        bind_cstring(add, 2, a->names[i]);
        bind_cstring(find, 1, a->programs[i]);
        status = number_of(s, add, find, &out[i]);
    }
    (void)sqlite3_finalize(add);
    (void)sqlite3_finalize(find);
    return status;
}

static preceptor_status number_requirements(pr_store *s, const pr_store_audit *a, const int64_t *programs,
                                            int64_t *out) {
    sqlite3_stmt *add = pr_db_prepare(s, "INSERT OR IGNORE INTO requirements(program, id) VALUES(?, ?)");
    sqlite3_stmt *find =
        pr_db_prepare(s, "SELECT requirement FROM requirements WHERE program = ? AND id = ?");
    preceptor_status status = add != NULL && find != NULL ? PRECEPTOR_OK : s->failed;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < a->program_count; i++) {
        uint32_t end = i + 1 < a->program_count ? a->firsts[i + 1] : a->requirement_count;
        for (uint32_t r = a->firsts[i]; status == PRECEPTOR_OK && r < end; r++) {
            (void)sqlite3_bind_int64(add, 1, programs[i]);
            bind_cstring(add, 2, a->requirements[r]);
            (void)sqlite3_bind_int64(find, 1, programs[i]);
            bind_cstring(find, 2, a->requirements[r]);
            status = number_of(s, add, find, &out[r]);
        }
    }
    (void)sqlite3_finalize(add);
    (void)sqlite3_finalize(find);
    return status;
}

static preceptor_status add_ground(pr_store *s, sqlite3_stmt *add, int64_t program, const char *requirement,
                                   const pr_store_grounds *grounds) {
    (void)sqlite3_bind_int64(add, 1, s->audit);
    (void)sqlite3_bind_int64(add, 2, program);
    bind_cstring(add, 3, requirement);
    bind_cstring(add, 4, grounds->rule);
    bind_cstring(add, 5, grounds->sources);
    return pr_db_step(s, add);
}

static preceptor_status add_grounds(pr_store *s, const pr_store_audit *a) {
    sqlite3_stmt *add = pr_db_prepare(s, "INSERT OR IGNORE INTO grounds VALUES(?, ?, ?, ?, ?)");
    preceptor_status status = add != NULL ? PRECEPTOR_OK : s->failed;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < a->program_count; i++) {
        uint32_t end = i + 1 < a->program_count ? a->firsts[i + 1] : a->requirement_count;
        status = add_ground(s, add, s->programs[i], "", &a->program_grounds[i]);
        for (uint32_t r = a->firsts[i]; status == PRECEPTOR_OK && r < end; r++) {
            status = add_ground(s, add, s->programs[i], a->requirements[r], &a->requirement_grounds[r]);
        }
    }
    (void)sqlite3_finalize(add);
    return status;
}

preceptor_status pr_db_number_names(pr_store *s, const pr_store_audit *a) {
    int64_t *programs = PR_NEW_ARRAY(&s->arena, int64_t, a->program_count + 1u);
    int64_t *requirements = PR_NEW_ARRAY(&s->arena, int64_t, a->requirement_count + 1u);
    if (programs == NULL || requirements == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    s->programs = programs;
    s->requirements = requirements;
    preceptor_status status = number_programs(s, a, programs);
    return status == PRECEPTOR_OK ? number_requirements(s, a, programs, requirements) : status;
}

preceptor_status pr_db_note_event(pr_store *s, const char *kind, int64_t number) {
    sqlite3_stmt *add = pr_db_prepare(s, "INSERT INTO events(kind, number) VALUES(?, ?)");
    if (add == NULL) {
        return s->failed;
    }
    bind_cstring(add, 1, kind);
    (void)sqlite3_bind_int64(add, 2, number);
    preceptor_status status = pr_db_step(s, add);
    (void)sqlite3_finalize(add);
    return status;
}

static void bind_audit(sqlite3_stmt *statement, const pr_store_audit *a) {
    bind_cstring(statement, 1, a->as_of);
    bind_cstring(statement, 2, a->kb);
    bind_cstring(statement, 3, a->version);
    bind_cstring(statement, 4, a->digest);
    bind_cstring(statement, 5, a->settings);
}

static preceptor_status add_audit(pr_store *s, const pr_store_audit *a) {
    sqlite3_stmt *add =
        pr_db_prepare(s, "INSERT INTO audits(as_of, kb, version, digest, settings) VALUES(?, ?, ?, ?, ?)");
    if (add == NULL) {
        return s->failed;
    }
    bind_audit(add, a);
    preceptor_status status = pr_db_step(s, add);
    s->audit = sqlite3_last_insert_rowid(s->db);
    (void)sqlite3_finalize(add);
    return status == PRECEPTOR_OK ? pr_db_note_event(s, "audit", s->audit) : status;
}

/* How many each program takes, where that is said. */
static preceptor_status add_capacities(pr_store *s, const pr_store_audit *a) {
    sqlite3_stmt *add = pr_db_prepare(s, "INSERT INTO capacities VALUES(?, ?, ?, ?)");
    preceptor_status status = add != NULL ? PRECEPTOR_OK : s->failed;
    for (uint32_t i = 0; status == PRECEPTOR_OK && a->places != NULL && i < a->program_count; i++) {
        if (a->places[i] >= 0) {
            (void)sqlite3_bind_int64(add, 1, s->audit);
            (void)sqlite3_bind_int64(add, 2, s->programs[i]);
            (void)sqlite3_bind_int64(add, 3, a->places[i]);
            bind_cstring(add, 4, a->pers[i]);
            status = pr_db_step(s, add);
        }
    }
    (void)sqlite3_finalize(add);
    return status;
}

/* The last one of the same, also where nothing was left to do but to say so. Fills `p`; `s->audit` is 0 where there is
 * none. */
static preceptor_status find_begun(pr_store *s, const pr_store_audit *a, pr_store_position *p,
                                   uint64_t *tally) {
    sqlite3_stmt *find = pr_db_prepare(
        s,
        "SELECT audit, input, offset, pool_check, pool_bytes, row_bytes, records, rejected, warnings, tally"
        " FROM audits WHERE as_of = ? AND kb = ? AND version = ? AND digest = ? AND settings = ?"
        " ORDER BY audit DESC LIMIT 1");
    if (find == NULL) {
        return s->failed;
    }
    bind_audit(find, a);
    s->audit = 0;
    int result = sqlite3_step(find);
    size_t size = p->tally_count * sizeof *tally;
    if (result == SQLITE_ROW) {
        s->audit = sqlite3_column_int64(find, 0);
        uint64_t *const to[] = {&p->input, &p->offset,  NULL,         &p->bytes,
                                &p->rows,  &p->records, &p->rejected, &p->warnings};
        for (int i = 0; i < 8; i++) {
            if (to[i] != NULL) {
                *to[i] = (uint64_t)sqlite3_column_int64(find, i + 1);
            }
        }
        p->check = (uint32_t)sqlite3_column_int64(find, 3);
        const void *blob = sqlite3_column_blob(find, 9);
        if (blob != NULL && (size_t)sqlite3_column_bytes(find, 9) == size) {
            memcpy(tally, blob, size);
        }
    }
    preceptor_status status =
        result == SQLITE_ROW || result == SQLITE_DONE ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(find);
    return status;
}

static preceptor_status add_new(pr_store *s, const pr_store_audit *a) {
    preceptor_status status = add_audit(s, a);
    return status == PRECEPTOR_OK ? add_capacities(s, a) : status;
}

static preceptor_status begin(pr_store *s, const pr_store_audit *a, bool resume, pr_store_position *p,
                              uint64_t *tally) {
    preceptor_status status = pr_db_number_names(s, a);
    bool fits = true;
    s->audit = 0;
    if (status == PRECEPTOR_OK && resume) {
        status = find_begun(s, a, p, tally);
    }
    if (status == PRECEPTOR_OK && s->audit != 0 && a->rows) {
        status = pr_layout_begin(s, a, &fits);
    }
    /* An earlier version laid it out, and differently: it is begun anew. */
    if (status == PRECEPTOR_OK && !fits) {
        s->audit = 0;
        memset(tally, 0, p->tally_count * sizeof *tally);
        *p = (pr_store_position){.tally = p->tally, .tally_count = p->tally_count};
    }
    if (status == PRECEPTOR_OK && s->audit == 0) {
        status = add_new(s, a);
        status = status == PRECEPTOR_OK && a->rows ? pr_layout_begin(s, a, &fits) : status;
    }
    if (status == PRECEPTOR_OK && a->rows) {
        status = add_grounds(s, a);
    }
    for (int i = 0; status == PRECEPTOR_OK && i < PR_STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(s->statements[i]); /* of an audit before, in the same store */
        s->statements[i] = pr_db_prepare(s, texts[i]);
        status = s->statements[i] != NULL ? PRECEPTOR_OK : s->failed;
    }
    return status;
}

preceptor_status pr_db_begin(pr_store *s) { return pr_db_run(s, "BEGIN IMMEDIATE"); }

preceptor_status pr_store_begin(pr_store *s, const pr_store_audit *a, bool resume, pr_store_position *p,
                                uint64_t *tally) {
    s->rows = a->rows;
    preceptor_status status = pr_db_begin(s);
    return status == PRECEPTOR_OK ? pr_db_end(s, begin(s, a, resume, p, tally)) : status;
}

static preceptor_status add_rows(pr_store *s, uint64_t input, const pr_packed_rows *rows) {
    sqlite3_stmt *add = s->statements[PR_ADD_APPLICANTS];
    (void)sqlite3_bind_int64(add, 1, s->audit);
    bind(add, 2, input);
    pr_feed_bind(add, 3, rows);
    preceptor_status status = pr_db_step(s, add);
    (void)sqlite3_bind_null(add, 3);
    return status;
}

static preceptor_status set_position(pr_store *s, const pr_store_position *p) {
    sqlite3_stmt *set = s->statements[PR_SET_POSITION];
    const uint64_t numbers[] = {p->input, p->offset,  p->check,    p->bytes,
                                p->rows,  p->records, p->rejected, p->warnings};
    (void)sqlite3_bind_int64(set, 1, s->audit);
    for (int i = 0; i < 8; i++) {
        bind(set, i + 2, numbers[i]);
    }
    (void)sqlite3_bind_blob64(set, 10, p->tally, p->tally_count * sizeof *p->tally, SQLITE_STATIC);
    return pr_db_step(s, set);
}

static preceptor_status add(pr_store *s, const char *name, const pr_packed_rows *rows,
                            const pr_store_position *p) {
    preceptor_status status = PRECEPTOR_OK;
    if (s->input != p->input) {
        sqlite3_stmt *input = s->statements[PR_ADD_INPUT];
        (void)sqlite3_bind_int64(input, 1, s->audit);
        bind(input, 2, p->input);
        bind_cstring(input, 3, name);
        status = pr_db_step(s, input);
        s->input = p->input;
    }
    if (status == PRECEPTOR_OK && s->rows && rows->at < rows->end) {
        status = add_rows(s, p->input, rows);
    }
    return status == PRECEPTOR_OK ? set_position(s, p) : status;
}

preceptor_status pr_store_add(pr_store *s, const char *name, const pr_packed_rows *rows,
                              const pr_store_position *p) {
    preceptor_status status = pr_db_begin(s);
    return status == PRECEPTOR_OK ? pr_db_end(s, add(s, name, rows, p)) : status;
}

static preceptor_status finish(pr_store *s, const char *summary) {
    sqlite3_stmt *finish = pr_db_prepare(s, "UPDATE audits SET finished = 1, summary = ?2 WHERE audit = ?1");
    if (finish == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(finish, 1, s->audit);
    bind_cstring(finish, 2, summary);
    preceptor_status status = pr_db_step(s, finish);
    (void)sqlite3_finalize(finish);
    if (status == PRECEPTOR_OK && s->rows) {
        status = pr_db_run(s, "CREATE INDEX IF NOT EXISTS applicants_by_id ON applicants(audit, id)");
    }
    return status;
}

preceptor_status pr_store_finish(pr_store *s, const char *summary) {
    preceptor_status status = pr_db_begin(s);
    return status == PRECEPTOR_OK ? pr_db_end(s, finish(s, summary)) : status;
}
