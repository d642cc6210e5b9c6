// Hands laid down: contacts too large for a finger, or too many for one hand.
#include "input/private.h"

#include <math.h>

static bool near(const struct finger *f, const struct finger *g)
{
    bool counts = g->state == FINGER_DOWN || (g->state == FINGER_MUTE && g->palm);
    return counts && g->stage == f->stage &&
           hypot(f->at.x - g->at.x, f->at.y - g->at.y) <= INPUT_PALM_REACH_MM * f->px_per_mm;
}

static void end(struct input *i, struct finger *f, double time_s)
{
    touch_cancel(i, f, time_s);
    f->palm = true;
}

static void end_crowd(struct input *i, const struct finger *f, double time_s)
{
    struct finger middle = *f; // f itself ends on the way
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->fingers[k].state == FINGER_DOWN && near(&middle, &i->fingers[k]))
            end(i, &i->fingers[k], time_s);
}

static int crowd(const struct input *i, const struct finger *f)
{
    int count = 0;
    for (int k = 0; k < INPUT_FINGERS; k++)
        count += near(f, &i->fingers[k]);
    return count;
}

void palm_look(struct input *i, struct finger *f, double time_s)
{
    if (f->state != FINGER_DOWN || !f->measured)
        return;
    if (fmax(f->size.x, f->size.y) > INPUT_PALM_MM * f->px_per_mm)
        end(i, f, time_s);
    else if (f->down_s == time_s && crowd(i, f) > INPUT_PALM_FINGERS)
        end_crowd(i, f, time_s);
}
