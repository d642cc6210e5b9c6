// Flashes held back. The arithmetic: in any second a place may change its light six times (three
// flashes). It is held from the third change on, known a frame late, so four came; then light moves
// by a quarter in a second, two changes of a tenth. Red likewise, by a sixteenth a change.
#include "limiting.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>

#define CHANGES 3       // within a second: held from then on
#define SHARE 0.2       // of a field; WCAG allows a quarter
#define ACROSS 256      // cells, at most
#define HOLD_LIGHT 0.25 // a second
#define HOLD_RED 0.12   // R - G - B
#define LET_GO 1.0      // of both: light that is calm comes by one change
#define CALM_S 1.0
#define LETS_GO_S 1.2
#define STEP_S 0.1 // longest between two frames

bool limiting_open(struct limiting *l, struct gpu *gpu, struct fault *f)
{
    *l = (struct limiting){0};
    l->cells = gpu_program_later(gpu, "cells", f);
    l->limit = l->cells ? gpu_program_later(gpu, "limit", f) : NULL;
    l->gpu = gpu;
    return l->limit != NULL;
}

static void end(struct limited *k)
{
    gpu_target_finish(&k->held[0]);
    gpu_target_finish(&k->held[1]);
    gpu_target_finish(&k->shown);
}

static void close_stage(struct limited *k)
{
    end(k);
    flash_destroy(k->flash);
    gpu_reader_finish(&k->reader);
    gpu_target_finish(&k->cells);
    free(k->rgba);
    free(k->light);
    *k = (struct limited){0};
}

void limiting_rest(struct limiting *l)
{
    for (int i = 0; i < SCENE_STAGES; i++)
        close_stage(&l->stages[i]);
}

void limiting_close(struct limiting *l)
{
    limiting_rest(l);
    if (l->gpu) {
        gpu_program_destroy(l->limit);
        gpu_program_destroy(l->cells);
    }
    *l = (struct limiting){0};
}

// Told once; nothing is tried again before the station has slept.
static void give_up(struct limited *k, const struct fault *f)
{
    close_stage(k);
    k->failed = true;
    log_warning("engine", "flashes are not limited: %s", f->text[0] ? f->text : "no memory");
}

static bool open_stage(struct limiting *l, struct limited *k, const struct gpu_texture *canvas)
{
    struct fault f = {0};
    k->side_px = (canvas->width + ACROSS - 1) / ACROSS;
    int columns = (canvas->width + k->side_px - 1) / k->side_px;
    int rows = (canvas->height + k->side_px - 1) / k->side_px;
    size_t cells = (size_t)columns * (size_t)rows;
    k->flash = flash_create(columns, rows, 0, 0);
    k->rgba = calloc(cells, 4);
    k->light = calloc(3 * cells, sizeof *k->light);
    k->flashed_s = -INFINITY;
    if (k->flash && k->rgba && k->light &&
        gpu_target_init(l->gpu, &k->cells, GPU_SRGBA8, columns, rows, &f)) {
        flash_changes(k->flash, CHANGES);
        return true;
    }
    give_up(k, &f);
    return false;
}

// The cells of an earlier frame, if they have come.
static bool flashes(struct limited *k)
{
    struct flash_seen seen[FLASH_KINDS];
    int columns = k->cells.texture.width, rows = k->cells.texture.height;
    if (!gpu_reader_take(&k->reader, k->rgba))
        return false;
    flash_cells(k->rgba, columns, rows, columns, rows, k->light);
    flash_frame(k->flash, k->light, k->asked_s, seen);
    return seen[FLASH_OF_LIGHT].share > SHARE || seen[FLASH_OF_RED].share > SHARE;
}

static void ask(struct limiting *l, struct limited *k, const struct gpu_target *canvas,
                double now_s)
{
    gpu_blend(l->gpu, false);
    gpu_target_bind(l->gpu, &k->cells);
    gpu_program_use(l->gpu, l->cells);
    gpu_uniform_texture(l->gpu, l->cells, "u_picture", 0, &canvas->texture);
    gpu_uniform_1i(l->cells, "u_side_px", k->side_px);
    gpu_quad_draw(l->gpu);
    gpu_reader_ask(l->gpu, &k->reader, &k->cells);
    k->asked_s = now_s;
}

static void blend(struct limiting *l, const struct gpu_texture *picture,
                  const struct gpu_texture *held, const struct gpu_target *to, double light,
                  double red)
{
    gpu_blend(l->gpu, false);
    gpu_target_bind(l->gpu, to);
    gpu_program_use(l->gpu, l->limit);
    gpu_uniform_texture(l->gpu, l->limit, "u_picture", 0, picture);
    gpu_uniform_texture(l->gpu, l->limit, "u_held", 1, held);
    gpu_uniform_2f(l->limit, "u_most", (float)light, (float)red);
    gpu_quad_draw(l->gpu);
}

// From what is seen in this frame on.
static bool begin(struct limiting *l, struct limited *k, const struct gpu_target *canvas,
                  double now_s)
{
    struct fault f = {0};
    int width = canvas->texture.width, height = canvas->texture.height;
    if (!gpu_target_init(l->gpu, &k->held[0], GPU_RGBA16F, width, height, &f) ||
        !gpu_target_init(l->gpu, &k->held[1], GPU_RGBA16F, width, height, &f) ||
        !gpu_target_init(l->gpu, &k->shown, GPU_SRGBA8, width, height, &f)) {
        give_up(k, &f);
        return false;
    }
    blend(l, &canvas->texture, &canvas->texture, &k->held[k->now], 1, 1);
    k->held_s = now_s;
    return true;
}

static void turn(struct limiting *l, struct limited *k, const struct gpu_target *canvas,
                 double now_s)
{
    enum limiting_state before = k->state;
    if (flashes(k))
        k->flashed_s = now_s;
    bool calm = now_s - k->flashed_s > CALM_S || now_s < k->flashed_s; // show time was set
    if (!calm)
        k->state = LIMITING_HOLDS;
    else if (k->state == LIMITING_HOLDS)
        k->state = LIMITING_LETS_GO;
    else if (k->state == LIMITING_LETS_GO && now_s - k->since_s > LETS_GO_S)
        k->state = LIMITING_NOTHING;
    if (k->state != before)
        k->since_s = now_s;
    if (before == LIMITING_NOTHING && k->state == LIMITING_HOLDS && !begin(l, k, canvas, now_s))
        return;
    if (before != LIMITING_NOTHING && k->state == LIMITING_NOTHING)
        end(k);
}

const struct gpu_target *limiting_show(struct limiting *l, int stage,
                                       const struct gpu_target *canvas, bool fresh, double now_s)
{
    struct limited *k = &l->stages[stage];
    if (!l->gpu || !canvas || k->failed || (!k->flash && !open_stage(l, k, &canvas->texture)))
        return canvas;
    turn(l, k, canvas, now_s);
    if (k->failed)
        return canvas;
    if (fresh || k->state != LIMITING_NOTHING)
        ask(l, k, canvas, now_s);
    if (k->state == LIMITING_NOTHING)
        return canvas;
    double past_s = fmin(fmax(now_s - k->held_s, 0), STEP_S);
    bool holds = k->state == LIMITING_HOLDS;
    const struct gpu_target *before = &k->held[k->now];
    k->now = !k->now;
    blend(l, &canvas->texture, &before->texture, &k->held[k->now],
          past_s * (holds ? HOLD_LIGHT : LET_GO), past_s * (holds ? HOLD_RED : LET_GO));
    blend(l, &k->held[k->now].texture, &before->texture, &k->shown, 1e6, 1e6);
    k->held_s = now_s;
    return &k->shown;
}

const struct gpu_target *limiting_shown(const struct limiting *l, int stage)
{
    const struct limited *k = &l->stages[stage];
    return k->state == LIMITING_NOTHING ? NULL : &k->shown;
}

bool limiting_moves(const struct limiting *l)
{
    bool any = false;
    for (int i = 0; i < SCENE_STAGES; i++)
        any |= l->stages[i].state != LIMITING_NOTHING || l->stages[i].reader.waits;
    return any;
}
