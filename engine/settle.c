// What the engine holds until its first pictures are there, and when it gives back the rest.
#include "settle.h"

#include <math.h>

void settle_begin(struct settle *s, double began_s, double now_s)
{
    s->began_s = began_s;
    s->trim_s = now_s + SETTLE_TRIM_S;
}

// Are pictures of the first frame still being read?
static bool unready(const struct settle *s)
{
    for (int n = 0; n < s->count; n++)
        for (int i = 0; i < s->stations[n].scene->media.reach; i++) {
            const struct media *m = &s->stations[n].scene->media.items[i];
            if (m->used && m->kind == MEDIA_PICTURE && m->state == MEDIA_OPENING)
                return true;
        }
    return false;
}

bool settle_hold(struct settle *s, bool presented, double now_s)
{
    s->held = !presented && now_s < s->began_s + SETTLE_HELD_S && unready(s);
    return s->held;
}

double settle_next_s(const struct settle *s)
{
    return s->held ? s->began_s + SETTLE_HELD_S : INFINITY;
}

// How often pictures and films came and went.
static unsigned turnover(const struct settle *s)
{
    unsigned sum = 0;
    for (int n = 0; n < s->count; n++)
        for (int i = 0; i < s->stations[n].scene->media.reach; i++) {
            const struct media *m = &s->stations[n].scene->media.items[i];
            sum += 3u * m->generation + (m->used ? 1u + (m->state != MEDIA_OPENING) : 0);
        }
    return sum;
}

bool settle_done(struct settle *s, double now_s)
{
    unsigned seen = turnover(s);
    bool due = seen == s->turnover && now_s >= s->trim_s;
    if (seen != s->turnover)
        s->trim_s = now_s + SETTLE_TRIM_S;
    else if (due)
        s->trim_s = INFINITY;
    s->turnover = seen;
    return due;
}
