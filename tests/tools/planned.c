// A small house, and plans read for it.
#include "tools/planned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROOT TEST_ROOT "/tests/fuzz/house"

static const char house[] =
    "local wall = { canvas = { 32, 18 }, scene = 'a' } local c = { { 0, 0 }, { 32, 0 }, { 32, 18 "
    "}, "
    "{ 0, 18 } } local out = { main = { size = { 32, 18 } } } return { title = { fr = 'x' }, "
    "languages = { 'fr' }, messages = { choose = { to = { 'kiosk' } } }, osc = { desk = { to = "
    "'127.0.0.1:9000', cues = true } }, stations = { facade = { title = { fr = 'f' }, stages = { "
    "wall "
    "= wall, frieze = wall }, surfaces = { a = { stage = 'wall', corners = c }, b = { stage = "
    "'frieze', corners = c } }, outputs = out }, kiosk = { title = { fr = 'k' }, stages = { screen "
    "= "
    "wall }, outputs = out } } }";

const struct installation *planned_house(void)
{
    static struct installation i;
    struct faults faults = {0};
    if (i.station_count)
        return &i;
    snprintf(i.folder, sizeof i.folder, "%s", ROOT);
    bool read = installation_read_text(&i, ROOT, house, sizeof house - 1, "i.lua", &faults);
    for (int k = 0; k < faults.count; k++)
        print_error("%s\n", faults.entries[k].text);
    assert_true(read);
    faults_finish(&faults);
    return &i;
}

struct show_plan *planned_faulty(const char *text, struct faults *faults)
{
    return plan_read_text(planned_house(), ROOT, text, strlen(text), "show.lua", faults);
}

struct show_plan *planned(const char *text)
{
    struct faults faults = {0};
    struct show_plan *p = planned_faulty(text, &faults);
    for (int k = 0; k < faults.count; k++)
        print_error("%s\n", faults.entries[k].text);
    assert_non_null(p);
    faults_finish(&faults);
    return p;
}

struct course_names planned_names(void)
{
    static const struct show_station stations[] = {{.id = "facade"}, {.id = "kiosk"}};
    return (struct course_names){stations, 2};
}
