-- How each shape of a note is drawn. Points are in the space of their place (canvas px of a film, metres
-- of a clip), so that arcs are round in both; `place.onto` leads to the canvas.
local shapes = {}

local abs, cos, max, min, sin, sqrt = math.abs, math.cos, math.max, math.min, math.sin, math.sqrt -- called for each line
local ember, steel, ground = "#ff7a1a", "#8fa3b0", "#14110f"
local arc_points = 24

local function minus(a, b)
  return { a[1] - b[1], a[2] - b[2], a[3] - b[3] }
end

-- a + u x + v y
local function along(a, x, u, y, v)
  y, v = y or x, v or 0
  return { a[1] + u * x[1] + v * y[1], a[2] + u * x[2] + v * y[2], a[3] + u * x[3] + v * y[3] }
end

local function dot(a, b)
  return a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
end

local function norm(a)
  return sqrt(dot(a, a))
end

function shapes.distance(a, b)
  return norm(minus(a, b))
end

-- The angle at b, radians; nil when two of them are in one place.
function shapes.angle(a, b, c)
  local u, v = minus(a, b), minus(c, b)
  local long = norm(u) * norm(v)
  return long > 0 and math.acos(max(-1, min(1, dot(u, v) / long))) or nil
end

-- The way from direction u to direction v about a corner: unit vectors at right angles, and how far.
local function turn(a, corner, b)
  local opens = shapes.angle(a, corner, b)
  if not opens then
    return nil
  end
  local u, v = minus(a, corner), minus(b, corner)
  local x = along({ 0, 0, 0 }, u, 1 / norm(u))
  local rest = along(v, x, -dot(v, x))
  if norm(rest) < 1e-9 then -- stretched, or folded: any plane through it will do
    local other = abs(x[3]) < 0.9 and abs(v[3]) > 0 and { 0, 0, 1 } or { -x[2], x[1], 0 }
    rest = along(other, x, -dot(other, x))
  end
  return x, along({ 0, 0, 0 }, rest, 1 / max(1e-9, norm(rest))), opens
end

-- Pen ---------------------------------------------------------------------------------------------

local pen = {}
pen.__index = pen

-- A line through points of the space, nil behind the eye; over a film with a dark edge.
function pen:path(points, style)
  local flat, onto = {}, self.place.onto
  for n = 1, #points do
    local x, y = onto(points[n])
    if not x then
      return nil
    end
    flat[2 * n - 1], flat[2 * n] = x, y
  end
  return self:flat(flat, style)
end

-- Styles are read when a call is made, so one table serves all calls.
local dark, lit = {}, {}

function pen:flat(flat, style)
  local width, opacity = (style.width or 1) * self.width, (style.opacity or 1) * self.opacity
  if self.halo and not style.dash then
    dark.width, dark.color, dark.opacity, dark.closed = width + 2.4, self.ground, 0.55 * opacity, style.closed
    self.canvas:polyline(flat, dark)
  end
  lit.width, lit.color, lit.opacity, lit.closed = width, style.color or self.color, opacity, style.closed
  lit.dash, lit.cap = style.dash, style.dash and "butt" or nil
  self.canvas:polyline(flat, lit)
  return flat
end

-- A short stroke across the end of a line, slanted as on a workshop drawing.
function pen:tick(x, y, angle, color)
  local r, a = self.size * 0.28, angle - math.pi / 4
  local c, s = r * cos(a), r * sin(a)
  self:flat({ x - c, y - s, x + c, y + s }, { color = color, width = 1.3 })
end

local ways = { 0, 0, 0, -1, 0, 1, 1, 0, -1, 0, 1, -1, -1, 1, 1, 1, -1, -1, 0, -2, 0, 2 }

-- Where letters of this half width and height may stand: at x, y, else as near beside it as they meet no others
-- that were drawn at this place before; always within its box.
local function settled(place, x, y, half_w, half_h)
  local left, top, w, h = table.unpack(place.box)
  local taken, first_x, first_y = place.taken, nil, nil
  for n = 1, #ways, 2 do
    local cx = max(left + half_w + 4, min(left + w - half_w - 4, x + ways[n] * 2.1 * half_w))
    local cy = max(top + half_h + 4, min(top + h - half_h - 4, y + ways[n + 1] * 2.1 * half_h))
    first_x, first_y = first_x or cx, first_y or cy
    local free = true
    for k = 1, #taken, 4 do
      if abs(taken[k] - cx) < taken[k + 2] + half_w and abs(taken[k + 1] - cy) < taken[k + 3] + half_h then
        free = false
        break
      end
    end
    if free then
      first_x, first_y = cx, cy
      break
    end
  end
  local last = #taken
  taken[last + 1], taken[last + 2], taken[last + 3], taken[last + 4] = first_x, first_y, half_w, half_h
  return first_x, first_y
end

local letters = { font = "figures", align = "center", line_height = 1.2, weight = 500, figures = "tabular" }

-- A figure with its middle at x, y, inside the box the place is seen in; `angle` turns it, never upside down.
function pen:figure(said, x, y, angle, away)
  if said == "" then
    return
  end
  angle = (angle + math.pi / 2) % math.pi - math.pi / 2
  local high, wide = self.size * 1.2, self.size * 0.56 * utf8.len(said)
  x, y = x + away * sin(angle), y - away * cos(angle)
  local c, s = abs(cos(angle)), abs(sin(angle))
  x, y = settled(self.place, x, y, (wide * c + high * s) / 2, (wide * s + high * c) / 2)
  local canvas = self.canvas
  canvas:push()
  canvas:translate(x, y)
  canvas:rotate(angle)
  local style = letters
  style.size, style.color, style.opacity, style.language = self.size, self.measured, self.opacity, self.language
  style.outline, style.outline_color = self.halo and 2 or 0, self.ground
  canvas:text(said, 0, -high / 2, style)
  canvas:pop()
end

-- Shapes ------------------------------------------------------------------------------------------

local draw = {}

function draw.point(p, at, figure)
  local x, y = p.place.onto(at[1])
  if not x then
    return
  end
  local r = p.size * 0.42
  for k = 0, 3 do
    local c, s = cos(k * math.pi / 2), sin(k * math.pi / 2)
    p:flat({ x + c * r * 0.6, y + s * r * 0.6, x + c * r * (0.6 + p.u), y + s * r * (0.6 + p.u) }, { color = p.lead })
  end
  p.canvas:circle(x, y, r * 0.6, { stroke = p.width, color = p.lead, opacity = p.opacity })
  p:figure(figure, x, y, 0, p.size * 1.4)
end

-- A dimension line: ticks at its ends, the figure along it.
function draw.segment(p, at, figure)
  local a, b = at[1], at[2]
  local flat = b and p:path({ a, along(a, minus(b, a), p.u) }, { color = p.lead })
  if not flat then
    return
  end
  local x0, y0, x1, y1 = table.unpack(flat)
  local angle, long = math.atan(y1 - y0, x1 - x0), sqrt((x1 - x0) ^ 2 + (y1 - y0) ^ 2)
  p:tick(x0, y0, angle, p.lead)
  if long > p.size * 0.5 then
    p:tick(x1, y1, angle, p.lead)
  end
  if long < p.size * 0.6 * (utf8.len(figure) + 1) then -- too short to write along it
    local up = y1 <= y0
    p:figure(figure, up and x1 or x0, min(y0, y1), 0, p.size * 0.9)
  else
    p:figure(figure, (x0 + x1) / 2, (y0 + y1) / 2, angle, p.size * 0.8)
  end
end

local on_arc = { 0, 0, 0 }

local function arc_path(p, middle, x, y, opens, radius, style)
  local flat, onto, step = {}, p.place.onto, opens * p.u / arc_points
  local m1, m2, m3, x1, x2, x3, y1, y2, y3 = middle[1], middle[2], middle[3], x[1], x[2], x[3], y[1], y[2], y[3]
  if p.place.flat then
    for n = 0, arc_points do
      local c, s = radius * cos(step * n), radius * sin(step * n)
      flat[2 * n + 1], flat[2 * n + 2] = m1 + c * x1 + s * y1, m2 + c * x2 + s * y2
    end
    return p:flat(flat, style)
  end
  for n = 0, arc_points do
    local c, s = radius * cos(step * n), radius * sin(step * n)
    on_arc[1], on_arc[2], on_arc[3] = m1 + c * x1 + s * y1, m2 + c * x2 + s * y2, m3 + c * x3 + s * y3
    flat[2 * n + 1], flat[2 * n + 2] = onto(on_arc)
    if not flat[2 * n + 1] then
      return nil
    end
  end
  return p:flat(flat, style)
end

-- Its limbs, the arc between them, ticks where it begins and ends, the figure on the bisector.
function draw.angle(p, at, figure)
  if not at[3] then
    return
  end
  local corner = at[2]
  local x, y, opens = turn(at[1], corner, at[3])
  if not x then
    return
  end
  p:path({ at[1], corner, at[3] }, { color = p.color, opacity = 0.9 })
  local radius = min(norm(minus(at[1], corner)), norm(minus(at[3], corner))) * 0.55
  if not arc_path(p, corner, x, y, opens, radius, { color = p.lead }) then
    return
  end
  for _, a in ipairs { 0, opens * p.u } do
    p:path({ along(corner, x, 0.93 * radius * cos(a), y, 0.93 * radius * sin(a)),
      along(corner, x, 1.07 * radius * cos(a), y, 1.07 * radius * sin(a)) }, { color = p.lead })
  end
  local cx, cy = p.place.onto(corner)
  local bx, by = p.place.onto(along(corner, x, radius * cos(opens / 2), y, radius * sin(opens / 2)))
  if cx and bx then
    local out = max(1e-6, sqrt((bx - cx) ^ 2 + (by - cy) ^ 2))
    local far = p.size * (0.7 + 0.3 * utf8.len(figure) * abs(bx - cx) / out)
    p:figure(figure, bx + (bx - cx) / out * far, by + (by - cy) / out * far, 0, 0)
  end
end

-- Its middle as a cross, and the arc from one point to the direction of another.
function draw.arc(p, at, figure)
  local middle = at[1]
  if not at[3] then
    return
  end
  local x, y, opens = turn(at[2], middle, at[3])
  if not x then
    return
  end
  local flat = arc_path(p, middle, x, y, opens, norm(minus(at[2], middle)), { color = p.lead })
  local mx, my = p.place.onto(middle)
  if not flat or not mx then
    return
  end
  local r, last = p.size * 0.3, #flat
  p:flat({ mx - r, my, mx + r, my }, { color = p.color })
  p:flat({ mx, my - r, mx, my + r }, { color = p.color })
  p:tick(flat[1], flat[2], math.atan(flat[4] - flat[2], flat[3] - flat[1]), p.lead)
  p:tick(flat[last - 1], flat[last], math.atan(flat[last] - flat[last - 2], flat[last - 1] - flat[last - 3]), p.lead)
  local half = last // 4 * 2
  local hx, hy = flat[half + 1], flat[half + 2]
  local out = max(1e-6, sqrt((hx - mx) ^ 2 + (hy - my) ^ 2))
  p:figure(figure, hx + (hx - mx) / out * p.size, hy + (hy - my) / out * p.size, 0, 0)
end

-- The first `u` of a line through points.
local function part(points, u)
  if u >= 1 or #points < 2 then
    return points
  end
  local whole = (#points - 1) * u
  local n = math.floor(whole)
  local some = table.move(points, 1, n + 1, 1, {})
  some[n + 2] = along(points[n + 1], minus(points[n + 2], points[n + 1]), whole - n)
  return some
end

-- A way: its points are instants, as on a chronophotographic plate.
function draw.polyline(p, at, figure)
  local flat = p:path(part(at, p.u), { color = p.lead })
  if not flat then
    return
  end
  for n = 1, #at <= 40 and #flat - 1 or 0, 2 do
    p.canvas:circle(flat[n], flat[n + 1], p.width * 1.5, { color = p.lead, opacity = p.opacity })
  end
  local half = #flat // 4 * 2
  p:figure(figure, flat[half + 1], flat[half + 2], 0, p.size)
end

function draw.zone(p, at, figure)
  local flat = {}
  for n, point in ipairs(at) do
    flat[2 * n - 1], flat[2 * n] = p.place.onto(point)
    if not flat[2 * n] then
      return
    end
  end
  if #at >= 3 then
    p.canvas:polygon(flat, { color = p.lead, opacity = 0.03 * p.opacity })
  end
  p:flat(flat, { color = p.lead, closed = true, dash = { p.size * 0.45, p.size * 0.25 } })
  local x, y = 0, 0
  for n = 1, #flat, 2 do
    x, y = x + flat[n], y + flat[n + 1]
  end
  p:figure(figure, 2 * x / #flat, 2 * y / #flat, 0, 0)
end

-- Three points are a corner and two sides; four go round. Hatched by four lines along one side.
function draw.plane(p, at, figure)
  if not at[3] then
    return draw.axis(p, at, figure)
  end
  local a, b, c, d = at[1], at[2], at[3], at[4]
  if not d then
    a, b, c, d = at[1], at[2], along(at[2], minus(at[3], at[1]), 1), at[3]
  end
  if not p:path({ a, b, c, d }, { closed = true, color = p.lead }) then
    return
  end
  for n = 1, 4 do
    local v = n / 5
    p:path({ along(a, minus(d, a), v), along(b, minus(c, b), v) }, { color = p.color, opacity = 0.4 * p.u })
  end
  local x, y = p.place.onto(along(a, minus(c, a), 0.5))
  p:figure(figure, x or p.place.box[1], y or p.place.box[2], 0, 0)
end

-- A centre line, long and short, a little longer than what it goes through.
function draw.axis(p, at, figure)
  if not at[2] then
    return
  end
  local way = minus(at[2], at[1])
  local s = p.size
  local flat = p:path({ along(at[1], way, -0.15), along(at[1], way, 1.15 * p.u) },
    { color = p.lead, dash = { s * 0.9, s * 0.25, s * 0.15, s * 0.25 } })
  if flat then
    local x0, y0, x1, y1 = table.unpack(flat)
    p:figure(figure, x1 + (x1 >= x0 and 1 or -1) * s * (0.5 + 0.28 * utf8.len(figure)), (y0 + y1) / 2, 0, 0)
  end
end

-- A number in a ring, where the drawing begins, for a legend.
local function balloon(p, at, mark)
  local x, y = p.place.onto(at)
  if not x then
    return
  end
  local r, canvas = p.size * 0.62, p.canvas
  x, y = settled(p.place, x - 2.2 * r, y + 1.2 * r, r, r)
  canvas:circle(x, y, r, { color = p.ground, opacity = 0.8 * p.opacity })
  canvas:circle(x, y, r, { stroke = p.width, color = p.lead, opacity = p.opacity })
  canvas:text(mark, x, y - 0.48 * p.size, { font = "figures", size = 0.8 * p.size, line_height = 1.2, align = "center", color = p.lead, opacity = p.opacity })
end

-- `u`: how much of it is there, 0..1. True when the shape is known.
function shapes.draw(canvas, shape, points, place, look, u, figure)
  local one = draw[shape]
  if not one then
    return false
  end
  local size = look.size or 20
  local p = setmetatable({
    canvas = canvas, place = place, u = u, size = size, width = (look.width or 1.7) * max(1, size / 24),
    opacity = (look.opacity or 1) * min(1, 2 * u), halo = look.halo, language = look.language,
    color = look.color or steel, measured = look.measured or ember, ground = look.ground or ground,
  }, pen)
  p.lead = figure ~= "" and p.measured or p.color
  canvas:push()
  canvas:clip(table.unpack(place.box))
  one(p, points, figure)
  if look.mark then
    balloon(p, points[1], look.mark)
  end
  canvas:pop()
  return true
end

return shapes
