// Show time, in seconds. Advanced by the machine's monotonic clock, or by steps (shot, record,
// check, tests): then it moves only when it is told to. Not thread-safe; the main thread owns it.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct clock {
    bool stepped;
    int rate_hz;      // stepped: steps a second
    int64_t steps;    // stepped: how many were taken
    int64_t epoch_ns; // live: monotonic time of show time 0
};

// Live: show time 0 is now.
struct clock clock_live(void);
// Live: show time 0 was at this CLOCK_REALTIME, in seconds. From here on the monotonic clock
// counts.
struct clock clock_live_since(double epoch_s);
double clock_real_s(void); // CLOCK_REALTIME
// By how many seconds CLOCK_REALTIME was set since the last look, by CLOCK_MONOTONIC, which nobody
// sets; 0: it was not, or by less than CLOCK_SET_S (as time servers do all day). *apart_s is kept
// between looks, NAN at first.
#define CLOCK_SET_S 2.0
double clock_set_s(double *apart_s);
// Stepped: `rate_hz` steps a second from 0.
struct clock clock_stepped(int rate_hz);
void clock_step(struct clock *c);
double clock_now_s(const struct clock *c);
// The machine's monotonic clock and this thread's CPU time, for pacing and reports only.
int64_t clock_monotonic_ns(void);
int64_t clock_thread_cpu_ns(void);
