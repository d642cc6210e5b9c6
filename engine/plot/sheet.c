// The text of a plot: written, escaped, limited.
#include "plot/private.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void plot_say(struct plot_writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(w->text + w->length, PLOT_BYTES - w->length, format, args);
    va_end(args);
    w->full |= n < 0 || (size_t)n >= PLOT_BYTES - w->length;
    w->length += w->full ? 0 : (size_t)n;
}

void plot_escape(const char *from, char to[PLOT_NAME])
{
    size_t n = 0;
    const char *c = from;
    for (; *c && n + 8 < PLOT_NAME; c++) {
        const char *put = *c == '&' ? "&amp;" : *c == '<' ? "&lt;" : *c == '>' ? "&gt;" : NULL;
        if (put)
            n += (size_t)snprintf(to + n, PLOT_NAME - n, "%s", put);
        else if ((unsigned char)*c >= ' ')
            to[n++] = *c;
    }
    if (((unsigned char)*c & 0xc0) == 0x80) { // cut within a letter
        while (n > 0 && ((unsigned char)to[n - 1] & 0xc0) == 0x80)
            n--;
        n -= n > 0;
    }
    to[n] = 0;
}

void plot_number(double v, const char *group, char to[40])
{
    char plain[32];
    snprintf(plain, sizeof plain, "%.6g", v);
    if (fabs(v) < 1000 || fabs(v) >= 1e9) {
        snprintf(to, 40, "%s", plain);
        return;
    }
    snprintf(plain, sizeof plain, "%.0f", v);
    size_t length = strlen(plain), n = 0, sign = strlen(group);
    for (size_t i = 0; i < length && n + sign < 38; i++) {
        if (i > 0 && (length - i) % 3 == 0 && plain[i - 1] != '-') {
            memcpy(to + n, group, sign);
            n += sign;
        }
        to[n++] = plain[i];
    }
    to[n] = 0;
}

char *plot_done(struct plot_writer *w, struct fault *f)
{
    if (w->text && !w->full)
        return w->text;
    if (w->text)
        fault_set(f, "the plot is larger than %d bytes", PLOT_BYTES);
    else
        fault_set(f, "no memory");
    free(w->text);
    return NULL;
}
