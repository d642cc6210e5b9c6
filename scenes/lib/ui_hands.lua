-- Fingers and what they are on. Whoever draws something that may be touched names its box here (`target`)
-- in each draw; a finger belongs from down to up to the target it went down on. Any number of fingers.
local theme = require "ui_theme"

local hands = {}
local max, min, type = math.max, math.min, type -- called for each target of each draw

local targets, count = {}, 0 -- of the last draw, later ones over earlier ones; tables are used again
local fingers = {}           -- by id: { x, y, x0, y0, at, name, on, under, box, spent }
local pieces = {}            -- by name: the targets of what is kept; as long as the canvas keeps it
local rings = {}             -- of fingers that were lifted: they widen and go out
local limit = 1024           -- targets of one draw
local clip, under, blocked

function hands.forget()
  targets, count, fingers, rings, clip, under, blocked = {}, 0, {}, {}, nil, nil, false
end

-- Fingers of a visit that has ended are not heard any more.
function hands.release()
  fingers = {}
end

function hands.begin(canvas)
  hands.canvas = canvas
  count, clip, under, blocked = 0, nil, nil, false
  local now = show.now()
  for _, f in pairs(fingers) do
    if type(f.on) == "table" and f.on.during then
      f.on:during(f, now) -- what holding does
    end
  end
end

-- While blocked nothing that is drawn may be touched: it lies under a dialog.
function hands.block(is)
  blocked = is
end

-- Targets that follow are cut to this box, and events of their fingers go to `component` as well; nil ends it.
function hands.within(component, x, y, w, h)
  under, clip = component, component and { x, y, x + w, y + h } or nil
end

local function cut(x, y, w, h)
  if not clip then
    return x, y, w, h
  end
  local left, top = max(x, clip[1]), max(y, clip[2])
  return left, top, min(x + w, clip[3]) - left, min(y + h, clip[4]) - top
end

-- What robots and those who check sizes hear of: not what others lie on (a list under its rows), and not what
-- a list has cut to less than a finger at its edge.
local function told(on, w, h)
  return on and not (type(on) == "table" and on.ground) and not (clip and min(w, h) < theme.target - 1)
end

-- Names a place that may be touched, in canvas px (no transform of the canvas is minded). `on` is a function,
-- called with the name when a finger was lifted on it, or a component: its `touch(e, finger)` is given every
-- event of fingers that went down on it, its `during(finger, now)`, if it has one, is called before each draw. A component that others lie
-- on says `ground = true`. Later ones lie over earlier ones. Without `on` it only keeps fingers from what lies under.
function hands.target(name, x, y, w, h, on)
  if blocked or count == limit then
    return
  end
  x, y, w, h = cut(x, y, w, h)
  if w <= 0 or h <= 0 then
    return
  end
  count = count + 1
  local t = targets[count]
  if not t or t.kept then
    t = {}
    targets[count] = t
  end
  t.name, t.x, t.y, t.w, t.h, t.on, t.under = name, x, y, w, h, on, under
  if told(on, w, h) then
    hands.canvas:control(#name > 47 and name:sub(1, 47) or name, x, y, w, h)
  end
end

-- Kept targets are not written into: others that come to lie in their place are new tables.
local function remember(name, from)
  local piece = {}
  for n = from + 1, count do
    targets[n].kept = true
    piece[n - from] = targets[n]
  end
  pieces[name] = piece
end

-- canvas:keep with its targets: `draw(...)` is called when the theme or one of the arguments is another one than
-- the last time, while a finger is down, and under a dialog. It may depend on nothing else.
function hands.keep(name, draw, ...)
  if blocked or under or next(fingers) ~= nil then
    draw(...)
    return
  end
  local from = count
  if not hands.canvas:keep(name, theme.version, draw, ...) then
    remember(name, from)
    return
  end
  local piece = pieces[name]
  for n = 1, min(#piece, limit - count) do
    targets[from + n] = piece[n]
  end
  count = min(limit, from + #piece)
end

local function find(x, y)
  for n = count, 1, -1 do
    local t = targets[n]
    if x >= t.x and x < t.x + t.w and y >= t.y and y < t.y + t.h then
      return t
    end
  end
end

local function named(name)
  for n = count, 1, -1 do
    if targets[n].name == name then
      return targets[n]
    end
  end
end

-- Still on its box, give or take 8 mm.
local function inside(f)
  local b, slack = f.box, theme.px(8)
  return f.x >= b[1] - slack and f.x < b[1] + b[3] + slack and f.y >= b[2] - slack and f.y < b[2] + b[4] + slack
end

hands.over = inside

-- Is a finger on it, so that lifting it would act?
function hands.pressed(name)
  if next(fingers) == nil then
    return false
  end
  for _, f in pairs(fingers) do
    if f.name == name and not f.spent and (f.under or inside(f)) then
      return true
    end
  end
  return false
end

-- Does any finger hold it, wherever it is by now?
function hands.held(name)
  if next(fingers) == nil then
    return false
  end
  for _, f in pairs(fingers) do
    if f.name == name then
      return true
    end
  end
  return false
end

local function down(e)
  local t = find(e.x, e.y)
  local f = { id = e.id, x = e.x, y = e.y, x0 = e.x, y0 = e.y, at = e.time }
  fingers[e.id] = f
  if t then
    f.name, f.on, f.under, f.box = t.name, t.on, t.under, { t.x, t.y, t.w, t.h }
    if f.under then
      f.under:touch(e, f)
    end
    if type(f.on) == "table" then
      f.on:touch(e, f)
    end
    return f.name
  end
  return blocked and "ui" or nil
end

local function lifted(f)
  local out = theme.calm and 0.01 or 0.5
  rings[#rings + 1] = { x = f.x, y = f.y, wide = tween.new(1, 1.7, out, "out"), faint = tween.new(0.9, 0, out, "out") }
end

-- A button acts when the finger is lifted, so that one may slip off; a slow press is a press. One that another
-- finger has taken away meanwhile, or laid a dialog over, does not act any more.
local function press(f, e)
  if e.kind == "drag" and f.under then
    f.spent = true
  elseif e.kind == "up" and not e.cancelled and not f.spent and (f.under or inside(f)) and named(f.name) then
    f.on(f.name, e)
  end
end

local function pass(f, e)
  if type(f.on) == "function" then
    press(f, e)
  elseif f.on then
    f.on:touch(e, f)
  end
  if f.under then
    f.under:touch(e, f)
  end
end

-- Give it every event of the scene's `touch`. The name of what holds the finger when the library has it:
-- to be returned by `touch`; nil: nothing of the library lies there.
function hands.touch(e)
  if e.kind == "down" then
    return down(e)
  end
  local f = fingers[e.id]
  if e.kind == "move" or e.kind == "up" then
    if not f then
      return nil
    end
    f.x, f.y = e.x, e.y
  end
  if e.kind == "up" then
    fingers[e.id] = nil
    lifted(f)
  end
  if f then
    if f.name then
      pass(f, e)
    end
    return f.name
  end
  local t = e.on and named(e.on) -- after the finger was lifted: tap, double, swipe
  if t and type(t.on) == "table" then
    t.on:touch(e)
  end
  return t and t.name
end

local function ring(canvas, r, width)
  canvas:push()
  canvas:translate(r.x, r.y)
  canvas:scale(r.wide)
  canvas:opacity(r.faint)
  canvas:circle(0, 0, width, { color = theme.color.ember, stroke = theme.px(1) })
  canvas:pop()
end

-- Where the fingers are.
function hands.draw(canvas)
  local wide = theme.px(13)
  for _, f in pairs(fingers) do
    canvas:circle(f.x, f.y, wide, { color = theme.color.ember, stroke = theme.px(1), opacity = 0.9 })
  end
  local left = 0
  for n = 1, #rings do
    local r = rings[n]
    rings[n] = nil
    if not r.faint:done() then
      left = left + 1
      rings[left] = r
      ring(canvas, r, wide)
    end
  end
end

return hands
