/* preceptor: finds the command in the one table of commands, and runs it. */
#include "help.h"
#include "message.h"
#include "nearest.h"
#include "work.h"

#include <string.h>
#include <unistd.h>

/* It is the answer of `eligible` that is an exit status. */
static const char explained[] = "0 explained, whether it holds or not; 2 it could not be done";

static const command commands[] = {
    {
        .name = "new",
        .arguments = "",
        .help = "a commented profile to fill in, or a case",
        .more =
            "Writes a profile with every field that the knowledge base knows, commented. A file that exists\n"
            "is never overwritten. With --case it writes a case for consult.\n\n"
            "  preceptor new -o me.yaml\n"
            "  preceptor new --case -o case.yaml\n",
        .missing = "to write to a file: preceptor new -o FILE",
        .options = KB_OPTIONS | HAS(CASE) | HAS(OUTPUT),
        .run = run_new,
    },
    {
        .name = "check",
        .arguments = "PROFILE",
        .help = "verdicts, recommendations and open questions",
        .more =
            "Says what the profile is eligible for and what not, why, what to do next, and which answers "
            "would\n"
            "decide what is open. PROFILE is a file in YAML, in JSON where its name ends in .json, or - for\n"
            "standard input.\n\n"
            "  preceptor check me.yaml\n"
            "  preceptor check me.yaml --as-of 2027-07-01 --format json\n",
        .missing = "preceptor check me.yaml; 'preceptor new -o me.yaml' writes a profile to fill in",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(ALL) | HAS(RECORD) |
                   HAS(OUTPUT),
        .run = run_check,
    },
    {
        .name = "eligible",
        .arguments = "PROGRAM PROFILE",
        .help = "one answer: yes, no, or not determined",
        .more = "Answers for one program, with every requirement. PROGRAM is an id, a name or an alias, in "
                "quotes\n"
                "where it has several words; PROFILE is as for check.\n",
        .missing = "preceptor eligible PROGRAM PROFILE; all verdicts: preceptor check PROFILE --all",
        .exits = "0 eligible; 1 ineligible; 3 undetermined; 2 it could not be done",
        .least = 1,
        .most = 2,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_eligible,
    },
    {
        .name = "why",
        .arguments = "CONCLUSION PROFILE",
        .help = "the proof of what is concluded, down to the profile's lines",
        .more =
            "Says why it holds, does not hold, or is not known: rules, facts, what the profile says and "
            "where,\n"
            "sources. CONCLUSION is a program (id, name or alias), PROGRAM/REQUIREMENT, the id of a\n"
            "recommendation, or a fact as it is printed, 'RELATION(\"SLOT\")'. Of several ways to show it\n"
            "the shortest is printed, with --all each of them. With --case the document is a case, as for "
            "consult.\n\n"
            "  preceptor why PROGRAM me.yaml --depth 2\n",
        .missing = "preceptor why PROGRAM PROFILE",
        .exits = explained,
        .least = 1,
        .most = 2,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(ALL) | HAS(DEPTH) |
                   HAS(CASE) | HAS(OUTPUT),
        .run = run_why,
    },
    {
        .name = "why-not",
        .arguments = "CONCLUSION PROFILE",
        .help = "what is missing, nearest to holding first, and what would mend it",
        .more = "Says of every rule that could conclude it what fails and what is not known, with what was "
                "found, what "
                "was\nasked for, the remedy and who may waive it. CONCLUSION is as for why.\n",
        .missing = "preceptor why-not PROGRAM PROFILE",
        .exits = explained,
        .least = 1,
        .most = 2,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(DEPTH) | HAS(CASE) |
                   HAS(OUTPUT),
        .run = run_why_not,
    },
    {
        .name = "when",
        .arguments = "PROGRAM PROFILE",
        .help = "the verdict in time: from when, until when, because of what",
        .more =
            "Says how the verdict for one program changes from the day of the run on, by the dates in the "
            "profile and in\nthe knowledge base. PROGRAM and PROFILE are as for eligible. What the profile "
            "says "
            "counts as said on its\nrecorded_on, else on the day of the run.\n\n"
            "  preceptor when PROGRAM me.yaml\n",
        .missing = "preceptor when PROGRAM PROFILE",
        .least = 1,
        .most = 2,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_when,
    },
    {
        .name = "pathways",
        .arguments = "PROFILE",
        .help = "stages, time left and earliest completion of each pathway, side by side",
        .more =
            "Says of every pathway which stages are done, under way and to come, how much time is left, when "
            "it could\nbe completed, and what stands in the way. What is not known makes ranges.\n\n"
            "  preceptor pathways me.yaml\n",
        .missing = "preceptor pathways me.yaml",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_pathways,
    },
    {
        .name = "shortlist",
        .arguments = "PROFILE",
        .help = "what fits the profile, ranked, each place explained",
        .more = "Ranks what the profile fits, or may fit, by what the knowledge base counts for it, and "
                "shows the "
                "parts of\neach place. What is not known makes ranges; then it says which answers would "
                "settle the "
                "order. With --all\nalso what does not fit, and the sources.\n\n"
                "  preceptor shortlist me.yaml\n",
        .missing = "preceptor shortlist me.yaml",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_shortlist,
    },
    {
        .name = "trace",
        .arguments = "PROFILE",
        .help = "every rule that drew a conclusion, for those who keep the rules",
        .more = "Lists what fired, stratum by stratum, with what the rule's variables stood for; with "
                "--format ndjson one\n"
                "JSON object a line.\n",
        .missing = "preceptor trace PROFILE",
        .least = 1,
        .most = 1,
        .lines = true,
        .options = KB_OPTIONS | HAS(STORE) | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(CASE) | HAS(OUTPUT),
        .run = run_trace,
    },
    {
        .name = "consult",
        .arguments = "CASE",
        .help = "what a teaching case calls for, what speaks against it, and what to check",
        .more = "Says what a case calls for, what speaks against it, on what grounds, what is still to be "
                "looked up,\nand how the case would be presented. For learning only. CASE is a file "
                "in YAML, in JSON where\nits name ends in .json, or - for standard input.\n\n"
                "  preceptor new --case -o case.yaml\n"
                "  preceptor consult case.yaml\n",
        .missing =
            "preceptor consult case.yaml; 'preceptor new --case -o case.yaml' writes a case to fill in",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(AS_OF) | HAS(SET) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_consult,
    },
    {
        .name = "audit",
        .arguments = "POOL...",
        .help = "pools of profiles, to one row each",
        .more =
            "POOL is a file with one profile a line, as JSON (NDJSON), a .csv file, a folder of profiles in "
            ".yaml and\n.json, or - for standard input; gzip and zstd are read as they are. Writes one row a "
            "profile, "
            "in the same\norder: a JSON object a line, or CSV. A record that cannot be read is rejected by "
            "itself.\n\n"
            "Columns of CSV are named as attributes, fields of a list's records as LIST[1].FIELD; --map "
            "gives "
            "other names.\n\n"
            "  preceptor audit pool.ndjson -o rows.ndjson --summary summary.json\n"
            "  preceptor audit 2026.ndjson.gz 2027.ndjson.gz --programs ID -o rows.csv\n",
        .missing = "preceptor audit pool.ndjson -o rows.ndjson",
        .exits = "0 done; 4 done, but some records were rejected; 2 it could not be done",
        .least = 1,
        .most = SIZE_MAX,
        .rows = true,
        .options = KB_OPTIONS | HAS(AS_OF) | HAS(STRICT) | HAS(SUMMARY) | HAS(OUTPUT) | HAS(FORMAT) |
                   HAS(JOBS) | HAS(FROM) | HAS(MAP) | HAS(STORE) | HAS(RESUME) | HAS(WAIVERS) |
                   HAS(PROGRAMS) | HAS(EXPLAIN) | HAS(ONLY) | HAS(WHERE) | HAS(CHECK_IDS) | HAS(SHARD),
        .run = run_audit,
    },
    {
        .name = "merge",
        .arguments = "SHARD...",
        .help = "joins what the shards of one audit wrote into what one run would have written",
        .more =
            "SHARD is what 'audit --shard I/N' wrote: rows, a summary, or a store; all N of one kind, in any "
            "order.\nShards of another knowledge base, day, pool or other options are refused, and so are "
            "missing, doubled\nand incomplete ones. Stores are joined into a new file.\n\n"
            "  preceptor audit pool.ndjson --shard 1/2 -o 1.ndjson --summary 1.json\n"
            "  preceptor audit pool.ndjson --shard 2/2 -o 2.ndjson --summary 2.json\n"
            "  preceptor merge 1.ndjson 2.ndjson -o rows.ndjson\n"
            "  preceptor merge 1.json 2.json -o summary.json\n",
        .missing = "preceptor merge 1.ndjson 2.ndjson -o rows.ndjson",
        .exits = "0 done; 4 done, and some records of the audit were rejected; 2 it could not be done",
        .least = 1,
        .most = 1000000,
        .options = HAS(OUTPUT),
        .run = run_merge,
    },
    {
        .name = "report",
        .arguments = "STORE",
        .help = "what an audit found: verdicts, what stands in the way, what is missing",
        .more = "STORE is a file that 'audit --store' wrote; STORE#2 is the second audit in it, without a "
                "number the "
                "last.\n\n"
                "  preceptor report pool.db\n"
                "  preceptor report pool.db --format html -o report.html\n",
        .missing = "preceptor report pool.db; 'preceptor audit POOL --store pool.db' makes it",
        .least = 1,
        .most = 1,
        .pages = true,
        .options = HAS(FORMAT) | HAS(OUTPUT),
        .run = run_report,
    },
    {
        .name = "diff",
        .arguments = "BEFORE AFTER | --kb BEFORE --kb AFTER POOL...",
        .help = "whose verdict changed between two audits, and because of what",
        .more = "BEFORE and AFTER are as for report. Applicants are told by their place where both are of "
                "the same pool, "
                "else by\ntheir ids. With two knowledge bases the pool, as for audit, is judged by both. A "
                "verdict "
                "that stays for\nanother reason is counted apart.\n\n"
                "  preceptor diff pool.db#1 pool.db#2\n"
                "  preceptor diff --kb old/kb.yaml --kb new/kb.yaml pool.ndjson\n",
        .missing = "preceptor diff before.db after.db",
        .exits = "0 no verdict is another; 1 some are; 2 it could not be done",
        .least = 1,
        .most = 1000000,
        .pages = true,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT) | HAS(AS_OF) | HAS(STRICT) | HAS(JOBS) | HAS(FROM) |
                   HAS(MAP) | HAS(WHERE),
        .run = run_diff,
    },
    {
        .name = "waive",
        .arguments = "ID PROGRAM/REQUIREMENT",
        .help = "puts a waiver on record: who granted it, why, until when",
        .more =
            "ID is the id of the profile that it is for; PROGRAM an id, a name or an alias; REQUIREMENT one "
            "of\nits requirements that may be waived. The store is made where it is not there. Without "
            "--store it is\n$PRECEPTOR_STORE.\n\n"
            "  preceptor waive s-001 PROGRAM/REQUIREMENT --by 'the coordinator' --reason 'One exam is left.' "
            "\\\n      --until 2027-03-31 --store pool.db\n",
        .missing = "preceptor waive ID PROGRAM/REQUIREMENT --by WHO --reason WHY --until DATE --store FILE",
        .least = 2,
        .most = 3,
        .options = KB_OPTIONS | HAS(STORE) | HAS(BY) | HAS(REASON) | HAS(ON) | HAS(UNTIL) | HAS(AS_OF) |
                   HAS(FORMAT) | HAS(OUTPUT),
        .run = run_waive,
    },
    {
        .name = "waivers",
        .arguments = "[ID]",
        .help = "the waivers on record, of one applicant or of all",
        .more = "Those that count or will; with --all also those that ended or were revoked. The store is "
                "--store\nFILE, else $PRECEPTOR_STORE.\n\n"
                "  preceptor waivers s-001 --all --store pool.db\n",
        .most = 1,
        .options = HAS(STORE) | HAS(AS_OF) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_waivers,
    },
    {
        .name = "revoke",
        .arguments = "NUMBER",
        .help = "takes a waiver back: it counts no more, and stays in the history",
        .more = "NUMBER is the waiver's, as 'preceptor waivers' shows it. The store is --store FILE, else\n"
                "$PRECEPTOR_STORE.\n\n"
                "  preceptor revoke 3 --by 'the coordinator' --reason 'Granted to the wrong person.' --store "
                "pool.db\n",
        .missing = "'preceptor waivers' lists them with their numbers",
        .least = 1,
        .most = 1,
        .options = HAS(STORE) | HAS(BY) | HAS(REASON) | HAS(AS_OF) | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_revoke,
    },
    {
        .name = "history",
        .arguments = "ID",
        .help = "what was audited, recorded and waived for one person, over time",
        .more = "Verdicts of audits and of 'check --record', what changed from one to the next, and waivers "
                "granted and\nrevoked, by day. The store is --store FILE, else $PRECEPTOR_STORE.\n\n"
                "  preceptor history s-001 --store pool.db\n",
        .missing = "preceptor history ID --store FILE",
        .least = 1,
        .most = 1,
        .options = HAS(STORE) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_history,
    },
    {
        .name = "forget",
        .arguments = "ID",
        .help = "removes a person from the store, for good",
        .more = "Removes the person's records of audits, answers and waivers; nothing of them is left in the "
                "file.\nIt asks before, unless --yes says not to. The store is --store FILE, else "
                "$PRECEPTOR_STORE.\n\n"
                "  preceptor forget s-001 --store pool.db\n",
        .missing = "preceptor forget ID --store FILE",
        .least = 1,
        .most = 1,
        .options = HAS(STORE) | HAS(YES),
        .run = run_forget,
    },
    {
        .name = "kb check",
        .arguments = "[FILE]",
        .help = "is the knowledge base in order?",
        .more = "Loads the knowledge base, names every error and warning with its place, and counts what it "
                "holds.\n"
                "FILE is its manifest, or the folder with a kb.yaml in it.\n",
        .exits = "0 in order, warnings or not; 2 it has errors, or cannot be read",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_check,
    },
    {
        .name = "kb test",
        .arguments = "[FILE...]",
        .help = "runs the tests beside the knowledge base",
        .more =
            "FILE holds tests in YAML: a profile, a case or another kind of document, and what is expected "
            "of "
            "it;\nwithout FILE those of tests/*.yaml beside the manifest. The results are TAP. --coverage "
            "adds, as\n"
            "comments, which outcomes of rules, requirements and conditions no test has seen, of all kinds\n"
            "of documents; what is impossible it lists with --all.\n\n"
            "  preceptor kb test --coverage --threshold 95 --junit results.xml\n",
        .exits = "0 all passed; 1 some failed, or too few outcomes were seen; 2 it could not be done",
        .most = 1000,
        .options = KB_OPTIONS | HAS(COVERAGE) | HAS(THRESHOLD) | HAS(JUNIT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_kb_test,
    },
    {
        .name = "kb show",
        .arguments = "ID",
        .help = "one entity, with all that was written of it, and what names it",
        .more = "ID is an id, a name or an alias; COLLECTION:ID where two collections have the id. What "
                "names it, such "
                "as\nthe programs that perform a procedure, stands at the end; --all lists all of it.\n",
        .missing = "preceptor kb list shows what there is",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_kb_show,
    },
    {
        .name = "kb list",
        .arguments = "[COLLECTION]",
        .help = "what a collection holds; the collections",
        .more =
            "Without COLLECTION: the collections, and how many each holds. Attributes, parameters, relations "
            "and\n"
            "rules are listed by these names.\n",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_list,
    },
    {
        .name = "kb search",
        .arguments = "WORD...",
        .help = "what has all of the words in its names or texts",
        .more =
            "The best first: a word in a name counts more than one in a text. Each word also finds longer "
            "ones\n"
            "that begin with it.\n",
        .missing = "preceptor kb search WORD",
        .least = 1,
        .most = 50,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_search,
    },
    {
        .name = "kb conflicts",
        .arguments = "[KIND|ID]",
        .help = "where the sources disagree, what is in force, and why",
        .more =
            "Prints every conflict: what each statement says and where, which of them is in force here, the "
            "reason,\n"
            "and what rests on it. KIND is dispute (between sources), internal (within one) or outdated.\n\n"
            "  preceptor kb conflicts internal\n",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_conflicts,
    },
    {
        .name = "kb import",
        .arguments = "TABLE",
        .help = "entities from a table in CSV",
        .more =
            "TABLE is a file in CSV whose first row names its columns. --map FILE says in YAML which "
            "collection "
            "and\n"
            "file they are for, and what each column is. Nothing is written before the knowledge base was\n"
            "checked with them; then the file is written whole. -o - shows what it would be.\n\n"
            "  preceptor kb import programs.csv --map map.yaml\n",
        .missing = "preceptor kb import TABLE --map MAP",
        .least = 1,
        .most = 1,
        .options = KB_OPTIONS | HAS(MAP) | HAS(OUTPUT),
        .run = run_kb_import,
    },
    {
        .name = "kb graph",
        .arguments = "WHAT",
        .help = "pathways, or what something rests on, as a picture",
        .more =
            "WHAT is pathways: all of them with their stages and how long these take; rules: how they and "
            "relations\n"
            "rest on each other; an entity (id, name or alias): its requirements, and the attributes, "
            "derived\n"
            "attributes and parameters that these rest on; or a relation or a rule. Writes DOT, the language "
            "of\n"
            "Graphviz, or with --format svg a picture.\n\n"
            "  preceptor kb graph pathways --format svg -o pathways.svg\n"
            "  preceptor kb graph ID --format svg -o id.svg\n",
        .missing = "preceptor kb graph pathways; 'preceptor kb list' shows what else there is",
        .least = 1,
        .most = 1,
        .graphs = true,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_graph,
    },
    {
        .name = "kb export",
        .arguments = "--clips [--case] [--facts PROFILE]",
        .help = "the chaining as a program for another engine, to compare with",
        .more = "Writes the rules, expanded over the knowledge base, for CLIPS; what looks at a profile is a "
                "condition "
                "with a\nnumber. With --facts which of them hold for a profile, and as comments the facts "
                "that follow.\n"
                "CLIPS knows no unknown: the profile should be full. With --case the rules are those of "
                "cases, and "
                "PROFILE\nis a case, as for consult.\n\n"
                "  preceptor kb export --clips -o rules.clp\n"
                "  preceptor kb export --clips --facts me.yaml -o facts.clp\n",
        .options = KB_OPTIONS | HAS(CLIPS) | HAS(FACTS) | HAS(CASE) | HAS(AS_OF) | HAS(SET) | HAS(OUTPUT),
        .run = run_kb_export,
    },
    {
        .name = "kb schema",
        .arguments = "[NAME]",
        .help = "JSON Schemas of all output and of the files that are read",
        .more =
            "NAME is what --of takes: check, audit, profile, file, ... as the list without NAME has them, or "
            "what\n"
            "stands as \"schema\" in output. Schemas of documents and files follow the vocabulary and the\n"
            "collections of the knowledge base.\n\n"
            "  preceptor kb schema --of check\n"
            "  preceptor kb schema --of profile -o profile.json\n",
        .most = 1,
        .options = KB_OPTIONS | HAS(OF) | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_schema,
    },
    {
        .name = "feel",
        .arguments = "[EXPRESSION]",
        .help = "the value of one FEEL expression, or of many",
        .more = "Evaluates the expression as the DMN standard says: what cannot be evaluated is null, and "
                "the reason\n"
                "goes to standard error. - reads the expression from standard input; one that begins with "
                "'-' goes\n"
                "after '--'.\n\n"
                "  preceptor feel '0.1 + 0.2 = 0.3'\n"
                "  preceptor feel 'sum(items.weeks)' --context items.yaml\n"
                "  preceptor feel --functions\n\n"
                "Without an expression it asks for one after the other, with history, completion by Tab and "
                ":help;\n"
                "from a pipe it takes one a line.\n\n"
                "With --batch, lines of {\"id\": ..., \"expr\": ..., \"context\": {...}} from a file or "
                "standard input become\n"
                "lines of {\"id\", \"value\", \"type\"}, with \"error\" where a null stands for one.\n\n"
                "  preceptor feel --batch cases.ndjson -o values.ndjson\n",
        .missing = "preceptor feel '1 + 2'",
        .exits =
            "0 done, also when the value is null; 2 it is not valid; 4 lines of a batch or a pipe were not",
        .most = 1,
        .options =
            HAS(CONTEXT) | HAS(BATCH) | HAS(FUNCTIONS) | HAS(AS_OF) | HAS(FORMAT) | HAS(OUTPUT) | HAS(LIMIT),
        .run = run_feel,
    },
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

/* A command's name is the first word, or the first two; gives how many, 0 when it is another's. */
static size_t words_named(const command *c, const options *o) {
    const char *blank = strchr(c->name, ' ');
    if (blank == NULL) {
        return o->word_count >= 1 && strcmp(o->words[0], c->name) == 0 ? 1 : 0;
    }
    size_t length = (size_t)(blank - c->name);
    bool named = o->word_count >= 2 && strlen(o->words[0]) == length &&
                 strncmp(o->words[0], c->name, length) == 0 && strcmp(o->words[1], blank + 1) == 0;
    return named ? 2 : 0;
}

/* Is it the first of two words: "kb"? */
static bool is_group(const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strncmp(commands[i].name, word, length) == 0 && commands[i].name[length] == ' ') {
            return true;
        }
    }
    return false;
}

static int say_unknown(const options *o) {
    bool group = is_group(o->words[0]);
    nearest near = nearest_begin(o->words[group ? 1 : 0]);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const char *blank = strchr(commands[i].name, ' ');
        if (!group && blank == NULL) {
            nearest_offer(&near, commands[i].name);
        } else if (group && blank != NULL) {
            nearest_offer(&near, blank + 1);
        }
    }
    message_error("there is no command '%s%s%s'", o->words[0], group ? " " : "", group ? o->words[1] : "");
    if (near.best != NULL) {
        message_hint("did you mean 'preceptor %s%s%s'?", group ? o->words[0] : "", group ? " " : "",
                     near.best);
    } else if (work_is_file(o->words[0])) {
        message_hint("'%s' is a file: preceptor check '%s'", o->words[0], o->words[0]);
    } else {
        message_hint("'preceptor --help' lists them");
    }
    return EXIT_FAILED;
}

/* Options of another command, arguments too few or too many. */
static bool fits(const command *c, const options *o, const char *const *words, size_t count) {
    option_set foreign = o->given & ~(c->options | COMMON_OPTIONS);
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        if ((foreign & ((option_set)1 << id)) != 0) {
            message_error("preceptor %s has no option --%s", c->name, option_rows[id].name);
            message_hint("'preceptor %s --help' lists its options", c->name);
            return false;
        }
    }
    bool format = (o->given & HAS(FORMAT)) != 0, page = o->format >= PRECEPTOR_MARKDOWN;
    bool graph = o->format >= PRECEPTOR_SVG;
    bool foreign_form = c->graphs || graph ? c->graphs != graph
                        : c->rows          ? !o->lines && !o->csv
                                           : o->csv || (o->lines && !c->lines) || (page && !c->pages);
    if (format && foreign_form) {
        message_error("preceptor %s writes %s", c->name,
                      c->graphs  ? "dot or svg"
                      : c->rows  ? "ndjson or csv"
                      : c->lines ? "text, json or ndjson"
                      : c->pages ? "text, json, markdown or html"
                                 : "text or json");
        return false;
    }
    if (count < c->least) {
        message_error("preceptor %s needs %s", c->name, c->arguments);
    } else if (count > c->most) {
        message_error("preceptor %s%s%s: '%s' is one argument too many", c->name,
                      c->arguments[0] != '\0' ? " " : "", c->arguments, words[c->most]);
    } else {
        return true;
    }
    if (c->missing != NULL) {
        message_hint("%s", c->missing);
    }
    return false;
}

/* `c` NULL: that of all commands, or of a group. */
static int write_help(const command *c, const char *group) {
    output out;
    if (!output_open(&out, NULL)) {
        return EXIT_FAILED;
    }
    if (c != NULL) {
        help_command(c, &out);
    } else {
        help_all(commands, COMMAND_COUNT, group, &out);
    }
    return output_commit(&out) ? EXIT_DONE : EXIT_FAILED;
}

static int write_version(void) {
    output out;
    if (!output_open(&out, NULL)) {
        return EXIT_FAILED;
    }
    output_string(&out, "preceptor ");
    output_string(&out, preceptor_version());
    output_string(&out, "\n");
    return output_commit(&out) ? EXIT_DONE : EXIT_FAILED;
}

static int dispatch(const options *o) {
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        size_t named = words_named(&commands[i], o);
        if (named > 0 && o->help) {
            return write_help(&commands[i], NULL);
        }
        if (named > 0) {
            const char *const *words = (const char *const *)o->words + named;
            size_t count = o->word_count - named;
            return fits(&commands[i], o, words, count) ? commands[i].run(o, words, count) : EXIT_FAILED;
        }
    }
    if (o->word_count == 0) {
        return write_help(NULL, NULL);
    }
    if (o->word_count == 1 && is_group(o->words[0])) {
        return write_help(NULL, o->words[0]);
    }
    return say_unknown(o);
}

/* `preceptor help check` is what people type before they know better. */
static void take_help_word(options *o) {
    if (o->word_count > 0 && strcmp(o->words[0], "help") == 0) {
        o->help = true;
        o->word_count--;
        memmove(o->words, o->words + 1, o->word_count * sizeof *o->words);
    }
}

int main(int argc, char **argv) {
    options o;
    int status = EXIT_FAILED;
    output_prepare_process();
    if (options_parse(argc, argv, &o)) {
        message_set_color(work_wants_color(&o, isatty(STDERR_FILENO) == 1));
        take_help_word(&o);
        status = o.version ? write_version() : dispatch(&o);
    }
    options_release(&o);
    return status;
}
