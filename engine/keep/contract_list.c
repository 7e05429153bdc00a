/* Which schemas there are. */
#include "keep/contract.h"

/* Outputs over one document name the command that writes them, NDJSON what a line is. */
static const pr_contract contracts[] = {
    {"check", "check", "check --format json", false},
    {"eligible", "eligible", "eligible --format json", false},
    {"why", "why", "why --format json", false},
    {"why-not", "why-not", "why-not --format json", false},
    {"when", "when", "when --format json", false},
    {"pathways", "pathways", "pathways --format json", false},
    {"shortlist", "shortlist", "shortlist --format json", false},
    {"trace", "firing", "a line of trace --format ndjson", false},
    {"consult", "consult", "consult --format json", false},
    {"audit", "row or rejected", "a line of audit", false},
    {"shard", "shard", "the last line of audit --shard, for merge", false},
    {"summary", "summary", "audit --summary", false},
    {"waivers", "waivers", "waive, waivers and revoke, --format json", false},
    {"history", "history", "history --format json", false},
    {"kb", "kb", "kb check --format json", false},
    {"kb.list", "kb.list", "kb list and kb search, --format json", false},
    {"kb.show", "$entities", "kb show --format json", false},
    {"kb.conflicts", "kb.conflicts", "kb conflicts --format json", false},
    {"kb.schemas", "kb.schemas", "kb schema --format json", false},
    {"feel", "feel", "feel --format json", false},
    {"feel.functions", "feel.functions", "feel --functions --format json", false},
    {"feel-batch", "feel-result or feel-rejected", "a line that feel --batch writes", false},
    {"feel-request", "feel-request", "a line that feel --batch reads", true},
    {"audit.map", "audit.map", "the names of columns, for audit --map", true},
    {"import.map", "import.map", "what the columns of a table are, for kb import --map", true},
    {"manifest", "kb.manifest", "the manifest of a knowledge base", true},
    {"file", "kb.file", "a file of a knowledge base", true},
    {"tests", "kb.tests", "tests of a knowledge base, for kb test", true},
};

static const pr_kb *with_standings(const pr_contract_kbs *kbs) {
    for (uint32_t k = 0; k < kbs->count; k++) {
        for (uint32_t i = 0; i < kbs->items[k]->relations.count; i++) {
            if (pr_text_is(kbs->items[k]->relations.items[i].shows, "standing")) {
                return kbs->items[k];
            }
        }
    }
    return NULL;
}

bool pr_contract_list(const pr_contract_kbs *kbs, pr_arena *arena, pr_contract_items *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof contracts / sizeof contracts[0]; i++) {
        const pr_contract *c = &contracts[i];
        bool consult = strcmp(c->of, "consult") == 0;
        pr_contract_item item = {.of = pr_text_of(c->of),
                                 .type = pr_text_of(c->type),
                                 .about = pr_text_of(c->about),
                                 .input = c->input,
                                 .kb = consult ? with_standings(kbs) : NULL};
        ok = (consult && item.kb == NULL) || PR_PUSH(arena, out, item);
    }
    for (uint32_t i = 0; ok && i < kbs->count; i++) {
        pr_contract_item item = {.of = kbs->items[i]->document,
                                 .type = PR_TEXT("$profile"),
                                 .about = PR_TEXT("a document about which commands answer"),
                                 .input = true,
                                 .kb = kbs->items[i]};
        bool only_for_reading = item.kb->attributes.count == 0; /* there is nothing to say in a document */
        ok = only_for_reading || PR_PUSH(arena, out, item);
    }
    return ok;
}
