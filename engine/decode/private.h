// Inside decode/: sources of sound.
#pragma once
#include "decode/decode.h"
#include "decode/header.h"

// Where frames come from, at their own rate. Opened by one of the two below.
struct decode_source {
    int channels, rate_hz;
    int64_t frames;                                                         // -1: unknown
    int64_t (*read)(struct decode_source *s, float *frames, int64_t count); // 0: the end
    bool (*seek)(struct decode_source *s, int64_t frame);                   // exactly
    void (*close)(struct decode_source *s);
};

// libsndfile. *known is false when it does not know the format.
struct decode_source *decode_file_open(const char *path, bool *known, struct fault *f);
// The first soundtrack, by FFmpeg.
struct decode_source *decode_track_open(const char *path, struct fault *f);
// What decode_speech_name() named.
struct decode_source *decode_speech_open(const char *path, struct fault *f);
// What gestuaire-model wrote, judged and made ready; `plain` may be changed and is not owned. Names
// of textures are looked for in `folder`.
bool decode_model_plain(void *plain, size_t bytes, const char *folder, struct decode_model *model,
                        struct fault *f);
// Channels and rate within what we take?
bool decode_source_allowed(int channels, int rate_hz, struct fault *f);
