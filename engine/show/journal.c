// The journal: where the show stood, on disk. A thread writes it: a disk may take its time.
#include "base/clock.h"
#include "base/log.h"
#include "show/private.h"
#include "store/store.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BOOT_ID = 64 };

struct journal {
    char path[1024];
    pthread_t thread;
    pthread_mutex_t lock; // of what is below
    pthread_cond_t changed;
    char *text; // to be written; owned; NULL: nothing
    bool over;
};

static void write_text(const struct journal *j, char *text, bool *said)
{
    struct fault f = {0};
    bool written = store_write(j->path, text, strlen(text), &f);
    if (!written && !*said)
        log_warning("show", "%s; a station that starts anew will begin the show anew", f.text);
    *said = !written;
    free(text);
}

// Waits for a text, and takes it; NULL: it is over.
static char *take(struct journal *j)
{
    pthread_mutex_lock(&j->lock);
    while (!j->text && !j->over)
        pthread_cond_wait(&j->changed, &j->lock);
    char *text = j->text;
    j->text = NULL;
    pthread_mutex_unlock(&j->lock);
    return text;
}

// By the clock that nobody sets: a day put back must not stop the journal for a day.
static void rest(struct journal *j)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&j->lock);
    while (!j->over && pthread_cond_timedwait(&j->changed, &j->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&j->lock);
}

static void *run(void *user)
{
    struct journal *j = user;
    bool said = false;
    for (char *text; (text = take(j)); rest(j))
        write_text(j, text, &said);
    return NULL;
}

struct journal *journal_create(const char *path)
{
    struct journal *j = calloc(1, sizeof *j);
    if (!j)
        return NULL;
    snprintf(j->path, sizeof j->path, "%s", path);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&j->thread, NULL, run, j) == 0)
        return j;
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->changed);
    free(j);
    return NULL;
}

void journal_write(struct journal *j, const char *text)
{
    char *copy = j ? strdup(text) : NULL;
    if (!copy)
        return;
    pthread_mutex_lock(&j->lock);
    free(j->text);
    j->text = copy;
    pthread_cond_signal(&j->changed);
    pthread_mutex_unlock(&j->lock);
}

static double boot_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_boot(char id[BOOT_ID])
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (!file || !fgets(id, BOOT_ID, file))
        id[0] = 0;
    id[strcspn(id, "\n")] = 0;
    if (file)
        fclose(file);
}

double journal_moved_s(const json_t *all, double epoch_s)
{
    char boot[BOOT_ID];
    const char *written = json_string_value(json_object_get(all, "boot"));
    const json_t *began = json_object_get(all, "began");
    read_boot(boot);
    if (!written || !boot[0] || strcmp(written, boot) != 0 || !json_is_number(began))
        return 0;
    double moved_s = clock_real_s() - (boot_s() - json_number_value(began)) - epoch_s;
    return isfinite(moved_s) && fabs(moved_s) > CLOCK_SET_S ? moved_s : 0;
}

char *journal_dated(char *text, double now_s)
{
    char boot[BOOT_ID], *dated = NULL;
    size_t length = strlen(text);
    read_boot(boot);
    if (length > 0 && text[length - 1] == '}' &&
        asprintf(&dated, "%.*s,\"boot\":\"%s\",\"began\":%.3f}", (int)length - 1, text, boot,
                 boot_s() - now_s) < 0)
        dated = NULL;
    if (!dated)
        return text;
    free(text);
    return dated;
}

void journal_destroy(struct journal *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->over = true;
    pthread_cond_signal(&j->changed);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    free(j->text);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->changed);
    free(j);
}
