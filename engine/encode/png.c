// PNG by libpng: quick rather than small, and the same bytes each time.
#include "encode/private.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE_MAX 32768

static void refuse(png_structp png, png_const_charp text)
{
    fault_set(png_get_error_ptr(png), "%s", text);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text)
{
}

static void write_rows(png_structp png, png_infop info, const unsigned char *rgba, int width,
                       int height, unsigned char *row)
{
    png_set_IHDR(png, info, (unsigned)width, (unsigned)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_compression_level(png, 1);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const unsigned char *from = rgba + (size_t)y * (size_t)width * 4;
        for (int x = 0; x < width; x++)
            memcpy(row + x * 3, from + x * 4, 3);
        png_write_row(png, row);
    }
    png_write_end(png, info);
}

static bool write_png(FILE *file, const unsigned char *rgba, int width, int height, struct fault *f)
{
    unsigned char *row = malloc((size_t)width * 3);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, f, refuse, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    volatile bool ok = false;
    if (!row || !info) {
        fault_set(f, "no memory for a PNG");
    } else if (setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        write_rows(png, info, rgba, width, height, row);
        ok = true;
    }
    png_destroy_write_struct(&png, &info);
    free(row);
    if (ok && fflush(file) != 0)
        ok = fault_set(f, "%s", strerror(errno));
    return ok;
}

bool encode_png(const char *path, const unsigned char *rgba, int width, int height, struct fault *f)
{
    struct encode_file out;
    struct fault why = {0};
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX)
        return fault_set(f, "%s: a picture of %d x %d pixels; 1 to %d are allowed", path, width,
                         height, SIDE_MAX);
    if (!encode_file_open(&out, path, f))
        return false;
    int fd = dup(out.fd);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
    bool ok =
        file ? write_png(file, rgba, width, height, &why) : fault_set(&why, "%s", strerror(errno));
    if (file)
        fclose(file);
    else if (fd >= 0)
        close(fd);
    if (ok)
        return encode_file_keep(&out, f);
    encode_file_drop(&out);
    return fault_set(f, "%s: %s", path, why.text);
}
