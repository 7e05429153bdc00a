/* From a text to the value of an enum that it is. */
#include "base/map.h"
#include "schema/read.h"

/* Of so many values each is looked at; more have maps. */
enum { FEW = 16 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* In_Progress, in progress and in-progress are one text. */
static char folded(char c) { return c == ' ' || c == '_' ? '-' : lower(c); }

static void fold(pr_text text, char *out) {
    for (size_t i = 0; i < text.length; i++) {
        out[i] = folded(text.at[i]);
    }
}

static bool put_alike(pr_map *alike, pr_text value, uint32_t number, pr_arena *arena) {
    char *copy = PR_NEW_ARRAY(arena, char, value.length + 1);
    if (copy == NULL) {
        return false;
    }
    fold(value, copy);
    const pr_text text = {copy, value.length};
    return pr_map_get(alike, text) != PR_MAP_NONE || pr_map_put(alike, text, number);
}

bool pr_schema_index_values(pr_schema *schema, pr_arena *arena) {
    if (schema->value_count <= FEW) {
        return true;
    }
    pr_map *numbers = PR_NEW(arena, pr_map), *alike = PR_NEW(arena, pr_map);
    if (numbers == NULL || alike == NULL) {
        return false;
    }
    pr_map_init(numbers, arena);
    pr_map_init(alike, arena);
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (!pr_map_put(numbers, schema->values[i], i) || !put_alike(alike, schema->values[i], i, arena)) {
            return false;
        }
    }
    schema->numbers = numbers;
    schema->alike = alike;
    return true;
}

uint32_t pr_schema_value(const pr_schema *schema, pr_text text) {
    if (schema->numbers != NULL) {
        return pr_map_get(schema->numbers, text);
    }
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (pr_text_equal(schema->values[i], text)) {
            return i;
        }
    }
    return PR_MAP_NONE;
}

static bool is_alike(pr_text a, pr_text b) {
    bool alike = a.length == b.length;
    for (size_t i = 0; alike && i < a.length; i++) {
        alike = folded(a.at[i]) == folded(b.at[i]);
    }
    return alike;
}

uint32_t pr_schema_value_like(const pr_schema *schema, pr_text text) {
    char bytes[256];
    if (schema->alike != NULL && text.length <= sizeof bytes) {
        fold(text, bytes);
        return pr_map_get(schema->alike, (pr_text){bytes, text.length});
    }
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (is_alike(schema->values[i], text)) {
            return i;
        }
    }
    return PR_MAP_NONE;
}
