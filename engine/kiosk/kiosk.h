// What a machine for the public is, and the content that stays on it. Content lies in versions,
//   <content>/versions/<id>/…   files as they were, and MANIFEST.sha256, which `sha256sum -c` reads
//   <content>/current, previous   links to versions/<id>
// A version is put in place whole: written beside, synced, renamed, and only then linked to, so a
// cut at any moment leaves the old or the new. Versions share no file, nor a block of the disk:
// what breaks in one is whole in the other. No OpenGL, no Lua: the supervisor uses it as well. Any
// thread; of two programs that change one content folder, the second is refused.
#pragma once
#include "base/fault.h"
#include <stdint.h>

#define KIOSK_NAME 64
#define KIOSK_PATH 1024
#define KIOSK_ID 48
#define KIOSK_CONFIG "/etc/gestuaire/kiosk.json"
#define KIOSK_MANIFEST "MANIFEST.sha256"
#define KIOSK_FILES 500000     // of a version
#define KIOSK_DEEP 32          // folders in one another
#define KIOSK_KEPT (64u << 20) // bytes of the disk that are left free

enum kiosk_session { KIOSK_X11, KIOSK_CAGE, KIOSK_SWAY, KIOSK_SESSIONS };

// /etc/gestuaire/kiosk.json.
struct kiosk {
    char installation[KIOSK_NAME], station[KIOSK_NAME];
    char content[KIOSK_PATH], state[KIOSK_PATH]; // absolute
    enum kiosk_session session;
};

// False and a fault when it is not there, is not whole, or says what is not allowed.
bool kiosk_read(const char *file, struct kiosk *k, struct fault *f);
// Whole or not at all (store_write); makes its folder.
bool kiosk_write(const char *file, const struct kiosk *k, struct fault *f);
const char *kiosk_session_word(enum kiosk_session session); // "x11"
bool kiosk_session_find(const char *word, enum kiosk_session *session);

struct kiosk_put {
    const char *from;                                      // an installation's folder
    const char *content;                                   // made when missing
    const char *day;                                       // "20261129", for the id
    void (*tell)(void *user, int64_t done, int64_t bytes); // may be NULL
    void *user;
};

enum kiosk_end { KIOSK_FAILED, KIOSK_SAME, KIOSK_DONE };

// Puts a copy in place: `current` leads to it, `previous` to what was current; what is older is
// taken away unless somebody holds it. SAME: current holds just these files, whole; nothing was
// done. Hidden files are left out, a link to a file becomes the file. FAILED, with faults, and
// current as it was: links that leave the folder or lead to folders, devices, names with control
// characters or backslashes or that are too long, too little room, a file that changed meanwhile.
enum kiosk_end kiosk_put(const struct kiosk_put *put, char id[KIOSK_ID], struct faults *faults);
// Current becomes previous and previous current, in one step where the file system can.
bool kiosk_back(const char *content, char id[KIOSK_ID], struct fault *f);
// All versions and the folder. Refused while one is held.
bool kiosk_take_away(const char *content, struct fault *f);
// The id that "current" or "previous" leads to. False: none, or what is no version.
bool kiosk_version(const char *content, const char *link, char id[KIOSK_ID]);

// Reads every file of a folder with a manifest. True: all are as it says, and no other is there.
// Faults name what is missing, changed, or too many. *files of them, *bytes were read (may be
// NULL).
bool kiosk_verify(const char *version, int *files, int64_t *bytes, struct faults *faults);
// The same, but a file with the size and the times (mtime, ctime) that it had when it was installed
// or last verified is not read again. A block that the disk has lost meanwhile is not found so.
bool kiosk_look(const char *version, int *files, int64_t *bytes, struct faults *faults);

// While it is held a version is not taken away, whatever is installed. -1: it cannot be; close() it
// at the end.
int kiosk_hold(const char *folder);
