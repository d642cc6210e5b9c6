// Programmes: which cue is on by day and hour, in local time. mktime() knows when clocks are put
// forward and back: an hour that is not there begins with the one after it, and what lasts so many
// seconds lasts so many.
#include "show/course.h"

#include <math.h>
#include <time.h>

static bool is_day(const struct plan_day *d, const struct tm *t)
{
    return d->year == t->tm_year + 1900 && d->month == t->tm_mon + 1 && d->day == t->tm_mday;
}

static bool among(const struct plan_day *days, int count, const struct tm *t)
{
    for (int i = 0; i < count; i++)
        if (is_day(&days[i], t))
            return true;
    return false;
}

static bool on_day(const struct plan_programme *p, const struct tm *t)
{
    if (among(p->except, p->except_count, t))
        return false;
    return p->date_count ? among(p->dates, p->date_count, t) : (p->days >> t->tm_wday & 1) != 0;
}

// Unix time of so many seconds by the clock on the wall of that day.
static double at_hour(const struct tm *day, int later, double seconds)
{
    struct tm t = {.tm_year = day->tm_year,
                   .tm_mon = day->tm_mon,
                   .tm_mday = day->tm_mday + later,
                   .tm_hour = (int)(seconds / 3600),
                   .tm_min = (int)fmod(seconds / 60, 60),
                   .tm_isdst = -1};
    return (double)mktime(&t);
}

static void item_at(const struct show_plan *p, const struct plan_programme *g, double begin,
                    double wall, int *cue, double *since)
{
    const struct plan_item *items = p->items + g->items.first;
    double round_s = 0;
    for (int i = 0; i < g->items.count; i++)
        round_s += items[i].for_s;
    double from = begin;
    if (isfinite(round_s))
        from += floor((wall - begin) / round_s) * round_s;
    int i = 0;
    for (; i < g->items.count - 1 && wall >= from + items[i].for_s; i++)
        from += items[i].for_s;
    *cue = items[i].cue;
    *since = from;
}

// Whether it is on, on the day that began `ago` days before this one.
static bool is_on(const struct plan_programme *g, const struct tm *today, int ago, double wall,
                  double *begin)
{
    struct tm day = {.tm_year = today->tm_year,
                     .tm_mon = today->tm_mon,
                     .tm_mday = today->tm_mday - ago,
                     .tm_hour = 12,
                     .tm_isdst = -1};
    mktime(&day); // noon: no clock is changed then
    if (!on_day(g, &day))
        return false;
    *begin = at_hour(&day, 0, g->from_s);
    return wall >= *begin && wall < at_hour(&day, g->until_s <= g->from_s, g->until_s);
}

bool programme_at(const struct show_plan *p, double wall, int *programme, int *cue, double *since)
{
    time_t now = (time_t)floor(wall);
    struct tm today;
    if (!localtime_r(&now, &today))
        return false;
    for (int i = p->programme_count - 1; i >= 0; i--) {
        const struct plan_programme *g = &p->programmes[i];
        double begin;
        if (!is_on(g, &today, 0, wall, &begin) && !is_on(g, &today, 1, wall, &begin))
            continue;
        item_at(p, g, begin, wall, cue, since);
        *programme = i;
        return true;
    }
    return false;
}
