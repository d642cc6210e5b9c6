// Reads .cube files and looks colours up.
#include "mapping/lut.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_VALUE 1e4
#define LINE_BYTES 512 // the specification says 250

struct reader {
    struct lut *lut;
    const char *at, *end;
    char line[LINE_BYTES];
    int number; // of the line
    int read;   // entries
    locale_t numbers;
    struct fault *fault;
};

static bool broken(struct reader *r, const char *what)
{
    return fault_set(r->fault, "line %d: %s", r->number, what);
}

int lut_entries(const struct lut *l)
{
    return l->cubic ? l->edge * l->edge * l->edge : l->edge;
}

// The next line, without what ends it. False at the end of the text, or where it is too long: then
// the fault is set.
static bool next_line(struct reader *r, bool *good)
{
    size_t left = (size_t)(r->end - r->at);
    *good = true;
    if (!left)
        return false;
    const char *stop = memchr(r->at, '\n', left);
    size_t length = stop ? (size_t)(stop - r->at) : left;
    r->number++;
    if (length >= LINE_BYTES) {
        *good = broken(r, "is too long; 511 bytes are allowed");
        return false;
    }
    memcpy(r->line, r->at, length);
    if (memchr(r->line, '\0', length)) {
        *good = broken(r, "a byte that is no letter");
        return false;
    }
    while (length && strchr("\r \t", r->line[length - 1]))
        length--;
    r->line[length] = '\0';
    r->at = stop ? stop + 1 : r->end;
    return true;
}

// Numbers to the end of the line; false when there are others than so many.
static bool numbers(const struct reader *r, const char *text, double *to, int count)
{
    for (int i = 0; i < count; i++) {
        char *end;
        to[i] = strtod_l(text, &end, r->numbers);
        if (end == text || !isfinite(to[i]) || fabs(to[i]) > MOST_VALUE)
            return false;
        text = end;
    }
    return text[strspn(text, " \t")] == '\0';
}

static bool begin_table(struct reader *r, const char *rest, bool cubic)
{
    double edge;
    int most = cubic ? LUT_CUBE : LUT_LINE;
    if (r->lut->edge)
        return broken(r, "a second size; one table a file is allowed, without a shaper");
    if (!numbers(r, rest, &edge, 1) || edge != floor(edge) || edge < 2 || edge > most)
        return fault_set(r->fault, "line %d: a whole number from 2 to %d is allowed as size",
                         r->number, most);
    r->lut->edge = (int)edge;
    r->lut->cubic = cubic;
    r->lut->rgb = calloc((size_t)lut_entries(r->lut), 3 * sizeof *r->lut->rgb);
    return r->lut->rgb || broken(r, "no memory for its table");
}

static bool set_domain(struct reader *r, const char *rest, double domain[3])
{
    return numbers(r, rest, domain, 3) || broken(r, "three numbers are allowed as domain");
}

static bool set_range(struct reader *r, const char *rest)
{
    double range[2];
    if (!numbers(r, rest, range, 2))
        return broken(r, "two numbers are allowed as input range");
    for (int i = 0; i < 3; i++) {
        r->lut->least[i] = range[0];
        r->lut->most[i] = range[1];
    }
    return true;
}

static const char *behind(const char *line, const char *word)
{
    size_t n = strlen(word);
    bool there = strncmp(line, word, n) == 0 && (line[n] == ' ' || line[n] == '\t');
    return there ? line + n : NULL;
}

static bool read_keyword(struct reader *r, const char *line)
{
    const char *rest;
    if (r->read)
        return broken(r, "a keyword inside the table; all stand before it");
    if (behind(line, "TITLE") || strcmp(line, "TITLE") == 0)
        return true;
    if ((rest = behind(line, "LUT_3D_SIZE")))
        return begin_table(r, rest, true);
    if ((rest = behind(line, "LUT_1D_SIZE")))
        return begin_table(r, rest, false);
    if ((rest = behind(line, "DOMAIN_MIN")))
        return set_domain(r, rest, r->lut->least);
    if ((rest = behind(line, "DOMAIN_MAX")))
        return set_domain(r, rest, r->lut->most);
    if ((rest = behind(line, "LUT_3D_INPUT_RANGE")) || (rest = behind(line, "LUT_1D_INPUT_RANGE")))
        return set_range(r, rest);
    return broken(r, "no keyword of a .cube file; TITLE, LUT_1D_SIZE, LUT_3D_SIZE, DOMAIN_MIN and "
                     "DOMAIN_MAX are allowed");
}

static bool read_entry(struct reader *r, const char *line)
{
    double rgb[3];
    if (!r->lut->edge)
        return broken(r, "an entry before LUT_3D_SIZE or LUT_1D_SIZE");
    if (r->read == lut_entries(r->lut))
        return fault_set(r->fault, "line %d: the table is full: %d entries are what its size says",
                         r->number, r->read);
    if (!numbers(r, line, rgb, 3))
        return broken(r, "three numbers are allowed in an entry, of at most 10,000");
    for (int i = 0; i < 3; i++)
        r->lut->rgb[r->read * 3 + i] = (float)rgb[i];
    r->read++;
    return true;
}

static bool read_line(struct reader *r)
{
    const char *line = r->line + strspn(r->line, " \t");
    if (*line == '\0' || *line == '#')
        return true;
    bool word = (*line >= 'A' && *line <= 'Z') || (*line >= 'a' && *line <= 'z');
    return word ? read_keyword(r, line) : read_entry(r, line);
}

static bool check(struct reader *r)
{
    const struct lut *l = r->lut;
    if (!l->edge)
        return broken(r, "no table; LUT_3D_SIZE or LUT_1D_SIZE says how large one is");
    if (r->read < lut_entries(l))
        return fault_set(r->fault,
                         "line %d: the file ends after %d entries; %d are what its size says",
                         r->number, r->read, lut_entries(l));
    for (int i = 0; i < 3; i++)
        if (!(l->most[i] - l->least[i] > 1e-6))
            return fault_set(r->fault, "DOMAIN_MAX is not above DOMAIN_MIN");
    return true;
}

bool lut_read(struct lut *l, const char *text, size_t length, struct fault *f)
{
    static const char mark[] = "\xef\xbb\xbf";
    *l = (struct lut){.most = {1, 1, 1}};
    if (length > LUT_BYTES)
        return fault_set(f, "%zu bytes; %u are allowed", length, LUT_BYTES);
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    struct reader r = {.lut = l, .at = text, .end = text + length, .fault = f};
    r.numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!r.numbers)
        return fault_set(f, "no memory");
    bool good = true;
    while (good && next_line(&r, &good))
        good = read_line(&r);
    good = good && check(&r);
    freelocale(r.numbers);
    if (!good)
        lut_finish(l);
    return good;
}

void lut_finish(struct lut *l)
{
    free(l->rgb);
    *l = (struct lut){0};
}

// The entry before it, and how far behind that it lies.
static int place(const struct lut *l, int channel, double value, double *fraction)
{
    double x = (value - l->least[channel]) / (l->most[channel] - l->least[channel]);
    x = fmin(fmax(x, 0), 1) * (l->edge - 1);
    int n = x < l->edge - 1 ? (int)x : l->edge - 2;
    *fraction = x - n;
    return n;
}

static void apply_rows(const struct lut *l, const double in[3], double out[3])
{
    for (int i = 0; i < 3; i++) {
        double x;
        const float *entry = l->rgb + place(l, i, in[i], &x) * 3 + i;
        out[i] = entry[0] + x * ((double)entry[3] - entry[0]);
    }
}

// From the nearest corner of its cell along the axes, the farthest first, to the opposite one.
static void apply_cube(const struct lut *l, const double in[3], double out[3])
{
    const int steps[3] = {3, 3 * l->edge, 3 * l->edge * l->edge};
    double x[3];
    int order[3] = {0, 1, 2}, entry = 0;
    for (int i = 0; i < 3; i++)
        entry += place(l, i, in[i], &x[i]) * steps[i];
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2 - i; k++)
            if (x[order[k]] < x[order[k + 1]]) {
                int kept = order[k];
                order[k] = order[k + 1];
                order[k + 1] = kept;
            }
    for (int i = 0; i < 3; i++)
        out[i] = (1 - x[order[0]]) * l->rgb[entry + i];
    for (int k = 0; k < 3; k++) {
        double weight = x[order[k]] - (k < 2 ? x[order[k + 1]] : 0);
        entry += steps[order[k]];
        for (int i = 0; i < 3; i++)
            out[i] += weight * l->rgb[entry + i];
    }
}

void lut_apply(const struct lut *l, const double in[3], double out[3])
{
    if (l->cubic)
        apply_cube(l, in, out);
    else
        apply_rows(l, in, out);
}
