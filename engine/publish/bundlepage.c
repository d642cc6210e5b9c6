// A page of the bundle: one work, gesture or enterprise.
#include "decode/decode.h"
#include "publish/bundle.h"
#include "publish/words.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

struct page {
    struct html h;
    struct bundle *b;
    const json_t *record;
    const char *id;
};

static const json_t *record_at(const struct page *p, const json_t *list, size_t i)
{
    return facts_get(p->b->d, json_string_value(json_array_get(list, i)));
}

static void heading(struct page *p, const char *key)
{
    fputs("<h2>", p->h.out);
    html_words(&p->h, key);
    fputs("</h2>\n", p->h.out);
}

// ---- media ----

// Alternative text, in the bundle's first language: attributes have one.
static void put_alt(struct page *p, const json_t *media)
{
    struct facts_text t = facts_text(json_object_get(media, "label"), p->b->d->languages[0]);
    html_text(&p->h, t.text ? t.text : "");
}

static void put_credit(struct page *p, const json_t *media)
{
    const char *credit = facts_string(media, "credit"), *licence = facts_string(media, "licence");
    FILE *out = p->h.out;
    fputs("<figcaption><p>", out);
    html_labels(&p->h, json_object_get(media, "label"));
    fputs("</p><p class=\"credit\">", out);
    html_text(&p->h, credit);
    fputs(credit && licence ? ", " : "", out);
    if (licence)
        html_address(&p->h, licence, NULL);
    fputs("</p>", out);
    html_marks(&p->h, media);
    fputs("</figcaption>", out);
}

static void put_picture(struct page *p, const json_t *media)
{
    char name[128];
    if (!media || !bundle_has(p->b, media))
        return;
    bundle_name(media, name, sizeof name);
    fprintf(p->h.out, "<figure><img src=\"../%s\" alt=\"", name);
    put_alt(p, media);
    fputs("\">", p->h.out);
    put_credit(p, media);
    fputs("</figure>\n", p->h.out);
}

// Texts of captions as plain lines: a page that lies in a file may not load a track.
static json_t *captions_of(const struct page *p, const json_t *c)
{
    char path[BUNDLE_PATH];
    size_t length;
    struct decode_captions read;
    const char *file = facts_string(c, "file");
    json_t *cues = json_array();
    if (!p->b->d->find(p->b->d->user, file, path, sizeof path, NULL))
        return cues;
    char *bytes = store_read(path, DECODE_CAPTIONS_BYTES, &length, NULL);
    if (bytes && decode_captions_read(bytes, length, &read, NULL, NULL, NULL)) {
        for (int i = 0; i < read.count; i++) {
            const struct decode_caption *cue = &read.cues[i];
            json_array_append_new(cues, json_pack("[f, f, s%]", cue->from_s, cue->to_s,
                                                  read.texts + cue->text, (size_t)cue->length));
        }
        decode_captions_finish(&read);
    }
    free(bytes);
    return cues;
}

static json_t *film_captions(const struct page *p, const json_t *media)
{
    json_t *all = json_array();
    const json_t *list = json_object_get(media, "captions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *c = json_array_get(list, i);
        json_array_append_new(all, json_pack("{s:s, s:o}", "language", facts_string(c, "language"),
                                             "cues", captions_of(p, c)));
    }
    return all;
}

// What the page draws over a film or clip: the notes that lie on it by `key`.
static json_t *notes_on(const struct page *p, const json_t *record, const char *key)
{
    static const char *const keys[] = {"id",       "at",      "label", "text",
                                       "geometry", "measure", "origin"};
    json_t *all = json_array();
    const json_t *n;
    const char *id = facts_string(record, "id");
    for (int i = 0; (n = repertoire_record(p->b->d->repertoire, REPERTOIRE_NOTE, i)); i++) {
        const char *of = facts_string(n, key);
        if (!of || strcmp(of, id) != 0)
            continue;
        json_t *copy = json_object();
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (json_object_get(n, keys[k]))
                json_object_set(copy, keys[k], json_object_get(n, keys[k]));
        json_array_append_new(all, copy);
    }
    return all;
}

// A link to a moment of a film of this page; "": of its clip.
static void put_time(struct page *p, const char *film, double at)
{
    if (film[0])
        fprintf(p->h.out, "<a class=\"time\" href=\"#t=%.2f&amp;film=%s\" data-film=\"%s\"", at,
                film, film);
    else
        fprintf(p->h.out, "<a class=\"time\" href=\"#clip=%.2f\"", at);
    fprintf(p->h.out, " data-t=\"%.3f\">%d:%04.1f</a> ", at, (int)(at / 60),
            at - 60 * (int)(at / 60));
}

static void put_note_list(struct page *p, const json_t *notes, const char *film)
{
    FILE *out = p->h.out;
    if (!json_array_size(notes))
        return;
    fputs("<ol class=\"notes\">\n", out);
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const json_t *n = json_array_get(notes, i);
        double at = json_number_value(json_array_get(json_object_get(n, "at"), 0));
        const json_t *measure = json_object_get(n, "measure");
        fputs("<li>", out);
        put_time(p, film, at);
        html_labels(&p->h, json_object_get(n, "label"));
        if (json_object_get(measure, "value")) {
            fputc(' ', out);
            html_figure(&p->h, json_number_value(json_object_get(measure, "value")),
                        facts_string(measure, "unit"));
        }
        html_paragraphs(&p->h, json_object_get(n, "text"), NULL);
        html_marks(&p->h, n);
        fputs("</li>\n", out);
    }
    fputs("</ol>\n", out);
}

static void put_film(struct page *p, const json_t *media)
{
    char name[128], poster[128];
    FILE *out = p->h.out;
    if (!media || !bundle_has(p->b, media))
        return;
    bundle_name(media, name, sizeof name);
    const char *film = facts_string(media, "id") + 2;
    const json_t *picture = facts_one(p->b->d, media, "poster");
    fprintf(out,
            "<figure class=\"film\" id=\"film-%s\"><div class=\"screen\"><video controls "
            "playsinline preload=\"metadata\" "
            "src=\"../%s\"",
            film, name);
    if (picture && bundle_has(p->b, picture)) {
        bundle_name(picture, poster, sizeof poster);
        fprintf(out, " poster=\"../%s\"", poster);
    }
    fputs(" aria-label=\"", out);
    put_alt(p, media);
    fputs("\"></video><svg class=\"overlay\" aria-hidden=\"true\"></svg></div>", out);
    put_credit(p, media);
    json_t *notes = notes_on(p, media, "media"), *captions = film_captions(p, media);
    json_t *size = json_object_get(media, "size");
    json_t *told = json_pack("{s:O, s:O, s:o?}", "notes", notes, "captions", captions, "size",
                             json_incref(size));
    fputs("<script type=\"application/json\">", out);
    html_json(&p->h, told);
    fputs("</script>", out);
    put_note_list(p, notes, film);
    fputs("</figure>\n", out);
    json_decref(told);
    json_decref(notes);
    json_decref(captions);
}

static void put_clip(struct page *p, const json_t *clip)
{
    FILE *out = p->h.out;
    json_t *joints = clip ? bundle_clip(p->b, clip) : NULL;
    if (!joints)
        return;
    json_t *measure = json_object_get(p->record, "measure");
    if (measure)
        json_object_set(joints, "measure", measure);
    json_t *notes = notes_on(p, clip, "clip");
    json_object_set_new(joints, "notes", notes);
    fputs("<figure class=\"clip\"><canvas tabindex=\"0\" role=\"img\" aria-label=\"", out);
    put_alt(p, clip);
    fputs("\"></canvas><div class=\"controls\"><button type=\"button\" class=\"play\" "
          "aria-pressed=\"false\">",
          out);
    html_words(&p->h, "play");
    fputs("</button><label>", out);
    html_words(&p->h, "time");
    fputs(" <input class=\"at\" type=\"range\" min=\"0\" max=\"1000\" value=\"0\"></label><label>",
          out);
    html_words(&p->h, "turn");
    fputs(" <input class=\"turn\" type=\"range\" min=\"-180\" max=\"180\" "
          "value=\"-30\"></label></div>",
          out);
    put_credit(p, clip);
    fputs("<script type=\"application/json\">", out);
    html_json(&p->h, joints);
    fputs("</script>", out);
    put_note_list(p, notes, "");
    fputs("</figure>\n", out);
    json_decref(joints);
}

static void put_sound(struct page *p, const json_t *media)
{
    char name[128];
    if (!media || !bundle_has(p->b, media))
        return;
    bundle_name(media, name, sizeof name);
    fprintf(p->h.out, "<figure><audio controls preload=\"none\" src=\"../%s\" aria-label=\"", name);
    put_alt(p, media);
    fputs("\"></audio>", p->h.out);
    put_credit(p, media);
    fputs("</figure>\n", p->h.out);
}

static void put_download(struct page *p, const json_t *record, const char *word)
{
    char name[128];
    if (!record || !bundle_has(p->b, record))
        return;
    bundle_name(record, name, sizeof name);
    fprintf(p->h.out, "<li><a download href=\"../%s\">", name);
    html_words(&p->h, word);
    fprintf(p->h.out, " · %s</a></li>\n", strrchr(name, '/') + 1);
}

// ---- facts ----

static void term(struct page *p, const char *key)
{
    fputs("<dt>", p->h.out);
    html_words(&p->h, key);
    fputs("</dt>", p->h.out);
}

static void put_list(struct page *p, const char *key, const char *word)
{
    const json_t *list = json_object_get(p->record, key);
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = record_at(p, list, i);
        if (!r)
            continue;
        if (!said)
            term(p, word);
        said = true;
        fputs("<dd>", p->h.out);
        html_record(&p->h, r);
        fputs("</dd>\n", p->h.out);
    }
}

static void put_one(struct page *p, const char *key)
{
    const json_t *r = facts_one(p->b->d, p->record, key);
    if (!r)
        return;
    term(p, key);
    fputs("<dd>", p->h.out);
    html_record(&p->h, r);
    html_marks(&p->h, r);
    fputs("</dd>\n", p->h.out);
}

static void put_people(struct page *p, const json_t *people, bool *said)
{
    for (size_t i = 0; i < json_array_size(people); i++) {
        const json_t *r = record_at(p, people, i);
        if (!r || !facts_may_name(p->b->d, r))
            continue;
        if (!*said)
            term(p, "people");
        *said = true;
        fputs("<dd>", p->h.out);
        html_title(&p->h, r);
        html_marks(&p->h, r);
        fputs("</dd>\n", p->h.out);
    }
}

// Of the team, or seen in the capsules.
static void put_everybody(struct page *p)
{
    const json_t *c;
    bool said = false;
    put_people(p, json_object_get(facts_one(p->b->d, p->record, "team"), "people"), &said);
    for (int n = 0; (c = repertoire_record(p->b->d->repertoire, REPERTOIRE_CAPSULE, n)); n++)
        if (strcmp(facts_string(c, "gesture"), p->id) == 0)
            put_people(p, json_object_get(c, "people"), &said);
}

// How endangered it is, where, who says so and when.
static void put_status(struct page *p)
{
    const json_t *list = json_object_get(p->record, "status");
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *s = json_array_get(list, i), *place = facts_one(p->b->d, s, "place");
        if (!place)
            continue;
        if (!said)
            term(p, "status");
        said = true;
        fputs("<dd>", p->h.out);
        html_words(&p->h, facts_string(s, "class"));
        fputs(" (", p->h.out);
        html_title(&p->h, place);
        fputs("), ", p->h.out);
        html_text(&p->h, facts_string(s, "assessor"));
        fprintf(p->h.out, ", %s</dd>\n", facts_string(s, "date"));
    }
}

static void put_links(struct page *p)
{
    char uri[1100];
    const json_t *links = json_object_get(p->record, "links");
    bool based = facts_address(p->b->d, p->id, uri, sizeof uri);
    if (!based && !json_array_size(links))
        return;
    term(p, "links");
    if (based) {
        fputs("<dd>", p->h.out);
        html_address(&p->h, uri, NULL);
        fputs("</dd>\n", p->h.out);
    }
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *l = json_array_get(links, i);
        fputs("<dd>", p->h.out);
        html_address(&p->h, facts_string(l, "uri"), facts_string(l, "label"));
        fputs("</dd>\n", p->h.out);
    }
}

static void put_facts(struct page *p)
{
    const char *class = facts_string(p->record, "percussion");
    fputs("<aside><dl>\n", p->h.out);
    put_one(p, "verb");
    put_list(p, "materials", "materials");
    put_list(p, "tools", "tools");
    put_list(p, "metiers", "metiers");
    if (class) {
        term(p, "percussion");
        fputs("<dd>", p->h.out);
        html_text(&p->h, class);
        fputs(" (", p->h.out);
        html_words(&p->h, "our-coding");
        fputs(")</dd>\n", p->h.out);
    }
    if (json_object_get(p->record, "said")) {
        term(p, "said");
        fputs("<dd><q>", p->h.out);
        html_labels(&p->h, json_object_get(p->record, "said"));
        fputs("</q></dd>\n", p->h.out);
    }
    put_list(p, "places", "places");
    put_one(p, "team");
    put_everybody(p);
    put_one(p, "school");
    put_list(p, "gestures", "gestures");
    put_one(p, "place");
    if (facts_string(p->record, "date")) {
        term(p, "date");
        fprintf(p->h.out, "<dd>%s</dd>\n", facts_string(p->record, "date"));
    }
    put_status(p);
    bundle_attests(&p->h, p->id);
    put_links(p);
    fputs("</dl></aside>\n", p->h.out);
}

// ---- steps ----

static void put_part(struct page *p, const json_t *step, const char *key, const char *word)
{
    const json_t *texts = json_object_get(step, key);
    if (!texts)
        return;
    fputs("<p>", p->h.out);
    if (word) {
        html_words(&p->h, word);
        fputs(" : ", p->h.out);
    }
    html_labels(&p->h, texts);
    fputs("</p>", p->h.out);
}

// The film that times of steps are times of: the gesture's, else the first view of a capsule of
// its, whose clock is the capsule's; NULL: none that is here.
static const json_t *steps_film(const struct page *p)
{
    const json_t *film = facts_one(p->b->d, p->record, "film"), *c;
    for (int n = 0; !film && (c = repertoire_record(p->b->d->repertoire, REPERTOIRE_CAPSULE, n));
         n++) {
        const char *of = facts_string(c, "gesture");
        if (of && strcmp(of, p->id) == 0)
            film = facts_one(p->b->d, json_array_get(json_object_get(c, "views"), 0), "media");
    }
    return film && bundle_has(p->b, film) ? film : NULL;
}

static void put_steps(struct page *p)
{
    const json_t *chain = facts_one(p->b->d, p->record, "chain");
    const json_t *film = steps_film(p), *clip = facts_one(p->b->d, p->record, "clip");
    const json_t *steps = json_object_get(chain, "steps");
    if (!json_array_size(steps))
        return;
    heading(p, "steps");
    fputs("<ol class=\"steps\">\n", p->h.out);
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *s = json_array_get(steps, i);
        const json_t *at = json_array_get(json_object_get(s, "at"), 0);
        fputs("<li><h3>", p->h.out);
        html_labels(&p->h, json_object_get(s, "label"));
        fputs("</h3>", p->h.out);
        if (at && (film || clip))
            put_time(p, film ? facts_string(film, "id") + 2 : "", json_number_value(at));
        put_part(p, s, "goal", NULL);
        put_part(p, s, "criterion", "criterion");
        fputs("</li>\n", p->h.out);
    }
    fputs("</ol>\n", p->h.out);
}

// ---- whole ----

static void put_views(struct page *p)
{
    const json_t *c;
    const char *film = facts_string(p->record, "film");
    json_t *shown = json_array(); // a film may stand in two capsules
    if (film)
        json_array_append_new(shown, json_string(film));
    for (int n = 0; (c = repertoire_record(p->b->d->repertoire, REPERTOIRE_CAPSULE, n)); n++) {
        const char *of = facts_string(c, "gesture");
        const json_t *views = json_object_get(c, "views");
        for (size_t i = 0; of && strcmp(of, p->id) == 0 && i < json_array_size(views); i++) {
            const json_t *m = facts_one(p->b->d, json_array_get(views, i), "media");
            if (!m || facts_has(shown, facts_string(m, "id")))
                continue;
            json_array_append(shown, json_object_get(m, "id"));
            put_film(p, m);
        }
    }
    json_decref(shown);
}

// Is it the first picture of a film that stands on the page?
static bool is_poster(const struct page *p, const json_t *picture)
{
    const json_t *c;
    if (picture == facts_one(p->b->d, facts_one(p->b->d, p->record, "film"), "poster"))
        return true;
    for (int n = 0; (c = repertoire_record(p->b->d->repertoire, REPERTOIRE_CAPSULE, n)); n++) {
        const char *of = facts_string(c, "gesture");
        const json_t *views = json_object_get(c, "views");
        for (size_t i = 0; of && strcmp(of, p->id) == 0 && i < json_array_size(views); i++) {
            const json_t *film = facts_one(p->b->d, json_array_get(views, i), "media");
            if (picture == facts_one(p->b->d, film, "poster"))
                return true;
        }
    }
    return false;
}

static void put_related(struct page *p)
{
    const json_t *w;
    bool said = false;
    for (int n = 0; (w = repertoire_record(p->b->d->repertoire, REPERTOIRE_WORK, n)); n++) {
        if (!facts_has(json_object_get(w, "gestures"), p->id))
            continue;
        if (!said) {
            heading(p, "works");
            fputs("<ul class=\"plain\">\n", p->h.out);
        }
        said = true;
        fputs("<li>", p->h.out);
        html_record(&p->h, w);
        fputs("</li>\n", p->h.out);
    }
    fputs(said ? "</ul>\n" : "", p->h.out);
}

static void put_downloads(struct page *p)
{
    heading(p, "download");
    fputs("<ul class=\"plain\">\n", p->h.out);
    put_download(p, facts_one(p->b->d, p->record, "film"), "film");
    put_download(p, facts_one(p->b->d, p->record, "clip"), "clip");
    put_download(p, facts_one(p->b->d, p->record, "scan"), "model");
    put_download(p, facts_one(p->b->d, p->record, "sound"), "sound");
    put_download(p, facts_one(p->b->d, p->record, "picture"), "picture");
    const json_t *tools = json_object_get(p->record, "tools");
    for (size_t i = 0; i < json_array_size(tools); i++)
        put_download(p, facts_one(p->b->d, record_at(p, tools, i), "model"), "model");
    fputs("</ul>\n", p->h.out);
}

static void put_all(struct page *p)
{
    const json_t *more = json_object_get(p->record, "pictures");
    fputs("<article>\n<h1>", p->h.out);
    html_title(&p->h, p->record);
    fputs("</h1>\n", p->h.out);
    html_marks(&p->h, p->record);
    fputs("<div class=\"columns\"><div class=\"wide\">\n", p->h.out);
    put_film(p, facts_one(p->b->d, p->record, "film"));
    put_views(p);
    const json_t *picture = facts_one(p->b->d, p->record, "picture");
    if (!is_poster(p, picture))
        put_picture(p, picture);
    put_clip(p, facts_one(p->b->d, p->record, "clip"));
    html_paragraphs(&p->h, json_object_get(p->record, "text"), "text");
    if (json_object_get(p->record, "technical")) {
        heading(p, "technical");
        html_paragraphs(&p->h, json_object_get(p->record, "technical"), "text");
    }
    put_steps(p);
    for (size_t i = 0; i < json_array_size(more); i++)
        put_picture(p, record_at(p, more, i));
    put_sound(p, facts_one(p->b->d, p->record, "sound"));
    put_related(p);
    if (repertoire_type_of_id(p->id) == REPERTOIRE_ENTERPRISE)
        bundle_practices(&p->h, p->record);
    else
        put_downloads(p);
    fputs("</div>\n", p->h.out);
    put_facts(p);
    fputs("</div></article>\n", p->h.out);
}

bool bundle_page(struct bundle *b, const json_t *record, struct fault *f)
{
    char name[128], title[700], *text = NULL;
    size_t length = 0;
    struct page p = {.b = b, .record = record, .id = facts_string(record, "id")};
    p.h = (struct html){open_memstream(&text, &length), b->d, "../", b->book.setting};
    if (!p.h.out)
        return fault_set(f, "memory is short");
    snprintf(title, sizeof title, "%s. %s", facts_title(record, b->d->languages[0]).text,
             b->d->title[0]);
    html_begin(&p.h, title, false);
    put_all(&p);
    html_end(&p.h, false);
    fclose(p.h.out);
    html_page(p.id, name, sizeof name);
    return bundle_write(b, name, text, length, f) && bundle_door(b, name, title, f);
}
