// The repertoire of an installation, and whether the files that its records name are there.
#pragma once
#include "installation/installation.h"
#include "repertoire/repertoire.h"

// NULL when there is none. A film, picture, sound or clip that is missing is a fault at its record.
// `date` ("2026-11-28") is the day whose consents must hold; NULL: days are not looked at.
struct repertoire *content_read(const struct installation *i, const char *root, const char *date,
                                struct faults *faults);
// The machine's day as "2026-11-28".
#define CONTENT_DAY 16
void content_today(char day[CONTENT_DAY]);
