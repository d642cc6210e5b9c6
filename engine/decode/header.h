// Pictures that lie in memory, what their headers say, and which containers of film are opened: for
// rooms that look into a file before it is shown. Any thread.
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
