// The repertoire: gestures (verb × material × tool), works, métiers and what belongs to them, read
// from one JSON file a record (docs/formats.md). Kept in memory, read-only; the main thread.
//
// Ids carry their kind: v: verb, m: material, o: tool, t: métier, g: gesture, c: capsule, k: chain,
// n: note, w: work, s: school, e: team, p: person, l: place, f: enterprise, a: consent, d: media,
// b: clip.
#pragma once
#include "base/fault.h"
#include "schema/schema.h"
#include <jansson.h>

#define REPERTOIRE_RECORDS 250000
#define REPERTOIRE_FILE_BYTES (4u << 20)
#define REPERTOIRE_PATH 1200 // of a file, in bytes

enum repertoire_type {
    REPERTOIRE_VERB,
    REPERTOIRE_MATERIAL,
    REPERTOIRE_TOOL,
    REPERTOIRE_METIER,
    REPERTOIRE_GESTURE,
    REPERTOIRE_CAPSULE,
    REPERTOIRE_CHAIN,
    REPERTOIRE_NOTE,
    REPERTOIRE_WORK,
    REPERTOIRE_SCHOOL,
    REPERTOIRE_TEAM,
    REPERTOIRE_PERSON,
    REPERTOIRE_PLACE,
    REPERTOIRE_ENTERPRISE,
    REPERTOIRE_CONSENT,
    REPERTOIRE_MEDIA,
    REPERTOIRE_CLIP,
    REPERTOIRE_TYPES
};

struct repertoire;

struct repertoire_desc {
    const char *folder; // borrowed for the call
    // "2026-11-28": what shows people whose consent does not hold that day is hidden. NULL: days
    // are not looked at (who edits sees everything that is whole).
    const char *date;
    const char *const *languages; // of the texts; NULL-terminated. NULL: fr, it, en
    bool people; // persons and consents alone, as their files say; for repertoire_judge
};

// Reads <folder>/{verbs,materials,…}/*.json in name order (repertoire_folder).
// Broken records are left out, each with `file:line: path: what is wrong; what is allowed` in
// faults; so is a reference to a record that is not there (and what cannot be without it: the
// value of a list, or the record), so that every id in a record leads somewhere. So is what shows
// somebody without a consent that holds, and a person who agrees no more to be named; each is told
// by a warning. NULL when the folder cannot be read at all.
struct repertoire *repertoire_read(const struct repertoire_desc *desc, struct faults *faults);
void repertoire_destroy(struct repertoire *r);
// Puts persons and consents as they are now (read with `people`) into r and judges all of it anew:
// what is not to be shown any more goes, and what leads to it leads there no more. What was hidden
// before stays so until all is read. Takes `people`. Returns how many records went; -1: memory is
// short.
int repertoire_judge(struct repertoire *r, struct repertoire *people, const char *date,
                     struct faults *faults);
// The n-th id (from 0) of those that are hidden; NULL past the end.
const char *repertoire_hidden(const struct repertoire *r, int n);
// Does a consent of this person hold for a facet ("image", "voice" …) on a day (NULL: any)? False:
// *why says whose, for what and since when; it names people by their id alone.
bool repertoire_consent_holds(const json_t *consent, const char *person, const char *facet,
                              const char *date, struct fault *why);
// Does any consent of a person, a record of r, hold for the facet on that day?
bool repertoire_person_agrees(const struct repertoire *r, const json_t *person, const char *facet,
                              const char *date);
int repertoire_count(const struct repertoire *r, enum repertoire_type type);
// Borrowed; NULL past the end. Sorted by id.
const json_t *repertoire_record(const struct repertoire *r, enum repertoire_type type, int n);
const json_t *repertoire_get(const struct repertoire *r, const char *id); // NULL: unknown
// The medium whose `file` is this, byte by byte; NULL: there is none.
const json_t *repertoire_medium(const struct repertoire *r, const char *file);
// "verb", "gesture" …; and back: -1 for another word.
const char *repertoire_type_word(enum repertoire_type type);
int repertoire_type_of(const char *word);
// "verbs", "gestures" …: the folder of a kind.
const char *repertoire_folder(enum repertoire_type type);
// The kind that an id's prefix says; -1: none.
int repertoire_type_of_id(const char *id);
// The one address a record has in all that goes out: `uri` where it came from elsewhere; else
// <base>gestures/etirer-fer, and <base>g:etirer-fer where the base ends in `:`, `#` or `=` and so
// has no folders. A slash is put between where one is missing. False: no base, or it does not fit.
bool repertoire_address(const json_t *record, const char *base, char *uri, size_t size);
// The id in an address below a base (of repertoire_base), also as older exports wrote it
// (<base>g:etirer-fer); the record may be none. False: no address of ours.
bool repertoire_id_of_address(const char *uri, const char *base, char id[SCHEMA_ID_BYTES + 1]);
// A base as addresses begin with it: with a slash behind it where it needs one.
bool repertoire_base(const char *asked, char *base, size_t size);
// An absolute address: a scheme, a colon, something behind it without spaces and brackets.
bool repertoire_is_address(const char *text);
// The table of keys that records of a kind have; what is written from it knows every key.
const struct schema *repertoire_keys(enum repertoire_type type);
// What is said beyond `file:line` faults of reading, for who looks after the content: circles in
// broader, related that is broader, words that stand twice in a record, labels that two records of
// a kind share, gestures without a capsule, capsules of one view, times behind the end of a film,
// endings of files, forms, licences, addresses.
struct repertoire_checked {
    const char *const *languages; // of labels; NULL: fr, it, en
    // Length in seconds of a clip, or of a medium without a duration; NAN: unknown. May be NULL.
    double (*length_s)(void *user, const json_t *record);
    void *user;
};
void repertoire_check(const struct repertoire *r, const struct repertoire_checked *desc,
                      struct faults *faults); // desc NULL: defaults
// How many texts of a kind there are in a language, of how many texts.
int repertoire_texts(const struct repertoire *r, enum repertoire_type type, const char *language,
                     int *wanted);
// By SPDX name or address: CC0, CC BY and CC BY-SA, Licence Ouverte, MIT, Public Domain Mark.
bool repertoire_licence_is_open(const char *licence);
extern const char *const repertoire_licences; // which are, for a message
// What a medium of a form ("film", "sound" …) usually came to be by, where its origin can hardly
// be true: "recorded" for a sound that was filmed. NULL: it can.
const char *repertoire_origin_for(const char *form, const char *origin);
// Gestures whose verb, material, tool or métier are as asked (NULL: any): ids or labels in any
// language, case folded. Returns how many, at most `room` are written.
struct repertoire_query {
    const char *verb, *material, *tool, *metier;
};
int repertoire_search(const struct repertoire *r, const struct repertoire_query *query,
                      const json_t **found, int room);
// `file:line` of a record or of one of its keys ("file", "measure.at"; "": the record), for
// messages about what it names. Reads the file again.
void repertoire_place(const struct repertoire *r, const char *id, const char *path, char *place,
                      size_t size);
// The file a record was read from: borrowed; NULL: unknown.
const char *repertoire_source(const struct repertoire *r, const char *id);
// One record's text, for the fuzzer and other readers: checked alone, references not followed.
// NULL and faults; else the caller owns it.
json_t *repertoire_parse(enum repertoire_type type, const char *text, size_t length,
                         const char *file, struct faults *faults);
// The same, and every reference must lead to a record of r that is shown, itself excepted.
json_t *repertoire_parse_in(const struct repertoire *r, enum repertoire_type type, const char *text,
                            size_t length, const char *file, struct faults *faults);
// The same as repertoire_parse of a value, silently: would it take it?
bool repertoire_is_whole(enum repertoire_type type, const json_t *value);
// A record as its file says it: keys in the order of the tables, then what they do not know; two
// spaces, UTF-8 as it is, a newline at the end. NULL when memory is short; free it.
char *repertoire_text(enum repertoire_type type, const json_t *record);
// <folder>/gestures/etirer-fer.json for g:etirer-fer. False: no id, or it does not fit.
bool repertoire_file(const char *folder, const char *id, char *path, size_t size);
// Writes a record to repertoire_file; a cut leaves the old file. The record is not checked beyond
// its id, which must be one of the kind. False and a fault.
bool repertoire_write(const char *folder, enum repertoire_type type, const json_t *record,
                      struct fault *f);
// A kind of record as a JSON Schema, as docs/schema/<word>.schema.json has it. Free it.
char *repertoire_schema(enum repertoire_type type);
// Every key of every type, as Markdown (docs/formats.md). Free it.
char *repertoire_document(void);
