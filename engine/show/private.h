// Inside show/: one message, how it looks as OSC bytes, and the network it travels on.
#pragma once
#include "show/show.h"

#include <stdatomic.h>

#define OSC_DATAGRAM 16384 // bytes; a longer one is refused
#define OSC_MESSAGES 16    // in one datagram (bundles); more are refused

struct show_message {
    char name[ASK_NAME];
    char from[SCENE_ID];
    struct params params;
};

struct osc_refusal {
    int count;
    const char *why; // of the last one
};

// Pure. The messages for `station` in one datagram: /gestuaire/<station>/message with name, from,
// then key and value pairs; in bundles too, whose dates are not waited for. Everything is bounded,
// numbers are finite, letters are UTF-8 without control characters (a text may have tabs and line
// ends). Returns how many of `room` were filled.
int osc_read(const unsigned char *bytes, size_t size, const char *station, struct show_message *out,
             int room, struct osc_refusal *refused);
// Returns the size of the datagram, 0 when it does not fit.
size_t osc_write(const char *station, const struct show_message *m, unsigned char *bytes,
                 size_t room);

// The network of one station: a port that it listens on (its own thread), addresses it speaks to.
// Names of machines are looked up beside the show, again every minute; IPv4.
struct net;

struct net_desc {
    const struct show_station *stations;
    int station_count, self;
    bool listen;
    void (*heard)(void *user, const struct show_message *m); // from the network thread
    void *user;
};

struct net *net_create(const struct net_desc *desc, struct fault *f);
void net_destroy(struct net *n);
// Does not wait. NULL, or why the message is lost.
const char *net_send(struct net *n, int station, const unsigned char *bytes, size_t size);

// Where stations are, as IPv4 addresses; names are looked up by a thread.
struct names;
struct sockaddr_in;
struct names *names_create(const struct show_station *stations, int count, int self);
void names_destroy(struct names *n);
bool names_find(struct names *n, int station,
                struct sockaddr_in *address); // false: not known (yet)
bool names_numeric(const struct show_station *station, struct sockaddr_in *address);
