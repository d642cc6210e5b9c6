// How large a canvas is on the screen that shows most of it, and which part of it people reach.
#include "mapping/mapping.h"

#include <math.h>

#define SEEN_STEPS 48    // of a canvas, along each side
#define UPRIGHT_MOST 0.5 // sideways for 1 down: about 27 degrees

// A surface on an output: how many points of a grid over the canvas are seen there.
struct seen {
    int output, surface, points;
    struct vec2 middle;  // of those points, on the canvas
    double to_output[9]; // from the canvas, around the middle
};

static bool invert(const double a[9], double b[9])
{
    static const int next[3] = {1, 2, 0}, after[3] = {2, 0, 1};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            b[j * 3 + i] = a[next[i] * 3 + next[j]] * a[after[i] * 3 + after[j]] -
                           a[next[i] * 3 + after[j]] * a[after[i] * 3 + next[j]];
    double det = a[0] * b[0] + a[1] * b[3] + a[2] * b[6];
    for (int i = 0; i < 9; i++)
        b[i] /= det;
    return isfinite(1 / det);
}

static struct seen seen_on(const struct mapping *m, int output, int surface)
{
    struct seen s = {.output = output, .surface = surface};
    struct size2 size = mapping_surface_size(m, surface);
    for (int i = 0; i < SEEN_STEPS * SEEN_STEPS; i++) {
        int column = i % SEEN_STEPS, row = i / SEEN_STEPS;
        struct vec2 at = {size.width * (column + 0.5) / SEEN_STEPS,
                          size.height * (row + 0.5) / SEEN_STEPS};
        struct vec2 there, back;
        if (!mapping_to_output(m, output, surface, at, &there) ||
            mapping_surface_at(m, output, there, &back) != surface)
            continue;
        s.points++;
        s.middle.x += at.x;
        s.middle.y += at.y;
    }
    s.middle.x /= fmax(s.points, 1);
    s.middle.y /= fmax(s.points, 1);
    struct vec2 there;
    double to_canvas[9];
    if (!mapping_to_output(m, output, surface, s.middle, &there))
        return (struct seen){.output = output, .surface = surface};
    mapping_near(m, output, surface, there, to_canvas);
    if (!invert(to_canvas, s.to_output))
        s.points = 0;
    return s;
}

// The surface that shows most of the canvas on the output that shows most of it.
static struct seen most_seen(const struct mapping *m, int canvas,
                             const struct mapping_screen *screens, int count)
{
    struct seen best = {.output = -1};
    int most = 0;
    for (int output = 0; output < count; output++) {
        struct seen here = {.output = output};
        int points = 0;
        for (int i = 0; screens[output].mm_per_px > 0 && i < mapping_surface_count(m); i++) {
            if (mapping_surface_canvas(m, i) != canvas)
                continue;
            struct seen s = seen_on(m, output, i);
            points += s.points;
            here = s.points > here.points ? s : here;
        }
        best = points > most ? here : best;
        most = points > most ? points : most;
    }
    return best;
}

// What a step of a px on the canvas is on the output.
static struct vec2 step_of(const struct seen *s, double x, double y)
{
    struct vec2 from =
        mapping_apply(s->to_output, (struct vec2){s->middle.x - x / 2, s->middle.y - y / 2});
    struct vec2 to =
        mapping_apply(s->to_output, (struct vec2){s->middle.x + x / 2, s->middle.y + y / 2});
    return (struct vec2){to.x - from.x, to.y - from.y};
}

// y on the canvas, at its x, of what lies at y on the output.
static double canvas_y(const struct seen *s, double x, double output_y)
{
    const double *m = s->to_output;
    return (output_y * (m[6] * x + m[8]) - m[3] * x - m[5]) / (m[4] - output_y * m[7]);
}

static void reach(const struct mapping *m, const struct seen *s,
                  const struct mapping_screen *screen, struct mapping_hung *hung)
{
    struct size2 canvas = mapping_surface_size(m, s->surface);
    int height_px = mapping_output_size(m, s->output).height;
    double most_mm = screen->height_mm + height_px * screen->mm_per_px; // of its upper edge
    double low_mm = fmax(MAPPING_REACH_LOW_MM, screen->height_mm);
    double high_mm = fmin(MAPPING_REACH_HIGH_MM, most_mm);
    double high_y = (most_mm - high_mm) / screen->mm_per_px;
    double low_y = (most_mm - low_mm) / screen->mm_per_px;
    double top = fmax(canvas_y(s, 0, high_y), canvas_y(s, canvas.width, high_y));
    double bottom = fmin(canvas_y(s, 0, low_y), canvas_y(s, canvas.width, low_y));
    top = fmax(top, 0);
    bottom = fmin(bottom, canvas.height);
    if (!(high_mm > low_mm) || !(bottom > top)) // what is not finite is not known either
        return;
    hung->reach_top = top;
    hung->reach_bottom = bottom;
}

struct mapping_hung mapping_hung(const struct mapping *m, int canvas,
                                 const struct mapping_screen *screens, int count)
{
    struct mapping_hung hung = {.output = -1};
    struct seen s = most_seen(m, canvas, screens, count);
    if (s.output < 0)
        return hung;
    const struct mapping_screen *screen = &screens[s.output];
    struct vec2 across = step_of(&s, 1, 0), down = step_of(&s, 0, 1);
    hung.output = s.output;
    hung.mm_per_px = screen->mm_per_px * sqrt(fabs(across.x * down.y - across.y * down.x));
    bool upright = down.y > 0 && fabs(down.x) <= UPRIGHT_MOST * down.y;
    if (upright && isfinite(screen->height_mm))
        reach(m, &s, screen, &hung);
    return hung;
}
