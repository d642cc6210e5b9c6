-- The works as workshop drawings: thin lines, a centre line, a few ticks. `drawn` 0..1 is how
-- far the drawing has come.
local palette = require "palette"

local figures = {}

-- A hand that draws in a box of `size` px round x, y; units -1..1, y up. `at` in a stroke's look,
-- 0..1, is when it is drawn.
local function hand(canvas, x, y, size, style)
  local h = {}
  local s = size / 2
  local opacity, drawn = style.opacity or 1, style.drawn or 1

  function h.path(points, more)
    more = more or {}
    local u = palette.ease(drawn * 1.6 - (more.at or 0) * 0.6)
    local count = #points // 2
    local keep = math.min(count, math.ceil(count * u))
    if keep < 2 then
      return
    end
    local flat = {}
    for k = 1, keep do
      flat[2 * k - 1] = x + points[2 * k - 1] * s
      flat[2 * k] = y - points[2 * k] * s
    end
    canvas:polyline(flat, {
      width = more.width or 1.4,
      color = more.color or palette.light,
      opacity = opacity * (more.opacity or 0.9) * math.min(1, u * 3),
      closed = more.closed and keep == count,
    })
  end

  function h.line(x1, y1, x2, y2, more)
    h.path({ x1, y1, x2, y2 }, more)
  end

  -- An ellipse, or a part of it (radians).
  function h.oval(cx, cy, rx, ry, more, from, to)
    local points = {}
    from, to = from or 0, to or 2 * math.pi
    for k = 0, 48 do
      local a = from + (to - from) * k / 48
      points[#points + 1] = cx + rx * math.cos(a)
      points[#points + 1] = cy + ry * math.sin(a)
    end
    h.path(points, more)
  end

  -- A curve through a function of 0..1.
  function h.curve(f, more, steps)
    local points = {}
    for k = 0, steps or 48 do
      local px, py = f(k / (steps or 48))
      points[#points + 1] = px
      points[#points + 1] = py
    end
    h.path(points, more)
  end

  -- A measure: a line with a tick at each end.
  function h.measure(x1, y1, x2, y2)
    local nx, ny = y2 - y1, x1 - x2
    local n = math.sqrt(nx * nx + ny * ny)
    nx, ny = nx / n * 0.03, ny / n * 0.03
    local look = { color = palette.steel, opacity = 0.7, width = 1.1, at = 0.9 }
    h.line(x1, y1, x2, y2, look)
    h.line(x1 - nx, y1 - ny, x1 + nx, y1 + ny, look)
    h.line(x2 - nx, y2 - ny, x2 + nx, y2 + ny, look)
  end

  function h.axis(x1, y1, x2, y2) -- a centre line: long, short, long
    local look = { color = palette.steel, opacity = 0.55, width = 1, at = 0.1 }
    local length = math.sqrt((x2 - x1) ^ 2 + (y2 - y1) ^ 2)
    local at, dash = 0, { 0.14, 0.03, 0.03, 0.03 }
    local k = 1
    while at < length do
      local stop = math.min(length, at + dash[k])
      if k % 2 == 1 then
        h.line(x1 + (x2 - x1) * at / length, y1 + (y2 - y1) * at / length, x1 + (x2 - x1) * stop / length, y1 + (y2 - y1) * stop / length, look)
      end
      at, k = stop, k % 4 + 1
    end
  end

  return h
end

local drawings = {} -- by the id of the work

-- The copper bowl: its section, the rows of the hammer, three arms of iron, the stone.
drawings["w:vasque"] = function(h)
  local steel = { color = palette.steel, opacity = 0.5, width = 1.1, at = 0.5 }
  local function bowl(u) -- half the section, foot to rim
    local a = u * math.pi / 2
    return 0.10 + 0.66 * math.sin(a) ^ 1.15, 0.02 + 0.50 * (1 - math.cos(a)) ^ 1.05
  end
  h.axis(0, 0.82, 0, -1.0)
  for _, side in ipairs { -1, 1 } do
    h.curve(function(u)
      local x, y = bowl(u)
      return side * x, y
    end, { width = 2, at = 0 })
  end
  h.line(-0.10, 0.02, 0.10, 0.02, { width = 2, at = 0 })
  h.oval(0, 0.52, 0.76, 0.13, { width = 1.6, at = 0.2 })
  h.oval(0, 0.515, 0.735, 0.118, { opacity = 0.5, at = 0.2 })
  for n = 1, 7 do
    local x, y = bowl(n / 8)
    h.oval(0, y + 0.004, x, x * 0.171, steel, math.pi, 2 * math.pi)
  end
  for _, x in ipairs { -1, 0, 1 } do -- arms, drawn out hot: they thin towards the bowl
    h.curve(function(u) return x * (0.46 - 0.30 * math.sin(u * math.pi / 2)), -0.60 + 0.60 * u end, { width = 1.8, at = 0.4 })
    h.curve(function(u) return x * (0.50 - 0.31 * math.sin(u * math.pi / 2)), -0.60 + 0.57 * u end, { opacity = 0.55, at = 0.4 })
  end
  h.path({ -0.62, -0.60, 0.62, -0.60, 0.62, -0.94, -0.62, -0.94 }, { closed = true, width = 1.6, at = 0.5 })
  h.path({ -0.585, -0.635, 0.585, -0.635, 0.585, -0.905, -0.585, -0.905 }, { closed = true, opacity = 0.45, at = 0.6 })
  h.measure(-0.76, 0.78, 0.76, 0.78)
  h.measure(0.92, 0.52, 0.92, 0.02)
end

-- The oak bench: seat of leather between two rails, back of warped yarn.
drawings["w:banc"] = function(h)
  local steel = { color = palette.steel, opacity = 0.55, width = 1, at = 0.6 }
  local function at(x, y, z) -- an axonometric eye: x along the bench, y up, z behind
    return x * 0.88 + z * 0.30 - 0.10, y * 0.92 + z * 0.20 + x * 0.10 - 0.42
  end
  local function path(points, more)
    local flat = {}
    for n = 1, #points do
      flat[2 * n - 1], flat[2 * n] = at(points[n][1], points[n][2], points[n][3])
    end
    h.path(flat, more)
  end
  for _, x in ipairs { -0.86, 0.80 } do
    path({ { x, -0.5, 0 }, { x, 0.22, 0 }, { x + 0.07, 0.22, 0 }, { x + 0.07, -0.5, 0 } }, { closed = true, width = 1.8, at = 0 })
    path({ { x, -0.5, 0.9 }, { x, 0.98, 1.02 }, { x + 0.07, 0.98, 1.02 }, { x + 0.07, -0.5, 0.9 } }, { closed = true, width = 1.8, at = 0.1 })
    path({ { x + 0.035, -0.28, 0 }, { x + 0.035, -0.28, 0.9 } }, { at = 0.2, opacity = 0.7 })
  end
  path({ { -0.86, 0.22, 0 }, { 0.87, 0.22, 0 }, { 0.87, 0.22, 0.9 }, { -0.86, 0.22, 0.9 } }, { closed = true, width = 2, at = 0.2 })
  path({ { -0.86, 0.15, 0 }, { 0.87, 0.15, 0 } }, { at = 0.2 })
  path({ { -0.79, 0.22, 0.08 }, { 0.80, 0.22, 0.08 }, { 0.80, 0.22, 0.82 }, { -0.79, 0.22, 0.82 } }, { closed = true, opacity = 0.6, at = 0.4 })
  for n = 0, 26 do -- the saddle stitch along the front of the seat
    local x = -0.76 + n * 0.058
    path({ { x, 0.22, 0.13 }, { x + 0.032, 0.22, 0.15 } }, { color = palette.ember, opacity = 0.9, width = 1.3, at = 0.8 })
  end
  path({ { -0.79, 0.95, 1.01 }, { 0.80, 0.95, 1.01 } }, { width = 1.8, at = 0.3 })
  path({ { -0.79, 0.44, 0.94 }, { 0.80, 0.44, 0.94 } }, { width = 1.8, at = 0.3 })
  for n = 0, 36 do
    local x = -0.76 + n * 1.53 / 36
    path({ { x, 0.95, 1.01 }, { x, 0.44, 0.94 } }, steel)
  end
end

-- Clay and glass of one profile, one inside the other.
drawings["w:vase"] = function(h)
  local function profile(u) -- foot to lip
    return 0.20 + 0.34 * math.sin(math.pi * u ^ 0.85) ^ 1.5 + 0.22 * math.max(0, u - 0.80) ^ 1.2 * 3, -0.90 + 1.62 * u
  end
  local steel = { color = palette.steel, opacity = 0.5, width = 1.1, at = 0.5 }
  h.axis(0, 0.98, 0, -1.0)
  for _, side in ipairs { -1, 1 } do
    h.curve(function(u)
      local x, y = profile(u)
      return side * x, y
    end, { width = 2.2, at = 0 })
    h.curve(function(u) -- the glass: the same line, a breath inside, higher
      local x, y = profile(u)
      return side * (x * 0.80), y * 0.96 + 0.10
    end, { width = 1.2, opacity = 0.75, at = 0.4, color = palette.light })
  end
  h.line(-0.20, -0.90, 0.20, -0.90, { width = 2.2, at = 0 })
  local lip = profile(1)
  h.oval(0, 0.72, lip, lip * 0.17, { width = 1.6, at = 0.2 })
  h.oval(0, 0.79, lip * 0.80, lip * 0.80 * 0.17, { width = 1.2, opacity = 0.8, at = 0.5 })
  for n = 1, 11 do -- what the fingers left
    local x, y = profile(n / 12)
    h.oval(0, y, x, x * 0.16, steel, math.pi * 1.08, math.pi * 1.92)
  end
  h.measure(0.78, -0.90, 0.78, 0.72)
  h.measure(-0.54, -1.0, 0.54, -1.0)
end

-- The album, standing: a board, the spine on its bands, the leaves from above.
drawings["w:album"] = function(h)
  local steel = { color = palette.steel, opacity = 0.55, width = 1, at = 0.6 }
  h.path({ -0.42, -0.86, 0.66, -0.86, 0.66, 0.62, -0.42, 0.62 }, { closed = true, width = 2, at = 0 })
  h.line(-0.16, -0.86, -0.16, 0.62, { opacity = 0.6, at = 0.2 })
  h.curve(function(u) return -0.42 - 0.20 * math.sin(math.pi * u), 0.62 + 0.22 * u end, { width = 1.8, at = 0.1 })
  h.line(-0.62, -0.76, -0.62, 0.72, { width = 1.8, at = 0.1 })
  h.curve(function(u) return -0.42 - 0.20 * math.sin(math.pi * u / 2), -0.86 + 0.10 * u end, { width = 1.8, at = 0.1 })
  for n = 0, 4 do
    local y = 0.36 - 0.27 * n
    h.curve(function(u) return -0.42 - 0.20 * math.sin(math.pi * u / 2), y + 0.10 * u end, { width = 1.6, at = 0.3 })
    h.curve(function(u) return -0.42 - 0.20 * math.sin(math.pi * u / 2), y - 0.05 + 0.10 * u end, { opacity = 0.5, at = 0.3 })
  end
  h.path({ -0.42, 0.84, 0.66, 0.84, 0.66, 0.62 }, { width = 1.8, at = 0.2 })
  for n = 1, 7 do -- the gilded head
    h.line(-0.40, 0.62 + 0.22 * n / 8, 0.62, 0.62 + 0.22 * n / 8, { color = palette.ember, opacity = 0.85, width = 1.1, at = 0.7 })
  end
  for n = 1, 6 do
    h.line(-0.08, -0.86 + 1.48 * n / 7, 0.60, -0.86 + 1.48 * n / 7, steel)
  end
  h.measure(0.82, -0.86, 0.82, 0.62)
  h.measure(-0.42, -1.0, 0.66, -1.0)
end

function figures.draw(canvas, work, x, y, size, style)
  local draw = drawings[work]
  if draw then
    draw(hand(canvas, x, y, size, style or {}))
  end
end

return figures
