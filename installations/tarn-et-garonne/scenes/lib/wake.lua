-- The wake of a gesture: its joints draw lines of light that flow over the wall as time goes by, crossed by the arm as it
-- was at every flash. Where all of it is depends on show time alone.
local eye = require "eye"
local joints = require "joints"

local wake = {}
local rate = 30      -- samples a second of the clip
local flash = 6      -- samples from one flash to the next
local warm, ember = "#f4ead8", "#ff7a1a"
local limbs = {
  { "RightArm", "RightForeArm", "RightHand", "RightGrip" },
  { "LeftArm", "LeftForeArm", "LeftHand", "LeftGrip" },
}

-- Where each joint is seen at each sample of one loop, worked out once.
function wake.new(clip, tool, camera, speed)
  local see, w = eye.of(camera), { count = math.max(2, math.floor(clip:duration() * rate + 0.5)), lines = {}, speed = speed }
  w.period = w.count / rate
  for side, names in ipairs(limbs) do
    local list = { table.unpack(names) }
    if side == 1 and tool and tool ~= "RightGrip" then
      list[#list + 1] = tool
    end
    local limb = {}
    for k, name in ipairs(list) do
      local path = {}
      for n = 0, w.count - 1 do
        local x, y = see(joints.at(clip, name, n / rate))
        path[2 * n + 1], path[2 * n + 2] = x or 0, y or 0
      end
      limb[k] = path
    end
    w.lines[side] = limb
  end
  return w
end

local function shade(u) -- of what is u of the way gone: 0 now, 1 out of sight
  return u >= 1 and 0 or (1 - u) * (1 - u)
end

-- One joint's line: `first` is the sample at which light began, `now` the one that is being drawn.
local function line(canvas, w, path, first, now, reach, look)
  local flat, k = {}, 0
  for n = math.max(first, now - math.floor(reach)), now do
    local at, u = n % w.count, (now - n) / reach
    flat[k + 1] = path[2 * at + 1] - w.speed * (now - n) / rate
    flat[k + 2] = path[2 * at + 2]
    flat[k + 3] = look.width * (1 + 0.9 * shade(6 * u))
    flat[k + 4] = look.opacity * (0.36 * shade(u) + 0.64 * shade(8 * u))
    k = k + 4
  end
  if k >= 8 then
    canvas:trail(flat, { color = look.color })
  end
end

local function flashes(canvas, w, limb, first, now, reach, opacity)
  for n = math.max(first, now - math.floor(reach)) // flash * flash + flash, now, flash do
    local at, u, flat = n % w.count, (now - n) / reach, {}
    for k, path in ipairs(limb) do
      flat[2 * k - 1], flat[2 * k] = path[2 * at + 1] - w.speed * (now - n) / rate, path[2 * at + 2]
    end
    canvas:polyline(flat, { color = warm, width = 1.4, opacity = opacity * (0.34 * shade(u) + 0.3 * shade(8 * u)) })
  end
end

-- `since`: how long light has been drawn, seconds; `t`: where the clip is; `reach_px`: how far light flows.
function wake.draw(canvas, w, t, since, reach_px, opacity)
  local now = math.floor(t * rate + 0.5)
  local first, reach = now - math.floor(since * rate), reach_px / w.speed * rate
  for _, limb in ipairs(w.lines) do
    flashes(canvas, w, limb, first, now, reach, opacity)
  end
  for side, limb in ipairs(w.lines) do
    for k, path in ipairs(limb) do
      local last = k == #limb
      line(canvas, w, path, first, now, reach, { color = warm, width = last and 3.2 or 1.5, opacity = (last and 1 or 0.5) * opacity })
      if last and side == 1 then
        canvas:circle(path[2 * (now % w.count) + 1], path[2 * (now % w.count) + 2], 7, { color = ember, opacity = opacity })
      end
    end
  end
end

return wake
