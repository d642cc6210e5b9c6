// What was done at the desks of an installation in one file, for a spare machine: each station's
// journal whole, with its names and all that can be undone.
#pragma once
#include "base/fault.h"

#define BACKUP_BYTES ((size_t)256 << 20)

struct backup_station {
    const char *id;   // borrowed
    const char *file; // its journal; borrowed
};

// False and a fault: nothing has been done at any of these desks, or a file cannot be read whole or
// written.
bool backup_write(const char *installation, const struct backup_station *stations, int count,
                  const char *to, struct fault *f);
// All of it is looked at before anything is written; what was there is kept beside it as
// FILE.before. `told`: stations that the installation does not have. False and a fault: it is no
// backup or is damaged, a program writes one of the journals now, or the disk refuses. *restored:
// how many stations.
bool backup_read(const char *from, const struct backup_station *stations, int count, int *restored,
                 struct faults *told, struct fault *f);
