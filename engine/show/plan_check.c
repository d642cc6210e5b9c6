// What no table of keys can say of show.lua: names that stand twice, parameters, loops without
// time.
#include "show/plan_reading.h"

#include <stdio.h>
#include <string.h>

// What parameters there are for certain, as words for the nearest one.
static const char *const everywhere[] = {"show/opacity", "show/gain", NULL};

// The first part of a name; what is behind its slash, or NULL.
static const char *first_part(const char *name, char part[INSTALLATION_ID])
{
    const char *slash = strchr(name, '/');
    size_t length = slash ? (size_t)(slash - name) : strlen(name);
    snprintf(part, INSTALLATION_ID, "%.*s", (int)length, name);
    return slash ? slash + 1 : NULL;
}

static bool check_stage(const struct plan_reading *r, const char *path,
                        const struct installation_station *s, const char *rest)
{
    char part[INSTALLATION_ID];
    const char *stages[INSTALLATION_STAGES + 1] = {NULL};
    const char *own = first_part(rest, part);
    for (int i = 0; i < s->stage_count; i++) {
        stages[i] = s->stages[i].id;
        if (own && strcmp(s->stages[i].id, part) == 0)
            return true;
    }
    if (own)
        plan_tell_unknown(r, path, "stage of this station", part, stages);
    else
        plan_tell(r, path,
                  "is no parameter; allowed are \"%s/gain\", \"%s/%s/opacity\" and what "
                  "scenes declare there",
                  s->id, s->id, stages[0]);
    return false;
}

bool plan_check_control(const struct plan_reading *r, const char *path, const char *name)
{
    char part[INSTALLATION_ID];
    const char *words[INSTALLATION_STATIONS + 2] = {NULL};
    const char *rest = first_part(name, part);
    if (!control_is_name(name) || !rest) {
        plan_tell(r, path,
                  "is no parameter; station/gain, station/stage/opacity or "
                  "station/stage/name are allowed");
        return false;
    }
    if (strcmp(part, "show") == 0) {
        if (strcmp(name, everywhere[0]) == 0 || strcmp(name, everywhere[1]) == 0)
            return true;
        plan_tell_unknown(r, path, "parameter of the show", name, everywhere);
        return false;
    }
    int station = installation_station_find(r->i, part);
    if (station >= 0)
        return strcmp(rest, "gain") == 0 || check_stage(r, path, &r->i->stations[station], rest);
    for (int s = 0; s < r->i->station_count; s++)
        words[s] = r->i->stations[s].id;
    plan_tell_unknown(r, path, "station", part, words);
    return false;
}

static void check_ids(const struct plan_reading *r)
{
    const struct show_plan *p = r->p;
    char path[SCHEMA_PATH];
    for (int i = 0; i < p->cue_count; i++) {
        int first = plan_cue_find(p, p->cues[i].id);
        plan_nth(r, path, "cues", (size_t)i);
        if (p->cues[i].id[0] && first < i)
            plan_tell(r, path, "\"%s\" is the cue of line %d; each id stands once", p->cues[i].id,
                      p->cues[first].line);
    }
    for (int i = 0; i < p->timeline_count; i++) {
        int first = plan_timeline_find(p, p->timelines[i].id);
        plan_nth(r, path, "timelines", (size_t)i);
        if (p->timelines[i].id[0] && first < i)
            plan_tell(r, path, "\"%s\" is the timeline of line %d; each id stands once",
                      p->timelines[i].id, p->timelines[first].line);
    }
}

// As the course has it: a cue of another list leaves the place where it was.
static int after(const struct show_plan *p, const struct plan_list *l, int cue, int *place)
{
    int here = plan_place(l, cue);
    *place = here >= 0 ? here : *place;
    if (p->cues[cue].next >= 0)
        return p->cues[cue].next;
    return *place + 1 < l->count ? l->cues[*place + 1] : -1;
}

// Cues that bring each other without any time in between would never end.
static void check_loops(const struct plan_reading *r)
{
    const struct show_plan *p = r->p;
    char path[SCHEMA_PATH];
    for (int n = 0; n < p->list_count; n++) {
        for (int i = 0; i < p->lists[n].count; i++) {
            int first = p->lists[n].cues[i], cue = first, steps = 0, place = i;
            do {
                int next = after(p, &p->lists[n], cue, &place);
                bool at_once = p->cues[cue].follows == PLAN_FOLLOWS && p->cues[cue].follow_s <= 0 &&
                               next >= 0 && p->cues[next].wait_s <= 0;
                cue = at_once ? next : -1;
            } while (cue >= 0 && cue != first && ++steps < p->cue_count);
            plan_nth(r, path, "cues", (size_t)first);
            if (cue == first)
                plan_tell(r, path,
                          "\"%s\" calls itself%s without any time in between; a `follow` "
                          "or `wait` of more than 0 s is allowed",
                          p->cues[first].id, steps ? " by way of others" : "");
        }
    }
}

static bool moves(const struct show_plan *p, const struct plan_timeline *t, const char *control)
{
    for (int i = 0; i < t->tracks.count; i++)
        if (control[0] && strcmp(p->tracks[t->tracks.first + i].control, control) == 0)
            return true;
    return false;
}

// Two timelines that one cue starts and that move the same parameter.
static void check_rivals(const struct plan_reading *r, int cue)
{
    const struct show_plan *p = r->p;
    const struct plan_cue *c = &p->cues[cue];
    char path[SCHEMA_PATH], below[SCHEMA_PATH];
    plan_nth(r, path, "cues", (size_t)cue);
    plan_below(below, path, "timelines");
    for (int i = 0; i < c->starts.count; i++) {
        for (int k = 0; k < i; k++) {
            int a = p->starts[c->starts.first + k], b = p->starts[c->starts.first + i];
            if (a < 0 || b < 0 || a == b)
                continue;
            for (int n = 0; n < p->timelines[a].tracks.count; n++) {
                const char *control = p->tracks[p->timelines[a].tracks.first + n].control;
                if (moves(p, &p->timelines[b], control))
                    schema_fault(&r->text, FAULT_WARNING, below,
                                 "\"%s\" and \"%s\" both move %s; the last named wins",
                                 p->timelines[a].id, p->timelines[b].id, control);
            }
        }
    }
}

void plan_check(struct plan_reading *r)
{
    check_ids(r);
    if (r->text.faults->errors == 0)
        check_loops(r);
    for (int i = 0; i < r->p->cue_count; i++)
        check_rivals(r, i);
}

static bool built_in(const char *name)
{
    const char *last = strrchr(name, '/');
    int slashes = 0;
    for (const char *c = name; *c; c++)
        slashes += *c == '/';
    return strncmp(name, "show/", 5) == 0 || slashes == 1 || strcmp(last, "/opacity") == 0;
}

static void check_declared(const struct show_plan *p, const char *name, int line,
                           const char *const *declared, struct faults *faults)
{
    for (const char *const *d = declared; *d; d++)
        if (strcmp(*d, name) == 0)
            return;
    if (!name[0] || built_in(name))
        return;
    const char *near = fault_nearest(name, declared);
    faults_add(faults, FAULT_WARNING, "%s:%d: \"%s\": no scene has declared this parameter%s%s%s",
               p->file, line, name, near ? "; did you mean \"" : "", near ? near : "",
               near ? "\"?" : "");
}

void plan_check_controls(const struct installation *i, const struct show_plan *p,
                         const char *const *declared, struct faults *faults)
{
    for (int k = 0; k < p->set_count; k++)
        check_declared(p, p->sets[k].control, p->sets[k].line, declared, faults);
    for (int k = 0; k < p->track_count; k++)
        check_declared(p, p->tracks[k].control, p->tracks[k].line, declared, faults);
    for (int k = 0; k < p->midi_count; k++)
        if (p->midi[k].verb == SHOW_SET)
            check_declared(p, p->midi[k].name, p->midi[k].line, declared, faults);
}
