// Inside desk/: masks of an output or surface, more and fewer of them and of their points.
#pragma once
#include "desk/values.h"

#define OUTLINE_LEAST 3 // points

int outlines_count(const struct mapping_desc *light, enum desk_of of, int owner);
// NULL: it has no such mask.
struct mapping_mask *outlines_find(struct mapping_desc *light, enum desk_of of, int owner, int n);
// The last ones go; new ones are the middle half of the output's part, or of the surface's source.
// False: the station has no room for so many.
bool outlines_resize(struct mapping_desc *light, enum desk_of of, int owner, int count);
bool outlines_remove(struct mapping_desc *light, enum desk_of of, int owner, int n);

// False and a fault: one of them encloses less than a px, as in installation.lua: nothing would
// shine.
bool outlines_check(const struct mapping_desc *light, const struct desk_names *names,
                    struct fault *f);

// The last points go; new ones halve the side from the last to the first, whose shape is kept.
void outline_resize(struct mapping_mask *m, int count);
// A point in the middle of the side behind this one, whose shape is kept (de Casteljau).
bool outline_split(struct mapping_mask *m, int side);
void outline_drop(struct mapping_mask *m, int point);
// Gives a corner handles along its neighbours (Catmull-Rom's), or takes them away.
void outline_smooth(struct mapping_mask *m, int point);
