-- Things one beside the other, of which one is seen: swiped, or gone through by two buttons.
--
--   local carousels = require "ui_carousel"
--   scene.album = carousels.new{ name = "album", item = function(n, x, y, w, h) ... end, tap = function(n) ... end }
--   scene.album:draw(x, y, w, h, #pictures)
local hands = require "ui_hands"
local parts = require "ui_parts"
local scroll = require "ui_scroll"
local theme = require "ui_theme"

local Carousel = { ground = true }
Carousel.__index = Carousel

local carousels = {}

-- `what`: { name = of its controls, item = function(n, x, y, w, h) draws the nth within a box, tap =
-- function(n), when one is touched, or nil }.
function carousels.new(what)
  local c = { name = what.name, item = what.item, tap = what.tap, axis = scroll.new() }
  c.press = function()
    c.tap(c:shown())
  end
  return setmetatable(c, Carousel)
end

function Carousel:touch(e, f)
  scroll.follow(self, e, f, self.axis)
end

-- Which one is seen, from 1; the nearer one while it moves.
function Carousel:shown()
  local step = self.axis.step or 1
  return math.floor(self.axis:position(show.now()) / step + 0.5) + 1
end

-- Goes to one.
function Carousel:go(n)
  self.axis:go((n - 1) * (self.axis.step or 1), show.now())
  theme.stage:redraw()
end

-- How high the line of buttons under it is.
local function foot()
  return theme.bar + theme.gap
end

-- Back, which of how many, forward.
local function steps(self, x, y, w, count)
  local n = self:shown()
  local size = theme.bar
  parts.button(self.name .. " back", x, y, size, size, nil, { icon = "back", dim = n <= 1, tap = function() self:go(n - 1) end })
  parts.button(self.name .. " forward", x + w - size, y, size, size, nil, { icon = "forward", dim = n >= count, tap = function() self:go(n + 1) end })
  parts.label(n .. "\u{2009}/\u{2009}" .. count, x + size, y, w - 2 * size, size, { align = "center", color = "quiet" })
end

-- Draws `count` of them, one in each w × h px; of more than one the buttons take the lowest part of the box.
function Carousel:draw(x, y, w, h, count)
  local canvas = hands.canvas
  local high = count > 1 and h - foot() or h
  self.axis:fit(count * w, w, w)
  local at, on = self.axis:position(show.now())
  hands.target(self.name, x, y, w, high, self)
  hands.within(self, x, y, w, high)
  canvas:push()
  canvas:clip(x, y, w, high)
  for n = math.max(1, math.floor(at / w) + 1), math.min(count, math.ceil((at + w) / w)) do
    self.item(n, x + (n - 1) * w - at, y, w, high)
  end
  canvas:pop()
  if self.tap and count > 0 then
    hands.target(self.name .. " item", x, y, w, high, self.press)
  end
  hands.within()
  if count > 1 then
    steps(self, x, y + h - theme.bar, w, count)
  end
  if on then
    theme.stage:redraw()
  end
end

return carousels
