// The log: one line an event, said to staff. The sink and the last lines are the only mutable
// file-scope variables of the engine. Any thread but the audio callback may log.
#pragma once

#define LOG_RECENT 16
#define LOG_ROOM 16
#define LOG_KEPT 240

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

typedef void log_sink(void *user, enum log_level level, const char *room, const char *text);

// Where lines go from now on; NULL: standard error, `gestuaire: room: text`. Call at start-up.
void log_to(log_sink *sink, void *user, enum log_level least);
// One line; newlines inside become spaces, longer than 2,000 bytes is cut.
void log_say(enum log_level level, const char *room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// A warning or an error that was said, for staff to read later.
struct log_line {
    enum log_level level;
    char room[LOG_ROOM], text[LOG_KEPT]; // cut
    int times;                           // in a row
};

// The last warnings and errors of this process, newest first, at most `most` and LOG_RECENT.
// Returns how many. Any thread.
int log_recent(struct log_line *lines, int most);

#define log_debug(room, ...) log_say(LOG_DEBUG, room, __VA_ARGS__)
#define log_info(room, ...) log_say(LOG_INFO, room, __VA_ARGS__)
#define log_warning(room, ...) log_say(LOG_WARNING, room, __VA_ARGS__)
#define log_error(room, ...) log_say(LOG_ERROR, room, __VA_ARGS__)
