/* Stores of earlier and later versions: what an earlier one holds is kept. */
#include "schema/expect.h"
#include "store/grid.h"
#include "store/waivers.h"
#include "unit/support.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char path[] = "test-versions.db";

/* The tables as version 1 made them, with an audit of two applicants. */
static const char version_1[] =
    "CREATE TABLE audits(audit INTEGER PRIMARY KEY, as_of TEXT NOT NULL, kb TEXT NOT NULL, version TEXT NOT "
    "NULL,"
    " digest TEXT NOT NULL, settings TEXT NOT NULL, finished INTEGER NOT NULL DEFAULT 0,"
    " input INTEGER NOT NULL DEFAULT 0, offset INTEGER NOT NULL DEFAULT 0, pool_check INTEGER NOT NULL "
    "DEFAULT 0,"
    " pool_bytes INTEGER NOT NULL DEFAULT 0, row_bytes INTEGER NOT NULL DEFAULT 0,"
    " records INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,"
    " warnings INTEGER NOT NULL DEFAULT 0, tally BLOB, summary TEXT);"
    "CREATE TABLE inputs(audit INTEGER NOT NULL, input INTEGER NOT NULL, name TEXT NOT NULL,"
    " PRIMARY KEY(audit, input)) WITHOUT ROWID;"
    "CREATE TABLE programs(program INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);"
    "CREATE TABLE requirements(requirement INTEGER PRIMARY KEY, program INTEGER NOT NULL, id TEXT NOT NULL,"
    " UNIQUE(program, id));"
    "CREATE TABLE applicants(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL, id TEXT,"
    " error TEXT, message TEXT, error_line INTEGER, error_column INTEGER,"
    " PRIMARY KEY(audit, input, line)) WITHOUT ROWID;"
    "CREATE TABLE verdicts(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " program INTEGER NOT NULL, verdict INTEGER NOT NULL, PRIMARY KEY(audit, input, line, program)) WITHOUT "
    "ROWID;"
    "CREATE TABLE unmet(audit INTEGER NOT NULL, input INTEGER NOT NULL, line INTEGER NOT NULL,"
    " requirement INTEGER NOT NULL, unknown INTEGER NOT NULL,"
    " PRIMARY KEY(audit, input, line, requirement)) WITHOUT ROWID;"
    "CREATE TABLE verdict_names(verdict INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "INSERT INTO verdict_names VALUES(0, 'eligible'), (1, 'ineligible'), (2, 'undetermined');"
    "INSERT INTO audits(audit, as_of, kb, version, digest, settings, finished, records, summary) VALUES"
    " (7, '2026-11-22', 'small', '1', 'd', 's', 1, 2,"
    "  '{\"verdicts\": {\"b\": {\"eligible\": 1, \"ineligible\": 1, \"undetermined\": 0}}, \"blockers\": [],"
    " \"missing\": []}');"
    "INSERT INTO inputs VALUES(7, 1, 'pool.ndjson');"
    "INSERT INTO programs VALUES(1, 'b', 'Car licence'), (2, 'other', 'Of another audit'), (3, 'c', 'Lorry');"
    "INSERT INTO requirements VALUES(1, 1, 'age'), (2, 2, 'other'), (3, 3, 'eyes'), (4, 1, 'course');"
    "INSERT INTO applicants(audit, input, line, id, error) VALUES(7, 1, 1, 'one', NULL), (7, 1, 2, 'two', "
    "NULL),"
    " (7, 1, 3, NULL, 'invalid-json');"
    "INSERT INTO verdicts VALUES(7, 1, 1, 1, 0), (7, 1, 2, 1, 1), (7, 1, 1, 3, 2), (7, 1, 2, 3, 0);"
    "INSERT INTO unmet VALUES(7, 1, 2, 1, 0), (7, 1, 1, 3, 1);"
    "PRAGMA application_id = 1347571761; PRAGMA user_version = 1;";

static void make(const char *sql) {
    sqlite3 *db;
    (void)unlink(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t ask(const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t found = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return found;
}

static void tell(const char *sql, const char *text) {
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    (void)sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static const pr_store_waiver granted = {.applicant = PR_KEY("one"),
                                        .subject = PR_KEY("b"),
                                        .requirement = PR_KEY("age"),
                                        .by = PR_KEY("someone"),
                                        .reason = PR_KEY("why"),
                                        .on = PR_KEY("2026-11-22"),
                                        .until = PR_KEY("2027-01-01"),
                                        .granted = PR_KEY("2026-11-22")};

static void brings_an_earlier_one_up(void **state) {
    (void)state;
    pr_store *store;
    int64_t number = 0;
    make(version_1);
    assert_int_equal(pr_store_open(path, PR_STORE_CHANGE, NULL, &store), PRECEPTOR_OK);
    assert_int_equal(pr_store_grant(store, &granted, &number), PRECEPTOR_OK);
    pr_store_close(store);
    assert_int_equal(number, 1);
    assert_int_equal(ask("PRAGMA user_version"), PR_STORE_VERSION);
    assert_int_equal(ask("SELECT count(*) FROM applicants WHERE id IN ('one', 'two') AND audit = 7"), 2);
    /* Of b its verdict, age and course, then of c its verdict and eyes. */
    assert_int_equal(ask("SELECT outcome = CAST('00022' AS BLOB) FROM applicants WHERE line = 1"), 1);
    assert_int_equal(ask("SELECT outcome = CAST('11000' AS BLOB) FROM applicants WHERE line = 2"), 1);
    assert_int_equal(ask("SELECT outcome IS NULL AND error = 'invalid-json' FROM applicants WHERE line = 3"),
                     1);
    assert_int_equal(ask("SELECT count(*) FROM verdicts"), 4);
    assert_int_equal(ask("SELECT verdict FROM verdicts WHERE line = 2 AND program = 1"), 1);
    assert_int_equal(ask("SELECT verdict FROM verdicts WHERE line = 1 AND program = 3"), 2);
    assert_int_equal(ask("SELECT count(*) FROM unmet"), 2);
    assert_int_equal(ask("SELECT requirement FROM unmet WHERE line = 2 AND unknown = 0"), 1);
    assert_int_equal(ask("SELECT requirement FROM unmet WHERE line = 1 AND unknown = 1"), 3);
    assert_int_equal(ask("SELECT event FROM events WHERE kind = 'audit' AND number = 7"), 1);
    assert_int_equal(ask("SELECT event FROM events WHERE kind = 'waiver' AND number = 1"), 2);
    assert_int_equal(ask("SELECT count(*) FROM waivers WHERE applicant = 'one'"), 1);
}

/* What shards of an earlier version hold goes over as that of this one's do; they stay what they are. */
static void joins_earlier_ones(void **state) {
    (void)state;
    static const char joined[] = "test-versions-joined.db";
    pr_store *store;
    pr_store_part part = {.path = path, .audit = 7};
    const pr_store_position whole = {.records = 2, .rejected = 1};
    pr_arena arena;
    pr_grids grids;
    static const char summary[] =
        "{\"verdicts\": {\"b\": {\"eligible\": 1, \"ineligible\": 1, \"undetermined\": 0},"
        " \"c\": {\"eligible\": 1, \"ineligible\": 0, \"undetermined\": 1}}, \"blockers\": [], \"missing\": "
        "[]}";
    make(version_1);
    tell("UPDATE audits SET summary = ?", summary);
    (void)unlink(joined);
    assert_int_equal(pr_store_open(joined, PR_STORE_WRITE, NULL, &store), PRECEPTOR_OK);
    if (pr_store_join(store, &part, 1, "s", summary, &whole) != PRECEPTOR_OK) {
        fail_msg("%s", pr_store_wrong(store));
    }
    pr_store_close(store);
    assert_int_equal(ask("PRAGMA user_version"), 1);
    pr_arena_init(&arena, NULL, 0);
    assert_int_equal(pr_store_open(joined, PR_STORE_READ, NULL, &store), PRECEPTOR_OK);
    assert_int_equal(pr_store_report(store, 0, &arena, &grids), PRECEPTOR_OK);
    assert_int_equal(grids.items[5].row_count, 1);
    assert_text(grids.items[5].cells[1], "two");
    assert_text(grids.items[5].cells[3], "age");
    pr_store_close(store);
    pr_arena_release(&arena);
    (void)unlink(joined);
}

/* Where places do not stand as this version would lay them out, an audit that goes on would write rows that say
 * something else: it begins anew, and from the beginning. */
static void begins_anew_what_was_laid_out_otherwise(void **state) {
    (void)state;
    static const char *const as_it_is[] = {"b", "c"}, *const turned[] = {"c", "b"};
    static const char *const its[] = {"age", "course", "eyes"}, *const other[] = {"eyes", "age", "course"};
    static const struct {
        const char *const *programs, *const *requirements;
        uint32_t firsts[2];
        bool fits;
    } cases[] = {
        {as_it_is, its, {0, 2}, true},
        {turned, other, {0, 1}, false},
        {as_it_is, other, {0, 1}, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_store *store;
        const pr_store_grounds none[3] = {{0}};
        const pr_store_audit audit = {.as_of = "2026-11-22",
                                      .kb = "small",
                                      .version = "1",
                                      .digest = "d",
                                      .settings = "s",
                                      .rows = true,
                                      .program_count = 2,
                                      .programs = cases[i].programs,
                                      .names = cases[i].programs,
                                      .firsts = cases[i].firsts,
                                      .requirement_count = 3,
                                      .requirements = cases[i].requirements,
                                      .program_grounds = none,
                                      .requirement_grounds = none};
        uint64_t tally[2] = {0};
        pr_store_position at = {.tally = tally, .tally_count = COUNT_OF(tally)};
        make(version_1);
        tell("UPDATE audits SET finished = 0, input = 1, offset = 5, tally = CAST(? AS BLOB)",
             "................");
        assert_int_equal(pr_store_open(path, PR_STORE_WRITE, NULL, &store), PRECEPTOR_OK);
        assert_int_equal(pr_store_begin(store, &audit, true, &at, tally), PRECEPTOR_OK);
        pr_store_close(store);
        assert_int_equal(at.records, cases[i].fits ? 2 : 0);
        assert_int_equal(at.input, cases[i].fits ? 1 : 0);
        assert_int_equal(at.offset, cases[i].fits ? 5 : 0);
        assert_ptr_equal(at.tally, tally);
        assert_int_equal(at.tally_count, COUNT_OF(tally));
        assert_int_equal(tally[0] != 0, cases[i].fits);
        assert_int_equal(tally[1] != 0, cases[i].fits);
        assert_int_equal(ask("SELECT count(*) FROM audits"), cases[i].fits ? 1 : 2);
        /* What was there stays as it was. */
        assert_int_equal(ask("SELECT records FROM audits WHERE audit = 7"), 2);
        assert_int_equal(ask("SELECT count(*) FROM layout WHERE audit = 7"), 5);
        assert_int_equal(ask("SELECT count(*) FROM layout"), cases[i].fits ? 5 : 10);
    }
}

/* Nothing of it is changed, and it answers as one of this version does. */
static void reads_an_earlier_one_as_it_is(void **state) {
    (void)state;
    pr_store *store;
    pr_arena arena;
    const pr_store_waiver *waivers;
    pr_grids grids;
    uint32_t count = 9;
    struct stat before, after;
    make(version_1);
    assert_int_equal(stat(path, &before), 0);
    pr_arena_init(&arena, NULL, 0);
    assert_int_equal(pr_store_open(path, PR_STORE_READ, NULL, &store), PRECEPTOR_OK);
    assert_int_equal(pr_store_waivers(store, PR_TEXT("one"), true, &arena, &waivers, &count), PRECEPTOR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(pr_store_report(store, 0, &arena, &grids), PRECEPTOR_OK);
    assert_int_equal(grids.items[0].row_count, 1);
    /* Who is nearly there. */
    assert_int_equal(grids.items[5].row_count, 1);
    assert_text(grids.items[5].cells[1], "two");
    assert_text(grids.items[5].cells[3], "age");
    pr_store_close(store);
    pr_arena_release(&arena);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(ask("PRAGMA user_version"), 1);
}

static void says_which_audits_there_are(void **state) {
    (void)state;
    static const struct {
        const char *change;
        int64_t asked;
        const char *wrong;
    } cases[] = {
        {"SELECT 1", 3, "it has no audit 3; those that are whole: 7"},
        {"UPDATE audits SET finished = 0", 0,
         "its audit 7 is not finished: the command that began it goes on with"},
        {"DELETE FROM audits", 0, "it has no audit yet"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_store *store;
        pr_arena arena;
        pr_grids grids;
        sqlite3 *db;
        make(version_1);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, cases[i].change, NULL, NULL, NULL), SQLITE_OK);
        (void)sqlite3_close(db);
        pr_arena_init(&arena, NULL, 0);
        assert_int_equal(pr_store_open(path, PR_STORE_READ, NULL, &store), PRECEPTOR_OK);
        assert_int_equal(pr_store_report(store, cases[i].asked, &arena, &grids), PRECEPTOR_INVALID);
        assert_non_null(strstr(pr_store_wrong(store), cases[i].wrong));
        pr_store_close(store);
        pr_arena_release(&arena);
    }
}

static void refuses_a_later_one(void **state) {
    (void)state;
    static const pr_store_mode modes[] = {PR_STORE_READ, PR_STORE_CHANGE, PR_STORE_WRITE};
    make(version_1);
    (void)ask("SELECT 1");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 1000", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        pr_store *store;
        assert_int_equal(pr_store_open(path, modes[i], NULL, &store), PRECEPTOR_INVALID);
        assert_non_null(strstr(pr_store_wrong(store), "a newer version of this program wrote it (1000"));
        pr_store_close(store);
    }
    assert_int_equal(ask("SELECT count(*) FROM applicants"), 3);
}

static int tidy(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(brings_an_earlier_one_up, tidy),
        cmocka_unit_test_teardown(joins_earlier_ones, tidy),
        cmocka_unit_test_teardown(begins_anew_what_was_laid_out_otherwise, tidy),
        cmocka_unit_test_teardown(reads_an_earlier_one_as_it_is, tidy),
        cmocka_unit_test_teardown(says_which_audits_there_are, tidy),
        cmocka_unit_test_teardown(refuses_a_later_one, tidy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
