// schema: what its files share.
#pragma once
#include "schema/schema.h"

// What a value may be, in words: "a whole number from 1 to 8", "a list of 2 numbers (px)".
void schema_allowed(const struct schema *s, const struct schema_text *text, char *out, size_t size);
