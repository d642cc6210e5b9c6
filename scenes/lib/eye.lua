-- The eye that looks at bodies: where a point of space lies on the canvas, and cameras that hold a movement
-- in a box.
local joints = require "joints"

local eye = {}
local fov = 0.4

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

-- The box of joints over `period` seconds of a clip: each joint's places, `steps` of them, told to `take`.
local function over(clip, names, period, steps, take)
  for n = 0, steps do
    for _, name in ipairs(names) do
      if joints.has(clip, joints.name(clip, name)) then
        take(name, joints.at(clip, name, period * n / steps))
      end
    end
  end
end

-- What the paths of `hands` take up, seen from `azimuth`: { target, tall, wide }, m. Worked out once, for eye.close.
function eye.reach(clip, hands, period, azimuth)
  local low, high = { 9, 9, 9 }, { -9, -9, -9 }
  over(clip, hands, period, 80, function(_, x, y, z)
    for k, v in ipairs { x, y, z } do
      low[k], high[k] = math.min(low[k], v), math.max(high[k], v)
    end
  end)
  return {
    target = { (low[1] + high[1]) / 2, (low[2] + high[2]) / 2, (low[3] + high[3]) / 2 },
    tall = high[3] - low[3],
    wide = math.abs(math.cos(azimuth)) * (high[1] - low[1]) + math.abs(math.sin(azimuth)) * (high[2] - low[2]),
  }
end

-- A camera that holds such a reach in the box `at` = { x, y, w, h } of the canvas; `room` 1: it fills it.
function eye.close(reach, azimuth, at, room)
  local tall = math.max(reach.tall, reach.wide * at[4] / at[3]) / (room or 1)
  return {
    target = reach.target, azimuth = azimuth, elevation = 0.05, fov = fov,
    distance = tall / 2 / math.tan(fov / 2) + 0.2, x = at[1], y = at[2], width = at[3], height = at[4],
  }
end

local limbs = { "Head", "RightArm", "LeftArm", "RightForeArm", "LeftForeArm", "RightHand", "LeftHand", "RightFoot", "LeftFoot" }

-- What the whole body, its tool and the paths of `hands` take up: { along, wide, low, high }, m, for eye.whole.
function eye.body(clip, hands, period, azimuth)
  local left, right, high = 9, -9, 0
  local ca, sa = math.cos(azimuth), math.sin(azimuth)
  local names = table.move(hands, 1, #hands, #limbs + 1, table.move(limbs, 1, #limbs, 1, {}))
  over(clip, names, period, 40, function(name, x, y, z)
    local along = x * ca + y * sa
    left, right = math.min(left, along - 0.12), math.max(right, along + 0.12)
    high = math.max(high, z + (name == "Head" and 0.24 or 0.06))
  end)
  return { along = (left + right) / 2, wide = right - left, low = -0.10, high = high }
end

-- A camera that holds such a body in a part of the canvas, also when the eye moves a little to the side.
function eye.whole(body, azimuth, at)
  local tall = math.max(body.high - body.low, body.wide * at[4] / at[3])
  return {
    target = { body.along * math.cos(azimuth), body.along * math.sin(azimuth) - 0.2 * math.cos(azimuth), (body.low + body.high) / 2 },
    azimuth = azimuth, elevation = 0.04, fov = fov, distance = tall / 2 / math.tan(fov / 2) + 0.35,
    x = at[1], y = at[2], width = at[3], height = at[4],
  }
end

return eye
