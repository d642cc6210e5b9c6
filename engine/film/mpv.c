// libmpv's functions, looked up when the first film is opened: linking it would cost 100 ms and
// 40 MiB at every start.
#include "base/library.h"
#include "film/private.h"

#include <locale.h>
#include <string.h>

// FFmpeg beneath it talks to standard error whenever one of several players has been closed; what
// matters comes as mpv's own messages.
static void quiet_av(void)
{
    enum { QUIET = -8 }; // AV_LOG_QUIET
    static const char *const sonames[] = {"libavutil.so.57", NULL};
    void (*set_level)(int) = NULL;
    const struct library_symbol symbol = {"av_log_set_level", (void **)&set_level};
    if (library_load(sonames, "libavutil57", &symbol, 1, NULL))
        set_level(QUIET);
}

bool mpv_load(struct mpv *mpv, struct fault *f)
{
    static const char *const sonames[] = {"libmpv.so.2", NULL};
    enum {
#define X(name) AT_##name,
        MPV_FUNCTIONS(X)
#undef X
            COUNT
    };
    void *at[COUNT];
    const struct library_symbol symbols[COUNT] = {
#define X(name) {"mpv_" #name, &at[AT_##name]},
        MPV_FUNCTIONS(X)
#undef X
    };
    _Static_assert(sizeof at == sizeof *mpv, "one address a function");
    if (strcmp(setlocale(LC_NUMERIC, NULL), "C") != 0) // libmpv refuses others: 1,5 is no number
        return fault_set(f, "libmpv needs LC_NUMERIC=C and something has changed it");
    if (!library_load(sonames, "libmpv2", symbols, COUNT, f))
        return false;
    memcpy(mpv, at, sizeof *mpv);
    quiet_av();
    return true;
}
