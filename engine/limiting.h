// Where a station asks for it (flash_limit): light that flashes more often than eyes may be shown
// is held back while the show runs. What scenes paint is measured by flash/, on cells that come a
// frame late, so that nothing waits for the graphics card; from the second flash within a second
// over most of what WCAG allows, light changes so slowly that no third one comes together, until it
// has been calm for a second. Main thread.
#pragma once
#include "flash/flash.h"
#include "gpu/gpu.h"
#include "scene/scene.h"

enum limiting_state { LIMITING_NOTHING, LIMITING_HOLDS, LIMITING_LETS_GO };

struct limited {
    struct flash *flash; // owned; NULL: nothing is limited
    struct gpu_target cells;
    struct gpu_reader reader;
    unsigned char *rgba; // owned: of the cells
    float *light;        // owned
    int side_px;
    double asked_s; // of the cells that are on their way
    struct gpu_target held[2], shown;
    int now; // of held
    enum limiting_state state;
    bool failed;                       // no memory: nothing is limited
    double flashed_s, since_s, held_s; // show time: the last flash; this state; the last frame
};

struct limiting {
    struct gpu *gpu; // NULL: not asked for
    struct gpu_program *cells, *limit;
    struct limited stages[SCENE_STAGES];
};

bool limiting_open(struct limiting *l, struct gpu *gpu, struct fault *f);
void limiting_close(struct limiting *l); // zeroed: nothing
// What is to be shown of a stage's canvas: the canvas, or what is limited of it. `fresh`: it may
// have been painted anew.
const struct gpu_target *limiting_show(struct limiting *l, int stage,
                                       const struct gpu_target *canvas, bool fresh, double now_s);
void limiting_rest(struct limiting *l); // what was held is let go at once
// What was shown of it last; NULL: the canvas.
const struct gpu_target *limiting_shown(const struct limiting *l, int stage);
bool limiting_moves(const struct limiting *l); // it wants the next frame, whatever scenes do
