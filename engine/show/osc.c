// Messages as OSC 1.0 bytes: written and read with liblo, with bounds on everything that is read.
#include "show/private.h"

#include <lo/lo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OSC_DEPTH = 4, OSC_PATH = SCENE_ID + 32 };

static void path_of(const char *station, char path[OSC_PATH])
{
    snprintf(path, OSC_PATH, "/gestuaire/%s/message", station);
}

// The Unicode Standard, table 3-7: well-formed UTF-8 byte sequences. 0: none.
static int utf8_length(const unsigned char *c)
{
    if (c[0] < 0x80)
        return 1;
    int more = c[0] >= 0xc2 && c[0] < 0xe0 ? 1 : (c[0] & 0xf0) == 0xe0 ? 2 : 3;
    if (c[0] < 0xc2 || c[0] > 0xf4)
        return 0;
    if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) ||
        (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f))
        return 0;
    for (int i = 1; i <= more; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

static bool readable(const char *text, bool lines)
{
    const unsigned char *c = (const unsigned char *)text;
    while (*c) {
        bool control = *c < 0x20 || *c == 0x7f;
        if (control && !(lines && (*c == '\n' || *c == '\t')))
            return false;
        int length = utf8_length(c);
        if (!length)
            return false;
        c += length;
    }
    return true;
}

// liblo has checked that strings end inside the datagram.
static const char *string_at(lo_message m, int i)
{
    char type = lo_message_get_types(m)[i];
    return type == LO_STRING || type == LO_SYMBOL ? (const char *)lo_message_get_argv(m)[i] : NULL;
}

static bool copy_word(lo_message m, int i, char *out, size_t size)
{
    const char *word = string_at(m, i);
    if (!word || !*word || strlen(word) >= size || !readable(word, false))
        return false;
    snprintf(out, size, "%s", word);
    return true;
}

// Arguments lie at multiples of 4 bytes: they are copied, not looked at in place.
static bool number_at(lo_message m, int i, double *number)
{
    const void *at = lo_message_get_argv(m)[i];
    double d = 0;
    float f = 0;
    int32_t n = 0;
    int64_t h = 0;
    switch (lo_message_get_types(m)[i]) {
    case LO_DOUBLE:
        memcpy(&d, at, sizeof d);
        break;
    case LO_FLOAT:
        memcpy(&f, at, sizeof f);
        d = f;
        break;
    case LO_INT32:
        memcpy(&n, at, sizeof n);
        d = n;
        break;
    case LO_INT64:
        memcpy(&h, at, sizeof h);
        d = (double)h;
        break;
    default:
        return false;
    }
    *number = d;
    return isfinite(d);
}

static bool read_pair(lo_message m, int i, struct params *params)
{
    char key[PARAM_KEY];
    if (!copy_word(m, i, key, sizeof key) || params_find(params, key))
        return false;
    double number = 0;
    const char *text = string_at(m, i + 1);
    char type = lo_message_get_types(m)[i + 1];
    if (text)
        return readable(text, true) && params_text(params, key, text);
    if (type == LO_TRUE || type == LO_FALSE)
        return params_bool(params, key, type == LO_TRUE);
    return number_at(m, i + 1, &number) && params_number(params, key, number);
}

// NULL, or why not.
static const char *read_arguments(lo_message m, struct show_message *out)
{
    *out = (struct show_message){0};
    int count = lo_message_get_argc(m);
    if (count < 2 || !copy_word(m, 0, out->name, sizeof out->name) ||
        !copy_word(m, 1, out->from, sizeof out->from))
        return "it has no name and sender";
    if (count % 2)
        return "a key has no value";
    if (count > 2 + 2 * PARAMS_MAX)
        return "it has too many values";
    for (int i = 2; i < count; i += 2)
        if (!read_pair(m, i, &out->params))
            return "a key comes twice, or a key or value is of a wrong kind, too long or not "
                   "finite";
    return NULL;
}

static const char *read_message(const unsigned char *bytes, size_t size, const char *station,
                                struct show_message *out)
{
    char path[OSC_PATH];
    path_of(station, path);
    if (!memchr(bytes, 0, size))
        return "it is no OSC";
    if (strcmp((const char *)bytes, path) != 0)
        return "it is for another address";
    lo_message m = lo_message_deserialise((void *)bytes, size, NULL);
    if (!m)
        return "it is no OSC";
    const char *why = read_arguments(m, out);
    lo_message_free(m);
    return why;
}

static uint32_t big_endian(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

struct reading {
    const char *station;
    struct show_message *out;
    int room, count;
    struct osc_refusal *refused;
};

static void refuse(struct reading *r, const char *why)
{
    r->refused->count++;
    r->refused->why = why;
}

static void read_element(struct reading *r, const unsigned char *bytes, size_t size, int depth);

static void read_bundle(struct reading *r, const unsigned char *bytes, size_t size, int depth)
{
    size_t at = 16; // "#bundle" and a time tag
    while (size - at >= 4) {
        size_t length = big_endian(bytes + at);
        at += 4;
        if (length % 4 || length > size - at)
            break;
        read_element(r, bytes + at, length, depth + 1);
        at += length;
    }
    if (at != size)
        refuse(r, "a bundle is broken");
}

static void read_element(struct reading *r, const unsigned char *bytes, size_t size, int depth)
{
    if (size >= 16 && memcmp(bytes, "#bundle", 8) == 0) {
        if (depth >= OSC_DEPTH)
            refuse(r, "its bundles are too deep");
        else
            read_bundle(r, bytes, size, depth);
        return;
    }
    if (r->count >= r->room) {
        refuse(r, "it holds too many messages");
        return;
    }
    const char *why = read_message(bytes, size, r->station, &r->out[r->count]);
    if (why)
        refuse(r, why);
    else
        r->count++;
}

int osc_read(const unsigned char *bytes, size_t size, const char *station, struct show_message *out,
             int room, struct osc_refusal *refused)
{
    struct reading r = {.station = station, .out = out, .room = room, .refused = refused};
    if (size > OSC_DATAGRAM)
        refuse(&r, "it is too long");
    else
        read_element(&r, bytes, size, 0);
    return r.count;
}

static void add_value(lo_message m, const struct param *p)
{
    lo_message_add_string(m, p->key);
    if (p->kind == PARAM_TEXT)
        lo_message_add_string(m, p->text);
    else if (p->kind == PARAM_NUMBER)
        lo_message_add_double(m, p->number);
    else if (p->number != 0)
        lo_message_add_true(m);
    else
        lo_message_add_false(m);
}

size_t osc_write(const char *station, const struct show_message *message, unsigned char *bytes,
                 size_t room)
{
    char path[OSC_PATH];
    path_of(station, path);
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    lo_message_add_string(m, message->name);
    lo_message_add_string(m, message->from);
    for (int i = 0; i < message->params.count; i++)
        add_value(m, &message->params.items[i]);
    size_t size = lo_message_length(m, path);
    if (size > room)
        size = 0;
    else
        lo_message_serialise(m, path, bytes, &size);
    lo_message_free(m);
    return size;
}
