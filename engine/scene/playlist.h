// Where a list of films stands: which one is seen at a moment, and how far it has come out of the
// one before. Pure numbers. Each film begins while the one before fades, so that neighbours
// overlap.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct playlist {
    const double *lengths_s; // borrowed; each above 0
    int count;               // 1 and more
    double fade_s;           // at most half of either film
    bool loop;               // the first follows the last
};

struct playlist_at {
    int64_t number; // of the film, counted over all rounds: number % count is its place in the list
    double began_s; // seconds of the list
    double mix;     // 0..1: its part of the picture; the rest is the film before
    bool ended;     // the last one is over
};

// Seconds by which the film after `number` overlaps it; 0 after the last.
double playlist_overlap_s(const struct playlist *p, int64_t number);
// When a film begins, in seconds of the list.
double playlist_start_s(const struct playlist *p, int64_t number);
// One round; without loop, to the end of the last.
double playlist_length_s(const struct playlist *p);
struct playlist_at playlist_at(const struct playlist *p, double at_s); // at_s >= 0
