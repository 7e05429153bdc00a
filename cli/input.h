/* Files and standard input, read as bytes. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <preceptor.h>

typedef struct input {
    const char *name; /* for messages */
    int file;
    int error; /* errno of a failed read, 0: none */
} input;

/* `path` "-": standard input. False after a message. */
bool input_open(input *in, const char *path);
preceptor_reader input_reader(input *in);
/* Says that it cannot be read; gives false. */
bool input_failed(const input *in, int error);
void input_close(input *in);
/* All of a file, at most `limit` bytes; `*bytes` is to be freed. False after a message. */
bool input_read(const char *path, size_t limit, char **bytes, size_t *count);

#endif
