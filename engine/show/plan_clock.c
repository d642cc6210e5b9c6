// What of show.lua goes by the clock: timelines and programmes.
#include "show/plan_reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void read_keys(struct plan_reading *r, const json_t *list, const char *path,
                      struct plan_track *t)
{
    int count = json_array_size(list) > PLAN_KEYS ? PLAN_KEYS + 1 : (int)json_array_size(list);
    double before_s = -1;
    if (!plan_take(r, &t->keys, &r->p->key_count, count, PLAN_KEYS, path, "keys of timelines"))
        return;
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        struct plan_key *key = &r->p->keys[t->keys.first + i];
        char at[SCHEMA_PATH];
        plan_nth(r, at, path, (size_t)i);
        *key = (struct plan_key){.at_s = json_number_value(json_array_get(value, 0)),
                                 .value = json_number_value(json_array_get(value, 1)),
                                 .ease = plan_ease(json_array_get(value, 2), EASE_LINEAR)};
        if (json_is_array(value) && key->at_s < before_s)
            plan_tell(r, at, "is at %g s, before the one above it; times that rise are allowed",
                      key->at_s);
        before_s = key->at_s;
    }
}

static double last_key_s(const struct show_plan *p, const struct plan_timeline *t)
{
    double last_s = 0;
    for (int i = 0; i < t->tracks.count; i++) {
        const struct plan_span keys = p->tracks[t->tracks.first + i].keys;
        if (keys.count)
            last_s = fmax(last_s, p->keys[keys.first + keys.count - 1].at_s);
    }
    return last_s;
}

static void read_timeline(struct plan_reading *r, const json_t *value, const char *path,
                          struct plan_timeline *t)
{
    struct plan_entry entries[PLAN_ENTRIES];
    char below[SCHEMA_PATH];
    const char *id = json_string_value(json_object_get(value, "id"));
    snprintf(t->id, sizeof t->id, "%s", id ? id : "");
    t->loop = json_is_true(json_object_get(value, "loop"));
    t->line = where_line(r->text.where, path);
    plan_below(below, path, "tracks");
    int count = plan_entries(r, json_object_get(value, "tracks"), below, entries);
    if (!plan_take(r, &t->tracks, &r->p->track_count, count, PLAN_TRACKS, below, "tracks"))
        return;
    for (int i = 0; i < count; i++) {
        struct plan_track *track = &r->p->tracks[t->tracks.first + i];
        track->line = entries[i].line;
        if (plan_check_control(r, entries[i].path, entries[i].name))
            snprintf(track->control, sizeof track->control, "%s", entries[i].name);
        read_keys(r, entries[i].value, entries[i].path, track);
    }
    t->duration_s = plan_number(value, "duration", last_key_s(r->p, t));
    if (t->loop && t->duration_s < 0.02) {
        plan_below(below, path, "loop");
        plan_tell(r, below, "is true, but the timeline is %g s long; 0.02 and more are allowed",
                  t->duration_s);
    }
}

void plan_read_timelines(struct plan_reading *r, const json_t *list)
{
    for (size_t n = 0; n < json_array_size(list) && n < PLAN_TIMELINES; n++) {
        char path[SCHEMA_PATH];
        plan_nth(r, path, "timelines", n);
        read_timeline(r, json_array_get(list, n), path, &r->p->timelines[r->p->timeline_count++]);
    }
}

static int read_days(const json_t *list, struct plan_day days[PLAN_DATES])
{
    int count = 0;
    for (size_t i = 0; i < json_array_size(list) && count < PLAN_DATES; i++) {
        const char *word = json_string_value(json_array_get(list, i));
        struct plan_day *d = &days[count];
        count += word && schema_is_day(word, &d->year, &d->month, &d->day);
    }
    return count;
}

static double read_hour(const json_t *value, double standard_s)
{
    double seconds;
    const char *text = json_string_value(value);
    return text && schema_is_hour(text, &seconds) ? seconds : standard_s;
}

static void read_items(struct plan_reading *r, const json_t *list, const char *path,
                       struct plan_programme *p)
{
    const char *words[PLAN_CUES + 1] = {NULL};
    int count = (int)json_array_size(list);
    for (int i = 0; i < r->p->cue_count; i++)
        words[i] = r->p->cues[i].id;
    if (count > PLAN_ITEMS ||
        !plan_take(r, &p->items, &r->p->item_count, count, PLAN_ITEMS, path, "items of programmes"))
        return;
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        const char *id = json_string_value(json_object_get(value, "cue"));
        struct plan_item *item = &r->p->items[p->items.first + i];
        char at[SCHEMA_PATH];
        plan_nth(r, at, path, (size_t)i);
        item->cue = id ? plan_cue_find(r->p, id) : -1;
        item->for_s = plan_number(value, "stay", INFINITY);
        if (id && item->cue < 0) {
            where_key(at, sizeof at, "cue");
            plan_tell_unknown(r, at, "cue", id, words);
        } else if (i + 1 < count && isinf(item->for_s)) {
            plan_tell(r, at, "stays to the end, so that nothing comes after it; give it `stay`");
        }
    }
}

static void read_programme(struct plan_reading *r, const json_t *value, const char *path,
                           struct plan_programme *p)
{
    char below[SCHEMA_PATH];
    p->line = where_line(r->text.where, path);
    p->days = schema_weekdays(json_object_get(value, "days"));
    p->date_count = read_days(json_object_get(value, "dates"), p->dates);
    p->except_count = read_days(json_object_get(value, "except"), p->except);
    p->from_s = read_hour(json_object_get(value, "from"), 0);
    p->until_s = read_hour(json_object_get(value, "to"), 86400);
    if (p->from_s == p->until_s)
        plan_tell(r, path, "begins and ends at the same hour");
    plan_below(below, path, "play");
    read_items(r, json_object_get(value, "play"), below, p);
}

void plan_read_programmes(struct plan_reading *r, const json_t *list)
{
    for (size_t n = 0; n < json_array_size(list) && n < PLAN_PROGRAMMES; n++) {
        char path[SCHEMA_PATH];
        plan_nth(r, path, "programmes", n);
        read_programme(r, json_array_get(list, n), path,
                       &r->p->programmes[r->p->programme_count++]);
    }
}
