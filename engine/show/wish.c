// What is asked of the technician's desk over OSC, on its way to who has the desk.
#include "base/log.h"
#include "show/private.h"

#include <assert.h>
#include <lo/lo.h>
#include <stdio.h>
#include <string.h>

static_assert(sizeof(struct sockaddr_in) <= sizeof((struct show_wish *)0)->from, "who asked");

const char *wish_read(const char *address, void *m, struct show_wish *w)
{
    const char *types = lo_message_get_types(m);
    int count = lo_message_get_argc(m);
    *w = (struct show_wish){0};
    if (!*address || strlen(address) >= sizeof w->address)
        return "it names nothing of the desk";
    snprintf(w->address, sizeof w->address, "%s", address);
    for (int i = 0; i < count; i++) {
        bool on = types[i] == LO_TRUE, off = types[i] == LO_FALSE;
        if (i == 0 && osc_word(m, i, w->text, sizeof w->text))
            continue;
        if (w->count >= 3 || (!on && !off && !osc_number(m, i, &w->numbers[w->count])))
            return "the desk takes a text and up to 3 numbers that are finite";
        if (on || off)
            w->numbers[w->count] = on;
        w->count++;
    }
    return NULL;
}

void wish_keep(struct show *s, const struct show_heard *h)
{
    if (s->wish_count == SHOW_WISHES) {
        if (!s->wishes_said)
            log_warning("show",
                        "OSC at station \"%s\": more than %d things were asked of the desk in one "
                        "frame; the rest is lost (told once)",
                        s->stations[s->self].id, SHOW_WISHES);
        s->wishes_said = true;
        return;
    }
    struct show_wish *w = &s->wishes[(s->wish_first + s->wish_count++) % SHOW_WISHES];
    *w = h->wish;
    memcpy(w->from, &h->from, sizeof h->from);
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
    static const char *const keys[] = {"1", "2", "3", "4"};
    unsigned char bytes[1024];
    char path[SHOW_WISH + 16];
    struct params values = {0};
    struct sockaddr_in to;
    int used = 0;
    if (text && params_text(&values, keys[used], text))
        used++;
    for (int i = 0; i < count && used < 4; i++)
        params_number(&values, keys[used++], numbers[i]);
    snprintf(path, sizeof path, "/gestuaire/%s", address);
    memcpy(&to, w->from, sizeof to);
    size_t size = osc_write_plain(path, &values, bytes, sizeof bytes);
    if (size && s->net && to.sin_port)
        net_reply(s->net, &to, bytes, size);
}
