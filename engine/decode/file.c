// Sound files by libsndfile.
#include "decode/private.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    struct decode_source base;
    SNDFILE *sound; // owned
    bool forward;   // Vorbis: sf_seek lands up to two blocks away (libsndfile issue 885)
    int64_t early;  // MP3: frames before that its decoder needs (the bit reservoir)
    int64_t at;     // the frame to be read next
};

enum { PASSED_FRAMES = 4096, MP3_EARLY = 16 * 1152 };

static int64_t file_read(struct decode_source *s, float *frames, int64_t count)
{
    struct file *file = (struct file *)s;
    int64_t got = sf_readf_float(file->sound, frames, count);
    file->at += got;
    return got;
}

static bool jump(struct file *file, int64_t frame)
{
    if (sf_seek(file->sound, frame, SEEK_SET) != frame)
        return false;
    file->at = frame;
    return true;
}

static bool pass_to(struct file *file, int64_t frame)
{
    float *passed = malloc(PASSED_FRAMES * (size_t)file->base.channels * sizeof *passed);
    int64_t got = passed ? 1 : 0;
    while (got > 0 && file->at < frame) {
        int64_t left = frame - file->at;
        got = file_read(&file->base, passed, left < PASSED_FRAMES ? left : PASSED_FRAMES);
    }
    free(passed);
    return file->at == frame;
}

// Vorbis from here or from the start, by reading: 500 times faster than it sounds.
static bool file_seek(struct decode_source *s, int64_t frame)
{
    struct file *file = (struct file *)s;
    if (s->frames >= 0 && frame > s->frames)
        frame = s->frames;
    if (!file->forward) {
        int64_t early = frame < file->early ? frame : file->early;
        return jump(file, frame - early) && pass_to(file, frame);
    }
    return (frame >= file->at || jump(file, 0)) && pass_to(file, frame);
}

static void file_close(struct decode_source *s)
{
    sf_close(((struct file *)s)->sound);
    free(s);
}

static int open_regular(const char *path, struct fault *f)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a named pipe must not hold us
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return fd;
    fault_set(f, "%s", fd < 0 ? strerror(errno) : "not a file");
    if (fd >= 0)
        close(fd);
    return -1;
}

struct decode_source *decode_file_open(const char *path, bool *known, struct fault *f)
{
    *known = true;
    int fd = open_regular(path, f);
    if (fd < 0)
        return NULL;
    SF_INFO info = {0};
    SNDFILE *sound = sf_open_fd(fd, SFM_READ, &info, SF_TRUE);
    if (!sound) {
        *known = false;
        fault_set(f, "%s", sf_strerror(NULL));
        return NULL;
    }
    struct file *file = NULL;
    if (decode_source_allowed(info.channels, info.samplerate, f) &&
        !(file = calloc(1, sizeof *file)))
        fault_set(f, "no memory");
    if (!file) {
        sf_close(sound);
        return NULL;
    }
    bool counted = info.frames >= 0 && info.frames < SF_COUNT_MAX;
    file->sound = sound;
    file->forward = (info.format & SF_FORMAT_SUBMASK) == SF_FORMAT_VORBIS;
    file->early = (info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG ? MP3_EARLY : 0;
    file->base = (struct decode_source){.channels = info.channels,
                                        .rate_hz = info.samplerate,
                                        .frames = counted ? info.frames : -1,
                                        .read = file_read,
                                        .seek = file_seek,
                                        .close = file_close};
    return &file->base;
}
