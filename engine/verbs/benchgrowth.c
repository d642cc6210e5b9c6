// How cost grows with number, drawn.
#include "plot/plot.h"
#include "store/store.h"
#include "verbs/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum plot_role role_of(const struct bench_runner *r)
{
    return r->peer ? PLOT_OTHER : strstr(r->command, "{gestuaire}") ? PLOT_OURS : PLOT_FLOOR;
}

// Its names are what readers know: ours is the house's.
static void name_curve(const struct bench_runner *r, char to[BENCH_NAME])
{
    bool love = strcmp(r->name, "love") == 0, chromium = strcmp(r->name, "chromium") == 0;
    const char *kind = role_of(r) == PLOT_OURS    ? "ours: "
                       : role_of(r) == PLOT_FLOOR ? "floor: "
                                                  : "";
    snprintf(to, BENCH_NAME, "%s%s", kind, love ? "LÖVE" : chromium ? "Chromium" : r->name);
}

// Median of each count that was measured; how many there are.
static int read_curve(const struct bench_growth *g, int runner, double *x, double *y)
{
    int n = 0;
    struct bench_spread s;
    for (int i = 0; i < g->count; i++) {
        if (!bench_figure(g->results[i], runner, BENCH_CPU, &s))
            continue;
        x[n] = atof(g->bench->counts[i]);
        y[n++] = s.median;
    }
    return n;
}

static void write_note(const struct bench_growth *g, char *to, size_t size)
{
    const char *processor = "", *day = "";
    int cores = 0;
    json_t *machine = bench_machine();
    json_unpack(machine, "{s:s, s:s, s:i}", "processor", &processor, "day", &day, "cores", &cores);
    snprintf(to, size, "%s%s, %d cores, %s, medians of %d rounds in turn",
             g->bench->noop ? "Mesa without its rasteriser (GALLIUM_NOOP), " : "", processor, cores,
             day, g->results[0]->rounds);
    json_decref(machine);
}

bool bench_growth_write(const struct bench_growth *g, const char *file, struct fault *f)
{
    double x[BENCH_RUNNERS][BENCH_COUNTS], y[BENCH_RUNNERS][BENCH_COUNTS];
    char names[BENCH_RUNNERS][BENCH_NAME], note[240];
    struct plot_curve curves[BENCH_RUNNERS];
    int n = 0;
    for (int i = 0; i < BENCH_RUNNERS && g->bench->runners[i].name; i++) {
        int count = read_curve(g, i, x[i], y[i]);
        if (count == 0)
            continue;
        name_curve(&g->bench->runners[i], names[i]);
        curves[n++] =
            (struct plot_curve){names[i], x[i], y[i], role_of(&g->bench->runners[i]), count};
    }
    bool decades = atof(g->bench->counts[0]) >= 100;
    write_note(g, note, sizeof note);
    struct plot_desc plot = {.title = g->bench->name,
                             .note = note,
                             .x = {g->bench->counted, decades, 0, 0},
                             .y = {g->bench->unit, decades, 0, 0},
                             .curves = curves,
                             .curve_count = n};
    char *svg = plot_svg(&plot, f);
    bool good = svg && store_write(file, svg, strlen(svg), f);
    free(svg);
    return good;
}

json_t *bench_growth_json(const struct bench_growth *g)
{
    json_t *list = json_array();
    for (int i = 0; i < g->count; i++) {
        json_t *o = bench_json(g->results[i]);
        json_object_set_new(o, "count", json_string(g->bench->counts[i]));
        json_array_append_new(list, o);
    }
    return json_pack("{s:s, s:s, s:o}", "bench", g->bench->name, "growth_with", g->bench->counted,
                     "results", list);
}
