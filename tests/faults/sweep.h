/* Memory that runs out: what is done in steps is done again and again, while the first, the second, ... request to
 * the heap fails, until none does. What fails must say so, must leak nothing, and must give the right answer when it
 * is done again.
 *
 * There are too many requests to fail each of them: of those that come from the same place, by the same calls, the
 * first fails, and at some places the last and all after it. With -DEACH each fails. */
#ifndef PR_TESTS_SWEEP_H
#define PR_TESTS_SWEEP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <preceptor.h>

/* Everything that is done writes somewhere, so that it can be compared. */
typedef struct text {
    char *at;
    size_t length;
} text;

typedef struct request request;

typedef struct world {
    preceptor_allocator allocator;
    size_t asked, live;
    size_t fail_at; /* 0: none */
    bool lasting;   /* all later ones fail, too */
    bool failed;    /* one did */
    bool noting;    /* `requests` are listed */
    request *requests;
    preceptor_diagnostics *diagnostics;
    preceptor_kb *kb, *other; /* `other`: for another kind of document */
    bool borrowed;            /* the knowledge base */
    preceptor_profile *profile;
    preceptor_session *session;
    text out;
} world;

preceptor_sink sink_of(world *w);
/* Frees both knowledge bases. */
void forget_kbs(world *w);
/* A step that every sweep begins with. */
preceptor_status make_diagnostics(world *w);
/* What is wrong with an input is written as well. */
preceptor_status with_diagnostics(world *w, preceptor_status status);

/* What is done. Each may be done again after it failed. */
typedef struct step {
    const char *name;
    preceptor_status (*run)(world *w);
    preceptor_status status; /* where memory lasts */
} step;

enum { MOST_STEPS = 40 };

typedef struct sweep {
    const step *steps;
    size_t count;
    preceptor_kb *kb; /* borrowed; NULL: it is loaded on the way */
    bool whole;       /* each request is failed */
    text expected[MOST_STEPS];
    request *asked; /* where nothing fails */
    size_t requests;
} sweep;

void run_sweep(sweep *s);
/* With a knowledge base that is loaded once, in a world of its own. */
void run_sweep_with(sweep *s, const char *manifest, const char *document);

#endif
