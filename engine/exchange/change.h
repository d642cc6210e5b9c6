// A set of changes to a repertoire: records as their files have them and as they are to be. They
// are judged together, shown, and written only when somebody has agreed. No record is ever taken
// away. One thread.
//
// An importer asks change_get() for a record, puts a changed copy by change_put(), tells what it
// could not keep in change_lost(), and leaves the rest to the verb.
#pragma once
#include "base/fault.h"
#include "base/lost.h"
#include "repertoire/repertoire.h"
#include <stdio.h>

#define CHANGE_ABSENT 12 // ids that are named; of more, the number is

struct change_set;

// Reads the repertoire of `folder`; faults of its records are told, but do not hinder. `folder`
// NULL: an empty one that cannot be written. NULL when it cannot be read at all.
struct change_set *change_create(const char *folder, struct faults *faults);
void change_destroy(struct change_set *set);                              // NULL is fine
const struct repertoire *change_repertoire(const struct change_set *set); // borrowed; NULL: empty
struct lost *change_lost(struct change_set *set);                         // borrowed

// The record as it was put, else as its file has it (references that lead nowhere included);
// borrowed until the next call; NULL: there is none.
const json_t *change_get(struct change_set *set, const char *id);
// Where the record that was put came from; NULL: it was not put.
const char *change_from(const struct change_set *set, const char *id);
// Takes `record`, which has an "id"; one that was put before is replaced. `from` is how messages
// name it: "gestures.csv:14". False, with an error in the set's faults, when the id is none of
// the kind, or at more than REPERTOIRE_RECORDS.
bool change_put(struct change_set *set, enum repertoire_type type, json_t *record,
                const char *from);
// What is wrong with what was put: `from: path: what is wrong; what is allowed`. An importer adds
// its own.
struct faults *change_faults(struct change_set *set);
// This kind is in the file as a whole: records of it that were not put are told as absent.
void change_covers(struct change_set *set, enum repertoire_type type);
// An importer saw the record, and it stays as it is: not absent.
void change_saw(struct change_set *set, const char *id);

// Checks what was put by the tables of keys and by the rest of the repertoire: references,
// circles of broader terms. False when an error was found; then nothing may be written.
bool change_judge(struct change_set *set);
// New records, and those that differ from their files.
int change_count(const struct change_set *set);
// `g:etirer-fer: label.fr: "a" -> "b"`, new records, what stays, what is absent.
void change_print(const struct change_set *set, FILE *out);
// The same for programs: {"new":[…],"changed":{id:[{path,old,new}]},"same":n,"absent":{kind:[id]},
// "lost":[…],"faults":[…]}. The caller owns it; NULL when memory is short.
json_t *change_json(const struct change_set *set);
// Writes every record that is new or differs, each file whole or not at all, a record after those
// it refers to; a second run of the same import completes one that was cut. `step` may be NULL.
bool change_write(struct change_set *set, void (*step)(void *to, int done, int of), void *to,
                  struct fault *f);
