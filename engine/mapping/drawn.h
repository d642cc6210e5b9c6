// Warps as drawings (SVG): a quad's corners as a polygon, its grid as a line a row, in px of the
// space they lie in; a drawing program moves points, and the way back reads them. Bytes in, numbers
// out.
//
//   <svg … viewBox="0 0 2304 800">
//     <polygon id="wall" data-grid="catmull-rom" points="0,132 2304,132 2304,800 0,800"/>
//     <polyline id="wall-row-1" points="0,132 1152,180 2304,132"/> …
//
// Read are polygon, polyline, rect and path with straight lines, whatever else stands in the file.
#pragma once
#include "base/fault.h"
#include "mapping/warp.h"
#include <stddef.h>

#define DRAWN_WARPS 24
#define DRAWN_ID 64
#define DRAWN_BYTES (4u << 20)

struct drawn {
    char id[DRAWN_ID];
    struct vec2 corners[4];
    struct warp_grid grid; // columns 0: none
    int line;
};

// Those of `ids` (NULL-terminated) that are drawn; what has other ids is left alone. False and a
// fault, "line n: …": text that is no SVG, a shape that is transformed or curved, a quad that
// cannot be, a grid whose rows differ or fold over.
bool drawn_read(const char *text, size_t length, const char *const *ids,
                struct drawn warps[DRAWN_WARPS], int *count, struct fault *f);
// Owned by the caller; NULL: no memory.
char *drawn_write(const struct drawn *warps, int count, struct size2 sheet);
