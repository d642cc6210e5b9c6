// The bundle's first page: search by words, works, gestures, verbs by materials.
#include "publish/bundle.h"
#include "publish/order.h"
#include "publish/words.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

struct first {
    struct html h;
    struct bundle *b;
    struct order gestures, works, verbs, materials;
    json_t *words; // of the entries, in their order
};

// ---- what a search finds an entry by ----

static void add_words(GString *to, const json_t *value)
{
    const char *key;
    json_t *part;
    size_t i;
    if (json_is_string(value)) {
        char *folded = order_key(json_string_value(value));
        g_string_append(to, folded);
        g_string_append_c(to, ' ');
        g_free(folded);
    }
    json_array_foreach(value, i, part) add_words(to, part);
    json_object_foreach((json_t *)value, key, part) add_words(to, part);
}

static void add_named(const struct first *p, GString *to, const json_t *ids)
{
    const char *one = json_string_value(ids);
    for (size_t i = 0; i < (one ? 1 : json_array_size(ids)); i++) {
        const char *id = one ? one : json_string_value(json_array_get(ids, i));
        const json_t *r = repertoire_get(p->b->d->repertoire, id);
        add_words(to, json_object_get(r, "label"));
        add_words(to, json_object_get(r, "synonyms"));
        add_words(to, json_object_get(r, "misspellings"));
    }
}

static json_t *words_for(const struct first *p, const json_t *record)
{
    static const char *const own[] = {"title", "label", "synonyms", "said", "qualifier", "text"};
    static const char *const named[] = {"verb", "materials", "tools", "metiers", "school", "team"};
    GString *all = g_string_new(NULL);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        add_words(all, json_object_get(record, own[i]));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        add_named(p, all, json_object_get(record, named[i]));
    json_t *text = json_string(all->str);
    g_string_free(all, TRUE);
    return text;
}

// ---- entries ----

// Its picture, the poster of its film, or the drawing of its movement.
static void put_card_picture(struct first *p, const json_t *record)
{
    char name[160];
    const json_t *film = facts_one(p->b->d, record, "film");
    const json_t *pictures[] = {facts_one(p->b->d, record, "picture"),
                                facts_one(p->b->d, film, "poster")};
    for (int i = 0; i < 2; i++)
        if (pictures[i] && bundle_has(p->b, pictures[i])) {
            bundle_name(pictures[i], name, sizeof name);
            fprintf(p->h.out, "<img loading=\"lazy\" alt=\"\" src=\"%s\">", name);
            return;
        }
    const char *id = facts_string(record, "id");
    snprintf(name, sizeof name, "media/drawing-%s.svg", id + 2);
    if (facts_one(p->b->d, record, "clip") && bundle_drawing(p->b, record, name))
        fprintf(p->h.out, "<img loading=\"lazy\" class=\"drawing\" alt=\"\" src=\"%s\">", name);
    else
        fputs("<span class=\"nothing\"></span>", p->h.out);
}

static void put_card(struct first *p, const json_t *record)
{
    char page[128];
    FILE *out = p->h.out;
    html_page(facts_string(record, "id"), page, sizeof page);
    json_array_append_new(p->words, words_for(p, record));
    fprintf(out, "<li class=\"card %s\"><a href=\"%s\">", facts_state(record), page);
    put_card_picture(p, record);
    fputs("<span class=\"name\">", out);
    html_title(&p->h, record);
    fputs("</span></a>", out);
    html_marks(&p->h, record);
    fputs("</li>\n", out);
}

static void put_cards(struct first *p, const struct order *order, const char *key)
{
    if (!order->count)
        return;
    fprintf(p->h.out, "<section><h2>");
    html_words(&p->h, key);
    fputs("</h2>\n<ul class=\"cards\">\n", p->h.out);
    for (int i = 0; i < order->count; i++)
        put_card(p, order->of[i].record);
    fputs("</ul></section>\n", p->h.out);
}

// ---- verbs by materials ----

// The materials that a gesture is done to, in their order; owned.
static const json_t **used_materials(const struct first *p, int *count)
{
    const json_t **used = calloc((size_t)p->materials.count + 1, sizeof(json_t *));
    *count = 0;
    for (int m = 0; used && m < p->materials.count; m++)
        for (int i = 0; i < p->gestures.count; i++)
            if (facts_has(json_object_get(p->gestures.of[i].record, "materials"),
                          facts_string(p->materials.of[m].record, "id"))) {
                used[(*count)++] = p->materials.of[m].record;
                break;
            }
    return used;
}

static void put_cell(struct first *p, const json_t *const *gestures, int count,
                     const char *material)
{
    char page[128];
    FILE *out = p->h.out;
    fputs("<td>", out);
    for (int i = 0; i < count; i++) {
        if (!facts_has(json_object_get(gestures[i], "materials"), material))
            continue;
        html_page(facts_string(gestures[i], "id"), page, sizeof page);
        fprintf(out, "<a class=\"dot %s\" href=\"%s\" title=\"", facts_state(gestures[i]), page);
        html_text(&p->h, facts_title(gestures[i], p->b->d->languages[0]).text);
        fputs("\"><span class=\"hidden\">", out);
        html_title(&p->h, gestures[i]);
        fputs("</span></a>", out);
    }
    fputs("</td>", out);
}

// A verb that some gesture has, over the materials.
static void put_row(struct first *p, const json_t *verb, const json_t *const *materials, int count,
                    const json_t **gestures)
{
    int of_verb = 0;
    for (int i = 0; i < p->gestures.count; i++)
        if (strcmp(facts_string(p->gestures.of[i].record, "verb"), facts_string(verb, "id")) == 0)
            gestures[of_verb++] = p->gestures.of[i].record;
    if (!of_verb)
        return;
    fputs("<tr><th scope=\"row\">", p->h.out);
    html_title(&p->h, verb);
    fputs("</th>", p->h.out);
    for (int m = 0; m < count; m++)
        put_cell(p, gestures, of_verb, facts_string(materials[m], "id"));
    fputs("</tr>\n", p->h.out);
}

static void put_matrix(struct first *p)
{
    FILE *out = p->h.out;
    int count;
    const json_t **materials = used_materials(p, &count);
    const json_t **gestures = calloc((size_t)p->gestures.count + 1, sizeof(json_t *));
    fputs("<section><h2>", out);
    html_words(&p->h, "matrix");
    fputs("</h2>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td></td>", out);
    for (int m = 0; m < count; m++) {
        fputs("<th scope=\"col\"><div>", out);
        html_title(&p->h, materials[m]);
        fputs("</div></th>", out);
    }
    fputs("</tr>\n", out);
    for (int v = 0; gestures && v < p->verbs.count; v++)
        put_row(p, p->verbs.of[v].record, materials, count, gestures);
    fputs("</table></div></section>\n", out);
    free(materials);
    free(gestures);
}

// ---- whole ----

static void put_search(struct first *p)
{
    FILE *out = p->h.out;
    fputs("<form class=\"search\" role=\"search\" id=\"search\"><label for=\"query\">", out);
    html_words(&p->h, "search");
    fputs("</label><input id=\"query\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">"
          "<p aria-live=\"polite\" id=\"found\" hidden><span id=\"count\"></span> ",
          out);
    html_words(&p->h, "found");
    fputs("</p></form>\n", out);
}

static void put_words(struct first *p)
{
    fputs("<script type=\"application/json\" id=\"words\">", p->h.out);
    html_json(&p->h, p->words);
    fputs("</script>\n", p->h.out);
}

bool bundle_index(struct bundle *b, struct fault *f)
{
    char *text = NULL;
    size_t length = 0;
    const char *l = b->d->languages[0];
    struct first p = {.b = b, .words = json_array()};
    p.h = (struct html){open_memstream(&text, &length), b->d, "", b->book.setting};
    bool ok = p.h.out && order_records(b->d, REPERTOIRE_GESTURE, l, &p.gestures) &&
              order_records(b->d, REPERTOIRE_WORK, l, &p.works) &&
              order_records(b->d, REPERTOIRE_VERB, l, &p.verbs) &&
              order_records(b->d, REPERTOIRE_MATERIAL, l, &p.materials);
    if (ok) {
        html_begin(&p.h, b->d->title[0], true);
        fputs("<h1 class=\"hero\">", p.h.out);
        html_words(&p.h, "repertoire");
        fputs("</h1>\n", p.h.out);
        put_search(&p);
        put_cards(&p, &p.works, "works");
        put_cards(&p, &p.gestures, "gestures");
        put_matrix(&p);
        bundle_enterprises(&p.h);
        put_words(&p);
        html_end(&p.h, true);
    }
    if (p.h.out)
        fclose(p.h.out);
    order_finish(&p.gestures);
    order_finish(&p.works);
    order_finish(&p.verbs);
    order_finish(&p.materials);
    json_decref(p.words);
    if (!ok) {
        free(text);
        return fault_set(f, "memory is short");
    }
    return bundle_write(b, "index.html", text, length, f);
}
