// A folder with an installation, for tests.
#include "tools/place.h"

#include "store/store.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char good[] =
    /* 1*/ "local wide, high = 2304, 800\n"
           /* 2*/ "return {\n"
           /* 3*/ "  title = { fr = 'Le geste', it = 'Il gesto', en = 'The gesture' },\n"
           /* 4*/ "  languages = { 'fr', 'it', 'en' },\n"
           /* 5*/ "  content = 'repertoire',\n"
           /* 6*/ "  script = { call_ms = 12, memory_mib = 32 },\n"
           /* 7*/ "  messages = { choose = { to = { 'sound', 'facade' } } },\n"
           /* 8*/ "  stations = {\n"
           /* 9*/ "    sound = {\n"
           /*10*/ "      title = { fr = 'Salle', it = 'Sala', en = 'Room' },\n"
           /*11*/ "      stages = { room = { canvas = { 1280, 720 }, scene = 'sound' } },\n"
           /*12*/ "      speakers = {\n"
           /*13*/ "        { channel = 1, at = { -2, 0, 2.2 } },\n"
           /*14*/ "        { channel = 2, at = { 2, 0, 2.2 }, gain_db = -3, id = 'right' },\n"
           /*15*/ "      },\n"
           /*16*/ "      rolloff_db = 5, blur_m = 0.4, ceiling_db = -2,\n"
           /*17*/ "      osc = '127.0.0.1:9102',\n"
           /*18*/ "    },\n"
           /*19*/ "    facade = {\n"
           /*20*/ "      stages = {\n"
           /*21*/ "        wall = { canvas = { wide, high }, scene = 'facade' },\n"
           /*22*/ "        band = { canvas = { wide, 100 }, attract = 'facade', idle_s = 90, scene "
           "= 'shared' },\n"
           /*23*/ "      },\n"
           /*24*/ "      surfaces = {\n"
           /*25*/ "        wall = { stage = 'wall', corners = { { 0, 0 }, { wide, 0 }, { wide, "
           "high }, { 0, high } } },\n"
           /*26*/ "        band = { stage = 'band',\n"
           /*27*/ "          corners = { { 0, 0 }, { wide, 0 }, { wide, 100 }, { 0, 100.5 } } },\n"
           /*28*/ "      },\n"
           /*29*/ "      outputs = {\n"
           /*30*/ "        sud = { at = { 1024, 0 }, size = { 1280, 800 }, display = 'HDMI-1' },\n"
           /*31*/ "        nord = { size = { 1280, 800 }, mm_per_px = 0.4, height_mm = 900 },\n"
           /*32*/ "      },\n"
           /*33*/ "      osc = '127.0.0.1:9101', tuio = { output = 'nord' }, rate_hz = 30,\n"
           /*34*/ "    },\n"
           /*35*/ "  },\n"
           /*36*/ "}\n";

void put_file(const char *folder, const char *name, const char *text)
{
    char path[PATH_MAX];
    struct fault f = {""};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    *strrchr(path, '/') = '\0';
    if (!store_folder(path, &f))
        fail_msg("%s", f.text);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!store_write(path, text, strlen(text), &f))
        fail_msg("%s", f.text);
}

int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-installation-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->root, sizeof p->root, "%s/program", p->folder);
    snprintf(p->house, sizeof p->house, "%s/villa", p->folder);
    snprintf(p->file, sizeof p->file, "%s/installation.lua", p->house);
    put_file(p->house, "installation.lua", good);
    put_file(p->house, "scenes/facade/scene.lua", "return {}");
    put_file(p->house, "scenes/sound/scene.lua", "return {}");
    put_file(p->house, "scenes/sound/near.png", "near");
    put_file(p->house, "repertoire/verbs/a.json", "{}");
    put_file(p->house, "media/a.png", "own");
    put_file(p->root, "scenes/shared/scene.lua", "return {}");
    put_file(p->root, "assets/media/a.png", "program's");
    put_file(p->root, "assets/media/b.png", "program's");
    put_file(p->folder, "outside.png", "outside");
    *state = p;
    return 0;
}

int remove_place(void **state)
{
    struct place *p = *state;
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    free(p);
    return system(command);
}

void print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        print_message("  %s\n", faults->entries[i].text);
}

void change(char *text, size_t size, const char *find, const char *put)
{
    const char *at = strstr(good, find);
    if (!at || strstr(at + 1, find))
        fail_msg("\"%s\" stands not once in the good text", find);
    snprintf(text, size, "%.*s%s%s", (int)(at - good), good, put, at + strlen(find));
}
