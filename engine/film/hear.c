// What libmpv tells of a film: its facts, its complaints, its end.
#include "base/clock.h"
#include "film/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define OPEN_NS (INT64_C(20) * 1000000000)

enum { SEEN_DURATION = 1, SEEN_FPS, SEEN_WIDTH, SEEN_HEIGHT, SEEN_TURN };

void player_observe(struct player *p)
{
    static const struct {
        uint64_t id;
        const char *property;
        mpv_format format;
    } seen[] = {
        {SEEN_DURATION, "duration", MPV_FORMAT_DOUBLE},
        {SEEN_FPS, "container-fps", MPV_FORMAT_DOUBLE},
        {SEEN_WIDTH, "video-out-params/dw", MPV_FORMAT_INT64},
        {SEEN_HEIGHT, "video-out-params/dh", MPV_FORMAT_INT64},
        {SEEN_TURN, "current-tracks/video/demux-rotation", MPV_FORMAT_INT64},
    };
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        p->mpv->observe_property(p->handle, (uint64_t)p->film << 8 | seen[i].id, seen[i].property,
                                 seen[i].format);
}

void player_unobserve(struct player *p)
{
    for (uint64_t id = SEEN_DURATION; id <= SEEN_TURN; id++)
        p->mpv->unobserve_property(p->handle, (uint64_t)p->film << 8 | id);
    p->film++;
}

static void see(struct player *p, uint64_t id, const mpv_event_property *property)
{
    if (property->format == MPV_FORMAT_DOUBLE) {
        double value = *(double *)property->data;
        if (id == SEEN_DURATION)
            p->duration_s = p->loop && !p->stepped ? value / PLAYER_TURNS : value;
        else if (id == SEEN_FPS)
            p->frame_s = value > 0 && isfinite(value) ? 1 / value : 0;
    } else if (property->format == MPV_FORMAT_INT64) {
        int64_t value = *(int64_t *)property->data;
        int64_t *to = id == SEEN_WIDTH ? &p->width : id == SEEN_HEIGHT ? &p->height : &p->turn;
        *to = value;
    }
}

// The first complaint that says more than that the file could not be opened.
static void complain(struct player *p, const mpv_event_log_message *m)
{
    if (p->reason[0] || strstr(m->text, p->path) || strstr(m->text, "avformat_open_input"))
        return;
    snprintf(p->reason, sizeof p->reason, "%s", m->text);
    p->reason[strcspn(p->reason, "\n")] = 0;
}

static void hear_end(struct player *p, const mpv_event_end_file *end)
{
    if (p->state == PLAYER_CLOSING || p->state == PLAYER_FAILED)
        return;
    if (p->reloading) { // of the one that is replaced
        p->reloading = p->restarted = false;
        return;
    }
    if (end->reason == MPV_END_FILE_REASON_REDIRECT)
        player_fail(p, "it is a list of files, not a film");
    else if (p->reason[0])
        player_fail(p, "it is no film that can be shown: %s", p->reason);
    else
        player_fail(p, "it is no film that can be shown: %s", p->mpv->error_string(end->error));
}

static void hear(struct player *p, const mpv_event *e)
{
    switch (e->event_id) {
    case MPV_EVENT_PLAYBACK_RESTART:
        p->restarted = true;
        break;
    case MPV_EVENT_START_FILE:
        p->idle = false;
        break;
    case MPV_EVENT_IDLE:
        p->idle = true;
        break;
    case MPV_EVENT_SHUTDOWN:
        p->idle = p->stopped = p->spoiled = true;
        if (p->state != PLAYER_CLOSING)
            player_fail(p, "libmpv gave up");
        break;
    case MPV_EVENT_END_FILE:
        hear_end(p, e->data);
        break;
    case MPV_EVENT_LOG_MESSAGE:
        complain(p, e->data);
        break;
    case MPV_EVENT_COMMAND_REPLY:
        p->stopped |= e->reply_userdata == PLAYER_STOP;
        break;
    case MPV_EVENT_PROPERTY_CHANGE:
        if (e->reply_userdata >> 8 == p->film)
            see(p, e->reply_userdata & 0xff, e->data);
        break;
    case MPV_EVENT_GET_PROPERTY_REPLY:
        if (e->reply_userdata == PLAYER_LANDED) {
            if (e->error >= 0 && p->state == PLAYER_READY)
                live_landed(p, *(double *)((mpv_event_property *)e->data)->data);
            break;
        }
        p->asked = false;
        if (e->error >= 0 && p->state == PLAYER_READY)
            live_stands_at(p, *(double *)((mpv_event_property *)e->data)->data,
                           (int64_t)e->reply_userdata);
        break;
    default:
        break;
    }
}

void player_hear(struct player *p)
{
    for (;;) {
        const mpv_event *e = p->mpv->wait_event(p->handle, 0);
        if (e->event_id == MPV_EVENT_NONE)
            return;
        hear(p, e);
    }
}

// A file whose every frame is broken starts without having shown one. (The size may only be on its
// way; libmpv's core waits for nobody now, so it may be asked.)
static bool shows_nothing(struct player *p)
{
    int64_t width = 0;
    return p->restarted && !p->width &&
           p->mpv->get_property(p->handle, "video-out-params/dw", MPV_FORMAT_INT64, &width) < 0;
}

bool player_opens(struct player *p)
{
    if (p->state != PLAYER_OPENING)
        return false;
    if (shows_nothing(p))
        player_fail(p, "none of its frames can be decoded%s%s", p->reason[0] ? ": " : "",
                    p->reason);
    else if (clock_monotonic_ns() - p->opened_ns > OPEN_NS)
        player_fail(p, "it does not open within 20 s");
    return p->state == PLAYER_OPENING;
}
