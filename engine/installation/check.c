// What no table of keys can say of an installation: references, shapes, what stands twice.
#include "installation/private.h"
#include "mapping/blend.h"

#include <stdio.h>
#include <string.h>

// `path` and up to two keys below it, said as one fault.
static void tell(const struct reading *r, enum fault_level level, const char *path,
                 const char *table, const char *id, const char *key, const char *sentence)
{
    char below[SCHEMA_PATH];
    path_below(below, path, table);
    if (id)
        where_key(below, sizeof below, id);
    if (key)
        where_key(below, sizeof below, key);
    schema_fault(&r->text, level, below, "%s", sentence);
}

// `path` is the surface's or output's. What a mapping would refuse.
static void check_corners(const struct reading *r, const char *path, const struct vec2 corners[4])
{
    struct fault f = {0};
    struct warp warp;
    char below[SCHEMA_PATH];
    path_below(below, path, "corners");
    if (!warp_init(&warp, corners, NULL, &f))
        schema_fault(
            &r->text, FAULT_ERROR, below,
            "%s; allowed is a convex shape: top left, top right, bottom right, bottom left",
            f.text);
}

static void check_stages(const struct reading *r, const struct installation_station *s,
                         const char *path)
{
    char folder[INSTALLATION_PATH];
    struct fault f;
    for (int i = 0; i < s->stage_count; i++) {
        const struct installation_stage *stage = &s->stages[i];
        bool shown = !s->output_count || !s->surface_count;
        for (int k = 0; k < s->surface_count; k++)
            shown = shown || s->surfaces[k].stage == i;
        if (!shown)
            tell(r, FAULT_WARNING, path, "stages", stage->id, NULL, "is on no surface");
        if (schema_is_id(stage->scene) &&
            !installation_scene(r->i, r->root, stage->scene, folder, sizeof folder, &f))
            tell(r, FAULT_ERROR, path, "stages", stage->id, "scene", f.text);
        if (schema_is_id(stage->attract) &&
            !installation_scene(r->i, r->root, stage->attract, folder, sizeof folder, &f))
            tell(r, FAULT_ERROR, path, "stages", stage->id, "attract", f.text);
    }
}

static void check_surfaces(const struct reading *r, const struct installation_station *s,
                           const char *path)
{
    if (!s->surface_count && s->stage_count > 1 && s->output_count)
        tell(r, FAULT_ERROR, path, "surfaces", NULL, NULL,
             "are missing; several stages need them to know where each lands");
    for (int i = 0; i < s->surface_count; i++) {
        const struct installation_surface *surface = &s->surfaces[i];
        char below[SCHEMA_PATH];
        path_below(below, path, "surfaces");
        where_key(below, sizeof below, surface->id);
        if (s->composition.width)
            check_corners(r, below, surface->corners);
        check_warp(r, below, surface->corners, &surface->grid);
        if (surface->stage >= 0)
            check_source(r, below, s->stages[surface->stage].canvas, surface);
    }
}

static void check_outputs(const struct reading *r, const struct installation_station *s,
                          const char *path)
{
    if (!s->output_count && !s->speaker_count)
        tell(r, FAULT_ERROR, path, "outputs", NULL, NULL,
             "are missing, and so are speakers; a station needs one of them");
    if (s->output_count && (s->composition.width < 1 || s->composition.height < 1))
        tell(r, FAULT_ERROR, path, "outputs", NULL, NULL,
             "cover nothing of the composition, which begins at 0, 0");
    for (int i = 0; i < s->output_count; i++) {
        const struct installation_output *o = &s->outputs[i];
        bool inside = o->at.x >= 0 && o->at.y >= 0 &&
                      o->at.x + o->size.width <= s->composition.width &&
                      o->at.y + o->size.height <= s->composition.height;
        char below[SCHEMA_PATH];
        path_below(below, path, "outputs");
        where_key(below, sizeof below, o->id);
        if (o->size.width) {
            check_corners(r, below, o->corners);
            check_warp(r, below, o->corners, &o->grid);
        }
        if (o->size.width && !inside)
            tell(r, FAULT_WARNING, path, "outputs", o->id, "at",
                 "lies partly outside the composition; nothing is shown there");
    }
}

// More than BLEND_BLACK of mapping/blend.h leaves no light to share.
static void check_black(const struct reading *r, const struct installation_station *s,
                        const char *path)
{
    double sum = 0;
    char below[SCHEMA_PATH];
    for (int i = 0; i < s->output_count; i++)
        sum += s->outputs[i].light.black / s->outputs[i].light.gain;
    path_below(below, path, "outputs");
    if (sum > BLEND_BLACK)
        schema_fault(&r->text, FAULT_ERROR, below,
                     "their blacks over their gains come to %.3g together; %.3g is allowed", sum,
                     BLEND_BLACK);
}

static void check_speakers(const struct reading *r, const struct installation_station *s,
                           const char *path)
{
    for (int i = 0; i < s->speaker_count; i++) {
        for (int k = 0; k < i; k++) {
            const struct installation_speaker *a = &s->speakers[k], *b = &s->speakers[i];
            char below[SCHEMA_PATH];
            path_below(below, path, "speakers");
            schema_index(&r->text, below, (size_t)i);
            size_t n = strlen(below);
            where_key(below, sizeof below, "channel");
            if (b->channel && a->channel == b->channel)
                schema_fault(&r->text, FAULT_ERROR, below,
                             "%d is taken by the speaker of line %d; one speaker a channel is "
                             "allowed",
                             b->channel, a->line);
            below[n] = '\0';
            where_key(below, sizeof below, "id");
            if (strcmp(a->id, b->id) == 0)
                schema_fault(&r->text, FAULT_ERROR, below,
                             "\"%s\" is taken by the speaker of line %d; each id stands once",
                             b->id, a->line);
        }
    }
}

void check_station(const struct reading *r, const struct installation_station *s, const char *path)
{
    check_stages(r, s, path);
    check_surfaces(r, s, path);
    check_outputs(r, s, path);
    check_black(r, s, path);
    check_speakers(r, s, path);
}

static void check_ports(const struct reading *r)
{
    const struct installation *i = r->i;
    for (int b = 1; b < i->station_count; b++) {
        for (int a = 0; a < b; a++) {
            const struct installation_station *x = &i->stations[a], *y = &i->stations[b];
            char sentence[INSTALLATION_ID + 100];
            if (!y->osc_port || x->osc_port != y->osc_port || strcmp(x->osc_host, y->osc_host) != 0)
                continue;
            snprintf(sentence, sizeof sentence,
                     "port %d of this host is taken by station \"%s\" (line %d)", y->osc_port,
                     x->id, x->line);
            tell(r, FAULT_ERROR, "stations", y->id, "osc", NULL, sentence);
            break;
        }
    }
}

// Where some stations are other machines, one without an address hears nothing from them.
static void check_reach(const struct reading *r)
{
    const struct installation *i = r->i;
    bool reached = false, hears[INSTALLATION_STATIONS] = {false};
    for (int s = 0; s < i->station_count; s++)
        reached = reached || i->stations[s].osc_port;
    for (int m = 0; m < i->message_count; m++)
        for (int t = 0; t < i->messages[m].to_count; t++)
            hears[i->messages[m].to[t]] = true;
    for (int s = 0; reached && s < i->station_count; s++)
        if (hears[s] && !i->stations[s].osc_port)
            tell(r, FAULT_WARNING, "stations", i->stations[s].id, NULL, NULL,
                 "has no osc; messages reach it only inside one process");
}

void check_stations(const struct reading *r)
{
    check_ports(r);
    check_reach(r);
}
