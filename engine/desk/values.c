// Values of a mapping and their addresses.
#include "desk/outlines.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum whose { ANYONES, OF_OUTPUTS, OF_SURFACES };
enum shape { ALONE, NUMBERED, NODE, NAMED_EDGE, OF_MASK, POINT_OF_MASK };

static const struct key {
    const char *word;
    enum shape shape;
    int numbers;
    double least, most;
    enum desk_group group;
    enum whose whose;
} keys[DESK_KEYS] = {
    [DESK_CORNER] = {"corner", NUMBERED, 2, -DESK_PX, DESK_PX, DESK_WARP, ANYONES},
    [DESK_GRID] = {"grid", ALONE, 3, 0, WARP_POINTS, DESK_WARP, ANYONES},
    [DESK_NODE] = {"node", NODE, 2, -WARP_REACH, 1 + WARP_REACH, DESK_WARP, ANYONES},
    [DESK_LOCK] = {"lock", ALONE, 1, 0, 1, DESK_WARP, ANYONES},
    [DESK_BLEND] = {"blend", ALONE, 1, 0, 1, DESK_LIGHT, OF_OUTPUTS},
    [DESK_EDGE] = {"edge", NAMED_EDGE, 1, 0, DESK_PX, DESK_LIGHT, OF_OUTPUTS},
    [DESK_POWER] = {"power", ALONE, 1, 0, 8, DESK_LIGHT, OF_OUTPUTS},
    [DESK_LUMINANCE] = {"luminance", ALONE, 1, 0, 1, DESK_LIGHT, OF_OUTPUTS},
    [DESK_BLACK] = {"black", ALONE, 1, 0, MAPPING_BLACK, DESK_LIGHT, OF_OUTPUTS},
    [DESK_GAIN] = {"gain", ALONE, 1, 0, 1, DESK_LIGHT, OF_OUTPUTS},
    [DESK_GAMMA] = {"gamma", ALONE, 1, 0, 4, DESK_LIGHT, OF_OUTPUTS},
    [DESK_WHITE] = {"white", ALONE, 3, 0, 1, DESK_LIGHT, OF_OUTPUTS},
    [DESK_MASK_COUNT] = {"masks", ALONE, 1, 0, MAPPING_MASKS, DESK_MASKS, ANYONES},
    [DESK_MASK_POINTS] = {"points", OF_MASK, 1, OUTLINE_LEAST, MAPPING_MASK_POINTS, DESK_MASKS,
                          ANYONES},
    [DESK_MASK_POINT] = {"point", POINT_OF_MASK, 2, -DESK_PX, DESK_PX, DESK_MASKS, ANYONES},
    [DESK_MASK_IN] = {"in", POINT_OF_MASK, 2, -DESK_PX, DESK_PX, DESK_MASKS, ANYONES},
    [DESK_MASK_OUT] = {"out", POINT_OF_MASK, 2, -DESK_PX, DESK_PX, DESK_MASKS, ANYONES},
    [DESK_MASK_FEATHER] = {"feather", OF_MASK, 1, 0, MAPPING_FEATHER_PX, DESK_MASKS, ANYONES},
    [DESK_MASK_INVERT] = {"invert", OF_MASK, 1, 0, 1, DESK_MASKS, ANYONES},
    [DESK_SOURCE] = {"source", ALONE, 4, 0, DESK_PX, DESK_PART, OF_SURFACES},
};

static const char *const edges[4] = {"left", "top", "right", "bottom"};
static const char *const owners[DESK_KINDS_OF] = {"output", "surface"};

int desk_key_numbers(enum desk_key key)
{
    return keys[key].numbers;
}

enum desk_group desk_key_group(enum desk_key key)
{
    return keys[key].group;
}

bool desk_key_shapes(enum desk_key key)
{
    return key == DESK_GRID || key == DESK_MASK_COUNT || key == DESK_MASK_POINTS;
}

bool desk_at_same(struct desk_at a, struct desk_at b)
{
    return a.of == b.of && a.key == b.key && a.owner == b.owner && a.index == b.index;
}

int desk_owners(const struct desk_state *s, enum desk_of of)
{
    return of == DESK_OUTPUT ? s->light.output_count : s->light.surface_count;
}

static struct mapping_mask *mask_of(struct desk_state *s, struct desk_at at)
{
    return outlines_find(&s->light, at.of, at.owner, at.index / MAPPING_MASK_POINTS);
}

static struct warp_grid *grid_of(struct desk_state *s, struct desk_at at)
{
    return at.of == DESK_OUTPUT ? &s->light.outputs[at.owner].grid
                                : &s->light.surfaces[at.owner].grid;
}

static struct vec2 *corner_of(struct desk_state *s, struct desk_at at)
{
    if (at.index > 3)
        return NULL;
    return at.of == DESK_OUTPUT ? &s->light.outputs[at.owner].corners[at.index]
                                : &s->light.surfaces[at.owner].corners[at.index];
}

static struct vec2 *node_of(struct desk_state *s, struct desk_at at)
{
    struct warp_grid *g = grid_of(s, at);
    int column = at.index % WARP_POINTS, row = at.index / WARP_POINTS;
    return column < g->columns && row < g->rows ? &g->points[row * g->columns + column] : NULL;
}

static struct vec2 *mask_point_of(struct desk_state *s, struct desk_at at)
{
    struct mapping_mask *m = mask_of(s, at);
    int point = at.index % MAPPING_MASK_POINTS;
    if (!m || point >= m->count)
        return NULL;
    struct mapping_corner *c = &m->corners[point];
    return at.key == DESK_MASK_POINT ? &c->at : at.key == DESK_MASK_IN ? &c->in : &c->out;
}

static struct vec2 *point_of(struct desk_state *s, struct desk_at at)
{
    switch (at.key) {
    case DESK_CORNER:
        return corner_of(s, at);
    case DESK_NODE:
        return node_of(s, at);
    case DESK_MASK_POINT:
    case DESK_MASK_IN:
    case DESK_MASK_OUT:
        return mask_point_of(s, at);
    default:
        return NULL;
    }
}

static double *edge_of(struct mapping_edge *e, int index)
{
    double *sides[4] = {&e->left_px, &e->top_px, &e->right_px, &e->bottom_px};
    return index >= 0 && index < 4 ? sides[index] : NULL;
}

static double *number_of(struct desk_state *s, struct desk_at at)
{
    struct mapping_light *l = &s->light.outputs[at.owner].light;
    struct mapping_mask *m;
    switch (at.key) {
    case DESK_EDGE:
        return edge_of(&l->edge, at.index);
    case DESK_POWER:
        return &l->edge.power;
    case DESK_LUMINANCE:
        return &l->edge.luminance;
    case DESK_BLACK:
        return &l->black;
    case DESK_GAIN:
        return &l->gain;
    case DESK_GAMMA:
        return &l->gamma;
    case DESK_MASK_FEATHER:
        m = mask_of(s, at);
        return m ? &m->feather_px : NULL;
    default:
        return NULL;
    }
}

static bool *switch_of(struct desk_state *s, struct desk_at at)
{
    struct mapping_mask *m;
    switch (at.key) {
    case DESK_LOCK:
        return &s->locked[at.of][at.owner];
    case DESK_BLEND:
        return &s->light.outputs[at.owner].light.blend;
    case DESK_MASK_INVERT:
        m = mask_of(s, at);
        return m ? &m->invert : NULL;
    default:
        return NULL;
    }
}

static bool has(enum desk_of of, enum desk_key key)
{
    return keys[key].whose == ANYONES || (keys[key].whose == OF_OUTPUTS) == (of == DESK_OUTPUT);
}

static bool is_there(const struct desk_state *s, struct desk_at at)
{
    return at.of < DESK_KINDS_OF && at.key < DESK_KEYS && at.owner < desk_owners(s, at.of) &&
           has(at.of, at.key);
}

static void take_point(struct vec2 *p, double n[DESK_NUMBERS], bool put)
{
    if (put)
        *p = (struct vec2){n[0], n[1]};
    n[0] = p->x;
    n[1] = p->y;
}

static void take_grid(struct warp_grid *g, double n[DESK_NUMBERS], bool put)
{
    if (put && n[1] == g->columns && n[2] == g->rows)
        g->kind = (enum warp_kind)n[0];
    else if (put && n[1] >= 2)
        warp_grid_plain(g, (enum warp_kind)n[0], (int)n[1], (int)n[2]);
    else if (put)
        *g = (struct warp_grid){0};
    n[0] = g->kind;
    n[1] = g->columns;
    n[2] = g->rows;
}

static bool take_masks(struct desk_state *s, struct desk_at at, double n[DESK_NUMBERS], bool put)
{
    if (put && !outlines_resize(&s->light, at.of, at.owner, (int)n[0]))
        return false;
    n[0] = outlines_count(&s->light, at.of, at.owner);
    return true;
}

static bool take_points(struct mapping_mask *m, double n[DESK_NUMBERS], bool put)
{
    if (!m)
        return false;
    if (put)
        outline_resize(m, (int)n[0]);
    n[0] = m->count;
    return true;
}

// The whole canvas where no part is named.
static void take_source(struct mapping_surface *s, double n[DESK_NUMBERS], bool put)
{
    if (put) {
        s->source_at = (struct vec2){n[0], n[1]};
        s->source_size = (struct vec2){n[2], n[3]};
    }
    bool all = s->source_size.x == 0 && s->source_size.y == 0;
    n[0] = s->source_at.x;
    n[1] = s->source_at.y;
    n[2] = all ? s->size.width : s->source_size.x;
    n[3] = all ? s->size.height : s->source_size.y;
}

static bool take(struct desk_state *s, struct desk_at at, double n[DESK_NUMBERS], bool put)
{
    if (!is_there(s, at))
        return false;
    struct vec2 *p = point_of(s, at);
    double *one = number_of(s, at);
    bool *on = switch_of(s, at);
    if (p) {
        take_point(p, n, put);
    } else if (one) {
        *one = put ? n[0] : *one;
        n[0] = *one;
    } else if (on) {
        *on = put ? n[0] != 0 : *on;
        n[0] = *on;
    } else if (at.key == DESK_GRID) {
        take_grid(grid_of(s, at), n, put);
    } else if (at.key == DESK_MASK_COUNT) {
        return take_masks(s, at, n, put);
    } else if (at.key == DESK_MASK_POINTS) {
        return take_points(mask_of(s, at), n, put);
    } else if (at.key == DESK_WHITE) {
        struct mapping_light *l = &s->light.outputs[at.owner].light;
        memcpy(put ? l->white : n, put ? n : l->white, sizeof l->white);
    } else if (at.key == DESK_SOURCE) {
        take_source(&s->light.surfaces[at.owner], n, put);
    } else {
        return false;
    }
    return true;
}

bool desk_get(const struct desk_state *s, struct desk_at at, double numbers[DESK_NUMBERS])
{
    memset(numbers, 0, DESK_NUMBERS * sizeof *numbers);
    return take((struct desk_state *)s, at, numbers, false); // read alone
}

bool desk_put(struct desk_state *s, const struct desk_value *v)
{
    double n[DESK_NUMBERS];
    memcpy(n, v->numbers, sizeof n);
    return take(s, v->at, n, true);
}

static bool whole(double n, double least, double most)
{
    return n == rint(n) && n >= least && n <= most;
}

static bool is_grid(const double n[DESK_NUMBERS])
{
    bool none = n[1] == 0 && n[2] == 0;
    return whole(n[0], 0, WARP_KINDS - 1) &&
           (none || (whole(n[1], 2, WARP_POINTS) && whole(n[2], 2, WARP_POINTS)));
}

bool desk_in_range(const struct desk_value *v, struct fault *f)
{
    const struct key *k = &keys[v->at.key];
    for (int i = 0; i < k->numbers; i++)
        if (!isfinite(v->numbers[i]) || v->numbers[i] < k->least || v->numbers[i] > k->most)
            return fault_set(f, "%s %g; %g to %g is allowed", k->word, v->numbers[i], k->least,
                             k->most);
    if (desk_key_shapes(v->at.key) && v->at.key != DESK_GRID &&
        v->numbers[0] != rint(v->numbers[0]))
        return fault_set(f, "%s %g; whole numbers are allowed", k->word, v->numbers[0]);
    if (v->at.key == DESK_GRID && !is_grid(v->numbers))
        return fault_set(f,
                         "grid %g %g %g; kind 0 to %d, then columns and rows from 2 to %d, or 0 0 "
                         "0, are allowed",
                         v->numbers[0], v->numbers[1], v->numbers[2], WARP_KINDS - 1, WARP_POINTS);
    return true;
}

bool desk_values_add(struct desk_values *list, const struct desk_value *v)
{
    if (list->count == list->room) {
        int room = list->room ? list->room * 2 : 32;
        struct desk_value *grown = realloc(list->items, (size_t)room * sizeof *grown);
        if (!grown)
            return false;
        list->items = grown;
        list->room = room;
    }
    list->items[list->count++] = *v;
    return true;
}

void desk_values_finish(struct desk_values *list)
{
    free(list->items);
    *list = (struct desk_values){0};
}

static bool list_one(const struct desk_state *s, struct desk_at at, struct desk_values *out)
{
    struct desk_value v = {.at = at};
    return !desk_get(s, at, v.numbers) || desk_values_add(out, &v);
}

static int indices_of(enum desk_key key)
{
    switch (keys[key].shape) {
    case ALONE:
        return 1;
    case NUMBERED:
    case NAMED_EDGE:
        return 4;
    case NODE:
        return WARP_POINTS * WARP_POINTS;
    case OF_MASK:
    case POINT_OF_MASK:
        return MAPPING_MASKS * MAPPING_MASK_POINTS;
    }
    return 0;
}

bool desk_list(const struct desk_state *s, enum desk_of of, int owner, enum desk_group group,
               struct desk_values *out)
{
    bool good = true;
    for (int k = 0; k < DESK_KEYS; k++) {
        int step = keys[k].shape == OF_MASK ? MAPPING_MASK_POINTS : 1;
        for (int i = 0; keys[k].group == group && i < indices_of((enum desk_key)k); i += step)
            good &=
                list_one(s, (struct desk_at){(uint8_t)of, (uint8_t)k, (uint16_t)owner, (uint16_t)i},
                         out);
    }
    return good;
}

void desk_address(const struct desk_names *names, struct desk_at at, char text[DESK_ADDRESS])
{
    const struct key *k = &keys[at.key];
    const char *id = names->of[at.of][at.owner];
    int mask = at.index / MAPPING_MASK_POINTS + 1, point = at.index % MAPPING_MASK_POINTS + 1;
    int used = snprintf(text, DESK_ADDRESS, "%s/%s/", owners[at.of], id);
    char *rest = text + used;
    size_t room = (size_t)(DESK_ADDRESS - used);
    switch (k->shape) {
    case ALONE:
        snprintf(rest, room, "%s", k->word);
        break;
    case NUMBERED:
        snprintf(rest, room, "%s/%d", k->word, at.index + 1);
        break;
    case NODE:
        snprintf(rest, room, "%s/%d/%d", k->word, at.index % WARP_POINTS + 1,
                 at.index / WARP_POINTS + 1);
        break;
    case NAMED_EDGE:
        snprintf(rest, room, "%s/%s", k->word, edges[at.index % 4]);
        break;
    case OF_MASK:
        snprintf(rest, room, "mask/%d/%s", mask, k->word);
        break;
    case POINT_OF_MASK:
        snprintf(rest, room, "mask/%d/%s/%d", mask, k->word, point);
        break;
    }
}

// Takes "word" or "word/" off the beginning.
static bool begins(const char **text, const char *word)
{
    size_t n = strlen(word);
    if (strncmp(*text, word, n) != 0 || ((*text)[n] && (*text)[n] != '/'))
        return false;
    *text += n + ((*text)[n] == '/');
    return true;
}

// A number from 1 to most, less 1.
static bool count_off(const char **text, int most, int *index)
{
    char *end;
    long n = strtol(*text, &end, 10);
    if (end == *text || (*text)[0] < '0' || (*text)[0] > '9' || (*end && *end != '/') || n < 1 ||
        n > most)
        return false;
    *index = (int)n - 1;
    *text = end + (*end == '/');
    return true;
}

static bool read_index(const struct key *k, const char **rest, int mask, int *index)
{
    int a = 0, b = 0;
    switch (k->shape) {
    case ALONE:
        *index = 0;
        return true;
    case NUMBERED:
        return count_off(rest, 4, index);
    case NODE:
        if (!count_off(rest, WARP_POINTS, &a) || !count_off(rest, WARP_POINTS, &b))
            return false;
        *index = b * WARP_POINTS + a;
        return true;
    case NAMED_EDGE:
        for (*index = 0; *index < 4; ++*index)
            if (begins(rest, edges[*index]))
                return true;
        return false;
    case OF_MASK:
        *index = mask * MAPPING_MASK_POINTS;
        return true;
    case POINT_OF_MASK:
        if (!count_off(rest, MAPPING_MASK_POINTS, &a))
            return false;
        *index = mask * MAPPING_MASK_POINTS + a;
        return true;
    }
    return false;
}

static bool read_key(const char *rest, struct desk_at *at)
{
    int mask = -1, index = 0;
    if (begins(&rest, "mask") && !count_off(&rest, MAPPING_MASKS, &mask))
        return false;
    for (int k = 0; k < DESK_KEYS; k++) {
        const char *behind = rest;
        bool masked = keys[k].shape == OF_MASK || keys[k].shape == POINT_OF_MASK;
        if (masked != (mask >= 0) || !begins(&behind, keys[k].word))
            continue;
        at->key = (uint8_t)k;
        bool good = read_index(&keys[k], &behind, mask, &index) && !*behind;
        at->index = (uint16_t)index;
        return good;
    }
    return false;
}

bool desk_address_read(const struct desk_names *names, const char *text, struct desk_at *at)
{
    *at = (struct desk_at){0};
    for (int of = 0; of < DESK_KINDS_OF; of++) {
        const char *rest = text;
        if (!begins(&rest, owners[of]))
            continue;
        at->of = (uint8_t)of;
        for (int i = 0; i < MAPPING_SURFACES; i++) {
            const char *behind = rest;
            if (!names->of[of][i] || !begins(&behind, names->of[of][i]))
                continue;
            at->owner = (uint16_t)i;
            return read_key(behind, at) && has(of, at->key);
        }
    }
    return false;
}
