// Screens asleep and awake, in a thread of their own: servers and programs may take their time.
#include "base/library.h"
#include "base/log.h"
#include "lamps/private.h"
#include "sway/sway.h"

#include <math.h>
#include <stdlib.h>

#define SCREENS_AGAIN_S 60.0 // X11's own input wakes screens; what failed is tried again
#define SCREENS_ANSWER_S 5.0

// ---- X11: the DPMS extension, on a connection of its own

struct x11 {
    void *(*open)(const char *);
    int (*close)(void *);
    int (*sync)(void *, int);
    int (*query)(void *, const char *, int *, int *, int *);
    int (*capable)(void *);
    int (*enable)(void *);
    int (*timeouts)(void *, unsigned short, unsigned short, unsigned short);
    int (*force)(void *, unsigned short);
};

static bool load_x11(struct x11 *x, struct fault *f)
{
    static const char *const x11[] = {"libX11.so.6", NULL}, *const ext[] = {"libXext.so.6", NULL};
    const struct library_symbol of_x11[] = {{"XOpenDisplay", (void **)&x->open},
                                            {"XCloseDisplay", (void **)&x->close},
                                            {"XSync", (void **)&x->sync},
                                            {"XQueryExtension", (void **)&x->query}};
    const struct library_symbol of_ext[] = {{"DPMSCapable", (void **)&x->capable},
                                            {"DPMSEnable", (void **)&x->enable},
                                            {"DPMSSetTimeouts", (void **)&x->timeouts},
                                            {"DPMSForceLevel", (void **)&x->force}};
    return library_load(x11, "libx11-6", of_x11, 4, f) &&
           library_load(ext, "libxext6", of_ext, 4, f);
}

// Levels: 0 on, 3 off (X11/extensions/dpmsconst.h). It never goes by its own timeouts.
static bool set_x11(bool on, struct fault *f)
{
    struct x11 x;
    if (!load_x11(&x, f))
        return false;
    void *display = x.open(NULL);
    if (!display)
        return fault_set(f, "the X server does not answer");
    int codes[3]; // asked first: libXext grumbles on standard error where it is not there
    bool capable = x.query(display, "DPMS", &codes[0], &codes[1], &codes[2]) && x.capable(display);
    if (capable) {
        x.enable(display);
        x.timeouts(display, 0, 0, 0);
        x.force(display, on ? 0 : 3);
        x.sync(display, 0);
    }
    x.close(display);
    return capable || fault_set(f, "this X server has no DPMS: screens stay awake, dark");
}

// ---- sway: its outputs

static bool all_are(const json_t *outputs, bool on)
{
    const json_t *output;
    size_t i;
    json_array_foreach(outputs, i, output)
    {
        const json_t *lit = json_object_get(output, "dpms");
        if (json_is_boolean(lit) && json_is_true(lit) != on)
            return false;
    }
    return true;
}

// It says success, too, where the driver refuses: so it is asked what came of it.
static bool set_sway(bool on, struct fault *f)
{
    const char *path = getenv("SWAYSOCK"); // NOLINT(concurrency-mt-unsafe)
    struct sway s;
    bool answered = false, open = sway_open(&s, path, SCREENS_ANSWER_S);
    bool taken = open && sway_run(&s, on ? "output * dpms on" : "output * dpms off", &answered);
    json_t *outputs = answered ? sway_ask(&s, SWAY_OUTPUTS, "") : NULL;
    bool asked = outputs != NULL, so = taken && asked && all_are(outputs, on);
    json_decref(outputs);
    sway_close(&s);
    if (!asked)
        return fault_set(f, "sway does not answer at %.100s", path ? path : "SWAYSOCK");
    return so || fault_set(f, "sway leaves them as they are");
}

bool screens_set(enum lamps_screens kind, bool on, struct fault *f)
{
    switch (kind) {
    case LAMPS_X11:
        return set_x11(on, f);
    case LAMPS_SWAY:
        return set_sway(on, f);
    case LAMPS_LIT_ALWAYS:
        return fault_set(f, "this session cannot put them to sleep: they are black, and lit");
    default:
        return true;
    }
}

static void tell(struct lamps *l, bool on, bool done, bool first, const struct fault *f)
{
    if (!done && !l->screens_told)
        log_warning("lamps", "screens stay as they are: %s", f->text);
    else if (done && first)
        log_info("lamps", "screens are %s", on ? "awake" : "asleep");
    l->screens_told = !done;
}

void *screens_run(void *lamps)
{
    struct lamps *l = lamps;
    unsigned turn = 0;
    int before = -1;
    double wait_s = INFINITY;
    pthread_mutex_lock(&l->lock);
    while (lamps_wait(l, turn, wait_s)) {
        struct fault f = {0};
        bool on = l->screens_on;
        turn = l->turn;
        bool due = before != on || !on; // asleep, again and again
        pthread_mutex_unlock(&l->lock);
        bool done = !due || screens_set(l->desc.screens, on, &f);
        tell(l, on, done, before != on, &f);
        pthread_mutex_lock(&l->lock);
        before = done ? on : -1;
        l->screens_asleep = done ? !on : -1;
        wait_s = done && on ? INFINITY : SCREENS_AGAIN_S * l->desc.pace;
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}
