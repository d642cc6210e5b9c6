// The technician's desk: what is undone and done again against a list of whole states, what a file
// that was cut at any byte still says, what is refused, and hands on the points.
#include "desk/backup.h"
#include "desk/hands.h"
#include "desk/patterns.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct mapping_desc wall(void)
{
    struct mapping_desc d = {.surface_count = 2, .output_count = 2, .mask_count = 1};
    for (int i = 0; i < 2; i++) {
        double x = i * 1024;
        d.outputs[i] =
            (struct mapping_output){.at = {x, 0},
                                    .size = {1280, 800},
                                    .corners = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}}};
        d.surfaces[i] = (struct mapping_surface){.canvas = i,
                                                 .size = {1152, 800},
                                                 .corners = {{i * 1152.0, 0},
                                                             {i * 1152.0 + 1152, 0},
                                                             {i * 1152.0 + 1152, 800},
                                                             {i * 1152.0, 800}}};
    }
    warp_grid_plain(&d.surfaces[1].grid, WARP_CATMULL_ROM, 4, 3);
    d.masks[0] =
        (struct mapping_mask){.of_surface = true,
                              .owner = 0,
                              .count = 3,
                              .corners = {{.at = {10, 10}}, {.at = {900, 20}}, {.at = {400, 700}}}};
    return d;
}

static const struct desk_names names = {
    .of = {[DESK_OUTPUT] = {"nord", "sud"}, [DESK_SURFACE] = {"frieze", "wall"}}};

static double unix_s = 1764423212;
static double told_time(void)
{
    return unix_s;
}

static struct desk *open_desk(const char *file, const struct mapping_desc *start)
{
    struct faults told = {0};
    struct desk *d = desk_create(
        &(struct desk_desc){.file = file, .start = start, .names = names, .now_s = told_time},
        &told);
    faults_finish(&told);
    assert_non_null(d);
    return d;
}

static bool same_grid(const struct warp_grid *a, const struct warp_grid *b)
{
    return a->kind == b->kind && a->columns == b->columns && a->rows == b->rows &&
           memcmp(a->points, b->points, sizeof *a->points * (size_t)(a->columns * a->rows)) == 0;
}

// Without the desk's own tables: member by member.
static bool same(const struct mapping_desc *a, const struct mapping_desc *b)
{
    bool good = true;
    for (int i = 0; i < a->output_count; i++)
        good = good &&
               memcmp(a->outputs[i].corners, b->outputs[i].corners, sizeof a->outputs[i].corners) ==
                   0 &&
               same_grid(&a->outputs[i].grid, &b->outputs[i].grid) &&
               a->outputs[i].light.gamma == b->outputs[i].light.gamma &&
               a->outputs[i].light.blend == b->outputs[i].light.blend;
    for (int i = 0; i < a->surface_count; i++)
        good = good &&
               memcmp(a->surfaces[i].corners, b->surfaces[i].corners,
                      sizeof a->surfaces[i].corners) == 0 &&
               same_grid(&a->surfaces[i].grid, &b->surfaces[i].grid);
    return good && memcmp(a->masks, b->masks, sizeof a->masks) == 0;
}

static unsigned dice_state;
static unsigned dice(unsigned sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (dice_state >> 16) % sides;
}

static struct desk_value random_value(void)
{
    struct desk_value v = {0};
    switch (dice(6)) {
    case 0:
        v.at = (struct desk_at){DESK_OUTPUT, DESK_CORNER, (uint16_t)dice(2), (uint16_t)dice(4)};
        break;
    case 1:
        v.at = (struct desk_at){DESK_SURFACE, DESK_CORNER, (uint16_t)dice(2), (uint16_t)dice(4)};
        break;
    case 2:
        v.at = (struct desk_at){DESK_SURFACE, DESK_NODE, 1,
                                (uint16_t)(dice(4) + WARP_POINTS * dice(3))};
        v.numbers[0] = (v.at.index % WARP_POINTS) / 3.0 + dice(100) / 2000.0;
        v.numbers[1] = (v.at.index / WARP_POINTS) / 2.0 + dice(100) / 2000.0;
        return v;
    case 3:
        v.at = (struct desk_at){DESK_SURFACE, DESK_GRID, (uint16_t)dice(2), 0};
        v.numbers[0] = dice(WARP_KINDS);
        v.numbers[1] = 2 + dice(5);
        v.numbers[2] = 2 + dice(5);
        return v;
    case 4:
        v.at = (struct desk_at){DESK_OUTPUT, DESK_GAMMA, (uint16_t)dice(2), 0};
        v.numbers[0] = 1 + dice(20) / 10.0;
        return v;
    default:
        v.at = (struct desk_at){DESK_SURFACE, DESK_MASK_POINT, 0, (uint16_t)dice(3)};
        break;
    }
    double n[DESK_NUMBERS];
    struct mapping_desc start = wall();
    struct desk_state s = {.light = start};
    assert_true(desk_get(&s, v.at, n));
    v.numbers[0] = n[0] + dice(200) / 7.0;
    v.numbers[1] = n[1] + dice(200) / 7.0;
    return v;
}

static void a_thousand_steps_are_undone_and_done_again_as_a_list_of_whole_states_says(void **state)
{
    enum { MOST = 2048 };
    struct mapping_desc start = wall(), *all = malloc(sizeof *all * MOST);
    struct desk *d = open_desk(NULL, &start);
    int at = 0, count = 1;
    dice_state = 7;
    all[0] = start;
    for (int i = 0; i < 1000; i++) {
        unsigned what = dice(5);
        struct fault f;
        if (what == 0) {
            assert_int_equal(desk_undo(d), at > 0);
            at -= at > 0;
        } else if (what == 1) {
            assert_int_equal(desk_redo(d), at < count - 1);
            at += at < count - 1;
        } else {
            struct desk_value v = random_value();
            uint64_t version = desk_version(d);
            bool good = desk_set(d, &v, 1, false, &f);
            if (good && desk_version(d) != version) { // what is so already is no step
                all[++at] = *desk_light(d);
                count = at + 1;
            }
        }
        assert_true(same(desk_light(d), &all[at]));
    }
    while (desk_undo(d))
        assert_true(same(desk_light(d), &all[--at]));
    assert_int_equal(at, 0);
    while (desk_redo(d))
        assert_true(same(desk_light(d), &all[++at]));
    assert_int_equal(at, count - 1);
    desk_destroy(d);
    free(all);
}

static char folder[64], path[128];

static long size_of_file(void)
{
    struct stat st;
    return stat(path, &st) == 0 ? (long)st.st_size : 0;
}

static void write_bytes(const char *file, const char *bytes, size_t length)
{
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, length, f), length);
    fclose(f);
}

static char *read_bytes(const char *file, size_t length)
{
    char *bytes = malloc(length + 1);
    FILE *f = fopen(file, "rb");
    assert_non_null(f);
    assert_int_equal(fread(bytes, 1, length, f), length);
    fclose(f);
    return bytes;
}

static int make_folder(void **state)
{
    snprintf(folder, sizeof folder, "/tmp/gestuaire-desk-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/calibration/facade.jsonl", folder);
    return 0;
}

static int remove_folder(void **state)
{
    char command[160];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static struct desk_value corner(int owner, int index, double x, double y)
{
    return (struct desk_value){.at = {DESK_OUTPUT, DESK_CORNER, (uint16_t)owner, (uint16_t)index},
                               .numbers = {x, y}};
}

static void set(struct desk *d, struct desk_value v, bool more)
{
    struct fault f;
    if (!desk_set(d, &v, 1, more, &f))
        fail_msg("%s", f.text);
}

static void a_file_cut_at_any_byte_holds_what_was_shown_before(void **state)
{
    struct mapping_desc start = wall(), shown[16];
    long sizes[16];
    int count = 0;
    struct desk *d = open_desk(path, &start);
    shown[count] = start;
    sizes[count++] = 0;
    for (int i = 0; i < 12; i++) {
        struct fault f;
        if (i == 4 || i == 9)
            assert_true(desk_undo(d));
        else if (i == 5)
            assert_true(desk_redo(d));
        else if (i == 7)
            assert_true(desk_name(d, "après le vent", &f));
        else // 1, 2: a hand that moves on
            set(d,
                corner(i % 2, i % 4, start.outputs[0].corners[i % 4].x + i * 7.1,
                       start.outputs[0].corners[i % 4].y - i * 3.3),
                i == 1 || i == 2);
        shown[count] = *desk_light(d);
        sizes[count++] = size_of_file();
    }
    desk_destroy(d);
    long whole = size_of_file();
    char *bytes = read_bytes(path, (size_t)whole);
    for (long cut = 0; cut <= whole; cut++) {
        int holds = 0;
        for (int i = 0; i < count; i++)
            if (sizes[i] <= cut)
                holds = i;
        write_bytes(path, bytes, (size_t)cut);
        d = open_desk(path, &start);
        assert_true(same(desk_light(d), &shown[holds]));
        if (cut % 17 == 0) { // it goes on behind the cut
            struct mapping_desc after;
            set(d, corner(1, 2, 1000 + (double)cut, 700), false);
            after = *desk_light(d);
            desk_destroy(d);
            d = open_desk(path, &start);
            assert_true(same(desk_light(d), &after));
        }
        desk_destroy(d);
    }
    free(bytes);
}

static void a_byte_that_is_wrong_ends_what_is_believed_and_the_rest_is_kept_beside(void **state)
{
    struct mapping_desc start = wall(), first;
    char beside[160];
    struct faults told = {0};
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    first = *desk_light(d);
    long at = size_of_file();
    set(d, corner(0, 0, 20, 20), false);
    set(d, corner(0, 0, 30, 30), false);
    desk_destroy(d);
    long whole = size_of_file();
    char *bytes = read_bytes(path, (size_t)whole);
    bytes[at + 20] ^= 1;
    write_bytes(path, bytes, (size_t)whole);
    d = desk_create(&(struct desk_desc){.file = path, .start = &start, .names = names}, &told);
    assert_true(same(desk_light(d), &first));
    assert_int_equal(told.count, 1);
    assert_non_null(strstr(told.entries[0].text, "facade.jsonl:4: is broken"));
    snprintf(beside, sizeof beside, "%s.broken", path);
    char *rest = read_bytes(beside, (size_t)(whole - at));
    assert_memory_equal(rest, bytes + at, (size_t)(whole - at));
    faults_finish(&told);
    desk_destroy(d);
    free(bytes);
    free(rest);
}

static void what_would_fold_is_refused_and_nothing_changes(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(NULL, &start);
    struct fault f;
    const struct desk_value bad[] = {
        corner(0, 0, 900, 700), // beyond the diagonal
        corner(0, 1, NAN, 0),
        corner(0, 1, 1e9, 0),
        corner(7, 1, 0, 0),
        {.at = {DESK_SURFACE, DESK_NODE, 1, 1}, .numbers = {0.9, 0.9}},
        {.at = {DESK_SURFACE, DESK_NODE, 0, 1}, .numbers = {0.5, 0.5}}, // it has no grid
        {.at = {DESK_SURFACE, DESK_GRID, 1, 0}, .numbers = {1, 1, 4}},
        {.at = {DESK_SURFACE, DESK_GRID, 1, 0}, .numbers = {1, 40, 4}},
    };
    uint64_t version = desk_version(d);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(desk_set(d, &bad[i], 1, false, &f));
        assert_true(f.text[0]);
        assert_true(same(desk_light(d), &start));
    }
    assert_int_equal(desk_version(d), version);
    set(d, (struct desk_value){.at = {DESK_OUTPUT, DESK_LOCK, 0, 0}, .numbers = {1}}, false);
    struct desk_value moved = corner(0, 0, 5, 5);
    assert_false(desk_set(d, &moved, 1, false, &f));
    assert_string_equal(f.text, "\"nord\" is locked");
    desk_destroy(d);
}

static void a_grid_of_more_points_keeps_its_shape(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(NULL, &start);
    struct warp_grid before;
    set(d, (struct desk_value){.at = {DESK_SURFACE, DESK_NODE, 1, 1}, .numbers = {0.36, 0.02}},
        false);
    before = desk_light(d)->surfaces[1].grid;
    set(d,
        (struct desk_value){.at = {DESK_SURFACE, DESK_GRID, 1, 0},
                            .numbers = {WARP_CATMULL_ROM, 7, 5}},
        false);
    const struct warp_grid *after = &desk_light(d)->surfaces[1].grid;
    assert_int_equal(after->columns, 7);
    for (int i = 0; i < 35; i++) { // the new grid passes the old one in its own nodes
        struct vec2 x, y,
            a = warp_grid_at(&before, (struct vec2){i % 7 / 6.0, i / 7 / 4.0}, &x, &y);
        assert_true(hypot(a.x - after->points[i].x, a.y - after->points[i].y) < 1e-12);
    }
    assert_true(desk_undo(d));
    assert_true(same_grid(&desk_light(d)->surfaces[1].grid, &before));
    desk_destroy(d);
}

static void every_address_leads_back_to_its_value(void **state)
{
    struct desk_state s = {.light = wall()};
    struct desk_values all = {0};
    char text[DESK_ADDRESS];
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int owner = 0; owner < 2; owner++)
            for (int group = 0; group < DESK_GROUPS; group++)
                assert_true(desk_list(&s, of, owner, group, &all));
    assert_true(all.count > 60);
    for (int i = 0; i < all.count; i++) {
        struct desk_at at;
        desk_address(&names, all.items[i].at, text);
        assert_true(desk_address_read(&names, text, &at));
        assert_true(desk_at_same(at, all.items[i].at));
    }
    desk_values_finish(&all);
    static const char *const wrong[] = {"",
                                        "output",
                                        "output/nord",
                                        "output/nord/corner",
                                        "output/nord/corner/0",
                                        "output/nord/corner/5",
                                        "output/nord/corner/1/2",
                                        "output/est/corner/1",
                                        "surface/wall/gamma",
                                        "surface/wall/node/1",
                                        "surface/wall/node/1/18",
                                        "output/nord/edge/middle",
                                        "output/nord/mask/17/feather",
                                        "output/nord/corner/1x",
                                        "output/nord/gammas"};
    struct desk_at at;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(desk_address_read(&names, wrong[i], &at));
    assert_true(desk_address_read(&names, "surface/wall/node/2/3", &at));
    assert_int_equal(at.index, 1 + 2 * WARP_POINTS);
}

static void names_and_yesterday_are_one_step_away(void **state)
{
    struct mapping_desc start = wall(), named, evening;
    struct desk_mark marks[4];
    struct fault f;
    unix_s = 1764423212; // a Saturday, in the afternoon
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    assert_true(desk_name(d, "after the wind", &f));
    named = *desk_light(d);
    set(d, corner(1, 1, 1270, 9), false);
    set(d, (struct desk_value){.at = {DESK_SURFACE, DESK_GRID, 1, 0}, .numbers = {0, 2, 2}}, false);
    evening = *desk_light(d);
    assert_int_equal(desk_yesterday(d), 0);
    unix_s += 86400;
    set(d, corner(0, 2, 1200, 790), false);
    desk_destroy(d);
    d = open_desk(path, &start); // it was begun anew meanwhile
    assert_int_equal(desk_marks(d, marks, 4), 1);
    assert_string_equal(marks[0].name, "after the wind");
    assert_true(desk_recall(d, desk_yesterday(d), &f));
    assert_true(same(desk_light(d), &evening));
    assert_true(desk_recall(d, marks[0].record, &f));
    assert_true(same(desk_light(d), &named));
    assert_false(desk_recall(d, marks[0].record, &f)); // it is so already
    assert_true(desk_undo(d));
    assert_true(same(desk_light(d), &evening));
    desk_destroy(d);
    unix_s = 1764423212;
}

static void a_folder_that_is_no_folder_is_said_and_the_light_moves_all_the_same(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk("/dev/null/calibration/facade.jsonl", &start);
    set(d, corner(0, 0, 10, 10), false);
    assert_true(desk_light(d)->outputs[0].corners[0].x == 10);
    assert_non_null(desk_unkept(d));
    assert_non_null(strstr(desk_unkept(d), "/dev/null"));
    desk_destroy(d);
}

static void what_a_full_disk_refused_is_written_when_there_is_room(void **state)
{
    struct mapping_desc start = wall(), last;
    struct rlimit before, least;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    assert_null(desk_unkept(d));
    least = before;
    least.rlim_cur = (rlim_t)size_of_file() + 30; // in the middle of a line
    setrlimit(RLIMIT_FSIZE, &least);
    set(d, corner(0, 0, 20, 20), false);
    set(d, corner(0, 0, 30, 30), false);
    assert_non_null(desk_unkept(d));
    last = *desk_light(d);
    setrlimit(RLIMIT_FSIZE, &before);
    desk_rest(d, 10); // a step came
    desk_rest(d, 12); // and nothing since
    assert_null(desk_unkept(d));
    desk_destroy(d);
    d = open_desk(path, &start);
    assert_true(same(desk_light(d), &last));
    desk_destroy(d);
}

// A disk that fails at the sync: the kernel drops what it could not write, takes the pages for
// clean and says it once (fsync(2), "Errors"). Linked with --wrap=fdatasync.
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
static bool failing;
static off_t safe_size;

int __wrap_fdatasync(int fd)
{
    struct stat st;
    if (!failing) {
        fstat(fd, &st);
        safe_size = st.st_size;
        return __real_fdatasync(fd);
    }
    if (ftruncate(fd, safe_size) != 0)
        abort();
    errno = EIO;
    return -1;
}

static void what_a_disk_lost_at_the_sync_is_said_and_written_once_more(void **state)
{
    struct mapping_desc start = wall(), last;
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    desk_rest(d, 1);
    desk_rest(d, 2);
    assert_null(desk_unkept(d));
    failing = true;
    set(d, corner(0, 0, 20, 20), false);
    desk_rest(d, 3);
    desk_rest(d, 4);
    assert_non_null(strstr(desk_unkept(d), "cannot be synced"));
    set(d, corner(0, 0, 30, 30), false);
    assert_non_null(desk_unkept(d));
    desk_rest(d, 5);
    desk_rest(d, 6);
    assert_non_null(desk_unkept(d));
    last = *desk_light(d);
    failing = false;
    desk_rest(d, 30); // nothing came, and it is tried again
    assert_null(desk_unkept(d));
    desk_destroy(d);
    d = open_desk(path, &start);
    assert_true(same(desk_light(d), &last));
    desk_destroy(d);
}

static void two_programs_do_not_write_one_file(void **state)
{
    struct mapping_desc start = wall();
    struct desk *a = open_desk(path, &start), *b = open_desk(path, &start);
    set(a, corner(0, 0, 10, 10), false);
    set(b, corner(0, 0, 20, 20), false);
    assert_null(desk_unkept(a));
    assert_non_null(desk_unkept(b));
    desk_destroy(a);
    set(b, corner(0, 0, 25, 25), false); // it has not seen what the other wrote
    assert_non_null(desk_unkept(b));
    desk_destroy(b);
    a = open_desk(path, &start);
    assert_true(desk_light(a)->outputs[0].corners[0].x == 10);
    desk_destroy(a);
}

static void an_output_of_another_size_shows_the_same_picture(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 1, 1200, 40), false);
    set(d, corner(0, 2, 1240, 720), false);
    desk_destroy(d);
    for (int i = 0; i < 2; i++) {
        start.outputs[i].size = (struct size2){2560, 1600};
        for (int k = 0; k < 4; k++)
            start.outputs[i].corners[k] =
                (struct vec2){start.outputs[i].corners[k].x * 2, start.outputs[i].corners[k].y * 2};
    }
    for (int again = 0; again < 2; again++) {
        d = open_desk(path, &start);
        assert_true(desk_light(d)->outputs[0].corners[1].x == 2400);
        assert_true(desk_light(d)->outputs[0].corners[2].y == 1440);
        set(d, corner(0, 0, 4 + again, 4), false);
        assert_true(desk_undo(d));
        assert_true(desk_undo(d));
        assert_true(desk_light(d)->outputs[0].corners[2].y == 1600);
        assert_true(desk_redo(d));
        desk_destroy(d);
    }
    start = wall(); // and back
    d = open_desk(path, &start);
    assert_true(desk_light(d)->outputs[0].corners[2].y == 720);
    desk_destroy(d);
}

static void what_installation_lua_says_holds_until_the_desk_changed_it(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    desk_destroy(d);
    start.outputs[0].corners[2] = (struct vec2){1000, 700}; // no projector moves by an update
    start.outputs[0].light.gamma = 2.2;                     // its light was not touched
    start.outputs[1].corners[2] = (struct vec2){1000, 700};
    d = open_desk(path, &start);
    assert_true(desk_light(d)->outputs[0].corners[2].x == 1280);
    assert_true(desk_light(d)->outputs[0].light.gamma == 2.2);
    assert_true(desk_light(d)->outputs[1].corners[2].x == 1000);
    assert_true(desk_took(d, DESK_OUTPUT, 0, DESK_WARP));
    assert_false(desk_took(d, DESK_OUTPUT, 0, DESK_LIGHT));
    desk_destroy(d);
}

static void
a_backup_is_the_same_desk_on_a_spare_machine_and_one_that_was_cut_is_refused(void **state)
{
    struct mapping_desc start = wall(), last;
    char to[160], spare[160], before[176];
    struct fault f;
    struct faults told = {0};
    int restored;
    snprintf(to, sizeof to, "%s/backup.json", folder);
    snprintf(spare, sizeof spare, "%s/spare/calibration/facade.jsonl", folder);
    snprintf(before, sizeof before, "%s.before", spare);
    const struct backup_station here = {"facade", path}, there = {"facade", spare};
    assert_false(backup_write("villa", &here, 1, to, &f)); // nothing was done yet
    struct desk *d = open_desk(path, &start);
    set(d, corner(0, 0, 10, 10), false);
    assert_true(desk_name(d, "l’été", &f));
    set(d, corner(0, 0, 20, 20), false);
    last = *desk_light(d);
    assert_true(backup_write("villa", &here, 1, to, &f)); // also while it runs
    desk_destroy(d);
    FILE *file = fopen(to, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    long whole = ftell(file);
    fclose(file);
    char *bytes = read_bytes(to, (size_t)whole);
    bytes[whole] = 0;
    for (long cut = 0; cut < whole - 2; cut += 7) {
        write_bytes(to, bytes, (size_t)cut);
        assert_false(backup_read(to, &there, 1, &restored, &told, &f));
        assert_int_equal(access(spare, F_OK), -1);
    }
    char *changed = strstr(bytes, "20.0");
    assert_non_null(changed);
    changed[0] = '3';
    write_bytes(to, bytes, (size_t)whole);
    assert_false(backup_read(to, &there, 1, &restored, &told, &f));
    assert_non_null(strstr(f.text, "damaged"));
    changed[0] = '2';
    write_bytes(to, bytes, (size_t)whole);
    for (int again = 0; again < 2; again++) {
        assert_true(backup_read(to, &there, 1, &restored, &told, &f));
        assert_int_equal(restored, 1);
        d = open_desk(spare, &start);
        assert_true(same(desk_light(d), &last));
        assert_true(desk_undo(d));
        assert_true(desk_light(d)->outputs[0].corners[0].x == 10);
        assert_false(backup_read(to, &there, 1, &restored, &told, &f)); // it is being written
        desk_destroy(d);
    }
    assert_int_equal(access(before, F_OK), 0);
    assert_int_equal(told.count, 0);
    const struct backup_station other = {"kiosk", spare};
    assert_true(backup_read(to, &other, 1, &restored, &told, &f));
    assert_int_equal(restored, 0);
    assert_int_equal(told.count, 1);
    faults_finish(&told);
    free(bytes);
}

struct bench {
    struct desk *desk;
    struct mapping *mapping;
    struct hands hands;
    uint64_t bent;
};

static void follow(struct bench *b)
{
    struct fault f;
    struct mapping *m = mapping_create(desk_light(b->desk), &f);
    assert_non_null(m);
    mapping_destroy(b->mapping);
    b->mapping = m;
    hands_follow(&b->hands, m);
}

static void begin(struct bench *b)
{
    struct mapping_desc start = wall();
    *b = (struct bench){.desk = open_desk(NULL, &start)};
    hands_init(&b->hands,
               &(struct hands_desc){.desk = b->desk, .station = "facade", .language = "fr"});
    follow(b);
    hands_open(&b->hands, true);
}

static void end(struct bench *b)
{
    mapping_destroy(b->mapping);
    desk_destroy(b->desk);
}

static void touch(struct bench *b, enum hands_phase phase, double x, double y, bool shift)
{
    hands_touch(&b->hands,
                &(struct hands_touch){
                    .phase = phase, .finger = 1, .output = 0, .at = {x, y}, .shift = shift},
                1);
    follow(b);
}

static void key(struct bench *b, const char *name, bool control, bool shift)
{
    hands_key(&b->hands, name, control, shift, 1);
    follow(b);
}

static struct vec2 output_corner(const struct bench *b, int n)
{
    return desk_light(b->desk)->outputs[0].corners[n];
}

static void
a_corner_follows_the_hand_and_the_arrows_and_one_undo_takes_back_a_whole_drag(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 6, 9, false);
    touch(&b, HANDS_MOVE_PHASE, 40, 30, false);
    touch(&b, HANDS_MOVE_PHASE, 106, 59, false);
    touch(&b, HANDS_UP_PHASE, 106, 59, false);
    assert_true(output_corner(&b, 0).x == 100 && output_corner(&b, 0).y == 50);
    key(&b, "Right", false, false);
    key(&b, "Up", false, true);
    key(&b, "Down", true, false);
    assert_true(fabs(output_corner(&b, 0).x - 101) < 1e-9);
    assert_true(fabs(output_corner(&b, 0).y - 59.9) < 1e-9);
    for (int i = 0; i < 4; i++)
        key(&b, "Z", true, false);
    assert_true(output_corner(&b, 0).x == 0 && output_corner(&b, 0).y == 0);
    key(&b, "Z", true, true);
    assert_true(output_corner(&b, 0).x == 100);
    end(&b);
}

static void an_arrow_that_is_held_goes_on_as_one_step(void **state)
{
    struct bench b;
    begin(&b);
    key(&b, "Tab", false, false);
    key(&b, "Down", false, false);
    hands_hold(&b.hands, "Right", false, false, 1);
    key(&b, "Right", false, false);
    hands_update(&b.hands, 1 + HANDS_HOLD_S - 0.01);
    assert_true(output_corner(&b, 0).x == 1);
    for (int i = 0; i < 5; i++)
        hands_update(&b.hands, 1 + HANDS_HOLD_S + 0.001 + i * (HANDS_AGAIN_S + 0.001));
    assert_true(output_corner(&b, 0).x == 6);
    hands_hold(&b.hands, NULL, false, false, 2);
    hands_update(&b.hands, 3);
    assert_true(output_corner(&b, 0).x == 6);
    key(&b, "Z", true, false);
    assert_true(output_corner(&b, 0).x == 0 && output_corner(&b, 0).y == 1);
    end(&b);
}

static void a_hand_that_would_fold_the_picture_is_held_at_the_last_good_place(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 0, 0, false);
    touch(&b, HANDS_MOVE_PHASE, 300, 200, false);
    touch(&b, HANDS_MOVE_PHASE, 1270, 790, false);
    assert_true(output_corner(&b, 0).x == 300);
    assert_non_null(strstr(b.hands.said, "corner"));
    touch(&b, HANDS_MOVE_PHASE, 310, 220, false); // and comes along again
    assert_true(output_corner(&b, 0).x == 310);
    touch(&b, HANDS_UP_PHASE, 310, 220, false);
    end(&b);
}

static void several_points_move_together_and_numbers_are_typed(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 3, 3, false);
    touch(&b, HANDS_UP_PHASE, 3, 3, false);
    touch(&b, HANDS_DOWN_PHASE, 3, 797, true);
    touch(&b, HANDS_UP_PHASE, 3, 797, true);
    assert_int_equal(b.hands.picked_count, 2);
    key(&b, "Right", true, false);
    assert_true(output_corner(&b, 0).x == 10 && output_corner(&b, 3).x == 10);
    key(&b, "Return", false, false);
    for (const char *c = "12.25 790.5"; *c; c++) {
        const char name[2] = {*c, 0};
        key(&b, *c == ' ' ? "Space" : name, false, false);
    }
    key(&b, "Return", false, false);
    assert_true(output_corner(&b, 3).x == 12.25 && output_corner(&b, 3).y == 790.5);
    end(&b);
}

static void a_surface_is_dragged_through_the_warp_of_its_output(void **state)
{
    struct bench b;
    begin(&b);
    const struct vec2 bent[4] = {{100, 50}, {1200, 20}, {1260, 780}, {30, 760}};
    for (int i = 0; i < 4; i++)
        set(b.desk, corner(0, i, bent[i].x, bent[i].y), false);
    follow(&b);
    key(&b, "S", false, false);
    assert_int_equal(b.hands.layer, HANDS_SURFACES);
    const struct vec2 part[4] = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}};
    double there[9], back[9];
    struct fault f;
    assert_true(mapping_homography(part, bent, there, &f) &&
                mapping_homography(bent, part, back, &f));
    touch(&b, HANDS_DOWN_PHASE, 100, 50, false); // the frieze's first corner
    touch(&b, HANDS_MOVE_PHASE, 160, 111, false);
    touch(&b, HANDS_UP_PHASE, 160, 111, false);
    struct vec2 wanted = mapping_apply(back, (struct vec2){160, 111});
    struct vec2 got = desk_light(b.desk)->surfaces[0].corners[0];
    assert_true(hypot(got.x - wanted.x, got.y - wanted.y) < 1e-6);
    end(&b);
}

static void a_warp_is_copied_to_another_output(void **state)
{
    struct bench b;
    begin(&b);
    set(b.desk, corner(0, 0, 64, 40), false);
    follow(&b);
    touch(&b, HANDS_DOWN_PHASE, 64, 40, false);
    touch(&b, HANDS_UP_PHASE, 64, 40, false);
    key(&b, "C", true, false);
    for (int i = 0; i < 4; i++)
        key(&b, "Tab", false, false);
    key(&b, "V", true, false);
    assert_memory_equal(desk_light(b.desk)->outputs[1].corners,
                        desk_light(b.desk)->outputs[0].corners,
                        sizeof desk_light(b.desk)->outputs[0].corners);
    end(&b);
}

static void every_pattern_is_drawn_and_none_is_refused(void **state)
{
    for (int i = 1; i < PATTERNS; i++) {
        struct drawlist list = {0};
        drawlist_begin(&list, 1920, 1080);
        pattern_draw(&list, i, &(struct pattern_place){.size = {1920, 1080}, .name = "nord"});
        assert_true(list.command_count > 2);
        assert_int_equal(list.refused, 0);
        assert_int_equal(pattern_find(pattern_name(i)), i);
        drawlist_finish(&list);
    }
    assert_int_equal(pattern_find("nonesuch"), -1);
}

int main(void)
{
    setenv("TZ", "Europe/Paris", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_steps_are_undone_and_done_again_as_a_list_of_whole_states_says),
        cmocka_unit_test_setup_teardown(a_file_cut_at_any_byte_holds_what_was_shown_before,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(
            a_byte_that_is_wrong_ends_what_is_believed_and_the_rest_is_kept_beside, make_folder,
            remove_folder),
        cmocka_unit_test(what_would_fold_is_refused_and_nothing_changes),
        cmocka_unit_test(a_grid_of_more_points_keeps_its_shape),
        cmocka_unit_test(every_address_leads_back_to_its_value),
        cmocka_unit_test_setup_teardown(names_and_yesterday_are_one_step_away, make_folder,
                                        remove_folder),
        cmocka_unit_test(a_folder_that_is_no_folder_is_said_and_the_light_moves_all_the_same),
        cmocka_unit_test_setup_teardown(what_a_full_disk_refused_is_written_when_there_is_room,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_a_disk_lost_at_the_sync_is_said_and_written_once_more,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(two_programs_do_not_write_one_file, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(an_output_of_another_size_shows_the_same_picture,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_installation_lua_says_holds_until_the_desk_changed_it,
                                        make_folder, remove_folder),
        cmocka_unit_test(
            a_corner_follows_the_hand_and_the_arrows_and_one_undo_takes_back_a_whole_drag),
        cmocka_unit_test(a_hand_that_would_fold_the_picture_is_held_at_the_last_good_place),
        cmocka_unit_test(several_points_move_together_and_numbers_are_typed),
        cmocka_unit_test(a_surface_is_dragged_through_the_warp_of_its_output),
        cmocka_unit_test(a_warp_is_copied_to_another_output),
        cmocka_unit_test_setup_teardown(
            a_backup_is_the_same_desk_on_a_spare_machine_and_one_that_was_cut_is_refused,
            make_folder, remove_folder),
        cmocka_unit_test(an_arrow_that_is_held_goes_on_as_one_step),
        cmocka_unit_test(every_pattern_is_drawn_and_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
