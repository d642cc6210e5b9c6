-- For pictures of the works (make/films.py): each stands for a second, on the kiosk's canvas. They are
-- drawn as an engraver would: by rows of strokes that follow the surface, bright where light falls.
local palette = require "palette"
local space = require "space"

local scene = {}
local order = { "vasque", "vase", "banc", "album" }
local light = { -0.52, -0.62, 0.58 } -- where the light comes from: left, before, above (a unit vector, nearly)

-- Where the eye stands, and what it sees. Lengths in the work's own unit, about a metre; z up, y away.
local function view(camera)
  local ca, sa = math.cos(camera.azimuth), math.sin(camera.azimuth)
  local ce, se = math.cos(camera.elevation), math.sin(camera.elevation)
  local t, d = camera.target, camera.distance
  return { eye = space.eye(camera), at = { t[1] + d * ce * sa, t[2] - d * ce * ca, t[3] + d * se } }
end

-- How bright a surface with normal n is, 0..1: what comes from the lamp, a little from everywhere.
local function lit(nx, ny, nz)
  local fall = math.max(0, nx * light[1] + ny * light[2] + nz * light[3])
  return 0.05 + 0.60 * fall ^ 1.7 + 0.5 * fall ^ 16
end

-- A row of strokes: f(u) gives x, y, z, nx, ny, nz; `seen(x, y, z, nx, ny, nz)` how much of it we see.
local function row(plate, v, f, steps, width, seen, color)
  local flat = {}
  for k = 0, steps do
    local x, y, z, nx, ny, nz = f(k / steps)
    local px, py = v.eye(x, y, z)
    local m = #flat
    flat[m + 1], flat[m + 2], flat[m + 3] = px, py, width
    flat[m + 4] = math.min(1, lit(nx, ny, nz)) * seen(x, y, z, nx, ny, nz, k)
  end
  plate[#plate + 1] = { trail = flat, color = color or palette.light }
end

local function towards(v, x, y, z, nx, ny, nz)
  return nx * (v.at[1] - x) + ny * (v.at[2] - y) + nz * (v.at[3] - z) > 0
end

-- A ring of radius r at height z whose surface leans by (out, up).
local function ring(r, z, out, up)
  local n = math.sqrt(out * out + up * up)
  out, up = out / n, up / n
  return function(u)
    local a = 2 * math.pi * u
    local c, s = math.cos(a), math.sin(a)
    return r * c, r * s, z, c * out, s * out, up
  end
end

local function disc(v, r, z)
  local flat = {}
  for k = 0, 71 do
    local a = k * math.pi / 36
    flat[2 * k + 1], flat[2 * k + 2] = v.eye(r * math.cos(a), r * math.sin(a), z)
  end
  return flat
end

-- A flat face: dark, so that it hides what is behind it; its edges; strokes along it from a to b.
local function face(plate, v, corners, strokes, bright, broken)
  local flat = {}
  for k, p in ipairs(corners) do
    flat[2 * k - 1], flat[2 * k] = v.eye(p[1], p[2], p[3])
  end
  plate[#plate + 1] = { fill = flat }
  for n = 1, strokes do
    local u = n / (strokes + 1)
    local a, b, c, d = corners[1], corners[2], corners[3], corners[4]
    local line = {}
    local pieces = broken and 12 or 1
    for k = 0, pieces - 1 do
      local s = (k + (broken and 0.10 + 0.10 * math.sin(5 * n + 3 * k) or 0)) / pieces
      local e = (k + (broken and 0.80 + 0.14 * math.sin(3 * n + 7 * k) or 1)) / pieces
      local function at(w)
        local p = {}
        for i = 1, 3 do
          p[i] = (a[i] + (d[i] - a[i]) * u) * (1 - w) + (b[i] + (c[i] - b[i]) * u) * w
        end
        return v.eye(p[1], p[2], p[3])
      end
      local x1, y1 = at(s)
      local x2, y2 = at(e)
      line[#line + 1] = { x1, y1, x2, y2 }
    end
    for _, l in ipairs(line) do
      plate[#plate + 1] = { line = l, width = 1.3, opacity = bright * (0.75 + 0.25 * math.sin(9 * n)) }
    end
  end
  plate[#plate + 1] = { line = flat, closed = true, width = 1.8, opacity = math.min(1, 0.45 + bright) }
end

-- A beam or block between two corners: the three faces that we see from before, above, and one side.
local function block(plate, v, x0, y0, z0, x1, y1, z1, rows, broken, side)
  local sx = side == "left" and x0 or x1
  face(plate, v, { { sx, y0, z0 }, { sx, y0, z1 }, { sx, y1, z1 }, { sx, y1, z0 } }, rows[3], lit(side == "left" and -1 or 1, 0, 0) * 0.8, broken)
  face(plate, v, { { x0, y0, z1 }, { x1, y0, z1 }, { x1, y1, z1 }, { x0, y1, z1 } }, rows[2], lit(0, 0, 1) * 0.8, broken)
  local upright = z1 - z0 > x1 - x0
  face(plate, v, upright and { { x0, y0, z0 }, { x0, y0, z1 }, { x1, y0, z1 }, { x1, y0, z0 } }
    or { { x0, y0, z0 }, { x1, y0, z0 }, { x1, y0, z1 }, { x0, y0, z1 } }, rows[1], lit(0, -1, 0) * 0.8, broken)
end

local works = {}

-- The copper bowl on three arms of iron and a block of stone; inside it, the rows of the hammer.
function works.vasque(camera)
  camera.target, camera.distance, camera.elevation, camera.azimuth = { 0, 0, -0.20 }, 5.9, 0.40, 0.5
  local plate, v = {}, view(camera)
  block(plate, v, -0.56, -0.56, -1.0, 0.56, 0.56, -0.66, { 15, 20, 15 }, true, "right")
  for k = 0, 2 do
    local a = 2 * math.pi * (k + 0.12) / 3
    for side = -2, 2 do -- each arm five lines wide
      local b = a + 0.035 * side
      row(plate, v, function(u)
        local r = 0.42 - 0.20 * math.sin(u * math.pi / 2) + 0.10 * u ^ 3
        return r * math.cos(b), r * math.sin(b), -0.66 + 0.70 * u, math.cos(a + 0.5 * side), math.sin(a + 0.5 * side), 0.2
      end, 24, side == 0 and 2.4 or 1.5, function() return 1.2 end)
    end
  end
  local function bowl(u)
    local a = u * math.pi / 2
    return 0.10 + 0.80 * math.sin(a) ^ 1.15, 0.00 + 0.52 * (1 - math.cos(a)) ^ 1.05
  end
  local rim, high = bowl(1)
  local mouth
  for n = 1, 24 do -- dark, so that it hides the arms behind it
    local r, z = bowl(n / 24)
    mouth = disc(v, r, z)
    plate[#plate + 1] = { fill = mouth }
  end
  for pass = 1, 2 do
    local inside = pass == 2
    if inside then
      plate[#plate + 1] = { fill = mouth }
    end
    for n = 1, 33 do
      local u = n / 33
      local r, z = bowl(u)
      local r2, z2 = bowl(math.min(1, u + 0.01))
      local r1, z1 = bowl(u - 0.01)
      local out, up = z2 - z1, r1 - r2
      if inside then
        out, up = -out, -up
      end
      local strokes = math.floor(10 + 50 * r)
      row(plate, v, ring(r, z, out, up), 240, inside and 2.3 or 1.5, function(x, y, zz, nx, ny, nz, k)
        if not towards(v, x, y, zz, nx, ny, nz) then
          return 0
        end
        if inside then -- through the mouth: where the line of sight crosses the rim's plane
          local s = (high - v.at[3]) / (zz - v.at[3] - 1e-9)
          local cx, cy = v.at[1] + s * (x - v.at[1]), v.at[2] + s * (y - v.at[2])
          if cx * cx + cy * cy > rim * rim + 1e-6 then
            return 0
          end
        end
        -- Each blow leaves a facet: the row is bright in its middle and dark between two blows.
        local facet = math.sin(math.pi * ((k / 240 * strokes + 0.5 * (n % 2)) % 1))
        return 0.28 + 0.85 * facet ^ 1.5
      end)
    end
  end
  row(plate, v, ring(rim, high, 0, 1), 160, 3, function() return 1.4 end)
  return plate
end

-- Two vessels of one profile: the clay with its rings, the glass in it, a breath higher.
function works.vase(camera)
  camera.target, camera.distance, camera.elevation, camera.azimuth = { 0, 0, -0.02 }, 6.2, 0.26, 0
  local plate, v = {}, view(camera)
  local function profile(u)
    return 0.24 + 0.40 * math.sin(math.pi * u ^ 0.85) ^ 1.5 + 0.26 * math.max(0, u - 0.80) ^ 1.2 * 3, -1.0 + 1.72 * u
  end
  local function leaning(u)
    local r1, z1 = profile(u - 0.005)
    local r2, z2 = profile(u + 0.005)
    return z2 - z1, r1 - r2
  end
  for n = 1, 76 do
    local u = n / 76
    local r, z = profile(u)
    local out, up = leaning(math.min(0.995, u))
    row(plate, v, ring(r, z + 0.006 * math.sin(n * 1.7), out, up), 120, 1.5 + 0.6 * math.sin(n * 2.1), function(x, y, zz, nx, ny, nz)
      return towards(v, x, y, zz, nx, ny, nz) and 0.95 or 0
    end)
  end
  local lip, high = profile(1)
  plate[#plate + 1] = { fill = disc(v, lip, high) }
  row(plate, v, ring(lip, high, 0.3, 1), 120, 3, function() return 1.3 end)
  -- The glass: only its edges take the light.
  for n = 0, 15 do
    local u = 0.86 + 0.14 * n / 15
    local r, z = profile(u)
    r, z = r * 0.82, z + 0.16
    row(plate, v, ring(r, z, 1, 0.1), 120, n == 15 and 2.4 or 1.2, function(x, y, zz, nx, ny, nz)
      local tx, ty = v.at[1] - x, v.at[2] - y
      local edge = 1 - math.abs(nx * tx + ny * ty) / math.sqrt(tx * tx + ty * ty)
      return (n == 15 and 1.5 or 0.10 + 1.9 * edge ^ 3) * (zz <= high - 0.07 and ny > 0 and 0.6 or 1)
    end, n == 15 and palette.light or palette.steel)
  end
  return plate
end

-- The oak bench: frames planed straight, a seat of leather, a back of warped yarn.
function works.banc(camera)
  camera.target, camera.distance, camera.elevation, camera.azimuth = { 0, 0, -0.08 }, 6.0, 0.26, -0.55
  local plate, v = {}, view(camera)
  local w, d = 1.02, 0.36
  local function post(x, y, top)
    block(plate, v, x - 0.05, y - 0.05, -0.90, x + 0.05, y + 0.05, top, { 3, 1, 3 }, false, "left")
  end
  post(w, d, 0.86)
  post(-w, d, 0.86)
  block(plate, v, -w + 0.05, d - 0.03, 0.20, w - 0.05, d + 0.03, 0.28, { 3, 2, 0 }, false, "left")
  block(plate, v, -w + 0.05, d - 0.03, 0.74, w - 0.05, d + 0.03, 0.82, { 3, 2, 0 }, false, "left")
  for n = 0, 60 do -- the warp
    local x = -w + 0.12 + n * (2 * w - 0.24) / 60
    local x1, y1 = v.eye(x, d - 0.03, 0.28)
    local x2, y2 = v.eye(x, d - 0.03, 0.74)
    plate[#plate + 1] = { line = { x1, y1, x2, y2 }, width = 1.3, opacity = 0.55 + 0.35 * math.sin(n * 2.4) ^ 2 }
  end
  block(plate, v, -w - 0.03, -d, -0.62, -w + 0.03, d, -0.55, { 1, 1, 2 }, false, "left")
  block(plate, v, w - 0.03, -d, -0.62, w + 0.03, d, -0.55, { 1, 1, 2 }, false, "left")
  block(plate, v, -w - 0.05, -d - 0.05, -0.22, w + 0.05, d + 0.05, -0.10, { 4, 0, 3 }, false, "left")
  -- The leather: it sags a little; two seams hold it.
  for n = 1, 34 do
    local y = -d + 2 * d * n / 35
    row(plate, v, function(u)
      local x = (2 * u - 1) * (w - 0.06)
      local sag = 0.05 * math.sin(math.pi * n / 35) * math.sin(math.pi * u)
      return x, y, -0.10 - sag, 0.25 * math.cos(math.pi * u), 0.55 * math.cos(math.pi * n / 35) - 0.2, 0.8
    end, 60, 1.5, function(_, _, _, _, _, _, k) return 0.75 + 0.3 * math.sin(k * 1.3 + n * 2.2) end)
  end
  for _, y in ipairs { -d + 0.035, d - 0.035 } do
    for n = 0, 33 do
      local x = -w + 0.09 + n * (2 * w - 0.18) / 33
      local x1, y1 = v.eye(x - 0.018, y - 0.008, -0.095)
      local x2, y2 = v.eye(x + 0.018, y + 0.008, -0.095)
      plate[#plate + 1] = { line = { x1, y1, x2, y2 }, width = 2.2, opacity = 0.95, color = palette.ember }
    end
  end
  post(w, -d, -0.10)
  post(-w, -d, -0.10)
  return plate
end

-- The album: folded sections between boards, a leather spine on raised bands, the head in gold.
function works.album(camera)
  camera.target, camera.distance, camera.elevation, camera.azimuth = { 0.02, 0, -0.05 }, 5.4, 0.52, -0.62
  local plate, v = {}, view(camera)
  local x0, x1, low, high, deep = -0.55, 0.62, -0.86, 0.74, 0.19
  local function vertical(x, y, nx, ny, bright, width)
    row(plate, v, function(u) return x, y, low + (high - low) * u, nx, ny, 0.1 end, 40, width or 1.4, function(_, _, _, _, _, _, k)
      return bright * (0.85 + 0.15 * math.sin(k * 1.9 + x * 90))
    end)
  end
  -- The far board, then the leaves: what is seen of them is the gilded head.
  block(plate, v, x0 + 0.03, deep - 0.03, low, x1, deep, high, { 0, 0, 0 }, false, "left")
  local head = {}
  for k, p in ipairs { { x0, -deep }, { x1 - 0.05, -deep }, { x1 - 0.05, deep }, { x0, deep } } do
    head[2 * k - 1], head[2 * k] = v.eye(p[1], p[2], high - 0.05)
  end
  plate[#plate + 1] = { fill = head }
  for n = 1, 26 do
    local y = -deep + 0.03 + (2 * deep - 0.06) * n / 27
    local ax, ay = v.eye(x0 + 0.02, y, high - 0.05)
    local bx, by = v.eye(x1 - 0.05, y, high - 0.05)
    plate[#plate + 1] = { line = { ax, ay, bx, by }, width = 1.3, opacity = n % 8 == 0 and 0.15 or 0.5 + 0.4 * math.sin(n * 2.3) ^ 2, color = palette.ember }
  end
  -- The spine, rounded: a dark shape, leather in upright strokes, five bands.
  local function spine(a, out, z)
    return x0 + (0.13 + out) * math.cos(a), (deep + out) * math.sin(a), z
  end
  local shape = {}
  for k = 0, 24 do
    shape[#shape + 1], shape[#shape + 2] = v.eye(spine(math.pi / 2 + math.pi * k / 24, 0, high))
  end
  for k = 24, 0, -1 do
    shape[#shape + 1], shape[#shape + 2] = v.eye(spine(math.pi / 2 + math.pi * k / 24, 0, low))
  end
  plate[#plate + 1] = { fill = shape }
  for k = 0, 34 do
    local a = math.pi / 2 + math.pi * k / 34
    local x, y = spine(a, 0, 0)
    if towards(v, x, y, 0, math.cos(a) / 0.13, math.sin(a) / deep, 0) then
      local n = math.sqrt((math.cos(a) / 0.13) ^ 2 + (math.sin(a) / deep) ^ 2)
      vertical(x, y, math.cos(a) / 0.13 / n, math.sin(a) / deep / n, 0.9)
    end
  end
  local function arc(z, out, width, bright)
    row(plate, v, function(u)
      local a = math.pi / 2 + math.pi * u
      local x, y = spine(a, out, z)
      return x, y, z, math.cos(a), math.sin(a), 0.5
    end, 60, width, function(x, y, zz, nx, ny)
      return towards(v, x, y, zz, nx, ny, 0.05) and bright or 0
    end)
  end
  for n = 0, 4 do
    for k = 0, 6 do
      arc(high - 0.26 - 0.29 * n + 0.007 * (k - 3), 0.016 * math.sin(math.pi * (k + 0.5) / 7), 1.8, 1.35)
    end
  end
  arc(high, 0, 2.2, 1.4)
  arc(low, 0, 2.2, 1.4)
  -- The near board: a strip of leather, then plain paper.
  block(plate, v, x0, -deep, low, x1, 0.03 - deep, high, { 0, 0, 0 }, false, "left")
  for k = 1, 11 do
    vertical(x0 + 0.021 * k, -deep, -0.2, -0.95, 1.2)
  end
  vertical(x0 + 0.25, -deep, -0.2, -0.95, 2.2, 2)
  for n = 1, 21 do
    local z = low + (high - low) * n / 22
    row(plate, v, function(u) return x0 + 0.29 + (x1 - x0 - 0.31) * u, -deep, z, -0.1, -0.95, 0.2 end, 60, 1.2, function(_, _, _, _, _, _, k)
      return 0.34 + 0.14 * math.sin(k * 0.7 + n * 2.1)
    end)
  end
  return plate
end

function scene.enter(stage)
  scene.stage = stage
  scene.plates = {}
  for n, name in ipairs(order) do
    scene.plates[n] = works[name] { x = 0, y = 0, width = stage.width, height = stage.height, fov = 0.4 }
  end
end

function scene.draw(canvas)
  local n = math.floor(show.now()) % #order + 1
  for _, stroke in ipairs(scene.plates[n]) do
    if stroke.trail then
      canvas:trail(stroke.trail, { color = stroke.color })
    elseif stroke.fill then
      canvas:polygon(stroke.fill, { color = palette.night })
    else
      canvas:polyline(stroke.line, { color = stroke.color or palette.light, width = stroke.width, opacity = stroke.opacity, closed = stroke.closed })
    end
  end
  scene.stage:redraw(1 - show.now() % 1)
end

return scene
