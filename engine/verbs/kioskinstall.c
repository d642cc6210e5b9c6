// gestuaire kiosk install: an installation checked, copied and made current, and kiosk.json.
#include "care/pin.h"
#include "store/store.h"
#include "verbs/kiosk.h"
#include "verbs/progress.h"
#include "verbs/verbs.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct installing {
    const char *folder, *station, *below;
    struct installation *installation;
    struct kiosk kiosk;
    struct progress bar;
};

static bool choose_station(struct installing *i, const char *session)
{
    const struct installation *in = i->installation;
    const char *ids[INSTALLATION_STATIONS + 1] = {NULL};
    for (int s = 0; s < in->station_count; s++)
        ids[s] = in->stations[s].id;
    int at = installation_station_find(in, i->station);
    if (at < 0) {
        const char *near = fault_nearest(i->station, ids);
        fprintf(stderr, "gestuaire: --station %s: there is no such station; %s%s?\n", i->station,
                near ? "did you mean " : "is it ", near ? near : ids[0]);
        return false;
    }
    if (!kiosk_session_find(session, &i->kiosk.session)) {
        fprintf(stderr, "gestuaire: --session %s: x11, cage and sway are allowed\n", session);
        return false;
    }
    if (i->kiosk.session == KIOSK_CAGE && in->stations[at].output_count > 1) {
        fprintf(stderr,
                "gestuaire: --session cage: shows one output, station %s has %d; x11 and "
                "sway are allowed\n",
                i->station, in->stations[at].output_count);
        return false;
    }
    return true;
}

static bool choose_places(struct installing *i)
{
    char content[KIOSK_PATH], state[KIOSK_PATH];
    struct kiosk *k = &i->kiosk;
    snprintf(k->installation, sizeof k->installation, "%s", i->installation->name);
    snprintf(k->station, sizeof k->station, "%s", i->station);
    snprintf(content, sizeof content, KIOSK_CONTENT "/%s", k->installation);
    snprintf(state, sizeof state, KIOSK_STATE "/%s", k->installation);
    return kiosk_place(i->below, content, k->content) && kiosk_place(i->below, state, k->state);
}

static void tell(void *user, int64_t done, int64_t bytes)
{
    progress_bytes(user, (double)done, (double)bytes);
}

static enum kiosk_end put(struct installing *i)
{
    char day[16], id[KIOSK_ID];
    struct faults faults = {0};
    time_t now = time(NULL);
    struct tm local = {.tm_mday = 1};
    localtime_r(&now, &local);
    strftime(day, sizeof day, "%Y%m%d", &local);
    progress_begin(&i->bar, i->installation->name);
    const struct kiosk_put wanted = {.from = i->installation->folder,
                                     .content = i->kiosk.content,
                                     .day = day,
                                     .tell = tell,
                                     .user = &i->bar};
    enum kiosk_end end = kiosk_put(&wanted, id, &faults);
    progress_end(&i->bar);
    kiosk_tell(&faults);
    faults_finish(&faults);
    if (end == KIOSK_SAME)
        printf("%s: version %s is this content already\n", i->kiosk.content, id);
    if (end == KIOSK_DONE)
        printf("%s: version %s is in place; it is shown from the engine's next start\n",
               i->kiosk.content, id);
    return end;
}

// What this machine is, where that is not written yet.
static bool settle(struct installing *i)
{
    char file[KIOSK_PATH];
    struct kiosk was;
    struct fault f;
    const struct kiosk *k = &i->kiosk;
    if (!kiosk_place(i->below, KIOSK_CONFIG, file))
        return false;
    if (kiosk_read(file, &was, NULL) && strcmp(was.installation, k->installation) == 0 &&
        strcmp(was.station, k->station) == 0 && strcmp(was.content, k->content) == 0 &&
        strcmp(was.state, k->state) == 0 && was.session == k->session)
        return true;
    if (!store_folder(k->state, &f) || !kiosk_write(file, k, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    printf("%s: this machine is station %s of %s, session %s\n", file, k->station, k->installation,
           kiosk_session_word(k->session));
    return true;
}

// Without one staff has no way to the desk.
static void offer_pin(const struct installing *i)
{
    if (pin_is_set(i->kiosk.state))
        return;
    if (!isatty(STDIN_FILENO) || !kiosk_ask_pin(i->kiosk.state))
        printf("there is no PIN for staff yet: gestuaire kiosk pin sets it\n");
}

static bool install(struct installing *i, const char *root, const char *session)
{
    char *check[] = {(char *)"check", (char *)i->folder, NULL};
    struct faults faults = {0};
    if (verb_check(root, 2, check) != EXIT_DONE) {
        fprintf(stderr, "gestuaire: nothing was installed; mend what check says first\n");
        return false;
    }
    i->installation = installation_read(i->folder, root, &faults);
    if (!i->installation) // told by check, were it so
        kiosk_tell(&faults);
    faults_finish(&faults);
    return i->installation && choose_station(i, session) && choose_places(i) &&
           put(i) != KIOSK_FAILED && settle(i) && kiosk_units_put(i->below, &i->kiosk);
}

int kiosk_install_verb(const char *root, int argc, char **argv)
{
    struct installing i = {0};
    const char *session = "x11";
    const struct option_row rows[] = {
        {"station", 's', OPTION_TEXT, "ID", "what this machine is", &i.station},
        {"session", 0, OPTION_TEXT, "WORD", "x11, cage or sway (x11)", &session},
        {"root", 0, OPTION_TEXT, "DIR", "everything below this folder, for a trial", &i.below},
    };
    struct options options = {
        .usage = "kiosk install INSTALLATION --station ID",
        .about = "Checks an installation and puts a copy of it in place on this machine; the one "
                 "before is kept.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &i.folder,
        .required = 1,
        .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && !i.station) {
        fprintf(stderr, "gestuaire: --station ID is missing: which one is this machine?\n");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    bool good = install(&i, root, session);
    if (good)
        offer_pin(&i);
    installation_destroy(i.installation);
    return good ? EXIT_DONE : EXIT_FAILED;
}
