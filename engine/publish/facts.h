// publish: what records say, in one language.
#pragma once
#include "publish/publish.h"

struct facts_text {
    const char *text;     // NULL: nothing is said
    const char *language; // it is said in: the asked one, or the first that there is
};

const char *facts_string(const json_t *record, const char *key); // NULL: not there
struct facts_text facts_text(const json_t *labels, const char *language);
// What anybody may know of; NULL: unknown, or a place that is hidden.
const json_t *facts_get(const struct publish_desc *d, const char *id);
// The record that a key names, as facts_get gives it.
const json_t *facts_one(const struct publish_desc *d, const json_t *record, const char *key);
// Its title, label or name: "" when it has none.
struct facts_text facts_title(const json_t *record, const char *language);
bool facts_may_name(const struct publish_desc *d, const json_t *person);
bool facts_has(const json_t *list, const char *id);
// Does a practice of an enterprise point to a gesture?
bool facts_attests(const json_t *enterprise, const char *gesture);
// "to-document", "demonstration" or "published".
const char *facts_state(const json_t *gesture);
// "CC-BY-SA-4.0" as it is said: CC BY-SA 4.0, without a place to break. Other names as they are.
void facts_licence(const char *name, char *said, size_t size);
// A figure with its unit (UCUM) as it is printed in a language: "0,55 m", "62°", "63 /min".
void facts_figure(double value, const char *unit, const char *language, char *said, size_t size);
// Is its origin one that is said: reconstructed, ai, made-up?
bool facts_invented(const json_t *record);
// The address it has under `base`: false without one, or where it does not fit.
bool facts_address(const struct publish_desc *d, const char *id, char *uri, size_t size);
// Consents and what points to them away, people without a consent to be named away, the place of
// those who did not agree to tell it away, hidden places and what leads there away, positions as
// exactly as `precision` says: a copy of a record as anybody may have it. NULL: nobody may. Owned
// by the caller.
json_t *facts_open(const struct publish_desc *d, enum repertoire_type type, const json_t *record);
