// Staff into a kiosk: gesture or key, PIN, menu.
#include "staffway.h"
#include "desking.h"
#include "editing.h"
#include "station.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double staffway_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void staffway_begin(struct station *s, struct pin *pin, const char *folder)
{
    s->way.pin = pin;
    s->way.folder = folder;
    pad_init(&s->way.pad, NULL, s->installation->languages[0]);
    if (pin)
        input_hold(s->input, STAFFWAY_HOLD_S);
}

const char *staffway_key(const struct station *s)
{
    return s->way.pin && s->place->output_count ? STAFFWAY_KEY : NULL;
}

static void show(struct station *s, enum pad_page page)
{
    struct staffway *w = &s->way;
    bool edits = access(s->installation->folder, W_OK) == 0 && s->script;
    w->pad.words = s->words;
    pad_open(&w->pad, page, &w->place, edits);
    s->scene->overlays[w->place.output].shown = true;
}

static void hide(struct station *s)
{
    struct scene_overlay *o = &s->scene->overlays[s->way.pad.output];
    pad_close(&s->way.pad);
    pad_draw(&s->way.pad, &o->list, (struct size2){o->width, o->height});
    o->shown = s->hands.open || s->staffed;
}

static void open_at(struct station *s, const struct input_contact *c)
{
    struct staffway *w = &s->way;
    int output = c->output >= 0 && c->output < s->place->output_count ? c->output : 0;
    const struct installation_output *o = &s->place->outputs[output];
    bool placed = c->at_output.x > 0 || c->at_output.y > 0;
    if (!pin_is_set(w->folder)) {
        log_warning("care",
                    "%s: staff asks for the PIN and there is none; gestuaire kiosk pin "
                    "sets one",
                    s->place->id);
        return;
    }
    w->place =
        (struct pad_place){.output = output,
                           .size = o->size,
                           .mm_per_px = o->mm_per_px,
                           .at = placed ? c->at_output
                                        : (struct vec2){o->size.width / 2.0, o->size.height * 0.6}};
    log_info("care", "%s: staff asks for the PIN pad", s->place->id);
    show(s, PAD_PIN);
}

static void tell_lock(struct station *s, double locked_s)
{
    pad_say(&s->way.pad, "pad.locked", (int)ceil(locked_s / 60));
}

static void try_pin(struct station *s)
{
    struct staffway *w = &s->way;
    double now_s = staffway_now_s(), locked_s = pin_locked_s(w->pin, now_s);
    if (locked_s > 0)
        tell_lock(s, locked_s);
    else if (!pin_try(w->pin, w->pad.digits, now_s))
        pad_say(&w->pad, "pad.wrong", 0);
    else
        w->tried = true;
}

static void go_to_desk(struct station *s)
{
    hide(s);
    s->way.in = true;
    desking_show(s, true);
}

static void end(struct station *s, enum staffway_end how)
{
    hide(s);
    s->way.end = how;
    log_warning("care", "%s: staff %s", s->place->id,
                how == STAFFWAY_LEAVES ? "leaves the show" : "restarts the show");
}

static void act(struct station *s, enum pad_wish wish)
{
    switch (wish) {
    case PAD_NOTHING:
        return;
    case PAD_TRY:
        try_pin(s);
        return;
    case PAD_DESK:
        go_to_desk(s);
        return;
    case PAD_NOTES:
        hide(s);
        editing_open(s);
        return;
    case PAD_RESTART:
        end(s, STAFFWAY_RESTARTS);
        return;
    case PAD_LEAVE:
        end(s, STAFFWAY_LEAVES);
        return;
    case PAD_BACK:
        hide(s);
        return;
    }
}

bool staffway_take(struct station *s, const struct input_contact *c)
{
    struct staffway *w = &s->way;
    bool key = c->phase == INPUT_KEY, asks = key && strcmp(c->key, STAFFWAY_KEY) == 0;
    w->touched_s = staffway_now_s();
    if (w->pad.page == PAD_CLOSED && asks && !s->hands.open)
        open_at(s, c);
    else if (w->pad.page == PAD_CLOSED)
        return false;
    else if (key)
        act(s, pad_key(&w->pad, c->key));
    else if (c->phase <= INPUT_UP)
        act(s, pad_touch(&w->pad,
                         c->phase == INPUT_DOWN   ? PAD_DOWN
                         : c->phase == INPUT_MOVE ? PAD_MOVE
                                                  : PAD_UP,
                         c->finger, c->output, c->at_output));
    return true;
}

static void take_answer(struct station *s, double now_s)
{
    struct staffway *w = &s->way;
    enum pin_answer answer = w->tried ? pin_answer(w->pin, now_s) : PIN_IDLE;
    bool open = w->pad.page == PAD_PIN;
    if (answer != PIN_RIGHT && answer != PIN_WRONG)
        return;
    w->tried = false;
    w->touched_s = now_s;
    if (answer == PIN_RIGHT)
        log_info("care", "%s: staff gave the PIN", s->place->id);
    if (!open)
        return;
    if (answer == PIN_RIGHT)
        show(s, PAD_MENU);
    else if (pin_locked_s(w->pin, now_s) > 0)
        tell_lock(s, pin_locked_s(w->pin, now_s));
    else
        pad_say(&w->pad, "pad.wrong", 0);
}

static void lay(struct station *s)
{
    struct staffway *w = &s->way;
    struct scene_overlay *o = &s->scene->overlays[w->pad.output];
    if (w->pad.page == PAD_CLOSED || w->laid == w->pad.version)
        return;
    pad_draw(&w->pad, &o->list, (struct size2){o->width, o->height});
    w->laid = w->pad.version;
}

bool staffway_inside(const struct station *s)
{
    return s->way.pad.page == PAD_MENU || s->way.in;
}

void staffway_update(struct station *s)
{
    struct staffway *w = &s->way;
    if (!w->pin)
        return;
    double now_s = staffway_now_s();
    take_answer(s, now_s);
    w->in &= s->hands.open;
    if (w->pad.page != PAD_CLOSED && now_s > w->touched_s + PAD_OPEN_S) {
        log_info("care", "%s: nobody touches the PIN pad; it is closed", s->place->id);
        hide(s);
    }
    if (w->in && now_s > w->touched_s + STAFFWAY_DESK_S)
        desking_show(s, false);
    lay(s);
}

static double touched_s(const struct station *s)
{
    double latest_s = -INFINITY;
    for (int i = 0; i < s->scene->stage_count; i++)
        latest_s = fmax(latest_s, s->scene->stages[i].visit.touched_s);
    return latest_s;
}

// The one with a pad or desk that is open, else the one that was touched last. NULL: none has a
// way.
static struct station *station_for(struct station *stations, int count)
{
    struct station *best = NULL;
    for (int i = 0; i < count; i++) {
        struct station *s = &stations[i];
        if (s->way.pad.page != PAD_CLOSED || s->hands.open)
            return s;
        if (staffway_key(s) && (!best || touched_s(s) > touched_s(best)))
            best = s;
    }
    return best;
}

static void tell(struct station *s, const char *key, double now_s)
{
    struct input_contact contact = {.time_s = now_s, .phase = INPUT_KEY};
    snprintf(contact.key, sizeof contact.key, "%s", key);
    input_contact(s->input, &contact);
}

static bool has_keyboard(const struct station *stations, int count)
{
    for (int i = 0; i < count; i++)
        if (stations[i].place->keyboard)
            return true;
    return false;
}

bool staffway_press(struct station *stations, int count, const struct window_event *event,
                    double now_s)
{
    bool down = event->kind == WINDOW_KEY;
    struct station *s = station_for(stations, count);
    if (s && s->hands.open)
        return false;
    bool asks = event->control && event->alt && strcmp(event->name, "G") == 0;
    if (down && s && s->way.pad.page != PAD_CLOSED)
        tell(s, event->name, now_s);
    else if (down && s && asks)
        tell(s, STAFFWAY_KEY, now_s);
    else
        return event->control || event->alt || !has_keyboard(stations, count);
    return true;
}
