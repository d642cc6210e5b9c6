// media add: a file of a curator's becomes a medium of an installation. What is private in it
// (where it was made, serial numbers, thumbnails) is taken out, pictures are turned upright, it is
// measured, laid into the installation's folder and recorded. One process at a time works on an
// installation (a lock on its repertoire); one thread.
//
// Order of writing: the poster, the film, the poster's record, the film's record; each whole or not
// at all. A cut at any moment leaves no half file, no record without its file, and dot files that
// the next run removes.
#pragma once
#include "base/fault.h"
#include <jansson.h>
#include <stdint.h>

#define INGEST_ID 64
#define INGEST_BYTES (64ll << 30)  // a film or a sound may not be longer
#define INGEST_FRAMES (8 << 20)    // times of a film that are looked at; what follows is not
#define INGEST_MEDIA 250000        // records of media that are compared with
#define INGEST_TARGET_LUFS (-23.0) // EBU R 128
#define INGEST_PEAK_DBTP (-1.0)

struct ingest_desc {
    const char *folder;                    // of the installation, absolute
    const char *content;                   // of its repertoire, absolute
    const char *origin, *credit, *licence; // as the record says them
    bool keep_name;                        // the file keeps its name, where that is a safe one
    // Bytes done of all; NULL: nobody looks.
    void (*tell)(void *user, double done, double all);
    void *user;
}; // borrowed for the life of the struct ingest

struct ingest;

// Takes the lock, removes what a run that was cut left behind, reads which media there are.
struct ingest *ingest_create(const struct ingest_desc *desc, struct fault *f);
void ingest_destroy(struct ingest *i);

struct ingest_result {
    char id[INGEST_ID];
    bool known;     // the same bytes are there under this id: nothing was written
    json_t *record; // owned; NULL: known
    json_t *poster; // owned: the record of a film's poster; NULL: none
    json_t *said;   // owned: what was done to the file, sentences
};

// `id` as "d:forge"; NULL: from the file's name. False and a fault: nothing was written.
bool ingest_add(struct ingest *i, const char *path, const char *id, struct ingest_result *result,
                struct fault *f);
void ingest_result_finish(struct ingest_result *result);
