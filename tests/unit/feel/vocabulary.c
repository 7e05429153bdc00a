#include "unit/feel/vocabulary.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define T(s) \
    { s, sizeof(s) - 1 }

#define ENUM(name, label_text, ...) \
    static const pr_text name##_values[] = {__VA_ARGS__}; \
    static const pr_type name = {.kind = PR_TYPE_STRING, \
                                 .values = name##_values, \
                                 .value_count = COUNT_OF(name##_values), \
                                 .label = {label_text, sizeof(label_text) - 1}}

/* names and fields are arrays of one length */
#define FIELDS(name) .names = name##_names, .fields = name##_fields, .count = COUNT_OF(name##_names)

ENUM(specialty, "specialty", T("ir"), T("dr"), T("surgery"));
ENUM(status, "", T("planned"), T("in-progress"), T("completed"));
ENUM(exam_status, "exam status", T("not-taken"), T("pass"), T("fail"));
ENUM(level, "level", T("basic"), T("intermediate"), T("advanced"));
ENUM(many, "", T("a1"), T("a2"), T("a3"), T("a4"), T("a5"), T("a6"), T("a7"), T("a8"), T("a9"));

static const pr_type maybe_number = {.kind = PR_TYPE_NUMBER, .nullable = true};
static const pr_type strings = {.kind = PR_TYPE_LIST, .element = &pr_type_string};
static const pr_type specialties = {.kind = PR_TYPE_LIST, .element = &specialty};
static const pr_type numbers = {.kind = PR_TYPE_LIST, .element = &pr_type_number};

static const pr_text step1_names[] = {T("status")};
static const pr_type *const step1_fields[] = {&exam_status};
static const pr_type step1 = {.kind = PR_TYPE_CONTEXT, FIELDS(step1)};
static const pr_text step2_names[] = {T("status"), T("score")};
static const pr_type *const step2_fields[] = {&exam_status, &maybe_number};
static const pr_type step2 = {.kind = PR_TYPE_CONTEXT, FIELDS(step2)};
static const pr_text exams_names[] = {T("step1"), T("step2_ck")};
static const pr_type *const exams_fields[] = {&step1, &step2};
static const pr_type exams = {.kind = PR_TYPE_CONTEXT, FIELDS(exams)};

static const pr_text rotation_names[] = {T("specialty"), T("weeks"), T("start"), T("status"), T("tags")};
static const pr_type *const rotation_fields[] = {&specialty, &pr_type_number, &pr_type_date, &status,
                                                 &strings};
static const pr_type rotation = {.kind = PR_TYPE_CONTEXT, .label = T("rotation"), FIELDS(rotation)};
static const pr_type rotations = {.kind = PR_TYPE_LIST, .element = &rotation};

static const pr_text procedure_names[] = {T("id"), T("name"), T("level")};
static const pr_type *const procedure_fields[] = {&pr_type_string, &pr_type_string, &level};
static const pr_type procedure = {
    .kind = PR_TYPE_ENTITY, .collection = 1, .label = T("procedure"), FIELDS(procedure)};
static const pr_type procedures = {.kind = PR_TYPE_LIST, .element = &procedure};

static const pr_text program_names[] = {T("id"), T("name"), T("performs"), T("open")};
static const pr_type *const program_fields[] = {&pr_type_string, &pr_type_string, &procedures,
                                                &pr_type_boolean};
static const pr_type program = {.kind = PR_TYPE_ENTITY, .collection = 0, FIELDS(program)};
static const pr_type programs = {.kind = PR_TYPE_LIST, .element = &program};

static const pr_text done_on_names[] = {T("completed"), T("on"), T("day")};
static const pr_type *const done_on_fields[] = {&pr_type_boolean, &pr_type_date, &pr_type_date};
static const pr_type done_on = {.kind = PR_TYPE_FUNCTION, .element = &pr_type_boolean, FIELDS(done_on)};
static const pr_text is_level_names[] = {T("level")};
static const pr_type *const is_level_fields[] = {&level};
static const pr_type is_level = {.kind = PR_TYPE_FUNCTION, .element = &pr_type_boolean, FIELDS(is_level)};

static const pr_text eligible_names[] = {T("program")};
static const pr_type *const eligible_fields[] = {&program};
static const pr_type eligible = {.kind = PR_TYPE_RELATION, FIELDS(eligible)};
static const pr_text recommend_names[] = {T("id"), T("topic"), T("priority")};
static const pr_type *const recommend_fields[] = {&pr_type_string, &procedure, &level};
static const pr_type recommend = {.kind = PR_TYPE_RELATION, FIELDS(recommend)};

static const pr_type open_context = {.kind = PR_TYPE_CONTEXT, .open_fields = true, FIELDS(step1)};
static const pr_type open_contexts = {.kind = PR_TYPE_LIST, .element = &open_context};
static const pr_type any_list = {.kind = PR_TYPE_LIST, .element = &pr_type_any};

static const pr_text names[] = {
    T("exams"),
    T("rotations"),
    T("procedure"),
    T("programs"),
    T("program"),
    T("done_on"),
    T("is_level"),
    T("eligible"),
    T("recommend"),
    T("things"),
    T("anything"),
    T("records"),
    T("flag"),
    T("n"),
    T("text"),
    T("born"),
    T("at"),
    T("moment"),
    T("span"),
    T("gap"),
    T("length"),
    T("tags"),
    T("wanted"),
    T("numbers"),
    T("special"),
    T("level_of"),
    T("many"),
    T("score"),
    T("third_year_done"),
};
static const pr_type *const types[] = {
    &exams,
    &rotations,
    &procedure,
    &programs,
    &program,
    &done_on,
    &is_level,
    &eligible,
    &recommend,
    &any_list,
    &pr_type_any,
    &open_contexts,
    &pr_type_boolean,
    &pr_type_number,
    &pr_type_string,
    &pr_type_date,
    &pr_type_time,
    &pr_type_date_time,
    &pr_type_months,
    &pr_type_duration,
    &pr_type_any_duration,
    &strings,
    &specialties,
    &numbers,
    &specialty,
    &level,
    &many,
    &maybe_number,
    &pr_type_boolean,
};
_Static_assert(COUNT_OF(names) == COUNT_OF(types), "a type for each name");

static const pr_type *lookup(void *user, pr_text name) {
    (void)user;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (pr_text_equal(names[i], name)) {
            return types[i];
        }
    }
    return NULL;
}

static uint32_t all_names(void *user, const pr_text **out) {
    (void)user;
    *out = names;
    return COUNT_OF(names);
}

static pr_text collection_name(void *user, uint32_t collection) {
    (void)user;
    return collection == 0 ? (pr_text)T("programs") : (pr_text)T("procedures");
}

const pr_type_scope vocabulary = {.lookup = lookup, .names = all_names, .collection_name = collection_name};

static void print_fields(const pr_type *type, pr_buf *out) {
    for (uint32_t i = 0; i < type->count; i++) {
        pr_buf_printf(out, "%s%.*s: ", i > 0 ? ", " : "", PR_ARG(type->names[i]));
        type_print(type->fields[i], out);
    }
}

static void print_element(const pr_type *type, const char *open, const char *close, pr_buf *out) {
    pr_buf_string(out, open);
    type_print(type->element != NULL ? type->element : &pr_type_any, out);
    pr_buf_string(out, close);
}

void type_print(const pr_type *type, pr_buf *out) {
    static const char *const words[] = {
        [PR_TYPE_ANY] = "any",
        [PR_TYPE_NULL] = "null",
        [PR_TYPE_BOOLEAN] = "boolean",
        [PR_TYPE_NUMBER] = "number",
        [PR_TYPE_STRING] = "string",
        [PR_TYPE_DATE] = "date",
        [PR_TYPE_TIME] = "time",
        [PR_TYPE_DATE_TIME] = "date-time",
        [PR_TYPE_MONTHS] = "months",
        [PR_TYPE_DURATION] = "duration",
        [PR_TYPE_ANY_DURATION] = "either-duration",
    };
    if (type->kind == PR_TYPE_LIST) {
        print_element(type, "[", "]", out);
    } else if (type->kind == PR_TYPE_RANGE) {
        print_element(type, "range<", ">", out);
    } else if (type->kind == PR_TYPE_CONTEXT) {
        pr_buf_char(out, '{');
        print_fields(type, out);
        pr_buf_string(out, type->open_fields ? ", ...}" : "}");
    } else if (type->kind == PR_TYPE_FUNCTION && type->element != NULL) {
        pr_buf_char(out, '(');
        print_fields(type, out);
        print_element(type, ") -> ", "", out);
    } else if (type->kind == PR_TYPE_FUNCTION) {
        pr_buf_string(out, "function");
    } else if (type->kind == PR_TYPE_ENTITY) {
        pr_buf_printf(out, type->collection == PR_ANY_COLLECTION ? "entity" : "entity %u", type->collection);
    } else if (type->value_count > 0) {
        for (uint32_t i = 0; i < type->value_count; i++) {
            pr_buf_printf(out, "%s%.*s", i > 0 ? "|" : "", PR_ARG(type->values[i]));
        }
    } else {
        pr_buf_string(out, words[type->kind]);
    }
    pr_buf_string(out, type->nullable ? "?" : "");
}
