// Listens at a JACK server to what ALSA's programs play: a line a hundredth of a second while
// something is heard, with the moment by the steady clock. Ends with the server.
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include <jack/jack.h>

struct ear {
    jack_client_t *client;
    jack_port_t *port;
    _Atomic bool heard, over;
};

static int listen_to(jack_nframes_t count, void *user)
{
    struct ear *e = user;
    const float *frames = jack_port_get_buffer(e->port, count);
    for (jack_nframes_t i = 0; i < count; i++)
        if (fabsf(frames[i]) > 0.01f)
            atomic_store(&e->heard, true);
    return 0;
}

static void end(void *user)
{
    atomic_store(&((struct ear *)user)->over, true);
}

// To what came since: ALSA names its ports PROGRAM.P.PID.N:out_000.
static void connect_all(struct ear *e)
{
    const char **names = jack_get_ports(e->client, "[.]P[.]", NULL, JackPortIsOutput);
    for (int i = 0; names && names[i]; i++)
        if (!jack_port_connected_to(e->port, names[i]))
            jack_connect(e->client, names[i], jack_port_name(e->port));
    jack_free(names);
}

// A client of the server; false: there is none yet. What was of a dead one is left as it is.
static bool meet(struct ear *e)
{
    *e = (struct ear){.client = jack_client_open("ear", JackNoStartServer, NULL)};
    if (!e->client)
        return false;
    e->port = jack_port_register(e->client, "in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    jack_set_process_callback(e->client, listen_to, e);
    jack_on_shutdown(e->client, end, e);
    return e->port && jack_activate(e->client) == 0;
}

static void tell(struct ear *e)
{
    struct timespec now;
    connect_all(e);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (atomic_exchange(&e->heard, false))
        printf("%.3f\n", (double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
    fflush(stdout);
}

int main(void)
{
    struct ear ears[64];
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 64;) {
        if (meet(&ears[i])) {
            for (; !atomic_load(&ears[i].over); nanosleep(&(struct timespec){0, 10000000}, NULL))
                tell(&ears[i]);
            i++;
        }
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return 0;
}
