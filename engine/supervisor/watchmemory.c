// Memory: a limit that is met at once, and a slope that would meet it soon.
#include "supervisor/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MIB 1048576.0
#define MINUTE_S 60.0
#define FEW_MINUTES 20 // before a slope is believed: what is read on the first visits grows, too

static void keep_minute(struct watch *w)
{
    if (w->minute_count == WATCH_MINUTES) {
        memmove(w->minutes, w->minutes + 1, (WATCH_MINUTES - 1) * sizeof *w->minutes);
        w->minute_count--;
    }
    w->minutes[w->minute_count++] = (double)w->least;
    w->least = -1;
    w->minute_s = 0;
}

// Least squares over the least of each minute: what comes and goes with films is left out.
bool watch_slope(const struct watch *w, double *bytes_s)
{
    int n = w->minute_count;
    double mean = 0, over = 0, under = 0;
    if (n < FEW_MINUTES)
        return false;
    for (int i = 0; i < n; i++)
        mean += w->minutes[i] / n;
    for (int i = 0; i < n; i++) {
        double at_s = (i - (n - 1) / 2.0) * MINUTE_S;
        over += at_s * (w->minutes[i] - mean);
        under += at_s * at_s;
    }
    *bytes_s = over / under;
    return true;
}

enum watch_verdict watch_memory(struct watch *w, const struct watch_sample *s,
                                char why[LADDER_REASON])
{
    double slope;
    w->minute_s += s->past_s;
    if (s->memory < 0 || w->limit <= 0)
        return WATCH_WELL;
    w->least = w->least < 0 || s->memory < w->least ? s->memory : w->least;
    if (w->minute_s >= MINUTE_S)
        keep_minute(w);
    if ((double)s->memory >= w->limit) {
        snprintf(why, LADDER_REASON, "took %.0f MiB of memory; %.0f are allowed",
                 (double)s->memory / MIB, w->limit / MIB);
        return WATCH_BAD;
    }
    if (!watch_slope(w, &slope) || slope * WATCH_GROWS_S < w->limit - (double)s->memory)
        return WATCH_WELL;
    snprintf(why, LADDER_REASON,
             "grows by %.0f MiB an hour; the %.0f MiB that are allowed would be met soon",
             slope * 3600 / MIB, w->limit / MIB);
    return WATCH_BAD_LATER;
}
