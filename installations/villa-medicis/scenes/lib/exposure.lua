-- A long exposure of a hand at work, seen from near: its lamp writes the path through one loop, the
-- path pales as it ages, and the last instants of arm and tool stand behind it as on Marey's plates.
-- The films are recorded from it (scenes/trace); a gesture without a film is drawn by it live. No words and no
-- figures stand in it: a film is seen in every language, and pages say beside it what it is.
local house = require "house"
local joints = require "joints"
local palette = require "palette"
local space = require "space"

local exposure = { width = 1280, height = 720 } -- what it is drawn on, px

local rate = 60    -- points of the path, a second
local flash = 6    -- points from flash to flash of the lamp: ten a second
local arm = { "RightArm", "RightForeArm", "RightHand", "RightGrip" }

-- A flash leaves a drop: wide where it began, drawn out the way the hand goes.
local drop_width = { 4.6, 4.2, 3.4, 2.6, 1.8, 1.4 }
local drop_light = { 1, 1, 0.85, 0.6, 0.32, 0.22 }

local function chain(clip, names, t)
  local points = {}
  for n, name in ipairs(names) do
    points[n] = { joints.at(clip, name, t) }
  end
  return points
end

-- Where the tool strikes: the ends of quick falls of the hand.
local function impacts(path, count)
  local found = {}
  for n = 0, count - 1 do
    local z, before, after = path[n + 1][3], path[(n - 1) % count + 1][3], path[(n + 1) % count + 1][3]
    local from = path[(n - 9) % count + 1][3]
    if z < before and z <= after and from - z > 0.10 then
      found[#found + 1] = { t = n / rate, at = path[n + 1] }
    end
  end
  return found
end

-- What does not change, worked out once: points of the paths and instants, in the world. It costs as
-- much as some frames: who can, calls it before the first.
function exposure.prepare(gesture)
  local clip, plate = house.clip(gesture), gesture.exposure
  if plate then
    return plate
  end
  local count = math.floor(gesture.period * rate + 0.5)
  plate = { count = count, paths = {}, instants = {}, speed = {}, fastest = 0 }
  for k, hand in ipairs(gesture.hands) do
    local path = {}
    for n = 0, count - 1 do
      path[n + 1] = { joints.at(clip, hand, n / rate) }
    end
    plate.paths[k] = path
  end
  local names = { arm[1], arm[2], arm[3], arm[4], gesture.hand }
  plate.step = gesture.view.struck and 1 / 30 or gesture.period / 120
  plate.life = gesture.view.struck and 0.6 or 2.4
  for n = 0, math.floor(gesture.period / plate.step + 0.5) - 1 do
    plate.instants[n + 1] = chain(clip, names, n * plate.step)
  end
  plate.impacts = gesture.view.struck and impacts(plate.paths[1], count) or {}
  local path = plate.paths[1]
  for n = 1, count do
    local a, b = path[(n - 4) % count + 1], path[(n + 2) % count + 1]
    local v = math.sqrt((a[1] - b[1]) ^ 2 + (a[2] - b[2]) ^ 2 + (a[3] - b[3]) ^ 2) * rate / 6
    plate.speed[n] = v
    plate.fastest = math.max(plate.fastest, v)
  end
  gesture.exposure = plate
  return plate
end

-- One path as it lies on the plate at time `at`: oldest first, the lamp last.
local function lamp(canvas, plate, path, eye, at, opacity)
  local count, long = plate.count, plate.count / rate
  local now = math.floor(at * rate + 0.5) % count
  local drops, glow = {}, {}
  for k = 1, count do
    local n = (now + k) % count
    local age = (count - k) / rate
    local x, y = eye(path[n + 1][1], path[n + 1][2], path[n + 1][3])
    if x then
      local fresh = math.exp(-age / 0.45)
      local paling = palette.ease((long - age) / (0.10 * long))
      local d = n % flash + 1
      local m = #drops
      drops[m + 1], drops[m + 2] = x, y
      drops[m + 3] = drop_width[d] * (0.8 + 0.5 * fresh)
      drops[m + 4] = drop_light[d] * (0.46 + 0.54 * fresh) * paling * opacity
      if age < 1.1 then
        m = #glow
        glow[m + 1], glow[m + 2], glow[m + 3], glow[m + 4] = x, y, 24, 0.07 * fresh * opacity
      end
    end
  end
  canvas:trail(glow, { color = palette.light })
  for k = 3, #glow, 4 do
    glow[k] = 11
  end
  canvas:trail(glow, { color = palette.light })
  canvas:trail(drops, { color = palette.light })
  local m = #drops
  if m > 0 then
    canvas:circle(drops[m - 3], drops[m - 2], 16, { color = palette.light, opacity = 0.10 * opacity })
    canvas:circle(drops[m - 3], drops[m - 2], 6.5, { color = palette.light, opacity = opacity })
  end
end

local function instants(canvas, plate, eye, at, opacity)
  local long = plate.count / rate
  for n, points in ipairs(plate.instants) do
    local age = (at - (n - 1) * plate.step) % long
    if age < plate.life then
      local flat = {}
      for k, p in ipairs(points) do
        flat[2 * k - 1], flat[2 * k] = eye(p[1], p[2], p[3])
      end
      if #flat == 2 * #points then
        canvas:polyline(flat, { color = palette.light, width = 1.3, opacity = 0.5 * (1 - age / plate.life) ^ 1.5 * opacity })
      end
    end
  end
end

local function struck(canvas, plate, eye, at, opacity)
  local long = plate.count / rate
  for _, blow in ipairs(plate.impacts) do
    local age = (at - blow.t) % long
    local x, y = eye(blow.at[1], blow.at[2], blow.at[3])
    if x and age < 1.6 then
      local u = age / 1.6
      canvas:circle(x, y, 7 + 34 * palette.ease(0.5 + u / 2) - 17, { color = palette.ember, stroke = 2.2 * (1 - u) + 0.3, opacity = (1 - u) ^ 2 * opacity })
    end
  end
end

-- How fast the hand goes, over one loop, and where in it we are.
local function speed(canvas, gesture, plate, at, opacity)
  local x, y, w, h = 271, 664, 738, 44
  local count = plate.count
  canvas:line(x, y, x + w, y, { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  for s = 0, math.floor(gesture.period) do
    local tx = x + w * s / gesture.period
    canvas:line(tx, y, tx, y + (s % 5 == 0 and 9 or 5), { color = palette.steel, width = 1.2, opacity = 0.6 * opacity })
  end
  local flat = {}
  for n = 0, count, 2 do
    flat[#flat + 1] = x + w * n / count
    flat[#flat + 1] = y - h * plate.speed[n % count + 1] / plate.fastest
  end
  canvas:polyline(flat, { color = palette.steel, width = 1.3, opacity = 0.75 * opacity })
  local now = math.floor(at * rate + 0.5) % count
  canvas:circle(x + w * at / gesture.period, y - h * plate.speed[now + 1] / plate.fastest, 5.5, { color = palette.ember, opacity = opacity })
end

-- The picture ends nowhere: its borders sink into the dark. What stands below the hand does so sooner,
-- so that the scale is read on black.
local function dusk(canvas)
  for n = 0, 11 do
    local look = { color = palette.night, opacity = palette.ease(1 - (n + 0.5) / 12) }
    canvas:rect(6 * n, 0, 6, exposure.height, look)
    canvas:rect(exposure.width - 6 * n - 6, 0, 6, exposure.height, look)
    canvas:rect(0, 4 * n, exposure.width, 4, look)
  end
  for n = 0, 23 do
    canvas:rect(0, 500 + 4 * n, exposure.width, 4, { color = palette.night, opacity = palette.ease((n + 1) / 24) })
  end
  canvas:rect(0, 596, exposure.width, 124, { color = palette.night })
end

-- Draws gesture at time `at` of its loop, on 1280 by 720 px.
function exposure.draw(canvas, gesture, at, opacity)
  local clip = house.clip(gesture)
  local plate = exposure.prepare(gesture)
  local camera = space.close(gesture, clip, { 0, 0, exposure.width, 620 }, gesture.view.near or 0.62)
  local target, aside = camera.target, gesture.view.aside or 0
  camera.target = { target[1] + aside * math.cos(camera.azimuth), target[2] + aside * math.sin(camera.azimuth),
    target[3] + (gesture.view.lift or 0) }
  camera.azimuth = camera.azimuth + 0.20 * math.sin(2 * math.pi * at / gesture.period)
  local eye = space.eye(camera)
  space.figure(canvas, gesture, clip, at, camera, { opacity = 0.42 * opacity, width = 3, props = 1.5 })
  instants(canvas, plate, eye, at, opacity)
  local now = space.chain(eye, clip, at, { arm[1], arm[2], arm[3], arm[4], gesture.hand }, 0)
  if now then
    canvas:polyline(now, { color = palette.light, width = 3.4, opacity = 0.95 * opacity })
  end
  for _, path in ipairs(plate.paths) do
    lamp(canvas, plate, path, eye, at, opacity)
  end
  struck(canvas, plate, eye, at, opacity)
  dusk(canvas)
  speed(canvas, gesture, plate, at, opacity)
end

return exposure
