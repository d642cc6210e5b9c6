// The technician's desk: contacts and keys to it, its light to the outputs.
#include "desking.h"
#include "deskosc.h"
#include "lighting.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct desk_names names_of(const struct installation_station *place)
{
    struct desk_names names = {0};
    for (int i = 0; i < place->output_count; i++)
        names.of[DESK_OUTPUT][i] = place->outputs[i].id;
    for (int i = 0; i < place->surface_count; i++)
        names.of[DESK_SURFACE][i] = place->surfaces[i].id;
    return names;
}

static void tell(struct faults *told)
{
    for (int i = 0; i < told->count; i++)
        log_warning("desk", "%s", told->entries[i].text);
    faults_finish(told);
}

// Who looks for a corner in installation.lua should know that it does not count any more.
static void tell_taken(const struct station *s)
{
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int i = 0; i < desk_owners(desk_now(s->desk), of); i++)
            if (desk_took(s->desk, of, i, DESK_WARP))
                log_info("desk", "%s: where %s \"%s\" lies is what was done at the desk",
                         s->place->id, of == DESK_OUTPUT ? "output" : "surface",
                         desk_names(s->desk)->of[of][i]);
}

// A wall on a screen shows no light of outputs.
static void take_light(struct station *s, const struct mapping_desc *light)
{
    s->light = *light;
    if (!s->lit)
        lighting_leave_out(&s->light);
}

bool desking_open(struct station *s, const char *file, bool live, struct fault *f)
{
    struct faults told = {0};
    s->desk = desk_create(&(struct desk_desc){.file = file,
                                              .shows = live,
                                              .start = &s->light,
                                              .names = names_of(s->place)},
                          &told);
    tell(&told);
    if (!s->desk)
        return fault_set(f, "no memory for the desk");
    tell_taken(s);
    take_light(s, desk_light(s->desk));
    s->bent = desk_version(s->desk);
    s->compared = -1;
    return true;
}

void desking_begin(struct station *s)
{
    hands_init(&s->hands, &(struct hands_desc){.desk = s->desk,
                                               .mapping = s->mapping,
                                               .station = s->place->id,
                                               .language = s->installation->languages[0]});
    input_divert(s->input, s->editable ? DESKING_KEY : staffway_key(s), false);
}

static double touched_s(const struct station *s)
{
    double latest_s = -INFINITY;
    for (int i = 0; i < s->scene->stage_count; i++)
        latest_s = fmax(latest_s, s->scene->stages[i].visit.touched_s);
    return latest_s;
}

// -1: none.
static int station_for(const struct station *stations, int count)
{
    int best = -1;
    for (int i = 0; i < count; i++) {
        const struct station *s = &stations[i];
        if (s->hands.open)
            return i;
        if (s->editable && s->place->output_count &&
            (best < 0 || touched_s(s) > touched_s(&stations[best])))
            best = i;
    }
    return best;
}

// What is held is the window's alone to tell: replayed keys are presses.
static bool take_release(struct station *s, const struct window_event *event)
{
    if (event->kind != WINDOW_KEY_UP || !s->hands.open)
        return false;
    if (strcmp(event->name, s->hands.held) == 0)
        hands_hold(&s->hands, NULL, false, false, 0);
    return true;
}

bool desking_take(struct station *stations, int count, const struct window_event *event,
                  double now_s)
{
    bool text = event->kind == WINDOW_TEXT;
    bool key = event->kind == WINDOW_KEY || event->kind == WINDOW_KEY_UP || text;
    int n = key ? station_for(stations, count) : -1;
    if (n < 0 || take_release(&stations[n], event))
        return n >= 0;
    if ((event->kind != WINDOW_KEY && !text) ||
        (!stations[n].hands.open && strcmp(event->name, DESKING_KEY) != 0))
        return false;
    struct input_contact contact = {.time_s = now_s,
                                    .phase = INPUT_KEY,
                                    .control = event->control,
                                    .shift = event->shift,
                                    .text = text,
                                    .spelt = event->spelt};
    snprintf(contact.key, sizeof contact.key, "%s", event->name);
    input_contact(stations[n].input, &contact);
    if (!text)
        hands_hold(&stations[n].hands, event->name, event->control, event->shift, now_s);
    return true;
}

bool desking_binds(struct station *s, int *here, int *to)
{
    return s->hands.open && hands_binds(&s->hands, here, to);
}

void desking_bound(struct station *s, int to, const struct fault *f)
{
    const char *id = s->place->outputs[to].id;
    if (f)
        log_warning("desk", "%s: this display is not %s's: %s", s->place->id, id, f->text);
    else
        log_info("desk", "%s: this display is %s's", s->place->id, id);
    hands_bound(&s->hands, to, f);
}

bool desking_spells(const struct station *stations, int count)
{
    for (int i = 0; i < count; i++)
        if (stations[i].hands.open && hands_types(&stations[i].hands))
            return true;
    return false;
}

static void show(struct station *s, bool open)
{
    s->hands.words = s->words;
    hands_open(&s->hands, open);
    for (int i = 0; i < s->scene->overlay_count; i++)
        s->scene->overlays[i].shown = open || s->staffed;
    s->staffed_s = -INFINITY;
    if (!s->hands.bare)
        log_info("desk", "%s: the desk is %s", s->place->id, open ? "open" : "closed");
}

void desking_show(struct station *s, bool open)
{
    if (s->hands.open != open)
        show(s, open);
}

void desking_pattern(struct station *s, int pattern, bool warped)
{
    s->hands.bare = true;
    desking_show(s, true);
    s->hands.pattern = pattern;
    s->hands.warped = warped;
}

static void take_contact(struct station *s, const struct input_contact *c)
{
    double now_s = s->scene->now_s;
    if (c->phase == INPUT_KEY && strcmp(c->key, DESKING_KEY) == 0) {
        show(s, !s->hands.open);
    } else if (c->phase == INPUT_KEY) {
        if (s->hands.open && c->text)
            hands_text(&s->hands, c->key);
        else if (s->hands.open && !(c->spelt && hands_spells(&s->hands, c->key)))
            hands_key(&s->hands, c->key, c->control, c->shift, now_s);
    } else if (s->hands.open && c->phase <= INPUT_UP && c->output >= 0 &&
               c->output < s->place->output_count) {
        struct hands_touch touch = {.phase = c->phase == INPUT_DOWN   ? HANDS_DOWN_PHASE
                                             : c->phase == INPUT_MOVE ? HANDS_MOVE_PHASE
                                                                      : HANDS_UP_PHASE,
                                    .finger = c->finger,
                                    .output = c->output,
                                    .at = c->at_output,
                                    .shift = c->shift,
                                    .cancelled = c->cancelled};
        hands_touch(&s->hands, &touch, now_s);
    }
}

// Light falls where the desk says. While a hand moves blends wait.
static void bend(struct station *s, const struct mapping_desc *light)
{
    struct fault f = {0};
    bool moving = s->hands.drags;
    struct mapping_desc before = s->light;
    take_light(s, light);
    struct mapping *m = mapping_create(&s->light, &f);
    if (!m) { // the desk has tried it
        log_error("desk", "%s: %s; the light stays as it was", s->place->id, f.text);
        s->light = before;
        return;
    }
    mapping_destroy(s->mapping);
    s->mapping = m;
    input_mapping(s->input, m);
    hands_follow(&s->hands, m);
    station_hang(s);
    if (!surfaces_follow(s->surfaces, &s->light, m, !moving, &f))
        log_error("desk", "%s: %s", s->place->id, f.text);
    patterned_follow(&s->patterned, s, !moving);
    s->light_late = moving;
    s->relit = true;
}

static void follow(struct station *s)
{
    struct hands *h = &s->hands;
    int compared =
        h->open && h->compares && h->mark < h->mark_count ? h->marks[h->mark].record : -1;
    bool settled = s->light_late && !h->drags;
    struct mapping_desc light;
    if (s->bent == desk_version(s->desk) && compared == s->compared && !settled)
        return;
    s->bent = desk_version(s->desk);
    s->compared = compared;
    if (compared < 0 || !desk_look(s->desk, compared, &light))
        light = *desk_light(s->desk);
    bend(s, &light);
}

static void lay(struct station *s)
{
    if (!s->hands.open || s->laid == s->hands.version || s->scene->still)
        return;
    for (int i = 0; i < s->scene->overlay_count; i++) {
        struct scene_overlay *o = &s->scene->overlays[i];
        hands_draw(&s->hands, &o->list, i, o->width, o->height);
    }
    s->laid = s->hands.version;
}

void desking_update(struct station *s)
{
    struct input_contact c;
    bool open = s->hands.open;
    deskosc_update(s);
    while (input_diverted(s->input, &c))
        if (!staffway_take(s, &c))
            take_contact(s, &c);
    staffway_update(s);
    if (open && !s->hands.open && s->scene->overlay_count && s->scene->overlays[0].shown)
        show(s, false); // closed by a button
    input_divert(s->input, s->editable ? DESKING_KEY : staffway_key(s),
                 s->hands.open || s->way.pad.page != PAD_CLOSED);
    hands_update(&s->hands, s->scene->now_s);
    follow(s);
    s->relit |= patterned_update(&s->patterned, s);
    lay(s);
}

double desking_next_s(const struct station *s)
{
    bool waits = s->light_late || s->bent != desk_version(s->desk) ||
                 (s->hands.open && s->laid != s->hands.version && !s->scene->still);
    return waits ? s->scene->now_s : hands_next_s(&s->hands);
}
