// installation: files and scenes that are found near first and stay inside.
#include "tools/place.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

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
        with_place(files_are_found_near_first_and_never_outside),
        with_place(a_folder_is_listed_and_nothing_outside_of_it),
        with_place(scenes_are_the_installations_then_the_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
