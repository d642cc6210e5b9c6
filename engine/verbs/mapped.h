// gestuaire mapping: a station's light as it is shown: what installation.lua says, and what was
// done at the desk.
#pragma once
#include "desk/desk.h"
#include "installation/installation.h"
#include "mapping/lut.h"
#include "mapping/survey.h"

struct mapped {
    struct installation *installation;
    const struct installation_station *station; // borrowed
    struct mapping_desc desc;                   // as it is now
    struct desk *desk;
    struct mapping *mapping;
    struct lut luts[MAPPING_OUTPUTS];
};

void mapped_tell(const struct faults *faults); // on standard error
// NULL, and told on standard error, when the installation cannot be read.
struct installation *mapped_read(const char *root, const char *folder);
// The station of that id; NULL: the first with outputs. NULL, told.
const struct installation_station *mapped_station(const struct installation *in, const char *id);
// False and told. Borrows the installation. `state`: the state folder; NULL: the user's.
bool mapped_open(struct mapped *m, struct installation *in,
                 const struct installation_station *station, const char *state);
void mapped_close(struct mapped *m);
int mapped_output(const struct mapped *m, const char *id); // -1: none, told

int mapping_displays_verb(const char *root, int argc, char **argv);
int mapping_backup_verb(const char *root, int argc, char **argv);
int mapping_restore_verb(const char *root, int argc, char **argv);
int mapping_report_verb(const char *root, int argc, char **argv);
int mapping_export_verb(const char *root, int argc, char **argv);
int mapping_import_verb(const char *root, int argc, char **argv);
// What a survey found, as text, JSON and a picture of the composition (SVG). Owned by the caller;
// NULL: no memory.
char *report_text(const struct mapped *m, const struct survey *s);
char *report_picture(const struct mapped *m, const struct survey *s);
// Output px for one metre along rows (0) or columns (1) for so many output px on a canvas px; 0:
// its size is not known.
double report_per_metre(const struct mapped *m, int surface, int axis, double px);
