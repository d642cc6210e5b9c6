// What enterprises do for their territory, on pages of the bundle: theirs, and those of the
// gestures that attest it.
#include "publish/bundle.h"
#include "publish/words.h"

#include <string.h>

static void put_gestures(struct html *h, const json_t *practice)
{
    const json_t *gestures = json_object_get(practice, "gestures");
    if (!json_array_size(gestures))
        return;
    fputs("<ul class=\"plain\">\n", h->out);
    for (size_t i = 0; i < json_array_size(gestures); i++) {
        const json_t *g = facts_get(h->d, json_string_value(json_array_get(gestures, i)));
        if (!g)
            continue;
        fputs("<li>→ ", h->out);
        html_record(h, g);
        fputs("</li>\n", h->out);
    }
    fputs("</ul>\n", h->out);
}

static void put_practice(struct html *h, const json_t *practice)
{
    const char *date = facts_string(practice, "date");
    fputs("<li><p class=\"credit\">", h->out);
    html_words(h, facts_string(practice, "side"));
    if (date)
        fprintf(h->out, ", %s", date);
    fputs("</p><h3>", h->out);
    html_labels(h, json_object_get(practice, "label"));
    fputs("</h3>", h->out);
    html_paragraphs(h, json_object_get(practice, "text"), NULL);
    put_gestures(h, practice);
    fputs("</li>\n", h->out);
}

void bundle_practices(struct html *h, const json_t *enterprise)
{
    const json_t *practices = json_object_get(enterprise, "practices");
    if (!json_array_size(practices))
        return;
    fputs("<h2>", h->out);
    html_words(h, "practices");
    fputs("</h2>\n<ol class=\"steps\">\n", h->out);
    for (size_t i = 0; i < json_array_size(practices); i++)
        put_practice(h, json_array_get(practices, i));
    fputs("</ol>\n", h->out);
}

void bundle_attests(struct html *h, const char *gesture)
{
    const json_t *f;
    bool said = false;
    for (int n = 0; (f = repertoire_record(h->d->repertoire, REPERTOIRE_ENTERPRISE, n)); n++) {
        if (!facts_attests(f, gesture))
            continue;
        if (!said) {
            fputs("<dt>", h->out);
            html_words(h, "attests");
            fputs("</dt>", h->out);
        }
        said = true;
        fputs("<dd>", h->out);
        html_record(h, f);
        html_marks(h, f);
        fputs("</dd>\n", h->out);
    }
}

void bundle_enterprises(struct html *h)
{
    const json_t *f = repertoire_record(h->d->repertoire, REPERTOIRE_ENTERPRISE, 0);
    if (!f)
        return;
    fputs("<section><h2>", h->out);
    html_words(h, "enterprises");
    fputs("</h2>\n<ul class=\"plain\">\n", h->out);
    for (int n = 0; (f = repertoire_record(h->d->repertoire, REPERTOIRE_ENTERPRISE, n)); n++) {
        fputs("<li>", h->out);
        html_record(h, f);
        html_marks(h, f);
        fputs("</li>\n", h->out);
    }
    fputs("</ul></section>\n", h->out);
}
