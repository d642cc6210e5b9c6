// script: what lies in a folder, as scenes are told.
#include "tools/house.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void names_are_sorted_as_people_count(void **state)
{
    static const char *const files[] = {"10.jpg",    "2.jpg",       "02.JPG",    "Zinc.png",
                                        "éclat.png", "ébauche.MP4", "écrou.txt", "1 forge.jpg"};
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        snprintf(path, sizeof path, "works/%s", files[i]);
        house_save(h, path, "x");
    }
    assert_true(house_start(h, 0,
                            "local scene = {}\n"
                            "function scene.enter()\n"
                            "  scene.all = files.list('works', { 'jpg', 'png', 'mp4' })\n"
                            "end\n"
                            "function scene.draw(canvas)\n"
                            "  canvas:text(table.concat(scene.all, '|'), 0, 0)\n"
                            "end\n"
                            "return scene",
                            &f));
    house_has_text(h, 0,
                   "works/1 forge.jpg|works/02.JPG|works/2.jpg|works/10.jpg|works/ébauche.MP4|"
                   "works/éclat.png|works/Zinc.png");
    assert_int_equal(h->told, 0);
    house_close(h);
}

static void a_folder_has_so_many_files_and_the_first_remain(void **state)
{
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    for (int i = 1010; i > 0; i--) {
        char path[64];
        snprintf(path, sizeof path, "works/n%d.jpg", i);
        house_save(h, path, "x");
    }
    assert_true(house_start(h, 0,
                            "local scene = {}\n"
                            "local all = files.list('works')\n"
                            "function scene.draw(canvas)\n"
                            "  canvas:text(#all .. ' ' .. all[1] .. ' ' .. all[#all], 0, 0)\n"
                            "end\n"
                            "return scene",
                            &f));
    house_has_text(h, 0, "1000 works/n1.jpg works/n1000.jpg");
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "more than 1000 files; 10 are left out"));
    house_close(h);
}

static void a_folder_that_is_not_there_is_told_and_empty(void **state)
{
    struct house *h = house_play("local scene = {}\n"
                                 "local all = files.list('nowhere')\n"
                                 "function scene.draw(canvas) canvas:text(#all, 0, 0) end\n"
                                 "return scene");
    house_has_text(h, 0, "0");
    assert_non_null(strstr(h->last, "scene.lua:2: files.list: no folder \"nowhere\""));
    house_close(h);
}

static void what_is_wrong_is_told_with_the_line(void **state)
{
    static const struct {
        const char *call, *told;
    } wrong[] = {
        {"files.list()", "files.list needs a string for folder"},
        {"files.list('works', 'jpg')", "a table of endings"},
        {"files.list('works', { 1 })", "a table of endings"},
        {"files.lst('works')", "did you mean \"list\"?"},
    };
    struct house *h = house_open(1, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char lua[256];
        struct fault f = {0};
        snprintf(lua, sizeof lua, "local scene = {}\nfunction scene.enter() %s end\nreturn scene",
                 wrong[i].call);
        assert_false(house_start(h, 0, lua, &f));
        if (!strstr(f.text, wrong[i].told) || !strstr(f.text, "scene.lua:2: "))
            fail_msg("%s: %s", wrong[i].call, f.text);
    }
    house_close(h);
}

static void no_frame_waits_for_a_folder(void **state)
{
    struct house *h =
        house_play("local scene = {}\n"
                   "function scene.update(dt, now) if now > 1 then files.list('works') end end\n"
                   "return scene");
    house_frame(h, 2);
    assert_non_null(strstr(h->last, "scene.lua:2: "));
    assert_non_null(strstr(h->last, "in enter, or where the file begins"));
    house_close(h);
}

#define SAYS_WORD                                               \
    "local scene, word = {}, require 'word'\n"                  \
    "function scene.draw(canvas) canvas:text(word, 0, 0) end\n" \
    "return scene"

static void a_required_file_is_read_once_and_again_when_it_was_saved(void **state)
{
    char path[300];
    struct fault f = {""};
    struct stat st;
    struct house *h = house_open(1, NULL);
    house_save(h, "scenes/lib/word.lua", "return 'one'");
    assert_true(house_start(h, 0, SAYS_WORD, &f));
    house_has_text(h, 0, "one");
    // Other bytes of the same length and time, as no save leaves them: nobody reads them.
    snprintf(path, sizeof path, "%s/scenes/lib/word.lua", h->folder);
    assert_int_equal(stat(path, &st), 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("return 'two'", file);
    fclose(file);
    utimensat(AT_FDCWD, path, (struct timespec[]){st.st_mtim, st.st_mtim}, 0);
    assert_true(house_start(h, 0, SAYS_WORD " ", &f));
    house_has_text(h, 0, "one");
    house_save(h, "scenes/lib/word.lua", "return 'two'");
    assert_true(house_start(h, 0, SAYS_WORD "  ", &f));
    house_has_text(h, 0, "two");
    house_save(h, "scenes/lib/word.lua", "return nil .. 'two'");
    assert_false(house_start(h, 0, SAYS_WORD, &f));
    assert_non_null(strstr(f.text, "word.lua:1: "));
    assert_false(house_start(h, 0, SAYS_WORD " ", &f)); // from what was kept, the same words
    assert_non_null(strstr(f.text, "word.lua:1: "));
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_sorted_as_people_count),
        cmocka_unit_test(a_folder_has_so_many_files_and_the_first_remain),
        cmocka_unit_test(a_folder_that_is_not_there_is_told_and_empty),
        cmocka_unit_test(what_is_wrong_is_told_with_the_line),
        cmocka_unit_test(no_frame_waits_for_a_folder),
        cmocka_unit_test(a_required_file_is_read_once_and_again_when_it_was_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
