// A sound at the asked rate: a source, its rounds when it loops, and libsamplerate.
#include "decode/private.h"

#include <math.h>
#include <samplerate.h>
#include <stdlib.h>
#include <string.h>

enum { IN_FRAMES = 1024 };

// Half the length of libsamplerate's medium sinc is 22,438 / 491 = 46 input samples
// (mid_qual_coeffs.h), longer by the ratio when it lowers the rate.
enum { FILTER_HALF = 64 };

struct decode_sound {
    struct decode_source *source; // owned
    int rate_hz;
    int64_t up, down; // rate_hz / source rate in lowest terms

    // The source, unrolled: frame `at` is read next, round `round` is from first to past.
    double period; // source frames; 0: no loop
    int64_t at, round, first, past;
    int64_t content; // source frames there are to read; -1: until it ends

    SRC_STATE *src; // owned; NULL: the rates are the same
    float *in;      // owned; IN_FRAMES
    int64_t in_at, in_count;
    int64_t drop; // frames to lose after a seek
    bool over;    // the source has ended
};

bool decode_source_allowed(int channels, int rate_hz, struct fault *f)
{
    if (channels < 1 || channels > DECODE_CHANNELS_MAX)
        return fault_set(f, "%d channels; 1 to %d are allowed", channels, DECODE_CHANNELS_MAX);
    if (rate_hz < 1000 || rate_hz > 768000)
        return fault_set(f, "%d samples a second; 1000 to 768000 are allowed", rate_hz);
    return true;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool set_up(struct decode_sound *s, int rate_hz, struct fault *f)
{
    int error = 0;
    int64_t divisor = common_divisor(rate_hz, s->source->rate_hz);
    s->rate_hz = rate_hz;
    s->up = rate_hz / divisor;
    s->down = s->source->rate_hz / divisor;
    s->content = s->source->frames;
    if (s->up == s->down)
        return true;
    s->in = calloc(IN_FRAMES, (size_t)s->source->channels * sizeof *s->in);
    s->src = src_new(SRC_SINC_MEDIUM_QUALITY, s->source->channels, &error);
    return (s->in && s->src) || fault_set(f, "no memory");
}

struct decode_sound *decode_sound_open(const char *path, int rate_hz, struct fault *f)
{
    bool known = true, spoken = decode_speech_named(path);
    struct decode_sound *s = calloc(1, sizeof *s);
    if (!s) {
        fault_set(f, "%s: no memory", path);
        return NULL;
    }
    s->source = spoken ? decode_speech_open(path, f) : decode_file_open(path, &known, f);
    if (!s->source && !known)
        s->source = decode_track_open(path, f);
    if (s->source && set_up(s, rate_hz, f))
        return s;
    decode_sound_close(s);
    fault_where(f, "%s", spoken ? "spoken text" : path);
    return NULL;
}

void decode_sound_close(struct decode_sound *s)
{
    if (!s)
        return;
    if (s->source)
        s->source->close(s->source);
    if (s->src)
        src_delete(s->src);
    free(s->in);
    free(s);
}

struct decode_sound_info decode_sound_info(const struct decode_sound *s)
{
    int64_t frames = s->source->frames;
    if (frames < 0)
        return (struct decode_sound_info){s->source->channels, -1, 0};
    return (struct decode_sound_info){s->source->channels, (frames * s->up + s->down - 1) / s->down,
                                      (double)frames / s->source->rate_hz};
}

static int64_t round_start(const struct decode_sound *s, int64_t round)
{
    return llround((double)round * s->period);
}

static void round_set(struct decode_sound *s, int64_t round)
{
    s->round = round;
    s->first = round_start(s, round);
    s->past = round_start(s, round + 1);
}

bool decode_sound_loop(struct decode_sound *s, double period_s)
{
    double own = (double)s->source->frames;
    double period = period_s > 0 ? period_s * s->source->rate_hz : own;
    if (!(period >= 0.001 * s->source->rate_hz) || period > 1e12)
        return false;
    s->period = period;
    round_set(s, 0);
    return true;
}

static int64_t clean(float *values, int64_t frames, int channels)
{
    for (int64_t i = 0; i < frames * channels; i++)
        if (!isfinite(values[i]))
            values[i] = 0;
    return frames;
}

// Frames of this round: sound, then silence up to its end. 0 only where the file is broken.
static int64_t read_round(struct decode_sound *s, float *to, int64_t count)
{
    int64_t in_round = s->at - s->first, left = s->past - s->at, n = 0;
    count = count < left ? count : left;
    if (s->content < 0 || in_round < s->content) {
        n = s->content < 0 || count < s->content - in_round ? count : s->content - in_round;
        n = s->source->read(s->source, to, n);
        if (n == 0) {
            if (in_round == 0)
                return 0;
            s->content = in_round; // shorter than it said
        }
    }
    if (n == 0) {
        n = count;
        memset(to, 0, (size_t)(n * s->source->channels) * sizeof *to);
    }
    return n;
}

static int64_t read_source(struct decode_sound *s, float *to, int64_t count)
{
    int64_t n;
    if (s->period > 0) {
        if (s->at >= s->past) {
            round_set(s, s->round + 1);
            if (!s->source->seek(s->source, 0))
                return 0;
        }
        n = read_round(s, to, count);
    } else {
        n = s->source->read(s->source, to, count);
    }
    s->at += n;
    return clean(to, n, s->source->channels);
}

static bool seek_source(struct decode_sound *s, int64_t frame)
{
    int64_t inside = frame;
    s->at = frame;
    if (s->period > 0) {
        round_set(s, (int64_t)floor((double)frame / s->period));
        if (frame < s->first)
            round_set(s, s->round - 1);
        else if (frame >= s->past)
            round_set(s, s->round + 1);
        inside = frame - s->first;
    }
    if (s->period > 0 && s->content >= 0 && inside >= s->content)
        return true; // silence until the next round
    return s->source->seek(s->source, inside);
}

bool decode_sound_seek(struct decode_sound *s, int64_t frame)
{
    if (frame < 0)
        return false;
    if (!s->src)
        return seek_source(s, frame);
    // Back to where an input and an output sample coincide, and by the filter's length.
    int64_t early = FILTER_HALF * (s->down > s->up ? s->down / s->up + 1 : 1);
    int64_t whole = (frame * s->down / s->up - early) / s->down;
    whole = whole < 0 ? 0 : whole;
    src_reset(s->src);
    s->in_count = s->in_at = 0;
    s->over = false;
    s->drop = frame - whole * s->up;
    return seek_source(s, whole * s->down);
}

static int64_t convert(struct decode_sound *s, float *to, int64_t count)
{
    if (s->in_count == 0 && !s->over) {
        s->in_at = 0;
        s->in_count = read_source(s, s->in, IN_FRAMES);
        s->over = s->in_count == 0;
    }
    SRC_DATA data = {.data_in = s->in + s->in_at * s->source->channels,
                     .data_out = to,
                     .input_frames = s->in_count,
                     .output_frames = count,
                     .end_of_input = s->over,
                     .src_ratio = (double)s->up / (double)s->down};
    if (src_process(s->src, &data) != 0)
        return -1;
    s->in_at += data.input_frames_used;
    s->in_count -= data.input_frames_used;
    bool done = s->over && data.output_frames_gen == 0;
    return done ? -1 : clean(to, data.output_frames_gen, s->source->channels);
}

int64_t decode_sound_read(struct decode_sound *s, float *frames, int64_t count)
{
    int64_t got = 0;
    while (got < count) {
        float *to = frames + got * s->source->channels;
        int64_t n;
        if (!s->src) {
            n = read_source(s, to, count - got);
            if (n == 0)
                break;
        } else {
            n = convert(s, to, s->drop > 0 && s->drop < count - got ? s->drop : count - got);
            if (n < 0)
                break;
            if (s->drop > 0) {
                s->drop -= n;
                n = 0;
            }
        }
        got += n;
    }
    return got;
}
