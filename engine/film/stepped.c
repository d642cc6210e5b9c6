// A film on a stepped clock: paused, and every frame fetched by its number.
#include "base/clock.h"
#include "base/log.h"
#include "film/private.h"

#include <math.h>

#define STEPPED_FRAME_NS (INT64_C(10) * 1000000000)
#define STEPPED_POLL_NS (INT64_C(20) * 1000000)

enum {
    STEPPED_AHEAD = 8, // frames that are stepped over; further: a seek
    STEPPED_AGAIN = 4, // seeks after one that ended elsewhere
};

static double stands_at(struct player *p)
{
    double at_s = -1;
    p->mpv->get_property(p->handle, "time-pos", MPV_FORMAT_DOUBLE, &at_s);
    return at_s;
}

static bool at_end(struct player *p)
{
    int flag = 0;
    p->mpv->get_property(p->handle, "eof-reached", MPV_FORMAT_FLAG, &flag);
    return flag;
}

// Waits for a new frame and, after a seek, for libmpv's word that it is the one: libmpv gives it
// when the frame was taken. After a step one that is drawn again does not count. False when there
// was none to take.
static bool wait_for_frame(struct player *p, bool after_seek)
{
    int64_t until_ns = clock_monotonic_ns() + STEPPED_FRAME_NS;
    bool fresh = false;
    while (p->state == PLAYER_READY) {
        int64_t rendered = p->rendered;
        player_hear(p);
        fresh |= player_take_frame(p) && (after_seek || p->rendered != rendered);
        if (after_seek ? p->restarted : fresh)
            break;
        int64_t now_ns = clock_monotonic_ns();
        if (now_ns > until_ns || (!after_seek && at_end(p)))
            break;
        player_wait(p, now_ns + STEPPED_POLL_NS);
    }
    return fresh;
}

// Frames by which the one that stands is later than `frame`.
static double late(struct player *p, int64_t frame)
{
    return stands_at(p) / player_frame_s(p) - (double)frame;
}

// Untimed, a step takes what decoding takes; a seek decodes from the key frame before. Films with a
// variable rate miss the grid: for them it is always a seek, so that a frame depends on nothing but
// its number.
static bool step_to(struct player *p, int64_t frame)
{
    for (int64_t at = p->shown; at < frame; at++) {
        player_command(p, "frame-step", NULL, NULL);
        if (!wait_for_frame(p, false))
            return false;
    }
    return fabs(late(p, frame)) < 0.1;
}

static void seek_once(struct player *p, int64_t frame)
{
    player_seek(p, (double)frame * player_frame_s(p));
    if (wait_for_frame(p, true))
        return;
    p->pending = true; // we may have been held up for longer than libmpv waits
    player_take_frame(p);
}

// False when the film has no frame there or later. (One with a variable rate may have none just
// there: the next one is right.) On a machine that is very busy a seek was seen to end one frame
// late, once in thousands, and its repetition as well: what is off is sought again, a few times.
static bool seek_to(struct player *p, int64_t frame)
{
    seek_once(p, frame);
    for (int i = 0; i < STEPPED_AGAIN && fabs(late(p, frame)) > 0.5; i++)
        seek_once(p, frame);
    if (late(p, frame) > 1.5 && player_seek_earlier(p))
        seek_once(p, frame);
    return late(p, frame) > -1.5;
}

static void fetch(struct player *p, int64_t frame)
{
    bool near = p->shown >= 0 && frame > p->shown && frame - p->shown <= STEPPED_AHEAD;
    if (!(near && step_to(p, frame)) && !seek_to(p, frame) && !p->cut) {
        p->cut = true;
        log_warning("film", "%s: frame %lld and those behind it are missing; the last one stays",
                    p->path, (long long)frame);
    }
    p->shown = frame;
}

static void wait_until_open(struct player *p)
{
    for (;;) {
        player_hear(p);
        player_take_frame(p);
        if (!player_opens(p))
            return;
        if (p->restarted && p->picture.width)
            break;
        player_wait(p, clock_monotonic_ns() + STEPPED_POLL_NS);
    }
    p->state = PLAYER_READY;
    p->shown = 0;
}

bool stepped_follow(struct player *p, const struct media *m, double now_s, bool still)
{
    if (p->state == PLAYER_OPENING) {
        wait_until_open(p);
        return false; // its facts are told first, then it is asked again
    }
    int64_t frame = player_frame_at(p, media_position(m, now_s, NULL));
    if (still || frame == p->shown)
        return false;
    fetch(p, frame);
    return p->state == PLAYER_READY;
}
