/* What reading a profile needs beside the program, and keeps from one profile to the next. */
#ifndef PR_PROFILE_MATCHER_H
#define PR_PROFILE_MATCHER_H

#include "profile/profile.h"

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

/* What a text became. Texts that are longer are matched each time. */
enum { PR_CACHED_LENGTH = 64, PR_CACHE_WAYS = 4, PR_CACHE_SETS = 512 };
typedef struct pr_cached {
    const pr_schema *schema; /* NULL: free */
    uint64_t hash;
    int32_t value, two[2];
    uint32_t length;
    char text[PR_CACHED_LENGTH];
} pr_cached;

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

#endif
