-- What a finger pulls along one axis: held it follows, flicked it glides, at its ends it springs back softly.
-- Where it is is a closed form of show time, so frames may be left out and every run is the same:
--
--   gliding   p(s) = p0 + v0 T (1 - exp(-s / T)), T = 0.35 s: it comes to rest v0 T further on
--   springing p(s) = end + (x0 + (v0 + x0 / S) s) exp(-s / S), S = 0.09 s (critically damped)
--
-- It springs home from beyond its ends, to where it is sent, and from page to page where a step fills the room.
-- Lengths in px, growing as the content goes up or left; seconds of show time.
local hands = require "ui_hands"
local parts = require "ui_parts"
local theme = require "ui_theme"

local glide_s, spring_s, window_s = 0.35, 0.09, 0.1
local fastest = 12000 -- px a second
local Axis = {}
Axis.__index = Axis

local scroll = {}

-- An axis; `room` px of `size` px are seen (set by `fit`). `step`: it comes to rest at multiples of it.
function scroll.new()
  return setmetatable({ at = 0, size = 0, room = 1, step = nil, motion = "still", samples = {}, sampled = 0 }, Axis)
end

-- The furthest it goes, px.
function Axis:most()
  return math.max(0, self.size - self.room)
end

-- What it shows, and how much of it is seen; `step` px or nil.
function Axis:fit(size, room, step)
  if self.size == size and self.room == room and self.step == step then
    return
  end
  self.size, self.room, self.step = size, math.max(1, room), step
  if self.motion ~= "held" then
    self.at = math.max(0, math.min(self:most(), self.at))
    self.motion = "still"
  end
end

-- Beyond an end the finger pulls less and less, never further than half of the room.
local function soft(over, room)
  return over / (1 + over / (0.5 * room))
end

local function hard(over, room)
  return over < 0.49 * room and over / (1 - over / (0.5 * room)) or 25 * room
end

local function bent(self, raw, bend)
  local most = self:most()
  if raw < 0 then
    return theme.calm and 0 or -bend(-raw, self.room)
  elseif raw > most then
    return theme.calm and most or most + bend(raw - most, self.room)
  end
  return raw
end

local function rest(self, at)
  self.motion, self.at = "still", at
  return at, false
end

-- Out of a glide at an end: the time until it is there, when it would go past it.
local function until_end(self)
  local to = self.from + self.speed * glide_s
  local limit = self.speed < 0 and 0 or self:most()
  if (self.speed < 0 and to >= 0) or (self.speed >= 0 and to <= limit) then
    return nil
  end
  return -glide_s * math.log(1 - (limit - self.from) / (self.speed * glide_s)), limit
end

local function spring(self, since, at, from, speed)
  self.motion, self.since, self.home, self.from, self.speed = "spring", since, at, from - at, speed
end

local moving = {}

function moving.glide(self, now)
  local s = now - self.since
  local edge, limit = until_end(self)
  if edge and s >= edge then
    spring(self, self.since + edge, limit, limit, self.speed * math.exp(-edge / glide_s))
    return moving.spring(self, now)
  end
  if math.abs(self.speed) * glide_s * math.exp(-s / glide_s) < 0.5 then
    return rest(self, self.from + self.speed * glide_s)
  end
  return self.from + self.speed * glide_s * (1 - math.exp(-s / glide_s)), true
end

function moving.spring(self, now)
  local s = now - self.since
  local x = (self.from + (self.speed + self.from / spring_s) * s) * math.exp(-s / spring_s)
  if s > 2 * spring_s and math.abs(x) < 0.4 then
    return rest(self, self.home)
  end
  return self.home + x, true
end

function moving.held(self)
  return bent(self, self.raw, soft), false
end

function moving.still(self)
  return self.at, false
end

-- Where it is, px, and whether it moves on by itself (then it wants to be drawn again).
function Axis:position(now)
  return moving[self.motion](self, now)
end

-- Is it under way by itself?
function Axis:moves(now)
  local _, on = self:position(now)
  return on
end

-- Stays where it is: a finger was laid on it. True when it was moving.
function Axis:stop(now)
  local at, on = self:position(now)
  if on then
    self.motion, self.at = "still", at
  end
  return on
end

local function sample(self, at, now)
  self.sampled = self.sampled + 1
  local slot = (self.sampled - 1) % 16 + 1
  local s = self.samples[slot] or {}
  self.samples[slot] = s
  s.at, s.time = at, now
end

-- A finger takes it at `at` px; it follows until `release`.
function Axis:grab(at, now)
  local here = self:position(now)
  self.motion, self.raw, self.finger, self.sampled = "held", bent(self, here, hard), at, 0
  sample(self, at, now)
end

function Axis:pull(at, now)
  self.raw = self.raw + self.finger - at
  self.finger = at
  sample(self, at, now)
end

-- How fast the finger was in the last tenth of a second, px a second in the sense of the content.
local function flicked(self, now)
  local first, last
  for n = math.max(1, self.sampled - 15), self.sampled do
    local s = self.samples[(n - 1) % 16 + 1]
    if now - s.time <= window_s + 1e-6 then
      first, last = first or s, s
    end
  end
  if not first or last.time - first.time < 0.008 then
    return 0
  end
  return math.max(-fastest, math.min(fastest, (first.at - last.at) / (last.time - first.time)))
end

-- Where it may come to rest, nearest to `at`.
function Axis:near(at)
  local most = self:most()
  if self.step then
    at = math.floor(at / self.step + 0.5) * self.step
  end
  return math.max(0, math.min(most, at))
end

-- The finger is gone: it glides on, springs back, or stays.
function Axis:release(now)
  local here = self:position(now)
  local most, speed = self:most(), flicked(self, now)
  if theme.calm then
    rest(self, self:near(here))
  elseif here < 0 or here > most then
    spring(self, now, here < 0 and 0 or most, here, 0)
  else
    local to = here + speed * glide_s
    if to >= 0 and to <= most then
      to = self:near(to)
      if self.step == self.room then
        spring(self, now, to, here, speed)
        return
      end
      speed = (to - here) / glide_s
    end
    self.motion, self.since, self.from, self.speed = "glide", now, here, speed
  end
end

-- Goes to `at` px, or where it may rest next to it.
function Axis:go(at, now)
  at = self:near(at)
  local here = self:position(now)
  if theme.calm then
    rest(self, at)
  else
    spring(self, now, at, here, 0)
  end
end

-- A thin line that says how much there is and where one is: `long` px down from x, y, or to the right of it.
function scroll.bar(axis, at, x, y, long, across)
  if axis.size <= axis.room then
    return
  end
  local c = theme.color
  local part = math.max(theme.px(10), long * axis.room / axis.size)
  local from = (long - part) * math.max(0, math.min(1, at / math.max(1, axis:most())))
  if across then
    parts.line(x, y, x + long, y, c.edge, theme.line)
    parts.line(x + from, y, x + from + part, y, c.steel, 4 * theme.line, true)
  else
    parts.line(x, y, x, y + long, c.edge, theme.line)
    parts.line(x, y + from, x, y + from + part, c.steel, 4 * theme.line, true)
  end
end

-- Have `who` (a component with a name and an axis) buttons beside it? Those who reach low or see no movement have.
local function paged(who)
  return who.pages or theme.calm or theme.settings.reach
end

-- How wide what stands beside a component is: its bar, or its buttons.
function scroll.beside(who)
  return paged(who) and theme.target + theme.gap or 3 * theme.gap
end

-- A button for a page on (1) or back (-1).
local function page_button(who, name, icon, x, y, way, at)
  local axis = who.axis
  local page = math.max(axis.step or 0, axis.room - (axis.step or 0.15 * axis.room))
  local ends = way < 0 and at <= 0.5 or way > 0 and at >= axis:most() - 0.5
  parts.button(name, x, y, theme.target, theme.target, nil, { icon = icon, dim = ends, tap = function()
    axis:go(axis:position(show.now()) + way * page, show.now())
    theme.stage:redraw()
  end })
end

local function needs_buttons(who, long)
  return paged(who) and who.axis.size > who.axis.room and long >= 2 * theme.target + theme.gap
end

-- The bar, or two buttons for a page up and down with the bar between them; `right` px is the edge they stand at.
function scroll.pages(who, right, y, h, at)
  local axis = who.axis
  local size = theme.target
  if not needs_buttons(who, h) then
    scroll.bar(axis, at, right - theme.gap, y, h)
    return
  end
  local x = right - size
  page_button(who, who.name .. " up", "up", x, y, -1, at)
  page_button(who, who.name .. " down", "down", x, y + h - size, 1, at)
  if h > 3 * size then
    scroll.bar(axis, at, x + size / 2, y + size + theme.gap, h - 2 * size - 2 * theme.gap)
  end
end

-- The same for what lies to the left and to the right, under it: `low` px is the edge they stand at.
function scroll.pages_across(who, x, low, w, at)
  local size = theme.target
  if not needs_buttons(who, w) then
    scroll.bar(who.axis, at, x, low - theme.gap, w, true)
    return
  end
  page_button(who, who.name .. " left", "back", x, low - size, -1, at)
  page_button(who, who.name .. " right", "forward", x + w - size, low - size, 1, at)
  if w > 3 * size then
    scroll.bar(who.axis, at, x + size + theme.gap, low - size / 2, w - 2 * size - 2 * theme.gap, true)
  end
end

-- For components that scroll (their `touch(e, f)`): their axes follow the first finger that drags. `across` goes
-- by x, `along` by y; either may be nil. A finger that stops what moved has chosen nothing.
function scroll.follow(who, e, f, across, along)
  if e.kind == "down" then
    local stopped = across and across:stop(e.time)
    f.spent = along and along:stop(e.time) or stopped or f.spent
    return
  end
  if e.kind == "drag" and e.phase == "begin" and not who.driver then
    who.driver = e.id
    if across then across:grab(e.x, e.time) end
    if along then along:grab(e.y, e.time) end
  elseif e.id == who.driver and e.kind == "move" then
    if across then across:pull(e.x, e.time) end
    if along then along:pull(e.y, e.time) end
  elseif e.id == who.driver and e.kind == "up" then
    who.driver = nil
    if across then across:release(e.time) end
    if along then along:release(e.time) end
  end
end

return scroll
