-- A column of texts, buttons and pictures that never cuts a line: what has no room stands on the next leaf,
-- which two buttons and a swipe turn. Blocks:
--   { text = "…", role = "body", more = { color = "quiet" }, gap = px before it, with = true: not without the next }
--   { button = "name", label =, sub = a smaller second line, picture =, icon =, tap =, on = }
--   { high = px, draw = function(canvas, x, y, w) end, gap =, with = }
local ui = require "ui"

local column = {}
column.__index = column
local theme = ui.theme

function column.new(name)
  return setmetatable({ name = name, leaf = 1, leaves = {} }, column)
end

local function trim(said)
  return (said:gsub("%s+$", ""))
end

-- A paragraph as lines, each an atom of its own: a leaf may end between them, but not after the first
-- nor before the last.
local function text_atoms(atoms, block, w)
  local more = { width = w }
  for key, value in pairs(block.more or {}) do
    more[key] = value
  end
  local style = theme.style(block.role or "body", more)
  local lines = text.lines(block.text, style)
  local alone = theme.style(block.role or "body", block.more)
  local high = #lines > 0 and select(2, text.measure(block.text, style)) / #lines or 0
  for n, line in ipairs(lines) do
    atoms[#atoms + 1] = {
      said = trim(block.text:sub(line.first, line.last)), style = alone, high = high, gap = n == 1 and block.gap or 0,
      with = block.with or (n == 1 and #lines > 1) or n == #lines - 1,
    }
  end
end

local function button_high(block, w)
  local pad = block.picture and 2.6 * theme.body + theme.gap or 0
  local said = theme.style("button", { width = w - pad - 1.6 * theme.body })
  local high = select(2, text.measure(block.label, said))
  if block.sub then
    high = high + select(2, text.measure(block.sub, theme.style("small", { width = w - pad - 1.6 * theme.body })))
  end
  return math.max(theme.bar, math.ceil(high + theme.gap * 1.5))
end

local function atoms_of(blocks, w)
  local atoms = {}
  for _, block in ipairs(blocks) do
    if block.text then
      text_atoms(atoms, block, w)
    elseif block.button then
      atoms[#atoms + 1] = { button = block, high = button_high(block, w), gap = block.gap or theme.gap }
    elseif block.draw then
      atoms[#atoms + 1] = { draw = block.draw, high = block.high, gap = block.gap or 0, with = block.with }
    end
  end
  return atoms
end

-- How far atoms reach from n on, when those that belong together stay together.
local function piece(atoms, n)
  local last, high = n, 0
  while true do
    high = high + (last > n and atoms[last].gap or 0) + atoms[last].high
    if not atoms[last].with or last == #atoms then
      return last, high
    end
    last = last + 1
  end
end

local function broken(atoms, h)
  local leaves, leaf, used, n = {}, {}, 0, 1
  while n <= #atoms do
    local last, high = piece(atoms, n)
    local gap = #leaf > 0 and atoms[n].gap or 0
    if #leaf > 0 and used + gap + high > h then
      leaves[#leaves + 1] = leaf
      leaf, used, gap = {}, 0, 0
    end
    for k = n, last do
      leaf[#leaf + 1] = atoms[k]
    end
    used, n = used + gap + high, last + 1
  end
  leaves[#leaves + 1] = leaf
  return leaves
end

-- Lays `blocks()` out anew when `key`, the box, the language or the text size changed.
function column:lay(key, blocks, w, h)
  key = table.concat({ key, w, h, theme.version, theme.stage.language }, " ")
  if key == self.key then
    return
  end
  local leaves = broken(atoms_of(blocks(), w), h)
  local size = math.max(theme.target, theme.bar)
  self.aside = h < 4.5 * size -- the buttons stand beside a low box, under a high one
  self.row = h < 2 * size + theme.gap -- and beside one another where it is very low
  if #leaves > 1 and self.aside then
    leaves = broken(atoms_of(blocks(), w - (self.row and 2 * size + theme.gap or size) - 2 * theme.gap), h)
  elseif #leaves > 1 then
    leaves = broken(atoms_of(blocks(), w), math.max(theme.body, h - theme.bar - theme.gap))
  end
  self.key, self.leaves, self.leaf = key, leaves, 1
end

-- Turns by one leaf.
function column:turn(way)
  self.leaf = math.max(1, math.min(#self.leaves, self.leaf + way))
  theme.stage:redraw()
end

function column:touch(e, finger)
  if e.kind == "swipe" and (e.direction == "left" or e.direction == "up") then
    self:turn(1)
  elseif e.kind == "swipe" then
    self:turn(-1)
  end
end

local function draw_button(canvas, atom, x, y, w)
  local block, c = atom.button, theme.color
  ui.button(block.button, x, y, w, atom.high, nil, { tap = block.tap, on = block.on })
  local pressed = ui.pressed(block.button)
  local left = x + 0.8 * theme.body
  if block.picture then
    local side = math.min(atom.high - 8, 2.6 * theme.body)
    canvas:picture(block.picture, x + 5, y + (atom.high - side) / 2, side, side, { fit = "cover" })
    left = x + side + 5 + theme.gap
  end
  local said = theme.style("button", { width = x + w - left - 0.6 * theme.body, color = pressed and "ember" or "light" })
  local sub = block.sub and theme.style("small", { width = x + w - left - 0.6 * theme.body })
  local high = select(2, text.measure(block.label, said))
  local under = sub and select(2, text.measure(block.sub, sub)) or 0
  local top = y + (atom.high - high - under) / 2
  canvas:text(block.label, left, top, said)
  if sub then
    canvas:text(block.sub, left, top + high, sub)
  end
end

local function draw_turner(self, x, y, w, h)
  local size = math.max(theme.target, theme.bar)
  if self.aside then
    local left, over, down = x + w - size, 0, size + theme.gap
    if self.row then
      left, over, down = left - size - theme.gap, size + theme.gap, 0
    end
    ui.button(self.name .. " less", left, y, size, size, nil, { icon = "up", dim = self.leaf == 1, tap = function() self:turn(-1) end })
    ui.button(self.name .. " more", left + over, y + down, size, size, nil, { icon = "down", dim = self.leaf == #self.leaves, tap = function() self:turn(1) end })
    return left - x - 2 * theme.gap, h
  end
  y = y + h - theme.bar
  ui.button(self.name .. " less", x, y, size, theme.bar, nil, { icon = "back", dim = self.leaf == 1, tap = function() self:turn(-1) end })
  ui.button(self.name .. " more", x + w - size, y, size, theme.bar, nil, { icon = "forward", dim = self.leaf == #self.leaves, tap = function() self:turn(1) end })
  ui.label(self.leaf .. "\u{2009}/\u{2009}" .. #self.leaves, x + size, y, w - 2 * size, theme.bar, { align = "center", color = "quiet" })
  return w, h - theme.bar - theme.gap
end

-- Only texts: it looks the same until it is laid or turned.
local function stands(leaf)
  for _, atom in ipairs(leaf or {}) do
    if not atom.said then
      return false
    end
  end
  return true
end

local function draw(self, canvas, x, y, w, h)
  if #self.leaves > 1 then
    w, h = draw_turner(self, x, y, w, h)
    ui.target(self.name, x, y, w, h, self)
  end
  for n, atom in ipairs(self.leaves[self.leaf] or {}) do
    y = y + (n > 1 and atom.gap or 0)
    if atom.said then
      canvas:text(atom.said, x, y, atom.style)
    elseif atom.button then
      draw_button(canvas, atom, x, y, w)
    else
      atom.draw(canvas, x, y, w)
    end
    y = y + atom.high
  end
end

-- Draws the leaf that is turned up in x, y, w, h, after `lay`.
function column:draw(canvas, x, y, w, h)
  if stands(self.leaves[self.leaf]) then
    ui.piece(self.name, draw, self, canvas, x, y, w, h, self.leaves, self.leaf)
  else
    draw(self, canvas, x, y, w, h)
  end
end

return column
