// gestuaire new: a first installation or scene that runs, to go on from.
#include "store/store.h"
#include "verbs/template.h"
#include "verbs/verbs.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char installation_text[] =
    "-- @: what is shown, where, and by which scene. `gestuaire check` reads it; "
    "docs/formats.md\n"
    "-- lists every key.\n"
    "return {\n"
    "  title = { fr = \"@\", it = \"@\", en = \"@\" },\n"
    "  languages = { \"fr\", \"it\", \"en\" },\n"
    "  -- content = \"repertoire\", -- its records: mkdir repertoire; docs/repertoire.md begins "
    "one\n"
    "  stations = {\n"
    "    main = {\n"
    "      title = { fr = \"Dispositif\", it = \"Dispositivo\", en = \"Station\" },\n"
    "      stages = { wall = { canvas = { 1280, 720 }, scene = \"first\" } },\n"
    "      outputs = { screen = { at = { 0, 0 }, size = { 1280, 720 } } },\n"
    "    },\n"
    "  },\n"
    "}\n";

static const char scene_text[] =
    "-- @: a scene. Save this file while `gestuaire run` shows it: it changes in place.\n"
    "-- docs/lua.md tells what a scene may do.\n"
    "local scene = {}\n"
    "\n"
    "function scene.enter(stage)\n"
    "  scene.touched = nil\n"
    "  -- scene.film = film.open(\"film/forge.mp4\", { loop = true })\n"
    "end\n"
    "\n"
    "function scene.touch(e)\n"
    "  if e.kind == \"tap\" then\n"
    "    scene.touched = { x = e.x, y = e.y, ring = tween.new(0, 120, 0.6, \"out\") }\n"
    "  end\n"
    "end\n"
    "\n"
    "function scene.draw(canvas)\n"
    "  if scene.film then canvas:film(scene.film, 0, 0, canvas.width, canvas.height, { fit = "
    "\"cover\" }) end\n"
    "  canvas:text(\"@\", 96, 96, { font = \"title\", size = 72, width = 800 })\n"
    "  canvas:text(\"Touchez · Toccate · Touch\", 96, 220, { size = 32, color = \"#8fa3b0\" })\n"
    "  local t = scene.touched\n"
    "  if t and not t.ring:done() then\n"
    "    canvas:circle(t.x, t.y, t.ring:value(), { stroke = 4, color = \"#e8b04a\" })\n"
    "  end\n"
    "end\n"
    "\n"
    "return scene\n";

static bool good_name(const char *name)
{
    if (!islower((unsigned char)name[0]) || strlen(name) >= INSTALLATION_ID)
        return false;
    for (const char *c = name; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '-')
            return false;
    return true;
}

// The pattern with the name wherever an @ stands.
static void fill(char *text, size_t size, const char *pattern, const char *name)
{
    size_t n = 0, length = strlen(name);
    for (const char *c = pattern; *c && n + length + 1 < size; c++) {
        if (*c == '@') {
            memcpy(text + n, name, length);
            n += length;
        } else {
            text[n++] = *c;
        }
    }
    text[n] = 0;
}

static bool write_file(const char *folder, const char *file, const char *pattern, const char *name)
{
    char path[INSTALLATION_PATH * 2], text[4096];
    struct fault f;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    fill(text, sizeof text, pattern, name);
    if (store_folder(folder, &f) && store_write(path, text, strlen(text), &f)) {
        printf("%s\n", path);
        return true;
    }
    fprintf(stderr, "gestuaire: %s\n", f.text);
    return false;
}

// False, told, when something lies there already.
static bool is_free(const char *path)
{
    struct stat there;
    if (stat(path, &there) != 0)
        return true;
    fprintf(stderr, "gestuaire: %s is there already; nothing was changed\n", path);
    return false;
}

static bool new_scene(const char *name)
{
    char folder[INSTALLATION_PATH];
    struct stat there;
    if (stat("installation.lua", &there) != 0) {
        fprintf(
            stderr,
            "gestuaire: there is no installation.lua here; a scene is made in an installation's "
            "folder: cd installations/NAME, then new scene %s\n",
            name);
        return false;
    }
    snprintf(folder, sizeof folder, "scenes/%s", name);
    return is_free(folder) && write_file(folder, "scene.lua", scene_text, name);
}

// From the project's folder it goes to installations/; elsewhere it is made right here.
static void place_installation(const char *name, char folder[INSTALLATION_PATH])
{
    struct stat there;
    const char *parent = stat("installations", &there) == 0 ? "installations/" : "";
    snprintf(folder, INSTALLATION_PATH, "%s%s", parent, name);
}

static bool new_installation(const char *name)
{
    char folder[INSTALLATION_PATH], first[INSTALLATION_PATH + 32];
    place_installation(name, folder);
    snprintf(first, sizeof first, "%s/scenes/first", folder);
    return is_free(folder) && write_file(folder, "installation.lua", installation_text, name) &&
           write_file(first, "scene.lua", scene_text, "first");
}

static bool new_from(const char *root, const char *name, const char *from, const char *works)
{
    const struct template *t = template_find(from);
    char folder[INSTALLATION_PATH];
    struct stat there;
    struct fault f = {""};
    place_installation(name, folder);
    if (!t || !is_free(folder))
        return false;
    if (works && (stat(works, &there) != 0 || !S_ISDIR(there.st_mode))) {
        fprintf(stderr, "gestuaire: there is no folder %s; nothing was made\n", works);
        return false;
    }
    if (template_copy(t, root, folder, works, &f)) {
        printf("next: gestuaire check %s, then gestuaire run %s\n", folder, folder);
        return true;
    }
    fprintf(stderr, "gestuaire: %s\n", f.text);
    return false;
}

int verb_new(const char *root, int argc, char **argv)
{
    const char *words[3] = {NULL, NULL, NULL}, *from = NULL;
    const struct option_row rows[] = {
        {"from", 0, OPTION_TEXT, "TEMPLATE",
         "an installation after a template: ecole shows what lies in FOLDER, for schools "
         "(docs/ecoles.md)",
         &from},
    };
    struct options options = {
        .usage = "new installation|scene NAME [--from TEMPLATE [FOLDER]]",
        .about = "Makes a first installation, or a scene in this folder's scenes/.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = words,
        .required = 2,
        .accepted = 3};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    bool scene = strcmp(words[0], "scene") == 0;
    if (!scene && strcmp(words[0], "installation") != 0) {
        fprintf(stderr, "gestuaire: new installation NAME, or new scene NAME\n");
        return EXIT_USAGE;
    }
    if (!good_name(words[1])) {
        fprintf(stderr, "gestuaire: a name is made of a-z, 0-9 and -, and begins with a letter\n");
        return EXIT_USAGE;
    }
    if ((scene && from) || (words[2] && !from)) {
        fprintf(stderr, "gestuaire: new installation NAME --from ecole FOLDER\n");
        return EXIT_USAGE;
    }
    bool good = scene  ? new_scene(words[1])
                : from ? new_from(root, words[1], from, words[2])
                       : new_installation(words[1]);
    return good ? EXIT_DONE : EXIT_FAILED;
}
