// At which pace frames come: from the times they are shown at, not from what a head says.
#include "ingest/film.h"

#include <math.h>
#include <stdlib.h>

#define SHARE 0.01   // of intervals
#define ODD 0.1      // of the median interval
#define ROUNDING 1.5 // units of time
#define NEAR 2e-4

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t median_interval(const int64_t *times, int64_t count, int64_t *intervals)
{
    for (int64_t i = 0; i + 1 < count; i++)
        intervals[i] = times[i + 1] - times[i];
    qsort(intervals, (size_t)(count - 1), sizeof *intervals, by_value);
    return intervals[(count - 1) / 2];
}

static bool is_variable(const int64_t *intervals, int64_t count, double median)
{
    int64_t odd = 0;
    for (int64_t i = 0; i < count; i++) {
        double off = fabs((double)intervals[i] - median);
        odd += off > ODD * median && off > ROUNDING;
    }
    return (double)odd > SHARE * (double)count;
}

// Would frames at this rate stand where these do, to a tenth of a frame and to rounding?
static bool fits(AVRational rate, const int64_t *times, int64_t count, AVRational base)
{
    if (rate.num <= 0 || rate.den <= 0)
        return false;
    double step = (double)rate.den / rate.num * base.den / base.num; // units a frame
    double room = step * ODD > ROUNDING ? step * ODD : ROUNDING;
    for (int64_t i = 0; i < count; i++)
        if (fabs((double)(times[i] - times[0]) - (double)i * step) > room)
            return false;
    return true;
}

static struct pace pace(int64_t frames, int64_t seconds, bool variable)
{
    int64_t a = frames, b = seconds;
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    frames /= a;
    seconds /= a;
    while (frames > 1000000000 || seconds > 1000000000) { // what a record may say
        frames = (frames + 1) / 2;
        seconds = (seconds + 1) / 2;
    }
    return (struct pace){frames, seconds, variable};
}

// Is it what the container says, but for the digits it has room for?
static bool is_near(AVRational a, const AVRational said[2])
{
    for (int i = 0; i < 2; i++)
        if (said[i].num > 0 && said[i].den > 0 &&
            fabs((double)a.num * said[i].den / ((double)a.den * said[i].num) - 1) < NEAR)
            return true;
    return false;
}

// The rate of a camera that the container says, what else it says, the rate of a camera.
static AVRational rate_of(const int64_t *times, int64_t count, AVRational base,
                          const AVRational said[2])
{
    // SMPTE ST 2036-1, its halves and doubles, then whole ones.
    static const AVRational usual[] = {{24000, 1001}, {24, 1},  {25, 1},        {30000, 1001},
                                       {30, 1},       {48, 1},  {50, 1},        {60000, 1001},
                                       {60, 1},       {100, 1}, {120000, 1001}, {120, 1},
                                       {240, 1},      {15, 1},  {12, 1},        {10, 1}};
    const int n = sizeof usual / sizeof *usual;
    for (int i = 0; i < n; i++)
        if (is_near(usual[i], said) && fits(usual[i], times, count, base))
            return usual[i];
    for (int i = 0; i < 2; i++)
        if (fits(said[i], times, count, base))
            return said[i];
    for (int i = 0; i < n; i++)
        if (fits(usual[i], times, count, base))
            return usual[i];
    return (AVRational){0, 1};
}

struct pace pace_of(int64_t *times, int64_t count, AVRational base, const AVRational said[2])
{
    int64_t *intervals = count > 1 ? malloc((size_t)(count - 1) * sizeof *intervals) : NULL;
    if (!intervals || base.num <= 0 || base.den <= 0) {
        free(intervals);
        return (struct pace){0};
    }
    qsort(times, (size_t)count, sizeof *times, by_value);
    int64_t median = median_interval(times, count, intervals);
    bool variable = is_variable(intervals, count - 1, (double)median);
    free(intervals);
    if (times[count - 1] <= times[0])
        return (struct pace){0};
    AVRational rate = rate_of(times, count, base, said);
    if (rate.num > 0)
        return pace(rate.num, rate.den, variable);
    return pace((count - 1) * base.den, (times[count - 1] - times[0]) * base.num, variable);
}
