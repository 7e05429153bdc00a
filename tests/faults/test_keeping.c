/* What those who keep a knowledge base ask of it, cases, tables, stores and expressions, while memory runs out: see
 * sweep.h. */
#include "faults/sweep.h"

#include <unistd.h>

#define KB PRECEPTOR_TOP "/tests/knowledge/kb.yaml"
#define PROFILE PRECEPTOR_TOP "/tests/knowledge/profiles/ben.yaml"
#define CASES PRECEPTOR_TOP "/tests/golden/cases/"
#define CASE_KB PRECEPTOR_TOP "/kb/kb.yaml"
#define CASE_FILE PRECEPTOR_TOP "/kb/examples/cases/ascites.yaml"

static preceptor_view text_view(void) { return (preceptor_view){.format = PRECEPTOR_TEXT, .all = true}; }
static preceptor_view json_view(void) { return (preceptor_view){.format = PRECEPTOR_JSON, .all = true}; }

/* ---- Of a knowledge base, whose functions of this form tell what was asked for. */
typedef preceptor_status teller(const preceptor_kb *kb, const char *what, const preceptor_view *view,
                                const preceptor_sink *sink, preceptor_diagnostics *diagnostics);

static preceptor_status tell(world *w, teller *tells, const char *what, preceptor_view view) {
    preceptor_sink sink = sink_of(w);
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, tells(w->kb, what, &view, &sink, w->diagnostics));
}

static preceptor_status conflicts(world *w) {
    return tell(w, preceptor_kb_write_conflicts, NULL, text_view());
}
static preceptor_status conflicts_json(world *w) {
    return tell(w, preceptor_kb_write_conflicts, NULL, json_view());
}
static preceptor_status no_conflict(world *w) {
    return tell(w, preceptor_kb_write_conflicts, "disput", text_view());
}
static preceptor_status entity(world *w) { return tell(w, preceptor_kb_write_entity, "b", text_view()); }
static preceptor_status entity_json(world *w) { return tell(w, preceptor_kb_write_entity, "b", json_view()); }
static preceptor_status no_entity(world *w) { return tell(w, preceptor_kb_write_entity, "bc", text_view()); }
static preceptor_status collections(world *w) { return tell(w, preceptor_kb_write_list, NULL, text_view()); }
static preceptor_status list(world *w) { return tell(w, preceptor_kb_write_list, "licences", json_view()); }
static preceptor_status attributes(world *w) {
    return tell(w, preceptor_kb_write_list, "attributes", text_view());
}
static preceptor_status graph_of(world *w, const char *what) {
    preceptor_view view = {.format = PRECEPTOR_DOT};
    return tell(w, preceptor_kb_write_graph, what, view);
}
static preceptor_status graph_rules(world *w) { return graph_of(w, "rules"); }
static preceptor_status graph_entity(world *w) { return graph_of(w, "b"); }

static preceptor_status search_for(world *w, preceptor_view view) {
    preceptor_sink sink = sink_of(w);
    size_t found;
    return preceptor_kb_write_search(w->kb, "licence car", &view, &sink, &found);
}
static preceptor_status search(world *w) { return search_for(w, text_view()); }
static preceptor_status search_json(world *w) { return search_for(w, json_view()); }

static preceptor_status clips(world *w) {
    preceptor_sink sink = sink_of(w);
    return preceptor_kb_write_clips(w->kb, &sink);
}

static preceptor_status evaluate(world *w) {
    preceptor_session_free(w->session);
    preceptor_profile_free(w->profile);
    w->session = NULL;
    w->profile = NULL;
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_session_new(w->kb, &w->session);
    status = status == PRECEPTOR_OK ? preceptor_session_set_as_of(w->session, "2026-11-22") : status;
    status = status == PRECEPTOR_OK ? preceptor_profile_new(w->kb, &w->profile) : status;
    if (status == PRECEPTOR_OK) {
        status = preceptor_profile_read_file(w->profile, PROFILE, w->diagnostics);
    }
    return status == PRECEPTOR_OK ? preceptor_evaluate(w->session, w->profile, PRECEPTOR_REASONS) : status;
}

static preceptor_status clips_facts(world *w) {
    preceptor_sink sink = sink_of(w);
    uint32_t unknown;
    preceptor_status status = evaluate(w);
    return status == PRECEPTOR_OK ? preceptor_write_clips_facts(w->session, &sink, &unknown) : status;
}

static preceptor_status schema_of(world *w, const char *of) {
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_view view = json_view();
    preceptor_sink sink = sink_of(w);
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_write_schema(KB, &options, of, &view, &sink, w->diagnostics));
}
static preceptor_status schema_profile(world *w) { return schema_of(w, "profile"); }
static preceptor_status schema_files(world *w) { return schema_of(w, "kb"); }

static preceptor_status import_of(world *w, const char *table, const char *map) {
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_sink sink = sink_of(w);
    preceptor_import *import = NULL;
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status =
        preceptor_import_new(CASES "kb-import/kb/kb.yaml", &options, table, map, w->diagnostics, &import);
    status = status == PRECEPTOR_OK ? preceptor_import_write(import, &sink) : status;
    status = with_diagnostics(w, status);
    preceptor_import_free(import);
    return status;
}
static preceptor_status import_table(world *w) {
    return import_of(w, CASES "kb-import/clubs.csv", CASES "kb-import/map.yaml");
}
static preceptor_status import_badly(world *w) {
    return import_of(w, CASES "kb-import/bad.csv", CASES "kb-import/map.yaml");
}

static const step keeping[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"conflicts", conflicts, PRECEPTOR_OK},
    {"conflicts as JSON", conflicts_json, PRECEPTOR_OK},
    {"no such conflict", no_conflict, PRECEPTOR_NOT_FOUND},
    {"an entity", entity, PRECEPTOR_OK},
    {"an entity as JSON", entity_json, PRECEPTOR_OK},
    {"no such entity", no_entity, PRECEPTOR_NOT_FOUND},
    {"collections", collections, PRECEPTOR_OK},
    {"a collection", list, PRECEPTOR_OK},
    {"attributes", attributes, PRECEPTOR_OK},
    {"the graph of rules", graph_rules, PRECEPTOR_OK},
    {"the graph of an entity", graph_entity, PRECEPTOR_OK},
    {"searching", search, PRECEPTOR_OK},
    {"searching, as JSON", search_json, PRECEPTOR_OK},
};

/* Apart from those above: each failure does all again that comes before it. */
static const step exchanging[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"rules for CLIPS", clips, PRECEPTOR_OK},
    {"facts for CLIPS", clips_facts, PRECEPTOR_OK},
    {"the schema of profiles", schema_profile, PRECEPTOR_OK},
    {"the schema of files", schema_files, PRECEPTOR_OK},
};

static const step importing[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"importing", import_table, PRECEPTOR_OK},
    {"importing what is wrong", import_badly, PRECEPTOR_INVALID},
};

/* ---- Expressions */
static preceptor_status type_of(world *w) {
    static const char expression[] = "{a: [1, 2], b: function(x: number) x, c: if u then null else \"t\"}";
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_sink sink = sink_of(w);
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_feel_type(expression, sizeof expression - 1, NULL, NULL, 0, false,
                                                   "2026-11-22", &options, w->diagnostics, &sink));
}

static const char lines[] =
    "{\"id\": 1, \"expr\": \"a + 1\", \"context\": {\"a\": 2}}\n{\"id\": 2, \"expr\": \"1 +\"}\n{\"id\": 3\n"
    "{\"id\": \"x\", \"expr\": \"date(\\\"no\\\")\"}\n{\"id\": 5, \"expr\": \"matches(\\\"ab\\\", "
    "\\\"a.\\\")\"}\n";

static ptrdiff_t read_lines(void *context, char *buffer, size_t size) {
    size_t *at = context, left = sizeof lines - 1 - *at, count = left < size ? left : size;
    memcpy(buffer, lines + *at, count);
    *at += count;
    return (ptrdiff_t)count;
}

static preceptor_status batch(world *w) {
    size_t at = 0;
    preceptor_reader reader = {.read = read_lines, .context = &at};
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_sink sink = sink_of(w);
    preceptor_feel_counts counts;
    return preceptor_feel_batch(&reader, "2026-11-22", &options, &sink, &counts);
}

/* ---- A table as a pool, with a condition */
static ptrdiff_t read_file(void *context, char *buffer, size_t size) {
    return (ptrdiff_t)fread(buffer, 1, size, context);
}

static preceptor_status audit_into(world *w, preceptor_store *store, const char *pool) {
    FILE *in = fopen(pool, "re");
    assert_non_null(in);
    bool csv = strstr(pool, ".csv") != NULL;
    preceptor_input input = {.name = "pool",
                             .form = csv ? PRECEPTOR_INPUT_CSV : PRECEPTOR_INPUT_NDJSON,
                             .reader = {.read = read_file, .context = in}};
    preceptor_inputs inputs = preceptor_one_input(&input);
    preceptor_audit_options options = {.as_of = "2026-11-22",
                                       .map = csv ? PRECEPTOR_TOP "/tests/faults/keeping/map.yaml" : NULL,
                                       .explain = true,
                                       .check_ids = true,
                                       .store = store,
                                       .rows = csv ? PRECEPTOR_ROWS_CSV : PRECEPTOR_ROWS_NDJSON};
    preceptor_audit_counts counts;
    preceptor_sink sink = sink_of(w);
    preceptor_status status =
        preceptor_audit(w->kb, &inputs, &options, w->diagnostics, &sink, &sink, &counts);
    (void)fclose(in);
    return status;
}

static preceptor_status audit_table(world *w) {
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, audit_into(w, NULL, PRECEPTOR_TOP "/tests/faults/keeping/pool.csv"));
}

/* ---- Stores: each step makes its own anew, so that it may be done again. */
static char folder[64];
static char store_path[80];

static preceptor_status open_store(world *w, preceptor_store **store) {
    *store = NULL;
    (void)unlink(store_path);
    preceptor_diagnostics_clear(w->diagnostics);
    return preceptor_store_open(w->kb, store_path, false, w->diagnostics, store);
}

static preceptor_status close_store(world *w, preceptor_store *store, preceptor_status status) {
    preceptor_store_close(store);
    return with_diagnostics(w, status);
}

static preceptor_status grant(world *w, preceptor_store *store, const char *reason) {
    const preceptor_waiver waiver = {.applicant = "n-002",
                                     .what = "b/eyesight",
                                     .by = "somebody",
                                     .reason = reason,
                                     .until = "2027-03-31",
                                     .as_of = "2026-11-22"};
    preceptor_view view = text_view();
    preceptor_sink sink = sink_of(w);
    return preceptor_waive(w->kb, store, &waiver, &view, &sink, w->diagnostics);
}

static preceptor_status waivers(world *w) {
    preceptor_store *store;
    preceptor_view plain = text_view(), json = json_view();
    preceptor_sink sink = sink_of(w);
    preceptor_status status = open_store(w, &store);
    status = status == PRECEPTOR_OK ? grant(w, store, "A reason.") : status;
    if (status == PRECEPTOR_OK) {
        status = preceptor_write_waivers(store, NULL, "2026-11-22", &plain, &sink, w->diagnostics);
    }
    if (status == PRECEPTOR_OK) {
        status = preceptor_revoke(store, 1, "me", "No.", "2026-11-23", &json, &sink, w->diagnostics);
    }
    return close_store(w, store, status);
}

static preceptor_status refused_waiver(world *w) {
    preceptor_store *store;
    preceptor_status status = open_store(w, &store);
    return close_store(w, store, status == PRECEPTOR_OK ? grant(w, store, " ") : status);
}

static preceptor_status record(world *w) {
    preceptor_store *store = NULL;
    preceptor_view plain = text_view(), json = json_view();
    preceptor_sink sink = sink_of(w);
    preceptor_traces traces = {0};
    preceptor_status status = evaluate(w);
    status = status == PRECEPTOR_OK ? open_store(w, &store) : status;
    status = status == PRECEPTOR_OK ? grant(w, store, "A reason.") : status;
    if (status == PRECEPTOR_OK) {
        status = preceptor_profile_take_waivers(w->profile, store, w->diagnostics);
    }
    status = status == PRECEPTOR_OK ? preceptor_record(w->session, store, w->diagnostics) : status;
    if (status == PRECEPTOR_OK) {
        status = preceptor_write_history(store, "n-002", &plain, &sink, w->diagnostics);
    }
    if (status == PRECEPTOR_OK) {
        status = preceptor_write_history(store, "n-002", &json, &sink, w->diagnostics);
    }
    status =
        status == PRECEPTOR_OK ? preceptor_forget(store, "n-002", true, &traces, w->diagnostics) : status;
    status =
        status == PRECEPTOR_OK ? preceptor_forget(store, "n-002", false, &traces, w->diagnostics) : status;
    return close_store(w, store, status);
}

static preceptor_status audits(world *w) {
    preceptor_store *store;
    preceptor_status status = open_store(w, &store);
    status = status == PRECEPTOR_OK ? grant(w, store, "A reason.") : status;
    const char *const pools[] = {PRECEPTOR_TOP "/tests/faults/keeping/pool.csv",
                                 PRECEPTOR_TOP "/tests/faults/keeping/pool.ndjson"};
    for (int i = 0; status == PRECEPTOR_OK && i < 2; i++) {
        status = audit_into(w, store, pools[i]);
    }
    return close_store(w, store, status);
}

static const step storing[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"a type", type_of, PRECEPTOR_OK},
    {"expressions", batch, PRECEPTOR_OK},
    {"auditing a table", audit_table, PRECEPTOR_OK},
    {"waivers", waivers, PRECEPTOR_OK},
    {"a refused waiver", refused_waiver, PRECEPTOR_INVALID},
    {"history", record, PRECEPTOR_OK},
    {"audits", audits, PRECEPTOR_OK},
};

/* ---- A case */
static preceptor_status consult(world *w, preceptor_view view) {
    preceptor_sink sink = sink_of(w);
    preceptor_session_free(w->session);
    preceptor_profile_free(w->profile);
    w->session = NULL;
    w->profile = NULL;
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_session_new(w->kb, &w->session);
    status = status == PRECEPTOR_OK ? preceptor_session_set_as_of(w->session, "2026-11-22") : status;
    status = status == PRECEPTOR_OK ? preceptor_profile_new(w->kb, &w->profile) : status;
    if (status == PRECEPTOR_OK) {
        status = preceptor_profile_read_file(w->profile, CASE_FILE, w->diagnostics);
    }
    status = status == PRECEPTOR_OK ? preceptor_evaluate(w->session, w->profile, PRECEPTOR_REASONS) : status;
    return status == PRECEPTOR_OK ? preceptor_write_consult(w->session, &view, &sink) : status;
}
static preceptor_status consult_text(world *w) { return consult(w, text_view()); }
static preceptor_status consult_json(world *w) { return consult(w, json_view()); }

static const step consulting[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"a case", consult_text, PRECEPTOR_OK},
    {"a case as JSON", consult_json, PRECEPTOR_OK},
};

#define SWEEP(list) \
    { .steps = (list), .count = sizeof(list) / sizeof((list)[0]) }

static void test_keeping(void **state) {
    (void)state;
    sweep s = SWEEP(keeping);
    run_sweep_with(&s, KB, NULL);
}

static void test_exchanging(void **state) {
    (void)state;
    sweep s = SWEEP(exchanging);
    run_sweep_with(&s, KB, NULL);
}

static void test_importing(void **state) {
    (void)state;
    sweep s = SWEEP(importing);
    run_sweep_with(&s, KB, NULL);
}

static void test_storing(void **state) {
    (void)state;
    /* In memory if there is such a folder: what SQLite waits for on a disk is most of the time. */
    (void)snprintf(folder, sizeof folder, "%s/preceptor-faults-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(store_path, sizeof store_path, "%s/store.db", folder);
    sweep s = SWEEP(storing);
    run_sweep_with(&s, KB, NULL);
    (void)unlink(store_path);
    assert_int_equal(rmdir(folder), 0);
}

static void test_consulting(void **state) {
    (void)state;
    sweep s = SWEEP(consulting);
    run_sweep_with(&s, CASE_KB, "case");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keeping), cmocka_unit_test(test_exchanging),
                                       cmocka_unit_test(test_importing), cmocka_unit_test(test_storing),
                                       cmocka_unit_test(test_consulting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
