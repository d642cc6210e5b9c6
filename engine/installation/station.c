// One station of installation.lua into its struct.
#include "installation/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double item(const json_t *list, size_t n)
{
    double x = json_number_value(json_array_get(list, n));
    return isfinite(x) ? x : 0;
}

static struct vec2 read_point(const json_t *list)
{
    return (struct vec2){item(list, 0), item(list, 1)};
}

static struct size2 read_size(const json_t *list)
{
    double w = item(list, 0), h = item(list, 1);
    bool fits = w >= 1 && h >= 1 && w <= 1e6 && h <= 1e6;
    return fits ? (struct size2){(int)w, (int)h} : (struct size2){0, 0};
}

static void corners_of(struct vec2 at, struct size2 size, struct vec2 corners[4])
{
    double x = at.x + size.width, y = at.y + size.height;
    corners[0] = at;
    corners[1] = (struct vec2){x, at.y};
    corners[2] = (struct vec2){x, y};
    corners[3] = (struct vec2){at.x, y};
}

static void read_stage(const struct entry *e, struct installation_stage *stage)
{
    snprintf(stage->id, sizeof stage->id, "%s", e->id);
    stage->canvas = read_size(json_object_get(e->value, "canvas"));
    read_text(e->value, "scene", stage->scene, sizeof stage->scene);
    read_text(e->value, "attract", stage->attract, sizeof stage->attract);
    stage->idle_s = read_number(e->value, "idle_s", INSTALLATION_IDLE_S);
    stage->ask_s = read_number(e->value, "ask_s", INSTALLATION_ASK_S);
    stage->line = e->line;
}

static int stage_named(const struct installation_station *s, const char *id)
{
    for (int i = 0; id && i < s->stage_count; i++)
        if (strcmp(s->stages[i].id, id) == 0)
            return i;
    return -1;
}

static void tell_no_stage(const struct reading *r, const struct installation_station *s,
                          const struct entry *e, const char *id)
{
    const char *words[INSTALLATION_STAGES + 1] = {NULL};
    char path[SCHEMA_PATH], all[INSTALLATION_STAGES * (INSTALLATION_ID + 2)] = "";
    size_t n = 0;
    for (int i = 0; i < s->stage_count; i++) {
        words[i] = s->stages[i].id;
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", words[i]);
    }
    path_below(path, e->path, "stage");
    const char *near = fault_nearest(id, words);
    if (near)
        schema_fault(&r->text, FAULT_ERROR, path,
                     "\"%.63s\" is no stage here; did you mean \"%s\"?", id, near);
    else
        schema_fault(&r->text, FAULT_ERROR, path, "\"%.63s\" is no stage here; allowed are %s", id,
                     all);
}

static void read_surface(const struct reading *r, const struct installation_station *s,
                         const struct entry *e, struct installation_surface *surface)
{
    const json_t *corners = json_object_get(e->value, "corners");
    const char *stage = json_string_value(json_object_get(e->value, "stage"));
    snprintf(surface->id, sizeof surface->id, "%s", e->id);
    surface->stage = stage_named(s, stage);
    if (stage && surface->stage < 0)
        tell_no_stage(r, s, e, stage);
    for (size_t i = 0; i < 4; i++)
        surface->corners[i] = read_point(json_array_get(corners, i));
    surface->size_m = read_point(json_object_get(e->value, "size_m"));
    read_grid(r, e, &surface->grid);
    if (surface->stage >= 0)
        read_source(e, s->stages[surface->stage].canvas, surface);
    surface->line = e->line;
}

static void read_projector(const struct reading *r, const struct entry *e,
                           struct installation_output *output)
{
    const char *text = json_string_value(json_object_get(e->value, "pjlink"));
    char path[SCHEMA_PATH];
    output->pjlink_mute = json_is_true(json_object_get(e->value, "pjlink_mute"));
    output->watts = read_number(e->value, "watts", 0);
    output->watts_asleep = read_number(e->value, "watts_asleep", 0);
    path_below(path, e->path, "pjlink");
    if (text && !lamps_address(text, output->pjlink, &output->pjlink_port)) {
        output->pjlink[0] = '\0';
        schema_fault(&r->text, FAULT_ERROR, path,
                     "is \"%.40s\"; an address in numbers is allowed (192.168.0.21)", text);
    }
}

static void read_output(const struct reading *r, const struct entry *e,
                        struct installation_output *output)
{
    const json_t *corners = json_object_get(e->value, "corners");
    snprintf(output->id, sizeof output->id, "%s", e->id);
    output->at = read_point(json_object_get(e->value, "at"));
    output->size = read_size(json_object_get(e->value, "size"));
    read_text(e->value, "display", output->display, sizeof output->display);
    read_text(e->value, "touch", output->touch, sizeof output->touch);
    corners_of((struct vec2){0, 0}, output->size, output->corners);
    for (size_t i = 0; i < 4 && corners; i++)
        output->corners[i] = read_point(json_array_get(corners, i));
    read_grid(r, e, &output->grid);
    output->mm_per_px = read_number(e->value, "mm_per_px", 0);
    output->height_mm = read_number(e->value, "height_mm", NAN);
    read_projector(r, e, output);
    output->line = e->line;
}

static void read_speakers(const struct reading *r, const json_t *list, const char *path,
                          struct installation_station *s)
{
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value)
    {
        if (s->speaker_count >= INSTALLATION_SPEAKERS)
            break;
        struct installation_speaker *speaker = &s->speakers[s->speaker_count++];
        const json_t *at = json_object_get(value, "at");
        char below[SCHEMA_PATH];
        snprintf(below, sizeof below, "%s", path);
        schema_index(&r->text, below, i);
        read_text(value, "id", speaker->id, sizeof speaker->id);
        if (!speaker->id[0])
            snprintf(speaker->id, sizeof speaker->id, "%zu", i + 1);
        speaker->channel = read_whole(value, "channel", 0);
        speaker->at = (struct vec3){item(at, 0), item(at, 1), item(at, 2)};
        speaker->gain_db = read_number(value, "gain_db", 0);
        speaker->ears = json_is_true(json_object_get(value, "ears"));
        speaker->line = where_line(r->text.where, below);
        where_key(below, sizeof below, "at");
        if (!at && !speaker->ears)
            schema_fault(&r->text, FAULT_ERROR, below,
                         "is missing; where it stands is wanted, or ears = true for headphones");
    }
}

static void read_osc(const struct reading *r, const struct entry *e, struct installation_station *s)
{
    read_address(r, e, "osc", s->osc_host, &s->osc_port);
}

static void tell_no_output(const struct reading *r, const struct installation_station *s,
                           const char *path, const char *id)
{
    const char *words[INSTALLATION_OUTPUTS + 1] = {NULL};
    char all[INSTALLATION_OUTPUTS * (INSTALLATION_ID + 2)] = "";
    size_t n = 0;
    for (int i = 0; i < s->output_count; i++) {
        words[i] = s->outputs[i].id;
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", words[i]);
    }
    const char *near = id ? fault_nearest(id, words) : NULL;
    if (!s->output_count)
        schema_fault(&r->text, FAULT_ERROR, path, "the station has no output that is touched");
    else if (near)
        schema_fault(&r->text, FAULT_ERROR, path,
                     "\"%.63s\" is no output here; did you mean \"%s\"?", id, near);
    else
        schema_fault(&r->text, FAULT_ERROR, path, "\"%.63s\" is no output here; allowed are %s", id,
                     all);
}

static void read_tuio(const struct reading *r, const struct entry *e,
                      struct installation_station *s)
{
    const json_t *tuio = json_object_get(e->value, "tuio");
    const char *id = json_string_value(json_object_get(tuio, "output"));
    char path[SCHEMA_PATH], below[SCHEMA_PATH];
    if (!json_is_object(tuio))
        return;
    s->tuio_port = read_whole(tuio, "port", 3333);
    s->tuio_network = json_is_true(json_object_get(tuio, "network"));
    path_below(path, e->path, "tuio");
    path_below(below, path, "output");
    for (int i = 0; i < s->output_count; i++)
        if (!id || strcmp(s->outputs[i].id, id) == 0) {
            s->tuio_output = i;
            return;
        }
    tell_no_output(r, s, id ? below : path, id);
}

// What the outputs cover from 0, 0 on; without outputs, the first canvas.
static struct size2 covered(const struct installation_station *s)
{
    struct size2 size = {0, 0};
    for (int i = 0; i < s->output_count; i++) {
        const struct installation_output *o = &s->outputs[i];
        double right = ceil(o->at.x + o->size.width), low = ceil(o->at.y + o->size.height);
        if (fabs(right) < 1e6 && right > size.width)
            size.width = (int)right;
        if (fabs(low) < 1e6 && low > size.height)
            size.height = (int)low;
    }
    return s->output_count || !s->stage_count ? size : s->stages[0].canvas;
}

// Without surfaces the only stage covers the composition.
static void add_surface(struct installation_station *s)
{
    struct installation_surface *surface = &s->surfaces[s->surface_count++];
    snprintf(surface->id, sizeof surface->id, "%s", s->stages[0].id);
    surface->stage = 0;
    corners_of((struct vec2){0, 0}, s->composition, surface->corners);
    surface->source_size = (struct vec2){s->stages[0].canvas.width, s->stages[0].canvas.height};
    surface->line = s->stages[0].line;
}

static void read_parts(struct reading *r, const struct entry *e, struct installation_station *s)
{
    struct entry parts[INSTALLATION_SURFACES];
    char path[SCHEMA_PATH];
    path_below(path, e->path, "stages");
    s->stage_count =
        read_entries(r, json_object_get(e->value, "stages"), path, parts, INSTALLATION_STAGES);
    for (int i = 0; i < s->stage_count; i++)
        read_stage(&parts[i], &s->stages[i]);
    path_below(path, e->path, "surfaces");
    s->surface_count =
        read_entries(r, json_object_get(e->value, "surfaces"), path, parts, INSTALLATION_SURFACES);
    for (int i = 0; i < s->surface_count; i++)
        read_surface(r, s, &parts[i], &s->surfaces[i]);
    for (int i = 0; i < s->surface_count; i++)
        read_masks(r, &parts[i], s, true, i);
    for (int i = 0; i < s->surface_count; i++)
        read_shape(r, &parts[i], s, i);
    path_below(path, e->path, "outputs");
    s->output_count =
        read_entries(r, json_object_get(e->value, "outputs"), path, parts, INSTALLATION_OUTPUTS);
    for (int i = 0; i < s->output_count; i++)
        read_output(r, &parts[i], &s->outputs[i]);
    for (int i = 0; i < s->output_count; i++) {
        read_masks(r, &parts[i], s, false, i);
        read_light(r, &parts[i], &s->outputs[i], &s->outputs[i].light);
    }
    path_below(path, e->path, "speakers");
    read_speakers(r, json_object_get(e->value, "speakers"), path, s);
}

void read_station(struct reading *r, const struct entry *e, struct installation_station *s)
{
    snprintf(s->id, sizeof s->id, "%s", e->id);
    s->line = e->line;
    read_labels(r, json_object_get(e->value, "title"), &s->title);
    read_parts(r, e, s);
    s->composition = read_size(json_object_get(e->value, "composition"));
    if (!s->composition.width)
        s->composition = covered(s);
    if (!s->surface_count && s->stage_count == 1)
        add_surface(s);
    s->rolloff_db = read_number(e->value, "rolloff_db", 6);
    s->blur_m = read_number(e->value, "blur_m", 0);
    s->ceiling_db = read_number(e->value, "ceiling_db", -1);
    s->rate_hz = read_number(e->value, "rate_hz", 60);
    read_osc(r, e, s);
    read_tuio(r, e, s);
    s->flash_limit = json_is_true(json_object_get(e->value, "flash_limit"));
    s->keyboard = json_is_true(json_object_get(e->value, "keyboard"));
}
