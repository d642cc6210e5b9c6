// Files of IIIF: read, told apart, and what they refer to found among them.
#include "exchange/iiifread.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH 1200

// ---- files ----

static void add_root(struct iiif_reader *r, const char *file, json_t *root)
{
    const char *id = iiif_id(root);
    json_object_set(r->roots, file, root);
    if (id && !json_object_get(r->resources, id))
        json_object_set(r->resources, id, root);
    json_decref(root);
}

static bool read_text(struct iiif_reader *r, const char *text, size_t length, const char *file)
{
    json_error_t error;
    json_t *root = json_loadb(text, length, 0, &error);
    if (json_is_object(root)) {
        add_root(r, file, root);
        return true;
    }
    faults_add(change_faults(r->set), FAULT_ERROR,
               "%s:%d: is no JSON object%s%s; a manifest is one", file,
               root || error.line < 1 ? 1 : error.line, root ? "" : ": ", root ? "" : error.text);
    json_decref(root);
    return false;
}

static bool read_file(struct iiif_reader *r, const char *file)
{
    struct fault f;
    size_t length;
    if (json_object_get(r->roots, file))
        return true;
    if (json_object_size(r->roots) >= IIIF_FILES) {
        faults_add(change_faults(r->set), FAULT_ERROR,
                   "%s:1: is one too many; %d files are allowed", file, IIIF_FILES);
        return false;
    }
    char *text = store_read(file, IIIF_BYTES, &length, &f);
    if (!text) {
        faults_add(change_faults(r->set), FAULT_ERROR, "%s:1: %s", file, fault_after(f.text, file));
        return false;
    }
    bool read = read_text(r, text, length, file);
    free(text);
    return read;
}

static int seen(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_json(const char *name)
{
    size_t n = strlen(name);
    return n > 5 &&
           (strcmp(name + n - 5, ".json") == 0 || (n > 7 && !strcmp(name + n - 7, ".jsonld")));
}

// Links are not followed: a folder of somebody else's must not lead out of it.
static bool read_folder(struct iiif_reader *r, const char *folder, int depth)
{
    struct dirent **names;
    int count = depth < IIIF_DEPTH ? scandir(folder, &names, seen, by_name) : -1;
    bool done = count >= 0;
    if (count < 0)
        faults_add(change_faults(r->set), FAULT_ERROR, "%s:1: cannot be read: %s", folder,
                   depth < IIIF_DEPTH ? strerror(errno) : "it lies too deep");
    for (int i = 0; i < count; i++) {
        char path[PATH + 260];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        bool there = strlen(path) < PATH && lstat(path, &st) == 0;
        if (there && S_ISDIR(st.st_mode))
            done = read_folder(r, path, depth + 1) && done;
        else if (there && S_ISREG(st.st_mode) && is_json(names[i]->d_name))
            done = read_file(r, path) && done;
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return done;
}

// ---- what refers to what ----

// `id` as a file beside `file`, when it says so: relative, or below the manifest's own address.
static bool beside(const char *id, const char *file, const char *manifest, char path[PATH])
{
    const char *slash = manifest ? strrchr(manifest, '/') : NULL, *rest = NULL;
    size_t stem = slash ? (size_t)(slash - manifest) + 1 : 0;
    char inside[PATH];
    if (!strstr(id, "://"))
        rest = strncmp(id, "./", 2) == 0 ? id + 2 : id;
    else if (stem > 8 && strncmp(id, manifest, stem) == 0)
        rest = id + stem;
    if (!rest || strlen(rest) > 300)
        return false;
    snprintf(inside, sizeof inside, "%.*s", (int)strcspn(rest, "?#"), rest);
    slash = strrchr(file, '/');
    int folder = slash ? (int)(slash - file) : 0;
    if (!schema_is_inside(inside) || folder + strlen(inside) + 2 >= PATH)
        return false;
    snprintf(path, PATH, "%.*s%s%s", folder, file, slash ? "/" : "", inside);
    return true;
}

const json_t *iiif_resolve(struct iiif_reader *r, const json_t *reference, const char *file,
                           const char *manifest)
{
    const char *id = iiif_id(reference);
    char path[PATH];
    struct stat st;
    if (json_is_object(reference) && json_object_get(reference, "items"))
        return reference;
    const json_t *known = id ? json_object_get(r->resources, id) : NULL;
    if (known)
        return known;
    if (id && beside(id, file, manifest, path) && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
        read_file(r, path))
        return json_object_get(r->roots, path);
    lost_add(r->lost, "%s: %s %s: is elsewhere, and nothing is fetched", file, iiif_type(reference),
             id ? id : "(without an id)");
    return NULL;
}

// ---- which version ----

static bool names_context(const json_t *root, const char *word)
{
    const json_t *context = json_object_get(root, "@context");
    for (size_t i = 0; i < iiif_many(context); i++) {
        const char *one = json_string_value(iiif_nth(context, i));
        if (one && strstr(one, word))
            return true;
    }
    return false;
}

bool iiif_is_v3(struct iiif_reader *r, const json_t *root, const char *file)
{
    const char *old = record_word(root, "@type"), *what = NULL;
    if (names_context(root, "presentation/2") || names_context(root, "shared-canvas") ||
        json_object_get(root, "sequences") || (old && strncmp(old, "sc:", 3) == 0))
        what =
            "IIIF Presentation 2, which is not read; have it converted to 3 (its publisher mostly "
            "has both)";
    else if (names_context(root, "presentation/4"))
        what = "IIIF Presentation 4, which is a draft and not read; 3 is allowed";
    else if (strcmp(iiif_type(root), "Manifest") != 0 &&
             strcmp(iiif_type(root), "Collection") != 0 &&
             strcmp(iiif_type(root), "AnnotationPage") != 0)
        what = "no manifest, collection or annotation page of IIIF Presentation 3";
    if (!what)
        return true;
    faults_add(change_faults(r->set), FAULT_ERROR, "%s:1: is %s", file, what);
    r->failed = true;
    return false;
}

// ---- all of it ----

struct iiif_canvas *iiif_canvas_of(struct iiif_reader *r, const char *uri)
{
    for (int i = r->count; i-- > 0;) // most targets are of the last manifest
        if (strcmp(r->canvases[i].uri, uri) == 0)
            return &r->canvases[i];
    return NULL;
}

// Media that are known, by where they come from.
static void index_media(struct iiif_reader *r)
{
    const struct repertoire *known = change_repertoire(r->set);
    const json_t *media;
    for (int n = 0; known && (media = repertoire_record(known, REPERTOIRE_MEDIA, n)); n++) {
        const json_t *links = json_object_get(media, "links");
        for (size_t i = 0; i < json_array_size(links); i++) {
            const json_t *link = json_array_get(links, i);
            const char *relation = record_word(link, "relation");
            if (relation && strcmp(relation, "exact") == 0)
                json_object_set(r->media, record_word(link, "uri"), json_object_get(media, "id"));
        }
    }
}

static void collection(struct iiif_reader *r, const json_t *root, const char *file, int depth)
{
    const json_t *items = json_object_get(root, "items");
    for (size_t i = 0; i < iiif_many(items); i++) {
        const json_t *item = iiif_nth(items, i);
        const json_t *whole = iiif_resolve(r, item, file, iiif_id(root));
        if (!whole)
            continue;
        if (whole == item && strcmp(iiif_type(whole), "Manifest") == 0)
            iiif_manifest(r, whole, file);
        else if (whole == item && depth < IIIF_DEPTH)
            collection(r, whole, file, depth + 1);
    }
}

// Files grow while they are read: what they refer to comes behind.
static void read_roots(struct iiif_reader *r, const char *type)
{
    const char *file;
    json_t *root, *names = json_array();
    json_object_foreach(r->roots, file, root) json_array_append_new(names, json_string(file));
    for (size_t i = 0; i < json_array_size(names); i++) {
        file = json_string_value(json_array_get(names, i));
        root = json_object_get(r->roots, file);
        if (strcmp(iiif_type(root), type) != 0)
            continue;
        if (strcmp(type, "Collection") == 0)
            collection(r, root, file, 0);
        else if (strcmp(type, "Manifest") == 0 && iiif_is_v3(r, root, file))
            iiif_manifest(r, root, file);
        else if (strcmp(type, "AnnotationPage") == 0)
            iiif_page_read(r, root, "iiif", file);
    }
    json_decref(names);
}

static bool judge_versions(struct iiif_reader *r)
{
    const char *file;
    json_t *root;
    bool any = false;
    json_object_foreach(r->roots, file, root) any = iiif_is_v3(r, root, file) || any;
    return any;
}

static bool is_origin(const char *word, struct change_set *set)
{
    const struct schema *k = repertoire_keys(REPERTOIRE_MEDIA);
    while (k->key && strcmp(k->key, "origin") != 0)
        k++;
    for (int i = 0; k->words && k->words[i]; i++)
        if (strcmp(word, k->words[i]) == 0)
            return true;
    faults_add(change_faults(set), FAULT_ERROR,
               "--origin: \"%s\" is none; filmed, photographed, recorded, scanned, ai, "
               "reconstructed and made-up are allowed",
               word);
    return false;
}

static bool begin(struct iiif_reader *r, const struct iiif_in *in, struct change_set *set)
{
    *r = (struct iiif_reader){.in = in,
                              .set = set,
                              .lost = change_lost(set),
                              .language = in->language ? in->language : exchange_languages[0],
                              .roots = json_object(),
                              .resources = json_object(),
                              .pages_done = json_object(),
                              .media = json_object(),
                              .taken = json_object()};
    index_media(r);
    if (in->origin && !is_origin(in->origin, set))
        return false;
    if (!in->gesture || change_get(set, in->gesture))
        return true;
    faults_add(change_faults(set), FAULT_ERROR,
               "--gesture: \"%s\" is unknown; the id of a gesture is allowed: g:…", in->gesture);
    return false;
}

static bool finish(struct iiif_reader *r, bool read)
{
    if (read && judge_versions(r)) {
        read_roots(r, "Collection");
        read_roots(r, "Manifest");
        read_roots(r, "AnnotationPage");
    }
    read = read && !r->failed;
    json_decref(r->roots);
    json_decref(r->resources);
    json_decref(r->pages_done);
    json_decref(r->media);
    json_decref(r->taken);
    json_decref(r->expected);
    free(r->canvases);
    return read;
}

bool iiif_import(const struct iiif_in *in, struct change_set *set)
{
    struct iiif_reader r;
    bool read = begin(&r, in, set);
    for (int i = 0; read && i < in->file_count; i++) {
        struct stat st;
        bool folder = stat(in->files[i], &st) == 0 && S_ISDIR(st.st_mode);
        read = folder ? read_folder(&r, in->files[i], 0) : read_file(&r, in->files[i]);
    }
    return finish(&r, read);
}

bool iiif_import_text(const struct iiif_in *in, const char *text, size_t length, const char *name,
                      struct change_set *set)
{
    struct iiif_reader r;
    return finish(&r, begin(&r, in, set) && read_text(&r, text, length, name));
}
