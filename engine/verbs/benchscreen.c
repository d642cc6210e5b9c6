// An X server without a screen, for the time of a bench.
#include "verbs/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS 20000

static void become_server(int number_fd, struct size2 size)
{
    char screen[32], fd[16];
    snprintf(screen, sizeof screen, "%dx%dx24", size.width, size.height);
    snprintf(fd, sizeof fd, "%d", number_fd);
    int nowhere = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; i++)
        dup2(nowhere, i);
    execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", screen, "-noreset", "-nolisten", "tcp",
           (char *)NULL);
    _exit(127);
}

// The server says its number when it can be talked to.
static bool read_number(int fd, char display[16])
{
    char number[8];
    int n = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (n < (int)sizeof number - 1 && poll(&p, 1, START_MS) > 0) {
        if (read(fd, number + n, 1) != 1)
            return false;
        if (number[n++] == '\n') {
            number[n - 1] = 0;
            snprintf(display, 16, ":%s", number);
            return true;
        }
    }
    return false;
}

bool bench_screen_open(struct bench_screen *s, struct size2 size, struct fault *f)
{
    int ends[2];
    *s = (struct bench_screen){0};
    if (pipe(ends) != 0)
        return fault_set(f, "no pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        become_server(ends[1], size);
    }
    close(ends[1]);
    s->pid = pid > 0 ? pid : 0;
    bool good = pid > 0 && read_number(ends[0], s->display);
    close(ends[0]);
    if (good)
        return true;
    bench_screen_close(s);
    return fault_set(f, "Xvfb does not start; install xvfb");
}

void bench_screen_close(struct bench_screen *s)
{
    if (s->pid > 0) {
        kill(s->pid, SIGTERM);
        waitpid(s->pid, NULL, 0);
    }
    *s = (struct bench_screen){0};
}
