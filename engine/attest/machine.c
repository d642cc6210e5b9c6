// The supervisor, what watches it, the machine's clock and sleep, its energy.
#include "attest/private.h"
#include "energy/energy.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define FOOT "scene" // of the ladder

// It runs when the engine is its child and its file says the same; 0: none.
static pid_t find_supervisor(const struct asked *q)
{
    char name[32];
    pid_t parent = proc_parent(q->engine);
    pid_t written = (pid_t)json_integer_value(json_object_get(q->ladder, "pid"));
    bool is = parent && parent == written && proc_name(parent, name) &&
              strncmp(name, "gestuaire-super", 15) == 0;
    return is ? parent : 0;
}

static void look_supervisor(struct attest *a, const struct asked *q)
{
    char when[32] = "";
    pid_t parent = find_supervisor(q);
    const json_t *told = json_object_get(q->ladder, "told");
    const json_t *last =
        json_array_get(told, json_array_size(told) ? json_array_size(told) - 1 : 0);
    const char *step = attest_text(q->ladder, "step");
    time_t at = (time_t)json_integer_value(json_object_get(last, "at"));
    struct tm tm;
    if (!parent) {
        attest_say(a, "supervisor", false, "none runs: an engine that dies stays dead");
        return;
    }
    if (last && localtime_r(&at, &tm))
        strftime(when, sizeof when, "%Y-%m-%d %H:%M", &tm);
    attest_say(a, "supervisor", strcmp(step, FOOT) == 0 || strcmp(step, "engine") == 0,
               "process %d, step \"%s\"%s%s%s%s", (int)parent, step, last ? "; last, " : "", when,
               last ? ": it " : "", attest_text(last, "reason"));
}

static void look_watchdog(struct attest *a, const struct asked *q)
{
    double s = json_number_value(json_object_get(q->ladder, "watchdog_s"));
    if (s > 0 && find_supervisor(q))
        attest_say(a, "watchdog", true,
                   "systemd starts a supervisor again that is silent for %.0f s", s);
    else
        attest_say(a, "watchdog", false,
                   "nobody watches the supervisor: it is not run by its unit");
}

static void look_clock(struct attest *a)
{
    struct timex t = {0};
    int state = adjtimex(&t);
    bool synchronised = state >= 0 && state != TIME_ERROR && !(t.status & STA_UNSYNC);
    if (synchronised)
        attest_say(a, "clock", true, "synchronised, off by %.3f s at most",
                   (double)t.maxerror / 1e6);
    else
        attest_say(a, "clock", false,
                   "not synchronised (timedatectl, chronyc tracking): opening hours go by it");
}

// A unit that leads to nothing cannot be started.
static bool is_masked(const struct asked *q, const char *unit)
{
    char path[PATH_MAX], to[64];
    snprintf(path, sizeof path, "%s/etc/systemd/system/%s", q->below, unit);
    ssize_t n = readlink(path, to, sizeof to - 1);
    to[n > 0 ? n : 0] = 0;
    return strcmp(to, "/dev/null") == 0;
}

// The last value of logind.conf(5), of one file.
static void take_setting(const char *file, const char *key, char *to, size_t size)
{
    char text[16384];
    if (!proc_text(file, text, sizeof text))
        return;
    for (char *rest, *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == '=')
            snprintf(to, size, "%s", line + strlen(key) + 1);
}

static int is_settings(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return dot && strcmp(dot, ".conf") == 0;
}

static void find_setting(const struct asked *q, const char *key, char *to, size_t size)
{
    char path[PATH_MAX], folder[PATH_MAX - 300];
    struct dirent **files = NULL;
    snprintf(path, sizeof path, "%s/etc/systemd/logind.conf", q->below);
    take_setting(path, key, to, size);
    snprintf(folder, sizeof folder, "%s/etc/systemd/logind.conf.d", q->below);
    int count = scandir(folder, &files, is_settings, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        take_setting(path, key, to, size);
        free(files[i]);
    }
    free(files);
}

static bool has_lid(void)
{
    char text[16384];
    return proc_text("/proc/bus/input/devices", text, sizeof text) && strstr(text, "Lid Switch");
}

static void look_sleep(struct attest *a, const struct asked *q)
{
    char can[256] = "", idle[64] = "ignore", lid[64] = "suspend";
    bool sleeps = proc_text("/sys/power/state", can, sizeof can) && can[strspn(can, " \n")];
    find_setting(q, "IdleAction", idle, sizeof idle);
    find_setting(q, "HandleLidSwitch", lid, sizeof lid);
    bool lidded = has_lid() && strcmp(lid, "ignore") != 0;
    if (!sleeps)
        attest_say(a, "sleep", true, "this machine cannot be put to sleep");
    else if (is_masked(q, "sleep.target") || is_masked(q, "suspend.target"))
        attest_say(a, "sleep", true, "nothing can put it to sleep: the target is masked");
    else if (strcmp(idle, "ignore") != 0 || lidded)
        attest_say(a, "sleep", false, "%s=%s puts it to sleep (logind.conf)",
                   lidded ? "HandleLidSwitch" : "IdleAction", lidded ? lid : idle);
    else
        attest_say(a, "sleep", true, "nothing puts it to sleep by itself (logind.conf)");
}

static void look_energy(struct attest *a, const struct asked *q)
{
    char file[KIOSK_PATH + KIOSK_NAME + 16], text[ATTEST_WHY];
    struct energy_count c = {.awake_w = NAN};
    snprintf(file, sizeof file, "%s/energy-%s.json", q->kiosk->state, q->kiosk->station);
    if (energy_read(&c, file))
        energy_sentence(&c, &c.today, text, sizeof text);
    else
        snprintf(text, sizeof text, "nothing was counted yet");
    attest_tell(a, "energy", "%s", text);
}

void attest_machine(struct attest *a, const struct asked *q)
{
    look_supervisor(a, q);
    look_watchdog(a, q);
    look_clock(a);
    look_sleep(a, q);
    look_energy(a, q);
}
