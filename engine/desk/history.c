// Steps, undone and done again, and a log of all values.
#include "desk/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void history_finish(struct history *h)
{
    desk_values_finish(&h->values);
    desk_values_finish(&h->before);
    desk_values_finish(&h->after);
    free(h->records);
    free(h->steps);
    h->records = NULL;
    h->steps = NULL;
}

static bool grow(void **items, int count, int *room, size_t each)
{
    if (count < *room)
        return true;
    int more = *room ? *room * 2 : 64;
    void *grown = realloc(*items, (size_t)more * each);
    if (!grown)
        return false;
    *items = grown;
    *room = more;
    return true;
}

static bool add_record(struct history *h, enum history_kind kind, const struct desk_value *values,
                       int count, double at_s)
{
    void *items = h->records;
    bool good = grow(&items, h->record_count, &h->record_room, sizeof *h->records);
    h->records = items;
    if (!good)
        return false;
    struct history_record *r = &h->records[h->record_count];
    *r = (struct history_record){.kind = kind, .at_s = at_s, .first = h->values.count};
    for (int i = 0; good && i < count; i++)
        good = desk_values_add(&h->values, &values[i]);
    r->count = h->values.count - r->first;
    h->record_count += good;
    return good;
}

static void put_all(struct desk_state *s, const struct desk_value *values, int count)
{
    for (int i = 0; i < count; i++)
        desk_put(s, &values[i]);
}

static struct desk_value *find(const struct desk_values *list, int first, int count,
                               struct desk_at at)
{
    for (int i = first; i < first + count; i++)
        if (desk_at_same(list->items[i].at, at))
            return &list->items[i];
    return NULL;
}

// All masks of the owner, once in a step.
static bool keep_masks(struct history *h, const struct desk_state *s, struct desk_at at)
{
    int first = h->steps[h->done - 1].before_first;
    at.key = DESK_MASK_COUNT;
    at.index = 0;
    return find(&h->before, first, h->before.count - first, at) ||
           desk_list(s, at.of, at.owner, DESK_MASKS, &h->before);
}

// What the value is before it changes; of a grid its nodes as well, of a number of masks or points
// all masks.
static bool keep(struct history *h, const struct desk_state *s, struct desk_at at)
{
    struct desk_value v = {.at = at};
    if (desk_key_shapes(at.key) && at.key != DESK_GRID)
        return keep_masks(h, s, at);
    bool good = !desk_get(s, at, v.numbers) || desk_values_add(&h->before, &v);
    if (at.key != DESK_GRID)
        return good;
    v.at.key = DESK_NODE;
    for (int i = 0; good && i < WARP_POINTS * WARP_POINTS; i++) {
        v.at.index = (uint16_t)i;
        good = !desk_get(s, v.at, v.numbers) || desk_values_add(&h->before, &v);
    }
    return good;
}

static bool begin_step(struct history *h)
{
    void *items = h->steps;
    bool good = grow(&items, h->done, &h->step_room, sizeof *h->steps);
    h->steps = items;
    if (!good || !h->steps)
        return false;
    const struct history_step *last = h->done ? &h->steps[h->done - 1] : NULL;
    struct history_step *s = &h->steps[h->done];
    s->before_first = last ? last->before_first + last->before_count : 0;
    s->after_first = last ? last->after_first + last->after_count : 0;
    s->before_count = s->after_count = 0;
    h->before.count = s->before_first; // what was undone is gone
    h->after.count = s->after_first;
    h->step_count = ++h->done;
    return true;
}

static bool can_go_on(const struct history *h, const struct desk_value *values, int count)
{
    if (!h->open || !h->done || h->done != h->step_count || !h->record_count)
        return false;
    for (int i = 0; i < count; i++)
        if (desk_key_shapes(values[i].at.key))
            return false;
    return true;
}

// Into the last step, and into the last record: neither grows with each move of a hand.
static bool go_on(struct history *h, const struct desk_state *s, const struct desk_value *v)
{
    struct history_step *step = &h->steps[h->done - 1];
    struct history_record *record = &h->records[h->record_count - 1];
    struct desk_value *after = find(&h->after, step->after_first, step->after_count, v->at);
    if (after) {
        *after = *v;
    } else {
        if (!keep(h, s, v->at) || !desk_values_add(&h->after, v))
            return false;
        step->before_count = h->before.count - step->before_first;
        step->after_count = h->after.count - step->after_first;
    }
    struct desk_value *logged = find(&h->values, record->first, record->count, v->at);
    if (logged) {
        *logged = *v;
        return true;
    }
    record->count += desk_values_add(&h->values, v);
    return true;
}

bool history_step(struct history *h, struct desk_state *s, const struct desk_value *values,
                  int count, bool more, double at_s)
{
    bool good = true;
    if (more && can_go_on(h, values, count)) {
        for (int i = 0; good && i < count; i++)
            good = go_on(h, s, &values[i]);
        put_all(s, values, count);
        return good;
    }
    if (!begin_step(h))
        return false;
    struct history_step *step = &h->steps[h->done - 1];
    for (int i = 0; good && i < count; i++)
        good = keep(h, s, values[i].at) && desk_values_add(&h->after, &values[i]);
    step->before_count = h->before.count - step->before_first;
    step->after_count = h->after.count - step->after_first;
    good = good && add_record(h, HISTORY_CHANGE, values, count, at_s);
    if (!good) {
        h->step_count = --h->done;
        return false;
    }
    put_all(s, values, count);
    h->open = true;
    return true;
}

bool history_undo(struct history *h, struct desk_state *s, double at_s)
{
    h->open = false;
    if (!h->done)
        return false;
    const struct history_step *step = &h->steps[--h->done];
    const struct desk_value *values = h->before.items + step->before_first;
    put_all(s, values, step->before_count);
    return add_record(h, HISTORY_CHANGE, values, step->before_count, at_s);
}

bool history_redo(struct history *h, struct desk_state *s, double at_s)
{
    h->open = false;
    if (h->done >= h->step_count)
        return false;
    const struct history_step *step = &h->steps[h->done++];
    const struct desk_value *values = h->after.items + step->after_first;
    put_all(s, values, step->after_count);
    return add_record(h, HISTORY_CHANGE, values, step->after_count, at_s);
}

bool history_name(struct history *h, const char *name, double at_s)
{
    h->open = false;
    if (!add_record(h, HISTORY_NAMED, NULL, 0, at_s))
        return false;
    snprintf(h->records[h->record_count - 1].name, HISTORY_NAME, "%s", name);
    return true;
}

void history_close(struct history *h)
{
    h->open = false;
}

void history_fold(const struct history *h, int records, struct desk_state *s)
{
    *s = h->origin;
    for (int i = 0; i < records && i < h->record_count; i++)
        put_all(s, h->values.items + h->records[i].first, h->records[i].count);
}

int history_until(const struct history *h, double at_s)
{
    int count = 0;
    while (count < h->record_count && h->records[count].at_s < at_s)
        count++;
    return count;
}
