// Questions that scenes ask of the index, answered by a thread of its own. A frame waits
// FINDER_WAIT_S for a new one at most, and never twice for the same; stepped runs wait until it is
// answered, so that the same command gives the same picture. Questions and answers cross in fixed
// rings; answers are kept by what was asked, until the index says otherwise. The thread also keeps
// the index up to date with the files. One finder serves all stations of a process; every function
// is the main thread's.
#pragma once
#include "base/fault.h"
#include "index/index.h"

#define FINDER_WAIT_S 0.002
#define FINDER_KEPT 64     // answers; the one that was asked for longest ago makes room
#define FINDER_TEXT 128    // bytes of an id or label, the last one a 0
#define FINDER_LANGUAGE 16 //
#define FINDER_DAY 16      // "2026-11-28"
#define FINDER_REREAD \
    20000                 // records that are read again when one has changed; beyond, people alone
#define FINDER_CALM_S 60. // of more: all are read again when nothing has changed for so long
#define FINDER_STEPPED_S 600. // a stepped run waits so long for an answer, then does without

#define FINDER_WRITES 16 // records under way, or written and not yet asked about
#define FINDER_MADE 1024 // records that were made since the program began

enum finder_sort { FINDER_SEARCH, FINDER_RELATED, FINDER_MATRIX };

// Compared byte by byte: begin with all of it 0.
struct finder_question {
    enum finder_sort sort;
    int first, count, values;
    char words[INDEX_QUERY_BYTES + 1];
    char language[FINDER_LANGUAGE];         // the visitor's
    char filter[INDEX_FACETS][FINDER_TEXT]; // "": any; of a matrix INDEX_METIER alone
    char id[FINDER_TEXT];                   // what is related to it
};

struct finder_answer {
    const json_t *value; // as index.h says; NULL: none yet. Borrowed until the next finder_ask
    uint64_t number;     // another value has another; 0: none
    uint64_t question;   // for finder_answered
    bool pending;        // it is being looked for; value is what was true before, or NULL
};

struct repertoire;
struct finder;

struct finder_desc {
    const char *folder, *state, *date; // as struct index_desc; copied
    bool stepped;                      // no files are followed; the thread begins when it is asked
    void (*wake)(void *user);          // from the thread: an answer, or another index; may be NULL
    // Called in the thread, when records have changed: reads them all, or of more than
    // FINDER_REREAD persons and consents alone, for they must hold at once; all of them after
    // calm_s without a change (0: FINDER_CALM_S). May be NULL.
    struct repertoire *(*read)(void *user, bool people);
    double calm_s;
    // Called in the thread, ten times a second: what day is it? Another one is a day on which other
    // consents hold: the index follows, and records are read again however many there are. NULL:
    // the date stays.
    void (*day)(void *user, char day[FINDER_DAY]);
    void (*drop)(struct repertoire *r); // of what read gave and nobody took
    void *user;
};

struct finder *finder_create(const struct finder_desc *desc, struct fault *f);
void finder_destroy(struct finder *f); // NULL is fine
struct finder_answer finder_ask(struct finder *f, const struct finder_question *q);
// Takes what has been answered. Returns a number that is another whenever a question was answered
// or the index changed.
uint64_t finder_update(struct finder *f);
bool finder_answered(const struct finder *f, uint64_t question); // as the index is now
uint64_t finder_changes(const struct finder *f); // of the index, and of records that were taken
// The records as they are now, once, when they were read again: the caller's. NULL: as before.
// Answers have other numbers from then on, since what they say of records may be another.
struct repertoire *finder_records(struct finder *f);
// The same of persons and consents alone, to be judged with the records that were taken last.
struct repertoire *finder_people(struct finder *f);

// ---- notes that staff draws, chains that it cuts (write.c) ----
//
// The thread writes them, so that no frame waits for the disk; stepped runs wait until it is done.
// What was asked is written even when the program ends. The index follows the files by itself.

struct finder_written {
    char id[FINDER_TEXT];
    char fault[FAULT_TEXT]; // "": it is on the disk
};

struct finder_order {
    json_t *record; // it was judged and has an id; taken, unless there is a fault
    bool made;      // there is none of that id, and the file must not be there
    // As it was read: its file must say that still, or what was written last, for what is hidden
    // today and what a curator has saved meanwhile would be lost. Borrowed. NULL: whatever it says.
    const json_t *known;
    const char *capsule; // whose chain it is: told to its file when that names none. NULL: nobody's
};

// Returns a ticket; 0 and a fault.
uint64_t finder_write(struct finder *f, const struct finder_order *order, struct fault *fault);
// Of a note that was made since the program began; others are not for it to take away, and a chain
// is not, for its capsule would name what is not there.
uint64_t finder_remove(struct finder *f, const char *id, struct fault *fault);
// True once, when it is done: the ticket is void then. A ticket that made room is never done.
bool finder_written(struct finder *f, uint64_t ticket, struct finder_written *w);
bool finder_made(const struct finder *f, const char *id); // since the program began, and is there
// Neither made nor a file of its own: looks at the folder.
bool finder_free(const struct finder *f, const char *id);
