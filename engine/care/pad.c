// Keys for the PIN and the menu of staff: where they lie, what they mean, how they look.
#include "care/pad.h"

#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define WARM 0xf4ead8
#define EMBER 0xff7a1a
#define COLD 0x8fa3b0
#define GROUND 0x14110f
#define PLATE 0x2a2421
#define KEY_MM 24.0 // a key where mm are known: a finger's width and a half
#define GAP 0.12f   // of a key
#define EDGE 0.4f
#define TITLE 0.6f
#define LINE 0.7f
#define ROW 0.85f // height of a wide button

void pad_init(struct pad *p, const struct words *words, const char *language)
{
    *p = (struct pad){.words = words, .pressed = -1};
    snprintf(p->language, sizeof p->language, "%s", language);
}

// px of a key: no smaller than fingers are, and the whole of it on the glass.
static float key_px(const struct pad_place *place)
{
    float least =
        (float)(place->size.width < place->size.height ? place->size.width : place->size.height);
    float most = least / 8, wanted = most;
    if (place->mm_per_px > 0)
        wanted = (float)(KEY_MM / place->mm_per_px);
    return fmaxf(fminf(wanted, most), least / 16);
}

static void add(struct pad *p, struct draw_rect at, struct pad_button button)
{
    button.x = at.x;
    button.y = at.y;
    button.w = at.w;
    button.h = at.h;
    p->buttons[p->button_count++] = button;
}

static void lay_keys(struct pad *p, float left, float top, float key)
{
    static const char digits[] = "123456789<0";
    float step = key * (1 + GAP);
    for (int i = 0; i < 12; i++) {
        int row = i / 3, column = i % 3;
        struct draw_rect at = {left + (float)column * step, top + (float)row * step, key, key};
        if (i == 11)
            add(p, at, (struct pad_button){.wish = PAD_TRY, .word = "pad.ok"});
        else
            add(p, at, (struct pad_button){.digit = digits[i]});
    }
    struct draw_rect at = {left, top + 4 * step, 3 * key + 2 * GAP * key, key * ROW};
    add(p, at, (struct pad_button){.wish = PAD_BACK, .word = "pad.back"});
}

static void lay_menu(struct pad *p, float left, float top, float key)
{
    static const struct {
        enum pad_wish wish;
        const char *word;
    } rows[] = {{PAD_DESK, "pad.desk"},
                {PAD_NOTES, "pad.notes"},
                {PAD_RESTART, "pad.restart"},
                {PAD_LEAVE, "pad.leave"},
                {PAD_BACK, "pad.back"}};
    float step = key * (ROW + GAP);
    for (int i = 0; i < (int)(sizeof rows / sizeof *rows); i++) {
        struct draw_rect at = {left, top, 3 * key + 2 * GAP * key, key * ROW};
        if (rows[i].wish == PAD_NOTES && !p->edits)
            continue;
        add(p, at, (struct pad_button){.wish = rows[i].wish, .word = rows[i].word});
        top += step;
    }
}

static float within(double middle, float extent, int room)
{
    return fmaxf(0, fminf((float)middle - extent / 2, (float)room - extent));
}

void pad_open(struct pad *p, enum pad_page page, const struct pad_place *place, bool edits)
{
    float key = key_px(place), head = key * (EDGE + TITLE + LINE);
    float wide = key * (3 + 2 * GAP + 2 * EDGE);
    float high = head + key * (4 * (1 + GAP) + ROW + EDGE);
    p->page = page;
    p->output = place->output;
    p->edits = edits;
    p->said = NULL;
    p->waits = false;
    p->pressed = -1;
    p->button_count = 0;
    sodium_memzero(p->digits, sizeof p->digits);
    p->panel = (struct draw_rect){within(place->at.x, wide, place->size.width),
                                  within(place->at.y, high, place->size.height), wide, high};
    float left = p->panel.x + key * EDGE, top = p->panel.y + head;
    if (page == PAD_PIN)
        lay_keys(p, left, top, key);
    else
        lay_menu(p, left, top, key);
    p->version++;
}

void pad_close(struct pad *p)
{
    sodium_memzero(p->digits, sizeof p->digits);
    p->page = PAD_CLOSED;
    p->waits = false;
    p->version++;
}

void pad_say(struct pad *p, const char *said, int minutes)
{
    sodium_memzero(p->digits, sizeof p->digits);
    p->said = said;
    p->minutes = minutes;
    p->waits = false;
    p->version++;
}

static enum pad_wish press(struct pad *p, enum pad_wish wish, char digit)
{
    size_t n = strlen(p->digits);
    if (p->waits && wish != PAD_BACK)
        return PAD_NOTHING;
    p->version++;
    if (digit)
        p->said = NULL;
    if (digit == '<' && n)
        p->digits[n - 1] = 0;
    else if (digit && digit != '<' && n < PIN_MOST)
        p->digits[n] = digit;
    if (wish != PAD_TRY)
        return wish;
    p->waits = n >= PIN_LEAST;
    return p->waits ? PAD_TRY : PAD_NOTHING;
}

static bool holds(float x, float y, float w, float h, struct vec2 at)
{
    return at.x >= x && at.y >= y && at.x < x + w && at.y < y + h;
}

static int button_at(const struct pad *p, struct vec2 at)
{
    for (int i = 0; i < p->button_count; i++) {
        const struct pad_button *b = &p->buttons[i];
        if (holds(b->x, b->y, b->w, b->h, at))
            return i;
    }
    return -1;
}

static bool beside(const struct pad *p, int output, struct vec2 at)
{
    return output != p->output || !holds(p->panel.x, p->panel.y, p->panel.w, p->panel.h, at);
}

// A key acts when the finger that pressed it is lifted from it.
enum pad_wish pad_touch(struct pad *p, enum pad_phase phase, int64_t finger, int output,
                        struct vec2 at)
{
    if (p->page == PAD_CLOSED || (phase != PAD_DOWN && (p->pressed < 0 || finger != p->finger)))
        return PAD_NOTHING;
    if (phase == PAD_DOWN && beside(p, output, at))
        return PAD_BACK;
    int under = output == p->output && at.x >= 0 && at.y >= 0 ? button_at(p, at) : -1;
    if (phase == PAD_DOWN) {
        p->pressed = under;
        p->finger = finger;
        p->version++;
        return PAD_NOTHING;
    }
    if (phase == PAD_MOVE)
        return PAD_NOTHING;
    int pressed = p->pressed;
    p->pressed = -1;
    p->version++;
    if (under != pressed && at.x >= 0)
        return PAD_NOTHING;
    return press(p, p->buttons[pressed].wish, p->buttons[pressed].digit);
}

// "7", "Keypad 7".
static char digit_of(const char *key)
{
    const char *last = strncmp(key, "Keypad ", 7) == 0 ? key + 7 : key;
    return last[0] >= '0' && last[0] <= '9' && !last[1] ? last[0] : 0;
}

enum pad_wish pad_key(struct pad *p, const char *key)
{
    if (p->page == PAD_CLOSED)
        return PAD_NOTHING;
    if (strcmp(key, "Escape") == 0)
        return PAD_BACK;
    if (p->page != PAD_PIN)
        return PAD_NOTHING;
    if (strcmp(key, "Backspace") == 0)
        return press(p, PAD_NOTHING, '<');
    if (strcmp(key, "Return") == 0 || strcmp(key, "Keypad Enter") == 0)
        return press(p, PAD_TRY, 0);
    return digit_of(key) ? press(p, PAD_NOTHING, digit_of(key)) : PAD_NOTHING;
}

static const char *word(const struct pad *p, const char *key, double n, size_t *length)
{
    struct words_found found = {.text = key, .length = strlen(key)};
    if (p->words && !words_find(p->words, key, p->language, n, &found))
        found = (struct words_found){.text = key, .length = strlen(key)};
    *length = found.length;
    return found.text;
}

struct said_at {
    struct draw_rect at; // the line's middle is the box's
    float size;
    unsigned color;
};

static void say(const struct pad *p, struct drawlist *list, const char *text, struct said_at where)
{
    struct text_style style = {.font = "figures",
                               .size_px = where.size,
                               .width_px = where.at.w,
                               .align = TEXT_CENTRE,
                               .max_lines = 1};
    snprintf(style.language, sizeof style.language, "%s", p->language);
    drawlist_text(list, text, strlen(text), where.at.x,
                  where.at.y + (where.at.h - where.size * 1.25f) / 2, &style,
                  color_srgb(where.color, 1));
}

static void say_word(const struct pad *p, struct drawlist *list, const char *key,
                     struct said_at where)
{
    size_t length;
    const char *text = word(p, key, p->minutes, &length), *number = strstr(text, "{n}");
    char line[WORDS_TEXT];
    if (number)
        snprintf(line, sizeof line, "%.*s%d%s", (int)(number - text), text, p->minutes, number + 3);
    else
        snprintf(line, sizeof line, "%s", text);
    say(p, list, line, where);
}

static void draw_button(const struct pad *p, struct drawlist *list, int n)
{
    const struct pad_button *b = &p->buttons[n];
    struct draw_rect at = {b->x, b->y, b->w, b->h};
    float size = b->h * (b->word ? 0.3f : 0.42f);
    char digit[2] = {b->digit, 0};
    bool lively = !p->waits || b->wish == PAD_BACK;
    drawlist_box(list, at, b->h * 0.14f, 0, color_srgb(n == p->pressed ? EMBER : PLATE, 1));
    struct said_at where = {at, size, n == p->pressed ? GROUND : lively ? WARM : COLD};
    if (b->word)
        say_word(p, list, b->word, where);
    else
        say(p, list, b->digit == '<' ? "←" : digit, where);
}

// What was typed is shown as dots: who looks over a shoulder learns how many.
static void draw_dots(const struct pad *p, struct drawlist *list, struct draw_rect line)
{
    float size = line.h * 0.3f, step = size * 1.7f;
    int n = (int)strlen(p->digits);
    float x = line.x + line.w / 2 - (float)n * step / 2 + (step - size) / 2;
    for (int i = 0; i < n; i++)
        drawlist_box(
            list, (struct draw_rect){x + (float)i * step, line.y + (line.h - size) / 2, size, size},
            size / 2, 0, color_srgb(WARM, 1));
}

void pad_draw(const struct pad *p, struct drawlist *list, struct size2 size)
{
    drawlist_begin(list, (float)size.width, (float)size.height);
    list->background = (struct color){0, 0, 0, 0};
    if (p->page == PAD_CLOSED)
        return;
    float key = (p->panel.w) / (3 + 2 * GAP + 2 * EDGE);
    struct draw_rect title = {p->panel.x, p->panel.y + key * EDGE * 0.6f, p->panel.w, key * TITLE};
    struct draw_rect line = {p->panel.x, title.y + title.h, p->panel.w, key * LINE};
    drawlist_box(list, p->panel, key * 0.2f, 0, color_srgb(GROUND, 0.96f));
    drawlist_box(list, p->panel, key * 0.2f, fmaxf(2, key * 0.02f), color_srgb(COLD, 0.6f));
    say_word(p, list, p->page == PAD_PIN ? "pad.pin" : "pad.menu",
             (struct said_at){title, key * 0.28f, COLD});
    if (p->waits || p->said)
        say_word(p, list, p->waits ? "pad.waits" : p->said,
                 (struct said_at){line, key * 0.28f, EMBER});
    else
        draw_dots(p, list, line);
    for (int i = 0; i < p->button_count; i++)
        draw_button(p, list, i);
}
