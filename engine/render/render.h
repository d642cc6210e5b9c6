// Draw lists onto canvases: one target a stage, painted again only when its picture changed.
#pragma once
#include "base/fault.h"
#include "film/film.h"
#include "gpu/gpu.h"
#include "scene/scene.h"
#include "text/text.h"

struct render;

struct render_desc {
    struct gpu *gpu;
    struct text *text;       // borrowed
    const struct film *film; // borrowed; NULL: no films
};

struct render *render_create(const struct render_desc *desc, const struct scene *scene,
                             struct fault *f);
void render_destroy(struct render *r);
// Loads pictures that were opened (in a thread; stepped: at once), paints the canvases whose
// picture changed. True when one was painted. With scene->still nothing is painted; pictures still
// load.
bool render_draw(struct render *r, struct scene *scene);
const struct gpu_target *render_target(const struct render *r, int stage);
