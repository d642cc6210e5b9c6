// kiosk: the list of a version's files, and what its .c files share.
#pragma once
#include "kiosk/kiosk.h"
#include "store/digest.h"
#include <sys/stat.h>
#include <time.h>

struct tree_entry {
    char *path; // owned; inside the folder, without "./"
    bool folder;
    int64_t bytes;
    struct timespec changed, touched; // mtime; ctime, which nobody sets
    char hex[DIGEST_HEX];             // of a file that was copied or hashed
    bool trusted;                     // it is as its stamp says
};

// By path, so a folder stands before what is in it.
struct tree {
    struct tree_entry *entries; // owned
    int count, room;
    int64_t bytes; // of files
};

// Files and folders below `folder`. False and faults: see kiosk_put.
bool tree_read(struct tree *t, const char *folder, struct faults *faults);
void tree_finish(struct tree *t);
struct tree_entry *tree_find(const struct tree *t, const char *path); // NULL: it has none
bool tree_same_shape(const struct tree *a, const struct tree *b);     // paths and sizes

// stamps.c: what files were like when they were known to be as the manifest says.
#define STAMPS ".stamps" // in a version; hidden, so no part of it
// `t`: of the version, from before its files were read. What cannot be written costs only time,
// later.
void stamps_write(const char *version, const struct tree *t);
// Marks files that are still so: their hex is what the manifest says, without their being read.
void stamps_trust(const char *version, const char *manifest, size_t length, struct tree *t);

// The text of MANIFEST.sha256; owned by the caller. NULL: no memory.
char *manifest_text(const struct tree *t, size_t *length);
// Names that a manifest can hold, and that stay inside the folder.
bool manifest_allows(const char *path);

// Writes files and folders of `from` into `to`, which is there and empty, with their hashes and the
// manifest; then syncs all of it.
bool copy_tree(const struct kiosk_put *put, struct tree *t, const char *to, struct faults *faults);
// Hashes the files of `from` that have no hash yet. False and faults.
bool copy_hash(const char *from, struct tree *t, struct faults *faults);

// A program that changes versions holds the content folder. -1 and a fault.
int versions_lock(const char *content, struct fault *f);
// Makes or replaces the link `name`.
bool versions_link(const char *content, const char *name, const char *id, struct fault *f);
// Takes away all but current and previous, what was begun, and what nobody holds.
void versions_prune(const char *content);
bool versions_remove(const char *path); // a folder with all in it
