// gestuaire kiosk: a machine for the public.
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <stddef.h>

static const struct verb verbs[] = {
    {"install", "content put in place, checked and whole", kiosk_install_verb},
    {"back", "the content that was there before", kiosk_back_verb},
    {"verify", "is the content as it was installed?", kiosk_verify_verb},
    {"status", "what is locked, what is open, and why", kiosk_status_verb},
    {"pin", "what staff types on the glass", kiosk_pin_verb},
    {"remove", "what install did is undone", kiosk_remove_verb},
    {NULL, NULL, NULL},
};

int verb_kiosk(const char *root, int argc, char **argv)
{
    return door_below(verbs, root, argc, argv);
}
