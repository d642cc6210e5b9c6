// Which output a window of ours fills under sway: through Xwayland it has no say in that, and would
// lie on the one that was touched last. sway is told when it knows the window, and not by a rule
// (for_window) for when it comes: rules stay for as long as sway runs.
#include "sway/sway.h"
#include "base/log.h"
#include "window/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_S 1.0
#define AGAIN_MS 50     // sway hears of a window from Xwayland, which hears of it from us
#define COMES_MS 10000u // by then it has

static json_int_t side(const json_t *output, const char *key)
{
    return json_integer_value(json_object_get(json_object_get(output, "rect"), key));
}

// The output that lies there; false: none, or its name is not one to put into a command.
static bool find_output(struct sway *s, const struct display *at, char name[64])
{
    json_t *outputs = sway_ask(s, SWAY_OUTPUTS, "");
    const json_t *output;
    size_t i;
    name[0] = 0;
    json_array_foreach(outputs, i, output)
    {
        const char *is = json_string_value(json_object_get(output, "name"));
        if (is && json_is_true(json_object_get(output, "active")) && side(output, "x") == at->x &&
            side(output, "y") == at->y && !strpbrk(is, "\"\\;,[]"))
            snprintf(name, 64, "%.63s", is);
    }
    json_decref(outputs);
    return name[0] != 0;
}

enum sway_put sway_put(unsigned long id, const struct display *at)
{
    const char *path = getenv("SWAYSOCK"); // NOLINT(concurrency-mt-unsafe)
    char name[64], command[SWAY_COMMAND];
    struct sway s;
    bool answered = true;
    if (!path || !id)
        return SWAY_PUT;
    bool found = sway_open(&s, path, ANSWER_S) && find_output(&s, at, name);
    if (found) {
        snprintf(command, sizeof command,
                 "[id=%lu] fullscreen disable, move container to output \"%s\", fullscreen enable",
                 id, name);
        found = sway_run(&s, command, &answered);
    } else {
        log_warning("window", "sway does not say which output lies at %d,%d", at->x, at->y);
        answered = false;
    }
    sway_close(&s);
    return found ? SWAY_PUT : answered ? SWAY_PUT_LATER : SWAY_PUT_NEVER;
}

void windows_put(struct windows *w, struct window *window)
{
    window->comes = true;
    window->comes_ms = SDL_GetTicks();
    windows_put_again(w, true);
}

bool windows_put_again(struct windows *w, bool now)
{
    uint32_t now_ms = SDL_GetTicks();
    bool comes = false;
    for (int i = 0; i < w->count; i++)
        comes = comes || w->items[i].comes;
    if (!comes || !(now || now_ms - w->put_ms >= AGAIN_MS))
        return comes;
    w->put_ms = now_ms;
    comes = false;
    for (int i = 0; i < w->count; i++) {
        struct window *window = &w->items[i];
        if (!window->comes)
            continue;
        enum sway_put put = sway_put(windows_x11(w, i), &window->at);
        bool late = put == SWAY_PUT_LATER && now_ms - window->comes_ms >= COMES_MS;
        if (late || put == SWAY_PUT_NEVER)
            log_warning("window", "sway does not take a window; is it on the output at %d,%d?",
                        window->at.x, window->at.y);
        window->comes = put == SWAY_PUT_LATER && !late;
        comes = comes || window->comes;
    }
    return comes;
}
