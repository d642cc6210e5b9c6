// MANIFEST.sha256: written, and held against the files.
#include "kiosk/private.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST_BYTES ((size_t)KIOSK_FILES * 800)
#define HEX (DIGEST_HEX - 1)

// sha256sum would write such names in another way (a backslash in front of the line).
bool manifest_allows(const char *path)
{
    if (!*path || *path == '/')
        return false;
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127 || *c == '\\')
            return false;
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t n = strcspn(part, "/");
        if (n == 0 || (n == 1 && part[0] == '.') || (n == 2 && part[0] == '.' && part[1] == '.'))
            return false;
    }
    return true;
}

char *manifest_text(const struct tree *t, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (!out)
        return NULL;
    for (int i = 0; i < t->count; i++)
        if (!t->entries[i].folder)
            fprintf(out, "%s  %s\n", t->entries[i].hex, t->entries[i].path);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

// One line, which ends where *next begins. NULL: it is none.
static const char *take_line(char *line, char **next, char hex[DIGEST_HEX])
{
    char *stop = strchr(line, '\n');
    if (!stop)
        return NULL;
    *stop = '\0';
    *next = stop + 1;
    if (strspn(line, "0123456789abcdef") != HEX || strncmp(line + HEX, "  ", 2) != 0)
        return NULL;
    memcpy(hex, line, HEX);
    hex[HEX] = '\0';
    return manifest_allows(line + HEX + 2) ? line + HEX + 2 : NULL;
}

struct tree_entry *tree_find(const struct tree *t, const char *path)
{
    int low = 0, high = t->count;
    while (low < high) {
        int middle = (low + high) / 2, order = strcmp(t->entries[middle].path, path);
        if (order == 0)
            return &t->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// Each line against its file, which is marked by the hash that it should have.
static bool judge_lines(char *text, const char *version, struct tree *t, struct faults *faults)
{
    char hex[DIGEST_HEX], *next = text;
    bool good = true;
    for (int number = 1; *next; number++) {
        const char *path = take_line(next, &next, hex);
        struct tree_entry *e = path ? tree_find(t, path) : NULL;
        if (!path) {
            faults_add(faults, FAULT_ERROR, "%s/" KIOSK_MANIFEST ":%d: is no line of a manifest",
                       version, number);
            return false;
        }
        if (!e || e->folder) {
            faults_add(faults, FAULT_ERROR, "%s/%s: is missing", version, path);
            good = false;
        } else if (strcmp(e->hex, hex) != 0) {
            faults_add(faults, FAULT_ERROR, "%s/%s: is not as it was installed", version, path);
            good = false;
        }
        if (e)
            e->hex[0] = '\0';
    }
    return good;
}

static bool judge_rest(const struct tree *t, const char *version, struct faults *faults)
{
    bool good = true;
    for (int i = 0; i < t->count; i++)
        if (t->entries[i].hex[0]) {
            faults_add(faults, FAULT_ERROR, "%s/%s: was not installed", version,
                       t->entries[i].path);
            good = false;
        }
    return good;
}

static bool verify(const char *version, char *text, size_t length, bool trusts, struct tree *t,
                   struct faults *faults)
{
    if (!tree_read(t, version, faults))
        return false;
    if (trusts)
        stamps_trust(version, text, length, t);
    if (!copy_hash(version, t, faults))
        return false;
    bool good = judge_lines(text, version, t, faults);
    return judge_rest(t, version, faults) && good;
}

static bool look(const char *version, bool trusts, int *files, int64_t *bytes,
                 struct faults *faults)
{
    char path[2 * KIOSK_PATH];
    struct tree t = {0};
    struct fault f;
    size_t length;
    snprintf(path, sizeof path, "%s/" KIOSK_MANIFEST, version);
    char *text = store_read(path, MANIFEST_BYTES, &length, &f);
    if (!text)
        faults_add(faults, FAULT_ERROR, "%s", f.text);
    else if (strlen(text) != length)
        faults_add(faults, FAULT_ERROR, "%s: is no text", path);
    bool good = text && strlen(text) == length && verify(version, text, length, trusts, &t, faults);
    int count = 0;
    if (good && !trusts)
        stamps_write(version, &t);
    for (int i = 0; i < t.count; i++)
        count += !t.entries[i].folder;
    if (files)
        *files = count;
    if (bytes)
        *bytes = t.bytes;
    tree_finish(&t);
    free(text);
    return good;
}

bool kiosk_look(const char *version, int *files, int64_t *bytes, struct faults *faults)
{
    return look(version, true, files, bytes, faults);
}

bool kiosk_verify(const char *version, int *files, int64_t *bytes, struct faults *faults)
{
    return look(version, false, files, bytes, faults);
}
