// What runs the mixer: opened when something sounds, left when it is lost or stands still, looked
// for until it is there. Meanwhile time is kept, so that voices are where they should be then.
#include "base/clock.h"
#include "base/log.h"
#include "sound/private.h"

#include <math.h>

#define IDLE_FRAMES 24000 // silent for so long, and the device is paused
#define LOOK_S 0.7        // so often a device that is not there is looked for
#define STILL_S 0.5       // a running device that took nothing for so long is lost
#define SEEN_S 0.1 // of two updates further apart no more is counted: this machine was busy itself

static bool in_use(const struct sound *s)
{
    for (int i = 0; i < SOUND_VOICES; i++)
        if (s->voices[i].used)
            return true;
    return false;
}

static double steady_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

static void run(struct sound *s, bool running)
{
    s->running = running;
    s->snap = running;
    s->still_s = 0;
    if (s->mix.pulse)
        atomic_store_explicit(&pulse_page(s->mix.pulse)->sounding, running, memory_order_relaxed);
    streams_run(&s->streams, running);
    s->device->run(s->device, running);
}

static void keep_time(struct sound *s)
{
    s->device = device_null_open(&s->mix);
    if (s->device)
        return;
    log_warning("sound", "station \"%s\": no thread for the sound; nothing is heard", s->station);
    s->kind = SOUND_OFFLINE; // not tried again
}

static bool open_heard(struct sound *s, struct fault *why)
{
    s->look_s = steady_s() + LOOK_S;
    s->entered = s->entered || device_sdl_enter(why);
    struct device *found = s->entered ? device_sdl_open(&s->mix, why) : NULL;
    if (!found)
        return false;
    if (s->device)
        s->device->close(s->device);
    s->device = found;
    s->heard = true;
    return true;
}

// Not before something sounds: a station that is only seen takes no device from one that is heard.
static void open_first(struct sound *s)
{
    struct fault why = {0};
    if (s->kind == SOUND_SDL && !open_heard(s, &why))
        log_warning("sound", "station \"%s\": no sound device (%s): time is kept, nothing is heard",
                    s->station, why.text);
    if (!s->device)
        keep_time(s);
}

// Is there one now?
static void look(struct sound *s)
{
    struct fault why = {0};
    if (!open_heard(s, &why))
        return;
    run(s, s->running);
    log_info("sound", "station \"%s\": there is a sound device; it is heard", s->station);
}

// A device that has stopped to ask for frames tells nobody: a sound server that died, a cable.
static bool stands_still(struct sound *s, int64_t mixed)
{
    double now_s = steady_s(), gone_s = fmin(now_s - s->seen_s, SEEN_S);
    s->seen_s = now_s;
    s->still_s = s->running && mixed == s->seen ? s->still_s + gone_s : 0;
    s->seen = mixed;
    return s->still_s > STILL_S;
}

static void leave(struct sound *s)
{
    log_warning("sound",
                "station \"%s\": the sound device is gone; time is kept, nothing is heard until "
                "there is one",
                s->station);
    s->device->lose(s->device);
    s->device = NULL;
    s->heard = false;
    s->stuck = true;
    s->look_s = steady_s();
    keep_time(s);
    if (s->device)
        run(s, s->running);
}

static void follow_device(struct sound *s, int64_t mixed)
{
    bool still = stands_still(s, mixed);
    if (s->heard && (still || s->device->lost(s->device)))
        leave(s);
    else if (!s->heard && s->kind == SOUND_SDL && in_use(s) && steady_s() >= s->look_s)
        look(s);
}

void device_follow(struct sound *s, int64_t mixed)
{
    bool used = in_use(s);
    if (used)
        s->last_used = mixed;
    if (!s->device && s->kind != SOUND_OFFLINE && used)
        open_first(s);
    else if (s->device)
        follow_device(s, mixed);
    if (!s->device)
        return;
    if (!s->running && used)
        run(s, true);
    else if (s->running && mixed - s->last_used > IDLE_FRAMES)
        run(s, false);
}

void sound_let_go(struct sound *s)
{
    if (!s->device || s->running)
        return;
    s->device->close(s->device);
    s->device = NULL;
    s->heard = false;
}

void device_finish(struct sound *s)
{
    if (s->device)
        s->device->close(s->device);
    if (s->entered && !s->stuck)
        device_sdl_leave();
}
