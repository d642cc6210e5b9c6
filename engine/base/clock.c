// Show time from the monotonic clock or from steps.
#include "base/clock.h"

#include <math.h>
#include <time.h>

static int64_t read_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t clock_monotonic_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

int64_t clock_thread_cpu_ns(void)
{
    return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

struct clock clock_live(void)
{
    return (struct clock){.epoch_ns = clock_monotonic_ns()};
}

double clock_real_s(void)
{
    return (double)read_ns(CLOCK_REALTIME) * 1e-9;
}

struct clock clock_live_since(double epoch_s)
{
    double gone_s = clock_real_s() - epoch_s;
    return (struct clock){.epoch_ns = clock_monotonic_ns() - (int64_t)(gone_s * 1e9)};
}

double clock_set_s(double *apart_s)
{
    double apart = clock_real_s() - (double)clock_monotonic_ns() * 1e-9;
    double by = apart - *apart_s;
    if (isnan(*apart_s) || fabs(by) >= CLOCK_SET_S)
        *apart_s = apart;
    return fabs(by) >= CLOCK_SET_S ? by : 0;
}

struct clock clock_stepped(int rate_hz)
{
    return (struct clock){.stepped = true, .rate_hz = rate_hz};
}

void clock_step(struct clock *c)
{
    c->steps++;
}

double clock_now_s(const struct clock *c)
{
    if (!c->stepped)
        return (double)(clock_monotonic_ns() - c->epoch_ns) * 1e-9;
    return (double)c->steps / c->rate_hz; // exact: 1/30 s is no whole number of nanoseconds
}
