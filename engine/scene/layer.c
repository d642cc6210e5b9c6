// Draw lists: groups, pictures that are drawn on, shaders, bodies.
#include "scene/path.h"
#include "scene/private.h"

#include <string.h>

static const struct color none = {1, 1, 1, 1};

bool drawlist_layer(struct drawlist *l, const struct draw_layer *layer, const float *path)
{
    const float values[] = {layer->opacity, layer->at[0], layer->at[1],
                            layer->at[2],   layer->at[3], layer->soft_px};
    uint32_t count = layer->mask == MASK_PATH ? layer->count : 0;
    if (l->depth >= LAYER_DEPTH || !drawlist_finite(values, 6) ||
        (count && !path_is_good(path, count)) ||
        !drawlist_grow(&l->layers, &l->layer_room, l->layer_count, 1, DRAWLIST_LAYERS,
                       sizeof *l->layers) ||
        !drawlist_grow(&l->floats, &l->float_room, l->float_count, count, DRAWLIST_FLOATS,
                       sizeof *l->floats))
        return drawlist_refuse(l);
    struct draw_command *c = drawlist_command(l, DRAW_LAYER, none);
    if (!c)
        return drawlist_refuse(l);
    struct draw_layer *to = &l->layers[l->layer_count];
    memset(to, 0, sizeof *to); // lists are compared byte by byte
    to->blend = layer->blend;
    to->opacity = layer->opacity;
    to->mask = layer->mask;
    to->invert = layer->invert;
    to->media = layer->media;
    memcpy(to->at, layer->at, sizeof to->at);
    to->soft_px = layer->soft_px;
    to->first = l->float_count;
    to->count = count;
    if (count)
        memcpy(l->floats + l->float_count, path, count * sizeof *path);
    l->float_count += count;
    c->index = l->layer_count++;
    l->command_count++;
    l->depth++;
    return true;
}

bool drawlist_onto(struct drawlist *l, media_handle canvas, bool keeps)
{
    struct draw_command *c = l->depth < LAYER_DEPTH ? drawlist_command(l, DRAW_ONTO, none) : NULL;
    if (!c)
        return drawlist_refuse(l);
    c->image.media = canvas;
    c->closed = keeps;
    l->keeps |= keeps;
    l->command_count++;
    l->depth++;
    return true;
}

bool drawlist_end(struct drawlist *l)
{
    struct draw_command *c = l->depth ? drawlist_command(l, DRAW_END, none) : NULL;
    if (!c)
        return drawlist_refuse(l);
    l->command_count++;
    l->depth--;
    return true;
}

static bool shade_good(const struct draw_shade *s)
{
    for (int i = 0; i < s->count; i++)
        if (!drawlist_finite(s->uniforms[i].value, 4))
            return false;
    return s->count <= SHADE_UNIFORMS && drawlist_finite(s->at, 4);
}

bool drawlist_shade(struct drawlist *l, const struct draw_shade *shade)
{
    if (!shade_good(shade) || !drawlist_grow(&l->shades, &l->shade_room, l->shade_count, 1,
                                             DRAWLIST_SHADES, sizeof *l->shades))
        return drawlist_refuse(l);
    struct draw_command *c = drawlist_command(l, DRAW_SHADE, none);
    if (!c)
        return drawlist_refuse(l);
    memcpy(&l->shades[l->shade_count], shade, sizeof *shade);
    c->index = l->shade_count++;
    l->command_count++;
    return true;
}

bool drawlist_model(struct drawlist *l, media_handle model, struct draw_rect at,
                    struct draw_view view, struct color tint)
{
    const float values[] = {at.x, at.y, at.w, at.h, view.turn, view.tilt, view.zoom};
    struct draw_command *c =
        drawlist_finite(values, 7) ? drawlist_command(l, DRAW_MODEL, tint) : NULL;
    if (!c)
        return drawlist_refuse(l);
    c->model.media = model;
    c->model.at = at;
    c->model.view = view;
    l->command_count++;
    return true;
}

static bool shade_shows(const struct draw_shade *s, media_handle media)
{
    bool found = s->shader == media;
    for (int i = 0; i < s->count; i++)
        found |= s->uniforms[i].size == 0 && s->uniforms[i].media == media;
    return found;
}

bool drawlist_shows(const struct drawlist *l, media_handle media)
{
    for (uint32_t i = 0; i < l->command_count; i++) {
        const struct draw_command *c = &l->commands[i];
        if ((c->op == DRAW_PICTURE || c->op == DRAW_FILM || c->op == DRAW_ONTO ||
             c->op == DRAW_SLICED || c->op == DRAW_MODEL) &&
            c->image.media == media) // those of the others lie there too
            return true;
        if ((c->op == DRAW_SPRITES || c->op == DRAW_SWARM) &&
            (c->sprites.media == media || c->sprites.swarm == media))
            return true;
    }
    for (uint32_t i = 0; i < l->layer_count; i++)
        if (l->layers[i].media == media)
            return true;
    for (uint32_t i = 0; i < l->shade_count; i++)
        if (shade_shows(&l->shades[i], media))
            return true;
    return false;
}
