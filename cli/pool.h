/* The pools named on the command line: files, standard input, folders of profiles. */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include "input.h"
#include "options.h"

typedef struct pool_file {
    char *path;
    preceptor_input_form form;
    uint64_t size; /* 0: nobody knows */
} pool_file;

typedef struct pool {
    pool_file *files;
    size_t count, capacity;
    size_t next; /* to be opened */
    input in;    /* the one that is read */
    bool open;
    bool many;     /* more than one file, or a folder */
    bool failed;   /* a message was said */
    size_t passed; /* files of folders that are no profiles */
    /* For telling how far it is: bytes of all files that have a size, and how many were read. */
    uint64_t total, taken;
} pool;

/* Looks up all that `words` name. What a file is, its name tells where `from` does not. False after a message; release
 * in either case. */
bool pool_find(pool *p, const char *const *words, size_t count, pool_from from);
void pool_release(pool *p);
/* How many workers go through it: as asked for, else one for each processor, within reason. */
unsigned pool_jobs(const options *o);
preceptor_inputs pool_inputs(pool *p);

#endif
