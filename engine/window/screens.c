// The machine's touch screens, as Linux lists them: staff is told when one goes and when it is
// back.
#include "base/log.h"
#include "window/private.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Documentation/input/event-codes.rst, input-event-codes.h.
#define ABS_MT_POSITION_X 0x35
#define PROP_DIRECT 0x01
enum { LISTED_BYTES = 32768 };

// A `B: ABS=` or `B: PROP=` line: words of 64 bits in hexadecimal, the lowest one last.
static bool has_bit(const char *line, size_t length, int bit)
{
    size_t from = length;
    while (from > 0 && line[from - 1] != ' ' && line[from - 1] != '=')
        from--;
    return length - from <= 16 && (strtoull(line + from, NULL, 16) >> bit & 1);
}

static bool begins(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

static void take_name(char name[WINDOW_SCREEN_NAME], const char *line, size_t length)
{
    size_t head = strlen("N: Name=\"");
    int n = length > head + 1 ? (int)(length - head - 1) : 0;
    snprintf(name, WINDOW_SCREEN_NAME, "%.*s", n < WINDOW_SCREEN_NAME ? n : WINDOW_SCREEN_NAME - 1,
             line + head);
}

int windows_screens(const char *text, char names[WINDOW_SCREENS][WINDOW_SCREEN_NAME])
{
    int count = 0;
    char name[WINDOW_SCREEN_NAME] = "";
    bool direct = false, touched = false;
    for (; *text; text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        if (begins(text, "N: Name=\""))
            take_name(name, text, length);
        direct = direct || (begins(text, "B: PROP=") && has_bit(text, length, PROP_DIRECT));
        touched = touched || (begins(text, "B: ABS=") && has_bit(text, length, ABS_MT_POSITION_X));
        if (length == 0 || !text[length]) { // the end of a device
            if (direct && touched && count < WINDOW_SCREENS)
                memcpy(names[count++], name, sizeof name);
            direct = touched = false;
        }
        text += length;
    }
    return count;
}

// False: there is no such list (another system, a container).
static bool read_list(const char *file, char *text)
{
    int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t all = 0, n = 1;
    while (fd >= 0 && n > 0 && all < LISTED_BYTES - 1) {
        n = read(fd, text + all, (size_t)(LISTED_BYTES - 1 - all));
        all += n > 0 ? n : 0;
    }
    if (fd >= 0)
        close(fd);
    text[all] = 0;
    return all > 0;
}

static int find(char names[WINDOW_SCREENS][WINDOW_SCREEN_NAME], int count, const char *name)
{
    int i = 0;
    while (i < count && strcmp(names[i], name) != 0)
        i++;
    return i < count ? i : -1;
}

void windows_look_for_screens(struct windows *w)
{
    char text[LISTED_BYTES], now[WINDOW_SCREENS][WINDOW_SCREEN_NAME];
    if (!read_list(w->listed, text))
        return;
    int count = windows_screens(text, now);
    for (int i = 0; i < w->screen_count; i++) {
        bool there = find(now, count, w->screens[i].name) >= 0;
        if (!there && !w->screens[i].gone)
            log_warning("window",
                        "the touch screen \"%s\" is gone; look at its cable. The show goes on",
                        w->screens[i].name);
        if (there && w->screens[i].gone)
            log_warning("window", "the touch screen \"%s\" is back", w->screens[i].name);
        w->screens[i].gone = !there;
    }
    for (int i = 0; i < count && w->screen_count < WINDOW_SCREENS; i++) {
        bool known = false;
        for (int k = 0; k < w->screen_count && !known; k++)
            known = strcmp(w->screens[k].name, now[i]) == 0;
        if (!known)
            memcpy(w->screens[w->screen_count++].name, now[i], sizeof now[i]);
    }
}
