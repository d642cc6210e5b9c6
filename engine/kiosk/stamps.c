// What the files of a version were like when they were known to be whole: sizes and times, so that
// somebody who asks every day need not read fifty gigabytes.
#include "kiosk/private.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH (2 * KIOSK_PATH)
#define STAMPS_BYTES ((size_t)KIOSK_FILES * 800)

// The first line holds the rest to one manifest.
static char *write_text(const struct tree *t, const char *manifest, size_t manifest_length,
                        size_t *length)
{
    char hex[DIGEST_HEX], *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (!out)
        return NULL;
    digest_bytes(manifest, manifest_length, hex);
    fprintf(out, "%s\n", hex);
    for (int i = 0; i < t->count; i++) {
        const struct tree_entry *e = &t->entries[i];
        if (!e->folder)
            fprintf(out, "%lld %lld.%09ld %lld.%09ld %s\n", (long long)e->bytes,
                    (long long)e->changed.tv_sec, e->changed.tv_nsec, (long long)e->touched.tv_sec,
                    e->touched.tv_nsec, e->path);
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static char *read_in(const char *version, const char *name, size_t *length)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s", version, name);
    return store_read(path, STAMPS_BYTES, length, NULL);
}

void stamps_write(const char *version, const struct tree *t)
{
    char path[PATH];
    size_t manifest_length = 0, length = 0;
    char *manifest = read_in(version, KIOSK_MANIFEST, &manifest_length);
    char *text = manifest ? write_text(t, manifest, manifest_length, &length) : NULL;
    snprintf(path, sizeof path, "%s/" STAMPS, version);
    if (text)
        store_write(path, text, length, NULL);
    free(text);
    free(manifest);
}

static bool is_so(const char *line, const struct tree_entry *e)
{
    char now[96];
    int n = snprintf(now, sizeof now, "%lld %lld.%09ld %lld.%09ld ", (long long)e->bytes,
                     (long long)e->changed.tv_sec, e->changed.tv_nsec, (long long)e->touched.tv_sec,
                     e->touched.tv_nsec);
    return strncmp(line, now, (size_t)n) == 0;
}

// Its path, behind three numbers.
static const char *path_in(const char *line)
{
    for (int i = 0; line && i < 3; i++) {
        line = strchr(line, ' ');
        line += line != NULL;
    }
    return line;
}

static void mark(char *stamps, struct tree *t)
{
    for (char *line = stamps, *stop; (stop = strchr(line, '\n')); line = stop + 1) {
        *stop = 0;
        const char *path = path_in(line);
        struct tree_entry *e = path ? tree_find(t, path) : NULL;
        if (e && !e->folder)
            e->trusted = is_so(line, e);
    }
}

// A line of the manifest says what a trusted file's hash is: read by the same rules as it.
static void take_hashes(const char *manifest, struct tree *t)
{
    for (const char *line = manifest, *stop; (stop = strchr(line, '\n')); line = stop + 1) {
        char path[PATH];
        size_t head = DIGEST_HEX - 1 + 2;
        if ((size_t)(stop - line) <= head || (size_t)(stop - line) - head >= sizeof path)
            continue;
        snprintf(path, sizeof path, "%.*s", (int)((size_t)(stop - line) - head), line + head);
        struct tree_entry *e = tree_find(t, path);
        if (e && e->trusted)
            snprintf(e->hex, sizeof e->hex, "%s", line); // as long as a hash is
    }
}

void stamps_trust(const char *version, const char *manifest, size_t length, struct tree *t)
{
    char hex[DIGEST_HEX];
    size_t stamps_length = 0;
    char *stamps = read_in(version, STAMPS, &stamps_length);
    digest_bytes(manifest, length, hex);
    if (stamps && strlen(stamps) == stamps_length && strncmp(stamps, hex, DIGEST_HEX - 1) == 0) {
        mark(stamps, t);
        take_hashes(manifest, t);
    }
    free(stamps);
}
