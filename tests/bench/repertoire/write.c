// Writes the made-up repertoire, a file a record.
#include "made.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    char text[4 * MADE_TEXT];
    size_t n;
};

static void put(struct file *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct file *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(f->text + f->n, sizeof f->text - f->n, format, args);
    va_end(args);
    f->n += (size_t)n < sizeof f->text - f->n ? (size_t)n : 0;
}

// All three languages, or the first alone where the others are not there. Nothing here needs \".
static void put_labels(struct file *f, const char *key, const char *fr, const char *it,
                       const char *en)
{
    if (!fr[0])
        return;
    put(f, ",\n  \"%s\": {\n    \"fr\": \"%s\"", key, fr);
    if (it && it[0])
        put(f, ",\n    \"it\": \"%s\"", it);
    if (en && en[0])
        put(f, ",\n    \"en\": \"%s\"", en);
    put(f, "\n  }");
}

static void put_list(struct file *f, const char *key, const struct made_term *terms,
                     const int *which, int count)
{
    if (!count)
        return;
    put(f, ",\n  \"%s\": [", key);
    for (int i = 0; i < count; i++)
        put(f, "%s\"%s\"", i ? ", " : "", terms[which[i]].id);
    put(f, "]");
}

static bool save(const struct file *f, int folder, const char *name)
{
    char path[MADE_BYTES + 8];
    snprintf(path, sizeof path, "%s.json", name);
    int fd = openat(folder, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool good = fd >= 0 && write(fd, f->text, f->n) == (ssize_t)f->n;
    if (fd >= 0)
        good &= close(fd) == 0;
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return good;
}

static int open_folder(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/repertoire/%s", folder, name);
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool write_terms(const char *folder, const char *name, const struct made_term *terms,
                        int count)
{
    int at = open_folder(folder, name);
    bool good = at >= 0;
    for (int i = 0; good && i < count; i++) {
        struct file f = {.n = 0};
        char large[3][2 * MADE_BYTES];
        made_capital(terms[i].fr, large[0], sizeof large[0]);
        made_capital(terms[i].it, large[1], sizeof large[1]);
        made_capital(terms[i].en, large[2], sizeof large[2]);
        put(&f, "{\n  \"id\": \"%s\"", terms[i].id);
        put_labels(&f, "label", large[0], large[1], large[2]);
        put(&f, "\n}\n");
        good = save(&f, at, terms[i].id + 2);
    }
    if (at >= 0)
        close(at);
    return good;
}

static void put_gesture(const struct made *m, const struct made_gesture *g, struct file *f)
{
    put(f, "{\n  \"id\": \"%s\",\n  \"verb\": \"%s\"", g->id, m->verbs[g->verb].id);
    put_list(f, "materials", m->materials, g->materials, g->material_count);
    put_list(f, "tools", m->tools, g->tools, g->tool_count);
    put_list(f, "metiers", m->metiers, g->metiers, g->metier_count);
    put_labels(f, "qualifier", g->qualifier, NULL, NULL);
    put_labels(f, "label", g->label, g->label_it, g->label_en);
    if (g->synonym[0])
        put(f, ",\n  \"synonyms\": {\n    \"fr\": [\"%s\"]\n  }", g->synonym);
    put_labels(f, "said", g->said, NULL, NULL);
    put_labels(f, "text", g->text, g->text_it, g->text_en);
    put_labels(f, "technical", g->technical, NULL, NULL);
    put(f, ",\n  \"origin\": \"made-up\",\n  \"state\": \"%s\"", g->state);
    if (g->percussion)
        put(f, ",\n  \"percussion\": \"%s\"", g->percussion);
    if (g->mean)
        put(f, ",\n  \"means\": [\"%s\"]", g->mean);
    if (g->status)
        put(f,
            ",\n  \"status\": [{ \"class\": \"%s\", \"place\": \"%s\", \"assessor\": \"bench\", "
            "\"date\": \"2026-01-01\" }]",
            g->status, m->places[0].id);
    put_list(f, "places", m->places, g->places, g->place_count);
    put(f, "\n}\n");
}

static bool write_gestures(const struct made *m, const char *folder, int count)
{
    static struct made_gesture g;
    int at = open_folder(folder, "gestures");
    bool good = at >= 0;
    for (int i = 0; good && i < count; i++) {
        struct file f = {.n = 0};
        made_gesture(m, i, &g);
        put_gesture(m, &g, &f);
        good = save(&f, at, g.id + 2);
    }
    if (at >= 0)
        close(at);
    return good;
}

static bool write_schools(const struct made *m, const char *folder)
{
    int schools = open_folder(folder, "schools"), teams = open_folder(folder, "teams");
    bool good = schools >= 0 && teams >= 0;
    for (int i = 0; good && i < MADE_SCHOOLS; i++) {
        struct file f = {.n = 0};
        char name[MADE_BYTES], label[2 * MADE_BYTES];
        snprintf(name, sizeof name, "lycee-%d", i);
        snprintf(label, sizeof label, "Lycée de %s", m->places[i].fr);
        put(&f, "{\n  \"id\": \"s:%s\"", name);
        put_labels(&f, "label", label, label, label);
        put(&f, ",\n  \"place\": \"%s\",\n  \"origin\": \"made-up\"\n}\n", m->places[i].id);
        good = save(&f, schools, name);
    }
    for (int i = 0; good && i < MADE_TEAMS; i++) {
        struct file f = {.n = 0};
        char name[MADE_BYTES], label[2 * MADE_BYTES];
        snprintf(name, sizeof name, "equipe-%d", i);
        snprintf(label, sizeof label, "Équipe %s", m->metiers[i].fr);
        put(&f, "{\n  \"id\": \"e:%s\"", name);
        put_labels(&f, "label", label, label, label);
        put(&f, ",\n  \"school\": \"s:lycee-%d\"", i % MADE_SCHOOLS);
        put_list(&f, "metiers", m->metiers, &i, 1);
        put(&f, ",\n  \"origin\": \"made-up\"\n}\n");
        good = save(&f, teams, name);
    }
    if (schools >= 0)
        close(schools);
    if (teams >= 0)
        close(teams);
    return good;
}

// A work for 200 gestures, made with two to six of them.
static bool write_works(const struct made *m, const char *folder, int count)
{
    static struct made_gesture g;
    struct made_random r = {m->seed ^ 0x5757u};
    int at = open_folder(folder, "works");
    bool good = at >= 0;
    for (int i = 0; good && i < 1 + count / 200; i++) {
        struct file f = {.n = 0};
        char name[MADE_BYTES], label[4 * MADE_BYTES], large[2 * MADE_BYTES];
        int team = made_below(&r, MADE_TEAMS), material = made_zipf_draw(&m->often_material, &r);
        made_capital(m->words[m->grammar + made_below(&r, 2000)], large, sizeof large);
        snprintf(name, sizeof name, "oeuvre-%d", i);
        snprintf(label, sizeof label, "%s %d", large, i);
        put(&f, "{\n  \"id\": \"w:%s\"", name);
        put_labels(&f, "title", label, label, label);
        put(&f, ",\n  \"team\": \"e:equipe-%d\",\n  \"school\": \"s:lycee-%d\",\n  \"gestures\": [",
            team, team % MADE_SCHOOLS);
        for (int k = 0; k < 2 + i % 5; k++) {
            made_gesture(m, (int)(((int64_t)i * 197 + k * 7919) % count), &g);
            put(&f, "%s\"%s\"", k ? ", " : "", g.id);
        }
        put(&f, "]");
        put_list(&f, "materials", m->materials, &material, 1);
        put_labels(&f, "text", g.text, NULL, NULL);
        put(&f, ",\n  \"place\": \"%s\",\n  \"origin\": \"made-up\"\n}\n", m->places[i % 40].id);
        good = save(&f, at, name);
    }
    if (at >= 0)
        close(at);
    return good;
}

static bool write_file(const char *folder, const char *name, const char *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    bool good = file && fputs(text, file) >= 0;
    good = file && fclose(file) == 0 && good;
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return good;
}

static bool write_installation(const char *folder)
{
    static const char text[] =
        "-- A made-up repertoire (tests/bench/repertoire), to be searched and measured.\n"
        "return {\n"
        "  title = { fr = \"Mesures\", it = \"Misure\", en = \"Measures\" },\n"
        "  languages = { \"fr\", \"it\", \"en\" },\n"
        "  content = \"repertoire\",\n"
        "  script = { call_ms = 200 },\n"
        "  stations = {\n"
        "    station = {\n"
        "      stages = { stage = { canvas = { 320, 240 }, scene = \"empty\" } },\n"
        "      outputs = { screen = { at = { 0, 0 }, size = { 320, 240 } } },\n"
        "    },\n"
        "    visit = {\n"
        "      stages = { stage = { canvas = { 1280, 800 }, scene = \"empty\" } },\n"
        "      outputs = { screen = { at = { 0, 0 }, size = { 1280, 800 }, mm_per_px = 0.4 } },\n"
        "    },\n"
        "  },\n"
        "}\n";
    return write_file(folder, "installation.lua", text) &&
           write_file(folder, "scenes/empty/scene.lua", "return {}\n");
}

static bool make_folder(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s", folder, name);
    bool good = mkdir(path, 0755) == 0 || errno == EEXIST;
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return good;
}

bool made_write(const struct made *m, const char *folder, int count)
{
    if (!make_folder(folder, "") || !make_folder(folder, "/repertoire") ||
        !make_folder(folder, "/scenes") || !make_folder(folder, "/scenes/empty"))
        return false;
    return write_terms(folder, "verbs", m->verbs, MADE_VERBS) &&
           write_terms(folder, "materials", m->materials, MADE_MATERIALS) &&
           write_terms(folder, "tools", m->tools, MADE_TOOLS) &&
           write_terms(folder, "metiers", m->metiers, MADE_METIERS) &&
           write_terms(folder, "places", m->places, MADE_PLACES) && write_schools(m, folder) &&
           write_gestures(m, folder, count) && write_works(m, folder, count) &&
           write_installation(folder);
}
