// The room of installation.lua: read, refused with its line, and put where it says.
#include "installation/installation.h"
#include "roomdesc.h"
#include "store/store.h"
#include "tools/room.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Line 11 is the first of the room.
static const char before[] =
    "return {\n"
    "  title = { fr = 'Le geste' }, languages = { 'fr' },\n"
    "  stations = {\n"
    "    facade = {\n"
    "      stages = { wall = { canvas = { 800, 600 }, scene = 'facade' } },\n"
    "      outputs = { nord = { size = { 800, 600 }, mm_per_px = 0.5 } },\n"
    "      speakers = { { channel = 1, at = { 1, 2, 3 } } },\n"
    "    },\n"
    "  },\n"
    "  room = {\n";
static const char after[] = "  },\n}\n";
static const char eye[] = "eye = { at = { 0, -5, 1.7 }, look = { 0, 0, 1.7 } },\n";

static struct installation *read(const char *room, struct faults *faults)
{
    static const char folder[] = TEST_BUILD "/room-house";
    struct installation *i = calloc(1, sizeof *i);
    size_t size = strlen(room) + sizeof before + sizeof after + sizeof eye;
    char *text = malloc(size);
    struct fault f;
    store_folder(TEST_BUILD "/room-house/scenes/facade", &f);
    store_write(TEST_BUILD "/room-house/scenes/facade/scene.lua", "return {}", 9, &f);
    store_write(TEST_BUILD "/room-house/points.obj", "v 0 0 0\nv 1 0 0\n", 16, &f);
    snprintf(i->folder, sizeof i->folder, "%s", folder);
    snprintf(i->file, sizeof i->file, "%s/installation.lua", folder);
    snprintf(text, size, "%s%s%s%s", before, room, eye, after);
    bool whole =
        installation_read_text(i, TEST_ROOT, text, strlen(text), "installation.lua", faults);
    free(text);
    if (whole)
        return i;
    installation_destroy(i);
    return NULL;
}

static void a_room_is_read_with_its_numbers(void **state)
{
    struct faults faults = {0};
    struct installation *i = read(
        "bodies = { { box = { 4, 0.2, 3 }, at = { 1, 2, 0 }, turn = 90, color = '#ffffff' } },\n"
        "projectors = { { output = 'facade/nord', at = { 0, -4, 2 }, look = { 0, 2, 2 }, throw = "
        "1.5,\n"
        "  shift = { 0.1, -0.4 }, lumens = 3000, black = 0.001, gamma = 2.2, roll = -90 } },\n"
        "screens = { { output = 'facade/nord', at = { 1, 1, 1 }, turn = 180, lean = 45 } },\n"
        "speakers = { 'facade' }, light = { above = 3, color = '#808080' },\n",
        &faults);
    for (int k = 0; k < faults.count; k++)
        print_message("%s\n", faults.entries[k].text);
    assert_non_null(i);
    assert_int_equal(faults.count, 0);
    const struct installation_room *room = &i->room;
    assert_int_equal(room->line, 10);
    assert_int_equal(room->body_count, 1);
    assert_float_equal(room->bodies[0].turn, M_PI / 2, 1e-12);
    assert_float_equal(room->bodies[0].color[2], 1, 1e-6);
    assert_float_equal(room->projectors[0].shift.y, -0.4, 0);
    assert_float_equal(room->projectors[0].roll, -M_PI / 2, 1e-12);
    assert_float_equal(room->projectors[0].gamma, 2.2, 0);
    assert_float_equal(room->screens[0].width_m, 0.4, 1e-12);
    assert_true(room->speakers[0]);
    assert_float_equal(room->above[1], 3, 1e-5);
    struct roomdesc *desc = malloc(sizeof *desc);
    roomdesc_fill(i, desc);
    // 0.3 m high, leant back by 45° and turned about: its top lies in front, towards -y.
    struct vec3 top = desc->screens[0].corners[0];
    assert_float_equal(top.x, 1.2, 1e-9);
    assert_float_equal(top.y, 1 - 0.3 * sqrt(0.5), 1e-9);
    assert_float_equal(top.z, 1 + 0.3 * sqrt(0.5), 1e-9);
    assert_int_equal(desc->speaker_count, 1);
    free(desc);
    installation_destroy(i);
    faults_finish(&faults);
}

#define PROJECTOR "{ output = 'facade/nord', at = { 0, 0, 2 }, look = { 0, 5, 2 }, throw = 1 }"

static void what_cannot_be_is_told_with_its_line(void **state)
{
    static const char *const all[][2] = {
        {"projectors = {\n { output = 'facade/nord', at = { 0, 0, 2 }, look = { 0, 5, 2 }, throw = "
         "0/0 } },\n",
         "installation.lua:12: room.projectors[1].throw"},
        {"bodies = {\n\n { box = { 1, 2, 0/0 } } },\n", "installation.lua:13: room.bodies[1].box"},
        {"projectors = {\n { output = 'facade/nord', at = { 0, 0, 2 }, look = { 0, 0, 2 }, throw = "
         "1 } },\n",
         "room.projectors[1].look: is where it stands"},
        {"screens = { { output = 'facade/nort', at = { 0, 0, 2 } } },\n",
         "room.screens[1].output: station \"facade\" has no output \"nort\"; did you mean "
         "\"nord\"?"},
        {"screens = { { output = 'facade', at = { 0, 0, 2 } } },\n", "station/output is wanted"},
        {"bodies = { { color = '#fff' } },\n", "room.bodies[1].box: is missing"},
        {"bodies = { { box = { 1, 1, 1 }, color = '#fff' } },\n",
         "room.bodies[1].color: is no colour"},
        {"bodies = { { model = '../nowhere.obj' } },\n", "room.bodies[1].model: "},
        {"speakers = { 'kiosk' },\n", "room.speakers[1]: \"kiosk\" is no station"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        struct faults faults = {0};
        bool told = false;
        assert_null(read(all[k][0], &faults));
        for (int n = 0; n < faults.count; n++)
            told = told || strstr(faults.entries[n].text, all[k][1]);
        if (!told)
            fail_msg("wanted %s, was told %s", all[k][1],
                     faults.count ? faults.entries[0].text : "nothing");
        faults_finish(&faults);
    }
}

static void a_show_needs_no_body_of_its_room(void **state)
{
    struct faults faults = {0};
    struct installation *i =
        read("bodies = { { model = 'nowhere.obj' }, { box = { 1, 1, 1 } } },\n", &faults);
    assert_non_null(i);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.entries[0].level, FAULT_WARNING);
    assert_non_null(strstr(faults.entries[0].text,
                           "installation.lua:11: room.bodies[1].model: \"nowhere.obj\""));
    struct roomdesc *desc = calloc(1, sizeof *desc);
    roomdesc_fill(i, desc);
    assert_int_equal(desc->body_count, 1);
    assert_null(desc->bodies[0].model);
    free(desc);
    installation_destroy(i);
    faults_finish(&faults);
}

static void forty_projectors_are_too_many(void **state)
{
    char text[40 * sizeof PROJECTOR + 100] = "projectors = {\n";
    struct faults faults = {0};
    for (int i = 0; i < 40; i++)
        strcat(text, PROJECTOR ",");
    strcat(text, "},\n");
    assert_null(read(text, &faults));
    print_message("%s\n", faults.entries[0].text);
    assert_non_null(strstr(faults.entries[0].text, "installation.lua:11: room.projectors"));
    assert_non_null(strstr(faults.entries[0].text, "16"));
    faults_finish(&faults);
}

static void a_model_without_faces_is_told_with_the_line_of_its_body(void **state)
{
    struct hall *h = *state;
    struct faults faults = {0};
    struct fault f = {0};
    struct installation *i =
        read("bodies = {\n { box = { 1, 1, 1 } },\n { model = 'points.obj' } },\n", &faults);
    struct roomdesc *desc = malloc(sizeof *desc);
    assert_non_null(i);
    roomdesc_fill(i, desc);
    assert_null(rehearsal_create(h->gpu, &desc->desc, &f));
    print_message("%s\n", f.text);
    assert_non_null(strstr(f.text, "installation.lua:13: room.bodies[2]: "));
    assert_non_null(strstr(f.text, "has no faces"));
    free(desc);
    installation_destroy(i);
    faults_finish(&faults);
}

// Composition px of the reference installation's façade: 5 mm each, the wall at y = 7, its lowest
// row 0.55 m above the ground. Above row 132 the frieze leans back.
static struct vec3 of_composition(double x, double y)
{
    return (struct vec3){(x - 1152) * 0.005, 7, 0.55 + (800 - y) * 0.005};
}

static void both_projectors_of_the_villa_land_its_composition_on_the_wall(void **state)
{
    struct hall *h = *state;
    struct faults faults = {0};
    struct fault f = {0};
    struct installation *i =
        installation_read(TEST_ROOT "/installations/villa-medicis", TEST_ROOT, &faults);
    struct roomdesc *desc = malloc(sizeof *desc);
    assert_non_null(i);
    roomdesc_fill(i, desc);
    struct rehearsal *r = rehearsal_create(h->gpu, &desc->desc, &f);
    if (!r)
        fail_msg("%s", f.text);
    const double left[2] = {0, 1024};
    double worst = 0, apart = 0;
    int count = 0;
    for (int p = 0; p < 2; p++)
        for (double y = 140; y < 800; y += 82)
            for (double x = left[p] + 5; x < left[p] + 1280; x += 127) {
                struct vec3 at, want = of_composition(x, y);
                assert_true(rehearsal_lands(r, p, (struct vec2){x - left[p], y}, &at));
                worst = fmax(worst, hypot(hypot(at.x - want.x, at.y - want.y), at.z - want.z));
                count++;
            }
    for (double y = 10; y < 800; y += 30) // the frieze as well
        for (double x = 1034; x < 1280; x += 40) {
            struct vec3 a, b;
            assert_true(rehearsal_lands(r, 0, (struct vec2){x, y}, &a));
            assert_true(rehearsal_lands(r, 1, (struct vec2){x - 1024, y}, &b));
            apart = fmax(apart, hypot(hypot(a.x - b.x, a.y - b.y), a.z - b.z));
        }
    print_message("%d places on the wall, worst %.2f mm; both apart by %.2f mm at most\n", count,
                  1000 * worst, 1000 * apart);
    assert_true(worst < 0.0005);
    assert_true(apart < 0.005); // a px: the frieze leans, and the lenses are not in one point
    // Where the frieze is drawn narrower it is farther away: on the stone it is as wide as the
    // wall.
    struct vec3 corner;
    assert_true(rehearsal_lands(r, 0, (struct vec2){38, 8}, &corner));
    // 38 lies 2.57 px inside of the frieze's edge there, from (36, 6) to (0, 132).
    assert_float_equal(corner.x, -5.76 + 2.57 * 0.005 * 1.03, 0.003);
    assert_true(corner.y > 7.25);
    rehearsal_destroy(r);
    free(desc);
    installation_destroy(i);
    faults_finish(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_room_is_read_with_its_numbers),
        cmocka_unit_test(what_cannot_be_is_told_with_its_line),
        cmocka_unit_test(a_show_needs_no_body_of_its_room),
        cmocka_unit_test(forty_projectors_are_too_many),
        IN_HALL(a_model_without_faces_is_told_with_the_line_of_its_body),
        IN_HALL(both_projectors_of_the_villa_land_its_composition_on_the_wall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
