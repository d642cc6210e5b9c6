// Scripts that a fence must end, each tried live and stepped (engine/fence_test.c).
#pragma once

enum runaway_kind {
    ENDED,   // the fence must end it: time, memory, or an error it could not swallow
    REFUSED, // it must end by itself, in an orderly way, returning true
    IN_C     // as ENDED; spends its time inside C, where ThreadSanitizer holds the timer back
};

static const struct runaway {
    const char *name;
    enum runaway_kind kind;
    const char *script;
} runaways[] = {
    {"a loop", ENDED, "while true do end"},
    {"a loop by goto", ENDED, "::a:: goto a"},
    {"a long for", ENDED, "for i = 1, math.huge do end"},
    {"repeat", ENDED, "repeat until false"},
    {"a loop that swallows errors", ENDED, "while true do pcall(error) end"},
    {"pcall inside pcall inside a loop", ENDED,
     "while true do pcall(function() while true do pcall(error, 'x') end end) end"},
    {"pcall of pcall", ENDED, "while true do pcall(pcall, error) end"},
    {"a handler that loops", ENDED, "xpcall(error, function() while true do end end)"},
    {"a handler that fails, in a loop", ENDED,
     "while true do xpcall(error, function(m) error(m) end) end"},
    {"xpcall nested", ENDED,
     "local function f() xpcall(error, function() f() end) end f() while true do f() end"},
    {"a finalizer", REFUSED, "return not pcall(setmetatable, {}, { __gc = function() end })"},
    {"a finalizer that is no function", REFUSED,
     "return not pcall(setmetatable, {}, { __gc = true })"},
    {"a pending close in a coroutine", ENDED,
     "local co = coroutine.wrap(function() local x <close> = setmetatable({}, { __close = "
     "function() "
     "while true do end end }) while true do end end) co()"},
    {"a close that loops", ENDED,
     "do local x <close> = setmetatable({}, { __close = function() while true do end end }) end"},
    {"a close that loops, after an error", ENDED,
     "pcall(function() local x <close> = setmetatable({}, { __close = function() while true do end "
     "end }) "
     "error('x') end)"},
    {"coroutine.close that loops", ENDED,
     "local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = "
     "function() "
     "while true do end end }) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)"},
    {"a loop in a coroutine", ENDED,
     "coroutine.resume(coroutine.create(function() while true do end end))"},
    {"a wrapped loop that swallows", ENDED,
     "while true do pcall(coroutine.wrap(function() while true do end end)) end"},
    {"coroutines without end", ENDED,
     "local function f() coroutine.wrap(f)() end while true do pcall(f) end"},
    {"ping-pong by yield", ENDED,
     "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do "
     "co() end"},
    {"pcall over yield", ENDED,
     "local co = coroutine.wrap(function() while true do pcall(coroutine.yield) end end) while "
     "true do co() end"},
    {"an error whose __tostring loops", ENDED,
     "error(setmetatable({}, { __tostring = function() while true do end end }))"},
    {"tostring that loops", ENDED,
     "tostring(setmetatable({}, { __tostring = function() while true do end end }))"},
    {"find with many a-", IN_C, "('a'):rep(1e6):find(('a-'):rep(100) .. 'b')"},
    {"match with many a-", IN_C, "('a'):rep(1e6):match(('a-'):rep(100) .. 'b')"},
    {"find with %b()", IN_C, "('('):rep(1e6):find(('%b()'):rep(20))"},
    {"gmatch with many .-", IN_C, "for w in ('a'):rep(1e6):gmatch(('.-'):rep(60) .. 'b') do end"},
    {"gsub with many .-", IN_C, "('a'):rep(1e6):gsub(('.-'):rep(60) .. 'b', '')"},
    {"gsub calling pcall", ENDED, "while true do ('x'):rep(1e5):gsub('.', pcall) end"},
    {"gsub calling a loop", ENDED, "('x'):gsub('.', function() while true do end end)"},
    {"find inside gsub", IN_C,
     "('x'):gsub('.', function() ('a'):rep(1e6):find(('a-'):rep(100) .. 'b') end)"},
    {"rep of nothing", IN_C, "('').rep('', 1 << 62)"},
    {"rep of nothing with nothing between", IN_C, "('').rep('', 1 << 62, '')"},
    {"rep too large", REFUSED, "return not pcall(string.rep, 'x', 1 << 40)"},
    {"table.move far", IN_C, "table.move({}, 1, 1e15, 2)"},
    {"table.move over metamethods", ENDED,
     "table.move(setmetatable({}, { __index = function() return 1 end }), 1, 1e12, 1, "
     "setmetatable({}, { __newindex = function() end }))"},
    {"insert with __len", IN_C,
     "table.insert(setmetatable({}, { __len = function() return 1 << 62 end }), 1, 1)"},
    {"remove with __len", IN_C,
     "table.remove(setmetatable({}, { __len = function() return 1 << 62 end }), 1)"},
    {"concat with __len", IN_C,
     "table.concat(setmetatable({}, { __len = function() return 1 << 40 end, __index = function() "
     "return '' end }))"},
    {"sort with __len", ENDED,
     "table.sort(setmetatable({}, { __len = function() return (1 << 31) - 2 end, __index = "
     "function() return 1 end, "
     "__newindex = function() end }))"},
    {"sort by a loop", ENDED, "table.sort({ 2, 1 }, function() while true do end end)"},
    {"sort by nonsense", ENDED,
     "local t = {} for i = 1, 1e5 do t[i] = i end while true do pcall(table.sort, t, function() "
     "return true end) end"},
    {"unpack too many", REFUSED, "return not pcall(table.unpack, {}, 1, 1e8)"},
    {"strings without end", ENDED, "local s = 'x' while true do s = s .. s end"},
    {"strings kept", ENDED, "local t = {} while true do t[#t + 1] = ('x'):rep(1e5) .. #t end"},
    {"tables kept", ENDED, "local t = {} while true do t = { t } end"},
    {"memory, swallowed", ENDED,
     "local t = {} while true do pcall(function() while true do t[#t + 1] = ('x'):rep(1e5) .. #t "
     "end end) end"},
    {"closures kept", ENDED, "local t = {} while true do t[#t + 1] = function() return t end end"},
    {"coroutines kept", ENDED,
     "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end"},
    {"no collection", ENDED, "collectgarbage('stop') while true do local t = {} end"},
    {"collection without end", ENDED, "while true do collectgarbage() end"},
    {"deep recursion", ENDED, "local function f() return 1 + f() end while true do pcall(f) end"},
    {"recursion through C", ENDED,
     "local function f() ('x'):gsub('.', f) end while true do pcall(f) end"},
    {"recursion through pcall", ENDED, "local function f() pcall(f) end while true do f() end"},
    {"recursion through sort", ENDED,
     "local function f() table.sort({ 1, 2, 3 }, f) end while true do pcall(f) end"},
    {"tail calls", ENDED, "local function f() return f() end f()"},
    {"__index that loops", ENDED,
     "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) "
     "while true do pcall(function() return t[1] end) end"},
    {"__index by itself", REFUSED,
     "local t = {} setmetatable(t, t) t.__index = t return not pcall(function() return t.x end)"},
    {"__call of itself", ENDED,
     "local t = setmetatable({}, { __call = function(t) return t() end }) t()"},
    {"__eq that loops", ENDED,
     "local m = { __eq = function() while true do end end } return setmetatable({}, m) == "
     "setmetatable({}, m)"},
    {"__lt that loops", ENDED,
     "local m = { __lt = function() while true do end end } return setmetatable({}, m) < "
     "setmetatable({}, m)"},
    {"__concat that grows", ENDED,
     "local t t = setmetatable({}, { __concat = function(a, b) return t .. t end }) return t .. t"},
    {"__len that loops", ENDED,
     "return #setmetatable({}, { __len = function() while true do end end })"},
    {"__pairs that loops", ENDED,
     "for k in pairs(setmetatable({}, { __pairs = function() return function() "
     "return 1 end end })) do end"},
    {"next without end", ENDED, "local t = { 1 } while true do next(t) end"},
    {"a table that grows while walked", ENDED,
     "local t = { 1 } local i = 1 while t[i] do t[#t + 1] = 1 i = i + 1 end"},
    {"load of a reader without end", ENDED, "load(function() return 'a = 1 ' end)"},
    {"load of nothing without end", ENDED, "load(function() return ' ' end)"},
    {"load of much", ENDED, "local s = ('x = 1 '):rep(1e5) while true do load(s) end"},
    {"compiled text", REFUSED, "return string.dump == nil and load('\\27Lua') == nil"},
    {"compiled text, asked for", REFUSED, "return not pcall(load, '\\27Lua', 'x', 'b')"},
    {"what is not there", REFUSED,
     "return os == nil and io == nil and debug == nil and package == nil and require == nil and "
     "dofile == nil "
     "and loadfile == nil and print == nil"},
    {"the real functions", REFUSED,
     "return not pcall(setmetatable, '', { __gc = 1 }) and getmetatable('').__gc == nil"},
    {"utf8 over much", ENDED, "local s = ('é'):rep(1e6) while true do utf8.len(s) end"},
    {"utf8.offset over much", ENDED,
     "local s = ('é'):rep(1e6) while true do utf8.offset(s, 9e5) end"},
    {"format too wide", REFUSED, "return not pcall(string.format, '%99999d', 1)"},
    {"format of much", ENDED,
     "local s = ('%s'):rep(1e4) while true do pcall(string.format, s, 1) end"},
    {"pack too large", REFUSED, "return not pcall(string.pack, 's17', 'x')"},
    {"pack of much", ENDED, "local f = ('b'):rep(1e5) while true do pcall(string.pack, f, 1) end"},
    {"select of many", ENDED,
     "local t = {} for i = 1, 2e5 do t[i] = i end while true do select('#', "
     "table.unpack(t, 1, 2e5)) end"},
    {"reverse and upper", ENDED,
     "local s = ('x'):rep(1e7) while true do s = s:reverse():upper() end"},
    {"errors with tables", ENDED, "while true do pcall(error, {}) end"},
    {"an error that is no text", ENDED, "error(setmetatable({}, { __name = ('x'):rep(1e6) }))"},
    {"assert in a loop", ENDED, "while true do pcall(assert, false, {}) end"},
    {"warn and print gone", REFUSED, "return warn == nil and print == nil"},
    {"randomness without end", ENDED, "while true do math.random() end"},
};
