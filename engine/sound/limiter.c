// The master limiter: no sample above the ceiling, no step in its gain, gain 1 below.
//
// The gain that a frame needs is held over the window (sliding minimum, Lemire 2006), released
// exponentially, and averaged over the window; the sound waits for one window. Each of the averaged
// values knows of the frame that is then coming out, so the average is never above what it needs.
#include "sound/private.h"

#include <math.h>
#include <string.h>

enum { WINDOW = SOUND_LOOKAHEAD + 1, QUEUE = 128 };

// 150 ms to 1/e.
static const double RELEASE = 1.0 / (0.150 * SOUND_RATE_HZ);

static void rest(struct limiter *l)
{
    l->idle = true;
    l->first = l->past = 0;
    l->held = 1;
    for (int i = 0; i < WINDOW; i++)
        l->window[i] = 1;
    l->sum = WINDOW;
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
    float least = sliding_minimum(l, peak > l->ceiling ? l->ceiling / peak : 1);
    if ((double)least <= l->held || l->held > 1 - 1e-6)
        l->held = (double)least;
    else
        l->held += ((double)least - l->held) * RELEASE;
    double *slot = &l->window[l->frame % WINDOW];
    l->sum += l->held - *slot;
    *slot = l->held;
    l->frame++;
    return (float)(l->sum / WINDOW);
}

static void peaks_of(const struct limiter *l, float (*bus)[SOUND_BLOCK], float *peaks, int count)
{
    memset(peaks, 0, (size_t)count * sizeof *peaks);
    for (int c = 0; c < l->channels; c++)
        for (int i = 0; i < count; i++) {
            float level = fabsf(bus[c][i]);
            peaks[i] = level > peaks[i] ? level : peaks[i];
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
