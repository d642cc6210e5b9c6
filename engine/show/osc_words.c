// What everyone may say over OSC: the verbs of the show, parameters, questions (docs/osc.md).
#include "show/private.h"

#include <lo/lo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define VALUE_MOST 1e6

// Buttons of controllers send 1 when they go down and 0 when they are let go.
static bool let_go(lo_message m)
{
    double number;
    char type = lo_message_get_argc(m) > 0 ? lo_message_get_types(m)[0] : 0;
    return type == LO_FALSE || (osc_number(m, 0, &number) && number == 0);
}

// `rest`: what stands behind "/gestuaire/show/cue/" or "…/list/".
static const char *read_name(lo_message m, const char *rest, struct show_heard *out, bool *nothing)
{
    struct show_order *o = &out->order;
    if (!*rest && !osc_word(m, 0, o->name, sizeof o->name))
        return "it names no cue or list";
    if (*rest)
        snprintf(o->name, sizeof o->name, "%s", rest);
    *nothing = *rest && let_go(m);
    for (const char *c = o->name; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *c))
            return "it names no cue or list";
    return NULL;
}

static const char *read_verb(const char *word, lo_message m, struct show_heard *out, bool *nothing)
{
    struct show_order *o = &out->order;
    const char *const *words = show_verb_words();
    size_t length = strcspn(word, "/");
    int verb = 0;
    while (words[verb] &&
           (strlen(words[verb]) != length || strncmp(word, words[verb], length) != 0))
        verb++;
    const char *rest = word[length] ? word + length + 1 : "";
    bool named = verb == SHOW_CUE || verb == SHOW_LIST;
    if (!words[verb] || verb == SHOW_SET || (word[length] && (!named || !*rest)))
        return "it is for another address";
    out->kind = HEARD_ORDER;
    *o = (struct show_order){.verb = (enum show_verb)verb, .over_s = -1};
    if (named)
        return read_name(m, rest, out, nothing);
    if (verb == SHOW_GO || verb == SHOW_BACK) {
        *nothing = let_go(m);
        return NULL;
    }
    if (lo_message_get_argc(m) > 0 &&
        (!osc_number(m, 0, &o->over_s) || o->over_s < 0 || o->over_s > 3600))
        return "its time is not 0 to 3600 s";
    return NULL;
}

static const char *read_param(const char *name, lo_message m, struct show_heard *out)
{
    struct show_order *o = &out->order;
    *o = (struct show_order){.verb = SHOW_SET};
    if (!control_is_name(name))
        return "it names no parameter";
    snprintf(o->name, sizeof o->name, "%s", name);
    if (lo_message_get_argc(m) == 0) {
        out->kind = HEARD_GET;
        return NULL;
    }
    out->kind = HEARD_ORDER;
    if (!osc_number(m, 0, &o->value) || fabs(o->value) > VALUE_MOST)
        return "a parameter's value is no number from -1e6 to 1e6";
    if (lo_message_get_argc(m) > 1 &&
        (!osc_number(m, 1, &o->over_s) || o->over_s < 0 || o->over_s > 3600))
        return "its time is not 0 to 3600 s";
    return NULL;
}

// A port that the answer goes to may stand as a last number.
static const char *read_port(lo_message m, struct show_heard *out)
{
    double port = 0;
    if (lo_message_get_argc(m) > 0 &&
        (!osc_number(m, 0, &port) || port < 1 || port > 65535 || port != rint(port)))
        return "the port of the answer is not 1 to 65535";
    out->port = (int)port;
    return NULL;
}

// Without a text it is a question.
static const char *read_held(void *m, struct show_heard *out)
{
    const char *types = lo_message_get_types(m);
    bool said = *types == LO_STRING || *types == LO_SYMBOL;
    out->kind = said ? HEARD_HOLD : HEARD_HELD;
    if (!said)
        return read_port(m, out);
    return osc_read_hold(m, &out->hold) ? NULL : "it does not say who holds a station";
}

// What stands behind `prefix`; NULL: it does not begin so.
static const char *behind(const char *path, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(path, prefix, n) == 0 ? path + n : NULL;
}

const char *osc_read_word(const char *path, void *m, struct show_heard *out, bool *nothing)
{
    const char *rest;
    if (strcmp(path, "/gestuaire/query") == 0) {
        out->kind = HEARD_QUERY;
        return read_port(m, out);
    }
    if (strcmp(path, "/gestuaire/echo") == 0) { // the supervisor's; that it was read is enough
        *nothing = true;
        return NULL;
    }
    if (strcmp(path, OSC_HELD) == 0)
        return read_held(m, out);
    if (strcmp(path, OSC_ASK) == 0) {
        out->kind = HEARD_ASK;
        return osc_word(m, 0, out->message.from, sizeof out->message.from) ? NULL
                                                                           : "it has no sender";
    }
    if ((rest = behind(path, "/gestuaire/desk/"))) {
        out->kind = HEARD_DESK;
        wish_read(rest, m, &out->wish);
        return NULL;
    }
    if ((rest = behind(path, "/gestuaire/param/")))
        return read_param(rest, m, out);
    if ((rest = behind(path, "/gestuaire/show/")))
        return read_verb(rest, m, out, nothing);
    return "it is for another address";
}
