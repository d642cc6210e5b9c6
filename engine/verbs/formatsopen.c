// The formats of open data: IIIF, schema.org, GeoJSON, measures; glue between verb and room.
#include "content.h"
#include "exchange/iiif.h"
#include "exchange/parcel.h"
#include "verbs/formats.h"

#include <stdio.h>
#include <string.h>

// The installation's title by language.
static json_t *title_of(const struct installation *in)
{
    json_t *title = json_object();
    for (int i = 0; i < in->language_count; i++)
        if (in->title.in[i][0])
            json_object_set_new(title, in->languages[i], json_string(in->title.in[i]));
    return title;
}

// "villa-medicis" of its folder.
static const char *name_of(const struct installation *in)
{
    const char *slash = strrchr(in->folder, '/');
    return slash ? slash + 1 : in->folder;
}

static bool pack(const struct export_job *job, struct fault *f,
                 bool (*fill)(const struct parcel_from *from, struct parcel *p))
{
    char base[PARCEL_BASE];
    if (!parcel_base(job->base, name_of(job->installation), base, f))
        return false;
    json_t *title = title_of(job->installation);
    const struct parcel_from from = {job->repertoire, base, title, job->date};
    struct parcel *p = parcel_create(job->lost);
    bool done = p && fill(&from, p) ? parcel_write(p, job->to, f)
                                    : fault_set(f, "%s: memory is short", job->to);
    parcel_destroy(p);
    json_decref(title);
    return done;
}

bool iiif_out(const struct export_job *job, struct fault *f)
{
    if (!job->base)
        lost_add(job->lost, "addresses lead nowhere: say --base and where the folder will lie");
    return pack(job, f, parcel_iiif);
}

bool schema_out(const struct export_job *job, struct fault *f)
{
    return pack(job, f, parcel_schema);
}

bool geojson_out(const struct export_job *job, struct fault *f)
{
    return pack(job, f, parcel_geojson);
}

bool measures_out(const struct export_job *job, struct fault *f)
{
    return pack(job, f, parcel_measures);
}

bool iiif_in(const struct import_job *job)
{
    char today[CONTENT_DAY];
    content_today(today);
    return iiif_import(&(struct iiif_in){.files = job->files,
                                         .file_count = job->file_count,
                                         .base = job->base,
                                         .language = job->installation->languages[0],
                                         .date = today,
                                         .origin = job->origin,
                                         .gesture = job->gesture},
                       job->set);
}
