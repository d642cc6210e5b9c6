// The stubs in scenes/api/ and the bindings say the same: every function with its arguments, every
// field and option; and every example of theirs runs as a scene.
#include "script/bind.h"

#include "tools/house.h"

#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORDS 512
#define WORD 256
#define API TEST_ROOT "/scenes/api"

struct words {
    int count;
    char items[WORDS][WORD];
};

struct stubs {
    struct words functions; // "Canvas:text(text, x, y, style)"
    struct words fields;    // "Canvas.width"
    struct words classes;
    struct words examples; // numbers into `example`
    char example[WORDS][2048];
    int wrong;
};

static void add(struct words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct words *w, const char *format, ...)
{
    va_list args;
    assert_true(w->count < WORDS);
    va_start(args, format);
    vsnprintf(w->items[w->count++], WORD, format, args);
    va_end(args);
}

static bool has(const struct words *w, const char *word)
{
    for (int i = 0; i < w->count; i++)
        if (strcmp(w->items[i], word) == 0)
            return true;
    return false;
}

static void wrong(struct stubs *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void wrong(struct stubs *s, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("%s\n", text);
    s->wrong++;
}

// What stands above a function: its parameters in order, whether it has words and an example.
struct above {
    char class[64], params[WORD], example[2048];
    bool words, in_example;
};

static void read_comment(struct stubs *s, struct above *a, const char *line)
{
    char name[64];
    if (strncmp(line, "```", 3) == 0) {
        a->in_example = strcmp(line, "```lua\n") == 0;
    } else if (a->in_example) {
        size_t used = strlen(a->example);
        snprintf(a->example + used, sizeof a->example - used, "%s", line);
    } else if (sscanf(line, "@class %63s", a->class) == 1) {
        add(&s->classes, "%s", a->class);
    } else if (sscanf(line, "@field %63s", name) == 1) {
        name[strcspn(name, "?")] = 0;
        add(&s->fields, "%s.%s", a->class, name);
    } else if (sscanf(line, "@param %63s", name) == 1) {
        size_t used = strlen(a->params);
        name[strcspn(name, "?")] = 0;
        snprintf(a->params + used, sizeof a->params - used, "%s%s", used ? ", " : "", name);
    } else if (isalpha((unsigned char)line[0])) {
        a->words = true;
    }
}

static void read_function(struct stubs *s, const struct above *a, const char *line)
{
    char name[64], args[128] = "";
    if (sscanf(line, "function %63[^(](%127[^)])", name, args) < 1)
        return;
    add(&s->functions, "%s(%s)", name, args);
    if (strcmp(args, a->params) != 0)
        wrong(s, "%s: has (%s), but its @param are (%s)", name, args, a->params);
    if (!a->words || !a->example[0])
        wrong(s, "%s: needs a sentence and an example", name);
    snprintf(s->example[s->examples.count], sizeof s->example[0], "%s", a->example);
    add(&s->examples, "%s", name);
}

static void read_stub(struct stubs *s, const char *path)
{
    char line[512];
    struct above a = {0};
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "---", 3) == 0) {
            read_comment(s, &a, line + 3 + (line[3] == ' '));
            continue;
        }
        read_function(s, &a, line);
        if (a.example[0] && strncmp(line, "function", 8) != 0) {
            snprintf(s->example[s->examples.count], sizeof s->example[0], "%s", a.example);
            add(&s->examples, "%s", a.class[0] ? a.class : path);
        }
        a = (struct above){0};
    }
    fclose(in);
}

static struct stubs *read_stubs(void)
{
    struct stubs *s = calloc(1, sizeof *s);
    struct dirent **entries;
    int count = scandir(API, &entries, NULL, alphasort);
    assert_true(count > 2);
    for (int i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", API, entries[i]->d_name);
        if (strstr(entries[i]->d_name, ".lua"))
            read_stub(s, path);
        free(entries[i]);
    }
    free(entries);
    return s;
}

// "canvas" is Canvas in the stubs when its objects are meant.
static void class_name(char *name, size_t size, const char *table)
{
    snprintf(name, size, "%s", table);
    name[0] = (char)toupper((unsigned char)name[0]);
}

static void expect(struct stubs *s, const struct words *have, struct words *known, const char *word)
{
    add(known, "%s", word);
    if (!has(have, word))
        wrong(s, "the bindings have %s; scenes/api has not", word);
}

static void expect_fields(struct stubs *s, struct words *known, const char *class,
                          const char *const *fields)
{
    char word[WORD];
    for (; fields && *fields; fields++) {
        snprintf(word, sizeof word, "%s.%s", class, *fields);
        expect(s, &s->fields, known, word);
    }
}

static void expect_table(struct stubs *s, const struct bind_table *t, struct words *functions,
                         struct words *fields)
{
    char word[WORD], class[64];
    for (const struct bind_function *f = t->functions; f->name; f++) {
        snprintf(word, sizeof word, "%s(%s)", f->name, f->args);
        if (strchr(f->name, ':'))
            word[0] = (char)toupper((unsigned char)word[0]);
        expect(s, &s->functions, functions, word);
    }
    class_name(class, sizeof class, t->name);
    expect_fields(s, fields, class, t->fields);
    for (const struct bind_options *const *o = t->options; o && *o; o++)
        for (const struct bind_key *k = (*o)->keys; k->name; k++)
            expect_fields(s, fields, (*o)->name, (const char *const[]){k->name, NULL});
    for (const struct bind_class *c = t->classes; c && c->name; c++)
        expect_fields(s, fields, c->name, c->fields);
}

static void bindings_and_stubs_agree(void **state)
{
    struct stubs *s = read_stubs();
    struct words *functions = calloc(1, sizeof *functions), *fields = calloc(1, sizeof *fields);
    for (const struct bind_table *const *t = bind_tables(); *t; t++)
        expect_table(s, *t, functions, fields);
    assert_true(functions->count > 60);
    for (int i = 0; i < s->functions.count; i++)
        if (!has(functions, s->functions.items[i]))
            wrong(s, "scenes/api has %s; the bindings have not", s->functions.items[i]);
    for (int i = 0; i < s->fields.count; i++)
        if (!has(fields, s->fields.items[i]))
            wrong(s, "scenes/api has the field %s; the bindings have not", s->fields.items[i]);
    assert_int_equal(s->wrong, 0);
    free(functions);
    free(fields);
    free(s);
}

// Whatever an example opens is there: clips are a small body, the rest means nothing.
static struct house *open_furnished(void)
{
    static const char *const files[] = {"model/vase.glb",       "media/forge.mp4",
                                        "media/atelier.jpg",    "media/spark.png",
                                        "sound/etirer-fer.ogg", "sound/room-tone.ogg",
                                        "works/2 forge.jpg"};
    static const char *const programs[] = {"lumiere", NULL};
    static const char *const messages[] = {"choose", NULL};
    struct house *h = house_open(1, &(struct script_desc){.messages = messages, .osc = programs});
    control_declare(&h->scene->controls, "show/opacity", 0, 1, 1, "");
    strcpy(h->scene->holds[0].station, "facade");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        house_save(h, files[i], "x");
    house_save(h, "scenes/lib/shapes.lua", "return {}");
    house_save(h, "scenes/gesture/scene.lua", "return {}");
    house_save(h, "glow.frag", "void main() {}");
    house_save(h, "clips/etirer-fer.bvh", HOUSE_BODY);
    return h;
}

static bool run_example(struct house *h, const char *lua, struct fault *f)
{
    static const enum event_kind kinds[] = {EVENT_DOWN,  EVENT_TAP,   EVENT_DOUBLE,  EVENT_DRAG,
                                            EVENT_SWIPE, EVENT_PINCH, EVENT_ROTATE,  EVENT_OBJECT,
                                            EVENT_UP,    EVENT_HOLD,  EVENT_MESSAGE, EVENT_KEY};
    char whole[4096];
    bool is_whole = strstr(lua, "return scene") != NULL;
    snprintf(whole, sizeof whole, is_whole ? "%s" : "local scene = {}\n%s\nreturn scene", lua);
    h->told = 0;
    if (!house_start(h, 0, whole, f))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        scene_tell(h->scene, 0, &(struct event){.kind = kinds[i], .x = 9, .y = 9});
        house_frame(h, h->scene->now_s + 0.1);
    }
    h->scene->asks.count = 0;
    return h->told == 0 || fault_set(f, "%s", h->last);
}

static void every_example_runs(void **state)
{
    struct stubs *s = read_stubs();
    struct house *h = open_furnished();
    struct fault f;
    for (int i = 0; i < s->examples.count; i++)
        if (!run_example(h, s->example[i], &f))
            wrong(s, "the example of %s: %s", s->examples.items[i], f.text);
    assert_true(s->examples.count > 60);
    assert_int_equal(s->wrong, 0);
    house_close(h);
    free(s);
}

// What Lua itself sees, beside its own libraries, is what the tables say.
static void scenes_see_nothing_else(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f = {""};
    char lua[16384] =
        "local own = {}\n"
        "for w in ('_G _VERSION assert collectgarbage coroutine error getmetatable ipairs load '\n"
        " .. 'math next pairs pcall rawequal rawget rawlen rawset select setmetatable string '\n"
        " .. 'table tonumber tostring type utf8 xpcall'):gmatch('%S+') do own[w] = true end\n"
        "local expected = { ";
    for (const struct bind_table *const *t = bind_tables(); *t; t++) {
        for (const struct bind_function *fn = (*t)->functions; fn->name; fn++) {
            size_t used = strlen(lua);
            if (!strchr(fn->name, ':'))
                snprintf(lua + used, sizeof lua - used, "['%s'] = true, ", fn->name);
        }
    }
    size_t used = strlen(lua);
    snprintf(lua + used, sizeof lua - used, "%s",
             "}\nfor k, v in pairs(_G) do\n"
             " if not own[k] and type(v) == 'function' then\n"
             "  assert(expected[k], 'unknown function ' .. k) expected[k] = nil\n"
             " elseif not own[k] and type(v) == 'table' then\n"
             "  for name in pairs(v) do local whole = k .. '.' .. name\n"
             "   assert(expected[whole], 'unknown function ' .. whole) expected[whole] = nil end\n"
             " elseif not own[k] then error('unknown global ' .. k) end end\n"
             "assert(next(expected) == nil, next(expected))\nreturn {}");
    house_start(h, 0, lua, &f);
    assert_string_equal(f.text, "");
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bindings_and_stubs_agree),
        cmocka_unit_test(every_example_runs),
        cmocka_unit_test(scenes_see_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
