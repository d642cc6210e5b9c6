// The times of a list of films.
#include "scene/playlist.h"

#include <math.h>

static double length(const struct playlist *p, int64_t number)
{
    return p->lengths_s[number % p->count];
}

double playlist_overlap_s(const struct playlist *p, int64_t number)
{
    bool last = !p->loop && number >= p->count - 1;
    if (last)
        return 0;
    return fmin(p->fade_s, fmin(length(p, number), length(p, number + 1)) / 2);
}

double playlist_length_s(const struct playlist *p)
{
    double sum_s = 0;
    for (int i = 0; i < p->count; i++)
        sum_s += length(p, i) - playlist_overlap_s(p, i);
    return sum_s;
}

double playlist_start_s(const struct playlist *p, int64_t number)
{
    int64_t round = number / p->count;
    double start_s = (double)round * (round ? playlist_length_s(p) : 0);
    for (int64_t i = 0; i < number % p->count; i++)
        start_s += length(p, i) - playlist_overlap_s(p, i);
    return start_s;
}

struct playlist_at playlist_at(const struct playlist *p, double at_s)
{
    double round_s = playlist_length_s(p);
    int64_t round = p->loop ? (int64_t)floor(at_s / round_s) : 0;
    struct playlist_at at = {.number = round * p->count,
                             .began_s = (double)round * round_s,
                             .mix = 1};
    for (int i = 1; i < p->count; i++) {
        double next_s = at.began_s + length(p, at.number) - playlist_overlap_s(p, at.number);
        if (at_s < next_s)
            break;
        at.number++;
        at.began_s = next_s;
    }
    double fade_s = at.number > 0 ? playlist_overlap_s(p, at.number - 1) : 0;
    if (at_s - at.began_s < fade_s)
        at.mix = fmax(at_s - at.began_s, 0) / fade_s;
    at.ended = !p->loop && at_s >= round_s;
    return at;
}
