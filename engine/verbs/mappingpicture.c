// The picture of gestuaire mapping report: the composition with what outputs light and where
// surfaces lie, and the figures beneath.
#include "mapping/field.h"
#include "verbs/mapped.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1200, MARGIN = 40, HEAD = MARGIN, LINE = 22, SIDE_POINTS = 24 };

static const char sheet[] = "#14110f", warm[] = "#e9e2d8", faint[] = "#8a8178";
static const char *const colors[] = {"#ff7a1a", "#8fa3b0", "#c9b458", "#7fb08f",
                                     "#b58fb0", "#d08a7a", "#7a9ad0", "#a8a8a8"};

struct drawing {
    FILE *to;
    const struct mapped *m;
    const struct survey *s;
    double scale; // px of the picture for one of the composition
};

static void point(const struct drawing *d, struct vec2 at)
{
    fprintf(d->to, "%.2f,%.2f ", MARGIN + at.x * d->scale, HEAD + at.y * d->scale);
}

// The i-th of 4 x SIDE_POINTS points around a rectangle.
static struct vec2 around(struct vec2 at, struct vec2 size, int i)
{
    double t = (double)(i % SIDE_POINTS) / SIDE_POINTS;
    const struct vec2 sides[4] = {{t, 0}, {1, t}, {1 - t, 1}, {0, 1 - t}};
    struct vec2 p = sides[i / SIDE_POINTS];
    return (struct vec2){at.x + p.x * size.x, at.y + p.y * size.y};
}

// Where the edge of its raster lies in the composition.
static void draw_raster(const struct drawing *d, int output)
{
    struct size2 size = d->m->desc.outputs[output].size;
    for (int i = 0; i < 4 * SIDE_POINTS; i++) {
        struct vec2 at;
        if (mapping_to_composition(
                d->m->mapping, output,
                around((struct vec2){0, 0}, (struct vec2){size.width, size.height}, i), &at))
            point(d, at);
    }
}

static void draw_rectangle(const struct drawing *d, const struct mapping_output *o)
{
    fprintf(d->to, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
            MARGIN + o->at.x * d->scale, HEAD + o->at.y * d->scale, o->size.width * d->scale,
            o->size.height * d->scale);
}

static void draw_output(const struct drawing *d, int output)
{
    const char *color = colors[output % (int)(sizeof colors / sizeof *colors)];
    fprintf(d->to, "<clipPath id=\"part%d\">", output);
    draw_rectangle(d, &d->m->desc.outputs[output]);
    fprintf(d->to,
            "</clipPath>\n<polygon clip-path=\"url(#part%d)\" fill=\"%s\" fill-opacity=\"0.28\" "
            "stroke=\"%s\" stroke-width=\"2\" points=\"",
            output, color, color);
    draw_raster(d, output);
    fputs("\"/>\n", d->to);
}

static void draw_mask(const struct drawing *d, const struct mapping_mask *mask)
{
    struct vec2 flat[FIELD_FLAT];
    int count = field_flatten(mask->corners, mask->count, flat);
    fprintf(d->to, "<polygon fill=\"none\" stroke=\"%s\" stroke-dasharray=\"%s\" points=\"", warm,
            mask->invert ? "2 4" : "6 4");
    for (int i = 0; i < count; i++) {
        struct vec2 at = flat[i];
        if (!mask->of_surface || mapping_surface_there(d->m->mapping, mask->owner, flat[i], &at))
            point(d, at);
    }
    fputs("\"/>\n", d->to);
}

static void draw_surface(const struct drawing *d, int surface)
{
    struct vec2 at, size, p, middle;
    mapping_source(d->m->mapping, surface, &at, &size);
    fprintf(d->to, "<polygon fill=\"none\" stroke=\"%s\" points=\"", warm);
    for (int i = 0; i < 4 * SIDE_POINTS; i++)
        if (mapping_surface_there(d->m->mapping, surface, around(at, size, i), &p))
            point(d, p);
    fputs("\"/>\n", d->to);
    middle = (struct vec2){at.x + size.x / 2, at.y + size.y / 2};
    if (mapping_surface_there(d->m->mapping, surface, middle, &p))
        fprintf(d->to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"%s\">%s</text>\n",
                MARGIN + p.x * d->scale, HEAD + p.y * d->scale + 6, warm,
                d->m->station->surfaces[surface].id);
}

// Ids are lower-case letters, digits and hyphens: nothing to escape.
static void name_output(const struct drawing *d, int output)
{
    const struct mapping_output *o = &d->m->desc.outputs[output];
    bool left = o->at.x + o->size.width / 2.0 < d->m->station->composition.width / 2.0;
    double x = MARGIN + (left ? o->at.x : o->at.x + o->size.width) * d->scale;
    fprintf(d->to,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"600\" "
            "fill=\"%s\">%s</text>\n",
            x + (left ? 10 : -10), HEAD + (o->at.y + o->size.height) * d->scale - 12,
            left ? "start" : "end", colors[output % (int)(sizeof colors / sizeof *colors)],
            d->m->station->outputs[output].id);
}

// The figures, a line each.
static void write_figures(const struct drawing *d, double y)
{
    char *text = report_text(d->m, d->s);
    char *rest = text, *line = text ? strsep(&rest, "\n") : NULL;
    for (int n = 0; line && rest; n++, line = strsep(&rest, "\n")) {
        int indent = 0;
        while (line[indent] == ' ')
            indent++;
        fprintf(d->to, "<text x=\"%d\" y=\"%.1f\" font-size=\"15\" fill=\"%s\">%s</text>\n",
                MARGIN + indent * 8, y + n * LINE, indent > 2 ? faint : warm, line + indent);
    }
    free(text);
}

static int count_lines(const struct drawing *d)
{
    char *text = report_text(d->m, d->s);
    int lines = 0;
    for (const char *c = text; c && *c; c++)
        lines += *c == '\n';
    free(text);
    return lines;
}

char *report_picture(const struct mapped *m, const struct survey *s)
{
    char *text = NULL;
    size_t length;
    struct size2 size = m->station->composition;
    struct drawing d = {open_memstream(&text, &length), m, s,
                        (WIDTH - 2.0 * MARGIN) / fmax(size.width, 1)};
    if (!d.to)
        return NULL;
    double height = HEAD + size.height * d.scale + MARGIN, lines = count_lines(&d);
    fprintf(d.to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" "
            "height=\"%.0f\" font-family=\"Inter, sans-serif\" font-size=\"18\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n",
            WIDTH, height + lines * LINE + MARGIN, WIDTH, height + lines * LINE + MARGIN, sheet);
    for (int i = 0; i < m->desc.output_count; i++)
        draw_output(&d, i);
    for (int i = 0; i < m->desc.surface_count; i++)
        draw_surface(&d, i);
    for (int i = 0; i < m->desc.mask_count; i++)
        draw_mask(&d, &m->desc.masks[i]);
    for (int i = 0; i < m->desc.output_count; i++)
        name_output(&d, i);
    write_figures(&d, height + LINE / 2.0);
    fputs("</svg>\n", d.to);
    fclose(d.to);
    return text;
}
