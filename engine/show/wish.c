// What is asked of the technician's desk over OSC, on its way to who has the desk.
#include "base/log.h"
#include "show/private.h"

#include <assert.h>
#include <lo/lo.h>
#include <stdio.h>
#include <string.h>

static_assert(sizeof(struct sockaddr_in) <= sizeof((struct show_wish *)0)->from, "who asked");

void wish_read(const char *address, void *m, struct show_wish *w)
{
    const char *types = lo_message_get_types(m);
    int count = lo_message_get_argc(m);
    *w = (struct show_wish){0};
    if (!*address || strlen(address) >= sizeof w->address)
        w->refused = "it names nothing of the desk";
    else
        snprintf(w->address, sizeof w->address, "%s", address);
    for (int i = 0; i < count && !w->refused; i++) {
        bool on = types[i] == LO_TRUE, off = types[i] == LO_FALSE;
        if (i == 0 && osc_word(m, i, w->text, sizeof w->text))
            continue;
        double number = on;
        if (w->count >= SHOW_WISH_NUMBERS || (!on && !off && !osc_number(m, i, &number)))
            w->refused = "a text and up to 4 finite numbers are allowed";
        else
            w->numbers[w->count++] = number;
    }
}

static void lose(struct show *s, const struct show_wish *w)
{
    char why[128];
    snprintf(why, sizeof why, "%d things were asked of the desk in one frame; this one is lost",
             SHOW_WISHES);
    show_wish_answer(s, w, "desk/refused", why, NULL, 0);
    if (!s->wishes_said)
        log_warning("show",
                    "OSC at station \"%s\": more than %d things were asked of the desk in one "
                    "frame; the rest is lost (told once)",
                    s->stations[s->self].id, SHOW_WISHES);
    s->wishes_said = true;
}

void wish_keep(struct show *s, const struct show_heard *h)
{
    struct show_wish w = h->wish;
    memcpy(w.from, &h->from, sizeof h->from);
    if (s->wish_count == SHOW_WISHES)
        lose(s, &w);
    else
        s->wishes[(s->wish_first + s->wish_count++) % SHOW_WISHES] = w;
}

bool show_wish(struct show *s, struct show_wish *w)
{
    if (!s->wish_count)
        return false;
    *w = s->wishes[s->wish_first];
    s->wish_first = (s->wish_first + 1) % SHOW_WISHES;
    s->wish_count--;
    return true;
}

void show_wish_answer(struct show *s, const struct show_wish *w, const char *address,
                      const char *text, const double *numbers, int count)
{
    unsigned char bytes[FAULT_TEXT + 512];
    char path[SHOW_WISH + 16];
    struct sockaddr_in to;
    lo_message m = lo_message_new();
    if (!m)
        return;
    if (text)
        lo_message_add_string(m, text);
    for (int i = 0; i < count; i++)
        osc_add_number(m, numbers[i]);
    snprintf(path, sizeof path, "/gestuaire/%s", address);
    memcpy(&to, w->from, sizeof to);
    size_t size = osc_finish(m, path, bytes, sizeof bytes);
    if (size && s->net && to.sin_port)
        net_reply(s->net, &to, bytes, size);
}
