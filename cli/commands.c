/* The table of commands: help, the manual and completions follow from it. */
#include "command.h"

/* It is the answer of `eligible` that is an exit status. */
static const char explained[] = "0 explained, whether it holds or not; 2 it could not be done";

const command command_rows[] = {
    {
        .name = "new",
        .arguments = "",
        .help = "a commented profile to fill in, or a case",
        .more = "Writes a profile with every field that the knowledge base knows, commented. A\n"
                "file that exists is never overwritten. With --case it writes a case for\n"
                "consult.\n\n"
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
        .more = "Says what the profile is eligible for and what not, why, what to do next, and\n"
                "which answers would decide what is open. PROFILE is a file in YAML, in JSON\n"
                "where its name ends in .json, or - for standard input.\n\n"
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
        .more = "Answers for one program, with every requirement. PROGRAM is an id, a name or an\n"
                "alias, in quotes where it has several words; PROFILE is as for check.\n",
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
        .more = "Says why it holds, does not hold, or is not known: rules, facts, what the\n"
                "profile says and where, sources. CONCLUSION is a program (id, name or alias),\n"
                "PROGRAM/REQUIREMENT, the id of a recommendation, or a fact as it is printed,\n"
                "'RELATION(\"SLOT\", _)', with _ for any value. Of several ways to show it the\n"
                "shortest is printed, with --all each of them. With --case the document is a case,\n"
                "as for consult.\n\n"
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
        .more = "Says of every rule that could conclude it what fails and what is not known,\n"
                "with what was found, what was asked for, the remedy and who may waive it; of a\n"
                "rule over lists the nearest cases. CONCLUSION is as for why.\n",
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
        .more = "Says how the verdict for one program changes from the day of the run on, by the\n"
                "dates in the profile and in the knowledge base. PROGRAM and PROFILE are as for\n"
                "eligible. What the profile says counts as said on its recorded_on, else on the\n"
                "day of the run.\n\n"
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
        .more = "Says of every pathway which stages are done, under way and to come, how much\n"
                "time is left, when it could be completed, and what stands in the way. What is\n"
                "not known makes ranges.\n\n"
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
        .more = "Ranks what the profile fits, or may fit, by what the knowledge base counts for\n"
                "it, and shows the parts of each place. What is not known makes ranges; then it\n"
                "says which answers would settle the order. With --all also what does not fit,\n"
                "and the sources.\n\n"
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
        .more = "Lists what fired, stratum by stratum, with what the rule's variables stood for;\n"
                "with --format ndjson one JSON object a line.\n",
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
        .more = "Says what a case calls for, what speaks against it, on what grounds, what is\n"
                "still to be looked up, and how the case would be presented. For learning only.\n"
                "CASE is a file in YAML, in JSON where its name ends in .json, or - for standard\n"
                "input.\n\n"
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
        .more = "POOL is a file with one profile a line, as JSON (NDJSON), a .csv file, a folder\n"
                "of profiles in .yaml and .json, or - for standard input; gzip and zstd are read\n"
                "as they are. Writes one row a profile, in the same order: a JSON object a line,\n"
                "or CSV. A record that cannot be read is rejected by itself.\n\n"
                "Columns of CSV are named as attributes, fields of a list's records as\n"
                "LIST[1].FIELD; --map gives other names.\n\n"
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
        .more = "SHARD is what 'audit --shard I/N' wrote: rows, a summary, or a store; all N of\n"
                "one kind, in any order. Shards of another knowledge base, day, pool or other\n"
                "options are refused, and so are missing, doubled and incomplete ones. Stores\n"
                "are joined into a new file.\n\n"
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
        .more = "STORE is a file that 'audit --store' wrote; STORE#2 is the second audit in it,\n"
                "without a number the last.\n\n"
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
        .more = "BEFORE and AFTER are as for report. Applicants are told by their place where\n"
                "both are of the same pool, else by their ids. With two knowledge bases the\n"
                "pool, as for audit, is judged by both. A verdict that stays for another reason\n"
                "is counted apart.\n\n"
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
        .more = "ID is the id of the profile that it is for; PROGRAM an id, a name or an alias;\n"
                "REQUIREMENT one of its requirements that may be waived. The store is made where\n"
                "it is not there. Without --store it is $PRECEPTOR_STORE.\n\n"
                "  preceptor waive s-001 PROGRAM/REQUIREMENT --by 'the coordinator' --reason 'One exam is "
                "left.' \\\n"
                "      --until 2027-03-31 --store pool.db\n",
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
        .more = "Those that count or will; with --all also those that ended or were revoked. The\n"
                "store is --store FILE, else $PRECEPTOR_STORE.\n\n"
                "  preceptor waivers s-001 --all --store pool.db\n",
        .most = 1,
        .options = HAS(STORE) | HAS(AS_OF) | HAS(FORMAT) | HAS(ALL) | HAS(OUTPUT),
        .run = run_waivers,
    },
    {
        .name = "revoke",
        .arguments = "NUMBER",
        .help = "takes a waiver back: it counts no more, and stays in the history",
        .more = "NUMBER is the waiver's, as 'preceptor waivers' shows it. The store is --store\n"
                "FILE, else $PRECEPTOR_STORE.\n\n"
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
        .more = "Verdicts of audits and of 'check --record', what changed from one to the next,\n"
                "and waivers granted and revoked, by day. The store is --store FILE, else\n"
                "$PRECEPTOR_STORE.\n\n"
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
        .more = "Removes the person's records of audits, answers and waivers; nothing of them is\n"
                "left in the file. It asks before, unless --yes says not to. The store is\n"
                "--store FILE, else $PRECEPTOR_STORE.\n\n"
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
        .more = "Loads the knowledge base, names every error and warning with its place, and\n"
                "counts what it holds. FILE is its manifest, or the folder with a kb.yaml in it.\n",
        .exits = "0 in order, warnings or not; 2 it has errors, or cannot be read",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_check,
    },
    {
        .name = "kb test",
        .arguments = "[FILE...]",
        .help = "runs the tests beside the knowledge base",
        .more = "FILE holds tests in YAML: a profile, a case or another kind of document, and\n"
                "what is expected of it; without FILE those of tests/*.yaml beside the manifest.\n"
                "The results are TAP. --coverage adds, as comments, which outcomes of rules,\n"
                "requirements and conditions no test has seen, of all kinds of documents; what\n"
                "is impossible it lists with --all.\n\n"
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
        .more = "ID is an id, a name or an alias; COLLECTION:ID where two collections have the\n"
                "id. What names it, such as the programs that perform a procedure, stands at the\n"
                "end; --all lists all of it.\n",
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
        .more = "Without COLLECTION: the collections, and how many each holds. Attributes,\n"
                "parameters, relations and rules are listed by these names; verdicts are all\n"
                "that get verdicts.\n",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_list,
    },
    {
        .name = "kb search",
        .arguments = "WORD...",
        .help = "what has all of the words in its names or texts",
        .more = "The best first: a word in a name counts more than one in a text. Each word also\n"
                "finds longer ones that begin with it.\n",
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
        .more = "Prints every conflict: what each statement says and where, which of them is in\n"
                "force here, the reason, and what rests on it. KIND is dispute (between\n"
                "sources), internal (within one) or outdated.\n\n"
                "  preceptor kb conflicts internal\n",
        .most = 1,
        .options = KB_OPTIONS | HAS(FORMAT) | HAS(OUTPUT),
        .run = run_kb_conflicts,
    },
    {
        .name = "kb import",
        .arguments = "TABLE",
        .help = "entities from a table in CSV",
        .more = "TABLE is a file in CSV whose first row names its columns. --map FILE says in\n"
                "YAML which collection and file they are for, and what each column is. Nothing\n"
                "is written before the knowledge base was checked with them; then the file is\n"
                "written whole. -o - shows what it would be.\n\n"
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
        .more = "WHAT is pathways: all of them with their stages and how long these take; rules:\n"
                "how they and relations rest on each other; an entity (id, name or alias): its\n"
                "requirements, and the attributes, derived attributes and parameters that these\n"
                "rest on; or a relation or a rule. Writes DOT, the language of Graphviz, or with\n"
                "--format svg a picture.\n\n"
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
        .more = "Writes the rules, expanded over the knowledge base, for CLIPS; what looks at a\n"
                "profile is a condition with a number. With --facts which of them hold for a\n"
                "profile, and as comments the facts that follow. CLIPS knows no unknown: the\n"
                "profile should be full. With --case the rules are those of cases, and PROFILE\n"
                "is a case, as for consult.\n\n"
                "  preceptor kb export --clips -o rules.clp\n"
                "  preceptor kb export --clips --facts me.yaml -o facts.clp\n",
        .options = KB_OPTIONS | HAS(CLIPS) | HAS(FACTS) | HAS(CASE) | HAS(AS_OF) | HAS(SET) | HAS(OUTPUT),
        .run = run_kb_export,
    },
    {
        .name = "kb schema",
        .arguments = "[NAME]",
        .help = "JSON Schemas of all output and of the files that are read",
        .more = "NAME is what --of takes: check, audit, profile, file, ... as the list without\n"
                "NAME has them, or what stands as \"schema\" in output. Schemas of documents and\n"
                "files follow the vocabulary and the collections of the knowledge base.\n\n"
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
        .more = "Evaluates the expression as the DMN standard says: what cannot be evaluated is\n"
                "null, and the reason goes to standard error. - reads the expression from\n"
                "standard input; one that begins with '-' goes after '--'.\n\n"
                "  preceptor feel '0.1 + 0.2 = 0.3'\n"
                "  preceptor feel 'sum(items.weeks)' --context items.yaml\n"
                "  preceptor feel --functions\n\n"
                "Without an expression it asks for one after the other, with history, completion\n"
                "by Tab and :help; from a pipe it takes one a line.\n\n"
                "With --batch, lines of {\"id\": ..., \"expr\": ..., \"context\": {...}} from a file\n"
                "or standard input become lines of {\"id\", \"value\", \"type\"}, with \"error\" where a\n"
                "null stands for one.\n\n"
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

const size_t command_count = sizeof command_rows / sizeof command_rows[0];
