// Named values that travel: with a message between stations, a scene change, a cue. Plain data.
#pragma once
#include <stdbool.h>

#define PARAMS_MAX 12
#define PARAM_KEY 32
#define PARAM_TEXT_SIZE 128

enum param_kind { PARAM_NUMBER, PARAM_TEXT, PARAM_BOOL };

struct param {
    char key[PARAM_KEY];
    enum param_kind kind;
    double number; // PARAM_NUMBER; PARAM_BOOL: 0 or 1
    char text[PARAM_TEXT_SIZE];
};

struct params {
    int count;
    struct param items[PARAMS_MAX];
};

// Sets or replaces; false when the table is full, or key or text is too long (nothing changes).
bool params_number(struct params *p, const char *key, double number);
bool params_text(struct params *p, const char *key, const char *text);
bool params_bool(struct params *p, const char *key, bool value);
const struct param *params_find(const struct params *p, const char *key); // NULL: not there
