// Inside plot: a text of limited length that grows, and what its kinds of plot have in common.
#pragma once
#include "plot/plot.h"

enum { PLOT_BYTES = 1 << 19, PLOT_NAME = 128 };

struct plot_writer {
    char *text; // owned, PLOT_BYTES
    size_t length;
    bool full;
};

void plot_say(struct plot_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
// As XML wants it; what is too long is cut before a letter.
void plot_escape(const char *from, char to[PLOT_NAME]);
// "10,000", "0.05"; `group` stands between thousands.
void plot_number(double v, const char *group, char to[40]);
// The text, handed on; NULL and a fault when memory was short or it is too long.
char *plot_done(struct plot_writer *w, struct fault *f);
