// Inside ingest/: what a film or a sound is, its packets seen once.
#pragma once
#include "ingest/av.h"
#include "ingest/private.h"

struct pace {
    int64_t frames, seconds; // frames a second as a ratio, in lowest terms; 0: unknown
    bool variable;
};

// rate.c: the pace of frames that are shown at `times` (any order; sorted in place), in units of
// `base` seconds. `said` are ratios that the container names (0/0: none).
//
// Variable: of the intervals between frames more than one in a hundred differs from their median by
// more than a tenth of it (and by more than one unit and a half, which is rounding).
struct pace pace_of(int64_t *times, int64_t count, AVRational base, const AVRational said[2]);

struct film {
    struct ingest *ingest;
    struct made *made;
    struct ingest_av av;
    AVFormatContext *from;     // owned; the source, later what was made
    AVStream *picture, *sound; // borrowed; NULL: none
    int64_t *times;            // owned; of the picture's packets
    int64_t count, room;
    double seen_s;   // the end of the last packet of picture or sound, from the beginning
    bool broken;     // packets that say they are
    uint64_t placed; // by stream of the source: captions that say where it was made
};

#define TRACK_STREAMS 64
// track.c: reads the captions of the file and sets `placed`. False and a fault.
bool track_find(struct film *film, const char *path, struct fault *f);
bool track_says_place(const char *text, size_t size);

// remux.c: into `made`: streams copied into a container without metadata, or the file as it is
// where its container says nothing. False and a fault.
bool film_remux(struct film *film, const struct source *s, struct fault *f);
// poster.c: a frame of it; NULL with no fault set: it has none worth it.
bool film_poster(struct film *film, struct made *poster, struct fault *f);
// As it is seen: square px, turned. *turn: degrees clockwise, 0, 90, 180 or 270.
void film_size(const struct film *film, int *width, int *height, int *turn);
// loudness.c: loudness, peak and gain of the soundtrack. What cannot be measured is said.
void film_loudness(struct film *film, const char *path);
