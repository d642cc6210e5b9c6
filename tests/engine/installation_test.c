// installation: installation.lua into structs, every fault with its line, files that stay inside.
#include "installation/installation.h"
#include "store/store.h"
#include "tools/section.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// Without a fault; the cases below change one place of it.
static const char good[] =
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

struct place {
    char folder[64], root[80], house[96], file[120];
};

static void put_file(const char *folder, const char *name, const char *text)
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

static int make_place(void **state)
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

static int remove_place(void **state)
{
    struct place *p = *state;
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    free(p);
    return system(command);
}

static void print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        print_message("  %s\n", faults->entries[i].text);
}

// A fault `file:<start>…` that holds `what`.
static bool told(const struct place *p, const struct faults *faults, enum fault_level level,
                 const char *start, const char *what)
{
    size_t n = strlen(p->file);
    for (int i = 0; i < faults->count; i++) {
        const char *text = faults->entries[i].text;
        if (strncmp(text, p->file, n) == 0 && text[n] == ':' &&
            strncmp(text + n + 1, start, strlen(start)) == 0 && strstr(text, what) &&
            faults->entries[i].level == level)
            return true;
    }
    return false;
}

static void the_good_text_becomes_structs(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct installation *i = installation_read(p->house, p->root, &faults);
    print_faults(&faults);
    assert_non_null(i);
    assert_int_equal(faults.count, 0);
    assert_string_equal(i->name, "villa");
    assert_string_equal(i->file, p->file);
    assert_string_equal(i->content + strlen(i->folder), "/repertoire");
    assert_string_equal(i->title.in[1], "Il gesto");
    assert_int_equal(i->language_count, 3);
    assert_string_equal(i->languages[2], "en");
    assert_float_equal(i->script_call_s, 0.012, 1e-12);
    assert_float_equal(i->script_memory_mib, 32, 0);
    assert_int_equal(i->station_count, 2);
    assert_int_equal(installation_station_find(i, "facade"), 1); // in the order of writing
    assert_int_equal(installation_station_find(i, "kiosk"), -1);
    assert_int_equal(i->message_count, 1);
    assert_string_equal(i->messages[0].name, "choose");
    assert_int_equal(i->messages[0].to_count, 2);
    assert_int_equal(i->messages[0].to[0], 0);
    assert_int_equal(i->messages[0].to[1], 1);
    installation_destroy(i);
    faults_finish(&faults);
}

static void a_station_that_is_only_heard_has_its_canvas(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct installation *i = installation_read(p->house, p->root, &faults);
    assert_non_null(i);
    const struct installation_station *s = &i->stations[0];
    assert_string_equal(s->title.in[0], "Salle");
    assert_int_equal(s->output_count, 0);
    assert_int_equal(s->composition.width, 1280);
    assert_int_equal(s->composition.height, 720);
    assert_int_equal(s->surface_count, 1);
    assert_float_equal(s->surfaces[0].corners[2].x, 1280, 0);
    assert_float_equal(s->surfaces[0].corners[2].y, 720, 0);
    assert_int_equal(s->speaker_count, 2);
    assert_string_equal(s->speakers[0].id, "1");
    assert_string_equal(s->speakers[1].id, "right");
    assert_int_equal(s->speakers[1].channel, 2);
    assert_float_equal(s->speakers[1].at.z, 2.2, 0);
    assert_float_equal(s->speakers[1].gain_db, -3, 0);
    assert_int_equal(s->speakers[1].line, 14);
    assert_float_equal(s->rolloff_db, 5, 0);
    assert_float_equal(s->blur_m, 0.4, 0);
    assert_float_equal(s->ceiling_db, -2, 0);
    assert_float_equal(s->rate_hz, 60, 0);
    assert_string_equal(s->osc_host, "127.0.0.1");
    assert_int_equal(s->osc_port, 9102);
    assert_int_equal(s->tuio_port, 0);
    assert_int_equal(i->stations[1].tuio_port, 3333);
    assert_int_equal(i->stations[1].tuio_output, 1);
    installation_destroy(i);
    faults_finish(&faults);
}

static void a_facade_has_its_parts_in_the_order_of_writing(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct installation *i = installation_read(p->house, p->root, &faults);
    assert_non_null(i);
    const struct installation_station *s = &i->stations[1];
    assert_int_equal(s->line, 19);
    assert_string_equal(s->title.in[0], "");
    assert_int_equal(s->stage_count, 2);
    assert_string_equal(s->stages[0].id, "wall");
    assert_string_equal(s->stages[1].scene, "shared");
    assert_string_equal(s->stages[1].attract, "facade");
    assert_float_equal(s->stages[1].idle_s, 90, 0);
    assert_float_equal(s->stages[1].ask_s, 20, 0); // the default
    assert_string_equal(s->stages[0].attract, "");
    assert_float_equal(s->stages[0].idle_s, 60, 0);
    assert_int_equal(s->stages[1].line, 22);
    assert_int_equal(s->surfaces[0].stage, 0);
    assert_int_equal(s->surfaces[1].stage, 1);
    assert_float_equal(s->surfaces[1].corners[3].y, 100.5, 0);
    assert_string_equal(s->outputs[0].id, "sud");
    assert_float_equal(s->outputs[0].at.x, 1024, 0);
    assert_string_equal(s->outputs[0].display, "HDMI-1");
    assert_float_equal(s->outputs[0].corners[2].x, 1280, 0); // in px of its own
    assert_float_equal(s->outputs[1].at.x, 0, 0);
    assert_float_equal(s->outputs[1].mm_per_px, 0.4, 0);
    assert_float_equal(s->outputs[1].height_mm, 900, 0);
    assert_int_equal(s->composition.width, 2304); // what the outputs cover
    assert_int_equal(s->composition.height, 800);
    assert_float_equal(s->rate_hz, 30, 0);
    assert_float_equal(s->rolloff_db, 6, 0);
    assert_float_equal(s->ceiling_db, -1, 0);
    installation_destroy(i);
    faults_finish(&faults);
}

static const struct broken {
    const char *find, *put; // one place of the good text
    const char *start, *what;
    int errors;
} broken[] = {
    {"speakers = {\n", "speekers = {\n",
     "12: stations.sound.speekers: ", "did you mean \"speakers\"", 2},
    {"rate_hz = 30", "rates = 30", "33: stations.facade.rates: ", "allowed are title, composition",
     1},
    {"canvas = { 1280, 720 }, ", "", "11: stations.sound.stages.room.canvas: ", "is missing", 1},
    {"languages = { 'fr', 'it', 'en' },", "", "2: languages: ", "is missing", 1},
    {"1280, 720 }", "1280 }",
     "11: stations.sound.stages.room.canvas: ", "has 1 values; a list of 2", 1},
    {"1280, 720 }", "1280, 17000 }",
     "11: stations.sound.stages.room.canvas[2]: ", "from 1 to 16384 (px)", 1},
    {"1280, 720 }", "1280, 720.5 }", "11: stations.sound.stages.room.canvas[2]: ", "a whole number",
     1},
    {"size = { 1280, 800 }, mm", "size = { 20000, 800 }, mm",
     "31: stations.facade.outputs.nord.size[1]: ", "from 1 to 16384", 1},
    {"rolloff_db = 5", "rolloff_db = '5'", "16: stations.sound.rolloff_db: ", "is \"5\"; a number",
     1},
    {"rolloff_db = 5", "rolloff_db = 0/0", "16: stations.sound.rolloff_db: ", "not a finite", 1},
    {"blur_m = 0.4", "blur_m = 1/0", "16: stations.sound.blur_m: ", "not a finite", 1},
    {"ceiling_db = -2", "ceiling_db = 3", "16: stations.sound.ceiling_db: ", "from -60 to 0 (dB)",
     1},
    {"{ 'sound', 'facade' }", "{ 'sound', 'facde' }",
     "7: messages.choose.to[2]: ", "did you mean \"facade\"", 1},
    {"{ 'sound', 'facade' }", "{ 'sound', 'sound' }", "7: messages.choose.to[2]: ", "stands twice",
     1},
    {"{ 'sound', 'facade' }", "{}", "7: messages.choose.to: ", "a list of 1 to 16", 1},
    {"stage = 'band'", "stage = 'bend'",
     "26: stations.facade.surfaces.band.stage: ", "did you mean \"band\"", 1},
    {"stage = 'band'", "stage = 'garden'",
     "26: stations.facade.surfaces.band.stage: ", "allowed are wall, band", 1},
    {"{ wide, 100 }, { 0, 100.5 }", "{ 0, 100.5 }, { wide, 100 }",
     "27: stations.facade.surfaces.band.corners: ", "its edges cross; corners run top left", 1},
    {"{ wide, 100 }, { 0, 100.5 }", "{ wide / 2, 0 }, { 0, 100.5 }",
     "27: stations.facade.surfaces.band.corners: ", "on a line", 1},
    {"height_mm = 900", "corners = { { 0, 0 }, { 9, 0 }, { 1, 1 }, { 0, 9 } }",
     "31: stations.facade.outputs.nord.corners: ",
     "the bottom right corner is inside the others; allowed is a convex", 1},
    {"height_mm = 900", "corners = { { 0, 0 }, { 0.9, 0 }, { 0.9, 0.9 }, { 0, 0.9 } }",
     "31: stations.facade.outputs.nord.corners: ", "its area is under 1 px", 1},
    {"height_mm = 900", "corners = { { 7, 7 }, { 7, 7 }, { 7, 7 }, { 7, 7 } }",
     "31: stations.facade.outputs.nord.corners: ", "on a line", 1},
    {"height_mm = 900", "corners = { { 0, 0 }, { 1280, 0 }, { 0/0, 800 }, { 0, 800 } }",
     "31: stations.facade.outputs.nord.corners[3][1]: ", "not a finite", 2},
    {"mm_per_px = 0.4",
     "grid = { columns = 2, rows = 2, points = { { 0, 0 }, { 1, 0 }, { 0, 1/0 }, { 1, 1 } } }",
     "31: stations.facade.outputs.nord.grid.points[3][2]: ", "not a finite", 2},
    {"height_mm = 900", "black = 0.05, gain = 0.08",
     "29: stations.facade.outputs: ", "come to 0.625 together; 0.5 is allowed", 1},
    {"stage = 'band'", "stage = 'band', grid = { columns = 18, rows = 2 }",
     "26: stations.facade.surfaces.band.grid.columns: ", "from 2 to 17", 1},
    {"stage = 'band'", "stage = 'band', grid = { columns = 2, rows = 2, kind = 'spline' }",
     "26: stations.facade.surfaces.band.grid.kind: ", "catmull-rom", 1},
    {"stage = 'band'",
     "stage = 'band', grid = { columns = 3, rows = 2, points = { { 0, 0 }, { 1, 0 }, "
     "{ 0, 1 }, { 1, 1 } } }",
     "26: stations.facade.surfaces.band.grid.points: ", "columns x rows = 6", 1},
    {"stage = 'band'",
     "stage = 'band', grid = { columns = 2, rows = 2, points = { { 0, 0 }, { 2.5, 0 "
     "}, { 0, 1 }, { 1, 1 } } }",
     "26: stations.facade.surfaces.band.grid.points[2][1]: ", "from -1 to 2", 1},
    {"mm_per_px = 0.4",
     "mm_per_px = 0.4, grid = { columns = 2, rows = 2, points = { { 0, 0 }, { 1, 0 "
     "}, { 1, 1 }, { 0, 1 } } }",
     "31: stations.facade.outputs.nord.grid: ", "folds over near column", 1},
    {"stage = 'band'", "stage = 'band', shape = 'circle'",
     "26: stations.facade.surfaces.band.shape: ", "ellipse", 1},
    {"stage = 'band'", "stage = 'band', shape = 'polygon'",
     "26: stations.facade.surfaces.band: ", "without points", 1},
    {"stage = 'band'", "stage = 'band', points = { { 0, 0 }, { 90, 0 }, { 90, 90 } }",
     "26: stations.facade.surfaces.band.points: ", "another shape", 1},
    {"stage = 'band'", "stage = 'band', shape = 'polygon', points = { { 0, 0 }, { 90, 0 } }",
     "26: stations.facade.surfaces.band.points: ", "3 to 32", 1},
    {"stage = 'band'",
     "stage = 'band', shape = 'polygon', points = { { 0, 0 }, { 90, 90 }, { 90, 0 }, { 0, 90 } }",
     "26: stations.facade.surfaces.band.points: ",
     "from point 1 to 2 meets the one from point 3 to 4", 1},
    {"stage = 'band'",
     "stage = 'band', shape = 'polygon', points = { { 0, 0 }, { 90, 0 }, { 90, 90 }, { 45, 0 } }",
     "26: stations.facade.surfaces.band.points: ", "cross themselves", 1},
    {"stage = 'band'",
     "stage = 'band', shape = 'polygon', points = { { 0, 0 }, { 90, 0 }, { 45, 0 } }",
     "26: stations.facade.surfaces.band.points: ", "cross themselves", 1},
    {"stage = 'band'",
     "stage = 'band', shape = 'polygon', points = { { 0, 0 }, { 90, 0 }, { 90, 9999 } }",
     "26: stations.facade.surfaces.band.points[3]: ", "outside the source", 1},
    {"stage = 'band'", "stage = 'band', size_m = { 12 }",
     "26: stations.facade.surfaces.band.size_m: ", "a list of 2", 1},
    {"stage = 'band'", "stage = 'band', size_m = { 12, 0 }",
     "26: stations.facade.surfaces.band.size_m[2]: ", "from 0.01 to 1000 (m)", 1},
    {"stage = 'band'", "stage = 'band', source = { 0, 40, 100, 61 }",
     "26: stations.facade.surfaces.band.source: ", "beyond the canvas, which is", 1},
    {"stage = 'band'", "stage = 'band', source = { 0, 0, 0, 10 }",
     "26: stations.facade.surfaces.band.source", "from 1 to", 1},
    {"height_mm = 900", "blend = 'on'", "31: stations.facade.outputs.nord.blend: ", "auto", 1},
    {"height_mm = 900", "blend = 'auto', edge = { left = 8 }",
     "31: stations.facade.outputs.nord.edge: ", "one of them", 1},
    {"height_mm = 900", "edge = { left = 700, right = 600 }",
     "31: stations.facade.outputs.nord.edge: ", "wider than the output", 1},
    {"height_mm = 900", "edge = { lefd = 7 }",
     "31: stations.facade.outputs.nord.edge.lefd: ", "did you mean \"left\"", 1},
    {"height_mm = 900", "black = 0.2", "31: stations.facade.outputs.nord.black: ", "from 0 to 0.1",
     1},
    {"height_mm = 900", "gain = 0", "31: stations.facade.outputs.nord.gain: ", "from 0.05 to 1", 1},
    {"height_mm = 900", "gamma = 0.5", "31: stations.facade.outputs.nord.gamma: ", "from 1 to 4",
     1},
    {"height_mm = 900", "white = { 1, 1 }",
     "31: stations.facade.outputs.nord.white: ", "has 2 values", 1},
    {"height_mm = 900", "white = { 1, 1, 0 }",
     "31: stations.facade.outputs.nord.white[3]: ", "from 0.1 to 1", 1},
    {"height_mm = 900", "lut = 'a.cube'", "31: stations.facade.outputs.nord.lut: ", "not there", 1},
    {"height_mm = 900", "lut = '../a.cube'",
     "31: stations.facade.outputs.nord.lut: ", "without \"..\"", 1},
    {"height_mm = 900", "mask = { { points = { { 0, 0 }, { 9, 0 } } } }",
     "31: stations.facade.outputs.nord.mask[1].points: ", "has 2 values", 1},
    {"height_mm = 900", "mask = { { points = { { 0, 0 }, { 9, 0, 1 }, { 9, 9 } } } }",
     "31: stations.facade.outputs.nord.mask[1].points[2]: ", "2 are allowed, or 6", 1},
    {"height_mm = 900", "mask = { { points = { { 0, 0 }, { 9, 0 }, { 99, 0 } } } }",
     "31: stations.facade.outputs.nord.mask[1].points: ", "enclose nothing", 1},
    {"height_mm = 900", "mask = { { points = { { 0, 0 }, { 9, 0/0 }, { 9, 9 } } } }",
     "31: stations.facade.outputs.nord.mask[1].points[2][2]: ", "not a finite", 1},
    {"height_mm = 900", "mask = { { points = { { 0, 0 }, { 9, 0 }, { 9, 9 } }, feather = 300 } }",
     "31: stations.facade.outputs.nord.mask[1].feather: ", "from 0 to 256", 1},
    {"scene = 'shared'", "scene = 'shraed'",
     "22: stations.facade.stages.band.scene: ", "no scene \"shraed\"", 1},
    {"attract = 'facade'", "attract = 'facad'",
     "22: stations.facade.stages.band.attract: ", "no scene \"facad\"", 1},
    {"idle_s = 90", "idle_s = 4", "22: stations.facade.stages.band.idle_s: ", "from 5 to 86400", 1},
    {"scene = 'shared'", "scene = 'shared', ask_s = 601",
     "22: stations.facade.stages.band.ask_s: ", "from 5 to 600", 1},
    {"scene = 'shared'", "scene = '../facade'",
     "22: stations.facade.stages.band.scene: ", "lower-case letters", 1},
    {"channel = 2", "channel = 1",
     "14: stations.sound.speakers[2].channel: ", "taken by the speaker of line 13", 1},
    {"channel = 2", "channel = 9", "14: stations.sound.speakers[2].channel: ", "from 1 to 8", 1},
    {"id = 'right'", "id = '1'", "14: stations.sound.speakers[2].id: ", "is taken", 1},
    {"id = 'right'", "id = 'Right'", "14: stations.sound.speakers[2].id: ", "lower-case", 1},
    {"'127.0.0.1:9101'", "'127.0.0.1:9102'",
     "33: stations.facade.osc: ", "taken by station \"sound\" (line 9)", 1},
    {"'127.0.0.1:9101'", "'127.0.0.1'", "33: stations.facade.osc: ", "host:port", 1},
    {"'127.0.0.1:9101'", "'127.0.0.1:70000'", "33: stations.facade.osc: ", "1 to 65535", 1},
    {"'127.0.0.1:9101'", "9101", "33: stations.facade.osc: ", "is 9101; a text", 1},
    {"output = 'nord'", "output = 'nrod'", "33: stations.facade.tuio.output: ", "\"nord\"?", 1},
    {"output = 'nord'", "output = 'x'", "33: stations.facade.tuio.output: ", "sud, nord", 1},
    {"output = 'nord'", "port = 70000", "33: stations.facade.tuio.port: ", "65535", 1},
    {"{ output = 'nord' }", "3333", "33: stations.facade.tuio: ", "table", 1},
    {"'it', 'en' }", "'it', 'xx' }", "4: languages[3]: ", "no known language", 1},
    {"'it', 'en' }", "'it', 'fr' }", "4: languages[3]: ", "twice", 1},
    {"'it', 'en' }", "'it', 'en', 'oc' }", "4: languages: ", "has 4 values", 1},
    {"'repertoire'", "'../villa'", "5: content: ", "without \"..\"", 1},
    {"'repertoire'", "'content'", "5: content: ", "not there", 1},
    {"call_ms = 12", "call_ms = 0", "6: script.call_ms: ", "from 0.1 to 1000 (ms)", 1},
    {"    facade = {", "    ['Façade Nord'] = {", "19: stations[\"Façade Nord\"]: ", "is no id", 2},
    {"display = 'HDMI-1'", "size = { 1, 1 }", "30: stations.facade.outputs.sud.size: ", "twice", 1},
    {"    facade = {", "    sound = {", "19: stations.sound: ", "stands twice", 2},
    {"display = 'HDMI-1'", "display = {}",
     "30: stations.facade.outputs.sud.display: ", "is an empty table", 1},
    {"return {", "return 7, {", "1: ", "gives number", 1},
    {"scene = 'shared' }", "scene = 'shared' ", "37: ", "expected", 1},
    {"gain_db = -3", "gain_db = print(1)", "14: ", "nil value", 1},
    {"gain_db = -3", "gain_db = function() end",
     "14: stations.sound.speakers[2].gain_db: ", "a function", 1},
    {"      surfaces = {\n", "      surfaces = {}, more = {\n",
     "24: stations.facade.surfaces: ", "several stages need them", 2},
    {"return {", "return {\n 1,", "2: ", "names and a list", 1},
};

// The good text with one place changed.
static void change(char *text, size_t size, const char *find, const char *put)
{
    const char *at = strstr(good, find);
    if (!at || strstr(at + 1, find))
        fail_msg("\"%s\" stands not once in the good text", find);
    snprintf(text, size, "%.*s%s%s", (int)(at - good), good, put, at + strlen(find));
}

static void outputs_and_surfaces_say_what_they_do_to_light(void **state)
{
    const struct place *p = *state;
    char text[4096], more[4096];
    struct faults faults = {0};
    change(text, sizeof text, "height_mm = 900",
           "blend = 'auto', black = 0.002, gain = 0.8, gamma = 2.2, white = { 1, 0.9, 0.8 },\n"
           "lut = 'media/a.png', mask = { { points = { { 0, 0 }, { 8, 0, -1, 2, 3, -4 },\n"
           "{ 8, 8 } }, feather = 12, invert = true }, { points = { { 1, 1 }, { 5, 1 }, { 1, 7 } } "
           "} }");
    const char *at = strstr(text, "stage = 'band',");
    snprintf(more, sizeof more, "%.*smask = { { points = { { 2, 2 }, { 5, 1 }, { 1, 7 } } } }, %s",
             (int)(at - text), text, at);
    at = strstr(more, "display = 'HDMI-1'");
    snprintf(text, sizeof text, "%.*sedge = { left = 64, power = 3 }, %s", (int)(at - more), more,
             at);
    put_file(p->house, "installation.lua", text);
    struct installation *i = installation_read(p->house, p->root, &faults);
    print_faults(&faults);
    assert_non_null(i);
    const struct installation_station *s = &i->stations[1];
    const struct installation_light *sud = &s->outputs[0].light, *nord = &s->outputs[1].light;
    assert_false(sud->blend);
    assert_float_equal(sud->edge_px[0], 64, 0);
    assert_float_equal(sud->edge_px[2], 0, 0);
    assert_float_equal(sud->edge_power, 3, 0);
    assert_float_equal(sud->edge_luminance, 0.5, 0);
    assert_float_equal(sud->gain * sud->white[2], 1, 0);
    assert_float_equal(sud->gamma + sud->black, 0, 0);
    assert_true(nord->blend);
    assert_float_equal(nord->black, 0.002, 0);
    assert_float_equal(nord->gain, 0.8, 0);
    assert_float_equal(nord->gamma, 2.2, 0);
    assert_float_equal(nord->white[1], 0.9, 0);
    assert_non_null(strstr(nord->lut, "/villa/media/a.png"));
    assert_int_equal(s->mask_count, 3);
    assert_true(s->masks[0].of_surface && s->masks[0].owner == 1);
    const struct installation_mask *m = &s->masks[1];
    assert_true(!m->of_surface && m->owner == 1 && m->count == 3 && m->invert);
    assert_float_equal(m->feather_px, 12, 0);
    const double handles[] = {m->corners[1].in.x, m->corners[1].in.y, m->corners[1].out.x,
                              m->corners[1].out.y, m->corners[2].out.x};
    const double wanted[] = {-1, 2, 3, -4, 0};
    for (int k = 0; k < 5; k++)
        assert_float_equal(handles[k], wanted[k], 0);
    installation_destroy(i);
    faults_finish(&faults);
}

static void every_fault_is_told_with_line_and_path(void **state)
{
    const struct place *p = *state;
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        const struct broken *b = &broken[k];
        struct faults faults = {0};
        char text[sizeof good + 300];
        change(text, sizeof text, b->find, b->put);
        put_file(p->house, "installation.lua", text);
        assert_null(installation_read(p->house, p->root, &faults));
        if (!told(p, &faults, FAULT_ERROR, b->start, b->what) || faults.errors != b->errors) {
            print_faults(&faults);
            fail_msg("%s -> %s: wanted %d errors and: %s%s", b->find, b->put, b->errors, b->start,
                     b->what);
        }
        faults_finish(&faults);
    }
}

static void grids_and_sources_are_read(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char text[sizeof good + 300];
    change(text, sizeof text, "stage = 'band'",
           "stage = 'band', shape = 'ellipse', source = { 16, 8.5, 200, 80 }, grid = { kind = "
           "'bezier', columns = 3, "
           "rows = 2, points = { { 0, 0 }, { 0.5, 0.1 }, { 1, 0 }, { 0, 1 }, { 0.5, 1.1 }, { 1, 1 "
           "} } }");
    put_file(p->house, "installation.lua", text);
    struct installation *i = installation_read(p->house, p->root, &faults);
    print_faults(&faults);
    assert_non_null(i);
    const struct installation_station *s = &i->stations[1];
    const struct installation_surface *band = &s->surfaces[1];
    assert_int_equal(band->grid.kind, WARP_BEZIER);
    assert_int_equal(band->grid.columns, 3);
    assert_int_equal(band->grid.rows, 2);
    assert_float_equal(band->grid.points[4].y, 1.1, 0);
    assert_float_equal(band->source_at.y, 8.5, 0);
    assert_float_equal(band->source_size.x, 200, 0);
    // An ellipse is a mask of eight arcs in px of the canvas, over the source.
    assert_int_equal(s->mask_count, 1);
    const struct installation_mask *m = &s->masks[0];
    assert_true(m->of_surface && m->owner == 1 && m->count == 8);
    for (int k = 0; k < 8; k++) {
        double x = (m->corners[k].at.x - 116) / 100, y = (m->corners[k].at.y - 48.5) / 40;
        assert_float_equal(x * x + y * y, 1, 1e-9);
        // Its middle, by de Casteljau, lies on the ellipse, too.
        struct installation_corner a = m->corners[k], b = m->corners[(k + 1) % 8];
        double mx = (a.at.x + b.at.x) / 2 + 0.375 * (a.out.x + b.in.x);
        double my = (a.at.y + b.at.y) / 2 + 0.375 * (a.out.y + b.in.y);
        x = (mx - 116) / 100;
        y = (my - 48.5) / 40;
        assert_float_equal(x * x + y * y, 1, 1e-4);
    }
    assert_int_equal(s->surfaces[0].grid.columns, 0);
    assert_float_equal(s->surfaces[0].source_size.x, s->stages[0].canvas.width, 0);
    assert_int_equal(s->outputs[0].grid.columns, 0);
    installation_destroy(i);
    faults_finish(&faults);
}

static void a_polygon_is_its_points(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char text[sizeof good + 300];
    static const double points[5][2] = {{0, 0}, {90, 0}, {40, 30}, {90, 90}, {0, 90}};
    change(text, sizeof text, "stage = 'band'",
           "stage = 'band', shape = 'polygon', "
           "points = { { 0, 0 }, { 90, 0 }, { 40, 30 }, { 90, 90 }, { 0, 90 } }");
    put_file(p->house, "installation.lua", text);
    struct installation *i = installation_read(p->house, p->root, &faults);
    print_faults(&faults);
    assert_non_null(i);
    const struct installation_mask *m = &i->stations[1].masks[0];
    assert_true(m->of_surface && m->owner == 1 && m->count == 5 && !m->invert);
    for (int k = 0; k < 5; k++)
        assert_true(m->corners[k].at.x == points[k][0] && m->corners[k].at.y == points[k][1]);
    installation_destroy(i);
    faults_finish(&faults);
}

static const struct broken doubtful[] = {
    {"it = 'Il gesto', ", "", "3: title: ", "no text in \"it\"", 0},
    {"it = 'Sala'", "it = ''", "10: stations.sound.title.it: ", "empty", 0},
    {"it = 'Sala'", "it = 'Sala', de = 'Saal'", "10: stations.sound.title.de: ", "not shown", 0},
    {"      osc = '127.0.0.1:9102',\n", "", "9: stations.sound: ", "no osc", 0},
    {"at = { 1024, 0 }, ", "at = { -1, 0 }, ", "30: stations.facade.outputs.sud.at: ", "outside",
     0},
    {"stage = 'band'", "stage = 'wall'", "22: stations.facade.stages.band: ", "on no surface", 0},
};

static void what_is_doubtful_is_a_warning(void **state)
{
    const struct place *p = *state;
    for (size_t k = 0; k < sizeof doubtful / sizeof *doubtful; k++) {
        const struct broken *b = &doubtful[k];
        struct faults faults = {0};
        char text[sizeof good + 300];
        change(text, sizeof text, b->find, b->put);
        put_file(p->house, "installation.lua", text);
        struct installation *i = installation_read(p->house, p->root, &faults);
        if (!i || !told(p, &faults, FAULT_WARNING, b->start, b->what) || faults.count != 1) {
            print_faults(&faults);
            fail_msg("%s -> %s: wanted one warning: %s%s", b->find, b->put, b->start, b->what);
        }
        installation_destroy(i);
        faults_finish(&faults);
    }
}

static void all_faults_are_told_in_one_run(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    put_file(p->house, "installation.lua",
             "return {\n title = 7,\n languages = { 'fr', 'qq' },\n staions = 0/0,\n stations = {\n"
             "  a = { stages = { s = { canvas = { 0, 'x' }, scene = 'nowhere' } },\n"
             "        outputs = { o = { size = { 99999, 1 }, mm = 1 } },\n"
             "        speakers = { { channel = 1.5 } }, osc = ':1' },\n"
             "  b = 3,\n c = {} },\n messages = { m = { to = { 'z' } } } }\n");
    assert_null(installation_read(p->house, p->root, &faults));
    static const char *const wanted[] = {"2: title: ",
                                         "3: languages[2]: ",
                                         "4: staions: is no known key",
                                         "4: staions: not a finite",
                                         "6: stations.a.stages.s.canvas[1]: ",
                                         "6: stations.a.stages.s.canvas[2]: ",
                                         "6: stations.a.stages.s.scene: ",
                                         "7: stations.a.outputs.o.size[1]: ",
                                         "7: stations.a.outputs.o.mm: ",
                                         "8: stations.a.speakers[1].channel: ",
                                         "8: stations.a.speakers[1].at: ",
                                         "8: stations.a.osc: ",
                                         "9: stations.b: ",
                                         "10: stations.c.stages: ",
                                         "10: stations.c.outputs: ",
                                         "11: messages.m.to[1]: "};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        if (!told(p, &faults, FAULT_ERROR, wanted[k], "")) {
            print_faults(&faults);
            fail_msg("nobody said: %s", wanted[k]);
        }
    assert_int_equal(faults.errors, sizeof wanted / sizeof *wanted);
    faults_finish(&faults);
}

static void what_is_no_installation_is_refused(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char path[PATH_MAX];
    assert_null(installation_read("/nowhere/at/all", p->root, &faults));
    assert_null(installation_read(p->root, p->root, &faults)); // no installation.lua
    assert_null(installation_read(p->file, p->root, &faults));
    char *huge = malloc((1 << 20) + 2);
    memset(huge, '-', (1 << 20) + 1);
    huge[(1 << 20) + 1] = '\0';
    put_file(p->house, "installation.lua", huge);
    free(huge);
    assert_null(installation_read(p->house, p->root, &faults));
    put_file(p->house, "installation.lua", "\x1bLua");
    assert_null(installation_read(p->house, p->root, &faults));
    put_file(p->house, "installation.lua", "");
    assert_null(installation_read(p->house, p->root, &faults));
    assert_int_equal(faults.errors, 6);
    char deep[400] = "return ";
    memset(deep + 7, '{', 300);
    put_file(p->house, "installation.lua", deep);
    assert_null(installation_read(p->house, p->root, &faults));
    assert_true(told(p, &faults, FAULT_ERROR, "1: ", "C stack overflow"));
    put_file(p->house, "installation.lua", good);
    assert_int_equal(
        symlink("../../outside.png", strcat(strcpy(path, p->house), "/repertoire/link")), 0);
    snprintf(path, sizeof path, "%s/away", p->house);
    assert_int_equal(symlink("..", path), 0);
    char text[sizeof good + 300];
    change(text, sizeof text, "'repertoire'", "'away'");
    put_file(p->house, "installation.lua", text);
    assert_null(installation_read(p->house, p->root, &faults));
    assert_true(told(p, &faults, FAULT_ERROR, "5: content: ", "leads outside"));
    faults_finish(&faults);
}

static void assert_found(const struct place *p, const struct installation *i, const char *scene,
                         const char *name, const char *where)
{
    char path[PATH_MAX], wanted[PATH_MAX], real[PATH_MAX];
    struct fault f = {""};
    snprintf(wanted, sizeof wanted, "%s/%s", p->folder, where);
    assert_non_null(realpath(wanted, real));
    if (!installation_find(i, p->root, scene, name, path, sizeof path, &f))
        fail_msg("%s", f.text);
    assert_string_equal(path, real);
}

static void files_are_found_near_first_and_never_outside(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct fault f = {""};
    char path[PATH_MAX], scene[PATH_MAX], link_path[PATH_MAX];
    struct installation *i = installation_read(p->house, p->root, &faults);
    assert_non_null(i);
    assert_true(installation_scene(i, p->root, "sound", scene, sizeof scene, &f));
    assert_found(p, i, scene, "near.png", "villa/scenes/sound/near.png");
    assert_found(p, i, scene, "media/a.png", "villa/media/a.png");
    assert_found(p, i, NULL, "media/b.png", "program/assets/media/b.png");
    static const char *const refused[] = {
        "../outside.png", "/etc/passwd", "media/../../outside.png", "..", "", "media/",
        "./media/a.png",  "media"};
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
        assert_false(installation_find(i, p->root, scene, refused[k], path, sizeof path, &f));
    snprintf(link_path, sizeof link_path, "%s/media/link.png", p->house);
    assert_int_equal(symlink("../../outside.png", link_path), 0);
    assert_false(installation_find(i, p->root, scene, "media/link.png", path, sizeof path, &f));
    assert_non_null(strstr(f.text, "leads outside"));
    snprintf(link_path, sizeof link_path, "%s/media/inside.png", p->house);
    assert_int_equal(symlink("a.png", link_path), 0);
    assert_found(p, i, scene, "media/inside.png", "villa/media/a.png");
    assert_false(installation_find(i, p->root, scene, "absent.png", path, sizeof path, &f));
    assert_non_null(strstr(f.text, scene));
    assert_non_null(strstr(f.text, i->folder));
    assert_non_null(strstr(f.text, "program/assets"));
    static const char *const nearly[][2] = {{"media/A.PNG", "media/a.png"},
                                            {"b.png", "media/b.png"},
                                            {"meida/inside.png", "media/inside.png"}};
    for (size_t k = 0; k < sizeof nearly / sizeof *nearly; k++) {
        char said[64];
        snprintf(said, sizeof said, "did you mean \"%s\"?", nearly[k][1]);
        assert_false(installation_find(i, p->root, scene, nearly[k][0], path, sizeof path, &f));
        if (!strstr(f.text, said))
            fail_msg("%s", f.text);
    }
    assert_false(installation_find(i, p->root, scene, "media/a.png", path, 5, &f));
    installation_destroy(i);
    faults_finish(&faults);
}

static void scenes_are_the_installations_then_the_programs(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct fault f = {""};
    char folder[PATH_MAX];
    struct installation *i = installation_read(p->house, p->root, &faults);
    assert_non_null(i);
    assert_true(installation_scene(i, p->root, "shared", folder, sizeof folder, &f));
    assert_non_null(strstr(folder, "/program/scenes/shared"));
    assert_true(installation_scene(i, p->root, "facade", folder, sizeof folder, &f));
    assert_non_null(strstr(folder, "/villa/scenes/facade"));
    assert_false(installation_scene(i, p->root, "lib", folder, sizeof folder, &f));
    assert_false(installation_scene(i, p->root, "../scenes/facade", folder, sizeof folder, &f));
    assert_false(installation_scene(i, p->root, "", folder, sizeof folder, &f));
    assert_true(installation_scene(i, NULL, "facade", folder, sizeof folder, &f));
    assert_false(installation_scene(i, NULL, "shared", folder, sizeof folder, &f));
    assert_false(installation_scene(i, p->root, "fasade", folder, sizeof folder, &f));
    assert_non_null(strstr(f.text, "did you mean \"facade\"? Or make the file "));
    assert_false(installation_scene(i, p->root, "elsewhere", folder, sizeof folder, &f));
    assert_non_null(strstr(f.text, "there is no scene \"elsewhere\"; make the file "));
    assert_non_null(strstr(f.text, "/scenes/elsewhere/scene.lua"));
    char names[4][INSTALLATION_ID];
    int count = installation_scenes(i, names, 4);
    assert_in_range(count, 2, 4); // without lib/, which holds no scene.lua
    for (int k = 0; k < count; k++)
        assert_string_not_equal(names[k], "lib");
    installation_destroy(i);
    faults_finish(&faults);
}

static void the_document_is_made_from_the_tables(void **state)
{
    char *made = installation_document();
    assert_non_null(made);
    section_compare(TEST_ROOT "/docs/formats.md", "installation", made);
    free(made);
}

static void the_example_of_the_document_is_without_fault(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char *text = store_read(TEST_ROOT "/docs/formats.md", 1 << 20, NULL, NULL);
    assert_non_null(text);
    char *from = strstr(text, "```lua\n");
    assert_non_null(from);
    from += strlen("```lua\n");
    *strstr(from, "```") = '\0';
    put_file(p->house, "installation.lua", from);
    struct installation *i = installation_read(p->house, p->root, &faults);
    print_faults(&faults);
    assert_non_null(i);
    assert_int_equal(faults.count, 0);
    installation_destroy(i);
    faults_finish(&faults);
    free(text);
}

static void the_reference_installation_is_without_fault(void **state)
{
    struct faults faults = {0};
    if (access(TEST_ROOT "/installations/villa-medicis/installation.lua", R_OK) != 0) {
        print_message("SKIPPED: installations/villa-medicis absent\n");
        skip();
    }
    struct installation *i =
        installation_read(TEST_ROOT "/installations/villa-medicis", TEST_ROOT, &faults);
    print_faults(&faults);
    assert_non_null(i);
    assert_int_equal(faults.count, 0);
    assert_string_equal(i->stations[0].id, "facade");
    assert_string_equal(i->stations[0].outputs[1].id, "sud");
    installation_destroy(i);
    faults_finish(&faults);
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

struct listed {
    int count;
    char names[8][64];
};

static void note_name(void *to, const char *name)
{
    struct listed *l = to;
    assert_true(l->count < 8);
    snprintf(l->names[l->count++], sizeof l->names[0], "%s", name);
}

static bool is_listed(const struct listed *l, const char *name)
{
    for (int i = 0; i < l->count; i++)
        if (strcmp(l->names[i], name) == 0)
            return true;
    return false;
}

static void a_folder_is_listed_and_nothing_outside_of_it(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct installation *i = installation_read(p->house, p->root, &faults);
    char link[PATH_MAX];
    struct fault f = {""};
    put_file(p->house, "works/2 é.jpg", "x");
    put_file(p->house, "works/.hidden.jpg", "x");
    put_file(p->house, "works/below/c.jpg", "x");
    snprintf(link, sizeof link, "%s/works/out.png", p->house);
    assert_int_equal(symlink("../../outside.png", link), 0);
    snprintf(link, sizeof link, "%s/works/in.png", p->house);
    assert_int_equal(symlink("../media/a.png", link), 0);
    snprintf(link, sizeof link, "%s/away", p->house);
    assert_int_equal(symlink("..", link), 0);
    struct listed l = {0};
    assert_true(installation_list(i, "works", note_name, &l, &f));
    assert_int_equal(l.count, 2);
    assert_true(is_listed(&l, "2 é.jpg") && is_listed(&l, "in.png"));
    static const char *const refused[][2] = {
        {"../program", "without \"..\""},  {"/etc", "without \"..\""},
        {"works/../..", "without \"..\""}, {"", "without \"..\""},
        {"away", "leads outside"},         {"away/program", "leads outside"},
        {"nowhere", "there is no folder"}, {"media/a.png", "cannot be listed"}};
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        assert_false(installation_list(i, refused[k][0], note_name, &l, &f));
        if (!strstr(f.text, refused[k][1]))
            fail_msg("%s: %s", refused[k][0], f.text);
    }
    assert_int_equal(l.count, 2);
    installation_destroy(i);
    faults_finish(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(the_good_text_becomes_structs),
        with_place(a_station_that_is_only_heard_has_its_canvas),
        with_place(a_facade_has_its_parts_in_the_order_of_writing),
        with_place(outputs_and_surfaces_say_what_they_do_to_light),
        with_place(every_fault_is_told_with_line_and_path),
        with_place(a_polygon_is_its_points),
        with_place(grids_and_sources_are_read),
        with_place(what_is_doubtful_is_a_warning),
        with_place(all_faults_are_told_in_one_run),
        with_place(what_is_no_installation_is_refused),
        with_place(files_are_found_near_first_and_never_outside),
        with_place(a_folder_is_listed_and_nothing_outside_of_it),
        with_place(scenes_are_the_installations_then_the_programs),
        cmocka_unit_test(the_document_is_made_from_the_tables),
        with_place(the_example_of_the_document_is_without_fault),
        cmocka_unit_test(the_reference_installation_is_without_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
