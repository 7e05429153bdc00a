/* The bytes of an input, decompressed where they are compressed: gzip and zstd are told by how they begin. */
#ifndef PR_AUDIT_STREAM_H
#define PR_AUDIT_STREAM_H

#include "base/text.h"

typedef struct pr_stream {
    const preceptor_reader *reader; /* borrowed */
    const preceptor_allocator *allocator;
    char *in; /* what was read and not yet taken */
    size_t start, end;
    bool at_end; /* the reader has no more */
    bool ended;  /* the compressed data are whole so far */
    bool told;   /* it is known what it is */
    struct z_stream_s *gzip;
    struct ZSTD_DCtx_s *zstd;
    const char *wrong; /* in words, after INVALID */
    preceptor_status status;
} pr_stream;

void pr_stream_begin(pr_stream *stream, const preceptor_reader *reader, const preceptor_allocator *allocator);
/* How many bytes it gave, 0 at the end; or `status` is set: IO, NO_MEMORY, or INVALID where compressed data are
 * damaged. */
size_t pr_stream_read(pr_stream *stream, char *out, size_t size);
/* CRC-32 carried on over more bytes; of none it is 0. */
uint32_t pr_stream_check(uint32_t check, pr_text bytes);
/* Of bytes behind others, from those of both; the second are so many. */
uint32_t pr_stream_check_join(uint32_t first, uint32_t second, uint64_t count);
void pr_stream_end(pr_stream *stream);

#endif
