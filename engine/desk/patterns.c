// Test patterns: lines, patches and letters.
#include "desk/patterns.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SWEEP_S 6.0 // across, or down

static const char *const names[PATTERNS] = {"none", "grid",  "crosshatch", "circles", "gamma",
                                            "ramp", "focus", "bars",       "sweep"};

const char *pattern_name(int pattern)
{
    return pattern > 0 && pattern < PATTERNS ? names[pattern] : names[0];
}

int pattern_find(const char *name)
{
    for (int i = 0; i < PATTERNS; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool pattern_moves(int pattern)
{
    return pattern == PATTERN_SWEEP;
}

struct sheet {
    struct drawlist *list;
    float w, h, unit;
};

static void box(const struct sheet *s, float x, float y, float w, float h, struct color c)
{
    if (w > 0 && h > 0)
        drawlist_box(s->list, (struct draw_rect){x, y, w, h}, 0, 0, c);
}

static struct color light(double level)
{
    return (struct color){(float)level, (float)level, (float)level, 1};
}

// As a byte that the display gets.
static struct color byte(double value)
{
    unsigned b = (unsigned)lround(fmin(fmax(value, 0), 255));
    return color_srgb(b << 16 | b << 8 | b, 1);
}

__attribute__((format(printf, 7, 8))) static void say(const struct sheet *s, float x, float y,
                                                      float size, enum text_align align,
                                                      struct color c, const char *format, ...)
{
    char text[160];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct text_style style = {.font = "figures", .size_px = size, .align = align};
    drawlist_text(s->list, text, strlen(text), x, y, &style, c);
}

// One px wide, on whole px.
static void upright(const struct sheet *s, float x, struct color c)
{
    box(s, floorf(x), 0, 1, s->h, c);
}

static void level(const struct sheet *s, float y, struct color c)
{
    box(s, 0, floorf(y), s->w, 1, c);
}

// The outermost px: one that is not seen tells that the picture is cut.
static void border(const struct sheet *s, struct color c)
{
    level(s, 0, c);
    level(s, s->h - 1, c);
    upright(s, 0, c);
    upright(s, s->w - 1, c);
}

// On black: read over any colour, and small enough to hide none.
static void plate(const struct sheet *s, float x, float y, float size, const char *text)
{
    float wide = size * (0.6f * (float)strlen(text) + 0.8f);
    box(s, floorf(x - wide / 2), floorf(y - size * 0.2f), ceilf(wide), ceilf(size * 1.5f),
        light(0));
    say(s, x, y, size, TEXT_CENTRE, light(1), "%s", text);
}

// Which output is which; `down` from the top of each, as a share of its height.
static void names_on(const struct sheet *s, const struct pattern_place *p, float down, float size)
{
    char text[96];
    for (int i = 0; i < p->part_count; i++) {
        const struct pattern_part *part = &p->parts[i];
        plate(s, part->x + part->w / 2, part->y + part->h * down, size, part->name);
    }
    if (p->part_count || !p->name || !p->name[0])
        return;
    snprintf(text, sizeof text, "%s  %d × %d", p->name, p->size.width, p->size.height);
    plate(s, s->w / 2, s->h * down, size, text);
}

static void name_on(const struct sheet *s, const struct pattern_place *p, struct color c)
{
    if (p->name && p->name[0])
        say(s, s->w / 2, s->h * 0.3f, s->unit * 2.4f, TEXT_CENTRE, c, "%s  %d × %d", p->name,
            p->size.width, p->size.height);
    if (p->part_count)
        names_on(s, p, 0.42f, s->unit);
}

static void ring(const struct sheet *s, float x, float y, float radius, float width, struct color c)
{
    if (radius > width)
        drawlist_box(s->list, (struct draw_rect){x - radius, y - radius, radius * 2, radius * 2},
                     radius, width, c);
}

static void grid(const struct sheet *s, const struct pattern_place *p)
{
    s->list->background = color_srgb(0x101418, 1);
    for (int x = 0; x < (int)s->w; x += 50)
        upright(s, (float)x, color_srgb(x % 500 ? x % 100 ? 0x3a4248 : 0x808890 : 0xff7a1a, 1));
    for (int y = 0; y < (int)s->h; y += 50)
        level(s, (float)y, color_srgb(y % 500 ? y % 100 ? 0x3a4248 : 0x808890 : 0xff7a1a, 1));
    for (int x = 0; x < (int)s->w; x += 200)
        for (int y = 0; y < (int)s->h; y += 100)
            say(s, (float)x + 4, (float)y + 3, 13, TEXT_LEFT, color_srgb(0xf4ead8, 1), "%d, %d", x,
                y);
    border(s, light(1));
    ring(s, s->w / 2, s->h / 2, s->h / 4, 1, light(1));
    name_on(s, p, light(1));
}

static void crosshatch(const struct sheet *s, const struct pattern_place *p)
{
    s->list->background = light(0);
    for (float x = fmodf(s->w / 2, 64); x < s->w; x += 64)
        upright(s, x, light(1));
    for (float y = fmodf(s->h / 2, 64); y < s->h; y += 64)
        level(s, y, light(1));
    border(s, light(1));
    names_on(s, p, 0.3f, s->unit);
}

static void circles(const struct sheet *s, const struct pattern_place *p)
{
    float r = fminf(s->w, s->h) / 2, each = fminf(s->w, s->h) / 5;
    s->list->background = color_srgb(0x20262a, 1);
    for (float x = fmodf(s->w / 2, each); x < s->w; x += each)
        upright(s, x, color_srgb(0x606a70, 1));
    for (float y = fmodf(s->h / 2, each); y < s->h; y += each)
        level(s, y, color_srgb(0x606a70, 1));
    for (int i = 1; i <= 4; i++)
        ring(s, s->w / 2, s->h / 2, r * (float)i / 4 - 1, 2, light(1));
    for (int i = 0; i < 4; i++)
        ring(s, i % 2 ? s->w - each : each, i / 2 ? s->h - each : each, each - 1, 2,
             color_srgb(0xff7a1a, 1));
    border(s, light(1));
    name_on(s, p, light(1));
}

// Lines that light together as much as the patch among them does on a display of that gamma: from
// afar, or out of focus, it vanishes.
static void gamma_patch(const struct sheet *s, int row, int column, float x, float y, float w,
                        float h)
{
    static const double gammas[] = {1.8, 2.0, 2.2, 2.4, 2.6};
    static const int lit[3] = {1, 2, 3}; // of four rows
    double share = lit[row] / 4.0, g = gammas[column];
    double value = 255 * pow(share, 1 / g);
    box(s, x, y, w, h, light(0));
    for (int i = 0; i < (int)h; i++) {
        bool on = row == 1 ? i % 2 == 0 : row == 0 ? i % 4 == 0 : i % 4 != 0;
        if (on)
            box(s, x, y + (float)i, w, 1, light(1));
    }
    float side = floorf(fminf(w, h) * 0.5f);
    float left = floorf(x + (w - side) / 2), top = floorf(y + (h - side) / 2);
    box(s, left, top, side, side, byte(value));
    say(s, left + side / 2, top + side / 2 - s->unit * 0.6f, s->unit, TEXT_CENTRE,
        share > 0.3 ? light(0) : light(1), "%.1f", g);
}

static void grey_patches(const struct sheet *s, const struct pattern_place *p)
{
    float gap = floorf(s->unit), w = floorf((s->w - gap * 6) / 5);
    float h = floorf((s->h - gap * 7) / 3);
    s->list->background = byte(60);
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 5; column++)
            gamma_patch(s, row, column, gap + (float)column * (w + gap),
                        floorf(gap * 2 + (float)row * (h + gap * 1.5f)), w, h);
    static const char *const shares[3] = {"25 %", "50 %", "75 %"};
    for (int row = 0; row < 3; row++)
        say(s, gap, floorf(gap * 0.6f) + (float)row * (h + gap * 1.5f), s->unit * 0.9f, TEXT_LEFT,
            light(1), "%s", shares[row]);
    names_on(s, p, gap * 0.5f / s->h, s->unit * 0.9f);
}

// Even bands of light: where outputs overlap none of them may be seen to be brighter or darker.
static void ramp(const struct sheet *s, const struct pattern_place *p)
{
    static const double bands[5] = {0, 0.02, 0.18, 0.5, 1};
    float h = s->h / 7;
    s->list->background = light(0);
    for (int i = 0; i < 5; i++) {
        box(s, 0, floorf(h * (float)i), s->w, ceilf(h), light(bands[i]));
        say(s, s->unit, h * ((float)i + 0.5f) - s->unit * 0.5f, s->unit, TEXT_LEFT,
            light(i > 2 ? 0 : 1), "%g %%", bands[i] * 100);
    }
    for (int i = 0; i < 32; i++) // light in even steps
        box(s, floorf(s->w * (float)i / 32), floorf(h * 5), ceilf(s->w / 32), ceilf(h),
            light(i / 31.0));
    for (int i = 0; i < 256; i++) // and byte by byte
        box(s, floorf(s->w * (float)i / 256), floorf(h * 6), ceilf(s->w / 256) + 1, ceilf(h),
            byte(i));
    names_on(s, p, 0.3f, s->unit);
    for (int i = 0; i < p->overlap_count; i++) {
        const float *o = p->overlaps[i];
        drawlist_box(s->list, (struct draw_rect){o[0], o[1], o[2], o[3]}, 0, 2,
                     color_srgb(0xff7a1a, 1));
        say(s, o[0] + o[2] / 2, o[1] + s->unit, s->unit, TEXT_CENTRE, color_srgb(0xff7a1a, 1),
            "%.0f px", (double)o[2]);
    }
}

static void focus_at(const struct sheet *s, float x, float y)
{
    float u = 96;
    x = floorf(x - u);
    y = floorf(y - u / 2);
    for (int width = 1; width <= 3; width++)
        for (int i = 0; i < 8; i++) {
            float step = (float)(i * width * 2), at = (float)(width - 1) * 56;
            box(s, x + at + step, y, (float)width, 44, light(1));
            box(s, x + at, y + 52 + step, 44, (float)width, light(1));
        }
    for (int i = 0; i < 4; i++)
        say(s, x + 168, y + (float)(i * i * 4 + i * 9), (float)(9 + i * 3), TEXT_LEFT, light(1),
            "geste %d", 9 + i * 3);
}

static void focus(const struct sheet *s, const struct pattern_place *p)
{
    float inset_x = fminf(160, s->w / 4), inset_y = fminf(90, s->h / 4);
    int columns = s->w < 900 ? 2 : 3; // each is some 250 px wide
    s->list->background = light(0);
    for (int i = 0; i < columns * 3; i++) {
        int column = i % columns, row = i / columns;
        focus_at(s, inset_x + (s->w - inset_x * 2) * (float)column / (float)(columns - 1),
                 inset_y + (s->h / 2 - inset_y) * (float)row);
    }
    border(s, light(1));
    names_on(s, p, (inset_y / s->h + 0.5f) / 2, s->unit * 1.2f);
}

static void bars(const struct sheet *s, const struct pattern_place *p)
{
    static const unsigned colors[8] = {0xffffff, 0xffff00, 0x00ffff, 0x00ff00,
                                       0xff00ff, 0xff0000, 0x0000ff, 0x000000};
    static const int near_black[8] = {0, 2, 4, 8, 12, 16, 24, 32};
    float w = s->w / 8, high = s->h * 0.6f;
    s->list->background = light(0);
    for (int i = 0; i < 8; i++) {
        float x = floorf(w * (float)i);
        box(s, x, 0, ceilf(w), high, color_srgb(colors[i], 1));
        box(s, x, floorf(high), ceilf(w), ceilf(s->h * 0.1f), byte(near_black[i]));
        box(s, x, floorf(s->h * 0.9f), ceilf(w), ceilf(s->h * 0.1f), byte(255 - near_black[7 - i]));
        say(s, x + 6, s->h * 0.7f - s->unit * 1.2f, s->unit * 0.8f, TEXT_LEFT, byte(90), "%d",
            near_black[i]);
        say(s, x + 6, s->h - s->unit * 1.2f, s->unit * 0.8f, TEXT_LEFT, byte(120), "%d",
            255 - near_black[7 - i]);
    }
    for (int i = 0; i < 11; i++)
        box(s, floorf(s->w * (float)i / 11), floorf(s->h * 0.7f), ceilf(s->w / 11) + 1,
            ceilf(s->h * 0.2f), byte(25.5 * i));
    names_on(s, p, 0.3f, s->unit * 1.2f);
}

static void sweep(const struct sheet *s, const struct pattern_place *p)
{
    double t = fmod(p->now_s, 2 * SWEEP_S) / SWEEP_S;
    s->list->background = light(0);
    border(s, byte(90));
    if (t < 1)
        box(s, floorf((float)t * s->w) - 1, 0, 3, s->h, light(1));
    else
        box(s, 0, floorf((float)(t - 1) * s->h) - 1, s->w, 3, light(1));
    name_on(s, p, byte(90));
}

void pattern_draw(struct drawlist *list, int pattern, const struct pattern_place *p)
{
    static void (*const draw[PATTERNS])(const struct sheet *s, const struct pattern_place *p) = {
        NULL, grid, crosshatch, circles, grey_patches, ramp, focus, bars, sweep};
    float w = (float)p->size.width, h = (float)p->size.height;
    struct sheet s = {list, w, h, fmaxf(fminf(h / 44, w / 64), 9)};
    if (pattern > 0 && pattern < PATTERNS)
        draw[pattern](&s, p);
}
