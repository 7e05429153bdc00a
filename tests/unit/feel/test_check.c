/* Static types: of results, and every error with place, message and hint. */
#include "unit/feel/feel.h"
#include "unit/feel/vocabulary.h"

typedef struct check_case {
    const char *expression, *result; /* the type, or the errors without "error " */
} check_case;

static const check_case type_cases[] = {
    {"1", "number"},
    {"\"a\"", "string"},
    {"true", "boolean"},
    {"null", "null"},
    {"@\"2027-01-31\"", "date"},
    {"@\"2027-01-31T10:00:00\"", "date-time"},
    {"@\"10:00:00\"", "time"},
    {"@\"P1Y\"", "months"},
    {"@\"P1D\"", "duration"},
    {"[]", "[any]"},
    {"[1, 2]", "[number]"},
    {"[1, null]", "[number?]"},
    {"[special, level_of]", "[ir|dr|surgery|basic|intermediate|advanced]"},
    {"[special, \"x\"]", "[string]"},
    {"[[1], []]", "[[any]]"},
    {"[{a: 1}, {a: 2, b: text}]", "[{a: number, b: string?}]"},
    {"{a: 1, b: a + 1, c: {d: b}}", "{a: number, b: number, c: {d: number}}"},
    {"{a: 1}.a", "number"},
    {"exams.step2_ck.score", "number?"},
    {"exams.step2_ck", "{status: not-taken|pass|fail, score: number?}"},
    {"rotations.weeks", "[number]"},
    {"rotations.tags", "[[string]]"},
    {"rotations[specialty = \"ir\"].weeks", "[number]"},
    {"rotations[1].start.year", "number"},
    {"rotations[item.weeks > n].status", "[planned|in-progress|completed]"},
    {"rotations[-1]",
     "{specialty: ir|dr|surgery, weeks: number, start: date, status: planned|in-progress|completed, "
     "tags: [string]}?"},
    {"numbers[item > 2]", "[number]"},
    {"numbers[anything]", "any"},
    {"[{item: 1}][item = 1]", "[{item: number}]"},
    {"[{item: 1}][item.item = 1]", "unknown-field 1:18-1:22 number has no field 'item'"},
    {"program.performs.level", "[basic|intermediate|advanced]"},
    {"program.name + \"!\"", "string"},
    {"born.weekday", "number"},
    {"moment.time offset", "duration?"},
    {"length.years + length.days", "number"},
    {"[1..5].start", "number"},
    {"(< 5).end included", "boolean"},
    {"[1..5]", "range<number>"},
    {"(null..born)", "range<date>"},
    {"< n", "range<number>"},
    {"n + 1", "number"},
    {"score + 1", "number?"},
    {"-span", "months"},
    {"text + special", "string"},
    {"born + gap", "date"},
    {"gap + born", "date"},
    {"born - length", "date"},
    {"moment - span", "date-time"},
    {"at + gap", "time"},
    {"born - born", "duration"},
    {"moment - born", "duration"},
    {"at - at", "duration"},
    {"span + span", "months"},
    {"span + length", "months"},
    {"length + length", "either-duration"},
    {"length * 2", "either-duration"},
    {"2 * gap", "duration"},
    {"gap / gap", "number"},
    {"span / 3", "months"},
    {"n ** 2", "number"},
    {"anything + 1", "any"},
    {"n = 1", "boolean"},
    {"special = \"ir\"", "boolean"},
    {"special = text", "boolean"},
    {"n = null", "boolean"},
    {"null != program", "boolean"},
    {"program = \"nih\"", "boolean"},
    {"program.id = text", "boolean"},
    {"born < @\"2027-01-01\"", "boolean"},
    {"special < \"zz\"", "boolean"},
    {"length > gap", "boolean"},
    {"[] = numbers", "boolean"},
    {"n between 1 and 2", "boolean"},
    {"n in [1..5]", "boolean"},
    {"n in (1, < 3, [4..5])", "boolean"},
    {"n in numbers", "boolean"},
    {"n in [[1..2], [3..4]]", "boolean"},
    {"special in [\"ir\", \"dr\"]", "boolean"},
    {"special in (\"ir\", \"dr\")", "boolean"},
    {"numbers in [numbers, [1, 2]]", "boolean"},
    {"procedure in program.performs", "boolean"},
    {"program.id in tags", "boolean"},
    {"program in tags", "boolean"},
    {"n in anything", "boolean"},
    {"flag and n > 1 or not(flag)", "boolean"},
    {"if flag then 1 else 2", "number"},
    {"if flag then 1 else null", "number?"},
    {"if flag then 1 else \"x\"", "any"},
    {"if flag then special else level_of", "ir|dr|surgery|basic|intermediate|advanced"},
    {"if flag then span else gap", "either-duration"},
    {"if flag then program else procedure", "entity"},
    {"if flag then program else \"x\"", "string"},
    {"for x in numbers return x * 2", "[number]"},
    {"for x in 1..3, y in rotations return y.weeks * x", "[number]"},
    {"for d in [@\"2027-01-01\"..@\"2027-01-03\"] return d.day", "[number]"},
    {"for x in numbers return count(partial)", "[number]"},
    {"for p in programs, r in p.performs return r.name", "[string]"},
    {"some r in rotations satisfies r.weeks > 3", "boolean"},
    {"every p in programs satisfies eligible(p)", "boolean"},
    {"function(a: number, b) a + 1", "(a: number, b: any) -> number"},
    {"(function(a: date) a.year)(born)", "number"},
    {"{double: function(x: number) x * 2, y: double(4)}.y", "number"},
    {"anything instance of list<number>", "boolean"},
    {"eligible(\"nih\")", "boolean"},
    {"eligible(program)", "boolean"},
    {"recommend(priority: \"basic\")", "boolean"},
    {"recommend[priority = \"basic\"].topic.name", "[string]"},
    {"count(recommend)", "number"},
    {"done_on(flag, born, today())", "boolean"},
    {"done_on(day: born, on: born, completed: true)", "boolean"},
    {"is_level(if flag then \"basic\" else \"advanced\")", "boolean"},
    {"count(rotations)", "number"},
    {"sum(rotations.weeks)", "number"},
    {"sum(1, 2, n)", "number"},
    {"min(numbers)", "number"},
    {"min(1, n)", "number"},
    {"max(rotations.start)", "date"},
    {"max(born, born)", "date"},
    {"list contains(tags, \"x\")", "boolean"},
    {"list contains(wanted, \"ir\")", "boolean"},
    {"list contains(wanted, null)", "boolean"},
    {"contains(text, \"x\")", "boolean"},
    {"matches(input: text, pattern: \"x\")", "boolean"},
    {"string(n)", "string"},
    {"number(\"1\")", "number"},
    {"number(text, \",\", \".\")", "number"},
    {"date(2027, 1, 31)", "date"},
    {"date(\"2027-01-31\")", "date"},
    {"duration(\"P1D\")", "either-duration"},
    {"today() + duration(\"P1D\")", "date"},
    {"now()", "date-time"},
    {"floor(n)", "number"},
    {"abs(gap)", "duration"},
    {"not(flag)", "boolean"},
    {"anything.a.b[1](2)", "any"},
    {"records[status = \"pass\" and foo > 1]", "[{status: not-taken|pass|fail, ...}]"},
    {"records.bar", "[any]"},
    {"things[x = 1].y", "[any]"},
    {"things[f(1)]", "any"},
    {"count", "function"},
};

static const check_case name_cases[] = {
    {"exmas", "unknown-name 1:1-1:6 there is no name 'exmas'; hint: did you mean 'exams'?"},
    {"zzz", "unknown-name 1:1-1:4 there is no name 'zzz'"},
    {"TRUE", "unknown-name 1:1-1:5 there is no name 'TRUE'; hint: did you mean 'true'?"},
    {"n = (Null)", "unknown-name 1:6-1:10 there is no name 'Null'; hint: did you mean 'null'?"},
    {"third_year_don and flag",
     "unknown-name 1:1-1:15 there is no name 'third_year_don'; hint: did you mean 'third_year_done'?"},
    {"a + b", "unknown-name 1:1-1:2 there is no name 'a'; hint: did you mean 'at'?\n"
              "unknown-name 1:5-1:6 there is no name 'b'"},
    {"exam.step1.status", "unknown-name 1:1-1:5 there is no name 'exam'; hint: did you mean 'exams'?"},
    {"exam.step2.score",
     "unknown-name 1:1-1:5 there is no name 'exam'; hint: did you mean 'exams.step2_ck.score'?"},
    {"step2_ck.score",
     "unknown-name 1:1-1:9 there is no name 'step2_ck'; hint: did you mean 'exams.step2_ck.score'?"},
    {"exams.step1.statos",
     "unknown-field 1:13-1:19 'exams.step1' has no field 'statos'; hint: did you mean 'status'?"},
    {"exams.step1.when", "unknown-field 1:13-1:17 'exams.step1' has no field 'when'; hint: it has status"
                         ""},
    {"exams.step3.status",
     "unknown-field 1:7-1:12 'exams' has no field 'step3'; hint: did you mean 'step1'?"},
    {"exams.step2.score",
     "unknown-field 1:7-1:12 'exams' has no field 'step2'; hint: did you mean 'exams.step2_ck.score'?"},
    {"rotations.wekks", "unknown-field 1:11-1:16 rotation has no field 'wekks'; hint: did you mean 'weeks'?"
                        ""},
    {"rotations[wekks > 1]", "unknown-name 1:11-1:16 there is no name 'wekks'; hint: did you mean 'weeks'?"
                             ""},
    {"rotations[item.x > 1]",
     "unknown-field 1:16-1:17 rotation has no field 'x'; hint: it has specialty, weeks, start, status, "
     "tags"},
    {"program.nam", "unknown-field 1:9-1:12 'program' has no field 'nam'; hint: did you mean 'name'?"},
    {"born.yeer", "unknown-field 1:6-1:10 date has no field 'yeer'; hint: did you mean 'year'?"},
    {"n.foo", "unknown-field 1:3-1:6 number has no field 'foo'"},
    {"{a: 1}.b", "unknown-field 1:8-1:9 context has no field 'b'; hint: it has a"},
    {"zzz.foo.bar = 1 and zzz", "unknown-name 1:1-1:4 there is no name 'zzz'\n"
                                "unknown-name 1:21-1:24 there is no name 'zzz'"},
    {"item", "unknown-name 1:1-1:5 there is no name 'item'"},
    {"{a: b, b: 1}", "unknown-name 1:5-1:6 there is no name 'b'"},
    {"for x in numbers return y", "unknown-name 1:25-1:26 there is no name 'y'"},
    {"n instance of nomber", "unknown-type 1:15-1:21 there is no type 'nomber'"},
    {"function(a: nomber) a", "unknown-type 1:13-1:19 there is no type 'nomber'"},
};

static const check_case comparison_cases[] = {
    {"n = \"1\"", "wrong-type 1:1-1:8 number cannot be compared with string"},
    {"flag = 1", "wrong-type 1:1-1:9 boolean cannot be compared with number"},
    {"born = \"2027-01-01\"",
     "wrong-type 1:1-1:20 date cannot be compared with string; hint: dates are written like @\"2027-01-31\""
     ""},
    {"born = moment", "wrong-type 1:1-1:14 date cannot be compared with date and time"},
    {"span = gap",
     "wrong-type 1:1-1:11 years and months duration cannot be compared with days and time duration"},
    {"tags = \"x\"",
     "wrong-type 1:1-1:11 list of string cannot be compared with string; hint: use 'in' or list "
     "contains(list, item)"},
    {"program = procedure", "wrong-type 1:1-1:20 entity of programs cannot be compared with procedure"},
    {"special = level_of", "wrong-type 1:1-1:19 specialty cannot be compared with level"},
    {"born < 2027-01-31",
     "wrong-type 1:1-1:18 date cannot be compared with number; hint: dates are written like @\"2027-01-31\""},
    {"flag = \"true\"",
     "wrong-type 1:1-1:14 boolean cannot be compared with string; hint: true and false stand without quotes"},
    {"tags > 3", "wrong-type 1:1-1:9 list of string cannot be compared with number; hint: count(list) tells "
                 "how many there are, and "
                 "'in' whether one of them is it"},
    {"flag < true", "wrong-type 1:1-1:12 boolean has no order"},
    {"tags > tags", "wrong-type 1:1-1:12 list of string has no order"},
    {"n < null", "wrong-type 1:1-1:9 null has no order; hint: compare it by = or !="},
    {"n < \"1\"", "wrong-type 1:1-1:8 number cannot be compared with string"},
    {"n between 1 and \"2\"", "wrong-type 1:17-1:20 number cannot be compared with string"},
    {"n in [\"a\"..\"b\"]", "wrong-type 1:6-1:16 number cannot be compared with string"},
    {"[1..\"b\"]", "wrong-type 1:1-1:9 number cannot be compared with string"},
    {"n in [\"1\", \"2\"]", "wrong-type 1:7-1:10 number cannot be compared with string\n"
                            "wrong-type 1:12-1:15 number cannot be compared with string"},
    {"n in (1, \"2\")", "wrong-type 1:10-1:13 number cannot be compared with string"},
    {"n in tags", "wrong-type 1:6-1:10 number cannot be compared with string"},
    {"n in < \"2\"", "wrong-type 1:6-1:11 number cannot be compared with string"},
    {"special = \"irx\"",
     "wrong-value 1:11-1:16 \"irx\" is not a value of specialty; hint: did you mean 'ir'?"},
    {"\"x\" != special",
     "wrong-value 1:1-1:4 \"x\" is not a value of specialty; hint: it is one of ir, dr, surgery"},
    {"rotations[status = \"complete\"]",
     "wrong-value 1:20-1:30 \"complete\" is not one of planned, in-progress, "
     "completed; hint: did you mean 'completed'?"},
    {"special in [\"ir\", \"rd\"]",
     "wrong-value 1:19-1:23 \"rd\" is not a value of specialty; hint: did you mean "
     "'dr'?"},
    {"special in (\"irr\", = \"drr\", != \"dr\")",
     "wrong-value 1:13-1:18 \"irr\" is not a value of specialty; hint: did you mean 'ir'?\n"
     "wrong-value 1:22-1:27 \"drr\" is not a value of specialty; hint: did you mean 'dr'?"},
    {"\"sugery\" in wanted",
     "wrong-value 1:1-1:9 \"sugery\" is not a value of specialty; hint: did you mean 'surgery'?"},
    {"wanted = [\"ir\", \"dx\"]",
     "wrong-value 1:17-1:21 \"dx\" is not a value of specialty; hint: did you mean 'dr'?"},
    {"special = if flag then \"ir\" else \"dx\"",
     "wrong-value 1:34-1:38 \"dx\" is not a value of specialty; hint: did you mean 'dr'?"},
    {"many = \"zzzzz\"", "wrong-value 1:8-1:15 \"zzzzz\" is not one of a1, a2, a3, a4, a5, a6, a7, a8, ..."
                         ""},
};

static const check_case type_error_cases[] = {
    {"if n then 1 else 2", "wrong-type 1:4-1:5 the condition of 'if' must be boolean, not number"},
    {"flag and n", "wrong-type 1:10-1:11 what 'and' joins must be boolean, not number"},
    {"text or flag", "wrong-type 1:1-1:5 what 'or' joins must be boolean, not string"},
    {"not(n)", "wrong-type 1:5-1:6 the argument 'negand' of not must be boolean, not number"},
    {"some x in numbers satisfies x",
     "wrong-type 1:29-1:30 what stands behind 'satisfies' must be boolean, not number"},
    {"rotations[specialty]", "wrong-type 1:11-1:20 a filter is a condition or a position, not specialty"},
    {"for x in n return x",
     "wrong-type 1:10-1:11 this must be a list, or a range of numbers or dates, not number"},
    {"for x in [gap..gap] return x",
     "wrong-type 1:10-1:20 this must be a list, or a range of numbers or dates, not "
     "range of days and time duration"},
    {"[1, \"a\", true]",
     "mixed-list 1:5-1:8 a list has items of one type: this is string, before it stands number"},
    {"[numbers, tags]", "mixed-list 1:11-1:15 a list has items of one type: this is list of string, before "
                        "it stands list of number"},
    {"[program, procedure]", "mixed-list 1:11-1:20 a list has items of one type: this is procedure, before "
                             "it stands entity of programs"},
    {"n + text",
     "wrong-type 1:1-1:9 '+' does not apply to number and string; hint: string(...) makes text of any "
     "value"},
    {"born + 3",
     "wrong-type 1:1-1:9 '+' does not apply to date and number; hint: durations are written like @\"P3D\" "
     "or @\"P1Y6M\""},
    {"numbers + 1",
     "wrong-type 1:1-1:12 '+' does not apply to list of number and number; hint: use append(list, item) "
     "or concatenate(list, list)"},
    {"flag * 2", "wrong-type 1:1-1:9 '*' does not apply to boolean and number"},
    {"null - 1", "wrong-type 1:1-1:9 '-' does not apply to null and number"},
    {"at + span", "wrong-type 1:1-1:10 '+' does not apply to time and years and months duration"},
    {"span + gap",
     "wrong-type 1:1-1:11 '+' does not apply to years and months duration and days and time duration"},
    {"-text", "wrong-type 1:1-1:6 '-' does not apply to string"},
    {"(n + text) * 2 = 1 and n",
     "wrong-type 1:1-1:11 '+' does not apply to number and string; hint: string(...) makes "
     "text of any value\n"
     "wrong-type 1:24-1:25 what 'and' joins must be boolean, not number"},
    {"{a: 1, b: 2, a: 3}",
     "duplicate-key 1:14-1:15 the key 'a' stands twice in this context; note 1:2-1:3 first here"},
    {"@\"2027-13-01\"", "wrong-value 1:1-1:14 this is no date, time or duration; hint: they are written like "
                        "@\"2027-01-31\", @\"13:30:00\", @\"P1Y6M\", @\"P3DT12H\""},
    {"1e9999", "wrong-value 1:1-1:7 this number is out of range"},
};

/* Arguments that each are what they must be, and do not go together. */
static const check_case together_cases[] = {
    {"min(n, text)", "wrong-type 1:8-1:12 this is string, before it stands number: they cannot be compared"
                     ""},
    {"before(n, [born..born])",
     "wrong-type 1:11-1:23 this is date, before it stands number: they cannot be compared"},
    {"coincides([1..2], [text..text])",
     "wrong-type 1:19-1:31 this is string, before it stands number: they cannot be compared"},
    {"is(n, text)", "wrong-type 1:7-1:11 this is string, before it stands number: they cannot be compared"
                    ""},
    {"append(numbers, text)",
     "mixed-list 1:17-1:21 a list has items of one type: this is string, the list's items are number"},
    {"concatenate(numbers, [text])",
     "mixed-list 1:22-1:28 a list has items of one type: this is string, the list's items are number"},
    {"union(numbers, [1], text)",
     "wrong-type 1:21-1:25 the argument 'list' of union must be list, not string"},
    {"insert before(numbers, 1, text)",
     "mixed-list 1:27-1:31 a list has items of one type: this is string, the list's items are number"},
    {"list replace(numbers, 1, text)",
     "mixed-list 1:26-1:30 a list has items of one type: this is string, the list's items are number"},
    {"list replace(numbers, function(x) true, 1)",
     "wrong-arguments 1:23-1:39 this function is called with two items, and takes 1"},
    {"sort(numbers, function(x, y) 1)",
     "wrong-type 1:15-1:31 this function must give true or false, not number"},
    {"sort(rotations)", "wrong-type 1:1-1:16 the items are rotation and have no order; hint: sort(list, "
                        "function(x, y) x.NAME < y.NAME)"},
    {"index of(numbers, text)",
     "wrong-type 1:19-1:23 the argument 'match' of index of must be number, not string"},
    {"list contains([\"ir\", \"xx\"], special)",
     "wrong-value 1:22-1:26 \"xx\" is not a value of specialty; hint: it is one of ir, dr, surgery"},
    {"context merge(numbers)", "wrong-type 1:15-1:22 the argument 'contexts' of context merge must be list "
                               "of context, not list of number"},
    {"context(numbers)",
     "wrong-type 1:9-1:16 the argument 'entries' of context must be list of context, not list of number"},
    {"count(null)", "wrong-type 1:7-1:11 the argument 'list' of count must not be null"},
    {"not(null)", "boolean"},
    {"day of week(born) = \"Mon\"",
     "wrong-value 1:21-1:26 \"Mon\" is not a value of the days of the week; hint: it is one of Monday, "
     "Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"},
    {"month of year(born) in (\"May\", \"Mai\")",
     "wrong-value 1:32-1:37 \"Mai\" is not a value of the months; hint: did you mean 'May'?"},
    {"n instance of string", "wrong-type 1:1-1:21 this is number, and never string"},
    {"n in (? > text)", "wrong-type 1:6-1:16 number cannot be compared with string"},
    {"n in (starts with(?, \"a\"))",
     "wrong-type 1:19-1:20 the argument 'string' of starts with must be string, not number"},
    {"text in (starts with(?, \"a\"), \"b\")", "boolean"},
};

static const check_case call_cases[] = {
    {"cuont(tags)", "unknown-function 1:1-1:6 there is no function 'cuont'; hint: did you mean 'count'?"},
    {"elligible(program)",
     "unknown-function 1:1-1:10 there is no function 'elligible'; hint: did you mean 'eligible'?"},
    {"day of week(text)",
     "wrong-type 1:13-1:17 the argument 'date' of day of week must be a date, or a date and time, "
     "not string"},
    {"abs(text) > 1",
     "wrong-type 1:5-1:9 the argument 'n' of abs must be a number or a duration, not string"},
    {"abs(n) = text", "wrong-type 1:1-1:14 number cannot be compared with string"},
    {"substring(text, text)",
     "wrong-type 1:17-1:21 the argument 'start position' of substring must be number, not string"},
    {"round up(n)",
     "wrong-arguments 1:1-1:12 round up cannot be called with 1 argument; hint: round up(n, scale)"},
    {"modulo(dividend: n, divider: 2)",
     "wrong-arguments 1:21-1:28 modulo has no argument 'divider'; hint: did you mean 'dividend'?"},
    {"upper case(n)", "wrong-type 1:12-1:13 the argument 'string' of upper case must be string, not number"
                      ""},
    {"n(1)", "wrong-type 1:1-1:2 n is number, not a function"},
    {"numbers(1)", "wrong-type 1:1-1:8 numbers is list of number, not a function; hint: an item is taken by "
                   "[position], a selection by [condition]"},
    {"(1)(2)", "wrong-type 1:1-1:4 this is number, not a function"},
    {"done_on(flag, born)",
     "wrong-arguments 1:1-1:20 done_on takes 3 arguments, not 2; hint: done_on(completed, on, day)"},
    {"done_on(flag, born, n)", "wrong-type 1:21-1:22 the argument 'day' of done_on must be date, not number"
                               ""},
    {"done_on(completed: flag, onn: born, day: born)",
     "wrong-arguments 1:26-1:29 done_on has no argument 'onn'; hint: did you mean 'on'?"},
    {"done_on(completed: flag, completed: flag)",
     "wrong-arguments 1:26-1:35 the argument 'completed' is given twice"},
    {"done_on(completed: flag, on: born)",
     "wrong-arguments 1:1-1:35 the argument 'day' of done_on is missing"},
    {"is_level(\"advanzed\")",
     "wrong-value 1:10-1:20 \"advanzed\" is not a value of level; hint: did you mean 'advanced'?"},
    {"is_level(if flag then \"basic\" else 1)",
     "wrong-type 1:36-1:37 the argument 'level' of is_level must be level, not number"},
    {"eligible()", "wrong-arguments 1:1-1:11 eligible takes 1 argument, not 0; hint: eligible(program)"},
    {"eligible(n)",
     "wrong-type 1:10-1:11 the argument 'program' of eligible must be entity of programs, not number"},
    {"eligible(procedure)",
     "wrong-type 1:10-1:19 the argument 'program' of eligible must be entity of programs, not procedure"},
    {"recommend(prioritee: \"basic\")",
     "wrong-arguments 1:11-1:20 recommend has no argument 'prioritee'; hint: did you mean 'priority'?"},
    {"recommend(priority: \"high\")", "wrong-value 1:21-1:27 \"high\" is not a value of level; hint: it is "
                                      "one of basic, intermediate, advanced"},
    {"(function(a: number) a)(\"x\")",
     "wrong-type 1:25-1:28 the argument 'a' of this must be number, not string"},
    {"count()", "wrong-arguments 1:1-1:8 count cannot be called with 0 arguments; hint: count(list)"},
    {"count(tags, tags)",
     "wrong-arguments 1:1-1:18 count cannot be called with 2 arguments; hint: count(list)"},
    {"count(n)", "wrong-type 1:7-1:8 the argument 'list' of count must be list, not number"},
    {"count(lst: tags)", "wrong-arguments 1:7-1:10 count has no argument 'lst'; hint: did you mean 'list'?"
                         ""},
    {"sum(tags)", "wrong-type 1:5-1:9 the argument 'list' of sum must be list of number, not list of string"
                  ""},
    {"sum(1, text)", "wrong-type 1:8-1:12 the argument 'n' of sum must be number, not string"},
    {"min(flag, true)", "wrong-type 1:5-1:9 the argument 'c' of min must have an order, boolean has none\n"
                        "wrong-type 1:11-1:15 the argument 'c' of min must have an order, boolean has none"},
    {"date(2027, 1)", "wrong-arguments 1:1-1:14 date cannot be called with 2 arguments; hint: date(from) or "
                      "date(year, month, day)"},
    {"date(year: 2027, month: 1)",
     "wrong-arguments 1:1-1:27 date cannot be called with these 2 arguments; hint: "
     "date(from) or date(year, month, day)"},
    {"number(text, zzz: 1)",
     "feel-syntax 1:14-1:17 expected an argument without a name, like those before it, but "
     "found 'zzz'"},
    {"number(from: text, zzz: \",\")",
     "wrong-arguments 1:20-1:23 number has no argument 'zzz'; hint: number(from, "
     "[grouping separator], [decimal separator])"},
    {"contains(text, 1)", "wrong-type 1:16-1:17 the argument 'match' of contains must be string, not number"
                          ""},
    {"list contains(numbers, \"x\")",
     "wrong-type 1:24-1:27 the argument 'element' of list contains must be number, not string"},
    {"list contains(wanted, \"drr\")",
     "wrong-value 1:23-1:28 \"drr\" is not a value of specialty; hint: did you mean 'dr'?"},
    {"count(zzz) + count(yyy)", "unknown-name 1:7-1:10 there is no name 'zzz'\n"
                                "unknown-name 1:20-1:23 there is no name 'yyy'"},
};

/* The type, or all errors with the word "error " cut from each line. */
static void check_text(fixture *f, const char *expression, const pr_type *expected) {
    static const char word[] = "error ";
    feel_text text;
    feel_text_init(&text, expression);
    pr_ast *tree = feel_parse(f, &text, pr_feel_parse);
    const pr_type *type =
        tree != NULL ? pr_feel_check(tree, &text.source, &vocabulary, expected, &f->arena, &f->diags) : NULL;
    if (type != NULL) {
        assert_int_equal(f->diags.errors, 0);
        pr_buf_clear(&f->out);
        type_print(type, &f->out);
        return;
    }
    pr_text summary = pr_text_copy(&f->arena, summary_of(f));
    pr_buf_clear(&f->out);
    for (size_t i = 0; i < summary.length; i++) {
        pr_text rest = {summary.at + i, summary.length - i};
        bool line = i == 0 || summary.at[i - 1] == '\n';
        if (line && pr_text_starts(rest, PR_TEXT("error "))) {
            i += sizeof word - 1;
        }
        pr_buf_char(&f->out, summary.at[i]);
    }
}

static void run_cases(const check_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fixture f;
        fixture_init(&f, NULL);
        check_text(&f, cases[i].expression, NULL);
        assert_feel(pr_buf_view(&f.out), cases[i].expression, cases[i].result);
        fixture_release(&f);
    }
}

#define CHECK_TEST(name, cases) \
    static void name(void **state) { \
        (void)state; \
        run_cases(cases, COUNT_OF(cases)); \
    }

CHECK_TEST(finds_types, type_cases)
CHECK_TEST(reports_names, name_cases)
CHECK_TEST(reports_comparisons, comparison_cases)
CHECK_TEST(reports_types, type_error_cases)
CHECK_TEST(reports_what_does_not_go_together, together_cases)
CHECK_TEST(reports_calls, call_cases)

static const struct {
    const char *expression;
    const pr_type *expected;
    const char *result;
} expected_cases[] = {
    {"flag", &pr_type_boolean, "boolean"},
    {"null", &pr_type_boolean, "null"},
    {"anything", &pr_type_boolean, "any"},
    {"n", &pr_type_boolean, "wrong-type 1:1-1:2 this expression must be boolean, not number"},
    {"if flag then n else text", &pr_type_number,
     "wrong-type 1:21-1:25 this expression must be number, not string"},
    {"program", &pr_type_string, "entity 0"},
};

static void holds_results_to_what_is_expected(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(expected_cases); i++) {
        fixture f;
        fixture_init(&f, NULL);
        check_text(&f, expected_cases[i].expression, expected_cases[i].expected);
        assert_feel(pr_buf_view(&f.out), expected_cases[i].expression, expected_cases[i].result);
        fixture_release(&f);
    }
}

static void lists_are_held_item_by_item(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    const pr_type *numbers = pr_type_list(&pr_type_number, &f.arena);
    check_text(&f, "if flag then [1, 2] else [\"x\", \"y\"]", numbers);
    assert_text(pr_buf_view(&f.out), "wrong-type 1:27-1:30 an item of this list must be number, not string\n"
                                     "wrong-type 1:32-1:35 an item of this list must be number, not string");
    fixture_release(&f);
}

static void checks_templates(void **state) {
    (void)state;
    fixture f;
    feel_text text;
    fixture_init(&f, NULL);
    feel_text_init(&text, "Review {procedure.nam}: {n} weeks.");
    pr_ast *tree = feel_parse(&f, &text, pr_feel_parse_template);
    assert_non_null(tree);
    assert_null(pr_feel_check(tree, &text.source, &vocabulary, NULL, &f.arena, &f.diags));
    assert_text(summary_of(&f),
                "error unknown-field 1:19-1:22 procedure has no field 'nam'; hint: did you mean 'name'?");
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_types),
        cmocka_unit_test(reports_names),
        cmocka_unit_test(reports_comparisons),
        cmocka_unit_test(reports_types),
        cmocka_unit_test(reports_what_does_not_go_together),
        cmocka_unit_test(reports_calls),
        cmocka_unit_test(holds_results_to_what_is_expected),
        cmocka_unit_test(lists_are_held_item_by_item),
        cmocka_unit_test(checks_templates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
