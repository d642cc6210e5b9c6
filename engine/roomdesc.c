// The room of an installation as rehearsal/ wants it.
#include "roomdesc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CABINET_M 0.12 // of a loudspeaker: a side; it is half as high again
#define HOUSING_M 0.11 // of a projector: its height
#define SLAB_M 0.03    // behind a screen
#define BEZEL_M 0.02   // around it

static const float dark[3] = {0.02f, 0.02f, 0.022f};

static void put_body(struct roomdesc *to, const struct rehearsal_body *b)
{
    if (to->body_count < REHEARSAL_BODIES)
        to->bodies[to->body_count++] = *b;
}

static void put_dark(struct roomdesc *to, struct vec3 at, struct vec3 size, double turn,
                     double lean)
{
    struct rehearsal_body b = {.at = at, .size = size, .turn = turn, .lean = lean};
    memcpy(b.color, dark, sizeof b.color);
    put_body(to, &b);
}

static const char *name_of(struct roomdesc *to, const struct installation *in, const char *list,
                           int n, int line)
{
    int first = strcmp(list, "bodies") == 0       ? 0
                : strcmp(list, "projectors") == 0 ? INSTALLATION_BODIES
                : strcmp(list, "screens") == 0
                    ? INSTALLATION_BODIES + INSTALLATION_PROJECTORS
                    : INSTALLATION_BODIES + INSTALLATION_PROJECTORS + INSTALLATION_SCREENS;
    char *name = to->names[first + n];
    snprintf(name, ROOMDESC_NAME, "%s:%d: room.%s[%d]", in->file, line, list, n + 1);
    return name;
}

static void put_bodies(struct roomdesc *to, const struct installation *in)
{
    for (int i = 0; i < in->room.body_count; i++) {
        const struct installation_body *from = &in->room.bodies[i];
        if (from->gone)
            continue;
        struct rehearsal_body b = {.name = name_of(to, in, "bodies", i, from->line),
                                   .model = from->model[0] ? from->model : NULL,
                                   .y_up = from->y_up,
                                   .scale = from->scale,
                                   .at = from->at,
                                   .size = from->size,
                                   .turn = from->turn,
                                   .lean = from->lean};
        memcpy(b.color, from->color, sizeof b.color);
        put_body(to, &b);
    }
}

// A housing behind the lens; what looks straight up or down has its housing beside.
static void put_housing(struct roomdesc *to, const struct installation_projector *p)
{
    double x = p->look.x - p->at.x, y = p->look.y - p->at.y, far = hypot(x, y);
    if (far < 1e-6) {
        put_dark(to, (struct vec3){p->at.x, p->at.y, p->at.z + 0.01},
                 (struct vec3){0.24, 0.24, HOUSING_M}, 0, 0);
        return;
    }
    struct vec3 at = {p->at.x - x / far * 0.17, p->at.y - y / far * 0.17, p->at.z - HOUSING_M / 2};
    put_dark(to, at, (struct vec3){0.36, 0.30, HOUSING_M}, atan2(-x, y), 0);
}

static void put_projectors(struct roomdesc *to, const struct installation *in)
{
    for (int i = 0; i < in->room.projector_count; i++) {
        const struct installation_projector *from = &in->room.projectors[i];
        to->thrown[i].station = from->station;
        to->thrown[i].output = from->output;
        to->projectors[i] =
            (struct rehearsal_projector){.name = name_of(to, in, "projectors", i, from->line),
                                         .pose = {from->at, from->look, from->roll},
                                         .size =
                                             in->stations[from->station].outputs[from->output].size,
                                         .throw_ratio = from->throw_ratio,
                                         .shift = from->shift,
                                         .lumens = from->lumens,
                                         .black = from->black,
                                         .gamma = from->gamma};
        put_housing(to, from);
    }
    to->projector_count = in->room.projector_count;
}

// Upright it looks towards -y: turned about the middle of its lower edge, leant back first.
static struct vec3 on_screen(const struct installation_screen *s, double right, double up,
                             double behind)
{
    double y = up * sin(s->lean) + behind * cos(s->lean);
    double z = up * cos(s->lean) - behind * sin(s->lean), c = cos(s->turn), d = sin(s->turn);
    return (struct vec3){s->at.x + c * right - d * y, s->at.y + d * right + c * y, s->at.z + z};
}

static void put_screens(struct roomdesc *to, const struct installation *in)
{
    for (int i = 0; i < in->room.screen_count; i++) {
        const struct installation_screen *from = &in->room.screens[i];
        struct size2 size = in->stations[from->station].outputs[from->output].size;
        double w = from->width_m, h = w * size.height / size.width;
        to->shown[i].station = from->station;
        to->shown[i].output = from->output;
        to->screens[i] = (struct rehearsal_screen){
            .name = name_of(to, in, "screens", i, from->line),
            .size = size,
            .corners = {on_screen(from, -w / 2, h, 0), on_screen(from, w / 2, h, 0),
                        on_screen(from, w / 2, 0, 0), on_screen(from, -w / 2, 0, 0)},
            .nits = from->nits,
            .gauze = from->gauze};
        if (!from->gauze)
            put_dark(to, on_screen(from, 0, -BEZEL_M, SLAB_M / 2 + 0.002),
                     (struct vec3){w + 2 * BEZEL_M, SLAB_M, h + 2 * BEZEL_M}, from->turn,
                     from->lean);
    }
    to->screen_count = in->room.screen_count;
}

static void put_lamps(struct roomdesc *to, const struct installation *in)
{
    for (int i = 0; i < in->room.lamp_count; i++) {
        const struct installation_lamp *from = &in->room.lamps[i];
        struct rehearsal_lamp *lamp = &to->lamps[i];
        *lamp = (struct rehearsal_lamp){.name = name_of(to, in, "lamps", i, from->line),
                                        .at = from->at,
                                        .look = from->look,
                                        .angle = from->angle,
                                        .lumens = from->lumens};
        memcpy(lamp->color, from->color, sizeof lamp->color);
    }
}

// Cabinets look to their middle.
static void put_speakers(struct roomdesc *to, const struct installation *in, int station)
{
    const struct installation_station *s = &in->stations[station];
    struct vec2 middle = {0, 0};
    for (int i = 0; i < s->speaker_count; i++) {
        middle.x += s->speakers[i].at.x / s->speaker_count;
        middle.y += s->speakers[i].at.y / s->speaker_count;
    }
    for (int i = 0; i < s->speaker_count && to->speaker_count < REHEARSAL_SPEAKERS; i++) {
        struct vec3 at = s->speakers[i].at;
        double x = middle.x - at.x, y = middle.y - at.y;
        if (s->speakers[i].ears)
            continue;
        if (hypot(x, y) < 1e-3)
            y = -1;
        int n = to->speaker_count++;
        to->speakers[n] = (struct rehearsal_speaker){at, {at.x + x, at.y + y, at.z}};
        to->heard[n].station = station;
        to->heard[n].channel = s->speakers[i].channel - 1;
        double turn = atan2(-x, y), high = CABINET_M * 1.5;
        put_dark(to, (struct vec3){at.x, at.y, at.z - high / 2},
                 (struct vec3){CABINET_M, CABINET_M, high}, turn, 0);
        if (at.z > high)
            put_dark(to, (struct vec3){at.x, at.y, 0}, (struct vec3){0.014, 0.014, at.z - high / 2},
                     turn, 0);
    }
}

void roomdesc_fill(const struct installation *in, struct roomdesc *to)
{
    const struct installation_room *room = &in->room;
    memset(to, 0, sizeof *to);
    put_bodies(to, in);
    put_projectors(to, in);
    put_screens(to, in);
    put_lamps(to, in);
    for (int i = 0; i < in->station_count; i++)
        if (room->speakers[i])
            put_speakers(to, in, i);
    to->desc = (struct rehearsal_desc){.bodies = to->bodies,
                                       .projectors = to->projectors,
                                       .screens = to->screens,
                                       .speakers = to->speakers,
                                       .lamps = to->lamps,
                                       .body_count = to->body_count,
                                       .projector_count = to->projector_count,
                                       .screen_count = to->screen_count,
                                       .speaker_count = to->speaker_count,
                                       .lamp_count = room->lamp_count,
                                       .glow = room->glow};
    for (int k = 0; k < 3; k++) {
        to->desc.above[k] = room->above[k];
        to->desc.below[k] = room->below[k];
        to->desc.sky[k] = room->sky[k];
        to->desc.horizon[k] = room->horizon[k];
    }
    to->eye = (struct rehearsal_eye){.pose = {room->eye_at, room->eye_look, 0},
                                     .angle = room->eye_angle,
                                     .exposure = 1 / room->white_nits};
}
