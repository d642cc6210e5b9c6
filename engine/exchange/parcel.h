// Records out, in forms that others read: IIIF Presentation 3, schema.org, GeoJSON, CSV of
// measures. An export fills a parcel: files by name, and what could not be kept, by name. Pure
// functions of the records; only parcel_write touches the disk. Any thread, one parcel a thread.
//
// What the repertoire hides is not there; hidden places, and people who did not agree to be named,
// are left out here.
#pragma once
#include "base/lost.h"
#include "repertoire/repertoire.h"

#define PARCEL_FILES 200000
#define PARCEL_NAME 300 // bytes of a file's name
#define PARCEL_BASE 300 // bytes of --base

struct parcel;

struct parcel_from {
    const struct repertoire *repertoire;
    const char *base;    // what ids begin with: an address that ends in a slash
    const json_t *title; // of the installation, by language; NULL: none
    const char *date;    // "2026-11-28": who may be named that day; NULL: nobody's consent counts
};

// What could not be kept goes to `lost` (borrowed): "n:coude: key frames after the first are in its
// JSON alone". NULL: memory is short.
struct parcel *parcel_create(struct lost *lost);
void parcel_destroy(struct parcel *p);

int parcel_count(const struct parcel *p);
// Borrowed, until the parcel is destroyed. Names are relative, with slashes.
const char *parcel_name(const struct parcel *p, int n);
const char *parcel_bytes(const struct parcel *p, int n, size_t *length);
// The base that ids begin with: `asked` with a slash behind it, or one that leads nowhere
// (RFC 2606) for NULL. False and a fault: it is no address.
bool parcel_base(const char *asked, const char *installation, char base[PARCEL_BASE],
                 struct fault *f);

// Each false when memory is short or there are too many files.
bool parcel_iiif(const struct parcel_from *from, struct parcel *p);
bool parcel_schema(const struct parcel_from *from, struct parcel *p);   // schema.jsonld
bool parcel_geojson(const struct parcel_from *from, struct parcel *p);  // places.geojson
bool parcel_measures(const struct parcel_from *from, struct parcel *p); // measures.csv

// Into a folder, each file whole or not there; what is one file by nature goes into `path` itself
// unless that is a folder or ends in a slash. False and a fault.
bool parcel_write(const struct parcel *p, const char *path, struct fault *f);
