// Spoken text: espeak-ng, a program of its own. It reads a text from one nameless file and writes a
// WAV into another, so no pipe can block, and what it does wrong ends with it. Chosen over its
// library, which holds one global voice for all threads and is under GPL 3.
#include "decode/private.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SPEECH_MS = 15000,        // it takes 50 ms for a page; after this it is ended
    SPEECH_BYTES = 64 << 20,  // of the WAV; ten minutes and more
    SPEECH_HEAD = 12,         // RIFF, size, WAVE
    SPEECH_RATE_LEAST = 1000, // Hz
};

extern char **environ;

struct speech {
    struct decode_source base;
    unsigned char *wav; // mapped
    size_t size;
    const unsigned char *samples; // 16 bits, little-endian, one channel
    int64_t at;
};

static int64_t speech_read(struct decode_source *source, float *frames, int64_t count)
{
    struct speech *s = (struct speech *)source;
    int64_t left = source->frames - s->at;
    count = count < left ? count : left;
    for (int64_t i = 0; i < count; i++) {
        const unsigned char *at = s->samples + (s->at + i) * 2;
        frames[i] = (float)(int16_t)(at[0] | at[1] << 8) / 32768;
    }
    s->at += count;
    return count;
}

static bool speech_seek(struct decode_source *source, int64_t frame)
{
    ((struct speech *)source)->at = frame < source->frames ? frame : source->frames;
    return true;
}

static void speech_close(struct decode_source *source)
{
    struct speech *s = (struct speech *)source;
    munmap(s->wav, s->size);
    free(s);
}

static uint32_t little(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

// What stands in the WAV: its rate, and samples up to the end of the file (a program that writes to
// what it cannot seek does not know the length when it writes the head).
static bool find_samples(struct speech *s, struct fault *f)
{
    const unsigned char *wav = s->wav;
    bool mono = false;
    if (s->size < SPEECH_HEAD || memcmp(wav, "RIFF", 4) != 0 || memcmp(wav + 8, "WAVE", 4) != 0)
        return fault_set(f, "espeak-ng wrote no WAV");
    for (size_t at = SPEECH_HEAD; at + 8 <= s->size;) {
        size_t length = little(wav + at + 4), left = s->size - at - 8;
        length = length < left ? length : left;
        const unsigned char *body = wav + at + 8;
        if (memcmp(wav + at, "fmt ", 4) == 0 && length >= 16) {
            mono = (body[0] | body[1] << 8) == 1 && (body[2] | body[3] << 8) == 1 &&
                   (body[14] | body[15] << 8) == 16;
            s->base.rate_hz = (int)(little(body + 4) & INT32_MAX);
        } else if (memcmp(wav + at, "data", 4) == 0) {
            s->samples = body;
            s->base.frames = (int64_t)(left / 2);
            break;
        }
        at += 8 + length + length % 2;
    }
    s->base.channels = 1;
    return (mono && s->samples && s->base.frames > 0) ||
           fault_set(f, "espeak-ng wrote no sound of one channel and 16 bits");
}

// Its own exit, or ours when it takes too long.
static bool wait_for(pid_t pid, struct fault *f)
{
    int status = 0, fd = pidfd_open(pid, 0);
    struct pollfd ended = {.fd = fd, .events = POLLIN};
    bool late = fd >= 0 && poll(&ended, 1, SPEECH_MS) == 0;
    if (late)
        kill(pid, SIGKILL);
    if (fd >= 0)
        close(fd);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (late)
        return fault_set(f, "espeak-ng was ended after %d s", SPEECH_MS / 1000);
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           fault_set(f, "espeak-ng ended with %d",
                     WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static bool run(const char *language, int words_a_minute, int text, int wav, struct fault *f)
{
    char speed[16];
    snprintf(speed, sizeof speed, "%d", words_a_minute);
    const char *arguments[] = {"espeak-ng", "--stdin", "--stdout", "-b",  "1",
                               "-v",        language,  "-s",       speed, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, text, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, wav, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    int error = posix_spawnp(&pid, "espeak-ng", &actions, NULL, (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error)
        return fault_set(f, "espeak-ng cannot be run (%s); install espeak-ng", strerror(error));
    return wait_for(pid, f);
}

// "[[" would begin phonemes.
static bool write_text(int fd, const char *text)
{
    char plain[DECODE_SPEECH_BYTES];
    size_t length = 0;
    for (; text[length] && length < sizeof plain; length++) {
        unsigned char c = (unsigned char)text[length];
        plain[length] = c == '[' || c == ']' || c < ' ' || c == 127 ? ' ' : (char)c;
    }
    return write(fd, plain, length) == (ssize_t)length && lseek(fd, 0, SEEK_SET) == 0;
}

static struct decode_source *take(int wav, struct fault *f)
{
    struct stat st;
    struct speech *s = calloc(1, sizeof *s);
    if (!s || fstat(wav, &st) != 0 || st.st_size < SPEECH_HEAD || st.st_size > SPEECH_BYTES) {
        free(s);
        fault_set(f, s ? "espeak-ng said nothing, or more than %d MiB" : "no memory",
                  SPEECH_BYTES >> 20);
        return NULL;
    }
    s->size = (size_t)st.st_size;
    s->wav = mmap(NULL, s->size, PROT_READ, MAP_PRIVATE, wav, 0);
    if (s->wav == MAP_FAILED) {
        free(s);
        fault_set(f, "no memory");
        return NULL;
    }
    s->base.read = speech_read;
    s->base.seek = speech_seek;
    s->base.close = speech_close;
    if (find_samples(s, f) && decode_source_allowed(1, s->base.rate_hz, f))
        return &s->base;
    speech_close(&s->base);
    return NULL;
}

bool decode_speech_name(char *path, size_t size, const char *language, int words_a_minute,
                        const char *text)
{
    size_t length = strlen(text);
    for (const char *c = language; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || *c == '-'))
            return false;
    if (!language[0] || strlen(language) >= DECODE_SPEECH_LANGUAGE ||
        length > DECODE_SPEECH_BYTES || words_a_minute < DECODE_SPEECH_SLOW ||
        words_a_minute > DECODE_SPEECH_FAST)
        return false;
    int n = snprintf(path, size, "speech:%s:%d:%s", language, words_a_minute, text);
    return n > 0 && (size_t)n < size;
}

bool decode_speech_named(const char *path)
{
    return strncmp(path, "speech:", 7) == 0;
}

struct decode_source *decode_speech_open(const char *path, struct fault *f)
{
    char language[DECODE_SPEECH_LANGUAGE];
    int words_a_minute, read = 0;
    if (sscanf(path, "speech:%15[a-z-]:%d:%n", language, &words_a_minute, &read) != 2 || !read) {
        fault_set(f, "is no spoken text");
        return NULL;
    }
    struct decode_source *s = NULL;
    int text = memfd_create("text", MFD_CLOEXEC), wav = memfd_create("wav", MFD_CLOEXEC);
    if (text < 0 || wav < 0 || !write_text(text, path + read))
        fault_set(f, "spoken text: %s", strerror(errno));
    else if (run(language, words_a_minute, text, wav, f))
        s = take(wav, f);
    if (text >= 0)
        close(text);
    if (wav >= 0)
        close(wav);
    return s;
}
