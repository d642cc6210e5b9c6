// Any text as what another process says of the show, or as a journal: refused, or a course that can
// be gone on with, and that comes back the same after writing it.
#include "show/course.h"
#include "show/show.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char house[] = "return { title = { fr = 'x' }, languages = { 'fr' }, stations = { "
                            "kiosk = { title = { fr = 'k' "
                            "}, stages = { screen = { canvas = { 32, 18 }, scene = 'a' } }, "
                            "outputs = { main = { size = { 32, "
                            "18 } } } } } }";
static const char show[] = "return { cues = { { id = 'a', scenes = { kiosk = { scene = 'a' } }, "
                           "follow = 0.5, next = 'b' }, { "
                           "id = 'b', wait = 1, timelines = { 't' }, set = { ['kiosk/gain'] = -3 "
                           "}, over = 2 } }, timelines = "
                           "{ { id = 't', loop = true, duration = 2, tracks = { ['show/gain'] = { "
                           "{ 0, 0 }, { 2, 6 } } } } }, "
                           "lists = { soir = { 'b' } } }";

static struct show_plan *plan(void)
{
    static struct installation i;
    struct faults faults = {0};
    const char *root = TEST_ROOT "/tests/fuzz/house";
    snprintf(i.folder, sizeof i.folder, "%s", root);
    bool read = installation_read_text(&i, root, house, sizeof house - 1, "i.lua", &faults);
    struct show_plan *p = plan_read_text(&i, root, show, sizeof show - 1, "show.lua", &faults);
    assert(read && p);
    faults_finish(&faults);
    return p;
}

static void go_on(const struct show_plan *p, struct course *c)
{
    for (int i = 0; i < 8; i++) {
        struct course_fired fired = {0};
        struct show_order o = {.verb = (enum show_verb)(i % 6), .at_s = i, .over_s = -1};
        snprintf(o.name, sizeof o.name, "%s", o.verb == SHOW_LIST ? "soir" : "a");
        course_advance(p, c, i, NAN, &fired);
        course_do(p, c, &o, &fired, NULL);
        assert(isfinite(course_value(p, c, "show/gain", i, 0, NULL)));
        assert(isfinite(course_value(p, c, "kiosk/gain", i, 0, NULL)));
        assert(isfinite(course_light(c, i)) && !isnan(course_next_s(p, c, i)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct show_plan *p;
    static struct course c, again;
    static const struct show_station stations[] = {{.id = "kiosk"}};
    struct course_names names = {stations, 1};
    struct fault f;
    p = p ? p : plan();
    if (size > COURSE_TEXT || !course_read(p, &names, (const char *)data, size, &c, &f))
        return 0;
    char *text = course_text(p, &c, &names);
    if (text) {
        assert(course_read(p, &names, text, strlen(text), &again, &f));
        char *second = course_text(p, &again, &names);
        assert(second && strcmp(text, second) == 0);
        free(second);
    }
    free(text);
    go_on(p, &c);
    return 0;
}
