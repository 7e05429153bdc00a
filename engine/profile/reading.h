/* What JSON is compared with when it is read straight into values: keys, declared values and how the values of each
 * attribute are written, made ready for bytes as they come. Kept by the matcher, so one per thread. */
#ifndef PR_PROFILE_READING_H
#define PR_PROFILE_READING_H

#include "program/program.h"

/* How values are written that can be read at once. */
typedef enum pr_form {
    PR_FORM_OTHER, /* read like all that is seldom */
    PR_FORM_TRUTH,
    PR_FORM_NUMBER,
    PR_FORM_TEXT,
    PR_FORM_WORD, /* text of declared values, or that patterns make one */
    PR_FORM_DATE,
    PR_FORM_LIST,    /* of scalars */
    PR_FORM_RECORDS, /* a list of them */
} pr_form;

/* How the values of an attribute, a record's field or a list's items are read. */
typedef struct pr_reading {
    uint8_t form;       /* pr_form */
    bool open;          /* a list may lack items */
    bool named;         /* the attribute is that of the person's id or name */
    uint32_t attribute; /* PR_NONE: items */
    uint32_t words;     /* WORD: the parent of its values among the keys, or PR_NONE: there are too many */
    const pr_schema *schema;
    int64_t low, high;             /* of a NUMBER whose bounds are whole and fit a word, */
    bool compares;                 /* else they are the schema's */
    const struct pr_reading *item; /* of a LIST */
} pr_reading;

/* What stands in a JSON text where a key or a declared value is expected: it in quotes, a key with its colon, nothing
 * escaped. */
typedef struct pr_expected {
    uint64_t head, middle, tail; /* three times eight bytes of it */
    uint32_t at_middle, at_tail; /* where they begin */
    uint64_t mask;               /* of the bytes that count, where there are less than eight */
} pr_expected;

/* A key where it may stand, the name of a child or of several levels joined by points; or a declared value. */
typedef struct pr_key {
    pr_expected expected;
    uint32_t parent; /* number of the path, pr_key_record of a list, or what a reading has for `words` */
    uint32_t group;  /* number of its path, where it is one */
    pr_text text;
    const pr_reading *reading; /* of an attribute or field; NULL: a group */
    pr_value value;            /* that is declared */
    uint64_t seen;             /* the mapping that had it last */
    /* The key that stood behind it the last time, and that with which its mapping, or its records, began; the first of
     * all keys where there was none. */
    struct pr_key *then, *inside;
} pr_key;

/* All of them, hashed. Made when JSON is read for the first time. The first is no key: as a group it is the profile. */
typedef struct pr_keys {
    pr_key *items;
    uint32_t *slots; /* 0, or a key's number */
    uint32_t count, mask, shift;
    uint32_t deepest; /* most levels of groups and attribute */
    bool ready;
    uint64_t serial;      /* of mappings */
    pr_reading *readings; /* by attribute, then of lists' items */
} pr_keys;

/* What is longer is looked up each time, or remembered. */
enum { PR_EXPECTED_LENGTH = 3 * sizeof(uint64_t) };

/* Is this what a text goes on with? As many bytes as may be expected can be read. */
static inline bool pr_is_expected(const pr_key *key, const char *at) {
    const pr_expected *e = &key->expected;
    uint64_t head, middle, tail;
    memcpy(&head, at, sizeof head);
    memcpy(&middle, at + e->at_middle, sizeof middle);
    memcpy(&tail, at + e->at_tail, sizeof tail);
    uint64_t other = (head ^ e->head) | (middle ^ e->middle) | (tail ^ e->tail);
    return (other & e->mask) == 0;
}

/* Where to look first for a text in quotes, of this length with them: by its first and last eight bytes. Eight can be
 * read from `at` on. */
static inline uint32_t pr_key_slot(const pr_keys *keys, uint32_t parent, const char *at, uint32_t length) {
    static const unsigned char masks[] = {255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0};
    uint64_t head, tail, mask;
    memcpy(&head, at, sizeof head);
    if (length >= sizeof tail) {
        memcpy(&tail, at + length - sizeof tail, sizeof tail);
    } else {
        memcpy(&mask, masks + sizeof mask - length, sizeof mask);
        head &= mask;
        tail = length;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): the text's bytes are all there */
    return (uint32_t)(((head ^ (tail << 29 | tail >> 35) ^ parent) * 0x9e3779b97f4a7c15u) >> keys->shift);
}

/* The declared value that is a text in quotes, or NULL. */
static inline const pr_key *pr_key_word(const pr_keys *keys, uint32_t parent, const char *at,
                                        uint32_t length) {
    for (uint32_t slot = pr_key_slot(keys, parent, at, length); keys->slots[slot] != 0;
         slot = (slot + 1) & keys->mask) {
        const pr_key *key = &keys->items[keys->slots[slot]];
        if (key->parent == parent && pr_is_expected(key, at)) {
            return key;
        }
    }
    return NULL;
}

#endif
