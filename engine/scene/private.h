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
