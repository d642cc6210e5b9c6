// Documents made of records: what is found of a gesture and of a work, and their values.
#include "index/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const index_states[STATES] = {"published", "demonstration", "to-document"};

static const char *text_of(const json_t *table, const char *key)
{
    return json_string_value(json_object_get(table, key));
}

const json_t *label_of(const json_t *record)
{
    const json_t *label = json_object_get(record, "label");
    return label ? label : json_object_get(record, "title");
}

// ---- words of others ----

// A term's words are folded once; while no other bag is being filled.
static void prepare(struct maker *m, const char *id)
{
    struct known *k = maker_usable(m, id);
    if (!k || k->has_words)
        return;
    k->has_words = true;
    bag_begin(m, &k->words);
    bag_labels(m, &k->words, label_of(k->value), CLASS_LABEL);
    bag_terms(m, &k->words, json_object_get(k->value, "synonyms"), CLASS_TERMS);
    bag_terms(m, &k->words, json_object_get(k->value, "misspellings"), CLASS_TERMS);
}

static void prepare_all(struct maker *m, const json_t *ids)
{
    size_t i;
    json_t *id;
    json_array_foreach(ids, i, id) prepare(m, json_string_value(id));
}

static void put_term(struct maker *m, const char *id, bool weak)
{
    struct known *k = maker_usable(m, id);
    if (k)
        bag_bag(m, &m->now, &k->words, weak);
}

static void put_terms(struct maker *m, const json_t *ids, bool weak)
{
    size_t i;
    json_t *id;
    json_array_foreach(ids, i, id) put_term(m, json_string_value(id), weak);
}

static void put_texts(struct maker *m, const json_t *record)
{
    bag_labels(m, &m->now, json_object_get(record, "text"), CLASS_TEXT);
    bag_labels(m, &m->now, json_object_get(record, "technical"), CLASS_TEXT);
}

static void put_percussion(struct maker *m, const char *percussion)
{
    char words[160];
    for (int slot = 0; percussion && slot < SLOT_OTHER; slot++)
        if (index_percussion_words(percussion, slot, words, sizeof words))
            bag_text(m, &m->now, words, slot, CLASS_TERMS);
}

// ---- values ----

static void value_records(struct maker *m, enum index_facet facet, const json_t *ids)
{
    size_t i;
    json_t *id;
    json_array_foreach(ids, i, id)
    {
        if (maker_usable(m, json_string_value(id)))
            value_add(m, facet, json_string_value(id));
    }
}

static void value_record(struct maker *m, enum index_facet facet, const char *id)
{
    if (maker_usable(m, id))
        value_add(m, facet, id);
}

static void value_languages(struct maker *m, const json_t *record)
{
    const json_t *texts = json_object_get(record, "text");
    const char *language;
    json_t *text;
    if (json_object_size(texts) == 0)
        texts = label_of(record);
    json_object_foreach((json_t *)texts, language, text)
    {
        char code[3] = {language[0], language[1], '\0'}; // fr-FR is fr
        value_add(m, INDEX_LANGUAGE, code);
    }
}

// Classes of risk whose territory is known; true: there is one.
static bool value_status(struct maker *m, const json_t *record)
{
    size_t i;
    json_t *status;
    bool any = false;
    json_array_foreach(json_object_get(record, "status"), i, status)
    {
        if (!maker_usable(m, text_of(status, "place")))
            continue;
        value_add(m, INDEX_STATUS, text_of(status, "class"));
        any = true;
    }
    return any;
}

static void value_status_of_metiers(struct maker *m, const json_t *metiers)
{
    size_t i;
    json_t *id;
    json_array_foreach(metiers, i, id)
    {
        if (maker_usable(m, json_string_value(id)))
            value_status(m, maker_known(m, json_string_value(id))->value);
    }
}

static const char *percussion_of(struct maker *m, const json_t *gesture)
{
    const char *own = text_of(gesture, "percussion"), *verb = text_of(gesture, "verb");
    return own || !maker_usable(m, verb) ? own : text_of(maker_known(m, verb)->value, "percussion");
}

// The work's, else its team's; NULL: none.
static const char *school_of(struct maker *m, const json_t *work)
{
    const char *own = text_of(work, "school"), *team = text_of(work, "team");
    if (own && maker_usable(m, own))
        return own;
    return maker_usable(m, team) ? text_of(maker_known(m, team)->value, "school") : NULL;
}

// ---- gestures ----

// A record of the kind that holds: whole, and the first of its id.
static json_t *holding(struct maker *m, uint32_t number, int type)
{
    char id[128] = "";
    sqlite3_stmt *s = db_ask(m->db, DB_SOURCE_BY_NUMBER);
    sqlite3_bind_int64(s, 1, number);
    if (db_row(m->db, s) && sqlite3_column_int(s, 1) == type && sqlite3_column_int(s, 2))
        snprintf(id, sizeof id, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_reset(s);
    s = db_ask(m->db, DB_SOURCE_BY_ID);
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    bool first = id[0] && db_row(m->db, s) && sqlite3_column_int64(s, 0) == number;
    sqlite3_reset(s);
    return first ? maker_record(m, number) : NULL;
}

// Capsules or works that name, or once named, this gesture, and stand. New reference; NULL: none.
static json_t *referring(struct maker *m, const char *id, int type)
{
    const struct numbers *n = maker_dependents(m, id);
    if (!n)
        return NULL;
    json_t *found = json_array();
    for (uint32_t i = 0; i < n->count; i++) {
        json_t *value = holding(m, n->items[i], type);
        if (value && (type == REPERTOIRE_CAPSULE ? capsule_stands(m, value)
                                                 : !maker_hidden(m, value, m->date)))
            json_array_append_new(found, value);
        else
            json_decref(value);
    }
    return found;
}

static bool names(const json_t *list, const char *id)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        if (strcmp(json_string_value(item), id) == 0)
            return true;
    }
    return false;
}

static void hit_of(struct maker *m, const json_t *record, int type, const char *const *keys)
{
    hit_begin(m);
    hit_set(m, "id", json_object_get(record, "id"));
    hit_word(m, "kind", repertoire_type_word((enum repertoire_type)type));
    hit_set(m, "label", label_of(record));
    hit_set(m, "origin", json_object_get(record, "origin"));
    for (; *keys; keys++)
        hit_usable(m, *keys, json_object_get(record, *keys));
}

static int state_of(const json_t *gesture)
{
    const char *word = text_of(gesture, "state");
    for (int i = 0; word && i < STATES; i++)
        if (strcmp(word, index_states[i]) == 0)
            return i;
    return STATE_PUBLISHED;
}

static bool names_gesture(const json_t *capsule, const json_t *gesture)
{
    return strcmp(text_of(capsule, "gesture"), text_of(gesture, "id")) == 0;
}

static void gesture_words(struct maker *m, const json_t *g, const json_t *capsules)
{
    size_t i;
    json_t *capsule;
    bag_begin(m, &m->now);
    bag_labels(m, &m->now, json_object_get(g, "label"), CLASS_LABEL);
    put_term(m, text_of(g, "verb"), false);
    put_terms(m, json_object_get(g, "materials"), false);
    bag_labels(m, &m->now, json_object_get(g, "qualifier"), CLASS_TERMS);
    bag_labels(m, &m->now, json_object_get(g, "said"), CLASS_TERMS);
    bag_terms(m, &m->now, json_object_get(g, "synonyms"), CLASS_TERMS);
    put_terms(m, json_object_get(g, "tools"), true);
    put_terms(m, json_object_get(g, "metiers"), true);
    put_terms(m, json_object_get(g, "places"), true);
    put_percussion(m, percussion_of(m, g));
    put_texts(m, g);
    json_array_foreach(capsules, i, capsule)
    {
        if (!names_gesture(capsule, g))
            continue;
        bag_labels(m, &m->now, json_object_get(capsule, "label"), CLASS_TERMS);
        bag_labels(m, &m->now, json_object_get(capsule, "said"), CLASS_TERMS);
        put_texts(m, capsule);
    }
}

static void gesture_values(struct maker *m, const json_t *g, const json_t *capsules,
                           const json_t *works)
{
    size_t i;
    json_t *other;
    const char *percussion = percussion_of(m, g);
    m->values_now.count = 0;
    value_add(m, INDEX_KIND, "gesture");
    value_record(m, INDEX_VERB, text_of(g, "verb"));
    value_records(m, INDEX_MATERIAL, json_object_get(g, "materials"));
    value_records(m, INDEX_TOOL, json_object_get(g, "tools"));
    value_records(m, INDEX_METIER, json_object_get(g, "metiers"));
    value_records(m, INDEX_PLACE, json_object_get(g, "places"));
    value_languages(m, g);
    if (percussion)
        value_add(m, INDEX_PERCUSSION, percussion);
    if (!value_status(m, g))
        value_status_of_metiers(m, json_object_get(g, "metiers"));
    json_array_foreach(capsules, i, other)
    {
        if (names_gesture(other, g))
            value_record(m, INDEX_PLACE, text_of(other, "place"));
    }
    json_array_foreach(works, i, other)
    {
        if (!names(json_object_get(other, "gestures"), text_of(g, "id")))
            continue;
        value_record(m, INDEX_WORK, text_of(other, "id"));
        value_record(m, INDEX_SCHOOL, school_of(m, other));
    }
}

static bool gesture_document(struct maker *m, const json_t *g)
{
    static const char *const keys[] = {"verb", "materials", "tools", "metiers", "picture", NULL};
    const char *id = text_of(g, "id");
    if (!gesture_stands(m, g))
        return false;
    json_t *capsules = referring(m, id, REPERTOIRE_CAPSULE);
    json_t *works = referring(m, id, REPERTOIRE_WORK);
    prepare(m, text_of(g, "verb"));
    prepare_all(m, json_object_get(g, "materials"));
    prepare_all(m, json_object_get(g, "tools"));
    prepare_all(m, json_object_get(g, "metiers"));
    prepare_all(m, json_object_get(g, "places"));
    gesture_words(m, g, capsules);
    gesture_values(m, g, capsules, works);
    hit_of(m, g, REPERTOIRE_GESTURE, keys);
    hit_set(m, "qualifier", json_object_get(g, "qualifier"));
    hit_word(m, "state", index_states[state_of(g)]);
    hit_end(m);
    bool written =
        write_document(m, REPERTOIRE_GESTURE, id, state_of(g), json_object_get(g, "label"));
    json_decref(capsules);
    json_decref(works);
    return written;
}

// ---- works ----

// What was done to it: gestures that stand give their verbs, tools and métiers.
static void work_gestures(struct maker *m, const json_t *gestures, bool words)
{
    size_t i;
    json_t *id;
    json_array_foreach(gestures, i, id)
    {
        struct known *k = maker_known(m, json_string_value(id));
        json_t *g = k ? k->value : NULL;
        if (!g || !gesture_stands(m, g))
            continue;
        if (words) {
            bag_labels(m, &m->now, json_object_get(g, "label"), CLASS_TERMS);
            continue;
        }
        value_record(m, INDEX_VERB, text_of(g, "verb"));
        value_records(m, INDEX_TOOL, json_object_get(g, "tools"));
        value_records(m, INDEX_METIER, json_object_get(g, "metiers"));
    }
}

static void work_words(struct maker *m, const json_t *w)
{
    bag_begin(m, &m->now);
    bag_labels(m, &m->now, json_object_get(w, "title"), CLASS_LABEL);
    put_terms(m, json_object_get(w, "materials"), false);
    put_term(m, text_of(w, "team"), true);
    put_term(m, school_of(m, w), true);
    put_term(m, text_of(w, "place"), true);
    work_gestures(m, json_object_get(w, "gestures"), true);
    put_texts(m, w);
}

static bool work_document(struct maker *m, const json_t *w)
{
    static const char *const keys[] = {"team", "school", "materials", "gestures", "picture", NULL};
    if (maker_hidden(m, w, m->date))
        return false;
    prepare_all(m, json_object_get(w, "materials"));
    prepare(m, text_of(w, "team"));
    prepare(m, school_of(m, w));
    prepare(m, text_of(w, "place"));
    work_words(m, w);
    m->values_now.count = 0;
    value_add(m, INDEX_KIND, "work");
    value_records(m, INDEX_MATERIAL, json_object_get(w, "materials"));
    value_record(m, INDEX_PLACE, text_of(w, "place"));
    value_record(m, INDEX_SCHOOL, school_of(m, w));
    value_languages(m, w);
    work_gestures(m, json_object_get(w, "gestures"), false);
    hit_of(m, w, REPERTOIRE_WORK, keys);
    hit_end(m);
    return write_document(m, REPERTOIRE_WORK, text_of(w, "id"), STATE_PUBLISHED,
                          json_object_get(w, "title"));
}

bool maker_document(struct maker *m, int type, const json_t *record)
{
    return type == REPERTOIRE_GESTURE ? gesture_document(m, record)
           : type == REPERTOIRE_WORK  ? work_document(m, record)
                                      : false;
}

void maker_finish(struct maker *m)
{
    for (uint32_t i = 0; i < m->known_room; i++) {
        json_decref(m->known[i].value);
        free(m->known[i].words.items);
    }
    for (uint32_t i = 0; i < m->target_room; i++)
        free(m->dependents[i].items);
    for (uint32_t i = 0; i < m->told_room; i++)
        free(m->told[i].postings.items);
    for (size_t i = 0; i < sizeof m->columns / sizeof *m->columns; i++)
        free(m->columns[i]);
    dict_finish(&m->words);
    dict_finish(&m->ids);
    dict_finish(&m->targets);
    dict_finish(&m->values);
    free(m->told);
    free(m->known);
    free(m->dependents);
    free(m->value_numbers);
    free(m->now.items);
    free(m->values_now.items);
    free(m->hit.text);
    *m = (struct maker){0};
}
