// What the words of `gestuaire kiosk` have in common: where things lie on the machine.
#pragma once
#include "kiosk/kiosk.h"

#define KIOSK_CONTENT "/srv/gestuaire"
#define KIOSK_STATE "/var/lib/gestuaire"

int kiosk_install_verb(const char *root, int argc, char **argv);
int kiosk_back_verb(const char *root, int argc, char **argv);
int kiosk_verify_verb(const char *root, int argc, char **argv);
int kiosk_status_verb(const char *root, int argc, char **argv);
int kiosk_pin_verb(const char *root, int argc, char **argv);
int kiosk_remove_verb(const char *root, int argc, char **argv);

// Asks for a PIN, twice, and keeps it in the state folder. False and told.
bool kiosk_ask_pin(const char *state);

// `below` is --root: NULL for the machine itself. False and told: the path is too long.
bool kiosk_place(const char *below, const char *path, char to[KIOSK_PATH]);
// What kiosk.json below --root says. False and told.
bool kiosk_here(const char *below, struct kiosk *k);
void kiosk_tell(const struct faults *faults);

// The unit of its session starts with the machine, where the Debian package put one; the state
// folder belongs to the user it runs as. False and told.
bool kiosk_units_put(const char *below, const struct kiosk *k);
void kiosk_units_remove(const char *below);
