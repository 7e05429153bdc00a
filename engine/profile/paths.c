/* The tree of the attributes' paths, along which profiles are read. */
#include "profile/matcher.h"

#include "base/hash.h"

/* The attributes of a node, as a range of the sorted ones, while the tree is made. */
typedef struct range {
    uint32_t from, to;
} range;

static pr_text segment_at(pr_text path, size_t start) {
    const char *point = memchr(path.at + start, '.', path.length - start);
    size_t end = point != NULL ? (size_t)(point - path.at) : path.length;
    return (pr_text){path.at + start, end - start};
}

typedef struct tree_maker {
    pr_matcher *matcher;
    range *ranges; /* by path */
} tree_maker;

/* Attributes are in the order of their paths, so those under one segment stand together. No character of a name comes
 * before the point and none is both an attribute and a group, so segments are in order, too. */
static void add_children(tree_maker *maker, uint32_t parent) {
    pr_matcher *matcher = maker->matcher;
    const pr_attribute *attributes = matcher->program->attributes;
    pr_path *node = &matcher->paths[parent];
    size_t start = node->whole.length > 0 ? node->whole.length + 1 : 0;
    node->first = matcher->path_count;
    for (uint32_t i = maker->ranges[parent].from; i < maker->ranges[parent].to; i++) {
        pr_text path = attributes[i].path;
        if (path.length <= start) {
            continue;
        }
        pr_text segment = segment_at(path, start);
        pr_path *last = node->count > 0 ? &matcher->paths[matcher->path_count - 1] : NULL;
        if (last == NULL || !pr_text_equal(last->segment, segment)) {
            last = &matcher->paths[matcher->path_count];
            *last = (pr_path){segment, {path.at, start + segment.length}, PR_NONE, 0, 0};
            maker->ranges[matcher->path_count++].from = i;
            node->count++;
        }
        maker->ranges[matcher->path_count - 1].to = i + 1;
        if (last->whole.length == path.length) {
            last->attribute = i;
        }
    }
}

static uint32_t count_segments(const pr_program *program) {
    uint32_t count = 1;
    for (uint32_t i = 0; i < program->vocabulary_count; i++) {
        pr_text path = program->attributes[i].path;
        count++;
        for (size_t k = 0; k < path.length; k++) {
            count += path.at[k] == '.';
        }
    }
    return count;
}

bool pr_paths_make(pr_matcher *matcher) {
    uint32_t most = count_segments(matcher->program);
    tree_maker maker = {matcher, PR_NEW_ARRAY(&matcher->arena, range, most)};
    matcher->paths = PR_NEW_ARRAY(&matcher->arena, pr_path, most);
    if (maker.ranges == NULL || matcher->paths == NULL) {
        return false;
    }
    matcher->paths[0].attribute = PR_NONE;
    matcher->path_count = 1;
    maker.ranges[0] = (range){0, matcher->program->vocabulary_count};
    for (uint32_t i = 0; i < matcher->path_count; i++) {
        add_children(&maker, i);
    }
    const pr_path *id = pr_path_find(matcher, matcher->paths, PR_TEXT("id"));
    const pr_path *name = pr_path_find(matcher, matcher->paths, PR_TEXT("name"));
    matcher->id = id != NULL ? id->attribute : PR_NONE;
    matcher->name = name != NULL ? name->attribute : PR_NONE;
    return true;
}

static const pr_path *child(const pr_matcher *matcher, const pr_path *from, pr_text segment) {
    uint32_t low = 0, high = from->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const pr_path *path = &matcher->paths[from->first + middle];
        int order = pr_text_compare(path->segment, segment);
        if (order == 0) {
            return path;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const pr_path *pr_path_find(const pr_matcher *matcher, const pr_path *from, pr_text key) {
    const pr_path *path = child(matcher, from, key);
    if (path != NULL || key.length == 0 || memchr(key.at, '.', key.length) == NULL) {
        return path;
    }
    path = from;
    for (size_t start = 0; path != NULL && start <= key.length;) {
        pr_text segment = segment_at(key, start);
        path = child(matcher, path, segment);
        start += segment.length + 1;
    }
    return path;
}

/* The number of the path, 0 where none is near. */
static uint32_t find_nearest(pr_matcher *matcher, pr_text path, pr_diags *diags) {
    pr_arena_mark mark = pr_arena_save(&matcher->arena);
    pr_text *all = PR_NEW_ARRAY(&matcher->arena, pr_text, matcher->path_count);
    for (uint32_t i = 1; all != NULL && i < matcher->path_count; i++) {
        all[i - 1] = matcher->paths[i].whole;
    }
    int nearest = all != NULL ? pr_text_nearest(path, all, matcher->path_count - 1) : -1;
    diags->failed |= all == NULL;
    pr_arena_rewind(&matcher->arena, mark);
    return (uint32_t)(nearest + 1);
}

static uint32_t recall_nearest(pr_matcher *matcher, pr_text path, pr_diags *diags) {
    pr_nearest *kept = &matcher->nearest[pr_hash_text(path, pr_hash_seed()) % PR_NEAREST_KEPT];
    if (path.length == 0 || path.length > PR_CACHED_LENGTH) {
        return find_nearest(matcher, path, diags);
    }
    if (!pr_text_equal(path, (pr_text){kept->text, kept->length})) {
        kept->path = find_nearest(matcher, path, diags);
        kept->length = diags->failed ? 0 : (uint32_t)path.length;
        memcpy(kept->text, path.at, path.length);
    }
    return kept->path;
}

void pr_path_suggest(pr_matcher *matcher, pr_diag *diag, pr_text path, pr_diags *diags) {
    uint32_t nearest = diag != NULL ? recall_nearest(matcher, path, diags) : 0;
    if (nearest > 0) {
        pr_diag_suggest(diags, diag, path, &matcher->paths[nearest].whole, 1);
    }
}
