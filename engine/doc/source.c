/* Files into memory. */
#include "doc/doc.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

pr_source *pr_source_of(pr_text name, pr_text bytes, pr_arena *arena) {
    pr_source *source = PR_NEW(arena, pr_source);
    if (source != NULL) {
        *source = (pr_source){.name = pr_text_copy(arena, name), .bytes = pr_text_copy(arena, bytes)};
        source = source->name.at != NULL && source->bytes.at != NULL ? source : NULL;
    }
    return source;
}

static void report(pr_diags *diags, const pr_source *source, int error) {
    pr_span span = {source, 0, 0};
    char text[128] = "";
    switch (error) {
    case ENOENT:
    case ENOTDIR: pr_error(diags, "no-such-file", span, "there is no such file"); break;
    case EACCES:
    case EPERM: pr_error(diags, "no-permission", span, "there is no permission to read it"); break;
    case EISDIR: pr_error(diags, "folder", span, "it is a folder, not a file"); break;
    default:
        if (strerror_r(error, text, sizeof text) != 0) {
            text[0] = '\0';
        }
        pr_error(diags, "unreadable-file", span, "it could not be read: %s", text);
    }
}

static void report_size(pr_diags *diags, const pr_source *source, size_t limit) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    size_t unit = 0;
    for (; unit < 3 && limit >= 1024 && limit % 1024 == 0; unit++) {
        limit /= 1024;
    }
    pr_diag *diag = pr_error(diags, "file-size", ((pr_span){source, 0, 0}), "the file is larger than %zu %s",
                             limit, units[unit]);
    pr_diag_hint(diags, diag, "the limit 'file-size' may be raised");
}

/* What was read so far. */
typedef struct bytes {
    char *at;
    size_t length, capacity;
} bytes;

/* Room for at least one more byte, never past one more than the limit. */
static bool make_room(pr_arena *arena, bytes *content, size_t limit) {
    if (content->length < content->capacity) {
        return true;
    }
    size_t capacity = content->capacity > limit / 2 ? limit + 1 : content->capacity * 2;
    char *grown = pr_arena_alloc(arena, capacity, 1);
    if (grown == NULL) {
        return false;
    }
    memcpy(grown, content->at, content->length);
    content->at = grown;
    content->capacity = capacity;
    return true;
}

/* Reads to the end, or one byte past the limit. Gives an errno. */
static int read_all(int file, size_t limit, pr_arena *arena, bytes *content) {
    struct stat status;
    if (fstat(file, &status) != 0) {
        return errno;
    }
    if (S_ISDIR(status.st_mode)) {
        return EISDIR;
    }
    /* One more than the size, so that the end is found without growing; pipes and the like say 0. */
    size_t expected = status.st_size > 0 ? (size_t)status.st_size : 65536;
    content->capacity = (expected < limit ? expected : limit) + 1;
    content->at = pr_arena_alloc(arena, content->capacity, 1);
    if (content->at == NULL) {
        return ENOMEM;
    }
    while (content->length <= limit) {
        if (!make_room(arena, content, limit)) {
            return ENOMEM;
        }
        ssize_t got = read(file, content->at + content->length, content->capacity - content->length);
        if (got == 0) {
            break;
        }
        if (got > 0) {
            content->length += (size_t)got;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

pr_source *pr_source_read(const char *path, size_t size_limit, pr_arena *arena, pr_diags *diags) {
    bool standard = strcmp(path, "-") == 0;
    size_t limit = size_limit > 0 ? size_limit : PR_LIMIT_FILE_SIZE;
    pr_source *source = pr_source_of(standard ? PR_TEXT("<stdin>") : pr_text_of(path), PR_TEXT(""), arena);
    if (source == NULL) {
        diags->failed = true;
        return NULL;
    }
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        report(diags, source, errno);
        return NULL;
    }
    bytes content = {0};
    int error = read_all(file, limit, arena, &content);
    if (!standard) {
        (void)close(file);
    }
    if (error == ENOMEM) {
        diags->failed = true;
    } else if (error != 0) {
        report(diags, source, error);
    } else if (content.length > limit) {
        report_size(diags, source, limit);
    } else {
        source->bytes = (pr_text){content.at, content.length};
        return source;
    }
    return NULL;
}
