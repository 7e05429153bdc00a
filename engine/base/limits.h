/* Every limit of the library: its value and its reason. Those that a user meets can be raised through
 * `preceptor_limits` in the public header; these are their defaults. tests/README.md says what tests each. */
#ifndef PR_BASE_LIMITS_H
#define PR_BASE_LIMITS_H

/* A first block that holds an evaluation of a usual profile, so that a small run asks the heap once. */
#define PR_ARENA_FIRST_BLOCK ((size_t)64 * 1024)
/* Doubling ends here: larger blocks waste more than they save. */
#define PR_ARENA_LARGEST_BLOCK ((size_t)8 * 1024 * 1024)
/* Of x86-64 and of most others; where they have another size, small ones are used. */
#define PR_ARENA_LARGE_PAGE ((size_t)2 * 1024 * 1024)

/* A file of a knowledge base or a profile. The largest one shipped is under 100 KB. */
#define PR_LIMIT_FILE_SIZE ((size_t)16 * 1024 * 1024)
/* Nesting of mappings and lists in a document, well past what people write and far from the stack's end. */
#define PR_LIMIT_DOC_DEPTH 64
/* The readers and those after them recurse along a document: no limit that is set goes past this. */
#define PR_LIMIT_DOC_DEPTH_MOST 1000
/* Nodes of a document after aliases are expanded; a billion-laughs file ends here. */
#define PR_LIMIT_DOC_NODES 2000000
/* Lines of one record of CSV, inside of quotes: a quote that nobody closed ends here. */
#define PR_LIMIT_CSV_LINES 200
/* Columns of a table in CSV: what is said of one looks at the others. Fewer than a list may have items. */
#define PR_LIMIT_CSV_COLUMNS 4000
/* Items of one list in a profile. */
#define PR_LIMIT_LIST_LENGTH 5000
/* Nesting of one expression: the parser and the evaluator recurse along it. */
#define PR_LIMIT_FEEL_DEPTH 200
/* Bytes of one expression. */
#define PR_LIMIT_FEEL_SIZE 65536
/* Nesting of a value: comparing, hashing and printing recurse along it. Past it, equality is undecided, the
 * rest of a printed value is "...". */
#define PR_LIMIT_VALUE_DEPTH 500
/* Nodes that are being evaluated inside each other, those of called functions among them: bounds the C stack. */
#define PR_LIMIT_EVALUATION_DEPTH 4000
/* Steps of one evaluation of one profile: a usual one takes some thousands; these take a few seconds. */
#define PR_LIMIT_STEPS 20000000
/* Values of one iteration of FEEL over numbers or dates: its list is made before it is used. */
#define PR_LIMIT_ITERATION 100000
/* Bytes of a text that an expression makes. */
#define PR_LIMIT_TEXT ((size_t)1024 * 1024)
/* Calls of the knowledge base's functions that one expression may be expanded to when it loads. */
#define PR_LIMIT_INLINED 10000
/* Nodes, and edges, that are laid out as a picture: the time grows faster than they do, and nobody reads more. */
#define PR_LIMIT_LAID_OUT 1500
/* Bytes that one value may be printed as: values share their parts, print does not. */
#define PR_LIMIT_PRINTED ((size_t)16 * 1024 * 1024)
/* Derived attributes, functions and conditions that rest on each other in a row: checking and lowering recurse along
 * them, and along each one's expression. People write up to five. */
#define PR_LIMIT_DEFINITIONS 100
/* Slots of one relation: a test of it holds them all on the C stack. People write up to ten. */
#define PR_LIMIT_SLOTS 32
/* Variables of one rule: sets of them are the bits of a word. People write up to four. */
#define PR_LIMIT_VARIABLES 32
/* Different days to come of a profile on which a report tries what would be met then: each is an evaluation. Of
 * more the nearest are tried, and a warning says so. People give up to ten. */
#define PR_LIMIT_DAYS 64
/* Instances of one rule after it was grounded (design, section 5). */
#define PR_LIMIT_RULE_INSTANCES 1000000
/* The weight of a criterion: sums of them are counted exactly. People write up to ten. */
#define PR_LIMIT_WEIGHT 1000000
/* Different warnings whose numbers an audit keeps, so that a pool cannot fill the memory. Of more the list of the most
 * frequent is made of those that came first; how many there were in all is counted whatever they say. */
#define PR_LIMIT_FREQUENT 5000
/* Bytes of a summary, or of the last line of rows, that is merged: of ten thousand programs it takes some megabytes. */
#define PR_LIMIT_SUMMARY ((size_t)64 * 1024 * 1024)
/* Kinds of documents of one manifest. The shipped one has three. */
#define PR_LIMIT_DOCUMENTS PRECEPTOR_MOST_DOCUMENTS
/* Rows of one decision table: each is compared with all before it. People write up to fifty. */
#define PR_LIMIT_TABLE_ROWS 200
/* Steps of looking for inputs that no row of one table covers, each a look at one row: some hundredths of a second. */
#define PR_LIMIT_TABLE_STEPS 5000000
/* PCRE2: how often its matcher may call itself, how deep, and its heap in KiB, from one place of a text. Where the
 * first is raised, the total and the time are in proportion; with the second the heap and the JIT's stack. */
#define PR_LIMIT_REGEX_MATCH 1000000
/* The same from all places of a text together. */
#define PR_LIMIT_REGEX_TOTAL 1000000000
#define PR_LIMIT_REGEX_DEPTH 10000
#define PR_LIMIT_REGEX_HEAP_KIB 20000
/* Bytes of a text that is matched. Patterns as plain as \s+$ take the square of it. */
#define PR_LIMIT_REGEX_TEXT ((size_t)128 * 1024)
/* Milliseconds for one long text. What PCRE2 counts does not bound its time: between two counts it may read
 * all the text. */
#define PR_LIMIT_REGEX_MILLISECONDS 2000
/* Bytes of one pattern. */
#define PR_LIMIT_REGEX_SIZE 4096
/* What is read is far from where arithmetic ends, so that sums and products of what is not known yet cannot turn out to
 * be errors, or what is above 0 to be 0: the most and the least of a number, years of a date, months and seconds of a
 * duration. */
#define PR_LIMIT_NUMBER "1e34"
#define PR_LIMIT_FRACTION "1e-34"
#define PR_LIMIT_YEAR 9999
#define PR_LIMIT_MONTHS 120000
#define PR_LIMIT_SECONDS INT64_C(400000000000)
/* Classes inside classes of one pattern, [a-z-[b-[...]]]: translating them recurses. */
#define PR_LIMIT_REGEX_CLASS_DEPTH 50
/* Patterns that a session keeps compiled: conditions may make them of what a profile says. */
#define PR_LIMIT_REGEX_KEPT 4096
/* Conclusions of a proof that rest on each other in a row: telling them recurses, and nobody reads so far. Behind the
 * last stands that more was not told. */
#define PR_LIMIT_PROOF_FACTS 300
/* Nesting of one expression, with the functions it calls, down to which a proof says what it looks at: no expression is
 * written deeper, and telling recurses. What lies deeper is said to be there. */
#define PR_LIMIT_PROOF_DEPTH 200
/* Records of one list that a proof names below one condition; the rest are counted. */
#define PR_LIMIT_PROOF_RECORDS 40
/* Bytes of an expression in a proof, and of what it says of one record; "..." stands for the rest. */
#define PR_LIMIT_PROOF_TEXT 160
#define PR_LIMIT_PROOF_RECORD_TEXT 200
/* Cases of a rule over lists that why-not tells, the nearest ones; the rest are counted. And items of lists that are
 * looked at for all such rules, since lists in lists multiply: behind the last stands that there are more. */
#define PR_LIMIT_PROOF_CASES 3
#define PR_LIMIT_CASE_VISITS 20000
/* What one condition found that is told in a line; and parts of it that are looked at for that. "and more" follows. */
#define PR_LIMIT_FINDINGS 8
#define PR_LIMIT_FINDING_VISITS 10000
/* Errors and warnings shown of one run; the rest are counted. */
#define PR_LIMIT_DIAGS 100
/* Memory of one evaluation, so that a hostile profile cannot take the machine. */
#define PR_LIMIT_EVALUATION_MEMORY ((size_t)512 * 1024 * 1024)

#endif
