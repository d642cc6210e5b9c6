// Screen and keys: on an X server the engine's own hold says it, on Wayland its compositor does.
#include "attest/private.h"

#include <stdio.h>
#include <string.h>

#define ANCESTORS 16

// Its points as the engine looked at them last; all of them are open where it holds nothing.
void attest_hold(struct attest *a, const struct asked *q, const char *const *names)
{
    const json_t *hold = json_object_get(q->line, "hold");
    for (int i = 0; names[i]; i++) {
        const json_t *found = NULL;
        for (size_t k = 0; k < json_array_size(hold); k++)
            if (strcmp(attest_text(json_array_get(hold, k), "point"), names[i]) == 0)
                found = json_array_get(hold, k);
        attest_say(a, names[i], json_is_true(json_object_get(found, "held")), "%s",
                   found     ? attest_text(found, "why")
                   : q->line ? "the station holds on to no X server"
                             : "not known: the station does not say");
    }
}

// The compositor that the engine runs in.
static pid_t find_above(pid_t engine, const char *name)
{
    char is[32];
    pid_t pid = engine;
    for (int i = 0; i < ANCESTORS && pid > 1; i++, pid = proc_parent(pid))
        if (proc_name(pid, is) && strcmp(is, name) == 0)
            return pid;
    return 0;
}

// cage 0.1.4: one program over all of its output, no key of its own but, with -s, other consoles'.
static void look_cage(struct attest *a, const struct asked *q)
{
    static const char *const ours[] = {"above", "keys", "pens", "cursor", NULL};
    char path[64], line[4096];
    pid_t cage = find_above(q->engine, "cage");
    bool switches = false;
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)cage);
    bool read = cage && proc_text(path, line, sizeof line);
    for (const char *at = line; read && *at && strcmp(at, "--") != 0; at += strlen(at) + 1)
        switches |= at[0] == '-' && at[1] != '-' && strchr(at, 's');
    attest_say(a, "full", read,
               read ? "cage shows this program alone, over all of its output"
                    : "no cage is found above the engine");
    attest_hold(a, q, ours);
    attest_say(a, "awake", read,
               read ? "cage puts nothing to sleep" : "no cage is found above the engine");
    attest_say(a, "consoles", read && !switches, "%s",
               !read      ? "no cage is found above the engine"
               : switches ? "cage runs with -s: keys lead to other consoles"
                          : "cage runs without -s: no key leads to another console");
}

void attest_session(struct attest *a, const struct asked *q)
{
    static const char *const all[] = {"full",   "above", "keys",     "pens",
                                      "cursor", "awake", "consoles", NULL};
    if (q->kiosk->session == KIOSK_CAGE)
        look_cage(a, q);
    else if (q->kiosk->session == KIOSK_SWAY)
        attest_sway(a, q);
    else
        attest_hold(a, q, all);
}
