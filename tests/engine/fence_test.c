// fence: every runaway script is ended, every honest one is left alone.
#include "base/clock.h"
#include "engine/fence_table.h"
#include "fence/fence.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_THREAD__)
#define HELD_BACK true
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HELD_BACK true
#endif
#endif
#ifndef HELD_BACK
#define HELD_BACK false
#endif
#if defined(__SANITIZE_ADDRESS__)
#define COUNTED false // AddressSanitizer keeps freed memory back
#else
#define COUNTED !HELD_BACK
#endif

enum { CHILD_GOOD = 0, CHILD_BAD = 3, CHILD_CPU_S = 60 };

static struct fence *make(bool stepped, unsigned seed)
{
    struct fault f = {0};
    struct fence_desc desc = {.name = "test", .call_s = 0.05, .stepped = stepped, .seed = seed};
    struct fence *fence = fence_create(&desc, &f);
    if (!fence)
        fail_msg("%s", f.text);
    return fence;
}

// Loads and calls; the one result as text in `result`.
static bool run(struct fence *fence, const char *script, double budget_s, char *result, size_t size,
                struct fence_report *report)
{
    if (!fence_load(fence, script, strlen(script), "scenes/test/scene.lua", report) ||
        !fence_call(fence, 0, 1, budget_s, report))
        return false;
    lua_State *L = fence_lua(fence);
    const char *text = lua_tostring(L, -1);
    snprintf(result, size, "%s", text ? text : lua_toboolean(L, -1) ? "true" : "false");
    lua_pop(L, 1);
    return true;
}

static int child(const struct runaway *row, bool stepped)
{
    struct fence *fence = make(stepped, 1);
    struct fence_report report;
    char result[64] = "";
    // Stepped, steps are counted, not seconds: a fifth of them is ended just the same.
    bool came_back = run(fence, row->script, stepped ? 0.01 : 0, result, sizeof result, &report);
    bool good = row->kind == REFUSED ? came_back && strcmp(result, "true") == 0
                                     : !came_back && report.end != FENCE_OK && report.text[0];
    if (!good)
        fprintf(stderr, "%s: %s (%d)\n", row->name, came_back ? result : report.text, report.end);
    struct fence *other = make(stepped, 1);
    good &= run(other, "return ('ab'):rep(2)", 0, result, sizeof result, &report) &&
            strcmp(result, "abab") == 0;
    fence_destroy(other);
    fence_destroy(fence);
    return good ? CHILD_GOOD : CHILD_BAD;
}

static void run_rows(bool stepped)
{
    int bad = 0, count = sizeof runaways / sizeof *runaways;
    assert_true(count >= 46);
    for (int i = 0; i < count; i++) {
        if (HELD_BACK && runaways[i].kind == IN_C)
            continue;
        pid_t pid = fork();
        if (pid == 0) {
            setrlimit(RLIMIT_CPU, &(struct rlimit){CHILD_CPU_S, CHILD_CPU_S});
            _exit(child(&runaways[i], stepped));
        }
        int status = 0;
        waitpid(pid, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_GOOD)
            continue;
        bad++;
        print_message("%s: %s, %s %d\n", stepped ? "stepped" : "live", runaways[i].name,
                      WIFSIGNALED(status) ? "signal" : "exit",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    }
    assert_int_equal(bad, 0);
}

static void every_runaway_script_is_ended_live(void **state)
{
    run_rows(false);
}

static void every_runaway_script_is_ended_stepped(void **state)
{
    run_rows(true);
}

static void honest_calls_are_left_alone(void **state)
{
    struct fence *fence = make(false, 1);
    struct fence_report report;
    char result[32];
    assert_true(run(fence, "n = 0; function tick() n = n + 1 return n end return 1", 0, result, 32,
                    &report));
    lua_State *L = fence_lua(fence);
    for (int i = 1; i <= 20000; i++) {
        lua_getglobal(L, "tick");
        if (!fence_call(fence, 0, 1, 0, &report))
            fail_msg("%s", report.text);
        assert_int_equal(lua_tointeger(L, -1), i);
        lua_pop(L, 1);
    }
    fence_destroy(fence);
}

// CPU time of this thread.
static void spin(double seconds)
{
    int64_t until_ns = clock_thread_cpu_ns() + (int64_t)(seconds * 1e9);
    while (clock_thread_cpu_ns() < until_ns)
        ;
}

static int lua_spin(lua_State *L)
{
    spin(lua_tonumber(L, 1));
    return 0;
}

static bool spins(struct fence *fence, double seconds, double budget_s, struct fence_report *report)
{
    lua_State *L = fence_lua(fence);
    lua_pushcfunction(L, lua_spin);
    lua_pushnumber(L, seconds);
    return fence_call(fence, 1, 0, budget_s, report);
}

static void a_call_has_all_of_its_budget_also_soon_after_another(void **state)
{
    struct fence *fence = make(false, 1);
    struct fence_report report;
    char result[32];
    assert_true(spins(fence, 0, 0.4, &report));
    spin(0.05); // the engine's own work
    if (!spins(fence, 0.38, 0.4, &report))
        fail_msg("%s", report.text);
    assert_false(run(fence, "while true do end", 0.4, result, sizeof result, &report));
    assert_int_equal(report.end, FENCE_TIME);
    fence_destroy(fence);
}

static void a_call_is_not_ended_by_the_time_of_another_script(void **state)
{
    struct fence *one = make(false, 1), *other = make(false, 1);
    struct fence_report report;
    assert_true(spins(one, 0, 0.05, &report));
    if (!spins(other, 0.2, 1, &report))
        fail_msg("%s", report.text);
    fence_destroy(one);
    fence_destroy(other);
}

static void ended_states_leave_no_memory_behind(void **state)
{
    size_t before = 0;
    struct fence_report report;
    char result[32];
    for (int i = 0; i < 60; i++) {
        if (i == 10)
            before = mallinfo2().uordblks;
        struct fence *fence = make(true, 1);
        assert_false(run(fence, "t = {} for i = 1, 1e4 do t[i] = { i } end while true do end",
                         0.002, result, 32, &report));
        assert_true(fence_dead(fence));
        assert_false(fence_call(fence, 0, 0, 0, &report));
        fence_destroy(fence);
    }
    if (COUNTED)
        assert_in_range(mallinfo2().uordblks, 0, before + 65536);
    else
        print_message("SKIPPED: memory is not counted under this sanitizer\n");
}

static void a_message_names_the_whole_file_and_the_line(void **state)
{
    static const char name[] =
        "/srv/exhibitions/villa-medicis/installations/villa-medicis/scenes/facade/scene.lua";
    static const struct {
        const char *script, *wanted;
    } rows[] = {{"\n\nlocal x = nil + 1", ":3: attempt to perform arithmetic on a nil value"},
                {"\nif then", ":2: unexpected symbol near 'then'"},
                {"\n\n\nwhile true do end",
                 ":4: the script was stopped: one call ran for more than 50 ms"},
                {"\nerror({})", ":2: an error that is no text but a table"},
                {"\nerror('lost', 1)", ":2: lost"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fence *fence = make(true, 1);
        struct fence_report report;
        if (fence_load(fence, rows[i].script, strlen(rows[i].script), name, &report))
            assert_false(fence_call(fence, 0, 0, 0, &report));
        char wanted[512];
        snprintf(wanted, sizeof wanted, "%s%s", name, rows[i].wanted);
        if (strncmp(report.text, wanted, strlen(wanted)) != 0)
            fail_msg("wanted %s\nsaid %s", wanted, report.text);
        fence_destroy(fence);
    }
}

static void memory_stays_under_its_cap_and_is_said_in_mib(void **state)
{
    struct fault f;
    struct fence_desc desc = {.name = "facade", .memory_bytes = 3u << 20, .stepped = true};
    struct fence *fence = fence_create(&desc, &f);
    struct fence_report report;
    char result[32];
    assert_false(run(fence, "local t = {} for i = 1, 1e5 do t[i] = ('x'):rep(100) .. i end", 1,
                     result, 32, &report));
    assert_int_equal(report.end, FENCE_MEMORY_OUT);
    assert_non_null(strstr(report.text, "more than 3 MiB"));
    assert_in_range(fence_memory(fence), 1, 3u << 20);
    fence_destroy(fence);
}

// Small blocks are cut from chunks, a size for itself: a script that fills one size after the other
// must not take its cap for each of them.
static void filling_one_size_after_the_other_takes_the_cap_once(void **state)
{
    struct fault f;
    const size_t cap = 24u << 20, chunks = 8u << 20;
    struct fence_desc desc = {.name = "facade", .memory_bytes = cap, .stepped = true};
    struct fence *fence = fence_create(&desc, &f);
    struct fence_report report;
    char result[32];
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    for (int size = 40; size < 500; size += 24) {
        char script[200];
        snprintf(script, sizeof script,
                 "local t = {} for i = 1, %d do t[i] = ('x'):rep(%d) .. i end return #t[1]",
                 2000000 / size, size);
        assert_true(run(fence, script, 10, result, 32, &report));
        assert_int_equal(atoi(result), size + 1);
        lua_gc(fence_lua(fence), LUA_GCCOLLECT);
    }
    if (COUNTED)
        assert_in_range(mallinfo2().uordblks + mallinfo2().hblkhd, 0, before + chunks + (4u << 20));
    fence_destroy(fence);
    if (COUNTED)
        assert_in_range(mallinfo2().uordblks + mallinfo2().hblkhd, 0, before + 65536);
}

// What plain Lua prints for an expression; NULL where it is not installed.
static bool plain_lua(const char *expression, char *text, size_t size)
{
    char command[1024];
    snprintf(command, sizeof command,
             "lua5.4 -e \"io.write(tostring((function() %s end)()))\" 2>/dev/null", expression);
    FILE *out = popen(command, "r");
    size_t n = out ? fread(text, 1, size - 1, out) : 0;
    text[n] = 0;
    return out && pclose(out) == 0;
}

static void honest_scripts_mean_what_they_mean_in_plain_lua(void **state)
{
    static const char *const scripts[] = {
        "return select('#', pcall(function() return 1, 2, 3 end))",
        "local ok, e = pcall(error, 'x', 0) return tostring(ok) .. e",
        "local ok, e = xpcall(function(a, b) return a + b end, error, 2, 3) return tostring(ok) .. "
        "e",
        "local ok, e = xpcall(error, function(m) return m .. '!' end, 'x') return tostring(ok) .. "
        "e",
        "local t = {} for w in ('un deux trois'):gmatch('%a+') do t[#t + 1] = w end return "
        "table.concat(t, '-')",
        "local s = '' for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do s = s .. k .. v end return "
        "s",
        "return (('marteler'):gsub('%a', { m = 'M', r = 'R' }))",
        "return (('abc'):gsub('.', function(c) return c:byte() end))",
        "local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end) "
        "return co(1) + co(10)",
        "local co = coroutine.create(error) local ok, e = coroutine.resume(co, 'x', 0) return "
        "tostring(ok) .. "
        "tostring(e) .. coroutine.status(co)",
        "local co = coroutine.create(function() end) return tostring(coroutine.close(co))",
        "local co = coroutine.wrap(function() return pcall(function() coroutine.yield(1) "
        "error('y', 0) end) end) "
        "co() local ok, e = co() return tostring(ok) .. e",
        "return tostring(pcall(coroutine.close, coroutine.running()))",
        "local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return "
        "table.concat(t)",
        "return table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ',')",
        "return load('return 1 + 1')()",
        "return tostring(load('return +'))",
        "local n = 0 for k in pairs({ a = 1, b = 2, 3 }) do n = n + 1 end return n",
        "return string.format('%5.2f|%q|%s', 3.14159, 'x', {} ~= nil)",
        "return utf8.len('façade') .. utf8.char(233)",
        "return tostring(rawequal(getmetatable(setmetatable({}, { __metatable = 1 })), 1))",
    };
    char plain[256], ours[256];
    int compared = 0;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (!plain_lua(scripts[i], plain, sizeof plain))
            continue;
        for (int stepped = 0; stepped < 2; stepped++) {
            struct fence *fence = make(stepped, 1);
            struct fence_report report;
            if (!run(fence, scripts[i], 1, ours, sizeof ours, &report))
                fail_msg("%s\n%s", scripts[i], report.text);
            // Names of chunks differ: only what comes after file:line is compared.
            assert_string_equal(strrchr(ours, ':') ? strrchr(ours, ':') : ours,
                                strrchr(plain, ':') ? strrchr(plain, ':') : plain);
            fence_destroy(fence);
        }
        compared++;
    }
    if (!compared)
        print_message("SKIPPED: lua5.4 is absent\n");
}

static const char order_script[] =
    "local t, a, b, f = {}, {}, {}, function() end "
    "t[b] = 'B' t[a] = 'A' t[f] = 'F' t.zeta = 1 t.alpha = 2 t[3.5] = 3 t[true] = 4 t[false] = 5 "
    "t[-7] = 6 "
    "for i = 1, 40 do t['k' .. i * 7919 % 1000] = i end "
    "local s = '' for k, v in pairs(t) do s = s .. tostring(v) .. ' ' end "
    "local k, v = next(t) while k ~= nil do s = s .. tostring(v) .. '.' k, v = next(t, k) end "
    "return s .. math.random(1000) .. (math.randomseed() or '') .. math.random(1000)";

static int print_order(void)
{
    struct fence *fence = make(true, 7);
    struct fence_report report;
    char result[2048];
    bool good = run(fence, order_script, 1, result, sizeof result, &report);
    puts(good ? result : report.text);
    fence_destroy(fence);
    return good ? 0 : 1;
}

static void stepped_runs_walk_tables_alike_in_every_process(void **state)
{
    char text[2][2048] = {"", ""};
    for (int i = 0; i < 2; i++) {
        char self[512], command[600];
        ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
        assert_true(n > 0);
        self[n] = 0;
        snprintf(command, sizeof command, "%s --order", self);
        FILE *out = popen(command, "r");
        assert_non_null(out);
        assert_true(fread(text[i], 1, sizeof text[i] - 1, out) > 100);
        assert_int_equal(pclose(out), 0);
    }
    assert_string_equal(text[0], text[1]);
    // Numbers first, then texts by bytes, false before true, tables as they were born (a before b).
    assert_int_equal(strncmp(text[0], "6 3 2 ", 6), 0);
    assert_non_null(strstr(text[0], "1 5 4 A B F "));
}

static void keys_may_be_removed_while_they_are_walked(void **state)
{
    struct fence *fence = make(true, 1);
    struct fence_report report;
    char result[32];
    assert_true(run(fence,
                    "local t, n = {}, 0 for i = 1, 1000 do t['k' .. i] = i end "
                    "for k in pairs(t) do n = n + 1 t[k] = nil t['k' .. 1000] = nil end "
                    "return n .. '/' .. tostring(next(t))",
                    1, result, 32, &report));
    assert_string_equal(result, "999/nil");
    fence_destroy(fence);
}

static void data_is_read_and_what_is_no_data_is_named(void **state)
{
    static const char good[] =
        "local w = 1280\nreturn { size = { w, w * 9 / 16 }, on = true, name = \"façade\" }";
    struct faults faults = {0};
    json_t *data = fence_data(good, strlen(good), "x.lua", &faults);
    assert_non_null(data);
    assert_int_equal(json_integer_value(json_array_get(json_object_get(data, "size"), 0)), 1280);
    assert_float_equal(json_real_value(json_array_get(json_object_get(data, "size"), 1)), 720, 0);
    json_decref(data);
    static const struct {
        const char *text, *wanted;
    } bad[] = {{"return {\n a = function() end }", "x.lua:2: a: a function"},
               {"return {\n\n a = { 0/0 } }", "x.lua:3: a[1]: not a finite number"},
               {"return { a = 1/0 }", "x.lua:1: a: not a finite number"},
               {"return {\n a = { 1, b = 2 } }", "x.lua:2: a: names and a list"},
               {"return {\n a = { [1] = 1, [3] = 2 } }", "x.lua:2: a: a list with holes"},
               {"return {\n a = '\\xff' }", "x.lua:2: a: a text that is no UTF-8"},
               {"return { a = print('x') }", "x.lua:1: attempt to call a nil value"},
               {"return {", "x.lua:1:"},
               {"return 5", "x.lua:1: gives number"},
               {"while true do end", "x.lua:1: the script was stopped"},
               {"local t = {} t.t = t return t", "more than 32 deep"},
               {"local t = {} for i = 1, 40 do t = { t, t } end return t", "deep"},
               {"local s = 'x' while true do s = s .. s end", "more than 8 MiB"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(fence_data(bad[i].text, strlen(bad[i].text), "x.lua", &faults));
        bool found = false;
        for (int k = 0; k < faults.count; k++)
            found |= strstr(faults.entries[k].text, bad[i].wanted) != NULL;
        if (!found)
            fail_msg("%s\nwanted %s\nsaid %s", bad[i].text, bad[i].wanted,
                     faults.count ? faults.entries[0].text : "nothing");
        faults_finish(&faults);
    }
    data = fence_data_partial("return { a = 0/0, b = 2 }", 25, "x.lua", &faults);
    assert_int_equal(faults.errors, 1);
    assert_true(json_is_null(json_object_get(data, "a")));
    assert_int_equal(json_integer_value(json_object_get(data, "b")), 2);
    json_decref(data);
    faults_finish(&faults);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--order") == 0)
        return print_order();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_runaway_script_is_ended_live),
        cmocka_unit_test(every_runaway_script_is_ended_stepped),
        cmocka_unit_test(honest_calls_are_left_alone),
        cmocka_unit_test(a_call_has_all_of_its_budget_also_soon_after_another),
        cmocka_unit_test(a_call_is_not_ended_by_the_time_of_another_script),
        cmocka_unit_test(ended_states_leave_no_memory_behind),
        cmocka_unit_test(a_message_names_the_whole_file_and_the_line),
        cmocka_unit_test(memory_stays_under_its_cap_and_is_said_in_mib),
        cmocka_unit_test(filling_one_size_after_the_other_takes_the_cap_once),
        cmocka_unit_test(honest_scripts_mean_what_they_mean_in_plain_lua),
        cmocka_unit_test(stepped_runs_walk_tables_alike_in_every_process),
        cmocka_unit_test(keys_may_be_removed_while_they_are_walked),
        cmocka_unit_test(data_is_read_and_what_is_no_data_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
