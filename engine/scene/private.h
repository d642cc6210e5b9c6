// Inside scene/: how commands are added to a draw list.
#pragma once
#include "scene/drawlist.h"

// Room for `more` after `count`; doubles, up to `limit`.
bool drawlist_grow(void *array, uint32_t *room, uint32_t count, size_t more, uint32_t limit,
                   size_t size);
bool drawlist_refuse(struct drawlist *l); // counts; false
bool drawlist_finite(const float *values, size_t count);
// The next command, zeroed, in the current state, not yet counted; NULL when the list is full.
struct draw_command *drawlist_command(struct drawlist *l, enum draw_op op, struct color color);
// Counts the command, with its floats. NULL: refused.
bool drawlist_points(struct drawlist *l, struct draw_command *c, const float *values, size_t count);
// Puts an item into one of the list's tables; what is like one of the last few is not kept twice:
// styles, pens and gradients repeat.
bool drawlist_keep(void *array, uint32_t *room, uint32_t *count, uint32_t limit, const void *item,
                   size_t size, uint32_t *index);
// What is laid from now on moves with this motion (index + 1) and those around it.
void drawlist_note(struct drawlist *l, uint32_t motion);
