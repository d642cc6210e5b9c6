// What show.lua says of MIDI: which note, controller or program does what.
#include "show/plan_reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {"note", "controller", "program", NULL};
static const char *const deeds[] = {"verb", "cue", "list", "parameter", NULL};

static int whole(const json_t *table, const char *key, int least, int most, int standard)
{
    return (int)fmin(fmax(plan_number(table, key, standard), least), most);
}

// Which one of `words` the table has. -1: none or several, and that is told.
static int only_one(const struct plan_reading *r, const json_t *table, const char *path,
                    const char *const *words, const char *allowed)
{
    int found = -1, count = 0;
    for (int i = 0; words[i]; i++) {
        if (!json_object_get(table, words[i]))
            continue;
        found = found < 0 ? i : found;
        count++;
    }
    if (count == 1)
        return found;
    plan_tell(r, path, "has %s of %s; one is allowed", count ? "more than one" : "none", allowed);
    return -1;
}

static void read_list_name(const struct plan_reading *r, const char *id, const char *path)
{
    const char *words[PLAN_LISTS + 1] = {NULL};
    for (int i = 0; i < r->p->list_count; i++)
        words[i] = r->p->lists[i].id;
    if (id && plan_list_find(r->p, id) < 0)
        plan_tell_unknown(r, path, "list", id, words);
}

static void read_verb(struct plan_midi *m, const char *word)
{
    static const enum show_verb verbs[] = {SHOW_GO, SHOW_BACK, SHOW_PANIC, SHOW_RESUME};
    const char *const *words = show_verb_words();
    for (size_t i = 0; word && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(words[verbs[i]], word) == 0)
            m->verb = verbs[i];
}

static void read_parameter(const struct plan_reading *r, struct plan_midi *m, const json_t *value,
                           const char *path)
{
    m->verb = SHOW_SET;
    m->from = plan_number(value, "from", 0);
    m->to = plan_number(value, "to", 1);
    if (m->kind != PLAN_CONTROLLER)
        plan_tell(r, path, "is moved by a controller; a %s may have verb, cue or list",
                  kinds[m->kind]);
    else
        plan_check_control(r, path, m->name);
}

static void read_deed(const struct plan_reading *r, struct plan_midi *m, const json_t *value,
                      const char *path)
{
    char below[SCHEMA_PATH];
    int deed = only_one(r, value, path, deeds, "verb, cue, list, parameter");
    if (deed < 0)
        return;
    const json_t *word = json_object_get(value, deeds[deed]);
    const char *name = json_string_value(word);
    plan_below(below, path, deeds[deed]);
    if (deed > 0)
        snprintf(m->name, sizeof m->name, "%s", name ? name : "");
    if (deed == 0) {
        read_verb(m, name);
    } else if (deed == 1) {
        m->verb = SHOW_CUE;
        plan_cue_named(r, word, below);
    } else if (deed == 2) {
        m->verb = SHOW_LIST;
        read_list_name(r, name, below);
    } else if (name) {
        read_parameter(r, m, value, below);
    }
    if (deed != 3 && (json_object_get(value, "from") || json_object_get(value, "to")))
        plan_tell(r, path, "has from or to, which are of a `parameter`");
}

// A controller may move several parameters; what is pressed does one thing.
static void check_twice(const struct plan_reading *r, const struct plan_midi *m, const char *path)
{
    for (const struct plan_midi *other = r->p->midi; other < m; other++) {
        bool same = other->kind == m->kind && other->number == m->number &&
                    (!other->channel || !m->channel || other->channel == m->channel);
        bool both_move = other->verb == SHOW_SET && m->verb == SHOW_SET;
        if (!same || (both_move && strcmp(other->name, m->name) != 0))
            continue;
        plan_tell(r, path, "%s %d is that of line %d already; each does one thing", kinds[m->kind],
                  m->number, other->line);
        return;
    }
}

static void read_one(struct plan_reading *r, const json_t *value, const char *path)
{
    struct plan_midi *m = &r->p->midi[r->p->midi_count++];
    int kind = only_one(r, value, path, kinds, "note, controller, program");
    m->line = where_line(r->text.where, path);
    m->channel = whole(value, "channel", 0, 16, 0);
    if (kind >= 0) {
        m->kind = (enum plan_midi_kind)kind;
        m->number = whole(value, kinds[kind], 0, 127, 0);
    }
    read_deed(r, m, value, path);
    if (kind >= 0)
        check_twice(r, m, path);
}

static void read_station(struct plan_reading *r, const json_t *value)
{
    const char *words[INSTALLATION_STATIONS + 1] = {NULL};
    const char *id = json_string_value(value);
    int station = id ? installation_station_find(r->i, id) : 0;
    for (int s = 0; s < r->i->station_count; s++)
        words[s] = r->i->stations[s].id;
    if (station < 0)
        plan_tell_unknown(r, "midi_at", "station", id, words);
    r->p->midi_at = station < 0 ? 0 : station;
}

void plan_read_midi(struct plan_reading *r, const json_t *tree)
{
    const json_t *list = json_object_get(tree, "midi");
    const char *from = json_string_value(json_object_get(tree, "midi_from"));
    for (size_t n = 0; n < json_array_size(list) && n < PLAN_MIDI; n++) {
        char path[SCHEMA_PATH];
        plan_nth(r, path, "midi", n);
        read_one(r, json_array_get(list, n), path);
    }
    snprintf(r->p->midi_from, sizeof r->p->midi_from, "%s", from ? from : "");
    read_station(r, json_object_get(tree, "midi_at"));
}
