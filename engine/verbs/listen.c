// The sound of a stepped run, mixed frame by frame.
#include "verbs/listen.h"

#include <math.h>

struct sound *listen_choose(struct session *s)
{
    struct station *best = session_station(s);
    for (int i = 0; s->station < 0 && i < engine_station_count(s->engine); i++) {
        struct station *other = engine_station(s->engine, i);
        if (other->place->speaker_count > best->place->speaker_count)
            best = other;
    }
    return best->sound;
}

void listen_frame(void *user)
{
    struct listen *l = user;
    struct session *s = l->session;
    int channels = sound_channels(l->sound);
    long step = lround(engine_now_s(s->engine) * s->rate_hz);
    int64_t until = (step + 1) * SOUND_RATE_HZ / s->rate_hz;
    float block[SOUND_BLOCK * SOUND_SPEAKERS];
    while (!l->failed && l->mixed + SOUND_BLOCK <= until) {
        sound_mix(l->sound, block, SOUND_BLOCK);
        l->mixed += SOUND_BLOCK;
        for (int i = 0; i < SOUND_BLOCK * channels; i++) {
            l->peak = fmaxf(l->peak, fabsf(block[i]));
            l->sum_squares[i % channels] += (double)block[i] * (double)block[i];
        }
        l->failed = !l->take(l->user, block, SOUND_BLOCK, &l->fault);
    }
}
