// Outputs and displays: who is bound to whom, told when it changes, remembered.
#include "outputs.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>

#define LOOK 4 // refreshes from one look at touch screens to the next: 2 s

static struct timespec time_of(const char *file)
{
    struct stat st;
    return file[0] && stat(file, &st) == 0 ? st.st_mtim : (struct timespec){0};
}

static void recall(struct outputs *o)
{
    struct fault f = {0};
    o->written = time_of(o->file);
    if (!o->file[0])
        return;
    if (!memory_read(o->file, &o->memory, &f))
        log_warning("outputs", "%s", f.text);
}

void outputs_open(struct outputs *o, const struct installation_station *place,
                  struct windows *windows, const char *state)
{
    *o = (struct outputs){.place = place, .windows = windows};
    if (state)
        snprintf(o->file, sizeof o->file, "%s/" MEMORY_FILE, state, place->id);
    recall(o);
    outputs_bind(o);
}

static void tell_missing(const struct outputs *o, int i, const struct bind_output *b)
{
    const struct told *before = &o->told[i];
    const char *id = o->place->outputs[i].id;
    char text[128];
    if (before->once && before->at.connector[0]) {
        display_tell(&before->at.identity, before->at.connector, text, sizeof text);
        log_warning("outputs",
                    "output \"%s\": %s is gone; look at its cable and power. Its light "
                    "waits, the show goes on",
                    id, text);
    } else if (b->known) {
        display_tell(&b->identity, b->connector, text, sizeof text);
        log_warning("outputs",
                    "output \"%s\": its display (%s) is not there; its light waits, the "
                    "show goes on",
                    id, text);
    } else {
        log_warning("outputs",
                    "output \"%s\": there is no display %s%s%sfor it; its light waits, "
                    "the show goes on; `gestuaire mapping displays` lists what is there",
                    id, b->wanted[0] ? "\"" : "", b->wanted, b->wanted[0] ? "\" " : "");
    }
}

static void tell_found(const struct outputs *o, int i, const struct display *d)
{
    const struct installation_output *output = &o->place->outputs[i];
    enum bind_how how = o->bound[i].how;
    char text[128];
    display_tell(&d->identity, d->connector, text, sizeof text);
    if (how == BIND_STRANGER)
        log_warning("outputs",
                    "output \"%s\" is on %s: not the display that is remembered, but on "
                    "its connector. If it replaces that one: gestuaire mapping displays … --bind "
                    "%s=%s",
                    output->id, text, output->id, d->connector);
    else if (how == BIND_SHARED)
        log_warning("outputs", "\"%s\" lies over another output: both ask for %s", output->id,
                    text);
    else
        log_info("outputs", "output \"%s\", %d x %d px, is on %s: %d x %d px at %d,%d%s",
                 output->id, output->size.width, output->size.height, text, d->width, d->height,
                 d->x, d->y, how == BIND_SILENT ? "; it is known by its connector alone" : "");
}

static bool same_place(const struct display *a, const struct display *b)
{
    return strcmp(a->connector, b->connector) == 0 && identity_is(&a->identity, &b->identity) &&
           a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

// How a display was found matters to staff only where it is not the one that is meant.
static enum bind_how told_as(enum bind_how how)
{
    return how == BIND_NAMED || how == BIND_NEXT ? BIND_KNOWN : how;
}

static void tell(struct outputs *o, int i, const struct bind_output *b)
{
    struct told *told = &o->told[i];
    enum bind_how how = told_as(o->bound[i].how);
    const struct display *d = o->bound[i].display < 0 ? NULL : &o->there[o->bound[i].display];
    struct display at = d ? *d : (struct display){0};
    if (told->once && told->how == how && same_place(&told->at, &at))
        return;
    if (d)
        tell_found(o, i, d);
    else
        tell_missing(o, i, b);
    *told = (struct told){true, how, at};
}

// What is sure is kept; a stand-in is not.
static bool remember(struct outputs *o, int i)
{
    enum bind_how how = o->bound[i].how;
    const struct installation_output *output = &o->place->outputs[i];
    if (how != BIND_KNOWN && how != BIND_NAMED && how != BIND_NEXT)
        return false;
    const struct display *d = &o->there[o->bound[i].display];
    struct remembered *r = memory_take(&o->memory, output->id);
    if (!r)
        return false;
    bool same = strcmp(r->asked, output->display) == 0 && strcmp(r->connector, d->connector) == 0 &&
                identity_is(&r->identity, &d->identity);
    snprintf(r->asked, sizeof r->asked, "%s", output->display);
    snprintf(r->connector, sizeof r->connector, "%s", d->connector);
    r->identity = d->identity;
    return !same;
}

static bool is_older(const struct outputs *o)
{
    struct timespec now = time_of(o->file);
    return now.tv_sec != o->written.tv_sec || now.tv_nsec != o->written.tv_nsec;
}

// What was bound by hand meanwhile is not written over, and is read next: so is our own, as another
// hand may have followed.
static void write_memory(struct outputs *o)
{
    struct fault f = {0};
    if (!o->file[0] || is_older(o))
        return;
    bool good = memory_write(o->file, &o->memory, &f);
    if (!good && !o->unwritten)
        log_warning("outputs", "%s; which display each output has is not remembered", f.text);
    o->unwritten = !good;
    if (good)
        o->written = (struct timespec){0};
}

static bool place(struct outputs *o, int i)
{
    const struct display *at = o->bound[i].display < 0 ? NULL : &o->there[o->bound[i].display];
    return windows_place(o->windows, i, at);
}

// Who gives a display up does so before another takes it.
static void place_all(struct outputs *o)
{
    o->waits = false;
    for (int turn = 0; turn < 2; turn++)
        for (int i = 0; i < o->place->output_count; i++)
            if ((o->bound[i].display < 0) == (turn == 0) && !place(o, i))
                o->waits = true;
}

static void tell_touch(const struct outputs *o, int i, int count)
{
    const struct installation_output *output = &o->place->outputs[i];
    if (count < 0)
        log_warning("outputs",
                    "output \"%s\": whose glass \"%s\" is cannot be told this server; tell the "
                    "compositor",
                    output->id, output->touch);
    else if (!count)
        log_warning("outputs",
                    "output \"%s\": there is no touch screen \"%s\"; `gestuaire doctor` names what "
                    "is there",
                    output->id, output->touch);
    else
        log_info("outputs", "output \"%s\": fingers on \"%s\" are on it", output->id,
                 output->touch);
}

// Also now and then: a touch screen that was plugged in again has forgotten it.
static void lay_glass(struct outputs *o)
{
    for (int i = 0; i < o->place->output_count; i++) {
        const char *device = o->place->outputs[i].touch;
        if (!device[0] || o->bound[i].display < 0)
            continue;
        int count = windows_touch(o->windows, device, &o->there[o->bound[i].display]);
        int told = count < 0 ? -1 : count + 1;
        if (told != o->touched[i])
            tell_touch(o, i, count);
        o->touched[i] = told;
    }
}

bool outputs_bind(struct outputs *o)
{
    struct bind_output asked[INSTALLATION_OUTPUTS];
    int count = o->place ? windows_displays(o->windows, o->there) : -1;
    bool news = false;
    if (count < 0)
        return false;
    o->there_count = count;
    for (int i = 0; i < o->place->output_count; i++)
        memory_ask(&o->memory, o->place->outputs[i].id, o->place->outputs[i].display, &asked[i]);
    displays_bind(o->there, count, asked, o->place->output_count, o->bound);
    for (int i = 0; i < o->place->output_count; i++) {
        tell(o, i, &asked[i]);
        news |= remember(o, i);
    }
    place_all(o);
    lay_glass(o);
    if (news)
        write_memory(o);
    return true;
}

// installation.lua names another display for it, which no hand can give it.
static bool insists(const struct outputs *o, int i, const struct display *d, bool wants,
                    struct fault *f)
{
    const struct installation_output *output = &o->place->outputs[i];
    if (!output->display[0] || display_number(output->display) ||
        display_named(d, output->display) == wants)
        return false;
    fault_set(f, "output \"%s\" asks for \"%s\" in line %d of installation.lua; change it there",
              output->id, output->display, output->line);
    return true;
}

bool outputs_give(struct outputs *o, int from, int to, struct fault *f)
{
    char other[MEMORY_ID];
    enum memory_other what;
    if (!o->place || from >= o->place->output_count || to >= o->place->output_count)
        return fault_set(f, "outputs lie in a window here, on no displays of their own");
    if (o->bound[from].display < 0)
        return fault_set(f, "output \"%s\" has no display", o->place->outputs[from].id);
    const struct display d = o->there[o->bound[from].display];
    if (insists(o, to, &d, true, f) || insists(o, from, &d, false, f))
        return false;
    if (from == to || o->bound[to].display == o->bound[from].display)
        return fault_set(f, "it is so already");
    if (!memory_give(&o->memory, o->place->outputs[to].id, o->place->outputs[to].display, &d, other,
                     &what))
        return fault_set(f, "no more than %d outputs are remembered", MEMORY_OUTPUTS);
    write_memory(o);
    return outputs_bind(o);
}

bool outputs_refresh(struct outputs *o)
{
    bool changed = o->place && is_older(o);
    if (o->place && o->there_count > 0 && !changed && !o->waits && ++o->looked % LOOK == 0)
        lay_glass(o);
    if (!o->place || (!changed && !o->waits))
        return false;
    if (changed) {
        o->memory = (struct memory){0};
        recall(o);
    }
    return outputs_bind(o);
}
