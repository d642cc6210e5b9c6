// PIN, user, content, state folder: what lies on the disk, and whose it is.
#include "attest/private.h"
#include "care/pin.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

static void look_pin(struct attest *a, const struct asked *q)
{
    bool set = pin_is_set(q->kiosk->state);
    attest_say(a, "pin", set, set ? "staff has one" : "there is none: gestuaire kiosk pin sets it");
}

static void look_user(struct attest *a, const struct asked *q)
{
    uid_t user;
    if (!proc_user(q->engine, &user)) {
        attest_say(a, "user", false, "not known: no engine runs");
        return;
    }
    const struct passwd *p = getpwuid(user);
    bool shell =
        p && p->pw_shell && !strstr(p->pw_shell, "nologin") && !strstr(p->pw_shell, "false");
    attest_say(a, "user", user != 0 && !shell, "%s%s", p ? p->pw_name : "a user without a name",
               user == 0 ? ": it may do everything on this machine"
               : shell   ? ": somebody can log in as this user"
                         : ", as whom nobody can log in");
}

static bool may_write(const struct stat *s, uid_t user, gid_t group)
{
    mode_t bit = s->st_uid == user ? S_IWUSR : s->st_gid == group ? S_IWGRP : S_IWOTH;
    return user == 0 || (s->st_mode & bit);
}

// Whose group is not asked for beyond the first: the package gives it one of its own.
static bool engine_may_write(const struct asked *q, const char *folder, bool *known)
{
    struct stat s;
    uid_t user;
    *known = proc_user(q->engine, &user) && stat(folder, &s) == 0;
    const struct passwd *p = *known ? getpwuid(user) : NULL;
    return *known && may_write(&s, user, p ? p->pw_gid : (gid_t)-1);
}

static bool engine_is_root(const struct asked *q)
{
    uid_t user;
    return proc_user(q->engine, &user) && user == 0; // which is a point of its own
}

static void look_content(struct attest *a, const struct asked *q)
{
    char id[KIOSK_ID], path[KIOSK_PATH + 16];
    struct faults faults = {0};
    int files = 0;
    int64_t bytes = 0;
    bool known;
    snprintf(path, sizeof path, "%s/current", q->kiosk->content);
    if (!kiosk_version(q->kiosk->content, "current", id)) {
        attest_say(a, "content", false, "%s leads to no version", path);
        return;
    }
    bool whole = q->verify ? kiosk_verify(path, &files, &bytes, &faults)
                           : kiosk_look(path, &files, &bytes, &faults);
    bool writes = engine_may_write(q, path, &known) && !engine_is_root(q);
    if (!whole)
        attest_say(a, "content", false, "version %s is not whole: %s", id,
                   faults.count ? faults.entries[0].text : "?");
    else if (writes)
        attest_say(a, "content", false, "version %s is whole, and the engine's user may change it",
                   id);
    else
        attest_say(a, "content", true, "version %s: %d files, %.1f MiB, %s%s", id, files,
                   (double)bytes / (1 << 20),
                   q->verify ? "as its manifest says" : "not changed since they were last read",
                   known && !engine_is_root(q) ? "; the engine cannot change it" : "");
    faults_finish(&faults);
}

static void look_state(struct attest *a, const struct asked *q)
{
    const char *folder = q->kiosk->state;
    struct statvfs disk;
    bool known;
    if (statvfs(folder, &disk) != 0) {
        attest_say(a, "state", false, "%s: %s", folder, strerror(errno));
        return;
    }
    double free_mib = (double)disk.f_bavail * (double)disk.f_frsize / (1 << 20);
    bool writes = engine_may_write(q, folder, &known);
    if (disk.f_flag & ST_RDONLY)
        attest_say(a, "state", false, "%s: its disk is read-only", folder);
    else if (known && !writes)
        attest_say(a, "state", false, "%s: the engine's user may not write there", folder);
    else if (free_mib < ATTEST_FREE_MIB)
        attest_say(a, "state", false, "%s: %.0f MiB are left; logs are not written", folder,
                   free_mib);
    else
        attest_say(a, "state", true, "%s: %.0f MiB are left", folder, free_mib);
}

void attest_place(struct attest *a, const struct asked *q)
{
    look_pin(a, q);
    look_user(a, q);
    look_content(a, q);
    look_state(a, q);
}
