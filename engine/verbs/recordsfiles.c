// The files of media, read through: are they the ones that were recorded?
#include "verbs/recordsfiles.h"
#include "store/digest.h"
#include "verbs/progress.h"

#include <stdio.h>
#include <string.h>

static void tell(const struct repertoire *r, const json_t *record, const char *key,
                 const char *sentence, struct faults *faults)
{
    char place[REPERTOIRE_PATH + 16];
    repertoire_place(r, json_string_value(json_object_get(record, "id")), key, place, sizeof place);
    faults_add(faults, FAULT_ERROR, "%s: %s: %s", place, key, sentence);
}

static void check_file(const struct installation *in, const char *root, const struct repertoire *r,
                       const json_t *record, struct faults *faults)
{
    const char *file = json_string_value(json_object_get(record, "file")),
               *sum = json_string_value(json_object_get(record, "sha256"));
    const json_t *size = json_object_get(record, "bytes");
    char path[INSTALLATION_PATH], hex[DIGEST_HEX], sentence[300];
    int64_t bytes = 0;
    struct fault f = {""};
    if ((!sum && !size) || !installation_find(in, root, NULL, file, path, sizeof path, NULL))
        return; // missing: told when the content was read
    if (!digest_file(path, hex, &bytes, NULL, NULL, &f)) {
        tell(r, record, "file", f.text, faults);
        return;
    }
    if (size && (double)bytes != json_number_value(size)) {
        snprintf(sentence, sizeof sentence, "the file has %lld; record it again by media add",
                 (long long)bytes);
        tell(r, record, "bytes", sentence, faults);
    } else if (sum && strcmp(sum, hex) != 0) {
        snprintf(sentence, sizeof sentence,
                 "the file is another one (%.16s…); record it again by media add", hex);
        tell(r, record, "sha256", sentence, faults);
    }
}

void records_files_check(const struct installation *in, const char *root,
                         const struct repertoire *r, struct faults *faults)
{
    int all = repertoire_count(r, REPERTOIRE_MEDIA);
    struct progress progress;
    progress_begin(&progress, "files");
    for (int done = 0; done < all; done++) {
        progress_parts(&progress, done, all);
        check_file(in, root, r, repertoire_record(r, REPERTOIRE_MEDIA, done), faults);
    }
    progress_end(&progress);
}
