// gestuaire mapping report: what each output shows, shares and gives up; how fine surfaces are.
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST 0.0005 // shares under it are not told: less than the samples can say

double report_per_metre(const struct mapped *m, int surface, int axis, double px)
{
    const struct installation_surface *s = &m->station->surfaces[surface];
    if (!(s->size_m.x > 0) || !(s->size_m.y > 0))
        return 0;
    struct vec2 source = m->desc.surfaces[surface].source_size;
    return px * (axis ? source.y / s->size_m.y : source.x / s->size_m.x);
}

static double output_px(const struct mapped *m, int output)
{
    struct size2 size = m->desc.outputs[output].size;
    return (double)size.width * size.height;
}

static double left_over(const struct survey_output *o)
{
    return (1 - o->blend) * (1 - o->gain) * (1 - o->black);
}

// ---- text ----

static void tell_output(FILE *to, const struct mapped *m, const struct survey *s, int n)
{
    const struct installation_station *place = m->station;
    const struct survey_output *o = &s->outputs[n];
    struct size2 size = m->desc.outputs[n].size;
    fprintf(to, "  output %s, %d x %d px: %.1f %% of its px show something", place->outputs[n].id,
            size.width, size.height, 100 * o->lit);
    const char *before = " (";
    for (int i = 0; i < m->desc.surface_count; i++)
        if (o->shows[i] > LEAST) {
            fprintf(to, "%s%s %.1f %%", before, place->surfaces[i].id, 100 * o->shows[i]);
            before = ", ";
        }
    fprintf(to, "%s\n", *before == ',' ? ")" : "");
    for (int i = 0; i < m->desc.output_count; i++)
        if (o->shared[i] > LEAST)
            fprintf(to, "    overlaps %s: %.0f px, %.1f %% of its px\n", place->outputs[i].id,
                    o->shared[i] * output_px(m, n), 100 * o->shared[i]);
    if (o->lit > LEAST && left_over(o) > 1 - LEAST)
        fputs("    light: all of what these px can shine\n", to);
    else if (o->lit > LEAST)
        fprintf(to,
                "    light: %.1f %% of what these px can shine is left; soft edges and masks take "
                "%.1f %%, gain and white %.1f %%, lifted black %.1f %%\n",
                100 * left_over(o), 100 * o->blend, 100 * o->gain, 100 * o->black);
}

static void tell_fine(FILE *to, const struct mapped *m, int n, const struct survey_surface *s)
{
    static const char *const axes[2] = {"across", "down"};
    bool known = report_per_metre(m, n, 0, 1) > 0;
    for (int i = 0; i < 2; i++) {
        const struct survey_fine *f = &s->along[i];
        fprintf(to, "    %s: %.2f px of outputs for one of the canvas (%.2f to %.2f)", axes[i],
                f->mean, f->least, f->most);
        if (known)
            fprintf(to, "; %.0f px a metre (%.0f to %.0f)", report_per_metre(m, n, i, f->mean),
                    report_per_metre(m, n, i, f->least), report_per_metre(m, n, i, f->most));
        fputc('\n', to);
    }
}

static void tell_surface(FILE *to, const struct mapped *m, const struct survey *s, int n)
{
    const struct survey_surface *surface = &s->surfaces[n];
    fprintf(to, "  surface %s, %.0f x %.0f px of canvas %s:", m->station->surfaces[n].id,
            m->desc.surfaces[n].source_size.x, m->desc.surfaces[n].source_size.y,
            m->station->stages[m->station->surfaces[n].stage].id);
    const char *before = " ";
    for (int i = 0; i <= MAPPING_OUTPUTS; i++)
        if (surface->by[i] > LEAST) {
            fprintf(to, "%s%.1f %% ", before, 100 * surface->by[i]);
            if (i)
                fprintf(to, "lit by %d output%s", i, i > 1 ? "s" : "");
            else
                fputs("dark", to);
            before = ", ";
        }
    fprintf(to, "%s\n", *before == ' ' ? " nothing of it is seen" : "");
    if (surface->along[0].most > 0)
        tell_fine(to, m, n, surface);
}

char *report_text(const struct mapped *m, const struct survey *s)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    if (!to)
        return NULL;
    fprintf(to, "%s: composition %d x %d px\n", m->station->id, m->station->composition.width,
            m->station->composition.height);
    for (int i = 0; i < m->desc.output_count; i++)
        tell_output(to, m, s, i);
    for (int i = 0; i < m->desc.surface_count; i++)
        tell_surface(to, m, s, i);
    if (s->black > 0)
        fprintf(to,
                "  black is lifted to %.2f %% of white, what most projectors that overlap shine\n",
                100 * s->black);
    fclose(to);
    return text;
}

// ---- JSON ----

static json_t *json_output(const struct mapped *m, const struct survey *s, int n)
{
    const struct survey_output *o = &s->outputs[n];
    struct size2 size = m->desc.outputs[n].size;
    json_t *shows = json_object(), *overlaps = json_object();
    for (int i = 0; i < m->desc.surface_count; i++)
        json_object_set_new(shows, m->station->surfaces[i].id, json_real(o->shows[i]));
    for (int i = 0; i < m->desc.output_count; i++)
        if (i != n)
            json_object_set_new(overlaps, m->station->outputs[i].id,
                                json_pack("{s:f, s:f}", "px", o->shared[i] * output_px(m, n),
                                          "share", o->shared[i]));
    return json_pack("{s:s, s:[i,i], s:f, s:o, s:o, s:{s:f, s:f, s:f, s:f}}", "output",
                     m->station->outputs[n].id, "size_px", size.width, size.height, "lit", o->lit,
                     "shows", shows, "overlaps", overlaps, "light", "left", left_over(o), "blend",
                     o->blend, "gain", o->gain, "black", o->black);
}

static json_t *json_fine(const struct mapped *m, int n, int axis, const struct survey_fine *f)
{
    json_t *fine =
        json_pack("{s:f, s:f, s:f}", "least", f->least, "mean", f->mean, "most", f->most);
    if (report_per_metre(m, n, axis, 1) > 0)
        json_object_set_new(fine, "px_per_m",
                            json_pack("{s:f, s:f, s:f}", "least",
                                      report_per_metre(m, n, axis, f->least), "mean",
                                      report_per_metre(m, n, axis, f->mean), "most",
                                      report_per_metre(m, n, axis, f->most)));
    return fine;
}

static json_t *json_surface(const struct mapped *m, const struct survey *s, int n)
{
    const struct survey_surface *from = &s->surfaces[n];
    json_t *by = json_array();
    for (int i = 0; i <= m->desc.output_count; i++)
        json_array_append_new(by, json_real(from->by[i]));
    return json_pack("{s:s, s:o, s:o, s:o}", "surface", m->station->surfaces[n].id, "lit_by", by,
                     "across", json_fine(m, n, 0, &from->along[0]), "down",
                     json_fine(m, n, 1, &from->along[1]));
}

static json_t *json_station(const struct mapped *m, const struct survey *s)
{
    json_t *outputs = json_array(), *surfaces = json_array();
    for (int i = 0; i < m->desc.output_count; i++)
        json_array_append_new(outputs, json_output(m, s, i));
    for (int i = 0; i < m->desc.surface_count; i++)
        json_array_append_new(surfaces, json_surface(m, s, i));
    return json_pack("{s:s, s:[i,i], s:f, s:o, s:o}", "station", m->station->id, "composition_px",
                     m->station->composition.width, m->station->composition.height, "black",
                     s->black, "outputs", outputs, "surfaces", surfaces);
}

// ---- the verb ----

struct asked {
    const char *folder, *station, *to, *state;
    bool json, svg;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"station", 0, OPTION_TEXT, "ID", "one station (with --svg: the first with outputs)",
         &a->station},
        {"json", 0, OPTION_FLAG, NULL, "for programs: one list, an object a station", &a->json},
        {"svg", 0, OPTION_FLAG, NULL, "a picture of the composition, its outputs and surfaces",
         &a->svg},
        {"state", 0, OPTION_TEXT, "DIR",
         "state folder, with what was done at the desk (the user's)", &a->state},
        {"output", 'o', OPTION_TEXT, "FILE", "where to (standard output)", &a->to},
    };
    const struct options options = {
        .usage = "mapping report INSTALLATION [options]",
        .about = "Tells what each output shows, where outputs overlap, what of the light is given "
                 "up, and how fine px are on each surface.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &a->folder,
        .required = 1,
        .accepted = 1};
    return options_read(&options, argc, argv);
}

// One station's part, added to the text or the list.
static bool report_on(const struct asked *a, struct installation *in,
                      const struct installation_station *place, FILE *to, json_t *list)
{
    struct mapped m;
    struct survey s;
    struct fault f = {""};
    bool good = mapped_open(&m, in, place, a->state);
    if (good && !survey_take(m.mapping, &s, &f)) {
        fprintf(stderr, "gestuaire: %s: station %s: %s\n", in->file, place->id, f.text);
        good = false;
    }
    if (good && a->json) {
        json_array_append_new(list, json_station(&m, &s));
    } else if (good) {
        char *text = a->svg ? report_picture(&m, &s) : report_text(&m, &s);
        good = text && fputs(text, to) >= 0;
        free(text);
    }
    mapped_close(&m);
    return good;
}

static bool report_all(const struct asked *a, struct installation *in, FILE *to)
{
    json_t *list = json_array();
    bool good = true;
    const struct installation_station *only =
        a->station || a->svg ? mapped_station(in, a->station) : NULL;
    good = only || (!a->station && !a->svg);
    for (int i = 0; good && i < in->station_count; i++)
        if (in->stations[i].output_count && (!only || only == &in->stations[i]))
            good = report_on(a, in, &in->stations[i], to, list);
    if (good && a->json)
        good = json_dumpf(list, to, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0 &&
               fputc('\n', to) != EOF;
    json_decref(list);
    return good;
}

static bool unmeasured(const struct installation *in)
{
    for (int i = 0; i < in->station_count; i++)
        for (int k = 0; k < in->stations[i].surface_count; k++)
            if (in->stations[i].output_count && !(in->stations[i].surfaces[k].size_m.x > 0))
                return true;
    return false;
}

int mapping_report_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    struct fault f = {""};
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (a.json && a.svg) {
        fprintf(stderr, "gestuaire: --json and --svg: one of them is allowed\n");
        return EXIT_USAGE;
    }
    struct installation *in = mapped_read(root, a.folder);
    char *text = NULL;
    size_t length = 0;
    FILE *to = in ? open_memstream(&text, &length) : NULL;
    bool good = to && report_all(&a, in, to);
    if (to)
        fclose(to);
    if (good && !a.json && unmeasured(in))
        fprintf(stderr, "%s",
                "px a metre are told of surfaces that have size_m (docs/mapping.md)\n");
    if (good)
        good = a.to ? store_write(a.to, text, length, &f) : fputs(text, stdout) >= 0;
    if (!good && f.text[0])
        fprintf(stderr, "gestuaire: %s\n", f.text);
    free(text);
    installation_destroy(in);
    return good ? EXIT_DONE : EXIT_FAILED;
}
