// Paths: adding lines, curves and arcs, and reading them back.
#include "scene/path.h"

#include <math.h>
#include <string.h>

#define TURN (2 * M_PI)

static const uint8_t points_of[PATH_VERBS] = {1, 1, 2, 3, 0};

bool path_next(const float *values, uint32_t count, uint32_t *at, struct path_piece *piece)
{
    if (*at >= count)
        return false;
    piece->verb = (enum path_verb)values[*at];
    piece->points = values + *at + 1;
    *at += 1 + 2u * points_of[piece->verb];
    return true;
}

bool path_is_good(const float *values, uint32_t count)
{
    for (uint32_t at = 0; at < count;) {
        float verb = values[at];
        if (!(verb >= 0 && verb < PATH_VERBS) || verb != rintf(verb) || (at == 0 && verb > 0))
            return false;
        uint32_t end = at + 1 + 2u * points_of[(int)verb];
        if (end > count)
            return false;
        for (at++; at < end; at++)
            if (!isfinite(values[at]))
                return false;
    }
    return true;
}

static bool add(struct path *p, enum path_verb verb, const double *xy)
{
    uint32_t size = 1 + 2u * points_of[verb];
    for (uint32_t i = 0; i + 1 < size; i++)
        if (!(fabs(xy[i]) <= PATH_FARTHEST))
            return false;
    if (p->count + size > p->room && (!p->grow || !p->grow(p, p->count + size)))
        return false;
    float *to = p->values + p->count;
    to[0] = (float)verb;
    for (uint32_t i = 0; i + 1 < size; i++)
        to[i + 1] = (float)xy[i];
    p->count += size;
    if (size > 1) {
        p->x = xy[size - 3];
        p->y = xy[size - 2];
    }
    return true;
}

bool path_move(struct path *p, double x, double y)
{
    if (!add(p, PATH_MOVE, (double[]){x, y}))
        return false;
    p->from_x = x;
    p->from_y = y;
    p->open = true;
    return true;
}

// A curve that has no beginning: at the end of the last outline, else where the curve itself says.
static bool begin(struct path *p, double x, double y)
{
    if (p->open)
        return true;
    return p->count > 0 ? path_move(p, p->from_x, p->from_y) : path_move(p, x, y);
}

bool path_line(struct path *p, double x, double y)
{
    bool fresh = !p->open && p->count == 0;
    if (fresh)
        return path_move(p, x, y);
    return begin(p, x, y) && add(p, PATH_LINE, (double[]){x, y});
}

bool path_quad(struct path *p, double x1, double y1, double x, double y)
{
    return begin(p, x1, y1) && add(p, PATH_QUAD, (double[]){x1, y1, x, y});
}

bool path_cubic(struct path *p, double x1, double y1, double x2, double y2, double x, double y)
{
    return begin(p, x1, y1) && add(p, PATH_CUBIC, (double[]){x1, y1, x2, y2, x, y});
}

bool path_close(struct path *p)
{
    if (!p->open)
        return true;
    if (!add(p, PATH_CLOSE, NULL))
        return false;
    p->x = p->from_x;
    p->y = p->from_y;
    p->open = false;
    return true;
}

// Of an ellipse: its point at an angle of its own, or the way it goes there.
struct ellipse {
    double x, y, rx, ry, cosine, sine;
};

static struct ellipse ellipse_of(double x, double y, double rx, double ry, double turn)
{
    return (struct ellipse){x, y, rx, ry, cos(turn), sin(turn)};
}

static void on_ellipse(const struct ellipse *e, double along, double across, double *x, double *y)
{
    double u = e->rx * along, v = e->ry * across;
    *x = e->x + e->cosine * u - e->sine * v;
    *y = e->y + e->sine * u + e->cosine * v;
}

// From where the path stands, which is the point at `from`.
static bool add_arc(struct path *p, const struct ellipse *e, double from, double to)
{
    int pieces = (int)ceil(fabs(to - from) / (TURN / 8) - 1e-9);
    double step = (to - from) / (pieces > 0 ? pieces : 1), pull = 4.0 / 3 * tan(step / 4);
    for (int i = 0; i < pieces; i++) {
        double a = from + step * i, b = i + 1 < pieces ? from + step * (i + 1) : to, xy[6];
        on_ellipse(e, cos(a) - pull * sin(a), sin(a) + pull * cos(a), &xy[0], &xy[1]);
        on_ellipse(e, cos(b) + pull * sin(b), sin(b) - pull * cos(b), &xy[2], &xy[3]);
        on_ellipse(e, cos(b), sin(b), &xy[4], &xy[5]);
        if (!add(p, PATH_CUBIC, xy))
            return false;
    }
    return true;
}

bool path_arc(struct path *p, double x, double y, double rx, double ry, double turn, double from,
              double to)
{
    struct ellipse e = ellipse_of(x, y, rx, ry, turn);
    double first_x, first_y;
    if (!(fabs(to - from) <= TURN))
        to = to > from ? from + TURN : from - TURN;
    on_ellipse(&e, cos(from), sin(from), &first_x, &first_y);
    bool there = p->open ? path_line(p, first_x, first_y) : path_move(p, first_x, first_y);
    return there && add_arc(p, &e, from, to);
}

bool path_arc_to(struct path *p, double x1, double y1, double x2, double y2, double radius)
{
    if (!begin(p, x1, y1))
        return false;
    double ax = p->x - x1, ay = p->y - y1, bx = x2 - x1, by = y2 - y1;
    double a = hypot(ax, ay), b = hypot(bx, by), cross = (ax * by - ay * bx) / (a * b);
    if (!(a > 0 && b > 0 && radius > 0) || fabs(cross) < 1e-9)
        return path_line(p, x1, y1);
    // Half the corner's angle h: the circle touches both sides radius / tan h from the corner.
    double half = atan2(fabs(cross), (ax * bx + ay * by) / (a * b)) / 2, reach = radius / tan(half);
    double side = cross > 0 ? 1 : -1, from_x = x1 + ax / a * reach, from_y = y1 + ay / a * reach;
    double x = from_x - ay / a * radius * side, y = from_y + ax / a * radius * side;
    double from = atan2(from_y - y, from_x - x), sweep = (M_PI - 2 * half) * -side;
    struct ellipse e = ellipse_of(x, y, radius, radius, 0);
    return path_line(p, from_x, from_y) && add_arc(p, &e, from, from + sweep);
}

bool path_arc_svg(struct path *p, double rx, double ry, double turn, bool large, bool sweep,
                  double x, double y)
{
    double x0 = p->x, y0 = p->y, c = cos(turn), s = sin(turn);
    rx = fabs(rx);
    ry = fabs(ry);
    if (x == x0 && y == y0)
        return true;
    if (!(rx > 0 && ry > 0))
        return path_line(p, x, y);
    double u = (c * (x0 - x) + s * (y0 - y)) / 2, v = (c * (y0 - y) - s * (x0 - x)) / 2;
    double needed = (u / rx) * (u / rx) + (v / ry) * (v / ry); // over 1: the ellipse is too small
    if (needed > 1) {
        rx *= sqrt(needed);
        ry *= sqrt(needed);
    }
    u /= rx;
    v /= ry;
    double rest = u * u + v * v; // in circles of radius 1: the middle lies across the chord
    double off = rest < 1 && rest > 0 ? sqrt((1 - rest) / rest) : 0;
    if (large == sweep)
        off = -off;
    double cu = off * v, cv = -off * u;
    double from = atan2(v - cv, u - cu), to = atan2(-v - cv, -u - cu);
    if (sweep && to < from)
        to += TURN;
    if (!sweep && to > from)
        to -= TURN;
    struct ellipse e = ellipse_of(c * cu * rx - s * cv * ry + (x0 + x) / 2,
                                  s * cu * rx + c * cv * ry + (y0 + y) / 2, rx, ry, turn);
    if (!(fabs(to - from) > 1e-9) || !isfinite(e.x + e.y + rx + ry + from + to))
        return path_line(p, x, y); // so little of so large an ellipse is straight
    if (!begin(p, x, y) || !add_arc(p, &e, from, to))
        return false;
    p->values[p->count - 2] = (float)x; // to the very point
    p->values[p->count - 1] = (float)y;
    p->x = x;
    p->y = y;
    return true;
}

bool path_ellipse(struct path *p, double x, double y, double rx, double ry, double turn)
{
    struct ellipse e = ellipse_of(x, y, rx, ry, turn);
    double first_x, first_y;
    on_ellipse(&e, 1, 0, &first_x, &first_y);
    return path_move(p, first_x, first_y) && add_arc(p, &e, 0, TURN) && path_close(p);
}

bool path_rect(struct path *p, double x, double y, double w, double h, double radius)
{
    if (w < 0) {
        x += w;
        w = -w;
    }
    if (h < 0) {
        y += h;
        h = -h;
    }
    double r = fmin(radius, fmin(w, h) / 2);
    if (!(r > 0))
        return path_move(p, x, y) && path_line(p, x + w, y) && path_line(p, x + w, y + h) &&
               path_line(p, x, y + h) && path_close(p);
    struct ellipse corners[4] = {ellipse_of(x + w - r, y + r, r, r, -M_PI_2),
                                 ellipse_of(x + w - r, y + h - r, r, r, 0),
                                 ellipse_of(x + r, y + h - r, r, r, M_PI_2),
                                 ellipse_of(x + r, y + r, r, r, M_PI)};
    for (int i = 0; i < 4; i++) {
        double at_x, at_y;
        on_ellipse(&corners[i], 1, 0, &at_x, &at_y);
        if (!(i ? path_line(p, at_x, at_y) : path_move(p, at_x, at_y)) ||
            !add_arc(p, &corners[i], 0, M_PI_2))
            return false;
    }
    return path_close(p);
}

struct chords {
    float *xy;
    uint32_t count, room;
};

static void add_chord(struct chords *c, double x, double y)
{
    if (c->count == c->room)
        return;
    c->xy[2 * c->count] = (float)x;
    c->xy[2 * c->count + 1] = (float)y;
    c->count++;
}

// A quadratic or cubic curve by uniform steps, counted by Wang's bound (render/flatten.c).
static void add_chords(struct chords *c, const double *x, const double *y, int degree, double error)
{
    double most = 0;
    for (int i = 0; i + 2 <= degree; i++)
        most = fmax(most, hypot(x[i] - 2 * x[i + 1] + x[i + 2], y[i] - 2 * y[i + 1] + y[i + 2]));
    double n = fmin(fmax(ceil(sqrt(degree * (degree - 1) / 8.0 * most / error)), 1), c->room);
    for (int i = 1; i <= (int)n; i++) {
        double t = i / n, s = 1 - t;
        double w[4] = {s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t};
        if (degree == 2) {
            w[0] = s * s;
            w[1] = 2 * s * t;
            w[2] = t * t;
            w[3] = 0;
        }
        double at_x = 0, at_y = 0;
        for (int k = 0; k <= degree; k++) {
            at_x += w[k] * x[k];
            at_y += w[k] * y[k];
        }
        add_chord(c, at_x, at_y);
    }
}

uint32_t path_points(const float *values, uint32_t count, double error, float *xy, uint32_t room)
{
    struct chords c = {.xy = xy, .room = room};
    struct path_piece piece;
    for (uint32_t at = 0; path_next(values, count, &at, &piece);) {
        const float *p = piece.points;
        if (piece.verb == PATH_MOVE && c.count > 1)
            break; // the next outline
        if (piece.verb == PATH_MOVE)
            c.count = 0;
        if (piece.verb == PATH_CLOSE) {
            if (c.count > 1 && (xy[0] != xy[2 * c.count - 2] || xy[1] != xy[2 * c.count - 1]))
                add_chord(&c, xy[0], xy[1]);
            break;
        }
        if (piece.verb == PATH_QUAD || piece.verb == PATH_CUBIC) {
            int degree = points_of[piece.verb];
            double x[4] = {xy[2 * c.count - 2]}, y[4] = {xy[2 * c.count - 1]};
            for (int i = 0; i < degree; i++) {
                x[i + 1] = p[2 * i];
                y[i + 1] = p[2 * i + 1];
            }
            add_chords(&c, x, y, degree, error);
        } else {
            add_chord(&c, p[0], p[1]);
        }
    }
    return c.count;
}

static void widen(double box[4], double x, double y)
{
    box[0] = fmin(box[0], x);
    box[1] = fmin(box[1], y);
    box[2] = fmax(box[2], x);
    box[3] = fmax(box[3], y);
}

// Where the derivative of a cubic is 0, on one axis: b, d are its points. A quadratic is one too.
static int turns_of(const double b[4], double t[2])
{
    double a = b[3] - 3 * b[2] + 3 * b[1] - b[0], h = b[2] - 2 * b[1] + b[0], c = b[1] - b[0];
    double root = h * h - a * c;
    if (fabs(a) < 1e-12 * (fabs(h) + fabs(c))) {
        t[0] = -c / (2 * h);
        return h != 0 ? 1 : 0;
    }
    if (root < 0)
        return 0;
    t[0] = (-h + sqrt(root)) / a;
    t[1] = (-h - sqrt(root)) / a;
    return 2;
}

static double cubic_at(const double b[4], double t)
{
    double s = 1 - t;
    return s * s * s * b[0] + 3 * s * s * t * b[1] + 3 * s * t * t * b[2] + t * t * t * b[3];
}

static void widen_cubic(double box[4], const double x[4], const double y[4])
{
    double t[2] = {0, 0};
    for (int axis = 0; axis < 2; axis++) {
        int count = turns_of(axis ? y : x, t);
        for (int i = 0; i < count; i++)
            if (t[i] > 0 && t[i] < 1)
                widen(box, cubic_at(x, t[i]), cubic_at(y, t[i]));
    }
    widen(box, x[3], y[3]);
}

bool path_bounds(const float *values, uint32_t count, double box[4])
{
    struct path_piece piece;
    double x = 0, y = 0;
    box[0] = box[1] = INFINITY;
    box[2] = box[3] = -INFINITY;
    for (uint32_t at = 0; path_next(values, count, &at, &piece);) {
        const float *p = piece.points;
        if (piece.verb == PATH_CLOSE)
            continue;
        if (piece.verb == PATH_CUBIC) {
            widen_cubic(box, (double[]){x, p[0], p[2], p[4]}, (double[]){y, p[1], p[3], p[5]});
        } else if (piece.verb == PATH_QUAD) { // raised to a cubic
            double ax = x + 2.0 / 3 * (p[0] - x), bx = p[2] + 2.0 / 3 * ((double)p[0] - p[2]);
            double ay = y + 2.0 / 3 * (p[1] - y), by = p[3] + 2.0 / 3 * ((double)p[1] - p[3]);
            widen_cubic(box, (double[]){x, ax, bx, p[2]}, (double[]){y, ay, by, p[3]});
        } else {
            widen(box, p[0], p[1]);
        }
        x = p[2 * points_of[piece.verb] - 2];
        y = p[2 * points_of[piece.verb] - 1];
    }
    return count > 0;
}
