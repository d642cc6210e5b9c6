// The file: a dark sheet, fine lines, names where curves end.
#include "plot/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// px of the sheet; the curves' field within it.
enum { WIDTH = 960, HEIGHT = 600, LEFT = 96, TOP = 84, RIGHT = 744, BOTTOM = 500 };
enum { NAME_APART = 20 };

static const char sheet[] = "#14110f", ember[] = "#ff7a1a", cold[] = "#8fa3b0", warm[] = "#e9e2d8",
                  faint[] = "#332e2a";

static double across(const struct plot_axis *a, double value)
{
    return LEFT + plot_place(a, value) * (RIGHT - LEFT);
}

static double down(const struct plot_axis *a, double value)
{
    return BOTTOM - plot_place(a, value) * (BOTTOM - TOP);
}

static void write_text(struct plot_writer *w, double x, double y, const char *anchor, int size_px,
                       const char *color, const char *text)
{
    char escaped[PLOT_NAME];
    plot_escape(text, escaped);
    plot_say(
        w,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>\n",
        x, y, anchor, size_px, color, escaped);
}

static void write_axes(struct plot_writer *w, const struct plot_axis *x, const struct plot_axis *y)
{
    double ticks[PLOT_TICKS];
    char text[40];
    int n = plot_ticks(y, 9, ticks);
    for (int i = 0; i < n; i++) {
        double at = down(y, ticks[i]);
        plot_say(w, "<path d=\"M%d %.2fH%d\" stroke=\"%s\"/>\n", LEFT, at, RIGHT, faint);
        plot_number(ticks[i], ",", text);
        write_text(w, LEFT - 10, at + 5, "end", 14, cold, text);
    }
    n = plot_ticks(x, 9, ticks);
    for (int i = 0; i < n; i++) {
        double at = across(x, ticks[i]);
        plot_say(w, "<path d=\"M%.2f %dv6\" stroke=\"%s\"/>\n", at, BOTTOM, cold);
        plot_number(ticks[i], ",", text);
        write_text(w, at, BOTTOM + 24, "middle", 14, cold, text);
    }
    plot_say(w, "<path d=\"M%d %dH%d\" stroke=\"%s\"/>\n", LEFT, BOTTOM, RIGHT, cold);
    write_text(w, (LEFT + RIGHT) / 2.0, BOTTOM + 50, "middle", 15, cold, x->label);
    write_text(w, LEFT, TOP - 16, "start", 15, cold, y->label);
}

static const char *color_of(enum plot_role role)
{
    return role == PLOT_OURS ? ember : role == PLOT_FLOOR ? cold : warm;
}

static void write_curve(struct plot_writer *w, const struct plot_desc *d,
                        const struct plot_curve *c)
{
    const char *color = color_of(c->role);
    plot_say(w, "<path class=\"curve\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s d=\"",
             color, c->role == PLOT_OURS ? "2.5" : "1.5",
             c->role == PLOT_FLOOR ? " stroke-dasharray=\"6 5\"" : "");
    for (int i = 0; i < c->count; i++)
        plot_say(w, "%c%.2f %.2f", i ? 'L' : 'M', across(&d->x, c->x[i]), down(&d->y, c->y[i]));
    plot_say(w, "\"/>\n");
    for (int i = 0; i < c->count; i++)
        plot_say(w, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3\" fill=\"%s\"/>\n",
                 across(&d->x, c->x[i]), down(&d->y, c->y[i]), color);
}

struct name {
    const struct plot_curve *curve;
    double from, at; // y of the curve's end, and of its name, px
};

static int higher(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

// Names stand beside the ends, pushed apart: downwards, then back up from the bottom.
static void push_apart(struct name *names, int count)
{
    qsort(names, (size_t)count, sizeof *names, higher);
    for (int i = 1; i < count; i++)
        names[i].at = fmax(names[i].at, names[i - 1].at + NAME_APART);
    double most = BOTTOM;
    for (int i = count - 1; i >= 0; i--, most -= NAME_APART)
        names[i].at = fmin(names[i].at, most);
}

static void write_names(struct plot_writer *w, const struct plot_desc *d)
{
    struct name names[PLOT_CURVES];
    for (int i = 0; i < d->curve_count; i++) {
        const struct plot_curve *c = &d->curves[i];
        double at = down(&d->y, c->y[c->count - 1]);
        names[i] = (struct name){c, at, at};
    }
    push_apart(names, d->curve_count);
    for (int i = 0; i < d->curve_count; i++) {
        const struct plot_curve *c = names[i].curve;
        const char *color = color_of(c->role);
        plot_say(w, "<path d=\"M%.1f %.1fL%d %.1f\" stroke=\"%s\" stroke-opacity=\"0.5\"/>\n",
                 across(&d->x, c->x[c->count - 1]) + 6, names[i].from, RIGHT + 22, names[i].at,
                 color);
        write_text(w, RIGHT + 28, names[i].at + 5, "start", 15, color, c->name);
    }
}

static void write_sheet(struct plot_writer *w, const struct plot_desc *d)
{
    plot_say(w,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
             "height=\"%d\" "
             "font-family=\"Inter, 'Noto Sans', sans-serif\">\n",
             WIDTH, HEIGHT, WIDTH, HEIGHT);
    char title[PLOT_NAME];
    plot_escape(d->title, title);
    plot_say(w, "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", title, WIDTH,
             HEIGHT, sheet);
    plot_say(w,
             "<text x=\"%d\" y=\"40\" font-size=\"26\" fill=\"%s\" "
             "font-family=\"'EB Garamond 12', 'EB Garamond', Georgia, serif\">%s</text>\n",
             LEFT, warm, title);
    write_axes(w, &d->x, &d->y);
    for (int i = 0; i < d->curve_count; i++)
        write_curve(w, d, &d->curves[i]);
    write_names(w, d);
    if (d->note)
        write_text(w, LEFT, HEIGHT - 18, "start", 13, cold, d->note);
    plot_say(w, "</svg>\n");
}

static bool check_values(const struct plot_axis *a, const char *name, const double *values,
                         int count, struct fault *f)
{
    for (int i = 0; i < count; i++)
        if (!isfinite(values[i]) || (a->logarithmic && values[i] <= 0))
            return fault_set(f, "curve \"%s\": %g at point %d; %s is allowed", name, values[i],
                             i + 1, a->logarithmic ? "a number above 0" : "a number");
    return true;
}

static void widen(struct plot_axis *a, const double *values, int count)
{
    for (int i = 0; i < count; i++) {
        a->least = fmin(a->least, values[i]);
        a->most = fmax(a->most, values[i]);
    }
}

// From the curves: a logarithmic axis to the next of 1, 2, 5; a linear one from 0.
static void close_axis(struct plot_axis *a)
{
    if (!a->logarithmic) {
        a->least = fmin(a->least, 0);
        a->most = a->most > a->least ? a->most * 1.05 : a->least + 1;
        return;
    }
    static const double steps[] = {1, 2, 5, 10};
    double low = pow(10, floor(log10(a->least))), high = pow(10, floor(log10(a->most)));
    double least = low, most = high * 10;
    for (int i = 0; i < 4; i++)
        if (steps[i] * low <= a->least * (1 + 1e-9))
            least = steps[i] * low;
    for (int i = 3; i >= 0; i--)
        if (steps[i] * high >= a->most * (1 - 1e-9))
            most = steps[i] * high;
    a->least = least;
    a->most = most > least ? most : least * 10;
}

static bool prepare(struct plot_desc *d, struct fault *f)
{
    if (d->curve_count < 1 || d->curve_count > PLOT_CURVES)
        return fault_set(f, "%d curves; 1 to %d are allowed", d->curve_count, PLOT_CURVES);
    bool x_given = d->x.least != 0 || d->x.most != 0, y_given = d->y.least != 0 || d->y.most != 0;
    struct plot_axis x = d->x, y = d->y;
    x.least = y.least = INFINITY;
    x.most = y.most = -INFINITY;
    for (int i = 0; i < d->curve_count; i++) {
        const struct plot_curve *c = &d->curves[i];
        if (c->count < 1 || c->count > PLOT_POINTS)
            return fault_set(f, "curve \"%s\": %d points; 1 to %d are allowed", c->name, c->count,
                             PLOT_POINTS);
        if (!check_values(&d->x, c->name, c->x, c->count, f) ||
            !check_values(&d->y, c->name, c->y, c->count, f))
            return false;
        widen(&x, c->x, c->count);
        widen(&y, c->y, c->count);
    }
    close_axis(&x);
    close_axis(&y);
    d->x = x_given ? d->x : x;
    d->y = y_given ? d->y : y;
    return true;
}

char *plot_svg(const struct plot_desc *desc, struct fault *f)
{
    struct plot_desc d = *desc;
    if (!prepare(&d, f))
        return NULL;
    struct plot_writer w = {.text = malloc(PLOT_BYTES)};
    if (w.text)
        write_sheet(&w, &d);
    return plot_done(&w, f);
}
