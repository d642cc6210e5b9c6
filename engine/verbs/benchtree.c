// CPU and memory of every process below this one, read from outside.
#include "verbs/bench.h"

#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 4096 };

struct process {
    pid_t pid, parent;
    bool below; // this program
    double ended_ms;
};

struct tree {
    struct process all[PROCESSES];
    int count;
};

static double ms_of_ticks(unsigned long ticks)
{
    return (double)ticks * 1000 / (double)sysconf(_SC_CLK_TCK);
}

// proc(5): the name may hold anything, so what follows its last bracket is read. A process that is
// gone but not reaped has no clock: its own ticks count as well.
static bool read_process(pid_t pid, struct process *p)
{
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[n] = 0;
    const char *after = strrchr(line, ')');
    char state;
    int parent;
    unsigned long user, system, children_user, children_system;
    if (!after || sscanf(after + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu",
                         &state, &parent, &user, &system, &children_user, &children_system) != 6)
        return false;
    double ended = ms_of_ticks(children_user + children_system);
    *p = (struct process){pid, (pid_t)parent, false, ended};
    if (state == 'Z')
        p->ended_ms += ms_of_ticks(user + system);
    return true;
}

static void mark_below(struct tree *t, pid_t except)
{
    bool more = true;
    while (more) {
        more = false;
        for (int i = 0; i < t->count; i++) {
            struct process *p = &t->all[i];
            bool below = p->parent == getpid();
            for (int k = 0; !below && k < t->count; k++)
                below = t->all[k].below && t->all[k].pid == p->parent;
            if (!below || p->below || p->pid == except)
                continue;
            p->below = more = true;
        }
    }
}

static void read_tree(struct tree *t, pid_t except)
{
    t->count = 0;
    DIR *dir = opendir("/proc");
    for (struct dirent *e; dir && t->count < PROCESSES && (e = readdir(dir));)
        if (isdigit((unsigned char)e->d_name[0]) &&
            read_process((pid_t)atoi(e->d_name), &t->all[t->count]))
            t->count++;
    if (dir)
        closedir(dir);
    mark_below(t, except);
}

// To the nanosecond, threads that have ended included.
static double clock_ms(pid_t pid)
{
    clockid_t id;
    struct timespec t;
    if (clock_getcpuclockid(pid, &id) != 0 || clock_gettime(id, &t) != 0)
        return 0;
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double pss_mib(pid_t pid)
{
    char path[64], line[256];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "Pss: %lf kB", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return kib / 1024;
}

struct bench_usage bench_tree_usage(pid_t except, bool memory)
{
    struct bench_usage u = {0};
    struct tree *t = calloc(1, sizeof *t);
    if (t)
        read_tree(t, except);
    for (int i = 0; t && i < t->count; i++) {
        if (!t->all[i].below)
            continue;
        u.cpu_ms += clock_ms(t->all[i].pid) + t->all[i].ended_ms;
        u.pss_mib += memory ? pss_mib(t->all[i].pid) : 0;
    }
    free(t);
    return u;
}

static int send_all(pid_t except, int what)
{
    int count = 0;
    struct tree *t = calloc(1, sizeof *t);
    if (t)
        read_tree(t, except);
    for (int i = 0; t && i < t->count; i++)
        if (t->all[i].below && kill(t->all[i].pid, what) == 0)
            count++;
    free(t);
    return count;
}

// By id, so that Xvfb is not waited for.
static void reap(pid_t except)
{
    struct tree *t = calloc(1, sizeof *t);
    if (t)
        read_tree(t, except);
    for (int i = 0; t && i < t->count; i++)
        if (t->all[i].below && t->all[i].parent == getpid())
            waitpid(t->all[i].pid, NULL, WNOHANG);
    free(t);
}

void bench_tree_end(pid_t except)
{
    const struct timespec step = {0, 20000000};
    send_all(except, SIGTERM);
    for (int i = 0; i < 500; i++) {
        nanosleep(&step, NULL);
        reap(except);
        if (send_all(except, i < 50 ? 0 : SIGKILL) == 0)
            return;
    }
}
