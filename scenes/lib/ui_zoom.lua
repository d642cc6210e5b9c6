-- A picture that fingers take up to: pinched, dragged, tapped twice for its own pixels, and back. It never
-- leaves its box.
--
--   local zooms = require "ui_zoom"
--   scene.zoom = zooms.new{ name = "album", picture = picture.open("picture/album.png") }
--   scene.zoom:draw(x, y, w, h)
local hands = require "ui_hands"
local parts = require "ui_parts"
local theme = require "ui_theme"

local Zoom = { ground = true }
Zoom.__index = Zoom

local zooms = {}
local go_s = 0.35

-- `what`: { name = of its controls, picture = Picture, buttons = false: without those for nearer and further }.
function zooms.new(what)
  return setmetatable({ name = what.name, picture = what.picture, bare = what.buttons == false, scale = nil, cx = 0, cy = 0 }, Zoom)
end

-- Shows another picture, whole.
function Zoom:show(picture)
  self.picture, self.scale, self.way = picture, nil, nil
end

local function size(self)
  local w, h = self.picture:size()
  return math.max(1, w), math.max(1, h)
end

-- How large it is at least (whole within the box) and at most (a pixel of it is one of the canvas, or twice whole).
local function bounds(self)
  local w, h = size(self)
  local least = math.min(self.w / w, self.h / h)
  return least, math.max(1, 2 * least)
end

local function clamp(v, low, high)
  return math.max(low, math.min(high, v))
end

-- Its middle (in its px) so that the box is covered, or the picture stands in the middle where it is smaller.
local function inside(self, scale, cx, cy)
  local w, h = size(self)
  local half_w, half_h = self.w / scale / 2, self.h / scale / 2
  return 2 * half_w >= w and w / 2 or clamp(cx, half_w, w - half_w), 2 * half_h >= h and h / 2 or clamp(cy, half_h, h - half_h)
end

-- Where it stands at a moment: canvas px a pixel, and its px that lies in the middle of the box.
local function view(self, now)
  local way = self.way
  if way then
    local u = (now - way.since) / go_s
    if u >= 1 or theme.calm then
      self.scale, self.cx, self.cy, self.way = way.scale, way.cx, way.cy, nil
    else
      u = 1 - (1 - u) ^ 3
      -- The place that holds still moves evenly in size, so what is looked at stays under the finger.
      local scale = way.from * (way.scale / way.from) ^ u
      local share = way.scale == way.from and u or (1 / scale - 1 / way.from) / (1 / way.scale - 1 / way.from)
      return scale, way.fx + (way.cx - way.fx) * share, way.fy + (way.cy - way.fy) * share, true
    end
  end
  return self.scale, self.cx, self.cy, false
end

local function stand(self, now)
  self.scale, self.cx, self.cy = view(self, now)
  self.way = nil
end

-- As large as `scale` says, with what lies at x, y of the canvas staying there.
local function about(self, scale, x, y)
  local least, most = bounds(self)
  local to = clamp(scale, least, most)
  local dx, dy = x - self.x - self.w / 2, y - self.y - self.h / 2
  local cx, cy = self.cx + dx / self.scale - dx / to, self.cy + dy / self.scale - dy / to
  cx, cy = inside(self, to, cx, cy)
  return to, cx, cy
end

-- Goes there in a third of a second.
function Zoom:go(scale, x, y)
  local now = show.now()
  stand(self, now)
  local to, cx, cy = about(self, scale, x, y)
  self.way = { since = now, from = self.scale, fx = self.cx, fy = self.cy, scale = to, cx = cx, cy = cy }
  theme.stage:redraw()
end

function Zoom:touch(e)
  if not self.scale then
    return
  end
  if e.kind == "double" then
    local least, most = bounds(self)
    self:go(self.scale > 1.1 * least and least or most, e.x, e.y)
  elseif e.kind == "pinch" or e.kind == "drag" then
    stand(self, show.now())
    self.cx, self.cy = self.cx - e.dx / self.scale, self.cy - e.dy / self.scale
    if e.kind == "pinch" then
      self.scale, self.cx, self.cy = about(self, self.scale * e.dscale, e.x, e.y)
    end
    self.cx, self.cy = inside(self, self.scale, self.cx, self.cy)
  end
end

local function buttons(self)
  local size_px, now = theme.bar, self.scale
  local least, most = bounds(self)
  local x, y = self.x + self.w - size_px - theme.gap, self.y + self.h - size_px - theme.gap
  local mx, my = self.x + self.w / 2, self.y + self.h / 2
  parts.button(self.name .. " nearer", x, y - size_px - theme.gap, size_px, size_px, nil, { icon = "plus", dim = now >= most,
    tap = function() self:go(self.scale * 2, mx, my) end })
  parts.button(self.name .. " further", x, y, size_px, size_px, nil, { icon = "minus", dim = now <= least,
    tap = function() self:go(self.scale / 2, mx, my) end })
end

-- Draws it in a box; until the picture is ready the box is empty.
function Zoom:draw(x, y, w, h)
  local canvas = hands.canvas
  local moved = self.w ~= w or self.h ~= h
  self.x, self.y, self.w, self.h = x, y, w, h
  canvas:rect(x, y, w, h, { color = theme.color.sunk })
  if not self.picture or not self.picture:ready() then
    return
  end
  if not self.scale or moved then
    self.scale, self.way = bounds(self), nil
    self.cx, self.cy = inside(self, self.scale, 0, 0)
  end
  hands.target(self.name, x, y, w, h, self)
  local scale, cx, cy, on = view(self, show.now())
  local pw, ph = size(self)
  canvas:push()
  canvas:clip(x, y, w, h)
  canvas:picture(self.picture, x + w / 2 - cx * scale, y + h / 2 - cy * scale, pw * scale, ph * scale)
  canvas:pop()
  if not self.bare then
    buttons(self)
  end
  if on then
    theme.stage:redraw()
  end
end

return zooms
