// Where a movement may be cut into steps: moments at which a hand all but rests.
#include "motion/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CUTOFF_HZ 10.   // of a hand; struck gestures are cut by their sound
#define SLOW 0.12       // of the speed that 95 of 100 moments do not exceed
#define STILL_MPS 0.02  // who is never faster does not move
#define APART_S 0.2     // nearer moments are one
#define SHORT_M 0.03    // a shorter way is no step
#define PASSES 0.802    // two passes of the filter: (sqrt 2 - 1)^1/4
#define LEAST_SAMPLES 8 // of a clip that can be cut at all

// A joint's way, evenly sampled.
struct way {
    int count;
    double every_s;
    double *at[3], *speed, *spare; // count each; spare: room for the filter and for sorting
};

static int padding(const struct way *w, double cutoff_hz)
{
    int n = (int)ceil(3 / cutoff_hz / w->every_s);
    return n < w->count ? n : w->count - 1;
}

// One pass over count values, in place: y = a0 (x + 2 x-1 + x-2) + b1 y-1 + b2 y-2 (Winter,
// Biomechanics and Motor Control, "Digital filtering").
static void filter_once(double *x, int count, double w)
{
    double k1 = sqrt(2.) * w, k2 = w * w, a0 = k2 / (1 + k1 + k2), k3 = 2 * a0 / k2;
    double b1 = k3 - 2 * a0, b2 = 1 - 2 * a0 - k3;
    double x1 = x[0], x2 = x[0], y1 = x[0], y2 = x[0];
    for (int i = 0; i < count; i++) {
        double y = a0 * (x[i] + 2 * x1 + x2) + b1 * y1 + b2 * y2;
        x2 = x1;
        x1 = x[i];
        y2 = y1;
        y1 = x[i] = y;
    }
}

static void turn_round(double *x, int count)
{
    for (int i = 0; i < count / 2; i++) {
        double other = x[i];
        x[i] = x[count - 1 - i];
        x[count - 1 - i] = other;
    }
}

// Forwards and backwards, so that nothing comes late; the ends are continued point-symmetrically.
static void smooth(struct way *w, double *x)
{
    double rate = 1 / w->every_s, cutoff = fmin(CUTOFF_HZ, rate / 4);
    int pad = padding(w, cutoff), n = w->count, all = n + 2 * pad;
    double *y = w->spare, omega = tan(M_PI * cutoff / rate) / PASSES;
    memcpy(y + pad, x, (size_t)n * sizeof *y);
    for (int i = 1; i <= pad; i++) {
        y[pad - i] = 2 * x[0] - x[i];
        y[pad + n - 1 + i] = 2 * x[n - 1] - x[n - 1 - i];
    }
    for (int pass = 0; pass < 2; pass++) {
        filter_once(y, all, omega);
        turn_round(y, all);
    }
    memcpy(x, y + pad, (size_t)n * sizeof *x);
}

static void take_speeds(struct way *w)
{
    for (int i = 0; i < w->count; i++) {
        int before = i > 0 ? i - 1 : i, after = i + 1 < w->count ? i + 1 : i;
        double squares = 0;
        for (int k = 0; k < 3; k++) {
            double d = w->at[k][after] - w->at[k][before];
            squares += d * d;
        }
        w->speed[i] = sqrt(squares) / ((after - before) * w->every_s);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double usual_most(struct way *w)
{
    memcpy(w->spare, w->speed, (size_t)w->count * sizeof *w->spare);
    qsort(w->spare, (size_t)w->count, sizeof *w->spare, by_size);
    return w->spare[(int)(0.95 * (w->count - 1))];
}

static bool way_init(struct way *w, const struct motion_clip *c, int joint)
{
    int frames = c->info.frames, each = (frames + MOTION_CUT_SAMPLES - 1) / MOTION_CUT_SAMPLES;
    *w = (struct way){.count = (frames - 1) / each + 1, .every_s = each * c->info.frame_s};
    size_t n = (size_t)w->count;
    double *room = calloc(n * 7, sizeof *room); // spare: three times as long
    if (!room)
        return false;
    for (int k = 0; k < 3; k++)
        w->at[k] = room + (size_t)k * n;
    w->speed = room + 3 * n;
    w->spare = room + 4 * n;
    for (int i = 0; i < w->count; i++) {
        struct vec3 p = motion_joint_at(c, joint, i * w->every_s);
        w->at[0][i] = p.x;
        w->at[1][i] = p.y;
        w->at[2][i] = p.z;
    }
    return true;
}

static void way_finish(struct way *w)
{
    free(w->at[0]);
}

// A stretch in which it is slow.
struct rest {
    int first, last;
};

// The next one from sample i on; first: -1: none.
static struct rest next_rest(const struct way *w, int i, double slow)
{
    while (i < w->count && w->speed[i] >= slow)
        i++;
    if (i == w->count)
        return (struct rest){-1, -1};
    struct rest r = {i, i};
    while (r.last + 1 < w->count && w->speed[r.last + 1] < slow)
        r.last++;
    return r;
}

static double middle(const struct way *w, struct rest r)
{
    return (r.first + r.last) / 2. * w->every_s;
}

static bool is_same(const struct way *w, struct rest a, struct rest b)
{
    double path = 0;
    for (int i = a.last; i < b.first; i++)
        path += (w->speed[i] + w->speed[i + 1]) / 2 * w->every_s;
    return path < SHORT_M || middle(w, b) - middle(w, a) < APART_S;
}

// Rests at either end are where it begins and ends. The end of the clip counts as one, so that no
// short step is left before it.
static int find_cuts(const struct way *w, double slow, double *times_s, int room)
{
    struct rest last = {0, 0}, end = {w->count - 1, w->count - 1};
    int count = 0;
    for (struct rest r = next_rest(w, 0, slow); r.first >= 0; r = next_rest(w, r.last + 1, slow)) {
        if (is_same(w, last, r)) {
            last.last = r.last;
            continue;
        }
        if (last.first > 0 && count < room)
            times_s[count++] = middle(w, last);
        last = r;
    }
    if (last.first > 0 && last.last < w->count - 1 && !is_same(w, last, end) && count < room)
        times_s[count++] = middle(w, last);
    return count;
}

int motion_cuts(const struct motion_clip *c, int joint, double *times_s, int room)
{
    struct way w;
    int count = 0;
    assert(joint >= 0 && joint < c->info.joints);
    if (c->info.frames < LEAST_SAMPLES)
        return 0;
    if (!way_init(&w, c, joint))
        return -1;
    for (int k = 0; k < 3; k++)
        smooth(&w, w.at[k]);
    take_speeds(&w);
    double most = usual_most(&w);
    if (most > STILL_MPS)
        count = find_cuts(&w, SLOW * most, times_s, room);
    way_finish(&w);
    return count;
}
