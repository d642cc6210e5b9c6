-- The eye that looks at bodies: where a point of space lies on the canvas, cameras that hold a movement in
-- a box, and a clip's joints by name.
local eye = {}

-- As engine/motion/camera.c: the eye's right, up and look; perspective. A function of x, y, z in metres:
-- the place on the canvas and how many px a metre has there; nil behind the eye.
function eye.of(camera)
  local ca, sa = math.cos(camera.azimuth), math.sin(camera.azimuth)
  local ce, se = math.cos(camera.elevation), math.sin(camera.elevation)
  local tx, ty, tz = camera.target[1], camera.target[2], camera.target[3]
  local distance, scale = camera.distance, camera.height / 2 / math.tan(camera.fov / 2)
  local mid_x, mid_y = camera.x + camera.width / 2, camera.y + camera.height / 2
  return function(x, y, z)
    x, y, z = x - tx, y - ty, z - tz
    local into = y * ca - x * sa
    local depth = distance + into * ce - z * se
    if depth < 0.05 then
      return nil
    end
    return mid_x + (x * ca + y * sa) * scale / depth, mid_y - (into * se + z * ce) * scale / depth, scale / depth
  end
end

-- A recording from elsewhere has hands but neither grips nor tools.
local stand_ins = {
  RightGrip = "RightHand", LeftGrip = "LeftHand", Tool = "RightHand", LeftTool = "LeftHand", Tongs = "LeftHand",
}
local known = setmetatable({}, { __mode = "k" }) -- clip -> set of its joints' names

-- Whether a clip has a joint of this name.
function eye.has(clip, name)
  if not known[clip] then
    known[clip] = {}
    for _, joint in ipairs(clip:joints()) do
      known[clip][joint] = true
    end
  end
  return known[clip][name] or false
end

-- The name itself, or what stands in for it.
function eye.joint(clip, name)
  return eye.has(clip, name) and name or stand_ins[name] or name
end

-- Where it is, m.
function eye.at(clip, name, t)
  return clip:joint(eye.joint(clip, name), t)
end

return eye
