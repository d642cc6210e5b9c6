// SVG path data: the whole grammar of SVG 2, 9.3.9, read letter by letter.
#include "scene/path.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct svg {
    struct path *path;
    const char *from, *at, *end;
    const char *why; // NULL: nothing is wrong
    double cx, cy;   // the last curve's second control point, for S and T
    char last;       // upper case: the command before
};

static bool wrong(struct svg *s, const char *why)
{
    if (!s->why)
        s->why = why;
    return false;
}

static void skip_space(struct svg *s)
{
    while (s->at < s->end && strchr(" \t\n\f\r", *s->at) && *s->at)
        s->at++;
}

// Space, and one comma when something stands before.
static void skip_comma(struct svg *s)
{
    skip_space(s);
    if (s->at < s->end && *s->at == ',') {
        s->at++;
        skip_space(s);
    }
}

static bool digit(const struct svg *s)
{
    return s->at < s->end && isdigit((unsigned char)*s->at);
}

static double digits(struct svg *s, int *count)
{
    double v = 0;
    for (; digit(s); s->at++, (*count)++)
        v = v * 10 + (*s->at - '0');
    return v;
}

static int exponent(struct svg *s)
{
    const char *back = s->at;
    int count = 0;
    if (s->at == s->end || (*s->at != 'e' && *s->at != 'E'))
        return 0;
    s->at++;
    bool minus = s->at < s->end && *s->at == '-';
    if (s->at < s->end && (*s->at == '-' || *s->at == '+'))
        s->at++;
    double v = fmin(digits(s, &count), 300); // 0e999 is 0
    if (count == 0) {                        // the e is no part of the number
        s->at = back;
        return 0;
    }
    return (int)(minus ? -v : v);
}

// A number may stand here: then it is read.
static bool number(struct svg *s, double *value)
{
    const char *start = s->at;
    int whole = 0, part = 0;
    bool minus = s->at < s->end && *s->at == '-';
    if (s->at < s->end && (*s->at == '-' || *s->at == '+'))
        s->at++;
    double v = digits(s, &whole), scale = 0;
    if (s->at < s->end && *s->at == '.') {
        s->at++;
        for (; digit(s); s->at++, part++)
            if (part < 18) // further ones do not tell
                v += (*s->at - '0') * pow(10, -part - 1);
    }
    if (whole + part == 0) {
        s->at = start;
        return wrong(s, "a number is missing");
    }
    scale = exponent(s);
    v *= pow(10, scale);
    if (!(v <= PATH_FARTHEST)) {
        s->at = start;
        return wrong(s, "the number is too large");
    }
    *value = minus ? -v : v;
    return true;
}

static bool flag(struct svg *s, bool *value)
{
    if (s->at == s->end || (*s->at != '0' && *s->at != '1'))
        return wrong(s, "an arc's flag must be 0 or 1");
    *value = *s->at++ == '1';
    return true;
}

static bool numbers(struct svg *s, double *to, int count)
{
    for (int i = 0; i < count; i++) {
        if (i)
            skip_comma(s);
        if (!number(s, &to[i]))
            return false;
    }
    return true;
}

static bool begins_number(const struct svg *s)
{
    return s->at < s->end && (isdigit((unsigned char)*s->at) || (*s->at && strchr("+-.", *s->at)));
}

static bool arc(struct svg *s, bool relative)
{
    double v[5] = {0};
    bool large = false, sweep = false;
    if (!numbers(s, v, 3))
        return false;
    skip_comma(s);
    if (!flag(s, &large))
        return false;
    skip_comma(s);
    if (!flag(s, &sweep))
        return false;
    skip_comma(s);
    if (!numbers(s, v + 3, 2))
        return false;
    double x = v[3] + (relative ? s->path->x : 0), y = v[4] + (relative ? s->path->y : 0);
    return path_arc_svg(s->path, v[0], v[1], fmod(v[2], 360) * M_PI / 180, large, sweep, x, y);
}

// The point that S and T leave out: the last control point, turned about where the path stands.
static void mirrored(const struct svg *s, const char *after, double *x, double *y)
{
    bool curve = s->last && strchr(after, s->last);
    *x = curve ? 2 * s->path->x - s->cx : s->path->x;
    *y = curve ? 2 * s->path->y - s->cy : s->path->y;
}

static bool curve(struct svg *s, char command, const double *v)
{
    double x, y;
    struct path *p = s->path;
    switch (command) {
    case 'C':
        s->cx = v[2];
        s->cy = v[3];
        return path_cubic(p, v[0], v[1], v[2], v[3], v[4], v[5]);
    case 'S':
        mirrored(s, "CS", &x, &y);
        s->cx = v[0];
        s->cy = v[1];
        return path_cubic(p, x, y, v[0], v[1], v[2], v[3]);
    case 'Q':
        s->cx = v[0];
        s->cy = v[1];
        return path_quad(p, v[0], v[1], v[2], v[3]);
    default:
        mirrored(s, "QT", &x, &y);
        s->cx = x;
        s->cy = y;
        return path_quad(p, x, y, v[0], v[1]);
    }
}

// One command's numbers, which may repeat.
static bool arguments(struct svg *s, char command, bool relative)
{
    static const char letters[] = "MLHVCSQTA";
    static const int counts[] = {2, 2, 1, 1, 6, 4, 4, 2, 0};
    struct path *p = s->path;
    double v[6] = {0}, x = relative ? p->x : 0, y = relative ? p->y : 0;
    int count = counts[strchr(letters, command) - letters];
    if (command == 'A')
        return arc(s, relative);
    if (!numbers(s, v, count))
        return false;
    for (int i = 0; i < count; i++)
        v[i] += command == 'V' || (count > 1 && i % 2) ? y : x;
    switch (command) {
    case 'M':
        return path_move(p, v[0], v[1]);
    case 'L':
        return path_line(p, v[0], v[1]);
    case 'H':
        return path_line(p, v[0], p->y);
    case 'V':
        return path_line(p, p->x, v[0]);
    default:
        return curve(s, command, v);
    }
}

static bool command(struct svg *s, char letter)
{
    char upper = (char)toupper((unsigned char)letter);
    bool relative = letter != upper;
    if (upper == 'Z') {
        s->last = 'Z';
        return path_close(s->path);
    }
    do {
        skip_space(s);
        const char *start = s->at;
        if (!arguments(s, upper, relative)) {
            if (!s->why) // the path took no more
                s->at = start;
            return wrong(s, s->path->count + 8 > PATH_FLOATS ? "the path is too long"
                                                             : "a point lies too far away");
        }
        s->last = upper;
        if (upper == 'M')
            upper = 'L'; // pairs that follow a move are lines
        skip_space(s);
        if (s->at < s->end && *s->at == ',') {
            skip_comma(s);
            if (!begins_number(s))
                return wrong(s, "a number is missing after the comma");
        }
    } while (begins_number(s));
    return true;
}

bool path_svg(struct path *p, const char *text, size_t length, size_t *column, const char **why)
{
    struct svg s = {.path = p, .from = text, .at = text, .end = text + length};
    for (skip_space(&s); s.at < s.end; skip_space(&s)) {
        char letter = *s.at;
        bool known = letter && strchr("MmLlHhVvCcSsQqTtAaZz", letter);
        if (!known)
            wrong(&s, "a letter of M L H V C S Q T A Z is expected");
        else if (!s.last && letter != 'M' && letter != 'm')
            wrong(&s, "a path begins with M");
        if (s.why)
            break;
        s.at++;
        if (!command(&s, letter))
            break;
    }
    *column = (size_t)(s.at - s.from) + 1;
    *why = s.why;
    return !s.why;
}
