// Light by hand: what an output does to it, which part of its canvas a surface shows, and how soft
// masks are; a row a number.
#include "desk/handsprivate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Steps are those of installation.lua's ranges; what is not said holds as `unsaid`.
static const struct row {
    uint8_t key;
    int parts;           // indices or numbers of it
    double least, most;  // what a hand may say
    double step, unsaid; // a press; NAN: 0 is what it is
    const char *word;    // of the interface
    const char *unit;
} rows[] = {
    {DESK_BLEND, 1, 0, 1, 1, NAN, "desk.light.blend", NULL},
    {DESK_EDGE, 4, 0, 65536, 1, NAN, "desk.light.edge", "px"},
    {DESK_POWER, 1, 1, 8, 0.1, 2, "desk.light.power", NULL},
    {DESK_LUMINANCE, 1, 0.05, 0.95, 0.01, 0.5, "desk.light.luminance", NULL},
    {DESK_BLACK, 1, 0, MAPPING_BLACK, 0.0001, NAN, "desk.light.black", NULL},
    {DESK_GAIN, 1, 0.05, 1, 0.01, 1, "desk.light.gain", NULL},
    {DESK_GAMMA, 1, 1, 4, 0.01, 2.2, "desk.light.gamma", NULL},
    {DESK_WHITE, 3, 0.1, 1, 0.01, 1, "desk.light.white", NULL},
    {DESK_SOURCE, 4, 0, 65536, 1, NAN, "desk.light.source", "px"},
    {DESK_MASK_FEATHER, 0, 0, MAPPING_FEATHER_PX, 1, NAN, "desk.light.feather", "px"},
    {DESK_MASK_INVERT, 0, 0, 1, 1, NAN, "desk.light.invert", NULL},
};

static const struct row *row_of(const struct hands_value *v)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].key == v->at.key)
            return &rows[i];
    return NULL;
}

static bool is_switch(const struct hands_value *v)
{
    return v->at.key == DESK_BLEND || v->at.key == DESK_MASK_INVERT;
}

static int add_light(const struct hands *h, struct hands_value *values, int count)
{
    double n[DESK_NUMBERS];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int part = 0; part < rows[i].parts; part++) {
            bool edge = rows[i].key == DESK_EDGE;
            struct desk_at at = {(uint8_t)h->owner_of, rows[i].key, (uint16_t)h->owner,
                                 edge ? (uint16_t)part : 0};
            if (desk_get(desk_now(h->desk), at, n))
                values[count++] = (struct hands_value){at, edge ? 0 : part};
        }
    return count;
}

int hands_values(const struct hands *h, struct hands_value *values)
{
    static const uint8_t keys[2] = {DESK_MASK_FEATHER, DESK_MASK_INVERT};
    double n[DESK_NUMBERS];
    int count = add_light(h, values, 0);
    for (int i = 0; i < 2 * MAPPING_MASKS && count < HANDS_VALUES; i++) {
        struct desk_at at = {(uint8_t)h->owner_of, keys[i % 2], (uint16_t)h->owner,
                             (uint16_t)(i / 2 * MAPPING_MASK_POINTS)};
        if (desk_get(desk_now(h->desk), at, n))
            values[count++] = (struct hands_value){at, 0};
    }
    return count;
}

static bool chosen(const struct hands *h, struct hands_value *v)
{
    struct hands_value values[HANDS_VALUES];
    int count = hands_values(h, values);
    if (h->value >= count)
        return false;
    *v = values[h->value];
    return true;
}

void hands_choose(struct hands *h, int by)
{
    struct hands_value values[HANDS_VALUES];
    int count = hands_values(h, values);
    h->value = count ? ((h->value + by) % count + count) % count : 0;
    desk_step_ends(h->desk);
    hands_changed(h);
}

// What holds, and all numbers of its key as they are to be written: a white that is not said is 1,
// 1, 1. Returns whether it was said.
static bool holds(const struct hands *h, const struct hands_value *v, double n[DESK_NUMBERS],
                  double *value)
{
    const struct row *row = row_of(v);
    double sum = 0;
    desk_get(desk_now(h->desk), v->at, n);
    for (int i = 0; i < DESK_NUMBERS; i++)
        sum += n[i];
    bool said = sum != 0 || isnan(row->unsaid);
    for (int i = 0; !said && i < desk_key_numbers((enum desk_key)v->at.key); i++)
        n[i] = row->unsaid;
    *value = n[v->part];
    return said;
}

static void put(struct hands *h, const struct hands_value *v, double value, bool more)
{
    struct desk_value to = {.at = v->at};
    struct fault f;
    double was;
    holds(h, v, to.numbers, &was);
    to.numbers[v->part] = value;
    if (!desk_set(h->desk, &to, 1, more, &f))
        hands_refused(h, &f);
    else if (h->said_s > h->now_s - HANDS_SAID_S)
        h->said_s = -INFINITY;
    hands_changed(h);
}

void hands_change(struct hands *h, double steps, bool more)
{
    struct hands_value v;
    double n[DESK_NUMBERS], value;
    if (!chosen(h, &v))
        return;
    const struct row *row = row_of(&v);
    holds(h, &v, n, &value);
    double to = is_switch(&v) ? steps > 0 : value + steps * row->step;
    to = rint(to * 1e6) / 1e6; // no 0.30000000000000004
    put(h, &v, fmin(fmax(to, row->least), row->most), more);
}

bool hands_value_switches(const struct hands *h)
{
    struct hands_value v;
    return chosen(h, &v) && is_switch(&v);
}

static bool read_number(const char *typed, double *value)
{
    char text[HANDS_TEXT], *end;
    snprintf(text, sizeof text, "%s", typed);
    for (char *c = text; *c; c++)
        *c = *c == ',' ? '.' : *c;
    *value = strtod(text, &end);
    return end != text && !end[strspn(end, " ")] && isfinite(*value);
}

void hands_type_value(struct hands *h)
{
    struct hands_value v;
    struct fault f;
    double n[DESK_NUMBERS], value;
    if (!chosen(h, &v))
        return;
    const struct row *row = row_of(&v);
    if (is_switch(&v)) {
        holds(h, &v, n, &value);
        put(h, &v, value == 0, false);
        desk_step_ends(h->desk);
    } else if (!read_number(h->typed, &value)) {
        hands_say(h, hands_word(h, "desk.number_wrong"));
    } else if (value < row->least || value > row->most) {
        fault_set(&f, "%g; %g to %g is allowed", value, row->least, row->most);
        hands_refused(h, &f);
    } else {
        put(h, &v, value, false);
        desk_step_ends(h->desk);
    }
}

void hands_light_copy(struct hands *h)
{
    struct desk_values all = {0};
    if (h->owner_of != DESK_OUTPUT ||
        !desk_list(desk_now(h->desk), DESK_OUTPUT, h->owner, DESK_LIGHT, &all))
        return;
    h->copied_light_count = 0;
    for (int i = 0; i < all.count && i < HANDS_LIGHTS; i++)
        h->copied_light[h->copied_light_count++] = all.items[i];
    desk_values_finish(&all);
    hands_say(h, hands_word(h, "desk.light_copied"));
}

void hands_light_paste(struct hands *h)
{
    struct desk_value values[HANDS_LIGHTS];
    struct fault f;
    if (h->owner_of != DESK_OUTPUT || !h->copied_light_count)
        return;
    memcpy(values, h->copied_light, sizeof values);
    for (int i = 0; i < h->copied_light_count; i++)
        values[i].at.owner = (uint16_t)h->owner;
    if (!desk_set(h->desk, values, h->copied_light_count, false, &f))
        hands_refused(h, &f);
    desk_step_ends(h->desk);
    hands_changed(h);
}

void hands_unsay(struct hands *h)
{
    struct hands_value v;
    struct fault f;
    if (!chosen(h, &v))
        return;
    const struct desk_value none = {.at = v.at};
    if (!desk_set(h->desk, &none, 1, false, &f))
        hands_refused(h, &f);
    desk_step_ends(h->desk);
    hands_changed(h);
}

void hands_value_label(const struct hands *h, const struct hands_value *v, char text[96])
{
    static const char *const edges[4] = {"left", "top", "right", "bottom"};
    static const char *const colors[3] = {"red", "green", "blue"};
    static const char *const sides[4] = {"left", "top", "width", "height"};
    const struct row *row = row_of(v);
    char key[64];
    snprintf(key, sizeof key, "%s", row->word);
    if (v->at.key == DESK_EDGE)
        snprintf(key, sizeof key, "%s.%s", row->word, edges[v->at.index]);
    if (v->at.key == DESK_WHITE)
        snprintf(key, sizeof key, "%s.%s", row->word, colors[v->part]);
    if (v->at.key == DESK_SOURCE)
        snprintf(key, sizeof key, "%s.%s", row->word, sides[v->part]);
    if (desk_key_group((enum desk_key)v->at.key) == DESK_MASKS)
        snprintf(text, 96, "%s %d: %s", hands_word(h, "desk.light.mask"),
                 v->at.index / MAPPING_MASK_POINTS + 1, hands_word(h, key));
    else
        snprintf(text, 96, "%s", hands_word(h, key));
}

void hands_value_text(const struct hands *h, const struct hands_value *v, char text[48])
{
    const struct row *row = row_of(v);
    double n[DESK_NUMBERS], value;
    bool said = holds(h, v, n, &value);
    if (is_switch(v))
        snprintf(text, 48, "%s", hands_word(h, value != 0 ? "desk.on" : "desk.off"));
    else if (!said && v->at.key == DESK_GAMMA)
        snprintf(text, 48, "sRGB");
    else
        snprintf(text, 48, "%.6g%s%s", value, row->unit ? " " : "", row->unit ? row->unit : "");
}
