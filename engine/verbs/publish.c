// The catalogue and the bundle of an installation: from its records, in its languages.
#include "verbs/publish.h"
#include "publish/publish.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool find(void *user, const char *file, char *path, size_t size, struct fault *f)
{
    const struct export_job *job = user;
    return installation_find(job->installation, job->root, NULL, file, path, size, f);
}

static void show_progress(void *user, int done, int of)
{
    (void)user;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%3d %%%s", of ? 100 * done / of : 100, done == of ? "\n" : "");
}

// The installation's languages: the asked one; where nobody asks, every one or the first.
static bool choose(const struct export_job *job, struct publish_desc *d, bool every,
                   struct fault *f)
{
    const struct installation *in = job->installation;
    const char *asked = job->language;
    int count = 0;
    for (int i = 0; i < in->language_count; i++) {
        bool all = asked ? strcmp(asked, "all") == 0 : every;
        bool taken = all || (asked ? strcmp(asked, in->languages[i]) == 0 : i == 0);
        if (!taken)
            continue;
        d->languages[count] = in->languages[i];
        d->title[count++] = in->title.in[i];
    }
    return count > 0 || fault_set(f,
                                  "--language %s: the installation does not speak it; one of "
                                  "its languages or \"all\" is allowed",
                                  asked);
}

static bool publish(const struct export_job *job, bool every, struct fault *f,
                    bool (*to)(const struct publish_desc *desc, const char *path, struct fault *f))
{
    char fonts[INSTALLATION_PATH + 32], assets[INSTALLATION_PATH + 32];
    struct publish_desc d = {.repertoire = job->repertoire,
                             .base = job->base,
                             .day = job->date,
                             .fonts = fonts,
                             .assets = assets,
                             .find = find,
                             .user = (void *)job,
                             .lost = job->lost,
                             .progress = show_progress};
    snprintf(fonts, sizeof fonts, "%s/assets/fonts/fonts.conf", job->root);
    snprintf(assets, sizeof assets, "%s/assets", job->root);
    return choose(job, &d, every, f) && to(&d, job->to, f);
}

bool catalogue_out(const struct export_job *job, struct fault *f)
{
    return publish(job, false, f, publish_catalogue);
}

bool bundle_out(const struct export_job *job, struct fault *f)
{
    return publish(job, true, f, publish_bundle);
}
