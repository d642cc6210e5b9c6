// What must survive a power cut: files that are whole or not there, and the state folder. Any
// thread; two writers of one file: the last one wins, never a mixture.
#pragma once
#include "base/fault.h"
#include <stddef.h>
#include <stdint.h>

// Writes temp file, fsync, rename, fsync of the folder. False and a fault with path and reason; the
// old file is then still whole. A link is followed; what is no plain file is refused. The mode of
// the old file is kept, a new one is 0644. A cut in the middle may leave a `.name.XXXXXX` behind.
bool store_write(const char *path, const void *bytes, size_t length, struct fault *f);
// The same for what only the program may read: mode 0600, and the owner of the folder's, whoever
// writes it. A link is replaced.
bool store_write_secret(const char *path, const void *bytes, size_t length, struct fault *f);
// Whole file into memory, 0-terminated beyond *length. `limit` in bytes. NULL and a fault (also for
// folders, devices and pipes). Free it.
char *store_read(const char *path, size_t limit, size_t *length, struct fault *f);
// Brings to the disk which files a folder holds: one that was made, renamed or taken away there may
// else be as it was after a cut, whatever was synced of its bytes. False: errno says why.
bool store_sync(const char *folder);
// Makes a folder and its parents.
bool store_folder(const char *path, struct fault *f);
struct store_whose {
    const char *asked;  // --state; NULL: the usual place
    const char *name;   // of the installation
    const char *folder; // of the installation: two of one name do not share; NULL: nobody's
};

// The state folder of an installation, made when missing: `asked` if not NULL, else
// /var/lib/gestuaire/<name> in kiosk mode, else $XDG_STATE_HOME/gestuaire/<name> (without it,
// ~/.local/state), or <name>-<8 hex digits of the path> where that is another installation's: each
// says whose it is in installation.txt. `path` is absolute. False when it cannot be made or
// read; what is kept in one that cannot be written still holds.
bool store_state(const struct store_whose *whose, bool kiosk, char *path, size_t size,
                 struct fault *f);
bool store_writable(const char *path, struct fault *f); // a folder
