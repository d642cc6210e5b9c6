// publish: what the book and the pages say themselves, in three languages.
#pragma once
#include <stdbool.h>

// By key ("works", "made-up", "deg" …) in "fr", "it" or "en" (others: "en"). The key itself when
// there is no word for it.
const char *words_of(const char *key, const char *language);
// The n-th word's key, to hand them all on; NULL past the end.
const char *words_key(int n);
