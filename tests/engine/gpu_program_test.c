// gpu: shaders that are good, faulty, saved anew, or compiled when they are first used.
#include "tools/pane.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_shader_of_the_house_compiles(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    struct gpu *g = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    DIR *folder = opendir(TEST_ROOT "/shaders");
    assert_non_null(folder);
    int pairs = 0, fragments = 0;
    for (struct dirent *e; (e = readdir(folder));) {
        char *dot = strrchr(e->d_name, '.');
        fragments += dot && strcmp(dot, ".frag") == 0;
        if (!dot || strcmp(dot, ".vert") != 0)
            continue;
        *dot = 0;
        if (strcmp(e->d_name, "shade") == 0)
            continue; // behind it stands a curator's
        struct gpu_program *p = gpu_program_load(g, e->d_name, &f);
        if (!p)
            fail_msg("%s", f.text);
        gpu_program_destroy(p);
        pairs++;
    }
    closedir(folder);
    assert_true(pairs >= 1);
    assert_int_equal(pairs, fragments);
    gpu_destroy(g);
    gpu_forget(b->gpu);
}

static void a_faulty_shader_is_told_by_file_and_line(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    write_text(b->shaders, "bad.vert", flat_vert);
    write_text(b->shaders, "bad.frag",
               "in vec4 v_tint;\nout vec4 color;\n\nvoid main()\n{\n"
               "    color = v_tnit;\n}\n");
    assert_null(gpu_program_load(b->gpu, "bad", &f));
    char where[512];
    snprintf(where, sizeof where, "%s/bad.frag:6: ", b->shaders);
    assert_int_equal(strncmp(f.text, where, strlen(where)), 0);
    assert_non_null(strstr(f.text, "v_tnit"));
    assert_null(gpu_program_load(b->gpu, "nowhere", &f));
    assert_non_null(strstr(f.text, "nowhere.vert"));
}

static void paint_with(struct bench *b, struct gpu_program *p, int r, int g)
{
    struct fault f = {0};
    struct gpu_mesh *m = gpu_mesh_create(b->gpu, (const int[]){2, 4}, 2, &f);
    struct gpu_target t = make_target(b, GPU_SRGBA8, 32, 32);
    gpu_target_bind(b->gpu, &t);
    gpu_target_clear(b->gpu, 0, 0, 0, 1);
    gpu_blend(b->gpu, false);
    draw_square(b, p, m, 0, 0, 32, (const float[4]){1, 0, 0, 1});
    unsigned char back[32 * 32 * 4];
    gpu_target_read(b->gpu, &t, back);
    assert_pixel(back, 32, 16, 16, r, g, 0);
    gpu_target_finish(&t);
    gpu_mesh_destroy(m);
}

static void a_saved_shader_is_taken_and_a_bad_save_keeps_the_last_good_one(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    struct gpu_program *p = gpu_program_load(b->gpu, "flat", &f);
    paint_with(b, p, 255, 0);
    assert_false(gpu_programs_refresh(b->gpu));

    write_text(b->shaders, "flat.frag",
               "in vec4 v_tint;\nout vec4 color;\n"
               "void main()\n{\n    color = v_tint.grba;\n}\n");
    assert_true(gpu_programs_refresh(b->gpu));
    paint_with(b, p, 0, 255);

    said.lines = 0;
    write_text(b->shaders, "flat.frag", "in vec4 v_tint;\nout vec4 color;\nvoid main( {\n}\n");
    assert_false(gpu_programs_refresh(b->gpu));
    assert_int_equal(said.lines, 1);
    assert_non_null(strstr(said.last, "flat.frag:3: "));
    assert_false(gpu_programs_refresh(b->gpu)); // told once
    assert_int_equal(said.lines, 1);
    paint_with(b, p, 0, 255);

    write_text(b->shaders, "flat.frag", flat_frag);
    assert_true(gpu_programs_refresh(b->gpu));
    paint_with(b, p, 255, 0);
    gpu_program_destroy(p);
}

static void a_program_for_later_is_compiled_when_it_is_first_used(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    write_text(b->shaders, "flat.frag", "this is no shader\n");
    struct gpu_program *p = gpu_program_later(b->gpu, "flat", &f);
    assert_non_null(p);
    assert_false(gpu_programs_refresh(b->gpu)); // nothing was read
    write_text(b->shaders, "flat.frag", flat_frag);
    paint_with(b, p, 255, 0);
    gpu_program_destroy(p);
}

static void
a_faulty_program_for_later_is_told_once_and_draws_nothing_until_it_is_saved(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    write_text(b->shaders, "flat.frag", "in vec4 v_tint;\nout vec4 color;\nvoid main( {\n}\n");
    struct gpu_program *p = gpu_program_later(b->gpu, "flat", &f);
    said.lines = 0;
    paint_with(b, p, 0, 0);
    paint_with(b, p, 0, 0);
    assert_int_equal(said.lines, 1);
    assert_non_null(strstr(said.last, "flat.frag:3: "));
    write_text(b->shaders, "flat.frag", flat_frag);
    assert_true(gpu_programs_refresh(b->gpu));
    paint_with(b, p, 255, 0);
    gpu_program_destroy(p);
}

static void a_shader_that_includes_another_file_is_told_by_the_right_file_and_line(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    static const char including[] = "in vec4 v_tint;\n#include \"turned.glsl\"\n\n"
                                    "out vec4 color;\n\nvoid main()\n{\n"
                                    "    color = turned(v_tint);\n}\n";
    write_text(b->shaders, "flat.frag", including);
    write_text(b->shaders, "turned.glsl", "vec4 turned(vec4 c)\n{\n    return c;\n}\n");
    struct gpu_program *p = gpu_program_load(b->gpu, "flat", &f);
    assert_non_null(p);
    paint_with(b, p, 255, 0);
    write_text(b->shaders, "turned.glsl", "vec4 turned(vec4 c)\n{\n    return c.grba;\n}\n");
    assert_true(gpu_programs_refresh(b->gpu));
    paint_with(b, p, 0, 255);

    said.lines = 0;
    write_text(b->shaders, "turned.glsl", "vec4 turned(vec4 c)\n{\n    return ( ;\n}\n");
    assert_false(gpu_programs_refresh(b->gpu));
    assert_int_equal(said.lines, 1);
    assert_non_null(strstr(said.last, "turned.glsl:3: "));
    paint_with(b, p, 0, 255);
    write_text(b->shaders, "turned.glsl", "vec4 turned(vec4 c)\n{\n    return c;\n}\n");
    write_text(b->shaders, "flat.frag",
               "in vec4 v_tint;\n#include \"turned.glsl\"\n\n"
               "out vec4 color;\n\nvoid main()\n{\n    color = ( ;\n}\n");
    assert_false(gpu_programs_refresh(b->gpu));
    assert_non_null(strstr(said.last, "flat.frag:8: "));
    gpu_program_destroy(p);
    write_text(b->shaders, "flat.frag", flat_frag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BENCH(every_shader_of_the_house_compiles),
        IN_BENCH(a_faulty_shader_is_told_by_file_and_line),
        IN_BENCH(a_saved_shader_is_taken_and_a_bad_save_keeps_the_last_good_one),
        IN_BENCH(a_program_for_later_is_compiled_when_it_is_first_used),
        IN_BENCH(a_faulty_program_for_later_is_told_once_and_draws_nothing_until_it_is_saved),
        IN_BENCH(a_shader_that_includes_another_file_is_told_by_the_right_file_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
