// gestuaire mapping displays: which displays are there, which of them each output has, and how to
// change it. A station that runs takes it up at once.
#include "displays/memory.h"
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table {
    const struct installation_station *station;
    const char *installation_file;
    char file[INSTALLATION_PATH + INSTALLATION_ID + 32];
    struct memory memory;
    struct display there[DISPLAYS_MAX];
    int count; // -1: nobody can be asked
    struct fault unasked;
    struct bound bound[INSTALLATION_OUTPUTS];
};

static bool find_file(struct table *t, const struct installation *in, const char *state, bool kiosk)
{
    char folder[INSTALLATION_PATH];
    struct fault f = {0};
    if (!store_state(&(struct store_whose){state, in->name, in->folder}, kiosk, folder,
                     sizeof folder, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    snprintf(t->file, sizeof t->file, "%s/" MEMORY_FILE, folder, t->station->id);
    if (!memory_read(t->file, &t->memory, &f))
        fprintf(stderr, "gestuaire: %s\n", f.text);
    return true;
}

static void look(struct table *t)
{
    struct displays *d = displays_open(&(struct displays_desc){0}, &t->unasked);
    t->count = d ? displays_list(d, t->there) : -1;
    displays_close(d);
}

static void bind(struct table *t)
{
    struct bind_output asked[INSTALLATION_OUTPUTS];
    for (int i = 0; i < t->station->output_count; i++)
        memory_ask(&t->memory, t->station->outputs[i].id, t->station->outputs[i].display,
                   &asked[i]);
    displays_bind(t->there, t->count > 0 ? t->count : 0, asked, t->station->output_count, t->bound);
}

static const struct installation_output *output_of(const struct table *t, const char *id)
{
    const char *ids[INSTALLATION_OUTPUTS + 1] = {NULL};
    for (int i = 0; i < t->station->output_count; i++) {
        ids[i] = t->station->outputs[i].id;
        if (strcmp(ids[i], id) == 0)
            return &t->station->outputs[i];
    }
    const char *near = fault_nearest(id, ids);
    fprintf(stderr, "gestuaire: station %s has no output \"%s\"; %s%s?\n", t->station->id, id,
            near ? "did you mean " : "is it ", near ? near : ids[0]);
    return NULL;
}

static const struct display *display_of(const struct table *t, const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    for (int i = 0; i < t->count; i++)
        if (display_named(&t->there[i], text))
            return &t->there[i];
    if (text[0] && !*end && number >= 1 && number <= t->count)
        return &t->there[number - 1];
    if (t->count < 0)
        fprintf(stderr,
                "gestuaire: displays cannot be asked: %s; over the network say DISPLAY=:0\n",
                t->unasked.text);
    else
        fprintf(stderr,
                "gestuaire: there is no display \"%s\"; without --bind this verb lists what "
                "is there\n",
                text);
    return NULL;
}

static bool write_table(struct table *t)
{
    struct fault f = {0};
    if (memory_write(t->file, &t->memory, &f))
        return true;
    fprintf(stderr, "gestuaire: %s\n", f.text);
    return false;
}

static bool bind_by_hand(struct table *t, const char *text)
{
    char id[MEMORY_ID], who[128], other[MEMORY_ID];
    enum memory_other what;
    const char *is = strchr(text, '=');
    size_t length = is ? (size_t)(is - text) : 0;
    if (!is || length >= sizeof id) {
        fprintf(stderr, "gestuaire: --bind %s: write OUTPUT=DISPLAY\n", text);
        return false;
    }
    snprintf(id, sizeof id, "%.*s", (int)length, text);
    const struct installation_output *o = output_of(t, id);
    const struct display *d = o ? display_of(t, is + 1) : NULL;
    if (!d)
        return false;
    if (o->display[0] && !display_number(o->display) && !display_named(d, o->display)) {
        fprintf(stderr, "%s:%d: output \"%s\" asks for \"%s\"; change it there\n",
                t->installation_file, o->line, id, o->display);
        return false;
    }
    if (!memory_give(&t->memory, id, o->display, d, other, &what))
        return false;
    if (!write_table(t))
        return false;
    if (what != MEMORY_NOBODY)
        printf(what == MEMORY_EXCHANGED ? "%s has what %s had\n" : "%s has none now\n", other, id);
    display_tell(&d->identity, d->connector, who, sizeof who);
    printf("%s is bound to %s\n", id, who);
    return true;
}

static bool forget(struct table *t, const char *id)
{
    bool all = strcmp(id, "all") == 0, there = all;
    if (all)
        t->memory.count = 0;
    else if (output_of(t, id))
        there = memory_forget(&t->memory, id);
    else
        return false;
    if (!write_table(t))
        return false;
    if (all)
        printf("all outputs of %s are forgotten; a run binds them anew, in order\n",
               t->station->id);
    else
        printf("%s %s\n", id, there ? "is forgotten" : "was not remembered");
    return true;
}

static const char *words(enum bind_how how)
{
    static const char *const said[] = {[BIND_NOT] = "not there",
                                       [BIND_KNOWN] = "there",
                                       [BIND_NAMED] = "there, by name",
                                       [BIND_NEXT] = "free, would be taken",
                                       [BIND_SILENT] = "there, by its connector alone",
                                       [BIND_STRANGER] = "another display on its connector",
                                       [BIND_SHARED] = "another output lies there as well"};
    return said[how];
}

static void print_text(struct table *t)
{
    char who[128];
    if (t->count < 0)
        printf("displays: cannot be asked: %s\n", t->unasked.text);
    else if (!t->count)
        printf("displays: none is plugged in\n");
    for (int i = 0; i < t->count; i++) {
        const struct display *d = &t->there[i];
        display_tell(&d->identity, d->connector, who, sizeof who);
        printf("display %d: %s: ", i + 1, who);
        if (d->lit)
            printf("%d x %d px at %d,%d\n", d->width, d->height, d->x, d->y);
        else
            printf("plugged in and dark\n");
    }
    for (int i = 0; i < t->station->output_count; i++) {
        const struct installation_output *o = &t->station->outputs[i];
        const struct remembered *r = memory_of(&t->memory, o->id);
        printf("output %s: ", o->id);
        if (o->display[0])
            printf("asks for \"%s\"; ", o->display);
        if (r)
            display_tell(&r->identity, r->connector, who, sizeof who);
        printf("%s", r ? who : "nothing is remembered");
        if (t->count >= 0 && t->bound[i].display >= 0)
            printf(": display %d, %s\n", t->bound[i].display + 1, words(t->bound[i].how));
        else
            printf("%s\n", t->count >= 0 ? ": not there" : "");
    }
}

static json_t *identity_json(const struct identity *i, const char *connector)
{
    return json_pack("{s:s, s:s, s:s, s:s}", "make", i->make, "model", i->model, "serial",
                     i->serial, "connector", connector);
}

static void print_json(struct table *t)
{
    json_t *displays = json_array(), *outputs = json_object();
    for (int i = 0; i < t->count; i++) {
        const struct display *d = &t->there[i];
        json_t *one = identity_json(&d->identity, d->connector);
        json_object_update_new(one, json_pack("{s:b, s:i, s:i, s:i, s:i}", "lit", d->lit, "x", d->x,
                                              "y", d->y, "width", d->width, "height", d->height));
        json_array_append_new(displays, one);
    }
    for (int i = 0; i < t->station->output_count; i++) {
        const struct installation_output *o = &t->station->outputs[i];
        const struct remembered *r = memory_of(&t->memory, o->id);
        int n = t->bound[i].display;
        json_object_set_new(outputs, o->id,
                            json_pack("{s:o, s:o, s:s, s:s}", "remembered",
                                      r ? identity_json(&r->identity, r->connector) : json_null(),
                                      "display", n < 0 ? json_null() : json_integer(n + 1), "how",
                                      words(t->bound[i].how), "asked", o->display));
    }
    json_t *all = json_pack("{s:s, s:o, s:o}", "station", t->station->id, "displays", displays,
                            "outputs", outputs);
    char *text = json_dumps(all, JSON_INDENT(2));
    puts(text ? text : "{}");
    free(text);
    json_decref(all);
}

struct asked {
    const char *folder, *state, *station, *bind, *forget;
    bool kiosk, json;
};

static bool run(struct table *t, const struct asked *a, const struct installation *in)
{
    t->installation_file = in->file;
    t->station = mapped_station(in, a->station);
    if (!t->station || !find_file(t, in, a->state, a->kiosk))
        return false;
    look(t);
    if (a->bind && !bind_by_hand(t, a->bind))
        return false;
    if (a->forget && !forget(t, a->forget))
        return false;
    if (a->bind || a->forget)
        return true;
    bind(t);
    if (a->json)
        print_json(t);
    else
        print_text(t);
    return true;
}

int mapping_displays_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    const struct option_row rows[] = {
        {"station", 0, OPTION_TEXT, "ID", "which one (the first with outputs)", &a.station},
        {"bind", 0, OPTION_TEXT, "OUTPUT=DISPLAY",
         "by model, \"model serial\", connector or number; who had it gets the other", &a.bind},
        {"forget", 0, OPTION_TEXT, "OUTPUT", "or all: bound anew, in order", &a.forget},
        {"json", 0, OPTION_FLAG, NULL, "for programs", &a.json},
        {"state", 0, OPTION_TEXT, "DIR", "state folder (the user's)", &a.state},
        {"kiosk", 'k', OPTION_FLAG, NULL, "the state folder is the one of --kiosk", &a.kiosk},
    };
    struct options options = {.usage = "mapping displays INSTALLATION [--bind OUTPUT=DISPLAY]",
                              .about = "Lists the displays that are there and what each output of "
                                       "a station has; binds them by hand.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = &a.folder,
                              .required = 1,
                              .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    struct table *t = calloc(1, sizeof *t);
    struct installation *in = t ? mapped_read(root, a.folder) : NULL;
    bool good = in && run(t, &a, in);
    installation_destroy(in);
    free(t);
    return good ? EXIT_DONE : EXIT_FAILED;
}
