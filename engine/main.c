// gestuaire: the program that runs exhibitions, and its verbs.
#include "verbs/verbs.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Verbs that work on content alone are a program of their own beside this one: what they link
// (RDF, XML, Cairo) would cost each start of a station (docs/design.md, "Weight").
static int verb_elsewhere(const char *root, int argc, char **argv)
{
    char exe[PATH_MAX + 16];
    (void)root;
    (void)argc;
    ssize_t n = readlink("/proc/self/exe", exe, PATH_MAX - 1);
    if (n > 0) {
        snprintf(exe + n, sizeof exe - (size_t)n, "-content");
        argv[-1] = exe; // what main got: the program's name stands before the verb
        execv(exe, argv - 1);
    }
    fprintf(stderr, "gestuaire: gestuaire-content beside the program cannot be run: %s\n",
            strerror(errno));
    return EXIT_FAILED;
}

static const struct verb verbs[] = {
    {"run", "the show: one station, or all of them side by side", verb_run},
    {"rehearse", "the whole installation in a virtual room, to walk through", verb_rehearse},
    {"shot", "the picture of one moment", verb_shot},
    {"record", "a film of the show", verb_record},
    {"repertoire", "its content: check, search, import, export", verb_elsewhere},
    {"media", "add: films, pictures and sounds, measured and recorded", verb_elsewhere},
    {"visits", "report: what visitors looked at, for a curator", verb_elsewhere},
    {"mapping", "report, import, export, backup: where light lies", verb_elsewhere},
    {"check", "every script, file, reference and number", verb_check},
    {"sound", "render: what a station's speakers play", verb_sound},
    {"new", "a first installation, a first scene", verb_new},
    {"bench", "what it costs, beside floors and what one would pick instead", verb_bench},
    {"kiosk", "install, back, verify, remove: content that stays, on a machine for the public",
     verb_kiosk},
    {"doctor", "this machine: GPU, outputs, sound, touch, clock, fonts", verb_doctor},
    {NULL, NULL, NULL},
};

int main(int argc, char **argv)
{
    // What is large goes back when it is freed. Left to itself, glibc keeps tens of MiB of pictures
    // and films for a next one that may never come.
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
    return door_open(verbs, argc, argv);
}
