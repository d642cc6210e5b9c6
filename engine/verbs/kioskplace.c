// Where the things of a kiosk lie on the machine, or below --root.
#include "verbs/kiosk.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool kiosk_place(const char *below, const char *path, char to[KIOSK_PATH])
{
    char real[PATH_MAX] = "";
    if (below && !realpath(below, real)) {
        fprintf(stderr, "gestuaire: --root %s: there is no such folder\n", below);
        return false;
    }
    if (strcmp(real, "/") == 0)
        real[0] = '\0';
    if (snprintf(to, KIOSK_PATH, "%s%s", real, path) < KIOSK_PATH)
        return true;
    fprintf(stderr, "gestuaire: --root %s: the name is too long\n", below);
    return false;
}

bool kiosk_here(const char *below, struct kiosk *k)
{
    char file[KIOSK_PATH];
    struct fault f;
    if (!kiosk_place(below, KIOSK_CONFIG, file))
        return false;
    if (kiosk_read(file, k, &f))
        return true;
    fprintf(stderr, "gestuaire: %s; gestuaire kiosk install INSTALLATION --station ID makes it\n",
            f.text);
    return false;
}

void kiosk_tell(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "gestuaire: %s%s\n",
                faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
                faults->entries[i].text);
    if (faults->dropped)
        fprintf(stderr, "gestuaire: … and %d more\n", faults->dropped);
}
