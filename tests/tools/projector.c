// The bench of tests of film/: what is shown, read back.
#include "tools/projector.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 16 };

static struct said said;

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    said.lines++;
    snprintf(said.last, sizeof said.last, "%s: %s", room, text);
}

// --- films --------------------------------------------------------------------------------------

void shell(const char *format, ...)
{
    char command[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    if (system(command) != 0)
        fail_msg("failed: %s", command);
}

void make_film(const char *name, int frames, const char *rate, int width, int height,
               const char *options)
{
    char command[2048];
    snprintf(command, sizeof command,
             "ffmpeg -v error -y -f rawvideo -pix_fmt gray -s %dx%d -r %s -i - -c:v libx264 "
             "-preset veryfast -g 25 -pix_fmt yuv420p -crf 18 %s '%s/%s'",
             width, height, rate, options, FOLDER, name);
    FILE *pipe = popen(command, "w");
    assert_non_null(pipe);
    unsigned char *picture = malloc((size_t)width * (size_t)height);
    for (int n = 0; n < frames; n++) {
        for (int i = 0; i < width * height; i++)
            picture[i] = n >> (i % width * BITS / width) & 1 ? 235 : 16;
        fwrite(picture, 1, (size_t)width * (size_t)height, pipe);
    }
    free(picture);
    assert_int_equal(pclose(pipe), 0);
}

struct bench open_bench(enum film_renderer renderer, bool stepped)
{
    struct bench b = {0};
    struct fault f = {0};
    b.windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (b.windows)
        b.gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    if (!b.gpu)
        fail_msg("%s", f.text);
    struct film_desc desc = {.gpu = b.gpu, .gl_address = windows_gl_address, .renderer = renderer};
    b.film = film_create(&desc);
    b.scene = scene_create("test");
    b.scene->stepped = stepped;
    scene_stage_add(b.scene, "stage", 640, 360);
    said.lines = 0;
    log_to(note, NULL, LOG_INFO);
    return b;
}

void close_bench(struct bench *b)
{
    log_to(NULL, NULL, LOG_INFO);
    film_destroy(b->film);
    scene_destroy(b->scene);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
}

struct media *open_path(struct bench *b, const char *path, bool loop)
{
    media_handle h = media_take(&b->scene->media, MEDIA_FILM, 0);
    struct media *m = media_find(&b->scene->media, h);
    snprintf(m->path, sizeof m->path, "%s", path);
    m->loop = loop;
    m->playing = true;
    m->epoch_s = b->scene->now_s;
    return m;
}

struct media *open_film(struct bench *b, const char *name, bool loop)
{
    char path[MEDIA_PATH];
    snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    return open_path(b, path, loop);
}

void update(struct bench *b, double now_s)
{
    b->scene->now_s = now_s;
    film_update(b->film, now_s, b->scene);
}

const struct gpu_texture *texture_of(struct bench *b, const struct media *m)
{
    return film_texture(b->film, b->scene, media_handle_of(&b->scene->media, m));
}

unsigned char *pixels_of(const struct gpu_texture *t)
{
    assert_non_null(t);
    unsigned char *rgba = malloc((size_t)t->width * (size_t)t->height * 4);
    glBindTexture(GL_TEXTURE_2D, t->id);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    return rgba;
}

int number_in(const struct gpu_texture *t)
{
    if (!t)
        return -1;
    unsigned char *rgba = pixels_of(t);
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
        int x = (2 * bit + 1) * t->width / (2 * BITS), y = t->height / 2;
        number |= (rgba[(y * t->width + x) * 4] > 128) << bit;
    }
    free(rgba);
    return number;
}

int count_events(struct bench *b, enum event_kind kind)
{
    int count = 0;
    const struct events *q = &b->scene->stages[0].events;
    for (int i = 0; i < q->count; i++)
        count += q->items[i].kind == kind;
    return count;
}

struct said *what_was_said(void)
{
    return &said;
}

double apart(struct bench *b, const struct media *m, double now_s)
{
    int number = number_in(texture_of(b, m));
    double due = media_position(m, now_s, NULL) * 25;
    return number < 0 ? INFINITY : fabs(remainder(number + 0.5 - due, PROJECTOR_FRAMES));
}

bool settles(struct bench *b, const struct media *m, struct clock *clock, double frames)
{
    double begun_s = clock_now_s(clock), before_s = begun_s;
    for (int right = 0; right < 60;) {
        double now_s = clock_now_s(clock);
        update(b, now_s);
        bool near = apart(b, m, now_s) <= frames, starved = now_s - before_s > 0.03;
        before_s = now_s;
        if (near || !starved)
            right += near ? 1 : right > 0 ? -1 : 0;
        if (now_s - begun_s > 120)
            return false;
        poll(NULL, 0, 10);
    }
    return true;
}
