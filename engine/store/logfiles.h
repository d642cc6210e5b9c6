// Inside store/: the files of a log, written by one thread.
#pragma once
#include "store/logfile.h"

#include <limits.h>

struct logfiles {
    char path[PATH_MAX - 16];
    size_t bytes, size; // most of a file; of this one
    int files, fd;      // -1: not open
    int64_t free_bytes;
    char why[160]; // the last thing that the disk refused; "": nothing
};

bool logfiles_init(struct logfiles *l, const struct logfile_desc *desc, struct fault *f);
// Takes away what a cut left: zeros, and half a line at the end is ended.
void logfiles_mend(struct logfiles *l);
// Whole lines. False: some are lost, *refused of them (may be NULL); `why` says for what.
bool logfiles_write(struct logfiles *l, const char *lines, size_t length, unsigned long *refused);
void logfiles_close(struct logfiles *l);
