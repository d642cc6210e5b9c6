// One run of one runner: started, its marks heard, its CPU and memory read, ended.
#include "base/clock.h"
#include "verbs/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TELL_S 0.3 // what is said after mark B is still heard so long
#define TAIL 400

struct hearing {
    const struct bench_runner *runner;
    const struct bench_screen *screen;
    struct bench_sample sample;
    double *took_ms; // owned; BENCH_TOOK
    double limit_s;
    struct clock clock;
    int fd;
    char line[1024], tail[TAIL]; // tail: the end of what it said, for trouble
    int length;
    double from_s, to_s;
    bool begun, ended, silent;
    double begin_ms, begin_s, end_s;
};

static void name_films(const struct bench_places *p, const char *count, char to[PATH_MAX])
{
    size_t n = 0;
    to[0] = 0;
    for (int i = 1; i <= atoi(count) && n < PATH_MAX; i++)
        n += (size_t)snprintf(to + n, PATH_MAX - n, "%s%s/film/v720_%d.mp4", i > 1 ? " " : "",
                              p->cache, i);
}

// The command with what stands in braces put in.
static bool fill(const char *command, const struct bench_places *p, const char *count, char *to)
{
    char films[PATH_MAX], records[PATH_MAX + 32], visits[PATH_MAX + 32];
    snprintf(records, sizeof records, "%s/records-%s", p->cache, count);
    snprintf(visits, sizeof visits, "%s/visits-%s", p->cache, count);
    name_films(p, atoi(count) > 9 ? "" : count, films);
    const char *const words[][2] = {
        {"{gestuaire}", p->gestuaire},
        {"{floors}", p->floors},
        {"{bench}", p->bench},
        {"{cache}", p->cache},
        {"{count}", count},
        {"{marks}", p->quick ? "3,6" : "30,330"},
        {"{frames}", p->quick ? "3" : "300"},
        {"{paced}", p->quick ? "3,6" : "120,600"}, // 8 s at 60 Hz
        {"{filmed}", p->quick ? "3,6" : "75,275"}, // 8 s at 25 Hz
        {"{films}", films},
        {"{records}", records},
        {"{visits}", visits},
    };
    size_t n = 0;
    while (*command && n + PATH_MAX < BENCH_COMMAND) {
        const char *put = NULL;
        for (size_t i = 0; !put && i < sizeof words / sizeof *words; i++)
            if (strncmp(command, words[i][0], strlen(words[i][0])) == 0) {
                put = words[i][1];
                command += strlen(words[i][0]);
            }
        if (put)
            n += (size_t)snprintf(to + n, PATH_MAX, "%s", put);
        else
            to[n++] = *command++;
    }
    to[n] = 0;
    return !*command;
}

static void set_environment(const struct bench *b, const struct bench_screen *screen)
{
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("DISPLAY");
    unsetenv("GALLIUM_NOOP");
    unsetenv("GALLIUM_THREAD");
    if (b->noop)
        setenv("GALLIUM_NOOP", "1", 1);
    if (b->noop && !b->screen.width) // its own thread falls where nothing waits for the display
        setenv("GALLIUM_THREAD", "0", 1);
    if (screen->pid)
        setenv("DISPLAY", screen->display, 1);
    setenv("SDL_VIDEODRIVER", b->screen.width ? "x11" : "offscreen", 1);
}

static void become(const struct bench *b, const struct bench_screen *screen, char *command, int fd)
{
    char *words[BENCH_WORDS + 1] = {0}, *rest = NULL;
    int count = 0;
    for (char *w = strtok_r(command, " ", &rest); w && count < BENCH_WORDS;
         w = strtok_r(NULL, " ", &rest))
        words[count++] = w;
    if (count == 0)
        _exit(127);
    setsid();
    set_environment(b, screen);
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(fd, 1);
    dup2(fd, 2);
    execvp(words[0], words);
    dprintf(2, "%s: %s\n", words[0], strerror(errno));
    _exit(127);
}

static pid_t spawn(const struct bench *b, const struct bench_runner *r,
                   const struct bench_places *places, const struct bench_screen *screen,
                   const char *count, int *fd)
{
    char command[BENCH_COMMAND + PATH_MAX];
    int ends[2];
    if (!fill(r->command, places, count, command) || pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become(b, screen, command, ends[1]);
    close(ends[1]);
    *fd = ends[0];
    return pid;
}

static void begin(struct hearing *h)
{
    if (h->begun)
        return;
    h->begin_ms = bench_tree_usage(h->screen->pid, false).cpu_ms;
    h->begin_s = clock_now_s(&h->clock);
    h->begun = true;
}

static void end(struct hearing *h)
{
    if (!h->begun || h->ended)
        return;
    struct bench_usage u = bench_tree_usage(h->screen->pid, false);
    h->end_s = clock_now_s(&h->clock);
    h->sample.cpu_ms = u.cpu_ms - h->begin_ms;
    h->sample.wall_ms = (h->end_s - h->begin_s) * 1e3;
    h->sample.pss_mib = bench_tree_usage(h->screen->pid, true).pss_mib;
    h->ended = true;
}

static void copy_name(char *to, size_t size, const char *from, char until)
{
    const char *stop = strchr(from, until);
    snprintf(to, size, "%.*s", stop ? (int)(stop - from) : (int)strlen(from), from);
}

// The words of tests/bench; mpv says GL_RENDERER by itself, Chromium puts its own words around.
static void take_line(struct hearing *h, const char *line)
{
    struct bench_sample *s = &h->sample;
    const char *at;
    if ((at = strstr(line, "MARK ")) && h->runner->marks != BENCH_TIMED) {
        if (at[5] == 'A')
            begin(h);
        else if (at[5] == 'B')
            end(h);
    } else if ((at = strstr(line, "GL_RENDERER='"))) {
        copy_name(s->renderer, sizeof s->renderer, at + 13, '\'');
    } else if ((at = strstr(line, "RENDERER "))) {
        copy_name(s->renderer, sizeof s->renderer, at + 9, '"');
    } else if (strcmp(line, "PRESENTED") == 0) {
        s->drawn += h->begun && !h->ended;
    } else if (strncmp(line, "GAP_MS ", 7) == 0 && s->gap_count < BENCH_GAPS) {
        s->gaps_ms[s->gap_count++] = atof(line + 7);
    } else if (strncmp(line, "STEP_MS ", 8) == 0 && s->step_count < BENCH_STEPS) {
        s->steps_ms[s->step_count++] = atof(line + 8);
    } else if (strncmp(line, "TOOK_MS ", 8) == 0 && h->took_ms && s->took_count < BENCH_TOOK) {
        h->took_ms[s->took_count++] = atof(line + 8);
    } else if (strncmp(line, "SEEN_MS ", 8) == 0) {
        s->seen_ms = atof(line + 8);
    } else if (strncmp(line, "MISSED ", 7) == 0) {
        s->missed = atof(line + 7);
    } else if (strncmp(line, "OPENED ", 7) == 0) {
        s->opened = atof(line + 7);
    } else if (strncmp(line, "BLOCKED ", 8) == 0) {
        s->blocked = atof(line + 8);
    } else if (line[0]) {
        copy_name(h->tail, sizeof h->tail, line, '\n');
    }
}

static void hear(struct hearing *h)
{
    char bytes[4096];
    ssize_t n = read(h->fd, bytes, sizeof bytes);
    h->silent = n <= 0;
    for (ssize_t i = 0; i < n; i++) {
        bool whole = bytes[i] == '\n' || h->length == (int)sizeof h->line - 1;
        if (!whole) {
            h->line[h->length++] = bytes[i];
            continue;
        }
        h->line[h->length] = 0;
        h->length = 0;
        take_line(h, h->line);
    }
}

// Until the next thing that is due by the clock, s.
static double due_s(const struct hearing *h)
{
    if (h->ended)
        return h->runner->to_its_end ? h->limit_s : h->end_s + TELL_S;
    if (h->runner->marks != BENCH_TIMED)
        return h->limit_s;
    return h->begun ? h->to_s : h->from_s;
}

static void listen_to(struct hearing *h)
{
    for (;;) {
        double now_s = clock_now_s(&h->clock), wait_s = due_s(h) - now_s;
        if (now_s > h->limit_s + h->to_s || (h->ended && wait_s <= 0))
            return;
        if (h->runner->marks == BENCH_TIMED && wait_s <= 0) {
            if (h->begun)
                end(h);
            else
                begin(h);
            continue;
        }
        struct pollfd p = {.fd = h->silent ? -1 : h->fd, .events = POLLIN};
        if (poll(&p, 1, (int)ceil(fmax(wait_s, 0) * 1e3)) > 0)
            hear(h);
        if (h->silent && (h->ended || h->runner->marks != BENCH_TIMED))
            return; // it closed its output: nothing more will be said
        if (h->silent)
            return;
    }
}

static void judge(struct hearing *h, const struct bench *b)
{
    struct bench_sample *s = &h->sample;
    bench_spread(h->took_ms, s->took_count); // sorted
    s->p50_ms = bench_quantile(h->took_ms, s->took_count, 0.5);
    s->p99_ms = bench_quantile(h->took_ms, s->took_count, 0.99);
    s->good = h->ended;
    if (!s->good)
        snprintf(s->trouble, sizeof s->trouble, "%s: %s", h->begun ? "no mark B" : "no mark A",
                 h->tail[0] ? h->tail : "it said nothing");
    bool asked = b->noop && !h->runner->elsewhere;
    if (s->good && asked && !strstr(s->renderer, "NOOP")) {
        snprintf(s->trouble, sizeof s->trouble, "GL_RENDERER is \"%s\", not NOOP", s->renderer);
        s->good = false;
    }
}

struct bench_sample bench_run(const struct bench *b, const struct bench_runner *r,
                              const struct bench_places *places, const struct bench_screen *screen,
                              const char *count)
{
    struct hearing h = {.runner = r,
                        .screen = screen,
                        .clock = clock_live(),
                        .fd = -1,
                        .limit_s = b->limit_s > 0 ? b->limit_s : BENCH_LIMIT_S,
                        .sample = {.seen_ms = NAN, .missed = NAN, .opened = NAN, .blocked = NAN},
                        .took_ms = malloc(BENCH_TOOK * sizeof(double)),
                        .from_s = places->quick ? 1 : r->from_s,
                        .to_s = places->quick ? 2 : r->to_s};
    if (r->marks == BENCH_STARTED) { // its clock begins at nothing
        h.begun = true;
        h.begin_s = clock_now_s(&h.clock);
    }
    pid_t pid = spawn(b, r, places, screen, count, &h.fd);
    if (pid > 0)
        listen_to(&h);
    bench_tree_end(screen->pid);
    if (h.fd >= 0)
        close(h.fd);
    judge(&h, b);
    free(h.took_ms);
    return h.sample;
}
