// Ids, languages, file names, and what is allowed said in words.
#include "schema/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool schema_is_id(const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++) {
        bool inner = i > 0 && i + 1 < n && word[i - 1] != '-';
        if (!lower(word[i]) && !digit(word[i]) && !(word[i] == '-' && inner))
            return false;
    }
    return n > 0;
}

// ISO 639-1 as the IANA language subtag registry lists it, and the languages of France and Italy
// that have three letters only.
static const char languages[] =
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "egl frp fur gsw lij lld lmo nap pcd pms rgn scn vec vls ";

bool schema_is_language(const char *code)
{
    char word[8];
    size_t n = strcspn(code, "-");
    if (n < 2 || n > 3)
        return false;
    snprintf(word, sizeof word, " %.*s ", (int)n, code);
    if (!strstr(languages, word))
        return false;
    for (code += n; *code == '-'; code += n) {
        code++;
        n = strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (n < 2 || n > 8)
            return false;
    }
    return !*code;
}

bool schema_is_path(const char *path)
{
    bool inner = false;
    for (const char *c = path; *c; c++) {
        bool plain = lower(*c) || digit(*c);
        if (!plain && !(inner && (*c == '/' || *c == '-' || *c == '_')))
            return false;
        inner = plain;
    }
    return inner;
}

static bool digits(const char *text, const char *form)
{
    for (; *form; form++, text++)
        if (*form == '0' ? !digit(*text) : *text != *form)
            return false;
    return !*text;
}

static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};
const struct schema schema_weekday = {.type = SCHEMA_WORD, .words = weekdays};

unsigned schema_weekdays(const json_t *list)
{
    unsigned days = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        for (int d = 0; weekdays[d]; d++) {
            const char *word = json_string_value(json_array_get(list, i));
            days |= word && strcmp(word, weekdays[d]) == 0 ? 1u << d : 0;
        }
    return list ? days : 0x7f;
}

bool schema_is_hour(const char *text, double *seconds)
{
    if (!digits(text, "00:00"))
        return false;
    int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    *seconds = hour * 3600.0 + minute * 60.0;
    return minute < 60 && *seconds <= 86400;
}

bool schema_is_day(const char *text, int *year, int *month, int *day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!digits(text, "0000-00-00"))
        return false;
    *year = atoi(text);
    *month = atoi(text + 5);
    *day = atoi(text + 8);
    bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *year >= 1970 && *month >= 1 && *month <= 12 && *day >= 1 &&
           *day <= days[*month - 1] + (leap && *month == 2);
}

bool schema_is_inside(const char *name)
{
    if (strchr(name, '\\'))
        return false;
    for (const char *part = name;; part++) {
        size_t n = strcspn(part, "/");
        if (n == 0 || (n == 1 && part[0] == '.') || (n == 2 && memcmp(part, "..", 2) == 0))
            return false;
        part += n;
        if (!*part)
            return true;
    }
}

static void say_words(const char *const *words, char *out, size_t size)
{
    size_t n = 0;
    for (; *words && n < size; words++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", n ? ", " : "", *words);
}

static void say_number(const struct schema *s, char *out, size_t size)
{
    const char *kind = s->type == SCHEMA_WHOLE ? "a whole number" : "a number";
    int n = s->least != 0 || s->most != 0
                ? snprintf(out, size, "%s from %g to %g", kind, s->least, s->most)
                : snprintf(out, size, "%s", kind);
    if (s->unit && n > 0 && (size_t)n < size)
        n += snprintf(out + n, size - (size_t)n, " (%s)", s->unit);
    for (const char *const *w = s->words; w && *w && n > 0 && (size_t)n < size; w++)
        n += snprintf(out + n, size - (size_t)n, " or \"%s\"", *w);
}

static void say_tuple(const struct schema *s, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "a list:");
    for (const struct schema *p = s->of; p->key && n < size; p++) {
        char each[256];
        schema_allowed(p, NULL, each, sizeof each);
        n += (size_t)snprintf(out + n, size - n, "%s %s (%s%s)", p == s->of ? "" : ",", p->key,
                              each, p->required ? "" : "; may lack");
    }
}

static void say_several(const struct schema *s, const struct schema_text *text, char *out,
                        size_t size)
{
    char each[256], count[64];
    schema_allowed(s->of, text, each, sizeof each);
    if (s->least == s->most)
        snprintf(count, sizeof count, "%g", s->least);
    else
        snprintf(count, sizeof count, "%g to %g", s->least, s->most);
    if (s->type == SCHEMA_MAP || s->type == SCHEMA_PATHS)
        snprintf(out, size, "a table of %s by %s, each %s", count,
                 s->type == SCHEMA_MAP ? "id" : "name", each);
    else
        snprintf(out, size, "a list of %s, each %s", count, each);
}

void schema_allowed(const struct schema *s, const struct schema_text *text, char *out, size_t size)
{
    char words[256] = "";
    switch (s->type) {
    case SCHEMA_TEXT:
        if (s->most > 0)
            snprintf(out, size, "a text of at most %g bytes", s->most);
        else
            snprintf(out, size, "a text");
        break;
    case SCHEMA_ID:
    case SCHEMA_REF:
        if (!text && s->words) {
            snprintf(out, size, "an id, `%s…`", s->words[0]);
            break;
        }
        snprintf(out, size, "an id: %s%slower-case letters, digits and hyphens, at most %g bytes",
                 s->words ? s->words[0] : "", s->words ? " and " : "",
                 s->most > 0 ? s->most : SCHEMA_ID_BYTES);
        break;
    case SCHEMA_NUMBER:
    case SCHEMA_WHOLE:
        say_number(s, out, size);
        break;
    case SCHEMA_BOOL:
        snprintf(out, size, "true or false");
        break;
    case SCHEMA_WORD:
        say_words(s->words, words, sizeof words);
        snprintf(out, size, "one of %s", words);
        break;
    case SCHEMA_LABELS:
        if (text && text->languages)
            say_words(text->languages, words, sizeof words);
        snprintf(out, size, "a text in each language%s%s%s", *words ? " (" : "", words,
                 *words ? ")" : "");
        break;
    case SCHEMA_TERMS:
        snprintf(out, size, "a table of lists of at most %g texts, by language", s->most);
        break;
    case SCHEMA_FILE:
        snprintf(out, size, "the name of a file inside, without \"..\"");
        break;
    case SCHEMA_TABLE:
        snprintf(out, size, "a table of keys");
        break;
    case SCHEMA_LIST:
    case SCHEMA_MAP:
    case SCHEMA_PATHS:
        say_several(s, text, out, size);
        break;
    case SCHEMA_TUPLE:
        say_tuple(s, out, size);
        break;
    case SCHEMA_VALUE:
        snprintf(out, size, "a number, a text of at most %g bytes, true or false", s->most);
        break;
    case SCHEMA_HOUR:
        snprintf(out, size, "an hour from \"00:00\" to \"24:00\"");
        break;
    case SCHEMA_DAY:
        snprintf(out, size, "a day as \"2026-12-24\"");
        break;
    }
}
