// Inside attest/: who is asked.
#pragma once
#include "attest/attest.h"

#include <jansson.h>
#include <sys/types.h>

struct asked {
    const struct kiosk *kiosk;
    const char *below; // "" or a folder without a slash at its end
    json_t *line;      // owned; what the station said; NULL: nothing
    pid_t engine;      // 0: none runs
    json_t *ladder;    // owned; supervisor.json; NULL: none
    bool verify;       // all content is read
};

void attest_say(struct attest *a, const char *point, bool locked, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void attest_tell(struct attest *a, const char *point, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// line.c
void attest_ask(struct asked *q);
const char *attest_text(const json_t *o, const char *key); // "" where there is none

// proc.c
bool proc_text(const char *path, char *text, size_t size); // NULs are kept; 0-terminated
bool proc_name(pid_t pid, char name[32]);
pid_t proc_parent(pid_t pid);                                          // 0: not known
bool proc_variable(pid_t pid, const char *key, char *to, size_t size); // of its environment
bool proc_user(pid_t pid, uid_t *user);

// session.c: the points of screen and keys
void attest_session(struct attest *a, const struct asked *q);
// The engine's own hold, of these points (NULL-terminated).
void attest_hold(struct attest *a, const struct asked *q, const char *const *names);
// sway.c
void attest_sway(struct attest *a, const struct asked *q);
// place.c: PIN, user, content, state
void attest_place(struct attest *a, const struct asked *q);
// machine.c: supervisor, watchdog, clock, sleep, energy
void attest_machine(struct attest *a, const struct asked *q);
// ports.c
void attest_ports(struct attest *a, const struct asked *q);
