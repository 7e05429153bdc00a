/* Prepared statements, a transaction for each block, and no more than that. */
#include "bench/hand/store.h"

#include "bench/bench.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char tables[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "CREATE TABLE programs(program INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);"
    "CREATE TABLE requirements(requirement INTEGER PRIMARY KEY, program INTEGER NOT NULL, id TEXT NOT NULL,"
    " UNIQUE(program, id));"
    "CREATE TABLE applicants(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL, id TEXT,"
    " error TEXT, message TEXT, error_line INTEGER, error_column INTEGER,"
    " PRIMARY KEY(audit, input, line)) WITHOUT ROWID;"
    "CREATE TABLE verdicts(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " program INTEGER NOT NULL, verdict INTEGER NOT NULL,"
    " PRIMARY KEY(audit, input, line, program)) WITHOUT ROWID;"
    "CREATE TABLE unmet(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " requirement INTEGER NOT NULL, unknown INTEGER NOT NULL,"
    " PRIMARY KEY(audit, input, line, requirement)) WITHOUT ROWID;";

struct hand_store {
    sqlite3 *db;
    int program;
    sqlite3_stmt *add_applicant, *add_verdict, *add_unmet;
};

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        bench_fail("%s: %s", sql, sqlite3_errmsg(db));
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        bench_fail("%s: %s", sql, sqlite3_errmsg(db));
    }
    return statement;
}

static void step(hand_store *s, sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) {
        bench_fail("a row cannot be written: %s", sqlite3_errmsg(s->db));
    }
    (void)sqlite3_reset(statement);
}

static void add_names(hand_store *s) {
    const hand_program *p = &programs[s->program];
    sqlite3_stmt *add = prepare(s->db, "INSERT INTO programs(id, name) VALUES(?, ?)");
    (void)sqlite3_bind_text(add, 1, p->id, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(add, 2, p->name, -1, SQLITE_STATIC);
    step(s, add);
    (void)sqlite3_finalize(add);
    add = prepare(s->db, "INSERT INTO requirements(program, id) VALUES(1, ?)");
    for (int r = p->first; r < p->first + p->count; r++) {
        (void)sqlite3_bind_text(add, 1, requirements[r].id, -1, SQLITE_STATIC);
        step(s, add);
    }
    (void)sqlite3_finalize(add);
}

hand_store *hand_store_open(const char *path, int program) {
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)unlink(path);
    hand_store *s = bench_alloc(sizeof *s);
    s->program = program;
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        bench_fail("%s cannot be opened", path);
    }
    run(s->db, tables);
    add_names(s);
    s->add_applicant = prepare(s->db, "INSERT INTO applicants VALUES(1, 1, ?, ?, NULL, NULL, 0, 0)");
    s->add_verdict = prepare(s->db, "INSERT INTO verdicts VALUES(1, 1, ?, 1, ?)");
    s->add_unmet = prepare(s->db, "INSERT INTO unmet VALUES(1, 1, ?, ?, ?)");
    return s;
}

void hand_store_begin(hand_store *s) { run(s->db, "BEGIN"); }

void hand_store_add(hand_store *s, uint64_t line, const applicant *a, const outcome *o) {
    const hand_program *p = &programs[s->program];
    (void)sqlite3_bind_int64(s->add_applicant, 1, (sqlite3_int64)line);
    (void)sqlite3_bind_text(s->add_applicant, 2, a->id, (int)a->id_length, SQLITE_STATIC);
    step(s, s->add_applicant);
    truth t = o->eligible[s->program];
    (void)sqlite3_bind_int64(s->add_verdict, 1, (sqlite3_int64)line);
    (void)sqlite3_bind_int(s->add_verdict, 2, t == TRUE ? 0 : t == FALSE ? 1 : 2);
    step(s, s->add_verdict);
    for (int r = p->first; r < p->first + p->count; r++) {
        if (requirements[r].required && o->applies[r] != FALSE && o->met[r] != TRUE) {
            (void)sqlite3_bind_int64(s->add_unmet, 1, (sqlite3_int64)line);
            (void)sqlite3_bind_int(s->add_unmet, 2, r - p->first + 1);
            (void)sqlite3_bind_int(s->add_unmet, 3, o->applies[r] == UNKNOWN || o->met[r] == UNKNOWN);
            step(s, s->add_unmet);
        }
    }
}

void hand_store_commit(hand_store *s) { run(s->db, "COMMIT"); }

void hand_store_close(hand_store *s) {
    (void)sqlite3_finalize(s->add_applicant);
    (void)sqlite3_finalize(s->add_verdict);
    (void)sqlite3_finalize(s->add_unmet);
    run(s->db, "CREATE INDEX applicants_by_id ON applicants(audit, id); PRAGMA journal_mode = DELETE");
    (void)sqlite3_close(s->db);
    free(s);
}

static int64_t number_of(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = prepare(db, sql);
    int64_t number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    (void)sqlite3_finalize(statement);
    return number;
}

/* The audit's store packs verdicts and requirements into the row of the applicant; its views show them as rows. */
bool hand_store_same(const char *one, const char *other) {
    static const struct {
        const char *name, *columns;
    } rows_of[] = {
        {"programs", "program, id, name"},
        {"requirements", "requirement, program, id"},
        {"applicants", "audit, input, line, id, error, message, error_line, error_column"},
        {"verdicts", "audit, input, line, program, verdict"},
        {"unmet", "audit, input, line, requirement, unknown"},
    };
    sqlite3 *db;
    if (sqlite3_open_v2(one, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        bench_fail("%s cannot be read", one);
    }
    sqlite3_stmt *attach = prepare(db, "ATTACH ?1 AS other");
    (void)sqlite3_bind_text(attach, 1, other, -1, SQLITE_STATIC);
    if (sqlite3_step(attach) != SQLITE_DONE) {
        bench_fail("%s cannot be read", other);
    }
    (void)sqlite3_finalize(attach);
    bool same = true;
    for (size_t i = 0; i < sizeof rows_of / sizeof rows_of[0]; i++) {
        const char *name = rows_of[i].name, *columns = rows_of[i].columns;
        char sql[1024];
        (void)snprintf(sql, sizeof sql,
                       "SELECT (SELECT count(*) FROM (SELECT %s FROM main.%s EXCEPT SELECT %s FROM other.%s))"
                       " + (SELECT count(*) FROM (SELECT %s FROM other.%s EXCEPT SELECT %s FROM main.%s))",
                       columns, name, columns, name, columns, name, columns, name);
        int64_t different = number_of(db, sql);
        (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM main.%s", name);
        int64_t rows = number_of(db, sql);
        if (different != 0 || rows < 1) {
            fprintf(stderr, "bench: %s: %lld rows, of which %lld differ\n", name, (long long)rows,
                    (long long)different);
            same = false;
        }
    }
    (void)sqlite3_close(db);
    return same;
}
