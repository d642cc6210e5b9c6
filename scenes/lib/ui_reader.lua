-- A part of a page that is longer than its room: a finger scrolls it, two buttons go through it for whom that is
-- easier. A text rests at whole lines.
--
--   local readers = require "ui_reader"
--   scene.story = readers.new{ name = "story" }
--   scene.story:text(x, y, w, h, said)                              -- a text in a role
--   scene.story:draw(x, y, w, h, high, function(x, y, w) ... end)   -- or what one draws, `high` px of it
local hands = require "ui_hands"
local scroll = require "ui_scroll"
local theme = require "ui_theme"

local Reader = { ground = true }
Reader.__index = Reader

local readers = {}

-- `what`: { name = of its controls, pages = true: with buttons for everyone }.
function readers.new(what)
  return setmetatable({ name = what.name, pages = what.pages, axis = scroll.new() }, Reader)
end

function Reader:touch(e, f)
  scroll.follow(self, e, f, nil, self.axis)
end

-- Back to its beginning, as for another text.
function Reader:top()
  self.axis.at, self.axis.motion = 0, "still"
end

-- Draws what `paint(x, y, w)` draws from x, y on, `high` px of it within w × h px; targets within are cut as well. It
-- rests at multiples of `step` px, where one is given. How wide it was painted: less than w, when it scrolls.
function Reader:draw(x, y, w, h, high, paint, step)
  local canvas = hands.canvas
  local room = step and math.max(step, math.floor(h / step) * step) or h
  self.axis:fit(high, math.min(room, h), step)
  local at, on = self.axis:position(show.now())
  local beside = high > room and scroll.beside(self) or 0
  hands.target(self.name, x, y, w - beside, room, self)
  hands.within(self, x, y, w - beside, room)
  canvas:push()
  canvas:clip(x, y, w - beside, math.min(room, h))
  paint(x, y - at, w - beside)
  canvas:pop()
  hands.within()
  if beside > 0 then
    scroll.pages(self, x + w, y, room, at)
  end
  if on then
    theme.stage:redraw()
  end
  return w - beside
end

-- Where the lines of a text lie, worked out once for what it says and how wide it is.
local function laid(self, said, style, width)
  local l = self.laid
  if not l or l.said ~= said or l.width ~= width or l.size ~= style.size or l.version ~= theme.version then
    style.width = width
    local _, high = text.measure(said, style)
    l = { said = said, width = width, size = style.size, version = theme.version, high = high, lines = text.lines(said, style) }
    for _, line in ipairs(l.lines) do
      line.says = said:sub(line.first, line.last)
    end
    self.laid = l
  end
  return l
end

-- Draws a text in a role ("body"), with `more` over its style, within w × h px. How high it is, px.
function Reader:text(x, y, w, h, said, role, more)
  local style = theme.style(role or "body", more or {})
  style.width = w
  local _, high = text.measure(said, style)
  if high <= h then
    self.axis:fit(high, high)
    hands.canvas:text(said, x, y, style)
    return high
  end
  local l = laid(self, said, style, w - scroll.beside(self))
  local step = l.high / #l.lines
  style.width = l.width + 2
  self:draw(x, y, w, h, l.high, function(px, py)
    for _, line in ipairs(l.lines) do
      if py + line.y + step > y + 1 and py + line.y < y + h - 1 then
        hands.canvas:text(line.says, px, py + line.y, style)
      end
    end
  end, step)
  return h
end

return readers
