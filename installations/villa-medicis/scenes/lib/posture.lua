-- The whole body at work, seen from its other side, as the second camera of a capsule sees it: the
-- studs of the joints, the path of the hand as a blinking lamp writes it, seconds under it. The wide
-- films are recorded from it (scenes/trace).
local house = require "house"
local joints = require "joints"
local palette = require "palette"
local space = require "space"

local posture = { width = 1280, height = 720 } -- what it is drawn on, px

-- Seconds of the loop, and where in it we are.
local function seconds(canvas, gesture, at)
  local x, y, w = 271, 664, 738
  canvas:line(x, y, x + w, y, { color = palette.steel, width = 1.2, opacity = 0.6 })
  for s = 0, math.floor(gesture.period) do
    local tx = x + w * s / gesture.period
    canvas:line(tx, y, tx, y - (s % 5 == 0 and 14 or 8), { color = palette.steel, width = 1.2, opacity = 0.6 })
  end
  canvas:line(x, y, x + w * at / gesture.period, y, { color = palette.light, width = 2 })
  canvas:circle(x + w * at / gesture.period, y, 5.5, { color = palette.ember })
end

-- Draws gesture at time `at` of its loop, on 1280 by 720 px.
function posture.draw(canvas, gesture, at)
  local clip = house.clip(gesture)
  local camera = space.whole(gesture, clip, { 190, 26, 900, 590 })
  camera.azimuth = gesture.view.azimuth + (gesture.view.azimuth < -0.8 and 0.85 or -0.75)
  camera.target = { gesture.view.target[1], gesture.view.target[2], camera.target[3] }
  camera.elevation, camera.distance = 0.16, camera.distance + 0.6
  canvas:floor(camera, { size = 1.0, step = 0.25, color = palette.steel, opacity = 0.26, width = 1.2 })
  space.figure(canvas, gesture, clip, at, camera, { opacity = 0.95, width = 3.6, props = 1, studs = true })
  local tail = 0.2 * gesture.period
  for _, hand in ipairs(gesture.hands) do
    local name = joints.name(clip, hand)
    canvas:cyclegraph(clip, name, 0, gesture.period, camera, { color = palette.light, width = 1.2, opacity = 0.3 })
    canvas:cyclegraph(clip, name, math.max(0, at - tail), at, camera, { color = palette.light, width = 3, blink = 0.06 })
    if at < tail then
      canvas:cyclegraph(clip, name, gesture.period - tail + at, gesture.period, camera, { color = palette.light, width = 3, blink = 0.06 })
    end
    local x, y = space.eye(camera)(joints.at(clip, hand, at))
    if x then
      canvas:circle(x, y, 6, { color = palette.light })
    end
  end
  seconds(canvas, gesture, at)
end

return posture
