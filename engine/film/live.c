// A film on a running clock: libmpv plays it, and it is put right when it leaves show time.
#include "base/clock.h"
#include "base/log.h"
#include "film/private.h"

#include <math.h>

#define LIVE_SEEK_S 0.25     // further away: a seek
#define LIVE_HURRY 0.02      // of speed, while it is more than a frame away
#define LIVE_HURRY_MOST 0.25 // the further away, the more
#define LIVE_LATENCY_MAX_S 2.0
#define LIVE_CUES 3                              // in a row that did not help
#define LIVE_AGAIN_NS (INT64_C(20) * 1000000000) // then it is left to hurry for so long

// a - b on the circle of a loop.
static double apart_s(const struct player *p, double a_s, double b_s)
{
    double d_s = a_s - b_s;
    return p->loop && p->duration_s > 0 ? remainder(d_s, p->duration_s) : d_s;
}

// The beginning of the frame that is seen at at_s, which may lie in a later turn of a loop.
static double on_grid(const struct player *p, double at_s)
{
    if (p->loop && p->duration_s > 0)
        at_s = fmod(at_s, p->duration_s);
    return (double)player_frame_at(p, at_s) * player_frame_s(p);
}

// How far it may be from show time before it is sought, in seconds of the file: a seek that takes
// long is dearer than a film that hurries.
static double too_far_s(const struct player *p)
{
    double enough_s = fmax(LIVE_SEEK_S, 2 * p->latency_s) * p->pace;
    return fmax(enough_s, 3 * player_frame_s(p));
}

// So many frames after `frame`, over the seam of a loop.
static int64_t frame_after(const struct player *p, int64_t frame, int64_t count)
{
    double frame_s = player_frame_s(p);
    return llround(on_grid(p, ((double)(frame + count) + 0.25) * frame_s) / frame_s);
}

static void run(struct player *p, bool running)
{
    p->running = running;
    player_set_flag(p, "pause", !running);
}

static void set_speed(struct player *p, double speed)
{
    if (speed == p->speed)
        return;
    p->speed = speed;
    p->mpv->set_property_async(p->handle, 0, "speed", MPV_FORMAT_DOUBLE, &speed);
}

// To the frame of at_s; when the film runs, to the one that will be due when the seek is done: it
// is shown at once and waits for its time.
static void cue(struct player *p, double at_s, bool running)
{
    double ahead_s = running ? p->latency_s * p->pace + player_frame_s(p) * fmin(p->pace, 1) : 0;
    run(p, false);
    set_speed(p, p->pace);
    p->cue_s = on_grid(p, at_s + ahead_s);
    p->cues++;
    p->cueing = true;
    p->holding = false;
    p->cued_ns = clock_monotonic_ns();
    p->cued_rendered = p->rendered;
    atomic_store(&p->listening, true);
    player_seek(p, p->cue_s);
}

// libmpv tells that a seek is done when its frame was taken; otherwise we were held up for longer
// than it waits, and the frame is asked for once more.
static void cue_done(struct player *p)
{
    double took_s = (double)(clock_monotonic_ns() - p->cued_ns) * 1e-9;
    p->latency_s = fmin(fmax(1.5 * took_s, 0.75 * p->latency_s), LIVE_LATENCY_MAX_S);
    p->cueing = false;
    p->holding = true;
    p->pending |= p->rendered == p->cued_rendered;
    p->shown = llround(p->cue_s / player_frame_s(p));
    p->mpv->get_property_async(p->handle, PLAYER_LANDED, "time-pos", MPV_FORMAT_DOUBLE);
    atomic_store(&p->listening, false);
}

void live_landed(struct player *p, double at_s)
{
    double in_turn_s = p->duration_s > 0 && p->loop ? fmod(at_s, p->duration_s) : at_s;
    p->astray = fabs(apart_s(p, in_turn_s, p->cue_s)) > LIVE_SEEK_S;
}

// libmpv has begun with the first frame at or after cue_s.
static void open_done(struct player *p)
{
    double frame_s = player_frame_s(p);
    p->state = PLAYER_READY;
    p->cue_s = on_grid(p, ceil(p->cue_s / frame_s - 1e-3) * frame_s);
    cue_done(p);
}

// Seeks in a row that end in the wrong place begin further ahead, then it is left to hurry or to
// wait; so is a film that the machine is too busy for.
static bool may_cue(struct player *p, double late_s)
{
    if (clock_monotonic_ns() - p->cued_ns > LIVE_AGAIN_NS)
        p->cues = 0;
    if (p->cues < LIVE_CUES)
        return true;
    if (!p->astray)
        return false;
    if (player_seek_earlier(p)) {
        p->cues = 0;
        return true;
    }
    if (p->entry != ENTRY_HOPELESS)
        log_warning("film", "%s: seeks in it end %.2f s away; it may run out of step", p->path,
                    late_s);
    p->entry = ENTRY_HOPELESS;
    return false;
}

static double hurry(double late_s)
{
    double more = fmin(fmax(fabs(late_s) / 2, LIVE_HURRY), LIVE_HURRY_MOST);
    return late_s > 0 ? 1 + more : 1 - more;
}

void live_stands_at(struct player *p, double at_s, int64_t rendered)
{
    double frame_s = player_frame_s(p);
    if (p->cueing || p->holding)
        return;
    double in_turn_s = p->duration_s > 0 && p->loop ? fmod(at_s, p->duration_s) : at_s;
    p->shown = frame_after(p, player_frame_at(p, in_turn_s + frame_s / 4), p->rendered - rendered);
    double late_s = apart_s(p, p->asked_s, in_turn_s + frame_s / 2);
    if (fabs(late_s) > too_far_s(p) && may_cue(p, late_s))
        cue(p, p->asked_s, true);
    else if (fabs(late_s) > frame_s)
        set_speed(p, p->pace * hurry(late_s));
    else if (fabs(late_s) < frame_s / 4)
        set_speed(p, p->pace);
    p->cues = fabs(late_s) > too_far_s(p) ? p->cues : 0;
}

static void ask_where(struct player *p, double at_s)
{
    if (p->asked)
        return;
    p->asked = true;
    p->asked_s = at_s;
    p->mpv->get_property_async(p->handle, (uint64_t)p->rendered, "time-pos", MPV_FORMAT_DOUBLE);
}

static void steer(struct player *p, const struct media *m, double at_s, bool running)
{
    if (p->seeks != m->seeks) {
        p->seeks = m->seeks;
        p->cues = 0;
        cue(p, at_s, running);
    } else if (p->cueing) {
        return;
    } else if (!running) {
        if (p->running)
            run(p, false);
        p->holding = false;
        p->cues = 0;
        if (p->shown != player_frame_at(p, at_s))
            cue(p, at_s, false);
    } else if (p->holding) {
        double early_s = apart_s(p, p->cue_s, at_s);
        double ahead_s = p->latency_s * p->pace;
        bool missed = early_s < -too_far_s(p) || early_s > too_far_s(p) + ahead_s;
        if (missed && p->cues < LIVE_CUES) {
            cue(p, at_s, true);
        } else if (early_s <= 0) {
            p->holding = false;
            run(p, true);
        }
    } else if (!p->running) {
        p->cue_s = (double)p->shown * player_frame_s(p); // it was standing: wait or catch up
        p->holding = true;
        steer(p, m, at_s, running);
    }
}

static void follow_pace(struct player *p, const struct media *m)
{
    if (p->pace == m->speed)
        return;
    p->pace = m->speed;
    set_speed(p, p->pace);
}

bool live_follow(struct player *p, const struct media *m, double now_s)
{
    int64_t before = p->rendered;
    player_hear(p);
    if (p->state == PLAYER_FAILED)
        return false;
    bool fresh = player_take_frame(p);
    if (player_opens(p) && p->restarted && p->picture.width)
        open_done(p);
    if (p->state != PLAYER_READY)
        return false;
    if (p->cueing && p->restarted)
        cue_done(p);
    else if (!p->cueing)
        p->shown = frame_after(p, p->shown, p->rendered - before);
    double at_s = media_position(m, now_s, NULL);
    follow_pace(p, m);
    steer(p, m, at_s, media_runs(m, now_s));
    if (fresh && p->running)
        ask_where(p, at_s);
    return fresh;
}

double live_next_s(const struct player *p, const struct media *m, double now_s)
{
    if (p->state == PLAYER_OPENING)
        return now_s + 1; // it may never say anything
    double at_s = media_position(m, now_s, NULL);
    if (p->holding && media_runs(m, now_s))
        return now_s + fmax(apart_s(p, p->cue_s, at_s), 0) / m->speed;
    return media_next_s(m, now_s);
}
