-- A list of any length that fingers scroll: only the rows that are seen are drawn. It comes to rest at whole
-- rows, so that nothing stands cut.
--
--   local lists = require "ui_list"
--   scene.hits = lists.new{ name = "hits", row = draw_row, tap = function(n) show.go(...) end }
--   scene.hits:draw(x, y, w, h, #found, ui.theme.bar)     -- in draw, between ui.begin and ui.finish
local hands = require "ui_hands"
local scroll = require "ui_scroll"
local theme = require "ui_theme"

local List = {}
List.__index = List

local lists = {}

-- `what`: { name = of its controls, row = function(n, x, y, w, h, pressed), tap = function(n), pages = true: with buttons for
-- a page up and down for everyone }. `row` draws row n (from 1) on the canvas of ui.begin within x, y, w, h px; `pressed`: a finger is on it.
function lists.new(what)
  local list = { ground = true, name = what.name, row = what.row, tap = what.tap, pages = what.pages, axis = scroll.new(), names = {} }
  list.press = function(name)
    list.tap(tonumber(name:match("%d+$")))
  end
  return setmetatable(list, List)
end

-- Fingers on it, or on one of its rows.
function List:touch(e, f)
  scroll.follow(self, e, f, nil, self.axis)
end

-- Rows whole within h px: how many, and how high the list is then.
function List.whole(h, row_h)
  local rows = math.max(1, math.floor(h / row_h))
  return rows, rows * row_h
end

local function row_name(self, n)
  local slot = n % 64
  local kept = self.names[slot]
  if not kept or kept.n ~= n then
    kept = { n = n, said = self.name .. " " .. n }
    self.names[slot] = kept
  end
  return kept.said
end

local function draw_rows(self, x, y, w, count, row_h, at)
  local first = math.max(1, math.floor(at / row_h) + 1)
  local last = math.min(count, math.ceil((at + self.axis.room) / row_h))
  for n = first, last do
    local ry = y + (n - 1) * row_h - at
    local name = row_name(self, n)
    if self.tap then
      hands.target(name, x, ry, w, row_h, self.press)
    end
    self.row(n, x, ry, w, row_h, hands.pressed(name))
  end
end

-- Draws it: `count` rows of row_h px (ui.theme.target at least) in a box. How high it is: whole rows of h px.
function List:draw(x, y, w, h, count, row_h)
  local canvas, now = hands.canvas, show.now()
  local _, high = List.whole(h, row_h)
  self.axis:fit(count * row_h, high, row_h)
  local at, on = self.axis:position(now)
  local more = self.axis.size > high
  local wide = more and w - scroll.beside(self) or w
  hands.target(self.name, x, y, wide, high, self)
  hands.within(self, x, y, wide, high)
  canvas:push()
  canvas:clip(x, y, wide, high)
  draw_rows(self, x, y, wide, count, row_h, at)
  canvas:pop()
  hands.within()
  if more then
    scroll.pages(self, x + w, y, high, at)
  end
  if on then
    theme.stage:redraw()
  end
  return high
end

-- The first row that is seen (from 1), and whether it stands still.
function List:top(row_h)
  local at, on = self.axis:position(show.now())
  return math.floor(at / row_h + 0.5) + 1, not on
end

-- Brings row n to the top; at once when `now` is true.
function List:go(n, row_h, at_once)
  if at_once then
    local at = math.max(0, (n - 1) * row_h)
    self.axis.at, self.axis.motion = self.axis.size > 0 and self.axis:near(at) or at, "still"
  else
    self.axis:go((n - 1) * row_h, show.now())
  end
end

return lists
