/* Loading, checking and explaining while memory runs out: see sweep.h. */
#include "faults/sweep.h"

#define KB PRECEPTOR_TOP "/tests/knowledge/kb.yaml"
#define PROFILE PRECEPTOR_TOP "/tests/knowledge/profiles/ben.yaml"
#define SMALL PRECEPTOR_TOP "/tests/faults/small"
#define KINDS PRECEPTOR_TOP "/tests/golden/cases/kb-test-kinds/"
#define CORNERS PRECEPTOR_TOP "/tests/golden/cases/eval-corners/kb.yaml"
#define BROKEN PRECEPTOR_TOP "/tests/golden/cases/diagnose-"

/* ---- What is done. Each may be done again after it failed. */

static preceptor_status load_from(world *w, const char *manifest) {
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_diagnostics_clear(w->diagnostics);
    forget_kbs(w);
    return with_diagnostics(w, preceptor_kb_load(manifest, &options, w->diagnostics, &w->kb));
}

static preceptor_status load_errors(world *w) { return load_from(w, BROKEN "several-files/kb.yaml"); }
static preceptor_status load_types(world *w) { return load_from(w, BROKEN "condition-types/kb.yaml"); }
static preceptor_status load_cycle(world *w) { return load_from(w, BROKEN "negation-cycle/kb.yaml"); }
static preceptor_status load(world *w) { return load_from(w, KB); }
static preceptor_status load_small(world *w) { return load_from(w, SMALL "/kb.yaml"); }

/* For profiles and for cases, and the first answers for both. */
static preceptor_status load_kinds(world *w) {
    preceptor_options options = {.allocator = &w->allocator, .document = "case"};
    preceptor_status status = load_from(w, KINDS "kb.yaml");
    if (status == PRECEPTOR_OK) {
        status = preceptor_kb_load(KINDS "kb.yaml", &options, w->diagnostics, &w->other);
    }
    if (status == PRECEPTOR_OK) {
        preceptor_kb_add(w->kb, w->other);
    }
    return status;
}

static preceptor_status verify(world *w) {
    preceptor_diagnostics_clear(w->diagnostics);
    return preceptor_kb_verify(w->kb, w->diagnostics);
}

static preceptor_status write_template(world *w) {
    preceptor_sink sink = sink_of(w);
    return preceptor_kb_write_template(w->kb, &sink);
}

static preceptor_status summarise(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    return preceptor_kb_write_summary(w->kb, format, &sink);
}

static preceptor_status summarise_text(world *w) { return summarise(w, PRECEPTOR_TEXT); }
static preceptor_status summarise_json(world *w) { return summarise(w, PRECEPTOR_JSON); }

static preceptor_status make_profile(world *w) { return preceptor_profile_new(w->kb, &w->profile); }

static preceptor_status make_session(world *w) {
    preceptor_status status = preceptor_session_new(w->kb, &w->session);
    return status == PRECEPTOR_OK ? preceptor_session_set_as_of(w->session, "2026-11-22") : status;
}

static preceptor_status read_bytes(world *w, const char *bytes, bool json) {
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(
        w, preceptor_profile_read(w->profile, "profile", bytes, strlen(bytes), json, false, w->diagnostics));
}

static preceptor_status read_bad_yaml(world *w) {
    return read_bytes(w, "residnt: true\nlessons: [{kind: city, minutes: many}]\nwants: {a: b}\n", false);
}

static preceptor_status read_bad_json(world *w) { return read_bytes(w, "{\"resident\": yes, }", true); }

static preceptor_status read_json(world *w) {
    return read_bytes(w,
                      "{\"id\": \"j\", \"resident\": true, \"born_on\": \"2000-02-29\", \"theory\": "
                      "{\"result\": \"passed\"}, \"lessons\": [{\"kind\": \"city\", \"minutes\": 30}]}",
                      true);
}

static preceptor_status read_file(world *w) {
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_profile_read_file(w->profile, PROFILE, w->diagnostics));
}

static preceptor_status read_small(world *w) {
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w,
                            preceptor_profile_read_file(w->profile, SMALL "/profile.yaml", w->diagnostics));
}

/* Conditions that are seldom written so, what is known of them and what is not. */
static preceptor_status load_corners(world *w) { return load_from(w, CORNERS); }

static preceptor_status read_known(world *w) {
    return read_bytes(w,
                      "{n: 5, sure: true, on: 2026-03-01, at: '10:00:00', club: chess, z: null,\n"
                      " l: [{k: a, n: 1}, {k: b, n: 7}], where: {city: x, street: y}}\n",
                      false);
}

static preceptor_status read_little(world *w) { return read_bytes(w, "{n: 1, l: [{k: a}]}\n", false); }

static preceptor_status assign(world *w, const char *assignment) {
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_profile_set(w->profile, assignment, w->diagnostics));
}

static preceptor_status assign_value(world *w) { return assign(w, "eyes.acuity=0.7"); }
static preceptor_status assign_badly(world *w) { return assign(w, "eyes.acuty=0.7"); }

static preceptor_status evaluate(world *w, preceptor_depth depth) {
    preceptor_sink sink = sink_of(w);
    preceptor_status status = preceptor_evaluate(w->session, w->profile, depth);
    for (size_t s = 0; status == PRECEPTOR_OK && s < preceptor_kb_subjects(w->kb); s++) {
        const char *verdict = preceptor_verdict_text(preceptor_session_verdict(w->session, s));
        (void)sink.write(sink.context, verdict, strlen(verdict));
    }
    return status;
}

static preceptor_status evaluate_verdicts(world *w) { return evaluate(w, PRECEPTOR_VERDICTS); }
static preceptor_status evaluate_facts(world *w) { return evaluate(w, PRECEPTOR_FACTS); }
static preceptor_status evaluate_reasons(world *w) { return evaluate(w, PRECEPTOR_REASONS); }

/* An evaluation that ended has no report: it is made again, as its caller would. */
static preceptor_status evaluated(world *w) {
    return w->failed && w->fail_at == 0 ? preceptor_evaluate(w->session, w->profile, PRECEPTOR_REASONS)
                                        : PRECEPTOR_OK;
}

static preceptor_status check(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format, .all = true};
    preceptor_status status = evaluated(w);
    return status == PRECEPTOR_OK ? preceptor_write_check(w->session, &view, &sink) : status;
}

static preceptor_status check_text(world *w) { return check(w, PRECEPTOR_TEXT); }
static preceptor_status check_json(world *w) { return check(w, PRECEPTOR_JSON); }

static preceptor_status eligible(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format};
    size_t subject;
    preceptor_status status = preceptor_kb_find_subject(w->kb, "b", w->diagnostics, &subject);
    status = status == PRECEPTOR_OK ? evaluated(w) : status;
    return status == PRECEPTOR_OK ? preceptor_write_eligible(w->session, subject, &view, &sink) : status;
}

static preceptor_status when(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format};
    preceptor_status status = evaluated(w);
    return status == PRECEPTOR_OK ? preceptor_write_when(w->session, 0, &view, &sink) : status;
}

static preceptor_status when_text(world *w) { return when(w, PRECEPTOR_TEXT); }
static preceptor_status when_json(world *w) { return when(w, PRECEPTOR_JSON); }

static preceptor_status pathways(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format, .all = true};
    preceptor_status status = evaluated(w);
    return status == PRECEPTOR_OK ? preceptor_write_pathways(w->session, &view, &sink) : status;
}

static preceptor_status pathways_text(world *w) { return pathways(w, PRECEPTOR_TEXT); }
static preceptor_status pathways_json(world *w) { return pathways(w, PRECEPTOR_JSON); }

static preceptor_status shortlist(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format, .all = true};
    preceptor_status status = evaluated(w);
    return status == PRECEPTOR_OK ? preceptor_write_shortlist(w->session, &view, &sink) : status;
}

static preceptor_status shortlist_text(world *w) { return shortlist(w, PRECEPTOR_TEXT); }
static preceptor_status shortlist_json(world *w) { return shortlist(w, PRECEPTOR_JSON); }

static preceptor_status eligible_text(world *w) { return eligible(w, PRECEPTOR_TEXT); }
static preceptor_status eligible_json(world *w) { return eligible(w, PRECEPTOR_JSON); }

typedef preceptor_status explain(preceptor_session *session, const char *conclusion,
                                 const preceptor_view *view, const preceptor_sink *sink,
                                 preceptor_diagnostics *diagnostics);

static preceptor_status explained(world *w, explain *write, const char *conclusion, preceptor_view view) {
    preceptor_sink sink = sink_of(w);
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = evaluated(w);
    status = status == PRECEPTOR_OK ? write(w->session, conclusion, &view, &sink, w->diagnostics) : status;
    return with_diagnostics(w, status);
}

static preceptor_status why(world *w) {
    return explained(w, preceptor_write_why, "am", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_json(world *w) {
    return explained(w, preceptor_write_why, "am", (preceptor_view){.format = PRECEPTOR_JSON, .all = true});
}

static preceptor_status why_not(world *w) {
    return explained(w, preceptor_write_why_not, "b", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_not_json(world *w) {
    return explained(w, preceptor_write_why_not, "b", (preceptor_view){.format = PRECEPTOR_JSON});
}

static preceptor_status why_nothing(world *w) {
    return explained(w, preceptor_write_why, "amm", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_small(world *w) {
    return explained(w, preceptor_write_why, "row", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_small_fact(world *w) {
    return explained(w, preceptor_write_why, "reach(\"a\", \"c\")",
                     (preceptor_view){.format = PRECEPTOR_JSON, .all = true});
}

static preceptor_status why_not_small(world *w) {
    return explained(w, preceptor_write_why_not, "row/far", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_not_cases(world *w) {
    return explained(w, preceptor_write_why_not, "reach(\"c\", \"a\")",
                     (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_recommended(world *w) {
    return explained(w, preceptor_write_why, "first-aid",
                     (preceptor_view){.format = PRECEPTOR_JSON, .all = true});
}

static preceptor_status why_not_recommended(world *w) {
    return explained(w, preceptor_write_why_not, "recommend(\"first-aid\", _, _, _, _, _, _)",
                     (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_records(world *w) {
    return explained(w, preceptor_write_why, "holds(\"records\")",
                     (preceptor_view){.format = PRECEPTOR_JSON, .all = true});
}

static preceptor_status why_not_corners(world *w) {
    return explained(w, preceptor_write_why_not, "chess", (preceptor_view){.format = PRECEPTOR_TEXT});
}

static preceptor_status why_facts(world *w) {
    return explained(w, preceptor_write_why, "holds(\"sum-of-facts\")",
                     (preceptor_view){.format = PRECEPTOR_TEXT, .all = true});
}

static preceptor_status trace(world *w, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format};
    preceptor_status status = evaluated(w);
    return status == PRECEPTOR_OK ? preceptor_write_trace(w->session, &view, &sink) : status;
}

static preceptor_status trace_text(world *w) { return trace(w, PRECEPTOR_TEXT); }
static preceptor_status trace_json(world *w) { return trace(w, PRECEPTOR_JSON); }

static preceptor_status find_nothing(world *w) {
    size_t subject;
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_kb_find_subject(w->kb, "bbb", w->diagnostics, &subject));
}

static const char pool[] = "{\"id\": \"one\", \"resident\": true, \"lessons\": [{\"kind\": \"city\"}]}\n"
                           "\n"
                           "{\"id\": \"two\", \"resident\": 3}\n"
                           "{\"id\": \"three\", \"residnt\": true}\n"
                           "{\"id\": \"four\", \n"
                           "{\"born_on\": \"1990-01-01\", \"wants\": [\"b\"], \"resident\": false}";

static ptrdiff_t read_pool(void *context, char *buffer, size_t size) {
    size_t *at = context, left = sizeof pool - 1 - *at, count = left < size ? left : size;
    count = count < 100 ? count : 100;
    memcpy(buffer, pool + *at, count);
    *at += count;
    return (ptrdiff_t)count;
}

static preceptor_status audit(world *w) {
    size_t at = 0;
    preceptor_input input = {.name = "pool", .reader = {.read = read_pool, .context = &at}};
    preceptor_inputs inputs = preceptor_one_input(&input);
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_audit_options options = {.as_of = "2026-11-22"};
    preceptor_audit_counts counts;
    preceptor_sink sink = sink_of(w);
    return with_diagnostics(w,
                            preceptor_audit(w->kb, &inputs, &options, w->diagnostics, &sink, &sink, &counts));
}

static preceptor_status feel(world *w, const char *expression, preceptor_format format) {
    static const char context[] = "a: [1, {b: two}, 3]\nc: 2026-01-31\n";
    preceptor_options options = {.allocator = &w->allocator};
    preceptor_sink sink = sink_of(w);
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, preceptor_feel(expression, strlen(expression), "context", context,
                                              sizeof context - 1, false, "2026-11-22", format, &options,
                                              w->diagnostics, &sink));
}

static preceptor_status feel_text(world *w) {
    return feel(w,
                "{x: for i in 1..9 return i ** 2, y: matches(\"abcabc\", \"(ab|c)+\"), z: a[1], "
                "w: upper case(\"ab\"), v: append([3], 1), u: date(\"no\")}",
                PRECEPTOR_TEXT);
}

static preceptor_status feel_json(world *w) {
    return feel(w, "[a, date(c) + @\"P1M\", matches(\"abc\", \"(\"), count(a), distinct values(a)]",
                PRECEPTOR_JSON);
}

static preceptor_status feel_error(world *w) { return feel(w, "if a the b", PRECEPTOR_TEXT); }

/* What keepers ask. */
typedef preceptor_status question(const preceptor_kb *kb, const char *word, const preceptor_view *view,
                                  const preceptor_sink *sink, preceptor_diagnostics *diagnostics);

static preceptor_status ask(world *w, question *write, const char *word, preceptor_format format) {
    preceptor_sink sink = sink_of(w);
    preceptor_view view = {.format = format, .all = true};
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(w, write(w->kb, word, &view, &sink, w->diagnostics));
}

static preceptor_status list_all(world *w) { return ask(w, preceptor_kb_write_list, NULL, PRECEPTOR_TEXT); }
static preceptor_status show_text(world *w) {
    return ask(w, preceptor_kb_write_entity, "brakes", PRECEPTOR_TEXT);
}
static preceptor_status show_json(world *w) {
    return ask(w, preceptor_kb_write_entity, "handbook", PRECEPTOR_JSON);
}
static preceptor_status show_nothing(world *w) {
    return ask(w, preceptor_kb_write_entity, "breaks", PRECEPTOR_TEXT);
}
static preceptor_status conflicts_text(world *w) {
    return ask(w, preceptor_kb_write_conflicts, NULL, PRECEPTOR_TEXT);
}
static preceptor_status draw(world *w) { return ask(w, preceptor_kb_write_graph, "adults", PRECEPTOR_TEXT); }

static preceptor_status export_rules(world *w) {
    preceptor_sink sink = sink_of(w);
    return preceptor_kb_write_clips(w->kb, &sink);
}

/* Tests of both kinds, with what they saw. */
static preceptor_status test_kb(world *w, const char *const *files, size_t count) {
    preceptor_sink sink = sink_of(w);
    const preceptor_test_options options = {.coverage = true, .all = true};
    preceptor_test_counts counts;
    preceptor_diagnostics_clear(w->diagnostics);
    return with_diagnostics(
        w, preceptor_kb_test(w->kb, files, count, &options, &sink, &sink, w->diagnostics, &counts));
}

static preceptor_status test_well(world *w) {
    static const char *const files[] = {KINDS "tests/cars.yaml", KINDS "tests/people.yaml",
                                        KINDS "failing.yaml"};
    return test_kb(w, files, sizeof files / sizeof files[0]);
}

static preceptor_status test_badly(world *w) {
    static const char *const files[] = {KINDS "broken.yaml", KINDS "unknown.yaml"};
    return test_kb(w, files, sizeof files / sizeof files[0]);
}

static const step loading[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"loading files with errors", load_errors, PRECEPTOR_INVALID},
    {"loading conditions with errors", load_types, PRECEPTOR_INVALID},
    {"loading a cycle", load_cycle, PRECEPTOR_INVALID},
    {"loading", load, PRECEPTOR_OK},
    {"verifying", verify, PRECEPTOR_OK},
    {"profile", make_profile, PRECEPTOR_OK},
};

static const step keeping[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"loading two kinds", load_kinds, PRECEPTOR_OK},
    {"list", list_all, PRECEPTOR_OK},
    {"show", show_text, PRECEPTOR_OK},
    {"show as JSON", show_json, PRECEPTOR_OK},
    {"show nothing", show_nothing, PRECEPTOR_NOT_FOUND},
    {"conflicts", conflicts_text, PRECEPTOR_OK},
    {"graph", draw, PRECEPTOR_OK},
    {"export", export_rules, PRECEPTOR_OK},
    {"tests", test_well, PRECEPTOR_OK},
    {"tests with errors", test_badly, PRECEPTOR_INVALID},
};

/* With so little to do each request is failed. */
static const step little[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"loading", load_small, PRECEPTOR_OK},
    {"verifying", verify, PRECEPTOR_OK},
    {"profile", make_profile, PRECEPTOR_OK},
    {"reading", read_small, PRECEPTOR_OK},
    {"session", make_session, PRECEPTOR_OK},
    {"evaluating reasons", evaluate_reasons, PRECEPTOR_OK},
    {"check", check_text, PRECEPTOR_OK},
    {"check as JSON", check_json, PRECEPTOR_OK},
    {"when", when_text, PRECEPTOR_OK},
    {"when as JSON", when_json, PRECEPTOR_OK},
    {"pathways", pathways_text, PRECEPTOR_OK},
    {"pathways as JSON", pathways_json, PRECEPTOR_OK},
    {"shortlist", shortlist_text, PRECEPTOR_OK},
    {"shortlist as JSON", shortlist_json, PRECEPTOR_OK},
    {"why", why_small, PRECEPTOR_OK},
    {"why a fact, as JSON", why_small_fact, PRECEPTOR_OK},
    {"why not", why_not_small, PRECEPTOR_OK},
    {"why not, by cases", why_not_cases, PRECEPTOR_OK},
    {"trace", trace_text, PRECEPTOR_OK},
};

static const step using[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"template", write_template, PRECEPTOR_OK},
    {"summary", summarise_text, PRECEPTOR_OK},
    {"summary as JSON", summarise_json, PRECEPTOR_OK},
    {"profile", make_profile, PRECEPTOR_OK},
    {"a bad profile", read_bad_yaml, PRECEPTOR_INVALID},
    {"a bad profile as JSON", read_bad_json, PRECEPTOR_INVALID},
    {"reading JSON", read_json, PRECEPTOR_OK},
    {"session", make_session, PRECEPTOR_OK},
    {"evaluating facts", evaluate_facts, PRECEPTOR_OK},
    {"reading YAML", read_file, PRECEPTOR_OK},
    {"evaluating verdicts", evaluate_verdicts, PRECEPTOR_OK},
    {"assigning", assign_value, PRECEPTOR_OK},
    {"assigning badly", assign_badly, PRECEPTOR_INVALID},
    {"evaluating reasons", evaluate_reasons, PRECEPTOR_OK},
    {"check", check_text, PRECEPTOR_OK},
    {"check as JSON", check_json, PRECEPTOR_OK},
    {"eligible", eligible_text, PRECEPTOR_OK},
    {"eligible as JSON", eligible_json, PRECEPTOR_OK},
    {"why", why, PRECEPTOR_OK},
    {"why as JSON", why_json, PRECEPTOR_OK},
    {"why not", why_not, PRECEPTOR_OK},
    {"why not as JSON", why_not_json, PRECEPTOR_OK},
    {"why of nothing", why_nothing, PRECEPTOR_NOT_FOUND},
    {"why of a recommendation", why_recommended, PRECEPTOR_OK},
    {"why not, of any", why_not_recommended, PRECEPTOR_OK},
    {"trace", trace_text, PRECEPTOR_OK},
    {"trace as JSON", trace_json, PRECEPTOR_OK},
    {"no such subject", find_nothing, PRECEPTOR_NOT_FOUND},
    {"audit", audit, PRECEPTOR_OK},
    {"expression", feel_text, PRECEPTOR_OK},
    {"expression as JSON", feel_json, PRECEPTOR_OK},
    {"expression with an error", feel_error, PRECEPTOR_INVALID},
};

static const step cornered[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"profile", make_profile, PRECEPTOR_OK},
    {"session", make_session, PRECEPTOR_OK},
    {"reading all", read_known, PRECEPTOR_OK},
    {"evaluating", evaluate_reasons, PRECEPTOR_OK},
    {"check", check_text, PRECEPTOR_OK},
    {"why", why_records, PRECEPTOR_OK},
    {"why, by facts", why_facts, PRECEPTOR_OK},
    {"trace", trace_json, PRECEPTOR_OK},
    {"reading little", read_little, PRECEPTOR_OK},
    {"evaluating what is not known", evaluate_reasons, PRECEPTOR_OK},
    {"check of what is not known", check_json, PRECEPTOR_OK},
    {"why not", why_not_corners, PRECEPTOR_OK},
};

static const step loading_corners[] = {
    {"diagnostics", make_diagnostics, PRECEPTOR_OK},
    {"loading", load_corners, PRECEPTOR_OK},
    {"verifying", verify, PRECEPTOR_OK},
};

static void test_corners(void **state) {
    (void)state;
    sweep s = {.steps = cornered, .count = sizeof cornered / sizeof cornered[0]};
    run_sweep_with(&s, CORNERS, NULL);
}

static void test_loading_corners(void **state) {
    (void)state;
    sweep s = {.steps = loading_corners, .count = sizeof loading_corners / sizeof loading_corners[0]};
    run_sweep(&s);
}

static void test_loading(void **state) {
    (void)state;
    sweep s = {.steps = loading, .count = sizeof loading / sizeof loading[0]};
    run_sweep(&s);
}

static void test_little(void **state) {
    (void)state;
    sweep s = {.steps = little, .count = sizeof little / sizeof little[0], .whole = true};
    run_sweep(&s);
}

static void test_keeping(void **state) {
    (void)state;
    sweep s = {.steps = keeping, .count = sizeof keeping / sizeof keeping[0]};
    run_sweep(&s);
}

static void test_using(void **state) {
    (void)state;
    sweep s = {.steps = using, .count = sizeof using / sizeof using[0]};
    run_sweep_with(&s, KB, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loading), cmocka_unit_test(test_little),
        cmocka_unit_test(test_keeping), cmocka_unit_test(test_using),
        cmocka_unit_test(test_corners), cmocka_unit_test(test_loading_corners)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
