-- For films: a gesture alone on black, body and cyclegraph, one whole loop. Each of the eight stands
-- for `slot` seconds, so that
--   gestuaire record installations/villa-medicis --station gesture --scene trace --from 12 --to 20 -o …
-- records the second one; with param.id it is that gesture from the first second on.
local house = require "house"
local palette = require "palette"
local space = require "space"
local words = require "words"

local scene = {}
local slot = 12

function scene.enter(stage)
  scene.stage = stage
  scene.gestures = house.gestures()
  scene.only = stage.param and stage.param.id and house.find(scene.gestures, stage.param.id)
end

function scene.draw(canvas)
  local now = show.now()
  local n = math.floor(now / slot)
  local gesture = scene.only or scene.gestures[n % #scene.gestures + 1]
  local clip = house.clip(gesture)
  local at = (now - n * slot) % gesture.period
  local camera = space.camera(gesture, { 0, 0, canvas.width, canvas.height }, {
    elevation = 0.08, distance = 4.4, target = { gesture.view.target[1], gesture.view.target[2], 0.86 },
  })
  space.figure(canvas, gesture, clip, at, camera, { width = 3.6, opacity = 0.9, props = 0.8, studs = true })
  for _, hand in ipairs(gesture.hands) do
    canvas:cyclegraph(clip, hand, 0, math.max(0.02, at), camera, { color = palette.light, width = 1.4, opacity = 0.4 })
    canvas:cyclegraph(clip, hand, 0, math.max(0.02, at), camera, { color = palette.light, width = 4, blink = 0.05 })
  end
  canvas:text(words.reconstructed.fr .. " / " .. words.reconstructed.it .. " / " .. words.reconstructed.en,
    canvas.width / 2, canvas.height - 44, palette.note(18, { align = "center" }))
  scene.stage:redraw()
end

return scene
