// index: what its files share. Numbers of documents grow and are never given twice: a document that
// changes gets a new one and the old one is dead, so everything written is appended.
#pragma once
#include "index/db.h"
#include "index/dict.h"
#include "index/fold.h"
#include "repertoire/repertoire.h"

#include <pthread.h>
#include <stdatomic.h>

#define INDEX_PATH 1400
#define INDEX_CHUNK 4096 // documents a piece of a list stands for

// Where a word stands: in which language, in what kind of text. A code has two bits a language: the
// highest class in which the word stands there.
enum { SLOT_FR, SLOT_IT, SLOT_EN, SLOT_OTHER, SLOTS };
enum { CLASS_NONE, CLASS_TEXT, CLASS_TERMS, CLASS_LABEL, CLASSES };

int index_slot(const char *language); // "fr-FR" -> SLOT_FR
// The higher class of both, language by language.
static inline uint8_t index_higher(uint8_t a, uint8_t b)
{
    unsigned more = a & ~(unsigned)b;
    unsigned higher = (more | (~(a ^ (unsigned)b) & (more << 1))) & 0xaa;
    unsigned mask = higher | higher >> 1;
    return (uint8_t)((a & mask) | (b & ~mask));
}

// ---- words of facets (words.c) ----

// The facet whose values are records of this kind; -1: none.
int index_facet_of(enum repertoire_type type);
// Labels of a value that is no record: a kind, a language, a class of risk or of percussion. New
// reference; NULL: the word alone.
json_t *index_value_label(enum index_facet facet, const char *id);
// A class of percussion in words; false: no class, or not in this language.
bool index_percussion_words(const char *percussion, int slot, char *words, size_t size);

// ---- where it lies (place.c) ----

struct place {
    char folder[INDEX_PATH], state[INDEX_PATH], date[16];
    int list_from;
    pthread_mutex_t lock;     // of what follows
    atomic_bool checked;      // the database was whole when it was first opened
    atomic_bool broken;       // it was not, later
    bool memory;              // no state folder, or none that can be written
    char current[INDEX_PATH]; // in memory: the database's name; "": there is none
    sqlite3 *kept;            // holds it there
    pthread_mutex_t writing;  // in memory: one writes
    atomic_int made;          // names of databases in memory
};

struct place *place_create(const struct index_desc *desc, struct fault *f);
void place_destroy(struct place *p);
// The database that holds now; false: there is none.
bool place_current(struct place *p, char *name, size_t size);
// A name for a new one; what a killed process left is swept away. Under the lock.
bool place_fresh(struct place *p, char *name, size_t size);
// From now on `name` holds. Under the lock.
bool place_publish(struct place *p, const char *name, struct fault *f);
void place_discard(struct place *p, const char *name);
// What was read from it is broken: the next update reads all of it, or makes it anew.
void place_mistrust(struct place *p);
// To memory, said once.
void place_forsake(struct place *p, const char *why);
// One writes. Waits for others while `watch` says so; -1: it was stopped.
int place_lock(struct place *p, const struct index_watch *watch);
void place_unlock(struct place *p, int lock);

// ---- documents made of records (record.c, make.c, write.c) ----

struct word_code {
    uint32_t word;
    uint8_t code;
};
struct bag {
    struct word_code *items; // owned
    uint32_t count, room;
};
struct numbers {
    uint32_t *items; // owned
    uint32_t count, room;
};
bool numbers_add(struct numbers *n, uint32_t number);
bool numbers_hold(const struct numbers *n, uint32_t number);

// A record as references find it.
struct known {
    json_t *value;       // owned; NULL: it is not there, or broken
    const json_t *shows; // the value's; NULL: nobody's consent is needed
    bool secret;         // a place whose precision is hidden: neither named nor found
    uint32_t number;     // of the record
    int type;
    bool looked, has_words, made; // made: a gesture whose document was written
    struct bag words;             // of a term, its label as CLASS_LABEL, the rest as CLASS_TERMS
};

enum { STATE_PUBLISHED, STATE_DEMONSTRATION, STATE_TO_DOCUMENT, STATES };
extern const char *const index_states[STATES];

struct maker {
    struct db *db;
    const char *folder, *date;
    int list_from;
    bool cold, short_of_memory;
    struct dict words; // of documents
    struct told {
        uint32_t bag, at;        // the bag it was last put into, and where there
        struct numbers postings; // cold: document << 8 | code
    } * told;                    // by word
    uint32_t told_room, bags;
    struct dict ids;
    struct known *known; // by id
    uint32_t known_room;
    struct dict targets;
    struct numbers *dependents; // by target: numbers of records
    uint32_t target_room;
    struct dict values; // facet and id
    uint32_t *value_numbers;
    uint32_t value_room;
    struct bag now; // the document's
    struct numbers values_now;
    struct hit {
        char *text; // owned
        size_t used, room;
    } hit;                       // the document's
    uint32_t documents, records; // the last number given
    char *columns[SLOTS * (CLASSES - 1)];
    size_t column_used[SLOTS * (CLASSES - 1)], column_room[SLOTS * (CLASSES - 1)];
};

void maker_finish(struct maker *m);
struct known *maker_known(struct maker *m, const char *id);
// A record that was read just now; takes value (NULL: it is broken). The first of an id holds.
void maker_learn(struct maker *m, const char *id, uint32_t number, int type, json_t *value);
// A record's value by its number or id (new reference); NULL.
json_t *maker_record(struct maker *m, uint32_t number);
const struct numbers *maker_dependents(struct maker *m, const char *id); // NULL: none
void maker_depend(struct maker *m, uint32_t number, int type, const json_t *record);
// Is it there, whole, and not hidden?
struct known *maker_usable(struct maker *m, const char *id); // NULL: it is not
bool maker_hidden(struct maker *m, const json_t *record, const char *date);
bool gesture_stands(struct maker *m, const json_t *gesture);
bool capsule_stands(struct maker *m, const json_t *capsule);
// Writes its document, if it stands and is a gesture or a work; true if so.
bool maker_document(struct maker *m, int type, const json_t *record);
// The words of a text in a language, of a labels object, of a terms object.
void bag_text(struct maker *m, struct bag *bag, const char *text, int slot, int class);
void bag_labels(struct maker *m, struct bag *bag, const json_t *labels, int class);
void bag_terms(struct maker *m, struct bag *bag, const json_t *terms, int class);
void bag_bag(struct maker *m, struct bag *bag, const struct bag *other, bool weak);
void bag_begin(struct maker *m, struct bag *bag);
void value_add(struct maker *m, enum index_facet facet, const char *id);
// A record's label or title; NULL: it has none.
const json_t *label_of(const json_t *record);
// How a text is put in order among others.
void fold_order(const char *text, char *order, size_t size);
// The document that the bag, the values and the hit of now are of; the label gives its place among
// equals.
bool write_document(struct maker *m, int type, const char *id, int state, const json_t *label);
// What lists show of it, as JSON (hit.c). A value is a word or a text by language; NULL: no key.
void hit_begin(struct maker *m);
void hit_set(struct maker *m, const char *key, const json_t *value);
void hit_word(struct maker *m, const char *key, const char *word);
void hit_usable(struct maker *m, const char *key, const json_t *ids); // only usable ones
void hit_end(struct maker *m);
// Words and lists of prefixes that many documents match; when a cold build has its documents.
bool lists_write(struct maker *m);
// The same for one document that is appended.
bool lists_append(struct maker *m, uint32_t document);

// ---- bringing it up to date (files.c, update.c) ----

struct source {
    int type;
    char name[256]; // in the kind's folder
    int64_t mtime_ns, size, inode;
    bool there, link;
};
struct sources {
    struct source *items; // owned
    int count, room;
};
bool sources_add(struct sources *list, const struct source *s);
// All files of the kinds, in name order. False: memory.
bool sources_list(const char *folder, int type, struct sources *list, struct faults *faults);
bool source_is_record(const char *name); // of a file
void source_path(const char *folder, const struct source *s, char *path, size_t size);
bool source_stat(const char *folder, struct source *s); // false: it is gone
// Reads and checks: NULL (and faults) when it is broken; *id even then, if it has one.
json_t *source_read(const char *folder, const struct source *s, char id[128], char **text,
                    size_t *length, struct faults *faults);

struct update {
    struct place *place;
    const struct index_watch *watch;
    struct index_report *report;
    struct faults *faults;
    const struct sources *only; // what changed; NULL: look at all
    char day[16];               // from now on; "": as it was
    int done, total;
    bool stopped;
};
bool update_run(struct update *u);
bool update_step(struct update *u); // one more is done; false: stop
enum update_end { UPDATE_DONE, UPDATE_STOPPED, UPDATE_BROKEN, UPDATE_ANEW };
enum update_end update_cold(struct update *u, struct db *db);
// UPDATE_ANEW: so much changed that making it from nothing is cheaper.
enum update_end update_changed(struct update *u, struct db *db);
bool update_keeps(int type); // is the text of this kind's records needed for documents?
// The row of a file and its record's text; the number of a record.
void update_source(struct maker *m, const struct source *s, uint32_t number, bool known,
                   const char *id, bool whole);
void update_text(struct maker *m, uint32_t number, const char *text, size_t length);
// Tells which other files have this id; the first of DB_SOURCE_OF_ID holds.
void update_twins(struct update *u, struct db *db, const char *id);
void update_counts(struct update *u, struct db *db, int files);

// A piece of a list into the codes of its chunk, which are 0.
void index_unpack(const uint8_t *body, int bytes, uint8_t codes[INDEX_CHUNK]);
