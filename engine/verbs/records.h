// The verbs of gestuaire-content. One file a verb: glue between rooms.
#pragma once
#include "verbs/door.h"
#include "verbs/options.h"

int verb_repertoire(const char *root, int argc, char **argv);
int verb_media(const char *root, int argc, char **argv);
int verb_mapping(const char *root, int argc, char **argv);
int verb_visits(const char *root, int argc, char **argv);

int repertoire_check_verb(const char *root, int argc, char **argv);
int repertoire_export_verb(const char *root, int argc, char **argv);
int repertoire_import_verb(const char *root, int argc, char **argv);
int repertoire_search_verb(const char *root, int argc, char **argv);
int repertoire_stats_verb(const char *root, int argc, char **argv);
int media_add_verb(const char *root, int argc, char **argv);
int media_offset_verb(const char *root, int argc, char **argv);
int visits_report_verb(const char *root, int argc, char **argv);
