// Inside finder/: what crosses between the main thread and the one that looks.
#pragma once
#include "finder/finder.h"

#include "base/ring.h"

#include <pthread.h>
#include <stdatomic.h>

#define FINDER_PATH 4096

struct finder_asked {
    int slot;
    struct finder_question question;
};

// A record to be written, or the id of one to be taken away.
struct finder_job {
    int slot;
    bool made;
    json_t *record; // NULL: to be taken away; else the receiver's
    json_t *known;  // the receiver's; NULL: whatever its file says
    char id[FINDER_TEXT], capsule[FINDER_TEXT];
};

enum finder_said { FINDER_ANSWER, FINDER_CHANGED, FINDER_RECORDS, FINDER_PEOPLE, FINDER_WRITTEN };

struct finder_told {
    enum finder_said said;
    int slot;
    uint64_t generation;
    json_t *value;              // FINDER_ANSWER; FINDER_WRITTEN: what went wrong, or NULL; the
                                // receiver's
    struct repertoire *records; // FINDER_RECORDS, FINDER_PEOPLE: the receiver's
};

struct finder_kept {
    struct finder_question question;
    uint64_t hash;       // 0: free
    json_t *value;       // owned; NULL: never answered
    uint64_t number;     // of the value
    uint64_t generation; // it is true for
    bool asked;          // it is with the thread
    uint64_t used;
};

struct finder_writing {
    uint64_t ticket; // 0: free
    bool asked;      // it is with the thread
    bool made, removes;
    struct finder_written written;
};

// What the thread wrote last under an id.
struct finder_seen {
    char id[FINDER_TEXT];
    json_t *record; // owned; NULL: free
};

struct finder {
    struct finder_desc desc;
    char folder[FINDER_PATH], state[FINDER_PATH], date[FINDER_LANGUAGE];
    struct finder_kept kept[FINDER_KEPT];
    uint64_t uses, numbers, generation, version, changes;
    struct repertoire *records, *people; // owned; not yet taken
    bool is_full_told;
    struct finder_writing writings[FINDER_WRITES];
    uint64_t tickets;
    char made[FINDER_MADE][FINDER_TEXT];
    int made_count;
    struct finder_seen seen[FINDER_WRITES]; // the thread's
    int seen_next;

    pthread_t thread;
    bool runs, failed;       // failed: the thread could not begin; told once
    int ask_fd, tell_fd;     // eventfd: something lies in the ring
    struct ring asked, jobs; // struct finder_asked and finder_job to the thread
    struct ring told;        // struct finder_told from it
    atomic_bool stop;
};

// look.c: the thread.
void *finder_look(void *finder);
void finder_signal(int fd);
void finder_tell(struct finder *f, const struct finder_told *t);

// finder.c: the main thread's.
bool finder_begin(struct finder *f);
// Until `asked` is false, or for so long. The clock is the machine's: show time may stand.
void finder_wait(struct finder *f, const bool *asked, double for_s);

// write.c: the thread's, then the main thread's.
void write_all(struct finder *f, uint64_t generation); // of the index
void write_finish(struct finder *f);                   // when the thread has ended
void write_take(struct finder *f, const struct finder_told *t);
