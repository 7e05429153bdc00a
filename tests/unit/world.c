#include "unit/world.h"

#include <assert.h>

bool world_make(world *w, const char *text, const pr_compile_options *options) {
    *w = (world){0};
    fixture_init(&w->x, NULL);
    pr_arena_init(&w->program.arena, NULL, 0);
    folder_make(&w->f);
    folder_write(&w->f, "kb/kb.yaml", MANIFEST);
    folder_write(&w->f, "kb/a.yaml", text);
    char path[512];
    folder_path(&w->f, "kb/kb.yaml", path, sizeof path);
    bool good = pr_kb_read(path, NULL, 0, &w->program.arena, &w->x.diags, &w->kb);
    w->compiled = !w->kb.unread && pr_compile(&w->kb, options, NULL, &w->program, &w->x.diags) && good;
    assert_false(w->x.diags.failed);
    return w->compiled;
}

void world_load(world *w, const char *text) {
    if (!world_make(w, text, NULL)) {
        pr_text errors = summary_of(&w->x);
        fail_msg("%.*s", PR_ARG(errors));
    }
    assert_int_equal(pr_vm_init(&w->vm, &w->program, NULL, false), PRECEPTOR_OK);
    w->vm.want_needs = true;
    w->running = true;
    w->matcher = pr_matcher_new(&w->program, NULL);
    assert_non_null(w->matcher);
    pr_profile_init(&w->profile, &w->program, NULL);
}

void world_release(world *w) {
    if (w->running) {
        pr_profile_release(&w->profile);
        pr_matcher_free(w->matcher);
        pr_vm_release(&w->vm);
    }
    folder_remove(&w->f);
    pr_arena_release(&w->program.arena);
    fixture_release(&w->x);
}

void world_evaluate(world *w, const char *profile, const char *day) {
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_source *source = pr_source_of(PR_TEXT("profile"), pr_text_of(profile), &arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &arena, &w->x.diags);
    assert_true(pr_profile_reset(&w->profile));
    if (!pr_profile_read(&w->profile, root, w->matcher, PR_UNKNOWN_KEYS_ERROR, &w->x.diags)) {
        pr_text errors = summary_of(&w->x);
        fail_msg("%s\n%.*s", profile, PR_ARG(errors));
    }
    pr_arena_release(&arena);
    pr_vm_set_as_of(&w->vm, pr_date_parse(pr_text_of(day)).number);
    pr_vm_begin(&w->vm, w->profile.values);
    pr_infer(&w->vm, PR_RECORD_SUPPORTS);
    assert_int_equal(w->vm.status, PRECEPTOR_OK);
}

uint32_t world_relation(const world *w, const char *name) {
    for (uint32_t i = 0; i < w->program.relation_count; i++) {
        if (pr_text_is(w->program.relations[i].name, name)) {
            return i;
        }
    }
    fail_msg("there is no relation %s", name);
    return 0;
}

/* A need as its path. */
static pr_text path_of(world *w, pr_need need) {
    const pr_program *p = &w->program;
    if (need.attribute >= PR_NEED_PARAMETER) {
        return pr_text_format(&w->vm.arena, "parameter:%.*s",
                              PR_ARG(p->parameters[need.attribute - PR_NEED_PARAMETER].name));
    }
    const pr_attribute *a = &p->attributes[need.attribute];
    if (a->parent == PR_NONE || need.record == 0) {
        return a->path;
    }
    return pr_text_format(&w->vm.arena, "%.*s[%u].%.*s", PR_ARG(p->attributes[a->parent].path), need.record,
                          PR_ARG(a->field->name));
}

static int compare_texts(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

static pr_text join(world *w, const pr_text *texts, uint32_t count, const char *between) {
    pr_text all = {"", 0};
    for (uint32_t i = 0; i < count; i++) {
        all = pr_text_format(&w->vm.arena, "%.*s%s%.*s", PR_ARG(all), i > 0 ? between : "", PR_ARG(texts[i]));
    }
    return all;
}

pr_text world_needs(world *w, const pr_needs *needs) {
    pr_need *list;
    uint32_t count = pr_needs_list(needs, &list, &w->vm.arena);
    pr_text *paths = PR_NEW_ARRAY(&w->vm.arena, pr_text, count + 1u);
    for (uint32_t i = 0; i < count; i++) {
        paths[i] = path_of(w, list[i]);
    }
    qsort(paths, count, sizeof *paths, compare_texts);
    return join(w, paths, count, ", ");
}

pr_text world_complaints(world *w) {
    pr_text said[64];
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->vm.complaints.count && count < COUNT_OF(said); i++) {
        pr_text reason = pr_text_of(w->vm.complaints.items[i].reason);
        bool seen = false;
        for (uint32_t k = 0; k < count && !seen; k++) {
            seen = pr_text_equal(said[k], reason);
        }
        if (!seen) {
            said[count++] = reason;
        }
    }
    return join(w, said, count, "; ");
}

static pr_text say_fact(world *w, const pr_relation *relation, const pr_value *slots, pr_truth state,
                        const pr_needs *needs) {
    pr_text parts[16];
    assert_true(relation->slot_count <= COUNT_OF(parts));
    for (uint32_t s = 0; s < relation->slot_count; s++) {
        pr_buf buf;
        pr_buf_init(&buf, NULL);
        if (slots[s].kind == PR_UNKNOWN) {
            pr_buf_char(&buf, '_');
        } else {
            pr_value_print(slots[s], &buf);
        }
        parts[s] = pr_text_copy(&w->vm.arena, pr_buf_view(&buf));
        pr_buf_release(&buf);
    }
    pr_text inner = join(w, parts, relation->slot_count, ", ");
    bool certain = state == PR_TRUE;
    pr_text asks = !certain ? world_needs(w, needs) : (pr_text){0};
    return pr_text_format(&w->vm.arena, "%.*s(%.*s)%s%s%.*s", PR_ARG(relation->name), PR_ARG(inner),
                          certain ? "" : "?", asks.length > 0 ? " needs " : "", PR_ARG(asks));
}

static pr_text say_numbered(world *w, uint32_t number) {
    const pr_fact *fact = &w->program.facts[number];
    const pr_relation *relation = &w->program.relations[fact->relation];
    pr_truth state = pr_vm_state(&w->vm, number);
    pr_value slots[16];
    for (uint32_t s = 0; s < relation->slot_count; s++) {
        slots[s] = fact->constant              ? fact->values[s]
                   : fact->slots[s] == PR_NONE ? pr_null()
                                               : pr_vm_value(&w->vm, fact->slots[s]);
    }
    return say_fact(w, relation, slots, state, state == PR_TRUE ? NULL : pr_vm_fact_needs(&w->vm, number));
}

pr_text world_facts(world *w, const char *name) {
    uint32_t number = world_relation(w, name);
    const pr_relation *relation = &w->program.relations[number];
    const pr_table *table = &w->vm.facts.tables[number];
    pr_text *said = PR_NEW_ARRAY(&w->vm.arena, pr_text, relation->fact_count + table->tuples.count + 1u);
    uint32_t count = 0;
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        if (pr_vm_state(&w->vm, relation->facts[i]) != PR_FALSE) {
            said[count++] = say_numbered(w, relation->facts[i]);
        }
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *t = table->tuples.items[i];
        said[count++] = say_fact(w, relation, t->slots, (pr_truth)t->state, t->needs);
    }
    qsort(said, count, sizeof *said, compare_texts);
    pr_buf_clear(&w->x.out);
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_string(&w->x.out, i > 0 ? "\n" : "");
        pr_buf_text(&w->x.out, said[i]);
    }
    if (table->open) {
        pr_text needs = world_needs(w, table->needs);
        pr_buf_printf(&w->x.out, "%smore?%s%.*s", count > 0 ? "\n" : "", needs.length > 0 ? " needs " : "",
                      PR_ARG(needs));
    }
    return pr_buf_view(&w->x.out);
}
