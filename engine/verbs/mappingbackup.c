// gestuaire mapping backup, restore: what was done at the desk, in one file and back.
#include "desk/backup.h"
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <stdio.h>

struct place {
    const char *folder, *state, *file;
    bool kiosk;
    struct installation *installation;
    char files[INSTALLATION_STATIONS][INSTALLATION_PATH + INSTALLATION_ID + 32];
    struct backup_station stations[INSTALLATION_STATIONS];
};

// The installation, and where its stations' journals are.
static bool find(struct place *p, const char *root)
{
    char state[INSTALLATION_PATH];
    struct faults faults = {0};
    struct fault f = {0};
    p->installation = installation_read(p->folder, root, &faults);
    if (!p->installation)
        mapped_tell(&faults);
    faults_finish(&faults);
    if (!p->installation)
        return false;
    const struct installation *in = p->installation;
    if (!store_state(&(struct store_whose){p->state, in->name, in->folder}, p->kiosk, state,
                     sizeof state, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    for (int i = 0; i < in->station_count; i++) {
        snprintf(p->files[i], sizeof p->files[i], "%s/" DESK_FOLDER "/%s.jsonl", state,
                 in->stations[i].id);
        p->stations[i] = (struct backup_station){in->stations[i].id, p->files[i]};
    }
    return true;
}

static bool back_up(struct place *p, const char *to)
{
    const struct installation *in = p->installation;
    struct fault f;
    if (!backup_write(in->name, p->stations, in->station_count, to, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    printf("%s: what was done at the desks of %s\n", to, in->name);
    return true;
}

static bool restore(struct place *p, const char *from)
{
    struct faults told = {0};
    struct fault f;
    int restored;
    bool good =
        backup_read(from, p->stations, p->installation->station_count, &restored, &told, &f);
    mapped_tell(&told);
    faults_finish(&told);
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    else
        printf("%d %s restored from %s\n", restored, restored == 1 ? "station" : "stations", from);
    return good;
}

int mapping_backup_verb(const char *root, int argc, char **argv)
{
    struct place p = {0};
    const struct option_row rows[] = {
        {"state", 0, OPTION_TEXT, "DIR", "state folder (the user's)", &p.state},
        {"kiosk", 'k', OPTION_FLAG, NULL, "the state folder is the one of --kiosk", &p.kiosk},
        {"output-file", 'o', OPTION_TEXT, "FILE.json", "where it goes", &p.file},
    };
    struct options options = {.usage = "mapping backup INSTALLATION -o FILE.json",
                              .about = "Writes what was done at the desk of each station into one "
                                       "file.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = &p.folder,
                              .required = 1,
                              .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && !p.file) {
        fprintf(stderr, "gestuaire: -o FILE.json is missing\n");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    bool good = find(&p, root) && back_up(&p, p.file);
    installation_destroy(p.installation);
    return good ? EXIT_DONE : EXIT_FAILED;
}

int mapping_restore_verb(const char *root, int argc, char **argv)
{
    struct place p = {0};
    const char *positional[2] = {NULL, NULL};
    const struct option_row rows[] = {
        {"state", 0, OPTION_TEXT, "DIR", "state folder (the user's)", &p.state},
        {"kiosk", 'k', OPTION_FLAG, NULL, "the state folder is the one of --kiosk", &p.kiosk},
    };
    struct options options = {.usage = "mapping restore INSTALLATION FILE.json",
                              .about = "Puts back what `mapping backup` wrote; what is there is "
                                       "kept beside it.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = positional,
                              .required = 2,
                              .accepted = 2};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    p.folder = positional[0];
    bool good = find(&p, root) && restore(&p, positional[1]);
    installation_destroy(p.installation);
    return good ? EXIT_DONE : EXIT_FAILED;
}
