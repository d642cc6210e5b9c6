// Inside decode/: headers of picture files; sources of sound.
#pragma once
#include "decode/decode.h"

#define DECODE_FILE_MAX (512ll << 20) // a picture file may not be longer, bytes

enum decode_picture_kind { DECODE_PNG, DECODE_JPEG, DECODE_WEBP };

struct decode_header {
    enum decode_picture_kind kind;
    int width, height;         // as stored, before orientation
    const unsigned char *tiff; // borrowed from the file's bytes; NULL: no EXIF
    size_t tiff_size;
};

// What the first bytes of a picture file say, without decoding. A false says why.
bool decode_header_read(const unsigned char *bytes, size_t size, struct decode_header *h,
                        struct fault *f);
// EXIF orientation 1..8 (CIPA DC-008, tag 0x0112); 1 where there is none or it makes no sense.
int decode_orientation(const struct decode_header *h);
// All of decode_picture() but reading the file.
bool decode_picture_bytes(const unsigned char *bytes, size_t size, struct decode_picture *picture,
                          struct fault *f);

// Files that hold what they play: no playlists, no pictures, no text.
#define DECODE_FORMATS                                                                            \
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,asf,ogg,flv,mxf,gxf,dv,nut," \
    "rm,"                                                                                         \
    "ivf,aac,mp3,ac3,eac3,wav,w64,aiff,caf,flac,amr,ape,wv,tta"

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
// Channels and rate within what we take?
bool decode_source_allowed(int channels, int rate_hz, struct fault *f);
