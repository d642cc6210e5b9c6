// The points in their order, and as JSON.
#include "attest/attest.h"
#include "attest/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

__attribute__((format(printf, 4, 0))) static void
add(struct attest *a, const char *point, enum attest_says says, const char *format, va_list args)
{
    if (a->count == ATTEST_POINTS)
        return;
    struct attest_point *p = &a->points[a->count++];
    p->point = point;
    p->says = says;
    vsnprintf(p->why, sizeof p->why, format, args);
}

void attest_say(struct attest *a, const char *point, bool locked, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(a, point, locked ? ATTEST_LOCKED : ATTEST_OPEN, format, args);
    va_end(args);
}

void attest_tell(struct attest *a, const char *point, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(a, point, ATTEST_TOLD, format, args);
    va_end(args);
}

static void look_engine(struct attest *a, const struct asked *q)
{
    const json_t *why = json_object_get(q->line, "why");
    const char *state = attest_text(q->line, "state");
    const char *first = json_string_value(json_array_get(why, 0));
    if (!q->line)
        attest_say(a, "engine", false,
                   "station %s does not say how it is: it does not run, or not for this user",
                   q->kiosk->station);
    else if (!json_is_true(json_object_get(q->line, "kiosk")))
        attest_say(a, "engine", false, "process %d runs without --kiosk: it holds on to nothing",
                   (int)q->engine);
    else
        attest_say(a, "engine", true, "process %d runs for the public, %s%s%s", (int)q->engine,
                   state, first ? ": " : "", first ? first : "");
}

void attest_look(struct attest *a, const struct kiosk *kiosk, const char *below, bool verify)
{
    struct asked q = {.kiosk = kiosk,
                      .verify = verify,
                      .below = below && strcmp(below, "/") != 0 ? below : ""};
    *a = (struct attest){0};
    attest_ask(&q);
    look_engine(a, &q);
    attest_session(a, &q);
    attest_place(a, &q);
    attest_machine(a, &q);
    attest_ports(a, &q);
    json_decref(q.line);
    json_decref(q.ladder);
}

bool attest_locked(const struct attest *a)
{
    for (int i = 0; i < a->count; i++)
        if (a->points[i].says == ATTEST_OPEN)
            return false;
    return a->count > 0;
}

char *attest_json(const struct attest *a, const struct kiosk *kiosk)
{
    static const char *const words[] = {"locked", "open", "told"};
    json_t *points = json_array();
    for (int i = 0; i < a->count; i++) {
        json_t *why = json_string(a->points[i].why);
        json_array_append_new(points, json_pack("{s:s, s:s, s:o}", "point", a->points[i].point,
                                                "state", words[a->points[i].says], "why",
                                                why ? why : json_string("?")));
    }
    json_t *tree = json_pack("{s:i, s:s, s:s, s:s, s:I, s:b, s:o}", "format", ATTEST_FORMAT,
                             "installation", kiosk->installation, "station", kiosk->station,
                             "session", kiosk_session_word(kiosk->session), "at",
                             (json_int_t)time(NULL), "locked", attest_locked(a), "points", points);
    char *text = tree ? json_dumps(tree, JSON_INDENT(1)) : NULL;
    json_decref(tree);
    return text;
}
