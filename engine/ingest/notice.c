// Who made a picture and whose it is: read out of EXIF and IPTC, written as the smallest EXIF.
#include "ingest/private.h"

#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>

static void fill(char to[INGEST_NOTICE], const unsigned char *text, size_t size)
{
    while (size > 0 && (text[size - 1] == 0 || text[size - 1] == ' '))
        size--;
    if (to[0] || size == 0)
        return;
    if (size >= INGEST_NOTICE) {
        size = INGEST_NOTICE - 1;
        while (size > 0 && (text[size] & 0xc0) == 0x80) // not within a letter
            size--;
    }
    memcpy(to, text, size);
    to[size] = 0;
    for (char *c = to; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    for (size = strlen(to); size > 0 && to[size - 1] == ' '; size--) // signs that were none, too
        to[size - 1] = 0;
}

static ExifData *exif_of(const unsigned char *tiff, size_t size)
{
    unsigned char *block = size >= 8 && size <= 65535 ? malloc(size + 6) : NULL;
    if (!block)
        return NULL;
    memcpy(block, "Exif\0\0", 6);
    memcpy(block + 6, tiff, size);
    ExifData *data = exif_data_new();
    if (data) {
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(data, block, (unsigned)size + 6);
    }
    free(block);
    return data;
}

static void fill_tag(char to[INGEST_NOTICE], ExifData *data, ExifTag tag)
{
    const ExifEntry *e = exif_content_get_entry(data->ifd[EXIF_IFD_0], tag);
    if (e && e->format == EXIF_FORMAT_ASCII)
        fill(to, e->data, e->size);
}

void notice_of_exif(struct notice *n, const unsigned char *tiff, size_t size)
{
    ExifData *data = exif_of(tiff, size);
    if (!data)
        return;
    fill_tag(n->artist, data, EXIF_TAG_ARTIST);
    fill_tag(n->copyright, data, EXIF_TAG_COPYRIGHT);
    exif_data_unref(data);
}

bool notice_has_gps(const unsigned char *tiff, size_t size)
{
    ExifData *data = exif_of(tiff, size);
    bool has = data && data->ifd[EXIF_IFD_GPS]->count > 0;
    if (data)
        exif_data_unref(data);
    return has;
}

static unsigned big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

// Data sets 2:80 By-line and 2:116 Copyright Notice (IPTC-IIM 4.2, chapter 6).
static void read_sets(struct notice *n, const unsigned char *b, size_t size)
{
    while (size >= 5 && b[0] == 0x1c) {
        size_t length = big16(b + 3);
        if (length > size - 5)
            return;
        if (b[1] == 2 && b[2] == 80)
            fill(n->artist, b + 5, length);
        if (b[1] == 2 && b[2] == 116)
            fill(n->copyright, b + 5, length);
        b += 5 + length;
        size -= 5 + length;
    }
}

// Resources: "8BIM", number, a name, a length, bytes; both padded to even (Adobe Photoshop File
// Formats Specification, Image Resource Blocks). 0x0404 is IPTC.
void notice_of_iptc(struct notice *n, const unsigned char *b, size_t size)
{
    while (size >= 12 && memcmp(b, "8BIM", 4) == 0) {
        size_t head = 6 + (((size_t)b[6] + 2) & ~(size_t)1);
        if (head + 4 > size)
            return;
        size_t length = (size_t)big16(b + head) << 16 | big16(b + head + 2);
        head += 4;
        if (length > size - head)
            return;
        if (big16(b + 4) == 0x0404)
            read_sets(n, b + head, length);
        length += length & 1;
        if (length > size - head)
            return;
        b += head + length;
        size -= head + length;
    }
}

static void put(struct bytes *b, unsigned value, int width)
{
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
        unsigned char byte = (unsigned char)(value >> shift);
        bytes_add(b, &byte, 1);
    }
}

// TIFF 6.0, section 2: a header, one directory with ASCII entries, their texts. Four bytes or less
// stand in the entry itself.
void notice_write(const struct notice *n, struct bytes *tiff)
{
    const struct {
        unsigned tag;
        const char *text;
    } tags[] = {{0x013b, n->artist}, {0x8298, n->copyright}};
    unsigned count = (n->artist[0] != 0) + (n->copyright[0] != 0), at = 8 + 2 + count * 12 + 4;
    if (count == 0)
        return;
    bytes_add(tiff, "MM\0*\0\0\0\10", 8);
    put(tiff, count, 2);
    for (int i = 0; i < 2; i++) {
        unsigned length = (unsigned)strlen(tags[i].text) + 1;
        if (length == 1)
            continue;
        put(tiff, tags[i].tag, 2);
        put(tiff, 2, 2); // ASCII
        put(tiff, length, 4);
        if (length <= 4) {
            char text[4] = {0};
            memcpy(text, tags[i].text, length);
            bytes_add(tiff, text, 4);
        } else {
            put(tiff, at, 4);
            at += length + (length & 1);
        }
    }
    put(tiff, 0, 4);
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(tags[i].text) + 1;
        if (length > 4) {
            bytes_add(tiff, tags[i].text, length);
            bytes_add(tiff, "", length & 1);
        }
    }
}
