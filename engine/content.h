// The repertoire of an installation, and whether the files that its records name are there.
#pragma once
#include "installation/installation.h"
#include "repertoire/repertoire.h"

// NULL when there is none. A film, picture, sound or clip that is missing is a fault at its record.
// `date` ("2026-11-28") is the day whose consents must hold; NULL: days are not looked at.
struct repertoire *content_read(const struct installation *i, const char *root, const char *date,
                                struct faults *faults);
// Does the installation name a repertoire? False: the fault says, with file and line, what to write
// and which folder to make.
bool content_is_named(const struct installation *i, struct fault *f);
// Persons and consents alone, for repertoire_judge.
struct repertoire *content_read_people(const struct installation *i, struct faults *faults);
// What is said of it beyond reading (repertoire_check), with the lengths of its clips.
void content_check(const struct installation *i, const char *root, const struct repertoire *r,
                   struct faults *faults);
// The installation's languages, NULL-terminated; borrowed from it.
void content_languages(const struct installation *i,
                       const char *languages[INSTALLATION_LANGUAGES + 1]);
// The machine's day as "2026-11-28"; and the day at a Unix time, in local time.
#define CONTENT_DAY 16
void content_today(char day[CONTENT_DAY]);
void content_day(double unix_s, char day[CONTENT_DAY]);
