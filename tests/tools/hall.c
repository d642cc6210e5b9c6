// A hall for tests of sound.
#include "tools/hall.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

double sine(int channel, double frame, double hz)
{
    return 0.1 * sin(2 * PI * hz * frame / RATE); // -20 dBFS
}

double constant(int channel, double frame, double value)
{
    return value;
}

double place_in_file(int channel, double frame, double value)
{
    return frame * 1e-6;
}

void write_wave(const char *path, int channels, int frames, wave *w, double value)
{
    SF_INFO info = {.samplerate = RATE,
                    .channels = channels,
                    .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    assert_non_null(f);
    float *v = malloc((size_t)(frames * channels) * sizeof *v);
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            v[i * channels + c] = (float)w(c, i, value);
    assert_int_equal(sf_writef_float(f, v, frames), frames);
    sf_close(f);
    free(v);
}

struct hall hall_of(const struct sound_desc *desc)
{
    struct hall h = {.scene = scene_create("test")};
    struct fault f = {0};
    scene_stage_add(h.scene, "stage", 64, 64);
    h.scene->stepped = true;
    h.sound = sound_create(desc, &f);
    if (!h.sound)
        fail_msg("%s", f.text);
    h.channels = sound_channels(h.sound);
    h.out = malloc((size_t)(OUT_MAX * h.channels) * sizeof *h.out);
    return h;
}

void hall_finish(struct hall *h)
{
    sound_destroy(h->sound);
    scene_destroy(h->scene);
    free(h->out);
}

void hall_run(struct hall *h, int steps)
{
    for (int i = 0; i < steps; i++, h->step++, h->frames += STEP) {
        assert_true(h->frames + STEP <= OUT_MAX);
        h->scene->now_s = (double)h->step / 30;
        sound_update(h->sound, h->scene);
        sound_mix(h->sound, h->out + (size_t)h->frames * (size_t)h->channels, STEP);
    }
}

struct media *play(struct scene *scene, const char *path)
{
    media_handle h = media_take(&scene->media, MEDIA_SOUND, 0);
    struct media *m = media_find(&scene->media, h);
    snprintf(m->path, sizeof m->path, "%s", path);
    m->audible = m->playing = true;
    m->epoch_s = scene->now_s;
    return m;
}

float out_at(const struct hall *h, int frame, int channel)
{
    return h->out[(size_t)(frame + LATE) * (size_t)h->channels + (size_t)channel];
}

const struct sound_desc STEREO = {.device = SOUND_OFFLINE};

struct sound_desc ring_of_eight(void)
{
    struct sound_desc d = {.device = SOUND_OFFLINE, .speaker_count = 8};
    for (int i = 0; i < 8; i++)
        d.speakers[i] =
            (struct sound_speaker){i, {3 * cos(i * PI / 4), 3 * sin(i * PI / 4), 1.2}, 1, false};
    return d;
}

void hear(void *user, enum log_level level, const char *room, const char *text)
{
    struct heard *h = user;
    h->lines++;
    snprintf(h->last, sizeof h->last, "%s", text);
}
