// What records say, in one language, and what of it anybody may know.
#include "publish/facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *facts_string(const json_t *record, const char *key)
{
    return json_string_value(json_object_get(record, key));
}

struct facts_text facts_text(const json_t *labels, const char *language)
{
    static const char *const all[] = {"fr", "it", "en"};
    const char *text = facts_string(labels, language);
    if (text && text[0])
        return (struct facts_text){text, language};
    for (int i = 0; i < 3; i++) {
        text = facts_string(labels, all[i]);
        if (text && text[0])
            return (struct facts_text){text, all[i]};
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)labels, key,
                        value) if (json_is_string(value) &&
                                   json_string_value(value)[0]) return (struct facts_text){
        json_string_value(value), key};
    return (struct facts_text){NULL, language};
}

static bool is_hidden_place(const json_t *record)
{
    const char *precision = facts_string(record, "precision");
    return precision && strcmp(precision, "hidden") == 0;
}

const json_t *facts_get(const struct publish_desc *d, const char *id)
{
    const json_t *record = id ? repertoire_get(d->repertoire, id) : NULL;
    return is_hidden_place(record) ? NULL : record;
}

const json_t *facts_one(const struct publish_desc *d, const json_t *record, const char *key)
{
    return facts_get(d, facts_string(record, key));
}

struct facts_text facts_title(const json_t *record, const char *language)
{
    static const char *const keys[] = {"title", "label", "name"};
    for (int i = 0; i < 3; i++) {
        const json_t *value = json_object_get(record, keys[i]);
        struct facts_text t = facts_text(value, language);
        if (json_is_string(value))
            t.text = json_string_value(value);
        if (t.text)
            return t;
    }
    return (struct facts_text){"", language};
}

bool facts_may_name(const struct publish_desc *d, const json_t *person)
{
    return repertoire_person_agrees(d->repertoire, person, "name", d->day);
}

bool facts_has(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), id) == 0)
            return true;
    return false;
}

bool facts_attests(const json_t *enterprise, const char *gesture)
{
    const json_t *practices = json_object_get(enterprise, "practices");
    for (size_t i = 0; i < json_array_size(practices); i++)
        if (facts_has(json_object_get(json_array_get(practices, i), "gestures"), gesture))
            return true;
    return false;
}

const char *facts_state(const json_t *gesture)
{
    const char *state = facts_string(gesture, "state");
    return state ? state : "published";
}

void facts_licence(const char *name, char *said, size_t size)
{
    size_t n = 0;
    bool creative = strncmp(name, "CC-", 3) == 0;
    const char *last = strrchr(name, '-');
    for (const char *c = name; *c && n + 4 < size; c++) {
        const char *sign = c == name + 2 || c == last ? "\u00a0" : "\u2011";
        if (creative && *c == '-')
            n += (size_t)snprintf(said + n, size - n, "%s", sign);
        else
            said[n++] = *c;
    }
    said[n] = 0;
}

void facts_figure(double value, const char *unit, const char *language, char *said, size_t size)
{
    static const char *const signs[][2] = {
        {"deg", "°"}, {"Cel", "\u00a0°C"}, {"1", ""}, {"cm2", "\u00a0cm²"}, {"m2", "\u00a0m²"}};
    char sign[48], figure[40];
    snprintf(sign, sizeof sign, "\u00a0%.31s", unit ? unit : "");
    for (size_t i = 0; unit && i < sizeof signs / sizeof *signs; i++)
        if (strcmp(unit, signs[i][0]) == 0)
            snprintf(sign, sizeof sign, "%s", signs[i][1]);
    snprintf(figure, sizeof figure, "%.6g", value);
    char *dot = strcmp(language, "en") == 0 ? NULL : strchr(figure, '.');
    if (dot)
        *dot = ',';
    snprintf(said, size, "%s%s", figure, sign);
}

bool facts_invented(const json_t *record)
{
    const char *origin = facts_string(record, "origin");
    return origin && (strcmp(origin, "reconstructed") == 0 || strcmp(origin, "ai") == 0 ||
                      strcmp(origin, "made-up") == 0);
}

bool facts_address(const struct publish_desc *d, const char *id, char *uri, size_t size)
{
    return repertoire_address(repertoire_get(d->repertoire, id), d->base, uri, size);
}

static bool is_hidden_person(const struct publish_desc *d, const char *id)
{
    return id && strncmp(id, "p:", 2) == 0 && !facts_may_name(d, repertoire_get(d->repertoire, id));
}

static void leave_out_people(const struct publish_desc *d, json_t *copy)
{
    json_t *people = json_object_get(copy, "people");
    for (size_t i = json_array_size(people); i-- > 0;)
        if (is_hidden_person(d, json_string_value(json_array_get(people, i))))
            json_array_remove(people, i);
    if (is_hidden_person(d, facts_string(copy, "author")))
        json_object_del(copy, "author");
}

// Nobody is told of a hidden place, nor how endangered something is there.
static void leave_out_places(const struct publish_desc *d, json_t *copy)
{
    json_t *places = json_object_get(copy, "places"), *status = json_object_get(copy, "status");
    for (size_t i = json_array_size(places); i-- > 0;)
        if (!facts_get(d, json_string_value(json_array_get(places, i))))
            json_array_remove(places, i);
    for (size_t i = json_array_size(status); i-- > 0;)
        if (!facts_one(d, json_array_get(status, i), "place"))
            json_array_remove(status, i);
    if (facts_string(copy, "place") && !facts_one(d, copy, "place"))
        json_object_del(copy, "place");
}

// As exactly as it may be shown: an address, or its commune (1/1000 degree).
static void blur(json_t *place)
{
    const char *precision = facts_string(place, "precision");
    json_t *at = json_object_get(place, "at");
    for (size_t i = 0; i < json_array_size(at) && !(precision && strcmp(precision, "address") == 0);
         i++) {
        double exact = json_number_value(json_array_get(at, i));
        json_array_set_new(at, i, json_real(round(exact * 1000) / 1000));
    }
}

json_t *facts_open(const struct publish_desc *d, enum repertoire_type type, const json_t *record)
{
    if (type == REPERTOIRE_CONSENT || is_hidden_place(record))
        return NULL;
    if (type == REPERTOIRE_PERSON && !facts_may_name(d, record))
        return NULL;
    json_t *copy = json_deep_copy(record);
    json_object_del(copy, "shows");
    leave_out_people(d, copy);
    leave_out_places(d, copy);
    if (type == REPERTOIRE_PERSON &&
        !repertoire_person_agrees(d->repertoire, record, "place", d->day))
        json_object_del(copy, "place");
    if (type == REPERTOIRE_PLACE)
        blur(copy);
    return copy;
}
