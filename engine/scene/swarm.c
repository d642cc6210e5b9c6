// Swarms: where each sprite is when a block of time begins.
#include "scene/swarm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TURN 6.28318530717958647692

struct swarm *swarm_create(uint32_t count)
{
    if (count > SWARM_SPRITES)
        return NULL;
    struct swarm *s = calloc(1, sizeof *s + count * sizeof *s->sprites);
    if (s)
        s->count = count;
    return s;
}

void swarm_destroy(struct swarm *s)
{
    free(s);
}

static bool is_long(float life_s)
{
    return life_s >= SWARM_LONG;
}

double swarm_rest_s(const struct swarm *s)
{
    double rest_s = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const struct swarm_sprite *p = &s->sprites[i];
        bool still = p->vx == 0 && p->vy == 0 && p->spin == 0 && s->pull[0] == 0 && s->pull[1] == 0;
        if (s->again || (is_long(p->life_s) && !still))
            return INFINITY;
        rest_s = fmax(rest_s,
                      (double)p->start_s + (is_long(p->life_s) ? s->fade_in_s : (double)p->life_s));
    }
    return s->since_s + rest_s;
}

int64_t swarm_block(const struct swarm *s, double now_s)
{
    double block = floor((now_s - s->since_s) / SWARM_BLOCK_S);
    return block > -1e15 && block < 1e15 ? (int64_t)block : 0;
}

static double wrapped(double v, double period)
{
    double r = fmod(v, period);
    return r < 0 ? r + period : r;
}

// What lies between edges is kept within its period: there and back again, or once across.
static double within(const struct swarm *s, int axis, double at)
{
    double from = s->box[axis], size = (double)s->box[axis + 2] - from;
    if (s->edge == SWARM_OPEN)
        return at;
    return from + wrapped(at - from, s->edge == SWARM_BOUNCE ? 2 * size : size);
}

// After so many seconds of its way.
static void put_moved(const struct swarm *s, const struct swarm_sprite *p, double t, float *v)
{
    v[0] = (float)within(s, 0, p->x + p->vx * t + 0.5 * s->pull[0] * t * t);
    v[1] = (float)within(s, 1, p->y + p->vy * t + 0.5 * s->pull[1] * t * t);
    v[2] = (float)(p->vx + s->pull[0] * t);
    v[3] = (float)(p->vy + s->pull[1] * t);
    v[8] = (float)wrapped(p->angle + p->spin * t, TURN);
    v[9] = p->spin;
}

void swarm_values(const struct swarm *s, int64_t block, float *values)
{
    double base_s = (double)block * SWARM_BLOCK_S;
    for (uint32_t i = 0; i < s->count; i++, values += SWARM_FLOATS) {
        const struct swarm_sprite *p = &s->sprites[i];
        double age_s = base_s - p->start_s;
        bool over = !s->again && age_s >= p->life_s;
        put_moved(s, p, s->again || age_s < 0 || over ? 0 : age_s, values);
        if (s->again && age_s > 0)
            age_s = fmod(age_s, p->life_s);
        values[10] = over ? 2 * SWARM_LONG : (float)age_s;
        values[11] = p->life_s;
        memcpy(values + 4, &p->color, sizeof p->color);
        values[12] = p->scale;
    }
}
