/* What the files of advise share. */
#ifndef PR_ADVISE_PARTS_H
#define PR_ADVISE_PARTS_H

#include "advise/advise.h"

/* A text field of a context; empty where it is none. */
pr_text pr_advise_field(const pr_context *context, const char *name);
pr_value pr_advise_value(const pr_context *context, const char *name);
/* Sorted paths of needs. */
const pr_text *pr_advise_needs(pr_vm *vm, const pr_needs *needs, uint32_t *count);
/* Whose words conditions are told in: those of the first of the scopes that are a rule's own that has them, of
 * pr_node_place; then of the conditions that the rule asks of the entities that its variables stand for; then of the
 * other scopes; then of those entities' other conditions. */
enum { PR_WORDS_OWN = 2, PR_WORDS_SCOPES = 3 };
typedef struct pr_words {
    uint32_t scopes[PR_WORDS_SCOPES]; /* 0: none */
    const pr_value *bindings;
    uint32_t binding_count;
} pr_words;
pr_words pr_advise_words_of(pr_value condition);
/* Where they have a node, or where it was made. */
const pr_node_origin *pr_advise_origin(const pr_program *program, const pr_words *words, pr_node_id node);
/* What the condition looked at, as far as it decided. */
const pr_finding *pr_advise_findings(pr_vm *vm, pr_node_id node, const pr_words *words, uint32_t *count);
/* "a is 3; b is not known": findings in words. */
pr_text pr_advise_say(pr_vm *vm, const pr_finding *findings, uint32_t count);
/* One value in words: a list by its length, unknown as "not known". */
pr_text pr_advise_say_value(pr_vm *vm, pr_value value);
/* "a, b and 2 more": paths of what is not known. */
pr_text pr_advise_say_paths(pr_vm *vm, const pr_text *paths, uint32_t count);
/* "closed after DAY": of an entity that is not in force. */
pr_text pr_advise_say_closed(pr_vm *vm, const pr_entity *entity);
bool pr_advise_requirements(pr_vm *vm, const pr_subject *subject, pr_advice_verdict *out);
/* The reason of a verdict, in one sentence. */
pr_text pr_advise_because(pr_vm *vm, const pr_subject *subject);
/* Finds the requirements that time alone will meet, by the profile's own dates. `cut`: the profile gives more of them
 * than were tried, and some requirement may be met by one of those. */
bool pr_advise_dates(pr_vm *later, pr_vm *now, const pr_advice_verdict *verdicts, uint32_t count, bool *cut);
bool pr_advise_pathways(pr_vm *vm, pr_advice *advice);
bool pr_advise_recommendations(pr_vm *vm, pr_advice *advice);
bool pr_advise_questions(pr_vm *vm, pr_advice *advice);
/* "waived by SOMEONE until DAY: REASON"; of NULL only that it is waived. */
pr_text pr_advise_say_waiver(pr_vm *vm, const pr_waiver *waiver);
const pr_waiver *pr_advise_waiver(pr_vm *vm, pr_text subject, pr_text requirement);
/* What the verdicts rest on; in the vm's arena, NULL when out of memory. */
typedef struct pr_rests pr_rests;
pr_rests *pr_rests_new(pr_vm *vm);
/* Caveats of an entity, its requirements and their parameters, and of sources that were not compared for long. */
bool pr_advise_caveats(pr_rests *rests, pr_advice_verdict *verdict);
typedef PR_VEC(pr_caveat) pr_caveats;
/* Adds what an entity's or a record's `caveats` say, each once. */
bool pr_advise_add_caveats(pr_vm *vm, pr_caveats *all, pr_value list);
/* Caveats of some entities, and of their sources. */
bool pr_advise_entity_caveats(pr_vm *vm, const pr_entity *const *entities, uint32_t count,
                              const pr_caveat **out, uint32_t *out_count);
/* The texts of a list. */
const pr_text *pr_advise_texts(pr_vm *vm, pr_value list, uint32_t *count);
/* The same of an entity and some facts about it: what the rules' variables stood for may have caveats, too. */
bool pr_advise_fact_caveats(pr_rests *rests, const pr_entity *entity, const uint32_t *facts, uint32_t count,
                            const pr_caveat **out, uint32_t *out_count);
/* The sources of a rule and of what it was applied to, beside `all`. */
pr_value pr_advise_rule_sources(pr_vm *vm, pr_value all, uint32_t rule, const pr_value *bindings);
/* Two lists of sources as one, each once. */
pr_value pr_advise_join_sources(pr_vm *vm, pr_value a, pr_value b);

/* All tuples of a relation that hold or may, numbered facts and those of loops, by one interface. */
typedef struct pr_row {
    const pr_value *slots;
    pr_truth state;
    uint32_t fact;         /* or PR_NONE */
    const pr_tuple *tuple; /* or NULL */
} pr_row;
uint32_t pr_advise_rows(pr_vm *vm, pr_role role, pr_row **out);
/* What would tell whether a row holds that may. */
const pr_needs *pr_advise_row_needs(pr_vm *vm, const pr_row *row);
/* Called for each way in which a row holds, or may where none is certain: the rule, what it says (or PR_NONE), and what
 * its variables stood for. False ends. */
typedef bool pr_reason_visitor(void *context, uint32_t rule, pr_node_id because, const pr_value *bindings);
bool pr_advise_reasons(pr_vm *vm, const pr_row *row, pr_reason_visitor *visit, void *context);
pr_value pr_advise_slot(const pr_vm *vm, pr_role role, const pr_row *row, const char *slot);

#endif
