/* Loading a knowledge base, and what it says of itself. */
#include "api/api.h"

#include "base/limits.h"
#include "feel/builtin.h"
#include "regex/regex.h"

#include <time.h>

static uint64_t microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

/* What --where asks lives as long as the program, whose nodes point into it. False after errors. */
static bool make_question(preceptor_kb *kb, const char *where, pr_diags *diags, pr_compile_question *out) {
    pr_arena *arena = &kb->program.arena;
    pr_text text = pr_text_copy(arena, pr_text_of(where));
    const pr_source *source = text.at != NULL ? pr_source_of(PR_TEXT("--where"), text, arena) : NULL;
    if (source == NULL) {
        diags->failed = true;
        return false;
    }
    *out = (pr_compile_question){
        .source = {.text = text,
                   .origin = {.source = source, .end = (uint32_t)text.length, .style = PR_STYLE_EXACT}},
        .hint = "--only keeps rows by their verdicts"};
    return pr_source_is_utf8(source, diags);
}

/* What facts of a role are for; those of all others are part of every answer. */
static uint32_t left_out(unsigned uses) {
    static const struct {
        uint8_t role, use;
    } rows[] = {
        {PR_ROLE_RECOMMENDATION, PRECEPTOR_USE_ADVICE},  {PR_ROLE_FOCUS, PRECEPTOR_USE_ADVICE},
        {PR_ROLE_STAGE_DONE, PRECEPTOR_USE_PATHWAYS},    {PR_ROLE_STAGE_CURRENT, PRECEPTOR_USE_PATHWAYS},
        {PR_ROLE_STAGE_END, PRECEPTOR_USE_PATHWAYS},     {PR_ROLE_PATHWAY_VERDICT, PRECEPTOR_USE_PATHWAYS},
        {PR_ROLE_PATHWAY_FOCUS, PRECEPTOR_USE_PATHWAYS}, {PR_ROLE_PATHWAY_BLOCKS, PRECEPTOR_USE_PATHWAYS},
        {PR_ROLE_MERIT, PRECEPTOR_USE_SHORTLISTS},       {PR_ROLE_SHORTCOMING, PRECEPTOR_USE_SHORTLISTS},
        {PR_ROLE_START, PRECEPTOR_USE_SHORTLISTS},
    };
    uint32_t roles = 0;
    for (size_t i = 0; uses != 0 && i < sizeof rows / sizeof rows[0]; i++) {
        roles |= (uses & rows[i].use) == 0 ? UINT32_C(1) << rows[i].role : 0;
    }
    return roles;
}

bool pr_api_serves(const preceptor_kb *kb, unsigned uses) {
    return kb->usable && (kb->uses == 0 || (uses != 0 && (uses & ~kb->uses) == 0));
}

static bool read_and_compile(preceptor_kb *kb, const char *manifest, const preceptor_options *options,
                             pr_kb_addition *addition, pr_diags *diags) {
    const char *document = options != NULL ? options->document : NULL;
    const char *where = options != NULL ? options->where : NULL;
    pr_kb *read = PR_NEW(&kb->program.arena, pr_kb);
    if (read == NULL) {
        diags->failed = true;
        return false;
    }
    kb->read = read;
    pr_doc_limits limits = pr_api_doc_limits(&kb->limits);
    uint64_t start = microseconds();
    bool ok = pr_kb_read_with(manifest, document, addition, &limits, kb->limits.file_size, &kb->program.arena,
                              diags, read);
    uint64_t middle = microseconds();
    kb->times.reading = middle - start;
    if (read->unread || diags->failed) {
        return false;
    }
    pr_compile_options compile = {.rule_instances = pr_api_word(kb->limits.rule_instances),
                                  .patterns = pr_api_pattern_limits(&kb->limits),
                                  .left_out = left_out(kb->uses)};
    pr_compile_question *question = where != NULL ? PR_NEW(&kb->program.arena, pr_compile_question) : NULL;
    if (where != NULL && (question == NULL || !make_question(kb, where, diags, question))) {
        diags->failed = diags->failed || question == NULL;
        return false;
    }
    kb->where = question != NULL ? question->source.text : (pr_text){0};
    ok = pr_compile(read, &compile, question, &kb->program, diags) && ok;
    kb->times.compiling = microseconds() - middle;
    return ok;
}

preceptor_status preceptor_kb_load(const char *manifest, const preceptor_options *options,
                                   preceptor_diagnostics *diagnostics, preceptor_kb **out) {
    return pr_api_load(manifest, options, NULL, diagnostics, out);
}

preceptor_status pr_api_load(const char *manifest, const preceptor_options *options, pr_kb_addition *addition,
                             preceptor_diagnostics *diagnostics, preceptor_kb **out) {
    const preceptor_allocator *allocator = options != NULL ? options->allocator : NULL;
    preceptor_kb *kb = pr_heap_alloc(allocator, sizeof *kb);
    *out = kb;
    if (kb == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    *kb = (preceptor_kb){.allocator = allocator};
    if (options != NULL) {
        kb->limits = options->limits;
        kb->uses = options->uses;
    }
    pr_arena_init_large(&kb->program.arena, allocator);
    bool good = read_and_compile(kb, manifest, options, addition, &diagnostics->diags);
    preceptor_status status = pr_api_outcome(diagnostics, good);
    kb->usable = status == PRECEPTOR_OK;
    return status;
}

void preceptor_kb_free(preceptor_kb *kb) {
    if (kb != NULL) {
        pr_arena_release(&kb->program.arena);
        pr_heap_free(kb->allocator, kb);
    }
}

preceptor_load_times preceptor_kb_load_times(const preceptor_kb *kb) { return kb->times; }

const char *preceptor_kb_document(const preceptor_kb *kb, size_t index) {
    return kb->read != NULL && index < kb->read->document_count ? kb->read->documents[index].at : NULL;
}

size_t preceptor_kb_subjects(const preceptor_kb *kb) { return kb->program.subject_count; }

const char *preceptor_kb_subject_id(const preceptor_kb *kb, size_t subject) {
    return subject < kb->program.subject_count ? kb->program.subjects[subject].id : NULL;
}

/* How many of what, in the order in which they are shown. */
typedef struct tally {
    const char *what;
    uint64_t count;
} tally;

static uint32_t count_requirements(const pr_program *p) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->subject_count; i++) {
        count += p->subjects[i].requirement_count;
    }
    return count;
}

enum { TALLIES = 9 };

static void take_tallies(const pr_program *p, tally out[TALLIES]) {
    const tally all[TALLIES] = {
        {"files", p->file_count},
        {"attributes", p->vocabulary_count},
        {"requirements", count_requirements(p)},
        {"parameters", p->parameter_count},
        {"relations", p->relation_count},
        {"rules", p->rule_count},
        {"instances", p->instance_count},
        {"facts", p->fact_count},
        {"nodes", p->node_count},
    };
    memcpy(out, all, sizeof all);
}

static void write_json_counts(const pr_program *p, const char *indent, pr_buf *out) {
    tally tallies[TALLIES];
    take_tallies(p, tallies);
    for (size_t i = 0; i < TALLIES; i++) {
        pr_buf_printf(out, ",\n%s\"%s\": %llu", indent, tallies[i].what,
                      (unsigned long long)tallies[i].count);
    }
    pr_buf_printf(out, ",\n%s\"collections\": {", indent);
    for (uint32_t i = 0; i < p->collection_count; i++) {
        pr_buf_string(out, i > 0 ? ", " : "");
        pr_json_string(p->collections[i].name, out);
        pr_buf_printf(out, ": %u", p->collections[i].entity_count);
    }
    pr_buf_char(out, '}');
}

/* What the first one holds, then, by kind of document, what the others do. */
static void write_json_summary(const preceptor_kb *const *kbs, size_t count, pr_buf *out) {
    const pr_program *p = &kbs[0]->program;
    char digest[72];
    pr_kb_digest(kbs[0]->read, digest);
    pr_buf_string(out, "{\n  \"schema\": \"preceptor.kb/1\",\n  \"name\": ");
    pr_json_string(p->name, out);
    pr_buf_string(out, ",\n  \"version\": ");
    pr_json_string(p->version, out);
    pr_buf_string(out, ",\n  \"digest\": ");
    pr_json_string(pr_text_of(digest), out);
    write_json_counts(p, "  ", out);
    for (size_t i = 1; i < count; i++) {
        pr_buf_string(out, i == 1 ? ",\n  \"documents\": {\n    " : ",\n    ");
        pr_json_string(kbs[i]->program.document, out);
        pr_kb_digest(kbs[i]->read, digest);
        pr_buf_string(out, ": {\n      \"digest\": ");
        pr_json_string(pr_text_of(digest), out);
        write_json_counts(&kbs[i]->program, "      ", out);
        pr_buf_string(out, i + 1 == count ? "\n    }\n  }" : "\n    }");
    }
    pr_buf_string(out, "\n}\n");
}

static void write_text_counts(const pr_program *p, pr_buf *out) {
    tally tallies[TALLIES];
    take_tallies(p, tallies);
    for (uint32_t i = 0; i < p->collection_count; i++) {
        pr_buf_printf(out, "  %6u ", p->collections[i].entity_count);
        pr_buf_harmless(out, p->collections[i].name, false);
        pr_buf_char(out, '\n');
    }
    for (size_t i = 0; i < TALLIES; i++) {
        pr_buf_printf(out, "  %6llu %s\n", (unsigned long long)tallies[i].count, tallies[i].what);
    }
}

static void write_text_summary(const preceptor_kb *const *kbs, size_t count, pr_buf *out) {
    const pr_program *p = &kbs[0]->program;
    pr_buf_harmless(out, p->name, false);
    pr_buf_char(out, ' ');
    pr_buf_harmless(out, p->version, false);
    pr_buf_string(out, ": no errors\n");
    write_text_counts(p, out);
    for (size_t i = 1; i < count; i++) {
        pr_buf_string(out, "for documents of the kind ");
        pr_buf_harmless(out, kbs[i]->program.document, false);
        pr_buf_string(out, ":\n");
        write_text_counts(&kbs[i]->program, out);
    }
}

preceptor_status preceptor_kb_write_summary(const preceptor_kb *kb, preceptor_format format,
                                            const preceptor_sink *sink) {
    return preceptor_kb_write_summaries(&kb, 1, format, sink);
}

preceptor_status preceptor_kb_write_summaries(const preceptor_kb *const *kbs, size_t count,
                                              preceptor_format format, const preceptor_sink *sink) {
    for (size_t i = 0; i < count; i++) {
        if (!pr_api_serves(kbs[i], 0)) {
            return PRECEPTOR_USAGE;
        }
    }
    if (count == 0) {
        return PRECEPTOR_USAGE;
    }
    pr_buf out;
    pr_buf_init(&out, kbs[0]->allocator);
    if (format == PRECEPTOR_JSON) {
        write_json_summary(kbs, count, &out);
    } else {
        write_text_summary(kbs, count, &out);
    }
    preceptor_status status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}

/* The patterns that stand as text in conditions: matches(x, "...") compiles them when it is first evaluated. */
static bool check_pattern(const pr_program *p, pr_node_id id, pr_diags *diags) {
    const pr_node *node = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, node);
    pr_value texts[2] = {0};
    for (uint32_t i = 1; i < node->count && i < 3; i++) {
        const pr_node *arg = pr_node_at(p, args[i]);
        if (arg->op != PR_OP_CONSTANT || p->constants[arg->data].kind != PR_STRING) {
            return true;
        }
        texts[i - 1] = p->constants[arg->data];
    }
    pr_text flags = texts[1].kind == PR_STRING ? pr_string_text(texts[1]) : PR_TEXT("");
    pr_regex_error error = {0};
    pr_regex *regex = pr_regex_compile(pr_string_text(texts[0]), flags, p->arena.allocator, &error);
    if (regex != NULL) {
        pr_regex_free(regex);
        return true;
    }
    if (error.no_memory) {
        diags->failed = true;
        return false;
    }
    const pr_node_origin *origin = &p->origins[id];
    pr_span place = {0};
    if (origin->source != NULL) {
        place = pr_origin_span(&origin->source->origin, origin->start, origin->end);
    }
    pr_error(diags, "bad-pattern", place, "this pattern cannot be used: %s", error.message);
    return false;
}

static bool check_patterns(const pr_program *p, pr_diags *diags) {
    bool good = true;
    for (pr_node_id id = 0; id < p->node_count; id++) {
        const pr_node *node = pr_node_at(p, id);
        if (node->op == PR_OP_BUILTIN && node->data == PR_BUILTIN_MATCHES && node->count > 1) {
            good = check_pattern(p, id, diags) && good;
        }
    }
    return good;
}

preceptor_status preceptor_kb_verify(const preceptor_kb *kb, preceptor_diagnostics *diagnostics) {
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    pr_matcher *matcher = pr_matcher_new(&kb->program, kb->allocator);
    if (matcher == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    bool ok = pr_matcher_check(matcher, &diagnostics->diags);
    ok = check_patterns(&kb->program, &diagnostics->diags) && ok;
    pr_api_warn_of_uncited(&kb->program, &diagnostics->diags);
    pr_api_warn_of_unjudged(&kb->program, &diagnostics->diags);
    pr_api_warn_of_capacities(&kb->program, &diagnostics->diags);
    pr_matcher_free(matcher);
    return pr_api_outcome(diagnostics, ok);
}

preceptor_status preceptor_kb_write_template(const preceptor_kb *kb, const preceptor_sink *sink) {
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    pr_buf out;
    pr_buf_init(&out, kb->allocator);
    preceptor_status status =
        pr_profile_template(&kb->program, &out) ? pr_api_write(&out, sink) : PRECEPTOR_NO_MEMORY;
    pr_buf_release(&out);
    return status;
}
