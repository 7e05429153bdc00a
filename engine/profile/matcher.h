/* What reading a profile needs beside the program, and keeps from one profile to the next. */
#ifndef PR_PROFILE_MATCHER_H
#define PR_PROFILE_MATCHER_H

#include "profile/profile.h"
#include "profile/reading.h"

/* A segment of the attributes' paths. */
typedef struct pr_path {
    pr_text segment;
    pr_text whole;         /* from the root on */
    uint32_t attribute;    /* PR_NONE: a group */
    uint32_t first, count; /* its children, in the order of their segments */
} pr_path;

/* The compiled patterns of one type. */
typedef struct pr_patterns {
    const pr_schema *schema;
    pr_regex **compiled; /* by match; NULL: not yet */
    bool *bad;           /* by match: cannot be compiled */
} pr_patterns;

/* What a text became: the number of a value, -1 none, -2 two. Texts that are longer are matched each time. */
enum { PR_CACHED_LENGTH = 64, PR_CACHE_WAYS = 4, PR_CACHE_SETS = 512 };
typedef struct pr_cached {
    const pr_schema *schema; /* NULL: free */
    uint64_t ends[2];        /* of the text: see pr_text_ends */
    int32_t value, two[2];
    uint32_t length;
    char text[PR_CACHED_LENGTH];
} pr_cached;

/* Which path is nearest to one that is unknown: pools repeat their unknown keys, too, and looking takes longer than
 * reading a record. */
enum { PR_NEAREST_KEPT = 32 };
typedef struct pr_nearest {
    uint32_t length; /* 0: free */
    uint32_t path;   /* 0: none is near */
    char text[PR_CACHED_LENGTH];
} pr_nearest;

/* A key that nothing has, met where unknown keys are passed over. */
typedef struct pr_passed_key {
    uint32_t token;
    uint32_t parent; /* as in pr_key */
    uint64_t serial; /* of its mapping */
} pr_passed_key;

struct pr_matcher {
    const pr_program *program;
    const preceptor_allocator *allocator;
    pr_arena arena;
    pr_path *paths; /* the root first */
    uint32_t path_count;
    uint32_t id, name; /* attributes of these paths, or PR_NONE */
    pr_patterns *patterns;
    uint32_t pattern_count;
    pr_regex_scratch *scratch; /* made on first use, like the cache */
    pr_cached *cache;
    uint32_t turn; /* which entry of a full set goes next */
    pr_keys keys;
    PR_VEC(pr_value) items; /* of lists that are being read */
    PR_VEC(pr_passed_key) passed;
    pr_diags quiet; /* what nobody will be told */
    pr_nearest nearest[PR_NEAREST_KEPT];
    /* Of the value that is being read. */
    pr_diags *diags;
    const pr_doc_node *node;
};

/* paths.c */
bool pr_paths_make(pr_matcher *matcher);
/* The child of a path by its next segment, or several of them joined by points; NULL when there is none. */
const pr_path *pr_path_find(const pr_matcher *matcher, const pr_path *from, pr_text key);
/* Suggests the nearest path to an unknown one. */
void pr_path_suggest(pr_matcher *matcher, pr_diag *diag, pr_text path, pr_diags *diags);

/* match.c: a pr_normaliser whose user is the matcher. */
int pr_matcher_normalise(void *user, const pr_schema *schema, pr_text text, int *two);
/* The value that a text of a type was read as before, -1: as none; -2: that is not known. Eight
 * bytes can be read from the text's first on. */
int pr_matcher_recall(const pr_matcher *matcher, const pr_schema *schema, pr_text text);
void pr_matcher_remember(pr_matcher *matcher, const pr_schema *schema, pr_text text, int value);

/* reading.c: by attribute, then those of lists' items. `words`: how many values their types have. NULL when out of
 * memory. */
pr_reading *pr_readings_make(pr_matcher *matcher, uint32_t *count, uint32_t *words);

/* keys.c */
bool pr_keys_make(pr_matcher *matcher);
/* The key, or value, that is the text in quotes of this length. NULL: there is none that may stand there. Eight bytes
 * can be read from `at` on. */
pr_key *pr_key_find(const pr_keys *keys, uint32_t parent, const char *at, uint32_t length);
/* What the keys of a list's records have for a parent. */
static inline uint32_t pr_key_record(const pr_matcher *matcher, uint32_t list) {
    return matcher->path_count + list;
}
/* The parent of the values of the first type that has any. */
static inline uint32_t pr_key_words(const pr_matcher *matcher) {
    return matcher->path_count + matcher->program->attribute_count;
}

/* direct.c: reads into a profile that is blank. False when there is anything to be told but unknown keys that are to be
 * warned of: then it is not blank any more, and an ordinary reading tells. */
bool pr_profile_read_direct(pr_profile *profile, const pr_profile_json *json,
                            const pr_doc_json_tokens *tokens, pr_matcher *matcher, pr_unknown_keys keys,
                            pr_diags *diags);

/* read.c: the value of an attribute, or of a record's field. False when it was not valid; diagnostics
 * say why. */
typedef struct pr_profile_reader {
    pr_profile *profile;
    pr_matcher *matcher;
    pr_unknown_keys keys;
    pr_diags *diags;
    bool good;
} pr_profile_reader;
bool pr_profile_value(pr_profile_reader *reader, uint32_t attribute, const pr_doc_node *node, pr_value *out);
void pr_profile_give(pr_profile_reader *reader, uint32_t attribute, const pr_origin *origin, pr_value value);
/* The same of a scalar that is an item of a list. */
bool pr_profile_scalar(pr_profile_reader *reader, const pr_schema *schema, const pr_doc_node *node,
                       pr_value *out);
/* Reports a key that no attribute has, or no field of a list's records. */
void pr_profile_unknown_key(pr_profile_reader *reader, const pr_path *from, const pr_doc_node *key);
void pr_profile_unknown_field(pr_profile_reader *reader, const pr_attribute *list, const pr_doc_node *key);
/* What an open list does not name may be there all the same. False when out of memory. */
bool pr_profile_leave_open(pr_profile_reader *reader, uint32_t attribute, pr_list *list);

#endif
