// The socket, who listens, and what the log is told.
#include "health/health.h"
#include "base/log.h"
#include "health/private.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEALTH_PAST_S 10.0 // longer ago it slept, or nobody looked

struct health {
    struct machine machine;
    struct sockaddr_un address; // sun_path "": none
    char station[SCENE_ID];
    int listener; // -1: none
    int clients[HEALTH_CLIENTS];
    int client_count;
    bool said_full;
    double next_s;               // when the log is told anyway
    double looked_s;             // the last look
    enum health_state told;      // the state it is in, as looks in a row say
    int worse, better;           // looks in a row
    int changes, changes_unsaid; // since the log was told anyway
    bool said_bad;               //
    double strained_s, bad_s;    // and how long it was so
    char line[HEALTH_LINE];
};

// Another process may still listen there: then it keeps it.
static bool is_stale(const struct sockaddr_un *a)
{
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool refused = s >= 0 && connect(s, (const struct sockaddr *)a, sizeof *a) != 0 &&
                   (errno == ECONNREFUSED || errno == ENOENT);
    if (s >= 0)
        close(s);
    return refused;
}

static bool listen_at(struct health *h, const char *path, struct fault *f)
{
    h->address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof h->address.sun_path)
        return fault_set(f, "%s: a socket's path has at most %zu bytes", path,
                         sizeof h->address.sun_path - 1);
    snprintf(h->address.sun_path, sizeof h->address.sun_path, "%s", path);
    if (!is_stale(&h->address))
        return fault_set(f, "%s: another process has it", path);
    unlink(path);
    h->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // Read by its own user and group: what a station does is nobody else's business.
    mode_t before = umask(0117);
    bool bound = h->listener >= 0 &&
                 bind(h->listener, (const struct sockaddr *)&h->address, sizeof h->address) == 0 &&
                 listen(h->listener, HEALTH_CLIENTS) == 0;
    umask(before);
    return bound || fault_set(f, "%s: %s", path, strerror(errno));
}

struct health *health_create(const struct health_desc *desc)
{
    struct health *h = calloc(1, sizeof *h);
    struct fault f = {""};
    if (!h)
        return NULL;
    h->listener = -1;
    h->next_s = h->looked_s = -INFINITY;
    snprintf(h->station, sizeof h->station, "%s", desc->station);
    machine_open(&h->machine, desc->thermal, desc->ladder);
    if (desc->socket && !listen_at(h, desc->socket, &f)) {
        log_warning("health", "%s; nobody can ask how station \"%s\" is", f.text, h->station);
        if (h->listener >= 0)
            close(h->listener);
        h->listener = -1;
    }
    return h;
}

void health_destroy(struct health *h)
{
    if (!h)
        return;
    for (int i = 0; i < h->client_count; i++)
        close(h->clients[i]);
    if (h->listener >= 0) {
        close(h->listener);
        unlink(h->address.sun_path);
    }
    machine_close(&h->machine);
    free(h);
}

bool health_listened(const struct health *h)
{
    return h->client_count > 0;
}

// As many as there is room for; who comes then is told so by the end of the connection.
static void take_clients(struct health *h)
{
    for (int n = 0; h->listener >= 0 && n < 2 * HEALTH_CLIENTS; n++) {
        int client = accept4(h->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (client < 0)
            return;
        if (h->client_count < HEALTH_CLIENTS) {
            h->clients[h->client_count++] = client;
            continue;
        }
        close(client);
        if (!h->said_full)
            log_info("health", "more than %d ask how station \"%s\" is; others are turned away",
                     HEALTH_CLIENTS, h->station);
        h->said_full = true;
    }
}

// A line goes whole, or its reader has not read the ones before it and goes.
static void send_line(struct health *h, size_t length)
{
    for (int i = 0; i < h->client_count;) {
        ssize_t n = send(h->clients[i], h->line, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n == (ssize_t)length) {
            i++;
            continue;
        }
        close(h->clients[i]);
        h->clients[i] = h->clients[--h->client_count];
    }
}

// "": all was well.
static void tell_time(const struct health *h, char *text, size_t size)
{
    int n = 0;
    text[0] = 0;
    if (h->strained_s + h->bad_s <= 0)
        return;
    n = snprintf(text, size, "; strained for %.0f s, bad for %.0f s since the last such line",
                 h->strained_s, h->bad_s);
    if (h->changes_unsaid && n > 0 && (size_t)n < size)
        snprintf(text + n, size - (size_t)n, ", and %d changes that are not told",
                 h->changes_unsaid);
}

static void say(const struct health *h, const struct health_facts *f,
                const struct health_verdict *v, const char *since)
{
    static const char *const states[] = {"good", "strained", "bad"};
    const struct staff_second *last = &f->staff->meter->last;
    char warm[32] = "";
    if (h->machine.now.temperature_c >= 0)
        snprintf(warm, sizeof warm, ", %.0f degrees", h->machine.now.temperature_c);
    log_info("health",
             "%s is %s%s%s: %.1f pictures a second, %llu late, %.0f MiB%s, %d visits today%s",
             h->station, states[v->state], v->why_count ? ", " : "", v->why_count ? v->why[0] : "",
             last->seconds > 0 ? last->pictures / last->seconds : 0,
             (unsigned long long)f->staff->meter->late, fmax(h->machine.now.rss_mib, 0), warm,
             f->visits_today, since);
}

// A station that is overloaded for a year changes each minute: five years of log must be readable.
static bool is_news(const struct health *h, enum health_state state)
{
    return h->changes < HEALTH_CHANGES || (state == HEALTH_BAD && !h->said_bad);
}

static void change(struct health *h, const struct health_facts *f, const struct health_verdict *v)
{
    h->told = v->state;
    h->worse = h->better = 0;
    if (!is_news(h, v->state)) {
        h->changes_unsaid++;
        return;
    }
    h->changes++;
    h->said_bad = h->said_bad || v->state == HEALTH_BAD;
    say(h, f, v, "");
}

static void sum_up(struct health *h, const struct health_facts *f, const struct health_verdict *v,
                   double now_s)
{
    char since[160];
    tell_time(h, since, sizeof since);
    say(h, f, v, since);
    h->next_s = now_s + HEALTH_SAY_S;
    h->changes = h->changes_unsaid = 0;
    h->strained_s = h->bad_s = 0;
    h->said_bad = false;
}

// Worse for three looks, better for ten: one slow frame is no news.
static void judge(struct health *h, const struct health_facts *f, const struct health_verdict *v,
                  double now_s)
{
    double past_s = fmin(now_s - h->looked_s, HEALTH_PAST_S);
    h->looked_s = now_s;
    h->strained_s += h->told == HEALTH_STRAINED ? past_s : 0;
    h->bad_s += h->told == HEALTH_BAD ? past_s : 0;
    h->worse = v->state > h->told ? h->worse + 1 : 0;
    h->better = v->state < h->told ? h->better + 1 : 0;
    if (h->worse >= HEALTH_WORSE_TIMES || h->better >= HEALTH_BETTER_TIMES)
        change(h, f, v);
    if (now_s >= h->next_s)
        sum_up(h, f, v, now_s);
}

void health_look(struct health *h, const struct health_facts *facts, double now_s)
{
    struct health_verdict verdict;
    if (!isfinite(h->next_s)) {
        h->looked_s = now_s;
        h->next_s = now_s + HEALTH_FIRST_S; // nothing has been measured yet
    }
    machine_look(&h->machine);
    health_judge(facts, &h->machine.now, &verdict);
    judge(h, facts, &verdict, now_s);
    take_clients(h);
    if (h->client_count == 0)
        return;
    size_t length = health_write(facts, &h->machine.now, &verdict, h->line, sizeof h->line - 1);
    h->line[length++] = '\n';
    send_line(h, length);
}
