// Pieces of draw lists: taken out of one, laid into another, their indices counted anew.
#include "scene/piece.h"
#include "scene/private.h"

#include <string.h>

struct piece_mark piece_mark(const struct drawlist *l)
{
    return (struct piece_mark){l->command_count, l->float_count,   l->byte_count,
                               l->run_count,     l->control_count, l->refused,
                               l->motion_count,  l->depth,         l->background};
}

// What was kept before goes, its memory stays.
static void empty(struct piece *p)
{
    struct drawlist *k = &p->list;
    k->command_count = k->float_count = k->byte_count = k->run_count = k->control_count = 0;
    k->state_count = k->style_count = k->pen_count = k->gradient_count = 0;
    p->whole = false;
}

static bool stands(const struct draw_state *s)
{
    return s->motion == 0 && s->fade == 0;
}

// Index of the state in a list that ends with it; it is added where the last one is another.
static bool state_in(struct drawlist *l, const struct draw_state *s, uint32_t limit,
                     uint32_t *index)
{
    if (l->state_count == 0 || memcmp(&l->states[l->state_count - 1], s, sizeof *s) != 0) {
        if (!drawlist_grow(&l->states, &l->state_room, l->state_count, 1, limit, sizeof *s))
            return false;
        l->states[l->state_count++] = *s;
    }
    *index = l->state_count - 1;
    return true;
}

static bool gradient_in(struct drawlist *to, const struct drawlist *from, uint32_t limit,
                        uint16_t *at)
{
    uint32_t index = 0;
    if (*at == 0)
        return true;
    if (!drawlist_keep(&to->gradients, &to->gradient_room, &to->gradient_count, limit,
                       &from->gradients[*at - 1], sizeof *from->gradients, &index))
        return false;
    *at = (uint16_t)(index + 1);
    return true;
}

static bool take_text(struct drawlist *k, const struct drawlist *l, struct draw_command *c,
                      const struct piece_mark *since)
{
    c->text.bytes -= since->bytes;
    c->text.run -= since->runs;
    if (c->op == DRAW_LETTERS)
        c->text.first -= since->floats;
    return drawlist_keep(&k->styles, &k->style_room, &k->style_count, PIECE_STYLES,
                         &l->styles[c->text.style], sizeof *l->styles, &c->text.style) &&
           gradient_in(k, l, PIECE_GRADIENTS, &c->text.gradient);
}

static bool take_path(struct drawlist *k, const struct drawlist *l, struct draw_command *c,
                      const struct piece_mark *since)
{
    uint32_t pen = 0;
    c->path.first -= since->floats;
    if (c->path.pen) {
        if (!drawlist_keep(&k->pens, &k->pen_room, &k->pen_count, PIECE_PENS,
                           &l->pens[c->path.pen - 1], sizeof *l->pens, &pen))
            return false;
        c->path.pen = (uint16_t)(pen + 1);
    }
    return gradient_in(k, l, PIECE_GRADIENTS, &c->path.gradient);
}

static bool take_command(struct drawlist *k, const struct drawlist *l, uint32_t n,
                         const struct piece_mark *since)
{
    struct draw_command c = l->commands[n];
    uint32_t state = 0;
    if (!stands(&l->states[c.state]) || !state_in(k, &l->states[c.state], PIECE_STATES, &state))
        return false;
    c.state = (uint16_t)state;
    if (c.op == DRAW_TEXT || c.op == DRAW_LETTERS) {
        if (!take_text(k, l, &c, since))
            return false;
    } else if (c.op == DRAW_LINE || c.op == DRAW_TRAIL || c.op == DRAW_FILL || c.op == DRAW_PATH) {
        if (!take_path(k, l, &c, since))
            return false;
    } else if (c.op != DRAW_BOX) {
        return false;
    }
    if (!drawlist_grow(&k->commands, &k->command_room, k->command_count, 1, DRAWLIST_COMMANDS,
                       sizeof c))
        return false;
    k->commands[k->command_count++] = c;
    return true;
}

static bool add(void *array, uint32_t *room, uint32_t *count, uint32_t limit, const void *items,
                uint32_t more, size_t size)
{
    char **at = array;
    if (!drawlist_grow(array, room, *count, more, limit, size))
        return false;
    if (more > 0 && items) // an array of nothing may be NULL
        memcpy(*at + *count * size, items, more * size);
    *count += more;
    return true;
}

#define ADD(to, name, from, first, limit)                                                   \
    add(&(to)->name##s, &(to)->name##_room, &(to)->name##_count, limit,                     \
        (from)->name##s ? (from)->name##s + (first) : NULL, (from)->name##_count - (first), \
        sizeof *(to)->name##s)

static bool take(struct drawlist *k, const struct drawlist *l, const struct piece_mark *since)
{
    for (uint32_t i = since->commands; i < l->command_count; i++)
        if (!take_command(k, l, i, since))
            return false;
    for (uint32_t i = since->controls; i < l->control_count; i++)
        if (!stands(&l->controls[i].state))
            return false;
    return ADD(k, float, l, since->floats, DRAWLIST_FLOATS) &&
           ADD(k, byte, l, since->bytes, DRAWLIST_BYTES) &&
           ADD(k, run, l, since->runs, DRAWLIST_RUNS) &&
           ADD(k, control, l, since->controls, DRAWLIST_CONTROLS);
}

// Rooms of arrays, of as many at least, grow by doubling.
static size_t sum(const struct drawlist *k, const uint32_t least[5])
{
    const struct {
        uint32_t room;
        size_t size;
    } arrays[] = {{k->command_room, sizeof *k->commands},  {k->float_room, sizeof *k->floats},
                  {k->byte_room, sizeof *k->bytes},        {k->run_room, sizeof *k->runs},
                  {k->control_room, sizeof *k->controls},  {k->state_room, sizeof *k->states},
                  {k->style_room, sizeof *k->styles},      {k->pen_room, sizeof *k->pens},
                  {k->gradient_room, sizeof *k->gradients}};
    size_t bytes = 0;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        uint32_t more = least && i < 5 ? 2 * least[i] : 0;
        bytes += (more > arrays[i].room ? more : arrays[i].room) * arrays[i].size;
    }
    return bytes;
}

size_t piece_need(const struct piece *p, const struct drawlist *l, const struct piece_mark *since)
{
    const uint32_t least[5] = {l->command_count - since->commands, l->float_count - since->floats,
                               l->byte_count - since->bytes, l->run_count - since->runs,
                               l->control_count - since->controls};
    return sum(&p->list, least);
}

bool piece_take(struct piece *p, const struct drawlist *l, const struct piece_mark *since,
                const struct draw_state *around)
{
    empty(p);
    p->around = *around;
    p->whole = l->refused == since->refused && l->motion_count == since->motions &&
               l->depth == since->depth &&
               memcmp(&l->background, &since->background, sizeof l->background) == 0 &&
               take(&p->list, l, since);
    p->bytes = sum(&p->list, NULL);
    return p->whole;
}

// Where the piece's states, styles, pens and gradients are in the list.
struct places {
    uint16_t states[PIECE_STATES], pens[PIECE_PENS], gradients[PIECE_GRADIENTS];
    uint32_t styles[PIECE_STYLES];
};

static bool lay_tables(const struct drawlist *k, struct drawlist *l, struct places *p)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < k->style_count; i++)
        if (!drawlist_keep(&l->styles, &l->style_room, &l->style_count, DRAWLIST_STYLES,
                           &k->styles[i], sizeof *k->styles, &p->styles[i]))
            return false;
    for (uint32_t i = 0; i < k->pen_count; i++) {
        if (!drawlist_keep(&l->pens, &l->pen_room, &l->pen_count, DRAWLIST_PENS, &k->pens[i],
                           sizeof *k->pens, &at))
            return false;
        p->pens[i] = (uint16_t)(at + 1);
    }
    for (uint32_t i = 0; i < k->gradient_count; i++) {
        p->gradients[i] = (uint16_t)(i + 1);
        if (!gradient_in(l, k, DRAWLIST_GRADIENTS, &p->gradients[i]))
            return false;
    }
    for (uint32_t i = 0; i < k->state_count; i++) {
        if (!state_in(l, &k->states[i], DRAWLIST_STATES, &at))
            return false;
        p->states[i] = (uint16_t)at;
    }
    return true;
}

// Commands as the piece has them, from `first` of the list on, told where things are now.
static void settle(struct drawlist *l, uint32_t first, const struct places *p,
                   const struct piece_mark *base)
{
    for (struct draw_command *c = l->commands + first; c < l->commands + l->command_count; c++) {
        c->state = p->states[c->state];
        if (c->op == DRAW_TEXT || c->op == DRAW_LETTERS) {
            c->text.bytes += base->bytes;
            c->text.run += base->runs;
            c->text.first += c->op == DRAW_LETTERS ? base->floats : 0;
            c->text.style = p->styles[c->text.style];
            c->text.gradient = c->text.gradient ? p->gradients[c->text.gradient - 1] : 0;
        } else if (c->op != DRAW_BOX) {
            c->path.first += base->floats;
            c->path.pen = c->path.pen ? p->pens[c->path.pen - 1] : 0;
            c->path.gradient = c->path.gradient ? p->gradients[c->path.gradient - 1] : 0;
        }
    }
}

// Back to where it was; states, styles, pens and gradients that nobody uses do no harm.
static bool undo(struct drawlist *l, const struct piece_mark *base)
{
    l->command_count = base->commands;
    l->float_count = base->floats;
    l->byte_count = base->bytes;
    l->run_count = base->runs;
    l->control_count = base->controls;
    return false;
}

bool piece_lay(const struct piece *p, struct drawlist *l)
{
    struct places places;
    const struct drawlist *k = &p->list;
    const struct piece_mark base = piece_mark(l);
    if (!p->whole || !lay_tables(k, l, &places))
        return false;
    if (!ADD(l, float, k, 0, DRAWLIST_FLOATS) || !ADD(l, byte, k, 0, DRAWLIST_BYTES) ||
        !ADD(l, run, k, 0, DRAWLIST_RUNS) || !ADD(l, control, k, 0, DRAWLIST_CONTROLS) ||
        !ADD(l, command, k, 0, DRAWLIST_COMMANDS))
        return undo(l, &base);
    settle(l, base.commands, &places, &base);
    return true;
}

void piece_finish(struct piece *p)
{
    drawlist_finish(&p->list);
    *p = (struct piece){.whole = false};
}
