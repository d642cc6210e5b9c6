// Any text as strings/fr.json: refused with lines, or texts and plurals alone, within their limits.
#include "words/words.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const json_t *text)
{
    assert(json_is_string(text) && json_string_length(text) <= WORDS_TEXT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    const char *key, *word;
    json_t *value, *text, *all = words_parse((const char *)data, size, "fr.json", &faults);
    assert(all || faults.errors > 0);
    assert(!all || (json_is_object(all) && json_object_size(all) <= WORDS_KEYS));
    for (int i = 0; i < faults.count; i++)
        assert(strncmp(faults.entries[i].text, "fr.json:", 8) == 0);
    json_object_foreach(all, key, value)
    {
        assert(key[0] && strlen(key) < WORDS_KEY && !strpbrk(key, "ABCXYZ \"\n"));
        if (!json_is_object(value)) {
            check_text(value);
            continue;
        }
        assert(json_object_get(value, "other"));
        json_object_foreach(value, word, text)
        {
            assert(strcmp(word, "one") == 0 || strcmp(word, "other") == 0);
            check_text(text);
        }
    }
    json_decref(all);
    faults_finish(&faults);
    return 0;
}
