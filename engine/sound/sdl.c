// SDL's audio device, up to 8 channels at 48 kHz.
#include "sound/private.h"

#include <SDL.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

struct sdl_device {
    struct device base;
    struct mix *mix; // NULL: lost; the device's lock
    SDL_AudioDeviceID id;
    int channels; // of the device; at least the mixer's
};

static void callback(void *user, Uint8 *bytes, int length)
{
    struct sdl_device *d = user;
    float *to = (float *)(void *)bytes, mixed[SOUND_BLOCK * SOUND_SPEAKERS];
    int left = length / (int)sizeof(float) / d->channels;
    if (!d->mix) {
        memset(bytes, 0, (size_t)length);
        return;
    }
    while (left > 0) {
        int count = left < SOUND_BLOCK ? left : SOUND_BLOCK;
        mix_run(d->mix, mixed, count);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < d->channels; c++)
                to[c] = c < d->mix->channels ? mixed[i * d->mix->channels + c] : 0;
            to += d->channels;
        }
        left -= count;
    }
}

static void sdl_run(struct device *device, bool running)
{
    SDL_PauseAudioDevice(((struct sdl_device *)device)->id, !running);
}

static bool sdl_lost(struct device *device)
{
    return SDL_GetAudioDeviceStatus(((struct sdl_device *)device)->id) == SDL_AUDIO_STOPPED;
}

static void sdl_close(struct device *device)
{
    SDL_CloseAudioDevice(((struct sdl_device *)device)->id);
    free(device);
}

// Closing joins a thread that may wait for a sound server that is no more.
static void *close_lost(void *user)
{
    struct sdl_device *d = user;
    SDL_CloseAudioDevice(d->id);
    free(d);
    return NULL;
}

static void sdl_lose(struct device *device)
{
    struct sdl_device *d = (struct sdl_device *)device;
    pthread_t thread;
    SDL_LockAudioDevice(d->id);
    d->mix = NULL;
    SDL_UnlockAudioDevice(d->id);
    if (pthread_create(&thread, NULL, close_lost, d) == 0)
        pthread_detach(thread);
}

// SDL knows layouts of 1, 2, 4, 6 and 8.
static int device_channels(int channels)
{
    return channels <= 2 ? channels : channels <= 4 ? 4 : channels <= 6 ? 6 : 8;
}

static void say_nothing(const char *file, int line, const char *function, int error,
                        const char *format, ...)
{
}

static void jack_says_nothing(const char *text)
{
}

static void tell_to_library(const char *library, const char *function, void *handler)
{
    void *loaded = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    void (*set)(void *) = NULL;
    if (!loaded)
        return;
    *(void **)&set = dlsym(loaded, function);
    if (set)
        set(handler);
    dlclose(loaded);
}

// ALSA's library prints a dozen lines of its inner life for a card that is not there, JACK's two at
// each try; what staff needs to know is in the fault. SDL has loaded them, or this machine has
// none.
static void silence_libraries(void)
{
    void (*alsa)(const char *, int, const char *, int, const char *, ...) = say_nothing;
    void (*jack)(const char *) = jack_says_nothing;
    tell_to_library("libasound.so.2", "snd_lib_error_set_handler", *(void **)&alsa);
    tell_to_library("libjack.so.0", "jack_set_error_function", *(void **)&jack);
}

bool device_sdl_enter(struct fault *f)
{
    silence_libraries();
    return SDL_InitSubSystem(SDL_INIT_AUDIO) == 0 || fault_set(f, "%s", SDL_GetError());
}

void device_sdl_leave(void)
{
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

struct device *device_sdl_open(struct mix *m, struct fault *f)
{
    silence_libraries();
    struct sdl_device *d = calloc(1, sizeof *d);
    if (d) {
        d->base = (struct device){sdl_run, sdl_lost, sdl_close, sdl_lose};
        d->mix = m;
        d->channels = device_channels(m->channels);
        SDL_AudioSpec want = {.freq = SOUND_RATE_HZ,
                              .format = AUDIO_F32SYS,
                              .channels = (Uint8)d->channels,
                              .samples = 2 * SOUND_BLOCK,
                              .callback = callback,
                              .userdata = d};
        d->id = SDL_OpenAudioDevice(NULL, 0, &want, NULL, 0);
        if (d->id > 0)
            return &d->base;
    }
    fault_set(f, "%s", d ? SDL_GetError() : "no memory");
    free(d);
    return NULL;
}
