// Where the texts and controls of a canvas lie, for those who check pages and for robots that press
// buttons: worked out from the draw list that stands, as text/ lays it out, without painting. JSON.
// Canvas px throughout. Main thread.
//
// {
//   "stage": "screen", "size": [1280, 800],
//   "mm_per_px": 0.4, "reach": [0, 800],             // null: not known
//   "texts": [{
//     "text": "Étirer le fer", "order": 12,          // of the commands: more lies over less
//     "size": 48, "opacity": 1, "cut": false,        // px to the em as shown; max_lines ended it
//     "clip": [0, 0, 1280, 800],                     // left, top, right, bottom
//     "box": [96, 120, 410, 171],                    // around all of its ink, whatever clips it
//     "lines": [{ "text": "Étirer le fer", "ink": [x, y, …] }],   // corners from the top left on
//     "path": false                                  // along a path: then it has no lines
//   }],
//   "covers": [{ "order": 10, "box": [0, 0, 640, 360] }],   // what hides all that lies under it
//   "controls": [{ "name": "back", "corners": [x, y, …], "clip": […], "box": […] }]   // box:
//   clipped
// }
//
// Ink is the box around the letters' shapes, outlines and underlines aside. What has no opacity, no
// ink or lies wholly beyond its clip is not there. Known weakness: of shapes only rectangles cover,
// and films and pictures as if nothing shone through them.
#pragma once
#include "scene/scene.h"
#include "text/text.h"
#include <jansson.h>

// NULL when memory is short.
json_t *boxes_of(const struct scene_stage *stage, double now_s, struct text *text);
