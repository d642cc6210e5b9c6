// One file after the other: looked into, made, named, recorded.
#include "ingest/private.h"
#include "repertoire/repertoire.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 64, NUMBERS = 10000 };

void ingest_phase(struct ingest *i, int phase, int phases)
{
    i->phase = phase;
    i->phases = phases;
    ingest_tell(i, 0);
}

void ingest_tell(const struct ingest *i, double bytes)
{
    if (i->desc.tell && i->phases > 0)
        i->desc.tell(i->desc.user, (i->phase * i->bytes + bytes) / i->phases, i->bytes);
}

// ---- the media there are ----

static void know(struct ingest *i, const char *path)
{
    size_t length;
    char *text = store_read(path, REPERTOIRE_FILE_BYTES, &length, NULL);
    json_t *record = text ? json_loadb(text, length, 0, NULL) : NULL;
    const char *id = json_string_value(json_object_get(record, "id"));
    const char *sha = json_string_value(json_object_get(record, "sha256"));
    if (id && sha)
        json_object_set_new(i->known, sha, json_string(id));
    json_decref(record);
    free(text);
}

static bool read_known(struct ingest *i, struct fault *f)
{
    char folder[PATH_MAX], path[PATH_MAX + 256];
    snprintf(folder, sizeof folder, "%s/%s", i->desc.content, repertoire_folder(REPERTOIRE_MEDIA));
    DIR *dir = opendir(folder);
    int count = 0;
    for (const struct dirent *e; dir && (e = readdir(dir)) && count <= INGEST_MEDIA;) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] == '.' || n < 6 || strcmp(e->d_name + n - 5, ".json") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        know(i, path);
        count++;
    }
    if (dir)
        closedir(dir);
    return count <= INGEST_MEDIA ||
           fault_set(f, "%s: more than %d records; no more are allowed", folder, INGEST_MEDIA);
}

static bool lock(struct ingest *i, struct fault *f)
{
    if (!store_folder(i->desc.content, f))
        return false;
    i->lock = open(i->desc.content, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (i->lock < 0)
        return fault_set(f, "%s: %s", i->desc.content, strerror(errno));
    if (flock(i->lock, LOCK_EX | LOCK_NB) == 0 || errno == ENOLCK || errno == EOPNOTSUPP)
        return true;
    return fault_set(f, "%s: another `gestuaire media` is at work here; wait until it is done",
                     i->desc.content);
}

struct ingest *ingest_create(const struct ingest_desc *desc, struct fault *f)
{
    struct ingest *i = calloc(1, sizeof *i);
    if (!i) {
        fault_set(f, "no memory");
        return NULL;
    }
    i->desc = *desc;
    i->lock = -1;
    i->known = json_object();
    if (i->known && lock(i, f)) {
        place_sweep(desc);
        if (read_known(i, f))
            return i;
    }
    ingest_destroy(i);
    return NULL;
}

void ingest_destroy(struct ingest *i)
{
    if (!i)
        return;
    if (i->lock >= 0)
        close(i->lock);
    json_decref(i->known);
    free(i);
}

// ---- what is it? ----

static bool begins(const unsigned char *head, size_t size, const char *with, size_t length)
{
    return size >= length && memcmp(head, with, length) == 0;
}

static bool is_text(const unsigned char *head, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (head[i] < ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t')
            return false;
    return true;
}

// Files that curators have and that are shown when they are saved as something else.
static const char *other_kind(const unsigned char *head, size_t size)
{
    static const struct {
        const char *with;
        size_t length;
        const char *what;
    } kinds[] = {
        {"II*\0", 4, "a TIFF picture, or a camera's raw one; save it as JPEG or PNG"},
        {"MM\0*", 4, "a TIFF picture, or a camera's raw one; save it as JPEG or PNG"},
        {"GIF8", 4, "a GIF picture; save it as PNG, or as a film"},
        {"BM", 2, "a BMP picture; save it as PNG"},
        {"8BPS", 4, "a Photoshop picture; save it as PNG or JPEG"},
        {"%PDF", 4, "a PDF; save its pages as PNG"},
        {"PK\3\4", 4,
         "a ZIP archive; unpack it and add what is in it (a model in USDZ: export it as .glb)"},
        {"HIERARCHY", 9, "a recorded movement (BVH); put it into clips/ and write a record b:…"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins(head, size, kinds[i].with, kinds[i].length))
            return kinds[i].what;
    if (is_text(head, size))
        return memchr(head, '{', size) ? "a text; a model is added as .glb, with all its parts"
                                       : "a text, no film, picture, sound or model";
    return NULL;
}

static bool is_picture(const unsigned char *b, size_t size)
{
    bool heif = size >= 12 && memcmp(b + 4, "ftyp", 4) == 0 &&
                (memcmp(b + 8, "hei", 3) == 0 || memcmp(b + 8, "mif1", 4) == 0);
    return begins(b, size, "\x89PNG\r\n\x1a\n", 8) || begins(b, size, "\xff\xd8\xff", 3) || heif ||
           (begins(b, size, "RIFF", 4) && size >= 12 && memcmp(b + 8, "WEBP", 4) == 0);
}

static bool make(struct ingest *i, const struct source *s, const unsigned char *head, size_t size,
                 struct made *m, struct fault *f)
{
    if (is_picture(head, size))
        return picture_make(i, s, m, f);
    if (begins(head, size, "glTF", 4))
        return model_make(i, s, m, f);
    const char *other = other_kind(head, size);
    return other ? fault_set(f, "%s", other) : film_make(i, s, m, f);
}

static ssize_t look(const char *path, int64_t *bytes, unsigned char head[HEAD], struct fault *f)
{
    struct stat st;
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t n = -1;
    if (fd < 0 || fstat(fd, &st) != 0)
        fault_set(f, "cannot be read: %s", strerror(errno));
    else if (S_ISDIR(st.st_mode))
        fault_set(f, "is a folder; name the files in it");
    else if (!S_ISREG(st.st_mode))
        fault_set(f, "is no plain file");
    else if (st.st_size == 0)
        fault_set(f, "is empty (0 bytes); copy it anew from the camera");
    else if (st.st_size > INGEST_BYTES)
        fault_set(f, "has %lld bytes; at most %lld are taken", (long long)st.st_size, INGEST_BYTES);
    else if ((n = read(fd, head, HEAD)) < 0)
        fault_set(f, "cannot be read: %s", strerror(errno));
    else
        *bytes = st.st_size;
    if (fd >= 0)
        close(fd);
    return n;
}

// ---- names ----

static bool same_ending(const char *a, const char *b)
{
    static const char *const alike[][4] = {{"jpg", "jpeg", "jpe"},
                                           {"mp4", "m4v"},
                                           {"mpg", "mpeg"},
                                           {"ogg", "oga", "opus"},
                                           {"wav", "wave"}};
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        bool has_a = false, has_b = false;
        for (int k = 0; k < 4 && alike[i][k]; k++) {
            has_a = has_a || strcmp(a, alike[i][k]) == 0;
            has_b = has_b || strcmp(b, alike[i][k]) == 0;
        }
        if (has_a && has_b)
            return true;
    }
    return strcmp(a, b) == 0;
}

struct names {
    char slug[NAME_SLUG + 8], file[160], poster_slug[NAME_SLUG + 16], poster[160];
};

static void names_set(struct names *n, const char *slug, int number, const char *kept,
                      const struct made *m)
{
    char behind[16] = "";
    if (number > 1)
        snprintf(behind, sizeof behind, "-%d", number);
    snprintf(n->slug, sizeof n->slug, "%s%s", slug, behind);
    if (kept)
        snprintf(n->file, sizeof n->file, "%s%s.%s", kept, behind, m->ending);
    else
        snprintf(n->file, sizeof n->file, "%s.%s", n->slug, m->ending);
    snprintf(n->poster_slug, sizeof n->poster_slug, "%s-poster", n->slug);
    snprintf(n->poster, sizeof n->poster, "%s.jpg", n->poster_slug);
}

// The name as it was, without its ending; NULL: it is not safe, or not to be kept.
static const char *kept_name(const struct ingest *i, const struct source *s, char kept[128],
                             struct made *m)
{
    const char *slash = strrchr(s->path, '/'), *name = slash ? slash + 1 : s->path;
    const char *dot = strrchr(name, '.');
    if (!i->desc.keep_name)
        return NULL;
    if (!name_is_safe(name)) {
        made_say(m, "its name has letters that are not safe everywhere, and was changed");
        return NULL;
    }
    snprintf(kept, 128, "%.*s", dot ? (int)(dot - name) : (int)strlen(name), name);
    return kept;
}

static bool find_names(const struct ingest *i, const struct source *s, const char *id,
                       struct made *m, struct names *n, struct fault *f)
{
    char slug[NAME_SLUG], kept[128];
    const char *keep = kept_name(i, s, kept, m);
    if (id)
        snprintf(slug, sizeof slug, "%s", id + 2);
    else
        name_slug(s->path, m->form, slug);
    for (int number = 1; number < NUMBERS; number++) {
        names_set(n, slug, number, keep, m);
        if (place_is_free(i, m, n->slug, n->file) &&
            (!m->poster || place_is_free(i, m->poster, n->poster_slug, n->poster)))
            return true;
        if (id)
            return fault_set(f,
                             "%s, or a file of its name, is there already with other bytes; "
                             "say another --id",
                             id);
    }
    return fault_set(f, "%d media are called %s; say --id", NUMBERS, slug);
}

// ---- records ----

static json_t *record_of(const struct ingest *i, const struct made *m, const char *slug,
                         const char *name)
{
    json_t *r = json_object();
    json_object_set_new(r, "id", json_sprintf("d:%s", slug));
    json_object_set_new(r, "file", json_sprintf("%s/%s", m->form, name));
    json_object_set_new(r, "form", json_string(m->form));
    json_object_set_new(r, "origin", json_string(i->desc.origin));
    json_object_set_new(r, "credit", json_string(i->desc.credit));
    json_object_set_new(r, "licence", json_string(i->desc.licence));
    json_object_update(r, m->facts);
    json_object_set_new(r, "sha256", json_string(m->sha256));
    json_object_set_new(r, "bytes", json_integer(m->bytes));
    return r;
}

static bool write_record(struct ingest *i, const json_t *record, struct fault *f)
{
    if (!repertoire_write(i->desc.content, REPERTOIRE_MEDIA, record, f))
        return false;
    json_object_set(i->known, json_string_value(json_object_get(record, "sha256")),
                    json_object_get(record, "id"));
    return true;
}

static const char *known_as(const struct ingest *i, const struct made *m)
{
    return json_string_value(json_object_get(i->known, m->sha256));
}

// Files first, the film's record last.
static bool keep(struct ingest *i, struct made *m, const struct names *n, struct ingest_result *out,
                 struct fault *f)
{
    if (m->poster && !place_keep(i, m->poster, n->poster, f))
        return false;
    if (!place_keep(i, m, n->file, f))
        return false;
    if (m->poster) {
        out->poster = record_of(i, m->poster, n->poster_slug, n->poster);
        json_object_set(m->facts, "poster", json_object_get(out->poster, "id"));
        if (!write_record(i, out->poster, f))
            return false;
    }
    const char *usual = repertoire_origin_for(m->form, i->desc.origin);
    if (usual)
        made_say(m, "its origin is said to be %s, which a %s hardly is; %s is meant?",
                 i->desc.origin, m->form, usual);
    out->record = record_of(i, m, n->slug, n->file);
    return write_record(i, out->record, f);
}

static bool finish(struct ingest *i, const struct source *s, const char *id, struct made *m,
                   struct ingest_result *out, struct fault *f)
{
    struct names n;
    if (!place_measure(i, m, f) || (m->poster && !place_measure(i, m->poster, f)))
        return false;
    const char *known = known_as(i, m);
    if (known) {
        out->known = true;
        snprintf(out->id, sizeof out->id, "%s", known);
        return true;
    }
    if (m->poster && known_as(i, m->poster)) { // of a run that was cut
        json_object_set_new(m->facts, "poster", json_string(known_as(i, m->poster)));
        made_finish(m->poster);
        free(m->poster);
        m->poster = NULL;
    }
    if (s->ending[0] && !same_ending(s->ending, m->ending))
        made_say(m, "its name ended in .%s, and it is .%s", s->ending, m->ending);
    if (!find_names(i, s, id, m, &n, f))
        return false;
    snprintf(out->id, sizeof out->id, "d:%s", n.slug);
    return keep(i, m, &n, out, f);
}

bool ingest_add(struct ingest *i, const char *path, const char *id, struct ingest_result *out,
                struct fault *f)
{
    unsigned char head[HEAD];
    struct source s = {.path = path};
    *out = (struct ingest_result){.said = json_array()};
    struct made m = {.facts = json_object(), .said = out->said};
    ssize_t n = look(path, &s.bytes, head, f);
    name_ending(path, s.ending, sizeof s.ending);
    i->bytes = (double)s.bytes;
    i->phases = 0;
    bool done = n >= 0 && make(i, &s, head, (size_t)n, &m, f) && finish(i, &s, id, &m, out, f);
    made_finish(&m);
    if (!done) {
        char why[FAULT_TEXT];
        snprintf(why, sizeof why, "%s", fault_after(f->text, path)); // named once
        ingest_result_finish(out);
        return fault_set(f, "%s: %s", path, why);
    }
    return true;
}

void ingest_result_finish(struct ingest_result *result)
{
    json_decref(result->record);
    json_decref(result->poster);
    json_decref(result->said);
    *result = (struct ingest_result){0};
}
