// TUIO 1.1 frames into contacts; liblo reads the bytes.
#include "input/tuio.h"

#include <lo/lo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 4, NAME = 64 };

enum profile_kind { CURSOR, OBJECT, BLOB, PROFILES };

static const char *const addresses[PROFILES] = {"/tuio/2Dcur", "/tuio/2Dobj", "/tuio/2Dblb"};

struct set {
    int32_t session, mark;
    double x, y, angle, width, height;
};

struct contact {
    bool used;
    bool mute; // the same as one of the other profile
    int64_t id;
    struct set at;
};

struct profile {
    bool alive_said;
    int alive_count, set_count; // of the frame that is coming in
    int32_t alive[TUIO_ALIVE];
    struct set sets[TUIO_SETS];
    bool counted;
    int32_t fseq;
    struct contact contacts[TUIO_CONTACTS];
};

struct sender {
    bool used;
    struct tuio_from from; // port 0: any
    char name[NAME];
    double heard_s;
    struct profile profiles[PROFILES];
};

struct tuio {
    tuio_told *told;
    void *user;
    int64_t contacts; // so far
    double now_s;
    struct tuio_refusal refused;
    struct sender senders[TUIO_SENDERS];
};

struct tuio *tuio_create(tuio_told *told, void *user)
{
    struct tuio *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->told = told;
    t->user = user;
    return t;
}

void tuio_destroy(struct tuio *t)
{
    free(t);
}

static void refuse(struct tuio *t, const char *why)
{
    t->refused.count++;
    t->refused.why = why;
}

struct tuio_refusal tuio_refused(struct tuio *t)
{
    struct tuio_refusal r = t->refused;
    t->refused = (struct tuio_refusal){0};
    return r;
}

static void tell(const struct tuio *t, const struct contact *c, enum profile_kind kind,
                 enum input_phase phase, bool cancelled)
{
    struct tuio_step step = {.contact = c->id,
                             .x = c->at.x,
                             .y = c->at.y,
                             .width = c->at.width,
                             .height = c->at.height,
                             .angle = c->at.angle,
                             .object = c->at.mark,
                             .cancelled = cancelled};
    step.phase = phase + (kind == OBJECT ? INPUT_OBJECT_PUT - INPUT_DOWN : 0);
    if (!c->mute)
        t->told(t->user, &step);
}

static struct contact *find(struct profile *p, int32_t session)
{
    for (int i = 0; i < TUIO_CONTACTS; i++)
        if (p->contacts[i].used && p->contacts[i].at.session == session)
            return &p->contacts[i];
    return NULL;
}

// The cursor of a blob, the blob of a cursor: trackers send both of one finger.
static struct contact *twin(struct sender *s, enum profile_kind kind, int32_t session)
{
    if (kind == OBJECT)
        return NULL;
    return find(&s->profiles[kind == CURSOR ? BLOB : CURSOR], session);
}

static void end(const struct tuio *t, struct contact *c, enum profile_kind kind, bool cancelled)
{
    tell(t, c, kind, INPUT_UP, cancelled);
    c->used = false;
}

// A blob that is not told gives its cursor its size.
static void lend_size(const struct tuio *t, struct sender *s, const struct contact *c,
                      enum profile_kind kind)
{
    struct contact *of = twin(s, kind, c->at.session);
    if (!c->mute || kind != BLOB || !of || of->mute)
        return;
    of->at.width = c->at.width;
    of->at.height = c->at.height;
    tell(t, of, CURSOR, INPUT_MOVE, false);
}

static void begin(struct tuio *t, struct sender *s, enum profile_kind kind, const struct set *set)
{
    for (int i = 0; i < TUIO_CONTACTS; i++) {
        struct contact *c = &s->profiles[kind].contacts[i];
        if (c->used)
            continue;
        *c = (struct contact){.used = true, .id = TUIO_FIRST + t->contacts++, .at = *set};
        c->mute = twin(s, kind, set->session) != NULL;
        tell(t, c, kind, INPUT_DOWN, false);
        lend_size(t, s, c, kind);
        return;
    }
    refuse(t, "a sender has more than 64 contacts");
}

static void update(struct tuio *t, struct sender *s, enum profile_kind kind, struct contact *c,
                   const struct set *set)
{
    struct set before = c->at;
    c->at = *set;
    if (kind == CURSOR) { // what its blob lent
        c->at.width = before.width;
        c->at.height = before.height;
    }
    bool same = before.x == c->at.x && before.y == c->at.y && before.angle == c->at.angle &&
                before.width == c->at.width && before.height == c->at.height;
    if (same)
        return;
    tell(t, c, kind, INPUT_MOVE, false);
    lend_size(t, s, c, kind);
}

static bool is_alive(const struct profile *p, int32_t session)
{
    for (int i = 0; i < p->alive_count; i++)
        if (p->alive[i] == session)
            return true;
    return false;
}

static bool is_late(struct profile *p, const int32_t *fseq)
{
    if (!fseq || *fseq < 0)
        return false;
    int64_t older = p->counted ? (int64_t)p->fseq - *fseq : 0;
    if (older > 0 && older <= TUIO_LATE)
        return true;
    p->fseq = *fseq;
    p->counted = true;
    return false;
}

static void clear(struct profile *p)
{
    p->alive_said = false;
    p->alive_count = p->set_count = 0;
}

// The frame counts.
static void commit(struct tuio *t, struct sender *s, enum profile_kind kind, const int32_t *fseq)
{
    struct profile *p = &s->profiles[kind];
    bool late = is_late(p, fseq);
    for (int i = 0; i < TUIO_CONTACTS && p->alive_said && !late; i++)
        if (p->contacts[i].used && !is_alive(p, p->contacts[i].at.session))
            end(t, &p->contacts[i], kind, false);
    for (int i = 0; i < p->set_count && !late; i++) {
        const struct set *set = &p->sets[i];
        struct contact *c = find(p, set->session);
        if (p->alive_said && !is_alive(p, set->session))
            continue;
        if (c && c->at.mark != set->mark) {
            end(t, c, kind, false);
            c = NULL;
        }
        if (c)
            update(t, s, kind, c, set);
        else
            begin(t, s, kind, set);
    }
    clear(p);
}

// Arguments lie at multiples of 4 bytes: they are copied, not looked at in place.
static bool number_at(lo_message m, int i, double most, double *number)
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
    return isfinite(d) && fabs(d) <= most;
}

static bool whole_at(lo_message m, int i, int32_t *whole)
{
    double number;
    if (!number_at(m, i, INT32_MAX, &number) || number != floor(number))
        return false;
    *whole = (int32_t)number;
    return true;
}

// liblo has checked that strings end inside the datagram.
static const char *word_at(lo_message m, int i)
{
    char type = lo_message_get_argc(m) > i ? lo_message_get_types(m)[i] : 0;
    return type == LO_STRING || type == LO_SYMBOL ? (const char *)lo_message_get_argv(m)[i] : "";
}

static double inside(double x)
{
    return fmin(fmax(x, 0), 0.999999);
}

// set s x y … | set s i x y a … | set s x y a w h …
static bool read_set(lo_message m, enum profile_kind kind, struct set *set)
{
    static const int wanted[PROFILES] = {4, 6, 7};
    int at = kind == OBJECT ? 3 : 2;
    *set = (struct set){0};
    if (lo_message_get_argc(m) < wanted[kind] || !whole_at(m, 1, &set->session) ||
        (kind == OBJECT && !whole_at(m, 2, &set->mark)) || !number_at(m, at, 10, &set->x) ||
        !number_at(m, at + 1, 10, &set->y))
        return false;
    if (kind != CURSOR && !number_at(m, at + 2, 1000, &set->angle))
        return false;
    if (kind == BLOB &&
        (!number_at(m, at + 3, 10, &set->width) || !number_at(m, at + 4, 10, &set->height)))
        return false;
    set->x = inside(set->x);
    set->y = inside(set->y);
    return set->width >= 0 && set->height >= 0;
}

static void take_alive(struct tuio *t, struct profile *p, lo_message m)
{
    int count = lo_message_get_argc(m) - 1;
    p->alive_said = true;
    p->alive_count = 0;
    for (int i = 0; i < count && p->alive_count < TUIO_ALIVE; i++)
        if (whole_at(m, i + 1, &p->alive[p->alive_count]))
            p->alive_count++;
    if (count > TUIO_ALIVE)
        refuse(t, "more than 1,024 sessions are alive in a frame");
}

static void take_set(struct tuio *t, struct profile *p, enum profile_kind kind, lo_message m)
{
    if (p->set_count == TUIO_SETS)
        refuse(t, "more than 128 sessions are set in a frame");
    else if (read_set(m, kind, &p->sets[p->set_count]))
        p->set_count++;
    else
        refuse(t, "a set has too few numbers, or one out of range");
}

static void take_message(struct tuio *t, struct sender *s, enum profile_kind kind, lo_message m)
{
    struct profile *p = &s->profiles[kind];
    const char *word = word_at(m, 0);
    int32_t fseq;
    if (strcmp(word, "alive") == 0)
        take_alive(t, p, m);
    else if (strcmp(word, "set") == 0)
        take_set(t, p, kind, m);
    else if (strcmp(word, "fseq") == 0 && lo_message_get_argc(m) > 1 && whole_at(m, 1, &fseq))
        commit(t, s, kind, &fseq);
    else if (strcmp(word, "source") != 0)
        refuse(t, "it is neither source, alive, set nor fseq");
}

static int profile_of(const unsigned char *bytes, size_t size)
{
    for (int k = 0; k < PROFILES; k++)
        if (size > strlen(addresses[k]) && strcmp((const char *)bytes, addresses[k]) == 0)
            return k;
    return -1;
}

// NULL: not of a profile that is heard.
static lo_message open_message(struct tuio *t, const unsigned char *bytes, size_t size, int *kind)
{
    if (!size || !memchr(bytes, 0, size)) {
        refuse(t, "it is no OSC");
        return NULL;
    }
    *kind = profile_of(bytes, size);
    if (*kind < 0) {
        if (strncmp((const char *)bytes, "/tuio/", 6) != 0)
            refuse(t, "it is for another address than /tuio/2Dcur, 2Dobj or 2Dblb");
        return NULL;
    }
    lo_message m = lo_message_deserialise((void *)bytes, size, NULL);
    if (!m)
        refuse(t, "it is no OSC");
    return m;
}

static bool busy(const struct sender *s)
{
    for (int k = 0; k < PROFILES; k++)
        for (int i = 0; i < TUIO_CONTACTS; i++)
            if (s->profiles[k].contacts[i].used)
                return true;
    return false;
}

// One that is free, else the longest silent of those that hold nothing.
static struct sender *free_sender(struct tuio *t)
{
    struct sender *silent = NULL;
    for (int i = 0; i < TUIO_SENDERS; i++) {
        struct sender *s = &t->senders[i];
        if (!s->used)
            return s;
        if ((!silent || s->heard_s < silent->heard_s) && !busy(s))
            silent = s;
    }
    return silent;
}

static struct sender *sender_of(struct tuio *t, const struct tuio_from *from, const char *name)
{
    for (int i = 0; i < TUIO_SENDERS; i++) {
        struct sender *s = &t->senders[i];
        if (s->used && s->from.address == from->address && s->from.port == from->port &&
            strcmp(s->name, name) == 0) {
            s->heard_s = t->now_s;
            return s;
        }
    }
    struct sender *s = free_sender(t);
    if (!s) {
        refuse(t, "there are more than 16 senders");
        return NULL;
    }
    memset(s, 0, sizeof *s);
    s->used = true;
    s->from = *from;
    s->heard_s = t->now_s;
    snprintf(s->name, sizeof s->name, "%s", name);
    return s;
}

static uint32_t big_endian(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool is_bundle(const unsigned char *bytes, size_t size)
{
    return size >= 16 && memcmp(bytes, "#bundle", 8) == 0;
}

// The next element of a bundle; false at its end, or where it is broken.
static bool next_element(const unsigned char *bytes, size_t size, size_t *at, size_t *from,
                         size_t *length)
{
    if (size - *at < 4)
        return false;
    *length = big_endian(bytes + *at);
    *from = *at + 4;
    if (*length % 4 || *length > size - *from)
        return false;
    *at = *from + *length;
    return true;
}

// The name that a bundle's source message says, "" without one.
static void read_name(const unsigned char *bytes, size_t size, char name[NAME])
{
    size_t at = 16, from, length;
    name[0] = 0;
    while (!name[0] && next_element(bytes, size, &at, &from, &length)) {
        if (!length || !memchr(bytes + from, 0, length) || profile_of(bytes + from, length) < 0)
            continue;
        lo_message m = lo_message_deserialise((void *)(bytes + from), length, NULL);
        if (m && strcmp(word_at(m, 0), "source") == 0)
            snprintf(name, NAME, "%s", word_at(m, 1));
        if (m)
            lo_message_free(m);
    }
}

// What shares a sender: a bundle without those in it, or a single message.
struct unit {
    struct tuio_from from;
    char name[NAME];
    struct sender *sender; // NULL: nothing of it has been taken yet
};

static void read_message(struct tuio *t, struct unit *u, const unsigned char *bytes, size_t size)
{
    int kind;
    lo_message m = open_message(t, bytes, size, &kind);
    if (!m)
        return;
    if (!u->sender)
        u->sender = sender_of(t, &u->from, u->name);
    if (u->sender)
        take_message(t, u->sender, (enum profile_kind)kind, m);
    lo_message_free(m);
}

static void read_bundle(struct tuio *t, const struct tuio_from *from, const unsigned char *bytes,
                        size_t size, int depth)
{
    struct unit u = {.from = *from};
    size_t at = 16, begins, length;
    if (depth >= DEPTH) {
        refuse(t, "its bundles are too deep");
        return;
    }
    read_name(bytes, size, u.name);
    if (u.name[0])
        u.from.port = 0;
    while (next_element(bytes, size, &at, &begins, &length)) {
        if (is_bundle(bytes + begins, length))
            read_bundle(t, from, bytes + begins, length, depth + 1);
        else
            read_message(t, &u, bytes + begins, length);
    }
    if (at != size)
        refuse(t, "a bundle is broken");
    for (int k = 0; k < PROFILES && u.sender; k++)
        commit(t, u.sender, (enum profile_kind)k, NULL);
}

void tuio_hear(struct tuio *t, const struct tuio_from *from, const unsigned char *bytes,
               size_t size, double now_s)
{
    t->now_s = now_s;
    struct unit u = {.from = {from->address, 0}};
    if (size > TUIO_DATAGRAM)
        refuse(t, "it is too long");
    else if (is_bundle(bytes, size))
        read_bundle(t, from, bytes, size, 0);
    else
        read_message(t, &u, bytes, size);
}

static void end_all(const struct tuio *t, struct sender *s)
{
    for (int k = 0; k < PROFILES; k++)
        for (int i = 0; i < TUIO_CONTACTS; i++)
            if (s->profiles[k].contacts[i].used)
                end(t, &s->profiles[k].contacts[i], (enum profile_kind)k, true);
}

void tuio_pass(struct tuio *t, double now_s)
{
    for (int i = 0; i < TUIO_SENDERS; i++) {
        struct sender *s = &t->senders[i];
        if (!s->used || now_s < s->heard_s + TUIO_SILENT_S)
            continue;
        end_all(t, s);
        s->used = false;
    }
}

double tuio_next_s(const struct tuio *t)
{
    double next_s = INFINITY;
    for (int i = 0; i < TUIO_SENDERS; i++)
        if (t->senders[i].used)
            next_s = fmin(next_s, t->senders[i].heard_s + TUIO_SILENT_S);
    return next_s;
}

void tuio_forget(struct tuio *t)
{
    for (int i = 0; i < TUIO_SENDERS; i++)
        t->senders[i].used = false;
}
