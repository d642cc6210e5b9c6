// gestuaire media add: files of a curator's into an installation.
#include "content.h"
#include "ingest/ingest.h"
#include "installation/installation.h"
#include "repertoire/repertoire.h"
#include "verbs/mediaoffset.h"
#include "verbs/progress.h"
#include "verbs/records.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 4096, WORDS = 16 };

struct asked {
    const char *to, *id, *origin, *credit, *licence, *capsule, *role;
    bool keep_name, json;
    const char *files[FILES];
    int count;
};

// ---- what was not said ----

static const char *const *words_of(const char *key)
{
    const struct schema *k = repertoire_keys(REPERTOIRE_MEDIA);
    while (k->key && strcmp(k->key, key) != 0)
        k++;
    return k->words;
}

static void print_words(const char *const *words)
{
    for (int n = 0; words && words[n]; n++)
        fprintf(stderr, "%s%s", n ? ", " : "", words[n]);
}

static void print_word(const char *word)
{
    bool plain = word[0] && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789-_./:+,") == strlen(word);
    if (plain) {
        fputs(word, stderr);
        return;
    }
    fputc('\'', stderr);
    for (const char *c = word; *c; c++)
        fputs(*c == '\'' ? "'\\''" : (char[]){*c, 0}, stderr);
    fputc('\'', stderr);
}

static void print_option(const char *name, const char *value, const char *otherwise)
{
    if (value || otherwise)
        fprintf(stderr, " --%s ", name);
    if (value)
        print_word(value);
    else if (otherwise)
        fputs(otherwise, stderr);
}

static void print_line(const struct asked *a, const char *to)
{
    fputs("Type, with what is true of it:\n  gestuaire media add", stderr);
    for (int n = 0; n < a->count; n++) {
        fputc(' ', stderr);
        print_word(a->files[n]);
    }
    print_option("to", a->to, to);
    print_option("id", a->id, NULL);
    print_option("origin", a->origin, "filmed");
    print_option("credit", a->credit, "\"WHO IS NAMED BESIDE IT\"");
    print_option("licence", a->licence, "CC-BY-4.0");
    print_option("capsule", a->capsule, NULL);
    print_option("role", a->role, a->capsule ? "median" : NULL);
    fputs(a->keep_name ? " --keep-name\n" : "\n", stderr);
}

static bool is_word(const char *word, const char *const *words)
{
    for (int n = 0; words[n]; n++)
        if (strcmp(word, words[n]) == 0)
            return true;
    return false;
}

// Nothing is guessed about rights.
static bool is_said(const struct asked *a)
{
    const char *const *origins = words_of("origin");
    const char *const *roles = media_roles();
    bool open = !a->licence || !a->licence[0] || repertoire_licence_is_open(a->licence);
    bool known = !a->origin || is_word(a->origin, origins);
    bool placed = a->capsule ? a->role && is_word(a->role, roles) : !a->role;
    if (a->origin && known && a->credit && a->credit[0] && a->licence && a->licence[0] && open &&
        placed)
        return true;
    fputs("gestuaire media add: missing, or not allowed (nothing is guessed about rights):\n",
          stderr);
    if (!a->origin || !known) {
        fputs("  --origin: how it came to be: ", stderr);
        print_words(origins);
        if (!known)
            fprintf(stderr, "; not \"%s\"", a->origin);
        fputc('\n', stderr);
    }
    if (!a->credit || !a->credit[0])
        fputs("  --credit: who is named beside it\n", stderr);
    if (!a->licence || !a->licence[0])
        fputs("  --licence: the one its holder gave: CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0 …\n", stderr);
    if (!open)
        fprintf(stderr, "  --licence: \"%s\" is none of the open ones; %s is allowed\n", a->licence,
                repertoire_licences);
    if (!placed) {
        fputs("  --capsule and --role go together; a role is one of ", stderr);
        print_words(roles);
        fputc('\n', stderr);
    }
    struct asked shown = *a;
    if (!placed)
        shown.role = NULL;
    if (!known)
        shown.origin = NULL;
    if (!open)
        shown.licence = NULL;
    print_line(&shown, NULL);
    return false;
}

// ---- where to ----

// The installation that the working folder lies in.
static const char *found_above(char folder[PATH_MAX])
{
    char file[PATH_MAX + 24];
    if (!getcwd(folder, PATH_MAX))
        return NULL;
    for (;;) {
        snprintf(file, sizeof file, "%s/installation.lua", folder);
        if (access(file, R_OK) == 0)
            return folder;
        char *slash = strrchr(folder, '/');
        if (!slash || slash == folder)
            return NULL;
        *slash = 0;
    }
}

static struct installation *open_installation(const struct asked *a, const char *root)
{
    char above[PATH_MAX];
    const char *folder = a->to ? a->to : found_above(above);
    if (!folder) {
        fputs("gestuaire media add: into which installation? There is no installation.lua above "
              "this folder.\n",
              stderr);
        print_line(a, "installations/NAME");
        return NULL;
    }
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    for (int n = 0; n < faults.count && !in; n++)
        fprintf(stderr, "%s\n", faults.entries[n].text);
    faults_finish(&faults);
    struct fault f = {0};
    if (in && !content_is_named(in, &f)) {
        fprintf(stderr, "%s\n", f.text);
        installation_destroy(in);
        return NULL;
    }
    return in;
}

// ---- one file ----

static void tell(void *user, double done, double all)
{
    progress_bytes(user, done, all);
}

static void print_json(const char *path, const struct ingest_result *r, const struct fault *f)
{
    json_t *line = json_object();
    json_object_set_new(line, "file", json_string(path));
    json_object_set_new(line, "done", json_boolean(r != NULL));
    if (r) {
        json_object_set_new(line, "id", json_string(r->id));
        json_object_set_new(line, "known", json_boolean(r->known));
        json_object_set(line, "said", r->said);
        if (r->record)
            json_object_set(line, "media", r->record);
        if (r->poster)
            json_object_set(line, "poster", r->poster);
    } else {
        json_object_set_new(line, "fault", json_string(f->text));
    }
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(line);
}

static void print_done(const char *path, const struct ingest_result *r)
{
    size_t n;
    json_t *sentence;
    if (r->known)
        printf("%s: is here as %s\n", path, r->id);
    else
        printf("%s: %s, %s\n", path, r->id, json_string_value(json_object_get(r->record, "file")));
    if (!r->known)
        json_array_foreach(r->said, n, sentence) printf("  %s\n", json_string_value(sentence));
    if (r->poster)
        printf("  its poster: %s, %s\n", json_string_value(json_object_get(r->poster, "id")),
               json_string_value(json_object_get(r->poster, "file")));
    fflush(stdout);
}

// A file that is here keeps what its record says: true when that is what was said now.
static bool is_as_said(const struct asked *a, const struct installation *in, const char *id)
{
    const char *const said[][2] = {{"origin", a->origin},
                                   {"credit", a->credit},
                                   {"licence", a->licence}};
    char path[INSTALLATION_PATH];
    bool alike = true;
    json_t *record =
        repertoire_file(in->content, id, path, sizeof path) ? json_load_file(path, 0, NULL) : NULL;
    for (size_t n = 0; record && n < sizeof said / sizeof *said; n++) {
        const char *is = json_string_value(json_object_get(record, said[n][0]));
        if (is && strcmp(is, said[n][1]) == 0)
            continue;
        alike = false;
        fprintf(stderr, "%s: %s: \"%s\" stays, not \"%s\"; change it in that file\n", path,
                said[n][0], is ? is : "", said[n][1]);
    }
    json_decref(record);
    return alike;
}

static bool add_one(struct ingest *i, const struct asked *a, const struct installation *in,
                    const char *root, const char *path, struct progress *progress)
{
    struct ingest_result r;
    struct fault f = {0};
    progress_begin(progress, path);
    bool done = ingest_add(i, path, a->id, &r, &f);
    progress_end(progress);
    if (a->json)
        print_json(path, done ? &r : NULL, &f);
    else if (done)
        print_done(path, &r);
    bool joined =
        done && (!a->capsule || media_join(in, root, a->capsule, r.id, a->role, a->json, &f));
    if (!joined)
        fprintf(stderr, "%s\n", f.text);
    bool taken = joined && (!r.known || is_as_said(a, in, r.id));
    if (done)
        ingest_result_finish(&r);
    return taken;
}

static bool add_all(const struct asked *a, const struct installation *in, const char *root)
{
    struct progress progress = {0};
    const struct ingest_desc desc = {.folder = in->folder,
                                     .content = in->content,
                                     .origin = a->origin,
                                     .credit = a->credit,
                                     .licence = a->licence,
                                     .keep_name = a->keep_name,
                                     .tell = tell,
                                     .user = &progress};
    struct fault f = {0};
    struct ingest *i = ingest_create(&desc, &f);
    if (!i) {
        fprintf(stderr, "%s\n", f.text);
        return false;
    }
    int failed = 0;
    for (int n = 0; n < a->count; n++)
        failed += !add_one(i, a, in, root, a->files[n], &progress);
    ingest_destroy(i);
    if (failed && a->count > 1)
        fprintf(stderr, "%d of %d files were not added\n", failed, a->count);
    return failed == 0;
}

// ---- the verb ----

static bool is_id(const char *id)
{
    return strncmp(id, "d:", 2) == 0 && schema_is_id(id + 2) && strlen(id) < INGEST_ID - 13;
}

static enum options_end read_asked(struct asked *a, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"to", 0, OPTION_TEXT, "INSTALLATION", "where to; else the one above this folder", &a->to},
        {"id", 0, OPTION_TEXT, "d:NAME", "its id; else after the file's name", &a->id},
        {"origin", 0, OPTION_TEXT, "WORD", "filmed, photographed, recorded, scanned, ai …",
         &a->origin},
        {"credit", 0, OPTION_TEXT, "NAME", "who is named beside it", &a->credit},
        {"licence", 0, OPTION_TEXT, "LICENCE", "under which it is shown: CC-BY-4.0", &a->licence},
        {"capsule", 0, OPTION_TEXT, "c:NAME", "it is a view of this capsule", &a->capsule},
        {"role", 0, OPTION_TEXT, "WORD", "of that view: median, wide, pov, close", &a->role},
        {"keep-name", 0, OPTION_FLAG, NULL, "the file keeps its name where that is safe",
         &a->keep_name},
        {"json", 0, OPTION_FLAG, NULL, "one object a file, on standard output", &a->json}};
    const struct options options = {
        .usage = "media add FILE… --to INSTALLATION --origin WORD --credit NAME --licence LICENCE",
        .about = "Films, pictures, sounds and models, cleaned of what is private, measured and "
                 "recorded.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = a->files,
        .required = 1,
        .accepted = FILES};
    return options_read(&options, argc, argv);
}

static int add(struct asked *a, const char *root)
{
    while (a->count < FILES && a->files[a->count])
        a->count++;
    if (a->id && (!is_id(a->id) || a->count > 1)) {
        fprintf(stderr,
                a->count > 1 ? "gestuaire media add: --id %s: is for one file\n"
                             : "gestuaire media add: --id %s: d: and lower-case letters, "
                               "digits and single hyphens, at most 50, are allowed\n",
                a->id);
        return EXIT_USAGE;
    }
    if (!is_said(a))
        return EXIT_USAGE;
    struct installation *in = open_installation(a, root);
    bool done = in && add_all(a, in, root);
    installation_destroy(in);
    return done ? EXIT_DONE : EXIT_FAILED;
}

int media_add_verb(const char *root, int argc, char **argv)
{
    struct asked *a = calloc(1, sizeof *a);
    if (!a)
        return EXIT_FAILED;
    enum options_end end = read_asked(a, argc, argv);
    int code = end == OPTIONS_GO ? add(a, root) : end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    free(a);
    return code;
}
