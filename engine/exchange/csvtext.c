// The bytes of a spreadsheet's file as UTF-8: byte-order marks, UTF-16, Windows-1252.
#include "exchange/csvprivate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static size_t put_letter(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

// Windows-1252 from 0x80 to 0x9f; 0: nothing stands there. Latin-1 has controls there, which no
// spreadsheet writes, so both are read alike.
static const uint16_t windows[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
                                     0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
                                     0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d,
                                     0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
                                     0x0153, 0,      0x017e, 0x0178};

static char *from_windows(const unsigned char *bytes, size_t length, size_t *written)
{
    char *out = malloc(length * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < length; i++) {
        uint32_t code = bytes[i];
        if (code >= 0x80 && code < 0xa0)
            code = windows[code - 0x80] ? windows[code - 0x80] : 0xfffd;
        n += put_letter(out + n, code);
    }
    if (out)
        out[n] = '\0';
    *written = n;
    return out;
}

static uint32_t unit_at(const unsigned char *bytes, size_t i, bool big)
{
    return big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
}

static char *from_utf16(const unsigned char *bytes, size_t length, bool big, size_t *written)
{
    char *out = malloc(length / 2 * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; out && i + 1 < length; i += 2) {
        uint32_t code = unit_at(bytes, i, big);
        if (code >= 0xd800 && code < 0xdc00 && i + 3 < length) {
            uint32_t low = unit_at(bytes, i + 2, big);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        if (code >= 0xd800 && code < 0xe000)
            code = 0xfffd; // half a pair
        n += put_letter(out + n, code);
    }
    if (out)
        out[n] = '\0';
    *written = n;
    return out;
}

// The bytes of the letter at `at`, 0 when it is no UTF-8 (Unicode 15, table 3-7).
static size_t letter_length(const unsigned char *at, const unsigned char *end)
{
    unsigned char c = *at, low = 0x80, high = 0xbf;
    size_t n = c < 0x80                ? 1
               : c >= 0xc2 && c < 0xe0 ? 2
               : c >= 0xe0 && c < 0xf0 ? 3
               : c >= 0xf0 && c < 0xf5 ? 4
                                       : 0;
    if (n == 0 || (size_t)(end - at) < n)
        return 0;
    low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : low;
    high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : high;
    if (n > 1 && (at[1] < low || at[1] > high))
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

static bool is_utf8(const unsigned char *bytes, size_t length, const char *file,
                    struct faults *faults)
{
    const unsigned char *end = bytes + length;
    int line = 1;
    for (const unsigned char *at = bytes; at < end;) {
        size_t n = letter_length(at, end);
        if (n == 0) {
            faults_add(faults, FAULT_ERROR,
                       "%s:%d: is no UTF-8 (byte 0x%02x); save it as \"CSV UTF-8\", or say "
                       "--encoding windows-1252 where an older spreadsheet wrote it",
                       file, line, *at);
            return false;
        }
        line += *at == '\n';
        at += n;
    }
    return true;
}

// Without a mark: every other byte of most spreadsheets' UTF-16 is 0.
static bool looks_like_utf16(const unsigned char *bytes, size_t length, bool big)
{
    size_t zeros = 0, seen = length < 512 ? length & ~(size_t)1 : 512;
    for (size_t i = big ? 0 : 1; i < seen; i += 2)
        zeros += bytes[i] == 0;
    return seen >= 4 && zeros * 4 > seen;
}

static bool is_called(const char *encoding, const char *const *names)
{
    for (; encoding && *names; names++)
        if (strcasecmp(encoding, *names) == 0)
            return true;
    return false;
}

// Takes text. A 0 would end it there, and the rows behind would be lost unseen.
static char *without_zeros(char *text, size_t length, const char *file, struct faults *faults)
{
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: memory is short", file);
    } else if (strlen(text) < length) {
        faults_add(faults, FAULT_ERROR, "%s:1: has a byte 0; is it a table of text?", file);
        free(text);
        return NULL;
    }
    return text;
}

char *csv_decode(const char *given, size_t length, const char *encoding, const char *file,
                 struct faults *faults)
{
    static const char *const old[] = {"windows-1252", "cp1252",      "latin-1", "latin1",
                                      "iso-8859-1",   "iso-8859-15", NULL};
    static const char *const wide[] = {"utf-16", "utf16", "utf-16le", NULL};
    static const char *const plain[] = {"utf-8", "utf8", NULL};
    const unsigned char *bytes = (const unsigned char *)given;
    bool big = length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff;
    bool little = length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe;
    if (encoding && !is_called(encoding, old) && !is_called(encoding, wide) &&
        !is_called(encoding, plain)) {
        faults_add(faults, FAULT_ERROR,
                   "%s:1: \"%.40s\" is no encoding; utf-8, utf-16, windows-1252, latin-1 are "
                   "allowed",
                   file, encoding);
        return NULL;
    }
    char *text;
    size_t written;
    if (big || little) {
        text = from_utf16(bytes + 2, length - 2, big, &written);
        return without_zeros(text, written, file, faults);
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    } else if (is_called(encoding, old)) {
        text = from_windows(bytes, length, &written);
        return without_zeros(text, written, file, faults);
    } else if (is_called(encoding, wide) || looks_like_utf16(bytes, length, false)) {
        text = from_utf16(bytes, length, false, &written);
        return without_zeros(text, written, file, faults);
    } else if (looks_like_utf16(bytes, length, true)) {
        text = from_utf16(bytes, length, true, &written);
        return without_zeros(text, written, file, faults);
    }
    if (!is_utf8(bytes, length, file, faults))
        return NULL;
    return without_zeros(strndup((const char *)bytes, length), length, file, faults);
}
