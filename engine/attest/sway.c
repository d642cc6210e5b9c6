// sway is asked for its tree and its file (sway-ipc(7)).
#include "sway/sway.h"
#include "attest/private.h"

#include <string.h>

#define ANSWER_S 3.0
#define PATH 108 // of a socket, with its 0
#define DEEP 16

struct seen {
    pid_t engine;
    int outputs, filled, others;
    bool ours; // on this output, all over it
};

static bool same_rect(const json_t *a, const json_t *b)
{
    static const char *const sides[] = {"x", "y", "width", "height"};
    for (size_t i = 0; i < 4; i++)
        if (json_integer_value(json_object_get(a, sides[i])) !=
            json_integer_value(json_object_get(b, sides[i])))
            return false;
    return true;
}

static void walk(const json_t *node, const json_t *output, struct seen *s, int deep)
{
    static const char *const lists[] = {"nodes", "floating_nodes"};
    const json_t *child;
    size_t i;
    pid_t pid = (pid_t)json_integer_value(json_object_get(node, "pid"));
    if (pid && json_is_true(json_object_get(node, "visible"))) {
        s->others += pid != s->engine;
        s->ours |= pid == s->engine && output &&
                   same_rect(json_object_get(node, "rect"), json_object_get(output, "rect"));
    }
    for (size_t l = 0; deep < DEEP && l < 2; l++)
        json_array_foreach(json_object_get(node, lists[l]), i, child)
            walk(child, output, s, deep + 1);
}

// Outputs lie below the root; the one with the scratchpad is none.
static void look_tree(const json_t *tree, struct seen *s)
{
    const json_t *output;
    size_t i;
    json_array_foreach(json_object_get(tree, "nodes"), i, output)
    {
        if (strcmp(attest_text(output, "name"), "__i3") == 0)
            continue;
        s->ours = false;
        walk(output, output, s, 0);
        s->outputs++;
        s->filled += s->ours;
    }
}

// A line of its file that begins with `word`.
static bool has_line(const char *file, const char *word)
{
    for (const char *at = file; at && *at; at = strchr(at, '\n')) {
        at += strspn(at, " \t\n");
        if (strncmp(at, word, strlen(word)) == 0)
            return true;
    }
    return false;
}

static void look_file(struct attest *a, const char *file)
{
    bool bound = has_line(file, "bindsym") || has_line(file, "bindcode");
    bool none = strstr(file, "srvrkeys:none") != NULL;
    bool hidden = strstr(file, "hide_cursor") != NULL;
    attest_say(a, "cursor", hidden,
               hidden ? "its file hides it where it does not move, the show where it does"
                      : "its file lacks seat * hide_cursor");
    attest_say(a, "awake", !strstr(file, "swayidle"),
               strstr(file, "swayidle")
                   ? "its file starts swayidle"
                   : "sway puts nothing to sleep, its file starts nothing that does");
    attest_say(a, "consoles", none && !bound, "%s",
               bound   ? "its file binds keys"
               : !none ? "keys lead to other consoles: its file lacks xkb_options srvrkeys:none"
                       : "its file binds no key, and leaves out those to other consoles");
}

void attest_sway(struct attest *a, const struct asked *q)
{
    char path[PATH] = "";
    static const char *const of_file[] = {"cursor", "awake", "consoles"};
    struct seen s = {.engine = q->engine};
    struct sway sway = {.fd = -1};
    bool open =
        proc_variable(q->engine, "SWAYSOCK", path, sizeof path) && sway_open(&sway, path, ANSWER_S);
    json_t *tree = open ? sway_ask(&sway, SWAY_TREE, "") : NULL;
    json_t *file = tree ? sway_ask(&sway, SWAY_CONFIG, "") : NULL;
    sway_close(&sway);
    if (tree)
        look_tree(tree, &s);
    attest_say(a, "full", s.outputs > 0 && s.filled == s.outputs,
               tree ? "%d of %d outputs filled" : "sway does not answer", s.filled, s.outputs);
    attest_say(a, "above", tree && !s.others,
               tree ? "%d windows of other programs are seen" : "sway does not answer", s.others);
    attest_hold(a, q, (const char *const[]){"keys", "pens", NULL});
    if (json_is_string(json_object_get(file, "config")))
        look_file(a, attest_text(file, "config"));
    else
        for (size_t i = 0; i < sizeof of_file / sizeof *of_file; i++)
            attest_say(a, of_file[i], false, "sway does not answer");
    json_decref(tree);
    json_decref(file);
}
