// decode: pictures upright and refused in time.
#include "decode/private.h"

#include <SDL_image.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { W = 48, H = 32, FILE_ROOM = 1 << 20 };

struct bytes {
    size_t size;
    unsigned char at[FILE_ROOM];
};

static void bytes_add(struct bytes *b, const void *from, size_t size)
{
    assert_true(b->size + size <= sizeof b->at);
    memcpy(b->at + b->size, from, size);
    b->size += size;
}

// Four quadrants: red, green / blue, white.
static const unsigned char QUADRANTS[4][3] = {
    {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};

static struct bytes *encoded(bool jpeg)
{
    struct bytes *b = calloc(1, sizeof *b);
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, W, H, 24, SDL_PIXELFORMAT_RGB24);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            memcpy((unsigned char *)s->pixels + y * s->pitch + x * 3,
                   QUADRANTS[(y >= H / 2) * 2 + (x >= W / 2)], 3);
    SDL_RWops *ops = SDL_RWFromMem(b->at, sizeof b->at);
    assert_int_equal(jpeg ? IMG_SaveJPG_RW(s, ops, 0, 95) : IMG_SavePNG_RW(s, ops, 0), 0);
    b->size = (size_t)SDL_RWtell(ops);
    SDL_RWclose(ops);
    SDL_FreeSurface(s);
    return b;
}

// A TIFF header with one entry, the orientation (TIFF 6.0; CIPA DC-008).
static const unsigned char TIFF[] = {'M', 'M', 0, 42, 0, 0, 0,    8,          0, 1, 1, 0x12, 0,
                                     3,   0,   0, 0,  1, 0, 0x55, 0 /* 20 */, 0, 0, 0, 0,    0};

static struct bytes *with_exif(const struct bytes *jpeg, int orientation)
{
    struct bytes *b = calloc(1, sizeof *b);
    unsigned char tiff[sizeof TIFF];
    memcpy(tiff, TIFF, sizeof TIFF);
    tiff[19] = (unsigned char)orientation;
    unsigned char head[] = {0xff, 0xe1, 0, 2 + 6 + sizeof TIFF, 'E', 'x', 'i', 'f', 0, 0};
    bytes_add(b, jpeg->at, 2);
    bytes_add(b, head, sizeof head);
    bytes_add(b, tiff, sizeof tiff);
    bytes_add(b, jpeg->at + 2, jpeg->size - 2);
    return b;
}

static int quadrant_at(const struct decode_picture *p, int x, int y)
{
    const unsigned char *c = p->rgba + ((size_t)y * (size_t)p->width + (size_t)x) * 4;
    for (int i = 0; i < 4; i++) {
        int away = 0;
        for (int k = 0; k < 3; k++)
            away += abs(c[k] - QUADRANTS[i][k]);
        if (away < 60)
            return i;
    }
    return -1;
}

// CIPA DC-008: where the stored row 0 and the stored column 0 are seen.
static const struct {
    char row0, column0;
} SEEN[9] = {{0, 0},     {'t', 'l'}, {'t', 'r'}, {'b', 'r'}, {'b', 'l'},
             {'l', 't'}, {'r', 't'}, {'r', 'b'}, {'l', 'b'}};

// Is this stored quadrant, on `side` of the upright picture?
static void side_set(char side, bool near, bool *right, bool *bottom)
{
    if (side == 'l' || side == 'r')
        *right = (side == 'r') == near;
    else
        *bottom = (side == 'b') == near;
}

static void pictures_stand_upright_whatever_their_orientation(void **state)
{
    struct bytes *plain = encoded(true);
    for (int o = 1; o <= 8; o++) {
        struct bytes *b = with_exif(plain, o);
        struct decode_picture p;
        struct fault f = {0};
        if (!decode_picture_bytes(b->at, b->size, &p, &f))
            fail_msg("%s", f.text);
        assert_int_equal(p.width, o < 5 ? W : H);
        assert_int_equal(p.height, o < 5 ? H : W);
        assert_true(p.opaque);
        for (int q = 0; q < 4; q++) {
            bool right = false, bottom = false;
            side_set(SEEN[o].row0, q < 2, &right, &bottom);
            side_set(SEEN[o].column0, q % 2 == 0, &right, &bottom);
            int x = right ? p.width * 3 / 4 : p.width / 4;
            int y = bottom ? p.height * 3 / 4 : p.height / 4;
            assert_int_equal(quadrant_at(&p, x, y), q);
        }
        decode_picture_finish(&p);
        free(b);
    }
    free(plain);
}

static void an_orientation_that_makes_no_sense_is_left(void **state)
{
    const int senseless[] = {0, 9, 255};
    struct bytes *plain = encoded(true);
    for (int i = 0; i < 3; i++) {
        struct bytes *b = with_exif(plain, senseless[i]);
        struct decode_header h;
        assert_true(decode_header_read(b->at, b->size, &h, NULL));
        assert_non_null(h.tiff);
        assert_int_equal(decode_orientation(&h), 1);
        free(b);
    }
    free(plain);
}

static void a_png_keeps_its_pixels(void **state)
{
    struct bytes *b = encoded(false);
    struct decode_picture p;
    assert_true(decode_picture_bytes(b->at, b->size, &p, NULL));
    assert_int_equal(p.width, W);
    assert_int_equal(p.height, H);
    for (int q = 0; q < 4; q++) {
        const unsigned char *c =
            p.rgba + ((size_t)(q / 2 * (H - 1)) * W + (size_t)(q % 2 * (W - 1))) * 4;
        assert_memory_equal(c, QUADRANTS[q], 3);
        assert_int_equal(c[3], 255);
    }
    decode_picture_finish(&p);
    free(b);
}

// 1 x 1 pixel, straight alpha 0x40 (RGBA PNG).
static void alpha_is_kept_straight(void **state)
{
    uint32_t pixel = 0;
    memcpy(&pixel, (unsigned char[]){200, 100, 50, 0x40}, 4);
    SDL_Surface *s =
        SDL_CreateRGBSurfaceWithFormatFrom(&pixel, 1, 1, 32, 4, SDL_PIXELFORMAT_RGBA32);
    struct bytes *b = calloc(1, sizeof *b);
    SDL_RWops *ops = SDL_RWFromMem(b->at, sizeof b->at);
    assert_int_equal(IMG_SavePNG_RW(s, ops, 0), 0);
    b->size = (size_t)SDL_RWtell(ops);
    SDL_RWclose(ops);
    SDL_FreeSurface(s);
    struct decode_picture p;
    assert_true(decode_picture_bytes(b->at, b->size, &p, NULL));
    assert_false(p.opaque);
    assert_memory_equal(p.rgba, &pixel, 4);
    decode_picture_finish(&p);
    free(b);
}

static void a_huge_picture_is_refused_before_memory_is_taken(void **state)
{
    struct bytes *b = encoded(false);
    memcpy(b->at + 16, "\0\0\x4e\x20\0\0\x4e\x20", 8); // 20,000 x 20,000
    struct decode_picture p;
    struct fault f;
    assert_false(decode_picture_bytes(b->at, b->size, &p, &f));
    assert_string_equal(f.text, "20000 x 20000 pixels; at most 100 million are allowed");
    assert_null(p.rgba);
    free(b);
}

static void a_picture_cut_short_anywhere_is_a_fault(void **state)
{
    for (int jpeg = 0; jpeg < 2; jpeg++) {
        struct bytes *whole = encoded(jpeg);
        for (size_t size = 0; size < whole->size; size += size < 64 ? 1 : 13) {
            unsigned char *cut = malloc(size + 1); // its own block, so that ASan sees the end
            memcpy(cut, whole->at, size);
            struct decode_picture p;
            struct fault f = {0};
            assert_false(decode_picture_bytes(cut, size, &p, &f));
            assert_true(f.text[0]);
            assert_null(p.rgba);
            free(cut);
        }
        free(whole);
    }
}

static void what_is_no_picture_is_named(void **state)
{
    struct decode_picture p;
    struct fault f;
    assert_false(decode_picture("/nowhere/x.png", &p, &f));
    assert_string_equal(f.text, "/nowhere/x.png: No such file or directory");
    assert_false(decode_picture("/tmp", &p, &f));
    assert_string_equal(f.text, "/tmp: not a file");
    assert_false(decode_picture(TEST_ROOT "/CMakeLists.txt", &p, &f));
    assert_non_null(strstr(f.text, "PNG, JPEG or WebP"));
}

static void photographs_have_the_size_that_others_say(void **state)
{
    const char *const names[] = {"china.jpg", "coffee.png", "coins.png"};
    const int sizes[][2] = {{640, 427}, {600, 400}, {384, 303}}; // file(1)
    if (access(TEST_SAMPLES "/photo", R_OK) != 0) {
        print_message("SKIPPED: %s absent\n", TEST_SAMPLES "/photo");
        skip();
    }
    for (int i = 0; i < 3; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/photo/%s", TEST_SAMPLES, names[i]);
        struct decode_picture p;
        struct fault f;
        if (!decode_picture(path, &p, &f))
            fail_msg("%s", f.text);
        assert_int_equal(p.width, sizes[i][0]);
        assert_int_equal(p.height, sizes[i][1]);
        decode_picture_finish(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_stand_upright_whatever_their_orientation),
        cmocka_unit_test(an_orientation_that_makes_no_sense_is_left),
        cmocka_unit_test(a_png_keeps_its_pixels),
        cmocka_unit_test(alpha_is_kept_straight),
        cmocka_unit_test(a_huge_picture_is_refused_before_memory_is_taken),
        cmocka_unit_test(a_picture_cut_short_anywhere_is_a_fault),
        cmocka_unit_test(what_is_no_picture_is_named),
        cmocka_unit_test(photographs_have_the_size_that_others_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
