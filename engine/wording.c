// The strings of an installation and of the program, and who draws again when they are saved.
#include "wording.h"
#include "base/log.h"

#include <stdio.h>

// A language that lacks is no fault of the show: another is shown.
static void log_faults(struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        log_warning("words", "%s", faults->entries[i].text);
    faults_finish(faults);
}

struct words *wording_open(const struct installation *in, const char *root, struct faults *faults)
{
    char own[INSTALLATION_PATH + 16], program[INSTALLATION_PATH + 16];
    const char *languages[INSTALLATION_LANGUAGES];
    struct faults found = {0};
    snprintf(own, sizeof own, "%s/strings", in->folder);
    snprintf(program, sizeof program, "%s/scenes/strings", root);
    for (int i = 0; i < in->language_count; i++)
        languages[i] = in->languages[i];
    struct words *w = words_create(&(struct words_desc){.program = program,
                                                        .installation = own,
                                                        .languages = languages,
                                                        .language_count = in->language_count},
                                   faults ? faults : &found);
    log_faults(&found);
    return w;
}

void wording_refresh(struct words *w, struct station *stations, int count)
{
    struct faults found = {0};
    bool other = words_refresh(w, &found);
    log_faults(&found);
    for (int i = 0; other && i < count; i++)
        for (int k = 0; k < stations[i].scene->stage_count; k++)
            scene_redraw(stations[i].scene, k);
}
