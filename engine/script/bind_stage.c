// Lua's stage: the canvas a scene plays on, and what the visitor chose there.
//
//   function scene.enter(stage)
//     scene.stage = stage
//     stage:redraw(2.5)                 -- draw again in 2.5 seconds
//   end
#include "script/bind.h"

#include <stdio.h>
#include <string.h>

static int stage_redraw(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    bind_self(L, BIND_STAGE);
    double in_s = bind_number_or(L, 2, 0);
    if (in_s > 0)
        due_timer(inc, inc->script->now_s + in_s);
    else
        due_again(inc);
    return 0;
}

void bind_stage_follow(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    const struct scene_visit *visit = &script_stage(inc)->visit;
    uint32_t number = visit_number(visit);
    if (inc->visit_said == number && strcmp(inc->language_said, visit->language) == 0)
        return;
    inc->visit_said = number;
    memcpy(inc->language_said, visit->language, sizeof inc->language_said);
    bind_push_methods(L, BIND_STAGE);
    lua_pushstring(L, "language");
    lua_pushstring(L, visit->language);
    lua_rawset(L, -3);
    lua_pushstring(L, "visit");
    lua_pushinteger(L, number);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

static int stage_set_language(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct script *s = inc->script;
    bind_self(L, BIND_STAGE);
    const char *code = bind_string(L, 2, NULL);
    char all[SCRIPT_LANGUAGES * (SCRIPT_LANGUAGE + 2)] = "";
    for (int i = 0; i < s->language_count; i++) {
        if (strcmp(code, s->languages[i]) == 0) {
            struct scene_visit *visit = &script_stage(inc)->visit;
            visit->changed |= strcmp(visit->language, code) != 0;
            snprintf(visit->language, sizeof visit->language, "%s", code);
            bind_stage_follow(L);
            due_again(inc);
            return 0;
        }
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", s->languages[i]);
    }
    return bind_error(L, "\"%.20s\" is not a language of this installation; it has %s", code, all);
}

static const struct bind_function functions[] = {
    {"stage:redraw", stage_redraw, "seconds"},
    {"stage:set_language", stage_set_language, "code"},
    {NULL, NULL, NULL},
};
static const char *const fields[] = {"id",        "station",      "width", "height", "language",
                                     "languages", "title",        "visit", "param",  "mm_per_px",
                                     "reach_top", "reach_bottom", "staff", NULL};

const struct bind_table bind_stage = {
    .name = "stage", .tag = BIND_STAGE, .functions = functions, .fields = fields};
