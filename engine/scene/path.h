// Paths: outlines of lines and curves as plain numbers, a verb and then its points: MOVE x y, LINE
// x y, QUAD x1 y1 x y, CUBIC x1 y1 x2 y2 x y, CLOSE. Px, y down. Curves stay curves until they are
// painted. Arcs become cubics of an eighth of a turn at most: they lie within 5e-6 of the radius.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum path_verb { PATH_MOVE, PATH_LINE, PATH_QUAD, PATH_CUBIC, PATH_CLOSE, PATH_VERBS };

#define PATH_FLOATS (1u << 17) // of one path that is built
#define PATH_FARTHEST 1e9      // px: no point lies farther from the origin

struct path {
    float *values; // owned by whoever grows it
    uint32_t count, room;
    double x, y;           // where the next line begins
    double from_x, from_y; // where the outline began
    bool open;             // a line may follow without a move
    // Makes room for `need` floats at least; NULL: `room` is all there is.
    bool (*grow)(struct path *p, uint32_t need);
    void *user;
};

// A verb with its points, as a path is read: `at` goes from 0 to count. False at the end.
struct path_piece {
    enum path_verb verb;
    const float *points; // x y of each
};
bool path_next(const float *values, uint32_t count, uint32_t *at, struct path_piece *piece);
// Only whole verbs, finite points, and a move before all else.
bool path_is_good(const float *values, uint32_t count);

// Each adds to the path; false when it is full, when a number is not finite or lies beyond
// PATH_FARTHEST: of what has several pieces those before that one stay. What needs a beginning and
// has none begins at its own first point.
bool path_move(struct path *p, double x, double y);
bool path_line(struct path *p, double x, double y);
bool path_quad(struct path *p, double x1, double y1, double x, double y);
bool path_cubic(struct path *p, double x1, double y1, double x2, double y2, double x, double y);
bool path_close(struct path *p);
// Part of an ellipse turned by `turn`, from one angle to another, a whole turn at most; a line
// leads to it when something is open.
bool path_arc(struct path *p, double x, double y, double rx, double ry, double turn, double from,
              double to);
// The corner at x1, y1 on the way to x2, y2, rounded: as arcTo of the HTML canvas.
bool path_arc_to(struct path *p, double x1, double y1, double x2, double y2, double radius);
// SVG's A: to x, y on an ellipse turned by `turn` radians (SVG 2, 9.5 and B.2).
bool path_arc_svg(struct path *p, double rx, double ry, double turn, bool large, bool sweep,
                  double x, double y);
// Closed outlines, clockwise.
bool path_rect(struct path *p, double x, double y, double w, double h, double radius);
bool path_ellipse(struct path *p, double x, double y, double rx, double ry, double turn);

// Adds SVG path data ("M0 0 C …", SVG 2, 9.3). False at the first error: `column` is the byte it is
// at, from 1, and `why` says what is wrong there; what came before is in the path.
bool path_svg(struct path *p, const char *text, size_t length, size_t *column, const char **why);

// Points along the first outline, chords that lie within `error` of it; at most `room` of them, x
// and y each. Returns how many.
uint32_t path_points(const float *values, uint32_t count, double error, float *xy, uint32_t room);

// The box around its lines and curves: left, top, right, bottom. False when it is empty.
bool path_bounds(const float *values, uint32_t count, double box[4]);
