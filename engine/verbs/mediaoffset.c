// gestuaire media offset: when the views of a capsule begin, found from their sound.
#include "verbs/mediaoffset.h"
#include "content.h"
#include "ingest/align.h"
#include "store/store.h"
#include "verbs/progress.h"
#include "verbs/records.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct capsule {
    const struct installation *in;
    const char *root, *id;
    const struct repertoire *repertoire;
    char path[INSTALLATION_PATH];
    json_t *record, *views; // owned; borrowed
    json_t *told;           // owned: what --json says of each view
    bool json, changed;
};

static const char *media_of(const json_t *view)
{
    const char *id = json_string_value(json_object_get(view, "media"));
    return id ? id : "";
}

static bool path_of(const struct capsule *c, const json_t *view, char path[INSTALLATION_PATH],
                    struct fault *f)
{
    const json_t *media = repertoire_get(c->repertoire, media_of(view));
    const char *file = json_string_value(json_object_get(media, "file"));
    if (!file)
        return fault_set(f, "there is no medium %s", media_of(view));
    return installation_find(c->in, c->root, NULL, file, path, INSTALLATION_PATH, f);
}

// The record as its file says it, with what a reading would leave out.
static bool capsule_open(struct capsule *c, struct fault *f)
{
    size_t length;
    const char *path = repertoire_source(c->repertoire, c->id);
    if (!path || repertoire_type_of_id(c->id) != REPERTOIRE_CAPSULE)
        return fault_set(f,
                         "%s: there is no such capsule; `gestuaire repertoire check` says what "
                         "is wrong with records",
                         c->id);
    snprintf(c->path, sizeof c->path, "%s", path);
    char *text = store_read(path, REPERTOIRE_FILE_BYTES, &length, f);
    c->record = text ? json_loadb(text, length, 0, NULL) : NULL;
    free(text);
    c->views = json_object_get(c->record, "views");
    return text && (c->views || fault_set(f, "%s: it has no views", c->path));
}

static bool capsule_write(const struct capsule *c, struct fault *f)
{
    char *text = repertoire_text(REPERTOIRE_CAPSULE, c->record);
    bool written = text ? store_write(c->path, text, strlen(text), f) : fault_set(f, "no memory");
    free(text);
    return written;
}

static void tell_found(struct capsule *c, json_t *view, const struct align *a)
{
    double begins = json_number_value(json_object_get(json_array_get(c->views, 0), "offset"));
    double offset = round((begins + a->offset_s) * 1e5) / 1e5;
    json_object_set_new(view, "offset", json_real(offset));
    c->changed = true;
    if (!c->json) {
        printf("%s: begins at %+.4f s (confidence %.2f)\n", media_of(view), offset, a->confidence);
        if (a->drift != 0)
            printf("  its clock runs %.3f %% %s; the offset holds at %.0f s, and is %.0f ms off "
                   "%.0f s from there\n",
                   fabs(a->drift) * 100, a->drift > 0 ? "fast" : "slow", a->middle_s,
                   fabs(a->drift) * a->reach_s * 1000, a->reach_s);
    }
    json_array_append_new(c->told, json_pack("{s:s,s:b,s:f,s:f,s:f}", "media", media_of(view),
                                             "found", 1, "offset", offset, "confidence",
                                             a->confidence, "drift", a->drift));
}

static void tell_lost(struct capsule *c, const json_t *view, const char *why)
{
    fprintf(stderr, "%s: %s; its offset stays as it is\n", media_of(view), why);
    json_array_append_new(c->told, json_pack("{s:s,s:b,s:s}", "media", media_of(view), "found", 0,
                                             "fault", why));
}

static bool find_one(struct capsule *c, json_t *view, const float *first, int64_t first_count)
{
    char path[INSTALLATION_PATH];
    struct fault f = {0};
    struct align a;
    int64_t count = 0;
    float *sound = path_of(c, view, path, &f) ? align_hear(path, &count, &f) : NULL;
    bool found = sound && align_find(first, first_count, sound, count, &a, &f);
    free(sound);
    if (found)
        tell_found(c, view, &a);
    else
        tell_lost(c, view, f.text);
    return found;
}

// The first view is the clock; it may begin at another time than 0. Views from `from` on.
static bool find_all(struct capsule *c, size_t from, struct fault *f)
{
    char path[INSTALLATION_PATH];
    struct progress progress;
    int64_t count = 0;
    size_t views = json_array_size(c->views);
    if (views < 2)
        return fault_set(f, "%s: it has one view; an offset is between two", c->id);
    if (!path_of(c, json_array_get(c->views, 0), path, f))
        return false;
    float *first = align_hear(path, &count, f);
    if (!first)
        return false;
    bool all = true;
    progress_begin(&progress, c->id);
    for (size_t n = from > 1 ? from : 1; n < views; n++) {
        progress_parts(&progress, (double)n, (double)views);
        all = find_one(c, json_array_get(c->views, n), first, count) && all;
    }
    progress_end(&progress);
    free(first);
    if (c->changed && !capsule_write(c, f))
        return false;
    return all || fault_set(f, "%s: not every view was found", c->id);
}

static int run(struct capsule *c)
{
    struct fault f = {0};
    bool done = capsule_open(c, &f) && find_all(c, 0, &f);
    if (!done)
        fprintf(stderr, "%s\n", f.text);
    if (c->json) {
        json_dumpf(c->told, stdout, JSON_COMPACT);
        putchar('\n');
    }
    json_decref(c->record);
    return done ? EXIT_DONE : EXIT_FAILED;
}

// ---- a view more ----

static const struct schema *key_of(const struct schema *keys, const char *key)
{
    while (keys->key && strcmp(keys->key, key) != 0)
        keys++;
    return keys;
}

const char *const *media_roles(void)
{
    const struct schema *views = key_of(repertoire_keys(REPERTOIRE_CAPSULE), "views");
    return key_of(views->of->of, "role")->words;
}

static bool join(struct capsule *c, const char *media, const char *role, struct fault *f)
{
    size_t n;
    json_t *view;
    const struct schema *views = key_of(repertoire_keys(REPERTOIRE_CAPSULE), "views");
    if (!capsule_open(c, f))
        return false;
    json_array_foreach(c->views, n, view)
    {
        if (strcmp(media_of(view), media) != 0)
            continue;
        const char *is = json_string_value(json_object_get(view, "role"));
        if (is && strcmp(is, role) != 0)
            return fault_set(f, "%s: %s is its view \"%s\" already; change the role in its file",
                             c->id, media, is);
        if (!c->json)
            printf("  is a view of %s already\n", c->id);
        return true;
    }
    if ((double)n >= views->most)
        return fault_set(f, "%s: it has %zu views already; no more are allowed", c->id, n);
    json_array_append_new(c->views, json_pack("{s:s,s:s}", "media", media, "role", role));
    if (!capsule_write(c, f))
        return false;
    if (!c->json)
        printf("  now a view of %s: %s\n", c->id, role);
    if (n == 0)
        return true;
    struct fault lost = {0};
    if (!find_all(c, n, &lost) && c->changed)
        return fault_set(f, "%s", lost.text);
    return true;
}

bool media_join(const struct installation *in, const char *root, const char *capsule,
                const char *media, const char *role, bool silent, struct fault *f)
{
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = in->content}, &faults);
    struct capsule c = {.in = in,
                        .root = root,
                        .id = capsule,
                        .repertoire = r,
                        .told = json_array(),
                        .json = silent};
    bool joined = r ? join(&c, media, role, f) : fault_set(f, "%s: no repertoire is read", capsule);
    json_decref(c.record);
    json_decref(c.told);
    repertoire_destroy(r);
    faults_finish(&faults);
    return joined;
}

int media_offset_verb(const char *root, int argc, char **argv)
{
    const char *words[2] = {0};
    struct capsule c = {.root = root, .told = json_array()};
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "one list, on standard output", &c.json}};
    const struct options options = {
        .usage = "media offset INSTALLATION c:CAPSULE",
        .about = "Finds from their sound when the views of a capsule begin, and writes it.",
        .rows = rows,
        .row_count = 1,
        .positional = words,
        .required = 2,
        .accepted = 2};
    enum options_end end = options_read(&options, argc, argv);
    int code = end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (end == OPTIONS_GO) {
        struct faults faults = {0};
        struct installation *in = installation_read(words[0], root, &faults);
        for (int n = 0; n < faults.count && !in; n++)
            fprintf(stderr, "%s\n", faults.entries[n].text);
        struct repertoire *r =
            in && in->content[0]
                ? repertoire_read(&(struct repertoire_desc){.folder = in->content}, &faults)
                : NULL;
        struct fault f = {""};
        if (in && !content_is_named(in, &f))
            fprintf(stderr, "%s\n", f.text);
        c.in = in;
        c.id = words[1];
        c.repertoire = r;
        code = r ? run(&c) : EXIT_FAILED;
        repertoire_destroy(r);
        installation_destroy(in);
        faults_finish(&faults);
    }
    json_decref(c.told);
    return code;
}
