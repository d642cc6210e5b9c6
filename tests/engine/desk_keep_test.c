// What the desk keeps: a file that was cut at any byte, damaged, on a full disk or another machine,
// and what installation.lua says beside it.
#include "desk/backup.h"
#include "tools/calibrated.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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
        else if (i == 8)
            set(d, (struct desk_value){{DESK_OUTPUT, DESK_MASK_COUNT, 1, 0}, {1}}, false);
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
    errno = ENOENT; // of something else
    set(d, corner(0, 0, 20, 20), false);
    assert_non_null(strstr(desk_unkept(d), strerror(EFBIG)));
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

static void nobody_writes_a_step_beside_a_station_that_shows_it(void **state)
{
    struct mapping_desc start = wall();
    struct faults told = {0};
    struct fault f = {0};
    char to[160];
    const struct backup_station here = {"facade", path};
    int restored;
    snprintf(to, sizeof to, "%s/backup.json", folder);
    struct desk *d = open_desk(path, &start);
    assert_true(desk_alone(d, &f)); // there is not even a folder
    set(d, corner(0, 0, 10, 10), false);
    assert_true(desk_alone(d, &f));
    desk_destroy(d);
    assert_true(backup_write("villa", &here, 1, to, &f));
    struct desk *shown[2]; // and it has changed nothing yet
    for (int i = 0; i < 2; i++)
        shown[i] = desk_create(
            &(struct desk_desc){.file = path, .shows = true, .start = &start, .names = names},
            &told);
    for (int i = 0; i < 2; i++) {
        d = open_desk(path, &start);
        assert_false(desk_alone(d, &f));
        assert_non_null(strstr(f.text, "a station that runs"));
        desk_destroy(d);
        assert_false(backup_read(to, &here, 1, &restored, &told, &f));
        assert_non_null(strstr(f.text, "a station that runs"));
        desk_destroy(shown[i]); // the other one is there yet
    }
    d = open_desk(path, &start);
    assert_true(desk_alone(d, &f));
    desk_destroy(d);
    assert_true(backup_read(to, &here, 1, &restored, &told, &f));
    assert_int_equal(told.count, 0);
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

static void a_part_that_a_smaller_canvas_has_not_is_what_it_began_with(void **state)
{
    struct mapping_desc start = wall();
    const struct desk_value part = {.at = {DESK_SURFACE, DESK_SOURCE, 1, 0},
                                    .numbers = {100, 50, 1000, 700}};
    struct faults told = {0};
    struct desk *d = open_desk(path, &start);
    set(d, part, false);
    desk_destroy(d);
    start.surfaces[1].corners[0] = (struct vec2){1160, 8}; // its warp was not touched
    d = open_desk(path, &start);
    assert_true(desk_light(d)->surfaces[1].source_at.x == 100);
    assert_true(desk_light(d)->surfaces[1].source_size.y == 700);
    assert_true(desk_light(d)->surfaces[1].corners[0].x == 1160);
    desk_destroy(d);
    start.surfaces[1].size = (struct size2){960, 540};
    start.surfaces[1].source_size = (struct vec2){960, 540};
    d = desk_create(&(struct desk_desc){.file = path, .start = &start, .names = names}, &told);
    assert_true(desk_light(d)->surfaces[1].source_at.x == 0);
    assert_true(desk_light(d)->surfaces[1].source_size.x == 960);
    assert_int_equal(told.count, 1);
    assert_non_null(strstr(told.entries[0].text, "surface \"wall\""));
    faults_finish(&told);
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

int main(void)
{
    setenv("TZ", "Europe/Paris", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_cut_at_any_byte_holds_what_was_shown_before,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(
            a_byte_that_is_wrong_ends_what_is_believed_and_the_rest_is_kept_beside, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(names_and_yesterday_are_one_step_away, make_folder,
                                        remove_folder),
        cmocka_unit_test(a_folder_that_is_no_folder_is_said_and_the_light_moves_all_the_same),
        cmocka_unit_test_setup_teardown(what_a_full_disk_refused_is_written_when_there_is_room,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_a_disk_lost_at_the_sync_is_said_and_written_once_more,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(two_programs_do_not_write_one_file, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(nobody_writes_a_step_beside_a_station_that_shows_it,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(an_output_of_another_size_shows_the_same_picture,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_part_that_a_smaller_canvas_has_not_is_what_it_began_with,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_installation_lua_says_holds_until_the_desk_changed_it,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(
            a_backup_is_the_same_desk_on_a_spare_machine_and_one_that_was_cut_is_refused,
            make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
