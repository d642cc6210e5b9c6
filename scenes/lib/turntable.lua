-- A body in 3D on a turntable: it turns slowly by itself until a finger takes it, is dragged round and over, glides
-- on when it is let go, comes nearer under two fingers, and a double tap sets it back. How it stands is a closed form
-- of show time, so frames may be left out and every run is the same:
--
--   by itself  turn(s) = turn0 + 0.2 s
--   gliding    turn(s) = turn0 + v0 T (1 - exp(-s / T)), T = 0.8 s: it comes to rest v0 T further on
--
--   local turntables = require "turntable"
--   scene.vase = turntables.new{ name = "vase", model = model.open("model/vase.glb") }
--   scene.vase:draw(x, y, w, h)
local hands = require "ui_hands"
local parts = require "ui_parts"
local theme = require "ui_theme"

local Turntable = { ground = true }
Turntable.__index = Turntable

local turntables = {}
local slow, glide_s, home_s, window_s = 0.2, 0.8, 0.6, 0.1 -- radians a second; seconds
local fastest, rests = 12, 0.004                           -- radians a second; of the way that is left
local lowest, highest, nearest, furthest = -1.2, 1.4, 6, 0.5

-- `what`: { name = of its control, model = Model, turn =, tilt =, zoom = as it stands at first }.
function turntables.new(what)
  local t = setmetatable({ name = what.name, model = what.model, samples = {}, sampled = 0 }, Turntable)
  t.home = { turn = what.turn or 0.3, tilt = what.tilt or 0.3, zoom = what.zoom or 1 }
  t:rest(t.home.turn, t.home.tilt, t.home.zoom)
  t.motion = "slow"
  return t
end

local function clamp(v, low, high)
  return math.max(low, math.min(high, v))
end

-- Stays as it is said.
function Turntable:rest(turn, tilt, zoom)
  self.motion, self.turn, self.tilt, self.zoom, self.since = "still", turn, clamp(tilt, lowest, highest), zoom, nil
end

local moving = {}

function moving.slow(self, s)
  return self.turn + (theme.calm and 0 or slow * s), self.tilt, self.zoom, not theme.calm
end

function moving.glide(self, s)
  local left = glide_s * math.exp(-s / glide_s)
  if left * math.max(math.abs(self.turning), math.abs(self.tilting)) < rests then
    left = 0
  end
  local turn, tilt = self.turn + self.turning * (glide_s - left), self.tilt + self.tilting * (glide_s - left)
  return turn, clamp(tilt, lowest, highest), self.zoom, left > 0
end

function moving.home(self, s)
  local u = math.min(1, s / home_s)
  u = 1 - (1 - u) ^ 3
  local to, way = self.home, (self.home.turn - self.turn + math.pi) % (2 * math.pi) - math.pi -- the shorter one
  return self.turn + way * u, self.tilt + (to.tilt - self.tilt) * u, self.zoom * (to.zoom / self.zoom) ^ u, u < 1
end

function moving.still(self)
  return self.turn, self.tilt, self.zoom, false
end

-- Radians, radians, times; and whether it moves on by itself.
function Turntable:stands(now)
  self.since = self.since or now
  return moving[self.motion](self, math.max(0, now - self.since))
end

function Turntable:stop(now)
  local turn, tilt, zoom = self:stands(now)
  self:rest(turn, tilt, zoom)
end

-- Goes back to how it stood at first, and turns by itself again.
function Turntable:reset(now)
  self:stop(now)
  self.motion, self.since = theme.calm and "still" or "home", now
  if theme.calm then
    self:rest(self.home.turn, self.home.tilt, self.home.zoom)
  end
  theme.stage:redraw()
end

local function sample(self, now)
  self.sampled = self.sampled + 1
  local slot = (self.sampled - 1) % 16 + 1
  local s = self.samples[slot] or {}
  self.samples[slot] = s
  s.turn, s.tilt, s.time = self.turn, self.tilt, now
end

-- How fast it was turned in the last tenth of a second.
local function flicked(self, now)
  local first, last
  for n = math.max(1, self.sampled - 15), self.sampled do
    local s = self.samples[(n - 1) % 16 + 1]
    if now - s.time <= window_s + 1e-6 then
      first, last = first or s, s
    end
  end
  if not first or last.time - first.time < 0.008 then
    return 0, 0
  end
  local s = last.time - first.time
  return clamp((last.turn - first.turn) / s, -fastest, fastest), clamp((last.tilt - first.tilt) / s, -fastest, fastest)
end

-- Once round for a finger that goes the width of the box.
local function pull(self, e)
  self:rest(self.turn + 2 * math.pi * e.dx / self.w, self.tilt + math.pi * e.dy / self.w, self.zoom)
end

function Turntable:touch(e)
  if e.kind == "down" then
    self:stop(e.time)
    self.sampled = 0
  elseif e.kind == "double" then
    self:reset(e.time)
  elseif e.kind == "pinch" then
    pull(self, e)
    self.zoom, self.sampled = clamp(self.zoom * e.dscale, furthest, nearest), 0
  elseif e.kind == "drag" then
    pull(self, e)
    if e.phase == "end" then
      self.turning, self.tilting = flicked(self, e.time)
      self.motion, self.since = theme.calm and "still" or "glide", e.time
    else
      sample(self, e.time)
    end
  else
    return
  end
  theme.stage:redraw()
end

-- For those who see nothing move, or do not drag: an eighth of a turn each.
local function buttons(self)
  local size = theme.target
  local x, y = self.x + theme.gap, self.y + self.h - size - theme.gap
  local function by(angle)
    return function()
      self:stop(show.now())
      self.turn = self.turn + angle
      theme.stage:redraw()
    end
  end
  parts.button(self.name .. " left", x, y, size, size, nil, { icon = "back", tap = by(-math.pi / 4) })
  parts.button(self.name .. " right", self.x + self.w - size - theme.gap, y, size, size, nil, { icon = "forward", tap = by(math.pi / 4) })
end

-- Draws it in a box, and lets fingers take it there (`taken = false`: not); the box is empty until its model is ready.
function Turntable:draw(x, y, w, h, taken)
  local canvas = hands.canvas
  self.x, self.y, self.w, self.h = x, y, w, h
  if self.model:failed() then
    return
  end
  local turn, tilt, zoom, on = self:stands(show.now())
  if self.motion == "home" and not on then
    self:rest(self.home.turn, tilt, zoom)
    self.motion, self.since = "slow", show.now()
    turn, on = self.turn, true
  end
  canvas:model(self.model, x, y, w, h, { turn = turn, tilt = tilt, zoom = zoom })
  if taken ~= false then
    hands.target(self.name, x, y, w, h, self)
    if theme.calm or theme.settings.reach then
      buttons(self)
    end
  end
  if on then
    theme.stage:redraw()
  end
end

return turntables
