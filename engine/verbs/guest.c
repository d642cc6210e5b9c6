// A made-up visitor: when they come, where the hand goes.
#include "verbs/guest.h"

#include <math.h>

#define FINGER 4000

// 0 to 1 (Steele and Vigna's finaliser of SplitMix).
static double chance(struct guest *g)
{
    uint64_t z = g->seed += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double between(struct guest *g, double least, double most)
{
    return least + (most - least) * chance(g);
}

void guest_begin(struct guest *g, uint64_t seed, double now_s)
{
    g->seed = seed;
    g->here = false;
    g->fingers = 0;
    g->number = 0;
    g->last_s = -INFINITY;
    g->next_s = now_s + between(g, 0, g->away_s[0]);
}

// The middle of something that may be pressed on any stage that this output shows; false: none.
static bool find_control(struct guest *g, struct station *s, struct vec2 *at)
{
    int stage = (int)(chance(g) * s->scene->stage_count) % s->scene->stage_count;
    const struct scene_stage *shown = &s->scene->stages[stage];
    const struct drawlist *list = &shown->list;
    struct size2 size = s->place->outputs[g->output].size;
    if (!list->control_count || shown->width <= 0 || shown->height <= 0)
        return false;
    const struct draw_rect *r =
        &list->controls[(uint32_t)(chance(g) * list->control_count) % list->control_count].at;
    *at = (struct vec2){((double)r->x + (double)r->w / 2) * size.width / shown->width,
                        ((double)r->y + (double)r->h / 2) * size.height / shown->height};
    return true;
}

static void begin_act(struct guest *g, struct station *s, double now_s)
{
    double kind = chance(g);
    g->output = (int)(chance(g) * s->place->output_count) % s->place->output_count;
    struct size2 size = s->place->outputs[g->output].size;
    g->from = (struct vec2){chance(g) * size.width, chance(g) * size.height};
    if (chance(g) < 0.7)
        find_control(g, s, &g->from);
    g->to = g->from;
    g->began_s = now_s;
    g->fingers = 1;
    g->ends_s = now_s + between(g, 0.05, 0.25); // a tap
    if (kind > 0.95) {                          // two fingers
        g->fingers = 2;
        g->ends_s = now_s + between(g, 0.4, 1.5);
    } else if (kind > 0.9) { // a hold
        g->ends_s = now_s + between(g, 0.7, 2);
    } else if (kind > 0.75) { // a drag, or a swipe
        g->ends_s = now_s + between(g, 0.1, 1);
        g->to = (struct vec2){g->from.x + between(g, -300, 300), g->from.y + between(g, -300, 300)};
    }
}

static void put(const struct guest *g, struct station *s, enum input_phase phase, double now_s)
{
    double along = fmin((now_s - g->began_s) / fmax(g->ends_s - g->began_s, 1e-3), 1);
    for (int k = 0; k < g->fingers; k++) {
        struct vec2 at = {g->from.x + (g->to.x - g->from.x) * along,
                          g->from.y + (g->to.y - g->from.y) * along};
        double apart = g->fingers == 2 ? (k ? -1 : 1) * (40 + 80 * along) : 0;
        input_contact(s->input, &(struct input_contact){.time_s = now_s,
                                                        .phase = phase,
                                                        .finger = FINGER + k,
                                                        .output = g->output,
                                                        .at_output = {at.x + apart * cos(along),
                                                                      at.y + apart * sin(along)}});
    }
}

static void come_or_go(struct guest *g, double now_s)
{
    if (!g->here && now_s >= g->next_s) {
        g->here = true;
        g->seed = g->again ? g->again : g->seed;
        g->number++;
        g->leaves_s = now_s + between(g, g->stay_s[0], g->stay_s[1]);
        g->next_s = now_s;
    } else if (g->here && now_s >= g->leaves_s && g->fingers == 0) {
        g->here = false;
        g->next_s = now_s + between(g, g->away_s[0], g->away_s[1]);
    }
}

bool guest_work(struct guest *g, struct station *s, double now_s, double after_s)
{
    come_or_go(g, now_s);
    if (g->fingers > 0) {
        bool over = now_s >= g->ends_s;
        put(g, s, over ? INPUT_UP : INPUT_MOVE, now_s);
        g->last_s = now_s;
        if (over)
            g->fingers = 0;
    } else if (g->here && now_s >= g->next_s && s->place->output_count > 0) {
        begin_act(g, s, now_s);
        put(g, s, INPUT_DOWN, now_s);
        g->next_s = g->ends_s + between(g, 0.2, 3);
    }
    return g->here || now_s - g->last_s < after_s;
}
