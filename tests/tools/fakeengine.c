// An engine that is none: it beats, then does what the file `plan` in its state folder says for its
// n-th start, one word a line: run, crash, abort, hang, spin, stop, grow, blind, again,
// leave, fail, slow. It writes its arguments to `starts`, a line a start.
#include "base/pulse.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BEAT_NS 20000000L
#define GROWS_BYTES (200L << 20)
#define BEATS_BEFORE 5 // what the plan says is done after so many

static const char *after(int argc, char **argv, const char *option)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], option) == 0)
            return argv[i + 1];
    return NULL;
}

static int count_starts(const char *state, int argc, char **argv)
{
    char path[1024];
    int before = 0;
    snprintf(path, sizeof path, "%s/starts", state);
    FILE *file = fopen(path, "a+");
    if (!file)
        exit(3);
    rewind(file);
    for (int c; (c = fgetc(file)) != EOF;)
        before += c == '\n';
    for (int i = 1; i < argc; i++)
        fprintf(file, "%s%s", i > 1 ? " " : "", argv[i]);
    fprintf(file, "\n");
    fclose(file);
    return before;
}

// The last line holds for all that follow.
static void read_plan(const char *state, int start, char word[32])
{
    char path[1024];
    snprintf(path, sizeof path, "%s/plan", state);
    FILE *file = fopen(path, "r");
    for (int i = 0; file && i <= start && fscanf(file, "%31s", word) == 1; i++)
        ;
    if (file)
        fclose(file);
}

static void beat(struct pulse *p, bool seen, bool heard)
{
    nanosleep(&(struct timespec){.tv_nsec = BEAT_NS}, NULL);
    pulse_frame(p, true, seen);
    if (seen)
        pulse_shown(p);
    if (heard)
        atomic_fetch_add(&pulse_page(p)->audio, 1);
}

static void grow(void)
{
    volatile char *bytes = malloc(GROWS_BYTES); // volatile: or it would be left out
    for (long i = 0; bytes && i < GROWS_BYTES; i += 4096)
        bytes[i] = 1;
}

static void break_down(const char *word, struct pulse *p)
{
    if (strcmp(word, "crash") == 0) {
        signal(SIGSEGV, SIG_DFL); // a sanitizer's would end it with an exit code
        raise(SIGSEGV);
    }
    if (strcmp(word, "abort") == 0)
        abort();
    if (strcmp(word, "again") == 0)
        exit(PULSE_EXIT_AGAIN);
    if (strcmp(word, "leave") == 0)
        exit(0);
    if (strcmp(word, "fail") == 0)
        exit(1);
    if (strcmp(word, "stop") == 0)
        raise(SIGSTOP);
    for (volatile int turns = 0; strcmp(word, "spin") == 0; turns = turns + 1)
        ;
    if (strcmp(word, "hang") == 0)
        pause();
    if (strcmp(word, "grow") == 0)
        grow();
    while (strcmp(word, "run") != 0)
        beat(p, strcmp(word, "blind") != 0 && strcmp(word, "slow") != 0, true);
}

int main(int argc, char **argv)
{
    const char *state = after(argc, argv, "--state"), *file = after(argc, argv, "--pulse");
    char word[32] = "run";
    if (!state || !file)
        return 2;
    read_plan(state, count_starts(state, argc, argv), word);
    struct pulse *p = pulse_create(file);
    atomic_store(&pulse_page(p)->sounding, 1);
    for (long i = 0;; i++) {
        beat(p, strcmp(word, "slow") != 0, true);
        if (i == BEATS_BEFORE)
            break_down(word, p);
    }
}
