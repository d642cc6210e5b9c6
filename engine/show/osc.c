// Messages as OSC 1.0 bytes: written and read with liblo, with bounds on everything that is read.
#include "show/trail.h"

#include <lo/lo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OSC_DEPTH = 4, OSC_PATH = SCENE_ID + 32 };

#define OSC_COURSE "/gestuaire/show/course"

static void path_of(const char *station, const char *what, char path[OSC_PATH])
{
    snprintf(path, OSC_PATH, "/gestuaire/%s/%s", station, what);
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

bool osc_word(void *m, int i, char *out, size_t size)
{
    const char *word = i < lo_message_get_argc(m) ? string_at(m, i) : NULL;
    if (!word || !*word || strlen(word) >= size || !readable(word, false))
        return false;
    snprintf(out, size, "%s", word);
    return true;
}

// Arguments lie at multiples of 4 bytes: they are copied, not looked at in place.
bool osc_number(void *m, int i, double *number)
{
    if (i >= lo_message_get_argc(m))
        return false;
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
    if (!osc_word(m, i, key, sizeof key) || params_find(params, key))
        return false;
    double number = 0;
    const char *text = string_at(m, i + 1);
    char type = lo_message_get_types(m)[i + 1];
    if (text)
        return readable(text, true) && params_text(params, key, text);
    if (type == LO_TRUE || type == LO_FALSE)
        return params_bool(params, key, type == LO_TRUE);
    return osc_number(m, i + 1, &number) && params_number(params, key, number);
}

// "station/stage", or a station alone.
static bool read_sender(lo_message m, int i, struct show_message *out)
{
    char who[HOLD_WHO];
    if (!osc_word(m, i, who, sizeof who))
        return false;
    char *slash = strchr(who, '/');
    if (slash)
        *slash++ = 0;
    if (!who[0] || strlen(who) >= sizeof out->from ||
        (slash && (!*slash || strlen(slash) >= sizeof out->stage)))
        return false;
    snprintf(out->from, sizeof out->from, "%s", who);
    snprintf(out->stage, sizeof out->stage, "%s", slash ? slash : "");
    return true;
}

// NULL, or why not.
static const char *read_arguments(lo_message m, struct show_message *out)
{
    *out = (struct show_message){0};
    int count = lo_message_get_argc(m);
    if (count < 2 || !osc_word(m, 0, out->name, sizeof out->name) || !read_sender(m, 1, out))
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

// The same text in the datagram: it ends there, as liblo has checked.
static const char *course_in(const unsigned char *bytes, size_t size, const char *text)
{
    size_t length = strlen(text) + 1;
    for (size_t at = 0; at + length <= size; at += 4)
        if (memcmp(bytes + at, text, length) == 0)
            return (const char *)bytes + at;
    return "";
}

// What stations say to each other, and what everyone may say.
static const char *read_path(const char *path, const char *station, lo_message m,
                             struct show_heard *out, bool *nothing)
{
    char own[OSC_PATH];
    path_of(station, "message", own);
    if (strcmp(path, own) == 0) {
        out->kind = HEARD_MESSAGE;
        return read_arguments(m, &out->message);
    }
    path_of(station, "release", own);
    if (strcmp(path, own) == 0) {
        out->kind = HEARD_MESSAGE;
        out->message.release = true;
        return read_sender(m, 0, &out->message) ? NULL : "it has no sender";
    }
    if (strcmp(path, OSC_COURSE) != 0)
        return osc_read_word(path, m, out, nothing);
    const char *course = lo_message_get_argc(m) == 2 ? string_at(m, 1) : NULL;
    if (!course || !osc_word(m, 0, out->message.from, sizeof out->message.from) ||
        strlen(course) > COURSE_TEXT)
        return "it does not say where a show stands";
    out->kind = HEARD_COURSE;
    return NULL;
}

static const char *read_message(const unsigned char *bytes, size_t size, const char *station,
                                struct show_heard *out, bool *nothing)
{
    if (!memchr(bytes, 0, size) || bytes[0] != '/')
        return "it is no OSC";
    if (strncmp((const char *)bytes, "/gestuaire/", 11) != 0)
        return "it is for another address";
    lo_message m = lo_message_deserialise((void *)bytes, size, NULL);
    if (!m)
        return "it is no OSC";
    const char *why = read_path((const char *)bytes, station, m, out, nothing);
    // The message is a copy; a course is read where it lies in the datagram.
    if (!why && out->kind == HEARD_COURSE)
        out->course = course_in(bytes, size, string_at(m, 1));
    lo_message_free(m);
    return why;
}

static uint32_t big_endian(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

struct reading {
    const char *station;
    struct show_heard *out;
    int room, count;
    struct osc_refusal *refused;
};

static void refuse(struct reading *r, const char *why)
{
    r->refused->count++;
    r->refused->why = why;
}

static void read_element(struct reading *r, const unsigned char *bytes, size_t size, int depth,
                         uint64_t date);

static void read_bundle(struct reading *r, const unsigned char *bytes, size_t size, int depth)
{
    size_t at = 16; // "#bundle" and a time tag
    uint64_t date = (uint64_t)big_endian(bytes + 8) << 32 | big_endian(bytes + 12);
    while (size - at >= 4) {
        size_t length = big_endian(bytes + at);
        at += 4;
        if (length % 4 || length > size - at)
            break;
        read_element(r, bytes + at, length, depth + 1, date);
        at += length;
    }
    if (at != size)
        refuse(r, "a bundle is broken");
}

static void read_element(struct reading *r, const unsigned char *bytes, size_t size, int depth,
                         uint64_t date)
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
    bool nothing = false;
    struct show_heard *out = &r->out[r->count];
    *out = (struct show_heard){.date = date};
    const char *why = read_message(bytes, size, r->station, out, &nothing);
    if (why)
        refuse(r, why);
    else if (!nothing)
        r->count++;
}

int osc_read(const unsigned char *bytes, size_t size, const char *station, struct show_heard *out,
             int room, struct osc_refusal *refused)
{
    struct reading r = {.station = station, .out = out, .room = room, .refused = refused};
    if (size > OSC_DATAGRAM)
        refuse(&r, "it is too long");
    else
        read_element(&r, bytes, size, 0, OSC_AT_ONCE);
    return r.count;
}

static void add_value(lo_message m, const struct param *p)
{
    if (p->kind == PARAM_TEXT)
        lo_message_add_string(m, p->text);
    else if (p->kind == PARAM_NUMBER)
        lo_message_add_double(m, p->number);
    else if (p->number != 0)
        lo_message_add_true(m);
    else
        lo_message_add_false(m);
}

// Frees the message.
size_t osc_finish(void *m, const char *path, unsigned char *bytes, size_t room)
{
    size_t size = lo_message_length(m, path);
    if (size > room)
        size = 0;
    else
        lo_message_serialise(m, path, bytes, &size);
    lo_message_free(m);
    return size;
}

size_t osc_write(const char *station, const struct show_message *message, unsigned char *bytes,
                 size_t room)
{
    char path[OSC_PATH];
    path_of(station, message->release ? "release" : "message", path);
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    char who[HOLD_WHO];
    trail_who(message, who);
    if (!message->release)
        lo_message_add_string(m, message->name);
    lo_message_add_string(m, who);
    for (int i = 0; i < message->params.count; i++) {
        lo_message_add_string(m, message->params.items[i].key);
        add_value(m, &message->params.items[i]);
    }
    return osc_finish(m, path, bytes, room);
}

// Whole numbers go as int32 and others as float: what lighting desks and mixers understand.
void osc_add_number(void *m, double number)
{
    if (number == rint(number) && fabs(number) < 2147483648.0)
        lo_message_add_int32(m, (int32_t)number);
    else
        lo_message_add_float(m, (float)number);
}

static void add_plain(lo_message m, const struct param *p)
{
    if (p->kind == PARAM_NUMBER)
        osc_add_number(m, p->number);
    else
        add_value(m, p);
}

size_t osc_write_plain(const char *address, const struct params *values, unsigned char *bytes,
                       size_t room)
{
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    for (int i = 0; i < values->count; i++)
        add_plain(m, &values->items[i]);
    return osc_finish(m, address, bytes, room);
}

size_t osc_write_course(const char *station, const char *course, unsigned char *bytes, size_t room)
{
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    lo_message_add_string(m, station);
    lo_message_add_string(m, course);
    return osc_finish(m, OSC_COURSE, bytes, room);
}

size_t osc_write_ask(const char *station, unsigned char *bytes, size_t room)
{
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    lo_message_add_string(m, station);
    return osc_finish(m, OSC_ASK, bytes, room);
}
