/* Merging shards, for the public header. */
#include "api/api.h"

#include "audit/summary.h"
#include "audit/ticket.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOME = 64 * 1024 };

typedef struct merging {
    preceptor_diagnostics *d;
    pr_arena arena;
    pr_shard *shards;
    const pr_doc_node **summaries; /* by the number that a shard was given with, as the next */
    pr_store_part *parts;
    size_t count;
    preceptor_outputs kind;
    uint32_t check; /* of the whole pool */
} merging;

static preceptor_status say_errno(const char *path, preceptor_diagnostics *d) {
    char text[160], why[128] = "";
    if (strerror_r(errno, why, sizeof why) != 0) {
        why[0] = '\0';
    }
    (void)snprintf(text, sizeof text, "it cannot be read: %s", why);
    return pr_api_say(path, "cannot-read", text, d);
}

static preceptor_status say_no_shard(const char *path, preceptor_diagnostics *d) {
    return pr_api_say(
        path, "shard",
        "this is not what 'audit --shard' writes, or it is not whole: there is nothing to merge", d);
}

preceptor_status preceptor_output_kind(const char *path, preceptor_diagnostics *d, preceptor_outputs *kind) {
    static const char store[] = "SQLite format 3", summary[] = "{\"schema\": \"preceptor.summary/1\"";
    char first[64] = "";
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_api_audit name = pr_api_audit_name(path, &arena);
    int file = name.path != NULL ? open(name.path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t count = file >= 0 ? read(file, first, sizeof first - 1) : -1;
    preceptor_status status = name.path == NULL ? PRECEPTOR_NO_MEMORY
                              : count < 0       ? say_errno(name.path, d)
                                                : PRECEPTOR_OK;
    if (file >= 0) {
        (void)close(file);
    }
    *kind = strcmp(first, store) == 0                          ? PRECEPTOR_OUTPUT_STORE
            : strncmp(first, summary, sizeof summary - 1) == 0 ? PRECEPTOR_OUTPUT_SUMMARY
                                                               : PRECEPTOR_OUTPUT_ROWS;
    pr_arena_release(&arena);
    return status;
}

static const pr_doc_node *parse(merging *m, pr_text text) {
    pr_diags ignored;
    pr_diags_init(&ignored, NULL);
    const pr_doc_limits limits = {.nodes = 100000000, .list_length = 100000000};
    pr_source *source = pr_source_of(PR_TEXT("shard"), text, &m->arena);
    const pr_doc_node *node =
        source != NULL ? pr_doc_read(source, PR_DOC_JSON, &limits, &m->arena, &ignored) : NULL;
    m->arena.failed |= ignored.failed;
    pr_diags_release(&ignored);
    return node;
}

/* ---- What each shard says of itself */
static preceptor_status look_at_summary(merging *m, const char *path, pr_text text, size_t i) {
    const pr_doc_node *root = parse(m, text);
    if (root == NULL || !pr_ticket_read(pr_doc_get(root, "shard"), &m->shards[i].ticket)) {
        return m->arena.failed ? PRECEPTOR_NO_MEMORY : say_no_shard(path, m->d);
    }
    m->summaries[i] = root;
    return PRECEPTOR_OK;
}

static preceptor_status look_at_store(merging *m, const char *path, size_t i) {
    pr_store *store;
    pr_text text = {0};
    pr_api_audit name = pr_api_audit_name(path, &m->arena);
    if (name.path == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    preceptor_status status = pr_store_open(name.path, PR_STORE_READ, NULL, &store);
    if (status == PRECEPTOR_OK) {
        status = pr_store_summary(store, &name.number, &m->arena, &text);
    }
    if (status == PRECEPTOR_OK) {
        m->parts[i] = (pr_store_part){.path = name.path, .audit = name.number};
        status = look_at_summary(m, path, text, i);
    } else {
        status = pr_api_say_store(store, name.path, status, m->d);
    }
    pr_store_close(store);
    return status;
}

/* The last line, without its end: from where it begins to the end of the file. */
static pr_text read_last_line(merging *m, int file, uint64_t size, uint64_t *start) {
    size_t want = SOME;
    for (;;) {
        size_t count = size < want ? (size_t)size : want;
        char *at = pr_arena_alloc(&m->arena, count + 1, 1);
        if (at == NULL || pread(file, at, count, (off_t)(size - count)) != (ssize_t)count) {
            return (pr_text){0};
        }
        size_t begin = count > 0 && at[count - 1] == '\n' ? count - 1 : 0;
        size_t length = begin;
        while (begin > 0 && at[begin - 1] != '\n') {
            begin--;
        }
        if (begin > 0 || count == size || want >= PR_LIMIT_SUMMARY) {
            *start = size - count + begin;
            return (pr_text){at + begin, length - begin};
        }
        want *= 4;
    }
}

static preceptor_status look_at_rows(merging *m, const char *path, size_t i) {
    struct stat found;
    uint64_t start = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &found) != 0) {
        preceptor_status status = say_errno(path, m->d);
        if (file >= 0) {
            (void)close(file);
        }
        return status;
    }
    pr_text line = read_last_line(m, file, (uint64_t)found.st_size, &start);
    (void)close(file);
    pr_text text = line.length > 0 ? pr_ticket_of_line(line, &m->arena) : line;
    pr_ticket *ticket = &m->shards[i].ticket;
    bool good = text.length > 0 && pr_ticket_read(parse(m, text), ticket) && ticket->rows == start;
    return good ? PRECEPTOR_OK : m->arena.failed ? PRECEPTOR_NO_MEMORY : say_no_shard(path, m->d);
}

static preceptor_status look_at(merging *m, const char *path, size_t i) {
    m->shards[i] = (pr_shard){.path = path, .number = i};
    if (m->kind == PRECEPTOR_OUTPUT_STORE) {
        return look_at_store(m, path, i);
    }
    if (m->kind == PRECEPTOR_OUTPUT_ROWS) {
        return look_at_rows(m, path, i);
    }
    struct stat found;
    if (stat(path, &found) == 0 && found.st_size > (off_t)PR_LIMIT_SUMMARY) {
        _Static_assert(PR_LIMIT_SUMMARY == (size_t)64 * 1024 * 1024, "as the message says");
        return pr_api_say(path, "file-size", "it is larger than 64 MiB, the most that is read of a summary",
                          m->d);
    }
    const pr_source *source = pr_source_read(path, PR_LIMIT_SUMMARY, &m->d->sources, &m->d->diags);
    return source == NULL ? pr_api_outcome(m->d, false) : look_at_summary(m, path, source->bytes, i);
}

/* ---- Joining */
static preceptor_status copy_rows(const pr_shard *s, bool first, const preceptor_sink *sink,
                                  preceptor_diagnostics *d) {
    char bytes[SOME];
    uint64_t at = first ? 0 : s->ticket.head;
    int file = open(s->path, O_RDONLY | O_CLOEXEC);
    preceptor_status status = file >= 0 ? PRECEPTOR_OK : say_errno(s->path, d);
    while (status == PRECEPTOR_OK && at < s->ticket.rows) {
        uint64_t left = s->ticket.rows - at;
        ssize_t got = pread(file, bytes, left < sizeof bytes ? (size_t)left : sizeof bytes, (off_t)at);
        if (got <= 0) {
            status = got < 0 ? say_errno(s->path, d) : say_no_shard(s->path, d);
        } else if (!sink->write(sink->context, bytes, (size_t)got)) {
            status = PRECEPTOR_IO;
        }
        at += got > 0 ? (uint64_t)got : 0;
    }
    if (file >= 0) {
        (void)close(file);
    }
    return status;
}

static bool join_summaries(merging *m, pr_buf *out) {
    pr_summary summary;
    pr_summary_init(&summary, &m->arena);
    bool good = true;
    for (size_t i = 0; good && i < m->count; i++) {
        good = pr_summary_join(&summary, m->summaries[m->shards[i].number]);
    }
    pr_summary_write(&summary, (pr_text){0}, out);
    return good && !out->failed;
}

/* A line for each waiver that is not what its shard says of it. */
static preceptor_status tell_waivers(const pr_store_part *part, preceptor_diagnostics *d) {
    pr_text rest = part->told;
    pr_source *source =
        rest.length > 0 ? pr_source_of(pr_text_of(part->path), PR_TEXT(""), &d->sources) : NULL;
    while (source != NULL && rest.length > 0) {
        const char *newline = memchr(rest.at, '\n', rest.length);
        size_t length = newline != NULL ? (size_t)(newline - rest.at) : rest.length;
        pr_warn(&d->diags, "waiver", ((pr_span){source, 0, 0}), "%.*s", (int)length, rest.at);
        length += newline != NULL;
        rest = (pr_text){rest.at + length, rest.length - length};
    }
    return pr_api_outcome(d, true);
}

static preceptor_status join_stores(merging *m, const char *path, const char *summary) {
    pr_store *store = NULL;
    const pr_ticket *first = &m->shards[0].ticket;
    pr_store_position whole = {.check = m->check};
    pr_store_part *parts = PR_NEW_ARRAY(&m->arena, pr_store_part, m->count);
    for (size_t i = 0; parts != NULL && i < m->count; i++) {
        parts[i] = m->parts[m->shards[i].number];
        const pr_ticket *t = &m->shards[i].ticket;
        whole.bytes += t->bytes;
        whole.rows += t->rows - (i > 0 ? t->head : 0);
        whole.records += t->records;
        whole.rejected += t->rejected;
    }
    pr_text settings = pr_text_copy(&m->arena, first->options);
    preceptor_status status = settings.at != NULL && parts != NULL
                                  ? pr_store_open(path, PR_STORE_WRITE, NULL, &store)
                                  : PRECEPTOR_NO_MEMORY;
    if (store == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK) {
        status = pr_store_join(store, parts, m->count, settings.at, summary, &whole);
    }
    status = pr_api_say_store(store, path, status, m->d);
    for (size_t i = 0; status == PRECEPTOR_OK && i < m->count; i++) {
        status = tell_waivers(&parts[i], m->d);
    }
    pr_store_close(store);
    return status;
}

static preceptor_status join(merging *m, const char *store, const preceptor_sink *sink) {
    preceptor_status status = PRECEPTOR_OK;
    if (m->kind == PRECEPTOR_OUTPUT_ROWS) {
        for (size_t i = 0; status == PRECEPTOR_OK && i < m->count; i++) {
            status = copy_rows(&m->shards[i], i == 0, sink, m->d);
        }
        return status;
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    if (!join_summaries(m, &out)) {
        status = m->arena.failed || out.failed ? PRECEPTOR_NO_MEMORY : say_no_shard(m->shards[0].path, m->d);
    } else if (m->kind == PRECEPTOR_OUTPUT_SUMMARY) {
        status = pr_api_write(&out, sink);
    } else {
        pr_buf_char(&out, '\0');
        status = out.failed ? PRECEPTOR_NO_MEMORY : join_stores(m, store, out.at);
    }
    pr_buf_release(&out);
    return status;
}

preceptor_status preceptor_merge(const char *const *paths, size_t count, preceptor_outputs kind,
                                 const char *store, const preceptor_sink *sink,
                                 preceptor_diagnostics *diagnostics, preceptor_merge_counts *counts) {
    merging m = {.d = diagnostics, .count = count, .kind = kind};
    *counts = (preceptor_merge_counts){0};
    pr_arena_init(&m.arena, NULL, 0);
    m.shards = PR_NEW_ARRAY(&m.arena, pr_shard, count + 1);
    m.summaries = PR_NEW_ARRAY(&m.arena, const pr_doc_node *, count + 1);
    m.parts = PR_NEW_ARRAY(&m.arena, pr_store_part, count + 1);
    bool made = m.shards != NULL && m.summaries != NULL && m.parts != NULL;
    preceptor_status status = made ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY, worst = status;
    for (size_t i = 0; made && i < count; i++) {
        status = look_at(&m, paths[i], i);
        worst = status == PRECEPTOR_OK || worst == PRECEPTOR_NO_MEMORY ? worst : status;
    }
    status = worst;
    if (status == PRECEPTOR_OK) {
        bool fit = pr_shards_fit(m.shards, count, &diagnostics->diags, &diagnostics->sources, &m.check);
        status = pr_api_outcome(diagnostics, fit);
    }
    if (status == PRECEPTOR_OK) {
        status = join(&m, store, sink);
    }
    for (size_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        counts->records += m.shards[i].ticket.records;
        counts->rejected += m.shards[i].ticket.rejected;
    }
    pr_arena_release(&m.arena);
    return status;
}
