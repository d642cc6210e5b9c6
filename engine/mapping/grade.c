// Gains of an output in linear light, and its curve.
#include "mapping/grade.h"

#include <math.h>

static bool white_said(const struct mapping_light *l)
{
    return l->white[0] != 0 || l->white[1] != 0 || l->white[2] != 0;
}

void grade_init(struct grade *g, const struct mapping_light *l, double black)
{
    double gain = (l->gain > 0 ? l->gain : 1) / (1 - l->black);
    for (int i = 0; i < 3; i++) {
        double white = white_said(l) ? l->white[i] : 1;
        g->light[i] = gain * white * (l->black > 0 ? 1 - black : 1);
        g->lift[i] = gain * white * black;
    }
    g->exponent = l->gamma;
    if (l->black <= 0)
        for (int i = 0; i < 3; i++)
            g->lift[i] = 0;
}

bool grade_plain(const struct mapping_light *l)
{
    bool white = white_said(l) && (l->white[0] != 1 || l->white[1] != 1 || l->white[2] != 1);
    bool gain = l->gain > 0 && l->gain != 1;
    return !white && !gain && !(l->gamma > 0) && !l->lut && !(l->black > 0);
}

double grade_value(const struct grade *g, double light)
{
    if (!(light > 0))
        return 0;
    if (light >= 1)
        return 1;
    if (g->exponent > 0)
        return pow(light, 1 / g->exponent);
    return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

double grade_light(const struct grade *g, double value)
{
    if (g->exponent > 0)
        return pow(value, g->exponent);
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}
