// Folds text into words: UTF-8 decoded, case and accents taken off, elisions dropped.
#include "index/fold.h"

#include <string.h>

#define BROKEN 0xfffdu

struct letter {
    uint16_t code;
    char bare[7];
};
static const struct letter letters[] = {
#include "index/foldtable.h"
};

struct range {
    uint32_t first, last;
};
// Neither letters nor digits; the blocks of Unicode 15 in which signs stand.
static const struct range signs[] = {
    {0x00a0, 0x00a9}, {0x00ab, 0x00ac}, {0x00ae, 0x00b4}, {0x00b6, 0x00b9},  {0x00bb, 0x00bf},
    {0x00d7, 0x00d7}, {0x00f7, 0x00f7}, {0x02c2, 0x02c5}, {0x02d2, 0x02df},  {0x037e, 0x037e},
    {0x0387, 0x0387}, {0x055a, 0x055f}, {0x0589, 0x058a}, {0x05be, 0x05be},  {0x05c0, 0x05c0},
    {0x05c3, 0x05c3}, {0x05c6, 0x05c6}, {0x05f3, 0x05f4}, {0x0600, 0x060f},  {0x061b, 0x061f},
    {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x0964, 0x0965}, {0x1680, 0x1680},  {0x2000, 0x200b},
    {0x2010, 0x205f}, {0x2061, 0x206f}, {0x2070, 0x20cf}, {0x2100, 0x2bff},  {0x2e00, 0x2e7f},
    {0x2ff0, 0x3004}, {0x3008, 0x3030}, {0x303d, 0x303f}, {0x30fb, 0x30fb},  {0xe000, 0xf8ff},
    {0xfd3e, 0xfd3f}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe6f}, {0xff00, 0xff0f},  {0xff1a, 0xff20},
    {0xff3b, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1faff}};
// Neither seen as letters nor between them: combining accents, points of Hebrew and Arabic,
// joiners.
static const struct range marks[] = {{0x00ad, 0x00ad}, {0x0300, 0x036f},  {0x0591, 0x05c7},
                                     {0x0610, 0x061a}, {0x0640, 0x0640},  {0x064b, 0x065f},
                                     {0x0670, 0x0670}, {0x06d6, 0x06ed},  {0x1ab0, 0x1aff},
                                     {0x1dc0, 0x1dff}, {0x200c, 0x200f},  {0x2060, 0x2060},
                                     {0x20d0, 0x20ff}, {0xfe00, 0xfe0f},  {0xfe20, 0xfe2f},
                                     {0xfeff, 0xfeff}, {0xe0000, 0xe01ef}};
// Each stands for a word.
static const struct range words[] = {{0x3005, 0x3007},  {0x3040, 0x30fa}, {0x30fc, 0x30ff},
                                     {0x3400, 0x4dbf},  {0x4e00, 0x9fff}, {0xf900, 0xfaff},
                                     {0x20000, 0x323af}};

static const char *const elisions[] = {"l",     "d",      "c",      "j",      "m",
                                       "n",     "s",      "t",      "v",      "qu",
                                       "dell",  "nell",   "sull",   "all",    "dall",
                                       "coll",  "gl",     "un",     "quest",  "quell",
                                       "jusqu", "lorsqu", "puisqu", "quoiqu", NULL};

#define IN(ranges, code) inside(ranges, sizeof(ranges) / sizeof *(ranges), code)

static bool inside(const struct range *ranges, size_t count, uint32_t code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && code >= ranges[low].first;
}

void fold_begin(struct fold *f, const char *text, size_t length)
{
    f->at = (const unsigned char *)text;
    f->end = f->at + length;
    f->possessive = false;
}

// The letter at `at` and its length; broken bytes are one sign each.
static uint32_t decode(const unsigned char *at, const unsigned char *end, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t code = *at;
    size_t n = code < 0x80   ? 1
               : code < 0xc2 ? 0
               : code < 0xe0 ? 2
               : code < 0xf0 ? 3
               : code < 0xf5 ? 4
                             : 0;
    *length = 1;
    if (n == 1)
        return code;
    if (n == 0 || (size_t)(end - at) < n)
        return BROKEN;
    code &= 0x7fu >> n;
    for (size_t i = 1; i < n; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return BROKEN;
        code = code << 6 | (at[i] & 0x3fu);
    }
    if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return BROKEN;
    *length = n;
    return code;
}

static const char *bare(uint32_t code)
{
    size_t low = 0, high = sizeof letters / sizeof *letters;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > letters[middle].code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof letters / sizeof *letters && letters[low].code == code ? letters[low].bare
                                                                               : NULL;
}

static bool is_elided(const char *word)
{
    for (const char *const *e = elisions; *e; e++)
        if (strcmp(*e, word) == 0)
            return true;
    return false;
}

static void add(char *word, size_t *n, const char *bytes, size_t length)
{
    if (*n + length > INDEX_TOKEN_BYTES) {
        memset(word + *n, 0, INDEX_TOKEN_BYTES + 1 - *n);
        return;
    }
    memcpy(word + *n, bytes, length);
    *n += length;
}

enum piece { PIECE_LETTER, PIECE_SIGN, PIECE_MARK, PIECE_APOSTROPHE, PIECE_WORD };

static enum piece piece_of(uint32_t code)
{
    if (code == '\'' || code == 0x2019 || code == 0x02bc || code == 0xff07)
        return PIECE_APOSTROPHE;
    if (code < 0x80)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
                       (code >= '0' && code <= '9')
                   ? PIECE_LETTER
                   : PIECE_SIGN;
    if (code < 0xa0 || IN(signs, code))
        return PIECE_SIGN;
    if (IN(marks, code))
        return PIECE_MARK;
    return IN(words, code) ? PIECE_WORD : PIECE_LETTER;
}

// Appends the letter at f->at, folded.
static void take(struct fold *f, uint32_t code, size_t length, char *word, size_t *n)
{
    const char *folded = code < 0x80 ? NULL : bare(code);
    char small = (char)(code >= 'A' && code <= 'Z' ? code + 32 : code);
    if (code < 0x80)
        add(word, n, &small, 1);
    else if (folded)
        add(word, n, folded, strlen(folded));
    else
        add(word, n, (const char *)f->at, length);
    f->at += length;
}

// The next run of letters, elisions dropped; *apostrophe: one ended it.
static size_t next_run(struct fold *f, char *word, bool *apostrophe)
{
    size_t n = 0, length;
    bool full = false;
    *apostrophe = false;
    while (f->at < f->end) {
        uint32_t code = decode(f->at, f->end, &length);
        enum piece piece = piece_of(code);
        size_t before = n;
        if (piece == PIECE_WORD && n)
            return n;
        if (piece == PIECE_LETTER || piece == PIECE_WORD) {
            if (full)
                f->at += length;
            else
                take(f, code, length, word, &n);
            full = full || n == before;
            if (piece == PIECE_WORD)
                return n;
            continue;
        }
        f->at += length;
        if (piece == PIECE_MARK || !n)
            continue;
        word[n] = '\0';
        *apostrophe = piece == PIECE_APOSTROPHE;
        if (!*apostrophe || !is_elided(word))
            return n;
        n = 0;
        full = *apostrophe = false;
    }
    return n;
}

size_t fold_next(struct fold *f, char word[INDEX_TOKEN_BYTES + 1])
{
    for (;;) {
        bool apostrophe, possessive = f->possessive;
        size_t n = next_run(f, word, &apostrophe);
        word[n] = '\0';
        f->possessive = apostrophe;
        if (n == 1 && word[0] == 's' && possessive)
            continue;
        return n;
    }
}
