// Reads BVH: the hierarchy first, then one long line of channels a frame.
#include "motion/private.h"

#include <assert.h>
#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum channel { X_POSITION, Y_POSITION, Z_POSITION, X_ROTATION, Y_ROTATION, Z_ROTATION, CHANNELS };

static const char *const channel_names[] = {"Xposition", "Yposition", "Zposition", "Xrotation",
                                            "Yrotation", "Zrotation", NULL};

// A joint's channels, in the order of the file.
struct channels {
    int count;
    uint8_t kinds[CHANNELS];
};

#define BVH_WORD 64

struct reader {
    const char *at, *end;
    int line;
    locale_t numbers; // the decimal sign is a point, whatever the machine's language
    struct motion_clip *clip;
    struct channels *channels; // one a joint
    struct fault *fault;
};

static void skip_space(struct reader *r)
{
    for (; r->at < r->end && isspace((unsigned char)*r->at); r->at++)
        r->line += *r->at == '\n';
}

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

// The next word, cut short where it is longer than any that could be right. False at the end.
static bool next_word(struct reader *r, char word[static BVH_WORD])
{
    skip_space(r);
    size_t n = 0;
    bool brace = r->at < r->end && one_of(*r->at, "{}:");
    for (; r->at < r->end && !isspace((unsigned char)*r->at); r->at++) {
        if (n > 0 && (brace || one_of(*r->at, "{}:")))
            break;
        if (n < BVH_WORD - 1)
            word[n] = isprint((unsigned char)*r->at) ? *r->at : '?';
        n++;
    }
    word[n < BVH_WORD - 1 ? n : BVH_WORD - 1] = 0;
    return n > 0;
}

static bool broken(struct reader *r, const char *wanted, const char *found)
{
    if (!found[0])
        return fault_set(r->fault, "line %d: the file ends here; %s was to come", r->line, wanted);
    return fault_set(r->fault, "line %d: \"%s\" where %s was to come", r->line, found, wanted);
}

static bool expect(struct reader *r, const char *wanted)
{
    char word[BVH_WORD] = "";
    next_word(r, word);
    return strcasecmp(word, wanted) == 0 || broken(r, wanted, word);
}

static bool next_number(struct reader *r, double *number)
{
    char word[BVH_WORD] = "", *end = word;
    next_word(r, word);
    char *comma = strchr(word, ','); // written by a machine that speaks French or Italian
    if (comma)
        *comma = '.';
    if (strspn(word, "+-.0123456789eE") == strlen(word))
        *number = strtod_l(word, &end, r->numbers);
    if (end == word || *end || !isfinite(*number) || fabs(*number) > 1e9)
        return broken(r, "a number", word);
    return true;
}

static bool next_count(struct reader *r, double most, double *count)
{
    if (!next_number(r, count))
        return false;
    if (*count != floor(*count) || *count < 0 || *count > most)
        return fault_set(r->fault, "line %d: %.10g; a whole number from 0 to %.0f is allowed",
                         r->line, *count, most);
    return true;
}

// A joint's name is the rest of its line: some exporters leave spaces in it.
static bool next_name(struct reader *r, char name[static MOTION_NAME])
{
    while (r->at < r->end && one_of(*r->at, " \t"))
        r->at++;
    const char *first = r->at;
    while (r->at < r->end && !one_of(*r->at, "\r\n{"))
        r->at++;
    size_t n = (size_t)(r->at - first);
    while (n > 0 && isspace((unsigned char)first[n - 1]))
        n--;
    if (n >= MOTION_NAME || memchr(first, 0, n))
        return fault_set(r->fault, "line %d: a joint's name has %zu bytes; at most %d, without NUL",
                         r->line, n, MOTION_NAME - 1);
    memcpy(name, first, n);
    name[n] = 0;
    return true;
}

static bool add_joint(struct reader *r, int *current, bool end)
{
    struct motion_clip *c = r->clip;
    if (c->info.joints == MOTION_JOINTS)
        return fault_set(r->fault, "line %d: too many joints; at most %d", r->line, MOTION_JOINTS);
    int j = c->info.joints++;
    struct motion_bone *b = &c->bones[j];
    *b = (struct motion_bone){.parent = *current, .end = end, .rotation = -1, .position = -1};
    *current = j;
    if (!next_name(r, b->name))
        return false;
    if (end)
        b->name[0] = 0;
    return expect(r, "{");
}

static bool read_offset(struct reader *r, int joint)
{
    struct vec3 *o = &r->clip->bones[joint].offset;
    return next_number(r, &o->x) && next_number(r, &o->y) && next_number(r, &o->z);
}

static bool read_channel(struct reader *r, struct channels *list)
{
    char word[BVH_WORD] = "";
    next_word(r, word);
    for (int k = 0; k < CHANNELS; k++)
        if (strcasecmp(word, channel_names[k]) == 0) {
            list->kinds[list->count++] = (uint8_t)k;
            return true;
        }
    return broken(r, "Xposition … Zrotation", word);
}

static bool read_channels(struct reader *r, int joint)
{
    struct motion_bone *b = &r->clip->bones[joint];
    struct channels *list = &r->channels[joint];
    double count = 0;
    if (b->end || list->count)
        return fault_set(r->fault, "line %d: channels for %s", r->line,
                         b->end ? "an end site, which has none" : "the second time");
    if (!next_count(r, CHANNELS, &count))
        return false;
    while (list->count < (int)count)
        if (!read_channel(r, list))
            return false;
    for (int i = 0; i < list->count; i++) {
        bool turns = list->kinds[i] >= X_ROTATION;
        int *place = turns ? &b->rotation : &b->position;
        if (*place < 0)
            *place = turns ? r->clip->rotating++ : r->clip->moving++;
    }
    return true;
}

// One statement inside a joint, or a root. `current` is the joint whose braces are open, or -1.
static bool read_statement(struct reader *r, const char *word, int *current)
{
    if (*current < 0)
        return strcasecmp(word, "ROOT") == 0 ? add_joint(r, current, false)
                                             : broken(r, "ROOT or MOTION", word);
    bool end = r->clip->bones[*current].end;
    if (!end && strcasecmp(word, "JOINT") == 0)
        return add_joint(r, current, false);
    if (!end && strcasecmp(word, "End") == 0)
        return add_joint(r, current, true);
    if (strcasecmp(word, "OFFSET") == 0)
        return read_offset(r, *current);
    if (strcasecmp(word, "CHANNELS") == 0)
        return read_channels(r, *current);
    if (strcmp(word, "}") != 0)
        return broken(r, "JOINT, End Site, OFFSET, CHANNELS or }", word);
    *current = r->clip->bones[*current].parent;
    return true;
}

static bool read_hierarchy(struct reader *r)
{
    int current = -1;
    char word[BVH_WORD] = "";
    if (!expect(r, "HIERARCHY"))
        return false;
    for (;;) {
        word[0] = 0;
        next_word(r, word);
        if (current < 0 && strcasecmp(word, "MOTION") == 0)
            break;
        if (!read_statement(r, word, &current))
            return false;
    }
    if (r->clip->info.joints == 0)
        return fault_set(r->fault, "line %d: no ROOT; at least one is needed", r->line);
    return true;
}

static int values_a_frame(const struct reader *r)
{
    int values = 0;
    for (int j = 0; j < r->clip->info.joints; j++)
        values += r->channels[j].count;
    return values;
}

static bool read_timing(struct reader *r)
{
    struct motion_info *info = &r->clip->info;
    double frames = 0;
    assert(info->joints > 0); // read_hierarchy
    if (!expect(r, "Frames") || !expect(r, ":") ||
        !next_count(r, floor((double)MOTION_VALUES / info->joints), &frames))
        return false;
    if (frames < 1)
        return fault_set(r->fault, "line %d: no frames; at least one is needed", r->line);
    info->frames = (int)frames;
    if (!expect(r, "Frame") || !expect(r, "Time") || !expect(r, ":") ||
        !next_number(r, &info->frame_s))
        return false;
    if (info->frame_s < 1e-5 || info->frame_s > 10)
        return fault_set(r->fault, "line %d: a frame of %g s; 0.00001 to 10 s are allowed", r->line,
                         info->frame_s);
    info->duration_s = (info->frames - 1) * info->frame_s;
    // Every value takes a digit and a space: a file this short cannot hold what it promises, and
    // nothing is reserved for a promise.
    double least = frames * values_a_frame(r) * 2 - 1;
    if ((double)(r->end - r->at) < least)
        return fault_set(r->fault,
                         "line %d: %d frames of %d values are promised, %td bytes are left; at "
                         "least %.0f are needed",
                         r->line, info->frames, values_a_frame(r), r->end - r->at, least);
    return true;
}

static struct quat turn_about(enum channel kind, double degrees)
{
    double half = degrees * (M_PI / 360), s = sin(half);
    return (struct quat){.x = kind == X_ROTATION ? s : 0,
                         .y = kind == Y_ROTATION ? s : 0,
                         .z = kind == Z_ROTATION ? s : 0,
                         .w = cos(half)};
}

// `before` is the frame before, or NULL: q and -q turn alike, the nearer one is kept.
static void keep_rotation(float *at, const float *before, struct quat q)
{
    q = quat_unit(q);
    double d = 0;
    if (before)
        d = q.x * before[0] + q.y * before[1] + q.z * before[2] + q.w * before[3];
    double sign = d < 0 ? -1 : 1;
    at[0] = (float)(sign * q.x);
    at[1] = (float)(sign * q.y);
    at[2] = (float)(sign * q.z);
    at[3] = (float)(sign * q.w);
}

static bool read_joint_frame(struct reader *r, int joint, int frame)
{
    struct motion_clip *c = r->clip;
    const struct motion_bone *b = &c->bones[joint];
    const struct channels *list = &r->channels[joint];
    double at[3] = {b->offset.x, b->offset.y, b->offset.z}, value = 0;
    struct quat turn = {0, 0, 0, 1};
    for (int i = 0; i < list->count; i++) {
        if (!next_number(r, &value))
            return fault_where(r->fault, "frame %d of %d", frame + 1, c->info.frames);
        if (list->kinds[i] < X_ROTATION)
            at[list->kinds[i]] = value;
        else
            turn = quat_times(turn, turn_about(list->kinds[i], value));
    }
    if (b->rotation >= 0) {
        assert(c->rotations);
        size_t row = (size_t)c->rotating * 4;
        float *q = c->rotations + (size_t)frame * row + (size_t)b->rotation * 4;
        keep_rotation(q, frame > 0 ? q - row : NULL, turn);
    }
    if (b->position >= 0) {
        assert(c->positions);
        float *p = c->positions + ((size_t)frame * (size_t)c->moving + (size_t)b->position) * 3;
        for (int axis = 0; axis < 3; axis++)
            p[axis] = (float)at[axis];
    }
    return true;
}

static bool read_frames(struct reader *r)
{
    struct motion_clip *c = r->clip;
    size_t frames = (size_t)c->info.frames;
    c->rotations = calloc(frames * (size_t)c->rotating + 1, 4 * sizeof *c->rotations);
    c->positions = calloc(frames * (size_t)c->moving + 1, 3 * sizeof *c->positions);
    if (!c->rotations || !c->positions)
        return fault_set(r->fault, "line %d: not enough memory for %zu frames", r->line, frames);
    if (values_a_frame(r) == 0)
        return true;
    for (int frame = 0; frame < c->info.frames; frame++)
        for (int j = 0; j < c->info.joints; j++)
            if (!read_joint_frame(r, j, frame))
                return false;
    return true;
}

static bool begin(struct reader *r, const struct motion_desc *desc)
{
    r->clip = calloc(1, sizeof *r->clip);
    r->channels = calloc(MOTION_JOINTS, sizeof *r->channels);
    r->numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!r->clip || !r->channels || !r->numbers)
        return fault_set(r->fault, "not enough memory");
    r->clip->z_up = desc && desc->z_up;
    r->clip->bones = calloc(MOTION_JOINTS, sizeof *r->clip->bones);
    if (!r->clip->bones)
        return fault_set(r->fault, "not enough memory");
    if (r->end - r->at >= 3 && memcmp(r->at, "\xef\xbb\xbf", 3) == 0)
        r->at += 3; // a byte order mark
    return true;
}

static void set_unit(struct motion_clip *c, const struct motion_desc *desc)
{
    c->info.metres_per_unit = desc ? desc->metres_per_unit : 0;
    c->info.guessed = !(c->info.metres_per_unit > 0);
    if (c->info.guessed)
        c->info.metres_per_unit = motion_guess_unit(motion_reach(c));
}

struct motion_clip *motion_read_bvh(const char *bytes, size_t length,
                                    const struct motion_desc *desc, struct fault *f)
{
    struct reader r = {.at = bytes, .end = bytes + length, .line = 1, .fault = f};
    bool read = begin(&r, desc) && read_hierarchy(&r) && read_timing(&r) && read_frames(&r);
    if (read)
        set_unit(r.clip, desc);
    if (r.numbers)
        freelocale(r.numbers);
    free(r.channels);
    if (read)
        return r.clip;
    motion_destroy(r.clip);
    return NULL;
}
