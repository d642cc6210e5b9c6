// The check of an installation's content, with what its files say of themselves.
#include "content.h"
#include "motion/motion.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIP_BYTES (256u << 20)
#define LENGTHS 64 // the clips asked for last

struct lengths {
    const struct installation *installation;
    const char *root;
    struct {
        const json_t *record; // borrowed
        double length_s;
    } known[LENGTHS];
    int next;
};

static double read_length(const struct lengths *l, const char *file)
{
    char path[INSTALLATION_PATH];
    size_t length = 0;
    if (!installation_find(l->installation, l->root, NULL, file, path, sizeof path, NULL))
        return NAN; // missing: told when the content was read
    char *bytes = store_read(path, CLIP_BYTES, &length, NULL);
    struct motion_clip *clip =
        bytes ? motion_read_bvh(bytes, length, &(struct motion_desc){0}, NULL) : NULL;
    double length_s = clip ? motion_info(clip).duration_s : NAN;
    motion_destroy(clip);
    free(bytes);
    return length_s;
}

// Clips are read; what a film without a duration lasts is not known here.
static double length_of(void *user, const json_t *record)
{
    struct lengths *l = user;
    const char *id = json_string_value(json_object_get(record, "id"));
    if (repertoire_type_of_id(id) != REPERTOIRE_CLIP)
        return NAN;
    for (int i = 0; i < LENGTHS; i++)
        if (l->known[i].record == record)
            return l->known[i].length_s;
    int at = l->next++ % LENGTHS;
    l->known[at].record = record;
    l->known[at].length_s = read_length(l, json_string_value(json_object_get(record, "file")));
    return l->known[at].length_s;
}

void content_check(const struct installation *i, const char *root, const struct repertoire *r,
                   struct faults *faults)
{
    struct lengths lengths = {.installation = i, .root = root};
    const char *languages[INSTALLATION_LANGUAGES + 1];
    content_languages(i, languages);
    repertoire_check(r,
                     &(struct repertoire_checked){.languages = languages[0] ? languages : NULL,
                                                  .length_s = length_of,
                                                  .user = &lengths},
                     faults);
}
