// A picture without what is not needed to see it: the bytes that show are copied, nothing is
// decoded.
#include "ingest/private.h"

#include <stdlib.h>
#include <string.h>

// ---- bytes ----

void bytes_add(struct bytes *b, const void *from, size_t size)
{
    if (b->failed || size == 0)
        return;
    if (b->size + size > b->room) {
        size_t room = b->size + size + b->size / 2 + 4096;
        unsigned char *grown = realloc(b->at, room);
        b->failed = !grown;
        if (!grown)
            return;
        b->at = grown;
        b->room = room;
    }
    memcpy(b->at + b->size, from, size);
    b->size += size;
}

void bytes_finish(struct bytes *b)
{
    free(b->at);
    *b = (struct bytes){0};
}

static void add_big(struct bytes *b, uint32_t value, int width)
{
    unsigned char out[4] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
                            (unsigned char)(value >> 8), (unsigned char)value};
    bytes_add(b, out + 4 - width, (size_t)width);
}

static uint32_t big(const unsigned char *p, int width)
{
    uint32_t value = 0;
    for (int i = 0; i < width; i++)
        value = value << 8 | p[i];
    return value;
}

static void add_little(struct bytes *b, uint32_t value)
{
    const unsigned char out[] = {(unsigned char)value, (unsigned char)(value >> 8),
                                 (unsigned char)(value >> 16), (unsigned char)(value >> 24)};
    bytes_add(b, out, 4);
}

static uint32_t little(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool begins(const unsigned char *b, size_t size, const char *with, size_t length)
{
    return size >= length && memcmp(b, with, length) == 0;
}

static void see_exif(struct stripped *s, const unsigned char *b, size_t size)
{
    if (begins(b, size, "Exif\0\0", 6)) {
        b += 6;
        size -= 6;
    }
    notice_of_exif(&s->notice, b, size);
    s->gps = s->gps || notice_has_gps(b, size);
}

// XMP is text; only whether it names a place is asked.
static void see_xmp(struct stripped *s, const unsigned char *b, size_t size)
{
    s->gps = s->gps || memmem(b, size, "GPSL", 4) != NULL;
}

static const struct bytes *own_or(const struct bytes *extra, const struct stripped *s)
{
    return extra ? extra : &s->kept;
}

// ---- JPEG (ISO/IEC 10918-1, B.1.1) ----

enum {
    SOI = 0xd8,
    EOI = 0xd9,
    SOS = 0xda,
    APP0 = 0xe0,
    APP1,
    APP2,
    APP13 = 0xed,
    APP14,
    COM = 0xfe
};

// The profile's pieces are kept apart, JFIF's density and Adobe's colour transform stay in place;
// other applications' segments and comments are left out.
static void take_segment(struct stripped *s, unsigned marker, const unsigned char *b, size_t size,
                         struct bytes *head)
{
    const unsigned char *body = b + 4;
    size_t length = size - 4;
    if (marker == APP2 && begins(body, length, "ICC_PROFILE", 12))
        bytes_add(&s->kept, b, size);
    else if (marker == APP1 && begins(body, length, "Exif\0\0", 6))
        see_exif(s, body, length);
    else if (marker == APP1)
        see_xmp(s, body, length);
    else if (marker == APP13 && begins(body, length, "Photoshop 3.0", 14))
        notice_of_iptc(&s->notice, body + 14, length - 14);
    else if ((marker == APP0 && begins(body, length, "JFIF", 5)) ||
             (marker == APP14 && begins(body, length, "Adobe", 5)) ||
             !((marker >= APP0 && marker <= 0xef) || marker == COM))
        bytes_add(head, b, size);
}

// Length of the coded data from `at`: up to a marker that is no restart.
static size_t coded(const unsigned char *b, size_t size, size_t at)
{
    size_t from = at;
    while (at + 1 < size) {
        const unsigned char *ff = memchr(b + at, 0xff, size - at - 1);
        if (!ff)
            return size - from;
        at = (size_t)(ff - b);
        if (b[at + 1] != 0 && b[at + 1] != 0xff && (b[at + 1] & 0xf8) != 0xd0)
            return at - from;
        at += b[at + 1] == 0xff ? 1 : 2;
    }
    return size - from;
}

// Everything up to the first scan, then scans and tables as they come. What lies behind the end
// (films of "moving photos", second pictures) is left out.
static bool walk_jpeg(struct stripped *s, const unsigned char *b, size_t size, struct bytes *head,
                      struct bytes *scans, struct fault *f)
{
    for (size_t at = 2; size - at >= 2;) {
        unsigned marker = b[at + 1];
        if (b[at] != 0xff)
            return fault_set(f, "a JPEG with a broken header");
        if (marker == 0xff) { // padding
            at++;
            continue;
        }
        if (marker == EOI) {
            bytes_add(scans, b + at, 2);
            return scans->size > 2 || fault_set(f, "a JPEG with a broken header");
        }
        size_t length = size - at >= 4 ? big(b + at + 2, 2) : 0;
        if (length < 2 || length > size - at - 2)
            break;
        take_segment(s, marker, b + at, length + 2, scans->size ? scans : head);
        if (marker == SOS) {
            if (scans->size == 0) { // it went to the head: the head ends with it
                bytes_add(scans, b + at, length + 2);
                head->size -= length + 2;
            }
            size_t data = coded(b, size, at + 2 + length);
            bytes_add(scans, b + at + 2 + length, data);
            at += data;
        }
        at += 2 + length;
    }
    return fault_set(f, "a JPEG that is cut short");
}

static void keep_jpeg_notice(struct stripped *s)
{
    struct bytes tiff = {0};
    notice_write(&s->notice, &tiff);
    if (tiff.size > 0) {
        add_big(&s->kept, 0xff00 | APP1, 2);
        add_big(&s->kept, (uint32_t)tiff.size + 8, 2);
        bytes_add(&s->kept, "Exif\0\0", 6);
        bytes_add(&s->kept, tiff.at, tiff.size);
    }
    bytes_finish(&tiff);
}

static bool strip_jpeg(const unsigned char *b, size_t size, const struct bytes *extra,
                       struct stripped *s, struct fault *f)
{
    struct bytes head = {0}, scans = {0};
    bool whole = walk_jpeg(s, b, size, &head, &scans, f);
    if (whole && !head.failed) {
        keep_jpeg_notice(s);
        const struct bytes *kept = own_or(extra, s);
        // JFIF stands first, then the rest (JFIF 1.02; EXIF allows it).
        bool jfif = begins(head.at, head.size, "\xff\xe0", 2);
        size_t first = jfif ? big(head.at + 2, 2) + 2 : 0;
        bytes_add(&s->file, "\xff\xd8", 2);
        bytes_add(&s->file, head.at, first);
        bytes_add(&s->file, kept->at, kept->size);
        bytes_add(&s->file, head.at + first, head.size - first);
        bytes_add(&s->file, scans.at, scans.size);
    }
    s->file.failed = s->file.failed || head.failed || scans.failed;
    bytes_finish(&head);
    bytes_finish(&scans);
    return whole;
}

// ---- PNG (ISO/IEC 15948) ----

// ISO/IEC 15948, annex D.
static uint32_t checksum(const unsigned char *b, size_t size)
{
    uint32_t c = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        c ^= b[i];
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
    }
    return ~c;
}

static void add_chunk(struct bytes *to, const char *name, const unsigned char *body, size_t size)
{
    add_big(to, (uint32_t)size, 4);
    size_t from = to->size;
    bytes_add(to, name, 4);
    bytes_add(to, body, size);
    if (!to->failed)
        add_big(to, checksum(to->at + from, to->size - from), 4);
}

static bool is_one_of(const unsigned char *name, const char *names)
{
    for (; *names; names += 4)
        if (memcmp(name, names, 4) == 0)
            return true;
    return false;
}

static bool names_a_maker(const unsigned char *body, size_t size)
{
    return begins(body, size, "Author", 7) || begins(body, size, "Copyright", 10);
}

// Colour goes to `kept` too, so that a picture that is made anew has it.
static void take_chunk(struct stripped *s, const unsigned char *chunk, size_t length)
{
    const unsigned char *name = chunk + 4, *body = chunk + 8;
    if (is_one_of(name, "iCCP") || (is_one_of(name, "tEXtiTXt") && names_a_maker(body, length)))
        bytes_add(&s->kept, chunk, length + 12);
    else if (is_one_of(name, "eXIf"))
        see_exif(s, body, length);
    else if (is_one_of(name, "iTXt") && begins(body, length, "XML:com.adobe.xmp", 17))
        see_xmp(s, body, length);
}

void notice_write_png(const struct notice *n, struct bytes *chunks)
{
    struct bytes tiff = {0};
    notice_write(n, &tiff);
    if (tiff.size > 0)
        add_chunk(chunks, "eXIf", tiff.at, tiff.size);
    bytes_finish(&tiff);
}

// Calls take for each chunk up to IEND. There is one IHDR, and it stands first.
static bool walk_png(const unsigned char *b, size_t size, struct stripped *s,
                     void (*take)(struct stripped *s, const unsigned char *chunk, size_t length),
                     struct fault *f)
{
    for (size_t at = 8; size - at >= 12;) {
        size_t length = big(b + at, 4);
        if (length > size - at - 12)
            break;
        if (is_one_of(b + at + 4, "IHDR") != (at == 8))
            return fault_set(f, "a PNG with a broken header");
        take(s, b + at, length);
        if (is_one_of(b + at + 4, "IEND"))
            return true;
        at += length + 12;
    }
    return fault_set(f, "a PNG that is cut short");
}

static void copy_chunk(struct stripped *s, const unsigned char *chunk, size_t length)
{
    bool coloured = s->kept.size > 0 && memmem(s->kept.at, s->kept.size, "iCCP", 4);
    if (is_one_of(chunk + 4, "IHDR"))
        bytes_add(&s->file, chunk, length + 12);
    if (is_one_of(chunk + 4, "IHDR"))
        bytes_add(&s->file, s->kept.at, s->kept.size);
    else if (is_one_of(chunk + 4, "PLTEIDATIENDtRNSsBITbKGDpHYs") ||
             (!coloured && is_one_of(chunk + 4, "gAMAcHRMsRGBcICP")))
        bytes_add(&s->file, chunk, length + 12);
}

static bool strip_png(const unsigned char *b, size_t size, const struct bytes *extra,
                      struct stripped *s, struct fault *f)
{
    if (!walk_png(b, size, s, take_chunk, f))
        return false;
    notice_write_png(&s->notice, &s->kept);
    if (extra) {
        s->kept.size = 0;
        bytes_add(&s->kept, extra->at, extra->size);
    }
    bytes_add(&s->file, b, 8);
    return walk_png(b, size, s, copy_chunk, f);
}

// ---- WebP (RFC 9649) ----

enum { WEBP_XMP = 4, WEBP_EXIF = 8 };

static void copy_riff(struct stripped *s, const unsigned char *chunk, size_t length, bool notice)
{
    size_t from = s->file.size;
    bytes_add(&s->file, chunk, 8 + length);
    if (length & 1)
        bytes_add(&s->file, "", 1);
    if (begins(chunk, 4, "VP8X", 4) && length >= 1 && !s->file.failed) {
        unsigned char *flags = s->file.at + from + 8;
        *flags = (unsigned char)((*flags & ~(WEBP_XMP | WEBP_EXIF)) | (notice ? WEBP_EXIF : 0));
    }
}

static bool walk_webp(const unsigned char *b, size_t size, struct stripped *s, bool copies,
                      bool notice)
{
    size_t at = 12, end = little(b + 4) + (size_t)8 < size ? little(b + 4) + (size_t)8 : size;
    while (at < end && end - at >= 8) {
        size_t length = little(b + at + 4);
        if (length > end - at - 8)
            return false;
        const unsigned char *body = b + at + 8;
        if (copies && is_one_of(b + at, "VP8 VP8LVP8XALPHICCP"))
            copy_riff(s, b + at, length, notice);
        else if (!copies && is_one_of(b + at, "EXIF"))
            see_exif(s, body, length);
        else if (!copies && is_one_of(b + at, "XMP "))
            see_xmp(s, body, length);
        at += 8 + length + (length & 1);
    }
    return true;
}

static bool strip_webp(const unsigned char *b, size_t size, struct stripped *s, struct fault *f)
{
    struct bytes tiff = {0};
    bool whole = walk_webp(b, size, s, false, false);
    notice_write(&s->notice, &tiff);
    bytes_add(&s->file, b, 12);
    whole = whole && walk_webp(b, size, s, true, tiff.size > 0);
    if (tiff.size > 0) {
        bytes_add(&s->file, "EXIF", 4);
        add_little(&s->file, (uint32_t)tiff.size);
        bytes_add(&s->file, tiff.at, tiff.size);
        if (tiff.size & 1)
            bytes_add(&s->file, "", 1);
    }
    bytes_finish(&tiff);
    struct bytes length = {0};
    add_little(&length, (uint32_t)(s->file.size - 8));
    if (!s->file.failed && !length.failed)
        memcpy(s->file.at + 4, length.at, 4);
    bytes_finish(&length);
    return whole || fault_set(f, "a WebP that is cut short");
}

bool strip_picture(const unsigned char *bytes, size_t size, const struct bytes *extra,
                   struct stripped *s, struct fault *f)
{
    struct decode_header h;
    *s = (struct stripped){0};
    bool whole = decode_header_read(bytes, size, &h, f) &&
                 (h.kind == DECODE_JPEG  ? strip_jpeg(bytes, size, extra, s, f)
                  : h.kind == DECODE_PNG ? strip_png(bytes, size, extra, s, f)
                                         : strip_webp(bytes, size, s, f));
    if (whole && (s->file.failed || s->kept.failed))
        whole = fault_set(f, "no memory for %zu bytes", size);
    s->left_out = whole ? (int64_t)size - (int64_t)s->file.size : 0;
    if (!whole)
        stripped_finish(s);
    return whole;
}

void stripped_finish(struct stripped *s)
{
    bytes_finish(&s->file);
    bytes_finish(&s->kept);
}
