// The shapes of an SVG selector as points: enough of SVG 1.1 for what annotation tools write.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS 8192
#define PIECES 8 // of a curve
#define PI 3.14159265358979323846

// ---- numbers ----

static bool take(const char **at, double *x)
{
    const char *c = *at;
    double sign = 1, scale = 1, power = 0, up = 1;
    int digits = 0;
    while (*c && strchr(" ,\t\r\n", *c))
        c++;
    if (*c == '-' || *c == '+')
        sign = *c++ == '-' ? -1 : 1;
    for (*x = 0; *c >= '0' && *c <= '9'; c++, digits++)
        *x = *x * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9'; c++, digits++)
            *x += (*c - '0') * (scale /= 10);
    bool raised = digits && (*c == 'e' || *c == 'E');
    char first = !raised ? '\0' : c[1] == '+' || c[1] == '-' ? c[2] : c[1];
    if (first >= '0' && first <= '9') {
        c++;
        if (*c == '-' || *c == '+')
            up = *c++ == '-' ? -1 : 1;
        for (; *c >= '0' && *c <= '9'; c++)
            power = fmin(power * 10 + (*c - '0'), 400);
        *x *= pow(10, up * power);
    }
    *x *= sign;
    if (!digits || !isfinite(*x))
        return false;
    *at = c;
    return true;
}

static bool take_flag(const char **at, double *flag)
{
    while (**at && strchr(" ,\t\r\n", **at))
        (*at)++;
    if (**at != '0' && **at != '1')
        return false;
    *flag = *(*at)++ - '0';
    return true;
}

// ---- paths ----

struct pen {
    json_t *points;
    double at[2], start[2], handle[2]; // handle: of the curve before, for S and T
    char before;
    bool closed, moved;
    int parts;
};

static bool put(struct pen *p, double x, double y)
{
    if (!isfinite(x) || !isfinite(y) || fabs(x) > 1e9 || fabs(y) > 1e9 ||
        json_array_size(p->points) >= POINTS)
        return false;
    p->at[0] = x;
    p->at[1] = y;
    json_array_append_new(p->points, json_pack("[f, f]", x, y));
    return true;
}

static bool cubic(struct pen *p, const double c[6])
{
    double from[2] = {p->at[0], p->at[1]};
    for (int i = 1; i <= PIECES; i++) {
        double t = (double)i / PIECES, s = 1 - t, to[2];
        for (int k = 0; k < 2; k++)
            to[k] = s * s * s * from[k] + 3 * s * s * t * c[k] + 3 * s * t * t * c[2 + k] +
                    t * t * t * c[4 + k];
        if (!put(p, to[0], to[1]))
            return false;
    }
    p->handle[0] = c[2];
    p->handle[1] = c[3];
    return true;
}

static bool quadratic(struct pen *p, const double q[4])
{
    const double c[6] = {p->at[0] + (q[0] - p->at[0]) * 2 / 3,
                         p->at[1] + (q[1] - p->at[1]) * 2 / 3,
                         q[2] + (q[0] - q[2]) * 2 / 3,
                         q[3] + (q[1] - q[3]) * 2 / 3,
                         q[2],
                         q[3]};
    if (!cubic(p, c))
        return false;
    p->handle[0] = q[0];
    p->handle[1] = q[1];
    return true;
}

// From end points to the middle: SVG 1.1, F.6.5.
static bool arc(struct pen *p, const double a[7])
{
    double rx = fabs(a[0]), ry = fabs(a[1]), turn = a[2] * PI / 180, x1 = p->at[0], y1 = p->at[1];
    if (rx < 1e-9 || ry < 1e-9 || hypot(a[5] - x1, a[6] - y1) < 1e-9)
        return put(p, a[5], a[6]);
    double dx = (x1 - a[5]) / 2, dy = (y1 - a[6]) / 2;
    double u = cos(turn) * dx + sin(turn) * dy, v = -sin(turn) * dx + cos(turn) * dy;
    double over = u * u / (rx * rx) + v * v / (ry * ry);
    if (over > 1) {
        rx *= sqrt(over);
        ry *= sqrt(over);
    }
    double below = rx * rx * v * v + ry * ry * u * u;
    double root = sqrt(fmax(0, (rx * rx * ry * ry - below) / fmax(below, 1e-300)));
    if ((a[3] != 0) == (a[4] != 0))
        root = -root;
    double cu = root * rx * v / ry, cv = -root * ry * u / rx;
    double cx = cos(turn) * cu - sin(turn) * cv + (x1 + a[5]) / 2,
           cy = sin(turn) * cu + cos(turn) * cv + (y1 + a[6]) / 2;
    double from = atan2((v - cv) / ry, (u - cu) / rx), to = atan2((-v - cv) / ry, (-u - cu) / rx);
    double sweep = to - from;
    if (a[4] != 0 && sweep < 0)
        sweep += 2 * PI;
    if (a[4] == 0 && sweep > 0)
        sweep -= 2 * PI;
    for (int i = 1; i < PIECES; i++) {
        double t = from + sweep * i / PIECES, e = rx * cos(t), f = ry * sin(t);
        if (!put(p, cx + cos(turn) * e - sin(turn) * f, cy + sin(turn) * e + cos(turn) * f))
            return false;
    }
    return put(p, a[5], a[6]);
}

// How many numbers a verb takes; 0: none, -1: it is none.
static int wants(char verb)
{
    static const char verbs[] = "MLTHVSQCAZ";
    static const int counts[] = {2, 2, 2, 1, 1, 4, 4, 6, 7, 0};
    const char *at = strchr(verbs, verb & ~32);
    return verb && at && *at ? counts[at - verbs] : -1;
}

static void reflect(const struct pen *p, const char *after, double to[2])
{
    bool curve = p->before && strchr(after, p->before);
    for (int k = 0; k < 2; k++)
        to[k] = curve ? 2 * p->at[k] - p->handle[k] : p->at[k];
}

static bool draw(struct pen *p, char verb, double *n)
{
    char kind = verb & ~32;
    bool relative = verb & 32;
    double h[2], full[6];
    for (int i = 0; relative && kind != 'A' && kind != 'V' && i < wants(verb); i++)
        n[i] += p->at[i % 2];
    if (relative && kind == 'V')
        n[0] += p->at[1];
    for (int i = 5; relative && kind == 'A' && i < 7; i++)
        n[i] += p->at[i - 5];
    switch (kind) {
    case 'M':
        p->parts++;
        p->start[0] = n[0];
        p->start[1] = n[1];
        return p->parts > 1 || put(p, n[0], n[1]);
    case 'L':
        return put(p, n[0], n[1]);
    case 'H':
        return put(p, n[0], p->at[1]);
    case 'V':
        return put(p, p->at[0], n[0]);
    case 'C':
        return cubic(p, n);
    case 'S':
        reflect(p, "CS", h);
        memcpy(full, (double[]){h[0], h[1], n[0], n[1], n[2], n[3]}, sizeof full);
        return cubic(p, full);
    case 'Q':
        return quadratic(p, n);
    case 'T':
        reflect(p, "QT", h);
        return quadratic(p, (const double[]){h[0], h[1], n[0], n[1]});
    default:
        return arc(p, n);
    }
}

// Of several parts the first is taken.
bool iiif_path(const char *d, json_t *points, bool *closed)
{
    struct pen p = {.points = points};
    char verb = '\0';
    double n[7] = {0};
    for (;;) {
        while (*d && strchr(" ,\t\r\n", *d))
            d++;
        if (!*d)
            break;
        if (wants(*d) >= 0)
            verb = *d++;
        else if (!verb || wants(verb) == 0)
            return false;
        if ((verb & ~32) == 'Z') {
            p.closed = true;
            p.at[0] = p.start[0];
            p.at[1] = p.start[1];
            p.before = 'Z';
            continue;
        }
        for (int i = 0; i < wants(verb); i++) {
            bool flag = (verb & ~32) == 'A' && (i == 3 || i == 4);
            if (!(flag ? take_flag(&d, &n[i]) : take(&d, &n[i])))
                return false;
        }
        if (!p.parts && (verb & ~32) != 'M')
            return false;
        bool again = (verb & ~32) == 'M';
        if (!draw(&p, verb, n))
            return false;
        if (p.parts > 1)
            break;
        p.before = verb & (char)~32;
        if (again)
            verb = verb == 'M' ? 'L' : 'l';
    }
    size_t count = json_array_size(points);
    const json_t *first = json_array_get(points, 0), *last = json_array_get(points, count - 1);
    bool met = count > 3 && json_equal(first, last);
    *closed = p.closed || met;
    if (met)
        json_array_remove(points, count - 1);
    return count > 0;
}

// ---- elements ----

// The value of an attribute in the tag that begins at `tag`: points behind its quote; NULL: none.
static const char *attribute(const char *tag, const char *name, char *quote)
{
    size_t length = strlen(name);
    const char *end = strchr(tag, '>');
    for (const char *c = tag; c && (!end || c < end); c = strpbrk(c + 1, " \t\r\n")) {
        const char *at = c + strspn(c, " \t\r\n");
        if (strncmp(at, name, length) != 0)
            continue;
        at += length;
        at += strspn(at, " \t\r\n");
        if (*at != '=')
            continue;
        at++;
        at += strspn(at, " \t\r\n");
        if (*at == '"' || *at == '\'') {
            *quote = *at;
            return at + 1;
        }
    }
    return NULL;
}

static bool number_of(const char *tag, const char *name, double *x)
{
    char quote;
    const char *value = attribute(tag, name, &quote);
    *x = 0;
    return value && take(&value, x);
}

static char *text_of(const char *tag, const char *name)
{
    char quote;
    const char *value = attribute(tag, name, &quote), *end = value ? strchr(value, quote) : NULL;
    return end ? strndup(value, (size_t)(end - value)) : NULL;
}

static json_t *box_of(const char *tag)
{
    double x, y, w, h;
    number_of(tag, "x", &x);
    number_of(tag, "y", &y);
    if (!number_of(tag, "width", &w) || !number_of(tag, "height", &h) || w <= 0 || h <= 0)
        return NULL;
    return json_pack("[[f,f], [f,f], [f,f], [f,f]]", x, y, x + w, y, x + w, y + h, x, y + h);
}

static json_t *round_of(const char *tag)
{
    double cx, cy, rx, ry;
    number_of(tag, "cx", &cx);
    number_of(tag, "cy", &cy);
    bool circle = number_of(tag, "r", &rx);
    ry = rx;
    if (!circle && (!number_of(tag, "rx", &rx) || !number_of(tag, "ry", &ry)))
        return NULL;
    json_t *points = json_array();
    for (int i = 0; i < 4 * PIECES; i++) {
        double t = 2 * PI * i / (4 * PIECES);
        json_array_append_new(points, json_pack("[f, f]", cx + rx * cos(t), cy + ry * sin(t)));
    }
    return points;
}

static json_t *line_of(const char *tag)
{
    double x1, y1, x2, y2;
    number_of(tag, "x1", &x1);
    number_of(tag, "y1", &y1);
    if (!number_of(tag, "x2", &x2) || !number_of(tag, "y2", &y2))
        return NULL;
    return json_pack("[[f, f], [f, f]]", x1, y1, x2, y2);
}

static json_t *list_of(const char *tag)
{
    char *text = text_of(tag, "points");
    const char *at = text;
    json_t *points = json_array();
    double x, y;
    while (at && json_array_size(points) < POINTS && take(&at, &x) && take(&at, &y))
        json_array_append_new(points, json_pack("[f, f]", x, y));
    free(text);
    if (json_array_size(points))
        return points;
    json_decref(points);
    return NULL;
}

static json_t *path_of(const char *tag, bool *closed)
{
    char *text = text_of(tag, "d");
    json_t *points = json_array();
    bool read = text && iiif_path(text, points, closed);
    free(text);
    if (read)
        return points;
    json_decref(points);
    return NULL;
}

static bool is_tag(const char *tag, const char *name)
{
    size_t length = strlen(name);
    return strncmp(tag, name, length) == 0 && tag[length] && strchr(" \t\r\n/>", tag[length]);
}

// Turned or scaled: that is not worked out, and a wrong place is worse than none.
json_t *iiif_svg(const char *svg, bool *closed)
{
    json_t *points = NULL;
    if (strstr(svg, "transform=") && strstr(svg, "matrix(1,0,0,1,0,0)") == NULL)
        return NULL;
    for (const char *tag = strchr(svg, '<'); tag && !points; tag = strchr(tag + 1, '<')) {
        const char *name = tag + 1;
        if (strncmp(name, "svg:", 4) == 0)
            name += 4;
        *closed = true;
        if (is_tag(name, "path"))
            points = path_of(name, closed);
        else if (is_tag(name, "rect"))
            points = box_of(name);
        else if (is_tag(name, "polygon"))
            points = list_of(name);
        else if (is_tag(name, "circle") || is_tag(name, "ellipse"))
            points = round_of(name);
        else if (is_tag(name, "polyline") || is_tag(name, "line")) {
            *closed = false;
            points = is_tag(name, "line") ? line_of(name) : list_of(name);
        }
    }
    return points;
}
