/* What a test expects, against what an evaluation came to. */
#include "api/test.h"

#include "advise/consult.h"
#include "report/consult.h"
#include "schema/expect.h"

/* One evaluation. */
typedef struct found {
    pr_vm *vm;
    const pr_advice *advice;
    const pr_consult *consult; /* NULL where nothing has a standing */
    pr_test_outcome *out;
} found;

static bool fail(found *f, pr_text sentence) { return PR_PUSH(f->out->arena, &f->out->failures, sentence); }

static bool fail_expected(found *f, pr_text what, const char *is, pr_text expected) {
    return pr_text_is(expected, is) || fail(f, pr_text_format(f->out->arena, "%.*s is %s, expected %.*s",
                                                              PR_ARG(what), is, PR_ARG(expected)));
}

static void say_unknown(found *f, pr_diag *diag, pr_text id, const pr_text *names, uint32_t count) {
    pr_diag_suggest(f->out->diags, diag, id, names, count);
}

static const pr_subject *find_subject(const pr_program *p, pr_text id) {
    for (uint32_t i = 0; i < p->subject_count; i++) {
        if (pr_text_equal(p->subjects[i].entity->id, id)) {
            return &p->subjects[i];
        }
    }
    return NULL;
}

static const pr_consulted *find_consulted(const pr_consult *consult, pr_text id) {
    for (uint32_t i = 0; consult != NULL && i < consult->count; i++) {
        if (pr_text_equal(consult->items[i].entity->id, id)) {
            return &consult->items[i];
        }
    }
    return NULL;
}

static void say_no_such(found *f, const pr_doc_node *key, pr_text id) {
    const pr_program *p = f->vm->program;
    uint32_t others = f->consult != NULL ? f->consult->count : 0, count = 0;
    pr_text *names = PR_NEW_ARRAY(f->out->arena, pr_text, p->subject_count + others + 1u);
    for (uint32_t i = 0; names != NULL && i < p->subject_count; i++) {
        names[count++] = p->subjects[i].entity->id;
    }
    for (uint32_t i = 0; names != NULL && i < others; i++) {
        names[count++] = f->consult->items[i].entity->id;
    }
    pr_diag *diag =
        pr_error(f->out->diags, "unknown-subject", pr_doc_span(key), "there is no '%.*s'", PR_ARG(id));
    say_unknown(f, diag, id, names, count);
}

static const pr_requirement *find_requirement(found *f, const pr_doc_node *key, const pr_subject *subject,
                                              pr_text id) {
    pr_text *names = PR_NEW_ARRAY(f->out->arena, pr_text, subject->requirement_count + 1u);
    for (uint32_t i = 0; names != NULL && i < subject->requirement_count; i++) {
        names[i] = subject->requirements[i].id;
        if (pr_text_equal(names[i], id)) {
            return &subject->requirements[i];
        }
    }
    pr_diag *diag = pr_error(f->out->diags, "unknown-requirement", pr_doc_span(key),
                             "'%s' has no requirement '%.*s'", subject->id, PR_ARG(id));
    say_unknown(f, diag, id, names, subject->requirement_count);
    return NULL;
}

/* Is the text one of these words? An error with the nearest where it is none. */
static bool is_word(found *f, const pr_doc_node *node, const pr_text *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_text_equal(words[i], node->text)) {
            return true;
        }
    }
    pr_diag *diag = pr_error(f->out->diags, "wrong-value", pr_doc_span(node), "there is no outcome '%.*s'",
                             PR_ARG(node->text));
    pr_diag_suggest(f->out->diags, diag, node->text, words, count);
    return false;
}

/* Of a subject its verdict, of one of its requirements (`part`, unless empty) the status. */
static bool expect_of_subject(found *f, const pr_doc_pair *pair, const pr_subject *subject, pr_text part) {
    static const pr_text verdicts[] = {PR_KEY("eligible"), PR_KEY("ineligible"), PR_KEY("undetermined")};
    static const pr_text statuses[] = {PR_KEY("met"), PR_KEY("unmet"), PR_KEY("unknown"), PR_KEY("waived"),
                                       PR_KEY("not-applicable")};
    const char *is;
    if (part.length == 0) {
        if (!is_word(f, &pair->value, verdicts, 3)) {
            return true;
        }
        is = pr_verdict_name(pr_advise_verdict(f->vm, subject));
    } else {
        const pr_requirement *requirement = find_requirement(f, &pair->key, subject, part);
        if (requirement == NULL || !is_word(f, &pair->value, statuses, 5)) {
            return true;
        }
        is = pr_status_name(pr_advise_status(f->vm, requirement));
    }
    return fail_expected(f, pair->key.text, is, pair->value.text);
}

/* A ground by its id, or, where two relations have one of that id, by RELATION/ID. NULL after it was told. */
static const pr_ground *find_ground(found *f, const pr_doc_node *key, const pr_consulted *item, pr_text id) {
    uint32_t count = 0, matches = 0;
    for (uint32_t g = 0; g < item->grounds_count; g++) {
        count += item->grounds[g].count;
    }
    const pr_ground *match = NULL;
    pr_text *names = PR_NEW_ARRAY(f->out->arena, pr_text, count + 1u);
    count = 0;
    for (uint32_t g = 0; names != NULL && g < item->grounds_count; g++) {
        for (uint32_t i = 0; i < item->grounds[g].count; i++) {
            const pr_ground *ground = &item->grounds[g].items[i];
            pr_text full =
                pr_text_format(f->out->arena, "%.*s/%.*s", PR_ARG(item->grounds[g].name), PR_ARG(ground->id));
            names[count++] = ground->id;
            if (pr_text_equal(full, id)) {
                return ground;
            }
            if (pr_text_equal(ground->id, id)) {
                match = ground;
                matches++;
            }
        }
    }
    if (matches == 1) {
        return match;
    }
    const pr_text owner = item->entity->id;
    if (matches > 1) {
        pr_diag *diag =
            pr_error(f->out->diags, "ambiguous", pr_doc_span(key),
                     "'%.*s' has %u grounds that are called '%.*s'", PR_ARG(owner), matches, PR_ARG(id));
        pr_diag_hint(f->out->diags, diag, "say whose it is: %.*s/RELATION/%.*s", PR_ARG(owner), PR_ARG(id));
        return NULL;
    }
    pr_diag *diag = pr_error(f->out->diags, "unknown-ground", pr_doc_span(key), "'%.*s' has no ground '%.*s'",
                             PR_ARG(owner), PR_ARG(id));
    say_unknown(f, diag, id, names, count);
    return NULL;
}

/* Of what has a standing that, of a ground (`part`, unless empty) whether it is present. */
static bool expect_of_consulted(found *f, const pr_doc_pair *pair, const pr_consulted *item, pr_text part) {
    const pr_program *p = f->vm->program;
    if (part.length == 0) {
        const pr_schema *standings = p->relations[p->roles[PR_ROLE_STANDING]].slots[1].schema;
        if (!is_word(f, &pair->value, standings->values, standings->value_count)) {
            return true;
        }
        pr_text is = item->standing.length > 0 ? pr_text_copy(f->out->arena, item->standing)
                                               : PR_TEXT("without a standing");
        return is.at != NULL && fail_expected(f, pair->key.text, is.at, pair->value.text);
    }
    pr_text words[3];
    for (uint32_t i = 0; i < 3; i++) {
        static const pr_truth all[] = {PR_TRUE, PR_FALSE, PR_UNDECIDED};
        words[i] = pr_text_of(pr_ground_status_name(all[i]));
    }
    const pr_ground *ground = find_ground(f, &pair->key, item, part);
    if (ground == NULL || !is_word(f, &pair->value, words, 3)) {
        return true;
    }
    return fail_expected(f, pair->key.text, pr_ground_status_name(ground->status), pair->value.text);
}

/* "ID/PART": what stands before the first slash, and behind it. */
static pr_text split(pr_text id, pr_text *part) {
    const char *slash = id.length > 0 ? memchr(id.at, '/', id.length) : NULL;
    size_t length = slash != NULL ? (size_t)(slash - id.at) : id.length;
    *part = slash != NULL ? (pr_text){slash + 1, id.length - length - 1} : (pr_text){0};
    return (pr_text){id.at, length};
}

static bool expect_one(found *f, const pr_doc_pair *pair) {
    pr_text part, owner = split(pair->key.text, &part);
    const pr_subject *subject = find_subject(f->vm->program, owner);
    if (subject != NULL) {
        return expect_of_subject(f, pair, subject, part);
    }
    const pr_consulted *item = find_consulted(f->consult, owner);
    if (item != NULL) {
        return expect_of_consulted(f, pair, item, part);
    }
    say_no_such(f, &pair->key, owner);
    return true;
}

static bool expect_outcomes(found *f, const pr_doc_node *map) {
    bool ok = true;
    if (map != NULL && pr_expect_map(map, "a mapping of subjects to outcomes", f->out->diags)) {
        for (uint32_t i = 0; ok && i < map->count; i++) {
            ok = expect_one(f, &map->pairs[i]);
        }
    }
    return ok;
}

static const pr_recommendation *find_recommendation(const pr_advice *advice, pr_text id) {
    for (uint32_t i = 0; i < advice->recommendation_count; i++) {
        if (pr_text_equal(advice->recommendations[i].id, id)) {
            return &advice->recommendations[i];
        }
    }
    return NULL;
}

static bool expect_recommended(found *f, const pr_doc_node *list, const char *wanted) {
    if (list == NULL || !pr_expect_list(list, "a list of ids of recommendations", f->out->diags)) {
        return true;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const pr_recommendation *one = find_recommendation(f->advice, list->items[i].text);
        const char *is = one == NULL    ? "not recommended"
                         : one->certain ? "recommended"
                                        : "perhaps recommended";
        if (strcmp(is, wanted) != 0 && !fail(f, pr_text_format(f->out->arena, "%.*s is %s, expected: %s",
                                                               PR_ARG(list->items[i].text), is, wanted))) {
            return false;
        }
    }
    return true;
}

static bool is_checked(const pr_consulted *item, pr_text attribute) {
    for (uint32_t i = 0; i < item->check_count; i++) {
        if (pr_text_equal(item->check[i].attribute, attribute)) {
            return true;
        }
    }
    return false;
}

/* ENTITY/ATTRIBUTE: still to be looked up. */
static bool expect_checked(found *f, const pr_doc_node *list, bool wanted) {
    if (list == NULL || !pr_expect_list(list, "a list of ENTITY/ATTRIBUTE", f->out->diags)) {
        return true;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_text attribute, owner = split(list->items[i].text, &attribute);
        const pr_consulted *item = find_consulted(f->consult, owner);
        if (item == NULL) {
            say_no_such(f, &list->items[i], owner);
        } else if (is_checked(item, attribute) != wanted &&
                   !fail(f, pr_text_format(f->out->arena, "%.*s is %s", PR_ARG(list->items[i].text),
                                           wanted ? "not among what is to be checked" : "to be checked"))) {
            return false;
        }
    }
    return true;
}

/* By the name of a part of the presentation, what it says. */
static bool expect_presented(found *f, const pr_doc_node *map) {
    if (map == NULL ||
        !pr_expect_map(map, "a mapping of parts of the presentation to texts", f->out->diags)) {
        return true;
    }
    uint32_t count = f->consult != NULL ? f->consult->part_count : 0;
    pr_text *names = PR_NEW_ARRAY(f->out->arena, pr_text, count + 1u);
    for (uint32_t i = 0; names != NULL && i < map->count; i++) {
        const pr_doc_pair *pair = &map->pairs[i];
        uint32_t at = 0;
        while (at < count && !pr_text_equal(names[at] = f->consult->parts[at].name, pair->key.text)) {
            at++;
        }
        if (at == count) {
            pr_diag *diag = pr_error(f->out->diags, "unknown-part", pr_doc_span(&pair->key),
                                     "the presentation has no part '%.*s'", PR_ARG(pair->key.text));
            say_unknown(f, diag, pair->key.text, names, count);
        } else if (!pr_text_equal(f->consult->parts[at].text, pair->value.text) &&
                   !fail(f,
                         pr_text_format(f->out->arena, "%.*s says '%.*s', expected '%.*s'", PR_ARG(names[at]),
                                        PR_ARG(f->consult->parts[at].text), PR_ARG(pair->value.text)))) {
            return false;
        }
    }
    return names != NULL;
}

bool pr_test_compare(pr_test_desk *desk, const pr_doc_node *test, pr_test_outcome *out) {
    found f = {.vm = &desk->session->vm, .out = out};
    if (pr_api_begin_report(desk->session, 0, PRECEPTOR_TEXT, &f.advice) != PRECEPTOR_OK) {
        return false;
    }
    if (f.vm->program->roles[PR_ROLE_STANDING] != PR_NONE) {
        const pr_advice_context context = {.profile_id = desk->profile->profile.id};
        f.consult = pr_advise_consult(f.vm, &context);
        if (f.consult == NULL) {
            return false;
        }
    }
    return expect_outcomes(&f, pr_doc_get(test, "expect")) &&
           expect_recommended(&f, pr_doc_get(test, "recommends"), "recommended") &&
           expect_recommended(&f, pr_doc_get(test, "perhaps"), "perhaps recommended") &&
           expect_recommended(&f, pr_doc_get(test, "recommends_not"), "not recommended") &&
           expect_checked(&f, pr_doc_get(test, "checks"), true) &&
           expect_checked(&f, pr_doc_get(test, "checks_not"), false) &&
           expect_presented(&f, pr_doc_get(test, "presents")) && !f.vm->arena.failed;
}
