// What the machine says of itself: memory, temperature, where the supervisor's ladder stands.
#include "health/private.h"

#include "base/fault.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LADDER_BYTES 65536

// Files stay open: a disk that is gone, or too many open files, must not blind us.
void machine_open(struct machine *m, const char *thermal, const char *ladder)
{
    *m = (struct machine){0};
    snprintf(m->ladder, sizeof m->ladder, "%s", ladder ? ladder : "");
    m->now.temperature_c = -1;
    m->now.rss_mib = -1;
    m->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < HEALTH_ZONES; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/thermal_zone%d/temp",
                 thermal ? thermal : "/sys/class/thermal", i);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file >= 0)
            m->zones[m->zone_count++] = file;
    }
}

void machine_close(struct machine *m)
{
    for (int i = 0; i < m->zone_count; i++)
        close(m->zones[i]);
    if (m->statm >= 0)
        close(m->statm);
    m->zone_count = 0;
    m->statm = -1;
}

static bool read_number(int file, int which, double *to)
{
    char text[256];
    ssize_t n = pread(file, text, sizeof text - 1, 0);
    if (n <= 0)
        return false;
    text[n] = 0;
    char *at = text, *end = text;
    double v = 0;
    for (int i = 0; i <= which; i++, at = end) {
        v = strtod(at, &end);
        if (end == at)
            return false;
    }
    *to = v;
    return true;
}

// The warmest zone; those that say nonsense (a sensor that is off tells -273 °C or 0) do not count.
static double warmest(const struct machine *m)
{
    double most = -1, v;
    for (int i = 0; i < m->zone_count; i++)
        if (read_number(m->zones[i], 0, &v) && v > 0 && v < 150000 && v / 1000 > most)
            most = v / 1000;
    return most;
}

static void take_text(const json_t *o, const char *key, char *to, size_t size)
{
    const char *text = json_string_value(json_object_get(o, key));
    snprintf(to, size, "%s", text ? text : "");
}

// Written by another program: whatever it is, at most LADDER_BYTES of it are looked at.
static void read_ladder(struct machine *m)
{
    struct stat st;
    if (!m->ladder[0] || stat(m->ladder, &st) != 0) {
        m->now.ladder[0] = m->now.reason[0] = 0;
        m->ladder_read = false;
        return;
    }
    if (m->ladder_read && memcmp(&st.st_mtim, &m->ladder_at, sizeof st.st_mtim) == 0)
        return;
    m->ladder_at = st.st_mtim;
    m->ladder_read = true;
    json_t *o = NULL;
    FILE *file = st.st_size <= LADDER_BYTES ? fopen(m->ladder, "re") : NULL;
    if (file) {
        o = json_loadf(file, 0, NULL);
        fclose(file);
    }
    const json_t *told = json_object_get(o, "told");
    size_t count = json_array_size(told);
    take_text(o, "step", m->now.ladder, sizeof m->now.ladder);
    take_text(json_array_get(told, count ? count - 1 : 0), "reason", m->now.reason,
              sizeof m->now.reason);
    json_decref(o);
}

void machine_look(struct machine *m)
{
    double pages;
    struct rusage u;
    m->now.rss_mib = m->statm >= 0 && read_number(m->statm, 1, &pages)
                         ? pages * (double)sysconf(_SC_PAGESIZE) / 1048576
                         : -1;
    m->now.temperature_c = warmest(m);
    getrusage(RUSAGE_SELF, &u);
    m->now.cpu_s = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
                   (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
    read_ladder(m);
}
