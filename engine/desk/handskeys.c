// Keys, and what is typed.
#include "desk/handsprivate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_numbers(struct hands *h)
{
    struct vec2 places[HANDS_PICKED];
    char *end, *second;
    double x = strtod(h->typed, &end);
    bool good = end != h->typed;
    double y = strtod(end + strspn(end, " ,;"), &second);
    good = good && second != end && !second[strspn(second, " ")] && isfinite(x) && isfinite(y);
    if (!good) {
        hands_say(h, hands_word(h, "desk.numbers_wrong"));
        return;
    }
    for (int i = 0; i < h->picked_count; i++) // the others keep their places
        places[i] = (struct vec2){NAN, NAN};
    places[h->picked_count - 1] = (struct vec2){x, y};
    hands_move(h, places, false);
    desk_step_ends(h->desk);
}

static void give_name(struct hands *h)
{
    struct fault f;
    if (desk_name(h->desk, h->typed, &f))
        hands_say(h, hands_word(h, "desk.named"));
    else
        hands_say(h, f.text);
}

static void enter(struct hands *h)
{
    enum hands_asks asks = h->asks;
    h->asks = HANDS_NOTHING;
    if (asks == HANDS_DRAWS)
        h->asks = asks, hands_outline(h); // closes it
    else if (asks == HANDS_TYPES_NUMBERS && h->layer == HANDS_LIGHT)
        hands_type_value(h);
    else if (asks == HANDS_TYPES_NUMBERS && h->picked_count)
        set_numbers(h);
    else if (asks == HANDS_TYPES_NAME)
        give_name(h);
    else if (asks == HANDS_BINDS)
        h->binds = h->mark;
    else if (asks == HANDS_CHOOSES && h->mark < h->mark_count)
        hands_recall(h, h->marks[h->mark].record);
    hands_changed(h);
}

static void erase(char *typed)
{
    size_t n = strlen(typed);
    while (n && ((unsigned char)typed[n - 1] & 0xc0) == 0x80)
        n--;
    typed[n ? n - 1 : 0] = 0;
}

void hands_text(struct hands *h, const char *utf8)
{
    size_t n = strlen(h->typed), m = strlen(utf8);
    bool numbers = h->asks == HANDS_TYPES_NUMBERS;
    if ((!numbers && h->asks != HANDS_TYPES_NAME) || n + m >= sizeof h->typed ||
        (unsigned char)utf8[0] < ' ' || (numbers && strspn(utf8, "0123456789.,;- ") != m))
        return;
    memcpy(h->typed + n, utf8, m + 1);
    hands_changed(h);
}

// Of a key that is called by its letter: one character, or a digit of the keypad.
static bool letter_of(const char *key, char letter[8])
{
    int more = 0;
    if (strcmp(key, "Space") == 0)
        key = " ";
    else if (strncmp(key, "Keypad ", 7) == 0)
        key += 7;
    while (((unsigned char)key[1 + more] & 0xc0) == 0x80)
        more++;
    if (!key[0] || key[1 + more] || more > 3)
        return false;
    snprintf(letter, 8, "%s", key);
    return true;
}

bool hands_types(const struct hands *h)
{
    return h->asks == HANDS_TYPES_NAME || h->asks == HANDS_TYPES_NUMBERS;
}

bool hands_spells(const struct hands *h, const char *key)
{
    char letter[8];
    return hands_types(h) && letter_of(key, letter);
}

// What a keyboard without text input gives.
static void type_key(struct hands *h, const char *key, bool shift)
{
    char letter[8];
    if (!letter_of(key, letter))
        return;
    if (letter[0] >= 'A' && letter[0] <= 'Z' && !shift)
        letter[0] = (char)(letter[0] - 'A' + 'a');
    hands_text(h, letter);
}

static bool next_row(struct hands *h, const char *key, int count)
{
    bool up = strcmp(key, "Up") == 0;
    if ((!up && strcmp(key, "Down") != 0) || !count)
        return false;
    h->mark = (h->mark + (up ? count - 1 : 1)) % count;
    return true;
}

static bool key_while_asked(struct hands *h, const char *key, bool shift)
{
    if (strcmp(key, "Return") == 0 || strcmp(key, "Keypad Enter") == 0) {
        enter(h);
    } else if (strcmp(key, "Escape") == 0) {
        h->asks = HANDS_NOTHING;
        h->compares = false;
    } else if (h->asks == HANDS_DRAWS) {
        if (strcmp(key, "Backspace") == 0 || strcmp(key, "Delete") == 0)
            hands_outline_back(h);
        else if (strcmp(key, "A") == 0)
            enter(h);
    } else if (h->asks == HANDS_BINDS) {
        if (strcmp(key, "D") == 0)
            h->asks = HANDS_NOTHING;
        else
            next_row(h, key, desk_owners(desk_now(h->desk), DESK_OUTPUT));
    } else if (h->asks == HANDS_CHOOSES) {
        if (next_row(h, key, h->mark_count))
            ;
        else if (strcmp(key, "C") == 0)
            hands_act(h, HANDS_COMPARE, h->now_s);
        else if (strcmp(key, "H") == 0)
            hands_ask(h, HANDS_CHOOSES);
    } else if (strcmp(key, "Backspace") == 0) {
        erase(h->typed);
    } else {
        type_key(h, key, shift);
    }
    hands_changed(h);
    return true;
}

static bool arrow(struct hands *h, const char *key, bool control, bool shift, bool more)
{
    static const struct {
        const char *key;
        double x, y;
    } arrows[4] = {{"Left", -1, 0}, {"Right", 1, 0}, {"Up", 0, -1}, {"Down", 0, 1}};
    double px = shift ? 0.1 : control ? 10 : 1;
    for (int i = 0; i < 4; i++)
        if (strcmp(key, arrows[i].key) == 0) {
            hands_arrow(h, arrows[i].x, arrows[i].y, px, more);
            return true;
        }
    return false;
}

void hands_hold(struct hands *h, const char *key, bool control, bool shift, double now_s)
{
    bool arrows = key && (strcmp(key, "Left") == 0 || strcmp(key, "Right") == 0 ||
                          strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0);
    snprintf(h->held, sizeof h->held, "%s", arrows ? key : "");
    h->held_control = control;
    h->held_shift = shift;
    h->held_s = now_s + HANDS_HOLD_S;
}

// Late frames make no leap: it goes on by one.
void hands_go_on(struct hands *h)
{
    if (!h->open || !h->held[0] || h->asks != HANDS_NOTHING || h->now_s < h->held_s)
        return;
    arrow(h, h->held, h->held_control, h->held_shift, true);
    h->held_s = h->now_s + HANDS_AGAIN_S;
}

#define MASKS (1u << HANDS_MASKS)
#define LIGHT (1u << HANDS_LIGHT)
#define BOTH (MASKS | LIGHT)
#define WARPS (1u << HANDS_OUTPUTS | 1u << HANDS_SURFACES)

static const struct hands_shortcut {
    const char *key;
    bool control;
    int shift; // -1: either
    enum hands_action action;
    unsigned layers; // bits; 0: all
} shortcuts[] = {
    {"Escape", false, -1, HANDS_CLOSE},
    {"Z", true, 0, HANDS_UNDO},
    {"Z", true, 1, HANDS_REDO},
    {"Y", true, -1, HANDS_REDO},
    {"A", true, -1, HANDS_ALL},
    {"C", true, -1, HANDS_COPY},
    {"V", true, -1, HANDS_PASTE},
    {"Tab", false, 0, HANDS_NEXT},
    {"Tab", false, 1, HANDS_BEFORE},
    {"S", false, -1, HANDS_LAYER},
    {"Return", false, -1, HANDS_NUMBERS},
    {"Keypad Enter", false, -1, HANDS_NUMBERS},
    {"G", false, -1, HANDS_GRID, WARPS},
    {"X", false, 0, HANDS_MORE_COLUMNS, WARPS},
    {"X", false, 1, HANDS_FEWER_COLUMNS, WARPS},
    {"R", false, 0, HANDS_MORE_ROWS, WARPS},
    {"R", false, 1, HANDS_FEWER_ROWS, WARPS},
    {"L", false, -1, HANDS_LOCK},
    {"O", false, -1, HANDS_SOLO},
    {"F", false, -1, HANDS_FLASH},
    {"M", false, -1, HANDS_MAGNIFY},
    {"P", false, -1, HANDS_PATTERN},
    {"W", false, -1, HANDS_WARPED},
    {"N", false, -1, HANDS_NAME},
    {"H", false, -1, HANDS_HISTORY},
    {"C", false, -1, HANDS_COMPARE},
    {"Y", false, -1, HANDS_YESTERDAY},
    {"K", false, -1, HANDS_LEGEND},
    {"D", false, -1, HANDS_BIND},
    {"PageDown", false, -1, HANDS_OWNER, BOTH},
    {"PageUp", false, -1, HANDS_OWNER_BEFORE, BOTH},
    {"A", false, -1, HANDS_DRAW, MASKS},
    {"I", false, -1, HANDS_INSERT, MASKS},
    {"B", false, -1, HANDS_SMOOTH, MASKS},
    {"V", false, -1, HANDS_INVERT, MASKS},
    {"Delete", false, 0, HANDS_REMOVE, MASKS},
    {"Delete", false, 1, HANDS_REMOVE_MASK, MASKS},
    {"Delete", false, -1, HANDS_UNSAY, LIGHT},
};

bool hands_key(struct hands *h, const char *key, bool control, bool shift, double now_s)
{
    h->now_s = now_s;
    if (h->asks != HANDS_NOTHING)
        return key_while_asked(h, key, shift);
    if (arrow(h, key, control, shift, false))
        return true;
    for (size_t i = 0; i < sizeof shortcuts / sizeof *shortcuts; i++) {
        const struct hands_shortcut *s = &shortcuts[i];
        if (strcmp(key, s->key) != 0 || control != s->control ||
            (s->shift >= 0 && shift != (s->shift == 1)) ||
            (s->layers && !(s->layers >> h->layer & 1)))
            continue;
        hands_act(h, s->action, now_s);
        return true;
    }
    return false;
}
