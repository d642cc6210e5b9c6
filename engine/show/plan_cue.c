// One cue of show.lua: the scenes it brings, what it sets, starts and says.
#include "show/plan_reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Fills station and stage from "facade" (one stage) or "facade/wall". False and told otherwise.
static bool find_stage(const struct plan_reading *r, const char *path, const char *name,
                       struct plan_enter *e)
{
    char id[INSTALLATION_ID];
    const char *slash = strchr(name, '/');
    int length = slash ? (int)(slash - name) : (int)strlen(name);
    const char *words[INSTALLATION_STATIONS + 1] = {NULL};
    snprintf(id, sizeof id, "%.*s", length, name);
    for (int s = 0; s < r->i->station_count; s++)
        words[s] = r->i->stations[s].id;
    e->station = installation_station_find(r->i, id);
    if (e->station < 0) {
        plan_tell_unknown(r, path, "station", id, words);
        return false;
    }
    const struct installation_station *s = &r->i->stations[e->station];
    const char *stages[INSTALLATION_STAGES + 1] = {NULL};
    for (e->stage = 0; e->stage < s->stage_count; e->stage++) {
        stages[e->stage] = s->stages[e->stage].id;
        if (slash ? strcmp(slash + 1, s->stages[e->stage].id) == 0 : s->stage_count == 1)
            return true;
    }
    if (slash)
        plan_tell_unknown(r, path, "stage of it", slash + 1, stages);
    else
        plan_tell(r, path, "has several stages; name one, as \"%s/%s\"", id, stages[0]);
    return false;
}

// A duration alone means a fade, a mask alone a wipe: as show.go has it.
static struct transition read_transition(const struct plan_reading *r, const struct plan_entry *e)
{
    struct transition how = {.kind = TRANSITION_CUT};
    const char *kind = json_string_value(json_object_get(e->value, "transition"));
    const char *mask = json_string_value(json_object_get(e->value, "mask"));
    const char *const *words = plan_transition_words();
    char below[SCHEMA_PATH], file[INSTALLATION_PATH];
    struct fault f;
    if (!kind && (mask || json_object_get(e->value, "duration")))
        how.kind = mask ? TRANSITION_WIPE : TRANSITION_FADE;
    for (int i = 0; kind && words[i]; i++)
        if (strcmp(words[i], kind) == 0)
            how.kind = (enum transition_kind)i;
    if (how.kind == TRANSITION_CUT)
        return how;
    how.duration_s = (float)fmin(plan_number(e->value, "duration", 1), TRANSITION_LONGEST_S);
    how.soft = (float)plan_number(e->value, "soft", 0.1);
    snprintf(how.mask, sizeof how.mask, "%s", mask ? mask : "");
    plan_below(below, e->path, "mask");
    if (mask && !installation_find(r->i, r->root, NULL, mask, file, sizeof file, &f))
        plan_tell(r, below, "%s", f.text);
    return how;
}

static void read_params(const struct plan_reading *r, const json_t *table, const char *path,
                        struct params *params)
{
    struct plan_entry entries[PLAN_ENTRIES];
    int count = plan_entries(r, table, path, entries);
    for (int i = 0; i < count; i++)
        if (!plan_value(params, entries[i].name, entries[i].value))
            plan_tell(r, entries[i].path, "is too long a name; at most %d letters are allowed",
                      PARAM_KEY - 1);
}

static void read_enter(const struct plan_reading *r, const struct plan_entry *e,
                       struct plan_enter *enter)
{
    char folder[INSTALLATION_PATH], path[SCHEMA_PATH];
    const char *scene = json_string_value(json_object_get(e->value, "scene"));
    struct fault f;
    *enter = (struct plan_enter){.line = e->line};
    find_stage(r, e->path, e->name, enter);
    snprintf(enter->scene, sizeof enter->scene, "%s", scene ? scene : "");
    plan_below(path, e->path, "param");
    read_params(r, json_object_get(e->value, "param"), path, &enter->params);
    enter->how = read_transition(r, e);
    plan_below(path, e->path, "scene");
    if (scene && schema_is_id(scene) &&
        !installation_scene(r->i, r->root, scene, folder, sizeof folder, &f))
        plan_tell(r, path, "%s", f.text);
}

static void read_enters(struct plan_reading *r, const json_t *table, const char *path,
                        struct plan_cue *c)
{
    struct plan_entry entries[PLAN_ENTRIES];
    int count = plan_entries(r, table, path, entries);
    if (!plan_take(r, &c->enters, &r->p->enter_count, count, PLAN_ENTERS, path, "scenes of cues"))
        return;
    struct plan_enter *enters = r->p->enters + c->enters.first;
    for (int i = 0; i < count; i++) {
        read_enter(r, &entries[i], &enters[i]);
        for (int k = 0; k < i; k++)
            if (enters[i].station >= 0 && enters[k].station == enters[i].station &&
                enters[k].stage == enters[i].stage)
                plan_tell(r, entries[i].path, "is the stage of line %d; one scene a stage",
                          enters[k].line);
    }
}

static void read_sets(struct plan_reading *r, const json_t *table, const char *path,
                      struct plan_cue *c)
{
    struct plan_entry entries[PLAN_ENTRIES];
    int count = plan_entries(r, table, path, entries);
    if (!plan_take(r, &c->sets, &r->p->set_count, count, PLAN_SETS, path, "values of cues"))
        return;
    for (int i = 0; i < count; i++) {
        struct plan_set *set = &r->p->sets[c->sets.first + i];
        if (!plan_check_control(r, entries[i].path, entries[i].name))
            continue;
        snprintf(set->control, sizeof set->control, "%s", entries[i].name);
        set->to = json_number_value(entries[i].value);
        set->line = entries[i].line;
    }
}

static void read_starts(struct plan_reading *r, const json_t *list, const char *path,
                        struct plan_span *span)
{
    const char *words[PLAN_TIMELINES + 1] = {NULL};
    int count = json_array_size(list) > PLAN_TIMELINES ? 0 : (int)json_array_size(list);
    for (int i = 0; i < r->p->timeline_count; i++)
        words[i] = r->p->timelines[i].id;
    if (!plan_take(r, span, &r->p->start_count, count, PLAN_STARTS, path, "timelines in cues"))
        return;
    for (int i = 0; i < count; i++) {
        const char *id = json_string_value(json_array_get(list, (size_t)i));
        char at[SCHEMA_PATH];
        int timeline = id ? plan_timeline_find(r->p, id) : -1;
        plan_nth(r, at, path, (size_t)i);
        if (id && timeline < 0)
            plan_tell_unknown(r, at, "timeline", id, words);
        r->p->starts[span->first + i] = timeline;
    }
}

static void read_sends(struct plan_reading *r, const json_t *table, const char *path,
                       struct plan_tell *tells)
{
    struct plan_entry entries[PLAN_ENTRIES];
    const char *words[INSTALLATION_MESSAGES + 1] = {NULL};
    int count = plan_entries(r, table, path, entries);
    for (int i = 0; i < r->i->message_count; i++)
        words[i] = r->i->messages[i].name;
    for (int i = 0; i < count; i++) {
        bool known = false;
        for (int k = 0; words[k]; k++)
            known = known || strcmp(words[k], entries[i].name) == 0;
        if (!known)
            plan_tell_unknown(r, entries[i].path, "message of installation.lua", entries[i].name,
                              words);
        tells[i].target = -1;
        snprintf(tells[i].name, sizeof tells[i].name, "%s", entries[i].name);
        read_params(r, entries[i].value, entries[i].path, &tells[i].params);
    }
}

static void read_osc(struct plan_reading *r, const json_t *value, const char *path,
                     struct plan_tell *t)
{
    const char *to = json_string_value(json_object_get(value, "to"));
    const char *address = json_string_value(json_object_get(value, "address"));
    const json_t *values = json_object_get(value, "values");
    const char *words[INSTALLATION_OSC + 1] = {NULL};
    char below[SCHEMA_PATH], key[16];
    for (int i = 0; i < r->i->osc_count; i++)
        words[i] = r->i->osc[i].id;
    t->target = to ? installation_osc_find(r->i, to) : 0;
    plan_below(below, path, "to");
    if (t->target < 0)
        plan_tell_unknown(r, below, "osc of installation.lua", to, words);
    plan_below(below, path, "address");
    if (address && (address[0] != '/' || strpbrk(address, " #*,?[]{}")))
        plan_tell(r, below, "is \"%.40s\"; \"/words/and/slashes\" are allowed", address);
    snprintf(t->name, sizeof t->name, "%s", address ? address : "");
    for (size_t i = 0; i < json_array_size(values) && i < PARAMS_MAX; i++) {
        snprintf(key, sizeof key, "%zu", i + 1);
        plan_value(&t->params, key, json_array_get(values, i));
    }
}

static void read_tells(struct plan_reading *r, const json_t *value, const char *path,
                       struct plan_cue *c)
{
    const json_t *send = json_object_get(value, "send"), *osc = json_object_get(value, "osc");
    int sends = (int)json_object_size(send), speaks = (int)json_array_size(osc);
    char below[SCHEMA_PATH], at[SCHEMA_PATH];
    if (sends > PLAN_ENTRIES || speaks > PLAN_ENTRIES ||
        !plan_take(r, &c->tells, &r->p->tell_count, sends + speaks, PLAN_TELLS, path,
                   "messages of cues"))
        return;
    plan_below(below, path, "send");
    read_sends(r, send, below, r->p->tells + c->tells.first);
    plan_below(below, path, "osc");
    for (int i = 0; i < speaks; i++) {
        plan_nth(r, at, below, (size_t)i);
        read_osc(r, json_array_get(osc, (size_t)i), at, &r->p->tells[c->tells.first + sends + i]);
    }
}

// Its longest fade, transition or timeline.
static double own_duration_s(const struct plan_reading *r, const struct plan_cue *c)
{
    double longest_s = c->sets.count ? c->over_s : 0;
    for (int i = 0; i < c->enters.count; i++)
        longest_s = fmax(longest_s, r->p->enters[c->enters.first + i].how.duration_s);
    for (int i = 0; i < c->starts.count; i++) {
        int timeline = r->p->starts[c->starts.first + i];
        if (timeline >= 0 && !r->p->timelines[timeline].loop)
            longest_s = fmax(longest_s, r->p->timelines[timeline].duration_s);
    }
    return longest_s;
}

static void read_follow(struct plan_reading *r, const json_t *value, const char *path,
                        struct plan_cue *c)
{
    const json_t *follow = json_object_get(value, "follow");
    char below[SCHEMA_PATH];
    if (!follow)
        return;
    c->follows = PLAN_FOLLOWS;
    c->follow_s = json_is_string(follow) ? c->duration_s : plan_number(value, "follow", 0);
    plan_below(below, path, "follow");
    if (json_is_string(follow) && c->duration_s <= 0)
        plan_tell(r, below,
                  "is \"end\", but the cue takes no time; give it a `duration`, or follow "
                  "after so many seconds");
}

void plan_read_cue(struct plan_reading *r, const json_t *value, const char *path,
                   struct plan_cue *c)
{
    char below[SCHEMA_PATH];
    const char *id = json_string_value(json_object_get(value, "id"));
    *c = (struct plan_cue){.next = -1, .line = where_line(r->text.where, path)};
    snprintf(c->id, sizeof c->id, "%s", id ? id : "");
    for (int k = 0; k < r->i->language_count; k++) {
        const json_t *labels = json_object_get(value, "label");
        const char *label = json_string_value(json_object_get(labels, r->i->languages[k]));
        snprintf(c->label.in[k], sizeof c->label.in[k], "%s", label ? label : c->id);
    }
    plan_below(below, path, "scenes");
    read_enters(r, json_object_get(value, "scenes"), below, c);
    plan_below(below, path, "set");
    read_sets(r, json_object_get(value, "set"), below, c);
    plan_below(below, path, "timelines");
    read_starts(r, json_object_get(value, "timelines"), below, &c->starts);
    plan_below(below, path, "stop");
    read_starts(r, json_object_get(value, "stop"), below, &c->stops);
    read_tells(r, value, path, c);
    c->over_s = plan_number(value, "over", 0);
    c->ease = plan_ease(json_object_get(value, "ease"), EASE_INOUT);
    c->wait_s = plan_number(value, "wait", 0);
    c->duration_s = plan_number(value, "duration", own_duration_s(r, c));
    read_follow(r, value, path, c);
}
