// Canvases bent onto outputs, and outputs shown in windows. Each output is a texture
// first; panes say which part of which window shows it.
#pragma once
#include "base/fault.h"
#include "gpu/gpu.h"
#include "mapping/mapping.h"
#include "window/window.h"

#define SURFACES_PANES 128

struct surfaces;

struct surfaces *surfaces_create(struct gpu *gpu, const struct mapping_desc *desc,
                                 const struct mapping *mapping, struct fault *f);
void surfaces_destroy(struct surfaces *s);
// The same surfaces and outputs lie otherwise from now on. Without `light` blends and grades stay
// those of before: a hand moves, and they would take longer than a frame. False and a fault: no
// memory; then some of it is black.
bool surfaces_follow(struct surfaces *s, const struct mapping_desc *desc,
                     const struct mapping *mapping, bool light, struct fault *f);
// Every output is painted from the canvases: canvases[i] is stage i's target, NULL leaves its
// surfaces black. They are borrowed until the next show: an output is painted when somebody asks
// for it or presents it. A surface hides what lies under it (the canvas' alpha does not count).
// Pixel on pixel, bytes arrive unchanged; otherwise within 1/100 px of mapping_to_canvas().
void surfaces_show(struct surfaces *s, const struct gpu_target *const *canvases, int count);
// Lays a target of the output's size over it, px for px, after the warp.
void surfaces_overlay(struct surfaces *s, int output, const struct gpu_target *overlay);
// What it shows since surfaces_show(): a target of its own, or the canvas that covers it pixel on
// pixel; without texture before. NULL: there is no such output. The pointer holds, what it points
// at is borrowed until the next show. It may be painted now: bind a target before painting on.
const struct gpu_target *surfaces_output(struct surfaces *s, int output);
// Puts it into a part of the current window (px, origin top left), which is black: at its own size
// it is painted there, where nobody has asked for it before, and has neither a target nor a copy;
// else by `scaled`.
void surfaces_present(struct surfaces *s, int output, struct size2 window, int x, int y, int width,
                      int height, gpu_presenter *scaled);

// Which part of which window shows an output. Also the way back for touches.
struct pane {
    int window, station, output;
    int x, y, width, height; // window px
};
// Lays panes out side by side in `size`, in rows, as high as fits, keeping each output's shape,
// with a gap between stations; those of one station stand together. `outputs[i]` are sizes; window,
// station and output of each pane are the caller's.
void surfaces_layout(struct size2 size, const struct size2 *outputs, struct pane *panes, int count);
// The pane under a point of a window, and the point in output px; NULL where there is none.
const struct pane *surfaces_pane_at(const struct pane *panes, int count,
                                    const struct size2 *outputs, int window, double x, double y,
                                    struct vec2 *at_output);
// The pane of a station that is nearest to a point of a window, and the point in px of its output,
// which may lie beyond its edge; NULL: the station has none there.
const struct pane *surfaces_pane_near(const struct pane *panes, int count,
                                      const struct size2 *outputs, int window, int station,
                                      double x, double y, struct vec2 *at_output);
