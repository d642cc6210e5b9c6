// installation: its tables of keys, and what reading and checking share.
#pragma once
#include "installation/installation.h"
#include "schema/schema.h"
#include <sys/stat.h>

#define INSTALLATION_BYTES (1u << 20) // of installation.lua

extern const struct schema installation_keys[];

// A reading on its way. Values that the schema refused are read as if they were missing: what can
// be checked of the rest is checked.
struct reading {
    struct installation *i;
    const char *root;
    struct schema_text text;
    const char *languages[INSTALLATION_LANGUAGES + 1];
};

// The ids of a table in the order of writing, with the path and line of each.
struct entry {
    const char *id; // borrowed
    const json_t *value;
    char path[SCHEMA_PATH];
    int line, order;
};

// At most `room` are written; returns how many.
int read_entries(const struct reading *r, const json_t *table, const char *path,
                 struct entry *entries, int room);
void read_station(struct reading *r, const struct entry *e, struct installation_station *s);
// reach.c
void read_address(const struct reading *r, const struct entry *e, const char *key,
                  char host[INSTALLATION_TEXT], int *port);
void read_targets(struct reading *r, const json_t *table);
// Where a file (S_IFREG) or folder (S_IFDIR) of the installation really lies; a fault at `key` when
// it is not there, leads outside, or does not fit.
void read_inside(struct reading *r, const char *key, const char *name, mode_t kind, char *to,
                 size_t size);
void read_show_file(struct reading *r, const json_t *tree, const char *file);
// grid.c
extern const struct schema installation_grid_keys[];
void read_grid(const struct reading *r, const struct entry *e, struct warp_grid *grid);
void read_source(const struct entry *e, struct size2 canvas, struct installation_surface *s);
// `path` is the surface's or output's.
void check_warp(const struct reading *r, const char *path, const struct vec2 corners[4],
                const struct warp_grid *grid);
void check_source(const struct reading *r, const char *path, struct size2 canvas,
                  const struct installation_surface *s);
// shape.c
extern const char *const installation_shapes[];
void read_shape(const struct reading *r, const struct entry *e, struct installation_station *s,
                int owner); // of surfaces; as a mask

// hours.c
extern const struct schema installation_hours_keys[];
void read_hours(struct reading *r, const json_t *tree);

// room.c
extern const struct schema installation_room_keys[];
void read_room(struct reading *r, const json_t *tree);

// The station of that id; -1, told at `path`, when there is none.
int read_station_named(const struct reading *r, const char *id, const char *path);
// What no table of keys can say: references, shapes, what stands twice.
void check_station(const struct reading *r, const struct installation_station *s, const char *path);
void check_stations(const struct reading *r);

// light.c
extern const struct schema installation_mask, installation_edge_keys[];
void read_masks(const struct reading *r, const struct entry *e, struct installation_station *s,
                bool of_surface, int owner);
void read_light(struct reading *r, const struct entry *e, const struct installation_output *o,
                struct installation_light *l);

// Values that are there and fit, else the standard.
double read_number(const json_t *table, const char *key, double standard);
int read_whole(const json_t *table, const char *key, int standard);
void read_text(const json_t *table, const char *key, char *out, size_t size);
void read_labels(const struct reading *r, const json_t *labels, struct installation_text *out);
// Path of a key below another.
void path_below(char out[SCHEMA_PATH], const char *path, const char *key);
