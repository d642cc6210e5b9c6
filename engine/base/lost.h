// What could not be kept, or not as it was, when content goes in or out: by name, one line each.
#pragma once
#include <stdbool.h>
#include <stdio.h>

#define LOST_MAX 20000

struct lost {
    char **lines; // owned
    int count, room, dropped;
};

// "tools.csv:1: \"Prix\": no key holds it". The same line is kept once when it follows itself; what
// comes after LOST_MAX is counted alone. `list` may be NULL.
void lost_add(struct lost *list, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Two spaces, a line each; where more than three say the same but for what they name ("…", <…>,
// numbers), the sentence once, how many there are, and the first three places.
void lost_print(const struct lost *list, FILE *out);
// Frees the lines and zeroes the list; NULL is fine.
void lost_finish(struct lost *list);
