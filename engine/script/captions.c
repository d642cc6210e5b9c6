// Captions of films that scenes have opened: each file is read once for a film.
#include "script/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void captions_finish(struct script *s)
{
    for (int i = 0; i < SCRIPT_CAPTIONS; i++) {
        decode_captions_finish(&s->captions[i].read);
        s->captions[i].media = 0;
    }
}

const struct decode_captions *captions_find(const struct script *s, media_handle media)
{
    for (int i = 0; media && i < SCRIPT_CAPTIONS; i++)
        if (s->captions[i].media == media)
            return &s->captions[i].read;
    return NULL;
}

// The film's own place, one that is free, or one whose film is gone.
static struct script_captions *take(struct script *s, media_handle media)
{
    struct script_captions *found = NULL;
    for (int i = 0; i < SCRIPT_CAPTIONS; i++) {
        struct script_captions *c = &s->captions[i];
        if (c->media == media)
            return c;
        if (!found && !media_find(&s->scene->media, c->media))
            found = c;
    }
    return found;
}

struct telling {
    struct incarnation *inc;
    const char *path;
};

static void tell(void *user, int line, const char *what)
{
    const struct telling *t = user;
    char name[SCRIPT_NAME];
    load_chunk_name(t->path, name, sizeof name);
    bind_warn(t->inc, "%s:%d: %s", name, line, what);
}

bool captions_read(struct incarnation *inc, media_handle media, const char *path, struct fault *f)
{
    struct script *s = inc->script;
    struct script_captions *c = take(s, media);
    struct telling telling = {inc, path};
    size_t length;
    if (!c)
        return fault_set(f, "%d films have captions already", SCRIPT_CAPTIONS);
    decode_captions_finish(&c->read);
    c->media = 0;
    if (!load_file(s, inc->watch, path, &length, f) ||
        !decode_captions_read(s->source, length, &c->read, tell, &telling, f))
        return false;
    c->media = media;
    return true;
}

bool captions_beside(const struct media *m, const char *language, char *path, size_t size)
{
    static const char *const endings[] = {"vtt", "srt"};
    const char *slash = strrchr(m->path, '/'), *dot = strrchr(slash ? slash : m->path, '.');
    int stem = dot ? (int)(dot - m->path) : (int)strlen(m->path);
    int64_t changed_ns, bytes;
    for (int named = 1; named >= 0; named--)
        for (int i = 0; i < 2; i++) {
            int wanted =
                named ? snprintf(path, size, "%.*s.%s.%s", stem, m->path, language, endings[i])
                      : snprintf(path, size, "%.*s.%s", stem, m->path, endings[i]);
            if (wanted < (int)size && load_stamp(path, &changed_ns, &bytes))
                return true;
        }
    return false;
}
