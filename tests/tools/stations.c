// Two stations that tell each other things, for tests of show.
#include "tools/stations.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    struct said *said = user;
    pthread_mutex_lock(&said->mutex);
    said->lines++;
    snprintf(said->last, sizeof said->last, "%s: %s", room, text);
    pthread_mutex_unlock(&said->mutex);
}

struct said *listen_to_log(void)
{
    static struct said said = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    said.lines = 0;
    said.last[0] = 0;
    log_to(note, &said, LOG_INFO);
    return &said;
}

int free_port(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    assert_int_equal(bind(s, (const struct sockaddr *)&at, size), 0);
    getsockname(s, (struct sockaddr *)&at, &size);
    close(s);
    return ntohs(at.sin_port);
}

const struct show_route routes[] = {
    {.message = "gesture chosen", .to = {FACADE}, .to_count = 1},
    {.message = "note to self", .to = {KIOSK}, .to_count = 1},
};

void stations_at(struct show_station stations[2], int kiosk_port, int facade_port)
{
    memset(stations, 0, 2 * sizeof *stations);
    strcpy(stations[KIOSK].id, "kiosk");
    strcpy(stations[FACADE].id, "facade");
    for (int i = 0; i < 2; i++) {
        stations[i].port = i == KIOSK ? kiosk_port : facade_port;
        if (stations[i].port)
            strcpy(stations[i].host, "127.0.0.1");
    }
}

struct show *open_station(struct show_bus *bus, const struct show_station *stations, int self,
                          bool listening)
{
    struct show_desc desc = {.bus = bus,
                             .self = self,
                             .stations = stations,
                             .station_count = 2,
                             .routes = routes,
                             .route_count = 2,
                             .listen = listening};
    struct fault f = {0};
    struct show *s = show_create(&desc, &f);
    if (!s)
        fail_msg("%s", f.text);
    return s;
}

struct scene *one_stage(const char *station)
{
    struct scene *s = scene_create(station);
    scene_stage_add(s, "screen", 100, 100);
    s->stages[0].redraw = false;
    return s;
}

struct ask chosen(void)
{
    struct ask a = {.kind = ASK_SEND, .name = "gesture chosen"};
    params_text(&a.params, "id", "marteler-fer");
    params_number(&a.params, "at", 1.0 / 3);
    params_bool(&a.params, "loud", true);
    params_bool(&a.params, "slow", false);
    return a;
}

const struct event *wait_for_event(struct show *s, struct scene *scene)
{
    for (int i = 0; i < 2000 && !scene->stages[0].events.count; i++) {
        show_update(s, 1, scene);
        if (!scene->stages[0].events.count)
            poll(NULL, 0, 5);
    }
    assert_int_not_equal(scene->stages[0].events.count, 0);
    return &scene->stages[0].events.items[0];
}
