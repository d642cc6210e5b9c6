// Stands where libX11 or libXext would, in tests: writes down what is asked of DPMS. X servers that
// have it want a screen; Xorg's dummy has none.
#include <X11/Xlib.h>
#include <X11/extensions/dpms.h>

#include <stdio.h>
#include <stdlib.h>

static void note(const char *what, int a, int b, int c)
{
    FILE *f = fopen(getenv("FAKE_DPMS"), "a");
    if (!f)
        abort();
    fprintf(f, "%s %d %d %d\n", what, a, b, c);
    fclose(f);
}

Display *XOpenDisplay(const char *name)
{
    static char display[64];
    return (Display *)(void *)display;
}

int XCloseDisplay(Display *display)
{
    note("close", 0, 0, 0);
    return 0;
}

int XSync(Display *display, Bool discard)
{
    note("sync", 0, 0, 0);
    return 0;
}

Bool XQueryExtension(Display *display, const char *name, int *major, int *event, int *error)
{
    return getenv("FAKE_DPMS_NONE") == NULL;
}

Bool DPMSCapable(Display *display)
{
    if (getenv("FAKE_DPMS_NONE"))
        abort(); // it would say so on standard error
    return 1;
}

Status DPMSEnable(Display *display)
{
    note("enable", 0, 0, 0);
    return 1;
}

Status DPMSSetTimeouts(Display *display, CARD16 standby, CARD16 suspend, CARD16 off)
{
    note("timeouts", standby, suspend, off);
    return 1;
}

Status DPMSForceLevel(Display *display, CARD16 level)
{
    note(level == DPMSModeOff ? "off" : level == DPMSModeOn ? "on" : "?", 0, 0, 0);
    return 1;
}
