// The mixer: voices into speakers, a block at a time. Runs in a device's callback.
#include "sound/private.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static bool spread_direct(const struct mix *m, int channels)
{
    return channels > 1 && channels == m->speaker_count - m->ears;
}

bool mix_init(struct mix *m, const struct sound_desc *desc)
{
    memset(m, 0, sizeof *m);
    m->pulse = desc->pulse;
    m->speaker_count = desc->speaker_count > 0 ? desc->speaker_count : 2;
    for (int i = 0; i < m->speaker_count; i++) {
        m->speaker_channel[i] = desc->speaker_count > 0 ? desc->speakers[i].channel : i;
        m->speaker_gain[i] = desc->speaker_count > 0 ? desc->speakers[i].gain : 1;
        m->ears += desc->speaker_count > 0 && desc->speakers[i].ears;
        if (m->speaker_channel[i] >= m->channels)
            m->channels = m->speaker_channel[i] + 1;
    }
    double ceiling_db = desc->ceiling_db < 0 ? desc->ceiling_db : -1;
    mix_master(m, 1);
    m->gain = 1;
    limiter_init(&m->limiter, m->channels, (float)pow(10, ceiling_db / 20));
    return ring_init(&m->commands, MIX_COMMANDS, sizeof(struct mix_command)) &&
           ring_init(&m->facts, 2 * MIX_COMMANDS, sizeof(struct mix_fact));
}

void mix_master(struct mix *m, float gain)
{
    uint32_t bits;
    memcpy(&bits, &gain, sizeof bits);
    atomic_store_explicit(&m->master, bits, memory_order_relaxed);
}

// Never faster than from silence to full in MIX_MASTER frames.
static void master_run(struct mix *m, int count)
{
    uint32_t bits = atomic_load_explicit(&m->master, memory_order_relaxed);
    float to, from = m->gain;
    memcpy(&to, &bits, sizeof to);
    if (from == 1 && to == 1)
        return;
    float step = to < from ? -1.0f / MIX_MASTER : 1.0f / MIX_MASTER, left = fabsf(to - from);
    for (int i = 0; i < count; i++) {
        float gone = (float)(i + 1) / MIX_MASTER;
        m->gain = gone < left ? from + step * (float)(i + 1) : to;
        for (int c = 0; c < m->channels; c++)
            m->bus[c][i] *= m->gain;
    }
}

void mix_finish(struct mix *m)
{
    ring_finish(&m->commands);
    ring_finish(&m->facts);
}

// Only the mixer raises it, only main takes it.
static void peak_raise(_Atomic uint32_t *peak, float level)
{
    uint32_t bits, seen = atomic_load_explicit(peak, memory_order_relaxed);
    memcpy(&bits, &level, sizeof bits);
    // Bits of floats that are not negative have the order of the floats.
    while (bits > seen && !atomic_compare_exchange_weak_explicit(
                              peak, &seen, bits, memory_order_relaxed, memory_order_relaxed))
        ;
}

float mix_peak_take(_Atomic uint32_t *peak)
{
    uint32_t bits = atomic_exchange_explicit(peak, 0, memory_order_relaxed);
    float level;
    memcpy(&level, &bits, sizeof level);
    return level;
}

static void give_back(struct mix *m, struct mix_voice *v, struct mix_play *p)
{
    struct mix_fact fact = {(int)(v - m->voices), p->stream};
    if (p->stream)
        ring_put(&m->facts, &fact); // has room for all commands and three streams a voice
    p->stream = NULL;
}

static void fade(struct mix_play *p, int frames)
{
    p->step = -1.0f / (float)(frames > 0 ? frames : 1);
}

static void start(struct mix *m, struct mix_voice *v, const struct mix_command *c)
{
    give_back(m, v, &v->next);
    v->next = (struct mix_play){.stream = c->stream, .delta = c->delta, .fresh = c->fresh};
}

static void stop(struct mix *m, struct mix_voice *v, int frames)
{
    give_back(m, v, &v->next);
    if (!v->now.stream)
        return;
    give_back(m, v, &v->old);
    v->old = v->now;
    v->now.stream = NULL;
    fade(&v->old, frames);
    atomic_store_explicit(&v->sounding, NULL, memory_order_release);
}

static bool sounds(const struct mix_voice *v)
{
    return v->now.stream || v->old.stream;
}

static void set_gain(struct mix_voice *v, float gain, int frames)
{
    if (!sounds(v) && frames == 0) {
        v->gain = v->gain_to = gain;
        v->gain_left = 0;
        return;
    }
    frames = frames > SOUND_BLOCK ? frames : SOUND_BLOCK;
    v->gain_to = gain;
    v->gain_left = frames;
    v->gain_step = (gain - v->gain) / (float)frames;
}

static void obey(struct mix *m, const struct mix_command *c)
{
    struct mix_voice *v = &m->voices[c->voice];
    switch (c->kind) {
    case MIX_START:
        start(m, v, c);
        break;
    case MIX_STOP:
        stop(m, v, c->frames);
        break;
    case MIX_GAIN:
        set_gain(v, c->gain, c->frames);
        break;
    case MIX_PLACE:
        v->placed = c->placed;
        memcpy(v->asked, c->gains, sizeof v->asked);
        v->set = true;
        break;
    }
}

// Where the voice should be, for a file of so many channels.
static void place(struct mix *m, struct mix_voice *v, int channels)
{
    int loud = m->speaker_count - m->ears; // speakers that fill the room
    float alike = loud > 0 ? 1 / sqrtf((float)loud) : 0;
    bool direct = !v->placed && spread_direct(m, channels);
    bool at_once = !sounds(v);
    int frames = at_once ? 1 : MIX_MOVE;
    for (int i = 0; i < m->speaker_count; i++) {
        float to = v->placed ? v->asked[i] : direct || i >= loud ? 0 : alike;
        v->mono_step[i] = (to - v->mono[i]) / (float)frames;
        v->mono[i] = at_once ? to : v->mono[i];
    }
    float to = direct ? 1 : 0;
    v->direct_step = (to - v->direct) / (float)frames;
    v->direct = at_once ? to : v->direct;
    v->move_left = at_once ? 0 : frames;
    v->set = false;
}

// Once its file is open, what waits takes over from what plays.
static void take_over(struct mix *m, struct mix_voice *v, int64_t n)
{
    struct mix_play *p = &v->next;
    if (!p->stream)
        return;
    int state = atomic_load_explicit(&p->stream->state, memory_order_acquire);
    if (state == STREAM_OPENING)
        return;
    if (state == STREAM_FAILED) {
        give_back(m, v, p);
        return;
    }
    int64_t late = n + p->delta - p->stream->start;
    if (p->fresh && late > 0 && late <= MIX_LATE)
        p->delta -= late;
    bool whole = n + p->delta <= p->stream->start && p->stream->start == 0;
    p->level = whole ? 1 : 0;
    p->step = whole ? 0 : 1.0f / MIX_FADE;
    if (!sounds(v))
        v->set = true;
    if (v->set)
        place(m, v, p->stream->info.channels);
    if (v->now.stream) {
        give_back(m, v, &v->old);
        v->old = v->now;
        fade(&v->old, MIX_FADE);
    }
    v->now = *p;
    p->stream = NULL;
    atomic_store_explicit(&v->delta, v->now.delta, memory_order_relaxed);
    atomic_store_explicit(&v->sounding, v->now.stream, memory_order_release);
}

// Frames of one play, faded.
static int play(struct mix *m, struct mix_play *p, int64_t n, float *frames, int count)
{
    int channels = p->stream->info.channels;
    if (!stream_read(p->stream, n + p->delta, frames, count))
        atomic_fetch_add_explicit(&m->dry, 1, memory_order_relaxed);
    if (p->step == 0)
        return channels;
    for (int i = 0; i < count; i++) {
        for (int c = 0; c < channels; c++)
            frames[i * channels + c] *= p->level;
        p->level += p->step;
        p->level = p->level < 0 ? 0 : p->level > 1 ? 1 : p->level;
    }
    if (p->level == 1)
        p->step = 0;
    return channels;
}

// The voice's frames into m->frames; the number of channels, 0 for none.
static int gather(struct mix *m, struct mix_voice *v, int64_t n, int count)
{
    int channels = 0;
    if (v->now.stream)
        channels = play(m, &v->now, n, m->frames, count);
    if (!v->old.stream)
        return channels;
    int others = play(m, &v->old, n, v->now.stream ? m->more : m->frames, count);
    if (v->now.stream && others == channels)
        for (int i = 0; i < count * channels; i++)
            m->frames[i] += m->more[i];
    channels = channels ? channels : others;
    if (v->old.level == 0)
        give_back(m, v, &v->old);
    return channels;
}

static void gain_run(struct mix_voice *v, float *frames, int channels, int count)
{
    float peak = 0;
    for (int i = 0; i < count; i++) {
        if (v->gain_left > 0)
            v->gain = v->gain_to - v->gain_step * (float)--v->gain_left;
        for (int c = 0; c < channels; c++) {
            float level = frames[i * channels + c] * v->gain;
            frames[i * channels + c] = level;
            level = fabsf(level);
            peak = level > peak ? level : peak;
        }
    }
    peak_raise(&v->peak, peak);
}

// to += from * gain, where gain moves for the first `moving` frames.
static void add(float *restrict to, const float *restrict from, float gain, float step, int moving,
                int count)
{
    for (int i = 0; i < moving; i++)
        to[i] += from[i] * (gain + step * (float)(i + 1));
    gain += step * (float)moving;
    for (int i = moving; i < count; i++)
        to[i] += from[i] * gain;
}

// One channel out of interleaved frames; channel -1: the mean of all.
static void channel_of(const float *frames, int channels, int channel, float *to, int count)
{
    float part = 1 / (float)channels;
    for (int i = 0; i < count; i++, frames += channels) {
        float sum = 0;
        for (int c = 0; channel < 0 && c < channels; c++)
            sum += frames[c];
        to[i] = channel < 0 ? sum * part : frames[channel];
    }
}

static void spread(struct mix *m, struct mix_voice *v, int channels, int count)
{
    float mono[SOUND_BLOCK], one[SOUND_BLOCK];
    assert(count > 0 && v->move_left >= 0);
    int moving = v->move_left < count ? v->move_left : count;
    channel_of(m->frames, channels, -1, mono, count);
    for (int s = 0; s < m->speaker_count; s++) {
        float *to = m->bus[m->speaker_channel[s]], g = m->speaker_gain[s];
        if (v->mono[s] != 0 || moving > 0)
            add(to, mono, v->mono[s] * g, v->mono_step[s] * g, moving, count);
        if (s < channels && (v->direct != 0 || v->direct_step != 0)) {
            channel_of(m->frames, channels, s, one, count);
            add(to, one, v->direct * g, v->direct_step * g, moving, count);
        }
        v->mono[s] += v->mono_step[s] * (float)moving;
    }
    v->direct += v->direct_step * (float)moving;
    v->move_left -= moving;
    if (v->move_left == 0) {
        v->direct_step = 0;
        memset(v->mono_step, 0, sizeof v->mono_step);
    }
}

static void voice_run(struct mix *m, struct mix_voice *v, int64_t n, int count)
{
    take_over(m, v, n);
    if (!sounds(v))
        return;
    if (v->set)
        place(m, v, (v->now.stream ? v->now.stream : v->old.stream)->info.channels);
    int channels = gather(m, v, n, count);
    gain_run(v, m->frames, channels, count);
    spread(m, v, channels, count);
}

void mix_run(struct mix *m, float *out, int count)
{
    int64_t n = atomic_load_explicit(&m->mixed, memory_order_relaxed);
    struct mix_command command;
    while (ring_take(&m->commands, &command))
        obey(m, &command);
    for (int c = 0; c < m->channels; c++)
        memset(m->bus[c], 0, (size_t)count * sizeof(float));
    for (int i = 0; i < SOUND_VOICES; i++)
        voice_run(m, &m->voices[i], n, count);
    master_run(m, count);
    limiter_run(&m->limiter, m->bus, count);
    for (int c = 0; c < m->channels; c++) {
        float peak = 0;
        for (int i = 0; i < count; i++) {
            float level = m->bus[c][i];
            out[i * m->channels + c] = level;
            level = fabsf(level);
            peak = level > peak ? level : peak;
        }
        peak_raise(&m->peaks[c], peak);
    }
    atomic_store_explicit(&m->mixed, n + count, memory_order_release);
    if (m->pulse)
        atomic_fetch_add_explicit(&pulse_page(m->pulse)->audio, 1, memory_order_relaxed);
}
