// The desk over OSC: each value by its address, and what hands can do.
#include "deskosc.h"
#include "desk/patterns.h"
#include "desking.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define VALUE "desk/"

static void tell_value(struct station *s, const struct show_wish *w, const char *path,
                       struct desk_at at)
{
    char address[DESK_ADDRESS + sizeof VALUE];
    double n[DESK_NUMBERS];
    if (!desk_get(desk_now(s->desk), at, n))
        return;
    snprintf(address, sizeof address, VALUE "%s", path);
    show_wish_answer(s->show, w, address, NULL, n, desk_key_numbers((enum desk_key)at.key));
}

// As `/gestuaire/query` does: an answer for each address, then how many there were.
static void tell_all(struct station *s, const struct show_wish *w)
{
    struct desk_values all = {0};
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int i = 0; i < desk_owners(desk_now(s->desk), of); i++)
            for (int group = 0; group < DESK_GROUPS; group++)
                desk_list(desk_now(s->desk), of, i, group, &all);
    for (int i = 0; i < all.count; i++) {
        char path[DESK_ADDRESS], address[DESK_ADDRESS + 24];
        desk_address(desk_names(s->desk), all.items[i].at, path);
        snprintf(address, sizeof address, "/gestuaire/" VALUE "%s", path);
        show_wish_answer(s->show, w, "reply/address", address, all.items[i].numbers,
                         desk_key_numbers((enum desk_key)all.items[i].at.key));
    }
    const double count = all.count;
    show_wish_answer(s->show, w, "reply/end", NULL, &count, 1);
    desk_values_finish(&all);
}

static void tell_names(struct station *s, const struct show_wish *w)
{
    struct desk_mark marks[HANDS_SHOWN];
    int count = desk_marks(s->desk, marks, HANDS_SHOWN);
    for (int i = 0; i < count; i++) {
        const double at_s = floor(marks[i].at_s); // a float would be a minute off
        show_wish_answer(s->show, w, VALUE "names", marks[i].name, &at_s, 1);
    }
}

static bool recall(struct station *s, const char *name, struct fault *f)
{
    struct desk_mark marks[256];
    int count = desk_marks(s->desk, marks, 256);
    for (int i = 0; i < count; i++)
        if (strcmp(marks[i].name, name) == 0)
            return desk_recall(s->desk, marks[i].record, f);
    return fault_set(f, "nothing has the name \"%s\"", name);
}

static bool yesterday(struct station *s, struct fault *f)
{
    int record = desk_yesterday(s->desk);
    return record ? desk_recall(s->desk, record, f)
                  : fault_set(f, "nothing is kept from before today");
}

static bool show_pattern(struct station *s, const struct show_wish *w, struct fault *f)
{
    int pattern = pattern_find(w->text);
    if (pattern < 0)
        return fault_set(f, "there is no pattern \"%s\"", w->text);
    desking_show(s, true);
    s->hands.pattern = pattern;
    s->hands.warped = w->count > 0 && w->numbers[0] != 0;
    s->hands.version++;
    return true;
}

// -1: no output, which is fine for "".
static bool output_of(const struct station *s, const char *id, int *output, struct fault *f)
{
    *output = id[0] ? station_output_find(s, id) : -1;
    return !id[0] || *output >= 0 || fault_set(f, "there is no output \"%s\"", id);
}

static bool flash(struct station *s, const struct show_wish *w, struct fault *f)
{
    int output;
    if (!output_of(s, w->text, &output, f))
        return false;
    desking_show(s, true);
    s->hands.flashed = output;
    s->hands.flashed_s = s->scene->now_s;
    s->hands.version++;
    return true;
}

static bool solo(struct station *s, const struct show_wish *w, struct fault *f)
{
    int output;
    if (!output_of(s, w->text, &output, f))
        return false;
    desking_show(s, true);
    s->hands.solo = output;
    s->hands.version++;
    return true;
}

static bool set_value(struct station *s, const struct show_wish *w, struct desk_at at,
                      struct fault *f)
{
    struct desk_value v = {.at = at};
    if (w->count != desk_key_numbers((enum desk_key)at.key))
        return fault_set(f, "%d numbers; it has %d", w->count,
                         desk_key_numbers((enum desk_key)at.key));
    memcpy(v.numbers, w->numbers, sizeof v.numbers);
    // A fader is one step as long as it goes on: its messages come within one second.
    bool more = desk_at_same(s->wished, at) && s->scene->now_s - s->wished_s < 1;
    s->wished = at;
    s->wished_s = s->scene->now_s;
    return desk_set(s->desk, &v, 1, more, f);
}

// False with an empty fault: it is no verb.
static bool act(struct station *s, const struct show_wish *w, struct fault *f)
{
    const char *verb = w->address;
    bool let_go = w->count > 0 && w->numbers[0] == 0; // of a button
    if (strcmp(verb, "open") == 0 || strcmp(verb, "close") == 0)
        return let_go || (desking_show(s, verb[0] == 'o'), true);
    if (strcmp(verb, "undo") == 0 || strcmp(verb, "redo") == 0)
        return let_go || (verb[0] == 'u' ? desk_undo(s->desk) : desk_redo(s->desk)) ||
               fault_set(f, "there is nothing to %s", verb);
    if (strcmp(verb, "query") == 0)
        return tell_all(s, w), true;
    if (strcmp(verb, "names") == 0)
        return tell_names(s, w), true;
    if (strcmp(verb, "name") == 0)
        return desk_name(s->desk, w->text, f);
    if (strcmp(verb, "recall") == 0)
        return recall(s, w->text, f);
    if (strcmp(verb, "yesterday") == 0)
        return let_go || yesterday(s, f);
    if (strcmp(verb, "flash") == 0)
        return flash(s, w, f);
    if (strcmp(verb, "solo") == 0)
        return solo(s, w, f);
    if (strcmp(verb, "pattern") == 0)
        return show_pattern(s, w, f);
    return false;
}

static void take(struct station *s, const struct show_wish *w)
{
    struct fault f = {0};
    struct desk_at at;
    bool good = true;
    if (w->refused) {
        good = fault_set(&f, "%s", w->refused);
    } else if (desk_address_read(desk_names(s->desk), w->address, &at)) {
        if (w->count)
            good = set_value(s, w, at, &f);
        else
            tell_value(s, w, w->address, at);
    } else {
        good = act(s, w, &f);
    }
    if (good)
        return;
    if (!f.text[0])
        fault_set(&f, "there is no such address; /gestuaire/desk/query lists them");
    fault_where(&f, "%s", w->address);
    show_wish_answer(s->show, w, VALUE "refused", f.text, NULL, 0);
    if (!s->wish_told) // who turns a fader against its end is no news each time
        log_warning("desk", "OSC at station \"%s\": %s (told once)", s->place->id, f.text);
    s->wish_told = true;
}

void deskosc_update(struct station *s)
{
    struct show_wish w;
    while (show_wish(s->show, &w))
        take(s, &w);
}
