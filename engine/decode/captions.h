// Inside decode/: a caption file being read (captions.c, cuetext.c, letters.c).
#pragma once
#include "decode/decode.h"

#include <stdbool.h>

struct captions_file {
    struct decode_captions *captions;
    bool webvtt;
    const char *at, *end; // what is left to read
    int line;             // number of the line at `at`
    decode_captions_tell *tell;
    void *user;
    int told;
    bool short_of_memory;
    uint32_t cue_room, run_room;
    char *voices; // owned; put behind the texts at the end
    uint32_t voice_bytes, voice_room;
};

// Room for so many more runs; false: memory is short.
bool captions_room(struct captions_file *file, uint32_t runs);
// Fills in the cue's text, runs, voice and, in SubRip, its place. `texts` has room for `length`
// more bytes.
void cue_text_read(struct captions_file *file, struct decode_caption *cue, const char *text,
                   size_t length);

// The file as UTF-8, terminated; owned by the caller; NULL: memory is short. *guessed: it was
// neither UTF-8 nor marked as UTF-16.
char *letters_read(const char *bytes, size_t size, size_t *length, bool *guessed);
// UTF-8 of c, up to 4 bytes; what is no letter becomes U+FFFD. Returns how many.
size_t letters_put(char *to, uint32_t c);
