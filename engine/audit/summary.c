#include "audit/summary.h"

#include "base/sort.h"
#include "value/value.h"

void pr_summary_init(pr_summary *s, pr_arena *arena) {
    *s = (pr_summary){.arena = arena};
    pr_map_init(&s->numbers, arena);
}

/* What a line of a list is called among all: which list, and both names, which hold no control characters. */
static pr_text key_of(const pr_summary *s, char list, pr_text name, pr_text requirement) {
    char *at = pr_arena_alloc(s->arena, name.length + requirement.length + 2, 1);
    if (at == NULL) {
        return (pr_text){0};
    }
    at[0] = list;
    memcpy(at + 1, name.at, name.length);
    at[1 + name.length] = '\0';
    if (requirement.length > 0) {
        memcpy(at + 2 + name.length, requirement.at, requirement.length);
    }
    return (pr_text){at, name.length + requirement.length + 2};
}

static bool add_verdicts(pr_summary *s, pr_summary_verdicts line) {
    pr_text key = key_of(s, 'v', line.name, (pr_text){0});
    uint32_t at = key.at != NULL ? pr_map_get(&s->numbers, key) : PR_MAP_NONE;
    for (int i = 0; at != PR_MAP_NONE && i < 3; i++) {
        s->verdicts.items[at].counts[i] += line.counts[i];
    }
    return at != PR_MAP_NONE || (key.at != NULL && pr_map_put(&s->numbers, key, s->verdicts.count) &&
                                 PR_PUSH(s->arena, &s->verdicts, line));
}

static bool add_entry(pr_summary *s, char list, pr_summary_entries *to, pr_summary_entry entry) {
    pr_text key = key_of(s, list, entry.name, entry.requirement);
    uint32_t at = key.at != NULL ? pr_map_get(&s->numbers, key) : PR_MAP_NONE;
    if (at != PR_MAP_NONE) {
        to->items[at].applicants += entry.applicants;
        to->items[at].sole += entry.sole;
        return true;
    }
    return key.at != NULL && pr_map_put(&s->numbers, key, to->count) && PR_PUSH(s->arena, to, entry);
}

static bool count_blockers(pr_summary *s, const pr_plan *plan, const pr_tally *t, uint32_t shown) {
    const pr_subject *subject = pr_plan_subject(plan, shown);
    bool ok = true;
    for (uint32_t r = 0; ok && r < subject->requirement_count; r++) {
        uint32_t number = plan->first[plan->subjects[shown]] + r;
        pr_summary_entry e = {subject->entity->id, subject->requirements[r].id, t->blocked[number],
                              t->sole[number]};
        ok = e.applicants == 0 || add_entry(s, 'b', &s->blockers, e);
    }
    return ok;
}

bool pr_summary_count(pr_summary *s, const pr_plan *plan, const pr_tally *t) {
    const pr_program *p = plan->program;
    bool ok = true;
    s->records += t->records;
    s->rejected += t->rejected;
    for (uint32_t i = 0; ok && i < plan->subject_count; i++) {
        const uint64_t *counts = t->verdicts + 3 * (size_t)plan->subjects[i];
        ok = add_verdicts(s, (pr_summary_verdicts){pr_plan_subject(plan, i)->entity->id,
                                                   {counts[0], counts[1], counts[2]}}) &&
             count_blockers(s, plan, t, i);
    }
    for (uint32_t i = 0; ok && i < p->attribute_count; i++) {
        pr_summary_entry e = {.name = p->attributes[i].path, .applicants = t->missing[i]};
        ok = e.applicants == 0 || add_entry(s, 'm', &s->missing, e);
    }
    return ok;
}

/* A count of ours; false where it is none. */
static bool number_at(const pr_doc_node *map, const char *key, uint64_t *out) {
    const pr_doc_node *node = pr_doc_get(map, key);
    bool good = node != NULL && node->kind == PR_DOC_NUMBER && node->text.length < 20;
    *out = 0;
    for (size_t i = 0; good && i < node->text.length; i++) {
        good = node->text.at[i] >= '0' && node->text.at[i] <= '9';
        *out = *out * 10 + (uint64_t)(node->text.at[i] - '0');
    }
    return good;
}

static bool text_at(const pr_doc_node *map, const char *key, pr_text *out) {
    const pr_doc_node *node = pr_doc_get(map, key);
    bool good = node != NULL && node->kind == PR_DOC_STRING;
    *out = good ? node->text : (pr_text){0};
    return good;
}

static bool join_list(pr_summary *s, const pr_doc_node *list, char which, pr_summary_entries *to) {
    bool good = list != NULL && list->kind == PR_DOC_LIST;
    for (uint32_t i = 0; good && i < list->count; i++) {
        const pr_doc_node *item = &list->items[i];
        pr_summary_entry e = {0};
        good = which == 'b'
                   ? text_at(item, "program", &e.name) && text_at(item, "requirement", &e.requirement) &&
                         number_at(item, "sole", &e.sole)
                   : text_at(item, "attribute", &e.name);
        good = good && number_at(item, "applicants", &e.applicants) && add_entry(s, which, to, e);
    }
    return good;
}

bool pr_summary_join(pr_summary *s, const pr_doc_node *root) {
    uint64_t records, rejected;
    const pr_doc_node *verdicts = pr_doc_get(root, "verdicts");
    bool good = verdicts != NULL && verdicts->kind == PR_DOC_MAP && number_at(root, "applicants", &records) &&
                number_at(root, "rejected", &rejected);
    for (uint32_t i = 0; good && i < verdicts->count; i++) {
        static const char *const names[] = {"eligible", "ineligible", "undetermined"};
        pr_summary_verdicts line = {.name = verdicts->pairs[i].key.text};
        for (int k = 0; good && k < 3; k++) {
            good = number_at(&verdicts->pairs[i].value, names[k], &line.counts[k]);
        }
        good = good && add_verdicts(s, line);
    }
    good = good && join_list(s, pr_doc_get(root, "blockers"), 'b', &s->blockers) &&
           join_list(s, pr_doc_get(root, "missing"), 'm', &s->missing);
    s->records += good ? records : 0;
    s->rejected += good ? rejected : 0;
    return good;
}

static int by_applicants(const void *a, const void *b) {
    const pr_summary_entry *x = a, *y = b;
    if (x->applicants != y->applicants) {
        return x->applicants > y->applicants ? -1 : 1;
    }
    int order = pr_text_compare(x->name, y->name);
    return order != 0 ? order : pr_text_compare(x->requirement, y->requirement);
}

static void sort(pr_summary_entries *list) {
    if (list->count > 1) {
        pr_sort(list->items, list->count, sizeof *list->items, by_applicants);
    }
}

static void write_entries(pr_summary_entries *list, const char *name, pr_buf *out) {
    sort(list);
    for (uint32_t i = 0; i < list->count; i++) {
        const pr_summary_entry *e = &list->items[i];
        pr_buf_string(out, i > 0 ? ",\n    " : "\n    ");
        pr_buf_printf(out, "{\"%s\": ", name);
        pr_json_string(e->name, out);
        if (e->requirement.length > 0) {
            pr_buf_string(out, ", \"requirement\": ");
            pr_json_string(e->requirement, out);
        }
        pr_buf_printf(out, ", \"applicants\": %llu", (unsigned long long)e->applicants);
        if (e->requirement.length > 0) {
            pr_buf_printf(out, ", \"sole\": %llu", (unsigned long long)e->sole);
        }
        pr_buf_char(out, '}');
    }
}

void pr_summary_write(pr_summary *s, pr_text shard, pr_buf *out) {
    pr_buf_printf(out,
                  "{\"schema\": \"preceptor.summary/1\",\n  \"applicants\": %llu,\n  \"rejected\": %llu,\n  "
                  "\"verdicts\": {",
                  (unsigned long long)s->records, (unsigned long long)s->rejected);
    for (uint32_t i = 0; i < s->verdicts.count; i++) {
        const pr_summary_verdicts *v = &s->verdicts.items[i];
        pr_buf_string(out, i > 0 ? ",\n    " : "\n    ");
        pr_json_string(v->name, out);
        pr_buf_printf(out, ": {\"eligible\": %llu, \"ineligible\": %llu, \"undetermined\": %llu}",
                      (unsigned long long)v->counts[0], (unsigned long long)v->counts[1],
                      (unsigned long long)v->counts[2]);
    }
    pr_buf_string(out, "},\n  \"blockers\": [");
    write_entries(&s->blockers, "program", out);
    pr_buf_string(out, "],\n  \"missing\": [");
    write_entries(&s->missing, "attribute", out);
    pr_buf_char(out, ']');
    if (shard.length > 0) {
        pr_buf_string(out, ",\n  \"shard\": ");
        pr_buf_text(out, shard);
    }
    pr_buf_string(out, "}\n");
}
