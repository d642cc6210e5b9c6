// The show: asks of the scenes are answered here: another scene, a message to other stations. In
// one process messages travel over a bus; between processes over OSC (liblo), to the addresses in
// installation.lua: /gestuaire/<station>/message name from key value key value …
#pragma once
#include "base/fault.h"
#include "scene/scene.h"

#define SHOW_STATIONS 16
#define SHOW_ROUTES 32
#define SHOW_INBOX 256 // messages waiting at a station; more are dropped and said

// Stations of one process. Main thread.
struct show_bus;
struct show_bus *show_bus_create(void);
void show_bus_destroy(struct show_bus *b);

struct show;

struct show_route {
    char message[ASK_NAME];
    int to[SHOW_STATIONS]; // station indices
    int to_count;
};

struct show_station {
    char id[SCENE_ID];
    char host[160]; // IPv4 address or name of its machine; "": not reached over OSC
    int port;
};

struct show_desc {
    struct show_bus *bus;                // stations in this process
    int self;                            // index into stations
    const struct show_station *stations; // copied
    int station_count;
    const struct show_route *routes; // copied
    int route_count;
    bool listen;              // open the OSC port of `self`: on this machine only when its host is
                              // 127.x.x.x or "localhost", on all of IPv4 otherwise
    void (*wake)(void *user); // something came; from the sender's or the network thread, once
                              // until the next update; may be NULL
    void *user;
};

// A port that cannot be had is told and tried again every 2 s; until then only this process is
// heard. NULL and a fault: memory, or a station open twice.
struct show *show_create(const struct show_desc *desc, struct fault *f);
void show_destroy(struct show *s);
// Answers the asks of the last frame, gives what came to the stages (every stage of the station
// hears a message; a station hears its own in the next frame). A message without a route, a station
// that can't be reached, a full inbox: one log line each.
void show_update(struct show *s, double now_s, struct scene *scene);
// Something is asked or came that the next show_update will answer: the loop must not sleep.
bool show_pending(const struct show *s, const struct scene *scene);
// As if another station had sent it (verbs, tests). False when the inbox is full or a name too
// long.
bool show_deliver(struct show *s, const char *from, const char *name, const struct params *params);
