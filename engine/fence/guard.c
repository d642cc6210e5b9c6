// The guarded call: a CPU timer, a hook set from its signal, and a jump that no script can catch.
#include "base/clock.h"
#include "fence/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TICK_NS 5000000      // after the budget, the timer comes again this often
#define EARLY 0.25           // of a budget: so soon after one call the next need not set the timer
#define INSTRUCTIONS_A_S 1e8 // stepped: a second of budget is so many VM instructions
#define INSTRUCTIONS_AT_ONCE 1000
#define BACKSTOP 40.0        // stepped: CPU time for what runs no instruction, times the budget…
#define BACKSTOP_LEAST_S 2.0 // …and no less than this

// What the signal handler of this thread may reach: the fence whose call is under way. With the log
// sink, one of the two mutable file-scope variables of the engine: a signal brings no context.
static _Thread_local struct fence *volatile armed_here;

static int signal_number(void)
{
    return SIGRTMIN + 4; // SDL, libmpv and glibc use none of these
}

// Once; 0: not at all. Also from the signal's handler.
static void set_timer(struct fence *fence, double first_s)
{
    struct itimerspec when = {0};
    if (!fence->has_timer)
        return;
    if (first_s > 0) {
        when.it_value.tv_sec = (time_t)first_s;
        when.it_value.tv_nsec = (long)((first_s - floor(first_s)) * 1e9);
    }
    fence->set_s = 0;
    timer_settime(fence->timer, 0, &when, NULL);
}

static bool stepped(const struct fence *fence)
{
    return fence->desc.stepped || FENCE_NO_SIGNALS;
}

bool fence_place(lua_State *L, int level, char *text, size_t size)
{
    lua_Debug ar;
    for (; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            const char *source = ar.source[0] == '@' ? ar.source + 1 : ar.short_src;
            snprintf(text, size, "%s:%d", source, ar.currentline);
            return true;
        }
    }
    return false;
}

static void say_killed(struct fence *fence, const char *place)
{
    struct fence_report *r = fence->report;
    r->end = FENCE_TIME;
    double ms = fence->budget_s * 1000;
    snprintf(
        r->text, sizeof r->text,
        "%s: the script was stopped: one call ran for more than %.4g ms; do less in it, or spread "
        "it over several frames",
        place, ms);
}

static _Noreturn void leave(struct fence *fence, bool readable)
{
    char place[FAULT_TEXT / 2];
    fence->armed = 0;
    if (!readable || !fence_place(fence->running, 0, place, sizeof place))
        snprintf(place, sizeof place, "%s", fence->name);
    say_killed(fence, place);
    siglongjmp(fence->jump, FENCE_JUMP);
}

void fence_overdue(struct fence *fence)
{
    if (fence->armed)
        leave(fence, false); // Lua may be in the middle of moving its stack: do not read it
}

static void kill_hook(lua_State *L, lua_Debug *ar)
{
    struct fence *fence = fence_of(L);
    if (!fence->armed || !fence->overdue) {
        lua_sethook(L, NULL, 0, 0); // left over from a call that ended in time
        return;
    }
    leave(fence, true);
}

static void count_hook(lua_State *L, lua_Debug *ar)
{
    struct fence *fence = fence_of(L);
    if (!fence->armed)
        return;
    fence->instructions -= INSTRUCTIONS_AT_ONCE;
    if (fence->instructions <= 0 || fence->overdue)
        leave(fence, true);
}

// Is the thread in the midst of a C function that may be left at any moment?
static bool may_leave(const struct fence *fence)
{
    const struct fence_inside *inside = fence->inside;
    lua_Debug ar;
    return inside && inside->thread == fence->running &&
           lua_getstack(fence->running, inside->depth, &ar) &&
           (const void *)ar.i_ci == inside->call;
}

static void on_tick(int number, siginfo_t *info, void *context)
{
    struct fence *fence = armed_here;
    if (!fence || !fence->armed || info->si_value.sival_ptr != fence)
        return; // of a call that has ended
    if (fence->early_s > 0) {
        set_timer(fence, fence->early_s);
        fence->early_s = 0;
        return;
    }
    fence->overdue++;
    set_timer(fence, TICK_NS * 1e-9);
    if (fence->allocating)
        return;
    if (may_leave(fence))
        leave(fence, true);
    if (!stepped(fence))
        lua_sethook(fence->running, kill_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT, 1);
}

bool fence_guard_open(struct fence *fence, struct fault *f)
{
    if (FENCE_NO_SIGNALS)
        return true;
    struct sigaction action = {.sa_sigaction = on_tick,
                               .sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER};
    sigaction(signal_number(), &action, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                             .sigev_signo = signal_number(),
                             .sigev_value = {.sival_ptr = fence}};
#ifdef sigev_notify_thread_id
    event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
#else
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
#endif
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &fence->timer) != 0)
        return fault_set(f, "no CPU timer for scripts (timer_create)");
    fence->has_timer = true;
    return true;
}

void fence_guard_close(struct fence *fence)
{
    if (fence->has_timer)
        timer_delete(fence->timer);
    fence->has_timer = false;
}

// A call that ends in time leaves the timer running. One that begins soon after lets it run on, and
// is given what it may lack once it fires: a frame's calls set it once, not twice each. CPU time
// passes no faster than the clock, so a call has all of its budget, and a quarter more at most.
static void start_timer(struct fence *fence, double cpu_s)
{
    int64_t now_ns = clock_monotonic_ns();
    double gap_s = (double)(now_ns - fence->set_ns) * 1e-9;
    if (fence->set_s == cpu_s && gap_s < EARLY * cpu_s) {
        fence->early_s = gap_s;
        return;
    }
    fence->early_s = 0;
    set_timer(fence, cpu_s);
    fence->set_s = cpu_s;
    fence->set_ns = now_ns;
}

static void arm(struct fence *fence)
{
    fence->running = fence->L;
    fence->inside = NULL;
    fence->overdue = 0;
    fence->given_s = 0;
    double cpu_s = fence->budget_s;
    lua_sethook(fence->L, NULL, 0, 0);
    if (stepped(fence)) {
        fence->instructions = (long)(fence->budget_s * INSTRUCTIONS_A_S);
        lua_sethook(fence->L, count_hook, LUA_MASKCOUNT, INSTRUCTIONS_AT_ONCE);
        cpu_s = fmax(BACKSTOP * fence->budget_s, BACKSTOP_LEAST_S);
    }
    start_timer(fence, cpu_s);
    armed_here = fence;
    fence->armed = 1;
}

static void disarm(struct fence *fence)
{
    fence->armed = 0;
    armed_here = NULL;
    if (fence->overdue)
        set_timer(fence, 0);
}

void fence_give_back(lua_State *L, double seconds)
{
    struct fence *fence = fence_of(L);
    struct itimerspec left;
    double more_s = fmin(seconds, FENCE_ENTER_S - fence->given_s);
    if (!fence->armed || !fence->has_timer || !(more_s > 0))
        return;
    fence->given_s += more_s;
    timer_gettime(fence->timer, &left);
    if (!fence->overdue)
        more_s += (double)left.it_value.tv_sec + left.it_value.tv_nsec * 1e-9 + fence->early_s;
    fence->early_s = 0;
    set_timer(fence, more_s);
    fence->overdue = 0; // after the timer: no signal comes in between
    if (!stepped(fence))
        lua_sethook(fence->running, NULL, 0, 0);
}

// Lua cuts file names in messages to 60 bytes ("...nes/facade/scene.lua:3: …"): the whole name
// again.
static void whole_name(lua_State *L, char *text, size_t size)
{
    lua_Debug ar;
    const char *colon = strchr(text, ':');
    if (strncmp(text, "...", 3) != 0 || !colon)
        return;
    size_t tail = (size_t)(colon - text) - 3;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "S", &ar);
        size_t length = strlen(ar.source);
        if (ar.source[0] != '@' || length <= tail ||
            strncmp(ar.source + length - tail, text + 3, tail) != 0)
            continue;
        char whole[FAULT_TEXT];
        snprintf(whole, sizeof whole, "%s%s", ar.source + 1, colon);
        snprintf(text, size, "%s", whole);
        return;
    }
}

// The message of an error: strings and numbers as they are, of the rest only the type (a __tostring
// would run outside any guard).
static void say_error(lua_State *L, int at, struct fence_report *r)
{
    char place[FAULT_TEXT / 2];
    r->end = FENCE_ERROR;
    if (lua_type(L, at) == LUA_TSTRING) {
        snprintf(r->text, sizeof r->text, "%s", lua_tostring(L, at));
        return;
    }
    bool known = fence_place(L, 1, place, sizeof place);
    snprintf(r->text, sizeof r->text, "%s%san error that is no text but a %s", known ? place : "",
             known ? ": " : "", luaL_typename(L, at));
}

static void add_trace(lua_State *L, struct fence_report *r)
{
    size_t n = 0;
    char place[FAULT_TEXT / 2];
    lua_Debug ar;
    r->trace[0] = 0;
    for (int level = 1; lua_getstack(L, level, &ar) && n + 1 < sizeof r->trace; level++) {
        lua_getinfo(L, "Sln", &ar);
        if (ar.currentline <= 0)
            continue;
        snprintf(place, sizeof place, "%s:%d", ar.source[0] == '@' ? ar.source + 1 : ar.short_src,
                 ar.currentline);
        int more = snprintf(r->trace + n, sizeof r->trace - n, "%s  in %s\n", place,
                            ar.name ? ar.name : "the file");
        n += more > 0 ? (size_t)more : 0;
    }
}

// Runs where the error was raised, while the stack still shows it.
static int on_error(lua_State *L)
{
    struct fence_report *r = fence_of(L)->report;
    say_error(L, 1, r);
    whole_name(L, r->text, sizeof r->text);
    add_trace(L, r);
    return 1;
}

static bool ended(struct fence *fence, int status, int handler)
{
    struct fence_report *r = fence->report;
    lua_State *L = fence->L;
    if (status == LUA_OK) {
        lua_remove(L, handler);
        return true;
    }
    lua_settop(L, handler - 1);
    if (status == LUA_ERRMEM) {
        r->end = FENCE_MEMORY_OUT;
        fence->dead = true;
        snprintf(r->text, sizeof r->text,
                 "%s: the script was stopped: it needs more than %.0f MiB of memory; keep less, or "
                 "raise "
                 "script.memory_mib in installation.lua",
                 fence->name, (double)fence->cap / 1048576);
    } else if (r->end == FENCE_OK) { // an error in the error's own handling
        r->end = FENCE_ERROR;
        snprintf(r->text, sizeof r->text, "%s: too many errors inside each other", fence->name);
    }
    return false;
}

bool fence_call(struct fence *fence, int args, int results, double budget_s,
                struct fence_report *report)
{
    struct fence_report unread;
    fence->report = report ? report : &unread;
    fence->report->end = FENCE_OK;
    fence->report->text[0] = fence->report->trace[0] = 0;
    if (fence->dead) {
        fence->report->end = FENCE_TIME;
        snprintf(fence->report->text, FAULT_TEXT, "%s: was stopped before", fence->name);
        return false;
    }
    lua_State *L = fence->L;
    int handler = lua_gettop(L) - args;
    lua_pushcfunction(L, on_error);
    lua_insert(L, handler);
    fence->budget_s = budget_s > 0 ? budget_s : fence->desc.call_s;
    if (sigsetjmp(fence->jump, 0) != 0) {
        disarm(fence);
        fence->dead = true;
        fence->report = NULL;
        return false;
    }
    arm(fence);
    int status = lua_pcall(L, args, results, handler);
    disarm(fence);
    bool good = ended(fence, status, handler);
    fence->report = NULL;
    return good;
}
