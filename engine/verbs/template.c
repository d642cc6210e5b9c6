// gestuaire new installation NAME --from ecole [FOLDER]: a template of ours, and what is to be
// shown.
#include "verbs/template.h"
#include "base/fault.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define TEXT_BYTES (1u << 20)   // a file of a template
#define WORK_BYTES (4ull << 30) // a film
#define WORKS 1000              // files.list() gives as many
#define ENTRIES 16384           // of a folder
#define PIECE 65536             // bytes copied at once

static const struct template templates[] = {
    {.name = "ecole",
     .folder = "installations/ecoles",
     .works = "oeuvres",
     .files = {"installation.lua", "show.lua", "oeuvres/LISEZMOI.txt", "scenes/lib/page.lua",
               "scenes/lib/projet.lua", "scenes/titre/scene.lua", "scenes/oeuvres/scene.lua"}},
};

const struct template *template_find(const char *name)
{
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (strcmp(templates[i].name, name) == 0)
            return &templates[i];
    fprintf(stderr, "gestuaire: --from \"%s\": there is no such template; ecole is allowed\n",
            name);
    return NULL;
}

static bool copy_text(const char *from, const char *to, struct fault *f)
{
    char folder[PATH_MAX];
    size_t length = 0;
    char *text = store_read(from, TEXT_BYTES, &length, f);
    snprintf(folder, sizeof folder, "%s", to);
    *strrchr(folder, '/') = '\0';
    bool good = text && store_folder(folder, f) && store_write(to, text, length, f);
    free(text);
    return good;
}

// As large as a film may be, so in pieces; half a file is taken away again.
static bool copy_work(const char *from, const char *to, struct fault *f)
{
    char piece[PIECE];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wbx") : NULL;
    bool good = in && out;
    while (good && (n = fread(piece, 1, sizeof piece, in)) > 0)
        good = fwrite(piece, 1, n, out) == n;
    good = good && !ferror(in);
    if (!good)
        fault_set(f, "%s: %s", in && out ? to : from, strerror(errno));
    if (in)
        fclose(in);
    if (out && fclose(out) != 0 && good)
        good = fault_set(f, "%s: %s", to, strerror(errno));
    if (!good && out)
        remove(to);
    return good;
}

enum work { WORK_NOT, WORK_SHOWN, WORK_HEIC };

static enum work kind_of(const char *name)
{
    static const char *const shown[] = {"jpg", "jpeg", "png",  "webp", "mp4", "mov",
                                        "m4v", "mkv",  "webm", "avi",  NULL};
    const char *dot = strrchr(name, '.');
    if (!dot || name[0] == '.')
        return WORK_NOT;
    for (const char *const *e = shown; *e; e++)
        if (strcasecmp(dot + 1, *e) == 0)
            return WORK_SHOWN;
    return strcasecmp(dot + 1, "heic") == 0 || strcasecmp(dot + 1, "heif") == 0 ? WORK_HEIC
                                                                                : WORK_NOT;
}

// One entry of the folder; what is left out is said, with what to do. Returns 1 when it was copied.
static int take_work(const char *folder, const char *name, const char *works, struct fault *f)
{
    char from[PATH_MAX], to[PATH_MAX];
    struct stat st;
    bool fits = snprintf(from, sizeof from, "%s/%s", folder, name) < (int)sizeof from &&
                snprintf(to, sizeof to, "%s/%s", works, name) < (int)sizeof to;
    if (name[0] == '.' || !fits || stat(from, &st) != 0)
        return 0;
    enum work kind = S_ISREG(st.st_mode) ? kind_of(name) : WORK_NOT;
    if (kind == WORK_HEIC)
        fprintf(stderr,
                "left out: %s: a HEIC picture, as phones make them; save it as JPEG, then copy it "
                "to %s\n",
                name, works);
    else if (kind == WORK_NOT)
        fprintf(stderr, "left out: %s: %s\n", name,
                S_ISDIR(st.st_mode) ? "a folder; name the one whose files are to be shown"
                                    : "neither a picture nor a film that is known by its ending");
    else if ((unsigned long long)st.st_size > WORK_BYTES)
        fprintf(stderr, "left out: %s: larger than 4 GiB\n", name);
    else
        return copy_work(from, to, f) ? 1 : -1;
    return 0;
}

static bool copy_works(const char *folder, const char *works, struct fault *f)
{
    DIR *dir = opendir(folder);
    int copied = 0, step = 0, seen = 0;
    if (!dir)
        return fault_set(f, "%s: %s", folder, strerror(errno));
    for (struct dirent *e; step >= 0 && seen < ENTRIES && (e = readdir(dir)); seen++) {
        if (copied == WORKS && kind_of(e->d_name) == WORK_SHOWN) {
            fprintf(stderr, "left out: %s: %d files are shown at most\n", e->d_name, WORKS);
            continue;
        }
        step = take_work(folder, e->d_name, works, f);
        copied += step > 0;
    }
    closedir(dir);
    if (step < 0)
        return false;
    printf("%d pictures and films copied to %s\n", copied, works);
    return true;
}

bool template_copy(const struct template *t, const char *root, const char *to, const char *works,
                   struct fault *f)
{
    char from[PATH_MAX], into[PATH_MAX];
    for (const char *const *file = t->files; *file; file++) {
        snprintf(from, sizeof from, "%s/%s/%s", root, t->folder, *file);
        snprintf(into, sizeof into, "%s/%s", to, *file);
        if (!copy_text(from, into, f))
            return false;
        printf("%s\n", into);
    }
    snprintf(into, sizeof into, "%s/%s", to, t->works);
    return !works || copy_works(works, into, f);
}
