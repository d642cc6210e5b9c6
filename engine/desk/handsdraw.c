// What is seen of the desk on one output: outlines, points, what is picked, a panel of buttons that
// says its keys.
#include "desk/handslook.h"
#include "desk/patterns.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define CURVE 24 // pieces of a line from node to node

static void box(const struct look *l, float x, float y, float w, float h, unsigned color,
                float alpha)
{
    drawlist_box(l->list, (struct draw_rect){x, y, w, h}, 0, 0, color_srgb(color, alpha));
}

void look_say(const struct look *l, struct words_at at, const char *format, ...)
{
    char text[FAULT_TEXT + 512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct text_style style = {
        .font = "figures", .size_px = at.size, .width_px = at.width, .align = at.align};
    style.max_lines = at.width > 0 ? 1 : 0;
    snprintf(style.language, sizeof style.language, "%s", l->h->language);
    drawlist_text(l->list, text, strlen(text), at.x, at.y, &style, color_srgb(at.color, 1));
}

void look_line(const struct look *l, const float *xy, uint32_t points, bool closed, unsigned color,
               float width)
{
    drawlist_line(l->list, xy, points, width + 2, closed, color_srgb(GROUND, 0.55f));
    drawlist_line(l->list, xy, points, width, closed, color_srgb(color, 1));
}

void look_curve(const struct look *l, const struct warp *warp, enum desk_of of, struct vec2 from,
                struct vec2 to, unsigned color, float width)
{
    float xy[2 * (CURVE * 4 + 1)];
    uint32_t count = 0;
    for (int i = 0; i <= CURVE * 4; i++) {
        double t = i / (CURVE * 4.0);
        struct vec2 p, at = {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
        bool there = warp_there(warp, at, &p);
        if (there && of == DESK_SURFACE && l->output < MAPPING_OUTPUTS)
            there = mapping_from_composition(l->h->mapping, l->output, p, &p);
        if (there) {
            xy[2 * count] = (float)p.x;
            xy[2 * count++ + 1] = (float)p.y;
        }
        if (count > 1 && (!there || i == CURVE * 4))
            look_line(l, xy, count, false, color, width);
        if (!there)
            count = 0;
    }
}

static const struct warp_grid *grid_of(const struct look *l, enum desk_of of, int owner)
{
    const struct mapping_desc *light = desk_light(l->h->desk);
    return of == DESK_OUTPUT ? &light->outputs[owner].grid : &light->surfaces[owner].grid;
}

bool look_warp(const struct look *l, enum desk_of of, int owner, struct warp *w)
{
    const struct mapping_desc *light = desk_light(l->h->desk);
    return warp_init(w,
                     of == DESK_OUTPUT ? light->outputs[owner].corners
                                       : light->surfaces[owner].corners,
                     grid_of(l, of, owner), NULL);
}

static void mesh(const struct look *l, enum desk_of of, int owner, unsigned color, float width)
{
    const struct warp_grid *g = grid_of(l, of, owner);
    struct warp w;
    if (!look_warp(l, of, owner, &w))
        return;
    int columns = g->columns ? g->columns : 2, rows = g->rows ? g->rows : 2;
    for (int i = 0; i < columns; i++) {
        double x = (double)i / (columns - 1);
        bool edge = i == 0 || i == columns - 1;
        look_curve(l, &w, of, (struct vec2){x, 0}, (struct vec2){x, 1}, color, edge ? width : 1);
    }
    for (int i = 0; i < rows; i++) {
        double y = (double)i / (rows - 1);
        bool edge = i == 0 || i == rows - 1;
        look_curve(l, &w, of, (struct vec2){0, y}, (struct vec2){1, y}, color, edge ? width : 1);
    }
}

// The part of the composition that an output shows.
static void part(const struct look *l, int output, unsigned color, float width)
{
    const struct mapping_output *o = &desk_light(l->h->desk)->outputs[output];
    float x = (float)o->at.x, y = (float)o->at.y, w = (float)o->size.width,
          h = (float)o->size.height;
    const float xy[8] = {x, y, x + w, y, x + w, y + h, x, y + h};
    look_line(l, xy, 4, true, color, width);
}

static bool on_layer(const struct hands *h, enum desk_of of)
{
    return h->layer == HANDS_MASKS || h->layer == HANDS_LIGHT ||
           (h->layer == HANDS_SURFACES) == (of == DESK_SURFACE);
}

static void outlines(const struct look *l)
{
    struct hands *h = l->h;
    enum desk_of picked_of = DESK_OUTPUT;
    int picked = -1;
    hands_owner(h, &picked_of, &picked);
    for (int pass = 0; pass < 2; pass++) // what the layer has lies over the rest
        for (int of = 0; of < DESK_KINDS_OF; of++)
            for (int i = 0; i < desk_owners(desk_now(h->desk), of); i++) {
                bool lively = on_layer(h, of), it = picked == i && (int)picked_of == of;
                unsigned color = it ? EMBER : lively ? WARM : COLD;
                bool flat = l->output == HANDS_COMPOSITION && of == DESK_OUTPUT;
                if ((of == DESK_OUTPUT && i != l->output && !flat) || lively != (pass == 1))
                    continue;
                if (flat)
                    part(l, i, color, 1);
                else
                    mesh(l, of, i, color, lively ? 2 : 1);
            }
}

void look_ring(const struct look *l, struct vec2 p, float radius, unsigned color, bool filled)
{
    float x = (float)p.x, y = (float)p.y;
    struct draw_rect at = {x - radius, y - radius, 2 * radius, 2 * radius};
    struct draw_rect halo = {at.x - 2, at.y - 2, at.w + 4, at.h + 4};
    drawlist_box(l->list, halo, radius + 2, 6, color_srgb(GROUND, 0.55f));
    drawlist_box(l->list, at, radius, filled ? 4 : 2, color_srgb(color, 1));
    const float across[4] = {x - radius * 0.5f, y, x + radius * 0.5f, y};
    const float down[4] = {x, y - radius * 0.5f, x, y + radius * 0.5f};
    drawlist_line(l->list, across, 2, 1, false, color_srgb(color, 1));
    drawlist_line(l->list, down, 2, 1, false, color_srgb(color, 1));
}

static void points(const struct look *l)
{
    struct hands *h = l->h;
    struct desk_at all[HANDS_PICKED];
    int count = hands_points(h, all, HANDS_PICKED);
    for (int i = 0; i < count; i++) {
        struct vec2 p;
        if (!hands_place(h, all[i], l->output, &p) || p.x < -20 || p.y < -20 || p.x > l->w + 20 ||
            p.y > l->h_px + 20)
            continue;
        bool locked = desk_now(h->desk)->locked[all[i].of][all[i].owner];
        bool picked = hands_has(h, all[i]);
        float radius = all[i].key == DESK_CORNER ? l->unit * 0.8f : l->unit * 0.5f;
        bool filled = picked && !h->magnified; // what the magnifier is for lies under it
        look_ring(l, p, radius, picked ? EMBER : locked ? COLD : WARM, filled);
    }
    if (h->boxes && h->view == l->output) {
        struct draw_rect at = {(float)fmin(h->down_at.x, h->hand_at.x),
                               (float)fmin(h->down_at.y, h->hand_at.y),
                               (float)fabs(h->hand_at.x - h->down_at.x),
                               (float)fabs(h->hand_at.y - h->down_at.y)};
        if (at.w > 1 && at.h > 1)
            drawlist_box(l->list, at, 0, 2, color_srgb(EMBER, 1));
    }
}

#define MASKS (1u << HANDS_MASKS)
#define LIGHT (1u << HANDS_LIGHT)
#define WARPS (1u << HANDS_OUTPUTS | 1u << HANDS_SURFACES)

static const struct hands_legend {
    const char *key, *word;
    enum hands_action action;
    unsigned layers; // bits; 0: all
} legend[] = {
    {"←", "desk.left", HANDS_LEFT},
    {"→", "desk.right", HANDS_RIGHT},
    {"↑", "desk.up", HANDS_UP},
    {"↓", "desk.down", HANDS_DOWN},
    {"", "desk.step", HANDS_STEP},
    {"Tab", "desk.next", HANDS_NEXT},
    {"Ctrl A", "desk.all", HANDS_ALL},
    {"Ctrl Z", "desk.undo", HANDS_UNDO},
    {"Ctrl Y", "desk.redo", HANDS_REDO},
    {"S", "desk.layer", HANDS_LAYER},
    {"⏎", "desk.numbers", HANDS_NUMBERS},
    {"G", "desk.grid", HANDS_GRID, WARPS},
    {"X", "desk.columns", HANDS_MORE_COLUMNS, WARPS},
    {"R", "desk.rows", HANDS_MORE_ROWS, WARPS},
    {"Ctrl C", "desk.copy", HANDS_COPY, WARPS | LIGHT},
    {"Ctrl V", "desk.paste", HANDS_PASTE, WARPS | LIGHT},
    {"PgDn", "desk.owner", HANDS_OWNER, MASKS | LIGHT},
    {"Del", "desk.unsay", HANDS_UNSAY, LIGHT},
    {"A", "desk.draw", HANDS_DRAW, MASKS},
    {"I", "desk.insert", HANDS_INSERT, MASKS},
    {"B", "desk.smooth", HANDS_SMOOTH, MASKS},
    {"V", "desk.light.invert", HANDS_INVERT, MASKS},
    {"Del", "desk.remove", HANDS_REMOVE, MASKS},
    {"⇧ Del", "desk.remove_mask", HANDS_REMOVE_MASK, MASKS},
    {"L", "desk.lock", HANDS_LOCK},
    {"O", "desk.solo", HANDS_SOLO},
    {"F", "desk.flash", HANDS_FLASH},
    {"M", "desk.magnify", HANDS_MAGNIFY},
    {"P", "desk.pattern", HANDS_PATTERN},
    {"W", "desk.warped", HANDS_WARPED},
    {"D", "desk.bind", HANDS_BIND},
    {"N", "desk.name", HANDS_NAME},
    {"H", "desk.history", HANDS_HISTORY},
    {"C", "desk.compare", HANDS_COMPARE},
    {"Y", "desk.yesterday", HANDS_YESTERDAY},
    {"K", "desk.legend", HANDS_LEGEND},
    {"F3", "desk.close", HANDS_CLOSE},
};
#define LEGEND (int)(sizeof legend / sizeof *legend)

void look_button(const struct look *l, struct draw_rect at, enum hands_action action, int row)
{
    struct hands *h = l->h;
    if (h->button_count < (int)(sizeof h->buttons / sizeof *h->buttons))
        h->buttons[h->button_count++] =
            (struct hands_button){l->output, at.x, at.y, at.w, at.h, action, row};
}

static bool is_on(const struct hands *h, enum hands_action action)
{
    enum desk_of of = DESK_OUTPUT;
    int owner = h->output;
    hands_owner(h, &of, &owner);
    return (action == HANDS_SOLO && h->solo >= 0) || (action == HANDS_WARPED && h->warped) ||
           (action == HANDS_MAGNIFY && h->magnified) || (action == HANDS_PATTERN && h->pattern) ||
           (action == HANDS_COMPARE && h->compares) ||
           (action == HANDS_LOCK && desk_now(h->desk)->locked[of][owner]);
}

static const char *button_word(const struct hands *h, const struct hands_legend *row, char text[64])
{
    static const char *const layers[HANDS_LAYERS] = {"desk.outputs", "desk.surfaces", "desk.masks",
                                                     "desk.light"};
    static const char *const steps[3] = {"1 px", "0.1 px", "10 px"};
    if (row->action == HANDS_STEP)
        return steps[h->step];
    if (row->action == HANDS_LAYER)
        return hands_word(h, layers[h->layer]);
    if (row->action == HANDS_NEXT && h->layer == HANDS_LIGHT)
        return hands_word(h, "desk.next_value");
    if (row->action == HANDS_PATTERN && h->pattern) {
        snprintf(text, 64, "desk.pattern.%s", pattern_name(h->pattern));
        return hands_word(h, text);
    }
    return hands_word(h, row->word);
}

static bool belongs(const struct hands *h, const struct hands_legend *row)
{
    return !row->layers || row->layers >> h->layer & 1;
}

// In a window of its own the rows lie beside the buttons.
static bool values_beside(const struct look *l)
{
    return l->output == HANDS_PANEL && l->h->layer == HANDS_LIGHT && l->w >= l->unit * 76;
}

// Else over the panel, and in a window that is too narrow over its buttons.
static struct draw_rect values_area(const struct look *l, float left, float y, float wide)
{
    float u = l->unit;
    if (values_beside(l))
        return (struct draw_rect){u * 58, u * 0.5f, fminf(l->w - u * 59, u * 44), l->h_px - u};
    float top = l->output == HANDS_PANEL ? y + u * 4.6f : u;
    float bottom = l->output == HANDS_PANEL ? l->h_px - u * 0.5f : y - u * 0.3f;
    float narrow = fminf(wide, u * 42);
    return (struct draw_rect){left + (wide - narrow) / 2, top, narrow, bottom - top};
}

static void buttons(const struct look *l, float y)
{
    struct hands *h = l->h;
    float u = l->unit, wide = u * 7.4f, high = u * 2.3f, gap = u * 0.25f;
    int shown = 0, n = 0;
    for (int i = 0; i < LEGEND; i++)
        shown += belongs(h, &legend[i]);
    const int most = (shown + 3) / 4; // four rows
    int each = (int)((l->w - u * 2) / (wide + gap));
    each = each > most ? most : each < 1 ? 1 : each;
    float left = values_beside(l) ? u : (l->w - (float)each * (wide + gap) + gap) / 2;
    for (int i = 0; i < LEGEND; i++) {
        char text[64];
        if (!belongs(h, &legend[i]))
            continue;
        int column = n % each, row = n++ / each;
        struct draw_rect at = {left + (float)column * (wide + gap), y + (float)row * (high + gap),
                               wide, high};
        look_button(l, at, legend[i].action, -1);
        drawlist_box(l->list, at, u * 0.3f, 0, color_srgb(PLATE, 0.9f));
        if (is_on(h, legend[i].action))
            drawlist_box(l->list, at, u * 0.3f, 2, color_srgb(EMBER, 1));
        look_say(l,
                 (struct words_at){at.x + u * 0.4f, at.y + u * 0.15f, wide - u * 0.6f, u * 0.72f,
                                   TEXT_START, COLD},
                 "%s", legend[i].key);
        look_say(l,
                 (struct words_at){at.x + u * 0.4f, at.y + u * 1.05f, wide - u * 0.6f, u * 0.82f,
                                   TEXT_START, WARM},
                 "%s", button_word(h, &legend[i], text));
    }
}

static void owner_line(const struct hands *h, char text[512])
{
    struct hands_value values[HANDS_VALUES];
    char label[96], value[48];
    const char *id = desk_names(h->desk)->of[h->owner_of][h->owner];
    if (h->layer != HANDS_MASKS && h->layer != HANDS_LIGHT) {
        snprintf(text, 512, "%s", hands_word(h, "desk.pick"));
        return;
    }
    int count = h->layer == HANDS_LIGHT ? hands_values(h, values) : 0;
    if (h->layer == HANDS_MASKS) {
        snprintf(text, 512, "%s   %s", id, hands_word(h, "desk.pick"));
    } else if (h->value < count) {
        hands_value_label(h, &values[h->value], label);
        hands_value_text(h, &values[h->value], value);
        snprintf(text, 512, "%s   %s   %s", id, label, value);
    } else {
        snprintf(text, 512, "%s   %s", id, hands_word(h, "desk.no_values"));
    }
}

static void picked_line(const struct look *l, char text[512])
{
    struct hands *h = l->h;
    char address[DESK_ADDRESS];
    struct vec2 p = {0, 0};
    if (!h->picked_count) {
        owner_line(h, text);
        return;
    }
    struct desk_at at = h->picked[h->picked_count - 1];
    desk_address(desk_names(h->desk), at, address);
    place_get(desk_now(h->desk), at, &p);
    int used = snprintf(text, 512, "%s   x %.2f   y %.2f", address, p.x, p.y);
    if (h->picked_count > 1)
        snprintf(text + used, 512 - (size_t)used, "   (%d)", h->picked_count);
}

// Over the panel; in a window of its own under it, in two columns over its buttons.
static struct draw_rect row_at(const struct look *l, float y, float high, int i, int count)
{
    float u = l->unit, wide = fminf(u * 32, l->w / 2 - u * 2);
    if (l->output != HANDS_PANEL)
        return (struct draw_rect){l->w / 2 - u * 16, y - u * (0.3f + 2 * (float)(count - i)),
                                  u * 32, u * 1.8f};
    int rows = (count + 1) / 2;
    float left = l->w / 2 + (i < rows ? -wide - u * 0.2f : u * 0.2f);
    return (struct draw_rect){left, y + high + u * (0.4f + 2 * (float)(i % rows)), wide, u * 1.8f};
}

// Outputs, one of which gets the display that this panel is on.
static void output_rows(const struct look *l, float y, float high)
{
    struct hands *h = l->h;
    int count = desk_owners(desk_now(h->desk), DESK_OUTPUT);
    float u = l->unit;
    for (int i = 0; i < count; i++) {
        struct draw_rect at = row_at(l, y, high, i, count);
        look_button(l, at, HANDS_BIND, i);
        box(l, at.x, at.y, at.w, at.h, PLATE, 0.95f);
        look_say(l,
                 (struct words_at){at.x + u * 0.5f, at.y + u * 0.3f, at.w - u, u * 0.9f, TEXT_START,
                                   i == h->mark ? EMBER : WARM},
                 "%s", desk_names(h->desk)->of[DESK_OUTPUT][i]);
    }
}

static void history_rows(const struct look *l, float y, float high)
{
    struct hands *h = l->h;
    float u = l->unit;
    for (int i = 0; i < h->mark_count; i++) {
        struct draw_rect at = row_at(l, y, high, i, h->mark_count);
        char when[32];
        time_t t = (time_t)h->marks[i].at_s;
        struct tm day;
        localtime_r(&t, &day);
        strftime(when, sizeof when, "%Y-%m-%d %H:%M", &day);
        look_button(l, at, HANDS_HISTORY, i);
        box(l, at.x, at.y, at.w, at.h, PLATE, 0.95f);
        look_say(l,
                 (struct words_at){at.x + u * 0.5f, at.y + u * 0.3f, at.w - u, u * 0.9f, TEXT_START,
                                   i == h->mark ? EMBER : WARM},
                 "%s   %s", when, h->marks[i].name);
    }
}

static void typing(const struct look *l, struct words_at at, const char *picked)
{
    const struct hands *h = l->h;
    if (h->asks == HANDS_TYPES_NUMBERS && h->layer == HANDS_LIGHT)
        look_say(l, at, "%s   →  %s_", picked, h->typed);
    else
        look_say(l, at, "%s  %s_",
                 hands_word(h, h->asks == HANDS_TYPES_NAME ? "desk.ask_name" : "desk.ask_numbers"),
                 h->typed);
}

static void panel(const struct look *l)
{
    struct hands *h = l->h;
    char text[512];
    float u = l->unit, wide = fminf(l->w - u * 2, u * 56), left = (l->w - wide) / 2;
    float y = l->output == HANDS_PANEL ? u * 0.5f : l->h_px * (h->legend_hidden ? 0.86f : 0.62f);
    if (values_beside(l))
        left = u;
    const char *unkept = desk_unkept(h->desk);
    bool said = h->said_s > h->now_s - HANDS_SAID_S;
    float high = u * (unkept ? 5.8f : 4.3f);
    if (h->asks == HANDS_CHOOSES)
        history_rows(l, y, high);
    else if (h->asks == HANDS_BINDS)
        output_rows(l, y, high);
    else if (h->layer == HANDS_LIGHT)
        look_values(l, values_area(l, left, y, wide));
    drawlist_box(l->list, (struct draw_rect){left, y, wide, high}, u * 0.3f, 0,
                 color_srgb(GROUND, 0.88f));
    struct words_at at = {left + u, y + u * 0.4f, wide - u * 2, u, TEXT_START, COLD};
    look_say(l, at, "%s   %s / %s", hands_word(h, "desk.title"), h->station,
             desk_names(h->desk)->of[DESK_OUTPUT][h->output]);
    at.y += u * 1.3f;
    at.color = WARM;
    picked_line(l, text);
    if (h->asks == HANDS_TYPES_NUMBERS || h->asks == HANDS_TYPES_NAME)
        typing(l, at, text);
    else if (h->asks == HANDS_BINDS)
        look_say(l, at, "%s", hands_word(h, "desk.ask_output"));
    else if (h->asks == HANDS_CHOOSES)
        look_say(l, at, "%s", hands_word(h, "desk.ask_mark"));
    else if (h->asks == HANDS_DRAWS)
        look_say(l, at, "%s   %s   (%d)", desk_names(h->desk)->of[h->owner_of][h->owner],
                 hands_word(h, "desk.ask_outline"), h->drawn_count);
    else
        look_say(l, at, "%s", text);
    at.y += u * 1.3f;
    at.color = EMBER;
    if (said)
        look_say(l, at, "%s", h->said);
    else if (h->compares && h->mark < h->mark_count)
        look_say(l, at, "%s %s", hands_word(h, "desk.comparing"), h->marks[h->mark].name);
    at.y += u * 1.3f;
    if (unkept)
        look_say(l, at, "%s %s", hands_word(h, "desk.unkept"), unkept);
    bool lists = h->asks == HANDS_CHOOSES || h->asks == HANDS_BINDS;
    bool covered =
        l->output == HANDS_PANEL && (lists || (h->layer == HANDS_LIGHT && !values_beside(l)));
    if (!h->legend_hidden && !covered)
        buttons(l, y + high + u * 0.4f);
}

static void name_large(const struct look *l, unsigned color)
{
    const char *name = desk_names(l->h->desk)->of[DESK_OUTPUT][l->output];
    look_say(l,
             (struct words_at){0, l->h_px / 2 - l->unit * 4, l->w, l->unit * 6, TEXT_CENTRE, color},
             "%s", name);
}

static void forget_buttons(struct hands *h, int output)
{
    int kept = 0;
    for (int i = 0; i < h->button_count; i++)
        if (h->buttons[i].output != output)
            h->buttons[kept++] = h->buttons[i];
    h->button_count = kept;
}

void hands_draw(struct hands *h, struct drawlist *list, int output, int width, int height)
{
    float w = (float)width, h_px = (float)height;
    struct look l = {h, list, output, w, h_px, fmaxf(fminf(h_px / 44, w / 64), 9)};
    drawlist_begin(list, w, h_px);
    list->background = (struct color){0, 0, 0, 0};
    forget_buttons(h, output);
    if (output == HANDS_PANEL) {
        list->background = color_srgb(GROUND, 1);
        l.unit = fmaxf(fminf(h_px / 17.5f, w / 64), 9); // with a line for what is not kept
        panel(&l);
        return;
    }
    bool flat = output >= MAPPING_OUTPUTS;
    if (h->solo >= 0 && h->solo != output && !flat) {
        list->background = color_srgb(0, 1);
        return;
    }
    if (h->flashed == output) {
        bool lit = (long)floor((h->now_s - h->flashed_s) * 4) % 2 == 0; // 2 a second
        list->background = color_srgb(lit ? 0xffffff : 0x000000, 1);
        name_large(&l, lit ? 0x000000 : 0xffffff);
        return;
    }
    if (h->pattern && !h->warped && !flat)
        pattern_draw(list, h->pattern,
                     &(struct pattern_place){.size = {width, height},
                                             .name = desk_names(h->desk)->of[DESK_OUTPUT][output],
                                             .now_s = h->now_s});
    if (h->bare)
        return;
    outlines(&l);
    if (h->layer == HANDS_MASKS || h->layer == HANDS_LIGHT)
        look_masks(&l);
    if (h->layer == HANDS_LIGHT)
        look_edges(&l);
    points(&l);
    if (h->output == output && !h->apart)
        panel(&l);
}
