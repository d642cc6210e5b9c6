// Inside gestuaire-model: a file that assimp reads becomes plain data (decode/modelfile.h).
#pragma once
#include "decode/modelfile.h"
#include <assimp/cfileio.h>
#include <assimp/scene.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// Files that assimp may open: the model and what lies beside or below it. None has more bytes than
// MODEL_FILE_BYTES; all that is opened, each file counted each time, eight times as many.
struct model_files {
    struct aiFileIO io;
    char path[PATH_MAX], folder[PATH_MAX]; // real; folder ends with a slash
    char named[PATH_MAX];                  // the folder as it was named, likewise
    int64_t bytes;                         // opened so far
    bool left_out, full;                   // something outside was asked for; too many bytes
};

bool model_files_init(struct model_files *files, const char *path);
// As a file in the folder is called: the name, or, where there is none and it is an address
// ("a%20b.png", RFC 3986, 2.1), what that says.
void model_files_name(const struct model_files *files, const char *name, char file[PATH_MAX]);

// How colours stand in a kind of file, and what is missing in it.
struct model_manner {
    bool linear;     // colours are in linear light, else sRGB
    bool plain;      // no materials: what has no colour is stone
    const char *why; // of the last false; one sentence
    const struct model_files *files;
};

#define MODEL_NO_FACES \
    "has no faces (points and lines alone are not shown); export it with its faces"

// Writes the plain data. False: m->why says what is wrong with the model.
bool model_write(const struct aiScene *scene, struct model_manner *m, FILE *to);
