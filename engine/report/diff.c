#include "report/diff.h"

#include "advise/advise.h"
#include "base/sort.h"
#include "base/vec.h"
#include "report/grids.h"
#include "value/value.h"

enum { MOST_CAUSES = 100, MOST_WHO = 100, MOST_ROWS = 1000, FLUSH = 1 << 20 };

static const char *verdict_name(int number) { return pr_verdict_name((pr_verdict)number); }

/* What verdicts, or reasons, that are others come from: a requirement, or NULL for none of the program's own. */
typedef struct cause {
    const pr_diff_program *program;
    const pr_diff_requirement *requirement;
    pr_diff_way way;
    uint64_t applicants;
} cause;
typedef PR_VEC(cause) causes;

static bool is_waiver(const cause *c) { return c->way > PR_DIFF_FOUND; }

/* Of a waiver none: it is no rule that did it. */
static pr_text rule_of(const cause *c) {
    if (is_waiver(c)) {
        return (pr_text){0};
    }
    return c->requirement != NULL ? c->requirement->rule : c->program->rule;
}

static pr_text sources_of(const cause *c) {
    if (is_waiver(c)) {
        return (pr_text){0};
    }
    return c->requirement != NULL ? c->requirement->sources : c->program->sources;
}

static int by_applicants(const void *a, const void *b) {
    const cause *x = a, *y = b;
    if (x->applicants != y->applicants) {
        return x->applicants > y->applicants ? -1 : 1;
    }
    int order = pr_text_compare(x->program->id, y->program->id);
    order = order != 0 ? order
                       : pr_text_compare(x->requirement != NULL ? x->requirement->id : (pr_text){0},
                                         y->requirement != NULL ? y->requirement->id : (pr_text){0});
    return order != 0 ? order : (int)x->way - (int)y->way;
}

static bool add_cause(causes *to, cause c, pr_arena *arena) {
    return c.applicants == 0 || PR_PUSH(arena, to, c);
}

/* Most applicants first. */
static bool find_causes(const pr_difference *d, bool changed, pr_arena *arena, causes *out) {
    bool ok = true;
    for (uint32_t i = 0; ok && i < d->program_count; i++) {
        const pr_diff_program *p = &d->programs[i];
        ok = !changed || add_cause(out, (cause){p, NULL, PR_DIFF_FOUND, p->bare}, arena);
        for (uint32_t k = 0; k < p->count; k++) {
            const pr_diff_requirement *r = &p->requirements[k];
            for (int way = PR_DIFF_FOUND; ok && way < PR_DIFF_WAYS; way++) {
                uint64_t applicants = (changed ? r->changed : r->otherwise)[way];
                ok = add_cause(out, (cause){p, r, (pr_diff_way)way, applicants}, arena);
            }
        }
    }
    if (ok && out->count > 1) {
        pr_sort(out->items, out->count, sizeof *out->items, by_applicants);
    }
    return ok;
}

/* ---- As tables */
typedef struct table {
    pr_grid *grid;
    pr_arena *arena;
    PR_VEC(pr_text) cells;
} table;

static pr_text number(pr_arena *arena, uint64_t n) {
    return pr_text_format(arena, "%llu", (unsigned long long)n);
}

/* False: it is full, or there is no memory. */
static bool add_row(table *t, const pr_text *row) {
    t->grid->cut = t->grid->row_count == t->grid->most;
    bool ok = !t->grid->cut;
    for (uint32_t c = 0; ok && c < t->grid->column_count; c++) {
        ok = PR_PUSH(t->arena, &t->cells, row[c]);
    }
    t->grid->row_count += ok;
    t->grid->cells = t->cells.items;
    return ok;
}

static table begin_table(pr_grid *grid, pr_arena *arena) {
    while (grid->column_count < PR_GRID_COLUMNS && grid->columns[grid->column_count] != NULL) {
        grid->column_count++;
    }
    return (table){.grid = grid, .arena = arena};
}

static void fill_applicants(const pr_difference *d, pr_grid *grid, pr_arena *arena) {
    const pr_diff_side *before = &d->sides[PR_BEFORE], *after = &d->sides[PR_AFTER];
    const pr_text row[] = {number(arena, d->both), number(arena, before->only), number(arena, after->only),
                           number(arena, before->only_rejected), number(arena, after->only_rejected)};
    table t = begin_table(grid, arena);
    (void)add_row(&t, row);
    for (uint32_t c = 0; c < grid->column_count; c++) {
        grid->numbers[c] = true;
    }
}

static void fill_programs(const pr_difference *d, pr_grid *grid, pr_arena *arena) {
    table t = begin_table(grid, arena);
    for (uint32_t i = 0; i < d->program_count; i++) {
        const uint32_t *places = d->programs[i].places;
        bool before = places[PR_AFTER] == UINT32_MAX;
        if (before || places[PR_BEFORE] == UINT32_MAX) {
            const pr_text row[] = {d->programs[i].id, before ? PR_TEXT("before") : PR_TEXT("after")};
            (void)add_row(&t, row);
        }
    }
}

static void fill_changed(const pr_difference *d, pr_grid *grid, pr_arena *arena) {
    table t = begin_table(grid, arena);
    grid->numbers[3] = true;
    for (uint32_t i = 0; i < d->program_count; i++) {
        for (int k = 0; k < 9; k++) {
            uint64_t count = d->programs[i].verdicts[k / 3][k % 3];
            const pr_text row[] = {d->programs[i].id, pr_text_of(verdict_name(k / 3)),
                                   pr_text_of(verdict_name(k % 3)), number(arena, count)};
            if (k / 3 != k % 3 && count > 0) {
                (void)add_row(&t, row);
            }
        }
    }
}

static void fill_causes(const causes *list, pr_grid *grid, pr_arena *arena) {
    table t = begin_table(grid, arena);
    grid->numbers[2] = true;
    for (uint32_t i = 0; i < list->count; i++) {
        const cause *c = &list->items[i];
        const pr_text row[] = {c->program->id,
                               c->requirement != NULL ? c->requirement->id : PR_TEXT("none of its own"),
                               number(arena, c->applicants),
                               c->way == PR_DIFF_WAIVED          ? PR_TEXT("waived")
                               : c->way == PR_DIFF_WAIVED_BEFORE ? PR_TEXT("waived before")
                                                                 : rule_of(c),
                               sources_of(c)};
        (void)add_row(&t, row);
    }
}

/* "first, second"; `between`, and what stands around each. */
static void list_reasons(const pr_diff_change *c, void (*add)(pr_text id, pr_buf *out), pr_buf *out) {
    const char *between = "";
    for (uint32_t i = 0; i < c->program->count; i++) {
        if (pr_diff_differs(c->outcomes, &c->program->requirements[i])) {
            pr_buf_string(out, between);
            add(c->program->requirements[i].id, out);
            between = ", ";
        }
    }
}

typedef struct who {
    table table;
    pr_buf reasons;
    const pr_input_names *inputs;
} who;

static void add_text(pr_text id, pr_buf *out) { pr_buf_text(out, id); }

static bool add_who(void *user, const pr_diff_change *c) {
    who *w = user;
    pr_arena *arena = w->table.arena;
    pr_buf_clear(&w->reasons);
    list_reasons(c, add_text, &w->reasons);
    pr_text reasons = w->reasons.length > 0 ? pr_text_copy(arena, pr_buf_view(&w->reasons))
                                            : PR_TEXT("no requirement of its own");
    const pr_text row[] = {pr_text_copy(arena, c->id),
                           pr_input_place(w->inputs, c->input, c->line, arena),
                           c->program->id,
                           pr_text_of(verdict_name(c->verdicts[PR_BEFORE])),
                           pr_text_of(verdict_name(c->verdicts[PR_AFTER])),
                           reasons};
    return add_row(&w->table, row) && !w->reasons.failed;
}

static preceptor_status fill_who(const pr_difference *d, pr_grid *grid, pr_arena *arena) {
    who w = {.table = begin_table(grid, arena), .inputs = &d->sides[PR_BEFORE].inputs};
    grid->numbers[1] = !w.inputs->many;
    pr_buf_init(&w.reasons, arena->allocator);
    preceptor_status status = pr_store_diff_each(d, add_who, &w);
    status = w.reasons.failed ? PRECEPTOR_NO_MEMORY : status;
    pr_buf_release(&w.reasons);
    return status;
}

preceptor_status pr_report_diff(const pr_difference *d, preceptor_format format, pr_arena *arena,
                                pr_buf *out) {
    pr_grid grids[] = {
        {.title = "Applicants",
         .columns = {"in both", "only before", "only after", "rejected only before", "rejected only after"},
         .most = 1},
        {.title = "Programs on one side only", .columns = {"program", "only"}, .most = MOST_ROWS},
        {.title = "Changed verdicts",
         .none = "No verdict is another.",
         .columns = {"program", "before", "after", "applicants"},
         .most = MOST_ROWS},
        {.title = "Because of",
         .columns = {"program", "requirement", "applicants", "rule", "source"},
         .most = MOST_CAUSES},
        {.title = "Who changed",
         .columns = {"id", "line", "program", "before", "after", "because of"},
         .most = MOST_WHO},
        {.title = "The same verdict for another reason",
         .columns = {"program", "requirement", "applicants", "rule", "source"},
         .most = MOST_ROWS},
    };
    causes because = {0}, otherwise = {0};
    if (!find_causes(d, true, arena, &because) || !find_causes(d, false, arena, &otherwise)) {
        return PRECEPTOR_NO_MEMORY;
    }
    fill_applicants(d, &grids[0], arena);
    fill_programs(d, &grids[1], arena);
    fill_changed(d, &grids[2], arena);
    fill_causes(&because, &grids[3], arena);
    preceptor_status status = fill_who(d, &grids[4], arena);
    fill_causes(&otherwise, &grids[5], arena);
    const pr_grids all = {.items = grids,
                          .count = sizeof grids / sizeof grids[0],
                          .head = pr_text_format(arena, "%.*s\n%.*s", PR_ARG(d->sides[PR_BEFORE].head),
                                                 PR_ARG(d->sides[PR_AFTER].head))};
    if (status == PRECEPTOR_OK) {
        pr_report_grids(&all, format, out);
    }
    return arena->failed ? PRECEPTOR_NO_MEMORY : status;
}

/* ---- As JSON */
static void write_member(const char *before, pr_text text, pr_buf *out) {
    pr_buf_string(out, before);
    if (text.at != NULL) {
        pr_json_string(text, out);
    } else {
        pr_buf_string(out, "null");
    }
}

static void write_side(const char *name, const pr_diff_side *s, pr_buf *out) {
    pr_buf_printf(out, ",\"%s\":{", name);
    write_member("\"kb\":{\"name\":", s->kb, out);
    write_member(",\"version\":", s->version, out);
    write_member(",\"digest\":", s->digest, out);
    write_member("},\"as_of\":", s->as_of, out);
    pr_buf_printf(out, ",\"audit\":%lld,\"records\":%llu,\"rejected\":%llu}", (long long)s->audit,
                  (unsigned long long)s->records, (unsigned long long)s->rejected);
}

static void write_changed(const pr_difference *d, pr_buf *out) {
    const char *between = "";
    pr_buf_string(out, ",\"changed\":[");
    for (uint32_t i = 0; i < d->program_count; i++) {
        for (int k = 0; k < 9; k++) {
            uint64_t count = d->programs[i].verdicts[k / 3][k % 3];
            if (k / 3 != k % 3 && count > 0) {
                pr_buf_string(out, between);
                write_member("{\"program\":", d->programs[i].id, out);
                pr_buf_printf(out, ",\"before\":\"%s\",\"after\":\"%s\",\"applicants\":%llu}",
                              verdict_name(k / 3), verdict_name(k % 3), (unsigned long long)count);
                between = ",";
            }
        }
    }
    pr_buf_char(out, ']');
}

static void write_causes(const char *name, const causes *list, pr_buf *out) {
    pr_buf_printf(out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < list->count; i++) {
        const cause *c = &list->items[i];
        write_member(i > 0 ? ",{\"program\":" : "{\"program\":", c->program->id, out);
        write_member(",\"requirement\":", c->requirement != NULL ? c->requirement->id : (pr_text){0}, out);
        write_member(",\"rule\":", rule_of(c), out);
        write_member(",\"sources\":", sources_of(c), out);
        if (is_waiver(c)) {
            pr_buf_printf(out, ",\"waiver\":\"%s\"", c->way == PR_DIFF_WAIVED ? "after" : "before");
        }
        pr_buf_printf(out, ",\"applicants\":%llu}", (unsigned long long)c->applicants);
    }
    pr_buf_char(out, ']');
}

static void write_programs(const pr_difference *d, int side, const char *name, pr_buf *out) {
    const char *between = "";
    pr_buf_printf(out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < d->program_count; i++) {
        if (d->programs[i].places[1 - side] == UINT32_MAX) {
            write_member(between, d->programs[i].id, out);
            between = ",";
        }
    }
    pr_buf_char(out, ']');
}

typedef struct writing {
    pr_buf out;
    const preceptor_sink *sink;
    const pr_input_names *inputs;
    bool refused, begun;
} writing;

static bool flush(writing *w) {
    if (!w->out.failed && !w->refused) {
        w->refused = w->out.length > 0 && !w->sink->write(w->sink->context, w->out.at, w->out.length);
        pr_buf_clear(&w->out);
    }
    return !w->out.failed && !w->refused;
}

static bool write_who(void *user, const pr_diff_change *c) {
    writing *w = user;
    pr_buf *out = &w->out;
    write_member(w->begun ? ",{\"id\":" : "{\"id\":", c->id, out);
    if (w->inputs->many && c->input > 0 && c->input < w->inputs->count) {
        write_member(",\"file\":", w->inputs->items[c->input], out);
    }
    pr_buf_printf(out, ",\"line\":%lld", (long long)c->line);
    write_member(",\"program\":", c->program->id, out);
    pr_buf_printf(out, ",\"before\":\"%s\",\"after\":\"%s\",\"because\":[",
                  verdict_name(c->verdicts[PR_BEFORE]), verdict_name(c->verdicts[PR_AFTER]));
    list_reasons(c, pr_json_string, out);
    pr_buf_string(out, "]}");
    w->begun = true;
    return out->length < FLUSH || flush(w);
}

preceptor_status pr_report_diff_json(const pr_difference *d, pr_arena *arena, const preceptor_sink *sink) {
    const pr_diff_side *before = &d->sides[PR_BEFORE], *after = &d->sides[PR_AFTER];
    causes because = {0}, otherwise = {0};
    writing w = {.sink = sink, .inputs = &d->sides[PR_BEFORE].inputs};
    if (!find_causes(d, true, arena, &because) || !find_causes(d, false, arena, &otherwise)) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_buf_init(&w.out, arena->allocator);
    pr_buf_string(&w.out, "{\"schema\":\"preceptor.diff/1\"");
    write_side("before", before, &w.out);
    write_side("after", after, &w.out);
    pr_buf_printf(&w.out,
                  ",\"applicants\":{\"both\":%llu,\"only_before\":%llu,\"only_after\":%llu,"
                  "\"rejected_only_before\":%llu,\"rejected_only_after\":%llu}",
                  (unsigned long long)d->both, (unsigned long long)before->only,
                  (unsigned long long)after->only, (unsigned long long)before->only_rejected,
                  (unsigned long long)after->only_rejected);
    write_programs(d, PR_BEFORE, "programs_only_before", &w.out);
    write_programs(d, PR_AFTER, "programs_only_after", &w.out);
    write_changed(d, &w.out);
    write_causes("because", &because, &w.out);
    pr_buf_string(&w.out, ",\"who\":[");
    preceptor_status status = pr_store_diff_each(d, write_who, &w);
    pr_buf_char(&w.out, ']');
    write_causes("same_verdict", &otherwise, &w.out);
    pr_buf_string(&w.out, "}\n");
    if (status == PRECEPTOR_OK && !flush(&w)) {
        status = w.out.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_IO;
    }
    pr_buf_release(&w.out);
    return status;
}
