// installation: every fault with its line.
#include "tools/place.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

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

static void every_fault_is_told_with_line_and_path(void **state)
{
    const struct place *p = *state;
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        const struct broken *b = &broken[k];
        struct faults faults = {0};
        char text[CHANGED_MAX];
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
        char text[CHANGED_MAX];
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
    char text[CHANGED_MAX];
    change(text, sizeof text, "'repertoire'", "'away'");
    put_file(p->house, "installation.lua", text);
    assert_null(installation_read(p->house, p->root, &faults));
    assert_true(told(p, &faults, FAULT_ERROR, "5: content: ", "leads outside"));
    faults_finish(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(every_fault_is_told_with_line_and_path),
        with_place(what_is_doubtful_is_a_warning),
        with_place(all_faults_are_told_in_one_run),
        with_place(what_is_no_installation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
