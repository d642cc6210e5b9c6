-- Fine lines in space: what the body works on, seen by the same eye as the body.
local bodies = require "bodies"
local eye = require "eye"
local joints = require "joints"
local palette = require "palette"

local space = { eye = eye.of, chain = bodies.chain, head = bodies.head }

-- Points are given as the maker of the movements has them (make/motion.py): x to the body's left,
-- y up, z ahead of it.
local function pen(canvas, camera, opacity)
  local see = eye.of(camera)
  local drawing = { opacity = opacity or 1, color = palette.steel, width = 1.3 }

  function drawing.path(points, style)
    local flat = {}
    for _, p in ipairs(points) do
      local x, y = see(p[1], -p[3], p[2])
      if not x then
        return
      end
      flat[#flat + 1] = x
      flat[#flat + 1] = y
    end
    style = style or {}
    canvas:polyline(flat, {
      width = style.width or drawing.width,
      color = style.color or drawing.color,
      closed = style.closed,
      opacity = drawing.opacity * (style.opacity or 0.8),
    })
  end

  function drawing.line(a, b, style)
    drawing.path({ a, b }, style)
  end

  -- A circle of radius r about c; a flat one, or in the plane of directions u and v.
  function drawing.ring(c, r, style, u, v)
    u, v = u or { 1, 0, 0 }, v or { 0, 0, 1 }
    local points = {}
    for k = 0, 35 do
      local a = k * math.pi / 18
      local s, t = r * math.cos(a), r * math.sin(a)
      points[#points + 1] = { c[1] + u[1] * s + v[1] * t, c[2] + u[2] * s + v[2] * t, c[3] + u[3] * s + v[3] * t }
    end
    style = style or {}
    drawing.path(points, { width = style.width, color = style.color, opacity = style.opacity, closed = true })
  end

  function drawing.box(x0, y0, z0, x1, y1, z1, style)
    drawing.path({ { x0, y1, z0 }, { x1, y1, z0 }, { x1, y1, z1 }, { x0, y1, z1 } },
      { closed = true, opacity = style and style.opacity, width = style and style.width })
    drawing.path({ { x0, y0, z0 }, { x1, y0, z0 }, { x1, y0, z1 }, { x0, y0, z1 } },
      { closed = true, opacity = style and style.opacity, width = style and style.width })
    for _, c in ipairs { { x0, z0 }, { x1, z0 }, { x1, z1 }, { x0, z1 } } do
      drawing.line({ c[1], y0, c[2] }, { c[1], y1, c[2] }, style)
    end
  end

  return drawing
end

-- A joint as the maker has it.
local function joint(clip, name, t)
  local x, y, z = joints.at(clip, name, t)
  return { x, z, -y }
end

local function between(a, b, u)
  return { a[1] + (b[1] - a[1]) * u, a[2] + (b[2] - a[2]) * u, a[3] + (b[3] - a[3]) * u }
end

local props = {}

props["g:retreindre-cuivre"] = function(d, clip, t)
  local faint = { opacity = 0.35 }
  d.ring({ 0, 0.60, 0.36 }, 0.15, faint)
  d.ring({ 0, 0.0, 0.36 }, 0.17, faint)
  d.line({ -0.15, 0.60, 0.36 }, { -0.17, 0, 0.36 }, faint)
  d.line({ 0.15, 0.60, 0.36 }, { 0.17, 0, 0.36 }, faint)
  d.line({ 0, 0.60, 0.36 }, { 0, 0.93, 0.36 })
  d.path({ { 0, 0.93, 0.36 }, { -0.01, 0.975, 0.38 }, { -0.02, 1.0, 0.41 } })
  -- The vessel leans on the stake, its mouth towards the body; the rows of the hammer go round it.
  local u, v, axis = { 1, 0, 0 }, { 0, 0.80, -0.60 }, { 0, 0.60, 0.80 }
  for n = 0, 5 do
    local s = n / 5
    local r = 0.165 - 0.06 * s ^ 2.4
    local along = 0.13 * s - 0.03
    d.ring({ 0.02 + axis[1] * along, 0.925 + axis[2] * along, 0.33 + axis[3] * along }, r,
      { color = n == 0 and palette.light or nil, opacity = n == 0 and 0.8 or 0.4 }, u, v)
  end
end

props["g:etirer-fer"] = function(d, clip, t)
  local faint = { opacity = 0.35 }
  d.ring({ 0, 0.48, 0.46 }, 0.20, faint)
  d.ring({ 0, 0.0, 0.46 }, 0.22, faint)
  d.line({ -0.20, 0.48, 0.46 }, { -0.22, 0, 0.46 }, faint)
  d.line({ 0.20, 0.48, 0.46 }, { 0.22, 0, 0.46 }, faint)
  for _, z in ipairs { 0.41, 0.51 } do
    d.path({ { 0.17, 0.48, z }, { 0.09, 0.56, z }, { 0.09, 0.64, z }, { 0.21, 0.70, z }, { 0.21, 0.775, z },
      { -0.20, 0.775, z }, { -0.20, 0.70, z }, { -0.10, 0.64, z }, { -0.10, 0.56, z }, { -0.17, 0.48, z } },
      { closed = true, opacity = z < 0.45 and 0.8 or 0.35 })
  end
  d.path({ { -0.20, 0.775, 0.41 }, { -0.40, 0.765, 0.46 }, { -0.20, 0.775, 0.51 } })
  d.path({ { -0.20, 0.70, 0.41 }, { -0.40, 0.765, 0.46 }, { -0.20, 0.70, 0.51 } }, { opacity = 0.4 })
  -- The bar, from the tongs over the anvil: hot where it is struck.
  local held, grip = joint(clip, "Tongs", t), joint(clip, "LeftGrip", t)
  local way = between(grip, held, 1.75)
  d.line(between(grip, held, 0.8), between(grip, held, 1.15), { color = palette.light, width = 2.2 })
  d.line(between(grip, held, 1.15), { way[1], way[2], way[3] }, { color = palette.ember, width = 3.2, opacity = 1 })
end

props["g:ciseler-pierre"] = function(d, clip, t)
  d.box(-0.36, 0.52, 0.385, 0.36, 0.855, 0.78)
  d.line({ -0.36, 0.855, 0.415 }, { 0.36, 0.855, 0.415 }, { opacity = 0.45 })
  d.line({ -0.36, 0.825, 0.385 }, { 0.36, 0.825, 0.385 }, { opacity = 0.45 })
  local faint = { opacity = 0.3 }
  d.path({ { -0.42, 0.52, 0.36 }, { 0.42, 0.52, 0.36 }, { 0.42, 0.52, 0.80 }, { -0.42, 0.52, 0.80 } }, { closed = true, opacity = 0.3 })
  for _, c in ipairs { { -0.38, 0.38 }, { 0.38, 0.38 }, { 0.38, 0.78 }, { -0.38, 0.78 } } do
    d.line({ c[1], 0.52, c[2] }, { c[1] * 1.08, 0, c[2] }, faint)
  end
end

props["g:raboter-bois"] = function(d, clip, t)
  local faint = { opacity = 0.3 }
  d.box(-0.34, 0.76, -0.02, 0.16, 0.84, 1.46, { opacity = 0.5 })
  for _, c in ipairs { { -0.30, 0.08 }, { 0.12, 0.08 }, { 0.12, 1.36 }, { -0.30, 1.36 } } do
    d.line({ c[1], 0.76, c[2] }, { c[1], 0, c[2] }, faint)
  end
  d.box(-0.12, 0.84, 0.10, 0.06, 0.868, 1.34)
  local tool = joint(clip, "Tool", t)
  local sole = math.max(0.872, tool[2] - 0.012)
  d.path({ { tool[1], sole, tool[3] - 0.40 }, { tool[1], sole, tool[3] + 0.14 }, { tool[1], sole + 0.06, tool[3] + 0.14 },
    { tool[1], sole + 0.06, tool[3] - 0.40 } }, { closed = true, color = palette.light, opacity = 0.8 })
end

-- As make/motion.py has it: the vessel's radius at height h over the wheel.
local function profile(h)
  local u = math.max(0, math.min(1, h / 0.30))
  return 0.062 + 0.055 * math.sin(math.pi * u ^ 0.85) ^ 1.5 + 0.05 * math.max(0, h - 0.24)
end

props["g:monter-argile"] = function(d, clip, t)
  local y, z = 0.50, 0.50
  d.ring({ 0, y, z }, 0.16)
  d.ring({ 0, y - 0.02, z }, 0.16, { opacity = 0.3 })
  d.ring({ 0, 0.40, z }, 0.27, { opacity = 0.35 })
  d.ring({ 0, 0.12, z }, 0.24, { opacity = 0.25 })
  d.line({ 0, y, z }, { 0, 0.12, z }, { opacity = 0.35 })
  d.ring({ 0.33, 0.47, 0.37 }, 0.10, { opacity = 0.45 })
  d.ring({ 0.33, 0.32, 0.37 }, 0.085, { opacity = 0.3 })
  -- The wall is as high as the hand has drawn it.
  local hand = joint(clip, "RightGrip", t)[2] - y - 0.05
  local high = 0.09
  if t > 1.2 and t <= 6.6 then
    high = t <= 4.4 and math.max(0.09, hand + 0.03) or 0.23
  elseif t > 6.6 then
    high = t <= 10.2 and math.max(0.23, hand + 0.03) or 0.37
  end
  local pale = t > 11.2 and palette.ease((12.0 - t) / 0.8) or t < 0.8 and palette.ease(t / 0.8) or 1
  local left, right = {}, {}
  for n = 0, 12 do
    local h = high * n / 12
    local r = high < 0.12 and 0.10 - 0.02 * n / 12 or profile(h)
    left[#left + 1] = { -r, y + h, z }
    right[#right + 1] = { r, y + h, z }
    if n % 3 == 0 then
      d.ring({ 0, y + h, z }, r, { color = n == 12 and palette.light or nil, opacity = (n == 12 and 0.9 or 0.4) * pale })
    end
  end
  d.path(left, { opacity = 0.5 * pale })
  d.path(right, { opacity = 0.5 * pale })
end

props["g:souffler-verre"] = function(d, clip, t)
  local tip, near = joint(clip, "Tool", t), joint(clip, "RightGrip", t)
  local blown = palette.ease((t - 1.6) / 2.0) * 0.5 + palette.ease((t - 8.4) / 2.2) * 0.5
  local pale = palette.ease((12 - t) / 0.5) * palette.ease((t + 0.1) / 0.5)
  local along = {}
  for k = 1, 3 do
    along[k] = (tip[k] - near[k]) / 0.78
  end
  -- The pipe, back to the mouth.
  d.line(near, { near[1] - along[1] * 0.36, near[2] - along[2] * 0.36, near[3] - along[3] * 0.36 },
    { color = palette.light, opacity = 0.9, width = 1.6 })
  -- The bubble, glowing: rings across the pipe.
  local side = { along[3], 0, -along[1] }
  local n = math.sqrt(side[1] ^ 2 + side[3] ^ 2)
  side = n > 1e-3 and { side[1] / n, 0, side[3] / n } or { 1, 0, 0 }
  local up = { along[2] * side[3] - along[3] * side[2], along[3] * side[1] - along[1] * side[3], along[1] * side[2] - along[2] * side[1] }
  local long = 0.14 + 0.16 * blown
  local wide = 0.055 + 0.075 * blown
  for k = 0, 6 do
    local u = k / 6
    local r = wide * math.sqrt(math.max(0, 1 - (2 * u - 1) ^ 2))
    local s = long * u
    if r > 0.004 then
      d.ring({ tip[1] + along[1] * s, tip[2] + along[2] * s, tip[3] + along[3] * s }, r,
        { color = palette.ember, width = 1.6, opacity = 0.95 * pale }, side, up)
    end
  end
  for k = 0, 3 do
    local a, points = k * math.pi / 4, {}
    for m = 0, 24 do
      local b = m * math.pi / 12
      local s, r = long * (0.5 - 0.5 * math.cos(b)), wide * math.sin(b)
      local p = {}
      for j = 1, 3 do
        p[j] = tip[j] + along[j] * s + (side[j] * math.cos(a) + up[j] * math.sin(a)) * r
      end
      points[#points + 1] = p
    end
    d.path(points, { color = palette.ember, width = 1.6, opacity = 0.6 * pale })
  end
end

props["g:coudre-cuir"] = function(d, clip, t)
  local faint = { opacity = 0.35 }
  d.box(-0.19, 0.40, -0.24, 0.19, 0.44, 0.12, faint)
  for _, c in ipairs { { -0.17, -0.22 }, { 0.17, -0.22 }, { 0.17, 0.10 }, { -0.17, 0.10 } } do
    d.line({ c[1], 0.40, c[2] }, { c[1] * 1.2, 0, c[2] * 1.2 }, faint)
  end
  for _, x in ipairs { -1, 1 } do
    d.path({ { 0.03 * x, 0.02, 0.44 }, { 0.075 * x, 0.46, 0.42 }, { 0.012 * x, 0.775, 0.365 } })
  end
  d.path({ { 0, 0.70, 0.26 }, { 0, 0.805, 0.26 }, { 0, 0.805, 0.48 }, { 0, 0.70, 0.48 } },
    { closed = true, color = palette.light, opacity = 0.7 })
  local seam = { 0, 0.80, 0.36 }
  d.line(seam, joint(clip, "Tool", t), { color = palette.light, opacity = 0.75, width = 1 })
  d.line(seam, joint(clip, "LeftTool", t), { color = palette.light, opacity = 0.75, width = 1 })
end

local pegs = { { 0.44, 1.50 }, { 0.14, 1.585 }, { -0.10, 1.585 }, { -0.44, 1.46 }, { 0.44, 1.27 }, { -0.44, 1.08 }, { 0.38, 0.95 } }

props["g:ourdir-fil"] = function(d, clip, t)
  local z = 0.62
  d.path({ { -0.52, 0.80, z }, { 0.52, 0.80, z }, { 0.52, 1.68, z }, { -0.52, 1.68, z } }, { closed = true, opacity = 0.45 })
  d.line({ -0.52, 0.80, z }, { -0.52, 0, z + 0.06 }, { opacity = 0.3 })
  d.line({ 0.52, 0.80, z }, { 0.52, 0, z + 0.06 }, { opacity = 0.3 })
  local thread = {}
  for n, p in ipairs(pegs) do
    d.line({ p[1], p[2], z - 0.13 }, { p[1], p[2], z }, { width = 2 })
    thread[n] = { p[1], p[2], z - 0.07 }
  end
  d.path(thread, { color = palette.light, opacity = 0.5, width = 1 })
  d.path({ thread[1], { thread[2][1], thread[2][2] + 0.012, z - 0.06 }, { thread[3][1], thread[3][2] - 0.012, z - 0.06 }, thread[4] },
    { color = palette.light, opacity = 0.35, width = 1 })
  d.line(joint(clip, "LeftGrip", t), joint(clip, "Tool", t), { color = palette.light, opacity = 0.6, width = 1 })
end

-- What gesture `id` works on, at time t of its clip.
function space.props(canvas, id, clip, t, camera, opacity)
  local draw = props[id]
  if draw and joints.has(clip, "Tool") then
    draw(pen(canvas, camera, opacity), clip, t)
  end
end

-- The whole figure: what it works on, body, head. `studs`: with its joints.
function space.figure(canvas, gesture, clip, t, camera, style)
  style = style or {}
  if style.props ~= 0 then
    space.props(canvas, gesture.id, clip, t, camera, (style.props or 1) * (style.opacity or 1))
  end
  bodies.figure(canvas, clip, t, camera, style)
end

-- A camera that holds the path of a gesture's hand in a part of the canvas; `room` 1: it fills it.
function space.close(gesture, clip, at, room)
  gesture.box = gesture.box or eye.reach(clip, gesture.hands, gesture.period, gesture.view.azimuth)
  return eye.close(gesture.box, gesture.view.azimuth, at, room)
end

-- A camera that holds the whole body, its tool and the path of its hand in a part of the canvas.
function space.whole(gesture, clip, at)
  gesture.whole = gesture.whole or eye.body(clip, gesture.hands, gesture.period, gesture.view.azimuth)
  return eye.whole(gesture.whole, gesture.view.azimuth, at)
end

-- A camera by a gesture's own view, in a part of the canvas. `far`: some need more room.
function space.camera(gesture, at, more)
  local view = gesture.view
  local camera = {
    target = view.target, azimuth = view.azimuth, elevation = 0.06, distance = 4.6, fov = 0.5,
    x = at[1], y = at[2], width = at[3], height = at[4],
  }
  for key, value in pairs(more or {}) do
    camera[key] = value
  end
  camera.distance = camera.distance * (view.far or 1)
  return camera
end

return space
