// --go and the operator's lines of --replay, handed to the show.
#include "verbs/prompts.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROMPT_BYTES (16u << 20)
#define LINE_ALLOWED                                                                              \
    "`SECONDS go`, `SECONDS back`, `SECONDS cue ID`, `SECONDS list ID`, `SECONDS panic [OVER]`, " \
    "`SECONDS resume [OVER]` or `SECONDS set NAME VALUE [OVER]` is allowed"

enum { WORDS = 6, LINE = 512 };

// Words of a line, up to a comment. Splits in place.
static int split(char *line, char *words[WORDS])
{
    int count = 0;
    char *rest = NULL;
    for (char *w = strtok_r(line, " \t\r", &rest); w && *w != '#' && count < WORDS;
         w = strtok_r(NULL, " \t\r", &rest))
        words[count++] = w;
    return count;
}

static int verb_of(const char *word)
{
    for (int i = 0; show_verb_words()[i]; i++)
        if (strcmp(show_verb_words()[i], word) == 0)
            return i;
    return -1;
}

// The words of the line at `text`, if it is an operator's.
static int read_words(const char *text, char line[LINE], char *words[WORDS])
{
    snprintf(line, LINE, "%.*s", (int)strcspn(text, "\n"), text);
    int count = split(line, words);
    return count > 1 && verb_of(words[1]) >= 0 ? count : 0;
}

void prompts_blank(char *text)
{
    char line[LINE], *words[WORDS];
    for (; *text; text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        if (read_words(text, line, words))
            memset(text, ' ', length);
        text += length;
    }
}

static bool number(const char *word, double most, double *value)
{
    char *end;
    *value = strtod(word, &end);
    return end != word && !*end && isfinite(*value) && fabs(*value) <= most;
}

static bool seconds(const char *word, double most, double *value)
{
    return number(word, most, value) && *value >= 0;
}

// How many words a verb wants at least and takes at most, beside the time and itself.
static bool fits(enum show_verb verb, int count)
{
    static const int wants[][2] = {
        [SHOW_GO] = {0, 0},    [SHOW_BACK] = {0, 0},   [SHOW_CUE] = {1, 1}, [SHOW_LIST] = {1, 1},
        [SHOW_PANIC] = {0, 1}, [SHOW_RESUME] = {0, 1}, [SHOW_SET] = {2, 3}};
    if ((size_t)verb >= sizeof wants / sizeof *wants)
        return false;
    return count - 2 >= wants[verb][0] && count - 2 <= wants[verb][1];
}

static bool read_order(char *words[WORDS], int count, struct show_order *o, struct fault *f)
{
    *o = (struct show_order){.verb = (enum show_verb)verb_of(words[1]), .over_s = -1};
    if (!fits(o->verb, count))
        return fault_set(f, LINE_ALLOWED);
    if (!seconds(words[0], OPTION_SECONDS_MAX, &o->at_s))
        return fault_set(f, "\"%.40s\"; seconds from 0 to %g are allowed", words[0],
                         OPTION_SECONDS_MAX);
    const char *over = o->verb == SHOW_SET     ? count > 4 ? words[4] : NULL
                       : o->verb >= SHOW_PANIC ? count > 2 ? words[2] : NULL
                                               : NULL;
    if (over && !seconds(over, 3600, &o->over_s))
        return fault_set(f, "\"%.40s\"; seconds from 0 to 3600 are allowed", over);
    if (o->verb == SHOW_SET && !number(words[3], 1e6, &o->value))
        return fault_set(f, "\"%.40s\"; a number is allowed", words[3]);
    if (o->verb == SHOW_CUE || o->verb == SHOW_LIST || o->verb == SHOW_SET)
        snprintf(o->name, sizeof o->name, "%s", words[2]);
    return true;
}

static bool give_lines(struct session *s, const char *text, const char *file)
{
    bool good = true;
    int n = 1;
    for (const char *at = text; *at; at += *at == '\n', n++) {
        char line[LINE], *words[WORDS];
        struct show_order order;
        struct fault f = {0};
        int count = read_words(at, line, words);
        if (count && (!read_order(words, count, &order, &f) ||
                      !show_bus_order(engine_show(s->engine), &order, &f))) {
            faults_add(&s->faults, FAULT_ERROR, "%s:%d: %s", file, n, f.text);
            good = false;
        }
        at += strcspn(at, "\n");
    }
    return good;
}

static bool give_go(struct session *s, const char *word)
{
    struct show_order order = {.verb = SHOW_GO, .over_s = -1};
    struct fault f = {0};
    if (!s->plan)
        fault_set(&f, "there are no cues; installation.lua names their file: show = \"show.lua\"");
    else if (!seconds(word, OPTION_SECONDS_MAX, &order.at_s))
        fault_set(&f, "\"%.40s\"; seconds from 0 to %g are allowed", word, OPTION_SECONDS_MAX);
    else if (show_bus_order(engine_show(s->engine), &order, &f))
        return true;
    faults_add(&s->faults, FAULT_ERROR, "--go: %s", f.text);
    return false;
}

bool prompts_give(struct session *s, const struct session_desc *desc)
{
    bool good = true;
    for (int i = 0; i < desc->goes.count; i++)
        good = give_go(s, desc->goes.items[i]) && good;
    if (!desc->replay || !good)
        return good;
    struct fault f = {0};
    size_t length = 0;
    char *text = store_read(desc->replay, PROMPT_BYTES, &length, &f);
    if (!text) {
        faults_add(&s->faults, FAULT_ERROR, "--replay: %s", f.text);
        return false;
    }
    good = give_lines(s, text, desc->replay);
    free(text);
    return good;
}
