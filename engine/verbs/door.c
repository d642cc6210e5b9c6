// The door: finds the verb, and the folder that holds shaders/, scenes/ and assets/.
#include "verbs/door.h"
#include "base/fault.h"
#include "installation/installation.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool holds(const char *folder)
{
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/shaders/paint.frag", folder);
    return access(path, R_OK) == 0;
}

// $GESTUAIRE_ROOT, else the nearest folder above the program that holds shaders/ (a build), else
// ../share/gestuaire beside it (a package).
static bool find_root(char root[PATH_MAX])
{
    const char *asked = getenv("GESTUAIRE_ROOT");
    if (asked && realpath(asked, root))
        return holds(root);
    char exe[PATH_MAX], share[PATH_MAX + 32];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0)
        return false;
    exe[n] = 0;
    for (char *slash = strrchr(exe, '/'); slash && slash > exe; slash = strrchr(exe, '/')) {
        *slash = 0;
        snprintf(root, PATH_MAX, "%s", exe);
        if (holds(root))
            return true;
        snprintf(share, sizeof share, "%s/share/gestuaire", exe);
        if (holds(share)) {
            snprintf(root, PATH_MAX, "%s", share);
            return true;
        }
    }
    return false;
}

static void print_help(const struct verb *verbs, FILE *to)
{
    fprintf(to, "gestuaire " GESTUAIRE_VERSION ": runs exhibitions\n\n");
    for (; verbs->name; verbs++)
        fprintf(to, "  gestuaire %-10s %s\n", verbs->name, verbs->summary);
    fprintf(to, "\ngestuaire VERB --help tells more. shaders/, scenes/ and assets/ are looked for "
                "above the\n"
                "program, or in the folder that GESTUAIRE_ROOT names. docs/lua.md: scenes; "
                "docs/formats.md: files.\n");
}

static const struct verb *find_verb(const struct verb *verbs, const char *below, const char *name)
{
    const char *words[DOOR_VERBS + 1] = {0};
    for (int i = 0; verbs[i].name && i < DOOR_VERBS; i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
        words[i] = verbs[i].name;
    }
    const char *nearest = fault_nearest(name, words);
    fprintf(stderr, "gestuaire%s%s: there is no verb \"%s\"%s%s%s\n", *below ? " " : "", below,
            name, nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    return NULL;
}

int door_below(const struct verb *verbs, const char *root, int argc, char **argv)
{
    bool helped = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0);
    if (argc < 2 || helped) {
        FILE *to = helped ? stdout : stderr;
        for (const struct verb *v = verbs; v->name; v++)
            fprintf(to, "  gestuaire %s %-10s %s\n", argv[0], v->name, v->summary);
        return helped ? EXIT_DONE : EXIT_USAGE;
    }
    const struct verb *verb = find_verb(verbs, argv[0], argv[1]);
    return verb ? verb->run(root, argc - 1, argv + 1) : EXIT_USAGE;
}

int door_open(const struct verb *verbs, int argc, char **argv)
{
    char root[PATH_MAX];
    if (argc < 2) {
        print_help(verbs, stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(verbs, stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gestuaire " GESTUAIRE_VERSION);
        return EXIT_DONE;
    }
    const struct verb *verb = find_verb(verbs, "", argv[1]);
    if (!verb)
        return EXIT_USAGE;
    if (!find_root(root)) {
        fprintf(stderr, "gestuaire: shaders/ is not beside the program; set GESTUAIRE_ROOT to the "
                        "folder that holds shaders/, scenes/ and assets/\n");
        return EXIT_FAILED;
    }
    if (strlen(root) >= INSTALLATION_PATH) {
        fprintf(stderr, "gestuaire: %s: at most %d bytes are allowed\n", root,
                INSTALLATION_PATH - 1);
        return EXIT_FAILED;
    }
    return verb->run(root, argc - 1, argv + 1);
}
