// Gains of the loudspeakers for a source in the room.
#include "sound/dbap.h"

#include <math.h>

static double distance(struct vec3 a, struct vec3 b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
}

double dbap_blur_m(const struct dbap *d)
{
    double sum = 0;
    for (int i = 0; i < d->count; i++) {
        double nearest = INFINITY;
        for (int k = 0; k < d->count; k++)
            if (k != i)
                nearest = fmin(nearest, distance(d->speakers[i], d->speakers[k]));
        sum += isfinite(nearest) ? nearest : 0;
    }
    return fmax(0.05, d->count ? 0.2 * sum / d->count : 0);
}

void dbap_gains(const struct dbap *d, struct vec3 source, float *gains)
{
    double a = d->rolloff_db / (20 * log10(2)), v[8], power = 0;
    for (int i = 0; i < d->count; i++) {
        v[i] = pow(hypot(distance(d->speakers[i], source), d->blur_m), -a);
        power += v[i] * v[i];
    }
    for (int i = 0; i < d->count; i++)
        gains[i] = (float)(v[i] / sqrt(power));
}
