// encode: what was put in is what other programs take out, and twice the same bytes.
#include "decode/decode.h"
#include "encode/encode.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/encode_files"

static unsigned char *picture(int width, int height, int shift)
{
    unsigned char *rgba = malloc((size_t)width * (size_t)height * 4);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            unsigned char *c = rgba + ((size_t)y * (size_t)width + (size_t)x) * 4;
            c[0] = (unsigned char)(x * 255 / width);
            c[1] = (unsigned char)(y * 255 / height);
            c[2] = (x + shift) / 16 % 2 == y / 16 % 2 ? 200 : 40;
            c[3] = 255;
        }
    return rgba;
}

static unsigned char *file_bytes(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *size = (size_t)ftell(f);
    rewind(f);
    unsigned char *bytes = malloc(*size);
    assert_int_equal(fread(bytes, 1, *size, f), *size);
    fclose(f);
    return bytes;
}

static void assert_same_files(const char *a, const char *b)
{
    size_t size_a, size_b;
    unsigned char *bytes_a = file_bytes(a, &size_a), *bytes_b = file_bytes(b, &size_b);
    assert_int_equal(size_a, size_b);
    assert_memory_equal(bytes_a, bytes_b, size_a);
    free(bytes_a);
    free(bytes_b);
}

static void a_png_comes_back_to_the_pixel_and_twice_the_same(void **state)
{
    unsigned char *rgba = picture(131, 57, 0);
    struct fault f;
    if (!encode_png(FOLDER "/a.png", rgba, 131, 57, &f))
        fail_msg("%s", f.text);
    assert_true(encode_png(FOLDER "/b.png", rgba, 131, 57, &f));
    assert_same_files(FOLDER "/a.png", FOLDER "/b.png");
    struct decode_picture p;
    assert_true(decode_picture(FOLDER "/a.png", &p, &f));
    assert_int_equal(p.width, 131);
    assert_int_equal(p.height, 57);
    assert_memory_equal(p.rgba, rgba, 131 * 57 * 4);
    decode_picture_finish(&p);
    free(rgba);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    unsigned char *rgba = picture(4, 4, 0);
    struct fault f;
    assert_false(encode_png(FOLDER "/absent/a.png", rgba, 4, 4, &f));
    assert_non_null(strstr(f.text, "No such file"));
    assert_false(encode_png(FOLDER "/dir", rgba, 4, 4, &f)); // a folder of that name is there
    assert_false(encode_png(FOLDER "/zero.png", rgba, 0, 4, &f));
    free(rgba);
    DIR *d = opendir(FOLDER);
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        assert_null(strstr(e->d_name, ".part"));
    closedir(d);
}

static int set_up(void **state)
{
    mkdir(FOLDER, 0755);
    mkdir(FOLDER "/dir", 0755);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_comes_back_to_the_pixel_and_twice_the_same),
        cmocka_unit_test(what_cannot_be_written_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
