// What happens in a visit becomes records: pages when they are left, words when they rest.
#include "visit/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct visit_record record_of(const struct seat *s, enum visit_what what)
{
    struct visit_record r = {
        .what = what, .visit = s->number, .now_s = s->visit->now_s, .settings = s->settings};
    memcpy(r.station, s->visit->station, sizeof r.station);
    memcpy(r.stage, s->id, sizeof r.stage);
    memcpy(r.language, s->language, sizeof r.language);
    return r;
}

static void put(const struct seat *s, const struct visit_record *r)
{
    if (s->visit->put)
        s->visit->put(s->visit->user, r);
}

void tell_began(const struct seat *s)
{
    struct visit_record r = record_of(s, VISIT_RECORD_BEGAN);
    put(s, &r);
}

// The page that is shown is no more.
static void leave_page(struct seat *s, double until_s)
{
    if (!s->page[0])
        return;
    struct visit_record r = record_of(s, VISIT_RECORD_PAGE);
    r.seconds = fmax(until_s - s->page_s, 0);
    memcpy(r.page, s->page, sizeof r.page);
    memcpy(r.kind, s->kind, sizeof r.kind);
    memcpy(r.before, s->before, sizeof r.before);
    put(s, &r);
}

void tell_page(struct seat *s, const char *page, const char *kind)
{
    if (strcmp(page, s->page) == 0)
        return;
    bool on = s->phase != VISIT_ATTRACT;
    if (on) {
        tell_rested(s);
        leave_page(s, s->visit->steady_s);
    }
    memcpy(s->before, s->page, sizeof s->before);
    if (!on)
        s->before[0] = '\0';
    snprintf(s->page, sizeof s->page, "%s", page);
    snprintf(s->kind, sizeof s->kind, "%s", kind);
    s->words[0] = '\0';
    s->page_s = s->visit->steady_s;
    s->pages += on;
}

void tell_rested(struct seat *s)
{
    if (s->searched || !s->words[0])
        return;
    struct visit_record r = record_of(s, VISIT_RECORD_SEARCHED);
    memcpy(r.page, s->page, sizeof r.page);
    memcpy(r.kind, s->kind, sizeof r.kind);
    memcpy(r.words, s->words, sizeof r.words);
    r.hits = s->hits;
    s->searched = true;
    put(s, &r);
}

void tell_words(struct seat *s, const char *words, int hits)
{
    if (strcmp(words, s->words) == 0) {
        s->hits = hits; // a search that is answered in pieces
        return;
    }
    snprintf(s->words, sizeof s->words, "%s", words);
    s->hits = hits;
    s->typed_s = s->visit->steady_s;
    s->searched = false;
}

void tell_chosen(struct seat *s, const struct scene_visit *at)
{
    bool same = visit_settings_same(&at->settings, &s->settings);
    bool other = strcmp(at->language, s->language) != 0;
    s->settings = at->settings;
    memcpy(s->language, at->language, sizeof s->language);
    for (int i = 0; i < 2 && s->phase != VISIT_ATTRACT; i++) {
        struct visit_record r = record_of(s, i ? VISIT_RECORD_SETTINGS : VISIT_RECORD_LANGUAGE);
        if (i ? !same : other)
            put(s, &r);
    }
}

// A scene that outlives a visit has said once what it shows.
void tell_stays(struct seat *s, struct scene_visit *at, const struct seat *was)
{
    memcpy(s->page, was->page, sizeof s->page);
    memcpy(s->kind, was->kind, sizeof s->kind);
    memcpy(at->page, was->page, sizeof at->page);
}

void tell_ended(struct seat *s, enum visit_end end)
{
    double until_s = end == VISIT_END_IDLE ? s->felt_s : s->visit->steady_s;
    tell_rested(s);
    leave_page(s, until_s);
    struct visit_record r = record_of(s, VISIT_RECORD_ENDED);
    r.end = end;
    r.seconds = fmax(until_s - s->began_s, 0);
    r.pages = s->pages;
    memcpy(r.page, s->page, sizeof r.page);
    memcpy(r.kind, s->kind, sizeof r.kind);
    put(s, &r);
    s->page[0] = s->kind[0] = s->before[0] = s->words[0] = '\0';
    s->pages = 0;
}
