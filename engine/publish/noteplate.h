// publish: a note drawn over what its film shows.
#pragma once
#include "publish/print.h"

// The key frame that shows a note best: where its shape is largest. NULL: it has none.
const json_t *note_frame(const json_t *note);
// The picture of its film at that key frame, with the shape over it, at most so high. False and
// nothing drawn: no film, no shape, or it cannot be read (told once in desc->lost).
bool note_plate(struct book *b, const json_t *note, double x, double y, double width, double height,
                double *used);
// What an angle measures, degrees, where a note's own key frame says it. False: it does not.
bool note_angle(const json_t *note, double width, double height, double *degrees);
