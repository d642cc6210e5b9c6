// The log, its one sink, and the last things that went wrong.
#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LOG_LINE = 2000 };

static struct {
    log_sink *sink;
    void *user;
    enum log_level least;
} to = {.least = LOG_INFO};

static struct {
    pthread_mutex_t mutex;
    struct log_line lines[LOG_RECENT]; // a ring
    int next, count;
} recent = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void keep(enum log_level level, const char *room, const char *text)
{
    struct log_line line = {.level = level, .times = 1};
    snprintf(line.room, sizeof line.room, "%s", room);
    snprintf(line.text, sizeof line.text, "%s", text);
    pthread_mutex_lock(&recent.mutex);
    struct log_line *last = &recent.lines[(recent.next + LOG_RECENT - 1) % LOG_RECENT];
    if (recent.count && last->level == level && strcmp(last->room, line.room) == 0 &&
        strcmp(last->text, line.text) == 0) {
        last->times++;
    } else {
        recent.lines[recent.next] = line;
        recent.next = (recent.next + 1) % LOG_RECENT;
        recent.count += recent.count < LOG_RECENT;
    }
    pthread_mutex_unlock(&recent.mutex);
}

int log_recent(struct log_line *lines, int most)
{
    pthread_mutex_lock(&recent.mutex);
    int count = most < recent.count ? most : recent.count;
    for (int i = 0; i < count; i++)
        lines[i] = recent.lines[(recent.next + LOG_RECENT - 1 - i) % LOG_RECENT];
    pthread_mutex_unlock(&recent.mutex);
    return count;
}

void log_to(log_sink *sink, void *user, enum log_level least)
{
    to.sink = sink;
    to.user = user;
    to.least = least;
}

void log_say(enum log_level level, const char *room, const char *format, ...)
{
    if (level < to.least)
        return;
    char text[LOG_LINE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    if (level >= LOG_WARNING)
        keep(level, room, text);
    if (to.sink)
        to.sink(to.user, level, room, text);
    else
        fprintf(stderr, "gestuaire: %s: %s\n", room, text);
}
