/* Reading. */
#include "input.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool input_failed(const input *in, int error) {
    const char *quote = in->file == STDIN_FILENO ? "" : "'";
    message_error("cannot read %s%s%s: %s", quote, in->name, quote, strerror(error));
    return false;
}

bool input_open(input *in, const char *path) {
    *in = (input){.name = path, .file = STDIN_FILENO};
    if (strcmp(path, "-") == 0) {
        in->name = "standard input";
        return true;
    }
    struct stat found;
    in->file = open(path, O_RDONLY);
    if (in->file < 0) {
        return input_failed(in, errno);
    }
    if (fstat(in->file, &found) == 0 && S_ISDIR(found.st_mode)) {
        input_close(in);
        return input_failed(in, EISDIR);
    }
    return true;
}

static ptrdiff_t read_some(void *context, char *buffer, size_t size) {
    input *in = context;
    ssize_t got;
    do {
        got = read(in->file, buffer, size);
    } while (got < 0 && errno == EINTR);
    in->error = got < 0 ? errno : in->error;
    return got;
}

preceptor_reader input_reader(input *in) { return (preceptor_reader){.read = read_some, .context = in}; }

void input_close(input *in) {
    if (in->file > STDERR_FILENO) {
        (void)close(in->file);
    }
}

/* Room for more than `count` bytes. */
static bool grow(char **bytes, size_t count, size_t *capacity) {
    if (count < *capacity) {
        return true;
    }
    size_t larger = *capacity == 0 ? 65536 : *capacity * 2;
    char *grown = larger > *capacity ? realloc(*bytes, larger) : NULL;
    if (grown == NULL) {
        message_error("out of memory");
        return false;
    }
    *bytes = grown;
    *capacity = larger;
    return true;
}

static bool read_open(input *in, size_t limit, char **bytes, size_t *count) {
    size_t capacity = 0;
    for (;;) {
        if (!grow(bytes, *count, &capacity)) {
            return false;
        }
        ptrdiff_t got = read_some(in, *bytes + *count, capacity - *count);
        if (got < 0) {
            return input_failed(in, in->error);
        }
        if (got == 0) {
            return true;
        }
        *count += (size_t)got;
        if (*count > limit) {
            message_error("%s has more than %zu bytes", in->name, limit);
            message_hint("--limit file-size=N allows more");
            return false;
        }
    }
}

bool input_read(const char *path, size_t limit, char **bytes, size_t *count) {
    input in;
    *bytes = NULL;
    *count = 0;
    bool ok = input_open(&in, path) && read_open(&in, limit, bytes, count);
    if (!ok) {
        free(*bytes);
        *bytes = NULL;
    }
    input_close(&in);
    return ok;
}
