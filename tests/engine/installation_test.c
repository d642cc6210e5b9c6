// installation: installation.lua into structs; what the document and the reference say is good.
#include "store/store.h"
#include "tools/place.h"
#include "tools/section.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

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

static void grids_and_sources_are_read(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char text[CHANGED_MAX];
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
    char text[CHANGED_MAX];
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(the_good_text_becomes_structs),
        with_place(a_station_that_is_only_heard_has_its_canvas),
        with_place(a_facade_has_its_parts_in_the_order_of_writing),
        with_place(outputs_and_surfaces_say_what_they_do_to_light),
        with_place(a_polygon_is_its_points),
        with_place(grids_and_sources_are_read),
        cmocka_unit_test(the_document_is_made_from_the_tables),
        with_place(the_example_of_the_document_is_without_fault),
        cmocka_unit_test(the_reference_installation_is_without_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
