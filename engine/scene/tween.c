// Numbers on their way: where they stand, and when they rest.
#include "scene/tween.h"

#include <math.h>

#define TURN 6.28318530717958647692

static double between(const struct tween *t, const struct tween_key *keys, double at_s)
{
    const struct tween_key *last = &keys[t->keys - 1];
    if (t->looping && at_s > 0 && last->at_s > 0)
        at_s = fmod(at_s, last->at_s);
    int next = 0;
    while (next < t->keys && keys[next].at_s <= at_s)
        next++;
    if (next == 0)
        return keys[0].value;
    if (next == t->keys)
        return last->value;
    const struct tween_key *a = &keys[next - 1], *b = &keys[next];
    double u = (at_s - a->at_s) / (b->at_s - a->at_s);
    return a->value + (b->value - a->value) * ease_at((enum ease)b->ease, u);
}

double tween_at(const struct tween *t, const struct tween_key *keys, double now_s)
{
    double at_s = now_s - t->since_s;
    double value = t->keys ? between(t, keys, at_s) : t->value;
    if (!(at_s > 0))
        return value;
    if (t->swing != 0)
        value += t->swing * sin(TURN * fmod(at_s / t->period_s, 1));
    return value + t->speed * at_s;
}

double tween_rest_s(const struct tween *t, const struct tween_key *keys)
{
    if (t->speed != 0 || t->swing != 0 || (t->looping && t->keys && keys[t->keys - 1].at_s > 0))
        return INFINITY;
    return t->keys ? t->since_s + keys[t->keys - 1].at_s : -INFINITY;
}

bool tween_valid(const struct tween *t, const struct tween_key *keys)
{
    if (t->keys > TWEEN_KEYS || !isfinite(t->since_s + t->value + t->speed + t->swing) ||
        (t->swing != 0 && !(t->period_s > 0 && isfinite(t->period_s))))
        return false;
    for (int i = 0; i < t->keys; i++)
        if (!isfinite(keys[i].at_s) || !isfinite(keys[i].value) || keys[i].ease >= EASES ||
            keys[i].at_s < (i ? keys[i - 1].at_s : 0))
            return false;
    return true;
}
