// Inside ingest/: bytes that grow, what a picture says of its makers, a file being made.
#pragma once
#include "decode/header.h"
#include "ingest/ingest.h"
#include "store/digest.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define INGEST_NOTICE 256

struct bytes {
    unsigned char *at; // owned
    size_t size, room;
    bool failed; // memory was short; nothing more is added
};

void bytes_add(struct bytes *b, const void *from, size_t size);
void bytes_finish(struct bytes *b);

// What is kept of a picture's words: who made it and whose it is. UTF-8 as it came.
struct notice {
    char artist[INGEST_NOTICE], copyright[INGEST_NOTICE];
};

// notice.c: out of EXIF (a TIFF block), out of IPTC (a Photoshop block); fill what is still empty.
void notice_of_exif(struct notice *n, const unsigned char *tiff, size_t size);
void notice_of_iptc(struct notice *n, const unsigned char *block, size_t size);
bool notice_has_gps(const unsigned char *tiff, size_t size);
// A TIFF block with these two tags alone; nothing where both are empty.
void notice_write(const struct notice *n, struct bytes *tiff);
void notice_write_png(const struct notice *n, struct bytes *chunks); // strip.c: as a chunk eXIf

// strip.c: the picture again without what is not needed to see it.
struct stripped {
    struct bytes file, kept; // kept: what `file` keeps beside the picture (profile, notice)
    struct notice notice;
    bool gps;         // it said where it was made
    int64_t left_out; // bytes
};

// `extra` (may be NULL) is put behind the head of the file instead of the bytes' own notice: what
// another stripped.kept says. False and a fault: broken, or memory is short.
bool strip_picture(const unsigned char *bytes, size_t size, const struct bytes *extra,
                   struct stripped *s, struct fault *f);
void stripped_finish(struct stripped *s);

// name.c
#define NAME_SLUG 49 // an id without "d:" and a file without its ending, with the 0
// Letters, digits and single hyphens of the last part of a path, without its ending: accents are
// taken off, what is left of nothing is `otherwise`.
void name_slug(const char *path, const char *otherwise, char slug[NAME_SLUG]);
// The ending in lower case, without the dot; "" where there is none.
void name_ending(const char *path, char *ending, size_t size);
// May it stay as it is? Letters, digits, - _ . of ASCII; not hidden.
bool name_is_safe(const char *name);

// A file that is whole in a temporary place of its folder.
struct made {
    const char *form, *ending; // "film", "mp4"
    char temp[PATH_MAX];       // "": none
    char sha256[DIGEST_HEX];
    int64_t bytes;
    json_t *facts;       // owned: keys of the record
    json_t *said;        // owned: a list of sentences, borrowed by the poster
    struct made *poster; // owned; or NULL
};

void made_say(struct made *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void made_finish(struct made *m); // removes temp

struct source {
    const char *path; // borrowed
    int64_t bytes;
    char ending[16];
};

// place.c: an empty temporary file in the folder of a form ("film", "picture", "sound", "model"),
// made where it is missing. Returns its descriptor; -1 and a fault.
int place_temp(const struct ingest *i, struct made *m, struct fault *f);
bool place_bytes(const struct ingest *i, struct made *m, const void *bytes, size_t size,
                 struct fault *f);
bool place_copy(const struct ingest *i, struct made *m, const struct source *s, struct fault *f);
// On the disk, whole; sha256 and bytes of `m` are set.
bool place_measure(const struct ingest *i, struct made *m, struct fault *f);
void place_sweep(const struct ingest_desc *desc);
// Could `m` be d:<slug> and <form>/<name>? Nobody else has either; the same bytes may lie there.
bool place_is_free(const struct ingest *i, const struct made *m, const char *slug,
                   const char *name);
// Under its name, never over another file.
bool place_keep(const struct ingest *i, struct made *m, const char *name, struct fault *f);

struct ingest {
    struct ingest_desc desc;
    int lock;      // descriptor; -1: none
    json_t *known; // owned: sha256 -> id
    double bytes;  // of the file at work
    int phase, phases;
};

// Bytes of the file that the phase at work has seen.
void ingest_tell(const struct ingest *i, double bytes);
void ingest_phase(struct ingest *i, int phase, int phases);

// One function a form: makes the file and its facts. False and a fault.
bool picture_make(struct ingest *i, const struct source *s, struct made *m, struct fault *f);
bool picture_jpeg(const unsigned char *rgba, int width, int height, int quality, bool small,
                  struct bytes *out, struct fault *f);
bool model_make(struct ingest *i, const struct source *s, struct made *m, struct fault *f);
// Film or sound, by FFmpeg or libsndfile.
bool film_make(struct ingest *i, const struct source *s, struct made *m, struct fault *f);
