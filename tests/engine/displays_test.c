// displays: who a display is, which output it gets, what is kept of it.
#include "displays/bind.h"
#include "displays/displays.h"
#include "displays/memory.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// The Linux kernel's stand-in for a 1080p monitor that tells nothing
// (Documentation/admin-guide/edid.rst): maker LNX, "Linux FHD", "Linux #0".
static const uint8_t linux_fhd[EDID_BYTES] = {
    0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x31, 0xd8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x05, 0x16, 0x01, 0x03, 0x6d, 0x32, 0x1c, 0x78, 0xea, 0x5e, 0xc0, 0xa4, 0x59, 0x4a, 0x98, 0x25,
    0x20, 0x50, 0x54, 0x00, 0x00, 0x00, 0xd1, 0xc0, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
    0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x02, 0x3a, 0x80, 0x18, 0x71, 0x38, 0x2d, 0x40, 0x58, 0x2c,
    0x45, 0x00, 0xf4, 0x19, 0x11, 0x00, 0x00, 0x1e, 0x00, 0x00, 0x00, 0xff, 0x00, 0x4c, 0x69, 0x6e,
    0x75, 0x78, 0x20, 0x23, 0x30, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x00, 0x00, 0x00, 0xfd, 0x00, 0x3b,
    0x3d, 0x42, 0x44, 0x0f, 0x00, 0x0a, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x00, 0x00, 0x00, 0xfc,
    0x00, 0x4c, 0x69, 0x6e, 0x75, 0x78, 0x20, 0x46, 0x48, 0x44, 0x0a, 0x20, 0x20, 0x20, 0x00, 0x05};

static void a_published_edid_says_who_it_is(void **state)
{
    struct identity i;
    struct fault f = {0};
    (void)state;
    assert_true(edid_read(linux_fhd, sizeof linux_fhd, &i, &f));
    assert_string_equal(i.make, "LNX");
    assert_string_equal(i.model, "Linux FHD");
    assert_string_equal(i.serial, "Linux #0");
}

static void summed(uint8_t *bytes)
{
    uint8_t sum = 0;
    for (int i = 0; i < EDID_BYTES - 1; i++)
        sum = (uint8_t)(sum + bytes[i]);
    bytes[EDID_BYTES - 1] = (uint8_t)-sum;
}

static void without_texts_the_numbers_stand_for_them(void **state)
{
    uint8_t bytes[EDID_BYTES];
    struct identity i;
    (void)state;
    memcpy(bytes, linux_fhd, sizeof bytes);
    bytes[75] = bytes[111] = 0x10; // both descriptors: of no meaning
    bytes[10] = 0xb1, bytes[11] = 0xa0;
    bytes[12] = 0x15, bytes[13] = 0xcd, bytes[14] = 0x5b, bytes[15] = 0x07;
    summed(bytes);
    assert_true(edid_read(bytes, sizeof bytes, &i, NULL));
    assert_string_equal(i.model, "#A0B1");
    assert_string_equal(i.serial, "123456789");
    memset(bytes + 12, 0, 4);
    summed(bytes);
    assert_true(edid_read(bytes, sizeof bytes, &i, NULL));
    assert_string_equal(i.serial, "");
}

static void a_wrong_sum_is_no_name(void **state)
{
    uint8_t bytes[EDID_BYTES];
    struct identity i;
    struct fault f = {0};
    (void)state;
    for (int at = 0; at < EDID_BYTES; at++) {
        memcpy(bytes, linux_fhd, sizeof bytes);
        bytes[at] ^= 0x20;
        assert_false(edid_read(bytes, sizeof bytes, &i, &f));
        assert_true(identity_none(&i));
    }
    assert_false(edid_read(linux_fhd, EDID_BYTES - 1, &i, &f));
    assert_false(edid_read(NULL, 0, &i, &f));
}

static void texts_are_printable_and_trimmed(void **state)
{
    uint8_t bytes[EDID_BYTES];
    struct identity i;
    (void)state;
    memcpy(bytes, linux_fhd, sizeof bytes);
    memcpy(bytes + 113, "  \"A\x01\xe9 B  \n ", 13);
    memcpy(bytes + 77, "0123456789abc", 13); // no end: all 13
    summed(bytes);
    assert_true(edid_read(bytes, sizeof bytes, &i, NULL));
    assert_string_equal(i.model, "?A?? B");
    assert_string_equal(i.serial, "0123456789abc");
}

static struct display there(const char *connector, const char *model, const char *serial)
{
    struct display d = {.lit = true, .width = 640, .height = 480};
    snprintf(d.connector, sizeof d.connector, "%s", connector);
    snprintf(d.identity.make, sizeof d.identity.make, "%s", model[0] ? "EPS" : "");
    snprintf(d.identity.model, sizeof d.identity.model, "%s", model);
    snprintf(d.identity.serial, sizeof d.identity.serial, "%s", serial);
    return d;
}

static struct bind_output knows(struct display d, const char *wanted)
{
    struct bind_output o = {.id = "o", .wanted = wanted, .known = true, .identity = d.identity};
    snprintf(o.connector, sizeof o.connector, "%s", d.connector);
    return o;
}

static struct bind_output wants(const char *wanted)
{
    return (struct bind_output){.id = "o", .wanted = wanted};
}

#define A there("HDMI-1", "EB", "A1")
#define B there("HDMI-2", "EB", "B2")
#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))
#define BOUND(displays, outputs, ...) \
    bound(displays, COUNT(displays), outputs, COUNT(outputs), (struct bound[]){__VA_ARGS__})

static void bound(const struct display *displays, int count, const struct bind_output *outputs,
                  int output_count, const struct bound *expected)
{
    struct bound to[8];
    displays_bind(displays, count, outputs, output_count, to);
    for (int i = 0; i < output_count; i++) {
        if (to[i].display != expected[i].display || to[i].how != expected[i].how)
            fail_msg("output %d: display %d (%d), not %d (%d)", i, to[i].display, to[i].how,
                     expected[i].display, expected[i].how);
    }
}

static void what_is_known_is_found_on_any_connector(void **state)
{
    struct bind_output outputs[] = {knows(A, ""), knows(B, "")};
    struct display same[] = {A, B}, order[] = {B, A};
    struct display cables[] = {there("HDMI-1", "EB", "B2"), there("DP-3", "EB", "A1")};
    struct display one[] = {B}, none[] = {there("VGA-1", "Beamer", "")};
    (void)state;
    BOUND(same, outputs, {0, BIND_KNOWN}, {1, BIND_KNOWN});
    BOUND(order, outputs, {1, BIND_KNOWN}, {0, BIND_KNOWN});
    BOUND(cables, outputs, {1, BIND_KNOWN}, {0, BIND_KNOWN});
    BOUND(one, outputs, {-1, BIND_NOT}, {0, BIND_KNOWN});
    BOUND(none, outputs, {-1, BIND_NOT}, {-1, BIND_NOT});
}

static void twins_without_serial_numbers_go_by_connector(void **state)
{
    struct display left = there("HDMI-1", "EB", ""), right = there("HDMI-2", "EB", "");
    struct bind_output outputs[] = {knows(left, ""), knows(right, "")};
    struct display order[] = {right, left}, one[] = {right};
    struct display moved[] = {there("DP-1", "EB", ""), right};
    (void)state;
    BOUND(order, outputs, {1, BIND_KNOWN}, {0, BIND_KNOWN});
    BOUND(one, outputs, {-1, BIND_NOT}, {0, BIND_KNOWN});
    BOUND(moved, outputs, {0, BIND_KNOWN}, {1, BIND_KNOWN}); // the one that is left
}

static void another_display_on_the_connector_stands_in_and_is_a_stranger(void **state)
{
    struct bind_output outputs[] = {knows(A, ""), knows(B, "")};
    struct display replaced[] = {there("HDMI-1", "Beamer", "9"), B};
    struct display elsewhere[] = {there("DP-1", "Beamer", "9"), B};
    struct display silent[] = {there("HDMI-1", "", ""), B};
    struct display back[] = {there("HDMI-1", "Beamer", "9"), B, there("DP-1", "EB", "A1")};
    (void)state;
    BOUND(replaced, outputs, {0, BIND_STRANGER}, {1, BIND_KNOWN});
    BOUND(elsewhere, outputs, {-1, BIND_NOT}, {1, BIND_KNOWN});
    BOUND(silent, outputs, {0, BIND_SILENT}, {1, BIND_KNOWN});
    BOUND(back, outputs, {2, BIND_KNOWN}, {1, BIND_KNOWN});
}

static void names_of_installation_lua_hold(void **state)
{
    struct display all[] = {A, B, there("DP-1", "Beamer", "9")};
    all[2].width_mm = 800;
    all[2].height_mm = 600;
    struct bind_output by[] = {wants("EB B2"), wants("EB"), wants("DP-1")};
    struct bind_output others[] = {wants("Beamer 39\""), wants("HDMI-1"), wants("2")};
    struct bind_output absent[] = {wants("Beamer 8"), wants("7"), wants("")};
    struct bind_output models[] = {knows(B, "EB"), wants("EB"), wants("EB")};
    struct bind_output twice[] = {wants("1"), wants("1"), wants("HDMI-1")};
    struct bind_output pinned[] = {knows(A, "HDMI-2")}, left[] = {knows(A, "HDMI-3")};
    struct bind_output changed[] = {knows(B, "Beamer")};
    struct display without[] = {there("HDMI-2", "Other", "1")};
    (void)state;
    BOUND(all, by, {1, BIND_NAMED}, {0, BIND_NAMED}, {2, BIND_NAMED});
    BOUND(all, others, {2, BIND_NAMED}, {0, BIND_NAMED}, {1, BIND_NAMED});
    BOUND(all, absent, {-1, BIND_NOT}, {-1, BIND_NOT}, {0, BIND_NEXT});
    BOUND(all, models, {1, BIND_KNOWN}, {0, BIND_NAMED}, {-1, BIND_NOT}); // no third of that make
    BOUND(all, twice, {0, BIND_SHARED}, {0, BIND_SHARED}, {0, BIND_NAMED});
    BOUND(all, pinned, {1, BIND_NAMED});     // a connector means whatever is on it
    BOUND(all, left, {0, BIND_KNOWN});       // where nothing is, who was there is looked for
    BOUND(without, changed, {-1, BIND_NOT}); // a name means this display and no other
}

static void a_first_run_takes_them_in_order(void **state)
{
    struct display all[] = {there("eDP-1", "Panel", ""), A, B};
    struct display dark[] = {A, B};
    struct bind_output three[] = {wants(""), wants(""), wants("")};
    struct bind_output mixed[] = {wants(""), knows(A, ""), wants("")};
    (void)state;
    BOUND(all, three, {1, BIND_NEXT}, {2, BIND_NEXT}, {0, BIND_NEXT}); // the laptop's panel last
    BOUND(all, mixed, {2, BIND_NEXT}, {1, BIND_KNOWN}, {0, BIND_NEXT});
    dark[0].lit = false;
    BOUND(dark, three, {1, BIND_NEXT}, {-1, BIND_NOT}, {-1, BIND_NOT});
}

// Whatever is there, in whatever order: nobody is bound to what is dark or twice, and who is known
// and there has his own.
static void no_two_outputs_are_bound_to_one_display(void **state)
{
    static const char *const wanted[] = {"", "", "EB", "HDMI-2", "2", "EB A1"};
    static const char *const serials[] = {"A1", "B2", "", "C3"};
    unsigned seed = 7;
    (void)state;
    for (int turn = 0; turn < 20000; turn++) {
        struct display all[6];
        struct bind_output outputs[5];
        struct bound to[5];
        int users[6] = {0}, count = (int)(rand_r(&seed) % 7), n = 1 + (int)(rand_r(&seed) % 5);
        for (int i = 0; i < count; i++) {
            char connector[16];
            snprintf(connector, sizeof connector, "HDMI-%d", i + 1);
            all[i] = there(connector, rand_r(&seed) % 5 ? "EB" : "", serials[rand_r(&seed) % 4]);
            all[i].lit = rand_r(&seed) % 8 != 0;
        }
        for (int i = 0; i < n; i++) {
            const char *w = wanted[rand_r(&seed) % 6];
            outputs[i] = rand_r(&seed) % 2 ? wants(w) : knows(there("HDMI-2", "EB", "A1"), w);
        }
        displays_bind(all, count, outputs, n, to);
        for (int i = 0; i < n; i++) {
            assert_true(to[i].display >= -1 && to[i].display < count);
            assert_int_equal(to[i].how == BIND_NOT, to[i].display < 0);
            if (to[i].display >= 0 && to[i].how != BIND_SHARED) {
                assert_true(all[to[i].display].lit);
                assert_int_equal(users[to[i].display]++, 0);
            }
        }
    }
}

static char folder[] = "/tmp/displays-XXXXXX";
static char file[64], before[80];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/displays-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/outputs-wall.json", folder);
    snprintf(before, sizeof before, "%s.previous", file);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(file);
    unlink(before);
    return rmdir(folder);
}

static struct memory two(const char *serial)
{
    struct memory m = {0};
    struct remembered *r = memory_take(&m, "nord");
    struct display a = A;
    snprintf(r->asked, sizeof r->asked, "EB");
    r->identity = a.identity;
    snprintf(r->identity.serial, sizeof r->identity.serial, "%s", serial);
    snprintf(r->connector, sizeof r->connector, "HDMI-1");
    r = memory_take(&m, "sud");
    snprintf(r->connector, sizeof r->connector, "DP-1"); // one that says nothing
    return m;
}

static void what_is_remembered_is_read_again(void **state)
{
    struct memory m, w = two("A1");
    struct fault f = {0};
    (void)state;
    assert_true(memory_read(file, &m, &f)); // not there: nothing, and no fault
    assert_int_equal(m.count, 0);
    assert_true(memory_write(file, &w, &f));
    assert_true(memory_read(file, &m, &f));
    assert_int_equal(m.count, 2);
    assert_string_equal(memory_of(&m, "nord")->asked, "EB");
    assert_string_equal(memory_of(&m, "nord")->identity.serial, "A1");
    assert_string_equal(memory_of(&m, "sud")->connector, "DP-1");
    assert_true(identity_none(&memory_of(&m, "sud")->identity));
    assert_true(memory_forget(&m, "nord"));
    assert_false(memory_forget(&m, "nord"));
    assert_null(memory_of(&m, "nord"));
    assert_non_null(memory_of(&m, "sud"));
}

// Cut anywhere, and with any byte changed: what is read is all of the old one, all of the new, or
// nothing, and it is said.
static void a_display_that_is_given_away_is_exchanged(void **state)
{
    struct memory m = {0};
    struct display a = {.connector = "HDMI-1", .identity = {"EPS", "EB", "1"}};
    struct display b = {.connector = "HDMI-2", .identity = {"EPS", "EB", "2"}};
    enum memory_other what;
    char other[MEMORY_ID];
    (void)state;
    assert_true(memory_give(&m, "nord", "", &a, other, &what) && what == MEMORY_NOBODY);
    assert_true(memory_give(&m, "sud", "", &b, other, &what) && what == MEMORY_NOBODY);
    assert_true(memory_give(&m, "sud", "", &a, other, &what));
    assert_int_equal(what, MEMORY_EXCHANGED);
    assert_string_equal(other, "nord");
    assert_string_equal(memory_of(&m, "sud")->identity.serial, "1");
    assert_string_equal(memory_of(&m, "nord")->identity.serial, "2");
    assert_string_equal(memory_of(&m, "nord")->connector, "HDMI-2");
    assert_true(memory_give(&m, "est", "", &a, other, &what)); // it had none to give
    assert_int_equal(what, MEMORY_LOST);
    assert_string_equal(other, "sud");
    assert_null(memory_of(&m, "sud"));
}

static void a_spoilt_file_gives_back_the_one_before(void **state)
{
    struct memory m, older = two("A1"), newer = two("B2");
    struct fault f = {0};
    size_t length = 0;
    (void)state;
    assert_true(memory_write(file, &older, &f) && memory_write(file, &newer, &f));
    char *whole = store_read(file, 65536, &length, &f);
    assert_non_null(whole);
    for (size_t cut = 0; cut + 2 < length; cut++) { // after its last brace it is whole
        assert_true(store_write(file, whole, cut, &f));
        assert_false(memory_read(file, &m, &f));
        assert_int_equal(m.count, 2);
        assert_string_equal(memory_of(&m, "nord")->identity.serial, "A1");
        assert_non_null(strstr(f.text, ".previous"));
    }
    unlink(before);
    assert_false(memory_read(file, &m, &f));
    assert_int_equal(m.count, 0);
    assert_non_null(strstr(f.text, "forgotten"));
    // Written over what is spoilt, it does not push out the good one before.
    assert_true(memory_write(before, &older, &f));
    unlink(before);
    free(whole);
}

static void what_is_too_long_or_too_many_is_refused(void **state)
{
    static const char *const bad[] = {
        "[]",
        "{}",
        "{\"outputs\": 3}",
        "{\"outputs\": {\"n\": 3}}",
        "{\"outputs\": {\"n\": {}}}",
        "{\"outputs\": {\"n\": {\"connector\": \"\"}}}",
        "{\"outputs\": {\"n\": {\"connector\": 7}}}",
        "{\"outputs\": {\"n\": {\"connector\": \"HDMI-1\", \"make\": \"EPSON\"}}}",
        "{\"outputs\": {\"n\": {\"connector\": \"HDMI-1234567890-1234567890-12345\"}}}"};
    struct memory m;
    struct fault f = {0};
    char many[4096] = "{\"outputs\": {";
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(store_write(file, bad[i], strlen(bad[i]), &f));
        assert_false(memory_read(file, &m, &f));
        assert_int_equal(m.count, 0);
    }
    for (int i = 0; i <= MEMORY_OUTPUTS; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many),
                 "%s\"o%d\": {\"connector\": \"c\"}", i ? ", " : "", i);
    snprintf(many + strlen(many), sizeof many - strlen(many), "}}");
    assert_true(store_write(file, many, strlen(many), &f));
    assert_false(memory_read(file, &m, &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_edid_says_who_it_is),
        cmocka_unit_test(without_texts_the_numbers_stand_for_them),
        cmocka_unit_test(a_wrong_sum_is_no_name),
        cmocka_unit_test(texts_are_printable_and_trimmed),
        cmocka_unit_test(what_is_known_is_found_on_any_connector),
        cmocka_unit_test(twins_without_serial_numbers_go_by_connector),
        cmocka_unit_test(another_display_on_the_connector_stands_in_and_is_a_stranger),
        cmocka_unit_test(names_of_installation_lua_hold),
        cmocka_unit_test(a_first_run_takes_them_in_order),
        cmocka_unit_test(no_two_outputs_are_bound_to_one_display),
        cmocka_unit_test_setup_teardown(what_is_remembered_is_read_again, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_spoilt_file_gives_back_the_one_before, make_folder,
                                        drop_folder),
        cmocka_unit_test(a_display_that_is_given_away_is_exchanged),
        cmocka_unit_test_setup_teardown(what_is_too_long_or_too_many_is_refused, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
