// Pictures on paper: read, reduced to what print can show, and named where they cannot be read.
#include "decode/decode.h"
#include "publish/print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PRINT_DPI 300.0
#define PRINT_PICTURE_BYTES (128 << 20) // a file of a picture has at most

static void tell_lost(struct book *b, const json_t *media, const char *why)
{
    if (b->final)
        lost_add(b->desc->lost, "%s: %s", facts_string(media, "id"), why);
}

// Mean of the source px that a px of the page covers, over white, as cairo's native RGB24 has it.
static void reduce(const struct decode_picture *p, unsigned char *to, int stride, int w, int h)
{
    for (int y = 0; y < h; y++) {
        int y0 = (int)((int64_t)y * p->height / h), y1 = (int)((int64_t)(y + 1) * p->height / h);
        uint32_t *row = (uint32_t *)(void *)(to + (size_t)y * (size_t)stride);
        for (int x = 0; x < w; x++) {
            int x0 = (int)((int64_t)x * p->width / w), x1 = (int)((int64_t)(x + 1) * p->width / w);
            uint64_t sum[3] = {0}, n = 0;
            for (int j = y0; j < (y1 > y0 ? y1 : y0 + 1); j++)
                for (int i = x0; i < (x1 > x0 ? x1 : x0 + 1); i++, n++) {
                    const unsigned char *c =
                        p->rgba + ((size_t)j * (size_t)p->width + (size_t)i) * 4;
                    for (int k = 0; k < 3; k++)
                        sum[k] += (uint64_t)(c[k] * c[3] + 255 * (255 - c[3]));
                }
            for (int k = 0; k < 3; k++)
                sum[k] = (sum[k] + n * 127) / (n * 255);
            row[x] = (uint32_t)(sum[0] << 16 | sum[1] << 8 | sum[2]);
        }
    }
}

static cairo_surface_t *surface_of(const struct decode_picture *p, double width)
{
    double px = ceil(width / 72 * PRINT_DPI);
    double scale = fmin(1, px / p->width);
    int w = (int)fmax(1, round(p->width * scale)), h = (int)fmax(1, round(p->height * scale));
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
        reduce(p, cairo_image_surface_get_data(s), cairo_image_surface_get_stride(s), w, h);
        cairo_surface_mark_dirty(s);
    }
    return s;
}

static void paint(struct book *b, const struct decode_picture *p, double x, double y, double width,
                  double height)
{
    cairo_surface_t *s = surface_of(p, width);
    cairo_save(b->cr);
    cairo_translate(b->cr, x, y);
    cairo_scale(b->cr, width / cairo_image_surface_get_width(s),
                height / cairo_image_surface_get_height(s));
    cairo_set_source_surface(b->cr, s, 0, 0);
    print_tag(b, "Figure");
    cairo_paint(b->cr);
    print_tag_end(b, "Figure");
    cairo_restore(b->cr);
    cairo_surface_destroy(s);
}

// The picture itself, or a film's poster.
static const json_t *picture_of(struct book *b, const json_t *media)
{
    const char *form = facts_string(media, "form");
    const json_t *poster = facts_one(b->desc, media, "poster");
    return poster ? poster : form && strcmp(form, "film") == 0 ? NULL : media;
}

static bool read_picture(struct book *b, const char *file, struct decode_picture *p,
                         struct fault *f)
{
    char path[1200];
    struct stat st;
    if (!b->desc->find(b->desc->user, file, path, sizeof path, f))
        return false;
    if (stat(path, &st) == 0 && st.st_size > PRINT_PICTURE_BYTES)
        return fault_set(f, "%s: has %lld bytes; a picture in print has at most %d", file,
                         (long long)st.st_size, PRINT_PICTURE_BYTES);
    return decode_picture(path, p, f);
}

bool print_picture(struct book *b, const json_t *media, double x, double y, double width,
                   double height, double *used)
{
    struct fault f;
    struct decode_picture p = {0};
    const json_t *picture = media ? picture_of(b, media) : NULL;
    const char *file = facts_string(picture, "file");
    if (!file)
        return false;
    if (!read_picture(b, file, &p, &f)) {
        tell_lost(b, picture, f.text);
        return false;
    }
    if (p.width < 1 || p.height < 1) {
        decode_picture_finish(&p);
        return false;
    }
    double scale = fmin(width / p.width, height / p.height);
    *used = p.height * scale;
    paint(b, &p, x, y, p.width * scale, *used);
    decode_picture_finish(&p);
    return true;
}

static bool read_still(struct book *b, const json_t *film, double at_s, double width,
                       struct decode_picture *p, struct fault *f)
{
    char path[1200];
    const char *file = facts_string(film, "file");
    return b->desc->find(b->desc->user, file, path, sizeof path, f) &&
           decode_film_still(path, at_s, (int)ceil(width / 72 * PRINT_DPI), p, f);
}

bool print_still(struct book *b, const json_t *film, double at_s, double x, double y, double width,
                 double height, double *wide, double *used)
{
    struct fault f;
    struct decode_picture p = {0};
    if (!read_still(b, film, at_s, fmax(width, height), &p, &f)) {
        tell_lost(b, film, f.text);
        return false;
    }
    double scale = fmin(width / p.width, height / p.height);
    *wide = p.width * scale;
    *used = p.height * scale;
    paint(b, &p, x, y, *wide, *used);
    decode_picture_finish(&p);
    return true;
}
