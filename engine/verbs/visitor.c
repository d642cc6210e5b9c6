// --visitor it,text=3,reach and --param id=g:etirer-fer, read into plain structs.
#include "verbs/visitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD 64

static bool is_language(const struct installation *in, const char *word)
{
    for (int i = 0; i < in->language_count; i++)
        if (strcmp(in->languages[i], word) == 0)
            return true;
    return false;
}

static bool set_flag(struct visit_settings *v, const char *word)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"contrast", &v->contrast}, {"reach", &v->reach},   {"captions", &v->captions},
                 {"sign", &v->sign},         {"speech", &v->speech}, {"calm", &v->calm}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(flags[i].name, word) == 0)
            return *flags[i].flag = true;
    return false;
}

static bool set_word(struct session *s, const char *word)
{
    struct visit_chosen *v = &s->visitor;
    if (is_language(s->installation, word)) {
        snprintf(v->language, sizeof v->language, "%s", word);
        return true;
    }
    if (strncmp(word, "text=", 5) == 0 && word[5] >= '0' + VISIT_TEXT_LEAST &&
        word[5] <= '0' + VISIT_TEXT_MOST && !word[6]) {
        v->settings.text = word[5] - '0';
        return true;
    }
    if (set_flag(&v->settings, word))
        return true;
    fprintf(stderr, "gestuaire: --visitor: \"%s\" is not known;", word);
    for (int i = 0; i < s->installation->language_count; i++)
        fprintf(stderr, " %s,", s->installation->languages[i]);
    fprintf(stderr,
            " text=1 to text=3, contrast, reach, captions, sign, speech and calm are allowed\n");
    return false;
}

static bool read_visitor(struct session *s, const char *words)
{
    s->visitor.settings.text = VISIT_TEXT_LEAST;
    while (*words) {
        char word[WORD];
        size_t length = strcspn(words, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        if (!set_word(s, word))
            return false;
        words += length + (words[length] == ',');
    }
    return true;
}

static bool read_param(struct params *p, const char *given)
{
    char key[PARAM_KEY], *end;
    size_t length = strcspn(given, "=");
    const char *value = given + length + 1;
    if (!given[length] || length == 0 || length >= sizeof key) {
        fprintf(stderr, "gestuaire: --param %s: KEY=VALUE is wanted, a key of 1 to %d bytes\n",
                given, PARAM_KEY - 1);
        return false;
    }
    snprintf(key, sizeof key, "%.*s", (int)length, given);
    double number = strtod(value, &end);
    bool is_true = strcmp(value, "true") == 0, is_bool = is_true || strcmp(value, "false") == 0;
    bool is_number = *value && !*end && isfinite(number);
    bool good = is_bool     ? params_bool(p, key, is_true)
                : is_number ? params_number(p, key, number)
                            : params_text(p, key, value);
    if (!good)
        fprintf(stderr, "gestuaire: --param %s: %d values of %d bytes at most are allowed\n", given,
                PARAMS_MAX, PARAM_TEXT_SIZE - 1);
    return good;
}

bool visitor_read(struct session *s, const struct session_desc *desc)
{
    bool good = !desc->visitor || read_visitor(s, desc->visitor);
    for (int i = 0; good && i < desc->given.count; i++)
        good = read_param(&s->given, desc->given.items[i]);
    return good;
}
