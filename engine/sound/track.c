// One record of the table, followed: its stream, its voice, its facts.
#include "base/log.h"
#include "sound/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRIFT_FRAMES 1920 // 40 ms: further from the show clock than this, and it is put right
#define DROP_FRAMES 480   // 10 ms: of the fade of a voice whose record is gone

static int64_t mixed(const struct sound *s)
{
    return atomic_load_explicit(&s->mix.mixed, memory_order_acquire);
}

static bool tell(struct sound *s, const struct mix_command *c)
{
    if (ring_put(&s->mix.commands, c))
        return true;
    if (!s->said_commands)
        log_warning("sound", "more than %d changes at once; some come later", MIX_COMMANDS);
    s->said_commands = true;
    return false;
}

static bool take_voice(struct sound *s, struct track *t)
{
    for (int i = 0; i < SOUND_VOICES && t->voice < 0; i++)
        if (!s->voices[i].used) {
            s->voices[i] = (struct sound_voice){.used = true};
            t->voice = i;
        }
    if (t->voice < 0 && !s->said_voices)
        log_warning("sound", "more than %d voices at once; the others are silent", SOUND_VOICES);
    s->said_voices = s->said_voices || t->voice < 0;
    return t->voice >= 0;
}

// A file that could not be opened comes back to its track, which says why.
static void take_back(struct track *t, const struct stream *st)
{
    bool failed = atomic_load_explicit(&st->state, memory_order_acquire) == STREAM_FAILED;
    t->given = false;
    if (failed && !t->known)
        return;
    t->current = NULL;
    if (failed && !t->failed)
        snprintf(t->trouble, sizeof t->trouble, "%s", st->fault.text);
    t->failed = t->failed || failed;
}

void track_returned(struct sound *s, const struct mix_fact *fact)
{
    struct sound_voice *v = &s->voices[fact->voice];
    bool kept = false;
    v->given--;
    for (int i = 0; i < MEDIA_MAX; i++) {
        struct track *t = &s->tracks[i];
        if (t->used && t->given && t->current == fact->stream) {
            take_back(t, fact->stream);
            kept = t->current != NULL;
        }
        if (t->used && t->voice == fact->voice && v->given == 0)
            t->voice = -1;
    }
    v->used = v->given > 0;
    if (!kept)
        stream_close(&s->streams, fact->stream);
}

static void leave_current(struct sound *s, struct track *t)
{
    if (t->current && !t->given)
        stream_close(&s->streams, t->current);
    t->current = NULL;
    t->given = false;
}

// What it plays fades; the mixer gives the stream back later. False: to be tried again.
static bool stop(struct sound *s, struct track *t, int frames)
{
    struct mix_command c = {.kind = MIX_STOP, .voice = t->voice, .frames = frames};
    if (t->given && !tell(s, &c))
        return false;
    leave_current(s, t);
    return true;
}

static void forget(struct sound *s, struct track *t)
{
    if (t->voice >= 0 && s->voices[t->voice].given == 0)
        s->voices[t->voice].used = false;
    *t = (struct track){.voice = -1};
}

static int ramp_frames(const struct media *m)
{
    double frames = (double)m->ramp_s * SOUND_RATE_HZ;
    return frames > 0 ? (int)fmin(frames, 3600.0 * SOUND_RATE_HZ) : 0;
}

// A film's rounds are as long as its picture; a sound's as long as itself.
static double period_of(const struct media *m)
{
    if (!m->loop)
        return -1;
    return m->kind == MEDIA_FILM && m->duration_s > 0 ? m->duration_s : 0;
}

static bool open_at(struct sound *s, struct track *t, const struct media *m, int64_t start)
{
    leave_current(s, t);
    t->period_s = period_of(m);
    t->current = stream_open(&s->streams, m->path, start, t->period_s);
    return t->current != NULL;
}

static bool tell_gain(struct sound *s, struct track *t, const struct media *m, int frames)
{
    float gain = m->gain * powf(10, m->level_db / 20);
    struct mix_command c = {.kind = MIX_GAIN, .voice = t->voice, .frames = frames, .gain = gain};
    if (!tell(s, &c))
        return false;
    t->gain = m->gain;
    return true;
}

static bool tell_place(struct sound *s, struct track *t, const struct media *m)
{
    struct mix_command c = {.kind = MIX_PLACE, .voice = t->voice};
    struct vec3 at = {m->at[0], m->at[1], m->at[2]};
    c.placed = m->placed && s->dbap.count > 0 && isfinite(at.x) && isfinite(at.y) && isfinite(at.z);
    if (c.placed)
        dbap_gains(&s->dbap, at, c.gains);
    if (m->spoken && s->mix.ears > 0) {
        c.placed = true;
        for (int i = 0; i < s->mix.speaker_count; i++)
            c.gains[i] = i < s->mix.speaker_count - s->mix.ears ? 0 : 1;
    }
    if (!tell(s, &c))
        return false;
    t->placed = m->placed;
    memcpy(t->at, m->at, sizeof t->at);
    return true;
}

// The first time, a ramp begins at silence.
static bool tell_all(struct sound *s, struct track *t, const struct media *m)
{
    int frames = t->begun ? 0 : ramp_frames(m);
    struct mix_command silence = {.kind = MIX_GAIN, .voice = t->voice};
    if ((frames > 0 && !tell(s, &silence)) || !tell_place(s, t, m))
        return false;
    // A ramp of a voice that does not sound yet begins with its first frame.
    return tell_gain(s, t, m, frames);
}

// `delta`: its frame at mixed frame n is to be n + delta.
static void begin(struct sound *s, struct track *t, const struct media *m, int64_t delta)
{
    int64_t position = mixed(s) + delta;
    int64_t from = llround(m->offset_s * SOUND_RATE_HZ);
    bool fresh = position >= from && position - from <= MIX_LATE;
    int64_t start = fresh ? from : position > 0 ? position : 0;
    bool ready =
        t->current && !t->given && t->current->start == start && t->period_s == period_of(m);
    if (!take_voice(s, t) || (!ready && !open_at(s, t, m, start)))
        return;
    struct mix_command c = {
        .kind = MIX_START, .voice = t->voice, .stream = t->current, .delta = delta, .fresh = fresh};
    if ((s->voices[t->voice].given == 0 && !tell_all(s, t, m)) || !tell(s, &c))
        return;
    s->voices[t->voice].given++;
    t->given = t->begun = true;
    t->seeks = m->seeks;
}

// Has what sounds come too far from where it should be?
static bool astray(struct sound *s, const struct track *t, int64_t delta)
{
    struct mix_voice *v = &s->mix.voices[t->voice];
    if (atomic_load_explicit(&v->sounding, memory_order_acquire) != t->current)
        return false; // not yet begun
    return llabs(atomic_load_explicit(&v->delta, memory_order_relaxed) - delta) > DRIFT_FRAMES;
}

static void follow_place(struct sound *s, struct track *t, const struct media *m)
{
    if (t->voice < 0 || !t->given)
        return;
    if (m->gain != t->gain && isfinite(m->gain))
        tell_gain(s, t, m, ramp_frames(m));
    if (m->placed != t->placed || memcmp(m->at, t->at, sizeof t->at) != 0)
        tell_place(s, t, m);
}

// A film's own room speaks of a film that does not open; of its soundtrack, we do, when the film
// turns out to be fine.
static void say_trouble(struct track *t, const struct media *m)
{
    if (!t->trouble[0] || (m->kind == MEDIA_FILM && m->state == MEDIA_OPENING))
        return;
    if (m->kind == MEDIA_SOUND || m->state == MEDIA_READY)
        log_warning("sound", "%s", t->trouble);
    t->trouble[0] = 0;
}

static void fail(struct sound *s, struct scene *scene, struct track *t, struct media *m)
{
    const char *text = t->current->fault.text;
    size_t length = strlen(text), none = strlen(DECODE_NO_SOUND);
    bool mute = length >= none && strcmp(text + length - none, DECODE_NO_SOUND) == 0;
    t->failed = m->silent = true;
    if (m->kind == MEDIA_SOUND || !mute)
        snprintf(t->trouble, sizeof t->trouble, "%s", text);
    if (m->kind == MEDIA_SOUND) {
        m->state = MEDIA_FAILED;
        snprintf(m->trouble, sizeof m->trouble, "%s", text);
        scene_tell(scene, m->stage,
                   &(struct event){.kind = EVENT_MEDIA_READY,
                                   .time_s = scene->now_s,
                                   .media = media_handle_of(&scene->media, m)});
    }
    if (!t->given) // else the mixer gives it back
        leave_current(s, t);
}

static void follow_facts(struct sound *s, struct scene *scene, struct track *t, struct media *m)
{
    if (t->known || !t->current)
        return;
    if (scene->stepped)
        stream_wait(&s->streams, t->current);
    int state = atomic_load_explicit(&t->current->state, memory_order_acquire);
    if (state == STREAM_OPENING)
        return;
    t->known = true;
    if (state == STREAM_FAILED) {
        fail(s, scene, t, m);
        return;
    }
    if (m->kind == MEDIA_FILM)
        return;
    m->state = MEDIA_READY;
    m->duration_s = t->current->info.duration_s;
    if (m->spoken) { // none of it may be lost while it was made
        m->playing = true;
        m->epoch_s = scene->now_s;
    }
    scene_tell(scene, m->stage,
               &(struct event){.kind = EVENT_MEDIA_READY,
                               .time_s = scene->now_s,
                               .media = media_handle_of(&scene->media, m)});
}

static bool stream_over(const struct sound *s, const struct track *t, int64_t delta)
{
    return t->given && t->known &&
           mixed(s) + delta >= atomic_load_explicit(&t->current->end, memory_order_acquire);
}

static void follow_end(struct scene *scene, struct media *m, bool ended)
{
    if (m->kind == MEDIA_FILM)
        return;
    if (ended && !m->ended)
        scene_tell(scene, m->stage,
                   &(struct event){.kind = EVENT_MEDIA_ENDED,
                                   .time_s = scene->now_s,
                                   .media = media_handle_of(&scene->media, m)});
    m->ended = ended;
    if (m->playing && !m->loop && !ended && m->duration_s > 0) // so that its end is heard of
        scene_wake_at(scene, m->stage, media_next_s(m, scene->now_s));
}

static void follow_closing(struct sound *s, struct track *t, struct media *m)
{
    int frames = ramp_frames(m);
    if (!t->closing)
        t->closing = stop(s, t, frames > MIX_FADE ? frames : MIX_FADE);
    if (t->closing && (t->voice < 0 || s->voices[t->voice].given == 0)) {
        m->silent = true;
        forget(s, t);
    }
}

static void follow_clock(struct sound *s, struct scene *scene, struct track *t, struct media *m)
{
    bool ended = false;
    media_position(m, scene->now_s, &ended);
    int64_t delta = llround((m->offset_s - m->epoch_s + s->offset_s) * SOUND_RATE_HZ);
    if (m->duration_s <= 0 && !m->loop)
        ended = stream_over(s, t, delta);
    follow_end(scene, m, ended);
    if (t->failed)
        return;
    if (!m->playing || ended || m->speed != 1) {
        if (t->given)
            stop(s, t, MIX_FADE);
        else if (!t->current && !t->known) // only for its facts
            open_at(s, t, m, llround(m->offset_s * SOUND_RATE_HZ));
        return;
    }
    if (!t->given || t->seeks != m->seeks || t->period_s != period_of(m) || astray(s, t, delta))
        begin(s, t, m, delta);
}

void track_follow(struct sound *s, struct scene *scene, int index)
{
    struct track *t = &s->tracks[index];
    struct media *m = &scene->media.items[index];
    if (t->used && (!m->used || m->generation != t->generation)) {
        if (!stop(s, t, DROP_FRAMES))
            return;
        forget(s, t);
    }
    if (!m->used || m->kind == MEDIA_PICTURE || (m->silent && !t->used))
        return;
    if (!t->used) {
        m->silent = m->closing; // never heard
        if (m->closing || !m->audible)
            return;
        *t = (struct track){.used = true, .generation = m->generation, .voice = -1};
    }
    if (m->closing) {
        follow_closing(s, t, m);
        return;
    }
    follow_facts(s, scene, t, m);
    follow_clock(s, scene, t, m);
    follow_facts(s, scene, t, m); // what was opened just now, when stepped
    if (m->spoken && m->playing && !t->given)
        follow_clock(s, scene, t, m);
    follow_place(s, t, m);
    say_trouble(t, m);
    m->peak = t->voice >= 0 ? mix_peak_take(&s->mix.voices[t->voice].peak) : 0;
}
