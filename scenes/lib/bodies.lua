-- Bodies as lines of light: head, joints, the whole figure, and its joints joined on the canvas.
local eye = require "eye"
local joints = require "joints"

local bodies = {}
local light, night = "#f4ead8", "#000000"

-- The head: an oval along the neck, dark inside, so that what lies behind it is not seen through. Where its middle
-- is, and how far it reaches from there, px; nothing where it is not seen.
function bodies.head(canvas, clip, t, camera, style)
  local see = eye.of(camera)
  local bx, by, bz = joints.at(clip, "Head", t)
  local nx, ny, nz = joints.at(clip, "Neck", t)
  local long = math.sqrt((bx - nx) ^ 2 + (by - ny) ^ 2 + (bz - nz) ^ 2)
  local s = 0.088 / math.max(1e-6, long)
  local x, y, px = see(bx + (bx - nx) * s, by + (by - ny) * s, bz + (bz - nz) * s)
  local x0, y0 = see(bx, by, bz)
  if not x or not x0 then
    return
  end
  local ux, uy = x - x0, y - y0
  local n = math.max(1e-6, math.sqrt(ux * ux + uy * uy))
  ux, uy = ux / n, uy / n
  local points = {}
  for k = 0, 31 do
    local a = k * math.pi / 16
    local c, d = 0.118 * px * math.cos(a), 0.086 * px * math.sin(a)
    points[#points + 1] = x + ux * c - uy * d
    points[#points + 1] = y + uy * c + ux * d
  end
  canvas:polygon(points, { color = style.ground or night })
  canvas:polyline(points, { color = style.color or light, width = style.width or 2, opacity = style.opacity or 1, closed = true })
  return x, y, 0.118 * px
end

-- Marey's studs: the joints that bend, as points of light.
local studs = { "RightArm", "RightForeArm", "RightHand", "LeftArm", "LeftForeArm", "LeftHand", "RightUpLeg", "RightLeg",
  "RightFoot", "LeftUpLeg", "LeftLeg", "LeftFoot" }

local function stud(canvas, clip, t, camera, style)
  local see = eye.of(camera)
  for _, name in ipairs(studs) do
    local x, y
    if joints.has(clip, name) then
      x, y = see(clip:joint(name, t))
    end
    if x then
      canvas:circle(x, y, style.width * 1.15, { color = style.color or light, opacity = style.opacity or 1 })
    end
  end
end

-- The whole figure: body and head. `studs`: with its joints; `ground`: what is seen through it. What `head` says.
function bodies.figure(canvas, clip, t, camera, style)
  style = style or {}
  local width, x, y, r = style.width or 3, nil, nil, nil
  canvas:body(clip, t, camera, { color = style.color or light, width = width, opacity = style.opacity or 1 })
  if joints.has(clip, "Head") and joints.has(clip, "Neck") then
    x, y, r = bodies.head(canvas, clip, t, camera, { color = style.color, width = width * 0.8, opacity = style.opacity, ground = style.ground })
  end
  if style.studs then
    stud(canvas, clip, t, camera, { color = style.color, width = width, opacity = style.opacity })
  end
  return x, y, r
end

-- Joints joined by a line on the canvas, moved right by `along` px.
function bodies.chain(see, clip, t, names, along)
  local flat = {}
  for _, name in ipairs(names) do
    local x, y = see(joints.at(clip, name, t))
    if not x then
      return nil
    end
    flat[#flat + 1] = x + along
    flat[#flat + 1] = y
  end
  return flat
end

return bodies
