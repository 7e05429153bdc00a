/* The files of a knowledge base: what the manifest's patterns match, none of it from elsewhere. */
#include "kb/load.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A folder that was met, and where it really is. */
typedef struct kb_met {
    char folder[PATH_MAX], real[PATH_MAX];
} kb_met;

/* The manifest's folder, and the one other place files may come from. */
typedef struct kb_folders {
    pr_text folder;       /* as given, without the slash; "." where the manifest has none */
    char real[PATH_MAX];  /* without links */
    char rules[PATH_MAX]; /* the folder `rules` beside it */
    char manifest[PATH_MAX];
    kb_met met[2]; /* the last ones: files come folder by folder, those of the rules under two names */
    uint32_t next_met;
} kb_folders;

static pr_text folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return PR_TEXT(".");
    }
    return slash == path ? PR_TEXT("/") : (pr_text){path, (size_t)(slash - path)};
}

static const char *real_folder(kb_folders *folders, pr_text folder) {
    for (uint32_t i = 0; i < 2; i++) {
        if (pr_text_is(folder, folders->met[i].folder)) {
            return folders->met[i].real;
        }
    }
    kb_met *met = &folders->met[folders->next_met++ % 2];
    memcpy(met->folder, folder.at, folder.length);
    met->folder[folder.length] = '\0';
    if (realpath(met->folder, met->real) == NULL) {
        met->folder[0] = '\0';
        return NULL;
    }
    return met->real;
}

/* As realpath(), which walks all of a path each time. False where there is no such file. */
static bool real_path(kb_folders *folders, const char *path, char *real, mode_t *mode) {
    struct stat status;
    pr_text folder = folder_of(path);
    if (folder.length >= PATH_MAX || lstat(path, &status) != 0) {
        return false;
    }
    const char *in = S_ISLNK(status.st_mode) ? NULL : real_folder(folders, folder);
    const char *name = strrchr(path, '/');
    size_t length = in != NULL && strcmp(in, "/") != 0 ? strlen(in) : 0;
    if (in == NULL || name == NULL || length + strlen(name) >= PATH_MAX) {
        return realpath(path, real) != NULL && stat(real, &status) == 0 && (*mode = status.st_mode, true);
    }
    *mode = status.st_mode;
    memcpy(real, in, length);
    memcpy(real + length, name, strlen(name) + 1);
    return true;
}

static bool find_folders(pr_loader *loader, const char *manifest, kb_folders *out) {
    static const char rules[] = "/rules";
    out->folder = folder_of(manifest);
    pr_text folder = pr_text_copy(loader->arena, out->folder);
    out->rules[0] = out->met[0].folder[0] = out->met[1].folder[0] = '\0';
    out->next_met = 0;
    if (folder.at == NULL || realpath(folder.at, out->real) == NULL ||
        realpath(manifest, out->manifest) == NULL) {
        return false;
    }
    char *slash = strrchr(out->real, '/');
    size_t parent = (size_t)(slash - out->real);
    if (parent + sizeof rules <= sizeof out->rules) {
        memcpy(out->rules, out->real, parent);
        memcpy(out->rules + parent, rules, sizeof rules);
    }
    return true;
}

static bool is_under(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0 &&
           (path[length] == '/' || folder[length - 1] == '/');
}

/* No pattern may lead out but for a leading ../rules/. */
static bool stays_inside(pr_text pattern) {
    pr_text rules = PR_TEXT("../rules/");
    size_t i = pr_text_starts(pattern, rules) ? rules.length : 0;
    if (i == pattern.length || pattern.at[i] == '/') {
        return false;
    }
    for (size_t start = i; i <= pattern.length; i++) {
        if (i == pattern.length || pattern.at[i] == '/') {
            if (pr_text_is((pr_text){pattern.at + start, i - start}, "..")) {
                return false;
            }
            start = i + 1;
        }
    }
    return true;
}

/* The pattern behind its folder, in which nothing is a wildcard. */
static pr_text whole_pattern(pr_loader *loader, pr_text folder, pr_text pattern) {
    char *at = pr_arena_alloc(loader->arena, folder.length * 2 + pattern.length + 2, 1);
    if (at == NULL) {
        return (pr_text){0};
    }
    size_t length = 0;
    for (size_t i = 0; i < folder.length; i++) {
        if (strchr("*?[]\\", folder.at[i]) != NULL) {
            at[length++] = '\\';
        }
        at[length++] = folder.at[i];
    }
    at[length++] = '/';
    memcpy(at + length, pattern.at, pattern.length);
    length += pattern.length;
    at[length] = '\0';
    return (pr_text){at, length};
}

/* kb/../rules/x.yaml as a person would type it, where that is the same file. */
static pr_text shown_name(pr_loader *loader, kb_folders *folders, const char *path, const char *real) {
    pr_text name = pr_text_of(path), up = PR_TEXT("../");
    if (pr_text_is(folders->folder, ".")) {
        return (pr_text){name.at + 2, name.length - 2};
    }
    pr_text inside = {path + folders->folder.length + 1, name.length - folders->folder.length - 1};
    if (!pr_text_starts(inside, up)) {
        return name;
    }
    size_t end = folders->folder.length;
    while (end > 0 && folders->folder.at[end - 1] != '/') {
        end--;
    }
    pr_text shorter = pr_text_format(loader->arena, "%.*s%.*s", (int)end, folders->folder.at,
                                     (int)(inside.length - up.length), inside.at + up.length);
    char check[PATH_MAX];
    mode_t mode;
    bool same =
        shorter.at != NULL && real_path(folders, shorter.at, check, &mode) && strcmp(check, real) == 0;
    return same ? shorter : name;
}

static bool known_already(const pr_loader *loader, pr_text relative) {
    for (uint32_t i = 0; i < loader->files.count; i++) {
        if (pr_text_equal(loader->files.items[i].relative, relative)) {
            return true;
        }
    }
    return false;
}

static bool add_file(pr_loader *loader, kb_folders *folders, const pr_doc_node *pattern, const char *path) {
    char real[PATH_MAX];
    mode_t mode;
    pr_text relative = pr_text_of(path + folders->folder.length + 1);
    relative =
        pr_text_starts(relative, PR_TEXT("./")) ? (pr_text){relative.at + 2, relative.length - 2} : relative;
    if (!real_path(folders, path, real, &mode)) {
        pr_error(loader->diags, "unreadable-file", pr_doc_span(pattern), "'%.*s' leads to no file",
                 PR_ARG(relative));
        return true;
    }
    if (!is_under(real, folders->real) && !is_under(real, folders->rules)) {
        pr_error(loader->diags, "outside-file", pr_doc_span(pattern),
                 "'%.*s' is a link that leads out of the knowledge base", PR_ARG(relative));
        return true;
    }
    if (!S_ISREG(mode) && !S_ISDIR(mode)) {
        pr_error(loader->diags, "unreadable-file", pr_doc_span(pattern),
                 "'%.*s' is a pipe, a socket or a device", PR_ARG(relative));
        return true;
    }
    if (strcmp(real, folders->manifest) == 0 || known_already(loader, relative) ||
        (loader->addition != NULL && pr_text_equal(relative, loader->addition->name))) {
        return true;
    }
    pr_text name = shown_name(loader, folders, path, real);
    pr_text kept = pr_text_copy(loader->arena, name);
    relative = pr_text_copy(loader->arena, relative);
    if (kept.at == NULL || relative.at == NULL) {
        return pr_kb_no_memory(loader);
    }
    pr_source *source = pr_source_read(kept.at, loader->file_limit, loader->arena, loader->diags);
    if (source == NULL) {
        return true;
    }
    return PR_PUSH(loader->arena, &loader->files, (pr_kb_file){.relative = relative, .source = source}) ||
           pr_kb_no_memory(loader);
}

/* A folder that cannot be looked into ends the search: what is in it would be left out without a word. */
static int folder_failed(const char *path, int error) {
    (void)path;
    return error != ENOENT;
}

/* After glob() gave GLOB_ABORTED. */
static bool report_folder(pr_loader *loader, const pr_doc_node *node, pr_text pattern, int error) {
    char text[128] = "";
    if (error == ENOMEM) {
        return pr_kb_no_memory(loader);
    }
    if (strerror_r(error, text, sizeof text) != 0) {
        text[0] = '\0';
    }
    pr_error(loader->diags, "unreadable-file", pr_doc_span(node), "a folder of '%.*s' cannot be read: %s",
             PR_ARG(pattern), text);
    return true;
}

/* Would the pattern match the file that is added? */
static bool matches_addition(pr_loader *loader, pr_text pattern) {
    if (loader->addition == NULL) {
        return false;
    }
    pr_text text = pr_text_copy(loader->arena, pattern),
            name = pr_text_copy(loader->arena, loader->addition->name);
    bool matches =
        text.at != NULL && name.at != NULL && fnmatch(text.at, name.at, FNM_PATHNAME | FNM_PERIOD) == 0;
    loader->added = loader->added || matches;
    loader->addition->listed = loader->addition->listed || matches;
    return matches;
}

static bool add_matches(pr_loader *loader, kb_folders *folders, const pr_doc_node *node) {
    pr_text pattern;
    if (!pr_expect_text(node, "text, a file or a pattern of files", &pattern, loader->diags)) {
        return true;
    }
    if (!stays_inside(pattern)) {
        pr_error(loader->diags, "outside-file", pr_doc_span(node),
                 "this leads out of the knowledge base: its files stand in the manifest's folder, or under "
                 "../rules/");
        return true;
    }
    pr_text whole = whole_pattern(loader, folders->folder, pattern);
    if (whole.at == NULL) {
        return pr_kb_no_memory(loader);
    }
    glob_t found = {0};
    int status = glob(whole.at, GLOB_NOSORT, folder_failed, &found), error = errno;
    bool good = true, added = matches_addition(loader, pattern);
    if (status == GLOB_NOSPACE) {
        good = pr_kb_no_memory(loader);
    } else if (status == GLOB_ABORTED) {
        good = report_folder(loader, node, pattern, error);
    } else if (status != 0 && !added) {
        pr_error(loader->diags, "no-file", pr_doc_span(node), "'%.*s' matches no file", PR_ARG(pattern));
    }
    for (size_t i = 0; status == 0 && good && i < found.gl_pathc; i++) {
        good = add_file(loader, folders, node, found.gl_pathv[i]);
    }
    globfree(&found);
    return good;
}

static int compare_files(const void *a, const void *b) {
    return pr_text_compare(((const pr_kb_file *)a)->relative, ((const pr_kb_file *)b)->relative);
}

static bool add_list(pr_loader *loader, kb_folders *folders, const pr_doc_node *patterns) {
    if (patterns->count == 0) {
        pr_error(loader->diags, "no-file", pr_doc_span(patterns), "the list of files is empty");
    }
    for (uint32_t i = 0; i < patterns->count; i++) {
        if (!add_matches(loader, folders, &patterns->items[i])) {
            return false;
        }
    }
    return true;
}

void pr_kb_find_files(pr_loader *loader, const char *manifest, const pr_doc_node *const *lists,
                      uint32_t count) {
    kb_folders folders;
    if (!find_folders(loader, manifest, &folders)) {
        pr_error(loader->diags, "unreadable-file", pr_doc_span(lists[0]),
                 "cannot find the manifest's folder");
        return;
    }
    loader->kb->directory = pr_text_copy(loader->arena, folders.folder);
    for (uint32_t i = 0; i < count; i++) {
        if (!add_list(loader, &folders, lists[i])) {
            return;
        }
    }
    if (loader->files.count > 0) {
        qsort(loader->files.items, loader->files.count, sizeof *loader->files.items, compare_files);
    }
}
