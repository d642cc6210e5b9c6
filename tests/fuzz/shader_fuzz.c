// Any bytes as a curator's shader: it is refused, or what comes out has no directive, and no loop
// that does not count its steps. The check parts the text at white space, which is all that stands
// between its words and signs.
#include "gpu/guard.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const guard[] = {"if", "(",   "gestuaire_over", "(", ")", ")", "break",
                                    ";",  "else"};
enum { GUARD = 9 };

static int part(char *text, char **words)
{
    int count = 0;
    for (char *w = strtok(text, " \n"); w; w = strtok(NULL, " \n"))
        words[count++] = w;
    return count;
}

static bool is(char **words, int count, int i, const char *word)
{
    return i >= 0 && i < count && strcmp(words[i], word) == 0;
}

static bool guarded_at(char **words, int count, int i)
{
    for (int k = 0; k < GUARD; k++)
        if (!is(words, count, i + k, guard[k]))
            return false;
    return true;
}

// From a bracket to its partner.
static int partner(char **words, int count, int i, int way)
{
    int depth = 0;
    for (; i >= 0 && i < count; i += way) {
        char c = words[i][1] ? 0 : words[i][0];
        depth += c && strchr("([{", c) ? way : c && strchr(")]}", c) ? -way : 0;
        if (depth == 0)
            return i;
    }
    assert(!"a bracket has no partner");
    return 0;
}

static bool ends_a_do(char **words, int count, int i)
{
    if (!is(words, count, i - 1, "}"))
        return false;
    int open = partner(words, count, i - 1, -1);
    return guarded_at(words, count, open - GUARD) && is(words, count, open - GUARD - 1, "do");
}

static void check(const char *whole)
{
    char *text = strdup(whole);
    char **words = calloc(strlen(whole) + 1, sizeof *words);
    int count = part(text, words), mains = 0;
    for (int i = 0; i < count; i++) {
        assert(!strpbrk(words[i], "#\\\"'@$`"));
        assert(!is(words, count, i, "main"));
        mains += is(words, count, i, "gestuaire_main");
        if (is(words, count, i, "do"))
            assert(guarded_at(words, count, i + 1));
        bool head = is(words, count, i, "for") || is(words, count, i, "while");
        if (!head || ends_a_do(words, count, i))
            continue;
        assert(is(words, count, i + 1, "("));
        assert(guarded_at(words, count, partner(words, count, i + 1, 1) + 1));
    }
    assert(mains > 0);
    free(words);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct guarded g;
    struct fault f = {0};
    if (!guard_shader((const char *)data, size, &g, &f)) {
        assert(strtol(f.text, NULL, 10) >= 1 && strstr(f.text, ": "));
        guard_finish(&g);
        return 0;
    }
    check(g.text);
    guard_finish(&g);
    return 0;
}
