// exchange: what the forms of export share.
#pragma once
#include "exchange/parcel.h"

#define EXCHANGE_URI 1024

// It is written as a folder, also when there is one file in it.
void parcel_is_folder(struct parcel *p);
// Takes bytes (of malloc), also when it fails. False: memory is short, or too many.
bool parcel_put(struct parcel *p, const char *name, char *bytes, size_t length);
// Takes value; two spaces, UTF-8 as it is.
bool parcel_put_json(struct parcel *p, const char *name, json_t *value);
void parcel_lose(struct parcel *p, const char *id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// ---- records ----

const char *record_word(const json_t *record, const char *key); // NULL: none
const char *record_id(const json_t *record);
double record_number(const json_t *record, const char *key, double otherwise);
const char *record_name(const char *id); // without its prefix
// What follows a reference: a record, or NULL. A place that is hidden is none.
const json_t *record_at(const struct parcel_from *from, const json_t *record, const char *key);
const json_t *record_of(const struct parcel_from *from, const json_t *reference);
// Puts a record into the drawer of a key; NULL: none.
void file_under(json_t *drawers, const char *key, const json_t *record);
// Its name, label or title, in the first language that has one.
const char *record_called(const json_t *record);

bool place_shown(const json_t *place);
// [longitude, latitude], rounded to 3 decimals unless its address may be shown; NULL: none. Owned.
json_t *place_position(const json_t *place);
// May they be named, their place be told, on from->date? Who is made-up may.
bool person_agrees(const struct parcel_from *from, const json_t *person, const char *facet);

// ---- addresses ----

// Of a record (repertoire_address), with an ending.
void uri_of(const struct parcel_from *from, const char *id, const char *ending,
            char uri[EXCHANGE_URI]);
// <base><file>, percent-encoded (RFC 3986).
void uri_of_file(const struct parcel_from *from, const char *file, char uri[EXCHANGE_URI]);

enum media_form { MEDIA_FILM, MEDIA_PICTURE, MEDIA_SOUND, MEDIA_MODEL, MEDIA_OTHER };
enum media_form media_form(const json_t *media);
const char *media_format(const char *file); // "video/mp4"; NULL: unknown

// The address of a licence named by SPDX or by address, as Creative Commons and RightsStatements
// write it (http://…); NULL: another.
const char *rights_uri(const char *licence, char uri[EXCHANGE_URI]);
// Back: "CC-BY-4.0" for its address in any spelling; the address itself where it is another.
void rights_name(const char *uri, char *name, size_t size);

// ---- language ----

extern const char *const exchange_languages[]; // fr, it, en
// {"fr": "x"} -> {"fr": ["x"]}; NULL for none. Owned.
json_t *language_map(const json_t *labels);
// One pair of IIIF's metadata: {"label": …, "value": …}. Takes value; NULL for none.
json_t *language_pair(const char *const words[3], json_t *value);
