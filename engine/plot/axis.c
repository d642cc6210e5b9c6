// Axes: from values to places, and where the ticks are.
#include "plot/plot.h"

#include <math.h>

double plot_place(const struct plot_axis *a, double value)
{
    if (a->logarithmic)
        return log10(value / a->least) / log10(a->most / a->least);
    return (value - a->least) / (a->most - a->least);
}

static const double steps[] = {1, 2, 5, 10};

static int linear_ticks(const struct plot_axis *a, int wanted, double ticks[PLOT_TICKS])
{
    double range = a->most - a->least, decade = pow(10, floor(log10(range / wanted)));
    double step = decade;
    for (int i = 0; i < 4 && range / (step = steps[i] * decade) > wanted; i++)
        continue;
    int n = 0;
    for (double k = ceil(a->least / step - 1e-9); k * step <= a->most + step * 1e-9; k++)
        if (n < PLOT_TICKS)
            ticks[n++] = k * step;
    return n;
}

// `each`: 3 for 1, 2, 5; 1 for the decades alone.
static int decade_ticks(const struct plot_axis *a, int each, double ticks[PLOT_TICKS])
{
    int n = 0, first = (int)floor(log10(a->least)), last = (int)ceil(log10(a->most));
    for (int d = first; d <= last; d++)
        for (int i = 0; i < each; i++) {
            double at = steps[i] * pow(10, d);
            if (n < PLOT_TICKS && at >= a->least * (1 - 1e-9) && at <= a->most * (1 + 1e-9))
                ticks[n++] = at;
        }
    return n;
}

int plot_ticks(const struct plot_axis *a, int wanted, double ticks[PLOT_TICKS])
{
    if (!a->logarithmic)
        return linear_ticks(a, wanted, ticks);
    int n = decade_ticks(a, 3, ticks);
    return n <= wanted ? n : decade_ticks(a, 1, ticks);
}
