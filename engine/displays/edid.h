// Who a display says it is: the first 128 bytes of its EDID (VESA E-EDID, release A, section 3).
// Pure; any bytes.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EDID_BYTES 128   // of the first block; what follows is not read
#define EDID_LIMIT 32768 // 255 further blocks
#define EDID_TEXT 14     // 13 characters

struct identity {
    char make[4];           // three letters, "EPS"
    char model[EDID_TEXT];  // as it calls itself, else "#" and the product code, "#A0B1"
    char serial[EDID_TEXT]; // as it is printed, else the number; "": it has none
};

// False and a fault when these are no EDID, or its sum is wrong: a name that may be garbage is no
// name. Control characters and what is no ASCII become '?'.
bool edid_read(const uint8_t *bytes, size_t length, struct identity *to, struct fault *f);
bool identity_is(const struct identity *a, const struct identity *b); // all three alike
bool identity_none(const struct identity *i);                         // nothing is known
