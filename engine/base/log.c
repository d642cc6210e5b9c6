// The log and its one sink.
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

enum { LOG_LINE = 2000 };

static struct {
    log_sink *sink;
    void *user;
    enum log_level least;
} to = {.least = LOG_INFO};

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
    if (to.sink)
        to.sink(to.user, level, room, text);
    else
        fprintf(stderr, "gestuaire: %s: %s\n", room, text);
}
