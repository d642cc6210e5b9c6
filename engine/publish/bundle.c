// The bundle: a folder of pages that need nothing from elsewhere, made beside and put in place at
// once.
#include "publish/bundle.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUNDLE_ENTRIES 20000 // works, gestures and enterprises

static const char *const folders[] = {"data",  "media",       "clips", "gestures",
                                      "works", "enterprises", "fonts"};
static const char *const scripts[] = {"page.css", "page.js", "film.js", "clip.js"};
static const struct {
    const char *from, *to;
} fonts[] = {
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "fonts/text.otf"},
    {"/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf", "fonts/title.otf"},
    {"/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Italic.otf", "fonts/title-italic.otf"},
};

// Nothing that is no bundle is ever replaced: what is there is one, or empty, or not there.
static bool may_replace(const char *folder, struct fault *f)
{
    char marker[BUNDLE_PATH + 32];
    struct stat st;
    if (lstat(folder, &st) != 0)
        return true;
    if (!S_ISDIR(st.st_mode))
        return fault_set(f, "%s: is there and is no folder", folder);
    snprintf(marker, sizeof marker, "%s/data/bundle.json", folder);
    if (stat(marker, &st) == 0)
        return true;
    int count = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (d)
        closedir(d);
    return count == 0 || fault_set(f,
                                   "%s: is no bundle, and is not replaced; an empty folder, or "
                                   "one that an export made, is allowed",
                                   folder);
}

// .<name>.XXXXXX beside it.
static bool make_beside(struct bundle *b, const char *folder, struct fault *f)
{
    char path[BUNDLE_PATH];
    snprintf(path, sizeof path, "%s", folder);
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        path[--n] = 0;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (snprintf(b->folder, sizeof b->folder, "%.*s.%s.XXXXXX", (int)(name - path), path, name) >=
        (int)sizeof b->folder)
        return fault_set(f, "%s: the name is too long", folder);
    if (!mkdtemp(b->folder))
        return fault_set(f, "%s: no folder can be made beside it: %s", folder, strerror(errno));
    chmod(b->folder, 0755);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", b->folder, folders[i]);
        if (!store_folder(path, f))
            return false;
    }
    return true;
}

static bool copy_assets(const struct bundle *b, struct fault *f)
{
    char from[BUNDLE_PATH], to[BUNDLE_PATH + 64];
    struct fault why;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        snprintf(from, sizeof from, "%s/publish/%s", b->d->assets, scripts[i]);
        snprintf(to, sizeof to, "%s/%s", b->folder, scripts[i]);
        if (!bundle_copy(from, to, f))
            return false;
    }
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        snprintf(to, sizeof to, "%s/%s", b->folder, fonts[i].to);
        if (!bundle_copy(fonts[i].from, to, &why))
            lost_add(b->d->lost, "%s: %s", fonts[i].to, why.text);
    }
    return true;
}

static bool put_pages(struct bundle *b, enum repertoire_type type, int *done, int of,
                      struct fault *f)
{
    const json_t *record;
    for (int n = 0; (record = repertoire_record(b->d->repertoire, type, n)); n++) {
        if (!bundle_page(b, record, f))
            return false;
        if (b->d->progress)
            b->d->progress(b->d->user, ++*done, of);
    }
    return true;
}

static bool fill(struct bundle *b, int entries, struct fault *f)
{
    int done = 0;
    return bundle_data(b, f) && copy_assets(b, f) &&
           put_pages(b, REPERTOIRE_GESTURE, &done, entries, f) &&
           put_pages(b, REPERTOIRE_WORK, &done, entries, f) &&
           put_pages(b, REPERTOIRE_ENTERPRISE, &done, entries, f) && bundle_index(b, f);
}

bool publish_bundle(const struct publish_desc *desc, const char *folder, struct fault *f)
{
    struct bundle b = {.d = desc};
    int entries = repertoire_count(desc->repertoire, REPERTOIRE_GESTURE) +
                  repertoire_count(desc->repertoire, REPERTOIRE_WORK) +
                  repertoire_count(desc->repertoire, REPERTOIRE_ENTERPRISE);
    if (entries > BUNDLE_ENTRIES)
        return fault_set(f, "%d works, gestures and enterprises; a bundle has at most %d", entries,
                         BUNDLE_ENTRIES);
    bool ok = may_replace(folder, f) && print_begin(&b.book, desc, f) && make_beside(&b, folder, f);
    b.book.final = true;
    ok = ok && fill(&b, entries, f) && bundle_place(b.folder, folder, f);
    if (!ok && b.folder[0])
        bundle_remove(b.folder);
    print_finish(&b.book);
    return ok;
}
