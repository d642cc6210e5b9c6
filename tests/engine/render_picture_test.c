// render: what pictures and films leave on a canvas. Oracles: their bytes, areas in closed form,
// light by IEC 61966-2-1.
#include "encode/encode.h"
#include "tools/canvas.h"

#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void write_rgba(const char *path, const unsigned char *rgba, int width, int height)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGBA};
    assert_int_not_equal(png_image_write_to_file(&image, path, 0, rgba, 0, NULL), 0);
}

static media_handle open_picture(struct bench *b, const char *path)
{
    media_handle h = media_take(&b->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&b->scene->media, h)->path, MEDIA_PATH, "%s", path);
    return h;
}

static void show(struct bench *b, media_handle h, float x, float y, float w, float h_)
{
    assert_true(drawlist_image(b->list, DRAW_PICTURE, h, (struct draw_rect){x, y, w, h_},
                               (struct draw_rect){0, 0, 1, 1}, white));
}

#define PICTURE TEST_BUILD "/render_picture_test.png"

static void a_picture_comes_out_byte_by_byte(void **state)
{
    struct bench *b = *state;
    enum { W = 64, H = 48 };
    unsigned char rgba[W * H * 4];
    struct fault f;
    for (int i = 0; i < W * H * 4; i++)
        rgba[i] = i % 4 == 3 ? 255 : (unsigned char)(i * 37 + i / 7 * 11);
    assert_true(encode_png(PICTURE, rgba, W, H, &f));
    media_handle h = open_picture(b, PICTURE);
    show(b, h, 5, 7, W, H);
    paint(b);
    for (int y = 0; y < H; y++)
        assert_memory_equal(pixel(b, 5, 7 + y), rgba + y * W * 4, W * 4);
    struct media *m = media_find(&b->scene->media, h);
    assert_int_equal(m->state, MEDIA_READY);
    assert_int_equal(m->width, W);
    assert_int_equal(m->height, H);
    assert_int_equal(b->scene->stages[0].events.count, 1);
    assert_int_equal(b->scene->stages[0].events.items[0].kind, EVENT_MEDIA_READY);
    unlink(PICTURE);
}

static void what_is_laid_px_for_px_ends_with_its_part_and_hides_nothing_later(void **state)
{
    struct bench *b = *state;
    enum { W = 64, H = 48 };
    unsigned char rgba[W * H * 4];
    for (int i = 0; i < W * H * 4; i++)
        rgba[i] = i % 4 == 3 ? 255 : (unsigned char)(i * 37 + i / 7 * 11);
    write_rgba(PICTURE, rgba, W, H);
    media_handle h = open_picture(b, PICTURE);
    show(b, h, -20, -10, W, H); // over two edges of the canvas
    drawlist_image(b->list, DRAW_PICTURE, h, (struct draw_rect){70, 30, W / 2, H / 2},
                   (struct draw_rect){0.25f, 0.5f, 0.5f, 0.5f}, white); // a part of it
    set_state(b, (struct affine){1, 0, 0, 1, 0, 0}, 0.5f);
    show(b, h, 70, 100, W, H); // not wholly there
    paint(b);
    for (int y = 0; y < H - 10; y++)
        assert_memory_equal(pixel(b, 0, y), rgba + ((y + 10) * W + 20) * 4, (W - 20) * 4);
    assert_int_equal(pixel(b, W - 20, 5)[0], 0);
    for (int y = 0; y < H / 2; y++)
        assert_memory_equal(pixel(b, 70, 30 + y), rgba + ((y + H / 2) * W + W / 4) * 4, W / 2 * 4);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(pixel(b, 69, 40)[k], 0);
        assert_int_equal(pixel(b, 70 + W / 2, 40)[k], 0);
        assert_int_equal(pixel(b, 80, 29)[k], 0);
        assert_int_equal(pixel(b, 80, 30 + H / 2)[k], 0);
        double whole = light_of(rgba[(20 * W + 9) * 4 + k]);
        assert_float_equal(light_of(pixel(b, 79, 120)[k]), whole / 2, 0.006);
    }
    unlink(PICTURE);
}

static void the_edge_of_a_picture_covers_by_area(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[16];
    memset(rgba, 255, sizeof rgba);
    write_rgba(PICTURE, rgba, 2, 2);
    show(b, open_picture(b, PICTURE), 20.25f, 30.5f, 100, 60.25f);
    paint(b);
    assert_float_equal(light(b, 20, 40), 0.75, 2 / 255.0);
    assert_float_equal(light(b, 120, 40), 0.25, 2 / 255.0);
    assert_float_equal(light(b, 60, 30), 0.5, 2 / 255.0);
    assert_float_equal(light(b, 60, 90), 0.75, 2 / 255.0);
    assert_int_equal(pixel(b, 60, 60)[0], 255);
    unlink(PICTURE);
}

static void a_part_of_a_picture_turned_over_is_where_it_should(void **state)
{
    struct bench *b = *state;
    // four fields: red, green over blue, white
    unsigned char rgba[4 * 4 * 4];
    for (int i = 0; i < 16; i++) {
        int right = i % 4 >= 2, low = i / 4 >= 2;
        unsigned char px[] = {(unsigned char)(right == low ? 255 : 0),
                              (unsigned char)(right ? 255 : 0), (unsigned char)(low ? 255 : 0),
                              255};
        memcpy(rgba + i * 4, px, 4);
    }
    write_rgba(PICTURE, rgba, 4, 4);
    media_handle h = open_picture(b, PICTURE);
    struct draw_rect right = {0.5f, 0, 0.5f, 1};
    drawlist_image(b->list, DRAW_PICTURE, h, (struct draw_rect){10, 10, 40, 80}, right, white);
    set_state(b, (struct affine){-1, 0, 0, 1, 200, 0}, 1); // mirrored: x' = 200 - x
    show(b, h, 0, 10, 80, 80);
    paint(b);
    assert_memory_equal(pixel(b, 30, 20), ((unsigned char[]){0, 255, 0, 255}), 4);
    assert_memory_equal(pixel(b, 30, 80), ((unsigned char[]){255, 255, 255, 255}), 4);
    assert_memory_equal(pixel(b, 190, 20), ((unsigned char[]){255, 0, 0, 255}), 4);
    assert_memory_equal(pixel(b, 130, 20), ((unsigned char[]){0, 255, 0, 255}), 4);
    assert_memory_equal(pixel(b, 190, 80), ((unsigned char[]){0, 0, 255, 255}), 4);
    unlink(PICTURE);
}

static void a_transparent_picture_lets_light_through_by_its_alpha(void **state)
{
    struct bench *b = *state;
    // hidden green must not bleed into the white beside it
    unsigned char rgba[] = {255, 255, 255, 128, 0, 255, 0, 0};
    write_rgba(PICTURE, rgba, 2, 1);
    show(b, open_picture(b, PICTURE), 0, 0, 200, 20);
    paint(b);
    assert_float_equal(light(b, 10, 10), 128 / 255.0, 3 / 255.0);
    for (int x = 0; x < 200; x++)
        assert_in_range(pixel(b, x, 10)[0] + 2, pixel(b, x, 10)[1], pixel(b, x, 10)[1] + 4);
    unlink(PICTURE);
}

static void a_broken_picture_is_a_black_rectangle_and_one_line(void **state)
{
    struct bench *b = *state;
    b->list->background = white;
    media_handle h = open_picture(b, "/nowhere/forge.png");
    show(b, h, 50, 50, 20, 20);
    show(b, h + 65536, 100, 100, 20, 20); // stale: nothing
    paint(b);
    assert_int_equal(pixel(b, 60, 60)[0], 0);
    assert_int_equal(pixel(b, 40, 60)[0], 255);
    assert_int_equal(pixel(b, 110, 110)[0], 255);
    const struct media *m = media_find(&b->scene->media, h);
    assert_int_equal(m->state, MEDIA_FAILED);
    assert_non_null(strstr(m->trouble, "forge.png"));
    assert_int_equal(b->scene->stages[0].events.count, 1);
    render_draw(b->render, b->scene);
    assert_int_equal(b->said, 1);
}

static void a_film_shows_its_frame_or_black(void **state)
{
    struct bench *b = *state;
    struct fault f;
    unsigned char rgba[] = {10, 200, 30, 255};
    assert_true(gpu_texture_init(b->gpu, &b->film.texture, GPU_SRGBA8, 1, 1, false, &f));
    gpu_texture_upload(b->gpu, &b->film.texture, 0, 0, 1, 1, rgba, 0);
    b->film.media = media_take(&b->scene->media, MEDIA_FILM, 0);
    media_handle waiting = media_take(&b->scene->media, MEDIA_FILM, 0);
    struct draw_rect all = {0, 0, 1, 1};
    b->list->background = white;
    drawlist_image(b->list, DRAW_FILM, b->film.media, (struct draw_rect){0, 0, 50, 50}, all, white);
    drawlist_image(b->list, DRAW_FILM, waiting, (struct draw_rect){50, 0, 50, 50}, all, white);
    paint(b);
    assert_memory_equal(pixel(b, 25, 25), rgba, 4);
    assert_int_equal(pixel(b, 75, 25)[1], 0);
    assert_int_equal(pixel(b, 125, 25)[1], 255);
    gpu_texture_finish(&b->film.texture);
}

static void a_picture_loads_beside_the_show(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[4] = {255, 255, 255, 255};
    write_rgba(PICTURE, rgba, 1, 1);
    b->scene->stepped = false;
    media_handle handles[100]; // more than the thread takes at once
    for (int i = 0; i < 100; i++)
        handles[i] = open_picture(b, PICTURE);
    media_release(&b->scene->media, handles[50]);
    show(b, handles[99], 10, 10, 20, 20);
    b->list->background = (struct color){1, 0, 0, 1};
    paint(b);
    assert_int_equal(pixel(b, 20, 20)[1], 0); // nothing yet, or already there: never black
    assert_int_equal(pixel(b, 20, 20)[0], 255);
    int turns = 0;
    while (media_find(&b->scene->media, handles[99])->state == MEDIA_OPENING) {
        assert_true(++turns < 10000);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        render_draw(b->render, b->scene);
    }
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
    assert_int_equal(pixel(b, 20, 20)[1], 255);
    for (int i = 0; i < 100; i++)
        if (i != 50)
            assert_int_equal(media_find(&b->scene->media, handles[i])->state, MEDIA_READY);
    assert_true(b->woken >= 99);
    for (int i = 0; i < 100; i++)
        media_release(&b->scene->media, handles[i]);
    open_picture(b, PICTURE); // left in the thread's hands
    render_draw(b->render, b->scene);
    unlink(PICTURE);
}

static void a_canvas_is_painted_only_when_it_changed(void **state)
{
    struct bench *b = *state;
    assert_true(render_draw(b->render, b->scene));
    assert_false(render_draw(b->render, b->scene));
    drawlist_begin(b->list, SIDE, SIDE);
    b->scene->still = true;
    assert_false(render_draw(b->render, b->scene));
    b->scene->still = false;
    assert_true(render_draw(b->render, b->scene));
    b->scene->stages[0].picture++;
    assert_true(render_draw(b->render, b->scene));
    assert_false(render_draw(b->render, b->scene));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_picture_comes_out_byte_by_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_is_laid_px_for_px_ends_with_its_part_and_hides_nothing_later, setup, teardown),
        cmocka_unit_test_setup_teardown(the_edge_of_a_picture_covers_by_area, setup, teardown),
        cmocka_unit_test_setup_teardown(a_part_of_a_picture_turned_over_is_where_it_should, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_transparent_picture_lets_light_through_by_its_alpha,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_broken_picture_is_a_black_rectangle_and_one_line, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_film_shows_its_frame_or_black, setup, teardown),
        cmocka_unit_test_setup_teardown(a_picture_loads_beside_the_show, setup, teardown),
        cmocka_unit_test_setup_teardown(a_canvas_is_painted_only_when_it_changed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
