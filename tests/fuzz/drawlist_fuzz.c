// Any bytes as a draw list, through its API, and painted without a GPU: whatever comes out is
// finite, inside its clip and its masks.
#include "render/private.h"

#include "boxes/boxes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 300, HEIGHT = 200, POINTS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
    const uint8_t *at, *end;
};

static unsigned byte(struct bytes *b)
{
    return b->at < b->end ? *b->at++ : 0;
}

// Mostly a place on the canvas, at times any float there is.
static float number(struct bytes *b)
{
    unsigned tag = byte(b);
    if (tag < 240)
        return (float)(int16_t)(byte(b) | (tag & 7) << 8) / 8 + (float)(tag >> 3);
    uint32_t bits = 0;
    float f;
    for (int i = 0; i < 4; i++)
        bits = bits << 8 | byte(b);
    memcpy(&f, &bits, sizeof f);
    return f;
}

static void numbers(struct bytes *b, float *to, int count)
{
    for (int i = 0; i < count; i++)
        to[i] = number(b);
}

static struct color color(struct bytes *b)
{
    float v[4];
    for (int i = 0; i < 4; i++)
        v[i] = (float)byte(b) / 200;
    return (struct color){v[0], v[1], v[2], v[3]};
}

static void put_state(struct bytes *b, struct drawlist *l)
{
    struct draw_state s = {affine_identity(),
                           {0, 0, WIDTH, HEIGHT},
                           (float)byte(b) / 200,
                           (enum draw_blend)(byte(b) % BLEND_MODES),
                           0,
                           0};
    unsigned what = byte(b);
    float *m = (float *)&s.to_canvas;
    for (int i = 0; i < 6 && what & 1; i++)
        m[i] = number(b) / (i < 4 ? 64 : 1);
    for (int i = 0; i < 4 && what & 2; i++)
        s.clip[i] = number(b);
    drawlist_state(l, &s);
}

static void put_text(struct bytes *b, struct drawlist *l)
{
    static const char *const fonts[] = {"text", "title", "figures", "?"};
    struct text_style s = {.size_px = fabsf(number(b)), .width_px = number(b)};
    char words[40];
    size_t length = byte(b) % sizeof words;
    strcpy(s.font, fonts[byte(b) % 4]);
    s.max_lines = (int)byte(b) % 4;
    s.align = (enum text_align)(byte(b) % 6);
    unsigned flags = byte(b);
    strcpy(s.language, flags & 1 ? "fr" : "ar");
    s.outline_px = flags & 2 ? number(b) : 0;
    s.outline_color = (struct color){1, 0, 0, 1};
    s.underline = flags & 4;
    for (size_t i = 0; i < length; i++)
        words[i] = (char)byte(b);
    struct text_run runs[2] = {{.length = byte(b) % 8, .size_px = 20, .underline = true},
                               {.length = 99, .size_px = number(b), .color = color(b)}};
    struct text_words w = {words, length, &s, runs, flags & 8 ? 2 : 0};
    if (flags & 16) {
        float xy[2 * 16];
        uint32_t points = byte(b) % 17;
        numbers(b, xy, (int)points * 2);
        drawlist_letters(l, &w, number(b), number(b), xy, points, color(b));
    } else {
        drawlist_words(l, &w, number(b), number(b), color(b));
    }
}

static void put_path(struct bytes *b, struct drawlist *l, unsigned op)
{
    float v[POINTS * DRAW_TRAIL_FLOATS];
    uint32_t count = byte(b) % POINTS;
    numbers(b, v, (int)count * (op == 4 ? DRAW_TRAIL_FLOATS : 2));
    if (op == 3)
        drawlist_line(l, v, count, number(b), byte(b) & 1, color(b));
    else if (op == 4)
        drawlist_trail(l, v, count);
    else
        drawlist_fill(l, v, count, color(b));
}

static struct draw_gradient gradient(struct bytes *b)
{
    struct draw_gradient g = {.kind = (enum gradient_kind)(byte(b) % 4),
                              .spread = (enum gradient_spread)(byte(b) % 4),
                              .space = (enum gradient_space)(byte(b) % 3),
                              .count = byte(b) % (DRAW_STOPS + 2)};
    float last = 0;
    numbers(b, g.at, 4);
    for (uint32_t i = 0; i < g.count && i < DRAW_STOPS; i++) {
        last += (float)byte(b) / 1000;
        g.places[i] = last;
        g.colors[i] = color(b);
    }
    return g;
}

static struct draw_pen pen(struct bytes *b)
{
    struct draw_pen p = {.join = (enum pen_join)(byte(b) % 4),
                         .cap = (enum pen_cap)(byte(b) % 4),
                         .miter = number(b),
                         .dash_count = byte(b) % (DRAW_DASHES + 2),
                         .dash_offset = number(b)};
    for (uint32_t i = 0; i < p.dash_count && i < DRAW_DASHES; i++)
        p.dash[i] = fabsf(number(b)) / (byte(b) & 1 ? 1 : 4096);
    return p;
}

// Mostly whole pieces of a path.
static uint32_t path(struct bytes *b, float v[POINTS * 7])
{
    static const uint32_t sizes[] = {3, 3, 5, 7, 1};
    uint32_t count = 0, pieces = byte(b) % POINTS;
    for (uint32_t i = 0; i < pieces; i++) {
        uint32_t verb = i ? byte(b) % 5 : 0;
        v[count] = byte(b) == 255 ? number(b) : (float)verb;
        numbers(b, v + count + 1, (int)sizes[verb] - 1);
        count += sizes[verb];
    }
    return count;
}

static void put_brush(struct bytes *b, struct drawlist *l)
{
    float v[POINTS * 7] = {0};
    struct draw_pen p = pen(b);
    struct draw_gradient g = gradient(b);
    unsigned what = byte(b);
    struct draw_brush brush = {.color = color(b),
                               .width = what & 1 ? number(b) : 0,
                               .rule = (enum draw_rule)(what >> 1 & 1),
                               .pen = what & 4 ? &p : NULL,
                               .gradient = what & 8 ? &g : NULL};
    uint32_t count = path(b, v);
    if (what & 128)
        drawlist_box(l, (struct draw_rect){v[0], v[1], v[2], v[3]}, v[4], v[5], brush.color);
    else if (what & 16)
        drawlist_polyline(l, v, count / 2, what & 32, &brush);
    else if (what & 64)
        drawlist_polygon(l, v, count / 2, &brush);
    else
        drawlist_path(l, v, count, &brush);
}

static void put_sliced(struct bytes *b, struct drawlist *l)
{
    struct draw_slices s;
    float at[4];
    numbers(b, (float *)&s, sizeof s / sizeof(float));
    numbers(b, at, 4);
    drawlist_sliced(l, byte(b) & 1 ? DRAW_FILM : DRAW_PICTURE, byte(b),
                    (struct draw_rect){at[0], at[1], at[2], at[3]}, &s, color(b));
}

static void put_sprites(struct bytes *b, struct drawlist *l)
{
    float v[8 * 8], at[4];
    uint32_t each = byte(b) & 1 ? 4 : 8, count = byte(b) % 8;
    numbers(b, v, (int)(count * each));
    numbers(b, at, 4);
    drawlist_sprites(l, byte(b), (struct draw_rect){at[0], at[1], at[2], at[3]}, v, count, each,
                     color(b));
    drawlist_swarm(l, byte(b), byte(b), number(b), number(b), color(b));
    for (uint32_t i = 0; i < byte(b) % 4; i++)
        drawlist_sprite(l, byte(b) & 3, v + 4 * i);
}

static struct tween tween(struct bytes *b, struct tween_key keys[4])
{
    struct tween t = {number(b), number(b), number(b), number(b), number(b), .keys = byte(b) % 5};
    float v[2];
    for (int i = 0; i < 4; i++) {
        numbers(b, v, 2);
        keys[i] = (struct tween_key){v[0], v[1], byte(b) % (EASES + 1)};
    }
    t.looping = byte(b) & 1;
    return t;
}

// A state within a motion, most often within another one.
static void put_motion(struct bytes *b, struct drawlist *l)
{
    struct draw_state s = l->states[l->state_count - 1];
    struct draw_motion m = {.kind = byte(b) % 4, .before = s.to_canvas};
    struct tween_key x[4], y[4];
    m.outer = m.kind == MOTION_FADE ? s.fade : s.motion;
    m.a = tween(b, x);
    m.b = tween(b, y);
    uint32_t motion = drawlist_motion(l, &m, x, y);
    if (motion)
        *(m.kind == MOTION_FADE ? &s.fade : &s.motion) = motion;
    drawlist_state(l, &s);
}

static void put_group(struct bytes *b, struct drawlist *l)
{
    struct draw_layer layer = {.blend = (enum draw_blend)(byte(b) % BLEND_MODES),
                               .opacity = (float)byte(b) / 200,
                               .mask = (enum draw_mask)(byte(b) % 4),
                               .media = byte(b)};
    float path[POINTS];
    layer.count = byte(b) % POINTS;
    numbers(b, path, (int)layer.count);
    for (uint32_t i = 0; i < layer.count; i += 3)
        path[i] = (float)(byte(b) % 5);
    layer.soft_px = number(b);
    unsigned what = byte(b) % 4;
    if (what == 0)
        drawlist_layer(l, &layer, path);
    else if (what == 1)
        drawlist_onto(l, byte(b), byte(b) & 1);
    else
        drawlist_end(l);
}

static void put(struct bytes *b, struct drawlist *l)
{
    unsigned op = byte(b) % 16;
    float at[8];
    if (op == 0) {
        put_state(b, l);
    } else if (op == 1) {
        numbers(b, at, 8);
        drawlist_image(l, byte(b) & 1 ? DRAW_FILM : DRAW_PICTURE, byte(b),
                       (struct draw_rect){at[0], at[1], at[2], at[3]},
                       (struct draw_rect){at[4], at[5], at[6], at[7]}, color(b));
    } else if (op == 2) {
        put_text(b, l);
    } else if (op == 12 || op == 13) {
        put_sprites(b, l);
    } else if (op == 14) {
        put_motion(b, l);
    } else if (op == 11) {
        put_group(b, l);
    } else if (op == 10 || op == 15) {
        put_brush(b, l);
    } else if (op == 9) {
        put_sliced(b, l);
    } else {
        put_path(b, l, 3 + op % 3);
    }
}

static enum paint_look look(void *user, enum draw_op op, media_handle media)
{
    return (enum paint_look)(media % 3);
}

static void ignore(void *user)
{
}

static void check_vertex(const struct vertex *v, const struct geometry_run *run)
{
    const float *f = (const float *)v;
    for (size_t i = 0; i < sizeof *v / sizeof *f; i++)
        assert(!isnan(f[i]));
    if (v->kind == (float)VERTEX_SOLID || v->kind == (float)VERTEX_MASK) {
        assert(v->at[0] >= (float)run->clip[0] && v->at[0] <= (float)run->clip[2]);
        assert(v->at[1] >= (float)run->clip[1] && v->at[1] <= (float)run->clip[3]);
    }
    if (v->kind == (float)VERTEX_MASK) {
        assert(v->place[0] >= 0 && v->place[0] <= MASK_WIDTH);
        assert(v->place[1] >= 0 && v->place[1] <= MASK_HEIGHT);
    }
}

static void check(void *user)
{
    const struct geometry *g = user;
    int next = 0;
    for (int r = 0; r < g->run_count; r++) {
        const struct geometry_run *run = &g->runs[r];
        assert(run->first == next && run->count % 3 == 0);
        assert(run->clip[0] >= 0 && run->clip[1] >= 0);
        assert(run->clip[2] <= WIDTH && run->clip[3] <= HEIGHT);
        assert(run->op != DRAW_SPRITES || (run->count == 0 && run->batch < g->batch_count));
        next += run->count;
        assert(next <= g->index_count);
        for (int i = run->first; i < next; i++) {
            assert(g->indices[i] < (uint32_t)g->vertex_count);
            check_vertex(&g->vertices[g->indices[i]], run);
        }
    }
    assert(next == g->index_count);
}

// Groups: each that begins ends, in order, and none is deeper than allowed.
struct groups {
    int depth;
    struct painter painter;
};

static bool is_direct(void *user, enum draw_blend blend)
{
    return blend < BLEND_MULTIPLY;
}

static void deeper(struct groups *g)
{
    g->depth++;
    assert(g->depth <= LAYER_DEPTH + 1);
    assert(g->painter.geometry.index_count == 0); // flushed
}

static bool begin_group(void *user, const struct stage_paint *at, const struct draw_command *c)
{
    struct groups *g = user;
    const struct draw_layer *layer = &at->list->layers[c->op == DRAW_LAYER ? c->index : 0];
    if (c->op == DRAW_ONTO ? c->image.media & 1 : layer->invert)
        return false;
    if (c->op == DRAW_LAYER && layer->mask)
        painter_mask(&g->painter, at->list, layer,
                     layer->mask == MASK_PATH ? DRAW_PATH : DRAW_PICTURE, &at->state->to_canvas,
                     at->clip);
    deeper(g);
    return true;
}

static void plain_group(void *user, const struct stage_paint *at, enum draw_blend blend)
{
    deeper(user);
}

static void end_group(void *user)
{
    struct groups *g = user;
    g->depth--;
    assert(g->depth >= 0 && g->painter.geometry.index_count == 0);
}

// A control in every state; then all of it as JSON.
static void tell_boxes(struct drawlist *list, struct text *text)
{
    static struct scene_stage stage;
    for (uint32_t i = 0; i < list->state_count; i++)
        drawlist_control(list, &list->states[i], "a",
                         (struct draw_rect){0, 0, (float)i * 1e37f, 9});
    stage.list = *list;
    stage.opacity = 1;
    json_t *all = boxes_of(&stage, 0.5, text);
    char *written = json_dumps(all, 0);
    assert(written);
    free(written);
    json_decref(all);
    *list = stage.list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct painter_hooks hooks = {
        .direct = is_direct, .begin = begin_group, .group = plain_group, .end = end_group};
    struct groups groups = {0};
    struct painter *p = &groups.painter;
    static struct text *text; // fonts take longer to open than a list to paint
    struct bytes b = {data, data + size};
    struct drawlist list = {0};
    *p = (struct painter){.look = look, .atlas = ignore, .hooks = &hooks, .user = &groups};
    if (!text)
        text =
            text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, NULL);
    p->text = text;
    bool ready = painter_init(p);
    assert(ready);
    p->geometry.flush = check;
    p->geometry.user = &p->geometry;
    drawlist_begin(&list, WIDTH, HEIGHT);
    for (int i = 0; i < 200 && b.at < b.end; i++)
        put(&b, &list);
    painter_paint(p, &list, WIDTH, HEIGHT);
    assert(groups.depth == 0);
    if (size % 4 == 0) // it costs as much as painting
        tell_boxes(&list, text);
    painter_finish(p);
    drawlist_finish(&list);
    return 0;
}
