// Where the other stations are: numbers at once, names looked up by a thread that the show never
// waits for, neither while it runs nor when it ends (a look-up may hang for many seconds).
#include "base/log.h"
#include "show/private.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { NAMES_AGAIN_MS = 60000, NAMES_RETRY_MS = 10000 };

struct place {
    struct show_station station;
    bool named, known, said;
    struct sockaddr_in address;
};

struct names {
    atomic_int owners; // the show, and the thread while it runs: the last one frees
    atomic_bool over;
    int stop;
    pthread_mutex_t mutex; // of known and address
    int count;
    struct place places[NET_PLACES];
};

static void let_go(struct names *n)
{
    if (atomic_fetch_sub(&n->owners, 1) > 1)
        return;
    pthread_mutex_destroy(&n->mutex);
    close(n->stop);
    free(n);
}

bool names_numeric(const struct show_station *station, struct sockaddr_in *address)
{
    const char *host = strcmp(station->host, "localhost") == 0 ? "127.0.0.1" : station->host;
    *address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)station->port)};
    return inet_pton(AF_INET, host, &address->sin_addr) == 1;
}

static bool look_up(const struct show_station *station, struct sockaddr_in *address)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM}, *found = NULL;
    if (getaddrinfo(station->host, NULL, &hints, &found) != 0)
        return false;
    memcpy(address, found->ai_addr, sizeof *address);
    address->sin_port = htons((uint16_t)station->port);
    freeaddrinfo(found);
    return true;
}

// False: not found now; an address known from before is kept.
static bool refresh(struct names *n, struct place *p)
{
    struct sockaddr_in address;
    if (!look_up(&p->station, &address)) {
        if (!p->said && !atomic_load(&n->over))
            log_warning("show", "station \"%s\": no machine is called %s; looking again",
                        p->station.id, p->station.host);
        p->said = true;
        return false;
    }
    pthread_mutex_lock(&n->mutex);
    p->address = address;
    p->known = true;
    pthread_mutex_unlock(&n->mutex);
    p->said = false;
    return true;
}

static void *search(void *user)
{
    struct names *n = user;
    struct pollfd stop = {.fd = n->stop, .events = POLLIN};
    int wait_ms = 0;
    while (!poll(&stop, 1, wait_ms)) {
        wait_ms = NAMES_AGAIN_MS;
        for (int i = 0; i < n->count && !atomic_load(&n->over); i++)
            if (n->places[i].named && !refresh(n, &n->places[i]))
                wait_ms = NAMES_RETRY_MS;
    }
    let_go(n);
    return NULL;
}

static void start(struct names *n)
{
    pthread_t thread;
    atomic_fetch_add(&n->owners, 1);
    if (pthread_create(&thread, NULL, search, n) == 0) {
        pthread_detach(thread);
        return;
    }
    atomic_fetch_sub(&n->owners, 1);
    log_error("show", "no thread to look up machine names; only numeric addresses are reached");
}

struct names *names_create(const struct show_station *places, int count, int self)
{
    struct names *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    bool search_wanted = false;
    atomic_init(&n->owners, 1);
    pthread_mutex_init(&n->mutex, NULL);
    n->stop = eventfd(0, EFD_CLOEXEC);
    n->count = count;
    for (int i = 0; i < count; i++) {
        struct place *p = &n->places[i];
        p->station = places[i];
        if (i == self || !p->station.host[0])
            continue;
        p->known = names_numeric(&p->station, &p->address);
        p->named = !p->known;
        search_wanted |= p->named;
    }
    if (search_wanted)
        start(n);
    return n;
}

void names_destroy(struct names *n)
{
    if (!n)
        return;
    atomic_store(&n->over, true);
    eventfd_write(n->stop, 1);
    let_go(n);
}

bool names_find(struct names *n, int place, struct sockaddr_in *address)
{
    pthread_mutex_lock(&n->mutex);
    *address = n->places[place].address;
    bool known = n->places[place].known;
    pthread_mutex_unlock(&n->mutex);
    return known;
}
