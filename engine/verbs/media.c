// Every film, picture, sound, clip and model of the records is opened once.
#include "verbs/media.h"
#include "content.h"
#include "decode/decode.h"
#include "motion/motion.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CLIP_BYTES (256u << 20)
#define RATE_HZ 48000

static bool ends_in(const char *file, const char *const *endings)
{
    const char *dot = strrchr(file, '.');
    for (; dot && *endings; endings++)
        if (strcasecmp(dot + 1, *endings) == 0)
            return true;
    return false;
}

static bool open_picture(const char *path, struct fault *f)
{
    struct decode_picture picture = {0};
    bool good = decode_picture(path, &picture, f);
    if (good)
        decode_picture_finish(&picture);
    return good;
}

static bool open_model(const char *path, struct fault *f)
{
    struct decode_model model;
    bool good = decode_model(path, &model, f);
    if (good)
        decode_model_finish(&model);
    return good;
}

static bool open_clip(const char *path, struct fault *f)
{
    size_t length = 0;
    char *bytes = store_read(path, CLIP_BYTES, &length, f);
    struct motion_clip *clip =
        bytes ? motion_read_bvh(bytes, length, &(struct motion_desc){0}, f) : NULL;
    free(bytes);
    motion_destroy(clip);
    return clip != NULL;
}

// A sound, or a film: that one has no soundtrack is no fault.
static bool open_sound(const char *path, struct fault *f)
{
    float frames[DECODE_CHANNELS_MAX * 64];
    struct decode_sound *sound = decode_sound_open(path, RATE_HZ, f);
    if (!sound)
        return strstr(f->text, DECODE_NO_SOUND) != NULL;
    bool good = decode_sound_read(sound, frames, 64) > 0;
    decode_sound_close(sound);
    return good || fault_set(f, "%s: nothing in it can be heard", path);
}

static bool open_file(const char *path, struct fault *f)
{
    static const char *const pictures[] = {"png", "jpg", "jpeg", "webp", NULL};
    static const char *const clips[] = {"bvh", NULL};
    static const char *const models[] = {"glb", "gltf", "obj", "ply", "stl", NULL};
    if (ends_in(path, pictures))
        return open_picture(path, f);
    if (ends_in(path, clips))
        return open_clip(path, f);
    if (ends_in(path, models))
        return open_model(path, f);
    return open_sound(path, f);
}

static void check_type(const struct installation *in, const char *root, const struct repertoire *r,
                       enum repertoire_type type, struct faults *faults)
{
    const json_t *record;
    for (int n = 0; (record = repertoire_record(r, type, n)); n++) {
        const char *file = json_string_value(json_object_get(record, "file"));
        const char *id = json_string_value(json_object_get(record, "id"));
        char path[INSTALLATION_PATH], place[INSTALLATION_PATH];
        struct fault f = {0};
        if (!file || !installation_find(in, root, NULL, file, path, sizeof path, &f))
            continue; // missing: told when the content was read
        if (open_file(path, &f))
            continue;
        repertoire_place(r, id, "file", place, sizeof place);
        faults_add(faults, FAULT_ERROR, "%s: file: %s: %s", place, file, fault_after(f.text, path));
    }
}

void media_check(const struct installation *in, const char *root, const char *date,
                 struct faults *faults)
{
    struct faults known = {0}; // told when the content was read
    struct repertoire *r = content_read(in, root, date, &known);
    if (r) {
        check_type(in, root, r, REPERTOIRE_MEDIA, faults);
        check_type(in, root, r, REPERTOIRE_CLIP, faults);
        content_check(in, root, r, faults);
    }
    repertoire_destroy(r);
    faults_finish(&known);
}
