// Names that are safe everywhere: in ids, in addresses, on every file system.
#include "ingest/private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// Letters with accents of Latin-1 and Latin Extended-A (Unicode 15), by the first of a run.
static const struct {
    unsigned first;
    const char *letters;
} runs[] = {{0xc0, "a"},  {0xc6, "ae"}, {0xc7, "c"},  {0xc8, "e"},  {0xcc, "i"},  {0xd0, "d"},
            {0xd1, "n"},  {0xd2, "o"},  {0xd7, "-"},  {0xd8, "o"},  {0xd9, "u"},  {0xdd, "y"},
            {0xde, "th"}, {0xdf, "ss"}, {0xe0, "a"},  {0xe6, "ae"}, {0xe7, "c"},  {0xe8, "e"},
            {0xec, "i"},  {0xf0, "d"},  {0xf1, "n"},  {0xf2, "o"},  {0xf7, "-"},  {0xf8, "o"},
            {0xf9, "u"},  {0xfd, "y"},  {0xfe, "th"}, {0xff, "y"},  {0x100, "a"}, {0x106, "c"},
            {0x10e, "d"}, {0x112, "e"}, {0x11c, "g"}, {0x124, "h"}, {0x128, "i"}, {0x132, "ij"},
            {0x134, "j"}, {0x136, "k"}, {0x139, "l"}, {0x143, "n"}, {0x14c, "o"}, {0x152, "oe"},
            {0x154, "r"}, {0x15a, "s"}, {0x162, "t"}, {0x168, "u"}, {0x174, "w"}, {0x176, "y"},
            {0x179, "z"}, {0x17f, "s"}, {0x180, "-"}, {0x300, ""},  {0x370, "-"}};

static const char *plain(unsigned letter)
{
    const char *found = "-";
    for (size_t i = 0; i < sizeof runs / sizeof *runs && runs[i].first <= letter; i++)
        found = runs[i].letters;
    return found;
}

// One letter of UTF-8; what is none is one byte long, and a hyphen.
static unsigned next_letter(const char **at)
{
    const unsigned char *b = (const unsigned char *)*at;
    int more = b[0] >= 0xf0 ? 3 : b[0] >= 0xe0 ? 2 : b[0] >= 0xc0 ? 1 : 0;
    unsigned letter = more == 3 ? b[0] & 7u : more == 2 ? b[0] & 15u : more ? b[0] & 31u : b[0];
    for (int i = 1; i <= more; i++) {
        if ((b[i] & 0xc0) != 0x80) {
            *at += 1;
            return '-';
        }
        letter = letter << 6 | (b[i] & 0x3fu);
    }
    *at += 1 + more;
    return letter;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void name_slug(const char *path, const char *otherwise, char slug[NAME_SLUG])
{
    const char *at = last_part(path), *dot = strrchr(at, '.');
    const char *end = dot && dot > at ? dot : at + strlen(at);
    size_t n = 0;
    while (at < end && n + 3 < NAME_SLUG) {
        unsigned letter = next_letter(&at);
        char one[2] = {(char)(letter < 0x80 && isalnum((int)letter) ? tolower((int)letter) : '-')};
        const char *letters = letter < 0xc0 ? one : plain(letter);
        for (; *letters; letters++)
            if (*letters != '-' || (n > 0 && slug[n - 1] != '-'))
                slug[n++] = *letters;
    }
    while (n > 0 && slug[n - 1] == '-')
        n--;
    slug[n] = 0;
    if (n == 0)
        snprintf(slug, NAME_SLUG, "%s", otherwise);
}

void name_ending(const char *path, char *ending, size_t size)
{
    const char *last = last_part(path), *dot = strrchr(last, '.');
    snprintf(ending, size, "%s", dot && dot > last ? dot + 1 : "");
    for (char *c = ending; *c; c++)
        *c = (char)tolower((unsigned char)*c);
}

bool name_is_safe(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
    return name[0] && name[0] != '.' && name[0] != '-' && name[n] == 0 && n < 128;
}
