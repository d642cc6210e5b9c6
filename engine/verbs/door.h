// The door of a program: which verbs it knows, and the folder that holds shaders/, scenes/ and
// assets/.
#pragma once

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

#define DOOR_VERBS 31

struct verb {
    const char *name, *summary;
    int (*run)(const char *root, int argc, char **argv); // argv[0] is the verb
};

// Runs the verb that argv names; `verbs` end with a name of NULL, at most DOOR_VERBS. Returns the
// exit code; tells on standard error what is wrong.
int door_open(const struct verb *verbs, int argc, char **argv);
// The same for the words below a verb: `repertoire check`. argv[0] is the verb.
int door_below(const struct verb *verbs, const char *root, int argc, char **argv);
