// How much a picture flashes, by what WCAG 2.2 allows (success criterion 2.3.1, "general flash and
// red flash thresholds", https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds).
// Pure numbers: pictures come as cells of linear light, no GL, no threads.
//
// A *change* of a cell is a run of its light up or down. General: relative luminance
// L = 0.2126 R + 0.7152 G + 0.0722 B (linear, 0 to 1) changes by 0.1 or more, and the darker end is
// below 0.8. Red: max(0, R - G - B) * 320 changes by more than 20, and one end is a saturated red,
// R / (R + G + B) >= 0.8 (the working definition of WCAG 2.0 to 2.2, after ITU-R BT.1702 and
// Harding). Two opposing changes are a flash. A cell flashes too often when it has more than three
// flashes, that is seven changes that take turns, within less than a second. The picture flashes
// too much when cells that do cover more than a quarter of any field of 10 degrees: 341 x 256 px of
// 1024 x 768, as WCAG has it for a screen whose distance is not known.
//
// Stricter than WCAG in one thing: what flashes need not do so in the same frame, only in the same
// second. Cells should be no wider than 0.1 degrees (of 10 degrees, a hundredth): finer patterns
// are exempt, and are averaged away.
#pragma once
#include <stdbool.h>

#define FLASH_GENERAL 0.1   // change of relative luminance
#define FLASH_DARKER 0.8    // the darker end is below
#define FLASH_RED 20.0      // change of 320 max(0, R - G - B): more than this
#define FLASH_SATURATED 0.8 // R / (R + G + B)
#define FLASH_CHANGES 7     // more than three pairs
#define FLASH_WITHIN_S 1.0
#define FLASH_SHARE 0.25 // of a field
#define FLASH_FIELD_X (341.0 / 1024)
#define FLASH_FIELD_Y (256.0 / 768)
#define FLASH_CELLS 512 // columns or rows, at most

enum flash_kind { FLASH_OF_LIGHT, FLASH_OF_RED, FLASH_KINDS };

struct flash;

// `field_x`, `field_y`: of 10 degrees, in parts of the picture; 0: as WCAG's. NULL: no memory, or
// columns or rows outside 1 to FLASH_CELLS.
struct flash *flash_create(int columns, int rows, double field_x, double field_y);
void flash_destroy(struct flash *f); // NULL is fine

// Cells count as flashing from so many changes within a second on; 1 to FLASH_CHANGES, which is the
// default. For who wants to know sooner.
void flash_changes(struct flash *f, int changes);

// What is seen from `now_s` on: columns x rows x 3 floats, linear. Where time goes back, it begins
// anew. Returns, for each kind, the largest share of a field that flashes too often now; at_x,
// at_y: that field's middle, in parts of the picture.
struct flash_seen {
    double share, at_x, at_y;
};
void flash_frame(struct flash *f, const float *cells, double now_s,
                 struct flash_seen seen[FLASH_KINDS]);
// Whether that is too much.
bool flash_too_much(const struct flash_seen *seen);

// ---- pictures into cells

// Of RGBA bytes (sRGB, IEC 61966-2-1), width x height: how many cells there are, and their means.
void flash_grid(int width, int height, double field_x, int *columns, int *rows);
void flash_cells(const unsigned char *rgba, int width, int height, int columns, int rows,
                 float *cells);
