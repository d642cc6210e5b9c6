// Whose fingers are on the glass: those of this visit, and those of a visit or a page that is over.
#include "visit/private.h"

#include <string.h>

static int find(const struct fingers *f, int64_t id)
{
    for (int i = 0; i < f->count; i++)
        if (f->items[i] == id)
            return i;
    return -1;
}

static void add(struct fingers *f, int64_t id)
{
    if (find(f, id) < 0 && f->count < VISIT_FINGERS)
        f->items[f->count++] = id;
}

static void take(struct fingers *f, int64_t id)
{
    int at = find(f, id);
    if (at >= 0)
        f->items[at] = f->items[--f->count];
}

static bool is_touch(const struct event *e)
{
    return e->kind < EVENT_KEY;
}

static bool is_pair(const struct event *e)
{
    return e->kind == EVENT_PINCH || e->kind == EVENT_ROTATE;
}

static bool is_hushed(const struct fingers *f, const struct event *e)
{
    return is_touch(e) && (find(f, e->finger) >= 0 || (is_pair(e) && find(f, e->other) >= 0));
}

static void lift(struct seat *s, int64_t finger)
{
    take(&s->down, finger);
    s->lifted |= s->led && finger == s->leader;
    s->led &= finger != s->leader;
}

// Until the end of the frame it is lifted in: its tap comes after its up. Who is still there is
// felt.
static void leave_out(struct seat *s, struct events *events, struct felt *felt)
{
    struct fingers lifted = {0};
    int kept = 0;
    for (int i = 0; i < events->count; i++) {
        const struct event *e = &events->items[i];
        if (e->kind == EVENT_DOWN)
            take(&s->hushed, e->finger);
        if (!is_hushed(&s->hushed, e)) {
            if (kept < i)
                events->items[kept] = *e;
            kept++;
            continue;
        }
        felt->stays |= find(&s->down, e->finger) >= 0 && !e->cancelled;
        if (e->kind == EVENT_UP) {
            lift(s, e->finger);
            add(&lifted, e->finger);
        }
    }
    events->count = kept;
    for (int i = 0; i < lifted.count; i++)
        take(&s->hushed, lifted.items[i]);
}

static void feel(struct seat *s, const struct event *e, bool attracts, struct felt *felt)
{
    if (e->kind == EVENT_DOWN) {
        add(&s->down, e->finger);
        felt->begins = true;
        if (attracts && !s->led) {
            s->led = true;
            s->leader = e->finger;
        }
    } else if (e->kind == EVENT_UP) {
        lift(s, e->finger);
    } else if (e->kind == EVENT_OBJECT && e->phase == EVENT_BEGIN) {
        felt->begins = felt->at_once = true;
    } else if (e->kind == EVENT_KEY) {
        felt->begins |= attracts; // operators have keyboards, too
        felt->at_once |= attracts;
    }
    felt->stays |= !e->cancelled;
}

struct felt fingers_feel(struct seat *s, struct events *events, bool attracts)
{
    struct felt felt = {0};
    if (s->hushed.count)
        leave_out(s, events, &felt);
    for (int i = 0; i < events->count; i++)
        if (is_touch(&events->items[i]) || events->items[i].kind == EVENT_KEY)
            feel(s, &events->items[i], attracts, &felt);
    return felt;
}

void fingers_turn_page(struct seat *s, struct events *events)
{
    int kept = 0;
    for (int i = 0; i < s->down.count; i++)
        add(&s->hushed, s->down.items[i]);
    for (int i = 0; i < events->count; i++)
        if (!is_touch(&events->items[i]) || events->items[i].kind == EVENT_OBJECT)
            events->items[kept++] = events->items[i];
    events->count = kept;
}

void fingers_hush(struct seat *s, struct events *events)
{
    int kept = 0;
    fingers_turn_page(s, events);
    s->down.count = 0;
    s->led = s->lifted = false;
    for (int i = 0; i < events->count; i++)
        if (!is_touch(&events->items[i]))
            events->items[kept++] = events->items[i];
    events->count = kept;
}
