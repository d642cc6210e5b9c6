// The records of opened files, and where each stands in time.
#include "scene/swarm.h"

#include <math.h>
#include <stddef.h>

double media_position(const struct media *m, double now_s, bool *ended)
{
    double since_s = m->playing ? fmax(now_s - m->epoch_s, 0) : 0;
    double at_s = m->offset_s + since_s * m->speed;
    bool over = false;
    if (at_s < 0)
        at_s = 0;
    if (m->duration_s > 0 && at_s >= m->duration_s) {
        if (m->loop) {
            at_s = fmod(at_s, m->duration_s);
        } else {
            over = true;
            at_s = m->duration_s;
        }
    }
    if (ended)
        *ended = over;
    return at_s;
}

bool media_runs(const struct media *m, double now_s)
{
    bool over = false;
    media_position(m, now_s, &over);
    return m->playing && now_s >= m->epoch_s && !over;
}

double media_next_s(const struct media *m, double now_s)
{
    if (!m->playing)
        return INFINITY;
    if (now_s < m->epoch_s)
        return m->epoch_s;
    bool over = false;
    double at_s = media_position(m, now_s, &over);
    if (over || m->loop || m->duration_s <= 0)
        return INFINITY;
    return now_s + (m->duration_s - at_s) / m->speed;
}

media_handle media_handle_of(const struct media_table *t, const struct media *m)
{
    return (uint32_t)(m - t->items + 1) | (uint32_t)m->generation << 16;
}

media_handle media_take(struct media_table *t, enum media_kind kind, int stage)
{
    for (int i = 0; i < MEDIA_MAX; i++) {
        struct media *m = &t->items[i];
        if (m->used)
            continue;
        *m = (struct media){.used = true,
                            .kind = kind,
                            .stage = stage,
                            .generation = m->generation,
                            .gain = 1,
                            .speed = 1,
                            .frame = -1,
                            .state = MEDIA_OPENING};
        if (t->reach <= i)
            t->reach = i + 1;
        return media_handle_of(t, m);
    }
    return 0;
}

struct media *media_find(struct media_table *t, media_handle h)
{
    uint32_t index = (h & 0xffff) - 1;
    if (index >= MEDIA_MAX)
        return NULL;
    struct media *m = &t->items[index];
    return m->used && m->generation == h >> 16 ? m : NULL;
}

void media_release(struct media_table *t, media_handle h)
{
    struct media *m = media_find(t, h);
    if (!m)
        return;
    swarm_destroy(m->swarm);
    m->swarm = NULL;
    m->used = false;
    m->generation++;
}

void media_finish(struct media_table *t)
{
    for (int i = 0; i < t->reach; i++)
        swarm_destroy(t->items[i].swarm);
}
