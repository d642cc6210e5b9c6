// Contacts from text: a recorded visit, or one touch of the command line.
#include "base/fault.h"
#include "input/private.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 512, WORDS = 9 };

#define LATEST_S 1e7 // four months
#define FARTHEST_PX 1e6
#define FINGER_MOST 1000000000

#define ANGLE_MOST 1000.0 // radians
#define MARK_MOST 1000000

#define LINE_ALLOWED                                                                              \
    "`SECONDS down|move|up|cancel FINGER OUTPUT X Y`, `SECONDS put|slide|take NUMBER OUTPUT X Y " \
    "MARK ANGLE` or `SECONDS key NAME` is allowed"
#define TOUCH_ALLOWED \
    "[STATION/][OUTPUT:]X,Y@SECONDS is allowed, as 640,360@2 or kiosk/main:640,360@2"

struct names {
    const char *words[MAPPING_OUTPUTS + 1]; // NULL-terminated
    int count;
};

static struct names names_of(const char *const *outputs, int count)
{
    struct names n = {.count = count < MAPPING_OUTPUTS ? count : MAPPING_OUTPUTS};
    for (int k = 0; k < n.count; k++)
        n.words[k] = outputs[k];
    return n;
}

static bool append(struct input *i, const struct input_contact *c)
{
    if (i->replay_count >= INPUT_REPLAY_MAX)
        return false;
    if (i->replay_count == i->replay_room) {
        int room = i->replay_room ? i->replay_room * 2 : 64;
        struct replayed *grown = realloc(i->replay, (size_t)room * sizeof *grown);
        if (!grown)
            return false;
        i->replay = grown;
        i->replay_room = room;
    }
    i->replay[i->replay_count] = (struct replayed){*c, i->replay_count};
    i->replay_count++;
    return true;
}

static int earlier(const void *a, const void *b)
{
    const struct replayed *p = a, *q = b;
    if (p->contact.time_s != q->contact.time_s)
        return p->contact.time_s < q->contact.time_s ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

static void sort(struct input *i)
{
    int count = i->replay_count - i->replay_next;
    if (count < 2)
        return;
    qsort(i->replay + i->replay_next, (size_t)count, sizeof *i->replay, earlier);
    for (int k = i->replay_next; k < i->replay_count; k++)
        i->replay[k].order = k;
}

// A whole word that is a finite number from least to most.
static bool number(const char *word, double least, double most, double *value)
{
    char *end;
    *value = strtod(word, &end);
    return end != word && !*end && isfinite(*value) && *value >= least && *value <= most;
}

static bool finger(const char *word, int64_t *value)
{
    char *end;
    long long n = strtoll(word, &end, 10);
    *value = n;
    return end != word && !*end && n >= 0 && n <= FINGER_MOST;
}

static bool output_named(const struct names *names, const char *word, int *output, struct fault *f)
{
    for (*output = 0; *output < names->count; (*output)++)
        if (strcmp(names->words[*output], word) == 0)
            return true;
    const char *nearest = fault_nearest(word, names->words);
    char list[512] = "";
    size_t at = 0;
    for (int k = 0; k < names->count && at < sizeof list; k++)
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", k ? ", " : "", names->words[k]);
    return fault_set(f, "no output \"%.64s\"%s%s%s; there is %s", word, nearest ? "; is it \"" : "",
                     nearest ? nearest : "", nearest ? "\"?" : "", names->count ? list : "none");
}

static bool inside(const struct input *i, int output, struct vec2 p, struct fault *f)
{
    struct size2 size = mapping_output_size(i->mapping, output);
    if (p.x >= 0 && p.y >= 0 && p.x < size.width && p.y < size.height)
        return true;
    return fault_set(f, "%g, %g is outside the output; 0 to under %d, 0 to under %d is allowed",
                     p.x, p.y, size.width, size.height);
}

// Splits in place at blanks; a word that begins with # ends the line.
static int split(char *line, char *words[WORDS])
{
    int count = 0;
    for (char *c = line; *c && count < WORDS;) {
        while (isspace((unsigned char)*c))
            *c++ = 0;
        if (!*c || *c == '#')
            break;
        words[count++] = c;
        while (*c && !isspace((unsigned char)*c))
            c++;
    }
    return count;
}

// Names of keys have blanks in them ("Keypad 5"): the rest of the line.
static bool read_key(const char *rest, struct input_contact *c, struct fault *f)
{
    while (isspace((unsigned char)*rest))
        rest++;
    if (strncmp(rest, "Ctrl+", 5) == 0) {
        c->control = true;
        rest += 5;
    }
    if (strncmp(rest, "Shift+", 6) == 0) {
        c->shift = true;
        rest += 6;
    }
    size_t length = strlen(rest);
    while (length && isspace((unsigned char)rest[length - 1]))
        length--;
    if (!length || length >= sizeof c->key)
        return fault_set(f, "a key's name has 1 to %zu letters", sizeof c->key - 1);
    c->phase = INPUT_KEY;
    memcpy(c->key, rest, length);
    return true;
}

static bool read_contact(const struct input *i, char *words[WORDS], const struct names *names,
                         struct input_contact *c, struct fault *f)
{
    if (!finger(words[2], &c->finger))
        return fault_set(f, "finger \"%.64s\"; a whole number from 0 to %d is allowed", words[2],
                         FINGER_MOST);
    if (!output_named(names, words[3], &c->output, f))
        return false;
    for (int k = 0; k < 2; k++)
        if (!number(words[4 + k], -FARTHEST_PX, FARTHEST_PX, k ? &c->at_output.y : &c->at_output.x))
            return fault_set(f, "%s \"%.64s\"; px from %g to %g are allowed", k ? "y" : "x",
                             words[4 + k], -FARTHEST_PX, FARTHEST_PX);
    return (c->phase != INPUT_DOWN && c->phase != INPUT_OBJECT_PUT) ||
           inside(i, c->output, c->at_output, f);
}

// The two words more that an object has.
static bool read_object(char *words[WORDS], struct input_contact *c, struct fault *f)
{
    int64_t mark;
    if (!finger(words[6], &mark) || mark > MARK_MOST)
        return fault_set(f, "mark \"%.64s\"; a whole number from 0 to %d is allowed", words[6],
                         MARK_MOST);
    if (!number(words[7], -ANGLE_MOST, ANGLE_MOST, &c->angle))
        return fault_set(f, "angle \"%.64s\"; radians from %g to %g are allowed", words[7],
                         -ANGLE_MOST, ANGLE_MOST);
    c->object = (int)mark;
    return true;
}

struct phase {
    const char *word;
    enum input_phase phase;
    int words; // of the whole line
    bool cancelled;
};

static const struct phase *phase_named(const char *word)
{
    static const struct phase phases[] = {
        {"down", INPUT_DOWN, 6, false},
        {"move", INPUT_MOVE, 6, false},
        {"up", INPUT_UP, 6, false},
        {"cancel", INPUT_UP, 6, true},
        {"put", INPUT_OBJECT_PUT, 8, false},
        {"slide", INPUT_OBJECT_MOVE, 8, false},
        {"take", INPUT_OBJECT_TAKE, 8, false},
    };
    for (size_t k = 0; k < sizeof phases / sizeof *phases; k++)
        if (strcmp(word, phases[k].word) == 0)
            return &phases[k];
    return NULL;
}

// True with *any false: nothing stands there.
static bool read_line(const struct input *i, const char *line, const struct names *names,
                      struct input_contact *c, bool *any, struct fault *f)
{
    char copy[LINE], *words[WORDS];
    snprintf(copy, sizeof copy, "%s", line);
    int count = split(copy, words);
    *any = count > 0;
    if (!count)
        return true;
    *c = (struct input_contact){0};
    if (count < 2)
        return fault_set(f, LINE_ALLOWED);
    if (!number(words[0], 0, LATEST_S, &c->time_s))
        return fault_set(f, "\"%.64s\"; seconds from 0 to %g are allowed", words[0], LATEST_S);
    if (strcmp(words[1], "key") == 0)
        return read_key(line + (words[1] - copy) + strlen("key"), c, f);
    const struct phase *phase = phase_named(words[1]);
    if (!phase || count != phase->words)
        return fault_set(f, LINE_ALLOWED);
    c->phase = phase->phase;
    c->cancelled = phase->cancelled;
    return read_contact(i, words, names, c, f) && (count < 8 || read_object(words, c, f));
}

static bool read_bytes(const struct input *i, const char *text, size_t length,
                       const struct names *names, struct input_contact *c, bool *any,
                       struct fault *f)
{
    char line[LINE];
    if (length >= sizeof line)
        return fault_set(f, "a line of %zu bytes; up to %d are allowed", length, LINE - 1);
    if (memchr(text, 0, length))
        return fault_set(f, "a zero byte; " LINE_ALLOWED);
    memcpy(line, text, length);
    line[length] = 0;
    return read_line(i, line, names, c, any, f);
}

bool input_replay(struct input *i, const char *text, size_t length, const char *file,
                  const char *const *outputs, int output_count, struct faults *faults)
{
    struct names names = names_of(outputs, output_count);
    int before = i->replay_count, line = 1;
    bool good = true;
    for (const char *at = text, *end = text + length; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        struct input_contact c;
        struct fault f = {0};
        bool any = false;
        if (!read_bytes(i, at, (size_t)(stop - at), &names, &c, &any, &f)) {
            faults_add(faults, FAULT_ERROR, "%s:%d: %s", file, line, f.text);
            good = false;
        } else if (any && !append(i, &c)) {
            faults_add(faults, FAULT_ERROR, "%s:%d: more than %d contacts", file, line,
                       INPUT_REPLAY_MAX);
            good = false;
            break;
        }
        at = stop < end ? stop + 1 : end;
    }
    if (!good)
        i->replay_count = before;
    sort(i);
    return good;
}

// Takes `[OUTPUT:]X,Y@S` apart.
static bool read_touch(const char *argument, const struct names *names, struct input_contact *c,
                       double *at_s, struct fault *f)
{
    char copy[LINE];
    if (snprintf(copy, sizeof copy, "%s", argument) >= (int)sizeof copy)
        return fault_set(f, TOUCH_ALLOWED);
    char *place = copy, *colon = strrchr(copy, ':');
    if (colon) {
        *colon = 0;
        place = colon + 1;
        if (!output_named(names, copy, &c->output, f))
            return false;
    }
    char *comma = strchr(place, ','), *when = strchr(place, '@');
    if (!comma || !when || comma > when)
        return fault_set(f, TOUCH_ALLOWED);
    *comma = *when = 0;
    return (number(place, 0, FARTHEST_PX, &c->at_output.x) &&
            number(comma + 1, 0, FARTHEST_PX, &c->at_output.y) &&
            number(when + 1, 0, LATEST_S, at_s)) ||
           fault_set(f, TOUCH_ALLOWED);
}

bool input_touch(struct input *i, const char *argument, const char *const *outputs,
                 int output_count, struct fault *f)
{
    struct names names = names_of(outputs, output_count);
    struct input_contact c = {.phase = INPUT_DOWN, .finger = -(i->touches + 1)};
    double at_s = 0;
    if (names.count == 0)
        return fault_set(f, "%s: the station has no output", argument);
    if (!read_touch(argument, &names, &c, &at_s, f) || !inside(i, c.output, c.at_output, f))
        return fault_where(f, "%s", argument);
    int before = i->replay_count;
    c.time_s = at_s;
    bool good = append(i, &c);
    c.time_s = at_s + INPUT_TOUCH_S;
    c.phase = INPUT_UP;
    good = good && append(i, &c);
    if (!good) {
        i->replay_count = before;
        return fault_set(f, "%s: more than %d contacts", argument, INPUT_REPLAY_MAX);
    }
    i->touches++;
    sort(i);
    return true;
}
