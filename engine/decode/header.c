// The size and the orientation of a picture, read from its header before memory is taken.
#include "decode/private.h"

#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>

static unsigned big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t big32(const unsigned char *p)
{
    return (uint32_t)big16(p) << 16 | big16(p + 2);
}

static uint32_t little16(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t little24(const unsigned char *p)
{
    return little16(p) | (uint32_t)p[2] << 16;
}

static uint32_t little32(const unsigned char *p)
{
    return little24(p) | (uint32_t)p[3] << 24;
}

static bool size_set(struct decode_header *h, uint32_t width, uint32_t height, struct fault *f)
{
    if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX)
        return fault_set(f, "a picture of %u x %u pixels", width, height);
    h->width = (int)width;
    h->height = (int)height;
    return true;
}

static void exif_set(struct decode_header *h, const unsigned char *bytes, size_t size)
{
    if (size > 6 && memcmp(bytes, "Exif\0\0", 6) == 0) {
        bytes += 6;
        size -= 6;
    }
    if (h->tiff || size < 8 || size > 65535)
        return;
    h->tiff = bytes;
    h->tiff_size = size;
}

// Chunks: length, name, bytes, checksum (ISO/IEC 15948, 5.3). All are walked to the end: past the
// end of the bytes SDL_image hands libpng the same old bytes again, for ever.
static bool read_png(const unsigned char *b, size_t size, struct decode_header *h, struct fault *f)
{
    h->kind = DECODE_PNG;
    if (size < 33 || memcmp(b + 12, "IHDR", 4) != 0)
        return fault_set(f, "a PNG that is cut short");
    for (size_t at = 8; size - at >= 12;) {
        size_t length = big32(b + at);
        const unsigned char *name = b + at + 4;
        if (length > size - at - 12)
            break;
        if (memcmp(name, "eXIf", 4) == 0)
            exif_set(h, b + at + 8, length);
        if (memcmp(name, "IEND", 4) == 0)
            return size_set(h, big32(b + 16), big32(b + 20), f);
        at += length + 12;
    }
    return fault_set(f, "a PNG that is cut short");
}

static bool is_frame(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// In the coded data an 0xff is always followed by 0 or a restart marker, so the end marker cannot
// stand there by chance (ISO/IEC 10918-1, B.1.1.5).
static bool jpeg_ends(const unsigned char *b, size_t size, size_t at)
{
    for (size_t i = size; i >= at + 2; i--)
        if (b[i - 2] == 0xff && b[i - 1] == 0xd9)
            return true;
    return false;
}

// Segments: 0xff, marker, length with itself, bytes (ISO/IEC 10918-1, B.1.1.4).
static bool read_jpeg(const unsigned char *b, size_t size, struct decode_header *h, struct fault *f)
{
    h->kind = DECODE_JPEG;
    for (size_t at = 2; size - at >= 4;) {
        unsigned marker = b[at + 1];
        if (b[at] != 0xff)
            return fault_set(f, "a JPEG with a broken header");
        if (marker == 0xff) { // padding
            at++;
            continue;
        }
        size_t length = big16(b + at + 2);
        if (length < 2 || length > size - at - 2)
            break;
        if (marker == 0xe1 && length > 8 && memcmp(b + at + 4, "Exif\0\0", 6) == 0)
            exif_set(h, b + at + 4, length - 2);
        if (is_frame(marker) && length >= 8) {
            if (b[at + 9] == 4)
                return fault_set(f, "a CMYK picture; save it as RGB");
            if (!size_set(h, big16(b + at + 7), big16(b + at + 5), f))
                return false;
        }
        at += 2 + length;
        if (marker == 0xda) {
            if (h->width == 0)
                return fault_set(f, "a JPEG with a broken header");
            return jpeg_ends(b, size, at) || fault_set(f, "a JPEG that is cut short");
        }
    }
    return fault_set(f, "a JPEG that is cut short");
}

static bool read_webp_size(const unsigned char *chunk, size_t length, struct decode_header *h,
                           struct fault *f)
{
    const unsigned char *b = chunk + 8;
    if (memcmp(chunk, "VP8X", 4) == 0 && length >= 10) {
        if (b[0] & 2)
            return fault_set(f, "an animated WebP; make a film of it");
        return size_set(h, little24(b + 4) + 1, little24(b + 7) + 1, f);
    }
    if (memcmp(chunk, "VP8 ", 4) == 0 && length >= 10)
        return size_set(h, little16(b + 6) & 0x3fff, little16(b + 8) & 0x3fff, f);
    if (memcmp(chunk, "VP8L", 4) == 0 && length >= 5) {
        uint32_t bits = little32(b + 1);
        return size_set(h, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, f);
    }
    return fault_set(f, "a WebP with a broken header");
}

// RIFF chunks, padded to even (RFC 9649, 2.3 to 2.7; VP8: RFC 6386, 9.1).
static bool read_webp(const unsigned char *b, size_t size, struct decode_header *h, struct fault *f)
{
    h->kind = DECODE_WEBP;
    if (size < 30 || little32(b + 4) > size - 8)
        return fault_set(f, "a WebP that is cut short");
    if (!read_webp_size(b + 12, little32(b + 16), h, f))
        return false;
    for (size_t at = 12; at < size && size - at >= 8;) {
        size_t length = little32(b + at + 4);
        if (length > size - at - 8)
            break;
        if (memcmp(b + at, "EXIF", 4) == 0)
            exif_set(h, b + at + 8, length);
        at += 8 + length + (length & 1);
    }
    return true;
}

// ISO base media (14496-12) whose brand is a HEIF still (23008-12).
static bool is_heic(const unsigned char *b, size_t size)
{
    static const char brands[][5] = {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"};
    bool is = false;
    if (size >= 12 && memcmp(b + 4, "ftyp", 4) == 0)
        for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
            is = is || memcmp(b + 8, brands[i], 4) == 0;
    return is;
}

bool decode_header_read(const unsigned char *b, size_t size, struct decode_header *h,
                        struct fault *f)
{
    *h = (struct decode_header){0};
    if (size >= 8 && memcmp(b, "\x89PNG\r\n\x1a\n", 8) == 0)
        return read_png(b, size, h, f);
    if (size >= 3 && memcmp(b, "\xff\xd8\xff", 3) == 0)
        return read_jpeg(b, size, h, f);
    if (size >= 12 && memcmp(b, "RIFF", 4) == 0 && memcmp(b + 8, "WEBP", 4) == 0)
        return read_webp(b, size, h, f);
    if (is_heic(b, size))
        return fault_set(f, "a HEIC picture, as phones make them; save it as JPEG");
    return fault_set(f, "not a picture that is known; PNG, JPEG or WebP");
}

static int orientation_in(ExifData *data)
{
    ExifEntry *e = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (!e || e->format != EXIF_FORMAT_SHORT || e->components < 1 || e->size < 2)
        return 1;
    int orientation = exif_get_short(e->data, exif_data_get_byte_order(data));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

int decode_orientation(const struct decode_header *h)
{
    unsigned char *block = h->tiff ? malloc(h->tiff_size + 6) : NULL;
    ExifData *data = block ? exif_data_new() : NULL;
    int orientation = 1;
    if (data) {
        memcpy(block, "Exif\0\0", 6);
        memcpy(block + 6, h->tiff, h->tiff_size);
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(data, block, (unsigned)h->tiff_size + 6);
        orientation = orientation_in(data);
        exif_data_unref(data);
    }
    free(block);
    return orientation;
}
