// Inside desk/: lines of JSON that are only ever added to a file, each with a sum of its bytes in
// front: what a power cut left is known for what it is.
#pragma once
#include "base/fault.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define JOURNAL_BYTES ((size_t)256 << 20) // of a file that is read
#define JOURNAL_LINE (512 << 10)
#define JOURNAL_WAITING ((size_t)16 << 20) // lines that are not on the disk yet
#define JOURNAL_UNSYNCED (1 << 20)         // bytes: more of them are synced at once

struct journal {
    char *path;       // owned; NULL: nothing is kept
    int fd;           // -1: not open
    long long synced; // bytes that hold whatever happens
    long long size;   // of the file when it was read
    bool refused;     // it is there and could not be read: it is left alone
    bool made;        // here: that it is there is not on the disk yet
    char *waiting; // owned; lines that are not on the disk, the first `written` bytes in the file
    size_t written, waiting_length, waiting_room;
    struct fault why; // it is not kept; "": it is
};

// What the file says, line by line; `take` returns whether it understood the line. What comes after
// the first line that is cut or broken is not read: *said tells it, "" when all was well. False
// when the file is there and cannot be read. One that is not there is empty.
bool journal_read(struct journal *j, const char *path, bool (*take)(void *user, json_t *line),
                  void *user, struct fault *said);
// How many bytes of a text are whole lines with right sums.
size_t journal_whole(const char *text, size_t length);
// Adds a line (its reference is taken over) to what waits, and writes that. False: it still waits,
// and `why` says what for. A disk that does not take what was written (EIO, ENOSPC at the sync) is
// given all of it once more: after such an error the kernel takes it for clean.
bool journal_add(struct journal *j, json_t *line);
bool journal_flush(struct journal *j); // the same without another line
bool journal_sync(struct journal *j);  // to the disk; false: `why`
void journal_close(struct journal *j);
