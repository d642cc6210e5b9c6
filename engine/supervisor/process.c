// The engine as a process: started in a group of its own, signalled, reaped, looked at in /proc.
#include "supervisor/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_NOT_RUN 127 // as a shell has it
#define PROC_TEXT 4096
#define THREADS_LOOKED_AT 256

// Between fork and exec: only what POSIX lets a signal handler do.
static void become(const char *const *argv)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // two engines on one display would be worse than none
    execv(argv[0], (char *const *)argv);
    const char *what = strerror(errno);
    ssize_t said = write(STDERR_FILENO, argv[0], strlen(argv[0]));
    said += write(STDERR_FILENO, ": ", 2);
    said += write(STDERR_FILENO, what, strlen(what));
    said += write(STDERR_FILENO, "\n", 1);
    (void)said; // nobody is left to be told
    _exit(EXIT_NOT_RUN);
}

bool process_start(struct process *p, const char *const *argv, struct fault *f)
{
    pid_t pid = fork();
    if (pid < 0)
        return fault_set(f, "no process for the engine: %s", strerror(errno));
    if (pid == 0)
        become(argv);
    setpgid(pid, pid); // whoever comes first
    p->pid = pid;
    return true;
}

void process_signal(const struct process *p, int signal)
{
    if (p->pid > 0 && kill(-p->pid, signal) != 0)
        kill(p->pid, signal);
}

bool process_ended(struct process *p, int *status)
{
    if (p->pid <= 0 || waitpid(p->pid, status, WNOHANG) != p->pid)
        return false;
    kill(-p->pid, SIGKILL); // what it had started (speech, models) goes with it
    p->pid = 0;
    return true;
}

static bool read_text(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = 0;
    return n > 0;
}

// proc(5): pid (comm) state … utime is the 14th field, stime the 15th; comm may hold anything.
static bool read_stat(const char *path, char *state, double *cpu_s)
{
    char text[PROC_TEXT];
    unsigned long long user, system;
    const char *at = read_text(path, text, sizeof text) ? strrchr(text, ')') : NULL;
    if (!at || sscanf(at, ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", state, &user,
                      &system) != 3)
        return false;
    *cpu_s = (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
    return true;
}

// schedstat counts in ns, stat in 10 ms.
static double main_cpu_s(pid_t pid, double otherwise_s)
{
    char path[64], text[PROC_TEXT];
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", pid, pid);
    return read_text(path, text, sizeof text) ? strtod(text, NULL) / 1e9 : otherwise_s;
}

static bool others_run(pid_t pid)
{
    char path[PATH_MAX], state;
    double cpu_s;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    bool run = false;
    int looked = 0;
    for (struct dirent *e; threads && !run && looked < THREADS_LOOKED_AT && (e = readdir(threads));
         looked++) {
        if (e->d_name[0] == '.' || atoi(e->d_name) == pid)
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/stat", pid, e->d_name);
        run = read_stat(path, &state, &cpu_s) && state == 'R';
    }
    if (threads)
        closedir(threads);
    return run;
}

// A line "Key:  1234 kB" of a file of /proc, in bytes; 0: not there.
static int64_t kilobytes(const char *text, const char *key)
{
    const char *at = strstr(text, key);
    return at ? (int64_t)strtoll(at + strlen(key), NULL, 10) * 1024 : 0;
}

// Pressure stall information (Documentation/accounting/psi.rst): "some … total=" in us.
static double pressed_s(void)
{
    char text[PROC_TEXT];
    const char *at =
        read_text("/proc/pressure/cpu", text, sizeof text) ? strstr(text, "total=") : NULL;
    return at ? strtod(at + strlen("total="), NULL) / 1e6 : 0;
}

void process_look(const struct process *p, bool whole, struct watch_sample *s)
{
    char path[64], text[PROC_TEXT];
    snprintf(path, sizeof path, "/proc/%d/stat", p->pid);
    s->state = 0;
    s->memory = -1;
    if (!read_stat(path, &s->state, &s->cpu_s))
        return;
    s->main_cpu_s = main_cpu_s(p->pid, s->cpu_s);
    s->pressed_s = pressed_s();
    s->others_run = s->state != 'R' && others_run(p->pid);
    snprintf(path, sizeof path, "/proc/%d/status", p->pid);
    if (whole && read_text(path, text, sizeof text))
        s->memory = kilobytes(text, "\nVmRSS:") + kilobytes(text, "\nVmSwap:");
}

int64_t process_machine_memory(void)
{
    char text[PROC_TEXT];
    return read_text("/proc/meminfo", text, sizeof text) ? kilobytes(text, "MemTotal:") : 0;
}

void process_boot(char id[64])
{
    if (!read_text("/proc/sys/kernel/random/boot_id", id, 64))
        id[0] = 0;
    id[strcspn(id, "\n")] = 0;
}
