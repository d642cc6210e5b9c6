// Lists of films: the one that is seen, and the one that fades out or waits to come, as films of
// the table. All of it follows from show time (scene/playlist.h).
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONE = -1 }; // number of no film

uint32_t lists_handle(const struct script *s, const struct script_list *l)
{
    return (uint32_t)(l - s->lists + 1) | (uint32_t)l->generation << 16;
}

struct script_list *lists_find(struct script *s, uint32_t handle)
{
    uint32_t index = (handle & 0xffff) - 1;
    if (index >= SCRIPT_LISTS)
        return NULL;
    struct script_list *l = &s->lists[index];
    return l->incarnation && l->generation == handle >> 16 ? l : NULL;
}

static void forget(struct script_list *l)
{
    free(l->films);
    *l = (struct script_list){.generation = (uint16_t)(l->generation + 1)};
}

void lists_finish(struct script *s)
{
    for (int i = 0; i < SCRIPT_LISTS; i++)
        forget(&s->lists[i]);
}

struct script_list *lists_take(struct incarnation *inc, int count)
{
    for (int i = 0; i < SCRIPT_LISTS; i++) {
        struct script_list *l = &inc->script->lists[i];
        if (l->incarnation)
            continue;
        l->films = calloc((size_t)count, sizeof *l->films);
        if (!l->films)
            return NULL;
        l->incarnation = inc->number;
        l->stage = inc->stage;
        l->count = count;
        l->slots[0].number = l->slots[1].number = NONE;
        return l;
    }
    return NULL;
}

void lists_close(struct script *s, struct script_list *l, double fade_s)
{
    for (int i = 0; i < l->count; i++)
        media_release(&s->scene->media, l->films[i].facts);
    for (int i = 0; i < 2; i++)
        release_media(s, l->slots[i].media, fade_s);
    forget(l);
}

void lists_drop(struct incarnation *inc)
{
    struct script *s = inc->script;
    for (int i = 0; i < SCRIPT_LISTS; i++) {
        struct script_list *l = &s->lists[i];
        if (l->incarnation == inc->number &&
            !bind_is_held(fence_lua(inc->fence), BIND_LIST, lists_handle(s, l)))
            lists_close(s, l, SCRIPT_FADE_S);
    }
}

bool lists_hold(const struct script *s, media_handle media)
{
    for (int i = 0; i < SCRIPT_LISTS; i++) {
        const struct script_list *l = &s->lists[i];
        for (int k = 0; l->incarnation && k < 2; k++)
            if (l->slots[k].media == media)
                return true;
        for (int k = 0; l->incarnation && k < l->count; k++)
            if (l->films[k].facts == media)
                return true;
    }
    return false;
}

double lists_at_s(const struct script_list *l, double now_s)
{
    return fmax(l->offset_s + (l->playing ? now_s - l->epoch_s : 0), 0);
}

struct playlist lists_times(const struct script_list *l)
{
    return (struct playlist){
        .lengths_s = l->lengths_s, .count = l->count, .fade_s = l->fade_s, .loop = l->loop};
}

static struct incarnation *live_of(const struct script *s, const struct script_list *l)
{
    struct incarnation *inc = s->turns[l->stage].live;
    return inc && inc->number == l->incarnation ? inc : NULL;
}

static void leave_out(struct script_list *l, int at)
{
    memmove(&l->films[at], &l->films[at + 1], (size_t)(l->count - at - 1) * sizeof *l->films);
    l->count--;
}

// What the heads of the files say; a film that says nothing is told, and left out.
static void learn(struct script *s, struct script_list *l)
{
    bool all = true;
    for (int i = 0; i < l->count; i++) {
        struct media *m = media_find(&s->scene->media, l->films[i].facts);
        if (m && m->state == MEDIA_OPENING)
            all = false;
    }
    for (int i = 0; all && i < l->count;) {
        struct media *m = media_find(&s->scene->media, l->films[i].facts);
        bool good = m && m->state == MEDIA_READY && m->duration_s > 0;
        if (m && !good && m->path[0] == '/')
            bind_warn(live_of(s, l), "%s: %s; it is left out of its list", m->path, m->trouble);
        l->lengths_s[i] = good ? m->duration_s : 0;
        media_release(&s->scene->media, l->films[i].facts);
        l->films[i].facts = 0;
        if (good)
            i++;
        else
            leave_out(l, i);
    }
    l->known = all;
    if (all && l->count == 1) // a film does not fade into itself: it loops without a seam
        l->fade_s = 0;
}

static void open_slot(struct script *s, struct script_list *l, struct script_slot *slot,
                      int64_t number)
{
    slot->media = media_take(&s->scene->media, MEDIA_FILM, l->stage);
    struct media *m = media_find(&s->scene->media, slot->media);
    slot->number = m ? number : NONE;
    if (!m)
        return;
    m->incarnation = l->incarnation;
    memcpy(m->path, l->films[number % l->count].path, sizeof m->path);
    m->alpha = l->alpha;
    m->audible = l->sound;
    m->loop = l->loop && l->count == 1;
    m->gain = 0; // until it is seen
}

static void close_slot(struct script *s, struct script_slot *slot)
{
    release_media(s, slot->media, 0);
    *slot = (struct script_slot){.number = NONE};
}

static void steer_slot(struct script *s, const struct script_list *l,
                       const struct script_slot *slot, const struct playlist_at *at)
{
    struct playlist p = lists_times(l);
    struct media *m = media_find(&s->scene->media, slot->media);
    double start_s = m ? playlist_start_s(&p, slot->number) : 0;
    if (!m)
        return;
    double epoch_s = l->epoch_s - l->offset_s + start_s;
    if (l->seeks != slot->seeks)
        m->seeks++;
    m->playing = l->playing;
    m->offset_s = l->playing ? 0 : fmax(lists_at_s(l, s->now_s) - start_s, 0);
    m->epoch_s = l->playing ? epoch_s : s->now_s;
    float gain = slot->number == at->number ? l->gain : 0;
    if (m->gain == gain)
        return;
    double fade_s = at->mix < 1 ? (1 - at->mix) * playlist_overlap_s(&p, at->number - 1) : 0;
    m->gain = gain;
    m->ramp_s = (float)fmax(fade_s, SCRIPT_CLICK_S);
}

// The next moment at which something changes by itself.
static void wake(struct script *s, const struct script_list *l, const struct playlist_at *at)
{
    struct playlist p = lists_times(l);
    if (!l->playing || at->ended || l->count == 1)
        return;
    double at_s = lists_at_s(l, s->now_s),
           fade_s = at->number > 0 ? playlist_overlap_s(&p, at->number - 1) : 0;
    double next_s = at->mix < 1 ? at->began_s + fade_s : playlist_start_s(&p, at->number + 1);
    if (next_s > at_s)
        scene_wake_at(s->scene, l->stage, s->now_s + next_s - at_s);
}

static void follow(struct script *s, struct script_list *l)
{
    if (!l->known)
        learn(s, l);
    if (!l->known || l->count == 0)
        return;
    struct playlist p = lists_times(l);
    struct playlist_at at = playlist_at(&p, lists_at_s(l, s->now_s));
    if (l->count == 1 && l->loop)
        at = (struct playlist_at){.mix = 1};
    bool more = l->count > 1 && (l->loop || at.number + 1 < l->count);
    int64_t wanted[2] = {at.number, at.mix < 1 ? at.number - 1 : more ? at.number + 1 : NONE};
    for (int i = 0; i < 2; i++)
        if (l->slots[i].number != NONE && l->slots[i].number != wanted[0] &&
            l->slots[i].number != wanted[1])
            close_slot(s, &l->slots[i]);
    for (int k = 0; k < 2; k++) {
        bool there =
            wanted[k] == NONE || l->slots[0].number == wanted[k] || l->slots[1].number == wanted[k];
        struct script_slot *slot = &l->slots[l->slots[0].number == NONE ? 0 : 1];
        if (!there && slot->number == NONE)
            open_slot(s, l, slot, wanted[k]);
    }
    for (int i = 0; i < 2; i++) {
        steer_slot(s, l, &l->slots[i], &at);
        l->slots[i].seeks = l->seeks;
    }
    l->at = at;
    wake(s, l, &at);
}

void lists_update(struct script *s)
{
    for (int i = 0; i < SCRIPT_LISTS; i++) {
        struct script_list *l = &s->lists[i];
        if (l->incarnation && !live_of(s, l))
            forget(l); // its films end with their scene
        else if (l->incarnation)
            follow(s, l);
    }
}

media_handle lists_shown(const struct script_list *l, bool before)
{
    for (int i = 0; i < 2; i++)
        if (l->slots[i].media && l->slots[i].number == l->at.number - before)
            return l->slots[i].media;
    return 0;
}
