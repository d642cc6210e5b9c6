// What the report says itself, in three languages.
#pragma once

// The text of a key; the key itself where it is not known. Other languages than fr and it: English.
const char *report_word(const char *key, const char *language);
