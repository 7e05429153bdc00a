/* Shards into one audit. Programs and requirements have numbers of their own in each store, so they go over by name. */
#include "store/join.h"

/* ?1: the audit in this store; ?2: the one in the shard's. Each in the order in which a run writes. */
static const char *const steps[] = {
    "INSERT INTO main.programs(id, name) SELECT id, name FROM shard.programs WHERE id IN"
    " (SELECT j.key FROM shard.audits a, json_each(a.summary, '$.verdicts') j WHERE a.audit = ?2)"
    " ORDER BY program ON CONFLICT(id) DO NOTHING",
    "INSERT OR IGNORE INTO main.requirements(program, id) SELECT q.program, r.id FROM shard.requirements r"
    " JOIN shard.programs p USING(program) JOIN main.programs q ON q.id = p.id ORDER BY r.requirement",
    "CREATE TEMP TABLE program_numbers AS SELECT p.program AS old, q.program AS new FROM shard.programs p"
    " JOIN main.programs q ON q.id = p.id",
    "CREATE UNIQUE INDEX temp.program_numbers_by_old ON program_numbers(old, new)",
    "CREATE TEMP TABLE requirement_numbers AS SELECT r.requirement AS old, t.requirement AS new"
    " FROM shard.requirements r JOIN program_numbers n ON n.old = r.program"
    " JOIN main.requirements t ON t.program = n.new AND t.id = r.id",
    "CREATE UNIQUE INDEX temp.requirement_numbers_by_old ON requirement_numbers(old, new)",
    "INSERT OR IGNORE INTO main.capacities SELECT ?1, n.new, c.places, c.per FROM shard.capacities c"
    " JOIN program_numbers n ON n.old = c.program WHERE c.audit = ?2",
    "INSERT OR IGNORE INTO main.grounds SELECT ?1, n.new, g.requirement, g.rule, g.sources"
    " FROM shard.grounds g JOIN program_numbers n ON n.old = g.program WHERE g.audit = ?2",
    "INSERT OR IGNORE INTO main.inputs SELECT ?1, input, name FROM shard.inputs WHERE audit = ?2",
    "INSERT OR IGNORE INTO main.layout SELECT ?1, l.place, n.new, r.new FROM shard.layout l"
    " JOIN program_numbers n ON n.old = l.program LEFT JOIN requirement_numbers r ON r.old = l.requirement"
    " WHERE l.audit = ?2",
    "INSERT INTO main.applicants SELECT ?1, input, line, id, outcome, error, message, error_line, "
    "error_column"
    " FROM shard.applicants WHERE audit = ?2 ORDER BY input, line",
    "UPDATE main.audits SET (as_of, kb, version, digest) = (SELECT as_of, kb, version, digest"
    " FROM shard.audits WHERE audit = ?2), input = max(input, (SELECT input FROM shard.audits WHERE audit = "
    "?2)),"
    " offset = max(offset, (SELECT offset FROM shard.audits WHERE audit = ?2)),"
    " warnings = warnings + (SELECT warnings FROM shard.audits WHERE audit = ?2) WHERE audit = ?1",
    "DROP TABLE temp.program_numbers",
    "DROP TABLE temp.requirement_numbers",
};

static preceptor_status run_step(pr_store *s, const char *sql, int64_t audit) {
    sqlite3_stmt *statement = pr_db_prepare(s, sql);
    if (statement == NULL) {
        return s->failed;
    }
    int parameters = sqlite3_bind_parameter_count(statement);
    if (parameters > 0) {
        (void)sqlite3_bind_int64(statement, 1, s->audit);
    }
    if (parameters > 1) {
        (void)sqlite3_bind_int64(statement, 2, audit);
    }
    preceptor_status status = pr_db_step(s, statement);
    (void)sqlite3_finalize(statement);
    return status;
}

typedef struct joining {
    pr_store *store;
    uint64_t *tally; /* in the store's arena; NULL: no shard had any */
    size_t count;
} joining;

/* Tallies add up. A shard of nothing has none. */
static preceptor_status add_tally(joining *j, int64_t audit) {
    pr_store *s = j->store;
    sqlite3_stmt *find = pr_db_prepare(s, "SELECT tally FROM shard.audits WHERE audit = ?");
    if (find == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(find, 1, audit);
    int result = sqlite3_step(find);
    const char *blob = result == SQLITE_ROW ? sqlite3_column_blob(find, 0) : NULL;
    size_t count = blob != NULL ? (size_t)sqlite3_column_bytes(find, 0) / sizeof *j->tally : 0;
    if (j->tally == NULL && count > 0) {
        j->tally = PR_NEW_ARRAY(&s->arena, uint64_t, count);
        j->count = count;
    }
    for (size_t i = 0; j->tally != NULL && i < count && i < j->count; i++) {
        uint64_t number;
        memcpy(&number, blob + i * sizeof number, sizeof number);
        j->tally[i] += number;
    }
    (void)sqlite3_finalize(find);
    return s->arena.failed                                 ? PRECEPTOR_NO_MEMORY
           : result == SQLITE_ROW || result == SQLITE_DONE ? PRECEPTOR_OK
                                                           : pr_db_fail(s, "read");
}

/* Attaches a copy that has the tables of this version, in a file that SQLite deletes. */
static preceptor_status attach_copy(pr_store *s, const char *path) {
    pr_store *old = NULL;
    preceptor_status status = pr_store_open(path, PR_STORE_READ, s->allocator, &old);
    if (status == PRECEPTOR_OK) {
        status = pr_db_attach(s, "", "ATTACH ?1 AS shard");
        sqlite3_backup *backup =
            status == PRECEPTOR_OK ? sqlite3_backup_init(s->db, "shard", old->db, "main") : NULL;
        int result = backup != NULL ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
        (void)sqlite3_backup_finish(backup);
        status = status == PRECEPTOR_OK && result != SQLITE_DONE ? pr_db_fail(s, "read") : status;
    } else if (old != NULL) {
        status = pr_db_refuse(s, "%s", pr_store_wrong(old));
    }
    pr_store_close(old);
    return status;
}

/* Tables of earlier versions are others. */
static preceptor_status attach(pr_store *s, const char *path) {
    pr_text version;
    preceptor_status status = pr_db_attach(s, path, "ATTACH ?1 AS shard");
    status =
        status == PRECEPTOR_OK ? pr_db_ask(s, "PRAGMA shard.user_version", 0, &s->arena, &version) : status;
    if (status != PRECEPTOR_OK || pr_db_number(version) >= PR_STORE_VERSION) {
        return status;
    }
    status = pr_db_run(s, "DETACH shard");
    return status == PRECEPTOR_OK ? attach_copy(s, path) : status;
}

/* What a digit of an outcome tells is the same in all. In stores of earlier versions it went by numbers, which other
 * audits in them may have moved. */
static preceptor_status check_layout(pr_store *s, const pr_store_part *part) {
    static const char others[] =
        "SELECT count(*) FROM shard.layout l JOIN shard.programs p ON p.program = l.program"
        " LEFT JOIN shard.requirements r ON r.requirement = l.requirement"
        " JOIN main.layout m ON m.audit = ?2 AND m.place = l.place JOIN main.programs q ON q.program = "
        "m.program"
        " LEFT JOIN main.requirements t ON t.requirement = m.requirement"
        " WHERE l.audit = ?1 AND (p.id <> q.id OR r.id IS NOT t.id)";
    sqlite3_stmt *find = pr_db_prepare(s, others);
    if (find == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_int64(find, 1, part->audit);
    (void)sqlite3_bind_int64(find, 2, s->audit);
    bool found = sqlite3_step(find) == SQLITE_ROW, fits = found && sqlite3_column_int64(find, 0) == 0;
    preceptor_status status = found ? PRECEPTOR_OK : pr_db_fail(s, "read");
    (void)sqlite3_finalize(find);
    return status != PRECEPTOR_OK || fits
               ? status
               : pr_db_refuse(s, "'%s' has its programs in another order: audit its share into a new store",
                              part->path);
}

static preceptor_status join_one(joining *j, pr_store_part *part) {
    pr_store *s = j->store;
    preceptor_status status = attach(s, part->path);
    status = status == PRECEPTOR_OK ? pr_db_begin(s) : status;
    if (status != PRECEPTOR_OK) {
        return status;
    }
    for (size_t i = 0; status == PRECEPTOR_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = run_step(s, steps[i], part->audit);
    }
    status = status == PRECEPTOR_OK ? check_layout(s, part) : status;
    status = status == PRECEPTOR_OK ? add_tally(j, part->audit) : status;
    status = status == PRECEPTOR_OK ? pr_join_people(s, &part->told) : status;
    status = pr_db_end(s, status);
    return status == PRECEPTOR_OK ? pr_db_run(s, "DETACH shard") : status;
}

static preceptor_status set_totals(joining *j, const pr_store_position *whole) {
    pr_store *s = j->store;
    sqlite3_stmt *set =
        pr_db_prepare(s, "UPDATE audits SET pool_check = ?2, pool_bytes = ?3, row_bytes = ?4, records = ?5,"
                         " rejected = ?6, tally = ?7 WHERE audit = ?1");
    if (set == NULL) {
        return s->failed;
    }
    const uint64_t numbers[] = {(uint64_t)s->audit, whole->check,   whole->bytes,
                                whole->rows,        whole->records, whole->rejected};
    for (int i = 0; i < 6; i++) {
        (void)sqlite3_bind_int64(set, i + 1, (sqlite3_int64)numbers[i]);
    }
    if (j->tally != NULL) {
        (void)sqlite3_bind_blob64(set, 7, j->tally, j->count * sizeof *j->tally, SQLITE_STATIC);
    }
    preceptor_status status = pr_db_step(s, set);
    (void)sqlite3_finalize(set);
    return status;
}

preceptor_status pr_store_join(pr_store *s, pr_store_part *parts, size_t count, const char *settings,
                               const char *summary, const pr_store_position *whole) {
    joining j = {.store = s};
    sqlite3_stmt *add = pr_db_prepare(
        s, "INSERT INTO audits(as_of, kb, version, digest, settings) VALUES('', '', '', '', ?)");
    if (add == NULL) {
        return s->failed;
    }
    (void)sqlite3_bind_text(add, 1, settings, -1, SQLITE_STATIC);
    preceptor_status status = pr_db_step(s, add);
    s->audit = sqlite3_last_insert_rowid(s->db);
    s->rows = true;
    (void)sqlite3_finalize(add);
    for (size_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        status = join_one(&j, &parts[i]);
    }
    status = status == PRECEPTOR_OK ? pr_db_note_event(s, "audit", s->audit) : status;
    status = status == PRECEPTOR_OK ? set_totals(&j, whole) : status;
    return status == PRECEPTOR_OK ? pr_store_finish(s, summary) : status;
}
