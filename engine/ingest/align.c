// Offsets between recordings: onsets are matched piece by piece, then refined by their phases.
//
// An onset is a rise of loudness within 5 ms. Pieces of the first, 30 s each, are looked for in all
// of the second by normalised cross-correlation. A piece counts that fits well and fits nowhere
// else nearly as well; the pieces that agree, but for a drift of 0.2 %, give the offset. Each is
// refined by the generalised cross-correlation with phase transform (Knapp and Carter, IEEE Trans.
// ASSP 24 (4), 1976) around its loudest onset.
#include "ingest/align.h"
#include "decode/decode.h"

#include <kiss_fftr.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOP = ALIGN_RATE_HZ / 200, // samples of an onset
    ONSET_HZ = ALIGN_RATE_HZ / HOP,
    PIECE = 30 * ONSET_HZ,
    PIECES = 96,
    APART = ONSET_HZ / 4, // onsets; a second place is at least so far off
    WINDOW = 1 << 14,     // samples that are refined
    FINE = ALIGN_RATE_HZ * 60 / 1000,
};

#define FITS 0.35
#define DISTINCT 1.25 // times the second best place
#define AGREE_S 0.05
#define DRIFT_MOST 0.002
#define DRIFT_SEEN_S 0.005
#define SHARE 0.6 // of the pieces that count

struct onsets {
    float *at; // owned
    int64_t count;
};

struct piece {
    int64_t from, count, lag; // onsets; lag: its time less the other's
    double fits, distinct;
    double time_s, lag_s; // refined
};

// ---- onsets ----

static double energy(const float *at, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += (double)at[i] * at[i];
    return sum;
}

// Smoothed over 35 ms, so that a drift within a piece does little.
static void smooth(const float *from, float *to, int64_t count)
{
    static const float weights[] = {1, 2, 3, 4, 3, 2, 1};
    for (int64_t i = 0; i < count; i++) {
        float sum = 0;
        for (int64_t k = -3; k <= 3; k++)
            if (i + k >= 0 && i + k < count)
                sum += from[i + k] * weights[k + 3];
        to[i] = sum / 16;
    }
}

static bool onsets_of(const float *sound, int64_t count, struct onsets *o, struct fault *f)
{
    o->count = count / HOP;
    o->at = calloc((size_t)o->count + 1, sizeof *o->at);
    float *rises = calloc((size_t)o->count + 1, sizeof *rises);
    double mean = energy(sound, o->count * HOP) / (double)(o->count > 0 ? o->count : 1);
    if (!o->at || !rises || mean <= 0) {
        free(rises);
        return fault_set(f, mean <= 0 ? "nothing is heard in it" : "no memory");
    }
    double last = 0, before = 0;
    for (int64_t i = 0; i < o->count; i++) {
        double loud = log1p(energy(sound + i * HOP, HOP) / mean);
        double rise = loud - fmax(last, before);
        rises[i] = i > 1 && rise > 0 ? (float)rise : 0;
        before = last;
        last = loud;
    }
    smooth(rises, o->at, o->count);
    free(rises);
    double sum = 0;
    for (int64_t i = 0; i < o->count; i++)
        sum += o->at[i];
    for (int64_t i = 0; i < o->count; i++)
        o->at[i] -= (float)(sum / (double)o->count);
    return true;
}

// ---- correlation ----

struct search {
    int size; // of the transform
    kiss_fftr_cfg forth, back;
    kiss_fft_cpx *other, *spectrum; // of the second; of a piece
    float *time;
    double *sums; // of the second's squares, up to each onset
};

static int power_of_two(int64_t least)
{
    int size = 2;
    while (size < least)
        size *= 2;
    return size;
}

static void search_finish(struct search *s)
{
    kiss_fftr_free(s->forth);
    kiss_fftr_free(s->back);
    free(s->other);
    free(s->spectrum);
    free(s->time);
    free(s->sums);
}

static bool search_init(struct search *s, const struct onsets *b, int64_t piece)
{
    *s = (struct search){.size = power_of_two(b->count + piece)};
    size_t half = (size_t)s->size / 2 + 1;
    s->forth = kiss_fftr_alloc(s->size, 0, NULL, NULL);
    s->back = kiss_fftr_alloc(s->size, 1, NULL, NULL);
    s->other = calloc(half, sizeof *s->other);
    s->spectrum = calloc(half, sizeof *s->spectrum);
    s->time = calloc((size_t)s->size, sizeof *s->time);
    s->sums = calloc((size_t)b->count + 1, sizeof *s->sums);
    if (!s->forth || !s->back || !s->other || !s->spectrum || !s->time || !s->sums)
        return false;
    for (int64_t i = 0; i < b->count; i++)
        s->sums[i + 1] = s->sums[i] + (double)b->at[i] * b->at[i];
    memcpy(s->time, b->at, (size_t)b->count * sizeof *b->at);
    kiss_fftr(s->forth, s->time, s->other);
    return true;
}

// How well the piece fits where its first onset is onset `at` of the second. Of a place where
// little happens the root of a fifth of the piece's own energy is the least that it is divided by.
static double fit_at(const struct search *s, const struct onsets *b, int64_t count, double own,
                     int64_t at)
{
    int64_t from = at < 0 ? 0 : at, past = at + count < b->count ? at + count : b->count;
    double there = past > from ? s->sums[past] - s->sums[from] : 0;
    double product = s->time[at < 0 ? at + s->size : at] / (double)s->size;
    return product / sqrt(own * fmax(there, own / 5));
}

static void look_for(struct search *s, const struct onsets *a, const struct onsets *b,
                     struct piece *p)
{
    double own = energy(a->at + p->from, p->count);
    int64_t range = (int64_t)(ALIGN_RANGE_S * ONSET_HZ), best = 0;
    p->fits = p->distinct = 0;
    if (own <= 0)
        return;
    memset(s->time, 0, (size_t)s->size * sizeof *s->time);
    memcpy(s->time, a->at + p->from, (size_t)p->count * sizeof *a->at);
    kiss_fftr(s->forth, s->time, s->spectrum);
    for (int i = 0; i <= s->size / 2; i++) {
        kiss_fft_cpx x = s->spectrum[i], y = s->other[i];
        s->spectrum[i] = (kiss_fft_cpx){x.r * y.r + x.i * y.i, x.r * y.i - x.i * y.r};
    }
    kiss_fftri(s->back, s->spectrum, s->time);
    int64_t first = p->from - range > 1 - p->count ? p->from - range : 1 - p->count;
    int64_t past = p->from + range < b->count ? p->from + range : b->count;
    for (int64_t at = first; at < past; at++) {
        double fits = fit_at(s, b, p->count, own, at);
        if (fits > p->fits) {
            p->fits = fits;
            best = at;
        }
    }
    double second = 1e-9;
    for (int64_t at = first; at < past; at++)
        if (at < best - APART || at > best + APART)
            second = fmax(second, fit_at(s, b, p->count, own, at));
    p->lag = p->from - best;
    p->distinct = p->fits / second;
}

// ---- refining ----

static int64_t loudest(const struct onsets *a, const struct piece *p, const struct onsets *b)
{
    int64_t at = -1;
    for (int64_t i = p->from; i < p->from + p->count; i++)
        if (i - p->lag >= 0 && i - p->lag < b->count && (at < 0 || a->at[i] > a->at[at]))
            at = i;
    return at;
}

static void take(const float *sound, int64_t count, int64_t from, float *window)
{
    memset(window, 0, 2 * WINDOW * sizeof *window);
    for (int64_t i = 0; i < WINDOW; i++)
        if (from + i >= 0 && from + i < count)
            window[i] =
                sound[from + i] * (float)(0.5 - 0.5 * cos(2 * M_PI * (double)i / WINDOW)); // Hann
}

// The top of the parabola through a peak and its neighbours, in samples from the peak.
static double top(double left, double peak, double right)
{
    double bend = left - 2 * peak + right;
    return bend < 0 ? 0.5 * (left - right) / bend : 0;
}

// Where `time` has its peak within +-FINE samples; it must stand out of what is around it.
static bool peak_of(const float *time, double *at)
{
    int best = 0;
    double sum = 0;
    for (int k = -FINE; k <= FINE; k++) {
        float v = time[k & (2 * WINDOW - 1)];
        sum += (double)v * v;
        if (v > time[best & (2 * WINDOW - 1)])
            best = k;
    }
    double peak = time[best & (2 * WINDOW - 1)];
    *at =
        best + top(time[(best - 1) & (2 * WINDOW - 1)], peak, time[(best + 1) & (2 * WINDOW - 1)]);
    return peak > 4 * sqrt(sum / (2 * FINE + 1)) && best > -FINE && best < FINE;
}

struct fine {
    kiss_fftr_cfg forth, back;
    float *time;
    kiss_fft_cpx *a, *b;
};

static void refine(struct fine *f, const float *a, int64_t a_count, const float *b, int64_t b_count,
                   int64_t at, struct piece *p)
{
    int64_t from = at * HOP - WINDOW / 2, shift = p->lag * HOP;
    double off;
    take(a, a_count, from, f->time);
    kiss_fftr(f->forth, f->time, f->a);
    take(b, b_count, from - shift, f->time);
    kiss_fftr(f->forth, f->time, f->b);
    for (int i = 0; i <= WINDOW; i++) {
        double r = (double)f->a[i].r * f->b[i].r + (double)f->a[i].i * f->b[i].i;
        double m = (double)f->a[i].i * f->b[i].r - (double)f->a[i].r * f->b[i].i;
        double length = sqrt(r * r + m * m) + 1e-20;
        f->a[i] = (kiss_fft_cpx){(float)(r / length), (float)(m / length)};
    }
    kiss_fftri(f->back, f->a, f->time);
    p->time_s = (double)at / ONSET_HZ;
    p->lag_s = (double)p->lag / ONSET_HZ;
    if (peak_of(f->time, &off))
        p->lag_s += off / ALIGN_RATE_HZ;
}

static bool refine_all(struct piece *pieces, int count, const struct onsets *oa,
                       const struct onsets *ob, const float *a, int64_t a_count, const float *b,
                       int64_t b_count)
{
    struct fine f = {kiss_fftr_alloc(2 * WINDOW, 0, NULL, NULL),
                     kiss_fftr_alloc(2 * WINDOW, 1, NULL, NULL), calloc(2 * WINDOW, sizeof *f.time),
                     calloc(WINDOW + 1, sizeof *f.a), calloc(WINDOW + 1, sizeof *f.b)};
    bool good = f.forth && f.back && f.time && f.a && f.b;
    for (int i = 0; good && i < count; i++) {
        int64_t at = loudest(oa, &pieces[i], ob);
        if (at >= 0)
            refine(&f, a, a_count, b, b_count, at, &pieces[i]);
    }
    kiss_fftr_free(f.forth);
    kiss_fftr_free(f.back);
    free(f.time);
    free(f.a);
    free(f.b);
    return good;
}

// ---- agreeing ----

static int by_lag(const void *a, const void *b)
{
    double x = ((const struct piece *)a)->lag_s, y = ((const struct piece *)b)->lag_s;
    return (x > y) - (x < y);
}

// A line through the pieces, where it rises by more than can be an error; else their median.
static void settle(struct piece *pieces, int count, struct align *out)
{
    double t = 0, lag = 0, tt = 0, tl = 0, first = pieces[0].time_s, last = first;
    for (int i = 0; i < count; i++) {
        t += pieces[i].time_s / count;
        lag += pieces[i].lag_s / count;
        first = fmin(first, pieces[i].time_s);
        last = fmax(last, pieces[i].time_s);
    }
    for (int i = 0; i < count; i++) {
        tt += (pieces[i].time_s - t) * (pieces[i].time_s - t);
        tl += (pieces[i].time_s - t) * (pieces[i].lag_s - lag);
    }
    double slope = count >= 3 && tt > 0 ? tl / tt : 0;
    out->middle_s = t;
    out->reach_s = (last - first) / 2;
    out->drift = fabs(slope) * (last - first) > DRIFT_SEEN_S ? -slope : 0;
    qsort(pieces, (size_t)count, sizeof *pieces, by_lag);
    out->offset_s = out->drift != 0 ? lag : pieces[count / 2].lag_s;
}

// Keeps the pieces that count and agree with the best of them. Returns how many.
static int agree(struct piece *pieces, int count, struct align *out)
{
    int kept = 0, best = 0, same = 0;
    for (int i = 0; i < count; i++)
        if (pieces[i].fits >= FITS && pieces[i].distinct >= DISTINCT)
            pieces[kept++] = pieces[i];
    for (int i = 1; i < kept; i++)
        if (pieces[i].fits > pieces[best].fits)
            best = i;
    if (kept == 0)
        return 0;
    const struct piece anchor = pieces[best];
    for (int i = 0; i < kept; i++) {
        double apart = fabs((double)(pieces[i].lag - anchor.lag)) / ONSET_HZ;
        double between = fabs((double)(pieces[i].from - anchor.from)) / ONSET_HZ;
        if (apart <= AGREE_S + DRIFT_MOST * between)
            pieces[same++] = pieces[i];
    }
    double share = (double)same / kept;
    out->confidence = share >= SHARE ? fmin(1, anchor.fits) * share : 0;
    return same;
}

static int cut(const struct onsets *a, struct piece pieces[PIECES])
{
    int64_t size = a->count < PIECE * 3 / 2 ? a->count : PIECE;
    int count = 0;
    for (int64_t from = 0; from + size <= a->count && count < PIECES; from += size)
        pieces[count++] = (struct piece){.from = from, .count = size};
    return count;
}

static bool match(const struct onsets *oa, const struct onsets *ob, struct piece *pieces, int count,
                  struct fault *f)
{
    struct search s;
    bool good = search_init(&s, ob, pieces[0].count) || fault_set(f, "no memory");
    for (int i = 0; good && i < count; i++)
        look_for(&s, oa, ob, &pieces[i]);
    search_finish(&s);
    return good;
}

bool align_find(const float *a, int64_t a_count, const float *b, int64_t b_count, struct align *out,
                struct fault *f)
{
    struct onsets oa = {0}, ob = {0};
    struct piece pieces[PIECES];
    *out = (struct align){0};
    bool good = onsets_of(a, a_count, &oa, f) && onsets_of(b, b_count, &ob, f);
    int count = good ? cut(&oa, pieces) : 0;
    if (good && (count == 0 || ob.count == 0))
        good = fault_set(f, "too short to compare");
    good = good && match(&oa, &ob, pieces, count, f);
    int same = good ? agree(pieces, count, out) : 0;
    if (good && (same == 0 || out->confidence < ALIGN_CONFIDENCE))
        good = fault_set(f,
                         "no one place where both have heard the same (confidence %.2f; %.2f is "
                         "needed)",
                         out->confidence, ALIGN_CONFIDENCE);
    good = good && (refine_all(pieces, same, &oa, &ob, a, a_count, b, b_count) ||
                    fault_set(f, "no memory"));
    if (good)
        settle(pieces, same, out);
    free(oa.at);
    free(ob.at);
    return good;
}

float *align_hear(const char *path, int64_t *count, struct fault *f)
{
    enum { FRAMES = 4096 };
    float frames[FRAMES * DECODE_CHANNELS_MAX];
    int64_t most = (int64_t)(ALIGN_LENGTH_S * ALIGN_RATE_HZ), n;
    struct decode_sound *sound = decode_sound_open(path, ALIGN_RATE_HZ, f);
    float *mono = sound ? malloc((size_t)most * sizeof *mono) : NULL;
    *count = 0;
    if (sound && !mono)
        fault_set(f, "%s: no memory", path);
    int channels = sound ? decode_sound_info(sound).channels : 0;
    while (mono && *count < most &&
           (n = decode_sound_read(sound, frames, most - *count < FRAMES ? most - *count : FRAMES)) >
               0)
        for (int64_t i = 0; i < n; i++) {
            float sum = 0;
            for (int c = 0; c < channels; c++)
                sum += frames[i * channels + c];
            mono[(*count)++] = sum / (float)channels;
        }
    decode_sound_close(sound);
    return mono;
}
