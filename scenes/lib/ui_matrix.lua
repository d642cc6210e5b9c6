-- A matrix, as of verbs and materials: scrolled both ways under heads that stay, by buttons for whom lists have them. A full disc says how many
-- there are, a ring that there is something to document, a point that there is nothing.
--
--   local matrices = require "ui_matrix"
--   scene.matrix = matrices.new{ name = "cell", cell = function(row, column) return count, open end,
--     tap = function(row, column) ... end }
--   scene.matrix:draw(x, y, w, h, verbs, materials)       -- arrays of labels in the visitor's language
local hands = require "ui_hands"
local parts = require "ui_parts"
local scroll = require "ui_scroll"
local speech = require "speech"
local theme = require "ui_theme"

local Matrix = { ground = true }
Matrix.__index = Matrix

local matrices = {}
local figures = {} -- of small counts, as texts
for n = 1, 99 do
  figures[n] = tostring(n)
end

-- `what`: { name = of its controls, cell = function(row, column), how many there are and how many are still to be
-- documented (nil, 0: none), tap = function(row, column) for cells that have something, said = function(row, column),
-- what is spoken of one that a finger is on, or nil }.
function matrices.new(what)
  local m = { name = what.name, cell = what.cell, tap = what.tap, said = what.said, across = scroll.new(), along = scroll.new(), names = {} }
  m.level, m.upright = { name = m.name, axis = m.across }, { name = m.name, axis = m.along } -- as ui_scroll.lua pages them
  m.press = function(name)
    local row, column = name:match("(%d+) (%d+)$")
    m.tap(tonumber(row), tonumber(column))
  end
  return setmetatable(m, Matrix)
end

function Matrix:touch(e, f)
  scroll.follow(self, e, f, self.across, self.along)
end

local function widest(labels, role, most)
  local wide = 0
  for n = 1, math.min(#labels, 400) do
    wide = math.max(wide, (text.measure(labels[n], theme.style(role))))
  end
  return math.min(most, math.ceil(wide))
end

-- Sizes of heads and cells, worked out once for the labels as they are, with `beside` px for bars or buttons.
local function sizes(self, rows, columns, w, beside)
  if self.rows ~= rows or self.columns ~= columns or self.version ~= theme.version or self.width ~= w or self.beside ~= beside then
    self.rows, self.columns, self.version, self.width, self.beside = rows, columns, theme.version, w, beside
    self.head_w = widest(rows, "button", 0.3 * w) + 2 * theme.gap
    local least = math.max(theme.target, widest(columns, "small", 5.5 * theme.body) + 2 * theme.gap)
    local room = w - self.head_w - beside
    local seen = math.max(1, room // least)
    self.cell_w = #columns > seen and room // seen or math.min(room // math.max(1, #columns), 2 * least)
    self.cell_h = theme.bar
  end
  return self.head_w, self.cell_w, self.cell_h
end

local function name_of(self, row, column)
  local key = row * 1024 + column
  local said = self.names[key]
  if not said then
    said = self.name .. " " .. row .. " " .. column
    self.names[key] = said
  end
  return said
end

local disc, point, ring, rule = {}, {}, {}, { cap = "butt", opacity = 0.6 }

local function draw_cell(self, row, column, x, y, w, h)
  local canvas, c = hands.canvas, theme.color
  local count, open = self.cell(row, column)
  count, open = count or 0, open or 0
  local mx, my = x + w / 2, y + h / 2
  if count + open == 0 then
    point.color = c.edge
    canvas:circle(mx, my, 1.5 * theme.line, point)
    return
  end
  local name = name_of(self, row, column)
  local on = hands.pressed(name)
  if self.tap then
    hands.target(name, x, y, w, h, self.press)
  end
  if on and self.said then
    speech.touched(name, self.said(row, column))
  end
  local r = math.min(0.42 * h, (0.16 + 0.07 * math.min(4, math.sqrt(count))) * h)
  if count > 0 then
    r = math.max(r, 0.72 * theme.body)
    disc.color = on and c.ember or c.light
    canvas:circle(mx, my, r, disc)
    parts.put(figures[count] or tostring(count), mx - 0.9 * r, y, 1.8 * r, h, c.ground, "center")
  else
    ring.color, ring.stroke = on and c.ember or c.steel, 1.5 * theme.line
    canvas:circle(mx, my, 0.3 * theme.body, ring)
  end
end

local function lines(x, y, w, h, from, to, step, at, upright)
  local canvas = hands.canvas
  rule.color, rule.width = theme.color.edge, theme.line
  for n = from, to do
    local place = (n - 1) * step - at
    if upright then
      canvas:line(x + place, y, x + place, y + h, rule)
    else
      canvas:line(x, y + place, x + w, y + place, rule)
    end
  end
end

local function within(x, y, w, h, draw)
  local canvas = hands.canvas
  canvas:push()
  canvas:clip(x, y, w, h)
  draw()
  canvas:pop()
end

-- Which of them are seen: first, last.
local function range(at, step, room, count)
  return math.max(1, math.floor(at / step) + 1), math.min(count, math.ceil((at + room) / step))
end

-- Draws it in a box: whole rows and columns of it. How large it is: w, h px.
function Matrix:draw(x, y, w, h, rows, columns)
  local now, beside = show.now(), scroll.beside(self)
  local head_w, cell_w, cell_h = sizes(self, rows, columns, w, beside)
  local head_h = cell_h
  local edge = beside > 3 * theme.gap and beside or 2 * theme.gap
  local seen_w = cell_w * math.max(1, math.min(#columns, (w - head_w - edge) // cell_w))
  local seen_h = cell_h * math.max(1, math.min(#rows, (h - head_h - edge) // cell_h))
  self.across:fit(#columns * cell_w, seen_w, cell_w)
  self.along:fit(#rows * cell_h, seen_h, cell_h)
  local ax, moves = self.across:position(now)
  local ay, moves_too = self.along:position(now)
  local left, top = x + head_w, y + head_h
  local c1, c2 = range(ax, cell_w, seen_w, #columns)
  local r1, r2 = range(ay, cell_h, seen_h, #rows)
  hands.target(self.name, x, y, head_w + seen_w, head_h + seen_h, self)
  within(left, y, seen_w, head_h, function()
    for n = c1, c2 do
      parts.put(columns[n], left + (n - 1) * cell_w - ax + theme.gap, y, cell_w - 2 * theme.gap, head_h, theme.color.quiet, "center", "small")
    end
  end)
  within(x, top, head_w, seen_h, function()
    for n = r1, r2 do
      parts.put(rows[n], x, top + (n - 1) * cell_h - ay, head_w - theme.gap, cell_h, theme.color.light, "left")
    end
  end)
  hands.within(self, left, top, seen_w, seen_h)
  within(left, top, seen_w, seen_h, function()
    lines(left, top, seen_w, seen_h, c1, c2 + 1, cell_w, ax, true)
    lines(left, top, seen_w, seen_h, r1, r2 + 1, cell_h, ay, false)
    for row = r1, r2 do
      for column = c1, c2 do
        draw_cell(self, row, column, left + (column - 1) * cell_w - ax, top + (row - 1) * cell_h - ay, cell_w, cell_h)
      end
    end
  end)
  hands.within()
  local out = beside > 3 * theme.gap and beside or 2.5 * theme.gap
  scroll.pages_across(self.level, left, top + seen_h + out, seen_w, ax)
  scroll.pages(self.upright, left + seen_w + out, top, seen_h, ay)
  if moves or moves_too then
    theme.stage:redraw()
  end
  return head_w + seen_w, head_h + seen_h
end

return matrices
