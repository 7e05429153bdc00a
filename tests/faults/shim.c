/* Faults on demand, for a program that is started with this in LD_PRELOAD. $FAULT says which:
 *
 *     CALL:N:ERROR    the N-th call of it fails so; CALL:N+:ERROR: the N-th and all after it
 *     short           reads and writes take one byte at a time
 *     interrupt       every other read and write is interrupted before it has done anything
 *     count           nothing fails; the program ends by writing "CALL NUMBER" for each into $FAULT_COUNTS
 *
 * CALL is malloc (and calloc, realloc), read, write, open, close, fsync, rename, link or pwrite, by which stores write;
 * the descriptors of standard
 * input, output and error are closed by nobody and not counted there. ERROR is a number, of errno. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef enum call { MALLOC, READ, WRITE, OPEN, CLOSE, FSYNC, RENAME, LINK, PWRITE, CALL_COUNT } call;

static const char *const names[CALL_COUNT] = {"malloc", "read",   "write", "open",  "close",
                                              "fsync",  "rename", "link",  "pwrite"};

typedef enum mode { UNREAD, NOTHING, FAIL, SHORT, INTERRUPT, COUNT } mode;

static atomic_int current_mode; /* a mode */
static call failing;
static unsigned long fail_at;
static bool lasting;
static int fail_with;
static atomic_ulong counts[CALL_COUNT];
static atomic_ulong interruptions;

/* Memory is asked for before anything of this file was set up: here nothing may allocate. */
static void read_settings(void) {
    const char *text = getenv("FAULT");
    mode chosen = NOTHING;
    if (text != NULL && strcmp(text, "short") == 0) {
        chosen = SHORT;
    } else if (text != NULL && strcmp(text, "interrupt") == 0) {
        chosen = INTERRUPT;
    } else if (text != NULL && strcmp(text, "count") == 0) {
        chosen = COUNT;
    }
    for (call c = 0; text != NULL && c < CALL_COUNT; c++) {
        size_t length = strlen(names[c]);
        if (strncmp(text, names[c], length) == 0 && text[length] == ':') {
            char *end;
            failing = c;
            fail_at = strtoul(text + length + 1, &end, 10);
            lasting = *end == '+';
            end += lasting;
            fail_with = *end == ':' ? (int)strtol(end + 1, NULL, 10) : EIO;
            chosen = FAIL;
        }
    }
    atomic_store(&current_mode, chosen);
}

static mode mode_now(void) {
    if (atomic_load(&current_mode) == UNREAD) {
        read_settings();
    }
    return (mode)atomic_load(&current_mode);
}

/* Counts a call; true when it is to fail, with errno set. */
static bool fails(call c) {
    mode now = mode_now();
    unsigned long number = atomic_fetch_add(&counts[c], 1) + 1;
    if (now == FAIL && c == failing && (number == fail_at || (lasting && number > fail_at))) {
        errno = fail_with;
        return true;
    }
    return false;
}

static bool interrupted(void) {
    if (mode_now() == INTERRUPT && atomic_fetch_add(&interruptions, 1) % 2 == 0) {
        errno = EINTR;
        return true;
    }
    return false;
}

/* The next function of that name: the C library's. */
static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

/* A function is no object, says C; POSIX lets dlsym's result be copied into one. */
#define FIND(pointer, name) (*(void **)&(pointer) = next(name))

/* glibc's own, by the names it keeps for those who take the usual ones' place. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);

void *malloc(size_t size) { return fails(MALLOC) ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return fails(MALLOC) ? NULL : __libc_calloc(count, size); }

void *realloc(void *at, size_t size) { return fails(MALLOC) ? NULL : __libc_realloc(at, size); }

ssize_t read(int file, void *buffer, size_t size) {
    ssize_t (*real)(int, void *, size_t);
    FIND(real, "read");
    if (fails(READ) || interrupted()) {
        return -1;
    }
    return real(file, buffer, mode_now() == SHORT && size > 1 ? 1 : size);
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t);
    FIND(real, "write");
    if (fails(WRITE) || interrupted()) {
        return -1;
    }
    return real(file, bytes, mode_now() == SHORT && count > 1 ? 1 : count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    ssize_t (*real)(int, const void *, size_t, off64_t);
    FIND(real, "pwrite64");
    return fails(PWRITE) ? -1 : real(file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return pwrite64(file, bytes, count, offset);
}

int open(const char *path, int flags, ...) {
    int (*real)(const char *, int, ...);
    FIND(real, "open");
    mode_t permissions = 0;
    if ((flags & O_CREAT) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        permissions = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return fails(OPEN) ? -1 : real(path, flags, permissions);
}

int close(int file) {
    int (*real)(int);
    FIND(real, "close");
    bool bad = file > STDERR_FILENO && fails(CLOSE);
    int error = errno, result = real(file);
    errno = bad ? error : errno;
    return bad ? -1 : result;
}

int fsync(int file) {
    int (*real)(int);
    FIND(real, "fsync");
    return fails(FSYNC) ? -1 : real(file);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *);
    FIND(real, "rename");
    return fails(RENAME) ? -1 : real(from, to);
}

int link(const char *from, const char *to) {
    int (*real)(const char *, const char *);
    FIND(real, "link");
    return fails(LINK) ? -1 : real(from, to);
}

__attribute__((destructor)) static void write_counts(void) {
    const char *path = getenv("FAULT_COUNTS");
    if (mode_now() != COUNT || path == NULL) {
        return;
    }
    unsigned long numbers[CALL_COUNT];
    for (call c = 0; c < CALL_COUNT; c++) {
        numbers[c] = atomic_load(&counts[c]);
    }
    FILE *file = fopen(path, "w");
    for (call c = 0; file != NULL && c < CALL_COUNT; c++) {
        fprintf(file, "%s %lu\n", names[c], numbers[c]);
    }
    if (file != NULL) {
        fclose(file);
    }
}
