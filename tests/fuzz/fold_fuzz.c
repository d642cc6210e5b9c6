// Any bytes as a text to be folded: words that are folded already, valid UTF-8, not too long.
#include "index/fold.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fold f, again;
    char word[INDEX_TOKEN_BYTES + 1], same[INDEX_TOKEN_BYTES + 1];
    fold_begin(&f, (const char *)data, size);
    for (size_t n; (n = fold_next(&f, word)) > 0;) {
        assert(n <= INDEX_TOKEN_BYTES && n == strlen(word));
        json_t *text = json_string(word); // refuses what is no UTF-8
        assert(text);
        json_decref(text);
        assert(!strpbrk(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ \t\n\"'*()^:-+"));
        fold_begin(&again, word, n);
        assert(fold_next(&again, same) == n && strcmp(word, same) == 0);
        assert(fold_next(&again, same) == 0);
    }
    return 0;
}
