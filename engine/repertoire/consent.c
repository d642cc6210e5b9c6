// Whose consent does not hold is hidden: the record that shows them is left out, and it is said.
#include "repertoire/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool repertoire_consent_holds(const json_t *consent, const char *person, const char *facet,
                              const char *date, struct fault *why)
{
    const char *id = json_string_value(json_object_get(consent, "id"));
    const char *of = json_string_value(json_object_get(consent, "person"));
    const json_t *term = json_object_get(consent, facet);
    const char *from = json_string_value(json_object_get(term, "from"));
    const char *until = json_string_value(json_object_get(term, "until"));
    const char *withdrawn = json_string_value(json_object_get(term, "withdrawn"));
    if (!of || strcmp(of, person) != 0)
        return fault_set(why, "%s is the consent of %s, not of %s", id, of ? of : "nobody", person);
    if (!from)
        return fault_set(why, "%s did not agree to \"%s\" (%s)", person, facet, id);
    if (!date)
        return true;
    // Days as 2026-11-28 are in order as texts are.
    if (withdrawn && strcmp(date, withdrawn) >= 0)
        return fault_set(why, "%s withdrew the consent to \"%s\" on %s (%s)", person, facet,
                         withdrawn, id);
    if (strcmp(date, from) < 0)
        return fault_set(why, "the consent of %s to \"%s\" begins on %s (%s)", person, facet, from,
                         id);
    if (until && strcmp(date, until) > 0)
        return fault_set(why, "the consent of %s to \"%s\" ended on %s (%s)", person, facet, until,
                         id);
    return true;
}

bool repertoire_person_agrees(const struct repertoire *r, const json_t *person, const char *facet,
                              const char *date)
{
    const char *id = json_string_value(json_object_get(person, "id"));
    const json_t *consent;
    for (int n = 0; id && (consent = repertoire_record(r, REPERTOIRE_CONSENT, n)); n++)
        if (repertoire_consent_holds(consent, id, facet, date, NULL))
            return true;
    return false;
}

static const struct record *whole(const struct repertoire *r, const json_t *reference,
                                  const char *what, struct fault *why)
{
    const char *id = json_string_value(reference);
    const struct record *found = repertoire_find(r, id);
    if (found && !found->left_out)
        return found;
    fault_set(why, "the %s %s is %s", what, id, found ? "broken" : "unknown");
    return NULL;
}

// One of those whom a record shows.
static bool may_show(const struct repertoire *r, const json_t *shown, const char *date,
                     struct fault *why)
{
    const struct record *person = whole(r, json_object_get(shown, "person"), "person", why);
    const struct record *consent =
        person ? whole(r, json_object_get(shown, "consent"), "consent", why) : NULL;
    size_t i;
    json_t *facet;
    if (!consent)
        return false;
    json_array_foreach(json_object_get(shown, "facets"), i, facet)
    {
        if (!repertoire_consent_holds(consent->value, person->id, json_string_value(facet), date,
                                      why))
            return false;
    }
    return true;
}

static void hide(struct record *record, const char *path, const char *why, struct faults *faults)
{
    struct where *where = faults && faults->count < FAULTS_MAX ? record_scan(record->file) : NULL;
    record->left_out = record->hidden = true;
    faults_add(faults, FAULT_WARNING, "%s:%d: %s%s%s; %s is hidden", record->file,
               where_line(where, path), path, *path ? ": " : "", why, record->id);
    where_destroy(where);
}

static void look_at(const struct repertoire *r, struct record *record, const char *date,
                    struct faults *faults)
{
    const json_t *shows = json_object_get(record->value, "shows");
    size_t i;
    json_t *shown;
    if (record->left_out)
        return;
    json_array_foreach(shows, i, shown)
    {
        struct fault why = {""};
        if (may_show(r, shown, date, &why))
            continue;
        char path[SCHEMA_PATH] = "shows";
        where_index(path, sizeof path, i);
        hide(record, path, why.text, faults);
        return;
    }
}

// ---- people ----

struct naming {
    int last;    // 1 + the consent to be named that was asked last; 0: none
    bool holds;  // one of them does
    bool placed; // and one to have their place named
};

static void ask_people(const struct repertoire *r, const char *date, struct naming *naming)
{
    const struct shelf *consents = &r->shelves[REPERTOIRE_CONSENT];
    for (int i = 0; i < consents->count; i++) {
        const json_t *consent = consents->records[i].value;
        const char *id = json_string_value(json_object_get(consent, "person"));
        const struct record *person = repertoire_find(r, id);
        if (!person || consents->records[i].left_out)
            continue;
        struct naming *n = &naming[person - r->shelves[REPERTOIRE_PERSON].records];
        n->placed = repertoire_consent_holds(consent, id, "place", date, NULL) || n->placed;
        if (!json_object_get(consent, "name"))
            continue;
        n->holds = repertoire_consent_holds(consent, id, "name", date, NULL) || n->holds;
        n->last = i + 1;
    }
}

// Where somebody is found is told where they agreed to it; who is made up is nowhere.
static void hide_whereabouts(json_t *person)
{
    const char *origin = json_string_value(json_object_get(person, "origin"));
    if (!origin || strcmp(origin, "made-up") != 0)
        json_object_del(person, "place");
}

// Somebody who once agreed to be named and does so no more is named nowhere.
static bool judge_people(struct repertoire *r, const char *date, struct faults *faults)
{
    const struct shelf *people = &r->shelves[REPERTOIRE_PERSON];
    const struct record *consents = r->shelves[REPERTOIRE_CONSENT].records;
    struct naming *naming = calloc((size_t)people->count + 1, sizeof *naming);
    if (!naming)
        return false;
    ask_people(r, date, naming);
    for (int i = 0; i < people->count; i++) {
        struct record *person = &people->records[i];
        struct fault why = {""};
        if (date && !naming[i].placed)
            hide_whereabouts(person->value);
        if (!naming[i].last || naming[i].holds || person->left_out)
            continue;
        repertoire_consent_holds(consents[naming[i].last - 1].value, person->id, "name", date,
                                 &why);
        hide(person, "name", why.text, faults);
    }
    free(naming);
    return true;
}

bool consents_follow(struct repertoire *r, const char *date, struct faults *faults)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        for (int i = 0; i < r->shelves[t].count; i++)
            look_at(r, &r->shelves[t].records[i], date, faults);
    return judge_people(r, date, faults); // last: what people showed of themselves was asked
}
