// The room's life, its clock against show time, and its meters.
#include "base/log.h"
#include "sound/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JUMP_S 0.1  // offline: show time further away than this has jumped
#define SNAP_S 0.2  // live: the same
#define FOLLOW 0.02 // live: of the difference, each update; a device counts in gulps

static bool desc_allowed(const struct sound_desc *desc, struct fault *f)
{
    if (desc->speaker_count < 0 || desc->speaker_count > SOUND_SPEAKERS)
        return fault_set(f, "%d speakers; 0 to %d are allowed", desc->speaker_count,
                         SOUND_SPEAKERS);
    for (int i = 0; i < desc->speaker_count; i++) {
        const struct sound_speaker *p = &desc->speakers[i];
        if (p->channel < 0 || p->channel >= SOUND_SPEAKERS)
            return fault_set(f, "speaker %d is on channel %d; 0 to %d are allowed", i, p->channel,
                             SOUND_SPEAKERS - 1);
        if (i > 0 && desc->speakers[i - 1].ears && !p->ears)
            return fault_set(f, "speaker %d comes after headphones; they come last", i);
        if (!isfinite(p->at_world.x + p->at_world.y + p->at_world.z + (double)p->gain))
            return fault_set(f, "speaker %d stands nowhere", i);
    }
    return true;
}

static void place_speakers(struct sound *s, const struct sound_desc *desc)
{
    s->dbap.count = desc->speaker_count - s->mix.ears;
    for (int i = 0; i < s->dbap.count; i++)
        s->dbap.speakers[i] = desc->speakers[i].at_world;
    s->dbap.rolloff_db = desc->rolloff_db > 0 ? (double)desc->rolloff_db : 6;
    s->dbap.blur_m = desc->blur_m > 0 ? (double)desc->blur_m : dbap_blur_m(&s->dbap);
}

struct sound *sound_create(const struct sound_desc *desc, struct fault *f)
{
    struct sound *s = desc_allowed(desc, f) ? calloc(1, sizeof *s) : NULL;
    if (!s)
        return NULL;
    s->kind = desc->device;
    snprintf(s->station, sizeof s->station, "%s", desc->station ? desc->station : "");
    for (int i = 0; i < MEDIA_MAX; i++)
        s->tracks[i].voice = -1;
    bool ok = mix_init(&s->mix, desc) &&
              streams_init(&s->streams, s->kind == SOUND_OFFLINE, desc->wake, desc->user);
    place_speakers(s, desc);
    if (!ok)
        fault_set(f, "sound: no memory");
    if (ok)
        return s;
    sound_destroy(s);
    return NULL;
}

void sound_destroy(struct sound *s)
{
    if (!s)
        return;
    device_finish(s);
    streams_finish(&s->streams);
    mix_finish(&s->mix);
    free(s);
}

int sound_channels(const struct sound *s)
{
    return s->mix.channels;
}

// Where the mixer stands in show time.
static void follow_clock(struct sound *s, double now_s, int64_t mixed)
{
    double offset_s = now_s - (double)mixed / SOUND_RATE_HZ;
    double off = offset_s - s->offset_s;
    if (s->kind == SOUND_OFFLINE)
        s->offset_s = fabs(off) > JUMP_S ? offset_s : s->offset_s;
    else
        s->offset_s = s->snap || fabs(off) > SNAP_S ? offset_s : s->offset_s + FOLLOW * off;
    s->snap = false;
}

static void say_what_is_wrong(struct sound *s)
{
    if (!s->said_dry && atomic_load_explicit(&s->mix.dry, memory_order_relaxed) > 0) {
        log_warning("sound", "a file was read too slowly; there was a gap");
        s->said_dry = true;
    }
}

void sound_update(struct sound *s, struct scene *scene)
{
    struct mix_fact fact;
    while (ring_take(&s->mix.facts, &fact))
        track_returned(s, &fact);
    int64_t mixed = atomic_load_explicit(&s->mix.mixed, memory_order_acquire);
    follow_clock(s, scene->now_s, mixed);
    mix_master(&s->mix, scene->gain);
    for (int i = 0; i < scene->media.reach; i++)
        if (scene->media.items[i].used || s->tracks[i].used)
            track_follow(s, scene, i);
    device_follow(s, mixed);
    say_what_is_wrong(s);
}

void sound_mix(struct sound *s, float *out, int64_t frames)
{
    if (s->kind != SOUND_OFFLINE)
        return;
    while (frames > 0) {
        int count = frames < SOUND_BLOCK ? (int)frames : SOUND_BLOCK;
        mix_run(&s->mix, out, count);
        out += (ptrdiff_t)count * s->mix.channels;
        frames -= count;
    }
}

void sound_meters(struct sound *s, float *peaks)
{
    for (int c = 0; c < s->mix.channels; c++)
        peaks[c] = mix_peak_take(&s->mix.peaks[c]);
}
