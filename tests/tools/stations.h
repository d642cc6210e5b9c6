// Two stations, kiosk and facade, that tell each other things, for tests of show. cmocka asserts
// inside.
#pragma once
#include "base/log.h"
#include "show/show.h"

#include <pthread.h>
#include <stdatomic.h>

enum { KIOSK, FACADE };

// What was said, while a test listens; by several threads.
struct said {
    pthread_mutex_t mutex;
    atomic_int lines;
    char last[2048];
};

struct said *listen_to_log(void);

// A port that was free a moment ago.
int free_port(void);

extern const struct show_route routes[];

void stations_at(struct show_station stations[2], int kiosk_port, int facade_port);
struct show *open_station(struct show_bus *bus, const struct show_station *stations, int self,
                          bool listening);
struct scene *one_stage(const char *station);
struct ask chosen(void);

// Updates until the stage hears something; the network has its own time.
const struct event *wait_for_event(struct show *s, struct scene *scene);
