// The unit that starts a station with its machine: enabled by kiosk install, undone by remove.
#include "store/store.h"
#include "verbs/kiosk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define UNIT "/lib/systemd/system/gestuaire@.service"
#define WANTS "/etc/systemd/system/multi-user.target.wants"
#define SERVER "/usr/share/gestuaire/kiosk/50-gestuaire.conf"
#define SERVER_FOLDER "/etc/X11/xorg.conf.d"
#define SERVER_FILE SERVER_FOLDER "/50-gestuaire.conf"

// A link in a folder that is made when missing; what stood under its name goes.
static bool link_to(const char *below, const char *folder, const char *name, const char *to)
{
    char at[KIOSK_PATH], path[KIOSK_PATH + 256];
    struct fault f = {0};
    if (!kiosk_place(below, folder, at))
        return false;
    if (!store_folder(at, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    snprintf(path, sizeof path, "%s/%s", at, name);
    unlink(path);
    if (symlink(to, path) == 0)
        return true;
    fprintf(stderr, "gestuaire: %s: %s\n", path, strerror(errno));
    return false;
}

static void unlink_below(const char *below, const char *path)
{
    char at[KIOSK_PATH];
    if (kiosk_place(below, path, at))
        unlink(at);
}

void kiosk_units_remove(const char *below)
{
    char path[KIOSK_PATH];
    for (int s = 0; s < KIOSK_SESSIONS; s++) {
        snprintf(path, sizeof path, WANTS "/gestuaire@%s.service",
                 kiosk_session_word((enum kiosk_session)s));
        unlink_below(below, path);
    }
    unlink_below(below, SERVER_FILE);
}

// What the machine writes belongs to the user that the unit runs as, where the package made one.
static bool give_state(const struct kiosk *k)
{
    const struct passwd *user = getpwnam("gestuaire");
    if (!user || geteuid() != 0 || chown(k->state, user->pw_uid, user->pw_gid) == 0)
        return true;
    fprintf(stderr, "gestuaire: %s: %s\n", k->state, strerror(errno));
    return false;
}

bool kiosk_units_put(const char *below, const struct kiosk *k)
{
    char unit[64], program[KIOSK_PATH];
    const char *session = kiosk_session_word(k->session);
    if (!give_state(k) || !kiosk_place(below, UNIT, program))
        return false;
    if (access(program, F_OK) != 0) { // built by hand: nothing starts it
        printf("no unit starts it with this machine: %s comes with the Debian package\n", UNIT);
        return true;
    }
    kiosk_units_remove(below);
    snprintf(unit, sizeof unit, "gestuaire@%s.service", session);
    if (!link_to(below, WANTS, unit, UNIT) ||
        (k->session == KIOSK_X11 && !link_to(below, SERVER_FOLDER, "50-gestuaire.conf", SERVER)))
        return false;
    printf("%s starts with this machine; now: systemctl daemon-reload && systemctl start %s\n",
           unit, unit);
    return true;
}
