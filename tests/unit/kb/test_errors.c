/* Knowledge bases with errors: each says what is wrong, and where. */
#include "unit/kb/folder.h"

typedef struct bad_kb {
    const char *text, *expected;
} bad_kb;

static const bad_kb section_cases[] = {
    {"- a\n", "error wrong-type 1:1-1:4 expected a mapping of sections, found a list"},
    {"ruls: []\n", "error unknown-key 1:1-1:5 unknown section 'ruls'; hint: did you mean 'rules'?"},
    {"programs: []\n", "error unknown-key 1:1-1:9 unknown section 'programs'; hint: a collection of entities "
                       "is declared under 'collections'"},
    {"vocabulary: []\n", "error wrong-type 1:13-1:15 expected a mapping of names, found a list"},
    {"rules: {}\n", "error wrong-type 1:8-1:10 expected a list of rules, found a mapping"},
    {"derived:\n", "error wrong-type 1:9-1:9 expected a mapping of names, found null; hint: what belongs to "
                   "a key stands below "
                   "it, indented further; else leave the key out"},
    {"a: 1\na: 2\n", "error unknown-key 1:1-1:2 unknown section 'a'; hint: a collection of entities is "
                     "declared under 'collections'\n"
                     "error duplicate-key 2:1-2:2 the key 'a' is given twice; note 1:1-1:2 first here"},
};

static const bad_kb type_cases[] = {
    {"types: {a: strin}\n",
     "error unknown-type 1:12-1:17 there is no type 'strin'; hint: did you mean 'string'?"},
    {"types: {a: enum}\n",
     "error wrong-type 1:12-1:16 the type 'enum' is written as a mapping: {type: enum, ...}"},
    {"types: {a: {type: enum}}\n", "error missing-key 1:13-1:17 an enum needs 'values'"},
    {"types: {a: {type: enum, values: []}}\n", "error wrong-value 1:33-1:35 the list of values is empty"},
    {"types: {a: {type: enum, values: [x, y, x]}}\n",
     "error duplicate-value 1:40-1:41 the value 'x' is given twice; note 1:34-1:35 first here"},
    {"types: {a: {type: enum, values: [true]}}\n", "error wrong-type 1:34-1:38 expected text, a value, found "
                                                   "true or false; hint: write it in quotes: \"true\""},
    {"types: {a: {type: enum, values: [x], match: {z: p}}}\n",
     "error unknown-key 1:46-1:47 unknown key 'z' in 'match': it names the values; hint: the keys are x"},
    {"types: {a: {type: enum, values: [x], match: {x: [1]}}}\n",
     "error wrong-type 1:50-1:51 expected a pattern, found a number; hint: write it in quotes: \"1\""},
    {"types: {a: {type: number, min: 2, max: 1}}\n",
     "error wrong-value 1:32-1:33 the least value is above the highest"},
    {"types: {a: {type: number, min: low}}\n",
     "error wrong-type 1:32-1:35 expected a number, found the text 'low'"},
    {"types: {a: {type: date, min: 2}}\n",
     "error wrong-key 1:25-1:28 'min' does not go with the type 'date'"},
    {"types: {a: {type: number, mni: 2}}\n",
     "error unknown-key 1:27-1:30 unknown key 'mni' in a type; hint: did you mean 'min'?"},
    {"types: {a: {type: list}}\n", "error missing-key 1:13-1:17 a list needs 'of'"},
    {"types: {a: {type: list, of: [string]}}\n",
     "error wrong-type 1:29-1:37 expected the name of a type, or a mapping, found a list"},
    {"types: {a: {type: list, of: {x: string, y: nubmer}}}\n",
     "error unknown-type 1:44-1:50 there is no type 'nubmer'; hint: did you mean 'number'?"},
    {"types: {a: {type: record, fields: {}}}\n", "error wrong-value 1:35-1:37 a record needs a field"},
    {"types: {a: {type: record, fields: {b-c: string}}}\n",
     "error bad-name 1:36-1:39 'b-c' is no name: one is made of letters, digits and underscores; hint: write "
     "'b_c'"},
    {"types: {a: {values: [x]}}\n", "error missing-key 1:13-1:19 a type needs 'type'"},
    {"types: {a: 5}\n", "error wrong-type 1:12-1:13 expected the name of a type, or a mapping, found a "
                        "number; hint: write it in quotes: \"5\""},
    {"types: {date: string}\n", "error duplicate-name 1:9-1:13 the type 'date' is built in"},
    {"types: {a: {type: list, of: b}, b: {type: list, of: a}}\n",
     "error type-cycle 1:9-1:10 the type 'a' is made of itself; note 1:33-1:34 by way of 'b'"},
    {"types: {a: a}\n", "error type-cycle 1:9-1:10 the type 'a' is made of itself"},
    {"types: {a: entity(program)}\ncollections: {programs: {}}\n",
     "error unknown-collection 1:12-1:27 there is no collection 'program'; hint: did you mean 'programs'?"},
};

static const bad_kb vocabulary_cases[] = {
    {"vocabulary: {a: {type: string, optional: true}}\n",
     "error unknown-key 1:32-1:40 unknown key 'optional' in a field; hint: the keys are nullable, absent, "
     "ask, expected, open, role, type, values, match, unit, min, max, of, fields"},
    {"vocabulary: {a-b: string}\n", "error bad-name 1:14-1:17 'a-b' is no name: one is made of letters, "
                                    "digits and underscores; hint: write 'a_b'"},
    {"vocabulary: {a..b: string}\n",
     "error bad-name 1:14-1:18 'a..b' is no name: one is made of letters, digits and underscores"},
    {"vocabulary: {a.if: string}\n",
     "error bad-name 1:14-1:18 'if' is a word of the language of conditions and can be no name"},
    {"vocabulary: {a: string, a.b: string}\n", "error duplicate-name 1:25-1:28 'a.b' cannot be declared "
                                               "beside 'a'; note 1:14-1:15 which is declared here"},
    {"vocabulary: {a: {type: string}}\nderived: {a: 1}\n",
     "error duplicate-name 2:11-2:12 the name 'a' of a derived attribute is already that of an attribute; "
     "note 1:14-1:15 first here"},
    {"vocabulary: {a: {type: record, fields: {b: string}}}\n",
     "error wrong-type 1:14-1:15 'a': an attribute is no record; declare its fields as attributes of their "
     "own"},
    {"vocabulary: {a: {type: list, of: {type: list, of: string}}}\n",
     "error wrong-type 1:14-1:15 'a': a list of a profile has plain values or records"},
    {"vocabulary: {a: {type: list, of: {b: {type: list, of: {c: string}}}}}\n",
     "error wrong-type 1:35-1:36 'b': a record of a profile has plain values and lists of them only"},
    {"vocabulary: {a: condition}\n",
     "error wrong-type 1:14-1:15 'a': an attribute is no entity and no condition"},
    {"vocabulary: {a: {type: string, absent: null}}\n",
     "error wrong-value 1:40-1:44 'a' cannot be null, so absence cannot mean null; hint: add 'nullable: "
     "true'"},
    {"vocabulary: {a: {type: number, absent: many}}\n",
     "error wrong-type 1:40-1:44 expected a number, found the text 'many'"},
    {"vocabulary: {a: {type: list, absent: [1], of: string}}\n",
     "error wrong-type 1:39-1:40 expected text, found '1'; hint: write it in quotes: \"1\""},
    {"vocabulary: {a: {type: list, of: {b: {type: date, absent: = today()}}}}\n",
     "error wrong-value 1:59-1:68 only a plain value can stand here"},
    {"vocabulary: {a: {type: string, ask: 5}}\n",
     "error wrong-type 1:37-1:38 expected a question, found a number; hint: write it in quotes: \"5\""},
    {"vocabulary: {a: {type: boolean, nullable: 1}}\n",
     "error wrong-type 1:43-1:44 expected true or false, found a number"},
    {"vocabulary: {a: {type: string, expected: {min: = 1}}}\n",
     "error wrong-type 1:43-1:46 only a number, a date or a duration can be expected within bounds"},
    {"vocabulary: {a: {type: number, expected: {min: low, mox: = 1}}}\n",
     "error wrong-type 1:48-1:51 expected '=' and an expression, found text\n"
     "error unknown-key 1:53-1:56 unknown key 'mox' in 'expected'; hint: did you mean 'max'?"},
};

static const bad_kb declare_cases[] = {
    {"derived: {a: {text: b}}\n", "error missing-key 1:15-1:19 a derived attribute needs 'value'"},
    {"derived: {a: [1]}\n", "error wrong-type 1:14-1:17 expected an expression, or a mapping with value and "
                            "text, found a list; hint: put an expression that begins with '[' in quotes"},
    {"derived: {a: ''}\n", "error wrong-value 1:14-1:16 expected an expression, or a mapping with value and "
                           "text, found empty text"},
    {"derived: {for: 1}\n",
     "error bad-name 1:11-1:14 'for' is a word of the language of conditions and can be no name"},
    {"functions: {f: {params: {x: any}}}\n", "error missing-key 1:17-1:23 a function needs 'value'"},
    {"functions: {f: {params: [x], value: x}}\n",
     "error wrong-type 1:25-1:28 expected a mapping of parameters to types, found a list"},
    {"functions: {f: {params: {x: nothing}, value: x}}\n",
     "error unknown-type 1:29-1:36 there is no type 'nothing'"},
    {"functions: {f: x}\n",
     "error wrong-type 1:16-1:17 expected a mapping with params and value, found text"},
    {"parameters: {p: {text: t}}\n", "error missing-key 1:18-1:22 a parameter needs 'values'"},
    {"parameters: {p: {values: []}}\n", "error wrong-value 1:26-1:28 the list of values is empty"},
    {"parameters: {p: {values: [{from: 2020-01-01}]}}\n",
     "error missing-key 1:28-1:32 a value of a parameter needs 'value'"},
    {"parameters: {p: {values: [{value: x}]}}\n",
     "error wrong-type 1:35-1:36 expected a number, found the text 'x'"},
    {"parameters: {p: {values: [{value: 1, from: 2020-02-30}]}}\n",
     "error wrong-value 1:44-1:54 expected a date, such as 2027-01-31, found the text '2020-02-30'; hint: "
     "there is no such day"},
    {"parameters: {p: {values: [{value: 1, from: 2020-02-02, until: 2020-02-01}]}}\n",
     "error wrong-period 1:63-1:73 'until' is before 'from'"},
    {"parameters:\n  p:\n    values:\n    - {value: 2, from: 2020-06-30}\n    - {value: 1, until: "
     "2020-06-30}\n",
     "error period-overlap 4:7-4:35 this period overlaps with the one before it; note 5:7-5:36 the period "
     "before it"},
    {"parameters:\n  p:\n    values:\n    - {value: 2, from: 2020-07-02}\n    - {value: 1, until: "
     "2020-06-30}\n",
     "error period-gap 4:7-4:35 there is no value from 2020-07-01 until this period begins on 2020-07-02; "
     "note 5:7-5:36 the period before it"},
    {"parameters: {p: {values: [{value: 1}, {value: 2}]}}\n",
     "error period-overlap 1:39-1:49 this period overlaps with the one before it; note 1:27-1:37 the period "
     "before it"},
    {"parameters: {p: {values: [{value: 1, sources: [x]}]}}\nsources: [{id: y}]\n",
     "error unknown-source 1:48-1:49 there is no source 'x'"},
};

static const bad_kb collection_cases[] = {
    {"collections: {c: {role: subjekt}}\n",
     "error wrong-value 1:25-1:32 there is no role 'subjekt'; hint: did you mean 'subject'?"},
    {"collections: {c: {role: source}}\n",
     "error wrong-value 1:25-1:31 the role 'source' is that of the built-in collection 'sources'"},
    {"collections: {sources: {}}\n",
     "error duplicate-name 1:15-1:22 'sources' is a built-in section and cannot be declared"},
    {"collections: {rules: {}}\n",
     "error duplicate-name 1:15-1:20 'rules' is a built-in section and cannot be declared"},
    {"collections: {a-b: {}}\n", "error bad-name 1:15-1:18 'a-b' is no name: one is made of letters, digits "
                                 "and underscores; hint: write 'a_b'"},
    {"collections: {c: []}\n",
     "error wrong-type 1:18-1:20 expected a mapping, a collection's role and fields, found a list"},
    {"collections: {a: {role: action}, b: {role: action}}\n",
     "error duplicate-role 1:44-1:50 two collections have the role 'action'; note 1:25-1:31 first here"},
    {"collections: {c: {fields: {name: string}}}\n",
     "error duplicate-name 1:28-1:32 every entity has a field 'name' without declaring it"},
    {"collections: {c: {fields: {x: {type: string, absent: a}}}}\n",
     "error unknown-key 1:46-1:52 unknown key 'absent' in a field; hint: the keys are optional, default, "
     "role, type, values, match, unit, min, max, of, fields"},
    {"collections: {c: {fields: {x: {type: entity(c), default: a}}}}\n",
     "error wrong-type 1:58-1:59 only null, a plain value or a list of plain values can stand here"},
    {"collections: {c: {}}\nderived: {c: 1}\n",
     "error duplicate-name 2:11-2:12 the name 'c' of a derived attribute is already that of a collection; "
     "note 1:15-1:16 first here"},
    {"derived: {sources: 1}\n", "error duplicate-name 1:11-1:18 the name 'sources' of a derived attribute is "
                                "already that of the built-in collection 'sources'"},
};

static const bad_kb entity_cases[] = {
    {"collections: {c: {}}\nc: {id: a}\n",
     "error wrong-type 2:5-2:7 expected a list of entities, found a mapping"},
    {"collections: {c: {}}\nc: [a]\n", "error wrong-type 2:5-2:6 expected a mapping, an entity, found text"},
    {"collections: {c: {}}\nc: [{name: a}]\n", "error missing-key 2:6-2:10 an entity of 'c' needs 'id'"},
    {"collections: {c: {}}\nc: [{idd: a, name: 5}, {id: x, text: 4}, {id: x, text: 5}]\n",
     "error missing-key 2:6-2:9 an entity of 'c' needs 'id'\n"
     "error unknown-key 2:6-2:9 unknown key 'idd' in an entity of 'c'; hint: did you mean 'id'?\n"
     "error wrong-type 2:20-2:21 expected text, found '5'; hint: write it in quotes: \"5\"\n"
     "error wrong-type 2:38-2:39 expected text, found '4'; hint: write it in quotes: \"4\"\n"
     "error duplicate-id 2:47-2:48 'c' has two entities with the id 'x'; note 2:29-2:30 first here\n"
     "error wrong-type 2:56-2:57 expected text, found '5'; hint: write it in quotes: \"5\""},
    {"collections: {c: {}}\nc: [{id: 5}]\n",
     "error wrong-type 2:10-2:11 expected text, an id, found a number; hint: write it in quotes: \"5\""},
    {"collections: {c: {}}\nc: [{id: a b}]\n", "error bad-id 2:10-2:13 'a b' is no id: one is made of "
                                               "letters, digits, hyphens, underscores and points"},
    {"collections: {c: {}}\nc: [{id: a}, {id: b}, {id: a}]\n",
     "error duplicate-id 2:28-2:29 'c' has two entities with the id 'a'; note 2:10-2:11 first here"},
    {"collections: {c: {}}\nc: [{id: a, nmae: b}]\n",
     "error unknown-key 2:13-2:17 unknown key 'nmae' in an entity of 'c'; hint: did you mean 'name'?"},
    {"collections: {c: {}}\nc: [{id: a, name: 5, text: ~, aliases: b}]\n",
     "error wrong-type 2:19-2:20 expected text, found '5'; hint: write it in quotes: \"5\"\n"
     "error wrong-type 2:40-2:41 expected a list, found text; hint: a list of one is written [b]"},
    {"collections: {c: {fields: {kind: string, size: number}}}\nc: [{id: a, size: big}]\n",
     "error missing-key 2:6-2:8 an entity of 'c' needs 'kind'\n"
     "error wrong-type 2:19-2:22 expected a number, found the text 'big'"},
    {"collections: {c: {fields: {k: {type: enum, values: [one, two]}}}}\nc: [{id: a, k: tow}, {id: b, k: "
     "[one]}]\n",
     "error wrong-value 2:16-2:19 expected one of one, two, found 'tow'; hint: did you mean 'two'?\n"
     "error wrong-type 2:33-2:38 expected one of one, two, found a list"},
    {"collections: {c: {}}\nc: [{id: a, in_force: {from: 2020-01-02, until: 2020-01-01}}]\n",
     "error wrong-period 2:49-2:59 'until' is before 'from'"},
    {"collections: {c: {}}\nc: [{id: a, in_force: {form: 2020-01-02}}]\n",
     "error unknown-key 2:24-2:28 unknown key 'form' in a record 'in_force'; hint: did you mean 'from'?"},
    {"collections: {c: {fields: {d: entity(c)}}}\nc: [{id: alpha, d: alhpa}, {id: b, d: 1}]\n",
     "error unknown-entity 2:20-2:25 'c' has no entity 'alhpa'; hint: did you mean 'alpha'?\n"
     "error wrong-type 2:39-2:40 expected text, the id of an entity, found a number; hint: write it in "
     "quotes: \"1\""},
    {"collections: {c: {fields: {d: {type: list, of: entity}}}, e: {}}\n"
     "c: [{id: a, d: [a, b, x]}, {id: b, d: []}]\ne: [{id: b}]\n",
     "error ambiguous-entity 2:20-2:21 'b' is an entity of 'c' and of 'e'\n"
     "error unknown-entity 2:23-2:24 no collection has an entity 'x'"},
    {"collections: {c: {}}\nc: [{id: a, sources: [b, 'c#', '#d', 5, {doc: b, at: c, on: d}, {at: b}]}]\n"
     "sources: [{id: b}]\n",
     "error wrong-value 2:26-2:30 expected a source, as ID or ID#heading, found 'c#'\nerror wrong-value "
     "2:32-2:36 expected a source, as ID or ID#heading, found '#d'\nerror wrong-type 2:38-2:39 expected a "
     "source, as ID, ID#heading or {doc: ID, at: heading}, found a number\nerror unknown-key 2:57-2:59 "
     "unknown key 'on' in a source; hint: the keys are doc, at\nerror missing-key 2:66-2:68 a source needs "
     "'doc'"},
    {"collections: {c: {}}\nc: [{id: a, sources: [guid]}]\nsources: [{id: guide}]\n",
     "error unknown-source 2:23-2:27 there is no source 'guid'; hint: did you mean 'guide'?"},
    {"collections: {c: {}}\nc: [{id: a, sources: b}]\n",
     "error wrong-type 2:22-2:23 expected a list, found text; hint: a list of one is written [b]"},
    {"collections: {c: {}}\nc: [{id: a, caveats: [{kind: disput, text: b}]}]\n",
     "error wrong-value 2:30-2:36 expected one of dispute, internal, note, outdated, found 'disput'; hint: "
     "did you mean 'dispute'?"},
    {"sources: [{id: a, checked: yesterday, confidence: hi}]\n",
     "error wrong-value 1:28-1:37 expected a date, such as 2027-01-31, found the text 'yesterday'\n"
     "error wrong-value 1:51-1:53 expected one of high, medium, low, found 'hi'"},
    {"collections: {c: {}}\nc: [{id: a, sources: ['b#Rules', 'b#Rule', {doc: b, at: Who may app}, b]}]\n"
     "sources: [{id: b, sections: [Rules, Who may apply]}]\n",
     "error unknown-section 2:37-2:41 'b' has no section 'Rule'; hint: did you mean 'Rules'?\n"
     "error unknown-section 2:57-2:68 'b' has no section 'Who may app'; hint: did you mean 'Who may apply'?"},
    {"sources: [{id: b, sections: [Rules]}]\ncollections: {c: {}}\nc: [{id: a, sources: ['b#Prices']}]\n",
     "error unknown-section 3:26-3:32 'b' has no section 'Prices'; note 1:29-1:36 its sections are told "
     "here"},
    {"collections: {conflicts: {}}\n",
     "error duplicate-name 1:15-1:24 'conflicts' is a built-in section and cannot be declared"},
};

#define CONFLICT \
    "collections: {c: {fields: {r: {type: list, of: requirement, default: []}}}, d: {}}\n" \
    "c: [{id: a, r: [{id: b, text: t, requires: true, sources: []}]}, {id: e}]\nd: [{id: e}]\n" \
    "parameters: {least: {values: [{value: 1}]}}\nconflicts:\n- id: x\n  because: y\n  text: z\n"
#define STATEMENTS "  statements: [{text: s, in_force: true, sources: []}, {text: t, sources: []}]\n"
#define LISTED \
    "types: {w: {type: record, fields: {id: string, caveats: {type: list, of: caveat, default: []}}},\n" \
    "  v: {type: record, fields: {id: string}}}\n" \
    "collections: {c: {fields: {p: {type: list, of: w}, q: {type: list, of: w}, v: {type: list, of: v}}}}\n" \
    "c: [{id: a, p: [{id: one}, {id: both}], q: [{id: both}], v: [{id: bare}]}]\n" \
    "conflicts:\n- id: x\n  because: y\n  text: z\n  kind: dispute\n"
static const bad_kb conflict_cases[] = {
    {CONFLICT "  kind: dispute\n" STATEMENTS "  affects: [a, 'a/b', 'c:e', 'parameter:least']\n", ""},
    {CONFLICT "  kind: disputed\n" STATEMENTS, "error wrong-value 9:9-9:17 expected one of dispute, "
                                               "internal, outdated, found 'disputed'; hint: did you "
                                               "mean 'dispute'?"},
    {CONFLICT "  kind: dispute\n  statements: [{text: s, sources: []}]\n",
     "error wrong-value 10:15-10:39 a conflict has two statements or more"},
    {CONFLICT "  kind: internal\n  statements: [{text: s, sources: []}, {text: t, sources: []}]\n",
     "error wrong-value 6:3-6:5 no statement is marked as in force; hint: write 'in_force: true' beside each "
     "that holds, and why under 'because'"},
    {CONFLICT "  kind: outdated\n  statements: [{text: s, sources: []}]\n", ""},
    {CONFLICT "  kind: dispute\n" STATEMENTS "  affects: [e, 'd:a', 'a/c', 'parameter:leest', f]\n",
     "error ambiguous-entity 11:13-11:14 'e' is an entity of 'c' and of 'd'; hint: write 'd:e'\n"
     "error unknown-entity 11:16-11:21 there is no entity 'a'; hint: write ID, COLLECTION:ID, ID/ITEM "
     "or "
     "parameter:NAME\n"
     "error unknown-entity 11:23-11:28 'a' has no requirement, nor another record with caveats, called 'c'\n"
     "error unknown-parameter 11:30-11:47 there is no parameter 'leest'; hint: did you mean 'least'?\n"
     "error unknown-entity 11:49-11:50 there is no entity 'f'; hint: write ID, COLLECTION:ID, ID/ITEM "
     "or "
     "parameter:NAME"},
    {LISTED STATEMENTS "  affects: ['a/one', 'c:a/p/both', 'a/q/both']\n", ""},
    {LISTED STATEMENTS "  affects: ['a/both', 'a/bare', 'a/p/bare']\n",
     "error ambiguous-entity 11:13-11:21 'a' has 'both' in 2 of its lists; hint: write 'a/q/both'\n"
     "error unknown-entity 11:23-11:31 'a' has no requirement, nor another record with caveats, called "
     "'bare'\n"
     "error unknown-entity 11:33-11:43 'a' has no requirement, nor another record with caveats, called "
     "'p/bare'"},
};

#define REQUIREMENTS \
    "collections: {c: {fields: {r: {type: list, of: requirement, default: []}}}, acts: {role: action}}\n"
static const bad_kb requirement_cases[] = {
    {REQUIREMENTS "c: [{id: a, r: [{id: b}]}]\n",
     "error missing-key 2:18-2:20 a requirement needs 'requires'\n"
     "error missing-key 2:18-2:20 a requirement needs 'sources'\n"
     "error missing-key 2:18-2:20 a requirement needs 'text'"},
    {REQUIREMENTS "c: [{id: a, r: [{id: b, text: t, requires: [x], sources: []}]}]\n",
     "error wrong-type 2:44-2:47 expected a condition: an expression, true or false, found a list"},
    {REQUIREMENTS "c: [{id: a, r: [{id: b, text: t, requires: '', applies: 5, sources: []}]}]\n",
     "error wrong-value 2:44-2:46 expected a condition: an expression, true or false, found empty text\n"
     "error wrong-type 2:57-2:58 expected a condition: an expression, true or false, found a number"},
    {REQUIREMENTS "c:\n- id: a\n  r:\n  - {id: b, text: t, requires: true, sources: []}\n"
                  "  - {id: b, text: t, requires: true, sources: []}\n",
     "error duplicate-id 6:10-6:11 'a' has two requirements with the id 'b'; note 5:10-5:11 first here"},
    {REQUIREMENTS
     "c: [{id: a, r: [{id: b, text: t, requires: x, sources: [], strength: requird, waivable: true}]}]\n",
     "error wrong-value 2:70-2:77 expected one of required, preferred, found 'requird'; hint: did you mean "
     "'required'?\n"
     "error wrong-type 2:89-2:93 expected a mapping, found true or false; hint: write {by: ...}"},
    {REQUIREMENTS "c: [{id: a, r: [{id: b, text: t, requires: x, sources: [], remedy: do-tihs}]}]\n"
                  "acts: [{id: do-this}]\n",
     "error unknown-entity 2:68-2:75 'acts' has no entity 'do-tihs'; hint: did you mean 'do-this'?"},
    {REQUIREMENTS
     "c: [{id: a, r: [{id: b, text: 'One sentence. And another one.', requires: x, sources: []}]}]\n",
     "warning long-text 2:46-2:62 the text is more than one sentence; hint: say the rest in 'detail'"},
    {REQUIREMENTS
     "c: [{id: a, text: 'A text that goes on and on, well past the hundred and forty characters that fit "
     "into a line or two of a terminal, and that nobody wants to read.'}]\n",
     "warning long-text 2:19-2:165 the text has 144 characters, more than 140; hint: say the rest in "
     "'detail'"},
};

static const bad_kb relation_cases[] = {
    {"relations: {r: {}}\n", "error missing-key 1:16-1:18 a relation needs 'slots'"},
    {"relations: {r: {slots: {a: string, b: condition, c: {type: string, nullable: true}}}}\n",
     "error wrong-type 1:36-1:37 a slot is no condition; 'boolean' is the type of what one gives\nerror "
     "unknown-key 1:68-1:76 unknown key 'nullable' in a field; hint: the keys are optional, type, values, "
     "match, unit, min, max, of, fields"},
    {"relations: {r: {slots: {name: string}, key: [nmae]}}\n",
     "error unknown-slot 1:46-1:50 'r' has no slot 'nmae'; hint: did you mean 'name'?"},
    {"relations: {r: {slots: {a: string}, key: []}}\n", "error wrong-value 1:42-1:44 the key is empty"},
    {"relations: {r: {slots: {a: string}, key: a}}\n",
     "error wrong-type 1:42-1:43 expected a list of slots, found text; hint: a list of one is written [a]"},
    {"relations: {r: {slots: {a: string}, shows: verdikt}}\n",
     "error wrong-value 1:44-1:51 there is no role 'verdikt'; hint: did you mean 'verdict'?"},
    {"relations: {r: {slots: {a: string}, shows: verdict}}\n",
     "error wrong-slots 1:44-1:51 a relation that shows 'verdict' has one slot, the subject"},
    {"relations: {r: {slots: {a: entity}, shows: requirement-met}}\n",
     "error wrong-slots 1:44-1:59 a relation that shows 'requirement-met' has two slots, the subject and the "
     "requirement's id"},
    {"relations: {r: {slots: {id: string}, shows: recommendation}}\n",
     "error wrong-slots 1:45-1:59 a relation that shows 'recommendation' has the slots id, topic, phase, "
     "priority and text"},
    {"relations: {r: {slots: {id: string}, shows: warning}}\n",
     "error wrong-slots 1:45-1:52 a relation that shows 'warning' has the slot text"},
    {"relations: {r: {slots: {a: entity}, shows: verdict}, s: {slots: {a: entity}, shows: verdict}}\n",
     "error duplicate-role 1:85-1:92 two relations show 'verdict'; note 1:44-1:51 first here"},
};

#define RELATION "relations: {r: {slots: {name: string, more: {type: number, optional: true}}}}\n"
/* A slot of each type; a rule up to its slots. */
#define SLOTS \
    "types: {pr: {type: enum, values: [high, low]}, n: {type: number, min: 0, max: 10}}\n" \
    "collections: {c: {}}\n" \
    "c: [{id: one}]\n" \
    "relations: {r: {slots: {s: string, n: {type: n, optional: true}, d: {type: date, optional: true}, p: " \
    "{type: pr, " \
    "optional: true}, b: {type: boolean, optional: true}, e: {type: entity(c), optional: true}, any: " \
    "{type: entity, " \
    "optional: true}, l: {type: list, of: string, optional: true}}}}\n" \
    "\n" \
    "# the rule\n" \
    "rules: [{rule: a, then: {r: {"
static const bad_kb rule_cases[] = {
    {RELATION "rules: [{then: {r: {name: a}}}]\n", "error missing-key 2:10-2:14 a rule needs 'rule'"},
    {RELATION "rules: [{rule: a}]\n", "error missing-key 2:10-2:14 a rule needs 'then'"},
    {RELATION "rules: [{rule: a, then: {}}]\n", "error wrong-value 2:25-2:27 'then' asserts nothing"},
    {RELATION "rules: [{rule: a, then: [r]}]\n",
     "error wrong-type 2:25-2:28 expected a mapping of relations to slots, found a list"},
    {RELATION "rules: [{rule: a, then: {q: {name: a}}}]\n",
     "error unknown-relation 2:26-2:27 there is no relation 'q'"},
    {RELATION "rules: [{rule: a, then: {r: {}}}]\n", "error missing-key 2:26-2:27 'r' needs the slot 'name'"},
    {RELATION "rules: [{rule: a, then: {r: {nmae: a}}}]\n",
     "error missing-key 2:26-2:27 'r' needs the slot 'name'\n"
     "error unknown-slot 2:30-2:34 'r' has no slot 'nmae'; hint: did you mean 'name'?"},
    {RELATION "rules: [{rule: a, then: {r: {name: [a]}}}]\n",
     "error wrong-type 2:36-2:39 expected text, or '=' and an expression, found a list"},
    {SLOTS "s: 5}}}]\n", "error wrong-type 7:33-7:34 expected text, or '=' and an expression, found a "
                         "number; hint: write it in quotes: "
                         "\"5\""},
    {SLOTS "s: ~}}}]\n", "error null-value 7:33-7:34 the slot 's' cannot be null; hint: a slot that may be "
                         "left out is declared with "
                         "'optional: true'"},
    {SLOTS "s: a, n: two}}}]\n",
     "error wrong-type 7:39-7:42 expected a number from 0 to 10, found the text 'two'"},
    {SLOTS "s: a, n: 11}}}]\n", "error out-of-range 7:39-7:41 expected a number from 0 to 10, found 11"},
    {SLOTS "s: a, n: '{p}'}}}]\n", "error wrong-type 7:39-7:44 the slot 'n' takes a number from 0 to 10, not "
                                   "text with {...} in it; hint: write '=' and "
                                   "the expression, in quotes where it has a ':' or '#'"},
    {SLOTS "s: a, d: 2026-02-30}}}]\n",
     "error wrong-value 7:39-7:49 expected a date, such as 2027-01-31, found the text "
     "'2026-02-30'; hint: there is no such day"},
    {SLOTS "s: a, p: hihg}}}]\n",
     "error wrong-value 7:39-7:43 expected one of high, low, found 'hihg'; hint: did you mean 'high'?"},
    {SLOTS "s: a, b: yes}}}]\n",
     "error wrong-type 7:39-7:42 expected true or false, found the text 'yes'; hint: did you mean true?"},
    {SLOTS "s: a, e: onee}}}]\n",
     "error unknown-entity 7:39-7:43 'c' has no entity 'onee'; hint: did you mean 'one'?"},
    {SLOTS "s: a, any: won}}}]\n", "error unknown-entity 7:41-7:44 no collection has an entity 'won'"},
    {SLOTS "s: a, l: [x]}}}]\n",
     "error wrong-type 7:39-7:42 expected '=' and an expression, in quotes: '= [\"a\", "
     "\"b\"]', found a list"},
    {SLOTS "s: a, l: x}}}]\n",
     "error wrong-type 7:39-7:40 expected '=' and an expression, in quotes: '= [\"a\", "
     "\"b\"]', found text"},
    {RELATION "rules: [{rule: a, whne: true, then: {r: {name: a}}}]\n",
     "error unknown-key 2:19-2:23 unknown key 'whne' in a rule; hint: did you mean 'when'?"},
    {RELATION "rules: [{rule: a, for: [x], then: {r: {name: a}}}]\n",
     "error wrong-type 2:24-2:27 expected a mapping of names to lists, found a list"},
    {RELATION "rules: [{rule: a, for: {x-y: z}, then: {r: {name: a}}}]\n",
     "error bad-name 2:25-2:28 'x-y' is no name: one is made of letters, digits and underscores; hint: write "
     "'x_y'"},
    {RELATION "rules: [{rule: a, when: [], then: {r: {name: a}}}]\n",
     "error wrong-value 2:25-2:27 the list of conditions is empty"},
    {RELATION "rules: [{rule: a, when: {}, then: {r: {name: a}}}]\n",
     "error wrong-type 2:25-2:27 expected a condition, a list of conditions, or any, all or not, found a "
     "mapping"},
    {RELATION "rules: [{rule: a, when: [{ayn: [x]}, {x: y}], then: {r: {name: a}}}]\n",
     "error unknown-key 2:27-2:30 unknown key 'ayn' in a condition; hint: did you mean 'any'?\n"
     "error unknown-key 2:39-2:40 unknown key 'x' in a condition; hint: a condition with a colon in it is "
     "written in quotes"},
    {RELATION "rules: [{rule: a, when: [{any: []}, ~], then: {r: {name: a}}}]\n",
     "error wrong-value 2:32-2:34 the list of conditions is empty\n"
     "error wrong-type 2:37-2:38 expected a condition, a list of conditions, or any, all or not, found null"},
    {RELATION "rules: [{rule: a, because: 5, sources: [x], then: {r: {name: a}}}]\n",
     "error wrong-type 2:28-2:29 expected text, found a number; hint: write it in quotes: \"5\"\n"
     "error unknown-source 2:41-2:42 there is no source 'x'"},
    {RELATION "rules: [{rule: a, then: {r: {name: a}}}, {rule: a, then: {r: {name: b}}}]\n",
     "error duplicate-id 2:49-2:50 two rules have the id 'a'; note 2:16-2:17 first here"},
};

static void check(const bad_kb *cases, size_t count) {
    folder f;
    folder_make(&f);
    folder_write(&f, "kb/kb.yaml", MANIFEST);
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        fixture x;
        pr_kb kb;
        fixture_init(&x, NULL);
        folder_write(&f, "kb/a.yaml", cases[i].text);
        bool good = folder_read(&f, &x, &kb);
        pr_text summary = summary_of(&x);
        if (good != (x.diags.errors == 0) || !pr_text_is(summary, cases[i].expected)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].text,
                        cases[i].expected, PR_ARG(summary));
            wrong++;
        }
        fixture_release(&x);
    }
    folder_remove(&f);
    assert_int_equal(wrong, 0);
}

static void of_sections(void **state) {
    (void)state;
    check(section_cases, COUNT_OF(section_cases));
}

static void of_types(void **state) {
    (void)state;
    check(type_cases, COUNT_OF(type_cases));
}

static void of_the_vocabulary(void **state) {
    (void)state;
    check(vocabulary_cases, COUNT_OF(vocabulary_cases));
}

static void of_declarations(void **state) {
    (void)state;
    check(declare_cases, COUNT_OF(declare_cases));
}

static void of_collections(void **state) {
    (void)state;
    check(collection_cases, COUNT_OF(collection_cases));
}

static void of_entities(void **state) {
    (void)state;
    check(entity_cases, COUNT_OF(entity_cases));
}

static void of_conflicts(void **state) {
    (void)state;
    check(conflict_cases, COUNT_OF(conflict_cases));
}

static void of_requirements(void **state) {
    (void)state;
    check(requirement_cases, COUNT_OF(requirement_cases));
}

static void of_relations(void **state) {
    (void)state;
    check(relation_cases, COUNT_OF(relation_cases));
}

static void of_rules(void **state) {
    (void)state;
    check(rule_cases, COUNT_OF(rule_cases));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_sections),       cmocka_unit_test(of_types),
        cmocka_unit_test(of_the_vocabulary), cmocka_unit_test(of_declarations),
        cmocka_unit_test(of_collections),    cmocka_unit_test(of_entities),
        cmocka_unit_test(of_conflicts),      cmocka_unit_test(of_requirements),
        cmocka_unit_test(of_relations),      cmocka_unit_test(of_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
