/* The time that a pathway takes: stage by stage, from the day of the evaluation on. */
#include "advise/course.h"

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

/* The first day of the year's month and day after `day`, less one: what begins then begins on the day after. */
static int64_t eve_of(const pr_course_stage *stage, int64_t day) {
    if (stage->month == 0) {
        return day;
    }
    int64_t year;
    int month, date;
    pr_date_unpack(day, &year, &month, &date);
    for (;; year++) {
        /* Where a year has no such day, the month's last. */
        int64_t first = pr_date_pack(year, stage->month, 1);
        int64_t begins = pr_date_from_days(pr_date_to_days(first) + stage->day - 1);
        int64_t next = pr_date_add_months(first, 1);
        begins = begins >= next ? pr_date_from_days(pr_date_to_days(next) - 1) : begins;
        if (begins > day) {
            return pr_date_from_days(pr_date_to_days(begins) - 1);
        }
    }
}

static int64_t day_after(int64_t day) { return pr_date_from_days(pr_date_to_days(day) + 1); }

/* The last day of what begins on the day after `eve`: the day before the same one months later. A month that has
 * no such day ends it. */
static int64_t last_day(int64_t eve, pr_term length) {
    int64_t first = day_after(eve), later_on = pr_date_add_months(first, length.months), year;
    int month, first_date, date;
    pr_date_unpack(first, &year, &month, &first_date);
    pr_date_unpack(later_on, &year, &month, &date);
    return pr_date_from_days(pr_date_to_days(later_on) + length.days - (date < first_date ? 0 : 1));
}

/* When a stage under way ends. Without a last day that the profile tells it may end today, and usually ends when its
 * whole length has passed from today on. Usually: people take leave, or do two things at once. By a first day that
 * comes after that it is no usual one, and nothing is known of its end. */
static pr_day_range end_of_current(const pr_course_stage *s, int64_t today) {
    pr_day_range end = {.begins = true, .ends = s->end.ends, .latest = later(s->end.latest, today)};
    end.earliest = s->end.begins ? later(s->end.earliest, today) : today;
    if (!end.ends && s->duration.ends) {
        end.latest = pr_term_after(today, s->duration.most);
        end.ends = end.usual = end.latest >= end.earliest;
    }
    return end;
}

static pr_term_range left_of_current(const pr_course_stage *s, int64_t today) {
    pr_day_range end = end_of_current(s, today);
    pr_term_range left = {
        .least = pr_term_between(today, end.earliest), .ends = end.ends, .usual = end.usual};
    if (end.ends) {
        left.most = pr_term_between(today, end.latest);
    }
    return left;
}

/* One of the ways in which a stage may go on. */
typedef struct way {
    pr_term_range left;
    pr_day_range over; /* when all up to the end of the stage is over */
} way;

static way when_current(const pr_course_stage *s, const pr_day_range *before, int64_t today) {
    way w = {.left = left_of_current(s, today), .over = end_of_current(s, today)};
    w.over.earliest = later(before->earliest, w.over.earliest);
    w.over.ends = w.over.ends && before->ends;
    w.over.usual = w.over.usual || before->usual;
    w.over.latest = w.over.ends ? later(before->latest, w.over.latest) : 0;
    return w;
}

static way when_to_come(const pr_course_stage *s, const pr_day_range *before) {
    way w = {.left = s->duration};
    w.over.begins = true;
    w.over.earliest = last_day(eve_of(s, before->earliest), s->duration.least);
    w.over.ends = before->ends && s->duration.ends;
    w.over.usual = before->usual;
    w.over.latest = w.over.ends ? last_day(eve_of(s, before->latest), s->duration.most) : 0;
    return w;
}

static void widen(way *all, way w, bool first) {
    if (first) {
        *all = w;
        return;
    }
    all->left = pr_term_range_hull(all->left, w.left);
    all->over.earliest = all->over.earliest < w.over.earliest ? all->over.earliest : w.over.earliest;
    all->over.ends = all->over.ends && w.over.ends;
    all->over.usual = all->over.usual || w.over.usual;
    all->over.latest = later(all->over.latest, w.over.latest);
}

void pr_course_stage_add(pr_course *course, pr_course_stage *s) {
    way all = {0};
    bool first = true;
    pr_day_range before = course->over;
    if (s->may_be_done) {
        widen(&all, (way){.left = {.ends = true}, .over = before}, first);
        first = false;
    }
    if (s->may_be_current) {
        widen(&all, when_current(s, &before, course->today), first);
        first = false;
    }
    if (s->may_come) {
        widen(&all, when_to_come(s, &before), first);
        s->starts.begins = !s->may_be_done && !s->may_be_current;
        s->starts.ends = s->starts.begins && before.ends;
        s->starts.usual = before.usual;
        s->starts.earliest = day_after(eve_of(s, before.earliest));
        s->starts.latest = s->starts.ends ? day_after(eve_of(s, before.latest)) : 0;
    }
    s->left = all.left;
    s->over = all.over;
    s->slow = s->may_be_current && s->end.begins && s->duration.ends &&
              s->end.earliest > pr_term_after(course->today, s->duration.most);
    course->over = all.over;
    if (s->counted) {
        course->left = pr_term_range_add(course->left, all.left);
    }
}

pr_course pr_course_begin(int64_t today) {
    return (pr_course){
        .today = today,
        .left = {.ends = true},
        .over = {.earliest = today, .latest = today, .begins = true, .ends = true},
    };
}

bool pr_course_day_exists(int64_t month, int64_t day) {
    return month >= 1 && month <= 12 && pr_date_exists(2000, (int)month, (int)day);
}
