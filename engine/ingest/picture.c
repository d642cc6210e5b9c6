// Pictures: upright, without what is private; without loss where that can be. Models: as they are.
#include "ingest/private.h"
#include "store/store.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

enum { QUALITY = 95 };

// What turns a picture of EXIF orientation 2 to 8 upright (CIPA DC-008, 4.6.4).
static const int turns[] = {TJXOP_HFLIP, TJXOP_ROT180,     TJXOP_VFLIP, TJXOP_TRANSPOSE,
                            TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270};

// Whole blocks are moved. False: an edge is no multiple of a block and would stand elsewhere.
static bool turn_whole(const unsigned char *bytes, size_t size, int orientation, struct bytes *out)
{
    tjhandle handle = tjInitTransform();
    tjtransform how = {.op = turns[orientation - 2], .options = TJXOPT_PERFECT | TJXOPT_COPYNONE};
    unsigned char *turned = NULL;
    unsigned long length = 0;
    bool done = handle && tjTransform(handle, bytes, size, 1, &turned, &length, &how, 0) == 0;
    if (done)
        bytes_add(out, turned, length);
    tjFree(turned);
    if (handle)
        tjDestroy(handle);
    return done && !out->failed;
}

bool picture_jpeg(const unsigned char *rgba, int width, int height, int quality, bool small,
                  struct bytes *out, struct fault *f)
{
    tjhandle handle = tjInitCompress();
    unsigned char *jpeg = NULL;
    unsigned long length = 0;
    bool done =
        handle && tjCompress2(handle, rgba, width, 0, height, TJPF_RGBA, &jpeg, &length,
                              small ? TJSAMP_420 : TJSAMP_444, quality, TJFLAG_ACCURATEDCT) == 0;
    if (done)
        bytes_add(out, jpeg, length);
    else
        fault_set(f, "cannot be written as JPEG: %s", tjGetErrorStr2(handle));
    tjFree(jpeg);
    if (handle)
        tjDestroy(handle);
    return done && (!out->failed || fault_set(f, "no memory"));
}

static bool turn_pixels(const struct decode_picture *p, enum decode_picture_kind kind,
                        struct bytes *out, struct fault *f)
{
    if (kind == DECODE_JPEG)
        return picture_jpeg(p->rgba, p->width, p->height, QUALITY, false, out, f);
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)p->width,
                       .height = (png_uint_32)p->height,
                       .format = PNG_FORMAT_RGBA};
    png_alloc_size_t size = 0;
    if (!png_image_write_to_memory(&image, NULL, &size, 0, p->rgba, 0, NULL))
        return fault_set(f, "cannot be written as PNG: %s", image.message);
    unsigned char *png = malloc(size);
    bool done = png && png_image_write_to_memory(&image, png, &size, 0, p->rgba, 0, NULL);
    if (done)
        bytes_add(out, png, size);
    free(png);
    return (done && !out->failed) || fault_set(f, "cannot be written as PNG: no memory");
}

static bool turn(const unsigned char *bytes, size_t size, const struct decode_header *h,
                 int orientation, struct bytes *out, struct made *m, struct fault *f)
{
    struct decode_picture p = {0};
    if (h->kind == DECODE_JPEG && turn_whole(bytes, size, orientation, out)) {
        made_say(m, "turned upright (EXIF orientation %d), without loss", orientation);
        return true;
    }
    bytes_finish(out);
    if (!decode_picture_bytes(bytes, size, &p, f))
        return false;
    bool turned = turn_pixels(&p, h->kind, out, f);
    decode_picture_finish(&p);
    if (h->kind == DECODE_JPEG)
        made_say(m,
                 "turned upright (EXIF orientation %d) and encoded anew at quality %d: its "
                 "edges are no whole blocks, which alone could be moved without loss",
                 orientation, QUALITY);
    else
        made_say(m, "turned upright (EXIF orientation %d), px for px, as a PNG of 8 bits",
                 orientation);
    return turned;
}

// The stripped picture, turned when it must be.
static bool make(const unsigned char *bytes, size_t size, struct stripped *s, struct made *m,
                 struct fault *f)
{
    struct decode_header h;
    struct bytes upright = {0};
    if (!decode_header_read(bytes, size, &h, f))
        return false;
    if ((uint64_t)h.width * (uint64_t)h.height > DECODE_PIXELS_MAX)
        return fault_set(f, "%d x %d pixels; at most %u million are shown: make it smaller",
                         h.width, h.height, DECODE_PIXELS_MAX / 1000000);
    if (!strip_picture(bytes, size, NULL, s, f))
        return false;
    m->ending = h.kind == DECODE_JPEG ? "jpg" : h.kind == DECODE_PNG ? "png" : "webp";
    int orientation = decode_orientation(&h);
    if (orientation == 1)
        return true;
    struct stripped turned = {0};
    bool good = turn(bytes, size, &h, orientation, &upright, m, f);
    if (h.kind == DECODE_WEBP) {
        m->ending = "png";
        notice_write_png(&s->notice, &s->kept);
    }
    good = good && strip_picture(upright.at, upright.size, &s->kept, &turned, f);
    if (good) {
        struct bytes stripped = s->file;
        s->file = turned.file;
        turned.file = stripped;
        s->left_out = 0;
    }
    stripped_finish(&turned);
    bytes_finish(&upright);
    return good;
}

static void say_stripped(struct made *m, const struct stripped *s)
{
    if (s->gps)
        made_say(m, "where it was made (GPS) was taken out");
    else if (s->left_out > 0)
        made_say(m, "%lld bytes that are not seen were taken out", (long long)s->left_out);
    if (s->notice.artist[0])
        made_say(m, "it names who made it: %s", s->notice.artist);
    if (s->notice.copyright[0])
        made_say(m, "it says whose it is: %s", s->notice.copyright);
}

// What is written is what can be shown: decoded once.
static bool check(const struct stripped *s, struct made *m, struct fault *f)
{
    struct decode_picture p = {0};
    if (!decode_picture_bytes(s->file.at, s->file.size, &p, f))
        return false;
    json_object_set_new(m->facts, "size", json_pack("[i,i]", p.width, p.height));
    decode_picture_finish(&p);
    return true;
}

bool picture_make(struct ingest *i, const struct source *source, struct made *m, struct fault *f)
{
    size_t size = 0;
    struct stripped s = {0};
    m->form = "picture";
    ingest_phase(i, 0, 2);
    char *bytes = store_read(source->path, (size_t)DECODE_FILE_MAX, &size, f);
    ingest_tell(i, (double)size / 2);
    bool good = bytes && make((const unsigned char *)bytes, size, &s, m, f) && check(&s, m, f);
    free(bytes);
    if (good)
        say_stripped(m, &s);
    good = good && place_bytes(i, m, s.file.at, s.file.size, f);
    stripped_finish(&s);
    ingest_phase(i, 1, 2);
    return good;
}

// As a station would read it.
static bool can_be_shown(const char *path, struct fault *f)
{
    struct decode_model model;
    struct fault why = {0};
    if (!decode_model(path, &model, &why))
        return fault_set(f, "%s", fault_after(why.text, path));
    decode_model_finish(&model);
    return true;
}

// A GLB says its own length (glTF 2.0, 4.4.2).
bool model_make(struct ingest *i, const struct source *source, struct made *m, struct fault *f)
{
    size_t size;
    m->form = "model";
    m->ending = "glb";
    ingest_phase(i, 0, 2);
    if (!place_copy(i, m, source, f))
        return false;
    char *b = store_read(m->temp, SIZE_MAX / 2, &size, f);
    if (!b)
        return false;
    const unsigned char *head = (const unsigned char *)b;
    uint64_t version = size >= 12 ? head[4] : 0;
    uint64_t said = size >= 12 ? head[8] | (uint64_t)head[9] << 8 | (uint64_t)head[10] << 16 |
                                     (uint64_t)head[11] << 24
                               : 0;
    free(b);
    ingest_phase(i, 1, 2);
    if (version != 2)
        return fault_set(f, "a GLB of version %d; glTF 2.0 is read", (int)version);
    if (said != size)
        return fault_set(f, "a GLB that is cut short: %zu of %llu bytes are there", size,
                         (unsigned long long)said);
    return can_be_shown(m->temp, f);
}
