// Open at t, and until when: local time by localtime_r alone, since mktime guesses where an hour
// comes twice or not at all.
#include "hours/hours.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define DAY_S 86400L

long hours_number(struct hours_day day)
{
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    long y = day.year - (day.month <= 2);
    long era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    long of_year = (153L * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int weekday(long number)
{
    return (int)(((number + 4) % 7 + 7) % 7);
}

int hours_weekday(struct hours_day day)
{
    return weekday(hours_number(day));
}

// Local time minus UTC.
static long offset_at(long unix_s)
{
    time_t t = unix_s;
    struct tm local;
    return localtime_r(&t, &local) ? local.tm_gmtoff : 0;
}

// Of the only time between them at which clocks are set, the first second of the new time.
static long set_between(long low, long high)
{
    long before = offset_at(low);
    while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (offset_at(middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

// `local`: seconds since 1970 as clocks on the wall count them.
static double from_local(long local, bool last)
{
    long low = local - 2 * DAY_S, high = local + 2 * DAY_S;
    long before = offset_at(low), after = offset_at(high);
    long early = local - before, late = local - after;
    if (before == after)
        return (double)early;
    long set = set_between(low, high);
    if (last)
        return (double)(late > set ? late : early < set ? early : set);
    return (double)(early < set ? early : late > set ? late : set);
}

static double day_begin(long number, double seconds)
{
    return from_local(number * DAY_S + (long)seconds, false);
}

static double day_end(long number, double seconds)
{
    return from_local(number * DAY_S + (long)seconds, true);
}

double hours_begin(struct hours_day day, double seconds)
{
    return day_begin(hours_number(day), seconds);
}

double hours_end(struct hours_day day, double seconds)
{
    return day_end(hours_number(day), seconds);
}

// The spans of a day: a date's, else the week's.
static int spans_of(const struct hours *h, long number, const struct hours_span *spans[HOURS_SPANS])
{
    for (int i = h->date_count - 1; i >= 0; i--) {
        const struct hours_date *d = &h->dates[i];
        if (number < hours_number(d->first) || number > hours_number(d->last))
            continue;
        for (int k = 0; k < d->span_count; k++)
            spans[k] = &d->spans[k];
        return d->span_count;
    }
    int count = 0;
    for (int i = 0; i < h->week_count; i++)
        if (h->week[i].days >> weekday(number) & 1)
            spans[count++] = &h->week[i];
    return count;
}

// Carries *reach to the end of what touches it; *first is the earliest beginning after it.
static void look_at_day(const struct hours *h, long number, double at, double *reach, double *first)
{
    const struct hours_span *spans[HOURS_SPANS];
    double from[HOURS_SPANS], till[HOURS_SPANS];
    int count = spans_of(h, number, spans);
    for (int i = 0; i < count; i++) {
        bool over = spans[i]->till_s <= spans[i]->from_s;
        from[i] = day_begin(number, spans[i]->from_s);
        till[i] = day_end(number, spans[i]->till_s + (over ? (double)DAY_S : 0));
        if (from[i] > at && till[i] > from[i])
            *first = fmin(*first, from[i]);
    }
    for (int round = 0; round < count; round++) // in no order: each round carries on one at least
        for (int i = 0; i < count; i++)
            if (from[i] <= *reach && till[i] > *reach)
                *reach = till[i];
}

bool hours_open(const struct hours *h, double at, double *change)
{
    double reach = at, first = INFINITY;
    *change = INFINITY;
    if (!h->told)
        return true;
    if (!(fabs(at) < 1e11))
        return false;
    long second = (long)floor(at);
    long today = (long)floor((double)(second + offset_at(second)) / DAY_S);
    for (long n = today - 1; n <= today + HOURS_AHEAD; n++) {
        look_at_day(h, n, at, &reach, &first);
        bool over = reach > at ? reach < day_begin(n + 1, 0) : n >= today && isfinite(first);
        if (!over)
            continue;
        *change = reach > at ? reach : first;
        return reach > at;
    }
    return reach > at;
}

bool hours_zone_known(const char *zone)
{
    const char *folder = getenv("TZDIR"); // NOLINT(concurrency-mt-unsafe)
    char path[512];
    struct stat st;
    size_t n = strspn(zone, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_/");
    if (!n || zone[n] || zone[0] == '/' || strstr(zone, "//"))
        return false;
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "/usr/share/zoneinfo", zone);
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool hours_zone(const char *zone, struct fault *f)
{
    if (!hours_zone_known(zone))
        return fault_set(f,
                         "this machine knows no time zone \"%.60s\"; a name of "
                         "/usr/share/zoneinfo is allowed (Europe/Rome)",
                         zone);
    setenv("TZ", zone, 1);
    tzset();
    return true;
}
