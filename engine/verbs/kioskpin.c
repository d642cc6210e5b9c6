// gestuaire kiosk pin: what staff types on the glass.
#include "care/pin.h"
#include "store/store.h"
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// A line of standard input, unseen where a terminal shows what is typed. False: there is none, or
// it is too long.
static bool ask(const char *what, char line[64])
{
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        fprintf(stderr, "%s: ", what);
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    bool got = fgets(line, 64, stdin) && strchr(line, '\n');
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fprintf(stderr, "\n");
    }
    if (got)
        line[strcspn(line, "\r\n")] = 0;
    return got;
}

bool kiosk_ask_pin(const char *state)
{
    char first[64] = "", again[64] = "";
    struct fault f = {0};
    bool asked = ask("PIN", first) && ask("once more", again);
    bool set = false;
    if (!asked)
        fault_set(&f, "a PIN is wanted on two lines: 4 to 12 digits, and the same once more");
    else if (strcmp(first, again) != 0)
        fault_set(&f, "the two are not the same; nothing was changed");
    else
        set = pin_set(state, first, &f);
    sodium_memzero(first, sizeof first);
    sodium_memzero(again, sizeof again);
    if (!set)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    return set;
}

int kiosk_pin_verb(const char *root, int argc, char **argv)
{
    const char *state = NULL, *below = NULL;
    struct kiosk k = {0};
    struct fault f = {0};
    const struct option_row rows[] = {
        {"state", 0, OPTION_TEXT, "DIR", "state folder (the one that kiosk.json says)", &state},
        {"root", 0, OPTION_TEXT, "DIR", "as if DIR were / (of an image, a test)", &below},
    };
    struct options options = {.usage = "kiosk pin [--state DIR | --root DIR]",
                              .about = "Sets the PIN that staff types on the glass: 4 to 12 "
                                       "digits, asked twice and shown nowhere.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    (void)root;
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!state && !kiosk_here(below, &k))
        return EXIT_FAILED;
    state = state ? state : k.state;
    if (!store_folder(state, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return EXIT_FAILED;
    }
    if (!kiosk_ask_pin(state))
        return EXIT_FAILED;
    printf("%s: the PIN is set, and holds from the next try on\n", state);
    return EXIT_DONE;
}
