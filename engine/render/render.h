// Draw lists onto canvases: one target a stage, painted again only when its picture changed. Edges
// are covered by exact area, in linear light. Main thread; pictures are decoded in a thread of its
// own.
#pragma once
#include "base/fault.h"
#include "film/film.h"
#include "gpu/gpu.h"
#include "scene/scene.h"
#include "text/text.h"

struct render;

struct render_desc {
    struct gpu *gpu;
    struct text *text;        // borrowed; other renders may share it
    const struct film *film;  // borrowed; NULL: no films
    void (*wake)(void *user); // from the loading thread: a picture is decoded; may be NULL
    void *user;
};

struct render *render_create(const struct render_desc *desc, const struct scene *scene,
                             struct fault *f);
void render_destroy(struct render *r); // before gpu and text
// Loads pictures that were opened (in a thread; stepped: at once), paints the canvases whose list
// or `picture` changed, or that move. True when one shows something new. What scene_unseen() is not
// painted; pictures still load. A picture that is still opening is left out, a broken picture or
// film is a black rectangle. Clips are cut at whole px.
bool render_draw(struct render *r, struct scene *scene);
// A transition runs that began from the picture of a moment nobody painted (scene.unwatched): what
// is shown is not what would have been.
bool render_gap(const struct render *r, const struct scene *scene);
// GPU_SRGBA8, of the stage's size; black until first painted. With the stage's opacity and, while
// one scene gives way to another, both of them.
const struct gpu_target *render_target(const struct render *r, int stage);
// Room for shapes, which was made for the fullest picture so far.
void render_let_go(struct render *r);
// What is laid over an output, premultiplied on nothing; NULL: nothing.
const struct gpu_target *render_overlay(const struct render *r, int output);
// Paints any list on a target of the caller's: an operator's window. Pictures are the scene's.
void render_panel(struct render *r, const struct scene *scene, const struct drawlist *list,
                  const struct gpu_target *target);
