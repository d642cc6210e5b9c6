// The files that assimp may open: regular ones in the model's own folder, a limited size together.
#include "modelread.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct opened {
    struct aiFile file; // first: assimp hands it back
    FILE *stream;
    size_t size;
};

static struct opened *opened_of(struct aiFile *file)
{
    return (struct opened *)file;
}

static size_t read_some(struct aiFile *file, char *to, size_t size, size_t count)
{
    return fread(to, size, count, opened_of(file)->stream);
}

static size_t write_none(struct aiFile *file, const char *from, size_t size, size_t count)
{
    return 0;
}

static size_t tell(struct aiFile *file)
{
    long at = ftell(opened_of(file)->stream);
    return at < 0 ? 0 : (size_t)at;
}

static size_t size_of(struct aiFile *file)
{
    return opened_of(file)->size;
}

static enum aiReturn seek(struct aiFile *file, size_t offset, enum aiOrigin origin)
{
    static const int origins[] = {
        [aiOrigin_SET] = SEEK_SET, [aiOrigin_CUR] = SEEK_CUR, [aiOrigin_END] = SEEK_END};
    bool known = origin == aiOrigin_SET || origin == aiOrigin_CUR || origin == aiOrigin_END;
    bool done = known && offset <= LONG_MAX &&
                fseek(opened_of(file)->stream, (long)offset, origins[origin]) == 0;
    return done ? aiReturn_SUCCESS : aiReturn_FAILURE;
}

static void flush(struct aiFile *file)
{
}

static bool is_allowed(struct model_files *files, const char *path)
{
    char real[PATH_MAX];
    if (!realpath(path, real))
        return false;
    bool inside =
        strcmp(real, files->path) == 0 || strncmp(real, files->folder, strlen(files->folder)) == 0;
    files->left_out |= !inside;
    return inside;
}

static int digit(char c)
{
    return isxdigit((unsigned char)c) ? isdigit((unsigned char)c) ? c - '0' : (c | 32) - 'a' + 10
                                      : -1;
}

void model_files_name(const struct model_files *files, const char *name, char file[PATH_MAX])
{
    char path[2 * PATH_MAX];
    int length = 0;
    snprintf(path, sizeof path, "%s%s", files->folder, name);
    bool said = strchr(name, '%') && access(path, F_OK) != 0;
    for (const char *c = name; *c && length < PATH_MAX - 1; c++) {
        int byte = said && *c == '%' && digit(c[1]) >= 0 && digit(c[2]) >= 0
                       ? 16 * digit(c[1]) + digit(c[2])
                       : 0;
        file[length++] = byte ? (char)byte : *c;
        c += byte ? 2 : 0;
    }
    file[length] = 0;
}

static struct aiFile *open_one(struct aiFileIO *io, const char *asked, const char *mode)
{
    struct model_files *files = (struct model_files *)io;
    struct stat st;
    char name[PATH_MAX], path[2 * PATH_MAX];
    size_t folder = strlen(files->named);
    bool below = strncmp(asked, files->named, folder) == 0;
    model_files_name(files, below ? asked + folder : asked, name);
    snprintf(path, sizeof path, "%s%s", below ? files->named : "", name);
    if (strchr(mode, 'w') || strchr(mode, 'a') || !is_allowed(files, path))
        return NULL;
    FILE *stream = fopen(path, "rbe");
    struct opened *o = stream && fstat(fileno(stream), &st) == 0 && S_ISREG(st.st_mode)
                           ? calloc(1, sizeof *o)
                           : NULL;
    // It is opened to see what it is, and again to read it.
    files->full |= o && files->bytes + st.st_size > 8ll * MODEL_FILE_BYTES;
    if (!o || st.st_size > MODEL_FILE_BYTES || files->full) {
        files->full |= o && st.st_size > MODEL_FILE_BYTES;
        free(o);
        if (stream)
            fclose(stream);
        return NULL;
    }
    files->bytes += st.st_size;
    o->file = (struct aiFile){.ReadProc = read_some,
                              .WriteProc = write_none,
                              .TellProc = tell,
                              .FileSizeProc = size_of,
                              .SeekProc = seek,
                              .FlushProc = flush};
    o->stream = stream;
    o->size = (size_t)st.st_size;
    return &o->file;
}

static void close_one(struct aiFileIO *io, struct aiFile *file)
{
    fclose(opened_of(file)->stream);
    free(opened_of(file));
}

bool model_files_init(struct model_files *files, const char *path)
{
    *files = (struct model_files){.io = {.OpenProc = open_one, .CloseProc = close_one}};
    if (!realpath(path, files->path))
        return false;
    // The folder it was named in, which a link to a file elsewhere does not change.
    const char *slash = strrchr(path, '/');
    snprintf(files->named, sizeof files->named, "%.*s", slash ? (int)(slash - path + 1) : 2,
             slash ? path : "./");
    if (!realpath(files->named, files->folder))
        return false;
    size_t length = strlen(files->folder);
    if (length + 1 >= sizeof files->folder)
        return false;
    if (files->folder[length - 1] != '/')
        memcpy(files->folder + length, "/", 2);
    return true;
}
