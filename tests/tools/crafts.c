// Draws a made-up repertoire and writes its files.
#include "tools/crafts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const crafts_languages[CRAFTS_LANGUAGES] = {"fr", "it", "en"};
const char *const crafts_percussions[4] = {"P⊥l", "L⊥d", "PP∕p", "L∕l"};
const char *const crafts_risks[3] = {"endangered", "viable", "extinct"};
const char *const crafts_states[3] = {"published", "demonstration", "to-document"};

// Marsaglia, "Xorshift RNGs", 2003: shifts 13, 7, 17.
uint32_t crafts_random(struct crafts *c, uint32_t below)
{
    c->random ^= c->random << 13;
    c->random ^= c->random >> 7;
    c->random ^= c->random << 17;
    return (uint32_t)((c->random >> 16) % below);
}

// Common words come often: the product of two draws.
static int word(struct crafts *c)
{
    return (int)(crafts_random(c, CRAFTS_POOL) * (uint64_t)crafts_random(c, CRAFTS_POOL) /
                 CRAFTS_POOL);
}

static void words(struct crafts *c, int *list, int count)
{
    for (int i = 0; i < count; i++)
        list[i] = word(c);
}

void crafts_draw_term(struct crafts *c, struct craft_term *t)
{
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        words(c, t->label[l], 2);
        t->synonym[l] = crafts_random(c, 3) ? -1 : word(c);
    }
    t->percussion = (int)crafts_random(c, 5) - 1;
}

void crafts_draw_gesture(struct crafts *c, int n)
{
    struct craft_gesture *g = &c->gestures[n];
    *g = (struct craft_gesture){.there = true,
                                .verb = (int)crafts_random(c, CRAFTS_VERBS),
                                .place = (int)crafts_random(c, CRAFTS_PLACES + 1) - 1,
                                .percussion = crafts_random(c, 2) ? -1 : (int)crafts_random(c, 4),
                                .state = (int)crafts_random(c, 3),
                                .risk = (int)crafts_random(c, 4) - 1};
    for (int i = 0; i < CRAFTS_SEVERAL; i++) {
        g->materials[i] = (int)crafts_random(c, CRAFTS_MATERIALS);
        g->tools[i] = (int)crafts_random(c, CRAFTS_TOOLS);
        g->metiers[i] = (int)crafts_random(c, CRAFTS_METIERS);
    }
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        words(c, g->label[l], 3);
        g->said[l] = crafts_random(c, 2) ? -1 : word(c);
        g->has_text[l] = crafts_random(c, 3) > 0;
        words(c, g->text[l], 8);
    }
}

// ---- files ----

// The word with accents, capitals and elisions that mean nothing.
static void say(struct crafts *c, FILE *out, int n)
{
    if (crafts_random(c, 6) == 0)
        fputs(crafts_random(c, 2) ? "l’" : "D'", out);
    for (const char *at = c->pool[n]; *at; at++) {
        if (*at == 'e' && crafts_random(c, 3) == 0)
            fputs(crafts_random(c, 2) ? "é" : "e\xcc\x81", out);
        else
            fputc(crafts_random(c, 5) ? *at : *at - 32, out);
    }
}

static void say_all(struct crafts *c, FILE *out, const int *list, int count)
{
    for (int i = 0; i < count; i++) {
        if (i)
            fputs(crafts_random(c, 5) ? " " : "-", out);
        say(c, out, list[i]);
    }
}

static FILE *begin(struct crafts *c, const char *folder, char kind, int n)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", c->folder, folder);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/%s/x%d.json", c->folder, folder, n);
    unlink(path); // a new inode, as a saving program makes it
    FILE *out = fopen(path, "w");
    assert(out);
    fprintf(out, "{\"id\": \"%c:x%d\"", kind, n);
    return out;
}

static void put_labels(struct crafts *c, FILE *out, const char *key, const int *list, int count,
                       int stride, const bool *has)
{
    const char *comma = "";
    fprintf(out, ",\n \"%s\": {", key);
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        if ((has && !has[l]) || list[l * stride] < 0)
            continue;
        fprintf(out, "%s\"%s\": \"", comma, crafts_languages[l]);
        say_all(c, out, list + l * stride, count);
        fputc('"', out);
        comma = ", ";
    }
    fputc('}', out);
}

void crafts_write_term(struct crafts *c, char kind, int n)
{
    const char *folder = kind == 'v'   ? "verbs"
                         : kind == 'm' ? "materials"
                         : kind == 'o' ? "tools"
                         : kind == 't' ? "metiers"
                         : kind == 'l' ? "places"
                                       : "schools";
    const struct craft_term *t = kind == 'v'   ? &c->verbs[n]
                                 : kind == 'm' ? &c->materials[n]
                                 : kind == 'o' ? &c->tools[n]
                                 : kind == 't' ? &c->metiers[n]
                                 : kind == 'l' ? &c->places[n]
                                               : &c->schools[n];
    FILE *out = begin(c, folder, kind, n);
    put_labels(c, out, "label", t->label[0], 2, 2, NULL);
    if (strchr("vmot", kind)) {
        const char *comma = "";
        fputs(",\n \"synonyms\": {", out);
        for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
            if (t->synonym[l] < 0)
                continue;
            fprintf(out, "%s\"%s\": [\"", comma, crafts_languages[l]);
            say(c, out, t->synonym[l]);
            fputs("\"]", out);
            comma = ", ";
        }
        fputc('}', out);
    }
    if (kind == 'v' && t->percussion >= 0)
        fprintf(out, ", \"percussion\": \"%s\"", crafts_percussions[t->percussion]);
    if (kind == 's')
        fputs(", \"origin\": \"made-up\"", out);
    fputs("}\n", out);
    fclose(out);
}

void crafts_write_gesture(struct crafts *c, int n)
{
    const struct craft_gesture *g = &c->gestures[n];
    FILE *out = begin(c, "gestures", 'g', n);
    fprintf(out, ",\n \"verb\": \"v:x%d\", \"materials\": [\"m:x%d\", \"m:x%d\"]", g->verb,
            g->materials[0], g->materials[1]);
    fprintf(out, ", \"tools\": [\"o:x%d\", \"o:x%d\"], \"metiers\": [\"t:x%d\", \"t:x%d\"]",
            g->tools[0], g->tools[1], g->metiers[0], g->metiers[1]);
    put_labels(c, out, "label", g->label[0], 3, 3, NULL);
    put_labels(c, out, "said", g->said, 1, 1, NULL);
    put_labels(c, out, "text", g->text[0], 4, 8, g->has_text);
    put_labels(c, out, "technical", g->text[0] + 4, 4, 8, NULL);
    if (g->place >= 0)
        fprintf(out, ", \"places\": [\"l:x%d\"]", g->place);
    if (g->percussion >= 0)
        fprintf(out, ", \"percussion\": \"%s\"", crafts_percussions[g->percussion]);
    if (g->risk >= 0)
        fprintf(out,
                ", \"status\": [{\"class\": \"%s\", \"place\": \"l:x0\", \"assessor\": \"x\","
                " \"date\": \"2020-01-01\"}]",
                crafts_risks[g->risk]);
    fprintf(out, ", \"origin\": \"made-up\", \"state\": \"%s\"}\n", crafts_states[g->state]);
    fclose(out);
    if (!g->there) {
        char path[200];
        snprintf(path, sizeof path, "%s/gestures/x%d.json", c->folder, n);
        unlink(path);
    }
}

void crafts_write_work(struct crafts *c, int n)
{
    const struct craft_work *w = &c->works[n];
    FILE *out = begin(c, "works", 'w', n);
    put_labels(c, out, "title", w->title[0], 3, 3, NULL);
    put_labels(c, out, "text", w->text[0], 5, 5, NULL);
    fprintf(out,
            ", \"gestures\": [\"g:x%d\", \"g:x%d\", \"g:x%d\"], \"materials\": [\"m:x%d\"],"
            " \"school\": \"s:x%d\", \"origin\": \"made-up\"}\n",
            w->gestures[0], w->gestures[1], w->gestures[2], w->material, w->school);
    fclose(out);
    if (!w->there) {
        char path[200];
        snprintf(path, sizeof path, "%s/works/x%d.json", c->folder, n);
        unlink(path);
    }
}

void crafts_write_capsule(struct crafts *c, int n)
{
    const struct craft_capsule *p = &c->capsules[n];
    FILE *out = begin(c, "capsules", 'c', n);
    fprintf(out,
            ", \"gesture\": \"g:x%d\", \"views\": [{\"media\": \"d:x0\", \"role\": \"median\"}]",
            p->gesture);
    put_labels(c, out, "text", p->text[0], 4, 4, NULL);
    fprintf(out, ", \"place\": \"l:x%d\", \"origin\": \"filmed\"}\n", p->place);
    fclose(out);
}

static void write_media(struct crafts *c)
{
    FILE *out = begin(c, "media", 'd', 0);
    fputs(", \"file\": \"film/x.mp4\", \"origin\": \"filmed\", \"credit\": \"x\","
          " \"licence\": \"CC-BY-4.0\"}\n",
          out);
    fclose(out);
}

// ---- all of it ----

static void draw_pool(struct crafts *c)
{
    static const char *const syllables[] = {"ma", "ra", "te",  "le", "fer", "ti", "co",  "ru",
                                            "pe", "so", "lin", "ba", "ce",  "du", "gra", "e"};
    for (int i = 0; i < CRAFTS_POOL; i++) {
        int count = 1 + (int)crafts_random(c, 3);
        c->pool[i][0] = '\0';
        for (int k = 0; k < count; k++)
            strcat(c->pool[i], syllables[crafts_random(c, 16)]);
    }
}

static void draw_terms(struct crafts *c, struct craft_term *terms, char kind, int count)
{
    for (int i = 0; i < count; i++) {
        crafts_draw_term(c, &terms[i]);
        crafts_write_term(c, kind, i);
    }
}

static void draw_works(struct crafts *c)
{
    for (int i = 0; i < CRAFTS_WORKS; i++) {
        struct craft_work *w = &c->works[i];
        w->there = true;
        words(c, w->title[0], 3 * CRAFTS_LANGUAGES);
        words(c, w->text[0], 5 * CRAFTS_LANGUAGES);
        for (int k = 0; k < 3; k++)
            w->gestures[k] = (int)crafts_random(c, (uint32_t)c->gesture_count);
        w->material = (int)crafts_random(c, CRAFTS_MATERIALS);
        w->school = (int)crafts_random(c, CRAFTS_SCHOOLS);
        crafts_write_work(c, i);
    }
    for (int i = 0; i < CRAFTS_CAPSULES; i++) {
        struct craft_capsule *p = &c->capsules[i];
        p->gesture = (int)crafts_random(c, (uint32_t)c->gesture_count);
        p->place = (int)crafts_random(c, CRAFTS_PLACES);
        words(c, p->text[0], 4 * CRAFTS_LANGUAGES);
        crafts_write_capsule(c, i);
    }
}

struct crafts *crafts_make(int gestures, uint64_t seed)
{
    struct crafts *c = calloc(1, sizeof *c);
    assert(c);
    c->random = seed;
    c->gesture_count = gestures;
    c->gestures = calloc((size_t)gestures, sizeof *c->gestures);
    snprintf(c->folder, sizeof c->folder, "/tmp/gestuaire-crafts-XXXXXX");
    assert(c->gestures && mkdtemp(c->folder));
    draw_pool(c);
    draw_terms(c, c->verbs, 'v', CRAFTS_VERBS);
    draw_terms(c, c->materials, 'm', CRAFTS_MATERIALS);
    draw_terms(c, c->tools, 'o', CRAFTS_TOOLS);
    draw_terms(c, c->metiers, 't', CRAFTS_METIERS);
    draw_terms(c, c->places, 'l', CRAFTS_PLACES);
    draw_terms(c, c->schools, 's', CRAFTS_SCHOOLS);
    for (int i = 0; i < gestures; i++) {
        crafts_draw_gesture(c, i);
        crafts_write_gesture(c, i);
    }
    draw_works(c);
    write_media(c);
    return c;
}

void crafts_remove(struct crafts *c)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", c->folder);
    if (system(command) != 0)
        fprintf(stderr, "%s stays\n", c->folder);
    free(c->gestures);
    free(c);
}
