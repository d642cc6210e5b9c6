// sway is asked for its tree and its file (sway-ipc(7)).
#include "attest/private.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAGIC "i3-ipc"
#define ANSWER_MS 3000
#define ANSWER_BYTES (4u << 20)
#define DEEP 16

enum { GET_TREE = 4, GET_CONFIG = 9 };

static bool read_whole(int s, void *to, size_t size)
{
    struct pollfd wait = {.fd = s, .events = POLLIN};
    for (size_t n = 0; n < size;) {
        ssize_t got = poll(&wait, 1, ANSWER_MS) > 0 ? read(s, (char *)to + n, size - n) : -1;
        if (got <= 0)
            return false;
        n += (size_t)got;
    }
    return true;
}

static json_t *ask(const char *path, uint32_t what)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    char head[sizeof MAGIC - 1 + 8] = MAGIC;
    uint32_t length = 0;
    json_t *answer = NULL;
    memcpy(head + sizeof MAGIC - 1 + 4, &what, 4);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s >= 0 && connect(s, (const struct sockaddr *)&to, sizeof to) == 0 &&
        send(s, head, sizeof head, MSG_NOSIGNAL) == (ssize_t)sizeof head &&
        read_whole(s, head, sizeof head))
        memcpy(&length, head + sizeof MAGIC - 1, 4);
    char *text = length && length < ANSWER_BYTES ? malloc(length) : NULL;
    if (text && read_whole(s, text, length))
        answer = json_loadb(text, length, 0, NULL);
    free(text);
    if (s >= 0)
        close(s);
    return answer;
}

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
    char path[sizeof((struct sockaddr_un *)0)->sun_path] = "";
    static const char *const of_file[] = {"cursor", "awake", "consoles"};
    struct seen s = {.engine = q->engine};
    bool found = proc_variable(q->engine, "SWAYSOCK", path, sizeof path);
    json_t *tree = found ? ask(path, GET_TREE) : NULL, *file = found ? ask(path, GET_CONFIG) : NULL;
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
