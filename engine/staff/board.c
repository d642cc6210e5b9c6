// Keys and presses on the operator's board.
#include "staff/board.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void board_init(struct board *b, int language)
{
    *b = (struct board){.language = language, .chosen = -1};
}

static bool order(struct show_order *o, enum show_verb verb, double at_s)
{
    *o = (struct show_order){.verb = verb, .over_s = -1, .at_s = at_s};
    return true;
}

// Who presses twice in fright means one GO.
static bool go(struct board *b, const struct board_facts *f, struct show_order *o)
{
    double since_s = f->now_s - b->go_s;
    if (b->went && since_s >= 0 && since_s < BOARD_TWICE_S)
        return false;
    b->went = true;
    b->go_s = f->now_s;
    b->chosen = -1;
    return order(o, SHOW_GO, f->now_s);
}

static bool go_to(struct board *b, const struct board_facts *f, struct show_order *o)
{
    const struct show_plan *p = f->view.plan;
    if (!p || b->chosen < 0 || b->chosen >= p->cue_count)
        return false;
    order(o, SHOW_CUE, f->now_s);
    snprintf(o->name, sizeof o->name, "%s", p->cues[b->chosen].id);
    b->chosen = -1;
    return true;
}

// Through the list that GO follows, beginning at what comes next.
static void choose(struct board *b, const struct board_facts *f, int by)
{
    const struct show_plan *p = f->view.plan;
    if (!p || !p->list_count || !p->lists[f->view.list].count)
        return;
    const struct plan_list *l = &p->lists[f->view.list];
    int at = b->chosen >= 0 ? plan_place(l, b->chosen) : -1;
    int next = f->view.next >= 0 ? plan_place(l, f->view.next) : -1;
    if (at >= 0)
        at += by;
    else
        at = next >= 0 ? next : 0;
    at = at < 0 ? 0 : at >= l->count ? l->count - 1 : at;
    b->chosen = l->cues[at];
}

bool board_key(struct board *b, const struct board_facts *f, const char *key, struct show_order *o)
{
    if (strcmp(key, "Space") == 0)
        return go(b, f, o);
    if (strcmp(key, "Backspace") == 0)
        return order(o, SHOW_BACK, f->now_s);
    if (strcmp(key, "Escape") == 0) // pressed twice in fright it is dark all the same
        return !f->view.dark && order(o, SHOW_PANIC, f->now_s);
    if (strcmp(key, "R") == 0)
        return f->view.dark && order(o, SHOW_RESUME, f->now_s);
    if (strcmp(key, "Return") == 0 || strcmp(key, "Keypad Enter") == 0)
        return go_to(b, f, o);
    if (strcmp(key, "Up") == 0)
        choose(b, f, -1);
    if (strcmp(key, "Down") == 0)
        choose(b, f, 1);
    return false;
}

static bool inside(const struct board_place *p, double x, double y)
{
    return p->w > 0 && x >= p->x && y >= p->y && x < p->x + p->w && y < p->y + p->h;
}

bool board_press(struct board *b, const struct board_facts *f, double x, double y,
                 struct show_order *o)
{
    static const enum show_verb verbs[BOARD_BUTTONS] = {SHOW_GO, SHOW_BACK, SHOW_PANIC,
                                                        SHOW_RESUME};
    for (int i = 0; i < BOARD_BUTTONS; i++)
        if (inside(&b->buttons[i], x, y))
            return i == BOARD_GO ? go(b, f, o) : order(o, verbs[i], f->now_s);
    for (int i = 0; i < b->row_count; i++) {
        if (!inside(&b->rows[i], x, y))
            continue;
        bool again = b->chosen == b->row_cues[i];
        b->chosen = b->row_cues[i];
        return again && go_to(b, f, o);
    }
    return false;
}
