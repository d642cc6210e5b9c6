// gestuaire check --flash: how much an installation's scenes flash (flash/flash.h), while nobody is
// there, while seeded visitors touch what they find, and while messages come.
#pragma once
#include "verbs/verbs.h"

#define CHECK_FLASH_S 60.0

struct check_flash {
    const char *folder, *station, *date; // station NULL: each
    const char *frames;                  // folder for each picture that is looked at; NULL: none
    double seconds;                      // of each station; 0: CHECK_FLASH_S
    double distance_m; // of the eyes, where outputs say mm_per_px; 0: as WCAG has it
    bool json;
};

// EXIT_FAILED: something flashes more than is allowed, or a station cannot be opened.
int check_flash(const char *root, const struct check_flash *what);
