// Inside encode/: a file that appears whole or not at all.
#pragma once
#include "encode/encode.h"
#include <limits.h>

struct encode_file {
    char path[PATH_MAX], temp[PATH_MAX];
    int fd; // of temp, open for reading and writing; -1: none
};

// Makes a temporary file beside `path`.
bool encode_file_open(struct encode_file *file, const char *path, struct fault *f);
// To the disk and under its name; or away with it. Both close and are fine after a failed open.
bool encode_file_keep(struct encode_file *file, struct fault *f);
void encode_file_drop(struct encode_file *file);
