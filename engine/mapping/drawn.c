// Warps to SVG and back.
#include "mapping/drawn.h"
#include "mapping/mapping.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS WARP_POINTS
#define DEPTH 64
#define VALUE 4096 // bytes of an attribute that is read
#define FARTHEST 1e6

static const char *const kinds[] = {"linear", "catmull-rom", "bezier"};

struct tag {
    char name[32];
    const char *at, *end; // its attributes
    bool opens, closes;   // neither: both at once, or no element
    int line;
};

struct reader {
    const char *at, *end;
    int line;
    int depth;
    bool moved[DEPTH]; // this level or one above it is transformed
    locale_t numbers;
    struct fault *fault;
};

struct shape {
    struct vec2 points[POINTS];
    int count;
};

// What is gathered of one id.
struct gathered {
    struct drawn *to;
    struct shape rows[WARP_POINTS];
    bool has_row[WARP_POINTS];
    int kind; // -1: not said
};

static bool broken(const struct reader *r, int line, const char *what)
{
    fault_set(r->fault, "line %d: %s", line, what);
    return false;
}

// --- tags ---------------------------------------------------------------------------------------

static void step(struct reader *r, const char *to)
{
    for (; r->at < to; r->at++)
        r->line += *r->at == '\n';
}

static const char *find(const char *at, const char *end, const char *word)
{
    size_t n = strlen(word);
    for (; (size_t)(end - at) >= n; at++)
        if (memcmp(at, word, n) == 0)
            return at + n;
    return NULL;
}

// The end of a tag: the first > outside of quotes.
static const char *tag_end(const char *at, const char *end)
{
    char quote = 0;
    for (; at < end; at++) {
        if (quote)
            quote = *at == quote ? 0 : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '>')
            return at;
    }
    return NULL;
}

static void name_tag(struct tag *t)
{
    size_t n = 0;
    const char *at = t->at;
    for (; at < t->end && !strchr(" \t\r\n/", *at); at++)
        if (*at == ':') // svg:polygon
            n = 0;
        else if (n < sizeof t->name - 1)
            t->name[n++] = *at;
    t->name[n] = '\0';
    t->at = at;
}

// Comments, what is between <? and ?>, doctypes and CDATA are passed over. False at the end, or
// with a fault.
static bool next_tag(struct reader *r, struct tag *t, bool *good)
{
    static const char *const passed[][2] = {{"!--", "-->"}, {"![CDATA[", "]]>"}, {"?", "?>"}};
    *good = true;
    while (r->at < r->end) {
        const char *open = memchr(r->at, '<', (size_t)(r->end - r->at)), *stop = NULL;
        if (!open)
            return false;
        step(r, open + 1);
        int line = r->line;
        for (int i = 0; i < 3 && !stop; i++) {
            size_t n = strlen(passed[i][0]);
            if ((size_t)(r->end - r->at) >= n && memcmp(r->at, passed[i][0], n) == 0 &&
                !(stop = find(r->at, r->end, passed[i][1])))
                return *good = broken(r, line, "what begins here never ends");
        }
        if (stop) {
            step(r, stop);
            continue;
        }
        stop = tag_end(r->at, r->end);
        if (!stop)
            return *good = broken(r, line, "a tag that never ends");
        *t = (struct tag){.at = r->at, .end = stop, .line = line};
        step(r, stop + 1);
        if (t->at < t->end && *t->at == '!')
            continue;
        t->closes = t->at < t->end && *t->at == '/';
        t->at += t->closes;
        t->opens = !t->closes && !(t->end > t->at && t->end[-1] == '/');
        name_tag(t);
        return true;
    }
    return false;
}

// The value of an attribute, cut to VALUE - 1 bytes; false: there is none.
static bool attribute(const struct tag *t, const char *name, char value[VALUE])
{
    const char *at = t->at;
    size_t n = strlen(name);
    while (at < t->end) {
        while (at < t->end && strchr(" \t\r\n/", *at))
            at++;
        const char *word = at;
        while (at < t->end && !strchr(" \t\r\n=", *at))
            at++;
        size_t length = (size_t)(at - word);
        while (at < t->end && strchr(" \t\r\n=", *at))
            at++;
        if (at >= t->end || (*at != '"' && *at != '\''))
            continue;
        const char *from = at + 1, *to = memchr(from, *at, (size_t)(t->end - from));
        if (!to)
            return false;
        at = to + 1;
        if (length != n || memcmp(word, name, n) != 0)
            continue;
        size_t bytes = (size_t)(to - from) < VALUE - 1 ? (size_t)(to - from) : VALUE - 1;
        memcpy(value, from, bytes);
        value[bytes] = '\0';
        return true;
    }
    return false;
}

// --- shapes -------------------------------------------------------------------------------------

static bool number(const struct reader *r, const char **at, double *to)
{
    char *end;
    const char *from = *at + strspn(*at, " \t\r\n,");
    *to = strtod_l(from, &end, r->numbers);
    *at = end;
    return end != from && fabs(*to) <= FARTHEST;
}

static bool add(struct shape *s, struct vec2 p)
{
    if (s->count == POINTS)
        return false;
    s->points[s->count++] = p;
    return true;
}

static bool read_points(const struct reader *r, const char *at, struct shape *s)
{
    struct vec2 p;
    while (at[strspn(at, " \t\r\n,")])
        if (!number(r, &at, &p.x) || !number(r, &at, &p.y) || !add(s, p))
            return false;
    return true;
}

// M, L, H, V, Z and their small forms.
static bool read_path(const struct reader *r, const char *at, struct shape *s)
{
    struct vec2 p = {0, 0};
    char verb = 0;
    for (at += strspn(at, " \t\r\n,"); *at; at += strspn(at, " \t\r\n,")) {
        if (strchr("MmLlHhVvZz", *at))
            verb = *at++;
        if (!verb || verb == 'Z' || verb == 'z') {
            if (!verb || at[strspn(at, " \t\r\n")])
                return false;
            break;
        }
        bool more = verb >= 'a', across = strchr("Hh", verb) != NULL,
             down = strchr("Vv", verb) != NULL;
        struct vec2 to = more ? (struct vec2){0, 0} : p;
        if ((!down && !number(r, &at, &to.x)) || (!across && !number(r, &at, &to.y)))
            return false;
        p = more ? (struct vec2){p.x + to.x, p.y + to.y} : to;
        if (!add(s, p))
            return false;
    }
    // Closed by hand: the last point is the first again.
    if (s->count > 2 && hypot(p.x - s->points[0].x, p.y - s->points[0].y) < 1e-6)
        s->count--;
    return true;
}

static bool read_rectangle(const struct reader *r, const struct tag *t, struct shape *s)
{
    static const char *const names[4] = {"x", "y", "width", "height"};
    double n[4] = {0, 0, 0, 0};
    char value[VALUE];
    for (int i = 0; i < 4; i++) {
        const char *at = value;
        if (attribute(t, names[i], value) && !number(r, &at, &n[i]))
            return false;
    }
    return add(s, (struct vec2){n[0], n[1]}) && add(s, (struct vec2){n[0] + n[2], n[1]}) &&
           add(s, (struct vec2){n[0] + n[2], n[1] + n[3]}) &&
           add(s, (struct vec2){n[0], n[1] + n[3]});
}

static bool read_shape(const struct reader *r, const struct tag *t, struct shape *s)
{
    char value[VALUE];
    if (strcmp(t->name, "rect") == 0)
        return read_rectangle(r, t, s);
    if (strcmp(t->name, "path") == 0)
        return attribute(t, "d", value) && read_path(r, value, s);
    return attribute(t, "points", value) && read_points(r, value, s);
}

// --- what is asked for --------------------------------------------------------------------------

// "wall" or "wall-row-3" of an id that is asked for: which, and the row, 0 for the quad itself.
static bool asked_for(const char *const *ids, const char *id, int *which, int *row)
{
    for (int i = 0; ids[i]; i++) {
        size_t n = strlen(ids[i]);
        *which = i;
        *row = 0;
        if (strncmp(id, ids[i], n) != 0)
            continue;
        if (!id[n])
            return true;
        char rest;
        if (strncmp(id + n, "-row-", 5) == 0 && sscanf(id + n + 5, "%2d%c", row, &rest) == 1 &&
            *row >= 1 && *row <= WARP_POINTS)
            return true;
    }
    return false;
}

static int kind_of(const struct tag *t)
{
    char value[VALUE];
    for (int i = 0; i < 3 && attribute(t, "data-grid", value); i++)
        if (strcmp(value, kinds[i]) == 0)
            return i;
    return -1;
}

static bool take_shape(struct reader *r, const struct tag *t, const char *id, struct gathered *g,
                       int row)
{
    struct shape s = {.count = 0};
    if (r->depth > 0 && r->moved[r->depth - 1])
        return fault_set(r->fault,
                         "line %d: \"%s\" is transformed, or a group around it; points as they are "
                         "are read: apply the transform in the drawing program",
                         t->line, id);
    if (!read_shape(r, t, &s))
        return fault_set(r->fault,
                         "line %d: \"%s\" is no polygon, rect or path of straight lines with at "
                         "most %d points",
                         t->line, id, POINTS);
    if (row) {
        g->rows[row - 1] = s;
        g->has_row[row - 1] = true;
        return true;
    }
    if (s.count != 4)
        return fault_set(r->fault, "line %d: \"%s\" has %d corners; 4 are allowed", t->line, id,
                         s.count);
    if (g->to->line)
        return fault_set(r->fault, "line %d: \"%s\" stands also in line %d", t->line, id,
                         g->to->line);
    memcpy(g->to->corners, s.points, sizeof g->to->corners);
    g->to->line = t->line;
    g->kind = kind_of(t);
    return true;
}

// Rows from the first without a gap, each with as many points.
static bool join_rows(const struct reader *r, struct gathered *g)
{
    struct warp_grid *grid = &g->to->grid;
    struct warp plain;
    int rows = 0;
    while (rows < WARP_POINTS && g->has_row[rows])
        rows++;
    if (!rows)
        return warp_init(&plain, g->to->corners, NULL, r->fault);
    for (int i = 0; i < WARP_POINTS; i++)
        if (g->has_row[i] && (i >= rows || g->rows[i].count != g->rows[0].count))
            return fault_set(r->fault,
                             "its row %d is not like the first, or one before it is missing",
                             i + 1);
    if (rows < 2 || g->rows[0].count < 2)
        return fault_set(r->fault, "its grid wants 2 to %d rows of 2 to %d points", WARP_POINTS,
                         WARP_POINTS);
    if (!warp_init(&plain, g->to->corners, NULL, r->fault))
        return false;
    enum warp_kind kind = g->kind < 0 ? WARP_CATMULL_ROM : (enum warp_kind)g->kind;
    warp_grid_plain(grid, kind, g->rows[0].count, rows);
    for (int i = 0; i < grid->columns * rows; i++) {
        int row = i / grid->columns, column = i % grid->columns;
        if (!warp_back(&plain, g->rows[row].points[column], &grid->points[i]))
            return fault_set(r->fault, "its row %d leaves the plane of its corners", row + 1);
    }
    return warp_init(&plain, g->to->corners, grid, r->fault);
}

static bool take_tag(struct reader *r, const struct tag *t, const char *const *ids,
                     struct gathered *all)
{
    static const char *const shapes[] = {"polygon", "polyline", "rect", "path"};
    char id[VALUE], value[VALUE];
    int which, row;
    bool above = r->depth > 0 && r->moved[r->depth - 1];
    if (t->closes) {
        r->depth -= r->depth > 0;
        return true;
    }
    if (r->depth == DEPTH)
        return broken(r, t->line, "too many elements inside one another");
    r->moved[r->depth++] = above || attribute(t, "transform", value);
    bool good = true, shape = false;
    for (int i = 0; i < 4; i++)
        shape = shape || strcmp(t->name, shapes[i]) == 0;
    if (shape && attribute(t, "id", id) && asked_for(ids, id, &which, &row))
        good = take_shape(r, t, id, &all[which], row);
    r->depth -= !t->opens;
    return good;
}

static bool read_all(struct reader *r, const char *const *ids, struct gathered *all)
{
    struct tag t;
    bool good, drawing = false;
    while (next_tag(r, &t, &good)) {
        drawing = drawing || strcmp(t.name, "svg") == 0;
        if (!take_tag(r, &t, ids, all))
            return false;
    }
    return good && (drawing || broken(r, r->line, "this is no SVG"));
}

static bool gather(struct reader *r, const char *const *ids, struct gathered *all,
                   struct drawn warps[DRAWN_WARPS], int *count)
{
    if (!read_all(r, ids, all))
        return false;
    for (int i = 0; ids[i]; i++) {
        bool rows = false;
        for (int k = 0; k < WARP_POINTS; k++)
            rows = rows || all[i].has_row[k];
        if (!all[i].to->line && rows)
            return fault_set(r->fault, "\"%s\" has rows and no corners", ids[i]);
        if (!all[i].to->line)
            continue;
        if (!join_rows(r, &all[i])) {
            struct fault said = *r->fault;
            return fault_set(r->fault, "line %d: \"%s\": %s", all[i].to->line, ids[i], said.text);
        }
        warps[(*count)++] = *all[i].to;
    }
    return true;
}

bool drawn_read(const char *text, size_t length, const char *const *ids,
                struct drawn warps[DRAWN_WARPS], int *count, struct fault *f)
{
    struct gathered *all = calloc(DRAWN_WARPS, sizeof *all);
    struct drawn *read = calloc(DRAWN_WARPS, sizeof *read);
    struct fault own;
    *count = 0;
    struct reader r = {.at = text,
                       .end = text + length,
                       .line = 1,
                       .numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0),
                       .fault = f ? f : &own};
    bool good = false;
    for (int i = 0; all && read && ids[i] && i < DRAWN_WARPS; i++) {
        all[i].to = &read[i];
        snprintf(read[i].id, sizeof read[i].id, "%s", ids[i]);
    }
    if (!all || !read || !r.numbers)
        fault_set(f, "no memory");
    else if (length > DRAWN_BYTES)
        fault_set(f, "%zu bytes; %u are allowed", length, DRAWN_BYTES);
    else
        good = gather(&r, ids, all, warps, count);
    if (r.numbers)
        freelocale(r.numbers);
    free(all);
    free(read);
    return good;
}

// --- to the file --------------------------------------------------------------------------------

// To 1/10000 px: what is read back is written as it was.
static void write_point(FILE *to, bool first, struct vec2 at)
{
    double x = round(at.x * 1e4) / 1e4, y = round(at.y * 1e4) / 1e4;
    fprintf(to, "%s%.10g,%.10g", first ? "" : " ", x + 0.0, y + 0.0);
}

static void write_rows(FILE *to, const struct drawn *d, const struct warp *w)
{
    for (int row = 0; row < d->grid.rows; row++) {
        fprintf(to, "  <polyline id=\"%s-row-%d\" points=\"", d->id, row + 1);
        for (int i = 0; i < d->grid.columns; i++)
            write_point(to, i == 0,
                        mapping_apply(w->to_place, d->grid.points[row * d->grid.columns + i]));
        fputs("\"/>\n", to);
    }
}

static void write_warp(FILE *to, const struct drawn *d)
{
    struct warp w;
    fprintf(to, "  <polygon id=\"%s\"", d->id);
    if (d->grid.columns)
        fprintf(to, " data-grid=\"%s\"", kinds[d->grid.kind]);
    fputs(" points=\"", to);
    for (int i = 0; i < 4; i++)
        write_point(to, i == 0, d->corners[i]);
    fputs("\"/>\n", to);
    if (d->grid.columns && warp_init(&w, d->corners, NULL, NULL))
        write_rows(to, d, &w);
}

char *drawn_write(const struct drawn *warps, int count, struct size2 sheet)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    if (!to)
        return NULL;
    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\" fill=\"none\" stroke=\"#ff7a1a\">\n",
            sheet.width, sheet.height, sheet.width, sheet.height);
    for (int i = 0; i < count; i++)
        write_warp(to, &warps[i]);
    fputs("</svg>\n", to);
    fclose(to);
    return text;
}
