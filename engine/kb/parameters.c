/* Parameters: thresholds, each with the periods in which its values hold. */
#include "kb/load.h"

#include <stdlib.h>

static bool read_date(pr_loader *loader, const pr_doc_node *map, const char *key, int64_t open,
                      int64_t *out) {
    const pr_doc_node *node = pr_doc_get(map, key);
    pr_value value;
    *out = open;
    if (node == NULL) {
        return true;
    }
    if (!pr_schema_scalar(&pr_schema_date, node, NULL, NULL, &value, loader->arena, loader->diags)) {
        return false;
    }
    *out = value.number;
    return true;
}

/* False when it cannot be placed among the others; out of memory shows in the diagnostics. */
static bool read_period(pr_loader *loader, const pr_schema *schema, const pr_doc_node *node,
                        pr_kb_period *out) {
    static const pr_text keys[] = {PR_KEY("from"), PR_KEY("until"), PR_KEY("value"), PR_KEY("sources"),
                                   PR_KEY("caveats")};
    if (!pr_expect_map(node, "a mapping with value, from, until and sources", loader->diags)) {
        return false;
    }
    (void)pr_expect_keys(node, "a value of a parameter", keys, sizeof keys / sizeof keys[0], loader->diags);
    *out = (pr_kb_period){.origin = node->origin};
    const pr_doc_node *value = pr_expect_key(node, "a value of a parameter", "value", loader->diags);
    if (value != NULL) {
        (void)pr_schema_constant(schema, false, value, &out->value, loader->arena, loader->diags);
    }
    (void)pr_kb_read_sources(loader, pr_doc_get(node, "sources"), &out->sources);
    (void)pr_kb_read_caveats(loader, pr_doc_get(node, "caveats"), &out->caveats);
    bool from = read_date(loader, node, "from", INT64_MIN, &out->from);
    bool until = read_date(loader, node, "until", INT64_MAX, &out->until);
    if (from && until && out->from > out->until) {
        pr_error(loader->diags, "wrong-period", pr_doc_span(pr_doc_get(node, "until")),
                 "'until' is before 'from'");
        return false;
    }
    return from && until;
}

static int compare_periods(const void *a, const void *b) {
    const pr_kb_period *x = a, *y = b;
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    return x->until < y->until ? -1 : x->until > y->until;
}

static pr_span period_place(const pr_kb_period *period) { return pr_origin_whole(&period->origin); }

static pr_text date_text(pr_loader *loader, int64_t packed) {
    int64_t year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    return pr_text_format(loader->arena, "%04lld-%02d-%02d", (long long)year, month, day);
}

static int64_t day_after(int64_t packed) { return pr_date_from_days(pr_date_to_days(packed) + 1); }

/* Each period begins on the day after the one before it. */
static void check_periods(pr_loader *loader, const pr_kb_period *periods, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        const pr_kb_period *before = &periods[i - 1], *period = &periods[i];
        pr_diag *diag = NULL;
        if (before->until == INT64_MAX || period->from == INT64_MIN || period->from <= before->until) {
            diag = pr_error(loader->diags, "period-overlap", period_place(period),
                            "this period overlaps with the one before it");
        } else if (period->from != day_after(before->until)) {
            pr_text first = date_text(loader, day_after(before->until));
            pr_text next = date_text(loader, period->from);
            diag = pr_error(loader->diags, "period-gap", period_place(period),
                            "there is no value from %.*s until this period begins on %.*s", PR_ARG(first),
                            PR_ARG(next));
        } else {
            continue;
        }
        pr_diag_note(loader->diags, diag, period_place(before), "the period before it");
    }
}

static bool read_values(pr_loader *loader, const pr_doc_node *list, pr_kb_parameter *out) {
    if (!pr_expect_list(list, "a list of values with their periods", loader->diags)) {
        return true;
    }
    if (list->count == 0) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(list), "the list of values is empty");
        return true;
    }
    pr_kb_period *periods = PR_NEW_ARRAY(loader->arena, pr_kb_period, list->count);
    if (periods == NULL) {
        return pr_kb_no_memory(loader);
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        count += read_period(loader, out->schema, &list->items[i], &periods[count]);
    }
    qsort(periods, count, sizeof *periods, compare_periods);
    if (count == list->count) {
        check_periods(loader, periods, count);
    }
    out->periods = periods;
    out->period_count = count;
    return true;
}

static void read_type(pr_loader *loader, const pr_doc_node *map, pr_kb_parameter *out) {
    const pr_doc_node *type = pr_doc_get(map, "type"), *text = pr_doc_get(map, "text"),
                      *unit = pr_doc_get(map, "unit");
    out->schema = &pr_schema_number;
    if (type != NULL) {
        const pr_schema *schema = pr_schema_read_in(type, (pr_text){0}, PR_FIELDS_ANY, &loader->scope,
                                                    loader->arena, loader->diags);
        out->schema = schema != NULL ? schema : &pr_schema_broken;
    }
    if (text != NULL) {
        (void)pr_expect_text(text, "text", &out->text, loader->diags);
    }
    out->unit = out->schema->unit;
    if (unit != NULL) {
        (void)pr_expect_text(unit, "text, a unit", &out->unit, loader->diags);
    }
}

static bool read_parameter(pr_loader *loader, const pr_doc_node *map, pr_kb_parameter *out) {
    static const pr_text keys[] = {PR_KEY("text"), PR_KEY("type"), PR_KEY("unit"), PR_KEY("values")};
    out->schema = &pr_schema_broken;
    if (!pr_expect_map(map, "a mapping, a parameter", loader->diags)) {
        return true;
    }
    (void)pr_expect_keys(map, "a parameter", keys, sizeof keys / sizeof keys[0], loader->diags);
    read_type(loader, map, out);
    const pr_doc_node *values = pr_expect_key(map, "a parameter", "values", loader->diags);
    return values == NULL || read_values(loader, values, out);
}

bool pr_kb_read_parameters(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_PARAMETERS, "parameter", &pairs)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        const pr_doc_pair *pair = pairs.items[i];
        pr_kb_parameter parameter = {.name = pair->key.text, .origin = pair->key.origin};
        (void)pr_schema_name(parameter.name, false, pr_doc_span(&pair->key), loader->arena, loader->diags);
        if (!read_parameter(loader, &pair->value, &parameter)) {
            return false;
        }
        if (!PR_PUSH(loader->arena, &loader->kb->parameters, parameter)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}
