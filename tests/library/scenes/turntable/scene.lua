-- A small house on a turntable; how it stands is told every quarter of a second.
local made_up = require "made_up"
local turntables = require "turntable"
local ui = require "ui"

local scene = {}

function scene.enter(stage)
  made_up(stage)
  visit.set{ calm = stage.param.calm == "yes" }
  ui.enter(stage)
  scene.stage = stage
  scene.body = turntables.new{ name = "house", model = model.open("model/house.obj") }
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.draw(canvas)
  local now = show.now()
  ui.begin(canvas)
  local x, y, w, h = ui.reach()
  scene.body:draw(x, y, w, h)
  if math.floor(now * 4 + 1e-6) ~= scene.told then
    scene.told = math.floor(now * 4 + 1e-6)
    local turn, tilt, zoom, on = scene.body:stands(now)
    log.info(string.format("at %.4f stands %.4f %.4f %.4f %s wide %.1f", now, turn, tilt, zoom, tostring(on), w))
  end
  ui.finish()
  scene.stage:redraw()
end

return scene
