// The virtual room of an installation, with its stations live in it.
#include "rehearsed.h"
#include "roomdesc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WALK_M_S 1.4
#define TURN_S 0.9  // radians a second, by keys
#define LOOK 1.2    // of the way the mouse makes, as an angle of what is seen
#define SOFT_S 0.12 // to speed and back
#define PACE_S (1 / 30.0)
#define BODY_M 0.35             // of a visitor
#define KNEE_M 1.0              // below the eye: what stands there is in the way as well
#define SOFTWARE_PX (960 * 540) // painted at most, where no card does it
#define FINGERS 10
#define QUIET_DB 48.0 // below full scale a loudspeaker is dark

enum { AHEAD, BACK, LEFT, RIGHT, STEP_LEFT, STEP_RIGHT, KEYS };
static const char *const keys[KEYS] = {"Up", "Down", "Left", "Right", "A", "D"};

struct finger {
    bool down;
    int64_t id;
    int screen; // -1: it looks around
    double x, y;
};

struct rehearsed {
    struct gpu *gpu;
    struct roomdesc desc;
    struct rehearsal *room;
    struct gpu_target target;
    struct rehearsal_eye eye;
    struct size2 seen; // size of the window, or of the picture
    bool live;
    bool held[KEYS];
    double ahead, aside, turn; // as they are now, of full speed
    double moved_s;            // when it was last moved
    struct finger fingers[FINGERS];
};

struct rehearsed *rehearsed_open(struct gpu *gpu, const struct installation *in, bool live,
                                 struct fault *f)
{
    if (!in->room.line) {
        fault_set(f, "%s:1: room: is missing; docs/formats.md tells how a room is described",
                  in->file);
        return NULL;
    }
    struct rehearsed *r = calloc(1, sizeof *r);
    if (!r) {
        fault_set(f, "no memory");
        return NULL;
    }
    r->gpu = gpu;
    r->live = live;
    r->moved_s = NAN;
    roomdesc_fill(in, &r->desc);
    r->eye = r->desc.eye;
    r->room = rehearsal_create(gpu, &r->desc.desc, f);
    if (r->room)
        return r;
    rehearsed_close(r);
    return NULL;
}

void rehearsed_close(struct rehearsed *r)
{
    if (!r)
        return;
    rehearsal_destroy(r->room);
    gpu_target_finish(&r->target);
    free(r);
}

void rehearsed_stand(struct rehearsed *r, const struct vec3 *at, const struct vec3 *look)
{
    if (at)
        r->eye.pose.at = *at;
    if (look)
        r->eye.pose.look = *look;
}

void rehearsed_drawn(struct rehearsed *r, const struct station *s)
{
    for (int i = 0; i < r->desc.projector_count; i++)
        if (r->desc.thrown[i].station == s->index)
            rehearsal_project(r->room, i,
                              surfaces_output(station_shown(s), r->desc.thrown[i].output));
    for (int i = 0; i < r->desc.screen_count; i++)
        if (r->desc.shown[i].station == s->index)
            rehearsal_show(r->room, i, surfaces_output(station_shown(s), r->desc.shown[i].output));
}

void rehearsed_heard(struct rehearsed *r, struct station *s)
{
    float peaks[SOUND_SPEAKERS] = {0};
    bool any = false;
    for (int i = 0; i < r->desc.speaker_count; i++)
        any |= r->desc.heard[i].station == s->index;
    if (!any)
        return;
    sound_meters(s->sound, peaks);
    for (int i = 0; i < r->desc.speaker_count; i++) {
        int channel = r->desc.heard[i].channel;
        if (r->desc.heard[i].station != s->index || channel >= SOUND_SPEAKERS)
            continue;
        double db = peaks[channel] > 0 ? 20 * log10((double)peaks[channel]) : -INFINITY;
        rehearsal_sound(r->room, i, fmax(1 + db / QUIET_DB, 0));
    }
}

static double approach(double value, double to, double dt_s)
{
    double off = (value - to) * exp(-dt_s / SOFT_S);
    return fabs(off) < 0.01 ? to : to + off;
}

static struct vec3 way_of(const struct rehearsed *r)
{
    struct vec3 a = r->eye.pose.at, b = r->eye.pose.look;
    return (struct vec3){b.x - a.x, b.y - a.y, b.z - a.z};
}

static void turn_by(struct rehearsed *r, double left, double up)
{
    struct vec3 way = way_of(r), at = r->eye.pose.at;
    double far = hypot(way.x, way.y), yaw = atan2(way.y, way.x) + left;
    double pitch = fmin(fmax(atan2(way.z, far) + up, -1.4), 1.4);
    r->eye.pose.look = (struct vec3){at.x + cos(yaw) * cos(pitch), at.y + sin(yaw) * cos(pitch),
                                     at.z + sin(pitch)};
}

// Not through walls.
static void step_by(struct rehearsed *r, double x, double y)
{
    double length = hypot(x, y);
    struct rehearsal_pose *p = &r->eye.pose;
    if (length < 1e-9)
        return;
    struct vec3 way = {x / length, y / length, 0}, knee = p->at;
    knee.z -= KNEE_M;
    double free_m = fmin(rehearsal_clear(r->room, p->at, way), rehearsal_clear(r->room, knee, way));
    if (free_m < length + BODY_M)
        return;
    p->at.x += x;
    p->at.y += y;
    p->look.x += x;
    p->look.y += y;
}

static bool moves(const struct rehearsed *r)
{
    bool any = r->ahead != 0 || r->aside != 0 || r->turn != 0;
    for (int i = 0; i < KEYS; i++)
        any |= r->held[i];
    return any;
}

static void walk(struct rehearsed *r, double now_s)
{
    double dt_s = fmin(fmax(now_s - r->moved_s, 0), 0.2);
    r->moved_s = now_s;
    if (!(dt_s > 0) || !moves(r))
        return;
    r->ahead = approach(r->ahead, r->held[AHEAD] - r->held[BACK], dt_s);
    r->aside = approach(r->aside, r->held[STEP_RIGHT] - r->held[STEP_LEFT], dt_s);
    r->turn = approach(r->turn, r->held[LEFT] - r->held[RIGHT], dt_s);
    turn_by(r, r->turn * TURN_S * dt_s, 0);
    struct vec3 way = way_of(r);
    double far = hypot(way.x, way.y), k = WALK_M_S * dt_s / fmax(far, 1e-6);
    step_by(r, k * (r->ahead * way.x + r->aside * way.y),
            k * (r->ahead * way.y - r->aside * way.x));
}

static bool fit(struct rehearsed *r, struct size2 size, struct fault *f)
{
    double px = (double)size.width * size.height;
    double scale = gpu_software(r->gpu) && r->live ? fmin(1, sqrt(SOFTWARE_PX / px)) : 1;
    int width = (int)fmax(lround(size.width * scale), 1);
    int height = (int)fmax(lround(size.height * scale), 1);
    if (r->target.texture.width == width && r->target.texture.height == height)
        return true;
    gpu_target_finish(&r->target);
    return gpu_target_init(r->gpu, &r->target, GPU_SRGBA8, width, height, f);
}

const struct gpu_target *rehearsed_paint(struct rehearsed *r, struct size2 size, double now_s,
                                         bool *changed, struct fault *f)
{
    walk(r, now_s);
    r->seen = size;
    if (!fit(r, size, f))
        return NULL;
    f->text[0] = 0;
    *changed = rehearsal_draw(r->room, &r->eye, now_s, &r->target, f);
    return f->text[0] ? NULL : &r->target;
}

const struct gpu_target *rehearsed_target(const struct rehearsed *r)
{
    return r->target.texture.id ? &r->target : NULL;
}

double rehearsed_next_s(const struct rehearsed *r)
{
    return moves(r) ? r->moved_s + PACE_S : rehearsal_next_s(r->room);
}

static void touch(const struct rehearsed *r, struct station *stations, int count,
                  const struct finger *finger, const struct window_event *event, double now_s)
{
    int station = r->desc.shown[finger->screen].station;
    struct size2 size = r->desc.screens[finger->screen].size;
    struct vec2 at = {-1, -1};
    rehearsal_on_screen(r->room, finger->screen, &r->eye, r->seen,
                        (struct vec2){event->x, event->y}, &at);
    struct input_contact contact = {.time_s = now_s,
                                    .phase = event->kind == WINDOW_DOWN   ? INPUT_DOWN
                                             : event->kind == WINDOW_MOVE ? INPUT_MOVE
                                                                          : INPUT_UP,
                                    .finger = event->finger,
                                    .output = r->desc.shown[finger->screen].output,
                                    .at_output = {at.x * size.width, at.y * size.height},
                                    .cancelled = event->cancelled};
    for (int i = 0; i < count; i++)
        if (stations[i].index == station)
            input_contact(stations[i].input, &contact);
}

static struct finger *finger_of(struct rehearsed *r, const struct window_event *event)
{
    struct finger *room = NULL;
    for (int i = 0; i < FINGERS; i++) {
        if (r->fingers[i].down && r->fingers[i].id == event->finger)
            return &r->fingers[i];
        if (!r->fingers[i].down && !room)
            room = &r->fingers[i];
    }
    return event->kind == WINDOW_DOWN ? room : NULL;
}

static void point(struct rehearsed *r, struct station *stations, int count,
                  const struct window_event *event, double now_s)
{
    struct finger *finger = finger_of(r, event);
    struct vec2 at = {event->x, event->y}, none;
    if (!finger)
        return;
    if (event->kind == WINDOW_DOWN)
        *finger =
            (struct finger){.down = true,
                            .id = event->finger,
                            .screen = rehearsal_screen_at(r->room, &r->eye, r->seen, at, &none)};
    else if (finger->screen < 0 && r->seen.height)
        turn_by(r, LOOK * r->eye.angle * (at.x - finger->x) / r->seen.height,
                LOOK * r->eye.angle * (at.y - finger->y) / r->seen.height);
    if (finger->screen >= 0)
        touch(r, stations, count, finger, event, now_s);
    finger->x = at.x;
    finger->y = at.y;
    finger->down = event->kind != WINDOW_UP;
}

bool rehearsed_event(struct rehearsed *r, struct station *stations, int count,
                     const struct window_event *event, double now_s)
{
    if (event->kind == WINDOW_DOWN || event->kind == WINDOW_MOVE || event->kind == WINDOW_UP) {
        point(r, stations, count, event, now_s);
        return true;
    }
    for (int i = 0; i < KEYS; i++)
        if ((event->kind == WINDOW_KEY || event->kind == WINDOW_KEY_UP) &&
            strcmp(event->name, keys[i]) == 0) {
            if (!moves(r))
                r->moved_s = now_s;
            r->held[i] = event->kind == WINDOW_KEY;
            return true;
        }
    if (event->kind != WINDOW_KEY || strcmp(event->name, "Home") != 0)
        return event->kind == WINDOW_KEY_UP;
    r->eye = r->desc.eye;
    return true;
}

uint64_t rehearsed_painted(const struct rehearsed *r)
{
    return rehearsal_painted(r->room);
}
