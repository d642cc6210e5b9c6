// gestuaire doctor: what this machine has and lacks, point by point.
#include "base/clock.h"
#include "base/library.h"
#include "displays/displays.h"
#include "show/midi.h"
#include "store/store.h"
#include "verbs/verbs.h"

#include <SDL.h>
#include <fontconfig/fontconfig.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define POINTS_MAX 32

struct points {
    struct point {
        const char *name;
        bool good;
        char text[1024];
    } items[POINTS_MAX];
    int count;
};

static void point(struct points *p, const char *name, bool good, const char *text)
{
    if (p->count >= POINTS_MAX)
        return;
    struct point *item = &p->items[p->count++];
    item->name = name;
    item->good = good;
    snprintf(item->text, sizeof item->text, "%s", text);
}

static void look_at_gpu(struct points *p, const char *root)
{
    struct fault f = {0};
    char text[320], shaders[4096];
    struct windows *w = windows_create(&(struct windows_desc){.headless = true}, &f);
    struct window_desc window = {.title = "doctor", .size = {64, 64}};
    struct gpu *g = NULL;
    snprintf(shaders, sizeof shaders, "%s/shaders", root);
    if (w && windows_add(w, &window, &f) >= 0) {
        windows_current(w, 0);
        g = gpu_create(windows_gl_address, shaders, &f);
    }
    if (g)
        snprintf(text, sizeof text, "%s%s, textures to %d px", gpu_renderer(g),
                 gpu_software(g) ? " (software: films and large outputs will be slow)" : "",
                 gpu_texture_limit(g));
    point(p, "gpu", g != NULL, g ? text : f.text);
    gpu_destroy(g);
    windows_destroy(w);
}

// Each with what it is known by: `1 EPS EB, serial 4711, on HDMI-1, 1920x1080 at 0,0`.
static void look_at_displays(struct points *p)
{
    char text[1024] = "", who[128];
    struct fault f = {0};
    struct display list[DISPLAYS_MAX];
    struct displays *displays = displays_open(&(struct displays_desc){0}, &f);
    int count = displays ? displays_list(displays, list) : 0;
    size_t n = 0;
    for (int i = 0; i < count && n < sizeof text; i++) {
        const struct display *d = &list[i];
        display_tell(&d->identity, d->connector, who, sizeof who);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%d %s%s, ", i ? "; " : "", i + 1, who,
                              d->unreadable ? " (its EDID cannot be read)" : "");
        if (n < sizeof text)
            n += (size_t)snprintf(text + n, sizeof text - n,
                                  d->lit ? "%dx%d at %d,%d" : "plugged in and dark", d->width,
                                  d->height, d->x, d->y);
    }
    if (!displays)
        snprintf(text, sizeof text, "no display (%s); runs headless", f.text);
    else if (!count)
        snprintf(text, sizeof text, "none is plugged in; the show waits for one");
    displays_close(displays);
    point(p, "displays", count > 0, text);
}

static void look_at_touch(struct points *p)
{
    char text[640];
    size_t used;
    bool there = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0 &&
                 strcmp(SDL_GetCurrentVideoDriver(), "offscreen") != 0;
    int count = there ? SDL_GetNumTouchDevices() : 0;
    used = (size_t)snprintf(text, sizeof text, "%d touch device(s)", count);
    for (int i = 0; i < count && used < sizeof text; i++) {
        const char *name = SDL_GetTouchName(i);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s \"%s\"", i ? "," : ":",
                                 name ? name : "");
    }
    point(p, "touch", count > 0, text);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static void look_at_sound(struct points *p)
{
    char text[320] = "no device; the show runs silent";
    bool there = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0 && SDL_GetNumAudioDevices(0) > 0;
    size_t n = 0;
    for (int i = 0; there && i < SDL_GetNumAudioDevices(0) && n < sizeof text; i++) {
        SDL_AudioSpec spec = {0};
        SDL_GetAudioDeviceSpec(i, 0, &spec);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s\"%s\" %d channels", i ? "; " : "",
                              SDL_GetAudioDeviceName(i, 0), spec.channels);
    }
    point(p, "sound", there, text);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

static void look_at_libraries(struct points *p)
{
    struct fault f = {0};
    void *address = NULL;
    const char *const mpv[] = {"libmpv.so.2", NULL}, *const av[] = {"libavcodec.so.59", NULL};
    struct library_symbol create = {"mpv_create", &address}, codec = {"avcodec_version", &address};
    bool good = library_load(mpv, "libmpv2", &create, 1, &f);
    point(p, "films", good, good ? "libmpv is here" : f.text);
    good = library_load(av, "libavcodec59", &codec, 1, &f);
    point(p, "soundtracks", good, good ? "FFmpeg is here" : f.text);
}

static void look_at_midi(struct points *p)
{
    struct fault f = {0};
    bool good = sequencer_there(&f);
    point(p, "midi", good, good ? "ALSA's sequencer is here" : f.text);
}

static bool font_there(FcConfig *config, const char *family)
{
    FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *want = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *found = FcFontList(config, pattern, want);
    bool there = found && found->nfont > 0;
    if (found)
        FcFontSetDestroy(found);
    FcObjectSetDestroy(want);
    FcPatternDestroy(pattern);
    return there;
}

static bool sign_there(FcConfig *config, unsigned sign)
{
    const FcFontSet *set = FcConfigGetFonts(config, FcSetSystem);
    FcCharSet *signs;
    for (int i = 0; set && i < set->nfont; i++)
        if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &signs) == FcResultMatch &&
            FcCharSetHasChar(signs, sign))
            return true;
    return false;
}

// Which scripts a text may be in: those one of whose letters a font has.
static void look_at_scripts(struct points *p, FcConfig *config)
{
    static const struct {
        const char *name;
        unsigned letter;
        const char *package;
    } scripts[] = {
        {"Latin", 0x0153, "fonts-inter"},        {"Greek", 0x03b1, "fonts-inter"},
        {"Cyrillic", 0x0436, "fonts-inter"},     {"Arabic", 0x0639, "fonts-noto-core"},
        {"Hebrew", 0x05d0, "fonts-noto-core"},   {"Armenian", 0x0561, "fonts-noto-core"},
        {"Georgian", 0x10d0, "fonts-noto-core"}, {"Devanagari", 0x0905, "fonts-noto-core"},
        {"Thai", 0x0e01, "fonts-noto-core"},     {"Chinese", 0x6c49, "fonts-noto-cjk"},
        {"Japanese", 0x3042, "fonts-noto-cjk"},  {"Korean", 0xd55c, "fonts-noto-cjk"}};
    char have[320] = "", lack[320] = "", text[640];
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        bool there = sign_there(config, scripts[i].letter);
        char *to = there ? have : lack;
        size_t n = strlen(to);
        snprintf(to + n, sizeof have - n, "%s%s%s%s", n ? ", " : "", scripts[i].name,
                 there ? "" : ": install ", there ? "" : scripts[i].package);
    }
    snprintf(text, sizeof text, "%s%s%s", have, lack[0] ? "; not " : "", lack);
    point(p, "scripts", !lack[0], text);
}

static void look_at_fonts(struct points *p, const char *root)
{
    const char *const families[][2] = {{"Inter", "fonts-inter"},
                                       {"EB Garamond 12", "fonts-ebgaramond"},
                                       {"Noto Sans Arabic", "fonts-noto-core"}};
    char path[4096], text[320] = "";
    snprintf(path, sizeof path, "%s/assets/fonts/fonts.conf", root);
    FcConfig *config = FcConfigCreate();
    bool good =
        FcConfigParseAndLoad(config, (const FcChar8 *)path, FcTrue) && FcConfigBuildFonts(config);
    const int count = good ? sizeof families / sizeof *families : 0;
    for (int i = 0; i < count; i++) {
        bool there = font_there(config, families[i][0]);
        size_t n = strlen(text);
        snprintf(text + n, sizeof text - n, "%s%s%s%s", i ? "; " : "", families[i][0],
                 there ? "" : " is missing, install ", there ? "" : families[i][1]);
        good = there && good;
    }
    point(p, "fonts", good, text[0] ? text : "assets/fonts/fonts.conf cannot be read");
    look_at_scripts(p, config);
    FcConfigDestroy(config);
}

static void look_at_clock(struct points *p)
{
    struct timespec step;
    char text[320], day[32];
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    clock_getres(CLOCK_MONOTONIC, &step);
    strftime(day, sizeof day, "%Y-%m-%d %H:%M:%S %Z", &local);
    snprintf(text, sizeof text, "%s, monotonic step %ld ns", day, step.tv_nsec);
    point(p, "clock", local.tm_year + 1900 >= 2024, text);
}

static void look_at_state(struct points *p)
{
    char path[4096], text[4200];
    struct fault f = {0};
    bool good = store_state(&(struct store_whose){.name = "doctor"}, false, path, sizeof path, &f);
    if (good) {
        good = store_writable(path, &f);
        rmdir(path);
    }
    snprintf(text, sizeof text, "%s", good ? path : f.text);
    char *last = good ? strrchr(text, '/') : NULL;
    if (last)
        *last = 0;
    point(p, "state", good, text);
}

static void print_json(const struct points *p)
{
    json_t *list = json_array();
    for (int i = 0; i < p->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:b, s:s}", "point", p->items[i].name, "good",
                                              p->items[i].good, "text", p->items[i].text));
    char *text = json_dumps(list, JSON_INDENT(2));
    puts(text ? text : "[]");
    free(text);
    json_decref(list);
}

int verb_doctor(const char *root, int argc, char **argv)
{
    bool json = false;
    const struct option_row rows[] = {{"json", 0, OPTION_FLAG, NULL, "for programs", &json}};
    struct options options = {.usage = "doctor",
                              .about = "Looks at this machine and says what it has and lacks.",
                              .rows = rows,
                              .row_count = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    struct points p = {0};
    look_at_displays(&p);
    look_at_touch(&p);
    look_at_gpu(&p, root);
    look_at_sound(&p);
    look_at_midi(&p);
    look_at_libraries(&p);
    look_at_fonts(&p, root);
    look_at_clock(&p);
    look_at_state(&p);
    if (json)
        print_json(&p);
    for (int i = 0; !json && i < p.count; i++)
        printf("%-12s %s  %s\n", p.items[i].name, p.items[i].good ? "ok" : "--", p.items[i].text);
    // Without these nothing can be shown at all; the rest a machine may lack.
    bool shows = true;
    for (int i = 0; i < p.count; i++)
        if (strcmp(p.items[i].name, "gpu") == 0 || strcmp(p.items[i].name, "fonts") == 0)
            shows &= p.items[i].good;
    return shows ? EXIT_DONE : EXIT_FAILED;
}
