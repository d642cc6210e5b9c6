// Pictures: a file into upright RGBA.
#include "decode/private.h"

#include <SDL_image.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Where pixel (0, 0) of the upright picture lies in the stored one, and the steps to its right and
// its lower neighbour, in pixels (CIPA DC-008-2019, 4.6.4, Orientation).
struct walk {
    ptrdiff_t start, right, down;
    int width, height;
};

static struct walk walk_of(int orientation, int w, int h)
{
    ptrdiff_t last_x = w - 1, last_y = (ptrdiff_t)(h - 1) * w;
    switch (orientation) {
    case 2:
        return (struct walk){last_x, -1, w, w, h};
    case 3:
        return (struct walk){last_y + last_x, -1, -w, w, h};
    case 4:
        return (struct walk){last_y, 1, -w, w, h};
    case 5:
        return (struct walk){0, w, 1, h, w};
    case 6:
        return (struct walk){last_y, -w, 1, h, w};
    case 7:
        return (struct walk){last_y + last_x, -w, -1, h, w};
    case 8:
        return (struct walk){last_x, w, -1, h, w};
    default:
        return (struct walk){0, 1, w, w, h};
    }
}

static void turn(const struct walk *k, const uint32_t *from, uint32_t *to)
{
    for (ptrdiff_t y = 0; y < k->height; y++)
        for (ptrdiff_t x = 0; x < k->width; x++)
            to[y * k->width + x] = from[k->start + x * k->right + y * k->down];
}

static bool opaque(const unsigned char *rgba, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++)
        if (rgba[i * 4 + 3] != 255)
            return false;
    return true;
}

// By the format that the header showed, so that no other loader ever sees the bytes.
static SDL_Surface *load(const unsigned char *bytes, size_t size, enum decode_picture_kind kind)
{
    SDL_RWops *ops = SDL_RWFromConstMem(bytes, (int)size);
    if (!ops)
        return NULL;
    SDL_Surface *stored = kind == DECODE_PNG    ? IMG_LoadPNG_RW(ops)
                          : kind == DECODE_JPEG ? IMG_LoadJPG_RW(ops)
                                                : IMG_LoadWEBP_RW(ops);
    SDL_RWclose(ops);
    if (!stored)
        return NULL;
    SDL_Surface *rgba = SDL_ConvertSurfaceFormat(stored, SDL_PIXELFORMAT_RGBA32, 0);
    SDL_FreeSurface(stored);
    return rgba;
}

static bool take(const SDL_Surface *s, int orientation, struct decode_picture *p, struct fault *f)
{
    struct walk k = walk_of(orientation, s->w, s->h);
    size_t pixels = (size_t)s->w * (size_t)s->h;
    if (s->pitch != s->w * 4)
        return fault_set(f, "its rows have %d bytes for %d pixels", s->pitch, s->w);
    p->rgba = malloc(pixels * 4);
    if (!p->rgba)
        return fault_set(f, "no memory for %d x %d pixels", s->w, s->h);
    turn(&k, s->pixels, (uint32_t *)(void *)p->rgba);
    p->width = k.width;
    p->height = k.height;
    p->opaque = opaque(s->pixels, pixels);
    return true;
}

bool decode_picture_bytes(const unsigned char *bytes, size_t size, struct decode_picture *picture,
                          struct fault *f)
{
    struct decode_header h;
    *picture = (struct decode_picture){0};
    if (!decode_header_read(bytes, size, &h, f))
        return false;
    if ((uint64_t)h.width * (uint64_t)h.height > DECODE_PIXELS_MAX)
        return fault_set(f, "%d x %d pixels; at most %u million are allowed", h.width, h.height,
                         DECODE_PIXELS_MAX / 1000000);
    SDL_Surface *s = load(bytes, size, h.kind);
    if (!s)
        return fault_set(f, "cannot be decoded: %s", SDL_GetError());
    bool ok = s->w == h.width && s->h == h.height;
    ok = ok ? take(s, decode_orientation(&h), picture, f)
            : fault_set(f, "says %d x %d pixels and has %d x %d", h.width, h.height, s->w, s->h);
    SDL_FreeSurface(s);
    return ok;
}

static unsigned char *read_all(const char *path, size_t *size, struct fault *f)
{
    struct stat st;
    FILE *file = fopen(path, "rbe");
    unsigned char *bytes = NULL;
    if (!file || fstat(fileno(file), &st) != 0)
        fault_set(f, "%s", strerror(errno));
    else if (!S_ISREG(st.st_mode))
        fault_set(f, "not a file");
    else if (st.st_size == 0 || st.st_size > DECODE_FILE_MAX)
        fault_set(f, "%lld bytes; 1 to %lld are allowed", (long long)st.st_size, DECODE_FILE_MAX);
    else if (!(bytes = malloc((size_t)st.st_size)))
        fault_set(f, "no memory for %lld bytes", (long long)st.st_size);
    else
        *size = fread(bytes, 1, (size_t)st.st_size, file);
    if (file)
        fclose(file);
    return bytes;
}

bool decode_picture(const char *path, struct decode_picture *picture, struct fault *f)
{
    size_t size = 0;
    *picture = (struct decode_picture){0};
    unsigned char *bytes = read_all(path, &size, f);
    bool ok = bytes && decode_picture_bytes(bytes, size, picture, f);
    free(bytes);
    return ok || fault_where(f, "%s", path);
}

void decode_picture_finish(struct decode_picture *picture)
{
    free(picture->rgba);
    *picture = (struct decode_picture){0};
}
