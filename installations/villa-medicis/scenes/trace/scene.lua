-- For films: one gesture as a long exposure, one whole loop, on 1280 by 720 px. Each of the eight stands
-- for `slot` seconds, in the order of house.gestures(), so that
--   gestuaire record installations/villa-medicis --station gesture --scene trace --from 16 --to 25.6 -o …
-- records the second one (make/films.py); with param.id it is that gesture from the first second on.
local exposure = require "exposure"
local house = require "house"

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
  exposure.draw(canvas, gesture, (now - n * slot) % gesture.period, 1)
  scene.stage:redraw()
end

return scene
