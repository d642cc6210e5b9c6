-- For films: one gesture from one of two places, one whole loop, on 1280 by 720 px. Each of the eight
-- stands for `slot` seconds, in the order of house.gestures(); first all from near, as a long exposure,
-- then all from afar, so that
--   gestuaire record installations/villa-medicis --station gesture --scene trace --from 16 --to 25.6 -o …
-- records the second one from near (make/films.py); with param.id it is that gesture from the first
-- second on.
local exposure = require "exposure"
local house = require "house"
local posture = require "posture"

local scene = {}
local slot = 16

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.only = stage.param and stage.param.id and house.find(scene.gestures, stage.param.id)
end

function scene.draw(canvas)
  local now = show.now()
  local n = math.floor(now / slot + 1e-6)
  local gesture = scene.only or scene.gestures[n % #scene.gestures + 1]
  house.clip(gesture)
  local at = (now - n * slot) % gesture.period
  if n // #scene.gestures % 2 == 0 or scene.only then
    exposure.draw(canvas, gesture, at, 1)
  else
    posture.draw(canvas, gesture, at)
  end
  scene.stage:redraw()
end

return scene
