// The master limiter: nothing above the ceiling, between samples neither; no step in its gain, gain
// 1 below.
//
// What lies between samples is found as ITU-R BS.1770-5, annex 2, has it: four phases of 12 taps.
// The gain that a frame needs is held over the window (sliding minimum, Lemire 2006), released
// exponentially, and averaged over what the taps leave of the window; the sound waits for one
// window. Each of the averaged values knows of all peaks that the frame which is then coming out
// has a part in, so the average is never above what they need.
#include "sound/private.h"

#include <math.h>
#include <string.h>

enum { WINDOW = SOUND_LOOKAHEAD + 1, QUEUE = 128 };
enum { TAPS = 12, PAST = TAPS - 1, MEAN = WINDOW - PAST };

// The two others are these backwards.
static const float PHASES[2][TAPS] = {
    {0.0017089843750f, 0.0109863281250f, -0.0196533203125f, 0.0332031250000f, -0.0594482421875f,
     0.1373291015625f, 0.9721679687500f, -0.1022949218750f, 0.0476074218750f, -0.0266113281250f,
     0.0148925781250f, -0.0083007812500f},
    {-0.0291748046875f, 0.0292968750000f, -0.0517578125000f, 0.0891113281250f, -0.1665039062500f,
     0.4650878906250f, 0.7797851562500f, -0.2003173828125f, 0.1015625000000f, -0.0582275390625f,
     0.0330810546875f, -0.0189208984375f}};
#define MOST_BETWEEN 2.03f // no peak between samples is so many times the largest of them
#define MARGIN 0.98        // of the ceiling: the gain moves while the taps add up

// 150 ms to 1/e.
static const double RELEASE = 1.0 / (0.150 * SOUND_RATE_HZ);

static void rest(struct limiter *l)
{
    l->idle = true;
    l->first = l->past = 0;
    l->held = 1;
    for (int i = 0; i < MEAN; i++)
        l->window[i] = 1;
    l->sum = MEAN;
}

void limiter_init(struct limiter *l, int channels, float ceiling)
{
    *l = (struct limiter){.channels = channels, .ceiling = ceiling};
    rest(l);
}

static float sliding_minimum(struct limiter *l, float needed)
{
    while (l->past != l->first && l->needed[(l->past - 1) % QUEUE] >= needed)
        l->past--;
    l->needed[l->past % QUEUE] = needed;
    l->at[l->past % QUEUE] = l->frame;
    l->past++;
    if (l->at[l->first % QUEUE] <= l->frame - WINDOW)
        l->first++;
    return l->needed[l->first % QUEUE];
}

static float gain_of(struct limiter *l, float peak)
{
    float least = sliding_minimum(l, peak > l->ceiling ? (float)(MARGIN * l->ceiling / peak) : 1);
    if ((double)least <= l->held || l->held > 1 - 1e-6)
        l->held = (double)least;
    else
        l->held += ((double)least - l->held) * RELEASE;
    double *slot = &l->window[l->frame % MEAN];
    l->sum += l->held - *slot;
    *slot = l->held;
    l->frame++;
    return (float)(l->sum / MEAN);
}

// `line`: PAST samples, then `count`.
static void peaks_between(const float *line, float *peaks, int count)
{
    for (int phase = 0; phase < 4; phase++) {
        float sums[SOUND_BLOCK] = {0};
        const float *taps = PHASES[phase / 2];
        for (int k = 0; k < TAPS; k++) {
            float tap = taps[phase % 2 ? TAPS - 1 - k : k];
            for (int i = 0; i < count; i++)
                sums[i] += tap * line[i + k];
        }
        for (int i = 0; i < count; i++)
            peaks[i] = fmaxf(peaks[i], fabsf(sums[i]));
    }
}

static void peaks_of(const struct limiter *l, float (*bus)[SOUND_BLOCK], float *peaks, int count)
{
    float line[PAST + SOUND_BLOCK];
    memset(peaks, 0, (size_t)count * sizeof *peaks);
    for (int c = 0; c < l->channels; c++) {
        float loudest = 0;
        memcpy(line, l->delay[c] + SOUND_LOOKAHEAD - PAST, PAST * sizeof *line);
        memcpy(line + PAST, bus[c], (size_t)count * sizeof *line);
        for (int i = 0; i < PAST + count; i++)
            loudest = fmaxf(loudest, fabsf(line[i]));
        for (int i = 0; i < count; i++)
            peaks[i] = fmaxf(peaks[i], fabsf(bus[c][i]));
        if (loudest * MOST_BETWEEN > l->ceiling)
            peaks_between(line, peaks, count);
    }
}

static void wait(float *delay, float *channel, int count)
{
    float line[SOUND_LOOKAHEAD + SOUND_BLOCK];
    memcpy(line, delay, SOUND_LOOKAHEAD * sizeof *line);
    memcpy(line + SOUND_LOOKAHEAD, channel, (size_t)count * sizeof *line);
    memcpy(channel, line, (size_t)count * sizeof *line);
    memcpy(delay, line + count, SOUND_LOOKAHEAD * sizeof *line);
}

void limiter_run(struct limiter *l, float (*bus)[SOUND_BLOCK], int count)
{
    float peaks[SOUND_BLOCK], gains[SOUND_BLOCK], loudest = 0, least = 1;
    peaks_of(l, bus, peaks, count);
    for (int i = 0; i < count; i++)
        loudest = peaks[i] > loudest ? peaks[i] : loudest;
    for (int c = 0; c < l->channels; c++)
        wait(l->delay[c], bus[c], count);
    if (l->idle && loudest <= l->ceiling)
        return;
    l->idle = false;
    for (int i = 0; i < count; i++) {
        gains[i] = gain_of(l, peaks[i]);
        least = gains[i] < least ? gains[i] : least;
    }
    for (int c = 0; c < l->channels; c++)
        for (int i = 0; i < count; i++) {
            float v = bus[c][i] * gains[i]; // rounding may put it a bit above
            bus[c][i] = v > -l->ceiling ? (v < l->ceiling ? v : l->ceiling) : -l->ceiling;
        }
    if (least == 1 && l->held == 1 && count >= WINDOW && loudest <= l->ceiling)
        rest(l);
}
