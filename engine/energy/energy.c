// The thread that counts.
#include "energy/energy.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define WRITTEN_EVERY_S 600.0

struct energy {
    struct energy_desc desc;
    struct energy_count count; // the thread's
    struct rapl rapl;
    bool counted; // by RAPL
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping, awake, lit; // under the lock
    struct energy_day told;    // likewise: today
    double told_always_wh;
    bool was_awake, was_lit; // the thread's: since the last sample
    double written_s;
    bool write_told;
};

static double steady_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

static double cpu_s(void)
{
    struct rusage self, child;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &child);
    return (double)(self.ru_utime.tv_sec + self.ru_stime.tv_sec + child.ru_utime.tv_sec +
                    child.ru_stime.tv_sec) +
           1e-6 * (double)(self.ru_utime.tv_usec + self.ru_stime.tv_usec + child.ru_utime.tv_usec +
                           child.ru_stime.tv_usec);
}

static struct energy_sample look(struct energy *e)
{
    struct energy_sample s = {.steady_s = steady_s(),
                              .joules = e->counted ? rapl_joules(&e->rapl) : NAN,
                              .cpu_s = cpu_s(),
                              .awake = e->was_awake,
                              .lit = e->was_lit};
    time_t now = (time_t)clock_real_s();
    struct tm local;
    if (localtime_r(&now, &local))
        strftime(s.day, sizeof s.day, "%Y-%m-%d", &local);
    return s;
}

static void tell(const struct energy *e, const struct energy_day *d)
{
    char text[320];
    energy_sentence(&e->count, d, text, sizeof text);
    log_info("energy", "%s", text);
}

static void keep(struct energy *e)
{
    struct fault f;
    bool kept = !e->desc.file || energy_write(&e->count, e->desc.file, &f);
    if (!kept && !e->write_told)
        log_warning("energy", "%s; what is used is not kept", f.text);
    e->write_told = !kept;
    e->written_s = steady_s();
}

static void take(struct energy *e, bool sleeps)
{
    struct energy_sample s = look(e);
    bool over = energy_take(&e->count, &s);
    pthread_mutex_lock(&e->lock);
    e->told = e->count.today;
    e->told_always_wh = energy_always_wh(&e->count, &e->count.today);
    pthread_mutex_unlock(&e->lock);
    if (over)
        tell(e, &e->count.before);
    else if (sleeps)
        tell(e, &e->count.today);
    if (over || sleeps || s.steady_s - e->written_s >= WRITTEN_EVERY_S)
        keep(e);
}

// A minute, or until something changes.
static void wait_a_minute(struct energy *e)
{
    int64_t ns = clock_monotonic_ns() + (int64_t)(ENERGY_EVERY_S * 1e9);
    struct timespec until = {ns / 1000000000, ns % 1000000000};
    int result = 0;
    while (!e->stopping && e->awake == e->was_awake && e->lit == e->was_lit && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&e->changed, &e->lock, &until);
}

static void *run(void *energy)
{
    struct energy *e = energy;
    bool stopping = false;
    take(e, false);
    while (!stopping) {
        pthread_mutex_lock(&e->lock);
        wait_a_minute(e);
        bool awake = e->awake, lit = e->lit;
        stopping = e->stopping;
        pthread_mutex_unlock(&e->lock);
        take(e, e->was_awake && !awake);
        e->was_awake = awake;
        e->was_lit = lit;
    }
    keep(e);
    return NULL;
}

struct energy *energy_create(const struct energy_desc *desc, struct fault *f)
{
    struct energy *e = calloc(1, sizeof *e);
    pthread_condattr_t monotonic;
    if (!e) {
        fault_set(f, "no memory to count energy");
        return NULL;
    }
    e->desc = *desc;
    e->count.screens_w = desc->screens_w;
    e->count.screens_asleep_w = desc->screens_asleep_w;
    e->count.awake_w = NAN;
    e->awake = e->lit = e->was_awake = e->was_lit = true;
    e->counted = rapl_open(&e->rapl, desc->powercap ? desc->powercap : "/sys/class/powercap");
    if (desc->file)
        energy_read(&e->count, desc->file);
    e->written_s = steady_s();
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&e->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&e->thread, NULL, run, e) == 0)
        return e;
    fault_set(f, "no thread to count energy");
    pthread_cond_destroy(&e->changed);
    pthread_mutex_destroy(&e->lock);
    free(e);
    return NULL;
}

void energy_destroy(struct energy *e)
{
    if (!e)
        return;
    pthread_mutex_lock(&e->lock);
    e->stopping = true;
    pthread_cond_signal(&e->changed);
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->thread, NULL);
    pthread_cond_destroy(&e->changed);
    pthread_mutex_destroy(&e->lock);
    free(e);
}

bool energy_today(struct energy *e, struct energy_day *day, double *always_wh)
{
    pthread_mutex_lock(&e->lock);
    *day = e->told;
    *always_wh = e->told_always_wh;
    pthread_mutex_unlock(&e->lock);
    return day->day[0] != 0;
}

void energy_set(struct energy *e, bool awake, bool lit)
{
    pthread_mutex_lock(&e->lock);
    e->awake = awake;
    e->lit = lit;
    pthread_cond_signal(&e->changed);
    pthread_mutex_unlock(&e->lock);
}
