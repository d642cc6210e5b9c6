// The line: one JSON object, written into memory that is there, without jansson's heap.
#include "health/health.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ENDING 64 // bytes kept for what closes the object

struct writer {
    char *line;
    size_t length, size;
    bool full;
};

__attribute__((format(printf, 2, 3))) static void put(struct writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t room = w->size - w->length;
    int n = vsnprintf(w->line + w->length, room, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= room)
        w->full = true;
    else
        w->length += (size_t)n;
    w->line[w->length] = 0;
}

// How many bytes the letter at `s` has, if it is whole UTF-8; 0: it is none.
static int letter(const unsigned char *s)
{
    int n = s[0] < 0x80                   ? 1
            : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
            : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
            : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                          : 0;
    for (int i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool bad = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
               (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f);
    return bad ? 0 : n;
}

// What is cut in the middle of a letter, or was never UTF-8, is a question mark.
static void put_text(struct writer *w, const char *text)
{
    put(w, "\"");
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        int n = letter(s);
        if (n == 0)
            put(w, "?");
        else if (n == 1 && (*s < 0x20 || *s == '"' || *s == '\\' || *s == 0x7f))
            put(w, "\\u%04x", *s);
        else
            put(w, "%.*s", n, (const char *)s);
        s += n ? n : 1;
    }
    put(w, "\"");
}

static void put_number(struct writer *w, const char *key, double v, int digits)
{
    if (isfinite(v))
        put(w, "\"%s\":%.*f", key, digits, v);
    else
        put(w, "\"%s\":null", key);
}

// Negative: not known.
static void put_known(struct writer *w, const char *key, double v, int digits)
{
    put_number(w, key, v < 0 ? NAN : v, digits);
}

static void put_named(struct writer *w, const char *key, const char *text)
{
    put(w, "\"%s\":", key);
    put_text(w, text);
}

static void put_frames(struct writer *w, const struct staff_facts *s)
{
    static const char *const names[STAFF_ROOMS] = {"show",  "input",  "film",    "script",
                                                   "sound", "render", "surfaces"};
    const struct staff_meter *m = s->meter;
    double seconds = m->last.seconds > 0 ? m->last.seconds : 1;
    put(w, ",\"frames\":{\"asked\":%llu,\"presented\":%llu,\"late\":%llu,",
        (unsigned long long)m->asked, (unsigned long long)m->presented,
        (unsigned long long)m->late);
    put_number(w, "fps", m->last.pictures / seconds, 2);
    put(w, ",");
    put_number(w, "rate_hz", s->rate_hz, 2);
    put(w, ",\"late_last\":%d}", m->last.lates);
    put(w, ",\"cpu\":");
    if (!m->on || m->last.frames == 0 || m->last.all_ms == 0) {
        put(w, "null");
        return;
    }
    put(w, "{");
    put_number(w, "frame_mean_ms", m->last.all_ms / m->last.frames, 3);
    put(w, ",");
    put_number(w, "frame_worst_ms", m->last.worst_ms, 3);
    put(w, ",\"rooms_ms\":{");
    for (int i = 0; i < STAFF_ROOMS; i++) {
        put(w, "%s", i ? "," : "");
        put_number(w, names[i], m->last.rooms_ms[i] / seconds, 3);
    }
    put(w, "}}");
}

static void put_scenes(struct writer *w, const struct staff_facts *s)
{
    static const char *const phases[] = {"attract", "visit", "asking"};
    put(w, ",\"scenes\":[");
    for (int i = 0; i < s->scene_count; i++) {
        const struct staff_scene *c = &s->scenes[i];
        put(w, "%s{", i ? "," : "");
        put_named(w, "stage", c->stage);
        put(w, ",");
        put_named(w, "scene", c->name);
        put(w, ",");
        put_number(w, "cpu_ms", c->cpu_ms, 3);
        put(w, ",");
        put_number(w, "worst_ms", c->worst_ms, 3);
        put(w, ",");
        put_number(w, "budget_ms", c->budget_ms, 1);
        put(w, ",");
        put_number(w, "memory_mib", c->memory_mib, 2);
        put(w, ",");
        put_number(w, "memory_most_mib", c->memory_most_mib, 1);
        put(w, ",");
        put_known(w, "back_in_s", c->back_in_s, 1);
        put(w, ",\"fingers\":%d,\"phase\":\"%s\"}", c->fingers,
            (unsigned)c->phase < 3 ? phases[c->phase] : "");
    }
    put(w, "]");
}

static void put_show(struct writer *w, const struct staff_facts *s)
{
    put(w, ",\"show\":{");
    put_number(w, "now_s", s->now_s, 2);
    put(w, ",");
    put_named(w, "cue", s->show.cue);
    put(w, ",");
    put_named(w, "next", s->show.next);
    put(w, ",");
    put_named(w, "list", s->show.list);
    put(w, ",");
    put_number(w, "since_s", s->show.cue[0] ? s->now_s - s->show.since_s : NAN, 2);
    put(w, ",");
    put_known(w, "coming_in_s", s->show.next[0] ? s->show.coming_in : -1, 2);
    put(w, ",\"dark\":%s}", s->show.dark ? "true" : "false");
}

static void put_faults(struct writer *w, const struct staff_facts *s)
{
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    put(w, ",\"faults\":[");
    for (int i = 0; i < s->fault_count; i++) {
        size_t before = w->length;
        put(w, "%s{\"level\":\"%s\",", i ? "," : "", levels[s->faults[i].level & 3]);
        put_named(w, "room", s->faults[i].room);
        put(w, ",");
        put_named(w, "text", s->faults[i].text);
        put(w, ",\"times\":%d}", s->faults[i].times);
        if (w->full || w->length + ENDING > w->size) { // older ones are left out
            w->length = before;
            w->full = false;
            break;
        }
    }
    put(w, "]}");
}

static void put_energy(struct writer *w, const struct health_energy *e)
{
    put(w, ",\"energy\":");
    if (!e->day || !e->day[0]) {
        put(w, "null");
        return;
    }
    put(w, "{");
    put_named(w, "day", e->day);
    put(w, ",");
    put_number(w, "used_wh", e->used_wh, 1);
    put(w, ",");
    put_number(w, "always_wh", e->always_wh, 1);
    put(w, ",\"measured\":%s}", e->measured ? "true" : "false");
}

static void put_ports(struct writer *w, const struct health_facts *f)
{
    bool first = true;
    put(w, ",\"ports\":[");
    for (int i = 0; i < HEALTH_PORTS; i++) {
        if (f->ports[i])
            put(w, "%s%d", first ? "" : ",", f->ports[i]);
        first = first && !f->ports[i];
    }
    put(w, "]");
}

static void put_hold(struct writer *w, const struct health_hold *h)
{
    put(w, ",\"hold\":%s", h ? "[" : "null");
    for (int i = 0; h && i < h->count; i++) {
        put(w, "%s{", i ? "," : "");
        put_named(w, "point", h->points[i].point);
        put(w, ",\"held\":%s,", h->points[i].held ? "true" : "false");
        put_named(w, "why", h->points[i].why);
        put(w, "}");
    }
    put(w, "%s", h ? "]" : "");
}

size_t health_write(const struct health_facts *facts, const struct health_machine *machine,
                    const struct health_verdict *verdict, char *line, size_t size)
{
    static const char *const states[] = {"good", "strained", "bad"};
    const struct staff_facts *s = facts->staff;
    struct writer w = {line, 0, size, false};
    put(&w, "{\"format\":%d,", HEALTH_FORMAT);
    put_named(&w, "station", s->station);
    put(&w, ",\"pid\":%d,\"kiosk\":%s", (int)getpid(), facts->kiosk ? "true" : "false");
    put(&w, ",\"at\":%lld,", (long long)time(NULL));
    put_number(&w, "uptime_s", facts->uptime_s, 1);
    put(&w, ",\"state\":\"%s\",\"why\":[", states[verdict->state]);
    for (int i = 0; i < verdict->why_count; i++) {
        put(&w, "%s", i ? "," : "");
        put_text(&w, verdict->why[i]);
    }
    put(&w, "],");
    put_named(&w, "night", facts->night ? facts->night : "");
    put_frames(&w, s);
    put(&w, ",");
    put_number(&w, "process_cpu_s", machine->cpu_s, 2);
    put(&w, ",");
    put_known(&w, "memory_mib", machine->rss_mib, 1);
    put(&w, ",");
    put_known(&w, "temperature_c", machine->temperature_c, 1);
    put_scenes(&w, s);
    put(&w,
        ",\"media\":{\"pictures\":%d,\"films\":%d,\"films_run\":%d,\"voices\":%d,"
        "\"voices_run\":%d,\"audio_blocks\":%llu}",
        s->pictures, s->films, s->films_run, s->voices, s->voices_run,
        (unsigned long long)facts->audio_blocks);
    put_show(&w, s);
    put(&w, ",\"input\":{\"events\":%llu,", (unsigned long long)facts->input_count);
    put_known(&w, "age_s", facts->input_age_s, 1);
    put(&w, "},\"visits\":{\"today\":%d,\"on\":%s,\"lost\":%u},\"ladder\":", facts->visits_today,
        facts->visiting ? "true" : "false", facts->visits_lost);
    if (machine->ladder[0]) {
        put(&w, "{");
        put_named(&w, "step", machine->ladder);
        put(&w, ",");
        put_named(&w, "reason", machine->reason);
        put(&w, "}");
    } else {
        put(&w, "null");
    }
    put_energy(&w, &facts->energy);
    put_ports(&w, facts);
    put_hold(&w, facts->hold);
    put_faults(&w, s);
    return w.length;
}
