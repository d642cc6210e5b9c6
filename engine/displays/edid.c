// The first block of an EDID: maker, model, serial number.
#include "displays/edid.h"

#include <stdio.h>
#include <string.h>

enum { HEAD = 8, MAKE = 8, PRODUCT = 10, SERIAL = 12, DESCRIPTORS = 54, DESCRIPTOR = 18 };
enum { TEXT_AT = 5, TEXT_BYTES = 13, IS_SERIAL = 0xff, IS_MODEL = 0xfc };

// 13 bytes that end with a line feed and are filled up with spaces.
static void take_text(const uint8_t *from, char to[EDID_TEXT])
{
    int n = 0;
    while (n < TEXT_BYTES && from[n] != '\n' && from[n] != 0) {
        bool plain = from[n] >= 0x20 && from[n] < 0x7f && from[n] != '"' && from[n] != '\\';
        to[n] = plain ? (char)from[n] : '?';
        n++;
    }
    while (n > 0 && to[n - 1] == ' ')
        n--;
    to[n] = 0;
    size_t lead = strspn(to, " ");
    memmove(to, to + lead, (size_t)n - lead + 1);
}

// Five bits a letter, 1 is A.
static void take_make(const uint8_t *from, char to[4])
{
    unsigned word = (unsigned)from[0] << 8 | from[1];
    for (int i = 0; i < 3; i++) {
        unsigned letter = word >> (10 - 5 * i) & 31;
        to[i] = letter >= 1 && letter <= 26 ? (char)('A' + letter - 1) : '?';
    }
    to[3] = 0;
}

bool edid_read(const uint8_t *bytes, size_t length, struct identity *to, struct fault *f)
{
    static const uint8_t head[HEAD] = {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0};
    *to = (struct identity){0};
    if (length < EDID_BYTES || memcmp(bytes, head, HEAD) != 0)
        return fault_set(f, "%zu bytes that are no EDID", length);
    uint8_t sum = 0;
    for (int i = 0; i < EDID_BYTES; i++)
        sum = (uint8_t)(sum + bytes[i]);
    if (sum != 0)
        return fault_set(f, "an EDID whose sum is wrong by %u", sum);
    take_make(bytes + MAKE, to->make);
    snprintf(to->model, sizeof to->model, "#%02X%02X", bytes[PRODUCT + 1], bytes[PRODUCT]);
    uint32_t number = bytes[SERIAL] | (uint32_t)bytes[SERIAL + 1] << 8 |
                      (uint32_t)bytes[SERIAL + 2] << 16 | (uint32_t)bytes[SERIAL + 3] << 24;
    if (number)
        snprintf(to->serial, sizeof to->serial, "%u", number);
    for (int i = 0; i < 4; i++) {
        const uint8_t *d = bytes + DESCRIPTORS + (ptrdiff_t)i * DESCRIPTOR;
        char text[EDID_TEXT] = "";
        if (d[0] || d[1] || d[2] || (d[3] != IS_SERIAL && d[3] != IS_MODEL))
            continue;
        take_text(d + TEXT_AT, text);
        if (text[0])
            memcpy(d[3] == IS_MODEL ? to->model : to->serial, text, sizeof text);
    }
    return true;
}

bool identity_is(const struct identity *a, const struct identity *b)
{
    return strcmp(a->make, b->make) == 0 && strcmp(a->model, b->model) == 0 &&
           strcmp(a->serial, b->serial) == 0;
}

bool identity_none(const struct identity *i)
{
    return !i->make[0] && !i->model[0];
}
