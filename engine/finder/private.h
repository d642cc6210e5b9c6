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

enum finder_said { FINDER_ANSWER, FINDER_CHANGED, FINDER_RECORDS, FINDER_PEOPLE };

struct finder_told {
    enum finder_said said;
    int slot;
    uint64_t generation;
    json_t *value;              // FINDER_ANSWER: the receiver's
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

struct finder {
    struct finder_desc desc;
    char folder[FINDER_PATH], state[FINDER_PATH], date[FINDER_LANGUAGE];
    struct finder_kept kept[FINDER_KEPT];
    uint64_t uses, numbers, generation, version, changes;
    struct repertoire *records, *people; // owned; not yet taken
    bool is_full_told;

    pthread_t thread;
    bool runs, failed;       // failed: the thread could not begin; told once
    int ask_fd, tell_fd;     // eventfd: something lies in the ring
    struct ring asked, told; // struct finder_asked to the thread, finder_told from it
    atomic_bool stop;
};

// look.c: the thread.
void *finder_look(void *finder);
void finder_signal(int fd);
