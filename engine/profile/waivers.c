/* Waivers that were granted, beside those that a profile claims. */
#include "profile/profile.h"

static pr_value text_or_null(pr_text text) { return text.length > 0 ? pr_string(text) : pr_null(); }

/* A record of the list. Fields that say nothing of a waiver are as if they were left out. */
static bool make_record(pr_profile *profile, const pr_granted *granted, uint32_t number, pr_value *out) {
    const pr_waiver_list *w = &profile->program->waivers;
    const pr_attribute *list = &profile->program->attributes[w->attribute];
    const pr_shape *shape = list->schema->element->shape;
    pr_value *values = PR_NEW_ARRAY(&profile->arena, pr_value, shape->count);
    pr_context *context = PR_NEW(&profile->arena, pr_context);
    if (values == NULL || context == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        values[i] = pr_profile_blank(profile->program, list->first_field + i, number);
    }
    values[w->subject] = pr_string(granted->subject);
    values[w->requirement] = pr_string(granted->requirement);
    values[w->by] = text_or_null(granted->by);
    values[w->reason] = text_or_null(granted->reason);
    values[w->on] = pr_date(granted->on);
    values[w->until] = pr_date(granted->until);
    values[w->record] = pr_integer(granted->number);
    *context = (pr_context){.shape = shape, .values = values};
    *out = pr_context_value(context);
    return true;
}

uint32_t pr_profile_claims(const pr_profile *profile) {
    uint32_t attribute = profile->program->waivers.attribute;
    pr_value said = attribute != PR_NONE ? profile->values[attribute] : pr_null();
    return said.kind == PR_LIST ? said.list->count : 0;
}

uint32_t pr_profile_claims_past(const pr_profile *profile, int64_t day) {
    const pr_waiver_list *w = &profile->program->waivers;
    uint32_t count = pr_profile_claims(profile), past = 0;
    for (uint32_t i = 0; i < count; i++) {
        const pr_value *fields = profile->values[w->attribute].list->items[i].context->values;
        pr_value on = fields[w->on], until = fields[w->until];
        past += (until.kind == PR_DATE && until.number < day) || (on.kind == PR_DATE && on.number > day);
    }
    return past;
}

bool pr_profile_add_waivers(pr_profile *profile, const pr_granted *granted, uint32_t count, bool claims) {
    uint32_t attribute = profile->program->waivers.attribute;
    if (attribute == PR_NONE || (count == 0 && claims)) {
        return true;
    }
    pr_value said = profile->values[attribute];
    uint32_t claimed = claims && said.kind == PR_LIST ? said.list->count : 0;
    pr_value *items = PR_NEW_ARRAY(&profile->arena, pr_value, claimed + count + 1u);
    pr_list *list = PR_NEW(&profile->arena, pr_list);
    if (items == NULL || list == NULL) {
        return false;
    }
    if (claimed > 0) {
        memcpy(items, said.list->items, claimed * sizeof *items);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!make_record(profile, &granted[i], claimed + i + 1, &items[claimed + i])) {
            return false;
        }
    }
    *list = (pr_list){.count = claimed + count, .items = items};
    if (claims && said.kind == PR_UNKNOWN) {
        list->open = list->uncertain = true;
        list->needs = pr_needs_leaf(attribute, 0, &profile->arena);
        list->rest = pr_unknown_of(list->needs, &profile->arena);
    }
    profile->values[attribute] = pr_list_value(list);
    profile->given[attribute] = profile->given[attribute] || count > 0;
    return !profile->arena.failed;
}
