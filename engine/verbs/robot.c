// Touches, keys and messages for gestuaire check.
#include "verbs/robot.h"

#include <math.h>
#include <stdio.h>

#define COLUMNS 6
#define ROWS 4
#define PLACES (COLUMNS * ROWS)
#define STRIDE 11 // places are touched in steps of it, so that neighbours do not follow each other
#define WAKE 2    // frames of the touch that leads on from where a scene attracts
#define QUIET 15  // frames before the first touch, and after the last message
#define DRAG 6
#define HOLD 24 // frames; more than INPUT_HOLD_S at 30 Hz
#define DOUBLE 4
#define PAIR 12 // two fingers open and turn
#define THING 4 // put, slid, turned, taken
#define PAUSE 6 // frames between messages
#define GREET 5 // a first touch, what attract does then, and the end of the visit

// First what stays on a page; a hold and taps lead away from it.
enum { DRAG_AT = QUIET, PAIR_AT = DRAG_AT + DRAG, THING_AT = PAIR_AT + PAIR };
enum { HOLD_AT = THING_AT + THING, DOUBLE_AT = HOLD_AT + HOLD, TAPS_AT = DOUBLE_AT + DOUBLE };
enum { KEY_AT = TAPS_AT + 2 * PLACES, SEND_AT = KEY_AT + 1 };

// 0 to 1, the same for the same n (Steele and Vigna's finaliser of SplitMix).
static double chance(unsigned n)
{
    uint64_t z = (n + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static void contact(struct station *s, int output, enum input_phase phase, double x, double y,
                    double now_s)
{
    struct size2 size = s->place->outputs[output].size;
    struct input_contact c = {.time_s = now_s,
                              .phase = phase,
                              .finger = 1000 + output,
                              .output = output,
                              .at_output = {x * size.width, y * size.height}};
    input_contact(s->input, &c);
}

// Somewhere in the n-th part of the output.
static void tap(struct station *s, int output, int frame, double now_s)
{
    int n = frame / 2, part = n * STRIDE % PLACES, row = part / COLUMNS;
    double x = (part % COLUMNS + 0.1 + 0.8 * chance((unsigned)n)) / COLUMNS;
    double y = (row + 0.1 + 0.8 * chance((unsigned)(n + PLACES))) / ROWS;
    contact(s, output, frame % 2 ? INPUT_UP : INPUT_DOWN, x, y, now_s);
}

static void drag(struct station *s, int output, int frame, double now_s)
{
    double along = (double)frame / (DRAG - 1);
    enum input_phase phase = frame == 0 ? INPUT_DOWN : frame == DRAG - 1 ? INPUT_UP : INPUT_MOVE;
    contact(s, output, phase, 0.2 + 0.6 * along, 0.3 + 0.4 * along, now_s);
}

// Scenes have said what holds the fingers before they move.
static void pair(struct station *s, int output, int frame, double now_s)
{
    struct size2 size = s->place->outputs[output].size;
    int moved = frame < 3 ? 0 : frame - 3;
    double px = 40 + 12 * moved, angle = 0.1 * moved;
    for (int k = 0; k < 2; k++) {
        double side = k ? -px : px;
        struct input_contact c = {.time_s = now_s,
                                  .phase = frame == 0          ? INPUT_DOWN
                                           : frame == PAIR - 1 ? INPUT_UP
                                                               : INPUT_MOVE,
                                  .finger = 2000 + 2 * output + k,
                                  .output = output,
                                  .at_output = {size.width / 2.0 + side * cos(angle),
                                                size.height / 2.0 + side * sin(angle)}};
        input_contact(s->input, &c);
    }
}

// Only where a tracker can see it.
static void thing(struct station *s, int output, int frame, double now_s)
{
    static const enum input_phase phases[THING] = {INPUT_OBJECT_PUT, INPUT_OBJECT_MOVE,
                                                   INPUT_OBJECT_MOVE, INPUT_OBJECT_TAKE};
    struct size2 size = s->place->outputs[output].size;
    struct input_contact c = {.time_s = now_s,
                              .phase = phases[frame],
                              .finger = 3000 + output,
                              .output = output,
                              .at_output = {size.width * (0.4 + 0.1 * (frame > 0)),
                                            size.height * 0.5},
                              .object = 1,
                              .angle = frame > 1 ? 1 : 0};
    if (s->place->tuio_port && s->place->tuio_output == output)
        input_contact(s->input, &c);
}

static void touch(struct station *s, int output, int frame, double now_s)
{
    if (frame >= DRAG_AT && frame < PAIR_AT)
        drag(s, output, frame - DRAG_AT, now_s);
    else if (frame >= PAIR_AT && frame < THING_AT)
        pair(s, output, frame - PAIR_AT, now_s);
    else if (frame >= THING_AT && frame < HOLD_AT)
        thing(s, output, frame - THING_AT, now_s);
    else if (frame == HOLD_AT || frame == DOUBLE_AT - 1)
        contact(s, output, frame == HOLD_AT ? INPUT_DOWN : INPUT_UP, 0.5, 0.5, now_s);
    else if (frame >= DOUBLE_AT && frame < TAPS_AT)
        contact(s, output, (frame - DOUBLE_AT) % 2 ? INPUT_UP : INPUT_DOWN, 0.5, 0.5, now_s);
    else if (frame >= TAPS_AT && frame < KEY_AT)
        tap(s, output, frame - TAPS_AT, now_s);
}

static bool hears(const struct installation_message *m, int station)
{
    for (int i = 0; i < m->to_count; i++)
        if (m->to[i] == station)
            return true;
    return false;
}

// First with nothing in it, then with the id of a gesture.
static void send(struct robot *r, struct station *s, int n)
{
    const struct installation_message *m = &r->installation->messages[n / 2];
    const struct installation_station *stations = r->installation->stations;
    const struct repertoire *content = engine_repertoire(r->engine);
    const json_t *gesture = content ? repertoire_record(content, REPERTOIRE_GESTURE, 0) : NULL;
    struct params params = {0};
    if (n % 2 && gesture)
        params_text(&params, "id", json_string_value(json_object_get(gesture, "id")));
    if (r->station >= 0 || hears(m, s->index))
        show_deliver(s->show, stations[r->installation->station_count - 1].id, m->name, &params);
}

bool robot_send(struct robot *r, struct station *s, int n)
{
    int count = 2 * r->installation->message_count;
    if (count > 0)
        send(r, s, n % count);
    return count > 0;
}

static int sending(const struct robot *r)
{
    return 2 * PAUSE * r->installation->message_count;
}

static void send_due(struct robot *r, struct station *s, int since)
{
    if (since >= 0 && since % PAUSE == 0 && since < sending(r))
        send(r, s, since / PAUSE);
}

static bool attracts(const struct installation_station *s)
{
    for (int i = 0; i < s->stage_count; i++)
        if (s->stages[i].attract[0])
            return true;
    return false;
}

// Frames of greeting; 0: nobody attracts.
static int greeting(const struct robot *r)
{
    bool any = false;
    for (int i = 0; i < engine_station_count(r->engine) && !r->alone; i++)
        any = any || attracts(engine_station(r->engine, i)->place);
    return any ? QUIET + GREET * PLACES + sending(r) : 0;
}

static void greet(struct robot *r, struct station *s, double now_s)
{
    int since = r->frame - QUIET, step = since % GREET;
    send_due(r, s, since - GREET * PLACES);
    if (since < 0 || since >= GREET * PLACES || !attracts(s->place))
        return;
    for (int i = 0; i < s->place->output_count && step < 2; i++)
        tap(s, i, 2 * (since / GREET) + step, now_s);
    for (int i = 0; i < s->place->stage_count && step == GREET - 1; i++)
        visit_asks_put(&s->scene->stages[i].visit, &(struct visit_ask){.what = VISIT_ASK_DONE});
}

// A touch in the corner: from where a scene attracts to the one a visit begins with.
static void wake(struct station *s, int frame, double now_s)
{
    for (int i = 0; i < s->place->output_count && frame < WAKE && attracts(s->place); i++)
        contact(s, i, frame ? INPUT_UP : INPUT_DOWN, 0.02, 0.02, now_s);
}

static void work_on(struct robot *r, struct station *s, int frame, double now_s)
{
    if (!r->alone)
        wake(s, frame, now_s);
    for (int i = 0; i < s->place->output_count; i++)
        touch(s, i, frame, now_s);
    if (frame == KEY_AT)
        input_contact(s->input,
                      &(struct input_contact){.time_s = now_s, .phase = INPUT_KEY, .key = "Space"});
    send_due(r, s, frame - SEND_AT);
}

bool robot_work(struct robot *r)
{
    double now_s = engine_now_s(r->engine);
    int greeted = greeting(r);
    for (int i = 0; i < engine_station_count(r->engine); i++) {
        struct station *s = engine_station(r->engine, i);
        if (r->station >= 0 && r->station != i)
            continue;
        if (r->frame < greeted)
            greet(r, s, now_s);
        else
            work_on(r, s, r->frame - greeted, now_s);
    }
    r->frame++;
    return r->frame <= greeted + SEND_AT + sending(r) + QUIET;
}
