// Writes terms and gestures as SKOS concepts by raptor2.
#include "exchange/skosprivate.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_PATH 1200
#define URI 700

struct writing {
    const struct skos_out *job;
    raptor_world *world;
    raptor_serializer *serializer;
    char base[600];
    struct lost *lost; // of the first file alone
    bool failed;
};

// ---- triples ----

static void add(struct writing *w, const char *subject, const char *predicate, raptor_term *object)
{
    raptor_statement *s = raptor_new_statement_from_nodes(
        w->world, raptor_new_term_from_uri_string(w->world, (const unsigned char *)subject),
        raptor_new_term_from_uri_string(w->world, (const unsigned char *)predicate), object, NULL);
    w->failed = w->failed || !s || raptor_serializer_serialize_statement(w->serializer, s) != 0;
    if (s)
        raptor_free_statement(s);
}

static void add_uri(struct writing *w, const char *subject, const char *predicate, const char *uri)
{
    add(w, subject, predicate,
        raptor_new_term_from_uri_string(w->world, (const unsigned char *)uri));
}

// XML has no place for control characters, raptor2 none for long tags of languages (skosguard.c).
static void add_text(struct writing *w, const char *subject, const char *predicate,
                     const char *text, const char *language)
{
    if (language && strlen(language) > 100) {
        lost_add(w->lost, "%s: \"%.40s…\" is no language", subject, language);
        return;
    }
    char *clean = strdup(text);
    for (char *at = clean; at && *at; at++)
        if ((unsigned char)*at < ' ' && *at != '\n' && *at != '\t')
            *at = ' ';
    add(w, subject, predicate,
        raptor_new_term_from_literal(w->world, (const unsigned char *)(clean ? clean : ""), NULL,
                                     (const unsigned char *)language));
    free(clean);
}

// ---- addresses ----

static void address_of(const struct writing *w, const json_t *record, char uri[URI])
{
    repertoire_address(record, w->base, uri, URI);
}

static bool address_of_id(const struct writing *w, const char *id, char uri[URI])
{
    const json_t *record = id ? repertoire_get(w->job->repertoire, id) : NULL;
    int type = record ? repertoire_type_of_id(id) : -1;
    if (!record || (w->job->kind >= 0 && type != w->job->kind))
        return false;
    address_of(w, record, uri);
    return true;
}

// ---- words ----

static bool is_label(const json_t *record, const char *language, const char *text)
{
    const char *label =
        json_string_value(json_object_get(json_object_get(record, "label"), language));
    return label && strcmp(label, text) == 0;
}

static bool is_term(const json_t *record, const char *key, const char *language, const char *text,
                    size_t before)
{
    const json_t *list = json_object_get(json_object_get(record, key), language);
    for (size_t i = 0; i < json_array_size(list) && i < before; i++) {
        const char *other = json_string_value(json_array_get(list, i));
        if (other && strcmp(other, text) == 0)
            return true;
    }
    return false;
}

static void write_labels(struct writing *w, const json_t *record, const char *key, const char *uri,
                         const char *predicate)
{
    const char *language;
    json_t *text;
    json_object_foreach(json_object_get(record, key), language, text)
    {
        if (json_string_length(text))
            add_text(w, uri, predicate, json_string_value(text), language);
    }
}

// S13: a label stands once, the preferred one before the others.
static void write_terms(struct writing *w, const json_t *record, const char *key, const char *uri,
                        const char *predicate)
{
    const char *language, *id = json_string_value(json_object_get(record, "id"));
    json_t *list, *item;
    size_t i;
    bool hidden = strcmp(key, "misspellings") == 0;
    json_object_foreach(json_object_get(record, key), language, list)
    {
        json_array_foreach(list, i, item)
        {
            const char *text = json_string_value(item);
            if (!text || !*text || is_term(record, key, language, text, i))
                continue;
            if (is_label(record, language, text) ||
                (hidden && is_term(record, "synonyms", language, text, SIZE_MAX)))
                lost_add(w->lost, "%s: %s.%s: \"%s\" is a label already (S13)", id, key, language,
                         text);
            else
                add_text(w, uri, predicate, text, language);
        }
    }
}

// ---- relations ----

static const json_t *broader_of(const struct writing *w, const char *id)
{
    return json_object_get(repertoire_get(w->job->repertoire, id), "broader");
}

#define WALK 4096

// Is `upper` above `id`? At most WALK terms are looked at.
static bool is_above(const struct writing *w, const char *id, const char *upper)
{
    const char *way[WALK];
    json_t *seen = json_object(), *item;
    int count = 0, at = 0;
    bool found = false;
    way[count++] = id;
    while (at < count && !found) {
        size_t i;
        json_array_foreach(broader_of(w, way[at]), i, item)
        {
            const char *next = json_string_value(item);
            found = found || strcmp(next, upper) == 0;
            if (count < WALK && !json_object_get(seen, next)) {
                json_object_set_new(seen, next, json_true());
                way[count++] = next;
            }
        }
        at++;
    }
    json_decref(seen);
    return found;
}

static void write_relation(struct writing *w, const char *id, const char *uri, const char *other,
                           const char *there, const char *back)
{
    char to[URI];
    if (!address_of_id(w, other, to)) {
        lost_add(w->lost, "%s: \"%s\" does not go out", id, other);
        return;
    }
    add_uri(w, uri, there, to);
    add_uri(w, to, back, uri);
}

static void write_relations(struct writing *w, const json_t *record, const char *uri)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    json_t *item;
    size_t i;
    if (is_above(w, id, id))
        lost_add(w->lost, "%s: broader: leads in a circle back to itself; it goes out as it is",
                 id);
    json_array_foreach(json_object_get(record, "broader"), i, item)
        write_relation(w, id, uri, json_string_value(item), SKOS_NS "broader", SKOS_NS "narrower");
    json_array_foreach(json_object_get(record, "related"), i, item)
    {
        const char *other = json_string_value(item);
        if (is_above(w, id, other) || is_above(w, other, id))
            lost_add(w->lost, "%s: related: \"%s\" is broader or narrower as well (S27)", id,
                     other);
        else
            write_relation(w, id, uri, other, SKOS_NS "related", SKOS_NS "related");
    }
}

static const char *predicate_of(const json_t *link)
{
    static const char *const relations[][2] = {{"exact", SKOS_NS "exactMatch"},
                                               {"close", SKOS_NS "closeMatch"},
                                               {"broader", SKOS_NS "broadMatch"},
                                               {"narrower", SKOS_NS "narrowMatch"},
                                               {"related", SKOS_NS "relatedMatch"}};
    const char *relation = json_string_value(json_object_get(link, "relation"));
    for (size_t i = 0; relation && i < sizeof relations / sizeof *relations; i++)
        if (strcmp(relations[i][0], relation) == 0)
            return relations[i][1];
    return RDFS_NS "seeAlso";
}

static void write_links(struct writing *w, const json_t *record, const char *uri)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    json_t *link;
    size_t i;
    json_array_foreach(json_object_get(record, "links"), i, link)
    {
        const char *to = json_string_value(json_object_get(link, "uri"));
        if (!to || !repertoire_is_address(to)) {
            lost_add(w->lost, "%s: links[%zu]: \"%s\" is no address", id, i, to ? to : "");
            continue;
        }
        if (json_object_get(link, "label"))
            lost_add(w->lost, "%s: links[%zu].label: SKOS has no place for it", id, i);
        if (strcmp(to, uri) != 0)
            add_uri(w, uri, predicate_of(link), to);
    }
}

// ---- schemes ----

static const char *const titles[REPERTOIRE_TYPES][3] = {
    [REPERTOIRE_VERB] = {"Verbes", "Verbi", "Verbs"},
    [REPERTOIRE_MATERIAL] = {"Matières", "Materie", "Materials"},
    [REPERTOIRE_TOOL] = {"Outils", "Utensili", "Tools"},
    [REPERTOIRE_METIER] = {"Métiers", "Mestieri", "Crafts"},
    [REPERTOIRE_GESTURE] = {"Gestes", "Gesti", "Gestures"}};

static void write_scheme(struct writing *w, enum repertoire_type type, const char *scheme)
{
    static const char *const languages[] = {"fr", "it", "en"};
    add_uri(w, scheme, RDF_NS "type", SKOS_NS "ConceptScheme");
    for (int i = 0; i < 3; i++)
        add_text(w, scheme, DCT_NS "title", titles[type][i], languages[i]);
}

static bool is_top(const struct writing *w, const json_t *record)
{
    char uri[URI];
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(record, "broader"), i, item)
    {
        if (address_of_id(w, json_string_value(item), uri))
            return false;
    }
    return true;
}

static void write_membership(struct writing *w, const json_t *record, const char *uri,
                             const char *scheme)
{
    add_uri(w, uri, SKOS_NS "inScheme", scheme);
    if (!is_top(w, record))
        return;
    add_uri(w, uri, SKOS_NS "topConceptOf", scheme);
    add_uri(w, scheme, SKOS_NS "hasTopConcept", uri);
}

// ---- records ----

static void write_term(struct writing *w, const json_t *record, const char *scheme)
{
    char uri[URI];
    const char *from = json_string_value(json_object_get(record, "scheme"));
    const char *notation = json_string_value(json_object_get(record, "notation"));
    address_of(w, record, uri);
    add_uri(w, uri, RDF_NS "type", SKOS_NS "Concept");
    write_membership(w, record, uri, scheme);
    if (from && repertoire_is_address(from)) {
        add_uri(w, from, RDF_NS "type", SKOS_NS "ConceptScheme");
        write_membership(w, record, uri, from);
    }
    write_labels(w, record, "label", uri, SKOS_NS "prefLabel");
    write_terms(w, record, "synonyms", uri, SKOS_NS "altLabel");
    write_terms(w, record, "misspellings", uri, SKOS_NS "hiddenLabel");
    write_labels(w, record, "definition", uri, SKOS_NS "definition");
    if (notation)
        add_text(w, uri, SKOS_NS "notation", notation, NULL);
    write_relations(w, record, uri);
    write_links(w, record, uri);
}

static void relate(struct writing *w, const json_t *gesture, const char *uri, const json_t *ids)
{
    const char *id = json_string_value(json_object_get(gesture, "id"));
    size_t i;
    json_t *item;
    if (json_is_string(ids) && w->job->kind < 0)
        write_relation(w, id, uri, json_string_value(ids), SKOS_NS "related", SKOS_NS "related");
    json_array_foreach(ids, i, item)
    {
        if (w->job->kind < 0)
            write_relation(w, id, uri, json_string_value(item), SKOS_NS "related",
                           SKOS_NS "related");
    }
}

static void write_gesture(struct writing *w, const json_t *record, const char *scheme)
{
    char uri[URI];
    const char *language;
    json_t *said;
    address_of(w, record, uri);
    add_uri(w, uri, RDF_NS "type", SKOS_NS "Concept");
    write_membership(w, record, uri, scheme);
    write_labels(w, record, "label", uri, SKOS_NS "prefLabel");
    write_terms(w, record, "synonyms", uri, SKOS_NS "altLabel");
    json_object_foreach(json_object_get(record, "said"), language, said)
    {
        const char *text = json_string_value(said);
        if (text && *text && !is_label(record, language, text) &&
            !is_term(record, "synonyms", language, text, SIZE_MAX))
            add_text(w, uri, SKOS_NS "altLabel", text, language);
    }
    write_labels(w, record, "text", uri, SKOS_NS "definition");
    relate(w, record, uri, json_object_get(record, "verb"));
    relate(w, record, uri, json_object_get(record, "materials"));
    relate(w, record, uri, json_object_get(record, "tools"));
    write_links(w, record, uri);
}

// Keys that SKOS has no place for, and how many records have them.
static void tell_left_out(struct writing *w, enum repertoire_type type)
{
    static const char *const of_terms[] = {"id",         "label",   "synonyms", "misspellings",
                                           "definition", "broader", "related",  "notation",
                                           "uri",        "scheme",  "links",    NULL};
    static const char *const of_gestures[] = {"id",   "label",     "synonyms", "said",  "text",
                                              "verb", "materials", "tools",    "links", NULL};
    const char *const *kept = type == REPERTOIRE_GESTURE ? of_gestures : of_terms;
    for (const struct schema *s = repertoire_keys(type); s->key; s++) {
        int count = 0;
        bool is_kept = false;
        for (int i = 0; kept[i]; i++)
            is_kept = is_kept || strcmp(kept[i], s->key) == 0;
        for (int n = 0; !is_kept && n < repertoire_count(w->job->repertoire, type); n++)
            count +=
                json_object_get(repertoire_record(w->job->repertoire, type, n), s->key) != NULL;
        if (count)
            lost_add(w->lost, "%s/: %s: SKOS has no place for it (%d records)",
                     repertoire_folder(type), s->key, count);
    }
}

static void write_kind(struct writing *w, enum repertoire_type type)
{
    char scheme[URI];
    const json_t *record;
    if ((w->job->kind >= 0 && w->job->kind != (int)type) ||
        !repertoire_count(w->job->repertoire, type))
        return;
    snprintf(scheme, sizeof scheme, "%s%s", w->base, repertoire_folder(type));
    write_scheme(w, type, scheme);
    for (int n = 0; (record = repertoire_record(w->job->repertoire, type, n)); n++)
        if (type == REPERTOIRE_GESTURE)
            write_gesture(w, record, scheme);
        else
            write_term(w, record, scheme);
    tell_left_out(w, type);
}

// ---- files ----

static void name_prefix(struct writing *w, const char *prefix, const char *ns)
{
    raptor_uri *uri = raptor_new_uri(w->world, (const unsigned char *)ns);
    if (uri)
        raptor_serializer_set_namespace(w->serializer, uri, (const unsigned char *)prefix);
    if (uri)
        raptor_free_uri(uri);
}

static char *serialise(struct writing *w, const char *syntax, size_t *length)
{
    void *text = NULL;
    w->serializer = raptor_new_serializer(w->world, syntax);
    if (!w->serializer)
        return NULL;
    name_prefix(w, "skos", SKOS_NS);
    name_prefix(w, "dct", DCT_NS);
    name_prefix(w, "rdfs", RDFS_NS);
    w->failed = raptor_serializer_start_to_string(w->serializer, NULL, &text, length) != 0;
    for (int i = 0; i < 4 && !w->failed; i++)
        write_kind(w, skos_kinds[i]);
    if (!w->failed)
        write_kind(w, REPERTOIRE_GESTURE);
    w->failed = raptor_serializer_serialize_end(w->serializer) != 0 || w->failed;
    raptor_free_serializer(w->serializer);
    return text;
}

static bool write_file(struct writing *w, const char *syntax, const char *file, struct fault *f)
{
    size_t length = 0;
    char *text = serialise(w, syntax, &length);
    bool written = text && !w->failed ? store_write(file, text, length, f)
                                      : fault_set(f, "%s: raptor2 cannot write it", file);
    raptor_free_memory(text);
    w->lost = NULL; // told once
    return written;
}

static const char *syntax_of(const char *file)
{
    static const char *const endings[][2] = {{".ttl", "turtle"},
                                             {".rdf", "rdfxml-abbrev"},
                                             {".xml", "rdfxml-abbrev"},
                                             {".nt", "ntriples"}};
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i][0]) == 0)
            return endings[i][1];
    return NULL;
}

static bool write_folder(struct writing *w, const char *folder, struct fault *f)
{
    char file[FILE_PATH];
    if (!store_folder(folder, f))
        return false;
    snprintf(file, sizeof file, "%s/terms.ttl", folder);
    if (!write_file(w, "turtle", file, f))
        return false;
    snprintf(file, sizeof file, "%s/terms.rdf", folder);
    return write_file(w, "rdfxml-abbrev", file, f);
}

bool skos_export(const struct skos_out *job, struct fault *f)
{
    struct writing w = {.job = job, .lost = job->lost};
    struct stat st;
    bool folder = stat(job->to, &st) == 0 && S_ISDIR(st.st_mode);
    const char *syntax = folder ? NULL : syntax_of(job->to);
    const char *name = strrchr(job->to, '/') ? strrchr(job->to, '/') + 1 : job->to;
    if (job->kind >= 0 && !titles[job->kind][0])
        return fault_set(f, "--kind %s: SKOS has verb, material, tool, metier and gesture",
                         repertoire_type_word((enum repertoire_type)job->kind));
    if (!folder && !syntax && strchr(name, '.'))
        return fault_set(f, "%s: .ttl, .rdf, .xml, .nt or a folder is allowed", job->to);
    skos_base(job->base, job->name, w.base, sizeof w.base);
    if (!repertoire_is_address(w.base))
        return fault_set(f, "--base %.300s: is no address; https://…/ or urn:…: is allowed",
                         w.base);
    w.world = raptor_new_world();
    if (!w.world || raptor_world_open(w.world) != 0)
        return fault_set(f, "raptor2 does not start");
    bool done = syntax ? write_file(&w, syntax, job->to, f) : write_folder(&w, job->to, f);
    raptor_free_world(w.world);
    return done;
}
