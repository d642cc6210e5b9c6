// Bars that stand side by side on light paper: a fine line each, as long as its value.
#include "plot/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// px of the sheet; the bars' field within it.
enum { LEFT = 56, RIGHT_SPACE = 8, TOP = 26, BOTTOM_SPACE = 30, UNKNOWN = 14 };

static const char ink[] = "#1d1a17", quiet[] = "#6f675d", line[] = "#e3ddd2", ember[] = "#ff7a1a";

static double down(const struct plot_bars *d, const struct plot_axis *y, double value)
{
    double bottom = d->height - BOTTOM_SPACE;
    return bottom - plot_place(y, value) * (bottom - TOP);
}

static void write_text(struct plot_writer *w, double x, double y, const char *anchor,
                       const char *color, const char *text)
{
    char escaped[PLOT_NAME];
    plot_escape(text, escaped);
    plot_say(w, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", x, y,
             anchor, color, escaped);
}

static void write_scale(struct plot_writer *w, const struct plot_bars *d, const struct plot_axis *y)
{
    double ticks[PLOT_TICKS];
    char text[40];
    int n = plot_ticks(y, 6, ticks);
    bool figured = false; // then nobody needs a scale
    for (int i = 0; i < d->count; i++)
        figured |= d->bars[i].figure != NULL;
    for (int i = 0; i < n; i++) {
        if (ticks[i] != floor(ticks[i]) || (figured && ticks[i] != 0)) // half a visit is none
            continue;
        plot_say(w, "<path d=\"M%d %.2fH%d\" stroke=\"%s\"/>\n", LEFT, down(d, y, ticks[i]),
                 d->width - RIGHT_SPACE, ticks[i] == 0 ? quiet : line);
        plot_number(fabs(ticks[i]), d->group, text); // no -0
        write_text(w, LEFT - 10, down(d, y, ticks[i]) + 5, "end", quiet, text);
    }
}

static void write_bar(struct plot_writer *w, const struct plot_bars *d, const struct plot_axis *y,
                      int i)
{
    const struct plot_bar *b = &d->bars[i];
    double step = (double)(d->width - RIGHT_SPACE - LEFT) / d->count, x = LEFT + (i + 0.5) * step;
    double width = fmin(fmax(step * 0.62, 0.9), 26);
    double top = b->veiled ? d->height - BOTTOM_SPACE - UNKNOWN : down(d, y, b->value);
    double bottom = d->height - BOTTOM_SPACE;
    char title[PLOT_NAME];
    if (b->veiled || b->value > 0) {
        plot_escape(b->title ? b->title : "", title);
        plot_say(w, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"",
                 b->veiled ? "veiled" : "bar", x - width / 2, top, width, bottom - top);
        if (b->veiled)
            plot_say(w, " fill=\"none\" stroke=\"%s\" stroke-dasharray=\"2 2\"", quiet);
        else
            plot_say(w, " fill=\"%s\"", ember);
        plot_say(w, "><title>%s</title></rect>\n", title);
    }
    if (b->figure)
        write_text(w, x, top - 6, "middle", ink, b->figure);
    if (b->label)
        write_text(w, x, bottom + 20, "middle", quiet, b->label);
}

char *plot_bars(const struct plot_bars *d, struct fault *f)
{
    struct plot_axis y = {.least = 0, .most = 1};
    if (d->count < 1 || d->count > PLOT_BARS) {
        fault_set(f, "%d bars; 1 to %d are allowed", d->count, PLOT_BARS);
        return NULL;
    }
    for (int i = 0; i < d->count; i++) {
        double value = d->bars[i].veiled ? 0 : d->bars[i].value;
        if (!isfinite(value) || value < 0) {
            fault_set(f, "bar %d: %g; a number of 0 or more is allowed", i + 1, value);
            return NULL;
        }
        y.most = fmax(y.most, value * 1.04);
    }
    struct plot_writer w = {.text = malloc(PLOT_BYTES)};
    if (!w.text)
        return plot_done(&w, f);
    char title[PLOT_NAME];
    plot_escape(d->title, title);
    plot_say(&w,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
             "font-family=\"Text, Inter, 'Noto Sans', sans-serif\" font-size=\"14\">\n"
             "<title>%s</title>\n",
             d->width, d->height, title);
    write_scale(&w, d, &y);
    for (int i = 0; i < d->count; i++)
        write_bar(&w, d, &y, i);
    plot_say(&w, "</svg>\n");
    return plot_done(&w, f);
}
