// A folder with an installation without a fault, and a program beside it. cmocka asserts inside.
#pragma once
#include "installation/installation.h"

// Without a fault; tests change one place of it.
extern const char good[];
enum { CHANGED_MAX = 4096 }; // bytes of it, changed

struct place {
    char folder[64], root[80], house[96], file[120];
};

void put_file(const char *folder, const char *name, const char *text);
int make_place(void **state);
int remove_place(void **state);
void print_faults(const struct faults *faults);

// The good text with one place changed.
void change(char *text, size_t size, const char *find, const char *put);

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
