/* What goes in and comes out as data: rows of what each object has, from which `kb schema` writes JSON Schemas.
 *
 * A row is a member of an object. A member whose name ends in ? may be left out; * stands for any other name; + takes
 * over the members of another object; @NAME are members that the knowledge base settles. What a member may be:
 *
 *     text, date, duration, count, number, boolean, null, any    as they say
 *     one|other          one of these words
 *     =word              this one
 *     [X], {X}           a list of X; an object from any names to X
 *     X or Y             either
 *     X?                 X or null
 *     $NAME              what the knowledge base settles
 *     name               the object of that name
 */
#ifndef PR_KEEP_CONTRACT_H
#define PR_KEEP_CONTRACT_H

#include "kb/kb.h"
#include "report/json_writer.h"

typedef struct pr_contract_row {
    const char *object; /* NULL: of the object of the row before it */
    const char *member, *type;
    const char *meaning; /* NULL: its name says it */
} pr_contract_row;

/* A document or an output that has a schema. */
typedef struct pr_contract {
    const char *of, *type, *about;
    bool input;
} pr_contract;

/* The rows of each file. */
extern const pr_contract_row pr_contract_answers[], pr_contract_work[], pr_contract_files[];
extern const size_t pr_contract_answer_count, pr_contract_work_count, pr_contract_file_count;

/* A knowledge base as it was read for each kind of document, the default first. They need not compile. */
typedef struct pr_contract_kbs {
    const pr_kb *const *items;
    uint32_t count;
} pr_contract_kbs;

/* A schema that can be asked for. `kb` is the one that it is about, where it is about one. */
typedef struct pr_contract_item {
    pr_text of, type, about;
    const pr_kb *kb;
    bool input;
} pr_contract_item;
typedef PR_VEC(pr_contract_item) pr_contract_items;

/* All that this knowledge base has: first what comes out, then what goes in. False without memory. */
bool pr_contract_list(const pr_contract_kbs *kbs, pr_arena *arena, pr_contract_items *out);
/* One of them as JSON Schema, draft 2020-12. A want of memory shows in the buffer, or the arena. */
void pr_contract_write(const pr_contract_kbs *kbs, const pr_contract_item *item, pr_arena *arena,
                       pr_buf *out);

/* While a schema is written. */
typedef struct pr_contract_object pr_contract_object;
typedef struct pr_contract_writing {
    pr_jw w;
    const pr_contract_kbs *kbs;
    const pr_kb *kb;
    pr_arena *arena;
    struct {
        pr_contract_object *items;
        uint32_t count, capacity;
    } objects; /* that were referred to, in the order in which they were met: they become $defs */
} pr_contract_writing;

/* How values of declared types are written: as someone types them into a file, or as `kb show` prints them. */
typedef enum pr_contract_side { PR_CONTRACT_TYPED, PR_CONTRACT_SHOWN } pr_contract_side;
/* What is referred to: rows by name, or a record or an attribute of the knowledge base. */
struct pr_contract_object {
    pr_text name;
    const pr_schema *record;
    const pr_field *attribute;
    pr_contract_side side; /* of a record */
};

/* "$ref", and the object among those to be written. */
void pr_contract_refer(pr_contract_writing *j, pr_contract_object object);
void pr_contract_describe(pr_contract_writing *j, pr_text meaning);
/* contract_types.c: members of the open object that say what values of a type are. `field` may be NULL. */
void pr_contract_declared(pr_contract_writing *j, const pr_schema *schema, const pr_field *field,
                          pr_contract_side side);
/* The members type, properties and so on of a record's object. */
void pr_contract_record(pr_contract_writing *j, const pr_schema *record, pr_contract_side side);
void pr_contract_attribute(pr_contract_writing *j, const pr_field *attribute);
/* The attributes of a kind of document, as someone fills them in. */
void pr_contract_profile(pr_contract_writing *j, const pr_kb *kb);

#endif
