// A fuzz target without a fuzzer: runs it on every seed and on mutations of them, always the same.
//
//     NAME_replay FOLDER|FILE [MUTATIONS [KEEP]]
//
// Each input is written to the file KEEP before it is tried, so that one that crashes or hangs the
// program is found there; `NAME_replay KEEP` tries it again.
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REPLAY_SEEDS 1000
#define REPLAY_BYTES (1u << 20) // of a mutated input; a seed may be as long as it likes
#define REPLAY_EDITS 6          // in one mutation, at most

struct input {
    uint8_t *bytes; // REPLAY_BYTES at least
    size_t size;
};

struct replay {
    char *paths[REPLAY_SEEDS];
    struct input seeds[REPLAY_SEEDS];
    int count;
    int keep;        // file descriptor; -1: none
    uint64_t random; // never 0
    struct input now;
};

// Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (14), 2003: shifts 13, 7, 17.
static uint64_t draw(struct replay *r)
{
    r->random ^= r->random << 13;
    r->random ^= r->random >> 7;
    r->random ^= r->random << 17;
    return r->random;
}

static size_t below(struct replay *r, size_t limit)
{
    return limit ? (size_t)(draw(r) >> 11) % limit : 0;
}

// How long a piece is: mostly short, now and then anything up to `most`.
static size_t piece(struct replay *r, size_t most)
{
    size_t limit = below(r, 4) ? 16 : most;
    return below(r, limit < most ? limit : most) + (most > 0);
}

// Puts `size` bytes in place of `gone` bytes at `at`. What grows too long is left as it was.
static void put(struct input *input, size_t at, size_t gone, const uint8_t *bytes, size_t size)
{
    assert(at + gone <= input->size);
    if (input->size - gone + size > REPLAY_BYTES)
        return;
    memmove(input->bytes + at + size, input->bytes + at + gone, input->size - at - gone);
    memcpy(input->bytes + at, bytes, size);
    input->size = input->size - gone + size;
}

static void flip_bit(struct replay *r, struct input *n)
{
    if (n->size)
        n->bytes[below(r, n->size)] ^= (uint8_t)(1u << below(r, 8));
}

static void change_byte(struct replay *r, struct input *n)
{
    static const uint8_t bytes[] = {0, 1, 0x7f, 0x80, 0xff, '\n', ' ', '"', '{', '}', '(', '-'};
    if (n->size)
        n->bytes[below(r, n->size)] =
            below(r, 3) ? bytes[below(r, sizeof bytes)] : (uint8_t)below(r, 256);
}

static void take_out(struct replay *r, struct input *n)
{
    size_t at = below(r, n->size);
    put(n, at, piece(r, n->size - at), n->bytes, 0);
}

static void cut_end(struct replay *r, struct input *n)
{
    n->size = below(r, n->size + 1);
}

// A piece of `from`, copied: it may be the input itself.
static void copy_piece(struct replay *r, struct input *n, const struct input *from)
{
    size_t start = below(r, from->size), size = piece(r, from->size - start);
    uint8_t *copy = malloc(size + 1);
    assert(copy);
    memcpy(copy, from->bytes + start, size);
    size_t at = below(r, n->size + 1);
    put(n, at, below(r, 2) ? piece(r, n->size - at) : 0, copy, size);
    free(copy);
}

static void copy_own(struct replay *r, struct input *n)
{
    copy_piece(r, n, n);
}

// A short piece again and again: words too long, nests too deep, lists too full.
static void repeat_piece(struct replay *r, struct input *n)
{
    size_t at = below(r, n->size), size = piece(r, n->size - at < 32 ? n->size - at : 32);
    uint8_t bytes[32];
    memcpy(bytes, n->bytes + at, size);
    for (size_t times = below(r, (size_t)2 << below(r, 11)); times > 0; times--)
        put(n, at, 0, bytes, size);
}

static void copy_other(struct replay *r, struct input *n)
{
    copy_piece(r, n, &r->seeds[below(r, (size_t)r->count)]);
}

static bool in_number(uint8_t c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// A number in letters becomes another one.
static void change_number(struct replay *r, struct input *n)
{
    static const char *const numbers[] = {
        "0",           "-1",         "1",      "0.5",
        "255",         "256",        "65536",  "2147483647",
        "-2147483648", "4294967296", "1e9",    "9223372036854775807",
        "1e308",       "-1e308",     "1e-310", "1e999",
        "nan",         "inf",        "-0",     "00000000000001"};
    size_t at = below(r, n->size), size = 0;
    while (at < n->size && !in_number(n->bytes[at]))
        at++;
    while (at + size < n->size && in_number(n->bytes[at + size]))
        size++;
    if (!size)
        return;
    const char *number = numbers[below(r, sizeof numbers / sizeof *numbers)];
    put(n, at, size, (const uint8_t *)number, strlen(number));
}

// Two, four or eight bytes become a number at the edge of something; either end first.
static void change_word(struct replay *r, struct input *n)
{
    static const uint64_t words[] = {0,          1,          0x7f,       0xff,
                                     0x7fff,     0xffff,     0x10000,    0x7fffffff,
                                     0x80000000, 0xfffffffc, 0xffffffff, UINT64_MAX};
    size_t size = (size_t)2 << below(r, 3);
    if (n->size < size)
        return;
    size_t at = below(r, n->size - size + 1);
    uint64_t word = words[below(r, sizeof words / sizeof *words)];
    bool big = below(r, 2);
    for (size_t i = 0; i < size; i++)
        n->bytes[at + i] = (uint8_t)(word >> 8 * (big ? size - 1 - i : i));
}

static void mutate(struct replay *r)
{
    static void (*const edits[])(struct replay *, struct input *) = {
        flip_bit,     change_byte, take_out,      cut_end,       copy_own,
        repeat_piece, copy_other,  change_number, change_number, change_word};
    const struct input *seed = &r->seeds[below(r, (size_t)r->count)];
    r->now.size = seed->size < REPLAY_BYTES ? seed->size : REPLAY_BYTES;
    memcpy(r->now.bytes, seed->bytes, r->now.size);
    for (size_t left = 1 + below(r, REPLAY_EDITS); left > 0; left--)
        edits[below(r, sizeof edits / sizeof *edits)](r, &r->now);
}

// In memory of exactly its size, so that a sanitizer sees a read past the end.
static void try_input(struct replay *r, const struct input *input)
{
    if (r->keep >= 0 && (ftruncate(r->keep, 0) != 0 ||
                         pwrite(r->keep, input->bytes, input->size, 0) != (ssize_t)input->size))
        perror("the input is not kept");
    uint8_t *exact = malloc(input->size ? input->size : 1);
    assert(exact);
    memcpy(exact, input->bytes, input->size);
    LLVMFuzzerTestOneInput(exact, input->size);
    free(exact);
}

static bool read_seed(const char *path, struct input *seed)
{
    FILE *file = fopen(path, "rb");
    struct stat about;
    if (!file || fstat(fileno(file), &about) != 0)
        return false;
    size_t size = (size_t)about.st_size;
    *seed = (struct input){malloc(size > REPLAY_BYTES ? size : REPLAY_BYTES), size};
    bool whole = seed->bytes && fread(seed->bytes, 1, size, file) == size;
    fclose(file);
    return whole;
}

static bool add_seed(struct replay *r, const char *path)
{
    if (r->count == REPLAY_SEEDS)
        return fprintf(stderr, "more than %d seeds\n", REPLAY_SEEDS), false;
    if (!read_seed(path, &r->seeds[r->count]))
        return perror(path), false;
    r->paths[r->count++] = strdup(path);
    return true;
}

static bool add_folder(struct replay *r, const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0)
        return errno == ENOTDIR ? add_seed(r, folder) : (perror(folder), false);
    bool good = true;
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            good = good && add_seed(r, path);
        free(names[i]);
    }
    free(names);
    return good;
}

static void replay_all(struct replay *r, int mutations)
{
    for (int i = 0; i < r->count; i++)
        try_input(r, &r->seeds[i]);
    for (int i = 0; i < mutations; i++) {
        mutate(r);
        try_input(r, &r->now);
    }
}

static void finish(struct replay *r)
{
    for (int i = 0; i < r->count; i++) {
        free(r->paths[i]);
        free(r->seeds[i].bytes);
    }
    free(r->now.bytes);
    if (r->keep >= 0)
        close(r->keep);
    free(r);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 4)
        return fprintf(stderr, "usage: %s FOLDER|FILE [MUTATIONS [KEEP]]\n", argv[0]), 2;
    struct replay *r = calloc(1, sizeof *r);
    assert(r);
    r->random = 0x9e3779b97f4a7c15;
    r->now.bytes = malloc(REPLAY_BYTES);
    const char *keep = argc > 3 ? argv[3] : NULL;
    r->keep = keep ? open(keep, O_WRONLY | O_CREAT | O_CLOEXEC, 0644) : -1;
    if (keep && r->keep < 0)
        perror(keep);
    int mutations = argc > 2 ? atoi(argv[2]) : 0;
    bool good = r->now.bytes && add_folder(r, argv[1]) && r->count > 0;
    if (good) {
        printf("%d seeds, %d mutations; what crashes is kept in %s\n", r->count, mutations,
               keep ? keep : "no file");
        fflush(stdout);
        replay_all(r, mutations);
        if (keep)
            unlink(keep);
    }
    finish(r);
    return good ? 0 : 1;
}
