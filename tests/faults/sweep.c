#include "faults/sweep.h"

#include <execinfo.h>

/* A request to the heap, and the calls that led to it: the innermost ones, as one number. */
struct request {
    uint64_t place;
    size_t number; /* the first is 1 */
};

static uint64_t place_of_request(void) {
    enum { CALLS = 14 }; /* half of them are the allocator's and the arena's */
    void *calls[CALLS];
    int count = backtrace(calls, CALLS);
    uint64_t place = 0;
    for (int i = 0; i < count; i++) {
        place = (place ^ (uint64_t)(uintptr_t)calls[i]) * 0x9E3779B97F4A7C15;
        place ^= place >> 32;
    }
    return place;
}

static void note_request(world *w) {
    request *grown = realloc(w->requests, w->asked * sizeof *grown);
    assert_non_null(grown);
    grown[w->asked - 1] = (request){place_of_request(), w->asked};
    w->requests = grown;
}

static int by_place(const void *left, const void *right) {
    const request *a = left, *b = right;
    return a->place != b->place ? (a->place < b->place ? -1 : 1)
                                : (a->number > b->number) - (a->number < b->number);
}

static bool add_bytes(void *context, const char *bytes, size_t count) {
    text *out = context;
    char *grown = realloc(out->at, out->length + count + 1);
    assert_non_null(grown);
    memcpy(grown + out->length, bytes, count);
    grown[out->length + count] = '\0';
    *out = (text){grown, out->length + count};
    return true;
}

static void clear(text *out) {
    free(out->at);
    *out = (text){0};
}

static void *take(void *context, size_t size) {
    world *w = context;
    w->asked++;
    if (w->noting) {
        note_request(w);
    }
    if (w->fail_at > 0 && (w->asked == w->fail_at || (w->lasting && w->asked > w->fail_at))) {
        w->failed = true;
        return NULL;
    }
    void *at = malloc(size);
    assert_non_null(at);
    w->live++;
    return at;
}

static void give_back(void *context, void *at) {
    ((world *)context)->live--;
    free(at);
}

preceptor_sink sink_of(world *w) { return (preceptor_sink){.write = add_bytes, .context = &w->out}; }

void forget_kbs(world *w) {
    preceptor_kb_free(w->kb);
    preceptor_kb_free(w->other);
    w->kb = w->other = NULL;
}

preceptor_status make_diagnostics(world *w) {
    w->diagnostics = preceptor_diagnostics_new(&w->allocator);
    return w->diagnostics != NULL ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}

preceptor_status with_diagnostics(world *w, preceptor_status status) {
    preceptor_sink sink = sink_of(w);
    if (status == PRECEPTOR_NO_MEMORY) {
        return status;
    }
    preceptor_status written = preceptor_diagnostics_write(w->diagnostics, false, &sink);
    return written != PRECEPTOR_OK ? written : status;
}

static bool is_expected(const sweep *s, size_t i, const world *w) {
    const text *expected = &s->expected[i];
    return w->out.length == expected->length &&
           (expected->length == 0 || memcmp(w->out.at, expected->at, expected->length) == 0);
}

enum { ENOUGH_ERRORS = 10 };

/* From where on the output is another. */
static void complain(const sweep *s, size_t i, const world *w, size_t fail_at, preceptor_status status) {
    enum { SHOWN = 200 };
    const text *expected = &s->expected[i], *found = &w->out;
    size_t same = 0;
    while (same < expected->length && same < found->length && expected->at[same] == found->at[same]) {
        same++;
    }
    print_error("%s, when request %zu of %zu%s failed: %s\n", s->steps[i].name, fail_at, s->requests,
                w->lasting ? " and all after it" : "", preceptor_status_text(status));
    if (same < expected->length || same < found->length) {
        print_error("expected: %.*s\n", SHOWN, same < expected->length ? expected->at + same : "(the end)");
        print_error("found:    %.*s\n", SHOWN, same < found->length ? found->at + same : "(the end)");
    }
}

/* One step, and again if memory ran out in it. */
static bool take_step(const sweep *s, size_t i, world *w) {
    size_t fail_at = w->fail_at;
    preceptor_status status = s->steps[i].run(w);
    if (status == PRECEPTOR_NO_MEMORY && w->failed && w->fail_at > 0) {
        w->fail_at = 0;
        clear(&w->out);
        status = s->steps[i].run(w);
    }
    bool good = status == s->steps[i].status && is_expected(s, i, w);
    if (!good) {
        complain(s, i, w, fail_at, status);
    }
    return good;
}

static world begin(const sweep *s) { return (world){.kb = s->kb, .borrowed = s->kb != NULL}; }

static void end(world *w) {
    preceptor_session_free(w->session);
    preceptor_profile_free(w->profile);
    if (!w->borrowed) {
        forget_kbs(w);
    }
    preceptor_diagnostics_free(w->diagnostics);
    clear(&w->out);
}

/* The allocator of a knowledge base that lives longer has the world that was current. */
static world current;

static void set_up(const sweep *s, size_t fail_at, bool lasting) {
    current = begin(s);
    current.allocator = (preceptor_allocator){take, give_back, &current};
    current.fail_at = fail_at;
    current.lasting = lasting;
}

/* What is printed where nothing fails, and where the heap is asked. */
static void expect(sweep *s) {
    set_up(s, 0, false);
    current.noting = true;
    for (size_t i = 0; i < s->count; i++) {
        clear(&current.out);
        assert_int_equal(s->steps[i].run(&current), s->steps[i].status);
        s->expected[i] = current.out;
        current.out = (text){0};
    }
    s->requests = current.asked;
    s->asked = current.requests;
    current.noting = false;
    end(&current);
    assert_int_equal(current.live, 0);
}

/* False when something was wrong, which was told. What a failure spoils shows in the step itself, done again, or in
 * those right after it. */
static bool fail_one(const sweep *s, size_t fail_at, bool lasting) {
    enum { AFTER = 2 };
    set_up(s, fail_at, lasting);
    bool good = true;
    for (size_t i = 0, last = s->count; i < last && good; i++) {
        bool before = current.failed;
        clear(&current.out);
        good = take_step(s, i, &current);
        if (!before && current.failed && s->count - i > AFTER) {
            last = i + 1 + AFTER;
        }
    }
    bool reached = current.failed;
    end(&current);
    if (current.live != 0) {
        print_error("request %zu of %zu: %zu blocks are left\n", fail_at, s->requests, current.live);
    }
    if (!reached && good) {
        print_error("request %zu of %zu did not come\n", fail_at, s->requests);
    }
    return good && reached && current.live == 0;
}

/* At each place the first request fails, and at one in three the last and all after it. */
static size_t fail_by_place(sweep *s, size_t *tried) {
    size_t wrong = 0, places = 0;
    qsort(s->asked, s->requests, sizeof *s->asked, by_place);
    for (size_t i = 0; i < s->requests && wrong < ENOUGH_ERRORS; i++, places++) {
        wrong += !fail_one(s, s->asked[i].number, false);
        while (i + 1 < s->requests && s->asked[i + 1].place == s->asked[i].place) {
            i++;
        }
        if (places % 3 == 0) {
            wrong += !fail_one(s, s->asked[i].number, true);
            ++*tried;
        }
    }
    *tried += places;
    return wrong;
}

static size_t fail_each(sweep *s, size_t *tried) {
    size_t wrong = 0;
    for (int lasting = 0; lasting < 2; lasting++) {
        for (size_t n = 1; n <= s->requests && wrong < ENOUGH_ERRORS; n += lasting ? 3 : 1) {
            wrong += !fail_one(s, n, lasting == 1);
            ++*tried;
        }
    }
    return wrong;
}

void run_sweep(sweep *s) {
    size_t tried = 0;
    expect(s);
#ifdef EACH
    s->whole = true;
#endif
    size_t wrong = s->whole ? fail_each(s, &tried) : fail_by_place(s, &tried);
    print_message("%zu requests, %zu failures\n", s->requests, tried);
    for (size_t i = 0; i < s->count; i++) {
        clear(&s->expected[i]);
    }
    free(s->asked);
    assert_int_equal(wrong, 0);
}

void run_sweep_with(sweep *s, const char *manifest, const char *document) {
    /* In a world of its own, in which `current` stands for everything that is made with it. */
    set_up(s, 0, false);
    preceptor_options options = {.allocator = &current.allocator, .document = document};
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    assert_int_equal(preceptor_kb_load(manifest, &options, diagnostics, &s->kb), PRECEPTOR_OK);
    size_t blocks = current.live;
    run_sweep(s);
    preceptor_kb_free(s->kb);
    preceptor_diagnostics_free(diagnostics);
    assert_int_equal(current.live, 0 - blocks);
}
