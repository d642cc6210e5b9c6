// Arguments of bindings: read, checked, and told in a curator's words when they are wrong.
#include "script/bind.h"

#include "base/clock.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_object(lua_State *L, int at, enum bind_tag tag)
{
    const uint32_t *object = lua_touserdata(L, at); // scripts hold no light ones
    return object && *object == tag;
}

static const struct bind_function *called(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

const char *bind_call_name(lua_State *L)
{
    return called(L)->name;
}

// The nearest word by slips of the finger, else one that begins as it does ("rectangle": "rect").
const char *bind_nearest(const char *word, const char *const *words)
{
    const char *nearest = fault_nearest(word, words);
    for (; !nearest && *words; words++) {
        size_t length = strlen(*words), asked = strlen(word);
        size_t both = length < asked ? length : asked;
        if (both >= 3 && strncmp(word, *words, both) == 0)
            nearest = *words;
    }
    return nearest;
}

static const char *type_name(lua_State *L, int at)
{
    static const char *const words[BIND_TAGS] = {
        [BIND_PATH] = "a path",       [BIND_GRADIENT] = "a gradient",
        [BIND_STAGE] = "the stage",   [BIND_CANVAS] = "the canvas",
        [BIND_PICTURE] = "a picture", [BIND_FILM] = "a film",
        [BIND_SOUND] = "a sound",     [BIND_CLIP] = "a clip",
        [BIND_TWEEN] = "a tween",     [BIND_PARAM] = "a parameter",
        [BIND_SWARM] = "a swarm",     [BIND_LIST] = "a list of films",
    };
    switch (lua_type(L, at)) {
    case LUA_TUSERDATA:
        return words[*(const uint32_t *)lua_touserdata(L, at)];
    case LUA_TNONE:
    case LUA_TNIL:
        return "nil";
    case LUA_TBOOLEAN:
        return lua_toboolean(L, at) ? "true" : "false";
    case LUA_TNUMBER:
        return isnan(lua_tonumber(L, at)) ? "not a number (nan)" : "a number";
    case LUA_TSTRING:
        return "a string";
    case LUA_TTABLE:
        return "a table";
    case LUA_TFUNCTION:
        return "a function";
    default:
        return "a coroutine";
    }
}

// The n-th (from 1) of "text, x, y, style"; "" when there is none.
static void name_argument(const char *args, int n, char *name, size_t size)
{
    for (; n > 1 && *args; n--) {
        args += strcspn(args, ",");
        args += strspn(args, ", ");
    }
    snprintf(name, size, "%.*s", (int)strcspn(args, ","), args);
}

int bind_wrong(lua_State *L, int at, const char *expected)
{
    static const char *const ordinals[] = {"",       "first", "second", "third",
                                           "fourth", "fifth", "sixth",  "seventh"};
    const struct bind_function *f = called(L);
    int place = strchr(f->name, ':') ? at - 1 : at;
    if (place == 0)
        return luaL_error(L, "%s is called with a colon: %s(%s)", f->name, f->name, f->args);
    char name[32];
    name_argument(f->args, place, name, sizeof name);
    if (place < 1 || place > 7 || !name[0])
        return luaL_error(L, "%s needs %s, got %s: %s(%s)", f->name, expected, type_name(L, at),
                          f->name, f->args);
    return luaL_error(L, "%s needs %s for %s (%s), got %s: %s(%s)", f->name, expected, name,
                      ordinals[place], type_name(L, at), f->name, f->args);
}

int bind_error(lua_State *L, const char *format, ...)
{
    char text[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return luaL_error(L, "%s: %s", called(L)->name, text);
}

static uint64_t hash(const char *text)
{
    uint64_t h = 14695981039346656037u; // FNV-1a
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

static bool told_before(struct incarnation *inc, const char *text)
{
    uint64_t h = hash(text);
    for (int i = 0; i < inc->told_count; i++)
        if (inc->told[i] == h)
            return true;
    if (inc->told_count >= SCRIPT_TOLD)
        return true;
    inc->told[inc->told_count++] = h;
    return false;
}

void bind_tell(lua_State *L, const char *format, ...)
{
    char text[FAULT_TEXT], line[2 * FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    luaL_where(L, 1);
    snprintf(line, sizeof line, "%s%s: %s", lua_tostring(L, -1), called(L)->name, text);
    lua_pop(L, 1);
    struct incarnation *inc = fence_user(L);
    if (!told_before(inc, line))
        script_tell(inc->script, inc->stage, line);
}

void bind_warn(struct incarnation *inc, const char *format, ...)
{
    char text[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!told_before(inc, text))
        script_warn(inc->script, inc->stage, text);
}

double bind_number(lua_State *L, int at)
{
    int is = 0;
    double value = lua_tonumberx(L, at, &is);
    if (!is)
        bind_wrong(L, at, "a number");
    if (!isfinite(value))
        bind_wrong(L, at, "a finite number");
    return value;
}

double bind_number_or(lua_State *L, int at, double otherwise)
{
    return lua_isnoneornil(L, at) ? otherwise : bind_number(L, at);
}

float bind_point(lua_State *L, int at)
{
    int is = 0;
    double value = lua_tonumberx(L, at, &is);
    if (!is)
        bind_wrong(L, at, "a number");
    return (float)value;
}

const char *bind_string(lua_State *L, int at, size_t *length)
{
    if (!lua_isstring(L, at))
        bind_wrong(L, at, "a string");
    return lua_tolstring(L, at, length);
}

// The numbers of the table at `at` behind the `used` floats that are there. Returns how many.
static int read_floats(lua_State *L, int at, int per, int used)
{
    struct incarnation *inc = fence_user(L);
    float *floats = inc->script->floats + used;
    lua_Unsigned n = lua_rawlen(L, at);
    if (n % (unsigned)per != 0)
        bind_error(L, "%d numbers a point, but the table has %d", per, (int)n);
    lua_Unsigned points = (unsigned)used / 2 + n / (unsigned)per;
    if (points > SCRIPT_POINTS)
        bind_error(L, "%d points at most, got %d", SCRIPT_POINTS, (int)points);
    for (lua_Unsigned i = 0; i < n; i++) {
        int is = 0;
        lua_rawgeti(L, at, (lua_Integer)i + 1);
        floats[i] = (float)lua_tonumberx(L, -1, &is);
        if (!is)
            bind_error(L, "[%d] in the table is %s, not a number", (int)i + 1, type_name(L, -1));
        lua_pop(L, 1);
    }
    return (int)n;
}

int bind_points(lua_State *L, int at, int per)
{
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at,
                   per == 2 ? "a table {x1, y1, x2, y2, …}" : "a table {x, y, width, opacity, …}");
    return read_floats(L, at, per, 0) / per;
}

int bind_outlines(lua_State *L, int at)
{
    const struct incarnation *inc = fence_user(L);
    int used = 0;
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table {x1, y1, x2, y2, …} or one of such tables");
    bool several = lua_rawgeti(L, at, 1) == LUA_TTABLE;
    lua_pop(L, 1);
    if (!several)
        return bind_points(L, at, 2);
    int outlines = (int)lua_rawlen(L, at);
    for (int i = 1; i <= outlines; i++) {
        if (lua_rawgeti(L, at, i) != LUA_TTABLE)
            bind_error(L, "outline %d is %s, not a table {x1, y1, x2, y2, …}", i, type_name(L, -1));
        if (i > 1)
            inc->script->floats[used] = inc->script->floats[used + 1] = NAN;
        used += i > 1 ? 2 : 0;
        used += read_floats(L, lua_gettop(L), 2, used);
        lua_pop(L, 1);
    }
    return used / 2;
}

static void read_real(lua_State *L, const struct bind_key *key, void *into)
{
    int is = 0;
    double value = lua_tonumberx(L, -1, &is);
    if (!is || isnan(value))
        bind_error(L, "%s is %s; it must be a number", key->name, type_name(L, -1));
    if (key->kind == BIND_CLAMP)
        value = fmin(fmax(value, key->least), key->most);
    if (value < key->least || value > key->most)
        bind_error(L, "%s is %g; from %g to %g is allowed", key->name, value, key->least,
                   key->most);
    memcpy(into, &value, sizeof value);
}

static void unknown_word(lua_State *L, const struct bind_key *key, const char *word)
{
    char all[256] = "";
    for (int i = 0; key->words[i]; i++) {
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s\"%s\"", i ? ", " : "", key->words[i]);
    }
    if (lua_type(L, -1) == LUA_TSTRING)
        bind_error(L, "%s is \"%.40s\"; it can be %s", key->name, word, all);
    bind_error(L, "%s is %s; it can be %s", key->name, type_name(L, -1), all);
}

static void read_word(lua_State *L, const struct bind_key *key, void *into)
{
    const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    for (int i = 0; key->words[i]; i++)
        if (strcmp(word, key->words[i]) == 0) {
            memcpy(into, &i, sizeof i);
            return;
        }
    unknown_word(L, key, word);
}

int bind_word(lua_State *L, int at, const char *const *words)
{
    const struct bind_key key = {.name = "it", .words = words};
    int index = 0;
    lua_pushvalue(L, at);
    read_word(L, &key, &index);
    lua_pop(L, 1);
    return index;
}

static void read_numbers(lua_State *L, const struct bind_key *key, int count, void *into)
{
    double v[4];
    bool sides = key->kind == BIND_SIDES, good = lua_type(L, -1) == LUA_TTABLE;
    for (int i = 0; good && i < count; i++) {
        good = lua_rawgeti(L, -1, i + 1) == LUA_TNUMBER;
        v[i] = lua_tonumber(L, -1);
        good = good && v[i] <= 1e9 && v[i] >= (sides ? 0 : -1e9);
        lua_pop(L, 1);
    }
    if (!good)
        bind_error(L, "%s must be %s", key->name,
                   sides        ? "a table {left, top, right, bottom} of px, none under 0"
                   : count == 3 ? "a table {x, y, z} of numbers"
                                : "a table {x, y, w, h} of numbers");
    memcpy(into, v, (size_t)count * sizeof *v);
}

static void read_lengths(lua_State *L, const struct bind_key *key, struct bind_lengths *into)
{
    bool table = lua_type(L, -1) == LUA_TTABLE;
    size_t count = table ? lua_rawlen(L, -1) : 0;
    double sum = 0;
    *into = (struct bind_lengths){.count = (uint32_t)count};
    bool good = table && count <= DRAW_DASHES;
    for (size_t i = 0; good && i < count; i++) {
        good = lua_rawgeti(L, -1, (lua_Integer)i + 1) == LUA_TNUMBER;
        double px = lua_tonumber(L, -1);
        good = good && px >= 0 && px <= 1e6;
        into->px[i] = good ? (float)px : 0;
        sum += px;
        lua_pop(L, 1);
    }
    if (!good || (count > 0 && !(sum >= 0.01)))
        bind_error(
            L,
            "%s must be a table {on, off, …} of at most %d lengths, 0 to 1000000 px each and "
            "0.01 px together",
            key->name, DRAW_DASHES);
}

static void read_paint(lua_State *L, const struct bind_key *key, struct bind_paint *into)
{
    if (is_object(L, lua_gettop(L), BIND_GRADIENT)) {
        const struct bind_gradient *g = lua_touserdata(L, -1);
        *into = (struct bind_paint){{1, 1, 1, 1}, &g->gradient};
        return;
    }
    into->gradient = NULL;
    if (!bind_is_color(L, lua_gettop(L), &into->color))
        bind_error(L, "%s is not a colour; write " BIND_COLORS ", or give a gradient", key->name);
}

static void read_string(lua_State *L, const struct bind_key *key, char *into)
{
    size_t length = 0;
    if (lua_type(L, -1) != LUA_TSTRING)
        bind_error(L, "%s is %s; it must be a string", key->name, type_name(L, -1));
    const char *text = lua_tolstring(L, -1, &length);
    if (length >= key->size)
        bind_error(L, "%s is longer than %d letters", key->name, (int)key->size - 1);
    memset(into, 0, key->size);
    memcpy(into, text, length);
}

// The value is on top of the stack.
static void read_key(lua_State *L, const struct bind_key *key, char *into)
{
    void *at = into + key->at;
    switch (key->kind) {
    case BIND_REAL:
    case BIND_CLAMP:
        read_real(L, key, at);
        break;
    case BIND_FLAG:
        if (lua_type(L, -1) != LUA_TBOOLEAN)
            bind_error(L, "%s is %s; it must be true or false", key->name, type_name(L, -1));
        *(bool *)at = lua_toboolean(L, -1);
        break;
    case BIND_COLOR:
        if (!bind_is_color(L, lua_gettop(L), at))
            bind_error(L, "%s is not a colour; write " BIND_COLORS, key->name);
        break;
    case BIND_WORD:
        read_word(L, key, at);
        break;
    case BIND_STRING:
        read_string(L, key, at);
        break;
    case BIND_POINT:
        read_numbers(L, key, 3, at);
        break;
    case BIND_RECT:
    case BIND_SIDES:
        read_numbers(L, key, 4, at);
        break;
    case BIND_MEDIA:
        if (!is_object(L, -1, BIND_PICTURE) && !is_object(L, -1, BIND_FILM))
            bind_error(L, "%s is %s; it must be a picture or a film", key->name, type_name(L, -1));
        *(media_handle *)at = ((const struct bind_handle *)lua_touserdata(L, -1))->value;
        break;
    case BIND_TABLE:
        if (lua_type(L, -1) != LUA_TTABLE && !is_object(L, -1, BIND_PATH))
            bind_error(L, "%s is %s; it must be a path or a table of points", key->name,
                       type_name(L, -1));
        break;
    case BIND_LATER:
        break;
    case BIND_PAINT:
        read_paint(L, key, at);
        break;
    case BIND_LENGTHS:
        read_lengths(L, key, at);
        break;
    }
    if (key->given)
        *(bool *)(into + key->given) = true;
}

static int unknown_key(lua_State *L, const struct bind_options *options, const char *word)
{
    const char *words[33];
    char all[512] = "";
    int count = 0;
    for (const struct bind_key *k = options->keys; k->name && count < 32; k++) {
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", count ? ", " : "", k->name);
        words[count++] = k->name;
    }
    words[count] = NULL;
    const char *nearest = bind_nearest(word, words);
    if (nearest)
        return bind_error(L, "unknown key \"%.40s\"; did you mean \"%s\"?", word, nearest);
    return bind_error(L, "unknown key \"%.40s\"; known are %s", word, all);
}

static void read_options(lua_State *L, int at, const struct bind_options *options, bool beside,
                         void *into)
{
    if (lua_isnoneornil(L, at))
        return;
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table of options");
    lua_pushnil(L);
    while (lua_next(L, at)) {
        if (beside && lua_isinteger(L, -2) && lua_tointeger(L, -2) == 1) {
            lua_pop(L, 1);
            continue;
        }
        if (lua_type(L, -2) != LUA_TSTRING)
            bind_error(L, "the table of options has a value without a name; write {key = value}");
        const char *word = lua_tostring(L, -2);
        const struct bind_key *key = options->keys;
        while (key->name && (key->name[0] != word[0] || strcmp(key->name, word) != 0))
            key++;
        if (!key->name)
            unknown_key(L, options, word);
        read_key(L, key, into);
        lua_pop(L, 1);
    }
}

void bind_read(lua_State *L, int at, const struct bind_options *options, void *into)
{
    read_options(L, at, options, false, into);
}

void bind_read_beside(lua_State *L, int at, const struct bind_options *options, void *into)
{
    read_options(L, at, options, true, into);
}

static void read_param(lua_State *L, struct params *params)
{
    if (lua_type(L, -2) != LUA_TSTRING)
        bind_error(L, "parameters need names: {id = \"…\"}");
    const char *key = lua_tostring(L, -2);
    bool kept = false;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        if (!isfinite(lua_tonumber(L, -1)))
            bind_error(L, "parameter \"%.40s\" is not a finite number", key);
        kept = params_number(params, key, lua_tonumber(L, -1));
        break;
    case LUA_TSTRING:
        kept = params_text(params, key, lua_tostring(L, -1));
        break;
    case LUA_TBOOLEAN:
        kept = params_bool(params, key, lua_toboolean(L, -1));
        break;
    default:
        bind_error(L, "parameter \"%.40s\" is %s; numbers, strings, true and false travel", key,
                   type_name(L, -1));
    }
    if (!kept)
        bind_error(L,
                   "parameter \"%.40s\" does not fit: %d parameters, names under %d and texts "
                   "under %d bytes are allowed",
                   key, PARAMS_MAX, PARAM_KEY, PARAM_TEXT_SIZE);
}

void bind_params(lua_State *L, int at, struct params *params)
{
    *params = (struct params){0};
    if (lua_isnoneornil(L, at))
        return;
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table of parameters");
    lua_pushnil(L);
    while (lua_next(L, at)) {
        read_param(L, params);
        lua_pop(L, 1);
    }
    // Lua's order of keys differs from process to process; a message must not.
    for (int i = 1; i < params->count; i++) {
        for (int j = i; j > 0 && strcmp(params->items[j - 1].key, params->items[j].key) > 0; j--) {
            struct param swapped = params->items[j];
            params->items[j] = params->items[j - 1];
            params->items[j - 1] = swapped;
        }
    }
}

uint32_t bind_object(lua_State *L, int at, enum bind_tag tag)
{
    static const char *const words[BIND_TAGS] = {
        [BIND_STAGE] = "the stage",
        [BIND_CANVAS] = "the canvas",
        [BIND_PICTURE] = "a picture (picture.open)",
        [BIND_FILM] = "a film (film.open)",
        [BIND_SOUND] = "a sound (sound.play)",
        [BIND_CLIP] = "a clip (motion.open)",
        [BIND_TWEEN] = "a tween (tween.new)",
        [BIND_SHADER] = "a shader (shader.open)",
        [BIND_MODEL] = "a model (model.open)",
        [BIND_PARAM] = "a parameter (param.number)",
        [BIND_SWARM] = "a swarm (swarm.new)",
        [BIND_LIST] = "a list of films (film.list)",
        [BIND_PATH] = "a path (path.new, path.svg)",
        [BIND_GRADIENT] = "a gradient (gradient.linear, gradient.radial, gradient.conic)",
    };
    if (!is_object(L, at, tag))
        bind_wrong(L, at, words[tag]);
    return ((const struct bind_handle *)lua_touserdata(L, at))->value;
}

void *bind_self(lua_State *L, enum bind_tag tag)
{
    if (!is_object(L, 1, tag))
        bind_wrong(L, 1, "");
    return lua_touserdata(L, 1);
}

#define WORK_NS 100000 // less is not worth a system call

int64_t bind_work(void)
{
    return clock_monotonic_ns();
}

void bind_worked(lua_State *L, int64_t since_ns)
{
    int64_t spent_ns = clock_monotonic_ns() - since_ns;
    if (spent_ns > WORK_NS)
        fence_give_back(L, (double)spent_ns * 1e-9);
}
