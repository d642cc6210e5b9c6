// SHA-256 of a file (FIPS 180-4, by nettle). Any thread.
#pragma once
#include "base/fault.h"
#include <stdint.h>

#define DIGEST_HEX 65

// `hex` is 64 lower-case digits. tell (may be NULL) hears of bytes read. False and a fault.
bool digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                 void (*tell)(void *user, int64_t bytes), void *user, struct fault *f);
// The same of what is left to read in `from`; `to` (-1: none) is given these bytes. False: errno
// says why, and *written whether it was the writing.
bool digest_copy(int from, int to, char hex[DIGEST_HEX], int64_t *bytes, bool *written,
                 void (*tell)(void *user, int64_t bytes), void *user);
// Of bytes in memory.
void digest_bytes(const void *bytes, size_t length, char hex[DIGEST_HEX]);
