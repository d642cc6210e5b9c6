// Bytes of a caption file become UTF-8 with \n at the end of lines.
#include "decode/captions.h"

#include <stdlib.h>
#include <string.h>

// Windows-1252, 0x80 to 0x9f (WHATWG Encoding).
static const uint16_t high[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                  0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                  0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                  0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

enum { REPLACEMENT = 0xfffd };

size_t letters_put(char *to, uint32_t c)
{
    unsigned char *at = (unsigned char *)to;
    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = REPLACEMENT;
    if (c < 0x80) {
        at[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        at[0] = (unsigned char)(0xc0 | c >> 6);
        at[1] = (unsigned char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        at[0] = (unsigned char)(0xe0 | c >> 12);
        at[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
        at[2] = (unsigned char)(0x80 | (c & 0x3f));
        return 3;
    }
    at[0] = (unsigned char)(0xf0 | c >> 18);
    at[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
    at[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
    at[3] = (unsigned char)(0x80 | (c & 0x3f));
    return 4;
}

// Bytes of the letter at p, 0 when it is none (RFC 3629).
static size_t letter(const unsigned char *p, size_t left)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 : p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;
    if (n < 2 || n > left)
        return n == 1;
    uint32_t c = p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (p[i] >> 6 != 2)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    return c >= least[n] && c <= 0x10ffff && !(c >= 0xd800 && c < 0xe000) ? n : 0;
}

static bool is_utf8(const unsigned char *p, size_t size)
{
    for (size_t at = 0, n; at < size; at += n)
        if ((n = letter(p + at, size - at)) == 0)
            return false;
    return true;
}

static size_t from_utf16(const unsigned char *p, size_t size, bool big, char *to)
{
    size_t length = 0;
    for (size_t i = 0; i + 1 < size; i += 2) {
        uint32_t c = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < size) {
            uint32_t low =
                big ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        length += letters_put(to + length, c);
    }
    return length;
}

static size_t from_bytes(const unsigned char *p, size_t size, bool utf8, char *to)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        if (p[i] == 0 || (!utf8 && p[i] >= 0x80))
            length +=
                letters_put(to + length, p[i] >= 0x80 && p[i] < 0xa0 ? high[p[i] - 0x80] : p[i]);
        else
            to[length++] = (char)p[i];
    }
    return length;
}

// CR LF and CR become LF.
static size_t one_line_end(char *text, size_t length)
{
    size_t to = 0;
    for (size_t i = 0; i < length; i++) {
        bool cr = text[i] == '\r';
        if (cr && i + 1 < length && text[i + 1] == '\n')
            continue;
        text[to++] = cr ? '\n' : text[i];
    }
    return to;
}

char *letters_read(const char *bytes, size_t size, size_t *length, bool *guessed)
{
    const unsigned char *p = (const unsigned char *)bytes;
    char *text = malloc(size * 3 + 1); // a byte becomes three at most
    if (!text)
        return NULL;
    *guessed = false;
    if (size >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff))) {
        *length = from_utf16(p + 2, size - 2, p[0] == 0xfe, text);
    } else {
        size_t mark = size >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        *guessed = !is_utf8(p + mark, size - mark);
        *length = from_bytes(p + mark, size - mark, !*guessed, text);
    }
    *length = one_line_end(text, *length);
    text[*length] = 0;
    return text;
}
