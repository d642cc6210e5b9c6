// Words of a text as they are looked for: without case, accents and elisions. Pure, any bytes.
#pragma once
#include "index/index.h"

struct fold {
    const unsigned char *at, *end;
    bool possessive; // behind an apostrophe: a lone s there is no word
};

void fold_begin(struct fold *f, const char *text, size_t length);
// The next word, 0-terminated: letters and digits in UTF-8, accents and case folded (œ -> oe,
// ß -> ss; a letter followed by a combining accent as well), cut at INDEX_TOKEN_BYTES. Words end at
// hyphens, spaces, signs and broken bytes. What French and Italian elide is dropped (l', qu',
// dell'; ' or ’), so is the English 's. A Chinese or Japanese character is a word. Returns its
// bytes; 0: there is no more.
size_t fold_next(struct fold *f, char word[INDEX_TOKEN_BYTES + 1]);
