// Where the engine listens: its sockets, as the kernel lists them.
#include "attest/private.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SOCKETS 256
#define LISTENS 0x0a // TCP_LISTEN; a UDP socket that is bound and not connected is TCP_CLOSE
#define BOUND 0x07

struct sockets {
    unsigned long inodes[SOCKETS];
    int count;
    const json_t *asked; // borrowed; that the installation opens to other machines
    int far;             // ports that others reach and nobody asked for
    char list[200];
};

// False: another user's, which is not shown to us.
static bool find_sockets(pid_t pid, struct sockets *s)
{
    char path[PATH_MAX], to[64];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *files = pid > 0 ? opendir(path) : NULL;
    if (!files)
        return false;
    for (struct dirent *e; s->count < SOCKETS && (e = readdir(files));) {
        snprintf(path, sizeof path, "/proc/%d/fd/%.20s", (int)pid, e->d_name);
        ssize_t n = readlink(path, to, sizeof to - 1);
        to[n > 0 ? n : 0] = 0;
        if (sscanf(to, "socket:[%lu]", &s->inodes[s->count]) == 1)
            s->count++;
    }
    closedir(files);
    return true;
}

static bool is_ours(const struct sockets *s, unsigned long inode)
{
    for (int i = 0; i < s->count; i++)
        if (s->inodes[i] == inode)
            return true;
    return false;
}

// Addresses are words in the machine's order: 127/8 ends with 7F, ::1 is three zeros and 01000000.
static bool is_loopback(const char *address)
{
    size_t n = strlen(address);
    const char *low = n >= 2 ? address + n - 2 : "";
    if (n == 8)
        return strcmp(low, "7F") == 0;
    return strcmp(address, "00000000000000000000000001000000") == 0 ||
           (strncmp(address, "0000000000000000FFFF0000", 24) == 0 && strcmp(low, "7F") == 0);
}

static bool is_asked(const struct sockets *s, bool udp, unsigned port)
{
    for (size_t i = 0; udp && i < json_array_size(s->asked); i++)
        if (json_integer_value(json_array_get(s->asked, i)) == (json_int_t)port)
            return true;
    return false;
}

static void take_line(const char *line, const char *kind, bool udp, struct sockets *s)
{
    char local[40];
    unsigned port, far_port, state;
    unsigned long inode;
    // sl local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode
    if (sscanf(line, " %*u: %39[0-9A-F]:%x %*[0-9A-F]:%x %x %*[^ ] %*[^ ] %*s %*u %*d %lu", local,
               &port, &far_port, &state, &inode) != 5)
        return;
    if (state != (udp ? BOUND : LISTENS) || (udp && far_port) || !is_ours(s, inode))
        return;
    bool near = is_loopback(local), asked = is_asked(s, udp, port);
    size_t n = strlen(s->list);
    s->far += !near && !asked;
    snprintf(s->list + n, sizeof s->list - n, "%s%s %u%s", n ? ", " : "", kind, port,
             near    ? ""
             : asked ? " from the network, as installation.lua says"
                     : " from the network");
}

static void take_table(pid_t pid, const char *kind, struct sockets *s)
{
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/net/%s", (int)pid, kind);
    FILE *table = fopen(path, "re");
    while (table && fgets(line, sizeof line, table))
        take_line(line, kind, kind[0] == 'u', s);
    if (table)
        fclose(table);
}

void attest_ports(struct attest *a, const struct asked *q)
{
    static const char *const tables[] = {"tcp", "tcp6", "udp", "udp6"};
    struct sockets s = {.asked = json_object_get(q->line, "ports")};
    if (!q->engine || !find_sockets(q->engine, &s)) {
        attest_say(a, "ports", false,
                   q->engine ? "not known: only root and the engine's own user see them"
                             : "not known: no engine runs");
        return;
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        take_table(q->engine, tables[i], &s);
    attest_say(a, "ports", s.far == 0, "%s", s.list[0] ? s.list : "none is open");
}
