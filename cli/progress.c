#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

void progress_begin(progress *p, bool quiet) {
    *p = (progress){.wanted = !quiet && isatty(STDERR_FILENO) == 1, .started = now()};
    p->written = p->started;
}

static void show_time(double seconds) {
    unsigned long all = seconds < 1e9 ? (unsigned long)(seconds + 0.5) : 1000000000ul;
    if (all >= 3600) {
        fprintf(stderr, ", %lu h %lu min left", all / 3600, all / 60 % 60);
    } else if (all >= 60) {
        fprintf(stderr, ", %lu min %lu s left", all / 60, all % 60);
    } else {
        fprintf(stderr, ", %lu s left", all);
    }
}

void progress_show(progress *p, uint64_t records, uint64_t rejected, uint64_t part, uint64_t whole) {
    const double often = 0.2;
    double time = p->wanted ? now() : 0, spent = time - p->started;
    if (!p->wanted || time - p->written < often) {
        return;
    }
    p->written = time;
    p->drawn = true;
    fprintf(stderr, "\r%llu records, %llu rejected, %.0f a second", (unsigned long long)records,
            (unsigned long long)rejected, (double)records / spent);
    if (whole > 0 && part > 0 && part <= whole) {
        fprintf(stderr, ", %.0f %%", 100 * (double)part / (double)whole);
        show_time(spent * (double)(whole - part) / (double)part);
    }
    fputs("\x1b[K", stderr);
    (void)fflush(stderr);
}

void progress_end(progress *p) {
    if (p->drawn) {
        fputs("\r\x1b[K", stderr);
        (void)fflush(stderr);
    }
    p->drawn = false;
}
