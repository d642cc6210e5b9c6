// GNU-style options read by a table.
#include "verbs/options.h"
#include "base/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *program(const struct options *o)
{
    return o->program ? o->program : "gestuaire";
}

static void print_help(const struct options *o)
{
    printf("%s %s\n%s\n\n", program(o), o->usage, o->about);
    for (int i = 0; i < o->row_count; i++) {
        const struct option_row *r = &o->rows[i];
        char left[64];
        snprintf(left, sizeof left, "%c%c%s --%s%s%s", r->letter ? '-' : ' ',
                 r->letter ? r->letter : ' ', r->letter ? "," : " ", r->name, r->value ? " " : "",
                 r->value ? r->value : "");
        printf("  %-28s %s\n", left, r->help);
    }
    printf("      %-24s %s\n", "--help", "this text");
}

static enum options_end wrong(const struct options *o, const char *what, const char *which)
{
    fprintf(stderr, "%s: %s%s%s\nusage: %s %s\n", program(o), what, which ? " " : "",
            which ? which : "", program(o), o->usage);
    return OPTIONS_WRONG;
}

static const struct option_row *find_row(const struct options *o, const char *name, size_t length,
                                         char letter)
{
    for (int i = 0; i < o->row_count; i++) {
        const struct option_row *r = &o->rows[i];
        if (letter ? r->letter == letter
                   : strlen(r->name) == length && strncmp(r->name, name, length) == 0)
            return r;
    }
    return NULL;
}

static void tell_nearest(const struct options *o, const char *name)
{
    const char *words[32] = {0};
    for (int i = 0; i < o->row_count && i < 31; i++)
        words[i] = o->rows[i].name;
    const char *nearest = fault_nearest(name, words);
    if (nearest)
        fprintf(stderr, "%s: did you mean --%s?\n", program(o), nearest);
}

static bool take_number(const char *text, double most, double *to)
{
    char *end = NULL;
    double s = strtod(text, &end);
    if (end == text || *end || !(s >= 0 && s <= most))
        return false;
    *to = s;
    return true;
}

static bool is_day(const char *text)
{
    struct tm day = {0};
    const char *end = strptime(text, "%Y-%m-%d", &day);
    if (!end || *end || strlen(text) != 10)
        return false;
    struct tm again = day;
    again.tm_hour = 12;
    mktime(&again);
    return again.tm_mday == day.tm_mday && again.tm_mon == day.tm_mon;
}

static enum options_end take(const struct options *o, const struct option_row *r, const char *value)
{
    if (r->kind == OPTION_FLAG) {
        *(bool *)r->to = true;
    } else if (r->kind == OPTION_TEXT) {
        *(const char **)r->to = value;
    } else if (r->kind == OPTION_SECONDS) {
        if (!take_number(value, OPTION_SECONDS_MAX, r->to))
            return wrong(o, "seconds are wanted, from 0 to a year, not", value);
    } else if (r->kind == OPTION_NUMBER) {
        if (!take_number(value, OPTION_NUMBER_MAX, r->to))
            return wrong(o, "a number is wanted, from 0 to 1e9, not", value);
    } else if (r->kind == OPTION_DAY) {
        if (!is_day(value))
            return wrong(o, "a day is wanted, as 2026-11-30, not", value);
        *(const char **)r->to = value;
    } else {
        struct option_list *list = r->to;
        if (list->count >= OPTION_LIST)
            return wrong(o, "too often:", r->name);
        list->items[list->count++] = value;
    }
    return OPTIONS_GO;
}

// One option at argv[*i]; moves *i on when its value stands in the next word.
static enum options_end read_option(const struct options *o, int argc, char **argv, int *i)
{
    const char *word = argv[*i];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    const char *equals = is_long ? strchr(name, '=') : NULL;
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *r = find_row(o, name, length, is_long ? 0 : name[0]);
    if (!r || (!is_long && name[1] && r->kind == OPTION_FLAG)) {
        if (is_long)
            tell_nearest(o, name);
        return wrong(o, "there is no option", word);
    }
    const char *value = equals ? equals + 1 : !is_long && name[1] ? name + 1 : NULL;
    if (r->kind == OPTION_FLAG)
        return value ? wrong(o, "no value goes with", word) : take(o, r, NULL);
    if (!value && *i + 1 >= argc)
        return wrong(o, "a value is missing after", word);
    return take(o, r, value ? value : argv[++*i]);
}

enum options_end options_read(const struct options *o, int argc, char **argv)
{
    int found = 0;
    bool plain = false;
    for (int i = 1; i < argc; i++) {
        if (!plain && strcmp(argv[i], "--") == 0) {
            plain = true;
        } else if (!plain && strcmp(argv[i], "--help") == 0) {
            print_help(o);
            return OPTIONS_HELPED;
        } else if (!plain && argv[i][0] == '-' && argv[i][1]) {
            enum options_end end = read_option(o, argc, argv, &i);
            if (end != OPTIONS_GO)
                return end;
        } else {
            if (found >= o->accepted)
                return wrong(o, "one word too many:", argv[i]);
            o->positional[found++] = argv[i];
        }
    }
    return found < o->required ? wrong(o, "something is missing", NULL) : OPTIONS_GO;
}
