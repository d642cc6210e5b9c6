// Reads RDF into triples by raptor2. Nothing is fetched.
#include "exchange/skosprivate.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const enum repertoire_type skos_kinds[4] = {REPERTOIRE_VERB, REPERTOIRE_MATERIAL, REPERTOIRE_TOOL,
                                            REPERTOIRE_METIER};

void skos_base(const char *base, const char *name, char *out, size_t size)
{
    if (!base || !repertoire_base(base, out, size))
        snprintf(out, size, "urn:gestuaire:%s:", name);
}

// ---- a graph ----

void skos_graph_finish(struct skos_graph *g)
{
    for (int i = 0; i < g->count; i++) {
        struct skos_triple *t = &g->triples[i];
        free(t->subject);
        free(t->predicate);
        free(t->object);
        free(t->language);
        free(t->datatype);
    }
    free(g->triples);
    json_decref(g->first);
    json_decref(g->last);
    *g = (struct skos_graph){0};
}

int skos_first(const struct skos_graph *g, const char *subject)
{
    const json_t *place = json_object_get(g->first, subject);
    return place ? (int)json_integer_value(place) : -1;
}

bool skos_is(const struct skos_triple *t, const char *ns, const char *name)
{
    size_t n = strlen(ns);
    return strncmp(t->predicate, ns, n) == 0 && strcmp(t->predicate + n, name) == 0;
}

static bool grow(struct skos_graph *g)
{
    if (g->count < g->room)
        return true;
    int room = g->room ? g->room * 2 : 256;
    struct skos_triple *grown = realloc(g->triples, (size_t)room * sizeof *grown);
    if (!grown)
        return false;
    g->triples = grown;
    g->room = room;
    return true;
}

static void link_up(struct skos_graph *g, int n)
{
    const char *subject = g->triples[n].subject;
    const json_t *last = json_object_get(g->last, subject);
    if (last)
        g->triples[json_integer_value(last)].next = n;
    else
        json_object_set_new(g->first, subject, json_integer(n));
    json_object_set_new(g->last, subject, json_integer(n));
}

// ---- what could not be kept ----

static const char *const shorter[][2] = {{SKOS_NS, "skos:"},
                                         {RDF_NS, "rdf:"},
                                         {RDFS_NS, "rdfs:"},
                                         {DCT_NS, "dct:"},
                                         {"http://purl.org/dc/elements/1.1/", "dc:"},
                                         {"http://xmlns.com/foaf/0.1/", "foaf:"},
                                         {"http://www.w3.org/2002/07/owl#", "owl:"},
                                         {"http://www.w3.org/2008/05/skos-xl#", "skosxl:"}};

static void write_uri(FILE *out, const char *uri)
{
    for (size_t i = 0; i < sizeof shorter / sizeof *shorter; i++) {
        size_t n = strlen(shorter[i][0]);
        if (strncmp(uri, shorter[i][0], n) == 0) {
            fprintf(out, "%s%s", shorter[i][1], uri + n);
            return;
        }
    }
    fprintf(out, "<%s>", uri);
}

static void write_term(FILE *out, enum skos_sort sort, const char *text)
{
    if (sort == SKOS_URI) {
        write_uri(out, text);
    } else if (sort == SKOS_BLANK) {
        fprintf(out, "_:%s", text);
    } else {
        json_t *string = json_string(text);
        char *quoted = json_dumps(string, JSON_ENCODE_ANY);
        fputs(quoted ? quoted : "\"…\"", out);
        free(quoted);
        json_decref(string);
    }
}

void skos_lose(struct skos_graph *g, struct skos_triple *t, struct lost *lost, const char *format,
               ...)
{
    char *text = NULL, why[400];
    size_t size;
    if (t->kept)
        return;
    t->kept = true;
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return;
    write_term(out, t->subject_sort, t->subject);
    fputc(' ', out);
    write_uri(out, t->predicate);
    fputc(' ', out);
    write_term(out, t->object_sort, t->object);
    if (t->language)
        fprintf(out, "@%s", t->language);
    if (t->datatype) {
        fputs("^^", out);
        write_uri(out, t->datatype);
    }
    if (fclose(out) == 0)
        lost_add(lost, "%s:%d: %s: %s", g->files[t->file], t->line, text, why);
    free(text);
}

// ---- raptor ----

struct reading {
    struct skos_graph *graph;
    raptor_parser *parser;
    struct faults *faults;
    const char *file;
    int place, line; // of the file; the last line that was known
    bool failed, full;
};

static char *term_text(const raptor_term *term, enum skos_sort *sort)
{
    if (term->type == RAPTOR_TERM_TYPE_URI) {
        *sort = SKOS_URI;
        return strdup((const char *)raptor_uri_as_string(term->value.uri));
    }
    *sort = term->type == RAPTOR_TERM_TYPE_BLANK ? SKOS_BLANK : SKOS_LITERAL;
    const unsigned char *text = term->type == RAPTOR_TERM_TYPE_BLANK ? term->value.blank.string
                                                                     : term->value.literal.string;
    return strdup(text ? (const char *)text : "");
}

static void take_statement(void *to, raptor_statement *s)
{
    struct reading *r = to;
    struct skos_graph *g = r->graph;
    int line = raptor_locator_line(raptor_parser_get_locator(r->parser));
    r->line = line > 0 ? line : r->line;
    if (r->full)
        return;
    if (g->count >= SKOS_TRIPLES || !grow(g)) {
        r->full = true;
        faults_add(r->faults, FAULT_ERROR, "%s:%d: is one triple too many; %d are allowed", r->file,
                   r->line, SKOS_TRIPLES);
        raptor_parser_parse_abort(r->parser);
        return;
    }
    struct skos_triple t = {.file = r->place, .line = r->line, .next = -1};
    enum skos_sort unused;
    t.subject = term_text(s->subject, &t.subject_sort);
    t.predicate = term_text(s->predicate, &unused);
    t.object = term_text(s->object, &t.object_sort);
    if (s->object->type == RAPTOR_TERM_TYPE_LITERAL) {
        const raptor_term_literal_value *l = &s->object->value.literal;
        t.language = l->language && *l->language ? strdup((const char *)l->language) : NULL;
        t.datatype = l->datatype ? strdup((const char *)raptor_uri_as_string(l->datatype)) : NULL;
    }
    g->triples[g->count++] = t;
    if (t.subject)
        link_up(g, g->count - 1);
}

static void take_message(void *to, raptor_log_message *message)
{
    struct reading *r = to;
    bool error = message->level >= RAPTOR_LOG_LEVEL_ERROR;
    int line = message->locator ? raptor_locator_line(message->locator) : 0;
    r->failed = r->failed || error;
    faults_add(r->faults, error ? FAULT_ERROR : FAULT_WARNING, "%s:%d: %.300s", r->file,
               line > 0 ? line : r->line, message->text ? message->text : "is broken");
}

static int fetch_nothing(void *to, raptor_uri *uri)
{
    (void)to;
    (void)uri;
    return 1;
}

// N-Triples are Turtle, whose parser is the stricter one.
static const char *parser_of(raptor_world *world, const char *file, const char *bytes,
                             size_t length)
{
    static const char *const endings[][2] = {{".ttl", "turtle"}, {".turtle", "turtle"},
                                             {".rdf", "rdfxml"}, {".xml", "rdfxml"},
                                             {".owl", "rdfxml"}, {".skos", "rdfxml"},
                                             {".nt", "turtle"},  {".n3", "turtle"}};
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i][0]) == 0)
            return endings[i][1];
    const char *guess = raptor_world_guess_parser_name(world, NULL, NULL,
                                                       (const unsigned char *)bytes, length, NULL);
    return guess && strcmp(guess, "rdfxml") == 0 ? guess : "turtle";
}

#define CHUNK 65536

static void parse(struct reading *r, raptor_world *world, const char *bytes, size_t length)
{
    raptor_uri *base = raptor_new_uri(world, (const unsigned char *)"urn:gestuaire:file:");
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
    raptor_parser_set_uri_filter(r->parser, fetch_nothing, NULL);
    raptor_parser_set_statement_handler(r->parser, r, take_statement);
    bool good = base && raptor_parser_parse_start(r->parser, base) == 0;
    for (size_t at = 0; good && !r->full; at += CHUNK) {
        bool last = length - at <= CHUNK;
        good = raptor_parser_parse_chunk(r->parser, (const unsigned char *)bytes + at,
                                         last ? length - at : CHUNK, last) == 0;
        if (last)
            break;
    }
    if (!good && !r->failed && !r->full)
        faults_add(r->faults, FAULT_ERROR, "%s:%d: is neither Turtle nor RDF/XML", r->file,
                   r->line);
    r->failed = r->failed || !good || r->full;
    if (base)
        raptor_free_uri(base);
}

bool skos_read(struct skos_graph *g, int file, const char *bytes, size_t length,
               struct faults *faults)
{
    struct reading r = {
        .graph = g, .faults = faults, .file = g->files[file], .place = file, .line = 1};
    if (!g->first) {
        g->first = json_object();
        g->last = json_object();
    }
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (memchr(bytes, 0, length)) {
        faults_add(faults, FAULT_ERROR, "%s:1: has a byte 0; is it RDF?", r.file);
        return false;
    }
    raptor_world *world = raptor_new_world();
    if (!world || raptor_world_set_log_handler(world, &r, take_message) != 0 ||
        raptor_world_open(world) != 0) {
        faults_add(faults, FAULT_ERROR, "%s:1: raptor2 does not start", r.file);
        r.failed = true;
    } else {
        const char *syntax = parser_of(world, r.file, bytes, length);
        bool sound = skos_guard(syntax, bytes, length, r.file, faults);
        r.parser = sound ? raptor_new_parser(world, syntax) : NULL;
        if (r.parser)
            parse(&r, world, bytes, length);
        r.failed = r.failed || !r.parser;
        if (r.parser)
            raptor_free_parser(r.parser);
    }
    if (world)
        raptor_free_world(world);
    return !r.failed;
}
