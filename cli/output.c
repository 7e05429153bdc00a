/* Output that is whole or not there. A signal that ends the program takes unfinished files away. */
#include "output.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Unfinished files, for the signal handler: rows and a summary at most. */
enum { MOST_UNFINISHED = 4 };
static const char *volatile unfinished[MOST_UNFINISHED];

static void take_away(int signal_number) {
    for (size_t i = 0; i < MOST_UNFINISHED; i++) {
        const char *path = unfinished[i];
        if (path != NULL) {
            (void)unlink(path);
        }
    }
    /* The handler was reset when it was called: this ends the program as the signal would have. */
    (void)raise(signal_number);
}

static bool remember(const char *path) {
    for (size_t i = 0; i < MOST_UNFINISHED; i++) {
        if (unfinished[i] == NULL) {
            unfinished[i] = path;
            return true;
        }
    }
    return false;
}

static void forget(const char *path) {
    for (size_t i = 0; i < MOST_UNFINISHED; i++) {
        if (unfinished[i] == path) {
            unfinished[i] = NULL;
        }
    }
}

static void hold_streams_open(void) {
    /* Each the wrong way round, so that using it fails as on a closed one. */
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};
    for (int stream = 0; stream < 3; stream++) {
        if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
            (void)open("/dev/null", modes[stream]);
        }
    }
}

void output_prepare_process(void) {
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM};
    struct sigaction action = {.sa_handler = take_away, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        struct sigaction before;
        /* One that is ignored, as under nohup, stays so. */
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            (void)sigaction(ending[i], &action, NULL);
        }
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    hold_streams_open();
}

static bool fail(output *out, int error) {
    const char *quote = out->file == STDOUT_FILENO ? "" : "'";
    message_error("cannot write %s%s%s: %s", quote, out->name, quote, strerror(error));
    output_discard(out);
    return false;
}

static char *joined(const char *a, const char *b) {
    size_t length = strlen(a) + strlen(b) + 1;
    char *text = malloc(length);
    if (text != NULL) {
        (void)snprintf(text, length, "%s%s", a, b);
    }
    return text;
}

/* As the file had it, or as a new one gets it. */
static mode_t mode_for(const struct stat *existing) {
    if (existing != NULL) {
        return existing->st_mode & 0777;
    }
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

static bool open_beside(output *out, const char *path, const struct stat *existing) {
    /* Through a symbolic link to what it points to: the link stays. */
    out->target = existing != NULL ? realpath(path, NULL) : joined(path, "");
    out->beside = out->target != NULL ? joined(out->target, ".XXXXXX") : NULL;
    if (out->beside == NULL) {
        return fail(out, errno);
    }
    if (existing != NULL && access(out->target, W_OK) != 0) {
        int error = errno;
        free(out->beside);
        out->beside = NULL;
        return fail(out, error);
    }
    out->file = mkstemp(out->beside);
    if (out->file < 0) {
        int error = errno;
        free(out->beside);
        out->beside = NULL;
        return fail(out, error);
    }
    if (!remember(out->beside) || fchmod(out->file, mode_for(existing)) != 0) {
        return fail(out, errno);
    }
    return true;
}

/* A file that was put in place already by a run that was ended right after it. */
static void take_back(const output *out, uint64_t count) {
    struct stat beside, target;
    if (fstat(out->file, &beside) == 0 && (uint64_t)beside.st_size < count &&
        stat(out->target, &target) == 0 && S_ISREG(target.st_mode) && (uint64_t)target.st_size == count) {
        (void)rename(out->target, out->beside);
    }
}

static int open_partial(const output *out) { return open(out->beside, O_RDWR | O_CREAT | O_CLOEXEC, 0666); }

bool output_keep(output *out, uint64_t count) {
    struct stat found;
    if (out->beside == NULL) {
        return true;
    }
    take_back(out, count);
    (void)close(out->file);
    out->file = open_partial(out);
    if (out->file < 0 || fstat(out->file, &found) != 0) {
        return fail(out, errno);
    }
    if ((uint64_t)found.st_size < count) {
        message_error("'%s' has less than what was confirmed: it cannot be gone on with", out->beside);
        message_hint("begin anew without --resume");
        return false;
    }
    return (ftruncate(out->file, (off_t)count) == 0 && lseek(out->file, 0, SEEK_END) >= 0) ||
           fail(out, errno);
}

static bool open_resumable(output *out, const char *path, const struct stat *existing) {
    out->target = existing != NULL ? realpath(path, NULL) : joined(path, "");
    out->beside = out->target != NULL ? joined(out->target, ".partial") : NULL;
    out->file = out->beside != NULL ? open_partial(out) : -1;
    return out->file >= 0 || fail(out, errno);
}

static bool open_path(output *out, const char *path) {
    struct stat existing;
    bool exists = stat(path, &existing) == 0;
    if (exists && out->exclusive) {
        message_error("'%s' exists already, and is left as it is", path);
        message_hint("choose another name, or remove the file first");
        return false;
    }
    if (exists && S_ISDIR(existing.st_mode)) {
        return fail(out, EISDIR);
    }
    if (exists && !S_ISREG(existing.st_mode)) {
        /* A device or a pipe has no place beside it. */
        out->file = open(path, O_WRONLY);
        return out->file >= 0 || fail(out, errno);
    }
    const struct stat *before = exists ? &existing : NULL;
    return out->resumable ? open_resumable(out, path, before) : open_beside(out, path, before);
}

static bool open_output(output *out, const char *path, bool exclusive, bool resumable) {
    out->resumable = resumable;
    out->name = path;
    out->target = out->beside = NULL;
    out->exclusive = exclusive;
    out->terminal = false;
    out->error = 0;
    out->used = out->unsettled = 0;
    out->file = -1;
    if (path == NULL || strcmp(path, "-") == 0) {
        out->name = "standard output";
        out->file = STDOUT_FILENO;
        out->terminal = isatty(STDOUT_FILENO) == 1;
        return true;
    }
    return open_path(out, path);
}

bool output_open(output *out, const char *path) { return open_output(out, path, false, false); }

bool output_open_new(output *out, const char *path) { return open_output(out, path, true, false); }

bool output_open_resumable(output *out, const char *path) { return open_output(out, path, false, true); }

bool output_clashes(const char *path, const char *input) {
    struct stat target, source;
    if (path == NULL || input == NULL || strcmp(path, "-") == 0 || strcmp(input, "-") == 0 ||
        stat(path, &target) != 0 || stat(input, &source) != 0) {
        return false;
    }
    if (target.st_dev != source.st_dev || target.st_ino != source.st_ino || !S_ISREG(target.st_mode)) {
        return false;
    }
    message_error("'%s' is the input: the output would take its place", path);
    message_hint("name another file with -o");
    return true;
}

/* Has the system begin with what it was given, so that fsync, before the file is put in its place, need not wait for
 * all of it at once. Nothing rests on that: what fails there is told by fsync. */
static void begin_to_settle(output *out, size_t count) {
    /* From 1 to 8 MB it made no difference for rows of 480 MB. */
    enum { STEP = 4 * 1024 * 1024 };
    out->unsettled += count;
    if (out->beside == NULL || out->unsettled < STEP) {
        return;
    }
    off_t end = lseek(out->file, 0, SEEK_CUR);
    if (end >= 0) {
        (void)sync_file_range(out->file, end - (off_t)out->unsettled, (off_t)out->unsettled,
                              SYNC_FILE_RANGE_WRITE);
    }
    out->unsettled = 0;
}

static bool write_all(output *out, const char *bytes, size_t count) {
    while (count > 0 && out->error == 0) {
        ssize_t written = write(out->file, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
            begin_to_settle(out, (size_t)written);
        } else if (written < 0 && errno != EINTR) {
            out->error = errno;
        }
    }
    return out->error == 0;
}

static bool flush(output *out) {
    bool done = write_all(out, out->buffer, out->used);
    out->used = 0;
    return done;
}

static bool write_bytes(void *context, const char *bytes, size_t count) {
    output *out = context;
    if (out->resumable) {
        /* Whoever confirms it must find it in the file. */
        return write_all(out, bytes, count);
    }
    if (count > OUTPUT_BUFFER - out->used && !flush(out)) {
        return false;
    }
    if (count >= OUTPUT_BUFFER) {
        return write_all(out, bytes, count);
    }
    memcpy(out->buffer + out->used, bytes, count);
    out->used += count;
    return out->error == 0;
}

preceptor_sink output_sink(output *out) { return (preceptor_sink){.write = write_bytes, .context = out}; }

void output_string(output *out, const char *text) { (void)write_bytes(out, text, strlen(text)); }

/* Moves the file to its place. */
static int put_in_place(output *out) {
    /* A link, unlike a rename, does not replace a file that came there meanwhile; not every file system has links. */
    if (out->exclusive) {
        if (link(out->beside, out->target) == 0) {
            return unlink(out->beside) == 0 ? 0 : errno;
        }
        if (errno == EEXIST) {
            return errno;
        }
    }
    return rename(out->beside, out->target) == 0 ? 0 : errno;
}

static void release(output *out) {
    if (out->beside != NULL) {
        forget(out->beside);
    }
    free(out->target);
    free(out->beside);
    out->target = out->beside = NULL;
    out->file = -1;
}

bool output_flush(output *out) { return out->target != NULL || flush(out) || fail(out, out->error); }

bool output_complete(output *out) {
    int error = flush(out) ? 0 : out->error;
    if (error == 0 && out->beside != NULL && fsync(out->file) != 0) {
        error = errno;
    }
    if (error == 0 && out->file != STDOUT_FILENO) {
        int file = out->file;
        out->file = -1;
        error = close(file) == 0 ? 0 : errno;
    }
    return error == 0 || fail(out, error);
}

bool output_commit(output *out) {
    if (out->file >= 0 && !output_complete(out)) {
        return false;
    }
    int error = out->beside != NULL ? put_in_place(out) : 0;
    if (error != 0) {
        return fail(out, error);
    }
    release(out);
    return true;
}

void output_discard(output *out) {
    if (out->file > STDERR_FILENO) {
        (void)close(out->file);
    }
    if (out->beside != NULL && !out->resumable) {
        (void)unlink(out->beside);
    }
    release(out);
}
