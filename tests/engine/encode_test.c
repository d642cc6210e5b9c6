// encode: what was put in is what other programs take out, and twice the same bytes.
#include "decode/decode.h"
#include "encode/encode.h"

#include <dirent.h>
#include <math.h>
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

static void tone(float *v, int frames, int channels, int from)
{
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            v[i * channels + c] =
                (float)((c + 1) * 0.1 * sin(2 * 3.14159265358979 * 440 * (from + i) / 48000));
}

static void write_wav(const char *path, int channels, int bits)
{
    struct fault f;
    float v[480 * 8];
    struct encode_wav *w = encode_wav_open(path, channels, 48000, bits, &f);
    assert_non_null(w);
    for (int i = 0; i < 100; i++) {
        tone(v, 480, channels, i * 480);
        assert_true(encode_wav_write(w, v, 480, &f));
    }
    assert_int_not_equal(access(path, F_OK), 0); // not there before it is whole
    assert_true(encode_wav_close(w, &f));
}

static void a_wav_comes_back_and_twice_the_same(void **state)
{
    static const struct {
        int channels, bits;
        double error;
    } kinds[] = {{1, 16, 1.0 / 32768}, {2, 24, 1.0 / 8388608}, {8, 32, 0}, {8, 16, 1.0 / 32768}};
    for (int k = 0; k < 4; k++) {
        unlink(FOLDER "/a.wav");
        unlink(FOLDER "/b.wav");
        write_wav(FOLDER "/a.wav", kinds[k].channels, kinds[k].bits);
        write_wav(FOLDER "/b.wav", kinds[k].channels, kinds[k].bits);
        assert_same_files(FOLDER "/a.wav", FOLDER "/b.wav");
        struct decode_sound *s = decode_sound_open(FOLDER "/a.wav", 48000, NULL);
        struct decode_sound_info info = decode_sound_info(s);
        assert_int_equal(info.frames, 48000);
        assert_int_equal(info.channels, kinds[k].channels);
        static float got[48000 * 8], put[48000 * 8];
        tone(put, 48000, info.channels, 0);
        assert_int_equal(decode_sound_read(s, got, 48000), 48000);
        for (int i = 0; i < 48000 * info.channels; i++)
            assert_true(fabsf(got[i] - put[i]) <= kinds[k].error);
        decode_sound_close(s);
    }
}

enum { FILM_W = 323, FILM_H = 180, FILM_FRAMES = 50 };

static void write_mp4(const char *path)
{
    struct fault f = {0};
    struct encode_mp4_desc desc = {
        .width = FILM_W, .height = FILM_H, .rate_hz = 25, .channels = 2, .sample_rate_hz = 48000};
    struct encode_mp4 *m = encode_mp4_open(path, &desc, &f);
    if (!m)
        fail_msg("%s", f.text);
    static float v[1920 * 2];
    for (int i = 0; i < FILM_FRAMES; i++) {
        unsigned char *rgba = picture(FILM_W, FILM_H, i * 4);
        assert_true(encode_mp4_frame(m, rgba, &f));
        free(rgba);
        tone(v, 1920, 2, i * 1920);
        assert_true(encode_mp4_sound(m, v, 1920, &f));
    }
    if (!encode_mp4_close(m, &f))
        fail_msg("%s", f.text);
}

static bool there(const char *program)
{
    char command[256];
    snprintf(command, sizeof command, "command -v %s >/dev/null", program);
    if (system(command) == 0)
        return true;
    print_message("SKIPPED: %s absent\n", program);
    return false;
}

static void assert_says(const char *command, const char *expected)
{
    char text[4096] = "";
    FILE *p = popen(command, "r");
    size_t n = fread(text, 1, sizeof text - 1, p);
    text[n] = 0;
    assert_int_equal(pclose(p), 0);
    if (!strstr(text, expected))
        fail_msg("%s\nsays\n%s\nwithout\n%s", command, text, expected);
}

static void an_mp4_is_what_ffprobe_says_and_twice_the_same(void **state)
{
    write_mp4(FOLDER "/a.mp4");
    write_mp4(FOLDER "/b.mp4");
    assert_same_files(FOLDER "/a.mp4", FOLDER "/b.mp4");
    if (!there("ffprobe"))
        skip();
    assert_says("ffprobe -v error -count_frames -select_streams v -of csv=p=0 -show_entries "
                "stream=codec_name,width,height,pix_fmt,color_range,color_space,color_transfer,"
                "color_primaries,r_frame_rate,nb_read_frames " FOLDER "/a.mp4",
                "h264,322,180,yuv420p,tv,bt709,bt709,bt709,25/1,50");
    assert_says("ffprobe -v error -select_streams a -of csv=p=0 -show_entries "
                "stream=codec_name,sample_rate,channels,start_time,duration " FOLDER "/a.mp4",
                "aac,48000,2,0.000000,2.00");
    // The index stands before the media, so that it plays while it loads.
    size_t size;
    unsigned char *bytes = file_bytes(FOLDER "/a.mp4", &size);
    assert_memory_equal(bytes + 32 + 4, "moov", 4);
    free(bytes);
}

// Frame 20 taken out by ffmpeg, which turns the colours back by the tags.
static void an_mp4_keeps_its_colours(void **state)
{
    write_mp4(FOLDER "/a.mp4");
    if (!there("ffmpeg"))
        skip();
    assert_int_equal(system("ffmpeg -v error -nostdin -y -i " FOLDER "/a.mp4 -ss 0.79 "
                            "-frames:v 1 -f rawvideo -pix_fmt rgba -sws_flags "
                            "accurate_rnd+full_chroma_int " FOLDER "/frame.raw </dev/null"),
                     0);
    size_t size;
    unsigned char *got = file_bytes(FOLDER "/frame.raw", &size);
    unsigned char *put = picture(FILM_W, FILM_H, 80);
    assert_int_equal(size, 322 * 180 * 4);
    double error = 0, mean = 0;
    for (int y = 0; y < 180; y++)
        for (int x = 0; x < 322; x++)
            for (int c = 0; c < 2; c++) { // blue's edges are blurred with the chroma
                int off = got[(y * 322 + x) * 4 + c] - put[(y * FILM_W + x) * 4 + c];
                error += off * off;
                mean += off;
            }
    double psnr = 10 * log10(255 * 255 / (error / (180 * 322 * 2)));
    if (psnr < 30)
        fail_msg("PSNR is %.1f dB", psnr);
    assert_float_equal(mean / (180 * 322 * 2), 0, 1); // no shift of range or matrix
    free(got);
    free(put);
}

static void an_mp4s_sound_starts_with_its_pictures(void **state)
{
    write_mp4(FOLDER "/a.mp4");
    struct decode_sound *s = decode_sound_open(FOLDER "/a.mp4", 48000, NULL);
    assert_non_null(s);
    static float got[96000 * 2], put[96000 * 2];
    assert_int_equal(decode_sound_read(s, got, 96000), 96000);
    tone(put, 96000, 2, 0);
    for (int i = 4000 * 2; i < 92000 * 2; i++)
        if (fabsf(got[i] - put[i]) > 0.02f)
            fail_msg("sample %d is %g, not %g", i, (double)got[i], (double)put[i]);
    decode_sound_close(s);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    unsigned char *rgba = picture(4, 4, 0);
    struct fault f;
    assert_false(encode_png(FOLDER "/absent/a.png", rgba, 4, 4, &f));
    assert_non_null(strstr(f.text, "No such file"));
    assert_false(encode_png(FOLDER "/dir", rgba, 4, 4, &f)); // a folder of that name is there
    assert_false(encode_png(FOLDER "/zero.png", rgba, 0, 4, &f));
    assert_null(encode_wav_open(FOLDER "/absent/a.wav", 2, 48000, 16, &f));
    assert_null(encode_wav_open(FOLDER "/zero.wav", 0, 48000, 16, &f));
    struct encode_mp4_desc desc = {.width = 64, .height = 64, .rate_hz = 25};
    assert_null(encode_mp4_open(FOLDER "/absent/a.mp4", &desc, &f));
    struct encode_mp4 *m = encode_mp4_open(FOLDER "/dir", &desc, &f);
    assert_non_null(m);
    assert_false(encode_mp4_close(m, &f));
    free(rgba);
    DIR *d = opendir(FOLDER);
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        assert_null(strstr(e->d_name, ".part"));
    closedir(d);
}

static void what_is_dropped_leaves_what_lay_there(void **state)
{
    const char *const files[] = {FOLDER "/kept.wav", FOLDER "/kept.mp4"};
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(files[i], "w");
        assert_non_null(file);
        fputs("kept", file);
        fclose(file);
    }
    struct encode_mp4_desc desc = {.width = 64, .height = 64, .rate_hz = 25};
    unsigned char *rgba = picture(64, 64, 0);
    struct encode_mp4 *m = encode_mp4_open(files[1], &desc, NULL);
    assert_non_null(m);
    assert_true(encode_mp4_frame(m, rgba, NULL));
    encode_mp4_drop(m);
    encode_wav_drop(encode_wav_open(files[0], 2, 48000, 16, NULL));
    encode_mp4_drop(NULL);
    encode_wav_drop(NULL);
    free(rgba);
    for (int i = 0; i < 2; i++) {
        char text[8] = "";
        FILE *file = fopen(files[i], "r");
        assert_non_null(fgets(text, sizeof text, file));
        fclose(file);
        assert_string_equal(text, "kept");
    }
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
        cmocka_unit_test(a_wav_comes_back_and_twice_the_same),
        cmocka_unit_test(an_mp4_is_what_ffprobe_says_and_twice_the_same),
        cmocka_unit_test(an_mp4_keeps_its_colours),
        cmocka_unit_test(an_mp4s_sound_starts_with_its_pictures),
        cmocka_unit_test(what_is_dropped_leaves_what_lay_there),
        cmocka_unit_test(what_cannot_be_written_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
