// publish: what entries are made of. The narrow column is filled first, by what begins with an
// item's heading; the wide one is drawn downwards.
#pragma once
#include "publish/column.h"

#define PART_LINE 1200 // bytes of a line

struct entry {
    struct column column;
    const struct publish_desc *d;
    const json_t *record;
    const char *first; // language
};

// A page, and the place of a record on it.
struct entry part_begin(struct book *b, const json_t *record, const char *running);
const char *part_say(const struct entry *e, const char *key); // in the book's first language
// The same word in each of the book's languages, once where it is the same.
void part_in_all(const struct publish_desc *d, const char *key, char *to, size_t size);

// ---- beside ----

void part_heading(struct entry *e, const char *key);
// A record by its title, with the page it is on.
void part_record(struct entry *e, const json_t *record, const char *lead);
void part_list(struct entry *e, const char *key, const char *heading); // of references
void part_one(struct entry *e, const char *key, const char *heading);
void part_links(struct entry *e); // with codes
void part_mark(struct entry *e, const char *key);
void part_marks(struct entry *e); // what is not proofread, or invented

// ---- beneath ----

void part_kind(struct entry *e, const char *key); // beside the title, which comes next
void part_title(struct entry *e);
// "Film. Le bras et le marteau. Crédit, licence." and, when it is one that is said, its origin.
void part_caption(struct entry *e, const char *kind, const json_t *media);
// False: there is none, or it cannot be read.
bool part_picture(struct entry *e, const char *kind, const json_t *media, const json_t *shown,
                  double height);
// One text in the book's languages: the first large, the others beside one another and smaller.
void part_texts(struct entry *e, const json_t *texts, const char *heading);
